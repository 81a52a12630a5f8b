"""Numbers to statements: each with subject, measure, direction, period, basis and status."""

from __future__ import annotations

import re
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.figures.base import base_of_time, share_bases, share_brackets
from hpbrief.extract.figures.context import Context, Figure
from hpbrief.extract.figures.counted import is_figure
from hpbrief.extract.figures.goal import aim_behind, aims_at_year, by_scenario, goal_of, is_aim, year_behind
from hpbrief.extract.figures.measure import change_beyond, earlier_in_brackets, reading_of
from hpbrief.extract.figures.neighbours import After, Chain, after_number, chain_before, plan_basis
from hpbrief.extract.figures.period import in_running_year, is_ahead, is_group, period_of
from hpbrief.extract.figures.place import area_of, status_of
from hpbrief.extract.figures.spoken_time import TimeTrack
from hpbrief.extract.figures.walk import AIM, PRICED, KnownFigures, Walk
from hpbrief.extract.naming.measures import Reading
from hpbrief.extract.naming.subjects import SubjectReader
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import Token
from hpbrief.models import Period
from hpbrief.parse.lexicon import marks_of

_FORESEEN: Final = marks_of("foreseen")
_GOALS_ABOVE: Final = re.compile(r"[0-9] chỉ tiêu (?:đã )?đạt (?:từ|trên|dưới|hơn) $")
_GOALS_ABOVE_LENGTH: Final = 40
_COUNT_BEFORE: Final = 16  # characters that a count before may take
_ABOVE: Final = ("từ ", "trên ", "dưới ", "hơn ")
_OF_GOALS: Final = marks_of("goal", "actual", "glue", "plan", "giver", "verb", "doing")
_STEERS: Final = marks_of("whole_year", "this_month", "now", "to_now", "versus", "head")
_STATUS: Final = marks_of("status")
_FIGURE: Final = marks_of("a figure")
_TIME: Final = marks_of("a time")
_THRESHOLD: Final = re.compile(
    r"(?:các|những|từng|[0-9]{1,3}) (?:dự án|hộ|xã|phường|đơn vị|địa phương|chủ đầu tư|doanh nghiệp|công trình|ngành)"
    r"(?: dân| nghèo)? (?:có|bị|giải ngân|đạt)(?![^\W_])[^,;.:()]{0,40}$"
    r"|(?<![^\W_])nếu [^,;.:()]{0,60}$"
)
_SORTED_BY: Final = re.compile(
    r"(?:dự án|đơn vị|địa phương|chủ đầu tư|nhà thầu|xã|phường)(?: (?:có|đạt))?(?: tỷ lệ)? giải ngân(?: đạt)? $"
)
_BASE_OPENS: Final = re.compile(r"so (?:với )?[^,;.:()]{4,40}, ")
_SAME_MOMENT: Final = ("cùng thời điểm, ", "cùng thời điểm này, ")
_IN_THE_YEAR: Final = "trong năm, "


