"""Names, units, periods and numbers as people type them: found, or refused with the nearest; never guessed."""

import pandas as pd
import pytest

import hpbrief as hb
from hpbrief.models import Unit

ROW = {
    "indicator": "budget_revenue_total", "area": "Nghệ An", "measure": "level", "period": "2025-10M",
    "value": 14.5, "unit": "VND", "unit_mult": 12, "status": "E", "source": "report",
}  # fmt: skip
GOAL = {
    "indicator": "poverty_rate", "area": "Nghệ An", "period": "2025", "value": 1.5, "unit": "PT", "unit_mult": 0,
    "basis": "annual_plan", "source": "report",
}  # fmt: skip


def read(table="observations", **changes):
    row = {**(ROW if table == "observations" else GOAL), **changes}
    frame = pd.DataFrame([{k: v for k, v in row.items() if v is not None}])
    return getattr(hb.read_dataset({table: frame}).tables, table)[0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hai phong", "haiphong-merged"),
        ("HAI PHONG", "haiphong-merged"),
        ("tp hai phong", "haiphong-merged"),
        ("Daklak", "dak-lak"),
        ("Bà Rịa Vũng Tàu", "ba-ria-vung-tau"),
        ("Bà Rịa – Vũng Tàu", "ba-ria-vung-tau"),
        ("Bà Rịa—Vũng Tàu", "ba-ria-vung-tau"),
        ("\u00d0ồng Nai", "dong-nai"),
        ("Khánh Hoà", "khanh-hoa"),
    ],
)
def test_an_area_in_any_spelling(typed, meant):
    catalog = hb.load_catalog()
    assert catalog.area(typed).id == meant
    assert catalog.find_area(typed).id == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("thu ngan sach", "budget_revenue_total"),
        ("xuat khau", "export_turnover"),
        ("Kim ngạch XK", "export_turnover"),
        ("giải ngân", "public_investment_disbursed"),
        ("ho ngheo", "poverty_rate"),
    ],
)
def test_an_indicator_in_any_spelling(typed, meant):
    assert hb.load_catalog().indicator(typed).id == meant


@pytest.mark.parametrize("wrong", ["Hà Phong", "Thanh Hoas", "Hải Phong"])
def test_a_wrong_area_is_refused_with_up_to_three_nearest_and_their_labels(wrong):
    catalog = hb.load_catalog()
    with pytest.raises(hb.CatalogError) as caught:
        catalog.area(wrong)
    nearest = catalog.near_areas(wrong)
    assert 1 <= len(nearest) <= 3
    for area in nearest:
        assert f"{area} ({catalog.areas[area].label_vi})" in caught.value.vi


def test_every_name_of_the_catalogue_is_found_without_its_diacritics_or_names_two():
    from hpbrief.catalog.catalog import without_marks

    catalog = hb.load_catalog()
    for indicator in catalog.indicators.values():
        for label in (indicator.label_vi, indicator.short_vi, *indicator.aliases_vi):
            found = catalog.find_indicator(without_marks(label))
            assert (
                found is None
                or found.id == indicator.id
                or without_marks(label)
                in {without_marks(w) for w in (found.label_vi, found.short_vi, *found.aliases_vi, found.id)}
            )
    lost = {a.name_vi for a in catalog.areas.values() if catalog.find_area(without_marks(a.name_vi)) is None}
    assert lost == set()


def test_a_briefing_takes_a_name_for_its_area_and_refuses_a_wrong_one():
    text = "Hà Nội, ngày 3/10/2025. Thu ngân sách 9 tháng đạt 43.508 tỷ đồng."
    assert hb.parse_briefing(text, area="thanh hoa").area == "thanh-hoa"
    with pytest.raises(hb.CatalogError, match="Hà Phong"):
        hb.parse_briefing(text, area="Hà Phong")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("T10/2025", "2025-M10"),
        ("tháng 10/2025", "2025-M10"),
        ("10 tháng 2025", "2025-10M"),
        ("9 tháng đầu năm 2025", "2025-09M"),
        ("Quý III/2025", "2025-Q3"),
        ("năm 2025", "2025"),
    ],
)
def test_a_period_in_words(words, code):
    assert read(period=words).period.code == code


def test_a_unit_in_words_says_its_power_of_ten():
    assert read(unit="tỷ đồng", unit_mult=None).quantity.unit == Unit(code="VND", mult=9)
    assert read(unit="triệu USD", unit_mult=None).quantity.unit == Unit(code="USD", mult=6)
    assert read(unit="PT", unit_mult=None, indicator="poverty_rate").quantity.unit.mult == 0
    with pytest.raises(hb.DatasetError, match="unit_mult"):
        read(unit="VND", unit_mult=None)


def test_a_thousand_dot_in_a_text_is_refused_in_a_frame_as_in_a_workbook():
    with pytest.raises(hb.DatasetError, match=r"'14\.900' is stored as text and may mean 14900"):
        read(value="14.900")
    assert float(read(value="14.95").quantity.value) == 14.95


def test_a_goal_without_a_bound_follows_the_good_direction_of_its_indicator():
    assert read("goals").bound == "at_most"
    assert read("goals", indicator="grdp_growth", value=8).bound == "at_least"
    assert read("goals", bound="at_least").bound == "at_least"
    neither = next(i for i in hb.load_catalog().indicators.values() if i.direction == "none")
    with pytest.raises(hb.DatasetError, match="at_least, at_most or exactly"):
        read("goals", indicator=neither.id, unit=neither.unit.code)
