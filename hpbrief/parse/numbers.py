"""Numbers as Vietnamese print sets them: a dot parts thousands, a comma parts decimals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from hpbrief.parse.text import remember

#: How numbers are set: a comma parts decimals ("vi") or thousands ("en").
NumberPrint = Literal["vi", "en"]

#: A run of digits with dots and commas inside; what it says is for :func:`parse_number` to judge.
NUMBER: Final = r"[0-9]++(?>(?:[.,][0-9]++)*)"

_PRINTED: Final = re.compile(NUMBER)
_PLAIN: Final = re.compile(r"(?:[0-9]{1,3}(?>(?:\.[0-9]{3})+)|[0-9]++)(?>(?:,[0-9]++)?)")
_THOUSANDS_EN: Final = re.compile(r"[0-9]{1,3}(?>(?:,[0-9]{3}){2,})(?>(?:\.[0-9]++)?)")
_ONLY_VI: Final = re.compile(
    r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}|0,[0-9]+|[0-9]+,(?!(?:[0-9]{3})$)[0-9]+"
)
_ONLY_EN: Final = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}|0\.[0-9]+|[0-9]+\.(?!(?:[0-9]{3})$)[0-9]+"
)
_MAX_DIGITS: Final = 30
_REMEMBERED: Final = 4_000
_SHORT: Final = 7


class Number(NamedTuple):
    """A printed number; ``fault`` names what is wrong with its print where ``value`` is a best reading."""

    value: Decimal
    fault: str | None = None


_SEEN: dict[str, Number] = {}


def parse_number(text: str) -> Number | None:
    """The value of a printed number, or None where no reading is likely.

    >>> parse_number("162.875,4").value
    Decimal('162875.4')
    >>> parse_number("7,710,3")
    Number(value=Decimal('7710.3'), fault='two_commas')
    """
    number = _SEEN.get(text)
    if number is None and (number := _parse(text)) is not None and len(text) < _SHORT:
        remember(_SEEN, text, number, _REMEMBERED)
    return number


def _parse(text: str) -> Number | None:
    if len(text) > _MAX_DIGITS:
        return None
    if text.isascii() and text.isdigit():
        return Number(Decimal(text))
    if _PLAIN.fullmatch(text):
        return Number(Decimal(text.replace(".", "").replace(",", ".")))
    if _PRINTED.fullmatch(text) is None:
        return None
    return _misprint(text, text.count("."), text.count(","))


def _misprint(text: str, dots: int, commas: int) -> Number | None:
    if _THOUSANDS_EN.fullmatch(text):
        return Number(Decimal(text.replace(",", "")), "comma_thousands")
    head, mark, tail = _last_mark(text)
    if dots == 1 and not commas:
        return Number(Decimal(text), "decimal_point")
    groups = re.split("[.,]", head)
    if all(len(g) == 3 for g in groups[1:]) and len(groups[0]) <= 3:
        if mark == "," and not dots:
            return Number(Decimal(f"{''.join(groups)}.{tail}"), "two_commas")
        if mark == "." and not commas:
            return Number(Decimal(f"{''.join(groups)}.{tail}"), "two_dots")
        return Number(Decimal(f"{''.join(groups)}.{tail}"), "mixed_marks")
    return None


def _last_mark(text: str) -> tuple[str, str, str]:
    at = max(text.rfind("."), text.rfind(","))
    return text[:at], text[at], text[at + 1 :]


def print_proved(digits: Iterable[str]) -> set[NumberPrint]:
    """The prints that numbers can only have been set in: ``1.234,5`` is Vietnamese, ``1,234.5`` English."""
    proved: set[NumberPrint] = set()
    for one in digits:
        plain = one.replace(" ", "")
        if _ONLY_VI.fullmatch(plain):
            proved.add("vi")
        elif _ONLY_EN.fullmatch(plain):
            proved.add("en")
    return proved
