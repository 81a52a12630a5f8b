"""What the head of a column, or the name of a row, says of its numbers: time, base, plan, unit, subject."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from hpbrief.extract.naming.subjects import Subject
from hpbrief.extract.tables.grid import Place
from hpbrief.extract.tables.names import BRACKET, WORD, NameReader, any_of
from hpbrief.extract.text.times import Anchor, resolve_time, until
from hpbrief.extract.text.tokens import Token
from hpbrief.models import Period
from hpbrief.parse.patterns import patterns_of
from hpbrief.parse.periods import TimeWords
from hpbrief.parse.text import lower_text, one_spelling, phrase_key
from hpbrief.parse.units import UnitMatch

_YEARS_COMPARED: Final = re.compile(r"((?:19|20)[0-9]{2}) ?/ ?((?:19|20)[0-9]{2})")
_ISO_MONTH: Final = re.compile(r"(20[0-9]{2})-([01][0-9])-01(?:[t ]00:00:00)?(?!\d)")
_ISO_DAY: Final = re.compile(r"(20[0-9]{2})-([01][0-9])-([0-3][0-9])(?:[t ]00:00:00)?(?!\d)")
_MOVES: Final = frozenset({"up", "down"})
_OF_MEASURE: Final = frozenset({"versus", "base", "plan", "giver", "status", "verb", "glue", "head"})


@dataclass
class Said:
    """What words say of numbers; None or False where they say nothing of it."""

    period: Period | None = None
    to_date: bool = False
    whole_year: bool = False
    base: str | None = None  # yoy, previous or other
    base_period: Period | None = None
    versus: bool = False
    plan: str | None = None
    status: str | None = None
    unit: UnitMatch | None = None
    unit_text: str | None = None
    percent: bool = False
    says: set[str] = field(default_factory=set)
    subject: Subject | None = None
    of: int | None = None  # the column of levels that a comparison, share or rank speaks of
    area: str | None = None
    times: int = 0  # how many stretches of time are named, years aside
    empty: bool = False  # no words of their own: times and words of measure only
    bare: bool = False  # empty, and words of measure among them

    @property
    def compares(self) -> bool:
        """Whether the numbers are held against a base or plan."""
        return self.versus or (self.percent and (self.base is not None or self.plan is not None))

    @property
    def is_unknown(self) -> bool:
        """Whether words stand there of which no table knows any that says what the numbers are."""
        told = (self.period, self.base, self.plan, self.status, self.unit, self.subject, self.area)
        return not self.empty and not self.says and all(one is None for one in told) and not self.versus

    @property
    def is_goal(self) -> bool:
        """Whether the numbers are what a plan sets."""
        return self.plan is not None and not self.compares


class HeadReader:
    """Reads heads and names, with the words of a catalogue."""

    def __init__(self, names: NameReader) -> None:
        self.names, self.catalog = names, names.catalog
        self.scanner, self.subjects = names.scanner, names.subjects
        tables = self.catalog.rules.get("table_words", {})
        self._short = {phrase_key(k): v for k, v in tables.get("short", {}).items()}
        self._says = {phrase_key(k): v for k, v in tables.get("says", {}).items()}
        self._long_short = re.compile(rf"(?<!\w){any_of(self._short)}(?!\w)")
        self._long_says = re.compile(rf"(?<!\w){any_of(self._says)}(?!\w)")
        patterns = patterns_of(self.catalog, "tables")
        self._constant_prices, self._rise = patterns["constant_prices"], patterns["rise"]
        self._months_short, self._quarter_short = patterns["months_short"], patterns["quarter_short"]
        self._month_of_year = patterns["month_in_figures"]
        self._slash, self._slash_times = patterns["slash_before_base"], patterns["slash_between_times"]
        self._spelled_as: Mapping[str, str] = tables.get("spelled_as", {})

    def read(self, text: str, places: Sequence[Place], anchor: Anchor, *, name: bool = False) -> Said:
        """What the words at some places say, read as one from the top down; ``name`` where they name a row."""
        said = Said()
        words = [text[p.start : p.end] for p in places]
        low = self._spelled_out(" ; ".join(words) if not name else words[0])
        said.unit, said.unit_text = self._unit_in(words, name=name)
        said.percent = "%" in low or (said.unit is not None and said.unit.code == "PT")
        for match in self._long_says.finditer(one_spelling(low)):
            said.says.add(self._says[match[0]])
        tokens = self.scanner.scan(low)
        hearing = _Hearing(said, rises=self._rise.search(low) is not None)
        level = at = 0
        for token in tokens:
            level += low.count(";", at, token.start)
            at = token.end
            hearing.take(token, level)
        hearing.close(anchor)
        said.percent = said.percent or "percent" in said.says
        if "official" in said.says:
            said.status = "A"
        said.subject = self._subject(text, places, name=name and said.base is None and said.plan is None)
        said.empty, said.bare = self._is_bare(low, tokens)
        said.area = self._area(text, places, said.period, anchor)
        return said

    def _unit_in(self, words: Sequence[str], *, name: bool) -> tuple[UnitMatch | None, str | None]:
        """The unit that the lowest of several heads states, in a bracket or as all it says."""
        for one in reversed(words):
            unit, unit_text = self.names.bracket_unit(one)
            if unit is None and not name and (unit := self.names.unit(one)):
                unit_text = one
            if unit is not None:
                return unit, unit_text
        return None, None

    def _spelled_out(self, words: str) -> str:
        """Heads in lower case with their short forms and slashes as words: "T10/2025", "TH/KH"."""
        as_words = self._spelled_as
        month, versus = as_words.get("month"), as_words.get("versus")
        low = lower_text(words).replace("¦", "/")
        low = self._constant_prices.sub(as_words.get("constant_prices", ""), low)
        low = _ISO_MONTH.sub(lambda m: f"{month} {int(m[2])}/{m[1]}", low)
        low = _ISO_DAY.sub(lambda m: f"{as_words.get('day')} {m[3]}/{m[2]}/{m[1]}", low)
        low = self._month_of_year.sub(lambda m: f"{month} {int(m[2] or m[3])}/{m[1] or m[4]}", low)
        low = self._months_short.sub(lambda m: f"{month} {m[1]}" if m[1] else f"{m[2]} {month}", low)
        low = self._quarter_short.sub(rf"{as_words.get('quarter')} \1", low)
        low = _YEARS_COMPARED.sub(rf"\1 {versus} \2", low)
        low = self._slash.sub(f" {versus} ", low)
        low = self._slash_times.sub(rf"\1 {versus} ", low)
        return self._long_short.sub(lambda m: self._short[m[0]], low)

    # -- subjects -----------------------------------------------------------------------------------

    def _subject(self, text: str, places: Sequence[Place], *, name: bool) -> Subject | None:
        for whole in reversed(places):
            place = self.names.name_in(text, whole)
            if place is None:
                continue
            found = self.subjects.subject(text, *place)
            if found.indicator is not None:
                return found
            if not name and (shorter := self.names.before_times(text, place)) is not None:
                found = self.subjects.subject(text, *shorter)
                if found.indicator is not None:
                    return found
        return None

    def _is_bare(self, low: str, tokens: list[Token]) -> tuple[bool, bool]:
        """Whether words name nothing, and whether they say how something is measured: "So với cùng kỳ (%)"."""
        kept = list(low)
        known = False
        for token in tokens:
            told = _OF_MEASURE & set(token.senses)
            if told or token.kind == "time":
                known = known or bool(told - {"glue"})
                for i in range(token.start, token.end):
                    kept[i] = " "
        rest = BRACKET.sub(" ", "".join(kept))
        rest = self._long_says.sub(" ", one_spelling(rest))
        known = known or self._long_says.search(one_spelling(low)) is not None
        empty = all(w in self.names.bare for w in WORD.findall(rest))
        return empty, empty and known

    def _area(self, text: str, places: Sequence[Place], period: Period | None, anchor: Anchor) -> str | None:
        day = period.end if period is not None else anchor.day
        for place in places:
            inside = self.names.name_in(text, place)
            if inside is None or not text[inside.start].isupper():
                continue
            found = self.catalog.find_area(text[inside.start : inside.end], day)
            if found is not None:
                return found.id
        return None


class _Hearing:
    """Takes the tokens of heads one after another, and sets what each says; ``level`` counts heads from the top."""

    def __init__(self, said: Said, *, rises: bool) -> None:
        self._said, self._rises = said, rises
        self._times = Times()
        self._moved = False

    def take(self, token: Token, level: int) -> None:
        """A token: a time, then what is compared with, the plan, the status, the verb."""
        said, senses = self._said, token.senses
        if token.time is not None:
            self._times.take(token.time, level, versus=said.versus, planned=said.plan is not None)
        self._take_base(senses, level)
        self._take_plan(senses, level)
        said.status = said.status or senses.get("status")
        if verb := senses.get("verb"):
            self._take_verb(verb, names="indicator" in senses)

    def _take_base(self, senses: Mapping[str, Any], level: int) -> None:
        said = self._said
        if "versus" in senses and not (said.versus and said.base):
            said.versus = True
            self._moved = self._moved or senses["versus"] in _MOVES
        if "base" in senses and not (said.base and said.plan):
            said.base = said.base or str(senses["base"])
            self._times.settle(level)

    def _take_plan(self, senses: Mapping[str, Any], level: int) -> None:
        """A plan, a further one only where it says more; and who gave it."""
        said = self._said
        if "plan" in senses and (said.plan is None or senses["plan"] != "unspecified"):
            said.plan = str(senses["plan"])
            self._times.settle(level)
        if "giver" in senses and said.plan is not None:
            said.plan = str(senses["giver"])

    def _take_verb(self, verb: str, *, names: bool) -> None:
        """Rising, falling and passing make growth of a column, but for a verb in a name; a part makes shares."""
        says = self._said.says
        if verb == "share":
            says.add("share")
        elif verb == "exceed" and not names:
            says.add("exceed")
        elif verb in _MOVES and not names:
            says.add("growth")
            if verb == "down" and not self._rises:
                says.add("fall")

    def close(self, anchor: Anchor) -> None:
        """What all tokens together say: the periods of the numbers and of their base."""
        said, times = self._said, self._times
        if self._moved:
            said.says.add("growth")
        said.times = len({t.named() for t in times.own if t.form not in ("year", "years")})
        said.to_date = "to_date" in said.says
        said.whole_year = "whole_year" in said.says
        own = times.own or ([] if said.versus else times.planned)
        said.period = whole_period(own, anchor, to_date=said.to_date)
        said.base_period = whole_period(times.base, anchor, to_date=False)
        if said.base is None and said.plan is None:
            said.base = self._unnamed_base()

    def _unnamed_base(self) -> str | None:
        """A base that no word names: dated by its time, or another where the head only says that it is one."""
        if self._said.base_period is not None:
            return "dated"
        return "other" if self._said.versus and "other_base" in self._said.says else None


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
