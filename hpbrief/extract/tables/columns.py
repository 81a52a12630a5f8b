"""A line of a table as a whole: whether its numbers are growth or indices, fractions or per cent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from statistics import median
from typing import Final, NamedTuple

from hpbrief.extract.tables.heads import Said
from hpbrief.extract.tables.numerals import CellNumber
from hpbrief.models.quantity import scaled

CLEAR_GROWTH: Final = Decimal(45)
CLEAR_INDEX: Final = Decimal(75)
_FRACTIONS_END: Final = Decimal(3)
_MANY_DECIMALS: Final = 3
_HUNDRED: Final = Decimal(100)


class Signed(NamedTuple):
    """A number of a line with its printed sign, and the ratio of two levels it should repeat, where both stand."""

    number: CellNumber
    sign: str
    ratio: Decimal | None = None

    @property
    def value(self) -> Decimal:
        """The signed value."""
        return -self.number.value if self.sign == "-" else self.number.value


class Form(NamedTuple):
    """How a line is set: ``kind`` growth, index or None where nothing decides; whether as fractions; the rule."""

    kind: str | None
    fraction: bool = False
    rule: str = ""
    contradicts: bool = False


def form_of(said: Said, line: Sequence[Signed], *, percent_signs: bool = False) -> Form:
    """How the numbers of a comparison are set.

    Levels that both stand in the table prove it; else the words of the head say it; else signs, else the
    values taken together: a middle value above 75 is an index, below 45 growth, and between them nothing is
    decided. What levels prove against the head is marked.
    """
    proved = None if percent_signs and not any(s.ratio for s in line) else _by_levels(line)
    worded = _by_words(said)
    if proved is not None:
        return proved._replace(contradicts=worded is not None and worded != proved.kind)
    fraction = False if percent_signs else are_fractions(line)
    if fraction is None:
        return Form(None, rule="column.fraction_or_percent")
    factor = _HUNDRED if fraction else Decimal(1)
    signed = any(s.sign for s in line)
    middle = median([abs(s.value) * factor for s in line])
    if worded is not None:
        return Form(worded, fraction, f"column.{worded}_head")
    if signed:
        return Form("growth", fraction, "column.growth_signs")
    if middle >= CLEAR_INDEX:
        return Form("index", fraction, "column.index_values")
    if middle <= CLEAR_GROWTH:
        return Form("growth", fraction, "column.growth_values")
    return Form(None, rule="column.index_or_growth")


def _by_words(said: Said) -> str | None:
    if "growth" in said.says and "index" not in said.says:
        return "growth"
    return "index" if "index" in said.says else None


def _by_levels(line: Sequence[Signed]) -> Form | None:
    """What the ratios of levels prove, where at least two of them, and two thirds, agree on one setting."""
    tested = [s for s in line if s.ratio is not None]
    if len(tested) < 2:
        return None
    best, most = None, 0
    for kind, fraction in (("index", False), ("growth", False), ("index", True), ("growth", True)):
        fits = sum(_fits(s, kind, fraction=fraction) for s in tested)
        if fits > most:
            best, most = Form(kind, fraction, f"column.{kind}_levels"), fits
    return best if most >= 2 and most * 3 >= len(tested) * 2 else None


def _fits(one: Signed, kind: str, *, fraction: bool) -> bool:
    assert one.ratio is not None
    expected = one.ratio * _HUNDRED - (_HUNDRED if kind == "growth" else 0)
    value = one.value * (_HUNDRED if fraction else 1)
    close = Decimal("0.15") + Decimal(10) ** -one.number.decimals * (100 if fraction else 1)
    return abs(value - expected) <= close


def are_fractions(line: Sequence[Signed]) -> bool | None:
    """Whether a line under "%" is set as fractions of one; None where its values could be either.

    Fractions all lie below 3 and mostly carry three decimals or more; one value above shows per cent, and so do
    two decimals at most.
    """
    if not line or any(abs(s.value) >= _FRACTIONS_END for s in line):
        return False
    fine = sum(s.number.decimals >= _MANY_DECIMALS for s in line)
    if fine * 2 > len(line):
        return True
    near_one = [s for s in line if Decimal("0.5") <= s.value <= Decimal("1.6")]
    if len(near_one) == len(line) >= 3 and not any(s.sign for s in line):
        return None
    return False


def share_is_fraction(line: Sequence[Signed]) -> bool | None:
    """Whether shares of a plan or whole are set as fractions: by levels, else all at most 2 with decimals."""
    tested = [s for s in line if s.ratio is not None]
    if tested:
        close = sum(abs(s.value - (s.ratio or 0)) <= Decimal("0.006") for s in tested)
        hundred = sum(abs(s.value - (s.ratio or 0) * 100) <= Decimal("0.6") for s in tested)
        if max(close, hundred) * 3 >= len(tested) * 2:
            return close > hundred
    if any(abs(s.value) > 2 for s in line):
        return False
    fine = sum(s.number.decimals >= _MANY_DECIMALS for s in line)
    if fine * 2 > len(line):
        return True
    return None if any(s.value for s in line) else False


def times_hundred(value: Decimal) -> Decimal:
    """A fraction in per cent, digit for digit."""
    whole = scaled(value, 2)
    return whole if whole != whole.to_integral_value() else whole.quantize(Decimal(1))
