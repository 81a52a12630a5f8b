"""Until when: the day by which a task is due, and the words that say so."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from hpbrief.extract.directives.words import Passage
from hpbrief.extract.text.times import resolve_time
from hpbrief.extract.text.tokens import Token, tokens_in
from hpbrief.models import DeadlineWord
from hpbrief.parse.patterns import holds
from hpbrief.parse.periods import word_before
from hpbrief.parse.text import lower_text, phrase_key

_LONG_OVER: Final = 183  # days
_LONGEST_DEADLINE: Final = 46


class Deadline(NamedTuple):
    """A day, the word before it, how it is written, and the rule that told it; all None where there is none."""

    day: date | None = None
    word: DeadlineWord | None = None
    text: str | None = None
    rule: str | None = None


NO_DEADLINE: Final = Deadline()


def deadline_in(here: Passage, start: int, end: int) -> Deadline:
    """The first deadline of a stretch of the sentence."""
    for token in tokens_in(here.sentence.tokens, here.start + start, here.start + end):
        if token.time is not None:
            found = _of_time(here, token)
            if found is not None:
                return found
    return _of_this_year(here, start, end)


def _of_time(here: Passage, token: Token) -> Deadline | None:
    """A time with a word of a deadline before it."""
    word = _word_of(here, token)
    period = resolve_time(token.time, here.anchor) if word is not None and token.time is not None else None
    if period is None or token.time is None:
        return None
    day = here.anchor.day
    if token.time.year is None and day and (day - period.end).days > _LONG_OVER:
        # "trong quý I" said in December: a task is not due in the past
        token.time = token.time.in_year(period.end.year + 1)
        period = resolve_time(token.time, here.anchor) or period
    return Deadline(period.end, word, here.text[token.start : token.end], "deadline_words")


def _of_this_year(here: Passage, start: int, end: int) -> Deadline:
    """ "ngay trong năm nay"."""
    year = here.anchor.year
    if year is None or not holds(here.low, here.known.this_year_words):
        return NO_DEADLINE
    found = here.known.this_year.search(here.low, start, end)
    if found is None:
        return NO_DEADLINE
    place = slice(*(here.start + at for at in found.span("y")))
    word = here.known.deadlines.by_phrase[phrase_key(found["d"])]
    return Deadline(date(year, 12, 31), word, here.text[place], "this_year")


def _word_of(here: Passage, token: Token) -> DeadlineWord | None:
    """The word of a deadline right before a time."""
    left = lower_text(here.text[max(0, token.start - _LONGEST_DEADLINE) : token.start])
    if here.known.stretch_from.search(left):
        return None
    left = left.replace("(", " ")
    left = here.known.clock.sub("", here.known.last_day.sub("", left))
    found = word_before(left, len(left), here.known.deadlines)
    word: DeadlineWord | None = here.known.deadlines.by_phrase[found] if found else None
    return word
