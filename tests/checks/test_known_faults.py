"""What is known to be wrong in haiphong-2025: each is found, with the two values and both sources."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import hpbrief as hb
from hpbrief.checks.findings import FRAME
from hpbrief.cli import main
from hpbrief.models import Finding, Severity

NAMES = ["code", "severity", "area", "indicator", "message", "values", "sources", "arithmetic"]


@pytest.fixture(scope="module")
def report() -> hb.AuditReport:
    return hb.audit(hb.load_dataset("haiphong-2025"), lang="en")


def pairs(finding: Finding) -> set[tuple[str, str]]:
    return set(zip(finding.values, finding.sources, strict=False))


@pytest.mark.parametrize(
    ("code", "indicator", "evidence"),
    [
        # exports at ten months below nine
        (
            "falling_total",
            "export_turnover",
            [("USD 33.37 billion", "vneconomy-10m"), ("USD 36 billion", "vietnamnews-9m")],
        ),
        (
            "falling_across_series",
            "export_turnover",
            [("USD 30.05 billion", "thanhnien-customs-10m"), ("USD 36 billion", "vietnamnews-9m")],
        ),
        (
            "uneven_increment",
            "export_turnover",
            [("USD 30.05 billion", "thanhnien-customs-10m"), ("USD 29.48 billion", "vietnamnet-customs-8m")],
        ),
        (
            "fits_other_indicator",
            "export_turnover",
            [("USD 33.37 billion", "vneconomy-10m"), ("USD 29.67 billion", "vneconomy-9m")],
        ),
        # four values of IIP, three of exports, at eight months
        (
            "source_conflict",
            "iip_growth",
            [
                ("+14.51%", "plo-8m"),
                ("+11.51%", "vietnamvn-en-8m"),
                ("+10.2%", "qdnd-en-8m"),
                ("+6.34%", "dantri-8m"),
            ],
        ),
        (
            "source_conflict",
            "export_turnover",
            [("USD 31.8 billion", "vietnamvn-en-8m"), ("USD 22.6 billion", "dantri-8m")],
        ),
        (
            "series_apart",
            "export_turnover",
            [("USD 31.8 billion", "vietnamvn-en-8m"), ("USD 29.48 billion", "vietnamnet-customs-8m")],
        ),
        (
            "equals_other_goal",
            "export_turnover",
            [("USD 22.6 billion", "dantri-8m"), ("USD 22.6 billion", "baohaiphong-en-7m")],
        ),
        # budget
        (
            "source_conflict",
            "budget_revenue_domestic",
            [("VND 89,289.413 billion", "vneconomy-10m"), ("over VND 89,233 billion", "tbtco-budget-10m")],
        ),
        (
            "plan_share",
            "budget_revenue_domestic",
            [
                ("over VND 89,233 billion", "tbtco-budget-10m"),
                ("119.6%", "tbtco-budget-10m"),
                ("VND 74,680 billion", "vneconomy-budget-h1"),
            ],
        ),
        (
            "source_conflict",
            "budget_revenue_total",
            [
                ("VND 187,766.6 billion", "cafef-2025-12-02"),
                ("VND 190,379 billion", "cafef-2026-01-06"),
                ("VND 196,151 billion", "plvn-2026-01"),
                ("VND 196,911.318 billion", "vccinews-finance-2026-01-19"),
            ],
        ),
        (
            "source_conflict",
            "budget_revenue_total",
            [
                ("VND 133,239 billion", "vietnamplus-8m"),
                ("VND 132,239 billion", "vietnamvn-en-8m"),
                ("nearly VND 74,000 billion", "dantri-8m"),
            ],
        ),
        (
            "source_conflict",
            "budget_revenue_total",
            [("nearly VND 74,000 billion", "dantri-8m"), ("VND 133,239 billion", "vietnamplus-8m")],
        ),
        (
            "plan_share",
            "budget_revenue_total",
            [
                ("VND 190,379 billion", "vneconomy-2026-01-12"),
                ("133.6%", "vneconomy-2026-01-12"),
                ("132.6%", "vneconomy-2026-01-12"),
            ],
        ),
        (
            "plan_share",
            "budget_revenue_total",
            [("VND 133,239 billion", "vietnamplus-8m"), ("89.7%", "vietnamplus-8m")],
        ),
        (
            "parts_fill_total",
            "budget_revenue_total",
            [
                ("VND 190,379 billion", "cafef-2026-01-06"),
                ("VND 103,879 billion", "cafef-2026-01-06"),
                ("VND 86,500 billion", "besthaiduong-hp-2025"),
            ],
        ),
        # the rest
        (
            "revision",
            "new_enterprises",
            [("7,200 enterprises", "plo-2025-12-09"), ("7,500 enterprises", "baodautu-2026-01-24")],
        ),
        (
            "plan_share",
            "new_enterprises",
            [("7,500 enterprises", "baodautu-2026-01-24"), ("120%", "baodautu-2026-01-24")],
        ),
        (
            "source_conflict",
            "port_cargo",
            [("39.16 million tonnes", "nhadatanphu-q1"), ("38.45 million tonnes", "tbtco-q1")],
        ),
        (
            "falling_across_series",
            "port_cargo",
            [("65.5 million tonnes", "baohaiphong-en-port-7m"), ("over 86 million tonnes", "thoidai-h1")],
        ),
        (
            "uneven_increment",
            "port_cargo",
            [("187.63 million tonnes", "thanhnien-11m"), ("139.77 million tonnes", "vneconomy-9m")],
        ),
        (
            "equals_goal",
            "port_cargo",
            [("213 million tonnes", "cafef-2025-12-02"), ("213 million tonnes", "baomoi-session29")],
        ),
        (
            "uneven_increment",
            "import_turnover",
            [("USD 17.9 billion", "dantri-8m"), ("USD 29.67 billion", "vneconomy-9m")],
        ),
        (
            "uneven_increment",
            "tourists",
            [
                ("8.3 million visitors", "dantri-8m"),
                ("7.54 million visitors", "baomoi-tourism-h1"),
                ("11.88 million visitors", "vietnamnews-9m"),
            ],
        ),
        (
            "equals_goal",
            "tourists",
            [("14.43 million visitors", "plo-2025-12-09"), ("14.43 million visitors", "baomoi-session29")],
        ),
        (
            "boundary_mismatch",
            "grdp_growth",
            [("+11.2%", "vneconomy-h1-two-places"), ("+11.04%", "doanhnhanvn-h1")],
        ),
        (
            "revision",
            "grdp_growth",
            [("about +12.35%", "cafef-2025-12-02"), ("+11.81%", "vccinews-2026-01-19")],
        ),
        (
            "verdict_contradicted",
            "port_cargo",
            [("139.77 million tonnes", "vneconomy-9m"), ("213 million tonnes", "baomoi-session29")],
        ),
    ],
)
def test_it_is_found_with_its_values_and_sources(report, code, indicator, evidence):
    fitting = [f for f in report if (f.code, f.indicator) == (code, indicator) and set(evidence) <= pairs(f)]
    assert len(fitting) == 1
    assert fitting[0].arithmetic


def test_a_reader_can_redo_the_arithmetic(report):
    def told(code: str, indicator: str, words: str) -> str:
        return next(
            f.arithmetic
            for f in report
            if (f.code, f.indicator) == (code, indicator) and words in f.message + f.arithmetic
        )

    assert told("falling_total", "export_turnover", "36").startswith("USD 33.37 billion − USD 36 billion")
    port = told("uneven_increment", "port_cargo", "187.63")
    assert "(187.63 million tonnes − 139.77 million tonnes) / 2 months = 23.930 million tonnes" in port
    visits = told("uneven_increment", "tourists", "8.3")
    assert "/ 2 months = 0.38 million visitors" in visits
    assert "/ 1 month = 3.580 million visitors" in visits
    assert "= 129.13%; stated 133.6% (133.55–133.65)" in told("plan_share", "budget_revenue_total", "133.6%")
    assert "= 90.37%; stated 89.7%" in told("plan_share", "budget_revenue_total", "133,239")
    imports = told("uneven_increment", "import_turnover", "17.9")
    assert "USD 17.9 billion / 8 months = USD 2.24 billion" in imports


def test_one_fault_is_told_once(report):
    cells = [(f.code, f.area, f.indicator, f.values, f.sources) for f in report]
    assert len(set(cells)) == len(cells)
    conflicts = [f for f in report if f.code == "source_conflict" and f.indicator == "grdp_growth"]
    assert conflicts == []  # the old city's 11.2 is told as a mistaken boundary
    gravest = [f.severity for f in report]
    assert gravest == sorted(gravest, key=list(Severity).index)


def test_what_agrees_is_left_alone(report):
    told = " ".join(f.message for f in report)
    for innocent in ("145,600 billion (vneconomy", "309,633.5", "142,113", "72.4%"):
        assert innocent not in told
    assert not [f for f in report if f.indicator == "retail_sales"]


def test_both_languages_say_the_same(report):
    vi, en = report.findings("vi"), report.findings("en")
    assert [(f.code, f.severity, f.sources) for f in vi] == [(f.code, f.severity, f.sources) for f in en]
    assert all(a.message != b.message for a, b in zip(vi, en, strict=True))
    fall = next(f for f in vi if f.code == "falling_total")
    assert "33,37 tỷ USD" in fall.message
    assert not [f for f in (*vi, *en) if "{" in f.message + f.arithmetic]


def test_the_frame_is_that_of_the_architecture(report):
    frame = report.to_frame("en")
    assert list(frame.columns) == list(FRAME) == NAMES
    assert len(frame) == len(report)
    assert set(frame.severity) <= set(Severity)
    assert not frame.isna().to_numpy().any()


def test_past_years_bring_growth_checks(report):
    ds = hb.load_dataset("haiphong-2025")
    joined = hb.audit(ds.add(hb.load_dataset("haiphong-history")), year=2025, lang="en")
    assert "growth_mismatch" not in report.counts()
    grown = [f for f in joined if f.code == "growth_mismatch"]
    cargo = next(f for f in grown if f.indicator == "port_cargo" and "6 months" in f.message)
    assert cargo.values == ("+11.95%", "86.33 million tonnes", "75.7 million tonnes")
    assert "= 14.04%" in cargo.arithmetic


def test_as_of_audits_what_was_known():
    ds = hb.load_dataset("haiphong-2025").as_of("2025-10-08")
    codes = hb.audit(ds).counts()
    assert "falling_total" not in codes
    assert "source_conflict" in codes


def test_the_command_prints_a_table_or_rows():
    rows = json.loads(CliRunner().invoke(main, ["audit", "haiphong-2025", "--lang", "en", "--json"]).output)
    assert [list(row) for row in rows] == [NAMES] * len(rows)
    assert isinstance(rows[0]["values"], list)
    table = CliRunner().invoke(main, ["audit", "haiphong-2025", "--area", "haiphong-old", "--year", "2025"])
    assert table.exit_code == 0
    assert "38,45" in table.output
    none = CliRunner().invoke(main, ["audit", "haiphong-2026"])
    assert (none.exit_code, none.output.strip()) == (0, "haiphong-2026: không có phát hiện nào.")
    assert CliRunner().invoke(main, ["audit", "haiphong-2025", "--area", "atlantis"]).exit_code == 1


def test_it_shows_itself(report):
    page = report._repr_html_()
    assert page.count("<tr>") == len(report) + 1
    assert "falling_total" in page
    assert repr(report).startswith("haiphong-2025: ")
    assert report.title("vi").startswith("haiphong-2025: ")
    assert report[0] == next(iter(report))
