"""Figures and goals to be judged, made from a few words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import hpbrief as hb
from hpbrief.assessment.judging import judge
from hpbrief.models import (
    Basis,
    Bound,
    Goal,
    Indicator,
    Judgement,
    Observation,
    ObsStatus,
    Period,
    Qualifier,
    Quantity,
    Unit,
)

THRESHOLDS = hb.load_catalog().thresholds


def indicator(indicator_id: str) -> Indicator:
    return hb.load_catalog().indicator(indicator_id)


def period(months: int | str, year: int = 2025) -> Period:
    """So many months of the year, or the year up to a day."""
    if isinstance(months, int):
        return Period.year_to_date(year, months)
    return Period(date(year, 1, 1), date.fromisoformat(months))


def figure(
    indicator_id: str,
    value: str | Decimal,
    months: int | str = 9,
    *,
    qualifier: str = "exact",
    mult: int | None = None,
    code: str | None = None,
) -> Observation:
    known = indicator(indicator_id)
    return Observation(
        indicator=indicator_id,
        area="haiphong-merged",
        measure=known.measure,
        period=period(months),
        quantity=Quantity(
            value=Decimal(value),
            unit=Unit(code=code or known.unit.code, mult=known.unit.mult if mult is None else mult),
            qualifier=Qualifier(qualifier),
        ),
        status=ObsStatus.OFFICIAL,
        source_id="s",
    )


def goal(
    indicator_id: str, value: str | Decimal, *, bound: str = "at_least", mult: int | None = None
) -> Goal:
    known = indicator(indicator_id)
    unit = Unit(code=known.unit.code, mult=known.unit.mult if mult is None else mult)
    return Goal(
        indicator=indicator_id,
        area="haiphong-merged",
        period=Period.year(2025),
        quantity=Quantity(value=Decimal(value), unit=unit),
        bound=Bound(bound),
        basis=Basis.ANNUAL_PLAN,
        source_id="s",
    )


def judged(
    indicator_id: str,
    value: str | Decimal,
    target: str | Decimal,
    months: int | str = 9,
    *,
    bound: str = "at_least",
    qualifier: str = "exact",
) -> Judgement:
    return judge(
        figure(indicator_id, value, months, qualifier=qualifier),
        goal(indicator_id, target, bound=bound),
        indicator(indicator_id),
        THRESHOLDS,
    )
