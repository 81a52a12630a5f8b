"""The indicators that are named with a count or a group of goals."""

from __future__ import annotations

import re
from typing import Final

from hpbrief.extract.naming.subjects import SubjectReader
from hpbrief.extract.text.tokens import tokens_in
from hpbrief.extract.verdicts.stated import OpenList, Saying, Stated, Told, named
from hpbrief.extract.verdicts.words import Passage, is_heading

_LONGEST_LIST: Final = 1200
_LONGEST_ITEM: Final = 120
_FEWEST_PARTS: Final = 2
_BRACKETS: Final = re.compile(r"[()]")
_NAME_ALONE: Final = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,7}")
_ITEM_ENDS: Final = re.compile(r"[,;.(]")


def counted_in(here: Passage, start: int, end: int) -> bool:
    """Whether a number of things that are counted stands in a stretch."""
    return any(
        t.figure is not None and t.figure.counted
        for t in tokens_in(here.sentence.tokens, here.start + start, here.start + end)
    )


def names_resolved(
    here: Passage, start: int, end: int, saying: Saying, *, kind: str = "claim", others: bool = False
) -> list[Stated]:
    """Those of a list's items that name an indicator or what a figure was of; ``others`` between may be names too."""
    subjects, text, tokens = here.known.subjects, here.text, here.sentence.tokens
    found: list[Stated] = []
    between: list[Stated] = []
    for item in _items(here, start, end):
        place = subjects.trim(text, tokens, *item)
        if place is None:
            continue
        if subjects.resolve(text[place[0] : place[1]]) is None:
            light = here.known.light_end.search(here.low, place[0] - here.start, place[1] - here.start)
            if light is not None:
                place = (place[0], here.start + light.start())
            place = subjects.last_part(text, tokens, *item) or place
        indicator = subjects.subject(text, *place).indicator
        if indicator is not None or text[place[0] : place[1]].lower() in here.names:
            found += between
            found.append(named(place, saying, kind, subjects.growth_is.get(indicator or "", indicator)))
            between = []
        elif others and found and _NAME_ALONE.fullmatch(text, *place) and place == _stripped(text, *item):
            between.append(named(place, saying, kind, None))
    return found


def named_in_bullet(here: Passage, opened: OpenList) -> list[Stated]:
    """A line of a list that a headline opened: its first words are the indicator."""
    known, text, sentence = here.known, here.text, here.sentence
    mark = known.item_mark.match(here.low)
    start = sentence.start + (mark.end() if mark else 0)
    stop = known.clause_end.search(text, text.find(" ", start) + 1, sentence.end)
    end = stop.start() if stop else sentence.end
    place = _whole_line(here, start, end) or known.subjects.trim(text, sentence.tokens, start, end)
    if place is None or place[1] - place[0] > _LONGEST_ITEM:
        return []
    indicator = known.subjects.subject(text, *place).indicator
    if indicator is None and (opened.known or not _is_counted(mark, opened.saying.met)):
        return []
    return [named(place, opened.saying, "named", indicator)]


def _is_counted(mark: re.Match[str] | None, met: int | None) -> bool:
    """Whether a numbered item is one of as many as were counted; other marks tell no number."""
    number = mark["n"] if mark is not None else None
    return number is None or (met is not None and int(number) <= met)


def _whole_line(here: Passage, start: int, end: int) -> tuple[int, int] | None:
    """The whole line where it is one name with a comma in it: "- Thu từ hoạt động xuất, nhập khẩu;"."""
    text, sentence, subjects = here.text, here.sentence, here.known.subjects
    if text[end : end + 1] != ",":
        return None
    marks = (m for m in (text.find(mark, end, sentence.end) for mark in ";.\n(:") if m >= 0)
    place = subjects.trim(text, sentence.tokens, start, min(marks, default=sentence.end))
    return place if place is not None and subjects.resolve(text[place[0] : place[1]]) else None


