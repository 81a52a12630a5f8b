"""The words that name what a number is of, the indicator they name, and whether it fits what the number measures."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.naming.indicator_names import IndicatorNames
from hpbrief.extract.naming.measures import Reading
from hpbrief.extract.naming.noun_phrases import NounPhrases
from hpbrief.parse.lexicon import Lexicon
from hpbrief.parse.text import lower_text, one_spelling, phrase_key, remember

_PER_CENT: Final = ("PT", "PP")
_UNSAID: Final = (*_PER_CENT, None)
_OF_GROWTH: Final = (*_PER_CENT, "place", None)
_MONEY: Final = ("VND", "USD")
_GROWN: Final = ("yoy_change", "rank", "change_vs_previous")
NONE: Final = ""


class Asked:
    """An indicator that words name, and the number they are said of."""

    __slots__ = ("indicator", "is_level", "reading", "unit")

    def __init__(self, indicator: str, reading: Reading, unit: str | None) -> None:
        self.indicator = indicator
        self.reading = reading
        self.unit = unit
        self.is_level = reading.measure == "level"


def _share_of_growth(names: IndicatorNames, asked: Asked) -> str | None:
    """A share is never one of growth."""
    return NONE if asked.reading.measure == "share_of_total" and asked.indicator in names.changes else None


def _amount_of_growth(names: IndicatorNames, asked: Asked) -> str | None:
    """Growth is told in per cent, in points or by its place in an order."""
    other = asked.unit not in _OF_GROWTH
    return NONE if other and asked.indicator in names.changes else None


def _score_of_rank(names: IndicatorNames, asked: Asked) -> str | None:
    """ "PCI đạt 71,2 điểm": a score, not a place in the order."""
    scored = asked.is_level and asked.unit in ("point", "PT")
    return NONE if scored and asked.indicator in names.ranks else None


def _other_thing(names: IndicatorNames, asked: Asked) -> str | None:
    """Money of what is counted, or a count of what is paid: its money where the catalogue has it."""
    if not asked.is_level or not names.counts_other(asked.indicator, asked.unit):
        return None
    return names.money_of.get(asked.indicator, NONE) if asked.unit in _MONEY else NONE


def _other_currency(names: IndicatorNames, asked: Asked) -> str | None:
    """What is counted in dollars only is not the sum in dong."""
    return NONE if asked.unit == "VND" and asked.indicator in names.in_dollars else None


def _share_of_count(names: IndicatorNames, asked: Asked) -> str | None:
    """A count told in per cent is the indicator of its share."""
    share = asked.unit == "PT" and asked.reading.measure in ("level", "share_of_total")
    return names.share_is.get(asked.indicator) if share else None


def _count_of_share(names: IndicatorNames, asked: Asked) -> str | None:
    """A share told as a count is the indicator of what is counted."""
    return names.whole_is.get(asked.indicator) if asked.unit not in _UNSAID else None


def _amount_of_share(names: IndicatorNames, asked: Asked) -> str | None:
    """ "nợ xấu 2.214 tỷ đồng": the amount, not the share."""
    amount = asked.unit not in _UNSAID
    return NONE if amount and asked.indicator in names.shares else None


def _growth_of_level(names: IndicatorNames, asked: Asked) -> str | None:
    """ "GRDP tăng 11%": the growth, where it is an indicator of its own."""
    grown = asked.reading.measure in _GROWN and asked.unit in _UNSAID
    return names.growth_is.get(asked.indicator) if grown else None


FITTING: Final[tuple[tuple[str, Callable[[IndicatorNames, Asked], str | None]], ...]] = (
    ("indicator.share_of_growth", _share_of_growth),
    ("indicator.amount_of_growth", _amount_of_growth),
    ("indicator.score_of_rank", _score_of_rank),
    ("indicator.other_thing", _other_thing),
    ("indicator.other_currency", _other_currency),
    ("indicator.share_of_count", _share_of_count),
    ("indicator.count_of_share", _count_of_share),
    ("indicator.amount_of_share", _amount_of_share),
    ("indicator.growth_of_level", _growth_of_level),
)


_SYLLABLE: Final = re.compile(r"[^\W_]+")
_LONGEST_NAME: Final = 9  # syllables


class Subject:
    """The subject of a number: where its words stand, the indicator they name, what its head says of measure."""

    __slots__ = ("end", "head", "indicator", "key", "start")

    def __init__(
        self, start: int, end: int, indicator: str | None, head: str | None = None, key: str = ""
    ) -> None:
        self.start = start
        self.end = end
        self.indicator = indicator
        self.head = head
        self.key = key

    def naming(self, indicator: str | None) -> Subject:
        """The same words, which name this indicator."""
        return Subject(self.start, self.end, indicator, self.head, self.key)


class SubjectReader(NounPhrases):
    """Finds subjects in a text, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, lexicon: Lexicon) -> None:
        super().__init__(catalog, lexicon)
        tables = catalog.rules.get("phrases", {})
        self._heads: dict[str, list[tuple[str, str]]] = {}
        for phrase, measure in tables.get("head", {}).items():
            key = phrase_key(phrase)
            self._heads.setdefault(key.split(" ", 1)[0], []).append((key, measure))
        for heads in self._heads.values():
            heads.sort(key=lambda head: -len(head[0]))
        self._seen: dict[str, Subject] = {}
        self._stock = tuple(phrase_key(w) for w in tables.get("stock", {}))

    def subject(self, text: str, start: int, end: int) -> Subject:
        """The subject of a stretch of words, its place part taken off where the indicator stays the same."""
        words = text[start:end]
        known = self._seen.get(words)
        if known is None:
            known = remember(self._seen, words, self._read(words))
        return Subject(start, start + known.end, known.indicator, known.head, known.key)

    def _read(self, words: str) -> Subject:
        """What words by themselves say: indicator, head and key, and where the noun ends in them."""
        indicator = self.resolve(words)
        key = phrase_key(words)
        head = self._head_of(key)
        if indicator is not None:
            place = self.words.on_territory.search(key, 1)
            cut = place.start() if place is not None else self.place_behind(key)
            if cut and self.resolve(words[:cut]) == indicator:
                return Subject(0, cut, indicator, head, phrase_key(words[:cut]))
        return Subject(0, len(words), indicator, head, key)

    def _head_of(self, key: str) -> str | None:
        """What the head of a noun phrase says of measure: "tốc độ tăng", "tỷ lệ"."""
        blank = key.find(" ")
        heads = self._heads.get(key if blank < 0 else key[:blank])
        if heads is not None:
            for phrase, measure in heads:
                if key.startswith(phrase) and key[len(phrase) : len(phrase) + 1] in ("", " "):
                    return measure
        return None

    def last_named(self, text: str, start: int, end: int) -> Subject | None:
        """The last indicator whose name stands in a stretch: "vướng mắc trong giải ngân vốn đầu tư công, ... 100%"."""
        key = one_spelling(lower_text(text[start:end]))
        words = [m.span() for m in _SYLLABLE.finditer(key)]
        for last in range(len(words), 1, -1):
            for first in range(max(0, last - _LONGEST_NAME), last - 1):
                left, right = words[first][0], words[last - 1][1]
                if key[left:right] in self._known:
                    return self.subject(text, start + left, start + right)
        return None

    def indicator_for(
        self, subject: Subject | None, reading: Reading, unit: str | None, *, parts: bool
    ) -> Subject | None:
        """The subject with the indicator that fits the measure: GRDP in per cent is its growth."""
        if subject is None:
            return None
        if subject.indicator is None:
            grown = parts and unit in ("PT", "PP") and reading.measure in ("yoy_change", "level")
            part = self.part_of_growth(subject.key) if grown else None
            return subject.naming(part) if part else subject
        if unit == self._units.get(subject.indicator) and subject.indicator not in self.exacting:
            return subject  # in its own unit nearly everything fits
        asked = Asked(subject.indicator, reading, unit)
        for _, rule in FITTING:
            fits = rule(self, asked)
            if fits is not None:
                return subject.naming(fits or None)
        return subject

    def fitting_rule(self, indicator: str, reading: Reading, unit: str | None) -> str:
        """The name of the rule by which another indicator fits, or none does; empty where the named one stays."""
        asked = Asked(indicator, reading, unit)
        return next((name for name, rule in FITTING if rule(self, asked) is not None), "")

    def is_stock(self, words: str) -> bool:
        """Whether what the words name stands at a moment: a debt, a herd."""
        key = phrase_key(words)
        return key.startswith(self._stock)
