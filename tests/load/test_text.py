import time
import unicodedata
from pathlib import Path

import pytest

from hpbrief.errors import LoadError
from hpbrief.load import read_document
from hpbrief.load.letters import in_unicode, old_letters
from hpbrief.load.text import delimiter_of

TEXT = (
    "Báo cáo tháng 10: thu ngân sách đạt 11.250,3 tỷ đồng, tăng 12,4% so với cùng kỳ; xuất khẩu ước đạt 3 tỷ USD.\n"
    "Nghị quyết số 25 giao chỉ tiêu tăng trưởng cả năm 12,5%.\n"
)
# One text in the fonts of before Unicode, as its letters read in Latin 1.
TCVN3 = "Céng hßa x· héi chñ nghÜa ViÖt Nam. Thu ng©n s¸ch ®¹t 11.250 tû ®ång, t¨ng 12,4% so víi cïng kú n¨m tr­íc."
VIQR = (
    "Co^.ng ho`a xa~ ho^.i chu? nghi~a Vie^.t Nam. Thu nga^n sa'ch dda.t 11.250 ty? ddo^`ng, ta(ng 12,4% so vo+'i "
    "cu`ng ky` na(m tru+o+'c."
)
IN_UNICODE = (
    "Cộng hòa xã hội chủ nghĩa Việt Nam. Thu ngân sách đạt 11.250 tỷ đồng, tăng 12,4% so "
    "với cùng kỳ năm trước."
)
VNI = (
    "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam. Thu ngaân saùch ñaït 11.250 tyû ñoàng, taêng 12,4% so "
    "vôùi cuøng kyø naêm tröôùc."
)


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_whatever_its_coding(coding: str, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(TEXT.encode(coding))
    assert read_document(path).text == TEXT


def test_windows_1258_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"".join(map(_in_1258, TEXT)))
    assert read_document(path).text == TEXT


def _in_1258(char: str) -> bytes:
    """Windows-1258 writes the tone after the vowel, as a sign of its own."""
    base, *marks = unicodedata.normalize("NFD", char)
    tones = [m for m in marks if m in "\u0300\u0301\u0303\u0309\u0323"]
    vowel = unicodedata.normalize("NFC", "".join([base, *(m for m in marks if m not in tones)]))
    return (vowel + "".join(tones)).encode("cp1258")


@pytest.mark.parametrize(("text", "name"), [(TCVN3, "TCVN3"), (VNI, "VNI"), (VIQR, "VIQR")])
@pytest.mark.parametrize("coding", ["latin-1", "utf-8"])
def test_letters_of_old_fonts_are_converted_and_said(
    text: str, name: str, coding: str, tmp_path: Path
) -> None:
    path = tmp_path / "a"
    path.write_bytes(text.encode(coding))
    document = read_document(path)
    assert document.text == IN_UNICODE
    (note,) = document.unread
    assert note.code == "letters_converted"
    assert name in note.vi


@pytest.mark.parametrize("coding", ["latin-1", "cp1252"])
def test_utf_8_that_was_saved_twice_is_restored_and_said(coding: str, tmp_path: Path) -> None:
    text = "Thu ngân sách đạt 112.345 tỷ đồng; xuất khẩu 33,4 tỷ USD, tăng 9,5%.\n"
    data = bytearray()
    for byte in text.encode():
        try:
            data += bytes([byte]).decode(coding).encode()
        except UnicodeDecodeError:  # five bytes that Windows-1252 leaves as they are
            data += chr(byte).encode()
    path = tmp_path / "a"
    path.write_bytes(data)
    document = read_document(path)
    assert document.text == text
    assert [note.code for note in document.unread] == ["letters_converted"]


def test_capitals_of_old_fonts() -> None:
    assert in_unicode("CéNG HßA", "tcvn3") == "CỘNG HÒA"
    assert in_unicode("b¸o c¸o", "tcvn3", capitals=True) == "BÁO CÁO"
    assert in_unicode("COÄNG HOØA Vieät", "vni") == "CỘNG HÒA Việt"


