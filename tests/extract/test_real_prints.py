"""Signs, shared times and heads of tables as real texts print them, each kind with what it must not touch."""

from __future__ import annotations

from datetime import date

import pytest

from hpbrief.briefing import parse_briefing
from hpbrief.models import Statement

DAY = date(2025, 11, 6)


def figures(text: str) -> tuple[Statement, ...]:
    return parse_briefing(text, document_date=DAY).statements


FALLS = {
    "Chỉ số sản xuất công nghiệp 8 tháng tăng trưởng âm 3,4%.": ("yoy_change", "down"),
    "GRDP quý II/2025 tăng trưởng âm 0,8% so với cùng kỳ năm trước.": ("yoy_change", "down"),
    "Doanh thu du lịch tháng 8 tăng âm 4%.": ("yoy_change", "down"),
    "Nhập khẩu 9 tháng đạt 12 tỷ USD, -7,5% so với cùng kỳ.": ("yoy_change", "down"),
    "Vốn FDI đạt 900 triệu USD, -22% so với cùng kỳ năm 2024.": ("yoy_change", "down"),
    "Nhập khẩu 9 tháng tăng (-6,1%) so với cùng kỳ.": ("yoy_change", "down"),
    "Nhập khẩu 9 tháng đạt 12 tỷ USD, +7,5% so với cùng kỳ.": ("yoy_change", "up"),
    "Nhập khẩu 9 tháng tăng 6,1% so với cùng kỳ.": ("yoy_change", "up"),
    "Nhập khẩu 9 tháng bằng 96,1% so với cùng kỳ.": ("ratio", "none"),
}


@pytest.mark.parametrize(("text", "expected"), FALLS.items())
def test_a_fall_is_said_by_a_word_or_a_sign(text: str, expected: tuple[str, str]) -> None:
    last = figures(text)[-1]
    assert (last.measure, last.direction) == expected


SHARED = {
    "Tháng 7 và tháng 8 năm 2025, thu thuế lần lượt đạt 400 tỷ đồng và 450 tỷ đồng.": [
        "2025-M07",
        "2025-M08",
    ],
    "Quý I, quý II và quý III năm 2025, xuất khẩu lần lượt đạt 1 tỷ USD, 2 tỷ USD và 3 tỷ USD.": [
        "2025-Q1",
        "2025-Q2",
        "2025-Q3",
    ],
    "Năm 2023 và năm 2024, tỉnh đón lần lượt 2 triệu lượt khách và 3 triệu lượt khách.": ["2023", "2024"],
    "Tháng 9, tháng 10 năm 2025, sản lượng cá lần lượt là 50 tấn và 60 tấn.": ["2025-M09", "2025-M10"],
    "Năm 2022, 2023 và 2024, thu ngân sách lần lượt đạt 5 tỷ đồng, 6 tỷ đồng, 7 tỷ đồng.": [
        "2022",
        "2023",
        "2024",
    ],
    "Tháng 8 và tháng 9 năm 2024, thu thuế lần lượt tăng 5% và 6%.": ["2024-M08", "2024-M09"],
    "Tháng 9 năm 2025, thu thuế và thu phí lần lượt đạt 400 tỷ đồng và 50 tỷ đồng.": ["2025-M09", "2025-M09"],
    "9 tháng năm 2025, tỷ lệ thất nghiệp giảm từ 3,1% xuống còn 2,4%.": [None, "2025-09M"],
    "Năm 2024, tỷ lệ hộ nghèo giảm từ 4% xuống 3,2%.": [None, "2024"],
}


@pytest.mark.parametrize(("text", "periods"), SHARED.items())
def test_each_number_has_the_time_of_its_place(text: str, periods: list[str | None]) -> None:
    assert [s.period.code if s.period else None for s in figures(text)] == periods


