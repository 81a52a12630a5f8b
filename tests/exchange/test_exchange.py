"""Written in other people's formats, read back equal, and opened by their own readers."""

from __future__ import annotations

import csv
import json
from collections import OrderedDict
from dataclasses import replace
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

import hpbrief as hb
from hpbrief.cli import main
from hpbrief.exchange.mapping import read_time_period, time_period
from hpbrief.models import Period

NAMES = hb.list_datasets()


@pytest.fixture(scope="module", params=NAMES)
def data(request):
    return hb.load_dataset(request.param)


@pytest.fixture(scope="module")
def haiphong():
    return hb.load_dataset("haiphong-2025")


# -- read back equal ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_jsonstat_is_read_back_equal(data, tmp_path, lang):
    assert hb.read_dataset(data.write_jsonstat(tmp_path / "x.json", lang)).tables == data.tables


def test_sdmx_is_read_back_equal_but_for_verdicts(data, tmp_path):
    back = hb.read_dataset(data.write_sdmx(tmp_path / "x")).tables
    assert back.observations == data.tables.observations
    assert back.goals == data.tables.goals
    used = {row.source_id for row in (*back.observations, *back.goals)}
    assert {s.source_id: s for s in back.sources} == {
        s.source_id: s for s in data.tables.sources if s.source_id in used
    }


@pytest.mark.parametrize("gone", ["goals", "observations"])
def test_sdmx_without_goals_or_figures_is_read_back(haiphong, tmp_path, gone):
    data = replace(haiphong, tables=haiphong.tables.model_copy(update={gone: ()}))
    back = hb.read_dataset(data.write_sdmx(tmp_path / "x")).tables
    assert (back.observations, back.goals) == (data.tables.observations, data.tables.goals)


def test_data_package_is_read_back_equal(data, tmp_path):
    assert hb.read_dataset(data.write(tmp_path / "x")).tables == data.tables


def test_the_same_data_make_the_same_bytes(haiphong, tmp_path):
    for name in ("a", "b"):
        haiphong.write_sdmx(tmp_path / name)
        haiphong.write_jsonstat(tmp_path / f"{name}.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    for file in (tmp_path / "a").iterdir():
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()


def test_a_number_changed_in_the_cube_counts(haiphong, tmp_path):
    path = haiphong.write_jsonstat(tmp_path / "x.json")
    found = json.loads(path.read_text("utf-8"))
    cube = found["link"]["item"][0]
    key = next(iter(cube["value"]))
    cube["value"][key] = 123.25
    path.write_text(json.dumps(found), "utf-8")
    before, after = haiphong.tables.observations, hb.read_dataset(path).tables.observations
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert [str(b.quantity.value) for _, b in changed] == ["123.25"]


# -- the peers' own readers --------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore")
def test_sdmx1_opens_structure_and_data(data, tmp_path):
    import sdmx

    folder = data.write_sdmx(tmp_path / "x")
    structure = sdmx.read_sdmx(folder / "structure.xml")
    figures = data.tables.observations
    flow = structure.dataflow["DF_OBSERVATIONS"]
    message = sdmx.read_sdmx(folder / "observations.csv", structure=flow)
    (found,) = message.data
    assert len(found.obs) == len(figures)
    for obs, figure in zip(found.obs, figures, strict=True):
        key = {k: str(v.value) for k, v in obs.dimension.values.items()}
        assert (key["REF_AREA"], key["INDICATOR"]) == (figure.area, figure.indicator)
        assert read_time_period(key["TIME_PERIOD"]) == figure.period
        assert float(obs.value) == float(figure.quantity.value)
        assert str(obs.attached_attribute["OBS_STATUS"].value) == figure.status
        assert int(obs.attached_attribute["UNIT_MULT"].value) == figure.quantity.unit.mult
    goals = sdmx.read_sdmx(folder / "goals.csv", structure=structure.dataflow["DF_GOALS"])
    assert len(goals.data[0].obs) == len(data.tables.goals)
    frame = sdmx.to_pandas(found, attributes="o")
    assert len(frame) == len(figures)


@pytest.mark.filterwarnings("ignore")
def test_every_code_that_sdmx_data_use_is_in_its_list(haiphong, tmp_path):
    import sdmx

    folder = haiphong.write_sdmx(tmp_path / "x")
    structure = sdmx.read_sdmx(folder / "structure.xml")
    for table in ("observations", "goals"):
        dsd = structure.dataflow[f"DF_{table.upper()}"].structure
        coded = {
            c.id: set(c.local_representation.enumerated.items)
            for c in (*dsd.dimensions, *dsd.attributes)
            if c.local_representation and c.local_representation.enumerated is not None
        }
        assert {"FREQ", "UNIT_MULT", "REF_AREA", "INDICATOR"} <= set(coded)
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                for name, codes in coded.items():
                    assert not row[name] or row[name] in codes, (name, row[name])
    names = structure.codelist["CL_INDICATOR"]["grdp_growth"].name.localizations
    assert set(names) == {"vi", "en"}


@pytest.mark.filterwarnings("ignore")
def test_pyjstat_opens_every_cube(data, tmp_path):
    from pyjstat import pyjstat

    found = json.loads(data.write_jsonstat(tmp_path / "x.json", "en").read_text("utf-8"))
    total = 0.0
    for cube in found["link"]["item"]:
        read = pyjstat.Dataset.read(OrderedDict(cube)).write("dataframe", naming="id").dropna(subset="value")
        assert len(read) == len(cube["value"])
        total += read["value"].astype(float).sum()
    rows = (*data.tables.observations, *data.tables.goals)
    assert total == pytest.approx(sum(float(row.quantity.value) for row in rows))


@pytest.mark.filterwarnings("ignore")
def test_frictionless_finds_the_package_valid(data, tmp_path):
    from frictionless import Package

    folder = data.write(tmp_path / "x")
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "note"])
    rows = {r.name: len(r.read_rows()) for r in Package(str(folder / "datapackage.json")).resources}
    assert rows["observations"] == len(data.tables.observations)


