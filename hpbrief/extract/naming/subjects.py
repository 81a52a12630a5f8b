"""The words that name what a number is of, and the indicator they name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.naming.indicator_names import IndicatorNames
from hpbrief.extract.naming.measures import Reading
from hpbrief.extract.text.tokens import FigureWords, Token, tokens_in
from hpbrief.parse.lexicon import Lexicon, marks_of
from hpbrief.parse.text import lower_text, one_spelling, phrase_key

# kinds of cue, as marks
_LEADING: Final = marks_of(
    *("lead", "place", "status", "break", "elsewhere", "actual", "goal", "versus", "base", "plan", "giver"),
    *("doing", "order", "qualifier", "qualifier_after", "cut"),
)
_CUTTING: Final = marks_of(
    "place", "verb", "status", "versus", "actual", "base", "order", "break", "cut", "elsewhere"
)
_TRAILING: Final = marks_of("lead", "status", "qualifier", "goal", "break")
_AFTER_ENDS: Final = marks_of(
    *("verb", "place", "versus", "break", "plan", "base", "lead", "order", "qualifier_after", "giver"),
    *("elsewhere", "status", "goal", "cut"),
)
_NAMES: Final = marks_of("indicator", "compound", "head")
_OPENING: Final = marks_of("goal", "order", "doing", "lead", "status", "glue", "verb", "break")
_PLACED: Final = marks_of("place", "area")
_AREA: Final = marks_of("area")
_OPENINGS: Final = 6  # words that open a clause, of which the nearest are tried
_EDGE: Final = " -+*•,.:;“”\"'|>/"
_BRACKET: Final = re.compile(r" ?\([^()0-9]{2,40}\)")
_ASIDE: Final = re.compile(r"\([^()]{2,42}\)")
_OWN: Final = re.compile(r" (?:của|tại|ở|đến|tới|về|tỉnh|thành phố|tp\.?)$", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d]")
_SYLLABLE: Final = re.compile(r"[^\W_]+")
_NUMBERING: Final = re.compile(r"(?:[0-9]{1,2}(?:\.[0-9]{1,2}){0,3}[.)]?|[a-zđ][.)]|[IVX]{1,4}\.) ")
_MARK: Final = re.compile(r"[,;:()\n]")
_AFTER_MARK: Final = re.compile(r"[,;:.()\n\"”]")
_ACKNOWLEDGED: Final = re.compile(r" được công nhận(?= [^\W\d_])")  # "3 xã được công nhận đạt chuẩn"
_AFTER_STOP: Final = frozenset(
    [
        "trước",
        "với",
        "được",
        "đã",
        "và",
        "cho",
        "của",
        "tại",
        "ở",
        "trong",
        "để",
        "do",
        "bị",
        "từ",
        "theo",
        "vào",
        "sẽ",
        "hiện",
        "đang",
        "trên",
        "theo",
        "gồm",
        "nhằm",
        "còn",
        "mà",
    ]
)
_TAILS: Final = frozenset(
    {
        *(
            "của",
            "và",
            "với",
            "là",
            "do",
            "trong",
            "để",
            "tại",
            "vào",
            "về",
            "có",
            "cho",
            "ở",
            "từ",
            "tới",
            "đến",
            "cuối",
            "giữa",
            "lại",
        ),
        *("đón", "đã", "cũng", "vẫn", "được", "tuy", "dù"),
    }
)


class Subject:
    """The subject of a number: where its words stand, the indicator they name, what its head says of measure."""

    __slots__ = ("end", "head", "indicator", "key", "start")

    def __init__(
        self, start: int, end: int, indicator: str | None, head: str | None = None, key: str = ""
    ) -> None:
        self.start = start
        self.end = end
        self.indicator = indicator
        self.head = head
        self.key = key

    def naming(self, indicator: str | None) -> Subject:
        """The same words, which name this indicator."""
        return Subject(self.start, self.end, indicator, self.head, self.key)


class SubjectReader(IndicatorNames):
    """Finds subjects in a text, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, lexicon: Lexicon) -> None:
        super().__init__(catalog, lexicon)
        tables = catalog.rules.get("phrases", {})
        self._heads: dict[str, list[tuple[str, str]]] = {}
        for phrase, measure in tables.get("head", {}).items():
            key = phrase_key(phrase)
            self._heads.setdefault(key.split(" ", 1)[0], []).append((key, measure))
        for heads in self._heads.values():
            heads.sort(key=lambda head: -len(head[0]))
        self._nothing = frozenset(phrase_key(w) for w in tables.get("no_subject", {}))
        self._manner = tuple(f" {word} " for word in tables.get("manner", {}))
        self._stock = tuple(phrase_key(w) for w in tables.get("stock", {}))
        self._classifiers = frozenset(
            phrase_key(w) for w in catalog.rules.get("unit_words", {}).get("classifier", {})
        )

    # -- words before a number ----------------------------------------------------------------------

    def window_start(self, text: str, tokens: list[Token], last: int, at: int, floor: int) -> int:
        """Where the clause of a chain begins: ``last`` is the token before the chain, ``at`` its start."""
        j = last
        while True:
            token = tokens[j] if j >= 0 and tokens[j].start >= floor else None
            left = token.end if token else floor
            mark = _last_mark(text, left, at) if at - left > 1 or text[left:at] != " " else -1
            if mark >= 0 and text[mark] == ")":
                opening = text.rfind("(", max(floor, mark - 44), mark)
                if opening >= 0 and (_BRACKET.match(text, opening) or _dated(text, tokens, j, opening, mark)):
                    while j >= 0 and tokens[j].start >= opening:
                        j -= 1
                    at = opening
                    continue
            if mark >= 0:
                return mark + 1
            if token is None:
                return floor
            if token.kind == "figure" or ("break" in token.senses and not token.marks & _NAMES):
                return token.end
            at = token.start
            j -= 1

    def trim(self, text: str, tokens: list[Token], start: int, end: int) -> tuple[int, int] | None:
        """The noun phrase inside a window, or None where nothing is left of it."""
        inside = _between(tokens, start, end)
        start, k = self._trim_left(text, inside, start, end)
        if inside := inside[k:]:
            end = self._trim_right(text, inside, start, end)
        end = self._trim_tail(text, inside, start, end)
        if end <= start or not (text[start].isalpha() or _WORD.search(text, start, end)):
            return None
        return None if phrase_key(text[start:end]) in self._nothing else (start, end)

    def without_manner(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """A stretch without the words at its edges that say how a task is taken up: "đôn đốc | giải ngân"."""
        words = f" {text[start:end].lower()} "
        while word := next((w for w in self._manner if words.startswith(w)), ""):
            start += len(word) - 1
            words = words[len(word) - 1 :]
        while word := next((w for w in self._manner if words.endswith(w)), ""):
            end -= len(word) - 1
            words = words[: 1 - len(word)]
        return (start, end) if end > start else None

    def _trim_left(self, text: str, inside: list[Token], start: int, end: int) -> tuple[int, int]:
        start = _skip(text, start, end)
        if start < end and not text[start + 1 : start + 2].islower():  # most begin with a word
            numbering = _NUMBERING.match(text, start, end)
            if numbering is not None:
                start = _skip(text, numbering.end(), end)
        placed = False
        for k, token in enumerate(inside):
            if token.end <= start:
                continue
            if token.start > start:
                return start, k
            senses, marks = token.senses, token.marks
            placed = placed or marks & _PLACED != 0
            if placed and "indicator" in senses and (shorter := self._without_doing(text, token)):
                return shorter, k
            if marks & _NAMES and "verb" not in senses:
                return start, k
            strips = marks & (_LEADING | _AREA) or token.kind in ("time", "left_out")
            if not strips and not self._moves(text, token):
                return start, k
            start = _skip(text, token.end, end)
        return start, len(inside)

    @staticmethod
    def _moves(text: str, token: Token) -> bool:
        """Whether a verb before a noun only says which way it goes: "giảm tỷ lệ hộ nghèo", "tăng thu ngân sách"."""
        verb = token.senses.get("verb")
        if "head" in token.senses:
            return False
        return verb in ("down", "to", "reach") or (
            verb == "up" and text[token.start : token.end].lower() == "tăng"
        )

    def _without_doing(self, text: str, token: Token) -> int | None:
        """Where "vốn FDI" begins in "Toàn tỉnh thu hút vốn FDI", if it names the same indicator alone."""
        words = text[token.start : token.end]
        for head in ("thu hút ", "đón "):
            if (
                words.lower().startswith(head)
                and self.resolve(words[len(head) :]) == token.senses["indicator"]
            ):
                return token.start + len(head)
        return None

    def _trim_right(self, text: str, inside: list[Token], start: int, end: int) -> int:
        for token in inside:
            if token.start <= start:
                continue
            if "area" in token.senses and (own := _OWN.search(text[start : token.start].rstrip())):
                return start + own.start()
            names = token.marks & _NAMES and not ("head" in token.senses and "verb" in token.senses)
            if token.kind in ("time", "legal", "left_out") or (not names and token.marks & _CUTTING):
                bracket = _BRACKET.match(text, token.end, end) if "place" in token.senses else None
                return bracket.end() if bracket else token.start
        return end

    def _trim_tail(self, text: str, inside: list[Token], start: int, end: int) -> int:
        end = _back(text, start, end)
        for token in reversed(inside):
            if token.start <= start or token.end < end:
                break
            if token.end == end and not token.marks & _NAMES and token.marks & _TRAILING:
                end = _back(text, start, token.start)
        while (
            (blank := text.rfind(" ", start, end)) > start
            and text[blank + 1 : end] in _TAILS
            and not text.endswith("trở lại", start, end)
        ):
            end = _back(text, start, blank)
        return end

    def pieces(self, text: str, tokens: list[Token], start: int, end: int) -> list[tuple[int, int]]:
        """The noun phrases of a list: commas and "và" part them, but not inside a known name."""
        covered = [(t.start, t.end) for t in _between(tokens, start, end) if t.marks & _NAMES]
        cuts = [start]
        for match in re.finditer(r",| và ", text[start:end]):
            at = start + match.start()
            if not any(a < at < b for a, b in covered):
                cuts += [at, at + len(match[0])]
        cuts.append(end)
        found = (self.trim(text, tokens, a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True))
        return [place for place in found if place is not None]

    def last_part(self, text: str, tokens: list[Token], start: int, end: int) -> tuple[int, int] | None:
        """The indicator that ends a stretch behind a word that opens a clause: "phấn đấu | thu ngân sách"."""
        tried = 0
        for token in reversed(_between(tokens, start, end)):
            if token.kind != "time" and not token.marks & _OPENING:
                continue
            if tried == _OPENINGS:
                return None
            tried += 1
            place = self.trim(text, tokens, token.end, end)
            if place is not None and self.resolve(text[place[0] : place[1]]):
                return place
        return None

    # -- words after a number -----------------------------------------------------------------------

    def is_counted(self, words: FigureWords) -> bool:
        """Whether a number's unit is the thing itself: 91 dự án, 46.812 ha, 7,6 triệu lượt khách."""
        if words.unit is None or words.noun_start < 0 or words.unit in ("times", "point", "place"):
            return False
        return words.unit.islower() or words.unit in ("PS", "T", "HA", "TEU")

    def after(self, text: str, tokens: list[Token], index: int, *, counted: bool) -> tuple[int, int] | None:
        """The noun phrase that follows a number: its counted noun with what qualifies it."""
        token = tokens[index]
        figure = token.figure
        assert figure is not None
        mark = _AFTER_MARK.search(text, token.end)
        end = mark.start() if mark else len(text)
        start = figure.noun_start if counted else token.end
        known = _ACKNOWLEDGED.match(text, token.end) if counted else None
        begin = known.end() if known is not None else token.end
        names = []
        for k in range(index + 1, len(tokens)):
            other = tokens[k]
            if other.start >= end:
                break
            if other.start < begin:
                continue
            if other.marks & _NAMES:
                names.append((other.start, other.end))
            elif other.kind != "cue" or other.marks & _AFTER_ENDS:
                if "doing" in other.senses and other.start <= token.end + 1:
                    continue
                end = other.start
                break
        end = self._stop(text, begin, end, names)
        if counted and phrase_key(text[start : token.end]) in self._classifiers:
            if end <= token.end + 1:
                return None
            start = token.end
        start = _skip(text, start, end)
        end = _back(text, start, end)
        if end <= start or not _WORD.search(text, start, end):
            return None
        return None if phrase_key(text[start:end]) in self._nothing else (start, end)

    def _stop(self, text: str, start: int, end: int, names: Sequence[tuple[int, int]]) -> int:
        """The end of a noun phrase: before the first small word outside a known name."""
        at, before = start, ""
        for word in text[start:end].split(" "):
            stops = word.lower() in _AFTER_STOP or (word == "làm" and before != "việc")
            if stops and not any(a <= at < b for a, b in names):
                return _back(text, start, at)
            before = word
            at += len(word) + 1
        return end

    # -- the subject --------------------------------------------------------------------------------

    def subject(self, text: str, start: int, end: int) -> Subject:
        """The subject of a stretch of words, its place part taken off where the indicator stays the same."""
        words = text[start:end]
        indicator = self.resolve(words)
        key = phrase_key(words)
        head = self._head_of(key)
        cut = key.rfind(" trên địa bàn")
        if (
            indicator is not None
            and cut > 0
            and "(" not in key[cut:]
            and self.resolve(words[:cut]) == indicator
        ):
            end = start + cut
            key = phrase_key(text[start:end])
        return Subject(start, end, indicator, head, key)

    def _head_of(self, key: str) -> str | None:
        """What the head of a noun phrase says of measure: "tốc độ tăng", "tỷ lệ"."""
        blank = key.find(" ")
        heads = self._heads.get(key if blank < 0 else key[:blank])
        if heads is not None:
            for phrase, measure in heads:
                if key.startswith(phrase) and key[len(phrase) : len(phrase) + 1] in ("", " "):
                    return measure
        return None

    def last_named(self, text: str, start: int, end: int) -> Subject | None:
        """The last indicator whose name stands in a stretch: "vướng mắc trong giải ngân vốn đầu tư công, ... 100%"."""
        key = one_spelling(lower_text(text[start:end]))
        words = [m.span() for m in _SYLLABLE.finditer(key)]
        for last in range(len(words), 1, -1):
            for first in range(max(0, last - 9), last - 1):
                left, right = words[first][0], words[last - 1][1]
                if key[left:right] in self._known:
                    return self.subject(text, start + left, start + right)
        return None

    def indicator_for(
        self, subject: Subject | None, reading: Reading, unit: str | None, *, parts: bool
    ) -> Subject | None:
        """The subject with the indicator that fits the measure: GRDP in per cent is its growth."""
        if subject is None:
            return None
        if subject.indicator is None:
            part = (
                self.growth_part.get(_BRACKET.sub("", subject.key).strip())
                if parts and reading.measure in ("yoy_change", "level")
                else None
            )
            return subject.naming(part) if part and unit in ("PT", "PP") else subject
        if reading.measure == "share_of_total" and subject.indicator in self.changes:
            return subject.naming(None)
        if unit not in ("PT", "PP", "place", None) and subject.indicator in self.changes:
            return subject.naming(None)
        if reading.measure == "level" and unit in ("point", "PT") and subject.indicator in self.ranks:
            return subject.naming(None)  # "PCI đạt 71,2 điểm": a score, not a place in the order
        if reading.measure == "level" and self.counts_other(subject.indicator, unit):
            return subject.naming(self.money_of.get(subject.indicator) if unit in ("VND", "USD") else None)
        if unit == "VND" and subject.indicator in self.in_dollars:
            return subject.naming(None)
        if unit == "PT" and reading.measure == "level" and subject.indicator in self.share_is:
            return subject.naming(self.share_is[subject.indicator])
        if unit not in ("PT", "PP", None) and subject.indicator in self.whole_is:
            return subject.naming(self.whole_is[subject.indicator])
        if unit not in ("PT", "PP", None) and subject.indicator in self.shares:
            return subject.naming(None)  # "nợ xấu 2.214 tỷ đồng": the amount, not the share
        growth = self.growth_is.get(subject.indicator)
        if (
            growth
            and reading.measure in ("yoy_change", "rank", "change_vs_previous")
            and unit in ("PT", "PP", None)
        ):
            return subject.naming(growth)
        return subject

    def is_stock(self, words: str) -> bool:
        """Whether what the words name stands at a moment: a debt, a herd."""
        key = phrase_key(words)
        return key.startswith(self._stock)


def _dated(text: str, tokens: list[Token], j: int, opening: int, mark: int) -> bool:
    """Whether a bracket holds no number of its own but a year or another time: "(theo giá so sánh năm 2010)"."""
    if _ASIDE.match(text, opening, mark + 1) is None:
        return False
    while j >= 0 and tokens[j].start >= opening:
        if tokens[j].kind not in ("cue", "time"):
            return False
        j -= 1
    return True


def _last_mark(text: str, start: int, end: int) -> int:
    """Where the last mark that parts clauses stands in a stretch, or -1."""
    if _MARK.search(text, start, end) is None:
        return -1
    at = end - 1
    while text[at] not in ",;:()\n":
        at -= 1
    return at


def _between(tokens: list[Token], start: int, end: int) -> list[Token]:
    """The tokens that lie inside a stretch."""
    inside = tokens_in(tokens, start, end)
    return inside[:-1] if inside and inside[-1].end > end else inside


def _skip(text: str, start: int, end: int) -> int:
    while start < end and text[start] in _EDGE:
        start += 1
    return start


def _back(text: str, start: int, end: int) -> int:
    while end > start and (text[end - 1] in _EDGE or text[end - 1] == "("):
        end -= 1
    return end
