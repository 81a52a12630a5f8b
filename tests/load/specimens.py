"""One small report as each kind of file: paragraphs, a table with merged heads, a note."""

from __future__ import annotations

import io
from datetime import date

TITLE = "BÁO CÁO KINH TẾ - XÃ HỘI THÁNG 10 NĂM 2025"
FIRST = (
    "Trong tháng 10 năm 2025, kinh tế thành phố tiếp tục ổn định; chỉ số sản xuất công nghiệp ước tăng 15,2% so "
    "với cùng kỳ năm trước, thu ngân sách nhà nước trên địa bàn ước đạt 11.250,3 tỷ đồng."
)
BULLET = "- Vốn đầu tư trực tiếp nước ngoài đạt 2,5 tỷ USD."
LAST = "Các sở, ngành tiếp tục theo dõi sát tình hình và báo cáo trước ngày 15 hằng tháng theo quy định."
NOTE = "Số liệu ước tính đến ngày 25 tháng 10."
CAPTION = "Bảng 1. Một số chỉ tiêu chủ yếu (Đơn vị tính: Tỷ đồng)"
#: Row, column, text, rows, columns.
CELLS = [
    (1, 1, "Chỉ tiêu", 2, 1),
    (1, 2, "Thực hiện", 1, 2),
    (1, 4, "So với cùng kỳ (%)", 2, 1),
    (2, 2, "Tháng 9", 1, 1),
    (2, 3, "Tháng 10", 1, 1),
    (3, 1, "Thu ngân sách nhà nước", 1, 1),
    (3, 2, "10980,5", 1, 1),
    (3, 3, "11250,3", 1, 1),
    (3, 4, "112,4", 1, 1),
    (4, 1, "Trong đó: thu nội địa", 1, 1),
    (4, 2, "4120", 1, 1),
    (4, 3, "", 1, 1),
    (4, 4, "-", 1, 1),
]


