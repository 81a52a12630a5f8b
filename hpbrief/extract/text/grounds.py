"""Which ground a document tells of: its level, and the province that is its area, by evidence."""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from urllib.parse import unquote

from hpbrief.catalog import Catalog
from hpbrief.catalog.catalog import without_marks
from hpbrief.extract.text.about import COUNTRY, HEAD_SENTENCES, LONGEST_TITLE, Clue, clue, heaviest
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import Token, begins_in_capitals
from hpbrief.parse.lexicon import marks_of
from hpbrief.parse.patterns import patterns_of

_FIGURE: Final = marks_of("a figure")
_LETTERHEAD_LINES: Final = 4
_LOOK_BACK: Final = 24  # characters before a name in which the word of its district may stand
_MANY: Final = 3  # areas named side by side
_SEVERAL: Final = 2  # areas in a title, or that head parts of a text
_LEVEL: Final = "level_"  # before the name of a level, in its pattern
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")
_SHORTEST_TYPED: Final = 6  # letters of a name that an address may hold
_LOCAL: Final = frozenset({"district", "commune"})


class GroundReader:
    """Reads the evidence of level and area, with the patterns of a catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        patterns = patterns_of(catalog, "text")
        self._titled, self._place_line = patterns["title_words"], patterns["place_before_day"]
        self._national, self._listing = patterns["national"], patterns["listing"]
        self._district_named, self._day_behind = patterns["district_named"], patterns["day_behind"]
        self._of_province, self._headed = patterns["of_province"], patterns["headed_by_district"]
        self._district_body, self._commune = patterns["district_of_province"], patterns["commune"]
        self._province_body, self._title_head = patterns["province_body"], patterns["title_of_district"]
        self._national_head = patterns["national_head"]
        self._levels = {n.removeprefix(_LEVEL): patterns[n] for n in patterns if n.startswith(_LEVEL)}

        names = [n for area in catalog.areas.values() for n in (area.name_vi, *area.aliases_vi)]
        typed = (_NO_WORD.sub("-", without_marks(name)) for name in names)
        # as addresses have them, quang-ninh, and in one, quangninh
        self._typed = {name: name.replace("-", "") for name in typed if len(name) >= _SHORTEST_TYPED}

    def read(self, text: str, low: str, found: list[Sentence], day: date | None, url: str = "") -> list[Clue]:
        """The evidence of an area, its boundaries those of a day, and of a level; no area where a district reports.

        ``url`` is the address of the text: its words and its site speak for a province, if weakly.
        """
        levels = self._told_levels(text, found)
        head = self._headed_by(text)
        if head is not None:
            return [clue("level", head, "level.heading", 0, 0), *levels]
        areas = self._areas(text, low, found, day) + self._addressed(url, day)
        if _is_local(levels, areas):
            return levels
        if not any(self._province_body.search(s.low) for s in found[:HEAD_SENTENCES]):
            named = [c for c in areas if c.value != COUNTRY and c.end > c.start]
            if all(self._is_of_district(text, found, c.start) for c in named):
                return levels if named else levels + areas
        return levels + areas

    # -- level --------------------------------------------------------------------------------------

    def _told_levels(self, text: str, found: list[Sentence]) -> list[Clue]:
        """The bodies and grounds that the opening names, once a sentence for each level."""
        clues: list[Clue] = []
        for number, sentence in enumerate(found[:HEAD_SENTENCES]):
            title = is_title(sentence, number, self._titled)
            head = self._title_head.match(text, sentence.start, sentence.end) if title else None
            if head is not None and head["name"].isupper():
                level = "commune" if self._commune.match(head["word"].lower()) else "district"
                clues.append(clue("level", level, "level.title", *head.span("word")))
                continue
            for level, pattern in self._levels.items():
                match = pattern.search(text, sentence.start, sentence.end)
                if match is not None and (match.groupdict().get("name") or "X").isupper():
                    rule = "level.title" if title else "level.body"
                    clues.append(clue("level", level, rule, match.start(), match.end()))
        return clues

    def _headed_by(self, text: str) -> str | None:
        """The level of a letterhead or title that names a district or commune: "UBND HUYỆN X", "Xã Y đón ..."."""
        opening = [line for line in text.split("\n", 2 * _LETTERHEAD_LINES) if line.strip()]
        for number, line in enumerate(opening[:_LETTERHEAD_LINES]):
            match = self._headed.match(line)
            if match is not None and match["name"].isupper():
                headed = number == 0 or line.rstrip(" *|").isupper()
                commune = self._commune.search(line.lower(), 0, match.end()) is not None
                return ("commune" if commune else "district") if headed else None
        return None

    def _is_of_district(self, text: str, found: list[Sentence], at: int) -> bool:
        """Whether a province is named only to say where a district is: "UBND huyện X, tỉnh Y tổ chức"."""
        start = next(s.start for s in found if s.start <= at < s.end)
        match = self._district_body.search(text, start, at)
        return match is not None and match["name"].isupper()

    # -- area ---------------------------------------------------------------------------------------

    def _areas(self, text: str, low: str, found: list[Sentence], day: date | None) -> list[Clue]:
        """The provinces that the opening names, and what in it speaks of the whole country."""
        clues: list[Clue] = []
        for number, sentence in enumerate(found[:HEAD_SENTENCES]):
            tokens = [t for t in sentence.tokens if self._names_area(text, sentence, t)]
            title = is_title(sentence, number, self._titled)
            listed = len({t.senses["area"] for t in tokens}) >= (_SEVERAL if title else _MANY)
            for token in tokens:
                area = self.catalog.find_area(token.senses["area"], day)
                if area is not None:
                    rule = "area.listed" if listed else self._area_rule(low, sentence, token, number)
                    clues.append(clue("area", area.id, rule, token.start, token.end))
        country = self._country(text, found)
        return _of_many(clues, national=bool(country)) + country

    def _addressed(self, url: str, day: date | None) -> list[Clue]:
        """The provinces that the words of an address, or the name of its site, speak for."""
        if not url:
            return []
        _, _, address = without_marks(unquote(url)).partition("://")
        site, _, path = address.partition("/")
        words, letters = f"-{_NO_WORD.sub('-', path)}-", _NO_WORD.sub("", site)
        clues: list[Clue] = []
        for name, compact in self._typed.items():
            rules = [
                rule
                for rule, told in (("area.address", f"-{name}-" in words), ("area.site", compact in letters))
                if told
            ]
            area = self.catalog.find_area(name.replace("-", " "), day) if rules else None
            if area is not None:
                clues += [clue("area", area.id, rule, 0, 0) for rule in rules]
        return clues

    def _names_area(self, text: str, sentence: Sentence, token: Token) -> bool:
        """Whether a word is the name of a province, and no district's that bears the same."""
        if "area" not in token.senses or not begins_in_capitals(text, token):
            return False
        start = max(sentence.start, token.start - _LOOK_BACK)
        return self._district_named.search(text, start, token.start) is None

    def _country(self, text: str, found: list[Sentence]) -> list[Clue]:
        """The first place of the opening that speaks of the whole country: named again it says no more."""
        for sentence in found[:_LETTERHEAD_LINES]:
            match = self._national_head.match(text, sentence.start, sentence.end)
            if match is not None and match[0].isupper():
                return [clue("area", COUNTRY, "area.national_head", *match.span())]
        for sentence in found[:HEAD_SENTENCES]:
            if match := self._national.search(sentence.low):
                start, end = (sentence.start + at for at in match.span())
                return [clue("area", COUNTRY, "area.national", start, end)]
        return []

    def _area_rule(self, low: str, sentence: Sentence, token: Token, number: int) -> str:
        """How a province is named: in the title, beside the day of a letter, as whose body or ground, or only named."""
        if self._listing.search(low, sentence.start, token.start):
            return "area.listed"
        if self._day_behind.match(low, token.end) and self._place_line.match(
            low[sentence.line : token.end] + ", "
        ):
            return "area.place"
        if sentence.first and sentence.low.strip(" *#:\n") == low[token.start : token.end]:
            return "area.heading" if number else "area.title"
        if is_title(sentence, number, self._titled):
            return "area.title"
        return "area.body" if self._of_province.search(low, sentence.start, token.end) else "area.named"


