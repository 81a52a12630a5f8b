"""What the head of a column, or the name of a row, says of its numbers: time, base, plan, unit, subject."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.naming.subjects import Subject, SubjectReader
from hpbrief.extract.tables.grid import Place
from hpbrief.extract.tables.head_times import Times, whole_period
from hpbrief.extract.text.scanner import Scanner
from hpbrief.extract.text.times import Anchor
from hpbrief.extract.text.tokens import Token
from hpbrief.models import Period
from hpbrief.parse.kept import remember
from hpbrief.parse.text import canonical, lower_text, one_spelling, phrase_key
from hpbrief.parse.units import UnitMatch

_REMEMBERED: Final = 4_000
_BRACKET: Final = re.compile(r"\(([^()]*)\)?")
_MONTHS_SHORT: Final = re.compile(r"(?<!\w)(?:t([0-9]{1,2})|([0-9]{1,2})t)(?=[ /.)-]|$|20)")
_QUARTER_SHORT: Final = re.compile(r"(?<!\w)q ?([1-4]|iv|i{1,3})(?!\w)")
_YEARS_COMPARED: Final = re.compile(r"((?:19|20)[0-9]{2}) ?/ ?((?:19|20)[0-9]{2})")
_SLASH: Final = re.compile(r"(?<=[^\W_]) ?/ ?(?=(?:kế hoạch|dự toán|cùng kỳ|mục tiêu|kh|dt|ck)(?!\w))")
_SLASH_TIMES: Final = re.compile(r"(tháng [0-9]{1,2}(?:/20[0-9]{2})?) ?/ ?(?=tháng [0-9])")
_ISO_MONTH: Final = re.compile(r"(20[0-9]{2})-([01][0-9])-01(?:[t ]00:00:00)?(?!\d)")
_ISO_DAY: Final = re.compile(r"(20[0-9]{2})-([01][0-9])-([0-3][0-9])(?:[t ]00:00:00)?(?!\d)")
_NUMBERING: Final = re.compile(
    r"(?:\(?(?:[IVXLC]{1,5}|[A-ZĐ]|[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}|[a-zđ])[.)]\)? ?|"
    r"[0-9]{1,2}(?:\.[0-9]{1,2}){1,3} |[-+*•>] ?)+"
)
_NOTE_MARK: Final = re.compile(r" ?(?:\((?:[0-9]{1,2}|\*{1,3})\)|\*{1,3}|[¹²³⁴⁵⁶⁷⁸⁹]{1,2}|\[[0-9]{1,2}\])$")
_CONSTANT_PRICES: Final = re.compile(r"giá (?:so sánh|ss|cố định)(?: năm)?(?: 20[0-9]{2})?")
_SMALL_TAIL: Final = re.compile(
    r"(?: (?:tính|đến|hết|trong|của|tại|từ|vào|so|cả|năm|tháng|quý))+ ?$", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_CAPTION_MARK: Final = re.compile(
    r"(?:(?:phụ )?(?:biểu|bảng|phụ lục)(?: số)?[ :.]*(?:[0-9]{1,2}(?:\.[0-9]{1,2})*|[ivx]{1,4})[ .:/-]*)",
    re.IGNORECASE,
)


@dataclass
class Said:
    """What words say of numbers; None or False where they say nothing of it."""

    period: Period | None = None
    to_date: bool = False
    whole_year: bool = False
    base: str | None = None  # yoy, previous or other
    base_period: Period | None = None
    versus: bool = False
    plan: str | None = None
    status: str | None = None
    unit: UnitMatch | None = None
    unit_text: str | None = None
    percent: bool = False
    says: set[str] = field(default_factory=set)
    subject: Subject | None = None
    of: int | None = None  # the column of levels that a comparison, share or rank speaks of
    area: str | None = None
    times: int = 0  # how many stretches of time are named, years aside
    empty: bool = False  # no words of their own: times and words of measure only
    bare: bool = False  # empty, and words of measure among them

    @property
    def compares(self) -> bool:
        """Whether the numbers are held against a base or plan."""
        return self.versus or (self.percent and (self.base is not None or self.plan is not None))

    @property
    def is_goal(self) -> bool:
        """Whether the numbers are what a plan sets."""
        return self.plan is not None and not self.compares


class HeadReader:
    """Reads heads and names, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, scanner: Scanner, subjects: SubjectReader) -> None:
        self.catalog = catalog
        self.scanner = scanner
        self.subjects = subjects
        tables = catalog.rules.get("table_words", {})
        self._short = {phrase_key(k): v for k, v in tables.get("short", {}).items()}
        self._says = {phrase_key(k): v for k, v in tables.get("says", {}).items()}
        self._bare = frozenset(phrase_key(k) for k in tables.get("bare", {}))
        self._units = {phrase_key(k): v for k, v in tables.get("unit", {}).items()}
        self._name_words = {phrase_key(k): v for k, v in tables.get("name_short", {}).items()}
        self._units_read: dict[str, UnitMatch | None] = {}
        self._rows = {phrase_key(k): v for k, v in tables.get("row", {}).items()}
        self._long_short = re.compile(
            r"(?<!\w)(?:"
            + "|".join(re.escape(k) for k in sorted(self._short, key=lambda k: -len(k)))
            + r")(?!\w)"
        )
        self._long_says = re.compile(
            r"(?<!\w)(?:"
            + "|".join(re.escape(k) for k in sorted(self._says, key=lambda k: -len(k)))
            + r")(?!\w)"
        )
        parts = sorted((k for k, v in self._rows.items() if v == "part"), key=lambda k: -len(k))
        self._openings = re.compile(r"(?:" + "|".join(re.escape(k) for k in parts) + r")(?!\w) ?:?")

    # -- units --------------------------------------------------------------------------------------

    def unit(self, words: str) -> UnitMatch | None:
        """The unit that words are, and nothing else: "Tỷ đồng", "1000 tấn", "Tr.USD"."""
        if words in self._units_read:
            return self._units_read[words]
        return remember(self._units_read, words, self._unit(words), _REMEMBERED)

    def _unit(self, words: str) -> UnitMatch | None:
        low = canonical(lower_text(words).strip(" .:;()"))
        low = self._units.get(low) or self._units.get(low.replace(" ", "")) or low
        low = re.sub(r"^1[. ]?000(?: |(?=[^\W\d]))", "nghìn ", low)
        low = re.sub(r"^10\^?6 ", "triệu ", low)
        found = self.scanner.units.read(low, 0)
        if found is None or found.start != 0 or found.counted or low[found.end :].strip(" ."):
            return None
        return found

    def _bracket_unit(self, words: str) -> tuple[UnitMatch | None, str | None]:
        for match in _BRACKET.finditer(words):
            inside = match[1].strip().removeprefix("ĐVT:").removeprefix("Đơn vị tính:").strip()
            if unit := self.unit(inside):
                return unit, inside
        tail = words.rpartition(",")[2].strip() if "," in words else ""
        return (self.unit(tail), tail) if tail and self.unit(tail) else (None, None)

    # -- heads --------------------------------------------------------------------------------------

    def read(self, text: str, places: Sequence[Place], anchor: Anchor, *, name: bool = False) -> Said:
        """What the words at some places say, read as one from the top down; ``name`` where they name a row."""
        said = Said()
        words = [text[p.start : p.end] for p in places]
        low = self._spelled_out(" ; ".join(words) if not name else words[0])
        for one in reversed(words):
            said.unit, said.unit_text = self._bracket_unit(one)
            if said.unit is None and (unit := self.unit(one)) and not name:
                said.unit, said.unit_text = unit, one
            if said.unit is not None:
                break
        said.percent = "%" in low or (said.unit is not None and said.unit.code == "PT")
        for match in self._long_says.finditer(one_spelling(low)):
            said.says.add(self._says[match[0]])
        tokens = self.scanner.scan(low)
        self._take_tokens(said, low, tokens, anchor)
        if "percent" in said.says:
            said.percent = True
        if "official" in said.says:
            said.status = "A"
        said.subject = self._subject(text, places, name=name and said.base is None and said.plan is None)
        said.empty, said.bare = self._is_bare(low, tokens)
        said.area = self._area(text, places, said.period, anchor)
        return said

    def _spelled_out(self, words: str) -> str:
        low = lower_text(words).replace("¦", "/")
        low = _CONSTANT_PRICES.sub("giá cố định", low)
        low = _ISO_MONTH.sub(lambda m: f"tháng {int(m[2])}/{m[1]}", low)
        low = _ISO_DAY.sub(lambda m: f"ngày {m[3]}/{m[2]}/{m[1]}", low)
        low = _MONTHS_SHORT.sub(lambda m: f"tháng {m[1]}" if m[1] else f"{m[2]} tháng", low)
        low = _QUARTER_SHORT.sub(r"quý \1", low)
        low = _YEARS_COMPARED.sub(r"\1 so với \2", low)
        low = _SLASH.sub(" so với ", low)
        low = _SLASH_TIMES.sub(r"\1 so với ", low)
        return self._long_short.sub(lambda m: self._short[m[0]], low)

    def _take_tokens(self, said: Said, low: str, tokens: list[Token], anchor: Anchor) -> None:
        times = Times()
        moved = False
        level = at = 0
        for token in tokens:
            level += low.count(";", at, token.start)
            at = token.end
            senses = token.senses
            if token.time is not None:
                times.take(token.time, level, versus=said.versus, planned=said.plan is not None)
            if "versus" in senses and not (said.versus and said.base):
                said.versus = True
                moved = moved or senses["versus"] in ("up", "down")
            if "base" in senses and not (said.base and said.plan):
                said.base = said.base or str(senses["base"])
                times.settle(level)
            if "plan" in senses and (said.plan is None or senses["plan"] != "unspecified"):
                said.plan = str(senses["plan"])
                times.settle(level)
            if "giver" in senses and said.plan is not None:
                said.plan = str(senses["giver"])
            said.status = said.status or senses.get("status")
            if senses.get("verb") in ("up", "down", "exceed") and "indicator" not in senses:
                said.says.add("exceed" if senses["verb"] == "exceed" else "growth")
                if senses["verb"] == "down" and low.count("tăng") == 0:
                    said.says.add("fall")
            if senses.get("verb") == "share":
                said.says.add("share")
        if moved:
            said.says.add("growth")
        said.times = len({t.named() for t in times.own if t.form not in ("year", "years")})
        said.to_date = "to_date" in said.says
        said.whole_year = "whole_year" in said.says
        own = times.own or ([] if said.versus else times.planned)
        said.period = whole_period(own, anchor, to_date=said.to_date)
        said.base_period = whole_period(times.base, anchor, to_date=False)
        if said.base_period is not None and said.base is None and said.plan is None:
            said.base = "dated"
        if said.versus and said.base is None and said.plan is None:
            said.base = "other" if "other_base" in said.says else None

    # -- subjects -----------------------------------------------------------------------------------

    def _subject(self, text: str, places: Sequence[Place], *, name: bool) -> Subject | None:
        for whole in reversed(places):
            place = self.name_in(text, whole)
            if place is None:
                continue
            found = self.subjects.subject(text, *place)
            if found.indicator is not None:
                return found
            if not name and (shorter := self.before_times(text, place)) is not None:
                found = self.subjects.subject(text, *shorter)
                if found.indicator is not None:
                    return found
        return None

    def name_in(self, text: str, place: Place) -> Place | None:
        """The name inside a cell or caption: numbering, "Trong đó:", units in brackets and note marks aside."""
        start, end = place
        if (mark := _CAPTION_MARK.match(text, start, end)) is not None:
            start = mark.end()
        changed = True
        while changed and start < end:
            changed = False
            if (numbering := _NUMBERING.match(text, start, end)) and numbering.end() > start:
                start, changed = numbering.end(), True
            low = lower_text(text[start:end])
            if (opening := self._openings.match(low)) and opening.end() < len(low):
                start, changed = start + opening.end(), True
            while start < end and text[start] in " :.":
                start += 1
        changed = True
        while changed and end > start:
            changed = False
            while end > start and text[end - 1] in " :;.,":
                end -= 1
            if (note := _NOTE_MARK.search(text[start:end])) is not None:
                end, changed = start + note.start(), True
            bracket = text.rfind("(", start, end)
            if bracket > start and text[end - 1] == ")" and self._is_aside(text[bracket + 1 : end - 1]):
                end, changed = bracket, True
        return Place(start, end) if end > start and _WORD.search(text, start, end) else None

    def _is_aside(self, inside: str) -> bool:
        """Whether a bracket holds a unit or a mark, not a part of the name: "(tỷ đồng)", "(*)", "(giá SS 2010)"."""
        return (
            self.unit(inside) is not None
            or "%" in inside
            or "đvt" in inside.lower()
            or "giá" in inside.lower()
        )

    def before_times(self, text: str, place: Place) -> Place | None:
        """The words before the first time, base or plan of a head or caption."""
        low = lower_text(text[place.start : place.end])
        for token in self.scanner.scan(low):
            cuts = token.kind in ("time", "figure", "legal") or not {"versus", "base", "place"}.isdisjoint(
                token.senses
            )
            if cuts and token.start > 0 and "indicator" not in token.senses:
                end = place.start + token.start
                while end > place.start and text[end - 1] in " ,;:-(":
                    end -= 1
                if tail := _SMALL_TAIL.search(text[place.start : end]):
                    end = place.start + tail.start()
                return Place(place.start, end) if end > place.start else None
        return None

    def caption_subject(self, text: str, place: Place) -> Subject | None:
        """The one indicator that a caption names; None where it names none, or several."""
        inside = self.name_in(text, place)
        if inside is None:
            return None
        inside = self.before_times(text, inside) or inside
        found = self.subjects.subject(text, *inside)
        if found.indicator is not None:
            return found
        named = set(self.subjects.mentioned(text[inside.start : inside.end]))
        return found.naming(named.pop()) if len(named) == 1 else None

    def is_general(self, words: str, known: Set[str]) -> bool:
        """Whether words name nothing beyond some that are known: "Đã giải ngân" under a caption of disbursement."""
        parts = _WORD.findall(phrase_key(_BRACKET.sub(" ", words)))
        return all(part in self._bare or part in known for part in parts)

    def in_full(self, words: str) -> str | None:
        """A name with its short forms written out: "Tổng mức bán lẻ HH"; None where it has none."""
        low = phrase_key(words)
        full = " ".join(self._name_words.get(word, word) for word in low.split(" "))
        return full if full != low else None

    def row_word(self, words: str) -> str | None:
        """What a row's name is where it is no name of its own: total, country."""
        return self._rows.get(phrase_key(words.strip(" :.")))

    def opens_part(self, words: str) -> bool:
        """Whether a row's name begins with "Trong đó" or the like."""
        return self._openings.match(phrase_key(words.lstrip(" -+"))) is not None

    def _is_bare(self, low: str, tokens: list[Token]) -> tuple[bool, bool]:
        """Whether words name nothing, and whether they say how something is measured: "So với cùng kỳ (%)"."""
        kept = list(low)
        known = False
        for token in tokens:
            told = {"versus", "base", "plan", "giver", "status", "verb", "glue", "head"} & set(token.senses)
            if told or token.kind == "time":
                known = known or bool(told - {"glue"})
                for i in range(token.start, token.end):
                    kept[i] = " "
        rest = _BRACKET.sub(" ", "".join(kept))
        rest = self._long_says.sub(" ", one_spelling(rest))
        known = known or self._long_says.search(one_spelling(low)) is not None
        empty = all(w in self._bare for w in _WORD.findall(rest))
        return empty, empty and known

    def _area(self, text: str, places: Sequence[Place], period: Period | None, anchor: Anchor) -> str | None:
        day = period.end if period is not None else anchor.day
        for place in places:
            inside = self.name_in(text, place)
            if inside is None or not text[inside.start].isupper():
                continue
            found = self.catalog.find_area(text[inside.start : inside.end], day)
            if found is not None:
                return found.id
        return None
