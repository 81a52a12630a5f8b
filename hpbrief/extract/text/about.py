"""What a document is about: for each answer the places that speak for or against it, weighed, as a record that
shows its evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple, cast

from hpbrief.catalog import Catalog
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.times import Anchor, resolve_time
from hpbrief.extract.text.tokens import Token
from hpbrief.models import Period, Span
from hpbrief.models.briefing import About, DocumentKind, Level, Matter
from hpbrief.models.briefing import Clue as ClueRecord
from hpbrief.models.unchecked import unchecked
from hpbrief.parse.lexicon import marks_of
from hpbrief.parse.patterns import patterns_of

#: Sentences of a text in which it says what it is about.
HEAD_SENTENCES: Final = 12
#: The whole country, whose figures have no area.
COUNTRY: Final = "country"
_TIME: Final = marks_of("a time")
_FIGURE: Final = marks_of("a figure")
_TOLD_FROM: Final = 2  # sentences that may be a title, whatever they tell
_CLOSING_SENTENCES: Final = 4
_KIND: Final = "kind_"  # before the name of a kind of document, in its pattern
LONGEST_TITLE: Final = 260
_LOOK_BACK: Final = 24  # characters before a time in which it may be said to be a base or plan
_SPOKEN: Final = frozenset({"month", "quarter", "half", "first", "year"})
_BEFORE_REPORT: Final = timedelta(days=100)  # a title may name the quarter ahead beside the one reported on
_BEFORE_PLAN: Final = timedelta(days=240)  # a plan is set in the year before
_BEFORE_AIM: Final = timedelta(days=6 * 365)  # a year to be reached is set a term of office before
_LATEST: Final = timedelta(days=400)
_FITS: Final = 4
_MISFITS: Final = -8
_WEIGHTS: Final = {
    "day.place": 6,  # "Hải Phòng, ngày 6 tháng 11 năm 2025"
    "day.index": 5,  # put before the text by what keeps it
    "day.clock": 3,
    "day.body": 3,
    "day.updated": 2,
    "day.site_header": 0,
    "term.title": 3,
    "term.named": 1,
    "kind.heading": 5,
    "kind.title": 3,
    "kind.named": 1,
    "level.heading": 9,
    "level.title": 4,
    "level.body": 2,
    "area.title": 4,
    "area.place": 4,
    "area.heading": 1,
    "area.body": 3,
    "area.named": 1,
    "area.listed": 0,
    "area.address": 2,
    "area.site": 1,
    "area.national": 2,
    "area.national_head": 5,
}


class Clue(NamedTuple):
    """One piece of evidence: for which answer to which matter, by which rule, its weight and place."""

    matter: str
    value: str
    rule: str
    weight: int
    start: int
    end: int


class TitleTime(NamedTuple):
    """A time in a title: the sentence it stands in, its period, whether it is planned for or reported on.

    ``aimed`` where it is a year ahead that is to be reached: "chỉ tiêu đến năm 2025".
    """

    number: int
    period: Period
    planned: bool
    start: int
    end: int
    aimed: bool = False

    def fits(self, day: date) -> bool:
        """Whether a text with this title may have been written on a day."""
        before = _BEFORE_AIM if self.aimed else _BEFORE_PLAN if self.planned else _BEFORE_REPORT
        earliest = self.period.start - before
        return earliest <= day <= self.period.end + _LATEST


def heaviest(clues: list[Clue]) -> str | None:
    """The value that weighs most, the first of equals; None where nothing speaks for any."""
    sums: dict[str, int] = {}
    for clue in clues:
        sums[clue.value] = sums.get(clue.value, 0) + clue.weight
    best = max(sums, key=lambda value: sums[value], default=None)
    return best if best is not None and sums[best] > 0 else None


def clue(matter: str, value: str, rule: str, start: int, end: int) -> Clue:
    """A clue with the weight of its rule."""
    return Clue(matter, value, rule, _WEIGHTS[rule], start, end)


class ClueReader:
    """Reads the evidence of texts, with the patterns of a catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        patterns = patterns_of(catalog, "text")
        self._titled, self._planned = patterns["title_words"], patterns["title_of_plan"]
        self._no_report, self._sets_goals = patterns["time_of_base"], patterns["sets_goals"]
        self._place_line, self._updated = patterns["place_before_day"], patterns["updated"]
        self._page_head, self._clock = patterns["page_head"], patterns["clock_time"]
        self._term, self._ahead = patterns["term"], patterns["year_ahead"]
        self._kinds = {
            name.removeprefix(_KIND): patterns[name] for name in patterns if name.startswith(_KIND)
        }

    # -- titles -------------------------------------------------------------------------------------

    def title_times(self, text: str, found: list[Sentence]) -> Iterator[TitleTime]:
        """The times with a year that the titles of a text name, bases aside."""
        for number, sentence in enumerate(found[:HEAD_SENTENCES]):
            if not sentence.first or sentence.end - sentence.start > LONGEST_TITLE:
                continue
            if not sentence.marks & _TIME or not self._titled.search(sentence.low):
                continue
            if number >= _TOLD_FROM and sentence.marks & _FIGURE and sentence.low.rstrip().endswith("."):
                continue  # a sentence that tells, and no title
            since = 0
            for token in sentence.tokens:
                if token.time is None:
                    continue
                at = token.start - sentence.start
                period = self._spoken(sentence, token, at)
                if period is not None:
                    planned = self._planned.search(sentence.low, since, at) is not None
                    aimed = (
                        planned and self._ahead.search(sentence.low, max(0, at - _LOOK_BACK), at) is not None
                    )
                    yield TitleTime(number, period, planned, token.start, token.end, aimed)
                since = at

    def _spoken(self, sentence: Sentence, token: Token, at: int) -> Period | None:
        """The period of a time that a title names with its year, unless it is what is compared with."""
        time = token.time
        if time is None or time.year is None or time.form not in _SPOKEN:
            return None
        if self._no_report.search(sentence.low, max(0, at - _LOOK_BACK), at):
            before = sentence.low[max(0, at - _LOOK_BACK) : at]
            if self._planned.search(before) is None:
                return None
        return resolve_time(time, Anchor())

    # -- days ---------------------------------------------------------------------------------------

    def days(self, text: str, low: str, found: list[Sentence], title: TitleTime | None) -> list[Clue]:
        """The full days of the opening, those of citations aside, and of a closing line with its place."""
        clues: list[Clue] = []
        for number, sentence in enumerate(found[:HEAD_SENTENCES]):
            if sentence.marks & _TIME:
                for token in uncited_days(text, sentence):
                    rule = self._day_rule(
                        low, sentence, token, above=title is not None and number < title.number
                    )
                    clues += _day_clues(token, rule, title)
        for sentence in found[max(HEAD_SENTENCES, len(found) - _CLOSING_SENTENCES) :]:
            for token in uncited_days(text, sentence) if sentence.marks & _TIME else ():
                if self._day_rule(low, sentence, token, above=False) == "day.place":
                    clues += _day_clues(token, "day.place", title)
        if any(c.rule == "day.clock" for c in clues):
            return [_below_clock(c) if found and c.start < found[0].end else c for c in clues]
        return clues

    def _day_rule(self, low: str, sentence: Sentence, token: Token, *, above: bool) -> str:
        """What sort of line a day stands in; ``above`` the title."""
        line = low[sentence.line : sentence.line_end]
        if self._page_head.search(line):
            return "day.site_header" if above else "day.clock"
        if self._place_line.match(low, sentence.line, token.start):
            return "day.place"
        if self._updated.search(line):
            return "day.updated"
        return "day.clock" if self._clock.search(line) and len(line) < 60 else "day.body"

    def plans_year(self, found: list[Sentence], year: int) -> bool:
        """Whether the opening sets goals for a year, and names no month or quarter of it."""
        named = [(s, t) for s in found[:HEAD_SENTENCES] for t in s.tokens if t.time is not None]
        of_year = [(s, t) for s, t in named if t.time is not None and t.time.year == year]
        if any(t.time is not None and t.time.form != "year" for _, t in of_year):
            return False
        return any(self._sets_goals.search(s.low, 0, t.start - s.start) for s, t in of_year)

    # -- term, kind, years ----------------------------------------------------------------------------

    def terms(self, found: list[Sentence]) -> list[Clue]:
        """The terms of office and stages of years that the opening names."""
        clues: list[Clue] = []
        for sentence in found[:HEAD_SENTENCES]:
            for token in sentence.tokens:
                at = token.start - sentence.start
                if (
                    token.time is not None
                    and token.time.form == "years"
                    and self._term.match(sentence.low, at)
                ):
                    period = resolve_time(token.time, Anchor())
                    rule = "term.title" if self._titled.search(sentence.low) else "term.named"
                    if period is not None:
                        clues.append(clue("term", period.code, rule, token.start, token.end))
        return clues

    def kinds(self, text: str, found: list[Sentence]) -> list[Clue]:
        """The words of the opening that say what sort of text it is; alone in capitals they are its heading."""
        clues: list[Clue] = []
        for number, sentence in enumerate(found[:HEAD_SENTENCES]):
            for kind, pattern in self._kinds.items() if sentence.first else ():
                match = pattern.search(sentence.low)
                if match is None:
                    continue
                start, end = (sentence.start + at for at in match.span())
                heading = text[sentence.start : sentence.end].strip(" *#|\n").isupper()
                rule = "kind.heading" if heading else "kind.title" if number < 2 else "kind.named"
                clues.append(clue("kind", kind, rule, start, end))
        return clues

    def years(self, found: list[Sentence]) -> list[int]:
        """The years that the opening speaks of: those named, and the one behind a year that is compared with."""
        years: set[int] = set()
        for sentence in found[:HEAD_SENTENCES]:
            for token in sentence.tokens:
                time, at = token.time, token.start - sentence.start
                if time is None or time.year is None or time.form not in _SPOKEN:
                    continue
                base = self._no_report.search(sentence.low, max(0, at - _LOOK_BACK), at)
                years.add(time.year + 1 if base and not self._planned.search(base[0]) else time.year)
        return sorted(years)


