"""Half-year, quarter and other portions of the year, each against its own figure."""

from decimal import Decimal

import pytest

import hpbrief as hb


@pytest.fixture(scope="module")
def card():
    return hb.assess(hb.load_dataset("haiphong-2025"), indicators=["tourists", "grdp_growth", "port_cargo"])


def portion(card, indicator, code, basis="annual_plan"):
    found = [j for j in card[indicator].portions if j.goal.period.code == code and j.goal.basis == basis]
    assert len(found) == 1
    return found[0]


def test_a_portion_is_the_total_less_what_came_before(card):
    j = portion(card, "tourists", "2025-H2")
    assert j.figure.quantity.value == Decimal("11.88") - Decimal("7.54")
    assert j.figure.period.code == "2025-Q3"
    assert "vietnamnews-9m" in j.figure.note
    assert "baomoi-tourism-h1" in j.figure.note
    assert (j.months, j.rule_id) == (3, "R6")
    assert j.expected_share_pct == pytest.approx(50)
    assert j.required_per_month == pytest.approx((6.89 - 4.34) / 3)


def test_a_portion_from_a_qualified_print_is_about(card):
    j = portion(card, "port_cargo", "2025-H2")
    assert j.figure.quantity.qualifier == "about"


def test_a_printed_portion_needs_no_difference(card):
    j = portion(card, "grdp_growth", "2025-Q3", "scenario")
    assert (j.figure.quantity.value, j.computed_class, j.rule_id) == (Decimal("12.47"), "missed", "R3")


def test_portions_stand_apart_and_judge_nothing(card):
    tourists = card.portions("en").query("indicator == 'tourists'")
    assert list(tourists.goal_period) == ["2025-H2"]
    assert not tourists.used.any()
    assert set(card.bases("en").goal_period) == {"2025"}
    assert card["tourists"].goal.period.is_year


def test_nothing_before_the_portion_began():
    early = hb.assess(hb.load_dataset("haiphong-2025"), as_of="2025-08-01", indicators=["tourists"])
    assert early["tourists"].portions == ()
