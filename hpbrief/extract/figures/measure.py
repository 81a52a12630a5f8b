"""What a number measures: verb, unit, base and plan, and what the numbers before it lend."""

from __future__ import annotations

from typing import Final

from hpbrief.extract.figures.neighbours import After, Chain, plan_basis
from hpbrief.extract.figures.place import base_of_time, compares, of_same_period, repeated
from hpbrief.extract.figures.progress import Number, Progress
from hpbrief.extract.figures.spoken_time import Figure
from hpbrief.extract.naming.measures import Frame, Reading, read_measure
from hpbrief.extract.text.times import resolve_time
from hpbrief.extract.text.tokens import FigureWords
from hpbrief.models import Period
from hpbrief.parse.lexicon import marks_of

_BASE_AND: Final = 40  # characters between two numbers that hold no more than the first one's base
_RATES: Final = frozenset({"PT", "PP"})
_MOVED: Final = ("up", "down")
_CHANGES: Final = ("yoy_change", "change_vs_previous")
_REACHED: Final = frozenset({"reach", "equal"})
_VERB: Final = marks_of("verb")
_PARTS: Final = frozenset(";,:.()")
_FEW: Final = 6  # numbers before, among which a measure is looked for


class Measured:
    """The answer: a reading, the chain as it was understood, and what is lent to the numbers behind."""

    def __init__(self, reading: Reading, chain: Chain) -> None:
        self.reading = reading
        self.chain = chain
        self.was = False  # what the measure before was a year ago
        self.outside = False  # of another place
        self.compared: Reading | None = None  # what later numbers in brackets are compared in
        self.base: str | None = None  # the base that a change named


def measure_of(p: Progress, n: Number, plan: str | None) -> Measured:
    """The measure, direction, basis and rule of a number: by its own words, else by those of the numbers before."""
    chain = _turned(p, n) if n.chain.verb == "from" else n.chain
    if not chain.verbs and (going_on := _goes_on_changing(p, n, chain)) is not None:
        return Measured(going_on, chain)
    base = _base_beside(p, n, chain)
    if base is not None and not chain.verbs and p.words.added.search(p.text, chain.start, n.token.start):
        # "97 triệu đồng, thêm 8 triệu đồng so với năm trước"
        chain = chain.saying(["up"], chain.first, chain.start)
    chain = _by_sign(n, chain, base)
    plan = plan_basis(p.words, n.after) if n.after.plan is not None else plan
    if plan == "unspecified":
        plan = _plan_pointed_at(p, n)
    frame = _frame(p, n, chain)
    if base is None and chain.verbs:
        base = _base_lent(p, chain, frame)
    if p.last is not None and (again := repeated(p, p.last, n, chain)) is not None:
        found = Measured(again.reading, chain)
        found.was, found.outside = again.was, again.outside
        return found
    reading = _by_own_words(p, n, chain, base, plan, frame)
    reading = _continued(p, reading, n.words, chain, frame, free=not base and not plan)
    reading = _among_numbers(p, n, chain, reading)
    return _closed(p, n, Measured(reading, chain), base, plan)


# -- the neighbours as they are understood -----------------------------------------------------------


def change_beyond(p: Progress, chain: Chain) -> tuple[str | None, Chain]:
    """ "cao hơn bình quân cả nước 2 điểm phần trăm": up or down; the chain then begins at its verb."""
    j = chain.first - 1
    if chain.verbs or j < 1 or p.text[p.tokens[j].end : chain.start].strip(" "):
        return None, chain
    base = p.tokens[j]
    if j > 1 and p.said(p.tokens[j - 1]) in p.words.level:
        j -= 1
    verb = p.tokens[j - 1]
    moved = verb.senses.get("verb")
    if not {"base", "elsewhere", "plan"} & set(base.senses) or moved not in _MOVED:
        return None, chain
    gap = p.text[verb.end : base.start].strip(" ")
    if gap and gap not in p.words.level:
        return None, chain
    return str(moved), chain.saying([moved], j - 1, verb.start)


def earlier_in_brackets(p: Progress, chain: Chain, words: FigureWords) -> Period | None:
    """ "giảm 8%, đã thu hẹp so với quý I/2023 (giảm 18%)": the time of a base whose number stands in brackets."""
    j, last = chain.first - 1, p.last
    if not p.depth or last is None or j < 0 or last.words.unit != words.unit:
        return None
    time = p.tokens[j].time
    if time is None or p.text[p.tokens[j].end : chain.start] != " (" or not p.times.is_base(j):
        return None
    return resolve_time(time, p.context.anchor)


def _turned(p: Progress, n: Number) -> Chain:
    """ "tăng từ 8 đến 10%": from is no level where a range or a bound follows, but the way that its verb says."""
    chain = n.chain
    if n.words.maximum is None and n.after.qualifier is None:
        return chain
    falls = p.said(chain.verb_tokens[0]).startswith(p.words.falling)
    return chain.saying(["down" if falls else "up", *chain.verbs[1:]], chain.first, chain.start)


