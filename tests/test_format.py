from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hpbrief as hb
from hpbrief.errors import CatalogError
from hpbrief.format import axis_unit, format_date, format_observation, format_quantity
from hpbrief.models import Lang, Measure, Observation, ObsStatus, Period, Qualifier, Quantity, Unit


def quantity(value: str, code: str, mult: int = 0, qualifier: str = "exact") -> Quantity:
    return Quantity(value=Decimal(value), unit=Unit(code=code, mult=mult), qualifier=Qualifier(qualifier))


@pytest.mark.parametrize(
    ("value", "code", "mult", "qualifier", "indicator", "vi", "en"),
    [
        ("162875.05", "VND", 9, "exact", None, "162.875,05 tỷ đồng", "VND 162,875.05 billion"),
        ("162875", "VND", 9, "over", None, "trên 162.875 tỷ đồng", "over VND 162,875 billion"),
        ("187", "VND", 12, "exact", None, "187 nghìn tỷ đồng", "VND 187 trillion"),
        ("1.87E+5", "VND", 9, "exact", None, "187.000 tỷ đồng", "VND 187,000 billion"),
        ("500", "VND", 6, "exact", None, "500 triệu đồng", "VND 500 million"),
        ("33.37", "USD", 9, "exact", None, "33,37 tỷ USD", "USD 33.37 billion"),
        ("5500", "USD", 6, "exact", None, "5.500 triệu USD", "USD 5,500 million"),
        ("110.5", "PT", 0, "exact", None, "110,5%", "110.5%"),
        ("11.07", "PT", 0, "under", None, "gần 11,07%", "nearly 11.07%"),
        ("-3.20", "PT", 0, "exact", None, "−3,20%", "−3.20%"),
        ("0.5", "PP", 0, "exact", None, "0,5 điểm %", "0.5 percentage points"),
        ("139.77", "T", 6, "exact", "port_cargo", "139,77 triệu tấn", "139.77 million tonnes"),
        ("5145", "enterprise", 0, "exact", "new_enterprises", "5.145 doanh nghiệp", "5,145 enterprises"),
        ("10694", "flat", 0, "about", None, "khoảng 10.694 căn", "about 10,694 flats"),
        ("-1250.5", "VND", 9, "exact", None, "−1.250,5 tỷ đồng", "VND −1,250.5 billion"),
        ("2", "TEU", 2, "exact", None, "2 ×10^2 TEU", "2 ×10^2 TEU"),
    ],
)
def test_quantity_as_a_person_reads_it(
    value: str, code: str, mult: int, qualifier: str, indicator: str | None, vi: str, en: str
) -> None:
    q = quantity(value, code, mult, qualifier)
    assert hb.format_quantity(q, "vi", indicator=indicator) == vi
    assert hb.format_quantity(q, "en", indicator=indicator) == en


def test_tourists_are_counted_as_visits() -> None:
    q = quantity("11.88", "PS", 6)
    assert hb.format_quantity(q, "vi", indicator="tourists") == "11,88 triệu lượt khách"
    assert hb.format_quantity(q, "vi") == "11,88 triệu người"
    english = hb.format_quantity(q, "en", indicator="tourists")
    assert english.startswith("11.88 million ")
    assert "persons" not in english


@pytest.mark.parametrize(
    ("value", "digits", "vi", "en"),
    [
        (Decimal("162875.05"), None, "162.875,05", "162,875.05"),
        (Decimal("9.50"), None, "9,50", "9.50"),
        (Decimal("9.50"), 1, "9,5", "9.5"),
        (Decimal("1000"), None, "1.000", "1,000"),
        (Decimal("999"), None, "999", "999"),
        (Decimal("-1000.5"), None, "−1.000,5", "−1,000.5"),
        (Decimal("-0.004"), 2, "0,00", "0.00"),
        (Decimal("-0.05"), None, "−0,05", "−0.05"),
        (Decimal("1E+3"), None, "1.000", "1,000"),
        (1234.5, None, "1.234,50", "1,234.50"),
        (98.70518, 1, "98,7", "98.7"),
        (110.471662, 1, "110,5", "110.5"),
    ],
)
def test_number(value: Decimal | float, digits: int | None, vi: str, en: str) -> None:
    assert hb.format_number(value, "vi", digits) == vi
    assert hb.format_number(value, "en", digits) == en


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**14), max_value=10**14, places=3))
def test_the_two_languages_say_one_number(value: Decimal) -> None:
    english, vietnamese = hb.format_number(value, "en"), hb.format_number(value, "vi")
    assert vietnamese.translate(str.maketrans(",.", ".,")) == english
    assert Decimal(english.replace(",", "").replace("−", "-")) == value


