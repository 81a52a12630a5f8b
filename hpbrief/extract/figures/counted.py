"""Which numbers are figures: those with a unit, a verb or a row of their own, and places in an order."""

from __future__ import annotations

import re
from typing import Final

from hpbrief.extract.figures.neighbours import After, Chain
from hpbrief.extract.text.tokens import FigureWords, Token

_FOREMOST: Final = ("dẫn đầu", "đứng đầu", "cao nhất", "lớn nhất", "hàng đầu", "tốt nhất")
_YEARS: Final = re.compile(r" trong (?:vòng )?[0-9]{1,2} năm")
_OF_PEOPLE: Final = re.compile(r"1(?:0|00)?\.000 (?:người )?dân(?![^\W_])")
_RANKED_AMONG: Final = (" cả nước", " toàn quốc", " trong", " khu vực", " vùng", " so với", " về")


def is_figure(
    text: str, words: FigureWords, chain: Chain, after: After, token: Token, *, alone: bool
) -> bool:
    """Whether a number is a figure; a token that is none is marked as left out or unread."""
    if chain.verb in ("rank", "top"):
        return _is_rank(text, words, chain, token)
    if words.unit == "PS" and chain.qualifier == "over" and _OF_PEOPLE.match(text, token.start):
        token.kind, token.why = "left_out", "per"
        return False
    if words.unit is not None or words.unit_mult:
        return True
    if words.of is not None and (chain.verbs or chain.doing):
        return True
    follows = text[token.end : token.end + 2]
    ends = not follows.strip(" ") or follows[0] in ",.;)\n:" or after.versus or after.plan or after.base
    if alone or (ends and ((chain.verbs and chain.verb != "from") or chain.qualifier)):
        return True
    token.kind, token.why = "unread", "number_without_unit"
    return False


def _is_rank(text: str, words: FigureWords, chain: Chain, token: Token) -> bool:
    """A place in an order: the number alone is the figure."""
    word = text[chain.verb_tokens[0].start : chain.verb_tokens[0].end].lower()
    if words.unit_start >= 0:
        token.end = token.start + len(text[token.start : words.unit_start].rstrip())
    words.unit, words.unit_mult, words.unit_start, words.counted = None, 0, -1, False
    tail = text[token.end : token.end + 60].lower()
    if chain.verb == "top":
        ok = any(w in tail for w in _FOREMOST)
    else:
        bare = word in ("thứ", "hạng", "vị trí") and len(chain.verbs) == 1 and words.of is None
        ok = not (bare or word == "thứ") or tail.startswith(_RANKED_AMONG)
        ok = ok and not _YEARS.match(tail)
    if not ok:
        token.kind, token.why = "left_out", "ordinal"
    return ok
