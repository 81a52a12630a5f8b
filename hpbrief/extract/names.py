"""From words to indicators of the catalogue: whole names only, small generic words aside."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hpbrief.catalog import Catalog
from hpbrief.parse.lexicon import Lexicon
from hpbrief.parse.text import phrase_key

_EDGE = " -+*•,.:;“”\"'|>/"
_BRACKET = re.compile(r" ?\([^()0-9]{2,40}\)")


class IndicatorNames:
    """The names of a catalogue's indicators."""

    def __init__(self, catalog: Catalog, lexicon: Lexicon) -> None:
        tables = catalog.rules.get("phrases", {})
        self._known = {**_table(tables.get("short_name", {})), **lexicon.indicators}
        self._before = sorted(_table(tables.get("same_before", {})), key=len, reverse=True)
        self._after = sorted(_table(tables.get("same_after", {})), key=len, reverse=True)
        self._aspects = _table(tables.get("aspect", {}))
        self._growth_alone = _table(tables.get("growth_alone", {}))
        self.changes = frozenset(i.id for i in catalog.indicators.values() if i.measure.value == "yoy_change")
        self.growth_is: Mapping[str, str] = dict(tables.get("growth_is", {}))
        self.growth_part = _table(tables.get("growth_part", {}))
        self.growth_parts = frozenset(self.growth_part.values()) | frozenset(self.growth_is.values()) | frozenset(self.growth_is)

    def resolve(self, words: str) -> str | None:
        """The indicator that words name as a whole, generic words before and after aside."""
        key = phrase_key(words).strip(_EDGE)
        for form in (key, _BRACKET.sub("", key).strip()):
            found = self._known.get(form) or self._less(form)
            if found is not None:
                return found
        return None

    def _less(self, key: str) -> str | None:
        for _ in range(3):
            shorter = [key.removeprefix(w + " ") for w in self._before if key.startswith(w + " ")]
            shorter += [key.removesuffix(" " + w) for w in self._after if key.endswith(" " + w)]
            for form in shorter:
                if form in self._known:
                    return self._known[form]
            if not shorter:
                return None
            key = shorter[-1]
        return None

    def mentioned(self, words: str) -> list[str]:
        """The indicators whose names stand in a stretch of words, the longest name at each place."""
        parts = phrase_key(words).replace(",", " ,").replace(";", " ;").split()
        found, at = [], 0
        while at < len(parts):
            for size in range(min(10, len(parts) - at), 1, -1):
                key = " ".join(parts[at : at + size]).replace(" ,", ",")
                if key in self._known:
                    found.append(self._known[key])
                    at += size - 1
                    break
            at += 1
        return found

    def growth_alone(self, words: str) -> str | None:
        """The indicator whose growth is meant where "tăng trưởng" stands without a subject."""
        return self._growth_alone.get(phrase_key(words))

    def aspect(self, indicator: str | None, words: str) -> str | None:
        """The indicator of another side: "về vốn" of new enterprises is their registered capital."""
        return self._aspects.get(f"{indicator} {phrase_key(words)}") if indicator else None


def _table(table: Mapping[str, str]) -> dict[str, str]:
    return {phrase_key(word): value for word, value in table.items()}
