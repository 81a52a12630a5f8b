"""What a document is about, decided by evidence that it shows."""

from __future__ import annotations

from datetime import date
from typing import Literal

from hpbrief.models.base import Model
from hpbrief.models.period import Period
from hpbrief.models.source import Span

#: What is asked of a document as a whole.
Matter = Literal["day", "period", "plan", "term", "area", "kind"]
#: What sort of text a document is.
DocumentKind = Literal[
    "report", "meeting", "press", "resolution", "plan", "minutes", "statistics", "conclusion"
]


class Clue(Model):
    """One piece of evidence: for which answer it speaks, by which rule, how much it weighs, where it stands.

    A weight below nought speaks against the answer.
    """

    matter: Matter
    value: str
    rule: str
    weight: int
    evidence: Span | None = None


class About(Model):
    """What a document says of itself: its day, its years, what it reports on and plans for, its area and kind.

    ``clues`` is the evidence, the heaviest first for each matter; ``doubts`` names what it leaves open.
    """

    day: date | None = None
    years: tuple[int, ...] = ()
    report_period: Period | None = None
    plan_period: Period | None = None
    term: Period | None = None
    area: str | None = None
    kind: DocumentKind | None = None
    clues: tuple[Clue, ...] = ()
    doubts: tuple[str, ...] = ()
