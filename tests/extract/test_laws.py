"""Laws of reading: spans, determinism, no text that breaks it, work that grows with the text."""

from __future__ import annotations

import sys
import time
import unicodedata
from datetime import date
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hpbrief.briefing import FACT_KEYS, parse_briefing, to_records
from hpbrief.parse.text import canonical, lower_text, normalise_text

DAY = date(2025, 11, 4)
WORDS = (
    "thu ngân sách", "tăng", "giảm", "đạt", "12,5%", "1.420 căn", "so với cùng kỳ", "kế hoạch năm", "tháng 10", "2025",
    "năm 2025", "ngày 31/12/2025", "4/11", "trước", "quý III", "Nghị quyết số 18-NQ/TW", "phấn đấu", "7/9 chỉ tiêu",
    "đạt và vượt kế hoạch", "gồm:", "xuất khẩu", "và", ",", ";", ".", "(", ")", "\n", "- ", "1. ", "giao Sở Tài chính",
    "rà soát", "lần lượt", "trong đó", "ước", "hơn", "từ", "đến", "-", "%", "tỷ đồng", "cả nước", "đứng thứ", "3",
    "Hải Phòng", "Bí thư Tỉnh ủy", "Lê Văn An", "\u00a0", "\u2013", "|", "+5,2%", "(3,2)%", "6,5-7,5%", "7,710,3",
)  # fmt: skip
briefing_text = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
any_text = st.one_of(st.text(max_size=300), briefing_text)


def _check(text: str) -> None:
    briefing = parse_briefing(text, document_date=DAY)
    whole = briefing.document.text
    assert whole is not None
    rows = to_records(briefing)
    for row in rows:
        assert tuple(row) == FACT_KEYS
        assert whole[row["start"] : row["end"]] == row["text"] != ""
        if row["phrase"] is not None:
            assert row["phrase"] in whole
    starts = [(row["start"], row["end"]) for row in rows]
    assert starts == sorted(starts)
    assert 0 <= (briefing.coverage or 0) <= 1


@given(any_text)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_fact_stands_at_its_characters(text: str) -> None:
    _check(text)


@given(briefing_text)
@settings(max_examples=60, deadline=None)
def test_the_same_text_gives_the_same_facts(text: str) -> None:
    assert parse_briefing(text) == parse_briefing(text)


@given(briefing_text)
@settings(max_examples=60, deadline=None)
def test_decomposed_text_is_read_as_composed(text: str) -> None:
    assert to_records(parse_briefing(unicodedata.normalize("NFD", text))) == to_records(parse_briefing(text))


@given(st.text(max_size=200))
@settings(deadline=None)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise_text(text)
    assert normalise_text(once) == once
    assert len(lower_text(once)) == len(once)


@pytest.mark.parametrize(
    "pair", [("hoà", "hòa"), ("thuỷ", "thủy"), ("tỉ", "tỷ"), ("cùng kì", "cùng kỳ"), ("quí", "quý")]
)
def test_twin_spellings_are_one(pair: tuple[str, str]) -> None:
    assert canonical(pair[0]) == canonical(pair[1])


@pytest.mark.parametrize(
    "text",
    ["", " ", "\n", "\x00", "\ud800", "9" * 1_000_000, "1," * 20_000, "(" * 5_000, "İ" * 50 + " tăng 5%", "\u202e5%",
     "12,5%" * 2_000, "năm " * 3_000, "Nghị quyết số " * 2_000, "ngày 30/2/2025", "tháng 13", "0/0 chỉ tiêu đạt"],
    ids=range(16),
)  # fmt: skip
def test_no_text_breaks_it(text: str) -> None:
    _check(text)


HOSTILE = [
    "12,5% ", "tăng 5%, giảm 3% ", "ngày 1/1/2025 ", "7/9 chỉ tiêu đạt kế hoạch gồm: xuất khẩu, ",
    "giao Sở Tài chính rà soát; ", "Nghị quyết số 12/NQ-HĐND và ", "Bí thư Tỉnh ủy Lê Văn An, ", "\n1\n2\n",
    "| a | 1 | 2 |\n", "lần lượt là 5%, 6% và 7%; ", "vượt kế hoạch ", "1/2/3/4/5/", "phấn đấu đạt 5%; ", "( ",
    "Thu\nTỷ đồng\n1,5\n2,5\n", "cùng kỳ năm 2024 ", "từ 5 đến ",
]  # fmt: skip


LONG_SENTENCES = [
    "đạt và vượt kế hoạch ", "cả ba chỉ tiêu ", "đề nghị ", "các chỉ tiêu vượt kế hoạch gồm thu ngân sách; ",
    "Có 5 chỉ tiêu đạt kế hoạch, ", "chỉ tiêu ", "yêu cầu các sở phải rà soát; ", "các đơn vị cần ",
]  # fmt: skip


def _work(text: str) -> int:
    """How many Python functions are entered while a text is read."""
    calls = 0

    def count(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        parse_briefing(text, document_date=DAY)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("unit", HOSTILE)
def test_work_grows_with_the_text(unit: str) -> None:
    parse_briefing(unit)
    work = [_work(unit * (20 * 2**n)) for n in range(5)]
    for less, more in pairwise(work):
        assert more <= 2.2 * less + 200


def _seconds(text: str) -> float:
    """The least processor time of three readings."""
    times = []
    for _ in range(3):
        start = time.process_time()
        parse_briefing(text, document_date=DAY)
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize("unit", LONG_SENTENCES)
def test_a_long_sentence_takes_time_in_proportion(unit: str) -> None:
    parse_briefing(unit * 3)
    short, long = (_seconds(unit * (size // len(unit))) for size in (15_000, 60_000))
    assert long <= 8 * short + 0.1, "four times the text took more than eight times as long"
