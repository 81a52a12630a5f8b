"""Rows → frames: the only door to pandas, which is loaded on first use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from hpbrief.tables.schema import ColumnType

if TYPE_CHECKING:
    import pandas as pd

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


def _cell(value: Any, kind: ColumnType) -> Any:
    if kind == "string":
        return "" if value is None else str(value)
    if kind == "number":
        return float("nan") if value is None else float(value)
    return value
