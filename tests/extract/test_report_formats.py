"""One report as nine files: the facts of each are the facts of the others, and those of the page."""
# ruff: noqa: E501

from __future__ import annotations

import re
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

import hpbrief as hb
from hpbrief.models import Cell, Span

FILES = Path(__file__).parent.parent / "files"
sys.path.insert(0, str(FILES))

from report_source import BLOCKS, rows_of  # noqa: E402

REPORTS = sorted((FILES / "report").iterdir())
NUMBER = re.compile(r"-?[0-9][0-9.]*(?:,[0-9]+)?")
KEYS = ("kind", "value", "unit", "unit_mult", "measure", "direction", "period", "area", "basis", "obs_status")


@lru_cache
def _read(path: Path) -> Any:
    return hb.read_briefing(path)


def _facts(path: Path) -> Counter[tuple[Any, ...]]:
    records = [r for r in _read(path).to_records() if r["kind"] in ("figure", "goal")]
    return Counter((r["indicator"] or r["phrase"], *(r[key] for key in KEYS)) for r in records)


def test_every_format_is_there() -> None:
    endings = {path.name.partition(".")[2] for path in REPORTS}
    assert endings == {"txt", "html", "docx", "doc", "libreoffice.pdf", "typst.pdf", "xlsx", "xls", "ods"}


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_the_facts_of_each_are_those_of_the_others(path: Path) -> None:
    wanted = _facts(FILES / "report" / "bao-cao-thang-10.docx")
    found = _facts(path)
    assert wanted - found == Counter()
    assert found - wanted == Counter()


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_every_number_of_every_table_is_read(path: Path) -> None:
    printed = Counter(
        float(cell.lstrip("-").replace(".", "").replace(",", "."))
        for kind, words in BLOCKS
        if kind == "t"
        for row in rows_of(words)
        for cell in row[1:]  # the first column numbers the rows or names them
        if NUMBER.fullmatch(cell) and row[0] != "A"  # the row that numbers the columns
    )
    read = Counter(float(s.value) for s in _read(path).statements if isinstance(s.evidence, Cell))
    assert printed.total() > 150
    assert read == printed


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_a_few_cells_as_a_reader_sees_them(path: Path) -> None:
    facts = _facts(path)
    for fact in (
        ("budget_revenue_total", "figure", 18240.6, "VND", 9, "level", "none", "2024-01-01/2024-10-31", "nghe-an", None, None),
        ("budget_revenue_trade", "figure", 97.4, "PT", 0, "share_of_plan", "none", "2025-01-01/2025-10-31", "nghe-an", "annual_plan", None),
        ("tourism_revenue", "goal", 12400, "VND", 9, "level", "none", "2025-01-01/2025-12-31", "nghe-an", "annual_plan", None),
        ("poverty_rate", "figure", 4.1, "PT", 0, "level", "none", "2024-01-01/2024-10-31", "nghe-an", None, None),
        ("Khai khoáng", "figure", 6.3, "PT", 0, "yoy_change", "down", "2025-10-01/2025-10-31", "nghe-an", None, None),
        ("iip_growth", "figure", 2.4, "PT", 0, "change_vs_previous", "up", "2025-10-01/2025-10-31", "nghe-an", None, None),
        ("retail_sales", "figure", 113.6, "PT", 0, "ratio", "none", "2025-10-01/2025-10-31", "nghe-an", None, None),
        ("travel_services_revenue", "figure", 530.6, "VND", 9, "level", "none", "2025-01-01/2025-10-31", "nghe-an", None, None),
        ("bank_credit", "figure", 352400, "VND", 9, "level", "none", "2025-10-31/2025-10-31", "nghe-an", None, "E"),
    ):  # fmt: skip
        assert facts[fact], fact


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_the_law_of_spans_holds_in_each(path: Path) -> None:
    briefing = _read(path)
    text = briefing.document.text or ""
    for statement in briefing.statements:
        span = statement.evidence.span if isinstance(statement.evidence, Cell) else statement.evidence
        assert isinstance(span, Span)
        assert text[span.start : span.end] == span.quote
    assert briefing.coverage == 1.0
    assert not briefing.issues


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.name)
def test_an_index_becomes_a_change_with_its_cell(path: Path) -> None:
    tables = _read(path).to_tables()
    found = {
        (o.indicator, o.measure.value, o.period.code): o
        for o in tables.observations
        if o.indicator == "retail_sales"
    }
    change = found["retail_sales", "yoy_change", "2025-10M"]
    assert str(change.quantity.value) == "12.2"
    assert isinstance(change.evidence, Cell)
    assert change.evidence.text == "112,2"
