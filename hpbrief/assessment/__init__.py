"""Judging indicators against their annual goals, part-way through the year; exports ``assess``.

In: a data set, an area, a year and a day.
Out: a Scorecard: each indicator's class, with its rule, its numbers and its doubts.
"""

from hpbrief.assessment.compare import Comparison, compare_areas
from hpbrief.assessment.run import assess
from hpbrief.assessment.scorecard import Scorecard
from hpbrief.assessment.whatif import what_if

__all__ = ["Comparison", "Scorecard", "assess", "compare_areas", "what_if"]
