"""A sentence as its numbers are read: what has been passed, and what that lends to the next number."""

from __future__ import annotations

import re
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.figures.announced_goal import GoalTrack
from hpbrief.extract.figures.context import Context, Figure
from hpbrief.extract.figures.spoken_time import TimeTrack
from hpbrief.extract.figures.subject import SubjectChoice
from hpbrief.extract.naming.measures import Reading
from hpbrief.extract.naming.subjects import SubjectReader
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import Token
from hpbrief.models import Period
from hpbrief.parse.lexicon import marks_of
from hpbrief.parse.periods import WordTable

NEAR: Final = 300  # characters in which a word may still bear on a number
BREAKS: Final = marks_of("break")
TO_BE_DONE: Final = re.compile(
    r" (?:còn )?(?:phải|cần) (?:tiếp tục )?(?:hoàn thành|giải ngân|thực hiện|thu|huy động)(?!\w)"
)
LOWER_THAN: Final = re.compile(
    r"(?:(?:thấp|cao|ít|nhiều|nhỉnh|kém) hơn (?:nhiều |hẳn )?|kém (?:xa )?)"
    r"(?:so với )?(?:con số|mức)(?: tăng)?(?: bình quân| chung)? $"
)
AIM: Final = re.compile(r"(?:mục tiêu|chỉ tiêu|kế hoạch)(?![^\W_])")
PRICED: Final = re.compile(
    r"(?: [^\W\d_]+){0,6} (?:tăng|giảm)(?: giá)?(?![^\W_])(?![^.;]{0,40}so (?:với )?cùng kỳ)"
)
SEASON: Final = re.compile(
    r"(?:vụ|lúa|lúa vụ) (?:đông xuân|hè thu|thu đông|mùa|chiêm xuân|xuân|đông)(?![^\W_])"
)


class KnownFigures:
    """What a catalogue says of the figures of its indicators."""

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


class Walk:
    """One sentence, token by token; nothing is looked at twice but the stretch between two numbers."""

    def __init__(self, known: KnownFigures, context: Context, sentence: Sentence) -> None:
        self.known = known
        self.context = context
        self.text = context.text
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.times = TimeTrack(self.text, sentence, context.anchor, known.until)
        self.goals = GoalTrack(self.text, self.tokens, context.anchor.year)
        self.choice = SubjectChoice(known.subjects, context, sentence)
        self.figures: list[Figure] = []
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
        self.prices = (
            False  # whether groups of goods were counted that rose or fell: held against the last month
        )
        low = sentence.low
        self.seasonal = ("vụ" in low or "lúa" in low) and SEASON.search(low) is not None
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

    def current(self) -> Period | None:
        """The period that the words so far set, else the one spoken of."""
        return self.times.period or self.spoken_of()

    def spoken_of(self) -> Period | None:
        """The period of the paragraph, else of the section, else of the report."""
        return self.context.paragraph or self.context.section or self.context.report
