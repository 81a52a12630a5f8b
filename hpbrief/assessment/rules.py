"""The rules of a class, in their order, for one figure; ``panel`` has the same rules for the columns of a frame.

A rule sees numbers only: C and T in one unit, m, and how the indicator behaves. It gives an Outcome, or None where
it does not apply; the first one that applies says the class. Goals with bound ``at_most`` mirror every rule.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hpbrief.assessment.projection import (
    KnownMonths,
    Prior,
    count_prior,
    growth_prior,
    history_prior,
    months_prior,
    probability_to_reach,
    straight_line_prior,
    usual_years,
)
from hpbrief.models import ComputedClass, HistoryYear, Indicator, IndicatorKind, Measure

#: The order of the rules, of one figure and of many alike: ``ONE`` here and the masks of ``panel`` are keyed by it.
ORDER = (
    "no_numbers",
    "over_equal",
    "over_good",
    "over_short",
    "total_above",
    "total_equal",
    "holds_growth",
    "holds_now",
    "growth",
    "stock_without_gains",
    "stock",
    "lumpy",
    "beyond_record",
    "past_years",
    "straight_line",
)
RANK = (
    ComputedClass.EXCEEDED,
    ComputedClass.MET,
    ComputedClass.ON_TRACK,
    ComputedClass.AT_RISK,
    ComputedClass.OFF_TRACK,
    ComputedClass.MISSED,
)
#: Rules after which nothing more is needed: the goal is decided, or held for now.
SETTLED = ("R2", "R2-now", "R3")


@dataclass(frozen=True)
class Past:
    """What is known of earlier years: complete years, the best month, gains a month of a stock, growth's base.

    A best month below the average month of the figure is none: the record then lacks better months. ``months`` are
    those of this year and of complete years before it, where every one is known. ``path`` is the share of the goal that
    the authority's own path wanted by now, where it is published.
    """

    years: tuple[HistoryYear, ...] = ()
    best_month: Decimal | None = None
    gains: tuple[Decimal, ...] = ()
    base: tuple[HistoryYear, ...] = ()
    months: KnownMonths | None = None
    path: float | None = None


@dataclass(frozen=True)
class Case:
    """What the rules look at, besides C and T.

    ``months`` are those elapsed of the goal's period, ``length`` those it has: 12 but for a portion of the year.
    ``nearly`` is a figure printed as a little below its number, ``counted`` one of events counted one by one.
    """

    indicator: Indicator
    months: Decimal
    year: int
    year_over: bool
    nearly: bool
    at_most: bool
    thresholds: Mapping[str, Any]
    past: Past
    length: Decimal = Decimal(12)
    counted: bool = False

    @property
    def accumulates(self) -> bool:
        """A total that adds up through the year and cannot fall."""
        return self.indicator.kind == IndicatorKind.FLOW and not self.indicator.can_fall

    @property
    def is_growth(self) -> bool:
        """A growth rate of the year to date on the same period."""
        return self.indicator.measure == Measure.YOY_CHANGE

    @property
    def early(self) -> bool:
        """Whether it is too early in the period for a goal held so far to promise anything."""
        return self.before("early_months")

    def before(self, name: str) -> bool:
        """Whether fewer months of twelve have gone by than a threshold of ``[classes]`` says."""
        return bool(12 * self.months / self.length < self.thresholds["classes"][name])


@dataclass(frozen=True)
class Outcome:
    """The class, the rule that fired, and what else the rule says."""

    computed_class: ComputedClass
    rule_id: str
    flags: tuple[str, ...] = ()
    prior: Prior | None = None
    p_reach: float | None = None


def classify(c: Decimal, t: Decimal, case: Case) -> Outcome:
    """The first rule that applies."""
    outcomes = (ONE[name](c, t, case) for name in ORDER)
    return next(outcome for outcome in outcomes if outcome is not None)


def side_of(c: Decimal, t: Decimal, case: Case) -> int:
    """1 above the goal, 0 on it, -1 below; "nearly 213" is below 213. How it was rounded decides nothing."""
    if c == t:
        return -1 if case.nearly else 0
    return 1 if c > t else -1


def _no_numbers(c: Decimal, t: Decimal, case: Case) -> Outcome | None:
    return None  # a figure without numbers is not held against a goal


def _over_equal(c: Decimal, t: Decimal, case: Case) -> Outcome | None:
    equal = case.year_over and side_of(c, t, case) == 0
    return Outcome(ComputedClass.MET, "R2") if equal else None


def _over_good(c: Decimal, t: Decimal, case: Case) -> Outcome | None:
    good = case.year_over and (side_of(c, t, case) < 0) == case.at_most
    return Outcome(ComputedClass.EXCEEDED, "R2") if good else None


def _over_short(c: Decimal, t: Decimal, case: Case) -> Outcome | None:
    return Outcome(ComputedClass.MISSED, "R3") if case.year_over else None


def _total_above(c: Decimal, t: Decimal, case: Case) -> Outcome | None:
    if not case.accumulates or side_of(c, t, case) <= 0:
        return None
    return Outcome(ComputedClass.MISSED if case.at_most else ComputedClass.EXCEEDED, "R2")


def _total_equal(c: Decimal, t: Decimal, case: Case) -> Outcome | None:
    equal = case.accumulates and side_of(c, t, case) == 0 and not case.at_most
    return Outcome(ComputedClass.MET, "R2") if equal else None


def _holds(c: Decimal, t: Decimal, case: Case) -> bool:
    side = side_of(c, t, case)
    return not case.accumulates and (side <= 0 if case.at_most else side >= 0)


def _now(case: Case) -> str:
    return "currently_below" if case.at_most else "currently_above"


def _holds_growth(c: Decimal, t: Decimal, case: Case) -> Outcome | None:
    """Growth at its goal so far: how likely it is to stay there."""
    if not case.is_growth or not _holds(c, t, case):
        return None
    found = _worst_growth(c, t, case)
    seen = _at_best(ComputedClass.AT_RISK, found.computed_class) if case.early else found.computed_class
    return Outcome(seen, "R2-now", (_now(case),), found.prior, found.p_reach)


def _holds_now(c: Decimal, t: Decimal, case: Case) -> Outcome | None:
    """What may still fall, at its goal so far."""
    if not _holds(c, t, case):
        return None
    return Outcome(ComputedClass.AT_RISK if case.early else ComputedClass.ON_TRACK, "R2-now", (_now(case),))


def _growth(c: Decimal, t: Decimal, case: Case) -> Outcome | None:
    return _worst_growth(c, t, case) if case.is_growth else None


def _worst_growth(g: Decimal, goal: Decimal, case: Case) -> Outcome:
    """Growth needed over the rest of the year.

    The share of last year's base by now is known from its levels, or taken as m/12 give or take a margin;
    then the worst of three classes stands.
    """
    outcomes = []
    for share in base_shares(case):
        prior = growth_prior(share, case.thresholds)
        p = _chance(share * (1 + float(g) / 100), 1 + float(goal) / 100, prior, case)
        rule_id, flags = ("R5-growth", ()) if case.past.base else ("R6-growth", ("indicative",))
        outcomes.append(Outcome(_by_probability(p, case), rule_id, flags, prior, p))
    return max(outcomes, key=lambda o: RANK.index(o.computed_class))


def base_shares(case: Case) -> list[float]:
    """Shares of last year's base that are thought of: the known one, else m/12 and a margin either way."""
    if case.past.base:
        return [case.past.base[0].share]
    margin, line = case.thresholds["growth"]["share_margin"], float(case.months / case.length)
    return [s for s in (line, line - margin, line + margin) if 0 < s < 1]


