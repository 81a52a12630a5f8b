"""Directives: one task each, with its owner and its deadline."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from hpbrief.catalog import Catalog
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.times import Anchor, resolve_time
from hpbrief.extract.text.tokens import Token, tokens_in
from hpbrief.models import DeadlineWord
from hpbrief.parse.lexicon import marks_of
from hpbrief.parse.periods import WordTable, word_before
from hpbrief.parse.text import lower_text, phrase_key
from hpbrief.parse.trie import later, trie_pattern

_END_MARKS: Final = ' .;,:!?…-\n"”'
_MAX_OWNER: Final = 110
_ACTING: Final = frozenset({"area", "office", "body"})
_OWN_MATTER: Final = 32
_OWN_TASK: Final = 60  # characters from which the head of a list holds a task of its own
_SPEAKER_NEAR: Final = 130
_NUMBERED: Final = re.compile(
    r" *+(?:[-+*•] *+|[0-9]{1,2}(?>(?:\.[0-9]{1,2})*)[.)]? ++|[a-zđ]\) ++|[ivx]{1,5}\. ++)"
)
_ENUMERATED: Final = re.compile(
    r"[ \-+*•]*+(?:thứ )?(?:một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười|nhất)(?: là)?[, :]"
)
_HEADING: Final = re.compile(
    r" *+(?:(?:[ivx]{1,5}|[a-d])(?:\.|\)|-) |phần (?:(?:thứ )?(?:nhất|hai|ba|tư|năm)|[ivx]{1,5}|[1-9])[:.]? )"
)
_NUMBERED_HEADING: Final = re.compile(
    r" *+[0-9]{1,2}\. ++(?:về )?(?:một số |các )?nhiệm vụ(?![^\W_])[^\n]*(?<![.;])"
)
_LONGEST_HEADING: Final = 140
_TASKS: Final = "nhiệm vụ"
_AN_ORDER: Final = marks_of("an order")
_NOT_TASKS: Final = ("kết quả", "tình hình", "thực hiện nhiệm vụ", "đánh giá")
_FURTHER: Final = (", đồng thời ", ", song song với việc ")
_APART: Final = "riêng "
_RESOLVED: Final = re.compile(r" (?:quyết tâm|phấn đấu)$")  # how a task is taken up, behind its owner
_INVESTING: Final = " đầu tư"
_NO_VERB: Final = (" công", " chương", " quy", " lộ", " tiến")  # "công trình", "chương trình"
_I: Final = "tôi"
_NO_SPEAKER: Final = "chúng "  # "chúng tôi đề nghị" asks, "tôi đề nghị" may order
_ALREADY: Final = re.compile(r" (?:cũng|đã|đang|sẽ|tiếp tục|vẫn)$")
_GOES_ON: Final = (
    "và|tỉnh|thành phố|các|xã|phường|khu vực|trực thuộc|liên quan|có liên quan|có dự án|cửa khẩu|dọc|ven|trên địa bàn"
    "|thuộc|nơi|vùng|miền núi|biên giới|còn lại|chuyên ngành|đầu tư"
)  # the name of a body is longer
_RANKS: Final = tuple(
    re.compile(r" *+" + mark)
    for mark in (
        r"[ivx]{1,5}\. ",
        r"[0-9]{1,2}[.)] ",
        r"[0-9]{1,2}\.[0-9]",
        r"[a-zđ][.)] ",
        r"[-•*] ?",
        r"\+ ?",
    )
)
_SPENDING: Final = "giải ngân"
_AIMS: Final = "phấn đấu "
_TARGET: Final = re.compile(
    r"[^,;()]{2,90} (?:đạt|tăng|giảm|vượt|bằng|chiếm|còn|trên|dưới|tối thiểu|ít nhất) [^,;()0-9]{0,24}[0-9][^,;]*"
)
_NO_OWNER: Final = (  # times and matters that words such as "các" and "mỗi" open
    r"(?:mỗi|từng) (?:tháng|quý|tuần|ngày|năm)(?![^\W_])"
    r"|(?:các|những|từng|mỗi) (?:mục tiêu|chỉ tiêu|nhiệm vụ|giải pháp|nội dung)(?![^\W_])"
)
_COUNTED: Final = re.compile(r"[0-9] (?:[^\W\d_]+ ?){1,3}$")
_CLOSING: Final = re.compile(
    r"thông (?:báo|tin)[^.;]{0,60} biết(?:,| và|, để) (?:để )?(?:tổ chức )?thực hiện"
)
_HANDED: Final = ("bàn ", "chuyển ", "tiếp ")  # "bàn giao" hands over and orders nothing
_LONG_OVER: Final = 183  # days
_THIS_YEAR: Final = re.compile(r"(?<![^\W_])(?P<d>ngay trong|trong|đến hết) (?P<y>năm nay)(?![^\W_])")
_LONGEST_DEADLINE: Final = 46
_LAST_DAY: Final = re.compile(r"(?<= )(?:hết )?ngày cuối(?: cùng)? (?:của )?$")
_NOT_YET: Final = (
    " chưa ",
    " không ",
    " đang ",
    " chậm ",
    " được ",
    " bị ",
)  # verbs that tell which owner: "chưa giải ngân"
_SAYS: Final = re.compile(
    r"(?:nhấn mạnh|quyết tâm|khẳng định|cho biết|cho rằng|chia sẻ|thông tin|bày tỏ)[^:;]{0,30}$"
)
_HOLDS_GOAL: Final = re.compile(
    r"(?:giữ vững|giữ nguyên|kiên định|kiên trì|không điều chỉnh|không thay đổi|bám sát)(?: thực hiện)?(?: với| các)?"
    r" mục tiêu[^:;.]{0,40}:"
)
_PARTING: Final = re.compile(r"[(“)”;,]")


_RELAY: Final = re.compile(
    r"(?P<owner>[^.;:\n]{2,80}?)(?: quan tâm| xem xét)?,? (?:tiếp tục )?(?:chỉ đạo|giao|yêu cầu)(?: thực hiện)?: *+"
)
_LIST_OF_TASKS: Final = re.compile(r" (?:các |một số |những )?nhiệm vụ[^.;:\n]{0,80}:\s*$")
_OPENS_TASKS: Final = re.compile(
    r"(?:tập trung|thực hiện|triển khai)[^.;:\n]{0,60} nhiệm vụ[^.;:\n]{0,60}(?<![^\W_])(?:sau|sau đây):\s*$"
)
_TOLD: Final = re.compile(r"(?<![^\W_])(?:đã|kết quả|được)(?![^\W_])")
_FRAMED: Final = re.compile(
    r" *(?:đối với|về|để|nhằm|trong|từ nay|thời gian tới|trước mắt|theo đó|do đó|vì vậy"
    r"|bên cạnh đó|cùng với đó|ngoài ra)(?![^\W_])[^.;:]*,"
)
_BARE_LEAD: Final = re.compile(
    r" *+(?:theo đó|cụ thể|trong đó|như sau|cụ thể như sau|trong đó, tập trung)[:,]\s*"
)


class Task(NamedTuple):
    """A directive as found: its place, where the task begins, owner and deadline."""

    start: int
    end: int
    task_start: int
    owner: str | None
    deadline: date | None
    deadline_word: DeadlineWord | None
    deadline_text: str | None
    rule: str


class Duty:
    """What earlier sentences lend to later ones: whether orders are being given, and to whom.

    ``head`` is the owner that the head of a list names for all of it; ``listing`` whether a colon opened a list;
    ``section_rank`` how deep in the outline the heading stands that opened or ended the section.
    """

    def __init__(self) -> None:
        self.ordering = False
        self.owner: str | None = None
        self.head: str | None = None
        self.rank = 0
        self.listing = False
        self.section = False
        self.section_rank = 0


class DirectiveReader:
    """Reads directives in sentences, with the words of a catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        tables = catalog.rules.get("actor_words", {})
        self._order = {phrase_key(w): k for w, k in tables.get("order", {}).items()}
        end = r"(?![^\W_])"
        self._orders = re.compile(rf"{trie_pattern(self._order)}{end}")
        self._task = later(lambda: rf"{trie_pattern(tables.get('task', {}))}{end}")
        self._anew = later(lambda: rf"(?:,| và) (?={trie_pattern(tables.get('task_anew', {}))}{end})")
        self._no_order = later(lambda: rf"{trie_pattern(tables.get('no_order', {}))}{end}")
        self._first = later(lambda: rf"(?!{_NO_OWNER}){trie_pattern(tables.get('owner_first', {}))}{end}")
        self._known = later(
            lambda: (
                rf"(?![ ,])(?>(?:(?>(?:(?:, và|,| và) )?){trie_pattern(tables.get('owner_name', {}))}{end})+)"
                rf"(?= (?!(?:{_GOES_ON}){end}))"
            )
        )
        deadlines = _deadlines(tables)
        self._deadline = WordTable(deadlines)
        self._dated = later(
            lambda: (
                rf"{trie_pattern(deadlines)} (?:ngày |tháng |quý |năm )?"
                r"[0-9ivx][0-9ivx/.-]*+(?: tháng [0-9]{1,2})?(?: năm [0-9]{4})?,? ++"
            )
        )
        self._lead = later(
            lambda: (
                r"(?>(?:[ \-+*•,:\"“]|(?:[0-9]{1,2}(?>(?:\.[0-9]{1,2})*)|[a-zđ])[.)] )*)"
                rf"(?>(?:{trie_pattern(tables.get('clause_lead', {}))}[ ,]++)*)[ ,:]*+"
            )
        )
        self._speakers = later(lambda: rf"{trie_pattern(tables.get('speaker', {}))}{end}")

    def read(self, text: str, sentence: Sentence, anchor: Anchor, duty: Duty) -> list[Task]:
        """The directives of a sentence; ``duty`` is moved on."""
        low = sentence.low
        self._enter_section(low, sentence, duty)
        found = self._ordered(text, low, sentence, anchor, duty)
        if found is None:
            found = self._continued(text, low, sentence, anchor, duty)
        return found

    @staticmethod
    def _enter_section(low: str, sentence: Sentence, duty: Duty) -> None:
        """A numbered heading opens or ends a section of tasks: "III. Nhiệm vụ trọng tâm"."""
        if not sentence.first or len(low) >= _LONGEST_HEADING:
            return
        rank = _rank(low)
        if _HEADING.match(low):
            if duty.section and 0 < duty.section_rank < rank:
                return  # "a) Sở Tài chính" below "2. Nhiệm vụ"
            duty.section = _TASKS in low and not any(words in low for words in _NOT_TASKS)
            duty.owner, duty.section_rank = None, rank
        elif _TASKS in low and _NUMBERED_HEADING.fullmatch(low.rstrip("\n")):
            duty.section, duty.owner, duty.section_rank = True, None, rank

    # -- a sentence with a verb of order ------------------------------------------------------------

    def _ordered(
        self, text: str, low: str, sentence: Sentence, anchor: Anchor, duty: Duty
    ) -> list[Task] | None:
        order = self._find_order(text, low, sentence) if sentence.marks & _AN_ORDER else None
        if order is None:
            return None
        kind, start, end = order
        if kind in ("give", "ask", "beg", "urge", "mind", "stress"):
            duty.ordering, duty.owner = True, None
            end = self._relayed(text, low, sentence, end, duty)
            duty.head, duty.listing = None, False
            if low[end:].strip(" ") in (":", "") or low.rstrip(" \n").endswith(":"):
                duty.listing = True
                self._take_owner(text, low, sentence, self._skip(low, end), duty)
                return []
            return self._clauses(text, low, sentence, end, anchor, duty, f"directive.{kind}")
        owner = self._owner_before(text, low, sentence, start)
        if owner is None and kind == "must" and self._speaker(low[max(0, start - 200) : start]):
            duty.ordering, duty.owner = True, None
            return self._clauses(text, low, sentence, end, anchor, duty, "directive.must")
        if owner is None:
            return None
        begin, words = owner
        duty.owner = words
        at = start if kind == "go_on" else end
        tasks = self._clauses(text, low, sentence, at, anchor, duty, f"directive.{kind}", first_start=begin)
        if kind == "aim" and all(t.deadline is None for t in tasks):
            return None
        duty.ordering = True
        return tasks

    def _relayed(self, text: str, low: str, sentence: Sentence, at: int, duty: Duty) -> int:
        """Past "UBND tỉnh chỉ đạo:" where it passes the order on: what follows names owners or is its own."""
        start = self._skip(low, at)
        relay = _RELAY.match(low, start) if self._first.match(low, start) else None
        if relay is None or not low[relay.end() :].strip(" \n"):
            return at
        duty.owner = text[sentence.start + start : sentence.start + relay.end("owner")]
        return relay.end()

    def _find_order(self, text: str, low: str, sentence: Sentence) -> tuple[str, int, int] | None:
        for match in self._orders.finditer(low):
            start, end = match.span()
            if start and low[start - 1].isalnum():
                continue
            kind = self._order[phrase_key(match[0])]
            if self._not_order(text, low, sentence, start, end) or low.endswith(_HANDED, 0, start):
                continue
            before, after = low[max(0, start - 200) : start].rstrip(" "), low[end : end + 120]
            if numbering := _NUMBERED.match(before + " "):
                before = before[numbering.end() :]
            if kind == "give":
                if (
                    before
                    and not before.endswith(
                        (";", ",", ":", ".", "-", "+", "ủy", "tỉnh", "phố", "hội nghị", "trì", ")", "và")
                    )
                    and not self._speaker(before)
                ):
                    continue
                if (
                    not self._first.match(low, self._skip(low, end))
                    and not _LIST_OF_TASKS.match(low, end)
                    and low[end:].strip(" \n") != ":"
                ):
                    continue
            elif kind == "ask":
                if not before and not self._first.match(low, self._skip(low, end)):
                    continue
                framed = _FRAMED.fullmatch(before) and self._first.match(low, self._skip(low, end))
                if (before and not framed and not self._speaker(before)) or not after.strip(" ."):
                    continue
            elif kind == "mind":
                if not self._speaker(before) or not self._known.match(low, self._skip(low, end)):
                    continue
            elif kind == "urge":
                if not self._is_body(before) or not self._first.match(low, self._skip(low, end)):
                    continue
            elif kind == "beg":
                if before and self._first.match(before, self._skip(before, 0)) is None:
                    continue
            elif kind in ("must",):
                if _COUNTED.search(before[-24:]):
                    continue  # "còn 704 căn phải hoàn thành"
                follows = self._skip(low, end)
                if not self._task.match(low, follows):
                    continue
            elif kind in ("passive", "aim") and not self._task.match(low, self._skip(low, end)):
                continue
            return kind, start, end
        return None

    def _not_order(self, text: str, low: str, sentence: Sentence, start: int, end: int) -> bool:
        """Whether a verb of order is part of another word: "giao ban", but not "giao Ban Quản lý"."""
        if self._no_order.match(low, start) is None:
            return False
        named = text[sentence.start + end + 1 : sentence.start + end + 3]
        return not (named[:1].isupper() and named[1:].islower() and text[sentence.start + end - 1].islower())

    def _is_body(self, before: str) -> bool:
        """Whether the words before a verb are no more than who speaks: "Cục Thống kê kiến nghị"."""
        start = self._skip(before, 0)
        return (
            len(before) - start < _OWN_TASK and "," not in before and bool(self._first.match(before, start))
        )

    def _speaker(self, before: str) -> bool:
        """Whether the words before a verb of order name one who may give orders."""
        tail = " " + before[-_SPEAKER_NEAR:]
        quoted = any(mark in before for mark in '"“')  # someone is quoted, and may only ask
        return any(
            not tail[match.start() - 1].isalnum()
            and not (match[0] == _I and (quoted or tail.endswith(_NO_SPEAKER, 0, match.start())))
            for match in self._speakers.finditer(tail)
        )

    @staticmethod
    def _skip(low: str, at: int) -> int:
        while at < len(low) and low[at] in ' :"“':
            at += 1
        return at

    def _owner_before(self, text: str, low: str, sentence: Sentence, start: int) -> tuple[int, str] | None:
        """The owner that stands before "cần", "phải", "được giao": from the last mark to the verb."""
        floor = max(0, start - 2 * _MAX_OWNER)
        left = max(low.rfind(mark, floor, start) for mark in ".;:") + 1
        whole = self._skip(low, left)
        dated = self._dated.match(low, whole, start)
        if dated is not None:  # "Chậm nhất ngày 20/9, các sở, ngành phải gửi báo cáo"
            left = whole = dated.end()
        if (
            self._first.match(low, whole) is None
            or start - whole > _MAX_OWNER
            or self._task.search(low, whole, start)
        ):
            left = max(left, low.rfind(",", floor, start) + 1)
        begin = left + len(low[left:start]) - len(low[left:start].lstrip(" -+*•"))
        if low.startswith(_APART, begin):
            begin += len(_APART)
        words = text[sentence.start + begin : sentence.start + self._before_deadline(low, begin, start)]
        words = _ALREADY.sub("", words.strip())
        if not words or len(words) > _MAX_OWNER:
            return None
        place = sentence.start + begin
        if any(
            low[match.start() - 1] == " "
            and text[sentence.start + match.start()].islower()
            and not low.endswith(_NOT_YET, begin, match.start())
            for match in self._task.finditer(low, begin + 1, start)
        ):
            return None
        named = any(
            not _ACTING.isdisjoint(token.senses)
            for token in tokens_in(sentence.tokens, place, place + len(words))
        )
        if self._first.match(low, begin) is None and not (named and words[0].isupper()):
            return None
        return sentence.start + begin, words

    def _before_deadline(self, low: str, begin: int, start: int) -> int:
        """Where an owner ends whose deadline stands before the verb: "UBND các xã | chậm nhất 20/9 phải trình"."""
        for match in self._dated.finditer(low, begin, start):
            if match.end() == start and low[match.start() - 1] in " ,":
                return match.start()
        return start

    def _take_owner(self, text: str, low: str, sentence: Sentence, at: int, duty: Duty) -> None:
        """Keep the owner that the head of a list names: "2. Sở Tài chính:"."""
        end = len(low.rstrip(" \n:"))
        if self._first.match(low, at) is None or end - at > 2 * _MAX_OWNER:
            return
        named = self._owner_at(text, low, at, end, sentence.start)
        owner_end = named[0] if named is not None else end
        if owner_end - at <= _MAX_OWNER:
            duty.rank = _rank(low)
            duty.owner = duty.head = text[sentence.start + at : sentence.start + owner_end]

    # -- a sentence that goes on --------------------------------------------------------------------

    def _continued(self, text: str, low: str, sentence: Sentence, anchor: Anchor, duty: Duty) -> list[Task]:
        if _TASKS in low and _OPENS_TASKS.search(low) and not _TOLD.search(low):
            duty.ordering = duty.listing = True
            duty.owner = duty.head = None
            return []
        if not (duty.ordering or duty.section):
            return []
        if _BARE_LEAD.fullmatch(low):
            duty.listing = True
            return []
        lead = self._lead.match(low)
        at = lead.end() if lead else 0
        first = self._first.match(low, at)
        named = first is not None and (
            self._task.search(low, at, at + _MAX_OWNER) is not None or ":" in low[at : at + _MAX_OWNER]
        )
        counted = _ENUMERATED.match(low) is not None or sentence.is_numbered(text)
        carried = self._begins_task(low, at) and (
            low.lstrip().startswith("đồng thời") or sentence.is_bullet(text) or counted or duty.section
        )
        if named and low.rstrip(" \n").endswith(":"):
            self._take_owner(text, low, sentence, at, duty)
            if duty.head is None or len(low) - at - len(duty.head) < _OWN_TASK:
                return []
        if carried and not named and (counted or sentence.is_bullet(text)) and sentence.first:
            if _rank(low) <= duty.rank:
                duty.head = None
            duty.owner = duty.head
        if _HOLDS_GOAL.match(low, at) is not None:
            return []
        if not named and not carried:
            if duty.listing and self._names_owner(text, low, sentence, at, duty):
                return []
            duty.ordering = duty.listing = False
            return []
        return self._clauses(text, low, sentence, at, anchor, duty, "directive.continued")

    def _begins_task(self, low: str, at: int) -> bool:
        """Whether a task begins here, its deadline first or not: "Chậm nhất ngày 20/12 giải quyết ..."."""
        if self._task.match(low, at) is not None:
            return True
        dated = self._dated.match(low, at)
        return dated is not None and self._task.match(low, dated.end()) is not None

    def _names_owner(self, text: str, low: str, sentence: Sentence, at: int, duty: Duty) -> bool:
        """A line of its own that names who the items below it are for: "2.1. Ban cán sự đảng UBND tỉnh"."""
        words = low[at:].rstrip(" \n")
        if not sentence.first or not sentence.is_numbered(text) or not 0 < len(words) <= _MAX_OWNER:
            return False
        if words[-1] in ".;," or self._first.match(low, at) is None:
            return False
        duty.rank = _rank(low)
        duty.owner = duty.head = text[sentence.start + at : sentence.start + at + len(words)]
        return True

    # -- clauses ------------------------------------------------------------------------------------

    def _clauses(
        self,
        text: str,
        low: str,
        sentence: Sentence,
        at: int,
        anchor: Anchor,
        duty: Duty,
        rule: str,
        *,
        first_start: int | None = None,
    ) -> list[Task]:
        tasks: list[Task] = []
        aims = low.startswith(_AIMS, self._skip(low, at))
        for number, (start, end) in enumerate(self._parts(low, at)):
            if aims and number and self._is_target(low, start, end):
                continue
            task = self._clause(
                text, low, sentence, start, end, anchor, duty, rule, first_start if number == 0 else None
            )
            if task is not None:
                tasks.append(task)
        return tasks

    def _is_target(self, low: str, start: int, end: int) -> bool:
        """ "phấn đấu GRDP tăng 9%; giải ngân đạt 60%": a number to be reached, of nobody and no task."""
        start = self._skip(low, start)
        task = self._task.match(low, start)
        if self._first.match(low, start) is not None or (task is not None and task[0] != _SPENDING):
            return False
        return _TARGET.fullmatch(low, start, end) is not None

    def _parts(self, low: str, at: int) -> list[tuple[int, int]]:
        """The clauses from a place on, and in them what goes on with a task of its own."""
        parts: list[tuple[int, int]] = []
        for start, end in _split(low, at):
            for match in self._anew.finditer(low, start, end):
                if match.start() - start < _OWN_MATTER or not self._task.search(low, start, match.start()):
                    continue
                parts.append((start, match.start()))
                start = match.end()
            parts.append((start, end))
        return parts

    def _clause(
        self,
        text: str,
        low: str,
        sentence: Sentence,
        start: int,
        end: int,
        anchor: Anchor,
        duty: Duty,
        rule: str,
        first_start: int | None,
    ) -> Task | None:
        lead = self._lead.match(low, start, end)
        start = lead.end() if lead else start
        while end > start and low[end - 1] in _END_MARKS:
            end -= 1
        if end - start < 8:
            return None
        colon = low.find(":", start, end)
        if _HOLDS_GOAL.match(low, start, end) or (colon > 0 and _SAYS.search(low, start, colon)):
            return None  # what is aimed at or said, nobody's task
        base = sentence.start
        begin = task_start = start
        owner = duty.owner
        if first_start is not None:
            begin = first_start - base
        elif self._first.match(low, start):
            named = self._owner_at(text, low, start, end, base)
            if named is None and not self._begins_task(low, start):
                owner = None  # someone is named, but not where the name ends
            elif named is not None:
                owner_end, task_start = named
                owner = text[base + start : base + owner_end]
                duty.owner = owner
                begin = task_start if ":" in low[owner_end:task_start] else start
        elif not self._begins_task(low, start) and rule != "directive.stress":
            return None
        if not any(c.isalpha() for c in low[task_start:end]) or _CLOSING.search(low, task_start, end):
            return None
        deadline = self._deadline_in(text, sentence, base + task_start, base + end, anchor)
        if first_start is not None and deadline[0] is None:
            # it may stand before the verb, or before the owner
            opening = max(low.rfind(mark, 0, begin) for mark in ".;:") + 1
            deadline = self._deadline_in(text, sentence, base + opening, base + task_start, anchor)
        return Task(base + begin, base + end, base + task_start, owner, *deadline, rule)

    def _owner_at(self, text: str, low: str, start: int, end: int, base: int) -> tuple[int, int] | None:
        """Where an owner that begins a clause ends, and where its task begins."""
        colon = low.find(":", start, min(end, start + _MAX_OWNER))
        known = self._known.match(low, start, end)
        if known is not None and text[base + known.end() + 1 : base + known.end() + 2].islower():
            return known.end(), known.end() + 1
        for match in self._task.finditer(low, start, min(end, start + _MAX_OWNER + 20)):
            if (
                match.start() == start
                or low[match.start() - 1] not in " :"
                or text[match.start() + base].isupper()
            ):
                continue
            if 0 <= colon < match.start():
                return colon, self._skip(low, colon + 1)
            before = low[start : match.start()].rstrip()
            if before.endswith((" và", ",")) and not before.endswith(", "):
                continue
            if before.endswith(_INVESTING) and match[0] == "xây dựng":
                continue  # "Ban Quản lý dự án đầu tư xây dựng tỉnh"
            if before.endswith(_NO_VERB) and match[0] == "trình":
                continue
            return start + len(_RESOLVED.sub("", before.rstrip(" ,"))), match.start()
        if colon > 0:
            return colon, self._skip(low, colon + 1)
        return None

    def _deadline_in(
        self, text: str, sentence: Sentence, start: int, end: int, anchor: Anchor
    ) -> tuple[date | None, DeadlineWord | None, str | None]:
        for token in tokens_in(sentence.tokens, start, end):
            if token.time is None:
                continue
            word = self._word_of(text, token)
            if word is None:
                continue
            period = resolve_time(token.time, anchor)
            if period is None:
                continue
            if token.time.year is None and anchor.day and (anchor.day - period.end).days > _LONG_OVER:
                # "trong quý I" said in December: a task is not due in the past
                token.time = token.time.in_year(period.end.year + 1)
                period = resolve_time(token.time, anchor) or period
            return period.end, word, text[token.start : token.end]
        if "năm nay" not in sentence.low:
            return None, None, None
        this_year = _THIS_YEAR.search(sentence.low, start - sentence.start, end - sentence.start)
        if this_year is not None and anchor.year is not None:
            place = (sentence.start + at for at in this_year.span("y"))
            word = self._deadline.by_phrase[phrase_key(this_year["d"])]
            return date(anchor.year, 12, 31), word, text[slice(*place)]
        return None, None, None

    def _word_of(self, text: str, token: Token) -> DeadlineWord | None:
        left = lower_text(text[max(0, token.start - _LONGEST_DEADLINE) : token.start])
        left = _LAST_DAY.sub("", left)
        found = word_before(left, len(left), self._deadline)
        word: DeadlineWord | None = self._deadline.by_phrase[found] if found else None
        return word


