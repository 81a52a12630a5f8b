"""Make hpbrief/datasets/samples/bao-cao-mau.docx, the report of notebook 05; its figures are made up."""

from datetime import datetime
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

PATH = Path(__file__).parents[1] / "hpbrief" / "datasets" / "samples" / "bao-cao-mau.docx"
FONT = "Times New Roman"
HEAD = [
    [
        "STT",
        "Chỉ tiêu",
        "Đơn vị tính",
        "Kế hoạch năm 2025",
        "Ước thực hiện năm 2025",
        "",
        "11 tháng so với (%)",
        "",
    ],
    ["", "", "", "", "Tháng 11", "11 tháng", "Kế hoạch năm", "Cùng kỳ năm trước"],
]
ROWS = [
    ["1", "Tổng thu ngân sách nhà nước trên địa bàn", "Tỷ đồng",
     "165.011,6", "13.402,5", "176.277,5", "106,8", "117,2"],
    ["", "Trong đó: Thu nội địa", "Tỷ đồng", "-", "5.204,1", "71.340,2", "-", "119,6"],
    ["2", "Kim ngạch xuất khẩu", "Tỷ USD", "49,7", "3,9", "37,3", "75,1", "116,4"],
    ["3", "Lượng hàng bốc dỡ tại bến", "Triệu tấn", "213", "17,8", "174,6", "82,0", "112,1"],
    ["4", "Khách du lịch", "Nghìn lượt", "14.430", "820", "13.690", "94,9", "113,5"],
    ["5", "Doanh nghiệp thành lập mới", "Doanh nghiệp", "6.000", "540", "6.410", "106,8", "121,0"],
    ["6", "Vốn đầu tư trực tiếp nước ngoài", "Triệu USD", "5.500", "310", "2.960", "53,8", "71,9"],
]  # fmt: skip
WIDTHS = (10, 48, 20, 20, 18, 18, 15, 16)
MERGES = [((0, c), (1, c)) for c in range(4)] + [((0, 4), (0, 5)), ((0, 6), (0, 7))]


def paragraph(file, text, *, bold=False, italic=False, centre=False):
    """A paragraph as offices set it."""
    added = file.add_paragraph()
    run = added.add_run(text)
    run.bold, run.italic = bold, italic
    added.alignment = WD_ALIGN_PARAGRAPH.CENTER if centre else WD_ALIGN_PARAGRAPH.JUSTIFY
    if not centre:
        added.paragraph_format.first_line_indent = Mm(10)
    return added


def main() -> None:
    """Write the file."""
    file = Document()
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    style = file.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(6)
    paragraph(file, "BÁO CÁO MẪU - SỐ LIỆU GIẢ ĐỊNH", bold=True, centre=True)
    paragraph(file, "Hải Phòng, ngày 1 tháng 12 năm 2025", italic=True, centre=True)
    paragraph(file, "Tình hình kinh tế - xã hội 11 tháng năm 2025", bold=True, centre=True)
    paragraph(
        file,
        "Báo cáo này được viết để thử hpbrief. Mọi số liệu là giả định, không phải số liệu của Hải Phòng.",
        italic=True,
    )
    paragraph(
        file,
        "Tổng thu ngân sách nhà nước 11 tháng ước đạt 176.277,5 tỷ đồng, tăng 17,2% so với cùng kỳ năm trước. Chỉ số "
        "sản xuất công nghiệp 11 tháng tăng 14,9% so với cùng kỳ.",
    )
    paragraph(file, "Biểu 1. Một số chỉ tiêu chủ yếu 11 tháng năm 2025", bold=True, centre=True)
    table = file.add_table(len(HEAD) + len(ROWS), len(HEAD[0]), "Table Grid")
    for (r1, c1), (r2, c2) in MERGES:
        table.cell(r1, c1).merge(table.cell(r2, c2))
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        for cell in column.cells:
            cell.width = Mm(width)
    for r, row in enumerate([*HEAD, *ROWS]):
        for c, text in enumerate(row):
            if not text:
                continue
            cell = table.cell(r, c).paragraphs[0]
            run = cell.add_run(text)
            run.font.size, run.bold = Pt(10), r < len(HEAD)
            cell.paragraph_format.space_after = Pt(0)
            cell.alignment = (
                WD_ALIGN_PARAGRAPH.CENTER
                if r < len(HEAD)
                else WD_ALIGN_PARAGRAPH.RIGHT
                if c > 2
                else WD_ALIGN_PARAGRAPH.LEFT
            )
    paragraph(file, "")
    paragraph(
        file,
        "Yêu cầu Sở Tài chính rà soát tiến độ giải ngân vốn đầu tư công, báo cáo trước ngày 15/12/2025.",
    )
    file.core_properties.created = file.core_properties.modified = datetime(2025, 12, 1)
    file.core_properties.title = "Báo cáo mẫu (số liệu giả định)"
    file.core_properties.author = "hpbrief"
    file.save(str(PATH))


if __name__ == "__main__":
    main()
