"""Archives, workbooks and frames that are broken: one clear error each."""

from __future__ import annotations

import dataclasses
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import hpbrief as hb
from hpbrief.errors import DatasetError, LoadError

xlsxwriter = pytest.importorskip("xlsxwriter")

Write = Callable[[dict[str, str]], Path]
HEADER = ["indicator", "area", "measure", "period", "value", "unit", "unit_mult", "status", "source"]
ROW = ["port_cargo", "Hải Phòng", "level", "2025-09M", 139.77, "T", 6, "A", "Báo A"]


def archive(path: Path, folder: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for file in sorted(folder.iterdir()):
            z.write(file, file.name)
    return path


def workbook(path: Path, *rows: list[Any], sheet: str = "observations") -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        for i, row in enumerate(rows):
            for j, cell in enumerate(row):
                page.write(i, j, cell)
    return path


def changed(**cells: Any) -> list[Any]:
    return [cells.get(name, cell) for name, cell in zip(HEADER, ROW, strict=True)]


# -- zip ---------------------------------------------------------------------------------------------


def test_a_zip_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"not a zip at all")
    with pytest.raises(LoadError, match=r"a\.zip is not a zip file"):
        hb.read_dataset(tmp_path / "a.zip")


def test_a_zip_cut_short(sound: dict[str, str], write: Write, tmp_path: Path) -> None:
    whole = archive(tmp_path / "a.zip", write(sound)).read_bytes()
    (tmp_path / "a.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(LoadError, match=r"a\.zip"):
        hb.read_dataset(tmp_path / "a.zip")


def test_a_zip_with_spoilt_contents(sound: dict[str, str], write: Write, tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", write(sound))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as z:
        info = z.getinfo("observations.csv")
    start = info.header_offset + 30 + len(info.filename)
    for i in range(start, start + info.compress_size):
        data[i] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(LoadError, match=r"a\.zip"):
        hb.read_dataset(path)


def test_a_locked_zip(sound: dict[str, str], write: Write, tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", write(sound))
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as z:
        offsets = [info.header_offset for info in z.infolist()]
        central = z.start_dir
    for offset in offsets:
        data[offset + 6] |= 1
    while data[central : central + 4] == b"PK\x01\x02":
        data[central + 8] |= 1
        sizes = [int.from_bytes(data[central + k : central + k + 2], "little") for k in (28, 30, 32)]
        central += 46 + sum(sizes)
    path.write_bytes(data)
    with pytest.raises(LoadError, match=r"a\.zip"):
        hb.read_dataset(path)


def test_a_zip_without_tables(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as z:
        z.writestr("readme.txt", "hello")
    with pytest.raises(LoadError, match=r"a\.zip holds none of sources\.csv, observations\.csv"):
        hb.read_dataset(tmp_path / "a.zip")


# -- workbooks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"PK\x03\x04 nor this"])
def test_a_workbook_that_is_none(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(LoadError, match=r"a\.xlsx cannot be read as a workbook"):
        hb.read_dataset(tmp_path / "a.xlsx")


def test_an_archive_named_as_a_workbook(sound: dict[str, str], write: Write, tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"a\.xlsx cannot be read as a workbook"):
        hb.read_dataset(archive(tmp_path / "a.xlsx", write(sound)))


def test_an_empty_workbook(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"a\.xlsx, sheet observations.*empty"):
        hb.read_dataset(workbook(tmp_path / "a.xlsx"))


def test_sheets_of_other_names(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("Tháng 9")
        book.add_worksheet("Tháng 10")
    with pytest.raises(LoadError, match=r"a\.xlsx has the sheets Tháng 9, Tháng 10; name them sources, obs"):
        hb.read_dataset(tmp_path / "a.xlsx")


@pytest.mark.parametrize(
    ("cells", "place", "parts"),
    [
        ({"value": "139,77"}, "line 3, column 'value'", ("'139,77' is not a number",)),
        ({"value": True}, "line 3, column 'value'", ("not a number",)),
        ({"value": None}, "line 3, column 'value'", ("empty",)),
        ({"period": "tháng 9"}, "line 3, column 'period'", ("'tháng 9' is not a period", "2025-10M")),
        ({"period": None}, "line 3, column 'period'", ("empty",)),
        ({"source": None}, "line 3, column 'source'", ("empty", "source")),
        ({"area": "Atlantis"}, "line 3, column 'area'", ("'Atlantis' is not in the catalogue",)),
        ({"unit_mult": 6.5}, "line 3, column 'unit_mult'", ("6.5 is not a whole number",)),
        ({"status": "ok"}, "line 3, column 'status'", ("A, P, E, F",)),
    ],
)
def test_a_broken_cell_of_a_workbook(
    cells: dict[str, Any], place: str, parts: tuple[str, ...], tmp_path: Path
) -> None:
    path = workbook(tmp_path / "a.xlsx", HEADER, changed(indicator="tourists", unit="PS"), changed(**cells))
    with pytest.raises(DatasetError) as caught:
        hb.read_dataset(path)
    assert len(caught.value.problems) == 1
    assert str(caught.value).startswith(f"a.xlsx, sheet observations, {place}: ")
    for part in parts:
        assert part in str(caught.value)


def test_the_same_figure_twice_with_other_publishers_name(tmp_path: Path) -> None:
    """One source cannot say two things of one cell, however its publisher is spelt."""
    rows = [[*changed(), "Báo A"], [*changed(value=140), "báo a"]]
    path = workbook(tmp_path / "a.xlsx", [*HEADER, "publisher"], *rows)
    with pytest.raises(DatasetError, match="repeats line 2"):
        hb.read_dataset(path)


# -- frames ------------------------------------------------------------------------------------------


def test_frames_of_other_names() -> None:
    import pandas as pd

    with pytest.raises(LoadError, match="no table 'numbers'; name the frames sources, observations"):
        hb.read_dataset({"numbers": pd.DataFrame()})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "x", None])
def test_a_broken_cell_of_a_frame(value: Any) -> None:
    import pandas as pd

    frame = pd.DataFrame([ROW, changed(value=value, period="2025-10M")], columns=HEADER, dtype=object)
    with pytest.raises(DatasetError, match="frame observations, line 2, column 'value'") as caught:
        hb.read_dataset({"observations": frame})
    assert len(caught.value.problems) == 1


def test_no_frames() -> None:
    with pytest.raises(DatasetError, match="neither observations nor goals"):
        hb.read_dataset({})


def test_cells_that_a_spreadsheet_would_run_are_marked_and_read_as_they_were(tmp_path: Path) -> None:
    first, *rest = hb.load_dataset("haiphong-2025").tables.sources
    title = "=HYPERLINK('http://a')"
    ds = hb.load_dataset("haiphong-2025")
    tables = ds.tables.model_copy(
        update={"sources": (first.model_copy(update={"title": title, "publisher": "'-x"}), *rest)}
    )
    dataclasses.replace(ds, tables=tables).write(tmp_path / "a", bom=True)
    text = (tmp_path / "a" / "sources.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    assert b"'=HYPERLINK" in text
    again = hb.read_dataset(tmp_path / "a").tables.sources[0]
    assert (again.title, again.publisher) == (title, "'-x")


def test_a_data_set_that_is_being_written_is_refused(tmp_path: Path) -> None:
    ds = hb.load_dataset("haiphong-2025")
    ds.write(tmp_path / "a")
    (tmp_path / ".a.new").mkdir()
    with pytest.raises(hb.LoadError, match="another program"):
        ds.write(tmp_path / "a")
    (tmp_path / ".a.new").rmdir()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"]
    assert hb.read_dataset(tmp_path / "a").tables == ds.tables
