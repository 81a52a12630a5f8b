"""Words of probability: each step of the scale at and below its bound, in both languages, never 0 or 100 per cent."""

import pytest

import hpbrief as hb
from hpbrief.assessment import words as outlook

CATALOG = hb.load_catalog()


@pytest.mark.parametrize(
    ("p", "key"),
    [
        (1.0, "almost_certain"),
        (0.99, "almost_certain"),
        (0.9899, "very_likely"),
        (0.9, "very_likely"),
        (0.66, "likely"),
        (0.6599, "even"),
        (0.33, "even"),
        (0.3299, "unlikely"),
        (0.1, "unlikely"),
        (0.0999, "very_unlikely"),
        (0.01, "very_unlikely"),
        (0.0099, "almost_impossible"),
        (0.0, "almost_impossible"),
    ],
)
def test_scale(p, key):
    assert outlook.likelihood(p, CATALOG) == key
    assert all(CATALOG.word("likelihood", key, lang) for lang in ("vi", "en"))


@pytest.mark.parametrize(
    ("p", "vi", "en"),
    [
        (1.0, "trên 99 phần 100", "over 99 in 100"),
        (0.9951, "trên 99 phần 100", "over 99 in 100"),
        (0.97, "khoảng 19 trên 20", "about 19 in 20"),
        (0.93, "khoảng 9 trên 10", "about 9 in 10"),
        (0.285, "khoảng 3 trên 10", "about 3 in 10"),
        (0.05, "khoảng 1 trên 10", "about 1 in 10"),
        (0.02, "khoảng 1 trên 20", "about 1 in 20"),
        (0.0001, "dưới 1 phần 100", "under 1 in 100"),
    ],
)
def test_odds(p, vi, en):
    assert (outlook.odds(p, CATALOG, "vi"), outlook.odds(p, CATALOG, "en")) == (vi, en)


def test_a_decided_goal_has_no_outlook_and_an_open_one_without_history_no_probability():
    card = hb.assess(hb.load_dataset("haiphong-2025"))
    said = {a.indicator: outlook.outlook_text(a, CATALOG, "en") for a in card}
    assert said["schools_national_standard_share"] == ""
    assert said["social_housing_completed"].startswith("no probability can be given")
    assert "chance" not in said["social_housing_completed"]
    assert said["port_cargo"].startswith("unlikely (chance about 3 in 10); about 206 million tonnes")
    assert said["port_cargo"].endswith("low confidence, from the figures of 2021, 2024")


def test_a_scorecard_carries_what_was_judged():
    ds = hb.load_dataset("haiphong-2025")
    card = hb.assess(ds, as_of="2025-11-06")
    assert card.data is not None
    assert set(ds.as_of("2025-11-06").tables.observations) < set(card.data.tables.observations)
    assert all(s.known_from is None or s.known_from <= card.record.as_of for s in card.data.tables.sources)
    assert card == hb.Scorecard(card.record, card.catalog)