# -- what users already hold -------------------------------------------------------------------------

SDMX_CSV = """\
STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,SUBJECT,TIME_PERIOD,OBS_VALUE,UNIT_MULT,OBS_STATUS
dataflow,XX:GROWTH(1.0),I,A,VN-QN,GRDP,2023,11.03,0,A
dataflow,XX:GROWTH(1.0),I,Q,VN-QN,GRDP,2024-Q3,8.02,0,P
dataflow,XX:GROWTH(1.0),I,_O,VN-HP,GRDP,2024-01-01/P9M,9.77,0,E
"""
MAPPING = {
    "columns": {"SUBJECT": "indicator"},
    "codes": {"area": {"VN-QN": "quang-ninh", "VN-HP": "haiphong-old"}, "indicator": {"GRDP": "grdp_growth"}},
    "constants": {"measure": "yoy_change", "unit": "PT", "source": "XX, growth of provinces"},
}


def test_their_sdmx_csv_is_read_with_a_mapping(tmp_path):
    path = tmp_path / "growth.csv"
    path.write_text(SDMX_CSV, "utf-8")
    found = hb.read_dataset(path, mapping=MAPPING).tables.observations
    assert [(o.area, o.period.code, str(o.quantity.value), o.status.value) for o in found] == [
        ("quang-ninh", "2023", "11.03", "A"),
        ("quang-ninh", "2024-Q3", "8.02", "P"),
        ("haiphong-old", "2024-09M", "9.77", "E"),
    ]


def test_a_mapping_may_be_a_file_and_labels_may_stand_beside_codes(tmp_path):
    path = tmp_path / "growth.csv"
    labelled = SDMX_CSV.replace("REF_AREA", "REF_AREA: Area").replace("VN-QN", "VN-QN: Quảng Ninh")
    path.write_text(labelled.replace("VN-HP", "VN-HP: Hải Phòng"), "utf-8")
    (tmp_path / "mapping.json").write_text(json.dumps(MAPPING), "utf-8")
    found = hb.read_dataset(path, mapping=tmp_path / "mapping.json")
    assert found.areas == ("quang-ninh", "haiphong-old")


def _cube(**more):
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "Population",
        "id": ["region", "time", "sex"],
        "size": [2, 2, 1],
        "dimension": {
            "region": {
                "category": {"index": {"QN": 1, "HN": 0}, "label": {"QN": "Quang Ninh", "HN": "Ha Noi"}}
            },
            "time": {"category": {"index": ["2023", "2024Q1"]}},
            "sex": {"category": {"label": {"T": "Total"}}},
        },
        "value": [8587.1, 8600, None, 1393.7],
        **more,
    }


