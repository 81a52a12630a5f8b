"""The words before a number that may be its subject: a row of named rules, each of which may change or refuse them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hpbrief.extract.figures.subject_question import Before, Place, Question
from hpbrief.extract.text.tokens import tokens_in

Change = Callable[[Question, Before], Before | None]


def words_before(question: Question) -> Before:
    """The noun phrase of the clause before the number, as the rules leave it."""
    place = question.trim(question.start, question.chain.start)
    words = question.text[place[0] : place[1]] if place is not None else ""
    found = Before(place, question.names.resolve(words) if words else None, words)
    if question.tokens[question.chain.first].senses.get("glue") == "noun":
        found = _changed(question, found, _LONGER)
    if found.known is None:
        found = _changed(question, found, _UNKNOWN)
    if found.place is not None:
        own = question.counted or not question.chain.verbs
        found = _changed(question, found, _REFUSED if own else _POINTING)
    return found if found.place is None else _changed(question, found, _DEFINED)


def _changed(question: Question, before: Before, rules: tuple[tuple[str, Change], ...]) -> Before:
    """The words as the first of the rules that changes them leaves them."""
    for name, rule in rules:
        changed = rule(question, before)
        if changed is not None:
            changed.rule = name
            return changed
    return before


def is_area(question: Question, place: Place) -> bool:
    """Whether a stretch names an area and nothing else: "khu vực Bình Dương trước đây"."""
    start, end = place
    rest = question.text[start:end]
    found = False
    for token in tokens_in(question.tokens, start, end):
        if "area" in token.senses and token.end <= end:
            rest = rest.replace(question.text[token.start : token.end], "", 1)
            found = True
    return found and not question.words.area_words.sub("", rest.lower()).strip()


def _mean(question: Question, before: Before) -> Before | None:
    """ "bình quân" at the head of a chain belongs to a name that holds it."""
    tokens, first = question.tokens, question.chain.first
    end = question.chain.start
    for k in range(first, len(tokens)):
        if tokens[k].senses.get("glue") != "noun":
            break
        end = tokens[k].end
    place = question.trim(question.start, end)
    known = question.resolve(place) if place is not None else None
    if place is None or known is None:
        return None
    words = question.text[place[0] : place[1]]
    if known == before.known and not question.names.is_name(words):
        return None
    return Before(place, known, words)


def _last_part(question: Question, before: Before) -> Before | None:
    """ "phấn đấu | thu ngân sách": a known name behind a word that opens a clause."""
    place = question.names.last_part(question.text, question.tokens, question.start, question.chain.start)
    if place is None:
        return None
    return Before(place, question.resolve(place), question.text[place[0] : place[1]])


def _without_doer(question: Question, before: Before) -> Before | None:
    """ "thành phố thu ngân sách", "đôn đốc giải ngân": who acts and how, before or behind a known name."""
    place = before.place
    if place is None:
        return None
    start, end = place
    doer = question.words.doer.match(question.text[start:end].lower())
    if doer is not None and (known := question.resolve((start + doer.end(), end))):
        return Before((start + doer.end(), end), known, before.words)
    bare = question.names.without_manner(question.text, start, end)
    if bare is not None and bare != place and (known := question.resolve(bare)):
        return Before(bare, known, before.words)
    return None


def _names_nothing(question: Question, before: Before) -> Before | None:
    """An area alone, or a lone verb of the trade behind a subject, is no subject."""
    place = before.place
    if place is None:
        return None
    words = question.text[place[0] : place[1]].lower()
    trade = question.names.trade(words)
    if trade is not None and (question.context.label is not None or question.told.named):
        return Before(None, None, before.words, trade=trade)
    if question.words.area_words.sub("", words).strip() == "" or is_area(question, place):
        return Before(None, None, before.words)
    return None


def _counted_before(question: Question, before: Before) -> Before | None:
    """ "41 vụ tai nạn giao thông và 12 vụ cháy": words between two counts are what the first one counts."""
    place = before.place
    if place is None or not question.counted or question.chain.verbs:
        return None
    last = question.told.last.subject if question.told.last is not None else None
    if last is None or not question.floor <= last.start <= place[0] or place[1] > last.end:
        return None
    if question.words.and_next.match(question.text, place[1]) is None:
        return None
    return Before(None, None, before.words, trade=before.trade)


def _without_owner(question: Question, before: Before) -> Before | None:
    """ "Sở Xây dựng khẩn trương | hoàn thành 525 căn": who does it, and how, is not what is counted."""
    place = before.place
    if place is None or before.known is not None or not question.counted:
        return None
    if question.chain.doing_token is None:
        return None
    bare = question.names.without_manner(question.text, *place)
    inside = tokens_in(question.tokens, *bare) if bare is not None else ()
    doer = inside[0] if inside and bare is not None and inside[0].start == bare[0] else None
    if doer is not None and "owner" in doer.senses and not any("area" in t.senses for t in inside):
        bare = None
    return None if bare == place else Before(bare, None, before.words)


def _points_back(question: Question, before: Before) -> Before | None:
    """ "trong số này", "kết quả trên": what was named before."""
    if before.place is None or not question.names.points_back(before.words):
        return None
    return Before(None, None, before.words)


def _actor(question: Question, before: Before) -> Before | None:
    """ "tỉnh đã số hóa 92% hồ sơ": who acts gives way to what stands behind the number."""
    if before.place is None or question.chain.verbs:
        return None
    if before.known is not None and question.figure.unit == "PT":
        return None
    if not question.is_actor() or not question.behind(counted=question.counted):
        return None
    return Before(None, None, before.words)


def _left_out_behind(question: Question, before: Before) -> Before | None:
    """ "thu nội địa (không bao gồm tiền sử dụng đất) 9 tháng": what is left out belongs to the name."""
    place, text, end = before.place, question.text, question.chain.start
    if place is None:
        return None
    mark = question.words.left_out_behind.match(text, place[1], end)
    parts = question.trim(mark.end(), end) if mark is not None else None
    if parts is None:
        return None
    stop = parts[1] + 1 if text[parts[1] : parts[1] + 1] == ")" else parts[1]
    return Before((place[0], stop), question.resolve((place[0], stop)), before.words)


def _left_out_before(question: Question, before: Before) -> Before | None:
    """ "không kể tiền sử dụng đất, thu nội địa": another series than the sum that is named."""
    start = question.start
    if before.known is None or start - 1 <= question.floor or question.text[start - 1] != ",":
        return None
    opens = question.words.left_out_opens.search(question.text[question.floor : start - 1])
    if opens is None:
        return None
    found = Before(before.place, question.names.without(before.known, opens["parts"]), before.words)
    found.defined = True
    return found


# a longer name that a word of the chain belongs to
_LONGER: Final[tuple[tuple[str, Change], ...]] = (("subject.mean", _mean),)

# words that name no indicator as they stand
_UNKNOWN: Final[tuple[tuple[str, Change], ...]] = (
    ("subject.last_part", _last_part),
    ("subject.without_doer", _without_doer),
    ("subject.names_nothing", _names_nothing),
)

# words that name nothing themselves, whatever verb follows
_POINTING: Final[tuple[tuple[str, Change], ...]] = (("subject.points_back", _points_back),)

# words that are not the number's
_REFUSED: Final[tuple[tuple[str, Change], ...]] = (
    ("subject.counted_before", _counted_before),
    ("subject.points_back", _points_back),
    ("subject.actor", _actor),
    ("subject.without_owner", _without_owner),
)

# what is left out of the sum that is named
_DEFINED: Final[tuple[tuple[str, Change], ...]] = (
    ("subject.left_out_behind", _left_out_behind),
    ("subject.left_out_before", _left_out_before),
)
