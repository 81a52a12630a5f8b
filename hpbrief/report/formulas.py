"""The rows of the workbook's scorecard: which cells are keys, which formulas look up the data, which are words."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from hpbrief.assessment import Scorecard, words
from hpbrief.assessment.words import chance_text
from hpbrief.dataset.template import number_shape
from hpbrief.models import (
    Assessment,
    Basis,
    Bound,
    Goal,
    IndicatorKind,
    Judgement,
    Lang,
    Measure,
    Observation,
)
from hpbrief.report.behind import Behind
from hpbrief.tables.frames import goal_row, observation_row
from hpbrief.tables.schema import TABLES

_FIGURE_KEYS = ("indicator", "area", "measure", "series", "period_start", "period_end", "source_id")
_GOAL_KEYS = ("indicator", "area", "period_start", "period_end", "basis", "source_id")
#: What Excel does not take word for word when it looks a text up.
_SPECIAL = set("*?~<>=")


@dataclass(frozen=True)
class Cell:
    """A cell: its value as the library has it, the formula that works it out in Excel, its number format."""

    value: Any = None
    formula: str = ""
    shape: str = "General"
    comment: str = ""


@dataclass(frozen=True)
class Line:
    """An indicator's row, a cell a column."""

    cells: tuple[Cell, ...]


