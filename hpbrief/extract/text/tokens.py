"""A text as tokens: cues, numbers with units, times and citations, each at its place."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from hpbrief.parse.legal import Citation
from hpbrief.parse.lexicon import Senses, marks_of
from hpbrief.parse.numbers import Number
from hpbrief.parse.periods import TimeWords
from hpbrief.parse.units import UnitMatch


def _bare(kind: str) -> Senses:
    """The senses of what is no phrase: only its mark."""
    senses = Senses()
    senses.marks = marks_of(kind)
    return senses


_NO_SENSES: Final = Senses()
A_FIGURE: Final = _bare("a figure")
A_TIME: Final = _bare("a time")
A_CITATION: Final = _bare("a citation")


class Token:
    """A stretch of text that a scanner understood.

    ``kind`` is cue, figure, time, legal, left_out (a number that is understood and is no fact) or unread;
    ``senses`` what it means by kind of sense, and ``marks`` those kinds as bits.
    """

    __slots__ = ("citation", "end", "figure", "kind", "marks", "senses", "start", "time", "why")

    def __init__(self, start: int, end: int, kind: str, senses: Senses = _NO_SENSES) -> None:
        self.start = start
        self.end = end
        self.kind = kind
        self.senses = senses.by_kind
        self.marks = senses.marks
        self.figure: FigureWords | None = None
        self.time: TimeWords | None = None
        self.citation: Citation | None = None
        self.why = ""

    def __repr__(self) -> str:
        return f"Token({self.start}, {self.end}, {self.kind!r}, {self.why or self.senses})"


class FigureWords:
    """A number with its unit as printed."""

    __slots__ = (
        "bracketed",
        "counted",
        "fault",
        "maximum",
        "noun_start",
        "of",
        "sign",
        "unit",
        "unit_end",
        "unit_mult",
        "unit_start",
        "value",
    )

    def __init__(self, number: Number) -> None:
        self.value, self.fault = number
        self.maximum: Decimal | None = None
        self.of: Decimal | None = None
        self.unit: str | None = None
        self.unit_mult = 0
        self.unit_start = self.unit_end = self.noun_start = -1
        self.counted = self.bracketed = False
        self.sign = ""

    def take_unit(self, unit: UnitMatch) -> None:
        """Set what the unit words say."""
        self.unit, self.unit_mult = unit.code, unit.mult
        self.unit_start, self.unit_end, self.noun_start = unit.start, unit.end, unit.noun_start
        self.counted = unit.counted


#: Why a number is no figure, and where what it belongs to ends.
Trap = tuple[str, int]


def add_legal(tokens: list[Token], citation: Citation) -> int:
    """Add a citation; gives its end, as the other three do."""
    token = Token(citation.start, citation.end, "legal", A_CITATION)
    token.citation = citation
    tokens.append(token)
    return citation.end


def add_time(tokens: list[Token], time: TimeWords) -> int:
    """Add a time."""
    token = Token(time.start, time.end, "time", A_TIME)
    token.time = time
    tokens.append(token)
    return time.end


def leave_out(tokens: list[Token], start: int, trap: Trap) -> int:
    """Add a number that is no figure."""
    why, end = trap
    token = Token(start, end, "left_out")
    token.why = why
    tokens.append(token)
    return end


def add_unread(tokens: list[Token], start: int, end: int, why: str) -> int:
    """Add a number that could not be read."""
    token = Token(start, end, "unread")
    token.why = why
    tokens.append(token)
    return end


def tokens_in(tokens: list[Token], start: int, end: int) -> list[Token]:
    """The tokens that begin inside a stretch, in order."""
    first = _first_at(tokens, start, 0)
    return tokens[first : _first_at(tokens, end, first)]


def _first_at(tokens: list[Token], place: int, low: int) -> int:
    """The index of the first token from ``low`` on that begins at a place or behind it."""
    high = len(tokens)
    while low < high:
        middle = (low + high) >> 1
        if tokens[middle].start < place:
            low = middle + 1
        else:
            high = middle
    return low


def begins_in_capitals(text: str, area: Token) -> bool:
    """Whether the name of an area begins with a capital letter; words of place may stand before it."""
    return text[area.end - len(area.senses["area"])].isupper()
