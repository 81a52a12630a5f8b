"""Whether a number is a goal, and who set it."""

from __future__ import annotations

from typing import Final

from hpbrief.extract.figures.neighbours import After, Chain
from hpbrief.extract.figures.period import year_ahead
from hpbrief.extract.figures.progress import BREAKS, NEAR, Number, Progress
from hpbrief.extract.figures.wording import holds_any
from hpbrief.extract.text.tokens import FigureWords
from hpbrief.models import Period

_GIVEN_UNITS: Final = frozenset({"VND", "USD", "flat", "HA", "T"})
_NEAR_VERB: Final = 24  # characters before a verb in which the words of haste stand
_NEAR_PLAN: Final = 40  # characters between a plan and the bracket that has its number
_AHEAD: Final = 4  # tokens behind a number in which the plan that it is set in may stand

#: The basis of a goal, or None for a figure; and the rule that says so.
Answer = tuple[str | None, str]


def goal_of(p: Progress, n: Number) -> Answer:
    """The basis of a goal, or None for a figure, by the first rule that fires."""
    chain, after = n.chain, n.after
    basis = p.goals.basis(chain, after, n.words)
    if p.depth and p.text[chain.start - 1 : chain.start] == "(" and (named := _plan_outside(p, chain)):
        return named, "goal.plan_outside_bracket"
    if p.task is not None:
        return (None, "goal.matter_of_task") if _is_matter(p, n) else ("directive", "goal.task")
    if basis is None:
        found, rule = _by_own_words(p, n)
        if rule:
            return found, rule
    if basis in (None, "unspecified") and p.context.goal_basis is not None and chain.status is None:
        return p.context.goal_basis, "goal.section"
    return basis, "goal.announced" if basis is not None else ""


def _by_own_words(p: Progress, n: Number) -> Answer:
    """A goal by what stands beside it, where nothing before announced one."""
    chain, after = n.chain, n.after
    if _is_purpose(p, chain):
        aimed = after.like is not None or _calls_aim(p, chain)
        return _named_like(after) or ("unspecified" if aimed else "striving"), "goal.purpose"
    if _is_needed(p, chain, after):
        asked = p.words.asked.match(p.sentence.low)
        return _named_like(after) or ("directive" if asked else "striving"), "goal.needed"
    if _is_left(p, n):
        return "unspecified", "goal.left"
    if not chain.verbs and (giver := _given(p, n) or _given_before(p, n)) is not None:
        return giver, "goal.given"
    if p.figures and _goes_on_with_goal(p, n):
        return p.figures[-1].goal, "goal.part"
    return None, ""


def aims_at_year(p: Progress, n: Number, period: Period | None) -> bool:
    """Whether a goal called so, its giver not named, is one for a whole year that the text names."""
    named = (
        p.times.goal_period
        or p.context.goal_period
        or n.after.times
        or year_behind(p, n.index)
        or year_ahead(p)
    )
    at = p.place(n.token.start)
    aims = (
        p.goals.aims or n.after.like is not None or p.words.aim.search(p.sentence.low, max(0, at - NEAR), at)
    )
    if not (aims and named) or period is None or not period.is_year:
        return False
    year = p.context.anchor.year
    return year is None or period.end.year - year in (0, 1)


def year_behind(p: Progress, index: int) -> bool:
    """ "mục tiêu 6,9 tỷ USD của cả năm": whether the whole year stands right behind the number."""
    following = p.tokens[index + 1] if index + 1 < len(p.tokens) else None
    return (
        following is not None
        and "whole_year" in following.senses
        and p.text[p.tokens[index].end : following.start] in p.words.of_or_blank
    )


def is_aim(p: Progress, chain: Chain, words: FigureWords) -> bool:
    """ "tăng 8%, thấp hơn mục tiêu 9%": the number is the goal that the growth before is held against. So it is
    with a share of a plan, where it lies on the side named: "bằng 27% kế hoạch, thấp hơn kịch bản 40%".
    """
    last = p.last
    if last is None or last.words.unit != "PT":
        return False
    if last.reading.measure == "share_of_plan" and words.unit == "PT":
        above = words.value > last.words.value
        return chain.verb == "down" and above and holds_any(p.sentence.low, p.words.lower)
    return last.reading.measure == "yoy_change" and chain.verb in ("up", "down", "exceed")


def aim_behind(p: Progress, index: int, words: FigureWords) -> str | None:
    """ "tăng 3%, thấp hơn mức 4,2% đặt ra trong kịch bản": the plan that a number is said to be set in."""
    last, token = p.last, p.tokens[index]
    if last is None or last.words.unit != words.unit or last.reading.measure != "yoy_change":
        return None
    if p.words.lower_than.search(p.text, p.floor, token.start) is None:
        return None
    for following in p.tokens[index + 1 : index + _AHEAD]:
        if "plan" in following.senses and p.words.set_in.fullmatch(p.text, token.end, following.start):
            return str(following.senses["plan"])
    return None


def by_scenario(p: Progress, n: Number) -> str | None:
    """ "theo kịch bản này, đến 30/6 giải ngân trên 50%": the plan that the clause of a number follows."""
    at = p.place(p.tokens[n.index].start)
    return "scenario" if p.words.by_scenario.search(p.sentence.low, 0, at) else None


