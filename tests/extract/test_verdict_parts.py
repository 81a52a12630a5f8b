"""Whatever the regex of verdict words finds has a status, as unseen combinations have."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpbrief.catalog import load_catalog
from hpbrief.extract.verdicts.words import VerdictParts
from hpbrief.models import VerdictStatus
from hpbrief.parse.patterns import patterns_of

TABLES = load_catalog().rules["phrases"]
PARTS = VerdictParts(load_catalog())
FOUND = patterns_of(load_catalog(), "verdicts")["said"]
MODALS, DENIALS = sorted(TABLES["verdict_modal"]), sorted(TABLES["verdict_denial"])
HEADS = sorted({*TABLES["verdict"], *TABLES["verdict_denied"], *TABLES["pace_held"], *TABLES["pace"]})


@given(
    st.lists(st.sampled_from(MODALS), max_size=4),
    st.lists(st.sampled_from(DENIALS), max_size=2),
    st.lists(st.sampled_from([*HEADS, "và", "hoặc", ","]), min_size=1, max_size=4),
)
def test_what_is_found_has_a_status(modals: list[str], denials: list[str], heads: list[str]) -> None:
    words = " ".join([*modals, *denials, *heads]).replace(" ,", ",")
    for match in FOUND.finditer(words):
        assert PARTS.status_or_none(match[0]) is not None


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("dự kiến đạt", "met"),
        ("nhiều khả năng cán đích", "on_track"),
        ("chắc chắn vượt", "exceeded"),
        ("dự báo rất khó chạm mốc", "not_met"),
        ("không có khả năng hoàn thành", "not_met"),
        ("hoàn thành, hoàn thành vượt mức", "met_or_exceeded"),
        ("về đích và vượt xa", "met_or_exceeded"),
        ("theo đúng lộ trình", "on_track"),
        ("chưa theo kịp tiến độ", "not_met"),
        ("có nguy cơ chậm tiến độ", "not_met"),
    ],
)
def test_a_product_says_what_its_parts_say(words: str, status: str) -> None:
    assert FOUND.fullmatch(words)
    assert PARTS.status(words) is VerdictStatus(status)


def test_a_denial_turns_every_word_of_arriving() -> None:
    arriving = [words for words, says in TABLES["verdict"].items() if says in ("met", "on_track")]
    for denial, words in itertools.product(DENIALS, arriving):
        assert PARTS.status(f"{denial} {words}") is VerdictStatus.NOT_MET
