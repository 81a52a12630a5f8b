"""``check``, and what it gives: the claims of a text with their verdicts, as rows, as a frame, as a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hpbrief.briefing import parse_briefing, read_briefing
from hpbrief.briefing.page import Mark, marked_text, safe_html
from hpbrief.checks.claims import Claim, claims_of
from hpbrief.checks.findings import Teller
from hpbrief.checks.ledger import Ledger
from hpbrief.dataset import Dataset
from hpbrief.format import format_date, format_observation, format_period, format_quantity
from hpbrief.models import Briefing, ClaimVerdict, Goal, HeadlineVerdict, Lang, Observation, Span, Verdict
from hpbrief.models.period import day_from_iso
from hpbrief.tables.frames import tidy_frame
from hpbrief.tables.schema import ColumnType

if TYPE_CHECKING:
    import pandas as pd

#: Columns of ``CheckedText.to_frame`` in order, with their types.
FRAME: Final[dict[str, ColumnType]] = {
    "start": "integer",
    "end": "integer",
    **dict.fromkeys(
        ("text", "kind", "indicator", "area", "period", "said", "basis", "verdict", "reason", "why", "arithmetic",
         "hint", "settle", "sources"),
        "string",
    ),
}  # fmt: skip
#: Which verdict the mark of a claim bears that was held against several plans.
_LEADING: Final = (ClaimVerdict.AGREES, ClaimVerdict.CONTRADICTS, ClaimVerdict.NOT_CHECKABLE)
_STYLE: Final = """
.hpc{--line:#c9ced6;--agrees:#d6f0d2;--contradicts:#ffd3d3;--not_checkable:#eceef2;--ink:#16181d;color:var(--ink);
background:#fff;font:16px/1.65 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:.5rem 1rem}
.hpc .text{white-space:pre-wrap;overflow-wrap:anywhere}
.hpc a{color:inherit;text-decoration:none}
.hpc mark{color:inherit;border-radius:.2em;padding:0 .15em}
.hpc mark.agrees{background:var(--agrees)}
.hpc mark.contradicts{background:var(--contradicts);border-bottom:2px solid}
.hpc mark.not_checkable{background:var(--not_checkable);border-bottom:1px dashed}
.hpc .key mark{margin-right:.8em}
.hpc ol{list-style:none;padding:0}
.hpc li{border-top:1px solid var(--line);padding:.6em 0;scroll-margin-top:1em}
.hpc li:target{outline:2px solid;outline-offset:.3em}
.hpc li p{margin:.15em 0}
.hpc .small{font-size:.87em;opacity:.85}
@media (prefers-color-scheme:dark){.hpc{--line:#3a3f49;--agrees:#234a22;--contradicts:#6a1f26;--not_checkable:#2a2c35;
--ink:#e8eaee;background:#15171c}}
"""


def check(
    text: str | Path | Briefing,
    ds: Dataset,
    *,
    as_of: date | str | None = None,
    area: str | None = None,
    lang: Lang = "vi",
) -> CheckedText:
    """Hold each claim of a sentence, a text or a file against a data set.

    Args:
        text: the words themselves, the Path of a file that ``read_briefing`` opens, or a Briefing that was read.
        ds: what the claims are held against, with its sources.
        as_of: the day from which to look: nothing that came later is held against the text. It is also the day the
            text speaks where it gives none; without it that is the newest day of the data set.
        area: the area, by id or name, of claims that name none.
        lang: the language in which the result is shown; ``to_frame`` and ``to_html`` take either.

    Each claim has a ``verdict``: ``agrees``, ``contradicts`` or ``not_checkable``, with the figure held against it,
    both sources, the arithmetic, and what would settle it. A share of plan, a goal, or "met" gives one claim a plan.
    Raises ParseError for a day that is none, CatalogError for an unknown area, LoadError for a file that cannot be
    read.

    >>> import hpbrief as hb
    >>> ds = hb.load_dataset("haiphong-2025")
    >>> said = "10 tháng năm 2025, thu ngân sách nhà nước của Hải Phòng đạt 162.875 tỷ đồng."
    >>> [claim.verdict.value for claim in hb.check(said, ds, as_of="2025-11-06")]
    ['agrees']
    """
    day = day_from_iso(as_of) if isinstance(as_of, str) else as_of
    if isinstance(text, Path):
        briefing: Briefing = read_briefing(text, area=area, catalog=ds.catalog)
    elif isinstance(text, Briefing):
        briefing = text
    else:
        briefing = parse_briefing(text, area=area, catalog=ds.catalog)
        spoken = day or max((s.known_from for s in ds.tables.sources if s.known_from), default=None)
        if spoken is not None and (briefing.about is None or briefing.about.day is None):
            briefing = parse_briefing(text, area=area, catalog=ds.catalog, document_date=spoken)
    known = ds.as_of(day) if day else ds
    return CheckedText(briefing, known, tuple(claims_of(briefing, Ledger(known))), lang)


@dataclass(frozen=True, repr=False)
class CheckedText:
    """The claims of a text in its order, each with its verdict; a page of the marked text in Jupyter."""

    briefing: Briefing
    dataset: Dataset
    claims: tuple[Claim, ...]
    lang: Lang = "vi"

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.claims)

    def __len__(self) -> int:
        return len(self.claims)

    def __getitem__(self, index: int) -> Claim:
        return self.claims[index]

    def counts(self) -> dict[str, int]:
        """How many claims of each verdict."""
        found = Counter(claim.verdict for claim in self.claims)
        return {verdict.value: found[verdict] for verdict in ClaimVerdict}

    def title(self, lang: Lang | None = None) -> str:
        """How many claims there are, by verdict, and the day from which it was looked."""
        lang = lang or self.lang
        word = self.dataset.catalog.word
        counts = ", ".join(
            f"{n} {word('claim_verdict', v, lang).lower()}" for v, n in self.counts().items() if n
        )
        seen = self.dataset.seen_from
        day = word("checked", "as_of", lang).format(day=format_date(seen, lang)) if seen else ""
        key = "title" if self.claims else "none"
        return word("checked", key, lang).format(n=len(self), counts=counts, dataset=self.dataset.name) + day

    def rows(self, lang: Lang | None = None) -> list[dict[str, Any]]:
        """The claims as plain rows with the keys of ``FRAME``; ``sources`` is a list."""
        lang = lang or self.lang
        teller = Teller(self.dataset, lang, lambda source: self.dataset.source(source).publisher)
        return [_row(claim, teller) for claim in self.claims]

    def to_frame(self, lang: Lang | None = None) -> pd.DataFrame:
        """One row a claim: columns of ``FRAME``; ``sources`` joined by "; "."""
        return tidy_frame([{**row, "sources": "; ".join(row["sources"])} for row in self.rows(lang)], FRAME)

    def __repr__(self) -> str:
        lines = [f"  {row['verdict']:13} {row['text']}: {row['why']}" for row in self.rows("en")]
        return "\n".join([self.title("en"), *lines])

    def _repr_html_(self) -> str:
        return self._fragment(self.lang)

    def to_html(self, lang: Lang | None = None) -> str:
        """A page on its own: the text with its claims marked, and beneath it each claim with its reasons."""
        lang = lang or self.lang
        title = safe_html(self.briefing.document.title or self.title(lang))
        return (
            f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{title}</title></head><body>{self._fragment(lang)}</body></html>\n"
        )

    def _fragment(self, lang: Lang) -> str:
        word = self.dataset.catalog.word
        rows = self.rows(lang)
        marks = [
            Mark(row["start"], row["end"], row["verdict"], row["why"], f"claim-{number}")
            for number, row in sorted(enumerate(rows, 1), key=lambda one: _LEADING.index(one[1]["verdict"]))
            if row["start"] is not None
        ]
        key = "".join(
            f'<mark class="{v.value}">{word("claim_verdict", v, lang)}</mark>' for v in ClaimVerdict
        )
        items = "".join(self._item(number, row, lang) for number, row in enumerate(rows, 1))
        return (
            f'<div class="hpc"><style>{_STYLE}</style><p><b>{safe_html(self.title(lang))}</b></p>'
            f'<p class="key">{key}</p><div class="text">{marked_text(self.briefing.document, marks)}</div>'
            f"<ol>{items}</ol></div>"
        )

    def _item(self, number: int, row: dict[str, Any], lang: Lang) -> str:
        word = self.dataset.catalog.word
        name = word("claim_verdict", row["verdict"], lang)
        subject = ", ".join(filter(None, (row["said"], row["basis"])))
        lines = [row["why"], row["arithmetic"], row["hint"], row["settle"]]
        cited = "; ".join(self._source(source) for source in row["sources"])
        told = "".join(f"<p>{safe_html(line)}</p>" for line in lines if line)
        return (
            f'<li id="claim-{number}"><p><mark class="{row["verdict"]}">{safe_html(name)}</mark> '
            f"“{safe_html(row['text'])}” · {safe_html(subject)}</p>{told}"
            f'<p class="small">{cited}</p></li>'
        )

    def _source(self, source_id: str) -> str:
        source = self.dataset.source(source_id)
        label = safe_html(", ".join(filter(None, (source.publisher, source.title))))
        known = f" ({format_date(source.known_from, self.lang)})" if source.known_from else ""
        if source.url.startswith(("http://", "https://")):
            return f'<a href="{safe_html(source.url)}"><u>{label}</u></a>{known}'
        return label + known


def _row(claim: Claim, teller: Teller) -> dict[str, Any]:
    catalog, lang = teller.catalog, teller.lang
    said, held = claim.said, claim.held
    span = getattr(claim.evidence, "span", None) or claim.evidence
    place = (span.start, span.end, span.quote) if isinstance(span, Span) else (None, None, "")
    facts = {"indicator": "", **held.facts, "what": _what(claim, teller)}
    indicator = claim.indicator or ""
    missing = claim.verdict is ClaimVerdict.NOT_CHECKABLE
    return {
        "start": place[0],
        "end": place[1],
        "text": place[2],
        "kind": "verdict" if isinstance(said, Verdict | HeadlineVerdict) else said.kind,
        "indicator": claim.indicator,
        "area": said.area or None,
        "period": said.period.isoformat() if said.period else None,
        "said": _what(claim, teller),
        "basis": catalog.word("basis", held.basis, lang) if held.basis else "",
        "verdict": claim.verdict.value,
        "reason": held.reason,
        "why": teller.told("claim", held.reason, facts, indicator),
        "arithmetic": _optional(teller, "claim_arithmetic", held.reason, facts, indicator),
        "hint": teller.told("claim_hint", held.hint, facts, indicator) if held.hint else "",
        "settle": _optional(teller, "claim_settle", held.reason, facts, indicator) if missing else "",
        "sources": list(claim.sources),
    }


def _optional(teller: Teller, group: str, key: str, facts: dict[str, Any], indicator: str) -> str:
    return teller.told(group, key, facts, indicator) if key in teller.catalog.words.get(group, {}) else ""


def _what(claim: Claim, teller: Teller) -> str:
    """What a claim is of: indicator, measure, area and period in words, and its number as it is understood."""
    said, catalog, lang = claim.said, teller.catalog, teller.lang
    if isinstance(said, HeadlineVerdict):
        name = catalog.word("claim", "of_count", lang)
    elif said.indicator in catalog.indicators:
        name = catalog.indicator(said.indicator or "").label(lang, short=True)
    else:
        name = said.phrase or "?"
    area = catalog.area(said.area).label(lang) if said.area and said.area in catalog.areas else ""
    period = format_period(said.period, lang, catalog) if said.period else ""
    number = ""
    if isinstance(claim.row, Observation):
        number = format_observation(claim.row, lang, catalog)
    elif isinstance(claim.row, Goal):
        number = format_quantity(claim.row.quantity, lang, catalog=catalog, indicator=claim.row.indicator)
    elif isinstance(said, Verdict | HeadlineVerdict):
        number = catalog.word("stated", said.status, lang).lower()
    return ", ".join(filter(None, (name, area, period, number)))
