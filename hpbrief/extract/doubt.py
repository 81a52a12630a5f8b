"""How sure each statement is: points against it, by its rules, its issues and the arithmetic of its neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.naming.subjects import Subject
from hpbrief.models import Cell, Direction, Doubt, Evidence, Issue, Measure, Period, Span, Statement
from hpbrief.models.unchecked import unchecked

_HUNDRED: Final = Decimal(100)
_HALF: Final = Decimal("0.5")
_TOLERANCE: Final = Decimal("0.6")  # points of per cent that rounding may take
_HELD: Final = (Measure.LEVEL, Measure.YOY_CHANGE, Measure.SHARE_OF_PLAN)
_RANKED: Final = (Measure.RANK, Measure.RATIO)

_Place = tuple[int, int]
_Key = tuple[str, str | None]


class Doubts:
    """Grades the statements of one document; the points stand in ``reference/doubt.toml``."""

    def __init__(self, catalog: Catalog) -> None:
        table = catalog.rules["doubt"]
        self._rule: dict[str, int] = table.get("rule", {})
        self._issue: dict[str, int] = table.get("issue", {})
        self._against: dict[str, int] = table.get("against", {})
        self.bare_percent: int = self._against.get("bare_percent", 0)
        limits = table.get("limits", {})
        self._far: int = limits.get("far", 1_000_000)
        self._doubtful: int = limits.get("doubtful", 1_000_000)

    def of_rules(self, rules: Iterable[str]) -> int:
        """The points of the rules that answered."""
        return sum(self._rule.get(rule, 0) for rule in rules)

    def of_choice(self, subject: Subject | None, start: int, rivals: int) -> int:
        """The points of a subject: how far it stands from its number at ``start``, and how many others there were."""
        against = self._against
        far = subject is not None and max(start - subject.end, subject.start - start) > self._far
        return against.get("far", 0) * far + against.get("rivals", 0) * (rivals > 0)

    def graded(
        self, statements: Sequence[Statement], points: dict[int, int], issues: Iterable[Issue]
    ) -> tuple[Statement, ...]:
        """The statements, each with its grade; ``points`` are those of its rules, by the place of its number."""
        told: dict[_Place, int] = {}
        for issue in issues:
            if (weight := self._issue.get(issue.code)) and (place := _place(issue.evidence)):
                told[place] = told.get(place, 0) + weight
        broken = _broken(statements)
        graded = []
        for index, one in enumerate(statements):
            place = _place(one.evidence)
            sum_ = self._lacking(one) + (points.get(place[0], 0) if place else 0)
            sum_ += self.of_rules(one.rules) if place is None or place[0] not in points else 0
            sum_ += told.get(place, 0) if place and told else 0
            sum_ += self._against.get("arithmetic", 0) if index in broken else 0
            graded.append(unchecked(Statement, {**one.__dict__, "doubt": self._grade(sum_)}))
        return tuple(graded)

    def _lacking(self, one: Statement) -> int:
        against = self._against
        nameless = one.phrase is None and one.indicator is None
        bare = one.unit is None and one.measure not in _RANKED
        return (
            against.get("no_subject", 0) * nameless
            + against.get("no_unit", 0) * bare
            + against.get("no_period", 0) * (one.period is None)
        )

    def _grade(self, points: int) -> Doubt:
        if points >= self._doubtful:
            return Doubt.DOUBTFUL
        return Doubt.LIKELY if points else Doubt.SURE


def _place(evidence: Evidence) -> _Place | None:
    span = evidence.span if isinstance(evidence, Cell) else evidence
    return (span.start, span.end) if isinstance(span, Span) else None


def _broken(statements: Sequence[Statement]) -> set[int]:
    """The numbers, by their order, that do not fit others of their indicator."""
    told: dict[_Key, list[int]] = {}
    for index, one in enumerate(statements):
        if (
            one.indicator is not None
            and one.period is not None
            and one.measure in _HELD
            and one.value is not None
        ):
            told.setdefault((one.indicator, one.area), []).append(index)
    broken: set[int] = set()
    for group in told.values():
        if len(group) > 2:
            broken |= _misfits(statements, group)
    return broken


def _misfits(statements: Sequence[Statement], group: Sequence[int]) -> set[int]:
    levels: dict[tuple[bool, Period], list[int]] = {}
    for index in group:
        one = statements[index]
        if one.measure is Measure.LEVEL and one.period is not None and one.unit != "PT":
            levels.setdefault((one.kind == "goal", one.period), []).append(index)
    misfits: set[int] = set()
    for index in group:
        one = statements[index]
        if one.kind != "figure" or one.unit != "PT" or one.period is None:
            continue
        if one.measure is Measure.YOY_CHANGE:
            base = levels.get((False, one.period.year_before), [])
            shown = _HUNDRED + _signed(one)
        elif one.measure is Measure.SHARE_OF_PLAN:
            base = levels.get((True, Period.year(one.period.end.year)), [])
            shown = _signed(one) + (_HUNDRED if one.direction is not Direction.NONE else Decimal(0))
        else:
            continue
        here = levels.get((False, one.period), [])
        if len(here) == len(base) == 1 and not _fits(statements[here[0]], statements[base[0]], shown):
            misfits |= {index, here[0], base[0]}
    return misfits


def _fits(level: Statement, base: Statement, shown: Decimal) -> bool:
    """Whether a level is so many per cent of its base, but for rounding."""
    if level.unit != base.unit or not base.value:
        return True
    power = Decimal(10) ** (level.unit_mult - base.unit_mult)
    reckoned = _HUNDRED * level.value * power / base.value
    return abs(reckoned - shown) <= _TOLERANCE + _rounding(level, reckoned) + _rounding(base, reckoned)


def _rounding(one: Statement, reckoned: Decimal) -> Decimal:
    """What half of the last digit of a level makes in per cent."""
    exponent = one.value.as_tuple().exponent
    step = _HALF * Decimal(10) ** (exponent if isinstance(exponent, int) else 0)
    return abs(reckoned) * step / abs(one.value) if one.value else Decimal(0)


def _signed(one: Statement) -> Decimal:
    return -one.value if one.direction is Direction.DOWN else one.value
