"""A report of the last days of a month: its figures count by default, and on an earlier day they say from when."""

from __future__ import annotations

from datetime import date

from hpbrief.assessment import assess
from hpbrief.assessment.explain import explain_assessment
from hpbrief.briefing import parse_briefing
from hpbrief.dataset import Dataset

TEXT = (
    "Kim ngạch xuất khẩu 11 tháng năm 2025 ước đạt 30,2 tỷ USD; kế hoạch năm 2025 là 41 tỷ USD.\n"
    "Ước cả năm 2025 thu ngân sách nhà nước trên địa bàn đạt 120.000 tỷ đồng.\n"
)


def _data() -> Dataset:
    return parse_briefing(TEXT, document_date=date(2025, 11, 28), area="haiphong-merged").to_dataset()


def test_by_default_the_month_that_is_reported_counts() -> None:
    card = assess(_data())
    assert card.record.as_of == date(2025, 11, 30)
    assert card["export_turnover"].figure is not None
    assert "period_not_over" not in card["export_turnover"].flags


def test_on_the_day_of_the_report_the_figure_says_from_when_it_counts() -> None:
    card = assess(_data(), as_of="2025-11-28")
    exports = card["export_turnover"]
    assert exports.figure is None
    assert {"no_figure", "period_not_over"} <= set(exports.flags)
    assert "30/11/2025" in explain_assessment(exports, "vi", card.catalog)
    assert "30 Nov 2025" in explain_assessment(exports, "en", card.catalog)


def test_a_bundled_data_set_keeps_its_day() -> None:
    from hpbrief.dataset import load_dataset

    assert assess(load_dataset("haiphong-2025")).record.as_of == date(2025, 11, 6)
