"""All phrases of the reference tables and the catalogue in one index, found in one pass over the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from hpbrief.catalog import Catalog
from hpbrief.parse.patterns import trie_pattern
from hpbrief.parse.text import canonical, phrase_key, remember

# Tables of running text: (rule file, table, kind of sense).
_TABLES: Final = (
    *(
        ("phrases", name, name)
        for name in (
            "qualifier", "qualifier_after", "verb", "glue", "status", "versus", "base", "plan", "giver",
            "goal", "actual", "head", "break", "place", "doing", "lead",
            "compound", "elsewhere", "cut", "foreseen",
        )
    ),
    ("time_words", "half", "half"),
    ("time_words", "whole_year", "whole_year"),
    ("time_words", "this_month", "this_month"),
    ("time_words", "now", "now"),
    ("time_words", "to_now", "to_now"),
    ("time_words", "span_head", "span_head"),
    ("legal_words", "kind", "legal_kind"),
    ("legal_words", "body", "body"),
    ("actor_words", "order", "order"),
    ("actor_words", "office", "office"),
    ("actor_words", "title", "title"),
    ("actor_words", "owner", "owner"),
    ("actor_words", "chair", "chair"),
    ("actor_words", "met", "met"),
    ("actor_words", "quantity", "quantity"),
    ("actor_words", "event", "event"),
)  # fmt: skip
# What may stand right before a phrase; a phrase at the very start is reached through a blank put there.
_BEFORE: Final = r"""[ \n(\[{"'“”‘’«»:;,.…/|>+*•-]"""
_NOT_IN_WORD: Final = r"(?![^\W_])"
_MANY: Final = 300_000  # characters read after which the trie of all phrases pays
_HEAD: Final = re.compile(r"[^\W_]+")


# An indicator's name need be known as one phrase only where a cue or a comma lies inside it.
_CUES: Final = (
    "verb",
    "doing",
    "goal",
    "plan",
    "base",
    "status",
    "break",
    "head",
    "versus",
    "qualifier",
    "lead",
    "place",
)


class Senses:
    """What a phrase means, ``by_kind``.

    ``head_at`` is where its last syllable begins if that may open a time ("trong | tháng"); ``special`` where
    the scanner must look further; ``marks`` has one bit for each kind, as :func:`marks_of` gives it.
    """

    __slots__ = ("by_kind", "head_at", "marks", "special")

    def __init__(self) -> None:
        self.by_kind: dict[str, Any] = {}
        self.head_at = 0
        self.special = False
        self.marks = 0


#: The kinds of sense, and what a token may be other than a cue.
_KINDS: Final = (
    *dict.fromkeys(kind for _, _, kind in _TABLES),
    *("time", "months", "quarters", "indicator", "area"),
    *("a figure", "a time", "a citation", "an order"),
)
_MARKS: Final = {kind: 1 << number for number, kind in enumerate(_KINDS)}


def marks_of(*kinds: str) -> int:
    """The bits of kinds of sense, so that ``senses.marks & marks_of("plan", "base")`` asks after any of them."""
    marks = 0
    for kind in kinds:
        marks |= _MARKS[kind]
    return marks


def _composed(tables: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """Phrases put together from tables of their parts: verbs of moving, bases of a year before, aims that are set.

    >>> [phrase for phrase, *_ in _composed({"move": {"vơi": "down"}, "move_tail": {"down đi": "", "up lên": ""}})]
    ['vơi đi']
    """
    for stem, direction in tables.get("move", {}).items():
        for table in ("move_tail", "move_to"):
            for tail in tables.get(table, {}):
                moves, _, words = tail.partition(" ")
                if moves == direction:
                    yield f"{stem} {words}", "verb", direction if table == "move_tail" else "to"
    for stretch in tables.get("same_stretch", {}):
        for year in tables.get("year_before", {}):
            yield f"{stretch} {year}", "base", "yoy"
    for verb in tables.get("aim_verb", {}):
        for aim, basis in tables.get("aim", {}).items():
            yield f"{verb} {aim}", "goal", basis


def _led_by(places: Iterable[str], name: str) -> Iterator[str]:
    """A name of an area behind each word of place that ends as the name begins.

    >>> [*_led_by(["of the city", "in all"], "the city of x")]
    ['of the city of x']
    """
    for place in map(phrase_key, places):
        words = place.split(" ")
        for at in range(1, len(words)):
            if name.startswith(" ".join(words[at:]) + " "):
                yield f"{' '.join(words[:at])} {name}"
                break


class Lexicon:
    """The phrases of a catalogue, each with its senses."""

    def __init__(self, catalog: Catalog) -> None:
        self._senses: dict[str, Senses] = {}
        self.indicators: dict[str, str] = {}
        self._add_tables(catalog.rules)
        heads = self._add_times(catalog.rules.get("time_words", {}))
        self._add_indicators(catalog)
        for area in catalog.areas.values():
            for phrase in (area.name_vi, *area.aliases_vi):
                key = phrase_key(phrase)
                self._add(key, "area", phrase)
                for longer in _led_by(catalog.rules["phrases"].get("place", {}), key):
                    self._add(longer, "area", phrase)
                    self._add(longer, "place", "place")
        for key, senses in self._senses.items():
            _, _, last = key.rpartition(" ")
            if last in heads and last != key and _COUNTED_TIMES.isdisjoint(senses.by_kind):
                senses.head_at = len(key) - len(last)
            senses.special = bool(senses.head_at) or not _SPECIAL.isdisjoint(senses.by_kind)
            senses.marks = marks_of(*senses.by_kind)
        self._mark_orders()
        self._by_head: dict[str, list[str]] = {}
        for key in self._senses:
            syllable = _HEAD.match(key)
            self._by_head.setdefault(syllable[0] if syllable else key, []).append(key)
        self._heads = re.compile(f"{_BEFORE}(?P<h>{trie_pattern(self._by_head)}){_NOT_IN_WORD}")
        self._phrases: dict[str, re.Pattern[str] | None] = {}
        self._spelled: dict[str, Senses] = {}
        self._whole: re.Pattern[str] | None = None
        self._length_read = 0

    def _add_tables(self, rules: Mapping[str, Mapping[str, Any]]) -> None:
        """The phrases of the tables, and those that are put together from their parts."""
        for file, table, kind in _TABLES:
            for phrase, value in rules.get(file, {}).get(table, {}).items():
                self._add(phrase_key(phrase), kind, value)
        for phrase, kind, value in _composed(rules.get("phrases", {})):
            key = phrase_key(phrase)
            if key not in self._senses or kind not in self._senses[key].by_kind:
                self._add(key, kind, value)

    def _add_times(self, words: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
        """The words that open a time, alone or behind a number in words; gives their keys."""
        heads = words.get("time_head", {})
        for head, kind in heads.items():
            self._add(phrase_key(head), "time", kind)
        for word, number in words.get("number", {}).items():
            for head, kind in heads.items():
                if kind == "month" or (kind == "quarter" and 1 < number <= 4):
                    self._add(phrase_key(f"{word} {head}"), f"{kind}s", number)
        return frozenset(map(phrase_key, heads))

    def _mark_orders(self) -> None:
        """Mark each phrase that is, holds or may run into a word of order: without one there is no order."""
        orders = [key.split(" ") for key, senses in self._senses.items() if "order" in senses.by_kind]
        for key, senses in self._senses.items():
            words = key.split(" ")
            if any(_reaches(words, order) for order in orders):
                senses.marks |= marks_of("an order")

    def _add_indicators(self, catalog: Catalog) -> None:
        cues = {key for key, senses in self._senses.items() if any(kind in senses.by_kind for kind in _CUES)}
        for indicator in catalog.indicators.values():
            for phrase in (indicator.label_vi, *indicator.aliases_vi):
                key = phrase_key(phrase)
                self.indicators.setdefault(key, indicator.id)
                if "," in key or _holds(key, cues):
                    self._add(key, "indicator", indicator.id)

    def _add(self, key: str, kind: str, value: Any) -> None:
        self._senses.setdefault(key, Senses()).by_kind.setdefault(kind, value)

    def indicator(self, words: str) -> str | None:
        """The indicator that words name exactly; None where none does."""
        return self.indicators.get(canonical(words.lower()))

    def exactly(self, words: str) -> Senses | None:
        """What a lower-case phrase means; None where no table has it."""
        return self._senses.get(canonical(words))

    def find(self, low: str, start: int = 0, end: int | None = None) -> Iterable[tuple[int, int, Senses]]:
        """Each phrase of a stretch of lower-case text: start, end, senses.

        The text must begin with a blank, which the places do not count: they are those of the text behind it.
        """
        end = len(low) if end is None else end
        if self._whole is None:
            self._length_read += end - start
            if self._length_read < _MANY:
                return self._find_by_head(low, start, end)
            self._whole = re.compile(_BEFORE + trie_pattern(self._senses) + _NOT_IN_WORD)
        spelled, found = self._spelled, []
        for match in self._whole.finditer(low, start, end):
            start, end = match.span()
            words = low[start + 1 : end]
            found.append((start, end - 1, spelled.get(words) or self._by_spelling(words)))
        return found

    def _by_spelling(self, words: str) -> Senses:
        """The senses of a phrase that was found, in whatever accepted spelling."""
        senses = self._senses[canonical(words)]
        return remember(self._spelled, words, senses)

    def _find_by_head(self, low: str, start: int, end: int) -> Iterator[tuple[int, int, Senses]]:
        """``find`` in two steps: slower, but ready at once, where the trie of all phrases takes a while to compile."""
        spelled, phrases, done = self._spelled, self._phrases, start
        for head in self._heads.finditer(low, start, end):
            start = head.start()
            if start < done:
                continue
            words = head["h"]
            pattern = phrases[words] if words in phrases else self._phrases_of(words)
            if pattern is None:
                done = head.end()
            elif match := pattern.match(low, start + 1, end):
                done = match.end()
                words = match[0]
            else:
                continue
            yield start, done - 1, spelled.get(words) or self._by_spelling(words)

    def _phrases_of(self, head: str) -> re.Pattern[str] | None:
        """The phrases that begin with a syllable, compiled when it is first met; None where it is the only one."""
        known = self._by_head[canonical(head)]
        pattern = re.compile(trie_pattern(known) + _NOT_IN_WORD) if known != [canonical(head)] else None
        self._phrases[head] = pattern
        return pattern


def _reaches(words: list[str], order: list[str]) -> bool:
    """Whether one phrase holds another or ends with its beginning."""
    return any(words[at : at + len(order)] == order[: len(words) - at] for at in range(len(words)))


def _holds(key: str, cues: set[str]) -> bool:
    """Whether a cue phrase stands inside, or is the phrase."""
    parts = key.split(" ")
    for first in range(len(parts)):
        words = ""
        for part in parts[first : first + 4]:
            words = f"{words} {part}" if words else part
            if words in cues:
                return True
    return False


_COUNTED_TIMES: Final = frozenset({"months", "quarters"})
_SPECIAL: Final = _COUNTED_TIMES | {"legal_kind", "time", "half", "span_head"}
_BUILT: dict[int, tuple[Catalog, Lexicon]] = {}


def lexicon_of(catalog: Catalog) -> Lexicon:
    """The lexicon of a catalogue, built once."""
    if id(catalog) not in _BUILT:
        _BUILT[id(catalog)] = (catalog, Lexicon(catalog))
    return _BUILT[id(catalog)][1]
