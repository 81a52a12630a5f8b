"""A scorecard in words: title, findings in sentences counted from the assessments, tables, and where the year may
end: a probability by its calibrated word, its range, and how sure one can be.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from hpbrief.assessment.planned import is_growth
from hpbrief.catalog import Catalog
from hpbrief.format import (
    format_date,
    format_number,
    format_observation,
    format_period,
    format_quantity,
    signed,
)
from hpbrief.models import (
    Agreement,
    Assessment,
    Basis,
    Bound,
    ComputedClass,
    Goal,
    HeadlineVerdict,
    Judgement,
    KnownBasis,
    Lang,
    Measure,
    Observation,
    Quantity,
    ScorecardRecord,
    Source,
    Unit,
    VerdictStatus,
)

#: Columns of the table a person reads, in order.
COLUMNS = (
    "indicator",
    "goal",
    "basis",
    "figure",
    "period",
    "source",
    "attainment",
    "required",
    "class",
    "rule",
    "stated",
    "agreement",
    "note",
)

_CLAIMED = (VerdictStatus.MET, VerdictStatus.EXCEEDED, VerdictStatus.MET_OR_EXCEEDED, VerdictStatus.ON_TRACK)


def title(record: ScorecardRecord, catalog: Catalog, lang: Lang) -> str:
    """What a scorecard is of: area, year and day."""
    return catalog.word("sentence", "title", lang).format(
        area=catalog.area(record.area).label(lang), year=record.year, day=format_date(record.as_of, lang)
    )


def headline(record: ScorecardRecord, catalog: Catalog, lang: Lang) -> list[str]:
    """The findings in sentences."""
    if not record.assessments:
        return [catalog.word("sentence", "none", lang)]
    sentences = [_counts(record, catalog, lang)]
    if record.basis:
        basis = catalog.word("basis", record.basis, lang)
        sentences.append(catalog.word("sentence", "basis_note", lang).format(basis=basis))
    return [*sentences, *_stated(record, catalog, lang), *_published(record, catalog, lang)]


def _counts(record: ScorecardRecord, catalog: Catalog, lang: Lang) -> str:
    counts = {c: sum(a.computed_class == c for a in record.assessments) for c in ComputedClass}
    parts = ", ".join(f"{n} {catalog.word('class', c, lang).lower()}" for c, n in counts.items() if n)
    key = "count" if len(record.assessments) > 1 else "count_one"
    return catalog.word("sentence", key, lang).format(n=len(record.assessments), parts=parts)


def _stated(record: ScorecardRecord, catalog: Catalog, lang: Lang) -> list[str]:
    claimed = [a for a in record.assessments if a.stated and a.stated.status in _CLAIMED]
    if not claimed:
        return []
    parts = []
    for agreement in Agreement:
        if n := sum(a.agreement == agreement for a in claimed):
            parts.append(catalog.word("stated_part", agreement, lang).format(n=n))
    return [catalog.word("sentence", "stated_count", lang).format(n=len(claimed), parts=", ".join(parts))]


def _published(record: ScorecardRecord, catalog: Catalog, lang: Lang) -> list[str]:
    """The counts that officials published for the latest period, one a reference and status."""
    last = max((h.period.end for h in record.headlines), default=None)
    newest: dict[tuple[object, ...], HeadlineVerdict] = {}
    for h in record.headlines:
        if h.period.end == last:
            newest.setdefault((h.count, h.of_total, h.status, h.reference), h)
    return [
        catalog.word("sentence", "headline" if h.of_total is not None else "headline_count", lang).format(
            day=format_period(h.period, lang, catalog),
            count=h.count,
            total=h.of_total,
            status=catalog.word("stated", h.status, lang).lower(),
            reference=catalog.word("reference", h.reference, lang),
        )
        for h in newest.values()
    ]


def class_text(computed: ComputedClass, catalog: Catalog, lang: Lang) -> str:
    """A class by symbol and word."""
    return f"{catalog.word('symbol', computed, lang)} {catalog.word('class', computed, lang)}"


def goal_text(goal: Goal, catalog: Catalog, lang: Lang) -> str:
    """A goal with its unit; one of growth bears its sign, a ceiling its word."""
    growth = catalog.indicator(goal.indicator).measure == Measure.YOY_CHANGE
    text = format_quantity(goal.quantity, lang, catalog=catalog, indicator=goal.indicator)
    if growth or is_growth(catalog.indicator(goal.indicator), goal):
        text = signed(text, goal.quantity, lang, catalog)
    if goal.other_end is not None:
        other = goal.quantity.model_copy(update={"value": goal.other_end})
        key = "goal_range_at_most" if goal.bound == Bound.AT_MOST else "goal_range"
        said = format_quantity(other, lang, catalog=catalog, indicator=goal.indicator)
        return catalog.word("sentence", key, lang).format(goal=text, other=said)
    return f"{catalog.word('bound', goal.bound, lang)} {text}" if goal.bound == "at_most" else text


def basis_text(goal: Goal, catalog: Catalog, lang: Lang) -> str:
    """The basis of a goal; of an implied one also the plan whose share was printed."""
    text = catalog.word("basis", goal.basis, lang)
    if goal.basis == Basis.IMPLIED and goal.implied_basis:
        text += f" ({catalog.word('basis', goal.implied_basis, lang).lower()})"
    return text


def required_text(a: Assessment, figure: Observation, catalog: Catalog, lang: Lang) -> str:
    """What each month left must bring, or the growth needed over the rest of the year."""
    main = a.main
    if main is None or main.computed_class in (
        ComputedClass.EXCEEDED,
        ComputedClass.MET,
        ComputedClass.MISSED,
    ):
        return ""
    if figure.measure == Measure.YOY_CHANGE:
        if main.required_growth_pct is None:
            return ""
        growth = at_most(f"{format_number(main.required_growth_pct, lang, 1)}%", main.goal, catalog, lang)
        return catalog.word("required", "growth", lang).format(growth=growth)
    return required_amount(main, catalog, lang)


def required_amount(j: Judgement, catalog: Catalog, lang: Lang) -> str:
    """What each month left must bring (``tối đa 10 người`` under a ceiling); "" where nothing is needed."""
    if not j.required_per_month:
        return ""
    text = worked_change(j.required_per_month, j.figure, catalog, lang)
    return at_most(text, j.goal, catalog, lang) if j.required_per_month > 0 else text


def at_most(text: str, goal: Goal, catalog: Catalog, lang: Lang) -> str:
    """The text of a needed number, with the word of a ceiling where the goal is one."""
    return f"{catalog.word('bound', goal.bound, lang)} {text}" if goal.bound == Bound.AT_MOST else text


def attainment_text(j: Judgement, catalog: Catalog, lang: Lang) -> str:
    """Figure over goal in percent; of growth and shares, which are percentages themselves, the gap in points."""
    if j.attainment_pct is None:
        return ""
    if j.figure.measure == Measure.YOY_CHANGE and j.gap is not None:
        gap = format_number(round(Decimal(repr(-j.gap)), 2), lang)
        return catalog.word("required", "points", lang).format(gap=gap if j.gap > 0 else f"+{gap}")
    return f"{format_number(j.attainment_pct, lang, 1)}%"


def worked_amount(value: float, like: Observation, catalog: Catalog, lang: Lang) -> str:
    """A worked-out number with the unit words of a figure, as exact as a reader can use."""
    quantity = Quantity(value=rounded(value), unit=like.quantity.unit)
    return format_quantity(quantity, lang, catalog=catalog, indicator=like.indicator)


def worked_change(value: float, like: Observation, catalog: Catalog, lang: Lang) -> str:
    """A worked-out difference between figures of a kind, or what a month adds; of percentages it is in points."""
    unit = like.quantity.unit
    if unit.code == "PT":
        unit = Unit(code="PP", mult=unit.mult)
    return format_quantity(
        Quantity(value=rounded(value), unit=unit), lang, catalog=catalog, indicator=like.indicator
    )


def rounded(value: float) -> Decimal:
    """A worked-out number to three significant digits, or whole above a hundred."""
    number = Decimal(repr(value))
    digits = max(0, 2 - number.adjusted())
    short = number.quantize(Decimal(1).scaleb(-digits))
    return short.normalize() if digits else short


def source_text(source: Source, catalog: Catalog, lang: Lang) -> str:
    """Who published a figure and from when it counts as known, with the ground where that is not printed."""
    text = source.publisher or source.title or source.source_id
    if source.known_from is None:
        return text
    text += f", {format_date(source.known_from, lang)}"
    if source.known_basis not in (None, KnownBasis.PUBLISHED):
        text += f" ({catalog.word('known_basis', source.known_basis, lang)})"
    return text


def cells(a: Assessment, sources: Sequence[Source], catalog: Catalog, lang: Lang) -> dict[str, str]:
    """An assessment as a row of the table a person reads; "" where nothing is known."""
    word = catalog.word
    figure = a.main.figure if a.main else a.figure
    row = dict.fromkeys(COLUMNS, "")
    row["indicator"] = catalog.indicator(a.indicator).label(lang)
    row["class"] = class_text(a.computed_class, catalog, lang)
    row["rule"] = a.rule_id
    row["note"] = "; ".join(word("flag", f, lang) for f in a.flags)
    if a.goal:
        row["goal"] = goal_text(a.goal, catalog, lang)
        row["basis"] = basis_text(a.goal, catalog, lang)
    if figure:
        row["figure"] = format_observation(figure, lang, catalog)
        row["period"] = format_period(figure.period, lang, catalog)
        source = next(s for s in sources if s.source_id == figure.source_id)
        row["source"] = source_text(source, catalog, lang)
        row["required"] = required_text(a, figure, catalog, lang)
    if a.main:
        row["attainment"] = attainment_text(a.main, catalog, lang)
    if a.stated:
        reference = word("reference", a.stated.reference, lang)
        row["stated"] = f"{word('stated', a.stated.status, lang)} ({reference})"
        row["agreement"] = word("agreement", a.agreement, lang)
    return row


def year_on_year(a: Assessment, catalog: Catalog, lang: Lang) -> str:
    """``tăng 5,6% so với cùng kỳ (tính từ hai số)``; "" where it is not known, or the figure is a growth itself."""
    if a.yoy_pct is None or a.yoy_basis is None or (a.figure and a.figure.measure == Measure.YOY_CHANGE):
        return ""
    change = catalog.word("explain", "growth_down" if a.yoy_pct < 0 else "growth_up", lang)
    percent = f"{format_number(abs(a.yoy_pct), lang, 1)}%"
    return catalog.word("explain", f"growth_short_{a.yoy_basis}", lang).format(
        change=change.format(percent=percent)
    )


def html_fragment(
    title: str,
    sentences: Iterable[str],
    columns: Iterable[str],
    rows: Iterable[Mapping[str, str]],
    catalog: Catalog,
    lang: Lang,
) -> str:
    """Title, sentences and a table of rows of ``cells`` as an HTML fragment, as Jupyter shows it."""
    head = "".join(f"<th>{html.escape(catalog.word('column', name, lang))}</th>" for name in columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{html.escape(text)}</td>' for text in row.values())}</tr>" for row in rows
    )
    said = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in sentences)
    first = f"<p><b>{html.escape(title)}</b></p>"
    return f"<div>{first}{said}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"


def likelihood(p: float, catalog: Catalog) -> str:
    """The key of the word for a probability, by the bounds of thresholds.toml.

    >>> from hpbrief.catalog import load_catalog
    >>> [likelihood(p, load_catalog()) for p in (0.997, 0.9, 0.5, 0.0)]
    ['almost_certain', 'very_likely', 'even', 'almost_impossible']
    """
    bounds: dict[str, float] = catalog.thresholds["likelihood"]
    return next(key for key, low in sorted(bounds.items(), key=lambda item: -item[1]) if p >= low)


def chance_text(j: Judgement, catalog: Catalog, lang: Lang) -> str:
    """``ít khả năng đạt (khả năng khoảng 3 trên 10)``; "" where no probability stands behind a judgement."""
    p = j.projection.p_reach if j.projection else None
    if p is None:
        return ""
    return catalog.word("outlook", "chance", lang).format(
        likelihood=catalog.word("likelihood", likelihood(p, catalog), lang), p=odds(p, catalog, lang)
    )


def odds(p: float, catalog: Catalog, lang: Lang) -> str:
    """A probability by one step, ``khoảng 3 trên 10``, as exactly as it is known; never nought or one."""
    if p > 0.99:
        return catalog.word("outlook", "above", lang)
    if p < 0.01:
        return catalog.word("outlook", "below", lang)
    of = 10 if 0.05 <= p <= 0.95 else 20
    return catalog.word("outlook", "about", lang).format(n=min(of - 1, max(1, round(of * p))), of=of)


def range_text(j: Judgement, catalog: Catalog, lang: Lang) -> str:
    """Median and 80 % interval of the year; "" where nothing is projected. Without past years by an even pace."""
    p = j.projection
    if p is None:
        return ""
    key = "range" if p.history_years else "range_even"
    return catalog.word("outlook", key, lang).format(
        median=worked_amount(p.median, j.figure, catalog, lang),
        lo=worked_amount(p.lo80, j.figure, catalog, lang),
        hi=worked_amount(p.hi80, j.figure, catalog, lang),
    )


def trust_text(a: Assessment, catalog: Catalog, lang: Lang) -> str:
    """How far to trust it, and on which years: ``độ tin cậy thấp, dựa trên số liệu năm 2024``; "" where none."""
    if a.confidence is None:
        return ""
    word = catalog.word
    years = a.main.projection.history_years if a.main and a.main.projection else ()
    ground = (
        word("outlook", "years", lang).format(years=", ".join(map(str, sorted(years))))
        if years
        else word("outlook", "years_none", lang)
    )
    level = word("confidence", a.confidence, lang)
    return f"{word('outlook', 'confidence', lang).format(level=level)}, {ground}"


def outlook_text(a: Assessment, catalog: Catalog, lang: Lang) -> str:
    """Chance, range and trust of an open goal in one sentence without its stop; "" where the goal is decided."""
    if a.main is None or a.confidence is None:
        return ""
    chance = chance_text(a.main, catalog, lang) or catalog.word("outlook", "indicative", lang)
    return "; ".join(filter(None, (chance, range_text(a.main, catalog, lang), trust_text(a, catalog, lang))))
