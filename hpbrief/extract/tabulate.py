"""Statements to observations and goals: what the page says to what it means."""

from __future__ import annotations

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
    Qualifier,
    Quantity,
    Source,
    SourceKind,
    Statement,
    Tables,
    Unit,
)

# an index of a table, by the rule that read it, and the change that it is
_INDEX_OF = {
    "measure.cell_index_yoy": Measure.YOY_CHANGE,
    "measure.cell_index_previous": Measure.CHANGE_VS_PREVIOUS,
}
_SIGNED = (Measure.YOY_CHANGE, Measure.CHANGE_VS_PREVIOUS)


def to_tables(briefing: Briefing, source: Source | None = None) -> Tables:
    """The tables of a briefing under one source (by default one made of the document).

    An observation is signed (a fall is negative), a share of plan "vượt 16 %" becomes 116, and a table's index
    112.4 of the year before a change of 12.4. Of two statements of one cell the first counts.
    """
    source = source or _source_of(briefing)
    observations: dict[tuple[object, ...], Observation] = {}
    goals: dict[tuple[object, ...], Goal] = {}
    for statement in briefing.statements:
        if statement.indicator is None or statement.area is None or statement.period is None:
            continue
        if statement.unit is None and statement.measure is not Measure.RANK:
            continue
        if statement.kind == "goal":
            goal = _goal(statement, source)
            goals.setdefault(goal.key, goal)
        else:
            observation = _observation(statement, source)
            observations.setdefault(observation.key, observation)
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


def _source_of(briefing: Briefing) -> Source:
    document = briefing.document
    return Source(
        source_id=f"text-{document.id}",
        publisher=document.publisher or "?",
        url=document.url,
        published=document.published,
        known_from=document.published,
        known_basis=KnownBasis.PUBLISHED if document.published else None,
        kind=SourceKind.OTHER,
        title=document.title,
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
    return Quantity(
        value=value, unit=Unit(code=statement.unit or "RANK", mult=statement.unit_mult), qualifier=qualifier
    )


def _observation(statement: Statement, source: Source) -> Observation:
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
        status=statement.obs_status or ObsStatus.OFFICIAL,
        plan_basis=(statement.basis or Basis.UNSPECIFIED) if share else None,
        source_id=source.source_id,
        evidence=statement.evidence,
    )


def _goal(statement: Statement, source: Source) -> Goal:
    assert statement.indicator
    assert statement.area
    assert statement.period
    at_most = (
        statement.qualifier in (Qualifier.AT_MOST, Qualifier.UNDER) or statement.direction is Direction.DOWN
    )
    return Goal(
        indicator=statement.indicator,
        area=statement.area,
        period=statement.period,
        quantity=_quantity(statement),
        bound=Bound.AT_MOST if at_most else Bound.AT_LEAST,
        basis=statement.basis or Basis.UNSPECIFIED,
        adopted_basis=AdoptedBasis.INFERRED if source.known_from else None,
        adopted=source.known_from,
        source_id=source.source_id,
        evidence=statement.evidence,
    )
