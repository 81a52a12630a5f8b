"""The words of verdicts, and what is found and kept while they are read."""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from hpbrief.catalog import Catalog
from hpbrief.extract.naming.subjects import SubjectReader
from hpbrief.extract.verdicts.parts import VerdictParts
from hpbrief.models import Period, Reference, VerdictStatus
from hpbrief.parse.trie import later, trie_pattern

COUNTED: Final = "chỉ tiêu"
COUNT_LAST: Final = "số chỉ tiêu"  # "số chỉ tiêu đạt là 4"
LONGEST_NAME: Final = 240
_PLAN_WORDS: Final = "kế hoạch|dự toán|kịch bản|mục tiêu|nghị quyết"
COUNT_WORDS: Final = {
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
_GROUP: Final = r"(?:các|những|một số|nhóm|số)(?: nhóm)?"
_GROUPED: Final = r"chỉ tiêu|việc|lĩnh vực|nội dung|mặt|khâu|ngành|mục tiêu|chỉ số|nhiệm vụ"
_CALLS: Final = "yêu cầu|đề nghị|phấn đấu|tập trung|quyết tâm|quyết liệt|phải|cần|chỉ đạo|nỗ lực|khẩn trương"
NO_GOAL: Final = re.compile(
    r" (?:kết quả|tốc độ|mức tăng|khá|cao|tốt|được nhiều|nhiều|tỷ lệ)(?![^\W_])"
    r"|(?>(?: từ| trên| dưới| khoảng| gần| hơn| mới)?) [0-9]{1,2}(?:[,.][0-9]+)? ?%"
)
LONG_PLAN: Final = (
    r"(?! (?:số|[0-9]+ năm|trung hạn|dài hạn|giai đoạn|nhiệm kỳ|hành động|đại hội|trung ương|của trung ương"
    r"|đầu tư công|sử dụng đất|tái cơ cấu|ứng phó|của đảng|đảng bộ|tỉnh ủy))"
)
OTHER_MATTER: Final = (  # what a council's resolution may be on but the plan of a year
    r"[^;:\n]{0,160} (?:giai đoạn|20[0-9]{2} ?-|nhiệm kỳ|5 năm|trung hạn|quy định|chính sách|chế độ|mức|đề án"
    r"|quy hoạch|đầu tư công|chủ trương)(?![^\W_])"
)
GIVEN: Final = re.compile(
    rf"{COUNTED}[^,;.:]{{0,30}} (?:theo nghị quyết{LONG_PLAN}|"
    rf"(?:(?:tỉnh|thành) ủy, )?(?:hđnd|hội đồng nhân dân|nghị quyết{LONG_PLAN})[^,;.:]{{0,24}}"
    r" (?:giao|đề ra|thông qua)"
    r"|(?:tỉnh|thành phố|(?:tỉnh|thành) ủy|chính phủ|trung ương) giao(?! (?:thông|dịch|ban|đất|rừng))(?![^\W_]))"
    rf"|{COUNTED}(?: phát triển)?(?: kinh tế - xã hội| kt-xh)?(?: chủ yếu| chính| cụ thể| cơ bản)?"
    r"(?: theo| của| trong| thuộc)?(?: kịch bản(?P<s>)|"
    rf" (?:kế hoạch|nghị quyết){LONG_PLAN}| năm)(?: nay| [0-9]{{4}})?(?![^\W_])"
    rf"|(?:nghị quyết|hđnd)[^,;.:]{{0,40}} (?:đề ra|giao|thông qua) [0-9]{{1,3}} {COUNTED}"
    r"|(?:theo|thực hiện|so với|triển khai) nghị quyết số [^ ]{1,24}nq-hđnd[^;:\n]{0,120}?"
    r" năm (?:nay|20[0-9]{2})(?! ?-)"
    rf"|(?:theo|thực hiện|so với|triển khai|tại|trong|của) nghị quyết số [0-9]{{1,4}}/nq-hđnd(?!{OTHER_MATTER})"
)
NAMES_IN_BRACKETS: Final = re.compile(r"[^,;.:()\n]{0,40} \((?P<names>[^()0-9\n]{3,400})\)")
CLAUSE_END: Final = re.compile(r"[,;:.\n]|[0-9]")


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


class Count(NamedTuple):
    """A count of goals: its place, the count, and the whole of "7/9"; ``last`` is where a count said last ends."""

    start: int
    end: int
    met: int
    of: int | None
    last: int = 0


class OpenList(NamedTuple):
    """A list that a headline opened for the lines below; one without a colon holds only names that are known."""

    status: VerdictStatus
    reference: Reference
    known: bool


class Led(NamedTuple):
    """The plan that a sentence or heading sets goals against: it holds in its line, a heading's until the next."""

    reference: Reference
    line: int
    heading: bool


class Counted(NamedTuple):
    """What the last count of goals said, in its line."""

    status: VerdictStatus
    reference: Reference
    line: int


class Told:
    """What earlier sentences said of verdicts: the whole counted, the reference, and a list left open.

    ``led`` is the plan that a sentence or heading set goals against, ``listed`` the line of the last list of goals,
    ``counted`` what the last count said, ``year`` that of the document.
    """

    def __init__(self) -> None:
        self.of_total: int | None = None
        self.reference = Reference.UNSPECIFIED
        self.open: OpenList | None = None
        self.led: Led | None = None
        self.listed = -1
        self.counted: Counted | None = None
        self.year: int | None = None

    def is_open(self) -> bool:
        """Whether a list was left open for the lines below."""
        return self.open is not None


class VerdictWords:
    """The phrases by which goals are said to be reached or missed, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, subjects: SubjectReader) -> None:
        self.subjects = subjects
        tables = catalog.rules.get("phrases", {})
        self.parts = VerdictParts(tables)
        words = cache(self.parts.pattern)

        def table(name: str) -> str:
            return trie_pattern(tables.get(name, {}))

        self.said = later(lambda: rf"(?<![^\W_])(?P<s>{words()})(?![^\W_])")
        self.ahead = later(lambda: rf"(?<![^\W_])(?P<s>{words()}) (?:được |đối với |cả |với |có )?")
        self.lagging = later(
            lambda: (
                rf"(?:{table('lagging')}|(?<!\w){COUNTED} (?>(?:(?:đang|còn|vẫn|hiện) )+)(?:thấp|chậm|yếu))(?![^\W_])"
                rf"[^.;\n]{{0,120}}?, ++{table('above_all')}(?![^\W_])"
            )
        )
        self.reach = later(
            lambda: (
                rf"(?<![^\W_])(?:{_CALLS})(?![^\W_])[^.;\n]{{0,120}}? {table('reach')}(?![^\W_])"
                rf"[^.;\n]{{0,120}}?, ++{table('above_all')}(?![^\W_])"
            )
        )
        self.aside = later(
            lambda: (
                rf"{COUNTED}[^,.;:0-9\n]{{0,40}}, ++{table('above_all')} (?P<n>[^.;:\n]{{3,200}}?), "
                rf"(?P<s>{words()})(?![^\W_])"
            )
        )
        self.said_first = later(
            lambda: (
                rf"(?:^|; |\.\.\. |… )[ \-+*•]*+(?:(?:riêng|còn) )?(?P<s>{words()})"
                r"(?: (?:(?:rõ|rõ rệt|nhiều|nặng|xa|sâu|cao|mạnh) )?nhất)?"
                rf"(?: (?:so với )?(?:{_PLAN_WORDS})[^,;:.\n]{{0,24}}?)?"
                rf" (?:là|gồm|có)(?: (?:các |những |một số )?(?P<goals>{COUNTED})(?: sau| như)?)?:? ++(?![0-9])"
            )
        )
        self.closing = later(
            lambda: (
                r" (?>(?:(?:đều|cũng|thì|đã|vẫn|đang|bị|lại|cùng) )*)"
                rf"(?P<s>{words()})(?= *[,;.]| *\n| *$)"
            )
        )
        self.list_head = later(
            lambda: (
                rf"[^.;:\n]{{0,80}}?(?:,? ++{table('list_head')}(?: ++(?:các|những|một số) {COUNTED}"
                r"(?:(?: [^\W\d_]+){0,4}?(?: (?:như|là|gồm):?|:))?)?:?|:)(?![^\W_])"
            )
        )
        self.group = later(
            lambda: (
                rf"(?<![^\W_])(?:{_GROUP}(?: (?:{_GROUPED}))?|{COUNTED})"
                r"(?: (?:chủ yếu|còn lại|cơ bản|quan trọng|này|duy nhất))?"
                r"(?>(?: (?:đến nay|tính đến nay|đến thời điểm này|có|được|đã|đang|đều|bị|vẫn|còn|dự kiến|ước))*)"
                rf" (?P<s>{words()})(?![^\W_])"
            )
        )
        self.turned = later(
            lambda: (
                rf" (?:là|đều là|thuộc|thuộc vào|nằm trong|đứng trong|rơi vào|lọt vào)"
                rf"(?: những| các| nhóm| hai| ba)?(?: {COUNTED})?"
                rf"(?: duy nhất| còn lại)? (?P<s>{words()})(?![^\W_])"
            )
        )
        self.told_before = later(
            lambda: (
                rf"{COUNTED}(?>(?: (?:có|được|đã|dự kiến|ước))*) (?P<s>{words()})"
                r"(?: (?:kế hoạch|nghị quyết|kịch bản)(?: năm)?)?"
                r"(?: (?:là|đạt|chiếm|ước đạt))? ?:? ?(?P<n>[0-9]{1,3}) ?/ ?[0-9]"
            )
        )
        self.count_last = later(
            lambda: (
                rf"(?<![^\W_]){COUNT_LAST} (?P<s>{words()})"
                rf"(?: (?:so với )?(?:{_PLAN_WORDS})(?: năm)?)?(?: là|:| có) (?P<n>[0-9]{{1,3}})(?![0-9/%]|[.,][0-9])"
            )
        )
        self.one = later(
            lambda: (
                rf"{COUNTED} (?:về )?(?P<n>[^,;.:0-9()\n]{{3,90}}?) (?:đều |cũng |vẫn |còn |là )?(?P<s>{words()})"
                rf"(?= *[,;.]| *$| (?:so với )?(?:{_PLAN_WORDS}))"
            )
        )
        field = trie_pattern(tables.get("goal_field", {}))
        self.fields = re.compile(
            rf"(?>(?: (?:về|thuộc|nhóm|lĩnh vực))*) {field}(?>(?:(?:,| và| -) {field})+)"
            r"(?= (?:đã |đang |đều |có )?[^\W\d_])"
        )
        self.part_of = re.compile(
            r"[0-9]{1,3} ++(?:trong(?: ++(?:số|tổng số))?|trên(?: ++tổng số)?|/) ++(?=[0-9])"
        )

    def speaks_of_pace(self, low: str) -> bool:
        """Whether a word of a pace stands in a sentence."""
        return any(word in low for word in self.parts.pace)
