"""Where the year may end, for one figure: a t distribution of ln((Y − C)/C), the rest over what is reached, by
totals of past years or by every month of them; and the same formulas on arrays.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from hpbrief.assessment.counts import CountLaw, at_least, count_law
from hpbrief.assessment.counts import quantile as count_quantile
from hpbrief.models import CountSteps, HistoryYear, MonthlySteps, Projection

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
    counts: CountLaw | None = None
    thought_of: int = 0

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


def count_prior(
    c: float, months: float, history: Sequence[HistoryYear], thresholds: Mapping[str, Any]
) -> Prior:
    """The prior of small counts. Its t distribution only draws: ln((Y − C)/C) with the same median and width."""
    usual, _ = usual_years(history, thresholds)
    unknown = np.full((1, 1), np.nan)
    to_date, total = _two_numbers(usual) if usual else (unknown, unknown)
    law = count_law(_one(c), to_date, total, _one(months), thresholds)
    most = thresholds["counts"]["thought_of"]
    low, middle, high = (math.log(float(count_quantile(law, q, most)[0]) + 0.5) for q in (0.1, 0.5, 0.9))
    share = float((law.a / (law.a + law.b))[0])
    years = tuple(h.year for h in usual)
    width = max(high - low, 1e-6) / (2 * float(stdtrit(30.0, 0.9)))
    mu = middle - math.log(max(c, 0.5))
    return Prior("counts", mu, width, 30.0, share, years, counts=law, thought_of=most)


def probability_to_reach(c: float, t: float, prior: Prior) -> float:
    """P(Y ≥ t) given c in hand; 1 once c ≥ t, and 0 where nothing is in hand but of counts."""
    if prior.counts is not None:
        return float(at_least(_one(math.ceil(t - c)), prior.counts, prior.thought_of)[0])
    return float(reach(_one(c), _one(t), prior.law)[0])


def _ends(c: float, prior: Prior) -> Band:
    if prior.counts is None:
        return band(_one(c), prior.law)
    low, middle, high = (count_quantile(prior.counts, q, prior.thought_of) for q in (0.1, 0.5, 0.9))
    return Band(c + middle, c + low, c + high)


def _count_steps(prior: Prior) -> CountSteps | None:
    if prior.counts is None:
        return None
    size, a, b = (float(x[0]) for x in prior.counts)
    return CountSteps(size=size, a=a, b=b)


def project(c: float, prior: Prior, p_reach: float | None) -> Projection:
    """Median and 80 % interval of the year's total, in the unit of c; never below c."""
    ends = _ends(c, prior)
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
        counts=_count_steps(prior),
    )