def test_a_quote_left_open_is_said_and_swallows_no_row(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('Chỉ tiêu;Tháng 10\nThu ngân sách;"11250,3\nXuất khẩu;3,3\nNhập khẩu;4,4\n', "utf-8")
    document = read_document(path)
    assert (document.text or "").splitlines()[1:3] == ["| Thu ngân sách | 11250,3 |", "| Xuất khẩu | 3,3 |"]
    assert [note.code for note in document.unread] == ["quote_open"]


def test_numbers_in_powers_of_ten_are_written_out_or_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Chỉ tiêu;Tháng 10\nThu;1,12345E+05\nChi;3,4E+03\nVốn;1,23E+08\n", "utf-8")
    document = read_document(path)
    assert "| Thu | 112345 |\n| Chi | 3400 |" in (document.text or "")
    assert [note.code for note in document.unread] == ["rounded_numbers"]


def test_more_marks_than_a_letter_can_bear_cost_no_time(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("a" + "\u0301\u0323" * 200_000, "utf-8")
    assert len(read_document(path).text or "") < 20


def test_no_name_is_refused() -> None:
    with pytest.raises(LoadError, match="name"):
        read_document("")


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Hoà bình, hoá chất, khoẻ mạnh, thuý, loá, toà án: kiểu bỏ dấu cũ.",
        "The café opened in Zürich; naïve résumés were read by señor Núñez and Françoise.",
        "a b c 1 2 3",
        "",
    ],
)
def test_other_letters_are_not_taken_for_old_fonts(text: str) -> None:
    assert old_letters(text) is None


def test_bytes_of_no_known_coding_name_the_place(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"abc \xff\x8f\x81 def")
    with pytest.raises(LoadError, match="byte 4"):
        read_document(path)


@pytest.mark.parametrize(
    ("text", "file", "mark"),
    [
        ("Chỉ tiêu;T9;T10\nIIP;1,5;2,5\nCPI;1;2\n", "", ";"),
        ("Chỉ tiêu\tT9\nIIP\t1,5\n", "", "\t"),
        ("a,b,c\n1,2,3\n4,5,6\n", "", ","),
        ('Chỉ tiêu,T9\n"Thu, chi","1,5"\nIIP,2\nCPI,3\n', "", ","),
        ("Biểu 1\nChỉ tiêu;T9\nIIP;1,5\nCPI;1,5\n", "a.csv", ";"),
        (TEXT, "", None),
        (TEXT, "a.txt", None),
        ("Kinh tế tăng, xã hội ổn định.\nThu tăng, chi giảm.\nXuất tăng, nhập giảm.\n", "", None),
        ("một dòng", "a.csv", None),
        ("| a | b |\n| 1 | 2 |\n", "", None),
    ],
)
def test_delimited_text_is_told_from_running_text(text: str, file: str, mark: str | None) -> None:
    assert delimiter_of(text, file) == mark


def test_delimited_text_is_one_table(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text('Chỉ tiêu;Tháng 9;Tháng 10\nIIP;1,5;2,5\n\n"Thu; chi";;3\n', "utf-8")
    document = read_document(path)
    (table,) = document.tables
    assert [(c.row, c.column, (document.text or "")[c.start : c.end]) for c in table.cells] == [
        (1, 1, "Chỉ tiêu"), (1, 2, "Tháng 9"), (1, 3, "Tháng 10"),
        (2, 1, "IIP"), (2, 2, "1,5"), (2, 3, "2,5"),
        (4, 1, "Thu; chi"), (4, 3, "3"),
    ]  # fmt: skip
    assert document.media_type == "text/csv"


def test_a_word_without_end_takes_no_longer_than_it_is_long() -> None:
    """65 kB of one letter took 20 seconds, here and not in the process that reads."""
    began = time.process_time()
    for text in (
        "x" * 60_000,
        "a" * 60_000 + "`",
        "a^" * 30_000,
        "đ" + "¨a" * 30_000,
        "a." * 20_000 + " " * 20_000,
    ):
        assert old_letters(text) in (None, "viqr")
    assert time.process_time() - began < 2


def test_a_sign_of_money_alone_is_no_letter() -> None:
    assert old_letters("三菱電機 ¥ 12,5 ¥ 13,5 ¥ 14,5 総会その他 ¥ ¥ ¥ ¥ Net profit") is None
