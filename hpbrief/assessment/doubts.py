"""What is judged where the newest figure cannot be: one that falls, one that is old, one that never came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hpbrief.assessment.judging import Judge
from hpbrief.assessment.select import Figures
from hpbrief.dataset import Dataset
from hpbrief.models import Agreement, ComputedClass, Goal, Indicator, Judgement, Observation

RED = (ComputedClass.OFF_TRACK, ComputedClass.MISSED)


def undisputed(flags: Sequence[str], computed: ComputedClass, found: Agreement) -> Agreement:
    """No verdict is contradicted by a figure that cannot be true."""
    return Agreement.NOT_CHECKABLE if "doubted" in flags and computed in RED else found


def undoubted(judge_one: Judge, figures: Figures, main: Judgement, indicator: Indicator) -> Judgement:
    """The judgement by the earlier total that a figure falls below: the figure itself gives no red class."""
    earlier = max(
        (o for o in figures.candidates if o.period.end < main.figure.period.end),
        key=lambda o: o.period.end,
    )
    return judge_one(earlier, main.goal, indicator)


def after_the_year(
    judge_one: Judge, main: Judgement | None, goal: Goal, forecast: Observation | None, indicator: Indicator
) -> tuple[Judgement | None, list[str]]:
    """Once the year is over: the authority's forecast stands in for a final figure; nothing is needed any more."""
    if forecast is not None:
        return judge_one(forecast, goal, indicator), ["authority_forecast"]
    if main is None:
        return None, []
    closed = main.model_copy(update={"required_per_month": None, "required_growth_pct": None})
    return closed, ["final_missing"]


def stale(ds: Dataset, area: str, figure: Observation | None, day: date) -> list[str]:
    """Whether three or more later reports of the area have gone by without this figure."""
    if figure is None:
        return []
    later = {
        o.period.end
        for o in ds.tables.observations
        if o.area == area
        and o.period.is_year_to_date
        and o.period.whole_months
        and figure.period.end < o.period.end <= day
    }
    return ["stale"] if len(later) >= ds.catalog.thresholds["classes"]["stale_reports"] else []
