"""One data set, from a folder, a zip, a workbook and frames: the same tables."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import hpbrief as hb
from hpbrief.errors import LoadError

xlsxwriter = pytest.importorskip("xlsxwriter")

Write = Callable[[dict[str, str]], Path]
BUNDLED = ("haiphong-2025", "provinces-2025")


def workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    """A workbook as a person makes it: numbers are numbers and days are days."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, grid in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(grid):
                for j, cell in enumerate(row):
                    sheet.write(i, j, cell)
    return path


def typed(text: str) -> list[list[Any]]:
    header, *body = csv.reader(io.StringIO(text))
    return [header, *([_cell(name, c) for name, c in zip(header, row, strict=True)] for row in body)]


def _cell(column: str, cell: str) -> Any:
    if not cell:
        return None
    if column in ("value", "unit_mult", "of_total", "count"):
        return float(cell)
    if column.startswith("period_") or column in ("published", "known_from", "adopted", "stated_on"):
        return date.fromisoformat(cell)
    return cell


def text_of(ds: hb.Dataset, folder: Path) -> dict[str, str]:
    return {f.stem: f.read_text("utf-8") for f in ds.write(folder).glob("*.csv")}


@pytest.mark.parametrize("name", BUNDLED)
def test_folder_zip_workbook_and_frames_say_the_same(name: str, tmp_path: Path) -> None:
    ds = hb.load_dataset(name)
    texts = text_of(ds, tmp_path / "folder")
    for inside in ("", "data/"):
        archive = tmp_path / f"{inside.strip('/') or 'top'}.zip"
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as z:
            for file in (tmp_path / "folder").iterdir():
                z.write(file, inside + file.name)
        assert hb.read_dataset(archive) == ds
    assert hb.read_dataset(tmp_path / "folder") == ds
    book = workbook(tmp_path / "book.xlsx", {t: typed(text) for t, text in texts.items()})
    assert hb.read_dataset(book).tables == ds.tables
    assert hb.read_dataset(str(book)).name == "book"


@pytest.mark.parametrize("name", BUNDLED)
def test_frames_go_round(name: str) -> None:
    ds = hb.load_dataset(name)
    tables = ("sources", "observations", "goals", "verdicts", "headline_verdicts")
    assert hb.read_dataset({t: ds.to_frame(t) for t in tables}).tables == ds.tables


def test_frames_with_an_empty_count_go_round(sound: dict[str, str], write: Write) -> None:
    ds = hb.read_dataset(write(sound))
    assert ds.tables.verdicts[1].of_total is None
    assert hb.read_dataset({t: ds.to_frame(t) for t in sound}).tables == ds.tables


def test_frames_with_missing_cells_of_every_kind(sound: dict[str, str]) -> None:
    import pandas as pd

    frames = {t: pd.read_csv(io.StringIO(text)) for t, text in sound.items()}
    expected = hb.read_dataset({t: f.astype(object) for t, f in frames.items()}).tables
    assert len(expected.observations) == 3
    assert expected.verdicts[1].of_total is None
    assert hb.read_dataset(frames).tables == expected
    assert hb.read_dataset({t: f.convert_dtypes() for t, f in frames.items()}).tables == expected


def test_a_frame_of_numpy_scalars(sound: dict[str, str]) -> None:
    import numpy as np
    import pandas as pd

    frames = {t: pd.read_csv(io.StringIO(text)) for t, text in sound.items()}
    values = frames["observations"]["value"].tolist()
    frames["observations"]["value"] = pd.Series([np.float64(v) for v in values], dtype=object)
    tables = hb.read_dataset(frames).tables
    assert [float(o.quantity.value) for o in tables.observations] == values


OWN = [
    [
        "Indicator",
        "Area",
        "measure",
        "period",
        "value",
        "unit",
        "unit_mult",
        "status",
        "source",
        "source_url",
    ],
    ["port_cargo", "Hải Phòng", "level", "2025-09M", 139.77, "T", 6, "A", "Báo Hải Phòng", "https://a.vn/9"],
    ["port_cargo", "Hải Phòng", "level", "2025-10M", 155, "T", 6, "A", "Báo Hải Phòng", "https://a.vn/9"],
    ["tourists", "Hải Phòng", "level", "2025-08M", 8.3, "PS", 6, "A", "VnEconomy", "https://b.vn/8"],
]
OWN_GOALS = [
    ["indicator", "area", "period", "value", "unit", "unit_mult", "basis", "adopted", "source"],
    ["port_cargo", "Hải Phòng", 2025, 213, "T", 6, "annual_plan", date(2025, 7, 25), "NQ 42"],
]


