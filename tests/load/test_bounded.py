"""Each bound that the library promises, one test a sentence; what is refused names its file, and nothing is lost."""

import io
import os
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import hostile
import pytest
import specimens
from click.testing import CliRunner

import hpbrief as hb
from hpbrief.cli import main
from hpbrief.errors import LoadError, UnsafeFileError
from hpbrief.load import Limits, read_document, read_documents
from hpbrief.models import Document

AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def opened(data: bytes, tmp_path: Path, limits: Limits | None = None) -> Document:
    path = tmp_path / "report"
    path.write_bytes(data)
    return read_document(path, limits=limits)


def briefly(act: Callable[[], object]) -> None:
    """Do something that takes this process no more than a moment."""
    began = time.process_time()
    act()
    assert time.process_time() - began < 2


# -- limits hold however the file is written --------------------------------------------------------------


@pytest.mark.parametrize(
    "script", ["<script>x</script>", "<SCRIPT>x</SCRIPT>", "<STYLE>x</STYLE>", "<!-- x -->"]
)
@pytest.mark.parametrize(
    ("limits", "named"), [(Limits(elements=900), "elements"), (Limits(nesting=90), "nesting")]
)
def test_limits_of_pages_hold_after_scripts_in_capitals(
    script: str, limits: Limits, named: str, tmp_path: Path
) -> None:
    page = f"<html><body>{script}{('<p>' if named == 'elements' else '<div>') * 1000}a"
    with pytest.raises(UnsafeFileError, match=f"limit {named} = "):
        opened(page.encode(), tmp_path, limits)


def test_a_script_that_holds_tags_is_no_element(tmp_path: Path) -> None:
    page = f"<p>{specimens.FIRST}<SCRIPT>{'<div>' * 1000}</SCRIPT><p>{specimens.LAST}"
    assert specimens.LAST in (opened(page.encode(), tmp_path, Limits(nesting=90)).text or "")


def test_blank_rows_and_cells_repeated_without_end_cost_nothing(tmp_path: Path) -> None:
    blank = (
        '<table:table-row table:number-rows-repeated="1000000000">'
        '<table:table-cell table:number-columns-repeated="1000000000"/></table:table-row>'
    )
    cell = '<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell>'
    row = f"<table:table-row>{cell}</table:table-row>"
    briefly(
        lambda: opened(specimens.open_sheet_of(blank.replace("1000000000", "9") * 20 + row + blank), tmp_path)
    )
    assert "a" in (opened(specimens.open_sheet_of(row + blank), tmp_path).text or "")


def test_one_text_shared_by_many_cells_counts_each_time(tmp_path: Path) -> None:
    def book(cells: int, size: int) -> bytes:
        rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, cells + 1))
        space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
        kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        related = "http://schemas.openxmlformats.org/package/2006/relationships"
        sheet = f'<sheet name="a" xmlns:r="{kinds}" r:id="r1"/>'
        links = "".join(
            f'<Relationship Id="r{n}" Type="{kinds}/{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(
                (("worksheet", "sheet1.xml"), ("sharedStrings", "sharedStrings.xml")), 1
            )
        )
        top = f'<Relationship Id="r" Type="{kinds}/officeDocument" Target="xl/workbook.xml"/>'
        return hostile.zipped(
            {
                "[Content_Types].xml": b"<Types/>",
                "_rels/.rels": f'<Relationships xmlns="{related}">{top}</Relationships>'.encode(),
                "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{related}">{links}</Relationships>'.encode(),
                "xl/workbook.xml": f"<workbook {space}><sheets>{sheet}</sheets></workbook>".encode(),
                "xl/sheet1.xml": f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>".encode(),
                "xl/sharedStrings.xml": f"<sst {space}><si><t>{'x' * size}</t></si></sst>".encode(),
            }
        )

    assert "xxx" in (opened(book(3, 3), tmp_path).text or "")
    with pytest.raises(UnsafeFileError, match="limit text = "):
        briefly(lambda: opened(book(2_000, 30_000), tmp_path))


