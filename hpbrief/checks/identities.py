"""What must add up: year to date, shares of plan, parts of a total, areas of a merged one, growth, units.

Where a cell has several figures, an identity is broken only if none of them can fit at printed precision; the
figures of one source are held against each other first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from hpbrief.checks.intervals import based, can_reach, quotient, total, widened
from hpbrief.checks.ledger import Case, Cell, Each, Ledger, like, observed, percent
from hpbrief.models import (
    Basis,
    Goal,
    IndicatorKind,
    Interval,
    Measure,
    Observation,
    Period,
    Severity,
    Unit,
)

_MOST_COMBINATIONS = 4096


# -- year to date ------------------------------------------------------------------------------------


def ytd_sums(ledger: Ledger) -> Iterator[Case]:
    """A month, quarter or half with the totals before and after it: later = earlier + period."""
    for cell in ledger.asked():
        period = cell.period
        if cell.measure != Measure.LEVEL or ledger.indicator(cell.indicator).kind != IndicatorKind.FLOW:
            continue
        if period.is_year_to_date or period.is_instant or period.start.year != period.end.year:
            continue
        first = period.start.replace(month=1, day=1)
        before = Period(first, period.start - timedelta(days=1))
        sets = [
            observed(ledger.cells.get(cell._replace(period=p), []))
            for p in (Period(first, period.end), before, period)
        ]
        clash = _unfit(ledger, sets, _adds_up)
        if clash:
            after, earlier, part = clash
            worked = earlier.quantity.base_value + part.quantity.base_value
            yield ledger.case(
                "ytd_sum",
                clash,
                {"after": after, "before": earlier, "part": part, "sum": like(worked, after.quantity)},
            )


def _adds_up(rows: Sequence[Observation]) -> bool:
    whole, *parts = (based(o.quantity) for o in rows)
    return total(parts).overlaps(whole)


def _holds(rows: Sequence[Observation]) -> bool:
    whole, *parts = (based(o.quantity) for o in rows)
    return can_reach(whole, total(parts))


def _unfit(ledger: Ledger, sets: Sequence[Sequence[Observation]], fits: Any) -> list[Observation] | None:
    """The figures the policy picks of each set, where no choice of one a set fits; None where one does."""
    if any(not rows for rows in sets) or len({o.quantity.unit.code for rows in sets for o in rows}) > 1:
        return None
    combinations = 1
    for rows in sets:
        combinations *= len(rows)
    if combinations > _MOST_COMBINATIONS:
        sets = [[group[0] for group in ledger.apart(rows)] for rows in sets]
    if any(fits(choice) for choice in product(*sets)):
        return None
    return [ledger.selection.pick(rows) for rows in sets]


# -- parts -------------------------------------------------------------------------------------------


def parts(ledger: Ledger) -> Iterator[Case]:
    """Components against their total: equal where the catalogue knows all parts, else at most the total."""
    within: dict[str, list[str]] = ledger.limits["within"]
    for cell in ledger.asked():
        if cell.measure != Measure.LEVEL:
            continue
        known = ledger.indicator(cell.indicator)
        for names, fits in ((known.parts, _adds_up), (tuple(within.get(cell.indicator, ())), _holds)):
            pieces = [ledger.cells.get(cell._replace(indicator=name), []) for name in names]
            if fits is _adds_up and not all(pieces) and not any(ledger.indicator(n).can_fall for n in names):
                pieces, fits = [rows for rows in pieces if rows], _holds
            pieces = [rows for rows in pieces if rows]
            if pieces and (fits is _holds or len(pieces) == len(names)):
                yield from _parts_of(ledger, [ledger.cells[cell], *pieces], fits)
        yield from _filled(ledger, cell, within.get(cell.indicator, []))


def _parts_of(ledger: Ledger, sets: list[list[Observation]], fits: Any) -> Iterator[Case]:
    variant = "" if fits is _adds_up else "within"
    shared = set.intersection(*({o.source_id for o in rows} for rows in sets))
    clash = None
    for source in sorted(shared):
        same = [[o for o in rows if o.source_id == source] for rows in sets]
        clash = clash or _unfit(ledger, same, fits)
    clash = clash or _unfit(ledger, sets, fits)
    if clash:
        whole, *pieces = clash
        added = sum((o.quantity.base_value for o in pieces), Decimal(0))
        yield ledger.case(
            "parts_sum",
            clash,
            {"whole": whole, "parts": Each("part", _lines(pieces)), "added": Each("amount", _lines(pieces), " + "),
             "sum": like(added, whole.quantity)},
            variant=variant,
        )  # fmt: skip


def _filled(ledger: Ledger, cell: Cell, names: Sequence[str]) -> Iterator[Case]:
    """A total that is its named parts to the last digit, though in another period of the year it held more."""
    if len(names) < 2:
        return
    sets = _with_parts(ledger, cell, names)
    full = next((rows for rows in product(*sets) if _rest(rows) == 0), None)
    if full is None:
        return
    others = (
        other for other in ledger.cells
        if other[:3] == cell[:3] and other.series == cell.series and other.period.start == cell.period.start
        and other.period != cell.period
    )  # fmt: skip
    for other in sorted(others, key=lambda c: c.period.end, reverse=True):
        theirs = [ledger.selection.pick(rows) for rows in _with_parts(ledger, other, names) if rows]
        if len(theirs) == len(names) + 1 and _rest(theirs) > 0:
            lines = _lines(full[1:])
            yield ledger.case(
                "parts_fill_total",
                full,
                {"whole": full[0], "other": theirs[0], "parts": Each("part", lines),
                 "added": Each("amount", lines, " + ")},
            )  # fmt: skip
            return


def _with_parts(ledger: Ledger, cell: Cell, names: Sequence[str]) -> list[list[Observation]]:
    return [ledger.cells.get(cell._replace(indicator=name), []) for name in (cell.indicator, *names)]


def _rest(rows: Sequence[Observation]) -> Decimal:
    whole, *pieces = (o.quantity.base_value for o in rows)
    return whole - sum(pieces, Decimal(0))


def _lines(rows: Sequence[Observation]) -> tuple[dict[str, Any], ...]:
    return tuple({"o": o} for o in rows)


def area_sums(ledger: Ledger) -> Iterator[Case]:
    """A merged area against the areas it was made of, where each has the figure: levels of flows and stocks."""
    for cell in ledger.asked():
        kind = ledger.indicator(cell.indicator).kind
        if cell.measure != Measure.LEVEL or kind not in (IndicatorKind.FLOW, IndicatorKind.STOCK):
            continue
        before = ledger.predecessors(cell.area)
        pieces = [ledger.cells.get(cell._replace(area=area), []) for area in before]
        clash = _unfit(ledger, [ledger.cells[cell], *pieces], _adds_up) if pieces else None
        if clash:
            whole, *others = clash
            added = sum((o.quantity.base_value for o in others), Decimal(0))
            yield ledger.case(
                "area_sum",
                clash,
                {"whole": whole, "parts": Each("area", _lines(others)),
                 "added": Each("amount", _lines(others), " + "), "sum": like(added, whole.quantity)},
            )  # fmt: skip


# -- shares of plan ----------------------------------------------------------------------------------


def plan_shares(ledger: Ledger) -> Iterator[Case]:
    """Stated shares of plan against figure over goal; all that does not fit one figure is one finding."""
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
                line["loose"] = unnamed or figure.source_id != share.source_id
                key = (ledger.cell(figure), figure.quantity.base_value)
                clashes.setdefault(key, []).append(line)
    for lines in clashes.values():
        yield _share_case(ledger, lines)


def _share_case(ledger: Ledger, lines: list[dict[str, Any]]) -> Case:
    """A share of a goal that is not named, or of a figure from elsewhere, only asks for a look."""
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


def _misfit(
    ledger: Ledger, share: Observation, goals: Sequence[Goal], all_goals: Sequence[Goal]
) -> dict[str, Any] | None:
    levels = ledger.levels(share.indicator, share.area, share.period, None)
    same = [o for o in levels if o.source_id == share.source_id]
    own = same or [o for o in levels if ledger.own(o.series) == ledger.own(share.series)]
    goals = [g for g in goals if own and g.quantity.unit.code == own[0].quantity.unit.code]
    if not own or not goals or any(_share_fits(o, g, share) for o in own for g in goals):
        return None
    figure = ledger.selection.pick(own)
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


# -- growth ------------------------------------------------------------------------------------------


def growth(ledger: Ledger) -> Iterator[Case]:
    """Stated growth on the same period against the level and the stored level of a year before."""
    slack = Decimal(str(ledger.limits["growth_slack"]))
    for cell in ledger.asked():
        if cell.measure != Measure.YOY_CHANGE or cell.period.is_instant:
            continue
        now = ledger.cells.get(cell._replace(measure=Measure.LEVEL), [])
        past = ledger.cells.get(cell._replace(measure=Measure.LEVEL, period=cell.period.year_before), [])
        if not now or not past or {o.quantity.unit.code for o in now} != {o.quantity.unit.code for o in past}:
            continue
        for group in ledger.apart(ledger.cells[cell]):
            stated = group[0]
            own = [o for o in now if o.source_id in {s.source_id for s in group}] or now
            if not any(_grew(a, b, stated, slack) for a in own for b in past):
                yield _growth_case(ledger, stated, ledger.selection.pick(own), ledger.selection.pick(past))


def _grew(now: Observation, past: Observation, stated: Observation, slack: Decimal) -> bool:
    ratio = quotient(based(now.quantity), based(past.quantity), 100)
    if ratio is None or ratio.lo is None or ratio.hi is None:
        return True
    worked = Interval(lo=ratio.lo - 100, hi=ratio.hi - 100, closed=True)
    return widened(worked, slack).overlaps(based(stated.quantity))


def _growth_case(ledger: Ledger, stated: Observation, now: Observation, past: Observation) -> Case:
    worked = (now.quantity.base_value / past.quantity.base_value - 1) * 100
    return ledger.case(
        "growth_mismatch",
        (stated, now, past),
        {"stated": stated, "now": now, "past": past, "worked": percent(worked)},
    )


# -- units -------------------------------------------------------------------------------------------


def units(ledger: Ledger) -> Iterator[Case]:
    """A level in another unit than the indicator's (money may be in either currency), a rate not in per cent."""
    money = set(ledger.limits["currencies"])
    for cell in ledger.asked():
        usual = _usual_unit(ledger, cell)
        if usual is None:
            continue
        for o in ledger.cells[cell]:
            code = o.quantity.unit.code
            if code != usual.code and not {code, usual.code} <= money:
                yield ledger.case("unit_mismatch", (o,), {"o": o, "usual": usual})


def _usual_unit(ledger: Ledger, cell: Cell) -> Unit | None:
    if cell.measure == Measure.LEVEL:
        known = ledger.indicator(cell.indicator)
        return known.unit if known.measure in (Measure.LEVEL, Measure.SHARE_OF_PLAN) else None
    if cell.measure in (Measure.YOY_CHANGE, Measure.SHARE_OF_PLAN, Measure.SHARE_OF_TOTAL):
        return Unit(code="PT")
    return None
