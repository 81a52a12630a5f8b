"""Tables to statements: every number with what its row, its column, its caption and the document say of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.naming.subjects import SubjectReader
from hpbrief.extract.tables.block import BlockWalk
from hpbrief.extract.tables.cells import LaidTable, Prints, TablesRead, TableWalk, place_of
from hpbrief.extract.tables.grid import Grid, Place, bar_tables, numbered_stacks, side_by_side, stacked_tables
from hpbrief.extract.tables.heads import HeadReader
from hpbrief.extract.tables.layout import Laid, Layout, Row
from hpbrief.extract.tables.names import NameReader
from hpbrief.extract.tables.numerals import CellDigits, WordedCells
from hpbrief.extract.tables.segments import LayoutWords
from hpbrief.extract.text.frame import DocumentFrame
from hpbrief.extract.text.scanner import Scanner
from hpbrief.models import Document
from hpbrief.parse.numbers import NumberPrint, print_proved

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
