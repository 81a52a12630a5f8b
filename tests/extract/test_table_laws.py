"""Any grid is read without a crash; every number of it is a statement, an issue or a sign of the layout."""
# ruff: noqa: E501

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hpbrief.briefing import extract_briefing, parse_briefing, read_briefing
from hpbrief.catalog import load_catalog
from hpbrief.cli.extract import extract
from hpbrief.extract.statements import TABLE_MESSAGES
from hpbrief.load.compose import compose_document
from hpbrief.load.parts import Grid, GridCell, Paragraph, grid_of
from hpbrief.load.text import document_of
from hpbrief.models import Cell, Span

WORDS = (
    "", "-", "...", "x", "1", "2", "I", "a)", "A", "(1)", "3=2/1", "STT", "Chỉ tiêu", "ĐVT", "%", "Tỷ đồng", "Triệu USD",
    "Thu ngân sách", "Kim ngạch xuất khẩu (triệu USD)", "Trong đó: Thu nội địa", "- Khai khoáng", "TỔNG SỐ", "Hà Nội",
    "Tháng 10", "10 tháng năm 2025", "Quý III/2025", "2024", "2025", "Ước 2025", "KH 2026", "So với cùng kỳ (%)",
    "So với KH năm (%)", "So với", "Tháng trước", "Tỷ trọng (%)", "Tăng, giảm (%)", "Xếp hạng", "Đơn vị tính: Tỷ đồng",
    "Biểu 2. Xuất khẩu", "1.234,5", "1,234.5", "12,4", "112,4", "-3,2", "(3,2)", "+4,15", "0,124", "12.5%", "1 234 567",
    "1.234(1)", "98.765", "41.2.0.5", "#REF!", "10/05/2025", "2025-10-01", "trên 50", "6,5 - 7,0", "tăng 12% so với cùng kỳ",
    "99999999999999999999999999999999999999", "=1+1", "|", "¹", "\n", "năm 2025 đến năm 2030", "giai đoạn 2021-2025",
)  # fmt: skip
CELLS = st.sampled_from(WORDS) | st.text(max_size=12)
SOME = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    rows, columns = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    cells = []
    for r in range(1, rows + 1):
        for c in range(1, columns + 1):
            down = draw(st.sampled_from((1, 1, 1, 1, 2, 3)))
            across = draw(st.sampled_from((1, 1, 1, 1, 2, 4)))
            cells.append(GridCell(r, c, draw(CELLS), down, across))
    return Grid(cells, page=draw(st.none() | st.integers(1, 3)), first_row=draw(st.integers(1, 9)))


@SOME
@given(
    st.lists(grids(), min_size=1, max_size=3), st.sampled_from(("", "Biểu 1. Xuất khẩu 10 tháng năm 2025"))
)
def test_any_grid_is_read_and_every_cell_points_at_its_number(found: list[Grid], caption: str) -> None:
    parts: list[Paragraph | Grid] = [Paragraph(caption), *found]
    briefing = extract_briefing(compose_document(parts, file="x.xlsx"), area="ha-noi")
    text = briefing.document.text or ""
    seen = set()
    for statement in briefing.statements:
        evidence = statement.evidence
        span = evidence.span if isinstance(evidence, Cell) else evidence
        assert isinstance(span, Span)
        assert text[span.start : span.end] == span.quote
        if isinstance(evidence, Cell):
            assert (span.start, span.end) not in seen
            seen.add((span.start, span.end))
    for issue in briefing.issues:
        span = issue.evidence.span if isinstance(issue.evidence, Cell) else issue.evidence
        assert isinstance(span, Span)
        assert text[span.start : span.end] == span.quote
    assert briefing.coverage is not None
    assert 0 <= briefing.coverage <= 1
    briefing.to_records()
    briefing.to_tables()


@SOME
@given(st.lists(st.lists(CELLS, min_size=2, max_size=5), min_size=1, max_size=8))
def test_any_text_with_bars_is_read(rows: list[list[str]]) -> None:
    text = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    briefing = parse_briefing(text)
    for statement in briefing.statements:
        evidence = statement.evidence
        span = evidence.span if isinstance(evidence, Cell) else evidence
        assert isinstance(span, Span)
        assert (briefing.document.text or "")[span.start : span.end] == span.quote


