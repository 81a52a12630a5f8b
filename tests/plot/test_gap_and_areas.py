"""The waterfall of the gap, the fan and the comparison of areas: what stands on the axes, against the figures."""

import pandas as pd
import pytest
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex

import hpbrief as hb
from hpbrief.plot.style import THEMES

DAY = "2025-11-10"


@pytest.fixture(scope="module")
def ds():
    return hb.load_dataset("haiphong-2025")


@pytest.fixture(scope="module")
def provinces():
    return hb.load_dataset("provinces-2025")


@pytest.fixture(scope="module")
def both(ds, provinces):
    return ds.add(provinces)


def texts(ax):
    return [t.get_text() for t in ax.texts]


def title(ax):
    return ax.get_title(loc="left").replace("\n", " ")


def bars(ax):
    """Left and right of each bar, in the order of the rows."""
    return [
        (round(p.get_x(), 3), round(p.get_x() + p.get_width(), 3))
        for p in sorted(ax.patches, key=lambda p: p.get_y())
    ]


# -- the gap -----------------------------------------------------------------------------------------


def test_the_steps_lead_from_nothing_over_the_projection_to_the_goal(ds):
    main = hb.assess(ds)["port_cargo"].main
    ax = hb.plot_gap(ds, "port_cargo", lang="en")
    median = round(main.projection.median, 3)
    assert bars(ax)[:4] == [(0, 139.77), (139.77, median), (median, 213), (0, 213)]
    assert ax.get_xlabel() == "million tonnes"
    assert "fall short by 6.65 million tonnes of the goal 213 million tonnes" in title(ax)
    ends = [tuple(map(float, line.get_xdata())) for line in ax.lines if len(set(line.get_ydata())) == 1]
    assert (main.projection.lo80, main.projection.hi80) in ends


def test_a_month_needed_stands_beside_the_average_and_the_best(ds):
    main = hb.assess(ds)["port_cargo"].main
    ax = hb.plot_gap(ds, "port_cargo", lang="vi")
    expected = [main.required_per_month, main.average_per_month, main.best_per_month]
    assert [right for _, right in bars(ax)[4:]] == [round(x, 3) for x in expected]
    assert {"24,4 triệu tấn", "15,5 triệu tấn", "Cần ở mỗi tháng còn lại"} <= set(texts(ax))


def test_a_surplus_is_drawn_back_to_the_goal_and_said(ds):
    main = hb.assess(ds)["budget_revenue_total"].main
    ax = hb.plot_gap(ds, "budget_revenue_total", lang="en")
    assert bars(ax)[2] == (165011.6, round(main.projection.median, 3))
    assert "projected to pass the goal VND 165,011.6 billion by VND 31,707 billion" in title(ax)


def test_without_past_years_the_even_pace_is_called_indicative(provinces):
    ax = hb.plot_gap(provinces, "tourists", area="ha-noi", as_of=DAY, lang="en")
    assert "even pace, indicative" in title(ax)
    assert "Months left, by an even pace" in texts(ax)
    assert "Best month on record" not in texts(ax)  # the only one known lies below the average


def test_a_goal_already_passed_needs_no_projection(provinces):
    ax = hb.plot_gap(provinces, "budget_revenue_total", area="hung-yen", as_of=DAY, lang="en")
    assert len(bars(ax)) == 3
    assert "already past the goal about VND 55.405 trillion" in title(ax).replace(
        "\n", " "
    )  # implied by a stated share: about
    assert "Goal, implied (annual plan)" in texts(ax)


def test_what_does_not_add_up_over_the_year_is_refused(provinces, ds):
    for data, indicator, area in (
        (provinces, "grdp_growth", "quang-ninh"),
        (ds, "schools_national_standard_share", None),
    ):
        with pytest.raises(hb.HpbriefError):
            hb.plot_gap(data, indicator, area=area, as_of=DAY)


