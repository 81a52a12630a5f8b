"""Sentences of a text, each with its tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hpbrief.extract.text.tokens import Token

_END: Final = re.compile(
    r"[\n.!?…](?:(?<=\n)|[.!?…]*[\"”’)\]]*(?=[ \n]|$)|(?<=\.)(?=[A-ZĐÁÀẢẠÂẤẦĂẮÊẾÔỐƠỚƯỨÍÚÝ][^\W\d]))"
)
_ABBREVIATIONS: Final = frozenset(
    ("TP", "Tp", "tp", "TS", "ThS", "PGS", "GS", "BS", "Th", "Q", "P", "H", "TX", "No", "St", "Mr", "Ms")
)
_LONGEST_ABBREVIATION: Final = 4  # with the mark before it
_BEFORE_WORD: Final = (" ", "\n", "(")
_NUMBER_HEAD: Final = re.compile(
    r"[ \-+*•]*+(?:(?:Điều|Chương|Phần|Mục) [0-9IVX]{1,5}|[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}|[IVX]{1,4}|[a-zA-ZđĐ])"
)
_LONGEST_NUMBER: Final = 24
_BULLET: Final = re.compile(r"[ ]*+[-+*•–]")
_NUMBERING: Final = re.compile(r"[ ]*+(?:[IVX]{1,5}\.|[0-9]{1,2}(?:\.[0-9]{1,2})*[.)]|[a-zđ]\)|Điều [0-9]+)")


class Sentence:
    """A sentence: its place, its tokens, its words in lower case and the line it stands in.

    ``marks`` holds the marks of all its tokens, so that a reader can pass over a sentence without its cue.
    """

    __slots__ = ("bullet", "end", "first", "line", "line_end", "low", "marks", "start", "tokens")

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
    ) -> None:
        self.bullet = bullet
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
        return _NUMBERING.match(text, self.line) is not None


def sentences(text: str, low: str, tokens: list[Token]) -> Iterator[Sentence]:
    """The sentences of a text in order; every token lies in one."""
    start = line = index = 0
    size = len(tokens)
    line_end = text.find("\n")
    line_end = len(text) if line_end < 0 else line_end
    first, bullet = True, _BULLET.match(text) is not None
    for end, newline in _ends(text, tokens):
        opening = index
        while index < size and tokens[index].start < end:
            index += 1
        here = tokens[opening:index]
        if here or text[start:end].strip():
            yield Sentence(start, end, line, line_end, here, low[start:end], first=first, bullet=bullet)
            first = False
        start = end
        if newline:
            line = end
            line_end = text.find("\n", line)
            line_end = len(text) if line_end < 0 else line_end
            first, bullet = True, _BULLET.match(text, line) is not None


def _ends(text: str, tokens: list[Token]) -> Iterator[tuple[int, bool]]:
    index, size = 0, len(tokens)
    for match in _END.finditer(text):
        at, end = match.span()
        while index < size and tokens[index].end <= at:
            index += 1
        if index < size and tokens[index].start < at:
            continue
        mark = text[at]
        if mark == "." and (_abbreviates(text, at) or _numbers_line(text, at)):
            continue
        yield end, mark == "\n"
    yield len(text), False


def _abbreviates(text: str, at: int) -> bool:
    """Whether a dot belongs to the short word before it: "TP. Hải Phòng"."""
    for start in range(max(0, at - _LONGEST_ABBREVIATION), at - 1):
        if text[start : start + 1] in _BEFORE_WORD and text[start + 1 : at] in _ABBREVIATIONS:
            return True
    return at < _LONGEST_ABBREVIATION and text[:at] in _ABBREVIATIONS


def _numbers_line(text: str, at: int) -> bool:
    """Whether a dot belongs to the number of a line: "2. Thương mại"."""
    newline = text.rfind("\n", max(0, at - _LONGEST_NUMBER), at)
    if newline < 0 and at > _LONGEST_NUMBER:
        return False
    match = _NUMBER_HEAD.match(text, newline + 1)
    return match is not None and match.end() == at
