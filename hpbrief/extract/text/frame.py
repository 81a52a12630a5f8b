"""The frame of a document: when it speaks, of which period and which area, and its title."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from hpbrief.catalog import Catalog
from hpbrief.extract.text.about import (
    COUNTRY,
    HEAD_SENTENCES,
    AboutReader,
    Clue,
    ClueReader,
    TitleTime,
    bare_days,
    heaviest,
    index_day,
)
from hpbrief.extract.text.grounds import GroundReader, level_of
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.times import Anchor, resolve_time, until
from hpbrief.extract.text.tokens import Token
from hpbrief.models import Period
from hpbrief.models.briefing import About
from hpbrief.parse.lexicon import marks_of
from hpbrief.parse.patterns import patterns_of

_TIME: Final = marks_of("a time")
_PLANNING_MONTH: Final = 10  # from which on bodies set the goals of the next year
_LINE: Final = re.compile(r"[^\n]++")
_LOOK_BACK: Final = 24  # characters before a time in which it may be said to be a base or plan
_DATED: Final = frozenset({"year", "month", "quarter", "first", "last", "day"})
_FURNITURE: Final = re.compile(r"\s{0,8}date ++(?P<y>[12][0-9]{3})-(?P<m>[0-9]{2})(?>(?:-(?P<d>[0-9]{2}))?)")


class DocumentFrame(NamedTuple):
    """What the whole document says of itself."""

    anchor: Anchor
    area: str | None
    report_period: Period | None
    task_period: Period | None
    title: str
    aimed_at: Period | None = None
    about: About | None = None
    firm: bool = True  # whether the period is reported on, and not only the first that was spoken of


class FrameReader:
    """Reads what a document says of itself, with the patterns of a catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        self.clues, self.grounds = ClueReader(catalog), GroundReader(catalog)
        patterns = patterns_of(catalog, "text")
        self._state, self._report_head = patterns["state"], patterns["report_head"]
        self._up_to = patterns["up_to"]
        self._planning, self._no_report = patterns["planning"], patterns["time_of_base"]
        self._year_end, self._joined = patterns["year_end"], patterns["joined"]
        self._years_meant = _YearsMeant(
            patterns["year_compared"], patterns["year_ahead"], patterns["congress"]
        )

    def read(
        self, text: str, low: str, found: list[Sentence], day: date | None, area: str | None, url: str = ""
    ) -> DocumentFrame:
        """Date, area, reporting period and title, from the first lines; what is given is taken as it is.

        ``url`` is the address of the text, as far as known.
        """
        found = [s for s in found if not _is_table_row(text[s.line : s.line_end])]
        titles = tuple(self.clues.title_times(text, found))
        anchor, clues = self._anchor(text, low, found, titles, day)
        told = self._periods(found, titles, anchor)
        firm = told.report(closes_year=any(self._year_end.search(sentence.low) for sentence in found[:3]))
        report, task = firm or told.spoken, told.task
        on = _boundaries_on(anchor, report)
        seen = self.grounds.read(text, low, found, on, url) if area is None else []
        area = area or heaviest([c for c in seen if c.matter == "area"])
        aimed = self._aimed_at(found, titles, anchor)
        title = self._title(text, low, found)
        whole = AboutReader(self.clues, text, found, titles)
        level = level_of(seen, area)
        about = whole.about(anchor.day, report, aimed, _province(area), level, clues + seen)
        return DocumentFrame(anchor, _province(area), report, task, title, aimed, about, firm is not None)

    def _anchor(
        self, text: str, low: str, found: list[Sentence], titles: tuple[TitleTime, ...], day: date | None
    ) -> tuple[Anchor, list[Clue]]:
        """The day given; else the full day that weighs most; else the year named most and a bare day."""
        if day is not None:
            return Anchor(day, day.year), []
        title = titles[0] if titles else None
        clues = self.clues.days(text, low, found, title)
        if index := _furniture_day(text, found):
            clues += index_day(index, title)
        best = heaviest(clues)
        if index and best == index.isoformat():
            return Anchor(index, index.year), clues
        named = _DaysNamed(date.fromisoformat(best) if best else None, self._years_meant)
        for number, sentence in enumerate(found):
            if sentence.marks & _TIME:
                named.take(text, sentence, opening=number < HEAD_SENTENCES)
        return named.anchor(title, lambda year: self.clues.plans_year(found, year)), clues

    def _aimed_at(
        self, found: list[Sentence], titles: tuple[TitleTime, ...], anchor: Anchor
    ) -> Period | None:
        """The year or years ahead that the title plans for: "nhiệm vụ năm 2024", "kế hoạch 5 năm 2026 - 2030"."""
        day = anchor.day
        if day is None:
            return None
        planning = (s for s in found[:HEAD_SENTENCES] if self._planning.search(s.low))
        times = (t.time for s in planning for t in s.tokens if t.time is not None)
        named = [resolve_time(time, anchor) for time in times if time.form in ("year", "years")]
        planned = [one.period for one in titles if one.planned and one.period.is_year]
        return next((p for p in (*planned, *named) if p is not None and p.start > day), None)

    # -- title --------------------------------------------------------------------------------------

    def _title(self, text: str, low: str, found: list[Sentence]) -> str:
        """The first line of words; below the head of a letter, what kind of text it is and of what: "BÁO CÁO …"."""
        if self._state.search(low) and (titled := self._title_of_letter(text)):
            return titled
        for match in _LINE.finditer(text):
            if match[0].startswith("|") and any(c.isalpha() for c in match[0]):
                return _title_of_sheet(text, match.start(), found)
            line = match[0].strip(" |-*#")
            if any(c.isalpha() for c in line) and line[:5].lower() != "date ":
                return line
        return ""

    def _title_of_letter(self, text: str) -> str | None:
        """The line that says what a letter is, with the one below it."""
        opening = text.split("\n", HEAD_SENTENCES)[:HEAD_SENTENCES]
        lines = [line.strip(" *#") for line in opening if line.strip()]
        if not any(self._state.search(line.lower()) for line in lines):
            return None
        for line, following in pairwise(lines):
            if self._report_head.fullmatch(line.lower()) and not following.startswith("|"):
                return f"{line} {following}"
        return None

    # -- periods ------------------------------------------------------------------------------------

    def _periods(self, found: list[Sentence], titles: tuple[TitleTime, ...], anchor: Anchor) -> _Reported:
        """The periods that may be reported on, and the one whose tasks are set.

        Of several reported on the year that has gone by comes first where it is named beside the last month or
        quarter ("quý IV và năm 2025"), then months of a year, then the month; a year alone only where it opens a
        line.
        """
        told = _Reported(anchor)
        titled = {(t.number, t.start) for t in titles if not t.planned}
        for number, sentence in enumerate(found[:HEAD_SENTENCES]):
            before: Token | None = None
            for token in sentence.tokens:
                at = token.start - sentence.start
                if token.time is None or self._no_report.search(sentence.low, max(0, at - _LOOK_BACK), at):
                    continue
                period = resolve_time(token.time, anchor)
                if period is None:
                    continue
                if token.time.form in ("month", "quarter", "day") and self._up_to.search(
                    sentence.low, max(0, at - _LOOK_BACK), at
                ):
                    told.take_up_to(token.time.form, until(period, anchor))
                elif token.time.form == "year":
                    joined = before is not None and self._joins(sentence, before, token)
                    opens = number == 0 or _opens_line(sentence.low, at)
                    told.take_year(period, joined=joined, opens=opens, titled=(number, token.start) in titled)
                else:
                    told.take(token.time.form, period)
                before = token if token.time.form in ("month", "quarter") else None
        return told

    def _joins(self, sentence: Sentence, before: Token, token: Token) -> bool:
        """Whether nothing but "và" stands between two times."""
        between = sentence.low[before.end - sentence.start : token.start - sentence.start]
        return self._joined.fullmatch(between) is not None


