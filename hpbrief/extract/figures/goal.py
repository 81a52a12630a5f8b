"""Whether a number is a goal, and who set it."""

from __future__ import annotations

import re
from typing import Final

from hpbrief.extract.figures.context import Figure
from hpbrief.extract.figures.neighbours import After, Chain
from hpbrief.extract.figures.period import year_ahead
from hpbrief.extract.figures.walk import AIM, BREAKS, LOWER_THAN, NEAR, TO_BE_DONE, Walk
from hpbrief.extract.text.tokens import FigureWords

_NEEDED: Final = (" phải ", " cần ")
_ASKED: Final = re.compile(r"[ \-+*•0-9.)]*+(?:yêu cầu|chỉ đạo)(?: là)?:? ")
_PURPOSE: Final = re.compile(
    r"[ \-+*•]*+(?:[^,;.()0-9]{0,90}: )?(?:để|muốn|nhằm) (?:(?:cả )?năm |đạt )?[^,;:.()]*$"
)
_PURPOSES: Final = ("để ", "muốn ", "nhằm ")
_BY_SCENARIO: Final = re.compile(r"(?<![^\W_])theo (?:đúng )?kịch bản(?: [^\W\d_]+){0,4}, [^;]*$")
_GIVEN_UNITS: Final = frozenset({"VND", "USD", "flat", "HA", "T"})
_WAS_GIVEN: Final = (" được giao ", " được giao chỉ tiêu ", " được giao thực hiện ", " được giao hoàn thành ")
_REMAINING: Final = re.compile(r"[^,;.:()\n]{0,60} còn lại(?![^\W_])")
_SET_IN: Final = re.compile(
    r"(?: (?:được )?(?:đặt|đề|nêu|giao|ghi|vạch|xác định)(?: ra)?)? (?:trong|của|theo|tại|ở) ", re.IGNORECASE
)
_NEAR_VERB: Final = 24  # characters before a verb in which the words of haste stand


def aims_at_year(walk: Walk, after: After, figure: Figure) -> bool:
    """Whether a goal called so, its giver not named, is one for a whole year that the text names."""
    named = (
        walk.times.goal_period
        or walk.context.goal_period
        or after.times
        or year_behind(walk, walk.index)
        or year_ahead(walk)
    )
    at = figure.token.start - walk.sentence.start
    aims = walk.goals.aims or after.like is not None or AIM.search(walk.sentence.low, max(0, at - NEAR), at)
    period, year = figure.period, walk.context.anchor.year
    if not (aims and named) or period is None or not period.is_year:
        return False
    return year is None or period.end.year - year in (0, 1)


def year_behind(walk: Walk, index: int) -> bool:
    """ "mục tiêu 6,9 tỷ USD của cả năm": whether the whole year stands right behind the number."""
    following = walk.tokens[index + 1] if index + 1 < len(walk.tokens) else None
    return (
        following is not None
        and "whole_year" in following.senses
        and walk.text[walk.tokens[index].end : following.start] in (" ", " của ")
    )


def is_aim(walk: Walk, chain: Chain, words: FigureWords) -> bool:
    """ "tăng 8%, thấp hơn mục tiêu 9%": the number is the goal that the growth before is held against. So it is
    with a share of a plan, where it lies on the side named: "bằng 27% kế hoạch, thấp hơn kịch bản 40%".
    """
    last = walk.figures[-1] if walk.figures else None
    if last is None or last.words.unit != "PT":
        return False
    if last.reading.measure == "share_of_plan" and words.unit == "PT":
        above = words.value > last.words.value
        return chain.verb == "down" and above and "thấp hơn" in walk.sentence.low
    return last.reading.measure == "yoy_change" and chain.verb in ("up", "down", "exceed")


