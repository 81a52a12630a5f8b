"""A number of a table: its row names it, its column says what it is, its caption lends what both leave out."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from statistics import median
from typing import NamedTuple, Protocol

from hpbrief.catalog import Catalog
from hpbrief.errors import ParseError
from hpbrief.extract.columns import CLEAR_GROWTH, CLEAR_INDEX, Form, times_hundred
from hpbrief.extract.facts import TABLE_MESSAGES, span_of
from hpbrief.extract.grids import Place
from hpbrief.extract.heads import HeadReader, Said
from hpbrief.extract.layout import Row
from hpbrief.extract.measures import Reading
from hpbrief.extract.numerals import CellDigits, CellNumber
from hpbrief.extract.subjects import Subject, SubjectReader
from hpbrief.models import (
    Basis,
    Cell,
    Direction,
    Evidence,
    Issue,
    Measure,
    ObsStatus,
    Period,
    Qualifier,
    Span,
    Statement,
    Table,
)
from hpbrief.parse.units import UnitMatch

_MONEY = frozenset({"VND", "USD"})


class RowName(NamedTuple):
    """The name of a row: its words, what they say, and what kind of row it is."""

    row: Row
    place: Place | None
    words: str
    said: Said
    kind: str | None  # total or country, where the name is no name of its own
    is_place: bool
    part: bool
    is_time: bool
    measures: bool


@dataclass
class Value:
    """A number with its row and column; ``form`` says how its line is set, where it compares."""

    row: Row
    name: RowName
    column: int
    said: Said
    digits: CellDigits
    number: CellNumber
    form: Form | None = None

    @property
    def place(self) -> Place:
        """Where its digits stand."""
        return Place(self.digits.start, self.digits.end)


class CellPlace(NamedTuple):
    """Where a number of a table stands; ``stacked`` where the text sets the table one cell a line."""

    file: str
    table: Table
    row: int
    column: int
    text: str
    place: Place
    stacked: bool

    def evidence(self, text: str) -> Evidence:
        """As evidence: a cell, or a span where there is no grid to point into."""
        span = span_of(text, *self.place)
        if self.stacked:
            return span
        return Cell(
            file=self.file,
            sheet=self.table.sheet,
            page=self.table.page,
            table=self.table.number,
            row=self.table.first_row + self.row - 1,
            column=self.table.first_column + self.column - 1,
            text=self.text,
            span=span,
        )


def place_of(evidence: Evidence) -> Place:
    """Where in the text a number stands."""
    span = evidence.span if isinstance(evidence, Cell) else evidence
    assert isinstance(span, Span)
    return Place(span.start, span.end)


def to_issue(text: str, code: str, at: CellPlace, best: Decimal | None) -> Issue:
    """What is unclear about a cell."""
    return Issue(
        code=code, message=TABLE_MESSAGES.get(code, code), evidence=at.evidence(text), best_reading=best
    )


# -- periods ----------------------------------------------------------------------------------------


def year_before(period: Period | None) -> Period | None:
    """The same stretch a year before."""
    if period is None:
        return None
    try:
        return period.year_before
    except (ParseError, ValueError):
        return None


def is_month(period: Period) -> bool:
    """Whether a period is one month."""
    return period.whole_months and (period.start.year, period.start.month) == (
        period.end.year,
        period.end.month,
    )


def month_before(period: Period) -> Period:
    """The month before the last month of a period."""
    return Period.month(period.end.year, period.end.month).shift(-1)


def base_between(period: Period | None, base: Period | None) -> str:
    """A dated base: the same stretch a year before, the one right before, or something else."""
    if period is None or base is None:
        return "other"
    if base == year_before(period) or (base.is_year and base.end.year == period.end.year - 1):
        return "yoy"
    if base.end < period.start and (period.start - base.end).days == 1:
        return "previous"
    return "other"


def fits_base(period: Period | None, base: str | None, base_period: Period | None) -> bool:
    """Whether levels of a period are what a comparison with this base speaks of."""
    if period is None:
        return False
    if base_period is not None:
        return base_between(period, base_period) in ("yoy", "previous") and not base_period.is_year
    return base == "previous" and is_month(period)


# -- measures ---------------------------------------------------------------------------------------


def line_kind(said: Said) -> str | None:
    """What kind of comparison a line makes: plan, base, growth or share; None for levels, ranks and goals."""
    if "rank" in said.says:
        return None
    if "share" in said.says and not said.compares:
        return "share"
    if said.compares:
        return "plan" if said.plan is not None and said.base in (None, "dated") else "base"
    if said.says & {"growth", "difference"} and not said.is_goal and said.subject is None:
        return "growth"
    return None


def is_difference(said: Said) -> bool:
    """Whether a comparison is an amount, not a rate: "Tăng, giảm (tỷ đồng)", "Số tuyệt đối"."""
    if said.percent or "relative" in said.says:
        return False
    return "difference" in said.says or (said.unit is not None and said.unit.code not in ("PT", None))


@dataclass
class Found:
    """A number with all that is known of it; ``issue`` names what is not."""

    value: Value
    subject: Subject | None
    reading: Reading
    period: Period | None
    area: str | None
    unit: UnitMatch | None
    unit_text: str | None
    kind: str = "figure"
    status: str | None = None
    amount: Decimal = Decimal(0)
    rules: list[str] = field(default_factory=list)
    issue: str | None = None

    def to_statement(self, text: str, at: CellPlace) -> Statement:
        """As a statement."""
        subject = self.subject
        return Statement(
            kind="goal" if self.kind == "goal" else "figure",
            evidence=at.evidence(text),
            phrase=text[subject.start : subject.end] if subject else None,
            indicator=subject.indicator if subject else None,
            value=self.amount,
            unit=self.unit.code if self.unit else None,
            unit_mult=self.unit.mult if self.unit else 0,
            unit_text=self.unit_text,
            qualifier=Qualifier.EXACT,
            measure=Measure(self.reading.measure),
            direction=Direction(self.reading.direction),
            period=self.period,
            area=self.area,
            basis=Basis(self.reading.basis) if self.reading.basis else None,
            obs_status=ObsStatus(self.status) if self.status else None,
            rules=tuple(self.rules),
        )


def _is_general(owner: RowName) -> bool:
    """Whether a row's name says when or where, or "Tổng số", and leaves what to the column and caption."""
    return owner.is_time or owner.kind is not None or owner.said.area is not None or owner.is_place