@SOME
@given(st.integers(0, 10**9), st.integers(0, 3), st.sampled_from(("vi", "en")))
def test_a_number_is_read_in_the_print_that_is_given(whole: int, decimals: int, given_print: str) -> None:
    thousands, mark = (".", ",") if given_print == "vi" else (",", ".")
    tail = mark + "7" * decimals if decimals else ""
    printed = f"{whole:,}".replace(",", thousands) + tail
    text = f"| Chỉ tiêu | ĐVT | Tháng 10/2025 |\n| Thu ngân sách | Tỷ đồng | {printed} |\n"
    statements = parse_briefing(text, numbers=given_print).statements  # type: ignore[arg-type]
    assert [str(s.value) for s in statements] == [f"{whole}" + ("." + "7" * decimals if decimals else "")]


def test_every_issue_has_words_in_both_languages() -> None:
    words = load_catalog().words["issue"]
    assert set(words) == set(TABLE_MESSAGES)
    for code, message in TABLE_MESSAGES.items():
        assert words[code]["en"] == message
        assert words[code]["vi"] != message


def test_an_issue_of_a_cell_is_marked_on_the_page() -> None:
    text = "| Chỉ tiêu | ĐVT | Tháng 10/2025 |\n| Thu ngân sách | Tỷ đồng | 41.2.0.5 |\n"
    briefing = parse_briefing(text)
    assert [i.code for i in briefing.issues] == ["no_number"]
    assert '<mark class="unclear"' in briefing.to_html("vi")
    assert "các chữ số không thành số" in briefing.to_html("vi")
    assert "digits that are no number" in briefing.to_html("en")


def test_a_table_of_a_file_stands_as_a_table_on_the_page() -> None:
    cells = [
        GridCell(1, 1, "Chỉ tiêu <b>"),
        GridCell(1, 2, "Tháng 10/2025 (tỷ đồng)"),
        GridCell(2, 1, "Thu ngân sách"),
    ]
    grid = Grid([*cells, GridCell(2, 2, "41.204")])
    page = extract_briefing(compose_document([Paragraph("Đầu"), grid, Paragraph("Cuối")])).to_html("vi")
    assert page.count("<td>Thu ngân sách</td>") == 1
    assert '<mark class="figure"' in page.split("41.204")[0].rpartition("<td>")[2]
    assert "Chỉ tiêu &lt;b&gt;" in page
    assert page.index("Đầu") < page.index('class="grid"') < page.index("Cuối")


def test_the_command_takes_the_print_of_numbers() -> None:
    text = "| Chỉ tiêu | ĐVT | Tháng 10/2025 |\n| Thu ngân sách | Tỷ đồng | 1,234 |\n"
    for given_print, value in (("vi", 1.234), ("en", 1234)):
        done = CliRunner().invoke(extract, ["-", "--json", "--numbers", given_print], input=text)
        rows = [json.loads(line) for line in done.output.splitlines() if line.startswith("{")]
        assert [row["value"] for row in rows if row["kind"] == "figure"] == [value]


def test_a_letter_s_head_in_a_table_dates_and_places_the_document() -> None:
    head = grid_of(
        [
            [
                "ỦY BAN NHÂN DÂN\nTỈNH NGHỆ AN",
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
            ],
            ["Số: 815/BC-UBND", "Nghệ An, ngày 5 tháng 11 năm 2025"],
        ]
    )
    body = Paragraph("Thu ngân sách 10 tháng ước đạt 20.155,8 tỷ đồng, tăng 10,5% so với cùng kỳ.")
    briefing = extract_briefing(compose_document([head, Paragraph("BÁO CÁO"), body]))
    assert briefing.area == "nghe-an"
    assert briefing.document.published == date(2025, 11, 5)
    assert [(str(s.value), s.period.code) for s in briefing.statements if s.period] == [
        ("20155.8", "2025-10M"),
        ("10.5", "2025-10M"),
    ]


