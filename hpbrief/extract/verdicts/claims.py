"""Claims without a number: "thu ngân sách vượt dự toán năm"."""

from __future__ import annotations

from typing import Final

from hpbrief.extract.text.tokens import Token, tokens_in
from hpbrief.extract.verdicts.names import names_resolved
from hpbrief.extract.verdicts.plans import reference_of
from hpbrief.extract.verdicts.stated import Saying, Stated
from hpbrief.extract.verdicts.words import LONGEST_NAME, Passage
from hpbrief.models import Reference, VerdictStatus
from hpbrief.parse.patterns import holds

_FEW_NAMES: Final = 8
_MARKS: Final = ",;:.("
_OF_NUMBERS: Final = frozenset({"verb", "glue", "qualifier", "status"})


def plain_claims(here: Passage) -> list[Stated]:
    """ "Thu ngân sách vượt dự toán năm": a claim without a number."""
    if _sets_goals(here):
        return []
    found: list[Stated] = []
    claimed = here.start
    for index, token in enumerate(here.sentence.tokens):
        if index == 0 or "plan" not in token.senses:
            continue
        said = _said_before(here, token.start - here.start)
        if said is None or _has_number_near(here, index):
            continue
        found += _claimed(here, token, *said, claimed)
        claimed = token.end
    return found + _claims_of_pace(here)


def _sets_goals(here: Passage) -> bool:
    """Whether a sentence is headed by goals: "Mục tiêu năm 2026: …"; not by those that were reached."""
    head = here.known.goals_head.match(here.low)
    return head is not None and here.known.said.search(here.low, 0, head.end()) is None


def _said_before(here: Passage, at: int) -> tuple[VerdictStatus, int] | None:
    """What is said right before a plan's word, and where; None where it is striven for or says no more than met."""
    known, low = here.known, here.low
    for match in known.said.finditer(low, max(0, at - 34), at):
        start = match.start()
        if not known.before_plan.fullmatch(low, match.end(), at) or low[start - 1 : start] != " ":
            continue
        status = known.parts.status(match["s"])
        if status is VerdictStatus.MET and not known.plainly_met.match(low, start, at):
            return None
        return None if known.striven_for.search(low, max(0, start - LONGEST_NAME), start) else (status, start)
    return None


def _claimed(here: Passage, plan: Token, status: VerdictStatus, said: int, claimed: int) -> list[Stated]:
    """What a claim is of: the names before it, or what the number or claim before it is of."""
    text, sentence = here.text, here.sentence
    at = here.start + said
    floor = max(here.start, at - LONGEST_NAME)
    left = max(text.rfind(mark, floor, at) for mark in _MARKS) + 1
    left = _list_start(here, max(left, floor, claimed), max(floor, claimed))
    saying = Saying(status, reference_of(here, plan))
    behind_comma = text[left - 1 : left] == ","
    if behind_comma and not here.known.small_words.sub("", sentence.low[left - here.start : said]):
        return _claimed_before(here, max(floor, claimed), left - 1, saying.by("small_words"))
    found = names_resolved(here, left, at, saying.by("said", "before_plan"))
    if not found and here.known.joined_by_and.search(here.low, max(0, said - 12), said):
        return _claimed_before(here, max(floor, claimed), at, saying.by("joined_by_and"))
    return found


def _claims_of_pace(here: Passage) -> list[Stated]:
    """ "Giải ngân chậm tiến độ": a pace needs no plan's word."""
    known, low = here.known, here.low
    found: list[Stated] = []
    for late in known.said.finditer(low) if known.speaks_of_pace(low) else ():
        at = late.start()
        if late["s"].endswith(known.parts.pace) and low[at - 1 : at] == " ":
            far = max(0, at - LONGEST_NAME)
            left = max(far, *(low.rfind(mark, far, at) + 1 for mark in _MARKS))
            saying = Saying(known.parts.status(late["s"]), Reference.ANNUAL_GOAL).by("said")
            found += names_resolved(here, here.start + left, here.start + at, saying)
    return found


def _claimed_before(here: Passage, floor: int, end: int, saying: Saying) -> list[Stated]:
    """ "Thu nội địa đạt 38.000 tỷ đồng, vượt dự toán năm": a claim is of what the number or claim before it is."""
    text, sentence = here.text, here.sentence
    floor = max(floor, text.rfind(";", floor, end) + 1)
    stops = [t.start for t in tokens_in(sentence.tokens, floor, end) if t.kind == "figure"]
    if not stops:
        said = here.known.said.search(sentence.low, floor - here.start, end - here.start)
        stops = [here.start + said.start()] if said is not None else []
    for stop in reversed(stops):
        left = max(floor, *(text.rfind(mark, floor, stop) + 1 for mark in ",:.("))
        if _names_something(here, left, stop):
            return names_resolved(here, left, stop, saying)[:1]
    return []


def _names_something(here: Passage, left: int, stop: int) -> bool:
    """Whether more than verbs stand before a number: not in "bằng 90%", "tăng mạnh 8%"."""
    text = here.text
    place = here.known.subjects.trim(text, here.sentence.tokens, left, stop)
    if place is None:
        return False
    at = place[0]
    for token in tokens_in(here.sentence.tokens, *place):
        if text[at : token.start].strip(" ") or _OF_NUMBERS.isdisjoint(token.senses):
            return True
        at = token.end
    return bool(text[at : place[1]].strip(" "))


def _list_start(here: Passage, left: int, floor: int) -> int:
    """Where a list of names joined by commas begins: "Riêng xuất khẩu, thu tiền sử dụng đất dự kiến không đạt"."""
    text, subjects = here.text, here.known.subjects
    for _ in range(_FEW_NAMES):
        if text[left - 1 : left] != ",":
            break
        before = max(*(text.rfind(mark, floor, left - 1) + 1 for mark in _MARKS), floor)
        place = subjects.trim(text, here.sentence.tokens, before, left - 1)
        if place is None or subjects.resolve(text[place[0] : place[1]]) is None:
            opened = here.known.opens_names.search(text, before, left - 1)
            if opened is not None and subjects.resolve(text[opened.end() : left - 1]):
                left = opened.end()
            break
        left = before
    return left


def _has_number_near(here: Passage, index: int) -> bool:
    """Whether a number stands by a plan's word, so that the claim is one of the number."""
    text, tokens = here.text, here.sentence.tokens
    plan = tokens[index]
    for token in tokens[max(0, index - 3) : index]:
        near = token.kind == "figure" and 0 <= plan.start - token.end < 14
        between = text[token.end : plan.start]
        if near and not {",", ")"} & set(between) and not holds(between, here.known.name_joints):
            return True
    for token in tokens[index + 1 : index + 5]:
        if token.kind == "figure" and not {",", ";", "."} & set(text[plan.end : token.start]):
            return here.known.in_brackets.match(text, plan.end, token.start) is None  # the plan's own number
    return tokens[index - 1].kind == "figure" and index + 1 == len(tokens)
