"""A number of a table: its row names it, its column says what it is, its caption lends what both leave out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from hpbrief.errors import ParseError
from hpbrief.extract.statements import TABLE_MESSAGES, span_of
from hpbrief.extract.tables.columns import Form
from hpbrief.extract.tables.grid import Place
from hpbrief.extract.tables.heads import Said
from hpbrief.extract.tables.layout import Row
from hpbrief.extract.tables.numerals import CellDigits, CellNumber
from hpbrief.models import (
    Cell,
    Evidence,
    Issue,
    Period,
    Span,
    Table,
)

_MONEY: Final = frozenset({"VND", "USD"})


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
    maximum: Decimal | None = None
    whole: Decimal | None = None
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