def test_members_of_stored_packages_are_those_of_the_zip_alone(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for number in range(30):
            archive.writestr(f"{number}.docx", specimens.word())
    path = tmp_path / "a.zip"
    path.write_bytes(out.getvalue())
    found = [one for _, one in read_documents(path, limits=Limits(members=30))]
    assert [type(one) for one in found] == [Document] * 30
    with pytest.raises(UnsafeFileError, match="30 members: more than limit members = 29"):
        read_document(path, limits=Limits(members=29))


def test_a_member_that_lies_about_its_size_is_not_unpacked_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(hostile.lying_zip())
    with pytest.raises(LoadError, match="broken or cut off"):
        briefly(lambda: read_document(path))


@pytest.mark.parametrize("marks", ["\u0301" * 60_000, "\u0323\u0301" * 30_000, "\u0327\u0300\u0323" * 20_000])
@pytest.mark.parametrize("form", ["Thu a{}b đạt 12 tỷ đồng", "<p>Thu a{}b đạt 12 tỷ đồng"])
def test_marks_without_end_take_no_time_here(marks: str, form: str, tmp_path: Path) -> None:
    briefly(lambda: hb.read_briefing(written(form.format(marks).encode(), tmp_path)))


def written(data: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "report"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("text", ["tăng 1,5% và " * 6_000, "Thu " * 20_000, "1.234,5 " * 9_000, "x" * 90_000])
def test_a_line_without_end_is_read_in_the_time_of_its_length(text: str) -> None:
    began = time.process_time()
    hb.parse_briefing(text)
    assert time.process_time() - began < 10


# -- nothing is lost in silence ----------------------------------------------------------------------------


@pytest.mark.parametrize("tag", ["div", "span", "b", "li><span", "blockquote"])
def test_deep_pages_are_read_or_refused(tag: str, tmp_path: Path) -> None:
    for depth in (100, 255, 300, 450):
        page = f"<html><body><p>{specimens.FIRST}</p>{f'<{tag}>' * (depth // (1 + ('><' in tag)))}{specimens.LAST}"
        assert specimens.LAST in (opened(page.encode(), tmp_path).text or ""), depth
    with pytest.raises(UnsafeFileError, match="limit nesting = 500"):
        opened(f"<p>{specimens.FIRST}{f'<{tag}>' * 600}{specimens.LAST}".encode(), tmp_path)


def test_a_quote_that_is_never_closed_is_told_and_swallows_nothing(tmp_path: Path) -> None:
    rows = 'Chỉ tiêu;T9;T10\nIIP;1,5;2,5\n"CPI;1;2\nThu ngân sách;10;12\n'
    path = tmp_path / "a.csv"
    path.write_text(rows, "utf-8")
    brief = hb.read_briefing(path)
    assert "quote_open" in {issue.code for issue in brief.issues}
    assert "| Thu ngân sách | 10 | 12 |" in (brief.document.text or "")


@pytest.mark.parametrize("name", ["", " ", "\n"])
def test_no_name_is_refused(name: str) -> None:
    with pytest.raises(LoadError):
        read_document(name)


# -- what the system refuses names the file ----------------------------------------------------------------


def test_a_name_that_is_too_long_or_has_no_letters_is_refused_by_name(tmp_path: Path) -> None:
    for path in (tmp_path / ("x" * 300), tmp_path / "a\0b", tmp_path / "missing" / "a"):
        with pytest.raises(LoadError) as caught:
            read_document(path)
        assert str(path)[-20:].replace("\0", "") in str(caught.value).replace("\\x00", "").replace(
            "\ufffd", ""
        )


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are Unicode there")
def test_a_name_that_is_no_utf8_is_read_and_can_be_printed(tmp_path: Path) -> None:
    name = os.fsdecode(b"b\xff.txt")
    (tmp_path / name).write_text(specimens.FIRST, "utf-8")
    ((shown, document),) = read_documents(tmp_path)
    assert isinstance(document, Document)
    (shown + document.file).encode("utf-8")
    result = CliRunner().invoke(main, ["extract", str(tmp_path / name), "--format", "csv"])
    assert result.exit_code == 0, result.output


@pytest.mark.skipif(AS_ROOT, reason="root may open everything")
def test_a_closed_file_or_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(specimens.FIRST, "utf-8")
    closed = tmp_path / "inner"
    closed.mkdir()
    (closed / "b.txt").write_text("x", "utf-8")
    closed.chmod(0)
    try:
        found = dict(read_documents(tmp_path))
    finally:
        closed.chmod(0o755)
    assert sorted(type(one).__name__ for one in found.values()) == ["Document", "LoadError"]


def test_a_subfolder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the one above, where the one who tests may open everything."""
    (tmp_path / "a.txt").write_text(specimens.FIRST, "utf-8")
    (tmp_path / "inner").mkdir()
    scandir = os.scandir

    def refusing(path: str) -> object:
        if os.fspath(path).endswith("inner"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    found = dict(read_documents(tmp_path))
    (error,) = (one for one in found.values() if isinstance(one, LoadError))
    assert "inner" in str(error)
    assert "Permission denied" in str(error)
    assert sum(isinstance(one, Document) for one in found.values()) == 1


def test_what_stops_the_reader_from_starting_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    path = written(specimens.word(), tmp_path)
    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(LoadError) as caught:
        read_document(path)
    assert str(path) in str(caught.value)


def test_a_file_that_fails_while_it_is_read_names_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(b"abc", tmp_path)

    class Failing(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fdopen", lambda *_: Failing())
    with pytest.raises(LoadError, match="Input/output error") as caught:
        read_document(path)
    assert str(path) in str(caught.value)


def test_no_name_reaches_a_terminal_with_its_signs(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(
        hostile.zipped({"a\x1b[31m.docx": b"PK\x03\x04 broken", "b\r\x07.txt": specimens.FIRST.encode()})
    )
    for command in (
        ["extract", str(path)],
        ["extract", str(path), "--format", "csv"],
        ["extract", str(path), "--lang", "vi"],
    ):
        result = CliRunner().invoke(main, command)
        assert not {"\x1b", "\x07", "\r"} & set(result.output.replace("\x1b[0m", ""))
