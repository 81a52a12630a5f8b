"""Tables of a PDF as statistics offices set them: without upright lines, over pages, with wrapped labels."""

from collections import Counter
from pathlib import Path

import hostile
import pytest
import specimens

from hpbrief.errors import LoadError
from hpbrief.load import read_document
from hpbrief.models import Document

RULED = """
#set text(size: 11pt, lang: "vi")
Trong tháng 10, sản xuất tăng 12,4% so với cùng kỳ năm trước, trong đó khai khoáng giảm 3,2% do sản lượng than giảm.

#align(center)[*Biểu 2. Chỉ số sản xuất*]
#table(columns: (2fr, 1fr, 1fr, 1fr), stroke: none, align: (left, right, right, right),
 table.hline(), [], [Tháng 9 so với cùng kỳ], [Tháng 10 so với cùng kỳ], [10 tháng so với cùng kỳ], table.hline(),
 [*TOÀN NGÀNH*], [110,2], [112,4], [111,9],
 [Khai thác quặng kim loại và các loại khoáng sản khác trên địa bàn tỉnh], [101,0], [102,2], [103,1],
 [*Chế biến, chế tạo*], [], [], [],
 [Sản xuất đồ uống], [105,0], [\\-], [103,1], table.hline())
Công nghiệp tiếp tục là động lực tăng trưởng.
"""
SPANNED = """
#set text(size: 11pt, lang: "vi")
#table(columns: (2fr, 1fr, 1fr, 1fr, 1fr), stroke: none, align: (left, right, right, right, right),
 table.hline(), table.cell(rowspan: 2)[Chỉ tiêu], table.cell(colspan: 2)[#align(center)[Thực hiện (tỷ đồng)]],
 table.cell(colspan: 2)[#align(center)[So với cùng kỳ (%)]], table.hline(start: 1),
 [Tháng 10], [10 tháng], [Tháng 10], [10 tháng], table.hline(),
 [Tổng mức bán lẻ], [12.345,6], [118.724,5], [112,4], [110,0],
 [Lưu trú, ăn uống], [1.345,6], [10.724,5], [115,4], [113,0], table.hline())
"""
BARE = """
#set text(size: 12pt, lang: "vi")
Biểu 3. Vốn đầu tư thực hiện

#table(columns: (auto, 3fr, 1fr, 1fr, 1fr), stroke: none, align: (center, left, center, right, right),
 [STT], [Chỉ tiêu], [Đơn vị], [Kế hoạch], [Ước 10 tháng],
 [1], [Vốn ngân sách nhà nước do địa phương quản lý và sử dụng], [Tỷ đồng], [8.000], [6.500,5],
 [2], [Vốn vay], [Tỷ đồng], [...], [1.500])

Vốn đầu tư công đạt 9.500,5 tỷ đồng, tăng 12,4% so với cùng kỳ năm trước và bằng 79,2% kế hoạch năm.
"""


def opened(source: str, tmp_path: Path) -> Document:
    path = tmp_path / "a.pdf"
    path.write_bytes(specimens.pdf(source))
    return read_document(path)


def lines(document: Document) -> list[str]:
    return (document.text or "").splitlines()


def test_a_table_with_level_lines_only(tmp_path: Path) -> None:
    document = opened(RULED, tmp_path)
    assert lines(document)[1:] == [
        "Biểu 2. Chỉ số sản xuất",
        "|  | Tháng 9 so với cùng kỳ | Tháng 10 so với cùng kỳ | 10 tháng so với cùng kỳ |",
        "| TOÀN NGÀNH | 110,2 | 112,4 | 111,9 |",
        "| Khai thác quặng kim loại và các loại khoáng sản khác trên địa bàn tỉnh | 101,0 | 102,2 | 103,1 |",
        "| Chế biến, chế tạo |  |  |  |",
        "| Sản xuất đồ uống | 105,0 | - | 103,1 |",
        "Công nghiệp tiếp tục là động lực tăng trưởng.",
    ]


def test_heads_that_span_columns_without_upright_lines(tmp_path: Path) -> None:
    document = opened(SPANNED, tmp_path)
    (table,) = document.tables
    text = document.text or ""
    spans = {text[c.start : c.end]: (c.column, c.rows, c.columns) for c in table.cells if c.row == 1}
    assert spans == {
        "Chỉ tiêu": (1, 2, 1),
        "Thực hiện (tỷ đồng)": (2, 1, 2),
        "So với cùng kỳ (%)": (4, 1, 2),
    }
    assert lines(document)[-1] == "| Lưu trú, ăn uống | 1.345,6 | 10.724,5 | 115,4 | 113,0 |"


def test_a_table_without_any_line(tmp_path: Path) -> None:
    assert lines(opened(BARE, tmp_path))[:4] == [
        "Biểu 3. Vốn đầu tư thực hiện",
        "| STT | Chỉ tiêu | Đơn vị | Kế hoạch | Ước 10 tháng |",
        "| 1 | Vốn ngân sách nhà nước do địa phương quản lý và sử dụng | Tỷ đồng | 8.000 | 6.500,5 |",
        "| 2 | Vốn vay | Tỷ đồng | … | 1.500 |",
    ]


def test_running_text_is_no_table(tmp_path: Path) -> None:
    source = (
        '#set par(justify: true)\n#set text(lang: "vi")\n#columns(2)['
        + (specimens.FIRST + " 12,5 13,5 ") * 6
        + "]"
    )
    assert not opened(source, tmp_path).tables


@pytest.mark.parametrize("source", [RULED, SPANNED, BARE, None])
def test_no_character_is_lost(source: str | None, tmp_path: Path) -> None:
    import pypdfium2

    data = specimens.pdf(source)
    there: Counter[str] = Counter()
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            there.update(page.get_textpage().get_text_bounded())
    (tmp_path / "a.pdf").write_bytes(data)
    read = Counter((read_document(tmp_path / "a.pdf").text or "").replace("|", ""))
    lost = {c: n for c, n in (there - read).items() if not c.isspace()}
    assert lost in ({}, {"1": 3})  # the number of the page, and of a note at its two places


def test_text_on_its_side_is_told(tmp_path: Path) -> None:
    source = f"{specimens.LAST}\n#rotate(90deg, reflow: true)[{specimens.FIRST[:60]}]"
    document = opened(source, tmp_path)
    assert [(unread.code, unread.page) for unread in document.unread] == [("turned_text", 1)]


def test_letters_that_the_font_does_not_tell_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(hostile.letterless())
    with pytest.raises(LoadError, match="do not say which letters"):
        read_document(path)
