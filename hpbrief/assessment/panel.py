"""Many figures against their goals at once: the rules of ``classify`` on the columns of a frame.

Numbers are float64 here and Decimal there: a figure within one part in 10^12 of a limit counts as on it. What
hangs on the print of one figure (qualifiers, flags, the growth still needed) is left to the scalar engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hpbrief.assessment.counts import at_least, quantile
from hpbrief.assessment.panel_laws import KEYS, Bools, Counts, Laws, Words, check_columns, laws_of
from hpbrief.assessment.projection import Floats, band, growth_law, reach
from hpbrief.assessment.rules import ORDER, SETTLED
from hpbrief.catalog import Catalog, load_catalog
from hpbrief.errors import DatasetError, Message, Problem
from hpbrief.models import Bound, ComputedClass, IndicatorKind, Measure

if TYPE_CHECKING:
    import pandas as pd

REQUIRED = (*KEYS, "year", "value", "goal")
# Optional columns and what stands where they are missing.
OPTIONAL = {
    "best_month": np.nan,
    "base_share": np.nan,
    "best_gain": np.nan,
}
_PROJECTED = ("R4", "R5", "R6")
_BY_P = np.array(
    [c.value for c in (ComputedClass.ON_TRACK, ComputedClass.AT_RISK, ComputedClass.OFF_TRACK)], dtype=object
)


def judge_panel(
    frame: pd.DataFrame,
    history: pd.DataFrame | None = None,
    monthly: pd.DataFrame | None = None,
    *,
    catalog: Catalog | None = None,
    indicative: bool = False,
) -> pd.DataFrame:
    """Judge each row of a tidy frame: one figure of one indicator and its goal.

    Args:
        frame: a row a figure: ``area``, ``indicator``, ``year``, ``months`` (elapsed; 12 is the whole year),
            ``value`` and ``goal`` in one unit (growth: percent). Optional: ``bound`` (at_least, at_most, exactly),
            ``best_month`` (the best month on record; one below the average month of the figure is none),
            ``base_share`` (of a growth rate: last year's share of the base by now), ``best_gain`` (of a
            stock or share: the best past gain a month, towards the goal).
        history: complete years: ``area``, ``indicator``, ``year``, ``months``, ``to_date``, ``total``; optional
            ``borrowed`` (only the shape, of another boundary). A figure uses every year before its own with the
            same months; years that were over by then or brought nothing before are left out.
        monthly: single months of this year and of years before: ``area``, ``indicator``, ``year``, ``month``,
            ``value``. Where every month is known the rest of the year is projected by season and level.
        catalog: kind, measure, lumpy and can_fall of the indicators, and the thresholds; by default the bundled.
        indicative: give ``p_reach`` also where there is no history, which the scalar engine hides.

    Returns:
        The frame with attainment_pct, expected_share_pct, pace_index, required_per_month, forecast_median,
        forecast_lo80, forecast_hi80, p_reach, computed_class, rule_id, law, history_years (those the law uses) and
        n_history (those known) added.

    Raises DatasetError for a missing column or impossible months, CatalogError for an unknown indicator.
    """
    catalog = catalog or load_catalog()
    check_columns(frame, REQUIRED, "frame")
    if not frame["months"].between(0, 12, inclusive="right").all():
        raise DatasetError([Problem("frame", None, "months", Message("months_range"))])
    rows = _Rows.of(frame, catalog)
    small = rows.small(catalog.thresholds)
    laws = laws_of(frame, history, monthly, rows.flow & ~rows.growth, rows.lumpy, catalog.thresholds, small)
    computed, rule_id, p = _classes(rows, laws, small, catalog.thresholds)
    projected = np.isin(rule_id.astype(str), _PROJECTED)
    shown = p if indicative else np.where((rule_id == "R6") | (rule_id == "R6-growth"), np.nan, p)
    return frame.assign(
        **_numbers(rows, laws, small, rule_id, catalog.thresholds),
        p_reach=shown,
        computed_class=computed,
        rule_id=rule_id,
        law=_first([(projected, laws.name), (~projected, None)]),
        history_years=np.where(projected, laws.years, 0),
        n_history=laws.known,
    )


@dataclass(frozen=True)
class _Rows:
    """The columns that the rules look at."""

    c: Floats
    t: Floats
    months: Floats
    best_month: Floats
    base_share: Floats
    best_gain: Floats
    at_most: Bools
    growth: Bools
    flow: Bools
    lumpy: Bools
    accumulates: Bools
    monthly: Bools
    counted: Bools

    @classmethod
    def of(cls, frame: pd.DataFrame, catalog: Catalog) -> _Rows:
        codes, names = frame["indicator"].factorize()
        known = [catalog.indicator(name) for name in names]
        growth = _each(i.measure == Measure.YOY_CHANGE for i in known)[codes]
        flow = _each(i.kind == IndicatorKind.FLOW for i in known)[codes]
        falls = _each(i.can_fall for i in known)[codes]
        at_most = frame["bound"].eq(Bound.AT_MOST) if "bound" in frame else np.zeros(len(frame), dtype=bool)
        return cls(
            c=_floats(frame, "value"),
            t=_floats(frame, "goal"),
            months=_floats(frame, "months"),
            **{name: _floats(frame, name, missing) for name, missing in OPTIONAL.items()},
            at_most=np.asarray(at_most, dtype=bool),
            growth=growth,
            flow=flow,
            lumpy=_each(i.lumpy for i in known)[codes],
            accumulates=flow & ~falls,
            monthly=_each(i.grows_by_month for i in known)[codes],
            counted=_each(
                not i.unit.mult and i.unit.code in catalog.thresholds["counts"]["units"] for i in known
            )[codes],
        )

    def small(self, thresholds: Any) -> Bools:
        """Rows of events so few that their rest is counted."""
        few = (self.c < thresholds["counts"]["most"]) & (self.t < thresholds["counts"]["most"])
        whole = self.c == np.round(self.c)
        found: Bools = self.counted & self.accumulates & ~self.lumpy & few & whole
        return found

    @property
    def left(self) -> Floats:
        """Months still to come."""
        return 12 - self.months


def _each(answers: Iterable[bool]) -> Bools:
    return np.fromiter(answers, dtype=np.bool_)


def _floats(frame: pd.DataFrame, name: str, missing: float = np.nan) -> Floats:
    if name not in frame:
        return np.full(len(frame), missing)
    return np.asarray(frame[name].astype("float64").fillna(missing), dtype=np.float64)


def _above(a: Floats, b: Floats) -> Bools:
    """Whether a lies above b by more than float64 blurs."""
    return a - b > 1e-12 * np.maximum(np.abs(a), np.abs(b))


def _classes(rows: _Rows, laws: Laws, small: Bools, thresholds: Any) -> tuple[Words, Words, Floats]:
    """Class, rule and P of each row: the first rule of ``ORDER`` that applies."""
    n = laws.known
    p = reach(rows.c, rows.t, laws.law)
    if laws.counts is not None:
        missing = rows.t[small] - rows.c[small]
        events = np.where(rows.at_most[small], np.floor(missing) + 1, np.ceil(missing))
        p[small] = at_least(events, laws.counts, thresholds["counts"]["thought_of"])
    p = np.where(rows.at_most, 1 - p, p)
    p_growth = _p_growth(rows, thresholds)
    rules = _rules(rows, n, p, p_growth, thresholds)
    computed = _first([(rules[name][0], rules[name][1]) for name in ORDER])
    rule_id = _first([(rules[name][0], rules[name][2]) for name in ORDER])
    projected = np.isin(rule_id.astype(str), _PROJECTED)
    grown = np.isin(rule_id.astype(str), ("R5-growth", "R6-growth"))
    return computed, rule_id, np.where(projected, p, np.where(grown, p_growth, np.nan))


def _rules(
    rows: _Rows, n: Counts, p: Floats, p_growth: Floats, thresholds: Any
) -> dict[str, tuple[Bools, Any, Any]]:
    """Each rule of ``ORDER``: where it applies, the class and the id it gives."""
    limits, cls = thresholds["history"], ComputedClass
    c, t, at_most, left = rows.c, rows.t, rows.at_most, rows.left
    over, early = rows.months == 12, rows.months < thresholds["classes"]["early_months"]
    above, below = _above(c, t), _above(t, c)
    equal, good = ~above & ~below, np.where(at_most, below, above)
    holds = ~rows.accumulates & (good | equal)
    by_p, by_growth = _by_p(p, early, thresholds), _by_p(p_growth, early, thresholds)
    few = rows.lumpy & (n < limits["lumpy_years"])
    far = _above(t, c + thresholds["lumpy"]["off_track_ratio"] * c / rows.months * left) & ~at_most
    record = ~_above(c, rows.best_month * rows.months)  # else it lacks better months
    beyond = (n >= limits["rule_4_years"]) & ~at_most & record & _above(t, c + rows.best_month * left)
    soon = rows.months < thresholds["classes"]["line_months"]
    line = np.where(soon & (by_p == cls.ON_TRACK.value), cls.AT_RISK.value, by_p)
    stays = np.where(early & (by_growth == cls.ON_TRACK.value), cls.AT_RISK.value, by_growth)
    stock = ~rows.flow
    return {
        "no_numbers": (np.isnan(c) | np.isnan(t), cls.INSUFFICIENT_DATA.value, "R1"),
        "over_equal": (over & equal, cls.MET.value, "R2"),
        "over_good": (over & good, cls.EXCEEDED.value, "R2"),
        "over_short": (over, cls.MISSED.value, "R3"),
        "total_above": (
            rows.accumulates & above,
            np.where(at_most, cls.MISSED.value, cls.EXCEEDED.value),
            "R2",
        ),
        "total_equal": (rows.accumulates & equal & ~at_most, cls.MET.value, "R2"),
        "holds_growth": (rows.growth & holds, stays, "R2-now"),
        "holds_now": (holds, np.where(early, cls.AT_RISK.value, cls.ON_TRACK.value), "R2-now"),
        "growth": (rows.growth, by_growth, np.where(np.isnan(rows.base_share), "R6-growth", "R5-growth")),
        "stock_without_gains": (stock & np.isnan(rows.best_gain), cls.INSUFFICIENT_DATA.value, "R1-stock"),
        "stock": (stock, _by_gain(rows), "R5-stock"),
        "lumpy": (
            few,
            np.where(far, cls.OFF_TRACK.value, cls.AT_RISK.value),
            np.where(n > 0, "R7", "R6-lumpy"),
        ),
        "beyond_record": (beyond, cls.OFF_TRACK.value, "R4"),
        "past_years": (n > 0, by_p, "R5"),
        "straight_line": (np.ones_like(over), line, "R6"),
    }


def _first(rules: Sequence[tuple[Bools, Any]]) -> Words:
    """What the first rule that fires says, row by row."""
    size = rules[0][0].shape
    says = [np.broadcast_to(np.asarray(x, dtype=object), size) for _, x in rules]
    return np.select([when for when, _ in rules], says)


def _by_p(p: Floats, early: Bools, thresholds: Any) -> Words:
    limits = thresholds["classes"]
    on_track = np.where(early, limits["on_track_early"], limits["on_track"])
    return _BY_P[np.where(p >= on_track, 0, np.where(p >= limits["at_risk"], 1, 2))]


def _by_gain(rows: _Rows) -> Words:
    """A share or stock: the gain a month that is needed, against the best past one."""
    return _BY_P[np.where(_above(np.abs(rows.t - rows.c), rows.best_gain * rows.left), 2, 1)]


def _p_growth(rows: _Rows, thresholds: Any) -> Floats:
    """P of a growth goal: at the known share of the base, else at m/12 give or take a margin, the worst class.

    Of shares with the same class the first counts.
    """
    margin, line = thresholds["growth"]["share_margin"], rows.months / 12
    known = ~np.isnan(rows.base_share)
    shares = np.column_stack([np.where(known, rows.base_share, line), line - margin, line + margin])
    fits = (shares > 0) & (shares < 1)
    fits[:, 1:] &= ~known[:, None]
    shares = np.where(fits, shares, 0.5)
    c, t = shares * (1 + rows.c[:, None] / 100), np.broadcast_to(1 + rows.t[:, None] / 100, shares.shape)
    p = reach(c, t, growth_law(shares, thresholds))
    p = np.where(rows.at_most[:, None], 1 - p, p)
    limits = thresholds["classes"]
    early = (rows.months < limits["early_months"])[:, None]
    rank = np.where(
        p >= np.where(early, limits["on_track_early"], limits["on_track"]),
        0,
        np.where(p >= limits["at_risk"], 1, 2),
    )
    worst = np.argmax(np.where(fits, rank, -1), axis=1)
    chosen: Floats = p[np.arange(len(p)), worst]
    return chosen


def _numbers(rows: _Rows, laws: Laws, small: Bools, rule_id: Words, thresholds: Any) -> dict[str, Floats]:
    """Attainment, pace, what is required and the forecast, in the columns' order; NaN where there is none."""
    law = laws.law
    c, t, level = rows.c, rows.t, rows.flow & ~rows.growth
    names = rule_id.astype(str)
    projected = np.isin(names, _PROJECTED)
    with np.errstate(divide="ignore", invalid="ignore"):
        attained = np.where(t != 0, c / t, np.nan)
        share = np.where(level & (names != "R1"), np.where(projected, law.share, rows.months / 12), np.nan)
        ends = [np.where(projected & (c > 0), x, np.nan) for x in band(c, law)]
    if laws.counts is not None:
        for end, q in zip(ends, (0.5, 0.1, 0.9), strict=True):
            rest = quantile(laws.counts, q, thresholds["counts"]["thought_of"])
            end[small] = np.where(projected[small], c[small] + rest, np.nan)
    return {
        "attainment_pct": 100 * attained,
        "expected_share_pct": 100 * share,
        "pace_index": attained / share,
        "required_per_month": _a_month(rows, names),
        "forecast_median": ends[0],
        "forecast_lo80": ends[1],
        "forecast_hi80": ends[2],
    }


def _a_month(rows: _Rows, rule_id: NDArray[np.str_]) -> Floats:
    """What each month left must bring of an open goal, or may bring at most; NaN where nothing."""
    still_open = (rows.left > 0) & ~np.isin(rule_id, SETTLED)
    applies = ~rows.growth & (rows.monthly | (rule_id == "R5-stock"))
    with np.errstate(divide="ignore", invalid="ignore"):
        amount = (rows.t - rows.c) / rows.left
    amount = np.where(rows.accumulates, np.maximum(0, amount), amount)
    return np.where(still_open & applies & (amount != 0), amount, np.nan)
