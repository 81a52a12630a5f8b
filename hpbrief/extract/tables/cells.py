"""A number of a table, where it stands, and what is noted of a table: statements, issues, what is accounted for."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple

from hpbrief.errors import ParseError
from hpbrief.extract.statements import TABLE_MESSAGES, span_of
from hpbrief.extract.tables.grid import Place
from hpbrief.extract.tables.heads import HeadReader, Said
from hpbrief.extract.tables.layout import Laid, Layout, Row
from hpbrief.extract.tables.names import CellDigits, CellNumber
from hpbrief.extract.tables.segments import LayoutWords
from hpbrief.extract.text.frame import DocumentFrame
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import Token
from hpbrief.models import Cell, Document, Evidence, Issue, Period, Span, Statement, Table
from hpbrief.parse.numbers import NumberPrint

_CAPTION_LINES: Final = 4
_CAPTION_LENGTH: Final = 240
_UNIT_OPENS: Final = 20  # characters before a unit, up to which its line is no caption


class RowName(NamedTuple):
    """The name of a row: its words, what they say, and what kind of row it is."""

    row: Row
    place: Place | None
    words: str
    said: Said
    kind: str | None  # total or country, where the name is no name of its own
    is_place: bool
    part: bool
    is_time: bool
    measures: bool


class Form(NamedTuple):
    """How a line is set: ``kind`` growth, index or None where nothing decides; whether as fractions; the rule."""

    kind: str | None
    fraction: bool = False
    rule: str = ""
    contradicts: bool = False


@dataclass
class Value:
    """A number with its row and column; ``form`` says how its line is set, where it compares."""

    row: Row
    name: RowName
    column: int
    said: Said
    digits: CellDigits
    number: CellNumber
    maximum: Decimal | None = None
    whole: Decimal | None = None
    form: Form | None = None

    @property
    def place(self) -> Place:
        """Where its digits stand."""
        return Place(self.digits.start, self.digits.end)


class CellPlace(NamedTuple):
    """Where a number of a table stands; ``stacked`` where the text sets the table one cell a line."""

    file: str
    table: Table
    row: int
    column: int
    text: str
    place: Place
    stacked: bool

    def evidence(self, text: str) -> Evidence:
        """As evidence: a cell, or a span where there is no grid to point into."""
        span = span_of(text, *self.place)
        if self.stacked:
            return span
        return Cell(
            file=self.file,
            sheet=self.table.sheet,
            page=self.table.page,
            table=self.table.number,
            row=self.table.first_row + self.row - 1,
            column=self.table.first_column + self.column - 1,
            text=self.text,
            span=span,
        )


def place_of(evidence: Evidence) -> Place:
    """Where in the text a number stands."""
    span = evidence.span if isinstance(evidence, Cell) else evidence
    assert isinstance(span, Span)
    return Place(span.start, span.end)


def to_issue(text: str, code: str, at: CellPlace, best: Decimal | None, words: str = "") -> Issue:
    """What is unclear about a cell."""
    message = TABLE_MESSAGES.get(code, code)
    return Issue(
        code=code,
        message=f"{message}: {words}" if words else message,
        evidence=at.evidence(text),
        best_reading=best,
    )


# -- periods ----------------------------------------------------------------------------------------


def year_before(period: Period | None) -> Period | None:
    """The same stretch a year before."""
    if period is None:
        return None
    try:
        return period.year_before
    except (ParseError, ValueError):
        return None


def narrower(row: Period, column: Period) -> Period:
    """The period of a row of times under a head that is dated too: months down, years across."""
    if column.is_year and not row.is_year:
        try:
            return row.shift(12 * (column.end.year - row.end.year))
        except (ParseError, ValueError):
            return row
    return row


def is_month(period: Period) -> bool:
    """Whether a period is one month."""
    return period.whole_months and (period.start.year, period.start.month) == (
        period.end.year,
        period.end.month,
    )


def month_before(period: Period) -> Period:
    """The month before the last month of a period."""
    return Period.month(period.end.year, period.end.month).shift(-1)


def base_between(period: Period | None, base: Period | None) -> str:
    """A dated base: the same stretch a year before, the one right before, or something else."""
    if period is None or base is None:
        return "other"
    if base == year_before(period) or (base.is_year and base.end.year == period.end.year - 1):
        return "yoy"
    if base.end < period.start and (period.start - base.end).days == 1:
        return "previous"
    return "other"


def fits_base(period: Period | None, base: str | None, base_period: Period | None) -> bool:
    """Whether levels of a period are what a comparison with this base speaks of."""
    if period is None:
        return False
    if base_period is not None:
        return base_between(period, base_period) in ("yoy", "previous") and not base_period.is_year
    return base == "previous" and is_month(period)


# -- measures ---------------------------------------------------------------------------------------


def line_kind(said: Said) -> str | None:
    """What kind of comparison a line makes: plan, base, growth or share; None for levels, ranks and goals."""
    if "rank" in said.says:
        return None
    if "share" in said.says and not said.compares:
        return "share"
    if said.compares:
        return "plan" if said.plan is not None and said.base in (None, "dated") else "base"
    if said.says & {"growth", "difference"} and not said.is_goal and said.subject is None:
        return "growth"
    return None


def is_difference(said: Said) -> bool:
    """Whether a comparison is an amount, not a rate: "Tăng, giảm (tỷ đồng)", "Số tuyệt đối"."""
    if said.percent or "relative" in said.says:
        return False
    return "difference" in said.says or (said.unit is not None and said.unit.code not in ("PT", None))


# -- a table ----------------------------------------------------------------------------------------


@dataclass
class TablesRead:
    """What the tables of a document hold.

    ``claimed`` are the stretches whose numbers are accounted for: read, left out (an ordinal, a year in a head)
    or unread with an issue; ``regions`` the tables whose rows are no sentences.
    """

    statements: list[Statement] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    claimed: list[tuple[Place, str]] = field(default_factory=list)
    regions: list[Place] = field(default_factory=list)

    def claim(self, tokens: list[Token]) -> None:
        """Take the numbers of tables out of the hands of the readers of sentences."""
        if not self.claimed:
            return
        claims = sorted(self.claimed)
        starts = [place.start for place, _ in claims]
        for token in tokens:
            at = bisect_right(starts, token.end - 1) - 1
            if at < 0 or token.kind in ("cue", "cell") or claims[at][0].end <= token.start:
                continue
            _claim(token, claims[at][1])

    def holds(self, sentence: Sentence) -> bool:
        """Whether a sentence is a row of a table with no number left for a reader of sentences."""
        if not self.regions:
            return False
        at = bisect_right(self.regions, Place(sentence.start, sys.maxsize)) - 1
        inside = at >= 0 and sentence.start < self.regions[at].end
        return inside and all(token.kind != "figure" for token in sentence.tokens)


def _claim(token: Token, why: str) -> None:
    """Mark a token as a table's: the words of its heads, a cell that was read, or one that could not be."""
    if why != "table_words":
        token.kind, token.time, token.citation = ("cell" if why == "cell" else "cell_unread"), None, None
    elif token.kind in ("figure", "unread"):
        token.kind, token.why = "left_out", "table_words"


