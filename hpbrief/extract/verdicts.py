"""Verdicts: counts of goals met, the indicators named with them, and those that the text only implies."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from hpbrief.catalog import Catalog
from hpbrief.extract.sentences import Sentence
from hpbrief.extract.subjects import SubjectReader
from hpbrief.extract.tokens import Token, tokens_in
from hpbrief.models import Period, Reference, VerdictStatus
from hpbrief.parse.text import phrase_key
from hpbrief.parse.trie import later, trie_pattern

_COUNTED: Final = "chỉ tiêu"
_COUNT_LAST: Final = "số chỉ tiêu"  # "số chỉ tiêu đạt là 4"
_ON_TIME: Final = "tiến độ"
_FEW_NAMES: Final = 8
_LONGEST_LIST: Final = 1200
_LONGEST_NAME: Final = 240
_LONGEST_ITEM: Final = 120
_PLAN_WORDS: Final = "kế hoạch|dự toán|kịch bản|mục tiêu|nghị quyết"
_COUNT_WORDS: Final = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
}
_IN_WORDS: Final = re.compile(rf"(?<![^\W_])(?P<n>{'|'.join(_COUNT_WORDS)}) ++(?={_COUNTED})")
_ALL_OF: Final = re.compile(r"(?<![^\W_])(?:tất cả|cả|toàn bộ)(?: các)? ++$")
_COUNT_ENDS: Final = re.compile(rf"(?:[0-9]|(?<![^\W_])(?:{'|'.join(_COUNT_WORDS)})) ++$")
_GROUP: Final = r"(?:các|những|một số|nhóm|số)(?: nhóm)?"
_GROUP_HEAD: Final = re.compile(rf"các|những|một số|nhóm|số|{_COUNTED}")
_GROUPED: Final = r"chỉ tiêu|việc|lĩnh vực|nội dung|mặt|khâu|ngành|mục tiêu|chỉ số|nhiệm vụ"
_COUNTS_GOALS: Final = re.compile(rf"[0-9] {_COUNTED}")
_OF_ALL: Final = ("trên tổng số ", "trong tổng số ", "trong số ", "trên tổng ")
_YEAR_END: Final = re.compile(r" (?:vào |đến |trong |trước )?(?:dịp )?cuối năm(?![^\W_])")
_CALLS: Final = "yêu cầu|đề nghị|phấn đấu|tập trung|quyết tâm|quyết liệt|phải|cần|chỉ đạo|nỗ lực|khẩn trương"
_DONE: Final = re.compile(r"(?<![^\W_])đã ")
_LOW: Final = ("đạt thấp", "còn thấp", "thấp hơn")  # low against a plan not yet over: not met by implication
_YEAR: Final = re.compile(r"(?<![^\W_])20[0-9]{2}(?![0-9])")
_STILL_TO_DO: Final = re.compile(r"(?:phấn đấu|quyết tâm|mục tiêu|nhiệm vụ|yêu cầu|để|phải|cần)[^.;:]*$")
_NO_GOAL: Final = re.compile(
    r" (?:kết quả|tốc độ|mức tăng|khá|cao|tốt|được nhiều|nhiều|tỷ lệ)(?![^\W_])"
    r"|(?: từ| trên| dưới| khoảng| gần| hơn| mới)?+ [0-9]{1,2}(?:[,.][0-9]+)? ?%"
)
_EXPECTED: Final = re.compile(r"(?:dự kiến|dự báo|phấn đấu|khả năng|sẽ) [^,;.]*$")
_LONG_PLAN: Final = (
    r"(?! (?:số|[0-9]+ năm|trung hạn|dài hạn|giai đoạn|nhiệm kỳ|hành động|đại hội|trung ương|của trung ương"
    r"|đầu tư công|sử dụng đất|tái cơ cấu|ứng phó|của đảng|đảng bộ|tỉnh ủy))"
)
_OTHER_MATTER: Final = (  # what a council's resolution may be on but the plan of a year
    r"[^;:\n]{0,160} (?:giai đoạn|20[0-9]{2} ?-|nhiệm kỳ|5 năm|trung hạn|quy định|chính sách|chế độ|mức|đề án"
    r"|quy hoạch|đầu tư công|chủ trương)(?![^\W_])"
)
_GIVEN: Final = re.compile(
    rf"{_COUNTED}[^,;.:]{{0,30}} (?:theo nghị quyết{_LONG_PLAN}|"
    rf"(?:(?:tỉnh|thành) ủy, )?(?:hđnd|hội đồng nhân dân|nghị quyết{_LONG_PLAN})[^,;.:]{{0,24}}"
    r" (?:giao|đề ra|thông qua)"
    r"|(?:tỉnh|thành phố|(?:tỉnh|thành) ủy|chính phủ|trung ương) giao(?! (?:thông|dịch|ban|đất|rừng))(?![^\W_]))"
    rf"|{_COUNTED}(?: phát triển)?(?: kinh tế - xã hội| kt-xh)?(?: chủ yếu| chính| cụ thể| cơ bản)?"
    r"(?: theo| của| trong| thuộc)?(?: kịch bản(?P<s>)|"
    rf" (?:kế hoạch|nghị quyết){_LONG_PLAN}| năm)(?: nay| [0-9]{{4}})?(?![^\W_])"
    rf"|(?:nghị quyết|hđnd)[^,;.:]{{0,40}} (?:đề ra|giao|thông qua) [0-9]{{1,3}} {_COUNTED}"
    r"|(?:theo|thực hiện|so với|triển khai) nghị quyết số [^ ]{1,24}nq-hđnd[^;:\n]{0,120}?"
    r" năm (?:nay|20[0-9]{2})(?! ?-)"
    rf"|(?:theo|thực hiện|so với|triển khai|tại|trong|của) nghị quyết số [0-9]{{1,4}}/nq-hđnd(?!{_OTHER_MATTER})"
)
_TERM: Final = re.compile(
    r"(?: (?:của|tại|trong|theo|mà|nghị quyết|kế hoạch|chỉ tiêu|phát triển kinh tế - xã hội))*+"
    r" (?:đại hội|(?:cả |toàn )?nhiệm kỳ|trung hạn|dài hạn|(?:5|năm|10) năm(?! 20[0-9]{2}(?! ?-))|giai đoạn)(?![^\W_])"
)
_BY_PARTY: Final = re.compile(
    r"[^,;:.\n0-9]{0,24}(?:tỉnh|thành) ủy, (?:hđnd|ubnd|hội đồng nhân dân|ủy ban nhân dân)"
    r"[^,;:.\n0-9]{0,24}? giao(?![^\W_])"
)
_MEASURED_BY: Final = re.compile(
    r"(?:theo|thực hiện|đối chiếu(?: với)?|rà soát(?: theo)?|bám|trong) (?:các |từng )?(?:chỉ tiêu )?$"
)
_LONG_AFTER: Final = re.compile(_LONG_PLAN)
_FORECAST: Final = "dự báo|dự kiến|ước|khả năng|nhận định"
_WHOLE_YEAR: Final = (
    r"(?:(?:cả|(?:đến )?hết|kết thúc|(?:đến )?cuối|trọn) năm(?: nay)?(?! (?:học|sau|trước)| 20[0-9]{2} ?-)"
    r"|(?:đến|hết) (?:ngày )?31[/-]12(?:[/-]20[0-9]{2})?(?![0-9]))"
)
_YEAR_FORECAST: Final = re.compile(
    rf"(?<![^\W_])(?:{_FORECAST}) [^.;:]{{0,30}}?{_WHOLE_YEAR}"
    rf"|(?<![^\W_]){_WHOLE_YEAR}[^.;:]{{0,60}}? (?:{_FORECAST})(?![^\W_])"
)
_SHARE_OF_GOALS: Final = re.compile(rf" (?:số |các )?{_COUNTED} (?:đều |đã )*")
_BRACKETS: Final = re.compile(r"[()]")
_SMALL: Final = re.compile(r"[ ,]|(?<![^\W_])(?:đã|và|cũng|vẫn|song|nhưng|qua đó|tuy|dù)(?![^\W_])")
_CAUSE: Final = re.compile(
    r",? (?:chủ yếu|phần lớn|một phần|nguyên nhân)(?: là)? (?:do|vì|bởi) |, (?:do|vì|bởi) "
)
_NAMES_IN_BRACKETS: Final = re.compile(r"[^,;.:()\n]{0,40} \((?P<names>[^()0-9\n]{3,400})\)")
_OPENS_LIST: Final = re.compile(rf"{_COUNTED}(?: bao)? (?:gồm|là|như)(?: có)?:? ")
_NAME_ALONE: Final = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,7}")
_OF_NUMBERS: Final = frozenset({"verb", "glue", "qualifier", "status"})
_CLAUSE_END: Final = re.compile(r"[,;:.\n]|[0-9]")


def _is_planned(low: str) -> bool:
    """Whether a word of a plan stands in a sentence."""
    return (
        "kế hoạch" in low
        or "dự toán" in low
        or "kịch bản" in low
        or "mục tiêu" in low
        or "nghị quyết" in low
        or _ON_TIME in low
    )


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the blanks at its ends."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip(" ")), end - len(words) + len(words.rstrip(" "))


class Stated(NamedTuple):
    """A verdict as found: its place, status and reference; ``met`` and ``of_total`` for a headline."""

    start: int
    end: int
    status: VerdictStatus
    reference: Reference
    rule: str
    met: int | None = None
    of_total: int | None = None
    indicator: str | None = None
    inferred: bool = False
    period: Period | None = None


def _is_heading(sentence: Sentence, low: str) -> bool:
    """Whether a sentence is a line of its own that opens what stands below it."""
    words = low.rstrip(" \n")
    return (
        sentence.first and sentence.end >= sentence.line_end and words[-1:] not in (".", ";", ",", "!", "?")
    )


class _Count(NamedTuple):
    """A count of goals: its place, the count, and the whole of "7/9"; ``last`` is where a count said last ends."""

    start: int
    end: int
    met: int
    of: int | None
    last: int = 0


def _reference_of(plan: Token, sentence: Sentence) -> Reference:
    """What a plan's word refers to: the goals of a term of years are no annual goals."""
    if plan.senses["plan"] == "scenario":
        return Reference.SCENARIO
    term = _TERM.match(sentence.low, plan.end - sentence.start)
    return Reference.UNSPECIFIED if term else Reference.ANNUAL_GOAL


