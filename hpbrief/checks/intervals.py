"""Sums, differences and quotients of what printed numbers may stand for, in units of power zero."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from hpbrief.models import Interval, Quantity
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
