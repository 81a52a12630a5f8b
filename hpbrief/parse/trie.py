"""One regex for a table of phrases: a trie, longest reading first, linear in the text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hpbrief.parse.text import atoms, phrase_key

_END = ("", "")


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
