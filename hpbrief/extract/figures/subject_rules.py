"""Which words are the subject of a number: a row of named rules, the first that answers holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from hpbrief.extract.figures.subject_question import Place, Question, SubjectAnswer
from hpbrief.extract.naming.subjects import Subject
from hpbrief.extract.text.tokens import Token
from hpbrief.parse.text import phrase_key

Rule = Callable[[Question], SubjectAnswer | None]

_STATED: Final = frozenset({"reach", "equal", "up", "down", "to", "share", "exceed", "short"})
_NEVER_AFTER: Final = frozenset({"up", "down", "exceed", "rank", "top", "times", "share", "short"})
_CLAUSE_MARK: Final = re.compile(r"[,;:.()/\n]")
_SYLLABLE: Final = re.compile(r"[^\W_]+")
_LONGEST_KIND: Final = 6  # syllables
_LONGEST_RANKED: Final = 120  # characters behind a place in an order
_FEW: Final = 12


def in_turn(question: Question) -> SubjectAnswer | None:
    """ "lần lượt 12%, 8% và 3%": the next of the subjects that wait."""
    waiting, start = question.told.queue, question.chain.start
    if not waiting or question.words.joined_turn.match(question.text[question.floor : start]) is None:
        return None
    return SubjectAnswer(question.subject(waiting[0]), own=True, clause_start=start, queue=waiting[1:])


# -- before its own words are looked at -------------------------------------------------------------------


def _top_again(question: Question) -> SubjectAnswer | None:
    """A place at the top is that of the subject before."""
    nearest = question.carried() if question.verb == "top" else None
    return SubjectAnswer(nearest, own=False) if nearest is not None else None


def _respective(question: Question) -> SubjectAnswer | None:
    """The first of the subjects that "lần lượt" shares out; the rest wait their turn."""
    if not question.chain.respectively:
        return None
    start = question.chain.start
    pieces = question.names.pieces(question.text, question.tokens, question.floor, start)
    if len(pieces) >= 2:
        return SubjectAnswer(question.subject(pieces[0]), own=True, queue=pieces[1:])
    count = _listed(question)
    named = question.told.named[-count:]
    if count >= 2 and len(named) == count:
        return SubjectAnswer(named[0], own=True, queue=[(s.start, s.end) for s in named[1:]])
    return None


def _listed(question: Question) -> int:
    """How many numbers follow in a list, joined by commas or "và" (a verb may stand between)."""
    count, at = 1, question.end
    for token in question.tokens[question.index + 1 :]:
        if question.text[at : token.start].strip(" ,"):
            break
        if token.kind == "figure":
            count += 1
        elif not {"verb", "qualifier", "lead"} & set(token.senses):
            break
        at = token.end
    return count


# -- by its own words, before and behind ------------------------------------------------------------------


def _ranked_by(question: Question) -> SubjectAnswer | None:
    """ "đứng thứ 8 cả nước về PCI": what the order is of."""
    limit = min(question.end + _LONGEST_RANKED, question.sentence.end)
    match = question.words.ranked_in.match(question.text, question.end, limit)
    found = question.subject(match.span("s")) if match is not None else None
    return SubjectAnswer(found, own=True) if found is not None and found.indicator is not None else None


def _goal_opens(question: Question) -> SubjectAnswer | None:
    """ "bảo đảm giải ngân 95%": the word of the goal holds its subject."""
    text, chain = question.text, question.chain
    token = question.tokens[chain.first - 1] if chain.first else None
    if token is None or "goal" not in token.senses or text[token.end : chain.start].strip(" "):
        return None
    blank = text.find(" ", token.start, token.end)
    while blank >= 0:
        found = question.subject((blank + 1, token.end))
        if found.indicator is not None:
            return SubjectAnswer(found, own=True)
        blank = text.find(" ", blank + 1, token.end)
    return None


def _top_of_actor(question: Question) -> SubjectAnswer | None:
    """ "tỉnh đứng đầu cả nước": nothing says in what."""
    unnamed = question.before.place is not None and question.verb == "top" and question.is_actor()
    return SubjectAnswer(None, own=False) if unnamed else None


def _before(question: Question) -> SubjectAnswer | None:
    """The words before the number, where they may stand for what it counts."""
    subject = question.before_subject()
    if subject is None or (question.counted and not _may_stand(question)):
        return None
    if (
        question.verb == "rank"
        and question.before.known is None
        and (nearest := question.carried()) is not None
    ):
        return SubjectAnswer(nearest, own=False)
    return SubjectAnswer(_with_verb(question, subject), own=True)


def _may_stand(question: Question) -> bool:
    """Whether the words before a number are its subject, though it counts a thing named after it."""
    chain = question.chain
    if question.text[question.end : question.end + 1] in ("", "\n"):
        return True
    if not _STATED.isdisjoint(chain.verbs) or (chain.status is not None and not chain.doing):
        return True
    return not chain.doing and question.before.known is not None


def _growth_behind(question: Question) -> SubjectAnswer | None:
    """ "tăng 8% thu ngân sách": a known name right behind a change of which nothing stands before."""
    if question.verb not in ("up", "down") or question.figure.unit != "PT":
        return None
    place = question.behind(counted=False) if question.before.place is None else None
    if place is None or question.text[question.end : place[0]] != " ":
        return None
    named = question.subject(place)
    return SubjectAnswer(named, own=True) if named.indicator is not None else None


def _behind(question: Question) -> SubjectAnswer | None:
    """The words behind the number: what it counts, or what a share is of."""
    place = _place_behind(question)
    if place is None:
        return None
    text, before = question.text, question.before.place
    if question.verb == "to" and (whole := _counted_whole(question, text[place[0] : place[1]])):
        return SubjectAnswer(whole, own=False)
    bare = question.figure.unit == "product" and place[1] == question.end
    if bare and before is not None and before[1] + 1 == question.tokens[question.index].start:
        return SubjectAnswer(question.subject(before), own=True)  # "điện thoại 33 triệu sản phẩm"
    named = _with_verb(question, question.subject(place))
    if named.indicator is None and (again := _counted_again(question, named)) is not None:
        return SubjectAnswer(again, own=False)
    return SubjectAnswer(_of_kinds(question, named), own=True)


def _counted_again(question: Question, named: Subject) -> Subject | None:
    """ "2.900 doanh nghiệp, đạt 96% kế hoạch (3.000 doanh nghiệp)": the bare noun of a plan is what was counted."""
    at, unit = question.chain.start, question.figure.unit
    if question.text[at - 1 : at] != "(" or question.chain.doing_token is not None or unit is None:
        return None
    counted = question.told.by_unit.get(unit)
    return counted if counted is not None and counted.key == named.key else None


def _place_behind(question: Question) -> Place | None:
    if question.verb in _NEVER_AFTER:
        return None
    place = question.behind(counted=question.counted)
    if place is None or question.counted:
        return place
    if question.before.place is not None or question.text[question.end : place[0]] != " ":
        return None
    return None if _is_part_of(question, place) else place


def _is_part_of(question: Question, place: Place) -> bool:
    """ "42.600 người, đạt 8,1% lực lượng lao động": behind a share of the subject before stands its whole."""
    if question.told.last is None or question.figure.unit != "PT" or question.verb not in ("reach", "equal"):
        return False
    return question.resolve(place) is None


def _counted_whole(question: Question, noun: str) -> Subject | None:
    """ "2 xã đạt chuẩn nông thôn mới, nâng tổng số lên 43 xã": the bare noun is what was counted before."""
    last = question.told.last
    if last is None or last.subject is None or last.words.unit != question.figure.unit:
        return None
    return last.subject if last.subject.key.startswith(f"{noun.lower()} ") else None


def _before_alone(question: Question) -> SubjectAnswer | None:
    """The words before the number, where nothing stands behind it."""
    subject = question.before_subject()
    return SubjectAnswer(subject, own=True) if subject is not None else None


def _change_of_count(question: Question) -> SubjectAnswer | None:
    """ "giảm 6 vụ, giảm 2 người chết": the change of a count is of what was counted in the same unit."""
    unit = question.figure.unit
    if question.verb not in ("up", "down") or not question.counted or unit is None:
        return None
    found = _named_alike(question) or question.told.by_unit.get(unit)
    return SubjectAnswer(found, own=False) if found is not None else None


def _named_alike(question: Question) -> Subject | None:
    """The subject before whose name ends as the words behind the number do."""
    place = question.behind(counted=True)
    if place is None:
        return None
    named = question.subject(place)
    key = named.key.rpartition(" ")[2]
    for one in reversed(question.told.named[-_FEW:]):
        if key and one.key.rpartition(" ")[2] == key:
            return named.naming(one.indicator)
    return None


FIRST: Final[tuple[tuple[str, Rule], ...]] = (
    ("subject.top_again", _top_again),
    ("subject.respective", _respective),
)

# of a place in an order
RANKED: Final[tuple[tuple[str, Rule], ...]] = (
    ("subject.ranked_by", _ranked_by),
    ("subject.goal_opens", _goal_opens),
    ("subject.top_of_actor", _top_of_actor),
)

OWN: Final[tuple[tuple[str, Rule], ...]] = (
    ("subject.goal_opens", _goal_opens),
    ("subject.before", _before),
    ("subject.growth_behind", _growth_behind),
    ("subject.behind", _behind),
    ("subject.before_alone", _before_alone),
    ("subject.change_of_count", _change_of_count),
)


# -- what verb and noun, and kinds counted together, make of a subject ------------------------------------


def _with_verb(question: Question, subject: Subject) -> Subject:
    """ "Thành lập mới 1.012 doanh nghiệp", "hoàn thành 850 căn nhà ở xã hội": verb and noun name it together."""
    token = question.chain.doing_token or _verb_of_count(question)
    if token is None:
        return subject
    text, names, words = question.text, question.names, question.words
    verb = text[token.start : token.end]
    if (same := str(token.senses["doing"])) != "doing":
        verb = same
    noun = text[subject.start : subject.end]
    for form in words.name_with_verb:
        if found := names.resolve(form.format(noun=noun, verb=verb)):
            return subject.naming(found)
    if subject.indicator is not None or token is not question.chain.doing_token:
        return subject
    alone = words.bare_verb(verb.lower())
    if alone in words.disburse and subject.end <= token.start:
        return subject  # "vốn nông thôn mới giải ngân được 12 tỷ đồng"
    if found := names.resolve(alone):
        return Subject(token.start, token.start + len(alone), found)
    return subject


def _verb_of_count(question: Question) -> Token | None:
    """ "Khởi công 3 dự án với 3.225 căn": what comes with a count is counted by its verb."""
    verb = question.told.verb if question.counted else None
    at = question.tokens[question.index].start
    if verb is None or question.words.comes_with.match(question.text, question.floor, at) is None:
        return None
    return verb


def _of_kinds(question: Question, named: Subject) -> Subject:
    """ "611 doanh nghiệp giải thể, tạm ngừng hoạt động": kinds counted together are none of them.

    A kind behind a comma or "và" is the noun's again; one with a number of its own is counted apart.
    """
    text, and_kind = question.text, question.words.and_kind
    if named.indicator is None or and_kind.match(text, named.end) is None:
        return named
    following = question.tokens[question.index + 1 :]
    count = next((t.start for t in following if t.kind == "figure"), question.sentence.end)
    heads = [text[named.start : m.start() - 1] for m in _syllables(text, named.start + 1, named.end)]
    if question.counted:
        heads.append(text[question.figure.noun_start : question.end])
    end = named.end
    while mark := and_kind.match(text, end):
        stop = _CLAUSE_MARK.search(text, mark.end(), question.sentence.end)
        limit = stop.start() if stop else question.sentence.end
        if count < limit:
            break
        kind_end = _kind_end(question, heads, mark.end(), limit, named.indicator)
        if kind_end is None:
            break
        end = kind_end
    if end == named.end:
        return named
    return Subject(named.start, end, None, named.head, phrase_key(text[named.start : end]))


def _syllables(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The first syllables of a stretch that follow a blank, as many as the name of a kind may have."""
    found = [m for m in _SYLLABLE.finditer(text, start, end) if text[m.start() - 1] == " "]
    return found[:_LONGEST_KIND]


def _kind_end(question: Question, heads: list[str], start: int, limit: int, indicator: str) -> int | None:
    """Where the words end that make one of the heads the name of another indicator, the longest first."""
    for last in reversed(_syllables(question.text, start, limit)):
        for head in heads:
            found = question.names.resolve(f"{head} {question.text[start : last.end()]}")
            if found is not None and found != indicator:
                return last.end()
    return None
