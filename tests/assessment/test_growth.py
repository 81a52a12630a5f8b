"""Growth on the same period of the year before: worked out from two levels, else as stated, both where they differ."""

import pandas as pd
import pytest

import hpbrief as hb

LEVEL = {
    "indicator": "budget_revenue_total",
    "area": "thanh-hoa",
    "measure": "level",
    "unit": "VND",
    "unit_mult": 9,
}
STATED = {**LEVEL, "measure": "yoy_change", "unit": "PT", "unit_mult": 0}


def card(*rows):
    told = [{"status": "A", "source": f"s{i}", "published": "2025-10-03", **r} for i, r in enumerate(rows)]
    return hb.assess(hb.read_dataset({"observations": pd.DataFrame(told)}), "thanh-hoa", 2025, "2025-11-01")


def level(period, value, **more):
    return {**LEVEL, "period": period, "value": value, **more}


def stated(period, value):
    return {**STATED, "period": period, "value": value}


@pytest.mark.parametrize(
    ("rows", "pct", "basis"),
    [
        ([level("2025-09M", 43508), level("2024-09M", 42200)], 3.099526, "computed"),
        ([level("2025-09M", 43508), stated("2025-09M", 3.1)], 3.1, "stated"),
        ([level("2025-09M", 43508), level("2024-09M", 42200), stated("2025-09M", 3.1)], 3.099526, "computed"),
        ([level("2025-09M", 43508), level("2024-08M", 42200)], None, None),
        ([level("2025-09M", 43508), level("2024-09M", 42200, area="nghe-an")], None, None),
        ([level("2025-09M", 43508), level("2024-09M", 42200, series="customs")], None, None),
        ([level("2025-09M", 43508), level("2024-09M", 42200, status="F")], None, None),
        ([level("2025-09M", 43508), stated("2025-08M", 3.1)], None, None),
    ],
)
def test_growth_is_computed_where_both_levels_are_known_else_as_stated(rows, pct, basis):
    row = card(*rows).rows()[0]
    assert (row["yoy_pct"], row["yoy_basis"]) == (pct if pct is None else pytest.approx(pct), basis)


def test_the_explanation_tells_both_where_they_differ():
    levels = [level("2025-09M", 43508), level("2024-09M", 42200)]
    agreeing = card(*levels, stated("2025-09M", 3.1))["budget_revenue_total"]
    differing = card(*levels, stated("2025-09M", 5.6))["budget_revenue_total"]
    assert "up 3.1%, worked out from VND 42,200 billion" in agreeing.explain("en")
    assert "Stated otherwise" not in agreeing.explain("en")
    assert "Stated otherwise: " in differing.explain("en")
    assert "5.6%" in differing.explain("en")
    assert "tăng 3,1%, tính từ 42.200 tỷ đồng" in differing.explain("vi")


def test_a_figure_worked_out_cites_the_source_of_the_year_before():
    scorecard = card(level("2025-09M", 43508), level("2024-09M", 42200))
    assert {s.title for s in scorecard.record.sources} == {"s0", "s1"}


def test_in_january_the_year_that_was_closing_is_judged():
    told = [{"status": "A", "source": "s", "published": "2026-01-05", **level("2025-12M", 58000)}]
    ds = hb.read_dataset({"observations": pd.DataFrame(told)})
    assert hb.assess(ds, as_of="2026-01-31").record.year == 2025
    assert hb.assess(ds, year=2025, as_of="2026-02-28").record.year == 2025
