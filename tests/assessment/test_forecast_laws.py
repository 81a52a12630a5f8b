"""The laws of a year's end: by months, by quarters, by two numbers; the same for one figure and for many."""

from __future__ import annotations

import math
import re
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from making import THRESHOLDS

import hpbrief as hb
from hpbrief.assessment.panel import judge_panel
from hpbrief.assessment.rules import ONE, ORDER

SHAPE = np.array([0.8, 0.6, 1.0, 1.0, 1.05, 1.1, 1.15, 1.1, 1.0, 1.05, 1.05, 1.1])
ROW = {"area": "quang-ninh", "indicator": "port_cargo", "unit": "T", "unit_mult": 6, "measure": "level"}


def months(year: int, growth: float) -> list[float]:
    """Twelve months that are not quite the shape of the others."""
    wobble = 1 + 0.02 * np.sin(np.arange(12) * (year - 2018))
    return [round(float(x), 3) for x in 10 * growth ** (year - 2021) * SHAPE * wobble]


YEARS = {year: months(year, 1.1) for year in range(2021, 2026)}


def figures(step: int = 1, *, cumulative: bool = False, years: range = range(2021, 2026), until: int = 9):
    """Observations of single months, of quarters, or of totals to date."""
    rows = []
    for year in years:
        values = YEARS[year][: until if year == 2025 else 12]
        for end in range(step, len(values) + 1, step):
            first = 1 if cumulative else end - step + 1
            code = f"{year}-{end:02d}M" if cumulative else f"{year}-M{end:02d}"
            if step == 3 and not cumulative:
                code = f"{year}-Q{end // 3}"
            if cumulative and end == 12:
                code = str(year)
            rows.append((code, round(sum(values[first - 1 : end]), 3)))
    return rows


def card(rows, goal: float = 190.0):
    observations = pd.DataFrame(
        [
            ROW | {"status": "A", "period": p, "value": v, "source": "S", "known_from": "2025-01-01"}
            for p, v in rows
        ]
    )
    goals = pd.DataFrame(
        [
            ROW
            | {
                "period": "2025",
                "value": goal,
                "basis": "annual_plan",
                "source": "G",
                "known_from": "2025-01-01",
            }
        ]
    ).drop(columns="measure")
    ds = hb.read_dataset({"observations": observations, "goals": goals})
    return hb.assess(ds, area="quang-ninh", year=2025, as_of="2025-11-10")["port_cargo"]


def test_months_printed_or_as_differences_of_totals_give_the_same_law():
    totals = card(figures(cumulative=True)).main.projection
    singles = card([*figures(), ("2025-09M", round(sum(YEARS[2025][:9]), 3))]).main.projection
    assert totals.method == singles.method == "months"
    assert totals.history_years == singles.history_years == (2024, 2023, 2022, 2021)
    assert totals.median == pytest.approx(singles.median, rel=1e-4)
    assert totals.scale == pytest.approx(singles.scale, rel=1e-2)


def test_a_series_of_one_shape_is_projected_to_its_own_end():
    p = card(figures(cumulative=True)).main.projection
    assert p.median == pytest.approx(sum(YEARS[2025]), rel=0.01)
    assert p.lo80 < sum(YEARS[2025]) < p.hi80
    assert (p.hi80 - p.lo80) / p.median < 0.03


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_months_left_can_be_redone_by_hand(lang):
    a = card(figures(cumulative=True))
    text = a.explain(lang).replace("−", "-")
    if lang == "vi":
        text = text.replace(",", ".")
    say = {
        "vi": (r"mức ([\d.]+)[.] đà ([\d.]+)[.] ", r"mùa vụ ([-\d.; ]+)[;.]", r"sai số một tháng ([\d.]+)\."),
        "en": (r"level ([\d.]+), drift ([\d.]+)", r"season ([-\d.; ]+);", r"error a month ([\d.]+)\."),
    }[lang]
    level, drift = map(float, re.search(say[0], text).groups())
    found = re.findall(say[1], text)
    season = [float(x) for x in next(x for x in found if x.count(";") == 2).strip("; ").split(";")]
    rest = sum(math.exp(level + s + (i + 1) * drift) for i, s in enumerate(season))
    p = a.main.projection
    assert float(a.main.figure.quantity.value) + rest == pytest.approx(p.median, rel=1e-3)
    k, kappa, late, df = THRESHOLDS["monthly"]["width"]["4"]
    sigma = float(re.search(say[2], text).group(1))
    growth = kappa * math.log(sum(YEARS[2025][:9]) / sum(YEARS[2024][:9]))
    scale = math.sqrt(((k * sigma) ** 2 + growth**2) * (1 + late / 3))
    assert (p.df, p.scale) == (df, pytest.approx(scale, rel=0.01))


