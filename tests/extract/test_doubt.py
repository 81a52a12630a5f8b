"""How sure a reading is: what weighs against it, what arithmetic contradicts, and where a reader is told."""

from __future__ import annotations

from datetime import date

import pytest

import hpbrief as hb

DAY = date(2025, 11, 4)


def _grades(text: str) -> dict[str, str]:
    brief = hb.parse_briefing(text, document_date=DAY, area="quang-ninh")
    return {row["text"]: row["doubt"] for row in brief.to_records() if row["kind"] in ("figure", "goal")}


def test_a_plain_sentence_is_sure() -> None:
    text = "Thu ngân sách tháng 10/2025 đạt 4.200 tỷ đồng, tăng 5,1% so với cùng kỳ."
    assert _grades(text) == {"4.200 tỷ đồng": "sure", "5,1%": "sure"}


@pytest.mark.parametrize(("growth", "grade"), [("25%", "sure"), ("24,9%", "sure"), ("19%", "doubtful")])
def test_level_growth_and_last_year_are_held_against_each_other(growth: str, grade: str) -> None:
    text = (
        f"Thu ngân sách năm 2024 đạt 5.000 tỷ đồng. Thu ngân sách năm 2024 tăng {growth} so với năm 2023. "
        "Thu ngân sách năm 2023 đạt 4.000 tỷ đồng."
    )
    assert set(_grades(text).values()) == {grade}


def test_a_per_cent_whose_words_are_left_out_is_doubtful() -> None:
    text = "Chi thường xuyên tháng 10/2025 là 310 tỷ đồng, đạt 41,5%."
    assert _grades(text)["41,5%"] == "doubtful"


def test_doubtful_statements_come_first_among_issues_and_stand_in_the_page_and_the_frame() -> None:
    brief = hb.parse_briefing(
        "Xuất khẩu tháng 10/2025 đạt 7,710,3 triệu USD. Chi thường xuyên tháng 10/2025 là 310 tỷ đồng, đạt 41,5%.",
        document_date=DAY,
    )
    codes = [issue.code for issue in brief.issues]
    told = codes.count("doubtful")
    assert told
    assert codes[:told] == ["doubtful"] * told
    assert len(codes) > told
    assert "doubtful" in set(brief.to_frame()["doubt"].dropna())
    assert "đáng ngờ" in brief.to_html("vi")
    assert "doubtful" in brief.to_html("en")
