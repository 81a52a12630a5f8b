"""Number formats of spreadsheets: a number as its cell shows it, in Vietnamese writing.

A format has up to three sections, parted by semicolons: for numbers above zero, below it, and zero. A section is
words, signs and one run of places for digits: ``#,##0.0" tỷ"``. The sign of a currency is left out: it comes of the
style of the cells, while the table says what the unit is. Forms that are rarer (fractions, powers of ten,
conditions) are not rendered: their numbers are written as ``General`` writes them.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

_PIECE = re.compile(r'"[^"]*"?|[\\_*].|\[[^\]]*\]|.', re.DOTALL)
_TOKEN = re.compile(
    r'"(?P<words>[^"]*)"|\\(?P<letter>.)|(?P<plain>[-+() ]|[^\x00-\x7f$€£¥₫])'
    r"|(?P<percent>%)|(?P<digits>General|[#0?][#0?,]*(?:\.[#0?]*)?,*|\.[#0?]+,*)"
    r"|(?P<unseen>\[[A-Za-z]+[0-9]*\]|\[\$[^\]]*\]|[$€£¥₫]|_.|\*.)"
)
_GROUPS = re.compile(r"(?<=\d)(?=(?:\d{3})+$)")
_LONGEST = 255  # that spreadsheets allow
_EXACT = Context(prec=700)
#: Digits that ``General`` shows.
_GENERAL = 10


class _Section(NamedTuple):
    before: str
    digits: str
    after: str
    power: int  # of ten, by which the number is multiplied


def shown_number(value: Decimal, number_format: str) -> str:
    """A number as a format shows it.

    >>> shown_number(Decimal("118724.5"), "#,##0.00"), shown_number(Decimal("0.124"), "0.0%")
    ('118.724,50', '12,4%')
    >>> shown_number(Decimal("-3.25"), "#,##0.0_);(#,##0.0)"), shown_number(Decimal("3.25"), "# ?/?")
    ('(3,3)', '3,25')
    """
    sections = _sections(number_format)
    if not sections:
        return _general(value)
    below = value < 0 and len(sections) > 1
    section = sections[1] if below else sections[2] if value == 0 and len(sections) > 2 else sections[0]
    digits = _digits(abs(value), section)
    minus = "-" if value < 0 and not below and digits.strip("0.,") else ""
    return f"{minus}{section.before}{digits}{section.after}".strip()


@lru_cache(maxsize=256)
def _sections(number_format: str) -> tuple[_Section, ...]:
    """The sections for numbers; none where one of them is not rendered here."""
    if len(number_format) > _LONGEST:
        return ()
    codes = [""]
    for piece in _PIECE.findall(number_format):
        if piece == ";":
            codes.append("")
        else:
            codes[-1] += piece
    found = [_section(code) for code in codes if "@" not in code]
    known = [section for section in found if section is not None]
    return tuple(known) if len(known) == len(found) else ()


def _section(code: str) -> _Section | None:
    texts, digits, power, at = ["", ""], "", 0, 0
    while at < len(code):
        token = _TOKEN.match(code, at)
        if token is None or (token["digits"] and digits):
            return None
        at = token.end()
        if token["digits"]:
            digits = token["digits"]
        elif token.lastgroup != "unseen":
            texts[bool(digits)] += token[str(token.lastgroup)]
            power += 2 * (token["percent"] is not None)
    whole, point, decimals = digits.partition(".")
    thousands = len(digits) - len(whole.rstrip(",") + point + decimals.rstrip(","))
    return _Section(
        texts[0], whole.rstrip(",") + point + decimals.rstrip(","), texts[1], power - 3 * thousands
    )


def _digits(amount: Decimal, section: _Section) -> str:
    amount = amount.scaleb(section.power)
    if section.digits in ("", "General"):
        return _general(amount) if section.digits else ""
    whole, _, decimals = section.digits.partition(".")
    rounded = amount.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP, _EXACT)
    front, _, back = format(rounded, "f").partition(".")
    least = len(decimals.rstrip("#?"))
    back = back[:least] + back[least:].rstrip("0")
    front = front.lstrip("0").zfill(max(whole.count("0"), 1 if back else 0))
    if "," in whole:
        front = _GROUPS.sub(".", front)
    return f"{front},{back}" if back else front


def _general(value: Decimal) -> str:
    """With as many decimals as fit beside the digits before them, none that are noise, no marks of thousands."""
    places = max(0, _GENERAL - max(1, value.adjusted() + 1))
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)
    text = format(rounded or value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text.replace(".", ",")
