"""``assess``: a data set, an area, a year and a day in; a scorecard out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from hpbrief.assessment.changes import changes_of
from hpbrief.assessment.derived import whole_plan
from hpbrief.assessment.doubts import RED, after_the_year, doubts_of, undisputed, undoubted
from hpbrief.assessment.judging import Judge, judge
from hpbrief.assessment.scorecard import Scorecard
from hpbrief.assessment.select import Figures, Goals, Selection, shares_of_plan
from hpbrief.assessment.signs import (
    DECIDED,
    area_flags,
    confidence,
    goal_flags,
    missing_flags,
    past_flags,
    stale,
)
from hpbrief.assessment.stated import agreement, share_checks, year_on_year
from hpbrief.assessment.track import track_records
from hpbrief.assessment.underlying import underlying_of
from hpbrief.dataset import Dataset
from hpbrief.errors import CatalogError, DatasetError, Message, Problem
from hpbrief.models import (
    Area,
    Assessment,
    Basis,
    ComputedClass,
    Goal,
    HeadlineVerdict,
    Indicator,
    IndicatorKind,
    Judgement,
    Lang,
    Measure,
    Observation,
    ObsStatus,
    Period,
    ScorecardRecord,
    ShareCheck,
    Source,
    Verdict,
)
from hpbrief.models.period import day_of, year_of


def assess(
    ds: Dataset,
    area: str | None = None,
    year: int | None = None,
    as_of: date | str | None = None,
    basis: str | None = None,
    indicators: str | Sequence[str] | None = None,
    *,
    history: Dataset | bool = True,
) -> Scorecard:
    """Judge each indicator of an area against its goal for a year, with what could be known on a day.

    Args:
        ds: the data.
        area: an area id or name; by default the data set's own, else the one with most figures.
        year: the year of the goals; by default the data set's own, else that of ``as_of``.
        as_of: the day; by default the data set's own, else the newest date that its sources know, or the end of
            the month that they already report on.
        basis: judge against the goals of one basis only; by default the order of docs/methods.
        indicators: ids, or the id of a named group; by default the data set's own group for its own area,
            else every indicator with a figure or a goal in the year.
        history: past years to project with, besides those in ``ds``: by default the bundled ones that the data
            set names; a data set of one's own; or False for none, not even those in ``ds``.

    Raises CatalogError for an unknown name or an area that did not exist in the year, DatasetError where
    the data set has nothing of the area.
    """
    seen, place, year, day = _defaults(ds, area, year, as_of)
    undated = _undated(ds, place.id, year)
    wanted = _indicators(seen, place.id, year, indicators, undated)
    wanted_basis = _basis(basis)
    if history is True:
        seen = seen.with_history()
    elif history is not False:
        seen = seen.add(history)
    judge_one = Judge(Selection(seen), use_history=history is not False)
    headlines = tuple(
        h for h in seen.tables.headline_verdicts if h.area == place.id and h.period.end.year == year
    )
    assessments = tuple(
        _assess(judge_one, seen.catalog.indicator(i), place, year, day, wanted_basis, undated) for i in wanted
    )
    return Scorecard(
        ScorecardRecord(
            dataset=ds.name,
            area=place.id,
            year=year,
            as_of=day,
            basis=wanted_basis,
            assessments=assessments,
            headlines=headlines,
            sources=_cited_sources(seen, assessments, headlines),
        ),
        ds.catalog,
        seen,
        _Moves(seen, judge_one, use_history=history is not False),
    )


@dataclass(frozen=True)
class _Moves:
    """Compares a scorecard with the one that could have been made on an earlier day, from the same data."""

    seen: Dataset
    judge_now: Judge
    use_history: bool

    def __call__(self, now: Scorecard, since: date, lang: Lang) -> list[dict[str, Any]]:
        record, then = now.record, self.seen.as_of(since)
        judge_then = Judge(Selection(then), use_history=self.use_history)
        undated = _undated(then, record.area, record.year)
        place = then.catalog.area(record.area)
        before = [
            _assess(
                judge_then,
                then.catalog.indicator(a.indicator),
                place,
                record.year,
                since,
                record.basis,
                undated,
            )
            for a in record.assessments
        ]
        pairs = zip(before, record.assessments, strict=True)
        return [changes_of(b, a, judge_then, self.judge_now, lang) for b, a in pairs]


def _defaults(
    ds: Dataset, area: str | None, year: int | None, as_of: date | str | None
) -> tuple[Dataset, Area, int, date]:
    day = None if as_of is None else day_of(as_of)
    year = None if year is None else year_of(year)
    day = day or ds.seen_from or ds.defaults.as_of or ds.newest_reported
    if day is None:
        raise DatasetError([Problem(ds.name, None, "known_from", Message("give_as_of"))])
    seen = ds.as_of(day)
    day = seen.seen_from or day
    # In January nothing of the new year is published yet: the year that is closing is meant.
    year = (
        year
        or ds.defaults.year
        or (day.year - 1 if day.month == 1 and day.year - 1 in ds.years else day.year)
    )
    area_id = area or ds.defaults.area or next(iter(ds.areas), None)
    if area_id is None:
        raise DatasetError([Problem(ds.name, None, None, Message("no_figures_or_goals"))])
    found = ds.catalog.areas.get(area_id) or ds.catalog.find_area(area_id, date(year, 12, 31))
    place = found or ds.catalog.area(area_id)
    if not place.existed_in(Period.year(year)):
        code = "boundary_from" if place.valid_from else "boundary_to"
        span = Message(code, day=place.valid_from or place.valid_to)
        raise CatalogError("boundary", area=place.id, span=span, year=str(year))
    if place.id not in ds.areas:
        raise DatasetError(
            [
                Problem(
                    ds.name,
                    None,
                    "area",
                    Message("nothing_on_area", area=place.id, names=", ".join(ds.areas)),
                )
            ]
        )
    return seen, place, year, day


def _basis(basis: str | None) -> Basis | None:
    if basis is None:
        return None
    try:
        return Basis(basis)
    except ValueError as error:
        raise CatalogError("no_basis", basis=str(basis), names=", ".join(Basis)) from error


def _indicators(
    ds: Dataset, area: str, year: int, wanted: str | Sequence[str] | None, undated: set[str]
) -> tuple[str, ...]:
    catalog = ds.catalog
    if wanted is None and ds.defaults.group and area == ds.defaults.area:
        wanted = ds.defaults.group
    if isinstance(wanted, str):
        return catalog.group(wanted).indicators
    if wanted is not None:
        return tuple(catalog.indicator(i).id for i in wanted)
    present = set(undated)
    present |= {o.indicator for o in ds.tables.observations if o.area == area and o.period.end.year == year}
    present |= {g.indicator for g in ds.tables.goals if g.area == area and g.period == Period.year(year)}
    return tuple(i for i in catalog.indicators if i in present)


def _assess(
    judge_one: Judge,
    indicator: Indicator,
    place: Area,
    year: int,
    day: date,
    basis: Basis | None,
    undated: set[str],
) -> Assessment:
    selection = judge_one.selection
    figures = selection.figures(indicator, place.id, year, day)
    goals = selection.goals(indicator, place.id, year)
    forecast, forecasts = selection.forecasts(indicator, place.id, year)
    share = _only_share(selection, indicator, place.id, year, day) if figures.chosen is None else None
    if share is not None:
        figures = replace(figures, chosen=share, flags=(*figures.flags, "share_only"))
        goals = Goals((whole_plan(share, year),), goals.others)
    goal = next((g for g in goals.by_basis if basis in (None, g.basis)), None)
    figure = figures.chosen
    doubtful = "falling" in figures.flags
    by_basis: tuple[Judgement, ...] = ()
    if figure is not None:
        by_basis = tuple(judge_one(figure, g, indicator, doubtful=doubtful) for g in goals.by_basis)
    main = next((j for j in by_basis if j.goal is goal), None)
    flags = [*area_flags(place, year), *figures.flags, *goal_flags(goal, goals, selection, day)]
    flags += stale(selection.ds, place.id, figure, day)
    doubts = doubts_of(selection, figure) if figure else []
    flags += doubts
    if (doubtful or doubts) and main and main.computed_class in RED:
        main = undoubted(judge_one, figures, main, indicator)
        flags.append("doubted")
    if day > date(year, 12, 31) and goal and (main is None or main.computed_class not in DECIDED):
        main, after = after_the_year(judge_one, main, goal, forecast, indicator)
        flags += after
    stated, stated_all = selection.verdicts(indicator, place.id, year)
    if stated is not None and stated.inferred:
        flags.append("stated_inferred")
    shown = main.figure if main else figure
    growth_stated = _growth_stated(selection.ds, indicator, place.id, shown)
    growth = year_on_year(selection, shown, growth_stated)
    under, one_offs = underlying_of(selection.ds, indicator, figure) if figure else (None, ())
    flags += ["one_offs"] if under else []
    computed = main.computed_class if main else ComputedClass.INSUFFICIENT_DATA
    on_scenario = _on_scenario(judge_one, indicator, stated, figure)
    if main:
        flags += [*main.flags, *past_flags(judge_one, main)]
    if indicator.id in undated:
        flags.append("undated_source")
    flags += missing_flags(figures, goals, goal, basis)
    return Assessment(
        area=place.id,
        indicator=indicator.id,
        year=year,
        as_of=day,
        computed_class=computed,
        rule_id=main.rule_id if main else "R1",
        confidence=confidence(main, selection.ds.catalog.thresholds),
        flags=tuple(dict.fromkeys(flags)),
        goal=goal,
        figure=figure,
        main=main,
        by_basis=by_basis,
        original=_original(judge_one, indicator, goals, goal, figure),
        underlying=judge_one(under, goal, indicator) if under and goal else None,
        adjustments=one_offs,
        portions=_portions(judge_one, indicator, goals, figure, year),
        candidates=_candidates(figures, goal, indicator, judge_one),
        other_figures=figures.others if goal else (*figures.candidates, *figures.others),
        other_goals=(*(g for g in goals.by_basis if g is not goal), *goals.others),
        growth_stated=growth_stated,
        yoy_pct=growth.pct if growth else None,
        yoy_basis=growth.basis if growth else None,
        yoy_base=growth.base if growth else None,
        share_checks=_share_checks(selection.ds, figure, goals),
        forecast=forecast,
        forecasts=forecasts,
        track=track_records(selection, indicator, place.id),
        stated=stated,
        stated_all=stated_all,
        agreement=undisputed(flags, computed, agreement(stated, computed, on_scenario)),
    )


def _original(
    judge_one: Judge, indicator: Indicator, goals: Goals, goal: Goal | None, figure: Observation | None
) -> Judgement | None:
    """The figure against the goal that a revised one took the place of."""
    before = goals.originals.get(goal.basis) if goal else None
    return judge_one(figure, before, indicator) if before and figure else None


def _portions(
    judge_one: Judge, indicator: Indicator, goals: Goals, figure: Observation | None, year: int
) -> tuple[Judgement, ...]:
    """Half-year, quarter and other portions of the year, each against its own figure; by the even pace within it."""
    if figure is None:
        return ()
    judged = []
    for goal in goals.others:
        if goal.period == Period.year(year) or goal.period not in Period.year(year):
            continue
        part = judge_one.selection.portion(indicator, goal, figure)
        if part is not None:
            judged.append(judge(part, goal, indicator, judge_one.selection.ds.catalog.thresholds))
    return tuple(judged)


def _on_scenario(
    judge_one: Judge, indicator: Indicator, stated: Verdict | None, figure: Observation | None
) -> Judgement | None:
    """The figure against the scenario's own goal for the period of a verdict; None where it is not published."""
    if stated is None or figure is None or figure.period != stated.period:
        return None
    goal = judge_one.selection.scenario(indicator, stated.area, stated.period)
    return judge_one(figure, goal, indicator) if goal else None


