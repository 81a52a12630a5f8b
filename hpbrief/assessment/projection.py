"""Where the year may end, for one figure: a t distribution of ln((Y − C)/C), the rest over what is in hand.

A ``Prior`` says where that logarithm lies and how wide: from history years, or the straight line where there
are none. The formulas themselves stand in ``formulas``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hpbrief.assessment.formulas import (
    Floats,
    Law,
    band,
    growth_law,
    history_law,
    reach,
    straight_line_law,
)
from hpbrief.models import HistoryYear, Projection


@dataclass(frozen=True)
class Prior:
    """Location, scale and degrees of freedom of ln((Y − C)/C), and the expected share C/Y by now."""

    method: str
    mu: float
    scale: float
    df: float
    expected_share: float
    history_years: tuple[int, ...] = ()

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


def history_prior(history: Sequence[HistoryYear], *, lumpy: bool, thresholds: Mapping[str, Any]) -> Prior:
    """The prior of n history years: their mean, a variance moderated towards s0, n - 1 + nu0 degrees of freedom."""
    t = thresholds["history"]
    to_date = np.array([[float(h.to_date) for h in history]])
    total = np.array([[float(h.total) for h in history]])
    law = history_law(to_date, total, t["s0_lumpy" if lumpy else "s0"], t["nu0"])
    return Prior.of("moderated_variance", law, tuple(h.year for h in history))


def straight_line_prior(months: float, thresholds: Mapping[str, Any]) -> Prior:
    """The prior without history: months elapsed of twelve, with the width measured for it (n = 0)."""
    return Prior.of("straight_line", straight_line_law(_one(months), thresholds))


def growth_prior(share: float, thresholds: Mapping[str, Any]) -> Prior:
    """The prior of a growth goal: a given share of last year's base by now, one year of it (n = 1)."""
    return Prior.of("growth_need", growth_law(_one(share), thresholds))


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
    )
