"""Rows ↔ models: what a typed row of a data set means, and how a model is written as a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from hpbrief.catalog import Catalog, fold
from hpbrief.errors import DatasetError, Message, ParseError, Problem, said
from hpbrief.models import (
    Adjustment,
    Basis,
    Bound,
    Direction,
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
from hpbrief.parse.units import UnitReader
from hpbrief.tables.schema import INLINE_SOURCE, TABLES
from hpbrief.tables.typed_rows import RawTable, Row, read_rows, vocabulary

#: Where an undated source of a user's own file counts as known: so many days after its newest period.
DAYS_AFTER_PERIOD = 7


def read_tables(raw: dict[str, RawTable], catalog: Catalog) -> Tables:
    """Models of raw tables. Raises DatasetError listing each problem with file, line and column."""
    problems: list[Problem] = []
    words = vocabulary(catalog)
    rows = {name: read_rows(TABLES[name], table, problems, words) for name, table in raw.items()}
    if not problems and not rows.get("observations") and not rows.get("goals"):
        problems.append(Problem("data set", None, None, Message("data_set_empty")))
    if problems:  # names are looked up only in tables whose cells are sound
        raise DatasetError(problems)
    reader = _Reader(catalog, problems)
    if "sources" not in raw:
        reader.inline_sources([row for table in rows.values() for row in table])
    else:
        reader.sources = {s.source_id: s for s in reader.models("sources", rows, reader.source)}
        if problems:  # without its sources nothing else can be checked
            raise DatasetError(problems)
    parts = {
        "observations": reader.models("observations", rows, reader.observation),
        "goals": reader.models("goals", rows, reader.goal),
    }
    reader.home = _home_areas(parts["observations"], catalog)
    parts["verdicts"] = reader.models("verdicts", rows, reader.verdict)
    parts["headline_verdicts"] = reader.models("headline_verdicts", rows, reader.headline)
    parts["adjustments"] = reader.models("adjustments", rows, reader.adjustment)
    if problems:
        raise DatasetError(problems)
    return Tables(sources=tuple(reader.sources.values()), **{k: tuple(v) for k, v in parts.items()})


def reached_at(value: Decimal, value_max: Decimal | None, bound: Bound) -> tuple[Decimal, Decimal | None]:
    """The end at which a goal is reached and the other end of its range: the lower one, of a ceiling the upper."""
    if value_max is None or value_max == value:
        return value, None
    low, high = min(value, value_max), max(value, value_max)
    return (high, low) if bound == Bound.AT_MOST else (low, high)


#: The code of a period in words, by its kind in words.toml.
_PERIOD_CODES = {
    "month": "{year}-M{n:02d}",
    "months": "{year}-{n:02d}M",
    "quarter": "{year}-Q{n}",
    "year": "{year}",
}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def written_period(text: str, catalog: Catalog) -> Period:
    """A period by its code, or in words as heads of tables have them (``T10/2025``, ``10 tháng 2025``).

    Raises ParseError where it is neither.
    """
    for kind, pattern in catalog.words.get("also_period", {}).items():
        if match := re.fullmatch(pattern, fold(text)):
            number = match.groupdict().get("n", "")
            return Period.from_code(_PERIOD_CODES[kind].format(year=match["year"], n=_number(number)))
    return Period.from_code(text.strip())


def _number(text: str) -> int:
    return _ROMAN.get(text) or int(text or 0)


#: Columns of fields that bear another name in the models.
_COLUMN_OF = {"mult": "unit_mult", "code": "unit"}


class _Reader:
    """Turns rows into models; what cannot be turned becomes a problem."""

    def __init__(self, catalog: Catalog, problems: list[Problem]) -> None:
        self.catalog = catalog
        self.problems = problems
        self.sources: dict[str, Source] = {}
        self.home: list[str] = []

    def models(self, table: str, rows: Mapping[str, Sequence[Row]], read: Callable[[Row], Any]) -> list[Any]:
        """Models of a table's rows; a row that cannot be read, or repeats another, becomes a problem."""
        out, lines = [], dict[Any, int]()
        for row in rows.get(table, ()):
            found = len(self.problems)
            model = self._model(row, read)
            if model is None or len(self.problems) > found:
                continue
            if model.key in lines:
                same = ", ".join(TABLES[table].key)
                message = Message("repeats_line", line=lines[model.key], names=same)
                self.problems.append(row.problem(None, message))
            lines.setdefault(model.key, row.line)
            out.append(model)
        return out

    def _model(self, row: Row, read: Callable[[Row], Any]) -> Any:
        try:
            return read(row)
        except ValidationError as error:
            first = error.errors()[0]
            place = str(first["loc"][-1]) if first["loc"] else None
            message = _fault(first)
            if place is not None:
                message = Message("value_wrong", value=repr(first["input"]), fault=message)
            self.problems.append(row.problem(_COLUMN_OF.get(place or "", place), message))
        except ParseError as error:
            self.problems.append(row.problem("period" if row["period"] else "period_end", said(error)))
        return None

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

    def inline_sources(self, rows: Sequence[Row]) -> None:
        """Sources named in the rows themselves; an undated one counts from when its rows allow."""
        mine: dict[str, list[Row]] = {}
        for row in rows:
            source_id = _inline_id(row)
            if source_id is None:
                self.problems.append(row.problem("source", Message("source_empty")))
            else:
                mine.setdefault(source_id, []).append(row)
        for source_id, its in mine.items():
            cells = {c.name: next((r[c.name] for r in its if r[c.name]), None) for c in INLINE_SOURCE}
            name = str(cells["source"] or cells["source_url"] or source_id)
            known_from = cells["known_from"] or cells["published"]
            printed = known_from is not None and known_from == cells["published"]
            self.sources[source_id] = Source(
                source_id=source_id,
                publisher=str(cells["publisher"] or name),
                url=str(cells["source_url"] or (name if name.startswith("http") else "")),
                published=cells["published"],
                known_from=known_from or self._known_from(its),
                known_basis=KnownBasis.PUBLISHED if printed else KnownBasis.INFERRED,
                title=name,
            )

    def _known_from(self, rows: Sequence[Row]) -> date | None:
        """A week after the newest figure, the day of the newest verdict; goals alone: the start of their period."""
        told = [row["stated_on"] for row in rows if row["stated_on"]]
        periods = [(row, self._period_or_none(row)) for row in rows]
        figures = [p.end for row, p in periods if p and row["status"] and not row["stated_on"]]
        told += [end + timedelta(days=DAYS_AFTER_PERIOD) for end in figures]
        return max(told or [p.start for _, p in periods if p], default=None)

    def _period_or_none(self, row: Row) -> Period | None:
        try:
            return self.period(row) if row["period"] or row["period_start"] else _ytd(row["period_end"])
        except ParseError:
            return None

    # -- cells that name things ---------------------------------------------------------------------

    def source_id(self, row: Row) -> str:
        source_id = _inline_id(row)
        if source_id is None:
            return "unknown"  # the empty cell is a problem already
        if source_id not in self.sources:
            self.problems.append(row.problem("source_id", Message("not_among_sources", source=source_id)))
        return source_id

    def indicator(self, row: Row) -> str:
        found = self.catalog.find_indicator(row["indicator"])
        if found is None:
            self._unknown(row, "indicator")
            return "unknown"
        return found.id

    def area(self, row: Row, on: date) -> str:
        if row["area"] in self.catalog.areas:
            return str(row["area"])
        found = self.catalog.find_area(row["area"], on)
        if found is None:
            self._unknown(row, "area")
            return "unknown"
        return found.id

    def home_area(self, row: Row, on: date) -> str:
        """The row's area, or where its table names none the data set's main area of that day."""
        if row["area"]:
            return self.area(row, on)
        for area_id in self.home:
            if self.catalog.area(area_id).existed_in(Period.instant(on)):
                return area_id
        self.problems.append(row.problem("area", Message("area_empty")))
        return "unknown"

    def _unknown(self, row: Row, column: str) -> None:
        near = self.catalog.near_told(row[column], column)
        hint = Message("did_you_mean", names=near) if near else Message("see_lists", column=column)
        self.problems.append(row.problem(column, Message("not_in_catalogue", name=row[column], hint=hint)))

    def unit(self, row: Row) -> Unit:
        """The unit of a row by its code, or by words: a name of the unit, or as texts write it (``tỷ đồng``)."""
        code, mult = row["unit"], row["unit_mult"]
        if code not in self.catalog.units:
            name = self._unit_names.get(fold(code))
            code, written = (name, None) if name else self._written_unit(row)
            mult = written if mult is None else mult
            known = self.catalog.find_indicator(row["indicator"])
            code = self.catalog.counted_as(known.id, code) if known else code
        if mult is None and code == "PT":
            mult = 0
        if mult is None:  # a code alone does not say whether thousands or billions are meant
            self.problems.append(row.problem("unit_mult", Message("cell_empty")))
            mult = 0
        return Unit(code=code, mult=mult)

    @cached_property
    def _unit_names(self) -> dict[str, str]:
        return {
            fold(name): unit.code
            for unit in self.catalog.units.values()
            for name in (unit.code, unit.label_vi, unit.label_en)
        }

    @cached_property
    def _units(self) -> UnitReader:
        return UnitReader(self.catalog.rules["unit_words"])

    def _written_unit(self, row: Row) -> tuple[str, int]:
        """Code and power of ten of a unit in words; a problem where it is none, or the row gives another power."""
        words, given = fold(row["unit"]), row["unit_mult"]
        match = self._units.read(words, 0)
        code = match.code if match and match.end == len(words) and match.noun_start < match.end else None
        if match is None or code is None or code not in self.catalog.units:
            allowed = ", ".join(sorted(self.catalog.units))
            self.problems.append(row.problem("unit", Message("no_code", text=row["unit"], names=allowed)))
            return str(row["unit"]), 0
        if given is not None and match.mult not in (0, given):
            message = Message("other_power", text=row["unit"], unit=code, mult=match.mult, given=given)
            self.problems.append(row.problem("unit_mult", message))
        return code, match.mult

    def period(self, row: Row) -> Period:
        if row["period"] is not None:
            return written_period(str(row["period"]), self.catalog)
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
            self.problems.append(row.problem("basis", Message("implied_goal")))
        bound = row["bound"] or self._bound(row)
        value, other = reached_at(row["value"], row["value_max"], bound)
        return Goal(
            indicator=self.indicator(row),
            area=self.area(row, period.end),
            period=period,
            quantity=Quantity(value=value, unit=self.unit(row)),
            other_end=other,
            bound=bound,
            basis=basis,
            set_by=row["set_by"] or "",
            adopted=row["adopted"],
            adopted_basis=row["adopted_basis"],
            source_id=self.source_id(row),
            note=row["note"] or "",
        )

    def adjustment(self, row: Row) -> Adjustment:
        period = self.period(row)
        return Adjustment(
            indicator=self.indicator(row),
            area=self.area(row, period.end),
            period=period,
            quantity=Quantity(value=row["value"], unit=self.unit(row)),
            kind=row["kind"],
            source_id=self.source_id(row),
            note=row["note"] or "",
        )

    def _bound(self, row: Row) -> Bound:
        """The bound of a goal that names none, by the good direction of its indicator; a problem where it has none."""
        known = self.catalog.find_indicator(row["indicator"])
        if known is not None and known.direction is Direction.NONE:
            self.problems.append(row.problem("bound", Message("which_bound", indicator=row["indicator"])))
        return Bound.AT_MOST if known and known.direction is Direction.DOWN else Bound.AT_LEAST

    def verdict(self, row: Row) -> Verdict:
        return Verdict(
            stated_on=row["stated_on"],
            period=_ytd(row["period_end"]),
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
            period=_ytd(row["period_end"]),
            area=self.home_area(row, row["period_end"]),
            count=row["count"],
            of_total=row["of_total"],
            status=row["status"],
            reference=row["reference"],
            stated_on=row["stated_on"],
            source_id=self.source_id(row),
            note=row["note"] or "",
        )


#: Faults that pydantic finds in a value, as sentences.
_FAULTS = {
    "greater_than_equal": "too_small",
    "less_than_equal": "too_large",
    "string_pattern_mismatch": "no_match",
}


def _fault(found: ErrorDetails) -> Message | str:
    """What a model finds wrong: its own error, or one that pydantic knows."""
    about = found.get("ctx", {})
    if isinstance(about.get("error"), ParseError):
        return said(about["error"])
    code = _FAULTS.get(found["type"])
    return Message(code, **about) if code else found["msg"].removeprefix("Value error, ")


def _ytd(end: date) -> Period:
    return Period(date(end.year, 1, 1), end)


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
