"""Patterns as data: named regexes of a table, built from word classes, compiled once and on first use.

A row of ``reference/patterns/<room>.toml``::

    [threshold_of_count]
    match = '‹{unit_of_count} {disburse}› {threshold}$'
    why = "A share behind a count of things that spent more than it is what they passed, not what was spent."
    corpus = ["Có 12 dự án giải ngân trên 70%."]

``{name}`` is a word class: a table of phrases in ``reference/word_classes.toml``, or one of another file
(``{phrases.qualifier}``), of which ``{phrases.verb=up}`` takes the phrases that mean ``up``; ``{a | b=up}`` is
the phrases of both. A class is read in any accepted spelling, the longest phrase first, and one blank for one or
more. ``{@name}`` is another row of the same table, so that a piece stands once. ``‹`` and ``›`` are the borders
of words. All else is the language of :mod:`re`; texts are in lower case. A folder of one's own adds phrases to
classes and rows to tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from hpbrief.catalog import Catalog
from hpbrief.errors import CatalogError
from hpbrief.parse.trie import later, trie_pattern

BEFORE_WORD: Final = r"(?<![^\W_])"
AFTER_WORD: Final = r"(?![^\W_])"
_CLASS: Final = re.compile(r"\{([a-z_]+(?:\.[a-z_]+)?(?:[=|][^{}]*| \|[^{}]*)?)\}")
_ROW: Final = re.compile(r"\{@([a-z_]+)\}")
_DEEPEST: Final = 8  # rows within rows: more is a circle


class Patterns:
    """The patterns of one room of a catalogue, by name.

    Raises CatalogError, naming the table and the row, for a pattern or a word class that there is not, and for one
    that is no regex.
    """

    def __init__(self, catalog: Catalog, room: str) -> None:
        self.catalog = catalog
        self.room = room
        self.rows: Mapping[str, Mapping[str, Any]] = catalog.patterns.get(room, {})
        self._compiled: dict[str, re.Pattern[str]] = {}

    def __getitem__(self, name: str) -> re.Pattern[str]:
        """The regex of a row, compiled when it is first asked."""
        found = self._compiled.get(name)
        if found is None:
            if name not in self.rows:
                raise CatalogError("no_pattern", where=self._where, name=name)
            found = self._compiled[name] = later(lambda: self.source(name))
        return found

    def __iter__(self) -> Iterator[str]:
        """The names, in the order of the table."""
        return iter(self.rows)

    def why(self, name: str) -> str:
        """One sentence: why the pattern is right in the language."""
        return str(self.rows[name]["why"])

    def source(self, name: str) -> str:
        """The regex of a row, word classes and borders filled in; checked to be one."""
        source = fill_pattern(self.catalog, self._joined(name), f"{self._where}, [{name}]")
        try:
            re.compile(source)
        except re.error as error:
            raise CatalogError("pattern_wrong", where=self._where, name=name, fault=error) from error
        return source

    def _joined(self, name: str, depth: int = 0) -> str:
        """The match of a row with the rows that it names in their places."""
        if name not in self.rows:
            raise CatalogError("no_pattern", where=self._where, name=name)
        if depth > _DEEPEST:
            raise CatalogError("pattern_wrong", where=self._where, name=name, fault="{@…} in a circle")
        return _ROW.sub(lambda row: f"(?:{self._joined(row[1], depth + 1)})", str(self.rows[name]["match"]))

    @property
    def _where(self) -> str:
        return f"patterns/{self.room}.toml"


def fill_pattern(catalog: Catalog, text: str, where: str) -> str:
    """A pattern with its word classes and borders filled in. Raises CatalogError for a class that there is not."""

    def words(found: re.Match[str]) -> str:
        return f"(?:{trie_pattern(class_phrases(catalog, found[1], where))})"

    return _CLASS.sub(words, text).replace("‹", BEFORE_WORD).replace("›", AFTER_WORD)


def class_phrases(catalog: Catalog, name: str, where: str = "word_classes.toml") -> tuple[str, ...]:
    """The phrases of a word class: ``threshold``, ``phrases.qualifier``, ``phrases.verb=up`` or ``a | b``.

    Raises CatalogError for a class that there is not, or that has no phrase.
    """
    if "|" in name:
        parts = [class_phrases(catalog, part.strip(), where) for part in name.split("|")]
        return tuple(dict.fromkeys(phrase for part in parts for phrase in part))
    table, _, meaning = name.partition("=")
    file, _, key = table.partition(".")
    if key:
        rows: Any = catalog.rules.get(file, {}).get(key)
    else:
        rows = catalog.rules.get("word_classes", {}).get(file)
    if not rows:
        raise CatalogError("no_word_class", where=where, name=name)
    if not meaning:
        return tuple(rows)
    return tuple(phrase for phrase, value in rows.items() if value == meaning)


_KNOWN: Final[dict[tuple[int, str], Patterns]] = {}


def patterns_of(catalog: Catalog, room: str) -> Patterns:
    """The patterns of a room: one object a catalogue, so that each regex is compiled once."""
    key = (id(catalog), room)  # the patterns hold their catalogue: its id is not given again
    return _KNOWN[key] if key in _KNOWN else _KNOWN.setdefault(key, Patterns(catalog, room))


def holds(low: str, phrases: tuple[str, ...]) -> bool:
    """Whether one of the phrases stands in a stretch."""
    for phrase in phrases:  # noqa: SIM110 - compiled, a loop is faster than any()
        if phrase in low:
            return True
    return False
