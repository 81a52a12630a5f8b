"""Tables on a page of a PDF that have no upright lines: columns by where the numbers of several lines stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from hpbrief.load.parts import GridCell
from hpbrief.load.pdf.parts import Line, PageGrid, Rule, join_lines

_NUMBER = re.compile(
    r"\(?[+\-\u2212\u2013\u00b1]? ?(?:\d{1,3}(?: \d{3})+(?:,\d+)?|\d[\d.,]*)(?: ?%)?\)?|[-–—…\u2212]|\.{2,4}|x|X"
)
#: A gap wider than so many sizes parts cells.
_CELL_GAP = 0.7
#: Lines between two lines of numbers that may belong to the same table: labels on several lines, headings.
_BETWEEN = 4
#: The highest head, in points, and the widest step between two of its drawn lines.
_HEAD, _STEP = 130.0, 70.0


class Piece(NamedTuple):
    """What stands in one cell of a line."""

    text: str
    left: float
    right: float

    @property
    def middle(self) -> float:
        """Half way."""
        return (self.left + self.right) / 2

    def overlaps(self, other: Piece) -> bool:
        """Whether the two stand above one another."""
        return self.left < other.right and other.left < self.right


def loose_grids(lines: Sequence[Line], rules: Sequence[Rule]) -> tuple[list[Line], list[PageGrid]]:
    """The lines that are in no such table, and the tables."""
    rest: list[Line] = []
    grids: list[PageGrid] = []
    at = 0
    while at < len(lines):
        end = _end_of_run(lines, at)
        table = _Table(lines[at:end]) if end > at else None
        if table is None or not table.is_table:
            rest.append(lines[at])
            at += 1
            continue
        head = table.head_above(rest, rules)
        grids.append(table.grid(head, rules))
        del rest[len(rest) - len(head) :]
        at = end
    return rest, grids


def pieces_of(line: Line) -> list[Piece]:
    """A line parted at its gaps."""
    pieces: list[Piece] = []
    for word in line.words:
        if pieces and word.left - pieces[-1].right <= _CELL_GAP * line.size:
            last = pieces[-1]
            pieces[-1] = Piece(f"{last.text} {word.text}", last.left, word.right)
        else:
            pieces.append(Piece(word.text, word.left, word.right))
    return pieces


def _is_number(piece: Piece) -> bool:
    return _NUMBER.fullmatch(piece.text) is not None


def _has_numbers(line: Line) -> bool:
    """Whether a line ends with two numbers or more, each in a cell of its own, after at most three others."""
    pieces = pieces_of(line)
    count = 0
    for piece in reversed(pieces):
        if not _is_number(piece):
            break
        count += 1
    digits = any(c.isdigit() for piece in pieces[len(pieces) - count :] for c in piece.text)
    return count >= 2 and digits and len(pieces) - count <= 3


def _end_of_run(lines: Sequence[Line], start: int) -> int:
    """After the last line of the table that begins with the numbers at ``start``; ``start`` where none does."""
    if not _has_numbers(lines[start]):
        return start
    first = next(p for p in reversed(pieces_of(lines[start])) if _is_number(p))
    left = min(
        first.left, *(p.left for p in pieces_of(lines[start]) if _is_number(p) and p.left > lines[start].left)
    )
    last = at = start
    while at + 1 < len(lines) and at - last < _BETWEEN and _is_near(lines[at], lines[at + 1]):
        at += 1
        if _has_numbers(lines[at]):
            last = at
        elif lines[at].right > left + 2:  # it reaches under the numbers: no label
            break
    while last + 1 < len(lines) and lines[last + 1].right <= left + 2 and _goes_on(lines[last + 1].text):
        if not _is_near(lines[last], lines[last + 1]):
            break
        last += 1
    return last + 1


def _is_near(line: Line, following: Line) -> bool:
    return following.top - line.bottom < 1.6 * line.size


def _may_head(line: Line, below: Line) -> bool:
    """Whether a line may be of the head whose next line is ``below``: near it, and parted or going on."""
    parted = len(pieces_of(line)) > 1 or _goes_on(line.text)
    return parted and _is_near(line, below) and line.text[-1:] not in ".;"


def _goes_on(text: str) -> bool:
    """Whether a label goes on with the line before it."""
    return text[:1].islower() or text.startswith("(")


@dataclass
class _Row:
    """The words of each column, by its number from 0."""

    lines: dict[int, list[Line]] = field(default_factory=dict)

    def add(self, column: int, piece: Piece, line: Line) -> None:
        part = line._replace(text=piece.text, left=piece.left, right=piece.right, words=())
        self.lines.setdefault(column, []).append(part)

    def cells(self, number: int) -> Iterator[GridCell]:
        """The cells of the row."""
        for column, lines in sorted(self.lines.items()):
            text = join_lines([line.text for line in lines])
            yield GridCell(number, column + 1, text, lines=[line.on_page() for line in lines])


class _Head(NamedTuple):
    pieces: list[Piece]
    top: float
    bottom: float


class _Table:
    """The lines of one table below its head, and its columns."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.data = [line for line in lines if _has_numbers(line)]
        self.columns = _columns(piece for line in self.data for piece in pieces_of(line))
        self.left, self.right = self.columns[0].left, self.columns[-1].right

    @property
    def is_table(self) -> bool:
        """Two columns of numbers beside a label, in two lines or more."""
        return len(self.data) >= 2 and len(self.columns) >= 3

    def head_above(self, lines: Sequence[Line], rules: Sequence[Rule]) -> list[Line]:
        """The lines of the head: up to the highest of the drawn lines; without any, while they are parted alike."""
        top = self._top_rule(lines, rules)
        count = 0
        below = self.lines[0]
        for line in reversed(lines):
            inside = line.left < self.right and line.right > self.left
            in_head = line.top >= top - 1 and inside if top is not None else _may_head(line, below)
            if not in_head or (top is None and count >= 4):
                break
            count, below = count + 1, line
        while top is None and count and len(pieces_of(lines[len(lines) - count])) < 2:
            count -= 1  # what goes on with a line of running text
        return list(lines[len(lines) - count :])

    def _top_rule(self, lines: Sequence[Line], rules: Sequence[Rule]) -> float | None:
        width = self.right - self.left
        above = sorted(
            {
                rule.top
                for rule in rules
                if self.lines[0].top - _HEAD < rule.top < self.lines[0].top + 3
                and min(rule.right, self.right) - max(rule.left, self.left) > 0.3 * width
            },
            reverse=True,
        )
        if not above:
            return None
        top = above[0]
        for higher in above[1:]:
            between = [line for line in lines if higher - 1 < line.top < top - 1]
            if top - higher > _STEP or any(line.text[-1:] in ".;" for line in between):
                break
            if not between and top - higher > 4:  # a gap without words parts two tables
                break
            top = higher
        return top

    def grid(self, head: Sequence[Line], rules: Sequence[Rule]) -> PageGrid:
        """The table with its head."""
        cells = self._head_cells(_head_rows(head, rules))
        first = max((c.row + c.rows - 1 for c in cells), default=0) + 1
        for number, row in enumerate(self._rows(), first):
            cells += row.cells(number)
        top = head[0].top if head else self.lines[0].top
        edges = [column.right for column in self.columns[1:]]
        return PageGrid(sorted(cells), top, self.lines[-1].bottom, edges)

    def _rows(self) -> list[_Row]:
        rows: list[_Row] = []
        waiting = False  # the last row is a label whose numbers may come
        for line in self.lines:
            pieces = pieces_of(line)
            has_numbers = _has_numbers(line)
            goes_on = bool(rows) and _goes_on(next((p.text for p in pieces if not _is_number(p)), ""))
            if not rows or not goes_on or (has_numbers and not waiting):
                rows.append(_Row())
            for piece in pieces:
                rows[-1].add(self._column_of(piece), piece, line)
            waiting = not has_numbers and (waiting or not goes_on)
        return rows

    def _column_of(self, piece: Piece) -> int:
        """The column above or below which a piece stands, else the nearest."""
        return min(
            range(len(self.columns)),
            key=lambda i: (
                max(self.columns[i].left - piece.right, piece.left - self.columns[i].right, 0.0),
                abs(self.columns[i].middle - piece.middle),
            ),
        )

    def _head_cells(self, rows: Sequence[_Head]) -> list[GridCell]:
        spans: list[dict[int, tuple[int, str]]] = []  # of each row: first column → how many, the words
        wide = list(self.columns)
        for row in reversed(rows):
            placed = self._placed(row.pieces, wide, lowest=row is rows[-1])
            spans.insert(0, {first: (count, piece.text) for piece, first, count in placed})
            for piece, first, count in placed:
                if count == 1:
                    wide[first] = Piece(
                        "", min(wide[first].left, piece.left), max(wide[first].right, piece.right)
                    )
        cells = []
        for number, row_spans in enumerate(spans):
            for first, (count, text) in row_spans.items():
                down = 1
                while number + down < len(spans) and not any(
                    first < f + n and f < first + count for f, (n, _) in spans[number + down].items()
                ):
                    down += 1
                cells.append(GridCell(number + 1, first + 1, text, down, count))
        return cells

    def _placed(
        self, pieces: Sequence[Piece], wide: Sequence[Piece], lowest: bool
    ) -> list[tuple[Piece, int, int]]:
        """Each piece of a row of the head with its first column and how many it spans, none twice."""
        if lowest or len(pieces) > len(wide):
            return self._one_each(pieces)
        placed: list[tuple[Piece, int, int]] = []
        free = 0
        for at, piece in enumerate(pieces):
            last = len(wide) - (len(pieces) - at)  # leave one column to each of the others
            nearest = min(max(self._column_of(piece), free), last)
            ranges = [(i, j) for i in range(free, last + 1) for j in range(i, last + 1)]
            if nearest == 0:  # above the labels
                ranges = [(0, 0)]
            first, end = min(
                ranges, key=lambda r: _off_centre(piece, wide[r[0]], wide[r[1]]) + 0.01 * (r[1] - r[0])
            )
            placed.append((piece, first, end - first + 1))
            free = end + 1
        return placed

    def _one_each(self, pieces: Sequence[Piece]) -> list[tuple[Piece, int, int]]:
        """The pieces by the column that each is nearest to; those of one column together."""
        by_column: dict[int, Piece] = {}
        for piece in pieces:
            column = self._column_of(piece)
            before = by_column.get(column)
            if before is not None:
                piece = Piece(f"{before.text} {piece.text}", before.left, piece.right)
            by_column[column] = piece
        return [(piece, column, 1) for column, piece in sorted(by_column.items())]


