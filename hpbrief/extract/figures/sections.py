"""Sections of goals: under "Mục tiêu, chỉ tiêu chủ yếu năm 2026" every number is a goal."""

from __future__ import annotations

from typing import Final

from hpbrief.extract.figures.context import Context
from hpbrief.extract.figures.wording import FigureWording, holds_any
from hpbrief.extract.text.frame import DocumentFrame
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.times import resolve_time
from hpbrief.models import Period
from hpbrief.parse.lexicon import marks_of

_PLAIN: Final = 6  # the level of a line that is no heading
_MAX_HEADING: Final = 160
_FIGURE: Final = marks_of("a figure")
_TWO_YEARS: Final = 731


class Sections:
    """Where in the outline of a document a sentence stands, as far as goals go."""

    def __init__(self, words: FigureWording, text: str, frame: DocumentFrame) -> None:
        self._words = words
        self._text = text
        self._frame = frame
        self._basis = "annual_plan" if _is_resolution(words, text) else "unspecified"
        self._level: int | None = None
        self._dated: int | None = None
        self._span: Period | None = None
        self._aimed_at = frame.aimed_at

    def take(self, sentence: Sentence, context: Context) -> None:
        """Move on to the line of a sentence: a heading may open or end a section of goals."""
        line = self._text[sentence.line : sentence.line_end]
        level = self._level_of(line)
        heading = len(line) <= _MAX_HEADING and self._is_heading(line, sentence, level)
        if heading and level < _PLAIN - 1:
            self._enter(sentence, context, level)
        named = self._period(sentence) if heading else None
        within = self._level is not None and level > self._level
        if heading and self._names_goals(line) and not (within and named is None):
            self._open(context, line, level, named or self._aimed_at)
        elif within and _is_part(context, level, heading=heading):
            # "2.2. Xã hội (đến năm 2030)", and back to the whole at the next heading without a time
            context.goal_period = named or self._span
        else:
            self._leave(context, level, heading=heading)

    def _level_of(self, line: str) -> int:
        """The rank of a line in the outline, from 0; that of a plain line where nothing numbers it."""
        opening = self._words.heading.match(line)
        level = (opening.lastindex or 0) - 1 if opening else _PLAIN
        return 3 if level == 2 and self._words.headings[3].match(line) else level

    def _open(self, context: Context, line: str, level: int, period: Period | None) -> None:
        """A section of goals begins: of a scenario, of a year, or of several, which is no annual plan."""
        self._level = level
        context.goal_period = context.goal_span = self._span = period
        context.goal_basis = self._basis
        if holds_any(line.lower(), self._words.scenario):
            context.goal_basis = "scenario"
        elif self._basis == "unspecified" and period is not None and period.is_year:
            context.goal_basis = "annual_plan"
        elif period is not None and not period.is_year and period.days > _TWO_YEARS:
            context.goal_basis = "unspecified"

    def _leave(self, context: Context, level: int, *, heading: bool) -> None:
        """A line of its rank or above ends the section of goals."""
        if self._level == _PLAIN and level == _PLAIN - 1 and not heading:
            return  # items of a list below a line that is numbered by nothing
        above = self._level is not None and level <= self._level and (heading or level < _PLAIN)
        if above or (self._level == _PLAIN and level == _PLAIN and not heading):
            self._end(context)

    def _enter(self, sentence: Sentence, context: Context, level: int) -> None:
        """A numbered heading may name the period of what follows; one of its rank or above ends that."""
        named = [
            period
            for token in sentence.tokens
            if token.time is not None
            and token.time.form in ("year", "years", "quarter", "month", "first", "half")
            and (period := resolve_time(token.time, self._frame.anchor)) is not None
        ]
        day = self._frame.anchor.day
        if named and day is not None and all(period.start <= day for period in named):
            context.section = max(named, key=lambda period: (period.end, -period.start.toordinal()))
            self._dated = level
        elif self._dated is not None and level <= self._dated:
            context.section = self._dated = None

    def _end(self, context: Context) -> None:
        self._level = None
        context.goal_basis = context.goal_period = context.goal_span = None

    def _is_heading(self, line: str, sentence: Sentence, level: int) -> bool:
        if line.rstrip().endswith(":"):
            return True
        for t in sentence.tokens if sentence.marks & _FIGURE else ():
            if t.kind == "figure" and t.figure is not None and not t.figure.counted:
                if t.start < sentence.line_end:
                    return False
                break
        return level < _PLAIN - 1 and not line.rstrip().endswith((".", ";"))

    def _names_goals(self, line: str) -> bool:
        low = line.lower()
        return holds_any(low, self._words.aim_words) and not holds_any(low, self._words.not_goals)

    def _period(self, sentence: Sentence) -> Period | None:
        for token in sentence.tokens:
            if (
                token.time is not None
                and token.time.form in ("year", "years", "quarter", "month", "first", "last", "half")
                and token.start < sentence.line_end
            ):
                return resolve_time(token.time, self._frame.anchor)
        return None


def _is_part(context: Context, level: int, *, heading: bool) -> bool:
    """Whether a line heads a part of a section of goals."""
    return heading and level < _PLAIN - 1 and context.goal_basis is not None


def _is_resolution(words: FigureWording, text: str) -> bool:
    head = text[:3000]
    if holds_any(head, words.resolution_head):
        return True
    return holds_any(head[:400], words.resolution_code) and holds_any(head, words.resolution_title)
