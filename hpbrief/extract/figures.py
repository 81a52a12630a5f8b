"""Numbers to statements: each with subject, measure, direction, period, basis and status."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.bases import base_of_time, share_bases, share_brackets
from hpbrief.extract.chains import After, Chain, after_number, chain_before, plan_basis
from hpbrief.extract.choice import SubjectChoice
from hpbrief.extract.context import Context, Figure
from hpbrief.extract.goaltrack import GoalTrack
from hpbrief.extract.measures import Frame, Reading, read_measure
from hpbrief.extract.ranks import is_figure
from hpbrief.extract.sentences import Sentence
from hpbrief.extract.subjects import Subject, SubjectReader
from hpbrief.extract.times import resolve_time, until
from hpbrief.extract.timetrack import TimeTrack
from hpbrief.extract.tokens import FigureWords, Token, tokens_in
from hpbrief.models import Period
from hpbrief.parse.lexicon import marks_of
from hpbrief.parse.periods import WordTable

_FORESEEN: Final = marks_of("foreseen")
_GOALS_ABOVE: Final = re.compile(r"[0-9] chỉ tiêu (?:đã )?đạt (?:từ|trên|dưới|hơn) $")
_GOALS_ABOVE_LENGTH: Final = 40
_AFTER: Final = 40  # characters behind a number in which its season may stand
_COUNT_BEFORE: Final = 16  # characters that a count before may take
_BASE_AND: Final = 40  # characters between two numbers that hold no more than the first one's base
_ABOVE: Final = ("từ ", "trên ", "dưới ", "hơn ")
_MOVED: Final = ("up", "down")
_OF_GOALS: Final = marks_of("goal", "actual", "glue", "plan", "giver", "verb", "doing")
_MARKS: Final = frozenset(",;:().\n")
_NEEDED: Final = (" phải ", " cần ")
_STEERS: Final = marks_of("whole_year", "this_month", "now", "to_now", "versus", "head")
_FIGURE: Final = marks_of("a figure")
_TIME: Final = marks_of("a time")
_VERB: Final = marks_of("verb")
_STATUS: Final = marks_of("status")
_BREAK: Final = marks_of("break")
_AREAS: Final = marks_of("area", "elsewhere")
_NEAR: Final = 300  # characters in which a word may still bear on a number
_SEASON: Final = re.compile(
    r"(?:vụ|lúa|lúa vụ) (?:đông xuân|hè thu|thu đông|mùa|chiêm xuân|xuân|đông)(?![^\W_])"
)
_THRESHOLD: Final = re.compile(
    r"(?:các|những|từng|[0-9]{1,3}) (?:dự án|hộ|xã|phường|đơn vị|địa phương|chủ đầu tư|doanh nghiệp|công trình|ngành)"
    r"(?: dân| nghèo)? (?:có|bị|giải ngân|đạt)(?![^\W_])[^,;.:()]{0,40}$"
    r"|(?<![^\W_])nếu [^,;.:()]{0,60}$"
)
_LOWER_THAN: Final = re.compile(
    r"(?:(?:thấp|cao|ít|nhiều|nhỉnh|kém) hơn (?:nhiều |hẳn )?|kém (?:xa )?)"
    r"(?:so với )?(?:con số|mức)(?: tăng)?(?: bình quân| chung)? $"
)
_PRICED: Final = re.compile(
    r"(?: [^\W\d_]+){0,6} (?:tăng|giảm)(?: giá)?(?![^\W_])(?![^.;]{0,40}so (?:với )?cùng kỳ)"
)
_PURPOSE: Final = re.compile(r"[ \-+*•]*+(?:[^,;.()0-9]{0,90}: )?để (?:(?:cả )?năm |đạt )?[^,;:.()]*$")
_AIM: Final = re.compile(r"(?:mục tiêu|chỉ tiêu|kế hoạch)(?![^\W_])")
_SORTED_BY: Final = re.compile(
    r"(?:dự án|đơn vị|địa phương|chủ đầu tư|nhà thầu|xã|phường)(?: (?:có|đạt))?(?: tỷ lệ)? giải ngân(?: đạt)? $"
)
_FORMER: Final = re.compile(r" (?:trước đây|trước sáp nhập|\(?cũ\)?)(?![^\W_])")
_GIVEN_UNITS: Final = frozenset({"VND", "USD", "flat", "HA", "T"})
_WAS_GIVEN: Final = (" được giao ", " được giao chỉ tiêu ", " được giao thực hiện ", " được giao hoàn thành ")
_OF_ALL: Final = re.compile(r" (?:chung )?của (?:cả nước|toàn quốc|(?:toàn )?vùng)(?!\w)")
_TO_BE_DONE: Final = re.compile(
    r" (?:còn )?(?:phải|cần) (?:tiếp tục )?(?:hoàn thành|giải ngân|thực hiện|thu|huy động)(?!\w)"
)
_REMAINING: Final = re.compile(r"[^,;.:()\n]{0,60} còn lại(?![^\W_])")
_NEAR_VERB: Final = 24  # characters before a verb in which the words of haste stand
_PARTS: Final = re.compile(r"[ \-+*•]*+(?:trong đó|gồm|bao gồm|riêng)(?![^\W_])")
_A_PIECE: Final = re.compile(r"đồng ?/ ?(?:kg|tấn|tạ|lít|quả|trái|chục|con|lượng|m3)")
_OF_WHOLE: Final = re.compile(
    r" (?:tổng )?(?:số|diện tích|dân số|lực lượng lao động|khối lượng|mặt bằng)(?![^\W_])"
)
_PARTED: Final = re.compile(r"[;,:.()]")
_LAST_MONTH: Final = re.compile(r"(?: [^\W\d_]+){0,3} so (?:với )?tháng trước(?! đó)")
_BASE_OPENS: Final = re.compile(r"so (?:với )?[^,;.:()]{4,40}, ")
_SAME_MOMENT: Final = ("cùng thời điểm, ", "cùng thời điểm này, ")
_IN_THE_YEAR: Final = "trong năm, "
_TWO_YEARS: Final = 731  # days
_SOON: Final = 10  # days
_MONTH_AND_A_HALF: Final = 45
_AREA_BEFORE: Final = (
    24  # characters before a bracket in which an area is looked for: "Hà Nội (26,96 tỷ USD)"
)


class FigureReader:
    """Reads the numbers of sentences, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, subjects: SubjectReader) -> None:
        self.catalog = catalog
        self.subjects = subjects
        times = catalog.rules.get("time_words", {})
        self.until = WordTable(times.get("until", {}))
        indicators = catalog.indicators.values()
        self.percent_measure = {i.id: i.measure.value for i in indicators if i.unit.code == "PT"}
        # GRDP in per cent is its growth
        self.percent_measure |= dict.fromkeys(subjects.growth_is, "yoy_change")
        self.disbursed = frozenset(i.id for i in indicators if i.id.startswith("public_investment_disbursed"))
        self.stocks = frozenset(i.id for i in indicators if i.kind.value in ("stock", "share"))
        self.shares = frozenset(i.id for i in indicators if i.kind.value == "share")

    def read(self, context: Context, sentence: Sentence) -> list[Figure]:
        """The figures and goals of a sentence; the context is moved on."""
        if sentence.marks & _FIGURE:
            for token in sentence.tokens:
                if token.kind == "figure":
                    return _Walk(self, context, sentence).run()
        if not sentence.marks & _TIME:
            return []
        times = TimeTrack(context.text, sentence, context.anchor, self.until)
        for index, token in enumerate(sentence.tokens):
            if token.time is not None:
                times.take(index, aside=False)
        if times.stays is not None:
            context.paragraph = times.stays
        return []


