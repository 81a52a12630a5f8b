"""What was read, as files: CSV, XLSX, Parquet, JSON lines or a Data Package, each read back to the same rows; and
the briefings written by hand and bundled.
"""

from __future__ import annotations

import csv
import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hpbrief.briefing.records import FACT_TYPES, evidence_of, to_records
from hpbrief.errors import LoadError
from hpbrief.files import guarded, replace_file, replace_folder, unguarded
from hpbrief.models import Briefing, Cell, Document, Evidence
from hpbrief.tables.schema import ColumnType

if TYPE_CHECKING:
    import pandas as pd


#: Where a fact stands in its file, beside its characters: cells of a sheet or table, page of a text.
PLACE_TYPES: dict[str, ColumnType] = {
    "file": "string", "sheet": "string", "page": "integer", "table": "integer", "row": "integer", "column": "integer",
}  # fmt: skip
#: The columns of an export, in order: the facts, then their places.
EXPORT_TYPES: dict[str, ColumnType] = {**FACT_TYPES, **PLACE_TYPES}
DOCUMENT_TYPES: dict[str, ColumnType] = {
    "document": "string", "title": "string", "publisher": "string", "published": "string", "url": "string",
    "file": "string",
}  # fmt: skip

_DESCRIPTOR: Final = "datapackage.json"
_FACTS: Final = "facts.csv"
_DOCUMENTS: Final = "documents.csv"
# What a spreadsheet takes for the start of a formula, unless it is a plain number; and such text once marked.


def facts_frame(briefings: Briefing | Iterable[Briefing]) -> pd.DataFrame:
    """The facts of one or more briefings, one row each: the columns of ``to_frame``, then the place in the file."""
    from hpbrief.tables.frames import tidy_frame

    return tidy_frame(_rows(briefings), EXPORT_TYPES)


def write_facts(briefings: Briefing | Iterable[Briefing], path: str | Path) -> Path:
    """Write the facts of one or more briefings; the ending says how.

    ``.csv``, ``.xlsx``, ``.parquet`` (needs pyarrow: ``pip install hpbrief[corpus]``) and ``.jsonl``; a path
    without an ending is the folder of a Data Package. Texts that a spreadsheet would take for a formula are
    marked with an apostrophe in CSV and are texts in XLSX. The file appears complete or not at all. Raises
    LoadError for another ending, a missing pyarrow, or a folder that holds something else.
    """
    path = Path(path)
    documents = [briefings] if isinstance(briefings, Briefing) else list(briefings)
    if not path.suffix:
        return _write_package(path, documents)
    writers: dict[str, Callable[[Path, list[Briefing]], None]] = {
        ".csv": _write_csv, ".xlsx": _write_xlsx, ".parquet": _write_parquet, ".jsonl": _write_jsonl,
    }  # fmt: skip
    writer = writers.get(path.suffix.lower())
    if writer is None:
        endings = ", ".join(writers)
        raise LoadError("facts_endings", where=path, endings=endings)
    with replace_file(path) as work:
        writer(work, documents)
    return path


def read_facts(path: str | Path) -> pd.DataFrame:
    """The frame that :func:`write_facts` wrote, equal to :func:`facts_frame` of the same briefings.

    Raises LoadError where the file is missing or holds other columns.
    """
    from hpbrief.tables.frames import tidy_frame

    path = Path(path)
    try:
        if path.is_dir():
            rows = _read_csv(path / _FACTS)
        elif path.suffix.lower() == ".csv":
            rows = _read_csv(path)
        elif path.suffix.lower() == ".xlsx":
            rows = _read_xlsx(path)
        elif path.suffix.lower() == ".parquet":
            rows = _read_parquet(path)
        elif path.suffix.lower() == ".jsonl":
            rows = [_joined(json.loads(line)) for line in path.read_text("utf-8").split("\n") if line]
        else:
            raise LoadError("no_facts_file", where=path)
    except (OSError, ValueError) as error:
        raise LoadError("facts_unreadable", where=path, error=error) from error
    if rows and (missing := [name for name in EXPORT_TYPES if name not in rows[0]]):
        raise LoadError("facts_lack", where=path, names=", ".join(missing))
    return tidy_frame(rows, EXPORT_TYPES)


# -- rows -------------------------------------------------------------------------------------------


def _rows(briefings: Briefing | Iterable[Briefing], *, join: bool = True) -> list[dict[str, Any]]:
    rows = []
    for briefing in [briefings] if isinstance(briefings, Briefing) else briefings:
        places = evidence_of(briefing)
        for row, evidence in zip(to_records(briefing), places, strict=True):
            place = place_columns(briefing.document, row["start"], evidence)
            rows.append(_joined({**row, **place}) if join else {**row, **place})
    return rows


def place_columns(document: Document, start: int | None, evidence: Evidence | None) -> dict[str, Any]:
    """Where a fact stands in its file: the columns of ``PLACE_TYPES``."""
    place: dict[str, Any] = dict.fromkeys(PLACE_TYPES) | {"file": document.file or None}
    if isinstance(evidence, Cell):
        place |= {"sheet": evidence.sheet or None, "page": evidence.page, "table": evidence.table,
                  "row": evidence.row, "column": evidence.column}  # fmt: skip
    elif start is not None:
        place["page"] = _page_of(document, start)
    return place


def _page_of(document: Document, start: int) -> int | None:
    return bisect_right(document.pages, start) or None


def _joined(row: dict[str, Any]) -> dict[str, Any]:
    rules = row["rules"]
    return {**row, "rules": rules if isinstance(rules, str) else " ".join(rules)}


