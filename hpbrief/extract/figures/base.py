"""Bases of comparison: what a dated base is, and a base that a list shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from hpbrief.extract.figures.context import Figure
from hpbrief.extract.figures.wording import FigureWording, holds_any
from hpbrief.extract.text.times import Anchor, resolve_time
from hpbrief.extract.text.tokens import Token
from hpbrief.models import Period

_SHARED: Final = ("measure.up", "measure.down", "measure.continued", "measure.short")


def base_of_time(token: Token, anchor: Anchor, current: Period | None, *, goal: bool = False) -> str:
    """A base with a date: the same stretch a year before, or something else."""
    assert token.time is not None
    base = resolve_time(token.time, anchor)
    if token.time.form == "year" and goal:
        return "yoy"
    if token.time.form == "year":
        year = current.end.year if current else anchor.year
        return "yoy" if base is None or year is None or base.end.year == year - 1 else "previous"
    if base is None or current is None or base.is_instant:
        return "previous"
    same = (base.start.month, base.end.month) == (current.start.month, current.end.month)
    return "yoy" if same and base.end.year == current.end.year - 1 else "previous"


def share_bases(words: FigureWording, text: str, figures: Sequence[Figure], lead_base: str | None) -> None:
    """A base named once after a list holds for it all: "A tăng 1%, B giảm 2% so với tháng trước"."""
    if lead_base is not None or len(figures) < 2:
        return
    measure: str | None = None
    for number in range(len(figures) - 1, -1, -1):
        figure = figures[number]
        rule = figure.reading.rule
        if rule.endswith(("_on_previous", "_on_other")):
            measure = figure.reading.measure
        elif (
            measure
            and rule in _SHARED
            and figure.words.unit == "PT"
            and _in_list(words, text, figures, number)
        ):
            figure.reading = figure.reading.measuring(measure, "measure.shared_base")
            figure.rules = [figure.reading.rule]
            if figures[number + 1].reading.measure == measure == "change_vs_previous":
                figure.period = figures[number + 1].period
        else:
            measure = None


def _in_list(words: FigureWording, text: str, figures: Sequence[Figure], number: int) -> bool:
    """Whether a comma, and no new opening, joins a figure to the next; and no base precedes them."""
    here, nxt = figures[number], figures[number + 1]
    gap = text[here.token.end : nxt.token.start]
    return (
        gap.startswith(",")
        and not any(mark in gap for mark in ";(:")
        and not holds_any(gap, words.part)
        and here.subject != nxt.subject
    )


def share_brackets(text: str, figures: Sequence[Figure]) -> None:
    """A bare share in brackets says what the last one did, behind an amount of the same unit.

    "thu nội địa 25 tỷ đồng (59% dự toán), thu từ dầu 13 tỷ đồng (56%)"
    """
    told: Figure | None = None
    unit: str | None = None  # of the amount that a bracket stands behind
    for number, figure in enumerate(figures):
        if figure.words.unit != "PT":
            continue
        opened = text.rfind("(", figures[number - 1].token.end if number else 0, figure.token.start)
        if opened < 0:
            told = None
            continue
        bare = not text[opened + 1 : figure.token.start].strip() and text.startswith(")", figure.token.end)
        if not bare or figure.reading.rule != "measure.level":
            told, unit = figure, figures[number - 1].words.unit if number else None
        elif (
            told is not None
            and number
            and figures[number - 1].words.unit == unit
            and told.reading.measure in ("share_of_plan", "yoy_change")
        ):
            figure.reading = told.reading.by_rule("measure.shared_bracket")
            figure.basis = told.basis
            figure.rules = [figure.reading.rule]
