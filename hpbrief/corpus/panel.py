"""``build_panel``: the figures, goals and verdicts of a corpus as one data set, each document a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from hpbrief.briefing.to_tables import to_tables, without_area
from hpbrief.catalog import Catalog, load_catalog
from hpbrief.corpus.store import arrow_schema, need_arrow
from hpbrief.dataset import Dataset
from hpbrief.errors import DatasetError, LoadError, Message, Problem
from hpbrief.models import (
    Briefing,
    Cell,
    Document,
    HeadlineVerdict,
    KnownBasis,
    Period,
    Source,
    SourceKind,
    Span,
    Statement,
    Tables,
    Verdict,
)

if TYPE_CHECKING:
    import pyarrow as pa

_TABLES = ("observations", "goals", "verdicts", "headline_verdicts")
_UNREAD = ("document", "owner", "task", "deadline", "deadline_word", "number", "legal_kind", "issuer")


def build_panel(
    corpus: str | Path,
    *,
    areas: Iterable[str] | None = None,
    indicators: Iterable[str] | None = None,
    since: str | int | None = None,
    until: str | int | None = None,
    catalog: Catalog | None = None,
    name: str | None = None,
) -> Dataset:
    """The figures, goals and verdicts of a corpus: area × indicator × period × source, to assess and to audit.

    Each document that says something is a source, known from its day; what several print of one figure is kept
    side by side (``Dataset.revisions`` has first and latest print). What lacks indicator, area, period or unit is
    left out. One part of the corpus stands in memory at a time, and the rows of the result, which ``areas``,
    ``indicators`` (ids or names) and the years or codes of periods ``since`` and ``until`` keep small.

    A document without a day counts as known a week after the newest period it reports (``known_basis`` is
    ``inferred``). Raises LoadError where ``corpus`` is not a complete corpus, CatalogError for an unknown name,
    DatasetError where figures were read and none has an area.
    """
    catalog = catalog or load_catalog()
    folder = Path(corpus)
    if not (folder / "manifest.json").is_file():
        raise LoadError("corpus_incomplete", path=folder)
    kept = _kept(areas, indicators, since, until, catalog)
    sources: list[Source] = []
    rows: dict[str, list[Any]] = {table: [] for table in _TABLES}
    placeless = 0
    for briefing in _briefings(folder, kept):
        tables = to_tables(briefing, source_of(briefing.document, catalog))
        found = {table: getattr(tables, table) for table in _TABLES}
        placeless += without_area(briefing)
        if any(found.values()):
            sources += tables.sources
            for table, models in found.items():
                rows[table] += models
    if placeless and not sources:
        message = Message("corpus_placeless", count=placeless)
        raise DatasetError([Problem(folder.name, None, "area", message)])
    parts: dict[str, Any] = {table: tuple(models) for table, models in rows.items()}
    return Dataset(
        name=name or folder.name,
        tables=Tables(sources=tuple(sources), **parts),
        title=folder.name,
        catalog=catalog,
    )


def source_of(document: Document, catalog: Catalog) -> Source:
    """A document as a source: its day is its publication (``to_tables`` infers one where it has none), its kind
    goes by the host of its address.
    """
    return Source(
        source_id=f"text-{document.id}",
        publisher=document.publisher or urlsplit(document.url).hostname or "?",
        url=document.url,
        published=document.published,
        known_from=document.published,
        known_basis=KnownBasis.PUBLISHED if document.published else None,
        kind=kind_of(document.url, catalog),
        title=document.title,
    )


def kind_of(url: str, catalog: Catalog) -> SourceKind:
    """The kind of publisher by the host of an address; ``other`` where there is no host."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    if not host:
        return SourceKind.OTHER
    fits = [
        (phrase, kind)
        for kind, table in catalog.rules.get("publishers", {}).items()
        for phrase in table["hosts"]
        if (host.endswith(phrase) if phrase.startswith(".") else phrase in host)
    ]
    return SourceKind(max(fits, key=lambda fit: len(fit[0]))[1]) if fits else SourceKind.PRESS


# -- reading -----------------------------------------------------------------------------------------


