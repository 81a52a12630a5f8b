"""The complete years behind a projection: what was in hand by the same month, and what the year brought.

A year of the area itself goes first; then the sum of the places merged into it, where all of them printed
both numbers; then last year's total with the stated growth; last the shape of the largest of those places,
which says so. Nothing is interpolated: only the figure's own month counts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from hpbrief.assessment.select import Selection
from hpbrief.models import (
    Area,
    HistoryYear,
    Indicator,
    IndicatorKind,
    Measure,
    Observation,
    ObsStatus,
    Period,
    Unit,
)

_OBSERVED = (ObsStatus.OFFICIAL, ObsStatus.PROVISIONAL, ObsStatus.ESTIMATE)
_Origin = Literal["own", "summed", "from_growth", "borrowed"]


class History:
    """Look-ups of past figures in one data set as seen on a day."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.catalog = selection.ds.catalog
        self._cells: dict[tuple[str, str, Period], list[Observation]] = defaultdict(list)
        self._growth: dict[tuple[str, str, Period], list[Observation]] = defaultdict(list)
        for o in selection.ds.tables.observations:
            if o.status not in _OBSERVED or o.series not in selection.default_series:
                continue
            if o.measure == Measure.LEVEL:
                self._cells[o.indicator, o.area, o.period].append(o)
            elif o.measure == Measure.YOY_CHANGE and o.in_percent:
                self._growth[o.indicator, o.area, o.period].append(o)
        self._first = min((p.start.year for _, _, p in self._cells), default=0)

    def years(
        self, indicator: Indicator, figure: Observation, *, doubtful: bool = False
    ) -> tuple[HistoryYear, ...]:
        """Complete years before a figure's own, newest first; none but for totals that accumulate.

        A ``doubtful`` figure cannot vouch for its own past: nothing is then worked out from its growth.
        """
        if indicator.kind != IndicatorKind.FLOW or figure.measure != Measure.LEVEL:
            return ()
        if not figure.period.whole_months or figure.period.is_year:
            return ()
        unit, year = figure.quantity.unit, figure.period.end.year
        found = []
        for past in range(year - 1, self._first - 1, -1):
            period = Period.year_to_date(past, figure.period.end.month)
            one = self._year(indicator, figure, period, unit, doubtful=doubtful)
            if one is not None and 0 < one.to_date < one.total:
                found.append(one)
        return tuple(found)

    def base(self, indicator: Indicator, figure: Observation) -> tuple[HistoryYear, ...]:
        """Last year's base of a growth rate: the levels it is the growth of, by the same month and of the year."""
        level = self.catalog.indicators.get(indicator.growth_of or "")
        if level is None or not figure.period.whole_months or figure.period.is_year:
            return ()
        one = self._published(level, figure.area, figure.period.year_before, level.unit)
        return (one,) if one is not None and 0 < one.to_date < one.total else ()

    def _year(
        self, indicator: Indicator, figure: Observation, period: Period, unit: Unit, *, doubtful: bool
    ) -> HistoryYear | None:
        published = self._published(indicator, figure.area, period, unit)
        if published is not None:
            return published
        parts = self._parts(figure.area)
        if period == figure.period.year_before and not doubtful:
            grown = self._from_growth(indicator, figure, [p.id for p in parts], unit)
            if grown is not None:
                return grown
        candidates = [self._both(indicator, [p.id], period, unit, "borrowed") for p in parts]
        return max((c for c in candidates if c is not None), key=lambda c: c.total, default=None)

    def _published(self, indicator: Indicator, area: str, period: Period, unit: Unit) -> HistoryYear | None:
        """A year as printed: of the area itself, or summed over the places merged into it."""
        own = self._both(indicator, [area], period, unit, "own")
        if own is not None:
            return own
        parts = [p.id for p in self._parts(area)]
        return self._both(indicator, parts, period, unit, "summed") if len(parts) > 1 else None

    def _parts(self, area: str) -> list[Area]:
        """The places merged into an area."""
        return [a for a in self.catalog.areas.values() if a.merged_into == area]

    def _cell(self, indicator: Indicator, area: str, period: Period, unit: Unit) -> Observation | None:
        rows = [o for o in self._cells[indicator.id, area, period] if o.quantity.unit.code == unit.code]
        return self.selection.pick(rows) if rows else None

    def _both(
        self, indicator: Indicator, areas: Sequence[str], period: Period, unit: Unit, origin: _Origin
    ) -> HistoryYear | None:
        """To date and total of the areas together; None unless each of them printed both."""
        figures: list[Observation] = []
        totals = [Decimal(0), Decimal(0)]
        for area in areas:
            for at, when in enumerate((period, Period.year(period.end.year))):
                o = self._cell(indicator, area, when, unit)
                if o is None:
                    return None
                figures.append(o)
                totals[at] += o.quantity.to(unit).value
        if not figures:
            return None
        return HistoryYear(
            year=period.end.year,
            to_date=totals[0],
            total=totals[1],
            unit=unit,
            origin=origin,
            areas=tuple(areas),
            source_ids=tuple(dict.fromkeys(o.source_id for o in figures)),
        )

    def _from_growth(
        self, indicator: Indicator, figure: Observation, parts: Sequence[str], unit: Unit
    ) -> HistoryYear | None:
        """Last year by this month as figure over one plus its stated growth, beside last year's total."""
        growth = self._growth[indicator.id, figure.area, figure.period]
        last = Period.year(figure.period.end.year - 1)
        for areas in ([figure.area], parts):
            cells = [self._cell(indicator, area, last, unit) for area in areas]
            totals = [o for o in cells if o is not None]
            if not totals or len(totals) < len(cells) or not growth:
                continue
            stated = self.selection.pick(growth)
            factor = 1 + stated.quantity.base_value / 100
            if factor <= 0:
                continue
            to_date = figure.quantity.value / factor
            total = sum((o.quantity.to(unit).value for o in totals), Decimal(0))
            if not self._plausible(to_date, total, figure):
                continue
            return HistoryYear(
                year=last.end.year,
                to_date=to_date,
                total=total,
                unit=unit,
                origin="from_growth",
                areas=tuple(areas),
                source_ids=tuple(dict.fromkeys((stated.source_id, *(o.source_id for o in totals)))),
            )
        return None

    def _plausible(self, to_date: Decimal, total: Decimal, figure: Observation) -> bool:
        margin = Decimal(str(self.catalog.thresholds["history"]["growth_share_margin"]))
        return total > 0 and abs(to_date / total - figure.period.months_elapsed / 12) <= margin

    def best_month(self, indicator: Indicator, figure: Observation) -> Decimal | None:
        """The best month on record of the figure's area, in its unit: printed, or a total less the one before."""
        unit, months = figure.quantity.unit, []
        for (name, area, period), _ in list(self._cells.items()):
            if (name, area) != (indicator.id, figure.area) or not period.whole_months or period.is_instant:
                continue
            o = self._cell(indicator, area, period, unit)
            if o is None:
                continue
            value = o.quantity.to(unit).value
            if period == Period.month(period.end.year, period.end.month):
                months.append(value)
            elif period.is_year_to_date:
                before = Period.year_to_date(period.end.year, period.end.month - 1)
                earlier = self._cell(indicator, area, before, unit)
                if earlier is not None:
                    months.append(value - earlier.quantity.to(unit).value)
        return max(months, default=None)

    def gains(self, indicator: Indicator, figure: Observation) -> list[Decimal]:
        """Past gains a month of a share or stock, between figures of the same definition at least a month apart."""
        rows: dict[Period, list[Observation]] = defaultdict(list)
        for (name, area, period), cell in self._cells.items():
            if (name, area) == (indicator.id, figure.area) and period.end <= figure.period.end:
                rows[period] += [o for o in cell if o.quantity.unit.code == figure.quantity.unit.code]
        points = [
            (period.end, self.selection.pick(cell).quantity.to(figure.quantity.unit).value)
            for period, cell in sorted(rows.items(), key=lambda item: item[0].end)
            if cell
        ]
        gains = []
        for (start, low), (end, high) in pairwise(points):
            months = Decimal((end - start).days) / Decimal("30.4375")
            if months >= 1:
                gains.append((high - low) / months)
        return gains
