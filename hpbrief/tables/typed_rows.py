"""Raw tables → typed rows: headers matched, cells read by the type of their column, closed lists by their words
in both languages, each fault told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from hpbrief.catalog import Catalog, fold
from hpbrief.errors import CatalogError, Message, ParseError, Problem, said
from hpbrief.models import (
    AdjustmentKind,
    AdoptedBasis,
    Basis,
    Bound,
    KnownBasis,
    Lang,
    Measure,
    ObsStatus,
    Qualifier,
    Reference,
    SourceKind,
    VerdictStatus,
)
from hpbrief.models.period import day_of
from hpbrief.tables.schema import INLINE_SOURCE, Column, ColumnType, TableSchema


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
    known = _known_columns(schema)
    columns = [known.get(str(name).strip().lower()) for name in raw.header]
    problems += _faults_of_header(schema, raw, columns)
    return None if any(p.file == raw.file for p in problems) else columns


def _known_columns(schema: TableSchema) -> dict[str, Column]:
    known = {**{c.name: c for c in INLINE_SOURCE}, **schema.by_name}
    if "source_id" in schema.by_name and schema.name != "sources":
        known = {**known, **{n: c for c in INLINE_SOURCE for n in c.other_names if n not in known}}
        known["period"] = Column("period")
    return known


def _faults_of_header(
    schema: TableSchema, raw: RawTable, columns: Sequence[Column | None]
) -> Iterator[Problem]:
    """Columns that are none of the table's, that stand twice, that are missing."""
    unknown = Message("no_such_column", table=schema.name, names=", ".join(schema.by_name))
    for name, column in zip(raw.header, columns, strict=True):
        if column is None and str(name).strip():
            yield Problem(raw.file, 1, str(name), unknown)
    names = [c.name for c in columns if c]
    for name in sorted({n for n in names if names.count(n) > 1}):
        yield Problem(raw.file, 1, name, Message("column_twice"))
    for column in schema.columns:
        if not (column.optional or column.name in names or _stands_in(column.name, names)):
            yield Problem(raw.file, 1, column.name, Message("column_missing"))


def _stands_in(name: str, names: list[str]) -> bool:
    if name == "source_id":
        return "source" in names or "source_url" in names
    if name == "unit_mult":  # words such as "tỷ đồng" say it
        return "unit" in names
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
        values[column.name] = cell
        try:
            values[column.name] = None if _is_empty(cell) else _read_cell(column, cell, vocabulary)
        except ValueError as error:
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


def _read_cell(column: Column, cell: Any, vocabulary: Vocabulary) -> Any:
    """The value of a cell by the type of its column, of a closed list its code. Raises ValueError."""
    value = _READERS[column.kind](cell)
    return _read_code(value, column.values, vocabulary) if column.values else value


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
    "date": day_of,
    "number": _read_number,
    "integer": _read_integer,
    "boolean": _read_boolean,
}


#: Where the words of a closed list stand in words.toml; more that are read stand under ``also_`` and that name.
_WORDS_OF: dict[type[StrEnum], str] = {
    AdjustmentKind: "adjustment_kind",
    AdoptedBasis: "adopted_basis",
    Basis: "basis",
    Bound: "bound",
    KnownBasis: "known_basis",
    Measure: "measure",
    ObsStatus: "obs_status",
    Qualifier: "qualifier",
    Reference: "reference",
    SourceKind: "source_kind",
    VerdictStatus: "stated",
}


def vocabulary(catalog: Catalog) -> Vocabulary:
    """The words by which each closed list is read: labels of both languages and what else people write.

    Raises CatalogError where a word names two values of a list.
    """
    return {values: _words_of(values, group, catalog) for values, group in _WORDS_OF.items()}


def labels_of(values: type[StrEnum], codes: Iterable[str], catalog: Catalog, lang: Lang) -> list[str]:
    """What a person may write for some codes of a closed list: their labels in a language."""
    words = catalog.words.get(_WORDS_OF[values], {})
    return [words[code][lang] for code in codes if words.get(code, {}).get(lang)]


def _words_of(values: type[StrEnum], group: str, catalog: Catalog) -> dict[str, str]:
    also, found = catalog.words.get(f"also_{group}", {}), dict[str, str]()
    for value in values:
        labels = catalog.words.get(group, {}).get(value, {})
        for word in filter(None, (value, *labels.values(), *also.get(value, ()))):
            if found.setdefault(fold(word), value) != value:
                raise CatalogError("names_two_values", where="words.toml", word=word, group=group)
    return found
