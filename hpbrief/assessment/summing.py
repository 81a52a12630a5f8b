"""Figures of a year that are printed one by one, month by month or quarter by quarter: added up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from hpbrief.models import Indicator, IndicatorKind, Measure, Observation, Period, Qualifier, Quantity


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
    parts: list[Observation] = []
    while True:
        start = parts[-1].period.end + timedelta(days=1) if parts else date(year, 1, 1)
        next_ones = [o for o in rows if o.period.start == start and o.period.whole_months]
        shortest = min((o.period.end for o in next_ones), default=None)
        if shortest is None:
            break
        parts.append(pick([o for o in next_ones if o.period.end == shortest]))
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
