"""Running text in columns is read one column after the other; tables and heads of letters are no columns."""

from pathlib import Path

import pytest
import specimens

from hpbrief.load import read_document

HEAD = '#set page(paper: "a4", margin: 2cm)\n#set text(lang: "vi", size: 11pt)\n#set par(justify: true)\n'
SENTENCES = [
    f"Trong tháng {n}, sản xuất công nghiệp của tỉnh tiếp tục tăng, chỉ số tăng {n},{n % 10}% so với cùng kỳ năm trước "
    f"và thu ngân sách đạt {n * 111} tỷ đồng theo báo cáo của các sở, ngành và địa phương trong tỉnh."
    for n in range(1, 25)
]


def opened(source: str, tmp_path: Path) -> list[str]:
    path = tmp_path / "a.pdf"
    path.write_bytes(specimens.pdf(HEAD + source))
    return (read_document(path).text or "").split("\n")


def joined(lines: list[str]) -> str:
    """The text without the hyphens and blanks of its lines."""
    return "".join("".join(lines).replace("-", "").split())


@pytest.mark.parametrize("count", [2, 3])
def test_columns_are_read_one_after_the_other(count: int, tmp_path: Path) -> None:
    text = "\n\n".join(SENTENCES)
    lines = opened(f"Một dòng ngang cả trang, trên các cột.\n\n#columns({count})[{text}]", tmp_path)
    assert lines[0] == "Một dòng ngang cả trang, trên các cột."
    assert joined(lines[1:]) == joined(SENTENCES)


def test_a_paragraph_goes_on_in_the_next_column(tmp_path: Path) -> None:
    lines = opened(f"#columns(2)[{' '.join(SENTENCES)}]", tmp_path)
    assert len([line for line in lines if line]) == 1


def test_a_table_stays_in_its_column(tmp_path: Path) -> None:
    table = "#table(columns: 2, [Thu], [12,5], [Chi], [10,5])"
    text = "\n\n".join([*SENTENCES[:4], table, *SENTENCES[4:18]])
    lines = opened(f"#columns(2)[{text}]", tmp_path)
    row = lines.index("| Thu | 12,5 |")
    assert joined(lines[:row]) == joined(SENTENCES[:4])


def test_the_head_of_a_letter_is_no_column(tmp_path: Path) -> None:
    head = (
        "#grid(columns: (1fr, 1fr), align: center, [ỦY BAN NHÂN DÂN], [CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM], "
        "[TỈNH NGHỆ AN], [Độc lập - Tự do - Hạnh phúc], [Số: 12/BC-UBND], [Nghệ An, ngày 30 tháng 10 năm 2025])"
    )
    lines = opened(f"{head}\n\n{' '.join(SENTENCES)}", tmp_path)
    assert lines[0].split() == [
        "ỦY",
        "BAN",
        "NHÂN",
        "DÂN",
        "CỘNG",
        "HÒA",
        "XÃ",
        "HỘI",
        "CHỦ",
        "NGHĨA",
        "VIỆT",
        "NAM",
    ]


def test_rows_of_words_and_numbers_without_lines_stay_rows(tmp_path: Path) -> None:
    rows = ", ".join(f"[Chỉ tiêu kinh tế thứ {n}], [{n}1,5], [{n}2,5]" for n in range(1, 12))
    lines = opened(f"#table(columns: (2fr, 1fr, 1fr), stroke: none, {rows})", tmp_path)
    assert "| Chỉ tiêu kinh tế thứ 7 | 71,5 | 72,5 |" in lines
