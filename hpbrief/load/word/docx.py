"""DOCX: paragraphs and tables in order, merged cells, notes at the end."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from hpbrief.errors import LoadError
from hpbrief.load.limits import Limits
from hpbrief.load.package import check_package
from hpbrief.load.parts import Grid, GridCell, Loaded, Note, Paragraph
from hpbrief.load.sheets.cell_text import iso_day
from hpbrief.load.superscript import keeps_raised

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What was struck out with changes tracked, what is said twice, what stands apart.
_SKIPPED = {f"{_W}del", f"{_W}moveFrom", f"{_MC}Fallback", f"{_W}txbxContent", f"{_W}pPr", f"{_W}instrText"}
_WRAPPERS = {f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NOTES = re.compile(r"/(footnotes|endnotes)$")


def read(data: bytes, limits: Limits) -> Loaded:
    """The parts of a Word document."""
    import docx

    check_package(data, limits)
    document = docx.Document(io.BytesIO(data))
    body = document.element.body
    reader = _Body(limits)
    parts = [*reader.blocks(body), *_boxes(body), *_notes(document)]
    properties = document.core_properties
    pictures = sum(1 for _ in body.iter("{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"))
    if not any(part.cells if isinstance(part, Grid) else part.text.strip() for part in parts):
        raise LoadError("document_pictures" if pictures else "document_no_text")
    notes = []
    if pictures:
        notes.append(Note("pictures", f"số hình ảnh không đọc: {pictures}", f"pictures not read: {pictures}"))
    return Loaded(
        parts,
        MEDIA_TYPE,
        title=_own_title(properties.title),
        file_date=iso_day(properties.modified or properties.created),
        notes=notes,
    )


def _own_title(title: str | None) -> str:
    """The title that the file has, unless it is the one of python-docx's template or a file's name."""
    title = (title or "").strip()
    return "" if title in ("Word Document",) or re.search(r"\.(docx?|dotx?|rtf)$", title, re.I) else title


class _Body:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells = 0

    def blocks(self, parent: Any) -> Iterator[Paragraph | Grid]:
        """Paragraphs and tables below an element, in order."""
        for element in parent:
            if element.tag == f"{_W}p":
                for line in text_of(element).split("\n"):
                    yield Paragraph(line)
            elif element.tag == f"{_W}tbl":
                yield self.grid(element)
            elif element.tag in _WRAPPERS:
                yield from self.blocks(element)

    def grid(self, table: Any) -> Grid:
        """A table with its merged cells: ``gridSpan`` to the right, ``vMerge`` downwards."""
        cells: dict[tuple[int, int], GridCell] = {}
        open_above: dict[int, tuple[int, int]] = {}
        number = 0
        for row in _children(table, "tr"):
            properties = row.find(f"{_W}trPr")
            if properties is not None and properties.find(f"{_W}del") is not None:
                continue
            number += 1
            self.limits.check("rows", number, "table_rows")
            column = 1 + _number(properties, "gridBefore", 0)
            for cell in _children(row, "tc"):
                form = cell.find(f"{_W}tcPr")
                span = max(1, _number(form, "gridSpan", 1))
                self.cells += span
                self.limits.check("columns", column + span, "table_columns")
                self.limits.check("cells", self.cells, "table_cells")
                merge = form.find(f"{_W}vMerge") if form is not None else None
                below = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
                head = open_above.get(column)
                if below and head is not None:
                    cells[head] = cells[head]._replace(rows=number - head[0] + 1)
                else:
                    cells[number, column] = GridCell(number, column, _cell_text(cell), 1, span)
                    head = (number, column) if merge is not None else None
                for place in range(column, column + span):
                    open_above.pop(place, None)
                if head is not None:
                    open_above[column] = head
                column += span
        return Grid(list(cells.values()))


def _children(parent: Any, name: str) -> Iterator[Any]:
    for element in parent:
        if element.tag == f"{_W}{name}":
            yield element
        elif element.tag in _WRAPPERS:
            yield from _children(element, name)


def _number(properties: Any, name: str, otherwise: int) -> int:
    found = properties.find(f"{_W}{name}") if properties is not None else None
    value = found.get(f"{_W}val", "") if found is not None else ""
    return int(value) if value.isdecimal() and len(value) < 9 else otherwise


def _cell_text(cell: Any) -> str:
    return "\n".join(text for p in cell.iter(f"{_W}p") if (text := text_of(p).strip()))


def text_of(paragraph: Any) -> str:
    """The text of a paragraph as it stands: insertions taken, deletions, hidden words and note marks left out."""
    pieces: list[str] = []
    _gather(paragraph, pieces)
    return "".join(pieces)


def _gather(element: Any, pieces: list[str]) -> None:
    for child in element:
        if child.tag == f"{_W}r":
            _run(child, pieces)
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            _gather(child, pieces)


def _run(run: Any, pieces: list[str]) -> None:
    form = run.find(f"{_W}rPr")
    if form is not None and _on(form.find(f"{_W}vanish")):
        return
    raised = form.find(f"{_W}vertAlign") if form is not None else None
    texts = []
    for child in run:
        if child.tag == f"{_W}t":
            texts.append(child.text or "")
        elif child.tag in _BREAKS:
            page = child.get(f"{_W}type") in ("page", "column")
            texts.append("" if page else _BREAKS[child.tag])
    text = "".join(texts)
    if raised is not None and raised.get(f"{_W}val") == "superscript" and not keeps_raised(text, pieces):
        return
    pieces.append(text)


def _on(flag: Any) -> bool:
    return flag is not None and flag.get(f"{_W}val", "1") not in ("0", "false", "off")


def _boxes(body: Any) -> Iterator[Paragraph]:
    """The text of text boxes, which stands beside the lines: after them, each paragraph once."""
    for box in body.iter(f"{_W}txbxContent"):
        if any(parent.tag == f"{_MC}Fallback" for parent in box.iterancestors()):
            continue
        for paragraph in box.iter(f"{_W}p"):
            if text := text_of(paragraph).strip():
                yield Paragraph(text)


def _notes(document: WordDocument) -> Iterator[Paragraph]:
    """Footnotes and endnotes, as paragraphs of their own after the text."""
    from lxml import etree

    for relation in document.part.rels.values():
        if relation.is_external or not _NOTES.search(relation.reltype):
            continue
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        root = etree.fromstring(relation.target_part.blob, parser)
        for note in root:
            if note.get(f"{_W}type") in ("separator", "continuationSeparator", "continuationNotice"):
                continue
            for paragraph in note.iter(f"{_W}p"):
                if text := text_of(paragraph).strip():
                    yield Paragraph(text)
