"""What was read becomes a data set, and joins one."""

from __future__ import annotations

from datetime import date

from hpbrief.dataset import load_dataset
from hpbrief.extract import ReadBriefing, parse_briefing
from hpbrief.models import Measure

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
