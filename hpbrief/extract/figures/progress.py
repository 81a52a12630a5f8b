"""A sentence as its numbers are read: what has been passed, the number that is being asked, and what was answered
by which rule, kept only where somebody asks.
"""

from __future__ import annotations

from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.doubt import Doubts
from hpbrief.extract.figures.announced_goal import GoalTrack
from hpbrief.extract.figures.neighbours import NOTHING_AFTER, Chain
from hpbrief.extract.figures.spoken_time import Answered, Asked, Context, Figure, TimeTrack
from hpbrief.extract.figures.subject import SubjectChoice
from hpbrief.extract.figures.wording import FigureWording, holds_any
from hpbrief.extract.naming.measures import LEVEL, Reading
from hpbrief.extract.naming.subjects import Subject, SubjectReader
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import FigureWords, Token
from hpbrief.models import Period
from hpbrief.parse.lexicon import marks_of
from hpbrief.parse.periods import WordTable

NEAR: Final = 300  # characters in which a word may still bear on a number
BREAKS: Final = marks_of("break")


class KnownFigures:
    """What a catalogue says of the figures of its indicators."""

    def __init__(self, catalog: Catalog, subjects: SubjectReader, words: FigureWording) -> None:
        self.catalog = catalog
        self.subjects = subjects
        self.words = words
        self.doubts = Doubts(catalog)
        times = catalog.rules.get("time_words", {})
        self.until = WordTable(times.get("until", {}))
        indicators = catalog.indicators.values()
        self.percent_measure = {i.id: i.measure.value for i in indicators if i.unit.code == "PT"}
        # GRDP in per cent is its growth
        self.percent_measure |= dict.fromkeys(subjects.growth_is, "yoy_change")
        self.disbursed = frozenset(i.id for i in indicators if i.spends_plan)
        self.stocks = frozenset(i.id for i in indicators if i.kind.value in ("stock", "share"))
        self.shares = frozenset(i.id for i in indicators if i.kind.value == "share")


class Number:
    """A number that is being asked about: its words, its neighbours, and the answers so far."""

    def __init__(self, index: int, token: Token, words: FigureWords, chain: Chain) -> None:
        self.index = index
        self.token = token
        self.words = words
        self.chain = chain
        self.after = NOTHING_AFTER
        self.subject: Subject | None = None
        self.own = False  # whether the subject is the number's own, not that of the number before
        self.goal: str | None = None
        self.reading = LEVEL
        self.was = False  # whether it is what the measure before was a year ago
        self.status: str | None = None
        self.indicator: Subject | None = None  # the subject, with the indicator that it names


class Told:
    """The status that a sentence has given so far, and the period of which."""

    __slots__ = ("period", "status")

    def __init__(self, status: str | None = None, period: Period | None = None) -> None:
        self.status = status
        self.period = period


class Progress:
    """One sentence, token by token; nothing is looked at twice but the stretch between two numbers."""

    def __init__(self, known: KnownFigures, context: Context, sentence: Sentence) -> None:
        self.known = known
        self.words = known.words
        self.context = context
        self.text = context.text
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.times = TimeTrack(known.words, self.text, sentence, context.anchor, known.until)
        self.goals = GoalTrack(known.words, self.text, self.tokens, context.anchor.year)
        self.choice = SubjectChoice(known.subjects, context, sentence)
        self.figures: list[Figure] = []
        self.last: Figure | None = None  # the last of them
        self.since = 0  # index of the first token after the last number
        self.passed = self.heard = 0  # the kinds of cue that stood since, and in the sentence, as bits
        self.floor = sentence.start  # where the last number ended
        self.aspect_end = 0
        self.depth = 0  # of brackets
        self.in_brackets = False  # whether the open bracket held a number
        self.opened: Token | None = None  # the first cue inside the open bracket
        self.opening_status: str | None = None
        self.stood: Period | None = None  # the moment at which the last number stood
        self.times_stood: Period | None = None  # and the stretch that named it
        # whether groups of goods were counted that rose or fell: held against the last month
        self.prices = False
        low = sentence.low
        self.seasonal = holds_any(low, known.words.seasons) and known.words.season.search(low) is not None
        self.lead_base: str | None = None
        self.lead_plan: str | None = None
        self.lead_period: Period | None = None
        self.lead_end = -1  # where the reach of a base or plan ends that stands within the sentence
        self.last_base: tuple[str, Period | None] | None = None
        self.told = Told()
        self.compared: Reading | None = None
        self.task: tuple[int, int, int] | None = None
        self.next_task = 0
        self.held_first = False  # whether the first number is a plan that the rest is held against

    def current(self) -> Period | None:
        """The period that the words so far set, else the one spoken of."""
        return self.times.period or self.spoken_of()

    def spoken_of(self) -> Period | None:
        """The period of the paragraph, else of the section, the report, the last paragraph that had one."""
        context = self.context
        return context.paragraph or context.section or context.report or context.carried

    def said(self, token: Token) -> str:
        """The words of a token, in lower case."""
        return self.text[token.start : token.end].lower()

    def following(self, number: Number) -> Token | None:
        """The token behind a number."""
        return self.tokens[number.index + 1] if number.index + 1 < len(self.tokens) else None

    def place(self, at: int) -> int:
        """A place of the text as one of the sentence."""
        return at - self.sentence.start


def points_against(p: Progress, figure: Figure, rules: tuple[str, ...]) -> int:
    """What speaks against a reading: weak rules, a subject far away, and rivals where it was not plainly chosen.

    ``rules`` are those of goal, measure, period and place.
    """
    doubts, by = p.known.doubts, p.choice.rule
    chosen = doubts.of_rules((by,))
    rivals = len(p.choice.rivals()) if chosen else 0
    bare = figure.words.unit == "PT" and "measure.level" in rules and by == "subject.carried"
    choice = doubts.of_choice(figure.subject, figure.token.start, rivals)
    return chosen + doubts.of_rules(rules) + choice + bare * doubts.bare_percent


def asked(p: Progress, n: Number, figure: Figure, goal: str, period: str, place: str) -> Asked:
    """The row of questions of a number that was read, with the rules that said goal, period and place.

    Rivals are phrases, codes of periods and ids of areas.
    """
    phrases = tuple(dict.fromkeys(p.text[one.start : one.end] for _, one in p.choice.rivals()))
    return Asked(
        n.token.start,
        n.token.end,
        (
            Answered("goal", goal),
            Answered("measure", n.reading.rule),
            Answered("subject", p.choice.rule, phrases),
            Answered("period", period, _other_periods(p, figure.period)),
            Answered("place", place, _other_places(p, figure.area)),
        ),
    )


def _other_periods(p: Progress, chosen: Period | None) -> tuple[str, ...]:
    """The times that the sentence, the paragraph, the section, the goal and the report offered besides."""
    context = p.context
    offered = (p.times.period, p.times.goal_period, context.paragraph, context.section, context.report)
    return tuple(dict.fromkeys(o.code for o in offered if o is not None and o != chosen))


def _other_places(p: Progress, chosen: str | None) -> tuple[str, ...]:
    """The area of the document and that of the number before, where they were not taken."""
    offered = (p.context.area, p.last.area if p.last is not None else None)
    return tuple(dict.fromkeys(o for o in offered if o is not None and o != chosen))
