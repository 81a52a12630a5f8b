"""One regex for a table of phrases: a trie, longest reading first, linear in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final, cast

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
