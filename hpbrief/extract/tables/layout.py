"""How a table is laid out: captions, head rows, body rows, and what each column is for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from hpbrief.extract.tables.grid import Grid, Place
from hpbrief.extract.tables.letterhead import rows_above_head
from hpbrief.extract.tables.numerals import CellDigits, cell_digits
from hpbrief.models import TableCell
from hpbrief.parse.text import phrase_key

_ORDINAL: Final = re.compile(r"\(?(?:[0-9]{1,3}(?:\.[0-9]{1,2}){0,3}|[IVX]{1,5}|[A-ZĐ]|[a-zđ])[.)]?|[-+*•]")
_COLUMN_NUMBER: Final = re.compile(
    r"[(\[]?(?:[0-9]{1,2}|[A-ZĐ])[)\]]?(?: ?= ?[(\[]?[0-9]{1,2}[)\]]?(?: ?[-+*x/:] ?[(\[]?[0-9]{1,3}[)\]]?)*)?"
)
_CAPTION: Final = re.compile(r"(?:phụ )?(?:biểu|bảng|phụ lục|table)(?: số)?[ :.]*[0-9ivx]", re.IGNORECASE)
_NOTE: Final = re.compile(r"(?:ghi chú|chú thích|nguồn|\*|\([*0-9]{1,2}\)|\(?ghi chú)[ :.)]?", re.IGNORECASE)
_UNIT_LINE: Final = re.compile(
    r"(?P<head>.*?)\(? ?(?:đơn vị(?: tính| đo)?|đvt|đv tính)\.? ?: ?(?P<unit>[^()|;]{1,40}?)\)?\.?",
    re.IGNORECASE,
)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ].*)?|[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}")
_FORMULA_FAULT: Final = re.compile(r"#[A-Z/0!?]{3,8}")
#: Marks that repeat the cell above.
DITTO: Final = frozenset({'"', "''", "nt"})
_SHORT_HEAD: Final = 60
_MOST_HEAD_ROWS: Final = 5


class Words(NamedTuple):
    """The words of ``table_words.toml`` by which a layout is read."""

    column: Mapping[str, str]
    nothing: frozenset[str]
    signs: Mapping[str, str]

    def role(self, text: str) -> str | None:
        """What a head that is one of the known words says its column is for."""
        return self.column.get(phrase_key(text.strip(" .:*()")))


class Row(NamedTuple):
    """A row of a body: its label's place, ordinal, the group and unit line above it, its numbers by column."""

    number: int
    label: Place | None
    label_column: int
    ordinal: str
    group: Place | None
    unit_line: Place | None


class Block:
    """One table with its own head; a sheet may hold several under one another."""

    def __init__(self, captions: list[Place]) -> None:
        self.captions = captions
        self.units: list[Place] = []  # "Đơn vị tính: …" in the table itself, above the body
        self.head_rows: list[int] = []
        self.body: list[tuple[int, str]] = []  # row number, "data", "group" or "unit"
        self.numeric: set[int] = set()  # columns that hold numbers in the body
        self.roles: dict[int, str] = {}
        self.rows: list[Row] = []


def unit_line(text: str, place: Place) -> Place | None:
    """The unit of a line like "Đơn vị tính: Tỷ đồng"."""
    match = _UNIT_LINE.fullmatch(text, *place)
    return Place(*match.span("unit")) if match else None


def is_caption(words: str) -> bool:
    """Whether a line names a table: "Biểu 3. …"."""
    return _CAPTION.match(words) is not None


def is_fault(words: str) -> bool:
    """Whether a cell holds a spreadsheet's error: #REF!"""
    return _FORMULA_FAULT.fullmatch(words) is not None


def is_date(words: str) -> bool:
    """Whether a cell holds a day: 2025-10-31, 31/10/2025."""
    return _DATE.fullmatch(words) is not None


