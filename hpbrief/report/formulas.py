"""The rows of the workbook's scorecard: which cells are keys, which formulas look up the data, which are words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hpbrief.assessment import Scorecard, words
from hpbrief.assessment.outlook import chance_text
from hpbrief.format import axis_unit
from hpbrief.models import Assessment, Basis, Goal, HistoryYear, Lang, Measure, Observation, Unit
from hpbrief.report.evidence import Evidence
from hpbrief.rows import goal_row, observation_row, table_rows
from hpbrief.schema import TABLES
from hpbrief.template import number_shape

#: Rows that a formula looks at below those that are there, so that what is filled in counts.
_SPARE_ROWS = 1000
_FIGURE_KEYS = ("indicator", "area", "measure", "series", "period_start", "period_end", "source_id")
_GOAL_KEYS = ("indicator", "area", "period_start", "period_end", "basis", "source_id")
#: What Excel does not take word for word when it looks a text up.
_SPECIAL = set("*?~<>=")


@dataclass(frozen=True)
class Column:
    """A column of the scorecard: its head and width in characters, and whether its cells are keys."""

    name: str
    head: str
    width: float
    key: bool = False
    bold: bool = False


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


@dataclass(frozen=True)
class Past:
    """A history year as a row of its sheet."""

    indicator: str
    year: HistoryYear
    cells: tuple[Any, ...]

    @property
    def share(self) -> float:
        """The share of the year in per cent, which the sheet works out."""
        return 100 * self.year.share


class Behind:
    """What stands on the sheets behind the scorecard, and how a formula names it.

    ``rows`` are the rows of each table with indicators and areas as a person reads them, where that reads back as
    the same id; ``past`` the history years that projections used.
    """

    def __init__(self, evidence: Evidence, lang: Lang) -> None:
        self.evidence, self.card, self.lang = evidence, evidence.card, lang
        self.catalog = evidence.card.catalog
        tables = evidence.data.tables
        rows = {name: table_rows(tables, name) for name in TABLES}
        self._areas = self._area_names(rows)
        self.rows = {name: [self._named(row) for row in rows[name]] for name in TABLES}
        self.area = self._areas.get(self.card.record.area, self.card.record.area)
        self.past = tuple(self._past_rows())
        self.columns = tuple(self._columns())
        self._letters = {c.name: _letter(at) for at, c in enumerate(self.columns)}
        self.year_cell = self.area_cell = ""

    # -- names --------------------------------------------------------------------------------------

    def _area_names(self, rows: Mapping[str, list[dict[str, Any]]]) -> dict[str, str]:
        """Each area's label where every row of it reads back as the same area, else its id."""
        names: dict[str, str] = {}
        for row in (row for table in rows.values() for row in table if row.get("area")):
            label = self.catalog.area(row["area"]).label(self.lang)
            found = self.catalog.find_area(label, row["period_end"])
            if found is None or found.id != row["area"]:
                label = row["area"]
            names[row["area"]] = label if names.get(row["area"], label) == label else row["area"]
        return names

    def indicator(self, indicator_id: str) -> str:
        """An indicator's label where it reads back as the same indicator, else its id."""
        label = self.catalog.indicator(indicator_id).label(self.lang)
        found = self.catalog.find_indicator(label)
        return label if found is not None and found.id == indicator_id else indicator_id

    def _named(self, row: dict[str, Any]) -> dict[str, Any]:
        named = dict(row)
        if row.get("area"):
            named["area"] = self._areas[row["area"]]
        if row.get("indicator"):
            named["indicator"] = self.indicator(row["indicator"])
        if row.get("qualifier") == "exact":
            named["qualifier"] = None
        return named

    # -- places -------------------------------------------------------------------------------------

    def _columns(self) -> Iterator[Column]:
        def word(group: str, key: str) -> str:
            return self.catalog.word(group, key, self.lang)

        yield Column("indicator", word("column", "indicator"), 30, bold=True)
        yield Column("value", word("workbook", "value"), 15)
        yield Column("unit", word("workbook", "unit"), 12)
        yield Column("goal", word("column", "goal"), 13)
        yield Column("attainment", word("column", "attainment"), 14)
        yield Column("expected", word("workbook", "expected"), 11)
        yield Column("pace", word("workbook", "pace"), 8)
        yield Column("required", word("workbook", "required"), 11)
        yield Column("average", word("workbook", "average"), 11)
        yield Column("growth", word("workbook", "required_growth"), 11)
        yield Column("class", word("column", "class"), 19)
        yield Column("chance", word("workbook", "chance"), 24)
        yield Column("stated", word("column", "stated"), 18)
        yield Column("agreement", word("column", "agreement"), 17)
        yield Column("note", word("column", "note"), 32)
        yield Column("measure", word("workbook", "measure"), 11, key=True)
        yield Column("series", word("workbook", "series"), 11, key=True)
        yield Column("period_start", word("workbook", "start"), 11, key=True)
        yield Column("period_end", word("workbook", "end"), 11, key=True)
        yield Column("source", word("workbook", "source"), 20, key=True)
        yield Column("basis", word("workbook", "basis"), 15, key=True)
        yield Column("goal_source", word("workbook", "goal_source"), 20, key=True)
        yield Column("mult", word("workbook", "mult"), 8)
        yield Column("goal_mult", word("workbook", "goal_mult"), 8)
        yield Column("months", word("workbook", "months"), 8)

    def at(self, name: str) -> int:
        """The position of a column of the scorecard, from 0."""
        return next(at for at, c in enumerate(self.columns) if c.name == name)

    def class_text(self, computed: str) -> str:
        """A class as it stands in its column."""
        return self.catalog.word("class", computed, self.lang)

    def place_keys(self, year_row: int) -> None:
        """Say in which rows, from 0, the area and the year stand, in the second column."""
        self.area_cell, self.year_cell = f"$B${year_row}", f"$B${year_row + 1}"

    def cell(self, name: str, row: int) -> str:
        """A cell of the scorecard's own row."""
        return f"${self._letters[name]}{row}"

    def sheet(self, table: str) -> str:
        """A sheet as a formula names it."""
        name = self.catalog.word("workbook", table, self.lang).replace("'", "''")
        return f"'{name}'!"

    def column(self, table: str, name: str) -> str:
        """The cells of a column of a table, and those below that may be filled in."""
        letter = _letter([c.name for c in TABLES[table].columns].index(name))
        return f"{self.sheet(table)}${letter}$2:${letter}${len(self.rows[table]) + 1 + _SPARE_ROWS}"

    # -- past years ---------------------------------------------------------------------------------

    def _past_rows(self) -> Iterator[Past]:
        for a in self.card:
            for h in a.main.history if a.main else ():
                assert a.main is not None
                unit = a.main.figure.quantity.unit
                shown = unit if unit.code == h.unit.code else h.unit
                factor = Decimal(10) ** (h.unit.mult - shown.mult)
                yield Past(
                    a.indicator,
                    h,
                    (
                        self.indicator(a.indicator),
                        h.year,
                        h.to_date * factor,
                        h.total * factor,
                        None,
                        self._unit(a.main.figure, shown),
                        self.catalog.word("origin", h.origin, self.lang),
                        "; ".join(self.catalog.area(i).label(self.lang) for i in h.areas),
                        "; ".join(h.source_ids),
                    ),
                )

    def _unit(self, figure: Observation | Goal, unit: Unit) -> str:
        like = figure.quantity.model_copy(update={"unit": unit})
        return axis_unit(like, self.lang, catalog=self.catalog, indicator=figure.indicator)

    def past_sum(self, which: str, row: int) -> str:
        """The sum over an indicator's past years of the total by the month (``to_date``) or of the year."""
        sheet, last = self.sheet("history"), len(self.past) + 1
        letter = {"to_date": "C", "total": "D"}[which]
        return (
            f"SUMIFS({sheet}${letter}$2:${letter}${last},{sheet}$A$2:$A${last},{self.cell('indicator', row)})"
        )


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
            "unit": Cell(self.behind._unit(o, o.quantity.unit)),
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
        own = behind._named(own)
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
            letter = _letter([c.name for c in TABLES[table].columns].index(column))
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
        closed = f"OR({open_},{months}=12)"
        if main.required_per_month is not None and main.figure.measure != Measure.YOY_CHANGE:
            text = f"MAX(0,({goal}-{value})/(12-{months}))"
            self._formula("required", main.required_per_month, text, shape, closed)
        if main.average_per_month is not None:
            self._formula("average", main.average_per_month, f"{value}/{months}", shape, f'{value}=""')
        if main.figure.measure == Measure.YOY_CHANGE and main.required_growth_pct is not None:
            self._growth(main.required_growth_pct, goal, value, closed)

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

    def _formula(self, name: str, value: float, text: str, shape: str, empty: str) -> None:
        self.cells[name] = Cell(value, f'=IF({empty},"",{text})', shape)

    @staticmethod
    def _shape(*values: float | None) -> str:
        largest = max((abs(v) for v in values if v), default=0.0)
        return "#,##0" if largest >= 100 else "#,##0.0" if largest >= 10 else "#,##0.00"

    def words(self) -> None:
        """What is not worked out in Excel: class, chances, what was stated, notes."""
        a, catalog = self.a, self.card.catalog
        shown = self.card.cells(a, self.lang)
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
            made.cells["unit"] = Cell(behind._unit(a.goal, a.goal.quantity.unit))
    made.judged()
    made.words()
    return Line(tuple(made.cells.get(c.name, Cell()) for c in behind.columns))


def _letter(at: int) -> str:
    """A, B, …, Z, AA: the letter of a column from 0."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
