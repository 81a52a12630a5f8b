"""The formulas of a projection, on arrays: one figure a row, its history years across, NaN where there is none.

They stand here once; ``projection`` calls them for one figure, ``panel`` for a frame of them. Formulas in words:
docs/methods; moderated variance after Smyth (2004).
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
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


def history_law(
    to_date: Floats, total: Floats, growth: Floats, left: Floats, s0: Floats, thresholds: Mapping[str, Any]
) -> Law:
    """The law of a year of which two numbers are known, from those two numbers of past years along the last axis.

    The mean of their ln(rest / to date); a variance moderated towards s0 (where NaN, the s0 measured for so many
    years), wider where the year to date grew much (``growth``, ln(C / C of the year before)) and where few months
    are ``left``. Rows without any year come out as NaN.
    """
    t = thresholds["history"]
    with np.errstate(divide="ignore", invalid="ignore"):
        theta = np.log((total - to_date) / to_date)
        n = np.sum(~np.isnan(theta), axis=-1)
        own_s0, kappa, late, df = _width(t["width"], n)
        mu = np.nansum(theta, axis=-1) / n
        squares = np.nansum((theta - mu[..., None]) ** 2, axis=-1)
        v = (squares + t["nu0"] * np.square(np.where(np.isnan(s0), own_s0, s0))) / (n - 1 + t["nu0"])
        wide = v * (1 + 1 / n) + np.square(kappa * growth)
        share = np.nansum(to_date, axis=-1) / np.nansum(total, axis=-1)
        return Law(mu, np.sqrt(wide * (1 + late / left)), df, share)


def _width(table: Mapping[str, Sequence[float]], n: NDArray[np.int64]) -> list[Floats]:
    """The measured constants for so many past years, each an array; beyond the last years of the table its last."""
    rows = np.array([table[str(years)] for years in range(1, len(table) + 1)], dtype=np.float64)
    return list(np.moveaxis(rows[np.clip(n, 1, len(rows)) - 1], -1, 0))


def outlying(to_date: Floats, total: Floats, thresholds: Mapping[str, Any]) -> NDArray[np.bool_]:
    """Which past years stand apart from the others by their share (a lockdown year): never of fewer than three."""
    t = thresholds["history"]
    with np.errstate(divide="ignore", invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # rows without any year
        theta = np.log((total - to_date) / to_date)
        away = np.abs(theta - np.nanmedian(theta, axis=-1, keepdims=True))
        usual = 1.4826 * np.nanmedian(away, axis=-1, keepdims=True)
    few = np.sum(~np.isnan(theta), axis=-1, keepdims=True) < t["outlier_years"]
    apart: NDArray[np.bool_] = (away > np.maximum(t["outlier_cut"] * usual, t["outlier_least"])) & ~few
    return apart


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
