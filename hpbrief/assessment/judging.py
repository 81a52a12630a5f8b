"""A figure held against its goal with what one data set, as seen on a day, knows of its past: the class by the
rules of ``rules`` and the numbers a row shows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hpbrief.assessment.history import History
from hpbrief.assessment.planned import path_share
from hpbrief.assessment.projection import project
from hpbrief.assessment.rules import SETTLED, Case, Outcome, Past, base_shares, classify
from hpbrief.assessment.select import Selection
from hpbrief.models import (
    Bound,
    ComputedClass,
    Goal,
    Indicator,
    IndicatorKind,
    Judgement,
    Measure,
    Observation,
    Qualifier,
    Unit,
)

__all__ = ["Case", "Outcome", "Past", "classify", "judge"]

_NEARLY_ONE = Decimal("0.999999")


def judge(
    figure: Observation,
    goal: Goal,
    indicator: Indicator,
    thresholds: Mapping[str, Any],
    past: Past | None = None,
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
        nearly=figure.quantity.qualifier == Qualifier.UNDER,
        at_most=goal.bound == Bound.AT_MOST,
        thresholds=thresholds,
        past=_fitting(past or Past(), c, figure.period.months_elapsed - before),
        counted=not figure.quantity.unit.mult and figure.quantity.unit.code in thresholds["counts"]["units"],
    )
    outcome = classify(c, t, case)
    flags = list(outcome.flags)
    if case.past.path:
        flags.append("authority_path")
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
    if figure.quantity.qualifier == Qualifier.EXACT:
        half = figure.quantity.half_rounding_unit
        if abs(figure.quantity.value - goal.quantity.to(unit).value) <= half:
            cs += [figure.quantity.value - half, figure.quantity.value + half]
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
            s = Decimal(repr(base_shares(case)[0]))
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
    even = float(months / case.length)
    share = case.past.path or (outcome.prior.expected_share if outcome.prior else even)
    numbers["expected_share_pct"] = 100 * share
    if t and share:
        numbers["pace_index"] = float(c / t) / share
        if share < 1:
            numbers["to_complete"] = (1 - float(c / t)) / (1 - share)
    if outcome.prior and (c > 0 or outcome.prior.counts is not None):
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


_STOCKS = (IndicatorKind.SHARE, IndicatorKind.STOCK, IndicatorKind.INDEX)


class Judge:
    """Judges a figure against a goal with what is known of its past."""

    def __init__(self, selection: Selection, *, use_history: bool) -> None:
        self.selection = selection
        self.history = History(selection) if use_history else None
        self._past: dict[tuple[object, ...], Past] = {}

    def __call__(
        self, figure: Observation, goal: Goal, indicator: Indicator, *, doubtful: bool = False
    ) -> Judgement:
        """The judgement; a ``doubtful`` figure cannot vouch for its own past."""
        thresholds = self.selection.ds.catalog.thresholds
        path = path_share(self.selection, indicator, goal, figure)
        if self.history is None:
            return judge(figure, goal, indicator, thresholds, Past(path=path))
        key = (figure.key, figure.quantity, doubtful)  # held against several goals, its past is one
        if key not in self._past:
            self._past[key] = past_of(self.history, figure, indicator, doubtful=doubtful)
        return judge(figure, goal, indicator, thresholds, replace(self._past[key], path=path))


def past_of(history: History, figure: Observation, indicator: Indicator, *, doubtful: bool) -> Past:
    """What the rules of the indicator's kind look at, and nothing else."""
    if indicator.measure == Measure.YOY_CHANGE:
        return Past(base=history.base(indicator, figure))
    if indicator.kind in _STOCKS:
        return Past(gains=tuple(history.gains(indicator, figure)))
    return Past(
        years=history.years(indicator, figure, doubtful=doubtful),
        best_month=history.best_month(indicator, figure),
        months=history.months(indicator, figure),
    )