@dataclass
class _Row:
    """Builds an indicator's row; the attributes are what its formulas are made from."""

    a: Assessment
    card: Scorecard
    behind: Behind
    lang: Lang
    row: int
    cells: dict[str, Cell] = field(default_factory=dict)

    def ref(self, name: str) -> str:
        return self.behind.cell(name, self.row)

    def figure(self, o: Observation) -> None:
        own = observation_row(o)
        self.cells |= {
            "measure": Cell(str(o.measure)),
            "series": Cell(o.series or None),
            "period_start": Cell(o.period.start, shape="yyyy-mm-dd"),
            "period_end": Cell(o.period.end, shape="yyyy-mm-dd"),
            "source": Cell(o.source_id),
            "unit": Cell(self.behind.unit_text(o, o.quantity.unit)),
        }
        keys = {
            "indicator": self.ref("indicator"),
            "area": self.behind.area_cell,
            "measure": self.ref("measure"),
            "series": f'IF({self.ref("series")}="","=",{self.ref("series")})',
            "period_start": self.ref("period_start"),
            "period_end": self.ref("period_end"),
            "source_id": self.ref("source"),
        }
        shape = number_shape(o.quantity.value)
        self.cells["value"] = self._looked_up("observations", own, _FIGURE_KEYS, keys, "value", shape)
        self.cells["mult"] = self._looked_up("observations", own, _FIGURE_KEYS, keys, "unit_mult", "0")
        end = self.ref("period_end")
        month_end = f"EOMONTH({end},0)"
        self.cells["months"] = Cell(
            float(o.period.months_elapsed),
            f'=IF({end}="","",IF(DAY({month_end})=DAY({end}),MONTH({end}),MONTH({end})-1+DAY({end})/DAY({month_end})))',
            "0.##",
        )

    def goal(self, g: Goal) -> None:
        own = goal_row(g)
        self.cells |= {"basis": Cell(str(g.basis)), "goal_source": Cell(g.source_id)}
        year = self.behind.year_cell
        keys = {
            "indicator": self.ref("indicator"),
            "area": self.behind.area_cell,
            "period_start": f"DATE({year},1,1)",
            "period_end": f"DATE({year},12,31)",
            "basis": self.ref("basis"),
            "source_id": self.ref("goal_source"),
        }
        shape = number_shape(g.quantity.value)
        self.cells["goal"] = self._looked_up("goals", own, _GOAL_KEYS, keys, "value", shape)
        self.cells["goal_mult"] = self._looked_up("goals", own, _GOAL_KEYS, keys, "unit_mult", "0")
        if g.basis == Basis.IMPLIED:
            note = self.behind.catalog.word("workbook", "implied", self.lang)
            self.cells["goal"] = Cell(g.quantity.value, shape=shape, comment=note)

    def _looked_up(
        self,
        table: str,
        own: dict[str, Any],
        names: tuple[str, ...],
        keys: dict[str, str],
        column: str,
        shape: str,
    ) -> Cell:
        """The cell that fetches a number of a table by the keys of this row.

        Where the keys do not lead to that row alone, or one of them is not taken word for word by Excel, the cell
        points at the row itself; where the table does not have the row, it is the bare number.
        """
        behind = self.behind
        value = float(own[column])
        own = behind.named(own)
        rows = behind.rows[table]
        matching = [row for row in rows if all(row[name] == own[name] for name in names)]
        plain_keys = not any(
            _SPECIAL & set(str(own[name] or "")) or len(str(own[name])) > 250 for name in names
        )
        if (
            plain_keys
            and matching
            and {(r["value"], r["unit_mult"]) for r in matching} == {(own["value"], own["unit_mult"])}
        ):
            pairs = ",".join(f"{behind.column(table, name)},{keys[name]}" for name in names)
            return Cell(value, f'=IFERROR(AVERAGEIFS({behind.column(table, column)},{pairs}),"")', shape)
        if own in rows:
            letter = xl_col_to_name([c.name for c in TABLES[table].columns].index(column))
            return Cell(value, f"={behind.sheet(table)}${letter}${rows.index(own) + 2}", shape)
        return Cell(own[column], shape=shape)

    def judged(self) -> None:
        """Attainment, pace and what the months left must bring, as the library worked them out."""
        main = self.a.main
        if main is None:
            return
        value, goal = (
            self.ref("value"),
            f"({self.ref('goal')}*10^({self.ref('goal_mult')}-{self.ref('mult')}))",
        )
        months, attainment = self.ref("months"), self.ref("attainment")
        expected = self.ref("expected")
        open_ = f'OR({value}="",{self.ref("goal")}="")'
        if main.attainment_pct is not None:
            self._formula("attainment", main.attainment_pct, f"{value}/{goal}*100", '0.0"%"', open_)
        if main.expected_share_pct is not None:
            past = self._past_share()
            share = 100 * past[1] if past else float(main.months) / 12 * 100
            text = f"{past[0]}*100" if past else f"{months}/12*100"
            if math.isclose(share, main.expected_share_pct, rel_tol=1e-9):
                self._formula("expected", share, text, '0.0"%"', f'{months}=""')
            else:
                self.cells["expected"] = Cell(main.expected_share_pct, shape='0.0"%"')
        if main.pace_index is not None:
            self._formula("pace", main.pace_index, f"{attainment}/{expected}", "0.00", f'{attainment}=""')
        shape = self._shape(main.required_per_month, main.average_per_month)
        if main.figure.quantity.unit.code == "PT":
            shape += f'" {self.behind.catalog.word("workbook", "points", self.lang)}"'
        closed = f"OR({open_},{months}=12)"
        self._required(main, goal, value, shape, open_)
        if main.average_per_month is not None:
            self._formula("average", main.average_per_month, f"{value}/{months}", shape, f'{value}=""')
        if main.figure.measure == Measure.YOY_CHANGE and main.required_growth_pct is not None:
            self._growth(main.required_growth_pct, goal, value, closed)

    def _required(self, main: Judgement, goal: str, value: str, shape: str, open_: str) -> None:
        """What a month left must bring; empty once the goal is reached, or a ceiling of a total passed."""
        indicator, amount = self.behind.catalog.indicator(self.a.indicator), main.required_per_month
        if main.gap is None or (amount is None and not indicator.grows_by_month):
            return
        missing = f"ROUND({goal}-{value},9)"
        if main.goal.bound != Bound.AT_MOST or (
            indicator.kind == IndicatorKind.FLOW and not indicator.can_fall
        ):
            decided = f"{missing}<=0"
        else:
            decided = f"{missing}>=0"
        months = self.ref("months")
        closed = f"IF({open_},TRUE,OR({months}=12,{decided}))"
        self._formula("required", amount, f"({goal}-{value})/(12-{months})", shape, closed)

    def _past_share(self) -> tuple[str, float] | None:
        """The share of the year that past years had by now, as a formula and as a number; None without a projection."""
        main = self.a.main
        if main is None or main.projection is None or not main.projection.history_years:
            return None
        to_date, total = (sum(float(getattr(h, n)) for h in main.history) for n in ("to_date", "total"))
        return (
            f"{self.behind.past_sum('to_date', self.row)}/{self.behind.past_sum('total', self.row)}",
            to_date / total,
        )

    def _growth(self, required: float, goal: str, value: str, closed: str) -> None:
        main = self.a.main
        assert main is not None
        share, text = float(main.months) / 12, f"({self.ref('months')}/12)"
        if len(main.history) == 1:
            share = main.history[0].share
            text = f"({self.behind.past_sum('to_date', self.row)}/{self.behind.past_sum('total', self.row)})"
        g = float(main.figure.quantity.value)
        t = float(main.goal.quantity.to(main.figure.quantity.unit).value)
        if math.isclose((t - share * g) / (1 - share), required, rel_tol=1e-9):
            self._formula("growth", required, f"({goal}-{text}*{value})/(1-{text})", '0.0"%"', closed)
        else:
            self.cells["growth"] = Cell(required, shape='0.0"%"')

    def _formula(self, name: str, value: float | None, text: str, shape: str, empty: str) -> None:
        self.cells[name] = Cell("" if value is None else value, f'=IF({empty},"",{text})', shape)

    @staticmethod
    def _shape(*values: float | None) -> str:
        largest = max((abs(v) for v in values if v), default=0.0)
        return "#,##0" if largest >= 100 else "#,##0.0" if largest >= 10 else "#,##0.00"

    def words(self) -> None:
        """What is not worked out in Excel: class, chances, what was stated, notes."""
        a, catalog = self.a, self.card.catalog
        shown = self.card.cells(a, self.lang)
        if a.yoy_pct is not None:
            self.cells |= {"yoy": Cell(a.yoy_pct, shape='0.0"%"'), "yoy_basis": Cell(str(a.yoy_basis))}
        self.cells |= {
            "class": Cell(words.class_text(a.computed_class, catalog, self.lang)),
            "chance": Cell((chance_text(a.main, catalog, self.lang) if a.main else "") or None),
            "stated": Cell(shown["stated"] or None),
            "agreement": Cell(shown["agreement"] or None),
            "note": Cell(shown["note"] or None),
        }


def line_of(a: Assessment, card: Scorecard, behind: Behind, lang: Lang, row: int) -> Line:
    """The row of an indicator; ``row`` is its number in Excel, from 1."""
    made = _Row(a, card, behind, lang, row)
    made.cells["indicator"] = Cell(behind.indicator(a.indicator))
    figure = a.main.figure if a.main else a.figure
    if figure is not None:
        made.figure(figure)
    if a.goal is not None:
        made.goal(a.goal)
        if figure is None:
            made.cells["unit"] = Cell(behind.unit_text(a.goal, a.goal.quantity.unit))
    made.judged()
    made.words()
    return Line(tuple(made.cells.get(c.name, Cell()) for c in behind.columns))
