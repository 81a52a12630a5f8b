"""Makes the files of tests/files/report from report_source.py: ``uv run python tests/files/make_report.py``.

It needs LibreOffice (``soffice``); the files are kept, so that the tests do not. TXT, HTML, DOCX and XLSX are
written here; PDF comes from LibreOffice (of the DOCX) and from typst, XLS and ODS from LibreOffice (of the XLSX),
DOC from LibreOffice (of the DOCX, and of one with what else an old Word file may hold).
"""

from __future__ import annotations

import html
import subprocess
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from report_source import BLOCKS, merged, rows_of

FOLDER = Path(__file__).parent / "report"
NAME = "bao-cao-thang-10"
FONT = "Times New Roman"


def make() -> None:
    """All files."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{NAME}.txt").write_text(text(), "utf-8")
    (FOLDER / f"{NAME}.html").write_text(page(), "utf-8")
    word(FOLDER / f"{NAME}.docx")
    workbook(FOLDER / f"{NAME}.xlsx")
    typeset(FOLDER / f"{NAME}.typst.pdf")
    convert(FOLDER / f"{NAME}.docx", "pdf", FOLDER / f"{NAME}.libreoffice.pdf")
    convert(FOLDER / f"{NAME}.docx", "doc", FOLDER / f"{NAME}.doc")
    old_word(FOLDER.parent / "old-word.doc")
    convert(FOLDER / f"{NAME}.xlsx", "xls", FOLDER / f"{NAME}.xls")
    convert(FOLDER / f"{NAME}.xlsx", "ods", FOLDER / f"{NAME}.ods")


def text() -> str:
    """Plain text, cells parted by bars, a cell that spans several places written at the first."""
    lines = []
    for kind, words in BLOCKS:
        if kind != "t":
            lines.append(words)
            continue
        for row in rows_of(words):
            lines.append("| " + " | ".join("" if w in ("^", "<") else w for w in row) + " |")
    return "\n".join(lines) + "\n"


def page() -> str:
    """A web page: header, article, footer, as a portal has them."""
    parts = []
    for kind, words in BLOCKS:
        if kind == "t":
            parts.append(html_table(rows_of(words)))
        else:
            tag = "h2" if kind == "h" else "p"
            parts.append(f"<{tag}>{html.escape(words)}</{tag}>")
    title = next(words for kind, words in BLOCKS if kind == "h")
    return (
        f'<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><title>{html.escape(title)}</title></head>\n'
        "<body><nav><ul><li>Trang chủ</li><li>Tin tức</li></ul></nav>\n<main><article>\n"
        + "\n".join(parts)
        + "\n</article></main>\n<footer>Cổng thông tin điện tử</footer></body></html>\n"
    )


def html_table(rows: list[list[str]]) -> str:
    spans = merged(rows)
    lines = []
    for r, row in enumerate(rows):
        cells = []
        for c, word in enumerate(row):
            if (r, c) in spans:
                down, across = spans[r, c]
                size = f' rowspan="{down}"' * (down > 1) + f' colspan="{across}"' * (across > 1)
                inner = html.escape(word.removesuffix("*")) + "<sup>*</sup>" * word.endswith("*")
                cells.append(f"<td{size}>{inner}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "<table border=1>\n" + "\n".join(lines) + "\n</table>"


def word(path: Path) -> None:
    """A Word file in the manner of Nghị định 30/2020: Times New Roman, A4, its margins."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    file = Document()
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.top_margin = section.bottom_margin = Mm(20)
    style = file.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after, style.paragraph_format.line_spacing = Pt(8), 1.5
    for kind, words in BLOCKS:
        if kind == "t":
            word_table(file, rows_of(words))
            continue
        paragraph = file.add_paragraph()
        paragraph.add_run(words).bold = kind == "h"
        paragraph.paragraph_format.keep_with_next = kind == "h" or words.startswith(("Biểu", "Đơn vị"))
        if kind == "p" and len(words) > 120:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            paragraph.paragraph_format.first_line_indent = Mm(12)
    stamp(file.core_properties)
    file.save(str(path))


def word_table(file: Any, rows: list[list[str]]) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    spans = merged(rows)
    table = file.add_table(len(rows), len(rows[0]), "Table Grid")
    for (r, c), (down, across) in spans.items():
        cell = table.cell(r, c)
        if down > 1 or across > 1:
            cell = cell.merge(table.cell(r + down - 1, c + across - 1))
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after, paragraph.paragraph_format.line_spacing = Pt(0), 1
        words = rows[r][c]
        run = paragraph.add_run(words.removesuffix("*"))
        run.font.size = Pt(10)
        if words.endswith("*"):
            mark = paragraph.add_run("*")
            mark.font.superscript, mark.font.size = True, Pt(10)
    for row in table.rows:
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
    for row in table.rows[: 2 if any("^" in row for row in rows[:2]) else 1]:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def old_word(path: Path) -> None:
    """An old Word file: letters of .VnTime and VNI, hidden and struck words, a note's mark, a table in a cell."""
    from docx import Document

    file = Document()
    file.styles["Normal"].font.name = FONT
    said = file.add_paragraph()
    for words, font in (
        ("Thu ng©n s¸ch th¸ng 10 ", ".VnTime"),
        ("KÕ ho¹ch ", ".VnTimeH"),
        ("năm 2025 ", FONT),
    ):
        said.add_run(words).font.name = font
    said.add_run("naêm ").font.name = "VNI-Times"
    for words, form in (("đạt 11.250,3", ""), ("1", "superscript"), (" tỷ đồng", ""), (" ẩn 99", "hidden"),
                        (" bỏ 88", "strike")):  # fmt: skip
        run = said.add_run(words)
        if form:
            setattr(run.font, form, True)
    table = file.add_table(3, 3, "Table Grid")
    for row, words in enumerate(
        (("Chỉ tiêu", "Tháng 10", ""), ("", "Kế hoạch", "Ước"), ("Xuất khẩu", "3,1", "3,3"))
    ):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    file.add_paragraph("Khung:")
    frame = file.add_table(1, 1, "Table Grid").cell(0, 0)
    frame.text = "Biểu trong khung"
    inner = frame.add_table(2, 2)
    for (row, column), word in {(0, 0): "Nhập khẩu", (0, 1): "4,4", (1, 0): "Du lịch", (1, 1): "9,5"}.items():
        inner.cell(row, column).text = word
    file.add_paragraph("Hết.")
    stamp(file.core_properties)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "old.docx"
        file.save(str(source))
        convert(source, "doc", path)


