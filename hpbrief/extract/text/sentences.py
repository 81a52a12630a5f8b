"""Sentences of a text, each with its tokens, found by scanners in their order: citation, time, number with unit,
cue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from hpbrief.catalog import Catalog
from hpbrief.extract.text.digits import DigitReader, LineStart
from hpbrief.extract.text.tokens import Token, add_legal, add_time
from hpbrief.parse.legal import LegalReader
from hpbrief.parse.lexicon import Lexicon, Senses, lexicon_of
from hpbrief.parse.numbers import NUMBER
from hpbrief.parse.patterns import patterns_of
from hpbrief.parse.periods import TimeReader, TimeWords
from hpbrief.parse.units import UnitReader

# Capital letters of Vietnamese, by their code points.
_CAPITALS: Final = r"A-Z\u00c0-\u00d6\u00d8-\u00de\u0102\u0110\u0128\u0168\u01a0\u01af" + "".join(
    map(chr, range(0x1EA0, 0x1EFA, 2))
)
_END: Final = re.compile(rf"[\n.!?…](?:(?<=\n)|[.!?…]*[\"”’)\]]*(?=[ \n]|$)|(?<=\.)(?=[{_CAPITALS}][^\W\d]))")
_ABBREVIATIONS: Final = frozenset(
    ("TP", "Tp", "tp", "TS", "ThS", "PGS", "GS", "BS", "Th", "Q", "P", "H", "TX", "No", "St", "Mr", "Ms")
)
_LONGEST_ABBREVIATION: Final = 4  # with the mark before it
_BEFORE_WORD: Final = (" ", "\n", "(")
_LONGEST_NUMBER: Final = 24
_BULLET: Final = re.compile(r"[ ]*+[-+*•–]")


class Sentence:
    """A sentence: its place, its tokens, its words in lower case and the line it stands in.

    ``marks`` holds the marks of all its tokens, so that a reader can pass over a sentence without its cue.
    """

    __slots__ = ("bullet", "end", "first", "line", "line_end", "low", "marks", "numbered", "start", "tokens")

    def __init__(
        self,
        start: int,
        end: int,
        line: int,
        line_end: int,
        tokens: list[Token],
        low: str,
        *,
        first: bool,
        bullet: bool,
        numbered: bool,
    ) -> None:
        self.bullet = bullet
        self.numbered = numbered
        self.start = start
        self.end = end
        self.line = line
        self.line_end = line_end
        self.tokens = tokens
        self.marks = 0
        for token in tokens:
            self.marks |= token.marks
        self.low = low
        self.first = first

    def is_bullet(self, text: str) -> bool:
        """Whether its line is a list item."""
        return self.bullet

    def is_numbered(self, text: str) -> bool:
        """Whether its line bears a number of its own: ``1.``, ``II.``, ``a)``."""
        return self.numbered


class SentenceReader:
    """Parts a text into sentences, with the patterns of a catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        patterns = patterns_of(catalog, "text")
        self._line_number, self._numbered = patterns["line_number"], patterns["line_numbered"]

    def read(self, text: str, low: str, tokens: list[Token]) -> Iterator[Sentence]:
        """The sentences of a text in order; every token lies in one."""
        start = line = index = 0
        size = len(tokens)
        line_end = _line_end(text, 0)
        first, bullet, numbered = True, _BULLET.match(text) is not None, self._numbers(text, 0)
        for end, newline in self._ends(text, tokens):
            opening = index
            while index < size and tokens[index].start < end:
                index += 1
            here = tokens[opening:index]
            if here or text[start:end].strip():
                yield Sentence(
                    start,
                    end,
                    line,
                    line_end,
                    here,
                    low[start:end],
                    first=first,
                    bullet=bullet,
                    numbered=numbered,
                )
                first = False
            start = end
            if newline:
                line, line_end = end, _line_end(text, end)
                first, bullet, numbered = (
                    True,
                    _BULLET.match(text, line) is not None,
                    self._numbers(text, line),
                )

    def _numbers(self, text: str, line: int) -> bool:
        """Whether a line bears a number of its own."""
        return self._numbered.match(text, line) is not None

    def _ends(self, text: str, tokens: list[Token]) -> Iterator[tuple[int, bool]]:
        index, size = 0, len(tokens)
        for match in _END.finditer(text):
            at, end = match.span()
            while index < size and tokens[index].end <= at:
                index += 1
            if index < size and tokens[index].start < at:
                continue
            mark = text[at]
            if mark == "." and (_abbreviates(text, at) or self._numbers_line(text, at)):
                continue
            yield end, mark == "\n"
        yield len(text), False

    def _numbers_line(self, text: str, at: int) -> bool:
        """Whether a dot belongs to the number of a line: "2. Thương mại"."""
        newline = text.rfind("\n", max(0, at - _LONGEST_NUMBER), at)
        if newline < 0 and at > _LONGEST_NUMBER:
            return False
        match = self._line_number.match(text, newline + 1)
        return match is not None and match.end() == at


