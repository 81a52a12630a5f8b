"""The vectorised engine against the scalar one: equal classes, rules and numbers on cases of every kind."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import THRESHOLDS, figure, goal, indicator

import hpbrief as hb
from hpbrief.assessment.judging import Past, judge
from hpbrief.assessment.panel import judge_panel
from hpbrief.models import HistoryYear, Judgement

FLOWS = [
    "port_cargo",
    "budget_revenue_total",
    "fdi_attracted",
    "social_housing_completed",
    "public_investment_disbursed_share",
]
GROWTH = ["grdp_growth", "iip_growth"]
STOCKS = ["schools_national_standard", "schools_national_standard_share", "doctors_per_10000", "pci_rank"]
AMOUNTS = st.decimals(Decimal("0.1"), Decimal("9999"), places=1)
RATES = st.decimals(Decimal("-20"), Decimal("25"), places=2)
GAINS = st.decimals(Decimal("-2"), Decimal("2"), places=2)


@dataclass(frozen=True)
class Drawn:
    """One case for both engines."""

    indicator: str
    value: Decimal
    goal: Decimal
    months: int
    bound: str
    past: Past

    def judged(self) -> Judgement:
        return judge(
            figure(self.indicator, self.value, self.months),
            goal(self.indicator, self.goal, bound=self.bound),
            indicator(self.indicator),
            THRESHOLDS,
            self.past,
        )

    def row(self, area: str) -> dict[str, Any]:
        gains = [-g for g in self.past.gains] if self.bound == "at_most" else list(self.past.gains)
        return {
            "area": area,
            "indicator": self.indicator,
            "year": 2025,
            "months": self.months,
            "value": float(self.value),
            "goal": float(self.goal),
            "bound": self.bound,
            "best_month": None if self.past.best_month is None else float(self.past.best_month),
            "base_share": self.past.base[0].share if self.past.base else None,
            "best_gain": float(max(gains)) if gains else None,
        }

    def history(self, area: str) -> list[dict[str, Any]]:
        key = {"area": area, "indicator": self.indicator, "months": self.months}
        return [
            key | {"year": h.year, "to_date": float(h.to_date), "total": float(h.total)}
            for h in self.past.years
        ]


def past_year(year: int, name: str, to_date: Decimal, rest: Decimal) -> HistoryYear:
    unit = indicator(name).unit
    return HistoryYear(
        year=year,
        to_date=to_date,
        total=to_date + rest,
        unit=unit,
        origin="own",
        areas=("haiphong-merged",),
        source_ids=("s",),
    )


@st.composite
def flows(draw: st.DrawFn) -> Drawn:
    name, months, value = draw(st.sampled_from(FLOWS)), draw(st.integers(1, 12)), draw(AMOUNTS)
    near = (value * draw(st.decimals("0.9", "3", places=3))).quantize(Decimal("0.1"))
    target = draw(st.sampled_from([near, near, value, value + Decimal("0.05"), draw(AMOUNTS)]))
    years = draw(st.lists(st.tuples(AMOUNTS, AMOUNTS), max_size=5)) if months < 12 else []
    past = Past(
        years=tuple(past_year(2024 - i, name, c, r) for i, (c, r) in enumerate(years)),
        best_month=draw(st.none() | AMOUNTS),
    )
    return Drawn(name, value, target, months, draw(st.sampled_from(["at_least", "at_most", "exactly"])), past)


@st.composite
def growths(draw: st.DrawFn) -> Drawn:
    base = draw(st.none() | st.tuples(AMOUNTS, AMOUNTS))
    past = Past(base=(past_year(2024, "grdp_value", *base),) if base else ())
    return Drawn(
        draw(st.sampled_from(GROWTH)),
        draw(RATES),
        draw(RATES),
        draw(st.integers(1, 12)),
        draw(st.sampled_from(["at_least", "at_most"])),
        past,
    )


@st.composite
def stocks(draw: st.DrawFn) -> Drawn:
    share = st.decimals("0", "100", places=1)
    past = Past(gains=tuple(draw(st.lists(GAINS, max_size=4))))
    bound = draw(st.sampled_from(["at_least", "at_most"]))
    return Drawn(
        draw(st.sampled_from(STOCKS)), draw(share), draw(share), draw(st.integers(1, 12)), bound, past
    )


def both(cases: list[Drawn]) -> list[tuple[Judgement, Any]]:
    frame = pd.DataFrame([case.row(f"area-{i}") for i, case in enumerate(cases)])
    history = pd.DataFrame([row for i, case in enumerate(cases) for row in case.history(f"area-{i}")])
    out = judge_panel(frame, history if len(history) else None)
    return list(zip([case.judged() for case in cases], out.itertuples(), strict=True))


def same(number: float | None, cell: float) -> bool:
    if number is None:
        return bool(pd.isna(cell))
    return cell == pytest.approx(number, rel=1e-8, abs=1e-9)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(flows(), flows(), growths(), stocks()), min_size=1, max_size=6))
def test_both_engines_agree(cases: list[Drawn]) -> None:
    for j, row in both(cases):
        assert (row.computed_class, row.rule_id) == (j.computed_class, j.rule_id)
        assert same(j.attainment_pct, row.attainment_pct)
        assert same(j.expected_share_pct, row.expected_share_pct)
        assert same(j.pace_index, row.pace_index)
        assert same(j.required_per_month, row.required_per_month)
        p = j.projection
        assert same(p.median if p else None, row.forecast_median)
        assert same(p.lo80 if p else None, row.forecast_lo80)
        assert same(p.hi80 if p else None, row.forecast_hi80)
        if not j.rule_id.endswith("growth"):
            assert same(p.p_reach if p else None, row.p_reach)
        if j.rule_id in ("R4", "R5", "R6"):
            assert row.n_history == len(j.history)


ROW = {
    "area": "haiphong-merged",
    "indicator": "port_cargo",
    "year": 2025,
    "months": 9,
    "value": 90.0,
    "goal": 120.0,
}
PAST = {"area": "haiphong-merged", "indicator": "port_cargo", "months": 9}


def test_only_years_before_count_and_only_the_same_month() -> None:
    history = pd.DataFrame(
        [
            PAST | {"year": 2024, "to_date": 75.0, "total": 100.0},
            PAST | {"year": 2023, "to_date": 70.0, "total": 95.0},
            PAST | {"year": 2025, "to_date": 90.0, "total": 200.0},
            PAST | {"year": 2022, "to_date": 0.0, "total": 95.0},
            PAST | {"year": 2021, "to_date": 96.0, "total": 95.0},
            PAST | {"year": 2020, "to_date": 10.0, "total": 95.0, "months": 8},
        ]
    )
    out = judge_panel(pd.DataFrame([ROW]), history)
    assert out["n_history"].tolist() == [2]
    assert out["rule_id"].tolist() == ["R5"]


def test_a_missing_number_is_insufficient_data() -> None:
    out = judge_panel(pd.DataFrame([ROW | {"value": None}, ROW | {"goal": float("nan")}]))
    assert out["computed_class"].tolist() == ["insufficient_data"] * 2
    assert out["rule_id"].tolist() == ["R1"] * 2


def test_probability_without_history_is_shown_on_request_only() -> None:
    frame = pd.DataFrame([ROW])
    assert judge_panel(frame)["p_reach"].isna().all()
    assert 0 < judge_panel(frame, indicative=True)["p_reach"].item() < 1


def test_the_frame_comes_back_with_its_index_and_columns() -> None:
    frame = pd.DataFrame([ROW, ROW | {"area": "da-nang"}], index=[7, 3])
    out = judge_panel(frame)
    assert list(out.index) == [7, 3]
    assert list(out.columns[: len(frame.columns)]) == list(frame.columns)
    assert "rule_id" not in frame


def test_an_empty_frame_is_judged_too() -> None:
    out = judge_panel(pd.DataFrame([ROW]).iloc[:0])
    assert len(out) == 0
    assert "rule_id" in out


@pytest.mark.parametrize("column", list(ROW))
def test_a_missing_column_is_named(column: str) -> None:
    with pytest.raises(hb.DatasetError, match=column):
        judge_panel(pd.DataFrame([ROW]).drop(columns=column))


@pytest.mark.parametrize("months", [0, 13, None])
def test_impossible_months_are_refused(months: float | None) -> None:
    with pytest.raises(hb.DatasetError, match="months"):
        judge_panel(pd.DataFrame([ROW | {"months": months}]))


def test_a_year_that_stands_twice_is_refused() -> None:
    year = PAST | {"year": 2024, "to_date": 75.0, "total": 100.0}
    with pytest.raises(hb.DatasetError, match="twice"):
        judge_panel(pd.DataFrame([ROW]), pd.DataFrame([year, year]))


def test_a_best_month_below_the_average_so_far_is_no_record() -> None:
    """Ninety in nine months: a record of nine a month lacks better months, and rule 4 does not rest on it."""
    years = [PAST | {"year": y, "to_date": 75.0, "total": 100.0} for y in range(2015, 2025)]
    out = judge_panel(
        pd.DataFrame([ROW | {"best_month": best, "goal": 125.0} for best in (9.0, 10.0, None)]),
        pd.DataFrame(years),
    )
    assert out["rule_id"].tolist() == ["R5", "R4", "R5"]
    for best, rule in (("9", "R5"), ("10", "R4")):
        past = Past(
            years=tuple(past_year(y, "port_cargo", Decimal(75), Decimal(25)) for y in range(2015, 2025)),
            best_month=Decimal(best),
        )
        j = Drawn("port_cargo", Decimal(90), Decimal(125), 9, "at_least", past).judged()
        assert j.rule_id == rule
        assert j.best_per_month == (10 if rule == "R4" else None)
