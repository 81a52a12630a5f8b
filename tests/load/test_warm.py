"""The process that waits: a child for each file, whatever becomes of it."""

import os
import signal
import sys
import threading
from pathlib import Path

import pytest
import specimens

from hpbrief.errors import LoadError, UnsafeFileError
from hpbrief.load import Limits, read_document, warm
from hpbrief.load.sandbox import read_apart

pytestmark = pytest.mark.skipif(not warm.can_fork(), reason="files are read by processes started for each")


@pytest.fixture(autouse=True)
def fresh() -> None:
    warm._POOL.close()


def waiting() -> list[int]:
    return [one.process.pid for one in warm._POOL.idle]


def test_one_process_serves_file_after_file() -> None:
    first = read_apart(specimens.word(), "docx", "a", Limits())
    (number,) = waiting()
    assert read_apart(specimens.word(), "docx", "a", Limits()) == first
    read_apart(specimens.page(), "html", "b", Limits())
    with pytest.raises(LoadError):
        read_apart(b"PK\x03\x04 broken", "docx", "c", Limits())
    assert waiting() == [number]


def test_a_file_that_breaks_its_child_leaves_the_next_alone() -> None:
    long = "<html><body>" + "<p>Tổng thu ngân sách đạt 12 tỷ đồng.</p>" * 40_000
    with pytest.raises(UnsafeFileError):
        read_apart(long.encode(), "html", "a", Limits(memory_bytes=1_000_000))
    assert read_apart(specimens.workbook(), "xlsx", "a", Limits()).parts


def test_a_file_that_takes_too_long_is_ended() -> None:
    with pytest.raises(UnsafeFileError, match="seconds"):
        read_apart(specimens.pdf(), "pdf", "a", Limits(seconds=0.001))
    assert read_apart(specimens.pdf(), "pdf", "a", Limits()).parts


def test_a_process_that_is_gone_is_replaced() -> None:
    read_apart(specimens.word(), "docx", "a", Limits())
    (number,) = waiting()
    os.kill(number, signal.SIGKILL)
    assert read_apart(specimens.word(), "docx", "a", Limits()).parts
    assert read_apart(specimens.word(), "docx", "a", Limits()).parts
    assert waiting() != [number]


def test_a_process_is_replaced_after_many_files_and_where_modules_moved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(warm, "_FILES", 2)
    numbers = []
    for _ in range(3):
        read_apart(specimens.word(), "docx", "a", Limits())
        numbers += waiting()
    assert numbers[0] == numbers[1] != numbers[2]
    monkeypatch.setattr(sys, "path", [*sys.path, "/nowhere"])
    read_apart(specimens.word(), "docx", "a", Limits())
    assert waiting() != numbers[2:]


def test_threads_read_at_once(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(specimens.word())
    found: list[str | None] = []

    def read() -> None:
        found.append(read_document(tmp_path / "a").text)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_without_forks_a_process_is_started_for_each_file(monkeypatch: pytest.MonkeyPatch) -> None:
    forked = read_apart(specimens.word(), "docx", "a", Limits())
    monkeypatch.setattr("hpbrief.load.sandbox.can_fork", lambda: False)
    assert read_apart(specimens.word(), "docx", "a", Limits()) == forked


@pytest.mark.skipif(
    sys.platform == "darwin", reason="libraries of the system are not safe there after a fork"
)
def test_a_forked_process_waits_with_readers_of_its_own() -> None:
    read_apart(specimens.word(), "docx", "a", Limits())
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = 0 if read_apart(specimens.word(), "docx", "a", Limits()).parts else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert read_apart(specimens.word(), "docx", "a", Limits()).parts


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx", "pdf"])
def test_the_files_of_our_own_are_read_without_fault(kind: str) -> None:
    """A sample that is refused would warm nothing."""
    from hpbrief.load.child import read_here
    from hpbrief.load.limits import Limits
    from hpbrief.load.samples import sample_of
    from hpbrief.load.sniff import kind_of

    data = sample_of(kind)
    assert data is not None
    assert kind_of(data, Limits()) == kind
    read = read_here(data, kind, Limits())
    assert "error" not in read
    assert any(part[0] == "g" for part in read["parts"])  # type: ignore[attr-defined]
