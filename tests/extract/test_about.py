"""What a document is about: its day, years, area and kind, each by evidence that it shows."""

from __future__ import annotations

from datetime import date

import pytest

from hpbrief.briefing import parse_briefing

# the day and the year of a text: its title outweighs what the page around it shows
DAYS = {
    "header of today": (
        "TRANG TIN THÀNH PHỐ B\nThứ Hai, 17/11/2025\nKết quả sản xuất công nghiệp tháng 5 năm 2020\n"
        "Thứ Sáu, 29/05/2020 16:40\nSản lượng xi măng đạt 210 nghìn tấn.",
        date(2020, 5, 29),
        "2020-M05",
    ),
    "updated": (
        "Hôm nay: Chủ Nhật, 09/11/2025\nBáo cáo tình hình sản xuất quý III năm 2018\nCập nhật: 05/10/2018\n"
        "Giá trị sản xuất quý III tăng 6,2%.",
        date(2018, 10, 5),
        "2018-Q3",
    ),
    "index before the text": (
        "date 2025-06-30\nTình hình kinh tế - xã hội tháng 8 năm 2022\n30/08/2022 09:10\nTháng Tám, thu 88 tỷ đồng.",
        date(2022, 8, 30),
        "2022-M08",
    ),
    "letterhead": (
        "SỞ CÔNG THƯƠNG\nThái Bình, ngày 04 tháng 7 năm 2023\nBÁO CÁO\nTình hình xuất khẩu 6 tháng đầu năm 2023\n"
        "Kim ngạch xuất khẩu đạt 1,1 tỷ USD.",
        date(2023, 7, 4),
        "2023-H1",
    ),
    "closing line": (
        "Kết quả thu ngân sách 9 tháng năm 2021\n"
        + "\n".join(f"Khoản thu thứ {n} đạt {n}5 tỷ đồng." for n in range(2, 16))
        + "\nNam Định, ngày 02 tháng 10 năm 2021\n",
        date(2021, 10, 2),
        "2021-09M",
    ),
    "no day fits": (
        "Thứ Ba, 04/11/2025\nTình hình kinh tế - xã hội tháng 2 năm 2017\nTháng Hai, sản lượng cá đạt 12 nghìn tấn.",
        None,
        "2017-M02",
    ),
    "clock below the title": (
        "Tình hình sản xuất tháng 10 năm 2025\n06/11/2025 07:30\nTháng 10, sản lượng thép đạt 90 nghìn tấn.",
        date(2025, 11, 6),
        "2025-M10",
    ),
    "a title without a time": (
        "Kinh tế thành phố khởi sắc\nThứ Năm, 06/11/2025\nTháng 10, sản lượng thép đạt 90 nghìn tấn.",
        date(2025, 11, 6),
        "2025-M10",
    ),
}


@pytest.mark.parametrize(("text", "day", "period"), DAYS.values(), ids=DAYS)
def test_the_day_is_the_one_that_the_title_bears_out(text: str, day: date | None, period: str) -> None:
    brief = parse_briefing(text)
    assert brief.about is not None
    assert brief.about.day == brief.document.published == day
    assert brief.statements[-1].period is not None
    assert (brief.report_period or brief.statements[-1].period).code == period
    assert ("no_day" in brief.about.doubts) == (day is None)


def test_a_day_that_is_given_stays() -> None:
    text = "Tình hình kinh tế - xã hội tháng 2 năm 2017\nThu ngân sách đạt 90 tỷ đồng."
    brief = parse_briefing(text, document_date=date(2025, 3, 1))
    assert brief.about is not None
    assert brief.about.day == date(2025, 3, 1)
    assert "day_misfits_title" in brief.about.doubts


