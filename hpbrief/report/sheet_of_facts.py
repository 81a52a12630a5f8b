"""The sheet of facts: what was understood of each file, the doubtful first, and an empty sheet for corrections."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Protocol

from hpbrief.briefing.corrections import COLUMNS, FIELDS
from hpbrief.briefing.records import rows_with_evidence
from hpbrief.briefing.why import fact_place, fact_saying, fact_subject, issue_message
from hpbrief.catalog import Catalog
from hpbrief.errors import HpbriefError
from hpbrief.models import Briefing, Cell, Lang, Span

_SHOWN: Final = ("doubt", "file", "quote", "subject", "saying", "place", "phrase")
_WIDTHS: Final = (38, 24, 22, 34, 30, 38, 30)
_KINDS: Final = ("figure", "goal", "verdict")


class FileRead(Protocol):
    """A file with what was read of it."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def briefings(self) -> Sequence[Briefing]:
        """What was read of it."""

    @property
    def error(self) -> HpbriefError | None:
        """Why it could not be read."""


def fact_rows(files: Iterable[FileRead], catalog: Catalog, lang: Lang) -> list[dict[str, Any]]:
    """Each figure, goal and verdict as a row of words, the doubtful first; a file that was not read is a row, too."""
    rows: list[dict[str, Any]] = []
    for file in files:
        if file.error is not None:
            row = dict.fromkeys(_SHOWN, "")
            rows.append(row | {"file": file.name, "doubt": file.error.text(lang)})
        for briefing in file.briefings:
            rows += _rows_of(briefing, file.name, catalog, lang)
    return sorted(rows, key=lambda row: not row["doubt"])


def _rows_of(briefing: Briefing, name: str, catalog: Catalog, lang: Lang) -> Iterator[dict[str, Any]]:
    issues = [(span, issue_message(i, lang, catalog)) for i in briefing.issues if (span := _span(i.evidence))]
    for row, evidence in rows_with_evidence(briefing):
        if row["kind"] not in _KINDS:
            continue
        span = _span(evidence)
        told = [m for s, m in issues if span and s.start < span.end and span.start < s.end]
        told += [catalog.word("facts_sheet", f"no_{key}", lang) for key in _lacking(row)]
        yield {
            "doubt": "; ".join(dict.fromkeys(told)),
            "file": name,
            "quote": span.quote if span else row["text"] or "",
            "subject": fact_subject(row, lang, catalog),
            "saying": fact_saying(row, lang, catalog),
            "place": fact_place(row, lang, catalog),
            "phrase": row["phrase"] or "",
        }


def _lacking(row: dict[str, Any]) -> list[str]:
    if row["count"] is not None:
        return []
    return [key for key in ("indicator", "period", "area") if row[key] is None]


def _span(evidence: object) -> Span | None:
    if isinstance(evidence, Cell):
        return evidence.span
    return evidence if isinstance(evidence, Span) else None


def facts_workbook(files: Iterable[FileRead], catalog: Catalog, lang: Lang) -> bytes:
    """An XLSX workbook: a sheet of facts, and one to copy from or to save as ``corrections.xlsx``."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        doubtful = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#FFF2CC"})
        sheet = book.add_worksheet(catalog.word("facts_sheet", "facts", lang))
        for at, (name, width) in enumerate(zip(_SHOWN, _WIDTHS, strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, catalog.word("facts_sheet", name, lang), head)
        rows = fact_rows(files, catalog, lang)
        for line, row in enumerate(rows, 1):
            for at, name in enumerate(_SHOWN):
                sheet.write_string(line, at, row[name], doubtful if row["doubt"] else cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), len(_SHOWN) - 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        ours = book.add_worksheet(catalog.word("facts_sheet", "corrections", lang))
        for at, name in enumerate(COLUMNS):
            ours.set_column(at, at, 24)
            ours.write_string(0, at, catalog.word("corrections_column", name, lang), head)
        fields = [catalog.word("corrections_field", name, lang) for name in FIELDS]
        ours.data_validation(
            1, COLUMNS.index("field"), 500, COLUMNS.index("field"), {"validate": "list", "source": fields}
        )
        ours.freeze_panes(1, 0)
    return stream.getvalue()
