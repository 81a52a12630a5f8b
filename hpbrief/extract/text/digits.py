"""What a run of digits is: by the first rule that holds, left out, a citation, a time, a trap, or a figure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.text.printed import PrintedNumbers
from hpbrief.extract.text.tokens import (
    A_FIGURE,
    FigureWords,
    Token,
    Trap,
    add_legal,
    add_time,
    add_unread,
    leave_out,
)
from hpbrief.parse.legal import LegalReader
from hpbrief.parse.numbers import NUMBER, Number, parse_number
from hpbrief.parse.patterns import patterns_of
from hpbrief.parse.periods import TimeReader, TimeWords, WordTable, word_before
from hpbrief.parse.units import UnitMatch, UnitReader

_BEFORE_SIGN: Final = ("", " ", "(", "\n", ":", ";", "|", "/")
_CLOCK_LETTERS: Final = " hg"  # of "7 h", "7 giờ"
_THOUSAND: Final = Decimal(1000)
_NUMBER: Final = re.compile(NUMBER)
_FURNITURE: Final = re.compile(r" *+date ++(?P<d>[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)")
_SECTION: Final = re.compile(
    r"(?:[0-9]{1,2}\.){0,3}[0-9]{1,2}[.)/](?=[ \n]|[^\W\d])|[0-9]{1,2}(?>(?:\.[0-9]{1,2}){1,3})(?= ++[^\W\d])"
)
_LINE_HEAD: Final = re.compile(r"[ \-+*•(\[]*+")
_PICTURE: Final = re.compile(r"[0-9._-]*+\.(?:jpe?g|png|gif|webp|pdf|docx?|xlsx?|html?|vn|com)(?!\w)")


class LineStart:
    """Where the line of a place begins, for places asked in order."""

    def __init__(self, low: str) -> None:
        self._low = low
        self._start = self._seen = 0
        self.dated = "date " in low  # whether page furniture may stand in it

    def of(self, place: int) -> int:
        """The start of the line of a place."""
        newline = self._low.rfind("\n", self._seen, place)
        if newline >= 0:
            self._start = newline + 1
        self._seen = place
        return self._start


class Digits:
    """A run of digits: its place, the characters beside it, where its line begins."""

    __slots__ = ("after", "before", "end", "line", "start", "text")

    def __init__(self, low: str, start: int, end: int, line: int) -> None:
        self.start, self.end, self.line = start, end, line
        self.text = low[start:end]
        self.before, self.after = low[start - 1 : start], low[end : end + 1]


class DigitReader:
    """Reads runs of digits, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, units: UnitReader, times: TimeReader, legal: LegalReader) -> None:
        self.units, self.times, self.legal = units, times, legal
        self.printed = PrintedNumbers(catalog, units)
        self._names = WordTable(catalog.rules.get("unit_words", {}).get("name_before", {}))
        patterns = patterns_of(catalog, "text")
        self._range, self._clock = patterns["range_mark"], patterns["clock"]
        times_said = catalog.rules.get("time_words", {})
        heads = times_said.get("time_head", {})
        months = [head for head, kind in heads.items() if kind == "month"]
        self._quarters_follow = tuple(f" {head}" for head, kind in heads.items() if kind == "quarter")
        self._months_follow = (*months, *(f" {head}" for head in months), "  ")
        self._years_follow = tuple(f" {head}" for head, kind in heads.items() if kind == "year")
        # before a day: "hạn chót 5/12", no part of a whole like "5/12 xã"
        self._due = tuple(f" {words} " for words in times_said.get("due", {}))

    def take(self, low: str, match: re.Match[str], lines: LineStart, tokens: list[Token]) -> int:
        """A number is, by the first that holds, left out, a citation, a time, a trap, or a figure."""
        start, end = match.span()
        digits = Digits(low, start, end, lines.of(start))
        if digits.before.isalpha() and (short := self.times.short(low, start)):
            return add_time(tokens, short)
        if found := self._belongs_elsewhere(low, digits, tokens, dated=lines.dated):
            return leave_out(tokens, start, found)
        if digits.after in "/-" and digits.after and (cited := self.legal.number(low, start)):
            return add_legal(tokens, cited)
        if time := self._digit_time(low, digits):
            return add_time(tokens, time)
        if found := self._trap(low, digits):
            return leave_out(tokens, start, found)
        return self._figure(low, digits, tokens)

    def _belongs_elsewhere(
        self, low: str, digits: Digits, tokens: list[Token], *, dated: bool
    ) -> Trap | None:
        """Digits inside a word, of a page's furniture, or what a figure is divided by ("/100.000 dân")."""
        before = digits.before
        if before.isalpha() or before == "_":
            return "part_of_word", digits.end
        if dated and before == " ":
            furniture = _FURNITURE.match(low, digits.line)
            if furniture and furniture.start("d") == digits.start:
                return "furniture", furniture.end()
        if before == "/" and tokens and tokens[-1].end == digits.start - 1 and tokens[-1].kind == "figure":
            unit = self.units.read(low, digits.end)
            return "per", unit.end if unit else digits.end
        return None

    def _unit_after(self, low: str, at: int) -> bool:
        return self.units.read(low, at) is not None

    # -- times of digits ----------------------------------------------------------------------------

    def _digit_time(self, low: str, digits: Digits) -> TimeWords | None:
        text = digits.text
        if len(text) <= 2 and text.isdigit():
            return self._time_of_two(low, digits)
        if "." in text:
            # "1.420" parts thousands: a day has two digits at most on each side of its dot
            dot = text.find(".")
            if dot <= 2 and len(text) <= 10 and (len(text) - dot <= 3 or text.count(".") > 1):
                return self.times.bare_day(low, digits.start)
            return None
        if len(text) == 4 and text[:2] in ("19", "20"):
            return self._time_of_four(low, digits)
        return None

    def _time_of_two(self, low: str, digits: Digits) -> TimeWords | None:
        """One or two digits: a day, a count of months, a month of a year, a count of years with their stretch."""
        times, start, end = self.times, digits.start, digits.end
        if low.startswith(self._quarters_follow, end):
            return times.quarters(low, start, end, int(digits.text))
        if low.startswith(self._months_follow, end):
            return times.bare_day(low, start) or times.months(low, start, end, int(digits.text))
        if digits.after in "/-" and digits.after:
            if found := times.bare_day(low, start):
                due = found.year or low.endswith(self._due, 0, start)
                return None if not due and self._unit_after(low, found.end) else found
            return times.month_of_year(low, start)
        return times.years(low, start) if low.startswith(self._years_follow, end) else None

    def _time_of_four(self, low: str, digits: Digits) -> TimeWords | None:
        """Four digits: years, or one where no unit follows."""
        if found := self.times.years(low, digits.start):
            return found
        if digits.after not in ("/", "%") and not self._unit_after(low, digits.end):
            return self.times.bare_year(low, digits.start)
        return None

    # -- traps --------------------------------------------------------------------------------------

    def _trap(self, low: str, digits: Digits) -> Trap | None:
        """Why a number is no figure, by the first rule that says so; None where it may be one."""
        return (
            self._of_clock(low, digits)
            or _of_print(low, digits)
            or _of_section(low, digits)
            or self._of_name(low, digits)
            or self._of_word(low, digits)
        )

    def _of_clock(self, low: str, digits: Digits) -> Trap | None:
        after, end = digits.after, digits.end
        if len(digits.text) > 2 or not (
            after in ":h" or (after == " " and low[end + 1 : end + 2] in _CLOCK_LETTERS)
        ):
            return None
        clock = self._clock.match(low, digits.start)
        return ("clock", clock.end()) if clock and not _is_area_or_word(low, clock) else None

    def _of_name(self, low: str, digits: Digits) -> Trap | None:
        """A number that is a name: "Quốc lộ 5"; a weak name yields to what the number counts."""
        start = digits.start
        label, floor = start - (digits.before == " "), start - 30 if start > 30 else 0
        while label > floor and low[label - 1] in " :":
            label -= 1
        name = word_before(low, label, self._names, floor)
        if name is None:
            return None
        strength = self._names.by_phrase[name]
        if strength == "no" or (strength == "weak" and self._counts_something(low, digits.end)):
            return None
        return "part_of_name", digits.end

    def _of_word(self, low: str, digits: Digits) -> Trap | None:
        if digits.after.isalpha() and self.units.read(low, digits.end) is None:
            return "part_of_word", digits.end
        return None

    def _counts_something(self, low: str, end: int) -> bool:
        if range_mark := self._range.match(low, end):
            second = _NUMBER.match(low, range_mark.end())
            end = second.end() if second else end
        elif low[end : end + 1] == "/" and (second := _NUMBER.match(low, end + 1)):
            end = second.end()
        unit = self.units.read(low, end)
        return unit is not None and not unit.counted

    # -- figures ------------------------------------------------------------------------------------

    def _figure(self, low: str, digits: Digits, tokens: list[Token]) -> int:
        """A number with its unit, the upper end of its range or its whole, its sign."""
        start, end = digits.start, digits.end
        number, end = self.printed.number(low, start, end)
        if number is None:
            return add_unread(tokens, start, end, "no_number")
        figure = FigureWords(number)
        unit = self._unit_of(low, end)
        if unit is None and low[end : end + 1] == "/" and (second := self._whole_of(low, end, number)):
            figure.of, end = second
            unit = self.units.read(low, end)
        elif upper := self._range_to(low, unit.end if unit else end, number, unit):
            figure.maximum, end, unit = upper
        elif unit is not None and unit.noun_start == unit.end:
            figure.value, unit = self.printed.in_full(low, figure.value, unit)
        end = _take_unit(low, start, end, figure, unit)
        if figure.fault is None and digits.text[-4:-3] == "," and _counts_wholes(unit):
            figure.fault, figure.value = "comma_thousands", Decimal(digits.text.replace(",", ""))
        if start and _is_signed(low, digits.line, start, end, figure):
            start -= 1
            figure.sign = low[start]
        start = self.printed.take_currency(low, start, figure, tokens)
        token = Token(start, end, "figure", A_FIGURE)
        token.figure = figure
        tokens.append(token)
        return end

    def _unit_of(self, low: str, end: int) -> UnitMatch | None:
        """The unit behind a number, but for a noun that opens a year: "5 năm 2021-2025"."""
        unit = self.units.read(low, end)
        return None if unit is not None and unit.counted and self.times.year(low, unit.start) else unit

    def _whole_of(self, low: str, end: int, part: Number) -> tuple[Decimal, int] | None:
        if part.fault:
            return None
        match = _NUMBER.match(low, end + 1)
        if match is None:
            return None
        whole = parse_number(match[0])
        if whole is None or whole.fault:
            return None
        if whole.value < part.value and not self._is_more(low, match.end(), part.value, whole.value):
            return None
        return whole.value, match.end()

    def _is_more(self, low: str, at: int, part: Decimal, whole: Decimal) -> bool:
        """ "thu 7.645/7.500 tỷ đồng": more than the whole that was planned, in the same money."""
        unit = self.units.read(low, at) if part < 2 * whole and whole >= _THOUSAND else None
        return unit is not None and unit.code in ("VND", "USD")

    def _range_to(
        self, low: str, at: int, first: Number, unit: UnitMatch | None
    ) -> tuple[Decimal, int, UnitMatch | None] | None:
        mark = self._range.match(low, at)
        if mark is None:
            return None
        match = _NUMBER.match(low, mark.end())
        if match is None or low[match.end() : match.end() + 1] == "/":
            return None
        second = parse_number(match[0])
        if second is None or second.fault or second.value <= first.value:
            return None
        unit2 = self.units.read(low, match.end())
        if unit is not None and (unit2 is None or unit2.code != unit.code or unit2.mult != unit.mult):
            return None
        if self._digit_time(low, Digits(low, *match.span(), 0)):
            return None
        return second.value, match.end(), unit2