def _by_sign(n: Number, chain: Chain, base: str | None) -> Chain:
    """ "-3,1% so với cùng kỳ": a sign says the way where no verb does."""
    if chain.verbs or base is None or n.words.sign not in ("+", "-") or n.words.unit not in _RATES:
        return chain
    return chain.saying(["down" if n.words.sign == "-" else "up"], chain.first, chain.start)


def _frame(p: Progress, n: Number, chain: Chain) -> Frame:
    """What stands farther off and bears on the measure."""
    growth, moves = _moved_before(p, n, chain) if p.passed & _VERB else (None, None)
    if len(chain.verbs) > 1:
        growth = next((v for v in chain.verbs[1:] if v in _MOVED), growth)
    subject = n.subject
    head, indicator = p.choice.lead_head, None
    if subject is not None:
        head, indicator = subject.head or head, subject.indicator
    measure = p.known.percent_measure.get(indicator) if indicator else None
    lead_base = p.lead_base
    if lead_base == "previous" and p.figures and p.times.period != p.lead_period:
        lead_base = None  # "So với tháng 12, CPI tăng 4%; bình quân 10 tháng tăng 3%"
    return Frame(lead_base, p.lead_plan, head, growth, measure, indicator in p.known.disbursed, moves)


def _moved_before(p: Progress, n: Number, chain: Chain) -> tuple[str | None, str | None]:
    """The last verb of moving before a number, and the one right before its name.

    "giảm tỷ lệ hộ nghèo 0,5%": the verb right before the name says which way it is to go.
    """
    growth: str | None = None
    moves: str | None = None
    subject = n.subject
    named = subject.start if subject is not None and 0 <= chain.start - subject.end <= 1 else -1
    for token in p.tokens[p.since : n.index]:
        verb = token.senses.get("verb")
        if verb in _MOVED:
            if token.start < chain.start and "indicator" not in token.senses:
                growth = verb
            if moves is None and token.end + 1 == named:
                moves = verb
    return growth, moves


# -- bases and plans ---------------------------------------------------------------------------------


def _base_beside(p: Progress, n: Number, chain: Chain) -> str | None:
    """The base named behind a number, else the one in its chain."""
    base = _base_of(p, n.after, goal=n.goal is not None)
    return chain.base if base is None and n.after.plan is None else base


def _base_of(p: Progress, after: After, *, goal: bool) -> str | None:
    """The base named behind a number."""
    if after.base is not None:
        return after.base
    if after.base_time is not None:
        return base_of_time(after.base_time, p.context.anchor, p.current(), goal=goal)
    return "other" if after.versus and after.plan is None else None


def _base_lent(p: Progress, chain: Chain, frame: Frame) -> str | None:
    """The base right before the verb of a change, else the one that the change before named."""
    base = _base_ahead(p, chain)
    if base is None and frame.base is None and p.last_base and chain.verb in _MOVED:
        return p.last_base[0] if p.last_base[1] == p.times.period else None
    return base


def _base_ahead(p: Progress, chain: Chain) -> str | None:
    """ "nhưng so cùng kỳ giảm 31,2%": the base right before the verb of a change."""
    j = chain.first - 1
    if chain.verb not in ("up", "down", "short") or j < 1:
        return None
    base, versus = p.tokens[j], p.tokens[j - 1]
    if "versus" not in versus.senses and "base" in versus.senses and j > 1:
        versus = p.tokens[j - 2]
    if "versus" not in versus.senses or versus.start < p.floor:
        return None
    if p.text[base.end : chain.start].strip(" ") or not _PARTS.isdisjoint(p.text[versus.end : base.start]):
        return None
    if "base" in base.senses:
        return str(base.senses["base"])
    if base.time is not None:
        return base_of_time(base, p.context.anchor, p.current())
    return None


def _plan_pointed_at(p: Progress, n: Number) -> str:
    """ "bằng 12% dự toán này": the plan that a number before was held against."""
    if p.words.this_plan.match(p.text, n.token.end) is None:
        return "unspecified"
    for before in reversed(p.figures):
        if before.reading.measure == "share_of_plan" and before.basis is not None:
            return before.basis
    return "unspecified"


def _planned_before(p: Progress) -> str | None:
    """ "Kế hoạch 2.200 căn, đến nay hoàn thành 1.680 căn, đạt 76%": the plan that a share is of, by its basis."""
    last = p.last
    if last is None or last.goal is not None or last.reading.measure != "level" or last.subject is None:
        return None
    for figure in p.figures[:-1]:
        if figure.goal is not None and figure.reading.measure == "level":
            same = figure.subject is not None and figure.subject.key == last.subject.key
            if same and figure.words.unit == last.words.unit:
                return figure.basis
    return None


# -- readings ----------------------------------------------------------------------------------------


