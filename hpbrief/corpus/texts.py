"""What a corpus is made of: texts one after another, from files or from Parquet, cut into batches; and one batch
to the tables of its part: what a worker does.
"""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hpbrief.briefing import ReadBriefing, extract_briefing
from hpbrief.briefing.files import place_columns
from hpbrief.briefing.records import rows_with_evidence
from hpbrief.catalog import Catalog, load_catalog
from hpbrief.corpus.store import TABLES, arrow_table, need_arrow
from hpbrief.errors import LoadError, writable
from hpbrief.load import read_documents
from hpbrief.load.text import document_of
from hpbrief.models import Cell, Document, Evidence, Period, Span

if TYPE_CHECKING:
    pass


Origin = str | Path | Iterable[str | Path]

#: A batch is closed before it passes so many bytes of text.
BATCH_BYTES = 8_000_000
_MAGIC = "*?["
#: Columns of a Parquet file of texts; only ``text`` must be there.
TEXT_COLUMNS = ("text", "url", "published", "publisher", "area", "title")


class TextItem(NamedTuple):
    """One text of a corpus: a file (``path``) or the text itself, and what is known of it."""

    address: str
    size: int
    path: str | None = None
    text: str | None = None
    published: Any = None
    publisher: str = ""
    area: str | None = None
    title: str = ""
    stamp: int = 0


class Batch(NamedTuple):
    """Texts that are read in one go and make one part; ``key`` changes where one of them does."""

    number: int
    key: str
    items: tuple[TextItem, ...]


def list_batches(items: Iterable[TextItem], documents: int, size: int = BATCH_BYTES) -> Iterator[Batch]:
    """Batches of so many documents and bytes at most (one document at least), in order."""
    number, held, here = 0, 0, list[TextItem]()
    for item in items:
        if here and (len(here) >= documents or held + item.size > size):
            yield _batch(number, here)
            number, held, here = number + 1, 0, []
        here.append(item)
        held += item.size
    if here:
        yield _batch(number, here)


def _batch(number: int, items: list[TextItem]) -> Batch:
    digest = hashlib.sha256()
    for item in items:
        digest.update(repr(item._replace(text=None)).encode("utf-8", "surrogatepass"))
        digest.update((item.text or "").encode("utf-8", "surrogatepass"))
    return Batch(number, digest.hexdigest(), tuple(items))


# -- where texts come from ---------------------------------------------------------------------------


def list_texts(origin: Origin) -> Iterator[TextItem]:
    """The texts of files, of folders, of a pattern or of Parquet files, in an order that does not change.

    A folder is walked by name, hidden files left out. Raises LoadError for what does not exist, and for a
    Parquet file without a column ``text``.
    """
    for path in list_files(origin):
        if path.lower().endswith(".parquet"):
            yield from _rows_of(path)
        else:
            yield _file_item(path)


def count_texts(origin: Origin) -> int | None:
    """How many texts there will be; None where ``origin`` can be walked only once."""
    if isinstance(origin, Iterator):
        return None
    return sum(
        _parquet(path).metadata.num_rows if path.lower().endswith(".parquet") else 1
        for path in list_files(origin)
    )


def list_files(origin: Origin) -> Iterator[str]:
    """Paths of the files of an origin, in order. Raises LoadError for a pattern or folder without any."""
    if not isinstance(origin, (str, Path)):
        for one in origin:
            yield from list_files(one)
        return
    path = str(origin)
    if os.path.isdir(path):  # noqa: PTH112 (millions of paths stay strings)
        yield from _walk(path)
    elif os.path.exists(path) or not any(sign in path for sign in _MAGIC):  # noqa: PTH110
        yield path
    else:
        found = sorted(glob.iglob(path, recursive=True))  # noqa: PTH207
        if not found:
            raise LoadError("no_file_fits", path=path)
        for name in found:
            if os.path.isfile(name):  # noqa: PTH113
                yield name


