"""Small counts: the rest of the year is a number of events."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from frames import goals, judged, rows
from making import THRESHOLDS
from scipy.stats import nbinom

from hpbrief.assessment.counts import at_least, count_law, quantile
from hpbrief.assessment.panel import judge_panel

NONE = np.full((1, 1), np.nan)
MOST = THRESHOLDS["counts"]["thought_of"]


def one(x: float) -> np.ndarray:
    return np.array([float(x)])


def test_many_past_years_of_one_shape_leave_the_negative_binomial():
    to_date, total = np.full((1, 4), 75_000.0), np.full((1, 4), 100_000.0)
    law = count_law(one(12), to_date, total, one(9), THRESHOLDS)
    for k in (0, 1, 3, 6, 12):
        assert at_least(one(k), law, MOST)[0] == pytest.approx(nbinom.sf(k - 1, 12.5, 0.75), abs=1e-3)


def test_it_is_a_distribution_and_its_quantiles_are_those_of_its_tail():
    law = count_law(one(12), np.array([[20.0, 31.0]]), np.array([[25.0, 40.0]]), one(9), THRESHOLDS)
    tails = [at_least(one(k), law, MOST)[0] for k in range(60)]
    assert tails[0] == 1
    assert all(a >= b for a, b in itertools.pairwise(tails))
    for q in (0.1, 0.5, 0.9):
        k = int(quantile(law, q, MOST)[0])
        assert 1 - tails[k + 1] >= q > (1 - tails[k] if k else 0)


def test_draws_fall_as_the_law_says():
    """Years drawn from one rate: the chance of no more than so many deaths is right on average."""
    rng = np.random.default_rng(2)
    years = rng.poisson(3.0, (4000, 4, 12))
    to_date, total = years[:, :3, :9].sum(2).astype(float), years[:, :3].sum(2).astype(float)
    c, y = years[:, 3, :9].sum(1).astype(float), years[:, 3].sum(1)
    law = count_law(c, to_date, total, np.full(4000, 9.0), THRESHOLDS)
    p = 1 - at_least(np.full(4000, 37.0) - c, law, MOST)
    assert p.mean() == pytest.approx((y <= 36).mean(), abs=0.02)
    low, high = (c + quantile(law, q, MOST) for q in (0.1, 0.9))
    assert 0.78 < ((low <= y) & (y <= high)).mean() < 0.93


def card(value: float, goal: float, past: bool = True, indicator: str = "traffic_deaths"):
    cells = [("2025-09M", value)]
    if past:
        cells += [("2024-09M", 31), ("2024", 42), ("2023-09M", 36), ("2023", 47)]
    return judged(rows(indicator, cells), goals(indicator, [{"value": goal, "bound": "at_most"}]))


@pytest.mark.parametrize(("value", "past"), [(20, True), (0, True), (20, False)])
def test_few_deaths_are_counted(value, past):
    a = card(value, 40, past)["traffic_deaths"]
    p = a.main.projection
    assert p.method == "counts"
    assert a.computed_class == "on_track"
    assert value <= p.lo80 <= p.median <= p.hi80
    assert p.median == int(p.median)
    assert (p.p_reach is None) == (not past)


def test_a_ceiling_holds_at_its_own_number():
    at, above = card(39, 40)["traffic_deaths"], card(39, 39)["traffic_deaths"]
    assert at.main.projection.p_reach > above.main.projection.p_reach
    law = count_law(one(39), np.array([[31.0, 36.0]]), np.array([[42.0, 47.0]]), one(9), THRESHOLDS)
    assert above.main.projection.p_reach == pytest.approx(1 - at_least(one(1), law, MOST)[0])


def test_explain_gives_what_it_takes_to_redo_it():
    text = card(20, 30)["traffic_deaths"].explain("en")
    assert "r = C + 1/2 = 20.5, a = 67.5, b = 22.5" in text
    assert "Chance of R ≤ 10: P = " in text
    assert "nhị thức âm" in card(20, 30)["traffic_deaths"].explain("vi")


def test_large_counts_and_amounts_are_not_counted():
    assert card(900, 1200, past=False)["traffic_deaths"].main.projection.method == "straight"
    few = rows("port_cargo", [("2025-09M", 20), ("2024-09M", 18), ("2024", 24)])
    assert judged(few, goals("port_cargo", [{"value": 26}]))["port_cargo"].main.projection.method != "counts"


def test_the_panel_counts_as_one_figure_does():
    cells = [(20, 30), (26, 30), (31, 33), (5, 40)]
    frame = pd.DataFrame(
        [
            {"area": f"a{i}", "indicator": "traffic_deaths", "year": 2025, "months": 9, "bound": "at_most"}
            | {"value": c, "goal": t}
            for i, (c, t) in enumerate(cells)
        ]
    )
    past = pd.DataFrame(
        [
            {"area": f"a{i}", "indicator": "traffic_deaths", "year": y, "months": 9, "to_date": c, "total": t}
            for i in range(len(cells))
            for y, c, t in ((2024, 31, 42), (2023, 36, 47))
        ]
    )
    for history in (past, None):
        out = judge_panel(frame, history, indicative=True)
        assert set(out["law"]) == {"counts"}
        for row in out.itertuples():
            a = card(row.value, row.goal, history is not None)["traffic_deaths"]
            assert (a.computed_class, a.rule_id) == (row.computed_class, row.rule_id)
            p = a.main.projection
            assert (p.lo80, p.median, p.hi80) == (row.forecast_lo80, row.forecast_median, row.forecast_hi80)
            if history is not None:
                assert p.p_reach == pytest.approx(row.p_reach, rel=1e-9)
                assert a.main.expected_share_pct == pytest.approx(row.expected_share_pct)
