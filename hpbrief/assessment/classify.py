"""One figure held against one goal: the rules, in their order, each with an id.

A rule sees numbers only: C and T in one unit, m, half a rounding unit, and how the indicator behaves. Goals
with bound ``at_most`` mirror every rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from hpbrief.assessment.projection import (
    Prior,
    growth_prior,
    history_prior,
    probability_to_reach,
    project,
    straight_line_prior,
)
from hpbrief.models import (
    Bound,
    ComputedClass,
    Goal,
    HistoryYear,
    Indicator,
    IndicatorKind,
    Judgement,
    Measure,
    Observation,
    Qualifier,
    Unit,
)

_RANK = (
    ComputedClass.EXCEEDED,
    ComputedClass.MET,
    ComputedClass.ON_TRACK,
    ComputedClass.AT_RISK,
    ComputedClass.OFF_TRACK,
    ComputedClass.MISSED,
)
#: Rules after which nothing more is needed: the goal is decided, or held for now.
SETTLED = ("R2", "R2-now", "R3")
_NEARLY_ONE = Decimal("0.999999")


@dataclass(frozen=True)
class Past:
    """What is known of earlier years: complete years, the best month, gains a month of a stock, growth's base.

    A best month below the average month of the figure is none: the record then lacks better months.
    """

    years: tuple[HistoryYear, ...] = ()
    best_month: Decimal | None = None
    gains: tuple[Decimal, ...] = ()
    base: tuple[HistoryYear, ...] = ()


@dataclass(frozen=True)
class Case:
    """What the rules look at, besides C and T.

    ``months`` are those elapsed of the goal's period, ``length`` those it has: 12 but for a portion of the year.
    """

    indicator: Indicator
    months: Decimal
    year: int
    year_over: bool
    half_unit: Decimal
    nearly: bool
    at_most: bool
    thresholds: Mapping[str, Any]
    past: Past
    length: Decimal = Decimal(12)

    @property
    def accumulates(self) -> bool:
        """A total that adds up through the year and cannot fall."""
        return self.indicator.kind == IndicatorKind.FLOW and not self.indicator.can_fall

    @property
    def is_growth(self) -> bool:
        """A growth rate of the year to date on the same period."""
        return self.indicator.measure == Measure.YOY_CHANGE


@dataclass(frozen=True)
class Outcome:
    """The class, the rule that fired, and what else the rule says."""

    computed_class: ComputedClass
    rule_id: str
    flags: tuple[str, ...] = ()
    prior: Prior | None = None
    p_reach: float | None = None


def judge(
    figure: Observation,
    goal: Goal,
    indicator: Indicator,
    thresholds: Mapping[str, Any],
    past: Past = Past(),
) -> Judgement:
    """Hold a figure against a goal. Numbers come in the unit of the figure, percentages in percent."""
    if figure.quantity.unit.code != goal.quantity.unit.code:
        return Judgement(
            figure=figure,
            goal=goal,
            months=figure.period.months_elapsed,
            computed_class=ComputedClass.INSUFFICIENT_DATA,
            rule_id="R1",
            flags=("unit_mismatch",),
        )
    if indicator.measure == Measure.YOY_CHANGE:  # the growth engine wants percent
        figure = figure.model_copy(
            update={"quantity": figure.quantity.to(Unit(code=figure.quantity.unit.code))}
        )
    c = figure.quantity.value
    t = goal.quantity.to(figure.quantity.unit).value
    before = Decimal(goal.period.start.month - 1)
    case = Case(
        indicator=indicator,
        months=figure.period.months_elapsed - before,
        length=goal.period.months_elapsed - before,
        year=goal.period.end.year,
        year_over=figure.period.end == goal.period.end,
        half_unit=half_unit(figure, t),
        nearly=figure.quantity.qualifier == Qualifier.UNDER,
        at_most=goal.bound == Bound.AT_MOST,
        thresholds=thresholds,
        past=_fitting(past, c, figure.period.months_elapsed - before),
    )
    outcome = classify(c, t, case)
    flags = list(outcome.flags)
    if _flips(figure, goal, case, outcome):
        flags.append("rounding_sensitive")
    if _size_suspect(c, t, case):
        flags.append("size_suspect")
    return Judgement(
        figure=figure,
        goal=goal,
        months=case.months,
        computed_class=outcome.computed_class,
        rule_id=outcome.rule_id,
        flags=tuple(flags),
        **_numbers(c, t, case, outcome),
    )


def _fitting(past: Past, c: Decimal, months: Decimal) -> Past:
    """The past without a best month that the figure itself shows not to be the best."""
    if past.best_month is None or past.best_month * months >= c:
        return past
    return replace(past, best_month=None)


def half_unit(figure: Observation, t: Decimal) -> Decimal:
    """By how much the figure may miss the goal and still be it; nothing where its print excludes the goal."""
    quantity = figure.quantity
    if quantity.qualifier == Qualifier.EXACT or quantity.interval.contains(t):
        return quantity.half_rounding_unit
    return Decimal(0)


def classify(c: Decimal, t: Decimal, case: Case) -> Outcome:
    """The first rule that fires."""
    side = _side(c, t, case)
    if case.year_over:
        return _year_over(side, case)
    if case.accumulates and side > 0:
        return Outcome(ComputedClass.MISSED if case.at_most else ComputedClass.EXCEEDED, "R2")
    if case.accumulates and side == 0 and not case.at_most:
        return Outcome(ComputedClass.MET, "R2")
    if not case.accumulates and (side <= 0 if case.at_most else side >= 0):
        now = "currently_below" if case.at_most else "currently_above"
        return Outcome(ComputedClass.ON_TRACK, "R2-now", (now,))
    if case.is_growth:
        return _growth(c, t, case)
    if case.indicator.kind != IndicatorKind.FLOW:
        return _stock(c, t, case)
    return _flow(c, t, case)


def _flow(c: Decimal, t: Decimal, case: Case) -> Outcome:
    limits, n = case.thresholds["history"], len(case.past.years)
    if case.indicator.lumpy and n < limits["lumpy_years"]:
        return _lumpy(c, t, case)
    if not n:
        return _by_prior(
            c, t, straight_line_prior(float(12 * case.months / case.length), case.thresholds), "R6", case
        )
    best = case.past.best_month
    prior = history_prior(case.past.years, lumpy=case.indicator.lumpy, thresholds=case.thresholds)
    if (
        n >= limits["rule_4_years"]
        and best is not None
        and not case.at_most
        and t - c > best * (case.length - case.months)
    ):
        p = _chance(float(c), float(t), prior, case)
        return Outcome(ComputedClass.OFF_TRACK, "R4", _origins(case.past.years), prior, p)
    return _by_prior(c, t, prior, "R5", case)


def _by_prior(c: Decimal, t: Decimal, prior: Prior, rule_id: str, case: Case) -> Outcome:
    p = _chance(float(c), float(t), prior, case)
    flags = _origins(case.past.years) if prior.history_years else ("indicative",)
    return Outcome(_by_probability(p, case), rule_id, flags, prior, p)


def _origins(history: Sequence[HistoryYear]) -> tuple[str, ...]:
    """How the history was come by, where it is not the area's own."""
    return tuple(sorted({f"history_{h.origin}" for h in history if h.origin != "own"}))


