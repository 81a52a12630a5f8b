from __future__ import annotations

import pickle
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from hpbrief.errors import ParseError
from hpbrief.models import Period

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
YEARS = st.integers(1900, 2100)
ONE_DAY = timedelta(days=1)


@st.composite
def intervals(draw: st.DrawFn) -> Period:
    start, end = sorted((draw(DAYS), draw(DAYS)))
    return Period(start, end)


@st.composite
def whole_months(draw: st.DrawFn) -> Period:
    first = Period.month(draw(YEARS), draw(st.integers(1, 12)))
    return Period(first.start, first.shift(draw(st.integers(0, 40))).end)


NAMED = st.one_of(
    st.builds(Period.year, YEARS),
    st.builds(Period.half, YEARS, st.integers(1, 2)),
    st.builds(Period.quarter, YEARS, st.integers(1, 4)),
    st.builds(Period.month, YEARS, st.integers(1, 12)),
    st.builds(Period.year_to_date, YEARS, st.integers(1, 12)),
    st.builds(Period.instant, DAYS),
)
PERIODS = st.one_of(NAMED, intervals(), whole_months())


# -- codes -------------------------------------------------------------------------------------------


@given(PERIODS)
def test_code_round_trip_and_canonical(period: Period) -> None:
    assert Period.from_code(period.code) == period
    assert Period.from_code(period.ytd_code) == period
    assert Period.from_code(period.isoformat()) == period
    assert Period.from_code(period.isoformat()).code == period.code


@given(NAMED, NAMED)
def test_one_interval_has_one_code(a: Period, b: Period) -> None:
    assert (a == b) == (a.code == b.code)


@pytest.mark.parametrize("year", [1, 33, 999, 9999])
def test_code_round_trip_of_extreme_years(year: int) -> None:
    assert Period.from_code(Period.year(year).code) == Period.year(year)


# -- order and containment ---------------------------------------------------------------------------


@given(PERIODS, PERIODS, PERIODS)
def test_order_is_total(a: Period, b: Period, c: Period) -> None:
    assert [a < b, a == b, a > b].count(True) == 1
    assert (a <= b) == (a < b or a == b)
    if a <= b and b <= c:
        assert a <= c
    if a == b:
        assert hash(a) == hash(b)


@given(PERIODS, PERIODS, PERIODS)
def test_containment_is_a_partial_order(a: Period, b: Period, c: Period) -> None:
    assert a in a
    if a in b and b in a:
        assert a == b
    if a in b and b in c:
        assert a in c


@given(YEARS, st.integers(1, 12), st.integers(1, 12))
def test_nested_periods_are_contained_transitively(year: int, m: int, n: int) -> None:
    short, long = Period.year_to_date(year, min(m, n)), Period.year_to_date(year, max(m, n))
    month = Period.month(year, min(m, n))
    assert month in short
    assert short in long
    assert month in long
    assert long in Period.year(year)
    assert month.end in long
    assert Period.year(year).end + ONE_DAY not in long


@given(PERIODS, PERIODS)
def test_overlap_is_a_shared_day(a: Period, b: Period) -> None:
    later, earlier = max(a.start, b.start), min(a.end, b.end)
    assert a.overlaps(b) == (later <= earlier) == b.overlaps(a)
    if a in b:
        assert a.overlaps(b)


@given(intervals())
def test_days_counts_both_ends(period: Period) -> None:
    assert period.days == len(range(period.start.toordinal(), period.end.toordinal() + 1))


# -- arithmetic --------------------------------------------------------------------------------------


@given(intervals(), DAYS)
def test_difference_and_union_are_inverse(a: Period, cut: date) -> None:
    assume(a.start <= cut < a.end)
    head, tail = Period(a.start, cut), Period(cut + ONE_DAY, a.end)
    assert a - head == tail
    assert a - tail == head
    assert (a - head) | head == a
    assert (a - tail) | tail == a
    assert head | tail == tail | head == a
    assert (a - head).days + head.days == a.days


@given(PERIODS, PERIODS)
def test_difference_is_exact_or_refused(a: Period, b: Period) -> None:
    shares_one_edge = b in a and (b.start == a.start) != (b.end == a.end)
    if not shares_one_edge:
        with pytest.raises(ParseError, match="not the beginning or the end"):
            a - b
    else:
        assert (a - b) | b == a
        assert not (a - b).overlaps(b)


@given(PERIODS, PERIODS)
def test_union_contains_both_or_is_refused(a: Period, b: Period) -> None:
    gap = max(a.start, b.start) > min(a.end, b.end) + ONE_DAY
    if gap:
        with pytest.raises(ParseError, match="days lie between"):
            a | b
    else:
        union = a | b
        assert a in union
        assert b in union
        assert union.start in (a.start, b.start)
        assert union.end in (a.end, b.end)


