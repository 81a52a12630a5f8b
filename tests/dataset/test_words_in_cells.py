"""Cells of closed lists in words, and days in the order of Vietnamese: the same data, in CSV, XLSX and frames."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import hpbrief as hb
from hpbrief.dataset.template import allowed_lists
from hpbrief.errors import CatalogError, DatasetError
from hpbrief.tables.schema import TABLES
from hpbrief.tables.typed_rows import vocabulary

Write = Callable[[dict[str, str]], Path]

#: table: text in it and what a person may write instead
CHANGES: dict[str, list[tuple[str, str]]] = {
    "sources": [("press", "Báo chí"), ("2025-10-08,2025-10-08,published", "8/10/2025,08-10-2025,ngày đăng")],
    "observations": [
        ("139.77,T,6,exact,A", "139.77,tấn,6,đúng,Thực hiện"),
        ("155.50,T,6,over,E", "155.50,triệu tấn,6,trên,ước"),
        ("share_of_plan", "so với kế hoạch"),
        ("73,PT,0,exact,E,annual_plan", "73,%,0,,Ước  thực hiện,Kế hoạch năm"),
        ("2025-01-01,2025-09-30", "01/01/2025,30/09/2025"),
        ("2025-01-01,2025-10-31", "1-1-2025,31-10-2025"),
    ],
    "goals": [
        ("at_least,annual_plan,HĐND,2025-07-25,stated", "tối thiểu,kế hoạch năm,HĐND,25/7/2025,nêu rõ"),
    ],
    "verdicts": [
        ("met,scenario", "Đạt,kịch bản tăng trưởng"),
        ("on_track,annual_goal,,yes", "đúng tiến độ,kế hoạch năm,,có"),
        ("2025-11-05", "05/11/2025"),
    ],
    "headline_verdicts": [("met_or_exceeded,scenario", "Đạt và vượt,kịch bản")],
}


@pytest.fixture
def worded(sound: dict[str, str]) -> dict[str, str]:
    out = dict(sound)
    for table, pairs in CHANGES.items():
        for old, new in pairs:
            assert old in out[table], old
            out[table] = out[table].replace(old, new)
    return out


def grids(tables: dict[str, str]) -> dict[str, list[list[str]]]:
    return {name: list(csv.reader(io.StringIO(text))) for name, text in tables.items()}


def test_in_csv(sound: dict[str, str], worded: dict[str, str], write: Write) -> None:
    meant = hb.read_dataset(write(sound)).tables
    assert hb.read_dataset(write(worded)).tables == meant


def test_in_a_workbook(sound: dict[str, str], worded: dict[str, str], write: Write, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, rows in grids(worded).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([float(c) if c.replace(".", "").isdigit() else c for c in row])
    del book["Sheet"]
    book.save(tmp_path / "mine.xlsx")
    read = hb.read_dataset(tmp_path / "mine.xlsx").tables
    meant = hb.read_dataset(write(sound)).tables
    assert [o.status for o in read.observations] == [o.status for o in meant.observations]
    assert [o.period for o in read.observations] == [o.period for o in meant.observations]
    assert (read.sources, read.goals) == (meant.sources, meant.goals)
    assert (read.verdicts, read.headline_verdicts) == (meant.verdicts, meant.headline_verdicts)


def test_in_frames(sound: dict[str, str], worded: dict[str, str], write: Write) -> None:
    frames = {name: pd.DataFrame(rows[1:], columns=rows[0]) for name, rows in grids(worded).items()}
    assert hb.read_dataset(frames).tables == hb.read_dataset(write(sound)).tables


@pytest.mark.parametrize("text", ["10/31/2025", "31/2/2025", "00-10-2025"])
def test_a_day_that_no_month_has_is_said_to_be_none(text: str, sound: dict[str, str], write: Write) -> None:
    sound["observations"] = sound["observations"].replace("2025-09-30", text, 1)
    with pytest.raises(DatasetError) as caught:
        hb.read_dataset(write(sound))
    place = "observations.csv, line 2, column 'period_end': "
    assert str(caught.value).startswith(f"{place}there is no day {text} (read as day/month/year)")
    assert f"lịch không có ngày {text}" in caught.value.vi


@pytest.mark.parametrize("text", ["31-10/2025", "31/10/25", "31.10.2025", "2025/10/31"])
def test_a_day_that_cannot_be_read_day_first_names_its_cell(
    text: str, sound: dict[str, str], write: Write
) -> None:
    sound["observations"] = sound["observations"].replace("2025-09-30", text, 1)
    with pytest.raises(DatasetError) as caught:
        hb.read_dataset(write(sound))
    said = str(caught.value)
    assert said.startswith(f"observations.csv, line 2, column 'period_end': '{text}' is not a date")
    assert "the day first, as 31/10/2025" in said


def test_a_day_that_could_be_either_is_read_day_first(sound: dict[str, str], write: Write) -> None:
    sound["sources"] = sound["sources"].replace("2025-11-05,2025-11-05", "05/11/2025,05/11/2025")
    sources = hb.read_dataset(write(sound)).tables.sources
    assert str(sources[1].published) == "2025-11-05"


@pytest.mark.parametrize(
    ("unit", "mult", "column", "part"),
    [
        ("tỷ đồng", "6", "unit_mult", "is VND with the power of ten 9, not 6"),
        ("tạ", "0", "unit_mult", "power of ten -1"),
        ("tỷ", "9", "unit", "is not one of"),
        ("tấn rưỡi", "0", "unit", "is not one of"),
    ],
)
def test_a_unit_in_words_must_fit_its_power(
    unit: str, mult: str, column: str, part: str, sound: dict[str, str], write: Write
) -> None:
    sound["observations"] = sound["observations"].replace("139.77,T,6", f"139.77,{unit},{mult}", 1)
    with pytest.raises(DatasetError) as caught:
        hb.read_dataset(write(sound))
    assert str(caught.value).startswith(f"observations.csv, line 2, column '{column}': '{unit}' ")
    assert part in str(caught.value)


def test_a_word_of_counting_is_the_unit_of_its_indicator(sound: dict[str, str], write: Write) -> None:
    sound["observations"] = sound["observations"].replace(
        "port_cargo,,haiphong-merged,level,2025-01-01,2025-09-30,139.77,T,6",
        "Số vụ tai nạn giao thông,,haiphong-merged,mức,2025-01-01,2025-09-30,65,vụ,0",
    )
    first = hb.read_dataset(write(sound)).tables.observations[0]
    assert (first.indicator, first.quantity.unit.code) == ("traffic_accidents", "accident")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_what_a_template_offers_is_read(lang: str) -> None:
    words = vocabulary(hb.load_catalog())
    lists = allowed_lists(hb.load_catalog(), lang, TABLES)  # type: ignore[arg-type]
    assert "thực hiện" in allowed_lists(hb.load_catalog(), "vi", TABLES)["observations.status"]
    for name, offered in lists.items():
        table, _, column = name.partition(".")
        values = TABLES[table].by_name[column].values if column else None
        if values is not None:
            assert {words[values][hb.catalog.fold(word)] for word in offered} <= set(map(str, values))


def test_a_word_for_two_values_is_refused() -> None:
    catalog = hb.load_catalog()
    both = {"met": ["như nhau"], "exceeded": ["như nhau"]}
    from dataclasses import replace

    with pytest.raises(CatalogError, match="'như nhau' names two values"):
        vocabulary(replace(catalog, words={**catalog.words, "also_stated": both}))