class FigureReader:
    """Reads the numbers of sentences, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, subjects: SubjectReader) -> None:
        self.known = KnownFigures(catalog, subjects)

    def read(self, context: Context, sentence: Sentence) -> list[Figure]:
        """The figures and goals of a sentence; the context is moved on."""
        if sentence.marks & _FIGURE:
            for token in sentence.tokens:
                if token.kind == "figure":
                    return _run(Walk(self.known, context, sentence))
        if not sentence.marks & _TIME:
            return []
        times = TimeTrack(context.text, sentence, context.anchor, self.known.until)
        for index, token in enumerate(sentence.tokens):
            if token.time is not None:
                times.take(index, aside=False)
        if times.stays is not None:
            context.paragraph = times.stays
        return []


def _open_time(walk: Walk, low: str) -> None:
    """Times that open a sentence without naming any: "Cùng thời điểm, ...", "Trong năm, ..."."""
    context = walk.context
    if low.startswith(_SAME_MOMENT):
        day = context.stood or (context.paragraph if context.by_day else None)
        walk.times.period = Period.instant(day.end) if day is not None else None
    elif low.startswith(_IN_THE_YEAR) and context.report is not None and context.report.is_year:
        walk.times.period = walk.times.stays = context.report
        walk.times.of_year = True


def _run(walk: Walk) -> list[Figure]:
    if walk.sentence.marks & _STATUS:
        walk.opening_status = _status_ahead(walk)
    _open_time(walk, walk.sentence.low.lstrip(" -+*•"))
    at = walk.sentence.start
    text = walk.text
    bracketed = "(" in walk.sentence.low or ")" in walk.sentence.low
    for index, token in enumerate(walk.tokens):
        if bracketed and ("(" in (gap := text[at : token.start]) or ")" in gap):
            inside = walk.depth
            _brackets(walk, gap, token)
            if inside and not walk.depth:
                walk.times.leave_brackets(numbered=walk.in_brackets)
            if not inside or not walk.depth:
                walk.in_brackets = False
        at = token.end
        kind = token.kind
        if kind == "cue":
            marks = token.marks
            walk.passed |= marks
            if marks & _OF_GOALS:
                walk.goals.take(index)
            if marks & _STEERS:
                _steer(walk, index, token)
        elif kind == "figure":
            walk.heard |= walk.passed
            figure = _figure(walk, index, token)
            walk.floor, walk.since, walk.passed = max(token.end, walk.aspect_end), index + 1, 0
            walk.goals.number_passed()
            if figure is not None:
                walk.in_brackets |= walk.depth > 0
                walk.figures.append(figure)
                walk.choice.passed(figure, in_brackets=walk.depth > 0)
        elif kind == "time":
            walk.times.take(index, aside=walk.depth > 0 or _is_aside(walk, index))
    share_bases(walk.text, walk.figures, walk.lead_base)
    share_brackets(walk.text, walk.figures)
    if walk.held_first:
        _name_plan_held(walk)
    if walk.times.stays is not None and not (walk.seasonal and walk.stood is not None):
        walk.context.paragraph, walk.context.by_day = walk.times.stays, walk.times.by_day
    return walk.figures


def _status_ahead(walk: Walk) -> str | None:
    """ "Theo số liệu ước tính, ...": the status that the first words of a sentence give to all of it."""
    first = walk.tokens[0]
    if "status" in first.senses and not walk.text[walk.sentence.start : first.start].strip(
        " -+*•0123456789.)"
    ):
        return str(first.senses["status"])
    for token in walk.tokens[:6]:
        if token.kind == "figure":
            return None
        if "status" in token.senses:
            head = walk.text[walk.sentence.start : token.start]
            opens = not head.rpartition(":")[2].strip(" -+*•0123456789.)")
            return token.senses["status"] if opens or walk.text[token.end : token.end + 1] == "," else None
    return None


def _steer(walk: Walk, index: int, token: Token) -> None:
    """Move on over a cue that bears on all that follows it."""
    if "whole_year" in token.senses and not _is_of_plan(walk, index):
        walk.times.take_whole_year(walk.context.paragraph or walk.context.report)
    elif "this_month" in token.senses:
        walk.times.take_this_month(walk.context.report)
    elif "now" in token.senses:
        walk.times.take_now(index)
    elif "to_now" in token.senses:
        walk.times.take_to_now(walk.context.report, walk.context.paragraph)
    if "versus" in token.senses and not walk.figures:
        _lead(walk, index)
    elif "versus" in token.senses and _opens_base(walk, token):
        _lead(walk, index)
        walk.lead_end = walk.text.find(";", token.end, walk.sentence.end)
    walk.choice.take(token)


def _name_plan_held(walk: Walk) -> None:
    """ "So với mục tiêu 6,9 tỷ USD, xuất khẩu mới đạt 78%": a plan without a name is of what is held against it."""
    plan, held = walk.figures[0], walk.figures[1] if len(walk.figures) > 1 else None
    if held is None or held.subject is None or held.outside:
        return
    if plan.words.unit == held.words.unit == "PT" and held.reading.measure in ("level", "yoy_change"):
        plan.reading = held.reading.by_rule("measure.goal_missed")
        plan.rules = [plan.reading.rule]
    plan.subject = walk.known.subjects.indicator_for(
        held.named or held.subject, plan.reading, plan.words.unit, parts=False
    )


def _is_of_plan(walk: Walk, index: int) -> bool:
    """ "vượt 26% dự toán Trung ương giao cả năm": the year is the plan's."""
    before = walk.tokens[index - 1] if index else None
    if before is not None and walk.figures and before is walk.figures[-1].token:
        return walk.figures[-1].goal is not None and year_behind(walk, index - 1)
    if before is not None and "order" in before.senses and index > 1:
        before = walk.tokens[index - 2]
    return (
        before is not None
        and ("plan" in before.senses or "giver" in before.senses)
        and bool(walk.figures)
        and walk.text[before.end : walk.tokens[index].start] in (" ", " giao ")
    )