def _line_end(text: str, line: int) -> int:
    end = text.find("\n", line)
    return len(text) if end < 0 else end


def _abbreviates(text: str, at: int) -> bool:
    """Whether a dot belongs to the short word before it: "TP. Hải Phòng"."""
    for start in range(max(0, at - _LONGEST_ABBREVIATION), at - 1):
        if text[start : start + 1] in _BEFORE_WORD and text[start + 1 : at] in _ABBREVIATIONS:
            return True
    return at < _LONGEST_ABBREVIATION and text[:at] in _ABBREVIATIONS


_TIME_ONLY: Final = frozenset({"time", "months", "quarters", "span_head"})
_NUMBER: Final = re.compile(NUMBER)


class Scanner:
    """The scanners of a catalogue, by priority: citation, time, number with unit, cue."""

    def __init__(self, catalog: Catalog) -> None:
        rules = catalog.rules
        units = rules.get("unit_words", {})
        self.lexicon: Lexicon = lexicon_of(catalog)
        self.units = UnitReader(units)
        self.times = TimeReader(catalog)
        self.legal = LegalReader(catalog)
        self.digits = DigitReader(catalog, self.units, self.times, self.legal)

    def scan(self, low: str) -> list[Token]:
        """The tokens of a lower-case text, in order, none overlapping another."""
        tokens: list[Token] = []
        numbers = list(_NUMBER.finditer(low))
        number, size = 0, len(numbers)
        number_at = numbers[0].start() if numbers else len(low)
        done = 0
        line = LineStart(low)
        # One blank before the text lets a phrase at its very start be found.
        padded = " " + low
        for start, end, senses in self.lexicon.find(padded):
            while number_at < start:
                if number_at >= done:
                    done = self.digits.take(low, numbers[number], line, tokens)
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
                done = self.digits.take(low, match, line, tokens)
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
                return add_legal(tokens, found)
        if time := self._time_at(low, start, end, kinds):
            return add_time(tokens, time)
        if senses.head_at:
            head = low.rfind(" ", start, end) + 1
            opening = self.lexicon.exactly(low[head:end])
            time = self._time_at(low, head, end, opening.by_kind) if opening else None
            if time:
                if shorter := self._shorter(low, start, head):
                    tokens.append(shorter)
                return add_time(tokens, time)
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
            case "month":
                return times.month(low, start)
            case "quarter":
                return times.quarter(low, start)
            case "year":
                return times.year(low, start)
            case "day":
                return times.day(low, start)
        if "months" in senses:
            return times.months(low, start, low.rfind(" ", start, end) + 1, senses["months"])
        if "quarters" in senses:
            return times.quarters(low, start, low.rfind(" ", start, end), senses["quarters"])
        if "half" in senses:
            return times.half(low, start, end, senses["half"])
        if "span_head" in senses:
            return times.span(low, start)
        return None

    def _unit_after(self, low: str, at: int) -> bool:
        return self.units.read(low, at) is not None


_SCANNERS: dict[int, tuple[Catalog, Scanner]] = {}


def scanner_of(catalog: Catalog) -> Scanner:
    """The scanners of a catalogue, built once."""
    if id(catalog) not in _SCANNERS:
        _SCANNERS[id(catalog)] = (catalog, Scanner(catalog))
    return _SCANNERS[id(catalog)][1]
