"""Year on year: how far a figure lies above the same stretch of the year before, worked out or as stated."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from hpbrief.models import GrowthBasis, Measure, Observation, ObsStatus

if TYPE_CHECKING:
    from hpbrief.assessment.select import Selection


class Growth(NamedTuple):
    """Growth in per cent, how it is known, and the figure of the year before where it was worked out."""

    pct: float
    basis: GrowthBasis
    base: Observation | None = None


def year_on_year(
    selection: Selection, figure: Observation | None, stated: Sequence[Observation]
) -> Growth | None:
    """Growth of a level on the same period of the year before, in the same area and series; None where unknown.

    Worked out where both levels are known and no forecast; else as stated of the very period of the figure.
    """
    if figure is None or figure.measure != Measure.LEVEL or figure.period.is_instant:
        return None
    before = figure.period.shift(-12)
    rows = [
        o
        for o in selection.ds.tables.observations
        if (o.indicator, o.area, o.measure, o.series, o.period)
        == (figure.indicator, figure.area, Measure.LEVEL, figure.series, before)
        and o.status != ObsStatus.FORECAST
        and o.quantity.unit.code == figure.quantity.unit.code
    ]
    base = selection.pick(rows) if rows else None
    if base is not None and base.quantity.base_value > 0 and figure.status != ObsStatus.FORECAST:
        growth = (figure.quantity.base_value / base.quantity.base_value - 1) * 100
        return Growth(float(round(growth, 6)), GrowthBasis.COMPUTED, base)
    printed = [o for o in stated if o.period == figure.period and o.in_percent]
    if not printed:
        return None
    said = selection.pick(printed)
    return Growth(float(said.quantity.value * Decimal(10) ** said.quantity.unit.mult), GrowthBasis.STATED)
