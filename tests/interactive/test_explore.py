"""The explorer without a browser: widget values are set, and what is chosen, offered and shown follows."""

import base64
import re
import sys
from datetime import date
from threading import Event, Thread

import ipywidgets
import matplotlib as mpl
import pandas as pd
import pytest

import hpbrief as hb
from hpbrief.interactive import CHARTS


@pytest.fixture(scope="module")
def ds():
    return hb.load_dataset("haiphong-2025")


@pytest.fixture
def explorer(ds):
    made = hb.explore(ds, lang="en")
    yield made
    made.close()


def shown(explorer):
    """Alt text of the picture, "" where there is none, and the explanation as plain lines."""
    alt = re.search(r'<img alt="([^"]*)"', explorer.picture.value)
    lines = re.findall(r"<p>(.*?)</p>", explorer.text.value)
    return alt[1] if alt else "", lines


def test_it_begins_where_assess_would(ds, explorer):
    card = hb.assess(ds)
    first = next(a for a in card if a.main)
    c = explorer.choice
    assert (c.area, c.year, c.as_of, c.indicator) == (
        "haiphong-merged",
        2025,
        date(2025, 11, 6),
        first.indicator,
    )
    alt, lines = shown(explorer)
    assert lines == first.explain("en").splitlines()
    assert alt.startswith(ds.catalog.indicator(first.indicator).label("en"))


def test_chart_and_explanation_follow_each_choice(ds, explorer):
    explorer.indicator.value = "port_cargo"
    alt, lines = shown(explorer)
    assert "139.77 million tonnes" in alt
    assert "65.6%" in " ".join(lines)
    explorer.day.value = date(2025, 9, 11)
    alt, lines = shown(explorer)
    assert "120.14 million tonnes" in alt
    assert "139.77" not in alt + " ".join(lines)
    explorer.chart.value = "gap"
    assert "Still missing" in shown(explorer)[0]
    explorer.language.value = "vi"
    alt, lines = shown(explorer)
    assert "Còn thiếu" in alt
    assert lines == hb.assess(ds, as_of="2025-09-11")["port_cargo"].explain("vi").splitlines()
    assert explorer.area.description == "Địa bàn"
    assert explorer.day.description == "Biết đến ngày 11/9/2025"


def test_the_basis_offered_is_one_on_which_there_is_a_goal(ds, explorer):
    explorer.indicator.value = "budget_revenue_total"
    offered = [value for _, value in explorer.basis.options]
    assert offered[0] == ""
    assert "central_estimate" in offered
    explorer.basis.value = "central_estimate"
    assert "Exceeded" in shown(explorer)[1][0]
    explorer.indicator.value = "port_cargo"  # which has no goal on that basis
    assert explorer.basis.value == ""
    assert explorer.choice.basis == ""


def test_options_follow_the_area_and_keep_what_they_can(explorer):
    explorer.indicator.value = "port_cargo"
    explorer.area.value = "haiphong-old"
    assert explorer.choice.indicator == explorer.indicator.value == "port_cargo"
    years = [value for _, value in explorer.year.options]
    assert years == [2025]  # the old city ended in the middle of the year
    explorer.area.value = "haiphong-merged"
    assert [value for _, value in explorer.year.options] == [2025, 2026]


def test_every_choice_of_every_bundled_data_set_shows_something():
    for name in hb.list_datasets():
        explorer = hb.explore(hb.load_dataset(name), lang="vi")
        for _, area in explorer.area.options:
            explorer.area.value = area
            for chart in CHARTS:
                explorer.chart.value = chart
                assert explorer.view.alt, (name, area, chart)
                assert explorer.view.lines, (name, area, chart)
                assert explorer.picture.value.startswith(("<img alt=", "<p><b>"))
        explorer.close()


def test_what_is_not_known_is_said_in_words(ds, explorer):
    explorer.day.value = explorer.day.options[0][1]  # the first day on which anything was known
    explorer.indicator.value = "port_cargo"
    alt, lines = shown(explorer)
    assert alt == ""
    assert "No figure to draw by that day." in explorer.picture.value
    assert any("No figure is published" in line for line in lines)


