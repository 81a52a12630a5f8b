"""What a number of a table is: its subject, measure, unit, period and area, from row, column, caption, document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from typing import Final

from hpbrief.extract.naming.measures import Reading
from hpbrief.extract.naming.subjects import Subject
from hpbrief.extract.statements import Meant, make_statement
from hpbrief.extract.tables.cells import CellPlace, Form, RowName, Value, line_kind, narrower
from hpbrief.extract.tables.columns import CLEAR_GROWTH, CLEAR_INDEX, times_hundred
from hpbrief.extract.tables.grid import Place
from hpbrief.extract.tables.heads import HeadReader, Said
from hpbrief.extract.tables.units import BlockView, TableUnits
from hpbrief.models import Period, Statement
from hpbrief.parse.units import UnitMatch

_MOVING: Final = frozenset({"exceed", "growth"})  # what a head may say of shares of a plan above a hundred
_MONEY: Final = frozenset({"VND", "USD"})
_CHANGES: Final = frozenset({"yoy_change", "change_vs_previous", "share_of_plan", "share_of_total", "ratio"})


@dataclass
class Found:
    """A number with all that is known of it; ``issue`` names what is not."""

    value: Value
    subject: Subject | None
    reading: Reading
    unit: UnitMatch | None
    unit_text: str | None
    period: Period | None = None
    area: str | None = None
    kind: str = "figure"
    status: str | None = None
    amount: Decimal = Decimal(0)
    maximum: Decimal | None = None
    rules: list[str] = field(default_factory=list)
    issue: str | None = None
    follows_row: bool = False  # a level of the indicator that its row names by itself

    def to_statement(self, text: str, at: CellPlace) -> Statement:
        """As a statement."""
        unit, reading = self.unit, self.reading
        meant = Meant(
            self.kind == "goal",
            self.amount,
            self.maximum,
            self.value.whole,
            unit.code if unit else None,
            unit.mult if unit else 0,
            self.unit_text,
            self.value.digits.qualifier,
            reading.measure,
            reading.direction,
            self.period,
            self.area,
            reading.basis,
            self.status,
            tuple(self.rules),
        )
        return make_statement(text, at.evidence(text), self.subject, meant)


def _is_general(owner: RowName) -> bool:
    """Whether a row's name says when or where, or "Tổng số", and leaves what to the column and caption."""
    return owner.is_time or owner.kind is not None or owner.said.area is not None or owner.is_place


def _set_form(found: Found, form: Form | None) -> None:
    """The amount and the rules of a number as its line is set: a fraction counts a hundredfold."""
    found.rules = [found.reading.rule]
    if form is not None and form.rule:
        found.rules.append(form.rule)
    if form is not None and form.fraction:
        found.amount = times_hundred(found.amount)
        found.maximum = times_hundred(found.maximum) if found.maximum is not None else None
        if form.rule != "column.fraction":
            found.rules.append("column.fraction")


_PERCENT: Final = UnitMatch(0, 1, "PT", 0, False, 0)


