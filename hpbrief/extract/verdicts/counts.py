"""How many goals were reached or missed, of how many; and whether a verdict is foreseen of the whole year."""

from __future__ import annotations

import re
from typing import Final

from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import Token, tokens_in
from hpbrief.extract.verdicts.stated import Count, Stated
from hpbrief.extract.verdicts.words import Passage, VerdictWords
from hpbrief.models import VerdictStatus
from hpbrief.parse.patterns import holds
from hpbrief.parse.text import phrase_key

_MOST: Final = 500  # goals that a plan may have
_FAR: Final = 70  # characters behind a count in which what is said of it begins


def lies_ahead(here: Passage, start: int, end: int) -> bool:
    """ "3 chỉ tiêu dự kiến hoàn thành trong quý IV": reached by a time named, hence not reached yet."""
    known, text = here.known, here.text
    if known.to_be_reached.search(text[start:end].lower()) is None:
        return False
    if known.years_close.match(text[end : end + 30].lower()):
        return True
    after = tokens_in(here.sentence.tokens, end, end + 30)
    return any(t.time is not None and not set(",;.") & set(text[end : t.start]) for t in after)


def counts_in(here: Passage) -> list[Count]:
    """Every count of goals in a sentence, in digits or in words."""
    counts = [count for token in here.sentence.tokens if (count := _count(here, token)) is not None]
    counts += _told_before(here)
    counts += _told_last(here)
    counts += _in_words(here)
    counts += _elided(here, counts)
    return sorted(counts)


def _told_before(here: Passage) -> list[Count]:
    """ "chỉ tiêu đạt kế hoạch: 12/15"."""
    counts = []
    for match in here.known.told_before.finditer(here.low):
        for token in _token_at(here, match.start("n")):
            if token.figure is not None and token.figure.of is not None:
                _leave_out(token)
                start = here.start + match.start()
                counts.append(Count(start, start, int(token.figure.value), int(token.figure.of)))
    return counts


def _told_last(here: Passage) -> list[Count]:
    """ "số chỉ tiêu đạt là 4"."""
    counts = []
    for match in here.known.count_last.finditer(here.low) if holds(here.low, here.known.goal_counts) else ():
        for token in _token_at(here, match.start("n")):
            if token.figure is not None and token.figure.unit is None:
                _leave_out(token)
                start = here.start + match.start()
                counts.append(Count(start, start, int(token.figure.value), None, token.end))
    return counts


def _in_words(here: Passage) -> list[Count]:
    """ "ba chỉ tiêu"."""
    known, low = here.known, here.low
    counts = []
    for match in known.count_in_words.finditer(low):
        goal = next(goal for goal in known.goals if low.startswith(goal, match.end()))
        end = here.start + match.end() + len(goal)
        counts.append(Count(here.start + match.start(), end, known.counts[phrase_key(match["n"])], None))
    return counts


def _elided(here: Passage, counts: list[Count]) -> list[Count]:
    """ "trong 18 chỉ tiêu có 12 đạt, 2 không đạt": behind a count, parts that do not name the goals again."""
    found: list[Count] = []
    if not counts:
        return found
    first = min(count.end for count in counts) - here.start
    known, low = here.known, here.low
    for match in (*known.count_elided.finditer(low, first), *known.count_elided_last.finditer(low, first)):
        for token in _token_at(here, match.start("n")):
            if token.figure is None or token.figure.unit is None:
                _leave_out(token)
                start, end = (here.start + at for at in match.span("n"))
                found.append(Count(start, end, int(match["n"]), None))
    return found


def _token_at(here: Passage, at: int) -> list[Token]:
    return tokens_in(here.sentence.tokens, here.start + at, here.start + at + 1)


def _leave_out(token: Token) -> None:
    """A number that is told as a verdict is no figure."""
    token.kind, token.why = "left_out", "verdict"


def list_before(here: Passage, at: int, limit: int) -> bool:
    """Whether a list of names begins before the next count."""
    at -= here.start
    head = here.known.list_head.match(here.low, at) or here.known.names_in_brackets.match(here.low, at)
    return head is not None and head.end() + here.start < limit


def _count(here: Passage, token: Token) -> Count | None:
    """The count that a number is, with the whole where it is "7/9"; None where it counts no goals."""
    words = token.figure
    if words is None or words.value != words.value.to_integral_value() or words.value > _MOST:
        return None
    if words.unit == "PT" and _shares_goals(here, token):
        return None
    if words.unit_start < 0 or not here.low.startswith(here.known.goals, words.unit_start - here.start):
        return None
    if token.kind == "figure":
        _leave_out(token)
    count = int(words.value)
    if words.of is not None:
        return Count(token.start, token.end, count, int(words.of))
    part = _part_before(here, token)
    return Count(token.start, token.end, count, None) if part is None else part


