"""Frozen models of what briefings say and what figures show; no input or output, no pandas.

In: values. Out: records that are frozen, closed, and the same again after JSON.
"""

from hpbrief.models.briefing import Briefing, Issue
from hpbrief.models.directive import Directive, Event, LegalRef, Meeting, PeriodMention, Person
from hpbrief.models.goal import Goal, HeadlineVerdict, Verdict
from hpbrief.models.indicator import Area, Indicator, IndicatorGroup, Lang, UnitInfo
from hpbrief.models.observation import Observation, Statement
from hpbrief.models.period import Period
from hpbrief.models.quantity import Interval, Quantity, Unit
from hpbrief.models.scorecard import (
    Assessment,
    Finding,
    HistoryYear,
    Judgement,
    MonthlySteps,
    Projection,
    ScorecardRecord,
    ShareCheck,
)
from hpbrief.models.source import Cell, Document, Evidence, Locator, Source, Span, Table, TableCell, Unread
from hpbrief.models.tables import Tables
from hpbrief.models.terms import (
    AdoptedBasis,
    Agreement,
    Basis,
    Bound,
    ComputedClass,
    Confidence,
    DeadlineWord,
    Direction,
    GrowthBasis,
    IndicatorKind,
    KnownBasis,
    LegalKind,
    Measure,
    ObsStatus,
    Qualifier,
    Reference,
    Severity,
    SourceKind,
    VerdictStatus,
)

__all__ = [
    "AdoptedBasis",
    "Agreement",
    "Area",
    "Assessment",
    "Basis",
    "Bound",
    "Briefing",
    "Cell",
    "ComputedClass",
    "Confidence",
    "DeadlineWord",
    "Direction",
    "Directive",
    "Document",
    "Event",
    "Evidence",
    "Finding",
    "Goal",
    "GrowthBasis",
    "HeadlineVerdict",
    "HistoryYear",
    "Indicator",
    "IndicatorGroup",
    "IndicatorKind",
    "Interval",
    "Issue",
    "Judgement",
    "KnownBasis",
    "Lang",
    "LegalKind",
    "LegalRef",
    "Locator",
    "Measure",
    "Meeting",
    "MonthlySteps",
    "ObsStatus",
    "Observation",
    "Period",
    "PeriodMention",
    "Person",
    "Projection",
    "Qualifier",
    "Quantity",
    "Reference",
    "ScorecardRecord",
    "Severity",
    "ShareCheck",
    "Source",
    "SourceKind",
    "Span",
    "Statement",
    "Table",
    "TableCell",
    "Tables",
    "Unit",
    "UnitInfo",
    "Unread",
    "Verdict",
    "VerdictStatus",
]
