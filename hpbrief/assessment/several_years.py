"""Goals over several years (2021–2025, 2026–2030): the rate that is still required against the actual one.

What a goal of several years means follows the indicator: a total adds up over the years, a growth rate is their mean
(as growth compounds), a share or stock is to be reached by the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hpbrief.assessment.planned import last_total
from hpbrief.assessment.select import Selection
from hpbrief.catalog import Catalog
from hpbrief.format import format_number, format_quantity
from hpbrief.models import (
    Bound,
    Goal,
    Indicator,
    IndicatorKind,
    Lang,
    Measure,
    Observation,
    ObsStatus,
    Period,
    Quantity,
)
from hpbrief.tables.schema import ColumnType

#: Columns of ``Scorecard.terms``.
FRAME: dict[str, ColumnType] = {
    "indicator": "string",
    "label": "string",
    "term": "string",
    "basis": "string",
    "goal": "number",
    "bound": "string",
    "unit": "string",
    "unit_mult": "integer",
    "meaning": "string",
    "done": "number",
    "known_to": "date",
    "years_done": "number",
    "years_left": "number",
    "actual_rate": "number",
    "required_rate": "number",
    "anticipated": "number",
    "gap": "number",
    "goal_source_id": "string",
    "source_ids": "string",
}


def terms(
    selection: Selection, indicator: Indicator, area: str, day: date
) -> list[tuple[dict[str, Any], Goal]]:
    """A row of ``FRAME`` and its goal, for each of several years that runs on a day or ran out before it.

    ``meaning`` is ``total``, ``mean`` or ``level``. Rates are a year: what it brought so far (of a level its change),
    what each year left must bring; of a mean the growth a year. ``anticipated`` is where the term ends at the actual
    rate, ``gap`` the goal less that; all in the unit of the goal, growth and shares in points.
    """
    goals = [
        g
        for g in selection.ds.tables.goals
        if (g.indicator, g.area) == (indicator.id, area)
        and g.period.start.year < g.period.end.year
        and g.period.start <= day
    ]
    newest: dict[tuple[object, ...], Goal] = {}
    for goal in sorted(goals, key=selection.goal_rank):
        newest[goal.period, goal.basis] = goal
    return [(_row(selection, indicator, goal, day), goal) for goal in newest.values()]


def _row(selection: Selection, indicator: Indicator, goal: Goal, day: date) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(FRAME)
    row |= {
        "indicator": indicator.id,
        "term": f"{goal.period.start.year}–{goal.period.end.year}",
        "basis": goal.basis,
        "goal": goal.quantity.value,
        "bound": goal.bound,
        "unit": goal.quantity.unit.code,
        "unit_mult": goal.quantity.unit.mult,
        "meaning": _meaning(indicator),
        "goal_source_id": goal.source_id,
    }
    known = {"total": _total, "mean": _mean, "level": _level}[row["meaning"]](selection, indicator, goal, day)
    if known is None:
        return row
    row |= known
    if row["years_left"] and row["anticipated"] is not None:
        row["gap"] = float(goal.quantity.value) - row["anticipated"]
    elif row["anticipated"] is not None:
        row |= {"required_rate": None, "gap": float(goal.quantity.value) - row["anticipated"]}
    return row


def _meaning(indicator: Indicator) -> str:
    if indicator.measure == Measure.YOY_CHANGE:
        return "mean"
    adds_up = indicator.kind == IndicatorKind.FLOW and indicator.unit.code != "PT"
    return "total" if adds_up else "level"


def _printed(selection: Selection, indicator: Indicator, goal: Goal, day: date) -> list[Observation]:
    """Figures of the indicator in the goal's unit, by a day and no forecasts."""
    return [
        o
        for o in selection.ds.tables.observations
        if (o.indicator, o.area, o.measure) == (indicator.id, goal.area, indicator.measure)
        and o.status != ObsStatus.FORECAST
        and o.quantity.unit.code == goal.quantity.unit.code
        and o.period.end <= day
    ]


def _years(
    selection: Selection, indicator: Indicator, goal: Goal, day: date
) -> list[tuple[Observation, float]] | None:
    """What each year of the term brought, without a gap, and last of all the year to date, in the goal's unit."""
    found = []
    first, last = goal.period.start.year, min(goal.period.end.year, day.year)
    for year in range(first, last + 1):
        o = last_total(selection, indicator, goal.area, year)
        if o is None and indicator.measure == Measure.LEVEL:
            o = selection.figures(indicator, goal.area, year, day).chosen
        if o is None or o.quantity.unit.code != goal.quantity.unit.code:
            break
        found.append((o, float(o.quantity.to(goal.quantity.unit).value)))
        if not o.period.is_year:
            break
    return found or None


