"""Goals named without a count: "các chỉ tiêu vượt gồm ...", those that a count before names, and claims without a
number: "thu ngân sách vượt dự toán năm".
"""

from __future__ import annotations

import re
from typing import Final

from hpbrief.extract.text.tokens import Token, tokens_in
from hpbrief.extract.verdicts.names import (
    counted_in,
    end_of_verdict,
    named_after,
    names_listed,
    names_resolved,
)
from hpbrief.extract.verdicts.stated import Counted, Saying, Stated, Told, named
from hpbrief.extract.verdicts.words import (
    LONGEST_NAME,
    Passage,
    foreseen_of_year,
    reference_at,
    reference_implied,
    reference_of,
)
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
    return found or _claimed_alone(here, said, saying)


def _claimed_alone(here: Passage, said: int, saying: Saying) -> list[Stated]:
    """ "Xây dựng nông thôn mới vượt kế hoạch": a name that no table knows, where the clause is no more."""
    start = here.low.rfind(";", 0, said) + 1
    if said - start > LONGEST_NAME:
        return []
    match = here.known.claims_alone.match(here.low, start, said)
    if match is None or holds(match["n"], here.known.goals):
        return []
    return [
        named(
            (here.start + match.start("n"), here.start + match.end("n")),
            saying.by("claims_alone"),
            "claim",
            None,
        )
    ]


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
        left = max(floor, *(text.rfind(mark, floor, stop) + 1 for mark in ",:."))
        opened = text.rfind("(", left, stop)
        if opened >= 0 and text.find(")", opened, stop) < 0:
            left = opened + 1
        if _names_something(here, left, stop):
            short = text.find(
                "(", left, stop
            )  # "tổng sản phẩm (GRDP) trên địa bàn tỉnh": the short name stands in brackets
            found = names_resolved(here, left, stop, saying)
            if not found and short >= 0:
                found = names_resolved(here, short + 1, text.find(")", short), saying)
            return found[:1]
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


_CLAUSE_MARKS: Final = ";:.("


def groups_named(here: Passage, told: Told) -> list[Stated]:
    """Lists without a count: "các chỉ tiêu vượt gồm ...", "nhóm chưa đạt là ...", "... là những chỉ tiêu vượt"."""
    if here.speaks_of_goals:
        for rule in (_told_aside, _said_first_of_goals):
            found = rule(here, told)
            if found is not None:
                return found
    known, low = here.known, here.low
    groups = _groups_in(here)
    grouped = here.speaks_of_goals or holds(low, known.group_nouns)
    turned = list(known.turned.finditer(low)) if grouped else []
    ones = list(known.one_goal.finditer(low)) if here.speaks_of_goals else []
    if not (groups or turned or ones) or known.lagging.search(low):
        return []
    return [*_of_groups(here, groups, told), *_of_one(here, ones, told), *_turned(here, turned, told)]


def _saying(here: Passage, words: str, at: int, told: Told, rule: str) -> Saying:
    """What words say of goals, against the plan named behind them or before."""
    reference = reference_at(here, here.start + at, told.reference)
    return Saying(here.known.parts.status(words), reference).by(rule)


def _told_aside(here: Passage, told: Told) -> list[Stated] | None:
    """ "Một số chỉ tiêu, nhất là xuất khẩu, chưa đạt kế hoạch"."""
    aside = here.known.aside.search(here.low)
    if aside is None:
        return None
    saying, kind = _implied_if_low(here, aside["s"], _saying(here, aside["s"], aside.end(), told, "aside"))
    start, end = (here.start + at for at in aside.span("n"))
    return names_listed(here, start, saying, kind, end=end)


def _implied_if_low(here: Passage, words: str, saying: Saying) -> tuple[Saying, str]:
    """Low against a plan that is not over is implied."""
    if here.known.said_low.match(words) is None:
        return saying, "named"
    return saying.by("said_low")._replace(inferred=True), "implied"


def _said_first_of_goals(here: Passage, told: Told) -> list[Stated] | None:
    """ "Vượt là các chỉ tiêu: khách du lịch, thu ngân sách"."""
    first = here.known.said_first.search(here.low)
    if first is None or first["goals"] is None:
        return None
    saying = _saying(here, first["s"], first.end("s"), told, "said_first")
    return names_listed(here, here.start + first.end(), saying, "named")


def _groups_in(here: Passage) -> list[re.Match[str]]:
    """The groups: sought by their first words, as letters are found faster than borders of words."""
    known, low = here.known, here.low
    found: list[re.Match[str]] = []
    done = 0
    for head in known.group_opens.finditer(low):
        at = head.start()
        if at >= done and (match := known.group.match(low, at)):
            found.append(match)
            done = match.end()
    return found


def _of_groups(here: Passage, groups: list[re.Match[str]], told: Told) -> list[Stated]:
    """ "Các chỉ tiêu vượt gồm …", "nhóm chưa đạt là …": each list reaches to the next group."""
    found: list[Stated] = []
    done = 0
    for match in groups:
        saying = _said_of_group(here, match, done, told)
        if saying is None:
            continue
        listed = _listed_of_group(here, match, saying, told)
        if listed is None:
            continue
        following = here.known.group.search(here.low, match.end())
        limit = here.start + following.start() if following else here.sentence.end
        found += [one for one in listed if one.start < limit]
        done = min(limit, listed[-1].end) - here.start if listed else match.end()
    return found


