"""DOCX, and its kin DOCM, DOTX: paragraphs and tables in order, merged cells, boxes and notes at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Any, NamedTuple

from hpbrief.errors import LoadError
from hpbrief.load.letters import note_of
from hpbrief.load.limits import Limits
from hpbrief.load.package import Package, relation_id
from hpbrief.load.parts import Grid, GridCell, Loaded, Note, Paragraph
from hpbrief.load.word.runs import MC, Styles, W, text_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_GONE = {f"{W}del", f"{W}moveFrom", f"{MC}Fallback"}
_IS_PAGE = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*<(?!\?mso)", re.IGNORECASE)


def read(data: bytes, limits: Limits) -> Loaded:
    """The parts of a Word document."""
    return _read(data, limits, 0)


def prepare() -> None:
    """Load the library before a file comes."""
    import lxml.etree  # noqa: F401


def _read(data: bytes, limits: Limits, depth: int) -> Loaded:
    package = Package(data, limits)
    main = package.main()
    root = package.xml(main)
    body = root.find(f"{W}body")
    if body is None:
        raise LoadError("document_no_text")
    relations = package.relations(main)
    styles = next((package.xml(r.target) for r in relations.values() if r.kind == "styles"), None)
    reader = _Body(package, limits, Styles(styles), relations, depth)
    parts = [*reader.blocks(body), *reader.boxes(body), *reader.notes()]
    title, day = package.about()
    pictures = sum(1 for _ in body.iter(_PICTURE))
    if not any(part.cells if isinstance(part, Grid) else part.text.strip() for part in parts):
        raise LoadError("document_pictures" if pictures else "document_no_text")
    if pictures:
        note = Note("pictures", f"số hình ảnh không đọc: {pictures}", f"pictures not read: {pictures}")
        reader.unread.append(note)
    reader.unread += [note_of(name) for name in sorted(reader.styles.converted)]
    return Loaded(parts, MEDIA_TYPE, title=_own_title(title), file_date=day, notes=reader.unread)


def _own_title(title: str) -> str:
    """The title that the file has, unless it is the one of python-docx's template or a file's name."""
    return "" if title in ("Word Document",) or re.search(r"\.(docx?|dotx?|rtf)$", title, re.I) else title


class _Cell(NamedTuple):
    """A cell as it stands in its row."""

    element: Any
    span: int
    goes_on_above: bool  # the cell above is this one too
    goes_on_left: bool
    may_go_on: bool  # it may reach down


class _Body:
    def __init__(
        self, package: Package, limits: Limits, styles: Styles, relations: dict[str, Any], depth: int
    ) -> None:
        self.package, self.limits, self.styles, self.relations = package, limits, styles, relations
        self.depth = depth
        self.cells = 0
        self.unread: list[Note] = []

    def blocks(self, parent: Any) -> Iterator[Paragraph | Grid]:
        """Paragraphs and tables below an element, in order."""
        for element in parent:
            if element.tag == f"{W}p":
                for line in text_of(element, self.styles).split("\n"):
                    yield Paragraph(line)
            elif element.tag == f"{W}tbl":
                yield from self.table(element)
            elif element.tag == f"{W}altChunk":
                yield from self.embedded(element)
            elif element.tag in _WRAPPERS:
                yield from self.blocks(element)

    def table(self, table: Any) -> Iterator[Paragraph | Grid]:
        """A table; one that only frames others is what stands in its cells."""
        inner = [t for t in _within(table, f"{W}tbl") if _is_data(t)]
        if not inner:
            yield self.grid(table)
            return
        if not _is_frame(table, self.styles):
            yield self.grid(table)
            for one in inner:
                yield from self.table(one)
            return
        for row in _rows(table):
            for cell in _children(row, "tc"):
                yield from self.blocks(cell)

    def grid(self, table: Any) -> Grid:
        """A table with its merged cells: ``gridSpan`` and ``hMerge`` to the right, ``vMerge`` downwards."""
        cells: dict[tuple[int, int], GridCell] = {}
        open_above: dict[int, tuple[int, int]] = {}
        for number, row in enumerate(_rows(table), 1):
            self.limits.check("rows", number, "table_rows")
            column = 1 + _number(row.find(f"{W}trPr"), "gridBefore", 0)
            before: tuple[int, int] | None = None
            for cell in map(_cell, _children(row, "tc")):
                self.cells += cell.span
                self.limits.check("columns", column + cell.span, "table_columns")
                self.limits.check("cells", self.cells, "table_cells")
                head = open_above.get(column)
                if cell.goes_on_left and before is not None:
                    wide = cells[before]
                    cells[before] = wide._replace(columns=column + cell.span - wide.column)
                    head = None
                elif cell.goes_on_above and head is not None:
                    cells[head] = cells[head]._replace(rows=number - head[0] + 1)
                elif cell.element is not None:
                    before = number, column
                    cells[before] = GridCell(number, column, self.cell_text(cell.element), 1, cell.span)
                    head = before if cell.may_go_on else None
                else:
                    head = None
                for place in range(column, column + cell.span):
                    open_above.pop(place, None)
                if head is not None:
                    open_above[column] = head
                column += cell.span
        return Grid(list(cells.values()))

    def cell_text(self, cell: Any) -> str:
        """The lines of a cell, boxes in it included, tables of data in it not."""
        return "\n".join(line for line in self._lines(cell) if line)

    def _lines(self, parent: Any) -> Iterator[str]:
        for element in parent:
            if element.tag == f"{W}p":
                yield text_of(element, self.styles).strip()
                for box in _boxes(element):
                    yield from self._lines(box)
            elif element.tag == f"{W}tbl" and not _is_data(element):
                for row in _rows(element):
                    for cell in _children(row, "tc"):
                        yield from self._lines(cell)
            elif element.tag in _WRAPPERS:
                yield from self._lines(element)

    def boxes(self, body: Any) -> Iterator[Paragraph | Grid]:
        """What stands in text boxes beside the lines: after them, each once."""
        for box in _boxes(body):
            if any(parent.tag == f"{W}tc" for parent in box.iterancestors()):
                continue
            for part in self.blocks(box):
                if isinstance(part, Grid) or part.text.strip():
                    yield part

    def notes(self) -> Iterator[Paragraph]:
        """Footnotes and endnotes, as paragraphs of their own after the text."""
        for relation in self.relations.values():
            root = None
            if relation.kind in ("footnotes", "endnotes") and not relation.is_outside:
                root = self.package.xml(relation.target)
            for note in root if root is not None else ():
                if note.get(f"{W}type") in ("separator", "continuationSeparator", "continuationNotice"):
                    continue
                for paragraph in note.iter(f"{W}p"):
                    if text := text_of(paragraph, self.styles).strip():
                        yield Paragraph(text)

    def embedded(self, element: Any) -> Iterator[Paragraph | Grid]:
        """A file that stands whole in the place of its text."""
        relation = self.relations.get(relation_id(element))
        data = self.package.raw(relation.target) if relation and not relation.is_outside else None
        parts = None if data is None or self.depth else self._embedded(data)
        if parts is None:
            name = relation.target.rpartition("/")[2] if relation else "?"
            self.unread.append(
                Note(
                    "embedded_part", f"phần nhúng không đọc: {name}", f"an embedded part was not read: {name}"
                )
            )
            return
        yield from parts

    def _embedded(self, data: bytes) -> list[Paragraph | Grid] | None:
        try:
            if data.startswith(b"PK"):
                return list(_read(data, self.limits, self.depth + 1).parts)
            if data.startswith(b"{\\rtf"):
                return list(import_module("hpbrief.load.word.rtf").read(data, self.limits).parts)
            if _IS_PAGE.match(data):
                return list(import_module("hpbrief.load.web.html").read(data, self.limits).parts)
            if data.lstrip()[:5].lower() == b"mime-":
                return None
            text: str = import_module("hpbrief.load.letters").decode(data)
        except (LoadError, ImportError):
            return None
        return [Paragraph(line) for line in text.splitlines()]


def _rows(table: Any) -> Iterator[Any]:
    """The rows that are there to be seen."""
    for row in _children(table, "tr"):
        properties = row.find(f"{W}trPr")
        gone = properties is not None and properties.find(f"{W}del") is not None
        hidden = properties.find(f"{W}hidden") if properties is not None else None
        if not gone and (hidden is None or hidden.get(f"{W}val", "1") in ("0", "false", "off")):
            yield row


def _cell(element: Any) -> _Cell:
    form = element.find(f"{W}tcPr")
    span = max(1, _number(form, "gridSpan", 1))
    down, right = _merge(form, "vMerge"), _merge(form, "hMerge")
    deleted = form is not None and form.find(f"{W}cellDel") is not None
    return _Cell(None if deleted else element, span, down == "continue", right == "continue", down != "")


def _merge(form: Any, name: str) -> str:
    """``restart``, ``continue``, or nothing where the cell is not merged so."""
    found = form.find(f"{W}{name}") if form is not None else None
    return "" if found is None else str(found.get(f"{W}val", "continue"))


def _children(parent: Any, name: str) -> Iterator[Any]:
    for element in parent:
        if element.tag == f"{W}{name}":
            yield element
        elif element.tag in _WRAPPERS:
            yield from _children(element, name)


def _within(element: Any, tag: str) -> Iterator[Any]:
    """The outermost elements of a tag below an element."""
    if next(element.iterdescendants(tag), None) is None:
        return
    for child in element:
        if child.tag == tag:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _GONE:
            yield from _within(child, tag)


def _boxes(element: Any) -> Iterator[Any]:
    yield from _within(element, f"{W}txbxContent")


def _is_data(table: Any) -> bool:
    """Whether a table has two rows and two columns, or a table of data within it."""
    rows = [sum(1 for _ in _children(row, "tc")) for row in _rows(table)]
    if len(rows) > 1 and max(rows) > 1:
        return True
    return any(_is_data(inner) for inner in _within(table, f"{W}tbl"))


def _is_frame(table: Any, styles: Styles) -> bool:
    """Whether a table with tables in it has no figures of its own in two rows."""
    rows = 0
    for row in _rows(table):
        own = [text_of(p, styles) for cell in _children(row, "tc") for p in cell if p.tag == f"{W}p"]
        rows += sum(any(c.isdigit() for c in text) and len(text) < 40 for text in own) > 0
    return rows < 2


def _number(properties: Any, name: str, otherwise: int) -> int:
    found = properties.find(f"{W}{name}") if properties is not None else None
    value = found.get(f"{W}val", "") if found is not None else ""
    return int(value) if value.isdecimal() and len(value) < 9 else otherwise
