"""AuditReport: the findings of an audit, as a table, as a frame, and in either language."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hpbrief.checks.ledger import Case
from hpbrief.checks.telling import Teller
from hpbrief.dataset import Dataset
from hpbrief.models import Finding, Lang, Severity
from hpbrief.tables.frames import tidy_frame
from hpbrief.tables.schema import ColumnType

if TYPE_CHECKING:
    import pandas as pd

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
