"""The scorecard on one page: findings, bullets and paths together, A4 upright."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from hpbrief.assessment import Scorecard
from hpbrief.dataset import Dataset
from hpbrief.models import Lang
from hpbrief.plot.bullets import bullets_alt, draw_bullets, publishers
from hpbrief.plot.multiples import plot_multiples
from hpbrief.plot.style import ThemeName, new_figure, set_alt_text, settings, theme_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

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
