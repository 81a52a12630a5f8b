"""Judging indicators against their annual goals, part-way through the year; exports ``assess``."""

from hpbrief.assessment.run import assess
from hpbrief.assessment.scorecard import Scorecard

__all__ = ["Scorecard", "assess"]
