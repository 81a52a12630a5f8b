"""Broken data sets: each gives one clear error that names the place and what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import hpbrief as hb
from hpbrief.errors import DatasetError, HpbriefError, LoadError

Write = Callable[[dict[str, str]], Path]

OBS, GOALS, SOURCES, VERDICTS = "observations", "goals", "sources", "verdicts"
HEADLINES = "headline_verdicts"
ROW1 = "port_cargo,,haiphong-merged,level,2025-01-01,2025-09-30,139.77,T,6,exact,A,,,a,\n"

#: name: table, text in it, what stands there instead, the place, parts of the message
CELLS: dict[str, tuple[str, str, str, str, tuple[str, ...]]] = {
    "bad date": (OBS, "2025-09-30,139.77", "09/30/2025,139.77", "line 2, column 'period_end'",
                 ("there is no day 09/30/2025 (read as day/month/year)", "YYYY-MM-DD", "31/10/2025")),
    "impossible date": (OBS, "2025-09-30,139.77", "2025-09-31,139.77", "line 2, column 'period_end'",
                        ("2025-09-31", "not a date")),
    "date as a week": (OBS, "2025-09-30,139.77", "2025-W40-2,139.77", "line 2, column 'period_end'",
                       ("not a date",)),
    "unknown unit": (OBS, "139.77,T,6", "139.77,TONNE,6", "line 2, column 'unit'",
                     ("'TONNE' is not one of", "VND", "USD", "TEU")),
    "unknown indicator": (OBS, "port_cargo,,haiphong-merged,level,2025-01-01,2025-09-30",
                          "port_cargoo,,haiphong-merged,level,2025-01-01,2025-09-30",
                          "line 2, column 'indicator'", ("'port_cargoo'", "did you mean", "port_cargo")),
    "unknown area": (GOALS, "haiphong-merged", "haifong-merged", "line 2, column 'area'",
                     ("'haifong-merged'", "did you mean", "haiphong-merged")),
    "orphan source": (OBS, "A,,,a,", "A,,,zzz,", "line 2, column 'source_id'",
                      ("'zzz'", "not in the table of sources")),
    "orphan source of a verdict": (VERDICTS, "9,no,b,", "9,no,zzz,", "line 2, column 'source_id'", ("'zzz'",)),
    "duplicate key": (OBS, ROW1, ROW1 + ROW1.replace("139.77", "140"), "line 3",
                      ("repeats line 2", "indicator, series, area, measure")),
    "duplicate key under another name": (
        OBS, ROW1, ROW1 + ROW1.replace("haiphong-merged", "Hải Phòng"), "line 3", ("repeats line 2",)),
    "NaN": (OBS, "139.77", "NaN", "line 2, column 'value'", ("'NaN' is not a number",)),
    "infinite": (OBS, "139.77", "inf", "line 2, column 'value'", ("'inf' is not a number",)),
    "beyond all measure": (OBS, "139.77", "1E+999999", "line 2, column 'value'", ("1E+999999",)),
    "text in a number": (OBS, "139.77", "139.77 tr", "line 2, column 'value'",
                         ("'139.77 tr' is not a number", "decimal point")),
    "decimal comma": (OBS, "139.77", '"139,77"', "line 2, column 'value'",
                      ("'139,77' is not a number", "decimal point")),
    "thousand marks": (OBS, "139.77", '"1,139.77"', "line 2, column 'value'", ("thousand marks",)),
    "number missing": (OBS, "139.77", "", "line 2, column 'value'", ("empty", "required")),
    "bad status": (OBS, "exact,A", "exact,X", "line 2, column 'status'", ("'X' is not one of A, P, E, F",)),
    "bad measure": (OBS, "level,2025-01-01,2025-09-30", "lvl,2025-01-01,2025-09-30",
                    "line 2, column 'measure'", ("'lvl' is not one of level, yoy_change",)),
    "bad bound": (GOALS, "at_least", "more", "line 2, column 'bound'",
                  ("'more' is not one of at_least, at_most, exactly",)),
    "bad verdict": (VERDICTS, "port_cargo,met", "port_cargo,done", "line 2, column 'status'",
                    ("'done' is not one of met, exceeded, met_or_exceeded, partly_met, not_met, on_track",)),
    "neither yes nor no": (VERDICTS, "9,no", "9,maybe", "line 2, column 'inferred'",
                           ("'maybe'", "neither yes nor no")),
    "implied basis given": (GOALS, "annual_plan", "implied", "line 2, column 'basis'",
                            ("implied goals are worked out",)),
    "period ends before it starts": (OBS, "2025-01-01,2025-09-30", "2025-11-01,2025-09-30", "line 2",
                                     ("cannot end (2025-09-30) before it starts (2025-11-01)",)),
    "power not whole": (OBS, "139.77,T,6", "139.77,T,6.5", "line 2, column 'unit_mult'",
                        ("'6.5' is not a whole number",)),
    "power too large": (OBS, "139.77,T,6", "139.77,T,99", "line 2, column 'unit_mult'", ("18",)),
    "source id with a blank": (SOURCES, "\na,", "\na b,", "line 2, column 'source_id'", ("'a b'",)),
    "no of_total": (HEADLINES, "7,9", "7,0", "line 2, column 'of_total'", ("1",)),
    "too many cells": (OBS, ROW1, ROW1.replace(",a,\n", ",a,note,more\n"), "line 2",
                       ("16 cells in a table of 15 columns",)),
    "too few cells": (OBS, ROW1, "port_cargo,,haiphong-merged,level\n", "line 2", ("empty", "required")),
    "open quote": (OBS, ",b,ước\n", ',b,"ước\n', "line 3", ("not well-formed CSV",)),
}  # fmt: skip


@pytest.mark.parametrize("case", CELLS)
def test_a_broken_cell(case: str, sound: dict[str, str], write: Write) -> None:
    table, text, instead, where, parts = CELLS[case]
    assert text in sound[table]
    sound[table] = sound[table].replace(text, instead, 1)
    with pytest.raises(DatasetError) as caught:
        hb.read_dataset(write(sound))
    first = str(caught.value).splitlines()[0]
    assert first.startswith(f"{table}.csv, {where}")
    for part in parts:
        assert part in first
    assert {p.file for p in caught.value.problems} == {f"{table}.csv"}
    if case not in ("too few cells", "orphan source"):
        assert len(caught.value.problems) == 1


def test_the_unbroken_one_is_read(sound: dict[str, str], write: Write) -> None:
    ds = hb.read_dataset(write(sound))
    assert [len(getattr(ds.tables, t)) for t in sound] == [2, 3, 1, 2, 1]


def test_a_count_larger_than_its_whole(sound: dict[str, str], write: Write) -> None:
    sound[HEADLINES] = sound[HEADLINES].replace("7,9", "10,9")
    with pytest.raises(DatasetError) as caught:
        hb.read_dataset(write(sound))
    assert str(caught.value) == "headline_verdicts.csv, line 2: 10 of 9: the part is larger than the whole"
    assert caught.value.vi == "headline_verdicts.csv, dòng 2: 10 trên 9: phần lớn hơn toàn thể"


def test_a_power_of_ten_out_of_range(sound: dict[str, str], write: Write) -> None:
    head, *rows = [line.split(",") for line in sound[OBS].splitlines()]
    for row in rows:
        row[head.index("unit_mult")] = "19"
    sound[OBS] = "\n".join(",".join(row) for row in (head, *rows))
    with pytest.raises(DatasetError) as caught:
        hb.read_dataset(write(sound))
    assert str(caught.value).splitlines()[0].endswith("19: Input should be less than or equal to 18")
    assert caught.value.vi.splitlines()[0].endswith("cột 'unit_mult': 19: phải nhỏ hơn hoặc bằng 18")


@pytest.mark.parametrize("column", ["measure", "value", "unit", "source_id", "period_end", "area"])
def test_missing_column(column: str, sound: dict[str, str], write: Write) -> None:
    lines = [line.split(",") for line in sound[OBS].splitlines()]
    at = lines[0].index(column)
    sound[OBS] = "".join(",".join(c for i, c in enumerate(line) if i != at) + "\n" for line in lines)
    with pytest.raises(DatasetError) as caught:
        hb.read_dataset(write(sound))
    assert str(caught.value) == f"observations.csv, line 1, column '{column}': the column is missing"


@pytest.mark.parametrize(
    ("table", "old", "new", "parts"),
    [
        (OBS, "value", "amount", ("line 1, column 'amount': there is no such column", "value")),
        (OBS, ",note", ",value", ("line 1, column 'value': the column stands twice",)),
    ],
)
def test_wrong_header(
    table: str, old: str, new: str, parts: tuple[str, ...], sound: dict[str, str], write: Write
) -> None:
    sound[table] = sound[table].replace(old, new, 1)
    with pytest.raises(DatasetError) as caught:
        hb.read_dataset(write(sound))
    for part in parts:
        assert part in str(caught.value)


def test_semicolons_instead_of_commas(sound: dict[str, str], write: Write) -> None:
    sound[OBS] = sound[OBS].replace(",", ";")
    with pytest.raises(DatasetError, match="separated by commas") as caught:
        hb.read_dataset(write(sound))
    # one thing is wrong, so one thing is said
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "cp1258"])
def test_wrong_encoding(encoding: str, sound: dict[str, str], write: Write) -> None:
    folder = write(sound)
    text = sound[OBS].replace("kế hoạch", "kê hoach").replace("ước", "ươc")  # letters that cp1258 has
    (folder / "observations.csv").write_bytes(text.encode(encoding))
    with pytest.raises(DatasetError, match=r"observations\.csv.*not UTF-8.*CSV UTF-8") as caught:
        hb.read_dataset(folder)
    assert len(caught.value.problems) == 1


def test_a_byte_order_mark_is_no_error(sound: dict[str, str], write: Write) -> None:
    folder = write(sound)
    expected = hb.read_dataset(folder).tables
    for name, text in sound.items():
        (folder / f"{name}.csv").write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))
    assert hb.read_dataset(folder).tables == expected


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_empty_file(text: str, sound: dict[str, str], write: Write) -> None:
    sound[OBS] = text
    with pytest.raises(
        DatasetError, match=r"^observations\.csv: the file is empty; its first line must name"
    ):
        hb.read_dataset(write(sound))


def test_headers_only(sound: dict[str, str], write: Write) -> None:
    only = {name: text.splitlines()[0] + "\n" for name, text in sound.items()}
    with pytest.raises(DatasetError, match="neither observations nor goals"):
        hb.read_dataset(write(only))


def test_neither_observations_nor_goals(sound: dict[str, str], write: Write) -> None:
    with pytest.raises(DatasetError, match="neither observations nor goals"):
        hb.read_dataset(write({SOURCES: sound[SOURCES]}))


def test_many_problems_are_counted_and_cut(sound: dict[str, str], write: Write) -> None:
    header = sound[OBS].splitlines()[0]
    sound[OBS] = header + "\n" + "".join(ROW1.replace("139.77", f"x{i}") for i in range(25))
    with pytest.raises(DatasetError) as caught:
        hb.read_dataset(write(sound))
    assert len(caught.value.problems) == 25
    lines = str(caught.value).splitlines()
    assert "line 2," in lines[0]
    assert lines[-1] == "… and 15 more"


@pytest.mark.parametrize("text", ["{", "[]", '"x"', '{"defaults": []}', '{"defaults": {"as_of": "soon"}}'])
def test_broken_descriptor(text: str, sound: dict[str, str], write: Write) -> None:
    folder = write(sound)
    (folder / "datapackage.json").write_text(text)
    with pytest.raises(HpbriefError, match=r"datapackage\.json"):
        hb.read_dataset(folder)


def test_folder_without_tables(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"holds none of sources\.csv, observations\.csv"):
        hb.read_dataset(tmp_path)


def test_what_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match=r"nowhere\.zip does not exist"):
        hb.read_dataset(tmp_path / "nowhere.zip")


def test_another_kind_of_file(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("%PDF")
    with pytest.raises(LoadError, match=r"a\.pdf: give a folder of CSV files, a \.zip of one, or an \.xlsx"):
        hb.read_dataset(tmp_path / "a.pdf")
