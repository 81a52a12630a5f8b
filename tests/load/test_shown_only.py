"""What a file hides, strikes out or marks with a note is no part of its figures; what it nests or sets aside is."""

import io
import zipfile
from pathlib import Path

import pytest
import specimens

from hpbrief.load import read_document
from hpbrief.models import Document

PROSE = f"<p>{specimens.FIRST} {specimens.LAST}</p>"


def page(rows: str, style: str = "", head: str = "") -> bytes:
    top = "<tr><th>Chỉ tiêu</th><th>Tháng 9</th><th>Tháng 10</th></tr>"
    table = f"<table>{top}{rows}</table>"
    top = f"<html><head><style>{style}</style></head><body>"
    return f"{top}<article>{head}{PROSE}{table}</article></body></html>".encode()


def opened(data: bytes, tmp_path: Path) -> Document:
    path = tmp_path / "report"
    path.write_bytes(data)
    return read_document(path)


def lines(document: Document) -> list[str]:
    return [line for line in (document.text or "").splitlines() if line.startswith("|")][1:]


@pytest.mark.parametrize(
    ("rows", "style", "read"),
    [
        ("<tr><td>Thu<td>1,5<td><i hidden>9</i>2,5", "", "| Thu | 1,5 | 2,5 |"),
        (
            "<tr><td>Thu<td>1,5<td><i class='a key'>9</i>2,5", "b,i.key{DISPLAY: none !important}",
            "| Thu | 1,5 | 2,5 |",
        ),
        ("<tr><td>Thu<td>1,5<td>2,5<tr id=x><td>Chi<td>3<td>4", "#x{display:none}", "| Thu | 1,5 | 2,5 |"),
        ("<tr><td>Thu<td style='display:none'>7<td>1,5<td>2,5", "", "| Thu | 1,5 | 2,5 |"),
        ("<tr><td>Thu<td style='visibility:hidden'>7<td>2,5", "", "| Thu | | 2,5 |"),
        (
            "<tr><td>Thu<td><s>7</s> 1,5<td><span style='text-decoration:line-through'>3</span>2,5", "",
            "| Thu | 1,5 | 2,5 |",
        ),
        (
            "<tr><td>Thu<td>1,5<td>2,5<span class=n>1</span>", ".n{vertical-align:super;font-size:.6em}",
            "| Thu | 1,5 | 2,5 |",
        ),
        ("<tr><td>Thu<td>1,5<td>2,5<span style='vertical-align:4px'>(2)</span>", "", "| Thu | 1,5 | 2,5 |"),
        ("<tr><td>Đất (m<sup>2</sup>)<td>1,5<td>2,5", "", "| Đất (m2) | 1,5 | 2,5 |"),
        ("<tr><td>Thu<td>1,5<td>2,5", "@media print{td{display:none}} tr.x{display:none}", "| Thu | 1,5 | 2,5 |"),
        ("<tr><td>Thu<td colspan='2;'>1,5", "", "| Thu | 1,5 | |"),
        ("<tr><td>Thu<td colspan=+2>1,5", "", "| Thu | 1,5 | |"),
    ],
)  # fmt: skip
def test_a_page_is_read_as_it_is_shown(rows: str, style: str, read: str, tmp_path: Path) -> None:
    assert [" ".join(line.split()) for line in lines(opened(page(rows, style), tmp_path))] == [read]


def test_a_cell_down_to_the_end_of_its_group_reaches_no_further(tmp_path: Path) -> None:
    rows = "<tbody><tr><td rowspan=0>Thu<td>1<td>2<tr><td>3<td>4</tbody><tbody><tr><td>Chi<td>5<td>6</tbody>"
    document = opened(page(rows), tmp_path)
    spans = {(document.text or "")[c.start : c.end]: c.rows for c in document.tables[0].cells}
    assert (spans["Thu"], spans["Chi"]) == (2, 1)
    assert lines(document)[-1] == "| Chi | 5 | 6 |"


def test_hidden_figures_of_a_page_are_told(tmp_path: Path) -> None:
    document = opened(page("<tr><td>Thu<td>1<td>2<tr hidden><td>Chi<td>3<td>4"), tmp_path)
    assert [note.code for note in document.unread] == ["hidden_cells"]


