"""A briefing as rows: the "facts of a text", one object a fact, every key present."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from hpbrief.models import (
    Briefing,
    Cell,
    Directive,
    Evidence,
    HeadlineVerdict,
    LegalRef,
    Period,
    Span,
    Statement,
    Verdict,
)
from hpbrief.tables.schema import ColumnType

#: The keys of a row, in order.
FACT_KEYS: Final = (
    "document", "kind", "start", "end", "text", "phrase", "indicator", "value", "value_max", "of", "unit",
    "unit_mult", "unit_text", "qualifier", "measure", "direction", "period", "area", "basis", "obs_status",
    "verdict_status", "reference", "inferred", "count", "of_total", "owner", "task", "deadline", "deadline_word",
    "number", "legal_kind", "issuer", "doubt", "rules",
)  # fmt: skip


_NO_FACT: Final[dict[str, Any]] = dict.fromkeys(FACT_KEYS)

#: The type of each column of a frame of facts.
FACT_TYPES: dict[str, ColumnType] = {
    key: "integer"
    if key in ("start", "end", "unit_mult", "count", "of_total")
    else "number"
    if key in ("value", "value_max", "of")
    else "string"
    for key in FACT_KEYS
}


def to_records(briefing: Briefing, *, as_printed: bool = False) -> list[dict[str, Any]]:
    """The facts of a briefing in text order, as rows with the keys of ``FACT_KEYS``.

    Numbers are int or float (Decimal, digit by digit, where ``as_printed``), periods ISO intervals, dates ISO
    days; null (None) where a key does not apply.
    """
    rows = [row for row, _ in rows_with_evidence(briefing)]
    if not as_printed:
        for row in rows:
            row.update({key: _number(row[key]) for key in ("value", "value_max", "of")})
    return rows


def evidence_of(briefing: Briefing) -> list[Evidence | None]:
    """Where each row of :func:`to_records` stands, in the same order."""
    return [evidence for _, evidence in rows_with_evidence(briefing)]


def rows_with_evidence(briefing: Briefing) -> list[tuple[dict[str, Any], Evidence | None]]:
    """The rows of :func:`to_records`, numbers as printed, each with where it stands."""
    kinds: tuple[Sequence[Any], ...] = (
        briefing.statements, briefing.headlines, briefing.verdicts, briefing.directives, briefing.legal_refs,
        briefing.periods,
    )  # fmt: skip
    pairs = [
        (row, fact.evidence)
        for rows, facts in zip(_kinds(briefing), kinds, strict=True)
        for row, fact in zip(rows, facts, strict=True)
    ]
    pairs.sort(
        key=lambda p: (p[0]["start"] is None, p[0]["start"] or 0, p[0]["end"] or 0, FACT_ORDER[p[0]["kind"]])
    )
    return pairs


FACT_ORDER: Final = {
    k: i for i, k in enumerate(("verdict", "directive", "figure", "goal", "legal_ref", "date", "period"))
}


def _row(document: str, kind: str, evidence: Evidence | None, values: dict[str, Any]) -> dict[str, Any]:
    row = _NO_FACT.copy()
    row["document"], row["kind"], row["rules"] = document, kind, []
    span = evidence.span if isinstance(evidence, Cell) else evidence
    if isinstance(span, Span):
        row["start"], row["end"], row["text"] = span.start, span.end, span.quote
    row.update(values)
    return row


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _kinds(briefing: Briefing) -> list[list[dict[str, Any]]]:
    """The rows of each kind of fact, in the order of the briefing's lists."""
    document, codes = briefing.document.id, _Codes()
    return [
        [_row(document, s.kind, s.evidence, _of_statement(s, codes)) for s in briefing.statements],
        [_row(document, "verdict", h.evidence, _of_headline(h, codes)) for h in briefing.headlines],
        [_row(document, "verdict", v.evidence, _of_verdict(v, codes)) for v in briefing.verdicts],
        [_row(document, "directive", d.evidence, _of_directive(d)) for d in briefing.directives],
        [_row(document, "legal_ref", r.evidence, _of_legal_ref(r)) for r in briefing.legal_refs],
        [
            _row(
                document, "date" if p.role == "date" else "period", p.evidence, {"period": codes.of(p.period)}
            )
            for p in briefing.periods
        ],
    ]


class _Codes:
    """Periods in ISO form; a period is one object in many facts."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def of(self, period: Period | None) -> str | None:
        """The code of a period; None of none."""
        if period is None:
            return None
        known = self._known.get(id(period))
        if known is None:
            known = self._known[id(period)] = period.isoformat()
        return known


def _of_statement(s: Statement, codes: _Codes) -> dict[str, Any]:
    return {
        "phrase": s.phrase,
        "indicator": s.indicator,
        "value": s.value,
        "value_max": s.value_max,
        "of": s.of,
        "unit": s.unit,
        "unit_mult": s.unit_mult,
        "unit_text": s.unit_text,
        "qualifier": str(s.qualifier),
        "measure": str(s.measure),
        "direction": str(s.direction),
        "period": codes.of(s.period),
        "area": s.area,
        "basis": str(s.basis) if s.basis else None,
        "obs_status": str(s.obs_status) if s.obs_status else None,
        "doubt": str(s.doubt) if s.doubt else None,
        "rules": list(s.rules),
    }


def _of_headline(h: HeadlineVerdict, codes: _Codes) -> dict[str, Any]:
    return {
        "period": codes.of(h.period),
        "area": h.area or None,
        "verdict_status": str(h.status),
        "reference": str(h.reference),
        "inferred": False,
        "count": h.count,
        "of_total": h.of_total,
        "rules": list(h.rules),
    }


def _of_verdict(v: Verdict, codes: _Codes) -> dict[str, Any]:
    return {
        "phrase": v.phrase or None,
        "indicator": v.indicator,
        "period": codes.of(v.period),
        "area": v.area or None,
        "verdict_status": str(v.status),
        "reference": str(v.reference),
        "inferred": v.inferred,
        "rules": list(v.rules),
    }


def _of_directive(d: Directive) -> dict[str, Any]:
    return {
        "owner": d.owner,
        "task": d.task,
        "indicator": d.indicators[0] if len(d.indicators) == 1 else None,
        "deadline": d.deadline.isoformat() if d.deadline else None,
        "deadline_word": str(d.deadline_word) if d.deadline_word else None,
        "rules": list(d.rules),
    }


def _of_legal_ref(r: LegalRef) -> dict[str, Any]:
    return {"number": r.number, "legal_kind": str(r.kind), "issuer": r.issuer, "rules": list(r.rules)}
