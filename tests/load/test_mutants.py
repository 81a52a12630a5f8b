from pathlib import Path

import hostile
import pytest
import specimens
from mutants import mutate

from hpbrief.errors import LoadError
from hpbrief.load import Limits, read_documents
from hpbrief.models import Document

LIMITS = Limits(seconds=10)
TEXTS = {
    "text": specimens.FIRST.encode() * 3,
    "utf16": specimens.FIRST.encode("utf-16"),
    "csv": "Chỉ tiêu;T9;T10\nIIP;1,5;2,5\nCPI;1;2\n".encode(),
    "zip": hostile.zipped({"a.txt": specimens.FIRST.encode(), "b.csv": b"a;b\n1;2\n3;4\n"}),
}
FILES = {"docx": specimens.word, "xlsx": specimens.workbook, "pdf": specimens.pdf, "html": specimens.page}


def _read(data: bytes, path: Path) -> None:
    """Documents or errors of the tree come, and nothing else."""
    path.write_bytes(data)
    for name, found in read_documents(path, limits=LIMITS):
        assert isinstance(found, (Document, LoadError))
        if isinstance(found, Document):
            text = found.text or ""
            for table in found.tables:
                assert all(table.start <= c.start <= c.end <= table.end for c in table.cells)
            assert list(found.pages) == sorted(found.pages)
            assert all(0 <= at <= len(text) for at in found.pages)
        else:
            assert name in str(found)


@pytest.mark.parametrize("kind", TEXTS)
def test_changed_texts_and_zips_are_read_or_refused(kind: str, tmp_path: Path) -> None:
    for seed in range(25):
        _read(mutate(TEXTS[kind], seed), tmp_path / "a")


@pytest.mark.parametrize("part", range(2))
@pytest.mark.parametrize("kind", FILES)
def test_changed_files_are_read_or_refused(kind: str, part: int, tmp_path: Path) -> None:
    data = FILES[kind]()
    for seed in range(12):
        _read(mutate(data, 100 * part + seed), tmp_path / "a")
