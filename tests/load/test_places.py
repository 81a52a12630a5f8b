"""Where a figure stands on its page: the box is held against what PDFium finds in it, and can be cut out."""

import io
from pathlib import Path

import pytest
import specimens
from test_pdf_shown import grid, pdf, text

import hpbrief as hb
from hpbrief.models import Cell, PageBox, Span, Statement

REPORT = Path(__file__).parents[1] / "files" / "report"


def span(statement: Statement) -> Span:
    found = statement.evidence.span if isinstance(statement.evidence, Cell) else statement.evidence
    assert isinstance(found, Span)
    return found


def standing_in(path: Path, at: PageBox) -> str:
    """The characters of a PDF whose middle is in a box, without blanks."""
    import pypdfium2

    page = pypdfium2.PdfDocument(path)[at.page - 1]
    words, high = page.get_textpage(), page.get_height()
    found = ""
    for number in range(words.count_chars()):
        left, low, right, top = words.get_charbox(number)
        x, y = (left + right) / 2, high - (low + top) / 2
        if at.left <= x <= at.right and at.top - 2 <= y <= at.bottom + 2:
            found += words.get_text_range(number, 1)
    return "".join(found.split())


def digits(words: str) -> str:
    return "".join(c for c in words if c.isdigit())


@pytest.mark.parametrize("kind", ["typst.pdf", "libreoffice.pdf"])
def test_each_figure_of_a_pdf_stands_in_its_box(kind: str) -> None:
    path = REPORT / f"bao-cao-thang-10.{kind}"
    brief = hb.read_briefing(path)
    exact = 0
    for statement in brief.statements:
        found = span(statement)
        assert found.at is not None
        printed, quoted = (digits(words) for words in (standing_in(path, found.at), found.quote))
        wrapped = found.at.bottom - found.at.top > 20  # goes on on the next line: the box is that of both
        assert quoted in printed if wrapped else quoted == printed, statement
        exact += not wrapped
        if isinstance(statement.evidence, Cell):
            assert statement.evidence.page == found.at.page
    assert exact > 170
    assert {at.page for one in brief.statements if (at := span(one).at)} > {1, 2, 3}


def test_the_box_is_kept_in_the_tables_of_a_briefing_and_in_json() -> None:
    brief = hb.read_briefing(REPORT / "bao-cao-thang-10.typst.pdf")
    places = [one.evidence for one in brief.to_tables().observations]
    assert places
    assert all((at.span if isinstance(at, Cell) else at).at for at in places)  # type: ignore[union-attr]
    again = type(brief).model_validate_json(brief.model_dump_json())
    assert (again.document, again.statements, again.issues) == (
        brief.document,
        brief.statements,
        brief.issues,
    )


def test_figures_of_a_table_without_lines_have_their_box(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(specimens.pdf(specimens.typst_source().replace("#table(", "#table(stroke: none, ")))
    brief = hb.read_briefing(path)
    cells = [one for one in brief.statements if isinstance(one.evidence, Cell)]
    assert cells
    for statement in cells:
        found = span(statement)
        assert found.at is not None
        assert digits(standing_in(path, found.at)) == digits(found.quote)


def test_a_page_on_its_side_says_how_it_is_turned(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(
        pdf("BT /F1 12 Tf 0 1 -1 0 300 100 Tm (Thu 1.234,5 ty dong va con nua cua nam nay) Tj ET")
    )
    document = hb.read_document(path)
    at = (document.text or "").index("1.234,5")
    box = document.box_of(at, at + 7)
    assert box is not None
    assert box.turn == 90
    assert standing_in(path, _unturned(box, 842)) == "1.234,5"


def _unturned(box: PageBox, high: float) -> PageBox:
    """A box of a page that was turned a quarter with the clock, on the page as it was; points are kept, not sizes."""
    return PageBox(box.page, box.top - 2, high - box.right, box.bottom + 2, high - box.left)


def test_a_text_has_no_boxes() -> None:
    assert span(hb.parse_briefing("Thu ngân sách 9 tháng năm 2025 đạt 12 tỷ đồng.").statements[0]).at is None


def test_a_table_on_its_side_keeps_its_level_lines(tmp_path: Path) -> None:
    """Cells of two columns are told by level lines, which an upright page has where the turned one has upright ones."""
    words = "".join(
        f"BT /F1 10 Tf 0 1 -1 0 {x} {y} Tm ({said}) Tj ET "
        for x, y, said in (
            (95, 105, "Chi tieu"), (95, 255, "Nam 2024"), (95, 405, "Nam 2025"),
            (135, 105, "Thu"), (135, 255, "10,5"), (135, 405, "12,5"),
        )
    )  # fmt: skip
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(words + grid([60, 100, 140], [100, 250, 400, 550])))
    (table,) = hb.read_document(path).tables
    assert {(c.row, c.column) for c in table.cells} == {(r, c) for r in (1, 2) for c in (1, 2, 3)}


def test_a_place_is_cut_out_of_a_page_of_a_pdf(tmp_path: Path) -> None:
    from PIL import Image

    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(text("Thu 1.234,5", 100, 700) + "10 10 500 20 re f"))
    inked = Image.open(io.BytesIO(hb.cut_out(path, PageBox(1, 10, 815, 100, 830))))
    blank = Image.open(io.BytesIO(hb.cut_out(path, PageBox(1, 10, 400, 100, 420))))
    assert inked.format == "PNG"
    assert inked.getextrema()[0] < 50
    assert blank.getextrema() == (255, 255)
    with pytest.raises(hb.LoadError, match="page 7"):
        hb.cut_out(path, PageBox(7, 0, 0, 10, 10))
    plain = tmp_path / "a.txt"
    plain.write_text("12,5", "utf-8")
    with pytest.raises(hb.LoadError, match="only of a PDF or a picture"):
        hb.cut_out(plain, PageBox(1, 0, 0, 10, 10))