def _document_rows(briefings: list[Briefing]) -> list[dict[str, Any]]:
    return [
        {"document": d.id, "title": d.title, "publisher": d.publisher,
         "published": d.published.isoformat() if d.published else "", "url": d.url, "file": d.file}
        for d in {briefing.document.id: briefing.document for briefing in briefings}.values()
    ]  # fmt: skip


# -- CSV --------------------------------------------------------------------------------------------


def _marked(value: Any) -> str:
    """The text of a CSV cell, marked where a spreadsheet would run it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    return repr(value) if isinstance(value, float) else str(value)


def _csv_lines(path: Path, names: Iterable[str], rows: list[dict[str, Any]]) -> None:
    names = list(names)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([[_marked(row[name]) for name in names] for row in rows])


def _write_csv(path: Path, briefings: list[Briefing]) -> None:
    _csv_lines(path, EXPORT_TYPES, _rows(briefings))


def _read_csv(path: Path) -> list[dict[str, Any]]:
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [{name: _typed(name, unguarded(text or "")) for name, text in row.items() if name}
                for row in csv.DictReader(stream)]  # fmt: skip


def _typed(name: str, text: str) -> Any:
    kind = EXPORT_TYPES.get(name, "string")
    if not text:
        return None
    return int(text) if kind == "integer" else float(text) if kind == "number" else text


# -- workbooks, Parquet, JSON lines -----------------------------------------------------------------


def _write_xlsx(path: Path, briefings: list[Briefing]) -> None:
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for name, types, rows in (
            ("facts", EXPORT_TYPES, _rows(briefings)),
            ("documents", DOCUMENT_TYPES, _document_rows(briefings)),
        ):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, list(types), bold)
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(len(rows), 1), len(types) - 1)
            for line, row in enumerate(rows, 1):
                for column, (key, kind) in enumerate(types.items()):
                    value = row[key]
                    if value in (None, ""):
                        continue
                    if kind == "string":
                        sheet.write_string(line, column, str(value)[:32_767])
                    else:
                        sheet.write_number(line, column, value)


def _read_xlsx(path: Path) -> list[dict[str, Any]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    try:
        head, *lines = book["facts"].iter_rows(values_only=True)
    finally:
        book.close()
    integers = {name for name, kind in EXPORT_TYPES.items() if kind == "integer"}
    return [
        {str(name): int(value) if name in integers and value is not None else value  # type: ignore[arg-type]
         for name, value in zip(head, line, strict=False)}
        for line in lines
    ]  # fmt: skip


def _pyarrow() -> Any:
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise LoadError("parquet_needs_arrow") from error
    return pyarrow.parquet


def _write_parquet(path: Path, briefings: list[Briefing]) -> None:
    _pyarrow()
    facts_frame(briefings).to_parquet(path, index=False)


def _read_parquet(path: Path) -> list[dict[str, Any]]:
    import pandas as pd

    _pyarrow()
    frame = pd.read_parquet(path)
    return [
        {str(name): None if pd.isna(value) else value for name, value in row.items()}
        for row in frame.to_dict("records")
    ]


def _write_jsonl(path: Path, briefings: list[Briefing]) -> None:
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in _rows(briefings, join=False)]
    path.write_text("".join(lines), "utf-8")


# -- Data Package -----------------------------------------------------------------------------------


def _write_package(folder: Path, briefings: list[Briefing]) -> Path:
    ours = {_DESCRIPTOR, _FACTS, _DOCUMENTS}
    if folder.exists() and (not folder.is_dir() or {f.name for f in folder.iterdir()} - ours):
        raise LoadError("not_facts_folder", path=folder)
    with replace_folder(folder) as work:
        _csv_lines(work / _FACTS, EXPORT_TYPES, _rows(briefings))
        _csv_lines(work / _DOCUMENTS, DOCUMENT_TYPES, _document_rows(briefings))
        text = json.dumps(_descriptor(folder.name), ensure_ascii=False, indent=2)
        (work / _DESCRIPTOR).write_text(f"{text}\n", "utf-8")
    return folder


def _descriptor(name: str) -> dict[str, Any]:
    slug = re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-.") or "facts"
    refers = [{"fields": ["document"], "reference": {"resource": "documents", "fields": ["document"]}}]
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": slug,
        "resources": [
            _resource("facts", _FACTS, EXPORT_TYPES, {"foreignKeys": refers}),
            _resource("documents", _DOCUMENTS, DOCUMENT_TYPES, {"primaryKey": ["document"]}),
        ],
    }


def _resource(name: str, path: str, types: dict[str, ColumnType], more: dict[str, Any]) -> dict[str, Any]:
    fields = [{"name": key, "type": kind} for key, kind in types.items()]
    return {
        "name": name, "path": path, "type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""], **more},
    }  # fmt: skip


_SUFFIX = ".json"


def list_briefings() -> list[str]:
    """Names of the bundled briefings."""
    folder = files("hpbrief") / "datasets" / "briefings"
    return sorted(f.name.removesuffix(_SUFFIX) for f in folder.iterdir() if f.name.endswith(_SUFFIX))


def load_briefing(name: str) -> Briefing:
    """A bundled briefing by its name. Raises LoadError, with the names there are, for another one.

    >>> load_briefing("haiphong-2025-10").meeting.chair
    'Lê Tiến Châu'
    """
    if name not in list_briefings():
        raise LoadError("no_briefing", name=name, names=", ".join(list_briefings()))
    path = files("hpbrief") / "datasets" / "briefings" / f"{name}{_SUFFIX}"
    return Briefing.model_validate_json(path.read_text(encoding="utf-8"))
