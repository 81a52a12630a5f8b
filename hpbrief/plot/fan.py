"""A fan chart: where the year may end, as bands of probability around the median.

After the fan charts of the Bank of England; bands are central intervals of the t distribution of ln((Y − C)/C).
"""

from __future__ import annotations

import math
from datetime import date
from typing import TYPE_CHECKING

from hpbrief.assessment import Scorecard, assess
from hpbrief.assessment.words import goal_text, worked_amount
from hpbrief.dataset import Dataset
from hpbrief.errors import DatasetError, Message, Problem
from hpbrief.format import format_number, format_observation, format_period
from hpbrief.models import Assessment, Lang, Projection
from hpbrief.plot.path import draw_path, path_legend, path_of, year_subtitle
from hpbrief.plot.style import Theme, ThemeName, canvas, footer, set_alt_text, theme_of, titles

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BANDS = (0.9, 0.8, 0.5, 0.2)
_STEPS = 24


def plot_fan(
    ds: Dataset,
    indicator: str,
    ax: Axes | None = None,
    *,
    area: str | None = None,
    year: int | None = None,
    as_of: date | str | None = None,
    basis: str | None = None,
    lang: Lang = "vi",
    theme: ThemeName = "light",
) -> Axes:
    """The path of an indicator and, beyond its latest figure, where the year may end.

    Bands hold 20, 50, 80 and 90 per cent; between figure and year end they open with the square root of time.
    Raises DatasetError where nothing is projected (no figure, no goal, lumpy without history, year over).
    """
    known = ds.catalog.indicator(indicator)
    card = assess(ds, area, year, as_of, basis, [known.id])
    a = card.assessments[0]
    if a.main is None or a.main.projection is None or a.main.gap is None or a.main.expected_share_pct is None:
        raise DatasetError([Problem(ds.name, None, None, Message("nothing_projected", indicator=known.id))])
    colours = theme_of(theme)
    seen = ds.as_of(card.record.as_of)
    with canvas(ax, colours, (9.2, 5.4)) as axes:
        path = path_of(seen, a)
        draw_path(axes, path, seen, lang, colours)
        _bands(axes, a, a.main.projection, colours)
        _frame(axes, card, a, a.main.projection, path_legend(path, seen, lang), lang, colours)
    return set_alt_text(axes, _alt(card, a, a.main.projection, lang))


def _quantile(p: Projection, share: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(p.df, share)) * p.scale


def _bands(ax: Axes, a: Assessment, p: Projection, theme: Theme) -> None:
    assert a.main is not None
    c, start = float(a.main.figure.quantity.value), float(a.main.months)
    xs = [start + (12 - start) * k / _STEPS for k in range(_STEPS + 1)]
    for share in _BANDS:
        spread = _quantile(p, 0.5 + share / 2)
        low = [_course(c, p.mu, -spread, k / _STEPS) for k in range(_STEPS + 1)]
        high = [_course(c, p.mu, spread, k / _STEPS) for k in range(_STEPS + 1)]
        ax.fill_between(xs, low, high, color=theme.accent, alpha=0.14, lw=0, zorder=2)
    middle = [_course(c, p.mu, 0.0, k / _STEPS) for k in range(_STEPS + 1)]
    ax.plot(xs, middle, color=theme.accent, lw=1.4, ls=":", zorder=3)
    bottom, ceiling = ax.get_ylim()
    top = _course(c, p.mu, _quantile(p, 0.95), 1.0)
    ax.set_ylim(bottom, max(ceiling, top * 1.03))


def _course(c: float, mu: float, spread: float, elapsed: float) -> float:
    """The total when a part of the remaining time has passed: the rest accrues evenly, its doubt as the root."""
    return c * (1 + elapsed * math.exp(mu + spread * math.sqrt(elapsed)))


def _frame(
    ax: Axes, card: Scorecard, a: Assessment, p: Projection, marks: str, lang: Lang, theme: Theme
) -> None:
    titles(ax, _finding(card, a, p, lang), year_subtitle(card, lang), theme, width=78)
    footer(ax, f"{_legend(card, p, lang)}\n{marks}", theme, width=112)


def _legend(card: Scorecard, p: Projection, lang: Lang) -> str:
    word = card.catalog.word
    years = ", ".join(str(y) for y in p.history_years) or word("report", "none", lang)
    return word("chart", "fan_legend", lang).format(years=years)


def _alt(card: Scorecard, a: Assessment, p: Projection, lang: Lang) -> str:
    assert a.main is not None
    figure = a.main.figure
    start = card.catalog.word("chart", "fan_alt", lang).format(
        figure=format_observation(figure, lang, card.catalog),
        period=format_period(figure.period, lang, card.catalog),
        median=worked_amount(p.median, figure, card.catalog, lang),
    )
    sentences = (
        _finding(card, a, p, lang),
        year_subtitle(card, lang),
        start,
        _legend(card, p, lang).rstrip("."),
    )
    return f"{'. '.join(sentences)}."


def _finding(card: Scorecard, a: Assessment, p: Projection, lang: Lang) -> str:
    assert a.main is not None
    figure = a.main.figure
    key = "fan_title" if p.p_reach is not None else "fan_title_indicative"
    return card.catalog.word("chart", key, lang).format(
        label=card.label(a, lang),
        lo=worked_amount(p.lo80, figure, card.catalog, lang),
        hi=worked_amount(p.hi80, figure, card.catalog, lang),
        goal=goal_text(a.main.goal, card.catalog, lang),
        p=f"{format_number(100 * (p.p_reach or 0.0), lang, 0)}%",
    )
