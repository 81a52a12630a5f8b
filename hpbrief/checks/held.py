"""What a claim was held against, and the comparisons that say how it stands to that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal
from typing import Any

from hpbrief.checks.ledger import Cell
from hpbrief.checks.shares import based, widened
from hpbrief.models import (
    Basis,
    Bound,
    ClaimVerdict,
    Goal,
    Interval,
    Observation,
    Quantity,
    VerdictStatus,
)

#: What officials say of a goal that is reached.
REACHED = (VerdictStatus.MET, VerdictStatus.EXCEEDED, VerdictStatus.MET_OR_EXCEEDED)


@dataclass(frozen=True)
class Held:
    """What a claim was held against: rows of the data set, what was worked out from them, and what came of it.

    ``reason`` is the key of its sentence, ``facts`` what that sentence names; ``basis`` the plan, where it is of one.
    """

    verdict: ClaimVerdict
    reason: str
    rows: tuple[Observation | Goal, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    basis: Basis | None = None
    hint: str = ""


def reached(status: VerdictStatus, figure: Observation, goal: Goal, *, over: bool) -> Held:
    """Whether a figure bears out that a goal is met; a bound from above is not met before the year is over."""
    facts = {"now": figure, "goal": goal, "basis": named_plan(goal.basis)}
    at, aim = based(figure.quantity), based(goal.quantity)
    above = at.lo is not None and at.lo >= goal.quantity.base_value
    below = at.hi is not None and aim.lo is not None and at.hi <= aim.lo
    if goal.bound is Bound.AT_MOST:
        above, below = below or figure.quantity.base_value == goal.quantity.base_value, above
        over = over and figure.period.end.month == 12
    rows = (figure, goal)
    if (above and not over) or not (above or below):
        return Held(ClaimVerdict.NOT_CHECKABLE, "not_over", rows, facts, goal.basis)
    holds = above if status in REACHED else below
    verdict = ClaimVerdict.AGREES if holds else ClaimVerdict.CONTRADICTS
    return Held(verdict, "reached" if above else "not_reached", rows, facts, goal.basis)


def any_agrees(held: Sequence[Held]) -> bool:
    """Whether a claim agrees with at least one of what it was held against."""
    return any(one.verdict is ClaimVerdict.AGREES for one in held)


def by_interval(
    what: str,
    stated: Quantity,
    worked: Interval,
    slack: Decimal,
    rows: tuple[Observation | Goal, ...],
    facts: Mapping[str, Any],
    basis: Basis | None = None,
) -> Held:
    """Agrees inside the values worked out, contradicts beyond the slack; between, a revision may explain it."""
    inside = based(stated)
    if worked.overlaps(inside):
        return Held(ClaimVerdict.AGREES, f"{what}_worked", rows, facts, basis)
    if widened(worked, slack).overlaps(inside):
        return Held(ClaimVerdict.NOT_CHECKABLE, f"{what}_near", rows, facts, basis)
    return Held(ClaimVerdict.CONTRADICTS, f"{what}_off", rows, facts, basis)


def not_checkable(reason: str, row: Observation | Cell | None = None) -> Held:
    """Not checkable; what would settle it is the figure of the cell of ``row``."""
    facts: dict[str, Any] = {}
    if row is not None:
        facts = {"period": row.period, "stated": getattr(row, "quantity", None), "area": row.area}
    return Held(ClaimVerdict.NOT_CHECKABLE, reason, (), facts)


def may_be(stated: Quantity, known: Quantity) -> bool:
    """Whether a number may have been printed for another: both allow one value, or the coarser is cut off."""
    if based(stated).overlaps(based(known)):
        return True
    step = 2 * stated.half_rounding_unit.scaleb(stated.unit.mult)
    fine = 2 * known.half_rounding_unit.scaleb(known.unit.mult)
    if step <= fine:
        return False
    cut = (known.base_value / step).to_integral_value(ROUND_DOWN) * step
    return bool(cut == stated.base_value)


def differences(a: Observation, b: Observation) -> list[str]:
    """In what two figures of one indicator and unit differ."""
    if a.indicator != b.indicator or a.quantity.unit.code != b.quantity.unit.code:
        return []
    parts = {
        "period": a.period != b.period,
        "area": a.area != b.area,
        "measure": a.measure != b.measure,
        "plan": a.plan_basis != b.plan_basis,
    }
    return [name for name, differs in parts.items() if differs]


def overlap(a: Observation, b: Observation) -> bool:
    """Whether two prints allow one value."""
    return based(a.quantity).overlaps(based(b.quantity))


def growth_of(now: Observation, past: Observation) -> Decimal:
    """Growth in per cent from one level to another; 0 from nothing."""
    return (
        (now.quantity.base_value / past.quantity.base_value - 1) * 100 if past.quantity.value else Decimal(0)
    )


def share_of(figure: Observation, goal: Goal) -> Decimal:
    """A figure in per cent of its goal."""
    return figure.quantity.base_value / goal.quantity.base_value * 100


def named_plan(basis: Basis | None) -> Basis:
    """The plan, or that none is named."""
    return basis or Basis.UNSPECIFIED
