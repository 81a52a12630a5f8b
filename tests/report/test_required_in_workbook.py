"""The amount needed a month in the workbook: the library's number, in points, empty once nothing is needed."""

import re
import warnings

import made_up
import openpyxl
import pandas as pd
import pytest

import hpbrief as hb
from hpbrief.report.evidence import Evidence
from hpbrief.report.note import briefing_note

#: Indicator, figure, goal, unit, bound.
CASES = [
    ("trained_workers_share", 76.9, 80, "PT", "at_least"),
    ("public_investment_disbursed_share", 55, 100, "PT", "at_least"),
    ("forest_coverage", 42.05, 42.053, "PT", "at_least"),
    ("poverty_rate", 2.6, 2, "PT", "at_most"),
    ("near_poverty_rate", 1.5, 2, "PT", "at_most"),
    ("new_enterprises", 900, 800, "enterprise", "at_least"),
    ("traffic_accidents", 60, 90, "accident", "at_most"),
    ("traffic_deaths", 95, 90, "PS", "at_most"),
    ("doctors_per_10000", 9, 12, "PS", "at_least"),
]
HEADS = {"vi": "Cần mỗi tháng", "en": "Needed a month"}


@pytest.fixture(scope="module")
def card():
    catalog = hb.load_catalog()
    common = {"area": made_up.AREA, "unit_mult": 0}
    frames = {
        "sources": made_up.frames()["sources"],
        "observations": pd.DataFrame(
            {
                **common,
                "indicator": name,
                "measure": str(catalog.indicator(name).measure),
                "period": "2025-10M",
                "value": value,
                "unit": unit,
                "status": "A",
                "source_id": "cuc-10m",
            }
            for name, value, _, unit, _ in CASES
        ),
        "goals": pd.DataFrame(
            {
                **common,
                "indicator": name,
                "period": "2025",
                "value": goal,
                "unit": unit,
                "bound": bound,
                "basis": "annual_plan",
                "source_id": "nghi-quyet",
            }
            for name, _, goal, unit, bound in CASES
        ),
    }
    return hb.assess(hb.read_dataset(frames), area=made_up.AREA, year=2025, as_of=made_up.DAY)


def sheet_of(card, lang, folder):
    """The scorecard's sheet and its cells by label and head, as formulas."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = openpyxl.load_workbook(hb.write_report(card, folder / f"{lang}.xlsx", lang)).worksheets[0]
        stored = openpyxl.load_workbook(folder / f"{lang}.xlsx", data_only=True).worksheets[0]
    rows = list(sheet.iter_rows())
    top = next(i for i, row in enumerate(rows) if row[0].value in ("Chỉ tiêu", "Indicator"))
    column = next(i for i, c in enumerate(rows[top]) if c.value == HEADS[lang])
    return {row[0].value: row[column] for row in rows[top + 1 :]}, stored


def worked_out(formula, stored):
    """What the few functions of the formula give on the stored numbers of the cells it looks at."""
    text = re.sub(r"\$?([A-Z]{1,2})\$?(\d+)", lambda m: f"CELL('{m[1]}{m[2]}')", formula[1:])
    text = re.sub(r"(?<![<>])=", "==", text.replace("^", "**")).replace("TRUE", "True")
    names = {
        "CELL": lambda ref: stored[ref].value,
        "IF": lambda when, yes, no: yes if when else no,
        "OR": lambda *parts: any(parts),
        "ROUND": round,
        "MAX": max,
    }
    return eval(text, {"__builtins__": {}}, names)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_formula_gives_the_librarys_number_or_nothing(card, lang, tmp_path):
    cells, stored = sheet_of(card, lang, tmp_path)
    for a in card:
        cell, expected = cells[card.label(a, lang)], a.main.required_per_month
        if a.indicator == "doctors_per_10000":
            assert expected is None
            assert cell.value is None
            continue
        result = worked_out(cell.value, stored)
        shown = stored[cell.coordinate].value
        if expected is None:
            assert result == ""
            assert shown in (None, "")
        else:
            assert result == pytest.approx(expected)
            assert shown == pytest.approx(expected)


def test_needed_is_what_is_open(card):
    needed = {a.indicator: a.main.required_per_month for a in card}
    assert {name for name, amount in needed.items() if amount is not None} == {
        "trained_workers_share",
        "public_investment_disbursed_share",
        "forest_coverage",  # printed 42.05 against 42.053: how it was rounded decides nothing
        "poverty_rate",
        "traffic_accidents",
    }


@pytest.mark.parametrize(("lang", "points"), [("vi", "điểm %"), ("en", "pp")])
def test_percentages_are_in_points(card, lang, points, tmp_path):
    cells, _ = sheet_of(card, lang, tmp_path)
    shape = {a.indicator: cells[card.label(a, lang)].number_format for a in card}
    assert points in shape["trained_workers_share"]
    assert points not in shape["traffic_accidents"]


def test_the_note_says_points_and_the_most_a_ceiling_leaves(card):
    said = " ".join(getattr(b, "text", "") for b in briefing_note(Evidence(card), "vi").blocks)
    assert "cần bình quân 1,55 điểm % một tháng" in said
    assert "đến nay đạt bình quân 5,5 điểm % một tháng" in said
    assert "bình quân tối đa 15 vụ một tháng" in said


def test_the_chart_of_a_share_counts_in_points(card):
    a = card["public_investment_disbursed_share"]
    from hpbrief.plot.outlook import month_steps

    assert [s.text for s in month_steps(a.main, card, "vi")] == ["22,5 điểm %", "5,5 điểm %"]
