"""The text with its facts marked, and a table of them: one page, no script, safe against any text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Any, Final, NamedTuple

from hpbrief.briefing.records import FACT_ORDER, to_records
from hpbrief.briefing.why import (
    fact_kind,
    fact_place,
    fact_reading,
    fact_saying,
    fact_subject,
    issue_message,
)
from hpbrief.catalog import Catalog, load_catalog
from hpbrief.format import format_number
from hpbrief.models import Briefing, Cell, Document, Lang, Span

_CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_STYLE: Final = """
.hpb{--line:#c9ced6;--figure:#cfe3ff;--goal:#ffe2b8;--verdict:#d6f0d2;--directive:#eeeef3;--legal_ref:#e6d9f7;
--date:#f7d9e4;--period:#d5eef0;--issue:#b00020;color:#16181d;background:#fff;font:15px/1.6 system-ui,sans-serif;
max-width:60rem;padding:.5rem 1rem}
.hpb .text{white-space:pre-wrap;overflow-wrap:anywhere}
.hpb mark{color:inherit;border-radius:.2em;padding:0 .1em}
.hpb .key mark{margin-right:.6em;padding:.1em .5em}
.hpb table{border-collapse:collapse;font-size:.87em;width:100%}
.hpb th,.hpb td{border-bottom:1px solid var(--line);padding:.25em .5em;text-align:left;vertical-align:top}
.hpb .wide{overflow-x:auto}
.hpb .wide table{min-width:44rem}
.hpb .wide .grid{width:auto;min-width:0}
.hpb .text .grid td{border:1px solid var(--line);white-space:normal;overflow-wrap:normal;min-width:0}
.hpb td:first-child{white-space:nowrap}
.hpb td:nth-child(3),.hpb td:last-child{min-width:9em}
.hpb .unclear{color:var(--issue);text-decoration:underline wavy;background:none}
@media (prefers-color-scheme:dark){.hpb{--line:#3a3f49;--figure:#1f3f66;--goal:#5c4210;--verdict:#234a22;
--directive:#2a2c35;--legal_ref:#432f5e;--date:#5a2c3f;--period:#1d474b;--issue:#ff8a9a;color:#e8eaee;background:#15171c}}
""" + "".join(f".hpb .{kind}{{background:var(--{kind})}}" for kind in FACT_ORDER)  # fmt: skip


class Mark(NamedTuple):
    """Characters of a text that are marked: their kind, what is told of them, the id of the element they lead to."""

    start: int
    end: int
    kind: str
    told: str
    target: str = ""


def render_page(briefing: Briefing, lang: Lang = "vi") -> str:
    """A whole page of :func:`render_facts`."""
    title = safe_html(briefing.document.title or briefing.document.id)
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title></head><body>{render_facts(briefing, lang)}</body></html>\n"
    )


def render_facts(briefing: Briefing, lang: Lang = "vi") -> str:
    """The text with its facts marked by kind, each with its reading in ``title``, and a table below."""
    catalog = load_catalog()
    rows = to_records(briefing)
    shown = [
        Mark(row["start"], row["end"], row["kind"], fact_reading(row, lang, catalog))
        for row in rows
        if row["start"] is not None
    ]
    for issue in briefing.issues:
        span = issue.evidence.span if isinstance(issue.evidence, Cell) else issue.evidence
        if isinstance(span, Span):
            shown.append(Mark(span.start, span.end, "unclear", issue_message(issue, lang, catalog)))
    kinds = [kind for kind in FACT_ORDER if any(row["kind"] == kind for row in rows)]
    key = "".join(f'<mark class="{kind}">{catalog.word("fact", kind, lang)}</mark>' for kind in kinds)
    share = "-" if briefing.coverage is None else format_number(100 * briefing.coverage, lang, 0) + "%"
    return (
        f'<div class="hpb"><style>{_STYLE}</style><p class="key">{key}</p>'
        f'<div class="text">{marked_text(briefing.document, shown)}</div>'
        f"<p>{catalog.word('facts_page', 'facts', lang)}: {len(rows)}. "
        f"{catalog.word('facts_page', 'coverage', lang)}: {share}.</p>"
        f"{_table(rows, lang, catalog)}{_issues(briefing, lang, catalog)}</div>"
    )


def marked_text(document: Document, shown: Sequence[Mark]) -> str:
    """The text as HTML with some of its characters marked; a table of the file stands as a table."""
    text, at, parts = document.text or "", 0, []
    ordered = sorted(shown, key=lambda mark: mark[:2])
    starts = [fact[0] for fact in ordered]
    longest = max((mark.end - mark.start for mark in shown), default=0)

    def marked(start: int, end: int) -> str:
        near = ordered[bisect_left(starts, start - longest) : bisect_left(starts, end)]
        inside = [
            m._replace(start=max(m.start, start) - start, end=min(m.end, end) - start)
            for m in near
            if m.end > start
        ]
        return _marked(text[start:end], inside)

    for table in document.tables:
        parts.append(marked(at, table.start).rstrip("\n"))
        rows: dict[int, list[str]] = {}
        for cell in table.cells:
            spans = f' rowspan="{cell.rows}"' * (cell.rows > 1) + f' colspan="{cell.columns}"' * (
                cell.columns > 1
            )
            rows.setdefault(cell.row, []).append(f"<td{spans}>{marked(cell.start, cell.end)}</td>")
        body = "".join(f"<tr>{''.join(rows.get(r, []))}</tr>" for r in range(1, max(rows, default=0) + 1))
        parts.append(f'<div class="wide" tabindex="0"><table class="grid">{body}</table></div>')
        at = table.end
    parts.append(marked(at, len(text)))
    return "".join(parts)


def _marked(text: str, shown: Sequence[Mark]) -> str:
    """The text in pieces between all edges; a piece bears the kind of the innermost fact and all readings."""
    edges = sorted({0, len(text), *(m.start for m in shown), *(m.end for m in shown)})
    opening: dict[int, list[Mark]] = {}
    for mark in shown:
        opening.setdefault(mark.start, []).append(mark)
    active: list[Mark] = []
    parts = []
    for start, end in pairwise(edges):
        active = [m for m in active if m.end > start] + opening.get(start, [])
        piece = safe_html(text[start:end])
        if active:
            inner = min(active, key=lambda m: m.end - m.start)
            title = safe_html("\n".join(m.told for m in active))
            piece = f'<mark class="{inner.kind}" title="{title}">{piece}</mark>'
            if inner.target:
                piece = f'<a href="#{inner.target}">{piece}</a>'
        parts.append(piece)
    return "".join(parts)


def _table(rows: Sequence[dict[str, Any]], lang: Lang, catalog: Catalog) -> str:
    head = "".join(
        f"<th>{catalog.word('fact_column', key, lang)}</th>"
        for key in ("kind", "text", "saying", "subject", "place", "doubt")
    )
    body = "".join(
        f'<tr data-kind="{row["kind"]}"><td><mark class="{row["kind"]}">{fact_kind(row, lang, catalog)}</mark></td>'
        f"<td>{safe_html(row['text'] or '')}</td><td>{safe_html(fact_saying(row, lang, catalog))}</td>"
        f"<td>{safe_html(_subject(row, lang, catalog))}</td><td>{safe_html(fact_place(row, lang, catalog))}</td>"
        f"<td>{catalog.word('doubt', row['doubt'], lang) if row['doubt'] else ''}</td></tr>"
        for row in rows
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="wide" tabindex="0">{table}</div>' if rows else ""


def _subject(row: dict[str, Any], lang: Lang, catalog: Catalog) -> str:
    return str(row["task"]) if row["kind"] == "directive" else fact_subject(row, lang, catalog)


def _issues(briefing: Briefing, lang: Lang, catalog: Catalog) -> str:
    if not briefing.issues:
        return ""
    told = {(u.code, u.en): u.vi if lang == "vi" else u.en for u in briefing.document.unread}
    items = ""
    for issue in briefing.issues:
        span = issue.evidence.span if isinstance(issue.evidence, Cell) else issue.evidence
        quote = getattr(span, "quote", "")
        best = "" if issue.best_reading is None else f" → {format_number(issue.best_reading, lang)}"
        message = told.get((issue.code, issue.message)) or issue_message(issue, lang, catalog)
        items += f"<li>{safe_html(f'{quote}: ' if quote else '')}{safe_html(message)}{best}</li>"
    return f"<p>{catalog.word('facts_page', 'issues', lang)}:</p><ul>{items}</ul>"


def safe_html(text: str) -> str:
    """Text for HTML: escaped, without characters that break or turn a page."""
    return escape(_CONTROL.sub("\ufffd", text), quote=True)