HEADS = {
    "year once, at first": ("Tháng 3/2025 | Tháng 4 | Tháng 5", ["2025-M03", "2025-M04", "2025-M05"]),
    "year once, at last": ("Tháng 3 | Tháng 4 | Tháng 5/2024", ["2024-M03", "2024-M04", "2024-M05"]),
    "quarters": ("Quý I/2024 | Quý II | Quý III", ["2024-Q1", "2024-Q2", "2024-Q3"]),
    "figures with m": ("2024M03 | 2024M04 | 2024M12", ["2024-M03", "2024-M04", "2024-M12"]),
    "figures with dash": ("3-2024 | 4-2024 | 12-2024", ["2024-M03", "2024-M04", "2024-M12"]),
    "short months": ("Th3/2024 | Thg4/2024 | T12/2024", ["2024-M03", "2024-M04", "2024-M12"]),
    "a year before": ("Năm 2023 | 6 tháng 2024 | Tháng 7", ["2023", "2024-H1", "2024-M07"]),
    "years stay": ("2022 | 2023 | 2024", ["2022", "2023", "2024"]),
    "an unknown head": ("Tháng 3/2025 | Tháng 4 | Trạm số hai", ["2025-M03", "2025-M04", None]),
}


@pytest.mark.parametrize(("heads", "periods"), HEADS.values(), ids=HEADS)
def test_each_column_has_the_time_of_its_head(heads: str, periods: list[str | None]) -> None:
    rows = "| Thu ngân sách | tỷ đồng | 11 | 12 | 13 |\n| Xuất khẩu | triệu USD | 21 | 22 | 23 |\n"
    text = f"| Chỉ tiêu | Đơn vị | {heads} |\n{rows}"
    read = parse_briefing(text).statements
    assert [s.period.code if s.period else None for s in read] == periods * 2


def stack(head: str, *rows: str, gap: str = "\n\n") -> str:
    """A table set one cell a line, its empty cells hard blanks."""
    cells = [cell.strip() or "\u00a0" for row in (head, *rows) for cell in row.split("|")]
    return gap.join(cells) + "\n"


STACKS = {
    "goals and results": (
        stack("Stt|Chỉ tiêu|TH năm 2023|KH 2024|Ghi chú", "1|Thu ngân sách|80|90|Đạt", "2|Xuất khẩu (USD)|5|6|"),
        [("figure", 80, "2023"), ("goal", 90, "2024"), ("figure", 5, "2023"), ("goal", 6, "2024")],
    ),
    "groups without figures": (
        stack("TT|Chỉ tiêu|Năm 2023|Năm 2024", "I|Kinh tế||", "1|Thu ngân sách|80|90", "II|Xã hội||", "2|Hộ nghèo|7|6"),
        [("figure", 80, "2023"), ("figure", 90, "2024"), ("figure", 7, "2023"), ("figure", 6, "2024")],
    ),
    "ranges": (
        stack("STT|Chỉ tiêu|KH 2024|TH năm 2023", "1|Thu ngân sách (tỷ đồng)|6-7|5", "2|Xuất khẩu (triệu USD)|8-9|7"),
        [("goal", 6, "2024"), ("figure", 5, "2023"), ("goal", 8, "2024"), ("figure", 7, "2023")],
    ),
    "without gaps": (
        stack("Stt|Chỉ tiêu|Năm 2024", "1|Thu ngân sách (tỷ đồng)|80", "2|Xuất khẩu (triệu USD)|5", gap="\n"),
        [("figure", 80, "2024"), ("figure", 5, "2024")],
    ),
    "letters": (
        stack("TT|Chỉ tiêu|Đơn vị|Năm 2024", "a)|Thu ngân sách|tỷ đồng|80", "b)|Xuất khẩu|triệu USD|5"),
        [("figure", 80, "2024"), ("figure", 5, "2024")],
    ),
    "empty cells": (
        stack("Stt|Chỉ tiêu|Năm 2023|Năm 2024", "1|Thu ngân sách (tỷ đồng)||90", "2|Xuất khẩu (triệu USD)|5|"),
        [("figure", 90, "2024"), ("figure", 5, "2023")],
    ),
    "one row is no table": (stack("Stt|Chỉ tiêu|Năm 2024", "1|Thu ngân sách|80"), None),
    "no head of numbers": (stack("Mục|Nội dung|Năm 2024", "1|Đường A|mới", "2|Đường B|cũ"), []),
}  # fmt: skip


@pytest.mark.parametrize(("text", "facts"), STACKS.values(), ids=STACKS)
def test_a_table_set_one_cell_a_line_is_read_by_its_rows(
    text: str, facts: list[tuple[str, int, str]] | None
) -> None:
    read = parse_briefing(text).statements
    if facts is None:
        assert all(statement.evidence.kind == "span" for statement in read)
    else:
        assert [(s.kind, s.value, s.period.code if s.period else None) for s in read] == facts