def _stock(c: Decimal, t: Decimal, case: Case) -> Outcome:
    """A share or stock: the gain a month that is needed, against past gains."""
    gains = [-g for g in case.past.gains] if case.at_most else list(case.past.gains)
    if not gains or case.months >= case.length:
        return Outcome(ComputedClass.INSUFFICIENT_DATA, "R1-stock", ("gap_only",))
    needed = abs(t - c) / (case.length - case.months)
    if needed > max(gains):
        return Outcome(ComputedClass.OFF_TRACK, "R5-stock", ("indicative",))
    average = sum(gains, Decimal(0)) / len(gains)
    reached = ComputedClass.ON_TRACK if needed <= average else ComputedClass.AT_RISK
    return Outcome(reached, "R5-stock", ("indicative",))


def _side(c: Decimal, t: Decimal, case: Case) -> int:
    """1 above the goal, 0 within half a rounding unit of it, -1 below; "nearly 213" is below 213."""
    if case.nearly and c == t:
        return -1
    if abs(c - t) <= case.half_unit:
        return 0
    return 1 if c > t else -1


def _year_over(side: int, case: Case) -> Outcome:
    if side == 0:
        return Outcome(ComputedClass.MET, "R2")
    if (side < 0) == case.at_most:
        return Outcome(ComputedClass.EXCEEDED, "R2")
    return Outcome(ComputedClass.MISSED, "R3")


def _by_probability(p: float, case: Case) -> ComputedClass:
    limits = case.thresholds["classes"]
    if p >= limits["on_track"]:
        return ComputedClass.ON_TRACK
    return ComputedClass.AT_RISK if p >= limits["at_risk"] else ComputedClass.OFF_TRACK


def _lumpy(c: Decimal, t: Decimal, case: Case) -> Outcome:
    """No projection: too much hangs on single decisions."""
    rule_id = "R7" if case.past.years else "R6-lumpy"
    if case.at_most:
        return Outcome(ComputedClass.AT_RISK, rule_id, ("indicative", "low_evidence"))
    limit = Decimal(str(case.thresholds["lumpy"]["off_track_ratio"]))
    if (t - c) / (case.length - case.months) > limit * c / case.months:
        return Outcome(ComputedClass.OFF_TRACK, rule_id, ("indicative",))
    return Outcome(ComputedClass.AT_RISK, rule_id, ("indicative", "low_evidence"))


