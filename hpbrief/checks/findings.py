"""AuditReport: the findings of an audit, as a table, as a frame, and in either language, from the templates."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from hpbrief.checks.ledger import Case, Each
from hpbrief.dataset import Dataset
from hpbrief.format import (
    axis_unit,
    format_date,
    format_number,
    format_observation,
    format_period,
    format_quantity,
)
from hpbrief.models import (
    Area,
    Basis,
    ComputedClass,
    Finding,
    Goal,
    HeadlineVerdict,
    Interval,
    Lang,
    Measure,
    Observation,
    Period,
    Quantity,
    Severity,
    Unit,
    Verdict,
    VerdictStatus,
)
from hpbrief.tables.frames import tidy_frame
from hpbrief.tables.schema import ColumnType

if TYPE_CHECKING:
    import pandas as pd


class Teller:
    """Puts the cases of one data set into one language; ``cite`` writes the id of a source."""

    def __init__(self, ds: Dataset, lang: Lang, cite: Callable[[str], str] = str) -> None:
        self.ds, self.lang, self.cite = ds, lang, cite
        self.catalog = ds.catalog

    def finding(self, case: Case) -> Finding:
        """A case as a Finding; ``values`` and ``sources`` run side by side."""
        facts = self._facts(case.facts, case.indicator)
        place = self.catalog.area(case.area).label(self.lang)
        name = self.catalog.indicator(case.indicator).label(self.lang, short=True) if case.indicator else ""
        head = ", ".join(filter(None, (f"{name}{self._measure(case)}", place)))
        message = self._word("audit", case.template).format_map(facts).strip()
        stated_by: tuple[str, ...] = case.facts.get("stated_by", ())
        return Finding(
            code=case.code,
            severity=case.severity,
            area=case.area,
            indicator=case.indicator,
            message=f"{head}: {message}",
            values=tuple(self._value(row) for row in case.rows),
            sources=(*(row.source_id for row in case.rows), *stated_by),
            arithmetic="; ".join(filter(None, (self._arithmetic(c) for c in (case, *case.behind)))),
        )

    def _arithmetic(self, case: Case) -> str:
        facts = self._facts(case.facts, case.indicator)
        return self._word("audit_arithmetic", case.template).format_map(facts).strip()

    def _measure(self, case: Case) -> str:
        """The measure, where a finding on several figures would not say it."""
        first = case.rows[0] if case.rows else None
        own = case.indicator and self.catalog.indicator(case.indicator).measure
        if not isinstance(first, Observation) or first.measure in (Measure.LEVEL, own):
            return ""
        return f" ({self._word('measure', first.measure)})"

    def _word(self, group: str, key: str) -> str:
        return self.catalog.word(group, key, self.lang)

    def told(self, group: str, key: str, facts: Mapping[str, Any], indicator: str = "") -> str:
        """The words of a key with the facts that they name put in."""
        return self._word(group, key).format_map(self._facts(facts, indicator)).strip()

    # -- facts --------------------------------------------------------------------------------------

    def _facts(self, facts: Mapping[str, Any], indicator: str) -> dict[str, Any]:
        return {
            name: ", ".join(map(self.cite, fact)) if name == "sources" else self._fact(fact, indicator)
            for name, fact in facts.items()
        }

    def _fact(self, fact: Any, indicator: str) -> Any:
        match fact:
            case Observation():
                return self._observation(fact)
            case Goal():
                return self._goal(fact)
            case Verdict() | HeadlineVerdict():
                return self._verdict(fact)
            case Quantity():
                return format_quantity(fact, self.lang, catalog=self.catalog, indicator=indicator)
            case Each():
                lines = (
                    self._word("audit_part", fact.key).format_map(self._facts(line, indicator))
                    for line in fact.lines
                )
                return fact.between.join(lines)
            case ComputedClass():
                return self._word("class", fact).lower()
            case VerdictStatus():
                return self._word("stated", fact).lower()
            case Period():
                return format_period(fact, self.lang, self.catalog)
            case Area():
                return fact.label(self.lang)
            case Unit():
                return axis_unit(Quantity(value=Decimal(0), unit=fact), self.lang, catalog=self.catalog)
            case _:
                return self._plain(fact)

    def _plain(self, fact: Any) -> str:
        match fact:
            case tuple():
                return ", ".join(fact)
            case Basis():
                return self._word("basis", fact)
            case int():
                return str(fact)
            case float():
                return f"{format_number(fact, self.lang, 1)}%"
            case Decimal():
                return format_number(fact, self.lang)
            case None:
                return "–"
            case _:
                return str(fact)

    def _value(self, row: Observation | Goal) -> str:
        if isinstance(row, Observation):
            return format_observation(row, self.lang, self.catalog)
        return format_quantity(row.quantity, self.lang, catalog=self.catalog, indicator=row.indicator)

    def _observation(self, o: Observation) -> SimpleNamespace:
        source = self.ds.source(o.source_id)
        plan = self._word("basis", o.plan_basis) if o.plan_basis else ""
        return SimpleNamespace(
            value=self._value(o),
            number=self._number(o.quantity, o.indicator),
            range=self._range(o.quantity.interval),
            period=format_period(o.period, self.lang, self.catalog),
            source=self.cite(o.source_id),
            status=self._word("obs_status", o.status),
            known=format_date(source.known_from, self.lang) if source.known_from else "–",
            label=self.catalog.indicator(o.indicator).label(self.lang, short=True),
            place=self.catalog.area(o.area).label(self.lang),
            plan=plan,
            measure=self._word("measure", o.measure) if o.measure != Measure.LEVEL else "",
            months=format_number(o.period.months_elapsed.normalize(), self.lang),
        )

    def _goal(self, goal: Goal) -> SimpleNamespace:
        return SimpleNamespace(
            value=self._value(goal),
            number=self._number(goal.quantity, goal.indicator),
            basis=self._word("basis", goal.basis),
            period=format_period(goal.period, self.lang, self.catalog),
            source=self.cite(goal.source_id),
        )

    def _verdict(self, v: Verdict | HeadlineVerdict) -> SimpleNamespace:
        return SimpleNamespace(
            status=self._word("stated", v.status).lower(),
            reference=self._word("reference", v.reference),
            day=format_date(v.stated_on, self.lang) if v.stated_on else "–",
            source=self.cite(v.source_id) if v.source_id else "–",
        )

    def _number(self, quantity: Quantity, indicator: str) -> str:
        """The number with its unit, without its qualifier, as arithmetic needs it."""
        bare = Quantity(value=quantity.value, unit=quantity.unit)
        return format_quantity(bare, self.lang, catalog=self.catalog, indicator=indicator)

    def _range(self, inside: Interval) -> str:
        lo = "" if inside.lo is None else format_number(inside.lo, self.lang)
        hi = "" if inside.hi is None else format_number(inside.hi, self.lang)
        return f"{lo}–{hi}"


#: Columns of ``AuditReport.to_frame`` in order, with their types.
FRAME: dict[str, ColumnType] = dict.fromkeys(
    ("code", "severity", "area", "indicator", "message", "values", "sources", "arithmetic"), "string"
)


@dataclass(frozen=True, repr=False)
class AuditReport:
    """What cannot be true in a data set, or asks for a look; the gravest first.

    Iterating gives Findings in the report's own language; ``findings(lang)`` in either.
    """

    dataset: Dataset
    cases: tuple[Case, ...]
    lang: Lang = "vi"

    @cached_property
    def _told(self) -> tuple[Finding, ...]:
        return self.findings()

    def findings(self, lang: Lang | None = None, *, cite: Callable[[str], str] = str) -> tuple[Finding, ...]:
        """The findings in a language; ``cite`` may write a source's id otherwise in the sentences, as a number."""
        teller = Teller(self.dataset, lang or self.lang, cite)
        return tuple(teller.finding(case) for case in self.cases)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self.cases)

    def __getitem__(self, index: int) -> Finding:
        return self._told[index]

    def counts(self) -> dict[str, int]:
        """How many findings of each code, in the order of the report."""
        return dict(Counter(case.code for case in self.cases))

    def rows(self, lang: Lang | None = None) -> list[dict[str, Any]]:
        """The findings as plain rows; ``values`` and ``sources`` are lists that run side by side."""
        return [f.model_dump(mode="json", include=set(FRAME)) for f in self.findings(lang)]

    def to_frame(self, lang: Lang | None = None) -> pd.DataFrame:
        """One row a finding (see ``FRAME``); ``values`` and ``sources`` are joined by "; "."""
        joined = ("values", "sources")
        return tidy_frame(
            ({**row, **{name: "; ".join(row[name]) for name in joined}} for row in self.rows(lang)), FRAME
        )

    def title(self, lang: Lang | None = None) -> str:
        """How many findings there are, by severity."""
        lang = lang or self.lang
        word = self.dataset.catalog.word
        counts = Counter(case.severity for case in self.cases)
        parts = ", ".join(f"{counts[s]} {word('severity', s, lang).lower()}" for s in Severity if counts[s])
        key = "title" if self.cases else "none"
        return word("audit_report", key, lang).format(dataset=self.dataset.name, n=len(self), parts=parts)

    def __repr__(self) -> str:
        findings = self.findings("en")
        return "\n".join([self.title("en"), *(f"  {f.severity:8} {f.code:22} {f.message}" for f in findings)])

    def _repr_html_(self) -> str:
        return self.to_html()

    def to_html(self, lang: Lang | None = None) -> str:
        """Title and table as an HTML fragment, as Jupyter shows it."""
        lang = lang or self.lang
        word = self.dataset.catalog.word
        names = ("severity", "finding", "arithmetic", "sources")
        head = "".join(f"<th>{html.escape(word('column', n, lang))}</th>" for n in names)
        body = "".join(_row(f, word("severity", f.severity, lang)) for f in self.findings(lang))
        title = f"<p><b>{html.escape(self.title(lang))}</b></p>"
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if body else ""
        return f"<div>{title}{table}</div>"


def _row(finding: Finding, severity: str) -> str:
    sources = ", ".join(dict.fromkeys(finding.sources))
    cells = (
        f"{html.escape(severity)}<br><code>{html.escape(finding.code)}</code>",
        *(html.escape(text) for text in (finding.message, finding.arithmetic, sources)),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
