"""One indicator in several areas, each against its own goal, with what keeps them from being compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from hpbrief.assessment import words
from hpbrief.assessment.run import assess
from hpbrief.assessment.scorecard import Scorecard
from hpbrief.assessment.words import basis_text
from hpbrief.catalog import Catalog
from hpbrief.dataset import Dataset
from hpbrief.errors import DatasetError, Message, Problem
from hpbrief.format import format_date, format_period
from hpbrief.models import Area, Assessment, Basis, Lang, Measure, Observation, Period
from hpbrief.tables.frames import tidy_frame
from hpbrief.tables.schema import ColumnType

if TYPE_CHECKING:
    import pandas as pd

_T = TypeVar("_T", Period, str)

_FRAME: dict[str, ColumnType] = {
    "area": "string",
    "label": "string",
    "indicator": "string",
    "measure": "string",
    "period": "string",
    "value": "number",
    "unit": "string",
    "unit_mult": "integer",
    "series": "string",
    "source_id": "string",
    "goal": "number",
    "basis": "string",
    "implied_basis": "string",
    "attainment_pct": "number",
    "expected_share_pct": "number",
    "above_goal": "number",
    "computed_class": "string",
    "valid_from": "date",
    "apart": "string",
    "flags": "string",
}


@dataclass(frozen=True, repr=False)
class Comparison:
    """Assessments of one indicator, one an area: the furthest above its goal first, those without one last.

    ``measure`` is the one by which the indicator is judged; figures of another are not mixed in.
    ``elsewise`` names the measures in which an area without such a figure has printed the indicator.
    """

    cards: tuple[Scorecard, ...]
    year: int
    as_of: date
    measure: Measure
    elsewise: dict[str, tuple[Measure, ...]]

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """One an area, in order."""
        return tuple(card.assessments[0] for card in self.cards)

    @property
    def catalog(self) -> Catalog:
        """The words and areas."""
        return self.cards[0].catalog

    @property
    def period(self) -> Period | None:
        """The period of most figures, of equals the latest; None where there is no figure."""
        return _most(f.period for a in self.assessments if (f := figure_of(a)))

    @property
    def basis(self) -> str | None:
        """The basis of most goals, of equals the first by name; None where no goal names one."""
        return _most(b for a in self.assessments if a.goal and (b := _basis(a)) != Basis.UNSPECIFIED)

    def apart(self, a: Assessment) -> tuple[str, ...]:
        """Why an area is not compared directly with most others: ``period``, ``basis``, ``series``; () where it is."""
        figure = figure_of(a)
        reasons = []
        if figure and figure.period != self.period:
            reasons.append("period")
        if a.goal and _basis(a) != self.basis:
            reasons.append("basis")
        if figure and figure.series not in self.catalog.thresholds["series"]["default"]:
            reasons.append("series")
        return tuple(reasons)

    def changed_boundary(self) -> list[Area]:
        """Areas whose boundary began or ended after last year began: last year or the goal may be of another one."""
        first = date(self.year - 1, 1, 1)
        places = (self.catalog.area(a.area) for a in self.assessments)
        return [
            p
            for p in places
            if (p.valid_from and p.valid_from > first)
            or (p.valid_to and p.valid_to < date(self.year, 12, 31))
        ]

    def caveats(self, lang: Lang = "vi") -> list[str]:
        """What keeps the areas from being compared, in sentences: months, bases, definitions, boundaries, gaps."""
        parts = (self._periods(lang), self._bases(lang), self._series(lang), *self._boundaries(lang))
        return [*filter(None, parts), *self._missing(lang)]

    def to_frame(self, lang: Lang = "vi") -> pd.DataFrame:
        """One row an area; ``value`` and ``goal`` in ``unit`` times ten to ``unit_mult``, percentages in percent.

        ``above_goal`` is figure less goal, of growth in points. ``apart`` as :meth:`apart`, joined by ";".
        """
        return tidy_frame([self._row(a, lang) for a in self.assessments], _FRAME)

    def _row(self, a: Assessment, lang: Lang) -> dict[str, Any]:
        place, figure, main = self.catalog.area(a.area), figure_of(a), a.main
        row: dict[str, Any] = dict.fromkeys(_FRAME)
        row |= {
            "area": a.area,
            "label": place.label(lang),
            "indicator": a.indicator,
            "measure": self.measure,
            "computed_class": a.computed_class,
            "valid_from": place.valid_from,
            "apart": ";".join(self.apart(a)),
            "flags": ";".join(a.flags),
        }
        unit = (figure or a.goal).quantity.unit if figure or a.goal else None  # type: ignore[union-attr]
        if unit:
            row |= {"unit": unit.code, "unit_mult": unit.mult}
        if figure:
            row |= {
                "period": figure.period.isoformat(),
                "value": figure.quantity.value,
                "series": figure.series,
                "source_id": figure.source_id,
            }
        if a.goal and unit and a.goal.quantity.unit.code == unit.code:
            row["goal"] = a.goal.quantity.to(unit).value
        if a.goal:
            row |= {"basis": a.goal.basis, "implied_basis": a.goal.implied_basis}
        if main:
            row |= {"attainment_pct": main.attainment_pct, "expected_share_pct": main.expected_share_pct}
            row["above_goal"] = None if main.gap is None else -main.gap
        return row

    # -- showing ------------------------------------------------------------------------------------

    def title(self, lang: Lang = "vi") -> str:
        """How many areas are at their own goals by their latest figures, and how many have none."""
        return _title_of(self, lang)

    def subtitle(self, lang: Lang = "vi") -> str:
        """Against which year's goals, and as known on which day."""
        return _subtitle_of(self, lang)

    def __repr__(self) -> str:
        return _plain_text_of(self, "en")

    def _repr_html_(self) -> str:
        return self.to_html("vi")

    def to_html(self, lang: Lang = "vi") -> str:
        """Finding, table and caveats as an HTML fragment, as Jupyter shows it."""
        return _html_fragment_of(self, lang)

    # -- caveats ------------------------------------------------------------------------------------

    def _say(self, key: str, lang: Lang, **values: str) -> str:
        return self.catalog.word("compare", key, lang).format(**values)

    def name(self, area: str, lang: Lang = "vi") -> str:
        """The name of an area, without its boundary where no other compared area bears the same name."""

        def plain(other: str) -> str:
            return self.catalog.area(other).label(lang).split(" (")[0]

        alone = sum(plain(a.area) == plain(area) for a in self.assessments) == 1
        return plain(area) if alone else self.catalog.area(area).label(lang)

    def _names(self, areas: Iterable[str], lang: Lang) -> str:
        return ", ".join(self.name(a, lang) for a in areas)

    def _grouped(self, text: Callable[[Assessment], str], rows: Iterable[Assessment], lang: Lang) -> str:
        groups: dict[str, list[str]] = defaultdict(list)
        for a in rows:
            groups[text(a)].append(a.area)
        return "; ".join(f"{name} ({self._names(areas, lang)})" for name, areas in groups.items())

    def _periods(self, lang: Lang) -> str:
        off = [a for a in self.assessments if "period" in self.apart(a)]
        if not off or self.period is None:
            return ""
        odd = self._grouped(lambda a: format_period(_figure(a).period, lang, self.catalog), off, lang)
        return self._say("period", lang, common=format_period(self.period, lang, self.catalog), odd=odd)

    def _bases(self, lang: Lang) -> str:
        judged = [a for a in self.assessments if a.goal]
        kinds = self._grouped(
            lambda a: basis_text(a.goal, self.catalog, lang) if a.goal else "", judged, lang
        )
        if "; " not in kinds:
            return ""
        return self._say("basis", lang, kinds=kinds)

    def _series(self, lang: Lang) -> str:
        off = [a for a in self.assessments if "series" in self.apart(a)]
        return (
            self._say("series", lang, kinds=self._grouped(lambda a: _figure(a).series, off, lang))
            if off
            else ""
        )

    def _boundaries(self, lang: Lang) -> list[str]:
        begun, ended = defaultdict(list), []
        for place in self.changed_boundary():
            if place.valid_from:
                begun[place.valid_from].append(place.id)
            else:
                ended.append(place.id)
        texts = [
            self._say("boundary", lang, day=format_date(day, lang), areas=self._names(areas, lang))
            for day, areas in begun.items()
        ]
        return [*texts, *([self._say("ended", lang, areas=self._names(ended, lang))] if ended else [])]

    def _missing(self, lang: Lang) -> list[str]:
        silent = [a.area for a in self.assessments if not figure_of(a)]
        other = [a for a in silent if self.elsewise.get(a)]
        none = [a for a in silent if a not in other]
        texts = []
        if other:
            word = self.catalog.word
            kinds = "; ".join(
                f"{self._names([a], lang)} ({', '.join(word('measure', m, lang) for m in self.elsewise[a])})"
                for a in other
            )
            texts.append(self._say("measure", lang, measure=word("measure", self.measure, lang), kinds=kinds))
        if none:
            texts.append(self._say("no_figure", lang, areas=self._names(none, lang)))
        return texts