# goals of the year that a title plans for
PLANS = {
    "resolution": (
        "Nghị quyết về nhiệm vụ phát triển kinh tế - xã hội năm 2021\n30/12/2020 08:00\n"
        "Các chỉ tiêu chủ yếu được thông qua là: GRDP tăng 7,5%; thu ngân sách đạt 9.000 tỷ đồng.",
        "2021",
        2,
    ),
    "list of bullets": (
        "Chỉ tiêu phấn đấu năm 2024\n12/12/2023\nCác chỉ tiêu kinh tế gồm:\n- Tốc độ tăng GRDP: 9,5%\n"
        "- Kim ngạch xuất khẩu: 2,1 tỷ USD\n- Thu ngân sách nhà nước: 8.300 tỷ đồng",
        "2024",
        3,
    ),
    "bare day late in the year": (
        "Ngày 8/12, HĐND tỉnh họp. HĐND tỉnh thông qua 18 chỉ tiêu kinh tế - xã hội năm 2023. "
        "Trong đó, GRDP tăng 8%; xuất khẩu đạt 3 tỷ USD.",
        "2023",
        2,
    ),
    "plan": (
        "Kế hoạch phát triển kinh tế - xã hội năm 2019\nThứ Tư, 19/12/2018\n"
        "Mục tiêu chủ yếu là thu ngân sách đạt 5.600 tỷ đồng, tăng 10%.",
        "2019",
        2,
    ),
    "aims with blank lines": (
        "Nghị quyết về kế hoạch phát triển kinh tế - xã hội năm 2025\n\nThứ Năm, 12/12/2024\n\nMục tiêu cụ thể gồm:\n\n"
        "- GRDP bình quân đầu người: 95 triệu đồng\n\n- Tỷ lệ hộ nghèo: dưới 1%\n",
        "2025",
        2,
    ),
    "this year's own plan": (
        "Nghị quyết về kế hoạch phát triển kinh tế - xã hội năm 2025\n12/02/2025\nMục tiêu là GRDP tăng 12%.",
        "2025",
        1,
    ),
}


@pytest.mark.parametrize(("text", "year", "count"), PLANS.values(), ids=PLANS)
def test_goals_are_of_the_year_that_the_title_plans_for(text: str, year: str, count: int) -> None:
    goals = [s for s in parse_briefing(text).statements if s.kind == "goal"]
    assert [goal.period.code for goal in goals if goal.period] == [year] * count


def test_a_goal_beside_a_result_is_of_the_time_of_the_result() -> None:
    text = (
        "Nghị quyết về nhiệm vụ phát triển kinh tế - xã hội năm 2021\n10/12/2020\n"
        "Năm 2020, GRDP tăng 4%, thấp hơn mục tiêu 7,5%."
    )
    result, goal = parse_briefing(text).statements
    assert (result.kind, goal.kind) == ("figure", "goal")
    assert result.period is not None
    assert goal.period == result.period


# areas: what is told of the whole country, or in a list of places, is no province's
AREAS = {
    "list after gồm": ("Đến hết tháng 9/2025, cả nước giải ngân 390.000 tỷ đồng. Dẫn đầu gồm: Lào Cai, Phú Thọ.", None),
    "list after như": ("Đến 15/8/2024, toàn ngành thu 180.000 tỷ đồng. Thu khá như Cục Hải quan Lạng Sơn.", None),
    "three places": ("Năm 2024, dự án đi qua Nghệ An, Hà Tĩnh và Quảng Bình dài 120 km.", None),
    "country first": ("Năm 2024, kinh tế Việt Nam tăng 7%. Nhờ đó, xuất khẩu xoài sang Sơn La thêm 3 nghìn tấn.", None),
    "whole sector": ("Năm 2024, cả nước có 900 xã về đích; các tỉnh như: Nam Định, Hà Nam thu 40.000 tỷ đồng.", None),
    "title": ("Sơn La: xuất khẩu tăng khá\nNăm 2024, xuất khẩu đạt 190 triệu USD, hơn mức của cả nước.", "son-la"),
    "body": ("Ngày 4/11/2024, UBND tỉnh Sơn La họp. Thu ngân sách đạt 4.000 tỷ đồng, hơn mức của cả nước.", "son-la"),
    "ground": ("Năm 2024, trên địa bàn tỉnh Sơn La có 120 dự án; bình quân cả nước thấp hơn.", "son-la"),
    "city": ("Năm 2024, thành phố Hải Phòng có 65 vụ tai nạn giao thông.", "haiphong-old"),
    "street of a city": ("Năm 2024, phố Quảng Ninh có 12 cửa hàng mới.", None),
    "place of a letter": ("Sơn La, ngày 5 tháng 11 năm 2024\nThu ngân sách đạt 4.000 tỷ đồng.", "son-la"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "area"), AREAS.values(), ids=AREAS)
