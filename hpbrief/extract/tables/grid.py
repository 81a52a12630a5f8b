"""A table of a document as a grid of texts, what stands above its head, and tables that a plain text sets with bars or
one cell a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from hpbrief.models import Table, TableCell

_FIRST_ROWS: Final = 6  # of a grid, in which heads are looked for
_LETTERHEAD_ROWS: Final = 12  # of a grid, in which the head is looked for below office, form and title
_NAMING: Final = frozenset({"ordinal", "label", "place", "unit"})  # what heads of columns without figures say
_TEXTS: Final = frozenset({"head", "years"})
_MOST_COLUMNS: Final = 14
_LONGEST_ORDINAL_HEAD: Final = 12
#: What numbers a row: 1, 2.1, IV, B, a), or a list mark.
ROW_NUMBER: Final = re.compile(
    r"\(?(?:[0-9]{1,3}(?:\.[0-9]{1,2}){0,3}|[IVX]{1,5}|[A-Z\u0110]|[a-z\u0111])[.)]?|[-+*•]"
)
_RULE: Final = re.compile(r"[ |:+=-]*")


class Place(NamedTuple):
    """A stretch of the document's text."""

    start: int
    end: int


class Grid:
    """The cells of a table by row and column; a cell that spans several places stands at each of them."""

    def __init__(self, text: str, table: Table) -> None:
        self.text = text
        self.table = table
        self._cover: dict[tuple[int, int], TableCell] = {}
        self.rows = self.columns = 0
        for cell in table.cells:
            self.rows = max(self.rows, cell.row + cell.rows - 1)
            self.columns = max(self.columns, cell.column + cell.columns - 1)
            for row in range(cell.row, cell.row + cell.rows):
                for column in range(cell.column, cell.column + cell.columns):
                    known = self._cover.get((row, column))
                    if known is None or known.start == known.end:
                        self._cover[row, column] = cell
        self.merged = any(cell.rows > 1 or cell.columns > 1 for cell in table.cells)

    def cell(self, row: int, column: int) -> TableCell | None:
        """The cell that covers a place; None where nothing stands there."""
        found = self._cover.get((row, column))
        return found if found is not None and found.end > found.start else None

    def words(self, row: int, column: int) -> str:
        """Its text, blanks around it aside."""
        cell = self.cell(row, column)
        return self.text[cell.start : cell.end].strip() if cell else ""

    def row_cells(self, row: int) -> list[TableCell]:
        """The cells with text that cover places of a row, from the left, each once."""
        found: list[TableCell] = []
        for column in range(1, self.columns + 1):
            cell = self.cell(row, column)
            if cell is not None and (not found or found[-1] is not cell):
                found.append(cell)
        return found


