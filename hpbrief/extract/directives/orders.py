"""Verbs of order: which one gives tasks in a sentence. One small rule for each kind of verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from hpbrief.extract.directives.words import Passage, skip
from hpbrief.parse.lexicon import marks_of
from hpbrief.parse.text import phrase_key

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
