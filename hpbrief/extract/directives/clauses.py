"""What the words of a task say: which verb of order gives tasks, who is to do it, and by which day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from hpbrief.extract.directives.words import Passage, skip
from hpbrief.extract.text.times import resolve_time
from hpbrief.extract.text.tokens import Token, tokens_in
from hpbrief.models import DeadlineWord
from hpbrief.parse.lexicon import marks_of
from hpbrief.parse.patterns import holds
from hpbrief.parse.periods import word_before
from hpbrief.parse.text import lower_text, phrase_key

_AN_ORDER: Final = marks_of("an order")
_BEFORE: Final = 200
_SPEAKER_NEAR: Final = 130
_SHORT_BODY: Final = 60


class Order(NamedTuple):
    """A verb of order: its kind and place, and what stands before it, without the number of the line."""

    kind: str
    start: int
    end: int
    before: str


def find_order(here: Passage) -> Order | None:
    """The first verb that gives an order."""
    if not here.sentence.marks & _AN_ORDER:
        return None
    for match in here.known.order.finditer(here.low):
        start, end = match.span()
        if _is_other_word(here, start, end):
            continue
        before = here.low[max(0, start - _BEFORE) : start].rstrip(" ")
        if numbering := here.known.numbered.match(before + " "):
            before = before[numbering.end() :]
        order = Order(here.known.kinds[phrase_key(match[0])], start, end, before)
        rule = _RULES.get(order.kind)
        if rule is None or rule(here, order):
            return order
    return None


def is_speaker(here: Passage, before: str) -> bool:
    """Whether the words before a verb of order name one who may give orders."""
    known = here.known
    tail = " " + before[-_SPEAKER_NEAR:]
    quoted = any(mark in before for mark in '"“')  # someone is quoted, and may only ask
    for match in known.speaker.finditer(tail):
        start = match.start()
        if tail[start - 1].isalnum():
            continue
        only_asks = quoted or known.speaker_asks.search(tail, 0, start)
        if not (match[0] in known.speaker_self and only_asks):
            return True
    return False


def _is_other_word(here: Passage, start: int, end: int) -> bool:
    """Whether a verb of order is part of another word: "giao ban", "bàn giao", but not "giao Ban Quản lý"."""
    low, known = here.low, here.known
    if start and low[start - 1].isalnum():
        return True
    if known.handed.search(low, max(0, start - 8), start):
        return True
    if known.no_order.match(low, start) is None:
        return False
    named = here.text[here.start + end + 1 : here.start + end + 3]
    a_name = named[:1].isupper() and named[1:].islower()
    return not (a_name and here.text[here.start + end - 1].islower())


def _names_owner(here: Passage, order: Order) -> bool:
    """Whether an owner begins behind the verb."""
    return here.begins_owner(here.past_lead(skip(here.low, order.end), len(here.low)))


def _opens_task(here: Passage, order: Order) -> bool:
    """Whether a task begins right behind the verb."""
    return here.known.task.match(here.low, skip(here.low, order.end)) is not None


def _gives(here: Passage, order: Order) -> bool:
    """ "Giao Sở Tài chính …": an owner or a list of tasks follows."""
    known, before = here.known, order.before
    behind_mark = not before or known.give_behind.search(before, max(0, len(before) - 12)) is not None
    if not behind_mark and not is_speaker(here, before):
        return False
    if _names_owner(here, order) or known.list_of_tasks.match(here.low, order.end):
        return True
    return here.low[order.end :].strip(" \n") == ":"


def _asks(here: Passage, order: Order) -> bool:
    """ "Chủ tịch yêu cầu …": a speaker, a frame or nothing stands before."""
    if not order.before:
        return _names_owner(here, order)
    framed = _is_frame(here, order.before) and _names_owner(here, order)
    said = framed or is_speaker(here, order.before)
    return said and bool(here.low[order.end : order.end + 120].strip(" ."))


def _is_frame(here: Passage, before: str) -> bool:
    """Whether the words before a verb of order name no one: "Để …,", "Đồng thời"."""
    if here.known.framed.fullmatch(before) is not None:
        return True
    lead = here.known.lead.match(before + " ")
    return lead is not None and lead.end() > len(before)


def _minds(here: Passage, order: Order) -> bool:
    """ "Chủ tịch lưu ý Sở Tài chính …": a body whose name is known follows."""
    follows = skip(here.low, order.end)
    return is_speaker(here, order.before) and here.known.owner_known.match(here.low, follows) is not None


def _urges(here: Passage, order: Order) -> bool:
    """ "Cục Thống kê kiến nghị …": a body and no more stands before, an owner behind."""
    before = order.before
    start = skip(before, 0)
    is_body = len(before) - start < _SHORT_BODY and "," not in before
    return is_body and here.known.owner_first.match(before, start) is not None and _names_owner(here, order)


def _begs(here: Passage, order: Order) -> bool:
    """ "Sở Tài chính kính đề nghị …": an owner or nothing stands before."""
    before = order.before
    return not before or here.known.owner_first.match(before, skip(before, 0)) is not None


def _must(here: Passage, order: Order) -> bool:
    """ "Các sở phải …": a task follows, and no things counted stand before."""
    return here.known.counted_before.search(order.before[-24:]) is None and _opens_task(here, order)


_RULES: Final[dict[str, Callable[[Passage, Order], bool]]] = {
    "give": _gives,
    "ask": _asks,
    "mind": _minds,
    "urge": _urges,
    "beg": _begs,
    "must": _must,
    "passive": _opens_task,
    "aim": _opens_task,
}


MAX_OWNER: Final = 180
_ACTING: Final = frozenset({"area", "office", "body"})


class Owner(NamedTuple):
    """An owner at the beginning of a clause: where it ends, where the task begins, and the rule that told so."""

    end: int
    task_start: int
    rule: str


def owner_at(here: Passage, start: int, end: int) -> Owner | None:
    """Where an owner that begins a clause ends, and where its task begins: a known name, a verb, or a colon."""
    known, low = here.known, here.low
    colon = low.find(":", start, min(end, start + MAX_OWNER))
    whole = known.owner_known.match(low, start, end)
    if whole is not None and here.text[here.start + whole.end() + 1 : here.start + whole.end() + 2].islower():
        return Owner(whole.end(), whole.end() + 1, "owner_known")
    by_modal = owner_by_modal(here, start, end)
    if by_modal is not None:
        return by_modal
    for match in known.task.finditer(low, start, min(end, start + MAX_OWNER + 20)):
        verb = match.start()
        if verb == start or low[verb - 1] not in " :" or here.text[verb + here.start].isupper():
            continue
        if 0 <= colon < verb:
            return Owner(colon, skip(low, colon + 1), "owner_colon")
        before = low[start:verb].rstrip()
        if not _is_in_name(here, before, start, match.end()):
            return Owner(start + len(known.resolved.sub("", before.rstrip(" ,"))), verb, "task")
    if colon > 0:
        return Owner(colon, skip(low, colon + 1), "owner_colon")
    return None


def owner_by_modal(here: Passage, start: int, end: int) -> Owner | None:
    """ "Các đơn vị liên quan cần chọn …": those who act, up to the modal; not up to Cần Thơ."""
    known, low = here.known, here.low
    modal = known.owner_modal.match(low, start, min(end, start + MAX_OWNER))
    if modal is None or not here.text[here.start + modal.start("m")].islower():
        return None
    if known.task.search(low, start, modal.end("o")) is not None:
        return None
    return Owner(modal.end("o"), modal.end(), "owner_modal")


def _is_in_name(here: Passage, before: str, start: int, end: int) -> bool:
    """Whether a verb of a task is part of the owner's name: behind "và" or a comma, or in "đầu tư xây dựng"."""
    known = here.known
    if known.and_ends.search(before) and not before.endswith(", "):
        return True
    return known.task_in_name.search(here.low, start, end) is not None


