"""What moved an indicator's class and probability between two days, split exactly into its causes.

From the earlier state one thing after the other is put as it is now: the figure of then as it has been revised, the
newest figure, the goal, the past years; each step is judged by the same rules, and the steps add up to the whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hpbrief.assessment.judging import Judge
from hpbrief.catalog import Catalog
from hpbrief.format import format_number
from hpbrief.models import Assessment, ComputedClass, Goal, Indicator, Judgement, Lang, Observation
from hpbrief.tables.schema import ColumnType

#: The causes, in the order in which they are put in; ``other`` is what the day itself brings (a forecast that stands in
#: after the year's end, a doubted figure).
CAUSES = ("revision", "new_figure", "goal", "history", "other")
CHANGES: dict[str, ColumnType] = {
    "indicator": "string",
    "label": "string",
    "class_before": "string",
    "class_now": "string",
    "p_before": "number",
    "p_now": "number",
    **{f"p_{cause}": "number" for cause in CAUSES},
    "moved_by": "string",
    "period_before": "string",
    "period_now": "string",
    "attainment_before": "number",
    "attainment_now": "number",
    **{f"attainment_{cause}": "number" for cause in CAUSES},
}
_CERTAIN = {ComputedClass.EXCEEDED: 1.0, ComputedClass.MET: 1.0, ComputedClass.MISSED: 0.0}


def changes_of(
    before: Assessment, now: Assessment, judge_then: Judge, judge_now: Judge, lang: Lang
) -> dict[str, Any]:
    """A row of ``CHANGES``: both states, the probability that each cause added, and the causes that moved the class."""
    indicator = judge_now.selection.ds.catalog.indicator(now.indicator)
    states = [before.main, *_steps(before, now, judge_then, judge_now, indicator), now.main]
    row: dict[str, Any] = dict.fromkeys(CHANGES)
    row |= {
        "indicator": now.indicator,
        "label": indicator.label(lang),
        "class_before": before.computed_class,
        "class_now": now.computed_class,
        "p_before": _chance(before.main),
        "p_now": _chance(now.main),
        "period_before": before.main.figure.period.code if before.main else None,
        "period_now": now.main.figure.period.code if now.main else None,
        "attainment_before": before.main.attainment_pct if before.main else None,
        "attainment_now": now.main.attainment_pct if now.main else None,
    }
    row |= {f"p_{cause}": by for cause, by in _split([_chance(j) for j in states]).items()}
    shares = [j.attainment_pct if j else None for j in states]
    row |= {f"attainment_{cause}": by for cause, by in _split(shares).items()}
    steps = zip(CAUSES, states, states[1:], strict=False)
    return row | {"moved_by": ";".join(cause for cause, old, new in steps if _class(old) != _class(new))}


def _split(values: Sequence[float | None]) -> dict[str, float | None]:
    """What each cause added; the parts add up to the whole. None where it is not known at both ends.

    Where a cause leaves nothing that can be told (a doubted figure has no chance), what is told next is of its making.
    """
    first, last = values[0], values[-1]
    if first is None or last is None:
        return dict.fromkeys(CAUSES)
    added, known, since = dict.fromkeys(CAUSES, 0.0), first, ""
    for cause, value in zip(CAUSES, values[1:], strict=True):
        since = since or cause
        if value is not None:
            added[since] += value - known
            known, since = value, ""
    return dict(added)


def has_moved(row: Mapping[str, Any]) -> bool:
    """Whether anything of an indicator is another than before: class, figure, chance or share of its goal."""
    pairs = (("class_before", "class_now"), ("period_before", "period_now"))
    return any(row[a] != row[b] for a, b in pairs) or any(
        abs(row[f"{what}_now"] - row[f"{what}_before"]) > least
        for what, least in (("p", 5e-4), ("attainment", 0.05))
        if row[f"{what}_now"] is not None and row[f"{what}_before"] is not None
    )


def change_sentence(row: Mapping[str, Any], catalog: Catalog, lang: Lang) -> str:
    """A row of ``CHANGES`` in words: class, chance or share of the goal before and now, and what each cause added."""
    say = catalog.word
    before, now = (say("class", row[f"class_{at}"], lang) for at in ("before", "now"))
    key = "class_same" if before == now else "class_moved"
    parts = [say("changes", key, lang).format(before=before, now=now)]
    what = "p" if row["p_before"] is not None and row["p_now"] is not None else "attainment"
    if row[f"{what}_before"] is not None and row[f"{what}_now"] is not None:
        scale = 100 if what == "p" else 1
        causes = [(c, scale * row[f"{what}_{c}"]) for c in CAUSES if row[f"{what}_{c}"]]
        told = "; ".join(
            f"{say('changes', c, lang)} {_points(by, lang)}" for c, by in causes if abs(by) >= 0.05
        )
        low, high = (f"{format_number(scale * row[f'{what}_{at}'], lang, 1)}%" for at in ("before", "now"))
        text = say("changes", f"{what}_moved", lang).format(before=low, now=high)
        parts.append(f"{text} ({told})" if told else text)
    elif row["moved_by"]:
        parts.append("; ".join(say("changes", c, lang) for c in row["moved_by"].split(";")))
    return "; ".join(parts)


def _points(by: float, lang: Lang) -> str:
    sign = "−" if by < 0 else "+"
    return f"{sign}{format_number(abs(by), lang, 1)}"


def _steps(
    before: Assessment, now: Assessment, judge_then: Judge, judge_now: Judge, indicator: Indicator
) -> list[Judgement | None]:
    """The judgement after each cause but the last."""
    old, new = _judged_figure(before), _judged_figure(now)
    revised = _as_now(old, new, judge_now)
    doubtful = tuple("falling" in a.flags and _judged_figure(a) == a.figure for a in (before, now))

    def judged(
        judge: Judge, figure: Observation | None, goal: Goal | None, *, doubted: bool
    ) -> Judgement | None:
        return judge(figure, goal, indicator, doubtful=doubted) if figure and goal else None

    return [
        judged(judge_then, revised, before.goal, doubted=doubtful[0]),
        judged(judge_then, new, before.goal, doubted=doubtful[1]),
        judged(judge_then, new, now.goal, doubted=doubtful[1]),
        judged(judge_now, new, now.goal, doubted=doubtful[1]),
    ]


def _judged_figure(a: Assessment) -> Observation | None:
    """The figure that was judged: an earlier one where the newest is doubted."""
    return a.main.figure if a.main else a.figure


def _as_now(old: Observation | None, new: Observation | None, judge_now: Judge) -> Observation | None:
    """The figure of then as it stands now: of the same period, by the same policy."""
    if old is None or (new is not None and new.period == old.period):
        return new if old is not None else None
    same = [
        o
        for o in judge_now.selection.ds.tables.observations
        if (o.indicator, o.area, o.measure, o.series, o.period, o.plan_basis)
        == (old.indicator, old.area, old.measure, old.series, old.period, old.plan_basis)
        and o.quantity.unit.code == old.quantity.unit.code
        and o.status != "F"
    ]
    return judge_now.selection.pick(same) if same else old


def _class(j: Judgement | None) -> ComputedClass:
    return j.computed_class if j else ComputedClass.INSUFFICIENT_DATA


def _chance(j: Judgement | None) -> float | None:
    """The probability where one is given: 1 or 0 once the goal is decided."""
    if j is None:
        return None
    if j.projection and j.projection.p_reach is not None:
        return j.projection.p_reach
    return _CERTAIN.get(j.computed_class)
