"""Briefing: all that one document says."""

from __future__ import annotations

from typing import Literal

from hpbrief.models.about import About
from hpbrief.models.base import Model
from hpbrief.models.directive import Directive, Event, LegalRef, Meeting, PeriodMention, Person
from hpbrief.models.goal import HeadlineVerdict, Verdict
from hpbrief.models.observation import Statement
from hpbrief.models.period import Period
from hpbrief.models.quantity import Number
from hpbrief.models.source import Document, Evidence


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
