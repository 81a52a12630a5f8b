"""What can be chosen of a data set, and what is shown for a choice; knows no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from hpbrief.assessment import assess
from hpbrief.assessment.explain import explain_assessment
from hpbrief.dataset import Dataset
from hpbrief.errors import DatasetError
from hpbrief.format import format_date
from hpbrief.models import Goal, Lang, Observation, Period
from hpbrief.plot import alt_text, plot_fan, plot_gap, plot_path
from hpbrief.plot.style import ThemeName, bare_axes, chart_bytes

Chart = Literal["path", "fan", "gap"]
Options = list[tuple[str, Any]]

CHARTS: tuple[Chart, ...] = ("path", "fan", "gap")
_DRAW = {"path": plot_path, "fan": plot_fan, "gap": plot_gap}
_DPI = 110


@dataclass(frozen=True)
class Choice:
    """All that a person has chosen; ``basis`` "" is the order of docs/methods."""

    area: str
    year: int
    indicator: str
    as_of: date
    basis: str = ""
    chart: Chart = "path"
    lang: Lang = "vi"


@dataclass(frozen=True)
class View:
    """What is shown for a choice: a chart as PNG with its words, or why there is none; the explanation by lines."""

    png: bytes | None
    alt: str
    lines: tuple[str, ...]


def first_choice(
    ds: Dataset,
    area: str | None = None,
    year: int | None = None,
    indicator: str | None = None,
    as_of: date | str | None = None,
    basis: str | None = None,
    lang: Lang = "vi",
) -> Choice:
    """The choice to begin with: what is given, else the defaults of ``assess`` and the first judged indicator.

    Raises as ``assess`` for names that are not known.
    """
    wanted = [ds.catalog.indicator(indicator).id] if indicator else None
    card = assess(ds, area, year, as_of, basis, wanted)
    judged = next((a.indicator for a in card if a.main), None)
    place = card.record.area
    offered = [i for _, i in indicator_options(ds, place, card.record.year, lang)]
    chosen = indicator_of(ds, indicator) or judged or next(iter(offered), ds.indicators[0])
    return Choice(place, card.record.year, chosen, card.record.as_of, basis or "", "path", lang)


def indicator_of(ds: Dataset, indicator: str | None) -> str | None:
    """The id of an indicator that was named."""
    return ds.catalog.indicator(indicator).id if indicator else None


def area_options(ds: Dataset, lang: Lang) -> Options:
    """Areas by name."""
    return sorted((ds.catalog.area(a).label(lang), a) for a in ds.areas)


def year_options(ds: Dataset, area: str) -> Options:
    """Years in which the area has figures or goals within its boundary."""
    place = ds.catalog.area(area)
    years = sorted({r.period.end.year for r in _rows(ds) if r.area == area})
    return [(str(y), y) for y in years if place.existed_in(Period.year(y))]


def indicator_options(ds: Dataset, area: str, year: int, lang: Lang) -> Options:
    """Indicators with a figure or goal of the area in the year, in the order of the catalogue."""
    found = {r.indicator for r in _rows(ds) if r.area == area and r.period.end.year == year}
    return [(ds.catalog.indicator(i).label(lang), i) for i in ds.indicators if i in found]


def basis_options(ds: Dataset, choice: Choice) -> Options:
    """Bases on which the indicator has a goal for the year, after the usual order."""
    word = ds.catalog.word
    card = assess(ds, choice.area, choice.year, choice.as_of, None, [choice.indicator])
    a = card.assessments[0]
    goals = [*((a.goal,) if a.goal else ()), *(j.goal for j in a.by_basis), *a.other_goals]
    bases = dict.fromkeys(g.basis for g in goals if g.period == Period.year(choice.year))
    named = [(word("basis", b, choice.lang), str(b)) for b in bases]
    return [(word("explore", "usual_basis", choice.lang), ""), *named]


def day_options(ds: Dataset, area: str, year: int, lang: Lang, also: date) -> Options:
    """Days on which something of the area and year became known, and ``also`` that one."""
    known = {s.source_id: s.known_from for s in ds.tables.sources if s.known_from}
    days = {also}
    for r in _rows(ds):
        if r.area == area and r.period.end.year == year:
            day = r.in_force_from if isinstance(r, Goal) and r.in_force_from else known.get(r.source_id)
            if day:
                days.add(day)
    return [(format_date(d, lang), d) for d in sorted(days)]


def view_of(ds: Dataset, choice: Choice, theme: ThemeName = "light") -> View:
    """Chart and explanation of a choice; what cannot be drawn says so, and why, in the language chosen."""
    c = choice
    a = assess(ds, c.area, c.year, c.as_of, c.basis or None, [c.indicator]).assessments[0]
    lines = tuple(explain_assessment(a, c.lang, ds.catalog).splitlines())
    ax = bare_axes(theme)
    try:
        _DRAW[c.chart](
            ds,
            c.indicator,
            ax,
            area=c.area,
            year=c.year,
            as_of=c.as_of,
            basis=c.basis or None,
            lang=c.lang,
            theme=theme,
        )
    except DatasetError:
        return View(None, ds.catalog.word("explore", f"no_{c.chart}", c.lang), lines)
    return View(chart_bytes(ax, "png", dpi=_DPI), alt_text(ax), lines)


def _rows(ds: Dataset) -> tuple[Observation | Goal, ...]:
    return (*ds.tables.observations, *ds.tables.goals)
