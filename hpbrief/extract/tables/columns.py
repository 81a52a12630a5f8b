"""The columns of a block together: the periods and plans that heads leave unsaid, and how comparisons are set.

A comparison may be set as growth or as an index, in per cent or as fractions: its whole line decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence, Set
from decimal import Decimal
from statistics import median
from typing import Final, NamedTuple

from hpbrief.extract.tables import cells
from hpbrief.extract.tables.cells import Form, Value
from hpbrief.extract.tables.heads import Said
from hpbrief.extract.tables.layout import Layout
from hpbrief.extract.tables.names import CellNumber, cell_number
from hpbrief.models import Period
from hpbrief.models.quantity import scaled
from hpbrief.parse.numbers import NumberPrint

CLEAR_GROWTH: Final = Decimal(45)
CLEAR_INDEX: Final = Decimal(75)
_FRACTIONS_END: Final = Decimal(3)
_MANY_DECIMALS: Final = 3
_HUNDRED: Final = Decimal(100)
_PARTS: Final = frozenset({"share", "rank"})

# -- what heads leave unsaid --------------------------------------------------------------------------


def date_columns(
    said: dict[int, Said], report: Period | None, year: int | None, alien: Set[int] = frozenset()
) -> None:
    """Give columns, from the left, what they leave unsaid: periods, bases and plans, from neighbours and document.

    ``report`` is the period of the caption or the document, ``year`` the year that the table speaks of; ``alien``
    are columns that take no period from their neighbours.
    """
    for one in said.values():
        if one.period is None and not one.compares and one.base is None:
            one.period = _unsaid_period(one, report, year)
    _days_to_months(said)
    levels = [c for c, one in said.items() if not one.compares and not one.is_goal and one.base is None]
    for column, one in said.items():
        of = _nearest(column, levels, said)
        if one.compares or one.says & _PARTS:
            one.of = of
        if column not in alien or one.period is not None:
            _date_column(one, said[of] if of is not None else None, report, year)
    _share_plans(said)


def _date_column(one: Said, near: Said | None, report: Period | None, year: int | None) -> None:
    """Give a column the period that it leaves unsaid, and name its base."""
    if one.compares or (one.base is None and _lacks_period(one)):
        _date_like(one, near, report)
    elif one.base is not None:
        _date_level(one, near, report, year)
    if one.base == "dated":
        one.base = cells.base_between(one.period, one.base_period)


def _lacks_period(said: Said) -> bool:
    """Whether a column is dated by its neighbour: a share or rank, or levels without a period."""
    return bool(said.says & _PARTS) or (said.period is None and not said.is_goal)


def _date_like(one: Said, near: Said | None, report: Period | None) -> None:
    """A comparison, a share or a rank is of the time of the levels that it speaks of."""
    if one.period is not None and not (near is not None and "share" in one.says):
        return
    if near is None:
        one.period = report
        return
    one.period = near.period
    one.to_date = one.to_date or near.to_date
    one.status = one.status or near.status


def _date_level(one: Said, near: Said | None, report: Period | None, year: int | None) -> None:
    """Levels of a base are levels of the year, or of the month, before."""
    if one.base == "yoy":
        period = one.period or (near.period if near is not None else report)
        one.period = period if _is_past(one.period, year) else cells.year_before(period)
        one.base = None
    elif one.base == "previous":
        one.period = one.period or (cells.month_before(report) if report else None)
        one.base = None


def _days_to_months(said: dict[int, Said]) -> None:
    """First days of months over several columns are the months: how a workbook keeps "10/2025"."""
    days = [
        one for one in said.values() if one.period is not None and one.period.is_instant and not one.to_date
    ]
    if len(days) > 1 and all(one.period.start.day == 1 for one in days if one.period is not None):
        for one in days:
            if one.period is not None:
                one.period = Period.month(one.period.start.year, one.period.start.month)


def _share_plans(said: dict[int, Said]) -> None:
    """A plan for a whole year is the annual one; a share of a plan is of the one that stands beside it."""
    plan = next((one.plan for one in said.values() if one.is_goal and one.plan != "unspecified"), None)
    for one in said.values():
        if one.is_goal and one.plan == "unspecified" and one.period is not None and one.period.is_year:
            one.plan = "annual_plan"
            plan = plan or one.plan
    for one in said.values():
        if one.plan == "unspecified" and plan is not None and one.compares:
            one.plan = plan


def _nearest(column: int, levels: list[int], said: dict[int, Said]) -> int | None:
    """The column of levels that a comparison speaks of: one that fits its base, else the last before it, else
    the first after."""
    one = said[column]
    fitting = [c for c in levels if cells.fits_base(said[c].period, one.base, one.base_period)]
    levels = fitting or levels
    before = [c for c in levels if c < column]
    return before[-1] if before else next((c for c in levels if c > column), None)


def _is_past(period: Period | None, year: int | None) -> bool:
    """Whether a head dates its numbers in a year before the table's."""
    return period is not None and year is not None and period.end.year < year


