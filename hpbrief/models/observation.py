"""Statement (what the page says) and Observation (what it means)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from hpbrief.models.base import Model
from hpbrief.models.period import Period
from hpbrief.models.quantity import Number, Quantity
from hpbrief.models.source import Evidence, Slug
from hpbrief.models.terms import Basis, Direction, Measure, ObsStatus, Qualifier


class Statement(Model):
    """A figure or goal as the page puts it: the magnitude as printed, the sign in ``direction``.

    ``indicator`` is None where the catalogue does not know the subject; the words stay in ``phrase``.
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
