"""One page of a PDF: its lines of text, and its tables by their drawn lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hpbrief.load.parts import GridCell
from hpbrief.load.superscript import keeps_raised

#: Characters closer than this share of their size are one word.
_WORD_GAP = 0.18
#: A gap wider than so many sizes parts columns.
_COLUMN_GAP = 2.5
#: Edges of cells nearer than this many points are one.
_SNAP = 3.0
# The consonants with which a Vietnamese word may end, and the last letters of a line that lacks some of them.
_FINALS = {"c", "ch", "m", "n", "ng", "nh", "p", "t"}
_FINAL = re.compile(r"(?:ng|nh|ch|[cghmnpt])(?!\w)", re.IGNORECASE)
_OPEN_END = re.compile(r"[^\W\d_bcdđfghjklmnpqrstvwxz]([nc]?)$", re.IGNORECASE)


class Line(NamedTuple):
    """A line of text and its place on the page, in points from the top left corner."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool


@dataclass
class PageGrid:
    """A table on a page: cells with rows and columns from 1, and its place; ``edges`` are of its columns."""

    cells: list[GridCell]
    top: float
    bottom: float
    edges: list[float]

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return max((c.row + c.rows - 1 for c in self.cells), default=0)


@dataclass
class Page:
    """Lines outside tables, top to bottom, and tables."""

    number: int
    height: float
    lines: list[Line] = field(default_factory=list)
    grids: list[PageGrid] = field(default_factory=list)
    is_picture: bool = False


def read_page(page: Any) -> Page:
    """Lines and tables of a page of pdfplumber."""
    chars = [c for c in page.chars if c.get("upright", True) and c["text"] and c["size"] > 0.5]
    found = Page(page.page_number, float(page.height))
    if not any(c["text"].strip() for c in chars):
        found.is_picture = bool(page.images)
        return found
    _mark_raised(chars)
    for table in page.find_tables() if page.lines or page.rects or page.curves else []:
        grid, chars = _grid(table, chars)
        if grid is not None:
            found.grids.append(grid)
    found.grids.sort(key=lambda grid: grid.top)
    found.lines = lines_of(chars)
    return found


def _grid(table: Any, chars: list[dict[str, Any]]) -> tuple[PageGrid | None, list[dict[str, Any]]]:
    """A table by the boxes of its cells, and the characters outside it; None where it is but a frame."""
    boxes = [box for box in table.cells if box[2] - box[0] > 1 and box[3] - box[1] > 1]
    columns = _edges(x for box in boxes for x in (box[0], box[2]))
    rows = _edges(y for box in boxes for y in (box[1], box[3]))
    if len(columns) < 3 or len(rows) < 3:
        return None, chars
    inside: dict[int, list[dict[str, Any]]] = {}
    outside = []
    x0, top, x1, bottom = table.bbox
    for char in chars:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        number = None
        if x0 <= x <= x1 and top <= y <= bottom:
            number = next((i for i, b in enumerate(boxes) if b[0] <= x <= b[2] and b[1] <= y <= b[3]), None)
        if number is None:
            outside.append(char)
        else:
            inside.setdefault(number, []).append(char)
    cells = []
    for number, box in enumerate(boxes):
        column, row = _place(columns, box[0]), _place(rows, box[1])
        text = join_lines([line.text for line in lines_of(inside.get(number, []))])
        cells.append(
            GridCell(row, column, text, _place(rows, box[3]) - row, _place(columns, box[2]) - column)
        )
    cells.sort()
    if not any(cell.text for cell in cells):
        return None, chars
    return PageGrid(cells, float(top), float(bottom), columns), outside


