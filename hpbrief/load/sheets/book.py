"""What the sheets of an XLSX workbook share: the list of sheets, styles of cells, texts."""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from hpbrief.errors import LoadError
from hpbrief.load.limits import Limits
from hpbrief.load.package import Package, relation_id
from hpbrief.load.parts import keeps_raised

M = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
# The number formats that have a number and no words in the file.
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
    41: r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)', 42: r'_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)',
    43: r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)',
    44: r'_("$"* #,##0.00_)_("$"* \(#,##0.00\)_("$"* "-"??_)_(@_)', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip
_NOT_DAY = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_DAY = re.compile(r"[dmyhs]", re.IGNORECASE)


class CellStyle(NamedTuple):
    """How a cell is shown."""

    number_format: str = "General"
    is_day: bool = False
    struck: bool = False
    spreads: bool = False  # over the blank cells to its right


class SheetPlace(NamedTuple):
    """A sheet of the list."""

    name: str
    part: str
    is_hidden: bool


class Book:
    """A workbook; sheets are read one by one."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.package = Package(data, limits)
        self.main = self.package.main()
        self.root = self.package.xml(self.main)
        self.relations = self.package.relations(self.main)
        self.styles = list(self._styles())
        self.texts = list(self._texts(limits))
        about = self.root.find(f"{M}workbookPr")
        self.from_1904 = about is not None and about.get("date1904") in ("1", "true")

    def _part(self, kind: str, usual: str) -> str:
        for relation in self.relations.values():
            if relation.kind == kind and not relation.is_outside:
                return relation.target
        return posixpath.join(posixpath.dirname(self.main), usual)

    def sheets(self) -> Iterator[SheetPlace]:
        """The worksheets in their order."""
        for sheet in self.root.iterfind(f"{M}sheets/{M}sheet"):
            relation = self.relations.get(relation_id(sheet))
            if relation is not None and relation.kind == "worksheet":
                hidden = sheet.get("state", "visible") != "visible"
                yield SheetPlace(sheet.get("name", ""), relation.target, hidden)

    def _styles(self) -> Iterator[CellStyle]:
        root = self.package.xml(self._part("styles", "styles.xml"))
        if root is None:
            return
        formats = {
            int(one.get("numFmtId")): one.get("formatCode", "General")
            for one in root.iterfind(f"{M}numFmts/{M}numFmt")
            if one.get("numFmtId", "").isdecimal()
        }
        struck = [_is_on(font.find(f"{M}strike")) for font in root.iterfind(f"{M}fonts/{M}font")]
        for one in root.iterfind(f"{M}cellXfs/{M}xf"):
            number = _index(one.get("numFmtId"))
            code = formats.get(number) or _BUILT_IN.get(number, "General")
            font = _index(one.get("fontId"))
            place = one.find(f"{M}alignment")
            spreads = place is not None and place.get("horizontal") == "centerContinuous"
            yield CellStyle(code, is_day(code), font < len(struck) and struck[font], spreads)

    def _texts(self, limits: Limits) -> Iterator[str]:
        from lxml import etree

        data = self.package.part(self._part("sharedStrings", "sharedStrings.xml"))
        if data is None:
            return
        try:
            for _, element in etree.iterparse(io.BytesIO(data), tag=f"{M}si", resolve_entities=False):
                yield rich_text(element)
                element.clear()
        except etree.XMLSyntaxError as error:
            raise LoadError("part_broken", part="sharedStrings.xml", error=error) from error

    def style(self, number: str | None) -> CellStyle:
        """The style of a cell by its number."""
        at = _index(number)
        return self.styles[at] if at < len(self.styles) else CellStyle()


def is_day(number_format: str) -> bool:
    """Whether a number format shows a day or a time.

    >>> is_day("mmm-yy"), is_day('#,##0" đồng"'), is_day("[Red]0.0"), is_day("General")
    (True, False, False, False)
    """
    if number_format.lower() == "general":
        return False
    return _DAY.search(_NOT_DAY.sub("", number_format.split(";")[0])) is not None


def rich_text(element: Any) -> str:
    """The text of a cell: raised marks of notes and what is struck out left out, readings aside."""
    pieces: list[str] = []
    for child in element:
        if child.tag == f"{M}t":
            pieces.append(child.text or "")
        elif child.tag == f"{M}r":
            text = "".join(t.text or "" for t in child.iterfind(f"{M}t"))
            form = child.find(f"{M}rPr")
            if form is not None and _is_on(form.find(f"{M}strike")):
                continue
            place = form.find(f"{M}vertAlign") if form is not None else None
            if place is None or place.get("val") != "superscript" or keeps_raised(text, pieces):
                pieces.append(text)
    text = "".join(pieces)
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text


def _is_on(flag: Any) -> bool:
    return flag is not None and flag.get("val", "1") not in ("0", "false")


def _index(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 9 else 0
