"""Stated, computed and goal on one line an indicator: a dumbbell of the claim and the figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hpbrief.assessment import Scorecard
from hpbrief.errors import DatasetError, Message, Problem
from hpbrief.format import format_date, format_number
from hpbrief.models import Assessment, Lang, Reference, VerdictStatus
from hpbrief.plot.style import Theme, ThemeName, beside, canvas, footer, set_alt_text, theme_of, titles

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_stated(
    card: Scorecard, ax: Axes | None = None, *, lang: Lang = "vi", theme: ThemeName = "light"
) -> Axes:
    """Each stated verdict against the figures, as percentages of the goal that judged.

    The dot is figure over goal; the triangle at 100 the claim (met or exceeded, not met), hollow where it was
    made against another reference than the annual goal; the diamond a share of this very goal that officials
    printed. Only indicators with a verdict are drawn. Raises DatasetError where there is none.
    """
    colours = theme_of(theme)
    rows = [a for a in card if a.stated is not None]
    if not rows:
        raise DatasetError([Problem(card.record.dataset, None, None, Message("no_official_verdict"))])
    with canvas(ax, colours, (9.6, 1.9 + 0.5 * max(1, len(rows)))) as axes:
        for row, a in enumerate(rows):
            _row(axes, row, a, card, lang, colours)
        _frame(axes, rows, card, lang, colours)
    return set_alt_text(axes, _alt(rows, card, lang))


def _row(ax: Axes, row: int, a: Assessment, card: Scorecard, lang: Lang, theme: Theme) -> None:
    assert a.stated is not None
    claimed = a.stated.status not in (VerdictStatus.NOT_MET, VerdictStatus.PARTLY_MET)
    colour = theme.classes[a.computed_class]
    pct = _pct(a)
    hollow = a.stated.reference != Reference.ANNUAL_GOAL
    if pct is not None:
        ax.plot([pct, 100], [row, row], color=theme.grid, lw=5, solid_capstyle="round", zorder=1)
        ax.scatter([pct], [row], s=78, color=colour, zorder=4, lw=0)
        left = pct <= 100
        ax.annotate(
            f"{format_number(pct, lang, 1)}%",
            (pct, row),
            xytext=(-9 if left else 9, 0),
            textcoords="offset points",
            ha="right" if left else "left",
            va="center",
            fontsize=8.5,
        )
    ax.scatter(
        [100],
        [row],
        s=70,
        marker=">" if claimed else "<",
        facecolor=theme.surface if hollow else theme.ink,
        edgecolor=theme.ink,
        lw=1.2,
        zorder=3,
    )
    for check in a.share_checks:
        if check.goal == a.goal:
            ax.scatter(
                [float(check.stated.quantity.value)],
                [row],
                s=44,
                marker="D",
                facecolor="none",
                edgecolor=theme.ink,
                lw=1.2,
                zorder=5,
            )
    beside(ax, card.label(a, lang, short=True), row, fontweight="bold")
    beside(ax, card.catalog.word("agreement", a.agreement, lang), row, right=True)


def _pct(a: Assessment) -> float | None:
    return a.main.attainment_pct if a.main else None


def _frame(ax: Axes, rows: Sequence[Assessment], card: Scorecard, lang: Lang, theme: Theme) -> None:
    word = card.catalog.word
    top = max([105.0, *(p for a in rows if (p := _pct(a)) is not None)])
    ax.axvline(100, color=theme.ink, lw=1, zorder=2)
    ax.set_xlim(0, top * 1.08)
    ax.set_ylim(max(1, len(rows)) - 0.4, -0.6)
    ax.set_yticks([])
    ticks = [0, 25, 50, 75, 100]
    ax.set_xticks(ticks, [f"{n}%" for n in ticks])
    ax.xaxis.grid(visible=True, color=theme.grid, lw=0.8)
    ax.set_axisbelow(True)
    ax.tick_params(length=0)
    subtitle = word("chart", "stated_subtitle", lang).format(
        area=card.catalog.area(card.record.area).label(lang),
        year=card.record.year,
        day=format_date(card.record.as_of, lang),
    )
    titles(ax, _finding(rows, card, lang), subtitle, theme, width=80)
    footer(ax, word("chart", "stated_legend", lang), theme, width=118, offset=26)


def _finding(rows: Sequence[Assessment], card: Scorecard, lang: Lang) -> str:
    said = card.headline(lang)
    return said[1].rstrip(".") if len(said) > 1 and rows else card.catalog.word("chart", "stated_title", lang)


def _alt(rows: Sequence[Assessment], card: Scorecard, lang: Lang) -> str:
    word = card.catalog.word
    parts = []
    for a in rows:
        assert a.stated is not None
        pct = _pct(a)
        share = (
            f"{format_number(pct, lang, 1)}%" if pct is not None else word("class", "insufficient_data", lang)
        )
        parts.append(
            f"{card.label(a, lang)}: {word('stated', a.stated.status, lang).lower()} "
            f"({word('reference', a.stated.reference, lang)}), {share}, {word('agreement', a.agreement, lang).lower()}"
        )
    return f"{_finding(rows, card, lang)}. {'; '.join(parts)}."
