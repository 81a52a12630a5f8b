"""Citations as models: number, kind, day and issuer as written beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from hpbrief.extract.statements import span_of
from hpbrief.extract.text.times import Anchor, resolve_time
from hpbrief.extract.text.tokens import Token
from hpbrief.models import LegalRef
from hpbrief.models.unchecked import unchecked

_OF: Final = re.compile(r",? ++của ++")
_JOIN: Final = re.compile(r",? ++(?:và|,) ++$|, ?$")


def legal_refs(text: str, tokens: list[Token], anchor: Anchor) -> Iterator[LegalRef]:
    """The documents that a text cites, in order.

    Of several joined by "và" that share what follows ("Báo cáo số 1 và Tờ trình số 2 của UBND tỉnh"), each
    gets the issuer.
    """
    waiting: list[tuple[Token, date | None]] = []
    for index, token in enumerate(tokens):
        if token.citation is None:
            continue
        day, end, nxt = _day_after(text, tokens, index, anchor)
        issuer = _issuer(text, tokens, nxt, end)
        if waiting and not _JOIN.search(text[waiting[-1][0].end : token.start][-8:]):
            yield from _release(text, waiting, None)
            waiting = []
        waiting.append((token, day))
        if issuer is not None or not _followed_by_citation(text, tokens, nxt, end):
            yield from _release(text, waiting, issuer)
            waiting = []
    yield from _release(text, waiting, None)


def _release(
    text: str, waiting: Sequence[tuple[Token, date | None]], issuer: str | None
) -> Iterator[LegalRef]:
    for token, day in waiting:
        citation = token.citation
        assert citation is not None
        number = text[citation.number_start : citation.end] if citation.number_start >= 0 else None
        yield unchecked(
            LegalRef,
            {
                "number": number,
                "kind": citation.kind,
                "issuer": issuer,
                "issued_on": day,
                "title": "",
                "evidence": span_of(text, token.start, token.end),
                "rules": (citation.rule,),
            },
        )


def _day_after(text: str, tokens: list[Token], index: int, anchor: Anchor) -> tuple[date | None, int, int]:
    """The day right behind a citation, where its words end, and the index of the next token."""
    end, nxt = tokens[index].end, index + 1
    if nxt < len(tokens) and tokens[nxt].time is not None and not text[end : tokens[nxt].start].strip(" ,("):
        time = tokens[nxt].time
        if time is not None and time.form == "day":
            period = resolve_time(time, anchor)
            end = tokens[nxt].end
            if text[end : end + 1] == ")":
                end += 1
            return (period.start if period else None), end, nxt + 1
    return None, end, nxt


def _issuer(text: str, tokens: list[Token], nxt: int, end: int) -> str | None:
    match = _OF.match(text, end)
    if match is None:
        return None
    for token in tokens[nxt : nxt + 3]:
        if token.start == match.end() and "body" in token.senses:
            return text[token.start : token.end]
        if token.start >= match.end():
            break
    return None


def _followed_by_citation(text: str, tokens: list[Token], nxt: int, end: int) -> bool:
    for token in tokens[nxt : nxt + 2]:
        if token.citation is not None:
            return bool(_JOIN.search(text[end : token.start]))
    return False
