"""What a number measures: verb, unit, base and plan, and what the numbers before it lend."""

from __future__ import annotations

import re
from typing import Final

from hpbrief.extract.figures.base import base_of_time
from hpbrief.extract.figures.context import Figure
from hpbrief.extract.figures.neighbours import After, Chain, plan_basis
from hpbrief.extract.figures.walk import LOWER_THAN, Walk
from hpbrief.extract.naming.measures import Frame, Reading, read_measure
from hpbrief.extract.naming.subjects import Subject
from hpbrief.extract.text.times import resolve_time
from hpbrief.extract.text.tokens import FigureWords, tokens_in
from hpbrief.models import Period
from hpbrief.parse.lexicon import marks_of

_BASE_AND: Final = 40  # characters between two numbers that hold no more than the first one's base
_MOVED: Final = ("up", "down")
_VERB: Final = marks_of("verb")
_OF_ALL: Final = re.compile(r" (?:chung )?của (?:cả nước|toàn quốc|(?:toàn )?vùng)(?!\w)")
_OF_WHOLE: Final = re.compile(
    r" (?:tổng )?(?:số|diện tích|dân số|lực lượng lao động|khối lượng|mặt bằng)(?![^\W_])"
)
_ADDED: Final = re.compile(r"(?<![^\W_])thêm $", re.IGNORECASE)
_THIS_PLAN: Final = re.compile(
    r" (?:của )?(?:dự toán|kế hoạch|kịch bản|chỉ tiêu|mục tiêu) (?:này|nói trên|trên)(?![^\W_])"
)
_PARTED: Final = re.compile(r"[;,:.()]")


def change_beyond(walk: Walk, chain: Chain) -> str | None:
    """ "cao hơn bình quân cả nước 2 điểm phần trăm": up or down; the chain then begins at its verb."""
    j = chain.first - 1
    if chain.verbs or j < 1 or walk.text[walk.tokens[j].end : chain.start].strip(" "):
        return None
    base = walk.tokens[j]
    if j > 1 and walk.text[walk.tokens[j - 1].start : walk.tokens[j - 1].end].lower() == "mức":
        j -= 1
    verb = walk.tokens[j - 1]
    moved = verb.senses.get("verb")
    if not {"base", "elsewhere", "plan"} & set(base.senses) or moved not in ("up", "down"):
        return None
    if walk.text[verb.end : base.start].strip(" ") not in ("", "mức"):
        return None
    chain.first, chain.start, chain.verbs = j - 1, verb.start, [moved]
    return str(moved)


def earlier_in_brackets(walk: Walk, chain: Chain, words: FigureWords) -> Period | None:
    """ "giảm 8%, đã thu hẹp so với quý I/2023 (giảm 18%)": the time of a base whose number stands in brackets."""
    j = chain.first - 1
    if not walk.depth or not walk.figures or j < 0 or walk.figures[-1].words.unit != words.unit:
        return None
    time = walk.tokens[j].time
    if time is None or walk.text[walk.tokens[j].end : chain.start] != " (" or not walk.times.is_base(j):
        return None
    return resolve_time(time, walk.context.anchor)


