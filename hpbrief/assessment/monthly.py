"""The law of a year whose every month is known: each month left is its usual share of the current level.

In words: the months of past years say how large a month usually is (its season); this year's and the last ones,
the newest weighing most, say where the level now is; the months left are season times level. The band is as wide
as this very rule, one month ahead, has erred on this very series. On arrays: one figure a row. Measured in
docs/backtest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from hpbrief.assessment.formulas import Floats, Law


class Season(NamedTuple):
    """How large each month usually is, as a logarithm around the year's mean, and the drift of the level a month."""

    factors: Floats
    drift: Floats


class MonthlyLaw(NamedTuple):
    """The law of ln((Y − C)/C), with what a reader redoes it by: season, level, the drift used, the error a month."""

    law: Law
    season: Season
    level: Floats
    drift: Floats
    sigma: Floats


def season_of(past: Floats) -> Season:
    """The season of complete years: rows × years × 12 months, all above zero.

    The mean of the logarithm of a month less its year's mean and less the drift within the year; drawn towards
    no season at all by as much as its months differ between the years.
    """
    logs = np.log(past)
    years = logs.shape[-2]
    means = logs.mean(axis=-1)
    drift = (means[..., -1] - means[..., 0]) / (12 * (years - 1)) if years > 1 else np.zeros(logs.shape[:-2])
    around = logs - means[..., None] - drift[..., None, None] * (np.arange(12) - 5.5)
    factors = around.mean(axis=-2)
    noise = around.var(axis=-2, ddof=1).mean(axis=-1) / years if years > 1 else np.full(drift.shape, 0.01)
    spread = np.maximum(factors.var(axis=-1) - noise, 0)
    return Season(factors * (spread / (spread + noise + 1e-12))[..., None], drift)


def monthly_law(past: Floats, now: Floats, thresholds: Mapping[str, Any]) -> MonthlyLaw:
    """The law of rows × n past years × 12 months, and rows × m months of this year, 0 < m < 12.

    Thresholds are those of ``[monthly]``: half-lives of the level in months, the power by which the better ones
    weigh more, and for each number of years the width of the band. The method is this project's own.
    """
    t = thresholds["monthly"]
    years, months = past.shape[-2], now.shape[-1]
    season = season_of(past)
    drift = season.drift * (t["drift"] if years > 1 else 0.0)
    flat = np.concatenate(
        [
            (np.log(past) - season.factors[..., None, :]).reshape(*past.shape[:-2], 12 * years),
            np.log(now) - season.factors[..., :months],
        ],
        axis=-1,
    )
    halves = [float(h) for h in t["half_lives"]]
    levels = np.stack([_level(flat, drift, h) for h in halves])
    errors = np.stack([one_month_error(flat, h, t) for h in halves])
    weights = errors ** -float(t["power"])
    weights /= weights.sum(axis=0)
    level, sigma = (weights * levels).sum(axis=0), (weights * errors).sum(axis=0)
    ahead = np.arange(1, 12 - months + 1)
    rest = np.exp(level[..., None] + season.factors[..., months:] + drift[..., None] * ahead).sum(axis=-1)
    k, kappa, late, df = t["width"][str(min(years, 5))]
    growth = np.log(now.sum(axis=-1) / past[..., -1, :months].sum(axis=-1))
    one = np.ones_like(level)
    law = Law(
        mu=np.log(rest / now.sum(axis=-1)),
        scale=np.sqrt((np.square(k * sigma) + np.square(kappa * growth)) * (1 + late / (12 - months))),
        df=one * df,
        share=past[..., :months].sum(axis=(-1, -2)) / past.sum(axis=(-1, -2)),
    )
    return MonthlyLaw(law, season, level, drift, sigma)


def _level(flat: Floats, drift: Floats, half_life: float) -> Floats:
    """The level now: months without their season, carried on by the drift, halved in weight every half-life."""
    age = np.arange(flat.shape[-1])[::-1]
    weights = 0.5 ** (age / half_life)
    level: Floats = ((flat + drift[..., None] * age) * (weights / weights.sum())).sum(axis=-1)
    return level


def one_month_error(flat: Floats, half_life: float, thresholds: Mapping[str, Any]) -> Floats:
    """How far the level lay from the next month, month after month: root mean square, far misses cut off.

    Misses beyond so many times the median one count as that many; a floor keeps a smooth series from being sure.
    """
    keep = 0.5 ** (1 / half_life)
    level, weight = flat[..., 0], 1.0
    misses = []
    for at in range(1, flat.shape[-1]):
        if at >= thresholds["burn_in"]:
            misses.append(flat[..., at] - level)
        weight = weight * keep + 1
        level = level + (flat[..., at] - level) / weight
    errors = np.abs(np.stack(misses, axis=-1))
    most = thresholds["cut"] * 1.4826 * np.median(errors, axis=-1, keepdims=True)
    found: Floats = np.sqrt(np.mean(np.square(np.minimum(errors, most)), axis=-1)) + thresholds["floor"]
    return found
