"""The text of a cell as a number, plain or with words beside it, in the print of its column.

The print is Vietnamese, or English where the column proves it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from hpbrief.extract.text.scanner import Scanner
from hpbrief.extract.text.tokens import Token
from hpbrief.parse.numbers import NUMBER, NumberPrint, parse_number
from hpbrief.parse.text import lower_text
from hpbrief.parse.units import UnitMatch

_NUMBER: Final = r"[0-9]{1,3}(?>(?: [0-9]{3})+)(?>(?:[.,][0-9]++)?)(?![0-9])|[0-9]++(?>(?:[.,][0-9]++)*)"
_NOTE: Final = r"\((?:[0-9]{1,2}|\*{1,3})\)|\*{1,3}|[¹²³⁴⁵⁶⁷⁸⁹]{1,2}|\[[0-9]{1,2}\]"
_CELL: Final = re.compile(
    rf"(?P<open>\()?(?P<mark>[^\W\d]++|[↑▲↓▼])? ?(?P<sign>[+-])? ?(?P<n>{_NUMBER})(?P<percent> ?%)?"
    rf"(?(open)\)) ?(?P<percent2>%)?(?:{_NOTE})?"
)
_SWAP: Final = str.maketrans(".,", ",.")
_YEAR: Final = re.compile(r"(?:19[5-9]|20[0-9])[0-9]")
_SIGNS: Final = {
    ">": "over",
    "<": "under",
    "≥": "at_least",
    "≤": "at_most",
    ">=": "at_least",
    "<=": "at_most",
    "~": "about",
}
_DIGITS: Final = re.compile(NUMBER)
_MARK: Final = re.compile(r"[><≥≤~]=?")
_DIRECTION: Final = {"up": "+", "down": "-"}
_MOST_LENGTH: Final = 48
_PLAIN: Final = frozenset({"qualifier", "qualifier_after", "verb", "glue", "status"})


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


class WordedCells:
    """Reads cells like ``trên 95``, ``≥ 95``, ``21.504 tỷ đồng``, ``6,5 - 7,0``, ``đạt 12%``."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner

    def __call__(self, text: str, start: int, end: int) -> CellDigits | None:
        """The number of a cell; None where its words say more than unit, qualifier and direction."""
        low = lower_text(text[start:end])
        if len(low) > _MOST_LENGTH or not any(c.isdigit() for c in low):
            return None
        tokens = self._scanner.scan(low)
        figure = _only_figure(tokens)
        if figure is None:
            return None
        words = figure.figure
        assert words is not None
        cues = [token for token in tokens if token is not figure]
        qualifier = _qualifier(low, tokens, cues)
        if words.counted or qualifier is None:
            return None
        numbers = _DIGITS.findall(low[figure.start : figure.end])
        second = next(iter(numbers[1:]), None)
        unit = self._scanner.units.read(low, words.unit_start) if words.unit_start >= 0 else None
        percent = _is_percent(unit)
        return CellDigits(
            numbers[0],
            start + figure.start,
            start + figure.end,
            words.sign or _sign(cues),
            percent,
            None if percent else unit,
            qualifier,
            second if words.maximum is not None else None,
            second if words.of is not None else None,
        )


def _is_percent(unit: UnitMatch | None) -> bool:
    return unit is not None and unit.code == "PT" and unit.mult == 0


def _only_figure(tokens: Sequence[Token]) -> Token | None:
    """The one figure of a cell; None where there are several, or a time, or words of more than measure."""
    figures = [t for t in tokens if t.kind == "figure"]
    if len(figures) != 1 or any(t.kind not in ("figure", "cue") for t in tokens):
        return None
    return None if any(t.kind == "cue" and _PLAIN.isdisjoint(t.senses) for t in tokens) else figures[0]


def _qualifier(low: str, tokens: Sequence[Token], cues: Sequence[Token]) -> str | None:
    """What words and signs say of how exact a number is; None where other words are left over."""
    said = [s for t in cues if (s := t.senses.get("qualifier") or t.senses.get("qualifier_after"))]
    edges = [0, *(edge for t in tokens for edge in (t.start, t.end)), len(low)]
    rest = "".join(low[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
    mark = _MARK.search(rest)
    if mark:
        rest = rest.replace(mark[0], "", 1)
    if rest.strip(" .()"):
        return None
    plain = str(said[-1]) if said else "exact"
    return _SIGNS.get(mark[0], plain) if mark else plain


def _sign(cues: Sequence[Token]) -> str:
    """The sign that a verb of moving gives a number."""
    return next((sign for t in cues if (sign := _DIRECTION.get(str(t.senses.get("verb")), ""))), "")
