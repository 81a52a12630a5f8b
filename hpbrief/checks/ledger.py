"""Ledger: the figures of a data set filed by cell, and Case: what a check has found, before it is put in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from hpbrief.assessment.select import Selection, agree
from hpbrief.dataset import Dataset
from hpbrief.models import (
    Basis,
    Goal,
    Indicator,
    IndicatorKind,
    Measure,
    Observation,
    ObsStatus,
    Period,
    Quantity,
    Severity,
    Unit,
)
from hpbrief.models.quantity import scaled
from hpbrief.tables.vintages import exactness


class Cell(NamedTuple):
    """What several sources may print: one figure of one definition; an indicator's own series are one."""

    indicator: str
    area: str
    measure: Measure
    period: Period
    series: str = ""
    plan_basis: Basis | None = None


class Path(NamedTuple):
    """An indicator of an area by one definition through a year, as year-to-date figures."""

    indicator: str
    area: str
    series: str
    year: int


@dataclass(frozen=True)
class Each:
    """A fact of several lines: each is put into a template of its own."""

    key: str
    lines: tuple[Mapping[str, Any], ...]
    between: str = "; "


@dataclass(frozen=True)
class Case:
    """A finding before it is put in words: code, evidence, the facts that its templates name, what else it breaks."""

    code: str
    severity: Severity
    area: str
    indicator: str
    period: Period
    rows: tuple[Observation | Goal, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    variant: str = ""
    explains: frozenset[Cell] = frozenset()
    behind: tuple[Case, ...] = ()

    @property
    def template(self) -> str:
        """The key of its words."""
        return f"{self.code}_{self.variant}" if self.variant else self.code


class Ledger:
    """The figures of a data set by cell and by path, with the policies and thresholds of the audit."""

    def __init__(self, ds: Dataset, area: str | None = None, year: int | None = None) -> None:
        self.ds = ds
        self.area, self.year = area, year
        self.selection = Selection(ds)
        self.limits: Mapping[str, Any] = ds.catalog.thresholds["audit"]
        self.cells: dict[Cell, list[Observation]] = {}
        self.goals: dict[tuple[str, str], list[Goal]] = {}
        self.any_series: dict[tuple[str, str, Period], list[Observation]] = {}
        for o in sorted(ds.tables.observations, key=lambda o: (self.known(o), o.source_id)):
            self.cells.setdefault(self.cell(o), []).append(o)
            if o.measure == Measure.LEVEL:
                self.any_series.setdefault((o.indicator, o.area, o.period), []).append(o)
        for g in ds.tables.goals:
            self.goals.setdefault((g.indicator, g.area), []).append(g)

    # -- filing -------------------------------------------------------------------------------------

    def own(self, series: str) -> str:
        """The series under which a figure is filed: "" for an indicator's own."""
        return "" if series in self.selection.default_series else series

    def cell(self, o: Observation) -> Cell:
        """The cell of a figure."""
        return Cell(o.indicator, o.area, o.measure, o.period, self.own(o.series), o.plan_basis)

    def asked(self) -> list[Cell]:
        """Cells of the area and year asked for, in a fixed order."""
        return [c for c in sorted(self.cells, key=_cell_order) if self.wants(c.area, c.period)]

    def wants(self, area: str, period: Period) -> bool:
        """Whether an area and the year of a period were asked for."""
        return self.area in (None, area) and self.year in (None, period.end.year)

    def levels(self, indicator: str, area: str, period: Period, series: str | None = "") -> list[Observation]:
        """Printed levels of a cell, of one series or (None) of any."""
        if series is None:
            return self.any_series.get((indicator, area, period), [])
        return self.cells.get(Cell(indicator, area, Measure.LEVEL, period, series), [])

    def annual_goals(self, indicator: str, area: str, year: int) -> list[Goal]:
        """Goals over the whole year, in the order of bases."""
        rows = [g for g in self.goals.get((indicator, area), []) if g.period == Period.year(year)]
        order = self.selection.order
        return sorted(rows, key=lambda g: order.index(g.basis) if g.basis in order else len(order))

    def paths(self) -> dict[Path, list[Observation]]:
        """For each flow judged by level: the figure of each year-to-date cell that the policy picks."""
        found: dict[Path, list[Observation]] = {}
        for cell in self.asked():
            known = self.indicator(cell.indicator)
            if known.kind != IndicatorKind.FLOW or cell.measure != Measure.LEVEL:
                continue
            if not cell.period.is_year_to_date or cell.period.is_instant:
                continue
            rows = observed(self.cells[cell])
            if rows:
                path = Path(cell.indicator, cell.area, cell.series, cell.period.end.year)
                found.setdefault(path, []).append(self.pick(rows))
        return found

    # -- asking -------------------------------------------------------------------------------------

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator of an id."""
        return self.ds.catalog.indicator(indicator_id)

    def known(self, row: Observation | Goal) -> date:
        """From when a row's source counts as known."""
        return self.selection.known[row.source_id]

    def publisher(self, row: Observation | Goal) -> str:
        """Who printed a row."""
        return self.ds.source(row.source_id).publisher

    def apart(self, rows: Sequence[Observation]) -> list[list[Observation]]:
        """Figures in groups that agree to rounding, the most exact leading; the largest group first."""
        if len({(o.quantity.value, o.quantity.unit, o.quantity.qualifier) for o in rows}) == 1:
            return [sorted(rows, key=exactness, reverse=True)]
        groups: list[list[Observation]] = []
        for o in sorted(rows, key=exactness, reverse=True):
            group = next((g for g in groups if agree(g[0], o)), None)
            if group is None:
                groups.append([o])
            else:
                group.append(o)
        return sorted(groups, key=lambda g: -len({o.source_id for o in g}))

    def pick(self, rows: Sequence[Observation]) -> Observation:
        """The figure of a cell by the policy of ``assess``."""
        return rows[0] if len(rows) == 1 else self.selection.pick(rows)

    def predecessors(self, area: str) -> list[str]:
        """The areas that were merged into one, its own old boundary included."""
        return [a.id for a in self.ds.catalog.areas.values() if a.merged_into == area]

    def case(
        self,
        code: str,
        rows: Iterable[Observation | Goal],
        facts: Mapping[str, Any],
        *,
        severity: Severity | None = None,
        variant: str = "",
        explains: Iterable[Cell] = (),
    ) -> Case:
        """A finding on the figures given, filed under the first of them."""
        rows = tuple(rows)
        return Case(
            code=code,
            severity=severity or Severity(self.limits["severity"][code]),
            area=rows[0].area,
            indicator=rows[0].indicator,
            period=rows[0].period,
            rows=rows,
            facts=facts,
            variant=variant,
            explains=frozenset(explains),
        )


def observed(rows: Iterable[Observation]) -> list[Observation]:
    """Figures that are no forecasts."""
    return [o for o in rows if o.status != ObsStatus.FORECAST]


def like(base_value: Decimal, *printed: Quantity) -> Quantity:
    """A computed number in the unit of the first printed one, to the finest digit that any of them shows."""
    unit = printed[0].unit
    finest = min(_exponent(q.base_value) for q in printed) - unit.mult
    value = scaled(base_value, -unit.mult)
    return Quantity(value=value.quantize(Decimal(1).scaleb(min(0, finest))), unit=unit)


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent


def averaged(base_value: Decimal, quantity: Quantity) -> Quantity:
    """A mean in the unit of a printed number: five significant digits, at most one more than it shows."""
    value = scaled(base_value, -quantity.unit.mult)
    finest = min(_exponent(quantity.value), 0) - 1
    step = Decimal(1).scaleb(min(0, max(finest, value.adjusted() - 4)))
    return Quantity(value=value.quantize(step), unit=quantity.unit)


def span(months: Decimal) -> Each:
    """A number of months in words."""
    return Each("month" if months == 1 else "months", ({"n": months.quantize(Decimal("0.1")).normalize()},))


def percent(value: Decimal, digits: int = 2) -> Quantity:
    """A number of per cent."""
    return Quantity(value=value.quantize(Decimal(1).scaleb(-digits)), unit=Unit(code="PT"))


def _cell_order(cell: Cell) -> tuple[str, ...]:
    period = cell.period
    return (
        cell.area,
        cell.indicator,
        cell.measure,
        cell.series,
        period.end.isoformat(),
        period.start.isoformat(),
        cell.plan_basis or "",
    )
