"""What a rate is counted by is no figure: so many of a thousand people, of one hectare."""

from __future__ import annotations

from datetime import date

import pytest

import hpbrief as hb


def _numbers(text: str) -> list[str]:
    brief = hb.parse_briefing(text, document_date=date(2025, 11, 4), area="quang-ninh")
    return [row["text"] for row in brief.to_records() if row["kind"] in ("figure", "goal")]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Số giường bệnh trên 1 vạn dân đạt 33,5 giường.", ["33,5 giường"]),
        ("Số điều dưỡng trên 10 vạn dân đạt 160 người.", ["160 người"]),
        ("Số thuê bao trên 1 nghìn dân đạt 870 thuê bao.", ["870 thuê bao"]),
        ("Giá trị sản phẩm/1 ha đất canh tác đạt 120 triệu đồng.", ["120 triệu đồng"]),
        ("Thu nhập/1 người đạt 62 triệu đồng.", ["62 triệu đồng"]),
        ("Sản lượng nuôi/1 ha mặt nước đạt 5,2 tấn.", ["5,2 tấn"]),
    ],
)
def test_what_a_rate_is_counted_by_is_left_out(text: str, numbers: list[str]) -> None:
    assert _numbers(text) == numbers


@pytest.mark.parametrize(
    "text", ["Xã có trên 12.500 người dân.", "Diện tích rừng bị cháy là 1 ha.", "Đã giải ngân 5/12 tỷ đồng."]
)
def test_amounts_of_people_and_land_stay_figures(text: str) -> None:
    assert len(_numbers(text)) == 1
