"""Names as people type them: without diacritics, with any dash or none, with eth for đ, joined or in short.

A name typed with diacritics is found by its diacritics, wherever its tone mark stands (``Khánh Hoà``); one typed
without any is found by its letters. A wrong diacritic is a wrong name: it is never put right in silence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

_T = TypeVar("_T")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_NOT_IN_NAMES = re.compile(r"[\W_]+")
_ETH = str.maketrans("ðɖ", "đđ")


def fold(text: str) -> str:
    """The form in which words are compared: NFC, case folded, blanks single; diacritics kept."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def without_marks(words: str) -> str:
    """Words folded, without diacritics.

    >>> without_marks("Ðồng Nai")
    'dong nai'
    """
    letters = unicodedata.normalize("NFD", fold(words).translate(_ETH).replace("đ", "d"))
    return "".join(c for c in letters if not unicodedata.combining(c))


def _joined(words: str) -> str:
    return _NOT_IN_NAMES.sub("", words)


def _with_tones_last(words: str) -> str:
    """Words folded and joined, the tone of each syllable behind its letters."""
    syllables = []
    for syllable in _NOT_IN_NAMES.split(fold(words).translate(_ETH)):
        letters = unicodedata.normalize("NFD", syllable)
        tones = "".join(c for c in letters if c in _TONES)
        syllables.append("".join(c for c in letters if c not in _TONES) + tones)
    return "".join(syllables)


class Typed(Generic[_T]):
    """Entries by their names in any spelling; a spelling that names two different ones names none."""

    def __init__(self, named: Mapping[str, _T], same: Callable[[_T], object]) -> None:
        self._same = same
        self._toned: dict[str, _T | None] = {}
        self._plain: dict[str, _T | None] = {}
        for name, entry in named.items():
            self._put(self._toned, _with_tones_last(name), entry)
            self._put(self._plain, _joined(without_marks(name)), entry)

    def _put(self, table: dict[str, _T | None], key: str, entry: _T) -> None:
        known = table.setdefault(key, entry)
        if known is not None and self._same(known) != self._same(entry):
            table[key] = None

    def find(self, words: str) -> _T | None:
        """The entry of a name as typed; None where there is none, or more than one."""
        plain = _joined(without_marks(words))
        if not plain:
            return None
        typed = _joined(fold(words).translate(_ETH))
        return self._plain.get(plain) if typed == plain else self._toned.get(_with_tones_last(words))
