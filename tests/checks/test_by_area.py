"""What each province's officials counted, beside its own figures."""

from __future__ import annotations

import pytest

import hpbrief as hb
from hpbrief.checks.nationwide import FRAME


@pytest.fixture(scope="module")
def ds() -> hb.Dataset:
    return hb.load_dataset("provinces-2025")


@pytest.fixture(scope="module")
def frame(ds):
    return hb.stated_by_area(ds, 2025, "2026-03-31", lang="en").set_index("area")


def test_a_row_an_area_with_its_last_count(ds, frame):
    assert ["area", *frame.columns] == list(FRAME)
    said = {h.area for h in ds.tables.headline_verdicts if h.period.end.year == 2025}
    assert said <= set(frame.index)
    assert (frame["count"]["nghe-an"], frame.of_total["nghe-an"]) == (22, 25)
    assert "11/18" in frame.counts["bac-ninh"]
    assert "17/18" in frame.counts["bac-ninh"]
    assert frame.moved["bac-ninh"]
    assert not frame.moved["nghe-an"]
    assert frame.status["lam-dong"] == "not_met"


def test_what_cannot_be_checked_is_the_rest_of_the_count(frame):
    counted = frame[frame.of_total.notna()]
    shown = counted.reached + counted.short + counted.not_checkable
    assert (shown >= counted.of_total).all()
    assert (
        frame.verdicts == frame.consistent + frame.overstated + frame.understated + frame.unverified
    ).all()
    assert frame.consistent.sum() > 0


def test_nothing_is_said_before_its_day(ds):
    early = hb.stated_by_area(ds, 2025, "2025-12-10", lang="en")
    assert early.stated_on.dropna().max() <= __import__("pandas").Timestamp("2025-12-10")
    assert "nghe-an" not in set(early.area)
    with pytest.raises(hb.DatasetError):
        hb.stated_by_area(ds, 2019)


def test_counts_that_moved_are_findings(ds):
    found = [f for f in hb.audit(ds, year=2025, lang="en") if f.code == "count_moved"]
    areas = {f.area: f for f in found}
    assert {"bac-ninh", "ha-noi", "ha-tinh", "thanh-hoa"} <= set(areas)
    assert areas["bac-ninh"].severity == "warning"
    assert areas["ha-noi"].severity == "info"
    assert "11 of 18" in areas["bac-ninh"].message
    assert "quang-tri" not in areas