def _is_area_or_word(low: str, clock: re.Match[str]) -> bool:
    """Whether the h of a clock opens another word: "5 ha", "7hộ"."""
    end = clock.end()
    return low[end - 1 : end + 1] == "ha" or (clock[0][-1] == "h" and low[end : end + 1].isalpha())


def _of_print(low: str, digits: Digits) -> Trap | None:
    """A time zone, a telephone, a file, a name with its number glued to it, the mark of a note."""
    start, end, text, before = digits.start, digits.end, digits.text, digits.before
    marked = before != " " or digits.after not in " %"
    if marked and before == "+" and low[start - 2 : start - 1].isalpha():
        return "time_zone", end
    if text[0] == "0" and sum(c.isdigit() for c in text) >= 7:
        return "telephone", end
    if not marked:
        return None
    if digits.after in "._-" and (picture := _PICTURE.match(low, start)):
        return "file_name", picture.end()
    if before == "-" and low[start - 2 : start - 1].isalpha() and "covid-" in low[start - 6 : start]:
        return "part_of_name", end
    return ("note_mark", end) if _is_note(low, digits) else None


def _is_note(low: str, digits: Digits) -> bool:
    """Whether a short number stands in brackets of its own, and is no per cent below nought."""
    end = digits.end
    opened = digits.before in "([" and digits.before != ""
    return opened and digits.after in ")]" and len(digits.text) <= 2 and low[end + 1 : end + 2] != "%"


