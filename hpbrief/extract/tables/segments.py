"""How the rows of a grid follow one another: letterhead, captions, head rows, body, and the next table below."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.tables.grid import ROW_NUMBER, Grid, Place, rows_above_head
from hpbrief.extract.tables.names import CellDigits, cell_digits
from hpbrief.models import TableCell
from hpbrief.parse.patterns import patterns_of
from hpbrief.parse.text import phrase_key

_COLUMN_NUMBER: Final = re.compile(
    r"[(\[]?(?:[0-9]{1,2}|[A-Z\u0110])[)\]]?"
    r"(?: ?= ?[(\[]?[0-9]{1,2}[)\]]?(?: ?[-+*x/:] ?[(\[]?[0-9]{1,3}[)\]]?)*)?"
)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?|[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}")
_FORMULA_FAULT: Final = re.compile(r"#[A-Z/0!?]{3,8}")
_SHORT_HEAD: Final = 60
_LONG_TITLE: Final = 20
_UNIT_AT_END: Final = 16  # characters before a unit, from which on its line is a caption too
_MOST_HEAD_ROWS: Final = 5
_BELOW_UPPER_HEAD: Final = frozenset({"head", "data", "years", "numbers"})
_BELOW_NEW_HEAD: Final = frozenset({"data", "head", "numbers", "single", "years"})


def is_fault(words: str) -> bool:
    """Whether a cell holds a spreadsheet's error: #REF!"""
    return _FORMULA_FAULT.fullmatch(words) is not None


def is_date(words: str) -> bool:
    """Whether a cell holds a day: 2025-10-31, 31/10/2025."""
    return _DATE.fullmatch(words) is not None


class LayoutWords:
    """The words by which a layout is read: ``table_words.toml`` and the patterns of ``tables.toml``."""

    def __init__(self, catalog: Catalog) -> None:
        words = catalog.rules.get("table_words", {})
        self._column: Mapping[str, str] = words.get("column", {})
        self._nothing = frozenset(words.get("nothing", {}))
        self.signs: Mapping[str, str] = words.get("sign", {})
        patterns = patterns_of(catalog, "tables")
        self._caption, self._note = patterns["caption"], patterns["note"]
        self._unit_line = patterns["unit_line"]

    def role(self, text: str) -> str | None:
        """What a head that is one of the known words says its column is for."""
        return self._column.get(phrase_key(text.strip(" .:*()")))

    def is_nothing(self, words: str) -> bool:
        """Whether a cell says that there is nothing: a dash, dots, x."""
        return not words or words.lower() in self._nothing

    def is_caption(self, words: str) -> bool:
        """Whether a line names a table: "Biểu 3. …"."""
        return self._caption.match(words) is not None

    def is_note(self, words: str) -> bool:
        """Whether a line is a note below a table: "Ghi chú: …"."""
        return self._note.match(words) is not None

    def unit_line(self, text: str, place: Place) -> Place | None:
        """The unit of a line like "Đơn vị tính: Tỷ đồng"."""
        match = self._unit_line.fullmatch(text, *place)
        return Place(*match.span("unit")) if match else None


class Block:
    """One table with its own head; a sheet may hold several under one another."""

    def __init__(self, captions: list[Place]) -> None:
        self.captions = captions
        self.units: list[Place] = []  # "Đơn vị tính: …" in the table itself, above the body
        self.head_rows: list[int] = []
        self.body: list[tuple[int, str]] = []  # row number, "data", "group" or "unit"
        self.numeric: set[int] = set()  # columns that hold numbers in the body

    @property
    def data(self) -> list[int]:
        """The rows of the body that are neither group nor unit."""
        return [row for row, kind in self.body if kind == "data"]


