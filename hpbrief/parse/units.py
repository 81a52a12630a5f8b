"""Unit words after a number: power of ten, unit, what it is divided by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from hpbrief.parse.patterns import trie_pattern
from hpbrief.parse.text import canonical, phrase_key, remember

_REMEMBERED: Final = 4_000
_SHORT: Final = 60
_END: Final = r"(?![^\W_])"


class UnitMatch:
    """A unit as written after a number: its place, code (None for a bare power of ten) and power of ten."""

    __slots__ = ("code", "counted", "end", "mult", "noun_start", "start")

    def __init__(
        self, start: int, end: int, code: str | None, mult: int, counted: bool, noun_start: int
    ) -> None:
        self.start = start
        self.end = end
        self.code = code
        self.mult = mult
        self.counted = counted
        self.noun_start = noun_start

    def at(self, place: int) -> UnitMatch:
        """The same unit so much further on."""
        return UnitMatch(
            place + self.start,
            place + self.end,
            self.code,
            self.mult,
            self.counted,
            place + self.noun_start,
        )


class UnitReader:
    """Reads unit words at a place, from the tables of ``unit_words.toml``."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        self._scale = _spelled(tables.get("scale", {}))
        self._unit = {word: _code(value) for word, value in _spelled(tables.get("unit", {})).items()}
        self._seen: dict[str, UnitMatch] = {}
        self._left_out = set(_spelled(tables.get("not_counted", {}))) - set(self._unit)
        scale = trie_pattern(self._scale)
        noun = trie_pattern([word for word in (*self._unit, *self._left_out) if word not in "%‰"])
        per = trie_pattern(_spelled(tables.get("per", {})))
        self._pattern = re.compile(
            rf"(?>(?: *+(?P<scale>{scale}(?: ++{scale})?){_END})?)"
            rf"(?>(?: *+(?P<unit>[%‰]|{noun}{_END}))?)"
            rf"(?>(?:(?: ?/ ?|(?<=/)){per}{_END})*)"
        )

    def read(self, low: str, at: int) -> UnitMatch | None:
        """The unit that begins at a place of a lower-case text (after blanks); None where none does."""
        match = self._pattern.match(low, at)
        assert match is not None
        found = match[0]
        if not found:
            return None
        known = self._seen.get(found)
        if known is None:
            known = self._unit_of(match, at)
            if known is None:
                return None
            if len(found) < _SHORT:
                remember(self._seen, found, known, _REMEMBERED)
        return known.at(at)

    def code(self, words: str) -> str | None:
        """The code of a unit word; None where no table has it."""
        return self._unit.get(canonical(words), (None, 0))[0]

    def _unit_of(self, match: re.Match[str], at: int) -> UnitMatch | None:
        """What the words say, its places counted from ``at``."""
        scale, unit = match["scale"], match["unit"]
        if scale is None and unit is None:
            return None
        start = (match.start("scale") if scale is not None else match.start("unit")) - at
        mult = sum(self._scale[word] for word in canonical(scale).split()) if scale else 0
        if unit is None:
            end = match.end("scale") - at
            return UnitMatch(start, end, "VND" if mult >= 9 else None, mult, False, end)
        unit = canonical(unit)
        if unit in self._left_out:
            if scale is not None:
                end = match.end("scale") - at
                return UnitMatch(start, end, None, mult, False, end)
            noun = match.start("unit") - at
            return UnitMatch(start, match.end("unit") - at, None, 0, True, noun)
        code, power = self._unit[unit]
        return UnitMatch(start, match.end() - at, code, mult + power, False, match.start("unit") - at)


def _spelled(table: Mapping[str, Any]) -> dict[str, Any]:
    return {phrase_key(word): value for word, value in table.items()}


def _code(text: str) -> tuple[str, int]:
    code, _, power = text.partition(" ")
    return code, int(power or 0)
