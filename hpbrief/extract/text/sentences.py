"""Sentences of a text, each with its tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.text.tokens import Token
from hpbrief.parse.patterns import patterns_of

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
