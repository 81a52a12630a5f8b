"""Assessment, Scorecard and Finding: what the figures show, beside what was stated."""

from __future__ import annotations

from datetime import date
from typing import Literal

from hpbrief.models.base import Model
from hpbrief.models.observation import Adjustment, Goal, HeadlineVerdict, Observation, Verdict
from hpbrief.models.quantity import Number, Unit
from hpbrief.models.source import Source
from hpbrief.models.terms import (
    Agreement,
    Basis,
    ComputedClass,
    Confidence,
    GrowthBasis,
    ObsStatus,
    Severity,
)


class MonthlySteps(Model):
    """What a projection by single months is redone by hand from: ln of the months left, one by one.

    Month i of those left is exp(``level`` + ``season[i]`` + i × ``drift``); ``sigma`` is how far the level lay from the
    next month, month after month, on this very series.
    """

    level: float
    season: tuple[float, ...]
    drift: float
    sigma: float


class CountSteps(Model):
    """What a projection of small counts is redone by hand from: the rest of the year is beta-negative-binomial.

    P(R = k) = Γ(size + k) / (k! Γ(size)) · B(a + size, b + k) / B(a, b); ``size`` is C + 1/2, ``a`` and ``b`` the
    events of past years by this month and after it, each with 1/2 more (or the weight of an even pace).
    """

    size: float
    a: float
    b: float


class Projection(Model):
    """Where the year may end, in the unit of the figure: median, 80 % interval, probability of the goal.

    ``method`` names the law: ``months`` (every month known), ``quarters``, ``two_numbers`` (to date and total of past
    years), ``counts`` (events counted one by one), ``straight`` (no past year), ``growth``; ``history_years`` which
    years stand behind it. ``mu``, ``scale`` and ``df`` are the location, scale and degrees of freedom of the t
    distribution of ln((Y − C)/C), so that a reader can redo the probability; of counts they only draw.
    """

    method: str
    history_years: tuple[int, ...] = ()
    mu: float
    scale: float
    df: float
    median: float
    lo80: float
    hi80: float
    p_reach: float | None
    steps: MonthlySteps | None = None
    counts: CountSteps | None = None


class HistoryYear(Model):
    """One complete year behind a projection: the total by the same month, and of the year, in one unit.

    ``origin`` says how: ``own`` (the area itself), ``summed`` (the places merged into it), ``from_growth``
    (last year's total and the stated growth give the total by the month), ``borrowed`` (only the shape, of the
    largest place merged into it), ``prorated`` (the figure ends within a month: the days' part of that month).
    """

    year: int
    to_date: Number
    total: Number
    unit: Unit
    origin: Literal["own", "summed", "from_growth", "borrowed", "prorated"]
    areas: tuple[str, ...]
    source_ids: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of the year that was in hand by the month."""
        return float(self.to_date / self.total)


class Judgement(Model):
    """One figure held against one goal.

    ``months`` is m, the months elapsed at the figure's end; percentages are in percent, the required
    amounts in the unit of the figure (of a percentage in points) and None once nothing more is needed, ``gap`` is
    goal minus figure. ``to_complete`` is the part of the goal
    still open over the part of the year's total still expected: at most 1 where the pace suffices.
    """

    figure: Observation
    goal: Goal
    months: Number
    computed_class: ComputedClass
    rule_id: str
    attainment_pct: float | None = None
    expected_share_pct: float | None = None
    pace_index: float | None = None
    gap: float | None = None
    required_per_month: float | None = None
    average_per_month: float | None = None
    best_per_month: float | None = None
    to_complete: float | None = None
    required_growth_pct: float | None = None
    history: tuple[HistoryYear, ...] = ()
    projection: Projection | None = None
    flags: tuple[str, ...] = ()


class TrackRecord(Model):
    """How far an office's forecasts (F) or estimates (E) of an indicator lay from what came out.

    ``bias`` is the mean miss, ``spread`` its standard deviation (None of one), ``farthest`` the largest: in per cent of
    what came out, or in points where ``in_points``; above nought is said too high. ``office`` is the area whose it was,
    itself or one merged into it.
    """

    office: str
    status: ObsStatus
    n: int
    bias: float
    spread: float | None
    farthest: float
    in_points: bool
    first_year: int
    last_year: int


class ShareCheck(Model):
    """A stated share of plan against figure over goal: does the computed share round to the printed one?"""

    stated: Observation
    figure: Observation
    goal: Goal
    computed_pct: float
    consistent: bool


class Assessment(Model):
    """One indicator: its figure, its goal, its class by the figures, and the official verdict beside it.

    ``original`` holds the figure against the goal that a revised one took the place of, ``underlying`` the figure
    without its known one-offs (``adjustments``; empty where a report prints it so) against the same goal.
    ``yoy_pct`` is the figure's growth on the same period of the year before, worked out from ``yoy_base`` or as stated.
    """

    area: str
    indicator: str
    year: int
    as_of: date
    computed_class: ComputedClass
    rule_id: str
    confidence: Confidence | None = None
    flags: tuple[str, ...] = ()
    goal: Goal | None = None
    figure: Observation | None = None
    main: Judgement | None = None
    by_basis: tuple[Judgement, ...] = ()
    original: Judgement | None = None
    underlying: Judgement | None = None
    adjustments: tuple[Adjustment, ...] = ()
    portions: tuple[Judgement, ...] = ()
    candidates: tuple[Judgement, ...] = ()
    other_figures: tuple[Observation, ...] = ()
    other_goals: tuple[Goal, ...] = ()
    growth_stated: tuple[Observation, ...] = ()
    yoy_pct: float | None = None
    yoy_basis: GrowthBasis | None = None
    yoy_base: Observation | None = None
    share_checks: tuple[ShareCheck, ...] = ()
    forecast: Observation | None = None
    forecasts: tuple[Observation, ...] = ()
    track: tuple[TrackRecord, ...] = ()
    stated: Verdict | None = None
    stated_all: tuple[Verdict, ...] = ()
    agreement: Agreement


class Finding(Model):
    """Something that cannot be true, or asks for a look: the values, their sources, the arithmetic."""

    code: str
    severity: Severity
    area: str
    indicator: str
    message: str
    values: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    arithmetic: str = ""


class ScorecardRecord(Model):
    """All assessments of one area and year as they could be made on one day, with their sources."""

    dataset: str
    area: str
    year: int
    as_of: date
    basis: Basis | None = None
    assessments: tuple[Assessment, ...] = ()
    headlines: tuple[HeadlineVerdict, ...] = ()
    sources: tuple[Source, ...] = ()
