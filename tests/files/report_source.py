"""One report, written for the tests with made-up figures: paragraphs and tables, before any format.

A paragraph is ("p", text), a heading ("h", text), a table ("t", rows) in which ``^`` belongs to the cell above and
``<`` to the cell on the left; ``*`` at the end of a cell is a raised mark of a note. A new page is ("page", "").
"""

# ruff: noqa: E501  (prose is kept as it is read)
from __future__ import annotations

INDICATORS = """
| STT | Chỉ tiêu | Đơn vị tính | Kế hoạch năm 2025 | Thực hiện 10 tháng năm 2024 | Ước thực hiện năm 2025 | < | So sánh 10 tháng (%) | < |
| ^ | ^ | ^ | ^ | ^ | Tháng 10 | 10 tháng | Với kế hoạch năm | Với cùng kỳ |
| A | B | C | 1 | 2 | 3 | 4 | 5=4/1 | 6=4/2 |
| I | THU, CHI NGÂN SÁCH | | | | | | | |
| 1 | Tổng thu ngân sách nhà nước trên địa bàn | Tỷ đồng | 17.800 | 18.240,6 | 1.912,4 | 20.155,8 | 113,2 | 110,5 |
| | Trong đó: Thu nội địa* | Tỷ đồng | 16.250 | 16.905,2 | 1.760,1 | 18.646,4 | 114,7 | 110,3 |
| | - Thu từ hoạt động xuất nhập khẩu | Tỷ đồng | 1.550 | 1.335,4 | 152,3 | 1.509,4 | 97,4 | 113,0 |
| 2 | Chi ngân sách địa phương | Tỷ đồng | 37.100 | 28.310,0 | 3.204,7 | 31.141,0 | 83,9 | 110,0 |
| II | THƯƠNG MẠI, DU LỊCH | | | | | | | |
| 3 | Kim ngạch xuất khẩu | Triệu USD | 3.600 | 2.540,3 | 301,2 | 3.048,4 | 84,7 | 120,0 |
| 4 | Kim ngạch nhập khẩu | Triệu USD | - | 1.700,0 | 188,8 | 1.938,0 | ... | 114,0 |
| 5 | Khách du lịch | Nghìn lượt | 9.500 | 8.120 | 540 | 9.013 | 94,9 | 111,0 |
| 6 | Doanh thu du lịch | Tỷ đồng | 12.400 | 9.610 | 702 | 11.051,5 | 89,1 | 115,0 |
| III | DOANH NGHIỆP, ĐẦU TƯ | | | | | | | |
| 7 | Doanh nghiệp thành lập mới | Doanh nghiệp | 2.100 | 1.640 | 196 | 1.952,0 | 93,0 | 119,0 |
| 8 | Doanh nghiệp giải thể | Doanh nghiệp | - | 150 | 14 | 135 | ... | 90,0 |
| 9 | Vốn đầu tư trực tiếp nước ngoài | Triệu USD | 1.000 | 850,0 | 61,5 | 901,0 | 90,1 | 106,0 |
| IV | XÃ HỘI | | | | | | | |
| 10 | Tỷ lệ hộ nghèo | % | 3,2 | 4,1 | - | 3,4 | - | - |
| 11 | Tỷ lệ bao phủ bảo hiểm y tế | % | 94,5 | 93,2 | - | 94,1 | - | - |
| 12 | Tỷ lệ lao động qua đào tạo | % | 71,0 | 69,4 | - | 70,6 | - | - |
"""

