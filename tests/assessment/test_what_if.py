"""What the months left must bring, each at its own season."""

from __future__ import annotations

import numpy as np
import pytest
from frames import goals, judged, rows

import hpbrief as hb

SHAPE = [8, 6, 10, 10, 10, 11, 11, 11, 10, 9, 12, 18]


def totals(year: int, scale: float, until: int = 12) -> list[tuple[str, float]]:
    ends = np.cumsum(np.array(SHAPE, dtype=float) * scale)
    return [(str(year) if m == 12 else f"{year}-{m:02d}M", float(ends[m - 1])) for m in range(1, until + 1)]


def table(cells, goal: float = 140.0):
    return hb.what_if(judged(rows("port_cargo", cells), goals("port_cargo", [{"value": goal}])))


def test_each_month_is_needed_at_its_own_season_where_every_month_is_known():
    frame = table([*totals(2023, 1.0), *totals(2024, 1.05), *totals(2025, 1.1, 9)])
    assert set(frame["season"]) == {"months"}
    assert list(frame["month"]) == ["2025-M10", "2025-M11", "2025-M12"]
    assert frame["needed"].sum() == pytest.approx(140 - 1.1 * sum(SHAPE[:9]))
    assert (frame["needed"] / frame["needed"].sum()).to_numpy() == pytest.approx(
        np.array([9, 12, 18]) / 39, abs=0.02
    )
    assert frame["to_date"].iloc[-1] == pytest.approx(140)
    assert frame["reached"].tolist() == ["no", "no", "yes"]
    ratio = frame["needed"] / frame["expected"]  # how much more than projected, the same in each month
    assert ratio.std() < 1e-9


def test_where_only_some_totals_are_known_past_years_tell_the_season():
    known = {"2024-09M", "2024-10M", "2024-11M", "2024", "2025-09M"}
    frame = table([c for c in (*totals(2024, 1.0), *totals(2025, 1.1, 9)) if c[0] in known])
    assert set(frame["season"]) == {"past_years"}
    assert (frame["needed"] / frame["needed"].sum()).to_numpy() == pytest.approx(np.array([9, 12, 18]) / 39)


def test_without_a_past_or_between_two_numbers_each_month_is_needed_alike():
    for past in ([], [c for c in totals(2024, 1.0) if c[0] in ("2024-09M", "2024")]):
        frame = table([*past, *totals(2025, 1.1, 9)[-1:]])
        assert set(frame["season"]) == {"even"}
        assert frame["needed"].std() == pytest.approx(0, abs=1e-9)


def test_a_month_partly_over_is_needed_by_its_days_left():
    frame = table([("2025-01-01/2025-10-28", 110.0)])
    assert list(frame["month"]) == ["2025-M10", "2025-M11", "2025-M12"]
    assert frame["needed"].sum() == pytest.approx(30)
    assert frame["needed"].iloc[0] == pytest.approx(30 * (3 / 31) / (2 + 3 / 31))


def test_a_record_alone_knows_the_season_of_its_months_only():
    cells = [*totals(2023, 1.0), *totals(2024, 1.05), *totals(2025, 1.1, 9)]
    card = judged(rows("port_cargo", cells), goals("port_cargo", [{"value": 140.0}]))
    alone = hb.Scorecard(card.record, card.catalog)
    assert hb.what_if(alone).equals(hb.what_if(card))
