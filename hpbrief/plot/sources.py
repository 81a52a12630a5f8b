"""What sources print of one indicator: where they conflict, and how each figure was revised."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hpbrief.assessment.select import Selection, agree
from hpbrief.dataset import Dataset
from hpbrief.errors import DatasetError, Message, Problem
from hpbrief.format import (
    axis_unit,
    format_date,
    format_number,
    format_observation,
    format_period,
    format_quantity,
)
from hpbrief.models import IndicatorKind, Lang, Measure, Observation, ObsStatus, Period, Quantity, Unit
from hpbrief.plot.style import Theme, ThemeName, beside, canvas, footer, set_alt_text, theme_of, titles
from hpbrief.tables.vintages import first_and_latest, vintage_cells

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_conflict(
    ds: Dataset,
    indicator: str,
    period: Period | str,
    ax: Axes | None = None,
    *,
    area: str | None = None,
    lang: Lang = "vi",
    theme: ThemeName = "light",
) -> Axes:
    """One row a source, by date of publication; bars are half-open intervals of the print.

    ``period`` is a Period or its code (``2025-08M``); the measure is the one by which the indicator is judged.
    ``area`` defaults to the data set's own. Raises DatasetError where no source prints the cell.
    """
    known = ds.catalog.indicator(indicator)
    when = Period.from_code(period) if isinstance(period, str) else period
    place = area or ds.defaults.area or ds.areas[0]
    selection = Selection(ds)
    rows = [
        o
        for o in ds.tables.observations
        if (o.indicator, o.area, o.measure, o.period) == (known.id, place, known.measure, when)
    ]
    if not rows:
        raise DatasetError(
            [
                Problem(
                    ds.name,
                    None,
                    None,
                    Message("no_source_prints", indicator=known.id, place=place, period=when.code),
                )
            ]
        )
    rows.sort(key=lambda o: (selection.known[o.source_id], o.source_id))
    own = [o for o in rows if o.series in selection.default_series] or rows
    chosen = selection.pick(own)
    colours = theme_of(theme)
    with canvas(ax, colours, (9.2, 1.9 + 0.42 * len(rows))) as axes:
        for i, o in enumerate(rows):
            _conflict_row(axes, i, o, chosen, ds, selection, lang, colours)
        finding = _conflict_finding(rows, ds, lang)
        _conflict_frame(axes, rows, chosen, ds, finding, lang, colours)
    texts = (f"{ds.source(o.source_id).publisher}: {format_observation(o, lang, ds.catalog)}" for o in rows)
    return set_alt_text(axes, f"{finding}. {'; '.join(texts)}.")


def _conflict_value(o: Observation, chosen: Observation) -> float:
    return float(o.quantity.to(chosen.quantity.unit).value)


def _conflict_row(
    ax: Axes,
    row: int,
    o: Observation,
    chosen: Observation,
    ds: Dataset,
    selection: Selection,
    lang: Lang,
    theme: Theme,
) -> None:
    colour = theme.accent if o is chosen else theme.muted
    quantity = o.quantity.to(chosen.quantity.unit)
    inside = quantity.interval
    lo = float(inside.lo if inside.lo is not None else quantity.value)
    hi = float(inside.hi if inside.hi is not None else quantity.value)
    ax.plot([lo, hi], [row, row], color=colour, lw=5, alpha=0.35, solid_capstyle="butt", zorder=2)
    filled = colour if o is chosen else theme.surface
    ax.scatter([float(quantity.value)], [row], s=52, facecolor=filled, edgecolor=colour, lw=1.4, zorder=3)
    known = selection.known[o.source_id]
    day = format_date(known, lang) if known < date.max else "–"
    series = f" · {o.series}" if o.series and o.series not in selection.default_series else ""
    beside(ax, f"{ds.source(o.source_id).publisher or o.source_id} · {day}{series}", row, fontsize=8.5)
    beside(
        ax,
        format_observation(o, lang, ds.catalog),
        row,
        right=True,
        fontweight="bold" if o is chosen else "normal",
        color=theme.ink,
    )


def _conflict_finding(rows: list[Observation], ds: Dataset, lang: Lang) -> str:
    apart: list[Observation] = []
    for o in rows:
        if not any(agree(o, other) for other in apart):
            apart.append(o)
    values = len(apart)
    key = "conflict_title" if values > 1 else "conflict_one"
    text = ds.catalog.word("chart", key, lang).format(
        label=ds.catalog.indicator(rows[0].indicator).label(lang),
        period=format_period(rows[0].period, lang, ds.catalog),
        n=len({o.source_id for o in rows}),
        values=values,
    )
    return text[0].upper() + text[1:]


def _conflict_frame(
    ax: Axes,
    rows: list[Observation],
    chosen: Observation,
    ds: Dataset,
    finding: str,
    lang: Lang,
    theme: Theme,
) -> None:
    values = [_conflict_value(o, chosen) for o in rows]
    width = max(values) - min(values) or abs(values[0]) * 0.1 or 1.0
    ax.set_xlim(min(values) - 0.15 * width, max(values) + 0.15 * width)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_yticks([])
    digits = 0 if width >= 10 else 1 if width >= 1 else 2
    ax.xaxis.set_major_formatter(lambda value, _: format_number(value, lang, digits))
    ax.xaxis.grid(visible=True, color=theme.grid, lw=0.8)
    ax.set_axisbelow(True)
    ax.tick_params(length=0)
    ax.set_xlabel(
        axis_unit(chosen.quantity, lang, catalog=ds.catalog, indicator=chosen.indicator), loc="left"
    )
    place = ds.catalog.area(rows[0].area).label(lang)
    titles(
        ax, finding, ds.catalog.word("chart", "conflict_subtitle", lang).format(area=place), theme, width=78
    )
    footer(ax, ds.catalog.word("chart", "conflict_chosen", lang), theme)


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
            _revision_row(axes, row, cell, ds, unit, lang, colours)
        finding = _revision_finding(cells, ds, lang)
        _revision_frame(axes, cells, ds, unit, finding, lang, colours)
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


def _revision_value(o: Observation, unit: Unit) -> float:
    return float(o.quantity.to(unit).value)


def _revision_row(ax: Axes, row: int, cell: Cell, ds: Dataset, unit: Unit, lang: Lang, theme: Theme) -> None:
    first, latest = _ends(cell, ds)
    moved = not agree(first, latest)
    colour = theme.accent if moved else theme.muted
    a, b = _revision_value(first, unit), _revision_value(latest, unit)
    ax.plot([a, b], [row, row], color=colour, lw=3, alpha=0.45, solid_capstyle="butt", zorder=2)
    between = [_revision_value(o, unit) for o in cell if o is not first and o is not latest]
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


def _revision_finding(cells: list[Cell], ds: Dataset, lang: Lang) -> str:
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


def _revision_frame(
    ax: Axes, cells: list[Cell], ds: Dataset, unit: Unit, finding: str, lang: Lang, theme: Theme
) -> None:
    values = [_revision_value(o, unit) for cell in cells for o in cell]
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
