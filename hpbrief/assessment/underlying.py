"""The underlying figure: the printed one without what happened once, beside it and never in its place.

Three ways lead to it, each with its sources: known one-offs of the table ``adjustments``; a figure that a report itself
prints without a part (domestic revenue without land use fees); or that part, printed of the same period.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from hpbrief.dataset import Dataset
from hpbrief.models import Adjustment, Indicator, Measure, Observation, ObsStatus, Quantity


def underlying_of(
    ds: Dataset, indicator: Indicator, figure: Observation
) -> tuple[Observation | None, tuple[Adjustment, ...]]:
    """The underlying figure and the one-offs that were taken off; None where nothing is known of any."""
    declared = adjustments_of(ds, figure)
    if declared:
        return without(figure, declared), declared
    printed = stated_without(ds, indicator, figure)
    if printed is not None:
        return printed, ()
    parts = _printed_parts(ds, indicator, figure)
    return without(figure, parts), parts


def _printed_parts(ds: Dataset, indicator: Indicator, figure: Observation) -> tuple[Adjustment, ...]:
    """Parts that officials leave out to see what lies under them, printed of the very period of a figure."""
    kinds = ds.catalog.thresholds["one_offs"]
    left_out = {p for i in ds.catalog.indicators.values() if i.series_of == indicator.id for p in i.without}
    newest: dict[str, Observation] = {}
    for o in ds.tables.observations:
        same = (o.area, o.measure, o.period) == (figure.area, figure.measure, figure.period)
        if o.indicator in left_out and o.indicator in kinds and same and o.status != ObsStatus.FORECAST:
            newest[o.indicator] = o
    return tuple(
        Adjustment(
            indicator=indicator.id,
            area=o.area,
            period=o.period,
            quantity=o.quantity,
            kind=kinds[name],
            source_id=o.source_id,
            note=name,
        )
        for name, o in sorted(newest.items())
        if o.quantity.unit.code == figure.quantity.unit.code
    )


def adjustments_of(ds: Dataset, figure: Observation) -> tuple[Adjustment, ...]:
    """The one-offs inside a figure's period; of one kind the longest stretches without overlap, the newest first."""
    if figure.measure != Measure.LEVEL:
        return ()
    known = {s.source_id: s.known_from for s in (*ds.tables.sources, *ds.tables.cited)}
    rows = [
        a
        for a in ds.tables.adjustments
        if (a.indicator, a.area) == (figure.indicator, figure.area)
        and a.period in figure.period
        and a.quantity.unit.code == figure.quantity.unit.code
    ]
    rows.sort(
        key=lambda a: (a.period.end - a.period.start, str(known.get(a.source_id)), a.source_id), reverse=True
    )
    taken: list[Adjustment] = []
    for a in rows:
        if not any(_same_thing(a, b) for b in taken):
            taken.append(a)
    return tuple(sorted(taken, key=lambda a: (a.period.start, a.kind, a.note)))


def _same_thing(a: Adjustment, b: Adjustment) -> bool:
    """Whether two rows may tell of one event: one kind, one note, and days in common."""
    overlap = a.period.start <= b.period.end and b.period.start <= a.period.end
    return a.kind == b.kind and overlap and (a.note == b.note or a.source_id != b.source_id)


def without(figure: Observation, one_offs: Iterable[Adjustment]) -> Observation | None:
    """A figure less its one-offs, its note the sum; None where there are none."""
    one_offs = tuple(one_offs)
    if not one_offs:
        return None
    unit = figure.quantity.unit
    parts = [a.quantity.to(unit).value for a in one_offs]
    terms = "".join(
        f" {'-' if part >= 0 else '+'} {abs(part)} ({a.source_id})"
        for part, a in zip(parts, one_offs, strict=True)
    )
    exact = figure.quantity.qualifier
    value = figure.quantity.value - sum(parts, Decimal(0))
    return figure.model_copy(
        update={
            "quantity": Quantity(value=value, unit=unit, qualifier=exact),
            "note": f"{figure.quantity.value} ({figure.source_id}){terms}",
        }
    )


def stated_without(ds: Dataset, indicator: Indicator, figure: Observation) -> Observation | None:
    """The same figure as a report prints it without a part, of the same area and period; the one without most."""
    series = [i for i in ds.catalog.indicators.values() if i.series_of == indicator.id and i.without]
    for one in sorted(series, key=lambda i: -len(i.without)):
        for o in ds.tables.observations:
            same = (o.indicator, o.area, o.measure, o.period) == (
                one.id,
                figure.area,
                figure.measure,
                figure.period,
            )
            if same and o.status != ObsStatus.FORECAST and o.quantity.unit.code == figure.quantity.unit.code:
                return o.model_copy(update={"quantity": o.quantity.to(figure.quantity.unit)})
    return None
