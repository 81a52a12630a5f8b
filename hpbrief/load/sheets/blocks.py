"""Cells of a sheet, as they come, to parts: a grid for each block of rows, paragraphs where it has one column."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hpbrief.load.limits import Limits
from hpbrief.load.parts import Grid, GridCell, Paragraph
from hpbrief.parse.numbers import print_proved

#: Empty rows that part two blocks of a sheet.
GAP = 8
_THOUSANDS = re.compile(r"(?<=[0-9])\.(?=[0-9]{3})")
_YEAR = re.compile(r"(1\.?9|2\.?0)([0-9]{2})(?:,0+)?")


class Merge(NamedTuple):
    """Cells that are one, by their corners."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class Sheet:
    """The filled cells of one sheet, held to the limits as they are added."""

    def __init__(self, name: str, limits: Limits, before: int = 0) -> None:
        self.name = name
        self.limits = limits
        self.before = before  # cells of the sheets before
        self.texts: dict[tuple[int, int], str] = {}
        self.marked: list[tuple[int, int]] = []  # numbers with marks of thousands or decimals
        self.figures_from: float = math.inf  # the first row with a number that is no year
        self.english = False
        self.length = 0

    def put(self, row: int, column: int, text: str, *, is_number: bool = False) -> None:
        """Add a cell; what is empty is left out. ``is_number`` tells values from what was typed as text."""
        if not text.strip():
            return
        self.limits.check("rows", row, "sheet_row", sheet=self.name)
        self.limits.check("columns", column, "sheet_column", sheet=self.name)
        self.length += len(text)
        self.limits.check("text", self.length, "characters")
        self.texts[row, column] = text
        if is_number:
            self._note_number(row, column, text)
        elif text[:1].isdecimal() and "en" in print_proved([text.strip()]):
            self.english = True
        count = self.before + len(self.texts)
        self.limits.check("cells", count, "sheet_cells")

    def _note_number(self, row: int, column: int, text: str) -> None:
        if not _YEAR.fullmatch(text):
            self.figures_from = min(self.figures_from, row)
        if "." in text or "," in text:
            self.marked.append((row, column))

    def _plain_numbers(self) -> None:
        """Take from numbers the marks that would have them read as others.

        Years above all figures are years, whatever the format of their cells. Beside numbers that were typed in the
        English print, a mark of thousands would be taken for its decimal point.
        """
        for place in self.marked:
            if place[0] < self.figures_from:
                self.texts[place] = _YEAR.sub(
                    lambda year: year[1].replace(".", "") + year[2], self.texts[place]
                )
            elif self.english:
                self.texts[place] = _THOUSANDS.sub("", self.texts[place])

    def parts(self, merges: Iterable[Merge] = ()) -> Iterator[Paragraph | Grid]:
        """The blocks of the sheet, top to bottom; merged cells reach no further than their block.

        A block of one column is no table: its cells are paragraphs.
        """
        self._plain_numbers()
        spans = {(m.first_row, m.first_column): m for m in merges}
        area = 0
        for block in self._blocks():
            top, bottom = block[0][0], block[-1][0]
            left, right = min(c for _, c in block), max(c for _, c in block)
            for place in block:
                if merge := spans.get(place):
                    right = max(right, min(merge.last_column, self.limits.columns))
            if left == right or len({column for _, column in block}) == 1:
                yield from (Paragraph(line) for place in block for line in self.texts[place].split("\n"))
                continue
            area += (bottom - top + 1) * (right - left + 1)
            self.limits.check("cells", area, "sheet_area", sheet=self.name)
            cells = []
            for row, column in block:
                merge = spans.get((row, column), Merge(row, column, row, column))
                cells.append(
                    GridCell(
                        row - top + 1,
                        column - left + 1,
                        self.texts[row, column],
                        max(1, min(merge.last_row, bottom) - row + 1),
                        max(1, min(merge.last_column, right) - column + 1),
                    )
                )
            yield Grid(cells, sheet=self.name, first_row=top, first_column=left)

    def _blocks(self) -> Iterator[list[tuple[int, int]]]:
        block: list[tuple[int, int]] = []
        for place in sorted(self.texts):
            if block and place[0] - block[-1][0] > GAP:
                yield block
                block = []
            block.append(place)
        if block:
            yield block
