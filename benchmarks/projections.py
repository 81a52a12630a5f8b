"""Peers on the same origins: AutoETS of statsforecast and the chain ladder of chainladder-python."""

from __future__ import annotations

import warnings
from collections.abc import Mapping

import chainladder as cl
import numpy as np
import pandas as pd
from scipy.special import ndtr
from statsforecast.models import AutoETS

PATHS = 2000


def auto_ets(cases: pd.DataFrame, series: Mapping[str, np.ndarray], years_back: int | None) -> np.ndarray:
    """Simulated totals of the year, a row a case: fitted to the months before, so many years back or all."""
    totals = np.empty((len(cases), PATHS))
    for i, case in enumerate(cases.itertuples()):
        start = 0 if years_back is None else 12 * (case.year - years_back)
        known = series[case.series].ravel()[start : 12 * case.year + case.months]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = AutoETS(season_length=12)
            paths = model.simulate(h=12 - case.months, n_paths=PATHS, y=known, seed=1)
        totals[i] = case.value + np.clip(paths, 0, None).sum(axis=1)
    return totals


def mack(cases: pd.DataFrame, past: pd.DataFrame, n: int) -> tuple[np.ndarray, np.ndarray]:
    """The year's total and its standard error after Mack, of n past years: age 1 by the month, age 2 the year."""
    now = cases[["area", "months", "year", "value"]].assign(case=[f"{i:06d}" for i in range(len(cases))])
    own = now[["area", "months", "case", "year"]].rename(columns={"year": "now"})
    own = past[past["lag"] <= n].merge(own, on=["area", "months"])
    shift = 2000 - own["now"]  # all cases on one calendar
    table = pd.concat(
        [
            pd.DataFrame({"case": now["case"], "origin": 2000, "age": 0, "value": now["value"]}),
            pd.DataFrame(
                {"case": own["case"], "origin": own["year"] + shift, "age": 0, "value": own["to_date"]}
            ),
            pd.DataFrame(
                {"case": own["case"], "origin": own["year"] + shift, "age": 1, "value": own["total"]}
            ),
        ]
    )
    table["seen"] = pd.to_datetime((table["origin"] + table["age"]).astype(str) + "-12-31")
    table["origin"] = pd.to_datetime(table["origin"].astype(str) + "-01-01")
    triangle = cl.Triangle(
        table, origin="origin", development="seen", index="case", columns="value", cumulative=True
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package also extends ages that no year has
        model = cl.MackChainladder().fit(triangle)
    totals = model.ultimate_.values[:, 0, -1, -1]
    errors = model.mack_std_err_.values[:, 0, -1, 1]
    return np.asarray(totals, dtype=float), np.asarray(errors, dtype=float)


def normal_reach(total: np.ndarray, error: np.ndarray, goal: np.ndarray) -> np.ndarray:
    """P(Y ≥ goal) where Y is normal."""
    return ndtr((total - goal) / np.maximum(error, 1e-12 * total))
