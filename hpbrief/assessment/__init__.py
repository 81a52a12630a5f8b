"""Judging indicators against their annual goals, part-way through the year; exports ``assess``."""

from hpbrief.assessment.compare import Comparison, compare_areas
from hpbrief.assessment.explain import explain_assessment
from hpbrief.assessment.run import assess
from hpbrief.assessment.scorecard import Scorecard
from hpbrief.assessment.whatif import what_if
from hpbrief.catalog import load_catalog
from hpbrief.models import Assessment

__all__ = ["Comparison", "Scorecard", "assess", "compare_areas", "what_if"]

Assessment.explainer[:] = [lambda a, lang: explain_assessment(a, lang, load_catalog())]
