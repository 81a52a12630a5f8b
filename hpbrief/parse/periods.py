"""Expressions of time: what they say, before the document's date makes days of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from hpbrief.catalog import Catalog
from hpbrief.parse.patterns import patterns_of
from hpbrief.parse.text import canonical, phrase_key, spellings

_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class TimeWords:
    """An expression of time as written: its place, what it names, and the rule that read it.

    ``form`` is month, quarter, half, year, years, first (months of a year), last, or day; ``year`` is None
    where the words leave it out, and ``year_shift`` is -1 for "tháng 12 năm trước" and 1 for "quý I năm sau".
    """

    __slots__ = ("day", "end", "form", "number", "rule", "start", "to_year", "year", "year_shift")

    def __init__(
        self,
        start: int,
        end: int,
        form: str,
        rule: str,
        year: int | None = None,
        number: int = 0,
        day: int = 0,
        to_year: int = 0,
        year_shift: int = 0,
    ) -> None:
        self.start = start
        self.end = end
        self.form = form
        self.rule = rule
        self.year = year
        self.number = number
        self.day = day
        self.to_year = to_year
        self.year_shift = year_shift

    def named(self) -> tuple[object, ...]:
        """What it names, wherever it stands: to be told apart from others."""
        return (self.form, self.year, self.number, self.day, self.to_year, self.year_shift)

    def in_year(self, year: int) -> TimeWords:
        """The same, of a year."""
        return TimeWords(
            self.start,
            self.end,
            self.form,
            self.rule,
            year,
            self.number,
            self.day,
            self.to_year,
            self.year_shift,
        )


class TimeReader:
    """Reads expressions of time at a place, from ``time_words.toml`` and the patterns of ``parse.toml``."""

    def __init__(self, catalog: Catalog) -> None:
        tables = catalog.rules.get("time_words", {})
        self._months = {**_spelled(tables.get("number", {})), **_spelled(tables.get("month", {}))}
        self._tails = _spelled(tables.get("months_tail", {}))
        self._length_before = WordTable(tables.get("length_before", {}))
        self._day_before = WordTable(tables.get("day_before", {}))
        patterns = patterns_of(catalog, "parse")
        self._month, self._more = patterns["month"], patterns["further_month"]
        self._no_month, self._street = patterns["after_no_month"], patterns["street_number"]
        self._quarter, self._other_year = patterns["quarter"], patterns["year_beside"]
        self._year, self._years = patterns["year_named"], patterns["years"]
        self._bare_year, self._five_years = patterns["year"], patterns["five_years"]
        self._span, self._half = patterns["span"], patterns["half_of_year"]
        self._months_of, self._looks_back = patterns["months_of_year"], patterns["after_months"]
        self._quarters_of, self._short = patterns["quarters_of_year"], patterns["short_time"]
        self._is_over, self._name_behind = patterns["clause_over"], patterns["number_as_name"]
        self._month_of_year = patterns["month_of_year"]
        self._day_word, self._day_of_pair = patterns["day_named"], patterns["day_of_pair"]
        self._full, self._long = patterns["day_full"], patterns["day_long"]
        self._day_month, self._day_month_loose = patterns["day_month"], patterns["day_month_loose"]
        self._day_in_bracket = patterns["bracket_before_day"]

    # -- words first --------------------------------------------------------------------------------

    def month(self, low: str, at: int) -> TimeWords | None:
        """``tháng 10``, ``tháng mười``, ``tháng 11/2025``, ``tháng 12 năm trước``."""
        match = self._month.match(low, at)
        if match is None or self._street.search(low, max(0, at - 16), at):
            return None
        number = int(match["n"]) if match["n"] else self._months[canonical(match["w"])]
        year = _int(match["y1"] or match["y2"])
        if match["w"] and year is None and self._no_month.match(low, match.end("w")):
            return None
        end, shift = self._shifted(low, match.end()) if year is None else (match.end(), 0)
        if year is None and (more := self._more.match(low, end)):
            year = _int(more["y1"] or more["y2"])
        return TimeWords(at, end, "month", "period.month", year, number, year_shift=shift)

    def quarter(self, low: str, at: int) -> TimeWords | None:
        """``quý III``, ``quý 3/2025``, ``quý IV năm 2025``, ``quý I năm sau``."""
        match = self._quarter.match(low, at)
        if match is None:
            return None
        number = _ROMAN.get(match["n"]) or int(match["n"])
        year = _int(match["y1"] or match["y2"])
        end, shift = self._shifted(low, match.end()) if year is None else (match.end(), 0)
        return TimeWords(at, end, "quarter", "period.quarter", year, number, year_shift=shift)

    def _shifted(self, low: str, end: int) -> tuple[int, int]:
        """Where a time ends, and how many years it lies from the one spoken of: "năm trước", "năm sau"."""
        other = self._other_year.match(low, end)
        if other is None:
            return end, 0
        return other.end(), -1 if other["past"] else 1

    def year(self, low: str, at: int) -> TimeWords | None:
        """``năm 2025``, ``năm 2024-2025``."""
        match = self._year.match(low, at)
        if match is None:
            return None
        first, last = int(match["y1"]), int(match["y2"] or match["y1"])
        return _years(at, match.end(), first, last, "period.year")

    def span(self, low: str, at: int) -> TimeWords | None:
        """``giai đoạn 2021-2025``, ``nhiệm kỳ 2025 - 2030``."""
        match = self._span.match(low, at)
        if match is None:
            return None
        first = match["y1"]
        last = match["y2"] if len(match["y2"]) == len(first) else first[:2] + match["y2"]
        return _years(at, match.end(), int(first), int(last), "period.span")

    def half(self, low: str, at: int, end: int, number: int) -> TimeWords:
        """``nửa đầu năm``, ``nửa đầu năm 2025``; the words up to ``end`` are known."""
        match = self._half.match(low, end)
        assert match is not None
        return TimeWords(at, match.end(), "half", "period.half", _int(match["y1"]), number)

    def months(self, low: str, at: int, word_end: int, number: int) -> TimeWords | None:
        """``10 tháng``, ``hai tháng cuối năm``, ``9 tháng đầu năm 2025``; the number ends at ``word_end``.

        None where the words name a length of time: ``trong vòng 3 tháng``, ``6 tháng liên tiếp``.
        """
        match = self._months_of.match(low, word_end)
        if match is None or not 1 <= number <= 12:
            return None
        tail = self._tails.get(canonical(match["tail"])) if match["tail"] else None
        year = _int(match["y1"] or match["y2"] or match["y3"])
        if tail == "none" or (year is None and self._is_length(low, at, match.end(), tail)):
            return None
        if tail is None and (number == 1 or self._name_behind.match(low, match.end())):
            return None
        form = "last" if tail == "last" else "first"
        return TimeWords(at, match.end(), form, f"period.{form}_months", year, number)

    def quarters(self, low: str, at: int, word_end: int, number: int) -> TimeWords | None:
        """``ba quý đầu năm 2025``: months of a year; None where the words do not say which quarters."""
        match = self._quarters_of.match(low, word_end)
        if match is None or not 1 < number <= 4:
            return None
        last = self._tails.get(canonical(match["tail"])) == "last"
        year = _int(match["y1"] or match["y2"])
        form = "last" if last else "first"
        return TimeWords(at, match.end(), form, f"period.{form}_quarters", year, 3 * number)

    def short(self, low: str, digit: int) -> TimeWords | None:
        """``T10/2025``, ``Q3/2025``: a letter glued to the digit at a place."""
        match = self._short.search(low, max(0, digit - _SHORT_HEAD))
        if match is None or digit not in (match.start("m"), match.start("q")):
            return None
        year = int(match["y"])
        if match["m"]:
            return TimeWords(match.start(), match.end(), "month", "period.short_month", year, int(match["m"]))
        return TimeWords(match.start(), match.end(), "quarter", "period.short_quarter", year, int(match["q"]))

    def _is_length(self, low: str, at: int, end: int, tail: str | None) -> bool:
        """Whether bare months are a length of time: "trong vòng 3 tháng"; "Sau 7 tháng, …" looks back."""
        if tail not in (None, "past"):
            return False
        looks_back = self._looks_back.search(low, max(0, at - _LOOK_BACK), at) is not None
        if looks_back and self._is_over.match(low, end):
            return False
        return self.before(low, at, self._length_before)

    # -- digits first -------------------------------------------------------------------------------

    def years(self, low: str, at: int) -> TimeWords | None:
        """``2021-2025``, ``5 năm 2021-2025``, or a bare ``2025``."""
        match = self._five_years.match(low, at) or self._years.match(low, at)
        if match is None:
            return None
        return _years(at, match.end(), int(match["y1"]), int(match["y2"]), "period.years")

    def bare_year(self, low: str, at: int) -> TimeWords | None:
        """A bare ``2025``."""
        match = self._bare_year.match(low, at)
        return _years(at, match.end(), int(match[0]), int(match[0]), "period.bare_year") if match else None

    def month_of_year(self, low: str, at: int) -> TimeWords | None:
        """``9/2025``."""
        match = self._month_of_year.match(low, at)
        if match is None:
            return None
        return TimeWords(at, match.end(), "month", "period.month_year", int(match["y"]), int(match["m"]))

    # -- days ---------------------------------------------------------------------------------------

    def day(self, low: str, at: int) -> TimeWords | None:
        """``ngày 31/12/2025``, ``ngày 10 tháng 12 năm 2024``, ``ngày 27-11``; ``ngày 1 đến 15/10`` is ``ngày 1``."""
        match = self._day_word.match(low, at)
        if match is None:
            return None
        first = match.start("d")
        for pattern, rule in (
            (self._full, "date.full"),
            (self._long, "date.long"),
            (self._day_month_loose, "date.day_month"),
        ):
            if found := pattern.match(low, first):
                return _day(at, found, rule)
        if found := self._day_of_pair.match(low, first):
            return _day(at, found, "date.of_pair", end=found.end("d"))
        return None

    def bare_day(self, low: str, at: int) -> TimeWords | None:
        """``31/12/2025`` anywhere; ``4/11`` after a word of the day (``chiều``, ``từ``) or in brackets."""
        if found := self._full.match(low, at):
            return _day(at, found, "date.full")
        if (found := self._long.match(low, at)) and found["y"]:
            return _day(at, found, "date.long")
        if found := self._day_month.match(low, at):
            if low[at - 1 : at] == "(" and low[found.end() : found.end() + 1] in ")":
                return _day(at, found, "date.bracket")
            if self.before(low, at, self._day_before) or self._day_in_bracket.search(
                low, max(0, at - _LOOK_BACK), at
            ):
                return _day(at, found, "date.day_month")
        return None

    @staticmethod
    def before(low: str, at: int, words: WordTable) -> bool:
        """Whether one of the words stands right before a place."""
        return word_before(low, at, words) is not None


_SHORT_HEAD: Final = 3  # letters before the digit of a month or quarter
_LOOK_BACK: Final = 8  # characters before a time in which a word or bracket that leads to it may stand


class WordTable:
    """Phrases by their canonical form, and the last word of each in every spelling."""

    __slots__ = ("by_phrase", "lasts")

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.by_phrase: dict[str, Any] = _spelled(table)
        self.lasts = frozenset(
            last for words in self.by_phrase for last in spellings(words.rpartition(" ")[2])
        )


def word_before(low: str, at: int, words: WordTable, floor: int = 0) -> str | None:
    """The longest of the table's phrases that ends right before a place (blanks between), or None."""
    floor = max(floor, at - _LONGEST_BEFORE)
    end = at
    while end > floor and low[end - 1] == " ":
        end -= 1
    line = max(floor, low.rfind("\n", floor, end) + 1)
    if low[max(line, low.rfind(" ", line, end) + 1) : end] not in words.lasts:
        return None
    found, phrase = None, ""
    for word in reversed(canonical(low[line:end]).split(" ")[-_WORDS_BEFORE:]):
        if not word or word[-1] in _MARKS:
            break
        phrase = f"{word} {phrase}" if phrase else word
        if phrase in words.by_phrase:
            found = phrase
    return found


_LONGEST_BEFORE: Final = 26  # characters before a place in which a phrase of a table is looked for
_WORDS_BEFORE: Final = 4
_MARKS: Final = frozenset(',;:()"“”')


def _day(at: int, found: re.Match[str], rule: str, end: int | None = None) -> TimeWords:
    groups = found.groupdict()
    year = _int(groups["y"] or groups.get("y2"))
    month = int(groups["m"] or groups["m2"])
    return TimeWords(at, found.end() if end is None else end, "day", rule, year, month, int(groups["d"]))


def _years(start: int, end: int, first: int, last: int, rule: str) -> TimeWords | None:
    if last < first:
        return None
    if first == last:
        return TimeWords(start, end, "year", rule, first)
    return TimeWords(start, end, "years", rule, first, to_year=last)


def _int(text: str | None) -> int | None:
    return int(text) if text else None


def _spelled(table: Mapping[str, Any]) -> dict[str, Any]:
    return {phrase_key(word): value for word, value in table.items()}
