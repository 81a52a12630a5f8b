"""The text of a cell: the name it holds, without numbering, units, notes and time; or its number, plain or with
words beside it, in the print of its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from decimal import Decimal
from typing import Final, NamedTuple

from hpbrief.catalog import Catalog
from hpbrief.extract.naming.subjects import Subject, SubjectReader
from hpbrief.extract.tables.grid import Place
from hpbrief.extract.text.sentences import Scanner
from hpbrief.extract.text.tokens import Token
from hpbrief.parse.numbers import NUMBER, NumberPrint, parse_number
from hpbrief.parse.patterns import patterns_of
from hpbrief.parse.text import canonical, lower_text, phrase_key, remember
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


_NUMBER: Final = r"[0-9]{1,3}(?>(?: [0-9]{3})+)(?>(?:[.,][0-9]++)?)(?![0-9])|[0-9]++(?>(?:[.,][0-9]++)*)"
_NOTE: Final = r"\((?:[0-9]{1,2}|\*{1,3})\)|\*{1,3}|[¹²³⁴⁵⁶⁷⁸⁹]{1,2}|\[[0-9]{1,2}\]"
_CELL: Final = re.compile(
    rf"(?P<open>\()?(?P<mark>[^\W\d]++|[↑▲↓▼])? ?(?P<sign>[+-])? ?(?P<n>{_NUMBER})(?P<percent> ?%)?"
    rf"(?(open)\)) ?(?P<percent2>%)?(?:{_NOTE})?"
)
_SWAP: Final = str.maketrans(".,", ",.")
_YEAR: Final = re.compile(r"(?:19[5-9]|20[0-9])[0-9]")
_SIGNS: Final = {
    ">": "over",
    "<": "under",
    "≥": "at_least",
    "≤": "at_most",
    ">=": "at_least",
    "<=": "at_most",
    "~": "about",
}
_DIGITS: Final = re.compile(NUMBER)
_MARK: Final = re.compile(r"[><≥≤~]=?")
_DIRECTION: Final = {"up": "+", "down": "-"}
_MOST_LENGTH: Final = 48
_PLAIN: Final = frozenset({"qualifier", "qualifier_after", "verb", "glue", "status"})


class CellDigits(NamedTuple):
    """A number as a cell has it: its digits and where they stand (sign included), its sign, a % after it.

    Where the cell has words beside it (``trên 95``, ``21.504 tỷ đồng``, ``6,5 - 7,0``, ``128/133``) also unit,
    qualifier, the upper end of a range and the whole of a part.
    """

    digits: str
    start: int
    end: int
    sign: str
    percent: bool
    unit: UnitMatch | None = None
    qualifier: str = "exact"
    maximum: str | None = None
    whole: str | None = None

    @property
    def is_year(self) -> bool:
        """Whether it may as well be a year: 2025."""
        return (
            not self.sign
            and not self.percent
            and self.unit is None
            and _YEAR.fullmatch(self.digits) is not None
        )


class CellNumber(NamedTuple):
    """The value of a cell, without its sign; ``fault`` where the print is at odds with the column's."""

    value: Decimal
    fault: str | None = None

    @property
    def decimals(self) -> int:
        """How many decimals are printed."""
        exponent = self.value.as_tuple().exponent
        assert isinstance(exponent, int)
        return max(0, -exponent)


def cell_digits(text: str, start: int, end: int, signs: Mapping[str, str]) -> CellDigits | None:
    """The number that a cell consists of, note marks and brackets aside; None where it holds anything else.

    A number in brackets is negative, as accounts are set; ``signs`` are words and arrows that carry a sign.
    """
    match = _CELL.fullmatch(text, start, end)
    if match is None:
        return None
    mark = match["mark"]
    if mark is not None and mark.lower() not in signs:
        return None
    sign = match["sign"] or (signs[mark.lower()] if mark else "")
    if match["open"]:
        sign = "-"
    begin = match.start("sign") if match["sign"] else match.start("n")
    percent = match["percent"] is not None
    return CellDigits(
        match["n"], begin, match.end("percent") if percent else match.end("n"), sign,
        percent or match["percent2"] is not None,
    )  # fmt: skip


def is_like_thousands(digits: str) -> bool:
    """Whether a dot may part thousands: 1.234."""
    return re.fullmatch(r"[0-9]{1,3}\.[0-9]{3}", digits) is not None


def cell_number(digits: str, number_print: NumberPrint) -> CellNumber | None:
    """The value of digits in a print; None where no reading is likely."""
    plain = digits.replace(" ", "")
    number = parse_number(plain.translate(_SWAP) if number_print == "en" else plain)
    return CellNumber(number.value, number.fault) if number is not None else None


class WordedCells:
    """Reads cells like ``trên 95``, ``≥ 95``, ``21.504 tỷ đồng``, ``6,5 - 7,0``, ``đạt 12%``."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner

    def __call__(self, text: str, start: int, end: int) -> CellDigits | None:
        """The number of a cell; None where its words say more than unit, qualifier and direction."""
        low = lower_text(text[start:end])
        if len(low) > _MOST_LENGTH or not any(c.isdigit() for c in low):
            return None
        tokens = self._scanner.scan(low)
        figure = _only_figure(tokens)
        if figure is None:
            return None
        words = figure.figure
        assert words is not None
        cues = [token for token in tokens if token is not figure]
        qualifier = _qualifier(low, tokens, cues)
        if words.counted or qualifier is None:
            return None
        numbers = _DIGITS.findall(low[figure.start : figure.end])
        second = next(iter(numbers[1:]), None)
        unit = self._scanner.units.read(low, words.unit_start) if words.unit_start >= 0 else None
        percent = _is_percent(unit)
        return CellDigits(
            numbers[0],
            start + figure.start,
            start + figure.end,
            words.sign or _sign(cues),
            percent,
            None if percent else unit,
            qualifier,
            second if words.maximum is not None else None,
            second if words.of is not None else None,
        )


def _is_percent(unit: UnitMatch | None) -> bool:
    return unit is not None and unit.code == "PT" and unit.mult == 0


def _only_figure(tokens: Sequence[Token]) -> Token | None:
    """The one figure of a cell; None where there are several, or a time, or words of more than measure."""
    figures = [t for t in tokens if t.kind == "figure"]
    if len(figures) != 1 or any(t.kind not in ("figure", "cue") for t in tokens):
        return None
    return None if any(t.kind == "cue" and _PLAIN.isdisjoint(t.senses) for t in tokens) else figures[0]


def _qualifier(low: str, tokens: Sequence[Token], cues: Sequence[Token]) -> str | None:
    """What words and signs say of how exact a number is; None where other words are left over."""
    said = [s for t in cues if (s := t.senses.get("qualifier") or t.senses.get("qualifier_after"))]
    edges = [0, *(edge for t in tokens for edge in (t.start, t.end)), len(low)]
    rest = "".join(low[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
    mark = _MARK.search(rest)
    if mark:
        rest = rest.replace(mark[0], "", 1)
    if rest.strip(" .()"):
        return None
    plain = str(said[-1]) if said else "exact"
    return _SIGNS.get(mark[0], plain) if mark else plain


def _sign(cues: Sequence[Token]) -> str:
    """The sign that a verb of moving gives a number."""
    return next((sign for t in cues if (sign := _DIRECTION.get(str(t.senses.get("verb")), ""))), "")
