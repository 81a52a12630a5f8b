"""Stated against computed: how an official verdict stands to what the figures show, and growth on the same
stretch of the year before, worked out or as stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from hpbrief.models import (
    Agreement,
    Basis,
    ComputedClass,
    Goal,
    GrowthBasis,
    Interval,
    Judgement,
    Measure,
    Observation,
    ObsStatus,
    Quantity,
    Reference,
    ShareCheck,
    Unit,
    Verdict,
    VerdictStatus,
)

if TYPE_CHECKING:
    from hpbrief.assessment.select import Selection


_GOOD = (ComputedClass.EXCEEDED, ComputedClass.MET, ComputedClass.ON_TRACK)


def agreement(stated: Verdict | None, computed: ComputedClass, scenario: Judgement | None) -> Agreement:
    """The table of docs/methods; a verdict on a scenario is held against the scenario's own goal of the period.

    ``scenario`` is the judgement against that goal, None where it is not published.
    """
    if stated is None:
        return Agreement.NOT_CHECKABLE
    if stated.reference == Reference.SCENARIO and scenario is not None:
        computed = scenario.computed_class
    if computed == ComputedClass.INSUFFICIENT_DATA:
        return Agreement.NOT_CHECKABLE
    if stated.reference not in (Reference.ANNUAL_GOAL, Reference.UNSPECIFIED) and (
        stated.reference != Reference.SCENARIO or scenario is None
    ):
        return Agreement.DIFFERENT_REFERENCE
    good = computed in _GOOD
    if stated.status in (VerdictStatus.NOT_MET, VerdictStatus.PARTLY_MET):
        return Agreement.UNDERSTATED if good else Agreement.CONSISTENT
    return Agreement.CONSISTENT if good else Agreement.OVERSTATED


def share_checks(
    stated: Sequence[Observation], figure: Observation, goals: Sequence[Goal]
) -> tuple[ShareCheck, ...]:
    """Each stated share of plan against figure over goal, as intervals at printed precision.

    Only shares whose plan has a published annual goal can be checked.
    """
    by_basis: dict[Basis, Goal] = {g.basis: g for g in goals if g.basis != Basis.IMPLIED}
    checks = []
    for share in stated:
        goal = by_basis.get(share.plan_basis) if share.plan_basis else None
        if goal is None or goal.quantity.unit.code != figure.quantity.unit.code:
            continue
        checks.append(
            ShareCheck(
                stated=share,
                figure=figure,
                goal=goal,
                computed_pct=float(figure.quantity.base_value / goal.quantity.base_value * 100),
                consistent=_share_interval(figure.quantity, goal.quantity).overlaps(_percent(share.quantity)),
            )
        )
    return tuple(checks)


def _percent(quantity: Quantity) -> Interval:
    return quantity.to(Unit(code=quantity.unit.code)).interval


def _share_interval(figure: Quantity, goal: Quantity) -> Interval:
    t = goal.to(figure.unit).value
    inside = figure.interval
    return Interval(
        lo=None if inside.lo is None else inside.lo / t * 100,
        hi=None if inside.hi is None else inside.hi / t * 100,
    )


class Growth(NamedTuple):
    """Growth in per cent, how it is known, and the figure of the year before where it was worked out."""

    pct: float
    basis: GrowthBasis
    base: Observation | None = None


def year_on_year(
    selection: Selection, figure: Observation | None, stated: Sequence[Observation]
) -> Growth | None:
    """Growth of a level on the same period of the year before, in the same area and series; None where unknown.

    Worked out where both levels are known and no forecast; else as stated of the very period of the figure.
    """
    if figure is None or figure.measure != Measure.LEVEL or figure.period.is_instant:
        return None
    before = figure.period.shift(-12)
    rows = [
        o
        for o in selection.ds.tables.observations
        if (o.indicator, o.area, o.measure, o.series, o.period)
        == (figure.indicator, figure.area, Measure.LEVEL, figure.series, before)
        and o.status != ObsStatus.FORECAST
        and o.quantity.unit.code == figure.quantity.unit.code
    ]
    base = selection.pick(rows) if rows else None
    if base is not None and base.quantity.base_value > 0 and figure.status != ObsStatus.FORECAST:
        growth = (figure.quantity.base_value / base.quantity.base_value - 1) * 100
        return Growth(float(round(growth, 6)), GrowthBasis.COMPUTED, base)
    printed = [o for o in stated if o.period == figure.period and o.in_percent]
    if not printed:
        return None
    said = selection.pick(printed)
    return Growth(float(said.quantity.value * Decimal(10) ** said.quantity.unit.mult), GrowthBasis.STATED)
