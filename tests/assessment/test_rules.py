"""Each rule fires where it should, and stops where it should."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import Decimal

import pytest
from making import THRESHOLDS, figure, goal, indicator, judged
from scipy import stats

from hpbrief.assessment.judging import judge

FLOW, LUMPY, FDI = "port_cargo", "social_housing_completed", "fdi_attracted"
GROWTH, SHARE = "iip_growth", "schools_national_standard_share"


def goal_at(p: float, c: float, months: int) -> float:
    """The goal that a flow reaches with probability p: (T − C)/C is log-t around the months left."""
    mu = math.log((12 - months) / months)
    return c * (1 + math.exp(mu + 0.35 * stats.t.ppf(1 - p, 3)))


def test_the_kinds_that_the_rules_tell_apart() -> None:
    assert (indicator(FLOW).kind, indicator(FLOW).lumpy, indicator(FLOW).can_fall) == ("flow", False, False)
    assert (indicator(LUMPY).kind, indicator(LUMPY).lumpy, indicator(LUMPY).can_fall) == ("flow", True, False)
    assert (indicator(FDI).lumpy, indicator(FDI).can_fall) == (True, True)
    assert indicator(GROWTH).measure == "yoy_change"
    assert indicator(SHARE).kind == "share"


# -- reached, rule 2 ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "target", "expected"),
    [
        ("213.1", "213.05", "exceeded"),
        ("213.1", "213.1", "met"),
        ("213.1", "213.15", "on_track"),  # half a rounding unit below: the print decides nothing
        ("213.10", "213.11", "on_track"),
        ("213", "213.4", "on_track"),
        ("300", "213", "exceeded"),
    ],
)
@pytest.mark.parametrize("name", [FLOW])
def test_a_total_is_met_at_the_goal_itself(name: str, value: str, target: str, expected: str) -> None:
    j = judged(name, value, target)
    assert j.computed_class == expected
    assert j.rule_id == ("R6" if expected == "on_track" else "R2")
    inside = abs(Decimal(value) - Decimal(target)) <= j.figure.quantity.half_rounding_unit
    assert ("rounding_sensitive" in j.flags) == (inside or expected == "met")


@pytest.mark.parametrize(
    ("name", "value", "target", "bound", "months"),
    [("tourists", "14", "14.43", "at_least", 12), ("unemployment_rate", "1", "0.6", "at_most", 12)],
)
def test_a_coarse_print_does_not_meet_a_finer_goal(
    name: str, value: str, target: str, bound: str, months: int
) -> None:
    j = judged(name, value, target, months, bound=bound)
    assert (j.computed_class, j.rule_id) == ("missed", "R3")
    assert "rounding_sensitive" in j.flags


def test_the_half_unit_is_that_of_the_figures_print_in_another_power_of_ten() -> None:
    j = judge(figure(FLOW, "213.1"), goal(FLOW, "213050", mult=3), indicator(FLOW), THRESHOLDS)
    assert (j.computed_class, "rounding_sensitive" in j.flags) == ("exceeded", True)
    j = judge(figure(FLOW, "213.1"), goal(FLOW, "213049", mult=3), indicator(FLOW), THRESHOLDS)
    assert (j.computed_class, "rounding_sensitive" in j.flags) == ("exceeded", False)


@pytest.mark.parametrize("name", [FDI, SHARE])
@pytest.mark.parametrize("value", ["20", "20.5", "25"])
@pytest.mark.parametrize(("months", "expected"), [(11, "on_track"), (7, "on_track"), (6, "at_risk")])
def test_what_can_fall_is_on_track_at_best_and_early_at_risk(
    name: str, value: str, months: int, expected: str
) -> None:
    j = judged(name, value, "20", months)
    assert (j.computed_class, j.rule_id) == (expected, "R2-now")
    assert "currently_above" in j.flags
    assert j.projection is None


@pytest.mark.parametrize("months", [3, 6, 9, 11])
@pytest.mark.parametrize("value", ["20", "20.5", "21", "25"])
def test_growth_above_its_goal_stays_there_as_likely_as_the_months_left_allow(
    value: str, months: int
) -> None:
    p = min(growth_chance(float(value), 20, months / 12 + d) for d in (-0.05, 0, 0.05))
    j = judged(GROWTH, value, "20", months)
    assert (j.computed_class, j.rule_id) == ("on_track" if p >= 0.8 and months > 6 else "at_risk", "R2-now")
    assert "currently_above" in j.flags


@pytest.mark.parametrize("name", [FLOW, LUMPY, FDI, GROWTH, SHARE])
@pytest.mark.parametrize(
    ("value", "expected", "rule"),
    [("20.2", "exceeded", "R2"), ("20.0", "met", "R2"), ("19.9", "missed", "R3")],
)
def test_at_the_years_end_there_is_no_more_probability(
    name: str, value: str, expected: str, rule: str
) -> None:
    j = judged(name, value, "20", 12)
    assert (j.computed_class, j.rule_id) == (expected, rule)
    assert j.projection is None
    assert j.required_per_month is None


def test_one_day_before_the_years_end_is_not_the_end() -> None:
    last_day_but_one = judged(FLOW, "212", "213", "2025-12-30")
    assert last_day_but_one.rule_id == "R6"
    assert judged(FLOW, "212", "213", "2025-12-31").rule_id == "R3"


# -- the straight line, rule 6 -----------------------------------------------------------------------


@pytest.mark.parametrize("months", [1, 3, 6, 9, 10, 11])
@pytest.mark.parametrize(
    ("p", "expected"), [(0.81, "on_track"), (0.79, "at_risk"), (0.21, "at_risk"), (0.19, "off_track")]
)
def test_classes_by_probability(months: int, p: float, expected: str) -> None:
    target = goal_at(p, 1000, months)
    j = judged(FLOW, "1000", str(round(target, 6)), months)
    early = months < 9 and expected == "on_track"  # an even pace early in the year promises nothing
    assert (j.computed_class, j.rule_id) == ("at_risk" if early else expected, "R6")
    assert "indicative" in j.flags
    assert j.projection is not None
    assert j.projection.p_reach is None  # hidden without history


def test_a_straight_line_of_one_is_between() -> None:
    # exactly on the straight line the chance is one half
    assert judged(FLOW, "75", "100", 9).computed_class == "at_risk"


def test_numbers_of_a_judgement_redone_by_hand() -> None:
    j = judged(FLOW, "139.77", "213", 9)
    assert j.attainment_pct == pytest.approx(139.77 / 213 * 100)
    assert j.expected_share_pct == pytest.approx(75)
    assert j.pace_index == pytest.approx(139.77 / 213 / 0.75)
    assert j.gap == pytest.approx(213 - 139.77)
    assert j.required_per_month == pytest.approx((213 - 139.77) / 3)
    assert j.average_per_month == pytest.approx(139.77 / 9)
    assert j.projection is not None
    assert j.projection.median == pytest.approx(139.77 / 0.75)
    spread = 0.35 * stats.t.ppf(0.9, 3)
    assert j.projection.lo80 == pytest.approx(139.77 * (1 + math.exp(math.log(3 / 9) - spread)))
    assert j.projection.hi80 == pytest.approx(139.77 * (1 + math.exp(math.log(3 / 9) + spread)))


def test_part_of_a_month_counts_by_its_days() -> None:
    j = judged(FLOW, "100", "400", "2025-04-26")
    assert j.months == 3 + Decimal(26) / 30
    assert j.expected_share_pct == pytest.approx((3 + 26 / 30) / 12 * 100)


def test_nothing_in_hand_is_off_track() -> None:
    assert judged(FLOW, "0", "213", 3).computed_class == "off_track"


# -- lumpy -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "expected", "flagged"), [("18", "at_risk", True), ("18.01", "off_track", False)]
)
@pytest.mark.parametrize("name", [LUMPY, FDI])
def test_lumpy_looks_at_three_times_the_average(name: str, target: str, expected: str, flagged: bool) -> None:
    # nine in nine months: one a month; 18 needs three a month in the three left
    j = judged(name, "9.00", target, 9)
    assert (j.computed_class, j.rule_id) == (expected, "R6-lumpy")
    assert ("low_evidence" in j.flags) is flagged
    assert "indicative" in j.flags
    assert j.projection is None


def test_lumpy_is_never_on_track_without_history() -> None:
    assert judged(LUMPY, "9.99", "10", 6).computed_class == "at_risk"
    assert judged(LUMPY, "10.01", "10", 6).computed_class == "exceeded"


# -- growth and shares of a stock --------------------------------------------------------------------


def growth_chance(g: float, target: float, share: float) -> float:
    c, t = share * (1 + g / 100), 1 + target / 100
    if c >= t:
        return 1.0
    z = (math.log((t - c) / c) - math.log((1 - share) / share)) / (0.012 * math.sqrt(2))
    return float(1 - stats.t.cdf(z, 1.5))


@pytest.mark.parametrize("months", [3, 6, 9, 10])
@pytest.mark.parametrize("g", ["11.9", "11.5", "11", "10", "6", "-3.2"])
def test_growth_takes_the_worst_of_three_shares(months: int, g: str) -> None:
    chances = [growth_chance(float(g), 12, months / 12 + d) for d in (-0.05, 0, 0.05)]
    p = min(chances)
    expected = "on_track" if p >= 0.8 else "at_risk" if p >= 0.2 else "off_track"
    j = judged("grdp_growth", g, "12", months)
    assert (j.computed_class, j.rule_id) == (expected, "R6-growth")
    s = months / 12
    assert j.required_growth_pct == pytest.approx((12 - s * float(g)) / (1 - s))
    assert j.required_growth_pct > 12 > float(g)


@pytest.mark.parametrize("months", [1, 11])
def test_growth_at_the_edges_of_the_year(months: int) -> None:
    assert judged("grdp_growth", "1", "12", months).rule_id == "R6-growth"


def test_a_share_of_a_stock_has_only_a_gap() -> None:
    j = judged(SHARE, "76.9", "80", 9)
    assert (j.computed_class, j.rule_id) == ("insufficient_data", "R1-stock")
    assert "gap_only" in j.flags
    assert j.gap == pytest.approx(3.1)
    assert j.required_per_month == pytest.approx(3.1 / 3)
    assert j.pace_index is None


def test_units_that_do_not_match_are_not_compared() -> None:
    j = judge(figure(FLOW, "300", code="TEU"), goal(FLOW, "213"), indicator(FLOW), THRESHOLDS)
    assert (j.computed_class, j.rule_id, j.flags) == ("insufficient_data", "R1", ("unit_mismatch",))
    assert j.attainment_pct is None


# -- at_most mirrors ---------------------------------------------------------------------------------

MIRROR = {"on_track": "off_track", "at_risk": "at_risk", "off_track": "on_track"}


@pytest.mark.parametrize("p", [0.95, 0.81, 0.79, 0.5, 0.21, 0.19, 0.05])
def test_at_most_mirrors_the_straight_line(p: float) -> None:
    target = str(round(goal_at(p, 1000, 9), 6))
    up, down = judged(FLOW, "1000", target), judged(FLOW, "1000", target, bound="at_most")
    assert down.computed_class == MIRROR[up.computed_class]
    assert down.rule_id == up.rule_id == "R6"


@pytest.mark.parametrize(
    ("value", "months", "expected", "rule"),
    [
        ("213.2", 9, "missed", "R2"),  # a total that cannot fall is already above the ceiling
        ("213.2", 12, "missed", "R3"),
        ("213.1", 12, "met", "R2"),
        ("213.0", 12, "exceeded", "R2"),  # better than the ceiling
    ],
)
def test_at_most_of_a_total(value: str, months: int, expected: str, rule: str) -> None:
    j = judged(FLOW, value, "213.1", months, bound="at_most")
    assert (j.computed_class, j.rule_id) == (expected, rule)


@pytest.mark.parametrize(("value", "expected"), [("1.9", "on_track"), ("2.0", "on_track"), ("2.1", None)])
def test_at_most_of_a_rate(value: str, expected: str | None) -> None:
    j = judged("unemployment_rate", value, "2", 9, bound="at_most")
    assert (j.computed_class, j.rule_id) == (
        (expected, "R2-now") if expected else ("insufficient_data", "R1-stock")
    )
    assert ("currently_below" in j.flags) is (expected is not None)


# -- how the number was printed ----------------------------------------------------------------------


def test_over_the_goal_itself_is_at_least_met() -> None:
    j = judged(FLOW, "213", "213", 12, qualifier="over")
    assert j.computed_class in ("met", "exceeded")


@pytest.mark.parametrize("months", [9, 12])
def test_nearly_the_goal_is_not_the_goal(months: int) -> None:
    # "gần 213" lies in [212, 213): nowhere in it is 213 reached
    j = judged(FLOW, "213", "213", months, qualifier="under")
    assert j.computed_class not in ("met", "exceeded")


def test_a_class_that_flips_inside_the_print_is_flagged() -> None:
    assert "rounding_sensitive" in judged(FLOW, "212", "212.6", 12, qualifier="over").flags
    assert "rounding_sensitive" not in judged(FLOW, "212", "214", 12, qualifier="over").flags
    assert "rounding_sensitive" not in judged(FLOW, "215", "213", 12, qualifier="exact").flags


def test_every_day_of_a_year_can_be_judged() -> None:
    for n in range(365):
        day = (date(2025, 1, 1) + timedelta(days=n)).isoformat()
        for name in (FLOW, FDI, GROWTH):
            j = judged(name, "5.1", "12", day)
            assert (j.rule_id == "R3") == (n == 364)
