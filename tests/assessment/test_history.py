"""Past years: which are used, how they are come by, and what follows; explanations and what-if."""

import math
import re
from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from making import THRESHOLDS
from scipy.stats import t as student

import hpbrief as hb
from hpbrief.assessment.judging import Case, Past, classify
from hpbrief.models import HistoryYear, Unit

D = Decimal
LEVEL = {"measure": "level", "unit": "T", "unit_mult": 6, "status": "A", "source": "s"}


def data(*rows, goals=(("haiphong-merged", 213),), growth=()):
    """Port cargo by (area, period code, value), made up; goals of 2025 by area."""

    observations = [
        {"indicator": "port_cargo", "area": a, "period": p, "value": v, **LEVEL} for a, p, v in rows
    ]
    observations += [
        {**LEVEL, "indicator": "port_cargo", "area": a, "period": p, "value": v}
        | {"measure": "yoy_change", "unit": "PT", "unit_mult": 0}
        for a, p, v in growth
    ]
    plan = [
        {"indicator": "port_cargo", "area": a, "period": "2025", "value": v, "unit": "T", "unit_mult": 6}
        | {"basis": "annual_plan", "source": "s"}
        for a, v in goals
    ]
    frames = {"observations": pd.DataFrame(observations), "goals": pd.DataFrame(plan)}
    for frame in frames.values():
        frame["known_from"] = "2025-01-01"
    return hb.read_dataset(frames)


def judged(ds, area="haiphong-merged", **more):
    return hb.assess(ds, area=area, year=2025, as_of="2025-11-06", indicators=["port_cargo"], **more)[
        "port_cargo"
    ]


NOW = ("haiphong-merged", "2025-09M", 140)


def test_own_years_go_first_and_are_all_used():
    rows = [("haiphong-merged", f"{y}-09M", 100 + y - 2020) for y in range(2020, 2025)]
    rows += [("haiphong-merged", f"{y}", 140 + 2 * (y - 2020)) for y in range(2020, 2025)]
    a = judged(data(NOW, *rows, ("haiphong-old", "2024-09M", 1), ("haiphong-old", "2024", 9)))
    assert [(h.year, h.origin) for h in a.main.history] == [(y, "own") for y in range(2024, 2019, -1)]
    assert a.confidence == "high"
    assert a.rule_id in ("R4", "R5")
    assert not any(f.startswith("history") for f in a.flags)


def test_parts_are_summed_only_where_all_printed_both():
    rows = [("haiphong-old", "2024-09M", 100), ("haiphong-old", "2024", 140)]
    both = [("hai-duong", "2024-09M", 10), ("hai-duong", "2024", 16)]
    (one,) = judged(data(NOW, *rows, *both)).main.history
    assert (one.origin, one.to_date, one.total) == ("summed", 110, 156)
    (one,) = judged(data(NOW, *rows, both[0])).main.history
    assert (one.origin, one.areas, one.to_date) == ("borrowed", ("haiphong-old",), 100)
    assert "history_borrowed" in judged(data(NOW, *rows)).flags


def test_last_year_from_growth_needs_the_whole_total():
    totals = [("haiphong-old", "2024", 140), ("hai-duong", "2024", 40)]
    grown = [("haiphong-merged", "2025-09M", 12.0)]
    (one,) = judged(data(NOW, *totals, growth=grown)).main.history
    assert (one.origin, one.total) == ("from_growth", 180)
    assert float(one.to_date) == pytest.approx(140 / 1.12)
    assert judged(data(NOW, totals[0], growth=grown)).main.history == ()


def test_an_implausible_share_is_not_worked_out_from_growth():
    totals = [("haiphong-old", "2024", 250), ("hai-duong", "2024", 60)]
    assert judged(data(NOW, *totals, growth=[("haiphong-merged", "2025-09M", 12.0)])).main.history == ()


def test_a_falling_figure_cannot_vouch_for_its_own_past():
    totals = [("haiphong-old", "2024", 140), ("hai-duong", "2024", 40)]
    earlier = ("haiphong-merged", "2025-08M", 150)
    a = judged(data(NOW, earlier, *totals, growth=[("haiphong-merged", "2025-09M", 12.0)]))
    assert "falling" in a.flags
    assert a.main.history == ()


def test_only_the_same_month_counts_and_nothing_later_leaks():
    rows = [("haiphong-old", "2024-08M", 90), ("haiphong-old", "2024", 140)]
    assert judged(data(NOW, *rows)).main.history == ()
    assert judged(data(NOW, ("haiphong-old", "2024-09M", 100), rows[1]), history=False).main.history == ()


