"""What a number asks for its subject, and what it is answered: values that the rules hand on; and which indicator
the words of a subject stand for here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from hpbrief.extract.figures.neighbours import Chain
from hpbrief.extract.figures.spoken_time import Context, Figure
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


_PER_CENT: Final = ("PT", "PP")
_LONGEST_HERD: Final = 60  # characters that the herds of a list may take


class Meant:
    """A subject whose words name no indicator by themselves, and what stands around it.

    ``earlier`` is the subject before, ``last`` the number before, ``areas_told`` whether the sentence told of an area,
    ``trade`` what a verb of the trade said.
    """

    __slots__ = (
        "areas_told",
        "clause",
        "context",
        "earlier",
        "key",
        "last",
        "names",
        "sentence",
        "subject",
        "trade",
        "words",
    )

    def __init__(
        self,
        names: SubjectReader,
        context: Context,
        sentence: Sentence,
        subject: Subject,
        words: FigureWords,
        told: Told,
        clause: int,
        trade: str | None,
    ) -> None:
        self.names = names
        self.context = context
        self.sentence = sentence
        self.subject = subject
        self.key = subject.key
        self.words = words
        self.last = last = told.last
        self.areas_told = "HA" in told.by_unit
        self.earlier = last.subject if last is not None else context.subject
        self.clause = clause
        self.trade = trade


def understood(meant: Meant) -> str | None:
    """The indicator that the words around a subject make of it; None where they make none."""
    for _, rule in UNDERSTOOD:
        found = rule(meant)
        if found is not None:
            return found or None
    return None


def _named(meant: Meant, forms: Iterable[str]) -> str:
    """The indicator of the subject's words in the first of the forms that names one."""
    for form in forms:
        if found := meant.names.resolve(form.format(words=meant.key)):
            return found
    return ""


def _crop_sown(meant: Meant) -> str | None:
    """ "gieo cấy 120.000 ha, lúa 91.000 ha": a crop behind what was sown is its area."""
    tables, earlier = meant.names.words, meant.earlier
    if meant.words.unit != "HA" or earlier is None or not meant.key.startswith(tuple(tables.crops)):
        return None
    sown = any(word in earlier.key for word in tables.sown_before)
    return _named(meant, tables.name_of_area) if sown else None


def _herd(meant: Meant) -> str | None:
    """ "lợn 620 nghìn con": animals that stand are a herd, but for the last of a list that is counted together."""
    if meant.words.unit != "head":
        return None
    tables, text = meant.names.words, meant.context.text
    if tables.animals_lost.search(text, meant.clause, meant.words.unit_start) is not None:
        return None
    in_turn = meant.last is not None and meant.last.token.start > meant.subject.end
    start = max(meant.sentence.start, meant.subject.start - _LONGEST_HERD)
    if not in_turn and tables.herds_listed.search(text, start, meant.subject.start) is not None:
        return ""
    return _named(meant, tables.name_of_herd)


def _area_sown(meant: Meant) -> str | None:
    """ "đã gieo cấy được lúa mùa 41.200 ha": a verb of sowing tells of the area."""
    if meant.words.unit != "HA":
        return None
    tables, text, subject = meant.names.words, meant.context.text, meant.subject
    if meant.trade == "area" or tables.sown.search(text, meant.clause, subject.start):
        return _named(meant, tables.name_of_area)
    behind = tables.sown_behind.search(text, subject.start, max(meant.words.unit_start, subject.start))
    if behind is None:
        return None
    crop = text[subject.start : min(behind.start(), subject.end)].strip(" ")
    found = (meant.names.resolve(form.format(words=crop)) for form in tables.name_of_area)
    return next((one for one in found if one), None)


def _area_again(meant: Meant) -> str | None:
    """ "Diện tích lúa 68.400 ha; ngô 12.100 ha": a crop behind an area is told by its area."""
    if meant.words.unit != "HA" or not meant.areas_told:
        return None
    return _named(meant, meant.names.words.name_of_area) or None


def _sector_share(meant: Meant) -> str | None:
    """ "Cơ cấu kinh tế: dịch vụ chiếm 46,7%": a sector stands for its share of the economy."""
    if meant.words.unit != "PT":
        return None
    tables, start = meant.names.words, meant.sentence.start
    if tables.economy_parts.search(meant.context.text, start, meant.subject.start) is None:
        return None
    return _named(meant, tables.name_of_share) or None


def _under_label(meant: Meant) -> str | None:
    """ "Du lịch: doanh thu 4.100 tỷ đồng": the label of the line completes the name."""
    label = meant.context.label
    return meant.names.of_label(meant.key, label.key) if label is not None else None


def _of_crop(meant: Meant) -> str | None:
    """ "lúa 41.200 ha, năng suất 62 tạ/ha": yield and output are those of the crop before."""
    tables, earlier = meant.names.words, meant.earlier
    if earlier is None or not meant.key.startswith(tables.of_crop):
        return None
    said = earlier.key.split()
    form = next((form for crop, form in tables.crops.items() if crop in said), None)
    return _named(meant, (form,)) if form is not None else None


def _growth_alone(meant: Meant) -> str | None:
    """ "Tăng trưởng đạt 8%": growth as such, first in its sentence."""
    if meant.last is not None or meant.words.unit not in _PER_CENT:
        return None
    return meant.names.growth_alone(meant.key) or ""


def _density(meant: Meant) -> str | None:
    """ "12,5 bác sĩ/vạn dân": what is counted for so many people."""
    words, text, tables = meant.words, meant.context.text, meant.names.words
    if words.unit_start < 0 or tables.per_heads.match(text, words.unit_end) is None:
        return None
    counted = text[words.unit_start : words.unit_end]
    found = (meant.names.resolve(form.format(words=counted)) for form in tables.name_of_density)
    return next((one for one in found if one), "")


UNDERSTOOD: Final[tuple[tuple[str, Callable[[Meant], str | None]], ...]] = (
    ("indicator.crop_sown", _crop_sown),
    ("indicator.herd", _herd),
    ("indicator.area_sown", _area_sown),
    ("indicator.area_again", _area_again),
    ("indicator.sector_share", _sector_share),
    ("indicator.under_label", _under_label),
    ("indicator.of_crop", _of_crop),
    ("indicator.growth_alone", _growth_alone),
    ("indicator.density", _density),
)
