"""Joining the tables of two data sets, and what of tables is known by a day.

Sources are joined by address, rows by key; a cell never has two values of one source.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from hpbrief.errors import DatasetError, Message, Problem
from hpbrief.models import HeadlineVerdict, Observation, Source, Tables, Verdict


def address(source: Source) -> str:
    """The identity of a source: its address without scheme, "www.", fragment and last slash; else its id."""
    if not source.url:
        return f"id:{source.source_id}"
    parts = urlsplit(source.url)
    query = f"?{parts.query}" if parts.query else ""
    return (parts.hostname or "").removeprefix("www.") + parts.path.rstrip("/") + query


def join_tables(ours: Tables, theirs: Tables, name: str) -> Tables:
    """Both together; ``name`` is that of our data set. DatasetError where a source has two values of one cell."""
    by_address = {address(s): s.source_id for s in (*ours.sources, *ours.cited)}
    taken = {s.source_id for s in (*ours.sources, *ours.cited)}
    renamed: dict[str, str] = {}
    added: dict[str, Source] = {}
    for source in (*theirs.sources, *theirs.cited):
        known = by_address.get(address(source))
        if known is not None:
            renamed[source.source_id] = known
            continue
        source_id, n = source.source_id, 2
        while source_id in taken:
            source_id, n = f"{source.source_id}-{n}", n + 1
        taken.add(source_id)
        renamed[source.source_id] = source_id
        by_address[address(source)] = source_id
        added[source.source_id] = source.model_copy(update={"source_id": source_id})
    new_sources = [added[s.source_id] for s in theirs.sources if s.source_id in added]
    new_cited = [added[s.source_id] for s in theirs.cited if s.source_id in added]
    seen_by_them = {renamed[s.source_id] for s in theirs.sources}

    def theirs_as_ours(rows: Iterable[Any]) -> list[Any]:
        return [r.model_copy(update={"source_id": renamed.get(r.source_id, r.source_id)}) for r in rows]

    return Tables(
        sources=(*ours.sources, *(s for s in ours.cited if s.source_id in seen_by_them), *new_sources),
        observations=_merge_observations(ours.observations, theirs_as_ours(theirs.observations), name),
        goals=_union(ours.goals, theirs_as_ours(theirs.goals)),
        verdicts=_union(ours.verdicts, theirs_as_ours(theirs.verdicts)),
        headline_verdicts=_union(ours.headline_verdicts, theirs_as_ours(theirs.headline_verdicts)),
        adjustments=_union(ours.adjustments, theirs_as_ours(theirs.adjustments)),
        cited=(*(s for s in ours.cited if s.source_id not in seen_by_them), *new_cited),
    )


def _union(ours: Iterable[Any], theirs: Iterable[Any]) -> tuple[Any, ...]:
    rows = {row.key: row for row in ours}
    for row in theirs:
        rows.setdefault(row.key, row)
    return tuple(rows.values())


def _merge_observations(
    ours: Iterable[Observation], theirs: Iterable[Observation], name: str
) -> tuple[Observation, ...]:
    rows = {o.key: o for o in ours}
    problems = []
    for new in theirs:
        old = rows.setdefault(new.key, new)
        if (
            old.quantity.base_value != new.quantity.base_value
            or old.quantity.unit.code != new.quantity.unit.code
        ):
            problems.append(
                Problem(
                    name,
                    None,
                    "value",
                    Message(
                        "says_two_things",
                        source=new.source_id,
                        old=f"{old.quantity.value} {old.quantity.unit}",
                        of=f"{new.indicator}, {new.area}, {new.period.code}, {new.measure}",
                        new=f"{new.quantity.value} {new.quantity.unit}",
                    ),
                )
            )
    if problems:
        raise DatasetError(problems)
    return tuple(rows.values())


# -- reading -----------------------------------------------------------------------------------------


def known_on(tables: Tables, known: set[str], day: date) -> Tables:
    """The rows that ``known`` sources state by a day, goals in force by it, and the later sources that these cite."""

    def is_stated(verdict: Verdict | HeadlineVerdict) -> bool:
        return verdict.source_id in known and (verdict.stated_on is None or verdict.stated_on <= day)

    goals = tuple(
        g for g in tables.goals if (g.in_force_from <= day if g.in_force_from else g.source_id in known)
    )
    cited = {g.source_id for g in goals} - known
    later = (s for s in (*tables.sources, *tables.cited) if s.source_id in cited)
    return Tables(
        sources=tuple(s for s in tables.sources if s.source_id in known),
        observations=tuple(o for o in tables.observations if o.source_id in known),
        goals=goals,
        verdicts=tuple(filter(is_stated, tables.verdicts)),
        headline_verdicts=tuple(filter(is_stated, tables.headline_verdicts)),
        adjustments=tuple(a for a in tables.adjustments if a.source_id in known),
        cited=tuple(sorted(later, key=lambda s: s.source_id)),
    )
