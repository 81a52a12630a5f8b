import os
from pathlib import Path

import hostile
import pytest

from hpbrief.errors import LoadError, UnsafeFileError
from hpbrief.load import Limits, read_document, read_documents
from hpbrief.models import Document

GOOD = "Tháng 10 năm 2025, thu ngân sách tăng 12,4% so với cùng kỳ."


@pytest.mark.parametrize("name", hostile.HOSTILE)
def test_a_hostile_file_is_refused_by_the_name_of_its_limit(name: str, tmp_path: Path) -> None:
    make, named = hostile.HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(make())
    (tmp_path / "zz-good.txt").write_text(GOOD, "utf-8")
    *bad, (_, good) = read_documents(tmp_path)  # the batch goes on
    assert bad
    for _, error in bad:
        assert isinstance(error, UnsafeFileError)
        assert named in str(error)
        assert str(path) in str(error)
    assert isinstance(good, Document)
    assert good.text == GOOD


def test_a_locked_pdf_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(hostile.encrypted_pdf())
    with pytest.raises(LoadError, match="password"):
        read_document(path)


def test_a_member_that_lies_about_its_size_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(hostile.lying_zip())
    with pytest.raises(LoadError, match="broken"):
        read_document(path)


def test_a_page_of_comments_without_end_has_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(hostile.unclosed_comments())
    with pytest.raises(LoadError, match="no text"):
        read_document(path, limits=Limits(seconds=10))


def test_a_page_too_large_for_finding_its_main_text_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    lines = [f"Thu ngân sách đạt {n},5 tỷ đồng" for n in range(40_000)]
    path.write_text(f"<html><body>{''.join(f'<p>{line}</p>' for line in lines)}</body></html>", "utf-8")
    assert (read_document(path).text or "").splitlines() == lines


def test_an_entity_leaks_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("S3CRET", "utf-8")
    xml = hostile.xxe().replace(b"/etc/passwd", str(secret).encode())
    path = tmp_path / "a.docx"
    path.write_bytes(xml)
    with pytest.raises(LoadError) as raised:
        read_document(path)
    assert "S3CRET" not in str(raised.value)


def test_limits_are_arguments(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(hostile.zipped({"a.txt": GOOD.encode(), "b.txt": GOOD.encode()}))
    assert len(list(read_documents(path))) == 2
    for limits in (Limits(members=1), Limits(bytes=10), Limits(unpacked_bytes=10), Limits(depth=0)):
        field = next(f for f in ("members", "bytes", "unpacked_bytes", "depth") if getattr(limits, f) < 100)
        with pytest.raises(UnsafeFileError, match=f"limit {field} = "):
            read_document(path, limits=limits)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes with names")
def test_what_is_no_file_is_refused_without_waiting(tmp_path: Path) -> None:
    pipe, loop = tmp_path / "pipe", tmp_path / "loop"
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    for path, words in ((pipe, "a pipe"), (loop, "loop"), (Path("/dev/zero"), "a device")):
        with pytest.raises(LoadError, match=words):
            read_document(path)
    (tmp_path / "none").mkdir()
    with pytest.raises(LoadError, match="nothing in it"):
        read_document(tmp_path / "none")


@pytest.mark.parametrize("data", [b"", b" \n", bytes(range(256)) * 20, b"\x00\x01\x02" * 999])
def test_bytes_that_are_nothing_are_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(data)
    with pytest.raises(LoadError, match=str(path)):
        read_document(path)
