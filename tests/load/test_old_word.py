"""Word documents of 1997 to 2003: letters, marks, merged cells, tables in cells; broken and hostile ones."""

import io
import struct
from pathlib import Path

import olefile
import pytest

from hpbrief.errors import LoadError, UnsafeFileError
from hpbrief.load import Limits, documents_of_bytes
from hpbrief.load.word.sprms import modifiers, paragraph_form
from hpbrief.models import Document

FILES = Path(__file__).parents[1] / "files"
KINDS = (FILES / "old-word.doc").read_bytes()
REPORT = (FILES / "report" / "bao-cao-thang-10.doc").read_bytes()
PIECES = 0x1A2


def opened(data: bytes, limits: Limits | None = None) -> Document:
    ((_, found),) = documents_of_bytes(data, "a.doc", limits=limits)
    if isinstance(found, LoadError):
        raise found
    return found


def streams(data: bytes) -> tuple[bytes, bytes, str]:
    with olefile.OleFileIO(io.BytesIO(data)) as file:
        head = file.openstream("WordDocument").read()
        name = "1Table" if head[0x0B] & 2 else "0Table"
        return head, file.openstream(name).read(), name


def changed(data: bytes, stream: str, content: bytes) -> bytes:
    """The file with a stream of the same length in the place of one."""
    out = io.BytesIO(data)
    with olefile.OleFileIO(out, write_mode=True) as file:
        file.write_stream(stream, content)
    return out.getvalue()


def with_number(data: bytes, place: int, value: int) -> bytes:
    """The file with another number in its head."""
    head = bytearray(streams(data)[0])
    head[place : place + 4] = struct.pack("<I", value)
    return changed(data, "WordDocument", bytes(head))


def rows(document: Document, number: int) -> list[tuple[int, int, str, int, int]]:
    text = document.text or ""
    cells = document.tables[number - 1].cells
    return [(c.row, c.column, text[c.start : c.end], c.rows, c.columns) for c in cells]


def test_words_as_they_are_shown() -> None:
    first = (opened(KINDS).text or "").splitlines()[0]
    assert first == "Thu ngân sách tháng 10 KẾ HOẠCH năm 2025 năm đạt 11.250,3 tỷ đồng"


def test_letters_of_old_fonts_are_told() -> None:
    document = opened(KINDS)
    assert [note.vi.split(" đã")[0] for note in document.unread] == ["chữ TCVN3 (ABC)", "chữ VNI"]
    assert document.title == "Báo cáo tình hình kinh tế - xã hội tháng 10 và 10 tháng năm 2025"
    assert str(document.file_date) == "2025-10-30"


def test_merged_cells_and_a_table_in_a_cell() -> None:
    document = opened(KINDS)
    assert rows(document, 1) == [
        (1, 1, "Chỉ tiêu", 2, 1),
        (1, 2, "Tháng 10", 1, 2),
        (2, 2, "Kế hoạch", 1, 1),
        (2, 3, "Ước", 1, 1),
        (3, 1, "Xuất khẩu", 1, 1),
        (3, 2, "3,1", 1, 1),
        (3, 3, "3,3", 1, 1),
    ]
    assert [text for _, _, text, _, _ in rows(document, 2)] == ["Nhập khẩu", "4,4", "Du lịch", "9,5"]
    assert "Biểu trong khung" in (document.text or "")


def test_the_text_is_that_of_the_same_file_as_docx() -> None:
    new = opened((FILES / "report" / "bao-cao-thang-10.docx").read_bytes())
    assert opened(REPORT).text == new.text


def test_locked_and_older_files_are_named() -> None:
    head = bytearray(streams(KINDS)[0])
    head[0x0B] |= 1
    with pytest.raises(LoadError, match="password"):
        opened(changed(KINDS, "WordDocument", bytes(head)))
    head = bytearray(streams(KINDS)[0])
    head[:4] = b"\xdc\xa5\x65\x00"
    with pytest.raises(LoadError, match="before 1997"):
        opened(changed(KINDS, "WordDocument", bytes(head)))


def test_without_its_table_of_pieces_it_is_broken() -> None:
    with pytest.raises(LoadError, match="broken Word document"):
        opened(with_number(KINDS, PIECES + 4, 0))


def test_one_text_said_many_times_over_passes_the_limit() -> None:
    head, tables, name = streams(REPORT)
    start = int.from_bytes(head[PIECES : PIECES + 4], "little")
    length = int.from_bytes(tables[start + 1 : start + 5], "little")
    count = (length - 4) // 12
    whole = struct.pack("<HIH", 0, 0x40000000, 0)  # every piece is the stream from its first byte on
    made = bytearray(tables)
    places = struct.pack(f"<{count + 1}I", *(n * 60_000 for n in range(count + 1)))
    made[start + 5 : start + 5 + length] = (places + whole * count)[:length]
    data = with_number(changed(REPORT, name, bytes(made)), 0x4C, 4_000_000_000)
    with pytest.raises(UnsafeFileError, match="limit text"):
        opened(data, Limits(text=20_000))


@pytest.mark.parametrize("cut", [600, 5_000, 15_000, 20_000])
def test_cut_off_it_is_read_or_refused(cut: int) -> None:
    for _, found in documents_of_bytes(KINDS[:cut], "a.doc"):
        assert isinstance(found, Document | LoadError)


def test_modifiers_of_any_bytes_end() -> None:
    for data in (
        b"\x08\xd6",
        b"\x08\xd6\xff\xff",
        b"\x15\xc6\xff",
        b"\x15\xc6\xff\xff\xff\xff",
        b"\xff" * 40,
    ):
        assert len(list(modifiers(data))) < 20
    pointing = b"\x00\x00\x46\x66\x00\x00\x00\x00"
    assert (
        paragraph_form(pointing, b"\x06\x00\x46\x66\x00\x00\x00\x00").depth == 0
    )  # one that points to itself
