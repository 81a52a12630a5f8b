"""How each number of a judgement was reached: formulas with the numbers in them, rules and flags in words."""

from __future__ import annotations

from hpbrief.assessment.words import class_text, rounded
from hpbrief.catalog import Catalog
from hpbrief.format import format_amount, format_number, format_quantity
from hpbrief.models import Assessment, Goal, Judgement, Lang, Observation, Quantity


def attainment_formula(j: Judgement, catalog: Catalog, lang: Lang) -> str:
    """``139,77 triệu tấn ÷ 213 triệu tấn = 65,6%``; "" where there is none."""
    if j.attainment_pct is None:
        return ""
    figure, goal = _amount(j.figure, catalog, lang), _amount(j.goal, catalog, lang)
    return f"{figure} ÷ {goal} = {format_number(j.attainment_pct, lang, 1)}%"


def required_formula(j: Judgement, catalog: Catalog, lang: Lang) -> str:
    """Goal less figure over the months left, or the growth needed over the rest of the year."""
    months = format_number(j.months, lang, 0 if j.months == int(j.months) else 1)
    if j.required_growth_pct is not None:
        goal = format_number(j.goal.quantity.value, lang)
        figure = format_number(j.figure.quantity.value, lang)
        return (
            f"({goal} − {months}/12 × {figure}) ÷ (1 − {months}/12) = "
            f"{format_number(j.required_growth_pct, lang, 1)}%"
        )
    if not j.required_per_month:
        return ""
    needed = Quantity(value=rounded(j.required_per_month), unit=j.figure.quantity.unit)
    goal = format_number(j.goal.quantity.to(j.figure.quantity.unit).value, lang)
    figure = format_number(j.figure.quantity.value, lang)
    result = format_quantity(needed, lang, catalog=catalog, indicator=j.figure.indicator)
    return f"({goal} − {figure}) ÷ (12 − {months}) = {result}"


def average_text(j: Judgement, catalog: Catalog, lang: Lang) -> str:
    """The average a month so far, to hold the required amount against; "" where nothing accumulates."""
    if j.average_per_month is None:
        return ""
    average = Quantity(value=rounded(j.average_per_month), unit=j.figure.quantity.unit)
    text = format_quantity(average, lang, catalog=catalog, indicator=j.figure.indicator)
    return catalog.word("explain", "average", lang).format(average=text)


def pace_formula(j: Judgement, catalog: Catalog, lang: Lang) -> str:
    """Attainment over the share expected by the figure's month; "" where nothing accumulates."""
    if j.pace_index is None or j.expected_share_pct is None or j.attainment_pct is None:
        return ""
    return catalog.word("explain", "pace", lang).format(
        attainment=f"{format_number(j.attainment_pct, lang, 1)}%",
        expected=f"{format_number(j.expected_share_pct, lang, 1)}%",
        pace=format_number(j.pace_index, lang, 2),
    )


def class_sentence(a: Assessment, catalog: Catalog, lang: Lang) -> str:
    """The class and the rule that gave it: ``▼ Chậm tiến độ: … (R6)``."""
    rule = catalog.word("rule", a.rule_id, lang)
    return f"{class_text(a.computed_class, catalog, lang)}: {rule} ({a.rule_id})"


def projection_text(j: Judgement, catalog: Catalog, lang: Lang) -> str:
    """The distribution behind the class, with its numbers, so that it can be redone by hand; "" where none is."""
    p = j.projection
    if p is None:
        return ""

    def amount(value: float) -> str:
        quantity = Quantity(value=rounded(value), unit=j.figure.quantity.unit)
        return format_amount(quantity, lang, catalog=catalog, indicator=j.figure.indicator)

    return catalog.word("explain", "projection", lang).format(
        mu=format_number(p.mu, lang, 3),
        scale=format_number(p.scale, lang, 3),
        df=format_number(p.df, lang, 1),
        median=amount(p.median),
        lo=amount(p.lo80),
        hi=amount(p.hi80),
    )


def _amount(row: Observation | Goal, catalog: Catalog, lang: Lang) -> str:
    return format_amount(row.quantity, lang, catalog=catalog, indicator=row.indicator)


def attention(a: Assessment) -> tuple[int, int, float]:
    """A key that sorts what needs attention first: class, then a contradicted verdict, then the slowest pace."""
    order = (
        "missed",
        "off_track",
        "at_risk",
        "insufficient_data",
        "on_track",
        "met",
        "exceeded",
    )
    pace = a.main.pace_index if a.main and a.main.pace_index is not None else 10.0
    return order.index(a.computed_class), 0 if a.agreement == "overstated" else 1, pace
