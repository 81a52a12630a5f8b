"""What earlier sentences lend to later ones, and a number as it is being read."""

from __future__ import annotations

from typing import NamedTuple

from hpbrief.extract.naming.measures import LEVEL, Reading
from hpbrief.extract.naming.subjects import Subject
from hpbrief.extract.text.times import Anchor
from hpbrief.extract.text.tokens import FigureWords, Token
from hpbrief.models import Period


class Figure:
    """A number read in its sentence; ``goal`` holds the basis where it is a goal."""

    basis: str | None = None
    status: str | None = None
    goal: str | None = None
    period: Period | None = None
    area: str | None = None
    qualifier = "exact"
    outside = False
    was = False
    named: Subject | None = None
    subject_after: Subject | None = None
    reading: Reading

    def __init__(self, token: Token, words: FigureWords, subject: Subject | None) -> None:
        self.token = token
        self.words = words
        self.subject = subject
        self.reading = LEVEL
        self.rules: list[str] = []


class Answered(NamedTuple):
    """One question of a number: the rule that answered it, and the answers that others would have given."""

    question: str
    rule: str
    rivals: tuple[str, ...] = ()


class Asked(NamedTuple):
    """A number of the text, by its characters, and the row of its questions."""

    start: int
    end: int
    answers: tuple[Answered, ...]


class Context:
    """One document while it is read.

    ``tasks`` are the places of the sentence's tasks, and where each begins after its owner.
    ``paragraph`` is the period that the paragraph speaks of, ``heading`` the one that a list's head gave,
    ``by_day`` where a day ends the paragraph's; ``section`` the one that a numbered heading names.
    ``label`` is what a line names before a colon ("Du lịch: ...").
    ``goal_basis`` is set inside a section of goals, with ``goal_period``.
    """

    def __init__(
        self, text: str, anchor: Anchor, area: str | None, area_name: str | None, report: Period | None
    ) -> None:
        self.text = text
        self.anchor = anchor
        self.area = area
        self.area_name = area_name
        self.report = report
        self.paragraph: Period | None = None
        self.by_day = False
        self.heading: Period | None = None
        self.section: Period | None = None
        self.subject: Subject | None = None
        self.label: Subject | None = None
        self.prices = False
        self.aimed_at: Period | None = (
            None  # the year ahead that a title plans for, where nothing is reported on
        )
        self.goal_basis: str | None = None
        self.goal_period: Period | None = None
        self.goal_span: Period | None = None
        self.stood: Period | None = None
        self.growth_of_parts = False
        self.tasks: list[tuple[int, int, int]] = []
        self.doubts: list[tuple[str, int, int]] = []  # what no table knows: a code, and where the words stand
        self.record: list[Asked] | None = None  # what was asked, where someone wants to know