def test_quarters_give_the_median_of_their_months_and_the_width_of_two_numbers():
    p = card(figures(3, cumulative=True)).main.projection
    two = card(
        [r for r in figures(cumulative=True) if r[0].endswith("09M") or "M" not in r[0]]
    ).main.projection
    assert (p.method, two.method) == ("quarters", "two_numbers")
    assert (p.scale, p.df) == (two.scale, two.df)
    assert p.steps is None
    assert p.median == pytest.approx(sum(YEARS[2025]), rel=0.02)


def test_one_year_of_months_gives_way_to_many_years_of_two_numbers():
    short = [*figures(cumulative=True, years=range(2024, 2026))]
    many = [
        (c, v)
        for c, v in figures(cumulative=True, years=range(2021, 2024))
        if c.endswith("09M") or "M" not in c
    ]
    assert card(short).main.projection.method == "months"
    assert card([*short, *many]).main.projection.method == "two_numbers"


def test_months_that_do_not_add_up_to_the_figure_are_not_followed():
    total = round(sum(YEARS[2025][:9]), 3)
    past = [r for r in figures(cumulative=True) if not r[0].startswith("2025")]
    now = [r for r in figures() if r[0].startswith("2025")]
    assert card([*past, *now, ("2025-09M", total)]).main.projection.method == "months"
    assert card([*past, *now, ("2025-09M", 1.1 * total)]).main.projection.method == "two_numbers"


def test_a_figure_within_a_month_keeps_its_history_prorated():
    past = [r for r in figures(cumulative=True) if not r[0].startswith("2025")]
    a = card([*past, ("2025-01-01/2025-10-28", 105.0)])
    assert a.rule_id in ("R4", "R5")
    one = a.main.history[0]
    nine, ten = sum(YEARS[2024][:9]), sum(YEARS[2024][:10])
    assert one.origin == "prorated"
    assert float(one.to_date) == pytest.approx(nine + (ten - nine) * 28 / 31, rel=1e-3)
    assert "history_prorated" in a.flags


def test_a_year_that_stands_apart_is_left_out_and_said():
    past = [(f"{y}-10M", c) for y, c in ((2022, 98), (2023, 129), (2024, 154))]
    past += [(f"{y}", c) for y, c in ((2022, 116), (2023, 155), (2024, 190))]
    plain = card([*past, ("2025-10M", 170)], goal=200)
    odd = card([*past, ("2021-10M", 34.0), ("2021", 34.5), ("2025-10M", 170)], goal=200)
    assert odd.main.projection.median == plain.main.projection.median
    assert ("outlier_year" in odd.flags, "outlier_year" in plain.flags) == (True, False)
    assert odd.confidence == plain.confidence == "medium"


