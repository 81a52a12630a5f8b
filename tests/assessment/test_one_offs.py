"""Known one-offs: the printed figure and the one without them, side by side."""

from __future__ import annotations

import pandas as pd
import pytest
from frames import PLACE, goals, judged, rows

import hpbrief as hb

REVENUE = "budget_revenue_domestic"
LAND = {"indicator": REVENUE, "unit": "VND", "unit_mult": 9, "source": "notice", "known_from": "2025-02-01"}


def one_off(
    value: float, period: str = "2025-M08", kind: str = "land_sale", **more: object
) -> dict[str, object]:
    return PLACE | LAND | {"period": period, "value": value, "kind": kind} | more


def card(*adjustments: dict[str, object], value: float = 9500.0, goal: float = 10000.0):
    frames = {"adjustments": pd.DataFrame(list(adjustments))} if adjustments else {}
    return judged(rows(REVENUE, [("2025-10M", value)]), goals(REVENUE, [{"value": goal}]), **frames)


def test_headline_and_underlying_stand_side_by_side():
    shown = card(one_off(3000), one_off(-500, "2025-M06", "tax_deferral"))
    a, row = shown[REVENUE], shown.to_frame().iloc[0]
    assert (row.value, row.one_offs, row.underlying_value) == (9500, 2500, 7000)
    assert row.attainment_pct == pytest.approx(95)
    assert row.underlying_attainment_pct == pytest.approx(70)
    assert (a.computed_class, a.underlying.computed_class) == ("on_track", "off_track")
    assert row.underlying_class == "off_track"
    assert "one_offs" in a.flags
    assert a.underlying.figure.note == "9500 (S-0-2025-10M) + 500 (notice) - 3000 (notice)"
    assert "notice" in {s.source_id for s in shown.record.sources}


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("vi", ("bán, giao đất", "Không kể khoản đột biến", "70,0%")),
        ("en", ("land sale", "Without one-offs", "70.0%")),
    ],
)
def test_explain_names_each_with_its_source(lang, words):
    text = card(one_off(2500)).__getitem__(REVENUE).explain(lang)
    assert all(word in text for word in (*words, "notice"))


def test_the_headline_is_judged_as_without_the_table():
    plain, known = card()[REVENUE], card(one_off(2500))[REVENUE]
    assert plain.underlying is None
    assert plain.adjustments == ()
    assert (plain.computed_class, plain.main.projection) == (known.computed_class, known.main.projection)


def test_one_event_told_twice_is_taken_off_once():
    twice = card(one_off(2500), one_off(2400, "2025-08M", source="later", known_from="2025-09-01"))
    assert twice.to_frame()["one_offs"].item() == 2400  # of two prints the longer stretch
    two = card(one_off(2500, note="plot A"), one_off(1000, note="plot B"))
    assert two.to_frame()["one_offs"].item() == 3500


def test_what_lies_outside_or_was_not_known_is_left_alone():
    assert card(one_off(2500, "2025-M11"))[REVENUE].underlying is None
    assert card(one_off(2500, known_from="2025-12-01"))[REVENUE].underlying is None


def test_a_part_that_the_text_itself_names_is_taken_off():
    figures = pd.concat([rows(REVENUE, [("2025-10M", 9500)]), rows("land_use_revenue", [("2025-10M", 2500)])])
    a = judged(figures, goals(REVENUE, [{"value": 10000}]))[REVENUE]
    assert float(a.underlying.figure.quantity.value) == 7000
    assert [x.kind for x in a.adjustments] == ["land_sale"]
    printed = pd.concat([figures, rows("budget_revenue_domestic_without_land", [("2025-10M", 7100)])])
    b = judged(printed, goals(REVENUE, [{"value": 10000}]))[REVENUE]
    assert float(b.underlying.figure.quantity.value) == 7100  # as printed goes before what is worked out
    assert b.adjustments == ()
    assert "without the one-off part" in b.explain("en")


def test_the_table_is_written_only_where_it_has_rows_and_read_again(tmp_path):
    frames = {
        "observations": rows(REVENUE, [("2025-10M", 9500)]),
        "goals": goals(REVENUE, [{"value": 10000}]),
    }
    plain = hb.read_dataset(frames)
    assert not (plain.write(tmp_path / "plain") / "adjustments.csv").exists()
    ds = hb.read_dataset(frames | {"adjustments": pd.DataFrame([one_off(2500, kind="bán, giao đất")])})
    folder = ds.write(tmp_path / "full")
    assert (folder / "adjustments.csv").is_file()
    assert hb.read_dataset(folder).tables == ds.tables
    assert [r["name"] for r in ds.descriptor()["resources"]][-1] == "adjustments"
    assert ds.as_of("2025-01-15").tables.adjustments == ()
    assert plain.add(ds).tables.adjustments == ds.tables.adjustments
    assert ds.to_frame("adjustments")["kind"].item() == "land_sale"
