"""SDMX-CSV 2.0: figures and goals as observations of two data structures, with the structures beside them.

A folder has ``observations.csv``, ``goals.csv`` and ``structure.xml`` (SDMX-ML 2.1: concepts, code lists, data
structures, data flows). Verdicts are no observations and stay out; a Data Package or JSON-stat holds them too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from hpbrief.errors import DatasetError, LoadError, Message, Problem, said
from hpbrief.exchange.mapping import ColumnMapping, Flat, map_rows, read_time_period, time_period
from hpbrief.exchange.structure import (
    AGENCY,
    FLOWS,
    SOURCE_COLUMNS,
    VERSION,
    Component,
    flow_id,
    structure_message,
)
from hpbrief.files import write_text
from hpbrief.models import Period
from hpbrief.models.period import day_from_iso
from hpbrief.tables.frames import text_rows
from hpbrief.tables.raw import read_csv_text
from hpbrief.tables.schema import TABLES
from hpbrief.tables.typed_rows import RawTable

if TYPE_CHECKING:
    from hpbrief.catalog import Catalog
    from hpbrief.models import Tables

STRUCTURE = "structure.xml"
#: What an empty cell of a dimension is written as: SDMX's code for "not applicable".
NOT_APPLICABLE = "_Z"


def write_sdmx(tables: Tables, folder: str | Path, catalog: Catalog) -> Path:
    """Write figures and goals as SDMX-CSV 2.0 into a folder, with the structures they follow."""
    folder = Path(folder)
    for table in FLOWS:
        write_text(folder / f"{table}.csv", _csv_of(table, tables))
    write_text(folder / STRUCTURE, structure_message(tables, catalog))
    return folder


def _csv_of(table: str, tables: Tables) -> str:
    components = FLOWS[table]
    sources = {row["source_id"]: row for row in text_rows(tables, "sources")}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *(c.concept for c in components)])
    target = ("dataflow", f"{AGENCY}:{flow_id(table)}({VERSION})", "I")
    prints: dict[tuple[str, ...], int] = {}
    for row in text_rows(tables, table):
        period, frequency = time_period(
            Period(day_from_iso(row["period_start"]), day_from_iso(row["period_end"]))
        )
        cells = row | {"period": period, "": frequency}
        cells |= {f"sources.{name}": text for name, text in sources[row["source_id"]].items()}
        if table == "goals":  # one source may print two values of one goal
            key = tuple(cells[c.column] for c in components if c.role == "dimension" and c.column != "print")
            prints[key] = prints.get(key, 0) + 1
            cells["print"] = str(prints[key])
        writer.writerow([*target, *(_cell(c, cells[c.column]) for c in components)])
    return out.getvalue()


def _cell(component: Component, text: str) -> str:
    return text or (NOT_APPLICABLE if component.role == "dimension" else "")


# -- reading -----------------------------------------------------------------------------------------


def is_sdmx(raw: RawTable) -> bool:
    """Whether a CSV file is SDMX-CSV: 2.0 (STRUCTURE first) or 1.0 (DATAFLOW first)."""
    return bool(raw.header) and (raw.header[0].startswith("STRUCTURE") or raw.header[0] == "DATAFLOW")


def read_sdmx(files: Mapping[str, bytes], mapping: ColumnMapping) -> dict[str, RawTable]:
    """Raw tables of SDMX-CSV files (by name); those that hpbrief wrote need no mapping.

    Raises DatasetError naming file, line and column, LoadError where there is no row.
    """
    tables: dict[str, RawTable] = {}
    sources: dict[str, tuple[int, tuple[str, ...]]] = {}
    for name, data in files.items():
        raw = read_csv_text(data, name)
        if not is_sdmx(raw):
            raise LoadError("not_sdmx", where=name)
        flat = _flat(raw)
        own = _own_table(raw)
        if own is not None:
            tables[own] = _read_own(flat, own, sources)
        else:
            table = map_rows(flat, _with_defaults(flat, mapping))
            tables["observations"] = (
                table if "observations" not in tables else _appended(tables["observations"], table)
            )
    if sources:
        header = ("source_id", *(c.column.partition(".")[2] for c in SOURCE_COLUMNS))
        tables["sources"] = RawTable("sources in SDMX-CSV", header, tuple(sources.values()))
    return tables


_STANDARD = {
    "REF_AREA": "area",
    "TIME_PERIOD": "period",
    "INDICATOR": "indicator",
    "OBS_VALUE": "value",
    "OBS_STATUS": "status",
    "UNIT_MEASURE": "unit",
    "UNIT_MULT": "unit_mult",
    "COMMENT_OBS": "note",
    "OBS_COMMENT": "note",
}
_UNTOLD = ("FREQ", "STRUCTURE_NAME", "DECIMALS", "TIME_FORMAT")


def _with_defaults(flat: Flat, mapping: ColumnMapping) -> ColumnMapping:
    """The mapping, with the columns that SDMX itself names."""
    standard = {
        name: ours
        for name, ours in _STANDARD.items()
        if name in flat.columns
        and name not in mapping.columns
        and name not in mapping.ignore
        and ours not in mapping.columns.values()
    }
    return ColumnMapping(
        {**standard, **mapping.columns}, mapping.codes, mapping.constants, (*mapping.ignore, *_UNTOLD)
    )


def _flat(raw: RawTable) -> Flat:
    skip = {"STRUCTURE_ID", "ACTION", "DATAFLOW", raw.header[0]}
    # labels=both: "REF_AREA: Reference area" holds "VN: Viet Nam"
    labelled = [": " in name for name in raw.header]
    names = [name.partition(": ")[0] for name in raw.header]
    columns = tuple(n for n in names if n not in skip)
    for name in columns:
        if columns.count(name) > 1:
            raise DatasetError([Problem(raw.file, 1, name, Message("column_twice"))])
    rows: list[_Line] = []
    for line, cells in raw.rows:
        if len(cells) != len(names):
            message = Message("too_many_cells", cells=len(cells), columns=len(names))
            raise DatasetError([Problem(raw.file, line, None, message)])
        row = {
            name: str(cell).partition(": ")[0] if both else str(cell)
            for name, cell, both in zip(names, cells, labelled, strict=True)
        }
        rows = _after(rows, line, row, raw.file, columns)
    return Flat(raw.file, columns, tuple((line, row) for line, row in rows if not _is_missing(row)))


#: What SDMX-CSV writes into ACTION: information and append add a row, replace and merge put it in the place of an
#: earlier one, delete takes rows out.
_ACTIONS = ("I", "A", "R", "M", "D")
_NOT_A_NUMBER = ("nan", "na", "n/a")
_Line = tuple[int, dict[str, str]]
#: Concepts that say something of an observation and do not tell it from another.
_NO_DIMENSION = frozenset(
    {
        "OBS_VALUE",
        *_UNTOLD,
        *(n for n in _STANDARD if _STANDARD[n] in ("status", "unit", "unit_mult", "note")),
    }
    | {c.concept for parts in FLOWS.values() for c in parts if c.role != "dimension"}
) - {"FREQ"}


def _after(
    rows: list[_Line], line: int, row: dict[str, str], file: str, columns: tuple[str, ...]
) -> list[_Line]:
    """The rows of a message once one more has been read, by what its ACTION tells to do."""
    action = row.get("ACTION", "").strip().upper() or "I"
    if action not in _ACTIONS:
        problem = Message("no_code", text=row["ACTION"], names=", ".join(_ACTIONS))
        raise DatasetError([Problem(file, line, "ACTION", problem)])
    cells = {name: row[name] for name in columns}
    if action in ("I", "A"):
        return [*rows, (line, cells)]
    same = _rows_of_key(rows, cells, may_be_open=action == "D")
    kept = [r for r in rows if r not in same]
    if action == "D":
        return kept
    if action == "M" and same:  # a merge leaves what it does not give as it was
        cells = {name: text or same[-1][1][name] for name, text in cells.items()}
    return [*kept, (line, cells)]


def _rows_of_key(rows: list[_Line], cells: dict[str, str], *, may_be_open: bool) -> list[_Line]:
    """The rows whose dimensions are those of ``cells``; dimensions left open, where they may be, tell none apart."""
    key = {n: v for n, v in cells.items() if n not in _NO_DIMENSION and (v or not may_be_open)}
    return [r for r in rows if all(r[1][n] == v for n, v in key.items())]


def _is_missing(row: Mapping[str, str]) -> bool:
    """Whether a row says that there is no value: NaN or nothing, or status M (missing), L or H (not collected)."""
    value = row.get("OBS_VALUE")
    if value is None:
        return False
    nothing = not value.strip() or value.strip().lower() in _NOT_A_NUMBER
    return nothing and (bool(value.strip()) or row.get("OBS_STATUS", "").strip() in _MISSING)


#: Values of OBS_STATUS that say why there is none: missing, and its kinds in CL_OBS_STATUS.
_MISSING = ("M", "L", "H", "O", "Q")


def _own_table(raw: RawTable) -> str | None:
    if "STRUCTURE_ID" not in raw.header:
        return None
    if not raw.rows:  # a flow without observations: told by its columns
        return next((t for t, parts in FLOWS.items() if {c.concept for c in parts} <= set(raw.header)), None)
    at = raw.header.index("STRUCTURE_ID")
    first = raw.rows[0][1]
    target = str(first[at]) if at < len(first) else ""
    return next((table for table in FLOWS if target.startswith(f"{AGENCY}:{flow_id(table)}(")), None)


def _read_own(flat: Flat, table: str, sources: dict[str, tuple[int, tuple[str, ...]]]) -> RawTable:
    components = FLOWS[table]
    missing = [c.concept for c in components if c.concept not in flat.columns]
    if missing:
        raise DatasetError([Problem(flat.file, 1, name, Message("column_missing")) for name in missing])
    header = tuple(c.name for c in TABLES[table].columns)
    rows = []
    for line, row in flat.rows:
        cells = {
            c.column: "" if c.role == "dimension" and row[c.concept] == NOT_APPLICABLE else row[c.concept]
            for c in components
        }
        try:
            period = read_time_period(cells["period"])
        except ValueError as error:
            raise DatasetError([Problem(flat.file, line, "TIME_PERIOD", said(error))]) from error
        cells |= {"period_start": period.start.isoformat(), "period_end": period.end.isoformat()}
        rows.append((line, tuple(cells[name] for name in header)))
        source_id = cells["source_id"]
        sources.setdefault(source_id, (line, (source_id, *(cells[c.column] for c in SOURCE_COLUMNS))))
    return RawTable(flat.file, header, tuple(rows))


def _appended(first: RawTable, second: RawTable) -> RawTable:
    if first.header != second.header:
        raise LoadError("files_differ", first=first.file, second=second.file)
    return RawTable(first.file, first.header, (*first.rows, *second.rows))
