"""Unit, Interval and Quantity: a number with its unit, its power of ten and how exactly it was printed."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, Field

from hpbrief.errors import ParseError
from hpbrief.models.base import Model
from hpbrief.models.terms import Qualifier


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ParseError("not_finite")
    return value


#: A finite decimal number, kept digit by digit (``9.50`` keeps its zero).
Number = Annotated[Decimal, AfterValidator(_finite)]


class Unit(Model):
    """A unit code and the power of ten by which numbers in it are multiplied: tỷ đồng is ``VND``, 9."""

    code: str = Field(min_length=1)
    mult: int = Field(default=0, ge=-9, le=18)

    def __str__(self) -> str:
        return f"{self.code}·10^{self.mult}" if self.mult else self.code


class Interval(Model):
    """The values a printed number may stand for: ``lo`` included, ``hi`` excluded unless ``closed``."""

    lo: Number | None
    hi: Number | None
    closed: bool = False

    def contains(self, value: Decimal) -> bool:
        """Whether the value lies inside."""
        if self.lo is not None and value < self.lo:
            return False
        return self.hi is None or value < self.hi or (self.closed and value == self.hi)

    def overlaps(self, other: Interval) -> bool:
        """Whether the two have a value in common."""
        return not (self._before(other) or other._before(self))

    def _before(self, other: Interval) -> bool:
        if self.hi is None or other.lo is None:
            return False
        return self.hi < other.lo or (self.hi == other.lo and not self.closed)


def scaled(value: Decimal, power: int) -> Decimal:
    """The number times ten to a power, exactly, whatever the decimal context."""
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    return Decimal((sign, digits, exponent + power))


def last_digit(value: Decimal) -> Decimal:
    """The unit of the last printed digit: 162.5 gives 0.1; 187 nghìn tỷ said in tỷ (1.87E+5) gives 1000."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent)


def significant_digits(value: Decimal) -> int:
    """How many digits a number has without noughts at its end."""
    return len(value.normalize().as_tuple().digits)


def last_nonzero_digit(value: Decimal) -> Decimal:
    """The unit of the last digit that is not zero: 165000 gives 1000, 0 gives the last printed digit."""
    if not value:
        return last_digit(value)
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent)


class Quantity(Model):
    """A number with its unit and its qualifier."""

    value: Number
    unit: Unit
    qualifier: Qualifier = Qualifier.EXACT

    def __str__(self) -> str:
        words = "" if self.qualifier is Qualifier.EXACT else f"{self.qualifier} "
        return f"{words}{self.value} {self.unit}"

    def to(self, unit: Unit) -> Quantity:
        """The same quantity in another power of ten, exactly. Raises ParseError for another unit code."""
        if unit.code != self.unit.code:
            raise ParseError("other_unit", unit=self.unit, wanted=unit)
        return Quantity(
            value=scaled(self.value, self.unit.mult - unit.mult), unit=unit, qualifier=self.qualifier
        )

    @property
    def base_value(self) -> Decimal:
        """The number in units of power zero (đồng, tonnes, persons)."""
        return scaled(self.value, self.unit.mult)

    @property
    def half_rounding_unit(self) -> Decimal:
        """Half of the last printed digit, in the quantity's own unit."""
        return last_digit(self.value) / 2

    @property
    def interval(self) -> Interval:
        """The half-open interval of values that the print allows, in the quantity's own unit.

        ``exact`` 110.5 is [110.45, 110.55); ``over`` 33 is [33, 34) and ``over`` 165,000 [165000, 166000):
        at least the number and less than one more of its last digit that is not zero; ``under`` mirrors
        that; ``about`` goes half such a digit both ways; ``at_least`` and ``at_most`` are open on one side.
        Of a fall the words speak of its size: ``over`` −35 is (−36, −35].
        """
        value, half = self.value, self.half_rounding_unit
        coarse = last_nonzero_digit(value)
        beyond = Interval(lo=value, hi=value + coarse)
        short = Interval(lo=value - coarse, hi=value)
        match self.qualifier:
            case Qualifier.EXACT:
                return Interval(lo=value - half, hi=value + half)
            case Qualifier.OVER:
                return beyond if value >= 0 else Interval(lo=value - coarse, hi=value, closed=True)
            case Qualifier.UNDER:
                return short if value >= 0 else beyond
            case Qualifier.ABOUT:
                return Interval(lo=value - coarse / 2, hi=value + coarse / 2)
            case Qualifier.AT_LEAST:
                return Interval(lo=value, hi=None)
            case Qualifier.AT_MOST:
                return Interval(lo=None, hi=value, closed=True)
