"""One page of a PDF: its lines of text, and its tables by their drawn lines."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from hpbrief.load.letters import is_syllable
from hpbrief.load.parts import GridCell, keeps_raised
from hpbrief.load.pdf.columns import in_columns
from hpbrief.load.pdf.content import (
    DOWN,
    LEVEL,
    OVER,
    UP,
    Char,
    Content,
    ruled_tables,
    turned_char,
    without_doubles,
)
from hpbrief.load.pdf.loose import loose_grids
from hpbrief.load.pdf.parts import Line, PageGrid, Word, join_lines

#: Characters closer than this share of their size are one word.
_WORD_GAP = 0.18
#: A gap wider than so many sizes parts columns.
_COLUMN_GAP = 2.5
#: So many characters that do not stand upright are more than a mark in the margin.
_TURNED = 40
#: So many characters that cannot be seen are told.
_HIDDEN = 3
#: The height of the bands in which the boxes of a table are looked up.
_BAND = 24.0
#: Edges of cells nearer than this many points are one.
_SNAP = 3.0
_BY_PLACE, _BY_LEFT = attrgetter("bottom", "x0"), attrgetter("x0")


@dataclass
class Page:
    """Lines outside tables, top to bottom, and tables."""

    number: int
    height: float
    lines: list[Line] = field(default_factory=list)
    grids: list[PageGrid] = field(default_factory=list)
    is_picture: bool = False
    has_turned: bool = False
    has_hidden: bool = False
    is_recognised: bool = False


def read_page(content: Content) -> Page:
    """Lines and tables of a page."""
    content = content.upright()
    drawn = without_doubles(content.chars)
    level = [c for c in drawn if c.turn == LEVEL and c.size > 0.5]
    aside = [c for c in drawn if c.turn != LEVEL and c.text != " "]
    found = Page(content.number, content.height)
    chars = [c for c in level if not c.unseen]
    unseen = sum(1 for c in level if c.unseen and c.text != " ")
    inked = sum(1 for c in chars if c.text != " ")
    if unseen > inked:  # the words of a scan, as a program for them has read them
        chars, found.is_recognised = level, True
    else:
        found.has_hidden = unseen > _HIDDEN
    if not any(c.text != " " for c in chars) and len(aside) <= _TURNED:
        found.is_picture = content.has_pictures
        return found
    _mark_raised(chars)
    for boxes in ruled_tables(content.uprights, content.levels):
        table = _RuledTable(boxes)
        grid, chars, aside = table.read(chars, aside, content)
        if grid is not None:
            found.grids.append(grid)
    found.has_turned = len(aside) > _TURNED
    found.lines, loose = loose_grids(in_columns(lines_of(chars, content)), content.rules)
    found.grids = sorted([*found.grids, *loose], key=lambda grid: grid.top)
    return found


class _RuledTable:
    """A table by the boxes of its cells."""

    def __init__(self, boxes: Sequence[tuple[float, float, float, float]]) -> None:
        self.boxes = [box for box in boxes if box[2] - box[0] > 1 and box[3] - box[1] > 1]
        self.columns = _edges(x for box in self.boxes for x in (box[0], box[2]))
        self.rows = _edges(y for box in self.boxes for y in (box[1], box[3]))
        self.bands: dict[int, list[int]] = {}  # boxes by the bands of height in which they stand
        for number, box in enumerate(self.boxes):
            for band in range(int(box[1] // _BAND), int(box[3] // _BAND) + 1):
                self.bands.setdefault(band, []).append(number)

    def read(
        self, chars: list[Char], aside: list[Char], content: Content
    ) -> tuple[PageGrid | None, list[Char], list[Char]]:
        """The table, and the characters outside it; None where it is but a frame."""
        if len(self.columns) < 3 or len(self.rows) < 3:
            return None, chars, aside
        inside, outside = self._parted(chars)
        turned, beside = self._parted(aside)
        cells = []
        for number, box in enumerate(self.boxes):
            column, row = _place(self.columns, box[0]), _place(self.rows, box[1])
            lines = lines_of(inside.get(number, []), content)
            if not lines and number in turned:
                lines = _side_lines(turned[number], content)
                text = _joined_on_side(lines)
            else:
                text = join_lines([line.text for line in lines])
            down, right = _place(self.rows, box[3]) - row, _place(self.columns, box[2]) - column
            cells.append(GridCell(row, column, text, down, right, [line.on_page() for line in lines]))
        cells.sort()
        if not any(cell.text for cell in cells):
            return None, chars, aside
        return PageGrid(cells, self.rows[0], self.rows[-1], self.columns), outside, beside

    def _parted(self, chars: list[Char]) -> tuple[dict[int, list[Char]], list[Char]]:
        inside: dict[int, list[Char]] = {}
        outside = []
        for char in chars:
            number = self._box_of(*_middle(char))
            if number is None:
                outside.append(char)
            else:
                inside.setdefault(number, []).append(char)
        return inside, outside

    def _box_of(self, x: float, y: float) -> int | None:
        for number in self.bands.get(int(y // _BAND), ()):
            box = self.boxes[number]
            if box[0] <= x <= box[2] and box[1] <= y <= box[3]:
                return number
        return None


def _middle(char: Char) -> tuple[float, float]:
    """The point by which a character is in a cell; on its side, it may reach over the edge to the next."""
    high = (char.top + char.bottom) / 2
    if char.turn == UP:
        return char.x0 + 0.2 * (char.x1 - char.x0), high
    if char.turn == DOWN:
        return char.x1 - 0.2 * (char.x1 - char.x0), high
    return (char.x0 + char.x1) / 2, high


def _joined_on_side(lines: Sequence[Line]) -> str:
    """The lines of a cell on its side, which is often so low that words are parted anywhere."""
    text = ""
    for line in lines:
        last, first = text.rpartition(" ")[2], line.text.partition(" ")[0]
        parted = is_syllable(last + first) and not (
            is_syllable(last) and is_syllable(first) and len(line.text) > 2
        )
        text += line.text if parted else f" {line.text}"
    return " ".join(text.split())


def _side_lines(chars: list[Char], content: Content) -> list[Line]:
    """The lines of a cell whose words stand on their side."""
    for turn in (UP, DOWN, OVER):
        if sum(c.turn == turn for c in chars) == len(chars):
            upright = [turned_char(c, turn, content.width, content.height) for c in chars]
            return lines_of(upright, content, turn)
    return []


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


def lines_of(chars: Sequence[Char], content: Content, turn: int = LEVEL) -> list[Line]:
    """Characters of a page to lines, top to bottom; a wide gap within a line is two blanks.

    ``turn`` is how they stood before they were turned to be level.
    """
    quarters = 90.0 * ((content.turn + turn) % 4)
    rows: list[_Row] = []
    row: _Row | None = None
    bottom = size = -1.0
    for char in sorted(chars, key=_BY_PLACE):
        if row is None or char.bottom != bottom or char.size != size:  # else it stands as the one before it
            row = next((row for row in rows[-4:] if row.has_room_for(char)), None)
            bottom, size = char.bottom, char.size
        if row is None:
            row = _Row(char)
            rows.append(row)
        else:
            row.add(char)
    lines = [line for row in rows if (line := _line(row.chars, content.number, quarters)).text.strip()]
    return sorted(lines, key=lambda line: (line.top, line.left))


class _Row:
    """Characters of one line, and the largest of them."""

    def __init__(self, char: Char) -> None:
        self.chars = [char]
        self.largest = char

    def has_room_for(self, char: Char) -> bool:
        """Whether the middle of the smaller of the character and the largest lies within the other."""
        first = self.largest
        small, large = (char, first) if char.size <= first.size else (first, char)
        middle = (small.top + small.bottom) / 2
        near = abs(large.bottom - small.bottom) < 0.7 * large.size
        return bool(near and large.top - 1 <= middle <= large.bottom + 1)

    def add(self, char: Char) -> None:
        """Take a character into the line."""
        self.chars.append(char)
        if char.size > self.largest.size:
            self.largest = char


def _line(row: list[Char], page: int, turn: float) -> Line:
    row = sorted(row, key=_BY_LEFT)
    inked = [c for c in row if c.text != " "]
    plain = [c for c in inked if not c.raised] or inked or row
    usual = _usual_size(plain)
    words = _WordsOfLine(usual, max(c.bottom for c in plain if abs(c.size - usual) < 0.6))
    for char in row:
        words.take(char)
    words.end_raised()
    read = words.read()
    return Line(
        "".join(
            [gap + word.text for gap, word in zip(words.gaps, read, strict=True)]
        ),  # a wide gap is two blanks
        float(min([c.x0 for c in plain])),
        float(max([c.x1 for c in plain])),
        float(min([c.top for c in plain])),
        float(max([c.bottom for c in plain])),
        float(usual),
        _bold_share(plain) > 0.8,
        read,
        page,
        turn,
    )


def _bold_share(chars: Sequence[Char]) -> float:
    fonts = Counter([c.font for c in chars])
    return sum(count for font, count in fonts.items() if "bold" in font.lower()) / len(chars)


def _usual_size(chars: Sequence[Char]) -> float:
    sizes: Counter[float] = Counter()
    for size, count in Counter([c.size for c in chars]).items():
        sizes[round(float(size), 1)] += count
    return sizes.most_common(1)[0][0]


class _WordsOfLine:
    """Characters of a line, left to right, as words and the gaps before them."""

    def __init__(self, usual: float, base: float) -> None:
        self.usual, self.base = usual, base
        self.words: list[list[Char]] = []
        self.gaps: list[str] = []
        self.raised: list[Char] = []
        self.last: Char | None = None
        self.blank = False

    def take(self, char: Char) -> None:
        """Put a character to the word it belongs to."""
        if char.text == " ":
            self.blank = True
            return
        if char.raised or (char.size < 0.8 * self.usual and self.base - char.bottom > 0.12 * self.usual):
            self.raised.append(char)
            self.last = char
            return
        if self.raised:
            self.end_raised()
        gap = char.x0 - self.last.x1 if self.last is not None else 0.0
        if self.blank or not self.words or gap > _WORD_GAP * self.usual:
            wide = "  " if gap > _COLUMN_GAP * self.usual else " "
            self.gaps.append(wide if self.words else "")
            self.words.append([])
        self.words[-1].append(char)
        self.last, self.blank = char, False

    def end_raised(self) -> None:
        """Take raised characters into the word before them, or leave them out as the mark of a note."""
        raised, words = self.raised, self.words
        if raised and words and keeps_raised("".join(c.text for c in raised), [words[-1][-1].text]):
            words[-1] += raised
        raised.clear()

    def read(self) -> tuple[Word, ...]:
        """The words, each with its left and right end."""
        return tuple(
            Word("".join([c.text for c in word]), float(word[0].x0), float(max([c.x1 for c in word])))
            for word in self.words
        )


def _mark_raised(chars: Iterable[Char]) -> None:
    """Mark digits that are much narrower than the same digit in the same type: raised ones drawn as letters."""
    widest: dict[tuple[str, float, str], float] = {}
    digits = [c for c in chars if c.text.isdigit()]
    for char in digits:
        key = (char.font, round(char.size, 1), char.text)
        widest[key] = max(widest.get(key, 0.0), char.x1 - char.x0)
    for char in digits:
        key = (char.font, round(char.size, 1), char.text)
        if char.x1 - char.x0 < 0.8 * widest[key]:
            char.raised = True
