"""Cells whose number has words beside it: a unit, a qualifier, a range."""

from __future__ import annotations

import re
from typing import Final

from hpbrief.extract.tables.numerals import CellDigits
from hpbrief.extract.text.scanner import Scanner
from hpbrief.parse.numbers import NUMBER
from hpbrief.parse.text import lower_text

_SIGNS: Final = {
    ">": "over",
    "<": "under",
    "≥": "at_least",
    "≤": "at_most",
    ">=": "at_least",
    "<=": "at_most",
    "~": "about",
}
_FIRST: Final = re.compile(NUMBER)
_MARK: Final = re.compile(r"[><≥≤~]=?")
_DIRECTION: Final = {"up": "+", "down": "-"}
_MOST_LENGTH: Final = 48
_PLAIN: Final = frozenset({"qualifier", "qualifier_after", "verb", "glue", "status"})


class WordedCells:
    """Reads cells like ``trên 95``, ``≥ 95``, ``21.504 tỷ đồng``, ``6,5 - 7,0``, ``đạt 12%``."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner

    def __call__(self, text: str, start: int, end: int) -> CellDigits | None:
        """The number of a cell; None where its words say more than unit, qualifier and direction."""
        if end - start > _MOST_LENGTH or not any(c.isdigit() for c in text[start:end]):
            return None
        low = lower_text(text[start:end])
        tokens = self._scanner.scan(low)
        figures = [t for t in tokens if t.kind == "figure"]
        if len(figures) != 1 or any(t.kind not in ("figure", "cue") for t in tokens):
            return None
        figure = figures[0]
        words = figure.figure
        assert words is not None
        if words.counted:
            return None
        qualifier, sign, rest, at = "exact", words.sign, "", 0
        for token in tokens:
            rest += low[at : token.start]
            at = token.end
            if token is figure:
                continue
            if _PLAIN.isdisjoint(token.senses):
                return None
            found = token.senses.get("qualifier") or token.senses.get("qualifier_after")
            qualifier = str(found) if found else qualifier
            sign = sign or _DIRECTION.get(str(token.senses.get("verb")), "")
        rest += low[at:]
        if mark := _MARK.search(rest):
            qualifier = _SIGNS.get(mark[0], qualifier)
            rest = rest.replace(mark[0], "", 1)
        if rest.strip(" .()"):
            return None
        numbers = _FIRST.findall(low[figure.start : figure.end])
        unit = None
        if words.unit_start >= 0:
            unit = self._scanner.units.read(low, words.unit_start)
        percent = unit is not None and unit.code == "PT" and unit.mult == 0
        return CellDigits(
            numbers[0], start + figure.start, start + figure.end, sign, percent, None if percent else unit, qualifier,
            numbers[1] if words.maximum is not None and len(numbers) > 1 else None,
            numbers[1] if words.of is not None and len(numbers) > 1 else None,
        )  # fmt: skip