def test_words_below_many_elements_are_read(tmp_path: Path) -> None:
    deep = "<div>" * 300 + f"<p>{specimens.LAST}</p>" + "</div>" * 300
    assert specimens.LAST in (opened(page("<tr><td>Thu<td>1<td>2", head=deep), tmp_path).text or "")


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def word(
    body: str, *, styles: str = "", chunk: str = "", main: str = "word/document.xml", strict: bool = False
) -> bytes:
    """A Word file of little more than its body."""
    names = f'xmlns:w="{W}" xmlns:r="{REL}" xmlns:m="{MATH}"'
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    link = '<Relationship Id="r{}" Type="' + REL + '/{}" Target="{}"/>'
    folder, _, file = main.rpartition("/")
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": rels.format(link.format(1, "officeDocument", main)),
        main: f"<w:document {names}><w:body>{body}</w:body></w:document>",
        f"{folder}/_rels/{file}.rels": rels.format(
            link.format(1, "styles", "styles.xml") + link.format(2, "aFChunk", "part.bin")
        ),
        f"{folder}/styles.xml": f"<w:styles {names}>{styles}</w:styles>",
        f"{folder}/part.bin": chunk,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            if strict:
                content = content.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
                content = content.replace(REL, "http://purl.oclc.org/ooxml/officeDocument/relationships")
            archive.writestr(name, content)
    return out.getvalue()


def run(text: str, form: str = "") -> str:
    return f'<w:r><w:rPr>{form}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(content: str, form: str = "") -> str:
    inner = content if content.startswith(("<w:p", "<w:tbl")) else f"<w:p>{run(content)}</w:p>"
    return f"<w:tc><w:tcPr>{form}</w:tcPr>{inner}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


STYLES = (
    '<w:style w:type="character" w:styleId="an"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="an2"><w:basedOn w:val="an"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="bo"><w:rPr><w:strike/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (run("Thu 1") + run("2", "<w:strike/>") + run("3", "<w:dstrike/>"), "Thu 1"),
        (run("Thu 1") + run("2", '<w:strike w:val="0"/>'), "Thu 12"),
        (run("Thu 1") + run("2", '<w:rStyle w:val="an2"/>'), "Thu 1"),
        (run("Thu 1") + run("2", '<w:rStyle w:val="an"/><w:vanish w:val="false"/>'), "Thu 12"),
        ('<w:pPr><w:pStyle w:val="bo"/></w:pPr>' + run("Thu 1"), ""),
        (run("Thu 1") + run("2", '<w:position w:val="8"/>'), "Thu 1"),
        (run("10 m") + run("2", '<w:vertAlign w:val="superscript"/>'), "10 m2"),
        (run("Thu ") + "<m:oMath><m:r><m:t>112,5</m:t></m:r></m:oMath>" + run(" tỷ"), "Thu 112,5 tỷ"),
        (
            "<m:oMath><m:f><m:num><m:r><m:t>7</m:t></m:r></m:num><m:den><m:r><m:t>9</m:t></m:r></m:den></m:f></m:oMath>",
            "7/9",
        ),
        ('<w:moveFrom w:id="1">' + run("5") + "</w:moveFrom>" + run("6"), "6"),
    ],
)  # fmt: skip
def test_a_word_paragraph_is_read_as_it_is_shown(body: str, read: str, tmp_path: Path) -> None:
    document = opened(word(f"<w:p>{body}</w:p><w:p>{run('hết')}</w:p>", styles=STYLES), tmp_path)
    assert (document.text or "").splitlines() == [read, "hết"]


def box(text: str) -> str:
    inner = f"<w:txbxContent><w:p>{run(text)}</w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    return (
        f"<w:p><w:r><mc:AlternateContent {mc}><mc:Choice>{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )


INNER = table(cell("x") + cell("y"), cell("z") + cell("3"))


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        ([cell("a") + cell("b"), cell("c") + cell(box("1,5"))], ["| a | b |", "| c | 1,5 |"]),
        (
            [cell("a") + cell("b", "<w:cellDel/>") + cell("c"), cell("d") + cell("8", "<w:cellDel/>") + cell("9")],
            ["| a | | c |", "| d | | 9 |"],
        ),
        (
            [cell(table(cell("a") + cell("b"), cell("c") + cell("1")))],
            ["| a | b |", "| c | 1 |"],
        ),
        (
            [cell("Thu") + cell("1"), cell("Chi") + cell(f"<w:p>{run('2')}</w:p>" + INNER)],
            ["| Thu | 1 |", "| Chi | 2 |", "| x | y |", "| z | 3 |"],
        ),
    ],
)  # fmt: skip
def test_a_word_table_is_read_as_it_is_shown(rows: list[str], read: list[str], tmp_path: Path) -> None:
    document = opened(word(table(*rows)), tmp_path)
    found = [" ".join(line.split()) for line in (document.text or "").splitlines() if line.startswith("|")]
    assert found == read


def test_cells_merged_in_the_old_way_are_one(tmp_path: Path) -> None:
    restart, on = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    head = cell("Chỉ tiêu") + cell("2024", restart) + cell("", on) + cell("2025", restart) + cell("", on)
    document = opened(word(table(head, "".join(map(cell, "abcde")))), tmp_path)
    text = document.text or ""
    assert [(text[c.start : c.end], c.columns) for c in document.tables[0].cells if c.row == 1] == [
        ("Chỉ tiêu", 1), ("2024", 2), ("2025", 2),
    ]  # fmt: skip


