from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from making import THRESHOLDS, judged

import hpbrief as hb
from hpbrief.assessment.projection import (
    Prior,
    growth_prior,
    probability_to_reach,
    project,
    straight_line_prior,
)
from hpbrief.models import Quantity, Tables, Unit

AMOUNTS = st.decimals(Decimal("0.1"), Decimal("99999"), places=2, allow_nan=False, allow_infinity=False)
MONTHS = st.integers(1, 11)
SHARES = st.floats(0.02, 0.98)
POSITIVE = st.floats(1e-3, 1e9)
PRIORS = st.one_of(
    st.builds(lambda m: straight_line_prior(m, THRESHOLDS), st.floats(0.1, 11.9)),
    st.builds(lambda s: growth_prior(s, THRESHOLDS), SHARES),
)
WORSE = ("exceeded", "met", "on_track", "at_risk", "off_track", "missed")
CARDS = [
    ("haiphong-2025", "haiphong-merged", "2025-09-10"),
    ("haiphong-2025", "haiphong-merged", "2025-11-06"),
    ("haiphong-2025", "haiphong-merged", "2026-01-15"),
    ("haiphong-2025", "haiphong-old", "2025-07-15"),
    ("provinces-2025", "quang-ninh", "2026-01-31"),
    ("provinces-2025", "da-nang", "2025-10-31"),
]


@given(AMOUNTS, AMOUNTS, MONTHS)
def test_pace_identity(c: Decimal, t: Decimal, months: int) -> None:
    assume(c + Decimal("0.01") < t)
    j = judged("port_cargo", c, t, months)
    assert j.pace_index is not None
    assert j.expected_share_pct is not None
    s = j.expected_share_pct / 100
    assume(abs(j.pace_index - 1) > 1e-9)
    to_complete = (1 - float(c / t)) / (1 - s)
    assert (j.pace_index >= 1) == (float(c) / s >= float(t)) == (to_complete <= 1)
    assert j.pace_index == pytest.approx(float(c / t) / s)


@given(AMOUNTS, AMOUNTS, MONTHS)
def test_what_is_required_fills_the_gap(c: Decimal, t: Decimal, months: int) -> None:
    assume(c < t)
    j = judged("port_cargo", c, t, months)
    assert j.required_per_month is not None
    assert float(c) + j.required_per_month * (12 - months) == pytest.approx(float(t))


@given(PRIORS, POSITIVE, POSITIVE, POSITIVE)
def test_probability_is_monotone(prior: Prior, a: float, b: float, t: float) -> None:
    low, high = sorted((a, b))
    assert 0 <= probability_to_reach(low, t, prior) <= probability_to_reach(high, t, prior) <= 1
    assert probability_to_reach(t, low, prior) >= probability_to_reach(t, high, prior)
    assert probability_to_reach(high, low, prior) == 1


@given(PRIORS, POSITIVE)
def test_probability_strictly_tells_goals_apart(prior: Prior, c: float) -> None:
    median = c * (1 + math.exp(prior.mu))
    p = [probability_to_reach(c, c + (median - c) * k, prior) for k in (0.9, 1.0, 1.1)]
    assert p[0] > p[1] > p[2]
    assert p[1] == pytest.approx(0.5, abs=1e-6)


@given(PRIORS, POSITIVE)
def test_interval_is_above_what_is_in_hand(prior: Prior, c: float) -> None:
    p = project(c, prior, None)
    assert c <= p.lo80 <= p.median <= p.hi80
    assert probability_to_reach(c, p.lo80, prior) == pytest.approx(0.9, abs=1e-3)
    assert probability_to_reach(c, p.hi80, prior) == pytest.approx(0.1, abs=1e-3)


@pytest.mark.parametrize("name", ["port_cargo", "fdi_attracted", "social_housing_completed", "grdp_growth"])
@given(a=AMOUNTS, b=AMOUNTS, t=AMOUNTS, months=st.integers(1, 12))
def test_more_is_never_worse(name: str, a: Decimal, b: Decimal, t: Decimal, months: int) -> None:
    low, high = (judged(name, x, t, months).computed_class for x in sorted((a, b)))
    assert WORSE.index(high) <= WORSE.index(low)


@given(a=AMOUNTS, b=AMOUNTS, t=AMOUNTS, months=st.integers(1, 12))
def test_less_is_never_worse_under_a_ceiling(a: Decimal, b: Decimal, t: Decimal, months: int) -> None:
    low, high = (judged("port_cargo", x, t, months, bound="at_most").computed_class for x in sorted((a, b)))
    assert WORSE.index(low) <= WORSE.index(high)


