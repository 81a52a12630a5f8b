"""The constants of the projection, fitted on the first half of the public series.

    uv run --no-dev --group benchmarks python benchmarks/fit_projection.py

Prints the lines of thresholds.toml: the width of law A (every month known) and of law B (two numbers a year), by
the number of past years: maximum likelihood, but for the parts of growth (kappa) and of the year's end, chosen so
that the 80 % band covers alike whatever growth and month. benchmarks/backtest.py scores them on the other half.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import public_series
from scipy.optimize import minimize
from scipy.stats import t as student

from hpbrief.assessment.projection import Floats, monthly_law
from hpbrief.catalog import load_catalog

KAPPAS = np.arange(0, 0.75, 0.1)
LATES = (0.0, 0.25, 0.5, 1.0, 2.0, 4.0)


def main() -> None:
    series = public_series.flows()
    cases, _ = public_series.origins(series)
    half = cases[cases["half"] == "first"].reset_index(drop=True)
    print(f"{len(half)} origins of the first half of {len(series)} series.")
    for name, start, errors_of in (("monthly", 0.8, months_known), ("history", 0.044, two_numbers)):
        print(f"\n[{name}]")
        for n in range(1, public_series.YEARS_BACK + 1):
            numbers = ", ".join(f"{x:.3f}" for x in fitted(errors_of(half, series, n), start))
            print(f"width.{n} = [{numbers}]")


class Errors(NamedTuple):
    """Errors of a median, and the squared scale that a first constant gives, before growth and the year's end."""

    error: Floats
    squares: Callable[[float], Floats]
    growth: Floats
    left: Floats


def fitted(errors: Errors, start: float) -> tuple[float, float, float, float]:
    """The constants of a width: the first and df of most likelihood; kappa and late of the most even coverage."""
    found = []
    for kappa in KAPPAS:
        for late in LATES:
            first, df = likely(errors, float(kappa), late, start)
            found.append((uneven(errors, float(kappa), first, late, df), first, float(kappa), late, df))
    _, first, kappa, late, df = min(found)
    return first, kappa, late, df


def scale_of(e: Errors, kappa: float, first: float, late: float) -> Floats:
    scale: Floats = np.sqrt((e.squares(first) + (kappa * e.growth) ** 2) * (1 + late / e.left))
    return scale


def likely(e: Errors, kappa: float, late: float, start: float) -> tuple[float, float]:
    """The first constant and df of most likelihood under Student's t."""

    def loss(x: Floats) -> float:
        first, df = np.exp(x)
        scale = scale_of(e, kappa, first, late)
        return float(np.mean(np.log(scale) - student.logpdf(e.error / scale, df)))

    at = minimize(loss, np.log([start, 4.0]), method="Nelder-Mead", options={"maxiter": 80, "fatol": 1e-6}).x
    first, df = (float(x) for x in np.exp(at))
    return first, df


def uneven(e: Errors, kappa: float, first: float, late: float, df: float) -> float:
    """How far the coverage of the 80 % band is from 80 %, by growth of the year to date and by month: mean square."""
    inside = np.abs(e.error) <= student.ppf(0.9, df) * scale_of(e, kappa, first, late)
    grown = np.expm1(e.growth)
    strata = [grown < 0.05, (grown >= 0.05) & (grown < 0.15), (grown >= 0.15) & (grown < 0.3), grown >= 0.3]
    strata += [e.left == left for left in np.unique(e.left)]
    return float(np.mean([(inside[s].mean() - 0.8) ** 2 for s in strata]))


def months_known(half: pd.DataFrame, series: Mapping[str, Floats], n: int) -> Errors:
    """Law A: the first constant times the error a month."""
    plain: dict[str, Any] = {**load_catalog().thresholds}
    plain["monthly"] = {**plain["monthly"], "width": {str(n): [1.0, 0.0, 0.0, 1.0]}}
    parts = []
    for m, group in half.groupby("months"):
        past = np.stack([series[s][y - n : y] for s, y in zip(group["series"], group["year"], strict=True)])
        now = np.stack([series[s][y, :m] for s, y in zip(group["series"], group["year"], strict=True)])
        law = monthly_law(past, now, plain).law
        truth = np.log((group["total"] - group["value"]) / group["value"]).to_numpy()
        growth = np.log(now.sum(axis=1) / past[:, -1, :m].sum(axis=1))
        parts.append((truth - law.mu, law.scale, growth, np.full(len(group), 12.0 - m)))
    error, sigma, growth, left = (np.concatenate(x) for x in zip(*parts, strict=True))
    return Errors(error, lambda k: (k * sigma) ** 2, growth, left)


def two_numbers(half: pd.DataFrame, series: Mapping[str, Floats], n: int) -> Errors:
    """Law B: the first constant is s0, towards which the variance of the years is moderated."""
    keys = list(zip(half["series"], half["year"], half["months"], strict=True))
    to_date = np.array([[series[s][y - lag, :m].sum() for lag in range(1, n + 1)] for s, y, m in keys])
    total = np.array([[series[s][y - lag].sum() for lag in range(1, n + 1)] for s, y, m in keys])
    theta = np.log((total - to_date) / to_date)
    value = half["value"].to_numpy()
    error = np.log((half["total"].to_numpy() - value) / value) - theta.mean(axis=1)
    apart = ((theta - theta.mean(axis=1)[:, None]) ** 2).sum(axis=1)
    nu0 = load_catalog().thresholds["history"]["nu0"]
    growth, left = np.log(value / to_date[:, 0]), 12.0 - half["months"].to_numpy()
    return Errors(error, lambda s0: (apart + nu0 * s0**2) / (n - 1 + nu0) * (1 + 1 / n), growth, left)


if __name__ == "__main__":
    main()
