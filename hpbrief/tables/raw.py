"""Raw tables from a folder, a zip, a workbook or frames, and folders from tables."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from hpbrief.errors import DatasetError, LoadError, Message, Problem
from hpbrief.files import guarded, replace_folder, unguarded
from hpbrief.tables.schema import TABLES, written
from hpbrief.tables.typed_rows import AmbiguousText, RawTable

DESCRIPTOR = "datapackage.json"
#: Endings of workbooks: those of a data set, or sheets of anyone.
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")


def _table_of(name: str) -> str | None:
    key = name.strip().lower()
    for schema in TABLES.values():
        if key in (schema.name, *schema.other_names):
            return schema.name
    return None


def read_csv_text(data: bytes, file: str) -> RawTable:
    """A CSV file in UTF-8 as a raw table. Raises DatasetError for another encoding or a broken quote."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise DatasetError([Problem(file, line, None, Message("csv_not_utf8"))]) from error
    if "\0" in text:
        raise DatasetError([Problem(file, 1, None, Message("csv_utf16"))])
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, tuple[Any, ...]]] = []
    header: tuple[str, ...] = ()
    line = 1
    try:
        for cells in reader:
            if not header:
                header = tuple(cells)
            elif cells:
                rows.append((line, tuple(map(unguarded, cells))))
            line = reader.line_num + 1
    except csv.Error as error:
        raise DatasetError([Problem(file, line, None, Message("csv_broken", error=error))]) from error
    return RawTable(file, header, tuple(rows))


def read_folder(folder: Traversable) -> tuple[dict[str, RawTable], dict[str, Any]]:
    """The tables of a folder of CSV files, and its descriptor (empty where there is none)."""
    tables = {}
    for name in TABLES:
        file = folder / f"{name}.csv"
        if file.is_file():
            tables[name] = read_csv_text(file.read_bytes(), file.name)
    descriptor: dict[str, Any] = {}
    if (folder / DESCRIPTOR).is_file():
        try:
            descriptor = json.loads((folder / DESCRIPTOR).read_text("utf-8"))
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise LoadError("descriptor_broken", where=DESCRIPTOR, error=error) from error
    if not tables:
        raise LoadError("holds_no_table", path=folder, names=", ".join(f"{t}.csv" for t in TABLES))
    return tables, descriptor


