"""What cannot be true: identities, paths, sources, echoes, verdicts; exports ``audit`` and ``stated_over_time``."""

from hpbrief.checks.findings import AuditReport
from hpbrief.checks.over_time import stated_over_time
from hpbrief.checks.run import audit

__all__ = ["AuditReport", "audit", "stated_over_time"]
