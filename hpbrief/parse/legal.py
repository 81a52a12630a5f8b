"""Citations of legal and party documents: kind, number, day and issuer."""

from __future__ import annotations

from typing import Any, NamedTuple

from hpbrief.catalog import Catalog
from hpbrief.models import LegalKind
from hpbrief.parse.patterns import patterns_of
from hpbrief.parse.text import canonical, phrase_key


class Citation(NamedTuple):
    """A document as cited: its place, kind and number (None for a law cited by name)."""

    start: int
    end: int
    kind: LegalKind
    number_start: int
    rule: str


class LegalReader:
    """Reads citations at a place, from ``legal_words.toml`` and the patterns of ``parse.toml``."""

    def __init__(self, catalog: Catalog) -> None:
        tables = catalog.rules.get("legal_words", {})
        self._codes: dict[str, str] = dict(tables.get("code", {}))
        self._bare = frozenset(phrase_key(w) for w in tables.get("bare", {}))
        patterns = patterns_of(catalog, "parse")
        self._number, self._lead = patterns["legal_number"], patterns["legal_lead"]
        self._by_number, self._by_bare = patterns["legal_numbered"], patterns["legal_bare_number"]
        self._of_kind = patterns["legal_of_kind"]
        self._law = patterns["law_named"]

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
        if lead and (match := self._of_kind.match(low, lead.end())):
            return Citation(at, match.end(), LegalKind(kind), match.start(), "legal.of_kind")
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
