"""Tables to statements: every number with what its row, its column, its caption and the document say of it."""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.naming.subjects import SubjectReader
from hpbrief.extract.tables import cells
from hpbrief.extract.tables.block import BlockWalk
from hpbrief.extract.tables.grid import Grid, Place, bar_tables, side_by_side, stacked_tables
from hpbrief.extract.tables.heads import HeadReader
from hpbrief.extract.tables.layout import Block, Layout, Row, Words, is_caption, unit_line
from hpbrief.extract.tables.numerals import CellDigits
from hpbrief.extract.tables.worded import WordedCells
from hpbrief.extract.text.frame import DocumentFrame
from hpbrief.extract.text.scanner import Scanner
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import Token
from hpbrief.models import Document, Issue, Statement, Table
from hpbrief.parse.numbers import NumberPrint, print_proved

_STACKED_VALUE: Final = re.compile(r"[ ]*(?:[(+-]?[0-9][0-9.,]*(?: ?%)?\)?|-|\.{3}|…)[ ]*")
_CAPTION_LINES: Final = 4
_CAPTION_LENGTH: Final = 240


@dataclass
class TablesRead:
    """What the tables of a document hold.

    ``claimed`` are the stretches whose numbers are accounted for: read, left out (an ordinal, a year in a head)
    or unread with an issue; ``regions`` the tables whose rows are no sentences.
    """

    statements: list[Statement] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    claimed: list[tuple[Place, str]] = field(default_factory=list)
    regions: list[Place] = field(default_factory=list)

    def claim(self, tokens: list[Token]) -> None:
        """Take the numbers of tables out of the hands of the readers of sentences."""
        if not self.claimed:
            return
        claims = sorted(self.claimed)
        starts = [place.start for place, _ in claims]
        for token in tokens:
            at = bisect_right(starts, token.end - 1) - 1
            if at < 0 or token.kind in ("cue", "cell") or claims[at][0].end <= token.start:
                continue
            why = claims[at][1]
            if why == "table_words":
                if token.kind in ("figure", "unread"):
                    token.kind, token.why = "left_out", "table_words"
            else:
                token.kind, token.time, token.citation = (
                    ("cell" if why == "cell" else "cell_unread"),
                    None,
                    None,
                )

    def holds(self, sentence: Sentence) -> bool:
        """Whether a sentence is a row of a table with no number left for a reader of sentences."""
        if not self.regions:
            return False
        at = bisect_right(self.regions, Place(sentence.start, sys.maxsize)) - 1
        inside = at >= 0 and sentence.start < self.regions[at].end
        return inside and all(token.kind != "figure" for token in sentence.tokens)


