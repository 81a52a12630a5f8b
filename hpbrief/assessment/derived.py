"""Figures worked out from others: the goal that a level and its share of plan imply, and months or quarters added
to a year to date.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

from hpbrief.models import (
    AdoptedBasis,
    Basis,
    Goal,
    Indicator,
    IndicatorKind,
    Interval,
    Measure,
    Observation,
    Period,
    Qualifier,
    Quantity,
    Unit,
)
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


def whole_plan(share: Observation, year: int) -> Goal:
    """The plan that a stated share is of, as a hundred per cent of itself: its level was not printed."""
    return Goal(
        indicator=share.indicator,
        area=share.area,
        period=Period.year(year),
        quantity=Quantity(value=Decimal(100), unit=Unit(code="PT")),
        basis=share.plan_basis or Basis.UNSPECIFIED,
        set_by=share.plan_words,
        adopted=None,
        adopted_basis=AdoptedBasis.INFERRED,
        source_id=share.source_id,
    )


def added_months(
    indicator: Indicator,
    rows: Sequence[Observation],
    year: int,
    pick: Callable[[Sequence[Observation]], Observation],
) -> Observation | None:
    """The months or quarters since January, added up; None where fewer than two are known.

    ``pick`` chooses among figures of one period. The note of the sum names its parts.
    """
    if indicator.kind != IndicatorKind.FLOW or indicator.measure != Measure.LEVEL:
        return None
    parts = [*_since_january(rows, year, pick)]
    if len(parts) < 2 or len({o.quantity.unit.code for o in parts}) > 1:
        return None
    unit = parts[-1].quantity.unit
    exact = all(o.quantity.qualifier == Qualifier.EXACT for o in parts)
    total = sum((o.quantity.to(unit).value for o in parts), Decimal(0))
    qualifier = Qualifier.EXACT if exact else Qualifier.ABOUT
    return parts[-1].model_copy(
        update={
            "period": Period(date(year, 1, 1), parts[-1].period.end),
            "quantity": Quantity(value=total, unit=unit, qualifier=qualifier),
            "note": " + ".join(f"{o.quantity.value} ({o.source_id})" for o in parts),
        }
    )


def _since_january(
    rows: Sequence[Observation], year: int, pick: Callable[[Sequence[Observation]], Observation]
) -> Iterator[Observation]:
    """One figure after the other of the months or quarters of a year, as far as each begins where one ended."""
    start = date(year, 1, 1)
    while next_ones := [o for o in rows if o.period.start == start and o.period.whole_months]:
        end = min(o.period.end for o in next_ones)
        yield pick([o for o in next_ones if o.period.end == end])
        start = end + timedelta(days=1)