RETAIL = """
| Ngành hàng | Thực hiện tháng 9 năm 2025 | Ước tính tháng 10 năm 2025 | Cộng dồn 10 tháng năm 2025 | So với cùng kỳ năm trước (%) | < |
| ^ | ^ | ^ | ^ | Tháng 10 năm 2025 | 10 tháng năm 2025 |
| TỔNG SỐ | 10.204,1 | 10.418,0 | 101.330,4 | 113,6 | 112,2 |
| Bán lẻ hàng hóa | 8.110,2 | 8.240,5 | 80.912,7 | 112,9 | 111,4 |
| Lương thực, thực phẩm | 3.012,4 | 3.066,0 | 29.870,1 | 114,0 | 113,1 |
| Hàng may mặc | 402,7 | 420,3 | 3.990,8 | 109,2 | 107,5 |
| Đồ dùng, dụng cụ, trang thiết bị gia đình | 918,4 | 930,0 | 9.120,6 | 110,4 | 109,9 |
| Vật phẩm văn hóa, giáo dục | 71,3 | 60,2 | 640,9 | 104,1 | 106,8 |
| Gỗ và vật liệu xây dựng | 1.204,6 | 1.260,7 | 12.010,4 | 116,2 | 112,7 |
| Ô tô các loại | 640,8 | 652,1 | 6.201,5 | 118,0 | 114,3 |
| Phương tiện đi lại (trừ ô tô) | 310,5 | 322,4 | 3.102,7 | 107,7 | 105,2 |
| Xăng, dầu các loại | 1.010,9 | 990,6 | 10.204,3 | 103,3 | 104,0 |
| Đá quý, kim loại quý | 212,0 | 221,5 | 2.050,6 | 121,4 | 117,9 |
| Hàng hóa khác | 326,6 | 316,7 | 3.720,8 | 105,5 | 106,1 |
| Dịch vụ lưu trú, ăn uống | 1.310,7 | 1.352,9 | 12.840,2 | 117,3 | 116,5 |
| Du lịch lữ hành | 48,2 | 44,1 | 530,6 | 120,8 | 123,2 |
| Dịch vụ tiêu dùng khác | 735,0 | 780,5 | 7.046,9 | 114,9 | 113,8 |
"""

GROWTH = """
| Chỉ tiêu | Tháng 10 so với tháng trước | Tháng 10 so với cùng kỳ | 10 tháng so với cùng kỳ |
| Toàn ngành công nghiệp | 2,4 | 14,8 | 12,9 |
| Khai khoáng | -1,2 | -6,3 | -4,0 |
| Công nghiệp chế biến, chế tạo | 2,9 | 16,4 | 14,1 |
| Sản xuất và phân phối điện | -3,6 | 4,5 | 7,2 |
"""

