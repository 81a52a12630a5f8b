"""``stated_by_area``: what officials of each area said of a year, beside what the area's own figures show."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from hpbrief.assessment import Scorecard, assess
from hpbrief.dataset import Dataset
from hpbrief.errors import DatasetError, Message, Problem
from hpbrief.models import Agreement, ComputedClass, HeadlineVerdict, Lang, Period, VerdictStatus
from hpbrief.models.period import day_from_iso
from hpbrief.tables.frames import tidy_frame
from hpbrief.tables.schema import ColumnType

if TYPE_CHECKING:
    import pandas as pd

#: Columns of ``stated_by_area`` in order, with their types.
FRAME: dict[str, ColumnType] = {
    "area": "string",
    "label": "string",
    "count": "integer",
    "of_total": "integer",
    "status": "string",
    "stated_on": "date",
    "source_id": "string",
    "counts": "string",
    "moved": "boolean",
    "reached": "integer",
    "short": "integer",
    "not_checkable": "integer",
    "verdicts": "integer",
    "consistent": "integer",
    "overstated": "integer",
    "understated": "integer",
    "unverified": "integer",
}
_ORDER = (VerdictStatus.MET_OR_EXCEEDED, VerdictStatus.MET, VerdictStatus.EXCEEDED, VerdictStatus.NOT_MET)
_REACHED = (ComputedClass.MET, ComputedClass.EXCEEDED)
_SHORT = (ComputedClass.MISSED,)


def stated_by_area(
    ds: Dataset, year: int | None = None, as_of: date | str | None = None, *, lang: Lang = "vi"
) -> pd.DataFrame:
    """Each area's claim on a year beside the classes that its own figures give; columns in ``FRAME``.

    ``count`` of ``of_total`` is the last count that officials stated, met or exceeded where they gave it; ``counts``
    every one that was printed with that status, in the order of days, and ``moved`` says whether they differ.
    ``reached`` and ``short`` are the indicators that the figures class met or exceeded, and missed;
    ``not_checkable`` is what is left of ``of_total``, or of the indicators judged where that is not known. Verdicts
    on single indicators are held against their own figures: ``consistent``, ``overstated``, ``understated``,
    ``unverified`` (the figures do not settle it).

    Args:
        ds: the data.
        year: the year of the goals; by default the newest with a count.
        as_of: the day; by default the newest date that the sources know.
        lang: language of ``label``.

    Raises DatasetError where no area has a count or a verdict on the year.
    """
    day = day_from_iso(as_of) if isinstance(as_of, str) else as_of or ds.seen_from or ds.newest
    year = year or max((h.period.end.year for h in ds.tables.headline_verdicts), default=None)
    seen = ds.as_of(day) if day else ds
    counts = [h for h in seen.tables.headline_verdicts if h.period.end.year == year]
    said = {v.area for v in seen.tables.verdicts if v.period.end.year == year}
    areas = sorted({h.area for h in counts} | said)
    areas = [a for a in areas if year and ds.catalog.area(a).existed_in(Period.year(year))]
    if not areas or year is None or day is None:
        raise DatasetError([Problem(ds.name, None, None, Message("no_verdict", place="", year=str(year)))])
    rows = [_row(ds, area, year, day, [h for h in counts if h.area == area], lang) for area in areas]
    return tidy_frame(rows, FRAME)


def _row(
    ds: Dataset, area: str, year: int, day: date, counts: list[HeadlineVerdict], lang: Lang
) -> dict[str, Any]:
    last = _last(counts)
    same = [h for h in counts if last and (h.status, h.of_total) == (last.status, last.of_total)]
    printed = list(dict.fromkeys((h.stated_on, h.count) for h in sorted(same, key=_day)))
    row: dict[str, Any] = dict.fromkeys(FRAME) | {"area": area, "label": ds.catalog.area(area).label(lang)}
    if last:
        row |= {"count": last.count, "of_total": last.of_total, "status": last.status}
        row |= {"stated_on": last.stated_on, "source_id": last.source_id}
    row["counts"] = "; ".join(f"{on} {n}/{last.of_total if last else ''}" for on, n in printed)
    row["moved"] = len({n for _, n in printed}) > 1
    return row | _shown(ds, area, year, day, last)


def _day(h: HeadlineVerdict) -> date:
    return h.stated_on or date.min


def _last(counts: list[HeadlineVerdict]) -> HeadlineVerdict | None:
    """The newest count of the goals met or exceeded; of another status where that was not counted."""
    for status in _ORDER:
        same = [h for h in counts if h.status == status]
        if same:
            return max(same, key=lambda h: (_day(h), h.count))
    return max(counts, key=_day, default=None)


def _shown(ds: Dataset, area: str, year: int, day: date, last: HeadlineVerdict | None) -> dict[str, int]:
    card: Scorecard | None = assess(ds, area, year, day) if area in ds.as_of(day).areas else None
    judged = list(card) if card else []
    classes = Counter(a.computed_class for a in judged)
    agreement = Counter(a.agreement for a in judged if a.stated is not None)
    reached, short = (sum(classes[c] for c in group) for group in (_REACHED, _SHORT))
    total = last.of_total if last and last.of_total else len(judged)
    apart = (Agreement.OVERSTATED, Agreement.UNDERSTATED)
    settled = agreement[Agreement.CONSISTENT] + sum(agreement[a] for a in apart)
    return {
        "reached": reached,
        "short": short,
        "not_checkable": max(0, total - reached - short),
        "verdicts": sum(agreement.values()),
        "consistent": agreement[Agreement.CONSISTENT],
        "overstated": agreement[Agreement.OVERSTATED],
        "understated": agreement[Agreement.UNDERSTATED],
        "unverified": sum(agreement.values()) - settled,
    }