def _undated(ds: Dataset, area: str, year: int) -> set[str]:
    """Indicators of which an undated source prints a figure or goal that no day sees."""
    sources = {s.source_id for s in ds.tables.sources if s.known_from is None}
    rows: list[Observation | Goal] = [
        *ds.tables.observations,
        *(g for g in ds.tables.goals if not g.in_force_from),
    ]
    return {
        r.indicator for r in rows if r.source_id in sources and r.area == area and r.period.end.year == year
    }


def _candidates(
    figures: Figures, goal: Goal | None, indicator: Indicator, judge_one: Judge
) -> tuple[Judgement, ...]:
    if goal is None:
        return ()
    return tuple(judge_one(o, goal, indicator) for o in figures.candidates)


def _only_share(
    selection: Selection, indicator: Indicator, area: str, year: int, day: date
) -> Observation | None:
    """The latest stated share of the year's plan of a flow of which no level is known."""
    if indicator.kind != IndicatorKind.FLOW or indicator.measure != Measure.LEVEL:
        return None
    rows = [
        o
        for o in selection.ds.tables.observations
        if (o.indicator, o.area, o.measure) == (indicator.id, area, Measure.SHARE_OF_PLAN)
        and o.period.is_year_to_date
        and o.period.end.year == year
        and o.period.end <= day
        and o.status != ObsStatus.FORECAST
    ]
    if not rows:
        return None
    end = max(o.period.end for o in rows)
    return selection.pick(selection.own_basis([o for o in rows if o.period.end == end]))


