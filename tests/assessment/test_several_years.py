"""Goals over several years: the rate required against the actual one, and where that leads."""

from __future__ import annotations

import pandas as pd
import pytest
from frames import goals, rows

import hpbrief as hb


def row(
    indicator: str, cells, goal, *, as_of: str = "2023-12-31", term: str = "2021-01-01/2025-12-31", **more
):
    plan = goals(indicator, [{"value": goal, "period": term, **more}])
    measure = str(hb.load_catalog().indicator(indicator).measure)
    figures = rows(indicator, [(*c, "2021-02-01") for c in cells], measure=measure)
    plan["known_from"] = "2021-01-01"
    ds = hb.read_dataset({"observations": figures, "goals": plan})
    card = hb.assess(ds, area="quang-ninh", year=int(as_of[:4]), as_of=as_of, indicators=[indicator])
    frame = card.terms("en")
    return frame.iloc[0] if len(frame) else None


YEARS = [("2021", 90.0), ("2022", 100.0), ("2023", 110.0)]


def test_a_total_adds_up_over_the_years():
    r = row("port_cargo", YEARS, 600.0)
    assert (r.term, r.meaning, r.done) == ("2021–2025", "total", 300)
    assert (r.years_done, r.years_left) == (pytest.approx(3, abs=0.01), pytest.approx(2, abs=0.01))
    assert r.actual_rate == pytest.approx(100, abs=0.3)
    assert r.required_rate == pytest.approx(150, abs=0.5)
    assert r.anticipated == pytest.approx(500, abs=1)
    assert r.gap == pytest.approx(100, abs=1)


def test_a_sum_printed_since_the_term_began_goes_before_a_year_that_is_missing():
    r = row("port_cargo", [("2021-01-01/2023-06-30", 250.0)], 600.0)
    assert (r.done, str(r.known_to.date())) == (250, "2023-06-30")
    assert r.gap == pytest.approx(100, abs=1)


def test_a_growth_rate_is_a_mean_that_compounds():
    r = row("grdp_growth", [("2021", 8.0), ("2022", 12.0), ("2023", 10.0)], 11.0)
    grown = 1.08 * 1.12 * 1.10
    assert (r.meaning, r.actual_rate) == ("mean", pytest.approx(100 * (grown ** (1 / 3) - 1)))
    assert grown * (1 + r.required_rate / 100) ** r.years_left == pytest.approx(1.11**5, rel=1e-3)
    assert r.gap == pytest.approx(11 - r.actual_rate)


def test_a_share_is_reached_at_the_end():
    cells = [("2020-12-31/2020-12-31", 60.0), ("2023-12-31/2023-12-31", 69.0)]
    r = row("near_poverty_rate", cells, 80.0, bound="at_least")
    assert (r.meaning, r.done) == ("level", 69)
    assert r.actual_rate == pytest.approx(3, abs=0.01)
    assert r.required_rate == pytest.approx(5.5, abs=0.02)
    assert r.anticipated == pytest.approx(75, abs=0.02)
    assert r.gap == pytest.approx(5, abs=0.02)


def test_what_is_not_known_stays_unknown():
    r = row("port_cargo", YEARS[1:], 600.0)
    assert pd.isna(r.done)
    assert pd.isna(r.gap)
    assert row("port_cargo", YEARS, 600.0, term="2026-01-01/2030-12-31") is None
    over = row("port_cargo", [*YEARS, ("2024", 120.0), ("2025", 130.0)], 600.0, as_of="2026-02-01")
    assert (over.years_left, over.gap) == (0, 50)
    assert pd.isna(over.required_rate)


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        ("en", ("2021–2025: a total of", "a year so far", "a year needed from now on", "short")),
        ("vi", ("Giai đoạn 2021–2025: mục tiêu cộng dồn", "mỗi năm còn lại cần", "thiếu")),
    ],
)
def test_the_page_tells_it(lang, parts):
    plan = goals(
        "port_cargo",
        [{"value": 600.0, "period": "2021-01-01/2025-12-31"}, {"value": 120.0, "period": "2023"}],
    )
    plan["known_from"] = "2021-01-01"
    figures = rows("port_cargo", [(*c, "2021-02-01") for c in YEARS])
    ds = hb.read_dataset({"observations": figures, "goals": plan})
    page = hb.render_report(hb.assess(ds, area="quang-ninh", year=2023, as_of="2023-12-31"), lang)
    assert all(part in page for part in parts)


def test_hai_phong_has_a_goal_of_five_years_of_housing():
    frame = hb.assess(hb.load_dataset("haiphong-2025"), as_of="2025-12-31").terms("en")
    housing = frame[(frame.indicator == "social_housing_completed") & (frame.term == "2021–2025")]
    assert housing["goal"].item() == 16555
