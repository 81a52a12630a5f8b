"""Vintages: what each figure was first printed as, and what it came to be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from hpbrief.models import Basis, Measure, Observation, ObsStatus, Period, Qualifier, Source
from hpbrief.models.quantity import last_digit
from hpbrief.tables.schema import ColumnType

#: Columns of ``Dataset.revisions`` in order, with their types.
FRAME: dict[str, ColumnType] = {
    "indicator": "string",
    "area": "string",
    "measure": "string",
    "series": "string",
    "plan_basis": "string",
    "period": "string",
    "period_start": "date",
    "period_end": "date",
    "unit": "string",
    "unit_mult": "integer",
    "first_value": "number",
    "first_status": "string",
    "first_known_from": "date",
    "first_source": "string",
    "latest_value": "number",
    "latest_status": "string",
    "latest_known_from": "date",
    "latest_source": "string",
    "size": "number",
    "size_pct": "number",
    "within_rounding": "boolean",
    "n_sources": "integer",
    "n_values": "integer",
}

_Cell = tuple[str, str, Measure, str, Basis | None, Period]


def vintage_cells(
    observations: Iterable[Observation], sources: Iterable[Source]
) -> list[tuple[Observation, ...]]:
    """Figures by cell (indicator, area, measure, series, plan, period), each cell in the order of its dates.

    Of one day the coarser print comes before the more exact one; a source without a date comes last.
    """
    known = {s.source_id: s.known_from or date.max for s in sources}
    cells: dict[_Cell, list[Observation]] = {}
    for o in observations:
        key = (o.indicator, o.area, o.measure, o.series, o.plan_basis, o.period)
        cells.setdefault(key, []).append(o)
    return [
        tuple(sorted(rows, key=lambda o: (known[o.source_id], *exactness(o), o.source_id)))
        for _, rows in sorted(cells.items(), key=_cell_order)
    ]


def first_and_latest(
    cell: tuple[Observation, ...], sources: Iterable[Source]
) -> tuple[Observation, Observation]:
    """The most exact figure of the first day and of the last day on which a cell was printed."""
    known = {s.source_id: s.known_from or date.max for s in sources}
    days = [known[o.source_id] for o in cell]
    of_first = [o for o, day in zip(cell, days, strict=True) if day == days[0]]
    return of_first[-1], cell[-1]


def revision_row(cell: tuple[Observation, ...], sources: Iterable[Source]) -> dict[str, Any] | None:
    """A cell as a row of ``FRAME``; None where first and latest are of different units.

    Values are in the unit of the latest figure; ``size`` is latest minus first, ``size_pct`` that in per cent
    of the first; ``n_values`` counts different prints.
    """
    by_id = {s.source_id: s for s in sources}
    first, latest = first_and_latest(cell, by_id.values())
    unit = latest.quantity.unit
    if first.quantity.unit.code != unit.code:
        return None
    was, now = first.quantity.to(unit), latest.quantity
    size = now.value - was.value
    return {
        "indicator": latest.indicator,
        "area": latest.area,
        "measure": latest.measure,
        "series": latest.series,
        "plan_basis": latest.plan_basis,
        "period": latest.period.ytd_code,
        "period_start": latest.period.start,
        "period_end": latest.period.end,
        "unit": unit.code,
        "unit_mult": unit.mult,
        "first_value": was.value,
        "first_status": first.status,
        "first_known_from": by_id[first.source_id].known_from,
        "first_source": first.source_id,
        "latest_value": now.value,
        "latest_status": latest.status,
        "latest_known_from": by_id[latest.source_id].known_from,
        "latest_source": latest.source_id,
        "size": size,
        "size_pct": size / abs(was.value) * 100 if was.value else None,
        "within_rounding": was.interval.overlaps(now.interval),
        "n_sources": len({o.source_id for o in cell}),
        "n_values": len({(o.quantity.base_value, o.quantity.qualifier) for o in cell}),
    }


def without_forecasts(observations: Iterable[Observation]) -> list[Observation]:
    """Figures that are no forecasts."""
    return [o for o in observations if o.status != ObsStatus.FORECAST]


def exactness(o: Observation) -> tuple[bool, Decimal]:
    """Larger is more exact: printed without a qualifier, and to a finer digit."""
    return o.quantity.qualifier == Qualifier.EXACT, -last_digit(o.quantity.base_value)


def _cell_order(item: tuple[_Cell, list[Observation]]) -> tuple[Any, ...]:
    indicator, area, measure, series, basis, period = item[0]
    return (indicator, area, measure, series, basis or "", period.end, period.start)