def owner_before(here: Passage, start: int) -> tuple[int, str] | None:
    """The owner that stands before "cần", "phải", "được giao": from the last mark to the verb."""
    begin = _begin_before(here, start)
    end = _before_deadline(here, begin, start)
    modal = here.known.inner_modal.search(here.low, begin, end)
    if modal is not None and _is_verb(here, modal.start()):
        end = modal.start()
    words = here.text[here.start + begin : here.start + end]
    words = here.known.already.sub("", words.strip()).rstrip(" ,")
    if not words or len(words) > MAX_OWNER or _has_verb(here, begin, start):
        return None
    if not here.begins_owner(begin) and not (words[0].isupper() and _is_acting(here, begin, len(words))):
        return None
    return here.start + begin, words


def _begin_before(here: Passage, start: int) -> int:
    """Where the words before a verb begin that may be an owner: behind a mark, a deadline, a comma, "riêng"."""
    known, low = here.known, here.low
    floor = max(0, start - 2 * MAX_OWNER)
    left = max(low.rfind(mark, floor, start) for mark in ".;:") + 1
    whole = skip(low, left)
    dated = known.dated.match(low, whole, start)
    if dated is not None:  # "Chậm nhất ngày 20/9, các sở, ngành phải gửi báo cáo"
        left = whole = dated.end()
    lead = known.owner_lead.match(low, whole, start)
    if lead is not None:  # "Đối với các chủ đầu tư, cần khẩn trương hoàn thiện hồ sơ"
        left = whole = lead.end()
    too_long = start - whole > MAX_OWNER
    if too_long or not here.begins_owner(whole) or known.task.search(low, whole, start):
        left = max(left, low.rfind(",", floor, start) + 1)
    begin = left + len(low[left:start]) - len(low[left:start].lstrip(" -+*•"))
    spoken = (said for said in known.speech.finditer(low, begin, start) if _is_verb(here, said.start()))
    begin = max((said.end() for said in spoken), default=begin)
    for apart in known.apart:
        if low.startswith(f"{apart} ", begin):
            return begin + len(apart) + 1
    return begin


