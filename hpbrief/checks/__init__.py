"""What cannot be true: identities, paths, sources, echoes, verdicts; exports ``audit`` and ``stated_over_time``.

In: a data set.
Out: an AuditReport of findings, each with values, sources and arithmetic; verdicts beside what came out.
"""

from hpbrief.checks.findings import AuditReport
from hpbrief.checks.over_time import stated_over_time
from hpbrief.checks.run import audit

__all__ = ["AuditReport", "audit", "stated_over_time"]
