"""Where the year may end: a fan of probability around the median, and a waterfall of the remaining gap."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hpbrief.assessment import Scorecard, assess
from hpbrief.assessment.words import basis_text, goal_text, worked_amount, worked_change
from hpbrief.dataset import Dataset
from hpbrief.errors import DatasetError, Message, Problem
from hpbrief.format import axis_unit, format_amount, format_number, format_observation, format_period
from hpbrief.models import Assessment, Bound, Judgement, Lang, Projection
from hpbrief.plot.path import draw_path, path_legend, path_of, year_subtitle
from hpbrief.plot.style import Theme, ThemeName, beside, canvas, footer, set_alt_text, theme_of, titles

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
        _fan_frame(axes, card, a, a.main.projection, path_legend(path, seen, lang), lang, colours)
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


def _fan_frame(
    ax: Axes, card: Scorecard, a: Assessment, p: Projection, marks: str, lang: Lang, theme: Theme
) -> None:
    titles(ax, _fan_finding(card, a, p, lang), year_subtitle(card, lang), theme, width=78)
    footer(ax, f"{_fan_legend(card, p, lang)}\n{marks}", theme, width=112)


def _fan_legend(card: Scorecard, p: Projection, lang: Lang) -> str:
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
        _fan_finding(card, a, p, lang),
        year_subtitle(card, lang),
        start,
        _fan_legend(card, p, lang).rstrip("."),
    )
    return f"{'. '.join(sentences)}."


def _fan_finding(card: Scorecard, a: Assessment, p: Projection, lang: Lang) -> str:
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


@dataclass(frozen=True)
class Step:
    """One bar: what it is, where it begins and ends in the unit of the figure, its number in words, its 80 % ends."""

    kind: str  # reached, projected, gap, surplus, goal; needed, average, best
    label: str
    start: float
    end: float
    text: str
    ends80: tuple[float, float] | None = None


def plot_gap(
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
    """From what is reached over what the months left may bring to the goal: the gap, or the surplus.

    The months left are the median of the projection, with its 80 % interval as a whisker; without past years
    it is the even pace and says so, without any projection the bar is left out. Below, on the same scale, what
    each month left must bring beside the average and the best month. All in the unit of the figure. Raises
    DatasetError where no total is held against a goal (growth rates, shares, no figure, no goal).
    """
    known = ds.catalog.indicator(indicator)
    card = assess(ds, area, year, as_of, basis, [known.id])
    a = card.assessments[0]
    if a.main is None or a.main.gap is None or a.main.average_per_month is None:
        raise DatasetError([Problem(ds.name, None, None, Message("no_total", indicator=known.id))])
    colours = theme_of(theme)
    steps, months = gap_steps(a.main, card, lang), month_steps(a.main, card, lang)
    finding = _gap_finding(steps, card, a, lang)
    with canvas(ax, colours, (9.6, 2.2 + 0.46 * (len(steps) + len(months)))) as axes:
        _draw(axes, steps, months, card, colours, lang)
        _gap_frame(axes, a.main, finding, card, lang, colours)
    words = "; ".join(f"{s.label}: {s.text}" for s in (*steps, *months))
    return set_alt_text(axes, f"{finding}. {year_subtitle(card, lang)}. {words}.")


def gap_steps(j: Judgement, card: Scorecard, lang: Lang) -> list[Step]:
    """The steps from nothing to the goal."""
    say = card.catalog.word
    c = float(j.figure.quantity.value)
    goal = float(j.goal.quantity.to(j.figure.quantity.unit).value)
    period = format_period(j.figure.period, lang, card.catalog)
    reached = say("gap", "reached", lang).format(period=period)
    steps = [Step("reached", reached, 0.0, c, format_observation(j.figure, lang, card.catalog))]
    end, p = c, j.projection
    if p is not None:
        key = "projected" if p.history_years else "projected_even"
        text = f"+{worked_change(p.median - c, j.figure, card.catalog, lang)}"
        steps.append(Step("projected", say("gap", key, lang), c, p.median, text, (p.lo80, p.hi80)))
        end = p.median
    kind = "gap" if end < goal else "surplus"
    ceiling = "_ceiling" if j.goal.bound == Bound.AT_MOST else ""
    if end != goal:
        label = say("gap", f"{kind}{ceiling}", lang)
        size = worked_change(abs(goal - end), j.figure, card.catalog, lang)
        steps.append(Step(kind, label, end, goal, size))
    basis = basis_text(j.goal, card.catalog, lang)
    label = f"{say('column', 'goal', lang)}, {basis[:1].lower()}{basis[1:]}"
    steps.append(Step("goal", label, 0.0, goal, goal_text(j.goal, card.catalog, lang)))
    return steps


def month_steps(j: Judgement, card: Scorecard, lang: Lang) -> list[Step]:
    """What a month must bring beside what months have brought; nothing once the year is over or the goal reached."""
    if not j.required_per_month:
        return []
    amounts = {"needed": j.required_per_month, "average": j.average_per_month, "best": j.best_per_month}
    ceiling = "_ceiling" if j.goal.bound == Bound.AT_MOST else ""
    labels = {"needed": f"needed{ceiling}", "average": "average", "best": "best"}
    return [
        Step(
            kind,
            card.catalog.word("gap", labels[kind], lang),
            0.0,
            amount,
            worked_change(amount, j.figure, card.catalog, lang),
        )
        for kind, amount in amounts.items()
        if amount is not None
    ]


def _colours(theme: Theme) -> dict[str, str]:
    return {
        "reached": theme.accent,
        "projected": theme.classes["on_track"],
        "gap": theme.classes["off_track"],
        "surplus": theme.classes["exceeded"],
        "goal": theme.ink,
        "needed": theme.ink,
        "average": theme.accent,
        "best": theme.classes["on_track"],
    }


def _draw(ax: Axes, steps: list[Step], months: list[Step], card: Scorecard, theme: Theme, lang: Lang) -> None:
    colours = _colours(theme)
    heading = len(steps) + 0.25
    placed = [*enumerate(steps), *((heading + 0.8 + i, step) for i, step in enumerate(months))]
    for y, step in placed:
        left, right = sorted((step.start, step.end))
        soft = step.kind in ("projected", "gap", "surplus")
        ax.barh(
            y,
            right - left,
            left=left,
            height=0.56 if y < heading else 0.42,
            color=colours[step.kind],
            alpha=0.75 if soft else 1.0,
            hatch="////" if step.kind in ("gap", "surplus") else None,
            edgecolor=theme.surface,
            lw=0,
            zorder=2,
        )
        edge = right
        if step.ends80:
            ax.plot(step.ends80, [y, y], color=theme.ink, lw=1.4, zorder=4)
            ax.plot(step.ends80, [y, y], color=theme.ink, ls="", marker="|", ms=9, mew=1.4, zorder=4)
            edge = max(edge, step.ends80[1])
        ax.annotate(
            step.text,
            (edge, y),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
            fontweight="bold",
            annotation_clip=False,
            zorder=5,
        )
        beside(
            ax,
            step.label,
            y,
            fontsize=9,
            fontweight="bold" if step.kind in ("gap", "surplus", "needed") else "normal",
        )
    for i, step in enumerate(steps[:-1]):
        ax.plot([step.end] * 2, [i - 0.28, i + 1.28], color=theme.muted, lw=0.9, ls=(0, (2, 2)), zorder=1)
    if months:
        beside(ax, card.catalog.word("gap", "each_month", lang), heading, fontsize=8.5, color=theme.muted)
    ax.set_ylim((placed[-1][0]) + 0.6, -0.6)
    top = max(max(s.start, s.end, *(s.ends80 or ())) for s in steps)
    ax.set_xlim(min(0.0, *(s.start for s in steps)), top * 1.04)


def _gap_frame(ax: Axes, j: Judgement, finding: str, card: Scorecard, lang: Lang, theme: Theme) -> None:
    ax.set_yticks([])
    top = ax.get_xlim()[1]
    digits = 0 if top >= 10 else 1 if top >= 1 else 2
    ax.xaxis.set_major_formatter(lambda value, _: format_number(value, lang, digits))
    ax.locator_params(axis="x", nbins=6)
    ax.xaxis.grid(visible=True, color=theme.grid, lw=0.8)
    ax.set_axisbelow(True)
    ax.tick_params(length=0)
    unit = axis_unit(j.figure.quantity, lang, catalog=card.catalog, indicator=j.figure.indicator)
    ax.set_xlabel(unit, loc="left")
    titles(ax, finding, year_subtitle(card, lang), theme, width=74)
    footer(ax, _gap_legend(j, card, lang), theme, width=108)


def _gap_legend(j: Judgement, card: Scorecard, lang: Lang) -> str:
    word = card.catalog.word
    if j.projection is None:
        text = ""
    elif j.projection.history_years:
        years = ", ".join(map(str, sorted(j.projection.history_years)))
        text = word("gap", "legend", lang).format(years=years)
    else:
        text = word("gap", "legend_even", lang)
    source = card.source(j.figure.source_id)
    published = f"{word('sentence', 'sources', lang)}: {source.publisher or source.source_id}"
    return "\n".join(filter(None, (text, published)))


def _gap_finding(steps: list[Step], card: Scorecard, a: Assessment, lang: Lang) -> str:
    """Label, what is missing or over, and whether that is projected or so far."""
    assert a.main is not None
    label = card.label(a, lang)
    last = steps[-2]
    projected = any(s.kind == "projected" for s in steps)
    ceiling = a.main.goal.bound == Bound.AT_MOST
    goal = goal_text(a.main.goal, card.catalog, lang)
    if ceiling:  # the title says so in its own words
        goal = format_amount(a.main.goal.quantity, lang, catalog=card.catalog, indicator=a.indicator)
    if last.kind not in ("gap", "surplus"):
        return card.catalog.word("gap", "title_even", lang).format(label=label, goal=goal)
    even = projected and not (a.main.projection and a.main.projection.history_years)
    key = f"title_{last.kind}" + ("" if projected else "_now")
    if ceiling:
        key += "_ceiling"
    text = card.catalog.word("gap", key, lang).format(label=label, size=last.text, goal=goal)
    return f"{text} ({card.catalog.word('gap', 'indicative', lang)})" if even else text