def reading_of(
    walk: Walk, index: int, figure: Figure, chain: Chain, after: After, plan: str | None, *, own: bool
) -> Reading:
    """The measure, direction, basis and rule of a number: by its own words, else by those of the numbers before."""
    words = figure.words
    if chain.verb == "from" and (words.maximum is not None or after.qualifier is not None):
        token = chain.verb_tokens[0]
        chain.verbs[0] = "down" if walk.text[token.start : token.end].lower().startswith("giảm") else "up"
    last = walk.figures[-1] if walk.figures else None
    if (
        last is not None
        and not chain.verbs
        and last.words.unit == words.unit
        and last.reading.measure in ("yoy_change", "change_vs_previous")
        and _goes_on(walk, chain)
    ):
        own_base = _base_of(walk, after, goal=False)
        if own_base is None or after.plan is not None:
            return last.reading
        measure = "yoy_change" if own_base == "yoy" else "change_vs_previous"
        return last.reading.measuring(measure, "measure.continued")
    base = _base_of(walk, after, goal=figure.goal is not None)
    if base is None and after.plan is None:
        base = chain.base
    if base is not None and not chain.verbs and _ADDED.search(walk.text, chain.start, figure.token.start):
        chain.verbs = ["up"]  # "97 triệu đồng, thêm 8 triệu đồng so với năm trước"
    plan = plan_basis(after) if after.plan is not None else plan
    plan = _plan_pointed_at(walk, figure, plan)
    frame = _frame(walk, index, chain, figure.subject)
    if frame.base == "previous" and walk.figures and walk.times.period != walk.lead_period:
        frame.base = None  # "So với tháng 12, CPI tăng 4%; bình quân 10 tháng tăng 3%"
    if base is None:
        base = _base_ahead(walk, chain)
    if base is None and frame.base is None and walk.last_base and chain.verb in ("up", "down"):
        base = walk.last_base[0] if walk.last_base[1] == walk.times.period else None
    if _was(walk, after, chain) or _is_of_year(walk, after, figure):
        figure.was = True
        return walk.figures[-1].reading.by_rule("measure.was")
    if _is_of_all(walk, figure, chain):
        figure.outside = True
        return walk.figures[-1].reading.by_rule("measure.elsewhere")
    reading = read_measure(words.unit, chain.verb, base, plan, frame)
    if reading.rule == "measure.share" and own and figure.subject and figure.subject.head == "level":
        reading = Reading("level", rule="measure.head")  # "tỷ lệ nợ xấu chiếm 1,35% tổng dư nợ"
    if (
        reading.rule == "measure.level"
        and words.unit == "PT"
        and chain.verb in ("reach", "equal")
        and not own
        and (planned := _planned_before(walk)) is not None
    ):
        reading = Reading("share_of_plan", basis=planned, rule="measure.plan_before")
    if reading.rule == "measure.disbursed" and after.giver is not None:
        reading = reading.against(after.giver)
    reading = _continued(walk, reading, words, chain, base, plan, frame)
    if _is_capital_reached(walk, reading, figure, chain) and walk.figures:
        reading = walk.figures[-1].reading.by_rule("measure.continued")
    if (
        reading.rule == "measure.level"
        and words.unit == "PT"
        and _OF_WHOLE.match(walk.text, figure.token.end) is not None
    ):
        reading = Reading("share_of_total", rule="measure.of_whole")
    if walk.depth and walk.figures:
        if of_same_period(walk, chain):
            reading = walk.figures[-1].reading
        if _compares(walk, chain):
            reading = walk.compared or walk.figures[-1].reading
            figure.outside = True
    if base == "other" and walk.figures:
        walk.compared = walk.figures[-1].reading
    if (
        words.sign
        and (words.unit in ("PT", "PP") or walk.depth)
        and reading.measure in ("level", "yoy_change", "share_of_plan")
        and not chain.verbs
        and plan is None
    ):
        reading = Reading("yoy_change", rule="measure.signed")
    if words.sign and reading.measure in ("yoy_change", "change_vs_previous"):
        reading = reading.moving("down" if words.sign == "-" else "up")
    if reading.measure in ("yoy_change", "change_vs_previous") and base is not None:
        walk.last_base = (base, walk.times.period)
    return reading


def _plan_pointed_at(walk: Walk, figure: Figure, plan: str | None) -> str | None:
    """ "bằng 12% dự toán này": the plan that a number before was held against."""
    if plan != "unspecified" or _THIS_PLAN.match(walk.text, figure.token.end) is None:
        return plan
    for before in reversed(walk.figures):
        if before.reading.measure == "share_of_plan" and before.basis is not None:
            return before.basis
    return plan


def _planned_before(walk: Walk) -> str | None:
    """ "Kế hoạch 2.200 căn, đến nay hoàn thành 1.680 căn, đạt 76%": the plan that a share is of, by its basis."""
    last = walk.figures[-1] if walk.figures else None
    if last is None or last.goal is not None or last.reading.measure != "level" or last.subject is None:
        return None
    for figure in walk.figures[:-1]:
        if figure.goal is not None and figure.reading.measure == "level":
            same = figure.subject is not None and figure.subject.key == last.subject.key
            if same and figure.words.unit == last.words.unit:
                return figure.basis
    return None


