"""What "năm trước" and "năm sau" mean on the day a document speaks."""

from __future__ import annotations

from datetime import date

import pytest

from hpbrief.extract.text.times import Anchor, resolve_time
from hpbrief.models import Period
from hpbrief.parse.periods import TimeWords


@pytest.mark.parametrize(
    ("day", "form", "number", "shift", "period"),
    [
        (date(2025, 5, 8), "month", 12, -1, Period.month(2024, 12)),
        (date(2025, 11, 8), "quarter", 1, 1, Period.quarter(2026, 1)),
        (date(2025, 1, 6), "month", 12, -1, Period.month(2023, 12)),  # reports close 2024
        (date(2025, 1, 28), "month", 12, -1, Period.month(2024, 12)),
    ],
)
def test_years_beside_that_of_the_day(day: date, form: str, number: int, shift: int, period: Period) -> None:
    words = TimeWords(0, 1, form, "rule", number=number, year_shift=shift)
    assert resolve_time(words, Anchor(day, day.year)) == period
