"""Figures that cannot be right, or are another's: they give no red class and contradict nobody.

The undoubted figure of the same period is judged in their place, else the latest earlier one, else none. What closes a
year without a final figure stands here too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from hpbrief.assessment.judging import Judge
from hpbrief.assessment.select import Figures, Selection, agree
from hpbrief.models import (
    Agreement,
    ComputedClass,
    Goal,
    Indicator,
    IndicatorKind,
    Judgement,
    Measure,
    Observation,
    ObsStatus,
)
from hpbrief.models.quantity import significant_digits

RED = (ComputedClass.OFF_TRACK, ComputedClass.MISSED)


def doubts_of(selection: Selection, figure: Observation) -> list[str]:
    """Why a figure is doubted, as flags: it contradicts the share that its own source prints, or is another number."""
    flags = []
    if selection.fits_own_share(figure) < 0:
        flags.append("doubt_own_share")
    if _is_a_portion(selection, figure):
        flags.append("doubt_goal")
    if _below_its_part(selection, figure):
        flags.append("doubt_part")
    if _stalls(selection, figure):
        flags.append("doubt_increment")
    return flags


def _stalls(selection: Selection, figure: Observation) -> bool:
    """Whether the months since the figure before brought far less than those before; told once only.

    Where the figure before already stalled, two reports say so and are believed.
    """
    known = selection.ds.catalog.indicator(figure.indicator)
    if known.kind != IndicatorKind.FLOW or known.can_fall or figure.measure != Measure.LEVEL:
        return False
    if not figure.period.is_year_to_date or figure.period.is_instant:
        return False
    path = [figure, *_before(selection, figure)]
    stalled = [_gains_little(selection, later, earlier) for later, earlier in pairwise(path[:3])]
    return stalled[:1] == [True] and stalled[1:] != [True]


def _before(selection: Selection, figure: Observation) -> list[Observation]:
    """Earlier totals of the year by the same definition, one a period, the latest first."""
    cells: dict[date, list[Observation]] = {}
    wanted = (figure.indicator, figure.area, figure.measure, figure.series, figure.quantity.unit.code)
    for o in selection.ds.tables.observations:
        same = (o.indicator, o.area, o.measure, o.series, o.quantity.unit.code) == wanted
        earlier = o.period.start == figure.period.start and o.period.end < figure.period.end
        if same and earlier and o.status != ObsStatus.FORECAST:
            cells.setdefault(o.period.end, []).append(o)
    return [selection.pick(cells[end]) for end in sorted(cells, reverse=True)]


def _gains_little(selection: Selection, later: Observation, earlier: Observation) -> bool:
    limits = selection.ds.catalog.thresholds["audit"]
    low = Decimal(str(limits["stall"]))
    months = later.period.months_elapsed - earlier.period.months_elapsed
    if months < Decimal(str(limits["increment"]["shortest"])) or earlier.quantity.value <= 0:
        return False
    gain = (later.quantity.base_value - earlier.quantity.base_value) / months
    return 0 <= gain < low * earlier.quantity.base_value / earlier.period.months_elapsed


def _is_a_portion(selection: Selection, figure: Observation) -> bool:
    """Whether it is, to the last of three digits or more, the goal of a portion of the year."""
    q = figure.quantity
    if significant_digits(q.value) < selection.ds.catalog.thresholds["audit"]["echo_digits"]:
        return False
    return any(
        (g.indicator, g.area) == (figure.indicator, figure.area)
        and not g.period.is_year
        and g.period != figure.period
        and g.period.end.year == figure.period.end.year
        and (g.quantity.unit.code, g.quantity.base_value) == (q.unit.code, q.base_value)
        for g in selection.ds.tables.goals
    )


def _below_its_part(selection: Selection, figure: Observation) -> bool:
    """Whether a sum is less, beyond rounding, than a part of it in the same period (total and domestic revenue)."""
    parts = selection.ds.catalog.thresholds["audit"]["within"].get(figure.indicator, ())
    if not parts or figure.measure != Measure.LEVEL:
        return False
    return any(
        o.indicator in parts
        and (o.area, o.measure, o.period) == (figure.area, figure.measure, figure.period)
        and o.status != ObsStatus.FORECAST
        and o.quantity.unit.code == figure.quantity.unit.code
        and o.quantity.base_value > figure.quantity.base_value
        and not agree(o, figure)
        for o in selection.ds.tables.observations
    )


def undisputed(flags: Sequence[str], computed: ComputedClass, found: Agreement) -> Agreement:
    """No verdict is contradicted by a figure that cannot be true."""
    return Agreement.NOT_CHECKABLE if "doubted" in flags and computed in RED else found


def undoubted(judge_one: Judge, figures: Figures, main: Judgement, indicator: Indicator) -> Judgement:
    """The judgement by the newest figure of the year that nothing speaks against; without one no class is given."""
    doubted, falling = main.figure, "falling" in figures.flags
    rows = [o for o in (*figures.candidates, *figures.others) if _stands_for(o, doubted, falling=falling)]
    rows = [o for o in rows if not doubts_of(judge_one.selection, o)]
    if rows:
        newest = max(o.period.end for o in rows)
        return judge_one(
            judge_one.selection.pick([o for o in rows if o.period.end == newest]), main.goal, indicator
        )
    none = {"computed_class": ComputedClass.INSUFFICIENT_DATA, "rule_id": "R1-doubted", "projection": None}
    return main.model_copy(update=none)


def _stands_for(o: Observation, doubted: Observation, *, falling: bool) -> bool:
    """Whether a figure may be judged in the place of another: of its own cell, or earlier; of a fall the earlier."""
    same = (o.indicator, o.measure, o.series, o.plan_basis) == (
        doubted.indicator,
        doubted.measure,
        doubted.series,
        doubted.plan_basis,
    )
    if not same or o.quantity.unit.code != doubted.quantity.unit.code or o is doubted:
        return False
    return o.period.end < doubted.period.end or (o.period == doubted.period and not falling)


def after_the_year(
    judge_one: Judge, main: Judgement | None, goal: Goal, forecast: Observation | None, indicator: Indicator
) -> tuple[Judgement | None, list[str]]:
    """Once the year is over: the authority's forecast stands in for a final figure; nothing is needed any more."""
    if forecast is not None:
        return judge_one(forecast, goal, indicator), ["authority_forecast"]
    if main is None:
        return None, []
    closed = main.model_copy(update={"required_per_month": None, "required_growth_pct": None})
    return closed, ["final_missing"]