def goal_of(walk: Walk, chain: Chain, after: After, words: FigureWords) -> str | None:
    """The basis of a goal, or None for a figure."""
    basis = walk.goals.basis(chain, after, words)
    if (
        walk.depth
        and walk.text[chain.start - 1 : chain.start] == "("
        and (named := _plan_outside(walk, chain))
    ):
        return named
    if walk.task is not None:
        return None if _is_matter(walk, chain, words) else "directive"
    if basis is None and _is_purpose(walk, chain):
        aimed = after.like is not None or _calls_aim(walk, chain)
        return _named_like(after) or ("unspecified" if aimed else "striving")
    if basis is None and _is_needed(walk, chain, after):
        return _named_like(after) or ("directive" if _ASKED.match(walk.sentence.low) else "striving")
    if basis is None and _is_left(walk, chain):
        return "unspecified"
    if basis is None and (giver := _given(walk, words)) is not None and not chain.verbs:
        return giver
    if basis is None and not chain.verbs and (giver := _given_before(walk, chain, words)) is not None:
        return giver
    if basis is None and walk.figures and _goes_on_with_goal(walk, chain, after):
        return walk.figures[-1].goal
    if basis in (None, "unspecified") and walk.context.goal_basis is not None and chain.status is None:
        return walk.context.goal_basis
    return basis


def _is_matter(walk: Walk, chain: Chain, words: FigureWords) -> bool:
    """Whether a number in a task only says what the task is about: "đôn đốc 13 dự án", "(4,2 km)"."""
    if chain.verbs or chain.doing or chain.qualifier or words.unit in ("PT", "PP", None):
        return False
    return words.unit.islower() or walk.depth > 0


def _is_purpose(walk: Walk, chain: Chain) -> bool:
    """ "Để cả năm GRDP tăng 8,5%, ...": what a sentence opens with is what is to be reached."""
    at = chain.start - walk.sentence.start
    return (
        at < NEAR
        and chain.verb in ("up", "reach")
        and any(word in walk.sentence.low for word in _PURPOSES)
        and _PURPOSE.match(walk.sentence.low, 0, at) is not None
    )


def _calls_aim(walk: Walk, chain: Chain) -> bool:
    """Whether a word of an aim stands before a number: "muốn đạt mục tiêu GRDP tăng 9%"."""
    at = chain.start - walk.sentence.start
    return AIM.search(walk.sentence.low, max(0, at - NEAR), at) is not None


def by_scenario(walk: Walk) -> str | None:
    """ "theo kịch bản này, đến 30/6 giải ngân trên 50%": the plan that the clause of a number follows."""
    at = walk.tokens[walk.index].start - walk.sentence.start
    return "scenario" if _BY_SCENARIO.search(walk.sentence.low, 0, at) else None


def aim_behind(walk: Walk, words: FigureWords) -> str | None:
    """ "tăng 3%, thấp hơn mức 4,2% đặt ra trong kịch bản": the plan that a number is said to be set in."""
    last = walk.figures[-1] if walk.figures else None
    token = walk.tokens[walk.index]
    if last is None or last.words.unit != words.unit or last.reading.measure != "yoy_change":
        return None
    if LOWER_THAN.search(walk.text, walk.floor, token.start) is None:
        return None
    for following in walk.tokens[walk.index + 1 : walk.index + 4]:
        if "plan" in following.senses and _SET_IN.fullmatch(walk.text, token.end, following.start):
            return str(following.senses["plan"])
    return None


def _is_needed(walk: Walk, chain: Chain, after: After) -> bool:
    """ "quý IV phải tăng 12,6%": what has to be reached by a time that is not over yet."""
    rises_from = chain.verb == "from" and after.qualifier == "at_least"
    if not (rises_from or chain.verb in ("up", "reach")) or not chain.verb_tokens:
        return False
    start, low = walk.sentence.start, walk.sentence.low
    if not any(low.endswith(_NEEDED, 0, verb.start - start) for verb in chain.verb_tokens):
        return False
    period, day = walk.times.goal_period or walk.times.period or walk.spoken_of(), walk.context.anchor.day
    return period is not None and day is not None and period.end > day


