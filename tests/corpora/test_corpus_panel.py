"""A corpus as one data set: what each document says, filed under area, indicator, period and source."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import hpbrief as hb
from hpbrief.corpus.panel import kind_of, source_of

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from articles import write_parquet

BEFORE = (
    "Quảng Ninh: 9 tháng năm 2025, thu ngân sách trên địa bàn đạt 40.000 tỷ đồng. "
    "Tổng sản phẩm trên địa bàn (GRDP) 9 tháng năm 2025 tăng 11,66% so với cùng kỳ."
)
AFTER = "Quảng Ninh: tổng sản phẩm trên địa bàn (GRDP) 9 tháng năm 2025 tăng 11,67% so với cùng kỳ năm trước."
OTHER = "Hà Nội: tổng sản phẩm trên địa bàn (GRDP) 9 tháng năm 2025 ước tăng 7,92% so với cùng kỳ năm trước."


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("panel")
    write_parquet(str(folder / "texts.parquet"), 40)
    hb.extract_corpus(folder / "texts.parquet", folder / "out", engine="serial", batch=16)
    return folder


@pytest.fixture(scope="module")
def three(tmp_path_factory):
    folder = tmp_path_factory.mktemp("three")
    table = {
        "text": [BEFORE, AFTER, OTHER, BEFORE],
        "url": [
            f"https://{h}/1"
            for h in ("baoquangninh.vn", "thongkequangninh.gov.vn", "hanoi.gov.vn", "copy.vn")
        ],
        "published": [date(2025, 10, 3), date(2025, 10, 24), date(2025, 10, 8), date(2025, 10, 4)],
    }
    pq.write_table(pa.table(table), folder / "t.parquet")
    hb.extract_corpus(folder / "t.parquet", folder / "out", engine="serial")
    return hb.build_panel(folder / "out")


def test_the_panel_holds_what_each_text_says(corpus):
    panel = hb.build_panel(corpus / "out")
    expected: dict[str, list] = {t: [] for t in ("observations", "goals", "verdicts", "headline_verdicts")}
    seen = set()
    for row in pq.read_table(corpus / "texts.parquet").to_pylist():
        read = hb.parse_briefing(
            row["text"], document_date=row["published"], publisher=row["publisher"], url=row["url"]
        )
        if read.document.id not in seen:
            seen.add(read.document.id)
            tables = read.to_tables(source_of(read.document, panel.catalog))
            for name, rows in expected.items():
                rows += getattr(tables, name)
    assert len(expected["observations"]) > 40
    assert any(o.evidence.kind == "cell" for o in expected["observations"])

    def plain(rows):  # of a cell the corpus keeps place and characters, not the words around them
        return [
            r.model_copy(update={"evidence": e.model_copy(update={"text": e.span.quote})})
            if (e := r.evidence).kind == "cell"
            else r
            for r in rows
        ]

    for name in ("observations", "goals", "headline_verdicts"):
        assert list(getattr(panel.tables, name)) == plain(expected[name])
    assert [v.key for v in panel.tables.verdicts] == [v.key for v in expected["verdicts"]]


def test_every_row_has_its_source_and_no_source_is_idle(corpus):
    tables = hb.build_panel(corpus / "out").tables
    used = {
        r.source_id
        for r in (*tables.observations, *tables.goals, *tables.verdicts, *tables.headline_verdicts)
    }
    assert Counter(s.source_id for s in tables.sources) == Counter(used)


def test_a_panel_is_assessed_audited_written_and_read(corpus, tmp_path):
    panel = hb.build_panel(corpus / "out", since=2025)
    area = panel.areas[0]
    card = hb.assess(panel, area=area, year=2025, as_of="2025-12-31")
    assert any(a.figure for a in card)
    assert len(hb.audit(panel).rows()) >= 0
    assert hb.read_dataset(panel.write(tmp_path / "p")).tables.observations


def test_filters_keep_only_what_was_asked(corpus):
    whole = hb.build_panel(corpus / "out")
    some = hb.build_panel(
        corpus / "out", areas=["Hà Nội", "quang-ninh"], indicators=["iip_growth"], until="2024"
    )
    wanted = [
        o
        for o in whole.tables.observations
        if o.area in ("ha-noi", "quang-ninh")
        and o.indicator == "iip_growth"
        and o.period.end <= date(2024, 12, 31)
    ]
    assert list(some.tables.observations) == wanted
    assert wanted
    with pytest.raises(hb.CatalogError, match="Atlantis"):
        hb.build_panel(corpus / "out", areas=["Atlantis"])


def test_an_unfinished_corpus_is_refused(tmp_path):
    with pytest.raises(hb.LoadError, match="not a complete corpus"):
        hb.build_panel(tmp_path)


def test_vintages_and_copies(three):
    (cell,) = three.revisions("grdp_growth", area="quang-ninh").to_dict("records")
    assert (cell["first_value"], cell["latest_value"], cell["n_sources"]) == (11.66, 11.67, 2)
    assert len(three.as_of("2025-10-05").tables.sources) == 1
    assert {s.publisher: s.kind.value for s in three.tables.sources} == {
        "baoquangninh.vn": "press",
        "thongkequangninh.gov.vn": "statistics_office",
        "hanoi.gov.vn": "government",
    }


def test_kinds_of_publishers_agree_with_those_set_by_hand():
    catalog = hb.load_catalog()
    sources = [s for name in hb.list_datasets() for s in hb.load_dataset(name).tables.sources if s.url]
    wrong = {s.url.split("/")[2] for s in sources if kind_of(s.url, catalog) != s.kind}
    assert len(sources) > 300
    # a party's paper and its supplements, by hand filed as press; documents of offices on hosts of others
    assert wrong == {
        "thuonghieuquocgia.nhandan.vn", "en.nhandan.vn", "nhandan.vn",
        "www.scribd.com", "www.medioq.com", "dbndhatinh.vn", "doingoailaocai.vn",
    }  # fmt: skip


# -- the league table --------------------------------------------------------------------------------


def test_a_league_table_ranks_like_with_like(three):
    table = hb.league_table(three, "grdp_growth", lang="en")
    assert list(table["area"]) == ["quang-ninh", "ha-noi"]
    assert list(table["rank"]) == [1, 2]
    assert table.loc[0, "value"] == 11.67
    assert (table.loc[0, "low"], table.loc[0, "high"], table.loc[0, "n_sources"]) == (11.66, 11.67, 2)
    assert table.loc[0, "caveats"] == "sources print 11.66 to 11.67"
    assert table.loc[1, "caveats"] == "estimate figure; source: government"
    assert hb.league_table(three, "grdp_growth", as_of="2025-10-05")["value"].tolist() == [11.66]


def _league(rows, **more):
    import pandas as pd

    header = (
        "area",
        "period",
        "value",
        "status",
        "measure",
        "unit",
        "unit_mult",
        "plan_basis",
        "qualifier",
        "source",
    )
    frame = pd.DataFrame([dict(zip(header, row, strict=True)) for row in rows]).assign(
        indicator="budget_revenue_total"
    )
    return hb.league_table(
        hb.read_dataset({"observations": frame}), "budget_revenue_total", lang="en", **more
    )


def _share(area, period, value, basis="council_estimate", qualifier="exact", unit="PT", mult=0):
    return (area, period, value, "A", "share_of_plan", unit, mult, basis, qualifier, f"s-{area}")


def _level(area, period, value, mult=9, qualifier="exact", unit="VND"):
    return (area, period, value, "A", "level", unit, mult, None, qualifier, f"s-{area}")


def test_what_is_not_comparable_stands_below_without_a_rank():
    table = _league(
        [
            _share("ha-noi", "2025-09M", 97.3),
            _share("quang-ninh", "2025-09M", 71.5),
            _share("cao-bang", "2025-09M", 88.0, basis="prime_minister"),
            _share("son-la", "2025-08M", 99.0),
            _share("lai-chau", "2025-10M", 99.0),
        ],
        measure="share_of_plan",
        period="2025-09M",
    )
    assert list(
        zip(table["area"], table["rank"].astype("object").where(table["rank"].notna(), None), strict=True)
    ) == [
        ("ha-noi", 1),
        ("quang-ninh", 2),
        ("cao-bang", None),
        ("son-la", None),
    ]
    caveats = dict(zip(table["area"], table["caveats"], strict=True))
    assert caveats["cao-bang"] == "another plan: Prime Minister"
    assert caveats["son-la"] == "another period: 8 months of 2025"


def test_old_and_new_boundaries_are_not_ranked_together():
    table = _league(
        [
            _level("haiphong-old", "2025-09M", 100),
            _level("haiphong-merged", "2025-09M", 150),
            _level("ha-noi", "2025-09M", 400),
        ]
    )
    told = {row["area"]: (row["comparable"], row["caveats"]) for row in table.to_dict("records")}
    assert told["haiphong-old"] == (False, "former boundary, until 30 Jun 2025")
    assert told["haiphong-merged"][0]
    assert told["haiphong-merged"][1].startswith("new boundary since 1 Jul 2025")
    assert told["ha-noi"] == (True, "")


def test_units_are_brought_to_one_and_roundings_told():
    table = _league(
        [
            _level("ha-noi", "2025-09M", 400.04, mult=12),
            _level("quang-ninh", "2025-09M", 41000, qualifier="over"),
            _level("son-la", "2025-09M", 41500),
            _level("cao-bang", "2025-09M", 500, unit="USD", mult=6),
        ]
    )
    assert list(table["area"]) == ["ha-noi", "son-la", "quang-ninh", "cao-bang"]
    assert table.loc[0, "value"] == 400_040
    assert table.loc[1, "caveats"] == "closer to its neighbour than the rounding"
    assert "rounded in words (over)" in table.loc[2, "caveats"]
    assert table.loc[3, "caveats"] == "another unit: USD"


def test_equal_figures_share_a_rank_and_a_low_rate_is_best_where_low_is_good():
    import pandas as pd

    rows = [("ha-noi", 2.0), ("son-la", 1.0), ("cao-bang", 2.0), ("lai-chau", 3.0)]
    frame = pd.DataFrame(rows, columns=["area", "value"]).assign(
        indicator="poverty_rate",
        period="2024",
        measure="level",
        unit="PT",
        unit_mult=0,
        status="A",
        source="x",
    )
    table = hb.league_table(hb.read_dataset({"observations": frame}), "poverty_rate")
    assert list(zip(table["area"], table["rank"], strict=True)) == [
        ("son-la", 1), ("cao-bang", 2), ("ha-noi", 2), ("lai-chau", 4),
    ]  # fmt: skip


def test_no_figure_is_an_error(three):
    with pytest.raises(hb.DatasetError, match="no area has a figure of iip_growth as yoy_change"):
        hb.league_table(three, "iip_growth")
    with pytest.raises(hb.DatasetError, match="no area has a figure of grdp_growth in 2019"):
        hb.league_table(three, "grdp_growth", "2019")
    with pytest.raises(hb.CatalogError):
        hb.league_table(three, "no_such")


def _panel_of(folder, text):
    pq.write_table(pa.table({"text": [text]}), folder / "t.parquet")
    hb.extract_corpus(folder / "t.parquet", folder / "out", engine="serial")
    return hb.build_panel(folder / "out")


def test_an_undated_text_counts_a_week_after_what_it_reports(tmp_path):
    (source,) = _panel_of(tmp_path, BEFORE).tables.sources
    assert (source.published, source.known_from, source.known_basis) == (None, date(2025, 10, 7), "inferred")


def test_a_corpus_without_areas_is_no_empty_panel(tmp_path):
    with pytest.raises(hb.DatasetError, match=r"none of 2 figures and goals has an area.*area="):
        _panel_of(tmp_path, BEFORE.removeprefix("Quảng Ninh: "))
