"""Goals as plans put them: by quarters, as ranges, as growth, revised."""

from __future__ import annotations

import pytest
from frames import goals, judged, rows

import hpbrief as hb

NINE = [("2025-09M", 78.0)]
PAST = [("2024-09M", 70.0), ("2024", 100.0)]


@pytest.mark.parametrize(
    "steps", [{"2025-Q1": 25, "2025-Q2": 25, "2025-Q3": 30}, {"2025-H1": 50, "2025-Q3": 30}, {"2025-09M": 80}]
)
def test_the_authoritys_own_path_is_the_expected_share(steps):
    plan = goals("port_cargo", [{"value": 110.0}, *({"value": v, "period": p} for p, v in steps.items())])
    a = judged(rows("port_cargo", NINE), plan)["port_cargo"]
    assert "authority_path" in a.flags
    assert a.main.expected_share_pct == pytest.approx(100 * 80 / 110)
    assert a.main.pace_index == pytest.approx(78 / 80)
    assert a.main.projection.median == pytest.approx(78 * 110 / 80)
    with_past = judged(rows("port_cargo", [*NINE, *PAST]), plan)["port_cargo"]
    assert with_past.main.expected_share_pct == pytest.approx(100 * 80 / 110)
    assert with_past.main.projection.median == pytest.approx(
        78 * 100 / 70
    )  # what is likely is told by the past


def test_a_path_with_a_gap_or_of_another_basis_is_none():
    for steps in (
        [{"value": 25, "period": "2025-Q1"}, {"value": 30, "period": "2025-Q3"}],
        [{"value": 80, "period": "2025-09M", "basis": "scenario"}],
    ):
        a = judged(rows("port_cargo", NINE), goals("port_cargo", [{"value": 110.0}, *steps]))["port_cargo"]
        assert "authority_path" not in a.flags
        assert a.main.expected_share_pct == pytest.approx(75)


@pytest.mark.parametrize(("bound", "value", "reached"), [("at_least", 100, True), ("at_least", 99.9, False)])
def test_a_range_is_reached_at_its_lower_end(bound, value, reached):
    plan = goals("port_cargo", [{"value": 100.0, "value_max": 105.0, "bound": bound}])
    a = judged(rows("port_cargo", [("2025-10M", value)]), plan)["port_cargo"]
    assert (a.computed_class == "met") == reached
    assert a.main.goal.quantity.value == 100
    assert a.main.goal.other_end == 105


def test_a_range_of_a_ceiling_is_kept_at_its_upper_end_and_told():
    plan = goals("near_poverty_rate", [{"value": 1.0, "value_max": 1.5, "bound": "at_most"}])
    a = judged(rows("near_poverty_rate", [("2025", 1.4, "2025-11-01")]), plan, "2026-01-10")[
        "near_poverty_rate"
    ]
    assert (a.computed_class, float(a.goal.quantity.value)) == ("exceeded", 1.5)
    assert (
        "from"
        in hb.Scorecard.cells(judged(rows("near_poverty_rate", [("2025", 1.4)]), plan), a, "en")["goal"]
    )


def test_a_range_survives_writing_and_reading(tmp_path):
    plan = goals("port_cargo", [{"value": 100.0, "value_max": 105.0}])
    ds = hb.read_dataset({"observations": rows("port_cargo", NINE), "goals": plan})
    again = hb.read_dataset(ds.write(tmp_path / "x"))
    assert again.tables == ds.tables
    assert "value_max" in (tmp_path / "x" / "goals.csv").read_text("utf-8").splitlines()[0]
    assert again.goals()["value_max"].item() == 105
    plain = hb.read_dataset(
        {"observations": rows("port_cargo", NINE), "goals": goals("port_cargo", [{"value": 9.0}])}
    )
    assert "value_max" not in (plain.write(tmp_path / "y") / "goals.csv").read_text("utf-8").splitlines()[0]


def test_a_text_with_a_range_gives_its_ends():
    text = "Năm 2026, Hải Phòng phấn đấu tốc độ tăng trưởng GRDP từ 10 đến 10,5%."
    (goal,) = hb.parse_briefing(text, area="haiphong-merged").to_tables().goals
    assert (float(goal.quantity.value), float(goal.other_end)) == (10.0, 10.5)


GROWTH = {"value": 15.0, "unit": "PT", "unit_mult": 0}


def test_a_growth_goal_of_a_level_is_worked_out_from_last_year():
    a = judged(rows("port_cargo", [*NINE, *PAST]), goals("port_cargo", [GROWTH]))["port_cargo"]
    assert float(a.goal.quantity.value) == 115
    assert a.main.attainment_pct == pytest.approx(100 * 78 / 115)
    assert "goal_from_growth" in a.flags
    assert "100 × 1.15" in a.goal.note
    assert float(a.goal.interval.lo) < 115 < float(a.goal.interval.hi)


def test_without_last_year_a_growth_goal_is_told_and_not_judged():
    a = judged(rows("port_cargo", NINE), goals("port_cargo", [GROWTH]))["port_cargo"]
    assert (a.computed_class, a.rule_id) == ("insufficient_data", "R1")
    assert "growth_goal_without_base" in a.flags


def test_a_text_with_a_growth_goal_gives_it():
    text = "Năm 2026, Hải Phòng phấn đấu kim ngạch xuất khẩu tăng 15% so với năm 2025."
    (goal,) = hb.parse_briefing(text, area="haiphong-merged").to_tables().goals
    assert (goal.indicator, goal.quantity.unit.code, float(goal.quantity.value)) == (
        "export_turnover",
        "PT",
        15,
    )


def test_a_revised_goal_has_its_original_beside_it():
    plan = goals(
        "port_cargo",
        [
            {"value": 120.0, "known_from": "2025-01-05"},
            {"value": 100.0, "known_from": "2025-07-30", "adopted": "2025-07-25", "adopted_basis": "stated"},
        ],
    )
    card = judged(rows("port_cargo", [("2025-10M", 101.0)]), plan)
    a = card["port_cargo"]
    assert (a.computed_class, float(a.goal.quantity.value)) == ("exceeded", 100)
    assert float(a.original.goal.quantity.value) == 120
    assert a.original.computed_class != "exceeded"
    assert "goal_revised" in a.flags
    assert "goals_disagree" not in a.flags
    assert "before it was revised" in a.explain("en")
    assert "120" in a.explain("vi")
    undated = goals(
        "port_cargo",
        [{"value": 120.0, "known_from": "2025-01-05"}, {"value": 100.0, "known_from": "2025-07-30"}],
    )
    b = judged(rows("port_cargo", [("2025-10M", 101.0)]), undated)["port_cargo"]
    assert b.original is None
    assert "goals_disagree" in b.flags
