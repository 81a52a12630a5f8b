"""Which figure is C, which goal is T, which forecast and verdict stand beside them: policies, stated once.

Among figures of one cell the newest source is followed (same day: the figure that fits the share of plan its
own source prints, then the one that more sources agree with, then the more exact one); among figures that
agree with it to rounding, the most exact is taken. What disagrees beyond rounding is kept as a candidate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from hpbrief.assessment.derived import added_months, implied_goal
from hpbrief.assessment.planned import as_levels, original
from hpbrief.dataset import Dataset
from hpbrief.models import (
    Basis,
    Goal,
    Indicator,
    IndicatorKind,
    Interval,
    Measure,
    Observation,
    ObsStatus,
    Period,
    Qualifier,
    Quantity,
    Reference,
    Unit,
    Verdict,
)
from hpbrief.models.quantity import last_digit, last_nonzero_digit, scaled

_OBSERVED = (ObsStatus.OFFICIAL, ObsStatus.PROVISIONAL, ObsStatus.ESTIMATE)


@dataclass(frozen=True)
class Figures:
    """The figure that is judged, what disagrees with it, and the rest of what is known of the year."""

    chosen: Observation | None
    candidates: tuple[Observation, ...] = ()
    others: tuple[Observation, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Goals:
    """One goal a basis, in order of preference, further rows of the same goals, and what revised ones were before."""

    by_basis: tuple[Goal, ...]
    others: tuple[Goal, ...] = ()
    disagreeing: frozenset[Basis] = frozenset()
    originals: Mapping[Basis, Goal] = field(default_factory=dict)


class Selection:
    """Policies over one data set as seen on a day."""

    def __init__(self, ds: Dataset) -> None:
        self.ds = ds
        self.known = {s.source_id: s.known_from or date.max for s in (*ds.tables.sources, *ds.tables.cited)}
        self._shares: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
        for o in ds.tables.observations:
            if o.measure == Measure.SHARE_OF_PLAN:
                self._shares[o.indicator, o.area, o.period, o.source_id].append(o)
        self.order = [Basis(b) for b in ds.catalog.thresholds["basis"]["default_order"]]
        self.rounding = Decimal(str(ds.catalog.thresholds["goals"]["rounding_tolerance"]))
        self.default_series = tuple(ds.catalog.thresholds["series"]["default"])

    # -- figures ------------------------------------------------------------------------------------

    def figures(self, indicator: Indicator, area: str, year: int, as_of: date) -> Figures:
        """The year-to-date figure to be judged: status A, P or E, its period over, the latest one."""
        printed = [
            o for o in self._of(indicator, area, year) if o.status in _OBSERVED and _fits(indicator, o.period)
        ]
        rows = [o for o in printed if o.period.end <= as_of]
        own, flags = self._own_series(rows)
        printed_parts = [
            o for o in self._of(indicator, area, year) if o.status in _OBSERVED and o.period.end <= as_of
        ]
        in_series = [o for o in printed_parts if o.series in self.default_series]
        added = added_months(indicator, in_series, year, self.pick)
        if added is not None and (not own or max(o.period.end for o in own) < added.period.end):
            own, flags = [*own, added], [*flags, "summed"]
        if not own:
            return Figures(None, others=tuple(printed), flags=("period_not_over",) if printed else ())
        end = max(o.period.end for o in own)
        cell = self.own_basis([o for o in own if o.period.end == end])
        chosen = self.pick(cell)
        disagreeing = self._apart([o for o in cell if not agree(o, chosen)])
        earlier = self._higher_earlier(indicator, own, chosen)
        if disagreeing:
            flags.append("source_sensitive")
        if earlier:
            flags.append("falling")
            disagreeing.append(earlier)
        if chosen.status != ObsStatus.OFFICIAL and self.known[chosen.source_id] < chosen.period.end:
            flags.append("estimated_before_period_end")
        others = tuple(o for o in rows if o is not chosen and o not in disagreeing)
        return Figures(chosen, tuple(disagreeing), others, tuple(flags))

    def forecasts(
        self, indicator: Indicator, area: str, year: int
    ) -> tuple[Observation | None, tuple[Observation, ...]]:
        """The authority's own forecast of the year, by the same policy, and all of them."""
        rows = [
            o
            for o in self._of(indicator, area, year)
            if o.status == ObsStatus.FORECAST and o.period == Period.year(year)
        ]
        own, _ = self._own_series(rows)
        return (self.pick(self.own_basis(own)) if own else None), tuple(rows)

    def _of(self, indicator: Indicator, area: str, year: int) -> list[Observation]:
        wanted = {indicator.id}
        if indicator.growth_of and indicator.measure == Measure.YOY_CHANGE:
            wanted.add(indicator.growth_of)
        return [
            o
            for o in self.ds.tables.observations
            if o.indicator in wanted
            and o.area == area
            and o.measure == indicator.measure
            and (o.in_percent or o.indicator == indicator.id)
            and o.period.end.year == year
        ]

    def _own_series(self, rows: Sequence[Observation]) -> tuple[list[Observation], list[str]]:
        own = [o for o in rows if o.series in self.default_series]
        if own or not rows:
            return own, []
        newest = max(rows, key=lambda o: (o.period.end, o.series))
        return [o for o in rows if o.series == newest.series], ["series_substituted"]

    def own_basis(self, rows: Sequence[Observation]) -> list[Observation]:
        """Shares of plan of one plan only: the first in the order of bases."""
        first = min(rows, key=lambda o: self._rank(o.plan_basis))
        return [o for o in rows if o.plan_basis == first.plan_basis]

    def _rank(self, basis: Basis | None) -> int:
        return self.order.index(basis) if basis in self.order else len(self.order)

    def pick(self, cell: Sequence[Observation]) -> Observation:
        """The figure of a cell by the policy of this module."""

        def rank(o: Observation) -> tuple[object, ...]:
            support = len({p.source_id for p in cell if agree(o, p)})
            fits = self.fits_own_share(o)
            return (self.known[o.source_id], fits, support, *_exactness(o.quantity), _reverse(o.source_id))

        newest = max(cell, key=rank)
        agreeing = [o for o in cell if agree(o, newest)]
        return max(
            agreeing, key=lambda o: (*_exactness(o.quantity), self.known[o.source_id], _reverse(o.source_id))
        )

    def _apart(self, rows: Sequence[Observation]) -> list[Observation]:
        """One figure for each value among rows: what agrees to rounding stands once."""
        left, apart = list(rows), []
        while left:
            one = self.pick(left)
            apart.append(one)
            left = [o for o in left if not agree(o, one)]
        return apart

    def fits_own_share(self, o: Observation) -> int:
        """1 where the figure fits the share of plan that its own source prints, -1 where it does not, else 0."""
        shares = [s for s in self._shares[o.indicator, o.area, o.period, o.source_id] if s.plan_basis]
        if o.measure != Measure.LEVEL or not shares:
            return 0
        goals = [g for g in self.ds.tables.goals if (g.indicator, g.area) == (o.indicator, o.area)]
        checks = [
            (o.quantity.base_value / g.quantity.base_value * 100, s.quantity)
            for s in shares
            for g in goals
            if g.basis == s.plan_basis and g.period.is_year and o.period in g.period and g.quantity.value
        ]
        if not checks:
            return 0
        return 1 if any(_rounds_to(computed, stated) for computed, stated in checks) else -1

    def _higher_earlier(
        self, indicator: Indicator, rows: Sequence[Observation], chosen: Observation
    ) -> Observation | None:
        """An earlier figure of the year above the chosen one, where the figure cannot fall."""
        if indicator.kind != IndicatorKind.FLOW or indicator.can_fall:
            return None
        above = [
            o
            for o in rows
            if o.period.end < chosen.period.end
            and o.plan_basis == chosen.plan_basis
            and o.quantity.unit.code == chosen.quantity.unit.code
            and _above(o, chosen)
        ]
        if not above:
            return None
        last = max(o.period.end for o in above)
        return self.pick([o for o in above if o.period.end == last])

    # -- goals --------------------------------------------------------------------------------------

    def goals(self, indicator: Indicator, area: str, year: int) -> Goals:
        """Annual goals, one a basis: among roundings of one goal the most exact; then what shares imply."""
        rows = [g for g in self.ds.tables.goals if g.indicator == indicator.id and g.area == area]
        annual = as_levels(self, indicator, (g for g in rows if g.period == Period.year(year)))
        chosen: list[Goal] = []
        disagreeing = set()
        originals: dict[Basis, Goal] = {}
        for basis in sorted({g.basis for g in annual}, key=self._rank):
            same = [g for g in annual if g.basis == basis]
            newest = max(same, key=self.goal_rank)
            roundings = [g for g in same if _same_goal(g, newest, self.rounding)]
            first = original(self, newest, same) if len(roundings) < len(same) else None
            if first is not None:
                originals[basis] = first
            elif len(roundings) < len(same):
                disagreeing.add(basis)
            chosen.append(max(roundings, key=lambda g: (*_exactness(g.quantity), _reverse(g.source_id))))
        implied = self._implied(indicator, area, year, {g.basis for g in chosen})
        others = tuple(
            g for g in rows if not any(_printed_as(g, c) for c in chosen) and g.period.end.year >= year
        )
        return Goals((*chosen, *implied), others, frozenset(disagreeing), originals)

    def portion(self, indicator: Indicator, goal: Goal, figure: Observation) -> Observation | None:
        """The figure of a half-year, quarter or other portion of the year, by the day of ``figure``.

        Printed for the portion itself, else the total to date less the total before the portion began; None
        where neither is known. A difference says so in its note.
        """
        end = min(figure.period.end, goal.period.end)
        if end <= goal.period.start or goal.period.start.year != end.year:
            return None  # not begun, or the goal of several years
        rows = [
            o
            for o in self._of(indicator, goal.area, end.year)
            if o.status in _OBSERVED and o.quantity.unit.code == goal.quantity.unit.code
        ]
        direct = [o for o in rows if o.period == Period(goal.period.start, end)]
        if direct:
            return self.pick(direct)
        year = Period.year(end.year)
        if goal.period.start == year.start:
            return None  # nothing lies before it that could be taken off
        whole = [o for o in rows if o.period == Period(year.start, end) and o.series == figure.series]
        before = [o for o in rows if o.period == year - Period(goal.period.start, year.end)]
        if indicator.kind != IndicatorKind.FLOW or not whole or not before:
            return None
        last, first = self.pick(whole), self.pick(before)
        unit = last.quantity.unit
        value = last.quantity.value - first.quantity.to(unit).value
        exact = {last.quantity.qualifier, first.quantity.qualifier} == {Qualifier.EXACT}
        qualifier = Qualifier.EXACT if exact else Qualifier.ABOUT
        return last.model_copy(
            update={
                "period": Period(goal.period.start, end),
                "quantity": Quantity(value=value, unit=unit, qualifier=qualifier),
                "note": f"{last.quantity.value} ({last.source_id}) - {first.quantity.value} ({first.source_id})",
            }
        )

    def scenario(self, indicator: Indicator, area: str, period: Period) -> Goal | None:
        """The growth scenario's own goal for a period, the newest and most exact; None where there is none."""
        rows = [
            g
            for g in self.ds.tables.goals
            if (g.indicator, g.area, g.period, g.basis) == (indicator.id, area, period, Basis.SCENARIO)
        ]
        return max(rows, key=self.goal_rank, default=None)

    def goal_rank(self, goal: Goal) -> tuple[object, ...]:
        """Larger is newer, then more exact."""
        return (self.in_force(goal), *_exactness(goal.quantity), _reverse(goal.source_id))

    def in_force(self, goal: Goal) -> date:
        """From when a goal counts: its adoption where a source states it, else its source's date."""
        return goal.in_force_from or self.known[goal.source_id]

    def _implied(self, indicator: Indicator, area: str, year: int, explicit: set[Basis]) -> list[Goal]:
        """Goals worked out as level over share of plan, where both are printed by one source."""
        if indicator.measure != Measure.LEVEL or indicator.kind != IndicatorKind.FLOW:
            return []
        rows = [
            o
            for o in self.ds.tables.observations
            if o.indicator == indicator.id
            and o.area == area
            and o.status in _OBSERVED
            and o.period.is_year_to_date
            and o.period.end.year == year
        ]
        best: dict[Basis, Goal] = {}
        for share in (o for o in rows if o.measure == Measure.SHARE_OF_PLAN):
            basis = share.plan_basis or Basis.UNSPECIFIED
            levels = [
                o
                for o in rows
                if o.measure == Measure.LEVEL and (o.source_id, o.period) == (share.source_id, share.period)
            ]
            own, _ = self._own_series(levels)
            if basis in explicit or not own:
                continue
            goal = implied_goal(self.pick(own), share, year)
            if goal and (basis not in best or self._firmer(goal) > self._firmer(best[basis])):
                best[basis] = goal
        return [best[b] for b in sorted(best, key=self._rank)]

    def _firmer(self, goal: Goal) -> tuple[object, ...]:
        """Of goals implied on one basis the narrowest is taken, then the newest, then the first by source."""
        return (-_width(goal), self.known[goal.source_id], _reverse(goal.source_id))

    # -- verdicts -----------------------------------------------------------------------------------

    def verdicts(
        self, indicator: Indicator, area: str, year: int
    ) -> tuple[Verdict | None, tuple[Verdict, ...]]:
        """The official verdict, and all: latest period, annual goal before scenario, named before implied."""
        rows = [
            v
            for v in self.ds.tables.verdicts
            if v.indicator == indicator.id and v.area == area and v.period.end.year == year
        ]
        if not rows:
            return None, ()
        rows.sort(
            key=lambda v: (
                v.period.end,
                v.reference == Reference.ANNUAL_GOAL,
                not v.inferred,
                v.stated_on,
                _reverse(v.source_id or ""),
            ),
            reverse=True,
        )
        return rows[0], tuple(rows)