def test_two_explorers_do_not_touch_each_other_nor_anything_global(ds):
    import matplotlib.pyplot as plt
    from ipywidgets.widgets import widget as register

    before, settings = set(register._instances), dict(mpl.rcParams)
    one, two = (
        hb.explore(ds, lang="en", indicator="tourists"),
        hb.explore(ds, lang="vi", indicator="port_cargo"),
    )
    held = len(register._instances)
    seen = (two.choice, two.picture.value, two.text.value)
    for chart in ("fan", "gap", "path"):
        one.chart.value = chart
    one.day.value = date(2025, 9, 11)
    one.area.value = "haiphong-old"
    assert (two.choice, two.picture.value, two.text.value) == seen
    assert len(register._instances) == held
    one.close()
    two.close()
    assert set(register._instances) == before
    assert dict(mpl.rcParams) == settings
    assert plt.get_fignums() == []


def test_one_change_draws_once(ds, explorer, monkeypatch):
    import hpbrief.interactive as widget

    drawn = []
    real = widget.view_of
    monkeypatch.setattr(widget, "view_of", lambda *args: drawn.append(args) or real(*args))
    explorer.area.value = "haiphong-old"
    assert len(drawn) == 1


def test_a_choice_made_while_another_is_being_drawn_is_not_lost(explorer, monkeypatch):
    """JupyterLab may run each control's callback in a thread of its own."""
    import hpbrief.interactive as widget

    drawing, go_on, real = Event(), Event(), widget.view_of

    def slow(*args):
        drawing.set()
        assert go_on.wait(30)
        return real(*args)

    monkeypatch.setattr(widget, "view_of", slow)
    first = Thread(target=setattr, args=(explorer.chart, "value", "gap"))
    second = Thread(target=setattr, args=(explorer.language, "value", "vi"))
    first.start()
    assert drawing.wait(30)
    second.start()
    go_on.set()
    first.join(30)
    second.join(30)
    assert (explorer.choice.chart, explorer.choice.lang) == ("gap", "vi")
    assert "Còn thiếu" in explorer.picture.value or "Vượt mục tiêu" in explorer.picture.value


def test_the_picture_is_a_png_and_hostile_words_stay_words():
    figure = {
        "indicator": "port_cargo",
        "area": "nghe-an",
        "measure": "level",
        "period": "2025-10M",
        "value": 5.0,
    }
    evil = '"><script>alert(1)</script>'
    goal = {"indicator": "port_cargo", "area": "nghe-an", "period": "2025", "value": 6.0, "unit": "T"}
    frames = {
        "observations": [figure | {"unit": "T", "unit_mult": 6, "status": "E", "source_id": evil}],
        "goals": [goal | {"unit_mult": 6, "basis": "annual_plan", "source_id": evil}],
        "sources": [{"source_id": evil, "publisher": evil, "published": "2025-11-05"}],
    }
    explorer = hb.explore(
        hb.read_dataset({name: pd.DataFrame(rows) for name, rows in frames.items()}), lang="en"
    )
    data = base64.b64decode(re.search(r"base64,([A-Za-z0-9+/=]+)", explorer.picture.value)[1])
    assert data.startswith(b"\x89PNG")
    assert "<script" not in explorer.picture.value + explorer.text.value
    assert "&lt;script&gt;" in explorer.text.value
    explorer.close()


def test_what_is_named_wrongly_raises_at_once(ds):
    with pytest.raises(hb.CatalogError, match="atlantis"):
        hb.explore(ds, area="atlantis")
    with pytest.raises(hb.CatalogError, match="port_carg"):
        hb.explore(ds, indicator="port_carg")
    with pytest.raises(hb.CatalogError, match="wish"):
        hb.explore(ds, basis="wish")


def test_without_ipywidgets_it_says_what_to_install(ds, monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(hb.HpbriefError, match=re.escape("pip install 'hpbrief[notebook]'")):
        hb.explore(ds)


def test_jupyter_is_given_the_widget_and_told_whose_the_keys_are(explorer, monkeypatch):
    given = []
    monkeypatch.setattr("IPython.display.display", lambda *things: given.extend(things))
    explorer._ipython_display_()
    script, box = given
    assert "data-lm-suppress-shortcuts" in script.data
    assert box is explorer.box
    assert isinstance(box, ipywidgets.VBox)