def read_zip(path: Path) -> tuple[dict[str, RawTable], dict[str, Any]]:
    """The tables of a zipped folder; the CSV files may lie at the top or in one folder."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > 200_000_000:
                raise LoadError("data_set_too_large", path=path.name)
            top = zipfile.Path(archive)
            folders = [top, *(entry for entry in top.iterdir() if entry.is_dir())]
            for folder in folders:
                if any((folder / f"{name}.csv").is_file() for name in TABLES):
                    return read_folder(folder)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise LoadError("no_zip", path=path.name, error=error) from error
    except (RuntimeError, NotImplementedError) as error:  # locked, or packed in an unknown way
        raise LoadError("not_unpacked", path=path.name, error=error) from error
    raise LoadError("holds_no_table", path=path.name, names=", ".join(f"{t}.csv" for t in TABLES))


def holds_tables(path: Path) -> bool:
    """Whether a file is a workbook with sheets of a data set, or a zip of its tables, and not a report."""
    ending = path.suffix.lower()
    try:
        if ending == ".zip":
            with zipfile.ZipFile(path) as archive:
                return any(name.rpartition("/")[2] in _FILES for name in archive.namelist())
        if ending in WORKBOOKS:
            import python_calamine

            book = python_calamine.CalamineWorkbook.from_path(str(path))
            if any(name.strip().lower() in TABLES for name in book.sheet_names):
                return True
            heads = [book.get_sheet_by_name(name).to_python(nrows=3) for name in book.sheet_names]
            return any({"indicator", "value"} <= set(map(str, row)) for rows in heads for row in rows)
    except (OSError, ValueError, zipfile.BadZipFile, _calamine_error()):
        return False
    return False


def _calamine_error() -> type[Exception]:
    """The error of the library that reads workbooks, which is loaded on first use."""
    import python_calamine

    return python_calamine.CalamineError


_FILES = frozenset(f"{name}.csv" for name in TABLES)


def read_workbook(path: Path) -> dict[str, RawTable]:
    """The sheets of an XLSX workbook that bear the name of a table; a single sheet is the observations.

    Raises LoadError where the file cannot be opened.
    """
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        names = book.sheet_names
        named = {name: _table_of(name) for name in names}
        if len(names) == 1 and named[names[0]] is None:
            named[names[0]] = "observations"
        sheets = {
            table: (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name, table in named.items()
            if table is not None
        }
    except (python_calamine.CalamineError, OSError) as error:
        raise LoadError("no_workbook", path=path.name, error=error) from error
    if not sheets:
        raise LoadError("other_sheets", path=path.name, found=", ".join(names), names=", ".join(TABLES))
    return {table: _rectangle(f"{path.name}, sheet {name}", grid) for table, (name, grid) in sheets.items()}


def _rectangle(file: str, grid: list[list[Any]]) -> RawTable:
    start = next((i for i, row in enumerate(grid) if any(str(c).strip() for c in row)), len(grid))
    if start == len(grid):
        return RawTable(file, (), ())
    header = [str(cell).strip() for cell in grid[start]]
    while header and not header[-1]:
        header.pop()
    rows = tuple((start + 2 + i, tuple(map(_marked, row))) for i, row in enumerate(grid[start + 1 :]))
    return RawTable(file, tuple(header), rows)


def _marked(cell: Any) -> Any:
    """A text that looks like a number with a thousand dot is marked, so that no column of numbers takes it."""
    if isinstance(cell, str) and _THOUSANDS.fullmatch(cell.strip()):
        return AmbiguousText(cell.strip())
    return cell


def from_frames(frames: Mapping[str, Any]) -> dict[str, RawTable]:
    """Frames by table name (pandas, polars, Arrow and what else Narwhals knows); lines are counted from 1.

    Raises LoadError for a frame that is none, and for a table that there is not.
    """
    import narwhals.stable.v2 as nw

    tables = {}
    for name, frame in frames.items():
        table = _table_of(name)
        if table is None:
            raise LoadError("no_frame", name=str(name), names=", ".join(TABLES))
        try:
            native = nw.from_native(frame, eager_only=True)
        except TypeError as error:
            raise LoadError("not_a_frame", name=str(name), kind=type(frame).__name__) from error
        rows = tuple((i, tuple(map(_marked, row))) for i, row in enumerate(native.iter_rows(), 1))
        tables[table] = RawTable(f"frame {name}", tuple(map(str, native.columns)), rows)
    return tables


def write_folder(
    folder: Path, tables: Mapping[str, list[dict[str, str]]], descriptor: dict[str, Any], *, bom: bool = False
) -> None:
    """Write CSV files and their descriptor; the folder appears complete or not at all.

    Cells that a spreadsheet would run are marked with an apostrophe; ``bom`` sets the mark by which Excel knows UTF-8.
    Raises LoadError where the folder exists and is not itself a data set, or another writer is at work on it.
    """
    ours = {DESCRIPTOR, *(f"{name}.csv" for name in TABLES)}
    if folder.exists() and (not folder.is_dir() or {f.name for f in folder.iterdir()} - ours):
        raise LoadError("not_our_folder", path=folder)
    coding = "utf-8-sig" if bom else "utf-8"
    with replace_folder(folder) as work:
        for schema in written(tables):
            with (work / f"{schema.name}.csv").open("w", encoding=coding, newline="") as stream:
                names = [c.name for c in schema.columns]
                writer = csv.writer(stream, lineterminator="\n")
                writer.writerow(names)
                writer.writerows([guarded(row[name]) for name in names] for row in tables[schema.name])
        (work / DESCRIPTOR).write_text(json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", "utf-8")
