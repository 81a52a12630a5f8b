"""A scorecard as an Excel workbook: live formulas over the data, which ``read_dataset`` reads again; no macros."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from hpbrief.assessment import Scorecard, explain
from hpbrief.dataset.template import allowed_lists, lists_sheet, table_sheet, write_cell
from hpbrief.format import format_date, plain
from hpbrief.models import Basis, Lang, Measure
from hpbrief.report.behind import Behind
from hpbrief.report.evidence import Evidence
from hpbrief.report.formulas import Line, line_of
from hpbrief.tables.schema import TABLES

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FILLS = {
    "exceeded": "#BFDDF0",
    "met": "#CFE6F5",
    "on_track": "#E0F0FA",
    "at_risk": "#FBE7BC",
    "off_track": "#F6CFB3",
    "missed": "#E6BCA4",
    "insufficient_data": "#E9EAEC",
}
_BAR = "#9CCBEA"
_TABLES = ("observations", "goals", "verdicts", "headline_verdicts", "adjustments", "sources")
_FINDINGS = ("severity", "code", "area", "indicator", "message", "values", "sources", "arithmetic")
_PAST = ("indicator", "year", "to_date", "total", "share", "unit", "origin", "area", "sources")

_PAST_WIDTHS = (30, 8, 16, 16, 10, 14, 30, 28, 44)
_FINDING_WIDTHS = (12, 20, 22, 26, 70, 40, 40, 60)
_LINE_POINTS = 15


def workbook_bytes(card: Scorecard, lang: Lang = "vi") -> bytes:
    """A scorecard as an .xlsx workbook; the same scorecard gives the same bytes.

    Sheets: the scorecard; observations, goals, verdicts, headline_verdicts and sources as ``read_dataset`` takes
    them; past years; findings; lists. Raises LoadError where a text is longer than a cell holds.
    """
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        _Book(book, Evidence(card), lang).write()
    return stream.getvalue()


class _Book:
    """Writes the sheets of one scorecard in one language."""

    def __init__(self, book: Workbook, evidence: Evidence, lang: Lang) -> None:
        self.book = book
        self.evidence = evidence
        self.card: Scorecard = evidence.card
        self.lang: Lang = lang
        self.behind = Behind(evidence, lang)
        self.guarded: Format = self._format(quote_prefix=True, text_wrap=True, valign="top")
        self.amount: Format = self._format(num_format="#,##0.0##", valign="top")
        self.wrapped: Format = self._format(text_wrap=True, valign="top")
        self.head: Format = self._format(
            bold=True, bg_color="#E9ECF0", border=1, border_color="#B8BEC6", text_wrap=True, valign="vcenter"
        )

    def _format(self, **how: Any) -> Format:
        return self.book.add_format(how)

    def word(self, key: str) -> str:
        return self.card.catalog.word("workbook", key, self.lang)

    def write(self) -> None:
        card = self.card
        self.book.set_properties(
            {
                "title": plain(card.title(self.lang))[:255],
                "comments": plain(
                    card.catalog.word("report", "made", self.lang).format(dataset=card.record.dataset)
                )[:255],
                "created": datetime.combine(card.record.as_of, time()),
            }
        )
        self.book.set_calc_mode("auto")
        sheets = [self._scorecard()]
        lists = allowed_lists(card.catalog, self.lang, TABLES)
        for table in _TABLES:
            if self.behind.rows[table] or table in ("observations", "goals", "sources"):
                sheet = table_sheet(
                    self.book,
                    self.word(table),
                    table,
                    self.behind.rows[table],
                    lists,
                    card.catalog,
                    self.lang,
                )
                sheet.autofilter(0, 0, max(1, len(self.behind.rows[table])), len(TABLES[table].columns) - 1)
                sheets.append(sheet)
        sheets += [self._past(), self._findings(), lists_sheet(self.book, lists, card.catalog)]
        for sheet in sheets:
            self._print_setup(sheet)
        sheets[0].activate()

    def _print_setup(self, sheet: Worksheet) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&A&R{self.word('page')} &P/&N")
        sheet.hide_gridlines(1)

    # -- the scorecard ------------------------------------------------------------------------------

    def _scorecard(self) -> Worksheet:
        card, behind = self.card, self.behind
        sheet: Worksheet = self.book.add_worksheet(self.word("scorecard"))
        top = self._top(sheet)
        columns = behind.columns
        for at, column in enumerate(columns):
            sheet.write_string(top, at, plain(column.head), self.head)
            sheet.set_column(at, at, column.width)
        sheet.set_row(top, 48)
        lines = [
            line_of(a, card, behind, self.lang, row)
            for row, a in enumerate(sorted(card, key=explain.attention), top + 2)
        ]
        for row, line in enumerate(lines, top + 1):
            self._line(sheet, row, line)
        if lines:
            self._stale(sheet, top + 1, lines)
            self._colours(sheet, top + 1, top + len(lines))
            self._choices(sheet, top + 1, top + len(lines))
            sheet.autofilter(top, 0, top + len(lines), len(columns) - 1)
        sheet.freeze_panes(top + 1, 1)
        sheet.repeat_rows(top)
        sheet.print_area(0, 0, top + len(lines), behind.at("note"))
        return sheet

    def _top(self, sheet: Worksheet) -> int:
        """Title, findings, and the two cells that all formulas look at; the row of the column heads."""
        self._say(sheet, 0, 0, self.card.title(self.lang), bold=True, font_size=14)
        sentences = self.card.headline(self.lang)
        day = self.card.record.as_of
        note = self.word("live").format(day=format_date(day, self.lang))
        for row, text in enumerate(sentences, 1):
            self._say(sheet, row, 0, text)
        small = self._format(text_wrap=True, valign="top", italic=True, font_color="#545D6B")
        sheet.merge_range(len(sentences) + 1, 0, len(sentences) + 1, self.behind.at("class"), note, small)
        sheet.set_row(len(sentences) + 1, 48)
        key: dict[str, Any] = {"bg_color": "#FFF6CC", "border": 1, "border_color": "#D9C97A", "align": "left"}
        at = len(sentences) + 2
        sheet.write_string(at, 0, self.word("area"), self._format(bold=True))
        self._say(sheet, at, 1, self.behind.area, **key)
        sheet.write_string(at + 1, 0, self.word("year"), self._format(bold=True))
        sheet.write_number(at + 1, 1, self.card.record.year, self._format(**key))
        self.behind.place_keys(at + 1)
        return at + 3

    def _say(self, sheet: Worksheet, row: int, at: int, text: str, **how: Any) -> None:
        own = self._format(**how)
        write_cell(sheet, row, at, text, own, self._format(**how, quote_prefix=True), own)

    def _line(self, sheet: Worksheet, row: int, line: Line) -> None:
        _fit(
            sheet,
            row,
            [(c.value, column.width) for c, column in zip(line.cells, self.behind.columns, strict=True)],
        )
        for at, (column, cell) in enumerate(zip(self.behind.columns, line.cells, strict=True)):
            how: dict[str, Any] = {
                "valign": "top",
                "num_format": cell.shape,
                "bottom": 1,
                "bottom_color": "#DFE3E8",
            }
            if column.key:
                how |= {"bg_color": "#FFF6CC"}
            if column.bold:
                how |= {"bold": True}
            if column.name == "unit":
                how |= {"indent": 1}
            if cell.formula:
                sheet.write_formula(row, at, cell.formula, self._format(**how), cell.value)
            elif cell.value is None:
                sheet.write_blank(row, at, None, self._format(**how))
            else:
                how["text_wrap"] = column.width > 11
                own = self._format(**how)
                write_cell(sheet, row, at, cell.value, own, self._format(**how, quote_prefix=True), own)
            if cell.comment:
                sheet.write_comment(row, at, cell.comment, {"x_scale": 2})

    def _stale(self, sheet: Worksheet, first: int, lines: Sequence[Line]) -> None:
        """Strike through what the library worked out, where the share of the goal is no longer the one it saw."""
        struck = self._format(font_strikeout=True, font_color="#8A8F98", italic=True)
        share = self.behind.at("attainment")
        for row, line in enumerate(lines, first):
            seen = line.cells[share].value
            if seen is None:
                continue
            now = self.behind.cell("attainment", row + 1)
            changed = f"=IF(ISNUMBER({now}),ABS({now}-{seen!r})>0.000001,TRUE)"
            rule = {"type": "formula", "criteria": changed, "format": struck, "stop_if_true": True}
            for name in ("class", "chance", "agreement"):
                at = self.behind.at(name)
                sheet.conditional_format(row, at, row, at, rule)

    def _choices(self, sheet: Worksheet, first: int, last: int) -> None:
        """Offer in the key cells what the sheets behind have."""
        sources = f"={self.behind.column('sources', 'source_id')}"
        for name, values in (
            ("source", sources),
            ("goal_source", sources),
            ("measure", [str(v) for v in Measure]),
            ("basis", [str(v) for v in Basis]),
        ):
            rule = {"validate": "list", "source": values, "error_type": "warning"}
            sheet.data_validation(first, self.behind.at(name), last, self.behind.at(name), rule)

    def _colours(self, sheet: Worksheet, first: int, last: int) -> None:
        at = self.behind.at("class")
        for name, fill in _FILLS.items():
            text = self.behind.class_text(name)
            rule = {
                "type": "text",
                "criteria": "containing",
                "value": text,
                "format": self._format(bg_color=fill),
            }
            sheet.conditional_format(first, at, last, at, rule)
        at = self.behind.at("agreement")
        overstated = self.card.catalog.word("agreement", "overstated", self.lang)
        bold = self._format(bold=True, font_color="#9C3D00")
        rule = {"type": "cell", "criteria": "==", "value": f'"{overstated}"', "format": bold}
        sheet.conditional_format(first, at, last, at, rule)
        at = self.behind.at("attainment")
        bar = {
            "type": "data_bar",
            "bar_color": _BAR,
            "bar_solid": True,
            "min_type": "num",
            "min_value": 0,
            "max_type": "num",
            "max_value": 130,
        }
        sheet.conditional_format(first, at, last, at, bar)

    # -- past years and findings --------------------------------------------------------------------

    def _past(self) -> Worksheet:
        sheet = self._listing("history", [self._past_head(key) for key in _PAST], _PAST_WIDTHS)
        shape = self._format(num_format='0.0"%"', valign="top")
        for row, past in enumerate(self.behind.past, 1):
            _fit(sheet, row, list(zip(past.cells, _PAST_WIDTHS, strict=True)))
            for at, value in enumerate(past.cells):
                if at == 4:
                    sheet.write_formula(row, at, f"=C{row + 1}/D{row + 1}*100", shape, past.share)
                else:
                    write_cell(sheet, row, at, value, self.amount, self.guarded, self.wrapped)
        return sheet

    def _past_head(self, key: str) -> str:
        column = ("indicator", "area", "sources")
        if key in column:
            return self.card.catalog.word("column", key, self.lang)
        return self.word(key)

    def _findings(self) -> Worksheet:
        heads = [self.card.catalog.word("column", key, self.lang) for key in _FINDINGS]
        sheet = self._listing("findings", heads, _FINDING_WIDTHS)
        for row, finding in enumerate(self.evidence.audit.findings(self.lang), 1):
            fields = finding.model_dump(mode="json")
            fields["severity"] = self.card.catalog.word("severity", finding.severity, self.lang)
            fields["area"] = self.card.catalog.area(finding.area).label(self.lang)
            if finding.indicator:
                fields["indicator"] = self.card.catalog.indicator(finding.indicator).label(self.lang)
            cells = ["; ".join(v) if isinstance(v := fields[key], list) else v for key in _FINDINGS]
            _fit(sheet, row, list(zip(cells, _FINDING_WIDTHS, strict=True)))
            for at, text in enumerate(cells):
                write_cell(sheet, row, at, text, self.wrapped, self.guarded, self.wrapped)
        sheet.autofilter(0, 0, max(1, len(self.evidence.audit)), len(_FINDINGS) - 1)
        return sheet

    def _listing(self, name: str, heads: Sequence[str], widths: Sequence[float]) -> Worksheet:
        sheet: Worksheet = self.book.add_worksheet(self.word(name))
        for at, (text, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.write_string(0, at, plain(text), self.head)
            sheet.set_column(at, at, width, self.wrapped)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        return sheet


def _fit(sheet: Worksheet, row: int, cells: Sequence[tuple[Any, float]]) -> None:
    """Make a row as high as its longest text needs in a column of so many characters."""
    lines = [math.ceil(1.12 * len(value) / width) for value, width in cells if isinstance(value, str)]
    sheet.set_row(row, _LINE_POINTS * max([1, *lines]))
