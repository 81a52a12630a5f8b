"""Rows of cells whose widths alone say in which columns they stand, as in RTF and old Word files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hpbrief.load.parts import Grid, GridCell

#: Edges of cells nearer than this, in twentieths of a point, are one.
_NEAR = 60


class Edge(NamedTuple):
    """A cell of a row: where it ends, in twentieths of a point, and whether it goes on with one beside or above."""

    right: int
    on_left: bool = False
    above: bool = False


class Row(NamedTuple):
    """The texts of a row, and the edges of its cells."""

    texts: Sequence[str]
    edges: Sequence[Edge]


def grid_by_edges(rows: Sequence[Row]) -> Grid:
    """Rows with cells of any width: columns are told by where the cells end."""
    edges: list[int] = []
    for right in sorted({edge.right for row in rows for edge in row.edges}):
        if not edges or right - edges[-1] > _NEAR:
            edges.append(right)
    cells: dict[tuple[int, int], GridCell] = {}
    heads: dict[int, tuple[int, int]] = {}  # the cell that reaches down in each column
    for number, row in enumerate(rows, 1):
        column, before = 1, (0, 0)
        for at, text in enumerate(row.texts):
            edge = row.edges[at] if at < len(row.edges) else Edge(0)
            end = max(column, 1 + sum(1 for other in edges[:-1] if other < edge.right - _NEAR))
            head = heads.get(column)
            if edge.on_left and before in cells:
                cells[before] = cells[before]._replace(columns=end - before[1] + 1)
            elif edge.above and head is not None:
                cells[head] = cells[head]._replace(rows=number - head[0] + 1)
            else:
                before = number, column
                cells[before] = GridCell(number, column, text, 1, end - column + 1)
                heads[column] = before
            column = end + 1
    return Grid(list(cells.values()))
