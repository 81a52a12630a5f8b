"""How each number of a judgement was reached: formulas with the numbers in them, rules and flags in words."""

from __future__ import annotations

import math
from typing import ClassVar

from hpbrief.assessment.track import track_text
from hpbrief.assessment.words import (
    basis_text,
    class_text,
    goal_text,
    required_amount,
    rounded,
    worked_amount,
    worked_change,
)
from hpbrief.catalog import Catalog, load_catalog
from hpbrief.format import (
    format_amount,
    format_date,
    format_number,
    format_observation,
    format_period,
)
from hpbrief.models import (
    Adjustment,
    Assessment,
    Bound,
    Goal,
    HistoryYear,
    Judgement,
    Lang,
    Measure,
    Observation,
    TrackRecord,
)


def attainment_formula(j: Judgement, catalog: Catalog, lang: Lang) -> str:
    """``139,77 triệu tấn ÷ 213 triệu tấn = 65,6%``; "" where there is none."""
    if j.attainment_pct is None:
        return ""
    figure, goal = _amount(j.figure, catalog, lang), _amount(j.goal, catalog, lang)
    return f"{figure} ÷ {goal} = {format_number(j.attainment_pct, lang, 1)}%"


def required_formula(j: Judgement, catalog: Catalog, lang: Lang) -> str:
    """Goal less figure over the months left, or the growth needed over the rest of the year."""
    months = format_number(j.months, lang, 0 if j.months == int(j.months) else 1)
    if j.figure.measure == Measure.YOY_CHANGE:
        if j.required_growth_pct is None:
            return ""
        goal = format_number(j.goal.quantity.value, lang)
        figure = format_number(j.figure.quantity.value, lang)
        share = f"{months}/12"
        if j.history:
            share = format_number(j.history[0].share, lang, 3)
        growth = format_number(j.required_growth_pct, lang, 1)
        return f"({goal} − {share} × {figure}) ÷ (1 − {share}) = {growth}%"
    if not j.required_per_month:
        return ""
    goal = format_number(j.goal.quantity.to(j.figure.quantity.unit).value, lang)
    figure = format_number(j.figure.quantity.value, lang)
    result = required_amount(j, catalog, lang)
    return f"({goal} − {figure}) ÷ (12 − {months}) = {result}"


def average_text(j: Judgement, catalog: Catalog, lang: Lang) -> str:
    """The average a month so far, to hold the required amount against; "" where nothing accumulates."""
    if j.average_per_month is None:
        return ""
    average = worked_change(j.average_per_month, j.figure, catalog, lang)
    return catalog.word("explain", "average", lang).format(average=average)


def best_text(j: Judgement, catalog: Catalog, lang: Lang) -> str:
    """The best month on record; "" where none is known."""
    if j.best_per_month is None:
        return ""
    best = worked_change(j.best_per_month, j.figure, catalog, lang)
    return catalog.word("explain", "best", lang).format(best=best)