def _joined(low: str, first: _Count, last: _Count, sentence: Sentence) -> bool:
    """Whether counts share what is said of the last: "5/8 chỉ tiêu về kinh tế, 7/7 chỉ tiêu về xã hội đạt"."""
    between = low[first.end - sentence.start : last.start - sentence.start]
    return ";" not in between and ":" not in between


class _Open(NamedTuple):
    """A list that a headline opened for the lines below; one without a colon holds only names that are known."""

    status: VerdictStatus
    reference: Reference
    known: bool


class _Led(NamedTuple):
    """The plan that a sentence or heading sets goals against: it holds in its line, a heading's until the next."""

    reference: Reference
    line: int
    heading: bool


class Told:
    """What earlier sentences said of verdicts: the whole counted, the reference, and a list left open.

    ``led`` is the plan that a sentence or heading set goals against, ``listed`` the line of the last list of goals,
    ``year`` that of the document.
    """

    def __init__(self) -> None:
        self.of_total: int | None = None
        self.reference = Reference.UNSPECIFIED
        self.open: _Open | None = None
        self.led: _Led | None = None
        self.listed = -1
        self.year: int | None = None

    def is_open(self) -> bool:
        """Whether a list was left open for the lines below."""
        return self.open is not None


class VerdictReader:
    """Reads verdicts in sentences, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, subjects: SubjectReader) -> None:
        self._subjects = subjects
        tables = catalog.rules.get("phrases", {})
        self._status = {phrase_key(w): VerdictStatus(s) for w, s in tables.get("verdict", {}).items()}

        @cache
        def words() -> str:
            return trie_pattern(self._status)

        def table(name: str) -> str:
            return trie_pattern(tables.get(name, {}))

        self._said = later(lambda: rf"(?<![^\W_])(?P<s>{words()})(?![^\W_])")
        self._ahead = later(lambda: rf"(?<![^\W_])(?P<s>{words()}) (?:được |đối với |cả |với )?")
        self._lagging = later(
            lambda: rf"{table('lagging')}(?![^\W_])[^.;\n]{{0,120}}?, ++{table('above_all')}(?![^\W_])"
        )
        self._reach = later(
            lambda: (
                rf"(?<![^\W_])(?:{_CALLS})(?![^\W_])[^.;\n]{{0,120}}? {table('reach')}(?![^\W_])"
                rf"[^.;\n]{{0,120}}?, ++{table('above_all')}(?![^\W_])"
            )
        )
        self._aside = later(
            lambda: (
                rf"{_COUNTED}[^,.;:0-9\n]{{0,40}}, ++{table('above_all')} (?P<n>[^.;:\n]{{3,200}}?), "
                rf"(?P<s>{words()})(?![^\W_])"
            )
        )
        self._said_first = later(
            lambda: (
                rf"(?:^|; )[ \-+*•]*+(?P<s>{words()})(?: (?:so với )?(?:{_PLAN_WORDS})[^,;:.\n]{{0,24}}?)?"
                rf" (?:là|gồm|có)(?: các| những| một số)? {_COUNTED}(?: sau| như)?:? ++"
            )
        )
        self._list_head = later(
            lambda: (
                rf"[^.;:\n]{{0,80}}?(?:,? ++{table('list_head')}(?: ++(?:các|những|một số) {_COUNTED}"
                r"(?:(?: [^\W\d_]+){0,4}?(?: (?:như|là|gồm):?|:))?)?:?|:)(?![^\W_])"
            )
        )
        self._group = later(
            lambda: (
                rf"(?<![^\W_])(?:{_GROUP}(?: (?:{_GROUPED}))?|{_COUNTED})"
                r"(?: (?:chủ yếu|còn lại|cơ bản|quan trọng|này|duy nhất))?"
                r"(?: (?:đến nay|tính đến nay|đến thời điểm này|có|được|đã|dự kiến|ước))*+"
                rf" (?P<s>{words()})(?![^\W_])"
            )
        )
        self._turned = later(
            lambda: (
                rf" (?:là|đều là|thuộc)(?: những| các| nhóm| hai| ba)?(?: {_COUNTED})?"
                rf"(?: duy nhất| còn lại)? (?P<s>{words()})(?![^\W_])"
            )
        )
        self._told_before = later(
            lambda: (
                rf"{_COUNTED}(?: (?:có|được|đã|dự kiến|ước))*+ (?P<s>{words()})"
                r"(?: (?:kế hoạch|nghị quyết|kịch bản)(?: năm)?)?"
                r"(?: (?:là|đạt|chiếm|ước đạt))? ?:? ?(?P<n>[0-9]{1,3}) ?/ ?[0-9]"
            )
        )
        self._count_last = later(
            lambda: (
                rf"(?<![^\W_]){_COUNT_LAST} (?P<s>{words()})"
                rf"(?: (?:so với )?(?:{_PLAN_WORDS})(?: năm)?)?(?: là|:| có) (?P<n>[0-9]{{1,3}})(?![0-9/%]|[.,][0-9])"
            )
        )
        self._one = later(
            lambda: (
                rf"{_COUNTED} (?:về )?(?P<n>[^,;.:0-9()\n]{{3,90}}?) (?:đều |cũng |vẫn |còn |là )?(?P<s>{words()})"
                rf"(?= *[,;.]| *$| (?:so với )?(?:{_PLAN_WORDS}))"
            )
        )
        self._part_of = re.compile(
            r"[0-9]{1,3} ++(?:trong(?: ++(?:số|tổng số))?|trên(?: ++tổng số)?|/) ++(?=[0-9])"
        )

    def read(self, text: str, sentence: Sentence, told: Told) -> list[Stated]:
        """The verdicts of a sentence; ``told`` is what earlier ones said, and is moved on."""
        low = sentence.low
        if told.open is not None:
            counted = self._group.search(low) or _COUNTS_GOALS.search(low)
            if sentence.first and sentence.is_bullet(text) and counted is None:
                return self._bullet(text, sentence, told.open)
            told.open = None
        led = self._take_led(sentence, low, told)
        planned = _is_planned(low)
        if _COUNTED not in low:
            going_on = told.of_total is not None or told.listed == sentence.line
            grouped = self._groups(text, sentence, low, told) if planned or going_on else []
            plain = grouped or (self._plain(text, sentence, low) if planned else [])
            if planned and not plain and (plans := self._plans(text, sentence, low)):
                self._lead_on(sentence, low, plans, told)
            return plain
        found: list[Stated] = []
        total = told.of_total
        plans = self._plans(text, sentence, low)
        before = plans[0][1] if plans else self._of_year(low) or led or told.reference
        earlier, told.reference = told.reference, before
        done = sentence.start
        opening: _Count | None = None
        shared: list[_Count] = []
        counts = self._counts(text, low, sentence)
        if len(counts) > 1 and low.endswith(_OF_ALL, 0, counts[-1].start - sentence.start):
            total = counts.pop().met
        for number, one in enumerate(counts):
            before = next((plan for at, plan in reversed(plans) if done <= at < one.end), before)
            done = one.end
            if one.of is not None:
                total = one.of
            said = self._said_after(low, one.end - sentence.start)
            if said is None and (ahead := self._said_ahead(low, one.start - sentence.start)) is not None:
                status, at = ahead
                total = one.of if one.of is not None else total
                if opening is not None and one.of is None:
                    at = opening.start - sentence.start
                opening = None
                reference = before = self._reference(text, sentence, one.end, before)
                if total is not None and one.met <= total:
                    place = (sentence.start + at, one.end)
                    found.append(Stated(*place, status, reference, "verdict.headline", one.met, total))
                if number + 1 == len(counts) or self._list_before(
                    low, one.end, counts[number + 1].start, sentence
                ):
                    found += self._named(text, sentence, low, one.end, status, reference, told)
                continue
            if said is None:
                opening, total = (one, one.met) if one.of is None else (None, one.of)
                shared = [*shared, one] if one.of is not None else []
                continue
            status, said_at = said
            said_end = said_at + sentence.start
            if status is VerdictStatus.MET and self._lies_ahead(text, sentence, one.end, said_end):
                status = VerdictStatus.ON_TRACK
            start = one.start
            if one.of is None and opening is not None:
                start = opening.start
                opening = None
            reference = before = self._reference(text, sentence, said_end, before)
            end = one.last or self._end(text, sentence, said_end)
            if total is not None and (total < 1 or one.met > total):
                total = None
            if total is None and _ALL_OF.search(
                low, max(0, one.start - sentence.start - 16), one.start - sentence.start
            ):
                total = one.met
            for other in (
                shared if shared and one.of is not None and _joined(low, shared[0], one, sentence) else ()
            ):
                found.append(
                    Stated(other.start, other.end, status, reference, "verdict.headline", other.met, other.of)
                )
            shared = []
            if total is not None:
                found.append(Stated(start, end, status, reference, "verdict.headline", one.met, total))
            if number + 1 == len(counts) or self._list_before(low, end, counts[number + 1].start, sentence):
                found += self._named(text, sentence, low, end, status, reference, told)
        told.reference = before
        if before is not Reference.UNSPECIFIED and len(counts) > 1 and ";" not in low:
            # "4 chỉ tiêu vượt, 12 chỉ tiêu đạt, 3 chỉ tiêu không đạt kế hoạch": the plan is of all of them
            found = [
                one._replace(reference=before) if one.reference is Reference.UNSPECIFIED else one
                for one in found
            ]
        found += [
            one
            for one in self._groups(text, sentence, low, told)
            if not any(one.start < other.end and other.start < one.end for other in found)
        ]
        if not found:
            if not counts and not told.is_open():
                told.reference = earlier
            if plans:
                self._lead_on(sentence, low, plans, told)
            return self._implied(text, sentence, low, told) or self._plain(text, sentence, low)
        done = max(one.end for one in found)
        return found + [one for one in self._plain(text, sentence, low) if one.start >= done]

    @staticmethod
    def _lies_ahead(text: str, sentence: Sentence, start: int, end: int) -> bool:
        """ "3 chỉ tiêu dự kiến hoàn thành trong quý IV": reached by a time named, hence not reached yet."""
        if _EXPECTED.search(text[start:end].lower()) is None:
            return False
        if _YEAR_END.match(text[end : end + 30].lower()):
            return True
        after = tokens_in(sentence.tokens, end, end + 30)
        return any(t.time is not None and not set(",;.") & set(text[end : t.start]) for t in after)

    def _counts(self, text: str, low: str, sentence: Sentence) -> list[_Count]:
        """Every count of goals in a sentence, in digits or in words."""
        counts = []
        for token in sentence.tokens:
            count, of = self._count(text, low, sentence, token)
            if count is not None:
                counts.append(_Count(token.start, token.end, count, of))
        for match in self._told_before.finditer(low):
            start, at = sentence.start + match.start(), sentence.start + match.start("n")
            for token in tokens_in(sentence.tokens, at, at + 1):
                if token.figure is not None and token.figure.of is not None:
                    token.kind, token.why = "left_out", "verdict"
                    counts.append(_Count(start, start, int(token.figure.value), int(token.figure.of)))
        for match in self._count_last.finditer(low) if _COUNT_LAST in low else ():
            start, at = sentence.start + match.start(), sentence.start + match.start("n")
            for token in tokens_in(sentence.tokens, at, at + 1):
                if token.figure is not None and token.figure.unit is None:
                    token.kind, token.why = "left_out", "verdict"
                    counts.append(_Count(start, start, int(token.figure.value), None, token.end))
        for match in _IN_WORDS.finditer(low):
            start = sentence.start + match.start()
            counts.append(
                _Count(start, sentence.start + match.end() + len(_COUNTED), _COUNT_WORDS[match["n"]], None)
            )
        return sorted(counts)

    def _list_before(self, low: str, at: int, limit: int, sentence: Sentence) -> bool:
        """Whether a list of names begins before the next count."""
        at -= sentence.start
        head = self._list_head.match(low, at) or _NAMES_IN_BRACKETS.match(low, at)
        return head is not None and head.end() + sentence.start < limit

    def _groups_in(self, low: str) -> list[re.Match[str]]:
        """What ``_group`` finds: sought by its first words, as letters are found faster than edges of words."""
        found: list[re.Match[str]] = []
        done = 0
        for head in _GROUP_HEAD.finditer(low):
            at = head.start()
            if at >= done and (match := self._group.match(low, at)):
                found.append(match)
                done = match.end()
        return found

    def _groups(self, text: str, sentence: Sentence, low: str, told: Told) -> list[Stated]:
        """Lists without a count: "các chỉ tiêu vượt gồm ...", "nhóm chưa đạt là ...", "... là những chỉ tiêu vượt"."""
        found: list[Stated] = []
        groups = self._groups_in(low)
        turned = list(self._turned.finditer(low)) if _COUNTED in low else []
        ones = list(self._one.finditer(low)) if _COUNTED in low else []
        aside = self._aside.search(low) if _COUNTED in low else None
        if aside is not None:
            at = sentence.start + aside.end()
            return self._list(
                text,
                sentence,
                sentence.start + aside.start("n"),
                self._status[phrase_key(aside["s"])],
                self._reference(text, sentence, at, told.reference),
                "verdict.implied" if aside["s"].startswith(_LOW) else "verdict.named",
                inferred=aside["s"].startswith(_LOW),
                end=sentence.start + aside.end("n"),
            )
        ahead = self._said_first.search(low) if _COUNTED in low else None
        if ahead is not None:
            reference = self._reference(text, sentence, sentence.start + ahead.end("s"), told.reference)
            status = self._status[phrase_key(ahead["s"])]
            return self._list(
                text, sentence, sentence.start + ahead.end(), status, reference, "verdict.named"
            )
        if not (groups or turned or ones) or self._lagging.search(low):
            return []
        done = 0
        for match in groups:
            if match.start() < done or _COUNT_ENDS.search(low, max(0, match.start() - 12), match.start()):
                continue
            status = self._status[phrase_key(match["s"])]
            if status is VerdictStatus.MET and _NO_GOAL.match(low, match.end()):
                continue
            at = sentence.start + match.end()
            reference = self._reference(text, sentence, at, told.reference)
            if _COUNTED in match[0]:
                told.reference = reference
            end = self._end(text, sentence, at)
            if (
                told.of_total is None
                and told.listed != sentence.line
                and _COUNTED not in match[0]
                and (status is VerdictStatus.MET or end == at)
            ):
                continue
            listed = self._named(text, sentence, low, end, status, reference, told)
            if listed and _COUNTED in match[0]:
                told.listed = sentence.line
            following = self._group.search(low, match.end())
            limit = sentence.start + following.start() if following else sentence.end
            if match["s"].startswith(_LOW):
                listed = [one._replace(inferred=True, rule="verdict.implied") for one in listed]
            found += [one for one in listed if one.start < limit]
            done = min(limit, listed[-1].end) - sentence.start if listed else match.end()
        for match in ones:
            if _COUNT_ENDS.search(low, max(0, match.start() - 12), match.start()):
                continue
            status = self._status[phrase_key(match["s"])]
            left, right = (sentence.start + at for at in match.span("n"))
            reference = self._reference(text, sentence, sentence.start + match.end(), told.reference)
            found += self._resolved(text, sentence, left, right, status, reference)
        done = 0
        for match in turned:
            if _COUNTED not in match[0]:
                continue
            far = max(done, match.start() - _LONGEST_NAME)
            left = max(far, *(low.rfind(mark, far, match.start()) + 1 for mark in ".;:"))
            done = match.end()
            status = self._status[phrase_key(match["s"])]
            reference = self._reference(text, sentence, sentence.start + match.end(), told.reference)
            if not self._counted_in(sentence, left, match.start()):
                span = (sentence.start + left, sentence.start + match.start())
                found += self._resolved(text, sentence, *span, status, reference, others=True)
        return found

    @staticmethod
    def _counted_in(sentence: Sentence, start: int, end: int) -> bool:
        return any(
            t.figure is not None and t.figure.counted
            for t in tokens_in(sentence.tokens, sentence.start + start, sentence.start + end)
        )

    def _resolved(
        self,
        text: str,
        sentence: Sentence,
        start: int,
        end: int,
        status: VerdictStatus,
        reference: Reference,
        *,
        others: bool = False,
    ) -> list[Stated]:
        """Those of a list's items that name an indicator; ``others`` between such ones may be names too."""
        found = []
        between: list[Stated] = []
        for item in self._items(text, sentence, start, end):
            place = self._subjects.trim(text, sentence.tokens, *item)
            if place is None:
                continue
            if self._subjects.resolve(text[place[0] : place[1]]) is None:
                place = self._subjects.last_part(text, sentence.tokens, *item) or place
            subject = self._subjects.subject(text, *place)
            if subject.indicator is not None:
                found += between
                indicator = self._subjects.growth_is.get(subject.indicator, subject.indicator)
                found.append(Stated(*place, status, reference, "verdict.claim", indicator=indicator))
                between = []
            elif others and found and _NAME_ALONE.fullmatch(text, *place) and place == _stripped(text, *item):
                between.append(Stated(*place, status, reference, "verdict.claim"))
        return found

    def _bullet(self, text: str, sentence: Sentence, opened: _Open) -> list[Stated]:
        """A line of a list that a headline opened: its first words are the indicator."""
        stop = _CLAUSE_END.search(text, text.find(" ", sentence.start) + 1, sentence.end)
        end = stop.start() if stop else sentence.end
        place = self._subjects.trim(text, sentence.tokens, sentence.start, end)
        if place is None or place[1] - place[0] > _LONGEST_ITEM:
            return []
        indicator = self._subjects.subject(text, *place).indicator
        if indicator is None and opened.known:
            return []
        return [Stated(*place, opened.status, opened.reference, "verdict.named", indicator=indicator)]

    @staticmethod
    def _take_led(sentence: Sentence, low: str, told: Told) -> Reference | None:
        """The plan that a sentence or heading before this one set goals against, as far as it reaches."""
        led = told.led
        if led is None:
            return None
        beyond = sentence.line != led.line
        if beyond and (not led.heading or (_COUNTED not in low and _is_heading(sentence, low))):
            told.led = None
            return None
        return led.reference

    @staticmethod
    def _lead_on(sentence: Sentence, low: str, plans: list[tuple[int, Reference]], told: Told) -> None:
        """Keep the plan of a sentence that sets goals against it and says nothing else."""
        if not any(t.figure is not None and t.kind == "figure" for t in sentence.tokens):
            told.led = _Led(plans[-1][1], sentence.line, _is_heading(sentence, low))

    @staticmethod
    def _of_year(low: str) -> Reference | None:
        """ "Dự báo cả năm có 3/17 chỉ tiêu không đạt": what is foreseen of a whole year is held against its goals."""
        year = _YEAR_FORECAST.search(low, 0, low.find(_COUNTED))
        return Reference.ANNUAL_GOAL if year is not None else None

    @staticmethod
    def _plans(text: str, sentence: Sentence, low: str) -> list[tuple[int, Reference]]:
        """The plans that goals are set against, each with its place: "so với kịch bản, có 9/22 chỉ tiêu", "các chỉ
        tiêu theo nghị quyết", "20 chỉ tiêu của kịch bản quý I", "chỉ tiêu HĐND tỉnh giao".
        """
        plans = []
        for match in _GIVEN.finditer(low) if _COUNTED in low or "nghị quyết số" in low else ():
            scenario = match["s"] is not None
            plans.append(
                (sentence.start + match.start(), Reference.SCENARIO if scenario else Reference.ANNUAL_GOAL)
            )
        for index, token in enumerate(sentence.tokens):
            if token.figure is not None and not low.startswith(
                _COUNTED, max(0, token.figure.unit_start - sentence.start)
            ):
                break
            plan = token.senses.get("plan")
            if plan is None:
                continue
            at = token.start - sentence.start
            if _TERM.match(low, token.end - sentence.start):
                plans.append((token.start, Reference.UNSPECIFIED))
                continue
            if _LONG_AFTER.match(low, token.end - sentence.start) is None:
                continue
            if (index and "versus" in sentence.tokens[index - 1].senses) or (
                plan != "unspecified" and _MEASURED_BY.search(low, max(0, at - 40), at)
            ):
                plans.append(
                    (token.start, Reference.SCENARIO if plan == "scenario" else Reference.ANNUAL_GOAL)
                )
        return sorted(plans, key=lambda plan: plan[0])

    def _count(self, text: str, low: str, sentence: Sentence, token: Token) -> tuple[int | None, int | None]:
        """The count, and the whole where the number is "7/9"; None where the token counts no goals."""
        words = token.figure
        if words is None or words.value != words.value.to_integral_value() or words.value > 500:
            return None, None
        if words.unit == "PT" and (share := _SHARE_OF_GOALS.match(low, token.end - sentence.start)):
            if self._said.match(low, share.end()):
                token.kind, token.why = "left_out", "verdict"
            return None, None
        if words.unit_start < 0 or not low.startswith(_COUNTED, words.unit_start - sentence.start):
            return None, None
        if token.kind == "figure":
            token.kind, token.why = "left_out", "verdict"
        count = int(words.value)
        if words.of is not None:
            return count, int(words.of)
        before = self._part_of.search(
            low, max(0, token.start - sentence.start - 24), token.start - sentence.start + 3
        )
        if before and before.end() == token.start - sentence.start:
            whole = count
            digits = re.match(r"[0-9]+", before[0])
            assert digits is not None
            token.start = sentence.start + before.start()
            return int(digits[0]), whole
        return count, None

    def _said_ahead(self, low: str, at: int) -> tuple[VerdictStatus, int] | None:
        """ "dự kiến vượt 4 chỉ tiêu", "hoàn thành 12/15 chỉ tiêu": what is said stands right before the count."""
        for match in self._ahead.finditer(low, max(0, at - 48), at):
            if match.end() == at and not _STILL_TO_DO.search(low, max(0, match.start() - 40), match.start()):
                return self._status[phrase_key(match["s"])], match.start("s")
        return None

    def _said_after(self, low: str, at: int) -> tuple[VerdictStatus, int] | None:
        """What is said of the goals counted, in the words that follow in the clause."""
        given = _BY_PARTY.match(low, at)
        at = given.end() if given else at
        stop = _CLAUSE_END.search(low, at)
        limit = min(stop.start() if stop else len(low), at + 70)
        match = self._said.search(low, at, limit + 24)
        while match is not None and (match.start() >= limit or low[match.start() - 1] not in " ,"):
            if match.start() >= limit:
                return None
            match = self._said.search(low, match.end(), limit + 24)
        if match is None:
            return None
        status = self._status[phrase_key(match["s"])]
        if status is VerdictStatus.MET and _NO_GOAL.match(low, match.end()):
            return None  # "đạt dưới 50% kế hoạch"
        return status, match.end()

    def _end(self, text: str, sentence: Sentence, at: int) -> int:
        """The end of the status words, the plan's word included."""
        for token in tokens_in(sentence.tokens, at, at + 40):
            if "plan" in token.senses and text[at : token.start].strip(" ") in ("", "so với", "mức"):
                return token.end
            if token.start > at + 12:
                break
        return at

    def _reference(self, text: str, sentence: Sentence, at: int, last: Reference) -> Reference:
        for token in tokens_in(sentence.tokens, at, at + 40):
            if ";" not in text[at : token.start]:
                if "plan" in token.senses and not self._opens_group(text, at, token):
                    return _reference_of(token, sentence)
                if token.senses.get("base") == "yoy":
                    return Reference.SAME_PERIOD
        return last

    @staticmethod
    def _opens_group(text: str, at: int, plan: Token) -> bool:
        """ "6/9 chỉ tiêu đạt, nhóm chỉ tiêu xã hội ...": goals spoken of next are no plan."""
        return "," in text[at : plan.start] and text[plan.start : plan.end].lower() == _COUNTED

    def _named(
        self,
        text: str,
        sentence: Sentence,
        low: str,
        at: int,
        status: VerdictStatus,
        reference: Reference,
        told: Told,
    ) -> list[Stated]:
        head = self._list_head.match(low, at - sentence.start)
        if head is None and not low[at - sentence.start :].strip() and _is_heading(sentence, low):
            told.open = _Open(status, reference, known=True)
            return []
        if head is None:
            return self._bracketed(text, sentence, low, at, status, reference)
        if not low[head.end() :].strip() and low[: head.end()].endswith(":"):
            told.open = _Open(status, reference, known=False)
            return []
        return self._list(text, sentence, head.end() + sentence.start, status, reference, "verdict.named")

    def _bracketed(
        self, text: str, sentence: Sentence, low: str, at: int, status: VerdictStatus, reference: Reference
    ) -> list[Stated]:
        """ "3 chỉ tiêu chưa đạt (tỷ lệ hộ nghèo, bao phủ BHYT)": the names stand in brackets, without numbers."""
        bracket = _NAMES_IN_BRACKETS.match(low, at - sentence.start)
        if bracket is None:
            return []
        found = self._list(
            text,
            sentence,
            sentence.start + bracket.start("names"),
            status,
            reference,
            "verdict.named",
            end=sentence.start + bracket.end("names"),
        )
        return found if any(one.indicator for one in found) else []

    def _list(
        self,
        text: str,
        sentence: Sentence,
        at: int,
        status: VerdictStatus,
        reference: Reference,
        rule: str,
        *,
        inferred: bool = False,
        end: int | None = None,
    ) -> list[Stated]:
        """The indicators of a list up to a semicolon or the end; what stands in brackets is not its matter."""
        found: list[Stated] = []
        end = self._list_end(text, sentence, at) if end is None else end
        for start, stop in self._items(text, sentence, at, end):
            trimmed = self._whole(text, start, stop) or self._subjects.trim(
                text, sentence.tokens, start, stop
            )
            if trimmed is not None and text[start : trimmed[0]].strip(" ").lower() == "thu hút":
                trimmed = (text.index(text[start : trimmed[0]].strip(" "), start), trimmed[1])
            if trimmed is None or trimmed[1] - trimmed[0] > _LONGEST_ITEM:
                continue
            subject = self._subjects.subject(text, *trimmed)
            if subject.indicator is not None and subject.indicator in self._subjects.growth_is:
                # a goal of "GRDP" is one of its growth
                subject = subject.naming(self._subjects.growth_is[subject.indicator])
            numbered = any(c.isdigit() for c in text[trimmed[0] : trimmed[1]])
            name = text[trimmed[0] : trimmed[1]].lower()
            said = phrase_key(name) in self._status or name.endswith(_COUNTED)
            if subject.indicator is None and (inferred or numbered or said):
                continue
            found.append(
                Stated(
                    trimmed[0],
                    trimmed[1],
                    status,
                    reference,
                    rule,
                    indicator=subject.indicator,
                    inferred=inferred,
                )
            )
        return found

    def _whole(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """An item that is a name as it stands, its verb included: "giảm nghèo"."""
        words = text[start:end]
        start += len(words) - len(words.lstrip(" "))
        end -= len(words) - len(words.rstrip(" ."))
        return (start, end) if self._subjects.resolve(text[start:end]) else None

    @staticmethod
    def _closing(text: str, sentence: Sentence, at: int) -> int:
        """Where the bracket closes that a list stands in, or -1: "(gồm: A; B)"."""
        if text.rfind("(", sentence.start, at) <= text.rfind(")", sentence.start, at):
            return -1
        depth = 0
        for mark in _BRACKETS.finditer(text, at, min(sentence.end, at + _LONGEST_LIST)):
            if mark[0] == ")" and depth == 0:
                return mark.start()
            depth += 1 if mark[0] == "(" else -1
        return -1

    def _list_end(self, text: str, sentence: Sentence, at: int) -> int:
        end = min(sentence.end, at + _LONGEST_LIST)
        closing = self._closing(text, sentence, at)
        if closing >= 0:
            end = closing
        for token in tokens_in(sentence.tokens, at, end):
            if token.figure is not None and token.figure.counted:
                end = token.start
                break
        if cause := _CAUSE.search(text, at, end):
            end = cause.start()
        marks = ["...", "…"]
        first = text.find(";", at, end)
        if closing < 0 and (first < 0 or "," in text[at:first] or not text[:at].rstrip().endswith(":")):
            marks.append(";")
        return min((m for m in (text.find(mark, at, end) for mark in marks) if m >= 0), default=end)

    def _items(self, text: str, sentence: Sentence, at: int, end: int) -> list[tuple[int, int]]:
        covered = [
            (t.start, t.end)
            for t in tokens_in(sentence.tokens, at, end)
            if "indicator" in t.senses or "compound" in t.senses
        ]
        items, start, depth = [], at, 0
        for match in re.finditer(r"[,;()]| và ", text[at:end]):
            place = at + match.start()
            if match[0] == "(":
                if depth == 0:
                    items.append((start, place))
                depth += 1
            elif match[0] == ")":
                depth = max(0, depth - 1)
                start = place + 1
            elif depth == 0 and not any(a < place < b for a, b in covered):
                left, right = text[start:place], text[place + len(match[0]) : end]
                if match[0] == " và " and self._one_name(left, right):
                    continue
                items.append((start, place))
                start = place + len(match[0])
        items.append((start, end))
        return [(a, b) for a, b in items if text[a:b].strip(" ,.")]

    def _one_name(self, left: str, right: str) -> bool:
        """Whether "A và B" is the name of one indicator."""
        right = re.split(r"[,;.(]", right, maxsplit=1)[0]
        return (
            self._subjects.resolve(f"{left.strip()} và {right.strip()}") is not None
            and self._subjects.resolve(left) is None
        )

    def _implied(self, text: str, sentence: Sentence, low: str, told: Told) -> list[Stated]:
        match = self._lagging.search(low)
        if match is None:
            match = self._reach.search(low)
            if match is not None and _DONE.search(match[0]):
                return []
        if match is None:
            return []
        if told.year is not None and any(int(year) > told.year for year in _YEAR.findall(match[0])):
            return []  # goals of a year to come are not missed yet
        reference = Reference.UNSPECIFIED
        for token in tokens_in(sentence.tokens, sentence.start + match.start(), sentence.start + match.end()):
            if "plan" in token.senses:
                reference = _reference_of(token, sentence)
                if token.senses["plan"] == "scenario":
                    break
        if reference is Reference.UNSPECIFIED and (given := _GIVEN.search(match[0])):
            reference = Reference.SCENARIO if given["s"] is not None else Reference.ANNUAL_GOAL
        return self._list(
            text,
            sentence,
            sentence.start + match.end(),
            VerdictStatus.NOT_MET,
            reference,
            "verdict.implied",
            inferred=True,
        )

    def _plain(self, text: str, sentence: Sentence, low: str) -> list[Stated]:
        """ "Thu ngân sách vượt dự toán năm": a claim without a number."""
        found: list[Stated] = []
        claimed = sentence.start
        tokens = sentence.tokens
        for index, token in enumerate(tokens):
            if "plan" not in token.senses or index == 0:
                continue
            at = token.start - sentence.start
            match = self._said_before(low, at)
            if match is None or self._has_number_near(text, tokens, index):
                continue
            status, start = match
            if status is VerdictStatus.MET and not low[start:at].startswith(("đạt", "hoàn thành")):
                continue
            floor = max(sentence.start, sentence.start + start - _LONGEST_NAME)
            left = max(text.rfind(mark, floor, sentence.start + start) for mark in ",;:.(")
            left = self._list_start(text, sentence, max(left + 1, floor, claimed), max(floor, claimed))
            reference = _reference_of(token, sentence)
            if not _SMALL.sub("", low[left - sentence.start : start]) and text[left - 1 : left] == ",":
                found += self._claimed_before(
                    text, sentence, max(floor, claimed), left - 1, status, reference
                )
            else:
                found += self._resolved(text, sentence, left, sentence.start + start, status, reference)
            claimed = token.end
        for late in self._said.finditer(low) if _ON_TIME in low else ():
            if late["s"].endswith(_ON_TIME) and low[late.start() - 1 : late.start()] == " ":
                far = max(0, late.start() - _LONGEST_NAME)
                left = max(far, *(low.rfind(mark, far, late.start()) + 1 for mark in ",;:.("))
                status = self._status[phrase_key(late["s"])]
                found += self._resolved(
                    text,
                    sentence,
                    sentence.start + left,
                    sentence.start + late.start(),
                    status,
                    Reference.ANNUAL_GOAL,
                )
        return found

    def _claimed_before(
        self, text: str, sentence: Sentence, floor: int, end: int, status: VerdictStatus, reference: Reference
    ) -> list[Stated]:
        """ "Thu nội địa đạt 38.000 tỷ đồng, vượt dự toán năm": a claim is of what the number or claim before it is."""
        floor = max(floor, text.rfind(";", floor, end) + 1)
        stops = [t.start for t in tokens_in(sentence.tokens, floor, end) if t.kind == "figure"]
        if not stops:
            said = self._said.search(sentence.low, floor - sentence.start, end - sentence.start)
            stops = [sentence.start + said.start()] if said is not None else []
        for stop in reversed(stops):
            left = max(floor, *(text.rfind(mark, floor, stop) + 1 for mark in ",:.("))
            if self._names_something(text, sentence, left, stop):
                return self._resolved(text, sentence, left, stop, status, reference)[:1]
        return []

    def _names_something(self, text: str, sentence: Sentence, left: int, stop: int) -> bool:
        """Whether more than verbs stand before a number: not in "bằng 90%", "tăng mạnh 8%"."""
        place = self._subjects.trim(text, sentence.tokens, left, stop)
        if place is None:
            return False
        at = place[0]
        for token in tokens_in(sentence.tokens, *place):
            if text[at : token.start].strip(" ") or _OF_NUMBERS.isdisjoint(token.senses):
                return True
            at = token.end
        return bool(text[at : place[1]].strip(" "))

    def _list_start(self, text: str, sentence: Sentence, left: int, floor: int) -> int:
        """Where a list of names joined by commas begins: "Riêng xuất khẩu, thu tiền sử dụng đất dự kiến không đạt"."""
        for _ in range(_FEW_NAMES):
            if text[left - 1 : left] != ",":
                break
            before = max(text.rfind(mark, floor, left - 1) for mark in ",;:.(") + 1
            before = max(before, floor)
            place = self._subjects.trim(text, sentence.tokens, before, left - 1)
            if place is None or self._subjects.resolve(text[place[0] : place[1]]) is None:
                opened = _OPENS_LIST.search(text, before, left - 1)
                if opened is not None and self._subjects.resolve(text[opened.end() : left - 1]):
                    left = opened.end()
                break
            left = before
        return left

    def _said_before(self, low: str, at: int) -> tuple[VerdictStatus, int] | None:
        window = max(0, at - 34)
        for match in self._said.finditer(low, window, at):
            between = low[match.end() : at].strip()
            if between in ("", "so với", "mức", "được") and low[match.start() - 1 : match.start()] == " ":
                return self._status[phrase_key(match["s"])], match.start()
        return None

    def _has_number_near(self, text: str, tokens: list[Token], index: int) -> bool:
        before, after = tokens[index - 1], tokens[index + 1] if index + 1 < len(tokens) else None
        if any(
            t.kind == "figure"
            and 0 <= tokens[index].start - t.end < 14
            and "," not in text[t.end : tokens[index].start]
            for t in tokens[max(0, index - 3) : index]
        ):
            return True
        for token in tokens[index + 1 : index + 5]:
            if token.kind == "figure" and not {",", ";", "."} & set(text[tokens[index].end : token.start]):
                return True
        return before.kind == "figure" and after is None