def _unsaid_period(said: Said, report: Period | None, year: int | None) -> Period | None:
    year = report.end.year if report is not None else year
    if said.is_goal or said.whole_year:
        return Period.year(year) if year is not None else None
    if "this_month" in said.says and report is not None:
        return Period.month(report.end.year, report.end.month)
    if said.to_date and report is not None:
        return Period.year_to_date(report.end.year, report.end.month)
    return report


# -- how a line is set --------------------------------------------------------------------------------


class Signed(NamedTuple):
    """A number of a line with its printed sign, and the ratio of two levels it should repeat, where both stand."""

    number: CellNumber
    sign: str
    ratio: Decimal | None = None

    @property
    def value(self) -> Decimal:
        """The signed value."""
        return -self.number.value if self.sign == "-" else self.number.value


def form_of(said: Said, line: Sequence[Signed], *, percent_signs: bool = False) -> Form:
    """How the numbers of a comparison are set.

    Levels that both stand in the table prove it; else the words of the head say it; else signs, else the
    values taken together: a middle value above 75 is an index, below 45 growth, and between them nothing is
    decided. What levels prove against the head is marked.
    """
    proved = None if percent_signs and not any(s.ratio for s in line) else _by_levels(line)
    worded = _by_words(said)
    if proved is not None:
        return proved._replace(contradicts=worded is not None and worded != proved.kind)
    fraction = False if percent_signs else are_fractions(line)
    if fraction is None:
        return Form(None, rule="column.fraction_or_percent")
    factor = _HUNDRED if fraction else Decimal(1)
    signed = any(s.sign for s in line)
    middle = median([abs(s.value) * factor for s in line])
    if worded is not None:
        return Form(worded, fraction, f"column.{worded}_head")
    if signed:
        return Form("growth", fraction, "column.growth_signs")
    if middle >= CLEAR_INDEX:
        return Form("index", fraction, "column.index_values")
    if middle <= CLEAR_GROWTH:
        return Form("growth", fraction, "column.growth_values")
    return Form(None, rule="column.index_or_growth")


def _by_words(said: Said) -> str | None:
    if "growth" in said.says and "index" not in said.says:
        return "growth"
    return "index" if "index" in said.says else None


def _by_levels(line: Sequence[Signed]) -> Form | None:
    """What the ratios of levels prove, where at least two of them, and two thirds, agree on one setting."""
    tested = [s for s in line if s.ratio is not None]
    if len(tested) < 2:
        return None
    best, most = None, 0
    for kind, fraction in (("index", False), ("growth", False), ("index", True), ("growth", True)):
        fits = sum(_fits(s, kind, fraction=fraction) for s in tested)
        if fits > most:
            best, most = Form(kind, fraction, f"column.{kind}_levels"), fits
    return best if most >= 2 and most * 3 >= len(tested) * 2 else None


def _fits(one: Signed, kind: str, *, fraction: bool) -> bool:
    assert one.ratio is not None
    expected = one.ratio * _HUNDRED - (_HUNDRED if kind == "growth" else 0)
    value = one.value * (_HUNDRED if fraction else 1)
    close = Decimal("0.15") + Decimal(10) ** -one.number.decimals * (100 if fraction else 1)
    return abs(value - expected) <= close


def are_fractions(line: Sequence[Signed]) -> bool | None:
    """Whether a line under "%" is set as fractions of one; None where its values could be either.

    Fractions all lie below 3 and mostly carry three decimals or more; one value above shows per cent, and so do
    two decimals at most.
    """
    if not line or any(abs(s.value) >= _FRACTIONS_END for s in line):
        return False
    fine = sum(s.number.decimals >= _MANY_DECIMALS for s in line)
    if fine * 2 > len(line):
        return True
    near_one = [s for s in line if Decimal("0.5") <= s.value <= Decimal("1.6")]
    if len(near_one) == len(line) >= 3 and not any(s.sign for s in line):
        return None
    return False