class GridRows:
    """The rows of a grid, each of one kind, and the numbers of its cells."""

    def __init__(
        self,
        grid: Grid,
        words: LayoutWords,
        is_unit: Callable[[str], bool],
        worded: Callable[[str, int, int], CellDigits | None],
    ) -> None:
        self.grid, self.text, self.words = grid, grid.text, words
        self.is_unit, self._worded = is_unit, worded
        self._digits: dict[tuple[int, int], CellDigits | None] = {}

    def digits(self, row: int, column: int) -> CellDigits | None:
        """The number that a cell consists of."""
        key = (row, column)
        if key not in self._digits:
            cell = self.grid.cell(row, column)
            at_home = cell is not None and (cell.row, cell.column) == key
            self._digits[key] = self._read_digits(self.place(cell)) if cell is not None and at_home else None
        return self._digits[key]

    def _read_digits(self, place: Place) -> CellDigits | None:
        plain = cell_digits(self.text, *place, self.words.signs)
        if plain is not None or self.is_unit(self.text[place.start : place.end]):
            return plain
        return self._worded(self.text, *place)

    def place(self, cell: TableCell) -> Place:
        """Where the words of a cell stand, blanks aside."""
        words = self.text[cell.start : cell.end]
        start = cell.start + len(words) - len(words.lstrip())
        return Place(start, start + len(words.strip()))

    def row_words(self, row: int) -> list[str]:
        """The texts of a row, column by column."""
        return [self.grid.words(row, c) for c in range(1, self.grid.columns + 1)]

    def states_unit(self, row: int, column: int) -> bool:
        """Whether a cell is a line like "Đơn vị tính: Tỷ đồng"."""
        cell = self.grid.cell(row, column)
        return cell is not None and self.words.unit_line(self.text, self.place(cell)) is not None

    def kind(self, row: int) -> str:
        """blank, single (one text), years, numbers (of columns), head (texts) or data."""
        cells = self.grid.row_cells(row)
        if not cells:
            return "blank"
        if len(cells) >= 3 and _number_columns([self.text[c.start : c.end].strip() for c in cells]):
            return "numbers"
        if len(cells) == 1:
            alone = self.grid.columns == 1 and cells[0].row == row
            return "data" if alone and self.digits(row, cells[0].column) is not None else "single"
        ordinal = ROW_NUMBER.fullmatch(self.grid.words(row, cells[0].column))
        data = [n for c in cells[1 if ordinal else 0 :] if (n := self.digits(row, c.column)) is not None]
        if data:
            return "years" if all(n.is_year for n in data) else "data"
        return "head"


def _number_columns(words: list[str]) -> bool:
    """(A) (B) (1) (2) (3=2/1): the row that numbers the columns."""
    if not all(_COLUMN_NUMBER.fullmatch(w) for w in words):
        return False
    plain = [int(m[0]) for w in words if (m := re.match(r"[0-9]+", w.strip("()[]")))]
    return len(plain) >= 2 and plain == list(range(plain[0], plain[0] + len(plain))) and plain[0] <= 3


def blocks_of(rows: GridRows) -> list[Block]:
    """The tables of a grid, from the top down, each with a body."""
    kinds = [rows.kind(row) for row in range(1, rows.grid.rows + 1)]
    aheads = ["blank"] * len(kinds)
    for i in range(len(kinds) - 2, -1, -1):
        aheads[i] = kinds[i + 1] if kinds[i + 1] != "blank" else aheads[i + 1]
    above = rows_above_head(rows.grid, kinds, rows.words.role, rows.states_unit)
    segments = _Segments(rows)
    for row, (kind, ahead) in enumerate(zip(kinds, aheads, strict=True), 1):
        segments.take(row, kind, ahead, letterhead=row <= above)
    return segments.close()


