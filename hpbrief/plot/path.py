"""The path of one indicator through a year: year-to-date figures of all sources against the goal's path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hpbrief.assessment.run import assess
from hpbrief.assessment.scorecard import Scorecard
from hpbrief.assessment.select import Selection
from hpbrief.assessment.words import goal_text
from hpbrief.catalog import Catalog
from hpbrief.dataset import Dataset
from hpbrief.errors import DatasetError, Message, Problem
from hpbrief.format import axis_unit, format_date, format_number, format_observation, format_period
from hpbrief.models import (
    Assessment,
    Goal,
    IndicatorKind,
    Lang,
    Measure,
    Observation,
    ObsStatus,
    Period,
    Unit,
)
from hpbrief.plot.style import Theme, ThemeName, canvas, footer, set_alt_text, spread, theme_of, titles

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class YearPath:
    """What is drawn: the assessment, its figures in one unit, the forecasts, the goal."""

    assessment: Assessment
    unit: Unit
    own: list[Observation]
    line: list[Observation]
    others: list[Observation]
    forecasts: list[Observation]
    goal: Goal | None

    def y(self, o: Observation) -> float:
        """The value of a figure in the unit of the path."""
        return float(o.quantity.to(self.unit).value)

    @property
    def target(self) -> float:
        """The goal in the unit of the path; NaN where there is none."""
        return float(self.goal.quantity.to(self.unit).value) if self.goal else float("nan")


def plot_path(
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
    """Year-to-date figures of all sources as dots, month by month, with the even path to the goal.

    The line joins the figures that the stated policy picks; hollow dots are other definitions, diamonds the
    authority's own forecasts of the year. The goal of a growth rate or share is a level line. Defaults of
    area, year and day as in ``assess``. Raises DatasetError where there is no figure to draw.
    """
    colours = theme_of(theme)
    card = assess(ds, area, year, as_of, basis, [ds.catalog.indicator(indicator).id])
    path = path_of(ds.as_of(card.record.as_of), card.assessments[0])
    with canvas(ax, colours, (9.2, 5.2)) as axes:
        draw_path(axes, path, ds, lang, colours)
        _titles(axes, path, ds, card.record.as_of, lang, colours)
    return set_alt_text(axes, path_alt(path, ds, card.record.as_of, lang))


def draw_path(
    ax: Axes, path: YearPath, ds: Dataset, lang: Lang, theme: Theme, *, small: bool = False
) -> None:
    """The marks of a path and their labels, without title and footer; ``small`` for a panel among others."""
    _goal_line(ax, path, theme)
    _dots(ax, path, theme)
    _labels(ax, path, ds, lang, theme, small=small)
    _axes(ax, path, ds, lang, theme, small=small)


def path_of(ds: Dataset, a: Assessment) -> YearPath:
    """What there is to draw of an assessment. Raises DatasetError where there is no figure."""
    selection = Selection(ds)
    known = ds.catalog.indicator(a.indicator)
    rows = [
        o
        for o in ds.tables.observations
        if (o.indicator, o.area, o.measure) == (a.indicator, a.area, known.measure)
        and o.period.end.year == a.year
        and (o.period.is_year_to_date or known.kind not in (IndicatorKind.FLOW, IndicatorKind.RATE))
    ]
    if not rows:
        raise DatasetError(
            [
                Problem(
                    ds.name, None, None, Message("no_figure_drawn", indicator=a.indicator, year=str(a.year))
                )
            ]
        )
    reference = a.figure or rows[0]
    unit = reference.quantity.unit
    rows = [o for o in rows if o.quantity.unit.code == unit.code]
    observed = [o for o in rows if o.status != ObsStatus.FORECAST and o.period.end <= a.as_of]
    own = [o for o in observed if a.figure and o.series in {a.figure.series, *selection.default_series}]
    forecasts = [o for o in rows if o.status == ObsStatus.FORECAST and o.period == Period.year(a.year)]
    if not observed and not forecasts:
        day = a.as_of.isoformat()
        raise DatasetError(
            [
                Problem(
                    ds.name,
                    None,
                    None,
                    Message("no_figure_counts", indicator=a.indicator, year=str(a.year), day=day),
                )
            ]
        )
    ends = sorted({o.period.end for o in own})
    return YearPath(
        assessment=a,
        unit=unit,
        own=own,
        line=[selection.pick([o for o in own if o.period.end == end]) for end in ends],
        others=[o for o in observed if o not in own],
        forecasts=forecasts,
        goal=a.goal if a.goal and a.goal.quantity.unit.code == unit.code else None,
    )


def _x(o: Observation) -> float:
    return float(o.period.months_elapsed)


def _goal_line(ax: Axes, path: YearPath, theme: Theme) -> None:
    if path.goal is None:
        return
    target = path.target
    level = not rises(path)
    ax.plot([0, 12], [target if level else 0, target], ls=(0, (5, 3)), lw=1.2, color=theme.muted, zorder=2)
    ax.plot([12], [target], marker="_", ms=22, mew=2.4, color=theme.ink, zorder=4)


def rises(path: YearPath) -> bool:
    """Whether the goal is approached from nothing through the year: a total that accumulates."""
    return path.assessment.figure is None or (
        path.assessment.figure.measure in (Measure.LEVEL, Measure.SHARE_OF_PLAN)
        and path.assessment.main is not None
        and path.assessment.main.average_per_month is not None
    )


def _dots(ax: Axes, path: YearPath, theme: Theme) -> None:
    colour = theme.accent
    if len(path.line) > 1:
        ax.plot([_x(o) for o in path.line], [path.y(o) for o in path.line], color=colour, lw=1.8, zorder=3)
    ax.scatter([_x(o) for o in path.own], [path.y(o) for o in path.own], s=34, color=colour, zorder=5, lw=0)
    ax.scatter(
        [_x(o) for o in path.others],
        [path.y(o) for o in path.others],
        s=34,
        facecolor=theme.surface,
        edgecolor=theme.muted,
        lw=1.4,
        zorder=5,
    )
    ax.scatter(
        [12.0] * len(path.forecasts),
        [path.y(o) for o in path.forecasts],
        s=44,
        marker="D",
        facecolor=theme.surface,
        edgecolor=colour,
        lw=1.5,
        zorder=5,
    )


def _labels(ax: Axes, path: YearPath, ds: Dataset, lang: Lang, theme: Theme, *, small: bool) -> None:
    """The goal, the latest figure and the newest forecast, written beside their marks, kept apart."""
    low, high = _limits(path)
    ax.set_ylim(low, high)
    latest = path.line[-1] if path.line else None
    at_end = [] if small else _end_labels(path, ds, lang, theme)
    places = spread([y for y, _, _ in at_end], (high - low) * 0.055)
    for (y, text, colour), placed in zip(at_end, places, strict=True):
        ax.annotate(
            text,
            (12, y),
            xytext=(12.55, placed),
            textcoords="data",
            va="center",
            fontsize=8.5,
            color=colour,
            annotation_clip=False,
        )
    if latest is not None and not small and _x(latest) < 12:
        ax.annotate(
            format_observation(latest, lang, ds.catalog),
            (_x(latest), path.y(latest)),
            xytext=(8, -12),
            textcoords="offset points",
            fontsize=9,
            fontweight="bold",
            color=theme.accent,
        )


def _end_labels(path: YearPath, ds: Dataset, lang: Lang, theme: Theme) -> list[tuple[float, str, str]]:
    """Height, text and colour of what stands at the end of the year."""
    word = ds.catalog.word
    labels: list[tuple[float, str, str]] = []
    if path.goal is not None:
        text = f"{word('column', 'goal', lang)} {goal_text(path.goal, ds.catalog, lang)}"
        labels.append((path.target, text, theme.ink))
    forecast = path.assessment.forecast
    if forecast is not None and forecast in path.forecasts:
        text = f"{word('obs_status', 'F', lang)} {format_observation(forecast, lang, ds.catalog)}"
        labels.append((path.y(forecast), text[0].upper() + text[1:], theme.accent))
    latest = path.line[-1] if path.line else None
    if latest is not None and _x(latest) == 12:
        labels.append((path.y(latest), format_observation(latest, lang, ds.catalog), theme.accent))
    return labels


def _limits(path: YearPath) -> tuple[float, float]:
    values = [path.y(o) for o in (*path.own, *path.others, *path.forecasts)]
    if path.goal is not None:
        values.append(path.target)
    low = min(0.0, *values) if values else 0.0
    high = max(values, default=1.0)
    if not rises(path) and low >= 0:
        spread_of = max(high - min(values), abs(high) * 0.02)
        low = min(values) - spread_of * 0.35
    margin = (high - low) * 0.08 or 1.0
    return low, high + margin


def _axes(ax: Axes, path: YearPath, ds: Dataset, lang: Lang, theme: Theme, *, small: bool) -> None:
    ax.set_xlim(-0.1, 12.4)
    ticks = (3, 6, 9, 12) if small else tuple(range(1, 13))
    ax.set_xticks(ticks, [ds.catalog.word("chart", "month_tick", lang).format(n=n) for n in ticks])
    ax.yaxis.set_major_formatter(lambda value, _: format_number(value, lang, _digits(path)))
    ax.yaxis.grid(visible=True, color=theme.grid, lw=0.8)
    if small:
        ax.locator_params(axis="y", nbins=4)
    ax.set_axisbelow(True)
    ax.tick_params(length=0, labelsize=8.5 if small else None)
    sample = (path.own or path.others or path.forecasts)[0].quantity.to(path.unit)
    unit = axis_unit(sample, lang, catalog=ds.catalog, indicator=path.assessment.indicator)
    ax.set_ylabel(unit, fontsize=8.5 if small else None)


def _titles(ax: Axes, path: YearPath, ds: Dataset, day: date, lang: Lang, theme: Theme) -> None:
    titles(ax, path_finding(path, ds, lang), _subtitle(path, ds, day, lang), theme, width=78)
    footer(ax, path_legend(path, ds, lang), theme, width=112)


def path_legend(path: YearPath, ds: Dataset, lang: Lang) -> str:
    """What the marks of a path mean, and who published its figures: two lines."""
    publishers = dict.fromkeys(
        ds.source(o.source_id).publisher or o.source_id for o in (*path.own, *path.others, *path.forecasts)
    )
    sources = ds.catalog.word("sentence", "sources", lang)
    return f"{legend_text(path, ds, lang)}\n{sources}: {'; '.join(publishers)}"


def year_subtitle(card: Scorecard, lang: Lang) -> str:
    """Area, year and day of a chart of totals within a year."""
    return _year_subtitle(card.catalog, card.record.area, card.record.year, card.record.as_of, lang)


def legend_text(path: YearPath, ds: Dataset, lang: Lang) -> str:
    """What the marks that a path draws stand for."""
    legend = ["own"] if path.own else []
    legend += ["other_series"] if path.others else []
    legend += ["forecasts"] if path.forecasts else []
    legend += ["even_path" if rises(path) else "level_goal"] if path.goal else []
    return " · ".join(ds.catalog.word("chart", key, lang) for key in legend)


def _subtitle(path: YearPath, ds: Dataset, day: date, lang: Lang) -> str:
    return _year_subtitle(ds.catalog, path.assessment.area, path.assessment.year, day, lang)


def _year_subtitle(catalog: Catalog, area: str, year: int, day: date, lang: Lang) -> str:
    text = catalog.word("chart", "path_subtitle", lang)
    return text.format(area=catalog.area(area).label(lang), year=year, day=format_date(day, lang))


def _digits(path: YearPath) -> int:
    low, high = _limits(path)
    width = high - low
    return 0 if width >= 10 else 1 if width >= 1 else 2


def path_finding(path: YearPath, ds: Dataset, lang: Lang) -> str:
    """The title of a path: label, latest figure, share of the goal and class."""
    a, word = path.assessment, ds.catalog.word
    label = ds.catalog.indicator(a.indicator).label(lang)
    figure = a.main.figure if a.main else a.figure
    if figure is None:
        return f"{label}: {word('flag', 'no_figure', lang)}"
    text = f"{label}: {format_observation(figure, lang, ds.catalog)}, {format_period(figure.period, lang, ds.catalog)}"
    if a.main and a.main.attainment_pct is not None:
        share = f"{format_number(a.main.attainment_pct, lang, 1)}%"
        text += f", {word('chart', 'alt_share', lang).format(share=share)}"
    return f"{text} – {word('class', a.computed_class, lang).lower()}"


def path_alt(path: YearPath, ds: Dataset, day: date, lang: Lang) -> str:
    """A path in words: the finding, then each figure on the line, the goal and the forecast."""
    a, word, catalog = path.assessment, ds.catalog.word, ds.catalog
    points = "; ".join(
        f"{format_period(o.period, lang, catalog)}: {format_observation(o, lang, catalog)}" for o in path.line
    )
    parts = [f"{path_finding(path, ds, lang)}.", f"{_subtitle(path, ds, day, lang)}."]
    if points:
        parts.append(f"{points}.")
    if path.goal is not None:
        parts.append(f"{word('column', 'goal', lang)}: {goal_text(path.goal, catalog, lang)}.")
    if a.forecast is not None:
        parts.append(f"{word('column', 'forecast', lang)}: {format_observation(a.forecast, lang, catalog)}.")
    return " ".join(parts)
