"""Charts: data, labels, units and words on the axes; never pixels."""

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

import hpbrief as hb
from hpbrief.plot.style import THEMES, spread


@pytest.fixture(scope="module")
def ds():
    return hb.load_dataset("haiphong-2025")


@pytest.fixture(scope="module")
def card(ds):
    return hb.assess(ds)


def texts(ax):
    return [t.get_text() for t in ax.texts] + [ax.get_title(loc="left")]


CLAIMS = hb.stated_by_area(hb.load_dataset("provinces-2025"), 2025, "2026-03-31", lang="en")


def every_chart(ds, card, lang, theme):
    yield hb.plot_bullets(card, lang=lang, theme=theme)
    yield hb.plot_path(ds, "port_cargo", lang=lang, theme=theme)
    yield from hb.plot_multiples(ds, card, lang=lang, theme=theme)
    yield hb.plot_stated(card, lang=lang, theme=theme)
    yield hb.plot_conflict(ds, "iip_growth", "2025-08M", lang=lang, theme=theme)
    yield hb.plot_directives(hb.load_briefing("haiphong-2025-10"), lang=lang, theme=theme)
    yield hb.plot_fan(ds, "port_cargo", lang=lang, theme=theme)
    yield hb.plot_revisions(ds, "budget_revenue_total", lang=lang, theme=theme)
    yield hb.plot_gap(ds, "port_cargo", lang=lang, theme=theme)
    yield hb.plot_areas(hb.compare_areas(ds, "grdp_growth"), lang=lang, theme=theme)
    yield hb.plot_scorecard(ds, card, lang=lang, theme=theme).axes[0]
    yield hb.plot_claims(CLAIMS, lang=lang, theme=theme)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("theme", list(THEMES))
def test_every_chart_in_both_languages_and_all_themes(ds, card, lang, theme):
    before = dict(mpl.rcParams)
    for ax in every_chart(ds, card, lang, theme):
        assert len(hb.alt_text(ax)) > 10
    assert dict(mpl.rcParams) == before


def test_bullets_show_share_class_and_expected_mark(card):
    ax = hb.plot_bullets(card, lang="en")
    widths = sorted(round(p.get_width(), 1) for p in ax.patches if p.get_height() < 0.5)
    judged = [a.main.attainment_pct for a in card if a.main]
    assert widths == sorted(round(p, 1) for p in judged)
    words = texts(ax)
    assert words.count("▼ Off track") == 2
    assert words.count("◆ At risk") == 2
    assert words.count("no published goal") == 3
    marks = sorted(round(float(s[0][0]), 1) for c in ax.collections for s in c.get_segments())
    assert marks == sorted(round(a.main.expected_share_pct, 1) for a in card if a.main)
    assert "2 off track" in ax.get_title(loc="left")


def test_path_draws_all_sources_and_says_the_finding(ds):
    ax = hb.plot_path(ds, "port_cargo", lang="en")
    dots = {(round(float(x), 2), round(float(y), 2)) for c in ax.collections for x, y in c.get_offsets()}
    assert dots == {(6, 86), (7, 65.5), (8, 120.14), (9, 139.77)}
    assert "65.6% of the goal" in ax.get_title(loc="left").replace("\n", " ")
    assert ax.get_ylabel() == "million tonnes"
    assert any("Goal 213 million tonnes" in t for t in texts(ax))
    assert any("VnEconomy" in t for t in texts(ax))


def test_path_sees_nothing_later(ds):
    ax = hb.plot_path(ds, "port_cargo", as_of="2025-09-10")
    assert max(float(x) for c in ax.collections for x, _ in c.get_offsets()) == 7


def test_growth_path_has_a_level_goal():
    ds = hb.load_dataset("provinces-2025")
    ax = hb.plot_path(ds, "grdp_growth", area="quang-ninh", as_of="2025-11-10", lang="en")
    dashed = ax.lines[0]
    assert list(dashed.get_ydata()) == [14.0, 14.0]


def test_no_figure_is_said_and_a_chart_of_nothing_refused(ds, card):
    panels = hb.plot_multiples(ds.as_of("2025-07-01"), hb.assess(ds, as_of="2025-07-01"), lang="en")
    assert any("no figure to draw" in texts(ax) for ax in panels)
    with pytest.raises(hb.DatasetError, match="no figure"):
        hb.plot_path(ds, "rice_yield")
    with pytest.raises(hb.DatasetError, match="no source prints"):
        hb.plot_conflict(ds, "port_cargo", "2025-02M")