def workbook(path: Path) -> None:
    """A workbook: the text on a sheet of its own, each table with its caption on another; numbers as numbers."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = "Báo cáo"
    line, number = 1, 0
    captions: list[str] = []
    for kind, words in BLOCKS:
        if kind == "t":
            number += 1
            sheet_of_table(book.create_sheet(f"Biểu {number}"), captions, rows_of(words))
            captions = []
        elif words.startswith(("Biểu ", "Đơn vị tính")):
            captions.append(words)
        else:
            sheet.cell(line, 1, words)
            line += 1
    stamp(book.properties)
    book.save(path)


def sheet_of_table(sheet: Any, captions: list[str], rows: list[list[str]]) -> None:
    for line, words in enumerate(captions, 1):
        sheet.cell(line, 1, words)
    top = len(captions) + 2
    for (r, c), (down, across) in merged(rows).items():
        word = rows[r][c]
        cell = sheet.cell(top + r, c + 1)
        number = number_of(word)
        if number is not None and not (c == 0 or (word.isdigit() and len(word) == 1)):
            cell.value = float(number) if number % 1 else int(number)
            cell.number_format = "#,##0.0" if "," in word else "#,##0"
        else:
            cell.value = word or None
        if down > 1 or across > 1:
            sheet.merge_cells(
                start_row=top + r, start_column=c + 1, end_row=top + r + down - 1, end_column=c + across
            )


def number_of(word: str) -> Decimal | None:
    plain = word.replace(".", "").replace(",", ".")
    try:
        return Decimal(plain) if plain[-1:].isdigit() and "=" not in plain else None
    except ArithmeticError:
        return None


def typeset(path: Path) -> None:
    """A PDF by typst, in its own font."""
    import typst

    parts = ['#set page("a4", margin: (left: 30mm, right: 15mm, y: 20mm), numbering: "1")',
             '#set text(12pt, lang: "vi")', "#set par(justify: true, leading: 0.9em)"]  # fmt: skip
    for kind, words in BLOCKS:
        if kind == "t":
            parts.append(typst_table(rows_of(words)))
        else:
            parts.append(
                f"#block({typst_text(words)}, spacing: 1.2em)"
                if kind == "p"
                else f"#strong({typst_text(words)})\n"
            )
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.typ"
        source.write_text("\n\n".join(parts), "utf-8")
        path.write_bytes(typst.compile(str(source)))


def typst_text(words: str) -> str:
    return 'text("' + words.replace("\\", "\\\\").replace('"', '\\"') + '")'


def typst_table(rows: list[list[str]]) -> str:
    spans = merged(rows)
    heads = 2 if any("^" in row for row in rows[:2]) else 1
    wide = max(range(len(rows[0])), key=lambda c: sum(len(row[c]) for row in rows[heads:]))
    columns = ", ".join("2.2fr" if c == wide else "1fr" for c in range(len(rows[0])))

    def cells(numbers: range) -> str:
        found = []
        for r in numbers:
            for c, word in enumerate(rows[r]):
                if (r, c) in spans:
                    down, across = spans[r, c]
                    inner = typst_text(word.removesuffix("*")) + (
                        ' + super("*")' if word.endswith("*") else ""
                    )
                    found.append(f"table.cell(rowspan: {down}, colspan: {across}, {inner})")
        return ", ".join(found)

    head = f"table.header({cells(range(heads))})"
    return f"#text(9pt, table(columns: ({columns}), inset: 4pt, {head}, {cells(range(heads, len(rows)))}))"


def convert(source: Path, kind: str, target: Path) -> None:
    """A file as LibreOffice writes it."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind,
             "--outdir", folder, str(source)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        target.write_bytes((Path(folder) / f"{source.stem}.{kind}").read_bytes())


def stamp(properties: Any) -> None:
    """Fixed dates, so that a file made again differs no more than it must."""
    from datetime import datetime

    properties.created = properties.modified = datetime(2025, 10, 30)
    properties.title = "Báo cáo tình hình kinh tế - xã hội tháng 10 và 10 tháng năm 2025"


if __name__ == "__main__":
    make()