def _of_section(low: str, digits: Digits) -> Trap | None:
    """The number of a section opens its line: "2.1. Thương mại"."""
    if digits.after not in ".)/" and "." not in digits.text:
        return None
    section = _SECTION.match(low, digits.start)
    head = _LINE_HEAD.match(low, digits.line) if section else None
    if section is None or head is None or head.end() != digits.start:
        return None
    return "section_number", max(digits.end, section.end() - 1)


def _take_unit(low: str, start: int, end: int, figure: FigureWords, unit: UnitMatch | None) -> int:
    """Set the unit of a figure, and give its end; a per cent in brackets, "(5)%", is one below nought."""
    if low[end : end + 2] == ")%" and low[start - 1 : start] == "(":
        figure.bracketed = True
        figure.sign = "-"
        figure.take_unit(UnitMatch(end + 1, end + 2, "PT", 0, False, end + 1))
        return end + 2
    if unit is None:
        return end
    figure.take_unit(unit)
    return unit.end


def _is_signed(low: str, line: int, start: int, end: int, figure: FigureWords) -> bool:
    """Whether a plus or minus stands glued before a number; a dash that opens a line of words is a list mark."""
    if low[start - 1 : start] not in ("+", "-") or low[start - 2 : start - 1] not in _BEFORE_SIGN:
        return False
    if low[max(line, start - 80) : start - 1].strip() or figure.unit == "PT":
        return True
    rest = low[end : end + 4].partition("\n")[0]
    return not rest.strip(" )")


def _counts_wholes(unit: UnitMatch | None) -> bool:
    """Whether a unit counts things one by one, so that a comma before three digits parts thousands."""
    if unit is None or unit.code is None or unit.mult != 0:
        return False
    return unit.code.islower() and unit.code not in ("times", "point")
