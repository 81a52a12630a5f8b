"""Where the noun phrase of a number begins and ends: before it, behind it, and in a list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.naming.indicator_names import IndicatorNames
from hpbrief.extract.naming.words import BRACKET, EDGE
from hpbrief.extract.text.tokens import FigureWords, Token, tokens_in
from hpbrief.parse.lexicon import Lexicon, marks_of
from hpbrief.parse.text import phrase_key

# kinds of cue, as marks
_LEADING: Final = marks_of(
    *("lead", "place", "status", "break", "elsewhere", "actual", "goal", "versus", "base", "plan", "giver"),
    *("doing", "order", "qualifier", "qualifier_after", "cut"),
)
_CUTTING: Final = marks_of(
    "place", "verb", "status", "versus", "actual", "base", "order", "break", "cut", "elsewhere"
)
_TRAILING: Final = marks_of("lead", "status", "qualifier", "goal", "break")
_AFTER_ENDS: Final = marks_of(
    *("verb", "place", "versus", "break", "plan", "base", "lead", "order", "qualifier_after", "giver"),
    *("elsewhere", "status", "goal", "cut"),
)
_NAMES: Final = marks_of("indicator", "compound", "head")
_OPENING: Final = marks_of("goal", "order", "doing", "lead", "status", "glue", "verb", "break")
_PLACED: Final = marks_of("place", "area")
_AREA: Final = marks_of("area")
_POINTING: Final = 12  # characters that a word that points back may take
_OPENINGS: Final = 6  # words that open a clause, of which the nearest are tried
_ASIDE: Final = re.compile(r"\([^()]{2,42}\)")
_WORD: Final = re.compile(r"[^\W\d]")
_NUMBERING: Final = re.compile(r"(?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}[.)]?|[a-z\u0111][.)]|[IVX]{1,4}\.) ")
_MARK: Final = re.compile(r"[,;:()\n]")
_LONGEST_NOUN: Final = 600  # characters behind a number in which its noun ends
_AFTER_MARK: Final = re.compile(r"[,;:.()\n\"”]")
_NOT_COUNTED: Final = ("times", "point", "place")
_COUNTED: Final = ("PS", "T", "HA", "TEU")


class NounPhrases(IndicatorNames):
    """Finds the noun phrases around a number, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, lexicon: Lexicon) -> None:
        super().__init__(catalog, lexicon)
        tables = catalog.rules.get("phrases", {})
        self._nothing = frozenset(phrase_key(w) for w in tables.get("no_subject", {}))
        self._manner = tuple(f" {word} " for word in tables.get("manner", {}))
        self._classifiers = frozenset(
            phrase_key(w) for w in catalog.rules.get("unit_words", {}).get("classifier", {})
        )

    # -- words before a number ----------------------------------------------------------------------

    def window_start(self, text: str, tokens: list[Token], last: int, at: int, floor: int) -> int:
        """Where the clause of a chain begins: ``last`` is the token before the chain, ``at`` its start."""
        j = last
        while True:
            token = tokens[j] if j >= 0 and tokens[j].start >= floor else None
            left = token.end if token else floor
            mark = _last_mark(text, left, at) if at - left > 1 or text[left:at] != " " else -1
            if mark >= 0:
                opening = self._passed_over(text, tokens, j, mark, floor)
                if opening < 0:
                    return mark + 1
                at, j = opening, _last_before(tokens, j, opening)
                continue
            if token is None:
                return floor
            if token.kind == "figure" or ("break" in token.senses and not token.marks & _NAMES):
                return token.end
            at = token.start
            j -= 1

    def _passed_over(self, text: str, tokens: list[Token], j: int, mark: int, floor: int) -> int:
        """Where the clause goes on before a mark that does not part it; -1 where it does."""
        if text[mark] == ")":
            return _aside_before(text, tokens, j, mark, floor)
        if text[mark] != "," or self.words.left_out_next.match(text, mark + 1) is None:
            return -1
        return mark if self.words.left_out_goes_on.search(text, floor, mark) is not None else -1

    def trim(self, text: str, tokens: list[Token], start: int, end: int) -> tuple[int, int] | None:
        """The noun phrase inside a window, or None where nothing is left of it."""
        inside = _between(tokens, start, end)
        start, k = self._trim_left(text, inside, start, end)
        if inside := inside[k:]:
            end = self._trim_right(text, inside, start, end)
        end = self._trim_tail(text, inside, start, end)
        if end <= start or not (text[start].isalpha() or _WORD.search(text, start, end)):
            return None
        return None if phrase_key(text[start:end]) in self._nothing else (start, end)

    def points_back(self, words: str) -> bool:
        """Whether words end with one that points to what was named before: "trong số này"."""
        return self.words.points_back.search(words, max(0, len(words) - _POINTING)) is not None

    def without_manner(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """A stretch without the words at its edges that say how a task is taken up: "đôn đốc | giải ngân"."""
        words = f" {text[start:end].lower()} "
        while word := next((w for w in self._manner if words.startswith(w)), ""):
            start += len(word) - 1
            words = words[len(word) - 1 :]
        while word := next((w for w in self._manner if words.endswith(w)), ""):
            end -= len(word) - 1
            words = words[: 1 - len(word)]
        return (start, end) if end > start else None

    def _trim_left(self, text: str, inside: list[Token], start: int, end: int) -> tuple[int, int]:
        start = _behind_numbering(text, _skip(text, start, end), end)
        placed = False
        for k, token in enumerate(inside):
            if token.end <= start:
                continue
            if token.start > start:
                return start, k
            placed = placed or token.marks & _PLACED != 0
            if placed and "indicator" in token.senses and (shorter := self._without_verb(text, token)):
                return shorter, k
            if not self._leads(text, token):
                return start, k
            start = _skip(text, token.end, end)
        return start, len(inside)

    def _leads(self, text: str, token: Token) -> bool:
        """Whether a token at the left edge is no part of the noun behind it."""
        marks = token.marks
        if marks & _NAMES and "verb" not in token.senses:
            return False
        if marks & (_LEADING | _AREA) or token.kind in ("time", "left_out"):
            return True
        return self._moves(text, token)

    def _moves(self, text: str, token: Token) -> bool:
        """Whether a verb before a noun only says which way it goes: "giảm tỷ lệ hộ nghèo", "tăng thu ngân sách"."""
        verb = token.senses.get("verb")
        if "head" in token.senses:
            return False
        if verb in ("down", "to", "reach"):
            return True
        return verb == "up" and text[token.start : token.end].lower() in self.words.plainly_up

    def _without_verb(self, text: str, token: Token) -> int | None:
        """Where "vốn FDI" begins in "Toàn tỉnh thu hút vốn FDI", if it names the same indicator alone."""
        verb = self.words.name_verb.match(text, token.start, token.end)
        if verb is not None and self.resolve(text[verb.end() : token.end]) == token.senses["indicator"]:
            return verb.end()
        return None

    def _trim_right(self, text: str, inside: list[Token], start: int, end: int) -> int:
        for token in inside:
            if token.start <= start:
                continue
            if "area" in token.senses and (
                own := self.words.own_area.search(text[start : token.start].rstrip())
            ):
                return start + own.start()
            names = token.marks & _NAMES and not ("head" in token.senses and "verb" in token.senses)
            if token.kind in ("time", "legal", "left_out") or (not names and token.marks & _CUTTING):
                bracket = BRACKET.match(text, token.end, end) if "place" in token.senses else None
                return bracket.end() if bracket else self._before_stretch(text, start, token)
        return end

    def _before_stretch(self, text: str, start: int, token: Token) -> int:
        """Where a name ends before a token that cuts it: "doanh thu bán lẻ | qua 4 ngày hội chợ"."""
        if token.kind != "left_out" or self.words.stretch_of_days.match(text, token.start) is None:
            return token.start
        led = self.words.stretch_led.search(text, start, token.start)
        return led.start() if led is not None else token.start

    def _trim_tail(self, text: str, inside: list[Token], start: int, end: int) -> int:
        end = _back(text, start, end)
        for token in reversed(inside):
            if token.start <= start or token.end < end:
                break
            if token.end == end and not token.marks & _NAMES and token.marks & _TRAILING:
                end = _back(text, start, token.start)
        tails, kept = self.words.noun_tails, self.words.tails_kept
        while (
            (blank := text.rfind(" ", start, end)) > start
            and text[blank + 1 : end] in tails
            and not text.endswith(kept, start, end)
        ):
            end = _back(text, start, blank)
        return end

    def pieces(self, text: str, tokens: list[Token], start: int, end: int) -> list[tuple[int, int]]:
        """The noun phrases of a list: commas and "và" part them, but not inside a known name."""
        covered = [(t.start, t.end) for t in _between(tokens, start, end) if t.marks & _NAMES]
        cuts = [start]
        for match in self.words.list_mark.finditer(text[start:end]):
            at = start + match.start()
            if not any(a < at < b for a, b in covered):
                cuts += [at, at + len(match[0])]
        cuts.append(end)
        found = (self.trim(text, tokens, a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True))
        return [place for place in found if place is not None]

    def last_part(self, text: str, tokens: list[Token], start: int, end: int) -> tuple[int, int] | None:
        """The indicator that ends a stretch behind a word that opens a clause: "phấn đấu | thu ngân sách"."""
        tried = 0
        for token in reversed(_between(tokens, start, end)):
            if token.kind != "time" and not token.marks & _OPENING:
                continue
            if tried == _OPENINGS:
                return None
            tried += 1
            place = self.trim(text, tokens, token.end, end)
            if place is not None and self.resolve(text[place[0] : place[1]]):
                return place
        return None

    # -- words behind a number ----------------------------------------------------------------------

    def is_counted(self, words: FigureWords) -> bool:
        """Whether a number's unit is the thing itself: 91 dự án, 46.812 ha, 7,6 triệu lượt khách."""
        if words.unit is None or words.noun_start < 0 or words.unit in _NOT_COUNTED:
            return False
        return words.unit.islower() or words.unit in _COUNTED

    def after(self, text: str, tokens: list[Token], index: int, *, counted: bool) -> tuple[int, int] | None:
        """The noun phrase that follows a number: its counted noun with what qualifies it."""
        token = tokens[index]
        figure = token.figure
        assert figure is not None
        start = figure.noun_start if counted else token.end
        known = self.words.acknowledged.match(text, token.end) if counted else None
        begin = known.end() if known is not None else token.end
        end = self._after_end(text, tokens, index, begin)
        if counted and phrase_key(text[start : token.end]) in self._classifiers:
            if end <= token.end + 1:
                return None
            start = token.end
        start = _skip(text, start, end)
        end = _back(text, start, end)
        if end <= start or not _WORD.search(text, start, end):
            return None
        return None if phrase_key(text[start:end]) in self._nothing else (start, end)

    def _after_end(self, text: str, tokens: list[Token], index: int, begin: int) -> int:
        """Where the noun behind a number ends: at a mark, a number, a cue that opens something, or a small word."""
        token = tokens[index]
        furthest = min(len(text), token.end + _LONGEST_NOUN)
        mark = _AFTER_MARK.search(text, token.end, furthest)
        end = mark.start() if mark else furthest
        names = []
        for k in range(index + 1, len(tokens)):
            other = tokens[k]
            if other.start >= end:
                break
            if other.start < begin:
                continue
            if other.marks & _NAMES:
                names.append((other.start, other.end))
            elif other.kind != "cue" or other.marks & _AFTER_ENDS:
                if "doing" in other.senses and other.start <= token.end + 1:
                    continue
                end = other.start
                break
        return self._stop(text, begin, end, names)

    def _stop(self, text: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> int:
        """The end of a noun phrase: before the first small word outside a known name."""
        stops = self.words.noun_stops
        at, before = start, ""
        for word in text[start:end].split(" "):
            unless = stops.get(word.lower())
            stopped = unless is not None and (not unless or unless != before)
            if stopped and not any(a <= at < b for a, b in names):
                return _back(text, start, at)
            before = word
            at += len(word) + 1
        return end


def _behind_numbering(text: str, start: int, end: int) -> int:
    """Where a line goes on behind its number: most begin with a word."""
    if start < end and not text[start + 1 : start + 2].islower():
        numbering = _NUMBERING.match(text, start, end)
        if numbering is not None:
            return _skip(text, numbering.end(), end)
    return start


def _aside_before(text: str, tokens: list[Token], j: int, mark: int, floor: int) -> int:
    """Where a bracket that closes at a mark and says nothing of its own opens; -1 where there is none."""
    opening = text.rfind("(", max(floor, mark - 44), mark)
    if opening < 0 or not (BRACKET.match(text, opening) or _dated(text, tokens, j, opening, mark)):
        return -1
    return opening


def _last_before(tokens: list[Token], j: int, place: int) -> int:
    """The index of the last token from ``j`` back that begins before a place."""
    while j >= 0 and tokens[j].start >= place:
        j -= 1
    return j


def _dated(text: str, tokens: list[Token], j: int, opening: int, mark: int) -> bool:
    """Whether a bracket holds no number of its own but a year or another time: "(theo giá so sánh năm 2010)"."""
    if _ASIDE.match(text, opening, mark + 1) is None:
        return False
    while j >= 0 and tokens[j].start >= opening:
        if tokens[j].kind not in ("cue", "time"):
            return False
        j -= 1
    return True


def _last_mark(text: str, start: int, end: int) -> int:
    """Where the last mark that parts clauses stands in a stretch, or -1."""
    if _MARK.search(text, start, end) is None:
        return -1
    at = end - 1
    while text[at] not in ",;:()\n":
        at -= 1
    return at


def _between(tokens: list[Token], start: int, end: int) -> list[Token]:
    """The tokens that lie inside a stretch."""
    inside = tokens_in(tokens, start, end)
    return inside[:-1] if inside and inside[-1].end > end else inside


def _skip(text: str, start: int, end: int) -> int:
    while start < end and text[start] in EDGE:
        start += 1
    return start


def _back(text: str, start: int, end: int) -> int:
    while end > start and (text[end - 1] in EDGE or text[end - 1] == "("):
        end -= 1
    return end
