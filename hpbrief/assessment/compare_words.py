"""A comparison of areas in words: its finding, a line an area, and a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpbrief.assessment import words
from hpbrief.format import format_date
from hpbrief.models import Assessment, Lang

if TYPE_CHECKING:
    from hpbrief.assessment.compare import Comparison

#: Columns of the table a person reads, in order.
COLUMNS = ("area", "goal", "basis", "figure", "period", "attainment", "class", "note")


def title(comparison: Comparison, lang: Lang) -> str:
    """How many areas are at their own goals by their latest figures, and how many have none."""
    rows = comparison.assessments
    judged = [a for a in rows if a.main and a.main.gap is not None]
    reached = sum(_reached(a) for a in judged)
    without = sum(a.goal is None for a in rows)
    word = comparison.catalog.word
    label = comparison.catalog.indicator(rows[0].indicator).label(lang)
    key = "title" if judged else "title_none"
    text = word("compare", key, lang).format(label=label, reached=reached, judged=len(judged), n=len(rows))
    if judged and without:
        text += word("compare", "title_without", lang).format(n=without)
    return text


def _reached(a: Assessment) -> bool:
    """Whether the latest figure is at the goal or beyond it, on the side that the goal means."""
    assert a.main is not None
    assert a.main.gap is not None
    return a.main.gap >= 0 if a.main.goal.bound == "at_most" else a.main.gap <= 0


def subtitle(comparison: Comparison, lang: Lang) -> str:
    """Against which year's goals, and as known on which day."""
    return comparison.catalog.word("compare", "subtitle", lang).format(
        year=comparison.year, day=format_date(comparison.as_of, lang)
    )


def cells(comparison: Comparison, lang: Lang) -> list[dict[str, str]]:
    """The areas as rows of the table a person reads; "" where nothing is known."""
    rows = []
    for card in comparison.cards:
        a = card.assessments[0]
        row = card.cells(a, lang) | {"area": comparison.name(a.area, lang)}
        rows.append({name: row[name] for name in COLUMNS})
    return rows


def plain_text(comparison: Comparison, lang: Lang) -> str:
    """Finding, a line an area, and what keeps the areas from being compared."""
    rows = cells(comparison, lang)
    width = max(len(row["area"]) for row in rows)
    lines = []
    for a, row in zip(comparison.assessments, rows, strict=True):
        figure = ", ".join(filter(None, (row["figure"], row["period"], row["attainment"])))
        shown = words.class_text(a.computed_class, comparison.catalog, lang)
        lines.append(f"  {row['area']:{width}}  {shown:22} {figure}".rstrip())
    return "\n".join([title(comparison, lang), subtitle(comparison, lang), *lines, *comparison.caveats(lang)])


def html_fragment(comparison: Comparison, lang: Lang) -> str:
    """Finding, table and caveats as an HTML fragment, as Jupyter shows it."""
    said = (subtitle(comparison, lang), *comparison.caveats(lang))
    rows = cells(comparison, lang)
    return words.html_fragment(title(comparison, lang), said, COLUMNS, rows, comparison.catalog, lang)