def _off_centre(piece: Piece, first: Piece, last: Piece) -> float:
    """How far the middle of a piece is from the middle of the columns that it would span."""
    return abs(piece.middle - (first.left + last.right) / 2)


def _columns(pieces: Iterable[Piece]) -> list[Piece]:
    """Where columns are: what overlaps from line to line is one."""
    columns: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: p.left):
        if columns and piece.left < columns[-1].right + 1:
            columns[-1] = Piece("", columns[-1].left, max(columns[-1].right, piece.right))
        else:
            columns.append(Piece("", piece.left, piece.right))
    return columns


def _head_rows(lines: Sequence[Line], rules: Sequence[Rule]) -> list[_Head]:
    """The rows of a head: lines that go on in the same cells are one row, a drawn line begins another."""
    rows = [_Head(pieces_of(line), line.top, line.bottom) for line in lines]
    merged: list[_Head] = rows[:1]
    for _, row in pairwise(rows):
        last = merged[-1]
        ruled = any(last.bottom - 3 < rule.top < row.top + 3 for rule in rules)
        joined = None if ruled else _joined(last, row)
        if joined is None:
            merged.append(row)
        else:
            merged[-1] = joined
    return merged


def _joined(upper: _Head, lower: _Head) -> _Head | None:
    """Two lines as one row, where each piece of the one with fewer goes on with just one of the other."""
    few, many = (upper, lower) if len(upper.pieces) < len(lower.pieces) else (lower, upper)
    pieces = list(many.pieces)
    for piece in few.pieces:
        over = [i for i, other in enumerate(pieces) if piece.overlaps(other)]
        if len(over) != 1:
            return None
        other = pieces[over[0]]
        above, below = (piece, other) if few is upper else (other, piece)
        if few is upper and abs(piece.middle - other.middle) > 6 and abs(piece.right - other.right) > 3:
            return None
        pieces[over[0]] = Piece(
            f"{above.text} {below.text}", min(piece.left, other.left), max(piece.right, other.right)
        )
    return _Head(pieces, upper.top, lower.bottom)