class Namer:
    """Says of the numbers of a block what they are."""

    def __init__(self, heads: HeadReader, text: str, block: BlockView) -> None:
        self.heads, self.naming, self.text, self.block = heads, heads.names, text, block
        self.catalog, self.subjects = heads.catalog, heads.subjects
        self.frame = block.frame
        self.units = TableUnits(heads, text, block)
        self._heads_read: dict[int, list[str]] = {}
        self._parts_read: dict[int, bool] = {}
        self._groups_read: dict[Place, Subject | None] = {}
        self._growth_parts = self._speaks_of_growth_parts()
        of = block.subject.indicator if block.subject is not None else None
        self._is_growth_table = "growth" in block.caption.says or of in self.subjects.changes

    def _speaks_of_growth_parts(self) -> bool:
        """Whether "Dịch vụ" in a row means that sector's growth: where the table is of GRDP or its sectors."""
        named = [self.block.subject, *(n.said.subject for n in self.block.names)]
        return any(s is not None and s.indicator in self.subjects.growth_parts for s in named)

    def statement(self, value: Value, above: RowName | None) -> Found | str:
        """The number with all that is known of it, or the code of what keeps it from being read."""
        name, form = value.name, value.form
        said = name.said if name.measures else value.said
        if form is not None and form.kind is None:
            return form.rule.removeprefix("column.")
        owner = above if name.measures and name.said.bare else name
        if owner is None or (owner.place is None and not owner.is_time):
            return "row_without_name"
        level = self._reading(value, said, owner)
        unit, unit_text = self._unit_of(value, said, owner, level)
        subject = self._subject(value, owner, level, unit.code if unit is not None else None)
        rate = self._of_rate(level, subject, value, unit, owner)
        if isinstance(rate, str):
            return rate
        found = Found(value, subject, rate, unit, unit_text, amount=value.number.value)
        self._complete(found, said, owner)
        return found

    def _complete(self, found: Found, said: Said, owner: RowName) -> None:
        """Settle what a number's measure decides: its indicator, period, area, status and goal."""
        value, rate, form = found.value, found.reading, found.value.form
        found.follows_row = rate.measure == "level" and self._is_own(found.subject, value.name)
        if rate.measure == "rank":
            found.unit = found.unit_text = None
        code = found.unit.code if found.unit is not None else None
        found.subject = self.subjects.indicator_for(found.subject, rate, code, parts=self._growth_parts)
        found.period, found.area = self._period(value, said, owner, found.subject), self._area(value, owner)
        found.maximum = value.maximum
        _set_form(found, form)
        if rate.measure != "rank":
            found.status = said.status or (owner.said.status if owner.is_time else None)
            found.issue = "no_unit" if found.unit is None else None
        self._set_goal(found, said)

    def _set_goal(self, found: Found, said: Said) -> None:
        """What a plan sets is a goal, and so is what lies ahead and is no forecast."""
        if found.reading.measure not in ("level", "yoy_change"):
            return
        if said.is_goal:
            found.kind, found.status = "goal", None
            found.reading = found.reading.against(said.plan)
        elif self._is_ahead(found.period) and found.status is None:
            found.kind = "goal"
            found.reading = found.reading.against(self.block.caption.plan or "unspecified")

    def _unit_of(
        self, value: Value, said: Said, owner: RowName, reading: Reading
    ) -> tuple[UnitMatch | None, str | None]:
        """The unit: per cent of a comparison or under a head that says so, else what row, head or table state."""
        if reading.measure == "rank":
            return None, None
        difference = value.form is not None and value.form.kind == "difference"
        percent_head = said.percent and (said.unit is None or said.unit.code == "PT")
        if value.digits.unit is not None:
            start, end = value.digits.unit.start, value.digits.unit.end
            words = self.text[value.digits.start : value.digits.end]
            return value.digits.unit, words[len(words) - (end - start) :]
        if value.digits.percent or (not difference and (reading.measure in _CHANGES or percent_head)):
            return _PERCENT, "%"
        return self.units.unit(value, said, owner)

    # -- measure ------------------------------------------------------------------------------------

    def _reading(self, value: Value, said: Said, owner: RowName) -> Reading:
        """The measure of a number, by what kind of line it stands in."""
        kind, form = line_kind(said), value.form
        if "rank" in said.says:
            return Reading("rank", rule="measure.cell_rank")
        if kind == "plan":
            moves = not said.says.isdisjoint(_MOVING)
            return Reading(
                "share_of_plan", _direction(value) if moves else "none", said.plan, "measure.cell_plan"
            )
        if kind == "share":
            return Reading("share_of_total", rule="measure.cell_share")
        if kind in ("base", "growth") and form is not None:
            base = said.base or "yoy"
            if form.kind == "index":
                return Reading("ratio", rule=f"measure.cell_index_{base}")
            falls = "fall" in said.says and not value.digits.sign
            measure = "yoy_change" if base == "yoy" else "change_vs_previous"
            return Reading(
                measure, "down" if falls else _direction(value), rule=f"measure.cell_change_{base}"
            )
        return Reading("level", rule="measure.cell")

    def _of_rate(
        self, reading: Reading, subject: Subject | None, value: Value, unit: UnitMatch | None, owner: RowName
    ) -> Reading | str:
        """What a level is of an indicator that is a rank, a share, or a growth."""
        if reading.measure != "level" or (value.said.is_goal and unit is None):
            return reading
        indicator = subject.indicator if subject is not None else None
        if indicator is not None and self.catalog.indicators[indicator].unit.code == "RANK":
            return Reading("rank", rule="measure.cell_rank")
        if unit is None or unit.code != "PT":
            return reading
        if subject is not None and subject.head == "share_of_total":
            return Reading("share_of_total", rule="measure.cell_share")
        return self._growth(value, owner) if self._is_of_growth(subject) else reading

    def _is_of_growth(self, subject: Subject | None) -> bool:
        """Whether per cent of an indicator are its growth: what it is mapped to says so, or the whole table."""
        mapped = self.subjects.indicator_for(subject, Reading("yoy_change"), "PT", parts=self._growth_parts)
        named = mapped.indicator if mapped is not None else None
        return named in self.subjects.changes or (named is None and self._is_growth_table)

    def _growth(self, value: Value, owner: RowName) -> Reading | str:
        """Growth, or an index near a hundred: the row (or column) as a whole says how it is set."""
        line = self._line_of(value, owner)
        told = "growth" in owner.said.says | value.said.says
        middle = median([v.number.value for v in line])
        if told or any(v.digits.sign for v in line) or middle <= CLEAR_GROWTH:
            return Reading("yoy_change", _direction(value), rule="measure.cell_growth")
        if middle >= CLEAR_INDEX:
            return Reading("ratio", rule="measure.cell_index_yoy")
        return "index_or_growth"

    def _line_of(self, value: Value, owner: RowName) -> list[Value]:
        """The levels that are set as this one: of its row, or of its column where that names the indicator."""
        if _is_general(owner):
            return [v for v in self.block.by_column[value.column] if v.form is None]
        return [v for v in self.block.by_row[value.row.number] if v.form is None]

    # -- subject ------------------------------------------------------------------------------------

    def _subject(self, value: Value, owner: RowName, reading: Reading, unit: str | None) -> Subject | None:
        """What a number is of: its row's name, or, where that says only when, where or a total, what stands above."""
        own = self._own(owner)
        if self._is_part_column(value.column):
            return self._head_name(value.column) if _is_general(owner) else own and own.naming(None)
        if not _is_general(owner):
            return self._of_row(value, owner, own, reading, unit)
        for candidate in self._lent(value, owner):
            if candidate.indicator is not None and self._fits(candidate, reading, unit):
                return candidate
        if (owner.is_time or owner.kind is not None or owner.said.area is not None) and (
            head := self._head_of(value.said, value.column)
        ) is not None:
            return head
        return own.naming(None) if own is not None else None

    def _of_row(
        self, value: Value, owner: RowName, own: Subject | None, reading: Reading, unit: str | None
    ) -> Subject | None:
        """The indicator of a row's name where it fits, else what name and head, or name and group, name together."""
        if own is None:
            return None
        if own.indicator is not None and self._fits_row(own, value, owner, reading, unit):
            return own
        return self._joined(value, owner, own, reading, unit) or own.naming(None)

    def _lent(self, value: Value, owner: RowName) -> Iterator[Subject]:
        """The subjects that column, group and caption lend a row without one of its own."""
        said = value.said
        if said.subject is None and said.of is not None:
            said = self.block.said[said.of]
        if said.subject is not None:
            yield said.subject
        if self._lends_from_above(value.column):
            yield from (s for s in (self._group(owner), self.block.subject) if s is not None)

    def _head_of(self, said: Said, column: int) -> Subject | None:
        """The name in the head of a column, or of the one that a head without words speaks of."""
        named = column if said.of is None or not said.empty else said.of
        return None if self.block.said[named].empty else self._head_name(named)

    def _head_name(self, column: int) -> Subject | None:
        """The words of the lowest head of a column that has any."""
        for place in reversed(self.block.head_places.get(column, [])):
            words = self.naming.without_times(self.text, place)
            if words is not None:
                return Subject(words.start, words.end, None)
        return None

    def _is_part_column(self, column: int) -> bool:
        """Whether a column holds parts: a name under "Trong đó". Times and comparisons under it are none."""
        if column not in self._parts_read:
            places = self.block.head_places.get(column, [])
            opens = any(self.naming.opens_part(self.text[p.start : p.end]) for p in places)
            last = self.heads.read(self.text, places[-1:], self.frame.anchor, name=True) if opens else None
            self._parts_read[column] = last is not None and not last.empty
        return self._parts_read[column]

    def _lends_from_above(self, column: int) -> bool:
        """Whether a column without a subject has that of group or caption: where its words are general, or theirs."""
        caption = self.block.subject.key if self.block.subject is not None else ""
        known = set(caption.split(" "))
        return self.block.said[column].empty or all(
            self.naming.row_word(words) == "total" or self.naming.is_general(words, known)
            for words in self._head_words(column)
        )

    def _own(self, owner: RowName) -> Subject | None:
        if owner.place is None:
            return None
        if owner.said.subject is not None:
            return owner.said.subject
        found = self.subjects.subject(self.text, *owner.place)
        if found.indicator is None and (whole := self.naming.in_full(owner.words)) is not None:
            found = found.naming(self.subjects.resolve(whole))
        return found

    def _is_own(self, subject: Subject | None, name: RowName) -> bool:
        """Whether an indicator is the one that a row names by itself."""
        own = self._own(name) if subject is not None and not name.measures else None
        return (
            own is not None and own.indicator is not None and own.indicator == (subject and subject.indicator)
        )

    def _group(self, owner: RowName) -> Subject | None:
        group = owner.row.group
        if group is None:
            return None
        if group not in self._groups_read:
            self._groups_read[group] = self.naming.caption_subject(self.text, group)
        return self._groups_read[group]

    def _joined(
        self, value: Value, owner: RowName, own: Subject, reading: Reading, unit: str | None
    ) -> Subject | None:
        """The indicator that head and name, or group and name, name together: "Số dự án" × "Cấp mới"."""
        words = owner.words
        others = self._head_words(value.column)
        if owner.row.group is not None and (name := self.naming.name_in(self.text, owner.row.group)):
            others = [*others, self.text[name.start : name.end]]
        for other in others:
            for joined in (f"{other} {words}", f"{words} {other}"):
                found = self.subjects.resolve(joined)
                if found is not None and self._fits(own.naming(found), reading, unit):
                    return own.naming(found)
        return None

    def _head_words(self, column: int) -> list[str]:
        """The names in the heads of a column, from below, what they are compared with left out."""
        if column not in self._heads_read:
            words = []
            for place in reversed(self.block.head_places.get(column, [])):
                inside = self.naming.without_times(self.text, place)
                if inside is not None:
                    words.append(self.text[inside.start : inside.end])
            self._heads_read[column] = words
        return self._heads_read[column]

    def _fits(self, subject: Subject, reading: Reading, unit: str | None) -> bool:
        """Whether a level in this unit can be the indicator's."""
        assert subject.indicator is not None
        if reading.measure != "level" or unit is None:
            return True
        known = self.catalog.indicators[subject.indicator].unit.code
        if known in _MONEY and unit in _MONEY:
            return known == unit
        return not self.subjects.counts_other(subject.indicator, unit)

    def _fits_row(
        self, own: Subject, value: Value, owner: RowName, reading: Reading, unit: str | None
    ) -> bool:
        """Whether the indicator of a row's name fits its levels: dong beside "Vốn FDI" are a part of something else."""
        if reading.measure == "level" and unit != "PT":
            return self._fits(own, reading, unit)
        levels = [v for v in self.block.by_row[value.row.number] if v.form is None and not v.said.percent]
        stated = [self.units.unit(v, v.said, owner)[0] for v in levels]
        codes = [one.code for one in stated if one is not None]
        return not codes or any(code == "PT" or self._fits(own, Reading("level"), code) for code in codes)

    # -- period and area ----------------------------------------------------------------------------

    def _period(self, value: Value, said: Said, owner: RowName, subject: Subject | None) -> Period | None:
        """The period of row and column together; a stock to date is one of the last day."""
        period = self._stretch(value, said, owner)
        known = self.catalog.indicators.get(subject.indicator or "") if subject is not None else None
        stock = known is not None and known.kind.value == "stock"
        if period is not None and stock and said.to_date and not period.is_instant:
            return Period.instant(period.end)
        return period

    def _stretch(self, value: Value, said: Said, owner: RowName) -> Period | None:
        """The stretch of time that a row of times, a row that compares, or the column names."""
        column, row = value.said.period, owner.said.period
        if owner.is_time and row is not None:
            lent = column is None or column is self.block.report
            return row if lent or column is None else narrower(row, column)
        if said is value.name.said and said.period is not None and said.times:
            return said.period
        return column

    def _area(self, value: Value, owner: RowName) -> str | None:
        if owner.said.area is not None:
            return owner.said.area
        if value.said.area is not None:
            return value.said.area
        if owner.kind == "country" or (owner.is_place and owner.kind is None):
            return None
        return self.frame.area

    def _is_ahead(self, period: Period | None) -> bool:
        day = self.frame.anchor.day
        return period is not None and day is not None and period.start > day


def _direction(value: Value) -> str:
    """The direction that the sign of a number says."""
    return "down" if value.digits.sign == "-" else "up"