def _shares_goals(here: Passage, token: Token) -> bool:
    """ "80% số chỉ tiêu đạt kế hoạch": no figure, and no count."""
    share = here.known.share_of_goals.match(here.low, token.end - here.start)
    if share is None:
        return False
    if here.known.said.match(here.low, share.end()):
        _leave_out(token)
    return True


def _part_before(here: Passage, token: Token) -> Count | None:
    """ "12 trên tổng số 15 chỉ tiêu": the number is the whole of the one before it."""
    at = token.start - here.start
    before = here.known.part_of.search(here.low, max(0, at - 24), at + 3)
    if before is None or before.end() != at or token.figure is None:
        return None
    digits = here.known.part_number.match(before[0])
    assert digits is not None
    token.start = here.start + before.start()
    return Count(token.start, token.end, int(digits[0]), int(token.figure.value))


def said_ahead(here: Passage, at: int) -> tuple[VerdictStatus, int] | None:
    """ "dự kiến vượt 4 chỉ tiêu", "hoàn thành 12/15 chỉ tiêu": what is said stands right before the count."""
    known, low = here.known, here.low
    for match in known.said_before.finditer(low, max(0, at - 72), at):
        if match.end() == at and not known.still_to_do.search(low, max(0, match.start() - 40), match.start()):
            return known.parts.status(match["s"]), match.start("s")
    return None


def said_after(here: Passage, at: int) -> tuple[VerdictStatus, int] | None:
    """What is said of the goals counted, in the words that follow in the clause."""
    known, low = here.known, here.low
    given = known.given_by_party.match(low, at) or known.fields.match(low, at)
    at = given.end() if given else at
    aside = known.share_aside.match(low, at)
    at = aside.end() if aside else at
    far = min(len(low), at + _FAR)
    stop = known.clause_end.search(low, at, far + 1)
    match = _first_said(here, at, stop.start() if stop and stop.start() < far else far)
    if match is None:
        return None
    status = known.parts.status(match["s"])
    if status is VerdictStatus.MET and known.no_goal.match(low, match.end()):
        return None  # "đạt dưới 50% kế hoạch"
    full = known.in_full.match(low, match.end())
    for share in (aside, full):
        for token in _tokens_of(here, share):
            _leave_out(token)
    return status, full.end() if full else match.end()


def _tokens_of(here: Passage, share: re.Match[str] | None) -> list[Token]:
    """The shares that a stretch holds: of the goals counted, so that they are no figures."""
    if share is None:
        return []
    inside = tokens_in(here.sentence.tokens, here.start + share.start(), here.start + share.end())
    return [token for token in inside if token.figure is not None and token.figure.unit == "PT"]


def _first_said(here: Passage, at: int, limit: int) -> re.Match[str] | None:
    """The first status that begins, behind a blank or comma, before a limit."""
    for match in here.known.said.finditer(here.low, at, limit + 24):
        if match.start() >= limit:
            return None
        if here.low[match.start() - 1] in " ,":
            return match
    return None


_CLAIM: Final = 30  # characters behind a name in which what is said of it stands


class Foresight:
    """Follows the verdicts of a document; ``holds`` of the last one."""

    def __init__(self, known: VerdictWords) -> None:
        self.known = known
        self.holds = False
        self._first = 0
        self._of_year = False
        self._done = 0

    def enter(self, sentence: Sentence) -> None:
        """A sentence with verdicts: its first word of foresight, and whether it speaks of the year to its end."""
        low = sentence.low
        first = self.known.foreseen.search(low)
        self._first = first.end() if first is not None else len(low) + 1
        self._of_year = self.known.years_end.search(low) is not None
        self._done = 0

    def take(self, sentence: Sentence, stated: Stated, *, listed: bool) -> None:
        """The next verdict of the sentence; ``listed`` where the sentence is an item of a list."""
        low, known, end = sentence.low, self.known, stated.end - sentence.start
        if stated.met is not None:
            own = known.foreseen.search(low, self._done, end) is not None
            goes_on = self.holds and self._done > 0 and known.done.search(low, self._done, end) is None
            self.holds = (own or goes_on) and self._of_year
            self._done = max(self._done, end)
        elif stated.kind != "verdict.going_on" and self._done == 0 and not listed:
            behind = end + _CLAIM if stated.kind == "verdict.claim" else stated.start - sentence.start
            self.holds = self._first <= min(behind, len(low)) and self._of_year
