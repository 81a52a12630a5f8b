"""How many goals were reached or missed, of how many."""

from __future__ import annotations

import re
from typing import Final

from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import Token, tokens_in
from hpbrief.extract.verdicts.words import (
    CLAUSE_END,
    COUNT_LAST,
    COUNT_WORDS,
    COUNTED,
    NAMES_IN_BRACKETS,
    NO_GOAL,
    Count,
    VerdictWords,
)
from hpbrief.models import VerdictStatus

_IN_WORDS: Final = re.compile(rf"(?<![^\W_])(?P<n>{'|'.join(COUNT_WORDS)}) ++(?={COUNTED})")
_YEAR_END: Final = re.compile(r" (?:vào |đến |trong |trước )?(?:dịp )?cuối năm(?![^\W_])")
_STILL_TO_DO: Final = re.compile(r"(?:phấn đấu|quyết tâm|mục tiêu|nhiệm vụ|yêu cầu|để|phải|cần)[^.;:]*$")
_EXPECTED: Final = re.compile(r"(?:dự kiến|dự báo|phấn đấu|khả năng|sẽ) [^,;.]*$")
_BY_PARTY: Final = re.compile(
    r"[^,;:.\n0-9]{0,24}(?:tỉnh|thành) ủy, (?:hđnd|ubnd|hội đồng nhân dân|ủy ban nhân dân)"
    r"[^,;:.\n0-9]{0,24}? giao(?![^\W_])"
)
_SHARE_OF_GOALS: Final = re.compile(rf" (?:số |các )?{COUNTED} (?:đều |đã )*")


def lies_ahead(text: str, sentence: Sentence, start: int, end: int) -> bool:
    """ "3 chỉ tiêu dự kiến hoàn thành trong quý IV": reached by a time named, hence not reached yet."""
    if _EXPECTED.search(text[start:end].lower()) is None:
        return False
    if _YEAR_END.match(text[end : end + 30].lower()):
        return True
    after = tokens_in(sentence.tokens, end, end + 30)
    return any(t.time is not None and not set(",;.") & set(text[end : t.start]) for t in after)


def counts_in(known: VerdictWords, text: str, low: str, sentence: Sentence) -> list[Count]:
    """Every count of goals in a sentence, in digits or in words."""
    counts = []
    for token in sentence.tokens:
        count, of = _count(known, text, low, sentence, token)
        if count is not None:
            counts.append(Count(token.start, token.end, count, of))
    for match in known.told_before.finditer(low):
        start, at = sentence.start + match.start(), sentence.start + match.start("n")
        for token in tokens_in(sentence.tokens, at, at + 1):
            if token.figure is not None and token.figure.of is not None:
                token.kind, token.why = "left_out", "verdict"
                counts.append(Count(start, start, int(token.figure.value), int(token.figure.of)))
    for match in known.count_last.finditer(low) if COUNT_LAST in low else ():
        start, at = sentence.start + match.start(), sentence.start + match.start("n")
        for token in tokens_in(sentence.tokens, at, at + 1):
            if token.figure is not None and token.figure.unit is None:
                token.kind, token.why = "left_out", "verdict"
                counts.append(Count(start, start, int(token.figure.value), None, token.end))
    for match in _IN_WORDS.finditer(low):
        start = sentence.start + match.start()
        counts.append(
            Count(start, sentence.start + match.end() + len(COUNTED), COUNT_WORDS[match["n"]], None)
        )
    return sorted(counts)


def list_before(known: VerdictWords, low: str, at: int, limit: int, sentence: Sentence) -> bool:
    """Whether a list of names begins before the next count."""
    at -= sentence.start
    head = known.list_head.match(low, at) or NAMES_IN_BRACKETS.match(low, at)
    return head is not None and head.end() + sentence.start < limit


def _count(
    known: VerdictWords, text: str, low: str, sentence: Sentence, token: Token
) -> tuple[int | None, int | None]:
    """The count, and the whole where the number is "7/9"; None where the token counts no goals."""
    words = token.figure
    if words is None or words.value != words.value.to_integral_value() or words.value > 500:
        return None, None
    if words.unit == "PT" and (share := _SHARE_OF_GOALS.match(low, token.end - sentence.start)):
        if known.said.match(low, share.end()):
            token.kind, token.why = "left_out", "verdict"
        return None, None
    if words.unit_start < 0 or not low.startswith(COUNTED, words.unit_start - sentence.start):
        return None, None
    if token.kind == "figure":
        token.kind, token.why = "left_out", "verdict"
    count = int(words.value)
    if words.of is not None:
        return count, int(words.of)
    before = known.part_of.search(
        low, max(0, token.start - sentence.start - 24), token.start - sentence.start + 3
    )
    if before and before.end() == token.start - sentence.start:
        whole = count
        digits = re.match(r"[0-9]+", before[0])
        assert digits is not None
        token.start = sentence.start + before.start()
        return int(digits[0]), whole
    return count, None


def said_ahead(known: VerdictWords, low: str, at: int) -> tuple[VerdictStatus, int] | None:
    """ "dự kiến vượt 4 chỉ tiêu", "hoàn thành 12/15 chỉ tiêu": what is said stands right before the count."""
    for match in known.ahead.finditer(low, max(0, at - 48), at):
        if match.end() == at and not _STILL_TO_DO.search(low, max(0, match.start() - 40), match.start()):
            return known.parts.status(match["s"]), match.start("s")
    return None


def said_after(known: VerdictWords, low: str, at: int) -> tuple[VerdictStatus, int] | None:
    """What is said of the goals counted, in the words that follow in the clause."""
    given = _BY_PARTY.match(low, at) or known.fields.match(low, at)
    at = given.end() if given else at
    stop = CLAUSE_END.search(low, at)
    limit = min(stop.start() if stop else len(low), at + 70)
    match = known.said.search(low, at, limit + 24)
    while match is not None and (match.start() >= limit or low[match.start() - 1] not in " ,"):
        if match.start() >= limit:
            return None
        match = known.said.search(low, match.end(), limit + 24)
    if match is None:
        return None
    status = known.parts.status(match["s"])
    if status is VerdictStatus.MET and NO_GOAL.match(low, match.end()):
        return None  # "đạt dưới 50% kế hoạch"
    return status, match.end()
