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


# places of a text that tells of many: each figure has its own
MANY = {
    "offices": (
        "Tính đến 15/8/2024, toàn ngành thu 98.000 tỷ đồng. Trong đó: Cục Thuế Lạng Sơn thu 2.100 tỷ đồng, đạt 71% dự "
        "toán; Cục Thuế Sơn La thu 1.900 tỷ đồng (đạt 64% dự toán). Số thu toàn ngành bằng 66% dự toán.",
        [None, "lang-son", "lang-son", "son-la", "son-la", None],
    ),
    "list with percentages": (
        "Năm 2024, 4 địa phương của vùng tăng hai con số, gồm: Nam Định 10,3%, Thái Bình 10,1%, Hải Phòng 11%.",
        [None, "nam-dinh", "thai-binh", "haiphong-old"],
    ),
    "brackets": (
        "Năm 2024, GDP cả nước tăng 7%. Dẫn đầu là các tỉnh: Trà Vinh (tăng 12%), Kon Tum (tăng 9%) và Lai Châu (8%).",
        [None, "tra-vinh", "kon-tum", "lai-chau"],
    ),
    "sentences behind an opening place": (
        "Năm 2024, cả nước có 9 địa phương tăng khá.\nĐứng thứ hai là Trà Vinh với GRDP tăng 10,2%. Công nghiệp tăng "
        "18%. Dịch vụ tăng 7%.\nCả nước thu 1.900.000 tỷ đồng.",
        [None, "tra-vinh", "tra-vinh", "tra-vinh", None],
    ),
    "headings": (
        "Năm 2024, GDP cả nước tăng 7%.\nLai Châu: 9,1%\nGRDP ước đạt 18.000 tỷ đồng.\nĐiện Biên: 8,5%\nThu ngân sách "
        "đạt 1.900 tỷ đồng.",
        [None, "lai-chau", "lai-chau", "dien-bien", "dien-bien"],
    ),
    "places that head the parts": (
        "TP. HCM, Hà Nội dẫn đầu về thu\nNăm 2023, TP. HCM thu 400 nghìn tỷ đồng.\nHà Nội\nNăm 2023, thành phố thu "
        "380 nghìn tỷ đồng, tăng 9%.\nBình Dương\nThu ngân sách năm 2023 đạt 70 nghìn tỷ đồng.",
        ["tp-hcm-old", "ha-noi", "ha-noi", "binh-duong"],
    ),
    "shared by several": (
        "Năm 2024, cả nước xuất 9 triệu tấn. Cà Mau, Bạc Liêu xuất 100 nghìn tấn.",
        [None, None],
    ),
    "whither": ("Năm 2024, cả nước xuất siêu. Hàng sang Lạng Sơn đạt 12 nghìn tấn.", [None]),
    "street and commune": (
        "Năm 2024, toàn quốc có đường Sơn La dài 9 km; xã Hòa Bình thu 4 tỷ đồng.",
        [None, None],
    ),
}


@pytest.mark.parametrize(("text", "areas"), MANY.values(), ids=MANY)
def test_each_figure_of_many_places_has_its_own(text: str, areas: list[str | None]) -> None:
    brief = parse_briefing(text)
    assert brief.area is None
    assert [s.area for s in brief.statements] == areas


# the ground that a text tells of
LEVELS = {
    "district, body without name": ("Ngày 08/10, UBND huyện tổ chức sơ kết 9 tháng năm 2020.", "district"),
    "district below the head of a site": (
        "Hà Nội, ngày 12-03-2023\nQuận Tây Hồ: thu ngân sách đạt 41% dự toán\n15/07/2022 08:30\nSáng 15-7, HĐND quận "
        "Tây Hồ họp.",
        "district",
    ),
    "city of a province": (
        "Đảng bộ TP. Sóc Trăng tổng kết năm 2023.\nThành ủy thành phố Sóc Trăng họp.",
        "district",
    ),
    "commune named as a province": (
        "HĐND xã Hà Nam họp kỳ thứ hai.\nNăm 2025, trên địa bàn xã có 3 thôn.",
        "commune",
    ),
    "commune of a province": (
        "Phường An Biên: 15/15 chỉ tiêu\nUBND phường An Biên, TP Hải Phòng báo cáo.",
        "commune",
    ),
    "ministry": (
        "BỘ TÀI CHÍNH\nSố: 12/BC-BTC\nHà Nội, ngày 02 tháng 4 năm 2024\nBÁO CÁO\nvề thu ngân sách",
        "country",
    ),
    "government": ("Chính phủ họp thường kỳ tháng 9/2023.\nCả nước thu 1,2 triệu tỷ đồng.", "country"),
    "province unnamed": ("UBND tỉnh họp thường kỳ.\nTrên địa bàn tỉnh có 40 dự án.", "province"),
    "offices of many districts": ("UBND tỉnh họp, giao UBND các huyện, thị xã lập kế hoạch.", "province"),
}


@pytest.mark.parametrize(("text", "level"), LEVELS.values(), ids=LEVELS)
def test_the_level_is_that_of_bodies_and_grounds(text: str, level: str) -> None:
    brief = parse_briefing(f"{text}\nThu ngân sách đạt 94 tỷ đồng.")
    assert brief.about is not None
    assert (brief.about.level, brief.area) == (level, None)


def test_boundaries_are_those_of_the_year_that_is_told_of() -> None:
    told = "Hải Phòng: thu ngân sách khởi sắc\nNăm {year}, thu ngân sách đạt 90.000 tỷ đồng, tăng 8% so với năm {last}."
    assert parse_briefing(told.format(year=2022, last=2021)).area == "haiphong-old"
    assert parse_briefing(told.format(year=2026, last=2025)).area == "haiphong-merged"
    assert parse_briefing("Hải Phòng: thu ngân sách đạt 90.000 tỷ đồng.").area == "haiphong-merged"