def test_the_numbers_are_those_of_the_formula():
    shares = [(100, 140), (110, 150), (90, 130)]
    rows = [("haiphong-merged", f"{2024 - i}-09M", c) for i, (c, _) in enumerate(shares)]
    rows += [("haiphong-merged", f"{2024 - i}", y) for i, (_, y) in enumerate(shares)]
    j = judged(data(NOW, *rows, goals=[("haiphong-merged", 205)])).main
    theta = [math.log((y - c) / c) for c, y in shares]
    mu = sum(theta) / 3
    s0, kappa, late, df = THRESHOLDS["history"]["width"]["3"]
    v = (sum((x - mu) ** 2 for x in theta) + 1.5 * s0**2) / (2 + 1.5)
    scale = math.sqrt((v * (1 + 1 / 3) + (kappa * math.log(140 / 100)) ** 2) * (1 + late / 3))
    p = 1 - student.cdf((math.log(65 / 140) - mu) / scale, df)
    assert j.projection.p_reach == pytest.approx(p)
    assert j.projection.median == pytest.approx(140 * (1 + math.exp(mu)))
    band = student.ppf(0.9, df) * scale
    assert j.projection.lo80 == pytest.approx(140 * (1 + math.exp(mu - band)))
    assert j.projection.hi80 == pytest.approx(140 * (1 + math.exp(mu + band)))
    s = sum(c for c, _ in shares) / sum(y for _, y in shares)
    assert j.expected_share_pct == pytest.approx(100 * s)
    assert j.to_complete == pytest.approx((1 - 140 / 205) / (1 - s))
    assert j.required_growth_pct == pytest.approx(((205 - 140) / (140 - 100) - 1) * 100)


def year(y, c, total, origin="own"):
    unit = Unit(code="T", mult=6)
    return HistoryYear(
        year=y, to_date=D(c), total=D(total), unit=unit, origin=origin, areas=("x",), source_ids=("s",)
    )


def case(indicator, past, months=9, **more):
    catalog = hb.load_catalog()
    return Case(
        indicator=catalog.indicator(indicator),
        months=D(months),
        year=2025,
        year_over=False,
        nearly=False,
        at_most=more.get("at_most", False),
        thresholds=catalog.thresholds,
        past=past,
    )


def test_rule_4_wants_three_years_and_a_record():
    three = tuple(year(2024 - i, 100, 140) for i in range(3))
    assert classify(D(100), D(200), case("port_cargo", Past(three, D(20)))).rule_id == "R4"
    assert classify(D(100), D(140), case("port_cargo", Past(three, D(20)))).rule_id == "R5"
    assert classify(D(100), D(200), case("port_cargo", Past(three[:2], D(20)))).rule_id == "R5"
    assert classify(D(100), D(200), case("port_cargo", Past(three))).rule_id == "R5"


@pytest.mark.parametrize(("n", "rule"), [(0, "R6-lumpy"), (1, "R7"), (2, "R7"), (3, "R5")])
def test_lumpy_indicators_want_three_years(n, rule):
    past = Past(tuple(year(2024 - i, 100, 140) for i in range(n)))
    assert classify(D(100), D(120), case("fdi_attracted", past)).rule_id == rule


def test_growth_with_last_years_levels_uses_their_share():
    base = Past(base=(year(2024, 70, 100),))
    known = classify(D("11.59"), D("12.35"), case("grdp_growth", base))
    assert (known.rule_id, known.prior.expected_share) == ("R5-growth", 0.7)
    assert classify(D("11.59"), D("12.35"), case("grdp_growth", Past())).rule_id == "R6-growth"


@pytest.mark.parametrize(
    ("gains", "expected"),
    [
        ((), "insufficient_data"),
        (("0.1",), "off_track"),
        (("1.1", "2"), "at_risk"),
        (("0.2", "1.2"), "at_risk"),
    ],
)
def test_a_stock_is_held_against_past_gains(gains, expected):
    past = Past(gains=tuple(map(D, gains)))
    assert classify(D(77), D(80), case("schools_national_standard_share", past)).computed_class == expected


def test_hai_phong_borrows_the_shape_and_says_so():
    card = hb.assess(hb.load_dataset("haiphong-2025"))
    port = card["port_cargo"]
    assert [(h.year, h.origin) for h in port.main.history] == [(2024, "borrowed"), (2021, "borrowed")]
    assert {s.source_id for s in card.record.sources} >= {i for h in port.main.history for i in h.source_ids}
    without = hb.assess(hb.load_dataset("haiphong-2025"), history=False)
    assert {a.rule_id for a in without if a.main} <= {"R2", "R6", "R6-lumpy"}
    assert all(a.main.projection.p_reach is None for a in without if a.main and a.main.projection)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_an_explanation_can_be_redone_by_hand(lang):
    text = hb.assess(hb.load_dataset("haiphong-2025"))["port_cargo"].explain(lang)
    plain = text.replace("−", "-").replace(",", ".") if lang == "vi" else text.replace("−", "-")
    x, mu, scale = map(float, re.search(r"\(\((-?[\d.]+) - \((-?[\d.]+)\)\)/([\d.]+)\)", plain).groups())
    df, p = map(float, re.search(r"([\d.]+) (?:bậc tự do|degrees of freedom) = ([\d.]+)%", plain).groups())
    assert 100 * (1 - student.cdf((x - mu) / scale, df)) == pytest.approx(p, abs=0.4)
    assert "R5" in text
    assert "vneconomy-9m" in text
    assert "baomoi-session29" in text


