"""What is needed a month: for which indicators, in which unit, and when no more."""

from __future__ import annotations

from datetime import date

import pytest
from making import indicator, judged

import hpbrief as hb
from hpbrief.assessment import words
from hpbrief.assessment.explain import required_formula
from hpbrief.models import Agreement, Assessment, Judgement

CATALOG = hb.load_catalog()


def shown(j: Judgement, lang: str) -> str:
    a = Assessment(
        area=j.figure.area,
        indicator=j.figure.indicator,
        year=2025,
        as_of=date(2025, 11, 1),
        computed_class=j.computed_class,
        rule_id=j.rule_id,
        goal=j.goal,
        figure=j.figure,
        main=j,
        agreement=Agreement.NOT_CHECKABLE,
    )
    return words.required_text(a, j.figure, CATALOG, lang)  # type: ignore[arg-type]


def test_of_a_percentage_points_are_needed() -> None:
    share = judged("trained_workers_share", "76.9", "80")
    assert shown(share, "vi") == "1,03 điểm %"
    assert shown(share, "en") == "1.03 percentage points"
    assert required_formula(share, CATALOG, "vi").endswith("= 1,03 điểm %")
    disbursed = judged("public_investment_disbursed_share", "55", "100")
    assert shown(disbursed, "vi") == "15 điểm %"


def test_an_amount_keeps_its_unit() -> None:
    assert shown(judged("port_cargo", "139.77", "213"), "vi") == "24,4 triệu tấn"


@pytest.mark.parametrize(
    ("name", "value", "target", "bound"),
    [
        ("port_cargo", "214", "213", "at_least"),
        ("port_cargo", "213", "213", "at_least"),
        ("forest_coverage", "42", "41", "at_least"),
        ("poverty_rate", "1.2", "2", "at_most"),
        ("poverty_rate", "2", "2", "at_most"),
        ("traffic_deaths", "80", "70", "at_most"),
    ],
)
def test_once_decided_or_under_its_ceiling_nothing_is_needed(
    name: str, value: str, target: str, bound: str
) -> None:
    j = judged(name, value, target, bound=bound)
    assert j.required_per_month is None
    assert shown(j, "vi") == required_formula(j, CATALOG, "vi") == ""


def test_an_inflation_under_its_ceiling_needs_no_growth() -> None:
    j = judged("cpi_growth", "3.2", "4.5", bound="at_most")
    assert j.required_growth_pct is None
    assert shown(j, "vi") == ""


def test_growth_above_its_goal_may_still_fall_and_says_what_must_hold() -> None:
    j = judged("grdp_growth", "12", "11.5")
    assert j.rule_id == "R2-now"
    assert shown(j, "en") == "10.0% growth over the rest of the year"


def test_a_share_above_its_ceiling_must_fall() -> None:
    j = judged("poverty_rate", "2.6", "2", bound="at_most")
    assert j.required_per_month == pytest.approx(-0.2)
    assert shown(j, "vi") == "−0,2 điểm %"
    assert shown(j, "en") == "−0.2 percentage points"


def test_what_a_ceiling_leaves_is_said_to_be_the_most() -> None:
    j = judged("traffic_deaths", "60", "90", bound="at_most")
    assert j.required_per_month == pytest.approx(10)
    assert shown(j, "vi") == "tối đa 10 người"
    assert shown(j, "en") == "at most 10 persons"


@pytest.mark.parametrize("name", ["pci_rank", "rice_yield", "grdp_per_capita"])
def test_a_rank_or_an_average_has_no_amount_a_month(name: str) -> None:
    assert indicator(name).kind in ("rate", "index")
    target, bound = ("3", "at_most") if name == "pci_rank" else ("9", "at_least")
    assert judged(name, "5", target, bound=bound).required_per_month is None
