"""The scanners of a text, by priority: citation, time, number with unit, cue."""

from __future__ import annotations

import re
from typing import Any, Final

from hpbrief.catalog import Catalog
from hpbrief.extract.text.digits import DigitReader, LineStart
from hpbrief.extract.text.tokens import Token, add_legal, add_time
from hpbrief.parse.legal import LegalReader
from hpbrief.parse.lexicon import Lexicon, Senses, lexicon_of
from hpbrief.parse.numbers import NUMBER
from hpbrief.parse.periods import TimeReader, TimeWords
from hpbrief.parse.units import UnitReader

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
