"""The period of a verdict: what is reported on, or the whole year where it is foreseen to its end."""

from __future__ import annotations

from datetime import date

from hpbrief.briefing import parse_briefing

_HEAD = "Tình hình kinh tế - xã hội 10 tháng năm 2025\n"


def _periods(text: str) -> dict[str, str]:
    briefing = parse_briefing(_HEAD + text, document_date=date(2025, 11, 4), area="quang-ninh")
    return {row["text"]: row["period"][-5:] for row in briefing.to_records() if row["kind"] == "verdict"}


def test_what_is_reached_is_of_the_period_reported_on() -> None:
    assert _periods("Đến nay, 9/15 chỉ tiêu HĐND tỉnh giao đã hoàn thành.") == {
        "9/15 chỉ tiêu HĐND tỉnh giao đã hoàn thành": "10-31"
    }


def test_what_is_foreseen_of_a_year_is_of_the_whole_year() -> None:
    text = "Dự báo hết năm có 11/15 chỉ tiêu đạt; 4/15 chỉ tiêu không đạt, gồm: thu nội địa, khách du lịch."
    assert set(_periods(text).values()) == {"12-31"}


def test_a_forecast_does_not_reach_what_is_done() -> None:
    text = "Đến nay đã có 9/15 chỉ tiêu hoàn thành, 6/15 chỉ tiêu dự kiến đạt vào cuối năm."
    assert list(_periods(text).values()) == ["10-31", "12-31"]


def test_what_is_told_is_of_no_time_ahead() -> None:
    text = "Trong 2 tháng cuối năm, các ngành tăng tốc. Hiện 9/15 chỉ tiêu đã hoàn thành."
    assert list(_periods(text).values()) == ["10-31"]
