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
