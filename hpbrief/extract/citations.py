"""Citations as models: number, kind, day and issuer as written beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from hpbrief.catalog import Catalog
from hpbrief.extract.statements import span_of
from hpbrief.extract.text.times import Anchor, resolve_time
from hpbrief.extract.text.tokens import Token
from hpbrief.models import LegalRef
from hpbrief.models.unchecked import unchecked
from hpbrief.parse.patterns import patterns_of


class CitationReader:
    """Makes citations of what was scanned, with the patterns of a catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        rows = patterns_of(catalog, "directives")
        self._issuer_of = rows["issuer_of"]
        self._joined = rows["joined"]

    def legal_refs(self, text: str, tokens: list[Token], anchor: Anchor) -> Iterator[LegalRef]:
        """The documents that a text cites, in order.

        Of several joined by "và" that share what follows ("Báo cáo số 1 và Tờ trình số 2 của UBND tỉnh"), each
        gets the issuer.
        """
        waiting: list[tuple[Token, date | None]] = []
        for index, token in enumerate(tokens):
            if token.citation is None:
                continue
            day, end, nxt = _day_after(text, tokens, index, anchor)
            issuer = self._issuer(text, tokens, nxt, end)
            if waiting and not self._joined.search(text[waiting[-1][0].end : token.start][-8:]):
                yield from _release(text, waiting, None)
                waiting = []
            waiting.append((token, day))
            if issuer is not None or not self._followed_by_citation(text, tokens, nxt, end):
                yield from _release(text, waiting, issuer)
                waiting = []
        yield from _release(text, waiting, None)

    def _issuer(self, text: str, tokens: list[Token], nxt: int, end: int) -> str | None:
        match = self._issuer_of.match(text, end)
        if match is None:
            return None
        for token in tokens[nxt : nxt + 3]:
            if token.start == match.end() and "body" in token.senses:
                return text[token.start : token.end]
            if token.start >= match.end():
                break
        return None

    def _followed_by_citation(self, text: str, tokens: list[Token], nxt: int, end: int) -> bool:
        for token in tokens[nxt : nxt + 2]:
            if token.citation is not None:
                return bool(self._joined.search(text[end : token.start]))
        return False


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
