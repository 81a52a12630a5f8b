"""Who is to do it: the owner before a verb, at the beginning of a clause, or at the head of a list."""

from __future__ import annotations

from typing import Final, NamedTuple

from hpbrief.extract.directives.words import Passage, skip
from hpbrief.extract.text.tokens import tokens_in

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
