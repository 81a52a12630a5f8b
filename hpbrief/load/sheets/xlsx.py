"""XLSX: the filled cells of each visible sheet, with merged cells and number formats."""

from __future__ import annotations

import io
import re
import warnings
from typing import Any

from hpbrief.errors import LoadError
from hpbrief.load.limits import Limits
from hpbrief.load.package import check_package
from hpbrief.load.parts import Grid, Loaded, Note, Paragraph
from hpbrief.load.sheets.blocks import Merge, Sheet
from hpbrief.load.sheets.cell_text import cell_text, iso_day

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def read(data: bytes, limits: Limits) -> Loaded:
    """The sheets of a workbook as grids; hidden sheets are left out and noted."""
    from openpyxl import load_workbook

    check_package(data, limits)
    warnings.simplefilter("ignore")  # on styles and extensions, which are not read
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    parts: list[Paragraph | Grid] = []
    hidden, blank, cells = [], 0, 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            hidden.append(sheet.title)
            continue
        found, merges, empty = _sheet(book, sheet, limits, cells)
        cells += len(found.texts)
        blank += empty
        parts += found.parts(merges)
    if not parts and not hidden and not blank:
        raise LoadError("workbook_empty")
    properties = book.properties
    return Loaded(
        parts,
        MEDIA_TYPE,
        title=(properties.title or "").strip(),
        file_date=iso_day(properties.modified or properties.created),
        notes=[*hidden_notes(hidden), *_blank_notes(blank)],
    )


def _sheet(book: Any, sheet: Any, limits: Limits, before: int) -> tuple[Sheet, list[Merge], int]:
    """Its cells, its merged cells, and how many formulas have no stored result."""
    from openpyxl.worksheet._reader import WorkSheetParser

    # The parser behind openpyxl's read-only sheets, taken itself: it gives only the cells that are there, however
    # far apart, and the merged ranges, which read-only sheets do not tell.
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        found = Sheet(sheet.title, limits, before)
        formats = _Formats(book)
        for _, row in parser.parse():
            for cell in row:
                if cell["value"] is not None:
                    value = cell["value"]
                    text = cell_text(value, formats.of(cell["style_id"]))
                    found.put(cell["row"], cell["column"], text, is_number=isinstance(value, (int, float)))
        ranges = parser.merged_cells.mergeCell if parser.merged_cells else ()
        merges = [Merge(r.min_row, r.min_col, r.max_row, r.max_col) for r in ranges]
    with sheet._get_source() as source:
        return found, merges, _without_result(source)


# A formula and then no value. Prefixes of names are rare but allowed.
_CELL = re.compile(
    rb"<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>|</(?:\w+:)?c>)"
)


def _without_result(source: Any) -> int:
    """How many cells hold a formula whose result the program that wrote the file did not store."""
    count, rest = 0, b""
    while block := source.read(1 << 20):
        block = rest + block
        at = 0
        for match in _CELL.finditer(block):
            count, at = count + 1, match.end()
        rest = block[max(at, len(block) - 2_000) :]
    return count


class _Formats:
    """Number formats by the style of a cell."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.known: dict[int, str] = {}

    def of(self, style: int | str) -> str:
        """The number format, ``General`` where the style is not in the book."""
        number = int(style)
        if number not in self.known:
            self.known[number] = self._look_up(number)
        return self.known[number]

    def _look_up(self, number: int) -> str:
        from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE

        try:
            code = self.book._cell_styles[number].numFmtId
            if code < BUILTIN_FORMATS_MAX_SIZE:
                return str(BUILTIN_FORMATS.get(code, "General"))
            return str(self.book._number_formats[code - BUILTIN_FORMATS_MAX_SIZE])
        except IndexError:
            return "General"


def hidden_notes(names: list[str]) -> list[Note]:
    """That sheets were hidden and left out."""
    if not names:
        return []
    listed = ", ".join(names)
    return [
        Note("hidden_sheet", f"trang tính ẩn không đọc: {listed}", f"hidden sheets were not read: {listed}")
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
