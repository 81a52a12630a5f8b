"""Numbers that are printed in more than one run of digits: blanks for thousands, slips, two scales, a half, a currency
before its number."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.text.tokens import FigureWords, Token
from hpbrief.parse.numbers import NUMBER, Number, parse_number
from hpbrief.parse.patterns import patterns_of
from hpbrief.parse.units import UnitMatch, UnitReader

_NUMBER: Final = re.compile(rf" ++({NUMBER})")
_GROUPS: Final = re.compile(r"(?: [0-9]{3})+(?![0-9])(?:,[0-9]++)?(?![.,]?[0-9])")
_AFTER_COMMA: Final = re.compile(r", ++([0-9]{1,2})(?![0-9.,])")
_AFTER_DOT: Final = re.compile(r"\. ++([0-9]{3})(?![0-9.])(,[0-9]++)?")
_IN_LIST: Final = re.compile(r"[0-9%][,;]? ?\Z")
_HALF: Final = Decimal("0.5")
_CURRENCY_ENDS: Final = frozenset(
    ("$", "€", "£", "¥", "d", "r", chr(0x111))
)  # the last characters of a currency before a blank
_CURRENCY_LENGTH: Final = 12  # characters before a number in which its currency may stand
_THOUSAND: Final = 3
_BILLION: Final = 9


class PrintedNumbers:
    """Puts together what is printed apart, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, units: UnitReader) -> None:
        self.units = units
        patterns = patterns_of(catalog, "text")
        self._and_a_half, self._currency = patterns["and_a_half"], patterns["currency_before"]

    def number(self, low: str, start: int, end: int) -> tuple[Number | None, int]:
        """The number that begins with a run of digits, and where its digits end."""
        text = low[start:end]
        if len(text) <= 3 and text[0] != "0" and text.isdigit() and low[end : end + 1] in (" ", ",", "."):
            found = self._by_blanks(low, start, end) or self._slipped(low, start, end)
            if found is not None:
                return found
        return parse_number(text), end

    def _by_blanks(self, low: str, start: int, end: int) -> tuple[Number, int] | None:
        """ "112 345 tỷ đồng": groups of three behind blanks, where a unit follows the last."""
        groups = _GROUPS.match(low, end)
        if groups is None:
            return None
        unit = self.units.read(low, groups.end())
        if unit is None or (groups[0].count(" ") > 2 and unit.mult >= _BILLION):
            return None
        plain = low[start : groups.end()].replace(" ", "").replace(",", ".")
        return Number(Decimal(plain)), groups.end()

    def _slipped(self, low: str, start: int, end: int) -> tuple[Number, int] | None:
        """ "12, 5%", "112. 345 tỷ đồng": a blank that slipped in behind a mark, in no list of numbers."""
        comma, dot = _AFTER_COMMA.match(low, end), _AFTER_DOT.match(low, end)
        match = comma or dot
        if match is None or _IN_LIST.search(low, max(0, start - 3), start):
            return None
        unit = self.units.read(low, match.end())
        scaled = unit is not None and unit.mult >= _THOUSAND
        if not scaled and not (comma and unit is not None and unit.code == "PT"):
            return None
        mark = "." if comma else ""
        decimals = (dot[2] or "").replace(",", ".") if dot else ""
        plain = f"{low[start:end]}{mark}{match[1]}{decimals}"
        return Number(Decimal(plain), "blank_in_number"), match.end()

    def in_full(self, low: str, value: Decimal, unit: UnitMatch) -> tuple[Decimal, UnitMatch]:
        """A number in scales, with the half or the smaller scales that follow: "33 tỷ 400 triệu USD"."""
        while _is_scale(unit) and unit.mult >= _THOUSAND:
            further = self._half(low, value, unit) or self._smaller(low, value, unit)
            if further is None:
                break
            value, unit = further
        return value, unit

    def _half(self, low: str, value: Decimal, unit: UnitMatch) -> tuple[Decimal, UnitMatch] | None:
        """ "2 tỷ rưỡi USD"."""
        half = self._and_a_half.match(low, unit.end)
        if half is None or value != value.to_integral_value():
            return None
        counted = self.units.read(low, half.end())
        if counted is None or counted.counted:
            return value + _HALF, UnitMatch(unit.start, half.end(), unit.code, unit.mult, False, half.end())
        mult = unit.mult + counted.mult
        whole = UnitMatch(unit.start, counted.end, counted.code, mult, False, counted.noun_start)
        return value + _HALF, whole

    def _smaller(self, low: str, value: Decimal, unit: UnitMatch) -> tuple[Decimal, UnitMatch] | None:
        """A second number in a smaller scale, less than one of the first."""
        match = _NUMBER.match(low, unit.end)
        number = parse_number(match[1]) if match else None
        if match is None or number is None or number.fault:
            return None
        second = self.units.read(low, match.end())
        if second is None or second.noun_start <= second.start or not _THOUSAND <= second.mult < unit.mult:
            return None
        part = number.value.scaleb(second.mult - unit.mult)
        if part >= 1:
            return None
        code = second.code or unit.code
        start = second.noun_start if second.noun_start < second.end else second.end
        return value + part, UnitMatch(unit.start, second.end, code, unit.mult, False, start)

    def take_currency(self, low: str, start: int, figure: FigureWords, tokens: list[Token]) -> int:
        """Give a number without a unit, or only in scales, the currency before it; gives where it then begins."""
        if figure.unit_start >= 0 and figure.noun_start != figure.unit_end:
            return start
        if low[start - 1 : start].isspace() and low[start - 2 : start - 1] not in _CURRENCY_ENDS:
            return start
        floor = max(tokens[-1].end if tokens else 0, start - _CURRENCY_LENGTH)
        match = self._currency.search(low, floor, start)
        code = self.units.code(match["code"]) if match else None
        if match is None or code is None:
            return start
        figure.unit = code
        if figure.unit_start < 0:
            figure.unit_start, figure.unit_end = match.start("code"), match.end("code")
        return match.start("code")


def _is_scale(unit: UnitMatch) -> bool:
    """Whether a unit is a power of ten and nothing else: "tỷ"."""
    return unit.noun_start == unit.end and not unit.counted
