"""What stands above the head of a sheet's table: the office, the number of the form, the title, the unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from hpbrief.extract.tables.grid import Grid

_FIRST_ROWS: Final = 12  # of a grid, in which the head is looked for
_NAMING: Final = frozenset({"ordinal", "label", "place", "unit"})  # what heads of columns without figures say
_TEXTS: Final = frozenset({"head", "years"})


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
    top = kinds[: kinds.index("data") if "data" in kinds else 0][:_FIRST_ROWS]
    naming = next((r for r, kind in enumerate(top, 1) if kind in _TEXTS and _named(grid, r, role)), None)
    if naming is None:
        titles = (r for r, kind in enumerate(top, 1) if _is_title(grid, r, kind, top[r:], states_unit))
        return max(titles, default=0)
    columns = _named(grid, naming, role)
    above = [
        r
        for r in range(1, naming)
        if any(
            (cell := grid.cell(r, c)) is not None
            and cell is not grid.cell(naming, c)
            and not role(grid.words(r, c))
            for c in columns
        )
    ]
    return max(above, default=0)


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
