"""The tables of a data set: their columns, keys and allowed values, as data; and rows read against them.

One description serves three ends: reading rows of any origin (CSV, XLSX, frames), writing the Table Schema
of a Data Package (https://datapackage.org), and giving frames their dtypes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Literal

from hpbrief.catalog import fold
from hpbrief.errors import Message, ParseError, Problem, said
from hpbrief.models.period import day_from_iso
from hpbrief.models.terms import (
    AdoptedBasis,
    Basis,
    Bound,
    KnownBasis,
    Measure,
    ObsStatus,
    Qualifier,
    Reference,
    SourceKind,
    VerdictStatus,
)

ColumnType = Literal["string", "date", "number", "integer", "boolean"]


@dataclass(frozen=True)
class Column:
    """A column: its type, whether each row must fill it, and its allowed values.

    ``optional`` columns may be missing from a file; ``other_names`` are read as this column.
    """

    name: str
    kind: ColumnType = "string"
    required: bool = False
    optional: bool = False
    values: type[StrEnum] | None = None
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableSchema:
    """A table: its columns in order, its key, and the tables its columns refer to."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[tuple[str, str], ...] = ()
    other_names: tuple[str, ...] = ()

    @property
    def by_name(self) -> dict[str, Column]:
        """Columns by each name under which they are read."""
        return {name: c for c in self.columns for name in (c.name, *c.other_names)}


def _must(name: str, kind: ColumnType = "string", **more: Any) -> Column:
    return Column(name, kind, required=True, **more)


def _may(name: str, kind: ColumnType = "string", **more: Any) -> Column:
    return Column(name, kind, optional=True, **more)


_AREA = _must("area", other_names=("geography", "ref_area"))
_SOURCE = _must("source_id")
_NOTE = _may("note")
_TO_SOURCES = (("source_id", "sources"),)

TABLES: dict[str, TableSchema] = {
    t.name: t
    for t in (
        TableSchema(
            "sources",
            (
                _must("source_id"),
                _may("publisher"),
                _may("url", other_names=("address",)),
                _may("published", "date"),
                _may("known_from", "date"),
                _may("known_basis", values=KnownBasis),
                _may("kind", values=SourceKind),
                _may("title"),
            ),
            key=("source_id",),
            other_names=("source", "nguồn"),
        ),
        TableSchema(
            "observations",
            (
                _must("indicator"),
                _may("series"),
                _AREA,
                _must("measure", values=Measure),
                _must("period_start", "date"),
                _must("period_end", "date"),
                _must("value", "number"),
                _must("unit"),
                _must("unit_mult", "integer"),
                _may("qualifier", values=Qualifier),
                _must("status", values=ObsStatus),
                _may("plan_basis", values=Basis),
                _may("plan_words"),
                _SOURCE,
                _NOTE,
            ),
            key=(
                "indicator",
                "series",
                "area",
                "measure",
                "period_start",
                "period_end",
                "plan_basis",
                "source_id",
            ),
            foreign_keys=_TO_SOURCES,
            other_names=("figures", "data", "số liệu"),
        ),
        TableSchema(
            "goals",
            (
                _must("indicator"),
                _AREA,
                _must("period_start", "date"),
                _must("period_end", "date"),
                _must("value", "number"),
                _must("unit"),
                _must("unit_mult", "integer"),
                _may("bound", values=Bound),
                _must("basis", values=Basis),
                _may("set_by"),
                _may("adopted", "date"),
                _may("adopted_basis", values=AdoptedBasis),
                _SOURCE,
                _NOTE,
            ),
            key=("indicator", "area", "period_start", "period_end", "basis", "source_id", "value"),
            foreign_keys=_TO_SOURCES,
            other_names=("targets", "mục tiêu"),
        ),
        TableSchema(
            "verdicts",
            (
                _must("stated_on", "date"),
                _must("period_end", "date"),
                _may("area", other_names=("geography", "ref_area")),
                _must("indicator"),
                _must("status", values=VerdictStatus),
                _must("reference", values=Reference),
                _may("of_total", "integer"),
                _may("inferred", "boolean"),
                _SOURCE,
                _NOTE,
            ),
            key=("stated_on", "period_end", "area", "indicator", "reference", "source_id"),
            foreign_keys=_TO_SOURCES,
            other_names=("đánh giá",),
        ),
        TableSchema(
            "headline_verdicts",
            (
                _must("period_end", "date"),
                _may("area", other_names=("geography", "ref_area")),
                _must("count", "integer"),
                _must("of_total", "integer"),
                _must("status", values=VerdictStatus),
                _must("reference", values=Reference),
                _SOURCE,
                _NOTE,
            ),
            key=("period_end", "area", "count", "of_total", "status", "reference", "source_id"),
            foreign_keys=_TO_SOURCES,
        ),
    )
}

