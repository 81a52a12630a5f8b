"""The constants of the projection, fitted by maximum likelihood on the first half of the public series.

    uv run --no-dev --group benchmarks python benchmarks/fit_projection.py

Prints the lines of thresholds.toml: the width of law A (every month known), of law B (two numbers a year), by
the number of past years. benchmarks/backtest.py scores them on the other half.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import public_series
from scipy.optimize import minimize
from scipy.stats import t as student

from hpbrief.assessment.formulas import Floats
from hpbrief.assessment.monthly import monthly_law
from hpbrief.catalog import load_catalog

NU0 = 1.5


def main() -> None:
    series = public_series.flows()
    cases, _ = public_series.origins(series)
    half = cases[cases["half"] == "first"].reset_index(drop=True)
    print(f"{len(half)} origins of the first half of {len(series)} series.\n\n[monthly]")
    for n in range(1, public_series.YEARS_BACK + 1):
        k, c, df = months_known(half, series, n)
        print(f"width.{n} = [{k:.2f}, {c:.2f}, {df:.2f}]")
    print("\n[history]")
    for n in range(1, public_series.YEARS_BACK + 1):
        s0, kappa, c, df = two_numbers(half, series, n)
        print(f"width.{n} = [{s0:.3f}, {kappa:.2f}, {c:.2f}, {df:.2f}]")


def best(loss: Callable[[Floats], float], start: list[float]) -> list[float]:
    """The non-negative parameters of least loss."""
    found = minimize(lambda x: loss(np.exp(x)), np.log(start), method="Nelder-Mead", options={"maxiter": 400})
    return [float(x) for x in np.exp(found.x)]


def unlikely(error: Floats, scale: Floats, df: float) -> float:
    """Mean negative log likelihood of errors under Student's t."""
    return float(np.mean(np.log(scale) - student.logpdf(error / scale, df)))


def months_known(half: pd.DataFrame, series: Mapping[str, Floats], n: int) -> list[float]:
    """k, c and df of law A for n past years."""
    plain: dict[str, Any] = {**load_catalog().thresholds}
    plain["monthly"] = {**plain["monthly"], "width": {str(n): [1.0, 0.0, 1.0]}}
    errors, sigmas, left = [], [], []
    for m, group in half.groupby("months"):
        past = np.stack([series[s][y - n : y] for s, y in zip(group["series"], group["year"], strict=True)])
        now = np.stack([series[s][y, :m] for s, y in zip(group["series"], group["year"], strict=True)])
        law = monthly_law(past, now, plain).law
        truth = np.log((group["total"] - group["value"]) / group["value"])
        errors.append(truth.to_numpy() - law.mu)
        sigmas.append(law.scale)
        left.append(np.full(len(group), 12 - m))
    error, sigma, months = (np.concatenate(x) for x in (errors, sigmas, left))
    return best(lambda x: unlikely(error, x[0] * np.sqrt(1 + x[1] / months) * sigma, x[2]), [0.8, 0.4, 4.0])


def two_numbers(half: pd.DataFrame, series: Mapping[str, Floats], n: int) -> list[float]:
    """s0, kappa, c and df of law B for n past years."""
    keys = list(zip(half["series"], half["year"], half["months"], strict=True))
    to_date = np.array([[series[s][y - lag, :m].sum() for lag in range(1, n + 1)] for s, y, m in keys])
    total = np.array([[series[s][y - lag].sum() for lag in range(1, n + 1)] for s, y, m in keys])
    theta = np.log((total - to_date) / to_date)
    value, left = half["value"].to_numpy(), 12 - half["months"].to_numpy()
    error = np.log((half["total"].to_numpy() - value) / value) - theta.mean(axis=1)
    squares = ((theta - theta.mean(axis=1)[:, None]) ** 2).sum(axis=1)
    growth = np.log(value / to_date[:, 0])

    def loss(x: Floats) -> float:
        s0, kappa, c, df = x
        moderated = (squares + NU0 * s0**2) / (n - 1 + NU0) * (1 + 1 / n)
        scale = np.sqrt((moderated + (kappa * growth) ** 2) * (1 + c / left))
        return unlikely(error, scale, df)

    return best(loss, [0.044, 0.73 / np.sqrt(n), 0.2, 3.0])


if __name__ == "__main__":
    main()
