"""Which words may be the subject of a number: those before it, and where it has none of its own, those elsewhere;
each a row of named rules.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hpbrief.extract.figures.subject_question import Before, Place, Question, SubjectAnswer
from hpbrief.extract.figures.subject_rules import Rule
from hpbrief.extract.naming.subjects import Subject
from hpbrief.extract.text.tokens import Token, tokens_in

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


_FAR: Final = 300  # characters back in which a name is looked for
_NEAR_PLAN: Final = 3  # words known before the chain among which a plan is looked for


def _verb_alone(question: Question) -> SubjectAnswer | None:
    """ "giải ngân được 62%": a verb of counting that names an indicator itself."""
    token = question.chain.doing_token
    if token is None:
        return None
    alone = question.words.bare_verb(question.text[token.start : token.end])
    found = question.names.resolve(alone)
    if not found:
        return None
    return SubjectAnswer(Subject(token.start, token.start + len(alone), found), own=True)


def _label(question: Question) -> SubjectAnswer | None:
    """ "- Du lịch: 3,1 triệu lượt": what the line names before its colon."""
    label = question.context.label
    if question.told.last is not None or label is None or label.start < question.sentence.line:
        return None
    return SubjectAnswer(label, own=True)


def _what_is_cut(question: Question) -> SubjectAnswer | None:
    """ "cắt giảm 30% thời gian xử lý": behind a cut stands what is cut."""
    place = question.behind(counted=False) if question.verb == "cut" else None
    return SubjectAnswer(question.subject(place), own=True) if place is not None else None


def _before_mark(question: Question) -> SubjectAnswer | None:
    """ "Thu ngân sách (9.120 tỷ đồng)": the words before the bracket or comma that the number stands behind."""
    text, start, floor, last = question.text, question.start, question.floor, question.told.last
    if start - 1 <= floor or text[start - 1] not in "(," or text[start : question.chain.start].strip(" "):
        return None
    end = _before_asides(question, start - 1)
    earlier = question.window_start(end)
    place = _named_in(question, earlier, end)
    if any("plan" in t.senses for t in tokens_in(question.tokens, earlier, start)):
        # "vượt mục tiêu Chính phủ giao (10%)": the subject is the one before, or what the plan is of
        if last is not None:
            return _sum_of_plan(question, place, earlier)
        plan = _plan_named(question)
        if plan is not None and plan.indicator:
            return SubjectAnswer(plan, own=True)
    if place is None or not _fits_earlier(question, place, bracket=text[start - 1] == "("):
        return None
    return SubjectAnswer(question.subject(place), own=True, clause_start=earlier)


def _before_asides(question: Question, end: int) -> int:
    """ "xuất khẩu thủy sản, chủ yếu là cá tra, | đạt …": where the name ends that words between commas tell more of."""
    while True:
        start = question.window_start(end)
        opened = question.words.aside_opened.search(question.text, question.floor, start)
        if opened is None and question.words.aside.match(question.text, start, end):
            opened = question.words.aside_led.search(question.text, question.floor, start)
        if opened is None:
            return end
        end = opened.start()


def _sum_of_plan(question: Question, place: Place | None, earlier: int) -> SubjectAnswer | None:
    """ "…; tổng thu ngân sách vượt dự toán giao (7.250 tỷ đồng)": a clause of its own names what its plan is of."""
    if place is None or ";" not in question.text[question.floor : place[0]] or not question.resolve(place):
        return None
    return SubjectAnswer(question.subject(place), own=True, clause_start=earlier)


def _named_in(question: Question, start: int, end: int) -> Place | None:
    """The noun phrase of a stretch, or the known name that ends it."""
    place = question.trim(start, end)
    if place is None or question.resolve(place) is None:
        return question.names.last_part(question.text, question.tokens, start, end) or place
    return place


def _fits_earlier(question: Question, place: Place, *, bracket: bool) -> bool:
    """Whether the words before a bracket or comma may be the subject of what follows it."""
    last, floor, text = question.told.last, question.floor, question.text
    if last is None:
        return True
    if last.subject is not None and last.subject.end > floor:
        return False  # "812 | doanh nghiệp quay trở lại hoạt động (tăng 12%)"
    if place[0] <= last.token.end + 1 and not bracket:
        return False  # "chiếm 26% GRDP, hụt ...": what the share before is of
    if floor >= place[0]:
        return False
    if bracket or question.words.rest.search(text, floor, place[0]) is not None:
        return True
    return ";" in text[floor : place[0]] or question.resolve(place) is not None


def _opens_sentence(question: Question) -> SubjectAnswer | None:
    """The first number of a sentence: growth as such, the name before the plan's comma, or the plan itself."""
    if question.told.last is not None:
        return None
    plan = _plan_named(question)
    if plan is not None and question.carried() is not None and _is_bare_plan(question, plan):
        plan = None
    found = _growth_alone(question, plan)
    if found is not None or plan is None:
        return found
    return _before_plan(question) or SubjectAnswer(plan, own=True)