def compare_areas(
    ds: Dataset,
    indicator: str,
    areas: Sequence[str] | None = None,
    *,
    year: int | None = None,
    as_of: date | str | None = None,
    basis: str | None = None,
) -> Comparison:
    """Judge one indicator in several areas, each against its own goal, with what could be known on a day.

    ``indicator`` and ``areas`` are ids or names; by default every area of the data set that has a figure or a
    goal of the indicator in the year by that day, within the boundaries at the year's end. Other defaults as in
    ``assess``. Areas of several data sets: ``ds.add(other)`` first. Raises CatalogError for an unknown name or
    an area that did not exist in the year, DatasetError where nothing is known of the indicator.
    """
    known = ds.catalog.find_indicator(indicator) or ds.catalog.indicator(indicator)
    cards = []
    for area in areas if areas is not None else _present(ds, known.id, year or ds.defaults.year):
        card = assess(ds, area, year, as_of, basis, [known.id])
        a = card.assessments[0]
        if areas is not None or figure_of(a) or a.goal:
            cards.append(card)
    if not cards:
        raise DatasetError([Problem(ds.name, None, None, Message("nothing_known_then", indicator=known.id))])
    cards.sort(key=_order)
    record = cards[0].record
    return Comparison(tuple(cards), record.year, record.as_of, known.measure, _elsewise(ds, cards))


