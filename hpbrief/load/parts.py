"""What a file is read into before it is one document: paragraphs and grids, in the order of the file, and raised
characters: a power belongs to its unit, the mark of a note does not belong to the number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

#: The fields of a PageBox: the process that reads has no models.
BoxFields = tuple[int, float, float, float, float, float, float | None]


class PageLine(NamedTuple):
    """A line of a page and its place there, in points from the top left corner of the page as it is read.

    ``stops`` are some characters of its text with where they begin; ``turn`` and ``confidence`` as of a PageBox.
    """

    text: str
    page: int
    top: float
    bottom: float
    stops: Sequence[tuple[int, float]]
    turn: float = 0.0
    confidence: float | None = None


class Paragraph(NamedTuple):
    """A run of text that stands on its own; ``page`` counts from 1 where the file has pages, ``lines`` are those of
    its text.
    """

    text: str
    page: int | None = None
    lines: Sequence[PageLine] = ()


class GridCell(NamedTuple):
    """A cell with its place in the grid, from 1, the rows and columns that it spans, and the lines of its text."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1
    lines: Sequence[PageLine] = ()


class Grid(NamedTuple):
    """A table as a file holds it; ``first_row`` and ``first_column`` are its corner on a sheet, from 1.

    ``turns`` are the rows with which a later page begins, each with that page.
    """

    cells: Sequence[GridCell]
    page: int | None = None
    sheet: str = ""
    first_row: int = 1
    first_column: int = 1
    turns: Sequence[tuple[int, int]] = ()


class Note(NamedTuple):
    """What a file holds and was not read: a code, words in Vietnamese and in English, the page and the place on it."""

    code: str
    vi: str
    en: str
    page: int | None = None
    at: BoxFields | None = None


class Loaded(NamedTuple):
    """A file taken apart; ``published`` is the day its page says, ``file_date`` the day the file was made."""

    parts: Sequence[Paragraph | Grid]
    media_type: str
    title: str = ""
    publisher: str = ""
    url: str = ""
    published: str = ""
    file_date: str = ""
    notes: Sequence[Note] = ()


def grid_of(rows: Iterable[Iterable[str]], page: int | None = None, sheet: str = "") -> Grid:
    """A grid of rows of texts, nothing merged."""
    cells = [GridCell(r, c, text) for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1)]
    return Grid(cells, page, sheet)


#: Edges of cells nearer than this, in twentieths of a point, are one.
_NEAR = 60


class Edge(NamedTuple):
    """A cell of a row: where it ends, in twentieths of a point, and whether it goes on with one beside or above."""

    right: int
    on_left: bool = False
    above: bool = False


class Row(NamedTuple):
    """The texts of a row, and the edges of its cells."""

    texts: Sequence[str]
    edges: Sequence[Edge]


def grid_by_edges(rows: Sequence[Row]) -> Grid:
    """Rows with cells of any width: columns are told by where the cells end."""
    edges: list[int] = []
    for right in sorted({edge.right for row in rows for edge in row.edges}):
        if not edges or right - edges[-1] > _NEAR:
            edges.append(right)
    cells: dict[tuple[int, int], GridCell] = {}
    heads: dict[int, tuple[int, int]] = {}  # the cell that reaches down in each column
    for number, row in enumerate(rows, 1):
        column, before = 1, (0, 0)
        for at, text in enumerate(row.texts):
            edge = row.edges[at] if at < len(row.edges) else Edge(0)
            end = max(column, 1 + sum(1 for other in edges[:-1] if other < edge.right - _NEAR))
            head = heads.get(column)
            if edge.on_left and before in cells:
                cells[before] = cells[before]._replace(columns=end - before[1] + 1)
            elif edge.above and head is not None:
                cells[head] = cells[head]._replace(rows=number - head[0] + 1)
            else:
                before = number, column
                cells[before] = GridCell(number, column, text, 1, end - column + 1)
                heads[column] = before
            column = end + 1
    return Grid(list(cells.values()))


def texts_of(parts: Iterable[Paragraph | Grid]) -> Iterator[str]:
    """The texts of paragraphs and cells, in order."""
    for part in parts:
        if isinstance(part, Paragraph):
            yield part.text
        else:
            yield from (cell.text for cell in part.cells)


def to_plain(loaded: Loaded) -> dict[str, object]:
    """A loaded file as lists and texts, to be sent as JSON."""
    parts = [("p", *part) if isinstance(part, Paragraph) else ("g", *part) for part in loaded.parts]
    return {**loaded._asdict(), "parts": parts}


def from_plain(plain: dict[str, object]) -> Loaded:
    """What :func:`to_plain` wrote, read back; TypeError or ValueError where it is anything else."""
    values = dict(plain)
    parts: list[Paragraph | Grid] = []
    for kind, *fields in values.pop("parts"):  # type: ignore[attr-defined]
        if kind == "p":
            text, page, lines = fields
            parts.append(Paragraph(text, page, [PageLine(*line) for line in lines]))
        else:
            cells, *rest = fields
            grid = Grid([_cell(*cell) for cell in cells], *rest)
            parts.append(grid._replace(turns=[(row, page) for row, page in grid.turns]))
    notes = [_note(*note) for note in values.pop("notes")]  # type: ignore[attr-defined]
    return Loaded(parts, notes=notes, **values)  # type: ignore[arg-type]


def _cell(row: int, column: int, text: str, rows: int, columns: int, lines: list[list[Any]]) -> GridCell:
    return GridCell(row, column, text, rows, columns, [PageLine(*line) for line in lines] if lines else ())


def _note(code: str, vi: str, en: str, page: int | None, at: list[Any] | None) -> Note:
    return Note(code, vi, en, page, tuple(at) if at else None)


_MARK = re.compile(r"[\s(\[]*[0-9*†‡a-z]{0,3}[)\],\s]*")
_POWER = re.compile(r"[23]")


def keeps_raised(text: str, before: Sequence[str]) -> bool:
    """Whether raised ``text`` after the pieces ``before`` is part of what is said: m², 10³ km, not a note's mark."""
    last = next((piece[-1] for piece in reversed(before) if piece), "")
    if _POWER.fullmatch(text.strip()) and last == "m":
        return True
    return _MARK.fullmatch(text) is None
