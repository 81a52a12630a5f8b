"""``audit``: a data set in; what cannot be true in it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

from hpbrief.checks import echoes, identities, paths, rates, shares, sources, units, verdicts
from hpbrief.checks.findings import AuditReport
from hpbrief.checks.ledger import Case, Cell, Ledger
from hpbrief.dataset import Dataset
from hpbrief.models import Lang, Observation, Severity

_CHECKS: tuple[Callable[[Ledger], Iterator[Case]], ...] = (
    units.units,
    units.currencies,
    echoes.copies,
    identities.ytd_sums,
    identities.period_sums,
    identities.parts,
    identities.area_sums,
    shares.plan_shares,
    identities.growth,
    rates.growth_path,
    paths.walk,
    sources.disagreements,
    sources.definitions,
    echoes.goals,
    echoes.boundaries,
    verdicts.verdicts,
)

#: A fault of whole figures: what else it breaks is not told again.
_WHOLE = ("currency_mismatch", "copied_series")
#: What one wrong figure may break at once, the clearest first.
_BROKEN = (
    "scale_slip",
    "parts_sum",
    "area_sum",
    "ytd_sum",
    "falling_total",
    "plan_share",
    "growth_mismatch",
    "uneven_increment",
    "growth_path",
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
    """One fault, one finding: what a case explains is not told again, and what one figure breaks is told once."""
    explained = {cell for case in cases for cell in case.explains}
    whole = {cell for case in cases if case.code in _WHOLE for cell in case.explains}
    slipped = {cell for case in cases if case.template == "scale_slip_sources" for cell in case.explains}

    def kept(case: Case) -> bool:
        cells = _cells(ledger, case)
        if not cells or case.code in _WHOLE:
            return True
        if case.template == "scale_slip_path":
            return cells[0] not in slipped
        if whole.intersection(cells):
            return case.code not in _BROKEN
        return case.code not in ("source_conflict", "revision") or cells[0] not in explained

    return _once(ledger, [case for case in cases if kept(case)])


def _cells(ledger: Ledger, case: Case) -> list[Cell]:
    return [ledger.cell(row) for row in case.rows if isinstance(row, Observation)]


def _once(ledger: Ledger, cases: list[Case]) -> list[Case]:
    """Identities that one figure breaks are one finding, the first kind in ``_BROKEN`` with the others behind it.

    The figure that stands in most broken identities is taken first, until each stands in one at most.
    """
    broken = [case for case in cases if case.code in _BROKEN]
    left = [case for case in cases if case.code not in _BROKEN]
    while broken:
        counts = Counter(cell for case in broken for cell in dict.fromkeys(_cells(ledger, case)))
        cell, times = max(counts.items(), key=lambda pair: pair[1], default=(None, 0))
        if times < 2:
            break
        same = sorted((c for c in broken if cell in _cells(ledger, c)), key=lambda c: _BROKEN.index(c.code))
        broken = [case for case in broken if case not in same]
        left.append(replace(same[0], behind=tuple(same[1:])))
    return [*left, *broken]


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
