"""One batch of texts to the tables of its part: what a worker does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from hpbrief.briefing import ReadBriefing, extract_briefing
from hpbrief.briefing.files import place_columns
from hpbrief.briefing.records import rows_with_evidence
from hpbrief.catalog import Catalog, load_catalog
from hpbrief.corpus.columns import TABLES, arrow_table, need_arrow
from hpbrief.corpus.texts import TextItem, load_item, published_of
from hpbrief.errors import LoadError
from hpbrief.models import Cell, Document, Evidence, Period, Span

if TYPE_CHECKING:
    pass

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
