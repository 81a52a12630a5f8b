"""What a report shows besides the scorecard: the rows behind it, the audit's findings, the sources by number."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from hpbrief.assessment import Scorecard
from hpbrief.checks import AuditReport, audit
from hpbrief.dataset import Dataset
from hpbrief.models import Assessment, Finding, Goal, Lang, Observation, Severity, Source, Tables, Verdict


@dataclass(frozen=True)
class Evidence:
    """The data of a scorecard's area, what an audit of them finds, and all sources cited, numbered from 1."""

    card: Scorecard

    @cached_property
    def data(self) -> Dataset:
        """The rows of the area, and of the places merged into it, as seen on the scorecard's day.

        For a scorecard without data: the figures, goals and verdicts that its assessments hold.
        """
        card = self.card
        if card.data is None:
            return Dataset(
                name=card.record.dataset,
                tables=_held(card),
                catalog=card.catalog,
                seen_from=card.record.as_of,
            )
        places = {a.id for a in card.catalog.areas.values() if a.merged_into == card.record.area}
        return replace(card.data, tables=_of_places(card.data.tables, places | {card.record.area}))

    @cached_property
    def audit(self) -> AuditReport:
        """What the audit finds in the area and year."""
        return audit(self.data, area=self.card.record.area, year=self.card.record.year)

    def findings(self, lang: Lang) -> list[Finding]:
        """Errors and warnings of the audit, the sources in their sentences as ``[3]``."""
        return [
            f.model_copy(update={"message": _once(f.message), "arithmetic": _once(f.arithmetic)})
            for f in self.audit.findings(lang, cite=self.cite)
            if f.severity != Severity.INFO
        ]

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The sources that the scorecard cites, then those that only findings cite."""
        cited = list(self.card.record.sources)
        known = {s.source_id for s in cited}
        wanted = {i for f in self.audit.findings("en") if f.severity != Severity.INFO for i in f.sources}
        tables = self.data.tables
        cited += [s for s in (*tables.sources, *tables.cited) if s.source_id in wanted - known]
        return tuple(cited)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each source by its id."""
        return {s.source_id: n for n, s in enumerate(self.sources, 1)}

    def cite(self, source_id: str | None) -> str:
        """``[3]`` for the third source; the id itself where the source is unknown."""
        number = self.numbers.get(source_id or "")
        return f"[{number}]" if number else source_id or "–"


def _once(text: str) -> str:
    """Numbers of sources in one pair of brackets: ``([3], [7])`` becomes ``[3], [7]``."""
    return re.sub(r"\((\[\d+\](?:, \[\d+\])*)\)", r"\1", text)


def _of_places(tables: Tables, places: set[str]) -> Tables:
    """The rows of some areas, with the sources that they cite."""
    kept: dict[str, Any] = {
        name: tuple(row for row in getattr(tables, name) if row.area in places)
        for name in ("observations", "goals", "verdicts", "headline_verdicts", "adjustments")
    }
    cited = {row.source_id for rows in kept.values() for row in rows}
    for name in ("sources", "cited"):
        kept[name] = tuple(s for s in getattr(tables, name) if s.source_id in cited)
    return Tables(**kept)


def _held(card: Scorecard) -> Tables:
    observations: dict[tuple[object, ...], Observation] = {}
    goals: dict[tuple[object, ...], Goal] = {}
    verdicts: dict[tuple[object, ...], Verdict] = {}
    for a in card:
        observations |= {o.key: o for o in _figures(a)}
        goals |= {g.key: g for g in (*a.other_goals, *((a.goal,) if a.goal else ())) if g.basis != "implied"}
        verdicts |= {v.key: v for v in a.stated_all}
    return Tables(
        sources=card.record.sources,
        observations=tuple(observations.values()),
        goals=tuple(goals.values()),
        verdicts=tuple(verdicts.values()),
        headline_verdicts=card.record.headlines,
        adjustments=tuple(x for a in card for x in a.adjustments),
    )


def _figures(a: Assessment) -> list[Observation]:
    judged = [j.figure for j in (*a.by_basis, *a.portions, *a.candidates)]
    return [
        *judged,
        *([a.figure] if a.figure else []),
        *a.other_figures,
        *a.growth_stated,
        *a.forecasts,
        *(c.stated for c in a.share_checks),
    ]
