"""What a number asks for its subject, and what it is answered: values that the rules hand on to one another."""

from __future__ import annotations

from typing import Final

from hpbrief.extract.figures.context import Context, Figure
from hpbrief.extract.figures.neighbours import Chain
from hpbrief.extract.naming.subjects import Subject, SubjectReader
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import FigureWords, Token

Place = tuple[int, int]


class Told:
    """What the numbers of a sentence leave to the next one; the driver alone moves it on.

    ``outer`` is the last number outside brackets, ``queue`` the subjects of a list that wait for their numbers,
    ``named`` all subjects so far, ``verb`` the verb that counted last, ``by_unit`` what was counted last in each unit.
    """

    __slots__ = ("by_unit", "last", "named", "outer", "queue", "verb")

    def __init__(self) -> None:
        self.last: Figure | None = None
        self.outer: Figure | None = None
        self.queue: list[Place] = []
        self.named: list[Subject] = []
        self.by_unit: dict[str, Subject] = {}
        self.verb: Token | None = None

    def pass_on(self, figure: Figure, *, in_brackets: bool) -> None:
        """Remember a number that was read."""
        self.last = figure
        if not in_brackets:
            self.outer = figure
        subject, unit = figure.subject, figure.words.unit
        if subject is None:
            return
        if unit is not None and figure.reading.measure == "level":
            self.by_unit[unit] = subject
        if not self.named or self.named[-1].start != subject.start:
            self.named.append(subject)


class Before:
    """The words before a number that may be its subject: where they stand, what they name, what became of them.

    ``defined`` is set where words elsewhere say which series is meant: ``known`` holds against the words.
    ``trade`` is what a lone verb of the trade says of the number; ``rule`` names the last rule that changed them.
    """

    __slots__ = ("defined", "known", "place", "rule", "trade", "words")

    def __init__(
        self, place: Place | None, known: str | None = None, words: str = "", *, trade: str | None = None
    ) -> None:
        self.place = place
        self.known = known
        self.words = words
        self.trade = trade
        self.defined = False
        self.rule = ""


_NO_WORDS: Final = Before(None)


class SubjectAnswer:
    """The subject of a number, whether its clause names it itself, and the rule that says so.

    ``clause_start`` is where the clause begins if that is another place than the question's; ``queue`` what waits.
    """

    __slots__ = ("clause_start", "own", "queue", "rule", "subject")

    def __init__(
        self, subject: Subject | None, *, own: bool, clause_start: int = -1, queue: list[Place] | None = None
    ) -> None:
        self.subject = subject
        self.own = own
        self.clause_start = clause_start
        self.queue = queue
        self.rule = ""


class Question:
    """One number that asks for its subject, with what stands around it."""

    __slots__ = (
        "_carried",
        "_looked",
        "before",
        "chain",
        "context",
        "counted",
        "end",
        "figure",
        "floor",
        "index",
        "names",
        "sentence",
        "start",
        "text",
        "tokens",
        "told",
        "verb",
        "words",
    )

    def __init__(
        self,
        names: SubjectReader,
        context: Context,
        sentence: Sentence,
        told: Told,
        index: int,
        chain: Chain,
        floor: int,
        figure: FigureWords,
    ) -> None:
        self.names = names
        self.words = names.words
        self.context = context
        self.text = context.text
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.told = told
        self.index = index
        self.chain = chain
        self.verb = chain.verb
        self.floor = floor
        self.figure = figure
        self.counted = names.is_counted(figure)
        self.end = sentence.tokens[index].end
        self.start = chain.start
        self.before = _NO_WORDS
        self._carried: Subject | None = None
        self._looked = False

    def subject(self, place: Place) -> Subject:
        """The subject that a stretch of words names."""
        return self.names.subject(self.text, place[0], place[1])

    def before_subject(self) -> Subject | None:
        """The subject that the words before the number name."""
        if self.before.place is None:
            return None
        found = self.subject(self.before.place)
        return found.naming(self.before.known) if self.before.defined else found

    def resolve(self, place: Place) -> str | None:
        """The indicator that a stretch of words names."""
        return self.names.resolve(self.text[place[0] : place[1]])

    def trim(self, start: int, end: int) -> Place | None:
        """The noun phrase in a stretch of words."""
        return self.names.trim(self.text, self.tokens, start, end)

    def behind(self, *, counted: bool) -> Place | None:
        """The noun phrase behind the number."""
        return self.names.after(self.text, self.tokens, self.index, counted=counted)

    def window_start(self, at: int) -> int:
        """Where the clause that ends at a place begins."""
        last = self.chain.first - 1
        while last >= 0 and self.tokens[last].start >= at:
            last -= 1
        return self.names.window_start(self.text, self.tokens, last, at, self.floor)

    def is_actor(self) -> bool:
        """Whether the clause begins with someone doing something: "tỉnh đã số hóa 92% hồ sơ"."""
        return self.words.actor_opens.match(self.text, self.start) is not None

    def carried(self) -> Subject | None:
        """The subject before: inside a bracket the last one, else the last one outside brackets."""
        if not self._looked:
            self._looked = True
            self._carried = self._nearest()
        return self._carried

    def _nearest(self) -> Subject | None:
        figure, last = self.told.outer, self.told.last
        if figure is not last and last is not None:
            left, at = max(self.sentence.start, self.floor - 1), self.chain.start
            closing = self.text.rfind(")", left, at)
            if figure is None or closing < 0 or self.text.rfind("(", left, at) > closing:
                figure = last
        if figure is not None and figure.subject is not None:
            return figure.subject_after or figure.subject
        return self.context.subject
