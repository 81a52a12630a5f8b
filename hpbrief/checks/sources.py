"""Several sources for one figure: revisions, conflicts, digits cut off, slips of a power of ten, definitions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from hpbrief.assessment.select import agree
from hpbrief.checks.ledger import Case, Cell, Each, Ledger, like, observed, percent
from hpbrief.models import (
    Measure,
    Observation,
    ObsStatus,
    Qualifier,
    Quantity,
    Severity,
    Unit,
)
from hpbrief.models.quantity import last_digit, last_nonzero_digit

_RANK = {ObsStatus.FORECAST: 0, ObsStatus.ESTIMATE: 1, ObsStatus.PROVISIONAL: 2, ObsStatus.OFFICIAL: 3}
_IN_PER_CENT = (Measure.YOY_CHANGE, Measure.SHARE_OF_PLAN, Measure.CHANGE_VS_PREVIOUS, Measure.SHARE_OF_TOTAL)


def disagreements(ledger: Ledger) -> Iterator[Case]:
    """Each cell whose sources disagree beyond rounding: one finding a cell."""
    for cell in ledger.asked():
        rows = ledger.cells[cell]
        if len({o.quantity.unit.code for o in rows}) > 1:
            continue
        groups = ledger.apart(rows)
        if len(groups) > 1:
            yield _disagreement(ledger, cell, groups)


def _disagreement(ledger: Ledger, cell: Cell, groups: list[list[Observation]]) -> Case:
    slip = _slip(ledger, groups)
    if slip:
        o, near, power = slip
        facts = {"o": o, "near": near, "power": Decimal(10) ** power}
        return ledger.case("scale_slip", (o, near), facts, variant="sources", explains=(cell,))
    pairs = _pairs(groups)
    strict = [(a, b) for a, b in pairs if not _loose(ledger, a, b)]
    if not strict:
        fine, coarse = pairs[0] if _short_form(ledger, pairs[0][1], pairs[0][0]) else reversed(pairs[0])
        return ledger.case("loose_rounding", (coarse, fine), {"coarse": coarse, "fine": fine})
    clashing = [(a, b) for a, b in strict if not _revised(ledger, a, b) and not _revised(ledger, b, a)]
    if not clashing:
        return _revision(ledger, cell, groups)
    return _conflict(ledger, cell, groups, max(clashing, key=lambda pair: _gap(*pair)))


# -- revisions ---------------------------------------------------------------------------------------


def _pairs(groups: Sequence[Sequence[Observation]]) -> list[tuple[Observation, Observation]]:
    """Every two figures that disagree beyond rounding."""
    rows = [o for g in groups for o in g]
    return [(a, b) for i, a in enumerate(rows) for b in rows[i + 1 :] if not agree(a, b)]


def _revised(ledger: Ledger, old: Observation, new: Observation) -> bool:
    """Whether a figure took the place of an older one: later, no less firm, and not far from it.

    A forecast gives way to anything later. Firmer status or the same publisher makes the rest a revision.
    """
    if ledger.known(old) >= ledger.known(new) or _RANK[old.status] > _RANK[new.status]:
        return False
    if old.status == ObsStatus.FORECAST:
        return True
    firmer = _RANK[old.status] < _RANK[new.status]
    publisher = ledger.publisher(old)
    return (firmer or (publisher != "" and publisher == ledger.publisher(new))) and _near(ledger, old, new)


def _near(ledger: Ledger, old: Observation, new: Observation) -> bool:
    if old.measure in _IN_PER_CENT:
        return _gap(old, new) <= Decimal(str(ledger.limits["revision_points"]))
    return _gap(old, new) <= Decimal(str(ledger.limits["revision_share"])) * abs(old.quantity.base_value)


def _gap(a: Observation, b: Observation) -> Decimal:
    return abs(a.quantity.base_value - b.quantity.base_value)


def _revision(ledger: Ledger, cell: Cell, groups: list[list[Observation]]) -> Case:
    rows = sorted((o for g in groups for o in g), key=lambda o: (ledger.known(o), o.source_id))
    first = ledger.pick([o for o in rows if ledger.known(o) == ledger.known(rows[0])])
    last = ledger.pick(rows)
    if agree(first, last):  # a value in between came and went
        last = next(o for o in reversed(rows) if not agree(first, o))
    change = last.quantity.to(first.quantity.unit).value - first.quantity.value
    facts = {
        "first": first,
        "last": last,
        "change": Quantity(value=change, unit=_change_unit(cell, first)),
        "values": _values(groups),
    }
    return ledger.case("revision", _rows(groups), facts)


def _change_unit(cell: Cell, o: Observation) -> Unit:
    return Unit(code="PP") if cell.measure in _IN_PER_CENT else o.quantity.unit


# -- conflicts ---------------------------------------------------------------------------------------


def _conflict(
    ledger: Ledger, cell: Cell, groups: list[list[Observation]], widest: tuple[Observation, Observation]
) -> Case:
    """The gap is that of the two farthest figures of which neither took the place of the other."""
    low, high = sorted(widest, key=lambda o: o.quantity.base_value)
    gap = _gap(low, high)
    facts: dict[str, Any] = {"low": low, "high": high, "count": len(groups), "values": _values(groups)}
    if cell.measure in _IN_PER_CENT:
        grave = gap > Decimal(str(ledger.limits["conflict_points"]))
        facts["gap"] = Quantity(value=gap, unit=Unit(code="PP"))
        facts["apart"] = facts["gap"]
    else:
        base = abs(high.quantity.base_value)
        grave = gap > Decimal(str(ledger.limits["conflict_share"])) * base
        facts["gap"] = like(gap, high.quantity, low.quantity)
        facts["apart"] = percent(gap / base * 100 if base else Decimal(0))
    severity = Severity.ERROR if grave and not _rate_of_forecasts(groups) else Severity.WARNING
    return ledger.case("source_conflict", _rows(groups), facts, severity=severity)


def _rate_of_forecasts(groups: Sequence[Sequence[Observation]]) -> bool:
    """Whether the figures are forecasts, which may differ without one of them being untrue."""
    return not observed(o for g in groups for o in g)


def _rows(groups: Sequence[Sequence[Observation]]) -> list[Observation]:
    return [o for g in groups for o in g]


def _values(groups: Sequence[Sequence[Observation]]) -> Each:
    lines = tuple({"o": g[0], "sources": tuple(dict.fromkeys(o.source_id for o in g))} for g in groups)
    return Each("value", lines)


# -- digits and powers of ten ------------------------------------------------------------------------


def _loose(ledger: Ledger, a: Observation, b: Observation) -> bool:
    """Whether one figure is a careless form of the other: cut, with noughts at its end, or one off."""
    x, y = a.quantity.base_value, b.quantity.base_value
    small = Decimal(str(ledger.limits["rounding_share"])) * max(abs(x), abs(y))
    if abs(x - y) <= min(max(last_digit(x), last_digit(y)), small):
        return True
    return _short_form(ledger, a, b) or _short_form(ledger, b, a)


def _short_form(ledger: Ledger, coarse: Observation, fine: Observation) -> bool:
    return _cut(coarse, fine) or _rounded(ledger, coarse, fine)


def _rounded(ledger: Ledger, coarse: Observation, fine: Observation) -> bool:
    """Whether one is the other in round numbers, though printed to a finer digit: 145,600 of 145,601."""
    a, b = coarse.quantity.base_value, fine.quantity.base_value
    step = last_nonzero_digit(a)
    near = abs(a - b) <= min(step / 2, Decimal(str(ledger.limits["rounding_share"])) * abs(b))
    return near and last_digit(a) < step and last_nonzero_digit(b) < step


def _cut(coarse: Observation, fine: Observation) -> bool:
    """Whether one is the other with its last digits left off instead of rounded: 12.8 of 12.87."""
    a, b = coarse.quantity, fine.quantity
    if a.qualifier != Qualifier.EXACT or b.qualifier != Qualifier.EXACT:
        return False
    step = last_digit(a.base_value)
    return last_digit(b.base_value) < step and 0 <= abs(b.base_value) - abs(a.base_value) < step


def _slip(ledger: Ledger, groups: list[list[Observation]]) -> tuple[Observation, Observation, int] | None:
    """Of two values a power of ten apart, the one that fewer sources print; None where there is no such pair."""
    if len(groups) != 2 or groups[0][0].measure != Measure.LEVEL:
        return None
    near, o = groups[0][0], groups[1][0]
    a, b = o.quantity.base_value, near.quantity.base_value
    if a <= 0 or b <= 0:
        return None
    power = (a / b).log10().to_integral_value()
    off = a / b / 10**power
    share = Decimal(str(ledger.limits["slip_share"]))
    if not power or not 1 - share <= off <= 1 + share:
        return None
    if len(groups[0]) == len(groups[1]) and _nearer_to_path(ledger, o, near):
        return near, o, -int(power)
    return o, near, int(power)


def _nearer_to_path(ledger: Ledger, a: Observation, b: Observation) -> bool:
    """Whether the other totals of the year speak for the first."""
    rates = sorted(
        p.quantity.base_value / p.period.months_elapsed
        for cell, rows in ledger.cells.items()
        if cell[:3] == (a.indicator, a.area, Measure.LEVEL)
        and cell.period != a.period
        and cell.period.is_year_to_date
        and cell.period.end.year == a.period.end.year
        for p in rows
    )
    if not rates or not a.period.is_year_to_date:
        return False
    expected = rates[len(rates) // 2] * a.period.months_elapsed
    return abs((a.quantity.base_value / expected).ln()) < abs((b.quantity.base_value / expected).ln())


# -- definitions -------------------------------------------------------------------------------------


def definitions(ledger: Ledger) -> Iterator[Case]:
    """Two definitions of one figure that lie far apart: both may be right."""
    limit = Decimal(str(ledger.limits["series_share"]))
    for cell in ledger.asked():
        if not cell.series or cell.measure != Measure.LEVEL:
            continue
        own = ledger.cells.get(cell._replace(series=""), [])
        if not own:
            continue
        a, b = ledger.pick(own), ledger.pick(ledger.cells[cell])
        base = max(abs(a.quantity.base_value), abs(b.quantity.base_value))
        if a.quantity.unit.code == b.quantity.unit.code and base and _gap(a, b) > limit * base:
            facts = {"own": a, "other": b, "series": cell.series, "apart": percent(_gap(a, b) / base * 100)}
            yield ledger.case("series_apart", (a, b), facts)
