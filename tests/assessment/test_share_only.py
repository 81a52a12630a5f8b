"""Only "95,6 % dự toán năm" was printed: attained as stated, judged as such, flagged."""

from __future__ import annotations

import pytest

import hpbrief as hb

TEXT = "Thanh Hóa, ngày 3/10/2025. Thu ngân sách 9 tháng năm 2025 đạt {share}% dự toán năm."


def judged(share: str, as_of: str = "2025-10-10") -> hb.Assessment:
    ds = hb.parse_briefing(TEXT.format(share=share)).to_dataset()
    return hb.assess(ds, area="thanh-hoa", year=2025, as_of=as_of)["budget_revenue_total"]


def test_the_share_is_what_is_attained():
    a = judged("95,6")
    assert a.main is not None
    assert a.main.attainment_pct == pytest.approx(95.6)
    assert "share_only" in a.flags
    assert not {"no_figure", "no_goal"} & set(a.flags)
    assert a.computed_class in ("on_track", "at_risk")
    assert "95,6%" in a.explain("vi")


def test_a_plan_passed_is_exceeded_and_one_far_off_is_not():
    assert judged("104,2").computed_class == "exceeded"
    assert judged("40").computed_class == "off_track"


def test_the_share_is_unknown_before_its_day():
    ds = hb.parse_briefing(TEXT.format(share="95,6")).to_dataset()
    card = hb.assess(ds, area="thanh-hoa", year=2025, as_of="2025-10-02")
    assert [a.figure for a in card] == [None] * len(card)


def test_a_level_goes_before_a_share():
    text = TEXT.format(share="95,6").replace("đạt ", "đạt 43.508 tỷ đồng, bằng ")
    ds = hb.parse_briefing(text).to_dataset()
    a = hb.assess(ds, area="thanh-hoa", year=2025, as_of="2025-10-10")["budget_revenue_total"]
    assert a.figure.measure == "level"
    assert "share_only" not in a.flags
