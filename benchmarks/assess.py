"""How fast the vectorised engine judges, beside a loop over the scalar one.

    uv run python benchmarks/assess.py

34 areas × 45 indicators × 12 months × 10 years, made up: each area and indicator has its own seasonal shape and
growth, its goal is last year's total and 8 per cent more, and every year before is its history. A series is one
area and indicator: 120 figures. The loop runs on a sample and is extrapolated; both must give the same classes.
"""

from __future__ import annotations

import platform
import time
from decimal import Decimal

import numpy as np
import pandas as pd

import hpbrief as hb
from hpbrief.assessment.judging import Past, judge
from hpbrief.assessment.panel import judge_panel
from hpbrief.models import Basis, Goal, HistoryYear, Observation, ObsStatus, Period, Quantity

AREAS, INDICATORS, YEARS = 34, 45, range(2016, 2026)
SAMPLE = 1000


def made_up(catalog: hb.Catalog, seed: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The figures with their goals, and the complete years behind them; printed with one decimal."""
    rng = np.random.default_rng(seed)
    flows = [i.id for i in catalog.indicators.values() if i.kind == "flow"][:INDICATORS]
    keys = pd.MultiIndex.from_product(
        [[f"area-{a:02d}" for a in range(AREAS)], flows, YEARS, range(1, 13)],
        names=["area", "indicator", "year", "months"],
    )
    cells = AREAS * len(flows)
    season = rng.lognormal(0, 0.3, (cells, 1, 12))
    level = rng.lognormal(6, 1, (cells, 1, 1)) * 1.07 ** np.arange(len(YEARS))[:, None]
    months = season * level * rng.lognormal(0, 0.08, (cells, len(YEARS), 12))
    to_date = np.round(months.cumsum(axis=2), 1)
    total = to_date[:, :, -1:]
    before = np.concatenate([total[:, :1], total[:, :-1]], axis=1)
    frame = pd.DataFrame(
        {
            "value": to_date.ravel(),
            "goal": np.broadcast_to(np.round(before * 1.08, 1), to_date.shape).ravel(),
            "total": np.broadcast_to(total, to_date.shape).ravel(),
        },
        index=keys,
    ).reset_index()
    history = frame[frame["months"] < 12].rename(columns={"value": "to_date"}).drop(columns="goal")
    return frame.drop(columns="total").assign(half_unit=0.05), history


def loop(
    frame: pd.DataFrame, history: pd.DataFrame, rows: pd.Index, catalog: hb.Catalog
) -> tuple[list[str], float]:
    """The classes of some rows by the scalar engine, and the seconds it took; models are made beforehand."""
    years = dict(iter(history.groupby(["area", "indicator", "months"])))
    cases = []
    for r in frame.loc[rows].itertuples():
        indicator = catalog.indicator(r.indicator)
        past = years.get((r.area, r.indicator, r.months), history.iloc[:0])
        past = past.sort_values("year", ascending=False)  # newest first, as the library hands them out
        key = {"indicator": r.indicator, "area": r.area, "source_id": "made-up"}
        cases.append(
            (
                Observation(
                    **key,
                    measure=indicator.measure,
                    period=Period.year_to_date(r.year, r.months),
                    quantity=Quantity(value=Decimal(repr(r.value)), unit=indicator.unit),
                    status=ObsStatus.OFFICIAL,
                ),
                Goal(
                    **key,
                    period=Period.year(r.year),
                    quantity=Quantity(value=Decimal(repr(r.goal)), unit=indicator.unit),
                    basis=Basis.ANNUAL_PLAN,
                ),
                indicator,
                catalog.thresholds,
                Past(
                    tuple(
                        HistoryYear(
                            year=h.year,
                            to_date=Decimal(repr(h.to_date)),
                            total=Decimal(repr(h.total)),
                            unit=indicator.unit,
                            origin="own",
                            areas=(r.area,),
                            source_ids=("made-up",),
                        )
                        for h in past[past["year"] < r.year].itertuples()
                    )
                ),
            )
        )
    started = time.perf_counter()
    classes = [str(judge(*case).computed_class) for case in cases]
    return classes, time.perf_counter() - started


def main() -> None:
    catalog = hb.load_catalog()
    frame, history = made_up(catalog)
    series = frame.groupby(["area", "indicator"]).ngroups
    started = time.perf_counter()
    out = judge_panel(frame, history)
    whole = time.perf_counter() - started
    rows = frame.sample(SAMPLE, random_state=1).index
    classes, seconds = loop(frame, history, rows, catalog)
    extrapolated = seconds * len(frame) / SAMPLE
    same = sum(a == b for a, b in zip(classes, out.loc[rows, "computed_class"], strict=True))
    print("`python benchmarks/assess.py`\n")
    print(
        f"Python {platform.python_version()}, numpy {np.__version__}, pandas {pd.__version__}. "
        f"{len(frame)} figures of {series} series, {len(history)} past years.\n"
    )
    print("| | seconds | figures a second | series a second |")
    print("|---|---|---|---|")
    for name, s in (
        ("judge_panel, all figures", whole),
        (f"loop over judge, extrapolated from {SAMPLE} figures", extrapolated),
    ):
        print(f"| {name} | {s:.1f} | {len(frame) / s:,.0f} | {series / s:,.0f} |")
    print(f"\nRatio {extrapolated / whole:,.0f}. Same class on {same} of {SAMPLE} sampled figures.\n")
    counts = out["computed_class"].value_counts()
    print("Classes: " + ", ".join(f"{k} {v}" for k, v in counts.items()) + ".")


if __name__ == "__main__":
    main()
