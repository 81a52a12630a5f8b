"""Documents with an outline: flattened tables, tables with bars, sections of goals, lists under a head."""

from __future__ import annotations

from datetime import date

from hpbrief.briefing import parse_briefing
from hpbrief.models import Measure, Period

DAY, AREA = date(2025, 11, 4), "quang-ninh"
BARS = """Một số chỉ tiêu 10 tháng năm 2025
| Chỉ tiêu | ĐVT | Kế hoạch năm 2025 | Ước 10 tháng | So với kế hoạch (%) | So với cùng kỳ (%) |
| Thu ngân sách | Tỷ đồng | 50.000 | 43.210 | 86,4 | 112,3 |
| Kim ngạch xuất khẩu | Triệu USD | 3.500 | 2.910,5 | 83,2 | 97,9 |
"""
LINES = """Kết quả chủ yếu
Chỉ tiêu
Đơn vị tính
Ước tháng 10/2025
10 tháng so với cùng kỳ (%)
Kim ngạch xuất khẩu
Triệu USD
141,0
107,5
Khách du lịch
Nghìn lượt
985
128,2
"""
GOALS = """Điều 1. Thông qua các chỉ tiêu năm 2026
- Thu ngân sách: 55.000 tỷ đồng.
- Tỷ lệ hộ nghèo còn dưới 1%.
Điều 2. Tổ chức thực hiện
Năm 2025, thu ngân sách ước đạt 50.000 tỷ đồng.
"""


def _cells(text: str) -> list[tuple[object, ...]]:
    statements = parse_briefing(text, document_date=DAY, area=AREA).statements
    return [
        (
            s.kind,
            s.indicator,
            str(s.value),
            s.unit,
            s.unit_mult,
            s.measure.value,
            s.direction.value,
            s.period.code,
        )
        for s in statements
        if s.period is not None
    ]


def test_a_table_with_bars() -> None:
    year, months = "2025", "2025-10M"
    assert _cells(BARS) == [
        ("goal", "budget_revenue_total", "50000", "VND", 9, "level", "none", year),
        ("figure", "budget_revenue_total", "43210", "VND", 9, "level", "none", months),
        ("figure", "budget_revenue_total", "86.4", "PT", 0, "share_of_plan", "none", months),
        ("figure", "budget_revenue_total", "112.3", "PT", 0, "ratio", "none", months),
        ("goal", "export_turnover", "3500", "USD", 6, "level", "none", year),
        ("figure", "export_turnover", "2910.5", "USD", 6, "level", "none", months),
        ("figure", "export_turnover", "83.2", "PT", 0, "share_of_plan", "none", months),
        ("figure", "export_turnover", "97.9", "PT", 0, "ratio", "none", months),
    ]


def test_a_table_one_cell_a_line() -> None:
    assert _cells(LINES) == [
        ("figure", "export_turnover", "141.0", "USD", 6, "level", "none", "2025-M10"),
        ("figure", "export_turnover", "107.5", "PT", 0, "ratio", "none", "2025-10M"),
        ("figure", "tourists", "985", "PS", 3, "level", "none", "2025-M10"),
        ("figure", "tourists", "128.2", "PT", 0, "ratio", "none", "2025-10M"),
    ]


def test_a_section_of_goals_ends_with_its_heading() -> None:
    first, second, third = parse_briefing(GOALS, document_date=DAY, area=AREA).statements
    assert (first.kind, second.kind, third.kind) == ("goal", "goal", "figure")
    assert first.period == second.period == Period.year(2026)
    assert third.measure is Measure.LEVEL


def test_list_items_take_the_period_of_their_head() -> None:
    text = (
        "Tháng 10, kết quả như sau:\n- Xuất khẩu đạt 210 triệu USD.\n"
        "- Thu ngân sách đến ngày 20/10 đạt 900 tỷ đồng.\n- Khách du lịch đạt 90 nghìn lượt.\n"
    )
    periods = [s.period for s in parse_briefing(text, document_date=DAY, area=AREA).statements]
    assert periods == [
        Period.month(2025, 10),
        Period(date(2025, 1, 1), date(2025, 10, 20)),
        Period.month(2025, 10),
    ]


def test_the_frame_is_found_in_the_head() -> None:
    text = "date 2025-07\nĐồng Nai: 6 tháng đầu năm tăng trưởng khá\nNgày 2/7, UBND tỉnh họp, bàn nhiệm vụ tháng 8.\n"
    briefing = parse_briefing(text)
    assert (briefing.area, briefing.document.published) == ("dong-nai", date(2025, 7, 2))
    assert briefing.report_period == Period.half(2025, 1)
    assert briefing.document.title.startswith("Đồng Nai")
