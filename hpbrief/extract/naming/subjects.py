"""The words that name what a number is of, and the indicator they name."""

from __future__ import annotations

import re
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.naming.fitting import FITTING, Asked
from hpbrief.extract.naming.measures import Reading
from hpbrief.extract.naming.noun_phrases import NounPhrases
from hpbrief.parse.kept import remember
from hpbrief.parse.lexicon import Lexicon
from hpbrief.parse.text import lower_text, one_spelling, phrase_key

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
        if indicator is not None and (place := self.words.on_territory.search(key, 1)) is not None:
            cut = place.start()
            if self.resolve(words[:cut]) == indicator:
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
