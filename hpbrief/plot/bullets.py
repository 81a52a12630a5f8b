"""Indicators on one scale: bullet graphs against the goal, and a dumbbell of the claim and the figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hpbrief.assessment import Scorecard
from hpbrief.assessment.words import class_text, goal_text
from hpbrief.errors import DatasetError, Message, Problem
from hpbrief.format import format_date, format_number, format_observation, format_period
from hpbrief.models import Assessment, Lang, Reference, VerdictStatus
from hpbrief.plot.style import Theme, ThemeName, beside, canvas, footer, set_alt_text, theme_of, titles

if TYPE_CHECKING:
    from matplotlib.axes import Axes


_TOP_PCT = 130.0


def plot_bullets(
    card: Scorecard, ax: Axes | None = None, *, lang: Lang = "vi", theme: ThemeName = "light"
) -> Axes:
    """Each indicator's figure as a percentage of its goal, in the order of the scorecard.

    A bar is the figure, the line at 100 the goal, the tick the share expected by the figure's own month.
    Beside each bar stand the figure, its period and its class by symbol and word. Bars end at 130 with an
    arrow. Returns the axes; ``alt_text(ax)`` gives the chart in words.
    """
    colours = theme_of(theme)
    with canvas(ax, colours, (10.5, 1.9 + 0.62 * max(1, len(card)))) as axes:
        draw_bullets(axes, card, lang, colours)
        _titles(axes, card, lang, colours)
    return set_alt_text(axes, bullets_alt(card, lang))


def draw_bullets(ax: Axes, card: Scorecard, lang: Lang, theme: Theme) -> None:
    """The rows and their axes, without title and footer."""
    for row, a in enumerate(card):
        _row(ax, row, a, card, lang, theme)
    _axes(ax, card, lang, theme)


def _row(ax: Axes, row: int, a: Assessment, card: Scorecard, lang: Lang, theme: Theme) -> None:
    colour = theme.classes[a.computed_class]
    pct = a.main.attainment_pct if a.main else None
    ax.barh(row, 100, height=0.62, color=theme.track, zorder=1)
    if pct is not None:
        ax.barh(row, max(0.0, min(pct, _TOP_PCT)), height=0.34, color=colour, zorder=2)
        text = f"{format_number(pct, lang, 1)}%" + (" →" if pct > _TOP_PCT else "")
        expected = a.main.expected_share_pct if a.main else None
        inside = pct >= 22 and not (expected and pct - 11 < expected < pct)
        ax.text(
            min(pct, _TOP_PCT) + (-1.2 if inside else 1.2),
            row,
            text,
            ha="right" if inside else "left",
            va="center",
            fontsize=8.5,
            fontweight="bold",
            color=_on(colour) if inside else theme.ink,
            zorder=5,
        )
    else:
        ax.text(1.5, row, _why_not(a, card, lang), va="center", fontsize=8.5, color=theme.muted, zorder=3)
    if a.main and a.main.expected_share_pct is not None:
        ax.vlines(a.main.expected_share_pct, row - 0.31, row + 0.31, color=theme.ink, lw=2.2, zorder=4)
    beside(ax, card.label(a, lang, short=True), row, raised=6, fontweight="bold")
    beside(ax, _figures(a, card, lang), row, raised=-7, fontsize=7.5, color=theme.muted)
    beside(
        ax,
        class_text(a.computed_class, card.catalog, lang),
        row,
        right=True,
        color=colour if theme.surface != "#ffffff" else theme.ink,
    )


def _on(colour: str) -> str:
    """Black or white, whichever reads better on a colour (relative luminance, WCAG 2.2)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) else "#ffffff"


def _why_not(a: Assessment, card: Scorecard, lang: Lang) -> str:
    reasons = [f for f in a.flags if f in ("no_figure", "no_goal", "no_goal_on_basis", "unit_mismatch")]
    return "; ".join(card.catalog.word("flag", f, lang) for f in reasons)


def _figures(a: Assessment, card: Scorecard, lang: Lang) -> str:
    figure = a.main.figure if a.main else a.figure
    if figure is None:
        if a.goal is None:
            return ""
        return f"{card.catalog.word('column', 'goal', lang)} {goal_text(a.goal, card.catalog, lang)}"
    text = format_observation(figure, lang, card.catalog)
    return f"{text} · {format_period(figure.period, lang, card.catalog)}"


def _axes(ax: Axes, card: Scorecard, lang: Lang, theme: Theme) -> None:
    ax.axvline(100, color=theme.ink, lw=1.1, zorder=4)
    ax.set_xlim(0, _TOP_PCT)
    ax.set_ylim(max(1, len(card)) - 0.4, -0.6)
    ax.set_yticks([])
    ax.set_xticks([0, 25, 50, 75, 100, 125], [f"{n}%" for n in (0, 25, 50, 75, 100, 125)])
    ax.tick_params(length=0)
    ax.set_axisbelow(True)
    ax.set_xlabel(card.catalog.word("chart", "share_of_goal", lang), loc="left")


def _titles(ax: Axes, card: Scorecard, lang: Lang, theme: Theme) -> None:
    word = card.catalog.word
    sentences = card.headline(lang)
    titles(ax, sentences[0].rstrip("."), card.title(lang), theme)
    legend = word("chart", "bullets_legend", lang)
    footer(ax, f"{legend}\n{word('sentence', 'sources', lang)}: {'; '.join(publishers(card))}", theme)


def publishers(card: Scorecard) -> list[str]:
    """Who published the figures that a scorecard judges, each once."""
    cited = {f.source_id for a in card if (f := a.main.figure if a.main else a.figure)}
    return list(
        dict.fromkeys(s.publisher or s.source_id for s in card.record.sources if s.source_id in cited)
    )


def bullets_alt(card: Scorecard, lang: Lang, rows: Sequence[Assessment] | None = None) -> str:
    """The chart in words: title, findings, then each indicator with its share of the goal and its class.

    ``rows`` are the indicators drawn, where they are not all.
    """
    parts = []
    for a in card if rows is None else rows:
        text = f"{card.label(a, lang)}: {card.catalog.word('class', a.computed_class, lang).lower()}"
        if a.main and a.main.attainment_pct is not None:
            share = f"{format_number(a.main.attainment_pct, lang, 1)}%"
            text += ", " + card.catalog.word("chart", "alt_share", lang).format(share=share)
        parts.append(text)
    return " ".join([card.title(lang) + ".", *card.headline(lang), "; ".join(parts) + "."])


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
            _stated_row(axes, row, a, card, lang, colours)
        _frame(axes, rows, card, lang, colours)
    return set_alt_text(axes, _alt(rows, card, lang))


def _stated_row(ax: Axes, row: int, a: Assessment, card: Scorecard, lang: Lang, theme: Theme) -> None:
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
