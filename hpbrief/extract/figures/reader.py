"""Numbers to statements: a driver that goes from number to number and puts each the same row of questions.

Is it a figure? Whose subject? A goal? Which measure? Which status, period, place? Each question is a function that
looks at the sentence's progress and answers; only this module writes there.
"""

from __future__ import annotations

from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.figures.counted import is_figure, is_mark, unknown_words
from hpbrief.extract.figures.goal import aim_behind, aims_at_year, by_scenario, goal_of, is_aim, year_behind
from hpbrief.extract.figures.many_places import AREAS, places_told
from hpbrief.extract.figures.measure import change_beyond, earlier_in_brackets, measure_of
from hpbrief.extract.figures.neighbours import Chain, after_number, chain_before, plan_basis
from hpbrief.extract.figures.period import in_running_year, is_ahead, is_group, period_of
from hpbrief.extract.figures.place import area_of, base_of_time, share_bases, share_brackets, status_of
from hpbrief.extract.figures.progress import KnownFigures, Number, Progress, asked, points_against
from hpbrief.extract.figures.spoken_time import Context, Figure, TimeTrack
from hpbrief.extract.figures.wording import wording_of
from hpbrief.extract.naming.measures import Reading
from hpbrief.extract.naming.subjects import Subject, SubjectReader
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import FigureWords, Token
from hpbrief.models import Period
from hpbrief.parse.lexicon import marks_of

_FORESEEN: Final = marks_of("foreseen")
_OF_GOALS: Final = marks_of("goal", "actual", "glue", "plan", "giver", "verb", "doing")
_STEERS: Final = marks_of("whole_year", "this_month", "now", "to_now", "versus", "head")
_STATUS: Final = marks_of("status")
_FIGURE: Final = marks_of("a figure")
_TIME: Final = marks_of("a time")
_BULLETS: Final = " -+*•"
_NUMBERING: Final = " -+*•0123456789.)"
_STATUS_AHEAD: Final = 6  # tokens at the head of a sentence among which its status may stand
_GROWN: Final = 3  # numbers before a goal in brackets that may be what it is held against