def pace_formula(j: Judgement, catalog: Catalog, lang: Lang) -> str:
    """Attainment over the share expected by the figure's month; "" where nothing accumulates."""
    if j.pace_index is None or j.expected_share_pct is None or j.attainment_pct is None:
        return ""
    key = "pace_history" if j.history else "pace"
    return catalog.word("explain", key, lang).format(
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
    key = "counts_band" if p.counts else "projection"
    return catalog.word("explain", key, lang).format(
        mu=format_number(p.mu, lang, 3),
        scale=format_number(p.scale, lang, 3),
        df=format_number(p.df, lang, 1),
        median=worked_amount(p.median, j.figure, catalog, lang),
        lo=worked_amount(p.lo80, j.figure, catalog, lang),
        hi=worked_amount(p.hi80, j.figure, catalog, lang),
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


def one_off_text(x: Adjustment, catalog: Catalog, lang: Lang) -> str:
    """A one-off in a sentence, with its source."""
    return catalog.word("explain", "one_off", lang).format(
        kind=catalog.word("adjustment_kind", x.kind, lang),
        text=format_amount(x.quantity, lang, catalog=catalog, indicator=x.indicator),
        period=format_period(x.period, lang, catalog),
        source=x.source_id,
        note=f"; {catalog.indicators[x.note].label(lang) if x.note in catalog.indicators else x.note}"
        if x.note
        else "",
    )


def underlying_text(a: Assessment, catalog: Catalog, lang: Lang) -> str:
    """The figure without its one-offs, how it was come by, its share of the goal and its class; "" where unknown."""
    j = a.underlying
    if j is None:
        return ""
    share = "–" if j.attainment_pct is None else f"{format_number(j.attainment_pct, lang, 1)}%"
    return catalog.word("explain", "underlying" if a.adjustments else "underlying_printed", lang).format(
        text=_amount(j.figure, catalog, lang),
        sum=_sum(a, catalog, lang) if a.adjustments else j.figure.source_id,
        share=share,
        **{"class": class_text(j.computed_class, catalog, lang)},
    )


def _sum(a: Assessment, catalog: Catalog, lang: Lang) -> str:
    """The printed figure less its one-offs, as a sum of amounts."""
    terms = [_amount(a.figure, catalog, lang)] if a.figure else []
    for x in a.adjustments:
        part = x.quantity.model_copy(update={"value": abs(x.quantity.value)})
        amount = format_amount(part, lang, catalog=catalog, indicator=x.indicator)
        terms.append(f"{'−' if x.quantity.value >= 0 else '+'} {amount}")
    return " ".join(terms)


def beside_texts(a: Assessment, catalog: Catalog, lang: Lang) -> list[str]:
    """What stands beside the judgement: the figure without its one-offs, and the goal before it was revised."""
    lines = [one_off_text(x, catalog, lang) for x in a.adjustments]
    if a.underlying:
        lines.append(underlying_text(a, catalog, lang))
    if a.original:
        j = a.original
        share = "–" if j.attainment_pct is None else f"{format_number(j.attainment_pct, lang, 1)}%"
        words = {"goal": goal_text(j.goal, catalog, lang), "source": j.goal.source_id, "share": share}
        words["class"] = class_text(j.computed_class, catalog, lang)
        lines.append(catalog.word("explain", "original", lang).format(**words))
    return lines


def shown_track(a: Assessment) -> list[TrackRecord]:
    """The track records beside an assessment: of forecasts beside a forecast, of estimates beside an estimate."""
    statuses = {o.status for o in (a.forecast, a.figure) if o is not None}
    return [r for r in a.track if r.status in statuses]


def _apart(stated: Observation, computed: float) -> bool:
    """Whether a stated growth is not the computed one, both rounded to a tenth of a per cent or coarser."""
    slack = 0.05 + float(stated.quantity.half_rounding_unit)
    return stated.in_percent and abs(float(stated.quantity.base_value) - computed) > slack


class ExplainedAssessment(Assessment):
    """An assessment that tells in words how it was reached: what a scorecard hands out."""

    shown_name: ClassVar[str] = "Assessment"

    def explain(self, lang: Lang = "vi") -> str:
        """How the class was reached, in words, with the formula and the numbers in it."""
        return explain_assessment(self, lang, load_catalog())


def explained(assessment: Assessment) -> ExplainedAssessment:
    """The same assessment with the words."""
    if isinstance(assessment, ExplainedAssessment):
        return assessment
    return ExplainedAssessment.model_construct(**dict(assessment))


def explain_assessment(a: Assessment, lang: Lang, catalog: Catalog) -> str:
    """How a class was reached, in sentences with the formula and the numbers in it, one a line."""
    say = _Say(catalog, lang)
    lines = [f"{catalog.indicator(a.indicator).label(lang)}. {class_sentence(a, catalog, lang)}."]
    figure = a.main.figure if a.main else a.figure
    lines.append(say.figure(figure) if figure else say("no_figure"))
    if "period_not_over" in a.flags:
        early = min((o for o in a.other_figures if o.period.end > a.as_of), key=lambda o: o.period.end)
        lines.append(
            say(
                "not_over",
                text=_amount(early, catalog, lang),
                period=format_period(early.period, lang, catalog),
                source=early.source_id,
                day=format_date(early.period.end, lang),
            )
        )
    lines.append(say.growth(a))
    lines.append(say.goal(a.goal) if a.goal else say("no_goal"))
    if a.main:
        lines += say.judgement(a.main)
    lines += beside_texts(a, catalog, lang)
    if a.forecast:
        lines.append(say("forecast", text=_amount(a.forecast, catalog, lang), source=a.forecast.source_id))
    lines += [f"{track_text(r, catalog, lang)}." for r in shown_track(a)]
    if a.confidence:
        lines.append(say("confidence", level=catalog.word("confidence", a.confidence, lang)))
    if a.flags:
        lines.append(say("flags", text="; ".join(catalog.word("flag", f, lang) for f in a.flags)))
    lines.append(say.stated(a))
    return "\n".join(filter(None, lines))


class _Say:
    """Sentences of an explanation in one language."""

    def __init__(self, catalog: Catalog, lang: Lang) -> None:
        self.catalog = catalog
        self.lang: Lang = lang

    def __call__(self, key: str, **values: str) -> str:
        return self.catalog.word("explain", key, self.lang).format(**values)

    def number(self, value: float, digits: int = 3) -> str:
        return format_number(float(value), self.lang, digits)

    def figure(self, o: Observation) -> str:
        return self(
            "figure",
            text=format_observation(o, self.lang, self.catalog),
            period=format_period(o.period, self.lang, self.catalog),
            status=self.catalog.word("obs_status", o.status, self.lang),
            source=o.source_id,
        )

    def growth(self, a: Assessment) -> str:
        """Growth on the year before: worked out, as stated, or both where they differ as printed."""
        if a.yoy_pct is None or a.figure is None:
            return ""
        percent = f"{format_number(abs(a.yoy_pct), self.lang, 1)}%"
        change = self.catalog.word("explain", "growth_down" if a.yoy_pct < 0 else "growth_up", self.lang)
        if a.yoy_base is None:
            return self("growth_stated", change=change.format(percent=percent))
        base = _amount(a.yoy_base, self.catalog, self.lang)
        line = self(
            "growth_computed", change=change.format(percent=percent), base=base, source=a.yoy_base.source_id
        )
        apart = [o for o in a.growth_stated if o.period == a.figure.period and _apart(o, a.yoy_pct)]
        texts = [f"{format_observation(o, self.lang, self.catalog)} ({o.source_id})" for o in apart]
        return f"{line} {self('growth_differs', text='; '.join(texts))}" if texts else line

    def goal(self, g: Goal) -> str:
        return self(
            "goal",
            text=goal_text(g, self.catalog, self.lang),
            basis=basis_text(g, self.catalog, self.lang),
            source=g.source_id,
        )

    def judgement(self, j: Judgement) -> list[str]:
        catalog, lang = self.catalog, self.lang
        lines = []
        if formula := attainment_formula(j, catalog, lang):
            lines.append(self("attainment", formula=formula))
        if formula := required_formula(j, catalog, lang):
            key = "growth_needed" if j.figure.measure == Measure.YOY_CHANGE else "required"
            lines.append(self(key, formula=formula))
        lines += [average_text(j, catalog, lang), best_text(j, catalog, lang), pace_formula(j, catalog, lang)]
        lines += [self.history(h) for h in j.history]
        if j.projection:
            lines += [self.law(j), self.steps(j), self.counts(j)]
            lines += [projection_text(j, catalog, lang), self.probability(j)]
        return [line for line in lines if line]

    def history(self, h: HistoryYear) -> str:
        return self(
            "history",
            year=str(h.year),
            to_date=format_number(rounded(float(h.to_date)), self.lang),
            total=format_number(rounded(float(h.total)), self.lang),
            share=f"{self.number(100 * h.share, 1)}%",
            theta=self.number(math.log(float((h.total - h.to_date) / h.to_date))),
            origin=self.catalog.word("origin", h.origin, self.lang),
        )

    def law(self, j: Judgement) -> str:
        """The law in one sentence."""
        return self(f"law_{j.projection.method}") if j.projection else ""

    def steps(self, j: Judgement) -> str:
        """The months left, one by one, where every month is known: enough to redo the median by hand."""
        p = j.projection
        if p is None or p.steps is None:
            return ""
        s = p.steps
        rest = sum(math.exp(s.level + x + (i + 1) * s.drift) for i, x in enumerate(s.season))
        return self(
            "steps",
            level=self.number(s.level, 4),
            drift=self.number(s.drift, 4),
            season="; ".join(self.number(x, 4) for x in s.season),
            rest=worked_amount(rest, j.figure, self.catalog, self.lang),
            sigma=self.number(s.sigma, 4),
        )

    def counts(self, j: Judgement) -> str:
        """The law of small counts with its numbers."""
        p = j.projection
        if p is None or p.counts is None:
            return ""
        c = p.counts
        return self("counts", size=self.number(c.size, 1), a=self.number(c.a, 1), b=self.number(c.b, 1))

    def probability(self, j: Judgement) -> str:
        """The probability with its argument, where it is shown at all."""
        p = j.projection
        if p is not None and p.counts is not None:
            return self.count_probability(j)
        c = float(j.figure.quantity.value)
        t = float(j.goal.quantity.to(j.figure.quantity.unit).value)
        if p is None or p.p_reach is None or not 0 < c < t:
            return ""
        x = math.log((t - c) / c)
        return self(
            "probability",
            x=self.number(x),
            mu=self.number(p.mu),
            scale=self.number(p.scale),
            z=self.number((x - p.mu) / p.scale),
            df=self.number(p.df, 1),
            p=f"{self.number(100 * p.p_reach, 1)}%",
        )

    def count_probability(self, j: Judgement) -> str:
        p = j.projection
        if p is None or p.p_reach is None:
            return ""
        missing = j.goal.quantity.to(j.figure.quantity.unit).value - j.figure.quantity.value
        ceiling = j.goal.bound == Bound.AT_MOST
        events = math.floor(missing) if ceiling else math.ceil(missing)
        reach = self("counts_at_most" if ceiling else "counts_at_least", n=str(events))
        return self("counts_probability", reach=reach, p=f"{self.number(100 * p.p_reach, 1)}%")

    def stated(self, a: Assessment) -> str:
        if a.stated is None:
            return ""
        word = self.catalog.word
        return self(
            "stated",
            day=format_date(a.stated.stated_on, self.lang),
            status=word("stated", a.stated.status, self.lang).lower(),
            reference=word("reference", a.stated.reference, self.lang),
            agreement=word("agreement", a.agreement, self.lang).lower(),
        )
