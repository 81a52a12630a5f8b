"""The scorecard on one page: findings, bullets and paths together, A4 upright; and small multiples, one path an
indicator.
"""

from __future__ import annotations

import math
import textwrap
from typing import TYPE_CHECKING

from hpbrief.assessment import Scorecard
from hpbrief.assessment.words import class_text
from hpbrief.dataset import Dataset
from hpbrief.errors import DatasetError
from hpbrief.format import format_date, format_number
from hpbrief.models import Assessment, Lang
from hpbrief.plot.bullets import bullets_alt, draw_bullets, publishers
from hpbrief.plot.path import draw_path, path_finding, path_of
from hpbrief.plot.style import Theme, ThemeName, new_figure, set_alt_text, settings, theme_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure


_COLUMNS = 3


def plot_multiples(
    ds: Dataset,
    card: Scorecard,
    figure: Figure | SubFigure | None = None,
    *,
    lang: Lang = "vi",
    theme: ThemeName = "light",
    title: str | None = None,
) -> list[Axes]:
    """The paths of a scorecard's indicators as panels, three in a row, in the order of the scorecard.

    Each panel has its own scale and says its class by symbol and word; one without figures says so.
    ``title`` replaces the one that names area, year and day. Returns the axes, each with its alt text.
    """
    import matplotlib as mpl

    colours = theme_of(theme)
    rows = max(1, math.ceil(len(card) / _COLUMNS))
    if figure is None:
        figure = new_figure((10.5, 0.8 + 2.35 * rows), colours)
    with mpl.rc_context(settings(colours)):
        figure.suptitle(title or _title(card, lang), x=0.01, ha="left", fontsize=12, fontweight="bold")
        seen = ds.as_of(card.record.as_of)
        return [
            _panel(figure.add_subplot(rows, _COLUMNS, i + 1), seen, card, a, lang, colours)
            for i, a in enumerate(card)
        ]


def _title(card: Scorecard, lang: Lang) -> str:
    return card.catalog.word("chart", "multiples_title", lang).format(
        area=card.catalog.area(card.record.area).label(lang),
        year=card.record.year,
        day=format_date(card.record.as_of, lang),
    )


def _second_line(card: Scorecard, a: Assessment, lang: Lang) -> str:
    text = class_text(a.computed_class, card.catalog, lang)
    if a.main and a.main.attainment_pct is not None:
        text += f" · {format_number(a.main.attainment_pct, lang, 1)}%"
    return text


def _panel(ax: Axes, ds: Dataset, card: Scorecard, a: Assessment, lang: Lang, theme: Theme) -> Axes:
    for side in ("top", "right", "left", "bottom"):
        ax.spines[side].set_visible(False)
    label = card.label(a, lang, short=True)
    ax.set_title(label, loc="left", fontsize=9.5, fontweight="bold", pad=17)
    ax.annotate(
        _second_line(card, a, lang),
        (0, 1),
        xycoords="axes fraction",
        xytext=(0, 5),
        textcoords="offset points",
        fontsize=8.5,
        color=theme.muted,
    )
    try:
        path = path_of(ds, a)
    except DatasetError:
        ax.set_xticks([])
        ax.set_yticks([])
        ax.text(
            0.5,
            0.5,
            card.catalog.word("chart", "no_figure_panel", lang),
            ha="center",
            va="center",
            color=theme.muted,
            transform=ax.transAxes,
        )
        return set_alt_text(ax, f"{label}: {card.catalog.word('flag', 'no_figure', lang)}.")
    draw_path(ax, path, ds, lang, theme, small=True)
    return set_alt_text(ax, path_finding(path, ds, lang) + ".")


_WIDTH = 8.27


def plot_scorecard(ds: Dataset, card: Scorecard, *, lang: Lang = "vi", theme: ThemeName = "light") -> Figure:
    """The whole scorecard as one figure: title, findings in sentences, bullet graphs, small multiples.

    A4 upright for up to nine indicators; longer where there are more. Returns the figure; the alt text is on
    its first axes (``alt_text(figure.axes[0])``).
    """
    import matplotlib as mpl

    colours = theme_of(theme)
    rows = max(1, -(-len(card) // 3))
    heights = [0.75 + 0.2 * len(card.headline(lang)), 0.9 + 0.42 * max(1, len(card)), 0.7 + 1.75 * rows]
    figure = new_figure((_WIDTH, max(11.69, sum(heights))), colours)
    with mpl.rc_context(settings(colours)):
        top, middle, bottom = figure.subfigures(3, 1, height_ratios=heights, squeeze=False)[:, 0]
        top.text(
            0.02,
            0.95,
            "\n".join(textwrap.wrap(card.title(lang), 74)),
            fontsize=12.5,
            fontweight="bold",
            va="top",
        )
        sentences = "\n".join(textwrap.fill(s, 112) for s in card.headline(lang))
        top.text(0.02, 0.55, sentences, fontsize=8.8, va="top", linespacing=1.5)
        axes = middle.add_subplot()
        for side in ("top", "right", "left", "bottom"):
            axes.spines[side].set_visible(False)
        draw_bullets(axes, card, lang, colours)
        plot_multiples(
            ds, card, bottom, lang=lang, theme=theme, title=card.catalog.word("chart", "each", lang)
        )
        figure.supxlabel(_legend(card, lang), x=0.02, ha="left", fontsize=7, color=colours.muted)
    set_alt_text(axes, bullets_alt(card, lang))
    return figure


def _legend(card: Scorecard, lang: Lang) -> str:
    """What the marks mean, and who published the figures."""
    word = card.catalog.word
    keys = ("own", "other_series", "forecasts", "even_path")
    marks = " · ".join(word("chart", key, lang) for key in keys)
    published = f"{word('sentence', 'sources', lang)}: {'; '.join(publishers(card))}"
    lines = [word("chart", "bullets_legend", lang), marks, published]
    return "\n".join(textwrap.fill(line, 150) for line in lines)
