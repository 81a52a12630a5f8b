"""A conflict strip: what every source prints of one indicator and period, with the values the print allows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hpbrief.assessment.select import Selection, agree
from hpbrief.dataset import Dataset
from hpbrief.errors import DatasetError, Message, Problem
from hpbrief.format import axis_unit, format_date, format_number, format_observation, format_period
from hpbrief.models import Lang, Observation, Period
from hpbrief.plot.style import Theme, ThemeName, beside, canvas, footer, set_alt_text, theme_of, titles

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
            _row(axes, i, o, chosen, ds, selection, lang, colours)
        finding = _finding(rows, ds, lang)
        _frame(axes, rows, chosen, ds, finding, lang, colours)
    texts = (f"{ds.source(o.source_id).publisher}: {format_observation(o, lang, ds.catalog)}" for o in rows)
    return set_alt_text(axes, f"{finding}. {'; '.join(texts)}.")


def _value(o: Observation, chosen: Observation) -> float:
    return float(o.quantity.to(chosen.quantity.unit).value)


def _row(
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


def _finding(rows: list[Observation], ds: Dataset, lang: Lang) -> str:
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


def _frame(
    ax: Axes,
    rows: list[Observation],
    chosen: Observation,
    ds: Dataset,
    finding: str,
    lang: Lang,
    theme: Theme,
) -> None:
    values = [_value(o, chosen) for o in rows]
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
