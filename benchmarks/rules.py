"""Rules that judge something else than an open total with its past, on the held-out public series.

Growth rates (with last year's shares and without), growth at its goal so far, ceilings, lumpy totals with little
past. Growth goals are 0, 5, 8, 10 and 12 per cent for the year; the figure is the growth of the year to date.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import public_series

from hpbrief.assessment.panel import judge_panel

_GOALS = (0.0, 5.0, 8.0, 10.0, 12.0)
_CLASSES = ("on_track", "at_risk", "off_track")


def report(cases: pd.DataFrame, past: pd.DataFrame, series: dict[str, np.ndarray]) -> None:
    """Print goals met by class and month for each rule, as Markdown."""
    print("#### Other rules on the same origins: per cent of goals met, by class and month\n")
    months = public_series.MONTHS
    print("| rule | class | " + " | ".join(f"m = {m}" for m in months) + " |")
    print("|---|---|" + "---|" * len(months))
    for name, out in _judged(cases, past):
        for c in _CLASSES:
            here = out[out["computed_class"] == c]
            if here.empty:
                continue
            by_month = [here[here["months"] == m]["met"] for m in months]
            cells = [f"{100 * x.mean():.1f} ({len(x)})" if len(x) else "–" for x in by_month]
            print(f"| {name} | {c} | " + " | ".join(cells) + " |")
    print()
    stock_rates(stocks(series))
    count_scores(cases, series)
    within_a_month(cases, series)


def stock_rates(frame: pd.DataFrame) -> None:
    """Print goals of a stock met, by class and month."""
    print(
        "#### A stock against its past gains (R5-stock), and at its goal so far (R2-now): per cent of goals met\n"
    )
    print("| rule | class | m = 3 | m = 6 | m = 9 |")
    print("|---|---|---|---|---|")
    out = judge_panel(frame)
    for rule in ("R5-stock", "R2-now"):
        for c in _CLASSES:
            here = out[(out["rule_id"] == rule) & (out["computed_class"] == c)]
            by_month = [here[here["months"] == m]["met"] for m in (3, 6, 9)]
            cells = [f"{100 * x.mean():.1f} ({len(x)})" if len(x) else "–" for x in by_month]
            if len(here):
                print(f"| {rule} | {c} | " + " | ".join(cells) + " |")
    needed = (out["goal"] - out["value"]) / (12 - out["months"])
    for name, gain in (("their mean", "mean_gain"), ("each of them", "least_gain")):
        here = out[(out["rule_id"] == "R5-stock") & (needed <= out[gain])]
        by_month = [here[here["months"] == m]["met"] for m in (3, 6, 9)]
        cells = [f"{100 * x.mean():.1f} ({len(x)})" if len(x) else "–" for x in by_month]
        print(f"| R5-stock whose past gains, {name}, would do | | " + " | ".join(cells) + " |")
    print()


def _judged(cases: pd.DataFrame, past: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    growth = pd.concat(
        [
            cases.assign(
                indicator="iip_growth",
                goal=goal,
                value=100 * (cases["value"] / cases["last_to_date"] - 1),
                base_share=cases["last_to_date"] / cases["last_total"],
                met=100 * (cases["total"] / cases["last_total"] - 1) >= goal,
            )
            for goal in _GOALS
        ]
    )
    for name, frame in (("shares known", growth), ("no shares", growth.drop(columns="base_share"))):
        out = judge_panel(frame)
        held = out["rule_id"] == "R2-now"
        yield f"growth below its goal, {name}", out[~held]
        yield f"growth at its goal so far (R2-now), {name}", out[held]
        yield f"of these up to half a point above, {name}", out[held & (out["value"] - out["goal"] < 0.5)]
    goals = [cases["last_total"] * (1 + g / 100) for g in _GOALS]
    three = past[past["lag"] <= 3]
    for name, indicator, bound, history in (
        ("ceiling (at_most), n = 3", "port_cargo", "at_most", three),
        ("lumpy without a past (R6-lumpy)", "social_housing_completed", "at_least", None),
        ("lumpy, n = 2 (R7)", "social_housing_completed", "at_least", past[past["lag"] <= 2]),
        ("lumpy, n = 3", "social_housing_completed", "at_least", three),
    ):
        frame = pd.concat([cases.assign(indicator=indicator, bound=bound, goal=goal) for goal in goals])
        met = frame["total"] <= frame["goal"] if bound == "at_most" else frame["total"] >= frame["goal"]
        known = None if history is None else history.assign(indicator=indicator)
        out = judge_panel(frame.assign(met=met), known)
        yield name, out[out["value"] < out["goal"]]


# -- stocks, counts, figures within a month --------------------------------------------------------


_STEP = 3


def stocks(series: dict[str, np.ndarray]) -> pd.DataFrame:
    """Figures of a stock: the mean of the last twelve months of a series, printed each quarter, and what it was before.

    Gains a month are those between the quarters of three past years; the goal is the stock of last December and so
    many per cent more.
    """
    rows = []
    for number, (name, years) in enumerate(series.items()):
        if not number % 2:
            continue
        flat = years.ravel()
        stock = np.convolve(flat, np.ones(12) / 12, mode="valid")  # stock[i] is known by month i + 11
        for k in range(max(5, len(years) - public_series.TARGETS), len(years)):
            december = 12 * k - 12
            for m in (3, 6, 9):
                points = stock[december + m - 36 : december + m + 1 : _STEP]
                gains = np.diff(points) / _STEP
                for percent in (0.0, 2.0, 5.0):
                    goal = stock[december] * (1 + percent / 100)
                    rows.append(
                        {
                            "area": f"{name}:{k}",
                            "indicator": "pig_herd",
                            "year": k,
                            "months": m,
                            "value": stock[december + m],
                            "goal": goal,
                            "best_gain": gains.max(),
                            "mean_gain": gains.mean(),
                            "least_gain": gains.min(),
                            "met": stock[december + 12] >= goal,
                        }
                    )
    return pd.DataFrame(rows)


_SIZES = (10, 20, 40)


def counts(cases: pd.DataFrame, series: dict[str, np.ndarray], seed: int = 5) -> pd.DataFrame:
    """The same origins as small counts: each month a Poisson number around its share of so many events a year.

    Seasons, drifts and shocks are those of the series; only the counting is drawn. A row a case, with three past years.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for case in cases.itertuples():
        years = series[case.series][case.year - 3 : case.year + 1]
        size = _SIZES[rng.integers(len(_SIZES))]
        drawn = rng.poisson(years / years[:-1].sum(axis=1).mean() * size)
        past = {f"to_date_{lag}": drawn[3 - lag, : case.months].sum() for lag in (1, 2, 3)}
        past |= {f"total_{lag}": drawn[3 - lag].sum() for lag in (1, 2, 3)}
        now = {"value": drawn[3, : case.months].sum(), "total": drawn[3].sum(), "size": size}
        rows.append({"area": case.area, "year": case.year, "months": case.months} | now | past)
    return pd.DataFrame(rows)


