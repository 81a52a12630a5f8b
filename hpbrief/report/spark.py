"""A sparkline: the course of one indicator through the year in a few square millimetres, as inline SVG."""

from __future__ import annotations

import html

from hpbrief.dataset import Dataset
from hpbrief.errors import DatasetError
from hpbrief.format import format_observation, format_period
from hpbrief.models import Assessment, Lang
from hpbrief.plot.path import path_of, rises

_WIDTH, _HEIGHT, _EDGE = 96.0, 22.0, 3.0


def sparkline(a: Assessment, ds: Dataset, lang: Lang) -> str:
    """The figures on the line from January to December, the goal as a short bar at the end of the year.

    A total that adds up stands on its even path to the goal, from nothing. The element bears the first and the last
    figure in words; "" where there is no line to draw.
    """
    try:
        path = path_of(ds, a)
    except DatasetError:
        return ""
    goal = [path.target] if path.goal is not None else []
    even = bool(goal) and rises(path)
    if len(path.line) < (1 if even else 2):
        return ""
    values = [path.y(o) for o in path.line] + goal + ([0.0] if even else [])
    low, high = min(values), max(values)

    def y(value: float) -> str:
        part = (value - low) / (high - low) if high > low else 0.5
        return f"{_HEIGHT - _EDGE - part * (_HEIGHT - 2 * _EDGE):.1f}"

    def x(months: float) -> str:
        return f"{_EDGE + months / 12 * (_WIDTH - 2 * _EDGE):.1f}"

    points = [(x(float(o.period.months_elapsed)), y(path.y(o))) for o in path.line]
    marks = f'<line class="even" x1="{x(0)}" y1="{y(0)}" x2="{x(12)}" y2="{y(goal[0])}"/>' if even else ""
    marks += f'<polyline points="{" ".join(f"{h},{v}" for h, v in points)}"/>'
    marks += f'<circle cx="{points[-1][0]}" cy="{points[-1][1]}" r="2.5"/>'
    if goal:
        height = y(goal[0])
        marks += f'<line class="goal" x1="{x(11)}" y1="{height}" x2="{x(12)}" y2="{height}"/>'
    first, last = path.line[0], path.line[-1]
    words = ds.catalog.word("report", "spark", lang).format(
        label=ds.catalog.indicator(a.indicator).label(lang, short=True),
        start=format_observation(first, lang, ds.catalog),
        first=format_period(first.period, lang, ds.catalog),
        end=format_observation(last, lang, ds.catalog),
        last=format_period(last.period, lang, ds.catalog),
    )
    return (
        f'<svg class="spark" role="img" aria-label="{html.escape(words)}" '
        f'viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" width="{_WIDTH:g}" height="{_HEIGHT:g}">{marks}</svg>'
    )
