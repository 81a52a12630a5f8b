"""How a table is laid out: what each column is for, and the rows of its body."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from hpbrief.extract.tables.grid import ROW_NUMBER, Grid, Place
from hpbrief.extract.tables.names import CellDigits
from hpbrief.extract.tables.segments import Block, GridRows, LayoutWords, blocks_of
from hpbrief.models import TableCell

#: Marks that repeat the cell above.
DITTO: Final = frozenset({'"', "''", "nt"})
_NAMING: Final = frozenset({"label", "place"})
_NO_FIGURES: Final = frozenset({"ordinal", "code", "note"})


class Row(NamedTuple):
    """A row of a body: its label's place, ordinal, the group and unit line above it, its numbers by column."""

    number: int
    label: Place | None
    label_column: int
    ordinal: str
    group: Place | None
    unit_line: Place | None


class Laid:
    """A block with what its columns are for, by number, and the rows of its body."""

    def __init__(self, block: Block) -> None:
        self.captions, self.units, self.head_rows = block.captions, block.units, block.head_rows
        self.body, self.data = block.body, block.data
        self.roles: dict[int, str] = {}
        self.rows: list[Row] = []

    def columns(self, *roles: str) -> list[int]:
        """The columns of some roles, from the left."""
        return [c for c, role in sorted(self.roles.items()) if role in roles]

    def first(self, *roles: str) -> int:
        """The leftmost column of some roles, 0 where there is none."""
        return next(iter(self.columns(*roles)), 0)


class Layout(GridRows):
    """The blocks of a grid, their columns and rows."""

    def __init__(
        self,
        grid: Grid,
        words: LayoutWords,
        is_unit: Callable[[str], bool],
        worded: Callable[[str, int, int], CellDigits | None],
    ) -> None:
        super().__init__(grid, words, is_unit, worded)
        self.blocks = [Laid(block) for block in blocks_of(self)]
        for block in self.blocks:
            self._assign_roles(block)
            self._read_rows(block)

    # -- columns ------------------------------------------------------------------------------------

    def head_texts(self, block: Laid, column: int) -> list[TableCell]:
        """The heads over a column, from the top, each once."""
        found: list[TableCell] = []
        for row in block.head_rows:
            cell = self.grid.cell(row, column)
            if cell is None and not self.grid.merged:
                cell = self._spread(block, row, column)
            if cell is not None and all(cell is not known for known in found):
                found.append(cell)
        return found

    def _spread(self, block: Laid, row: int, column: int) -> TableCell | None:
        """The head to the left of an empty place above other heads: without merged cells it is meant to span."""
        if not any(self.grid.cell(r, column) for r in block.head_rows if r > row):
            return None
        for left in range(column - 1, 0, -1):
            if block.roles.get(left, "value") != "value":
                return None
            cell = self.grid.cell(row, left)
            if cell is not None:
                below = any(self.grid.cell(r, left) for r in block.head_rows if r > row)
                return cell if below else None
        return None

    def _assign_roles(self, block: Laid) -> None:
        """What each column is for, by its head and its cells; then ordinals, names and notes among them."""
        for column in range(1, self.grid.columns + 1):
            role = self._role(block, column)
            if role is not None:
                block.roles[column] = role
        self._find_ordinals(block)
        self._find_label(block)
        first = block.first("value")
        for column in block.columns("label"):
            if column > first:
                block.roles[column] = "note"

    def _role(self, block: Laid, column: int) -> str | None:
        """The role that the head names where the cells bear it out, else what the cells show."""
        heads = [self.text[c.start : c.end] for c in self.head_texts(block, column)]
        role = next((r for h in reversed(heads) if (r := self.words.role(h))), None)
        texts = [w for w in self._column_words(block, column) if not self.words.is_nothing(w)]
        numbers = [d for row in block.data if (d := self.digits(row, column)) is not None]
        if role in _NO_FIGURES:
            return role
        if not numbers and (texts or role == "unit") and self._are_units(texts, told=role == "unit"):
            return "unit"
        if numbers and (found := _role_of_numbers(role, numbers, len(texts))):
            return found
        if not texts:
            return None
        return "label" if role in (None, "unit") else role

    def _column_words(self, block: Laid, column: int) -> list[str]:
        """The texts of a column in the rows of data, the empty aside."""
        return [w for row in block.data if (w := self.grid.words(row, column))]

    def _are_units(self, texts: Sequence[str], *, told: bool) -> bool:
        """Whether most texts of a column are units, or one is where the head has told so; ditto marks are."""
        known = sum(self.is_unit(w) or w in DITTO for w in texts)
        return not texts or known * 2 > len(texts) or (told and known > 0)

    def _numbers_rows(self, block: Laid, column: int) -> bool:
        """Whether a column numbers the rows: 1, 2, a, I."""
        words = self._column_words(block, column)
        return bool(words) and all(ROW_NUMBER.fullmatch(w) for w in words)

    def _find_ordinals(self, block: Laid) -> None:
        """A column left of the labels that numbers the rows, or a first of several columns of labels."""
        label = block.first("label", "place")
        for column in range(1, label):
            if block.roles.get(column) in ("value", "label", None) and self._numbers_rows(block, column):
                block.roles[column] = "ordinal"
        further = [c for c in block.columns("label", "place") if c > label]
        if label and block.roles.get(label) == "label" and further and self._numbers_rows(block, label):
            block.roles[label] = "ordinal"

    def _find_label(self, block: Laid) -> None:
        """Where no column holds names, the first one does: years, days, or figures that count something."""
        first = block.first("value")
        if block.first("label", "place") or not first:
            return
        years = [d for row in block.data if (d := self.digits(row, first)) is not None]
        if years and all(d.is_year for d in years):
            block.roles[first] = "label"

    # -- rows of the body ---------------------------------------------------------------------------

    def _read_rows(self, block: Laid) -> None:
        """The rows of the body; a text alone, or a name without numbers, heads the group below it."""
        group: Place | None = None
        unit: Place | None = None
        for number, kind in block.body:
            if kind == "data":
                row = self._row(block, number, unit)
                if row.label is not None and not self._has_values(block, number):
                    group = row.label
                block.rows.append(row._replace(group=group if group != row.label else None))
                continue
            place = self.place(self.grid.row_cells(number)[0])
            if kind == "unit":
                unit = self.words.unit_line(self.text, place) or place
            else:
                group = place

    def _row(self, block: Laid, number: int, unit: Place | None) -> Row:
        """A row with its name, in the last column of names that has one, and its ordinal."""
        named = [(c, cell) for c in block.columns("label", "place") if (cell := self.grid.cell(number, c))]
        ordinals = (self.grid.words(number, c) for c in block.columns("ordinal"))
        column, label = (named[-1][0], self.place(named[-1][1])) if named else (0, None)
        return Row(number, label, column, next((w for w in ordinals if w), ""), None, unit)

    def _has_values(self, block: Laid, number: int) -> bool:
        """Whether anything stands in the columns of figures."""
        return any(
            self.grid.words(number, c) or self.digits(number, c) is not None for c in block.columns("value")
        )


def _role_of_numbers(role: str | None, numbers: Sequence[CellDigits], texts: int) -> str | None:
    """The role of a column with numbers: years under a head of names name rows; a third of numbers makes figures."""
    if role in _NAMING and all(d.is_year for d in numbers):
        return "label"
    return "value" if len(numbers) * 3 >= texts else None