def _is_bare_plan(question: Question, plan: Subject) -> bool:
    return question.text[plan.start : plan.end].lower() in question.words.bare_plans


def _growth_alone(question: Question, plan: Subject | None) -> SubjectAnswer | None:
    """ "Tăng trưởng 8,2%": growth without a subject is the growth of the economy."""
    if not question.chain.verb_tokens or (question.carried() is not None and plan is None):
        return None
    token = question.chain.verb_tokens[-1]
    found = question.names.growth_alone(question.text[token.start : token.end])
    if found is None:
        return None
    return SubjectAnswer(Subject(token.start, token.end, found, "yoy_change"), own=True)


def _before_plan(question: Question) -> SubjectAnswer | None:
    """ "Thu ngân sách, kế hoạch 12.000 tỷ đồng": a known name before the comma of its plan."""
    start = question.start
    if start - 1 <= question.floor or question.text[start - 1] != ",":
        return None
    place = question.trim(question.window_start(start - 1), start - 1)
    if place is None or not question.resolve(place):
        return None
    return SubjectAnswer(question.subject(place), own=True)


def _plan_named(question: Question) -> Subject | None:
    """ "Kế hoạch vốn năm 2025 là 11.780 tỷ đồng": the plan itself is the subject."""
    first = question.chain.first
    for token in reversed(question.tokens[max(0, first - _NEAR_PLAN) : first]):
        if not _is_plan(question, token):
            continue
        if question.text[token.start - 1 : token.start] == "(" and (
            named := _before_bracket(question, token.start)
        ):
            return named
        words = question.text[token.start : token.end].lower()
        growth = next((word for word in question.words.growth if words.endswith(word)), "")
        known = question.names.growth_alone(growth)
        return Subject(token.start, token.end, known, "yoy_change" if known else None)
    return None


def _is_plan(question: Question, token: Token) -> bool:
    """Whether a word known names a plan in the clause of the number."""
    if token.start < question.floor or "plan" not in token.senses:
        return False
    if "," in question.text[token.end : question.chain.start]:
        return False
    return not question.text[token.start : token.end].lower().startswith(question.words.plans_until)


def _before_bracket(question: Question, at: int) -> Subject | None:
    """ "tốc độ tăng GRDP (kịch bản 9%)": a known name right before the bracket of its plan."""
    start = max(question.text.rfind(mark, 0, at - 1) for mark in ",;:.()\n") + 1
    place = question.trim(start, at - 1)
    return question.subject(place) if place is not None and question.resolve(place) is not None else None


def _named_far(question: Question) -> SubjectAnswer | None:
    """The last indicator named before the first number of a sentence."""
    if question.told.last is not None:
        return None
    start = max(question.sentence.start, question.start - _FAR)
    named = question.names.last_named(question.text, start, question.start)
    if named is not None and question.words.left_out_behind.match(question.text, named.end) is not None:
        named = named.naming(None)  # a sum without a part: another series
    return SubjectAnswer(named, own=True) if named is not None else None


def _carried(question: Question) -> SubjectAnswer | None:
    """The subject of the number before, or of the sentence before."""
    return SubjectAnswer(question.carried(), own=False)


ELSEWHERE: Final[tuple[tuple[str, Rule], ...]] = (
    ("subject.verb_alone", _verb_alone),
    ("subject.label", _label),
    ("subject.what_is_cut", _what_is_cut),
    ("subject.before_mark", _before_mark),
    ("subject.opens_sentence", _opens_sentence),
    ("subject.named_far", _named_far),
    ("subject.carried", _carried),
)