@given(whole_months(), st.integers(-300, 300))
def test_shift_of_whole_months_round_trips(period: Period, months: int) -> None:
    moved = period.shift(months)
    assert moved.whole_months
    assert moved.shift(-months) == period
    assert moved.shift(0) == moved


@given(whole_months(), st.integers(-100, 100), st.integers(-100, 100))
def test_shifts_add_up(period: Period, a: int, b: int) -> None:
    assert period.shift(a).shift(b) == period.shift(a + b)


@given(whole_months(), st.integers(-20, 20))
def test_steps_round_trip_and_touch(period: Period, n: int) -> None:
    assert (period + n) + -n == period
    assert (period + 1).start == period.end + ONE_DAY


@example(Period.from_code("2000-03-04/2000-08-31"))
@given(intervals())
def test_next_stretch_touches(period: Period) -> None:
    following = period + 1
    assert following.start == period.end + ONE_DAY
    # as many days as 4 March to 31 August 2000 are exactly September to February: back by months is another way
    if following.whole_months == period.whole_months:
        assert (following + -1).start == period.start


def test_year_before_keeps_month_ends() -> None:
    assert Period.month(2024, 2).year_before == Period.month(2023, 2)
    assert Period.month(2025, 2).year_before == Period.month(2024, 2)
    assert Period.from_code("2025-10M").year_before == Period.from_code("2024-10M")
    assert Period.instant(date(2024, 2, 29)).year_before == Period.instant(date(2023, 2, 28))
    assert Period.from_code("2025-01-01/2025-04-26").year_before.isoformat() == "2024-01-01/2024-04-26"


@given(intervals(), st.integers(-40, 40))
def test_a_ragged_interval_is_not_shifted_by_months(period: Period, months: int) -> None:
    assume(not period.whole_months and not period.is_instant and months % 12)
    with pytest.raises(ParseError, match="whole months"):
        period.shift(months)


@pytest.mark.parametrize(
    ("maker", "numbers"),
    [
        ("month", (2025, 13)),
        ("month", (2025, 0)),
        ("quarter", (2025, 5)),
        ("half", (2025, 3)),
        ("year_to_date", (2025, 13)),
        ("year", (0,)),
        ("year", (10000,)),
    ],
)
def test_impossible_periods_are_parse_errors(maker: str, numbers: tuple[int, ...]) -> None:
    with pytest.raises(ParseError):
        getattr(Period, maker)(*numbers)


def test_an_end_before_the_start_is_a_parse_error() -> None:
    with pytest.raises(ParseError, match=r"cannot end \(2025-01-31\) before it starts \(2025-02-01\)"):
        Period(date(2025, 2, 1), date(2025, 1, 31))


@pytest.mark.parametrize("months", [-12 * 2025, 12 * 8000])
def test_a_shift_off_the_calendar_is_a_parse_error(months: int) -> None:
    with pytest.raises(ParseError):
        Period.year(2025).shift(months)


def test_a_step_off_the_calendar_is_a_parse_error() -> None:
    with pytest.raises(ParseError):
        Period.instant(date(9999, 12, 31)) + 1


# -- asking ------------------------------------------------------------------------------------------


@given(YEARS)
def test_months_elapsed_grows_daily_from_zero_to_twelve(year: int) -> None:
    days = [Period(date(year, 1, 1), date(year, 1, 1) + n * ONE_DAY) for n in range(Period.year(year).days)]
    months = [p.months_elapsed for p in days]
    assert all(a < b for a, b in pairwise(months))
    assert months[0] == Decimal(1) / Decimal(31)
    assert months[-1] == 12


@pytest.mark.parametrize(("code", "months"), [("2025-10M", "10"), ("2025-H1", "6"), ("2025", "12")])
def test_months_elapsed_of_whole_months(code: str, months: str) -> None:
    assert Period.from_code(code).months_elapsed == Decimal(months)


def test_months_elapsed_in_part() -> None:
    assert Period.from_code("2025-01-01/2025-04-26").months_elapsed == 3 + Decimal(26) / Decimal(30)


@given(intervals())
def test_year_to_date_is_from_new_year_within_the_year(period: Period) -> None:
    expected = period.start == date(period.end.year, 1, 1)
    assert period.is_year_to_date == expected
    assert period.is_year == (expected and period.end == date(period.end.year, 12, 31))


def test_is_immutable_and_pickles() -> None:
    period = Period.from_code("2025-10M")
    with pytest.raises(AttributeError, match="immutable"):
        period.start = date(2024, 1, 1)
    with pytest.raises(AttributeError, match="immutable"):
        del period.end
    assert pickle.loads(pickle.dumps(period)) == period
    assert period != "2025-10M"
