"""What to know of a judgement before leaning on it: flags of area, goal, figure and past, and how sure one may be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

from hpbrief.assessment.judging import Judge
from hpbrief.assessment.planned import is_growth
from hpbrief.assessment.select import Figures, Goals, Selection
from hpbrief.dataset import Dataset
from hpbrief.models import (
    AdoptedBasis,
    Area,
    Basis,
    ComputedClass,
    Confidence,
    Goal,
    HistoryYear,
    Judgement,
    Observation,
)

#: Classes that a figure itself decides: nothing is projected.
DECIDED = (ComputedClass.EXCEEDED, ComputedClass.MET, ComputedClass.MISSED)


def area_flags(place: Area, year: int) -> list[str]:
    """Whether the area was merged before the year ended."""
    return ["area_ended"] if place.valid_to and place.valid_to < date(year, 12, 31) else []


def goal_flags(goal: Goal | None, goals: Goals, selection: Selection, day: date) -> list[str]:
    """How the goal was come by, from when it counts, and what else is printed of it."""
    if goal is None:
        return []
    flags = []
    if goal.basis == Basis.IMPLIED:
        flags.append("implied_goal")
    elif goal.grown_from:
        flags.append("goal_from_growth")
    elif is_growth(selection.ds.catalog.indicator(goal.indicator), goal):
        flags.append("growth_goal_without_base")
    elif goal.adopted_basis == AdoptedBasis.INFERRED:
        flags.append("goal_adoption_inferred")
    if selection.known[goal.source_id] > day:
        flags.append("goal_source_later")
    if goal.basis in goals.disagreeing:
        flags.append("goals_disagree")
    if goal.basis in goals.originals:
        flags.append("goal_revised")
    return flags


def missing_flags(figures: Figures, goals: Goals, goal: Goal | None, basis: Basis | None) -> list[str]:
    """Whether figure or goal are not known."""
    flags = []
    if figures.chosen is None:
        flags.append("no_figure")
    if goal is None:
        flags.append("no_goal_on_basis" if basis and goals.by_basis else "no_goal")
    return flags


def past_flags(judge_one: Judge, main: Judgement | None) -> list[str]:
    """How the figure stands to its past: a level far from last year's, years far from even, a band too wide to tell."""
    if main is None:
        return []
    thresholds = judge_one.selection.ds.catalog.thresholds
    limits, flags = thresholds["history"], []
    if _shifted(main, limits["level_shift"]):
        flags.append("level_shift")
    refused = judge_one.history is not None and main.figure.key in judge_one.history.refused
    margin = limits["growth_share_margin"]
    if refused or any(_lopsided(h, float(main.months), margin) for h in main.history):
        flags.append("lopsided")
    if _odd_level(main.history, thresholds):
        flags.append("outlier_year")
    p = main.projection
    if p and p.history_years and main.gap and p.hi80 - p.lo80 > abs(main.gap):
        flags.append("wide_band")
    return flags


def _shifted(main: Judgement, limit: float) -> bool:
    """Whether a total is so far from last year's by the same month that boundary or definition may be another."""
    last = next((h for h in main.history if h.origin in ("own", "summed")), None)
    c = float(main.figure.quantity.to(last.unit).value) if last else 0.0
    if last is None or c <= 0 or last.to_date <= 0 or last.year != main.goal.period.end.year - 1:
        return False
    return abs(math.log(c / float(last.to_date))) > limit


def _odd_level(history: Sequence[HistoryYear], thresholds: Mapping[str, Any]) -> bool:
    """Whether a year brought less than half or more than twice what the others of three or more did (a lockdown year).

    Its share by the month counts all the same; the band is wider where this year grew much on it.
    """
    totals = [float(h.total * Decimal(10) ** h.unit.mult) for h in history]
    if len(totals) < thresholds["history"]["outlier_years"]:
        return False
    usual, far = median(totals), thresholds["signs"]["outlier_level"]
    return any(not 1 / far < total / usual < far for total in totals)


def _lopsided(h: HistoryYear, months: float, margin: float) -> bool:
    return h.origin != "from_growth" and abs(h.share - months / 12) > margin


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


def confidence(main: Judgement | None, thresholds: Mapping[str, Any]) -> Confidence | None:
    """By the years behind a projection, their origin and its width; None where none was needed or none was made."""
    if main is None or main.computed_class in (*DECIDED, ComputedClass.INSUFFICIENT_DATA):
        return None
    projection, limits = main.projection, thresholds["history"]
    n = len(projection.history_years) if projection else 0
    worked_out = any(h.origin in ("borrowed", "from_growth") for h in main.history)
    if (
        projection is None
        or worked_out
        or projection.hi80 - projection.lo80 > limits["wide"] * projection.median
    ):
        return Confidence.LOW
    apart = "outlier_year" in main.flags or _odd_level(main.history, thresholds)
    if n >= limits["high_years"] and not apart:
        return Confidence.HIGH
    return Confidence.MEDIUM if n >= limits["medium_years"] else Confidence.LOW
