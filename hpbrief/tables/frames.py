"""Models → rows → frames: how a model is written as a row, and the only door to pandas, which is loaded on first
use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from hpbrief.errors import LoadError
from hpbrief.models import Adjustment, Goal, HeadlineVerdict, Observation, Source, Tables, Verdict
from hpbrief.tables.schema import TABLES, ColumnType, TableSchema

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


DTYPES: dict[ColumnType, str] = {
    "string": "object",
    "date": "datetime64[ns]",
    "number": "float64",
    "integer": "Int64",
    "boolean": "bool",
}


def tidy_frame(rows: Iterable[Mapping[str, Any]], types: Mapping[str, ColumnType]) -> pd.DataFrame:
    """A plain frame with the columns and types named: Decimal becomes float64, None NaN, NaT or ""."""
    import pandas as pd

    rows = list(rows)
    return pd.DataFrame(
        {
            name: pd.Series([_cell(row[name], kind) for row in rows], dtype=DTYPES[kind])
            for name, kind in types.items()
        }
    )


def arrow_table(rows: Iterable[Mapping[str, Any]], schema: TableSchema) -> pa.Table:
    """Rows of a table as an Arrow table, nothing as null. Raises LoadError where pyarrow is not installed."""
    try:
        import pyarrow as pa
    except ImportError as error:
        raise LoadError("needs_extra", what="to_arrow", extra="corpus") from error
    kinds = {
        "string": pa.string(), "date": pa.date32(), "number": pa.float64(), "integer": pa.int64(),
        "boolean": pa.bool_(),
    }  # fmt: skip
    rows = list(rows)
    columns = {
        c.name: pa.array(
            [None if row[c.name] is None else _cell(row[c.name], c.kind) for row in rows], kinds[c.kind]
        )
        for c in schema.columns
    }
    return pa.table(columns)


def _cell(value: Any, kind: ColumnType) -> Any:
    if kind == "string":
        return "" if value is None else str(value)
    if kind == "number":
        return float("nan") if value is None else float(value)
    return value


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
        "value": g.quantity.value if g.other_end is None else min(g.quantity.value, g.other_end),
        "value_max": None if g.other_end is None else max(g.quantity.value, g.other_end),
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
        "stated_on": h.stated_on,
        "period_end": h.period.end,
        "area": h.area,
        "count": h.count,
        "of_total": h.of_total,
        "status": h.status,
        "reference": h.reference,
        "source_id": h.source_id,
        "note": h.note,
    }


def adjustment_row(a: Adjustment) -> dict[str, Any]:
    """A one-off as a row."""
    return {
        "indicator": a.indicator,
        "area": a.area,
        "period_start": a.period.start,
        "period_end": a.period.end,
        "value": a.quantity.value,
        "unit": a.quantity.unit.code,
        "unit_mult": a.quantity.unit.mult,
        "kind": a.kind,
        "source_id": a.source_id,
        "note": a.note,
    }


_ROW: dict[str, Callable[[Any], dict[str, Any]]] = {
    "sources": source_row,
    "observations": observation_row,
    "goals": goal_row,
    "verdicts": verdict_row,
    "headline_verdicts": headline_row,
    "adjustments": adjustment_row,
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
