"""The report page: one self-contained HTML file of a scorecard."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from hpbrief.assessment import Scorecard, explain
from hpbrief.briefing.files import list_briefings, load_briefing
from hpbrief.models import Briefing, Lang
from hpbrief.plot.style import THEMES
from hpbrief.report.page_texts import PageTexts


def render_report(
    card: Scorecard,
    lang: Lang = "vi",
    *,
    briefings: Sequence[Briefing] | None = None,
) -> str:
    """A scorecard as one self-contained HTML page: it needs no network, and no script to be read.

    ``briefings`` give the tasks shown; by default the bundled ones on the area and year that were known on the
    scorecard's day. What changed is told since the day of ``card.compared_with``, else since a month before.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("hpbrief", "report/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shown = _known_briefings(card) if briefings is None else briefings
    script = (files("hpbrief") / "report" / "templates" / "sort.js").read_text("utf-8").strip()
    return environment.get_template("scorecard.html.j2").render(
        _context(card, lang, shown), script=script, script_hash=_hash(script)
    )


def _hash(script: str) -> str:
    """The digest by which the page's policy lets this script run and no other."""
    return f"sha256-{base64.b64encode(hashlib.sha256(script.encode('utf-8')).digest()).decode('ascii')}"


def _known_briefings(card: Scorecard) -> list[Briefing]:
    record = card.record
    found = []
    for briefing in map(load_briefing, list_briefings()):
        held = briefing.meeting.held_on if briefing.meeting else None
        day = held or briefing.document.published
        period = briefing.report_period
        if (
            briefing.area == record.area
            and day
            and day <= record.as_of
            and period
            and period.end.year == record.year
        ):
            found.append(briefing)
    return found


def _context(card: Scorecard, lang: Lang, briefings: Sequence[Briefing]) -> dict[str, Any]:
    page = PageTexts(card, lang)
    ordered = sorted(card, key=explain.attention)
    return {
        "lang": lang,
        "w": page.word,
        "title": card.title(lang),
        "headline": card.headline(lang),
        "counts": page.counts(),
        "rows": [page.row(a) for a in ordered],
        "changes": page.changes(card.since),
        "terms": [(row["label"], text) for row, text in card.term_rows(lang)],
        "verdicts": [page.verdict(a) for a in ordered if a.stated],
        "bases": [row for a in ordered for row in page.basis_rows(a)],
        "candidates": [row for a in ordered for row in page.candidate_rows(a)],
        "forecasts": [row for a in ordered for row in page.forecast_rows(a)],
        "shares": [row for a in ordered for row in page.share_rows(a)],
        "tasks": [page.tasks(b) for b in briefings if b.directives],
        "notes": page.notes(),
        "findings": [page.finding(f) for f in page.evidence.findings(lang)],
        "sources": [page.source(s) for s in page.evidence.sources],
        "classes": THEMES["light"].classes,
        "classes_dark": THEMES["dark"].classes,
        "dataset": card.record.dataset,
    }
