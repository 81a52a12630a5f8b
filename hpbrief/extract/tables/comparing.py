"""The comparisons of a block: each column or row as a whole, held against the levels beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal

from hpbrief.extract.tables import cells
from hpbrief.extract.tables.cells import Value
from hpbrief.extract.tables.columns import Form, Signed, form_of, share_is_fraction
from hpbrief.extract.tables.heads import Said
from hpbrief.extract.tables.layout import Layout
from hpbrief.extract.tables.numerals import cell_number
from hpbrief.models import Period
from hpbrief.parse.numbers import NumberPrint


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
