"""The law of each row of a frame: by its months, by two numbers of past years, or by the straight line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hpbrief.assessment.counts import CountLaw, count_law
from hpbrief.assessment.projection import Floats, Law, history_law, monthly_law, outlying, straight_line_law
from hpbrief.errors import DatasetError, Message, Problem

if TYPE_CHECKING:
    import pandas as pd

Bools = NDArray[np.bool_]
Counts = NDArray[np.int64]
Words = NDArray[np.object_]

KEYS = ["area", "indicator", "months"]
HISTORY = (*KEYS, "year", "to_date", "total")
MONTHLY = ("area", "indicator", "year", "month", "value")
_SERIES = ["area", "indicator"]
_MOST_YEARS = 5


@dataclass(frozen=True)
class Laws:
    """The law of each row, its name, the past years behind it, and how many are known in all."""

    law: Law
    name: Words
    years: Counts
    known: Counts
    counts: CountLaw | None = None


def check_columns(frame: pd.DataFrame, columns: tuple[str, ...], name: str) -> None:
    """Raise DatasetError for each column that a frame lacks."""
    missing = [c for c in columns if c not in frame.columns]
    if missing:
        raise DatasetError([Problem(name, None, c, Message("column_missing")) for c in missing])


def laws_of(
    frame: pd.DataFrame,
    history: pd.DataFrame | None,
    monthly: pd.DataFrame | None,
    accumulates: Bools,
    lumpy: Bools,
    thresholds: Any,
    small: Bools,
) -> Laws:
    """The law of each row; ``accumulates`` and ``lumpy`` are those of its indicator, ``small`` rows count events."""
    months = np.asarray(frame["months"], dtype=np.float64)
    line = straight_line_law(months, thresholds)
    none = np.zeros(len(frame), dtype=np.int64)
    straight = np.full(len(frame), "straight", dtype=object)
    cube = None if monthly is None or monthly.empty else _Cube.of(frame, monthly)
    if cube is not None:
        history = cube.added(frame, history)
    if history is None or history.empty:
        unknown = np.full((len(frame), 1), np.nan)
        return _counted(Laws(line, straight, none, none), frame, (unknown, unknown), small, thresholds)
    check_columns(history, HISTORY, "history")
    to_date, total, lag, borrowed = _past(frame, history)
    known = np.where(accumulates, np.sum(~np.isnan(to_date), axis=1), 0)
    apart = outlying(to_date, total, thresholds)
    to_date, total = (np.where(apart, np.nan, x) for x in (to_date, total))
    used = np.where(accumulates, np.sum(~np.isnan(to_date), axis=1), 0)
    t = thresholds["history"]
    value = np.asarray(frame["value"], dtype=np.float64)
    lent = np.any(borrowed & ~np.isnan(to_date), axis=1)
    s0 = np.where(lumpy, t["s0_lumpy"], np.where(lent, t["s0_borrowed"], np.nan))
    growth = _growth(value, np.where(borrowed, np.nan, to_date), lag)
    two = history_law(to_date, total, growth, 12 - months, s0, thresholds)
    law = Law(*(np.where(used > 0, a, b) for a, b in zip(two, line, strict=True)))
    found = Laws(law, np.where(used > 0, "two_numbers", straight), used, known)
    if cube is not None:
        found = cube.followed(found, value, months, accumulates & ~lumpy & ~small, thresholds)
    return _counted(found, frame, (to_date, total), small, thresholds)


def _counted(
    found: Laws, frame: pd.DataFrame, past: tuple[Floats, Floats], small: Bools, thresholds: Any
) -> Laws:
    """The laws with that of counts for the rows that count events; its arrays have those rows only."""
    if not small.any():
        return found
    to_date, total = (x[small] for x in past)
    value, months = (np.asarray(frame[c], dtype=np.float64)[small] for c in ("value", "months"))
    law = count_law(value, to_date, total, months, thresholds)
    share = found.law.share.copy()
    share[small] = law.a / (law.a + law.b)
    name = np.where(small, "counts", found.name)
    return replace(found, law=found.law._replace(share=share), name=name, counts=law)


def _growth(value: Floats, to_date: Floats, lag: Floats) -> Floats:
    """ln(C / C of the newest past year), a year; 0 where nothing is known."""
    growth = np.zeros(len(value))
    with np.errstate(divide="ignore", invalid="ignore"):
        for column in range(to_date.shape[1]):  # oldest first: the newest stands
            one = np.log(value / to_date[:, column]) / lag[:, column]
            growth = np.where(np.isfinite(one), one, growth)
    return growth


def _past(frame: pd.DataFrame, history: pd.DataFrame) -> tuple[Floats, Floats, Floats, Bools]:
    """Of the years before each row's own: to date, total, how long ago, borrowed; a row a figure, a column a year.

    NaN where unknown.
    """
    import pandas as pd

    history = history[(history["to_date"] > 0) & (history["to_date"] < history["total"])]
    if history.duplicated([*KEYS, "year"]).any():
        raise DatasetError([Problem("history", None, "year", Message("year_twice"))])
    groups = pd.concat([frame[KEYS], history[KEYS]]).groupby(KEYS, sort=False).ngroup().to_numpy()
    mine, theirs = groups[: len(frame)], groups[len(frame) :]
    at, years = history["year"].factorize(sort=True)
    lag = np.asarray(frame["year"], dtype=np.float64)[:, None] - np.asarray(years, dtype=np.float64)[None, :]
    size = (groups.max(initial=-1) + 1, len(years))

    def spread(values: Floats) -> Floats:
        cube = np.full(size, np.nan)
        cube[theirs, at] = values
        return np.where(lag > 0, cube[mine], np.nan)

    lent = history["borrowed"] if "borrowed" in history else pd.Series(False, index=history.index)
    borrowed = spread(np.asarray(lent.fillna(False), dtype=np.float64)) > 0
    to_date, total = (spread(np.asarray(history[c], dtype=np.float64)) for c in ("to_date", "total"))
    return to_date, total, lag, borrowed


@dataclass(frozen=True)
class _Cube:
    """Single months: a series, a year, twelve months, NaN where unknown; and where each row of a frame stands."""

    values: Floats
    keys: pd.DataFrame
    first_year: int
    series: Counts
    year: Counts

    @classmethod
    def of(cls, frame: pd.DataFrame, monthly: pd.DataFrame) -> _Cube:
        import pandas as pd

        check_columns(monthly, MONTHLY, "monthly")
        if monthly.duplicated(["area", "indicator", "year", "month"]).any():
            raise DatasetError([Problem("monthly", None, "month", Message("year_twice"))])
        both = pd.concat([frame[_SERIES], monthly[_SERIES]])
        groups = both.groupby(_SERIES, sort=False).ngroup().to_numpy()
        mine, theirs = groups[: len(frame)], groups[len(frame) :]
        years = pd.concat([frame["year"], monthly["year"]])
        # five empty years before the first, so that every row has them
        first = int(years.min()) - _MOST_YEARS if len(years) else 0
        values = np.full((groups.max(initial=-1) + 1, int(years.max()) - first + 1, 12), np.nan)
        at = (theirs, monthly["year"].to_numpy() - first, monthly["month"].to_numpy() - 1)
        values[at] = monthly["value"].to_numpy(dtype=np.float64)
        keys = both.drop_duplicates().reset_index(drop=True)
        year = np.asarray(frame["year"], dtype=np.int64) - first
        return cls(values, keys, first, np.asarray(mine, dtype=np.int64), year)

    def added(self, frame: pd.DataFrame, history: pd.DataFrame | None) -> pd.DataFrame:
        """The history with the years that single months add up to, where it has not got them."""
        import pandas as pd

        series, year = np.nonzero(np.all(self.values > 0, axis=2))
        sums = np.cumsum(self.values[series, year], axis=1)
        parts = [history] if history is not None and len(history) else []
        for month in sorted({int(m) for m in frame["months"] if float(m).is_integer() and m < 12}):
            one = self.keys.iloc[series].reset_index(drop=True)
            parts.append(
                one.assign(
                    months=month,
                    year=year + self.first_year,
                    to_date=sums[:, month - 1],
                    total=sums[:, -1],
                )
            )
        if not parts:
            return pd.DataFrame(columns=list(HISTORY))
        whole = pd.concat(parts, ignore_index=True)
        printed = len(parts[0]) if history is not None and len(history) else 0
        twice = whole.duplicated([*KEYS, "year"]) & (np.arange(len(whole)) >= printed)
        return whole[~twice]

    def followed(self, found: Laws, value: Floats, months: Floats, fits: Bools, thresholds: Any) -> Laws:
        """The laws with that of the months wherever enough of them are known."""
        limits = thresholds["monthly"]
        law, name, years = Law(*(x.copy() for x in found.law)), found.name.copy(), found.years.copy()
        complete = np.all(self.values > 0, axis=2)
        n = np.zeros(len(value), dtype=np.int64)
        unbroken = np.ones(len(value), dtype=np.bool_)
        for lag in range(1, _MOST_YEARS + 1):
            unbroken &= complete[self.series, self.year - lag]
            n += unbroken
        fits = fits & (n > 0) & (value > 0) & (found.years <= n + limits["years_behind"])
        for month in range(1, 12):
            for count in range(1, _MOST_YEARS + 1):
                rows = np.flatnonzero(fits & (months == month) & (n == count))
                if len(rows):
                    self._follow(rows, month, count, (law, name, years), value, thresholds)
        return Laws(law, name, years, found.known)

    def _follow(
        self, rows: Counts, month: int, count: int, into: tuple[Law, Words, Counts], value: Floats, t: Any
    ) -> None:
        series, year = self.series[rows], self.year[rows]
        now = self.values[series, year][:, :month]
        total = now.sum(axis=1)
        near = np.all(now > 0, axis=1) & (
            np.abs(total - value[rows]) <= t["monthly"]["sum_tolerance"] * value[rows]
        )
        rows, series, year, now, total = (x[near] for x in (rows, series, year, now, total))
        if not len(rows):
            return
        past = np.stack([self.values[series, year - lag] for lag in range(count, 0, -1)], axis=1)
        found = monthly_law(past, now, t).law
        law, name, years = into
        law.mu[rows] = found.mu + np.log(total / value[rows])
        law.scale[rows], law.df[rows], law.share[rows] = found.scale, found.df, found.share
        name[rows], years[rows] = "months", count