class _Walk:
    """One sentence, token by token; nothing is looked at twice but the stretch between two numbers."""

    def __init__(self, reader: FigureReader, context: Context, sentence: Sentence) -> None:
        self.reader = reader
        self.context = context
        self.text = context.text
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.times = TimeTrack(self.text, sentence, context.anchor, reader.until)
        self.goals = GoalTrack(self.text, self.tokens, context.anchor.year)
        self.choice = SubjectChoice(reader.subjects, context, sentence)
        self.figures: list[Figure] = []
        self.since = 0  # index of the first token after the last number
        self.passed = self.heard = 0  # the kinds of cue that stood since, and in the sentence, as bits
        self.floor = sentence.start  # where the last number ended
        self.aspect_end = 0
        self.depth = 0  # of brackets
        self.in_brackets = False  # whether the open bracket held a number
        self.opened: Token | None = None  # the first cue inside the open bracket
        self.opening_status = self._status_ahead() if sentence.marks & _STATUS else None
        self.stood: Period | None = None  # the moment at which the last number stood
        self.times_stood: Period | None = None  # and the stretch that named it
        self.prices = (
            False  # whether groups of goods were counted that rose or fell: held against the last month
        )
        low = sentence.low
        self.seasonal = ("vụ" in low or "lúa" in low) and _SEASON.search(low) is not None
        self._open_time(low.lstrip(" -+*•"))
        self.lead_base: str | None = None
        self.lead_plan: str | None = None
        self.lead_period: Period | None = None
        self.lead_end = -1  # where the reach of a base or plan ends that stands within the sentence
        self.last_base: tuple[str, Period | None] | None = None
        self.status: str | None = None
        self.status_period: Period | None = None
        self.compared: Reading | None = None
        self.task: tuple[int, int, int] | None = None
        self.next_task = 0
        self.index = 0
        self.held_first = False  # whether the first number is a plan that the rest is held against

    def _open_time(self, low: str) -> None:
        """Times that open a sentence without naming any: "Cùng thời điểm, ...", "Trong năm, ..."."""
        context = self.context
        if low.startswith(_SAME_MOMENT):
            day = context.stood or (context.paragraph if context.by_day else None)
            self.times.period = Period.instant(day.end) if day is not None else None
        elif low.startswith(_IN_THE_YEAR) and context.report is not None and context.report.is_year:
            self.times.period = self.times.stays = context.report
            self.times.of_year = True

    def run(self) -> list[Figure]:
        at = self.sentence.start
        text = self.text
        bracketed = "(" in self.sentence.low or ")" in self.sentence.low
        for index, token in enumerate(self.tokens):
            if bracketed and ("(" in (gap := text[at : token.start]) or ")" in gap):
                inside = self.depth
                self._brackets(gap, token)
                if inside and not self.depth:
                    self.times.leave_brackets(numbered=self.in_brackets)
                if not inside or not self.depth:
                    self.in_brackets = False
            at = token.end
            kind = token.kind
            if kind == "cue":
                marks = token.marks
                self.passed |= marks
                if marks & _OF_GOALS:
                    self.goals.take(index)
                if marks & _STEERS:
                    self._steer(index, token)
            elif kind == "figure":
                self.heard |= self.passed
                figure = self._figure(index, token)
                self.floor, self.since, self.passed = max(token.end, self.aspect_end), index + 1, 0
                self.goals.number_passed()
                if figure is not None:
                    self.in_brackets |= self.depth > 0
                    self.figures.append(figure)
                    self.choice.passed(figure, in_brackets=self.depth > 0)
            elif kind == "time":
                self.times.take(index, aside=self.depth > 0 or self._is_aside(index))
        share_bases(self.text, self.figures, self.lead_base)
        share_brackets(self.text, self.figures)
        if self.held_first:
            self._name_plan_held()
        if self.times.stays is not None and not (self.seasonal and self.stood is not None):
            self.context.paragraph, self.context.by_day = self.times.stays, self.times.by_day
        return self.figures

    def _status_ahead(self) -> str | None:
        """ "Theo số liệu ước tính, ...": the status that the first words of a sentence give to all of it."""
        first = self.tokens[0]
        if "status" in first.senses and not self.text[self.sentence.start : first.start].strip(
            " -+*•0123456789.)"
        ):
            return str(first.senses["status"])
        for token in self.tokens[:6]:
            if token.kind == "figure":
                return None
            if "status" in token.senses:
                head = self.text[self.sentence.start : token.start]
                opens = not head.rpartition(":")[2].strip(" -+*•0123456789.)")
                return (
                    token.senses["status"] if opens or self.text[token.end : token.end + 1] == "," else None
                )
        return None

    def _steer(self, index: int, token: Token) -> None:
        """Move on over a cue that bears on all that follows it."""
        if "whole_year" in token.senses and not self._is_of_plan(index):
            self.times.take_whole_year(self.context.paragraph or self.context.report)
        elif "this_month" in token.senses:
            self.times.take_this_month(self.context.report)
        elif "now" in token.senses:
            self.times.take_now(index)
        elif "to_now" in token.senses:
            self.times.take_to_now(self.context.report, self.context.paragraph)
        if "versus" in token.senses and not self.figures:
            self._lead(index)
        elif "versus" in token.senses and self._opens_base(token):
            self._lead(index)
            self.lead_end = self.text.find(";", token.end, self.sentence.end)
        self.choice.take(token)

    def _name_plan_held(self) -> None:
        """ "So với mục tiêu 6,9 tỷ USD, xuất khẩu mới đạt 78%": a plan without a name is of what is held against it."""
        plan, held = self.figures[0], self.figures[1] if len(self.figures) > 1 else None
        if held is None or held.subject is None or held.outside:
            return
        if plan.words.unit == held.words.unit == "PT" and held.reading.measure in ("level", "yoy_change"):
            plan.reading = held.reading.by_rule("measure.goal_missed")
            plan.rules = [plan.reading.rule]
        plan.subject = self.reader.subjects.indicator_for(
            held.named or held.subject, plan.reading, plan.words.unit, parts=False
        )

    def _is_of_plan(self, index: int) -> bool:
        """ "vượt 26% dự toán Trung ương giao cả năm": the year is the plan's."""
        before = self.tokens[index - 1] if index else None
        if before is not None and self.figures and before is self.figures[-1].token:
            return self.figures[-1].goal is not None and self._year_behind(index - 1)
        if before is not None and "order" in before.senses and index > 1:
            before = self.tokens[index - 2]
        return (
            before is not None
            and ("plan" in before.senses or "giver" in before.senses)
            and bool(self.figures)
            and self.text[before.end : self.tokens[index].start] in (" ", " giao ")
        )

    def _brackets(self, gap: str, token: Token) -> None:
        for char in gap:
            if char == "(":
                self.depth, self.opened = self.depth + 1, token
            elif char == ")" and self.depth:
                self.depth -= 1
        if self.depth == 0:
            self.opened = None

    def _is_aside(self, index: int) -> bool:
        before = self.tokens[index - 1] if index else None
        return (
            before is not None
            and before.senses.get("break") == "part"
            and before.end + 1 >= self.tokens[index].start
        )

    def _opens_base(self, token: Token) -> bool:
        """ "...; so với tháng trước, số vụ giảm 3 vụ": a base of its own behind a semicolon."""
        at = token.start - self.sentence.start
        return self.text.endswith("; ", self.floor, token.start) and (
            _BASE_OPENS.match(self.sentence.low, at) is not None
        )

    def _lead(self, index: int) -> None:
        """A base or plan named before the first number holds for the sentence, one behind a semicolon from there on:
        "So với cùng kỳ, ..."."""
        after = after_number(self.text, self.tokens, index - 1, at=self.tokens[index].start)
        if self.figures:
            self.lead_base = self.lead_plan = None
        self.lead_period = self.times.period
        if after.plan is not None:
            self.lead_plan = plan_basis(after)
        elif after.base is not None:
            self.lead_base = after.base
        elif after.base_time is not None:
            self.lead_base = base_of_time(after.base_time, self.context.anchor, self._current())

    # -- a number -----------------------------------------------------------------------------------

    def _figure(self, index: int, token: Token) -> Figure | None:
        self.index = index
        if 0 <= self.lead_end < token.start:
            self.lead_base = self.lead_plan = None
        words = token.figure
        assert words is not None
        if self.context.tasks:
            self._enter_task(token)
        chain = chain_before(self.text, self.tokens, index, self.floor)
        plan = self.goals.plan_before(chain) if words.unit == "PT" else None
        aim = plan is not None and self._is_aim(chain, words)
        beyond = self._beyond(chain) if words.unit == "PP" else None
        if words.counted and chain.verb != "rank":
            token.kind, token.why = "left_out", "not_counted"
            return None
        after = after_number(self.text, self.tokens, index)
        alone = words.unit is None and self.context.subject is not None and self.choice.alone_in_line(token)
        at = token.start - self.sentence.start
        text_before = self.text[chain.start - 1 : chain.start] if not chain.verbs else ""
        if (
            (chain.qualifier in ("over", "under") and self._parts(_THRESHOLD, chain))
            or (chain.qualifier == "under" and self._parts(_SORTED_BY, chain))
            or self._is_of_goals_above(at)
        ):
            token.kind, token.why = "left_out", "threshold"
            return None
        if not is_figure(self.text, words, chain, after, token, alone=alone):
            return None
        subject, own = self.choice.choose(index, chain, self.floor, words)
        base_in_brackets = self._base_in_brackets(chain, words)
        if base_in_brackets is not None:
            subject, own = self.figures[-1].subject, False
        figure = Figure(token, words, subject)
        figure.goal = self._goal(chain, after, words)
        if aim:
            figure.goal = "annual_plan" if plan == "unspecified" else plan
            held = self.figures[-1].reading
            direction = "up" if held.measure == "yoy_change" else "none"
            reading = Reading(held.measure, direction, None, "measure.goal_missed")
        elif beyond is not None:
            reading = Reading("change_vs_previous", beyond, rule="measure.beyond")
        else:
            reading = self._reading(index, figure, chain, after, plan, own=own)
            if figure.goal is not None and text_before == "(" and reading.rule == "measure.level":
                grown = [f.reading for f in self.figures[-3:] if f.reading.measure == "yoy_change"]
                reading = grown[-1] if grown and words.unit == "PT" else reading
            if figure.goal is not None and reading.measure == "yoy_change" and text_before == "(":
                # "tăng 10,2%, thấp hơn mục tiêu năm (11%)": the goal is to rise
                reading = reading.moving("up").by_rule("measure.goal_missed")
        if (self.prices or self._is_group(subject)) and _base_free(after, reading):
            reading = reading.measuring("change_vs_previous", "measure.prices")
        figure.reading = reading
        figure.qualifier = "at_most" if chain.verb == "top" else after.qualifier or chain.qualifier or "exact"
        figure.basis = reading.basis
        if figure.goal is not None and (
            reading.basis in (None, "unspecified")
            or (figure.goal == "directive" and reading.basis == "annual_plan")
        ):
            figure.basis = figure.goal
        figure.subject = self.choice.indicator_for(subject, reading, words, own=own)
        if subject is not None and subject.indicator in self.reader.subjects.changes:
            figure.named = subject
        figure.status = self._status(chain, figure, own=own)
        figure.period = base_in_brackets or self._period(after, figure)
        if figure.status == "E" and self.heard & _FORESEEN and self._in_running_year(figure.period):
            figure.status = "F"
        if figure.period is not None and figure.period.is_instant:
            self.stood, self.times_stood = figure.period, self.times.period
            self.context.stood = figure.period
        elif self.times.period is not None:
            self.stood = self.times_stood = self.context.stood = None
        if (
            figure.goal is None
            and figure.status is None
            and self._is_ahead(figure.period)
            and reading.measure != "rank"
        ):
            figure.goal = self.context.goal_basis or "unspecified"
            figure.basis = figure.basis or figure.goal
        if aim and figure.goal == "annual_plan" and figure.period is not None:
            figure.period = Period.year(figure.period.end.year)
        if figure.basis == figure.goal == "unspecified" and self._aims_at_year(after, figure):
            figure.goal = figure.basis = "annual_plan"
        if self.goals.held and not self.figures and subject is not None and subject.indicator is None:
            self.held_first = _AIM.match(self.text[subject.start : subject.end].lower()) is not None
        figure.area = self._area(figure, own=own)
        figure.rules = [reading.rule]
        if own and subject is not None:
            self.context.subject = subject
            if figure.subject is not None and figure.subject.indicator is not None:
                self.context.growth_of_parts = figure.subject.indicator in self.reader.subjects.growth_parts
        self.aspect_end = self.choice.aspect(figure) or 0
        self.prices = self.prices or (
            words.unit == "group"
            and _PRICED.match(self.sentence.low, token.end - self.sentence.start) is not None
        )
        self.context.prices |= self.prices
        return figure

    def _is_of_goals_above(self, at: int) -> bool:
        """Whether a number is the mark that goals are counted by: "3 chỉ tiêu đạt trên 90%"."""
        low = self.sentence.low
        return (
            low.endswith(_ABOVE, 0, at)
            and _GOALS_ABOVE.search(low, max(0, at - _GOALS_ABOVE_LENGTH), at) is not None
        )

    def _parts(self, pattern: re.Pattern[str], chain: Chain) -> bool:
        """Whether a number is the mark that others are told apart by: "12 đơn vị | giải ngân trên 70%"."""
        return (
            pattern.search(self.text, max(self.sentence.start, self.floor - _COUNT_BEFORE), chain.start)
            is not None
        )

    def _aims_at_year(self, after: After, figure: Figure) -> bool:
        """Whether a goal called so, its giver not named, is one for a whole year that the text names."""
        named = (
            self.times.goal_period
            or self.context.goal_period
            or after.times
            or self._year_behind(self.index)
            or self._year_ahead()
        )
        at = figure.token.start - self.sentence.start
        aims = (
            self.goals.aims
            or after.like is not None
            or _AIM.search(self.sentence.low, max(0, at - _NEAR), at)
        )
        period, year = figure.period, self.context.anchor.year
        if not (aims and named) or period is None or not period.is_year:
            return False
        return year is None or period.end.year - year in (0, 1)

    def _year_behind(self, index: int) -> bool:
        """ "mục tiêu 6,9 tỷ USD của cả năm": whether the whole year stands right behind the number."""
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) else None
        return (
            following is not None
            and "whole_year" in following.senses
            and self.text[self.tokens[index].end : following.start] in (" ", " của ")
        )

    def _is_aim(self, chain: Chain, words: FigureWords) -> bool:
        """ "tăng 8%, thấp hơn mục tiêu 9%": the number is the goal that the growth before is held against. So it is
        with a share of a plan, where it lies on the side named: "bằng 27% kế hoạch, thấp hơn kịch bản 40%".
        """
        last = self.figures[-1] if self.figures else None
        if last is None or last.words.unit != "PT":
            return False
        if last.reading.measure == "share_of_plan" and words.unit == "PT":
            above = words.value > last.words.value
            return chain.verb == "down" and above and "thấp hơn" in self.sentence.low
        return last.reading.measure == "yoy_change" and chain.verb in ("up", "down", "exceed")

    def _beyond(self, chain: Chain) -> str | None:
        """ "cao hơn bình quân cả nước 2 điểm phần trăm": up or down; the chain then begins at its verb."""
        j = chain.first - 1
        if chain.verbs or j < 1 or self.text[self.tokens[j].end : chain.start].strip(" "):
            return None
        base = self.tokens[j]
        if j > 1 and self.text[self.tokens[j - 1].start : self.tokens[j - 1].end].lower() == "mức":
            j -= 1
        verb = self.tokens[j - 1]
        moved = verb.senses.get("verb")
        if not {"base", "elsewhere", "plan"} & set(base.senses) or moved not in ("up", "down"):
            return None
        if self.text[verb.end : base.start].strip(" ") not in ("", "mức"):
            return None
        chain.first, chain.start, chain.verbs = j - 1, verb.start, [moved]
        return str(moved)

    def _base_in_brackets(self, chain: Chain, words: FigureWords) -> Period | None:
        """ "giảm 8%, đã thu hẹp so với quý I/2023 (giảm 18%)": the time of a base whose number stands in brackets."""
        j = chain.first - 1
        if not self.depth or not self.figures or j < 0 or self.figures[-1].words.unit != words.unit:
            return None
        time = self.tokens[j].time
        if time is None or self.text[self.tokens[j].end : chain.start] != " (" or not self.times.is_base(j):
            return None
        return resolve_time(time, self.context.anchor)

    def _enter_task(self, token: Token) -> None:
        """Move on to the task that a number stands in, if any."""
        tasks = self.context.tasks
        while self.next_task < len(tasks) and tasks[self.next_task][1] <= token.start:
            self.next_task += 1
        ahead = tasks[self.next_task] if self.next_task < len(tasks) else None
        self.task = ahead if ahead is not None and ahead[0] <= token.start else None
        if self.task is not None:
            self.floor = max(self.floor, self.task[2])

    def _goal(self, chain: Chain, after: After, words: FigureWords) -> str | None:
        """The basis of a goal, or None for a figure."""
        basis = self.goals.basis(chain, after, words)
        if (
            self.depth
            and self.text[chain.start - 1 : chain.start] == "("
            and (named := self._plan_outside(chain))
        ):
            return named
        if self.task is not None:
            return None if self._is_matter(chain, words) else "directive"
        if basis is None and self._is_purpose(chain):
            return self._named_like(after) or "unspecified"
        if basis is None and (self._is_needed(chain) or self._is_left(chain)):
            return "unspecified"
        if basis is None and (giver := self._given(words)) is not None and not chain.verbs:
            return giver
        if basis is None and not chain.verbs and (giver := self._given_before(chain, words)) is not None:
            return giver
        if basis is None and self.figures and self._goes_on_with_goal(chain, after):
            return self.figures[-1].goal
        if basis in (None, "unspecified") and self.context.goal_basis is not None and chain.status is None:
            return self.context.goal_basis
        return basis

    def _is_matter(self, chain: Chain, words: FigureWords) -> bool:
        """Whether a number in a task only says what the task is about: "đôn đốc 13 dự án", "(4,2 km)"."""
        if chain.verbs or chain.doing or chain.qualifier or words.unit in ("PT", "PP", None):
            return False
        return words.unit.islower() or self.depth > 0

    def _is_purpose(self, chain: Chain) -> bool:
        """ "Để cả năm GRDP tăng 8,5%, ...": what a sentence opens with is what is to be reached."""
        at = chain.start - self.sentence.start
        return (
            at < _NEAR
            and chain.verb in ("up", "reach")
            and "để " in self.sentence.low
            and _PURPOSE.match(self.sentence.low, 0, at) is not None
        )

    def _is_needed(self, chain: Chain) -> bool:
        """ "quý IV phải tăng 12,6%": what has to be reached by a time that is not over yet."""
        if chain.verb not in ("up", "reach") or not chain.verb_tokens:
            return False
        start = self.sentence.start
        if not self.sentence.low.endswith(_NEEDED, 0, chain.verb_tokens[-1].start - start):
            return False
        period, day = self.times.period or self._spoken_of(), self.context.anchor.day
        return period is not None and day is not None and period.end > day

    def _is_left(self, chain: Chain) -> bool:
        """ "còn 704 căn phải hoàn thành", "khẩn trương hoàn thành 525 căn còn lại": what is still to be done."""
        end = self.tokens[self.index].end
        if chain.verb == "reach" and chain.doing:
            return self._is_urged(chain) and _REMAINING.match(self.text, end) is not None
        return chain.verb == "to" and _TO_BE_DONE.match(self.text, end) is not None

    def _is_urged(self, chain: Chain) -> bool:
        """Whether words of haste stand right before the verb, and nothing says that it was done."""
        before = self.text[max(self.floor, chain.start - _NEAR_VERB) : chain.start].rstrip()
        bare = self.reader.subjects.without_manner(before, 0, len(before))
        return (bare is None or bare[1] < len(before)) and not before[
            : bare[1] if bare else 0
        ].rstrip().endswith("đã")

    @staticmethod
    def _named_like(after: After) -> str | None:
        """The plan of "như mục tiêu", where it is named."""
        return after.like if after.like != "unspecified" else None

    def _given(self, words: FigureWords) -> str | None:
        """ "trên tổng số 3.250 căn Thủ tướng Chính phủ giao": who gave a number stands right behind it."""
        if words.unit in ("PT", "PP"):
            return None
        following = self.tokens[self.index + 1] if self.index + 1 < len(self.tokens) else None
        if following is None or "giver" not in following.senses:
            return None
        gap = self.text[self.tokens[self.index].end : following.start]
        name = self.text[following.start : following.end].lower()
        return (
            str(following.senses["giver"])
            if gap in (" ", " do ", " được ") and name.endswith("giao")
            else None
        )

    def _given_before(self, chain: Chain, words: FigureWords) -> str | None:
        """ "HĐND tỉnh giao 36.500 tỷ đồng", "tỉnh được giao 1.900 căn": who gave a number stands right before it."""
        if words.unit not in _GIVEN_UNITS:
            return None
        if self.text.endswith(_WAS_GIVEN, self.sentence.start, chain.start):
            return "unspecified"
        giver = self.tokens[chain.first - 1] if chain.first else None
        if giver is None or "giver" not in giver.senses or self.text[giver.end : chain.start] != " ":
            return None
        named = self.text[giver.start : giver.end].lower().endswith("giao")
        return str(giver.senses["giver"]) if named else None

    def _goes_on_with_goal(self, chain: Chain, after: After) -> bool:
        """ "... là 54.000 tỷ đồng, trong đó thu nội địa 44.500 tỷ đồng": a part of a goal is a goal."""
        last = self.figures[-1]
        if (
            last.goal is None
            or last.reading.measure != "level"
            or chain.verbs
            or chain.status
            or ")" in self.text[last.token.end : chain.start]
        ):
            return False
        opened = self.passed & _BREAK and any(
            t.senses.get("break") == "part" for t in self.tokens[self.since : chain.first]
        )
        return bool(opened) and after.plan is None and after.base is None

    def _plan_outside(self, chain: Chain) -> str | None:
        """The plan right before a bracket: "vượt 76,7% kế hoạch năm (1,5 tỷ USD)"."""
        j, giver = chain.first - 1, None
        while j >= 0 and (self.tokens[j].kind == "time" or "giver" in self.tokens[j].senses):
            giver = self.tokens[j].senses.get("giver") or giver
            j -= 1
        if (
            j < 0
            or "plan" not in self.tokens[j].senses
            or len(self.text[self.tokens[j].end : chain.start]) > 40
        ):
            return None
        plan = str(giver or self.tokens[j].senses["plan"])
        return (
            "annual_plan"
            if plan == "unspecified" and j + 1 < chain.first and self.tokens[j + 1].time
            else plan
        )

    # -- its measure --------------------------------------------------------------------------------

    def _reading(
        self, index: int, figure: Figure, chain: Chain, after: After, plan: str | None, *, own: bool
    ) -> Reading:
        words = figure.words
        if chain.verb == "from" and (words.maximum is not None or after.qualifier is not None):
            token = chain.verb_tokens[0]
            chain.verbs[0] = "down" if self.text[token.start : token.end].lower().startswith("giảm") else "up"
        last = self.figures[-1] if self.figures else None
        if (
            last is not None
            and not chain.verbs
            and last.words.unit == words.unit
            and last.reading.measure in ("yoy_change", "change_vs_previous")
            and self._goes_on(chain)
        ):
            own_base = self._base(after, goal=False)
            if own_base is None or after.plan is not None:
                return last.reading
            measure = "yoy_change" if own_base == "yoy" else "change_vs_previous"
            return last.reading.measuring(measure, "measure.continued")
        base = self._base(after, goal=figure.goal is not None) or chain.base
        plan = plan_basis(after) if after.plan is not None else plan
        frame = self._frame(index, chain, figure.subject)
        if frame.base == "previous" and self.figures and self.times.period != self.lead_period:
            frame.base = None  # "So với tháng 12, CPI tăng 4%; bình quân 10 tháng tăng 3%"
        if base is None:
            base = self._base_ahead(chain)
        if base is None and frame.base is None and self.last_base and chain.verb in ("up", "down"):
            base = self.last_base[0] if self.last_base[1] == self.times.period else None
        if self._was(after, chain) or self._is_of_year(after, figure):
            figure.was = True
            return self.figures[-1].reading.by_rule("measure.was")
        if self._is_of_all(figure, chain):
            figure.outside = True
            return self.figures[-1].reading.by_rule("measure.elsewhere")
        reading = read_measure(words.unit, chain.verb, base, plan, frame)
        if reading.rule == "measure.share" and own and figure.subject and figure.subject.head == "level":
            reading = Reading("level", rule="measure.head")  # "tỷ lệ nợ xấu chiếm 1,35% tổng dư nợ"
        if (
            reading.rule == "measure.level"
            and words.unit == "PT"
            and chain.verb in ("reach", "equal")
            and not own
            and (planned := self._planned_before()) is not None
        ):
            reading = Reading("share_of_plan", basis=planned, rule="measure.plan_before")
        if reading.rule == "measure.disbursed" and after.giver is not None:
            reading = reading.against(after.giver)
        reading = self._continued(reading, words, chain, base, plan, frame)
        if self._is_capital_reached(reading, figure, chain) and self.figures:
            reading = self.figures[-1].reading.by_rule("measure.continued")
        if (
            reading.rule == "measure.level"
            and words.unit == "PT"
            and _OF_WHOLE.match(self.text, figure.token.end) is not None
        ):
            reading = Reading("share_of_total", rule="measure.of_whole")
        if self.depth and self.figures:
            if self._of_same_period(chain):
                reading = self.figures[-1].reading
            if self._compares(chain):
                reading = self.compared or self.figures[-1].reading
                figure.outside = True
        if base == "other" and self.figures:
            self.compared = self.figures[-1].reading
        if (
            words.sign
            and (words.unit in ("PT", "PP") or self.depth)
            and reading.measure in ("level", "yoy_change", "share_of_plan")
            and not chain.verbs
            and plan is None
        ):
            reading = Reading("yoy_change", rule="measure.signed")
        if words.sign and reading.measure in ("yoy_change", "change_vs_previous"):
            reading = reading.moving("down" if words.sign == "-" else "up")
        if reading.measure in ("yoy_change", "change_vs_previous") and base is not None:
            self.last_base = (base, self.times.period)
        return reading

    def _planned_before(self) -> str | None:
        """ "Kế hoạch 2.200 căn, đến nay hoàn thành 1.680 căn, đạt 76%": the plan that a share is of, by its basis."""
        last = self.figures[-1] if self.figures else None
        if last is None or last.goal is not None or last.reading.measure != "level" or last.subject is None:
            return None
        for figure in self.figures[:-1]:
            if figure.goal is not None and figure.reading.measure == "level":
                same = figure.subject is not None and figure.subject.key == last.subject.key
                if same and figure.words.unit == last.words.unit:
                    return figure.basis
        return None

    def _goes_on(self, chain: Chain) -> bool:
        """ "tăng 1,3% so với tháng 8 và 19,6% so với cùng kỳ": nothing but the first one's base and "và" between."""
        gap = self.text[self.floor : chain.start].strip(" ,")
        if gap == "và":
            return True
        inside = self.tokens[self.since : chain.first]
        return (
            gap.endswith(" và")
            and bool(inside)
            and all(
                t.kind == "time" or not {"versus", "base"}.isdisjoint(t.senses) or t.end >= chain.start - 1
                for t in inside
            )
            and len(gap) <= _BASE_AND
        )

    def _base_ahead(self, chain: Chain) -> str | None:
        """ "nhưng so cùng kỳ giảm 31,2%": the base right before the verb of a change."""
        j = chain.first - 1
        if chain.verb not in ("up", "down", "short") or j < 1:
            return None
        base, versus = self.tokens[j], self.tokens[j - 1]
        if "versus" not in versus.senses and "base" in versus.senses and j > 1:
            versus = self.tokens[j - 2]
        if "versus" not in versus.senses or versus.start < self.floor:
            return None
        if self.text[base.end : chain.start].strip(" ") or _PARTED.search(self.text, versus.end, base.start):
            return None
        if "base" in base.senses:
            return str(base.senses["base"])
        if base.time is not None:
            return base_of_time(base, self.context.anchor, self._current())
        return None

    def _was(self, after: After, chain: Chain) -> bool:
        """ "tăng 7,4%, thấp hơn con số 9,6% của cùng kỳ": the same measure a year before."""
        last = self.figures[-1] if self.figures else None
        if last is not None and self.depth and self._below_last_year(chain):
            return True
        if last is not None and not self.depth and last.words.unit == "PT" and self._of_last_year(chain):
            return True
        return (
            last is not None
            and after.base == "yoy"
            and not after.versus
            and last.reading.measure == "yoy_change"
            and _LOWER_THAN.search(self.text, self.floor, self.tokens[self.index].start) is not None
        )

    def _is_of_year(self, after: After, figure: Figure) -> bool:
        """ "tăng 6,4%, cao hơn mức 4,3% của năm 2020": the same measure, of the time that is named behind it."""
        last = self.figures[-1] if self.figures else None
        return (
            last is not None
            and bool(after.times)
            and last.words.unit == figure.words.unit
            and self.text[figure.token.end : after.times[0].start] == " của "
            and _LOWER_THAN.search(self.text, self.floor, figure.token.start) is not None
        )

    def _is_of_all(self, figure: Figure, chain: Chain) -> bool:
        """ "tăng 8%, cao hơn mức 7,1% của cả nước": the same measure, of the country."""
        last = self.figures[-1] if self.figures else None
        return (
            last is not None
            and last.words.unit == figure.words.unit
            and _OF_ALL.match(self.text, figure.token.end) is not None
            and _LOWER_THAN.search(self.text, self.floor, figure.token.start) is not None
        )

    def _of_last_year(self, chain: Chain) -> bool:
        """ "...; cùng kỳ năm 2025 đạt 9,8%": a clause of its own on the same measure a year before."""
        mark = self.text.rfind(";", self.floor, chain.start)
        if mark < 0 or set(chain.verbs) - {"reach", "equal"}:
            return False
        clause = tokens_in(self.tokens, mark, chain.start)
        if not clause or clause[0].senses.get("base") != "yoy":
            return False
        only = all(t.kind == "time" for t in clause[1:])
        return only and not self.text[mark + 1 : clause[0].start].strip(" ")

    def _below_last_year(self, chain: Chain) -> bool:
        """ "đạt 58,7%, thấp hơn cùng kỳ (61,2%)": in brackets what the same measure was a year before."""
        j = chain.first - 1
        if j < 1 or self.text[chain.start - 1 : chain.start] != "(" or chain.verbs:
            return False
        base, verb = self.tokens[j], self.tokens[j - 1]
        if verb.senses.get("versus") is not None and j > 1:
            verb = self.tokens[j - 2]
        return (
            base.senses.get("base") == "yoy"
            and verb.senses.get("verb") in ("up", "down")
            and not self.text[base.end : chain.start].strip(" (")
            and self.text[verb.start : verb.end].lower().endswith("hơn")
        )

    def _of_same_period(self, chain: Chain) -> bool:
        """ "(cùng kỳ năm 2024 là 15,68%)": the same measure a year before."""
        opened = self.opened if self.depth else None
        return (
            opened is not None
            and opened.senses.get("base") == "yoy"
            and not set(chain.verbs) - {"reach", "equal"}
        )

    def _compares(self, chain: Chain) -> bool:
        """ "thấp hơn mức bình quân cả nước (32,1%)": the number of what is compared with."""
        j = chain.first - 1
        if (
            j < 0
            or self.text[chain.start - 1 : chain.start] != "("
            or self.text[self.tokens[j].end : chain.start].strip(" (")
        ):
            return False
        return self.tokens[j].senses.get("base") == "other" or "elsewhere" in self.tokens[j].senses

    def _frame(self, index: int, chain: Chain, subject: Subject | None) -> Frame:
        growth: str | None = None
        moves: str | None = None
        if self.passed & _VERB:
            # "giảm tỷ lệ hộ nghèo 0,5%": the verb right before the name says which way it is to go
            named = subject.start if subject is not None and 0 <= chain.start - subject.end <= 1 else -1
            for token in self.tokens[self.since : index]:
                verb = token.senses.get("verb")
                if verb in _MOVED:
                    if token.start < chain.start and "indicator" not in token.senses:
                        growth = verb
                    if moves is None and token.end + 1 == named:
                        moves = verb
        if len(chain.verbs) > 1:
            growth = next((v for v in chain.verbs[1:] if v in _MOVED), growth)
        head, indicator = self.choice.lead_head, None
        if subject is not None:
            head, indicator = subject.head or head, subject.indicator
        reader = self.reader
        measure = reader.percent_measure.get(indicator) if indicator else None
        return Frame(
            self.lead_base, self.lead_plan, head, growth, measure, indicator in reader.disbursed, moves
        )

    def _continued(
        self,
        reading: Reading,
        words: FigureWords,
        chain: Chain,
        base: str | None,
        plan: str | None,
        frame: Frame,
    ) -> Reading:
        """A number without a verb goes on in the measure of the one before: "công nghiệp tăng 5%, dịch vụ 6%"."""
        last = self.figures[-1] if self.figures else None
        if last is None or base or plan or frame.indicator_measure == "level":
            return reading
        if words.unit == "PT" and chain.verb == "equal":
            measured = [
                f.reading for f in self.figures[-6:] if f.reading.measure in ("ratio", "share_of_plan")
            ]
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

    def _is_capital_reached(self, reading: Reading, figure: Figure, chain: Chain) -> bool:
        """ "đạt 34% kế hoạch; vốn đối ứng mới đạt 21%": capital in per cent, behind a share of its plan, is one too."""
        last = self.figures[-1] if self.figures else None
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

    def _current(self) -> Period | None:
        return self.times.period or self._spoken_of()

    def _base(self, after: After, *, goal: bool) -> str | None:
        if after.base is not None:
            return after.base
        if after.base_time is not None:
            return base_of_time(after.base_time, self.context.anchor, self._current(), goal=goal)
        return "other" if after.versus and after.plan is None else None

    # -- its status, period and area ----------------------------------------------------------------

    def _status(self, chain: Chain, figure: Figure, *, own: bool) -> str | None:
        if figure.goal is not None or figure.reading.measure == "rank" or figure.words.unit == "place":
            return None
        if figure.was or (self._of_same_period(chain) and chain.status is None):
            return None
        found = chain.status
        if found is None and self.passed & _STATUS:
            clause = self.choice.clause_start
            for token in self.tokens[self.since : chain.first]:
                if token.start >= clause and "status" in token.senses:
                    found = token.senses["status"]
        now, then = self.times.period, self.status_period
        if found is None and now is not None and then is not None and now.end < then.end:
            return None  # "ước tăng 6,2% (quý I tăng 5,2%)": what is over is no estimate
        if found is not None:
            self.status, self.status_period = found, self._current()
        elif own and (chain.verbs or chain.doing or self._parted(chain)):
            self.status = self.opening_status
        return self.status

    def _parted(self, chain: Chain) -> bool:
        """Whether a semicolon or an opening word parts a number from the one before."""
        if ";" in self.text[self.floor : chain.start]:
            return True
        return bool(self.passed & _BREAK) and any(
            "break" in t.senses for t in self.tokens[self.since : chain.first]
        )

    def _period(self, after: After, figure: Figure) -> Period | None:
        context, times = self.context, self.times
        if figure.goal is not None:
            return self._goal_period(after, figure)
        if self.task is not None and times.at < self.task[0]:
            return None
        period = times.period
        following = self.tokens[self.index + 1] if self.index + 1 < len(self.tokens) else None
        if (
            following is not None
            and "this_month" in following.senses
            and following.start == figure.token.end + 1
            and (report := context.report) is not None
            and report.whole_months
            and not report.is_year
        ):
            return Period.month(report.end.year, report.end.month)
        if (
            after.times
            and figure.words.unit != "times"
            and (
                period is None or self.text[figure.token.end : after.times[0].start].strip(" ") in ("", "của")
            )
        ):
            time = after.times[0].time
            named = resolve_time(time, context.anchor) if time else None
            since = self.text[figure.token.end : after.times[0].start].strip() == "từ"
            if named is not None and not named.is_instant and not since:
                period = named
        found = period or self._spoken_of()
        if (stands := self._stands_still(figure, period)) is not None:
            return stands
        at = figure.token.start - self.sentence.start
        if self.seasonal and _SEASON.search(self.sentence.low, max(0, at - _NEAR), at + _AFTER):
            # A season has no stretch of its own here; what is sown by a day stands at that day.
            return Period.instant(period.end) if period is not None and times.to_date else period
        if (
            times.now
            and context.anchor.day
            and (figure.words.of is not None or times.cumulated or self._is_stock(figure))
        ):
            report = context.report
            ends = report is not None and report.whole_months and not report.is_year
            return Period.instant(
                min(report.end, context.anchor.day) if ends and report else context.anchor.day
            )
        if period is None and found is not None and found.is_year_to_date and self._is_price(figure):
            return Period.month(found.end.year, found.end.month)
        if (
            period is None
            and context.paragraph is not None
            and context.by_day
            and (self._is_share(figure) or self._is_by_year(figure))
        ):
            found = context.section or context.report
        if found is not None and self._on_last_month(figure) and found.is_year_to_date and found.whole_months:
            return Period.month(found.end.year, found.end.month)
        if found is not None and (
            (figure.was and not after.times)
            or (self.depth and self.opened is not None and self.opened.senses.get("base") == "yoy")
        ):
            return _year_before(found)
        if (
            found is not None
            and not times.of_year
            and not times.since_new_year
            and (times.to_date or times.moment or (found.is_year_to_date and not found.whole_months))
            and self._is_stock(figure)
        ):
            return Period.instant(found.end)
        if found is not None and times.moment and figure.reading.measure == "share_of_plan":
            return until(found, context.anchor)  # "cuối quý III mới được 44%"
        return found

    def _stands_still(self, figure: Figure, period: Period | None) -> Period | None:
        """The moment that goes on: a change of what stands at a day, or its parts in a sentence with "trong đó"."""
        if (
            period is not None
            and self.figures
            and period == self.times_stood
            and figure.words.unit in ("PT", "PP")
        ):
            return self.stood
        if period is None and self.context.stood is not None and _PARTS.match(self.sentence.low):
            return self.context.stood
        return None

    def _spoken_of(self) -> Period | None:
        """The period of the paragraph, else of the section, else of the report."""
        return self.context.paragraph or self.context.section or self.context.report

    def _on_last_month(self, figure: Figure) -> bool:
        """Whether a number is held against the month before, in its clause or in the head of its sentence."""
        if self.times.period is not None:
            return False
        low, at = self.sentence.low, figure.token.end - self.sentence.start
        if (
            self.prices
            or self._is_group(figure.subject)
            or (figure.words.unit == "group" and _PRICED.match(low, at))
        ):
            return True
        return _LAST_MONTH.match(low, at) is not None or low.lstrip(" -+*•").startswith(
            "so với tháng trước, "
        )

    def _is_ahead(self, period: Period | None) -> bool:
        """Whether a period begins after the document speaks: what is said of it is still to be reached."""
        day = self.context.anchor.day
        if period is None or day is None:
            return False
        if period.is_instant:
            return (period.end - day).days > _SOON  # accounts are closed a few days before their day
        return period.start > day or (self.times.to_date and (period.end - day).days > _MONTH_AND_A_HALF)

    def _in_running_year(self, period: Period | None) -> bool:
        """Whether a period is a whole year that is not over on the day of the document."""
        day = self.context.anchor.day
        return period is not None and day is not None and period.is_year and period.end > day

    def _named_area(self, token: Token, figure: Figure) -> str | None:
        """The area that a name means: that of the day, or a former one that bears it alone or is called so."""
        catalog, area = self.reader.catalog, self.context.area
        if area is None:
            return None
        day = figure.period.end if figure.period else self.context.anchor.day
        words = token.senses["area"]
        found = catalog.find_area(words, day)
        former = _FORMER.match(self.text, token.end) is not None
        if found is not None and former and found.valid_from is not None:
            found = catalog.find_area(words, found.valid_from - timedelta(days=1)) or found
        elif found is None and (former or self.choice.opens_clause(token)):
            found = catalog.find_area(words)
        if found is None or (found.name_vi == self.context.area_name and found.id != area and not former):
            return area if found is not None and self.choice.opens_clause(token) else None
        return found.id if found.id != area or self.choice.opens_clause(token) else None

    def _is_group(self, subject: Subject | None) -> bool:
        """Whether a group of goods is spoken of after such groups were counted by their prices."""
        return self.context.prices and subject is not None and subject.key.startswith("nhóm ")

    def _is_price(self, figure: Figure) -> bool:
        """A price or a rate of interest is the last month's."""
        key = figure.subject.key if figure.subject is not None else ""
        return (
            key.startswith("giá ")
            and _A_PIECE.search(self.text, figure.token.start, figure.token.end) is not None
        )

    def _is_share(self, figure: Figure) -> bool:
        """Whether a subject is a share of something: a day that dates the sentence before says nothing of it."""
        return figure.subject is not None and figure.subject.indicator in self.reader.shares

    def _is_by_year(self, figure: Figure) -> bool:
        """ "42,5 triệu đồng/người/năm": what is counted by the year."""
        return self.text.endswith("/năm", figure.token.start, figure.token.end)

    def _is_stock(self, figure: Figure) -> bool:
        subject = figure.subject
        if figure.words.unit in ("head", "MW") or self.choice.stands(figure.token):
            return True  # herds, and what is "still in force"
        if subject is None:
            return False
        if subject.indicator in self.reader.stocks:
            return True
        return self.reader.subjects.is_stock(self.text[subject.start : subject.end])

    def _is_a_year(self, figure: Figure) -> bool:
        """ "tăng bình quân 9,2%/năm": a rate of the whole stretch that is planned for."""
        return self.text[figure.token.start : figure.token.end].rstrip().endswith("/năm") and (
            figure.words.unit == "PT"
        )

    def _goal_period(self, after: After, figure: Figure) -> Period | None:
        context, times = self.context, self.times
        if context.goal_span is not None and self._is_a_year(figure):
            return context.goal_span
        if _TO_BE_DONE.match(self.text, figure.token.end) and (named := self._time_ahead()) is not None:
            return named
        if (self.goals.of_year or self.goals.held) and context.anchor.year and not after.times:
            return Period.year(context.anchor.year)
        for token in after.times:
            if token.time is not None and token.time.form in (
                "year",
                "years",
                "quarter",
                "month",
                "last",
                "first",
            ):
                return resolve_time(token.time, context.anchor)
        in_task = self.task is not None and times.at >= self.task[0]
        if figure.goal == "directive" and times.period is not None:
            day = context.anchor.day
            if times.to_date or in_task or (day is not None and times.period.end > day):
                return times.period
        if times.goal_period is not None and figure.goal != "directive":
            until = times.period if times.to_date else None
            return until if until and until.end == times.goal_period.end else times.goal_period
        if context.goal_period is not None:
            return context.goal_period
        if (
            after.base_time is not None
            and after.base_time.time is not None
            and after.base_time.time.form == "year"
        ):
            return Period.year((after.base_time.time.year or 0) + 1)
        if context.section is not None and context.section.days > _TWO_YEARS:
            return context.section
        if figure.goal != "directive" and (ahead := self._year_ahead()) is not None:
            return ahead
        year = context.anchor.year
        if (
            context.report is not None
            and context.report.is_year
            and figure.goal not in ("striving", "directive")
        ):
            year = context.report.end.year
        return Period.year(year) if year else None

    def _year_ahead(self) -> Period | None:
        """The year ahead that the paragraph speaks of: "Năm 2020 là năm cuối của nhiệm kỳ. ..."."""
        paragraph, day = self.context.paragraph, self.context.anchor.day
        if paragraph is None or day is None or not paragraph.is_year or paragraph.start <= day:
            return None
        return paragraph

    def _time_ahead(self) -> Period | None:
        """The time that follows a number up to the next mark: "còn 704 căn phải hoàn thành trong 2 tháng cuối năm"."""
        at = self.tokens[self.index].end
        for token in self.tokens[self.index + 1 : self.index + 6]:
            if not _MARKS.isdisjoint(self.text[at : token.start]) or token.kind == "figure":
                return None
            if token.time is not None:
                return resolve_time(token.time, self.context.anchor)
            at = token.end
        return None

    def _area(self, figure: Figure, *, own: bool) -> str | None:
        area = self.context.area
        if figure.outside:
            return None
        start = self.choice.clause_start
        if self.text[start - 1 : start] == "(":
            start = max(self.floor, start - _AREA_BEFORE)
        for token in tokens_in(self.tokens, start, figure.token.start) if self.heard & _AREAS else ():
            if (
                "elsewhere" in token.senses
                and figure.reading.rule != "measure.beyond"
                and figure.reading.measure != "rank"
                and self.choice.opens_clause(token)
            ):
                return None
            if "area" in token.senses and self.text[token.start].isupper():
                named = self._named_area(token, figure)
                if named is not None:
                    return named
        if (
            not own
            and self.figures
            and not self.figures[-1].outside
            and not self.choice.names_area(figure.token)
        ):
            return self.figures[-1].area
        return area


def _base_free(after: After, reading: Reading) -> bool:
    """Whether a change names no base of its own."""
    return reading.measure == "yoy_change" and after.base is None and after.base_time is None


def _year_before(period: Period) -> Period | None:
    from hpbrief.errors import ParseError

    try:
        return period.year_before
    except (ParseError, ValueError):
        return None
