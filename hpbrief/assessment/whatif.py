"""What the months left must bring, each at its own season, and what an assumed course of them would come to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import repeat
from typing import TYPE_CHECKING, Any

from hpbrief.assessment.history import History
from hpbrief.assessment.scorecard import Scorecard
from hpbrief.assessment.select import Selection
from hpbrief.assessment.words import goal_text, required_text
from hpbrief.errors import ParseError
from hpbrief.format import format_date
from hpbrief.models import Assessment, Bound, IndicatorKind, Lang, Measure, Period
from hpbrief.tables.frames import tidy_frame
from hpbrief.tables.schema import ColumnType

if TYPE_CHECKING:
    import pandas as pd

_COLUMNS: dict[str, ColumnType] = {
    "indicator": "string",
    "label": "string",
    "month": "string",
    "needed": "number",
    "expected": "number",
    "season": "string",
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

    Returns one row an indicator and month: ``needed`` (what still reaches the goal, shared out among the months
    left by ``season``: that of the law of months, of past years, or evenly where nothing tells), ``expected``
    (what the projection's median lets the month bring), ``assumed``, ``to_date`` (the total by that month's
    end, as assumed, else as needed), ``goal``, ``shortfall`` (goal less ``to_date``) and ``reached`` ("yes",
    "no"). A month that is partly over counts by its days left. Raises CatalogError for an indicator that the
    scorecard has not, ParseError (in ``lang``) where the number of amounts is not that of the months left, or
    where the indicator does not accumulate (a growth rate, a share), has no figure or goal, or the year is
    over.
    """
    wanted = [card[name] for name in assumed] if assumed else [a for a in card if _open(card, a)]
    said: Lang = "en" if lang == "en" else "vi"
    rows = [row for a in wanted for row in _rows(card, a, assumed.get(a.indicator), said)]
    return tidy_frame(rows, _COLUMNS)


def _open(card: Scorecard, a: Assessment) -> bool:
    """Whether an indicator accumulates, has a figure and a goal, and months left."""
    return not _hindrance(card, a)


def _hindrance(card: Scorecard, a: Assessment) -> str:
    """Why no amount a month can be assumed, as a key of words.toml; "" where one can."""
    known = card.catalog.indicator(a.indicator)
    if known.kind != IndicatorKind.FLOW:
        return "growth" if known.measure == Measure.YOY_CHANGE else "no_sum"
    if a.main is None:
        return "no_goal" if a.figure is not None else "no_figure"
    if a.main.gap is None:
        return "other_unit"
    return "" if _months_left(a) and a.as_of <= date(a.year, 12, 31) else "over"


def _refusal(card: Scorecard, a: Assessment, hindrance: str, lang: Lang) -> str:
    """A hindrance in words; of a growth rate also what is needed, and the total to assume amounts of."""
    say, known = card.catalog.word, card.catalog.indicator(a.indicator)
    day = format_date(card.record.as_of, lang)
    text = say("told", f"what_if_{hindrance}", lang).format(
        label=card.label(a, lang), day=day, year=card.record.year
    )
    if hindrance != "growth":
        return text
    if a.main is not None and (required := required_text(a, a.main.figure, card.catalog, lang)):
        goal = goal_text(a.main.goal, card.catalog, lang)
        text += say("told", "what_if_growth_needed", lang).format(goal=goal, required=required)
    level = next((other for other in card if other.indicator == known.growth_of and _open(card, other)), None)
    if level is not None:
        text += say("told", "what_if_growth_of", lang).format(level=level.indicator)
    return text


def _months_left(a: Assessment) -> list[Period]:
    """The months after the figure; the one in which it ends counts where it is not over."""
    assert a.main is not None
    figure = a.main.figure
    first = figure.period.end.month + (1 if figure.period.whole_months else 0)
    return [Period.month(a.year, month) for month in range(first, 13)]


def _rows(
    card: Scorecard, a: Assessment, assumed: float | Sequence[float] | None, lang: Lang
) -> list[dict[str, Any]]:
    if hindrance := _hindrance(card, a):
        raise ParseError(_refusal(card, a, hindrance, lang))
    assert a.main is not None
    unit = a.main.figure.quantity.unit
    c, t = a.main.figure.quantity.value, a.main.goal.quantity.to(unit).value
    months = _months_left(a)
    season, weights = _season(card, a, len(months))
    missing = max(Decimal(0), t - c)
    p = a.main.projection
    rest = Decimal(repr(p.median)) - c if p else None
    amounts = _amounts(card, a, assumed, len(months), lang)
    at_most = a.main.goal.bound == Bound.AT_MOST
    rows, to_date = [], c
    for month, weight, amount in zip(months, weights, amounts or repeat(None, len(months)), strict=True):
        needed = missing * weight
        to_date += needed if amount is None else amount
        rows.append(
            {
                "indicator": a.indicator,
                "label": card.label(a, lang),
                "month": month.code,
                "needed": needed,
                "expected": None if rest is None else rest * weight,
                "season": season,
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


def _season(card: Scorecard, a: Assessment, months: int) -> tuple[str, list[Decimal]]:
    """Where the shares of the months left come from, and the shares; they add up to one."""
    assert a.main is not None
    main, steps = a.main, a.main.projection.steps if a.main.projection else None
    done = float(main.figure.period.months_elapsed)
    name, weights = "even", [min(1.0, 12 - months + 1 + i - done) for i in range(months)]
    if steps is not None:
        name = "months"
        weights = [math.exp(x + (i + 1) * steps.drift) for i, x in enumerate(steps.season)]
    elif card.data is not None and main.history:
        history = History(Selection(card.data))
        course = history.course(card.catalog.indicator(a.indicator), main.figure, main.history)
        name, weights = ("past_years", course) if course else (name, weights)
    exact = [Decimal(repr(w)) for w in weights]
    return name, [w / sum(exact) for w in exact]


def _amounts(
    card: Scorecard, a: Assessment, assumed: float | Sequence[float] | None, months: int, lang: Lang
) -> list[Decimal] | None:
    if assumed is None:
        return None
    if isinstance(assumed, Sequence):
        if len(assumed) != months:
            text = card.catalog.word("told", "what_if_count", lang)
            raise ParseError(text.format(label=card.label(a, lang), n=len(assumed), months=months))
        return [Decimal(repr(float(x))) for x in assumed]
    return [Decimal(repr(float(assumed)))] * months
