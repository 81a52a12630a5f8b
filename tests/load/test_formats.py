import io
from datetime import date
from pathlib import Path

import pytest
import specimens
from specimens import BULLET, CAPTION, CELLS, FIRST, LAST, NOTE, TITLE

from hpbrief.errors import LoadError
from hpbrief.load import read_document, read_documents
from hpbrief.models import Document, Table


def opened(data: bytes, tmp_path: Path, name: str = "report") -> Document:
    path = tmp_path / name
    path.write_bytes(data)
    return read_document(path)


def cells(document: Document, table: Table) -> list[tuple[int, int, str, int, int]]:
    text = document.text or ""
    return [(c.row, c.column, text[c.start : c.end], c.rows, c.columns) for c in table.cells]


def prose(document: Document) -> list[str]:
    return [span.quote for span in document.paragraphs() if not span.quote.startswith("|")]


def test_a_word_document_keeps_its_order_and_merged_cells(tmp_path: Path) -> None:
    document = opened(specimens.word(), tmp_path)
    assert prose(document) == [TITLE, FIRST, BULLET, CAPTION, LAST]
    assert cells(document, document.tables[0]) == CELLS
    assert document.title == TITLE
    assert document.published is None  # when the file was saved says nothing of that
    assert document.text is not None
    assert document.text.index(CAPTION) < document.tables[0].start < document.text.index(LAST)


def test_a_page_gives_its_main_text_and_what_it_says_of_itself(tmp_path: Path) -> None:
    document = opened(specimens.page(), tmp_path)
    assert prose(document) == [TITLE, FIRST, BULLET, CAPTION, LAST]
    assert cells(document, document.tables[0]) == CELLS
    assert (document.title, document.publisher) == (TITLE, "Báo Thử")
    assert document.published == date(2025, 11, 3)


def test_lines_stay_apart_in_a_page_laid_out_by_tables_and_in_lists(tmp_path: Path) -> None:
    other = LAST.replace("15", "20")
    page = (
        f"<html><head><title>Tình hình kinh tế - xã hội</title></head><body><table><tr><td>{FIRST}<br>{LAST}<br>"
        f"<table><tr><td>Chỉ tiêu<td>T9<tr><td>Thu<td>1,5</table>{other}</td></tr></table>"
        f"<ul><li>{FIRST[:60]}<ul><li>{FIRST[60:]}</li></ul></li></ul></body></html>"
    )
    document = opened(page.encode(), tmp_path)
    assert (document.text or "").splitlines() == [
        FIRST, LAST, "| Chỉ tiêu | T9 |", "| Thu | 1,5 |", other, f"- {FIRST[:60].strip()}", f"- {FIRST[60:].strip()}",
    ]  # fmt: skip
    assert document.title == "Tình hình kinh tế - xã hội"


def test_a_pdf_is_its_paragraphs_tables_and_notes(tmp_path: Path) -> None:
    document = opened(specimens.pdf(), tmp_path)
    assert sorted(prose(document)) == sorted([TITLE, FIRST, BULLET, CAPTION, LAST, NOTE])
    assert cells(document, document.tables[0]) == CELLS
    assert (document.title, document.file_date) == (TITLE, date(2025, 11, 2))
    assert document.tables[0].page == 1


def test_a_workbook_gives_each_visible_sheet(tmp_path: Path) -> None:
    document = opened(specimens.workbook(), tmp_path)
    first, second = document.tables
    assert cells(document, first) == [c for c in CELLS if c[2]]
    assert (first.sheet, first.first_row, first.first_column) == ("Biểu 1", 3, 2)
    assert [c[2] for c in cells(document, second)] == [
        "12,4%", "118.725", "0,3", "12,4", "31/10/2025", "10/2025", "-3,2", "1000000000000000",
    ]  # fmt: skip
    assert [unread.code for unread in document.unread] == ["hidden_sheet", "formula_without_result"]
    assert "không đọc" not in (document.text or "")


def test_an_open_document_sheet_says_its_percentages_and_days(tmp_path: Path) -> None:
    document = opened(specimens.open_sheet(), tmp_path)
    (table,) = document.tables
    last = [(5, 1, "12,40%", 1, 1), (5, 2, "31/10/2025", 1, 1)]
    assert cells(document, table) == [c for c in CELLS if c[2]] + last


def test_the_kind_is_told_by_content_and_not_by_name(tmp_path: Path) -> None:
    kinds = {
        specimens.word: "wordprocessingml",
        specimens.workbook: "spreadsheetml",
        specimens.page: "html",
        specimens.pdf: "pdf",
    }
    for make, kind in kinds.items():
        for name in ("a.txt", "a.csv", "a.doc", "a"):
            assert kind in opened(make(), tmp_path, name).media_type


