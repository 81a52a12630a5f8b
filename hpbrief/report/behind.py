"""What stands on the sheets behind the workbook's scorecard, and how a formula names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from hpbrief.format import axis_unit
from hpbrief.models import Goal, HistoryYear, Lang, Observation, Unit
from hpbrief.report.evidence import Evidence
from hpbrief.tables.frames import table_rows
from hpbrief.tables.schema import TABLES

#: Rows that a formula looks at below those that are there, so that what is filled in counts.
_SPARE_ROWS = 1000


@dataclass(frozen=True)
class Column:
    """A column of the scorecard: its head and width in characters, and whether its cells are keys."""

    name: str
    head: str
    width: float
    key: bool = False
    bold: bool = False


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
        self.rows = {name: [self.named(row) for row in rows[name]] for name in TABLES}
        self.area = self._areas.get(self.card.record.area, self.card.record.area)
        self.past = tuple(self._past_rows())
        self.columns = tuple(self._columns())
        self._letters = {c.name: xl_col_to_name(at) for at, c in enumerate(self.columns)}
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

    def named(self, row: dict[str, Any]) -> dict[str, Any]:
        """A row of a table as its sheet shows it."""
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
        yield Column("yoy", word("workbook", "year_on_year"), 11)
        yield Column("yoy_basis", word("workbook", "year_on_year_basis"), 13)
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
        letter = xl_col_to_name([c.name for c in TABLES[table].columns].index(name))
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
                        self.unit_text(a.main.figure, shown),
                        self.catalog.word("origin", h.origin, self.lang),
                        "; ".join(self.catalog.area(i).label(self.lang) for i in h.areas),
                        "; ".join(h.source_ids),
                    ),
                )

    def unit_text(self, figure: Observation | Goal, unit: Unit) -> str:
        """A unit as a column names it: ``tỷ USD``."""
        like = figure.quantity.model_copy(update={"unit": unit})
        return axis_unit(like, self.lang, catalog=self.catalog, indicator=figure.indicator)

    def past_sum(self, which: str, row: int) -> str:
        """The sum over an indicator's past years of the total by the month (``to_date``) or of the year."""
        sheet, last = self.sheet("history"), len(self.past) + 1
        letter = {"to_date": "C", "total": "D"}[which]
        return (
            f"SUMIFS({sheet}${letter}$2:${letter}${last},{sheet}$A$2:$A${last},{self.cell('indicator', row)})"
        )