class FigureReader:
    """Reads the numbers of sentences, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, subjects: SubjectReader) -> None:
        self.known = KnownFigures(catalog, subjects, wording_of(catalog))

    def read(self, context: Context, sentence: Sentence) -> list[Figure]:
        """The figures and goals of a sentence; the context is moved on."""
        if context.many and sentence.marks & AREAS:
            context.place, context.headed_place = places_told(self.known.words, context, sentence)
        if sentence.marks & _FIGURE:
            for token in sentence.tokens:
                if token.kind == "figure":
                    return _Reading(Progress(self.known, context, sentence)).run()
        if not sentence.marks & _TIME:
            return []
        times = TimeTrack(self.known.words, context.text, sentence, context.anchor, self.known.until)
        for index, token in enumerate(sentence.tokens):
            if token.time is not None:
                times.take(index, aside=False)
        if times.stays is not None:
            context.paragraph = context.carried = times.stays
        return []


class _Reading:
    """One sentence, number by number: the only one that writes to its progress and to the context."""

    def __init__(self, progress: Progress) -> None:
        self.p = progress

    # -- token by token ------------------------------------------------------------------------------

    def run(self) -> list[Figure]:
        """All its figures, with what a list or brackets share."""
        p = self.p
        if p.sentence.marks & _STATUS:
            p.opening_status = _status_ahead(p)
        self._open_time(p.sentence.low.lstrip(_BULLETS))
        at = p.sentence.start
        bracketed = "(" in p.sentence.low or ")" in p.sentence.low
        for index, token in enumerate(p.tokens):
            if bracketed and token.start - at > 1:
                self._pass_brackets(at, token)
            at, kind = token.end, token.kind
            if kind == "cue":
                marks = token.marks
                p.passed |= marks
                if marks & _OF_GOALS:
                    p.goals.take(index)
                if marks & _STEERS:
                    self._steer(index, token)
            elif kind == "figure":
                self._pass_figure(index, token)
            elif kind == "time":
                p.times.take(index, aside=p.depth > 0 or _is_aside(p, index))
        self._close()
        return p.figures

    def _close(self) -> None:
        """What a list or brackets share, and the time that goes on to the sentences behind."""
        p = self.p
        share_bases(p.words, p.text, p.figures, p.lead_base)
        share_brackets(p.text, p.figures)
        if p.held_first:
            self._name_plan_held()
        if p.times.stays is not None and not (p.seasonal and p.stood is not None):
            p.context.paragraph = p.context.carried = p.times.stays
            p.context.by_day = p.times.by_day

    def _open_time(self, low: str) -> None:
        """Times that open a sentence without naming any: "Cùng thời điểm, ...", "Trong năm, ..."."""
        p, context = self.p, self.p.context
        if p.words.same_moment.match(low):
            day = context.stood or (context.paragraph if context.by_day else None)
            p.times.period = Period.instant(day.end) if day is not None else None
        elif context.report is not None and context.report.is_year and p.words.in_the_year.match(low):
            p.times.period = p.times.stays = context.report
            p.times.of_year = True

    def _pass_brackets(self, at: int, token: Token) -> None:
        """Brackets that open or close before a token."""
        p = self.p
        gap = p.text[at : token.start]
        if "(" not in gap and ")" not in gap:
            return
        inside = p.depth
        for char in gap:
            if char == "(":
                p.depth, p.opened = p.depth + 1, token
            elif char == ")" and p.depth:
                p.depth -= 1
        if p.depth == 0:
            p.opened = None
        if inside and not p.depth:
            p.times.leave_brackets(numbered=p.in_brackets)
        if not inside or not p.depth:
            p.in_brackets = False

    def _pass_figure(self, index: int, token: Token) -> None:
        p = self.p
        p.heard |= p.passed
        figure = self._figure(index, token)
        if figure is None and p.choice.goes_on_over(token):
            return
        p.floor, p.since, p.passed = max(token.end, p.aspect_end), index + 1, 0
        p.goals.number_passed()
        if figure is not None:
            p.in_brackets |= p.depth > 0
            p.figures.append(figure)
            p.last = figure
            p.choice.passed(figure, in_brackets=p.depth > 0)

    def _steer(self, index: int, token: Token) -> None:
        """Move on over a cue that bears on all that follows it."""
        p, senses = self.p, token.senses
        if "whole_year" in senses and not _is_of_plan(p, index):
            p.times.take_whole_year(p.context.paragraph or p.context.report)
        elif "this_month" in senses:
            p.times.take_this_month(p.context.report)
        elif "now" in senses:
            p.times.take_now(index)
        elif "to_now" in senses:
            p.times.take_to_now(p.context.report, p.context.paragraph)
        if "versus" in senses and not p.figures:
            self._lead(index)
        elif "versus" in senses and _opens_base(p, token):
            self._lead(index)
            p.lead_end = p.text.find(";", token.end, p.sentence.end)
        p.choice.take(token)

    def _lead(self, index: int) -> None:
        """A base or plan named before the first number holds for the sentence, one behind a semicolon from there on:
        "So với cùng kỳ, ..."."""
        p = self.p
        after = after_number(p.words, p.text, p.tokens, index - 1, at=p.tokens[index].start)
        if p.figures:
            p.lead_base = p.lead_plan = None
        p.lead_period = p.times.period
        if after.plan is not None:
            p.lead_plan = plan_basis(p.words, after)
        elif after.base is not None:
            p.lead_base = after.base
        elif after.base_time is not None:
            p.lead_base = base_of_time(after.base_time, p.context.anchor, p.current())

    def _name_plan_held(self) -> None:
        """ "So với mục tiêu 6,9 tỷ USD, xuất khẩu mới đạt 78%": a plan without a name is of what is held against it."""
        figures = self.p.figures
        plan, held = figures[0], figures[1] if len(figures) > 1 else None
        if held is None or held.subject is None or held.outside:
            return
        if plan.words.unit == held.words.unit == "PT" and held.reading.measure in ("level", "yoy_change"):
            plan.reading = held.reading.by_rule("measure.goal_missed")
            plan.rules = [plan.reading.rule]
        plan.subject = self.p.known.subjects.indicator_for(
            held.named or held.subject, plan.reading, plan.words.unit, parts=False
        )

    # -- the row of questions ------------------------------------------------------------------------

    def _figure(self, index: int, token: Token) -> Figure | None:
        """A number asked: what it is, or None where it is no figure."""
        p, words = self.p, token.figure
        assert words is not None
        self._come_to(token)
        chain = chain_before(p.text, p.tokens, index, p.floor)
        plan, chain = p.goals.plan_before(chain) if words.unit == "PT" else (None, chain)
        aim = _aim(p, index, words, chain, plan) if p.figures else None
        beyond, chain = change_beyond(p, chain) if words.unit == "PP" else (None, chain)
        number = Number(index, token, words, chain)
        if not self._is_figure(number):
            return None
        number.subject, number.own = p.choice.choose(index, chain, p.floor, words)
        base_time = earlier_in_brackets(p, chain, words) if p.depth else None
        if base_time is not None:
            number.subject, number.own = p.figures[-1].subject, False
        figure = Figure(token, words, number.subject)
        number.goal, goal_rule = goal_of(p, number)
        if aim is not None:
            number.goal, goal_rule = ("annual_plan" if aim == "unspecified" else aim), "goal.aim_missed"
        self._ask_measure(number, figure, plan, aim=aim is not None, beyond=beyond)
        self._ask_indicator(number, figure)
        number.status, p.told = status_of(p, number)
        figure.period, period_rule = (base_time, "period.base") if base_time else period_of(p, number)
        foreseen = p.heard & _FORESEEN and in_running_year(p, figure.period)
        figure.status = "F" if number.status == "E" and foreseen else number.status
        self._take_moment(figure.period)
        if self._take_goal(number, figure, aimed=aim is not None):
            goal_rule = "goal.ahead"
        figure.area, place_rule = area_of(p, number, figure.period, outside=figure.outside)
        figure.rules = [number.reading.rule]
        figure.points = points_against(p, figure, (goal_rule, number.reading.rule, period_rule, place_rule))
        p.context.doubts += unknown_words(p, number)
        if p.context.record is not None:
            p.context.record.append(asked(p, number, figure, goal_rule, period_rule, place_rule))
        self._hand_on(number, figure)
        return figure

    def _is_figure(self, n: Number) -> bool:
        """Whether a number is one; else its token says why not."""
        p, token = self.p, n.token
        if n.words.counted and n.chain.verb != "rank":
            token.kind, token.why = "left_out", "not_counted"
            return False
        n.after = after_number(p.words, p.text, p.tokens, n.index)
        alone = n.words.unit is None and p.context.subject is not None and p.choice.alone_in_line(token)
        low, start = p.sentence.low, p.sentence.start
        if is_mark(p.words, p.text, low, start, p.floor, n.chain, token.start - start):
            token.kind, token.why = "left_out", "threshold"
            return False
        return is_figure(p.words, p.text, n.words, n.chain, n.after, token, alone=alone)

    def _ask_measure(
        self, n: Number, figure: Figure, plan: str | None, *, aim: bool, beyond: str | None
    ) -> None:
        """Measure and direction: of a goal that is held against, of a gap, or by words and numbers before."""
        p = self.p
        in_bracket = not n.chain.verbs and p.text[n.chain.start - 1 : n.chain.start] == "("
        if aim:
            held = p.figures[-1].reading
            direction = "up" if held.measure == "yoy_change" else "none"
            reading = Reading(held.measure, direction, None, "measure.goal_missed")
        elif beyond is not None:
            reading = Reading("change_vs_previous", beyond, rule="measure.beyond")
        else:
            found = measure_of(p, n, plan)
            n.chain, n.was, figure.was, figure.outside = found.chain, found.was, found.was, found.outside
            p.compared = found.compared or p.compared
            if found.base is not None:
                p.last_base = (found.base, p.times.period)
            reading = found.reading
            if n.goal is not None and in_bracket:
                reading = _goal_in_brackets(p, n, reading)
        figure.reading = n.reading = _of_prices(p, n, reading)
        after, chain = n.after, n.chain
        figure.qualifier = "at_most" if chain.verb == "top" else after.qualifier or chain.qualifier or "exact"

    def _ask_indicator(self, n: Number, figure: Figure) -> None:
        """Whose basis it is held against, and which indicator its subject names."""
        p, reading = self.p, n.reading
        figure.basis = reading.basis
        ordered = n.goal == "directive" and reading.basis == "annual_plan"
        if n.goal is not None and (reading.basis in (None, "unspecified") or ordered):
            figure.basis = n.goal
        figure.subject = n.indicator = p.choice.indicator_for(n.subject, reading, n.words, own=n.own)
        if n.subject is not None and n.subject.indicator in p.known.subjects.changes:
            figure.named = n.subject

    def _take_moment(self, period: Period | None) -> None:
        """Keep the moment at which a number stood, for those that go on from it."""
        p = self.p
        if period is not None and period.is_instant:
            p.stood, p.times_stood = period, p.times.period
            p.context.stood = period
        elif p.times.period is not None:
            p.stood = p.times_stood = p.context.stood = None

    def _take_goal(self, n: Number, figure: Figure, *, aimed: bool) -> bool:
        """One that aims at the year is of its plan; whether it is a goal because it is still ahead."""
        p = self.p
        figure.goal = n.goal
        open_ = n.goal is None and figure.status is None and n.reading.measure != "rank"
        ahead = open_ and is_ahead(p, figure.period)
        if ahead:
            figure.goal = by_scenario(p, n) or p.context.goal_basis or "unspecified"
            figure.basis = figure.goal if figure.basis in (None, "unspecified") else figure.basis
        if aimed and figure.goal == "annual_plan" and figure.period is not None:
            figure.period = Period.year(figure.period.end.year)
        if figure.basis == figure.goal == "unspecified" and aims_at_year(p, n, figure.period):
            figure.goal = figure.basis = "annual_plan"
        n.goal = figure.goal
        if p.goals.held and not p.figures:
            p.held_first = _names_plan(p, n.subject)
        return ahead

    def _hand_on(self, n: Number, figure: Figure) -> None:
        """What goes on to the numbers behind, and to the sentences behind."""
        p, context, subject = self.p, self.p.context, n.subject
        if n.own and subject is not None:
            context.subject = subject
            if figure.subject is not None and figure.subject.indicator is not None:
                context.growth_of_parts = figure.subject.indicator in p.known.subjects.growth_parts
        p.aspect_end = p.choice.aspect(figure) or 0
        group = n.words.unit == "group"
        if group and p.words.priced.match(p.sentence.low, p.place(n.token.end)) is not None:
            p.prices = True
        context.prices |= p.prices

    def _come_to(self, token: Token) -> None:
        """Move on to a number: bases may be left behind, and it may stand in a task."""
        p = self.p
        if 0 <= p.lead_end < token.start:
            p.lead_base = p.lead_plan = None
        tasks = p.context.tasks
        if not tasks:
            return
        while p.next_task < len(tasks) and tasks[p.next_task][1] <= token.start:
            p.next_task += 1
        ahead = tasks[p.next_task] if p.next_task < len(tasks) else None
        p.task = ahead if ahead is not None and ahead[0] <= token.start else None
        if p.task is not None:
            p.floor = max(p.floor, p.task[2])


def _names_plan(p: Progress, subject: Subject | None) -> bool:
    """Whether a subject is but the word of a plan: "So với mục tiêu 6,9 tỷ USD, ..."."""
    if subject is None or subject.indicator is not None:
        return False
    return p.words.aim.match(p.text[subject.start : subject.end].lower()) is not None


def _aim(p: Progress, index: int, words: FigureWords, chain: Chain, plan: str | None) -> str | None:
    """The plan whose goal a number is that the one before is held against."""
    if plan is not None and is_aim(p, chain, words):
        return plan
    return aim_behind(p, index, words)


def _of_prices(p: Progress, n: Number, reading: Reading) -> Reading:
    """A change of prices without a base of its own is held against the last month."""
    free = reading.measure == "yoy_change" and n.after.base is None and n.after.base_time is None
    if free and (p.prices or is_group(p, n.subject)):
        return reading.measuring("change_vs_previous", "measure.prices")
    return reading


def _goal_in_brackets(p: Progress, n: Number, reading: Reading) -> Reading:
    """ "tăng 10,2%, thấp hơn mục tiêu năm (11%)": the goal measures what it is held against, and is to rise."""
    if reading.rule == "measure.level":
        grown = [f.reading for f in p.figures[-_GROWN:] if f.reading.measure == "yoy_change"]
        reading = grown[-1] if grown and n.words.unit == "PT" else reading
    return reading.moving("up").by_rule("measure.goal_missed") if reading.measure == "yoy_change" else reading


def _status_ahead(p: Progress) -> str | None:
    """ "Theo số liệu ước tính, ...": the status that the first words of a sentence give to all of it."""
    first = p.tokens[0]
    if "status" in first.senses and not p.text[p.sentence.start : first.start].strip(_NUMBERING):
        return str(first.senses["status"])
    for token in p.tokens[:_STATUS_AHEAD]:
        if token.kind == "figure":
            return None
        if "status" in token.senses:
            head = p.text[p.sentence.start : token.start]
            opens = not head.rpartition(":")[2].strip(_NUMBERING)
            return token.senses["status"] if opens or p.text[token.end : token.end + 1] == "," else None
    return None


def _is_of_plan(p: Progress, index: int) -> bool:
    """ "vượt 26% dự toán Trung ương giao cả năm": the year is the plan's."""
    before, last = p.tokens[index - 1] if index else None, p.last
    if before is None or last is None:
        return False
    if before is last.token:
        return last.goal is not None and year_behind(p, index - 1)
    if "order" in before.senses and index > 1:
        before = p.tokens[index - 2]
    if "plan" not in before.senses and "giver" not in before.senses:
        return False
    return p.words.given_gap.fullmatch(p.text, before.end, p.tokens[index].start) is not None


def _is_aside(p: Progress, index: int) -> bool:
    """Whether a time stands right behind a word that opens a part: "riêng tháng 10"."""
    before = p.tokens[index - 1] if index else None
    return (
        before is not None
        and before.senses.get("break") == "part"
        and before.end + 1 >= p.tokens[index].start
    )


def _opens_base(p: Progress, token: Token) -> bool:
    """ "...; so với tháng trước, số vụ giảm 3 vụ": a base of its own behind a semicolon."""
    at = p.place(token.start)
    return p.text.endswith("; ", p.floor, token.start) and (
        p.words.base_opens.match(p.sentence.low, at) is not None
    )
