"""Reports that are handed on: one self-contained page of a scorecard."""

from hpbrief.report.page import render_report, write_report

__all__ = ["render_report", "write_report"]
