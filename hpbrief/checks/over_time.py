"""Stated against computed over time: what was said on each day, what could be computed then, what came out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from hpbrief.assessment import Scorecard, assess
from hpbrief.checks.verdicts import stated_days
from hpbrief.dataset import Dataset
from hpbrief.errors import DatasetError, Message, Problem
from hpbrief.models import Assessment, Lang
from hpbrief.models.period import day_from_iso
from hpbrief.tables.frames import tidy_frame
from hpbrief.tables.schema import ColumnType

if TYPE_CHECKING:
    import pandas as pd

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
        return [(day_from_iso(d) if isinstance(d, str) else d, False) for d in days]
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
