"""Subjects: which rule chose the words, which others offered themselves, what a folder of one's own may teach."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hpbrief import parse_briefing
from hpbrief.catalog import load_catalog
from hpbrief.catalog.catalog import Catalog
from hpbrief.extract.naming.measures import Reading
from hpbrief.extract.naming.subjects import SubjectReader
from hpbrief.parse.lexicon import lexicon_of

DAY = date(2025, 11, 4)


def reader(catalog: Catalog | None = None) -> SubjectReader:
    catalog = catalog or load_catalog()
    return SubjectReader(catalog, lexicon_of(catalog))


@pytest.mark.parametrize(
    ("words", "indicator"),
    [
        ("thu nội địa không kể tiền sử dụng đất", "budget_revenue_domestic_without_land"),
        ("thu nội địa (chưa bao gồm tiền sử dụng đất)", "budget_revenue_domestic_without_land"),
        ("thu nội địa trừ tiền sử dụng đất và xổ số kiến thiết", "budget_revenue_domestic_core"),
        ("thu nội địa không tính cổ tức", None),
        ("thu ngân sách không kể tiền sử dụng đất", None),
        ("thu nội địa", "budget_revenue_domestic"),
        ("tốc độ tăng trưởng kinh tế bình quân hàng năm", "grdp_growth"),
        ("thu ngân sách nhà nước bình quân", None),
    ],
)
def test_definitions_make_series_of_their_own(words: str, indicator: str | None) -> None:
    assert reader().resolve(words) == indicator


@pytest.mark.parametrize(
    ("indicator", "measure", "unit", "rule"),
    [
        ("grdp_value", "yoy_change", "PT", "indicator.growth_of_level"),
        ("new_rural_communes", "level", "PT", "indicator.share_of_count"),
        ("fdi_attracted", "level", "VND", "indicator.other_currency"),
        ("passenger_transport", "level", "VND", "indicator.other_thing"),
        ("export_turnover", "level", "USD", ""),
    ],
)
def test_the_rule_by_which_an_indicator_fits_is_named(
    indicator: str, measure: str, unit: str, rule: str
) -> None:
    assert reader().fitting_rule(indicator, Reading(measure), unit) == rule


def first_figure(text: str, catalog: Catalog | None = None) -> str | None:
    brief = parse_briefing(text, document_date=DAY, catalog=catalog)
    return brief.statements[0].indicator


def test_a_folder_of_ones_own_teaches_asides_crops_and_what_is_left_out(tmp_path: Path) -> None:
    aside = "Thu nội địa, phần lớn nhờ thuế, đạt 5.100 tỷ đồng."
    left_out = "Thu nội địa gạt ra tiền sử dụng đất đạt 5.100 tỷ đồng."
    assert first_figure(aside) != "budget_revenue_domestic"
    assert first_figure(left_out) != "budget_revenue_domestic_without_land"
    (tmp_path / "word_classes.toml").write_text(
        '[aside_head]\n"phần lớn" = ""\n[leaving_out]\n"gạt ra" = ""\n', "utf-8"
    )
    own = load_catalog(tmp_path)
    assert first_figure(aside, own) == "budget_revenue_domestic"
    assert first_figure(left_out, own) == "budget_revenue_domestic_without_land"
