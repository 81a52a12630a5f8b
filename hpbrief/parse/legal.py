"""Citations of legal and party documents: kind, number, day and issuer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from hpbrief.models import LegalKind
from hpbrief.parse.text import canonical, phrase_key
from hpbrief.parse.trie import trie_pattern

_END: Final = r"(?![^\W_])"


class Citation(NamedTuple):
    """A document as cited: its place, kind and number (None for a law cited by name)."""

    start: int
    end: int
    kind: LegalKind
    number_start: int
    rule: str


class LegalReader:
    """Reads citations at a place, from the tables of ``legal_words.toml``."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        self._codes: dict[str, str] = dict(tables.get("code", {}))
        self._bare = frozenset(phrase_key(w) for w in tables.get("bare", {}))
        code = trie_pattern(self._codes)
        names = trie_pattern(tables.get("law_name", {}))
        self._number = re.compile(
            rf"[0-9]{{1,5}}[a-z]?(?>(?:/(?:19|20)[0-9]{{2}})?) ?[-/] ?"
            rf"(?P<code>{code}|qh(?=[0-9])){_END.replace('_', '_0-9')}"
            rf"[0-9]{{0,2}}(?>(?: ?[-/] ?[^\W_]{{1,12}})*)"
        )
        self._lead = re.compile(r"(?: ++số)?:? ++")
        self._by_number = re.compile(r" ++số:? ++(?P<n>[0-9]{1,5})(?![0-9]|[.,/-][0-9])")
        self._by_bare = re.compile(r" ++(?P<n>[0-9]{1,4})(?![0-9%]|[.,/-][0-9])")
        self._law = re.compile(rf" ++(?:{names}){_END}")

    def number(self, low: str, at: int) -> Citation | None:
        """A number that shows by its letters what it is: ``226/2025/QH15``, ``12-CTr/TU``."""
        match = self._number.match(low, at)
        if match is None:
            return None
        kind = LegalKind(self._codes.get(match["code"], "other"))
        return Citation(at, match.end(), kind, at, "legal.number")

    def kind(self, low: str, at: int, end: int, kind: str, *, counted: Any) -> Citation | None:
        """A kind word, its end known, with what follows: ``Nghị quyết số 18-NQ/TW``, ``Kế hoạch số 197``.

        ``counted(place)`` tells whether a unit follows, so that "quyết định 5 nội dung" is not read.
        """
        lead = self._lead.match(low, end)
        if lead and (found := self.number(low, lead.end())):
            return Citation(at, found.end, LegalKind(kind), found.start, "legal.kind_number")
        if match := self._by_number.match(low, end):
            return Citation(at, match.end(), LegalKind(kind), match.start("n"), "legal.kind_so")
        if (
            canonical(low[at:end]) in self._bare
            and (match := self._by_bare.match(low, end))
            and not counted(match.end())
        ):
            return Citation(at, match.end(), LegalKind(kind), match.start("n"), "legal.kind_bare")
        if kind == LegalKind.LAW and (match := self._law.match(low, end)):
            lead = self._lead.match(low, match.end())
            if lead and (found := self.number(low, lead.end())):
                return Citation(at, found.end, LegalKind.LAW, found.start, "legal.law_number")
            return Citation(at, match.end(), LegalKind.LAW, -1, "legal.law_name")
        return None
