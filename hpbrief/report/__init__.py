"""Reports that are handed on: a page, a briefing note in Word or Markdown, a workbook.

In: a scorecard. Out: a file that is whole or not there at all.
"""

from hpbrief.report.handing import write_report
from hpbrief.report.markdown import render_markdown
from hpbrief.report.page import render_report

__all__ = ["render_markdown", "render_report", "write_report"]
