"""Which numbers are figures: those with a unit, a verb or a row of their own, and places in a ranking; and words
beside a number that no table knows: said as issues, never guessed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hpbrief.extract.figures.neighbours import After, Chain
from hpbrief.extract.figures.progress import Number, Progress
from hpbrief.extract.figures.wording import FigureWording, holds_any
from hpbrief.extract.text.tokens import FigureWords, Token

_TAIL: Final = 60  # characters behind a rank in which it is said of whom
_GOALS_ABOVE: Final = 40  # characters before a number that counts goals by how far they came
_COUNT_BEFORE: Final = 16  # characters that a count before may take


def is_mark(words: FigureWording, text: str, low: str, start: int, floor: int, chain: Chain, at: int) -> bool:
    """Whether a number is the mark that others are told apart by: "12 đơn vị giải ngân trên 70%".

    ``low`` is the sentence in lower case and ``start`` its place, ``floor`` where the number before ended, ``at`` the
    number's own place in the sentence.
    """
    since = max(start, floor - _COUNT_BEFORE)
    if chain.qualifier in ("over", "under") and (
        words.threshold.search(text, since, chain.start) or words.condition.search(text, since, chain.start)
    ):
        return True
    if chain.qualifier == "under" and words.sorted_by.search(text, since, chain.start):
        return True
    return (
        low.endswith(words.above_marks, 0, at)
        and words.goals_above.search(low, max(0, at - _GOALS_ABOVE), at) is not None
    )


def is_figure(
    words: FigureWording,
    text: str,
    figure: FigureWords,
    chain: Chain,
    after: After,
    token: Token,
    *,
    alone: bool,
) -> bool:
    """Whether a number is a figure; a token that is none is marked as left out or unread."""
    if chain.verb in ("rank", "top"):
        return _is_rank(words, text, figure, chain, token)
    if figure.value == 1 and token.start and text[token.start - 1] == "/":
        token.kind, token.why = "left_out", "per"  # what a rate is counted by
        return False
    if figure.unit == "PS" and chain.qualifier == "over" and words.of_people.match(text, token.start):
        token.kind, token.why = "left_out", "per"
        return False
    if figure.unit is not None or figure.unit_mult:
        return True
    if figure.of is not None and (chain.verbs or chain.doing):
        return True
    if alone or (_ends(text, after, token) and ((chain.verbs and chain.verb != "from") or chain.qualifier)):
        return True
    token.kind, token.why = "unread", "number_without_unit"
    return False


def _ends(text: str, after: After, token: Token) -> bool:
    """Whether nothing that could be a unit stands behind a number."""
    follows = text[token.end : token.end + 2]
    ends = not follows.strip(" ") or follows[0] in ",.;)\n:"
    return bool(ends or after.versus or after.plan or after.base)


def _is_rank(words: FigureWording, text: str, figure: FigureWords, chain: Chain, token: Token) -> bool:
    """A place in an order: the number alone is the figure."""
    word = text[chain.verb_tokens[0].start : chain.verb_tokens[0].end].lower()
    if figure.unit_start >= 0:
        token.end = token.start + len(text[token.start : figure.unit_start].rstrip())
    figure.unit, figure.unit_mult, figure.unit_start, figure.counted = None, 0, -1, False
    tail = text[token.end : token.end + _TAIL].lower()
    if chain.verb == "top":
        ok = holds_any(tail, words.foremost)
    else:
        bare = word in words.bare_rank and len(chain.verbs) == 1 and figure.of is None
        ok = not (bare or word in words.bare_order) or tail.startswith(words.ranked_among)
        ok = ok and not words.years_behind.match(tail)
    if not ok:
        token.kind, token.why = "left_out", "ordinal"
    return ok


_MARKS: Final = frozenset(",;:.()\n")
_WORD: Final = re.compile(r"[^\W\d_]+")
_FEW: Final = 4  # words behind a name that may be a verb
_LONGEST: Final = 60  # characters of a base that are shown


def unknown_words(p: Progress, n: Number) -> list[tuple[str, int, int]]:
    """Code and place of what stands beside a number and is in no table: a verb, a base."""
    return [*_unknown_verb(p, n), *_unknown_base(p, n)]


def _unknown_verb(p: Progress, n: Number) -> Iterator[tuple[str, int, int]]:
    """ "Kim ngạch xuất khẩu bay bổng 8% so với cùng kỳ": held against a base, with words for a verb that none is."""
    subject = n.subject
    if n.reading.rule != "measure.ratio" or n.chain.verbs or subject is None or subject.end > n.token.start:
        return
    if subject.indicator is not None:
        return
    for word in list(_WORD.finditer(p.text, subject.start, subject.end))[-_FEW:]:
        before = p.text[subject.start : word.start()].rstrip()
        if before and p.known.subjects.subject(p.text, subject.start, subject.start + len(before)).indicator:
            yield "unknown_verb", word.start(), subject.end
            return


def _unknown_base(p: Progress, n: Number) -> Iterator[tuple[str, int, int]]:
    """ "tăng 8% so với thời hoàng kim": a comparison with words for a base that none is."""
    after = n.after
    if not after.versus or after.base is not None or after.base_time is not None or after.plan is not None:
        return
    versus = next((t for t in p.tokens[n.index + 1 : n.index + 4] if "versus" in t.senses), None)
    if versus is None:
        return
    end = versus.end
    while end < p.sentence.end and p.text[end] not in _MARKS and end - versus.end < _LONGEST:
        end += 1
    start = versus.end + len(p.text[versus.end : end]) - len(p.text[versus.end : end].lstrip())
    if start < end:
        yield "unknown_base", start, start + len(p.text[start:end].rstrip())
