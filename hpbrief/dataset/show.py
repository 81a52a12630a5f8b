"""All that a data set knows of one indicator: rows for machines, texts for people."""

from __future__ import annotations

from typing import Any

from hpbrief.dataset import Dataset
from hpbrief.format import format_date, format_observation, format_period, format_quantity
from hpbrief.models import Goal, Lang, Observation, Source, Verdict
from hpbrief.tables.model_rows import goal_row, observation_row, source_row, verdict_row


def indicator_rows(
    ds: Dataset, indicator: str, area: str | None = None, year: int | None = None
) -> dict[str, list[dict[str, Any]]]:
    """Figures, goals, verdicts and sources of an indicator as rows of their tables."""
    observations, goals, verdicts, sources = _models(ds, indicator, area, year)
    return {
        "observations": [observation_row(o) for o in observations],
        "goals": [goal_row(g) for g in goals],
        "verdicts": [verdict_row(v) for v in verdicts],
        "sources": [source_row(s) for s in sources],
    }


def _models(
    ds: Dataset, indicator: str, area: str | None, year: int | None
) -> tuple[list[Observation], list[Goal], list[Verdict], list[Source]]:
    if area is not None:
        area = (ds.catalog.find_area(area) or ds.catalog.area(area)).id if area not in ds.areas else area

    def fits(row: Any) -> bool:
        return row.indicator == indicator and area in (None, row.area) and year in (None, row.period.end.year)

    observations = sorted(
        filter(fits, ds.tables.observations), key=lambda o: (o.area, o.period.end, o.measure, o.series)
    )
    goals = sorted(filter(fits, ds.tables.goals), key=lambda g: (g.area, g.period, g.basis))
    verdicts = sorted(filter(fits, ds.tables.verdicts), key=lambda v: (v.area, v.stated_on))
    cited = (
        {o.source_id for o in observations} | {g.source_id for g in goals} | {v.source_id for v in verdicts}
    )
    sources = [s for s in (*ds.tables.sources, *ds.tables.cited) if s.source_id in cited]
    return observations, goals, verdicts, sources


def indicator_texts(
    ds: Dataset, indicator: str, lang: Lang, area: str | None = None, year: int | None = None
) -> list[tuple[str, list[dict[str, str]]]]:
    """The same as texts under headings: figures, goals, verdicts, sources."""
    observations, goals, verdicts, sources = _models(ds, indicator, area, year)
    known = {s.source_id: s for s in sources}
    word = ds.catalog.word
    return [
        (word("column", "figures", lang), [_observation_text(ds, o, known, lang) for o in observations]),
        (word("column", "goals", lang), [_goal_text(ds, g, lang) for g in goals]),
        (word("column", "verdicts", lang), [_verdict_text(ds, v, lang) for v in verdicts]),
        (word("column", "sources", lang), [_source_text(ds, s, lang) for s in sources]),
    ]


def _observation_text(ds: Dataset, o: Observation, known: dict[str, Source], lang: Lang) -> dict[str, str]:
    word = ds.catalog.word
    source = known[o.source_id]
    plan = word("basis", o.plan_basis, lang) if o.plan_basis else ""
    return {
        "area": o.area,
        "period": format_period(o.period, lang, ds.catalog),
        "measure": " ".join(filter(None, (word("measure", o.measure, lang), plan))),
        "value": format_observation(o, lang, ds.catalog),
        "status": word("obs_status", o.status, lang),
        "series": o.series,
        "known_from": format_date(source.known_from, lang) if source.known_from else "",
        "source": o.source_id,
        "note": o.note,
    }


def _goal_text(ds: Dataset, g: Goal, lang: Lang) -> dict[str, str]:
    return {
        "area": g.area,
        "period": format_period(g.period, lang, ds.catalog),
        "value": f"{ds.catalog.word('bound', g.bound, lang)} "
        + format_quantity(g.quantity, lang, catalog=ds.catalog, indicator=g.indicator),
        "basis": ds.catalog.word("basis", g.basis, lang),
        "set_by": g.set_by,
        "known_from": format_date(g.adopted, lang) if g.adopted else "",
        "source": g.source_id,
        "note": g.note,
    }


def _verdict_text(ds: Dataset, v: Verdict, lang: Lang) -> dict[str, str]:
    word = ds.catalog.word
    inferred = word("flag", "stated_inferred", lang) if v.inferred else ""
    return {
        "area": v.area,
        "stated_on": format_date(v.stated_on, lang),
        "period": format_period(v.period, lang, ds.catalog),
        "stated": word("stated", v.status, lang),
        "reference": word("reference", v.reference, lang),
        "source": v.source_id or "",
        "note": "; ".join(filter(None, (inferred, v.note))),
    }


def _source_text(ds: Dataset, s: Source, lang: Lang) -> dict[str, str]:
    basis = f" ({ds.catalog.word('known_basis', s.known_basis, lang)})" if s.known_basis else ""
    return {
        "source": s.source_id,
        "publisher": s.publisher,
        "known_from": (format_date(s.known_from, lang) if s.known_from else "–") + basis,
        "address": s.url,
    }
