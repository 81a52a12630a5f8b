"""Periods as SDMX writes them, and as the world's CSV and JSON-stat files do."""

from __future__ import annotations

import re
from datetime import timedelta

from hpbrief.errors import ParseError
from hpbrief.models import Period
from hpbrief.models.period import day_from_iso

_HALF = re.compile(r"([0-9]{4})-?[SHB]([12])")
_QUARTER = re.compile(r"([0-9]{4})-?[QKT]([1-4])")
_MONTH = re.compile(r"([0-9]{4})(?:-M?|M)([0-9]{1,2})")
_YEAR = re.compile(r"([0-9]{4})(?:-?A1?)?")
_RANGE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T00:00:00)?/P([0-9]+)(Y|M|D)")


def time_period(period: Period) -> tuple[str, str]:
    """A period as TIME_PERIOD and FREQ: ``2025`` A, ``2025-S1`` S, ``2025-Q3`` Q, ``2025-09`` M, a day D.

    Any other stretch is a range, its start and its length (``2025-01-01/P10M``), and FREQ is ``_O`` (other).
    """
    start, end = period.start, period.end
    if period.is_instant:
        return start.isoformat(), "D"
    if not period.whole_months:
        return f"{start.isoformat()}/P{period.days}D", "_O"
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months == 1:
        return f"{start:%Y-%m}", "M"
    if months == 3 and end.month % 3 == 0:
        return f"{start.year:04d}-Q{end.month // 3}", "Q"
    if months == 6 and end.month % 6 == 0:
        return f"{start.year:04d}-S{end.month // 6}", "S"
    if period.is_year:
        return f"{start.year:04d}", "A"
    return f"{start.isoformat()}/P{months}M", "_O"


def read_time_period(text: str) -> Period:
    """A period in the manner of SDMX, Eurostat or PX files, or a code of ours. Raises ParseError."""
    text = text.strip()
    if match := _RANGE.fullmatch(text):
        return _range(match[1], int(match[2]), match[3])
    for pattern, make in ((_HALF, Period.half), (_QUARTER, Period.quarter), (_MONTH, Period.month)):
        if match := pattern.fullmatch(text):
            return make(int(match[1]), int(match[2]))
    if match := _YEAR.fullmatch(text):
        return Period.year(int(match[1]))
    return Period.from_code(text)


def _range(start: str, length: int, unit: str) -> Period:
    first = day_from_iso(start)
    if length < 1:
        raise ParseError("no_length", period=f"{start}/P{length}{unit}")
    if unit == "D":
        return Period(first, first + timedelta(days=length - 1))
    following = Period.instant(first).shift(length * 12 if unit == "Y" else length)
    return Period(first, following.start - timedelta(days=1))
