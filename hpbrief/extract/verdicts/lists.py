"""The indicators that are named with a count or a group of goals."""

from __future__ import annotations

import re
from typing import Final

from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import tokens_in
from hpbrief.extract.verdicts.plans import is_heading
from hpbrief.extract.verdicts.words import (
    CLAUSE_END,
    COUNTED,
    NAMES_IN_BRACKETS,
    OpenList,
    Stated,
    Told,
    VerdictWords,
)
from hpbrief.models import Reference, VerdictStatus

_LONGEST_LIST: Final = 1200
_LONGEST_ITEM: Final = 120
_BRACKETS: Final = re.compile(r"[()]")
_CAUSE: Final = re.compile(
    r",? (?:chủ yếu|phần lớn|một phần|nguyên nhân)(?: là)? (?:do|vì|bởi) |, (?:do|vì|bởi) "
)
_BETWEEN_NAMES: Final = re.compile(r"[,;()]| và | cùng (?!kỳ|thời|với|lúc|tháng|quý|năm)")
_NAME_ALONE: Final = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,7}")


def counted_in(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a number of things that are counted stands in a stretch."""
    return any(
        t.figure is not None and t.figure.counted
        for t in tokens_in(sentence.tokens, sentence.start + start, sentence.start + end)
    )


def names_resolved(
    known: VerdictWords,
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
    for item in _items(known, text, sentence, start, end):
        place = known.subjects.trim(text, sentence.tokens, *item)
        if place is None:
            continue
        if known.subjects.resolve(text[place[0] : place[1]]) is None:
            place = known.subjects.last_part(text, sentence.tokens, *item) or place
        subject = known.subjects.subject(text, *place)
        if subject.indicator is not None:
            found += between
            indicator = known.subjects.growth_is.get(subject.indicator, subject.indicator)
            found.append(Stated(*place, status, reference, "verdict.claim", indicator=indicator))
            between = []
        elif others and found and _NAME_ALONE.fullmatch(text, *place) and place == _stripped(text, *item):
            between.append(Stated(*place, status, reference, "verdict.claim"))
    return found


def named_in_bullet(known: VerdictWords, text: str, sentence: Sentence, opened: OpenList) -> list[Stated]:
    """A line of a list that a headline opened: its first words are the indicator."""
    stop = CLAUSE_END.search(text, text.find(" ", sentence.start) + 1, sentence.end)
    end = stop.start() if stop else sentence.end
    place = _whole_line(known, text, sentence, end) or known.subjects.trim(
        text, sentence.tokens, sentence.start, end
    )
    if place is None or place[1] - place[0] > _LONGEST_ITEM:
        return []
    indicator = known.subjects.subject(text, *place).indicator
    if indicator is None and opened.known:
        return []
    return [Stated(*place, opened.status, opened.reference, "verdict.named", indicator=indicator)]


def _whole_line(known: VerdictWords, text: str, sentence: Sentence, end: int) -> tuple[int, int] | None:
    """The whole line where it is one name with a comma in it: "- Thu từ hoạt động xuất, nhập khẩu;"."""
    if text[end : end + 1] != ",":
        return None
    marks = (m for m in (text.find(mark, end, sentence.end) for mark in ";.\n(:") if m >= 0)
    place = known.subjects.trim(text, sentence.tokens, sentence.start, min(marks, default=sentence.end))
    return place if place is not None and known.subjects.resolve(text[place[0] : place[1]]) else None


def end_of_verdict(known: VerdictWords, text: str, sentence: Sentence, at: int) -> int:
    """The end of the status words, the plan's word included."""
    for token in tokens_in(sentence.tokens, at, at + 40):
        if "plan" in token.senses and text[at : token.start].strip(" ") in ("", "so với", "mức"):
            return token.end
        if token.start > at + 12:
            break
    return at


def named_after(
    known: VerdictWords,
    text: str,
    sentence: Sentence,
    low: str,
    at: int,
    status: VerdictStatus,
    reference: Reference,
    told: Told,
) -> list[Stated]:
    """The indicators that are named behind a count or group: a list, names in brackets, or the lines below."""
    head = known.list_head.match(low, at - sentence.start)
    if head is None and not low[at - sentence.start :].strip() and is_heading(sentence, low):
        told.open = OpenList(status, reference, known=True)
        return []
    if head is None:
        return _bracketed(known, text, sentence, low, at, status, reference)
    if not low[head.end() :].strip() and low[: head.end()].endswith(":"):
        told.open = OpenList(status, reference, known=False)
        return []
    return names_listed(
        known, text, sentence, head.end() + sentence.start, status, reference, "verdict.named"
    )


def _bracketed(
    known: VerdictWords,
    text: str,
    sentence: Sentence,
    low: str,
    at: int,
    status: VerdictStatus,
    reference: Reference,
) -> list[Stated]:
    """ "3 chỉ tiêu chưa đạt (tỷ lệ hộ nghèo, bao phủ BHYT)": the names stand in brackets, without numbers."""
    bracket = NAMES_IN_BRACKETS.match(low, at - sentence.start)
    if bracket is None:
        return []
    found = names_listed(
        known,
        text,
        sentence,
        sentence.start + bracket.start("names"),
        status,
        reference,
        "verdict.named",
        end=sentence.start + bracket.end("names"),
    )
    return found if any(one.indicator for one in found) else []


def names_listed(
    known: VerdictWords,
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
    end = _list_end(known, text, sentence, at) if end is None else end
    for start, stop in _items(known, text, sentence, at, end):
        trimmed = _whole(known, text, start, stop) or known.subjects.trim(text, sentence.tokens, start, stop)
        if trimmed is not None and text[start : trimmed[0]].strip(" ").lower() == "thu hút":
            trimmed = (text.index(text[start : trimmed[0]].strip(" "), start), trimmed[1])
        if trimmed is None or trimmed[1] - trimmed[0] > _LONGEST_ITEM:
            continue
        subject = known.subjects.subject(text, *trimmed)
        if subject.indicator is not None and subject.indicator in known.subjects.growth_is:
            # a goal of "GRDP" is one of its growth
            subject = subject.naming(known.subjects.growth_is[subject.indicator])
        numbered = any(c.isdigit() for c in text[trimmed[0] : trimmed[1]])
        name = text[trimmed[0] : trimmed[1]].lower()
        said = known.parts.status_or_none(name) is not None or name.endswith(COUNTED)
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


def _whole(known: VerdictWords, text: str, start: int, end: int) -> tuple[int, int] | None:
    """An item that is a name as it stands, its verb included: "giảm nghèo"."""
    words = text[start:end]
    start += len(words) - len(words.lstrip(" "))
    end -= len(words) - len(words.rstrip(" ."))
    return (start, end) if known.subjects.resolve(text[start:end]) else None


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


def _list_end(known: VerdictWords, text: str, sentence: Sentence, at: int) -> int:
    end = min(sentence.end, at + _LONGEST_LIST)
    closing = _closing(text, sentence, at)
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


def _items(known: VerdictWords, text: str, sentence: Sentence, at: int, end: int) -> list[tuple[int, int]]:
    covered = [
        (t.start, t.end)
        for t in tokens_in(sentence.tokens, at, end)
        if "indicator" in t.senses or "compound" in t.senses
    ]
    items, start, depth = [], at, 0
    for match in _BETWEEN_NAMES.finditer(text[at:end]):
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
            if match[0] == " và " and _one_name(known, left, right):
                continue
            items.append((start, place))
            start = place + len(match[0])
    items.append((start, end))
    return [(a, b) for a, b in items if text[a:b].strip(" ,.")]


def _one_name(known: VerdictWords, left: str, right: str) -> bool:
    """Whether "A và B" is the name of one indicator."""
    right = re.split(r"[,;.(]", right, maxsplit=1)[0]
    return (
        known.subjects.resolve(f"{left.strip()} và {right.strip()}") is not None
        and known.subjects.resolve(left) is None
    )


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without the blanks at its ends."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip(" ")), end - len(words) + len(words.rstrip(" "))
