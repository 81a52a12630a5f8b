"""A figure held against a goal with what one data set, as seen on a day, knows of its past."""

from __future__ import annotations

from hpbrief.assessment.classify import judge
from hpbrief.assessment.history import History
from hpbrief.assessment.rules import Past
from hpbrief.assessment.select import Selection
from hpbrief.models import Goal, Indicator, IndicatorKind, Judgement, Measure, Observation

_STOCKS = (IndicatorKind.SHARE, IndicatorKind.STOCK, IndicatorKind.INDEX)


class Judge:
    """Judges a figure against a goal with what is known of its past."""

    def __init__(self, selection: Selection, *, use_history: bool) -> None:
        self.selection = selection
        self.history = History(selection) if use_history else None
        self._past: dict[tuple[object, ...], Past] = {}

    def __call__(
        self, figure: Observation, goal: Goal, indicator: Indicator, *, doubtful: bool = False
    ) -> Judgement:
        """The judgement; a ``doubtful`` figure cannot vouch for its own past."""
        thresholds = self.selection.ds.catalog.thresholds
        if self.history is None:
            return judge(figure, goal, indicator, thresholds)
        key = (figure.key, doubtful)  # a figure is held against several goals, its past is one
        if key not in self._past:
            self._past[key] = past_of(self.history, figure, indicator, doubtful=doubtful)
        return judge(figure, goal, indicator, thresholds, self._past[key])


def past_of(history: History, figure: Observation, indicator: Indicator, *, doubtful: bool) -> Past:
    """What the rules of the indicator's kind look at, and nothing else."""
    if indicator.measure == Measure.YOY_CHANGE:
        return Past(base=history.base(indicator, figure))
    if indicator.kind in _STOCKS:
        return Past(gains=tuple(history.gains(indicator, figure)))
    return Past(
        years=history.years(indicator, figure, doubtful=doubtful),
        best_month=history.best_month(indicator, figure),
        months=history.months(indicator, figure),
    )
