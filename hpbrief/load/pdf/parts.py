"""What is found on a page of a PDF: words, lines, drawn lines and tables, each with its place in the frame in
which the page is shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from ctypes import c_float
from dataclasses import dataclass
from typing import Any, NamedTuple

from hpbrief.load.parts import GridCell, PageLine

# The consonants with which a Vietnamese word may end, and the last letters of a line that lacks some of them.
_FINALS = {"c", "ch", "m", "n", "ng", "nh", "p", "t"}
_FINAL = re.compile(r"(?:ng|nh|ch|[cghmnpt])(?!\w)", re.IGNORECASE)
_OPEN_END = re.compile(r"[^\W\d_bcdđfghjklmnpqrstvwxz]([nc]?)$", re.IGNORECASE)


class Word(NamedTuple):
    """A word of a line, from left to right."""

    text: str
    left: float
    right: float


class Line(NamedTuple):
    """A line of text and its place on the page, in points from the top left corner.

    ``column`` has the edges of the column that it is in, where the page has several.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool
    words: tuple[Word, ...] = ()
    page: int = 0
    turn: float = 0.0
    confidence: float | None = None
    column: tuple[float, float] | None = None

    def on_page(self) -> PageLine:
        """The line as a part of a text, with where it and each number in it begin and end."""
        stops, at = [(0, round(self.left, 1))], 0
        for word in self.words:
            if at and any(c.isdigit() for c in word.text):
                stops.append((at, round(word.left, 1)))
            at += len(word.text) + 1
            if any(c.isdigit() for c in word.text):
                stops.append((at - 1, round(word.right, 1)))
        text = " ".join(self.text.split())
        if stops[-1][0] < len(text):
            stops.append((len(text), round(self.right, 1)))
        top, bottom = round(self.top, 1), round(self.bottom, 1)
        return PageLine(text, self.page, top, bottom, stops, self.turn, self.confidence)


class Rule(NamedTuple):
    """A level line drawn on the page."""

    left: float
    right: float
    top: float


@dataclass
class PageGrid:
    """A table on a page: cells with rows and columns from 1, and its place; ``edges`` are of its columns.

    ``is_recognised`` where its words come of a picture, so that the same words may be written otherwise elsewhere.
    """

    cells: list[GridCell]
    top: float
    bottom: float
    edges: list[float]
    is_recognised: bool = False

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return max((c.row + c.rows - 1 for c in self.cells), default=0)


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


Matrix = tuple[float, float, float, float, float, float]


def page_frame(raw: Any, page: Any) -> tuple[Matrix, float, float]:
    """What brings the coordinates of a page into the frame in which it is shown, and its width and height."""
    turns = raw.FPDFPage_GetRotation(page)
    left, low, right, high = (c_float() for _ in range(4))
    if not raw.FPDFPage_GetMediaBox(page, left, low, right, high):
        wide, tall = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
        left, low = c_float(0), c_float(0)
        right, high = (c_float(tall), c_float(wide)) if turns % 2 else (c_float(wide), c_float(tall))
    x0, x1 = sorted((left.value, right.value))
    y0, y1 = sorted((low.value, high.value))
    frames: tuple[Matrix, ...] = (
        (1, 0, 0, 1, -x0, -y0),
        (0, -1, 1, 0, -y0, x1),
        (-1, 0, 0, -1, x1, y1),
        (0, 1, -1, 0, y1, -x0),
    )
    size = (y1 - y0, x1 - x0) if turns % 2 else (x1 - x0, y1 - y0)
    return frames[turns % 4], size[0], size[1]


def product_of(first: Matrix, then: Matrix) -> Matrix:
    """One move after another."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def placed_by(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point where a move puts it."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
