"""Small counts (deaths, accidents, projects): the rest of the year as a number of events, not as a share of money.

By what is counted so far, C, and by how much of past years lay before this month, the rest is beta-negative-binomial:
events at a rate that C tells (negative binomial, size C + 1/2), the share of the year by now as uncertain as the counts
of past years leave it (beta); without past years an even pace of the weight that ``thresholds.toml`` gives it. There is
nothing to fit. A year without a single event before its month counts as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, gammaln

Floats = NDArray[np.float64]

#: Rows that are worked out at once: a table of so many rows and as many columns as events are thought of.
_ROWS = 1000


class CountLaw(NamedTuple):
    """The rest R of a year is beta-negative-binomial: size C + 1/2, and beta (a, b) of the share of the year by now."""

    size: Floats
    a: Floats
    b: Floats


def count_law(
    c: Floats, to_date: Floats, total: Floats, months: Floats, thresholds: Mapping[str, Any]
) -> CountLaw:
    """The law of rows, from counts of past years along the last axis (NaN where unknown); else by the even pace."""
    weight = thresholds["counts"]["even_weight"]
    before, after = np.nansum(to_date, axis=-1), np.nansum(total - to_date, axis=-1)
    known = np.any(~np.isnan(to_date), axis=-1)
    a = np.where(known, before + 0.5, weight * months)
    b = np.where(known, after + 0.5, weight * (12 - months))
    return CountLaw(np.asarray(c + 0.5, dtype=np.float64), a, b)


def at_least(events: Floats, law: CountLaw, most: int) -> Floats:
    """P(R ≥ events), for no more than ``most`` events; 1 where none is wanted."""
    out = np.ones(len(law.size))
    for rows in _parts(len(out)):
        below = np.arange(most)[None, :] < events[rows, None]
        out[rows] -= np.where(below, _pmf(law, rows, most), 0).sum(axis=1)
    return np.clip(out, 0.0, 1.0)


def quantile(law: CountLaw, q: float, most: int) -> Floats:
    """The least number of events that R does not pass with probability q; at most ``most``."""
    out = np.empty(len(law.size))
    for rows in _parts(len(out)):
        out[rows] = (np.cumsum(_pmf(law, rows, most), axis=1) < q - 1e-12).sum(axis=1)
    return out


def _parts(size: int) -> list[slice]:
    return [slice(at, at + _ROWS) for at in range(0, size, _ROWS)]


def _pmf(law: CountLaw, rows: slice, most: int) -> Floats:
    """P(R = k) for k below ``most``: a row a law."""
    size, a, b = (x[rows, None] for x in law)
    k = np.arange(most)[None, :]
    found: Floats = np.exp(
        gammaln(size + k) - gammaln(k + 1) - gammaln(size) + betaln(a + size, b + k) - betaln(a, b)
    )
    return found
