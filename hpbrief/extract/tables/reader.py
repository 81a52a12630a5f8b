"""Tables to statements: every number with what its row, its column, its caption and the document say of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.naming.subjects import SubjectReader
from hpbrief.extract.tables import cells
from hpbrief.extract.tables.cells import LaidTable, Prints, TablesRead, TableWalk, Value, place_of
from hpbrief.extract.tables.columns import Comparisons, date_columns
from hpbrief.extract.tables.grid import Grid, Place, bar_tables, numbered_stacks, side_by_side, stacked_tables
from hpbrief.extract.tables.heads import HeadReader, Said
from hpbrief.extract.tables.layout import Laid, Layout, Row
from hpbrief.extract.tables.meaning import Found, Namer
from hpbrief.extract.tables.names import CellDigits, NameReader, WordedCells, cell_number, is_like_thousands
from hpbrief.extract.tables.segments import LayoutWords, is_date, is_fault
from hpbrief.extract.text.frame import DocumentFrame
from hpbrief.extract.text.sentences import Scanner
from hpbrief.extract.text.times import Anchor
from hpbrief.models import Document
from hpbrief.parse.numbers import NumberPrint, print_proved

_OF_TIMES: Final = frozenset({"to_date", "whole_year", "official"})  # what heads of times may say besides


class BlockWalk:
    """One block of a table: its columns, its rows, its numbers."""

    head_places: dict[int, list[Place]]
    names: list[cells.RowName]
    values: list[Value]

    def __init__(self, walk: TableWalk, block: Laid, captions: list[Place], unit_above: Place | None) -> None:
        self._units_told: set[str] = set()
        self._by_row_alone: set[int] = set()  # columns whose levels were read by the names of rows alone
        self.walk, self.block, self.roles = walk, block, block.roles
        self.frame = walk.frame
        self.layout, self.text = walk.layout, walk.text
        self.heads, self.naming = walk.heads, walk.heads.names
        self.caption = self.heads.read(self.text, captions, walk.anchor) if captions else Said()
        year = self.caption.period.end.year if self.caption.period is not None else None
        self.anchor = Anchor(None, year) if year is not None else walk.anchor
        if year is None and walk.anchor.year is None and walk.frame.report_period is not None:
            self.anchor = Anchor(None, walk.frame.report_period.end.year)
        self.subject = next(
            (s for p in captions if (s := self.naming.caption_subject(self.text, p)) and s.indicator), None
        )
        unit = next(iter(block.units), None) or unit_above
        self.unit = self.text[unit.start : unit.end] if unit is not None else None
        report = walk.frame.report_period
        one = self.caption.times <= 1 and self.caption.period is not None
        self.report = self.caption.period if one else report or self.caption.period

    def run(self) -> None:
        """All numbers of the block."""
        self._leave_out_heads()
        self.columns = self.block.columns("value")
        places = {
            c: [self.layout.place(cell) for cell in self.layout.head_texts(self.block, c)]
            for c in self.columns
        }
        self.head_places = places
        self.said = {c: self.heads.read(self.text, places[c], self.anchor) for c in self.columns}
        if self.anchor.year is None:
            self._lend_years(self.columns)
            self._lend_years(self.columns[::-1])
        unknown = {c for c, said in self.said.items() if said.is_unknown}
        self.prints = self._prints()
        date_columns(self.said, self.report, self.anchor.year, self._alien(unknown))
        self.names = [self._name(row) for row in self.block.rows]
        self.values = self._values()
        self._unreadable()
        self.by_row: dict[int, list[Value]] = defaultdict(list)
        self.by_column: dict[int, list[Value]] = defaultdict(list)
        for value in self.values:
            self.by_row[value.row.number].append(value)
            self.by_column[value.column].append(value)
        Comparisons(self.layout, self.said, self.prints, self._contradicted).decide(self.values)
        self._emit(self.values)
        self._note_unknown(unknown)

    def _lend_years(self, columns: list[int]) -> None:
        """A head that names a time without its year is of the year of the one before it."""
        year: int | None = None
        for column in columns:
            said = self.said[column]
            if said.period is not None:
                year = said.period.end.year
            elif said.times and year is not None:
                self.said[column] = self.heads.read(self.text, self.head_places[column], Anchor(None, year))

    def _alien(self, unknown: set[int]) -> set[int]:
        """Heads that no table knows and that open no part: their numbers need not be of their neighbours' time."""
        opens = self.naming.opens_part
        return {c for c in unknown if not any(opens(self.text[p.start : p.end]) for p in self.head_places[c])}

    # -- heads --------------------------------------------------------------------------------------

    def _leave_out_heads(self) -> None:
        grid = self.layout.grid
        body = {row.number for row in self.block.rows}
        values = {c for c, role in self.block.roles.items() if role == "value"}
        for cell in grid.table.cells:
            if cell.row not in body or (
                cell.column not in values and self.block.roles.get(cell.column) != "note"
            ):
                self.walk.read.claimed.append((Place(cell.start, cell.end), "table_words"))

    # -- numbers ------------------------------------------------------------------------------------

    def _prints(self) -> dict[int, NumberPrint]:
        """The print of each column: given, or proved by the column, its table, the document; else Vietnamese."""
        walk = self.walk
        given = walk.prints.number_print
        if walk.prints.given and given is not None:
            return dict.fromkeys(self.columns, given)
        digits = {c: self._digits_of(c) for c in self.columns}
        proved = {c: print_proved(d.digits for d in digits[c]) for c in self.columns}
        together: set[NumberPrint] = set().union(*proved.values())
        whole = _only(together) or given or "vi"
        prints: dict[int, NumberPrint] = {}
        for column, own in proved.items():
            prints[column] = (_only(own) or "vi") if own else whole
            if prints[column] == "en":
                self._check_english(column, prints, digits[column], mixed="vi" in together, own=bool(own))
        return prints

    def _check_english(
        self, column: int, prints: dict[int, NumberPrint], digits: list[CellDigits], *, mixed: bool, own: bool
    ) -> None:
        """English print yields to Vietnamese where the table has both and dots may part thousands; else it is told."""
        if mixed and _may_be_thousands(digits):
            prints[column] = "vi"
        elif own:
            self._note_english(column, digits[0])

    def _digits_of(self, column: int) -> list[CellDigits]:
        """The numbers of a column."""
        return [d for row in self.block.rows if (d := self.layout.digits(row.number, column))]

    def _note_english(self, column: int, first: CellDigits) -> None:
        """Say that the numbers of a column are set in English, at its first."""
        row = next(r.number for r in self.block.rows if self.layout.digits(r.number, column))
        self.walk.issue("english_numbers", row, column, Place(first.start, first.end))

    def _values(self) -> list[Value]:
        values = []
        for row, name in zip(self.block.rows, self.names, strict=True):
            for column in self.columns:
                digits = self.layout.digits(row.number, column)
                if digits is None:
                    continue
                place = Place(digits.start, digits.end)
                number = cell_number(digits.digits, self.prints[column])
                if number is None:
                    self._unread("no_number", row.number, column, place)
                    continue
                if number.fault is not None:
                    self.walk.issue(number.fault, row.number, column, place, number.value)
                self.walk.read.claimed.append((place, "cell"))
                maximum, whole = (self._further(text, column) for text in (digits.maximum, digits.whole))
                values.append(Value(row, name, column, self.said[column], digits, number, maximum, whole))
        return values

    def _further(self, digits: str | None, column: int) -> Decimal | None:
        number = cell_number(digits, self.prints[column]) if digits else None
        return number.value if number is not None else None

    def _unreadable(self) -> None:
        """Cells of value columns that hold digits or a fault, and no number; prose is left to be read as prose."""
        for row in self.block.rows:
            for column in self.columns:
                cell = self.layout.grid.cell(row.number, column)
                if cell is None or (cell.row, cell.column) != (row.number, column):
                    continue
                if self.layout.digits(row.number, column) is None:
                    place = self.layout.place(cell)
                    if code := self._fault(self.text[place.start : place.end]):
                        self._unread(code, row.number, column, place)

    def _fault(self, words: str) -> str | None:
        """Why a text among numbers is none; None where it may be prose, or says that there is nothing."""
        if self.layout.words.is_nothing(words):
            return None
        if is_date(words):
            return "date_among_numbers"
        if is_fault(words):
            return "formula_fault"
        glued = any(c.isdigit() for c in words) and not any(c.isspace() for c in words)
        return "no_number" if glued else None

    def _unread(self, code: str, row: int, column: int, place: Place) -> None:
        self.walk.issue(code, row, column, place)
        self.walk.read.claimed.append((place, "unread"))

    def _contradicted(self, value: Value) -> None:
        self.walk.issue("head_contradicted", value.row.number, value.column, value.place)

    # -- rows ---------------------------------------------------------------------------------------

    def _name(self, row: Row) -> cells.RowName:
        """What the name of a row says."""
        role = self.block.roles.get(row.label_column)
        if row.label is None:
            part = row.ordinal[:1] in ("-", "+")
            return cells.RowName(
                row,
                None,
                "",
                Said(),
                None,
                is_place=role == "place",
                part=part,
                is_time=False,
                measures=False,
            )
        place = self.naming.name_in(self.text, row.label)
        said = self.heads.read(self.text, [row.label], self.anchor, name=True)
        raw = self.text[row.label.start : row.label.end]
        words = self.text[place.start : place.end] if place is not None else ""
        is_time = _is_time(said)
        return cells.RowName(
            row,
            place,
            words,
            said,
            self.naming.row_word(words) if words else None,
            is_place=role == "place",
            part=self.naming.opens_part(raw) or row.ordinal[:1] in ("-", "+") or raw[:1] in ("-", "+"),
            is_time=is_time,
            measures=(said.bare or said.compares) and not is_time,
        )

    # -- statements ---------------------------------------------------------------------------------

    def _emit(self, values: list[Value]) -> None:
        namer = Namer(self.heads, self.text, self)
        above: cells.RowName | None = None
        last_row = -1
        for value in values:
            if value.row.number != last_row:
                last_row = value.row.number
                if not value.name.said.bare or value.name.is_time:
                    above = value.name
            found = namer.statement(value, above)
            if isinstance(found, str):
                self._unread(found, value.row.number, value.column, value.place)
            else:
                self._add(value, found)

    def _add(self, value: Value, found: Found) -> None:
        """A number that was read, with what is unclear about it; a unit that no table knows is told once."""
        evidence = self.walk.evidence(value.row.number, value.column, value.place)
        self.walk.read.statements.append(found.to_statement(self.text, evidence))
        if found.issue is not None:
            self.walk.issue(found.issue, value.row.number, value.column, value.place)
            words = found.unit_text or ""
            if words and words not in self._units_told:
                self._units_told.add(words)
                self.walk.issue(
                    "unknown_unit", value.row.number, value.column, value.place, found.amount, words
                )
        if found.follows_row:
            self._by_row_alone.add(value.column)

    def _note_unknown(self, unknown: set[int]) -> None:
        """Say of a head that no table knows that its levels were read by the names of their rows alone."""
        for column in sorted(unknown & self._by_row_alone):
            cell = self.layout.head_texts(self.block, column)[-1]
            place = self.layout.place(cell)
            words = self.text[place.start : place.end]
            self.walk.issue("unknown_head", cell.row, cell.column, place, words=words)


