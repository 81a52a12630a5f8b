"""PPTX: the words and tables of each slide that is shown, in the order of the slides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hpbrief.errors import LoadError
from hpbrief.load.limits import Limits
from hpbrief.load.package import Package, relation_id
from hpbrief.load.parts import Grid, GridCell, Loaded, Note, Paragraph, keeps_raised

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def read(data: bytes, limits: Limits) -> Loaded:
    """The slides of a presentation; hidden ones are left out and noted."""
    package = Package(data, limits)
    main = package.main()
    root, relations = package.xml(main), package.relations(main)
    parts: list[Paragraph | Grid] = []
    hidden, pictures = [], 0
    reader = _Slides(limits)
    for number, one in enumerate(root.iterfind(f"{_P}sldIdLst/{_P}sldId"), 1):
        limits.check("pages", number, "pdf_pages")
        relation = relations.get(relation_id(one))
        slide = package.xml(relation.target) if relation is not None else None
        if slide is None:
            continue
        if slide.get("show") in ("0", "false"):
            hidden.append(str(number))
            continue
        pictures += sum(1 for _ in slide.iter(f"{_P}pic"))
        parts += reader.parts(slide, number)
    if not parts:
        raise LoadError("document_pictures" if pictures else "document_no_text")
    title, day = package.about()
    return Loaded(parts, MEDIA_TYPE, title=title, file_date=day, notes=_notes(hidden, pictures))


def prepare() -> None:
    """Load the library before a file comes."""
    import lxml.etree  # noqa: F401


def _notes(hidden: list[str], pictures: int) -> list[Note]:
    notes = []
    if hidden:
        listed = ", ".join(hidden)
        notes.append(
            Note(
                "hidden_slide",
                f"trang chiếu ẩn không đọc: {listed}",
                f"hidden slides were not read: {listed}",
            )
        )
    if pictures:
        notes.append(Note("pictures", f"số hình ảnh không đọc: {pictures}", f"pictures not read: {pictures}"))
    return notes


class _Slides:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.cells = 0

    def parts(self, element: Any, page: int) -> Iterator[Paragraph | Grid]:
        """Paragraphs and tables below an element, in order."""
        for child in element:
            if child.tag == f"{_A}tbl":
                yield self._grid(child, page)
            elif child.tag == f"{_A}p":
                for line in _text(child).split("\n"):
                    if line.strip():
                        yield Paragraph(line.strip(), page)
            elif isinstance(child.tag, str) and child.tag != _FALLBACK and not _is_hidden(child):
                yield from self.parts(child, page)

    def _grid(self, table: Any, page: int) -> Grid:
        cells = []
        for number, row in enumerate(table.iterfind(f"{_A}tr"), 1):
            self.limits.check("rows", number, "table_rows")
            for column, cell in enumerate(row.iterfind(f"{_A}tc"), 1):
                self.limits.check("columns", column, "table_columns")
                self.cells += 1
                self.limits.check("cells", self.cells, "table_cells")
                if any(cell.get(name) in ("1", "true") for name in ("hMerge", "vMerge")):
                    continue
                lines = [_text(p).strip() for p in cell.iter(f"{_A}p")]
                down, right = _count(cell, "rowSpan"), _count(cell, "gridSpan")
                cells.append(GridCell(number, column, "\n".join(filter(None, lines)), down, right))
        return Grid(cells, page)


def _is_hidden(shape: Any) -> bool:
    about = shape.find(f"*/{_P}cNvPr") if shape.tag.startswith(_P) else None
    return about is not None and about.get("hidden") in ("1", "true")


def _text(paragraph: Any) -> str:
    pieces: list[str] = []
    for run in paragraph:
        if run.tag == f"{_A}br":
            pieces.append("\n")
        if run.tag not in (f"{_A}r", f"{_A}fld"):
            continue
        text = run.findtext(f"{_A}t") or ""
        form = run.find(f"{_A}rPr")
        if form is not None and form.get("strike", "noStrike") != "noStrike":
            continue
        base = "" if form is None else form.get("baseline", "").lstrip("+").rstrip("%")
        raised = base.isdecimal() and base.strip("0") != ""
        if not raised or keeps_raised(text, pieces):
            pieces.append(text)
    return "".join(pieces)


def _count(cell: Any, name: str) -> int:
    value = cell.get(name, "1")
    return max(1, int(value)) if value.isdecimal() and len(value) < 5 else 1
