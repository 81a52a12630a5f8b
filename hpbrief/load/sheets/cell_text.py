"""Values of cells as the text of a Vietnamese page: 118.724,5 and 12,4% and 31/10/2025."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from hpbrief.load.sheets.number_formats import shown_number

_UNSEEN = re.compile(r"\[[^\]]*\]|[_*].")
_WORDS = re.compile(r'"([^"]*)"')
_DAY = re.compile(r"[dmy](?:[dmy/ .,-]*[dmy])?", re.IGNORECASE)
_DAY_PART = re.compile(r"y+|m+|d+")


def cell_text(value: object, number_format: str = "General") -> str:
    """The text of a cell's value as a number format of the workbook shows it.

    A day is written as Vietnamese writes it, whatever the order of its format.

    >>> cell_text(118724.5, "#,##0.0"), cell_text(0.124, "0.0%"), cell_text(0.1 + 0.2)
    ('118.724,5', '12,4%', '0,3')
    >>> cell_text(date(2025, 10, 31), "m/d/yy"), cell_text(date(2025, 10, 1), '"Tháng "m')
    ('31/10/2025', 'Tháng 10')
    >>> cell_text(date(2025, 10, 1), "mmm-yy"), cell_text(date(2025, 10, 1), "mmmm")
    ('10/2025', 'Tháng 10')
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
        return _day_text(value, number_format.split(";")[0])
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def number_text(value: int | float | Decimal, number_format: str = "General") -> str:
    """A number in Vietnamese writing, without the noise of binary fractions; see :func:`cell_text`."""
    if isinstance(value, float) and not math.isfinite(value):
        return "#NUM!"
    return shown_number(Decimal(format(value, ".15g")), number_format)


def _day_text(value: date | datetime, number_format: str) -> str:
    shown = _UNSEEN.sub("", number_format)
    shown = re.sub(r"\\(.)", lambda escaped: f'"{escaped[1]}"' if escaped[1].isalpha() else escaped[1], shown)
    pieces = _WORDS.split(shown)  # every second is words
    if not any(letter.isalpha() for words in pieces[1::2] for letter in words):
        return _plain_day(value, "".join(pieces[::2]).lower())
    for at in range(0, len(pieces), 2):
        pieces[at] = _DAY.sub(lambda run: _part_of_day(value, run[0].lower()), pieces[at])
    return "".join(pieces).strip()


def _plain_day(value: date | datetime, shown: str) -> str:
    if "y" in shown and "d" not in shown and "h" not in shown:
        return f"{value.month:02}/{value.year}" if "m" in shown else f"{value.year}"
    if "m" in shown and not any(letter in shown for letter in "dhs"):
        return f"Tháng {value.month}"
    day = f"{value.day:02}/{value.month:02}/{value.year:04}"
    if isinstance(value, datetime) and (value.hour or value.minute):
        return f"{day} {value.hour:02}:{value.minute:02}"
    return day


def _part_of_day(value: date | datetime, run: str) -> str:
    """What stands between words: 10 or 10/2025, or the whole day in its Vietnamese order."""
    if {"d", "m", "y"} <= set(run):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    parts = {"y": value.year, "m": value.month, "d": value.day}
    return _DAY_PART.sub(lambda part: f"{parts[part[0][0]]:0{len(part[0]) if len(part[0]) < 3 else 1}}", run)


def iso_day(value: datetime | date | None) -> str:
    """The day of a moment as ISO text, empty where there is none."""
    return value.strftime("%Y-%m-%d") if value is not None else ""
