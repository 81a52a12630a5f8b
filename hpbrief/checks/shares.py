"""Stated shares of plan against figure over goal, as intervals at printed precision."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from hpbrief.checks.ledger import Case, Cell, Each, Ledger, averaged, percent
from hpbrief.models import Basis, Goal, Interval, Measure, Observation, Quantity, Severity
from hpbrief.models.quantity import scaled


def based(quantity: Quantity) -> Interval:
    """The values that a print allows, in đồng, tonnes, persons, per cent."""
    inside, mult = quantity.interval, quantity.unit.mult
    return Interval(
        lo=None if inside.lo is None else scaled(inside.lo, mult),
        hi=None if inside.hi is None else scaled(inside.hi, mult),
        closed=inside.closed,
    )


def total(parts: Iterable[Interval]) -> Interval:
    """The sum; open on a side where one part is."""
    lo: Decimal | None = Decimal(0)
    hi: Decimal | None = Decimal(0)
    for part in parts:
        lo = None if lo is None or part.lo is None else lo + part.lo
        hi = None if hi is None or part.hi is None else hi + part.hi
    return Interval(lo=lo, hi=hi)


def quotient(a: Interval, b: Interval, times: int = 1) -> Interval | None:
    """``times`` a over b; None where b may be zero or less, or a side of a is open or negative."""
    if a.lo is None or a.hi is None or b.lo is None or b.hi is None or b.lo <= 0 or a.lo < 0:
        return None
    return Interval(lo=times * a.lo / b.hi, hi=times * a.hi / b.lo, closed=True)


def widened(a: Interval, by: Decimal) -> Interval:
    """The interval with a margin on both sides."""
    return Interval(
        lo=None if a.lo is None else a.lo - by, hi=None if a.hi is None else a.hi + by, closed=True
    )


def can_reach(a: Interval, b: Interval) -> bool:
    """Whether some value of a is at least some value of b."""
    return a.hi is None or b.lo is None or a.hi > b.lo


def plan_shares(ledger: Ledger) -> Iterator[Case]:
    """Stated shares of plan against figure over goal; all that does not fit one figure is one finding."""
    slack = Decimal(str(ledger.limits["plan_points"]))
    clashes: dict[tuple[Cell, Decimal], list[dict[str, Any]]] = {}
    for cell in ledger.asked():
        if cell.measure != Measure.SHARE_OF_PLAN or not cell.period.is_year_to_date:
            continue
        goals = ledger.annual_goals(cell.indicator, cell.area, cell.period.end.year)
        named = [g for g in goals if g.basis == cell.plan_basis]
        unnamed = cell.plan_basis in (None, Basis.UNSPECIFIED) and not named
        for share in ledger.cells[cell]:
            line = _misfit(ledger, share, goals if unnamed else named, goals)
            if line:
                figure: Observation = line["figure"]
                near = abs(line["worked"].value - share.quantity.value) <= slack
                line["loose"] = unnamed or near or figure.source_id != share.source_id
                key = (ledger.cell(figure), _leading(ledger, figure).quantity.base_value)
                clashes.setdefault(key, []).append(line)
    left = [line for lines in clashes.values() for line in lines]
    for same in _one_other_goal(left):
        left = [line for line in left if line not in same]
        yield _goal_case(ledger, same)
    for lines in clashes.values():
        lines = [line for line in lines if line in left]
        if lines:
            yield _share_case(ledger, lines)


def _leading(ledger: Ledger, figure: Observation) -> Observation:
    """The most exact of the figures of a cell that agree with one."""
    groups = ledger.apart(ledger.cells[ledger.cell(figure)])
    return next(group[0] for group in groups if figure in group)


def _share_case(ledger: Ledger, lines: list[dict[str, Any]]) -> Case:
    """A share of a goal not named, of a figure from elsewhere, or hardly off only asks for a look."""
    rows = dict.fromkeys(line[name] for name in ("figure", "share", "goal") for line in lines)
    alike = {(n["share"].quantity.value, n["goal"].basis): n for n in reversed(lines)}
    facts = {
        "figure": lines[0]["figure"],
        "shares": Each("share", tuple({"share": n["share"]} for n in lines)),
        "lines": Each("plan_share_line", tuple(reversed(alike.values()))),
        "hints": _hints(lines),
    }
    severity = Severity.WARNING if all(n["loose"] for n in lines) else None
    return ledger.case("plan_share", rows, facts, severity=severity)


# -- one goal that is not the printed one ------------------------------------------------------------


def _one_other_goal(lines: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Misfits of several periods of a year on one basis that all imply one other goal: the goal is in doubt."""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for line in lines:
        share: Observation = line["share"]
        key = (share.indicator, share.area, share.plan_basis, share.period.end.year)
        if line["implied"] is not None and share.plan_basis not in (None, Basis.UNSPECIFIED):
            groups.setdefault(key, []).append(line)
    found = []
    for group in groups.values():
        same = _agreeing(group, _consensus(group))
        if len({line["share"].period for line in same}) > 1:
            found.append(same)
    return found