@given(AMOUNTS, AMOUNTS, MONTHS, st.sampled_from(["over", "under", "about", "exact"]))
def test_a_class_occurs_somewhere_in_its_print(c: Decimal, t: Decimal, months: int, qualifier: str) -> None:
    """The class is one that some value inside the printed interval would have."""
    j = judged("port_cargo", c, t, months, qualifier=qualifier)
    inside = j.figure.quantity.interval
    assert inside.lo is not None
    assert inside.hi is not None
    if j.computed_class == "exceeded":
        assert inside.hi > t
    if inside.lo > t:
        assert j.computed_class == "exceeded"


# -- rescaling, order, repetition --------------------------------------------------------------------


def card(ds: hb.Dataset, area: str, day: str) -> hb.Scorecard:
    return hb.assess(ds, area=area, year=2025, as_of=day)


def said(scorecard: hb.Scorecard) -> list[tuple[object, ...]]:
    """What must not hang on the unit in which numbers are written, or on the order of rows."""
    return [
        (
            a.indicator,
            a.computed_class,
            a.rule_id,
            a.confidence,
            a.flags,
            a.agreement,
            a.figure.key if a.figure else None,
            (a.goal.basis, a.goal.quantity.base_value, a.goal.source_id) if a.goal else None,
            [(j.goal.basis, j.computed_class, j.rule_id, j.flags) for j in a.by_basis],
            [(j.figure.key, j.computed_class, j.flags) for j in a.candidates],
            [c.consistent for c in a.share_checks],
        )
        for a in scorecard
    ]


def rescaled(ds: hb.Dataset, by: int, *, percent: bool) -> hb.Dataset:
    def moved(q: Quantity) -> Quantity:
        if q.unit.code in ("PT", "PP") and not percent:
            return q
        return q.to(Unit(code=q.unit.code, mult=max(-9, min(18, q.unit.mult + by))))

    t = ds.tables
    return replace(
        ds,
        tables=t.model_copy(
            update={
                "observations": tuple(
                    o.model_copy(update={"quantity": moved(o.quantity)}) for o in t.observations
                ),
                "goals": tuple(g.model_copy(update={"quantity": moved(g.quantity)}) for g in t.goals),
            }
        ),
    )


@pytest.mark.parametrize(("name", "area", "day"), CARDS)
@pytest.mark.parametrize("by", [-9, -3, -1, 3, 6])
def test_classes_do_not_hang_on_the_unit(name: str, area: str, day: str, by: int) -> None:
    ds = hb.load_dataset(name)
    plain, moved = card(ds, area, day), card(rescaled(ds, by, percent=False), area, day)
    assert said(moved) == said(plain)
    for a, b in zip(plain, moved, strict=True):
        assert (a.main is None) == (b.main is None)
        if a.main and b.main:
            assert b.main.attainment_pct == pytest.approx(a.main.attainment_pct)
            assert b.main.pace_index == pytest.approx(a.main.pace_index)


@pytest.mark.parametrize(("name", "area", "day"), CARDS)
def test_percentages_have_a_unit_too(name: str, area: str, day: str) -> None:
    """A share of 0.705 hundred per cent is one of 70.5 per cent."""
    ds = hb.load_dataset(name)
    assert said(card(rescaled(ds, 2, percent=True), area, day)) == said(card(ds, area, day))


@pytest.mark.parametrize(("name", "area", "day"), CARDS)
def test_classes_do_not_hang_on_the_order_of_rows(name: str, area: str, day: str) -> None:
    ds = hb.load_dataset(name)
    t = ds.tables
    turned = Tables(**{f: tuple(reversed(getattr(t, f))) for f in Tables.model_fields})
    plain, other = said(card(ds, area, day)), said(card(replace(ds, tables=turned), area, day))
    for a, b in zip(plain, other, strict=True):
        assert a[:9] == b[:9]


@pytest.mark.parametrize(("name", "area", "day"), CARDS)
def test_the_same_input_gives_the_same_bytes(name: str, area: str, day: str) -> None:
    first, again = (card(hb.load_dataset(name), area, day) for _ in range(2))
    assert first.record.model_dump_json() == again.record.model_dump_json()
    assert first.to_html("vi") == again.to_html("vi")
    assert first.to_frame("en").equals(again.to_frame("en"))


@settings(max_examples=25, deadline=None)
@given(st.dates(date(2025, 8, 1), date(2026, 3, 1)))
def test_a_card_sees_what_its_day_saw(day: date) -> None:
    ds = hb.load_dataset("haiphong-2025")
    assert (
        card(ds.as_of(day), "haiphong-merged", str(day)).record
        == card(ds, "haiphong-merged", str(day)).record
    )


def test_a_data_set_seen_from_a_day_is_not_judged_on_a_later_one() -> None:
    """What was seen on 10 September cannot be told as the state of January."""
    seen = hb.load_dataset("haiphong-2025").as_of("2025-09-10")
    late = card(seen, "haiphong-merged", "2026-01-15")
    assert late.record == card(seen, "haiphong-merged", "2025-09-10").record
