"""The tables of a corpus: their columns as an Arrow schema, fixed; and rows to tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from hpbrief.briefing.files import PLACE_TYPES
from hpbrief.briefing.records import FACT_TYPES
from hpbrief.errors import LoadError

if TYPE_CHECKING:
    import pyarrow as pa

#: Counts up with every change of a column or of its meaning.
SCHEMA_VERSION = 1

_ARROW = {
    "string": "string",
    "number": "double",
    "integer": "int64",
    "date": "date32",
    "boolean": "bool",
    "strings": "list<string>",
}

#: Columns of each table with their types, in order.
COLUMNS: dict[str, dict[str, str]] = {
    # A row a fact: the keys of ``FACT_KEYS``, then the value digit by digit, the days of the period, the place.
    "statements": {
        **FACT_TYPES,
        "inferred": "boolean",
        "rules": "strings",
        "value_printed": "string",
        "period_start": "date",
        "period_end": "date",
        **PLACE_TYPES,
    },
    # A row a document, counted once however many copies there are.
    "briefings": {
        "document": "string",
        "address": "string",
        "title": "string",
        "published": "date",
        "publisher": "string",
        "area": "string",
        "report_period": "string",
        "task_period": "string",
        "meeting_on": "date",
        "meeting_body": "string",
        "characters": "integer",
        "statements": "integer",
        "issues": "integer",
        "coverage": "number",
    },
    # A row a place that was not read with certainty, or (``document`` null) a document that was not read at all.
    "issues": {
        "document": "string",
        "address": "string",
        "code": "string",
        "message": "string",
        "start": "integer",
        "end": "integer",
        "text": "string",
        "best_reading": "number",
    },
    # A row an address under which a text was given; ``first`` is the one that its briefing names.
    "addresses": {
        "document": "string",
        "address": "string",
        "title": "string",
        "published": "date",
        "publisher": "string",
        "first": "boolean",
    },
}
TABLES = tuple(COLUMNS)


def need_arrow() -> Any:
    """The module ``pyarrow``. Raises LoadError naming the extra where it is not installed."""
    try:
        import pyarrow
    except ImportError as error:
        raise LoadError("corpus_needs_arrow") from error
    return pyarrow


@cache
def arrow_schema(table: str) -> pa.Schema:
    """The schema of a table: every column may be null."""
    pa = need_arrow()
    types = {
        "string": pa.string(),
        "double": pa.float64(),
        "int64": pa.int64(),
        "date32": pa.date32(),
        "bool": pa.bool_(),
        "list<string>": pa.list_(pa.string()),
    }
    return pa.schema([(name, types[_ARROW[kind]]) for name, kind in COLUMNS[table].items()])


def arrow_table(table: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows as a table of its schema; every row has every column."""
    schema = arrow_schema(table)
    rows = list(rows)
    pa = need_arrow()
    return pa.table([[row[name] for row in rows] for name in schema.names], schema=schema)


def column_rows() -> list[tuple[str, str, str]]:
    """Table, column and Arrow type of every column, as the documentation prints them."""
    return [
        (table, name, _ARROW[kind]) for table, columns in COLUMNS.items() for name, kind in columns.items()
    ]
