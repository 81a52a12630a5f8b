"""What was read becomes a data set, and joins one."""

from __future__ import annotations

from datetime import date

import pytest

from hpbrief.assessment import assess
from hpbrief.briefing import ReadBriefing, parse_briefing
from hpbrief.dataset import load_dataset
from hpbrief.errors import DatasetError, HpbriefWarning
from hpbrief.models import KnownBasis, Measure, ObsStatus, Source

TEXT = (
    "Hải Phòng sơ kết 7 tháng đầu năm 2025\n"
    "Đến hết tháng 7, so với kịch bản tăng trưởng, trong 9 chỉ tiêu chủ yếu có 3 chỉ tiêu đạt và vượt, gồm: thu ngân "
    "sách nhà nước, kim ngạch xuất khẩu, nhà ở xã hội.\n"
    "Kim ngạch xuất khẩu 7 tháng ước đạt 19,2 tỷ USD, tăng 17,5% so với cùng kỳ; kế hoạch năm 2025 là 41 tỷ USD.\n"
)
NAMED = {"budget_revenue_total", "export_turnover", "social_housing_completed"}


def _read(url: str = "") -> ReadBriefing:
    return parse_briefing(TEXT, document_date=date(2025, 7, 31), area="haiphong-merged", url=url)


def test_a_briefing_is_a_data_set_of_its_own() -> None:
    brief = _read()
    own = brief.to_dataset()
    assert (own.name, own.areas, own.defaults.year) == (brief.document.id, ("haiphong-merged",), 2025)
    assert brief.to_dataset(name="july").name == "july"
    exports = [o for o in own.tables.observations if o.indicator == "export_turnover"]
    assert {o.measure for o in exports} == {Measure.LEVEL, Measure.YOY_CHANGE}
    assert {v.indicator for v in own.tables.verdicts} == NAMED
    assert [g.indicator for g in own.tables.goals] == ["export_turnover"]


def test_figures_and_verdicts_join_a_data_set() -> None:
    bundled = load_dataset("haiphong-2025")
    joined = bundled.add(_read())
    assert len(joined.tables.observations) == len(bundled.tables.observations) + 2
    assert len(joined.tables.verdicts) == len(bundled.tables.verdicts) + 3
    assert len(joined.tables.headline_verdicts) == len(bundled.tables.headline_verdicts) + 1
    assert joined.add(_read()).tables == joined.tables


def test_the_same_verdict_of_the_same_page_stands_once() -> None:
    bundled = load_dataset("haiphong-2025")
    page = next(s for s in bundled.tables.sources if s.source_id == "baohaiphong-en-7m")
    joined = bundled.add(_read(page.url))
    assert len(joined.tables.verdicts) == len(bundled.tables.verdicts)
    assert len(joined.tables.sources) == len(bundled.tables.sources)
    assert bundled.add(_read(page.url).to_dataset()).tables == joined.tables


UNDATED = (
    "Kim ngạch xuất khẩu 7 tháng năm 2025 ước đạt 19,2 tỷ USD.\nDự báo cả năm 2025 xuất khẩu đạt 34 tỷ USD.\n"
)


def test_an_undated_text_counts_a_week_after_what_it_reports() -> None:
    brief = parse_briefing(UNDATED, area="haiphong-merged")
    assert brief.document.published is None
    (source,) = brief.to_tables().sources
    assert (source.known_from, source.known_basis) == (date(2025, 8, 7), KnownBasis.INFERRED)
    card = assess(brief.to_dataset())
    assert card["export_turnover"].figure is not None
    assert "suy đoán" in card.to_html("vi")


def test_a_day_that_the_source_has_stays() -> None:
    brief = parse_briefing(UNDATED, area="haiphong-merged")
    given = Source(source_id="x", publisher="X", published=date(2025, 8, 1))
    (source,) = brief.to_tables(given).sources
    assert (source.known_from, source.known_basis) == (date(2025, 8, 1), KnownBasis.PUBLISHED)


def test_a_text_without_area_is_no_empty_data_set() -> None:
    brief = parse_briefing(UNDATED)
    assert brief.to_tables().observations == ()
    with pytest.raises(DatasetError, match=r"area=") as caught:
        brief.to_dataset()
    assert [p.column for p in caught.value.problems] == ["area"]


def test_a_text_without_a_year_asks_for_its_day() -> None:
    brief = parse_briefing("Kim ngạch xuất khẩu 7 tháng đạt 19,2 tỷ USD.", area="haiphong-merged")
    with pytest.raises(DatasetError, match=r"document_date="):
        brief.to_dataset()


def test_a_text_without_figures_is_an_empty_data_set() -> None:
    assert parse_briefing("Thành phố họp giao ban.").to_dataset().areas == ()


def test_figures_left_out_beside_others_are_told() -> None:
    brief = parse_briefing(UNDATED, area="haiphong-merged")
    placeless = brief.statements[0].model_copy(update={"area": None})
    mixed = brief.model_copy(update={"statements": (placeless, *brief.statements[1:])})
    with pytest.warns(HpbriefWarning, match=r"^1 figures and goals .*area="):
        assert mixed.to_dataset().areas == ("haiphong-merged",)


def test_a_goal_that_names_no_amount_is_no_goal_of_a_total() -> None:
    text = (
        "Quảng Ninh, ngày 4/11/2025. Phấn đấu năm 2025 thu ngân sách nhà nước trên địa bàn vượt 2,2% dự toán; "
        "tỷ lệ hộ nghèo còn 0,5%."
    )
    goals = parse_briefing(text).to_tables().goals
    assert [g.indicator for g in goals] == ["poverty_rate"]


@pytest.mark.parametrize(
    ("sentence", "day", "status"),
    [
        ("Năm 2025, thu ngân sách ước đạt 95.000 tỷ đồng.", date(2025, 12, 5), ObsStatus.FORECAST),
        ("Năm 2025, thu ngân sách ước đạt 95.000 tỷ đồng.", date(2026, 1, 6), ObsStatus.ESTIMATE),
        ("Tháng 10 năm 2025, thu ngân sách ước đạt 9.000 tỷ đồng.", date(2025, 10, 28), ObsStatus.ESTIMATE),
    ],
)
def test_an_estimate_of_a_year_not_over_is_a_forecast_of_it(
    sentence: str, day: date, status: ObsStatus
) -> None:
    brief = parse_briefing(sentence, document_date=day, area="haiphong-merged")
    assert [s.obs_status for s in brief.statements] == [ObsStatus.ESTIMATE]
    assert [o.status for o in brief.to_tables().observations] == [status]
