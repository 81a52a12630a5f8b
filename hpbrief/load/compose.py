"""Paragraphs and grids, in the order of a file, to one document."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from hpbrief.load.parts import Grid, GridCell, Note, PageLine, Paragraph, grid_of
from hpbrief.models import Document, PageBox, Table, TableCell, TextLine, Unread
from hpbrief.parse.text import normalise_text

__all__ = ["Grid", "GridCell", "Paragraph", "compose_document", "grid_of"]


def compose_document(
    parts: Iterable[Paragraph | Grid],
    *,
    file: str = "",
    media_type: str = "",
    published: date | None = None,
    publisher: str = "",
    url: str = "",
    title: str = "",
    file_date: date | None = None,
    notes: Iterable[Note] = (),
) -> Document:
    """One document of the parts: a paragraph is a line, a row of a grid a line ``| cell | cell |``.

    Line ends and bars inside a cell become blanks and broken bars, one character for one, so that a row stays
    one line. Tables are numbered from 1; ``pages`` holds where each page starts, within a table
    too. The id comes from content.
    """
    writer = _Writer()
    for part in parts:
        writer.open_page(part.page)
        if isinstance(part, Paragraph):
            writer.paragraph(normalise_text(part.text), part.lines)
        else:
            writer.grid(part)
    text = "".join(writer.pieces)
    return Document(
        id=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        text=text,
        published=published,
        publisher=publisher,
        url=url,
        title=title,
        file=file,
        media_type=media_type,
        pages=tuple(writer.pages),
        tables=tuple(writer.tables),
        file_date=file_date,
        unread=tuple(writer.unread(note) for note in notes),
        lines=tuple(writer.lines),
    )


def _plain(text: str) -> str:
    """The text of a cell as it stands in its row."""
    return normalise_text(text).strip().replace("\n", " ").replace("|", "¦")


class _Writer:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.at = 0
        self.pages: list[int] = []
        self.tables: list[Table] = []
        self.lines: list[TextLine] = []

    def put(self, text: str) -> None:
        self.pieces.append(text)
        self.at += len(text)

    def paragraph(self, text: str, lines: Sequence[PageLine]) -> None:
        self.place(text, lines)
        self.put(text)
        self.put("\n")

    def place(self, text: str, lines: Sequence[PageLine]) -> None:
        """Note where the lines of a text stand that is put next; the text is their words, joined."""
        end = 0
        for line in lines:
            words = _plain(line.text)
            start = text.find(words, end)
            if start < 0:
                continue
            end, stops = start + len(words), line.stops
            if len(words) != len(line.text):  # letters were joined, so that no stop between is known
                stops = [stops[0], (len(words), stops[-1][1])]
            moved = tuple((self.at + start + at, x) for at, x in stops)
            self.lines.append(
                TextLine(
                    self.at + start,
                    self.at + end,
                    line.page,
                    line.top,
                    line.bottom,
                    moved,
                    line.turn,
                    line.confidence,
                )
            )

    def open_page(self, page: int | None) -> None:
        while page is not None and len(self.pages) < page:
            self.pages.append(self.at)

    def unread(self, note: Note) -> Unread:
        """The note, at the start of its page."""
        page = note.page or 1
        at = self.pages[page - 1] if page <= len(self.pages) else self.at if note.page else 0
        return Unread(note.code, at, note.vi, note.en, note.page, PageBox(*note.at) if note.at else None)

    def grid(self, grid: Grid) -> None:
        rows = max((cell.row + cell.rows - 1 for cell in grid.cells), default=0)
        columns = max((cell.column + cell.columns - 1 for cell in grid.cells), default=0)
        by_place = {(cell.row, cell.column): cell for cell in grid.cells}
        turns = dict(grid.turns)
        start, places = self.at, []
        for row in range(1, rows + 1):
            self.open_page(turns.get(row))
            self.put("|")
            for column in range(1, columns + 1):
                cell = by_place.get((row, column))
                self.put(" ")
                if cell is not None:
                    text = _plain(cell.text)
                    self.place(text, cell.lines)
                    places.append(
                        TableCell(row, column, self.at, self.at + len(text), cell.rows, cell.columns)
                    )
                    self.put(text)
                self.put(" |")
            self.put("\n")
        self.tables.append(
            Table(
                number=len(self.tables) + 1,
                start=start,
                end=self.at,
                cells=tuple(places),
                sheet=grid.sheet,
                page=grid.page,
                first_row=grid.first_row,
                first_column=grid.first_column,
            )
        )
