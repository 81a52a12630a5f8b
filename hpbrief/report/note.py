"""The briefing note: what it says, block by block, for Word and Markdown alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from hpbrief.assessment import Scorecard, explain, words
from hpbrief.assessment.track import track_text
from hpbrief.assessment.words import chance_text, outlook_text
from hpbrief.errors import DatasetError
from hpbrief.format import format_date, format_observation, format_period, one_line
from hpbrief.models import Assessment, Bound, ComputedClass, Goal, Lang, Measure, Observation, Source, Verdict
from hpbrief.report.blocks import (
    Block,
    Column,
    Heading,
    Paragraph,
    Picture,
    SourceLine,
    Table,
    path_chart,
    results_charts,
)
from hpbrief.report.evidence import Evidence

_ROMAN = ("I", "II", "III", "IV", "V", "VI")
#: Classes whose path through the year is drawn.
_DRAWN = (ComputedClass.MISSED, ComputedClass.OFF_TRACK, ComputedClass.AT_RISK)


@dataclass(frozen=True)
class Note:
    """Kind and subject of a note, its blocks, its last sentence, and the annex of sources."""

    kind: str
    subject: str
    blocks: tuple[Block, ...]
    closing: str
    annex_title: tuple[str, str]
    annex: tuple[SourceLine, ...]


def briefing_note(evidence: Evidence, lang: Lang) -> Note:
    """The note on a scorecard in a language."""
    return _Writer(evidence, lang).note()


class _Writer:
    """Writes the blocks of one scorecard in one language; counts its sections, tables and charts."""

    def __init__(self, evidence: Evidence, lang: Lang) -> None:
        self.evidence = evidence
        self.card: Scorecard = evidence.card
        self.catalog = evidence.card.catalog
        self.lang: Lang = lang
        self.ordered = sorted(self.card, key=explain.attention)
        self.counts = {"section": 0, "table": 0, "chart": 0}
        self.facts = {
            "area": _place(self.card, lang),
            "year": str(self.card.record.year),
            "day": format_date(self.card.record.as_of, lang),
        }

    def say(self, key: str, **more: str) -> str:
        return self.catalog.word("note", key, self.lang).format(**(self.facts | more))

    def word(self, group: str, key: str) -> str:
        return self.catalog.word(group, key, self.lang)

    def note(self) -> Note:
        return Note(
            kind=self.say("kind"),
            subject=self.say("subject"),
            blocks=tuple(self._blocks()),
            closing=self.say("closing"),
            annex_title=(self.say("annex"), self.say("sources")),
            annex=tuple(map(self._source_line, self.evidence.sources)),
        )

    def _blocks(self) -> Iterator[Block]:
        yield Paragraph(self.say("intro"))
        yield self._section("overall")
        yield from map(Paragraph, self.card.headline(self.lang))
        if self.ordered:
            yield self._results()
            yield from self._bullets()
            yield self._section("each")
            for n, a in enumerate(self.ordered, 1):
                yield Heading(f"{n}. {self.card.label(a, self.lang)}", 2)
                yield from self._indicator(a)
            if any(a.stated for a in self.ordered):
                yield self._section("stated")
                yield self._verdicts()
        if self.card.moves is not None:
            since = self.card.since
            yield self._section("changed", day=format_date(since, self.lang))
            yield from self._changes(since)
        yield self._section("findings")
        yield from self._findings()
        yield self._section("unknown")
        yield from map(Paragraph, self._unknown() or [self.say("no_unknown")])

    # -- numbering ----------------------------------------------------------------------------------

    def _next(self, what: str) -> int:
        self.counts[what] += 1
        return self.counts[what]

    def _section(self, key: str, **more: str) -> Heading:
        return Heading(f"{_ROMAN[self._next('section') - 1]}. {self.say(key, **more)}", 1)

    def _caption(self, what: str, text: str) -> str:
        return self.say(what, n=str(self._next(what)), text=text)

    # -- overall ------------------------------------------------------------------------------------

    def _results(self) -> Table:
        column = self._column
        rows = []
        for n, a in enumerate(self.ordered, 1):
            c = self.card.cells(a, self.lang)
            figure = "\n".join(filter(None, (c["figure"], c["period"]))) or self.word("flag", "no_figure")
            goal = "\n".join(filter(None, (c["goal"], c["basis"]))) or self.word("flag", "no_goal")
            chance = chance_text(a.main, self.catalog, self.lang) if a.main else ""
            shown = "\n".join(filter(None, (c["class"], chance)))
            rows.append(
                (
                    str(n),
                    one_line(c["indicator"]),
                    figure,
                    goal,
                    c["attainment"] or "–",
                    c["required"] or "–",
                    shown,
                )
            )
        return Table(
            caption=self._caption("table", self.say("table_results")),
            columns=(
                Column(self.say("row"), 0.055, "center"),
                column("indicator", 0.195),
                column("figure", 0.175),
                column("goal", 0.165),
                column("attainment", 0.095, "right"),
                column("required", 0.125, "right"),
                column("class", 0.19),
            ),
            rows=tuple(rows),
            marks=tuple(a.computed_class for a in self.ordered),
        )

    def _column(self, key: str, width: float, align: str = "left") -> Column:
        return Column(self.word("column", key), width, align)  # type: ignore[arg-type]

    def _bullets(self) -> Iterator[Picture]:
        ordered = replace(
            self.card, record=self.card.record.model_copy(update={"assessments": tuple(self.ordered)})
        )
        said = self.say("chart_results")
        yield from results_charts(ordered, lambda part: self._caption("chart", said + part), self.lang)

    # -- each indicator -----------------------------------------------------------------------------

    def _indicator(self, a: Assessment) -> Iterator[Block]:
        main, say = a.main, self.say
        figure = main.figure if main else a.figure
        yield Paragraph(self._figure(a, figure) if figure else say("no_figure"), say("lead_figure"))
        yield Paragraph(self._goal(a.goal) if a.goal else say("no_goal"), say("lead_goal"))
        rule = self.word("rule", a.rule_id)
        shown = words.class_text(a.computed_class, self.catalog, self.lang)
        yield Paragraph(say("class", shown=shown, rule=rule), say("lead_class"))
        if required := self._required(a):
            yield Paragraph(required, say("lead_required"))
        if outlook := outlook_text(a, self.catalog, self.lang):
            yield Paragraph(f"{outlook}.", say("lead_outlook"))
        if a.forecast is not None:
            told = [track_text(r, self.catalog, self.lang) for r in a.track if r.status == "F"]
            yield Paragraph(". ".join([self._cited(a.forecast), *told]) + ".", say("lead_forecast"))
        if a.stated is not None:
            yield Paragraph(self._verdict(a, a.stated), say("lead_stated"))
        if others := _disagreeing(a, figure):
            yield Paragraph("; ".join(map(self._cited, others)) + ".", say("lead_other"))
        yield from map(Paragraph, explain.beside_texts(a, self.catalog, self.lang))
        if a.flags:
            flags = "; ".join(self.word("flag", f) for f in a.flags)
            yield Paragraph(f"{flags}.", say("lead_flags"))
        if a.computed_class in _DRAWN and (picture := self._path(a)):
            yield picture

    def _figure(self, a: Assessment, o: Observation) -> str:
        share = words.attainment_text(a.main, self.catalog, self.lang) if a.main else ""
        growth = o.measure == Measure.YOY_CHANGE
        key = "figure" if not share else "figure_points" if growth else "figure_goal"
        return self.say(
            key,
            period=_capital(format_period(o.period, self.lang, self.catalog)),
            figure=format_observation(o, self.lang, self.catalog),
            status=self.word("obs_status", o.status),
            source=self._source(o.source_id),
            share=share,
        )

    def _cited(self, o: Observation) -> str:
        text = format_observation(o, self.lang, self.catalog)
        return f"{text} ({format_period(o.period, self.lang, self.catalog)}; {self._source(o.source_id)})"

    def _goal(self, g: Goal) -> str:
        return self.say(
            "goal",
            goal=words.goal_text(g, self.catalog, self.lang),
            basis=words.basis_text(g, self.catalog, self.lang),
            source=self._source(g.source_id),
        )

    def _required(self, a: Assessment) -> str:
        """What the months left must bring, beside the average so far and the best month known."""
        if a.main is None:
            return ""
        figure, main = a.main.figure, a.main
        required = words.required_text(a, figure, self.catalog, self.lang)
        if not required:
            return ""
        if figure.measure == Measure.YOY_CHANGE:
            return f"{required}."
        ceiling = main.goal.bound == Bound.AT_MOST
        parts = [self.say("required_ceiling" if ceiling else "required", required=required)]
        for key, value in (("average", main.average_per_month), ("best", main.best_per_month)):
            if value is not None:
                amount = words.worked_change(value, figure, self.catalog, self.lang)
                parts.append(self.say(f"required_{key}", **{key: amount}))
        return "; ".join(parts) + "."

    def _verdict(self, a: Assessment, v: Verdict) -> str:
        return self.say(
            "verdict",
            day=format_date(v.stated_on, self.lang),
            period=format_period(v.period, self.lang, self.catalog),
            status=self.word("stated", v.status).lower(),
            reference=self.word("reference", v.reference),
            source=self._source(v.source_id),
            agreement=self.word("agreement", a.agreement).lower(),
        )

    def _path(self, a: Assessment) -> Picture | None:
        said = self.say("chart_path", label=self.card.label(a, self.lang))
        try:
            return path_chart(self.evidence.data, a, lambda: self._caption("chart", said), self.lang)
        except DatasetError:
            return None

    # -- tables of the whole ------------------------------------------------------------------------

    def _verdicts(self) -> Table:
        rows = []
        for a in self.ordered:
            if a.stated is None:
                continue
            reference = self.word("reference", a.stated.reference)
            rows.append(
                (
                    self.card.label(a, self.lang),
                    format_date(a.stated.stated_on, self.lang),
                    f"{self.word('stated', a.stated.status)} ({reference}) {self._ref(a.stated.source_id)}".strip(),
                    words.class_text(a.computed_class, self.catalog, self.lang),
                    self.word("agreement", a.agreement),
                )
            )
        return Table(
            caption=self._caption("table", self.say("table_stated")),
            columns=(
                self._column("indicator", 0.28),
                self._column("stated_on", 0.13, "center"),
                self._column("stated", 0.23),
                self._column("class", 0.18),
                self._column("agreement", 0.18),
            ),
            rows=tuple(rows),
        )

    def _changes(self, since: date) -> Iterator[Block]:
        """What moved since a day, an indicator a paragraph."""
        moved = self.card.changed(since, self.lang)
        yield Paragraph(self.word("changes", "hint" if moved else "none"))
        for label, text in moved:
            yield Paragraph(f"{text}.", label)

    def _findings(self) -> Iterator[Block]:
        found = self.evidence.findings(self.lang)
        if not found:
            yield Paragraph(self.say("no_findings"))
            return
        yield Paragraph(self.say("findings_intro", n=str(len(found))))
        yield Table(
            caption=self._caption("table", self.say("table_findings")),
            columns=(
                Column(self.say("row"), 0.055, "center"),
                self._column("severity", 0.115),
                self._column("finding", 0.5),
                self._column("arithmetic", 0.33),
            ),
            rows=tuple(
                (str(n), self.word("severity", f.severity), f.message, f.arithmetic)
                for n, f in enumerate(found, 1)
            ),
        )

    def _unknown(self) -> list[str]:
        """What cannot be said, each with the indicators it touches."""
        told = {
            "unknown_figure": [a for a in self.ordered if a.figure is None],
            "unknown_goal": [a for a in self.ordered if a.goal is None],
            "unknown_chance": [
                a
                for a in self.ordered
                if a.confidence and a.main and not chance_text(a.main, self.catalog, self.lang)
            ],
            "unknown_class": [
                a
                for a in self.ordered
                if a.computed_class == ComputedClass.INSUFFICIENT_DATA and a.figure and a.goal
            ],
            "unknown_stated": [a for a in self.ordered if a.stated and a.agreement == "not_checkable"],
        }
        return [
            self.say(key, labels="; ".join(self.card.label(a, self.lang) for a in rows))
            for key, rows in told.items()
            if rows
        ]

    # -- sources ------------------------------------------------------------------------------------

    def _ref(self, source_id: str | None) -> str:
        return self.evidence.cite(source_id) if source_id else ""

    def _source(self, source_id: str | None) -> str:
        """Publisher and number of a source."""
        number = self.evidence.numbers.get(source_id or "")
        if number is None:
            return "–"
        return f"{self.evidence.sources[number - 1].publisher} [{number}]".strip()

    def _source_line(self, s: Source) -> SourceLine:
        parts = [words.source_text(s, self.catalog, self.lang), s.title if s.publisher else ""]
        safe = s.url if s.url.startswith(("https://", "http://")) else ""
        return SourceLine(self.evidence.numbers[s.source_id], ". ".join(filter(None, parts)), safe)


def _disagreeing(a: Assessment, figure: Observation | None) -> list[Observation]:
    """What other sources print instead: the candidates, or other values of the figure's own cell."""
    if a.candidates or figure is None:
        return [j.figure for j in a.candidates]
    cell = (figure.measure, figure.period, figure.series)
    return [
        o
        for o in a.other_figures
        if (o.measure, o.period, o.series) == cell and o.quantity.base_value != figure.quantity.base_value
    ]


def _place(card: Scorecard, lang: Lang) -> str:
    area = card.catalog.area(card.record.area)
    if lang == "en":
        return area.label_en
    return card.catalog.word("note", area.kind, lang).format(name=area.name_vi)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
