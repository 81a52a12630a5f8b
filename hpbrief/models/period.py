"""Period: the stretch of days, or the one day, that a figure speaks of."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache, total_ordering
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import core_schema

from hpbrief.errors import ParseError

_CODE = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|M(?P<month>[0-9]{1,2})|(?P<ytd>[0-9]{1,2})M))?"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([/-])([0-9]{1,2})\2([0-9]{4})")
_YEAR = re.compile(r"[12][0-9]{3}")
_ONE_DAY = timedelta(days=1)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ParseError("no_day", day=f"{year:04d}-{month:02d}-{day:02d}") from error


@lru_cache(maxsize=4096)
def _month_end(year: int, month: int) -> date:
    first = _day(year, month, 1)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def day_from_iso(text: str) -> date:
    """A day written YYYY-MM-DD. Raises ParseError for anything else."""
    if not _DAY.fullmatch(text):
        raise ParseError("not_a_day", text=text)
    return _day(int(text[:4]), int(text[5:7]), int(text[8:]))


def day_of(given: object) -> date:
    """A day as people give it: a date or a moment (also of pandas), ISO, or the day first (``6/11/2025``).

    Raises ParseError for anything else.

    >>> day_of("6/11/2025")
    datetime.date(2025, 11, 6)
    """
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    text = str(given).strip().removesuffix(" 00:00:00").removesuffix("T00:00:00")
    if match := _DAY_FIRST.fullmatch(text):
        try:
            return date(int(match[4]), int(match[3]), int(match[1]))
        except ValueError as error:
            raise ParseError("no_such_day", text=text) from error
    try:
        return day_from_iso(text)
    except ParseError as error:
        raise ParseError("not_a_date", text=text) from error


def year_of(given: object) -> int:
    """A year as people give it: 2025, ``"2025"``. Raises ParseError for anything else."""
    text = str(given).strip()
    if not _YEAR.fullmatch(text):
        raise ParseError("not_a_year", text=text)
    return int(text)


def _add_months(day: date, months: int, *, end: bool) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = _month_end(year, month + 1)
    return last if end else last.replace(day=min(day.day, last.day))


@total_ordering
class Period:
    """A closed interval of days; an instant is the interval of one day.

    Equal intervals are equal periods, so ``2025-12M``, ``2025-H1`` to ``2025-H2`` and ``2025`` do not
    compete: the canonical code is the shortest name of the interval. Periods sort by start, then end.

    >>> Period.from_code("2025-10M")
    Period('2025-10M')
    >>> Period.from_code("2025-10M").isoformat()
    '2025-01-01/2025-10-31'
    >>> Period.from_code("2025") - Period.from_code("2025-10M")
    Period('2025-11-01/2025-12-31')
    """

    __slots__ = ("end", "start")

    start: date
    end: date

    def __init__(self, start: date, end: date) -> None:
        """Raise ParseError where ``end`` is before ``start``."""
        if end < start:
            raise ParseError("ends_before_start", end=end, start=start)
        object.__setattr__(self, "start", start)
        object.__setattr__(self, "end", end)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Period is immutable")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a Period is immutable")

    def __reduce__(self) -> tuple[Any, ...]:
        return (Period, (self.start, self.end))

    # -- making one ---------------------------------------------------------------------------------

    @classmethod
    def year(cls, year: int) -> Period:
        """The calendar year."""
        return cls(_day(year, 1, 1), _day(year, 12, 31))

    @classmethod
    def half(cls, year: int, half: int) -> Period:
        """The first or second half of a year."""
        return cls(_day(year, 6 * half - 5, 1), _month_end(year, 6 * half))

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        """One quarter of a year."""
        return cls(_day(year, 3 * quarter - 2, 1), _month_end(year, 3 * quarter))

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """One calendar month."""
        return cls(_day(year, month, 1), _month_end(year, month))

    @classmethod
    def year_to_date(cls, year: int, months: int) -> Period:
        """January up to and including the given month."""
        return cls(_day(year, 1, 1), _month_end(year, months))

    @classmethod
    def instant(cls, day: date) -> Period:
        """One day, as for a stock."""
        return cls(day, day)

    @classmethod
    def from_code(cls, code: str) -> Period:
        """Read a code (``2025``, ``2025-Q1``, ``2025-H1``, ``2025-M10``, ``2025-10M``), a day or an interval.

        Raises ParseError.
        """
        try:
            return cls._read(code)
        except ParseError as error:
            raise ParseError("not_a_period_code", code=code) from error

    @classmethod
    @lru_cache(maxsize=4096)
    def _read(cls, code: str) -> Period:
        match = _CODE.fullmatch(code)
        if match is None:
            start, slash, end = code.partition("/")
            return cls(day_from_iso(start), day_from_iso(end)) if slash else cls.instant(day_from_iso(code))
        year = int(match["year"])
        if match["quarter"]:
            return cls.quarter(year, int(match["quarter"]))
        if match["half"]:
            return cls.half(year, int(match["half"]))
        if match["month"]:
            return cls.month(year, int(match["month"]))
        if match["ytd"]:
            return cls.year_to_date(year, int(match["ytd"]))
        return cls.year(year)

    # -- naming one ---------------------------------------------------------------------------------

    @property
    def code(self) -> str:
        """The canonical code: the shortest name of the interval."""
        start, end = self.start, self.end
        if start == end:
            return start.isoformat()
        if self.whole_months and start.year == end.year:
            year, first, last = start.year, start.month, end.month
            if (first, last) == (1, 12):
                return f"{year:04d}"
            if (first, last) in ((1, 6), (7, 12)):
                return f"{year:04d}-H{last // 6}"
            if last - first == 2 and last % 3 == 0:
                return f"{year:04d}-Q{last // 3}"
            if first == last:
                return f"{year:04d}-M{first:02d}"
            if first == 1:
                return f"{year:04d}-{last:02d}M"
        return self.isoformat()

    @property
    def ytd_code(self) -> str:
        """The code as year to date (``2025-06M`` where ``code`` says ``2025-H1``); ``code`` for others."""
        if self.is_year_to_date and self.whole_months:
            return f"{self.start.year:04d}-{self.end.month:02d}M"
        return self.code

    def isoformat(self) -> str:
        """The ISO 8601 interval, both days included: ``2025-01-01/2025-10-31``."""
        return f"{self.start.isoformat()}/{self.end.isoformat()}"

    # -- asking one ---------------------------------------------------------------------------------

    @property
    def is_instant(self) -> bool:
        """One day."""
        return self.start == self.end

    @property
    def is_year(self) -> bool:
        """A whole calendar year."""
        return self == Period.year(self.end.year)

    @property
    def is_year_to_date(self) -> bool:
        """From 1 January to some day of the same year, the whole year included."""
        return (self.start.month, self.start.day) == (1, 1) and self.start.year == self.end.year

    @property
    def whole_months(self) -> bool:
        """Starts on the first and ends on the last day of a month."""
        return self.start.day == 1 and self.end == _month_end(self.end.year, self.end.month)

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.end - self.start).days + 1

    @property
    def months_elapsed(self) -> Decimal:
        """Months from 1 January to the last day; a month in part counts by its days (26 April: 3 + 26/30)."""
        in_month = calendar.monthrange(self.end.year, self.end.month)[1]
        if self.end.day == in_month:
            return Decimal(self.end.month)
        return Decimal(self.end.month - 1) + Decimal(self.end.day) / Decimal(in_month)

    def __contains__(self, other: date | Period) -> bool:
        if isinstance(other, Period):
            return self.start <= other.start and other.end <= self.end
        return self.start <= other <= self.end

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end

    # -- arithmetic ---------------------------------------------------------------------------------

    def shift(self, months: int) -> Period:
        """The same stretch so many months later (earlier where negative); whole months stay whole.

        Raises ParseError for an interval that is not of whole months, except an instant or a shift by
        whole years, where 29 February becomes 28 February.
        """
        if self.whole_months and not self.is_instant:
            return Period(_add_months(self.start, months, end=False), _add_months(self.end, months, end=True))
        if self.is_instant or months % 12 == 0:
            return Period(
                _add_months(self.start, months, end=False), _add_months(self.end, months, end=False)
            )
        raise ParseError("not_shifted", period=self.code, months=months)

    @property
    def year_before(self) -> Period:
        """The same stretch one year earlier: the base of a growth on the same period."""
        return self.shift(-12)

    def __add__(self, steps: int) -> Period:
        """The period so many of its own lengths later: ``2025-Q1 + 1`` is ``2025-Q2``."""
        if self.is_instant or not self.whole_months:
            try:
                length = steps * self.days * _ONE_DAY
                return Period(self.start + length, self.end + length)
            except OverflowError as error:
                raise ParseError("leaves_calendar", steps=steps, period=self.code) from error
        length_in_months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        return self.shift(steps * length_in_months)

    def __sub__(self, other: Period) -> Period:
        """What remains of a period when its beginning or its end is taken away (year to date differences).

        Raises ParseError where the other does not share exactly one edge.
        """
        if other in self and other != self:
            if other.start == self.start:
                return Period(other.end + _ONE_DAY, self.end)
            if other.end == self.end:
                return Period(self.start, other.start - _ONE_DAY)
        raise ParseError("not_an_end", part=other.code, period=self.code)

    def __or__(self, other: Period) -> Period:
        """The union of two periods that touch or overlap. Raises ParseError where a gap lies between."""
        first, second = sorted((self, other))
        if second.start > first.end + _ONE_DAY:
            raise ParseError("days_between", first=first.code, second=second.code)
        return Period(first.start, max(first.end, second.end))

    # -- identity -----------------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return (self.start, self.end) == (other.start, other.end)

    def __lt__(self, other: Period) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return (self.start, self.end) < (other.start, other.end)

    def __hash__(self) -> int:
        return hash((self.start, self.end))

    def __repr__(self) -> str:
        return f"Period({self.code!r})"

    def __str__(self) -> str:
        return self.code

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        def read(value: object) -> Period:
            if isinstance(value, Period):
                return value
            if isinstance(value, str):
                return cls.from_code(value)
            raise ParseError("not_a_period", value=repr(value))

        return core_schema.no_info_plain_validator_function(
            read, serialization=core_schema.plain_serializer_function_ser_schema(lambda p: p.isoformat())
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": r"^\d{4}-\d{2}-\d{2}/\d{4}-\d{2}-\d{2}$",
            "description": "ISO 8601 interval, both days included; codes such as 2025-10M are read too",
        }