def panel(rows: int = 40, until: int = 9, n: int = 4):
    """Figures of many areas with their months, as frames, and the same years as two numbers each."""
    rng = np.random.default_rng(7)
    frame, monthly, history = [], [], []
    for i in range(rows):
        years = {2025 - lag: 10 * 1.08**-lag * SHAPE * rng.lognormal(0, 0.04, 12) for lag in range(n + 1)}
        key = {"area": f"a{i}", "indicator": "port_cargo"}
        now = years[2025][:until].sum()
        goal = now * 12 / until * rng.lognormal(0, 0.05)
        frame.append(key | {"year": 2025, "months": until, "value": now, "goal": goal})
        for year, values in years.items():
            seen = values[:until] if year == 2025 else values
            monthly += [key | {"year": year, "month": m + 1, "value": v} for m, v in enumerate(seen)]
            if year < 2025:
                two = {"year": year, "months": until, "to_date": values[:until].sum(), "total": values.sum()}
                history.append(key | two)
    return pd.DataFrame(frame), pd.DataFrame(monthly), pd.DataFrame(history)


@pytest.mark.parametrize("n", [1, 2, 4, 5])
def test_the_panel_follows_the_months_as_one_figure_does(n):
    frame, monthly, history = panel(6, n=n)
    frame["best_month"] = frame["area"].map(monthly.groupby("area")["value"].max())
    out = judge_panel(frame, history, monthly)
    assert set(out["law"]) == {"months"}
    assert set(out["history_years"]) == {n}
    for row in out.itertuples():
        mine = monthly[monthly["area"] == row.area]
        rows = [(f"{m.year}-M{m.month:02d}", Decimal(repr(m.value))) for m in mine.itertuples()] + [
            ("2025-09M", Decimal(repr(row.value)))
        ]
        a = card(rows, goal=row.goal)
        assert (a.computed_class, a.rule_id) == (row.computed_class, row.rule_id)
        assert a.main.projection.median == pytest.approx(row.forecast_median, rel=1e-9)
        assert a.main.projection.hi80 == pytest.approx(row.forecast_hi80, rel=1e-9)


def test_months_alone_give_the_panel_its_history():
    frame, monthly, history = panel()
    both, alone = judge_panel(frame, history, monthly), judge_panel(frame, monthly=monthly)
    pd.testing.assert_frame_equal(both, alone)
    two = judge_panel(frame, history)
    assert set(two["law"]) == {"two_numbers"}
    width = lambda out: ((out["forecast_hi80"] - out["forecast_lo80"]) / out["value"]).median()  # noqa: E731
    assert width(both) < width(two)


def test_a_month_that_is_missing_breaks_the_years_before_it():
    frame, monthly, history = panel(n=4)
    gap = monthly[(monthly["year"] != 2023) | (monthly["month"] != 5)]
    out = judge_panel(frame, history.iloc[:0], gap)
    assert set(out["law"]) == {"two_numbers"}
    assert set(out["n_history"]) == {3}
    without = monthly[(monthly["year"] != 2025) | (monthly["month"] != 5)]
    assert set(judge_panel(frame, history, without)["law"]) == {"two_numbers"}


def test_growth_far_from_last_years_widens_the_band():
    frame, _, history = panel(1, n=1)
    widths = []
    for times in (1.0, 1.2, 1.5):
        to_date = history["to_date"] / times * frame["value"].item() / history["to_date"].item()
        total = to_date / history["to_date"] * history["total"]
        out = judge_panel(frame, history.assign(to_date=to_date, total=total))
        widths.append((out["forecast_hi80"] - out["forecast_lo80"]).item())
    assert widths[0] < widths[1] < widths[2]


def test_a_borrowed_shape_is_wider():
    frame, _, history = panel(n=2)
    own, lent = judge_panel(frame, history), judge_panel(frame, history.assign(borrowed=True))
    assert (lent["forecast_hi80"] > own["forecast_hi80"]).all()


def test_one_table_orders_the_rules_of_one_figure_and_of_many():
    assert tuple(ONE) == ORDER


def test_months_printed_one_by_one_are_added_up():
    a = card([r for r in figures() if r[0].startswith("2025")])
    assert "summed" in a.flags
    assert a.figure.period.code == "2025-09M"
    assert float(a.figure.quantity.value) == pytest.approx(sum(YEARS[2025][:9]), abs=1e-6)
    assert " + " in a.figure.note
    alone = card([("2025-M01", 8.0)])
    assert ("summed" in alone.flags, alone.figure.period.code) == (False, "2025-M01")
    printed = card([*(r for r in figures() if r[0].startswith("2025")), ("2025-10M", 150.0)])
    assert ("summed" in printed.flags, printed.figure.quantity.value) == (False, Decimal(150))


