"""Growth on the year before stands on page, note, workbook and terminal, and both where what was stated differs."""

from __future__ import annotations

import dataclasses
import io
import warnings

import openpyxl
import pytest
from click.testing import CliRunner

import hpbrief as hb
from hpbrief.assessment import explain
from hpbrief.cli import main
from hpbrief.report.workbook import workbook_bytes


@pytest.fixture(scope="module")
def card() -> hb.Scorecard:
    return hb.assess(hb.load_dataset("haiphong-2025"), as_of="2025-11-06")


def told(card: hb.Scorecard, folder, name: str) -> str:
    hb.write_report(card, folder / name, lang="en")
    return (folder / name).read_text("utf-8")


@pytest.mark.parametrize("name", ["a.html", "a.md"])
def test_page_and_note_tell_growth(card, tmp_path, name):
    text = told(card, tmp_path, name).replace("\\", "")
    known = [a for a in card if a.yoy_pct is not None]
    assert known
    for a in known:
        assert f"{abs(a.yoy_pct):.1f}% on the same period (as stated)" in text


def test_the_workbook_has_columns_of_growth(card):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl does not keep data bars
        sheet = openpyxl.load_workbook(io.BytesIO(workbook_bytes(card, "en"))).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(r for r in rows if "On the same period (%)" in r)
    at = head.index("On the same period (%)")
    shown = {r[at] for r in rows[rows.index(head) + 1 :] if r[at] is not None}
    assert shown == {a.yoy_pct for a in card if a.yoy_pct is not None}


def test_the_terminal_tells_growth(monkeypatch):
    command = ["report", "haiphong-2025", "--as-of", "2025-11-06", "--lang", "en"]
    for width in ("60", "200"):
        monkeypatch.setenv("COLUMNS", width)
        output = " ".join(CliRunner().invoke(main, command).output.replace("│", " ").split())
        assert "up 32.0%" in output


def test_both_stand_where_they_differ(card, tmp_path):
    a = card["export_turnover"]
    figure = a.main.figure
    base = figure.model_copy(update={"period": figure.period.year_before})
    stated = next(o for o in a.growth_stated if o.period == figure.period)
    off = a.model_copy(
        update={"yoy_pct": float(stated.quantity.value) + 5, "yoy_basis": "computed", "yoy_base": base}
    )
    assert explain.growth_apart(off) == [o for o in a.growth_stated if o.period == figure.period]
    record = card.record.model_copy(update={"assessments": (off,)})
    text = told(dataclasses.replace(card, record=record), tmp_path, "b.md").replace("\\", "")
    assert f"stated otherwise: +{stated.quantity.value}%" in text
