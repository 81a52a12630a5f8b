"""``audit``: a data set in; what cannot be true in it out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hpbrief.checks import echoes, identities, paths, shares, sources, verdicts
from hpbrief.checks.findings import AuditReport
from hpbrief.checks.ledger import Case, Ledger
from hpbrief.dataset import Dataset
from hpbrief.models import Lang, Observation, Severity

_CHECKS: tuple[Callable[[Ledger], Iterator[Case]], ...] = (
    identities.ytd_sums,
    identities.parts,
    identities.area_sums,
    shares.plan_shares,
    identities.growth,
    identities.units,
    paths.walk,
    sources.disagreements,
    sources.definitions,
    echoes.goals,
    echoes.boundaries,
    verdicts.verdicts,
)


def audit(ds: Dataset, *, area: str | None = None, year: int | None = None, lang: Lang = "vi") -> AuditReport:
    """Find what cannot be true in a data set, or asks for a look: see docs/audit for each code.

    Args:
        ds: the data; ``ds.as_of(day)`` audits what was known on a day, ``ds.add(other)`` with past years.
        area: only this area, by id or name.
        year: only periods that end in this year.
        lang: the language in which the report is shown; ``to_frame`` and ``findings`` take either.

    Raises CatalogError for an unknown area.

    >>> import hpbrief as hb
    >>> report = hb.audit(hb.load_dataset("haiphong-2025"), lang="en")
    >>> next(f for f in report if f.code == "falling_total").values
    ('USD 33.37 billion', 'USD 36 billion')
    """
    if area is not None and area not in ds.areas:
        area = (ds.catalog.find_area(area) or ds.catalog.area(area)).id
    ledger = Ledger(ds, area, year)
    cases = [case for check in _CHECKS for case in check(ledger)]
    cases = _clearest(ledger, cases)
    cases += echoes.siblings(ledger, _doubtful(ledger, cases))
    return AuditReport(ds, tuple(sorted(cases, key=_order)), lang)


def _clearest(ledger: Ledger, cases: list[Case]) -> list[Case]:
    """One fault, one finding: a slip or a mistaken boundary stands for the conflict that it makes in its cell."""
    explained = {cell for case in cases for cell in case.explains}
    slipped = {cell for case in cases if case.template == "scale_slip_sources" for cell in case.explains}

    def kept(case: Case) -> bool:
        first = case.rows[0] if case.rows else None
        if not isinstance(first, Observation):
            return True
        cell = ledger.cell(first)
        if case.template == "scale_slip_path":
            return cell not in slipped
        return case.code not in ("source_conflict", "revision") or cell not in explained

    return [case for case in cases if kept(case)]


def _doubtful(ledger: Ledger, cases: list[Case]) -> list[Observation]:
    """Figures that fall, and the odd ones of a conflict (all of them where none prevails)."""
    found: list[Observation] = []
    for case in cases:
        if case.code == "falling_total" and isinstance(case.rows[0], Observation):
            found.append(case.rows[0])
        if case.code == "source_conflict":
            rows = [o for o in case.rows if isinstance(o, Observation)]
            groups = ledger.apart(rows)
            even = len(groups[0]) == len(groups[1])
            found += [group[0] for group in groups[0 if even else 1 :]]
    return found


def _order(case: Case) -> tuple[object, ...]:
    return (
        list(Severity).index(case.severity),
        case.indicator == "",
        case.indicator,
        case.area,
        case.period.end,
        case.period.start,
        case.code,
        case.template,
        tuple(row.source_id for row in case.rows),
    )
