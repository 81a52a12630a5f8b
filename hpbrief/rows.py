"""Rows ↔ models: what a typed row of a data set means, and how a model is written as a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from hpbrief.catalog import Catalog, fold
from hpbrief.errors import DatasetError, ParseError, Problem
from hpbrief.models import (
    Basis,
    Bound,
    Goal,
    HeadlineVerdict,
    KnownBasis,
    Observation,
    Period,
    Qualifier,
    Quantity,
    Source,
    Tables,
    Unit,
    Verdict,
)
from hpbrief.schema import TABLES, RawTable, Row, read_rows

#: Where an undated source of a user's own file counts as known: so many days after its newest period.
DAYS_AFTER_PERIOD = 7


def read_tables(raw: dict[str, RawTable], catalog: Catalog) -> Tables:
    """Models of raw tables. Raises DatasetError listing each problem with file, line and column."""
    problems: list[Problem] = []
    rows = {name: read_rows(TABLES[name], table, problems) for name, table in raw.items()}
    if "observations" not in rows and "goals" not in rows:
        problems.append(Problem("data set", None, None, "it has neither observations nor goals"))
    if problems:  # names are looked up only in tables whose cells are sound
        raise DatasetError(problems)
    reader = _Reader(catalog, problems)
    if "sources" not in raw:
        reader.inline_sources(
            row for name in ("observations", "goals", "verdicts") for row in rows.get(name, ())
        )
    else:
        reader.sources = {row["source_id"]: reader.source(row) for row in rows["sources"]}
    parts = {
        "observations": reader.models(rows.get("observations", ()), reader.observation),
        "goals": reader.models(rows.get("goals", ()), reader.goal),
    }
    reader.home = _home_areas(parts["observations"], catalog)
    parts["verdicts"] = reader.models(rows.get("verdicts", ()), reader.verdict)
    parts["headline_verdicts"] = reader.models(rows.get("headline_verdicts", ()), reader.headline)
    if problems:
        raise DatasetError(problems)
    return Tables(sources=tuple(reader.sources.values()), **{k: tuple(v) for k, v in parts.items()})


class _Reader:
    """Turns rows into models; what cannot be turned becomes a problem."""

    def __init__(self, catalog: Catalog, problems: list[Problem]) -> None:
        self.catalog = catalog
        self.problems = problems
        self.sources: dict[str, Source] = {}
        self.home: list[str] = []

    def models(self, rows: Iterable[Row], read: Callable[[Row], Any]) -> list[Any]:
        out = []
        for row in rows:
            found = len(self.problems)
            try:
                model = read(row)
            except ValidationError as error:
                first = error.errors()[0]
                self.problems.append(row.problem(".".join(map(str, first["loc"])) or None, first["msg"]))
                continue
            except ParseError as error:
                self.problems.append(row.problem("period", str(error)))
                continue
            if len(self.problems) == found:
                out.append(model)
        return out

    # -- sources ------------------------------------------------------------------------------------

    def source(self, row: Row) -> Source:
        known_from, basis = row["known_from"], row["known_basis"]
        if known_from is None and row["published"] is not None:
            known_from, basis = row["published"], KnownBasis.PUBLISHED
        if known_from is not None and basis is None:
            basis = KnownBasis.PUBLISHED if known_from == row["published"] else KnownBasis.INFERRED
        return Source(
            source_id=row["source_id"],
            publisher=row["publisher"] or "",
            url=row["url"] or "",
            published=row["published"],
            known_from=known_from,
            known_basis=basis,
            title=row["title"] or "",
            **({"kind": row["kind"]} if row["kind"] else {}),
        )

    def inline_sources(self, rows: Iterable[Row]) -> None:
        """Sources named in the rows; one without a date counts from a week after its newest period."""
        newest: dict[str, date] = {}
        first: dict[str, Row] = {}
        for row in rows:
            source_id = _inline_id(row)
            if source_id is None:
                self.problems.append(row.problem("source", "the cell is empty; each figure needs its source"))
                continue
            first.setdefault(source_id, row)
            end = self.period(row).end if self._has_period(row) else date.min
            newest[source_id] = max(newest.get(source_id, date.min), end)
        for source_id, row in first.items():
            known_from = row["known_from"] or row["published"]
            basis = (
                KnownBasis.PUBLISHED if row["published"] == known_from and known_from else KnownBasis.INFERRED
            )
            name = str(row["source"] or row["source_url"] or row["source_id"])
            self.sources[source_id] = Source(
                source_id=source_id,
                publisher=str(row["publisher"] or name),
                url=str(row["source_url"] or (name if name.startswith("http") else "")),
                published=row["published"],
                known_from=known_from or newest[source_id] + timedelta(days=DAYS_AFTER_PERIOD),
                known_basis=basis,
                title=name,
            )

    def _has_period(self, row: Row) -> bool:
        try:
            self.period(row)
        except (ParseError, TypeError):
            return False
        return True

    # -- cells that name things ---------------------------------------------------------------------

    def source_id(self, row: Row) -> str:
        source_id = _inline_id(row) or ""
        if source_id not in self.sources:
            self.problems.append(
                row.problem("source_id", f"{source_id!r} is not in the table of sources; add it there")
            )
        return source_id

    def indicator(self, row: Row) -> str:
        found = self.catalog.find_indicator(row["indicator"])
        if found is None:
            self._unknown(row, "indicator", row["indicator"], list(self.catalog.indicators))
            return "unknown"
        return found.id

    def area(self, row: Row, on: date) -> str:
        if row["area"] in self.catalog.areas:
            return str(row["area"])
        found = self.catalog.find_area(row["area"], on)
        if found is None:
            self._unknown(row, "area", row["area"], list(self.catalog.areas))
            return "unknown"
        return found.id

    def home_area(self, row: Row, on: date) -> str:
        """The row's area, or where its table names none the data set's main area of that day."""
        if row["area"]:
            return self.area(row, on)
        for area_id in self.home:
            if self.catalog.area(area_id).existed_in(Period.instant(on)):
                return area_id
        self.problems.append(row.problem("area", "the cell is empty and no area of the data set fits"))
        return "unknown"

    def _unknown(self, row: Row, column: str, value: str, allowed: list[str]) -> None:
        import difflib

        folded = {fold(a): a for a in allowed}
        near = [folded[m] for m in difflib.get_close_matches(fold(value), folded, n=3, cutoff=0.5)]
        hint = (
            f"; did you mean {', '.join(near)}?" if near else f"; write one of {', '.join(sorted(allowed))}"
        )
        self.problems.append(row.problem(column, f"{value!r} is not in the catalogue{hint}"))

    def unit(self, row: Row) -> Unit:
        if row["unit"] not in self.catalog.units:
            allowed = ", ".join(sorted(self.catalog.units))
            self.problems.append(row.problem("unit", f"{row['unit']!r} is not one of {allowed}"))
        return Unit(code=row["unit"], mult=row["unit_mult"])

    def period(self, row: Row) -> Period:
        if row["period"] is not None:
            return Period.from_code(str(row["period"]))
        return Period(row["period_start"], row["period_end"])

    # -- models -------------------------------------------------------------------------------------

    def observation(self, row: Row) -> Observation:
        period = self.period(row)
        return Observation(
            indicator=self.indicator(row),
            series=row["series"] or "",
            area=self.area(row, period.end),
            measure=row["measure"],
            period=period,
            quantity=Quantity(
                value=row["value"], unit=self.unit(row), qualifier=row["qualifier"] or Qualifier.EXACT
            ),
            status=row["status"],
            plan_basis=row["plan_basis"],
            plan_words=row["plan_words"] or "",
            source_id=self.source_id(row),
            note=row["note"] or "",
        )

    def goal(self, row: Row) -> Goal:
        period = self.period(row)
        basis = row["basis"]
        if basis == Basis.IMPLIED:
            self.problems.append(
                row.problem("basis", "implied goals are worked out, not read; name who set it")
            )
        return Goal(
            indicator=self.indicator(row),
            area=self.area(row, period.end),
            period=period,
            quantity=Quantity(value=row["value"], unit=self.unit(row)),
            bound=row["bound"] or Bound.AT_LEAST,
            basis=basis,
            set_by=row["set_by"] or "",
            adopted=row["adopted"],
            adopted_basis=row["adopted_basis"],
            source_id=self.source_id(row),
            note=row["note"] or "",
        )

    def verdict(self, row: Row) -> Verdict:
        return Verdict(
            stated_on=row["stated_on"],
            period=Period(date(row["period_end"].year, 1, 1), row["period_end"]),
            area=self.home_area(row, row["period_end"]),
            indicator=self.indicator(row),
            status=row["status"],
            reference=row["reference"],
            of_total=row["of_total"],
            inferred=bool(row["inferred"]),
            source_id=self.source_id(row),
            note=row["note"] or "",
        )

    def headline(self, row: Row) -> HeadlineVerdict:
        return HeadlineVerdict(
            period=Period(date(row["period_end"].year, 1, 1), row["period_end"]),
            area=self.home_area(row, row["period_end"]),
            count=row["count"],
            of_total=row["of_total"],
            status=row["status"],
            reference=row["reference"],
            source_id=self.source_id(row),
            note=row["note"] or "",
        )


def _inline_id(row: Row) -> str | None:
    if row["source_id"]:
        return str(row["source_id"])
    name = row["source"] or row["source_url"]
    return re.sub(r"[\s,]+", "-", str(name)) if name else None


def _home_areas(observations: list[Observation], catalog: Catalog) -> list[str]:
    """Areas of a data set, those with most observations first; ties by id."""
    counts: dict[str, int] = {}
    for observation in observations:
        counts[observation.area] = counts.get(observation.area, 0) + 1
    return sorted((a for a in counts if a in catalog.areas), key=lambda a: (-counts[a], a))


# -- models → rows -----------------------------------------------------------------------------------


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def source_row(source: Source) -> dict[str, Any]:
    """A source as a row."""
    return {c.name: getattr(source, c.name) for c in TABLES["sources"].columns}


def observation_row(o: Observation) -> dict[str, Any]:
    """An observation as a row, its quantity and period spread over their columns."""
    return {
        "indicator": o.indicator,
        "series": o.series,
        "area": o.area,
        "measure": o.measure,
        "period_start": o.period.start,
        "period_end": o.period.end,
        "value": o.quantity.value,
        "unit": o.quantity.unit.code,
        "unit_mult": o.quantity.unit.mult,
        "qualifier": o.quantity.qualifier,
        "status": o.status,
        "plan_basis": o.plan_basis,
        "plan_words": o.plan_words,
        "source_id": o.source_id,
        "note": o.note,
    }


def goal_row(g: Goal) -> dict[str, Any]:
    """A goal as a row."""
    return {
        "indicator": g.indicator,
        "area": g.area,
        "period_start": g.period.start,
        "period_end": g.period.end,
        "value": g.quantity.value,
        "unit": g.quantity.unit.code,
        "unit_mult": g.quantity.unit.mult,
        "bound": g.bound,
        "basis": g.basis,
        "set_by": g.set_by,
        "adopted": g.adopted,
        "adopted_basis": g.adopted_basis,
        "source_id": g.source_id,
        "note": g.note,
    }


def verdict_row(v: Verdict) -> dict[str, Any]:
    """A verdict as a row."""
    return {
        "stated_on": v.stated_on,
        "period_end": v.period.end,
        "area": v.area,
        "indicator": v.indicator,
        "status": v.status,
        "reference": v.reference,
        "of_total": v.of_total,
        "inferred": v.inferred,
        "source_id": v.source_id,
        "note": v.note,
    }


def headline_row(h: HeadlineVerdict) -> dict[str, Any]:
    """A headline verdict as a row."""
    return {
        "period_end": h.period.end,
        "area": h.area,
        "count": h.count,
        "of_total": h.of_total,
        "status": h.status,
        "reference": h.reference,
        "source_id": h.source_id,
        "note": h.note,
    }


_ROW: dict[str, Callable[[Any], dict[str, Any]]] = {
    "sources": source_row,
    "observations": observation_row,
    "goals": goal_row,
    "verdicts": verdict_row,
    "headline_verdicts": headline_row,
}


def table_rows(tables: Tables, name: str) -> list[dict[str, Any]]:
    """The rows of a table as Python values; sources include those kept only as citations."""
    models = getattr(tables, name)
    if name == "sources":
        models = (*models, *tables.cited)
    return [_ROW[name](m) for m in models]


def text_rows(tables: Tables, name: str) -> list[dict[str, str]]:
    """The rows of a table as a CSV file holds them."""
    return [{k: _text(v) for k, v in row.items()} for row in table_rows(tables, name)]
