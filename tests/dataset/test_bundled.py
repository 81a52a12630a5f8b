from __future__ import annotations

import csv
import json
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

import hpbrief as hb
from hpbrief.errors import LoadError
from hpbrief.tables.schema import TABLES

NAMES = ("haiphong-2025", "haiphong-2026", "haiphong-history", "provinces-2025", "provinces-2026")
BUNDLED = Path(str(files("hpbrief"))) / "datasets"
ORIGINALS = Path(__file__).parents[2].parent / "shared" / "data"
ADDED = {
    "verdicts": {"area"},
    "headline_verdicts": {"area", "stated_on"},
}  # where an original has no such column

here = pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the originals are not here")


def rows(path: Path) -> tuple[list[str], list[list[str]]]:
    with path.open(encoding="utf-8", newline="") as stream:
        header, *body = csv.reader(stream)
    return header, body


def test_list_datasets() -> None:
    assert set(NAMES) <= set(hb.list_datasets())
    assert hb.list_datasets() == sorted(hb.list_datasets())


@here
def test_each_original_folder_is_bundled() -> None:
    assert {f.name for f in ORIGINALS.iterdir() if f.is_dir()} <= set(hb.list_datasets())


@here
@pytest.mark.parametrize("name", NAMES)
def test_each_original_file_is_bundled(name: str) -> None:
    assert {f.name for f in (ORIGINALS / name).iterdir()} <= {f.name for f in (BUNDLED / name).iterdir()}


@here
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("table", TABLES)
def test_rows_equal_the_originals_one_by_one(name: str, table: str) -> None:
    original = ORIGINALS / name / f"{table}.csv"
    if TABLES[table].rare and not original.is_file():
        assert not (BUNDLED / name / f"{table}.csv").is_file()
        return
    header, body = rows(BUNDLED / name / f"{table}.csv")
    if not original.is_file():
        assert table in ADDED
        assert body == []
        return
    old_header, old_body = rows(original)
    renamed = ["area" if column == "geography" else column for column in old_header]
    added = set(header) - set(renamed)
    assert set(renamed) <= set(header)
    assert added <= ADDED.get(table, set())
    if "area" in added:
        assert all(row[header.index("area")] for row in body)
    if "stated_on" in added:
        assert not any(row[header.index("stated_on")] for row in body)
    assert len(body) == len(old_body)
    for line, (new, old) in enumerate(zip(body, old_body, strict=True), 2):
        ours = dict(zip(header, new, strict=True))
        assert {c: ours[c] for c in renamed} == dict(zip(renamed, old, strict=True)), (
            f"{name}/{table}.csv, line {line}"
        )


@here
@pytest.mark.parametrize("name", NAMES)
def test_models_hold_what_the_originals_print(name: str) -> None:
    header, body = rows(ORIGINALS / name / "observations.csv")
    printed = [dict(zip(header, row, strict=True)) for row in body]
    observations = hb.load_dataset(name).tables.observations
    assert len(observations) == len(printed)
    for o, row in zip(observations, printed, strict=True):
        assert str(o.quantity.value) == row["value"]
        assert (o.quantity.unit.code, str(o.quantity.unit.mult)) == (row["unit"], row["unit_mult"])
        assert (o.indicator, o.area, o.measure, o.status) == (
            row["indicator"],
            row["geography"],
            row["measure"],
            row["status"],
        )
        assert o.period.isoformat() == f"{row['period_start']}/{row['period_end']}"
        assert (o.series, o.source_id, o.note) == (row["series"], row["source_id"], row["note"])


@pytest.mark.parametrize("name", NAMES)
def test_descriptor_is_the_one_generated(name: str) -> None:
    stored = json.loads((BUNDLED / name / "datapackage.json").read_text("utf-8"))
    assert stored == hb.load_dataset(name).descriptor()
    assert stored["name"] == name
    assert stored["title"]
    assert stored["licenses"]


@pytest.mark.parametrize("name", NAMES)
def test_descriptor_describes_the_files(name: str) -> None:
    stored = json.loads((BUNDLED / name / "datapackage.json").read_text("utf-8"))
    for resource in stored["resources"]:
        header, body = rows(BUNDLED / name / resource["path"])
        fields = resource["schema"]["fields"]
        assert [f["name"] for f in fields] == header
        for field, cells in zip(fields, zip(*body, strict=True), strict=bool(body)):
            rule = field.get("constraints", {})
            if rule.get("required"):
                assert all(cells), field["name"]
            if "enum" in rule:
                assert {c for c in cells if c} <= set(rule["enum"]), field["name"]


@pytest.mark.parametrize("name", NAMES)
def test_keys_are_unique_and_foreign_keys_found(name: str) -> None:
    stored = json.loads((BUNDLED / name / "datapackage.json").read_text("utf-8"))
    source_ids = {row[0] for row in rows(BUNDLED / name / "sources.csv")[1]}
    for resource in stored["resources"]:
        schema = resource["schema"]
        header, body = rows(BUNDLED / name / resource["path"])
        key = schema.get("primaryKey") or schema["uniqueKeys"][0]
        counts = Counter(tuple(row[header.index(k)] for k in key) for row in body)
        assert [k for k, n in counts.items() if n > 1] == []
        for foreign in schema.get("foreignKeys", ()):
            assert foreign["reference"]["resource"] == "sources"
            at = header.index(foreign["fields"])
            assert {row[at] for row in body} <= source_ids


@pytest.mark.parametrize("name", NAMES)
def test_names_are_in_the_catalogue_and_areas_existed(name: str) -> None:
    ds = hb.load_dataset(name)
    for row in (*ds.tables.observations, *ds.tables.goals):
        assert row.indicator in ds.catalog.indicators
        assert row.quantity.unit.code in ds.catalog.units
        assert row.area in ds.catalog.areas
    # every observation key stands once
    assert max(Counter(o.key for o in ds.tables.observations).values()) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_day_from_which_a_source_counts_has_its_ground(name: str) -> None:
    sources = hb.load_dataset(name).tables.sources
    assert sum(s.known_from is not None for s in sources) > len(sources) / 2
    for source in sources:
        assert (source.known_from is None) == (source.known_basis is None)
        if source.published:
            assert source.known_from is not None
            assert source.known_from >= source.published


@pytest.mark.parametrize("name", NAMES)
def test_write_and_read_again_is_byte_identical(name: str, tmp_path: Path) -> None:
    ds = hb.load_dataset(name)
    folder = ds.write(tmp_path / "out")
    written = {f.name: f.read_bytes() for f in folder.iterdir()}
    assert written == {f.name: f.read_bytes() for f in (BUNDLED / name).iterdir()}
    again = hb.read_dataset(folder)
    assert again == ds
    again.write(tmp_path / "twice")
    assert {f.name: f.read_bytes() for f in (tmp_path / "twice").iterdir()} == written


def test_an_unknown_name_is_answered_with_the_names() -> None:
    with pytest.raises(LoadError, match=r"'nowhere'.*haiphong-2025, haiphong-2026"):
        hb.load_dataset("nowhere")


def test_the_list_of_data_sets_says_what_each_covers() -> None:
    names = hb.list_datasets()
    assert names == sorted(names)
    for name, line in zip(names, repr(names).splitlines(), strict=True):
        tables = hb.load_dataset(name).tables
        assert line.startswith(f"{name}: {hb.load_dataset(name).title}; ")
        assert f" {len(tables.observations)} figures, {len(tables.goals)} goals, " in line