def test_an_area_needs_evidence(text: str, area: str | None) -> None:
    brief = parse_briefing(text)
    assert brief.about is not None
    assert brief.area == brief.about.area == area
    assert all(statement.area == area for statement in brief.statements)


KINDS = {
    "NGHỊ QUYẾT\nVề nhiệm vụ năm 2025\nGRDP tăng 12%.": "resolution",
    "BÁO CÁO\nTình hình thực hiện nghị quyết năm 2024\nGRDP tăng 11%.": "report",
    "KẾT LUẬN CỦA BAN THƯỜNG VỤ\nvề tình hình quý I năm 2025\nGRDP tăng 10%.": "conclusion",
    "Phiên họp thường kỳ tháng 9\nGRDP tăng 11%.": "meeting",
    "KẾ HOẠCH\nPhát triển du lịch năm 2025\nĐón 9 triệu lượt khách.": "plan",
    "BIÊN BẢN\nLàm việc ngày 5/5/2025\nĐã giải ngân 40%.": "minutes",
    "Số liệu thống kê tháng 5/2025\nIIP tăng 9%.": "statistics",
    "THÔNG CÁO BÁO CHÍ\nVề kinh tế quý I năm 2025\nGRDP tăng 10%.": "press",
    "Cảng biển tấp nập đầu năm\nHàng qua cảng đạt 15 triệu tấn.": None,
}


@pytest.mark.parametrize(("text", "kind"), KINDS.items())
def test_the_kind_of_document_is_said_by_its_heading(text: str, kind: str | None) -> None:
    about = parse_briefing(text).about
    assert about is not None
    assert about.kind == kind


def test_every_clue_names_its_rule_and_place_and_the_heaviest_win() -> None:
    text = (
        "Thứ Ba, 04/11/2025\nBáo cáo kết quả nhiệm kỳ 2020-2025 và tình hình tháng 4 năm 2024\n"
        "Bắc Ninh, ngày 06 tháng 5 năm 2024\nThu ngân sách tăng 8% so với năm 2023."
    )
    about = parse_briefing(text).about
    assert about is not None
    assert (about.term and about.term.start.year, about.years) == (2020, (2024,))
    for clue in about.clues:
        assert clue.evidence is not None
        assert text[clue.evidence.start : clue.evidence.end] == clue.evidence.quote
    weights: dict[str, int] = {}
    for clue in about.clues:
        if clue.matter == "day":
            weights[clue.value] = weights.get(clue.value, 0) + clue.weight
    assert max(weights, key=lambda value: weights[value]) == about.day.isoformat() == "2024-05-06"  # type: ignore[union-attr]
    assert min(weights.values()) < 0


# the day, and what is reported on, by what the opening says of them
TOLD = {
    "base years": (
        "Thống kê đến hết tháng 4/2023, đơn vị thu 90 tỷ đồng, tăng 8% so với cùng kỳ năm 2022, tăng 9% so với"
        " năm 2022.",
        None,
        "2023-04M",
    ),
    "bare day of the month that an index has": (
        "date 2022-05\nSáng 18/5, UBND huyện họp, đánh giá 4 tháng đầu năm 2022.\nĐến nay, toàn huyện có 9 xã về đích.",
        date(2022, 5, 18),
        "2022-04M",
    ),
    "bare day of another month": (
        "date 2022-05\nNgày 18/4, huyện khởi công cầu.\nĐến nay có 9 cầu.",
        date(2022, 5, 31),
        None,
    ),
    "season of the next year": (
        "Ngày 6-10, huyện họp, bàn việc những tháng cuối năm 2020.\n9 tháng, huyện thu 90 tỷ đồng; chuẩn bị vụ Xuân "
        "năm 2021.",
        date(2020, 10, 6),
        "2020-09M",
    ),
    "congress": (
        "Sáng 14/10, Đại hội Đảng bộ tỉnh khóa XV, nhiệm kỳ 2020-2025 khai mạc.\nĐến năm 2025, tỉnh phấn đấu có 90 xã;"
        " đến năm 2025 thu 9.000 tỷ đồng.",
        date(2020, 10, 14),
        None,
    ),
    "aim of a title": (
        "Các chỉ tiêu chủ yếu đến năm 2030\nThứ Sáu, 17-10-2025, 20:15\nThu 9.000 tỷ đồng.",
        date(2025, 10, 17),
        None,
    ),
    "year that is closed": (
        "Sáng 2/12/2022, Thành ủy họp, điểm lại kết quả nổi bật trong năm 2022.\nThu ngân sách ước đạt 90.000 tỷ đồng.",
        date(2022, 12, 2),
        "2022",
    ),
    "up to a day": (
        "Hội nghị ngày 25/6/2024 cho biết, tính đến ngày 10/6/2024, quận thu 4.000 tỷ đồng.\nDoanh thu bán lẻ tăng 9%.",
        date(2024, 6, 25),
        "2024-01-01/2024-06-10",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "day", "period"), TOLD.values(), ids=TOLD)