def _fits(indicator: Indicator, period: Period) -> bool:
    if indicator.kind in (IndicatorKind.FLOW, IndicatorKind.RATE):
        return period.is_year_to_date and not period.is_instant
    return True


def _based(interval: Interval, quantity: Quantity) -> Interval:
    mult = quantity.unit.mult
    return Interval(
        lo=None if interval.lo is None else scaled(interval.lo, mult),
        hi=None if interval.hi is None else scaled(interval.hi, mult),
        closed=interval.closed,
    )


def agree(a: Observation, b: Observation) -> bool:
    """Whether two prints may stand for one value."""
    if a.quantity.unit.code != b.quantity.unit.code:
        return False
    return _based(a.quantity.interval, a.quantity).overlaps(_based(b.quantity.interval, b.quantity))


def _rounds_to(computed: Decimal, stated: Quantity) -> bool:
    """Whether a share worked out may have been printed as stated, in percent; half a last digit more is let pass."""
    percent = stated.to(Unit(code=stated.unit.code))
    inside = percent.interval
    slack = percent.half_rounding_unit
    low = inside.lo is None or computed >= inside.lo - slack
    return low and (inside.hi is None or computed <= inside.hi + slack)


def _above(a: Observation, b: Observation) -> bool:
    return a.quantity.base_value > b.quantity.base_value and not agree(a, b)


