"""The way of a growth to date through the year: signs turned over, months that would have leapt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from hpbrief.checks.ledger import Case, Ledger, Path, observed, percent
from hpbrief.models import IndicatorKind, Measure, Observation


def growth_path(ledger: Ledger) -> Iterator[Case]:
    """Growth on the same period, total to date after total to date: at most one finding a figure."""
    for rows in _paths(ledger).values():
        rows.sort(key=lambda o: o.period.end)
        left = list(rows)
        lumpy = ledger.indicator(rows[0].indicator).lumpy
        for o in rows:
            case = None if lumpy else _turned(ledger, o, left) or _swing(ledger, o, left)
            if case:
                left.remove(o)
                yield case


def _paths(ledger: Ledger) -> dict[Path, list[Observation]]:
    found: dict[Path, list[Observation]] = {}
    for cell in ledger.asked():
        whole = cell.period.is_year_to_date and not cell.period.is_instant
        if cell.measure != Measure.YOY_CHANGE or not whole:
            continue
        rows = [o for o in observed(ledger.cells[cell]) if o.in_percent]
        if rows:
            path = Path(cell.indicator, cell.area, cell.series, cell.period.end.year)
            found.setdefault(path, []).append(ledger.pick(rows))
    return found


def _turned(ledger: Ledger, o: Observation, rows: Sequence[Observation]) -> Case | None:
    """A rate with the other sign than the rates beside it, and of their size."""
    near = [rows[i] for i in _beside(o, rows)]
    if len(rows) < 3 or not near:
        return None
    expected = sum((p.quantity.value for p in near), Decimal(0)) / len(near)
    share, least = (Decimal(str(ledger.limits[k])) for k in ("growth_reversed", "growth_least"))
    alike = len({p.quantity.value > 0 for p in rows if p is not o}) == 1
    if not alike or abs(expected) < least or abs(o.quantity.value + expected) > share * abs(expected):
        return None
    return ledger.case("growth_path", (o, near[0]), {"o": o, "near": near[0]}, variant="sign")


def _beside(o: Observation, rows: Sequence[Observation]) -> list[int]:
    i = rows.index(o)
    return [j for j in (i - 1, i + 1) if 0 <= j < len(rows)]


def _swing(ledger: Ledger, o: Observation, rows: Sequence[Observation]) -> Case | None:
    """The months between two totals would have grown far apart from the rest: up and then down, or at the end."""
    i = rows.index(o)
    if i == 0:
        return None
    rate = ledger.indicator(o.indicator).kind == IndicatorKind.RATE
    before = rows[i - 1]
    if i + 1 == len(rows):
        return _leap(ledger, before, o) if rate and len(rows) > 2 else None
    swing, after = Decimal(str(ledger.limits["growth_swing"]["rate" if rate else "flow"])), rows[i + 1]
    if min(_months(before, o), _months(o, after)) < Decimal(str(ledger.limits["increment"]["shortest"])):
        return None
    first, second, usual = _between(before, o), _between(o, after), _between(before, after)
    if (first > usual) == (second > usual) or min(abs(first - usual), abs(second - usual)) <= swing:
        return None
    facts = {
        "o": o,
        "before": before,
        "after": after,
        "first": percent(first, 1),
        "second": percent(second, 1),
    }
    return ledger.case("growth_path", (o, before, after), facts, variant="swing")


def _leap(ledger: Ledger, before: Observation, o: Observation) -> Case | None:
    first = _between(before, o)
    if abs(first - before.quantity.value) <= Decimal(str(ledger.limits["growth_leap"])):
        return None
    facts = {"o": o, "near": before, "first": percent(first, 1)}
    return ledger.case("growth_path", (o, before), facts, variant="leap")


def _months(earlier: Observation, later: Observation) -> Decimal:
    return later.period.months_elapsed - earlier.period.months_elapsed


def _between(earlier: Observation, later: Observation) -> Decimal:
    """The growth of the months between two totals, each month of the year before weighing the same."""
    a, b = earlier.period.months_elapsed, later.period.months_elapsed
    return (later.quantity.value * b - earlier.quantity.value * a) / (b - a)