def test_day_and_period_are_told_by_the_opening(text: str, day: date | None, period: str | None) -> None:
    about = parse_briefing(text).about
    assert about is not None
    assert (about.day, about.report_period.code if about.report_period else None) == (day, period)


# what a figure without a time of its own is of
HELD = {
    "since the new year": (
        "Ngày 5/9/2023, UBND huyện họp.\nTừ đầu năm đến nay, huyện cấp phép 14 dự án.",
        ["2023-01-01/2023-09-05"],
    ),
    "carried to the next paragraph": (
        "Năm 2023, GDP cả nước tăng 5%.\nTrà Vinh tăng 8%.\nNăm 2022, cả nước tăng 8%.\nCà Mau thu 5.000 tỷ đồng.",
        ["2023", "2023", "2022", "2022"],
    ),
    "a numbered heading ends it": (
        "Ngày 9/9/2025, huyện họp.\nI. Kết quả năm 2024\nHuyện thu 51 tỷ đồng.\nII. Hạn chế\nCó 3 dự án chậm.",
        ["2024", None],
    ),
    "shares and heads at the end of years": (
        "Ngày 9/10/2025, tỉnh họp.\nGiai đoạn 2021-2025, tốc độ tăng bình quân đạt 6,5%; GRDP bình quân đạt 82 triệu"
        " đồng/người/năm; tổng vốn đầu tư đạt 90.000 tỷ đồng.",
        ["2021-01-01/2025-12-31", "2025", "2021-01-01/2025-12-31"],
    ),
    "reported on stays": (
        "Tình hình kinh tế - xã hội 6 tháng đầu năm 2023\nNăm 2022, tỉnh thu 9.000 tỷ đồng.\nXuất khẩu đạt 3 tỷ USD.",
        ["2022", "2023-H1"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "periods"), HELD.values(), ids=HELD)
def test_a_figure_without_a_time_is_of_what_was_told_last(text: str, periods: list[str | None]) -> None:
    statements = parse_briefing(text).statements
    assert [s.period.code if s.period else None for s in statements] == periods


# the address of a text speaks for a province, more weakly than its words
ADDRESSES = {
    "https://example.org/tin/gia-lai-khoi-sac-123.html": "gia-lai-old",
    "https://skhdt.binhdinh.gov.vn/tin/1": "binh-dinh",
    "https://baohatinh.vn/B%C3%ACnh-Ph%C6%B0%E1%BB%9Bc-doi-moi": "binh-phuoc",
    "https://example.org/mot-ngay-hoa-binh": "hoa-binh",
    "https://example.org/tin-tuc/99": None,
}


@pytest.mark.parametrize(("url", "area"), ADDRESSES.items())
def test_an_address_speaks_for_a_province(url: str, area: str | None) -> None:
    told = "Năm 2024, nền kinh tế của tỉnh phát triển ổn định.\nXuất khẩu đạt 3 tỷ USD."
    assert parse_briefing(told, url=url).area == area
    assert parse_briefing(f"UBND huyện họp.\n{told}", url=url).area is None
    assert parse_briefing(f"Sơn La: kinh tế khởi sắc\n{told}", url=url).area == "son-la"
