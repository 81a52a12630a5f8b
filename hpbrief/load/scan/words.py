"""Words of statistics with their marks: one that no table of ours has is the one that is written alike."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+")
_TABLES = ("indicators.toml", "table_words.toml", "units.toml", "unit_words.toml", "time_words.toml")
#: How often the other word must stand in the tables, and how much oftener than any third.
_OFTEN, _OFTENER = 15, 5
#: Words on which the reading of a table or a time rests: these are looked up however sure they are.
_BEARING = ("tổng", "tháng")
#: Below so much of 100, any word is looked up; above, those whose accent may be a hook.
_SURE = 75.0


@cache
def _known() -> tuple[Counter[str], dict[str, list[str]]]:
    """How often each word stands in the reference tables, and the words by their letters without marks."""
    folder = files("hpbrief") / "reference"
    counts: Counter[str] = Counter()
    for name in _TABLES:
        text = unicodedata.normalize("NFC", (folder / name).read_text("utf-8")).lower()
        counts.update(_WORD.findall(text))
    alike: dict[str, list[str]] = {}
    for word in counts:
        alike.setdefault(_plain(word), []).append(word)
    return counts, alike


def _plain(word: str) -> str:
    parted = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(c for c in parted if not unicodedata.combining(c))


def _hooked(word: str) -> str:
    """A word with a hook for its acute accent, for which a recogniser takes it in small letters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).replace("\u0301", "\u0309"))


def with_marks(word: str, confidence: float = 0.0) -> str:
    """A word as the tables write it, where they know just one that is written alike.

    >>> with_marks("TỐNG", 90), with_marks("thắng", 90), with_marks("dầu", 90), with_marks("1,5")
    ('TỔNG', 'tháng', 'dầu', '1,5')
    """
    counts, alike = _known()
    low = unicodedata.normalize("NFC", word).lower()
    if counts[low] > 1 or not _WORD.fullmatch(low):
        return word
    others = sorted(alike.get(_plain(low), ()), key=lambda other: -counts[other])
    first = counts[others[0]] if others else 0
    second = counts[others[1]] if len(others) > 1 else 0
    if first < _OFTEN or first < _OFTENER * second:
        return word
    alike_but_hook = not counts[low] and _hooked(low) == others[0]
    if confidence >= _SURE and not alike_but_hook and others[0] not in _BEARING:
        return word
    return others[0].upper() if word.isupper() else others[0].title() if word.istitle() else others[0]
