"""A number of a table: its row names it, its column says what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpbrief.extract.context import Context, Figure
from hpbrief.extract.measures import Reading
from hpbrief.extract.tables import Cell, Column
from hpbrief.extract.tokens import FigureWords, Token
from hpbrief.models import Period

if TYPE_CHECKING:
    from hpbrief.extract.figures import FigureReader

_A_CHANGE_IS_BELOW = 60  # per cent: "so với cùng kỳ (%)" heads ratios near 100 or changes near 0


def read_cell(
    reader: FigureReader, context: Context, token: Token, words: FigureWords, cell: Cell
) -> Figure | None:
    """The figure of a cell, or None where it counts nothing."""
    if words.counted:
        token.kind, token.why = "left_out", "not_counted"
        return None
    column = cell.column
    words.bracketed |= (
        context.text[token.start - 1 : token.start] == "(" and context.text[token.end : token.end + 1] == ")"
    )
    subject = reader.subjects.subject(context.text, *cell.label)
    percent = words.unit == "PT" or (words.unit is None and (column.percent or column.base is not None))
    if percent:
        words.unit = "PT"
    elif words.unit is None and cell.unit is not None:
        words.unit, words.unit_mult = cell.unit.code, cell.unit.mult
    known = reader.catalog.indicators.get(subject.indicator or "")
    growth = known is not None and known.measure.value == "yoy_change"
    figure = Figure(token, words, subject)
    figure.reading = _measure(words, column, percent=percent, growth=growth)
    figure.subject = reader.subjects.indicator_for(subject, figure.reading, words.unit, parts=True)
    figure.basis = figure.reading.basis
    figure.status = column.status
    figure.period = column.period or context.report
    if column.is_goal:
        figure.goal = figure.basis = column.plan
        if column.period is None and context.anchor.year:
            figure.period = Period.year(context.anchor.year)
    figure.area = context.area
    figure.rules = [figure.reading.rule]
    return figure


def _measure(words: FigureWords, column: Column, *, percent: bool, growth: bool) -> Reading:
    direction = "down" if words.sign == "-" or words.bracketed else "up"
    if percent and column.plan is not None:
        return Reading("share_of_plan", basis=column.plan, rule="measure.cell_plan")
    if percent and (
        column.is_change or words.sign or (column.base is not None and words.value < _A_CHANGE_IS_BELOW)
    ):
        measure = "change_vs_previous" if column.base == "previous" else "yoy_change"
        return Reading(measure, direction, rule="measure.cell_change")
    if percent and column.base is not None:
        return Reading("ratio", rule="measure.cell_ratio")
    if percent and column.is_share:
        return Reading("share_of_total", rule="measure.cell_share")
    if words.unit == "PT" and growth:
        return Reading("yoy_change", direction, rule="measure.cell_growth")
    return Reading("level", rule="measure.cell")
