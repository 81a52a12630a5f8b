"""Where the year may end, for one figure: a t distribution of ln((Y − C)/C), the rest over what is in hand.

A ``Prior`` says where that logarithm lies and how wide: from the months of past years, from two numbers of each,
or by the straight line where there is no past. The formulas themselves stand in ``formulas`` and ``monthly``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hpbrief.assessment.formulas import (
    Floats,
    Law,
    band,
    growth_law,
    history_law,
    outlying,
    reach,
    straight_line_law,
)
from hpbrief.assessment.monthly import monthly_law
from hpbrief.models import HistoryYear, MonthlySteps, Projection


@dataclass(frozen=True)
class KnownMonths:
    """The months of this year so far and of complete years before it, oldest first, in the figure's unit.

    ``quarterly`` where only quarters are known, each spread evenly over its months.
    """

    now: tuple[float, ...]
    past: tuple[tuple[float, ...], ...]
    quarterly: bool = False


@dataclass(frozen=True)
class Prior:
    """Location, scale and degrees of freedom of ln((Y − C)/C), and the expected share C/Y by now."""

    method: str
    mu: float
    scale: float
    df: float
    expected_share: float
    history_years: tuple[int, ...] = ()
    steps: MonthlySteps | None = None

    @classmethod
    def of(cls, method: str, law: Law, history_years: tuple[int, ...] = ()) -> Prior:
        """The prior of a law of one row."""
        mu, scale, df, share = (float(x[0]) for x in law)
        return cls(method, mu, scale, df, share, history_years)

    @property
    def law(self) -> Law:
        """The law of one row."""
        return Law(_one(self.mu), _one(self.scale), _one(self.df), _one(self.expected_share))


def _one(x: float) -> Floats:
    return np.array([x], dtype=np.float64)


def usual_years(
    history: Sequence[HistoryYear], thresholds: Mapping[str, Any]
) -> tuple[tuple[HistoryYear, ...], tuple[HistoryYear, ...]]:
    """Past years that are like the others, and those that stand apart (a lockdown year)."""
    if not history:
        return (), ()
    apart = outlying(*_two_numbers(history), thresholds)[0]
    usual = tuple(h for h, odd in zip(history, apart, strict=True) if not odd)
    return usual, tuple(h for h, odd in zip(history, apart, strict=True) if odd)


def _two_numbers(history: Sequence[HistoryYear]) -> tuple[Floats, Floats]:
    return np.array([[float(h.to_date) for h in history]]), np.array([[float(h.total) for h in history]])


def history_prior(
    c: float,
    year: int,
    months: float,
    history: Sequence[HistoryYear],
    *,
    lumpy: bool,
    thresholds: Mapping[str, Any],
) -> Prior:
    """The prior of two numbers of each past year, newest first; years that stand apart are left out."""
    t = thresholds["history"]
    usual, _ = usual_years(history, thresholds)
    borrowed = any(h.origin == "borrowed" for h in usual)
    s0 = t["s0_lumpy"] if lumpy else t["s0_borrowed"] if borrowed else math.nan
    own = next((h for h in usual if h.origin != "borrowed"), None)
    growth = math.log(c / float(own.to_date)) / (year - own.year) if own is not None and c > 0 else 0.0
    law = history_law(*_two_numbers(usual), _one(growth), _one(12 - months), _one(s0), thresholds)
    return Prior.of("two_numbers", law, tuple(h.year for h in usual))


def months_prior(c: float, year: int, known: KnownMonths, two: Prior, thresholds: Mapping[str, Any]) -> Prior:
    """The prior of season times level; where only quarters are known, its median with the width of ``two``."""
    found = monthly_law(np.array([known.past]), np.array([known.now]), thresholds)
    years = tuple(range(year - 1, year - 1 - len(known.past), -1))
    one = Prior.of("months", found.law, years)
    mu = one.mu + math.log(sum(known.now) / c)  # the rest is that of the months, whatever the total to date
    if known.quarterly:
        return replace(two, method="quarters", mu=mu, history_years=years)
    steps = MonthlySteps(
        level=float(found.level[0]),
        season=tuple(float(x) for x in found.season.factors[0, len(known.now) :]),
        drift=float(found.drift[0]),
        sigma=float(found.sigma[0]),
    )
    return replace(one, mu=mu, steps=steps)


def straight_line_prior(months: float, thresholds: Mapping[str, Any]) -> Prior:
    """The prior without history: months elapsed of twelve, with the width measured for it (n = 0)."""
    return Prior.of("straight", straight_line_law(_one(months), thresholds))


def growth_prior(share: float, thresholds: Mapping[str, Any]) -> Prior:
    """The prior of a growth goal: a given share of last year's base by now, one year of it (n = 1)."""
    return Prior.of("growth", growth_law(_one(share), thresholds))


def probability_to_reach(c: float, t: float, prior: Prior) -> float:
    """P(Y ≥ t) given c in hand; 1 once c ≥ t, and 0 where nothing is in hand."""
    return float(reach(_one(c), _one(t), prior.law)[0])


def project(c: float, prior: Prior, p_reach: float | None) -> Projection:
    """Median and 80 % interval of the year's total, in the unit of c; never below c."""
    ends = band(_one(c), prior.law)
    return Projection(
        method=prior.method,
        history_years=prior.history_years,
        mu=prior.mu,
        scale=prior.scale,
        df=prior.df,
        median=float(ends.median[0]),
        lo80=float(ends.lo80[0]),
        hi80=float(ends.hi80[0]),
        p_reach=p_reach,
        steps=prior.steps,
    )
