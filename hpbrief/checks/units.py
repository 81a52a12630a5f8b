"""Units: a level in another unit than its indicator's, and money filed in the other currency."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from hpbrief.checks.ledger import Case, Cell, Ledger, averaged
from hpbrief.models import Goal, Measure, Observation, Quantity, Unit

# -- units -------------------------------------------------------------------------------------------


def units(ledger: Ledger) -> Iterator[Case]:
    """A level in another unit than the indicator's (money may be in either currency), a rate not in per cent.

    A change on the same period may also be an amount in the unit of the level, of a percentage one in points.
    """
    money = set(ledger.limits["currencies"])
    for cell in ledger.asked():
        usual = _usual_unit(ledger, cell)
        if usual is None:
            continue
        fits = {usual.code, *_amount_units(ledger, cell)}
        for o in ledger.cells[cell]:
            code = ledger.ds.catalog.counted_as(cell.indicator, o.quantity.unit.code)
            if code not in fits and not (code in money and fits & money):
                yield ledger.case("unit_mismatch", (o,), {"o": o, "usual": usual})


def _amount_units(ledger: Ledger, cell: Cell) -> tuple[str, ...]:
    """In which units a change may be given beside per cent: that of the level, points of a percentage."""
    known = ledger.indicator(cell.indicator)
    if cell.measure != Measure.YOY_CHANGE or known.measure == Measure.YOY_CHANGE:
        return ()
    return ("PP",) if known.unit.code == "PT" else (known.unit.code,)


def _usual_unit(ledger: Ledger, cell: Cell) -> Unit | None:
    if cell.measure == Measure.LEVEL:
        known = ledger.indicator(cell.indicator)
        return known.unit if known.measure in (Measure.LEVEL, Measure.SHARE_OF_PLAN) else None
    if cell.measure in (Measure.YOY_CHANGE, Measure.SHARE_OF_PLAN, Measure.SHARE_OF_TOTAL):
        return Unit(code="PT")
    return None


# -- currencies --------------------------------------------------------------------------------------


def currencies(ledger: Ledger) -> Iterator[Case]:
    """Money printed in the other currency that no exchange rate brings near what else is known of it.

    It is held against the levels and goals of its own area in the usual currency, else against other areas' levels:
    the digits of dollars filed as đồng are some 25,000 times too small. One finding an indicator, area and year.
    """
    odd: dict[tuple[str, str, int], list[Observation]] = {}
    for cell in ledger.asked():
        usual = _usual_unit(ledger, cell)
        if cell.measure == Measure.LEVEL and usual is not None and _other(ledger, usual.code):
            other = _other(ledger, usual.code)
            rows = [o for o in ledger.cells[cell] if o.quantity.unit.code == other]
            odd.setdefault((cell.indicator, cell.area, cell.period.end.year), []).extend(rows)
    for (indicator, area, year), rows in odd.items():
        wrong = [o for o in rows if _far(ledger, o, _monthly(ledger, indicator, area, year))]
        if wrong:
            o = wrong[0]
            usual = ledger.indicator(indicator).unit
            facts = {"o": o, "usual": usual, "converted": averaged(_converted(ledger, o), Quantity(
                value=Decimal(0), unit=Unit(code=usual.code, mult=o.quantity.unit.mult)))}  # fmt: skip
            cells = [ledger.cell(w) for w in wrong]
            yield ledger.case("currency_mismatch", wrong, facts, explains=cells)


def _other(ledger: Ledger, code: str) -> str:
    """The other of the two currencies; empty for what is no money."""
    names: Sequence[str] = ledger.limits["currencies"]
    return next(name for name in names if name != code) if code in names else ""


def _converted(ledger: Ledger, o: Observation) -> Decimal:
    """A figure in the currency usual for its indicator, at the rate of the thresholds."""
    rate = Decimal(str(ledger.limits["dong_a_dollar"]))
    value = o.quantity.base_value
    return value * rate if o.quantity.unit.code == "USD" else value / rate


def _monthly(ledger: Ledger, indicator: str, area: str, year: int) -> list[Decimal]:
    """What a month of an indicator comes to in its usual currency: by its own area, else by the others."""
    code = ledger.indicator(indicator).unit.code
    rows: list[Observation | Goal] = [
        o
        for cell, found in ledger.cells.items()
        if cell[:3] == (indicator, area, Measure.LEVEL)
        for o in found
    ]
    rows += ledger.goals.get((indicator, area), [])
    own = list(_amounts(rows, code))
    if own:
        return own
    cells = [c for c in ledger.cells if c.indicator == indicator and c.measure == Measure.LEVEL]
    return list(_amounts((o for c in cells if c.area != area for o in ledger.cells[c]), code))


def _amounts(rows: Iterable[Observation | Goal], code: str) -> Iterator[Decimal]:
    for row in rows:
        if row.quantity.unit.code == code and row.quantity.base_value > 0:
            yield row.quantity.base_value / max(row.period.months_elapsed, Decimal(1))


def _far(ledger: Ledger, o: Observation, monthly: Sequence[Decimal]) -> bool:
    """Whether a converted figure lies far outside all that is known of its indicator."""
    if not monthly or not o.quantity.base_value:
        return False
    factor = Decimal(str(ledger.limits["currency_factor"]))
    amount = abs(_converted(ledger, o)) / max(o.period.months_elapsed, Decimal(1))
    return not min(monthly) / factor <= amount <= max(monthly) * factor
