"""What is found and kept while verdicts are read: immutable values, and one record of what was told."""

from __future__ import annotations

from typing import NamedTuple

from hpbrief.models import Period, Reference, VerdictStatus


class Saying(NamedTuple):
    """What is said of goals, against what, and the patterns that told it; ``inferred`` where it is only implied.

    ``met`` is the count that it is said of: a list behind it has as many names.
    """

    status: VerdictStatus
    reference: Reference
    rules: tuple[str, ...] = ()
    inferred: bool = False
    met: int | None = None

    def by(self, *patterns: str) -> Saying:
        """The same, told by further patterns."""
        return self._replace(rules=(*self.rules, *(f"verdict.{name}" for name in patterns)))


class Stated(NamedTuple):
    """A verdict as found: its place, status and reference; ``met`` and ``of_total`` for a headline.

    ``rules`` are the kind of verdict and the patterns that gave it.
    """

    start: int
    end: int
    status: VerdictStatus
    reference: Reference
    rules: tuple[str, ...]
    met: int | None = None
    of_total: int | None = None
    indicator: str | None = None
    inferred: bool = False
    period: Period | None = None

    @property
    def kind(self) -> str:
        """The kind of verdict: its first rule."""
        return self.rules[0]


class Count(NamedTuple):
    """A count of goals: its place, the count, and the whole of "7/9"; ``last`` is where a count said last ends."""

    start: int
    end: int
    met: int
    of: int | None
    last: int = 0


class OpenList(NamedTuple):
    """A list that a headline opened for the lines below; one without a colon holds only names that are known."""

    saying: Saying
    known: bool


class Led(NamedTuple):
    """The plan that a sentence or heading sets goals against: it holds in its line, a heading's until the next."""

    reference: Reference
    line: int
    heading: bool


class Counted(NamedTuple):
    """What the last count of goals said, in its line."""

    status: VerdictStatus
    reference: Reference
    line: int


class Told:
    """What earlier sentences said of verdicts: the whole counted, the reference, and a list left open.

    ``led`` is the plan that a sentence or heading set goals against, ``listed`` the line of the last list of goals,
    ``counted`` what the last count said, ``year`` that of the document, ``names`` what figures
    were read of, in lower case, ``unclear`` the places where a share of the goals is told in words.
    """

    def __init__(self) -> None:
        self.of_total: int | None = None
        self.reference = Reference.UNSPECIFIED
        self.open: OpenList | None = None
        self.led: Led | None = None
        self.listed = -1
        self.counted: Counted | None = None
        self.year: int | None = None
        self.names: set[str] = set()
        self.unclear: list[tuple[int, int]] = []

    def is_open(self) -> bool:
        """Whether a list was left open for the lines below."""
        return self.open is not None


def headline(start: int, end: int, saying: Saying, met: int, of_total: int | None) -> Stated:
    """A count of goals of which something is said."""
    rules = ("verdict.headline", *saying.rules)
    return Stated(start, end, saying.status, saying.reference, rules, met, of_total)


def named(place: tuple[int, int], saying: Saying, kind: str, indicator: str | None) -> Stated:
    """One goal of which something is said."""
    rules = (f"verdict.{kind}", *saying.rules)
    return Stated(
        *place, saying.status, saying.reference, rules, indicator=indicator, inferred=saying.inferred
    )