@pytest.mark.parametrize("chunk", [f"<html><body>{PROSE}</body></html>", specimens.FIRST])
def test_an_embedded_part_is_read_in_its_place(chunk: str, tmp_path: Path) -> None:
    body = f'<w:p>{run("trước")}</w:p><w:altChunk r:id="r2"/><w:p>{run("sau")}</w:p>'
    found = (opened(word(body, chunk=chunk), tmp_path).text or "").splitlines()
    assert found[0] == "trước"
    assert found[1].startswith(specimens.FIRST)
    assert found[-1] == "sau"


def test_an_embedded_part_that_is_not_read_is_told(tmp_path: Path) -> None:
    body = f'<w:p>{run("trước")}</w:p><w:altChunk r:id="r2"/>'
    document = opened(word(body, chunk="MIME-Version: 1.0\n\nabc"), tmp_path)
    assert [note.code for note in document.unread] == ["embedded_part"]


@pytest.mark.parametrize(
    ("main", "strict"),
    [("word/document.xml", True), ("word/document2.xml", False), ("WORD/Document.xml", False)],
)
def test_word_files_of_other_programs_are_read_alike(main: str, strict: bool, tmp_path: Path) -> None:
    assert (
        opened(word(f"<w:p>{run('Thu 1,5')}</w:p>", main=main, strict=strict), tmp_path).text == "Thu 1,5\n"
    )


def workbook(tmp_path: Path) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    raised, struck = book.add_format({"font_script": 1}), book.add_format({"font_strikeout": True})
    month, name = book.add_format({"num_format": "mmm-yy"}), book.add_format({"num_format": "mmmm"})
    spread = book.add_format({"align": "center_across"})
    sheet = book.add_worksheet("A")
    sheet.write_row(0, 0, ["Chỉ tiêu", "ẩn", "", "", "gạch"])
    sheet.write_number(0, 2, 45931, month)
    sheet.write_number(0, 3, 45931, name)
    sheet.write_row(1, 0, ["Thu", 7, 1.5])
    sheet.write_rich_string(1, 3, "112.345", raised, "2")
    sheet.write(1, 4, 99, struck)
    sheet.write_row(2, 0, ["Ẩn", 8, 8, 8])
    sheet.write_rich_string(3, 0, "Chi", raised, "(1)")
    sheet.write(3, 2, "Năm 2025", spread)
    sheet.write_blank(3, 3, None, spread)
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_column(1, 1, None, None, {"hidden": True})
    book.close()
    return out.getvalue()


def test_a_sheet_is_read_as_it_is_shown(tmp_path: Path) -> None:
    document = opened(workbook(tmp_path), tmp_path)
    found = [" ".join(line.split()) for line in (document.text or "").splitlines()]
    assert found == [
        "| Chỉ tiêu | | 10/2025 | Tháng 10 | gạch |",
        "| Thu | | 1,5 | 112.345 | |",
        "| | | | | |",
        "| Chi | | Năm 2025 | | |",
    ]
    assert [note.code for note in document.unread] == ["hidden_cells"]
    text = document.text or ""
    assert next(c.columns for c in document.tables[0].cells if text[c.start : c.end] == "Năm 2025") == 2


def test_a_sheet_of_the_strict_form_or_with_odd_names_is_read(tmp_path: Path) -> None:
    strict, odd = io.BytesIO(), io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(tmp_path))) as old,
        zipfile.ZipFile(strict, "w") as one,
        zipfile.ZipFile(odd, "w") as two,
    ):
        for name in old.namelist():
            content = old.read(name)
            two.writestr(name.replace("xl/workbook", "xl/WORKBOOK"), content)
            for usual, other in (
                (
                    b"schemas.openxmlformats.org/spreadsheetml/2006/main",
                    b"purl.oclc.org/ooxml/spreadsheetml/main",
                ),
                (b"schemas.openxmlformats.org/officeDocument/2006", b"purl.oclc.org/ooxml/officeDocument"),
            ):
                content = content.replace(usual, other)
            one.writestr(name, content)
    plain = opened(workbook(tmp_path), tmp_path).text
    assert opened(strict.getvalue(), tmp_path).text == plain
    assert opened(odd.getvalue(), tmp_path).text == plain


def test_signs_that_no_page_may_hold_are_blanks(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes("<p>Thu&#x1; ngân\x02sách &#31đạt&#11; 12<br>\ufffetỷ&#310;<p>hết".encode())
    text = read_document(path).text or ""
    assert " ".join(text.split()) == "Thu ngân sách đạt 12 tỷĶ hết"


def test_a_page_that_says_latin_letters_and_is_not_vietnamese_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes('<meta charset="iso-8859-1"><p>Löhne und Preise für Käufer, 12,5 %'.encode("cp1252"))
    assert read_document(path).text == "Löhne und Preise für Käufer, 12,5 %\n"
