"""Vietnamese socio-economic briefings as typed, cited data that one can judge.

    import hpbrief as hb
    ds = hb.load_dataset("haiphong-2025")
    card = hb.assess(ds, area="haiphong-merged", year=2025, as_of="2025-11-06")

Names load on first use, so that ``import hpbrief`` brings in neither pandas nor matplotlib nor scipy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOME = {
    "Dataset": "hpbrief.dataset",
    "list_datasets": "hpbrief.dataset",
    "load_dataset": "hpbrief.dataset",
    "read_dataset": "hpbrief.dataset",
    "Scorecard": "hpbrief.assessment",
    "assess": "hpbrief.assessment",
    "AuditReport": "hpbrief.checks",
    "audit": "hpbrief.checks",
    "stated_over_time": "hpbrief.checks",
    "Comparison": "hpbrief.assessment",
    "compare_areas": "hpbrief.assessment",
    "judge_panel": "hpbrief.assessment.panel",
    "what_if": "hpbrief.assessment",
    "CorpusRun": "hpbrief.corpus",
    "build_panel": "hpbrief.corpus.panel",
    "extract_corpus": "hpbrief.corpus",
    "league_table": "hpbrief.dataset.league",
    "parse_briefing": "hpbrief.briefing",
    "read_briefing": "hpbrief.briefing",
    "read_briefings": "hpbrief.briefing",
    "read_facts": "hpbrief.briefing",
    "write_facts": "hpbrief.briefing",
    "read_document": "hpbrief.load",
    "read_documents": "hpbrief.load",
    "Limits": "hpbrief.load",
    "list_briefings": "hpbrief.briefing.bundled",
    "load_briefing": "hpbrief.briefing.bundled",
    "Catalog": "hpbrief.catalog",
    "load_catalog": "hpbrief.catalog",
    "alt_text": "hpbrief.plot",
    "plot_areas": "hpbrief.plot",
    "plot_bullets": "hpbrief.plot",
    "plot_conflict": "hpbrief.plot",
    "plot_directives": "hpbrief.plot",
    "plot_fan": "hpbrief.plot",
    "plot_gap": "hpbrief.plot",
    "plot_multiples": "hpbrief.plot",
    "plot_path": "hpbrief.plot",
    "plot_revisions": "hpbrief.plot",
    "plot_scorecard": "hpbrief.plot",
    "plot_stated": "hpbrief.plot",
    "save_chart": "hpbrief.plot",
    "render_markdown": "hpbrief.report",
    "explore": "hpbrief.interactive",
    "render_report": "hpbrief.report",
    "write_report": "hpbrief.report",
    "write_template": "hpbrief.dataset.template",
    "format_number": "hpbrief.format",
    "format_period": "hpbrief.format",
    "format_quantity": "hpbrief.format",
    "CatalogError": "hpbrief.errors",
    "DatasetError": "hpbrief.errors",
    "HpbriefError": "hpbrief.errors",
    "HpbriefWarning": "hpbrief.errors",
    "LoadError": "hpbrief.errors",
    "ParseError": "hpbrief.errors",
    "UnsafeFileError": "hpbrief.errors",
}

if TYPE_CHECKING:
    from hpbrief.assessment import Comparison, Scorecard, assess, compare_areas, what_if
    from hpbrief.assessment.panel import judge_panel
    from hpbrief.briefing import (
        parse_briefing,
        read_briefing,
        read_briefings,
        read_facts,
        write_facts,
    )
    from hpbrief.briefing.bundled import list_briefings, load_briefing
    from hpbrief.catalog import Catalog, load_catalog
    from hpbrief.checks import AuditReport, audit, stated_over_time
    from hpbrief.corpus import CorpusRun, extract_corpus
    from hpbrief.corpus.panel import build_panel
    from hpbrief.dataset import Dataset, list_datasets, load_dataset, read_dataset
    from hpbrief.dataset.league import league_table
    from hpbrief.dataset.template import write_template
    from hpbrief.errors import (
        CatalogError,
        DatasetError,
        HpbriefError,
        HpbriefWarning,
        LoadError,
        ParseError,
        UnsafeFileError,
    )
    from hpbrief.format import format_number, format_period, format_quantity
    from hpbrief.interactive import explore
    from hpbrief.load import Limits, read_document, read_documents
    from hpbrief.plot import (
        alt_text,
        plot_areas,
        plot_bullets,
        plot_conflict,
        plot_directives,
        plot_fan,
        plot_gap,
        plot_multiples,
        plot_path,
        plot_revisions,
        plot_scorecard,
        plot_stated,
        save_chart,
    )
    from hpbrief.report import render_markdown, render_report, write_report

__all__ = [
    "AuditReport",
    "Catalog",
    "CatalogError",
    "Comparison",
    "CorpusRun",
    "Dataset",
    "DatasetError",
    "HpbriefError",
    "HpbriefWarning",
    "Limits",
    "LoadError",
    "ParseError",
    "Scorecard",
    "UnsafeFileError",
    "__version__",
    "alt_text",
    "assess",
    "audit",
    "build_panel",
    "compare_areas",
    "explore",
    "extract_corpus",
    "format_number",
    "format_period",
    "format_quantity",
    "judge_panel",
    "league_table",
    "list_briefings",
    "list_datasets",
    "load_briefing",
    "load_catalog",
    "load_dataset",
    "parse_briefing",
    "plot_areas",
    "plot_bullets",
    "plot_conflict",
    "plot_directives",
    "plot_fan",
    "plot_gap",
    "plot_multiples",
    "plot_path",
    "plot_revisions",
    "plot_scorecard",
    "plot_stated",
    "read_briefing",
    "read_briefings",
    "read_dataset",
    "read_document",
    "read_documents",
    "read_facts",
    "render_markdown",
    "render_report",
    "save_chart",
    "stated_over_time",
    "what_if",
    "write_facts",
    "write_report",
    "write_template",
]


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module 'hpbrief' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
