"""Where the year may end: a t distribution of ln((Y − C)/C), the remainder of the year over what is in hand.

A ``Prior`` says where that logarithm lies and how wide: from history years, or the straight line where there
are none. Formulas: docs/methods; moderated variance after Smyth (2004).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

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


def history_prior(history: Sequence[HistoryYear], *, lumpy: bool, thresholds: Mapping[str, Any]) -> Prior:
    """The prior of n history years: their mean, a variance moderated towards s0, n - 1 + nu0 degrees of freedom."""
    t = thresholds["history"]
    s0, nu0, n = t["s0_lumpy" if lumpy else "s0"], t["nu0"], len(history)
    theta = [math.log(float((h.total - h.to_date) / h.to_date)) for h in history]
    mu = sum(theta) / n
    v = (sum((x - mu) ** 2 for x in theta) + nu0 * s0**2) / (n - 1 + nu0)
    share = float(sum(h.to_date for h in history) / sum(h.total for h in history))
    years = tuple(h.year for h in history)
    return Prior("moderated_variance", mu, math.sqrt(v * (1 + 1 / n)), n - 1 + nu0, share, years)


def straight_line_prior(months: float, thresholds: Mapping[str, Any]) -> Prior:
    """The prior without history: months elapsed of twelve, with the width measured for it (n = 0)."""
    t = thresholds["straight_line"]
    return Prior("straight_line", math.log((12 - months) / months), t["scale"], t["df"], months / 12)


def growth_prior(share: float, thresholds: Mapping[str, Any]) -> Prior:
    """The prior of a growth goal: a given share of last year's base by now, one year of it (n = 1)."""
    t = thresholds["growth"]
    return Prior("growth_need", math.log((1 - share) / share), t["s0"] * math.sqrt(2), t["nu0"], share)


def probability_to_reach(c: float, t: float, prior: Prior) -> float:
    """P(Y ≥ t) given c in hand; 1 once c ≥ t, and 0 where nothing is in hand."""
    if c >= t:
        return 1.0
    if c <= 0:
        return 0.0
    from scipy.special import stdtr

    return float(1 - stdtr(prior.df, (math.log((t - c) / c) - prior.mu) / prior.scale))


def project(c: float, prior: Prior, p_reach: float | None) -> Projection:
    """Median and 80 % interval of the year's total, in the unit of c; never below c."""
    from scipy.special import stdtrit

    spread = float(stdtrit(prior.df, 0.9)) * prior.scale
    return Projection(
        method=prior.method,
        history_years=prior.history_years,
        mu=prior.mu,
        scale=prior.scale,
        df=prior.df,
        median=c * (1 + math.exp(prior.mu)),
        lo80=c * (1 + math.exp(prior.mu - spread)),
        hi80=c * (1 + math.exp(prior.mu + spread)),
        p_reach=p_reach,
    )
