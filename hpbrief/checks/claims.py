"""``check``: each claim of a text held against the figures of a data set, one claim at a time.

A number agrees where it may have been printed for a figure of its cell (indicator, area, period, measure), for one
worked out from others, or cut off from one; it contradicts where figures are known and none allows it; else it is
not checkable, and what is missing is named. A share of plan, a goal or "met" is held against each plan apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hpbrief.briefing.to_tables import as_goal, as_observation, says_how_much
from hpbrief.checks.held import (
    REACHED,
    Held,
    any_agrees,
    by_interval,
    differences,
    growth_of,
    may_be,
    named_plan,
    not_checkable,
    overlap,
    reached,
    share_of,
)
from hpbrief.checks.ledger import Cell, Ledger, like, percent
from hpbrief.checks.shares import based, quotient, total
from hpbrief.models import (
    Area,
    Basis,
    Briefing,
    ClaimVerdict,
    Evidence,
    Goal,
    HeadlineVerdict,
    IndicatorKind,
    Interval,
    Measure,
    Observation,
    ObsStatus,
    Period,
    Reference,
    Source,
    Statement,
    Verdict,
    VerdictStatus,
)

#: The id under which what a text says itself is filed while it is checked.
_TEXT = "checked-text"


@dataclass(frozen=True)
class Claim:
    """One claim of a text, held against one figure, or against one plan.

    ``row`` is what it says as a row of a data set; None where it cannot be one.
    """

    said: Statement | Verdict | HeadlineVerdict
    row: Observation | Goal | None
    held: Held

    @property
    def verdict(self) -> ClaimVerdict:
        """``agrees``, ``contradicts`` or ``not_checkable``."""
        return self.held.verdict

    @property
    def basis(self) -> Basis | None:
        """The plan it was held against, where it is of one."""
        return self.held.basis

    @property
    def evidence(self) -> Evidence | None:
        """Where the text says it."""
        return self.said.evidence

    @property
    def indicator(self) -> str | None:
        """The indicator of the catalogue; None where the words name none, and of a count."""
        return None if isinstance(self.said, HeadlineVerdict) else self.said.indicator

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the sources it was held against."""
        return tuple(dict.fromkeys(row.source_id for row in self.held.rows))


def claims_of(briefing: Briefing, ledger: Ledger) -> Iterator[Claim]:
    """Each claim of a text in the order of the text, one a plan where it is of several."""
    source = Source(source_id=_TEXT, publisher="-", published=_day_of(briefing))
    checker = _Checker(ledger, source)
    said: list[Statement | Verdict | HeadlineVerdict] = [
        *briefing.statements,
        *briefing.headlines,
        *(v for v in briefing.verdicts if not v.inferred),
    ]
    for one in sorted(said, key=_place):
        yield from checker.claims(one)


def _day_of(briefing: Briefing) -> date | None:
    return (briefing.about.day if briefing.about else None) or briefing.document.published


def _place(said: Statement | Verdict | HeadlineVerdict) -> tuple[int, int]:
    span = getattr(said.evidence, "span", None) or said.evidence
    return (getattr(span, "start", 0), getattr(span, "end", 0))


