"""What a plan says beside its number for the year: the path to it, growth put as a level, what it was revised from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol

from hpbrief.dataset import Dataset
from hpbrief.models import (
    AdoptedBasis,
    Goal,
    Indicator,
    IndicatorKind,
    Interval,
    Measure,
    Observation,
    ObsStatus,
    Period,
    Quantity,
)


class Policies(Protocol):
    """What is asked of a ``Selection``: its data, and how it chooses."""

    ds: Dataset
    default_series: tuple[str, ...]

    def pick(self, cell: Sequence[Observation]) -> Observation:
        """The figure of a cell."""
        ...

    def goal_rank(self, goal: Goal) -> Any:
        """Larger is newer, then more exact."""
        ...

    def in_force(self, goal: Goal) -> date:
        """From when a goal counts."""
        ...


def path_share(selection: Policies, indicator: Indicator, goal: Goal, figure: Observation) -> float | None:
    """The share of an annual goal that the authority's own path wants by a figure's month.

    The path is what its plan wants by quarters, half-years or months since January, on the same basis; None where it
    says nothing of that very month, and for what does not add up.
    """
    if indicator.kind != IndicatorKind.FLOW or not goal.period.is_year or not goal.quantity.value:
        return None
    if not figure.period.is_year_to_date or figure.period.is_year:
        return None
    steps = [
        g
        for g in selection.ds.tables.goals
        if (g.indicator, g.area, g.basis) == (goal.indicator, goal.area, goal.basis)
        and g.period != goal.period
        and g.period in goal.period
        and g.quantity.unit.code == goal.quantity.unit.code
    ]
    wanted = _by(goal.period, figure.period, steps, selection)
    share = float(wanted / goal.quantity.base_value) if wanted else 0.0
    return share if 0 < share < 1 else None


def _by(year: Period, until: Period, steps: Sequence[Goal], selection: Policies) -> Decimal | None:
    """What the steps of a plan add up to from January to the end of a period; None where they leave a gap."""
    start, total = year.start, Decimal(0)
    while start <= until.end:
        here = [g for g in steps if g.period.start == start and g.period.end <= until.end]
        if not here:
            return None
        longest = max(g.period.end for g in here)
        newest = max((g for g in here if g.period.end == longest), key=selection.goal_rank)
        total += newest.quantity.base_value
        start = longest + timedelta(days=1)
    return total


def as_levels(selection: Policies, indicator: Indicator, goals: Iterable[Goal]) -> list[Goal]:
    """Goals of a level, those put as growth (+15 %) worked out from last year's total where it is known."""
    return [grown(selection, indicator, g) for g in goals]


def is_growth(indicator: Indicator, goal: Goal) -> bool:
    """Whether a goal of a level is put as growth on the year before."""
    return (
        indicator.measure == Measure.LEVEL and indicator.unit.code != "PT" and goal.quantity.unit.code == "PT"
    )


def grown(selection: Policies, indicator: Indicator, goal: Goal) -> Goal:
    """A growth goal as the level that it comes to, within what both prints allow; its note has the sum."""
    if not is_growth(indicator, goal) or not goal.period.is_year:
        return goal
    last = last_total(selection, indicator, goal.area, goal.period.end.year - 1)
    if last is None or last.quantity.value <= 0:
        return goal
    percent, base = goal.quantity.base_value, last.quantity
    half = goal.quantity.half_rounding_unit.scaleb(goal.quantity.unit.mult)
    inside = base.interval
    low, high = inside.lo or base.value, inside.hi or base.value
    factor = Decimal(1) + percent / 100
    return goal.model_copy(
        update={
            "quantity": Quantity(value=_rounded(base.value * factor, base), unit=base.unit),
            "interval": Interval(lo=low * (factor - half / 100), hi=high * (factor + half / 100)),
            "grown_from": last.source_id,
            "note": " ".join(
                filter(None, (goal.note, f"{base.value} × {factor.normalize():f} ({last.source_id})"))
            ),
        }
    )


def last_total(selection: Policies, indicator: Indicator, area: str, year: int) -> Observation | None:
    """What a year brought, as printed of the very area."""
    rows = [
        o
        for o in selection.ds.tables.observations
        if (o.indicator, o.area, o.measure, o.period)
        == (indicator.id, area, indicator.measure, Period.year(year))
        and o.status != ObsStatus.FORECAST
        and o.series in selection.default_series
    ]
    return selection.pick(rows) if rows else None


def _rounded(value: Decimal, like: Quantity) -> Decimal:
    """No finer than a thousandth of the base, no coarser than its own print."""
    step = min(
        Decimal(1).scaleb(like.value.adjusted() - 3), Decimal(1).scaleb(int(like.value.as_tuple().exponent))
    )
    return value.quantize(step)


def original(selection: Policies, goal: Goal, rows: Iterable[Goal]) -> Goal | None:
    """The goal that a revised one took the place of: the first on its basis, before an adoption that is stated."""
    if goal.adopted is None or goal.adopted_basis == AdoptedBasis.INFERRED:
        return None
    before = [
        g
        for g in rows
        if (g.basis, g.area, g.period) == (goal.basis, goal.area, goal.period)
        and selection.in_force(g) < goal.adopted
        and g.quantity.base_value != goal.quantity.base_value
    ]
    return min(before, key=selection.goal_rank, default=None)
