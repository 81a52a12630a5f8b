"""The periods and plans of columns that their heads leave unsaid."""

from __future__ import annotations

from hpbrief.extract.tables import cells
from hpbrief.extract.tables.heads import Said
from hpbrief.models import Period


def date_columns(said: dict[int, Said], report: Period | None, year: int | None) -> None:
    """Give columns, from the left, what they leave unsaid: periods, bases and plans, from neighbours and document.

    ``report`` is the period of the caption or the document, ``year`` the year that the table speaks of.
    """
    for one in said.values():
        if one.period is None and not one.compares and one.base is None:
            one.period = _unsaid_period(one, report, year)
    _days_to_months(said)
    levels = [c for c, one in said.items() if not one.compares and not one.is_goal and one.base is None]
    for column, one in said.items():
        if (
            one.compares
            or one.base is not None
            or (one.period is None and not one.is_goal)
            or one.says & {"share", "rank"}
        ):
            near = _nearest(column, levels, said)
            if one.compares or one.says & {"share", "rank"}:
                one.of = near
            if one.compares or one.base is None:
                if one.period is None or (near is not None and one.says & {"share"}):
                    one.period = said[near].period if near is not None else report
                    one.to_date = one.to_date or (near is not None and said[near].to_date)
                    one.status = one.status or (said[near].status if near is not None else None)
            elif one.base == "yoy":
                period = one.period or (said[near].period if near is not None else report)
                one.period = period if _is_past(one.period, year) else cells.year_before(period)
                one.base = None
            elif one.base == "previous":
                period = report
                one.period = one.period or (cells.month_before(period) if period else None)
                one.base = None
        if one.base == "dated":
            one.base = cells.base_between(one.period, one.base_period)
    _share_plans(said)


def _days_to_months(said: dict[int, Said]) -> None:
    """First days of months over several columns are the months: how a workbook keeps "10/2025"."""
    days = [
        one for one in said.values() if one.period is not None and one.period.is_instant and not one.to_date
    ]
    if len(days) > 1 and all(one.period.start.day == 1 for one in days if one.period is not None):
        for one in days:
            if one.period is not None:
                one.period = Period.month(one.period.start.year, one.period.start.month)


def _share_plans(said: dict[int, Said]) -> None:
    """A plan for a whole year is the annual one; a share of a plan is of the one that stands beside it."""
    plan = next((one.plan for one in said.values() if one.is_goal and one.plan != "unspecified"), None)
    for one in said.values():
        if one.is_goal and one.plan == "unspecified" and one.period is not None and one.period.is_year:
            one.plan = "annual_plan"
            plan = plan or one.plan
    for one in said.values():
        if one.plan == "unspecified" and plan is not None and one.compares:
            one.plan = plan


def _nearest(column: int, levels: list[int], said: dict[int, Said]) -> int | None:
    """The column of levels that a comparison speaks of: one that fits its base, else the last before it, else
    the first after."""
    one = said[column]
    fitting = [c for c in levels if cells.fits_base(said[c].period, one.base, one.base_period)]
    levels = fitting or levels
    before = [c for c in levels if c < column]
    return before[-1] if before else next((c for c in levels if c > column), None)


def _is_past(period: Period | None, year: int | None) -> bool:
    """Whether a head dates its numbers in a year before the table's."""
    return period is not None and year is not None and period.end.year < year


def _unsaid_period(said: Said, report: Period | None, year: int | None) -> Period | None:
    year = report.end.year if report is not None else year
    if said.is_goal or said.whole_year:
        return Period.year(year) if year is not None else None
    if "this_month" in said.says and report is not None:
        return Period.month(report.end.year, report.end.month)
    if said.to_date and report is not None:
        return Period.year_to_date(report.end.year, report.end.month)
    return report
