"""Vintages: what was printed first, what came of it; and the chart of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import hpbrief as hb
from hpbrief.tables.vintages import FRAME


@pytest.fixture(scope="module")
def ds() -> hb.Dataset:
    return hb.load_dataset("haiphong-2025")


def test_one_row_a_cell(ds):
    frame = ds.revisions()
    assert list(frame.columns) == list(FRAME)
    cells = {
        (o.indicator, o.area, o.measure, o.series, o.plan_basis, o.period) for o in ds.tables.observations
    }
    assert len(frame) == len(cells)
    assert (frame.first_known_from <= frame.latest_known_from).all()
    assert frame.n_sources.sum() == len(ds.tables.observations)


def test_first_latest_and_size(ds):
    frame = ds.revisions("budget_revenue_total", area="haiphong-merged", measure="level")
    year = frame[frame.period == "2025-12M"].iloc[0]
    assert (year.first_value, year.latest_value) == (187766.6, 196911.318)
    assert (year.first_source, year.latest_source) == ("cafef-2025-12-02", "vccinews-finance-2026-01-19")
    assert (year.first_status, year.latest_status) == ("F", "A")
    assert year["size"] == pytest.approx(9144.718)
    assert year.size_pct == pytest.approx(100 * 9144.718 / 187766.6)
    assert not year.within_rounding
    assert year.first_known_from == pd.Timestamp("2025-12-02")
    nine = frame[frame.period == "2025-09M"].iloc[0]
    assert nine.within_rounding
    assert nine["size"] == 0
    assert nine.n_values == 2


def test_forecasts_may_be_left_out(ds):
    growth = ds.revisions("grdp_growth", area="haiphong-merged", year=2025, forecasts=False)
    year = growth[growth.period == "2025-12M"].iloc[0]
    assert (year.first_value, year.first_status) == (11.81, "A")
    with_them = ds.revisions("grdp_growth", area="haiphong-merged", year=2025)
    assert with_them[with_them.period == "2025-12M"].iloc[0].first_value == 12.35


def test_as_of_sees_only_the_vintages_of_its_day(ds):
    frame = ds.as_of("2026-01-10").revisions("budget_revenue_total", area="haiphong-merged", measure="level")
    year = frame[frame.period == "2025-12M"].iloc[0]
    assert year.latest_known_from <= pd.Timestamp("2026-01-10")
    assert year.latest_value != 196911.318


def test_unknown_names_are_refused(ds):
    with pytest.raises(hb.CatalogError, match="budget_revenue"):
        ds.revisions("budget_revenue_totl")


def test_units_are_joined(ds):
    frame = ds.revisions("budget_revenue_domestic", area="haiphong-merged", measure="level")
    assert set(frame.unit_mult) == {9}
    assert frame.first_value.max() < 1e6


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_the_chart_draws_first_and_latest(ds, lang, theme):
    ax = hb.plot_revisions(ds, "budget_revenue_total", lang=lang, theme=theme)
    points = np.concatenate([np.asarray(c.get_offsets()) for c in ax.collections])
    assert {74000, 132239, 187766.6, 196911.318} <= set(points[:, 0])
    words = {"vi": ("4/6", "tỷ đồng"), "en": ("4 of 6", "VND billion")}[lang]
    assert words[0] in ax.get_title(loc="left")
    assert ax.get_xlabel() == words[1]
    assert "vccinews-finance-2026-01-19" in hb.alt_text(ax)
    texts = " ".join(t.get_text() for t in ax.texts)
    assert {"vi": "+9.144,718", "en": "+VND 9,144.718"}[lang] in texts


def test_the_chart_says_where_nothing_moved(ds):
    ax = hb.plot_revisions(ds, "iip_growth", area="haiphong-merged", year=2025, lang="en")
    assert "1 of" in ax.get_title(loc="left")
    quiet = hb.plot_revisions(ds.as_of("2025-12-20"), "total_investment", lang="en")
    assert "no figure was later printed differently" in quiet.get_title(loc="left")


def test_the_chart_draws_on_axes_given_and_leaves_settings_alone(ds):
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    before = dict(mpl.rcParams)
    _, axes = plt.subplots()
    assert hb.plot_revisions(ds, "grdp_growth", axes) is axes
    assert dict(mpl.rcParams) == before


def test_the_chart_refuses_what_one_source_prints(ds):
    with pytest.raises(hb.DatasetError, match="two sources"):
        hb.plot_revisions(ds, "retail_sales")
