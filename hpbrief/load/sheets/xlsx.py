"""XLSX: the filled cells of each visible sheet, with merged cells and number formats."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from hpbrief.errors import LoadError
from hpbrief.load.limits import Limits
from hpbrief.load.parts import Grid, Loaded, Note, Paragraph
from hpbrief.load.sheets.book import Book, CellStyle, M, rich_text
from hpbrief.load.sheets.cells import Merge, Sheet, cell_text

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_COVERED = 20_000
_LAST_DAY = 2_958_465


def read(data: bytes, limits: Limits) -> Loaded:
    """The sheets of a workbook as grids; hidden sheets, rows and columns are left out and noted."""
    book = Book(data, limits)
    parts: list[Paragraph | Grid] = []
    hidden, cells = [], 0
    blank = unseen = 0
    for place in book.sheets():
        if place.is_hidden:
            hidden.append(place.name)
            continue
        content = book.package.part(place.part)
        if content is None:
            continue
        found = _SheetReader(book, place.name, limits, cells)
        found.read(content)
        cells += len(found.sheet.texts)
        blank += found.blank
        unseen += len(found.unseen)
        parts += found.sheet.parts(found.merges)
    if not parts and not hidden and not blank and not unseen:
        raise LoadError("workbook_empty")
    title, day = book.package.about()
    notes = [*hidden_notes(hidden), *hidden_cells_notes(unseen), *_blank_notes(blank)]
    return Loaded(parts, MEDIA_TYPE, title=title, file_date=day, notes=notes)


class _Cell(NamedTuple):
    row: int
    column: int
    text: str
    is_number: bool
    style: CellStyle


class _SheetReader:
    """One sheet: its cells, its merged cells, how many formulas have no stored result."""

    def __init__(self, book: Book, name: str, limits: Limits, before: int) -> None:
        self.book = book
        self.sheet = Sheet(name, limits, before)
        self.merges: list[Merge] = []
        self.blank = 0
        self.unseen: set[tuple[str, int]] = set()  # rows and columns that are hidden and not empty
        self.hidden_columns: list[tuple[int, int]] = []
        self.row = 0

    def read(self, content: bytes) -> None:
        """Take the sheet apart, row by row."""
        from lxml import etree

        tags = (f"{M}col", f"{M}row", f"{M}mergeCell")
        try:
            for _, element in etree.iterparse(io.BytesIO(content), tag=tags, resolve_entities=False):
                if element.tag == f"{M}row":
                    self._row(element)
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
                elif element.tag == f"{M}mergeCell":
                    self._merge(element.get("ref", ""))
                elif _hides(element, "width"):
                    low, high = element.get("min", ""), element.get("max", "")
                    if low.isdecimal() and high.isdecimal():
                        self.hidden_columns.append((int(low), int(high)))
        except etree.XMLSyntaxError as error:
            raise LoadError("part_broken", part=self.sheet.name, error=error) from error
        self._uncover()

    def _row(self, row: Any) -> None:
        number = row.get("r", "")
        self.row = int(number) if number.isdecimal() and len(number) < 9 else self.row + 1
        hidden = _hides(row, "ht")
        cells = list(self._cells(row))
        for cell in cells:
            if hidden or any(low <= cell.column <= high for low, high in self.hidden_columns):
                if cell.text.strip():
                    self.unseen.add(("row", cell.row) if hidden else ("column", cell.column))
            elif not cell.style.struck:
                self.sheet.put(cell.row, cell.column, cell.text, is_number=cell.is_number)
        if any(cell.style.spreads for cell in cells):
            self.merges += _spread(cells)

    def _cells(self, row: Any) -> Iterator[_Cell]:
        column = 0
        for cell in row:
            if cell.tag != f"{M}c":
                continue
            place = _PLACE.fullmatch(cell.get("r", ""))
            column = _column(place[1]) if place else column + 1
            style = self.book.style(cell.get("s"))
            text, is_number = self._value(cell, style)
            yield _Cell(self.row, column, text, is_number, style)

    def _value(self, cell: Any, style: CellStyle) -> tuple[str, bool]:
        kind, value, formula = cell.get("t", "n"), None, False
        for child in cell:
            if child.tag == f"{M}v":
                value = child.text
            elif child.tag == f"{M}f":
                formula = True
            elif child.tag == f"{M}is":
                return rich_text(child), False
        if not value:
            self.blank += formula
            return "", False
        if kind == "s":
            at = int(value) if value.strip().isdecimal() else -1
            return (self.book.texts[at] if 0 <= at < len(self.book.texts) else ""), False
        if kind in ("str", "e"):
            return value, False
        if kind == "b":
            return cell_text(value.strip() == "1"), False
        if kind == "d":
            return _iso_text(value, style), False
        return self._number(value, style)

    def _number(self, value: str, style: CellStyle) -> tuple[str, bool]:
        try:
            number = float(value) if any(c in value for c in ".eE") else int(value)
        except ValueError:
            return value, False
        if style.is_day and 0 <= number < _LAST_DAY:
            return cell_text(moment(number, self.book.from_1904), style.number_format), False
        return cell_text(number, style.number_format), True

    def _merge(self, reference: str) -> None:
        first, _, last = reference.replace("$", "").partition(":")
        a, b = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
        if a and b:
            self.merges.append(Merge(int(a[2]), _column(a[1]), int(b[2]), _column(b[1])))

    def _uncover(self) -> None:
        """Take what stands below merged cells, which their first cell covers."""
        texts = self.sheet.texts
        for merge in self.merges:
            area = (merge.last_row - merge.first_row + 1) * (merge.last_column - merge.first_column + 1)
            if not 1 < area < _COVERED:
                continue
            for row in range(merge.first_row, merge.last_row + 1):
                for column in range(merge.first_column, merge.last_column + 1):
                    if (row, column) != (merge.first_row, merge.first_column):
                        texts.pop((row, column), None)


def prepare() -> None:
    """Load the library before a file comes."""
    import lxml.etree  # noqa: F401


def moment(number: float, from_1904: bool) -> datetime | time:
    """The day, or the time of a day, that a serial number means."""
    if from_1904:
        number += 1_462
    elif 1 <= number < 60:
        number += (
            1  # the first of March 1900 is day 61: the 29th of February is counted, which there never was
        )
    day = datetime(1899, 12, 30) + timedelta(days=number)
    day = (day + timedelta(milliseconds=500)).replace(microsecond=0)
    return day.time() if number < 1 else day


def _iso_text(value: str, style: CellStyle) -> str:
    try:
        return cell_text(datetime.fromisoformat(value), style.number_format)
    except ValueError:
        return value


def _hides(element: Any, size: str) -> bool:
    return element.get("hidden") in ("1", "true") or element.get(size) in ("0", "0.0")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def _spread(cells: list[_Cell]) -> Iterator[Merge]:
    """Cells that spread over the blank ones to their right, as merged ones do."""
    at = 0
    while at < len(cells):
        first = cells[at]
        at += 1
        if not (first.style.spreads and first.text.strip()):
            continue
        last = first.column
        while (
            at < len(cells)
            and cells[at].style.spreads
            and not cells[at].text
            and cells[at].column == last + 1
        ):
            last, at = cells[at].column, at + 1
        if last > first.column:
            yield Merge(first.row, first.column, first.row, last)


def hidden_notes(names: list[str]) -> list[Note]:
    """That sheets were hidden and left out."""
    if not names:
        return []
    listed = ", ".join(names)
    return [
        Note("hidden_sheet", f"trang tính ẩn không đọc: {listed}", f"hidden sheets were not read: {listed}")
    ]


def hidden_cells_notes(count: int) -> list[Note]:
    """That rows and columns were hidden and left out."""
    if not count:
        return []
    return [
        Note(
            "hidden_cells",
            f"số dòng và cột ẩn không đọc: {count}",
            f"hidden rows and columns that were not read: {count}",
        )
    ]


def _blank_notes(count: int) -> list[Note]:
    if not count:
        return []
    return [
        Note(
            "formula_without_result",
            f"số ô có công thức mà tệp không lưu kết quả: {count}; hãy mở bằng Excel rồi lưu lại",
            f"cells with a formula whose result is not stored: {count}; open the file in Excel and save it",
        )
    ]