def _is_verb(here: Passage, at: int) -> bool:
    """Whether a word is no part of a name: not in "Ban Chỉ đạo"."""
    return here.text[here.start + at].islower()


def _has_verb(here: Passage, begin: int, start: int) -> bool:
    """Whether a verb of a task stands in the words: not one that only tells which owner, "chưa giải ngân"."""
    low = here.low
    return any(
        low[match.start() - 1] == " "
        and here.text[here.start + match.start()].islower()
        and not here.known.not_yet.search(low, max(begin, match.start() - 8), match.start())
        for match in here.known.task.finditer(low, begin + 1, start)
    )


def _is_acting(here: Passage, begin: int, length: int) -> bool:
    """Whether an area, an office or a body is named in the words."""
    place = here.start + begin
    named = tokens_in(here.sentence.tokens, place, place + length)
    return any(not _ACTING.isdisjoint(token.senses) for token in named)


def _before_deadline(here: Passage, begin: int, start: int) -> int:
    """Where an owner ends whose deadline stands before the verb: "UBND các xã | chậm nhất 20/9 phải trình"."""
    for match in here.known.dated.finditer(here.low, begin, start):
        if match.end() == start and here.low[match.start() - 1] in " ,":
            return match.start()
    return start


def owner_of_list(here: Passage, at: int) -> str | None:
    """The owner that the head of a list names: "2. Sở Tài chính:"."""
    end = len(here.low.rstrip(" \n:"))
    if not here.begins_owner(at) or end - at > 2 * MAX_OWNER:
        return None
    named = owner_at(here, at, end)
    owner_end = named.end if named is not None else end
    return here.text[here.start + at : here.start + owner_end] if owner_end - at <= MAX_OWNER else None


def owner_of_line(here: Passage, at: int) -> str | None:
    """A line of its own that names who the items below it are for: "2.1. Ban cán sự đảng UBND tỉnh"."""
    words = here.low[at:].rstrip(" \n")
    if not here.sentence.first or not here.sentence.is_numbered(here.text) or not 0 < len(words) <= MAX_OWNER:
        return None
    if words[-1] in ".;," or not here.begins_owner(at):
        return None
    return here.text[here.start + at : here.start + at + len(words)]


_LONG_OVER: Final = 183  # days
_LONGEST_DEADLINE: Final = 46


class Deadline(NamedTuple):
    """A day, the word before it, how it is written, and the rule that told it; all None where there is none."""

    day: date | None = None
    word: DeadlineWord | None = None
    text: str | None = None
    rule: str | None = None


NO_DEADLINE: Final = Deadline()


def deadline_in(here: Passage, start: int, end: int) -> Deadline:
    """The first deadline of a stretch of the sentence."""
    for token in tokens_in(here.sentence.tokens, here.start + start, here.start + end):
        if token.time is not None:
            found = _of_time(here, token)
            if found is not None:
                return found
    return _of_this_year(here, start, end)


def _of_time(here: Passage, token: Token) -> Deadline | None:
    """A time with a word of a deadline before it."""
    word = _word_of(here, token)
    period = resolve_time(token.time, here.anchor) if word is not None and token.time is not None else None
    if period is None or token.time is None:
        return None
    day = here.anchor.day
    if token.time.year is None and day and (day - period.end).days > _LONG_OVER:
        # "trong quý I" said in December: a task is not due in the past
        token.time = token.time.in_year(period.end.year + 1)
        period = resolve_time(token.time, here.anchor) or period
    return Deadline(period.end, word, here.text[token.start : token.end], "deadline_words")


def _of_this_year(here: Passage, start: int, end: int) -> Deadline:
    """ "ngay trong năm nay"."""
    year = here.anchor.year
    if year is None or not holds(here.low, here.known.this_year_words):
        return NO_DEADLINE
    found = here.known.this_year.search(here.low, start, end)
    if found is None:
        return NO_DEADLINE
    place = slice(*(here.start + at for at in found.span("y")))
    word = here.known.deadlines.by_phrase[phrase_key(found["d"])]
    return Deadline(date(year, 12, 31), word, here.text[place], "this_year")


def _word_of(here: Passage, token: Token) -> DeadlineWord | None:
    """The word of a deadline right before a time."""
    left = lower_text(here.text[max(0, token.start - _LONGEST_DEADLINE) : token.start])
    if here.known.stretch_from.search(left):
        return None
    left = left.replace("(", " ")
    left = here.known.clock.sub("", here.known.last_day.sub("", left))
    found = word_before(left, len(left), here.known.deadlines)
    word: DeadlineWord | None = here.known.deadlines.by_phrase[found] if found else None
    return word
