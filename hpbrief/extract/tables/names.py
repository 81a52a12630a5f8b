"""The names that cells and captions hold: what is left without numbering, units, notes and times; and units alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.naming.subjects import Subject, SubjectReader
from hpbrief.extract.tables.grid import Place
from hpbrief.extract.text.scanner import Scanner
from hpbrief.extract.text.tokens import Token
from hpbrief.parse.kept import remember
from hpbrief.parse.patterns import patterns_of
from hpbrief.parse.text import canonical, lower_text, phrase_key
from hpbrief.parse.units import UnitMatch

BRACKET: Final = re.compile(r"\(([^()]*)\)?")
WORD: Final = re.compile(r"[^\W\d_]+")
_REMEMBERED: Final = 4_000
_NUMBERING: Final = re.compile(
    r"(?:\(?(?:[IVXLC]{1,5}|[A-Z\u0110]|[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}|[a-z\u0111])[.)]\)? ?|"
    r"[0-9]{1,2}(?:\.[0-9]{1,2}){1,3} |[-+*•>] ?)+"
)
_NOTE_MARK: Final = re.compile(r" ?(?:\((?:[0-9]{1,2}|\*{1,3})\)|\*{1,3}|[¹²³⁴⁵⁶⁷⁸⁹]{1,2}|\[[0-9]{1,2}\])$")
_THOUSAND: Final = re.compile(r"^1[. ]?000(?: |(?=[^\W\d]))")
_MILLION: Final = re.compile(r"^10\^?6 ")
_CUTTING: Final = frozenset({"time", "figure", "legal"})
_AGAINST: Final = frozenset({"versus", "base", "place"})


def any_of(phrases: Iterable[str]) -> str:
    """The source of a regex for the longest of some phrases as they stand."""
    return "(?:" + "|".join(re.escape(k) for k in sorted(phrases, key=lambda k: -len(k))) + ")"


class NameReader:
    """Reads names and units of cells, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, scanner: Scanner, subjects: SubjectReader) -> None:
        self.catalog, self.scanner, self.subjects = catalog, scanner, subjects
        tables = catalog.rules.get("table_words", {})
        self._units = {phrase_key(k): v for k, v in tables.get("unit", {}).items()}
        self._short = {phrase_key(k): v for k, v in tables.get("name_short", {}).items()}
        self._rows = {phrase_key(k): v for k, v in tables.get("row", {}).items()}
        self._spelled_as = tables.get("spelled_as", {})
        self.bare = frozenset(phrase_key(k) for k in tables.get("bare", {}))
        self._openings = re.compile(any_of(k for k, v in self._rows.items() if v == "part") + r"(?!\w) ?:?")
        patterns = patterns_of(catalog, "tables")
        self._caption_mark, self._small_tail = patterns["caption_mark"], patterns["small_tail"]
        self._unit_label, self._aside = patterns["unit_label"], patterns["aside"]
        self._units_read: dict[str, UnitMatch | None] = {}

    # -- units --------------------------------------------------------------------------------------

    def unit(self, words: str) -> UnitMatch | None:
        """The unit that words are, and nothing else: "Tỷ đồng", "1000 tấn", "Tr.USD"."""
        if words in self._units_read:
            return self._units_read[words]
        return remember(self._units_read, words, self._unit(words), _REMEMBERED)

    def _unit(self, words: str) -> UnitMatch | None:
        low = canonical(lower_text(words).strip(" .:;()"))
        low = self._units.get(low) or self._units.get(low.replace(" ", "")) or low
        low = _THOUSAND.sub(f"{self._spelled_as.get('thousand')} ", low)
        low = _MILLION.sub(f"{self._spelled_as.get('million')} ", low)
        found = self.scanner.units.read(low, 0)
        if found is None or found.start != 0 or found.counted or low[found.end :].strip(" ."):
            return None
        return found

    def bracket_unit(self, words: str) -> tuple[UnitMatch | None, str | None]:
        """The unit that a bracket of some words states, or what stands behind their last comma."""
        for match in BRACKET.finditer(words):
            inside = match[1].strip()
            if label := self._unit_label.match(inside):
                inside = inside[label.end() :].strip()
            if unit := self.unit(inside):
                return unit, inside
        tail = words.rpartition(",")[2].strip() if "," in words else ""
        return (self.unit(tail), tail) if tail and self.unit(tail) else (None, None)

    # -- names --------------------------------------------------------------------------------------

    def name_in(self, text: str, place: Place) -> Place | None:
        """The name inside a cell or caption: numbering, "Trong đó:", units in brackets and note marks aside."""
        start, end = place
        if (mark := self._caption_mark.match(text, start, end)) is not None:
            start = mark.end()
        start = self._name_start(text, start, end)
        end = self._name_end(text, start, end)
        return Place(start, end) if end > start and WORD.search(text, start, end) else None

    def _name_start(self, text: str, start: int, end: int) -> int:
        """Where a name begins: behind numbering and words that only open a row, in whatever order."""
        before = -1
        while before != start < end:
            before = start
            if numbering := _NUMBERING.match(text, start, end):
                start = numbering.end()
            low = lower_text(text[start:end])
            if (opening := self._openings.match(low)) and opening.end() < len(low):
                start += opening.end()
            while start < end and text[start] in " :.":
                start += 1
        return start

    def _name_end(self, text: str, start: int, end: int) -> int:
        """Where a name ends: before marks, notes and brackets that hold a unit, in whatever order."""
        behind = -1
        while behind != end > start:
            behind = end
            while end > start and text[end - 1] in " :;.,":
                end -= 1
            if (note := _NOTE_MARK.search(text[start:end])) is not None:
                end = start + note.start()
            bracket = text.rfind("(", start, end)
            if bracket > start and text[end - 1] == ")" and self._is_aside(text[bracket + 1 : end - 1]):
                end = bracket
        return end

    def _is_aside(self, inside: str) -> bool:
        """Whether a bracket holds a unit or a mark, not a part of the name: "(tỷ đồng)", "(*)", "(giá SS 2010)"."""
        return self.unit(inside) is not None or self._aside.search(inside.lower()) is not None

    def before_times(self, text: str, place: Place) -> Place | None:
        """The words before the first time, base or plan of a head or caption."""
        for token in self.scanner.scan(lower_text(text[place.start : place.end])):
            if token.start > 0 and _cuts(token):
                end = place.start + token.start
                while end > place.start and text[end - 1] in " ,;:-(":
                    end -= 1
                if tail := self._small_tail.search(text[place.start : end]):
                    end = place.start + tail.start()
                return Place(place.start, end) if end > place.start else None
        return None

    def without_times(self, text: str, place: Place) -> Place | None:
        """The name inside a head or caption, up to the first time, base or plan."""
        inside = self.name_in(text, place)
        if inside is None:
            return None
        return self.before_times(text, inside) or inside

    def caption_subject(self, text: str, place: Place) -> Subject | None:
        """The one indicator that a caption names; None where it names none, or several."""
        inside = self.without_times(text, place)
        if inside is None:
            return None
        found = self.subjects.subject(text, *inside)
        if found.indicator is not None:
            return found
        named = set(self.subjects.mentioned(text[inside.start : inside.end]))
        return found.naming(named.pop()) if len(named) == 1 else None

    def is_general(self, words: str, known: Set[str]) -> bool:
        """Whether words name nothing beyond some that are known: "Đã giải ngân" under a caption of disbursement."""
        parts = WORD.findall(phrase_key(BRACKET.sub(" ", words)))
        return all(part in self.bare or part in known for part in parts)

    def in_full(self, words: str) -> str | None:
        """A name with its short forms written out: "Tổng mức bán lẻ HH"; None where it has none."""
        low = phrase_key(words)
        full = " ".join(self._short.get(word, word) for word in low.split(" "))
        return full if full != low else None

    def row_word(self, words: str) -> str | None:
        """What a row's name is where it is no name of its own: total, country."""
        return self._rows.get(phrase_key(words.strip(" :.")))

    def opens_part(self, words: str) -> bool:
        """Whether a row's name begins with "Trong đó" or the like."""
        return self._openings.match(phrase_key(words.lstrip(" -+"))) is not None


def _cuts(token: Token) -> bool:
    """Whether a name ends before a token: a time, a number, a citation, or what is compared with."""
    cuts = token.kind in _CUTTING or not _AGAINST.isdisjoint(token.senses)
    return cuts and "indicator" not in token.senses
