"""Patterns as data: named regexes of a table, built from word classes, compiled once; and one regex for a table
of phrases: a trie, longest reading first, linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, cast

from hpbrief.catalog import Catalog
from hpbrief.errors import CatalogError
from hpbrief.parse.text import atoms, phrase_key

_END: Final = ("", "")


def trie_pattern(phrases: Iterable[str]) -> str:
    """The source of a regex for the longest of the phrases at a place, in any accepted spelling.

    The text must be in lower case; one blank of a phrase stands for one or more of the text.
    """
    root: dict[Any, Any] = {}
    for phrase in phrases:
        node = root
        for step in atoms(phrase_key(phrase)):
            after = node.get(step)
            if after is None:
                after = node[step] = {}
            node = after
        node[_END] = _NOTHING
    return _source(root)


_NOTHING: dict[Any, Any] = {}


def _source(node: dict[Any, Any]) -> str:
    parts: list[str] = []
    while len(node) == 1:
        ((step, pattern), node), *_ = node.items()
        if not step:
            return "".join(parts)
        parts.append(pattern)
    branches = [pattern + _source(after) for (step, pattern), after in node.items() if step]
    if branches:
        optional = "?" if _END in node else ""
        parts.append(f"(?:{'|'.join(branches)}){optional}")
    return "".join(parts)


def later(source: Callable[[], str]) -> re.Pattern[str]:
    """A regex that is compiled when it is first asked for: tries take a while, and few texts ask for all of them."""
    return cast("re.Pattern[str]", _Later(source))


class _Later:
    def __init__(self, source: Callable[[], str]) -> None:
        self._source = source

    def __getattr__(self, name: str) -> Any:
        """Compile, and keep the methods: none is asked of a source that is read again."""
        pattern = re.compile(self._source())
        self.match, self.search, self.finditer = pattern.match, pattern.search, pattern.finditer
        self.fullmatch, self.findall = pattern.fullmatch, pattern.findall
        self.sub, self.split, self.pattern = pattern.sub, pattern.split, pattern.pattern
        return getattr(pattern, name)


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
