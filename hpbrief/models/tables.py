"""Tables: the rows of a data set as models."""

from __future__ import annotations

from hpbrief.models.base import Model
from hpbrief.models.goal import Goal, HeadlineVerdict, Verdict
from hpbrief.models.observation import Observation
from hpbrief.models.source import Source


class Tables(Model):
    """Sources, and what they print: observations, goals, verdicts and headline verdicts.

    ``cited`` holds sources that came later than the day a data set is seen from, kept only because a goal
    that was already in force is known through them.
    """

    sources: tuple[Source, ...] = ()
    observations: tuple[Observation, ...] = ()
    goals: tuple[Goal, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    headline_verdicts: tuple[HeadlineVerdict, ...] = ()
    cited: tuple[Source, ...] = ()
