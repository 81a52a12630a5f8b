"""The text of a cell as a number, in the print of its column: Vietnamese, or English where the column proves it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Final, NamedTuple

from hpbrief.parse.numbers import NumberPrint, parse_number
from hpbrief.parse.units import UnitMatch

_NUMBER: Final = r"[0-9]{1,3}(?>(?: [0-9]{3})+)(?>(?:[.,][0-9]++)?)(?![0-9])|[0-9]++(?>(?:[.,][0-9]++)*)"
_NOTE: Final = r"\((?:[0-9]{1,2}|\*{1,3})\)|\*{1,3}|[¹²³⁴⁵⁶⁷⁸⁹]{1,2}|\[[0-9]{1,2}\]"
_CELL: Final = re.compile(
    rf"(?P<open>\()?(?P<mark>[^\W\d]++|[↑▲↓▼])? ?(?P<sign>[+-])? ?(?P<n>{_NUMBER})(?P<percent> ?%)?"
    rf"(?(open)\)) ?(?P<percent2>%)?(?:{_NOTE})?"
)
_SWAP: Final = str.maketrans(".,", ",.")
_YEAR: Final = re.compile(r"(?:19[5-9]|20[0-9])[0-9]")


class CellDigits(NamedTuple):
    """A number as a cell has it: its digits and where they stand (sign included), its sign, a % after it.

    Where the cell has words beside it (``trên 95``, ``21.504 tỷ đồng``, ``6,5 - 7,0``, ``128/133``) also unit,
    qualifier, the upper end of a range and the whole of a part.
    """

    digits: str
    start: int
    end: int
    sign: str
    percent: bool
    unit: UnitMatch | None = None
    qualifier: str = "exact"
    maximum: str | None = None
    whole: str | None = None

    @property
    def is_year(self) -> bool:
        """Whether it may as well be a year: 2025."""
        return (
            not self.sign
            and not self.percent
            and self.unit is None
            and _YEAR.fullmatch(self.digits) is not None
        )


class CellNumber(NamedTuple):
    """The value of a cell, without its sign; ``fault`` where the print is at odds with the column's."""

    value: Decimal
    fault: str | None = None

    @property
    def decimals(self) -> int:
        """How many decimals are printed."""
        exponent = self.value.as_tuple().exponent
        assert isinstance(exponent, int)
        return max(0, -exponent)


def cell_digits(text: str, start: int, end: int, signs: Mapping[str, str]) -> CellDigits | None:
    """The number that a cell consists of, note marks and brackets aside; None where it holds anything else.

    A number in brackets is negative, as accounts are set; ``signs`` are words and arrows that carry a sign.
    """
    match = _CELL.fullmatch(text, start, end)
    if match is None:
        return None
    mark = match["mark"]
    if mark is not None and mark.lower() not in signs:
        return None
    sign = match["sign"] or (signs[mark.lower()] if mark else "")
    if match["open"]:
        sign = "-"
    begin = match.start("sign") if match["sign"] else match.start("n")
    percent = match["percent"] is not None
    return CellDigits(
        match["n"], begin, match.end("percent") if percent else match.end("n"), sign,
        percent or match["percent2"] is not None,
    )  # fmt: skip


def is_like_thousands(digits: str) -> bool:
    """Whether a dot may part thousands: 1.234."""
    return re.fullmatch(r"[0-9]{1,3}\.[0-9]{3}", digits) is not None


def cell_number(digits: str, number_print: NumberPrint) -> CellNumber | None:
    """The value of digits in a print; None where no reading is likely."""
    plain = digits.replace(" ", "")
    number = parse_number(plain.translate(_SWAP) if number_print == "en" else plain)
    return CellNumber(number.value, number.fault) if number is not None else None
