"""Which stretch of time a number speaks of, as a sentence goes on, and what earlier sentences lend to later ones."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from hpbrief.extract.figures.wording import FigureWording, holds_any
from hpbrief.extract.naming.measures import LEVEL, Reading
from hpbrief.extract.naming.subjects import Subject
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.times import Anchor, resolve_time, until
from hpbrief.extract.text.tokens import FigureWords, Token
from hpbrief.models import Period
from hpbrief.parse.periods import WordTable, word_before

_LOOK_BACK: Final = 40
_FEW: Final = 6
_WIDEST: Final = 26  # characters between a time and what it dates
_JOINS: Final = frozenset(",;:().\n")
_GOAL_FORMS: Final = frozenset({"year", "years", "quarter", "last", "first", "half"})


class TimeTrack:
    """The times of one sentence: ``period`` governs what follows, ``stays`` goes on to the next sentence."""

    def __init__(
        self, words: FigureWording, text: str, sentence: Sentence, anchor: Anchor, until_words: WordTable
    ) -> None:
        self._words = words
        self._text = text
        self._tokens: list[Token] = sentence.tokens
        self._start = sentence.start
        self._low = sentence.low
        self._anchor = anchor
        self._until_words = until_words
        self.period: Period | None = None
        self.to_date = False
        self.moment = False
        self.now = self.cumulated = self.of_year = False
        self.since_new_year = False  # "từ đầu năm đến ngày 20/8": what is counted has come about since
        self.at = -1
        self._outside: tuple[Period | None, bool, bool, bool, int] | None = None
        self._from: Token | None = None
        self.stays: Period | None = None
        self.by_day = False
        self.goal_period: Period | None = None

    def take(self, index: int, *, aside: bool) -> None:
        """Move on over the time ``tokens[index]``; ``aside`` where it stands in brackets or after "riêng"."""
        token = self._tokens[index]
        time = token.time
        if time is None:
            return
        base = self.is_base(index) or self._is_cause(token)
        period = resolve_time(time, self._anchor)
        if period is None:
            return
        if (time.form in _GOAL_FORMS or time.year_shift > 0) and (not base or self._of_plan(index)):
            self.goal_period = period
        if not base:
            self._take_told(index, token, period, time.form, aside=aside)

    def _take_told(self, index: int, token: Token, period: Period, form: str, *, aside: bool) -> None:
        """Move on over a time that is told of, and dates neither a base nor a plan."""
        left = self._low[max(0, token.start - self._start - _LOOK_BACK) : token.start - self._start]
        span = self._since(token, period)
        self._from = token if left.endswith(self._words.from_) else None
        to_date = span is None and word_before(left, len(left), self._until_words) is not None
        meant = span if span is not None else self._to_date(period, form, left, to_date=to_date)
        if meant is None:
            return
        if aside and self._outside is None:
            self._outside = (self.period, self.to_date, self.moment, self.now, self.at)
        self.period, self.to_date, self.at = meant, to_date, token.start
        self.of_year = form == "year"
        self.since_new_year = to_date and self._words.since_new_year.search(left) is not None
        self.moment = form in ("month", "quarter") and left.rstrip().endswith(self._words.end_or_point)
        self.now = False
        if not aside and self._goes_on(index, form, to_date=to_date):
            self.stays, self.by_day = meant, form == "day"

    def _to_date(self, period: Period, form: str, left: str, *, to_date: bool) -> Period | None:
        """A time as it is meant: a day by which something was done runs from 1 January; a day alone says nothing."""
        if form == "day" and not (to_date or holds_any(left[-12:], self._words.point)):
            return None
        if to_date and form in ("day", "month", "quarter"):
            return until(period, self._anchor)
        return period

    def _goes_on(self, index: int, form: str, *, to_date: bool) -> bool:
        """Whether a time holds for the sentences that follow, too."""
        if self._follows_number(index):
            return False
        if form in ("last", "years") or (form == "day" and not to_date):
            return self._opens(index)
        return True

    def _since(self, token: Token, period: Period) -> Period | None:
        """ "từ ngày 15/10 đến 14/11": the stretch from the one to the other."""
        first = self._from
        if first is None or first.time is None:
            return None
        if self._text[first.end : token.start].strip(" ") not in self._words.to:
            return None
        start = resolve_time(first.time, self._anchor)
        if start is None or start.start > period.end:
            return None
        return Period(start.start, period.end)

    def leave_brackets(self, *, numbered: bool) -> None:
        """What a bracket dated is over with it, if it held a number of its own: "(quý I tăng 5,2%)"."""
        if self._outside is not None and numbered:
            self.period, self.to_date, self.moment, self.now, self.at = self._outside
        self._outside = None

    def take_to_now(self, report: Period | None, paragraph: Period | None) -> None:
        """Move on over "từ đầu năm", "lũy kế": from 1 January to the end of what is reported on, else to its day."""
        day = self._anchor.day
        if report is None and paragraph is None and day is not None:
            self.period = self.stays = Period(date(day.year, 1, 1), day)
            self.to_date = self.now = self.moment = False
        if report is None or report.is_year or not report.whole_months:
            return
        if paragraph is not None and paragraph.start == date(report.end.year, 1, 1) and not paragraph.is_year:
            if self.period is None:
                return  # the paragraph is dated so already
            self.period = self.stays = paragraph  # "trong tháng 15,7 triệu USD, lũy kế 121,4 triệu USD"
        else:
            self.period = self.stays = Period(date(report.end.year, 1, 1), report.end)
        self.to_date = self.now = self.moment = False

    def take_this_month(self, report: Period | None) -> None:
        """Move on over "trong tháng": the last month of what the document reports on."""
        if report is None or report.is_year or not report.whole_months:
            return
        self.period = self.stays = Period.month(report.end.year, report.end.month)
        self.to_date = self.now = self.moment = False

    def take_now(self, index: int) -> None:
        """Move on over "đến nay": what stands at a moment does so on the day of the document."""
        self.now = self._anchor.day is not None
        token = self._tokens[index]
        self.cumulated = self._text[token.start : token.end].lower().startswith(self._words.cumulated)

    def take_whole_year(self, spoken_of: Period | None) -> None:
        """Move on over "cả năm": what follows is of the year spoken of, or of the document's."""
        year = spoken_of.end.year if spoken_of is not None and spoken_of.is_year else self._anchor.year
        if year is not None:
            self.period = self.goal_period = Period.year(year)
            self.to_date = False

    def _is_cause(self, token: Token) -> bool:
        """ "..., do ngập lụt tháng 8/2019": a time behind a comma and a word for why dates the cause alone."""
        at = token.start - self._start
        comma = self._low.rfind(", ", max(0, at - _LOOK_BACK), at)
        return comma > 0 and self._words.why.match(self._low, comma + 2, at) is not None

    def _is_less_than(self, token: Token) -> bool:
        """Whether a number is what another is held against: "cao hơn mức 4,3% của năm 2020"."""
        end = token.start - self._start
        return self._words.less_than.search(self._low, max(0, end - _LOOK_BACK), end) is not None

    def _opens(self, index: int) -> bool:
        """Whether nothing but small words stands before a time in its sentence."""
        if index > _FEW:
            return False
        at = self._start
        for token in self._tokens[: index + 1]:
            if any(c.isalpha() for c in self._text[at : token.start]):
                return False
            if token.kind == "cue" and not {"lead", "break", "glue", "cut", "actual", "status"} & set(
                token.senses
            ):
                return False
            at = token.end
        return True

    def _follows_number(self, index: int) -> bool:
        before = self._tokens[index - 1] if index else None
        return (
            before is not None
            and before.kind == "figure"
            and not self._text[before.end : self._tokens[index].start].strip(" ")
        )

    def _of_plan(self, index: int) -> bool:
        before = self._tokens[index - 1] if index else None
        return before is not None and "plan" in before.senses

    def is_base(self, index: int) -> bool:
        """Whether a time only dates a base, a plan or a price: "cùng kỳ năm 2024", "kế hoạch năm 2025"."""
        at = self._tokens[index].start
        for j in range(index - 1, -1, -1):
            before = self._tokens[j]
            gap = self._text[before.end : at]
            if len(gap) > _WIDEST or not _JOINS.isdisjoint(gap):
                return False
            dated = self._is_dated(before, gap)
            if dated is not None:
                return dated
            if "giver" not in before.senses and "head" not in before.senses:
                return False
            at = before.start
        return False

    def _is_dated(self, before: Token, gap: str) -> bool | None:
        """Whether what stands before a time is dated by it; None where it says nothing of that."""
        senses = before.senses
        if before.figure is not None and before.figure.unit == "times":
            return gap == " "  # "gấp 1,6 lần năm 2020"
        if before.kind == "figure":
            return gap in self._words.of_between and self._is_less_than(before)
        if before.kind == "legal" or "versus" in senses or senses.get("cut") == "price":
            return True
        if "base" in senses or "plan" in senses:
            return gap.strip(" ") in self._words.of_gap
        return None