def _walk(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as found:
            entries = sorted((e for e in found if not e.name.startswith((".", "_"))), key=lambda e: e.name)
    except OSError:
        yield folder  # reading it will say what is wrong
        return
    for entry in entries:
        if entry.is_dir():
            yield from _walk(entry.path)
        elif entry.is_file():
            yield entry.path


def _file_item(path: str) -> TextItem:
    address = writable(path)
    try:
        found = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return TextItem(address=address, size=0, path=path)  # reading it will say what is wrong
    return TextItem(address=address, size=found.st_size, path=path, stamp=found.st_mtime_ns)


def _parquet(path: str) -> Any:
    need_arrow()
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        file = ParquetFile(path)
    except (OSError, ArrowException) as error:
        raise LoadError("no_parquet", path=path, error=error) from error
    if "text" not in file.schema_arrow.names:
        raise LoadError(
            "no_text_column",
            path=path,
            found=", ".join(file.schema_arrow.names),
            names=", ".join(TEXT_COLUMNS),
        )
    return file


def _rows_of(path: str) -> Iterator[TextItem]:
    file = _parquet(path)
    columns = [name for name in TEXT_COLUMNS if name in file.schema_arrow.names]
    at = 0
    for some in file.iter_batches(batch_size=256, columns=columns):
        for row in some.to_pylist():
            at += 1
            text = row["text"]
            yield TextItem(
                address=str(row.get("url") or f"{path}#{at}"),
                size=len(text.encode("utf-8", "surrogatepass")) if isinstance(text, str) else 0,
                text=text if isinstance(text, str) else None,
                published=row.get("published"),
                publisher=str(row.get("publisher") or ""),
                area=row.get("area"),
                title=str(row.get("title") or ""),
            )


# -- one text ----------------------------------------------------------------------------------------


def published_of(value: Any) -> date | None:
    """The day of a cell ``published``: a date, a moment, or a text that begins with YYYY-MM-DD.

    Raises LoadError for anything else.
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise LoadError("published_wrong", value=repr(value)) from error


def load_item(item: TextItem, published: date | None) -> Iterator[tuple[str, Document | LoadError]]:
    """The documents of one text with their addresses (of a zip, each that it holds), or why it cannot be opened."""
    if item.path is not None:
        yield from read_documents(item.path, published=published, publisher=item.publisher)
    elif item.text is not None:
        url = item.address if item.address.startswith(("http://", "https://")) else ""
        document = document_of(
            item.text, published=published, publisher=item.publisher, title=item.title, url=url
        )
        yield item.address, document
    else:
        yield item.address, LoadError("text_empty")


#: Rows are turned into Arrow after so many documents, so that few stand in memory as objects.
_AT_ONCE = 100

Part = dict[str, Any]


class Job(NamedTuple):
    """What a worker needs besides the texts: a folder of reference tables, an area for texts that name none."""

    reference: str | None = None
    area: str | None = None


def read_batch(items: tuple[TextItem, ...], job: Job) -> Part:
    """The tables of a batch by name, each document once; what cannot be read is a row of ``issues``."""
    catalog = load_catalog(job.reference)
    seen: set[str] = set()
    pieces = []
    for start in range(0, len(items), _AT_ONCE):
        rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
        for item in items[start : start + _AT_ONCE]:
            _read_item(item, job, catalog, seen, rows)
        pieces.append({name: arrow_table(name, rows[name]) for name in TABLES})
    return join_parts(pieces)


def join_parts(parts: Iterable[Part]) -> Part:
    """Parts one after another as one; a document that several of them have stays with the first."""
    pa = need_arrow()
    kept: list[Part] = []
    seen: set[str] = set()
    for part in parts:
        documents = part["briefings"]["document"].to_pylist()
        kept.append(without_copies(part, seen.intersection(documents)))
        seen.update(documents)
    return {name: pa.concat_tables([part[name] for part in kept]).combine_chunks() for name in TABLES}


def without_copies(part: Part, copies: Iterable[str]) -> Part:
    """The part without the facts of documents that stand in an earlier one; their addresses are kept."""
    pa = need_arrow()
    import pyarrow.compute as pc

    copies = sorted(copies)
    if not copies:
        return part
    among = pa.array(copies, pa.string())
    out: Part = {}
    for name, table in part.items():
        copied = pc.is_in(table["document"], among)
        if name == "addresses":
            at = table.schema.get_field_index("first")
            first = pc.and_(table["first"], pc.invert(copied))
            out[name] = table.set_column(at, "first", first)
        else:
            out[name] = table.filter(pc.invert(copied))
    return out


def lost_document(item: TextItem, code: str, message: str) -> Part:
    """The part of one document that was not read, and why."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    rows["issues"].append(_issue(None, item.address, code, message))
    return {name: arrow_table(name, rows[name]) for name in TABLES}


# -- rows --------------------------------------------------------------------------------------------


def _read_item(
    item: TextItem, job: Job, catalog: Catalog, seen: set[str], rows: dict[str, list[dict[str, Any]]]
) -> None:
    issues = rows["issues"]
    try:
        published = published_of(item.published)
    except LoadError as error:
        issues.append(_issue(None, item.address, "bad_published", str(error)))
        published = None
    area = item.area or job.area
    if area is not None and area not in catalog.areas:
        found = catalog.find_area(area, published)
        if found is None:
            issues.append(_issue(None, item.address, "bad_area", f"area: {area!r} is not in the catalogue"))
        area = found.id if found else None
    try:
        for address, document in load_item(item, published):
            if isinstance(document, LoadError):
                issues.append(_issue(None, address, "not_opened", str(document)))
                continue
            first = document.id not in seen
            try:
                if first:
                    _read_document(document, address, area, catalog, rows)
            except Exception as error:  # one document never stops a corpus
                issues.append(_lost(address, error))
                continue
            seen.add(document.id)
            rows["addresses"].append(
                {
                    "document": document.id,
                    "address": address,
                    "title": item.title,
                    "published": published,
                    "publisher": item.publisher,
                    "first": first,
                }
            )
    except Exception as error:  # nor does one file
        issues.append(_lost(item.address, error))


def _read_document(
    document: Document,
    address: str,
    area: str | None,
    catalog: Catalog,
    rows: dict[str, list[dict[str, Any]]],
) -> None:
    briefing = extract_briefing(document, area=area, catalog=catalog)
    facts = [_fact(row, briefing.document, evidence) for row, evidence in rows_with_evidence(briefing)]
    issues = _issues(briefing, address)
    row = _briefing(briefing, address, len(facts))  # nothing is added before all of it is there
    rows["statements"] += facts
    rows["issues"] += issues
    rows["briefings"].append(row)


def _fact(row: dict[str, Any], document: Document, evidence: Evidence | None) -> dict[str, Any]:
    value = row["value"]
    row["value_printed"] = None if value is None else str(value)
    for name in ("value", "value_max", "of"):
        if row[name] is not None:
            row[name] = float(row[name])
    period = Period.from_code(row["period"]) if row["period"] else None
    row["period_start"], row["period_end"] = (period.start, period.end) if period else (None, None)
    row.update(place_columns(document, row["start"], evidence))
    return row


def _briefing(briefing: ReadBriefing, address: str, facts: int) -> dict[str, Any]:
    document, meeting = briefing.document, briefing.meeting
    return {
        "document": document.id,
        "address": address,
        "title": document.title,
        "published": document.published,
        "publisher": document.publisher,
        "area": briefing.area,
        "report_period": briefing.report_period.isoformat() if briefing.report_period else None,
        "task_period": briefing.task_period.isoformat() if briefing.task_period else None,
        "meeting_on": meeting.held_on if meeting else None,
        "meeting_body": meeting.body if meeting else None,
        "characters": len(document.text or ""),
        "statements": facts,
        "issues": len(briefing.issues),
        "coverage": briefing.coverage,
    }


def _issue(document: str | None, address: str, code: str, message: str) -> dict[str, Any]:
    return {
        "document": document, "address": address, "code": code, "message": message,
        "start": None, "end": None, "text": None, "best_reading": None,
    }  # fmt: skip


def _lost(address: str, error: Exception) -> dict[str, Any]:
    return _issue(None, address, "not_read", f"{type(error).__name__}: {error}")


def _issues(briefing: ReadBriefing, address: str) -> list[dict[str, Any]]:
    rows = []
    for issue in briefing.issues:
        row = _issue(briefing.document.id, address, issue.code, issue.message)
        span = issue.evidence.span if isinstance(issue.evidence, Cell) else issue.evidence
        if isinstance(span, Span):
            row |= {"start": span.start, "end": span.end, "text": span.quote}
        row["best_reading"] = None if issue.best_reading is None else float(issue.best_reading)
        rows.append(row)
    return rows