@pytest.mark.parametrize(
    ("code", "vi", "en"),
    [
        ("2025", "năm 2025", "2025"),
        ("2025-10M", "10 tháng 2025", "10 months of 2025"),
        ("2025-06M", "6 tháng 2025", "6 months of 2025"),
        ("2025-03M", "3 tháng 2025", "3 months of 2025"),
        ("2025-M10", "tháng 10/2025", "Oct 2025"),
        ("2025-M01", "tháng 1/2025", "Jan 2025"),
        ("2025-Q3", "quý III/2025", "Q3 2025"),
        ("2025-H2", "6 tháng cuối năm 2025", "second half of 2025"),
        ("2025-09-30", "30/9/2025", "30 Sep 2025"),
        ("2025-01-01/2025-12-19", "từ đầu năm đến 19/12/2025", "year to 19 Dec 2025"),
        ("2025-08-01/2025-09-30", "1/8/2025 đến 30/9/2025", "1 Aug 2025 to 30 Sep 2025"),
        ("2024-12-01/2025-11-30", "1/12/2024 đến 30/11/2025", "1 Dec 2024 to 30 Nov 2025"),
    ],
)
def test_period(code: str, vi: str, en: str) -> None:
    period = Period.from_code(code)
    assert hb.format_period(period, "vi") == vi
    assert hb.format_period(period, "en") == en


@pytest.mark.parametrize(("lang", "text"), [("vi", "6/11/2025"), ("en", "6 Nov 2025")])
def test_date(lang: Lang, text: str) -> None:
    assert format_date(date(2025, 11, 6), lang) == text


@pytest.mark.parametrize(
    ("value", "qualifier", "measure", "vi", "en"),
    [
        ("33.8", "exact", Measure.YOY_CHANGE, "+33,8%", "+33.8%"),
        ("160", "over", Measure.YOY_CHANGE, "trên +160%", "over +160%"),
        ("-3.2", "exact", Measure.YOY_CHANGE, "−3,2%", "−3.2%"),
        ("98.7", "exact", Measure.SHARE_OF_PLAN, "98,7%", "98.7%"),
    ],
)
def test_growth_has_its_sign(value: str, qualifier: str, measure: Measure, vi: str, en: str) -> None:
    figure = Observation(
        indicator="budget_revenue_total",
        area="haiphong-merged",
        measure=measure,
        period=Period.from_code("2025-10M"),
        quantity=quantity(value, "PT", 0, qualifier),
        status=ObsStatus.OFFICIAL,
        source_id="s",
    )
    assert format_observation(figure, "vi", hb.load_catalog()) == vi
    assert format_observation(figure, "en", hb.load_catalog()) == en


def test_axis_unit() -> None:
    catalog = hb.load_catalog()
    assert axis_unit(quantity("1", "VND", 9), "vi", catalog=catalog) == "tỷ đồng"
    assert axis_unit(quantity("1", "VND", 9), "en", catalog=catalog) == "VND billion"
    assert axis_unit(quantity("1", "PT"), "en", catalog=catalog) == "%"


def test_an_unknown_unit_is_named() -> None:
    with pytest.raises(CatalogError, match="XYZ"):
        hb.format_quantity(quantity("1", "XYZ"), "vi")


def test_every_power_that_a_text_can_print_has_its_word():
    catalog = hb.load_catalog()
    pairs = [words.split() for words in catalog.rules["unit_words"]["unit"].values()]
    scaled = {(code, int(power[0])) for code, *power in pairs if power and code in catalog.units}
    assert ("T_HA", -1) in scaled
    for code, mult in scaled:
        for lang in ("vi", "en"):
            assert "10^" not in format_quantity(quantity("62.5", code, mult), lang), (code, mult)


def test_a_yield_is_told_in_quintals():
    assert format_quantity(quantity("62.5", "T_HA", -1), "vi") == "62,5 tạ/ha"
    assert format_quantity(quantity("62.5", "T_HA", -1), "en") == "62.5 quintals per hectare"
