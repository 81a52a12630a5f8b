"""The goal that a level and its share of plan imply."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from hpbrief.models import AdoptedBasis, Basis, Goal, Interval, Observation, Period, Qualifier, Quantity
from hpbrief.models.quantity import last_digit, scaled


def implied_goal(level: Observation, share: Observation, year: int) -> Goal | None:
    """The plan that a level and its share of plan imply, as an interval at printed precision.

    None where the share is zero or open on one side. The value is rounded to what the interval supports.
    """
    c, p = level.quantity, share.quantity
    low, high = c.interval, p.interval
    if low.lo is None or low.hi is None or high.lo is None or high.hi is None or high.lo <= 0 or low.lo <= 0:
        return None
    percent = scaled(Decimal(100), -p.unit.mult)
    lo, hi = low.lo / high.hi * percent, low.hi / high.lo * percent
    step = max(Decimal(1).scaleb(((hi - lo) / 2).adjusted()), last_digit(c.value))
    value = (c.value / p.value * percent).quantize(step, rounding=ROUND_HALF_EVEN)
    return Goal(
        indicator=level.indicator,
        area=level.area,
        period=Period.year(year),
        quantity=Quantity(value=value, unit=c.unit, qualifier=Qualifier.ABOUT),
        basis=Basis.IMPLIED,
        implied_basis=share.plan_basis or Basis.UNSPECIFIED,
        interval=Interval(lo=lo, hi=hi),
        set_by=share.plan_words,
        adopted=None,
        adopted_basis=AdoptedBasis.INFERRED,
        source_id=share.source_id,
        note=f"{c.value} / {p.value} %",
    )