def test_a_table_goes_on_over_the_page(tmp_path: Path) -> None:
    rows = ", ".join(f"[Chỉ tiêu {n} với tên dài phải xuống dòng], [{n},5], [{n}00]" for n in range(1, 80))
    document = opened(
        specimens.pdf(
            '#set page(paper: "a4", header: [Đầu trang], numbering: "1 / 1")\n#set text(lang: "vi")\n'
            f"#table(columns: 3, table.header([Chỉ tiêu], [Tháng 9], [Tháng 10]), {rows})\n\n{LAST}"
        ),
        tmp_path,
    )
    assert len(document.pages) > 1
    (table,) = document.tables
    text = document.text or ""
    assert "Đầu trang" not in text
    rows_read = {n: [t for r, _, t, _, _ in cells(document, table) if r == n] for n in range(1, 82)}
    assert rows_read[1] == ["Chỉ tiêu", "Tháng 9", "Tháng 10"]
    for n in range(1, 80):
        assert rows_read[n + 1] == [f"Chỉ tiêu {n} với tên dài phải xuống dòng", f"{n},5", f"{n}00"]
    assert not rows_read[81]
    assert document.page_of(table.cells[0].start) == 1
    assert document.page_of(table.cells[-1].start) == len(document.pages)
    assert [document.page_of(at) for at in document.pages] == list(range(1, len(document.pages) + 1))


def test_a_row_and_a_paragraph_parted_by_the_page_are_joined(tmp_path: Path) -> None:
    filler = " ".join([FIRST] * 60)
    document = opened(
        specimens.pdf(f'#set par(justify: true)\n#set text(lang: "vi")\n{filler}\n\n{LAST}'), tmp_path
    )
    assert len(document.pages) > 1
    assert prose(document) == [filler, LAST]


def test_a_scanned_page_is_told(tmp_path: Path) -> None:
    picture = _picture()
    source = f"#image(bytes({tuple(picture)}), width: 80%)"
    with pytest.raises(LoadError, match="scan"):
        opened(specimens.pdf(source), tmp_path)
    document = opened(specimens.pdf(f"{FIRST}\n#pagebreak()\n{source}\n#pagebreak()\n{LAST}"), tmp_path)
    (unread,) = document.unread
    assert (unread.code, unread.page) == ("scanned_page", 2)
    assert "trang 2" in unread.vi
    assert prose(document) == [FIRST, LAST]
    assert [document.page_of((document.text or "").index(t)) for t in (FIRST, LAST)] == [1, 3]


def _picture() -> bytes:
    from matplotlib.image import imsave

    out = io.BytesIO()
    imsave(out, [[0.0, 1.0], [1.0, 0.0]], format="png")
    return out.getvalue()


def test_a_zip_is_its_members_in_order(tmp_path: Path) -> None:
    import hostile

    inner = hostile.zipped({"b.txt": FIRST.encode()})
    path = tmp_path / "a.zip"
    path.write_bytes(
        hostile.zipped(
            {
                "2.docx": specimens.word(),
                "1.xlsx": b"PK\x03\x04 broken",
                "3.zip": inner,
                "__MACOSX/x": b"a",
                ".y": b"a",
            }
        )
    )
    found = dict(read_documents(path))
    assert [name.removeprefix(str(path)) for name in found] == ["/1.xlsx", "/2.docx", "/3.zip/b.txt"]
    broken, document, last = found.values()
    assert isinstance(broken, LoadError)
    assert "1.xlsx" in str(broken)
    assert isinstance(document, Document)
    assert isinstance(last, Document)
    assert read_document(path) == document  # the first that can be read
    assert (document.file, last.file) == ("2.docx", "b.txt")


@pytest.mark.parametrize("make", [specimens.word, specimens.workbook, specimens.page, specimens.pdf])
def test_a_file_cut_off_is_read_in_part_or_refused(make: object, tmp_path: Path) -> None:
    data = make()  # type: ignore[operator]
    for share in (0.1, 0.5, 0.9, 0.999):
        path = tmp_path / "a"
        path.write_bytes(data[: int(share * len(data))])
        try:
            document = read_document(path)
        except LoadError as error:
            named = str(path) in str(error)
        else:
            named = make in (specimens.page, specimens.pdf) and bool(document.text)
        assert named, share


def test_what_is_known_and_not_read_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    for data, words in (
        (ole + "WordDocument".encode("utf-16-le"), "save it as .docx"),
        (ole + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "picture"),
        (b"<?xml version='1.0'?><rss/>", "XML"),
    ):
        with pytest.raises(LoadError, match=words):
            opened(data, tmp_path)