def _only(proved: set[NumberPrint]) -> NumberPrint | None:
    return next(iter(proved)) if len(proved) == 1 else None


def _may_be_thousands(digits: list[CellDigits]) -> bool:
    return any(is_like_thousands(d.digits) for d in digits)


def _is_time(said: Said) -> bool:
    """Whether the name of a row is a time and nothing else."""
    alone = said.empty and said.period is not None and not said.says - _OF_TIMES
    return alone and not (said.versus or said.base or said.plan)


_STACKED_VALUE: Final = re.compile(r"[ ]*(?:[(+-]?[0-9][0-9.,]*(?: ?%)?\)?|-|\.{3}|…)[ ]*")
_LONGEST_UNIT: Final = 24


class TableReader:
    """Reads the tables of documents, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, scanner: Scanner, subjects: SubjectReader) -> None:
        self.names = NameReader(catalog, scanner, subjects)
        self.heads = HeadReader(self.names)
        self.worded = WordedCells(scanner)
        self.words = LayoutWords(catalog)

    def is_unit(self, words: str) -> bool:
        """Whether words are a unit and nothing else."""
        return self.names.unit(words) is not None

    def read(
        self, document: Document, frame: DocumentFrame, number_print: NumberPrint | None = None
    ) -> TablesRead:
        """The statements of all tables, those of the file as those that the plain text sets out."""
        text = document.text or ""
        read = TablesRead()
        tables = [*document.tables] or [*bar_tables(text)]
        laid: list[LaidTable] = []
        before = at = 0
        for table in tables:
            for part in side_by_side(text, table):
                before, at = (before, at) if part.end == at else (at, part.end)
                laid.append(LaidTable(part, self._layout(Grid(text, part)), before))
        prints = Prints(
            number_print or _document_print([one.layout for one in laid]), number_print is not None
        )
        taken = [Place(t.start, t.end) for t in tables]
        for table in numbered_stacks(text, taken, lambda words: self.words.role(words) == "ordinal"):
            laid.append(LaidTable(table, self._layout(Grid(text, table)), stacked=True))
            taken.append(Place(table.start, table.end))
        taken.sort()
        for table in stacked_tables(
            text, taken, _STACKED_VALUE, lambda a, b: self._is_short_unit(text, a, b)
        ):
            laid.append(LaidTable(table, self._layout(Grid(text, table)), stacked=True))
        for one in laid:
            walk = TableWalk(self.heads, self.words, document, frame, one, read, prints)
            for block, captions, unit in walk.blocks():
                BlockWalk(walk, block, captions, unit).run()
        read.regions.sort()
        read.statements.sort(key=lambda s: place_of(s.evidence).start)
        read.issues.sort(key=lambda i: place_of(i.evidence).start)
        return read

    def _layout(self, grid: Grid) -> Layout:
        return Layout(grid, self.words, self.is_unit, self.worded)

    def _is_short_unit(self, text: str, start: int, end: int) -> bool:
        return end - start <= _LONGEST_UNIT and self.is_unit(text[start:end])


def _document_print(layouts: Sequence[Layout]) -> NumberPrint | None:
    """The print that the numbers of all tables prove, if only one."""
    proved: set[NumberPrint] = set()
    for layout in layouts:
        for block in layout.blocks:
            proved |= print_proved(d.digits for row in block.rows for d in _numbers(layout, block, row))
    return next(iter(proved)) if len(proved) == 1 else None


def _numbers(layout: Layout, block: Laid, row: Row) -> Iterable[CellDigits]:
    return (d for c in block.columns("value") if (d := layout.digits(row.number, c)))