def end_of_verdict(here: Passage, at: int) -> int:
    """The end of the status words, the plan's word included."""
    for token in tokens_in(here.sentence.tokens, at, at + 40):
        if "plan" in token.senses and here.known.after_said.fullmatch(here.text, at, token.start):
            return token.end
        if token.start > at + 12:
            break
    return at


def named_after(here: Passage, at: int, saying: Saying, told: Told) -> list[Stated]:
    """The indicators that are named behind a count or group: a list, names in brackets, or the lines below."""
    low = here.low
    head = here.known.list_head.match(low, at - here.start)
    if head is None and not low[at - here.start :].strip() and is_heading(here.sentence):
        told.open = OpenList(saying, known=True)
        return []
    if head is None:
        return _bracketed(here, at, saying)
    if not low[head.end() :].strip() and low[: head.end()].endswith(":"):
        told.open = OpenList(saying, known=False)
        return []
    return names_listed(here, head.end() + here.start, saying.by("list_head"), "named")


def _bracketed(here: Passage, at: int, saying: Saying) -> list[Stated]:
    """ "3 chỉ tiêu chưa đạt (tỷ lệ hộ nghèo, bao phủ BHYT)": the names stand in brackets, without numbers."""
    bracket = here.known.names_in_brackets.match(here.low, at - here.start)
    if bracket is None:
        return []
    start, end = (here.start + at for at in bracket.span("names"))
    found = names_listed(here, start, saying.by("names_in_brackets"), "named", end=end)
    as_counted = saying.met is not None and len(found) == saying.met
    return found if as_counted or any(one.indicator for one in found) else []


def names_listed(
    here: Passage, at: int, saying: Saying, kind: str, *, end: int | None = None
) -> list[Stated]:
    """The indicators of a list up to a semicolon or the end; what stands in brackets is not its matter."""
    text, subjects = here.text, here.known.subjects
    found: list[Stated] = []
    parted = _parted(here, at, saying.met) if end is None else []
    for item in parted or _items(here, at, _list_end(here, at, saying.met) if end is None else end):
        place = _place_of(here, *item)
        if place is None or place[1] - place[0] > _LONGEST_ITEM:
            continue
        indicator = subjects.subject(text, *place).indicator
        if indicator is None and not _may_name(here, text[place[0] : place[1]]):
            place = _before_said(here, *place)
            indicator = subjects.subject(text, *place).indicator
        if indicator is not None:
            indicator = subjects.growth_is.get(indicator, indicator)  # a goal of "GRDP" is one of its growth
        elif saying.inferred or not _may_name(here, text[place[0] : place[1]]):
            continue
        if indicator is None and found and _is_told_of(here, at, found[-1].start, place[0]):
            continue
        found.append(named(place, saying, kind, indicator))
    return found


def _is_told_of(here: Passage, at: int, name: int, place: int) -> bool:
    """Whether words stand in the part of a list, between semicolons, that tells a number of the name before."""
    text = here.text
    if text.rfind(";", at, place) != text.rfind(";", at, name):
        return False
    end = text.find(";", place, here.sentence.end)
    told = tokens_in(here.sentence.tokens, name, end if end >= 0 else here.sentence.end)
    return end >= 0 and any(t.figure is not None and not _is_age(here, t.start) for t in told)


def _parted(here: Passage, at: int, met: int | None) -> list[tuple[int, int]]:
    """The heads of a list's parts, where semicolons part what is told of each: "A đạt 93% kế hoạch, do …; B …".

    None where nothing is told of them, or where they are neither as many as were counted nor all known.
    """
    text, known, start = here.text, here.known, at
    if not text[max(here.start, at - 8) : at].rstrip(" ").endswith(":"):
        return []
    heads: list[tuple[int, int]] = []
    told = False
    for part in text[at : min(here.sentence.end, at + _LONGEST_LIST)].split(";"):
        end = start + len(part)
        marks = [text.find(mark, start, end) for mark in ",("]
        marks += [t.start for t in tokens_in(here.sentence.tokens, start, end) if t.figure is not None]
        stop = min((m for m in marks if m >= 0 and not _is_age(here, m)), default=end)
        told |= stop < end
        heads.append((start, stop))
        start = end + 1
    if len(heads) < _FEWEST_PARTS or not told:
        return []
    if met == len(heads) or all(_names_known(known.subjects, text, *head) for head in heads):
        return heads
    return []


