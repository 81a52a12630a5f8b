"""ODS: the filled cells of each visible sheet, with merged cells, percentages and dates."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Any

from hpbrief.errors import LoadError
from hpbrief.load.limits import Limits
from hpbrief.load.package import check_package, open_zip, read_member
from hpbrief.load.parts import Grid, Loaded, Paragraph
from hpbrief.load.sheets.cells import Merge, Sheet, cell_text, shown_number
from hpbrief.load.sheets.xlsx import hidden_notes

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _OFFICE, _STYLE, _META = (
    f"{{{_NAMES}{name}:1.0}}" for name in ("table", "text", "office", "style", "meta")
)
_NUMBERS = ("float", "percentage", "currency")
_NO_DIGIT = re.compile("[^0-9]")
_MARK = re.compile("(?<=[0-9])[^0-9](?=[0-9])")
_DC = "{http://purl.org/dc/elements/1.1/}"


def read(data: bytes, limits: Limits) -> Loaded:
    """The sheets of an OpenDocument spreadsheet as grids; hidden sheets are left out and noted."""
    check_package(data, limits)
    content, about = _part(data, "content.xml", limits), _part(data, "meta.xml", limits)
    if content is None:
        raise LoadError("spreadsheet_no_content")
    hidden_styles = {
        style.get(f"{_STYLE}name")
        for style in content.iter(f"{_STYLE}style")
        if any(p.get(f"{_TABLE}display") == "false" for p in style.iter(f"{_STYLE}table-properties"))
    }
    parts: list[Paragraph | Grid] = []
    hidden, cells = [], 0
    for table in content.iter(f"{_TABLE}table"):
        name = table.get(f"{_TABLE}name", "")
        if table.get(f"{_TABLE}style-name") in hidden_styles:
            hidden.append(name)
            continue
        sheet, merges = _sheet(table, name, limits, cells)
        cells += len(sheet.texts)
        parts += sheet.parts(merges)
    if not parts and not hidden:
        raise LoadError("spreadsheet_empty")
    day = about.findtext(f".//{_DC}date") or "" if about is not None else ""
    title = about.findtext(f".//{_DC}title") or "" if about is not None else ""
    return Loaded(parts, MEDIA_TYPE, title=title.strip(), file_date=day[:10], notes=hidden_notes(hidden))


def prepare() -> None:
    """Load the library before a file comes."""
    import lxml.etree  # noqa: F401


def _part(data: bytes, name: str, limits: Limits) -> Any:
    from lxml import etree

    with open_zip(data, limits) as archive:
        if name not in archive.namelist():
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        try:
            return etree.fromstring(read_member(archive, archive.getinfo(name)), parser)
        except etree.XMLSyntaxError as error:
            raise LoadError("part_broken", part=name, error=error) from error


def _sheet(table: Any, name: str, limits: Limits, before: int) -> tuple[Sheet, list[Merge]]:
    sheet, merges = Sheet(name, limits, before), []
    row = 1
    for element in table.iter(f"{_TABLE}table-row"):
        times = _count(element, "number-rows-repeated")
        cells, spans = _row(element, row)
        if cells:
            limits.check("rows", row + times - 1, "sheet_row", sheet=name)
        for offset in range(times if cells else 0):
            for column, repeated, text, is_number in cells:
                for place in range(column, column + repeated):
                    sheet.put(row + offset, place, text, is_number=is_number)
        merges += spans
        row += times
    return sheet, merges


def _row(element: Any, row: int) -> tuple[list[tuple[int, int, str, bool]], list[Merge]]:
    """The filled cells of a row, each with its column, how often it repeats, whether it is a value; the merged."""
    cells, merges = [], []
    column = 1
    for cell in element:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        times = _count(cell, "number-columns-repeated")
        if cell.tag == f"{_TABLE}table-cell" and (text := _text(cell)).strip():
            cells.append((column, times, text, cell.get(f"{_OFFICE}value-type") in _NUMBERS))
            down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            if down * right > 1:
                merges.append(Merge(row, column, row + down - 1, column + right - 1))
        column += times
    return cells, merges


def _count(element: Any, name: str) -> int:
    value = element.get(f"{_TABLE}{name}", "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 10 else 1


def _text(cell: Any) -> str:
    """The value as it is shown where it is a number or day, in Vietnamese writing; else the words shown."""
    kind, value = cell.get(f"{_OFFICE}value-type"), cell.get(f"{_OFFICE}value")
    shown = "\n".join("".join(p.itertext()) for p in cell.findall(f"{_TEXT}p"))
    try:
        if kind in _NUMBERS and value:
            return cell_text(float(value), _number_format(float(value), shown, kind == "percentage"))
        if kind == "date" and shown.isascii():  # else it has words of its own
            day = datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", ""))
            return cell_text(day, _DAY_FORMATS.get(re.sub("[0-9]", "0", shown), "General"))
    except (ValueError, ArithmeticError):
        return shown
    return shown


#: Days that are shown as a month or a year.
_DAY_FORMATS = {
    "00/0000": "mm/yyyy",
    "0/0000": "mm/yyyy",
    "00-0000": "mm/yyyy",
    "00.0000": "mm/yyyy",
    "0000": "yyyy",
}


def _number_format(value: float, shown: str, percent: bool) -> str:
    """The format in which a value has the digits shown, in whatever language the program has set them."""
    digits = _NO_DIGIT.sub("", shown)
    amount = abs(Decimal(format(value, ".15g"))).scaleb(2 if percent else 0)
    most = len(digits) - max(1, amount.adjusted() + 1)
    for decimals in (most, most - 1):  # one fewer where rounding adds a digit before the comma
        places = f"0.{'0' * decimals}" if decimals > 0 else "0"
        if decimals >= 0 and _NO_DIGIT.sub("", shown_number(amount, places)) == digits:
            grouped = len(_MARK.findall(shown)) > (decimals > 0)
            return f"{'#,##' * grouped}{places}{'%' * percent}"
    return f"General{'%' * percent}"
