"""Months as an analyst asks for them, checked by hand."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

import hpbrief as hb


def dataset(rows: list[tuple[str, str, str, float]], goal: float | None = None) -> hb.Dataset:
    common: dict[str, Any] = {
        "indicator": "tourists",
        "area": "thanh-hoa",
        "unit": "PS",
        "unit_mult": 3,
        "source": "a",
    }
    observations = pd.DataFrame(
        [{**common, "measure": m, "period": p, "value": v, "status": "A", "unit": u, "unit_mult": 0 if u == "PT" else 3}
         for m, p, u, v in rows]
    )  # fmt: skip
    frames = {"observations": observations}
    if goal is not None:
        frames["goals"] = pd.DataFrame(
            [{**common, "period": "2025", "value": goal, "bound": "at_least", "basis": "annual_plan"}]
        )
    return hb.read_dataset(frames)


def levels(*rows: tuple[str, float]) -> list[tuple[str, str, str, float]]:
    return [("level", period, "PS", value) for period, value in rows]


def test_single_months_come_from_totals_and_growth_from_the_year_before() -> None:
    ds = dataset(
        levels(("2024-01M", 100), ("2024-02M", 180), ("2025-01M", 110), ("2025-02M", 216)), goal=1000
    )
    frame = ds.monthly("tourists", "Thanh Hóa", year=2025, lang="en")
    assert list(frame["In the month"]) == [110, 106]
    assert frame["Month on a year before (%)"].tolist() == pytest.approx([10, 32.5])
    assert frame["To date on a year before (%)"].tolist() == pytest.approx([10, 20])
    assert frame["Share of the year's goal (%)"].tolist() == pytest.approx([11, 21.6])
    assert "thousand" in frame.attrs["unit"]


def test_totals_come_from_single_months_where_none_is_missing() -> None:
    ds = dataset(levels(("2025-M01", 10), ("2025-M02", 20), ("2025-M04", 40)))
    frame = ds.monthly("tourists", lang="vi")
    assert frame["Kỳ"].tolist() == ["2025-M01", "2025-M02", "2025-M04"]
    assert frame["Lũy kế"].tolist()[:2] == [10, 30]
    assert math.isnan(frame["Lũy kế"][2])


def test_a_stated_growth_stands_where_none_can_be_worked_out() -> None:
    ds = dataset([*levels(("2025-03M", 30)), ("yoy_change", "2025-03M", "PT", 7.5)])
    assert ds.monthly("tourists", lang="en")["To date on a year before (%)"].tolist() == [7.5]


def test_years_stand_side_by_side() -> None:
    ds = dataset(levels(("2024-01M", 100), ("2024-02M", 180), ("2025-01M", 110)))
    frame = ds.compare_years("tourists", lang="en")
    assert frame.columns.tolist() == ["Month", "2024", "2025"]
    assert frame["2024"].tolist()[:2] == [100, 180]
    assert frame["2025"].tolist()[0] == 110
    assert frame["2025"].isna().sum() == 11
    single = ds.compare_years("tourists", to_date=False)
    assert single["2024"].tolist()[:2] == [100, 80]


def test_unknown_names_are_refused() -> None:
    with pytest.raises(hb.CatalogError):
        dataset(levels(("2025-01M", 1))).monthly("no such thing")