class Layout:
    """The blocks of a grid."""

    def __init__(
        self,
        grid: Grid,
        words: Words,
        is_unit: Callable[[str], bool],
        worded: Callable[[str, int, int], CellDigits | None],
    ) -> None:
        self.grid = grid
        self.text = grid.text
        self.words = words
        self._is_unit, self._worded = is_unit, worded
        self._digits: dict[tuple[int, int], CellDigits | None] = {}
        self.blocks: list[Block] = []
        self._segment()
        for block in self.blocks:
            self._assign_roles(block)
            self._read_rows(block)

    # -- cells --------------------------------------------------------------------------------------

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

    def is_nothing(self, words: str) -> bool:
        """Whether a cell says that there is nothing: a dash, dots, x."""
        return not words or words.lower() in self.words.nothing

    def is_unit(self, words: str) -> bool:
        """Whether words are a unit and nothing else."""
        return self._is_unit(words)

    # -- rows ---------------------------------------------------------------------------------------

    def _kind(self, row: int) -> str:
        """blank, single (one text), years, numbers (of columns), head (texts) or data."""
        cells = self.grid.row_cells(row)
        if not cells:
            return "blank"
        words = [self.grid.text[c.start : c.end].strip() for c in cells]
        if len(cells) >= 3 and self._numbers_columns(words):
            return "numbers"
        numbers = [self.digits(row, c.column) for c in cells if c.row == row]
        real = [n for n in numbers if n is not None]
        if len(cells) == 1:
            return "data" if real and self.grid.columns == 1 else "single"
        ordinal = _ORDINAL.fullmatch(self.grid.words(row, cells[0].column))
        data = [n for c in cells[1 if ordinal else 0 :] if (n := self.digits(row, c.column)) is not None]
        if data:
            return "years" if all(n.is_year for n in data) else "data"
        return "head"

    @staticmethod
    def _numbers_columns(words: list[str]) -> bool:
        """(A) (B) (1) (2) (3=2/1): the row that numbers the columns."""
        if not all(_COLUMN_NUMBER.fullmatch(w) for w in words):
            return False
        plain = [int(m[0]) for w in words if (m := re.match(r"[0-9]+", w.strip("()[]")))]
        return len(plain) >= 2 and plain == list(range(plain[0], plain[0] + len(plain))) and plain[0] <= 3

    def _segment(self) -> None:
        block, state, blank = Block([]), "captions", False
        kinds = [self._kind(row) for row in range(1, self.grid.rows + 1)]
        aheads = ["blank"] * len(kinds)
        for i in range(len(kinds) - 2, -1, -1):
            aheads[i] = kinds[i + 1] if kinds[i + 1] != "blank" else aheads[i + 1]
        above = rows_above_head(self.grid, kinds, self.words.role, self._states_unit)
        for row, kind in enumerate(kinds, 1):
            if kind == "blank":
                blank = True
                continue
            if row <= above and kind != "single":
                self._take_letterhead(block, row)
                continue
            ahead = aheads[row - 1]
            if kind == "years":
                kind = self._years_row(block, row, state)
            if kind == "numbers":
                if state == "captions":
                    state = "head"
                continue
            if kind == "single":
                block, state = self._take_single(block, row, state, ahead, blank=blank)
            elif kind == "data":
                state = "body"
                block.body.append((row, "data"))
                block.numeric |= {
                    c for c in range(1, self.grid.columns + 1) if self.digits(row, c) is not None
                }
            elif state == "body":
                if self._repeats_head(block, row):
                    pass
                elif self._is_new_head(block, row, ahead):
                    self._close(block)
                    block, state = Block(list(block.captions) if not blank else []), "head"
                    block.head_rows.append(row)
                else:
                    block.body.append((row, "data"))
            else:
                state = "head"
                block.head_rows = [*block.head_rows[-_MOST_HEAD_ROWS:], row]
            blank = False
        self._close(block)

    def _states_unit(self, row: int, column: int) -> bool:
        cell = self.grid.cell(row, column)
        return cell is not None and unit_line(self.text, self.place(cell)) is not None

    def _take_letterhead(self, block: Block, row: int) -> None:
        """A row of texts above the head: a unit, captions ("Biểu 3. …", a title beside a unit), else the office."""
        places = [self.place(cell) for cell in self.grid.row_cells(row)]
        units = [unit for place in places if (unit := unit_line(self.text, place))]
        block.units += units
        block.captions += [
            place
            for place in places
            if unit_line(self.text, place) is None
            and (units or is_caption(self.text[place.start : place.end]))
        ]

    def _close(self, block: Block) -> None:
        if any(kind == "data" for _, kind in block.body):
            self.blocks.append(block)

    def _years_row(self, block: Block, row: int, state: str) -> str:
        """Whether a row of years is a head or, below heads, data."""
        first = self.grid.row_cells(row)[0]
        label = self.text[first.start : first.end].strip()
        named = self.words.role(label) is not None or self.digits(row, first.column) is not None
        if state == "body":
            return "data" if not self._repeats_head(block, row) else "head"
        spanning = first.row < row
        return "head" if named or spanning or not block.head_rows else "data"

    def _take_single(
        self, block: Block, row: int, state: str, ahead: str, *, blank: bool
    ) -> tuple[Block, str]:
        cell = self.grid.row_cells(row)[0]
        place = self.place(cell)
        words = self.text[place.start : place.end]
        unit = unit_line(self.text, place)
        if state == "body" and self._repeats_head(block, row):
            return block, state
        if state == "body" and (
            is_caption(words)
            or (
                blank
                and ahead in ("head", "single")
                and not unit
                and len(words) > 20
                and not _NOTE.match(words)
            )
        ):
            self._close(block)
            return Block([place]), "captions"
        if unit is not None or (self.is_unit(words.strip("() ")) and cell.column > 1):
            if state == "body":
                block.body.append((row, "unit"))
            else:
                block.units.append(unit or place)
                if unit is not None and unit.start - place.start > 16:
                    block.captions.append(place)
        elif state == "captions":
            if self._is_upper_head(cell, words, ahead):
                block.head_rows.append(row)
                return block, "head"
            block.captions.append(place)
        elif (
            state == "head"
            and cell.row == row
            and self._is_upper_head(cell, words, ahead)
            and ahead == "head"
        ):
            block.head_rows.append(row)
        elif not _NOTE.match(words) or state == "head":
            block.body.append((row, "group"))
            return block, "body"
        return block, state

    def _is_upper_head(self, cell: TableCell, words: str, ahead: str) -> bool:
        """ "| | Năm 2025 | |" above "| Chỉ tiêu | Kế hoạch | Thực hiện |": one head over several columns."""
        return (
            cell.column > 1
            and len(words) <= _SHORT_HEAD
            and ahead in ("head", "data", "years", "numbers")
            and not is_caption(words)
            and cell.column + cell.columns - 1 <= self.grid.columns
        )

    def _repeats_head(self, block: Block, row: int) -> bool:
        """Whether a row says again what the head says, as at the top of a page."""
        here = [self.grid.words(row, c) for c in range(1, self.grid.columns + 1)]
        return any(
            here == [self.grid.words(head, c) for c in range(1, self.grid.columns + 1)]
            for head in block.head_rows
        )

    def _is_new_head(self, block: Block, row: int, ahead: str) -> bool:
        """Whether a row of texts below numbers opens another table: words stand where the numbers stood."""
        words = [self.grid.words(row, c) for c in sorted(block.numeric) if c > 1]
        told = [
            w for w in words if not self.is_nothing(w) and not is_fault(w) and any(x.isalpha() for x in w)
        ]
        return (
            bool(told)
            and len(told) * 2 > len(words)
            and ahead in ("data", "head", "numbers", "single", "years")
        )

    # -- columns ------------------------------------------------------------------------------------

    def head_texts(self, block: Block, column: int) -> list[TableCell]:
        """The heads over a column, from the top, each once."""
        found: list[TableCell] = []
        for row in block.head_rows:
            cell = self.grid.cell(row, column)
            if cell is None and not self.grid.merged:
                cell = self._spread(block, row, column)
            if cell is not None and all(cell is not known for known in found):
                found.append(cell)
        return found

    def _spread(self, block: Block, row: int, column: int) -> TableCell | None:
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

    def _assign_roles(self, block: Block) -> None:
        grid = self.grid
        data = [row for row, kind in block.body if kind == "data"]
        for column in range(1, grid.columns + 1):
            heads = [grid.text[c.start : c.end] for c in self.head_texts(block, column)]
            role = next((r for h in reversed(heads) if (r := self.words.role(h))), None)
            texts = [w for row in data if (w := grid.words(row, column)) and not self.is_nothing(w)]
            numbers = sum(self.digits(row, column) is not None for row in data)
            if role in ("ordinal", "code", "note") or (
                role == "unit" and not numbers and self._are_units(texts)
            ):
                block.roles[column] = role
            elif (
                numbers
                and role in ("label", "place")
                and all(d.is_year for row in data if (d := self.digits(row, column)))
            ):
                block.roles[column] = "label"
            elif texts and not numbers and self._are_units(texts):
                block.roles[column] = "unit"
            elif numbers and numbers * 3 >= len(texts):
                block.roles[column] = "value"
            elif texts:
                block.roles[column] = "label" if role in (None, "unit") else role
        self._find_ordinals(block, data)
        self._find_label(block, data)
        first = min((c for c, r in block.roles.items() if r == "value"), default=0)
        for column, role in block.roles.items():
            if role == "label" and column > first:
                block.roles[column] = "note"

    def _are_units(self, texts: list[str]) -> bool:
        """Whether most texts of a column are units; ditto marks are."""
        return not texts or sum(self.is_unit(w) or w in DITTO for w in texts) * 2 > len(texts)

    def _find_ordinals(self, block: Block, data: list[int]) -> None:
        """A column left of the labels that numbers the rows (1, 2, a, I)."""
        label = min((c for c, r in block.roles.items() if r in ("label", "place")), default=0)
        for column in range(1, label or 2):
            if block.roles.get(column) not in ("value", "label", None) or (not label and column == 1):
                continue
            words = [w for row in data if (w := self.grid.words(row, column))]
            if words and all(_ORDINAL.fullmatch(w) for w in words):
                block.roles[column] = "ordinal"
        if label and block.roles.get(label) == "label":
            words = [w for row in data if (w := self.grid.words(row, label))]
            further = [c for c, r in block.roles.items() if r in ("label", "place") and c > label]
            if further and words and all(_ORDINAL.fullmatch(w) for w in words):
                block.roles[label] = "ordinal"

    def _find_label(self, block: Block, data: list[int]) -> None:
        """Where no column holds names, the first one does: years, days, or figures that count something."""
        if any(role in ("label", "place") for role in block.roles.values()):
            return
        first = min((c for c, r in block.roles.items() if r == "value"), default=0)
        years = [d for row in data if (d := self.digits(row, first)) is not None]
        if first and years and all(d.is_year for d in years):
            block.roles[first] = "label"

    # -- rows of the body ---------------------------------------------------------------------------

    def _read_rows(self, block: Block) -> None:
        group: Place | None = None
        unit: Place | None = None
        labels = [c for c, r in sorted(block.roles.items()) if r in ("label", "place")]
        ordinals = [c for c, r in sorted(block.roles.items()) if r == "ordinal"]
        for number, kind in block.body:
            if kind != "data":
                place = self.place(self.grid.row_cells(number)[0])
                if kind == "unit":
                    unit = unit_line(self.text, place) or place
                else:
                    group = place
                continue
            label, column = None, 0
            for c in labels:
                cell = self.grid.cell(number, c)
                if cell is not None:
                    label, column = self.place(cell), c
            ordinal = next((w for c in ordinals if (w := self.grid.words(number, c))), "")
            has_numbers = any(
                self.digits(number, c) is not None for c, r in block.roles.items() if r == "value"
            )
            told = any(self.grid.words(number, c) for c, r in block.roles.items() if r == "value")
            if not has_numbers and not told and label is not None:
                group = label
            block.rows.append(Row(number, label, column, ordinal, group if group != label else None, unit))
