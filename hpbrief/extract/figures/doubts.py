"""Words beside a number that no table knows: said as issues, never guessed over in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hpbrief.extract.figures.progress import Number, Progress

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
