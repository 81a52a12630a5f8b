"""What was stated on each day, what could be computed then, what came out."""

from __future__ import annotations

import pandas as pd
import pytest

import hpbrief as hb
from hpbrief.checks.verdicts import FRAME
from hpbrief.models import HeadlineVerdict, Period, Reference, VerdictStatus


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return hb.stated_over_time(hb.load_dataset("haiphong-2025"), "haiphong-merged", 2025, lang="en")


def test_each_verdict_stands_on_its_day(frame):
    assert list(frame.columns) == list(FRAME)
    days = [str(day.date()) for day in frame.day.drop_duplicates()]
    assert {"2025-07-31", "2025-09-09", "2025-11-04", "2025-12-31"} <= set(days)
    assert days == sorted(days)
    assert len(frame[frame.day == "2025-07-31"]) == 7
    assert len(frame[frame.day == "2025-09-09"]) == 9
    stated = frame[frame.day < "2025-12-31"]
    assert (stated.stated_on == stated.day).all() or set(stated.day - stated.stated_on) <= {
        pd.Timedelta(0),
        pd.Timedelta(days=2),
    }


def test_it_is_what_assess_says_of_the_day(frame):
    ds = hb.load_dataset("haiphong-2025")
    card = hb.assess(ds, "haiphong-merged", 2025, "2025-11-04")
    then = frame[frame.day == "2025-11-04"].set_index("indicator")
    for a in card:
        assert then.loc[a.indicator, "computed_class"] == a.computed_class
        assert then.loc[a.indicator, "agreement"] == a.agreement
    port = then.loc["port_cargo"]
    assert (port.stated, port.agreement) == ("met_or_exceeded", "overstated")
    assert port.attainment_pct == pytest.approx(65.62, abs=0.01)


def test_four_of_thirteen_were_missed(frame):
    year_end = frame[frame.day == "2025-12-31"].set_index("indicator")
    missed = set(year_end.index[year_end.final_stated == "not_met"])
    assert missed == {"grdp_growth", "income_per_head", "iip_growth", "fdi_attracted"}
    assert year_end.loc["grdp_growth", "final_class"] == "missed"
    assert year_end.loc["budget_revenue_total", "final_class"] == "exceeded"


def test_days_of_ones_own_show_the_verdict_then_standing():
    ds = hb.load_dataset("haiphong-2025")
    frame = hb.stated_over_time(ds, days=["2025-08-15", "2025-11-20"])
    august = frame[frame.day == "2025-08-15"]
    assert set(august.stated_on) == {pd.Timestamp("2025-07-31")}
    assert len(august) == 7
    assert set(frame[frame.day == "2025-11-20"].indicator) >= {"iip_growth", "grdp_growth"}


def test_nothing_later_is_used():
    ds = hb.load_dataset("haiphong-2025").as_of("2025-11-06")
    frame = hb.stated_over_time(ds, days=["2025-09-09"])
    assert (frame.final_as_of == pd.Timestamp("2025-11-06")).all()
    assert (frame.stated_on <= pd.Timestamp("2025-09-09")).all()


def test_without_verdicts_it_says_so():
    with pytest.raises(hb.DatasetError, match="no verdict"):
        hb.stated_over_time(hb.load_dataset("haiphong-2026"))


def test_a_count_without_a_whole_that_is_said_again_and_again_is_told_as_it_was_said() -> None:
    base = hb.load_dataset("haiphong-2025")
    counts = tuple(
        HeadlineVerdict(
            period=Period.from_code(f"2025-{month:02d}M"),
            area="haiphong-merged",
            count=27,
            status=VerdictStatus.MET_OR_EXCEEDED,
            reference=Reference.ANNUAL_GOAL,
            source_id=base.tables.sources[0].source_id,
        )
        for month in (6, 7, 8, 9, 10)
    )
    told = hb.Dataset(base.name, base.tables.model_copy(update={"headline_verdicts": counts}))
    (message,) = (f.message for f in hb.audit(told) if f.code == "verdict_unchanged" and "27" in f.message)
    assert "27 chỉ tiêu" in message
    assert "None" not in message