def _brackets(walk: Walk, gap: str, token: Token) -> None:
    for char in gap:
        if char == "(":
            walk.depth, walk.opened = walk.depth + 1, token
        elif char == ")" and walk.depth:
            walk.depth -= 1
    if walk.depth == 0:
        walk.opened = None


def _is_aside(walk: Walk, index: int) -> bool:
    before = walk.tokens[index - 1] if index else None
    return (
        before is not None
        and before.senses.get("break") == "part"
        and before.end + 1 >= walk.tokens[index].start
    )


def _opens_base(walk: Walk, token: Token) -> bool:
    """ "...; so với tháng trước, số vụ giảm 3 vụ": a base of its own behind a semicolon."""
    at = token.start - walk.sentence.start
    return walk.text.endswith("; ", walk.floor, token.start) and (
        _BASE_OPENS.match(walk.sentence.low, at) is not None
    )


def _lead(walk: Walk, index: int) -> None:
    """A base or plan named before the first number holds for the sentence, one behind a semicolon from there on:
    "So với cùng kỳ, ..."."""
    after = after_number(walk.text, walk.tokens, index - 1, at=walk.tokens[index].start)
    if walk.figures:
        walk.lead_base = walk.lead_plan = None
    walk.lead_period = walk.times.period
    if after.plan is not None:
        walk.lead_plan = plan_basis(after)
    elif after.base is not None:
        walk.lead_base = after.base
    elif after.base_time is not None:
        walk.lead_base = base_of_time(after.base_time, walk.context.anchor, walk.current())