def _names_known(subjects: SubjectReader, text: str, start: int, end: int) -> bool:
    return subjects.resolve(text[start:end].strip(" .")) is not None


def _before_said(here: Passage, start: int, end: int) -> tuple[int, int]:
    """The known name before what is said of it alone: "thu ngân sách vượt dự toán 12%"; else the place itself."""
    known, low = here.known, here.low
    said = known.said.search(low, start - here.start, end - here.start)
    numbers = (t.start for t in tokens_in(here.sentence.tokens, start, end) if t.figure is not None)
    stop = min(next(numbers, end), here.start + said.start() if said is not None else end)
    words = low[start - here.start : stop - here.start].rstrip(" ")
    light = known.light_end.search(words)
    stop = start + (light.start() if light is not None else len(words))
    return (start, stop) if known.subjects.resolve(here.text[start:stop]) else (start, end)


def _place_of(here: Passage, start: int, end: int) -> tuple[int, int] | None:
    """Where the name of an item stands, its verb included where the verb is part of it."""
    lead = here.known.name_lead.match(here.low, start - here.start, end - here.start)
    if lead is not None:
        start = here.start + lead.end()
    if lead is not None or here.known.age.search(here.low, start - here.start, end - here.start):
        start, end = _stripped(here.text, start, end)
        return start, end - (here.text[end - 1 : end] == ".")
    whole = _whole(here.known.subjects, here.text, start, end)
    if whole is not None:
        return whole
    place = here.known.subjects.trim(here.text, here.sentence.tokens, start, end)
    if place is not None and here.known.name_verb.fullmatch(here.text[start : place[0]].strip(" ").lower()):
        return place[0] - len(here.text[start : place[0]].lstrip(" ")), place[1]
    return place


def _may_name(here: Passage, words: str) -> bool:
    """Whether words that name no known indicator may be a name: no number, no status, no word for goals."""
    low = words.lower()
    if any(c.isdigit() for c in here.known.age.sub("", low)):
        return False
    return here.known.parts.status_or_none(low) is None and not low.endswith(here.known.goals)


def _whole(subjects: SubjectReader, text: str, start: int, end: int) -> tuple[int, int] | None:
    """An item that is a name as it stands, its verb included: "giảm nghèo"."""
    words = text[start:end]
    start += len(words) - len(words.lstrip(" "))
    end -= len(words) - len(words.rstrip(" ."))
    return (start, end) if subjects.resolve(text[start:end]) else None


def _closing(here: Passage, at: int) -> int:
    """Where the bracket closes that a list stands in, or -1: "(gồm: A; B)"."""
    text, sentence = here.text, here.sentence
    if text.rfind("(", sentence.start, at) <= text.rfind(")", sentence.start, at):
        return -1
    depth = 0
    for mark in _BRACKETS.finditer(text, at, min(sentence.end, at + _LONGEST_LIST)):
        if mark[0] == ")" and depth == 0:
            return mark.start()
        depth += 1 if mark[0] == "(" else -1
    return -1


def _list_end(here: Passage, at: int, met: int | None) -> int:
    """Where a list ends: its bracket, a number of things counted, a cause, dots, or a semicolon that parts no items."""
    text, sentence = here.text, here.sentence
    end = min(sentence.end, at + _LONGEST_LIST)
    closing = _closing(here, at)
    if closing >= 0:
        end = closing
    for token in tokens_in(sentence.tokens, at, end):
        if token.figure is not None and token.figure.counted and not _is_age(here, token.start):
            end = token.start
            break
    if cause := here.known.cause.search(text, at, end):
        end = cause.start()
    if closing < 0:
        end = _last_item_end(here, at, end, met)
    return min((m for m in (text.find(mark, at, end) for mark in ("...", "…")) if m >= 0), default=end)