#: Columns by which a table may carry its sources itself, where there is no table of sources.
INLINE_SOURCE = (
    Column("source", other_names=("nguồn",)),
    Column("source_url", other_names=("url",)),
    Column("publisher"),
    Column("published", "date"),
    Column("known_from", "date"),
)


@dataclass(frozen=True)
class RawTable:
    """Rows as a file has them: its name, its header, and for each row its line and its cells."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Any, ...]], ...]


@dataclass(frozen=True)
class Row:
    """A row whose cells have the types of their columns; None for an empty one."""

    file: str
    line: int
    cells: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.cells.get(name)

    def problem(self, column: str | None, message: str | Message) -> Problem:
        """A Problem at this row."""
        return Problem(self.file, self.line, column, message)


#: Words that stand for the values of a closed list, folded, by list.
Vocabulary = Mapping[type[StrEnum], Mapping[str, str]]


def read_rows(
    schema: TableSchema, raw: RawTable, problems: list[Problem], vocabulary: Vocabulary | None = None
) -> list[Row]:
    """Rows with typed cells; what is wrong is appended to ``problems`` and its row left out.

    ``vocabulary`` holds the words that a column with a closed list of values takes beside their codes.
    """
    columns = _match_header(schema, raw, problems)
    if columns is None:
        return []
    rows = []
    for line, cells in raw.rows:
        if all(_is_empty(cell) for cell in cells):
            continue
        found = len(problems)
        row = _read_row(schema, raw.file, line, columns, cells, problems, vocabulary or {})
        if len(problems) == found:
            rows.append(row)
    return rows


def _match_header(schema: TableSchema, raw: RawTable, problems: list[Problem]) -> list[Column | None] | None:
    if not raw.header:
        problems.append(Problem(raw.file, None, None, Message("no_header")))
        return None
    if len(raw.header) == 1 and ";" in raw.header[0]:
        problems.append(Problem(raw.file, 1, None, Message("semicolons")))
        return None
    known = {**{c.name: c for c in INLINE_SOURCE}, **schema.by_name}
    if "source_id" in schema.by_name and schema.name != "sources":
        known = {**known, **{n: c for c in INLINE_SOURCE for n in c.other_names if n not in known}}
        known["period"] = Column("period")
    columns = [known.get(str(name).strip().lower()) for name in raw.header]
    for name, column in zip(raw.header, columns, strict=True):
        if column is None and str(name).strip():
            problems.append(
                Problem(
                    raw.file,
                    1,
                    str(name),
                    Message("no_such_column", table=schema.name, names=", ".join(schema.by_name)),
                )
            )
    names = [c.name for c in columns if c]
    for name in sorted({n for n in names if names.count(n) > 1}):
        problems.append(Problem(raw.file, 1, name, Message("column_twice")))
    for column in schema.columns:
        if column.optional or column.name in names or _stands_in(column.name, names):
            continue
        problems.append(Problem(raw.file, 1, column.name, Message("column_missing")))
    return None if any(p.file == raw.file for p in problems) else columns


def _stands_in(name: str, names: list[str]) -> bool:
    if name == "source_id":
        return "source" in names or "source_url" in names
    return name in ("period_start", "period_end") and "period" in names


def _read_row(
    schema: TableSchema,
    file: str,
    line: int,
    columns: list[Column | None],
    cells: tuple[Any, ...],
    problems: list[Problem],
    vocabulary: Vocabulary,
) -> Row:
    if len(cells) > len(columns) and any(not _is_empty(c) for c in cells[len(columns) :]):
        problems.append(
            Problem(
                file,
                line,
                None,
                Message("too_many_cells", cells=len(cells), columns=len(columns)),
            )
        )
    values: dict[str, Any] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column is None:
            continue
        try:
            values[column.name] = None if _is_empty(cell) else _READERS[column.kind](cell)
        except ValueError as error:
            problems.append(Problem(file, line, column.name, said(error)))
            values[column.name] = cell
            continue
        if column.values and values[column.name] is not None:
            try:
                values[column.name] = _read_code(values[column.name], column.values, vocabulary)
            except ParseError as error:
                problems.append(Problem(file, line, column.name, said(error)))
    for column in schema.columns:
        if column.required and values.get(column.name) is None and not _stands_in(column.name, list(values)):
            problems.append(Problem(file, line, column.name, Message("cell_empty")))
    if "period" in values and values["period"] is None and values.get("period_start") is None:
        problems.append(Problem(file, line, "period", Message("cell_empty")))
    return Row(file, line, values)


#: More digits than this, or a larger power of ten, are taken for a mistake.
_MAX_DIGITS = 20


# -- cells -------------------------------------------------------------------------------------------


class AmbiguousText(str):
    """A cell of a workbook that holds a number as text, its dot perhaps a thousand mark: ``21.500``."""

    __slots__ = ()


def _is_empty(cell: Any) -> bool:
    if cell is None:
        return True
    if isinstance(cell, str):
        return not cell.strip()
    try:
        return bool(cell != cell)  # NaN and NaT differ from themselves
    except TypeError:  # pandas.NA has no truth value
        return True


def _read_string(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _read_code(text: str, values: type[StrEnum], vocabulary: Vocabulary) -> str:
    """The code that a cell of a closed list gives, itself or by one of its words."""
    if text in list(values):
        return text
    code = vocabulary.get(values, {}).get(fold(text))
    if code is None:
        raise ParseError("no_code", text=text, names=", ".join(values))
    return code


_DAY_FIRST = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4})")


def _read_date(cell: Any) -> date:
    """A day: ISO, or day, month and year in the order of Vietnamese (``31/10/2025``, ``31-10-2025``)."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell).strip().removesuffix(" 00:00:00").removesuffix("T00:00:00")
    if match := _DAY_FIRST.fullmatch(text):
        try:
            return date(int(match[4]), int(match[3]), int(match[1]))
        except ValueError as error:
            raise ParseError("no_such_day", text=text) from error
    try:
        return day_from_iso(text)
    except ParseError as error:
        raise ParseError("not_a_date", text=text) from error