def test_every_assessment_explains_itself():
    for name, area, day in [
        ("haiphong-2025", "haiphong-merged", "2026-01-15"),
        ("haiphong-2025", "haiphong-old", "2025-06-30"),
        ("provinces-2025", "quang-ninh", "2025-11-10"),
    ]:
        for a in hb.assess(hb.load_dataset(name), area=area, as_of=day, year=2025):
            for lang in ("vi", "en"):
                assert a.rule_id in a.explain(lang)
                assert "{" not in a.explain(lang)


def test_what_if_tables_the_months_left():
    card = hb.assess(hb.load_dataset("haiphong-2025"), as_of=date(2025, 11, 6))
    frame = hb.what_if(card, tourists=0.9, port_cargo=[20, 22, 24])
    tourists = frame[frame.indicator == "tourists"]
    assert list(tourists.month) == ["2025-M10", "2025-M11", "2025-M12"]
    assert list(tourists.to_date.round(2)) == [12.78, 13.68, 14.58]
    assert list(tourists.reached) == ["no", "no", "yes"]
    assert tourists.needed.sum() == pytest.approx(14.43 - 11.88)
    even = hb.what_if(card)
    assert set(even[even.month == "2025-M12"].reached) == {"yes"}
    assert "schools_national_standard_share" not in set(even.indicator)
    with pytest.raises(hb.ParseError, match="2 amounts for 3 months"):
        hb.what_if(card, "en", port_cargo=[1, 2])
    with pytest.raises(hb.ParseError, match="còn 3 tháng mà cho 2 mức"):
        hb.what_if(card, port_cargo=[1, 2])
    sooner = hb.assess(hb.load_dataset("haiphong-2025"), as_of=date(2025, 9, 10))
    with pytest.raises(hb.ParseError, match="no figure is known on 10 Sep 2025"):
        hb.what_if(sooner, "en", social_housing_completed=10)
    with pytest.raises(hb.CatalogError, match="has no"):
        hb.what_if(card, rice_yield=1)


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        (
            "vi",
            (
                "là tốc độ tăng",
                "không giả định được mức mỗi tháng",
                "để đạt mục tiêu +14%",
                "cần tăng 21,0% ở các tháng còn lại",
            ),
        ),
        (
            "en",
            (
                "is a growth rate",
                "no amount a month can be assumed",
                "the goal of +14% takes 21.0% growth over",
            ),
        ),
    ],
)
def test_what_if_of_a_growth_rate_says_why_not_and_what_is_needed(lang, parts):
    card = hb.assess(hb.load_dataset("provinces-2025"), area="quang-ninh", year=2025, as_of="2025-11-10")
    with pytest.raises(hb.ParseError) as caught:
        hb.what_if(card, lang, grdp_growth=1)
    said = str(caught.value)
    assert said.startswith(card.label(card["grdp_growth"], lang))
    for part in parts:
        assert part in said


def test_what_if_of_a_growth_rate_names_the_total_behind_it_where_it_can_be_assumed():
    ds = hb.read_dataset(
        {
            "observations": pd.DataFrame(
                [
                    ["export_turnover", "level", "2025-09M", 90, "USD", 6],
                    ["export_turnover_growth", "yoy_change", "2025-09M", 9, "PT", 0],
                ],
                columns=["indicator", "measure", "period", "value", "unit", "unit_mult"],
            ).assign(area="lai-chau", status="A", source="Báo tỉnh", published="2025-10-05"),
            "goals": pd.DataFrame(
                [["export_turnover", 120, "USD", 6], ["export_turnover_growth", 10, "PT", 0]],
                columns=["indicator", "value", "unit", "unit_mult"],
            ).assign(
                area="lai-chau", period="2025", basis="annual_plan", source="Báo tỉnh", published="2025-10-05"
            ),
        }
    )
    card = hb.assess(ds, area="lai-chau", year=2025, as_of="2025-10-10")
    with pytest.raises(hb.ParseError, match="assume amounts of export_turnover instead"):
        hb.what_if(card, "en", export_turnover_growth=1)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("iip_growth", "is a growth rate"),
        ("tourists", "no goal of 2025 is known on 10 Nov 2025"),
    ],
)
def test_what_if_says_what_is_missing(name, said):
    card = hb.assess(hb.load_dataset("provinces-2025"), area="da-nang", year=2025, as_of="2025-11-10")
    with pytest.raises(hb.ParseError, match=said):
        hb.what_if(card, "en", **{name: 1})


def test_what_if_after_the_year_says_that_it_is_over():
    card = hb.assess(hb.load_dataset("haiphong-2025"), as_of="2026-02-15")
    ended = next(a for a in card if a.main and a.main.figure.period.is_year and a.main.average_per_month)
    with pytest.raises(hb.ParseError, match="năm 2025 đã hết"):
        hb.what_if(card, **{ended.indicator: 1})
