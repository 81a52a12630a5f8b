"""Track record: how far an office's estimates and forecasts lay from what came out, indicator by indicator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from statistics import mean, stdev

from hpbrief.assessment.select import Selection
from hpbrief.catalog import Catalog
from hpbrief.format import format_number
from hpbrief.models import Indicator, Lang, Measure, Observation, ObsStatus, TrackRecord
from hpbrief.tables.schema import ColumnType

_SAID = (ObsStatus.FORECAST, ObsStatus.ESTIMATE)
_CAME = (ObsStatus.OFFICIAL, ObsStatus.PROVISIONAL)
#: Columns of ``Scorecard.track_record``.
FRAME: dict[str, ColumnType] = {
    "indicator": "string",
    "label": "string",
    "office": "string",
    "status": "string",
    "n": "integer",
    "bias": "number",
    "spread": "number",
    "farthest": "number",
    "unit": "string",
    "first_year": "integer",
    "last_year": "integer",
}


def track_records(selection: Selection, indicator: Indicator, area: str) -> tuple[TrackRecord, ...]:
    """Of forecasts (F) and of estimates (E), by the area itself and by the places merged into it, what is known.

    The first print of a period counts, against the newest of the same series once the period was over; a forecast
    also against an estimate made after its year. Levels are apart in per cent of what came out, others in points;
    above nought is said too high.
    """
    places = [area, *(a.id for a in selection.ds.catalog.areas.values() if a.merged_into == area)]
    found = [_record(selection, indicator, place, status) for status in _SAID for place in places]
    return tuple(r for r in found if r is not None)


def _record(selection: Selection, indicator: Indicator, area: str, status: ObsStatus) -> TrackRecord | None:
    cells: dict[object, list[Observation]] = defaultdict(list)
    for o in selection.ds.tables.observations:
        if (o.indicator, o.area, o.measure) == (indicator.id, area, indicator.measure):
            cells[o.period, o.series, o.plan_basis, o.quantity.unit.code].append(o)
    misses = sorted(_misses(selection, cells.values(), status))
    if not misses:
        return None
    errors = [by for _, by in misses]
    return TrackRecord(
        office=area,
        status=status,
        n=len(errors),
        bias=mean(errors),
        spread=stdev(errors) if len(errors) > 1 else None,
        farthest=max(errors, key=abs),
        in_points=indicator.measure != Measure.LEVEL or indicator.unit.code == "PT",
        first_year=misses[0][0],
        last_year=misses[-1][0],
    )


def _misses(
    selection: Selection, cells: Iterable[Sequence[Observation]], status: ObsStatus
) -> Iterator[tuple[int, float]]:
    """Year and error of each period that was told before and came out."""
    known = selection.known
    for cell in cells:
        told = [o for o in cell if o.status == status and o.period.end < date.max]
        first = min(told, key=lambda o: (known[o.source_id], o.source_id), default=None)
        if first is None:
            continue
        came = [o for o in cell if _is_outcome(selection, o, first)]
        if not came:
            continue
        outcome = selection.pick(came).quantity
        said, real = float(first.quantity.base_value), float(outcome.base_value)
        if first.measure == Measure.LEVEL and outcome.unit.code != "PT":
            if real > 0:
                yield first.period.end.year, 100 * (said / real - 1)
        else:
            yield first.period.end.year, said - real


def _is_outcome(selection: Selection, o: Observation, first: Observation) -> bool:
    """Whether a print is what came out: no estimate, later than what was said and once the period was over."""
    day = selection.known[o.source_id]
    counts = o.status in _CAME or (first.status == ObsStatus.FORECAST and o.status == ObsStatus.ESTIMATE)
    return counts and day > selection.known[first.source_id] and day > first.period.end


def track_text(record: TrackRecord, catalog: Catalog, lang: Lang) -> str:
    """A track record in a sentence, to stand beside the next forecast or estimate."""

    def say(key: str) -> str:
        return catalog.word("track", key, lang)

    def amount(x: float) -> str:
        unit = say("points") if record.in_points else "%"
        return f"{format_number(abs(x), lang, 1)}{unit}"

    if abs(record.bias) < 0.05:
        bias = say("even")
    else:
        bias = say("above" if record.bias > 0 else "below").format(by=amount(record.bias))
    if record.n > 1:
        bias = say("mean") + bias
    years = str(record.first_year)
    if record.last_year != record.first_year:
        years += f"–{record.last_year}"
    text = say(record.status).format(
        n=record.n, years=years, area=catalog.area(record.office).label(lang), bias=bias
    )
    spread = say("one") if record.spread is None else say("spread").format(by=amount(record.spread))
    return f"{text}; {spread}"