class _Segments:
    """Takes the rows of a grid one after another; alone keeps what they have come to.

    ``state`` is captions, head or body of the block that is open; ``blank`` whether a blank row came last.
    """

    def __init__(self, rows: GridRows) -> None:
        self.rows, self.grid, self.words = rows, rows.grid, rows.words
        self._closed: list[Block] = []
        self._block, self._state, self._blank = Block([]), "captions", False

    def take(self, row: int, kind: str, ahead: str, *, letterhead: bool) -> None:
        """A row; ``ahead`` is the kind of the next that is not blank."""
        if kind == "blank":
            self._blank = True
            return
        if letterhead and kind != "single":
            self._take_letterhead(row)
            return
        if kind == "years":
            kind = self._years_row(row)
        if kind == "numbers":
            self._state = "head" if self._state == "captions" else self._state
            return
        if kind == "single":
            self._take_single(row, ahead)
        elif kind == "data":
            self._take_data(row)
        else:
            self._take_texts(row, ahead)
        self._blank = False

    def close(self) -> list[Block]:
        """The blocks; one without data is none."""
        if self._block.data:
            self._closed.append(self._block)
        return self._closed

    def _open(self, block: Block, state: str) -> None:
        self.close()
        self._block, self._state = block, state

    # -- rows of several cells ----------------------------------------------------------------------

    def _take_letterhead(self, row: int) -> None:
        """A row of texts above the head: a unit, captions ("Biểu 3. …", a title beside a unit), else the office."""
        text, block = self.rows.text, self._block
        places = [self.rows.place(cell) for cell in self.grid.row_cells(row)]
        units = [unit for place in places if (unit := self.words.unit_line(text, place))]
        block.units += units
        block.captions += [
            place
            for place in places
            if self.words.unit_line(text, place) is None
            and (units or self.words.is_caption(text[place.start : place.end]))
        ]

    def _take_data(self, row: int) -> None:
        self._state = "body"
        self._block.body.append((row, "data"))
        columns = range(1, self.grid.columns + 1)
        self._block.numeric |= {c for c in columns if self.rows.digits(row, c) is not None}

    def _take_texts(self, row: int, ahead: str) -> None:
        """Texts only: a head above the body; below it another table's, a repeated one, or a row without numbers."""
        block = self._block
        if self._state != "body":
            self._state = "head"
            block.head_rows = [*block.head_rows[-_MOST_HEAD_ROWS:], row]
        elif self._repeats_head(row):
            return
        elif self._is_new_head(row, ahead):
            self._open(Block(list(block.captions) if not self._blank else []), "head")
            self._block.head_rows.append(row)
        else:
            block.body.append((row, "data"))

    def _years_row(self, row: int) -> str:
        """Whether a row of years is a head or, below heads, data."""
        first = self.grid.row_cells(row)[0]
        label = self.rows.text[first.start : first.end].strip()
        if self._state == "body":
            return "data" if not self._repeats_head(row) else "head"
        named = self.words.role(label) is not None or self.rows.digits(row, first.column) is not None
        spanning = first.row < row
        return "head" if named or spanning or not self._block.head_rows else "data"

    def _repeats_head(self, row: int) -> bool:
        """Whether a row says again what the head says, as at the top of a page."""
        here = self.rows.row_words(row)
        return any(here == self.rows.row_words(head) for head in self._block.head_rows)

    def _is_new_head(self, row: int, ahead: str) -> bool:
        """Whether a row of texts below numbers opens another table: words stand where the numbers stood."""
        words = [self.grid.words(row, c) for c in sorted(self._block.numeric) if c > 1]
        told = [w for w in words if not self.words.is_nothing(w) and not is_fault(w) and _has_letter(w)]
        return bool(told) and len(told) * 2 > len(words) and ahead in _BELOW_NEW_HEAD

    # -- a row of one text --------------------------------------------------------------------------

    def _take_single(self, row: int, ahead: str) -> None:
        """One text: the unit, a caption, a head over several columns, or the name of a group of rows."""
        cell = self.grid.row_cells(row)[0]
        place = self.rows.place(cell)
        words = self.rows.text[place.start : place.end]
        unit = self.words.unit_line(self.rows.text, place)
        if self._state == "body" and self._repeats_head(row):
            return
        if self._state == "body" and self._opens_table(words, ahead, unit):
            self._open(Block([place]), "captions")
        elif unit is not None or (cell.column > 1 and self.rows.is_unit(words.strip("() "))):
            self._take_unit(row, place, unit)
        elif self._is_head(cell, row, words, ahead):
            self._block.head_rows.append(row)
            self._state = "head"
        elif self._state == "captions":
            self._block.captions.append(place)
        elif self._state == "head" or not self.words.is_note(words):
            self._block.body.append((row, "group"))
            self._state = "body"

    def _opens_table(self, words: str, ahead: str, unit: Place | None) -> bool:
        """Whether a text below a body is the caption of another table: it says so, or stands apart above heads."""
        if self.words.is_caption(words):
            return True
        apart = self._blank and ahead in ("head", "single") and unit is None
        return apart and len(words) > _LONG_TITLE and not self.words.is_note(words)

    def _take_unit(self, row: int, place: Place, unit: Place | None) -> None:
        if self._state == "body":
            self._block.body.append((row, "unit"))
            return
        self._block.units.append(unit or place)
        if unit is not None and unit.start - place.start > _UNIT_AT_END:
            self._block.captions.append(place)

    def _is_head(self, cell: TableCell, row: int, words: str, ahead: str) -> bool:
        """ "| | Năm 2025 | |" above "| Chỉ tiêu | Kế hoạch | Thực hiện |": one head over several columns."""
        if self._state == "body" or not self._is_upper_head(cell, words, ahead):
            return False
        return self._state == "captions" or (cell.row == row and ahead == "head")

    def _is_upper_head(self, cell: TableCell, words: str, ahead: str) -> bool:
        return (
            cell.column > 1
            and len(words) <= _SHORT_HEAD
            and ahead in _BELOW_UPPER_HEAD
            and not self.words.is_caption(words)
            and cell.column + cell.columns - 1 <= self.grid.columns
        )


def _has_letter(words: str) -> bool:
    return any(x.isalpha() for x in words)
