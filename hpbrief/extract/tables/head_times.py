"""The times that the head of a column names: of its own numbers, of their base, of a plan."""

from __future__ import annotations

from collections.abc import Sequence

from hpbrief.extract.text.times import Anchor, resolve_time, until
from hpbrief.models import Period
from hpbrief.parse.periods import TimeWords


class Times:
    """The times of a head: those of its own numbers, of the base they are held against, of the plan."""

    def __init__(self) -> None:
        self.own: list[TimeWords] = []
        self.base: list[TimeWords] = []
        self.planned: list[TimeWords] = []
        self.named_level: int | None = None  # the level of heads in which base or plan is named
        self._waiting: list[tuple[int, TimeWords]] = []

    def take(self, time: TimeWords, level: int, *, versus: bool, planned: bool) -> None:
        """Add a time of a level of heads; below a head that names its base, it is the numbers' own."""
        if self.named_level is not None and level > self.named_level and versus:
            self.own.append(time)
        elif planned:
            self.planned.append(time)
        elif versus:
            self.base.append(time)
            self._waiting.append((level, time))
        else:
            self.own.append(time)

    def settle(self, level: int) -> None:
        """Base or plan is named at a level: times after "So sánh" in the heads above it were the numbers' own."""
        self.named_level = level if self.named_level is None else self.named_level
        for above, time in self._waiting:
            if above < level:
                self.base.remove(time)
                self.own.append(time)
        self._waiting = []


def _from_day_to_day(first: TimeWords, last: TimeWords, anchor: Anchor) -> Period | None:
    """ "từ 01/01 đến 20/10/2025": a stretch of days."""
    end = resolve_time(last, anchor)
    start = resolve_time(first if first.year or end is None else first.in_year(end.end.year), anchor)
    if start is None or end is None or start.start >= end.end:
        return None
    return Period(start.start, end.end)


def whole_period(times: Sequence[TimeWords], anchor: Anchor, *, to_date: bool) -> Period | None:
    """One period of several words of time: a year in an upper head dates the months in a lower one."""
    if not times:
        return None
    days = [t for t in times if t.form == "day"]
    if len(days) == 2 and (stretch := _from_day_to_day(days[0], days[1], anchor)) is not None:
        return stretch
    finest = min(times, key=lambda t: (t.form in ("year", "years"), t.form == "day" and not to_date))
    if finest.year is None and (year := next((t.year for t in times if t.form == "year"), None)):
        finest = finest.in_year(year)
    period = resolve_time(finest, anchor)
    if period is not None and to_date and finest.form in ("month", "quarter", "day"):
        period = until(period, anchor)
    return period