def _present(ds: Dataset, indicator: str, year: int | None) -> list[str]:
    """Areas in force at the year's end with a figure or goal of the indicator in it (in any year, if none is named)."""
    rows: list[Any] = [*ds.tables.observations, *ds.tables.goals]
    found: dict[str, int] = {}
    for r in rows:
        if r.indicator == indicator and year in (None, r.period.end.year):
            found[r.area] = max(found.get(r.area, 0), year or r.period.end.year)
    return [a for a in ds.areas if a in found and ds.catalog.area(a).existed_in(_last_day(found[a]))]


def _last_day(year: int) -> Period:
    return Period.instant(date(year, 12, 31))


def _elsewise(ds: Dataset, cards: Sequence[Scorecard]) -> dict[str, tuple[Measure, ...]]:
    record = cards[0].record
    indicator = record.assessments[0].indicator
    found: dict[str, set[Measure]] = defaultdict(set)
    for o in ds.as_of(record.as_of).tables.observations:
        if o.indicator == indicator and o.period.end.year == record.year:
            found[o.area].add(o.measure)
    silent = (c.record.area for c in cards if not figure_of(c.assessments[0]))
    return {area: tuple(sorted(found[area])) for area in silent}


def figure_of(a: Assessment) -> Observation | None:
    """The figure of an assessment: the one judged, else the one known."""
    return a.main.figure if a.main else a.figure


def _figure(a: Assessment) -> Observation:
    figure = figure_of(a)
    assert figure is not None
    return figure