def _growth_stated(
    ds: Dataset, indicator: Indicator, area: str, figure: Observation | None
) -> tuple[Observation, ...]:
    """Stated growth on the same period last year, of the figure's period or of a later one."""
    if indicator.measure == Measure.YOY_CHANGE:
        return ()
    return tuple(
        o
        for o in ds.tables.observations
        if (o.indicator, o.area, o.measure) == (indicator.id, area, Measure.YOY_CHANGE)
        and o.period.is_year_to_date
        and (figure is None or (o.period.end >= figure.period.end and o.period.start == figure.period.start))
    )


def _share_checks(ds: Dataset, figure: Observation | None, goals: Goals) -> tuple[ShareCheck, ...]:
    if figure is None or figure.measure != Measure.LEVEL:
        return ()
    return share_checks(shares_of_plan(ds.tables.observations, figure), figure, goals.by_basis)


def _cited_sources(
    ds: Dataset, assessments: Sequence[Assessment], headlines: Sequence[HeadlineVerdict]
) -> tuple[Source, ...]:
    """Sources behind anything that the scorecard shows, in the order of the data set."""
    ids: set[str | None] = {h.source_id for h in headlines}
    for a in assessments:
        judged = (
            *a.by_basis,
            *a.portions,
            *a.candidates,
            *(j for j in (a.main, a.original, a.underlying) if j),
        )
        rows: list[Observation] = [
            *a.other_figures,
            *a.forecasts,
            *a.growth_stated,
            *(j.figure for j in judged),
        ]
        rows += [c.stated for c in a.share_checks] + [o for o in (a.figure, a.yoy_base) if o]
        ids |= {o.source_id for o in rows}
        ids |= {
            g.source_id for g in (*a.other_goals, *(j.goal for j in judged), *((a.goal,) if a.goal else ()))
        }
        ids |= {j.goal.grown_from for j in judged} | {x.source_id for x in a.adjustments}
        ids |= {v.source_id for v in a.stated_all}
        ids |= {i for j in judged for h in j.history for i in h.source_ids}
    return tuple(s for s in (*ds.tables.sources, *ds.tables.cited) if s.source_id in ids)