def _kept(
    areas: Iterable[str] | None,
    indicators: Iterable[str] | None,
    since: str | int | None,
    until: str | int | None,
    catalog: Catalog,
) -> Any:
    """A filter of statements as an Arrow expression."""
    need_arrow()
    from pyarrow.dataset import field, scalar

    kept = field("kind").isin(["figure", "goal", "verdict"])
    if areas is not None:
        known = [(catalog.find_area(a) or catalog.area(a)).id if a not in catalog.areas else a for a in areas]
        kept &= field("area").isin(known)
    if indicators is not None:
        ids = [(catalog.find_indicator(i) or catalog.indicator(i)).id for i in indicators]
        kept &= field("indicator").isin(ids)
    if since is not None:
        kept &= field("period_end") >= scalar(Period.from_code(str(since)).start)
    if until is not None:
        kept &= field("period_end") <= scalar(Period.from_code(str(until)).end)
    return kept


def _briefings(folder: Path, kept: Any) -> Iterator[Briefing]:
    """What is kept of each document, part by part, in the order of the corpus."""
    for file in sorted((folder / "briefings").glob("part-*.parquet")):
        facts: dict[str, list[dict[str, Any]]] = {}
        for row in _read(folder / "statements" / file.name, "statements", kept).to_pylist():
            facts.setdefault(row["document"], []).append(row)
        if not facts:
            continue
        for row in _read(file, "briefings").to_pylist():
            if row["document"] in facts:
                yield _briefing(row, facts[row["document"]])


def _read(file: Path, table: str, kept: Any = None) -> pa.Table:
    from pyarrow.dataset import dataset

    columns = [n for n in arrow_schema(table).names if n == "document" or n not in _UNREAD]
    return dataset(str(file), schema=arrow_schema(table), format="parquet").to_table(
        columns=columns, filter=kept
    )


def _briefing(row: dict[str, Any], facts: list[dict[str, Any]]) -> Briefing:
    address = row["address"]
    document = Document(
        id=row["document"],
        title=row["title"],
        published=row["published"],
        publisher=row["publisher"],
        url=address if address.startswith(("http://", "https://")) else "",
    )
    verdicts = [f for f in facts if f["kind"] == "verdict"]
    return Briefing(
        document=document,
        area=row["area"],
        statements=tuple(_statement(f) for f in facts if f["kind"] != "verdict"),
        verdicts=tuple(_verdict(f, document) for f in verdicts if f["count"] is None),
        headlines=tuple(_headline(f) for f in verdicts if f["count"] is not None),
    )


def _place(row: dict[str, Any]) -> Span | Cell:
    """Where a fact stands: its characters, and its cell where it is one (of whose text only these are known)."""
    span = Span(start=row["start"], end=row["end"], quote=row["text"])
    if row["row"] is None:
        return span
    return Cell(
        file=row["file"] or "", sheet=row["sheet"] or "", page=row["page"], table=row["table"],
        row=row["row"], column=row["column"], text=row["text"], span=span,
    )  # fmt: skip


def _period(row: dict[str, Any]) -> Period | None:
    return Period(row["period_start"], row["period_end"]) if row["period_start"] else None


def _number(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(repr(number))


def _statement(row: dict[str, Any]) -> Statement:
    same = (
        "kind", "phrase", "indicator", "unit", "unit_mult", "unit_text", "qualifier", "measure", "direction", "area",
        "basis", "obs_status", "doubt",
    )  # fmt: skip
    return Statement(
        evidence=_place(row),
        value=Decimal(row["value_printed"]),
        value_max=_number(row["value_max"]),
        of=_number(row["of"]),
        period=_period(row),
        rules=tuple(row["rules"]),
        **{name: row[name] for name in same},
    )


def _verdict(row: dict[str, Any], document: Document) -> Verdict:
    period = _period(row)
    assert period is not None
    return Verdict(
        stated_on=document.published or period.end,
        period=period,
        area=row["area"] or "",
        indicator=row["indicator"],
        phrase=row["phrase"] or "",
        status=row["verdict_status"],
        reference=row["reference"],
        inferred=row["inferred"],
        evidence=_place(row),
        rules=tuple(row["rules"]),
    )


def _headline(row: dict[str, Any]) -> HeadlineVerdict:
    period = _period(row)
    assert period is not None
    return HeadlineVerdict(
        period=period,
        area=row["area"] or "",
        count=row["count"],
        of_total=row["of_total"],
        status=row["verdict_status"],
        reference=row["reference"],
        evidence=_place(row),
        rules=tuple(row["rules"]),
    )
