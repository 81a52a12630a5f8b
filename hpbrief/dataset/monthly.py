"""Months of one indicator as an analyst asks for them: the month, the total so far, growth, the share of the goal; and
years side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hpbrief.catalog import Catalog
from hpbrief.format import axis_unit
from hpbrief.models import Basis, Goal, Lang, Measure, Observation, Period, Quantity, Tables, Unit
from hpbrief.models.indicator import Indicator
from hpbrief.models.period import year_of
from hpbrief.models.terms import IndicatorKind
from hpbrief.tables.frames import tidy_frame
from hpbrief.tables.schema import ColumnType
from hpbrief.tables.vintages import vintage_cells, without_forecasts

if TYPE_CHECKING:
    import pandas as pd

#: The columns of ``monthly`` after its period, by their words in words.toml.
_COLUMNS = ("in_month", "to_date", "growth_month", "growth_to_date", "share_of_goal")


class Monthly:
    """What a data set answers on months: a part of ``Dataset``."""

    tables: Tables
    catalog: Catalog

    def monthly(
        self, indicator: str, area: str | None = None, *, year: int | None = None, lang: Lang = "vi"
    ) -> pd.DataFrame:
        """The months of an indicator, one a row: in the month, to date, growth of both (%), share of the goal (%).

        Amounts are in the unit that ``attrs["unit"]`` names, heads in a language. Single months come from totals, and
        totals from single months, where no figure says them and the indicator is a flow; growth is worked out from
        the same period of the year before, else as stated. What is not known is NaN. ``area`` is by default that with
        most figures. Raises CatalogError for an unknown name.
        """
        series = self._series(indicator, area)
        years = sorted({y for y, _ in series.known} if year is None else {year_of(year)})
        rows = [series.row(y, m) for y in years for m in range(1, 13) if series.is_known(y, m)]
        heads = {name: self.catalog.word("monthly", name, lang) for name in ("period", *_COLUMNS)}
        types: dict[str, ColumnType] = {heads[n]: "string" if n == "period" else "number" for n in heads}
        frame = tidy_frame(({heads[n]: row[n] for n in heads} for row in rows), types)
        frame.attrs["unit"] = series.unit_text(lang)
        return frame

    def compare_years(
        self, indicator: str, area: str | None = None, *, to_date: bool = True, lang: Lang = "vi"
    ) -> pd.DataFrame:
        """An indicator's months side by side: a row a month, a column a year, in the unit of ``attrs["unit"]``.

        Totals to date, or single months where ``to_date`` is False. Raises CatalogError for an unknown name.
        """
        series = self._series(indicator, area)
        years = sorted({y for y, _ in series.known})
        head = self.catalog.word("monthly", "month", lang)
        value = series.to_date if to_date else series.in_month
        rows = [{head: m, **{str(y): value(y, m) for y in years}} for m in range(1, 13)]
        types: dict[str, ColumnType] = {head: "integer", **{str(y): "number" for y in years}}
        frame = tidy_frame(rows, types)
        frame.attrs["unit"] = series.unit_text(lang)
        return frame

    def _series(self, indicator: str, area: str | None) -> _Series:
        known = self.catalog.find_indicator(indicator) or self.catalog.indicator(indicator)
        mine = [o for o in self.tables.observations if o.indicator == known.id and not o.series]
        if area is None:
            counts = sorted({o.area for o in mine}, key=lambda a: (-sum(o.area == a for o in mine), a))
            place = counts[0] if counts else ""
        else:
            place = (self.catalog.find_area(area) or self.catalog.area(area)).id
        cells = vintage_cells(without_forecasts(o for o in mine if o.area == place), self.tables.sources)
        goals = [g for g in self.tables.goals if g.indicator == known.id and g.area == place]
        return _Series(known, [cell[-1] for cell in cells], goals, self.catalog)


class _Series:
    """The latest prints of one indicator of one area, all levels in one unit."""

    def __init__(
        self, indicator: Indicator, rows: Iterable[Observation], goals: Iterable[Goal], catalog: Catalog
    ) -> None:
        self.indicator, self.catalog = indicator, catalog
        rows = list(rows)
        levels = [o for o in rows if o.measure == Measure.LEVEL]
        self.unit: Unit = levels[-1].quantity.unit if levels else indicator.unit
        self.levels = self._by_period(levels)
        self.stated = {
            o.period: o.quantity.value for o in rows if o.measure == Measure.YOY_CHANGE and o.in_percent
        }
        self.goals = {
            g.period.end.year: g for g in sorted(goals, key=_rank, reverse=True) if g.period.is_year
        }
        self.flow = indicator.kind == IndicatorKind.FLOW
        self.known = {(p.end.year, p.end.month) for p in (*self.levels, *self.stated) if p.whole_months}

    def _by_period(self, levels: Iterable[Observation]) -> Mapping[Period, Decimal]:
        same = (o for o in levels if o.quantity.unit.code == self.unit.code)
        return {o.period: o.quantity.to(self.unit).value for o in same}

    def unit_text(self, lang: Lang) -> str:
        none = Quantity(value=Decimal(0), unit=self.unit)
        return axis_unit(none, lang, catalog=self.catalog, indicator=self.indicator.id)

    def is_known(self, year: int, month: int) -> bool:
        values = (self.in_month(year, month), self.to_date(year, month))
        return (year, month) in self.known or any(v is not None for v in values)

    def to_date(self, year: int, month: int) -> Decimal | None:
        """The total of a year's first months: as printed, else the sum of its single months."""
        total = self.levels.get(Period.year_to_date(year, month))
        if total is not None or not self.flow:
            return total
        months = [self.levels.get(Period.month(year, m)) for m in range(1, month + 1)]
        return sum((v for v in months if v is not None), Decimal(0)) if None not in months else None

    def in_month(self, year: int, month: int) -> Decimal | None:
        """A single month: as printed, else one total less the one before."""
        single = self.levels.get(Period.month(year, month))
        if single is not None or not self.flow:
            return single
        total = self.levels.get(Period.year_to_date(year, month))
        before = self.levels.get(Period.year_to_date(year, month - 1)) if month > 1 else Decimal(0)
        return None if total is None or before is None else total - before

    def row(self, year: int, month: int) -> dict[str, Any]:
        single, total = self.in_month(year, month), self.to_date(year, month)
        goal = self.goals.get(year)
        aim = (
            goal.quantity.to(self.unit).value if goal and goal.quantity.unit.code == self.unit.code else None
        )
        return {
            "period": Period.month(year, month).code,
            "in_month": single,
            "to_date": total,
            "growth_month": self._growth(single, self.in_month(year - 1, month), Period.month(year, month)),
            "growth_to_date": self._growth(
                total, self.to_date(year - 1, month), Period.year_to_date(year, month)
            ),
            "share_of_goal": 100 * total / aim if total is not None and aim and self.flow else None,
        }

    def _growth(self, now: Decimal | None, then: Decimal | None, period: Period) -> Decimal | None:
        if now is not None and then:
            return 100 * (now / then - 1)
        return self.stated.get(period)


def _rank(goal: Goal) -> tuple[int, str]:
    """The order of goals of one year: the plan of the year first."""
    return (list(Basis).index(goal.basis), goal.source_id)
