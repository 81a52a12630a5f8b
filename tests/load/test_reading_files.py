"""The doors that people use: read_briefing, read_briefings and the command, given files of any kind."""

import json
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import hostile
import pytest
import specimens
from click.testing import CliRunner

import hpbrief as hb
from hpbrief.briefing import ReadBriefing
from hpbrief.cli import main


def written(folder: Path) -> list[Path]:
    """The report as each kind of file, one broken, one that asks too much."""
    files = {
        "a.docx": specimens.word(),
        "b.html": specimens.page(),
        "c.pdf": specimens.pdf(),
        "d.docx": specimens.word()[:3000],
        "e.docx": hostile.billion_laughs(),
        "f.zip": hostile.zipped({"g.txt": specimens.FIRST.encode()}),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


def values(briefing: ReadBriefing) -> list[float]:
    return sorted(row["value"] for row in briefing.to_records() if row["kind"] == "figure")


def test_each_kind_of_file_gives_the_same_figures(tmp_path: Path) -> None:
    word, page, pdf, *_ = written(tmp_path)
    read = values(hb.read_briefing(word))
    assert {15.2, 11250.3, 2.5, 10980.5, 112.4} <= set(read)
    assert values(hb.read_briefing(page)) == values(hb.read_briefing(pdf)) == read


def test_each_figure_can_be_shown_on_its_page(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(
        specimens.pdf(f"{specimens.FIRST}\n#pagebreak()\nXuất khẩu ước đạt 3,2 tỷ USD.")
    )
    briefing = hb.read_briefing(tmp_path / "a.pdf")
    pages = {row["value"]: briefing.document.page_of(row["start"]) for row in briefing.to_records()}
    assert (pages[15.2], pages[3.2]) == (1, 2)


def test_a_folder_goes_on_after_what_is_broken(tmp_path: Path) -> None:
    written(tmp_path)
    found = dict(hb.read_briefings(tmp_path))
    kinds = [type(one).__name__ for one in found.values()]
    assert kinds == ["ReadBriefing"] * 3 + ["LoadError", "UnsafeFileError", "ReadBriefing"]


def test_the_command_takes_any_of_them_and_tells_what_failed(tmp_path: Path) -> None:
    files = written(tmp_path)
    result = CliRunner().invoke(main, ["extract", *map(str, files), "--format", "jsonl"])
    assert result.exit_code == 1
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert len({row["document"] for row in rows}) == 3  # what says the same, as a.docx and b.html do, is one
    assert "d.docx" in result.stderr
    assert "kiểu tài liệu" in result.stderr
    for data in (files[0].read_bytes(), files[5].read_bytes()):
        piped = CliRunner().invoke(main, ["extract", "-", "--format", "jsonl"], input=data)
        assert piped.exit_code == 0
        assert piped.stdout


def test_the_command_tells_what_was_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(specimens.workbook())
    for lang, words in (("vi", "trang tính ẩn không đọc: Nháp"), ("en", "hidden sheets were not read: Nháp")):
        result = CliRunner().invoke(main, ["extract", str(path), "--format", "html", "--lang", lang])
        assert words in result.stderr
        assert f"<li>{words}</li>" in result.stdout
    assert "hidden_sheet" in {issue.code for issue in hb.read_briefing(path).issues}


def test_files_are_read_from_threads(tmp_path: Path) -> None:
    files = written(tmp_path)[:3] * 2
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(hb.read_document, files))
    assert [one.id for one in found[:3]] == [one.id for one in found[3:]]


def test_reading_a_file_loads_no_office_library_here(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(specimens.word())
    code = (
        "import sys, hpbrief; hpbrief.read_document('a.docx'); "
        "print([m for m in ('docx', 'lxml', 'openpyxl', 'pdfplumber', 'trafilatura', 'pandas') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_reader_that_dies_is_an_error_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hpbrief.load import sandbox

    monkeypatch.setattr(sandbox, "can_fork", lambda: False)
    path = tmp_path / "a.docx"
    path.write_bytes(specimens.word())
    for end, words in (
        ("os.abort()", "SIGABRT"),
        ("os.kill(os.getpid(), 9)", "limit seconds"),
        ("sys.stderr.write('memory allocation of 9 bytes failed'); os.abort()", "limit memory_bytes"),
        ("print('{')", "exit code 0"),
        ("print('[1]')", "exit code 0"),
        ("import time; time.sleep(60)", "limit seconds"),
    ):
        monkeypatch.setattr(sandbox, "_START", f"import os, sys; {end}")
        with pytest.raises(hb.UnsafeFileError, match=words):
            hb.read_document(path, limits=hb.Limits(seconds=0.5))


def test_an_empty_zip_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("__MACOSX/a", "")
    for lang, words in (("vi", "tệp zip không chứa tệp nào"), ("en", "the zip holds no file")):
        done = CliRunner().invoke(main, ["extract", str(path), "--lang", lang])
        assert done.exit_code == 1
        assert words in done.stderr