def _read_number(cell: Any) -> Decimal:
    if isinstance(cell, bool):
        raise ParseError("not_a_number", text=str(cell))
    if isinstance(cell, AmbiguousText):
        raise ParseError("ambiguous_number", text=str(cell), meant=cell.replace(".", ""))
    text = repr(float(cell)).removesuffix(".0") if isinstance(cell, float) else str(cell).strip()
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if (
        not number.is_finite()
        or "_" in text
        or max(abs(number.adjusted()), len(number.as_tuple().digits)) > _MAX_DIGITS
    ):
        raise ParseError("not_a_plain_number", text=text)
    return number


def _read_integer(cell: Any) -> int:
    number = _read_number(cell)
    if number != number.to_integral_value():
        raise ParseError("not_whole", text=repr(cell))
    return int(number)


def _read_boolean(cell: Any) -> bool:
    word = str(cell).strip().lower()
    if word in ("yes", "true", "1", "1.0", "có"):
        return True
    if word in ("no", "false", "0", "0.0", "không"):
        return False
    raise ParseError("not_yes_or_no", text=str(cell))


_READERS: dict[ColumnType, Any] = {
    "string": _read_string,
    "date": _read_date,
    "number": _read_number,
    "integer": _read_integer,
    "boolean": _read_boolean,
}


# -- Data Package ------------------------------------------------------------------------------------


def table_schema(schema: TableSchema) -> dict[str, Any]:
    """The Table Schema (https://datapackage.org/standard/table-schema/) of a table."""
    fields = []
    for column in schema.columns:
        constraints: dict[str, Any] = {}
        if column.required:
            constraints["required"] = True
        if column.values:
            constraints["enum"] = [str(v) for v in column.values]
        field: dict[str, Any] = {"name": column.name, "type": column.kind}
        if column.kind == "boolean":
            field |= {"trueValues": ["yes"], "falseValues": ["no"]}
        fields.append(field | ({"constraints": constraints} if constraints else {}))
    descriptor: dict[str, Any] = {"fields": fields, "missingValues": [""]}
    if all(schema.by_name[name].required for name in schema.key):
        descriptor["primaryKey"] = list(schema.key)
    else:  # a primary key admits no empty cell
        descriptor["uniqueKeys"] = [list(schema.key)]
    if schema.foreign_keys:
        descriptor["foreignKeys"] = [
            {"fields": field, "reference": {"resource": table, "fields": field}}
            for field, table in schema.foreign_keys
        ]
    return descriptor
