"""What cannot be true: identities, paths, sources, echoes, verdicts; exports ``audit`` and ``stated_over_time``.

In: a data set.
Out: an AuditReport of findings, each with values, sources and arithmetic; verdicts beside what came out.
"""

from hpbrief.checks.findings import AuditReport
from hpbrief.checks.run import audit
from hpbrief.checks.verdicts import stated_over_time

__all__ = ["AuditReport", "audit", "stated_over_time"]