def _gains(case: Case) -> list[Decimal]:
    return [-g for g in case.past.gains] if case.at_most else list(case.past.gains)


def _stock_without_gains(c: Decimal, t: Decimal, case: Case) -> Outcome | None:
    if case.indicator.kind == IndicatorKind.FLOW or (_gains(case) and case.months < case.length):
        return None
    return Outcome(ComputedClass.INSUFFICIENT_DATA, "R1-stock", ("gap_only",))


def _stock(c: Decimal, t: Decimal, case: Case) -> Outcome | None:
    """A share or stock: the gain a month that is needed, against the best past one. Past gains promise nothing."""
    if case.indicator.kind == IndicatorKind.FLOW:
        return None
    beyond = abs(t - c) / (case.length - case.months) > max(_gains(case))
    reached = ComputedClass.OFF_TRACK if beyond else ComputedClass.AT_RISK
    return Outcome(reached, "R5-stock", ("indicative",))


def _lumpy(c: Decimal, t: Decimal, case: Case) -> Outcome | None:
    """No projection: too much hangs on single decisions."""
    if not case.indicator.lumpy or len(case.past.years) >= case.thresholds["history"]["lumpy_years"]:
        return None
    rule_id = "R7" if case.past.years else "R6-lumpy"
    limit = Decimal(str(case.thresholds["lumpy"]["off_track_ratio"]))
    far = (t - c) / (case.length - case.months) > limit * c / case.months
    if far and not case.at_most:
        return Outcome(ComputedClass.OFF_TRACK, rule_id, ("indicative",))
    return Outcome(ComputedClass.AT_RISK, rule_id, ("indicative", "low_evidence"))


