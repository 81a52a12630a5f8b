"""Tables as offices set them, one file each: the grid, and what each of its cells says, cell by cell.

In a grid ``^`` belongs to the cell above and ``<`` to the cell on the left. A line of ``cells`` is
``row,column kind subject value unit measure period``, then the upper end of a range, the whole of a part,
the qualifier, and ``area=``,
``basis=``, ``status=`` where they are not the document's area or none. The subject is an indicator, or in quotes the
words of one that the catalogue lacks; the unit is its code and power of ten; ``+`` and ``-`` after a measure are its
direction.
"""

from __future__ import annotations

import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest

from hpbrief.briefing import extract_briefing
from hpbrief.briefing.briefing import ReadBriefing
from hpbrief.load.compose import compose_document
from hpbrief.load.parts import Grid, GridCell, Paragraph
from hpbrief.models import Cell, Statement

FOLDER = Path(__file__).parent / "tables"
TABLES = sorted(FOLDER.glob("*.toml"))
_SIGN = {"up": "+", "down": "-", "none": ""}


def load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def grid_of_bars(text: str, sheet: str = "") -> Grid:
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.strip().split("\n")
    ]
    cells: dict[tuple[int, int], list[Any]] = {}
    home: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows, 1):
        for c, word in enumerate(row, 1):
            here = home[r, c] = home[r - 1, c] if word == "^" else home[r, c - 1] if word == "<" else (r, c)
            if here == (r, c):
                cells[here] = [word, 1, 1]
            cells[here][1] = max(cells[here][1], r - here[0] + 1)
            cells[here][2] = max(cells[here][2], c - here[1] + 1)
    return Grid(
        [GridCell(r, c, w, rows_, columns) for (r, c), (w, rows_, columns) in cells.items()], sheet=sheet
    )


def read(case: dict[str, Any]) -> ReadBriefing:
    parts = [Paragraph(line) for line in case.get("above", "").strip().split("\n")]
    grids = case["grid"] if isinstance(case["grid"], list) else [case["grid"]]
    document = compose_document(
        [*parts, *(grid_of_bars(g) for g in grids)], file="bieu.docx", published=case.get("date")
    )
    return extract_briefing(document, area=case.get("area"), numbers=case.get("numbers"))


def line_of(statement: Statement, area: str | None) -> str:
    cell = statement.evidence
    assert isinstance(cell, Cell)
    subject = statement.indicator or shlex.quote(f"{statement.phrase} ").replace(" '", "'")
    unit = f"{statement.unit or '?'}{statement.unit_mult or ''}"
    period = statement.period.code if statement.period else "?"
    line = (
        f"{cell.table}:"
        * (cell.table != 1)
        + f"{cell.row},{cell.column} {statement.kind} {subject} {statement.value:f} {unit}"
        f" {statement.measure.value}{_SIGN[statement.direction.value]} {period}"
    )
    if statement.value_max is not None:
        line += f" to={statement.value_max}"
    if statement.of is not None:
        line += f" of={statement.of}"
    if statement.qualifier.value != "exact":
        line += f" {statement.qualifier.value}"
    if statement.area != area:
        line += f" area={statement.area}"
    if statement.basis:
        line += f" basis={statement.basis.value}"
    if statement.obs_status:
        line += f" status={statement.obs_status.value}"
    return line


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_cell_is_read_as_it_is_meant(path: Path) -> None:
    case = load(path)
    briefing = read(case)
    assert [line_of(s, briefing.area) for s in briefing.statements] == case["cells"].strip().split("\n")
    issues = [
        f"{i.evidence.row},{i.evidence.column} {i.code}"
        for i in briefing.issues
        if isinstance(i.evidence, Cell) and i.code != "doubtful"  # grades have tests of their own
    ]
    assert issues == case.get("issues", [])


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_cell_points_at_its_number(path: Path) -> None:
    briefing = read(load(path))
    text = briefing.document.text or ""
    assert briefing.statements
    for statement in briefing.statements:
        cell = statement.evidence
        assert isinstance(cell, Cell)
        assert cell.span is not None
        assert text[cell.span.start : cell.span.end] == cell.span.quote
        assert cell.span.quote in cell.text
        table = briefing.document.tables[(cell.table or 1) - 1]
        place = next(c for c in table.cells if (c.row, c.column) == (cell.row, cell.column))
        assert place.start <= cell.span.start < cell.span.end <= place.end


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_rules_say_how_a_comparison_was_decided(path: Path) -> None:
    for statement in read(load(path)).statements:
        if statement.measure.value in ("ratio", "yoy_change", "change_vs_previous"):
            assert any(r.startswith("column.") for r in statement.rules) or statement.rules[0] in (
                "measure.cell_growth",
                "measure.cell_index_yoy",
            )


def test_there_are_twenty_layouts_and_more() -> None:
    assert len(TABLES) >= 20
