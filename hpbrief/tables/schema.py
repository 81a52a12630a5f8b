"""The tables of a data set: their columns, keys and allowed values, as data.

One description serves three ends: reading rows of any origin (CSV, XLSX, frames), writing the Table Schema
of a Data Package (https://datapackage.org), and giving frames their dtypes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Literal

from hpbrief.models.terms import (
    AdjustmentKind,
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

    ``optional`` columns may be missing from a file, ``rare`` ones are written only where a row fills them;
    ``other_names`` are read as this column.
    """

    name: str
    kind: ColumnType = "string"
    required: bool = False
    optional: bool = False
    values: type[StrEnum] | None = None
    other_names: tuple[str, ...] = ()
    rare: bool = False


@dataclass(frozen=True)
class TableSchema:
    """A table: its columns in order, its key, and the tables its columns refer to.

    A ``rare`` table is written only where it has rows.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    foreign_keys: tuple[tuple[str, str], ...] = ()
    other_names: tuple[str, ...] = ()
    rare: bool = False

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
                _may("value_max", "number", rare=True),
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
                _may("stated_on", "date"),
                _must("period_end", "date"),
                _may("area", other_names=("geography", "ref_area")),
                _must("count", "integer"),
                _may("of_total", "integer"),
                _must("status", values=VerdictStatus),
                _must("reference", values=Reference),
                _SOURCE,
                _NOTE,
            ),
            key=("stated_on", "period_end", "area", "count", "of_total", "status", "reference", "source_id"),
            foreign_keys=_TO_SOURCES,
        ),
        TableSchema(
            "adjustments",
            (
                _must("indicator"),
                _AREA,
                _must("period_start", "date"),
                _must("period_end", "date"),
                _must("value", "number"),
                _must("unit"),
                _must("unit_mult", "integer"),
                _must("kind", values=AdjustmentKind),
                _SOURCE,
                _NOTE,
            ),
            key=("indicator", "area", "period_start", "period_end", "kind", "source_id", "note"),
            foreign_keys=_TO_SOURCES,
            other_names=("one_offs", "khoản đột biến"),
            rare=True,
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


def written(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[TableSchema]:
    """The tables as they are written: without rare tables that have no row, and rare columns that no row fills."""
    return [
        replace(
            schema,
            columns=tuple(
                c for c in schema.columns if not c.rare or any(r[c.name] for r in rows.get(schema.name, ()))
            ),
        )
        for schema in TABLES.values()
        if not schema.rare or rows.get(schema.name)
    ]


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


def table_resource(schema: TableSchema) -> dict[str, Any]:
    """A table as a resource of a Data Package: its file, and its Table Schema."""
    return {
        "name": schema.name,
        "path": f"{schema.name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": table_schema(schema),
    }
