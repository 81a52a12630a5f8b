"""Whether a verdict is foreseen of the whole year: by its own words, or by those of the count before it."""

from __future__ import annotations

from typing import Final

from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.verdicts.stated import Stated
from hpbrief.extract.verdicts.words import VerdictWords

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
