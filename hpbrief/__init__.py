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

#: Where each public name lives: the one table of them, by module.
_HOME = {
    "hpbrief.assessment": (
        "Comparison",
        "Scorecard",
        "assess",
        "compare_areas",
        "what_if",
    ),
    "hpbrief.assessment.panel": ("judge_panel",),
    "hpbrief.briefing": (
        "parse_briefing",
        "read_briefing",
        "read_briefings",
        "read_facts",
        "write_facts",
    ),
    "hpbrief.briefing.files": (
        "list_briefings",
        "load_briefing",
    ),
    "hpbrief.catalog": (
        "Catalog",
        "load_catalog",
    ),
    "hpbrief.checks": (
        "AuditReport",
        "CheckedText",
        "audit",
        "check",
        "stated_by_area",
        "stated_over_time",
    ),
    "hpbrief.corpus": (
        "CorpusRun",
        "extract_corpus",
    ),
    "hpbrief.corpus.panel": ("build_panel",),
    "hpbrief.dataset": (
        "Dataset",
        "list_datasets",
        "load_dataset",
        "read_dataset",
    ),
    "hpbrief.dataset.league": ("league_table",),
    "hpbrief.dataset.template": ("write_template",),
    "hpbrief.errors": (
        "CatalogError",
        "DatasetError",
        "HpbriefError",
        "HpbriefWarning",
        "LoadError",
        "ParseError",
        "UnsafeFileError",
    ),
    "hpbrief.format": (
        "format_number",
        "format_period",
        "format_quantity",
    ),
    "hpbrief.interactive": ("explore",),
    "hpbrief.load": (
        "Limits",
        "cut_out",
        "read_document",
        "read_documents",
    ),
    "hpbrief.plot": (
        "alt_text",
        "plot_areas",
        "plot_bullets",
        "plot_claims",
        "plot_conflict",
        "plot_directives",
        "plot_fan",
        "plot_gap",
        "plot_multiples",
        "plot_path",
        "plot_revisions",
        "plot_scorecard",
        "plot_stated",
        "save_chart",
    ),
    "hpbrief.report": (
        "render_markdown",
        "render_report",
        "write_report",
    ),
    "hpbrief.workspace": (
        "Month",
        "Workspace",
    ),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}

if TYPE_CHECKING:
    from hpbrief.assessment import Comparison as Comparison
    from hpbrief.assessment import Scorecard as Scorecard
    from hpbrief.assessment import assess as assess
    from hpbrief.assessment import compare_areas as compare_areas
    from hpbrief.assessment import what_if as what_if
    from hpbrief.assessment.panel import judge_panel as judge_panel
    from hpbrief.briefing import parse_briefing as parse_briefing
    from hpbrief.briefing import read_briefing as read_briefing
    from hpbrief.briefing import read_briefings as read_briefings
    from hpbrief.briefing import read_facts as read_facts
    from hpbrief.briefing import write_facts as write_facts
    from hpbrief.briefing.files import list_briefings as list_briefings
    from hpbrief.briefing.files import load_briefing as load_briefing
    from hpbrief.catalog import Catalog as Catalog
    from hpbrief.catalog import load_catalog as load_catalog
    from hpbrief.checks import AuditReport as AuditReport
    from hpbrief.checks import CheckedText as CheckedText
    from hpbrief.checks import audit as audit
    from hpbrief.checks import check as check
    from hpbrief.checks import stated_by_area as stated_by_area
    from hpbrief.checks import stated_over_time as stated_over_time
    from hpbrief.corpus import CorpusRun as CorpusRun
    from hpbrief.corpus import extract_corpus as extract_corpus
    from hpbrief.corpus.panel import build_panel as build_panel
    from hpbrief.dataset import Dataset as Dataset
    from hpbrief.dataset import list_datasets as list_datasets
    from hpbrief.dataset import load_dataset as load_dataset
    from hpbrief.dataset import read_dataset as read_dataset
    from hpbrief.dataset.league import league_table as league_table
    from hpbrief.dataset.template import write_template as write_template
    from hpbrief.errors import CatalogError as CatalogError
    from hpbrief.errors import DatasetError as DatasetError
    from hpbrief.errors import HpbriefError as HpbriefError
    from hpbrief.errors import HpbriefWarning as HpbriefWarning
    from hpbrief.errors import LoadError as LoadError
    from hpbrief.errors import ParseError as ParseError
    from hpbrief.errors import UnsafeFileError as UnsafeFileError
    from hpbrief.format import format_number as format_number
    from hpbrief.format import format_period as format_period
    from hpbrief.format import format_quantity as format_quantity
    from hpbrief.interactive import explore as explore
    from hpbrief.load import Limits as Limits
    from hpbrief.load import cut_out as cut_out
    from hpbrief.load import read_document as read_document
    from hpbrief.load import read_documents as read_documents
    from hpbrief.plot import alt_text as alt_text
    from hpbrief.plot import plot_areas as plot_areas
    from hpbrief.plot import plot_bullets as plot_bullets
    from hpbrief.plot import plot_claims as plot_claims
    from hpbrief.plot import plot_conflict as plot_conflict
    from hpbrief.plot import plot_directives as plot_directives
    from hpbrief.plot import plot_fan as plot_fan
    from hpbrief.plot import plot_gap as plot_gap
    from hpbrief.plot import plot_multiples as plot_multiples
    from hpbrief.plot import plot_path as plot_path
    from hpbrief.plot import plot_revisions as plot_revisions
    from hpbrief.plot import plot_scorecard as plot_scorecard
    from hpbrief.plot import plot_stated as plot_stated
    from hpbrief.plot import save_chart as save_chart
    from hpbrief.report import render_markdown as render_markdown
    from hpbrief.report import render_report as render_report
    from hpbrief.report import write_report as write_report
    from hpbrief.workspace import Month as Month
    from hpbrief.workspace import Workspace as Workspace

__all__ = ["__version__", *sorted(_MODULE)]


def __getattr__(name: str) -> Any:
    if name in _MODULE:
        return getattr(import_module(_MODULE[name]), name)
    raise AttributeError(f"module 'hpbrief' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
