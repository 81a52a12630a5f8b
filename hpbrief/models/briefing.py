"""Briefing: all that one document says: what it is about, and who has to do what by when, on what grounds."""

from __future__ import annotations

from datetime import date
from typing import Literal

from hpbrief.models.base import Model
from hpbrief.models.observation import HeadlineVerdict, Statement, Verdict
from hpbrief.models.period import Period
from hpbrief.models.quantity import Number
from hpbrief.models.source import Document, Evidence, Span
from hpbrief.models.terms import DeadlineWord, LegalKind

#: What is asked of a document as a whole.
Matter = Literal["day", "period", "plan", "term", "area", "level", "kind"]
#: The ground that a document tells of.
Level = Literal["country", "province", "district", "commune"]
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
    """What a document says of itself: its day, its years, what it reports on and plans for, its area, level and kind.

    What a district or commune tells of itself has a level and no area. ``clues`` is the evidence, the heaviest first
    for each matter; ``doubts`` names what it leaves open.
    """

    day: date | None = None
    years: tuple[int, ...] = ()
    report_period: Period | None = None
    plan_period: Period | None = None
    term: Period | None = None
    area: str | None = None
    level: Level | None = None
    kind: DocumentKind | None = None
    clues: tuple[Clue, ...] = ()
    doubts: tuple[str, ...] = ()


class Directive(Model):
    """One task: what, who, by when. ``deadline`` is the last day named; the word says how it was put."""

    task: str
    owner: str | None = None
    deadline: date | None = None
    deadline_word: DeadlineWord | None = None
    deadline_text: str | None = None
    indicators: tuple[str, ...] = ()
    evidence: Evidence
    rules: tuple[str, ...] = ()


class LegalRef(Model):
    """A legal or party document that the text cites, by its number."""

    number: str | None
    kind: LegalKind
    issuer: str | None = None
    issued_on: date | None = None
    title: str = ""
    evidence: Evidence
    rules: tuple[str, ...] = ()


class Person(Model):
    """A person named with the offices that the text gives."""

    name: str
    offices: tuple[str, ...] = ()
    evidence: Evidence


class Meeting(Model):
    """The meeting that a briefing reports: when, which body, who took the chair, where."""

    held_on: date | None = None
    body: str | None = None
    chair: str | None = None
    place: str | None = None
    evidence: Evidence


class Event(Model):
    """Something that took place or is to come, named without being a task."""

    name: str
    period: Period | None = None
    evidence: Evidence


class PeriodMention(Model):
    """A date or period that the text names, and the role it has there."""

    period: Period
    role: str = ""
    evidence: Evidence


class Issue(Model):
    """A place that no rule could read with certainty, and the best reading if there is one."""

    code: str
    message: str
    evidence: Evidence
    best_reading: Number | None = None


class Briefing(Model):
    """What one document says, each fact with the place where it says so."""

    document: Document
    about: About | None = None
    area: str | None = None
    report_period: Period | None = None
    task_period: Period | None = None
    meeting: Meeting | None = None
    statements: tuple[Statement, ...] = ()
    headlines: tuple[HeadlineVerdict, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    directives: tuple[Directive, ...] = ()
    legal_refs: tuple[LegalRef, ...] = ()
    periods: tuple[PeriodMention, ...] = ()
    events: tuple[Event, ...] = ()
    people: tuple[Person, ...] = ()
    issues: tuple[Issue, ...] = ()
    coverage: float | None = None
    origin: Literal["extracted", "by_hand"] = "extracted"
