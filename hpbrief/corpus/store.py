"""The folder of a corpus: parts that appear whole or not at all, what is done, which documents; and the columns
of its tables as an Arrow schema, fixed.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hpbrief.briefing.files import PLACE_TYPES
from hpbrief.briefing.records import FACT_TYPES
from hpbrief.errors import LoadError
from hpbrief.files import write_text

if TYPE_CHECKING:
    import pyarrow as pa


#: Counts up with every change of a column or of its meaning.
SCHEMA_VERSION = 2

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


MANIFEST = "manifest.json"
_WORK = "_work"


class Store:
    """A folder in which one run at a time writes its parts."""

    def __init__(self, folder: Path, seen: sqlite3.Connection) -> None:
        self.folder = folder
        self._seen = seen

    # -- opening --------------------------------------------------------------------------------------

    @classmethod
    @contextmanager
    def opened(cls, folder: Path, settings: dict[str, Any], *, fresh: bool = False) -> Iterator[Store]:
        """The folder, made where it is missing, held against other runs.

        Raises LoadError where the folder is something else, where it was made with other settings (unless
        ``fresh``, which begins anew), or where another run is writing.
        """
        work = folder / _WORK
        if (
            folder.exists()
            and not (work / "run.json").exists()
            and (not folder.is_dir() or any(folder.iterdir()))
        ):
            names = {p.name for p in folder.iterdir()} if folder.is_dir() else {""}
            if names != {_WORK}:  # the first file of a run that was killed at once
                raise LoadError("exists_no_corpus", path=folder)
        (work / "parts").mkdir(parents=True, exist_ok=True)
        connection = _locked(work / "seen.sqlite")
        try:
            store = cls(folder, connection)
            store._settle(settings, fresh=fresh)
            yield store
        finally:
            connection.close()

    def _settle(self, settings: dict[str, Any], *, fresh: bool) -> None:
        file = self.folder / _WORK / "run.json"
        old = json.loads(file.read_text("utf-8")) if file.exists() else None
        if old is not None and old != settings and not fresh:
            changed = ", ".join(
                f"{k} ({old.get(k)} → {settings.get(k)})"
                for k in sorted({*old, *settings})
                if old.get(k) != settings.get(k)
            )
            raise LoadError("other_settings", path=self.folder, changed=changed)
        if fresh:
            self.drop_from(0)
        write_text(file, json.dumps(settings, indent=2) + "\n")
        for table in TABLES:
            (self.folder / table).mkdir(exist_ok=True)
            for stray in (self.folder / table).glob(".*"):
                stray.unlink()

    # -- parts ----------------------------------------------------------------------------------------

    def record(self, number: int) -> dict[str, Any] | None:
        """What is known of a finished part; None where it is not finished."""
        file = self._record_file(number)
        if not file.exists():
            return None
        record: dict[str, Any] = json.loads(file.read_text("utf-8"))
        whole = all(self._part_file(name, number).exists() for name in TABLES)
        return record if whole else None

    def write(self, number: int, key: str, part: dict[str, Any]) -> dict[str, Any]:
        """Write the tables of a part, then its record."""
        files = {}
        for name in TABLES:
            files[name] = {"rows": part[name].num_rows, "sha256": self._write_table(name, number, part[name])}
        record = {
            "key": key,
            "files": files,
            "copies": part["addresses"].num_rows - part["briefings"].num_rows,
        }
        write_text(self._record_file(number), json.dumps(record) + "\n")
        return record

    def _write_table(self, name: str, number: int, table: Any) -> str:
        from pyarrow import BufferOutputStream
        from pyarrow.parquet import write_table

        stream = BufferOutputStream()
        write_table(table, stream, compression="zstd")
        data = stream.getvalue().to_pybytes()
        path = self._part_file(name, number)
        temporary = path.with_name(f".{path.name}")
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        return hashlib.sha256(data).hexdigest()

    def drop_from(self, number: int) -> None:
        """Forget the parts from a number on: their texts have changed, or there are fewer."""
        self.open_again()
        for file in self._files_from(number):
            file.unlink()
        with self._seen:
            self._seen.execute("DELETE FROM seen WHERE part >= ?", (number,))

    def _files_from(self, number: int) -> list[Path]:
        """Records and tables of the parts from a number on."""
        folders = [self.folder / _WORK / "parts", *(self.folder / name for name in TABLES)]
        return [
            f for folder in folders for f in folder.glob("part-*") if int(f.stem.partition("-")[2]) >= number
        ]

    def _part_file(self, table: str, number: int) -> Path:
        return self.folder / table / f"part-{number:05d}.parquet"

    def _record_file(self, number: int) -> Path:
        return self.folder / _WORK / "parts" / f"part-{number:05d}.json"

    # -- documents ------------------------------------------------------------------------------------

    def claim(self, number: int, documents: Iterable[str]) -> set[str]:
        """Give documents to a part; those that an earlier part has are handed back.

        Asked again for the same part, it answers the same.
        """
        copies = set()
        with self._seen:
            for document in documents:
                key = int(document, 16) - (1 << 63)
                done = self._seen.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, number))
                if done.rowcount == 0:
                    (part,) = self._seen.execute(
                        "SELECT part FROM seen WHERE document = ?", (key,)
                    ).fetchone()
                    if part < number:
                        copies.add(document)
        return copies

    # -- manifest -------------------------------------------------------------------------------------

    def keep_only(self, parts: int) -> None:
        """Drop the parts beyond so many, if any: there were more texts once."""
        if self._files_from(parts):
            self.drop_from(parts)

    def open_again(self) -> None:
        """Take the manifest away: the corpus is not complete any more."""
        (self.folder / MANIFEST).unlink(missing_ok=True)

    def close_with(self, parts: int, settings: dict[str, Any]) -> dict[str, Any]:
        """Write the manifest of so many parts: the corpus is complete."""
        tables: dict[str, dict[str, Any]] = {name: {"rows": 0, "files": []} for name in TABLES}
        copies = 0
        for number in range(parts):
            record = self.record(number)
            assert record is not None
            copies += record["copies"]
            for name, file in record["files"].items():
                tables[name]["rows"] += file["rows"]
                tables[name]["files"].append({"path": self._part_file(name, number).name, **file})
        manifest = {
            **settings,
            "documents": tables["briefings"]["rows"],
            "copies": copies,
            "parts": parts,
            "tables": tables,
        }
        text = json.dumps(manifest, indent=1, ensure_ascii=False) + "\n"
        file = self.folder / MANIFEST
        if not file.exists() or file.read_text("utf-8") != text:
            write_text(file, text)
        return manifest


def _locked(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=1, isolation_level="DEFERRED")
    try:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("PRAGMA cache_size=-65536")
        connection.execute(
            "BEGIN EXCLUSIVE"
        )  # the lock stays until the connection closes, or its process ends
        connection.execute(
            "CREATE TABLE IF NOT EXISTS seen (document INTEGER PRIMARY KEY, part INTEGER NOT NULL)"
        )
        connection.commit()
    except sqlite3.OperationalError as error:
        connection.close()
        raise LoadError("another_run", where=path.parents[1], error=error) from error
    except sqlite3.DatabaseError as error:
        connection.close()
        raise LoadError("store_broken", path=path, folder=path.parents[1], error=error) from error
    return connection
