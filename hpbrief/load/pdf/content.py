"""What stands on a page of a PDF before it is read: characters and drawn edges, whichever library finds them, and
the tables that the edges draw.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from hpbrief.load.pdf.parts import Rule

#: Stands for a letter of which the file says only how it looks.
NO_LETTER = "\ufffd"
#: How a character is turned, in quarters against the clock; ``ASKEW`` is any other way.
LEVEL, UP, OVER, DOWN, ASKEW = range(5)
#: A page is turned where so large a share of its characters is.
_MOST = 0.8
#: The side of the patches of a page by which letters printed twice are looked up, in points.
_PATCH = 24


@cache
def letter_of(code: int) -> str:
    """The letter of a code of PDFium; blanks are one kind, other signs without ink are none."""
    if code in (2, 0xFFFE):  # a hyphen at the end of a line
        return "-"
    if not 0 < code < 0x110000 or 0xD800 <= code < 0xE000:
        return NO_LETTER
    letter = chr(code)
    return letter if letter.strip() else " " if letter in " \u00a0" else ""


class Char:
    """A character and its box, in points from the top left corner of the page."""

    __slots__ = ("bottom", "font", "raised", "size", "source", "text", "top", "turn", "unseen", "x0", "x1")

    def __init__(
        self,
        text: str,
        x0: float,
        x1: float,
        bottom: float,
        size: float,
        font: str = "",
        turn: int = LEVEL,
        unseen: bool = False,
        source: int = 0,
    ) -> None:
        self.text, self.x0, self.x1, self.bottom, self.size, self.font = text, x0, x1, bottom, size, font
        self.top = bottom - size
        self.turn, self.unseen, self.raised = turn, unseen, False
        self.source = source  # the text object that it is of, 0 where that is not told


class Upright(NamedTuple):
    """An upright edge."""

    at: float
    start: float
    end: float


class Level(NamedTuple):
    """A level edge."""

    at: float
    start: float
    end: float


@dataclass
class Content:
    """A page taken apart; ``lost`` counts pieces of text that the library knows of and does not give.

    ``turn`` is how its text stood before the page was turned to be read.
    """

    number: int
    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    uprights: list[Upright] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    has_pictures: bool = False
    lost: int = 0
    turn: int = LEVEL

    def add_line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A drawn line between two points."""
        if x0 == x1:
            self.uprights.append(Upright(x0, min(y0, y1), max(y0, y1)))
        elif y0 == y1:
            self.levels.append(Level(y0, min(x0, x1), max(x0, x1)))
        self._add_rule(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def add_box(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """A drawn box with its four edges."""
        self.levels += (Level(top, x0, x1), Level(bottom, x0, x1))
        self.uprights += (Upright(x0, top, bottom), Upright(x1, top, bottom))
        self._add_rule(x0, top, x1, bottom)

    def _add_rule(self, x0: float, top: float, x1: float, bottom: float) -> None:
        if bottom - top < 2 and x1 - x0 > 10:
            self.rules.append(Rule(x0, x1, top))

    def upright(self) -> Content:
        """The page as it is to be read: turned, where nearly all that stands on it is."""
        inked = [char.turn for char in self.chars if char.text != " "]
        for turn in (UP, DOWN, OVER):
            if inked and inked.count(turn) >= _MOST * len(inked):
                return self._turned(turn)
        return self

    def _turned(self, turn: int) -> Content:
        wide, high = (self.width, self.height) if turn == OVER else (self.height, self.width)
        page = Content(self.number, wide, high, has_pictures=self.has_pictures, lost=self.lost, turn=turn)
        page.chars = [turned_char(char, turn, self.width, self.height) for char in self.chars]
        for edge in self.uprights:
            page.add_line(
                *_turned_line((edge.at, edge.start, edge.at, edge.end), turn, self.width, self.height)
            )
        for line in self.levels:
            page.add_line(
                *_turned_line((line.start, line.at, line.end, line.at), turn, self.width, self.height)
            )
        return page


_Box = tuple[float, float, float, float]


def _turned_line(line: _Box, turn: int, width: float, height: float) -> _Box:
    """A line of the page as it stands after the page was turned so that text of ``turn`` is level."""
    x0, y0, x1, y1 = line
    if turn == UP:
        return height - y0, x0, height - y1, x1
    if turn == DOWN:
        return y0, width - x0, y1, width - x1
    return width - x0, height - y0, width - x1, height - y1


def turned_char(char: Char, turn: int, width: float, height: float) -> Char:
    """A character on a page that was turned so that text of ``turn`` is level."""
    x0, y0, x1, y1 = _turned_line((char.x0, char.top, char.x1, char.bottom), turn, width, height)
    left, right = min(x0, x1), max(x0, x1)
    bottom = max(y0, y1)
    to = (char.turn - turn) % 4 if char.turn != ASKEW else ASKEW
    return Char(char.text, left, right, bottom, abs(y1 - y0), char.font, to, char.unseen, char.source)


def without_doubles(chars: Iterable[Char]) -> list[Char]:
    """Characters printed once: a bold that is made by printing again a hair beside is one.

    Two letters that follow one another stand a letter's width apart, whatever its width.
    """
    kept: list[Char] = []
    places: dict[tuple[str, int, int], list[Char]] = {}
    for char in chars:
        if char.text != " ":
            beside = 0.4 * max(char.x1 - char.x0, 0.1 * char.size)
            if _is_double(char, beside, 0.2 * char.size, places):
                continue
            places.setdefault((char.text, int(char.x0 // _PATCH), int(char.bottom // _PATCH)), []).append(
                char
            )
        kept.append(char)
    return kept


def _is_double(
    char: Char, beside: float, below: float, places: Mapping[tuple[str, int, int], Sequence[Char]]
) -> bool:
    """Whether the same letter was drawn so near; ``places`` has those before by the patch of the page they are on."""
    text, x, y, source = char.text, char.x0, char.bottom, char.source
    left, right = int((x - beside) // _PATCH), int((x + beside) // _PATCH)
    high, low = int((y - below) // _PATCH), int((y + below) // _PATCH)
    near = places.get((text, left, high), ())
    if left != right or high != low:
        near = [
            o
            for c in range(left, right + 1)
            for r in range(high, low + 1)
            for o in places.get((text, c, r), ())
        ]
    for other in near:
        apart = (
            other.source != source or not source
        )  # those of one object are the letters of one sign, as of "ff"
        if apart and abs(other.x0 - x) < beside and abs(other.bottom - y) < below:
            return True
    return False


def plumbed(page: Any) -> Content:
    """What stands on a page of pdfplumber."""
    found = Content(page.page_number, float(page.width), float(page.height), has_pictures=bool(page.images))
    for char in page.chars:
        text = char["text"]
        if text.strip() or text == " ":
            found.chars.append(_char(char, NO_LETTER if text.startswith("(cid:") else text))
    for line in page.lines:
        found.add_line(line["x0"], line["top"], line["x1"], line["bottom"])
    for box in page.rects:
        found.add_box(box["x0"], box["top"], box["x1"], box["bottom"])
    for curve in page.curves:
        for (x0, y0), (x1, y1) in pairwise(curve["pts"]):
            if x0 == x1 or y0 == y1:
                found.add_line(x0, y0, x1, y1)
    return found


def _char(char: dict[str, Any], text: str) -> Char:
    a, b, c, d = char["matrix"][:4]
    bottom, size = float(char["bottom"]), float(char["size"])
    made = Char(
        text, float(char["x0"]), float(char["x1"]), bottom, size, char["fontname"], turn_of(a, b, c, d)
    )
    made.top = float(char["top"])
    return made


def turn_of(a: float, b: float, c: float, d: float) -> int:
    """How text is turned by its matrix; the last bits of a turn mislead."""
    if a > 0 and d > 0 and abs(b) < 0.2 * a:
        return LEVEL
    if b > 0 and c < 0 and abs(a) < 0.2 * b:
        return UP
    if b < 0 and c > 0 and abs(a) < -0.2 * b:
        return DOWN
    return OVER if a < 0 and d < 0 and abs(b) < -0.2 * a else ASKEW


#: Edges, and their ends, nearer than so many points are one.
_NEAR = 3.0
_Point = tuple[float, float]


class _Crossing:
    """The edges that meet in a point."""

    __slots__ = ("levels", "uprights")

    def __init__(self) -> None:
        self.uprights: set[int] = set()
        self.levels: set[int] = set()


def ruled_tables(uprights: Sequence[Upright], levels: Sequence[Level]) -> list[list[_Box]]:
    """The cells (left, top, right, bottom) of each table of two cells or more, from the top of the page down."""
    u, v = _joined(uprights), _joined(levels)
    cells = _cells(_crossings(u, v))
    return sorted(
        (table for table in _touching(cells) if len(table) > 1), key=lambda t: min((c[1], c[0]) for c in t)
    )


def _joined(edges: Iterable[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Edges that run beside one another moved onto one line, then those that touch joined; short ones left out."""
    groups: list[list[tuple[float, float, float]]] = []
    for edge in sorted(e for e in edges if e[2] - e[1] >= 1):
        if groups and edge[0] - groups[-1][-1][0] <= _NEAR:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    found = []
    for group in groups:
        at = sum(edge[0] for edge in group) / len(group)
        start, end = 0.0, -2 * _NEAR
        for edge in sorted(group, key=lambda e: e[1]):
            if edge[1] <= end + _NEAR and end > start:
                end = max(end, edge[2])
                continue
            if end - start >= _NEAR:
                found.append((at, start, end))
            start, end = edge[1], edge[2]
        if end - start >= _NEAR:
            found.append((at, start, end))
    return found


def _crossings(
    uprights: Sequence[tuple[float, float, float]], levels: Sequence[tuple[float, float, float]]
) -> dict[_Point, _Crossing]:
    levels = sorted(levels)
    heights = [level[0] for level in levels]
    found: dict[_Point, _Crossing] = {}
    for number, (x, top, bottom) in enumerate(uprights):
        for at in range(bisect_left(heights, top - _NEAR), bisect_right(heights, bottom + _NEAR)):
            y, left, right = levels[at]
            if left - _NEAR <= x <= right + _NEAR:
                crossing = found.setdefault((x, y), _Crossing())
                crossing.uprights.add(number)
                crossing.levels.add(at)
    return found


def _cells(crossings: dict[_Point, _Crossing]) -> list[_Box]:
    """The smallest cell below and right of each crossing whose four corners are joined by edges."""
    by_column: dict[float, list[_Point]] = {}
    by_row: dict[float, list[_Point]] = {}
    for point in sorted(crossings):
        by_column.setdefault(point[0], []).append(point)
        by_row.setdefault(point[1], []).append(point)
    cells = []
    for point, crossing in sorted(crossings.items()):
        column, row = by_column[point[0]], by_row[point[1]]
        below = [
            p for p in column[bisect_right(column, point) :] if crossing.uprights & crossings[p].uprights
        ]
        right = [p for p in row[bisect_right(row, point) :] if crossing.levels & crossings[p].levels]
        if (corner := _corner(below, right, crossings)) is not None:
            cells.append((*point, *corner))
    return cells


def _corner(
    below: Sequence[_Point], right: Sequence[_Point], crossings: dict[_Point, _Crossing]
) -> _Point | None:
    for low in below:
        for far in right:
            corner = crossings.get((far[0], low[1]))
            if (
                corner is not None
                and corner.uprights & crossings[far].uprights
                and corner.levels & crossings[low].levels
            ):
                return far[0], low[1]
    return None


def _touching(cells: Sequence[_Box]) -> list[list[_Box]]:
    """Cells in groups that share corners."""
    group = list(range(len(cells)))

    def root(number: int) -> int:
        while group[number] != number:
            group[number] = group[group[number]]
            number = group[number]
        return number

    first: dict[_Point, int] = {}
    for number, (left, top, right, bottom) in enumerate(cells):
        for corner in ((left, top), (left, bottom), (right, top), (right, bottom)):
            group[root(number)] = root(first.setdefault(corner, number))
    tables: dict[int, list[_Box]] = {}
    for number, cell in enumerate(cells):
        tables.setdefault(root(number), []).append(cell)
    return list(tables.values())
