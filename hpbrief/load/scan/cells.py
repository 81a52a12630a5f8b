"""What a scan holds, held against what can be: numbers against the spots of ink, words against those of
statistics.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import pairwise, permutations
from typing import Any, NamedTuple

#: A number recognised with less confidence than this is in doubt.
SURE = 80.0
_AMONG_WORDS = 50.0
#: Two readings that agree and are as sure as this are believed though digits touch.
_BOTH = 85.0
_NUMBER = re.compile(r"[-+]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?")
#: Letters and signs in a cell with a number of two parts that are too few for words.
_FEW_LETTERS = 2
_DIGITS_AND_MARKS = re.compile(r"[0-9.,]*[0-9][0-9.,]*")
_SPOILT = re.compile(r"[0-9][.,][0-9].*[^0-9.,%()+\-]|[^0-9.,%()+\-].*[0-9][.,][0-9]")
LIKE_NUMBER = re.compile(r"[-+(]?[0-9OolISB][0-9OolISB.,/:'’ ]*[)%]?")
#: Rows that must agree before a rule is believed, and the share of all.
_FEWEST, _SHARE = 4, 0.75


class Reading(NamedTuple):
    """The text of a cell, how sure it is (0 to 100), and another way to read it."""

    text: str
    confidence: float
    rival: str = ""

    @property
    def is_doubtful(self) -> bool:
        """Whether it holds a number that may be another; of numbers among words less is asked."""
        if not any(c.isdigit() for c in self.text):
            return False
        return self.confidence < (SURE if LIKE_NUMBER.fullmatch(self.text) else _AMONG_WORDS)


def held(reading: Reading, *, soiled: bool) -> Reading:
    """A reading with digits, less sure where something lies on its cell, and where it is no whole number.

    >>> held(Reading("ù1.250,3", 95.0), soiled=False).is_doubtful, held(Reading("T10", 95.0), soiled=False).is_doubtful
    (True, False)
    >>> held(Reading(".952,0", 95.0), soiled=False).is_doubtful, held(Reading("31/10", 95.0), soiled=False).is_doubtful
    (True, False)
    """
    spoilt = (
        _SPOILT.search(reading.text) is not None and sum(c.isalpha() for c in reading.text) <= _FEW_LETTERS
    )
    cut = _DIGITS_AND_MARKS.fullmatch(reading.text) is not None
    if soiled or ((spoilt or cut) and not _NUMBER.fullmatch(reading.text)):
        return reading._replace(confidence=min(reading.confidence, 30.0))
    return reading


def held_against_ink(text: str, confidence: float, spots: Any) -> Reading:
    """A number with the marks that its ink shows: a comma is a spot that the recogniser may overlook."""
    shown = _with_marks(text, spots)
    if shown is None:  # not as many digits as tall spots
        return Reading(text, min(confidence, 30.0))
    if shown != text:
        raw = text.replace(" ", "")
        better = shown if _NUMBER.fullmatch(shown) or not _NUMBER.fullmatch(raw) else raw
        return Reading(better, min(confidence, 60.0), raw if better == shown else shown)
    return Reading(text, confidence if _NUMBER.fullmatch(text) else min(confidence, 30.0))


def agreed(first: Reading, second: Reading, spots: Any) -> Reading:
    """A number that was read twice, from two pictures of it: in doubt where they differ."""
    readings = [held_against_ink(one.text, one.confidence, spots) for one in (first, second)]
    if _digits(first.text) != _digits(second.text):
        return Reading(readings[0].text, min(readings[0].confidence, 50.0), readings[1].text)
    best = max(readings, key=lambda reading: reading.confidence)
    least = min(first.confidence, second.confidence)
    if first.text == second.text and least >= _BOTH and _may_touch(first.text, spots):
        return Reading(first.text, least)
    return best


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _may_touch(text: str, spots: Any) -> bool:
    """Whether the ink is that of a number some of whose digits touch: as many marks, fewer tall spots."""
    tall = spots[:, 3].max()
    low = (spots[:, 1] + spots[:, 3]).max()
    spots = spots[(spots[:, 1] + spots[:, 3]) > low - 0.35 * tall]
    marks = int((spots[:, 3] < 0.5 * tall).sum())
    number = _NUMBER.fullmatch(text) is not None
    return number and marks == sum(c in ".," for c in text) and len(spots) - marks < len(_digits(text))


def _with_marks(text: str, spots: Any) -> str | None:
    sign = text[:1] if text[:1] in "-+" else ""
    digits = [c for c in text if c.isdigit()]
    spots = spots[spots[:, 0].argsort()]
    tall, low = spots[:, 3].max(), (spots[:, 1] + spots[:, 3]).max()
    spots = spots[(spots[:, 1] + spots[:, 3]) > low - 0.35 * tall]  # a minus and dust stand higher
    is_mark = spots[:, 3] < 0.5 * tall
    if len(digits) != int((~is_mark).sum()):
        return None
    marks = int(is_mark.sum())
    made, used = sign, 0
    for mark in is_mark:
        if not mark:
            made += digits[used]
            used += 1
            continue
        marks -= 1  # marks of thousands stand before the comma
        left = len(digits) - used
        made += "." if marks or (left == 3 and "," not in text) else ","
    return made


def broken_rules(numbers: Mapping[tuple[int, int], str]) -> set[tuple[int, int]]:
    """Cells of rows in which one number is not what the same columns make of the others in nearly all rows.

    The rule looked for is that of shares and indices: one column is 100 times another by a third.
    """
    values = {
        place: Decimal(text.replace(".", "").replace(",", "."))
        for place, text in numbers.items()
        if _NUMBER.fullmatch(text)
    }
    columns = sorted({column for _, column in values})[:12]
    wrong: set[tuple[int, int]] = set()
    for share, part, whole in permutations(columns, 3):
        rows = [r for r, c in values if c == share and (r, part) in values and (r, whole) in values]
        fits = {
            r: _is_share(*((values[r, c], _step(numbers[r, c])) for c in (share, part, whole))) for r in rows
        }
        good = sum(fits.values())
        if good >= _FEWEST and good >= _SHARE * len(fits):
            wrong |= {(r, c) for r, fit in fits.items() if not fit for c in (share, part, whole)}
    return wrong


def _step(written: str) -> Decimal:
    """The last place to which a number is written."""
    return Decimal(1).scaleb(-len(written.partition(",")[2]))


_Rounded = tuple[Decimal, Decimal]


def _is_share(share: _Rounded, part: _Rounded, whole: _Rounded) -> bool:
    """Whether one number is 100 times another by a third, as far as the places to which they are written can tell."""
    if not whole[0]:
        return False
    ratio = 100 * part[0] / whole[0]
    unsure = share[1] + (50 * part[1] + abs(ratio) * whole[1] / 2) / abs(whole[0])
    return abs(ratio - share[0]) <= unsure


_WORD = re.compile(r"[^\W\d_]+")
_SIGNS = ".,;:()-+*%/"
#: Words on two sides of these are no pair.
_LINE = re.compile(r"[\n\"',;:()=\[\]{}|.]")
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
    counts: Counter[str] = Counter()
    for text in _texts():
        counts.update(_WORD.findall(text))
    alike: dict[str, list[str]] = {}
    for word in counts:
        alike.setdefault(_plain(word), []).append(word)
    return counts, alike


@cache
def _pairs() -> dict[str, set[tuple[str, str]]]:
    """The pairs of words that stand side by side in the reference tables, by their letters without marks."""
    found: dict[str, set[tuple[str, str]]] = {}
    for text in _texts():
        for line in _LINE.split(text):
            for pair in pairwise(_WORD.findall(line)):
                found.setdefault(_bare(pair), set()).add(pair)
    return found


def _bare(pair: Sequence[str]) -> str:
    """Two words without marks, but with the stroke of đ; small y and v look alike where the tail is faint."""
    return " ".join(map(_unmarked, pair)).replace("y", "v")


def in_pairs(words: Sequence[str]) -> list[str]:
    """The words of a label, each pair as the tables write it where they know just one pair that is written alike.

    Words that the tables know beside their neighbour stay, as do names, and pairs with a mark between.

    >>> in_pairs(["Chỉ", "ngân", "sách"]), in_pairs(["giải", "thế"]), in_pairs(["bảo", "hiểm", "v", "tế"])
    (['Chi', 'ngân', 'sách'], ['giải', 'thể'], ['bảo', 'hiểm', 'y', 'tế'])
    >>> in_pairs(["Xăng,", "dầu", "các", "loại"])
    ['Xăng,', 'dầu', 'các', 'loại']
    """
    read = [unicodedata.normalize("NFC", word).lower().strip(_SIGNS) for word in words]
    known = [pair in _pairs().get(_bare(pair), ()) for pair in pairwise(read)]
    found = list(words)
    for at, pair in enumerate(pairwise(read)):
        others: Collection[tuple[str, str]] = _pairs().get(_bare(pair), ())
        apart = words[at][-1:] in _SIGNS or (words[at].istitle() and words[at + 1].istitle())
        if known[at] or len(others) != 1 or apart:
            continue
        for place, new in enumerate(next(iter(others)), at):
            held = any(known[max(0, place - 1) : place + 1])
            if new != read[place] and not held:
                found[place] = _in_place_of(words[place], new)
    return found


def _in_place_of(word: str, new: str) -> str:
    """A word with the signs around it kept and its letters those of another."""
    inner = word.strip(_SIGNS)
    return word.replace(inner, _cased(new, inner), 1)


def _cased(word: str, old: str) -> str:
    return word.upper() if old.isupper() else word.title() if old.istitle() else word


def _texts() -> Iterator[str]:
    folder = files("hpbrief") / "reference"
    for name in _TABLES:
        yield unicodedata.normalize("NFC", (folder / name).read_text("utf-8")).lower()


def _plain(word: str) -> str:
    return _unmarked(word.replace("đ", "d"))


def _unmarked(word: str) -> str:
    parted = unicodedata.normalize("NFD", word)
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
    return _cased(others[0], word)