def _boundaries_on(anchor: Anchor, report: Period | None) -> date | None:
    """The day whose boundaries a text has: its own, else the last of what it reports on, or of its year."""
    if anchor.day is not None:
        return anchor.day
    if report is not None:
        return report.end
    return date(anchor.year, 12, 31) if anchor.year is not None else None


def _opens_line(low: str, at: int) -> bool:
    """Whether a time is the first of its sentence, or of what follows a colon."""
    return not low[:at].rpartition(": ")[2].strip(" -*+")


class _Reported:
    """The times of the first lines, sorted into what is reported on and what is ahead."""

    def __init__(self, anchor: Anchor) -> None:
        self.anchor = anchor
        self.task: Period | None = None
        self._month: Period | None = None
        self._to_date: Period | None = None
        self._year: Period | None = None
        self._spoken: Period | None = None  # a year that is over, wherever it stands
        self._by_day: Period | None = None
        self._beside = False  # whether a year stands beside the last month or quarter of it

    def take(self, form: str, period: Period) -> None:
        """A month, a quarter, half a year or months of one."""
        past = self.anchor.day is None or period.start <= self.anchor.day
        if form in ("first", "half") and past:
            later = self._to_date is None or period.end > self._to_date.end
            self._to_date = period if later else self._to_date
        elif form in ("month", "quarter"):
            if past and (self._month is None or period.start <= self._month.start):
                self._month = self._month or period
            else:
                self.task = self.task or period

    def take_up_to(self, form: str, period: Period) -> None:
        """What has come about up to a month or quarter, "tính đến hết tháng 5", or a day."""
        if form == "day":
            self._by_day = self._by_day or period
        else:
            self.take("first", period)

    def take_year(self, period: Period, *, joined: bool, opens: bool, titled: bool) -> None:
        """A year, ``joined`` to a month or quarter before it, or such as ``opens`` a line; ``titled`` in a title."""
        undated = titled and self.anchor.day is None and period.end.year == self.anchor.year
        if undated:
            self._year = self._year or period
        elif self.anchor.day is None and period.end.year == self.anchor.year:
            self._spoken = self._spoken or period
        elif _is_over(period, self.anchor):
            self._spoken = self._spoken or period
            self._beside = self._beside or joined
            if joined or opens:
                self._year = self._year or period

    def report(self, *, closes_year: bool) -> Period | None:
        """The period reported on; in December a meeting that closes the year speaks of the year."""
        if self._year is not None and self._beside:
            return self._year
        found = self._to_date or self._month or self._year
        day = self.anchor.day
        if found is None and day is not None and day.month == 12 and closes_year:
            return Period.year(day.year)
        return found

    @property
    def spoken(self) -> Period | None:
        """What is spoken of where nothing is reported on: a year that is over, or up to a day."""
        return self._spoken or self._by_day