def _goes_on(walk: Walk, chain: Chain) -> bool:
    """ "tăng 1,3% so với tháng 8 và 19,6% so với cùng kỳ": nothing but the first one's base and "và" between."""
    gap = walk.text[walk.floor : chain.start].strip(" ,")
    if gap == "và":
        return True
    inside = walk.tokens[walk.since : chain.first]
    return (
        gap.endswith(" và")
        and bool(inside)
        and all(
            t.kind == "time" or not {"versus", "base"}.isdisjoint(t.senses) or t.end >= chain.start - 1
            for t in inside
        )
        and len(gap) <= _BASE_AND
    )


def _base_ahead(walk: Walk, chain: Chain) -> str | None:
    """ "nhưng so cùng kỳ giảm 31,2%": the base right before the verb of a change."""
    j = chain.first - 1
    if chain.verb not in ("up", "down", "short") or j < 1:
        return None
    base, versus = walk.tokens[j], walk.tokens[j - 1]
    if "versus" not in versus.senses and "base" in versus.senses and j > 1:
        versus = walk.tokens[j - 2]
    if "versus" not in versus.senses or versus.start < walk.floor:
        return None
    if walk.text[base.end : chain.start].strip(" ") or _PARTED.search(walk.text, versus.end, base.start):
        return None
    if "base" in base.senses:
        return str(base.senses["base"])
    if base.time is not None:
        return base_of_time(base, walk.context.anchor, walk.current())
    return None


def _was(walk: Walk, after: After, chain: Chain) -> bool:
    """ "tăng 7,4%, thấp hơn con số 9,6% của cùng kỳ": the same measure a year before."""
    last = walk.figures[-1] if walk.figures else None
    if last is not None and walk.depth and _below_last_year(walk, chain):
        return True
    if last is not None and not walk.depth and last.words.unit == "PT" and _of_last_year(walk, chain):
        return True
    return (
        last is not None
        and after.base == "yoy"
        and not after.versus
        and last.reading.measure == "yoy_change"
        and LOWER_THAN.search(walk.text, walk.floor, walk.tokens[walk.index].start) is not None
    )


def _is_of_year(walk: Walk, after: After, figure: Figure) -> bool:
    """ "tăng 6,4%, cao hơn mức 4,3% của năm 2020": the same measure, of the time that is named behind it."""
    last = walk.figures[-1] if walk.figures else None
    return (
        last is not None
        and bool(after.times)
        and last.words.unit == figure.words.unit
        and walk.text[figure.token.end : after.times[0].start] == " của "
        and LOWER_THAN.search(walk.text, walk.floor, figure.token.start) is not None
    )


def _is_of_all(walk: Walk, figure: Figure, chain: Chain) -> bool:
    """ "tăng 8%, cao hơn mức 7,1% của cả nước": the same measure, of the country."""
    last = walk.figures[-1] if walk.figures else None
    return (
        last is not None
        and last.words.unit == figure.words.unit
        and _OF_ALL.match(walk.text, figure.token.end) is not None
        and LOWER_THAN.search(walk.text, walk.floor, figure.token.start) is not None
    )


def _of_last_year(walk: Walk, chain: Chain) -> bool:
    """ "...; cùng kỳ năm 2025 đạt 9,8%": a clause of its own on the same measure a year before."""
    mark = walk.text.rfind(";", walk.floor, chain.start)
    if mark < 0 or set(chain.verbs) - {"reach", "equal"}:
        return False
    clause = tokens_in(walk.tokens, mark, chain.start)
    if not clause or clause[0].senses.get("base") != "yoy":
        return False
    only = all(t.kind == "time" for t in clause[1:])
    return only and not walk.text[mark + 1 : clause[0].start].strip(" ")


def _below_last_year(walk: Walk, chain: Chain) -> bool:
    """ "đạt 58,7%, thấp hơn cùng kỳ (61,2%)": in brackets what the same measure was a year before."""
    j = chain.first - 1
    if j < 1 or walk.text[chain.start - 1 : chain.start] != "(" or chain.verbs:
        return False
    base, verb = walk.tokens[j], walk.tokens[j - 1]
    if verb.senses.get("versus") is not None and j > 1:
        verb = walk.tokens[j - 2]
    return (
        base.senses.get("base") == "yoy"
        and verb.senses.get("verb") in ("up", "down")
        and not walk.text[base.end : chain.start].strip(" (")
        and walk.text[verb.start : verb.end].lower().endswith("hơn")
    )