def _said_of_group(here: Passage, match: re.Match[str], done: int, told: Told) -> Saying | None:
    """What is said of a group; None where it is a frame, inside a list or a count, or reaches no goal."""
    known, low = here.known, here.low
    start, end = match.span()
    if known.frame_opens.search(low, max(0, start - 8), start) and low.startswith(",", end):
        return None
    if start < done or known.count_ends.search(low, max(0, start - 12), start):
        return None
    saying = _saying(here, match["s"], end, told, "group")
    return None if saying.status is VerdictStatus.MET and known.no_goal.match(low, end) else saying


def _listed_of_group(here: Passage, match: re.Match[str], saying: Saying, told: Told) -> list[Stated] | None:
    """The names of a group; None where it is none of goals: "các ngành đạt …" without a count before."""
    of_goals = here.known.speaks_of_goals(match[0])
    if of_goals:
        told.reference = saying.reference
    at = here.start + match.end()
    end = end_of_verdict(here, at)
    strange = told.counted is None and told.listed != here.sentence.line and not of_goals
    if strange and (saying.status is VerdictStatus.MET or end == at):
        return None
    listed = named_after(here, end, saying, told)
    if listed and of_goals:
        told.listed = here.sentence.line
    implied, kind = _implied_if_low(here, match["s"], saying)
    if implied.inferred:
        rules = (f"verdict.{kind}", *implied.rules)
        listed = [one._replace(inferred=True, rules=rules) for one in listed]
    return listed


def _of_one(here: Passage, ones: list[re.Match[str]], told: Told) -> list[Stated]:
    """ "Chỉ tiêu thu ngân sách vượt dự toán"."""
    found: list[Stated] = []
    for match in ones:
        if not here.known.count_ends.search(here.low, max(0, match.start() - 12), match.start()):
            start, end = (here.start + at for at in match.span("n"))
            found += names_resolved(
                here, start, end, _saying(here, match["s"], match.end(), told, "one_goal")
            )
    return found


def _turned(here: Passage, turned: list[re.Match[str]], told: Told) -> list[Stated]:
    """ "Xuất khẩu và thu ngân sách là những chỉ tiêu vượt kế hoạch"."""
    known, low = here.known, here.low
    found: list[Stated] = []
    done = 0
    for match in turned:
        if not known.speaks_of_goals(match[0]) and not holds(match[0], known.group_nouns):
            continue
        far = max(done, match.start() - LONGEST_NAME)
        left = max(far, *(low.rfind(mark, far, match.start()) + 1 for mark in ".;:"))
        done = match.end()
        if not counted_in(here, left, match.start()):
            saying = _saying(here, match["s"], match.end(), told, "turned")
            found += names_resolved(here, here.start + left, here.start + match.start(), saying, others=True)
    return found


def implied(here: Passage, told: Told) -> list[Stated]:
    """Goals that a sentence says to lag behind or calls for above all: not reached, by implication."""
    known, low = here.known, here.low
    match, rule = known.lagging.search(low), "lagging"
    if match is None:
        match, rule = known.reach.search(low), "reach"
        if match is None or known.already.search(match[0]):
            return []
    if told.year is not None and any(int(year) > told.year for year in known.year_named.findall(match[0])):
        return []  # goals of a year to come are not missed yet
    reference = reference_implied(here, match.start(), match.end())
    saying = Saying(VerdictStatus.NOT_MET, reference, inferred=True).by(rule)
    return names_listed(here, here.start + match.end(), saying, "implied")


def trailing(here: Passage, told: Told) -> list[Stated]:
    """The indicators that a sentence in the paragraph of a count names: pointed at, or with a claim of their own."""
    last = told.counted
    if last is None or last.line != here.sentence.line:
        return []
    pointed = here.known.pointed.match(here.low)
    if pointed is not None:
        saying = Saying(last.status, last.reference).by("pointed")
        found = names_listed(here, here.start + pointed.end(), saying, "going_on")
        return found if any(one.indicator for one in found) else []
    return _listed_by_saying(here, last) or _closed(here, last)


def _listed_by_saying(here: Passage, last: Counted) -> list[Stated]:
    """ "Vượt là: khách du lịch, thu ngân sách; hụt là: …": what is said opens the list."""
    found: list[Stated] = []
    heads = list(here.known.said_first.finditer(here.low))
    for number, head in enumerate(heads):
        stop = here.start + heads[number + 1].start() if number + 1 < len(heads) else here.sentence.end
        saying = Saying(here.known.parts.status(head["s"]), last.reference).by("said_first")
        listed = names_listed(here, here.start + head.end(), saying, "going_on")
        found += [one for one in listed if one.end <= stop]
    return found if any(one.indicator for one in found) else []


def _closed(here: Passage, last: Counted) -> list[Stated]:
    """ "Xuất khẩu và thu nội địa chắc chắn vượt": what is said closes its clause, without a plan or number."""
    low = here.low
    found: list[Stated] = []
    floor = 0
    reference = foreseen_of_year(here) or last.reference
    for said in here.known.closing.finditer(low):
        far = max(floor, said.start() - LONGEST_NAME)
        left = max(far, *(low.rfind(m, floor, said.start()) + 1 for m in _CLAUSE_MARKS))
        floor = said.end()
        start, end = here.start + left, here.start + said.start()
        if any(t.figure is not None for t in tokens_in(here.sentence.tokens, start, end)):
            continue
        saying = Saying(here.known.parts.status(said["s"]), reference).by("closing")
        found += names_resolved(here, start, end, saying, kind="going_on")
    return found
