"""How far an office's forecasts and estimates lay from what came out."""

from __future__ import annotations

import pandas as pd
import pytest
from frames import goals, judged, rows

import hpbrief as hb

NOW = rows("port_cargo", [("2025-10M", 90.0)])
PLAN = goals("port_cargo", [{"value": 110.0}])


def said(year: int, value: float, status: str = "F", day: str | None = None):
    return rows("port_cargo", [(str(year), value, day or f"{year}-11-20")]).assign(
        status=status, source=f"said {year} {value}"
    )


def came(year: int, value: float, day: str | None = None):
    return rows("port_cargo", [(str(year), value, day or f"{year + 1}-01-10")]).assign(
        source=f"came {year} {value}"
    )


def record(*parts: pd.DataFrame):
    return judged(pd.concat([NOW, *parts]), PLAN).track_record("en")


def test_bias_and_spread_of_forecasts():
    row = record(said(2023, 95), came(2023, 100), said(2024, 103), came(2024, 100)).iloc[0]
    assert (row.status, row.n, row.unit, row.first_year, row.last_year) == ("F", 2, "PT", 2023, 2024)
    assert row.bias == pytest.approx(-1)
    assert row.spread == pytest.approx(8 / 2**0.5)
    assert row.farthest == pytest.approx(-5)


def test_of_one_the_spread_is_unknown():
    row = record(said(2024, 103), came(2024, 100)).iloc[0]
    assert row.n == 1
    assert pd.isna(row.spread)


def test_the_first_print_counts_against_the_newest():
    row = record(
        said(2024, 90, day="2024-10-01"), said(2024, 99), came(2024, 98), came(2024, 100, "2025-06-01")
    ).iloc[0]
    assert (row.n, row.bias) == (1, pytest.approx(-10))


def test_what_did_not_come_out_or_only_later_is_no_record():
    assert record(said(2024, 103)).empty
    assert record(said(2024, 103), came(2024, 100, "2025-12-01")).empty
    assert record(came(2024, 100)).empty


def test_estimates_are_told_apart_from_forecasts():
    parts = [said(2024, 103), came(2024, 100)]
    parts += [rows("port_cargo", [("2024-10M", 77.0, "2024-10-25")]).assign(status="E", source="e")]
    parts += [rows("port_cargo", [("2024-10M", 80.0, "2024-11-20")]).assign(source="a")]
    frame = record(*parts)
    assert dict(zip(frame.status, frame.bias, strict=True)) == {
        "F": pytest.approx(3),
        "E": pytest.approx(-3.75),
    }


@pytest.mark.parametrize(
    ("lang", "one", "two"),
    [
        (
            "en",
            "3.0% above what came out; once only",
            "on average 1.0% below what came out; standard deviation 5.7%",
        ),
        ("vi", "cao hơn số thực 3,0%; mới có một lần", "bình quân thấp hơn số thực 1,0%; độ lệch chuẩn 5,7%"),
    ],
)
def test_it_stands_beside_the_next_forecast(lang, one, two):
    following = said(2025, 120, day="2025-11-05")
    for parts, words in (
        ([said(2024, 103), came(2024, 100)], one),
        ([said(2023, 95), came(2023, 100), said(2024, 103), came(2024, 100)], two),
    ):
        card = judged(pd.concat([NOW, following, *parts]), PLAN)
        assert words in card["port_cargo"].explain(lang)
        assert words in hb.render_report(card, lang)
        assert words.replace("-", "\\-") in hb.render_markdown(card, lang) or words in hb.render_markdown(
            card, lang
        )
        quiet = judged(pd.concat([NOW, *parts]), PLAN)
        assert words not in quiet["port_cargo"].explain(lang)