def word() -> bytes:
    """DOCX."""
    import docx
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    document = docx.Document()
    document.core_properties.title = TITLE
    document.add_heading(TITLE, 1)
    document.add_paragraph(FIRST)
    bullet = document.add_paragraph(BULLET[:-1])
    mark = bullet.add_run("1")
    mark.font.superscript = True
    bullet.add_run(".")
    document.add_paragraph(CAPTION)
    table = document.add_table(4, 4)
    for row, column, text, rows, columns in CELLS:
        cell = table.cell(row - 1, column - 1)
        if rows * columns > 1:
            cell = cell.merge(table.cell(row + rows - 2, column + columns - 2))
        cell.text = text
    last = document.add_paragraph()
    for tag, words in (("w:ins", LAST[:20]), ("w:del", "bị xoá"), ("w:ins", LAST[20:])):
        change, run, piece = (
            OxmlElement(tag),
            OxmlElement("w:r"),
            OxmlElement("w:t" if tag == "w:ins" else "w:delText"),
        )
        piece.text = words
        piece.set(qn("xml:space"), "preserve")
        run.append(piece)
        change.append(run)
        last._p.append(change)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def page() -> bytes:
    """HTML, with what frames a news page."""
    rows = []
    for number in range(1, 5):
        cells = [c for c in CELLS if c[0] == number]
        tags = "".join(
            f'<td rowspan="{rows}" colspan="{columns}"><p>{text}</p></td>'
            for _, _, text, rows, columns in cells
        )
        rows.append(f"<tr>{tags}</tr>")
    table = "".join(rows)
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE} | Báo Thử</title>
<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="Báo Thử">
<meta property="article:published_time" content="2025-11-03T08:00:00+07:00"></head><body>
<nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/kt">Kinh tế</a></li></ul></nav>
<article><h1>{TITLE}</h1><p>{FIRST}</p><p>{BULLET[:-1]}<sup>1</sup>.</p><p>{CAPTION}</p>
<table>{table}</table><p>{LAST}</p></article>
<footer>Bản quyền 1999, giá vàng 150,2 triệu đồng</footer></body></html>""".encode()


def workbook() -> bytes:
    """XLSX: the table from cell B3 on, numbers as numbers, a hidden sheet."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Biểu 1"
    for row, column, text, rows, columns in CELLS:
        cell = sheet.cell(row + 2, column + 1)
        number = text.replace(",", ".")
        cell.value = float(number) if number.replace(".", "").isdigit() else text or None
        if rows * columns > 1:
            sheet.merge_cells(
                start_row=row + 2,
                start_column=column + 1,
                end_row=row + rows + 1,
                end_column=column + columns,
            )
    book.create_sheet("Nháp").sheet_state = "hidden"
    book["Nháp"]["A1"] = "không đọc"
    other = book.create_sheet("Biểu 2")
    for place, value, form in (
        ("A1", 0.124, "0.0%"),
        ("B1", 118724.5, "#,##0"),
        ("C1", 0.1 + 0.2, "General"),
        ("D1", 12.39784123, "0.0"),
        ("E1", date(2025, 10, 31), "dd/mm/yyyy"),
        ("F1", date(2025, 10, 1), "mm/yyyy"),
        ("G1", -3.2, "0.0"),
        ("H1", 1e15, "General"),
        ("I1", "=A1*2", "General"),
    ):
        other[place] = value
        other[place].number_format = form
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def typst_source() -> str:
    cells = []
    for row, _, text, rows, columns in CELLS:
        span = f"rowspan: {rows}, colspan: {columns}"
        cells.append(f"table.cell({span})[{_escaped(text)}]" if row > 2 else f"table.cell({span})[{text}]")
    return f"""
#set document(title: "{TITLE}", date: datetime(year: 2025, month: 11, day: 2))
#set page(paper: "a4", numbering: "1")
#set text(size: 13pt, lang: "vi")
#set par(justify: true, first-line-indent: (amount: 1cm, all: true))
#align(center)[*{TITLE}*]

{FIRST}

\\- {BULLET[2:-1]}#footnote[{NOTE}].

{CAPTION}

#table(columns: (2fr, 1fr, 1fr, 1fr), {", ".join(cells)})

{LAST}

"""


def _escaped(text: str) -> str:
    return text.replace("-", "\\-")


def pdf(source: str | None = None) -> bytes:
    """PDF, set by typst."""
    import typst

    return bytes(typst.compile((source or typst_source()).encode()))  # type: ignore[arg-type]


def open_sheet() -> bytes:
    """ODS: the table, with its merged cells, a percentage, and rows said to repeat to the end of the sheet."""
    rows = []
    for number in range(1, 5):
        cells, at = "", 1
        for _, column, text, height, width in [c for c in CELLS if c[0] == number]:
            cells += "<table:covered-table-cell/>" * (column - at)
            value = text.replace(",", ".")
            typed = (
                f'office:value-type="float" office:value="{value}"'
                if value.replace(".", "").isdigit()
                else 'office:value-type="string"'
            )
            merged = f'table:number-rows-spanned="{height}" table:number-columns-spanned="{width}"'
            cells += f"<table:table-cell {typed} {merged}><text:p>{text}</text:p></table:table-cell>"
            at = column + 1
        rows.append(f"<table:table-row>{cells}</table:table-row>")
    rows.append(
        '<table:table-row><table:table-cell office:value-type="percentage" office:value="0.124">'
        "<text:p>12,40%</text:p></table:table-cell>"
        '<table:table-cell office:value-type="date" office:date-value="2025-10-31"><text:p>31/10/25</text:p>'
        "</table:table-cell></table:table-row>"
        '<table:table-row table:number-rows-repeated="1048570">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    return open_sheet_of("".join(rows))


def open_sheet_of(rows: str) -> bytes:
    """ODS of one sheet, its rows given."""
    import zipfile

    names = ["office", "table", "text"]
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="Biểu 1">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    media = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media}"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", media)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()
