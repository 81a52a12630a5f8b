"""A revision chart: for each period of an indicator the first print, the latest, and the way between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpbrief.assessment.select import agree
from hpbrief.dataset import Dataset
from hpbrief.errors import DatasetError, Message, Problem
from hpbrief.format import axis_unit, format_number, format_observation, format_period, format_quantity
from hpbrief.models import IndicatorKind, Lang, Measure, Observation, ObsStatus, Quantity, Unit
from hpbrief.plot.style import Theme, ThemeName, canvas, footer, set_alt_text, theme_of, titles
from hpbrief.tables.vintages import first_and_latest, vintage_cells

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Cell = tuple[Observation, ...]


def plot_revisions(
    ds: Dataset,
    indicator: str,
    ax: Axes | None = None,
    *,
    area: str | None = None,
    measure: str | None = None,
    year: int | None = None,
    lang: Lang = "vi",
    theme: ThemeName = "light",
) -> Axes:
    """One row a period that more than one source prints: first print, prints between, latest.

    ``measure`` defaults to the one by which the indicator is judged, ``area`` to the data set's own. Figures
    of the indicator's own definition only. Raises DatasetError where no period has two sources.
    """
    known = ds.catalog.indicator(indicator)
    place = ds.catalog.area(area or ds.defaults.area or ds.areas[0]).id
    cells = _cells(ds, known.id, place, Measure(measure) if measure else known.measure, year)
    if not cells:
        raise DatasetError(
            [Problem(ds.name, None, None, Message("no_two_sources", indicator=known.id, place=place))]
        )
    unit = cells[-1][-1].quantity.unit
    colours = theme_of(theme)
    with canvas(ax, colours, (9.2, 1.9 + 0.42 * len(cells))) as axes:
        for row, cell in enumerate(cells):
            _row(axes, row, cell, ds, unit, lang, colours)
        finding = _finding(cells, ds, lang)
        _frame(axes, cells, ds, unit, finding, lang, colours)
    return set_alt_text(axes, f"{finding}. {'; '.join(_words(cell, ds, lang) for cell in cells)}.")


def _cells(ds: Dataset, indicator: str, area: str, measure: Measure, year: int | None) -> list[Cell]:
    own = tuple(ds.catalog.thresholds["series"]["default"])
    flow = ds.catalog.indicator(indicator).kind in (IndicatorKind.FLOW, IndicatorKind.RATE)
    rows = [
        o
        for o in ds.tables.observations
        if (o.indicator, o.area, o.measure) == (indicator, area, measure)
        and o.series in own
        and year in (None, o.period.end.year)
        and (o.period.is_year_to_date or not flow)
    ]
    cells = vintage_cells(rows, ds.tables.sources)
    return [
        cell
        for cell in cells
        if len({o.source_id for o in cell}) > 1 and len({o.quantity.unit.code for o in cell}) == 1
    ]


def _ends(cell: Cell, ds: Dataset) -> tuple[Observation, Observation]:
    return first_and_latest(cell, ds.tables.sources)


def _value(o: Observation, unit: Unit) -> float:
    return float(o.quantity.to(unit).value)


def _row(ax: Axes, row: int, cell: Cell, ds: Dataset, unit: Unit, lang: Lang, theme: Theme) -> None:
    first, latest = _ends(cell, ds)
    moved = not agree(first, latest)
    colour = theme.accent if moved else theme.muted
    a, b = _value(first, unit), _value(latest, unit)
    ax.plot([a, b], [row, row], color=colour, lw=3, alpha=0.45, solid_capstyle="butt", zorder=2)
    between = [_value(o, unit) for o in cell if o is not first and o is not latest]
    ax.scatter(between, [row] * len(between), s=12, color=theme.muted, zorder=3, lw=0)
    marker = "D" if first.status == ObsStatus.FORECAST else "o"
    ax.scatter([a], [row], s=46, marker=marker, facecolor=theme.surface, edgecolor=colour, lw=1.4, zorder=4)
    ax.scatter([b], [row], s=46, color=colour, lw=0, zorder=5 if moved else 3)
    plan = f" · {ds.catalog.word('basis', latest.plan_basis, lang)}" if latest.plan_basis else ""
    _beside(ax, row, f"{format_period(latest.period, lang, ds.catalog)}{plan}", 0, "right", theme.ink)
    text = _size(first, latest, ds, lang) if moved else "–"
    _beside(ax, row, text, 1, "left", theme.ink if moved else theme.muted)


def _beside(ax: Axes, row: int, text: str, side: int, align: str, colour: str) -> None:
    ax.annotate(
        text,
        (side, row),
        xycoords=("axes fraction", "data"),
        xytext=(10 if side else -8, 0),
        textcoords="offset points",
        ha=align,
        va="center",
        color=colour,
        fontweight="bold" if side else "normal",
        annotation_clip=False,
    )


def _size(first: Observation, latest: Observation, ds: Dataset, lang: Lang) -> str:
    """Latest minus first with its sign; of percentages in points."""
    unit = latest.quantity.unit
    change = latest.quantity.value - first.quantity.to(unit).value
    shown = Unit(code="PP") if unit.code == "PT" else unit
    size = Quantity(value=abs(change), unit=shown)
    words = format_quantity(size, lang, catalog=ds.catalog, indicator=latest.indicator)
    return f"{'+' if change > 0 else '−'}{words}"


def _relative(cell: Cell, ds: Dataset) -> float:
    """How far a figure moved: in points of a percentage, else as a share of its first print."""
    first, latest = _ends(cell, ds)
    change = abs(latest.quantity.base_value - first.quantity.base_value)
    base = abs(first.quantity.base_value)
    return float(change if latest.quantity.unit.code == "PT" or not base else change / base)


def _finding(cells: list[Cell], ds: Dataset, lang: Lang) -> str:
    moved = [cell for cell in cells if not agree(*_ends(cell, ds))]
    last = cells[-1][-1]
    label = ds.catalog.indicator(last.indicator).label(lang)
    if not moved:
        return ds.catalog.word("chart", "revisions_none", lang).format(label=label)
    widest = max(moved, key=lambda cell: _relative(cell, ds))
    return ds.catalog.word("chart", "revisions_title", lang).format(
        label=label,
        n=len(moved),
        cells=len(cells),
        size=_size(*_ends(widest, ds), ds, lang),
        period=format_period(widest[-1].period, lang, ds.catalog),
    )


def _words(cell: Cell, ds: Dataset, lang: Lang) -> str:
    first, latest = _ends(cell, ds)
    was, now = (format_observation(o, lang, ds.catalog) for o in (first, latest))
    return f"{format_period(latest.period, lang, ds.catalog)}: {was} ({first.source_id}) → {now} ({latest.source_id})"


def _frame(
    ax: Axes, cells: list[Cell], ds: Dataset, unit: Unit, finding: str, lang: Lang, theme: Theme
) -> None:
    values = [_value(o, unit) for cell in cells for o in cell]
    width = max(values) - min(values) or abs(values[0]) * 0.1 or 1.0
    ax.set_xlim(min(values) - 0.08 * width, max(values) + 0.08 * width)
    ax.set_ylim(len(cells) - 0.4, -0.6)
    ax.set_yticks([])
    digits = 0 if width >= 10 else 1 if width >= 1 else 2
    ax.xaxis.set_major_formatter(lambda value, _: format_number(value, lang, digits))
    ax.xaxis.grid(visible=True, color=theme.grid, lw=0.8)
    ax.set_axisbelow(True)
    ax.tick_params(length=0)
    latest = cells[-1][-1]
    ax.set_xlabel(
        axis_unit(latest.quantity, lang, catalog=ds.catalog, indicator=latest.indicator), loc="left"
    )
    place = ds.catalog.area(latest.area).label(lang)
    subtitle = ds.catalog.word("chart", "revisions_subtitle", lang).format(area=place)
    titles(ax, finding, subtitle, theme, width=78)
    footer(ax, ds.catalog.word("chart", "revisions_legend", lang), theme)
