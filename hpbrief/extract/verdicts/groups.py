"""Goals named without a count: "các chỉ tiêu vượt gồm ...", those that a count before names, and those implied."""

from __future__ import annotations

import re
from typing import Final

from hpbrief.extract.text.tokens import tokens_in
from hpbrief.extract.verdicts.names import (
    counted_in,
    end_of_verdict,
    named_after,
    names_listed,
    names_resolved,
)
from hpbrief.extract.verdicts.plans import foreseen_of_year, reference_at, reference_implied
from hpbrief.extract.verdicts.stated import Counted, Saying, Stated, Told
from hpbrief.extract.verdicts.words import LONGEST_NAME, Passage
from hpbrief.models import VerdictStatus
from hpbrief.parse.patterns import holds

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
