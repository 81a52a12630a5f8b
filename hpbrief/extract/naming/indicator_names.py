"""From words to indicators of the catalogue: whole names only, small generic words aside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from hpbrief.catalog import Catalog
from hpbrief.extract.naming.words import BRACKET, EDGE, IndicatorColumns, NamingWords
from hpbrief.parse.lexicon import Lexicon
from hpbrief.parse.patterns import trie_pattern
from hpbrief.parse.text import phrase_key, remember

_SHORT: Final = 120
_LONGEST_PLACE: Final = 5  # syllables


class IndicatorNames(IndicatorColumns):
    """The names of a catalogue's indicators."""

    def __init__(self, catalog: Catalog, lexicon: Lexicon) -> None:
        super().__init__(catalog)
        tables = catalog.rules.get("phrases", {})
        self.words = NamingWords(catalog)
        self._known = {**_table(tables.get("short_name", {})), **lexicon.indicators}
        self._before = frozenset(_table(tables.get("same_before", {})))
        self._after = frozenset(_table(tables.get("same_after", {})))
        self._places = frozenset(
            phrase_key(name) for area in catalog.areas.values() for name in (area.name_vi, *area.aliases_vi)
        )
        self._by_word = _words_tree(self._known)
        self._resolved: dict[str, str] = {}  # what words named, "" for nothing
        self._trade = _table(tables.get("trade", {}))
        heads = [h for h, measure in tables.get("head", {}).items() if measure == "yoy_change"]
        self._growth_head = re.compile(rf"(?:{trie_pattern(heads)}) ++")
        self._short = _table(tables.get("abbreviation", {}))
        self._aspects = _table(tables.get("aspect", {}))
        self._after_subject = _table(tables.get("after_subject", {}))
        self.share_is: Mapping[str, str] = dict(tables.get("share_is", {}))
        self.money_of: Mapping[str, str] = dict(tables.get("money_of", {}))
        self.whole_is = {share: whole for whole, share in self.share_is.items()}
        self._unlike: Mapping[str, str] = dict(tables.get("unlike", {}))
        self._growth_alone = _table(tables.get("growth_alone", {}))
        self.growth_is: Mapping[str, str] = dict(tables.get("growth_is", {}))
        self.exacting = self.changes | self.ranks | frozenset(self.growth_is)
        self.growth_part = _table(tables.get("growth_part", {}))
        self.growth_parts = (
            frozenset(self.growth_part.values())
            | frozenset(self.growth_is.values())
            | frozenset(self.growth_is)
        )

    def resolve(self, words: str) -> str | None:
        """The indicator that words name as a whole, generic words before and after aside."""
        seen = self._resolved.get(words)
        if seen is not None:
            return seen or None
        found = self._named(phrase_key(words).strip(EDGE))
        if len(words) < _SHORT:
            remember(self._resolved, words, found or "")
        return found

    def is_name(self, words: str) -> bool:
        """Whether words are a name of the tables as they stand."""
        return phrase_key(words) in self._known

    def _named(self, key: str) -> str | None:
        """The indicator of a phrase: as it is, spelled out, behind a head of growth, without prices or asides."""
        found = self._whole(key)
        if found is None and (longer := self._spelled_out(key)) != key:
            key = longer
            found = self._whole(key)
        if found is None and (out := self.words.left_out.search(key)) is not None:
            return self.without(self._named(key[: out.start()]), out["parts"])
        return (
            found
            or self._behind_head(key)
            or self._at_prices(key)
            or self._without_asides(key)
            or self._mean_of_rate(key)
            or self._of_place(key)
        )

    def _whole(self, key: str) -> str | None:
        """The indicator of a phrase or of what is left without generic words."""
        return self._known.get(key) or self._less(key)

    def without(self, whole: str | None, parts: str) -> str | None:
        """ "thu nội địa không kể tiền sử dụng đất": the series that leaves just these parts out, else none."""
        if whole is None or whole not in self._series:
            return None
        left_out = {self._whole(phrase_key(part.strip())) for part in self.words.parts_mark.split(parts)}
        return next((one for one, without in self._series[whole] if without == left_out), None)

    def _behind_head(self, key: str) -> str | None:
        """ "tốc độ tăng kim ngạch xuất khẩu": the growth of what follows its head."""
        head = self._growth_head.match(key)
        return self._growth_of(key[head.end() :]) if head is not None else None

    def _mean_of_rate(self, key: str) -> str | None:
        """ "tốc độ tăng trưởng bình quân": the mean of a rate or share is the same one, that of a sum is not."""
        mean = self.words.mean_tail.search(key)
        found = self._whole(key[: mean.start()]) if mean is not None else None
        return found if found in self.changes or found in self.shares else None

    def _of_place(self, key: str) -> str | None:
        """ "GRDP Quảng Ninh": the name of a place behind that of the indicator names nothing else."""
        at = self.place_behind(key)
        return self._named(key[:at]) if at else None

    def place_behind(self, key: str) -> int:
        """Where the name of a place that ends a phrase begins, with the blank before it; 0 where none ends it."""
        at = len(key)
        for _ in range(_LONGEST_PLACE):
            at = key.rfind(" ", 0, at)
            if at <= 0:
                return 0
            if key[at + 1 :] in self._places:
                kind = self.words.kind_of_place.search(key, 0, at)
                return kind.start() if kind is not None else at
        return 0

    def _at_prices(self, key: str) -> str | None:
        """ "giá trị sản xuất nông nghiệp giá so sánh 2010": the prices name nothing else."""
        priced = self.words.priced.search(key)
        return self._known.get(key[: priced.start()]) if priced is not None else None

    def _without_asides(self, key: str) -> str | None:
        """A name without its bracket, then without the words of the territory behind it."""
        if "(" in key:
            key = BRACKET.sub("", key).strip()
            if (found := self._whole(key)) is not None:
                return found
        place = self.words.area_tail.search(key)
        return self._known.get(key[: place.start(1)]) if place is not None else None

    def _growth_of(self, key: str) -> str | None:
        """The indicator of a growth named with its head: "tốc độ tăng tổng sản phẩm (GRDP)"."""
        found = self._whole(key)
        if found is None and "(" in key:
            found = self._known.get(BRACKET.sub("", key).strip())
            inside = BRACKET.search(key)
            found = found or (self._known.get(inside[0].strip(" ()")) if inside else None)
        if found is None:
            return None
        return (
            self.growth_is.get(found) or self._grown.get(found) or (found if found in self.changes else None)
        )

    def part_of_growth(self, key: str) -> str | None:
        """The indicator of a part whose growth is spoken of: "công nghiệp" behind GRDP."""
        return self.growth_part.get(BRACKET.sub("", key).strip())

    def trade(self, words: str) -> str | None:
        """What a verb of the trade says where words are no more than one: "xuất"; "area" of what is sown."""
        return self._trade.get(phrase_key(words))

    def of_label(self, key: str, label: str) -> str | None:
        """The indicator that words name under the label of their line: "doanh thu" under "Du lịch:"."""
        return self.resolve(f"{key} {label}") if key != label else None

    def _spelled_out(self, key: str) -> str:
        """A name with its abbreviations written out: "vốn NSNN", "tỷ lệ bao phủ BHYT"."""
        words = key.split(" ")
        if self._short.keys().isdisjoint(words):
            return key
        return " ".join(self._short.get(word, word) for word in words)

    def _less(self, key: str) -> str | None:
        words = key.split(" ")
        for _ in range(3):
            size = next((n for n in (3, 2, 1) if n < len(words) and " ".join(words[:n]) in self._before), 0)
            cut = next((n for n in (4, 3, 2, 1) if n < len(words) and " ".join(words[-n:]) in self._after), 0)
            if not size and not cut:
                return None
            for form in (words[size:], words[: len(words) - cut], words[size : len(words) - cut]):
                if (found := self._known.get(" ".join(form))) is not None:
                    return found
            words = words[size : len(words) - cut]
        return None

    def mentioned(self, words: str) -> list[str]:
        """The indicators whose names stand in a stretch of words, the longest name at each place."""
        parts = phrase_key(words).replace(",", " ,").replace(";", " ;").split()
        found: list[str] = []
        at, size = 0, len(parts)
        first = self._by_word.get
        while at < size:
            node, name, here, last = first(parts[at]), None, at + 1, at
            while node is not None and here < size:
                node = node.get(parts[here])
                if node is not None and (known := node.get("")):
                    name, last = known, here
                here += 1
            if name is not None:
                found.append(name)
            at = last + 1
        return found

    def growth_alone(self, words: str) -> str | None:
        """The indicator whose growth is meant where "tăng trưởng" stands without a subject."""
        return self._growth_alone.get(phrase_key(words))

    def is_other(self, indicator: str | None, unit: str | None) -> bool:
        """Whether a name means something else after a count of such things: the capital of projects."""
        return indicator is not None and unit is not None and self._unlike.get(indicator) == unit

    def explained(self, indicator: str | None, words: str) -> str | None:
        """The indicator of a short name that the indicator before it explains: "vốn điều lệ" of new enterprises."""
        if not indicator:
            return None
        key = phrase_key(words)
        found = self._after_subject.get(f"{indicator} {key}")
        if found is None and indicator in self._narrower:
            found = self._after_subject.get(f"{self._narrower[indicator]} {key}")
        return found

    def aspect(self, indicator: str | None, words: str) -> str | None:
        """The indicator of another side: "về vốn" of new enterprises is their registered capital."""
        return self._aspects.get(f"{indicator} {phrase_key(words)}") if indicator else None


def _words_tree(names: Mapping[str, str]) -> dict[str, Any]:
    """The names word by word; at the end of each, under the empty word, what it names.

    A name whose first word ends with a comma is reached only as far as another name of that word is long.
    """
    longest: dict[str, int] = {}
    for name in names:
        first, size = name.split(" ", 1)[0], name.count(" ") + name.count(",") + 1
        longest[first] = max(size, longest.get(first, 0))
    root: dict[str, Any] = {}
    for name, known in names.items():
        parts = name.replace(",", " ,").split()
        if len(parts) > longest.get(parts[0], 0):
            continue
        node = root
        for part in parts:
            node = node.setdefault(part, {})
        node[""] = known
    return root


def _table(table: Mapping[str, str]) -> dict[str, str]:
    return {phrase_key(word): value for word, value in table.items()}
