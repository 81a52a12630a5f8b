"""A comparison shows itself: the finding, a line an area, what keeps them apart; nothing of a name is markup."""

from __future__ import annotations

import html
from dataclasses import replace

import pytest

import hpbrief as hb
from hpbrief.plot.areas import plot_areas


@pytest.fixture(scope="module")
def comparison() -> hb.assessment.compare.Comparison:
    return hb.compare_areas(hb.load_dataset("provinces-2025"), "budget_revenue_total", as_of="2025-11-10")


def test_as_text_it_is_the_finding_a_line_an_area_and_the_caveats(comparison) -> None:
    lines = repr(comparison).splitlines()
    assert lines[0] == comparison.title("en")
    assert "budget revenue" in lines[0].lower()
    assert lines[1] == comparison.subtitle("en")
    areas = lines[2 : 2 + len(comparison.cards)]
    for line, a in zip(areas, comparison.assessments, strict=True):
        assert comparison.name(a.area, "en") in line
        assert comparison.catalog.word("class", a.computed_class, "en") in line
    assert lines[2 + len(comparison.cards) :] == comparison.caveats("en")
    assert str(comparison) == repr(comparison)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_as_html_it_is_a_table(comparison, lang: str) -> None:
    shown = comparison.to_html(lang)
    assert shown.count("<tr>") == len(comparison.cards) + 1
    for a in comparison.assessments:
        assert f"<td>{comparison.name(a.area, lang)}</td>" in shown
    assert comparison.title(lang) in shown
    for sentence in comparison.caveats(lang):
        assert html.escape(sentence) in shown


def test_a_notebook_shows_the_vietnamese_one(comparison) -> None:
    assert comparison._repr_html_() == comparison.to_html("vi")


def test_the_chart_says_the_same(comparison) -> None:
    assert comparison.title("vi") in plot_areas(comparison).get_title(loc="left").replace("\n", " ")


def test_what_others_wrote_is_not_markup(comparison) -> None:
    catalog = comparison.catalog
    name = comparison.assessments[0].area
    evil = catalog.area(name).model_copy(update={"label_vi": "<script>x</script>"})
    worded = replace(catalog, areas={**catalog.areas, name: evil})
    cards = tuple(replace(card, catalog=worded) for card in comparison.cards)
    shown = replace(comparison, cards=cards).to_html("vi")
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_an_indicator_may_be_named_by_its_label(comparison) -> None:
    label = comparison.cards[0].catalog.indicator("budget_revenue_total").label_vi
    named = hb.compare_areas(hb.load_dataset("provinces-2025"), label, as_of="2025-11-10")
    assert repr(named) == repr(comparison)
