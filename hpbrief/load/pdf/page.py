"""One page of a PDF: its lines of text, and its tables by their drawn lines."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hpbrief.load.parts import GridCell
from hpbrief.load.pdf.loose import loose_grids
from hpbrief.load.pdf.parts import Line, PageGrid, Rule, Word, join_lines
from hpbrief.load.superscript import keeps_raised

#: Characters closer than this share of their size are one word.
_WORD_GAP = 0.18
#: A gap wider than so many sizes parts columns.
_COLUMN_GAP = 2.5
#: Stands for a letter of which the file says only how it looks.
NO_LETTER = "\ufffd"
#: So many characters that do not stand upright are more than a mark in the margin.
_TURNED = 40
#: Edges of cells nearer than this many points are one.
_SNAP = 3.0


@dataclass
class Page:
    """Lines outside tables, top to bottom, and tables."""

    number: int
    height: float
    lines: list[Line] = field(default_factory=list)
    grids: list[PageGrid] = field(default_factory=list)
    is_picture: bool = False
    has_turned: bool = False


def read_page(page: Any) -> Page:
    """Lines and tables of a page of pdfplumber."""
    drawn = [c for c in page.chars if c["text"].strip() or c["text"] == " "]
    for char in drawn:
        if char["text"].startswith("(cid:"):
            char["text"] = NO_LETTER
    chars = [c for c in drawn if _stands(c)]
    found = Page(page.page_number, float(page.height), has_turned=len(drawn) - len(chars) > _TURNED)
    if not any(c["text"].strip() for c in chars):
        found.is_picture = bool(page.images) and not found.has_turned
        return found
    _mark_raised(chars)
    for table in page.find_tables() if page.lines or page.rects or page.curves else []:
        grid, chars = _grid(table, chars)
        if grid is not None:
            found.grids.append(grid)
    found.lines, loose = loose_grids(lines_of(chars), rules_of(page))
    found.grids = sorted([*found.grids, *loose], key=lambda grid: grid.top)
    return found


def _stands(char: dict[str, Any]) -> bool:
    """Whether a character stands upright; its ``upright`` is misled by the last bits of a turn."""
    right, up, _, down = char["matrix"][:4]
    return bool(right > 0 and down > 0 and abs(up) < 0.2 * right and char["size"] > 0.5)


def rules_of(page: Any) -> list[Rule]:
    """The level lines drawn on a page."""
    return [
        Rule(float(o["x0"]), float(o["x1"]), float(o["top"]))
        for o in [*page.lines, *page.rects]
        if o["bottom"] - o["top"] < 2 and o["x1"] - o["x0"] > 10
    ]


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


def lines_of(chars: Sequence[dict[str, Any]]) -> list[Line]:
    """Characters to lines, top to bottom; a wide gap within a line is two blanks."""
    rows: list[_Row] = []
    for char in sorted(chars, key=lambda c: (c["bottom"], c["x0"])):
        row = next((row for row in rows[-4:] if row.has_room_for(char)), None)
        if row is None:
            rows.append(_Row(char))
        else:
            row.add(char)
    lines = [line for row in rows if (line := _line(row.chars)).text.strip()]
    return sorted(lines, key=lambda line: (line.top, line.left))


class _Row:
    """Characters of one line, and the largest of them."""

    def __init__(self, char: dict[str, Any]) -> None:
        self.chars = [char]
        self.largest = char

    def has_room_for(self, char: dict[str, Any]) -> bool:
        """Whether the middle of the smaller of the character and the largest lies within the other."""
        first = self.largest
        small, large = (char, first) if char["size"] <= first["size"] else (first, char)
        middle = (small["top"] + small["bottom"]) / 2
        near = abs(large["bottom"] - small["bottom"]) < 0.7 * large["size"]
        return bool(near and large["top"] - 1 <= middle <= large["bottom"] + 1)

    def add(self, char: dict[str, Any]) -> None:
        """Take a character into the line."""
        self.chars.append(char)
        if char["size"] > self.largest["size"]:
            self.largest = char


def _line(row: list[dict[str, Any]]) -> Line:
    row = sorted(row, key=lambda c: c["x0"])
    inked = [c for c in row if c["text"].strip()]
    plain = [c for c in inked if not c.get("raised")] or inked or row
    usual = Counter(round(float(c["size"]), 1) for c in plain).most_common(1)[0][0]
    base = max(c["bottom"] for c in plain if abs(c["size"] - usual) < 0.6)
    words: list[list[dict[str, Any]]] = []
    raised: list[dict[str, Any]] = []
    gaps: list[str] = []
    last: dict[str, Any] | None = None
    blank = False
    for char in row:
        if not char["text"].strip():
            blank = True
            continue
        small = char["size"] < 0.8 * usual and base - char["bottom"] > 0.12 * usual
        if small or char.get("raised"):
            raised.append(char)
            last = char
            continue
        _end_raised(raised, words)
        gap = char["x0"] - last["x1"] if last is not None else 0.0
        if last is None or not words or blank or gap > _WORD_GAP * usual:
            gaps.append("" if not words else "  " if gap > _COLUMN_GAP * usual else " ")
            words.append([])
        words[-1].append(char)
        last, blank = char, False
    _end_raised(raised, words)
    bold = sum("bold" in str(c.get("fontname", "")).lower() for c in plain) > 0.8 * len(plain)
    read = tuple(
        Word("".join(c["text"] for c in word), float(word[0]["x0"]), float(max(c["x1"] for c in word)))
        for word in words
    )
    return Line(
        "".join(gap + word.text for gap, word in zip(gaps, read, strict=False)),
        float(min(c["x0"] for c in plain)),
        float(max(c["x1"] for c in plain)),
        float(min(c["top"] for c in plain)),
        float(max(c["bottom"] for c in plain)),
        float(usual),
        bold,
        read,
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


def _end_raised(raised: list[dict[str, Any]], words: list[list[dict[str, Any]]]) -> None:
    """Take raised characters into the word before them, or leave them out as the mark of a note."""
    if raised and words and keeps_raised("".join(c["text"] for c in raised), [words[-1][-1]["text"]]):
        words[-1] += raised
    raised.clear()