def test_a_ceiling_is_no_goal_to_reach(tmp_path):
    """Public debt paid in, at most 100: 60 by June leaves 40, not a gap to be filled."""
    figure = {
        "indicator": "budget_revenue_total",
        "area": "nghe-an",
        "measure": "level",
        "period": "2025-06M",
    }
    goal = {
        "indicator": "budget_revenue_total",
        "area": "nghe-an",
        "period": "2025",
        "value": 100.0,
        "unit": "VND",
    }
    frames = {
        "observations": [
            figure | {"value": 60.0, "unit": "VND", "unit_mult": 9, "status": "A", "source_id": "s"}
        ],
        "goals": [goal | {"unit_mult": 9, "bound": "at_most", "basis": "annual_plan", "source_id": "s"}],
        "sources": [{"source_id": "s", "publisher": "P", "published": "2025-07-05"}],
    }
    mine = hb.read_dataset({name: pd.DataFrame(rows) for name, rows in frames.items()})
    ax = hb.plot_gap(mine, "budget_revenue_total", as_of="2025-07-10", lang="en")
    assert "ceiling" in title(ax)
    assert "At most in each month left" in texts(ax)
    assert "Still missing" not in texts(ax)


# -- the fan -----------------------------------------------------------------------------------------


def test_the_fan_ends_at_the_bands_of_the_projection_and_names_its_sources(ds):
    p = hb.assess(ds)["port_cargo"].main.projection
    ax = hb.plot_fan(ds, "port_cargo", lang="en")
    ends = sorted(
        float(c.get_paths()[0].vertices[:, 1].max())
        for c in ax.collections
        if not isinstance(c, PathCollection)
    )
    assert len(ends) == 4
    assert ends[2] == pytest.approx(p.hi80)
    assert any("VnEconomy" in t and "2024, 2021" in t for t in texts(ax))
    alt = hb.alt_text(ax)
    assert "139.77 million tonnes (9 months of 2025)" in alt
    assert "median of the year 206 million tonnes" in alt


# -- areas -------------------------------------------------------------------------------------------


def test_growth_of_each_area_stands_against_its_own_goal(both):
    found = hb.compare_areas(both, "grdp_growth", as_of=DAY)
    frame = found.to_frame("en").set_index("area")
    assert frame.loc["quang-ninh", ["value", "goal", "unit"]].tolist() == [11.66, 14.0, "PT"]
    assert frame.loc["haiphong-merged", "above_goal"] == pytest.approx(11.59 - 12.35)
    assert list(frame.index[:2]) == ["tay-ninh", "phu-tho"]  # nearest to its own goal first
    assert frame.loc["ha-noi", "above_goal"] == pytest.approx(7.92 - 8.0)
    assert frame["above_goal"].dropna().is_monotonic_decreasing
    assert frame["goal"].isna().sum() == 5
    ax = hb.plot_areas(found, lang="en")
    dots = [tuple(map(float, c.get_offsets()[0])) for c in ax.collections if isinstance(c, PathCollection)]
    known = [(float(v), float(row)) for row, v in enumerate(frame["value"]) if pd.notna(v)]
    assert dots == known
    assert "4 of 23 areas are at their own goals; 5 have no published goal" in title(ax)
    assert ax.get_xlabel() == "% on the same period"


def test_other_months_and_bases_are_hollow_and_said(both):
    found = hb.compare_areas(both, "budget_revenue_total", as_of=DAY)
    apart = {a.area: found.apart(a) for a in found.assessments}
    assert apart["da-nang"] == ("period", "basis")  # nine months, and a share of a plan that is not named
    assert apart["hung-yen"] == ("basis",)
    assert apart["lai-chau"] == apart["khanh-hoa"] == ()
    ax = hb.plot_areas(found, lang="en")
    dots = [c for c in ax.collections if isinstance(c, PathCollection)]
    drawn = [a for a in found.assessments if a.figure and a.main]
    hollow = {
        a.area
        for a, c in zip(drawn, dots, strict=True)
        if to_hex(c.get_facecolor()[0]) == THEMES["light"].surface
    }
    assert hollow == {a.area for a in drawn if apart[a.area]}
    notes = " ".join(found.caveats("en"))
    assert (
        "9 months of 2025 (Bac Ninh, Da Nang, Dong Nai, Thai Nguyen, Vinh Long, Quang Ngai, Nghe An)" in notes
    )
    assert notes.startswith("Not of the same months as most (10 months of 2025): ")
    assert "Implied (annual plan) (Hung Yen, Quang Ninh, Vinh Long)" in notes
    assert "; ".join(found.caveats("en"))[:40] in " ".join(texts(ax)).replace("\n", " ")


