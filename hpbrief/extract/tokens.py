"""A text as tokens: cues, numbers with units, times and citations, each at its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from hpbrief.parse.legal import Citation
from hpbrief.parse.numbers import Number
from hpbrief.parse.periods import TimeWords
from hpbrief.parse.units import UnitMatch

_NO_SENSES: Mapping[str, Any] = {}


class Token:
    """A stretch of text that a scanner understood.

    ``kind`` is cue, figure, time, legal, left_out (a number that is understood and is no fact) or unread.
    """

    figure: FigureWords | None = None
    time: TimeWords | None = None
    citation: Citation | None = None
    why = ""

    def __init__(self, start: int, end: int, kind: str, senses: Mapping[str, Any] = _NO_SENSES) -> None:
        self.start = start
        self.end = end
        self.kind = kind
        self.senses = senses

    def __repr__(self) -> str:
        return f"Token({self.start}, {self.end}, {self.kind!r}, {self.why or dict(self.senses)})"


class FigureWords:
    """A number with its unit as printed."""

    maximum: Decimal | None = None
    of: Decimal | None = None
    unit: str | None = None
    unit_mult = 0
    unit_start = unit_end = noun_start = -1
    counted = False
    sign = ""
    bracketed = False

    def __init__(self, number: Number) -> None:
        self.value: Decimal = number.value
        self.fault: str | None = number.fault

    def take_unit(self, unit: UnitMatch) -> None:
        """Set what the unit words say."""
        self.unit, self.unit_mult = unit.code, unit.mult
        self.unit_start, self.unit_end, self.noun_start = unit.start, unit.end, unit.noun_start
        self.counted = unit.counted


def tokens_in(tokens: Sequence[Token], start: int, end: int) -> list[Token]:
    """The tokens that begin inside a stretch, in order."""
    first, size = 0, len(tokens)
    last = size
    while first < last:
        middle = (first + last) >> 1
        if tokens[middle].start < start:
            first = middle + 1
        else:
            last = middle
    while last < size and tokens[last].start < end:
        last += 1
    return list(tokens[first:last])
