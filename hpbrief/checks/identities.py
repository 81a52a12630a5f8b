"""What must add up: year to date, months and quarters of a longer period, parts of a total, merged areas, growth.

Where a cell has several figures, an identity is broken only if none of them can fit at printed precision; the
figures of one source are held against each other first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from hpbrief.checks.ledger import Case, Cell, Each, Ledger, like, observed, percent
from hpbrief.checks.shares import based, can_reach, quotient, total, widened
from hpbrief.models import (
    IndicatorKind,
    Interval,
    Measure,
    Observation,
    Period,
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
                {
                    "after": after,
                    "before": earlier,
                    "part": part,
                    "sum": like(worked, *(o.quantity for o in clash)),
                },
            )


def period_sums(ledger: Ledger) -> Iterator[Case]:
    """A quarter, half or total to date that is printed whole and in months or quarters: whole = sum of these."""
    for cell in ledger.asked():
        if cell.measure != Measure.LEVEL or ledger.indicator(cell.indicator).kind != IndicatorKind.FLOW:
            continue
        for pieces in (_pieces(cell.period, 1), _pieces(cell.period, 3)):
            sets = [observed(ledger.cells.get(cell._replace(period=p), [])) for p in (cell.period, *pieces)]
            clash = _unfit(ledger, sets, _adds_up) if len(pieces) > 1 else None
            if clash:
                whole, *others = clash
                added = sum((o.quantity.base_value for o in others), Decimal(0))
                yield ledger.case(
                    "ytd_sum",
                    clash,
                    {"whole": whole, "added": Each("amount", _lines(others), " + "),
                     "parts": Each("dated", _lines(others)), "sum": like(added, *(o.quantity for o in clash))},
                    variant="pieces",
                )  # fmt: skip
                break


def _pieces(period: Period, months: int) -> list[Period]:
    """The months or quarters that make up a period of whole ones within a year; none where they do not fit."""
    first, last = period.start.month, period.end.month
    whole = period.start.day == 1 and (period.end + timedelta(days=1)).day == 1
    if not whole or period.start.year != period.end.year or (first - 1) % months or last % months:
        return []
    year = period.start.year
    if months == 1:
        return [Period.month(year, m) for m in range(first, last + 1)]
    return [Period.quarter(year, m // 3 + 1) for m in range(first - 1, last, 3)]


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
    return [ledger.pick(rows) for rows in sets]


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
             "sum": like(added, *(o.quantity for o in clash))},
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
        theirs = [ledger.pick(rows) for rows in _with_parts(ledger, other, names) if rows]
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
                 "added": Each("amount", _lines(others), " + "), "sum": like(added, *(o.quantity for o in clash))},
            )  # fmt: skip


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
        for group in ledger.apart([o for o in ledger.cells[cell] if o.in_percent]):
            stated = group[0]
            own = [o for o in now if o.source_id in {s.source_id for s in group}] or now
            if not any(_grew(a, b, stated, slack) for a in own for b in past):
                yield _growth_case(ledger, stated, *_nearest(own, past, stated))


def _grew(now: Observation, past: Observation, stated: Observation, slack: Decimal) -> bool:
    ratio = quotient(based(now.quantity), based(past.quantity), 100)
    if ratio is None or ratio.lo is None or ratio.hi is None:
        return True
    worked = Interval(lo=ratio.lo - 100, hi=ratio.hi - 100, closed=True)
    return widened(worked, slack).overlaps(based(stated.quantity))


def _nearest(
    now: Sequence[Observation], past: Sequence[Observation], stated: Observation
) -> tuple[Observation, Observation]:
    """Of all figures of the two years the pair that comes nearest to the stated growth."""
    pairs = [(a, b) for a in now for b in past]
    return min(pairs, key=lambda p: abs(_growth_of(*p) - stated.quantity.base_value))


def _growth_of(now: Observation, past: Observation) -> Decimal:
    return (now.quantity.base_value / past.quantity.base_value - 1) * 100


def _growth_case(ledger: Ledger, stated: Observation, now: Observation, past: Observation) -> Case:
    return ledger.case(
        "growth_mismatch",
        (stated, now, past),
        {"stated": stated, "now": now, "past": past, "worked": percent(_growth_of(now, past))},
    )
