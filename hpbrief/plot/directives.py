"""A calendar of the tasks a briefing sets: who has to do what, and by when."""

from __future__ import annotations

import textwrap
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hpbrief.catalog import load_catalog
from hpbrief.errors import DatasetError, Message, Problem
from hpbrief.format import format_date
from hpbrief.models import Briefing, Directive, Lang
from hpbrief.plot.style import Theme, ThemeName, beside, canvas, footer, set_alt_text, theme_of, titles

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_WRAP = 62


def plot_directives(
    briefing: Briefing, ax: Axes | None = None, *, lang: Lang = "vi", theme: ThemeName = "light"
) -> Axes:
    """Tasks from the day of the meeting to their deadlines, those with a deadline first, the nearest on top.

    Tasks are in the words of the briefing; one without a deadline or owner says so. Raises DatasetError for a
    briefing that sets no tasks.
    """
    if not briefing.directives:
        raise DatasetError([Problem(briefing.document.id, None, None, Message("no_tasks"))])
    rows = sorted(briefing.directives, key=lambda d: (d.deadline is None, d.deadline or date.max))
    start = _start(briefing)
    end = max((d.deadline for d in rows if d.deadline), default=start + timedelta(days=60))
    colours = theme_of(theme)
    lines = [_wrapped(d) for d in rows]
    height = 1.5 + sum(0.2 + 0.16 * (text.count("\n") + 1) for text in lines)
    with canvas(ax, colours, (10.5, height)) as axes:
        y = 0.0
        for directive, text in zip(rows, lines, strict=True):
            tall = 1.2 + 0.9 * text.count("\n")
            _row(axes, y + tall / 2, directive, text, start, lang, colours)
            y += tall
        _frame(axes, briefing, rows, start, end, y, lang, colours)
    return set_alt_text(axes, _alt(briefing, rows, lang))


def _start(briefing: Briefing) -> date:
    if briefing.meeting and briefing.meeting.held_on:
        return briefing.meeting.held_on
    if briefing.document.published:
        return briefing.document.published
    if briefing.report_period:
        return briefing.report_period.end
    deadlines = [d.deadline for d in briefing.directives if d.deadline]
    return (
        min(deadlines, default=date.min) - timedelta(days=30) if deadlines else date.min + timedelta(days=1)
    )


def _wrapped(directive: Directive) -> str:
    return "\n".join(textwrap.wrap(directive.task, _WRAP)) or directive.task


def _row(ax: Axes, y: float, directive: Directive, text: str, start: date, lang: Lang, theme: Theme) -> None:
    word = load_catalog().word
    beside(ax, text, y, fontsize=8.5)
    owner = directive.owner or word("chart", "no_owner", lang)
    beside(ax, owner, y, right=True, fontsize=8.5, color=theme.ink if directive.owner else theme.muted)
    if directive.deadline is None:
        ax.text(
            0.02,
            y,
            word("chart", "no_deadline", lang),
            transform=ax.get_yaxis_transform(),
            va="center",
            fontsize=8,
            color=theme.muted,
        )
        return
    days = (directive.deadline - start).days
    ax.plot([0, days], [y, y], color=theme.accent, lw=4, solid_capstyle="butt", zorder=2)
    ax.scatter([days], [y], s=60, marker="D", color=theme.accent, zorder=3)
    inside = days > 20
    ax.annotate(
        _deadline_text(directive, lang),
        (days, y),
        xytext=(-9 if inside else 9, 8),
        textcoords="offset points",
        ha="right" if inside else "left",
        fontsize=8,
        fontweight="bold",
    )


def _deadline_text(directive: Directive, lang: Lang) -> str:
    assert directive.deadline is not None
    day = format_date(directive.deadline, lang)
    if directive.deadline_word is None:
        return day
    return f"{load_catalog().word('deadline', directive.deadline_word, lang)} {day}"


def _frame(
    ax: Axes,
    briefing: Briefing,
    rows: list[Directive],
    start: date,
    end: date,
    height: float,
    lang: Lang,
    theme: Theme,
) -> None:
    word = load_catalog().word
    span = max((end - start).days, 1)
    ax.set_xlim(0, span * 1.04)
    ax.set_ylim(height, 0)
    ax.set_yticks([])
    months = [date(y, m, 1) for y in range(start.year, end.year + 1) for m in range(1, 13)]
    ticks = [start, *(d for d in months if start + timedelta(days=6) < d <= end)]
    if (end - ticks[-1]).days > span / 8:
        ticks.append(end)
    ax.set_xticks([(d - start).days for d in ticks], [format_date(d, lang) for d in ticks], fontsize=8)
    ax.xaxis.grid(visible=True, color=theme.grid, lw=0.8)
    ax.set_axisbelow(True)
    ax.tick_params(length=0)
    dated = sum(d.deadline is not None for d in rows)
    body = briefing.meeting.body if briefing.meeting else None
    titles(
        ax,
        word("chart", "directives_title", lang).format(n=len(rows), dated=dated),
        f"{body or briefing.document.title}, {format_date(start, lang)}",
        theme,
    )
    source = briefing.document.publisher or briefing.document.title or briefing.document.id
    footer(ax, f"{word('sentence', 'sources', lang)}: {source}", theme, offset=30)


def _alt(briefing: Briefing, rows: list[Directive], lang: Lang) -> str:
    word = load_catalog().word
    dated = sum(d.deadline is not None for d in rows)
    parts = []
    for d in rows:
        when = _deadline_text(d, lang) if d.deadline else word("chart", "no_deadline", lang)
        parts.append(f"{d.task} ({d.owner or word('chart', 'no_owner', lang)}; {when})")
    title = word("chart", "directives_title", lang).format(n=len(rows), dated=dated)
    return f"{title}. {'; '.join(parts)}."