class TableReader:
    """Reads the tables of documents, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, scanner: Scanner, subjects: SubjectReader) -> None:
        self.catalog = catalog
        self.subjects = subjects
        self.scanner = scanner
        self.heads = HeadReader(catalog, scanner, subjects)
        self.worded = WordedCells(scanner)
        words = catalog.rules.get("table_words", {})
        self.words = Words(
            words.get("column", {}), frozenset(words.get("nothing", {})), words.get("sign", {})
        )

    def is_unit(self, words: str) -> bool:
        """Whether words are a unit and nothing else."""
        return self.heads.unit(words) is not None

    def read(
        self, document: Document, frame: DocumentFrame, number_print: NumberPrint | None = None
    ) -> TablesRead:
        """The statements of all tables, those of the file as those that the plain text sets out."""
        text = document.text or ""
        read = TablesRead()
        tables = [*document.tables] or [*bar_tables(text)]
        taken = [Place(t.start, t.end) for t in tables]
        layouts = [
            (part, Layout(Grid(text, part), self.words, self.is_unit, self.worded))
            for table in tables
            for part in side_by_side(text, table)
        ]
        document_print = _document_print(layouts)
        before = at = 0
        for table, layout in layouts:
            before, at = (before, at) if table.end == at else (at, table.end)
            TableWalk(self, document, frame, table, layout, read, number_print or document_print, before).run(
                given=number_print is not None
            )
        is_unit = lambda start, end: end - start <= 24 and self.is_unit(text[start:end])  # noqa: E731
        for table in stacked_tables(text, taken, _STACKED_VALUE, is_unit):
            layout = Layout(Grid(text, table), self.words, self.is_unit, self.worded)
            TableWalk(self, document, frame, table, layout, read, number_print or document_print, 0).run(
                given=number_print is not None, stacked=True
            )
        read.regions.sort()
        read.statements.sort(key=lambda s: cells.place_of(s.evidence).start)
        read.issues.sort(key=lambda i: cells.place_of(i.evidence).start)
        return read


def _document_print(layouts: Sequence[tuple[Table, Layout]]) -> NumberPrint | None:
    """The print that the numbers of all tables prove, if only one."""
    proved: set[NumberPrint] = set()
    for _, layout in layouts:
        for block in layout.blocks:
            proved |= print_proved(d.digits for row in block.rows for d in _numbers(layout, block, row))
    return next(iter(proved)) if len(proved) == 1 else None


def _numbers(layout: Layout, block: Block, row: Row) -> Iterable[CellDigits]:
    return (d for c, role in block.roles.items() if role == "value" and (d := layout.digits(row.number, c)))


class TableWalk:
    """One table."""

    def __init__(
        self,
        reader: TableReader,
        document: Document,
        frame: DocumentFrame,
        table: Table,
        layout: Layout,
        read: TablesRead,
        number_print: NumberPrint | None,
        before: int,
    ) -> None:
        self.reader, self.heads = reader, reader.heads
        self.document, self.frame, self.table, self.layout = document, frame, table, layout
        self.text = layout.text
        self.read = read
        self.print = number_print
        self.before = before
        self.anchor = frame.anchor
        self.given = self.stacked = False

    def run(self, *, given: bool, stacked: bool = False) -> None:
        """Read every block; a table without numbers is left to the readers of sentences."""
        self.given, self.stacked = given, stacked
        blocks = [b for b in self.layout.blocks if "value" in b.roles.values()]
        if not blocks:
            return
        self.read.regions.append(Place(self.table.start, self.table.end))
        above, unit_above = self._above()
        for number, block in enumerate(blocks):
            captions = [*(above if number == 0 or not block.captions else []), *block.captions]
            BlockWalk(self, block, captions, unit_above).run()

    def _above(self) -> tuple[list[Place], Place | None]:
        """The caption lines right above a table, and the unit that one of them states."""
        lines: list[Place] = []
        unit: Place | None = None
        end = self.table.start
        floor = max(self.before, end - 4 * _CAPTION_LENGTH)
        while end > floor and len(lines) < _CAPTION_LINES:
            start = max(self.text.rfind("\n", floor, end - 1) + 1, floor)
            words = self.text[start:end].strip()
            place = Place(start + len(self.text[start:end]) - len(self.text[start:end].lstrip()), 0)
            place = Place(place.start, place.start + len(words))
            end = start
            if not words:
                continue
            stated = unit_line(self.text, place)
            if stated is not None:
                unit = unit or stated
                if stated.start - place.start <= 20:
                    continue
            elif len(words) > _CAPTION_LENGTH or (words.endswith((".", ";")) and not is_caption(words)):
                break
            lines.insert(0, place)
            if is_caption(words):
                return lines, unit
        return lines[-1:], unit

    # -- evidence -----------------------------------------------------------------------------------

    def evidence(self, row: int, column: int, place: Place) -> cells.CellPlace:
        """Where a number stands."""
        cell = self.layout.grid.cell(row, column)
        text = self.text[cell.start : cell.end] if cell is not None else ""
        return cells.CellPlace(self.document.file, self.table, row, column, text, place, stacked=self.stacked)

    def issue(self, code: str, row: int, column: int, place: Place, best: Decimal | None = None) -> None:
        """Note what could not be read."""
        self.read.issues.append(cells.to_issue(self.text, code, self.evidence(row, column, place), best))