class LaidTable(NamedTuple):
    """A table with its layout, the end of the one before it, and whether the text sets it one cell a line."""

    table: Table
    layout: Layout
    before: int = 0
    stacked: bool = False


class Prints(NamedTuple):
    """The print of the numbers of a document, where it is given or all tables prove it."""

    number_print: NumberPrint | None
    given: bool


class TableWalk:
    """One table."""

    def __init__(
        self,
        heads: HeadReader,
        words: LayoutWords,
        document: Document,
        frame: DocumentFrame,
        laid: LaidTable,
        read: TablesRead,
        prints: Prints,
    ) -> None:
        self.heads, self.words = heads, words
        self.document, self.frame = document, frame
        self.table, self.layout, self.before, self.stacked = laid
        self.text = self.layout.text
        self.read, self.prints = read, prints
        self.anchor = frame.anchor

    def blocks(self) -> Iterator[tuple[Laid, list[Place], Place | None]]:
        """Each block that has numbers, its captions and the unit above it; a table without is left to sentences."""
        blocks = [b for b in self.layout.blocks if b.columns("value")]
        if not blocks:
            return
        self.read.regions.append(Place(self.table.start, self.table.end))
        above, unit_above = self._above()
        for number, block in enumerate(blocks):
            captions = [*(above if number == 0 or not block.captions else []), *block.captions]
            yield block, captions, unit_above

    def _above(self) -> tuple[list[Place], Place | None]:
        """The caption lines right above a table, and the unit that one of them states."""
        lines: list[Place] = []
        unit: Place | None = None
        for place in self._lines_above():
            words = self.text[place.start : place.end]
            captions = self.words.is_caption(words)
            stated = self.words.unit_line(self.text, place)
            if stated is not None:
                unit = unit or stated
                if stated.start - place.start <= _UNIT_OPENS:
                    continue
            elif len(words) > _CAPTION_LENGTH or (words.endswith((".", ";")) and not captions):
                break
            lines.insert(0, place)
            if captions:
                return lines, unit
            if len(lines) == _CAPTION_LINES:
                break
        return lines[-1:], unit

    def _lines_above(self) -> Iterator[Place]:
        """The lines above a table that have words, from the nearest up, not beyond the table before it."""
        end = self.table.start
        floor = max(self.before, end - 4 * _CAPTION_LENGTH)
        while end > floor:
            start = max(self.text.rfind("\n", floor, end - 1) + 1, floor)
            line = self.text[start:end]
            words = line.strip()
            if words:
                begin = start + len(line) - len(line.lstrip())
                yield Place(begin, begin + len(words))
            end = start

    # -- evidence -----------------------------------------------------------------------------------

    def evidence(self, row: int, column: int, place: Place) -> CellPlace:
        """Where a number stands."""
        cell = self.layout.grid.cell(row, column)
        text = self.text[cell.start : cell.end] if cell is not None else ""
        return CellPlace(self.document.file, self.table, row, column, text, place, stacked=self.stacked)

    def issue(
        self, code: str, row: int, column: int, place: Place, best: Decimal | None = None, words: str = ""
    ) -> None:
        """Note what could not be read; ``words`` are those that no table knows."""
        self.read.issues.append(to_issue(self.text, code, self.evidence(row, column, place), best, words))
