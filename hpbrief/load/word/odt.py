"""ODT: paragraphs and tables in order, merged cells, boxes and notes at the end."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hpbrief.errors import LoadError
from hpbrief.load.limits import Limits
from hpbrief.load.package import Package
from hpbrief.load.parts import Grid, GridCell, Loaded, Note, Paragraph, keeps_raised, texts_of

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _OFFICE, _STYLE, _DRAW = (
    f"{{{_NAMES}{name}:1.0}}" for name in ("table", "text", "office", "style", "drawing")
)
_DC = "{http://purl.org/dc/elements/1.1/}"
_LINES = (f"{_TEXT}p", f"{_TEXT}h")
_WRAPPERS = tuple(
    f"{_TEXT}{name}"
    for name in (
        "list",
        "list-item",
        "list-header",
        "section",
        "index-body",
        "table-of-content",
        "numbered-paragraph",
    )
)
_APART = (
    f"{_TEXT}note",
    f"{_DRAW}frame",
    f"{_DRAW}custom-shape",
    f"{_OFFICE}annotation",
    f"{_TEXT}ruby-text",
)
_GROUPS = ("table-rows", "table-header-rows", "table-row-group")
_HIDDEN, _RAISED = "hidden", "raised"


def read(data: bytes, limits: Limits) -> Loaded:
    """The parts of an OpenDocument text."""
    package = Package(data, limits)
    content, about = package.xml("content.xml"), package.xml("meta.xml")
    body = content.find(f"{_OFFICE}body/{_OFFICE}text") if content is not None else None
    if body is None:
        raise LoadError("document_no_text")
    reader = _Body(limits, _styles(package.xml("styles.xml"), content))
    parts = [*reader.blocks(body), *reader.aside(body)]
    if not any(text.strip() for text in texts_of(parts)):
        raise LoadError("document_no_text")
    day = about.findtext(f".//{_DC}date") or "" if about is not None else ""
    title = about.findtext(f".//{_DC}title") or "" if about is not None else ""
    pictures = sum(1 for _ in body.iter(f"{_DRAW}image"))
    notes = []
    if pictures:
        notes.append(Note("pictures", f"số hình ảnh không đọc: {pictures}", f"pictures not read: {pictures}"))
    return Loaded(parts, MEDIA_TYPE, title=title.strip(), file_date=day[:10], notes=notes)


def prepare() -> None:
    """Load the library before a file comes."""
    import lxml.etree  # noqa: F401


def _styles(*roots: Any) -> dict[str, set[str]]:
    """What of each style's words is not read as such."""
    found: dict[str, set[str]] = {}
    for root in roots:
        for style in root.iter(f"{_STYLE}style") if root is not None else ():
            said = set(found.get(style.get(f"{_STYLE}parent-style-name", ""), ()))
            for form in style.iterfind(f"{_STYLE}text-properties"):
                struck = form.get(f"{_STYLE}text-line-through-style", "none") != "none"
                if form.get(f"{_TEXT}display") == "none" or struck:
                    said.add(_HIDDEN)
                place = form.get(f"{_STYLE}text-position", "").split(" ")[0]
                if place == "super" or (place.endswith("%") and not place.startswith(("-", "0"))):
                    said.add(_RAISED)
            if any(
                form.get(f"{_TABLE}display") == "false"
                for form in style.iterfind(f"{_STYLE}table-properties")
            ):
                said.add(_HIDDEN)
            found[style.get(f"{_STYLE}name", "")] = said
    return found


class _Body:
    def __init__(self, limits: Limits, styles: dict[str, set[str]]) -> None:
        self.limits, self.styles = limits, styles
        self.cells = 0

    def _says(self, element: Any, what: str) -> bool:
        name = element.get(f"{_TEXT}style-name") or element.get(f"{_TABLE}style-name") or ""
        return what in self.styles.get(name, ())

    def blocks(self, parent: Any) -> Iterator[Paragraph | Grid]:
        """Paragraphs and tables below an element, in order."""
        for element in parent:
            if element.tag in _LINES:
                for line in self.text(element).split("\n"):
                    yield Paragraph(line)
            elif element.tag == f"{_TABLE}table":
                if not self._says(element, _HIDDEN):
                    yield self.grid(element)
            elif element.tag in _WRAPPERS and element.get(f"{_TEXT}display") != "none":
                yield from self.blocks(element)

    def text(self, paragraph: Any) -> str:
        """The words of a paragraph as they are shown."""
        pieces: list[str] = []
        if not self._says(paragraph, _HIDDEN):
            self._gather(paragraph, pieces)
        return "".join(pieces)

    def _gather(self, element: Any, pieces: list[str]) -> None:
        pieces.append(element.text or "")
        for child in element:
            if child.tag == f"{_TEXT}s":
                count = child.get(f"{_TEXT}c", "1")
                pieces.append(" " * (min(int(count), 1_000) if count.isdecimal() else 1))
            elif child.tag == f"{_TEXT}tab":
                pieces.append("\t")
            elif child.tag == f"{_TEXT}line-break":
                pieces.append("\n")
            elif isinstance(child.tag, str) and child.tag not in _APART and not self._says(child, _HIDDEN):
                inner: list[str] = []
                self._gather(child, inner)
                text = "".join(inner)
                if not self._says(child, _RAISED) or keeps_raised(text, pieces):
                    pieces.append(text)
            pieces.append(child.tail or "")

    def grid(self, table: Any) -> Grid:
        """A table with its merged cells."""
        cells: list[GridCell] = []
        number = 0
        for row in _rows(table):
            times = _count(row, "number-rows-repeated")
            if row.get(f"{_TABLE}visibility", "visible") != "visible":
                continue
            self.limits.check("rows", number + 1, "table_rows")
            filled = False
            column = 1
            for cell in row:
                if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                    continue
                repeated = _count(cell, "number-columns-repeated")
                self.limits.check("columns", column + repeated - 1, "table_columns")
                if cell.tag == f"{_TABLE}table-cell":
                    text = self.cell_text(cell)
                    filled = filled or bool(text)
                    down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
                    self.cells += repeated
                    self.limits.check("cells", self.cells, "table_cells")
                    self.limits.check("columns", column + right - 1, "table_columns")
                    cells += [
                        GridCell(number + 1, column + i, text, min(down, 100_000), right)
                        for i in range(repeated)
                    ]
                column += repeated
            number += min(times, 100) if filled else 1
        rows = max((cell.row for cell in cells), default=0)
        return Grid([cell._replace(rows=min(cell.rows, rows - cell.row + 1)) for cell in cells])

    def cell_text(self, cell: Any) -> str:
        """The lines of a cell."""
        found = []
        for part in self.blocks(cell):
            texts = [part.text] if isinstance(part, Paragraph) else [c.text for c in part.cells]
            found += [text.strip() for text in texts if text.strip()]
        return "\n".join(found)

    def aside(self, body: Any) -> Iterator[Paragraph | Grid]:
        """What stands in boxes, then notes, each once."""
        for box in body.iter(f"{_DRAW}text-box"):
            yield from (part for part in self.blocks(box) if isinstance(part, Grid) or part.text.strip())
        for note in body.iter(f"{_TEXT}note-body"):
            yield from (part for part in self.blocks(note) if isinstance(part, Grid) or part.text.strip())


def _rows(table: Any) -> Iterator[Any]:
    for element in table:
        if element.tag == f"{_TABLE}table-row":
            yield element
        elif element.tag in [f"{_TABLE}{name}" for name in _GROUPS]:
            yield from _rows(element)


def _count(element: Any, name: str) -> int:
    value = element.get(f"{_TABLE}{name}", "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 10 else 1
