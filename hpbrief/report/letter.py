"""The letter of changes: what is new since a day, what was revised, what became contradictory, which class moved and
why, which tasks fell due and what later texts say of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from hpbrief.assessment import Scorecard
from hpbrief.assessment.words import class_text
from hpbrief.checks import audit
from hpbrief.format import format_date, format_observation, format_period
from hpbrief.models import Briefing, ComputedClass, Directive, Finding, Lang, Observation
from hpbrief.report.blocks import Block, Column, Heading, Paragraph, Table
from hpbrief.report.note import Note
from hpbrief.tables.vintages import first_and_latest, vintage_cells, without_forecasts

_WORD: Final = re.compile(r"\w{2,}")
_SENTENCE: Final = re.compile(r"[^.;\n]+")
#: The share of a task's words that a later sentence must have to speak of it.
_SPEAKS = 0.6
_MOST = 40  # rows of a table; more are counted


def letter_of_changes(card: Scorecard, since: date, briefings: Sequence[Briefing], lang: Lang = "vi") -> Note:
    """What changed of a scorecard between a day and its own; ``briefings`` give the tasks and what is said of them."""
    return _Letter(card, since, briefings, lang).note()


class _Letter:
    def __init__(self, card: Scorecard, since: date, briefings: Sequence[Briefing], lang: Lang) -> None:
        self.card, self.since, self.lang = card, since, lang
        self.briefings = sorted(briefings, key=lambda b: (_day(b) or date.min, b.document.id))
        assert card.data is not None  # only a scorecard that was assessed here can say what moved
        self.now = card.data
        self.then = self.now.as_of(since)
        self.number = 0

    def say(self, key: str, **more: object) -> str:
        return self.card.catalog.word("letter", key, self.lang).format(**more)

    def note(self) -> Note:
        day, since = (format_date(d, self.lang) for d in (self.card.record.as_of, self.since))
        area = self.card.catalog.area(self.card.record.area).label(self.lang)
        return Note(
            kind=self.say("kind"),
            subject=self.say("subject", area=area, day=day, since=since),
            blocks=tuple(self._blocks()),
            closing=self.say("closing"),
            annex_title=("", ""),
            annex=(),
        )

    def _blocks(self) -> Iterator[Block]:
        for key, blocks in (
            ("classes", self._classes()),
            ("new", self._new()),
            ("revised", self._revised()),
            ("contradictory", self._contradictory()),
            ("due", self._due()),
        ):
            self.number += 1
            yield Heading(f"{self.number}. {self.say(key)}", 2)
            found = [*blocks]
            yield from found or [Paragraph(self.say(f"no_{key}"))]

    # -- classes ------------------------------------------------------------------------------------

    def _classes(self) -> Iterator[Block]:
        moved = self.card.changes(self.since, self.lang)
        for row in moved[moved.class_before != moved.class_now].to_dict("records"):
            before, now = (
                class_text(ComputedClass(row[f"class_{when}"]), self.card.catalog, self.lang)
                for when in ("before", "now")
            )
            causes = ", ".join(self.say(f"by_{cause}") for cause in str(row["moved_by"]).split(";") if cause)
            why = self.say("because", causes=causes) if causes else ""
            yield Paragraph(self.say("moved", before=before, now=now) + why, lead=str(row["label"]))

    # -- figures ------------------------------------------------------------------------------------

    def _ours(self, rows: Sequence[Observation]) -> list[Observation]:
        record = self.card.record
        return [
            o
            for o in without_forecasts(rows)
            if o.area == record.area and record.year - 1 <= o.period.end.year <= record.year
        ]

    def _new(self) -> Iterator[Block]:
        cells = {_cell(o) for o in self._ours(self.then.tables.observations)}
        new = [o for o in self._ours(self.now.tables.observations) if _cell(o) not in cells]
        rows = [
            (
                self._name(o),
                format_observation(o, self.lang, self.card.catalog),
                format_period(o.period, self.lang, self.card.catalog),
                self.card.source(o.source_id).publisher,
            )
            for o in sorted(new, key=lambda o: (o.indicator, o.period.end, o.measure, o.source_id))
        ]
        yield from self._table("new", ("indicator", "figure", "period", "source"), rows)

    def _revised(self) -> Iterator[Block]:
        known = {s.source_id: s.known_from for s in self.now.tables.sources}
        rows = []
        for cell in vintage_cells(self._ours(self.now.tables.observations), self.now.tables.sources):
            first, last = first_and_latest(cell, self.now.tables.sources)
            seen = known.get(last.source_id)
            if seen and seen > self.since and first.quantity.base_value != last.quantity.base_value:
                rows.append(
                    (
                        self._name(last),
                        format_period(last.period, self.lang, self.card.catalog),
                        format_observation(first, self.lang, self.card.catalog),
                        format_observation(last, self.lang, self.card.catalog),
                    )
                )
        yield from self._table("revised", ("indicator", "period", "was", "is"), rows)

    def _name(self, o: Observation) -> str:
        indicator = self.card.catalog.indicator(o.indicator)
        return indicator.label(self.lang, short=True)

    def _table(self, key: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[Block]:
        if not rows:
            return
        columns = tuple(Column(self.say(f"column_{head}"), 1 / len(heads)) for head in heads)
        yield Table(self.say(f"table_{key}", n=len(rows)), columns, tuple(rows[:_MOST]))
        if len(rows) > _MOST:
            yield Paragraph(self.say("more", n=len(rows) - _MOST))

    # -- contradictions -----------------------------------------------------------------------------

    def _contradictory(self) -> Iterator[Block]:
        record = self.card.record
        old = {_finding(f) for f in audit(self.then, area=record.area, lang=self.lang)}
        for finding in audit(self.now, area=record.area, lang=self.lang):
            if _finding(finding) not in old and finding.severity != "info":
                yield Paragraph(finding.message)

    # -- tasks --------------------------------------------------------------------------------------

    def _due(self) -> Iterator[Block]:
        for briefing in self.briefings:
            for task in briefing.directives:
                if task.deadline and self.since < task.deadline <= self.card.record.as_of:
                    said = self._later(task, briefing)
                    told = self.say("said", words=said[1], source=said[0]) if said else self.say("not_said")
                    day = format_date(task.deadline, self.lang)
                    owner = task.owner or self.say("no_owner")
                    yield Paragraph(self.say("task", task=task.task, owner=owner, day=day) + " " + told)

    def _later(self, task: Directive, briefing: Briefing) -> tuple[str, str] | None:
        """The later text that speaks of a task with the most of its words, and its sentence."""
        asked = set(_WORD.findall(task.task.lower()))
        best: tuple[float, str, str] | None = None
        for other in self.briefings:
            if other is briefing or (_day(other) or date.min) <= (_day(briefing) or date.min):
                continue
            for match in _SENTENCE.finditer(other.document.text or ""):
                share = len(asked & set(_WORD.findall(match[0].lower()))) / max(1, len(asked))
                if share >= _SPEAKS and (best is None or share > best[0]):
                    best = (share, other.document.file or other.document.title, match[0].strip())
        return best[1:] if best else None


def _cell(o: Observation) -> tuple[object, ...]:
    return (o.indicator, o.area, o.measure, o.period, o.series, o.plan_basis)


def _finding(f: Finding) -> tuple[str, str, tuple[str, ...]]:
    return (f.code, f.indicator, tuple(sorted(set(f.sources))))


def _day(briefing: Briefing) -> date | None:
    return (briefing.about.day if briefing.about else None) or briefing.document.published
