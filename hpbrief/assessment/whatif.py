"""What the months left must bring, and what an assumed course of them would come to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import repeat
from typing import TYPE_CHECKING, Any

from hpbrief.assessment.scorecard import Scorecard
from hpbrief.errors import ParseError
from hpbrief.frames import tidy_frame
from hpbrief.models import Assessment, Bound, IndicatorKind, Period
from hpbrief.schema import ColumnType

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS: dict[str, ColumnType] = {
    "indicator": "string",
    "label": "string",
    "month": "string",
    "needed": "number",
    "assumed": "number",
    "to_date": "number",
    "unit": "string",
    "unit_mult": "integer",
    "goal": "number",
    "shortfall": "number",
    "reached": "string",
}


def what_if(card: Scorecard, lang: str = "vi", **assumed: float | Sequence[float]) -> pd.DataFrame:
    """A small table of the months left: what each must bring, and what an assumption would come to.

    Each keyword is an indicator and its assumed amount a month, in the unit of its figure: one number for all
    months left, or one number a month. Without keywords every indicator whose total accumulates is tabled.

    Returns one row an indicator and month: ``needed`` (the even amount that still reaches the goal),
    ``assumed``, ``to_date`` (the total by that month's end, as assumed, else as needed), ``goal``,
    ``shortfall`` (goal less ``to_date``) and ``reached`` ("yes", "no"). Raises CatalogError for an indicator that
    the scorecard has not, ParseError where the number of amounts is not that of the months left, or where the
    indicator does not accumulate or has no figure or goal.
    """
    wanted = [card[name] for name in assumed] if assumed else [a for a in card if _open(card, a)]
    rows = [row for a in wanted for row in _rows(card, a, assumed.get(a.indicator), lang)]
    return tidy_frame(rows, _COLUMNS)


def _open(card: Scorecard, a: Assessment) -> bool:
    """Whether an indicator accumulates and has months left."""
    kind = card.catalog.indicator(a.indicator).kind
    return a.main is not None and kind == IndicatorKind.FLOW and bool(_months_left(a))


def _months_left(a: Assessment) -> list[Period]:
    """The months after the figure; the one in which it ends counts where it is not over."""
    assert a.main is not None
    figure = a.main.figure
    first = figure.period.end.month + (1 if figure.period.whole_months else 0)
    return [Period.month(a.year, month) for month in range(first, 13)]


def _rows(
    card: Scorecard, a: Assessment, assumed: float | Sequence[float] | None, lang: str
) -> list[dict[str, Any]]:
    if not _open(card, a):
        raise ParseError("no_months_left", where=a.indicator)
    assert a.main is not None
    unit = a.main.figure.quantity.unit
    c, t = a.main.figure.quantity.value, a.main.goal.quantity.to(unit).value
    months = _months_left(a)
    needed = max(Decimal(0), t - c) / (12 - a.main.months)
    amounts = _amounts(a, assumed, len(months))
    at_most = a.main.goal.bound == Bound.AT_MOST
    rows, to_date = [], c
    for month, amount in zip(months, amounts or repeat(None, len(months)), strict=True):
        to_date += needed if amount is None else amount
        rows.append(
            {
                "indicator": a.indicator,
                "label": card.label(a, "en" if lang == "en" else "vi"),
                "month": month.code,
                "needed": needed,
                "assumed": amount,
                "to_date": to_date,
                "unit": unit.code,
                "unit_mult": unit.mult,
                "goal": t,
                "shortfall": t - to_date,
                "reached": "yes" if (to_date <= t if at_most else to_date >= t - Decimal("1e-9")) else "no",
            }
        )
    return rows


def _amounts(a: Assessment, assumed: float | Sequence[float] | None, months: int) -> list[Decimal] | None:
    if assumed is None:
        return None
    if isinstance(assumed, Sequence):
        if len(assumed) != months:
            raise ParseError("amounts_for_months", where=a.indicator, amounts=len(assumed), months=months)
        return [Decimal(repr(float(x))) for x in assumed]
    return [Decimal(repr(float(assumed)))] * months
