"""Values of cells as the text of a Vietnamese page: 118724,5 and 12,4% and 31/10/2025."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DECIMALS = re.compile(r"[0#?]\.([0#?]+)")
#: Decimals beyond which a number was worked out, not typed; it is then rounded as its cell shows it.
_TYPED = 4


def cell_text(value: object, number_format: str = "General") -> str:
    """The text of a cell's value under a number format of the workbook.

    Numbers get a decimal comma and no marks of thousands, and lose the noise of binary fractions. A number with
    more than four decimals was worked out: it is rounded to the decimals that its format shows.

    >>> cell_text(118724.5, "#,##0"), cell_text(0.124, "0.0%"), cell_text(0.1 + 0.2)
    ('118724,5', '12,4%', '0,3')
    >>> cell_text(12.3978412345, "0.0"), cell_text(date(2025, 10, 31))
    ('12,4', '31/10/2025')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float, Decimal)):
        return number_text(value, number_format)
    if isinstance(value, (date, datetime)):
        return _day_text(value, number_format)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def number_text(value: int | float | Decimal, number_format: str = "General") -> str:
    """A number in Vietnamese writing; see :func:`cell_text`."""
    if isinstance(value, float) and value - value != 0:  # no number, or without end
        return "#NUM!"
    shown = _QUOTED.sub("", number_format.split(";")[0]) if number_format != "General" else ""
    exact = Decimal(format(value, ".15g"))
    percent = "%" in shown
    if percent:
        exact *= 100
    places = -int(exact.normalize().as_tuple().exponent)
    decimals = _DECIMALS.search(shown)
    if places > _TYPED and ("0" in shown or "#" in shown):
        exact = round(exact, len(decimals[1]) if decimals else 0)
    text = format(exact, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return text.replace(".", ",") + ("%" if percent else "")


def _day_text(value: date | datetime, number_format: str) -> str:
    shown = _QUOTED.sub("", number_format).lower()
    if "y" in shown and "d" not in shown and "h" not in shown:
        return f"{value.month:02}/{value.year}" if "m" in shown else f"{value.year}"
    day = f"{value.day:02}/{value.month:02}/{value.year:04}"
    if isinstance(value, datetime) and (value.hour or value.minute):
        return f"{day} {value.hour:02}:{value.minute:02}"
    return day


def iso_day(value: datetime | date | None) -> str:
    """The day of a moment as ISO text, empty where there is none."""
    return value.strftime("%Y-%m-%d") if value is not None else ""
