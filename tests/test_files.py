"""Files and folders appear complete or not at all; what the system refuses is said of the file."""

import os
from pathlib import Path

import pytest

from hpbrief.errors import LoadError
from hpbrief.files import replace_folder, write_bytes, write_text


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_the_old_folder_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "data"
    for words in ("one", "two"):
        with replace_folder(folder) as work:
            write_text(work / "x.txt", words)
            assert not folder.exists() or (folder / "x.txt").read_text() == "one"
        assert (folder / "x.txt").read_text() == words
        assert names(folder.parent) == ["data"]


def test_a_folder_that_is_not_filled_leaves_the_old_one_and_no_stray(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with replace_folder(folder) as work:
        write_text(work / "x.txt", "one")

    def fill() -> None:
        with replace_folder(folder) as work:
            write_text(work / "x.txt", "two")
            raise KeyError

    with pytest.raises(KeyError):
        fill()
    assert (folder / "x.txt").read_text() == "one"
    assert names(tmp_path) == ["data"]


def test_a_folder_that_cannot_take_its_place_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    with replace_folder(folder) as work:
        write_text(work / "x.txt", "one")
    rename = Path.rename

    def refused(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise OSError(5, "input or output")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refused)
    with pytest.raises(LoadError, match="input or output"), replace_folder(folder):
        pass
    assert (folder / "x.txt").read_text() == "one"
    assert names(tmp_path) == ["data"]


def test_two_writers_of_one_folder_are_refused_and_what_was_left_behind_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with replace_folder(folder), pytest.raises(LoadError, match="another program"), replace_folder(folder):
        pass
    (tmp_path / ".data.new").mkdir()
    (tmp_path / ".data.old").mkdir()
    os.utime(tmp_path / ".data.new", (0, 0))
    with replace_folder(folder) as work:
        write_text(work / "x.txt", "one")
    assert names(tmp_path) == ["data"]


def test_what_the_system_refuses_is_said_of_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file" / "x.txt", tmp_path / ("x" * 300)):
        with pytest.raises(LoadError) as caught:
            write_text(path, "a")
        assert str(path) in str(caught.value)
    path = tmp_path / "report.docx"
    for error, words in (
        (PermissionError(13, "denied"), "đóng tệp"),
        (OSError(28, "no space"), "đĩa đã đầy"),
    ):
        monkeypatch.setattr(Path, "replace", lambda *_, e=error: (_ for _ in ()).throw(e))
        with pytest.raises(LoadError) as caught:
            write_bytes(path, b"a")
        assert words in caught.value.vi
        assert str(path) in caught.value.vi
    assert names(tmp_path) == ["file"]


def test_a_long_name_is_no_longer_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 250 + ".txt")
    assert write_text(path, "a").read_text() == "a"