def _same_goal(a: Goal, b: Goal, tolerance: Decimal) -> bool:
    """Whether two goals are roundings of one: apart by at most the coarser last digit, and by little."""
    if a.quantity.unit.code != b.quantity.unit.code:
        return False
    one, other = a.quantity.base_value, b.quantity.base_value
    coarse = max(last_nonzero_digit(one), last_nonzero_digit(other))
    return abs(one - other) <= min(coarse, tolerance * max(abs(one), abs(other)))


def _printed_as(row: Goal, used: Goal) -> bool:
    """Whether a goal that is used is a row as printed, or worked out from it."""
    return row == used or (used.grown_from is not None and row.key[1:7] == used.key[1:7])


def _exactness(quantity: Quantity) -> tuple[bool, Decimal]:
    """Larger is more exact: printed without a qualifier, and to a finer digit."""
    return quantity.qualifier == Qualifier.EXACT, -last_digit(quantity.base_value)


def _width(goal: Goal) -> Decimal:
    assert goal.interval is not None
    assert goal.interval.lo is not None
    assert goal.interval.hi is not None
    return (goal.interval.hi - goal.interval.lo) / goal.interval.lo


def _reverse(text: str) -> tuple[int, ...]:
    """A key under which the alphabetically first text is the largest."""
    return tuple(-ord(c) for c in text)


def shares_of_plan(rows: Iterable[Observation], figure: Observation) -> list[Observation]:
    """Stated shares of plan of the same period and indicator as a figure."""
    return [
        o
        for o in rows
        if o.measure == Measure.SHARE_OF_PLAN
        and (o.indicator, o.area, o.period) == (figure.indicator, figure.area, figure.period)
    ]