class Figure:
    """A number read in its sentence; ``goal`` holds the basis where it is a goal."""

    basis: str | None = None
    status: str | None = None
    goal: str | None = None
    period: Period | None = None
    area: str | None = None
    qualifier = "exact"
    outside = False
    was = False
    named: Subject | None = None
    subject_after: Subject | None = None
    reading: Reading

    def __init__(self, token: Token, words: FigureWords, subject: Subject | None) -> None:
        self.token = token
        self.words = words
        self.subject = subject
        self.reading = LEVEL
        self.rules: list[str] = []
        self.points = 0  # what speaks against the reading


class Answered(NamedTuple):
    """One question of a number: the rule that answered it, and the answers that others would have given."""

    question: str
    rule: str
    rivals: tuple[str, ...] = ()


class Asked(NamedTuple):
    """A number of the text, by its characters, and the row of its questions."""

    start: int
    end: int
    answers: tuple[Answered, ...]


class Context:
    """One document while it is read.

    ``tasks`` are the places of the sentence's tasks, and where each begins after its owner.
    ``paragraph`` is the period that the paragraph speaks of, ``heading`` the one that a list's head gave,
    ``by_day`` where a day ends the paragraph's; ``section`` the one that a numbered heading names.
    ``label`` is what a line names before a colon ("Du lịch: ...").
    ``goal_basis`` is set inside a section of goals, with ``goal_period``.
    """

    def __init__(
        self, text: str, anchor: Anchor, area: str | None, area_name: str | None, report: Period | None
    ) -> None:
        self.text = text
        self.anchor = anchor
        self.area = area
        self.area_name = area_name
        self.report = report
        self.many = False  # whether the text tells of many places
        self.place: tuple[str, bool] | None = (
            None  # of them that of the paragraph: its name, and if it is former
        )
        self.headed_place: tuple[str, bool] | None = None  # and that of the heading above
        self.paragraph: Period | None = None
        self.carried: Period | None = (
            None  # what the last dated paragraph spoke of, where nothing is reported on
        )
        self.by_day = False
        self.heading: Period | None = None
        self.section: Period | None = None
        self.subject: Subject | None = None
        self.label: Subject | None = None
        self.prices = False
        self.aimed_at: Period | None = (
            None  # the year ahead that a title plans for, where nothing is reported on
        )
        self.goal_basis: str | None = None
        self.goal_period: Period | None = None
        self.goal_span: Period | None = None
        self.stood: Period | None = None
        self.growth_of_parts = False
        self.tasks: list[tuple[int, int, int]] = []
        self.doubts: list[tuple[str, int, int]] = []  # what no table knows: a code, and where the words stand
        self.record: list[Asked] | None = None  # what was asked, where someone wants to know