def _figure(walk: Walk, index: int, token: Token) -> Figure | None:
    walk.index = index
    if 0 <= walk.lead_end < token.start:
        walk.lead_base = walk.lead_plan = None
    words = token.figure
    assert words is not None
    if walk.context.tasks:
        _enter_task(walk, token)
    chain = chain_before(walk.text, walk.tokens, index, walk.floor)
    plan = walk.goals.plan_before(chain) if words.unit == "PT" else None
    aim = plan is not None and is_aim(walk, chain, words)
    if not aim and (behind := aim_behind(walk, words)) is not None:
        aim, plan = True, behind
    beyond = change_beyond(walk, chain) if words.unit == "PP" else None
    if words.counted and chain.verb != "rank":
        token.kind, token.why = "left_out", "not_counted"
        return None
    after = after_number(walk.text, walk.tokens, index)
    alone = words.unit is None and walk.context.subject is not None and walk.choice.alone_in_line(token)
    at = token.start - walk.sentence.start
    text_before = walk.text[chain.start - 1 : chain.start] if not chain.verbs else ""
    if (
        (chain.qualifier in ("over", "under") and _parts(walk, _THRESHOLD, chain))
        or (chain.qualifier == "under" and _parts(walk, _SORTED_BY, chain))
        or _is_of_goals_above(walk, at)
    ):
        token.kind, token.why = "left_out", "threshold"
        return None
    if not is_figure(walk.text, words, chain, after, token, alone=alone):
        return None
    subject, own = walk.choice.choose(index, chain, walk.floor, words)
    base_in_brackets = earlier_in_brackets(walk, chain, words)
    if base_in_brackets is not None:
        subject, own = walk.figures[-1].subject, False
    figure = Figure(token, words, subject)
    figure.goal = goal_of(walk, chain, after, words)
    if aim:
        figure.goal = "annual_plan" if plan == "unspecified" else plan
        held = walk.figures[-1].reading
        direction = "up" if held.measure == "yoy_change" else "none"
        reading = Reading(held.measure, direction, None, "measure.goal_missed")
    elif beyond is not None:
        reading = Reading("change_vs_previous", beyond, rule="measure.beyond")
    else:
        reading = reading_of(walk, index, figure, chain, after, plan, own=own)
        if figure.goal is not None and text_before == "(" and reading.rule == "measure.level":
            grown = [f.reading for f in walk.figures[-3:] if f.reading.measure == "yoy_change"]
            reading = grown[-1] if grown and words.unit == "PT" else reading
        if figure.goal is not None and reading.measure == "yoy_change" and text_before == "(":
            # "tăng 10,2%, thấp hơn mục tiêu năm (11%)": the goal is to rise
            reading = reading.moving("up").by_rule("measure.goal_missed")
    if (walk.prices or is_group(walk, subject)) and _base_free(after, reading):
        reading = reading.measuring("change_vs_previous", "measure.prices")
    figure.reading = reading
    figure.qualifier = "at_most" if chain.verb == "top" else after.qualifier or chain.qualifier or "exact"
    figure.basis = reading.basis
    if figure.goal is not None and (
        reading.basis in (None, "unspecified")
        or (figure.goal == "directive" and reading.basis == "annual_plan")
    ):
        figure.basis = figure.goal
    figure.subject = walk.choice.indicator_for(subject, reading, words, own=own)
    if subject is not None and subject.indicator in walk.known.subjects.changes:
        figure.named = subject
    figure.status = status_of(walk, chain, figure, own=own)
    figure.period = base_in_brackets or period_of(walk, after, figure)
    if figure.status == "E" and walk.heard & _FORESEEN and in_running_year(walk, figure.period):
        figure.status = "F"
    if figure.period is not None and figure.period.is_instant:
        walk.stood, walk.times_stood = figure.period, walk.times.period
        walk.context.stood = figure.period
    elif walk.times.period is not None:
        walk.stood = walk.times_stood = walk.context.stood = None
    if (
        figure.goal is None
        and figure.status is None
        and is_ahead(walk, figure.period)
        and reading.measure != "rank"
    ):
        figure.goal = by_scenario(walk) or walk.context.goal_basis or "unspecified"
        figure.basis = figure.goal if figure.basis in (None, "unspecified") else figure.basis
    if aim and figure.goal == "annual_plan" and figure.period is not None:
        figure.period = Period.year(figure.period.end.year)
    if figure.basis == figure.goal == "unspecified" and aims_at_year(walk, after, figure):
        figure.goal = figure.basis = "annual_plan"
    if walk.goals.held and not walk.figures and subject is not None and subject.indicator is None:
        walk.held_first = AIM.match(walk.text[subject.start : subject.end].lower()) is not None
    figure.area = area_of(walk, figure, own=own)
    figure.rules = [reading.rule]
    if own and subject is not None:
        walk.context.subject = subject
        if figure.subject is not None and figure.subject.indicator is not None:
            walk.context.growth_of_parts = figure.subject.indicator in walk.known.subjects.growth_parts
    walk.aspect_end = walk.choice.aspect(figure) or 0
    walk.prices = walk.prices or (
        words.unit == "group" and PRICED.match(walk.sentence.low, token.end - walk.sentence.start) is not None
    )
    walk.context.prices |= walk.prices
    return figure


def _is_of_goals_above(walk: Walk, at: int) -> bool:
    """Whether a number is the mark that goals are counted by: "3 chỉ tiêu đạt trên 90%"."""
    low = walk.sentence.low
    return (
        low.endswith(_ABOVE, 0, at)
        and _GOALS_ABOVE.search(low, max(0, at - _GOALS_ABOVE_LENGTH), at) is not None
    )


def _parts(walk: Walk, pattern: re.Pattern[str], chain: Chain) -> bool:
    """Whether a number is the mark that others are told apart by: "12 đơn vị | giải ngân trên 70%"."""
    return (
        pattern.search(walk.text, max(walk.sentence.start, walk.floor - _COUNT_BEFORE), chain.start)
        is not None
    )


def _enter_task(walk: Walk, token: Token) -> None:
    """Move on to the task that a number stands in, if any."""
    tasks = walk.context.tasks
    while walk.next_task < len(tasks) and tasks[walk.next_task][1] <= token.start:
        walk.next_task += 1
    ahead = tasks[walk.next_task] if walk.next_task < len(tasks) else None
    walk.task = ahead if ahead is not None and ahead[0] <= token.start else None
    if walk.task is not None:
        walk.floor = max(walk.floor, walk.task[2])


def _base_free(after: After, reading: Reading) -> bool:
    """Whether a change names no base of its own."""
    return reading.measure == "yoy_change" and after.base is None and after.base_time is None