def _beyond_record(c: Decimal, t: Decimal, case: Case) -> Outcome | None:
    """Needs more a month than the best month on record."""
    best = case.past.best_month
    if (
        best is None
        or case.at_most
        or len(case.past.years) < case.thresholds["history"]["rule_4_years"]
        or t - c <= best * (case.length - case.months)
    ):
        return None
    prior = prior_of(c, case, t)
    p = _chance(float(c), float(t), prior, case)
    return Outcome(ComputedClass.OFF_TRACK, "R4", _origins(case), prior, p)


def _past_years(c: Decimal, t: Decimal, case: Case) -> Outcome | None:
    if not case.past.years:
        return None
    prior = prior_of(c, case, t)
    p = _chance(float(c), float(t), prior, case)
    return Outcome(_by_probability(p, case), "R5", _origins(case), prior, p)


def _straight_line(c: Decimal, t: Decimal, case: Case) -> Outcome | None:
    """No past year: the authority's own path or an even pace, which early in the year promises nothing."""
    months = 12 * case.past.path if case.past.path else float(12 * case.months / case.length)
    small = _small(c, t, case)
    prior = (
        count_prior(float(c), months, (), case.thresholds)
        if small
        else straight_line_prior(months, case.thresholds)
    )
    p = _chance(float(c), float(t), prior, case)
    found = _by_probability(p, case)
    if case.before("line_months"):
        found = _at_best(ComputedClass.AT_RISK, found)
    return Outcome(found, "R6", ("indicative",), prior, p)


#: A rule of ``ORDER`` for one figure.
ONE: Mapping[str, Callable[[Decimal, Decimal, Case], Outcome | None]] = {
    "no_numbers": _no_numbers,
    "over_equal": _over_equal,
    "over_good": _over_good,
    "over_short": _over_short,
    "total_above": _total_above,
    "total_equal": _total_equal,
    "holds_growth": _holds_growth,
    "holds_now": _holds_now,
    "growth": _growth,
    "stock_without_gains": _stock_without_gains,
    "stock": _stock,
    "lumpy": _lumpy,
    "beyond_record": _beyond_record,
    "past_years": _past_years,
    "straight_line": _straight_line,
}


def _small(c: Decimal, t: Decimal, case: Case) -> bool:
    """Whether events are so few that their rest is counted: deaths, accidents, projects below fifty."""
    return (
        case.counted
        and case.accumulates
        and not case.indicator.lumpy
        and max(c, t) < case.thresholds["counts"]["most"]
        and c == c.to_integral_value()
    )


def prior_of(c: Decimal, case: Case, goal: Decimal | None = None) -> Prior:
    """Where the year may end: by its months where enough years of them are known, else by two numbers a year.

    Few events, by figure and ``goal``, are counted.
    """
    past, t = case.past, case.thresholds
    if goal is not None and _small(c, goal, case):
        return count_prior(float(c), float(case.months), past.years, t)
    lumpy = case.indicator.lumpy
    two = history_prior(float(c), case.year, float(case.months), past.years, lumpy=lumpy, thresholds=t)
    known = past.months
    if known is None or lumpy or c <= 0:
        return two
    if len(two.history_years) > len(known.past) + t["monthly"]["years_behind"]:
        return two
    return months_prior(float(c), case.year, known, two, t)


def _at_best(best: ComputedClass, found: ComputedClass) -> ComputedClass:
    return max(best, found, key=RANK.index)


def _by_probability(p: float, case: Case) -> ComputedClass:
    limits = case.thresholds["classes"]
    if p >= limits["on_track_early" if case.early else "on_track"]:
        return ComputedClass.ON_TRACK
    return ComputedClass.AT_RISK if p >= limits["at_risk"] else ComputedClass.OFF_TRACK


def _chance(c: float, t: float, prior: Prior, case: Case) -> float:
    if not case.at_most:
        return probability_to_reach(c, t, prior)
    one_more = math.floor(t) + 1 if prior.counts is not None else t  # a ceiling of 45 holds at 45 events
    return 1 - probability_to_reach(c, one_more, prior)


def _origins(case: Case) -> tuple[str, ...]:
    """How the history was come by, where it is not the area's own, and whether a year of it stands apart."""
    usual, apart = usual_years(case.past.years, case.thresholds)
    flags = _named(usual)
    return (*flags, "outlier_year") if apart else flags


def _named(history: Sequence[HistoryYear]) -> tuple[str, ...]:
    return tuple(sorted({f"history_{h.origin}" for h in history if h.origin != "own"}))
