"""Writing a report in the form that the ending of its file asks for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hpbrief.assessment import Scorecard
from hpbrief.errors import ParseError
from hpbrief.files import write_bytes
from hpbrief.models import Briefing, Lang


def write_report(
    card: Scorecard, path: str | Path, lang: Lang = "vi", *, briefings: Sequence[Briefing] | None = None
) -> Path:
    """Write a scorecard as .html, .docx, .xlsx or .md, by the ending; complete or not at all.

    ``.html`` is one self-contained page; ``.docx`` a briefing note laid out as Nghị định 30/2020/NĐ-CP asks, with
    marked blanks for what only the office knows; ``.xlsx`` a workbook with live formulas that ``read_dataset`` reads
    again; ``.md`` the note as Markdown. ``briefings`` give the tasks shown on the page; by default the bundled ones
    on the area and year that were known on the scorecard's day. Raises ParseError for another ending.
    """
    if not isinstance(path, (str, Path)):
        raise ParseError("path_first", given=type(path).__name__)
    path = Path(path)
    return write_bytes(path, report_bytes(card, path.name, lang, briefings=briefings))


def report_bytes(
    card: Scorecard, name: str, lang: Lang = "vi", *, briefings: Sequence[Briefing] | None = None
) -> bytes:
    """What :func:`write_report` writes for a file of a name. Raises ParseError for another ending."""
    match Path(name).suffix.lower():
        case ".html" | ".htm":
            from hpbrief.report.page import render_report

            return render_report(card, lang, briefings=briefings).encode("utf-8")
        case ".md":
            from hpbrief.report.markdown import render_markdown

            return render_markdown(card, lang).encode("utf-8")
        case ".docx":
            from hpbrief.report.word import word_bytes

            return word_bytes(card, lang)
        case ".xlsx":
            from hpbrief.report.workbook import workbook_bytes

            return workbook_bytes(card, lang)
    raise ParseError("report_endings", where=name)
