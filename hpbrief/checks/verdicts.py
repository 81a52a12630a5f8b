"""Verdicts against the figures: contradicted on the day they were stated, unchanged while figures moved; and
stated against computed over time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from hpbrief.assessment import Scorecard, assess
from hpbrief.checks.ledger import Case, Each, Ledger
from hpbrief.dataset import Dataset
from hpbrief.errors import DatasetError, Message, Problem
from hpbrief.models import (
    Agreement,
    Assessment,
    ComputedClass,
    HeadlineVerdict,
    Lang,
    Period,
    Severity,
    Verdict,
)
from hpbrief.models.period import day_of
from hpbrief.tables.frames import tidy_frame
from hpbrief.tables.schema import ColumnType

if TYPE_CHECKING:
    import pandas as pd


_APART = (Agreement.OVERSTATED, Agreement.UNDERSTATED)


def stated_days(ds: Dataset, area: str, year: int) -> dict[date, list[str]]:
    """The days on which verdicts on a year were stated and known, and the indicators they name."""
    known = {s.source_id for s in ds.tables.sources if s.known_from}
    found: dict[date, list[str]] = {}
    for v in sorted(ds.tables.verdicts, key=lambda v: v.stated_on):
        if (v.area, v.period.end.year) == (area, year) and v.indicator and v.source_id in known:
            names = found.setdefault(v.stated_on, [])
            if v.indicator not in names:
                names.append(v.indicator)
    return found


def judged_verdicts(ds: Dataset, area: str, year: int) -> dict[str, list[tuple[Verdict, Assessment]]]:
    """For each indicator its verdicts, each with the assessment that could be made the day it was stated."""
    found: dict[str, list[tuple[Verdict, Assessment]]] = {}
    if not ds.catalog.area(area).existed_in(Period.year(year)):
        return found
    for day, names in stated_days(ds, area, year).items():
        if area not in ds.as_of(day).areas:
            continue
        for a in assess(ds, area, year, day, indicators=names):
            if a.stated is not None and a.stated.stated_on == day:
                found.setdefault(a.indicator, []).append((a.stated, a))
    return found


def verdicts(ledger: Ledger) -> Iterator[Case]:
    """Contradicted and unchanged verdicts of each area and year with verdicts."""
    pairs = sorted(
        {(v.area, v.period.end.year) for v in ledger.ds.tables.verdicts if ledger.wants(v.area, v.period)}
    )
    for area, year in pairs:
        for judged in judged_verdicts(ledger.ds, area, year).values():
            yield from _contradicted(ledger, judged)
            yield from _unchanged(ledger, judged)
    yield from _headlines(ledger)
    yield from _moved_counts(ledger)


def _contradicted(ledger: Ledger, judged: list[tuple[Verdict, Assessment]]) -> Iterator[Case]:
    apart = [(v, a) for v, a in judged if a.agreement in _APART]
    if apart:
        v, a = apart[-1]
        yield _case(ledger, "verdict_contradicted", apart, {"v": v, "class": a.computed_class,
                    "agreement": a.agreement, "lines": Each("verdict_line", tuple(map(_line, apart)))})  # fmt: skip


def _unchanged(ledger: Ledger, judged: list[tuple[Verdict, Assessment]]) -> Iterator[Case]:
    """The same words on several periods while the class or the pace by the figures moved."""
    last = judged[-1][0].status
    same = [(v, a) for v, a in judged if v.status == last]
    figures = [(v, a) for v, a in same if a.main is not None and a.main.attainment_pct is not None]
    times = len({v.period for v, _ in same})
    if times < ledger.limits["verdict_times"] or not _moved(ledger, [a for _, a in figures]):
        return
    yield _case(ledger, "verdict_unchanged", figures, {"v": same[-1][0], "times": times,
                "lines": Each("verdict_line", tuple(map(_line, figures)))})  # fmt: skip


def _moved(ledger: Ledger, judged: list[Assessment]) -> bool:
    classes = {a.computed_class for a in judged} - {ComputedClass.INSUFFICIENT_DATA}
    paces = [a.main.pace_index for a in judged if a.main and a.main.pace_index]
    return len(classes) > 1 or (
        len(paces) > 1 and max(paces) - min(paces) > ledger.limits["pace_share"] * min(paces)
    )


def _line(pair: tuple[Verdict, Assessment]) -> dict[str, Any]:
    v, a = pair
    main = a.main
    return {
        "v": v,
        "figure": main.figure if main else a.figure,
        "goal": main.goal if main else a.goal,
        "share": main.attainment_pct if main else None,
        "class": a.computed_class,
    }


def _case(ledger: Ledger, code: str, judged: list[tuple[Verdict, Assessment]], facts: dict[str, Any]) -> Case:
    rows = [row for _, a in judged if a.main for row in (a.main.figure, a.main.goal)]
    verdict = judged[-1][0]
    return Case(
        code=code,
        severity=Severity(ledger.limits["severity"][code]),
        area=verdict.area,
        indicator=verdict.indicator or "",
        period=verdict.period,
        rows=tuple(dict.fromkeys(rows)),
        facts=facts | {"stated_by": tuple(dict.fromkeys(v.source_id for v, _ in judged if v.source_id))},
    )


# -- headlines ---------------------------------------------------------------------------------------


def _headlines(ledger: Ledger) -> Iterator[Case]:
    """One count of indicators repeated over several periods, while the figures behind it moved."""
    groups: dict[tuple[Any, ...], list[HeadlineVerdict]] = {}
    for h in sorted(ledger.ds.tables.headline_verdicts, key=lambda h: h.period.end):
        if ledger.wants(h.area, h.period):
            key = (h.area, h.period.end.year, h.count, h.of_total, h.status)
            groups.setdefault(key, []).append(h)
    for group in groups.values():
        periods = sorted({h.period for h in group}, key=lambda p: p.end)
        if len(periods) < ledger.limits["verdict_times"]:
            continue
        last = group[-1]
        facts = {
            "count": last.count,
            "total": last.of_total,
            "status": last.status,
            "times": len(periods),
            "lines": Each("period_line", tuple({"period": p} for p in periods)),
            "stated_by": tuple(dict.fromkeys(h.source_id for h in group if h.source_id)),
        }
        severity = Severity(ledger.limits["severity"]["verdict_unchanged"])
        form = "headline" if last.of_total is not None else "headline_count"
        yield Case("verdict_unchanged", severity, last.area, "", last.period, (), facts, form)


def _moved_counts(ledger: Ledger) -> Iterator[Case]:
    """One period and status counted otherwise by another page: on one day a contradiction, later a change."""
    groups: dict[tuple[Any, ...], list[HeadlineVerdict]] = {}
    for h in sorted(ledger.ds.tables.headline_verdicts, key=lambda h: (h.stated_on or date.min, h.count)):
        if h.of_total is not None and ledger.wants(h.area, h.period):
            groups.setdefault((h.area, h.period, h.status, h.of_total, h.reference), []).append(h)
    for (area, period, status, total, _), group in groups.items():
        if len({h.count for h in group}) < 2:
            continue
        days = [h.stated_on for h in group if len({k.count for k in group if k.stated_on == h.stated_on}) > 1]
        facts = {
            "total": total,
            "status": status,
            "when": period,
            "lines": Each("count_line", tuple({"count": h.count, "total": total, "h": h} for h in group)),
            "stated_by": tuple(dict.fromkeys(h.source_id for h in group if h.source_id)),
        }
        severity = Severity.WARNING if days else Severity(ledger.limits["severity"]["count_moved"])
        yield Case("count_moved", severity, area, "", period, (), facts, "one_day" if days else "later")


#: Columns of ``stated_over_time`` in order, with their types.
FRAME: dict[str, ColumnType] = {
    "day": "date",
    "area": "string",
    "indicator": "string",
    "label": "string",
    "stated": "string",
    "reference": "string",
    "stated_on": "date",
    "source_id": "string",
    "computed_class": "string",
    "attainment_pct": "number",
    "rule_id": "string",
    "flags": "string",
    "agreement": "string",
    "final_class": "string",
    "final_attainment_pct": "number",
    "final_flags": "string",
    "final_stated": "string",
    "final_as_of": "date",
}


def stated_over_time(
    ds: Dataset,
    area: str | None = None,
    year: int | None = None,
    days: Iterable[date | str] | None = None,
    *,
    lang: Lang = "vi",
) -> pd.DataFrame:
    """Official verdicts day by day, beside what the figures known that day show and what came out.

    One row a day and indicator with a verdict; columns in ``FRAME``. ``computed_class`` is as of the day;
    ``final_class`` as of the last day that the data know, with the verdict then standing in ``final_stated``.

    Args:
        ds: the data.
        area: an area id; by default the data set's own, else the one with most figures.
        year: the year of the goals; by default the data set's own, else the newest with a verdict.
        days: the days to look from; by default each day on which a verdict was stated, with the verdicts
            stated on it, and the end of the year with all that then stand.
        lang: language of ``label``.

    Raises DatasetError where no source has a date, or no verdict is known of area and year.
    """
    place = area or ds.defaults.area or next(iter(ds.areas), "")
    year = year or ds.defaults.year or max((v.period.end.year for v in ds.tables.verdicts), default=None)
    last = ds.seen_from or ds.newest
    stated = stated_days(ds, place, year) if year else {}
    if last is None or year is None or not stated:
        raise DatasetError([Problem(ds.name, None, None, Message("no_verdict", place=place, year=str(year)))])
    named = list(dict.fromkeys(name for names in stated.values() for name in names))
    final = assess(ds, place, year, last, indicators=named)
    rows = []
    for day, only_new in _looks(days, stated, year):
        names = stated[day] if only_new else named
        card = assess(ds, place, year, day, indicators=names)
        rows += [_row(day, a, card, final, lang) for a in card if a.stated is not None]
    return tidy_frame(rows, FRAME)


def _looks(
    days: Iterable[date | str] | None, stated: dict[date, list[str]], year: int
) -> list[tuple[date, bool]]:
    """The days to look from, and whether only verdicts of that very day are shown."""
    if days is not None:
        return [(day_of(d), False) for d in days]
    return [*((day, True) for day in stated), (date(year, 12, 31), False)]


def _row(day: date, a: Assessment, card: Scorecard, final: Scorecard, lang: Lang) -> dict[str, Any]:
    assert a.stated is not None
    end = final[a.indicator]
    return {
        "day": day,
        "area": a.area,
        "indicator": a.indicator,
        "label": card.label(a, lang),
        "stated": a.stated.status,
        "reference": a.stated.reference,
        "stated_on": a.stated.stated_on,
        "source_id": a.stated.source_id,
        "computed_class": a.computed_class,
        "attainment_pct": a.main.attainment_pct if a.main else None,
        "rule_id": a.rule_id,
        "flags": ";".join(a.flags),
        "agreement": a.agreement,
        "final_class": end.computed_class,
        "final_attainment_pct": end.main.attainment_pct if end.main else None,
        "final_flags": ";".join(end.flags),
        "final_stated": end.stated.status if end.stated else None,
        "final_as_of": final.record.as_of,
    }