def test_a_figure_that_three_reports_passed_over_is_stale():
    rows = [("2025-03M", 30.0)]
    assert "stale" not in card(rows).flags
    others = pd.DataFrame(
        [
            ROW
            | {"indicator": "grdp_value", "unit": "VND", "unit_mult": 9, "status": "A", "source": "S"}
            | {"period": f"2025-{m:02d}M", "value": 10.0 * m, "known_from": "2025-01-01"}
            for m in (6, 9, 10)
        ]
    )
    own = pd.DataFrame(
        [
            ROW | {"status": "A", "period": p, "value": v, "source": "S", "known_from": "2025-01-01"}
            for p, v in rows
        ]
    )
    goals = pd.DataFrame(
        [
            ROW
            | {
                "period": "2025",
                "value": 190.0,
                "basis": "annual_plan",
                "source": "G",
                "known_from": "2025-01-01",
            }
        ]
    ).drop(columns="measure")
    for later, stale in ((others, True), (others.iloc[:2], False)):
        ds = hb.read_dataset({"observations": pd.concat([own, later]), "goals": goals})
        a = hb.assess(ds, area="quang-ninh", year=2025, as_of="2025-11-10", indicators=["port_cargo"])[
            "port_cargo"
        ]
        assert ("stale" in a.flags) == stale


def test_after_the_year_nothing_is_needed_and_the_missing_figure_is_said():
    rows = [("2025-10M", 150.0)]
    observations = pd.DataFrame(
        [
            ROW | {"status": "A", "period": p, "value": v, "source": "S", "known_from": "2025-01-01"}
            for p, v in rows
        ]
    )
    goals = pd.DataFrame(
        [
            ROW
            | {
                "period": "2025",
                "value": 190.0,
                "basis": "annual_plan",
                "source": "G",
                "known_from": "2025-01-01",
            }
        ]
    ).drop(columns="measure")
    ds = hb.read_dataset({"observations": observations, "goals": goals})
    before, after = (
        hb.assess(ds, area="quang-ninh", year=2025, as_of=day) for day in ("2025-12-20", "2026-02-01")
    )
    assert before["port_cargo"].main.required_per_month == pytest.approx(20)
    assert after["port_cargo"].main.required_per_month is None
    assert "final_missing" in after["port_cargo"].flags
    assert "final_missing" not in before["port_cargo"].flags
    with pytest.raises(hb.ParseError, match="2025 is over"):
        hb.what_if(after, "en", port_cargo=20)


def test_a_share_of_a_plan_keeps_its_past():
    share = ROW | {"indicator": "public_investment_disbursed_share", "unit": "PT", "unit_mult": 0}
    share |= {"measure": "share_of_plan", "status": "A", "source": "S", "known_from": "2025-01-01"}
    rows = [("2025-09M", 55.0), *((f"{y}-09M", 50.0 + y - 2022) for y in (2022, 2023, 2024))]
    rows += [(str(y), 94.0 + y - 2022) for y in (2022, 2023, 2024)]
    goal = {k: v for k, v in share.items() if k not in ("measure", "status")}
    goal |= {"period": "2025", "value": 95.0, "basis": "annual_plan"}
    frames = {
        "observations": pd.DataFrame([share | {"period": p, "value": v} for p, v in rows]),
        "goals": pd.DataFrame([goal]),
    }
    ds = hb.read_dataset(frames)
    a = hb.assess(ds, area="quang-ninh", year=2025, as_of="2025-11-10")["public_investment_disbursed_share"]
    assert (a.rule_id, [h.year for h in a.main.history]) == ("R5", [2024, 2023, 2022])
    assert 95 < a.main.projection.median < 105
