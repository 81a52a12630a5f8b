"""The scanners of a text, by priority: citation, time, number with unit, cue."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final

from hpbrief.catalog import Catalog
from hpbrief.extract.text.tokens import A_CITATION, A_FIGURE, A_TIME, FigureWords, Token
from hpbrief.parse.legal import Citation, LegalReader
from hpbrief.parse.lexicon import Lexicon, Senses, lexicon_of
from hpbrief.parse.numbers import NUMBER, Number, parse_number
from hpbrief.parse.periods import TimeReader, TimeWords, WordTable, word_before
from hpbrief.parse.units import UnitMatch, UnitReader

_BEFORE_SIGN: Final = ("", " ", "(", "\n", ":", ";", "|", "/")
_DUE: Final = (
    " trước ",
    " chậm nhất ",
    " muộn nhất ",
    " trễ nhất ",
    " không muộn hơn ",
    " hạn chót ",
)  # then a day, no "5/12 xã"
_MONTHS_FOLLOW: Final = ("tháng", " tháng", "  ")
_THOUSAND: Final = Decimal(1000)
_TIME_ONLY: Final = frozenset({"time", "months", "span_head"})
_NUMBER: Final = re.compile(NUMBER)
_RANGE: Final = re.compile(r" *+(?:-|~|đến|tới) *+(?=[0-9])")
_CLOCK: Final = re.compile(
    r"[0-9]{1,2}(?:[:h][0-9]{2}(?::[0-9]{2})?| ?h ?[0-9]{0,2}(?!\w)| ++giờ(?: ++[0-9]{1,2}(?: ++phút)?)?(?!\w))"
)
_SECTION: Final = re.compile(
    r"(?:[0-9]{1,2}\.){0,3}[0-9]{1,2}[.)/](?=[ \n]|[^\W\d])|[0-9]{1,2}(?>(?:\.[0-9]{1,2}){1,3})(?= ++[^\W\d])"
)
_LINE_HEAD: Final = re.compile(r"[ \-+*•(\[]*+")
_FURNITURE: Final = re.compile(r" *+date ++(?P<d>[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?)")
_LETTER: Final = re.compile(r"[^\W\d]")
_PICTURE: Final = re.compile(r"[0-9._-]*+\.(?:jpe?g|png|gif|webp|pdf|docx?|xlsx?|html?|vn|com)(?!\w)")


class _LineStart:
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


class Scanner:
    """The scanners of a catalogue, by priority: citation, time, number with unit, cue."""

    def __init__(self, catalog: Catalog) -> None:
        rules = catalog.rules
        units = rules.get("unit_words", {})
        self.lexicon: Lexicon = lexicon_of(catalog)
        self.units = UnitReader(units)
        self.times = TimeReader(rules.get("time_words", {}))
        self.legal = LegalReader(rules.get("legal_words", {}))
        self._names = WordTable(units.get("name_before", {}))

    def scan(self, low: str) -> list[Token]:
        """The tokens of a lower-case text, in order, none overlapping another."""
        tokens: list[Token] = []
        numbers = list(_NUMBER.finditer(low))
        number, size = 0, len(numbers)
        number_at = numbers[0].start() if numbers else len(low)
        done = 0
        line = _LineStart(low)
        # One blank before the text lets a phrase at its very start be found.
        padded = " " + low
        for start, end, senses in self.lexicon.find(padded):
            while number_at < start:
                if number_at >= done:
                    done = self._take_number(low, numbers[number], line, tokens)
                number += 1
                number_at = numbers[number].start() if number < size else len(low)
            if start >= done:
                if senses.special:
                    done = self._take_special(low, start, end, senses, tokens)
                else:
                    tokens.append(Token(start, end, "cue", senses))
                    done = end
            elif end > done:
                # Its head belongs to a number ("850 căn | nhà ở xã hội"): what is left may be a phrase too.
                for inner, stop, known in self.lexicon.find(padded, done + 1, end + 1):
                    if inner >= done:
                        done = self._take_cue(low, inner, stop, known, tokens)
        for match in numbers[number:]:
            if match.start() >= done:
                done = self._take_number(low, match, line, tokens)
        return tokens

    # -- words --------------------------------------------------------------------------------------

    def _take_cue(self, low: str, start: int, end: int, senses: Senses, tokens: list[Token]) -> int:
        if senses.special:
            return self._take_special(low, start, end, senses, tokens)
        tokens.append(Token(start, end, "cue", senses))
        return end

    def _take_special(self, low: str, start: int, end: int, senses: Senses, tokens: list[Token]) -> int:
        """A phrase that may open a citation or a time; where its last syllable does, the phrase ends before it."""
        kinds = senses.by_kind
        if "legal_kind" in kinds:
            kind = kinds["legal_kind"]
            if found := self.legal.kind(low, start, end, kind, counted=lambda at: self._unit_after(low, at)):
                return _add_legal(tokens, found)
        if time := self._time_at(low, start, end, kinds):
            return _add_time(tokens, time)
        if senses.head_at:
            head = low.rfind(" ", start, end) + 1
            opening = self.lexicon.exactly(low[head:end])
            time = self._time_at(low, head, end, opening.by_kind) if opening else None
            if time:
                if shorter := self._shorter(low, start, head):
                    tokens.append(shorter)
                return _add_time(tokens, time)
        if _TIME_ONLY.issuperset(kinds):
            return start
        tokens.append(Token(start, end, "cue", senses))
        return end

    def _shorter(self, low: str, start: int, end: int) -> Token | None:
        """The longest phrase that is left of one whose last syllables open a time: "mục tiêu | cả | năm 2025"."""
        while end > start:
            while end > start and low[end - 1] == " ":
                end -= 1
            senses = self.lexicon.exactly(low[start:end])
            if senses is not None:
                return Token(start, end, "cue", senses)
            end = low.rfind(" ", start, end)
        return None

    def _time_at(self, low: str, start: int, end: int, senses: dict[str, Any]) -> TimeWords | None:
        times = self.times
        match senses.get("time"):
            case "tháng":
                return times.month(low, start)
            case "quý":
                return times.quarter(low, start)
            case "năm":
                return times.year(low, start)
            case "ngày":
                return times.day(low, start)
        if "months" in senses:
            return times.months(low, start, end - len("tháng"), senses["months"])
        if "half" in senses:
            return times.half(low, start, end, senses["half"])
        if "span_head" in senses:
            return times.span(low, start)
        return None

    def _unit_after(self, low: str, at: int) -> bool:
        return self.units.read(low, at) is not None

    # -- digits -------------------------------------------------------------------------------------

    def _take_number(self, low: str, match: re.Match[str], lines: _LineStart, tokens: list[Token]) -> int:
        start, end = match.span()
        line = lines.of(start)
        before, after = low[start - 1 : start], low[end : end + 1]
        if before.isalpha() or before == "_":
            return _leave_out(tokens, start, end, "part_of_word")
        if (
            lines.dated
            and before == " "
            and (furniture := _FURNITURE.match(low, line))
            and furniture.start("d") == start
        ):
            return _leave_out(tokens, start, furniture.end(), "furniture")
        if before == "/" and tokens and tokens[-1].end == start - 1 and tokens[-1].kind == "figure":
            unit = self.units.read(low, end)
            return _leave_out(tokens, start, unit.end if unit else end, "per")
        if after in "/-" and after and (cited := self.legal.number(low, start)):
            return _add_legal(tokens, cited)
        if time := self._digit_time(low, start, end, match[0]):
            return _add_time(tokens, time)
        if why := self._trap(low, line, start, end, match[0], before, after):
            return _leave_out(tokens, start, why[1], why[0])
        return self._figure(low, line, start, end, match[0], tokens)

    def _digit_time(self, low: str, start: int, end: int, digits: str) -> TimeWords | None:
        times, after = self.times, low[end : end + 1]
        if len(digits) <= 2 and digits.isdigit():
            if low.startswith(_MONTHS_FOLLOW, end):
                return times.bare_day(low, start) or times.months(low, start, end, int(digits))
            if after in "/-" and after:
                if found := times.bare_day(low, start):
                    due = found.year or low.endswith(_DUE, 0, start)
                    return None if not due and self._unit_after(low, found.end) else found
                return times.month_of_year(low, start)
            if low.startswith(" năm", end):
                return times.years(low, start)
        elif "." in digits:
            # "1.420" parts thousands: a day has two digits at most on each side of its dot
            dot = digits.find(".")
            if dot <= 2 and len(digits) <= 10 and (len(digits) - dot <= 3 or digits.count(".") > 1):
                return times.bare_day(low, start)
        elif len(digits) == 4 and digits[:2] in ("19", "20"):
            if found := times.years(low, start):
                return found
            if after not in ("/", "%") and not self._unit_after(low, end):
                return times.bare_year(low, start)
        return None

    def _trap(
        self, low: str, line: int, start: int, end: int, digits: str, before: str, after: str
    ) -> tuple[str, int] | None:
        """Why a number is no figure, and where it ends; None where it may be one."""
        if (
            len(digits) <= 2
            and (after in ":h" or (after == " " and low[end + 1 : end + 2] in " hg"))
            and (clock := _CLOCK.match(low, start))
            and not self._clock_is_unit(low, clock)
        ):
            return "clock", clock.end()
        marked = before != " " or after not in " %"
        if marked and before == "+" and low[start - 2 : start - 1].isalpha():
            return "time_zone", end
        if digits[0] == "0" and sum(c.isdigit() for c in digits) >= 7:
            return "telephone", end
        if marked and (why := self._marked(low, start, end, digits, before, after)):
            return why
        if (
            (after in ".)/" or "." in digits)
            and (section := _SECTION.match(low, start))
            and (head := _LINE_HEAD.match(low, line))
            and head.end() == start
        ):
            return "section_number", max(end, section.end() - 1)
        label, floor = start - (before == " "), start - 30 if start > 30 else 0
        while label > floor and low[label - 1] in " :":
            label -= 1
        name = word_before(low, label, self._names, floor)
        if name is not None:
            strength = self._names.by_phrase[name]
            if strength != "no" and not (strength == "weak" and self._counts_something(low, end)):
                return "part_of_name", end
        if after.isalpha() and self.units.read(low, end) is None:
            return "part_of_word", end
        return None

    @staticmethod
    def _marked(
        low: str, start: int, end: int, digits: str, before: str, after: str
    ) -> tuple[str, int] | None:
        """Why a number with a mark or letter beside it is no figure."""
        if after in "._-" and (picture := _PICTURE.match(low, start)):
            return "file_name", picture.end()
        if before == "-" and low[start - 2 : start - 1].isalpha() and "covid-" in low[start - 6 : start]:
            return "part_of_name", end
        if (
            before in "(["
            and before
            and low[end : end + 1] in ")]"
            and len(digits) <= 2
            and low[end + 1 : end + 2] != "%"
        ):
            return "note_mark", end
        return None

    def _clock_is_unit(self, low: str, clock: re.Match[str]) -> bool:
        return low[clock.end() - 1 : clock.end() + 1] == "ha" or (
            clock[0][-1] == "h" and low[clock.end() : clock.end() + 1].isalpha()
        )

    def _counts_something(self, low: str, end: int) -> bool:
        if range_mark := _RANGE.match(low, end):
            second = _NUMBER.match(low, range_mark.end())
            end = second.end() if second else end
        elif low[end : end + 1] == "/" and (second := _NUMBER.match(low, end + 1)):
            end = second.end()
        unit = self.units.read(low, end)
        return unit is not None and not unit.counted

    def _figure(self, low: str, line: int, start: int, end: int, digits: str, tokens: list[Token]) -> int:
        number = parse_number(digits)
        if number is None:
            return _unread(tokens, start, end, "no_number")
        figure = FigureWords(number)
        unit = self.units.read(low, end)
        if unit is not None and unit.counted and self.times.year(low, unit.start):
            unit = None
        if unit is None and low[end : end + 1] == "/" and (second := self._whole_of(low, end, number)):
            figure.of, end = second
            unit = self.units.read(low, end)
        elif upper := self._range_to(low, unit.end if unit else end, number, unit):
            figure.maximum, end, unit = upper
        if low[end : end + 2] == ")%" and low[start - 1 : start] == "(":
            figure.bracketed = True
            figure.sign, unit, end = "-", UnitMatch(end + 1, end + 2, "PT", 0, False, end + 1), end + 2
            figure.take_unit(unit)
        elif unit is not None:
            figure.take_unit(unit)
            end = unit.end
        if figure.fault is None and unit and unit.mult == 0 and digits[-4:-3] == "," and _whole_only(unit):
            figure.fault, figure.value = "comma_thousands", Decimal(digits.replace(",", ""))
        if start and low[start - 1] in "+-" and self._is_signed(low, line, start, end, figure):
            start -= 1
            figure.sign = low[start]
        token = Token(start, end, "figure", A_FIGURE)
        token.figure = figure
        tokens.append(token)
        return end

    @staticmethod
    def _is_signed(low: str, line: int, start: int, end: int, figure: FigureWords) -> bool:
        """Whether a plus or minus stands glued before a number; a dash that opens a line of words is a list mark."""
        if low[start - 1 : start] not in ("+", "-") or low[start - 2 : start - 1] not in _BEFORE_SIGN:
            return False
        if low[max(line, start - 80) : start - 1].strip() or figure.unit == "PT":
            return True
        rest = low[end : end + 4].partition("\n")[0]
        return not rest.strip(" )")

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
        mark = _RANGE.match(low, at)
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
        if self._digit_time(low, match.start(), match.end(), match[0]):
            return None
        return second.value, match.end(), unit2


def _whole_only(unit: UnitMatch) -> bool:
    return unit.code is not None and unit.code.islower() and unit.code not in ("times", "point")


def _add_legal(tokens: list[Token], citation: Citation) -> int:
    token = Token(citation.start, citation.end, "legal", A_CITATION)
    token.citation = citation
    tokens.append(token)
    return citation.end


def _add_time(tokens: list[Token], time: TimeWords) -> int:
    token = Token(time.start, time.end, "time", A_TIME)
    token.time = time
    tokens.append(token)
    return time.end


def _leave_out(tokens: list[Token], start: int, end: int, why: str) -> int:
    token = Token(start, end, "left_out")
    token.why = why
    tokens.append(token)
    return end


def _unread(tokens: list[Token], start: int, end: int, why: str) -> int:
    token = Token(start, end, "unread")
    token.why = why
    tokens.append(token)
    return end


_SCANNERS: dict[int, tuple[Catalog, Scanner]] = {}


def scanner_of(catalog: Catalog) -> Scanner:
    """The scanners of a catalogue, built once."""
    if id(catalog) not in _SCANNERS:
        _SCANNERS[id(catalog)] = (catalog, Scanner(catalog))
    return _SCANNERS[id(catalog)][1]