def _count_past(frame: pd.DataFrame, years: int) -> pd.DataFrame:
    keys = ["area", "indicator", "months"]
    parts = [
        frame[keys].assign(
            year=frame["year"] - lag, to_date=frame[f"to_date_{lag}"], total=frame[f"total_{lag}"]
        )
        for lag in range(1, years + 1)
    ]
    return pd.concat(parts, ignore_index=True)


def count_scores(cases: pd.DataFrame, series: dict[str, np.ndarray]) -> None:
    """Print coverage, Brier and hit rates of small counts, by the law of counts and by the law of amounts."""
    print("#### Small counts: ceilings at last year's number and at 5 and 10 per cent less\n")
    print("| law, past years | 80 % band covers | Brier | on_track met | at_risk met | off_track met |")
    print("|---|---|---|---|---|---|")
    drawn = counts(cases, series)
    for law, indicator in (("counts", "traffic_deaths"), ("amounts", "port_cargo")):
        for n in (0, 1, 3):
            known = drawn.assign(indicator=indicator, bound="at_most")
            past = _count_past(known, n) if n else None
            outs = []
            for share in (1.0, 0.95, 0.90):
                frame = known.assign(goal=np.floor(share * known["total_1"]))
                frame = frame[frame["value"] <= frame["goal"]]
                out = judge_panel(frame, past, indicative=True)
                outs.append(out.assign(met=out["total"] <= out["goal"]))
            out = pd.concat(outs)
            out = out[out["p_reach"].notna()]
            seen = out["total"].between(out["forecast_lo80"], out["forecast_hi80"])[
                out["forecast_hi80"].notna()
            ]
            brier = ((out["p_reach"] - out["met"]) ** 2).mean()
            by_class = [out[out["computed_class"] == c]["met"] for c in _CLASSES]
            cells = [f"{100 * x.mean():.1f} ({len(x)})" if len(x) else "–" for x in by_class]
            print(f"| {law}, n = {n} | {100 * seen.mean():.1f} | {brier:.4f} | " + " | ".join(cells) + " |")
    print()


def within_a_month(cases: pd.DataFrame, series: dict[str, np.ndarray]) -> None:
    """Print what prorating costs, one grain coarser: figures a third and two thirds into a quarter.

    Of past years the totals by the quarters are known, as those by the months are of a figure to 28 October.
    """
    print("#### Figures within a stretch of which past years know only the ends, n = 3\n")
    print("| past years | m | 80 % band covers | Brier, last year + g | on_track met | off_track met |")
    print("|---|---|---|---|---|---|")
    for name, prorated in (("known to the month", False), ("prorated", True)):
        for m in (8, 10, 11):
            here = cases[cases["months"] == m]
            past = pd.DataFrame(_quarterly_past(here, series, m, prorated=prorated))
            outs = []
            for g in _GOALS:
                frame = here.assign(goal=here["last_total"] * (1 + g / 100))
                out = judge_panel(frame[frame["value"] < frame["goal"]], past)
                outs.append(out.assign(met=out["total"] >= out["goal"]))
            out = pd.concat(outs)
            seen = out["total"].between(out["forecast_lo80"], out["forecast_hi80"])
            brier = ((out["p_reach"] - out["met"]) ** 2).mean()
            by_class = [out[out["computed_class"] == c]["met"] for c in ("on_track", "off_track")]
            cells = [f"{100 * x.mean():.1f} ({len(x)})" if len(x) else "–" for x in by_class]
            print(f"| {name} | {m} | {100 * seen.mean():.1f} | {brier:.4f} | " + " | ".join(cells) + " |")
    print()


def _quarterly_past(
    cases: pd.DataFrame, series: dict[str, np.ndarray], m: int, *, prorated: bool
) -> Iterator[dict[str, object]]:
    before = m - m % 3
    for case in cases.itertuples():
        for lag in (1, 2, 3):
            year = series[case.series][case.year - lag]
            to_date = year[:m].sum()
            if prorated:
                to_date = year[:before].sum() + (m - before) / 3 * year[before : before + 3].sum()
            yield {
                "area": case.area,
                "indicator": case.indicator,
                "year": case.year - lag,
                "months": m,
                "to_date": to_date,
                "total": year.sum(),
            }