def _by_own_words(
    p: Progress, n: Number, chain: Chain, base: str | None, plan: str | None, frame: Frame
) -> Reading:
    """What verb, unit, base, plan and subject say."""
    reading = read_measure(n.words.unit, chain.verb, base, plan, frame)
    if reading.rule == "measure.share" and n.own and n.subject and n.subject.head == "level":
        return Reading("level", rule="measure.head")  # "tỷ lệ nợ xấu chiếm 1,35% tổng dư nợ"
    if (
        reading.rule == "measure.level"
        and n.words.unit == "PT"
        and chain.verb in _REACHED
        and not n.own
        and (planned := _planned_before(p)) is not None
    ):
        return Reading("share_of_plan", basis=planned, rule="measure.plan_before")
    if reading.rule == "measure.disbursed" and n.after.giver is not None:
        return reading.against(n.after.giver)
    return reading


def _goes_on_changing(p: Progress, n: Number, chain: Chain) -> Reading | None:
    """ "tăng 1,3% so với tháng 8 và 19,6% so với cùng kỳ": a change that goes on, with a base of its own or none."""
    last = p.last
    if last is None or last.words.unit != n.words.unit or last.reading.measure not in _CHANGES:
        return None
    if not _goes_on(p, chain):
        return None
    base = _base_of(p, n.after, goal=False)
    if base is None or n.after.plan is not None:
        return last.reading
    measure = "yoy_change" if base == "yoy" else "change_vs_previous"
    return last.reading.measuring(measure, "measure.continued")


def _goes_on(p: Progress, chain: Chain) -> bool:
    """Whether nothing but the base of the number before and "and" stands between."""
    gap = p.text[p.floor : chain.start].strip(" ,")
    if gap in p.words.both:
        return True
    inside = p.tokens[p.since : chain.first]
    return (
        gap.endswith(p.words.both_end)
        and bool(inside)
        and all(
            t.kind == "time" or not {"versus", "base"}.isdisjoint(t.senses) or t.end >= chain.start - 1
            for t in inside
        )
        and len(gap) <= _BASE_AND
    )


def _continued(
    p: Progress, reading: Reading, words: FigureWords, chain: Chain, frame: Frame, *, free: bool
) -> Reading:
    """A number without a verb goes on in the measure of the one before: "công nghiệp tăng 5%, dịch vụ 6%"."""
    last = p.last
    if last is None or not free or frame.indicator_measure == "level":
        return reading
    if words.unit == "PT" and chain.verb == "equal":
        measured = [f.reading for f in p.figures[-_FEW:] if f.reading.measure in ("ratio", "share_of_plan")]
        return measured[-1].by_rule("measure.continued") if measured else reading
    if chain.verbs or chain.doing or reading.rule not in ("measure.level", "measure.indicator"):
        return reading
    same = last.words.unit == words.unit and words.unit in ("PT", "PP", "times")
    return last.reading.by_rule("measure.continued") if same and last.reading.measure != "rank" else reading


def _among_numbers(p: Progress, n: Number, chain: Chain, reading: Reading) -> Reading:
    """A plain per cent behind a share of a plan, or of a whole that is named behind it."""
    last = p.last
    if last is not None and _is_capital_reached(p, last, reading, n, chain):
        reading = last.reading.by_rule("measure.continued")
    if (
        reading.rule == "measure.level"
        and n.words.unit == "PT"
        and p.words.of_whole.match(p.text, n.token.end) is not None
    ):
        return Reading("share_of_total", rule="measure.of_whole")
    return reading


def _is_capital_reached(p: Progress, last: Figure, reading: Reading, n: Number, chain: Chain) -> bool:
    """ "đạt 34% kế hoạch; vốn đối ứng mới đạt 21%": capital in per cent, behind a share of its plan, is one too."""
    return (
        last.reading.measure == "share_of_plan"
        and last.goal is None
        and reading.rule == "measure.level"
        and n.words.unit == "PT"
        and chain.verb == "reach"
        and n.subject is not None
        and n.subject.key.startswith(p.words.capital)
    )


def _closed(p: Progress, n: Number, found: Measured, base: str | None, plan: str | None) -> Measured:
    """Brackets and signs have the last word; then what is lent to the numbers behind."""
    chain, last, words = found.chain, p.last, n.words
    if p.depth and last is not None:
        if of_same_period(p, chain):
            found.reading = last.reading
        if compares(p, chain):
            found.reading = p.compared or last.reading
            found.outside = True
    if base == "other" and last is not None:
        found.compared = last.reading
    if words.sign:
        found.reading = _signed(p, words, found.reading, free=not chain.verbs and plan is None)
    if found.reading.measure in _CHANGES:
        found.base = base
    return found


def _signed(p: Progress, words: FigureWords, reading: Reading, *, free: bool) -> Reading:
    """ "(+9,3%)", "-2,1%": a change, the way of its sign; in brackets on the base of the change before them."""
    signs = words.unit in ("PT", "PP") or p.depth > 0
    if free and signs and reading.measure in ("level", "yoy_change", "share_of_plan"):
        beside = (
            p.figures[-1].reading.measure if p.figures and p.text.startswith((" (", "("), p.floor) else ""
        )
        measure = beside if beside == "change_vs_previous" else "yoy_change"
        reading = Reading(measure, rule="measure.signed")
    if reading.measure in _CHANGES:
        return reading.moving("down" if words.sign == "-" else "up")
    return reading