def _basis(a: Assessment) -> str:
    """The basis of a goal; of an implied one the plan whose share was printed."""
    assert a.goal is not None
    return str(a.goal.implied_basis or a.goal.basis)


def _most(values: Iterable[_T]) -> _T | None:
    """The commonest value; of equals the latest period, else the first by name."""
    counts = Counter(values)
    ties = [v for v, n in counts.items() if n == max(counts.values())]
    return min(ties, key=lambda v: -v.end.toordinal() if isinstance(v, Period) else str(v), default=None)


def _order(card: Scorecard) -> tuple[Any, ...]:
    a = card.assessments[0]
    figure = figure_of(a)
    if a.main and a.main.attainment_pct is not None:
        growth = a.main.figure.measure == Measure.YOY_CHANGE and a.main.gap is not None
        return 0, a.main.gap if growth else -a.main.attainment_pct, a.area
    if figure:
        growth = figure.measure == Measure.YOY_CHANGE
        return 1, -float(figure.quantity.base_value) if growth else 0.0, a.area
    return 2, 0.0, a.area


# -- a comparison in words -----------------------------------------------------------------------------

#: Columns of the table a person reads, in order.
_SHOWN = ("area", "goal", "basis", "figure", "period", "attainment", "class", "note")


def _title_of(comparison: Comparison, lang: Lang) -> str:
    """How many areas are at their own goals by their latest figures, and how many have none."""
    rows = comparison.assessments
    judged = [a for a in rows if a.main and a.main.gap is not None]
    reached = sum(_reached(a) for a in judged)
    without = sum(a.goal is None for a in rows)
    word = comparison.catalog.word
    label = comparison.catalog.indicator(rows[0].indicator).label(lang)
    key = "title" if judged else "title_none"
    text = word("compare", key, lang).format(label=label, reached=reached, judged=len(judged), n=len(rows))
    if judged and without:
        text += word("compare", "title_without", lang).format(n=without)
    return text


def _reached(a: Assessment) -> bool:
    """Whether the latest figure is at the goal or beyond it, on the side that the goal means."""
    assert a.main is not None
    assert a.main.gap is not None
    return a.main.gap >= 0 if a.main.goal.bound == "at_most" else a.main.gap <= 0


def _subtitle_of(comparison: Comparison, lang: Lang) -> str:
    """Against which year's goals, and as known on which day."""
    return comparison.catalog.word("compare", "subtitle", lang).format(
        year=comparison.year, day=format_date(comparison.as_of, lang)
    )


def _cells_of(comparison: Comparison, lang: Lang) -> list[dict[str, str]]:
    """The areas as rows of the table a person reads; "" where nothing is known."""
    rows = []
    for card in comparison.cards:
        a = card.assessments[0]
        row = card.cells(a, lang) | {"area": comparison.name(a.area, lang)}
        rows.append({name: row[name] for name in _SHOWN})
    return rows


def _plain_text_of(comparison: Comparison, lang: Lang) -> str:
    """Finding, a line an area, and what keeps the areas from being compared."""
    rows = _cells_of(comparison, lang)
    width = max(len(row["area"]) for row in rows)
    lines = []
    for a, row in zip(comparison.assessments, rows, strict=True):
        figure = ", ".join(filter(None, (row["figure"], row["period"], row["attainment"])))
        shown = words.class_text(a.computed_class, comparison.catalog, lang)
        lines.append(f"  {row['area']:{width}}  {shown:22} {figure}".rstrip())
    return "\n".join(
        [_title_of(comparison, lang), _subtitle_of(comparison, lang), *lines, *comparison.caveats(lang)]
    )


def _html_fragment_of(comparison: Comparison, lang: Lang) -> str:
    """Finding, table and caveats as an HTML fragment, as Jupyter shows it."""
    said = (_subtitle_of(comparison, lang), *comparison.caveats(lang))
    rows = _cells_of(comparison, lang)
    return words.html_fragment(_title_of(comparison, lang), said, _SHOWN, rows, comparison.catalog, lang)