def _last_item_end(here: Passage, at: int, end: int, met: int | None) -> int:
    """Where a list ends among its semicolons: the first that no name follows, or behind as many names as counted.

    A list that a colon opened and no comma parts has nothing but items, so that all of it is the list.
    """
    text = here.text
    mark = text.find(";", at, end)
    if mark >= 0 and "," not in text[at:mark] and text[max(0, at - 8) : at].rstrip().endswith(":"):
        return end
    while mark >= 0:
        following = text.find(";", mark + 1, end)
        stop = following if following >= 0 else end
        fits = met is not None and len(_items(here, at, stop)) <= met
        if not _may_be_names(here, mark + 1, stop) or not (fits or _is_named(here, mark + 1, stop)):
            return mark
        mark = following
    return end


def _may_be_names(here: Passage, start: int, end: int) -> bool:
    """Whether what stands between two semicolons may be names: short, without a number, with nothing said of it."""
    numbers = (t.start for t in tokens_in(here.sentence.tokens, start, end) if t.figure is not None)
    if end - start > _LONGEST_ITEM or any(not _is_age(here, at) for at in numbers):
        return False
    return here.known.said.search(here.low, start - here.start, end - here.start) is None


def _is_named(here: Passage, start: int, end: int) -> bool:
    """Whether a stretch is "chỉ tiêu …", or known names and no more."""
    known, text = here.known, here.text
    if known.name_lead.match(here.low, start - here.start, end - here.start):
        return True
    items = _items(here, start, end)
    return bool(items) and all(known.subjects.resolve(text[a:b].strip(" .")) for a, b in items)


def _is_age(here: Passage, at: int) -> bool:
    """Whether a number is an age in a name: "trẻ em dưới 1 tuổi"."""
    at -= here.start
    near = here.known.age.search(here.low, max(0, at - 8), at + 28)
    return near is not None and near.start() <= at < near.end()


def _items(here: Passage, at: int, end: int) -> list[tuple[int, int]]:
    """The items of a list: marks and joining words part them, outside brackets and known names."""
    text = here.text
    covered = [
        (t.start, t.end)
        for t in tokens_in(here.sentence.tokens, at, end)
        if "indicator" in t.senses or "compound" in t.senses
    ]
    items, start, depth = [], at, 0
    for match in here.known.between_names.finditer(text[at:end]):
        place, mark = at + match.start(), match[0]
        if mark == "(":
            if depth == 0:
                items.append((start, place))
            depth += 1
        elif mark == ")":
            depth = max(0, depth - 1)
            start = place + 1
        elif depth == 0 and not any(a < place < b for a, b in covered):
            after = place + len(mark)
            if _is_inside(here, (start, place, after, end)) or _one_name(
                here, text[start:place], mark, text[after:end]
            ):
                continue
            items.append((start, place))
            start = after
    items.append((start, end))
    return [(a, b) for a, b in items if text[a:b].strip(" ,.")]


def _is_inside(here: Passage, joint: tuple[int, int, int, int]) -> bool:
    """Whether "và" is part of a name: in an item that a semicolon closes, but between two known names."""
    start, at, after, end = joint
    text, resolve = here.text, here.known.subjects.resolve
    if text[at:after] not in here.known.name_joints:
        return False
    stop = text.find(";", after, end)
    if stop < 0 or text.find(",", after, stop) >= 0:
        return False
    return not (resolve(text[start:at].strip()) and resolve(text[after:stop].strip()))


def _one_name(here: Passage, left: str, joint: str, right: str) -> bool:
    """Whether "A và B" is the name of one indicator."""
    if joint not in here.known.name_joints:
        return False
    right = _ITEM_ENDS.split(right, maxsplit=1)[0]
    resolve = here.known.subjects.resolve
    return resolve(f"{left.strip()}{joint}{right.strip()}") is not None and resolve(left) is None


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the blanks at its ends."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip(" ")), end - len(words) + len(words.rstrip(" "))
