"""Directive, LegalRef, Meeting, Event and Person: who has to do what by when, and on what ground."""

from __future__ import annotations

from datetime import date

from hpbrief.models.base import Model
from hpbrief.models.period import Period
from hpbrief.models.source import Evidence
from hpbrief.models.terms import DeadlineWord, LegalKind


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
