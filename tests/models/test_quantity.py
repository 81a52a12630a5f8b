from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import ValidationError

from hpbrief.errors import ParseError
from hpbrief.models import Interval, Qualifier, Quantity, Unit

D = Decimal
NUMBERS = st.builds(
    lambda digits, places: D(digits).scaleb(-places), st.integers(-(10**15), 10**15), st.integers(0, 6)
)
MULTS = st.sampled_from([0, 3, 6, 9, 12])
BOUNDS = st.one_of(st.none(), NUMBERS)


def vnd(value: str, mult: int = 9, qualifier: str = "exact") -> Quantity:
    return Quantity(value=D(value), unit=Unit(code="VND", mult=mult), qualifier=Qualifier(qualifier))


# -- conversion --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "mult", "to", "expected"),
    [
        ("162875.05", 9, 12, "162.87505"),
        ("162875.05", 9, 0, "162875050000000"),
        ("187", 12, 9, "187000"),
        ("1", 0, 9, "0.000000001"),
        ("-3.20", 6, 3, "-3200"),
        ("0", 12, 0, "0"),
    ],
)
def test_billion_trillion_and_dong(value: str, mult: int, to: int, expected: str) -> None:
    assert vnd(value, mult).to(Unit(code="VND", mult=to)).value == D(expected)


@given(NUMBERS, MULTS, MULTS, st.sampled_from(Qualifier))
def test_conversion_is_exact(value: Decimal, a: int, b: int, qualifier: Qualifier) -> None:
    q = Quantity(value=value, unit=Unit(code="VND", mult=a), qualifier=qualifier)
    moved = q.to(Unit(code="VND", mult=b))
    assert Fraction(moved.value) * 10**b == Fraction(value) * 10**a
    assert moved.qualifier == qualifier
    assert moved.base_value == q.base_value
    back = moved.to(q.unit)
    assert back == q
    assert back.value.as_tuple() == value.as_tuple()  # also its printed zeros


@given(NUMBERS, MULTS, MULTS, st.sampled_from(Qualifier))
def test_interval_scales_with_the_unit(value: Decimal, a: int, b: int, qualifier: Qualifier) -> None:
    q = Quantity(value=value, unit=Unit(code="VND", mult=a), qualifier=qualifier)
    here, there = q.interval, q.to(Unit(code="VND", mult=b)).interval
    for one, other in ((here.lo, there.lo), (here.hi, there.hi)):
        assert (one is None) == (other is None)
        if one is not None and other is not None:
            assert Fraction(one) * 10**a == Fraction(other) * 10**b


def test_conversion_does_not_depend_on_the_decimal_context() -> None:
    with localcontext() as context:
        context.prec = 4
        assert vnd("162875.05").to(Unit(code="VND", mult=0)).value == D("162875050000000")


def test_another_unit_is_refused() -> None:
    with pytest.raises(ParseError, match=r"VND·10\^9 cannot be converted to USD·10\^9"):
        vnd("1").to(Unit(code="USD", mult=9))


@pytest.mark.parametrize("bad", ["NaN", "sNaN", "Infinity", "-Infinity", "ten"])
def test_only_finite_numbers(bad: str) -> None:
    with pytest.raises(ValidationError, match="value"):
        Quantity.model_validate({"value": bad, "unit": {"code": "VND"}})


# -- intervals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "qualifier", "lo", "hi"),
    [
        ("110.5", "exact", "110.45", "110.55"),
        ("110.50", "exact", "110.495", "110.505"),
        ("165000", "exact", "164999.5", "165000.5"),
        ("0", "exact", "-0.5", "0.5"),
        ("-3.2", "exact", "-3.25", "-3.15"),
        ("33", "over", "33", "34"),
        ("33.8", "over", "33.8", "33.9"),
        ("165000", "over", "165000", "166000"),
        ("197000", "under", "196000", "197000"),
        ("74000", "under", "73000", "74000"),
        ("8.3", "under", "8.2", "8.3"),
        ("35", "about", "34.5", "35.5"),
        ("1500", "about", "1450", "1550"),
        ("80", "at_least", "80", None),
        ("5", "at_most", None, "5"),
    ],
)
def test_interval_of_each_qualifier(value: str, qualifier: str, lo: str | None, hi: str | None) -> None:
    inside = vnd(value, qualifier=qualifier).interval
    assert inside.lo == (None if lo is None else D(lo))
    assert inside.hi == (None if hi is None else D(hi))
    assert inside.closed == (qualifier == "at_most")


@given(NUMBERS, st.sampled_from(Qualifier))
def test_interval_touches_its_number(value: Decimal, qualifier: Qualifier) -> None:
    inside = Quantity(value=value, unit=Unit(code="PT"), qualifier=qualifier).interval
    assert inside.lo is None or inside.lo <= value
    assert inside.hi is None or inside.hi >= value
    assert inside.contains(value) == (qualifier != Qualifier.UNDER or value < 0)  # "nearly 213" excludes 213
    if inside.lo is not None and inside.hi is not None:
        assert inside.lo < inside.hi
        assert inside.contains(inside.lo)
        assert inside.contains(inside.hi) == inside.closed


def test_over_and_under_of_a_fall_speak_of_its_size() -> None:
    over = Quantity(value=Decimal(-35), unit=Unit(code="PT"), qualifier=Qualifier.OVER).interval
    under = Quantity(value=Decimal(-35), unit=Unit(code="PT"), qualifier=Qualifier.UNDER).interval
    assert over.contains(Decimal("-35.4"))
    assert not over.contains(Decimal("-34.6"))
    assert under.contains(Decimal("-34.6"))
    assert not under.contains(Decimal("-35.4"))


@given(BOUNDS, BOUNDS, st.booleans(), NUMBERS)
def test_contains(lo: Decimal | None, hi: Decimal | None, closed: bool, x: Decimal) -> None:
    expected = (lo is None or lo <= x) and (hi is None or x < hi or (closed and x == hi))
    assert Interval(lo=lo, hi=hi, closed=closed).contains(x) == expected


@st.composite
def filled(draw: st.DrawFn) -> Interval:
    lo, hi = draw(st.one_of(st.none(), st.integers(-9, 9))), draw(st.one_of(st.none(), st.integers(-9, 9)))
    closed = draw(st.booleans())
    assume(lo is None or hi is None or lo < hi or (lo == hi and closed))
    return Interval(lo=None if lo is None else D(lo), hi=None if hi is None else D(hi), closed=closed)


@given(filled(), filled())
def test_overlap_is_a_shared_value(a: Interval, b: Interval) -> None:
    grid = [D(n) / 2 for n in range(-22, 23)]  # whole and half numbers decide for whole bounds
    assert a.overlaps(b) == any(a.contains(x) and b.contains(x) for x in grid)
    assert a.overlaps(b) == b.overlaps(a)


def test_roundings_of_one_value_overlap_and_others_do_not() -> None:
    def interval(value: str, qualifier: str = "exact") -> Interval:
        return vnd(value, qualifier=qualifier).interval

    assert interval("165011.6").overlaps(interval("165012"))
    assert interval("162875.05").overlaps(interval("162875", "over"))
    assert not interval("165011.6").overlaps(interval("165011"))
    assert not interval("5", "under").overlaps(interval("5", "over"))
    assert interval("5", "at_most").overlaps(interval("5", "at_least"))


@pytest.mark.parametrize(
    ("value", "half"), [("110.5", "0.05"), ("165000", "0.5"), ("1.65E+5", "500"), ("9.50", "0.005")]
)
def test_half_rounding_unit(value: str, half: str) -> None:
    assert vnd(value).half_rounding_unit == D(half)
