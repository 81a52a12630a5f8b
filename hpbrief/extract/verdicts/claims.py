"""Claims without a number: "thu ngân sách vượt dự toán năm"."""

from __future__ import annotations

import re
from typing import Final

from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import Token, tokens_in
from hpbrief.extract.verdicts.lists import names_resolved
from hpbrief.extract.verdicts.plans import reference_of
from hpbrief.extract.verdicts.words import COUNTED, LONGEST_NAME, Stated, VerdictWords
from hpbrief.models import Reference, VerdictStatus

_FEW_NAMES: Final = 8
_SMALL: Final = re.compile(r"[ ,]|(?<![^\W_])(?:đã|và|cũng|vẫn|song|nhưng|qua đó|tuy|dù)(?![^\W_])")
_STRIVEN_FOR: Final = re.compile(r"(?<![^\W_])(?:phấn đấu|quyết tâm|nỗ lực|yêu cầu)(?![^\W_])[^.;:,]*$")
_OPENS_LIST: Final = re.compile(rf"{COUNTED}(?: bao)? (?:gồm|là|như)(?: có)?:? ")
_OF_NUMBERS: Final = frozenset({"verb", "glue", "qualifier", "status"})


def plain_claims(known: VerdictWords, text: str, sentence: Sentence, low: str) -> list[Stated]:
    """ "Thu ngân sách vượt dự toán năm": a claim without a number."""
    found: list[Stated] = []
    claimed = sentence.start
    tokens = sentence.tokens
    for index, token in enumerate(tokens):
        if "plan" not in token.senses or index == 0:
            continue
        at = token.start - sentence.start
        match = _said_before(known, low, at)
        if match is None or _has_number_near(known, text, tokens, index):
            continue
        status, start = match
        if status is VerdictStatus.MET and not low[start:at].startswith(("đạt", "hoàn thành")):
            continue
        if _STRIVEN_FOR.search(low, 0, start):
            continue
        floor = max(sentence.start, sentence.start + start - LONGEST_NAME)
        left = max(text.rfind(mark, floor, sentence.start + start) for mark in ",;:.(")
        left = _list_start(known, text, sentence, max(left + 1, floor, claimed), max(floor, claimed))
        reference = reference_of(token, sentence)
        if not _SMALL.sub("", low[left - sentence.start : start]) and text[left - 1 : left] == ",":
            found += _claimed_before(known, text, sentence, max(floor, claimed), left - 1, status, reference)
        else:
            found += names_resolved(known, text, sentence, left, sentence.start + start, status, reference)
        claimed = token.end
    for late in known.said.finditer(low) if known.speaks_of_pace(low) else ():
        if late["s"].endswith(known.parts.pace) and low[late.start() - 1 : late.start()] == " ":
            far = max(0, late.start() - LONGEST_NAME)
            left = max(far, *(low.rfind(mark, far, late.start()) + 1 for mark in ",;:.("))
            status = known.parts.status(late["s"])
            found += names_resolved(
                known,
                text,
                sentence,
                sentence.start + left,
                sentence.start + late.start(),
                status,
                Reference.ANNUAL_GOAL,
            )
    return found


def _claimed_before(
    known: VerdictWords,
    text: str,
    sentence: Sentence,
    floor: int,
    end: int,
    status: VerdictStatus,
    reference: Reference,
) -> list[Stated]:
    """ "Thu nội địa đạt 38.000 tỷ đồng, vượt dự toán năm": a claim is of what the number or claim before it is."""
    floor = max(floor, text.rfind(";", floor, end) + 1)
    stops = [t.start for t in tokens_in(sentence.tokens, floor, end) if t.kind == "figure"]
    if not stops:
        said = known.said.search(sentence.low, floor - sentence.start, end - sentence.start)
        stops = [sentence.start + said.start()] if said is not None else []
    for stop in reversed(stops):
        left = max(floor, *(text.rfind(mark, floor, stop) + 1 for mark in ",:.("))
        if _names_something(known, text, sentence, left, stop):
            return names_resolved(known, text, sentence, left, stop, status, reference)[:1]
    return []


def _names_something(known: VerdictWords, text: str, sentence: Sentence, left: int, stop: int) -> bool:
    """Whether more than verbs stand before a number: not in "bằng 90%", "tăng mạnh 8%"."""
    place = known.subjects.trim(text, sentence.tokens, left, stop)
    if place is None:
        return False
    at = place[0]
    for token in tokens_in(sentence.tokens, *place):
        if text[at : token.start].strip(" ") or _OF_NUMBERS.isdisjoint(token.senses):
            return True
        at = token.end
    return bool(text[at : place[1]].strip(" "))


def _list_start(known: VerdictWords, text: str, sentence: Sentence, left: int, floor: int) -> int:
    """Where a list of names joined by commas begins: "Riêng xuất khẩu, thu tiền sử dụng đất dự kiến không đạt"."""
    for _ in range(_FEW_NAMES):
        if text[left - 1 : left] != ",":
            break
        before = max(text.rfind(mark, floor, left - 1) for mark in ",;:.(") + 1
        before = max(before, floor)
        place = known.subjects.trim(text, sentence.tokens, before, left - 1)
        if place is None or known.subjects.resolve(text[place[0] : place[1]]) is None:
            opened = _OPENS_LIST.search(text, before, left - 1)
            if opened is not None and known.subjects.resolve(text[opened.end() : left - 1]):
                left = opened.end()
            break
        left = before
    return left


def _said_before(known: VerdictWords, low: str, at: int) -> tuple[VerdictStatus, int] | None:
    window = max(0, at - 34)
    for match in known.said.finditer(low, window, at):
        between = low[match.end() : at].strip()
        if between in ("", "so với", "mức", "được") and low[match.start() - 1 : match.start()] == " ":
            return known.parts.status(match["s"]), match.start()
    return None


def _has_number_near(known: VerdictWords, text: str, tokens: list[Token], index: int) -> bool:
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
