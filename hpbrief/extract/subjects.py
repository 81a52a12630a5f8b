"""The words that name what a number is of, and the indicator they name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from hpbrief.catalog import Catalog
from hpbrief.extract.tokens import Token
from hpbrief.parse.lexicon import Lexicon
from hpbrief.parse.text import phrase_key

_STRIP = frozenset({"lead", "place", "status", "break", "elsewhere", "actual", "goal", "versus", "base", "plan", "giver", "doing", "order", "qualifier"})
_CUT = frozenset({"place", "verb", "status", "versus", "actual", "base", "order", "break"})
_TRAILING = frozenset({"glue", "lead", "status", "doing", "qualifier", "goal"})
_EDGE = " -+*•,.:;“”\"'|>/"
_BRACKET = re.compile(r" ?\([^()0-9]{2,40}\)")
_OWN = re.compile(r" (?:của|tại|ở|tỉnh|thành phố|tp\.?)$")
_WORD = re.compile(r"[^\W\d]")
_ACTORS = frozenset(phrase_key(w) for w in ("tỉnh", "thành phố", "toàn tỉnh", "địa phương", "tỉnh ta", "thành phố đã", "tỉnh đã", "hiện"))


class Subject(NamedTuple):
    """The subject of a number: where its words stand, and the indicator that they name."""

    start: int
    end: int
    indicator: str | None
    head: str | None = None


class SubjectReader:
    """Finds subjects in a text, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        tables = catalog.rules.get("phrases", {})
        self._before = _keys(tables.get("same_before", {}))
        self._after = _keys(tables.get("same_after", {}))
        self._heads = sorted(((phrase_key(w), m) for w, m in tables.get("head", {}).items()), key=lambda p: -len(p[0]))

    def window_start(self, text: str, tokens: Sequence[Token], last: int, at: int, floor: int) -> int:
        """Where the clause of a chain begins: ``last`` is the token before the chain, ``at`` its start."""
        j = last
        while True:
            token = tokens[j] if j >= 0 and tokens[j].start >= floor else None
            left = token.end if token else floor
            mark = _last_mark(text, left, at)
            if mark >= 0:
                if text[mark] == ")":
                    opening = text.rfind("(", floor, mark)
                    if opening >= 0 and _BRACKET.match(text, opening):
                        while j >= 0 and tokens[j].start >= opening:
                            j -= 1
                        at = opening
                        continue
                return mark + 1
            if token is None:
                return floor
            if token.kind in ("figure",) or ("break" in token.senses and "indicator" not in token.senses):
                return token.end
            at = token.start
            j -= 1

    def trim(self, text: str, tokens: Sequence[Token], start: int, end: int) -> tuple[int, int] | None:
        """The noun phrase inside a window, or None where nothing is left of it."""
        inside = [t for t in tokens if t.start >= start and t.end <= end]
        start = _skip(text, start, end)
        k = 0
        while k < len(inside):
            token = inside[k]
            if token.start > start:
                break
            if token.kind != "time" and (token.kind != "cue" or "indicator" in token.senses or "compound" in token.senses or "head" in token.senses):
                break
            if token.kind == "cue" and "area" not in token.senses and _STRIP.isdisjoint(token.senses):
                break
            start = _skip(text, token.end, end)
            k += 1
        if phrase_key(text[start:end].strip()) in _ACTORS:
            return None
        for token in inside[k:]:
            if token.start <= start:
                continue
            if token.kind in ("time", "legal", "left_out") or (token.kind == "cue" and "indicator" not in token.senses and not _CUT.isdisjoint(token.senses)):
                bracket = _BRACKET.match(text, token.end, end) if "place" in token.senses else None
                if bracket:
                    end = bracket.end()
                else:
                    end = token.start
                break
            if "area" in token.senses and (own := _OWN.search(text, start, token.start - 1 if text[token.start - 1] == " " else token.start)):
                end = own.start()
                break
        end = self._cut_tail(text, inside, start, end)
        return (start, end) if end > start and _WORD.search(text, start, end) else None

    def _cut_tail(self, text: str, inside: Sequence[Token], start: int, end: int) -> int:
        end = _back(text, start, end)
        for token in reversed(inside):
            if token.end < end or token.start <= start:
                if token.end < end:
                    break
                continue
            if token.end == end and token.kind == "cue" and "indicator" not in token.senses and "compound" not in token.senses and not _TRAILING.isdisjoint(token.senses):
                end = _back(text, start, token.start)
        for tail in (" của", " và", " với", " là", " do", " trong", " để", " tại", " vào", " về"):
            if text.endswith(tail, start, end):
                end -= len(tail)
        return end

    def subject(self, text: str, start: int, end: int) -> Subject:
        """The subject of a stretch of words, its place part taken off where the indicator stays the same."""
        words = text[start:end]
        indicator = self.resolve(words)
        key = phrase_key(words)
        head = next((m for w, m in self._heads if key.startswith(w)), None)
        if indicator is not None and (cut := key.rfind(" trên địa bàn")) > 0 and "(" not in key[cut:]:
            if self.resolve(words[:cut]) == indicator:
                end = start + cut
        return Subject(start, end, indicator, head)

    def resolve(self, words: str) -> str | None:
        """The indicator that words name as a whole, generic words before and after aside."""
        key = phrase_key(words).strip(_EDGE)
        for form in (key, _BRACKET.sub("", key).strip()):
            if found := self._lexicon.indicators.get(form) or self._less(form):
                return found
        return None

    def _less(self, key: str) -> str | None:
        known = self._lexicon.indicators
        for _ in range(3):
            shorter = _without(key, self._before, self._after)
            for form in shorter:
                if form in known:
                    return known[form]
            if not shorter:
                return None
            key = shorter[-1]
        return None

    def mentioned(self, words: str) -> list[str]:
        """The indicators whose names stand in a stretch of words, the longest name at each place."""
        parts = phrase_key(words).replace(",", " ,").replace(";", " ;").split()
        found, at = [], 0
        while at < len(parts):
            for size in range(min(10, len(parts) - at), 1, -1):
                key = " ".join(parts[at : at + size]).replace(" ,", ",")
                if key in self._lexicon.indicators:
                    found.append(self._lexicon.indicators[key])
                    at += size - 1
                    break
            at += 1
        return found

    def after(self, text: str, tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
        """The noun phrase that follows a number: its counted noun with what qualifies it."""
        token = tokens[index]
        figure = token.figure
        assert figure is not None
        counted = figure.unit is not None and figure.unit_end > figure.noun_start >= 0 and (figure.unit.islower() or figure.unit in ("PS", "T", "TEU", "HA")) and figure.unit not in ("times", "point")
        start = figure.noun_start if counted else token.end
        at = token.end
        end = len(text)
        mark = _NOUN_END.search(text, at)
        if mark:
            end = mark.start()
        for other in tokens[index + 1 :]:
            if other.start >= end:
                break
            if other.kind != "cue" or (
                "indicator" not in other.senses
                and "compound" not in other.senses
                and ("verb" in other.senses or "place" in other.senses or "versus" in other.senses or "break" in other.senses or "plan" in other.senses or "base" in other.senses or "lead" in other.senses or "order" in other.senses or "qualifier_after" in other.senses or "giver" in other.senses or "elsewhere" in other.senses or "status" in other.senses)
            ):
                if other.start <= at + 1 and "doing" in other.senses:
                    continue
                end = other.start
                break
        start = _skip(text, start, end)
        end = _back(text, start, end)
        words = text[start:end].split(" ")
        for cut, word in enumerate(words):
            if cut and word.lower() in _NOUN_STOP:
                end = _back(text, start, start + len(" ".join(words[:cut])))
                break
        return (start, end) if end > start and _WORD.search(text, start, end) else None


_NOUN_END = re.compile(r"[,;:.()\n\"”]")
_NOUN_STOP = frozenset("với được đã và cho của tại ở trong để do bị từ theo vào sẽ hiện đang".split())


def _last_mark(text: str, start: int, end: int) -> int:
    best = -1
    for mark in ",;:()\n":
        best = max(best, text.rfind(mark, start, end))
    return best


def _skip(text: str, start: int, end: int) -> int:
    while start < end and text[start] in _EDGE:
        start += 1
    return start


def _back(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return end


def _without(key: str, before: Sequence[str], after: Sequence[str]) -> list[str]:
    forms = [key.removeprefix(word + " ") for word in before if key.startswith(word + " ")]
    forms += [key.removesuffix(" " + word) for word in after if key.endswith(" " + word)]
    return forms


def _keys(table: Mapping[str, object]) -> list[str]:
    return sorted((phrase_key(word) for word in table), key=len, reverse=True)
