"""Tables by their drawn lines: edges to crossings, crossings to cells, cells that touch to tables."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from hpbrief.load.pdf.content import Level, Upright

#: Edges, and their ends, nearer than so many points are one.
_NEAR = 3.0
_Box = tuple[float, float, float, float]
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
