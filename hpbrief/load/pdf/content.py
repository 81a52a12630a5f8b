"""What stands on a page of a PDF before it is read: characters and drawn edges, whichever library took them out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from hpbrief.load.pdf.parts import Rule

#: Stands for a letter of which the file says only how it looks.
NO_LETTER = "\ufffd"
#: How a character is turned, in quarters against the clock; ``ASKEW`` is any other way.
LEVEL, UP, OVER, DOWN, ASKEW = range(5)
#: A page is turned where so large a share of its characters is.
_MOST = 0.8


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
    """A page taken apart; ``lost`` counts pieces of text that the library knows of and does not give."""

    number: int
    width: float
    height: float
    chars: list[Char] = field(default_factory=list)
    uprights: list[Upright] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    has_pictures: bool = False
    lost: int = 0

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
        inked = [char.turn for char in self.chars if char.text.strip()]
        for turn in (UP, DOWN, OVER):
            if inked and inked.count(turn) >= _MOST * len(inked):
                return self._turned(turn)
        return self

    def _turned(self, turn: int) -> Content:
        wide, high = (self.width, self.height) if turn == OVER else (self.height, self.width)
        page = Content(self.number, wide, high, has_pictures=self.has_pictures, lost=self.lost)
        page.chars = [turned_char(char, turn, self.width, self.height) for char in self.chars]
        for edge in self.uprights:
            page.add_line(
                *_turned_line((edge.at, edge.start, edge.at, edge.end), turn, self.width, self.height)
            )
        for line in self.levels:
            page.add_line(
                *_turned_line((line.start, edge.at, edge.end, edge.at), turn, self.width, self.height)
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
        if not char.text.strip():
            kept.append(char)
            continue
        width = max(char.x1 - char.x0, 0.1 * char.size)
        column, row = int(char.x0 // 8), int(char.bottom // 8)
        near = (
            other
            for c in (column - 1, column, column + 1)
            for r in (row - 1, row, row + 1)
            for other in places.get((char.text, c, r), ())
        )
        if any(  # those of one object are the letters of one sign, as of "ff"
            (other.source != char.source or not char.source)
            and abs(other.x0 - char.x0) < 0.4 * width
            and abs(other.bottom - char.bottom) < 0.2 * char.size
            for other in near
        ):
            continue
        places.setdefault((char.text, column, row), []).append(char)
        kept.append(char)
    return kept
