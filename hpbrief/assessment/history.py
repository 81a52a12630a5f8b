"""The complete years behind a projection: what was in hand by the same month, and what the year brought.

A year of the area itself goes first; then the sum of the places merged into it, where all of them printed
both numbers; then last year's total with the stated growth; last the shape of the largest of those places,
which says so. Only the figure's own month counts; where the figure ends within a month, each past year had the
total before that month and so much of the month (``prorated``). Where every month of a year is known, printed or as
the difference of two totals, the months themselves are handed out too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Literal

import numpy as np

from hpbrief.assessment.projection import KnownMonths
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
_Origin = Literal["own", "summed", "from_growth", "borrowed", "prorated"]


_YEARS_OF_MONTHS = 5


def _same_part(period: Period, year: int) -> Period:
    """The same part of another year: the last day of a month stays one, 29 February becomes the 28th."""
    if period.whole_months:
        return Period.year_to_date(year, period.end.month)
    day = min(period.end.day, Period.month(year, period.end.month).end.day)
    return Period(Period.year(year).start, period.end.replace(year=year, day=day))


class History:
    """Look-ups of past figures in one data set as seen on a day."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.catalog = selection.ds.catalog
        self._cells: dict[tuple[str, str, Period], list[Observation]] = defaultdict(list)
        self._growth: dict[tuple[str, str, Period], list[Observation]] = defaultdict(list)
        #: Figures whose last year, worked out from their growth, would be further from even than is believed.
        self.refused: set[tuple[object, ...]] = set()
        for o in selection.ds.tables.observations:
            if o.status not in _OBSERVED or o.series not in selection.default_series:
                continue
            known = self.catalog.indicators.get(o.indicator)
            rate = (
                known is not None and known.measure == Measure.SHARE_OF_PLAN
            )  # a plan paid out through the year
            if o.measure == (Measure.SHARE_OF_PLAN if rate else Measure.LEVEL):
                self._cells[o.indicator, o.area, o.period].append(o)
            elif o.measure == Measure.YOY_CHANGE and o.in_percent:
                self._growth[o.indicator, o.area, o.period].append(o)
        self._first = min((p.start.year for _, _, p in self._cells), default=9999)

    def years(
        self, indicator: Indicator, figure: Observation, *, doubtful: bool = False
    ) -> tuple[HistoryYear, ...]:
        """Complete years before a figure's own, newest first; none but for totals that accumulate.

        A ``doubtful`` figure cannot vouch for its own past: nothing is then worked out from its growth.
        """
        if indicator.kind != IndicatorKind.FLOW or figure.measure == Measure.YOY_CHANGE:
            return ()
        if figure.period.is_year or figure.period.is_instant or figure.period.start.month > 1:
            return ()
        unit, year = figure.quantity.unit, figure.period.end.year
        found = []
        for past in range(year - 1, self._first - 1, -1):
            period = _same_part(figure.period, past)
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
        own = self._both(indicator, [area], period, unit, "own") or self._added(indicator, area, period, unit)
        if own is not None:
            return own
        parts = [p.id for p in self._parts(area)]
        return self._both(indicator, parts, period, unit, "summed") if len(parts) > 1 else None

    def _parts(self, area: str) -> list[Area]:
        """The places merged into an area."""
        return [a for a in self.catalog.areas.values() if a.merged_into == area]

    def _cell(self, indicator: Indicator, area: str, period: Period, unit: Unit) -> Observation | None:
        rows = [o for o in self._cells[indicator.id, area, period] if o.quantity.unit.code == unit.code]
        return self.selection.pick(self.selection.own_basis(rows)) if rows else None

    def _both(
        self, indicator: Indicator, areas: Sequence[str], period: Period, unit: Unit, origin: _Origin
    ) -> HistoryYear | None:
        """To date and total of the areas together; None unless each of them printed both."""
        figures: list[Observation] = []
        totals = [Decimal(0), Decimal(0)]
        for area in areas:
            to_date = self._to_date(indicator, area, period, unit)
            whole = self._cell(indicator, area, Period.year(period.end.year), unit)
            if to_date is None or whole is None:
                return None
            figures += [*to_date[1], whole]
            totals[0] += to_date[0]
            totals[1] += whole.quantity.to(unit).value
        if not figures:
            return None
        exact = period.whole_months or origin == "borrowed"
        return HistoryYear(
            year=period.end.year,
            to_date=totals[0],
            total=totals[1],
            unit=unit,
            origin=origin if exact else "prorated",
            areas=tuple(areas),
            source_ids=tuple(dict.fromkeys(o.source_id for o in figures)),
        )

    def _to_date(
        self, indicator: Indicator, area: str, period: Period, unit: Unit
    ) -> tuple[Decimal, list[Observation]] | None:
        """What was in hand at a period's end; within a month the total before it and its days' part of the month."""
        year, month = period.end.year, period.end.month
        if period.whole_months:
            o = self._cell(indicator, area, period, unit)
            return None if o is None else (o.quantity.to(unit).value, [o])
        if month == 1:
            return None
        before = self._cell(indicator, area, Period.year_to_date(year, month - 1), unit)
        after = self._cell(indicator, area, Period.year_to_date(year, month), unit)
        if before is None or after is None:
            return None
        low, high = before.quantity.to(unit).value, after.quantity.to(unit).value
        return low + (high - low) * (period.months_elapsed - (month - 1)), [before, after]

    def _added(self, indicator: Indicator, area: str, period: Period, unit: Unit) -> HistoryYear | None:
        """A year whose months were printed one by one, added up."""
        year, month = period.end.year, period.end.month
        found = self._months(indicator, area, year, 12, unit) if period.whole_months else None
        if found is None:
            return None
        values, sources = found
        return HistoryYear(
            year=year,
            to_date=sum(values[:month], Decimal(0)),
            total=sum(values, Decimal(0)),
            unit=unit,
            origin="own",
            areas=(area,),
            source_ids=sources,
        )

    def months(self, indicator: Indicator, figure: Observation) -> KnownMonths | None:
        """The months of this year and of the years before it, where every one is known; else the quarters; else None.

        Printed one by one, or as the difference of two totals; none where they do not add up to the figure.
        """
        if indicator.kind != IndicatorKind.FLOW or not figure.period.whole_months or figure.period.is_year:
            return None
        return self._known(indicator, figure, 1) or self._known(indicator, figure, 3)

    def _known(self, indicator: Indicator, figure: Observation, step: int) -> KnownMonths | None:
        unit, year, month = figure.quantity.unit, figure.period.end.year, figure.period.end.month
        if figure.period.start.month > 1 or month % step:
            return None
        c = figure.quantity.value
        now = self._months(indicator, figure.area, year, month, unit, step)
        slack = Decimal(str(self.catalog.thresholds["monthly"]["sum_tolerance"]))
        if now is None or abs(sum(now[0], Decimal(0)) - c) > slack * c:
            return None
        past = []
        for before in range(year - 1, max(self._first, year - _YEARS_OF_MONTHS) - 1, -1):
            whole = self._months(indicator, figure.area, before, 12, unit, step)
            if whole is None:
                break
            past.append(tuple(map(float, whole[0])))
        if not past:
            return None
        return KnownMonths(tuple(map(float, now[0])), tuple(reversed(past)), quarterly=step > 1)

    def _months(
        self, indicator: Indicator, area: str, year: int, until: int, unit: Unit, step: int = 1
    ) -> tuple[list[Decimal], tuple[str, ...]] | None:
        """The first months of a year, quarters spread evenly, and their sources; None where one is not known."""
        values, sources = [], []
        for end in range(step, until + 1, step):
            period = Period(Period.month(year, end - step + 1).start, Period.month(year, end).end)
            found = self._span(indicator, area, period, unit)
            if found is None or found[0] <= 0:
                return None
            values += [found[0] / step] * step
            sources += found[1]
        return values, tuple(dict.fromkeys(sources))

    def _span(
        self, indicator: Indicator, area: str, period: Period, unit: Unit
    ) -> tuple[Decimal, list[str]] | None:
        """A month or quarter as printed, or the total by its end less the total before it."""
        printed = self._cell(indicator, area, period, unit)
        if printed is not None:
            return printed.quantity.to(unit).value, [printed.source_id]
        year, first = period.start.year, period.start.month
        if first == 1:
            return None
        before = self._cell(indicator, area, Period.year_to_date(year, first - 1), unit)
        after = self._cell(indicator, area, Period.year_to_date(year, period.end.month), unit)
        if before is None or after is None:
            return None
        change = after.quantity.to(unit).value - before.quantity.to(unit).value
        return change, [before.source_id, after.source_id]

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
                self.refused.add(figure.key)
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

    def course(self, indicator: Indicator, figure: Observation, years: Sequence[HistoryYear]) -> list[float]:
        """What part of the rest of a year each month left brought, a mean of past years; [] where none tells.

        The month in which the figure ends counts where it is not over. Between known totals a year runs evenly; a year
        of which nothing is known between the figure's month and its end tells nothing.
        """
        done, unit = float(figure.period.months_elapsed), figure.quantity.unit
        ends = [m for m in range(1, 13) if m > done]
        found = []
        for h in years:
            known = {done: float(h.to_date), 12.0: float(h.total)}
            for m in ends[:-1]:
                cells = [self._cell(indicator, a, Period.year_to_date(h.year, m), unit) for a in h.areas]
                values = [float(o.quantity.to(unit).value) for o in cells if o is not None]
                if len(values) == len(h.areas) and h.origin != "from_growth":
                    known[float(m)] = sum(values)
            totals = np.interp([done, *ends], sorted(known), [known[m] for m in sorted(known)])
            steps = np.diff(totals)
            if len(known) > 2 and (steps >= 0).all() and steps.sum() > 0:
                found.append(steps / steps.sum())
        return [float(x) for x in np.mean(found, axis=0)] if found else []

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