def level_of(clues: list[Clue], area: str | None) -> str | None:
    """The level of a document: that of its area, else the one that its bodies and grounds speak for."""
    if area is not None:
        return COUNTRY if area == COUNTRY else "province"
    return heaviest([c for c in clues if c.matter == "level"])


def is_title(sentence: Sentence, number: int, titled: re.Pattern[str]) -> bool:
    """Whether a sentence fills its line as a title: the first of a text, or one below that tells no number."""
    if not sentence.first or sentence.end - sentence.start > LONGEST_TITLE:
        return False
    if number == 0:
        return sentence.end >= sentence.line_end and not sentence.low.rstrip().endswith(".")
    return not sentence.marks & _FIGURE and titled.search(sentence.low) is not None


def _is_local(levels: list[Clue], areas: list[Clue]) -> bool:
    """Whether a district or commune is told of more than its province, which a title may name as well."""
    local = sum(c.weight for c in levels if c.value in _LOCAL)
    other = sum(c.weight for c in levels if c.value not in _LOCAL)
    return local > other + sum(c.weight for c in areas if c.rule == "area.title")


def _of_many(clues: list[Clue], *, national: bool) -> list[Clue]:
    """The evidence of areas: where many are named, and none as the text's own, each is one among others.

    Beside the whole country, two of equal weight are enough, and so are two that head parts of the text.
    """
    headed = len({c.value for c in clues if c.rule == "area.heading"}) >= _SEVERAL
    if not headed and any(c.rule in ("area.title", "area.place") for c in clues):
        return clues
    sums: dict[str, int] = {}
    for one in clues:
        sums[one.value] = sums.get(one.value, 0) + one.weight
    first, second, *_ = [*sorted(sums.values(), reverse=True), 0, 0]
    if len(sums) < _MANY and not headed and not (national and 0 < first == second):
        return clues
    return [clue(c.matter, c.value, "area.listed", c.start, c.end) for c in clues]