def _consensus(lines: Sequence[dict[str, Any]]) -> Decimal:
    """The goal that most of the shares allow."""
    return max(
        (_middle(line["implied"]) for line in lines), key=lambda goal: (len(_agreeing(lines, goal)), -goal)
    )


def _agreeing(lines: Sequence[dict[str, Any]], goal: Decimal) -> list[dict[str, Any]]:
    return [line for line in lines if line["implied"].contains(goal)]


def _middle(inside: Interval) -> Decimal:
    assert inside.lo is not None
    assert inside.hi is not None
    return (inside.lo + inside.hi) / 2


def _goal_case(ledger: Ledger, lines: list[dict[str, Any]]) -> Case:
    rows = dict.fromkeys(line[name] for name in ("figure", "share", "goal") for line in lines)
    figure: Observation = lines[0]["figure"]
    facts = {
        "goal": lines[0]["goal"],
        "implied": averaged(_consensus(lines), figure.quantity),
        "times": len(lines),
        "lines": Each("implied_goal_line", tuple(lines)),
    }
    return ledger.case("plan_share", rows, facts, severity=Severity.WARNING, variant="goal")


# -- one share ---------------------------------------------------------------------------------------


def _misfit(
    ledger: Ledger, share: Observation, goals: Sequence[Goal], all_goals: Sequence[Goal]
) -> dict[str, Any] | None:
    levels = ledger.levels(share.indicator, share.area, share.period, None)
    same = [o for o in levels if o.source_id == share.source_id]
    own = same or [o for o in levels if ledger.own(o.series) == ledger.own(share.series)]
    goals = [g for g in goals if own and g.quantity.unit.code == own[0].quantity.unit.code]
    if not own or not goals or any(_share_fits(o, g, share) for o in own for g in goals):
        return None
    figure = ledger.pick(own)
    nearest = min(goals, key=lambda g: round(abs(_share(figure, g) - share.quantity.value), 1))
    elsewhere = next(
        (g for g in all_goals if g not in goals and _comparable(figure, g) and _share_fits(figure, g, share)),
        None,
    )
    return {
        "figure": figure,
        "share": share,
        "goal": nearest,
        "worked": percent(_share(figure, nearest)),
        "elsewhere": elsewhere,
        "implied": quotient(based(figure.quantity), based(share.quantity), 100),
        "implied_value": averaged(
            figure.quantity.base_value / share.quantity.base_value * 100, figure.quantity
        ),
    }


def _hints(lines: Sequence[dict[str, Any]]) -> Each:
    fitting = tuple({"share": n["share"], "goal": n["elsewhere"]} for n in lines if n["elsewhere"])
    return Each("plan_share_hint", fitting, " ")


def _comparable(figure: Observation, goal: Goal) -> bool:
    return figure.quantity.unit.code == goal.quantity.unit.code


def _share(figure: Observation, goal: Goal) -> Decimal:
    return figure.quantity.base_value / goal.quantity.base_value * 100


def _share_fits(figure: Observation, goal: Goal, share: Observation) -> bool:
    worked = quotient(based(figure.quantity), based(goal.quantity), 100)
    return worked is None or worked.overlaps(based(share.quantity))