THEIR_MAPPING = {
    "columns": {"region": "area", "time": "period"},
    "codes": {"area": {"QN": "quang-ninh", "HN": "ha-noi"}},
    "constants": {
        "indicator": "population", "measure": "level", "unit": "PS", "unit_mult": 3, "status": "A", "source": "NSO",
    },
}  # fmt: skip


@pytest.mark.parametrize("wrap", [False, True])
def test_their_jsonstat_is_read_with_a_mapping(tmp_path, wrap):
    found = _cube(status={"3": "P"})
    if wrap:
        found = {
            "version": "2.0",
            "class": "collection",
            "link": {"item": [found, {"class": "dataset", "href": "x"}]},
        }
    (tmp_path / "p.json").write_text(json.dumps(found), "utf-8")
    mapping = {**THEIR_MAPPING, "codes": {**THEIR_MAPPING["codes"], "status": {"": "A"}}}
    read = hb.read_dataset(tmp_path / "p.json", mapping=mapping).tables.observations
    assert [(o.area, o.period.code, str(o.quantity.value), o.status.value) for o in read] == [
        ("ha-noi", "2023", "8587.1", "A"),
        ("ha-noi", "2024-Q1", "8600", "A"),
        ("quang-ninh", "2024-Q1", "1393.7", "P"),
    ]


# -- what does not fit -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"columns": {}},
            "growth.csv, line 1, column 'SUBJECT': tells rows apart|column 'indicator': no column",
        ),
        ({"columns": {"SUBJECT": "topic"}}, "column 'SUBJECT': is mapped to 'topic'"),
        (
            {"columns": {"SUBJECT": "indicator", "SEX": "series"}},
            "column 'SEX': the mapping names this column",
        ),
        ({"codes": {}}, "growth.csv, line 2, column 'area': 'VN-QN' is not in the catalogue"),
        (
            {"constants": {"measure": "yoy_change", "unit": "PT"}},
            "column 'source': no column of the file is source",
        ),
        (
            {"constants": {**MAPPING["constants"], "measure": "growth"}},
            "column 'measure': 'growth' is not one of",
        ),
    ],
)
def test_a_mapping_that_does_not_fit_is_told_with_file_and_column(tmp_path, change, message):
    path = tmp_path / "growth.csv"
    path.write_text(SDMX_CSV, "utf-8")
    with pytest.raises(hb.DatasetError, match=message):
        hb.read_dataset(path, mapping={**MAPPING, **change})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SDMX_CSV.replace("2023", "hôm qua"), "line 2, column 'TIME_PERIOD': 'hôm qua' is not a period"),
        (SDMX_CSV.replace("11.03", "11,03"), "line 2, column None|line 2: 11 cells in a table of 10 columns"),
        (SDMX_CSV.replace("11.03", "x"), "line 2, column 'value': 'x' is not a number"),
        ("a,b\n1,2\n", "not SDMX-CSV"),
    ],
)
def test_broken_sdmx_csv_is_told(tmp_path, text, message):
    path = tmp_path / "growth.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(hb.HpbriefError, match=message):
        hb.read_dataset(path, mapping=MAPPING)


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ("{", "not JSON"),
        ("[]", "not JSON-stat 2.0"),
        (json.dumps({"class": "collection", "link": {"item": []}}), "holds no data set"),
        (json.dumps(_cube(size=[2, 3, 1])), "column 'time': 2 categories where 'size' says 3"),
        (json.dumps(_cube(value=[1, 2])), "column 'value': 2 values for 4 cells"),
        (json.dumps(_cube(value={"9": 1})), "column 'value': '9' is no cell of 4"),
        (json.dumps(_cube(dimension={})), "column 'region': the dimension has no category"),
        (json.dumps({"class": "dataset"}), "needs 'id', 'size' and 'dimension'"),
    ],
)
def test_broken_jsonstat_is_told(tmp_path, found, message):
    (tmp_path / "p.json").write_text(found, "utf-8")
    with pytest.raises(hb.HpbriefError, match=f"p.json.*{message}"):
        hb.read_dataset(tmp_path / "p.json", mapping=THEIR_MAPPING)


