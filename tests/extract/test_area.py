"""The area of a document: its province, unless a district or commune reports on itself."""

from __future__ import annotations

import pytest

from hpbrief.briefing import parse_briefing

_OWN = {
    "letterhead": "ỦY BAN NHÂN DÂN\nHUYỆN MƯỜNG ẢNG\nSố: 31/BC-UBND\nĐiện Biên, ngày 05 tháng 7 năm 2024\nBÁO CÁO\n",
    "one line": "UBND PHƯỜNG TÂN AN | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nCần Thơ, ngày 02/10/2025\nBÁO CÁO\n",
    "party": "ĐẢNG BỘ TỈNH SƠN LA\nHUYỆN ỦY MAI SƠN\nSơn La, ngày 12/12/2023\nKẾT LUẬN\n",
    "title": "Xã Hồng Thái sơ kết 9 tháng\nHội nghị do UBND xã Hồng Thái, tỉnh Lạng Sơn tổ chức ngày 03/10/2025.\n",
    "body": "Bám sát kế hoạch thu\nNgày 03/10/2025, HĐND xã Hồng Thái, tỉnh Lạng Sơn họp kỳ thứ tư.\n",
}
_PROVINCE = {
    "dien-bien": "UBND TỈNH ĐIỆN BIÊN\nBÁO CÁO\nHuyện Mường Ảng thu vượt dự toán.\n",
    "quang-ninh": "Quảng Ninh: xã Hải Hòa dẫn đầu\nUBND xã Hải Hòa, tỉnh Quảng Ninh đã hoàn thành dự toán.\n",
    "lang-son": "Thu vượt dự toán\nTại UBND xã Hồng Thái, tỉnh Lạng Sơn, UBND tỉnh đã họp với các xã.\n",
    "can-tho": "XÃ HỘI HÓA Y TẾ Ở CẦN THƠ\nNgành y tế báo cáo ngày 02/10/2025.\n",
}
_FIGURE = "Thu ngân sách đạt 94 tỷ đồng."


@pytest.mark.parametrize("head", _OWN.values(), ids=_OWN)
def test_a_district_is_not_its_province(head: str) -> None:
    briefing = parse_briefing(head + _FIGURE)
    assert briefing.area is None
    assert briefing.to_records()[-1]["area"] is None


@pytest.mark.parametrize(("area", "head"), _PROVINCE.items(), ids=_PROVINCE)
def test_a_province_that_names_districts_keeps_its_area(area: str, head: str) -> None:
    assert parse_briefing(head + _FIGURE).area == area
