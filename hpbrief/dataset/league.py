"""``league_table``: one figure of many areas side by side, and what stands in the way of comparing them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from hpbrief.dataset import Dataset
from hpbrief.errors import DatasetError, Message, Problem
from hpbrief.format import format_date, format_number, format_period, format_quantity
from hpbrief.models import (
    Area,
    Basis,
    Direction,
    Lang,
    Measure,
    Observation,
    ObsStatus,
    Period,
    Qualifier,
    Quantity,
    Source,
    SourceKind,
    Unit,
)
from hpbrief.tables.frames import tidy_frame
from hpbrief.tables.rows import written_period
from hpbrief.tables.schema import ColumnType
from hpbrief.tables.vintages import vintage_cells, without_forecasts

if TYPE_CHECKING:
    import pandas as pd

#: Columns of a league table in order, with their types.
FRAME: dict[str, ColumnType] = {
    "rank": "integer",
    "area": "string",
    "label": "string",
    "value": "number",
    "unit": "string",
    "unit_mult": "integer",
    "measure": "string",
    "period": "string",
    "plan_basis": "string",
    "status": "string",
    "qualifier": "string",
    "boundary_from": "date",
    "boundary_to": "date",
    "source_id": "string",
    "source_kind": "string",
    "known_from": "date",
    "n_sources": "integer",
    "low": "number",
    "high": "number",
    "comparable": "boolean",
    "caveats": "string",
}
#: Caveats that keep a figure out of the ranking.
_BARS = ("other_period", "other_basis", "other_unit", "old_boundary")


@dataclass(frozen=True)
class _Entry:
    """The figure of one area: the print that counts, all prints of it, and its caveats by key."""

    area: Area
    figure: Observation
    prints: tuple[Observation, ...]
    caveats: tuple[str, ...] = ()

    @property
    def comparable(self) -> bool:
        """Whether nothing bars it from the ranking."""
        return not set(self.caveats).intersection(_BARS)

    def with_caveats(self, *keys: str) -> _Entry:
        return replace(self, caveats=(*self.caveats, *keys))


def league_table(
    ds: Dataset,
    indicator: str,
    period: str | None = None,
    *,
    measure: str | None = None,
    basis: str | None = None,
    as_of: date | str | None = None,
    lang: Lang = "vi",
) -> pd.DataFrame:
    """The areas of a data set by one indicator, best first (by the good direction of the indicator).

    ``period`` (a code such as ``2025-09M``) is by default the one that most areas have; ``measure`` the
    indicator's own; ``basis`` (of a share of plan) the commonest. Of each area the latest print known on
    ``as_of`` counts; ``low`` and ``high`` are the least and the largest print of all sources.

    Only like is ranked with like. A figure of another month, plan, unit or boundary stands below without a
    ``rank``; every doubt is named in ``caveats``, in a language.

    Raises CatalogError for an unknown indicator, DatasetError where no area has such a figure.
    """
    rows = league_rows(ds, indicator, period, measure=measure, basis=basis, as_of=as_of, lang=lang)
    return tidy_frame(rows, FRAME)


def league_rows(
    ds: Dataset,
    indicator: str,
    period: str | None = None,
    *,
    measure: str | None = None,
    basis: str | None = None,
    as_of: date | str | None = None,
    lang: Lang = "vi",
) -> list[dict[str, Any]]:
    """The rows of :func:`league_table`, numbers as Decimal."""
    if as_of is not None:
        ds = ds.as_of(as_of)
    found = ds.catalog.find_indicator(indicator) or ds.catalog.indicator(indicator)
    observed = _observed(ds, found.id, Measure(measure) if measure else found.measure)
    cells = vintage_cells(observed, ds.tables.sources)
    at = written_period(period, ds.catalog) if period else _commonest_period(cells)
    plan = Basis(basis) if basis else _commonest(c[-1].plan_basis for c in cells if c[-1].period == at)
    unit = _commonest(c[-1].quantity.unit for c in cells if c[-1].period == at) or found.unit
    entries = [
        _judged(entry, at, plan, unit)
        for area in sorted({o.area for o in observed})
        if (entry := _entry(ds.catalog.area(area), cells, at, plan)) is not None
    ]
    if not any(e.figure.period == at for e in entries):
        raise DatasetError(
            [Problem(ds.name, None, "period", Message("no_area_period", indicator=found.id, period=at.code))]
        )
    sources = {s.source_id: s for s in ds.tables.sources}
    entries = _told_apart(_ordered(entries, found.direction), sources)
    return [_row(e, rank, unit, sources, ds, lang) for e, rank in zip(entries, _ranks(entries), strict=True)]


def _observed(ds: Dataset, indicator: str, measure: Measure) -> list[Observation]:
    """The plain figures of an indicator by areas of the catalogue. Raises DatasetError where there are none."""
    observed = [
        o
        for o in without_forecasts(ds.tables.observations)
        if o.indicator == indicator and o.measure == measure and o.area in ds.catalog.areas and not o.series
    ]
    if not observed:
        message = Message("no_area_measure", indicator=indicator, measure=measure)
        raise DatasetError([Problem(ds.name, None, None, message)])
    return observed


def league_texts(
    ds: Dataset, indicator: str, period: str | None = None, *, lang: Lang = "vi", **more: Any
) -> tuple[str, list[dict[str, str]]]:
    """A title, and the rows as a person reads them: rank, area, value, period, sources, note."""
    rows = league_rows(ds, indicator, period, lang=lang, **more)
    found = ds.catalog.find_indicator(indicator) or ds.catalog.indicator(indicator)
    first = rows[0]
    title = f"{found.label(lang)}, {format_period(Period.from_code(first['period']), lang, ds.catalog)}"
    return title, [
        {
            "rank": "" if row["rank"] is None else str(row["rank"]),
            "area": row["label"],
            "value": format_quantity(
                Quantity(
                    value=row["value"],
                    unit=Unit(code=row["unit"], mult=row["unit_mult"]),
                    qualifier=row["qualifier"],
                ),
                lang,
            ),
            "period": format_period(Period.from_code(row["period"]), lang, ds.catalog),
            "sources": str(row["n_sources"]),
            "known_from": format_date(row["known_from"], lang) if row["known_from"] else "",
            "note": row["caveats"],
        }
        for row in rows
    ]


def _commonest(values: Any) -> Any:
    counts = Counter(values)
    return max(counts, key=lambda v: (counts[v], str(v)), default=None)


def _commonest_period(cells: Sequence[tuple[Observation, ...]]) -> Period:
    areas: dict[Period, set[str]] = {}
    for cell in cells:
        areas.setdefault(cell[0].period, set()).add(cell[0].area)
    return max(areas, key=lambda p: (len(areas[p]), p.end, p.start))


def _entry(
    area: Area, cells: Sequence[tuple[Observation, ...]], at: Period, plan: Basis | None
) -> _Entry | None:
    """The cell of an area that is nearest to what is asked: the period, else the latest of its year up to then."""
    mine = [c for c in cells if c[0].area == area.id and c[0].period.end.year == at.end.year]
    mine = [c for c in mine if c[0].period == at or c[0].period.end <= at.end]
    if not mine:
        return None
    best = max(
        mine, key=lambda c: (c[0].period == at, c[0].plan_basis == plan, c[0].period.end, c[0].period.days)
    )
    return _Entry(area, best[-1], best)


def _judged(entry: _Entry, at: Period, plan: Basis | None, unit: Unit) -> _Entry:
    figure, area = entry.figure, entry.area
    caveats = []
    if figure.period != at:
        caveats.append("other_period")
    if figure.plan_basis != plan:
        caveats.append("other_basis")
    if figure.quantity.unit.code != unit.code:
        caveats.append("other_unit")
    if not area.existed_in(Period.instant(at.end)):
        caveats.append("old_boundary")
    elif area.valid_from is not None and area.valid_from > at.year_before.start:
        caveats.append("new_boundary")
    if figure.status in (ObsStatus.ESTIMATE, ObsStatus.PROVISIONAL):
        caveats.append("not_final")
    if figure.quantity.qualifier != Qualifier.EXACT:
        caveats.append("qualified")
    if len({o.quantity.base_value for o in entry.prints}) > 1:
        caveats.append("prints_differ")
    return entry.with_caveats(*caveats)


def _ordered(entries: list[_Entry], direction: Direction) -> list[_Entry]:
    """Those that are ranked, best first; then the rest by area."""
    sign = 1 if direction is Direction.DOWN else -1
    ranked = [e for e in entries if e.comparable]
    ranked.sort(key=lambda e: (sign * e.figure.quantity.base_value, e.area.id))
    return ranked + [e for e in entries if not e.comparable]


def _told_apart(entries: list[_Entry], sources: dict[str, Source]) -> list[_Entry]:
    """Add the caveats that hang on the others: prints too coarse to tell two apart, sources of another kind."""
    kinds = {_kind(e, sources) for e in entries if e.comparable}
    out = []
    for i, entry in enumerate(entries):
        keys = []
        if entry.comparable:
            beside = [
                e for e in (entries[i - 1] if i else None, *entries[i + 1 : i + 2]) if e and e.comparable
            ]
            if any(_blurred(entry, e) for e in beside):
                keys.append("within_rounding")
            if len(kinds) > 1 and _kind(entry, sources) is not SourceKind.STATISTICS_OFFICE:
                keys.append("other_source_kind")
        out.append(entry.with_caveats(*keys))
    return out


def _kind(entry: _Entry, sources: dict[str, Source]) -> SourceKind:
    return sources[entry.figure.source_id].kind


def _blurred(one: _Entry, other: _Entry) -> bool:
    a, b = one.figure.quantity, other.figure.quantity
    return a.base_value != b.base_value and a.interval.overlaps(b.to(a.unit).interval)


def _ranks(entries: list[_Entry]) -> list[int | None]:
    """Equal figures share a rank: 1, 2, 2, 4."""
    ranks: list[int | None] = []
    for i, entry in enumerate(entries):
        if not entry.comparable:
            ranks.append(None)
        elif i and entries[i - 1].figure.quantity.base_value == entry.figure.quantity.base_value:
            ranks.append(ranks[-1])
        else:
            ranks.append(i + 1)
    return ranks


def _row(
    e: _Entry, rank: int | None, unit: Unit, sources: dict[str, Source], ds: Dataset, lang: Lang
) -> dict[str, Any]:
    shown = unit if e.figure.quantity.unit.code == unit.code else e.figure.quantity.unit
    prints = [o.quantity for o in e.prints if o.quantity.unit.code == shown.code]
    values = [q.to(shown).value for q in prints]
    source = sources[e.figure.source_id]
    return {
        "rank": rank,
        "area": e.area.id,
        "label": e.area.label(lang),
        "value": e.figure.quantity.to(shown).value,
        "unit": shown.code,
        "unit_mult": shown.mult,
        "measure": e.figure.measure,
        "period": e.figure.period.ytd_code,
        "plan_basis": e.figure.plan_basis,
        "status": e.figure.status,
        "qualifier": e.figure.quantity.qualifier,
        "boundary_from": e.area.valid_from,
        "boundary_to": e.area.valid_to,
        "source_id": source.source_id,
        "source_kind": source.kind,
        "known_from": source.known_from,
        "n_sources": len({o.source_id for o in e.prints}),
        "low": min(values),
        "high": max(values),
        "comparable": e.comparable,
        "caveats": "; ".join(_told(key, e, values, source, ds, lang) for key in e.caveats),
    }


def _told(key: str, e: _Entry, values: list[Any], source: Source, ds: Dataset, lang: Lang) -> str:
    """A caveat in words."""
    word = ds.catalog.word
    q: Quantity = e.figure.quantity
    return word("league", key, lang).format(
        period=format_period(e.figure.period, lang, ds.catalog),
        basis=word("basis", e.figure.plan_basis, lang) if e.figure.plan_basis else "–",
        unit=q.unit.code,
        since=format_date(e.area.valid_from, lang) if e.area.valid_from else "",
        until=format_date(e.area.valid_to, lang) if e.area.valid_to else "",
        status=word("obs_status", e.figure.status, lang),
        qualifier=word("qualifier", q.qualifier, lang),
        low=format_number(min(values), lang),
        high=format_number(max(values), lang),
        kind=word("source_kind", source.kind, lang),
    )