def test_new_boundaries_are_named_and_old_ones_left_out_unless_asked_for(both):
    found = hb.compare_areas(both, "grdp_growth", as_of=DAY)
    assert "haiphong-old" not in {a.area for a in found.assessments}
    changed = {p.id for p in found.changed_boundary()}
    assert {"haiphong-merged", "bac-ninh", "tp-hcm", "hung-yen", "ninh-binh", "da-nang", "can-tho"} <= changed
    assert changed.isdisjoint({"ha-noi", "quang-ninh", "hue", "thanh-hoa", "nghe-an", "ha-tinh", "son-la"})
    assert any(
        "1/7/2025" in text and "Bắc Ninh" in text and "Hà Nội" not in text for text in found.caveats("vi")
    )
    asked = hb.compare_areas(both, "grdp_growth", ["haiphong-old", "haiphong-merged"], year=2025, as_of=DAY)
    assert (
        asked.name("haiphong-old", "en") == "Hai Phong (before 1 July 2025)"
    )  # two of one name keep their boundary
    assert any("Merged before the year ended" in text for text in asked.caveats("en"))


def test_a_figure_by_another_measure_only_is_not_mixed_in(provinces):
    found = hb.compare_areas(
        provinces, "export_turnover", ["gia-lai", "quang-ninh"], year=2025, as_of="2026-01-31"
    )
    row = found.to_frame().set_index("area").loc["quang-ninh"]
    assert pd.isna(row["value"])
    assert any("Quang Ninh (on the same period)" in text for text in found.caveats("en"))


def test_the_comparison_sees_nothing_later_and_refuses_nothing_at_all(both):
    early = hb.compare_areas(both, "grdp_growth", ["quang-ninh"], year=2025, as_of="2025-09-15")
    late = hb.compare_areas(both, "grdp_growth", ["quang-ninh"], year=2025, as_of=DAY)
    assert early.assessments[0].figure != late.assessments[0].figure
    with pytest.raises(hb.DatasetError, match="nothing is known"):
        hb.compare_areas(both, "rice_yield", as_of=DAY)
    with pytest.raises(hb.CatalogError, match="atlantis"):
        hb.compare_areas(both, "grdp_growth", ["atlantis"], as_of=DAY)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("indicator", ["grdp_growth", "budget_revenue_total", "tourists"])
def test_the_writing_of_a_comparison_does_not_overlap(both, indicator, lang):
    ax = hb.plot_areas(hb.compare_areas(both, indicator, as_of=DAY), lang=lang)
    ax.figure.canvas.draw()
    boxes = [(t.get_text(), t.get_window_extent()) for t in ax.texts if t.get_text().strip()]
    for i, (a, box) in enumerate(boxes):
        for b, other in boxes[i + 1 :]:
            assert not box.shrunk(0.95, 0.7).overlaps(other.shrunk(0.95, 0.7)), (a, b)


def test_given_axes_take_on_the_theme(both, ds):
    from matplotlib.figure import Figure

    for draw in (
        lambda ax: hb.plot_gap(ds, "port_cargo", ax, theme="dark"),
        lambda ax: hb.plot_areas(hb.compare_areas(both, "grdp_growth", as_of=DAY), ax, theme="dark"),
    ):
        ax = Figure().add_subplot()
        assert draw(ax) is ax
        dark = THEMES["dark"]
        assert to_hex(ax.get_facecolor()) == dark.surface
        assert {to_hex(t.get_color()) for t in ax.get_xticklabels()} == {dark.muted}
        assert to_hex(ax._left_title.get_color()) == dark.ink
