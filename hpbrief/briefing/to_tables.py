"""Statements to observations and goals: what the page says to what it means."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from hpbrief.catalog import load_catalog
from hpbrief.errors import DatasetError, Message, Problem
from hpbrief.models import (
    AdoptedBasis,
    Basis,
    Bound,
    Briefing,
    Direction,
    Goal,
    KnownBasis,
    Measure,
    Observation,
    ObsStatus,
    Period,
    Qualifier,
    Quantity,
    Source,
    SourceKind,
    Statement,
    Tables,
    Unit,
)
from hpbrief.tables.rows import DAYS_AFTER_PERIOD, reached_at

# an index of a table, by the rule that read it, and the change that it is
_INDEX_OF: Final = {
    "measure.cell_index_yoy": Measure.YOY_CHANGE,
    "measure.cell_index_previous": Measure.CHANGE_VS_PREVIOUS,
}
_SIGNED: Final = (Measure.YOY_CHANGE, Measure.CHANGE_VS_PREVIOUS)


def to_tables(briefing: Briefing, source: Source | None = None) -> Tables:
    """The tables of a briefing under one source (by default one made of the document).

    An observation is signed (a fall is negative), a share of plan "vượt 16 %" becomes 116, and a table's index
    112.4 of the year before a change of 12.4. A general word of counting becomes the unit by which the
    indicator is counted ("vụ" of traffic accidents). A goal in per cent of an indicator that is no percentage
    stays where it is growth on the year before (+15 %), else it gives no amount and is left out. Of two
    statements of one cell the first counts, but a change in per cent before one in amounts. A source without a
    day counts as known a week after the newest period it reports (``known_basis`` is ``inferred``).
    """
    source = _dated(source or _source_of(briefing), briefing)
    observations: dict[tuple[object, ...], Observation] = {}
    goals: dict[tuple[object, ...], Goal] = {}
    for statement in briefing.statements:
        if not _is_named(statement) or statement.area is None or statement.period is None:
            continue
        if statement.kind == "goal":
            if not says_how_much(statement):
                continue
            goal = as_goal(statement, source)
            goals.setdefault(goal.key, goal)
        else:
            observation = as_observation(statement, source)
            first = observations.setdefault(observation.key, observation)
            if observation.measure in _SIGNED and observation.in_percent and not first.in_percent:
                observations[observation.key] = observation
    return Tables(
        sources=(source,),
        observations=tuple(observations.values()),
        goals=tuple(goals.values()),
        verdicts=tuple(
            v.model_copy(update={"source_id": source.source_id})
            for v in briefing.verdicts
            if v.indicator and v.area
        ),
        headline_verdicts=tuple(
            h.model_copy(update={"source_id": source.source_id}) for h in briefing.headlines if h.area
        ),
    )


def says_how_much(statement: Statement) -> bool:
    """Whether a goal gives an amount of its indicator, or growth on the year before; "vượt 2 % dự toán" does not."""
    known = load_catalog().indicators.get(statement.indicator or "")
    if known is None or known.unit.code == "PT" or statement.unit != "PT":
        return True
    return statement.measure is Measure.YOY_CHANGE and known.measure is Measure.LEVEL


def _source_of(briefing: Briefing) -> Source:
    document = briefing.document
    return Source(
        source_id=f"text-{document.id}",
        publisher=document.publisher or document.file or "?",
        url=document.url,
        published=document.published,
        kind=SourceKind.OTHER,
        title=document.title,
    )


def _dated(source: Source, briefing: Briefing) -> Source:
    """The source with the day from which it counts as known: its own, else inferred from what it reports."""
    if source.known_from is not None:
        return source
    if source.published is not None:
        return source.model_copy(update={"known_from": source.published, "known_basis": KnownBasis.PUBLISHED})
    day = _inferred_day(briefing)
    return (
        source.model_copy(update={"known_from": day, "known_basis": KnownBasis.INFERRED}) if day else source
    )


def _inferred_day(briefing: Briefing) -> date | None:
    """A week after the newest period of a figure that is no forecast; of goals alone the start of their period."""
    named = [(s, s.period) for s in briefing.statements if _is_named(s) and s.period]
    told = [p.end for s, p in named if s.kind == "figure" and s.obs_status is not ObsStatus.FORECAST]
    told += [v.period.end for v in briefing.verdicts]
    told += [h.period.end for h in briefing.headlines]
    if told:
        return max(told) + timedelta(days=DAYS_AFTER_PERIOD)
    return max((period.start for _, period in named), default=None)


def _is_named(statement: Statement) -> bool:
    """Whether the catalogue knows what a statement is of, and its unit is known."""
    return statement.indicator is not None and (
        statement.unit is not None or statement.measure is Measure.RANK
    )


def without_area(briefing: Briefing) -> int:
    """How many figures and goals of known indicators have no area, and so stand in no table."""
    return sum(_is_named(s) and s.area is None for s in briefing.statements)


def refuse_if_empty(tables: Tables, briefing: Briefing) -> None:
    """Raise DatasetError where figures of known indicators were read and none has a place in a table."""
    named = [s for s in briefing.statements if _is_named(s)]
    if not named or tables.observations or tables.goals:
        return
    missing = {
        "area": (
            "facts_placeless",
            without_area(briefing),
        ),
        "period": (
            "facts_undated",
            sum(s.period is None for s in named),
        ),
    }
    name = briefing.document.file or briefing.document.title or briefing.document.id
    raise DatasetError(
        [
            Problem(name, None, column, Message(code, count=count, total=len(named)))
            for column, (code, count) in missing.items()
            if count
        ]
    )


def _measure(statement: Statement) -> Measure:
    """The measure of the observation: an index of a table is a change."""
    if statement.measure is Measure.RATIO and statement.rules:
        return _INDEX_OF.get(statement.rules[0], Measure.RATIO)
    return statement.measure


def _quantity(statement: Statement) -> Quantity:
    value = statement.value
    if statement.measure is not _measure(statement):
        value -= 100
    if statement.direction is Direction.DOWN and (statement.measure in _SIGNED):
        value = -value
    if statement.measure is Measure.SHARE_OF_PLAN and statement.direction is not Direction.NONE:
        value = 100 - value if statement.direction is Direction.DOWN else 100 + value
    qualifier = statement.qualifier
    if statement.direction is Direction.DOWN and qualifier in (Qualifier.OVER, Qualifier.UNDER):
        qualifier = Qualifier.UNDER if qualifier is Qualifier.OVER else Qualifier.OVER
    code = load_catalog().counted_as(statement.indicator or "", statement.unit or "RANK")
    return Quantity(value=value, unit=Unit(code=code, mult=statement.unit_mult), qualifier=qualifier)


def _status(statement: Statement, period: Period, source: Source) -> ObsStatus:
    """An estimate of a whole year that is not over when the source speaks is its forecast of that year."""
    status = statement.obs_status or ObsStatus.OFFICIAL
    day = source.published or source.known_from
    ahead = period.is_year and day is not None and day < period.end
    return ObsStatus.FORECAST if ahead and status is ObsStatus.ESTIMATE else status


def as_observation(statement: Statement, source: Source) -> Observation:
    """A figure as a row of a data set; it must have an indicator, an area, a period and a unit."""
    assert statement.indicator
    assert statement.area
    assert statement.period
    share = statement.measure is Measure.SHARE_OF_PLAN
    return Observation(
        indicator=statement.indicator,
        area=statement.area,
        measure=_measure(statement),
        period=statement.period,
        quantity=_quantity(statement),
        status=_status(statement, statement.period, source),
        plan_basis=(statement.basis or Basis.UNSPECIFIED) if share else None,
        source_id=source.source_id,
        evidence=statement.evidence,
    )


def as_goal(statement: Statement, source: Source) -> Goal:
    """A goal as a row of a data set; it must have an indicator, an area, a period and a unit."""
    assert statement.indicator
    assert statement.area
    assert statement.period
    known = load_catalog().indicators.get(statement.indicator)
    good_down = known is not None and known.direction is Direction.DOWN
    at_most = (
        statement.qualifier in (Qualifier.AT_MOST, Qualifier.UNDER)
        or statement.direction is Direction.DOWN
        or (good_down and statement.qualifier is Qualifier.EXACT)
    )
    bound = Bound.AT_MOST if at_most else Bound.AT_LEAST
    quantity = _quantity(statement)
    value, other = quantity.value, None
    if statement.value_max is not None and quantity.value == statement.value:
        value, other = reached_at(statement.value, statement.value_max, bound)
    return Goal(
        indicator=statement.indicator,
        area=statement.area,
        period=statement.period,
        quantity=quantity.model_copy(update={"value": value}),
        other_end=other,
        bound=bound,
        basis=statement.basis or Basis.UNSPECIFIED,
        adopted_basis=AdoptedBasis.INFERRED if source.known_from else None,
        adopted=source.known_from,
        source_id=source.source_id,
        evidence=statement.evidence,
    )
