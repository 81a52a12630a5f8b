"""Scorecards recomputed from the CSVs alone (benchmarks/recompute.py) say what hpbrief says."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

SCRIPT = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "recompute.py"))


@pytest.fixture(scope="module")
def rows():
    return list(SCRIPT["compare"]())


def test_every_row_of_hai_phong_on_four_days(rows):
    mine = [r for r in rows if r[0] == "haiphong-merged"]
    assert len({day for _, day, *_ in mine}) == 4
    assert [(day, name, str(a), str(b)) for _, day, name, a, b in mine if not a.agrees(b)] == []


def test_every_figure_and_class_of_ten_provinces(rows):
    others = [r for r in rows if r[0] != "haiphong-merged"]
    assert len({area for area, *_ in others}) == 10
    assert [(r[0], r[2]) for r in others if (r[3].value, r[3].shown) != (r[4].value, r[4].shown)] == []


def test_goals_differ_only_where_they_are_implied_by_one_of_several_shares(rows):
    apart = [(area, name) for area, _, name, a, b in rows if not a.agrees(b)]
    books = SCRIPT["Books"]("provinces-2025", SCRIPT["date"](2026, 3, 31))
    assert len(apart) <= 6
    assert all((books.goal(name, area, 2025) or {}).get("implied") for area, name in apart)