NAMELESS = """| | Thực hiện 9 tháng | Ước 10 tháng |
|---|---|---|
| Thu ngân sách (tỷ đồng) | 15.120 | 17.001 |
| | 3.120 | 4.130 |
| | 5.210 | 6.001 |
"""


@pytest.mark.parametrize(
    ("lang", "told"),
    [("vi", "4 số chưa đọc được: số nằm ở dòng không có tên (4)"), ("en", "numbers not read: 4")],
)
def test_numbers_that_were_not_read_are_told_and_not_counted_as_understood(lang: str, told: str) -> None:
    briefing = extract_briefing(document_of(NAMELESS))
    assert [issue.code for issue in briefing.issues] == ["row_without_name"] * 4
    assert briefing.coverage is not None
    assert briefing.coverage < 0.7
    done = CliRunner().invoke(extract, ["-", "--json", "--lang", lang], input=NAMELESS)
    assert told in done.stderr
    assert told not in done.stdout
    whole = CliRunner().invoke(extract, ["-", "--json"], input=NAMELESS[: NAMELESS.index("| | 3.120")])
    assert whole.stderr == ""


def test_a_number_without_a_unit_that_was_read_is_not_told_as_unread() -> None:
    text = "| Chỉ tiêu | Năm 2023 | Năm 2024 |\n|---|---|---|\n| Thu ngân sách | 15.120 | 17.001 |\n"
    done = CliRunner().invoke(extract, ["-", "--json"], input=text)
    assert '"figure"' in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        (
            [["UBND TỈNH LÀO CAI", "", "", "Biểu số 02"], ["CÁC CHỈ TIÊU CHỦ YẾU 8 THÁNG NĂM 2025"],
             ["(Kèm theo Báo cáo số 77/BC-UBND ngày 28/8/2025)"]],
            "CÁC CHỈ TIÊU CHỦ YẾU 8 THÁNG NĂM 2025",
        ),
        (
            [["CỤC THỐNG KÊ", "", "", "Mẫu số 5"], ["Bán lẻ tháng 8 năm 2025", "", "", "Đơn vị tính: Tỷ đồng"]],
            "Bán lẻ tháng 8 năm 2025",
        ),
        ([["SỞ CÔNG THƯƠNG", "", "", "Mẫu số 5"]], "SỞ CÔNG THƯƠNG"),
        ([["", "Biểu 2 | Bán lẻ"]], "Biểu 2 ¦ Bán lẻ"),
        ([], "Chỉ tiêu"),
    ],
)  # fmt: skip
def test_the_title_of_a_sheet_is_words_of_one_cell(rows: list[list[str]], title: str) -> None:
    head = ["Chỉ tiêu", "Kế hoạch năm 2025", "8 tháng năm 2025", "So với kế hoạch (%)"]
    document = compose_document([grid_of([*rows, head, ["Tổng mức bán lẻ", "15400", "11010,6", "71,5"]])])
    assert extract_briefing(document).document.title == title


def test_below_a_letter_s_head_the_title_is_what_it_reports_on(tmp_path: Path) -> None:
    import docx

    left = "ỦY BAN NHÂN DÂN\nTỈNH AN GIANG\nSố: 91/BC-UBND"
    right = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nAn Giang, ngày 4 tháng 9 năm 2025"
    subject = "Tình hình kinh tế - xã hội 8 tháng năm 2025"
    word = docx.Document()
    table = word.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = left, right
    word.add_paragraph(f"BÁO CÁO\n{subject}")
    word.add_paragraph("Thu ngân sách 8 tháng đạt 15.120 tỷ đồng.")
    word.save(str(tmp_path / "a.docx"))
    page = f"<table><tr><td>{left}</td><td>{right}</td></tr></table><p>BÁO CÁO</p><p>{subject}</p>"
    (tmp_path / "a.html").write_text(
        f"<html><body>{page}<p>Thu ngân sách đạt 15.120 tỷ đồng.</p></body></html>"
    )
    for name in ("a.docx", "a.html"):
        briefing = read_briefing(tmp_path / name)
        assert briefing.document.title == f"BÁO CÁO {subject}", name
        assert (briefing.area, briefing.document.published) == ("an-giang", date(2025, 9, 4)), name