def _deadlines(tables: Mapping[str, Mapping[str, str]]) -> dict[str, DeadlineWord]:
    """The words before a deadline, those of the latest time joined with what leads to it."""
    found = {words: DeadlineWord(kind) for words, kind in tables.get("deadline", {}).items()}
    for words, kind in tables.get("deadline_latest", {}).items():
        found.setdefault(words, DeadlineWord(kind))
        for joint in tables.get("deadline_joint", {}):
            found.setdefault(f"{words} {joint}", DeadlineWord(kind))
    return found


def _rank(low: str) -> int:
    """How deep in the outline a line stands: II., 2., 2.1., a), -, +; 0 without a mark."""
    for rank, pattern in enumerate(_RANKS, 1):
        if pattern.match(low):
            return rank
    return 0


def _split(low: str, at: int) -> list[tuple[int, int]]:
    """The clauses from a place on: semicolons and words such as "đồng thời" part them, outside brackets and quotes."""
    if ";" not in low and not any(word in low for word in _FURTHER):
        return [(at, len(low))]
    parts, start, depth = [], at, 0
    for mark in _PARTING.finditer(low, at):
        char, place = mark[0], mark.start()
        if char in "(“":
            depth += 1
        elif char in ")”":
            depth = max(0, depth - 1)
        elif depth == 0 and (char == ";" or low.startswith(_FURTHER, place)):
            parts.append((start, place))
            start = place + 1
    parts.append((start, len(low)))
    return parts