def test_a_mapping_itself_may_be_wrong(tmp_path):
    (tmp_path / "growth.csv").write_text(SDMX_CSV, "utf-8")
    with pytest.raises(hb.LoadError, match="no part 'colums'"):
        hb.read_dataset(tmp_path / "growth.csv", mapping={"colums": {}})
    with pytest.raises(hb.LoadError, match=r"gone\.toml"):
        hb.read_dataset(tmp_path / "growth.csv", mapping=tmp_path / "gone.toml")


# -- periods -----------------------------------------------------------------------------------------

_days = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@given(_days, st.integers(0, 800))
def test_every_period_survives(start, length):
    period = Period(start, start + timedelta(days=length))
    assert read_time_period(time_period(period)[0]) == period


@given(st.integers(1990, 2040), st.integers(1, 12), st.integers(1, 12))
def test_whole_months_survive(year, first, last):
    start, end = Period.month(year, min(first, last)), Period.month(year, max(first, last))
    period = Period(start.start, end.end)
    assert read_time_period(time_period(period)[0]) == period


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("2025", ("2025", "A")),
        ("2025-H2", ("2025-S2", "S")),
        ("2025-Q3", ("2025-Q3", "Q")),
        ("2025-M09", ("2025-09", "M")),
        ("2025-09-30", ("2025-09-30", "D")),
        ("2025-10M", ("2025-01-01/P10M", "_O")),
    ],
)
def test_periods_in_sdmx(code, told):
    assert time_period(Period.from_code(code)) == told


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2024M03", "2024-M03"),
        ("2024K2", "2024-Q2"),
        ("2024-A1", "2024"),
        ("2024-S1", "2024-H1"),
        ("2024-10M", "2024-10M"),
    ],
)
def test_periods_of_other_houses(text, code):
    assert read_time_period(text).code == code


# -- command -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["sdmx", "jsonstat", "package"])
def test_the_command_exports(tmp_path, form):
    out = tmp_path / ("x.json" if form == "jsonstat" else "x")
    result = CliRunner().invoke(main, ["export", "haiphong-2026", str(out), "--format", form])
    assert result.exit_code == 0, result.output
    assert hb.read_dataset(out).tables.observations == hb.load_dataset("haiphong-2026").tables.observations


# -- what a message tells to do with a row -----------------------------------------------------------


def _growth(tmp_path, *lines):
    path = tmp_path / "growth.csv"
    path.write_text(SDMX_CSV.partition("\n")[0] + "\n" + "".join(f"{line}\n" for line in lines), "utf-8")
    found = hb.read_dataset(path, mapping=MAPPING).tables.observations
    return [(o.period.code, str(o.quantity.value)) for o in found]


ROW = "dataflow,XX:GROWTH(1.0),{},A,VN-QN,GRDP,{},{},0,{}"


@pytest.mark.parametrize(
    ("last", "left"),
    [
        (("D", "2024", "8.1", "A"), [("2023", "11.03")]),
        (("D", "2024", "", ""), [("2023", "11.03")]),
        (("D", "", "", ""), []),
        (("R", "2024", "8.3", "A"), [("2023", "11.03"), ("2024", "8.3")]),
        (("M", "2024", "", "P"), [("2023", "11.03"), ("2024", "8.1")]),
        (("M", "2025", "7.5", "A"), [("2023", "11.03"), ("2024", "8.1"), ("2025", "7.5")]),
        (("I", "2025", "NaN", "M"), [("2023", "11.03"), ("2024", "8.1")]),
        (("I", "2025", "", "M"), [("2023", "11.03"), ("2024", "8.1")]),
    ],
)
def test_an_action_deletes_replaces_or_merges_and_a_missing_value_is_none(tmp_path, last, left):
    rows = [ROW.format("I", "2023", "11.03", "A"), ROW.format("I", "2024", "8.1", "A"), ROW.format(*last)]
    if not left:
        with pytest.raises(hb.DatasetError, match="neither observations nor goals"):
            _growth(tmp_path, *rows)
    else:
        assert _growth(tmp_path, *rows) == left


def test_an_unknown_action_is_told(tmp_path):
    with pytest.raises(hb.DatasetError, match="column 'ACTION': 'X' is not one of I, A, R, M, D"):
        _growth(tmp_path, ROW.format("X", "2023", "11.03", "A"))