def _is_table_row(line: str) -> bool:
    """Whether a line is a row of three cells or more: what it names is one of many, not the document's.

    Two cells are how letters set their heads: the office on the left, place and date on the right.
    """
    return line.startswith("|") and sum(bool(cell.strip()) for cell in line.split("|")) > 2


def _title_of_sheet(text: str, at: int, found: list[Sentence]) -> str:
    """Of the letterhead of a table that begins somewhere the line that says a time, else the first cell with words."""
    times = [
        t.start
        for s in found[:HEAD_SENTENCES]
        for t in s.tokens
        if t.time is not None and t.time.form != "day"
    ]
    rows = text[at:].split("\n", HEAD_SENTENCES)[:HEAD_SENTENCES]
    for row in rows:
        if not row.startswith("|") or _is_table_row(row):
            break
        words = _first_words(row)
        start = text.index(words, at)
        if any(start <= time < start + len(words) for time in times):
            return words
        at += len(row) + 1
    return _first_words(rows[0])


def _first_words(row: str) -> str:
    """The first cell of a row that has words."""
    for cell in row.split("|"):
        if any(c.isalpha() for c in cell):
            return cell.strip(" -*#")
    return ""


def _furniture_day(text: str, found: list[Sentence]) -> date | None:
    """The day of a leading ``date 2025-07-31``.

    Where only its month stands, the day of it that the opening names without a year, else the last.
    """
    match = _FURNITURE.match(text)
    if match is None:
        return None
    try:
        if match["d"]:
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        last = Period.month(int(match["y"]), int(match["m"])).end
    except ValueError:
        return None
    opening = (s for s in found[:HEAD_SENTENCES] if s.marks & _TIME)
    month, day = next((named for s in opening for named in bare_days(text, s)), (0, 0))
    return last.replace(day=day) if month == last.month and day <= last.day else last