def test_workbook_with_its_source_in_a_column(tmp_path: Path) -> None:
    ds = hb.read_dataset(workbook(tmp_path / "own.xlsx", {"Sheet1": OWN}))
    assert [(o.indicator, o.area, o.period.code) for o in ds.tables.observations] == [
        ("port_cargo", "haiphong-merged", "2025-09M"),
        ("port_cargo", "haiphong-merged", "2025-10M"),
        ("tourists", "haiphong-merged", "2025-08M"),
    ]
    by_id = {s.source_id: s for s in ds.tables.sources}
    assert len(by_id) == 2
    assert {o.source_id for o in ds.tables.observations} == set(by_id)
    assert {(s.title, s.url) for s in by_id.values()} == {
        ("Báo Hải Phòng", "https://a.vn/9"),
        ("VnEconomy", "https://b.vn/8"),
    }
    # undated: known a week after the newest period
    assert sorted(s.known_from for s in by_id.values() if s.known_from) == [
        date(2025, 9, 7),
        date(2025, 11, 7),
    ]


def test_workbook_of_ones_own_is_judged(tmp_path: Path) -> None:
    ds = hb.read_dataset(workbook(tmp_path / "own.xlsx", {"observations": OWN, "goals": OWN_GOALS}))
    card = hb.assess(ds, area="haiphong-merged", year=2025, as_of="2025-11-07")
    row = card["port_cargo"]
    assert row.figure is not None
    assert row.figure.period.code == "2025-10M"
    assert row.main is not None
    assert row.main.attainment_pct == pytest.approx(100 * 155 / 213)


def test_a_goal_does_not_hide_its_sources_figures(tmp_path: Path) -> None:
    """An undated source that prints October and the year's goal is not known only in January."""
    goals = [OWN_GOALS[0], [*OWN_GOALS[1][:7], None, "Báo Hải Phòng"]]
    ds = hb.read_dataset(workbook(tmp_path / "own.xlsx", {"observations": OWN, "goals": goals}))
    assert ds.newest == date(2025, 11, 7)
    assert hb.assess(ds).record.year == 2025


def test_an_undated_source_of_a_verdict_is_not_known_before_it_spoke(
    sound: dict[str, str], write: Write
) -> None:
    del sound["sources"]
    sound["verdicts"] = sound["verdicts"].replace(",b,", ",press-c,")
    ds = hb.read_dataset(write(sound))
    early = {s.source_id for s in ds.as_of("2025-01-01").tables.sources}
    assert early == set()


def test_headlines_may_name_their_source_too(sound: dict[str, str], write: Write) -> None:
    del sound["sources"]
    sound["headline_verdicts"] = sound["headline_verdicts"].replace(",b,", ",press-d,")
    ds = hb.read_dataset(write(sound))
    assert ds.tables.headline_verdicts[0].source_id == "press-d"
    assert "press-d" in {s.source_id for s in ds.tables.sources}


def test_write_leaves_foreign_folders_alone(tmp_path: Path) -> None:
    ds = hb.load_dataset("haiphong-2026")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "precious.txt").write_text("mine")
    with pytest.raises(LoadError, match="is not a data set"):
        ds.write(tmp_path / "other")
    assert [f.name for f in (tmp_path / "other").iterdir()] == ["precious.txt"]
    assert ds.write(tmp_path / "again") == ds.write(tmp_path / "again")
    assert hb.read_dataset(tmp_path / "again") == ds


def test_write_keeps_a_strangers_file_in_a_data_set(tmp_path: Path) -> None:
    ds = hb.load_dataset("haiphong-2026")
    folder = ds.write(tmp_path / "out")
    (folder / "precious.txt").write_text("mine")
    with suppress(LoadError):  # refusing is fine, losing the file is not
        ds.write(folder)
    assert (folder / "precious.txt").read_text() == "mine"
