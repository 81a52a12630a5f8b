"""What cannot be true, in a data set and in a text, and what officials stated of it.

In: a data set; a text and a data set.
Out: an AuditReport of findings, each with values, sources and arithmetic; the claims of a text with their verdicts;
official verdicts beside what came out.
"""

from hpbrief.checks.checked import CheckedText, check
from hpbrief.checks.findings import AuditReport
from hpbrief.checks.nationwide import stated_by_area
from hpbrief.checks.run import audit
from hpbrief.checks.verdicts import stated_over_time

__all__ = ["AuditReport", "CheckedText", "audit", "check", "stated_by_area", "stated_over_time"]