def _province(area: str | None) -> str | None:
    """An area but for the whole country, whose figures have none."""
    return None if area == COUNTRY else area


class _YearsMeant(NamedTuple):
    """Which year a naming of time speaks for, by the words before it."""

    compared: re.Pattern[str]
    ahead: re.Pattern[str]
    congress: re.Pattern[str]

    def by(self, sentence: Sentence, token: Token) -> int | None:
        """The year, None where it speaks for none."""
        time, low, at = token.time, sentence.low, token.start - sentence.start
        if time is None or time.year is None:
            return None
        if time.form == "years":
            return time.year if self.congress.search(low, 0, at) else None
        if time.form not in _DATED:
            return None
        start = max(0, at - _LOOK_BACK)
        if time.form == "year" and self.ahead.search(low, start, at):
            return None
        return time.year + 1 if self.compared.search(low, start, at) else time.year


class _DaysNamed:
    """The days and years of a text: the first full day and the first without a year, each year with its count."""

    def __init__(self, full: date | None, meant: _YearsMeant) -> None:
        self._years: dict[int, int] = {}
        self._full = full
        self._meant = meant
        self._partial: tuple[int, int] | None = None

    def take(self, text: str, sentence: Sentence, *, opening: bool) -> None:
        """The times of a sentence; days count in the opening, but for those of a citation.

        A year that is compared with speaks for the one behind it, the term of a congress for its first.
        """
        for token in sentence.tokens:
            time = token.time
            year = self._meant.by(sentence, token) if time is not None and time.year else None
            if year is not None:
                self._years[year] = self._years.get(year, 0) + 1
        if opening and self._partial is None:
            self._partial = next(bare_days(text, sentence), None)

    def anchor(self, title: TitleTime | None, plans: Callable[[int], bool]) -> Anchor:
        """The full day, but for a bare one that lies after it; a bare day is of the year named most, the first.

        Where no day fits a title, its year is what the text speaks of. Late in a year, a bare day beside goals of
        the only year named is one of the year before.
        """
        full, partial = self._full, self._partial
        if full is not None and (partial is None or (full.month, full.day) >= partial):
            return Anchor(full, full.year)
        if title is not None and full is None and partial is None:
            return Anchor(None, title.period.end.year)
        if not self._years:
            return Anchor(full, full.year if full else None)
        year = max(self._years, key=lambda y: self._years[y])
        if partial is None:
            return Anchor(full, year)
        if full is None and len(self._years) == 1 and partial[0] >= _PLANNING_MONTH and plans(year):
            year -= 1
        try:
            return Anchor(date(year, *partial), year)
        except ValueError:
            return Anchor(None, year)


def _is_over(period: Period, anchor: Anchor) -> bool:
    """Whether a year is the one that a document looks back on: in its December or the months after it."""
    day = anchor.day
    return (
        day is not None
        and day.year - period.end.year in (0, 1)
        and (day.month == 12 if day.year == period.end.year else day.month <= 4)
    )
