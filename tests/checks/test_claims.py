"""Claims of a text held against figures made for the test, each as it must come out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import hpbrief as hb
from hpbrief.cli.main import main

SOURCES = "source_id,publisher,url,published,kind,title,known_from,known_basis\n" + "".join(
    f"{name},{publisher},,{day},statistics_office,,{day},published\n"
    for name, publisher, day in (
        ("nine", "Cục Thống kê", "2025-10-06"),
        ("ten", "Cục Thống kê", "2025-11-06"),
        ("press", "Báo", "2025-11-08"),
        ("past", "Cục Thống kê", "2024-11-06"),
        ("plan", "HĐND", "2024-12-10"),
    )
)
OBSERVATIONS = (
    "indicator,area,measure,period_start,period_end,value,unit,unit_mult,qualifier,status,plan_basis,source_id\n"
    "budget_revenue_total,quang-ninh,level,2025-01-01,2025-09-30,45000,VND,9,exact,A,,nine\n"
    "budget_revenue_total,quang-ninh,level,2025-01-01,2025-10-31,50412,VND,9,exact,A,,ten\n"
    "budget_revenue_total,quang-ninh,level,2024-01-01,2024-10-31,45010,VND,9,exact,A,,past\n"
    "export_turnover,quang-ninh,level,2025-01-01,2025-10-31,3.25,USD,9,exact,A,,ten\n"
    "export_turnover,quang-ninh,level,2025-01-01,2025-10-31,3.40,USD,9,exact,A,,press\n"
    "import_turnover,quang-ninh,level,2025-01-01,2025-10-31,2.87,USD,9,exact,A,,ten\n"
    "export_turnover,quang-ninh,yoy_change,2025-01-01,2025-10-31,12.5,PT,0,exact,A,,ten\n"
)
GOALS = (
    "indicator,area,period_start,period_end,value,unit,unit_mult,bound,basis,source_id\n"
    "budget_revenue_total,quang-ninh,2025-01-01,2025-12-31,48000,VND,9,at_least,central_estimate,plan\n"
    "budget_revenue_total,quang-ninh,2025-01-01,2025-12-31,57000,VND,9,at_least,council_estimate,plan\n"
)


@pytest.fixture(scope="module")
def ds(tmp_path_factory: pytest.TempPathFactory) -> hb.Dataset:
    folder = tmp_path_factory.mktemp("figures")
    for name, text in (("sources", SOURCES), ("observations", OBSERVATIONS), ("goals", GOALS)):
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return hb.read_dataset(folder)


def told(ds: hb.Dataset, text: str, as_of: str = "2025-11-10") -> list[tuple[str, str]]:
    return [(c.verdict.value, c.held.reason) for c in hb.check(text, ds, as_of=as_of, area="quang-ninh")]


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("Thu ngân sách nhà nước 10 tháng đạt 50.412 tỷ đồng.", [("agrees", "same")]),
        ("Thu ngân sách nhà nước 10 tháng đạt trên 50 nghìn tỷ đồng.", [("agrees", "same")]),
        ("Thu ngân sách nhà nước 10 tháng đạt 50,41 nghìn tỷ đồng.", [("agrees", "same")]),
        ("Thu ngân sách nhà nước 10 tháng đạt 50.421 tỷ đồng.", [("contradicts", "other_value")]),
        ("Thu ngân sách nhà nước 10 tháng đạt 50.412 triệu đồng.", [("contradicts", "other_value")]),
        ("Thu ngân sách nhà nước 10 tháng đạt 45.000 tỷ đồng.", [("contradicts", "other_value")]),
        ("Nhập khẩu 10 tháng đạt 2,8 tỷ USD.", [("agrees", "cut_off")]),
        ("Xuất khẩu 10 tháng đạt 3,40 tỷ USD.", [("agrees", "same_but_others")]),
        ("Xuất khẩu 10 tháng đạt 3,9 tỷ USD.", [("contradicts", "other_value")]),
        ("Xuất khẩu 10 tháng tăng 12,5% so với cùng kỳ.", [("agrees", "same")]),
        ("Xuất khẩu 10 tháng giảm 12,5% so với cùng kỳ.", [("contradicts", "other_value")]),
        ("Thu ngân sách nhà nước 10 tháng tăng 12% so với cùng kỳ.", [("agrees", "growth_worked")]),
        ("Thu ngân sách nhà nước 10 tháng tăng 12,3% so với cùng kỳ.", [("not_checkable", "growth_near")]),
        ("Thu ngân sách nhà nước 10 tháng tăng 21% so với cùng kỳ.", [("contradicts", "growth_off")]),
        ("Thu ngân sách nhà nước tháng 10 đạt 5.412 tỷ đồng.", [("agrees", "part_worked")]),
        ("Thu ngân sách nhà nước tháng 10 đạt 9.412 tỷ đồng.", [("contradicts", "part_off")]),
        ("Thu ngân sách nhà nước 8 tháng đạt 39.000 tỷ đồng.", [("not_checkable", "no_figure")]),
        ("Thu ngân sách 10 tháng bằng 105% dự toán Trung ương giao.", [("agrees", "share_worked")]),
        ("Thu ngân sách 10 tháng bằng 115% dự toán Trung ương giao.", [("contradicts", "share_off")]),
    ],
)
def test_a_number_is_held_against_its_cell(
    ds: hb.Dataset, text: str, verdicts: list[tuple[str, str]]
) -> None:
    assert told(ds, text) == verdicts


def test_a_plan_not_named_gives_one_verdict_a_plan(ds: hb.Dataset) -> None:
    found = hb.check("Thu ngân sách 10 tháng vượt dự toán.", ds, as_of="2025-11-10", area="quang-ninh")
    assert {(c.basis, c.verdict.value) for c in found} == {
        ("central_estimate", "agrees"),
        ("council_estimate", "contradicts"),
    }
    shares = hb.check("Thu ngân sách 10 tháng bằng 105% dự toán.", ds, as_of="2025-11-10", area="quang-ninh")
    assert {(c.basis, c.verdict.value) for c in shares} == {
        ("central_estimate", "agrees"),
        ("council_estimate", "contradicts"),
    }


def test_nothing_that_came_later_is_held_against_a_text(ds: hb.Dataset) -> None:
    text = "Thu ngân sách nhà nước 10 tháng đạt 99.000 tỷ đồng."
    assert told(ds, text, "2025-11-05") == [("not_checkable", "no_figure")]
    assert told(ds, text, "2025-11-06") == [("contradicts", "other_value")]


def test_a_number_of_another_period_is_told_so(ds: hb.Dataset) -> None:
    text = "Thu ngân sách nhà nước 10 tháng năm 2025 đạt 45.000 tỷ đồng."
    (row,) = hb.check(text, ds, as_of="2025-11-10", area="quang-ninh").rows("vi")
    assert row["hint"].startswith("Con số này trùng với số của 9 tháng 2025")
    assert row["sources"] == ["ten", "nine"]


def test_what_cannot_be_checked_says_what_would_settle_it(ds: hb.Dataset) -> None:
    rows = hb.check("Sản lượng cam đạt 12 nghìn tấn.", ds, as_of="2025-11-10", area="quang-ninh").rows("en")
    assert [row["verdict"] for row in rows] == ["not_checkable"]
    assert all(row["settle"] for row in rows)


def test_every_reason_has_its_words_in_both_languages() -> None:
    words = hb.load_catalog().words
    assert set(words["claim_arithmetic"]) | set(words["claim_settle"]) <= set(words["claim"])
    for group in ("claim", "claim_arithmetic", "claim_settle", "claim_hint", "claim_verdict", "checked"):
        assert all(set(told) >= {"vi", "en"} for told in words[group].values())


def test_the_page_marks_each_claim_and_leads_to_its_reason(ds: hb.Dataset) -> None:
    text = "Thu ngân sách nhà nước 10 tháng đạt 50.421 tỷ đồng <b>.\nXuất khẩu 10 tháng đạt 3,25 tỷ USD."
    page = hb.check(text, ds, as_of="2025-11-10", area="quang-ninh").to_html("vi")
    assert '<a href="#claim-1"><mark class="contradicts"' in page
    assert 'id="claim-1"' in page
    assert "<b>." not in page.split('<div class="text">')[1]
    assert "<script" not in page


def test_a_file_is_checked_and_the_command_prints_json(ds: hb.Dataset, tmp_path: Path) -> None:
    file = tmp_path / "tin.txt"
    file.write_text("Thu ngân sách nhà nước 10 tháng năm 2025 của Quảng Ninh đạt 50.412 tỷ đồng.", "utf-8")
    assert [c.verdict.value for c in hb.check(file, ds, as_of=date(2025, 11, 10))] == ["agrees"]
    folder = ds.write(tmp_path / "data")
    asked = ["check", str(file), "--data", str(folder), "--as-of", "2025-11-10"]
    run = CliRunner().invoke(main, [*asked, "--json"])
    assert run.exit_code == 0, run.output
    assert [row["verdict"] for row in json.loads(run.stdout)] == ["agrees"]
    page = tmp_path / "trang.html"
    assert CliRunner().invoke(main, [*asked, "--out", str(page)]).exit_code == 0
    assert page.read_text("utf-8").startswith("<!doctype html>")
