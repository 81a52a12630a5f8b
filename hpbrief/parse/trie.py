"""One regex for a table of phrases: a trie, longest reading first, linear in the text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hpbrief.parse.text import atoms, phrase_key


def trie_pattern(phrases: Iterable[str]) -> str:
    """The source of a regex for the longest of the phrases at a place, in any accepted spelling.

    The text must be in lower case; one blank of a phrase stands for one or more of the text.
    """
    root: dict[Any, Any] = {}
    for phrase in phrases:
        node = root
        for step in atoms(phrase_key(phrase)):
            node = node.setdefault(step, {})
        node[_END] = {}
    return _source(root)


_END = ("", "")


def _source(node: dict[Any, Any]) -> str:
    branches = [pattern + _source(after) for (step, pattern), after in node.items() if step]
    if not branches:
        return ""
    if _END not in node:
        return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{'|'.join(branches)})?"