def _is_left(walk: Walk, chain: Chain) -> bool:
    """ "còn 704 căn phải hoàn thành", "khẩn trương hoàn thành 525 căn còn lại": what is still to be done."""
    end = walk.tokens[walk.index].end
    if chain.verb == "reach" and chain.doing:
        return _is_urged(walk, chain) and _REMAINING.match(walk.text, end) is not None
    return chain.verb == "to" and TO_BE_DONE.match(walk.text, end) is not None


def _is_urged(walk: Walk, chain: Chain) -> bool:
    """Whether words of haste stand right before the verb, and nothing says that it was done."""
    before = walk.text[max(walk.floor, chain.start - _NEAR_VERB) : chain.start].rstrip()
    bare = walk.known.subjects.without_manner(before, 0, len(before))
    return (bare is None or bare[1] < len(before)) and not before[: bare[1] if bare else 0].rstrip().endswith(
        "đã"
    )


def _named_like(after: After) -> str | None:
    """The plan of "như mục tiêu", where it is named."""
    return after.like if after.like != "unspecified" else None


def _given(walk: Walk, words: FigureWords) -> str | None:
    """ "trên tổng số 3.250 căn Thủ tướng Chính phủ giao": who gave a number stands right behind it."""
    if words.unit in ("PT", "PP"):
        return None
    following = walk.tokens[walk.index + 1] if walk.index + 1 < len(walk.tokens) else None
    if following is None or "giver" not in following.senses:
        return None
    gap = walk.text[walk.tokens[walk.index].end : following.start]
    name = walk.text[following.start : following.end].lower()
    return (
        str(following.senses["giver"]) if gap in (" ", " do ", " được ") and name.endswith("giao") else None
    )


def _given_before(walk: Walk, chain: Chain, words: FigureWords) -> str | None:
    """ "HĐND tỉnh giao 36.500 tỷ đồng", "tỉnh được giao 1.900 căn": who gave a number stands right before it."""
    if words.unit not in _GIVEN_UNITS:
        return None
    if walk.text.endswith(_WAS_GIVEN, walk.sentence.start, chain.start):
        return "unspecified"
    giver = walk.tokens[chain.first - 1] if chain.first else None
    if giver is None or "giver" not in giver.senses or walk.text[giver.end : chain.start] != " ":
        return None
    named = walk.text[giver.start : giver.end].lower().endswith("giao")
    return str(giver.senses["giver"]) if named else None


def _goes_on_with_goal(walk: Walk, chain: Chain, after: After) -> bool:
    """ "... là 54.000 tỷ đồng, trong đó thu nội địa 44.500 tỷ đồng": a part of a goal is a goal."""
    last = walk.figures[-1]
    if (
        last.goal is None
        or last.reading.measure != "level"
        or chain.verbs
        or chain.status
        or ")" in walk.text[last.token.end : chain.start]
    ):
        return False
    opened = walk.passed & BREAKS and any(
        t.senses.get("break") == "part" for t in walk.tokens[walk.since : chain.first]
    )
    return bool(opened) and after.plan is None and after.base is None


def _plan_outside(walk: Walk, chain: Chain) -> str | None:
    """The plan right before a bracket: "vượt 76,7% kế hoạch năm (1,5 tỷ USD)"."""
    j, giver = chain.first - 1, None
    while j >= 0 and (walk.tokens[j].kind == "time" or "giver" in walk.tokens[j].senses):
        giver = walk.tokens[j].senses.get("giver") or giver
        j -= 1
    if j < 0 or "plan" not in walk.tokens[j].senses or len(walk.text[walk.tokens[j].end : chain.start]) > 40:
        return None
    plan = str(giver or walk.tokens[j].senses["plan"])
    return (
        "annual_plan" if plan == "unspecified" and j + 1 < chain.first and walk.tokens[j + 1].time else plan
    )
