"""Statement (what the page says), Observation (what it means), Goal and Verdict (what was planned, what officials
said of it), and the tables that hold them.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from hpbrief.errors import ParseError
from hpbrief.models.base import Model
from hpbrief.models.period import Period
from hpbrief.models.quantity import Interval, Number, Quantity
from hpbrief.models.source import Evidence, Slug, Source
from hpbrief.models.terms import (
    AdjustmentKind,
    AdoptedBasis,
    Basis,
    Bound,
    Direction,
    Doubt,
    Measure,
    ObsStatus,
    Qualifier,
    Reference,
    VerdictStatus,
)


class Statement(Model):
    """A figure or goal as the page puts it: the magnitude as printed, the sign in ``direction``.

    ``indicator`` is None where the catalogue does not know the subject; the words stay in ``phrase``. ``doubt``
    says how sure the reading is; None where nobody graded it.
    """

    kind: Literal["figure", "goal"]
    evidence: Evidence
    phrase: str | None = None
    indicator: str | None = None
    value: Number
    value_max: Number | None = None
    of: Number | None = None
    unit: str | None = None
    unit_mult: int = 0
    unit_text: str | None = None
    qualifier: Qualifier = Qualifier.EXACT
    measure: Measure
    direction: Direction = Direction.NONE
    period: Period | None = None
    area: str | None = None
    basis: Basis | None = None
    obs_status: ObsStatus | None = None
    doubt: Doubt | None = None
    rules: tuple[str, ...] = ()


class Observation(Model):
    """A figure filed under its indicator, area and period; signed, with its source.

    Unique by ``key``. ``plan_basis`` and ``plan_words`` say of which plan a ``share_of_plan`` is.
    """

    indicator: str
    series: str = ""
    area: str
    measure: Measure
    period: Period
    quantity: Quantity
    status: ObsStatus
    plan_basis: Basis | None = None
    plan_words: str = ""
    source_id: Slug
    note: str = ""
    evidence: Evidence | None = Field(default=None)

    @property
    def in_percent(self) -> bool:
        """Whether it is in per cent; a change may also be an amount (12 accidents fewer)."""
        return self.quantity.unit.code == "PT"

    @property
    def key(self) -> tuple[object, ...]:
        """Indicator, series, area, measure, period, plan basis, source."""
        return (
            self.indicator,
            self.series,
            self.area,
            self.measure,
            self.period,
            self.plan_basis,
            self.source_id,
        )


class Goal(Model):
    """A value to reach in a period, on a basis.

    Only a goal over a whole year is an annual goal. ``adopted`` is the date from which it is in force; where a
    source states that, the goal counts from then, else (inferred or unknown) from its source's ``known_from``.
    ``interval`` and ``implied_basis`` are set where the goal was worked out from a level and its share of plan,
    ``interval`` and ``grown_from`` (the source of last year's total) where it was printed as growth. Of a range
    ``quantity`` is the end at which it is reached (the lower one, of a ceiling the upper), ``other_end`` the other.
    """

    indicator: str
    area: str
    period: Period
    quantity: Quantity
    other_end: Number | None = None
    bound: Bound = Bound.AT_LEAST
    basis: Basis
    set_by: str = ""
    adopted: date | None = None
    adopted_basis: AdoptedBasis | None = None
    source_id: Slug
    note: str = ""
    interval: Interval | None = None
    implied_basis: Basis | None = None
    grown_from: Slug | None = None
    evidence: Evidence | None = None

    @property
    def in_force_from(self) -> date | None:
        """The day of its adoption where a source states it; None where the day of its source counts."""
        return None if self.adopted_basis == AdoptedBasis.INFERRED else self.adopted

    @property
    def key(self) -> tuple[object, ...]:
        """Indicator, area, period, basis, source, bound, value: what must not stand twice."""
        return (
            self.quantity.unit.code,
            self.bound,
            self.indicator,
            self.area,
            self.period,
            self.basis,
            self.source_id,
            self.quantity.base_value,
        )


class Adjustment(Model):
    """A known one-off in a level: so much of the figures of an indicator that hold its period happened once.

    ``quantity`` is what it added (a large project licensed, land sold) or, below zero, took away (a tax put off).
    Figure less one-offs is the underlying figure; it stands beside the printed one and never in its place.
    """

    indicator: str
    area: str
    period: Period
    quantity: Quantity
    kind: AdjustmentKind
    source_id: Slug
    note: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """Indicator, area, period, kind, source, note: what must not stand twice."""
        return (self.indicator, self.area, self.period, self.kind, self.source_id, self.note)


class Verdict(Model):
    """What a report states of one indicator; ``inferred`` where the text only implies it."""

    stated_on: date
    period: Period
    area: str
    indicator: str | None
    phrase: str = ""
    status: VerdictStatus
    reference: Reference
    of_total: int | None = Field(default=None, ge=1)
    inferred: bool = False
    source_id: Slug | None = None
    note: str = ""
    evidence: Evidence | None = None
    rules: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """Day, period, area, indicator, reference, source: what must not stand twice."""
        return (self.stated_on, self.period, self.area, self.indicator, self.reference, self.source_id)


class HeadlineVerdict(Model):
    """A count of verdicts, as in "7 of 9 indicators met or exceeded the plan".

    ``of_total`` is None where the report does not say of how many: "27 indicators met the plan"; ``stated_on`` where
    only the day of its source is known.
    """

    period: Period
    area: str
    count: int = Field(ge=0)
    of_total: int | None = Field(default=None, ge=1)
    status: VerdictStatus
    reference: Reference
    stated_on: date | None = None
    source_id: Slug | None = None
    note: str = ""
    evidence: Evidence | None = None
    rules: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """Day, period, area, counts, status, reference, source: what must not stand twice."""
        return (
            self.stated_on,
            self.period,
            self.area,
            self.count,
            self.of_total,
            self.status,
            self.reference,
            self.source_id,
        )

    @model_validator(mode="after")
    def _count_fits(self) -> HeadlineVerdict:
        if self.of_total is not None and self.count > self.of_total:
            raise ParseError("part_larger", count=self.count, total=self.of_total)
        return self


class Tables(Model):
    """Sources, and what they print: observations, goals, verdicts, headline verdicts and one-offs.

    ``cited`` holds sources that came later than the day a data set is seen from, kept only because a goal
    that was already in force is known through them.
    """

    sources: tuple[Source, ...] = ()
    observations: tuple[Observation, ...] = ()
    goals: tuple[Goal, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    headline_verdicts: tuple[HeadlineVerdict, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    cited: tuple[Source, ...] = ()