def _below_clock(one: Clue) -> Clue:
    """A place and day above all is the head of a site, where a day with its hour stands below."""
    if one.rule != "day.place":
        return one
    return clue("day", one.value, "day.site_header", one.start, one.end)


def _uncited(text: str, sentence: Sentence) -> Iterator[Token]:
    """The days of a sentence, but for those of a citation."""
    legal, cited = False, 0
    for token in sentence.tokens:
        if token.kind == "legal":
            legal, cited = True, token.end
        elif legal and "|" in text[cited : token.start]:
            legal = False  # the number of a letter in the cell on the left of its date
        if token.time is not None and token.time.form == "day" and not legal:
            yield token


def uncited_days(text: str, sentence: Sentence) -> Iterator[Token]:
    """The days of a sentence with their year, but for those of a citation."""
    return (t for t in _uncited(text, sentence) if t.time is not None and t.time.year)


def bare_days(text: str, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The days of a sentence without a year, as month and day, but for those of a citation."""
    times = (t.time for t in _uncited(text, sentence))
    return ((time.number, time.day) for time in times if time is not None and not time.year)


def index_day(day: date, title: TitleTime | None) -> list[Clue]:
    """The day that an index puts before a text, and whether the title bears it out."""
    clues = [clue("day", day.isoformat(), "day.index", 0, 0)]
    return clues if title is None else [*clues, _fit(day, title)]


def _fit(day: date, title: TitleTime) -> Clue:
    rule, weight = ("day.fits_title", _FITS) if title.fits(day) else ("day.misfits_title", _MISFITS)
    return Clue("day", day.isoformat(), rule, weight, title.start, title.end)


def _day_clues(token: Token, rule: str, title: TitleTime | None) -> Iterator[Clue]:
    """A day with the weight of its line, and whether the title bears it out."""
    assert token.time is not None
    period = resolve_time(token.time, Anchor())
    if period is None:
        return
    yield clue("day", period.start.isoformat(), rule, token.start, token.end)
    if title is not None:
        yield _fit(period.start, title)


_RIVAL: Final = 2  # a second answer this near in weight leaves the first in doubt


class AboutReader:
    """Puts together the evidence of one text."""

    def __init__(
        self, reader: ClueReader, text: str, found: list[Sentence], titles: tuple[TitleTime, ...]
    ) -> None:
        self._reader, self._text, self._found, self._titles = reader, text, found, titles

    def about(
        self,
        day: date | None,
        report: Period | None,
        plan: Period | None,
        area: str | None,
        level: str | None,
        seen: list[Clue],
    ) -> About:
        """The answers with all their evidence; ``seen`` is that of day, area and level."""
        terms, kinds = self._reader.terms(self._found), self._reader.kinds(self._text, self._found)
        periods = [
            Clue("plan" if one.planned else "period", one.period.code, "period.title", 4, one.start, one.end)
            for one in self._titles
        ]
        clues = sorted((*seen, *periods, *terms, *kinds), key=lambda c: (c.matter, -c.weight, c.start))
        term = heaviest(terms)
        return unchecked(
            About,
            {
                "day": day,
                "years": tuple(self._reader.years(self._found)),
                "report_period": report,
                "plan_period": plan or next((one.period for one in self._titles if one.planned), None),
                "term": Period.from_code(term) if term else None,
                "area": area,
                "level": cast("Level | None", level),
                "kind": cast("DocumentKind | None", heaviest(kinds)),
                "clues": tuple(map(self._record, clues)),
                "doubts": tuple(self._doubts(day, area, seen)),
            },
        )

    def _doubts(self, day: date | None, area: str | None, seen: list[Clue]) -> list[str]:
        """What the evidence leaves open, by name."""
        doubts = [] if day is not None else ["no_day"]
        if day is not None and self._titles and not self._titles[0].fits(day):
            doubts.append("day_misfits_title")
        doubts += [f"{matter}s_rival" for matter in ("day", "area") if _rivals(seen, matter)]
        if area is None and any(c.value == COUNTRY for c in seen):
            doubts.append("whole_country")
        return doubts

    def _record(self, clue: Clue) -> ClueRecord:
        span = None
        if clue.end > clue.start:
            quote = self._text[clue.start : clue.end]
            values = {"kind": "span", "start": clue.start, "end": clue.end, "quote": quote, "at": None}
            span = unchecked(Span, values)
        return unchecked(
            ClueRecord,
            {
                "matter": cast("Matter", clue.matter),
                "value": clue.value,
                "rule": clue.rule,
                "weight": clue.weight,
                "evidence": span,
            },
        )


def _rivals(seen: list[Clue], matter: str) -> bool:
    """Whether a second answer weighs nearly as much as the first."""
    sums: dict[str, int] = {}
    for clue in seen:
        if clue.matter == matter:
            sums[clue.value] = sums.get(clue.value, 0) + clue.weight
    first, second, *_ = [*sorted(sums.values(), reverse=True), 0, 0]
    return second > 0 and first - second <= _RIVAL