def _growth(g: Decimal, goal: Decimal, case: Case) -> Outcome:
    """Growth needed over the rest of the year.

    The share of last year's base by now is known from its levels, or taken as m/12 give or take a margin;
    then the worst of three classes stands.
    """
    outcomes = []
    for share in _base_shares(case):
        prior = growth_prior(share, case.thresholds)
        p = _chance(share * (1 + float(g) / 100), 1 + float(goal) / 100, prior, case)
        rule_id, flags = ("R5-growth", ()) if case.past.base else ("R6-growth", ("indicative",))
        outcomes.append(Outcome(_by_probability(p, case), rule_id, flags, prior, p))
    return max(outcomes, key=lambda o: _RANK.index(o.computed_class))


def _base_shares(case: Case) -> list[float]:
    if case.past.base:
        return [case.past.base[0].share]
    margin, line = case.thresholds["growth"]["share_margin"], float(case.months / case.length)
    return [s for s in (line, line - margin, line + margin) if 0 < s < 1]


def _chance(c: float, t: float, prior: Prior, case: Case) -> float:
    p = probability_to_reach(c, t, prior)
    return 1 - p if case.at_most else p


def _size_suspect(c: Decimal, t: Decimal, case: Case) -> bool:
    """Whether figure and goal are so far apart that a unit or power of ten is more likely wrong than they."""
    if case.is_growth or not c or not t:
        return False
    limit = Decimal(str(case.thresholds["goals"]["size_ratio"]))
    return not 1 / limit < abs(c / t) < limit


def _flips(figure: Observation, goal: Goal, case: Case, outcome: Outcome) -> bool:
    """Whether the class would be another one somewhere inside what the print allows."""
    unit = figure.quantity.unit
    cs = [figure.quantity.value]
    if figure.quantity.qualifier != Qualifier.EXACT:
        inside = figure.quantity.interval
        lo = inside.lo if inside.lo is not None else figure.quantity.value
        hi = inside.hi if inside.hi is not None else figure.quantity.value
        cs += [lo, lo + (hi - lo) * _NEARLY_ONE]
    t = goal.quantity.to(unit).value
    ts = [t]
    if goal.interval is not None:
        factor = Decimal(1).scaleb(goal.quantity.unit.mult - unit.mult)
        ts += [e * factor for e in (goal.interval.lo, goal.interval.hi) if e is not None]
    return any(
        classify(c, g, case).computed_class != outcome.computed_class
        for c in cs
        for g in ts
        if (c, g) != (cs[0], ts[0])
    )


def _numbers(c: Decimal, t: Decimal, case: Case, outcome: Outcome) -> dict[str, Any]:
    """What a reader needs to redo the judgement by hand."""
    numbers: dict[str, Any] = {"gap": float(t - c)}
    if t:
        numbers["attainment_pct"] = float(c / t * 100)
    months, left = case.months, case.length - case.months
    if case.is_growth:
        if left > 0 and not (case.at_most and outcome.rule_id == "R2-now"):
            s = Decimal(repr(_base_shares(case)[0]))
            numbers["required_growth_pct"] = float((t - s * c) / (1 - s))
        return numbers | {"history": case.past.base}
    still_open = left > 0 and outcome.rule_id not in SETTLED
    if still_open and (amount := _a_month(c, t, case, outcome)):
        numbers["required_per_month"] = amount
    if case.indicator.kind != IndicatorKind.FLOW:
        return numbers
    if months > 0:
        numbers["average_per_month"] = float(c / months)
    if case.past.best_month is not None:
        numbers["best_per_month"] = float(case.past.best_month)
    numbers["history"] = case.past.years
    last = next((h for h in case.past.years if h.origin != "borrowed"), None)
    if last is not None and last.year == case.year - 1 and still_open:
        numbers["required_growth_pct"] = float(((t - c) / (last.total - last.to_date) - 1) * 100)
    share = outcome.prior.expected_share if outcome.prior else float(months / case.length)
    numbers["expected_share_pct"] = 100 * share
    if t and share:
        numbers["pace_index"] = float(c / t) / share
        if share < 1:
            numbers["to_complete"] = (1 - float(c / t)) / (1 - share)
    if outcome.prior and c > 0:
        numbers["projection"] = project(
            float(c), outcome.prior, outcome.p_reach if outcome.prior.history_years else None
        )
    return numbers


def _a_month(c: Decimal, t: Decimal, case: Case, outcome: Outcome) -> float:
    """What each month left must bring of an open goal, or may bring at most; 0 where months bring nothing to it.

    An average or a rank has an amount only where the rule weighs it against past gains.
    """
    if not case.indicator.grows_by_month and outcome.rule_id != "R5-stock":
        return 0.0
    amount = float((t - c) / (case.length - case.months))
    return max(0.0, amount) if case.accumulates else amount
