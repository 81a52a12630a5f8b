"""The formulas of a projection, on arrays: one figure a row, its history years across, NaN where there is none.

They stand here once; ``projection`` calls them for one figure, ``panel`` for a frame of them. Formulas in words:
docs/methods; moderated variance after Smyth (2004).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

Floats = NDArray[np.float64]


class Law(NamedTuple):
    """ln((Y − C)/C) is t-distributed: location, scale, degrees of freedom; and the expected share C/Y by now."""

    mu: Floats
    scale: Floats
    df: Floats
    share: Floats


class Band(NamedTuple):
    """Median and 80 % interval of the year's total, in the unit of C."""

    median: Floats
    lo80: Floats
    hi80: Floats


def history_law(to_date: Floats, total: Floats, s0: Floats | float, nu0: float) -> Law:
    """The mean of the years along the last axis, a variance moderated towards s0, n - 1 + nu0 degrees of freedom.

    Rows without any year come out as NaN.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        theta = np.log((total - to_date) / to_date)
        n = np.sum(~np.isnan(theta), axis=-1)
        mu = np.nansum(theta, axis=-1) / n
        v = (np.nansum((theta - mu[..., None]) ** 2, axis=-1) + nu0 * np.square(s0)) / (n - 1 + nu0)
        share = np.nansum(to_date, axis=-1) / np.nansum(total, axis=-1)
        return Law(mu, np.sqrt(v * (1 + 1 / n)), n - 1 + nu0, share)


def straight_line_law(months: Floats, thresholds: Mapping[str, Any]) -> Law:
    """Without history: months elapsed of twelve, with the width measured for it."""
    t, one = thresholds["straight_line"], np.ones_like(months)
    with np.errstate(divide="ignore", invalid="ignore"):
        return Law(np.log((12 - months) / months), one * t["scale"], one * t["df"], months / 12)


def growth_law(share: Floats, thresholds: Mapping[str, Any]) -> Law:
    """A growth goal: a given share of last year's base by now, one year of it."""
    t, one = thresholds["growth"], np.ones_like(share)
    with np.errstate(divide="ignore", invalid="ignore"):
        return Law(np.log((1 - share) / share), one * t["s0"] * np.sqrt(2), one * t["nu0"], share)


def reach(c: Floats, t: Floats, law: Law) -> Floats:
    """P(Y ≥ t) given c in hand; 1 once c ≥ t, and 0 where nothing is in hand."""
    with np.errstate(divide="ignore", invalid="ignore"):
        p = stdtr(law.df, -(np.log((t - c) / c) - law.mu) / law.scale)
    return np.where(c >= t, 1.0, np.where(c <= 0, 0.0, p))


def quantile(c: Floats, law: Law, q: float) -> Floats:
    """The q-th quantile of the year's total, in the unit of c; never below c."""
    at: Floats = c * (1 + np.exp(law.mu + stdtrit(law.df, q) * law.scale))
    return at


def band(c: Floats, law: Law) -> Band:
    """Median and 80 % interval of the year's total."""
    return Band(c * (1 + np.exp(law.mu)), quantile(c, law, 0.1), quantile(c, law, 0.9))
