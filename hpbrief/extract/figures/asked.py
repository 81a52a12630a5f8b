"""What a number was asked, what was answered, by which rule, and what lost: kept only where someone wants to know."""

from __future__ import annotations

from hpbrief.extract.figures.context import Answered, Asked, Figure
from hpbrief.extract.figures.progress import Number, Progress
from hpbrief.models import Period


def asked(p: Progress, n: Number, figure: Figure, goal: str, period: str, place: str) -> Asked:
    """The row of questions of a number that was read, with the rules that said goal, period and place.

    Rivals are phrases, codes of periods and ids of areas.
    """
    phrases = tuple(dict.fromkeys(p.text[one.start : one.end] for _, one in p.choice.rivals()))
    return Asked(
        n.token.start,
        n.token.end,
        (
            Answered("goal", goal),
            Answered("measure", n.reading.rule),
            Answered("subject", p.choice.rule, phrases),
            Answered("period", period, _other_periods(p, figure.period)),
            Answered("place", place, _other_places(p, figure.area)),
        ),
    )


def _other_periods(p: Progress, chosen: Period | None) -> tuple[str, ...]:
    """The times that the sentence, the paragraph, the section, the goal and the report offered besides."""
    context = p.context
    offered = (p.times.period, p.times.goal_period, context.paragraph, context.section, context.report)
    return tuple(dict.fromkeys(o.code for o in offered if o is not None and o != chosen))


def _other_places(p: Progress, chosen: str | None) -> tuple[str, ...]:
    """The area of the document and that of the number before, where they were not taken."""
    offered = (p.context.area, p.last.area if p.last is not None else None)
    return tuple(dict.fromkeys(o for o in offered if o is not None and o != chosen))