def test_conflict_counts_values_that_differ_beyond_rounding(ds):
    ax = hb.plot_conflict(ds, "iip_growth", "2025-08M", lang="en")
    assert "7 sources, 4 different values" in ax.get_title(loc="left").replace("\n", " ")
    assert {"+10.2%", "+14.51%", "+6.34%", "+11.51%", "+14.5%"} <= set(texts(ax))


def test_stated_chart_marks_claims_and_agreement(card):
    ax = hb.plot_stated(card, lang="en")
    words = texts(ax)
    assert words.count("Overstated") == 2
    assert words.count("Not checkable") == 4
    assert "contradict 2" in ax.get_title(loc="left").replace("\n", " ")


def test_directives_calendar(card):
    briefing = hb.load_briefing("haiphong-2025-10")
    ax = hb.plot_directives(briefing, lang="en")
    words = texts(ax)
    assert words.count("no deadline named") == sum(d.deadline is None for d in briefing.directives)
    assert any("31 Dec 2025" in w for w in words)
    with pytest.raises(hb.DatasetError, match="no tasks"):
        hb.plot_directives(briefing.model_copy(update={"directives": ()}))


def test_given_axes_are_used_and_returned(card, ds):
    ax = Figure().add_subplot()
    assert hb.plot_bullets(card, ax) is ax
    ax = Figure().add_subplot()
    assert hb.plot_path(ds, "tourists", ax) is ax


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_saved_charts_are_whole_and_the_same_each_time(card, tmp_path, kind):
    one = hb.save_chart(hb.plot_bullets(card), tmp_path / f"a.{kind}").read_bytes()
    two = hb.save_chart(hb.plot_bullets(card), tmp_path / f"b.{kind}").read_bytes()
    assert one == two
    assert [p.name for p in tmp_path.iterdir() if p.name.endswith(".part")] == []


def test_another_ending_or_theme_is_refused(card, tmp_path):
    with pytest.raises(hb.ParseError, match=r"\.svg, \.png or \.pdf"):
        hb.save_chart(hb.plot_bullets(card), tmp_path / "a.bmp")
    with pytest.raises(hb.CatalogError, match="light, dark, print"):
        hb.plot_bullets(card, theme="neon")


def test_labels_do_not_overlap(card):
    """Row labels, shares and classes keep clear of one another once drawn."""
    ax = hb.plot_bullets(card)
    figure = ax.figure
    figure.canvas.draw()
    boxes = [(t.get_text(), t.get_window_extent()) for t in ax.texts if t.get_text().strip()]
    for i, (a, box) in enumerate(boxes):
        for b, other in boxes[i + 1 :]:
            assert not box.shrunk(0.9, 0.7).overlaps(other.shrunk(0.9, 0.7)), (a, b)


def test_spread_moves_little_and_keeps_order():
    assert spread([1.0, 5.0], 1.0) == [1.0, 5.0]
    placed = spread([1.0, 1.1, 1.2], 1.0)
    assert placed == pytest.approx([0.1, 1.1, 2.1])
    assert spread([3.0, 1.0, 3.0], 1.0)[1] == 1.0


def test_classes_are_told_apart_without_colour():
    catalog = hb.load_catalog()
    symbols = [catalog.word("symbol", c, "vi") for c in THEMES["light"].classes]
    assert len(set(symbols)) == len(symbols)


def test_claims_stand_beside_what_the_figures_settle():
    ax = hb.plot_claims(CLAIMS, lang="en")
    counted = CLAIMS[CLAIMS.status == "met_or_exceeded"]
    assert [t.get_text() for t in ax.get_yticklabels()] != []
    ticks = sorted(round(float(s[0][0]), 3) for c in ax.collections for s in c.get_segments())
    assert ticks == sorted(
        round(100 * n / of, 3) for n, of in zip(counted["count"], counted.of_total, strict=True)
    )
    bars = [p.get_width() for p in ax.patches]
    assert round(sum(bars)) == 100 * len(counted)
    words = texts(ax)
    assert "22/25" in words
    assert "17/18" in words