BLOCKS: list[tuple[str, str]] = [
    ("p", "ỦY BAN NHÂN DÂN TỈNH NGHỆ AN"),
    ("p", "Nghệ An, ngày 30 tháng 10 năm 2025"),
    ("h", "BÁO CÁO Tình hình kinh tế - xã hội tháng 10 và 10 tháng năm 2025"),
    ("p", "Văn bản này được viết để thử phần mềm; mọi số liệu là giả định, không phải số liệu của cơ quan thống kê."),
    ("h", "I. TÌNH HÌNH CHUNG"),
    (
        "p",
        "Trong 10 tháng năm 2025, kinh tế của tỉnh tiếp tục phục hồi. Tổng thu ngân sách nhà nước trên địa bàn ước đạt "
        "20.155,8 tỷ đồng, bằng 113,2% dự toán năm và tăng 10,5% so với cùng kỳ năm trước. Kim ngạch xuất khẩu ước đạt "
        "3.048,4 triệu USD, tăng 20% so với cùng kỳ. Khách du lịch ước đạt 9.013 nghìn lượt.",
    ),
    (
        "p",
        "Các ngành, các cấp đã bám sát chương trình công tác, chủ động tháo gỡ vướng mắc về mặt bằng, vật liệu và thủ "
        "tục. Đợt mưa lớn cuối tháng 9 gây ngập ở nhiều xã phía tây, song sản xuất vụ đông đã được khôi phục nhanh. Giá "
        "cả nhìn chung ổn định; nguồn cung lương thực, thực phẩm và xăng dầu được bảo đảm ở cả miền núi và đồng bằng.",
    ),
    ("p", "Biểu 1. Một số chỉ tiêu kinh tế - xã hội chủ yếu 10 tháng năm 2025"),
    ("t", INDICATORS),
    ("p", "(*) Chưa kể các khoản ghi thu, ghi chi."),
    ("h", "II. SẢN XUẤT CÔNG NGHIỆP"),
    (
        "p",
        "Chỉ số sản xuất công nghiệp tháng 10 ước tăng 14,8% so với cùng kỳ năm trước. Tính chung 10 tháng, chỉ số sản "
        "xuất công nghiệp tăng 12,9% so với cùng kỳ. Nhiều dự án điện tử đi vào vận hành ổn định tại các khu công nghiệp "
        "phía nam của tỉnh; đơn hàng dệt may và đồ gỗ đã được ký đến hết quý I năm sau.",
    ),
    (
        "p",
        "Ngành khai khoáng tiếp tục giảm do một số mỏ đá hết hạn giấy phép và đang hoàn thiện thủ tục gia hạn. Sản xuất "
        "điện chậm lại vào cuối mùa mưa vì các hồ chứa phải xả để đón lũ theo quy trình vận hành liên hồ.",
    ),
    ("p", "Biểu 2. Tốc độ tăng, giảm chỉ số sản xuất công nghiệp (IIP)"),
    ("p", "Đơn vị tính: %"),
    ("t", GROWTH),
    (
        "p",
        "Các doanh nghiệp nêu ba khó khăn lớn: giá nguyên liệu đầu vào tăng, thiếu lao động có tay nghề và thời gian "
        "hoàn thuế còn dài. Ngân hàng trên địa bàn đã giảm lãi suất cho vay ngắn hạn đối với doanh nghiệp xuất khẩu. "
        "Dư nợ tín dụng đến hết tháng 10 ước đạt 352.400 tỷ đồng, tăng 9,8% so với đầu năm.",
    ),
    ("h", "III. NÔNG NGHIỆP VÀ XÂY DỰNG NÔNG THÔN MỚI"),
    (
        "p",
        "Lúa hè thu đã thu hoạch xong, năng suất khá. Sản lượng lúa hè thu ước đạt 410,5 nghìn tấn. Đàn lợn phục hồi "
        "chậm sau dịch; người nuôi chuyển dần sang trang trại khép kín, có hợp đồng bao tiêu. Sản lượng thủy sản 10 "
        "tháng ước đạt 238,6 nghìn tấn, tăng 4,1% so với cùng kỳ.",
    ),
    (
        "p",
        "Trồng rừng tập trung được đẩy nhanh nhờ thời tiết thuận lợi trong đầu quý; giống keo và bạch đàn nuôi cấy mô đã "
        "thay phần lớn giống cũ. Công tác phòng cháy, chữa cháy rừng trong những đợt nắng nóng được tổ chức trực ban "
        "ngày đêm, không để xảy ra vụ cháy lớn nào.",
    ),
    (
        "p",
        "Phong trào xây dựng nông thôn mới đi vào chiều sâu, gắn với chuyển đổi số ở xã và phát triển sản phẩm của từng "
        "làng nghề. Nhiều xã vùng cao hoàn thành tiêu chí giao thông nhờ người dân hiến đất mở đường.",
    ),
    ("h", "IV. THƯƠNG MẠI, DỊCH VỤ VÀ DU LỊCH"),
    (
        "p",
        "Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ tiêu dùng tháng 10 ước đạt 10.418 tỷ đồng, tăng 13,6% so với "
        "cùng kỳ năm trước. Sức mua tăng vào các kỳ nghỉ và mùa cưới; các siêu thị mở thêm điểm bán ở vùng ven đô.",
    ),
    ("p", "Biểu 3. Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ tiêu dùng"),
    ("p", "Đơn vị tính: Tỷ đồng"),
    ("t", RETAIL),
    (
        "p",
        "Du lịch biển bước vào mùa thấp điểm, song du lịch cộng đồng ở miền tây và du lịch tâm linh giữ được lượng khách "
        "khá. Doanh thu du lịch 10 tháng ước đạt 11.051,5 tỷ đồng. Các hãng bay nối lại đường bay thẳng tới hai thành "
        "phố lớn ở phía nam.",
    ),
    (
        "p",
        "Xuất khẩu tăng ở hầu hết mặt hàng chủ lực; linh kiện điện tử, dăm gỗ và hàng may mặc chiếm phần lớn giá trị. "
        "Cảng biển và cửa khẩu thông suốt, không có tình trạng ùn ứ nông sản.",
    ),
    ("h", "V. ĐẦU TƯ, DOANH NGHIỆP"),
    (
        "p",
        "Vốn đầu tư công giải ngân đến hết tháng 10 ước đạt 6.120 tỷ đồng, bằng 68,5% kế hoạch. Các dự án giao thông "
        "trọng điểm bảo đảm tiến độ; một số dự án y tế còn chậm do điều chỉnh thiết kế và thiếu vật liệu san lấp.",
    ),
    (
        "p",
        "Trong 10 tháng, toàn tỉnh có 1.952 doanh nghiệp thành lập mới, tăng 19% so với cùng kỳ năm trước. Có 135 doanh "
        "nghiệp giải thể, giảm 10%. Vốn đầu tư trực tiếp nước ngoài đạt 901 triệu USD, bằng 90,1% kế hoạch năm.",
    ),
    (
        "p",
        "Công tác xúc tiến đầu tư được đổi mới theo hướng chọn lọc, ưu tiên dự án công nghệ cao, ít phát thải. Các khu "
        "công nghiệp mới đã hoàn thành đấu nối điện, nước và đường gom, sẵn sàng đón nhà đầu tư thứ cấp.",
    ),
    ("h", "VI. VĂN HÓA, XÃ HỘI"),
    (
        "p",
        "Ngành giáo dục hoàn thành việc sắp xếp trường, lớp đầu năm học; ngành y tế triển khai bệnh án điện tử ở tất cả "
        "bệnh viện công lập. Chính sách với người có công, hộ nghèo và đồng bào dân tộc thiểu số được thực hiện kịp thời, "
        "đúng đối tượng; nhà tạm, nhà dột nát cơ bản được xóa.",
    ),
    (
        "p",
        "Tỷ lệ hộ nghèo giảm còn 3,4%. Tỷ lệ bao phủ bảo hiểm y tế đạt 94,1%. Các hoạt động văn hóa, thể thao chào mừng "
        "đại hội diễn ra sôi nổi từ tỉnh đến cơ sở; di sản dân ca được đưa vào trường học và điểm du lịch cộng đồng.",
    ),
    (
        "p",
        "Tình hình an ninh, trật tự trên địa bàn ổn định. Lực lượng chức năng tăng cường tuần tra, kiểm soát tải trọng "
        "xe, xử lý vi phạm nồng độ cồn; tai nạn giao thông giảm cả về số vụ và số người bị thương so với những tháng đầu năm.",
    ),
    ("h", "VII. NHIỆM VỤ TRỌNG TÂM"),
    (
        "p",
        "Các sở, ngành tập trung hoàn thành mức cao nhất các chỉ tiêu kế hoạch năm; rà soát từng nguồn thu, chống thất "
        "thu và nợ đọng thuế; đẩy nhanh giải phóng mặt bằng, cung ứng vật liệu cho các công trình giao thông trọng điểm; "
        "chuẩn bị hàng hóa, phương tiện phục vụ dịp Tết.",
    ),
    (
        "p",
        "Các địa phương chủ động phương án phòng, chống thiên tai trong những tháng cuối năm, dự trữ lương thực và nhu yếu "
        "phẩm tại chỗ, kiểm tra an toàn hồ đập trước và sau mưa lũ, bảo vệ đàn gia súc và cây trồng vụ đông trước rét đậm.",
    ),
    ("p", "Nơi nhận: Văn phòng Chính phủ; Thường trực Tỉnh ủy; các sở, ngành; lưu Văn thư."),
]  # fmt: skip


def rows_of(table: str) -> list[list[str]]:
    """The rows of a table as written, marks of merged cells in place."""
    return [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in table.strip().split("\n")
    ]


def merged(rows: list[list[str]]) -> dict[tuple[int, int], list[int]]:
    """By row and column from 0: how many rows and columns each cell spans."""
    home: dict[tuple[int, int], tuple[int, int]] = {}
    spans: dict[tuple[int, int], list[int]] = {}
    for r, row in enumerate(rows):
        for c, word in enumerate(row):
            here = home[r, c] = home[r - 1, c] if word == "^" else home[r, c - 1] if word == "<" else (r, c)
            span = spans.setdefault(here, [1, 1])
            span[0], span[1] = max(span[0], r - here[0] + 1), max(span[1], c - here[1] + 1)
    return spans
