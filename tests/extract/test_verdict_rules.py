"""Verdicts and tasks remember the patterns that gave them; what is not known of a count stays unknown."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from hpbrief import parse_briefing
from hpbrief.catalog import load_catalog
from hpbrief.parse.patterns import patterns_of

DAY = date(2025, 11, 4)
SENTENCES = tomllib.loads((Path(__file__).parents[1] / "corpus" / "sentences.toml").read_text("utf-8"))
KINDS = {"verdict.headline", "verdict.named", "verdict.claim", "verdict.implied", "verdict.going_on"}


def test_every_rule_is_a_kind_or_a_row_of_the_patterns() -> None:
    rows = {room: set(patterns_of(load_catalog(), f"{room}s")) for room in ("verdict", "directive")}
    orders = {f"directive.{kind}" for kind in load_catalog().rules["actor_words"]["order"].values()}
    told = 0
    for case in SENTENCES["case"]:
        brief = parse_briefing(case["text"], document_date=DAY, area="quang-ninh")
        for one in (*brief.headlines, *brief.verdicts, *brief.directives):
            kind, *patterns = one.rules
            assert kind in KINDS | orders | {"directive.continued"}
            for rule in patterns:
                room, _, name = rule.partition(".")
                assert name in rows[room] or name == "owner_colon", rule
                told += 1
    assert told > 400


def test_a_whole_that_is_not_said_is_not_summed_up() -> None:
    met, missed = parse_briefing("Năm 2024, tỉnh có 27 chỉ tiêu đạt, 3 chỉ tiêu không đạt.").headlines
    assert (met.count, met.of_total, missed.count, missed.of_total) == (27, None, 3, None)


@pytest.mark.parametrize(
    "words", ["Một phần ba chỉ tiêu đạt kế hoạch.", "Quá nửa số chỉ tiêu đã hoàn thành."]
)
def test_a_share_of_the_goals_in_words_is_told_and_not_guessed(words: str) -> None:
    brief = parse_briefing(f"Năm 2025. {words}")
    assert not brief.headlines
    assert [issue.code for issue in brief.issues] == ["goals_in_part"]


def test_a_deadline_in_a_sentence_of_its_own_says_by_which_rule_it_was_taken() -> None:
    (task,) = parse_briefing(
        "Giao Sở Xây dựng rà soát quy hoạch. Thời gian hoàn thành: trước ngày 30/11/2025.", document_date=DAY
    ).directives
    assert task.deadline == date(2025, 11, 30)
    assert "directive.due_alone" in task.rules


# who is named with a verdict: "status: name, name"
NAMED = {
    "parts that tell numbers and causes": (
        "Năm 2023, 3 chỉ tiêu không đạt là: sản lượng mía đạt 92% kế hoạch, do sâu bệnh; tổng đàn dê đạt 81%; thu phí "
        "thăm quan đạt 60% dự toán.",
        "not_met: sản lượng mía, tổng đàn dê, thu phí thăm quan",
    ),
    "a time of the cause": (
        "Có 2/15 chỉ tiêu chưa đạt kế hoạch gồm: sản lượng chè đạt 90%, do mưa đá tháng 4/2023; số hợp tác xã đạt 71%.",
        "not_met: sản lượng chè, số hợp tác xã",
    ),
    "groups of goals": (
        "Năm 2023 có 3/14 nhóm chỉ tiêu vượt kế hoạch là thu ngân sách, giảm nghèo, văn hóa. 2/14 nhóm chỉ tiêu hụt.",
        "exceeded: thu ngân sách, giảm nghèo, văn hóa",
    ),
    "a number that something falls to": (
        "Năm 2023, 3 chỉ tiêu vượt kế hoạch là: số bác sĩ/1 vạn dân, tỷ lệ đô thị hóa và thu ngân sách.",
        "exceeded: số bác sĩ/1 vạn dân, tỷ lệ đô thị hóa, thu ngân sách",
    ),
    "what is told of the name before is none": (
        "Năm 2023, nhiều chỉ tiêu vượt kế hoạch như: trồng rừng đạt 120%; tổng đàn bò giữ vững và tăng dần, đàn bò sữa "
        "có 900 con; thu ngân sách đạt 105%.",
        "exceeded: trồng rừng, tổng đàn bò, thu ngân sách",
    ),
    "a short name in brackets": (
        "Năm 2023, tổng sản phẩm (GRDP) của địa phương tăng 7%, đạt kế hoạch đề ra.",
        "met: GRDP",
    ),
    "no table knows the name": (
        "Năm 2023, huyện họp. Công tác dồn điền đổi thửa vượt kế hoạch.",
        "exceeded: Công tác dồn điền đổi thửa",
    ),
    "a few sources": ("Năm 2023, huyện họp. Vài khoản thu nhỏ chưa đạt dự toán.", "not_met: Vài khoản thu nhỏ"),
    "a district is no goal": ("Năm 2023, tỉnh họp. Huyện Phong Thổ vượt kế hoạch.", ""),
    "many are no goal": ("Năm 2023, tỉnh họp. Nhiều địa phương thu vượt dự toán.", ""),
    "what is striven for is no verdict": ("Năm 2023, tỉnh họp. Phấn đấu thu vượt dự toán.", ""),
    "a meeting that passes a plan": ("Năm 2023, tỉnh họp. Hội nghị thông qua kế hoạch.", ""),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), NAMED.values(), ids=NAMED)
def test_who_is_named_with_a_verdict(text: str, told: str) -> None:
    read: dict[str, list[str]] = {}
    for one in parse_briefing(text).verdicts:
        read.setdefault(one.status.value, []).append(one.phrase)
    assert "; ".join(f"{status}: {', '.join(names)}" for status, names in read.items()) == told


def test_counts_of_two_givers_share_what_is_said() -> None:
    text = "Năm 2019 có 20/31 chỉ tiêu HĐND tỉnh giao; 18/22 chỉ tiêu HĐND huyện giao đạt và vượt kế hoạch."
    assert [(h.count, h.of_total) for h in parse_briefing(text).headlines] == [(20, 31), (18, 22)]
    text = "Năm 2019 có 20/31 chỉ tiêu về kinh tế; 18/22 chỉ tiêu HĐND huyện giao đạt và vượt kế hoạch."
    assert [(h.count, h.of_total) for h in parse_briefing(text).headlines] == [(18, 22)]


# who is to do it: "owner: task"
TASKS = {
    "a frame of months before the owner": (
        "Phó Chủ tịch HĐND tỉnh đề nghị, hơn 2 tháng còn lại của năm, huyện Mai Sơn cần rà soát số hụt thu.",
        ["huyện Mai Sơn: rà soát số hụt thu"],
    ),
    "a reason before the owner": (
        "Chủ tịch UBND tỉnh yêu cầu các sở bám sát tình hình; vì vậy các huyện cần chủ động lập phương án.",
        ["các sở: bám sát tình hình", "các huyện: chủ động lập phương án"],
    ),
    "unity is no owner": (
        "Bí thư Tỉnh ủy đề nghị Huyện ủy Mai Sơn cần nâng cao chất lượng cán bộ; đoàn kết hoàn thành nhiệm vụ.",
        ["Huyện ủy Mai Sơn: nâng cao chất lượng cán bộ", "Huyện ủy Mai Sơn: đoàn kết hoàn thành nhiệm vụ"],
    ),
    "a delegation is an owner": (
        "Chủ tịch HĐND tỉnh đề nghị Đoàn ĐBQH tỉnh tiếp tục giám sát đầu tư công.",
        ["Đoàn ĐBQH tỉnh: tiếp tục giám sát đầu tư công"],
    ),
    "a closing stroke": (
        "Chủ tịch UBND huyện yêu cầu Phòng Tài chính hoàn thiện báo cáo./.",
        ["Phòng Tài chính: hoàn thiện báo cáo"],
    ),
    "a forecast is no order": ("Chủ tịch UBND tỉnh cho biết dự báo năm 2024, kinh tế còn khó khăn.", []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "told"), TASKS.values(), ids=TASKS)
def test_who_is_to_do_what(text: str, told: list[str]) -> None:
    read = parse_briefing(text, document_date=DAY, area="son-la").directives
    assert [f"{one.owner}: {one.task}" for one in read] == told
