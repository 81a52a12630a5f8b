"""Pages of a PDF as they are printed: letters drawn twice, on their side, hidden, on a dark ground."""

from pathlib import Path

import pytest

from hpbrief.errors import LoadError
from hpbrief.load import read_document
from hpbrief.models import Document

LINE = "(Thu ngan sach 10 thang nam 2025 dat 118.724,5 ty dong, tang 12,4 %) Tj"
READ = "Thu ngan sach 10 thang nam 2025 dat 118.724,5 ty dong, tang 12,4 %"


def pdf(content: str, page: str = "") -> bytes:
    """A page of drawing orders in Helvetica."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{page}/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        f"<</Length {len(content)}>>\nstream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return (out + end).encode("latin-1")


def opened(data: bytes, tmp_path: Path) -> Document:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    return read_document(path)


def text(words: str, x: float, y: float, more: str = "") -> str:
    return f"BT {more} /F 12 Tf {x} {y} Td {words} ET "


@pytest.mark.parametrize("beside", [0, 0.3, 0.8])
@pytest.mark.parametrize("times", [2, 4])
def test_letters_printed_again_beside_themselves_are_one(beside: float, times: int, tmp_path: Path) -> None:
    content = "".join(text(LINE, 72 + beside * n / times, 700) for n in range(times))
    assert opened(pdf(content), tmp_path).text == READ + "\n"


def test_letters_that_stand_twice_in_a_word_stay_two(tmp_path: Path) -> None:
    words = "Illiii 1.111,11 ttff mmmm"
    assert opened(pdf(text(f"({words}) Tj", 72, 700)), tmp_path).text == words + "\n"


@pytest.mark.parametrize(
    ("matrix", "page"),
    [
        ("0 1 -1 0 300 72", ""), ("0 1 -1 0 300 72", "/Rotate 90"), ("0 -1 1 0 300 772", ""),
        ("0 -1 1 0 300 772", "/Rotate 270"), ("-1 0 0 -1 500 300", ""), ("-1 0 0 -1 500 300", "/Rotate 180"),
    ],
)  # fmt: skip
def test_a_page_that_is_turned_is_read(matrix: str, page: str, tmp_path: Path) -> None:
    assert opened(pdf(f"BT /F 12 Tf {matrix} Tm {LINE} ET", page), tmp_path).text == READ + "\n"


def test_words_on_their_side_on_a_page_that_is_not_turned_are_told(tmp_path: Path) -> None:
    aside = f"BT /F 12 Tf 0 1 -1 0 560 72 Tm {LINE} ET"
    document = opened(pdf("".join(text(LINE, 72, 700 - 20 * n) for n in range(8)) + aside), tmp_path)
    assert (document.text or "").count("118.724,5") == 8
    assert [note.code for note in document.unread] == ["turned_text"]


@pytest.mark.parametrize("how", ["3 Tr", "1 1 1 rg"])
def test_hidden_words_are_told_apart(how: str, tmp_path: Path) -> None:
    hidden = text("(Thu 999 ty dong) Tj", 72, 600, how)
    document = opened(pdf(text(LINE, 72, 700) + hidden), tmp_path)
    assert document.text == READ + "\n"
    assert [note.code for note in document.unread] == ["hidden_text"]


def test_white_words_on_a_dark_ground_are_read(tmp_path: Path) -> None:
    content = text(LINE, 72, 700) + "0 0 1 rg 60 590 300 30 re f " + text("(Bieu 1) Tj", 72, 600, "1 1 1 rg")
    document = opened(pdf(content), tmp_path)
    assert document.text == READ + "\nBieu 1\n"
    assert not document.unread


def test_the_words_of_a_scan_are_read_and_said_to_be_recognised(tmp_path: Path) -> None:
    document = opened(pdf(text(LINE, 72, 700, "3 Tr")), tmp_path)
    assert document.text == READ + "\n"
    assert [note.code for note in document.unread] == ["recognised_text"]


def grid(xs: list[int], ys: list[int]) -> str:
    level = "".join(f"{xs[0]} {y} m {xs[-1]} {y} l S " for y in ys)
    return level + "".join(f"{x} {ys[0]} m {x} {ys[-1]} l S " for x in xs)


@pytest.mark.parametrize("down", [False, True])
def test_heads_on_their_side_are_those_of_their_columns(down: bool, tmp_path: Path) -> None:
    content = grid([72, 200, 260, 320], [500, 530, 620])
    for x, head in ((235, "9 thang"), (295, "10 thang")):
        matrix = f"0 -1 1 0 {x - 8} 612" if down else f"0 1 -1 0 {x} 540"
        content += f"BT /F 12 Tf {matrix} Tm ({head}) Tj ET "
    for x, words in ((76, "Thu"), (204, "99.000"), (264, "112.345")):
        content += text(f"({words}) Tj", x, 510)
    (table,) = opened(pdf(content), tmp_path).tables
    read = {(c.row, c.column): c for c in table.cells}
    found = opened(pdf(content), tmp_path).text or ""
    assert [found[read[p].start : read[p].end] for p in ((1, 2), (1, 3), (2, 2), (2, 3))] == [
        "9 thang", "10 thang", "99.000", "112.345",
    ]  # fmt: skip


def test_a_table_without_lines_has_signs_and_blanks_for_thousands(tmp_path: Path) -> None:
    rows = [
        ("Chi tieu", "9 thang", "So cung ky"),
        ("Thu", "112 345", "+9,5"),
        ("Chi", "99 000", "- 3,2"),
        ("Von", "1 250,5", "(1,5)"),
    ]
    content = "".join(
        text(f"({words}) Tj", x, 700 - 20 * at)
        for at, row in enumerate(rows)
        for x, words in zip((72, 200, 300), row, strict=True)
    )
    found = opened(pdf(content), tmp_path)
    assert len(found.tables) == 1
    assert (found.text or "").splitlines() == ["| " + " | ".join(row) + " |" for row in rows]


def test_letters_of_one_sign_do_not_widen_the_same_letter_elsewhere(tmp_path: Path) -> None:
    """A sign that stands for two letters gives both its box; the letters alone keep theirs, and no word is parted."""
    import typst

    source = '#set page(paper: "a4")\n#set text(font: "Libertinus Serif", size: 12pt, ligatures: true)\n'
    words = "fifty offices find the first figure efficient, if life fits in five files"
    document = opened(typst.compile((source + f"{words}\n\n{words}").encode()), tmp_path)
    assert (document.text or "").split() == [*words.split(), *words.split()]


GUESSED = "Thu ngan sach dat hon muoi hai nghin ty dong trong nam nay va nam sau"
CODES = "7KX QJDQ VDFK GDW KRQ PXRL KDL QJKLQ WB GRQJ WURQJ QDP QDB YD QDP VDX"


def unmapped(words: str) -> bytes:
    """A page whose font has codes that it does not say the letters of, which the old reader takes for letters."""
    inner = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/ABC/DW 500"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
    )
    return pdf(text(f"({words}) Tj", 72, 700)).replace(
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Font/Subtype/Type0/BaseFont/ABC/Encoding/Identity-H/ToUnicode/Identity-H/DescendantFonts["
        + inner
        + b"]>>",
    )


@pytest.mark.parametrize(("words", "is_read"), [(GUESSED, True), (CODES, False)])
def test_letters_that_are_guessed_are_believed_where_they_make_words(
    words: str, is_read: bool, tmp_path: Path
) -> None:
    data = unmapped("".join(f"\\000{c}" for c in words))
    try:
        document = opened(data, tmp_path)
    except LoadError:
        assert not is_read
        return
    assert is_read
    assert document.text == words + "\n"
    assert "old_reader" in {note.code for note in document.unread}


def test_type_of_less_than_nothing_is_turned_once_more(tmp_path: Path) -> None:
    content = f"BT /F -12 Tf -1 0 0 -1 72 700 Tm {LINE} ET"
    assert opened(pdf(content), tmp_path).text == READ + "\n"