def side_by_side(text: str, table: Table) -> list[Table]:
    """The lists that stand side by side in a grid, each as a table of its own: their heads repeat to the right."""
    grid = Grid(text, table)
    for row in range(1, min(grid.rows, _FIRST_ROWS) + 1):
        if any(cell.columns > 1 for cell in grid.row_cells(row)):
            continue
        words = [grid.words(row, c) for c in range(1, grid.columns + 1)]
        for width in range(2, grid.columns // 2 + 1):
            whole = grid.columns % width == 0 and any(c.isalpha() for c in words[0])
            if whole and all(words[:width]) and words == words[:width] * (grid.columns // width):
                return [_columns_of(table, first, width) for first in range(1, grid.columns + 1, width)]
    return [table]


def _columns_of(table: Table, first: int, width: int) -> Table:
    """Some columns of a table; what spans beyond them is cut, what stands left of them above is theirs too."""
    cells = []
    for cell in table.cells:
        left, right = max(cell.column, first), min(cell.column + cell.columns, first + width)
        if left < right:
            cells.append(cell._replace(column=left - first + 1, columns=right - left))
    return table.model_copy(update={"cells": tuple(cells), "first_column": table.first_column + first - 1})


# -- letterheads ------------------------------------------------------------------------------------


def rows_above_head(
    grid: Grid,
    kinds: Sequence[str],
    role: Callable[[str], str | None],
    states_unit: Callable[[int, int], bool],
) -> int:
    """How many rows at the top are letterhead and title, 0 where the head comes first.

    ``kinds`` are the kinds of all rows, ``role`` what a head says its column is for, ``states_unit`` whether the
    cell at a row and column is a line like "Đơn vị tính: Tỷ đồng".
    """
    top = kinds[: kinds.index("data") if "data" in kinds else 0][:_LETTERHEAD_ROWS]
    naming = next((r for r, kind in enumerate(top, 1) if kind in _TEXTS and _named(grid, r, role)), None)
    if naming is None:
        titles = (r for r, kind in enumerate(top, 1) if _is_title(grid, r, kind, top[r:], states_unit))
        return max(titles, default=0)
    columns = _named(grid, naming, role)
    above = (r for r in range(1, naming) if any(_is_above(grid, r, naming, c, role) for c in columns))
    return max(above, default=0)


def _is_above(grid: Grid, row: int, naming: int, column: int, role: Callable[[str], str | None]) -> bool:
    """Whether a cell above a head is none of the head: another cell, that names no column."""
    cell = grid.cell(row, column)
    return cell is not None and cell is not grid.cell(naming, column) and not role(grid.words(row, column))


def _named(grid: Grid, row: int, role: Callable[[str], str | None]) -> list[int]:
    """The columns for which a row says that they hold names, units or numbering."""
    return [c for c in range(1, grid.columns + 1) if role(grid.words(row, c)) in _NAMING]


def _is_title(
    grid: Grid, row: int, kind: str, below: Sequence[str], states_unit: Callable[[int, int], bool]
) -> bool:
    """Whether a row names the table: a text from the first column on, alone or with the unit on its right."""
    cells = grid.row_cells(row)
    if not any(k in _TEXTS for k in below) or not cells or cells[0].column > 1 or cells[0].row < row:
        return False
    return kind == "single" or (kind == "head" and any(states_unit(row, c.column) for c in cells[1:]))


# -- tables of plain text -----------------------------------------------------------------------------


def bar_tables(text: str) -> tuple[Table, ...]:
    """The tables of a plain text whose lines part cells with bars; a rule under the head (``|---|``) is left out."""
    tables: list[Table] = []
    rows: list[list[Place]] = []
    if "|" not in text:
        return ()
    for line in [*_lines(text), Place(len(text), len(text))]:
        cells = _bar_cells(text, line)
        if len(cells) >= 2:
            if _RULE.fullmatch(text, *line) is None or text.count("-", *line) == 0:
                rows.append(cells)
            continue
        if len(rows) >= 2 and (max(len(r) for r in rows) >= 3 or _opens_with_bar(text, rows[0][0].start)):
            tables.append(_table_of(text, rows, len(tables) + 1))
        rows = []
    return tuple(tables)


def _opens_with_bar(text: str, at: int) -> bool:
    return text[text.rfind("\n", 0, at) + 1 : at].strip() == "|"


def _table_of(text: str, rows: Sequence[Sequence[Place]], number: int) -> Table:
    cells = [
        TableCell(r, c, place.start, place.end)
        for r, row in enumerate(rows, 1)
        for c, place in enumerate(row, 1)
        if place.end > place.start
    ]
    start = text.rfind("\n", 0, rows[0][0].start) + 1
    return Table(number=number, start=start, end=rows[-1][-1].end, cells=tuple(cells))


def _bar_cells(text: str, line: Place) -> list[Place]:
    if text.count("|", *line) < 2:
        return []
    marks = [at for at in range(line.start, line.end) if text[at] == "|"]
    edges = [line.start - 1, *marks, line.end]
    cells = [_strip(text, Place(a + 1, b)) for a, b in pairwise(edges)]
    if text[line.start : line.end].lstrip().startswith("|"):
        cells = cells[1:]
    if text[line.start : line.end].rstrip().endswith("|"):
        cells = cells[:-1]
    return cells


def numbered_stacks(
    text: str, taken: Sequence[Place], numbers_rows: Callable[[str], bool]
) -> Iterator[Table]:
    """Tables set one cell a line, from the head that numbers the rows on; a line of blanks is an empty cell.

    ``numbers_rows`` tells the head of the column of numbers: "Stt".
    """
    lines = [line for line in _all_lines(text) if not _inside(line.start, taken)]
    words = [text[line.start : line.end].strip() for line in lines]
    i = 0
    while i < len(lines):
        head = 0 < len(words[i]) <= _LONGEST_ORDINAL_HEAD and numbers_rows(words[i])
        width = _width_from(words, i) if head else 0
        rows = [lines[i : i + width]] if width else []
        following = i + width
        while width and following + width <= len(lines) and ROW_NUMBER.fullmatch(words[following]):
            rows.append(lines[following : following + width])
            following += width
        if len(rows) > 2:
            yield _table_of(text, [[_strip(text, cell) for cell in row] for row in rows], 1)
        i = following if len(rows) > 2 else i + 1


def _width_from(words: Sequence[str], i: int) -> int:
    """How many heads stand before the first row; 0 where none follows near by."""
    rows = (k for k in range(i + 3, min(i + _MOST_COLUMNS, len(words))) if ROW_NUMBER.fullmatch(words[k]))
    return next(rows, i) - i


def _all_lines(text: str) -> list[Place]:
    """The lines of a text that hold a character, if only a blank."""
    lines, start = [], 0
    for line in text.split("\n"):
        if line:
            lines.append(Place(start, start + len(line)))
        start += len(line) + 1
    return lines


def stacked_tables(
    text: str, taken: Sequence[Place], is_value: re.Pattern[str], is_unit: Callable[[int, int], bool]
) -> Iterator[Table]:
    """Tables that a text carries one cell a line: heads, then for each row its name, its unit, its numbers."""
    if sum(is_value.fullmatch(text, *line) is not None for line in _lines(text)) < 2:
        return
    numbering = row_numbers(text, is_value)
    lines = [
        line
        for line in _lines(text)
        if _strip(text, line).start not in numbering and not _inside(line.start, taken)
    ]
    stack = _Stack(text, lines, [is_value.fullmatch(text, *line) is not None for line in lines], is_unit)
    i = 0
    while i < len(lines) - 1:
        if i < 1 or not stack.starts_numbers(i):
            i += 1
            continue
        table, i = stack.table_from(i)
        if table is not None:
            yield table


def _inside(at: int, taken: Sequence[Place]) -> bool:
    index = bisect_right(taken, at, key=lambda place: place.start) - 1
    return index >= 0 and at < taken[index].end


class _Stack(NamedTuple):
    """The lines of a text, and which of them hold a number and nothing else."""

    text: str
    lines: Sequence[Place]
    numeric: Sequence[bool]
    is_unit: Callable[[int, int], bool]

    def starts_numbers(self, i: int) -> bool:
        """Whether at least two lines of numbers begin here."""
        two = i + 1 < len(self.lines) and self.numeric[i] and self.numeric[i + 1]
        return two and not self.numeric[i - 1]

    def table_from(self, i: int) -> tuple[Table | None, int]:
        """The table whose first numbers begin at a line, where heads stand above it, and the line behind it."""
        rows, first, behind = self._rows_from(i)
        width = len(rows[0]) - 2
        heads = self.lines[max(0, first - width) : first]
        whole = len(heads) == width and all(_is_short(h) for h in heads)
        if not whole or any(len(row) > width + 2 for row in rows):
            return None, behind
        blank = Place(heads[0].start, heads[0].start)
        head = [blank, blank, *(_strip(self.text, h) for h in heads)]
        return _table_of(self.text, [head, *rows], 1), behind

    def _rows_from(self, i: int) -> tuple[list[list[Place]], int, int]:
        """The rows (name, unit or nothing, numbers) from the first run of numbers on, the line of the first name,
        and the line after the last."""
        rows: list[list[Place]] = []
        first = self._label(i)
        while True:
            behind = i
            while behind < len(self.lines) and self.numeric[behind]:
                behind += 1
            rows.append(self._row(i, behind))
            following = next((k for k in (behind + 1, behind + 2) if self.starts_numbers(k)), None)
            if following is None or not all(_is_short(self.lines[k]) for k in range(behind, following)):
                return rows, first, behind
            i = following

    def _label(self, i: int) -> int:
        """The line of the name of the row whose numbers begin at a line: a unit may stand between."""
        return i - 2 if i >= 2 and self.is_unit(*_strip(self.text, self.lines[i - 1])) else i - 1

    def _row(self, i: int, behind: int) -> list[Place]:
        label = self._label(i)
        name = _strip(self.text, self.lines[label])
        unit = _strip(self.text, self.lines[i - 1]) if label < i - 1 else Place(name.end, name.end)
        return [name, unit, *(_strip(self.text, v) for v in self.lines[i:behind])]


def row_numbers(text: str, is_value: re.Pattern[str]) -> frozenset[int]:
    """Where lines stand that only number the rows of a table: 1, 2, 2.1, 3, each before a line of words."""
    found: list[int] = []
    whole = part = 0
    lines = _lines(text)
    for line, following in pairwise(lines):
        words = text[line.start : line.end].strip()
        if is_value.fullmatch(text, *following) is not None:
            continue
        if words == str(whole + 1):
            whole, part = whole + 1, 0
        elif whole and words == f"{whole}.{part + 1}":
            part += 1
        else:
            continue
        found.append(text.index(words, line.start))
    return frozenset(found) if len(found) > 1 else frozenset()


def _lines(text: str) -> list[Place]:
    lines, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(Place(start, start + len(line)))
        start += len(line) + 1
    return lines


def _is_short(line: Place) -> bool:
    return line.end - line.start <= 90


def _strip(text: str, place: Place) -> Place:
    start, end = place
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    return Place(start, end)
