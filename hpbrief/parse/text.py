"""The one normalisation of a text, and the lower-case copy in which words are looked up."""

from __future__ import annotations

import re
import unicodedata
from itertools import product
from typing import Final, TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def remember(known: dict[_Key, _Value], key: _Key, value: _Value, most: int = 20_000) -> _Value:
    """Keep a value and give it back; where ``most`` are kept already, they are forgotten first."""
    if len(known) >= most:
        known.clear()
    known[key] = value
    return value


_BLANK: Final = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Marks that nobody sees: soft hyphens, joiners, breaks without width, directions of writing.
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# What looks like a letter, digit or mark and is another: eth and its kin, full width, digits of other scripts.
_LIKE: Final = re.compile(
    "[\u00d0\u00f0\u0189\u0256\uff01-\uff5e\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u0e50-\u0e59\u0ed0-\u0ed9"
    "\u17e0-\u17e9\U0001d7ce-\U0001d7ff]"
)
_STROKED: Final = unicodedata.lookup("LATIN SMALL LETTER D WITH STROKE")
_D_WITH_STROKE: Final = {
    "\u00d0": _STROKED.upper(),
    "\u00f0": _STROKED,
    "\u0189": _STROKED.upper(),
    "\u0256": _STROKED,
}
_DASH: Final = re.compile("[\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d]")
# More marks on one letter than any language writes: putting them in order takes time that grows with the square.
_MARKS: Final = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e38-\u0e3a\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]{12})[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f"
    "\u0e38-\u0e3a\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]+"
)
_SURROGATE: Final = re.compile(f"[{chr(0xD800)}-{chr(0xDFFF)}]")
_LINE: Final = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ODD: Final = re.compile(
    f"[\r{''.join(p.pattern[1:-1] for p in (_BLANK, _DASH, _UNSEEN, _LIKE, _SURROGATE))}{_LINE.pattern[5:-1]}]"
)


def normalise_text(text: str) -> str:
    r"""The text as hpbrief reads it: NFC, line ends ``\n``, each kind of blank, dash, digit and d the plain one.

    Marks without width go; all else stays one character for one after NFC and line ends: nothing is collapsed or
    trimmed.

    >>> normalise_text("quý\u00a0I \u2013 II\r\n")
    'quý I - II\n'
    >>> normalise_text("\uff11\uff12,5\uff05 \u202a98\u200b.765\u202c")
    '12,5% 98.765'
    """
    if not text.isascii() and _MARKS.search(text):
        text = _MARKS.sub(r"\1", text)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    text = text.replace("\u00a0", " ").replace("\u2013", "-")
    if _ODD.search(text):
        text = _SURROGATE.sub("\ufffd", text)  # half characters, which nothing can write
        text = _LIKE.sub(_plain, _UNSEEN.sub("", text))
        text = _DASH.sub("-", _BLANK.sub(" ", _LINE.sub("\n", text)))
    return text


def _plain(match: re.Match[str]) -> str:
    """The character that one looks like."""
    seen = match[0]
    if seen in _D_WITH_STROKE:
        return _D_WITH_STROKE[seen]
    digit = unicodedata.decimal(seen, None)
    return chr(ord(seen) - 0xFEE0) if digit is None else str(digit)


def lower_text(text: str) -> str:
    """The text in lower case with every character at its own place (``İ`` would grow: it stays)."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


# The tone marks as combining characters: grave, acute, hook, tilde, dot below.
_TONES: Final = "\u0300\u0301\u0309\u0303\u0323"


def _toned(letter: str, tone: str) -> str:
    return unicodedata.normalize("NFC", letter + tone)


# Two spellings of one sound that both occur: where the tone mark sits (over the first vowel or the second of
# oa, oe, uy), and i or y (which no dot below turns).
_TONE_PLACES: Final = {
    first + _toned(second, tone): _toned(first, tone) + second
    for first, second in ("oa", "oe", "uy")
    for tone in _TONES
} | {"u" + _toned("i", _TONES[1]): _toned("u", _TONES[1]) + "y"}
_I_AND_Y: Final = {
    _toned("i", tone): _toned("y", tone) for tone in (_TONES[0], _TONES[1], _TONES[2], _TONES[3])
}
_TWINS: Final = {**_TONE_PLACES, **_I_AND_Y}
_TWIN: Final = re.compile("|".join(_TWINS))
_TWIN_PATTERNS: Final = {
    **{
        new: f"(?:{new}|{'|'.join(o for o, n in _TONE_PLACES.items() if n == new)})"
        for new in _TONE_PLACES.values()
    },
    **{y: f"[{y}{i}]" for i, y in _I_AND_Y.items()},
}
_ATOM: Final = re.compile("|".join(_TONE_PLACES.values()) + "|.", re.DOTALL)


def canonical(words: str) -> str:
    """One spelling for all: ``hoà`` is ``hòa``, ``tỉ`` is ``tỷ``; blanks single. For look-up, not for people.

    >>> canonical("cùng kì")
    'cùng kỳ'
    """
    words = one_spelling(words)
    return " ".join(words.split()) if "  " in words else words


def one_spelling(words: str) -> str:
    """``canonical`` with every character at its own place: blanks stay as they are."""
    return _TWIN.sub(_twin, words)


def _twin(match: re.Match[str]) -> str:
    return _TWINS[match[0]]


def phrase_key(phrase: str) -> str:
    """The canonical lower-case form of a phrase of a table or a normalised text."""
    key = _KEYS.get(phrase)
    if key is None:
        key = _phrase_key(phrase)
        if len(phrase) < _SHORT:
            remember(_KEYS, phrase, key)
    return key


def _phrase_key(phrase: str) -> str:
    return canonical(phrase.lower() if phrase.isascii() else unicodedata.normalize("NFC", phrase).lower())


# Short phrases come again: several rules ask after one, and texts repeat their words.
_SHORT: Final = 100
_KEYS: Final[dict[str, str]] = {}


def spellings(word: str) -> list[str]:
    """All accepted spellings of a canonical word: ``quý`` is ``quí`` too."""
    choices = [[step, *(old for old, new in _TWINS.items() if new == step)] for step in _ATOM.findall(word)]
    return ["".join(parts) for parts in product(*choices)]


def atoms(key: str) -> list[tuple[str, str]]:
    """A canonical phrase in steps: each with the regex that accepts its spellings."""
    steps = _ATOM.findall(key)
    for step in steps:
        if step not in _STEPS:
            _STEPS[step] = (step, " ++" if step == " " else _TWIN_PATTERNS.get(step) or re.escape(step))
    return [_STEPS[step] for step in steps]


_STEPS: dict[str, tuple[str, str]] = {}