def of_same_period(walk: Walk, chain: Chain) -> bool:
    """ "(cùng kỳ năm 2024 là 15,68%)": the same measure a year before."""
    opened = walk.opened if walk.depth else None
    return (
        opened is not None
        and opened.senses.get("base") == "yoy"
        and not set(chain.verbs) - {"reach", "equal"}
    )


def _compares(walk: Walk, chain: Chain) -> bool:
    """ "thấp hơn mức bình quân cả nước (32,1%)": the number of what is compared with."""
    j = chain.first - 1
    if (
        j < 0
        or walk.text[chain.start - 1 : chain.start] != "("
        or walk.text[walk.tokens[j].end : chain.start].strip(" (")
    ):
        return False
    return walk.tokens[j].senses.get("base") == "other" or "elsewhere" in walk.tokens[j].senses


def _frame(walk: Walk, index: int, chain: Chain, subject: Subject | None) -> Frame:
    growth: str | None = None
    moves: str | None = None
    if walk.passed & _VERB:
        # "giảm tỷ lệ hộ nghèo 0,5%": the verb right before the name says which way it is to go
        named = subject.start if subject is not None and 0 <= chain.start - subject.end <= 1 else -1
        for token in walk.tokens[walk.since : index]:
            verb = token.senses.get("verb")
            if verb in _MOVED:
                if token.start < chain.start and "indicator" not in token.senses:
                    growth = verb
                if moves is None and token.end + 1 == named:
                    moves = verb
    if len(chain.verbs) > 1:
        growth = next((v for v in chain.verbs[1:] if v in _MOVED), growth)
    head, indicator = walk.choice.lead_head, None
    if subject is not None:
        head, indicator = subject.head or head, subject.indicator
    known = walk.known
    measure = known.percent_measure.get(indicator) if indicator else None
    return Frame(walk.lead_base, walk.lead_plan, head, growth, measure, indicator in known.disbursed, moves)


def _continued(
    walk: Walk,
    reading: Reading,
    words: FigureWords,
    chain: Chain,
    base: str | None,
    plan: str | None,
    frame: Frame,
) -> Reading:
    """A number without a verb goes on in the measure of the one before: "công nghiệp tăng 5%, dịch vụ 6%"."""
    last = walk.figures[-1] if walk.figures else None
    if last is None or base or plan or frame.indicator_measure == "level":
        return reading
    if words.unit == "PT" and chain.verb == "equal":
        measured = [f.reading for f in walk.figures[-6:] if f.reading.measure in ("ratio", "share_of_plan")]
        return measured[-1].by_rule("measure.continued") if measured else reading
    if chain.verbs or chain.doing or reading.rule not in ("measure.level", "measure.indicator"):
        return reading
    if (
        last.words.unit == words.unit
        and words.unit in ("PT", "PP", "times")
        and last.reading.measure != "rank"
    ):
        return last.reading.by_rule("measure.continued")
    return reading


def _is_capital_reached(walk: Walk, reading: Reading, figure: Figure, chain: Chain) -> bool:
    """ "đạt 34% kế hoạch; vốn đối ứng mới đạt 21%": capital in per cent, behind a share of its plan, is one too."""
    last = walk.figures[-1] if walk.figures else None
    return (
        last is not None
        and last.reading.measure == "share_of_plan"
        and last.goal is None
        and reading.rule == "measure.level"
        and figure.words.unit == "PT"
        and chain.verb == "reach"
        and figure.subject is not None
        and figure.subject.key.startswith("vốn ")
    )


def _base_of(walk: Walk, after: After, *, goal: bool) -> str | None:
    if after.base is not None:
        return after.base
    if after.base_time is not None:
        return base_of_time(after.base_time, walk.context.anchor, walk.current(), goal=goal)
    return "other" if after.versus and after.plan is None else None
