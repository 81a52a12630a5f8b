"""Verdicts: counts of goals met, the indicators named with them, and those that the text only implies."""

from __future__ import annotations

from hpbrief.catalog import Catalog
from hpbrief.extract.naming.subjects import SubjectReader
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.verdicts.claims import groups_named, implied, plain_claims, trailing
from hpbrief.extract.verdicts.counts import counts_in, lies_ahead, list_before, said_after, said_ahead
from hpbrief.extract.verdicts.names import end_of_verdict, named_after, named_in_bullet
from hpbrief.extract.verdicts.stated import Count, Led, Saying, Stated, Told, headline
from hpbrief.extract.verdicts.words import (
    Passage,
    VerdictWords,
    foreseen_of_year,
    heads_results,
    lead_on,
    plan_between,
    plans_in,
    reference_at,
    take_led,
)
from hpbrief.models import Reference, VerdictStatus
from hpbrief.parse.patterns import holds

_Plans = list[tuple[int, Reference]]


class VerdictReader:
    """Reads verdicts in sentences, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, subjects: SubjectReader) -> None:
        self.known = VerdictWords(catalog, subjects)

    def read(self, text: str, sentence: Sentence, told: Told) -> list[Stated]:
        """The verdicts of a sentence; ``told`` is what earlier ones said, and is moved on."""
        here = Passage(self.known, text, sentence, told.names)
        if told.open is not None:
            if _is_item(here):
                return named_in_bullet(here, told.open)
            told.open = None
        led = take_led(here, told)
        if heads_results(here):
            told.led = Led(Reference.ANNUAL_GOAL, sentence.line, heading=True)
        return _of_counts(here, told, led) if here.speaks_of_goals else _without_goals(here, told)


def _is_item(here: Passage) -> bool:
    """Whether a line is an item of the list left open: it bears a mark, counts no goals and groups none."""
    known, low = here.known, here.low
    if not here.sentence.first or known.item_mark.match(low) is None:
        return False
    return known.group.search(low) is None and known.goal_in_sight.search(low) is None


def _without_goals(here: Passage, told: Told) -> list[Stated]:
    """A sentence without the word for goals: groups where one was counted before, claims, what goes on."""
    planned = here.known.speaks_of_plans(here.low)
    going_on = told.counted is not None or told.listed == here.sentence.line
    found = groups_named(here, told) if planned or going_on else []
    if not found and planned:
        found = plain_claims(here)
    found = found or trailing(here, told)
    if planned and not found and (plans := plans_in(here)):
        lead_on(here, plans, told)
    return found


def _of_counts(here: Passage, told: Told, led: Reference | None) -> list[Stated]:
    """A sentence with the word for goals: its counts, then groups, then what is implied, claimed or goes on."""
    told.unclear += [
        (here.start + part.start(), here.start + part.end())
        for part in (
            here.known.goals_in_part.finditer(here.low) if holds(here.low, here.known.parts_of) else ()
        )
    ]
    plans = plans_in(here)
    before = plans[0][1] if plans else foreseen_of_year(here) or led or told.reference
    earlier, told.reference = told.reference, before
    counting = _Counting(here, told, plans, before)
    found = counting.read()
    found += [one for one in groups_named(here, told) if not _overlaps(one, found)]
    if found:
        done = max(one.end for one in found)
        return found + [one for one in plain_claims(here) if one.start >= done]
    if not counting.counts and not told.is_open():
        told.reference = earlier
    if plans:
        lead_on(here, plans, told)
    return implied(here, told) or plain_claims(here) or trailing(here, told)


def _overlaps(one: Stated, found: list[Stated]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in found)


class _Counting:
    """The counts of one sentence, from first to last: the only state while they are read.

    ``opening`` is a count of all goals that waits for its parts, ``shared`` are counts that share what is said of
    the last one.
    """

    def __init__(self, here: Passage, told: Told, plans: _Plans, before: Reference) -> None:
        self.here = here
        self.told = told
        self.plans = plans
        self.before = before
        self.counts = counts_in(here)
        self.total = None if here.known.other_goals.match(here.low) else told.of_total
        self.found: list[Stated] = []
        self.opening: Count | None = None
        self.shared: list[Count] = []
        self._done = here.start
        self._said = -1

    def read(self) -> list[Stated]:
        """What is said of every count; what was told is moved on."""
        here, counts = self.here, self.counts
        if len(counts) > 1 and self._opens_whole(counts[-1]):
            self.total = counts.pop().met
        for number, one in enumerate(counts):
            following = counts[number + 1].start if number + 1 < len(counts) else None
            self._take(one, following)
        self.told.reference = self.before
        if self.before is not Reference.UNSPECIFIED and len(counts) > 1 and ";" not in here.low:
            # "4 chỉ tiêu vượt, 12 chỉ tiêu đạt, 3 chỉ tiêu không đạt kế hoạch": the plan is of all of them
            self.found = [
                one._replace(reference=self.before) if one.reference is Reference.UNSPECIFIED else one
                for one in self.found
            ]
        return self.found

    def _opens_whole(self, last: Count) -> bool:
        at = last.start - self.here.start
        return self.here.known.of_all_goals.search(self.here.low, max(0, at - 20), at) is not None

    def _take(self, one: Count, following: int | None) -> None:
        """One count: said behind it, before it, nothing known, or a whole that waits for its parts."""
        here = self.here
        self.before = next(
            (plan for at, plan in reversed(self.plans) if self._done <= at < one.end), self.before
        )
        self._done = one.end
        if one.of is not None:
            self.total = one.of
        said = said_after(here, one.end - here.start)
        if said is not None:
            self._said_behind(one, *said, following)
            return
        said = said_ahead(here, one.start - here.start)
        if said is not None:
            self._said_before(one, *said, following)
        elif not self.found or not _is_unknown(here, one):
            self._wait(one, following)

    def _wait(self, one: Count, following: int | None) -> None:
        """Nothing is said of it: it is the whole of what follows, or shares what is said of the next."""
        if following is not None and self._is_beside(one, following):
            self.shared = [*self.shared, one]
        elif one.of is None:
            self.opening, self.total, self.shared = one, one.met, []
        else:
            self.opening, self.total, self.shared = None, one.of, [*self.shared, one]

    def _said_before(self, one: Count, status: VerdictStatus, at: int, following: int | None) -> None:
        """ "vượt 4 chỉ tiêu"."""
        start = self._start(one, self.here.start + at)
        self.opening = None
        self.before = plan_between(self.here, self.here.start + at, one.start) or reference_at(
            self.here, one.end, self.before
        )
        saying = Saying(status, self.before).by("said_before")
        told = at < self._said  # "4 chỉ tiêu chưa đạt có 2 chỉ tiêu về môi trường": said of the count before
        if not told:
            self.total = self._whole(one)
        if not told and (self.total is not None or not self._compares_counts(one)):
            self.found.append(headline(start, one.end, saying, one.met, self.total))
        self._names(one, one.end, saying, following)

    def _said_behind(self, one: Count, status: VerdictStatus, at: int, following: int | None) -> None:
        """ "4 chỉ tiêu vượt"."""
        here, said_end = self.here, self.here.start + at
        self._said = at
        rules = ["said"]
        if status is VerdictStatus.MET and lies_ahead(here, one.end, said_end):
            status = VerdictStatus.ON_TRACK
            rules.append("to_be_reached")
        start = self._start(one, one.start)
        if one.of is None:
            self.opening = None
        self.before = reference_at(here, said_end, self.before)
        saying = Saying(status, self.before).by(*rules)
        end = one.last or end_of_verdict(here, said_end)
        self.total = self._whole(one)
        if self.shared and self._is_joined(one):
            self.found += [headline(s.start, s.end, saying, s.met, s.of) for s in self.shared]
        self.shared = []
        self.found.append(headline(start, end, saying, one.met, self.total))
        self._names(one, end, saying, following)

    def _start(self, one: Count, start: int) -> int:
        """Where a headline begins: at the whole that waits for its parts, if it has none of its own."""
        return self.opening.start if self.opening is not None and one.of is None else start

    def _whole(self, one: Count) -> int | None:
        """How many goals a count is of; none where fewer goals were counted than it holds."""
        total = self.total
        if total is not None and (total < 1 or one.met > total):
            total = None
        at = one.start - self.here.start
        if total is None and self.here.known.all_of.search(self.here.low, max(0, at - 16), at):
            return one.met
        return total

    def _is_beside(self, one: Count, following: int) -> bool:
        """ "11 chỉ tiêu kinh tế, 7 chỉ tiêu xã hội đạt": a count of goals beside another, not the whole of it."""
        here = self.here
        beside = here.known.beside.fullmatch(here.low, one.end - here.start, following - here.start)
        return one.of is None and beside is not None

    def _compares_counts(self, one: Count) -> bool:
        """ "vượt 2 chỉ tiêu so với năm trước": more goals than another time had, not goals that were passed."""
        return self.here.known.than_before.match(self.here.low, one.end - self.here.start) is not None

    def _is_joined(self, last: Count) -> bool:
        """ "5/8 chỉ tiêu về kinh tế, 7/7 chỉ tiêu về xã hội đạt": counts share what is said of the last."""
        if (self.shared[0].of is None) != (last.of is None):
            return False
        between = self.here.low[self.shared[0].end - self.here.start : last.start - self.here.start]
        alike = (
            last.of is not None
            and self.here.known.goals_given.fullmatch(between.partition(";")[0]) is not None
        )
        return ":" not in between and (";" not in between or alike)

    def _names(self, one: Count, end: int, saying: Saying, following: int | None) -> None:
        """The goals named behind the last count, or before the next."""
        if following is None or list_before(self.here, end, following):
            self.found += named_after(self.here, end, saying._replace(met=one.met), self.told)


def _is_unknown(here: Passage, one: Count) -> bool:
    """ "9 chỉ tiêu vượt, 8 chỉ tiêu ..., 3 chỉ tiêu hụt": a count between others with words that say nothing known."""
    if one.of is not None or not here.low.endswith(", ", 0, one.start - here.start):
        return False
    return here.low[one.end - here.start :][:1] != ","
