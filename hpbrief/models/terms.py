"""The closed vocabularies that files, frames, the command line and tests share."""

from __future__ import annotations

from enum import StrEnum


class Measure(StrEnum):
    """What a figure says of its indicator; two measures never share a column unlabelled."""

    LEVEL = "level"
    YOY_CHANGE = "yoy_change"
    CHANGE_VS_PREVIOUS = "change_vs_previous"
    SHARE_OF_PLAN = "share_of_plan"
    SHARE_OF_TOTAL = "share_of_total"
    RANK = "rank"
    RATIO = "ratio"


class Direction(StrEnum):
    """The sign of a stated change, or the good direction of an indicator."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


class GrowthBasis(StrEnum):
    """How growth on the year before is known: from two levels, or as a source states it."""

    COMPUTED = "computed"
    STATED = "stated"


class Qualifier(StrEnum):
    """How a printed number relates to the true one."""

    EXACT = "exact"
    OVER = "over"
    UNDER = "under"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Doubt(StrEnum):
    """How sure the reading of a statement is."""

    SURE = "sure"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"


class ObsStatus(StrEnum):
    """Observation status, codes of the SDMX code list CL_OBS_STATUS."""

    OFFICIAL = "A"
    PROVISIONAL = "P"
    ESTIMATE = "E"
    FORECAST = "F"


class Basis(StrEnum):
    """Who set a goal, or which plan a share of plan refers to."""

    ANNUAL_PLAN = "annual_plan"
    PRIME_MINISTER = "prime_minister"
    COUNCIL_ESTIMATE = "council_estimate"
    CENTRAL_ESTIMATE = "central_estimate"
    SCENARIO = "scenario"
    CENTRAL_GOVERNMENT = "central_government"
    STRIVING = "striving"
    DEPARTMENT = "department"
    DIRECTIVE = "directive"
    UNSPECIFIED = "unspecified"
    IMPLIED = "implied"


class Bound(StrEnum):
    """On which side of the goal value the goal is reached; ``exactly`` is judged as ``at_least``."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"


class VerdictStatus(StrEnum):
    """What a report claims of an indicator."""

    MET = "met"
    EXCEEDED = "exceeded"
    MET_OR_EXCEEDED = "met_or_exceeded"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"
    ON_TRACK = "on_track"


class Reference(StrEnum):
    """Against what a verdict was stated."""

    ANNUAL_GOAL = "annual_goal"
    SCENARIO = "scenario"
    SAME_PERIOD = "same_period"
    UNSPECIFIED = "unspecified"


class ComputedClass(StrEnum):
    """What the figures show."""

    EXCEEDED = "exceeded"
    MET = "met"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    MISSED = "missed"
    INSUFFICIENT_DATA = "insufficient_data"


class Agreement(StrEnum):
    """How a stated verdict stands to the computed class."""

    CONSISTENT = "consistent"
    OVERSTATED = "overstated"
    UNDERSTATED = "understated"
    DIFFERENT_REFERENCE = "different_reference"
    NOT_CHECKABLE = "not_checkable"


class ClaimVerdict(StrEnum):
    """How a claim of a text stands to the figures that are known."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    NOT_CHECKABLE = "not_checkable"


class Confidence(StrEnum):
    """How much history stands behind a computed class (years: high 4 or more, medium 2-3, low 0-1)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class IndicatorKind(StrEnum):
    """How an indicator behaves in time."""

    FLOW = "flow"
    STOCK = "stock"
    RATE = "rate"
    INDEX = "index"
    SHARE = "share"


class SourceKind(StrEnum):
    """Who published a source (not who counted)."""

    PRESS = "press"
    GOVERNMENT = "government"
    STATISTICS_OFFICE = "statistics_office"
    PARTY = "party"
    OTHER = "other"


class KnownBasis(StrEnum):
    """On what ground the date rests from which a source counts as known."""

    PUBLISHED = "published"
    EVENT = "event"
    ADDRESS = "address"
    MONTH = "month"
    INFERRED = "inferred"


class AdjustmentKind(StrEnum):
    """What makes part of a figure happen once: not to be expected again, or moved from another period."""

    LAND_SALE = "land_sale"
    TAX_DEFERRAL = "tax_deferral"
    LARGE_PROJECT = "large_project"
    ONE_OFF = "one_off"


class AdoptedBasis(StrEnum):
    """On what ground the date of adoption of a goal rests."""

    STATED = "stated"
    INFERRED = "inferred"


class DeadlineWord(StrEnum):
    """How a deadline was put."""

    BEFORE = "before"
    BY = "by"
    WITHIN = "within"


class LegalKind(StrEnum):
    """Kinds of legal and party documents (Law on Promulgation of Legal Documents; Party rules on form)."""

    LAW = "law"
    RESOLUTION = "resolution"
    DECREE = "decree"
    DECISION = "decision"
    DIRECTIVE = "directive"
    CIRCULAR = "circular"
    PLAN = "plan"
    PROGRAMME = "programme"
    CONCLUSION = "conclusion"
    NOTICE = "notice"
    DISPATCH = "dispatch"
    REPORT = "report"
    REGULATION = "regulation"
    PROPOSAL = "proposal"
    OTHER = "other"


class Severity(StrEnum):
    """How grave a finding is: ``error`` cannot be true, ``warning`` asks for a look, ``info`` explains."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
