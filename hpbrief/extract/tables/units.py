"""The unit of a number of a table: from the nearest place that states one."""

from __future__ import annotations

from typing import Protocol

from hpbrief.extract.naming.subjects import Subject
from hpbrief.extract.tables.cells import RowName, Value
from hpbrief.extract.tables.grid import Place
from hpbrief.extract.tables.heads import HeadReader, Said
from hpbrief.extract.tables.layout import DITTO, Layout, Row
from hpbrief.extract.text.frame import DocumentFrame
from hpbrief.models import Period
from hpbrief.parse.patterns import patterns_of
from hpbrief.parse.units import UnitMatch

#: A unit, None where its words are none that is known, and the words.
Unit = tuple[UnitMatch | None, str | None]


class BlockView(Protocol):
    """What a namer asks of the block it works in."""

    caption: Said
    subject: Subject | None
    unit: str | None
    said: dict[int, Said]
    head_places: dict[int, list[Place]]
    names: list[RowName]
    by_row: dict[int, list[Value]]
    by_column: dict[int, list[Value]]
    frame: DocumentFrame
    layout: Layout
    roles: dict[int, str]
    report: Period | None


class TableUnits:
    """The units of the numbers of a block."""

    def __init__(self, heads: HeadReader, text: str, block: BlockView) -> None:
        self.heads, self.naming, self.text = heads, heads.names, text
        self.block, self.frame = block, block.frame
        self._opens_count = patterns_of(heads.catalog, "tables")["counted_head"]
        self._wholes: dict[int, RowName | None] = {}
        self._ditto: Unit = (None, None)
        self._units: dict[int, Unit] = {}

    def unit(self, value: Value, said: Said, owner: RowName) -> Unit:
        """From the nearest that states one: the name of the row, its unit column, the head, the group, the table."""
        own = _stated(owner.said)
        row_unit = self._row_unit(owner.row)
        if own is not None and own[0] is not None and own[0].code != "PT":
            return own
        if row_unit[1] is not None:
            return row_unit
        return (
            own
            or _stated(said)
            or _stated(value.said)
            or self._counted_in(value, owner)
            or self._of_whole(owner)
            or self._of_group(owner.row)
            or self._of_table()
        )

    def _counted_in(self, value: Value, owner: RowName) -> Unit | None:
        """The thing that the row's name, or the lowest head that does so, counts."""
        places = (owner.place, *reversed(self.block.head_places.get(value.column, [])))
        counted = (self._counted(self.text[p.start : p.end]) for p in places if p is not None)
        return next((one for one in counted if one is not None), None)

    def _of_whole(self, owner: RowName) -> Unit | None:
        """The unit of the row of which this is a part."""
        whole = self._whole_of(owner) if owner.part else None
        return _stated(whole.said) if whole is not None else None

    def _of_group(self, row: Row) -> Unit | None:
        """The unit of the line above a group of rows, or of the group's name."""
        if row.unit_line is not None:
            words = self.text[row.unit_line.start : row.unit_line.end]
            return self.naming.unit(words), words
        if row.group is None:
            return None
        return _stated(self.heads.read(self.text, [row.group], self.frame.anchor, name=True))

    def _of_table(self) -> Unit:
        """The unit that a line of the table or its caption states."""
        if self.block.unit is not None:
            return self.naming.unit(self.block.unit), self.block.unit
        return self.block.caption.unit, self.block.caption.unit_text

    def _whole_of(self, part: RowName) -> RowName | None:
        """The row of which a part is one: the last above it that is none."""
        if not self._wholes:
            whole = None
            for name in self.block.names:
                if not name.part and name.place is not None:
                    whole = name
                self._wholes[name.row.number] = whole
        return self._wholes[part.row.number]

    def _row_unit(self, row: Row) -> Unit:
        """The unit that the row's unit column states; a ditto mark or blank repeats the one above."""
        if row.number not in self._units:
            column = next((c for c, role in self.block.roles.items() if role == "unit"), None)
            words = self.block.layout.grid.words(row.number, column) if column is not None else ""
            if words and words != "-" and words not in DITTO:
                self._units[row.number] = self._ditto = (self.naming.unit(words), words)
            elif words in DITTO:
                self._units[row.number] = self._ditto
            else:
                self._units[row.number] = (None, None)
        return self._units[row.number]

    def _counted(self, words: str) -> tuple[UnitMatch, str] | None:
        """The thing that a head counts: "Số dự án", "Số doanh nghiệp thành lập mới"."""
        low = words.lower().strip()
        opening = self._opens_count.match(low)
        if opening is None:
            return None
        found = self.heads.scanner.units.read(low[opening.end() :], 0)
        if found is None or found.start != 0 or found.counted or found.code is None:
            return None
        if not found.code.islower() and found.code != "PS":
            return None
        return found, words[opening.end() : opening.end() + found.end]


def _stated(said: Said) -> Unit | None:
    """The unit that some words state."""
    return (said.unit, said.unit_text) if said.unit is not None else None