def _is_matter(p: Progress, n: Number) -> bool:
    """Whether a number in a task only says what the task is about: "đôn đốc 13 dự án", "(4,2 km)"."""
    chain, unit = n.chain, n.words.unit
    if chain.verbs or chain.doing or chain.qualifier or unit in ("PT", "PP", None):
        return False
    return (unit is not None and unit.islower()) or p.depth > 0


def _is_purpose(p: Progress, chain: Chain) -> bool:
    """ "Để cả năm GRDP tăng 8,5%, ...": what a sentence opens with is what is to be reached."""
    at = p.place(chain.start)
    return (
        at < NEAR
        and chain.verb in ("up", "reach")
        and holds_any(p.sentence.low, p.words.purposes)
        and p.words.purpose.match(p.sentence.low, 0, at) is not None
    )


def _calls_aim(p: Progress, chain: Chain) -> bool:
    """Whether a word of an aim stands before a number: "muốn đạt mục tiêu GRDP tăng 9%"."""
    at = p.place(chain.start)
    return p.words.aim.search(p.sentence.low, max(0, at - NEAR), at) is not None


def _is_needed(p: Progress, chain: Chain, after: After) -> bool:
    """ "quý IV phải tăng 12,6%": what has to be reached by a time that is not over yet."""
    rises_from = chain.verb == "from" and after.qualifier == "at_least"
    if not (rises_from or chain.verb in ("up", "reach")) or not chain.verb_tokens:
        return False
    low = p.sentence.low
    if not any(low.endswith(p.words.must, 0, p.place(verb.start)) for verb in chain.verb_tokens):
        return False
    period, day = p.times.goal_period or p.times.period or p.spoken_of(), p.context.anchor.day
    return period is not None and day is not None and period.end > day


def _is_left(p: Progress, n: Number) -> bool:
    """ "còn 704 căn phải hoàn thành", "khẩn trương hoàn thành 525 căn còn lại": what is still to be done."""
    end = p.tokens[n.index].end
    if n.chain.verb == "reach" and n.chain.doing:
        return _is_urged(p, n.chain) and p.words.remaining.match(p.text, end) is not None
    return n.chain.verb == "to" and p.words.to_be_done.match(p.text, end) is not None


def _is_urged(p: Progress, chain: Chain) -> bool:
    """Whether words of haste stand right before the verb, and nothing says that it was done."""
    before = p.text[max(p.floor, chain.start - _NEAR_VERB) : chain.start].rstrip()
    bare = p.known.subjects.without_manner(before, 0, len(before))
    if bare is not None and bare[1] >= len(before):
        return False
    return not before[: bare[1] if bare else 0].rstrip().endswith(p.words.already)


def _named_like(after: After) -> str | None:
    """The plan of "như mục tiêu", where it is named."""
    return after.like if after.like != "unspecified" else None


def _given(p: Progress, n: Number) -> str | None:
    """ "trên tổng số 3.250 căn Thủ tướng Chính phủ giao": who gave a number stands right behind it."""
    if n.words.unit in ("PT", "PP"):
        return None
    following = p.following(n)
    if following is None or "giver" not in following.senses:
        return None
    by = p.words.by_giver.fullmatch(p.text, p.tokens[n.index].end, following.start)
    return str(following.senses["giver"]) if by and p.said(following).endswith(p.words.giving) else None


def _given_before(p: Progress, n: Number) -> str | None:
    """ "HĐND tỉnh giao 36.500 tỷ đồng", "tỉnh được giao 1.900 căn": who gave a number stands right before it."""
    chain = n.chain
    if n.words.unit not in _GIVEN_UNITS:
        return None
    if p.text.endswith(p.words.given_before, p.sentence.start, chain.start):
        return "unspecified"
    giver = p.tokens[chain.first - 1] if chain.first else None
    if giver is None or "giver" not in giver.senses or p.text[giver.end : chain.start] != " ":
        return None
    return str(giver.senses["giver"]) if p.said(giver).endswith(p.words.giving) else None


def _goes_on_with_goal(p: Progress, n: Number) -> bool:
    """ "... là 54.000 tỷ đồng, trong đó thu nội địa 44.500 tỷ đồng": a part of a goal is a goal."""
    last, chain, after = p.figures[-1], n.chain, n.after
    if last.goal is None or last.reading.measure != "level" or chain.verbs or chain.status:
        return False
    if ")" in p.text[last.token.end : chain.start] or after.plan is not None or after.base is not None:
        return False
    return bool(p.passed & BREAKS) and any(
        t.senses.get("break") == "part" for t in p.tokens[p.since : chain.first]
    )


def _plan_outside(p: Progress, chain: Chain) -> str | None:
    """The plan right before a bracket: "vượt 76,7% kế hoạch năm (1,5 tỷ USD)"."""
    j, giver = chain.first - 1, None
    while j >= 0 and (p.tokens[j].kind == "time" or "giver" in p.tokens[j].senses):
        giver = p.tokens[j].senses.get("giver") or giver
        j -= 1
    if j < 0 or "plan" not in p.tokens[j].senses or chain.start - p.tokens[j].end > _NEAR_PLAN:
        return None
    plan = str(giver or p.tokens[j].senses["plan"])
    dated = plan == "unspecified" and j + 1 < chain.first and p.tokens[j + 1].time
    return "annual_plan" if dated else plan
