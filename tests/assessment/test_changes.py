"""What moved between two days, split exactly into revision, new figure, goal and past years."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import hpbrief as hb
from hpbrief.assessment.changes import CAUSES

ROW = {"area": "quang-ninh", "indicator": "port_cargo", "unit": "T", "unit_mult": 6}
PAST = [("2024-06M", 45.0, "2024-07-05"), ("2024-09M", 70.0, "2024-10-05"), ("2024", 100.0, "2025-01-05")]
MORE_PAST = [("2023-09M", 60.0, "2025-09-20"), ("2023", 95.0, "2025-09-20"), ("2023-06M", 40.0, "2025-09-20")]


def card(figures, goals, since: str = "2025-08-01"):
    observations = pd.DataFrame(
        [
            ROW
            | {
                "measure": "level",
                "status": "A",
                "period": p,
                "value": v,
                "source": f"S {i}",
                "known_from": day,
            }
            for i, (p, v, day) in enumerate(figures)
        ]
    )
    plan = pd.DataFrame(
        [
            ROW
            | {"period": "2025", "value": v, "basis": "annual_plan", "source": f"G {i}", "known_from": day}
            for i, (v, day) in enumerate(goals)
        ]
    )
    ds = hb.read_dataset({"observations": observations, "goals": plan})
    now = hb.assess(ds, area="quang-ninh", year=2025, as_of="2025-10-20")
    then = hb.assess(ds, area="quang-ninh", year=2025, as_of=since)
    return now, then, now.changes(since, "en").iloc[0]


GOAL = [(110.0, "2025-01-05")]
FIRST = ("2025-06M", 49.0, "2025-07-05")


@pytest.mark.parametrize(
    ("figures", "goals", "cause"),
    [
        ([*PAST, FIRST, ("2025-09M", 78.0, "2025-10-05")], GOAL, "new_figure"),
        ([*PAST, FIRST, ("2025-06M", 52.0, "2025-09-05")], GOAL, "revision"),
        ([*PAST, FIRST], [*GOAL, (120.0, "2025-09-05")], "goal"),
        ([*PAST, FIRST, *MORE_PAST], GOAL, "history"),
    ],
)
def test_one_cause_moves_all(figures, goals, cause):
    now, then, row = card(figures, goals)
    assert (row.class_now, row.class_before) == (
        now["port_cargo"].computed_class,
        then["port_cargo"].computed_class,
    )
    assert row.p_now == now["port_cargo"].main.projection.p_reach
    assert row.p_before == then["port_cargo"].main.projection.p_reach
    moves = {c: row[f"p_{c}"] for c in CAUSES}
    assert moves.pop(cause) == pytest.approx(row.p_now - row.p_before)
    assert row.p_now != row.p_before
    assert all(move == 0 for move in moves.values())


def test_several_causes_add_up():
    figures = [*PAST, *MORE_PAST, FIRST, ("2025-06M", 52.0, "2025-09-05"), ("2025-09M", 78.0, "2025-10-05")]
    _, _, row = card(figures, [*GOAL, (118.0, "2025-09-05")])
    moves = [row[f"p_{c}"] for c in CAUSES]
    assert sum(moves) == pytest.approx(row.p_now - row.p_before)
    assert sum(move != 0 for move in moves) == 4
    assert (row.period_before, row.period_now) == ("2025-H1", "2025-09M")


def test_the_causes_that_move_the_class_are_named():
    _, _, row = card([*PAST, FIRST, ("2025-09M", 60.0, "2025-10-05")], GOAL)
    assert (row.class_before, row.class_now, row.moved_by) == ("at_risk", "off_track", "new_figure")


def test_nothing_new_moves_nothing():
    _, _, row = card([*PAST, FIRST], GOAL)
    assert (row.moved_by, row.p_now - row.p_before) == ("", 0)


def test_a_scorecard_of_its_record_alone_has_no_changes():
    now, _, _ = card([*PAST, FIRST], GOAL)
    assert len(hb.Scorecard(now.record, now.catalog).changes("2025-08-01")) == 0


@pytest.mark.parametrize(("day", "since"), [("2025-11-06", "2025-09-10"), ("2026-01-15", "2025-11-06")])
def test_the_nine_add_up(day, since):
    frame = hb.assess(hb.load_dataset("haiphong-2025"), as_of=day).changes(since)
    assert len(frame) == 9
    known = frame.dropna(subset=["p_before", "p_now", *(f"p_{c}" for c in CAUSES)])
    assert len(known) >= 2
    total = known[[f"p_{c}" for c in CAUSES]].sum(axis=1)
    assert total.to_numpy() == pytest.approx((known["p_now"] - known["p_before"]).to_numpy())


def test_shares_of_a_goal_are_split_where_no_chance_is_given():
    now, _, row = card(
        [FIRST, ("2025-06M", 52.0, "2025-09-05"), ("2025-09M", 78.0, "2025-10-05")],
        [*GOAL, (118.0, "2025-09-05")],
    )
    assert now["port_cargo"].rule_id == "R6"
    moves = {c: row[f"attainment_{c}"] for c in CAUSES}
    assert sum(moves.values()) == pytest.approx(row.attainment_now - row.attainment_before)
    assert moves["revision"] == pytest.approx(100 * 3 / 110)
    assert moves["new_figure"] == pytest.approx(100 * 26 / 110)
    assert moves["goal"] == pytest.approx(100 * (78 / 118 - 78 / 110))


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        ("en", ("At risk → Off track", "chance", "new figure −")),
        ("vi", ("Có rủi ro → Chậm tiến độ", "khả năng đạt", "số mới −")),
    ],
)
def test_what_changed_is_told_in_words_with_the_parts(lang, parts):
    now, _, row = card([*PAST, FIRST, ("2025-09M", 60.0, "2025-10-05")], GOAL)
    ((label, text),) = now.changed(pd.Timestamp("2025-08-01").date(), lang)
    assert all(part in text for part in parts)
    numbers = [float(x.replace(",", ".")) for x in re.findall(r"(?<=[ −+])\d+[.,]\d(?!\d|%)", text)]
    assert sum(numbers) == pytest.approx(100 * (row.p_before - row.p_now), abs=0.11)
    assert label


def test_page_and_note_tell_what_changed_and_nothing_where_nothing_did():
    now, _, _ = card([*PAST, FIRST, ("2025-09M", 60.0, "2025-10-05")], GOAL)
    page = hb.render_report(now, "en")
    assert "What changed since 20 Sep 2025" in page
    assert "At risk → Off track" in page
    note = hb.render_markdown(now, "en")
    assert "What changed since 20 Sep 2025" in note
    assert "At risk → Off track" in note
    still, _, _ = card([*PAST, FIRST], GOAL)
    assert "Nothing has changed." in hb.render_report(still, "en")
    alone = hb.Scorecard(now.record, now.catalog)
    assert "What changed" not in hb.render_report(alone, "en")
    assert "What changed" not in hb.render_markdown(alone, "en")


def test_the_month_before_is_a_day_that_exists():
    now, _, _ = card([*PAST, FIRST], GOAL)
    for day, before in (
        ("2025-10-20", "2025-09-20"),
        ("2025-03-31", "2025-02-28"),
        ("2026-01-15", "2025-12-15"),
    ):
        record = now.record.model_copy(update={"as_of": pd.Timestamp(day).date()})
        assert str(hb.Scorecard(record, now.catalog).since) == before


def test_reports_tell_it_since_another_day_where_asked():
    now, _, _ = card([*PAST, FIRST, ("2025-09M", 60.0, "2025-10-05")], GOAL)
    other = now.compared_with("2025-10-10")
    assert "since 10 Oct 2025" in hb.render_report(other, "en")
    assert "Nothing has changed." in hb.render_markdown(other, "en")
