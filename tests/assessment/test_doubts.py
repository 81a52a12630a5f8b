"""Doubted figures give no red class; and the flags that say what to know before leaning on a figure."""

from __future__ import annotations

import pandas as pd
import pytest
from frames import PLACE, goals, judged, rows

TOTAL, PART = "budget_revenue_total", "budget_revenue_domestic"
GOAL = [{"value": 10000.0}]


def test_a_total_below_its_part_is_not_red():
    wrong = rows(TOTAL, [("2025-08M", 3000.0)])
    part = rows(PART, [("2025-08M", 3100.0)])
    a = judged(pd.concat([wrong, part]), goals(TOTAL, GOAL))[TOTAL]
    assert (a.computed_class, a.rule_id) == ("insufficient_data", "R1-doubted")
    assert {"doubted", "doubt_part"} <= set(a.flags)
    earlier = rows(TOTAL, [("2025-06M", 5200.0)])
    b = judged(pd.concat([wrong, part, earlier]), goals(TOTAL, GOAL))[TOTAL]
    assert (b.main.figure.period.code, b.computed_class) == ("2025-H1", "at_risk")
    alone = judged(wrong, goals(TOTAL, GOAL))[TOTAL]
    assert (alone.computed_class, "doubted" in alone.flags) == ("off_track", False)


def test_a_total_that_is_its_part_is_believed():
    a = judged(
        pd.concat([rows(TOTAL, [("2025-08M", 3100.0)]), rows(PART, [("2025-08M", 3100.0)])]),
        goals(TOTAL, GOAL),
    )[TOTAL]
    assert (a.computed_class, "doubted" in a.flags) == ("off_track", False)


def test_a_figure_that_is_the_goal_of_a_portion_is_not_red():
    plan = goals(
        "export_turnover",
        [{"value": 49.7}, {"value": 22.6, "period_start": "2025-08-01", "period_end": "2025-12-31"}],
    )
    plan.loc[0, ["period_start", "period_end"]] = ["2025-01-01", "2025-12-31"]
    a = judged(rows("export_turnover", [("2025-08M", 22.6)]), plan.drop(columns="period"))["export_turnover"]
    assert (a.computed_class, a.rule_id) == ("insufficient_data", "R1-doubted")
    assert "doubt_goal" in a.flags


def share(value: float) -> pd.DataFrame:
    more = {"unit": "PT", "unit_mult": 0, "plan_basis": "annual_plan", "source": "S-0-2025-10M"}
    return rows(TOTAL, [("2025-10M", value)], measure="share_of_plan").assign(**more)


@pytest.mark.parametrize(("printed", "doubted"), [(88.0, True), (55.0, False)])
def test_a_figure_that_contradicts_its_own_share_is_not_red(printed, doubted):
    figures = pd.concat([rows(TOTAL, [("2025-10M", 5500.0)]), share(printed)])
    a = judged(figures, goals(TOTAL, GOAL))[TOTAL]
    assert ("doubted" in a.flags) == doubted
    assert a.computed_class == ("insufficient_data" if doubted else "off_track")


def test_officials_are_not_contradicted_by_a_doubted_figure():
    verdict = PLACE | {
        "indicator": TOTAL,
        "stated_on": "2025-11-05",
        "period_end": "2025-10-31",
        "status": "on_track",
    }
    verdict |= {"reference": "annual_goal", "source": "V", "known_from": "2025-11-05"}
    figures = pd.concat([rows(TOTAL, [("2025-10M", 5500.0)]), share(88.0)])
    a = judged(figures, goals(TOTAL, GOAL), verdicts=pd.DataFrame([verdict]))[TOTAL]
    assert a.agreement == "not_checkable"
    assert "no other stands for it" in a.explain("en")


def past(*years: tuple[int, float, float]) -> list[tuple[str, float]]:
    return [cell for y, c, t in years for cell in ((f"{y}-10M", c), (f"{y}", t))]


def flags(now: float, goal: float, *years: tuple[int, float, float]) -> set[str]:
    figures = rows("port_cargo", [("2025-10M", now), *past(*years)])
    return set(judged(figures, goals("port_cargo", [{"value": goal}]))["port_cargo"].flags)


@pytest.mark.parametrize(("last", "shifted"), [(80.0, False), (50.0, True), (160.0, True)])
def test_a_level_far_from_last_years_is_flagged(last, shifted):
    assert ("level_shift" in flags(100.0, 120.0, (2024, last, last * 1.2))) == shifted


@pytest.mark.parametrize(("to_date", "lopsided"), [(83.0, False), (60.0, True), (99.0, True)])
def test_a_past_far_from_even_is_flagged(to_date, lopsided):
    assert ("lopsided" in flags(to_date, 120.0, (2024, to_date, 100.0))) == lopsided


def test_a_year_worked_out_from_growth_that_is_too_lopsided_is_refused_and_flagged():
    figures = rows("port_cargo", [("2025-10M", 100.0), ("2024", 200.0)])
    growth = rows("port_cargo", [("2025-10M", 10.0)], measure="yoy_change").assign(unit="PT", unit_mult=0)
    a = judged(pd.concat([figures, growth]), goals("port_cargo", [{"value": 120.0}]))["port_cargo"]
    assert "lopsided" in a.flags
    assert a.main.history == ()


@pytest.mark.parametrize(("goal", "wide"), [(118.0, False), (101.0, True)])
def test_a_band_wider_than_what_is_missing_says_so(goal, wide):
    assert ("wide_band" in flags(100.0, goal, (2024, 90.0, 108.0), (2023, 80.0, 97.0))) == wide


def test_a_figure_a_thousand_times_off_is_flagged():
    assert "size_suspect" in flags(100_000.0, 120.0)
    assert "size_suspect" not in flags(100.0, 120.0)


@pytest.mark.parametrize(
    ("cells", "doubted"),
    [
        ([("2025-06M", 7.5), ("2025-08M", 8.3)], True),  # 0.4 a month after 1.25
        ([("2025-06M", 7.5), ("2025-08M", 9.0)], False),
        ([("2025-05M", 7.4), ("2025-06M", 7.5), ("2025-08M", 7.7)], False),  # two reports say that it stalls
        ([("2025-08M", 8.3)], False),
    ],
)
def test_a_stall_that_one_report_alone_tells_is_not_red(cells, doubted):
    a = judged(rows("tourists", cells), goals("tourists", [{"value": 20.0}]))["tourists"]
    assert ("doubt_increment" in a.flags) == doubted
    assert ("doubted" in a.flags) == doubted
    assert a.main.figure.period.code == ("2025-H1" if doubted else "2025-08M")
