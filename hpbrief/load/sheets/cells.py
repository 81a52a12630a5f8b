"""Cells of a sheet: their values as the text of a Vietnamese page, as their number formats show them (118.724,5
and 12,4% and 31/10/2025), and a grid for each block of rows, paragraphs where there is none.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

from hpbrief.load.limits import Limits
from hpbrief.load.parts import Grid, GridCell, Paragraph
from hpbrief.parse.numbers import print_proved

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


#: Empty rows that part two blocks of a sheet.
GAP = 8
_THOUSANDS = re.compile(r"(?<=[0-9])\.(?=[0-9]{3})")
_YEAR = re.compile(r"(1\.?9|2\.?0)([0-9]{2})(?:,0+)?")


class Merge(NamedTuple):
    """Cells that are one, by their corners."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class Sheet:
    """The filled cells of one sheet, held to the limits as they are added."""

    def __init__(self, name: str, limits: Limits, before: int = 0) -> None:
        self.name = name
        self.limits = limits
        self.before = before  # cells of the sheets before
        self.texts: dict[tuple[int, int], str] = {}
        self.marked: list[tuple[int, int]] = []  # numbers with marks of thousands or decimals
        self.figures_from: float = math.inf  # the first row with a number that is no year
        self.english = False
        self.length = 0

    def put(self, row: int, column: int, text: str, *, is_number: bool = False) -> None:
        """Add a cell; what is empty is left out. ``is_number`` tells values from what was typed as text."""
        if not text.strip():
            return
        self.limits.check("rows", row, "sheet_row", sheet=self.name)
        self.limits.check("columns", column, "sheet_column", sheet=self.name)
        self.length += len(text)
        self.limits.check("text", self.length, "characters")
        self.texts[row, column] = text
        if is_number:
            self._note_number(row, column, text)
        elif text[:1].isdecimal() and "en" in print_proved([text.strip()]):
            self.english = True
        count = self.before + len(self.texts)
        self.limits.check("cells", count, "sheet_cells")

    def _note_number(self, row: int, column: int, text: str) -> None:
        if not _YEAR.fullmatch(text):
            self.figures_from = min(self.figures_from, row)
        if "." in text or "," in text:
            self.marked.append((row, column))

    def _plain_numbers(self) -> None:
        """Take from numbers the marks that would have them read as others.

        Years above all figures are years, whatever the format of their cells. Beside numbers that were typed in the
        English print, a mark of thousands would be taken for its decimal point.
        """
        for place in self.marked:
            if place[0] < self.figures_from:
                self.texts[place] = _YEAR.sub(
                    lambda year: year[1].replace(".", "") + year[2], self.texts[place]
                )
            elif self.english:
                self.texts[place] = _THOUSANDS.sub("", self.texts[place])

    def parts(self, merges: Iterable[Merge] = ()) -> Iterator[Paragraph | Grid]:
        """The blocks of the sheet, top to bottom; merged cells reach no further than their block.

        A block of one column is no table: its cells are paragraphs.
        """
        self._plain_numbers()
        spans = {(m.first_row, m.first_column): m for m in merges}
        area = 0
        for block in self._blocks():
            top, bottom = block[0][0], block[-1][0]
            left, right = min(c for _, c in block), max(c for _, c in block)
            for place in block:
                if merge := spans.get(place):
                    right = max(right, min(merge.last_column, self.limits.columns))
            if left == right or len({column for _, column in block}) == 1:
                yield from (Paragraph(line) for place in block for line in self.texts[place].split("\n"))
                continue
            area += (bottom - top + 1) * (right - left + 1)
            self.limits.check("cells", area, "sheet_area", sheet=self.name)
            cells = []
            for row, column in block:
                merge = spans.get((row, column), Merge(row, column, row, column))
                cells.append(
                    GridCell(
                        row - top + 1,
                        column - left + 1,
                        self.texts[row, column],
                        max(1, min(merge.last_row, bottom) - row + 1),
                        max(1, min(merge.last_column, right) - column + 1),
                    )
                )
            yield Grid(cells, sheet=self.name, first_row=top, first_column=left)

    def _blocks(self) -> Iterator[list[tuple[int, int]]]:
        block: list[tuple[int, int]] = []
        for place in sorted(self.texts):
            if block and place[0] - block[-1][0] > GAP:
                yield block
                block = []
            block.append(place)
        if block:
            yield block