def _edges(values: Iterable[float]) -> list[float]:
    """Distinct edges, from near ones the first."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SNAP:
            edges.append(value)
    return edges


def _place(edges: Sequence[float], value: float) -> int:
    """The number from 1 of the edge at ``value``."""
    return max(1, bisect_left(edges, value + 0.01 - _SNAP) + 1)


def join_lines(lines: Sequence[str]) -> str:
    """Lines of one cell or paragraph as one; blanks are single.

    A narrow cell may part a word before its last consonants, which are never a word of their own.

    >>> join_lines(["THƯƠN", "G MẠI, DU", "LỊCH"])
    'THƯƠNG MẠI, DU LỊCH'
    """
    text = ""
    for line in lines:
        end, rest = _OPEN_END.search(text), _FINAL.match(line)
        parted = (
            end is not None
            and rest is not None
            and (end[1] + rest[0]).lower() in _FINALS
            and text[-1].isupper() == rest[0].isupper()
        )
        text += line if parted else f" {line}"
    return " ".join(text.split())


def lines_of(chars: Sequence[dict[str, Any]]) -> list[Line]:
    """Characters to lines, top to bottom; a wide gap within a line is two blanks."""
    rows: list[list[dict[str, Any]]] = []
    for char in sorted(chars, key=lambda c: (c["bottom"], c["x0"])):
        for row in rows[-4:]:
            if _same_line(row, char):
                row.append(char)
                break
        else:
            rows.append([char])
    lines = [line for row in rows if (line := _line(row)).text.strip()]
    return sorted(lines, key=lambda line: (line.top, line.left))


def _same_line(row: list[dict[str, Any]], char: dict[str, Any]) -> bool:
    """Whether the middle of the lower of two characters lies within the other."""
    first = max(row[:40], key=lambda c: float(c["size"]))
    small, large = (char, first) if char["size"] <= first["size"] else (first, char)
    middle = (small["top"] + small["bottom"]) / 2
    return bool(
        large["top"] - 1 <= middle <= large["bottom"] + 1
        and abs(large["bottom"] - small["bottom"]) < 0.7 * large["size"]
    )


def _line(row: list[dict[str, Any]]) -> Line:
    row = sorted(row, key=lambda c: c["x0"])
    inked = [c for c in row if c["text"].strip()]
    plain = [c for c in inked if not c.get("raised")] or inked or row
    usual = Counter(round(float(c["size"]), 1) for c in plain).most_common(1)[0][0]
    base = max(c["bottom"] for c in plain if abs(c["size"] - usual) < 0.6)
    pieces: list[str] = []
    raised: list[str] = []
    last: dict[str, Any] | None = None
    blank = False
    for char in row:
        text = char["text"]
        if not text.strip():
            blank = True
            continue
        small = char["size"] < 0.8 * usual and base - char["bottom"] > 0.12 * usual
        if small or char.get("raised"):
            raised.append(text)
            last = char
            continue
        _end_raised(raised, pieces)
        if last is not None:
            gap = char["x0"] - last["x1"]
            if gap > _COLUMN_GAP * usual:
                pieces.append("  ")
            elif blank or gap > _WORD_GAP * usual:
                pieces.append(" ")
        pieces.append(text)
        last, blank = char, False
    _end_raised(raised, pieces)
    bold = sum("bold" in str(c.get("fontname", "")).lower() for c in plain) > 0.8 * len(plain)
    return Line(
        "".join(pieces),
        float(min(c["x0"] for c in plain)),
        float(max(c["x1"] for c in plain)),
        float(min(c["top"] for c in plain)),
        float(max(c["bottom"] for c in plain)),
        float(usual),
        bold,
    )


def _mark_raised(chars: Iterable[dict[str, Any]]) -> None:
    """Mark digits that are much narrower than the same digit in the same type: raised ones drawn as letters."""
    widest: dict[tuple[str, float, str], float] = {}
    digits = [c for c in chars if c["text"].isdigit()]
    for char in digits:
        key = (char["fontname"], round(char["size"], 1), char["text"])
        widest[key] = max(widest.get(key, 0.0), char["x1"] - char["x0"])
    for char in digits:
        key = (char["fontname"], round(char["size"], 1), char["text"])
        if char["x1"] - char["x0"] < 0.8 * widest[key]:
            char["raised"] = True


def _end_raised(raised: list[str], pieces: list[str]) -> None:
    """Take raised characters into the line, or leave them out as the mark of a note."""
    if raised and keeps_raised("".join(raised), pieces):
        pieces += raised
    raised.clear()