def _span(found: Sequence[tuple[Observation, float]], goal: Goal) -> dict[str, Any]:
    end = found[-1][0].period.end
    done = end.year - goal.period.start.year + float(Period(date(end.year, 1, 1), end).months_elapsed) / 12
    whole = goal.period.end.year - goal.period.start.year + 1
    return {
        "known_to": end,
        "years_done": done,
        "years_left": left if (left := whole - done) > 0.02 else 0.0,
        "source_ids": ";".join(dict.fromkeys(o.source_id for o, _ in found)),
    }


def _total(selection: Selection, indicator: Indicator, goal: Goal, day: date) -> dict[str, Any] | None:
    found = _years(selection, indicator, goal, day) or []
    since = [
        o
        for o in _printed(selection, indicator, goal, day)
        if o.period.start == goal.period.start and o.period in goal.period and not o.period.is_instant
    ]
    newest = max((o.period.end for o in since), default=date.min)
    if not found or newest > found[-1][0].period.end:  # printed as one sum since the term began
        cell = [o for o in since if o.period.end == newest]
        found = [
            (o, float(o.quantity.to(goal.quantity.unit).value))
            for o in ([selection.pick(cell)] if cell else [])
        ]
    if not found:
        return None
    span, done, t = _span(found, goal), sum(v for _, v in found), float(goal.quantity.value)
    rate = done / span["years_done"]
    left = span["years_left"]
    return span | {
        "done": done,
        "actual_rate": rate,
        "required_rate": max(0.0, t - done) / left if left else None,
        "anticipated": done + rate * left,
    }


def _mean(selection: Selection, indicator: Indicator, goal: Goal, day: date) -> dict[str, Any] | None:
    found = [x for x in _years(selection, indicator, goal, day) or [] if x[0].period.is_year]
    if not found:
        return None
    span, t = _span(found, goal), float(goal.quantity.value)
    grown = 1.0
    for _, v in found:
        grown *= 1 + v / 100
    rate, left = 100 * (grown ** (1 / len(found)) - 1), span["years_left"]
    needed = (1 + t / 100) ** (len(found) + left) / grown
    return span | {
        "done": rate,
        "actual_rate": rate,
        "required_rate": 100 * (needed ** (1 / left) - 1) if left else None,
        "anticipated": rate,
    }


def _level(selection: Selection, indicator: Indicator, goal: Goal, day: date) -> dict[str, Any] | None:
    """A share or stock: its change a year since the last figure before the term, or the first in it."""
    points: dict[date, Observation] = {}
    for o in _printed(selection, indicator, goal, day):
        points[o.period.end] = selection.pick([o, points[o.period.end]]) if o.period.end in points else o
    ends = sorted(e for e in points if e <= goal.period.end)
    before = [e for e in ends if e < goal.period.start]
    ends = [*before[-1:], *(e for e in ends if e >= goal.period.start)]
    if not ends or ends[-1] < goal.period.start:
        return None
    value = {e: float(points[e].quantity.to(goal.quantity.unit).value) for e in ends}
    first, last = ends[0], ends[-1]
    left = max(0.0, (goal.period.end - last).days / 365.25)
    rate = (value[last] - value[first]) / ((last - first).days / 365.25) if last > first else None
    return {
        "known_to": last,
        "years_done": ((last - goal.period.start).days + 1) / 365.25,
        "years_left": left if left > 0.02 else 0.0,
        "source_ids": ";".join(dict.fromkeys((points[first].source_id, points[last].source_id))),
        "done": value[last],
        "actual_rate": rate,
        "required_rate": (float(goal.quantity.value) - value[last]) / left if left > 0.02 else None,
        "anticipated": value[last] + rate * left if rate is not None else None,
    }


def term_sentence(row: Mapping[str, Any], goal: Goal, catalog: Catalog, lang: Lang) -> str:
    """A row of ``FRAME`` in words: what is done, the rate a year so far and needed, and where that leads."""

    def amount(x: float) -> str:
        value = Decimal(repr(round(x, 6)))
        step = Decimal(1).scaleb(min(0, value.adjusted() - 2)) if value else Decimal(1)
        return format_quantity(
            Quantity(value=value.quantize(step).normalize() + 0, unit=goal.quantity.unit),
            lang,
            catalog=catalog,
            indicator=goal.indicator,
        )

    def say(key: str, **more: str) -> str:
        return catalog.word("terms", key, lang).format(**more)

    target = amount(float(goal.quantity.value))
    parts = [say(f"goal_{row['meaning']}", term=row["term"], goal=target)]
    if row["done"] is None:
        return "; ".join([*parts, say("nothing")])
    parts.append(say("done", done=amount(row["done"]), years=format_number(row["years_done"], lang, 1)))
    if row["required_rate"] is not None and row["actual_rate"] is not None:
        parts.append(say("rates", actual=amount(row["actual_rate"]), required=amount(row["required_rate"])))
    if row["gap"] is not None:
        short = row["gap"] > 0 if goal.bound != Bound.AT_MOST else row["gap"] < 0
        parts.append(
            say("short" if short else "reached", end=amount(row["anticipated"]), gap=amount(abs(row["gap"])))
        )
    return "; ".join(parts)
