"""Cells of a sheet, as they come, to parts: a grid for each block of rows, paragraphs where it has one column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hpbrief.load.limits import Limits
from hpbrief.load.parts import Grid, GridCell, Paragraph

#: Empty rows that part two blocks of a sheet.
GAP = 8


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

    def put(self, row: int, column: int, text: str) -> None:
        """Add a cell; what is empty is left out."""
        if not text.strip():
            return
        self.limits.check("rows", row, f"sheet {self.name!r} has a cell in row {row:,}")
        self.limits.check("columns", column, f"sheet {self.name!r} has a cell in column {column:,}")
        self.texts[row, column] = text
        count = self.before + len(self.texts)
        self.limits.check("cells", count, f"the sheets have {count:,} filled cells")

    def parts(self, merges: Iterable[Merge] = ()) -> Iterator[Paragraph | Grid]:
        """The blocks of the sheet, top to bottom; merged cells reach no further than their block.

        A block of one column is no table: its cells are paragraphs.
        """
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
            self.limits.check("cells", area, f"sheet {self.name!r} spreads over {area:,} cells")
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