class _Checker:
    """Holds one claim after another against the figures of a ledger."""

    def __init__(self, ledger: Ledger, source: Source) -> None:
        self.ledger, self.source = ledger, source

    def claims(self, said: Statement | Verdict | HeadlineVerdict) -> Iterator[Claim]:
        """The claims that one saying makes."""
        missing = _missing(said, self.ledger)
        if missing:
            yield Claim(said, None, not_checkable(missing))
        elif isinstance(said, HeadlineVerdict):
            yield Claim(said, None, self._count(said))
        elif isinstance(said, Verdict):
            yield from (Claim(said, None, held) for held in self._verdict(said))
        elif said.kind == "goal":
            goal = as_goal(said, self.source)
            yield Claim(said, goal, self._goal(goal))
        else:
            row = as_observation(said, self.source)
            yield from (Claim(said, row, held) for held in self._figure(row))

    # -- figures ------------------------------------------------------------------------------------

    def _figure(self, row: Observation) -> list[Held]:
        """A figure against those of its area; where none agrees, against those of its other boundary."""
        own = [*self._in_area(row)]
        if not any_agrees(own):
            for area in self._other_boundaries(row.area):
                other = [*self._in_area(row.model_copy(update={"area": area}))]
                if any_agrees(other):
                    found = {"found": other[0].rows[0]}
                    return [replace(h, hint="other_boundary", facts={**h.facts, **found}) for h in other]
        return own

    def _in_area(self, row: Observation) -> Iterator[Held]:
        if row.measure is Measure.SHARE_OF_PLAN:
            yield from self._shares(row)
        elif printed := self._printed(self.ledger.cell(row), row):
            yield self._against_prints(row, printed)
        elif row.measure is Measure.YOY_CHANGE and row.in_percent:
            yield self._against_growth(row)
        elif row.measure is Measure.LEVEL:
            yield self._against_parts(row)
        else:
            yield not_checkable("no_figure", row)

    def _other_boundaries(self, area: str) -> list[str]:
        """The areas of the same name before and after a merger: a text seldom says which it means."""
        areas = self.ledger.ds.catalog.areas
        mine = areas[area]
        return [
            other.id
            for other in areas.values()
            if other.id != area
            and other.name_vi == mine.name_vi
            and area in (other.merged_into, *_into(mine, other))
        ]

    def _printed(self, cell: Cell, row: Observation) -> list[Observation]:
        """Figures of a cell in the unit of a row; forecasts where the row is one, else what was observed."""
        ahead = row.status is ObsStatus.FORECAST
        rows = self.ledger.cells.get(cell._replace(series=self.ledger.own(row.series)), [])
        return [
            o
            for o in rows
            if o.quantity.unit.code == row.quantity.unit.code and (o.status is ObsStatus.FORECAST) == ahead
        ]

    def _against_prints(
        self, row: Observation, printed: Sequence[Observation], basis: Basis | None = None
    ) -> Held:
        facts = {"stated": row.quantity, "period": row.period, "basis": named_plan(basis)}
        same = [o for o in printed if may_be(row.quantity, o.quantity)]
        other = [o for o in printed if o not in same]
        if not same:
            lead = self.ledger.pick(printed)
            facts["held"] = lead
            hint, found = self._hint(row)
            if found:
                facts["found"] = found[0]
            return Held(ClaimVerdict.CONTRADICTS, "other_value", (lead, *found), facts, basis, hint)
        facts["held"] = lead = self.ledger.pick(same)
        if not other:
            reason = "same" if overlap(row, lead) else "cut_off"
            return Held(ClaimVerdict.AGREES, reason, (lead,), facts, basis)
        facts["other"] = rival = self.ledger.pick(other)
        return Held(ClaimVerdict.AGREES, "same_but_others", (lead, rival), facts, basis)

    def _hint(self, row: Observation) -> tuple[str, tuple[Observation, ...]]:
        """Where the number stands for something else: a slip of ten, another period, place, plan or measure."""
        for rows in self.ledger.cells.values():
            for o in rows:
                apart = differences(row, o)
                if len(apart) == 1 and o.quantity.qualifier is row.quantity.qualifier and overlap(row, o):
                    return f"other_{apart[0]}", (o,)
        return "", ()

    def _against_growth(self, row: Observation) -> Held:
        """Growth that nobody printed, worked out from the level and that of the year before."""
        cell = self.ledger.cell(row)._replace(measure=Measure.LEVEL)
        now = self._levels(cell)
        past = self._levels(cell._replace(period=row.period.year_before))
        pairs = [(a, b) for a in now for b in past if a.quantity.unit.code == b.quantity.unit.code]
        if row.period.is_instant or not pairs:
            return not_checkable("no_growth", row)
        slack = Decimal(str(self.ledger.limits["growth_slack"]))
        lead = min(pairs, key=lambda pair: abs(growth_of(*pair) - row.quantity.base_value))
        facts = {"stated": row.quantity, "now": lead[0], "past": lead[1], "worked": percent(growth_of(*lead))}
        found = quotient(based(lead[0].quantity), based(lead[1].quantity), 100)
        if found is None or found.lo is None or found.hi is None:
            return not_checkable("no_growth", row)
        worked = Interval(lo=found.lo - 100, hi=found.hi - 100, closed=True)
        return by_interval("growth", row.quantity, worked, slack, lead, facts)

    def _levels(self, cell: Cell) -> list[Observation]:
        return [o for o in self.ledger.cells.get(cell, []) if o.status is not ObsStatus.FORECAST]

    def _against_parts(self, row: Observation) -> Held:
        """A level that nobody printed: of a month or quarter, what the total to date gained in it."""
        period = row.period
        cell = self.ledger.cell(row)
        january = period.start.replace(month=1, day=1)
        flow = self.ledger.indicator(row.indicator).kind is IndicatorKind.FLOW
        if not flow or period.is_instant or period.start == january:
            return not_checkable("no_figure", row)
        after = self._printed(cell._replace(period=Period(january, period.end)), row)
        before = self._printed(cell._replace(period=Period(january, period.start - timedelta(days=1))), row)
        if not after or not before:
            return not_checkable("no_figure", row)
        last, first = self.ledger.pick(after), self.ledger.pick(before)
        value = last.quantity.base_value - first.quantity.base_value
        minus = based(first.quantity)
        if minus.lo is None or minus.hi is None:
            return not_checkable("no_figure", row)
        worked = total([based(last.quantity), Interval(lo=-minus.hi, hi=-minus.lo, closed=True)])
        facts = {
            "stated": row.quantity,
            "now": last,
            "past": first,
            "worked": like(value, last.quantity, first.quantity),
        }
        # Totals are revised as the year goes on: a month that is near the difference is not called wrong.
        slack = abs(value) / 20
        return by_interval("part", row.quantity, worked, slack, (last, first), facts)

    # -- plans --------------------------------------------------------------------------------------

    def _shares(self, row: Observation) -> Iterator[Held]:
        """A share of plan against the shares printed and those worked out, a plan at a time."""
        cell = self.ledger.cell(row)
        named = row.plan_basis not in (None, Basis.UNSPECIFIED)
        goals = self.ledger.annual_goals(row.indicator, row.area, row.period.end.year)
        bases = [row.plan_basis] if named else self._bases(cell, goals)
        found = [held for basis in bases if (held := self._share(row, cell, goals, basis)) is not None]
        yield from found or [not_checkable("no_plan" if not goals else "no_share", row)]

    def _bases(self, cell: Cell, goals: Sequence[Goal]) -> list[Basis | None]:
        printed = [
            c.plan_basis
            for c in self.ledger.cells
            if c._replace(plan_basis=None) == cell._replace(plan_basis=None)
        ]
        return list(dict.fromkeys([*(g.basis for g in goals), *printed]))

    def _share(self, row: Observation, cell: Cell, goals: Sequence[Goal], basis: Basis | None) -> Held | None:
        printed = self._printed(cell._replace(plan_basis=basis), row)
        if printed:
            return self._against_prints(row, printed, basis)
        levels = self._levels(cell._replace(measure=Measure.LEVEL, plan_basis=None))
        pairs = [
            (o, g)
            for o in levels
            for g in goals
            if g.basis == basis and g.quantity.unit.code == o.quantity.unit.code and g.quantity.value
        ]
        if not pairs:
            return None
        lead = min(pairs, key=lambda pair: abs(share_of(*pair) - row.quantity.base_value))
        worked = quotient(based(lead[0].quantity), based(lead[1].quantity), 100)
        if worked is None:
            return None
        slack = Decimal(str(self.ledger.limits["plan_points"]))
        facts = {
            "stated": row.quantity,
            "now": lead[0],
            "goal": lead[1],
            "worked": percent(share_of(*lead)),
            "basis": named_plan(basis),
        }
        return by_interval("share", row.quantity, worked, slack, lead, facts, basis)

    def _goal(self, goal: Goal) -> Held:
        """A goal against those of its period, of its own plan where the text names one."""
        known = [
            g
            for g in self.ledger.goals.get((goal.indicator, goal.area), [])
            if g.period == goal.period and g.quantity.unit.code == goal.quantity.unit.code
        ]
        named = goal.basis is not Basis.UNSPECIFIED
        mine = [g for g in known if g.basis == goal.basis] if named else known
        facts: dict[str, Any] = {"stated": goal.quantity, "period": goal.period}
        same = [g for g in mine if may_be(goal.quantity, g.quantity)]
        if same:
            return Held(
                ClaimVerdict.AGREES, "same_goal", (same[0],), facts | {"goal": same[0]}, same[0].basis
            )
        elsewhere = [g for g in known if may_be(goal.quantity, g.quantity)]
        if mine and elsewhere:
            rows = (mine[0], elsewhere[0])
            facts |= {"goal": mine[0], "other": elsewhere[0]}
            return Held(ClaimVerdict.CONTRADICTS, "goal_of_other_plan", rows, facts, mine[0].basis)
        if mine:
            facts |= {"goal": mine[0]}
            return Held(ClaimVerdict.CONTRADICTS, "other_goal", (mine[0],), facts, mine[0].basis)
        return Held(ClaimVerdict.NOT_CHECKABLE, "no_goal", (), facts)

    # -- what officials say -------------------------------------------------------------------------

    def _count(self, said: HeadlineVerdict) -> Held:
        """A count of goals met against the counts stated on the same period."""
        known = [
            h
            for h in self.ledger.ds.tables.headline_verdicts
            if (h.area, h.period, h.of_total) == (said.area, said.period, said.of_total)
            and (h.status == said.status or {h.status, said.status} <= set(REACHED))
        ]
        facts = {"count": said.count, "total": said.of_total}
        if any(h.count == said.count for h in known):
            return Held(ClaimVerdict.AGREES, "same_count", (), facts)
        if known:
            return Held(ClaimVerdict.CONTRADICTS, "other_count", (), facts | {"known": known[0].count})
        return Held(ClaimVerdict.NOT_CHECKABLE, "no_count", (), facts)

    def _verdict(self, said: Verdict) -> Iterator[Held]:
        """ "Met", "exceeded" and "not met" against each goal of the year, by the figure of the verdict's period."""
        assert said.indicator
        if said.status not in (*REACHED, VerdictStatus.NOT_MET) or said.reference in (
            Reference.SAME_PERIOD,
            Reference.SCENARIO,
        ):
            yield not_checkable("foreseen")
            return
        known = self.ledger.indicator(said.indicator)
        cell = Cell(said.indicator, said.area, known.measure, said.period)
        levels = self._levels(cell)
        goals = [
            g
            for g in self.ledger.annual_goals(said.indicator, said.area, said.period.end.year)
            if any(g.quantity.unit.code == o.quantity.unit.code for o in levels)
        ]
        if not levels or not goals:
            yield not_checkable("no_level" if not levels else "no_plan", cell)
            return
        figure = self.ledger.pick(levels)
        over = said.period.end >= Period.year(said.period.end.year).end or known.kind is IndicatorKind.FLOW
        for basis in dict.fromkeys(g.basis for g in goals):
            goal = next(g for g in goals if g.basis == basis)
            yield reached(said.status, figure, goal, over=over)


def _missing(said: Statement | Verdict | HeadlineVerdict, ledger: Ledger) -> str:
    """The first thing without which nothing can be held against a saying."""
    if not isinstance(said, HeadlineVerdict) and (
        said.indicator is None or said.indicator not in ledger.ds.catalog.indicators
    ):
        return "no_indicator"
    if not said.area:
        return "no_area"
    if said.period is None:
        return "no_period"
    if isinstance(said, Statement):
        if said.unit is None and said.measure is not Measure.RANK:
            return "no_unit"
        if said.kind == "goal" and not says_how_much(said):
            return "no_amount"
    return ""


def _into(old: Area, new: Area) -> tuple[str, ...]:
    return (old.id,) if old.merged_into == new.id else ()
