"""What a naming of time means on the day a document speaks: words to periods, with past bias."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from hpbrief.errors import ParseError
from hpbrief.models import Period
from hpbrief.parse.periods import TimeWords
from hpbrief.parse.text import remember


class Anchor(NamedTuple):
    """The day a document speaks, or only its year, as far as known."""

    day: date | None = None
    year: int | None = None


_RESOLVED: Final[dict[tuple[tuple[object, ...], Anchor], Period]] = {}


def resolve_time(words: TimeWords, anchor: Anchor) -> Period | None:
    """The period that the words name; None where the year is not known or the date does not exist.

    A month, quarter or day without a year is the nearest one, the past before the future: in January
    "tháng 12" is last month, in November it is the next. "năm trước" and "năm sau" count from the year of
    the day, early in January from the year that is being closed.
    """
    key = (words.named(), anchor)
    found = _RESOLVED.get(key)
    if found is None and (found := _resolved(words, anchor)) is not None:
        remember(_RESOLVED, key, found)
    return found


def _resolved(words: TimeWords, anchor: Anchor) -> Period | None:
    year = words.year if words.year is not None else _year_of(words, anchor)
    if year is None:
        return None
    year += words.year_shift
    try:
        match words.form:
            case "month":
                return Period.month(year, words.number)
            case "quarter":
                return Period.quarter(year, words.number)
            case "half":
                return Period.half(year, words.number)
            case "year":
                return Period.year(year)
            case "years":
                return Period(date(year, 1, 1), date(words.to_year, 12, 31))
            case "first":
                return Period.year_to_date(year, words.number)
            case "last":
                return Period(date(year, 13 - words.number, 1), date(year, 12, 31))
            case _:
                return Period.instant(date(year, words.number, words.day))
    except (ValueError, ParseError):
        return None


@lru_cache(maxsize=4096)
def until(period: Period, anchor: Anchor) -> Period:
    """From 1 January to the end of a period: what "đến hết tháng 10" says of a flow.

    A 31 January that lies ahead closes the accounts of the year before.
    """
    closes = (
        (period.end.month, period.end.day) == (1, 31) and anchor.day is not None and anchor.day < period.end
    )
    year = period.end.year - 1 if closes else period.end.year
    return Period(date(year, 1, 1), period.end)


def _year_of(words: TimeWords, anchor: Anchor) -> int | None:
    if anchor.day is None:
        return anchor.year
    if words.year_shift:
        closing = anchor.day.month == 1 and anchor.day.day <= _CLOSING
        return anchor.day.year - 1 if closing else anchor.day.year
    month = {"quarter": 3 * words.number - 2, "half": 6 * words.number - 5, "last": anchor.day.month}.get(
        words.form, words.number
    )
    ahead = month - anchor.day.month
    return anchor.day.year - 1 if ahead > 12 - ahead else anchor.day.year


_CLOSING: Final = 15  # days into January in which reports still close the year before
