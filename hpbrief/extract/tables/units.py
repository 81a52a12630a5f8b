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
from hpbrief.parse.units import UnitMatch


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
        self.heads, self.text, self.block, self.frame = heads, text, block, block.frame
        self._wholes: dict[int, RowName | None] = {}
        self._ditto: tuple[UnitMatch | None, str | None] = (None, None)
        self._units: dict[int, tuple[UnitMatch | None, str | None]] = {}

    def unit(self, value: Value, said: Said, owner: RowName) -> tuple[UnitMatch | None, str | None]:
        """From the nearest that states one: the name of the row, its unit column, the head, the group, the table."""
        for stated in (owner.said, said):
            if stated.unit is not None and stated.unit.code != "PT" and stated is owner.said:
                return stated.unit, stated.unit_text
        row_unit = self._row_unit(owner.row)
        if row_unit[1] is not None:
            return row_unit
        if owner.said.unit is not None:
            return owner.said.unit, owner.said.unit_text
        for one in (said, value.said):
            if one.unit is not None:
                return one.unit, one.unit_text
        for place in (owner.place, *reversed(self.block.head_places.get(value.column, []))):
            if (
                place is not None
                and (counted := self._counted(self.text[place.start : place.end])) is not None
            ):
                return counted
        if owner.part and (whole := self._whole_of(owner)) is not None and whole.said.unit is not None:
            return whole.said.unit, whole.said.unit_text
        group = owner.row.group
        if owner.row.unit_line is not None:
            words = self.text[owner.row.unit_line.start : owner.row.unit_line.end]
            return self.heads.unit(words), words
        if (
            group is not None
            and (found := self.heads.read(self.text, [group], self.frame.anchor, name=True)).unit is not None
        ):
            return found.unit, found.unit_text
        if self.block.unit is not None:
            return self.heads.unit(self.block.unit), self.block.unit
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

    def _row_unit(self, row: Row) -> tuple[UnitMatch | None, str | None]:
        """The unit that the row's unit column states; a ditto mark or blank repeats the one above."""
        if row.number not in self._units:
            column = next((c for c, role in self.block.roles.items() if role == "unit"), None)
            words = self.block.layout.grid.words(row.number, column) if column is not None else ""
            if words and words != "-" and words not in DITTO:
                self._units[row.number] = self._ditto = (self.heads.unit(words), words)
            elif words in DITTO:
                self._units[row.number] = self._ditto
            else:
                self._units[row.number] = (None, None)
        return self._units[row.number]

    def _counted(self, words: str) -> tuple[UnitMatch, str] | None:
        """The thing that a head counts: "Số dự án", "Số doanh nghiệp thành lập mới"."""
        low = words.lower().strip()
        for opening in ("tổng số ", "số lượng ", "số "):
            if low.startswith(opening):
                noun = low[len(opening) :]
                found = self.heads.scanner.units.read(noun, 0)
                if (
                    found is not None
                    and found.start == 0
                    and not found.counted
                    and found.code is not None
                    and (found.code.islower() or found.code == "PS")
                ):
                    return found, words[len(opening) : len(opening) + found.end]
        return None