def share_is_fraction(line: Sequence[Signed]) -> bool | None:
    """Whether shares of a plan or whole are set as fractions: by levels, else all at most 2 with decimals."""
    tested = [s for s in line if s.ratio is not None]
    if tested:
        close = sum(abs(s.value - (s.ratio or 0)) <= Decimal("0.006") for s in tested)
        hundred = sum(abs(s.value - (s.ratio or 0) * 100) <= Decimal("0.6") for s in tested)
        if max(close, hundred) * 3 >= len(tested) * 2:
            return close > hundred
    if any(abs(s.value) > 2 for s in line):
        return False
    fine = sum(s.number.decimals >= _MANY_DECIMALS for s in line)
    if fine * 2 > len(line):
        return True
    return None if any(s.value for s in line) else False


def times_hundred(value: Decimal) -> Decimal:
    """A fraction in per cent, digit for digit."""
    whole = scaled(value, 2)
    return whole if whole != whole.to_integral_value() else whole.quantize(Decimal(1))


# -- the comparisons of a block -------------------------------------------------------------------------


class Comparisons:
    """Decides how the comparisons of a block are set; ``contradicted`` is told of a head that levels disprove."""

    def __init__(
        self,
        layout: Layout,
        said: dict[int, Said],
        prints: dict[int, NumberPrint],
        contradicted: Callable[[Value], None],
    ) -> None:
        self.layout, self.said, self.prints, self._contradicted = layout, said, prints, contradicted

    def decide(self, values: list[Value]) -> None:
        """Settle for every comparison whether it is growth or index, per cent or fraction."""
        for (axis, _), line in _lines(values).items():
            said = line[0].name.said if axis == "row" else line[0].said
            kind = cells.line_kind(said)
            if axis == "row" and kind in ("base", "growth") and said.base == "dated":
                said.base = "yoy"
            if kind is None:
                continue
            signs = any(v.digits.percent for v in line)
            if kind in ("plan", "share"):
                form = self._share_form(kind, line, signs=signs)
            elif cells.is_difference(said):
                form = Form("difference", rule="column.difference")
            else:
                signed = [Signed(v.number, v.digits.sign, self._base_ratio(v, said)) for v in line]
                form = form_of(said, signed, percent_signs=signs)
            if form.contradicts:
                self._contradicted(line[0])
            for value in line:
                value.form = form

    def _share_form(self, kind: str, line: list[Value], *, signs: bool) -> Form:
        """Whether shares of a plan or whole are set in per cent or as fractions."""
        if signs:
            return Form(kind)
        signed = [
            Signed(v.number, v.digits.sign, self._plan_ratio(v) if kind == "plan" else None) for v in line
        ]
        fraction = share_is_fraction(signed)
        if fraction is None:
            return Form(None, rule="column.fraction_or_percent")
        return Form(kind, fraction, "column.fraction" if fraction else "")

    def _level_at(self, row: int, wanted: Period | None, *, goal: bool = False) -> Decimal | None:
        for column, said in self.said.items():
            if said.compares or said.percent or said.is_goal != goal or said.says & {"share", "rank"}:
                continue
            digits = self.layout.digits(row, column)
            if digits is None or (wanted is not None and said.period != wanted):
                continue
            number = cell_number(digits.digits, self.prints[column])
            if number is not None:
                return -number.value if digits.sign == "-" else number.value
        return None

    def _base_ratio(self, value: Value, said: Said) -> Decimal | None:
        """The ratio of two levels of the same row that a comparison should repeat."""
        if value.name.measures:
            return None
        period, base = said.period, said.base_period
        if base is None and period is not None:
            if said.base == "yoy":
                base = cells.year_before(period)
            elif said.base == "previous" and cells.is_month(period):
                base = cells.month_before(period)
        if period is None or base is None:
            return None
        return _ratio(self._level_at(value.row.number, period), self._level_at(value.row.number, base))

    def _plan_ratio(self, value: Value) -> Decimal | None:
        if value.name.measures or value.said.period is None:
            return None
        return _ratio(
            self._level_at(value.row.number, value.said.period),
            self._level_at(value.row.number, None, goal=True),
        )


def _lines(values: list[Value]) -> dict[tuple[str, int], list[Value]]:
    """The comparisons and shares by the column, or the row, that says so."""
    lines: dict[tuple[str, int], list[Value]] = defaultdict(list)
    for value in values:
        if value.name.measures:
            lines["row", value.row.number].append(value)
        else:
            lines["column", value.column].append(value)
    return lines


def _ratio(level: Decimal | None, base: Decimal | None) -> Decimal | None:
    if level is None or not base:
        return None
    return level / base