class BlockView(Protocol):
    """What a namer asks of the block it works in."""

    caption: Said
    subject: Subject | None
    unit: str | None
    head_places: dict[int, list[Place]]
    names: list[RowName]
    by_row: dict[int, list[Value]]
    by_column: dict[int, list[Value]]

    @property
    def walk(self) -> object: ...


_PERCENT = UnitMatch(0, 1, "PT", 0, False, 0)


class Namer:
    """Says of the numbers of a block what they are."""

    def __init__(
        self, catalog: Catalog, subjects: SubjectReader, heads: HeadReader, text: str, block: BlockView
    ) -> None:
        self.catalog, self.subjects, self.heads, self.text, self.block = catalog, subjects, heads, text, block
        self.frame = block.walk.frame  # type: ignore[attr-defined]
        self._wholes: dict[int, RowName | None] = {}
        self._ditto: tuple[UnitMatch | None, str | None] = (None, None)
        self._units: dict[int, tuple[UnitMatch | None, str | None]] = {}
        self._growth_parts = self._speaks_of_growth_parts()
        of = block.subject.indicator if block.subject is not None else None
        self._is_growth_table = "growth" in block.caption.says or of in subjects.changes

    def _speaks_of_growth_parts(self) -> bool:
        """Whether "Dịch vụ" in a row means that sector's growth: where the table is of GRDP or its sectors."""
        named = [self.block.subject, *(n.said.subject for n in self.block.names)]
        return any(s is not None and s.indicator in self.subjects.growth_parts for s in named)

    def statement(self, value: Value, above: RowName | None) -> Found | str:
        """The number with all that is known of it, or the code of what keeps it from being read."""
        name = value.name
        said = name.said if name.measures else value.said
        if value.form is not None and value.form.kind is None:
            return value.form.rule.removeprefix("column.")
        owner = above if name.measures else name
        if owner is None or (owner.place is None and not owner.is_time):
            return "row_without_name"
        reading = self._reading(value, said, owner)
        percent = reading.measure in (
            "yoy_change",
            "change_vs_previous",
            "share_of_plan",
            "share_of_total",
            "ratio",
        )
        difference = value.form is not None and value.form.kind == "difference"
        unit: UnitMatch | None
        unit_text: str | None
        if reading.measure == "rank":
            unit, unit_text = None, None
        elif (
            (percent and not difference)
            or value.digits.percent
            or (said.percent and (said.unit is None or said.unit.code == "PT") and not difference)
        ):
            unit, unit_text = _PERCENT, "%"
        else:
            unit, unit_text = self._unit(value, said, owner)
        code = unit.code if unit is not None else None
        subject = self._subject(value, owner, reading, code)
        rate = self._of_rate(reading, subject, value, unit, owner)
        if isinstance(rate, str):
            return rate
        reading = rate
        if reading.measure == "rank":
            unit = unit_text = code = None
        subject = self.subjects.indicator_for(subject, reading, code, parts=self._growth_parts)
        amount = (
            times_hundred(value.number.value)
            if value.form is not None and value.form.fraction
            else value.number.value
        )
        found = Found(
            value,
            subject,
            reading,
            self._period(value, said, owner, subject),
            self._area(value, owner),
            unit,
            unit_text,
            amount=amount,
        )
        found.status = (
            None
            if reading.measure == "rank"
            else (said.status or (owner.said.status if owner.is_time else None))
        )
        found.rules = [reading.rule]
        if value.form is not None and value.form.rule:
            found.rules.append(value.form.rule)
        if value.form is not None and value.form.fraction and value.form.rule != "column.fraction":
            found.rules.append("column.fraction")
        if said.is_goal and reading.measure in ("level", "yoy_change"):
            found.kind, found.status = "goal", None
            found.reading = reading._replace(basis=said.plan)
        elif (
            self._is_ahead(found.period)
            and found.status is None
            and reading.measure in ("level", "yoy_change")
        ):
            found.kind = "goal"
            found.reading = reading._replace(basis=self.block.caption.plan or "unspecified")
        if unit is None and reading.measure != "rank":
            found.issue = "no_unit"
        return found

    # -- measure ------------------------------------------------------------------------------------

    def _reading(self, value: Value, said: Said, owner: RowName) -> Reading:
        sign = "down" if value.digits.sign == "-" else "up"
        form = value.form
        kind = line_kind(said)
        if "rank" in said.says:
            return Reading("rank", rule="measure.cell_rank")
        if kind == "plan":
            direction = (
                ("down" if value.digits.sign == "-" else "up")
                if "exceed" in said.says or "growth" in said.says
                else "none"
            )
            return Reading("share_of_plan", direction, said.plan, "measure.cell_plan")
        if kind == "share":
            return Reading("share_of_total", rule="measure.cell_share")
        if kind in ("base", "growth") and form is not None:
            base = said.base or "yoy"
            if form.kind == "index":
                return Reading("ratio", rule=f"measure.cell_index_{base}")
            if "fall" in said.says and not value.digits.sign:
                sign = "down"
            measure = "yoy_change" if base == "yoy" else "change_vs_previous"
            return Reading(measure, sign, rule=f"measure.cell_change_{base}")
        return Reading("level", rule="measure.cell")

    def _of_rate(
        self, reading: Reading, subject: Subject | None, value: Value, unit: UnitMatch | None, owner: RowName
    ) -> Reading | str:
        """What a level is of an indicator that is a rank, a share, or a growth: there the row (or column) as a
        whole says whether it is set as growth or, near a hundred, as an index."""
        if reading.measure != "level" or (value.said.is_goal and unit is None):
            return reading
        indicator = subject.indicator if subject is not None else None
        if indicator is not None and self.catalog.indicators[indicator].unit.code == "RANK":
            return Reading("rank", rule="measure.cell_rank")
        if unit is None or unit.code != "PT":
            return reading
        if subject is not None and subject.head == "share_of_total":
            return Reading("share_of_total", rule="measure.cell_share")
        mapped = self.subjects.indicator_for(subject, Reading("yoy_change"), "PT", parts=self._growth_parts)
        named = mapped.indicator if mapped is not None else None
        if named not in self.subjects.changes and not (named is None and self._is_growth_table):
            return reading
        line = self._line_of(value, owner)
        told = "growth" in owner.said.says | value.said.says
        middle = median([v.number.value for v in line])
        if told or any(v.digits.sign for v in line) or middle <= CLEAR_GROWTH:
            direction = "down" if value.digits.sign == "-" else "up"
            return Reading("yoy_change", direction, rule="measure.cell_growth")
        if middle >= CLEAR_INDEX:
            return Reading("ratio", rule="measure.cell_index_yoy")
        return "index_or_growth"

    def _line_of(self, value: Value, owner: RowName) -> list[Value]:
        """The levels that are set as this one: of its row, or of its column where that names the indicator."""
        if _is_general(owner):
            return [v for v in self.block.by_column[value.column] if v.form is None]
        return [v for v in self.block.by_row[value.row.number] if v.form is None]

    # -- unit ---------------------------------------------------------------------------------------

    def _unit(self, value: Value, said: Said, owner: RowName) -> tuple[UnitMatch | None, str | None]:
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
            layout = self.block.walk.layout  # type: ignore[attr-defined]
            roles = self.block.block.roles  # type: ignore[attr-defined]
            column = next((c for c, role in roles.items() if role == "unit"), None)
            words = layout.grid.words(row.number, column) if column is not None else ""
            if words and words not in ('"', "''", "-", "nt"):
                self._units[row.number] = self._ditto = (self.heads.unit(words), words)
            elif words and words != "-":
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

    # -- subject ------------------------------------------------------------------------------------

    def _subject(self, value: Value, owner: RowName, reading: Reading, unit: str | None) -> Subject | None:
        column = value.said.subject
        general = _is_general(owner)
        own = self._own(owner)
        if not general:
            if (
                own is not None
                and own.indicator is not None
                and self._fits_row(own, value, owner, reading, unit)
            ):
                return own
            if own is not None and (joined := self._joined(value, owner, own, reading, unit)) is not None:
                return joined
            return own._replace(indicator=None) if own is not None else None
        group = self._group(owner)
        for candidate in (column, group, self.block.subject):
            if (
                candidate is not None
                and candidate.indicator is not None
                and self._fits(candidate, reading, unit)
            ):
                return candidate
        heads = self.block.head_places.get(value.column, [])
        if owner.is_time or owner.kind is not None or owner.said.area is not None:
            words = next(
                (
                    w
                    for p in reversed(heads)
                    if (w := self.heads.name_in(self.text, p)) and not value.said.empty
                ),
                None,
            )
            if words is not None:
                return Subject(words.start, words.end, None)
        return own._replace(indicator=None) if own is not None else None

    def _own(self, owner: RowName) -> Subject | None:
        if owner.place is None:
            return None
        return owner.said.subject or self.subjects.subject(self.text, *owner.place)

    def _group(self, owner: RowName) -> Subject | None:
        group = owner.row.group
        return self.heads.caption_subject(self.text, group) if group is not None else None

    def _joined(
        self, value: Value, owner: RowName, own: Subject, reading: Reading, unit: str | None
    ) -> Subject | None:
        """The indicator that head and name, or group and name, name together: "Số dự án" × "Cấp mới"."""
        words = owner.words
        others = []
        for place in reversed(self.block.head_places.get(value.column, [])):
            inside = self.heads.name_in(self.text, place)
            if inside is not None:
                inside = self.heads.before_times(self.text, inside) or inside
                others.append(self.text[inside.start : inside.end])
        if (
            owner.row.group is not None
            and (inside := self.heads.name_in(self.text, owner.row.group)) is not None
        ):
            others.append(self.text[inside.start : inside.end])
        for other in others:
            for joined in (f"{other} {words}", f"{words} {other}"):
                found = self.subjects.resolve(joined)
                if found is not None and self._fits(own._replace(indicator=found), reading, unit):
                    return own._replace(indicator=found)
        return None

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
        if not levels or not self._fits(own, reading, unit):
            return not levels
        codes = [unit.code for v in levels if (unit := self._unit(v, v.said, owner)[0]) is not None]
        return not codes or any(code == "PT" or self._fits(own, Reading("level"), code) for code in codes)

    # -- period and area ----------------------------------------------------------------------------

    def _period(self, value: Value, said: Said, owner: RowName, subject: Subject | None) -> Period | None:
        period = value.said.period if said is not value.said else said.period
        row = owner.said.period
        if owner.is_time and row is not None:
            period = (
                row if period is None or value.said.period is self.block.report else _narrower(row, period)
            )  # type: ignore[attr-defined]
        elif said is value.name.said and said.period is not None and said.times:
            period = said.period
        known = self.catalog.indicators.get(subject.indicator or "") if subject is not None else None
        stock = known is not None and known.kind.value == "stock"
        if period is not None and stock and said.to_date and not period.is_instant:
            return Period.instant(period.end)
        return period

    def _area(self, value: Value, owner: RowName) -> str | None:
        if owner.said.area is not None:
            return owner.said.area
        if value.said.area is not None:
            return value.said.area
        if owner.kind == "country" or (owner.is_place and owner.kind is None):
            return None
        return self.frame.area  # type: ignore[no-any-return]

    def _is_ahead(self, period: Period | None) -> bool:
        day = self.frame.anchor.day
        return period is not None and day is not None and period.start > day


def _narrower(row: Period, column: Period) -> Period:
    """The period of a row of times under a head that is dated too: months down, years across."""
    if column.is_year and not row.is_year:
        try:
            return row.shift(12 * (column.end.year - row.end.year))
        except (ParseError, ValueError):
            return row
    return row
