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
