"""The audit finds nothing in clean data, and exactly the fault that is put into them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import clean_data
import pytest
from clean_data import changed, clean, level, plus, times, with_tables, with_value

import hpbrief as hb
from hpbrief.models import (
    Measure,
    Observation,
    ObsStatus,
    Period,
    Qualifier,
    Severity,
    Source,
    Unit,
    VerdictStatus,
)

Fault = Callable[[hb.Dataset], hb.Dataset]


def grave(ds: hb.Dataset) -> list[str]:
    return [f.code for f in hb.audit(ds) if f.severity != Severity.INFO]


def test_the_clean_data_are_as_large_as_the_real_ones():
    ds = clean(0)
    assert len(ds.tables.observations) > len(hb.load_dataset("haiphong-2025").tables.observations)
    assert len(ds.areas) == 5
    assert {"level", "yoy_change", "share_of_plan"} == {o.measure for o in ds.tables.observations}


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_found_in_clean_data(seed: int):
    report = hb.audit(clean(seed), lang="en")
    assert [f.message for f in report if f.severity != Severity.INFO] == []


def test_clean_revisions_are_told_as_revisions_and_nothing_else():
    codes = hb.audit(clean(1)).counts()
    assert codes["revision"] >= 10
    assert set(codes) <= {"revision", "loose_rounding"}


def exactly(value: Decimal) -> Callable[[Observation], Observation]:
    """Print this number, without a qualifier."""

    def change(o: Observation) -> Observation:
        quantity = o.quantity.model_copy(update={"value": value, "qualifier": Qualifier.EXACT})
        return o.model_copy(update={"quantity": quantity})

    return change


def equal_goal(ds: hb.Dataset) -> hb.Dataset:
    goal = next(g for g in ds.tables.goals if (g.indicator, g.area) == ("port_cargo", "ha-noi"))
    return changed(
        ds, lambda o: with_value(o, goal.quantity.value), "port_cargo", "2025", publisher="forecast"
    )


def other_verdict(ds: hb.Dataset) -> hb.Dataset:
    swap = {VerdictStatus.EXCEEDED: VerdictStatus.NOT_MET, VerdictStatus.NOT_MET: VerdictStatus.EXCEEDED}
    first, *rest = ds.tables.verdicts
    return with_tables(ds, verdicts=(first.model_copy(update={"status": swap[first.status]}), *rest))


def after_the_end(ds: hb.Dataset) -> hb.Dataset:
    o = next(o for o in ds.tables.observations if o.area == "haiphong-old" and o.indicator == "port_cargo")
    late = o.model_copy(update={"period": Period.from_code("2025-M08")})
    return with_tables(ds, observations=(*ds.tables.observations, late))


def merged_is_the_old_city(ds: hb.Dataset) -> hb.Dataset:
    old = level(ds, "import_turnover", "2025-06M", "haiphong-old")
    same = changed(ds, lambda o: with_value(o, old), "import_turnover", "2025-06M", "haiphong-merged")
    alone = changed(same, lambda o: None, "import_turnover", "2025-06M", "hai-duong")
    for later in ("2025-08M", "2025-09M", "2025-10M", "2025"):  # a path that goes on from it
        alone = changed(alone, lambda o: None, "import_turnover", later, "haiphong-merged")
    return alone


def another_unit(ds: hb.Dataset) -> hb.Dataset:
    wrong = Unit(code="M3", mult=6)
    return changed(
        ds, lambda o: with_value(o, o.quantity.value, wrong), "port_cargo", "2025-M02", publisher="press"
    )


def land_above_domestic(ds: hb.Dataset) -> hb.Dataset:
    top = level(ds, "budget_revenue_domestic", "2025")
    return changed(ds, lambda o: with_value(o, top + 100), "land_use_revenue", "2025")


def nearly_the_next(ds: hb.Dataset) -> hb.Dataset:
    near = level(ds, "import_turnover", "2025-10M") - 20
    without = changed(ds, lambda o: None, "import_turnover", "2025-M09")
    without = changed(without, lambda o: None, "import_turnover", "2025-M10")
    return changed(without, lambda o: with_value(o, near), "import_turnover", "2025-09M")


def below_the_last(ds: hb.Dataset) -> hb.Dataset:
    without = changed(ds, lambda o: None, "import_turnover", "2025-M10")
    return changed(without, times("0.8"), "import_turnover", "2025-10M")


FAULTS: dict[str, tuple[str, Fault]] = {
    "month": ("ytd_sum", lambda ds: changed(ds, plus("0.3"), "export_turnover", "2025-M09")),
    "share": ("plan_share", lambda ds: changed(
        ds, plus("1.5"), "export_turnover", "2025-08M", measure=Measure.SHARE_OF_PLAN)),
    "part": ("parts_sum", lambda ds: changed(ds, times("1.03"), "tourists_domestic", "2025-06M")),
    "part beyond total": ("parts_sum", land_above_domestic),
    "area": ("area_sum", lambda ds: changed(ds, times("1.08"), "import_turnover", "2025-06M", "hai-duong")),
    "growth": ("growth_mismatch", lambda ds: changed(
        ds, plus("4"), "export_turnover", "2025-08M", measure=Measure.YOY_CHANGE)),
    "unit": ("unit_mismatch", another_unit),
    "fall": ("falling_total", below_the_last),
    "jump": ("uneven_increment", nearly_the_next),
    "thousand": ("scale_slip", lambda ds: changed(
        ds, times("1000"), "import_turnover", "2025-06M", publisher="press")),
    "ten": ("scale_slip", lambda ds: changed(ds, times("0.1"), "import_turnover", "2025-06M")),
    "conflict": ("source_conflict", lambda ds: changed(
        ds, times("1.03"), "import_turnover", "2025-06M", publisher="press")),
    "goal": ("equals_goal", equal_goal),
    "verdict": ("verdict_contradicted", other_verdict),
    "ended area": ("boundary_mismatch", after_the_end),
    "old city": ("boundary_mismatch", merged_is_the_old_city),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("seed", [3, 4])
def test_a_single_fault_is_found_and_nothing_else(name: str, seed: int):
    code, fault = FAULTS[name]
    assert grave(fault(clean(seed))) == [code]


def test_conflicts_are_graver_the_farther_apart():
    ds = clean(5)
    near = changed(ds, times("1.03"), "import_turnover", "2025-06M", publisher="press")
    far = changed(ds, times("1.2"), "import_turnover", "2025-06M", publisher="press")
    found = [next(f for f in hb.audit(d) if f.code == "source_conflict") for d in (near, far)]
    assert [f.severity for f in found] == [Severity.WARNING, Severity.ERROR]


def later(ds: hb.Dataset, publisher: str, factor: str, status: ObsStatus) -> hb.Dataset:
    """One more figure of imports at six months, printed in August."""
    source = Source(source_id="later", publisher=publisher, known_from=date(2025, 8, 20))
    base = next(
        o
        for o in ds.tables.observations
        if (o.indicator, o.area, o.period.code) == ("import_turnover", "ha-noi", "2025-H1")
    )
    value = (base.quantity.value * Decimal(factor)).quantize(base.quantity.value)
    new = with_value(base, value).model_copy(update={"source_id": "later", "status": status})
    return with_tables(ds, observations=(*ds.tables.observations, new), sources=(*ds.tables.sources, source))


def only_office(ds: hb.Dataset, status: ObsStatus) -> hb.Dataset:
    ds = changed(ds, lambda o: None, "import_turnover", "2025-06M", publisher="press")
    return changed(ds, lambda o: o.model_copy(update={"status": status}), "import_turnover", "2025-06M")


@pytest.mark.parametrize(
    ("publisher", "before", "after", "factor", "code"),
    [
        ("office-ha-noi", ObsStatus.OFFICIAL, ObsStatus.OFFICIAL, "1.02", "revision"),
        ("another", ObsStatus.ESTIMATE, ObsStatus.OFFICIAL, "1.02", "revision"),
        ("another", ObsStatus.ESTIMATE, ObsStatus.PROVISIONAL, "1.02", "revision"),
        ("another", ObsStatus.OFFICIAL, ObsStatus.OFFICIAL, "1.02", "source_conflict"),
        ("another", ObsStatus.OFFICIAL, ObsStatus.ESTIMATE, "1.02", "source_conflict"),
        ("another", ObsStatus.ESTIMATE, ObsStatus.OFFICIAL, "1.3", "source_conflict"),
        ("another", ObsStatus.FORECAST, ObsStatus.ESTIMATE, "1.3", "revision"),
    ],
)
def test_a_revision_is_later_firmer_or_of_one_publisher_and_small(publisher, before, after, factor, code):
    ds = later(only_office(clean(6), before), publisher, factor, after)
    mine = [
        f
        for f in hb.audit(ds, area="ha-noi", year=2025)
        if f.indicator == "import_turnover"
        and "later" in f.sources
        and f.code in ("revision", "source_conflict")
    ]
    assert [f.code for f in mine] == [code]


def test_definitions_far_apart_are_told_for_information():
    ds = clean(7)
    base = next(
        o
        for o in ds.tables.observations
        if (o.indicator, o.area, o.period.code) == ("export_turnover", "ha-noi", "2025-09M")
        and o.measure == Measure.LEVEL
    )
    customs = times("0.7")(base).model_copy(update={"series": "customs"})
    found = hb.audit(with_tables(ds, observations=(*ds.tables.observations, customs)))
    assert {f.code for f in found if "customs" in f.message} == {"series_apart"}
    assert "falling_across_series" not in found.counts()
    alone = changed(ds, lambda o: None, "export_turnover", "2025-09M")
    alone = with_tables(alone, observations=(*alone.tables.observations, customs))
    assert hb.audit(alone).counts()["falling_across_series"] == 1


def test_the_portion_of_a_goal_printed_as_a_result_is_recognised():
    ds = clean(8)
    half = next(
        g
        for g in ds.tables.goals
        if (g.indicator, g.area, g.period.code) == ("export_turnover", "ha-noi", "2025-H2")
    )
    wrong = changed(ds, exactly(half.quantity.value), "export_turnover", "2025-08M", publisher="press")
    found = [f for f in hb.audit(wrong) if f.code == "equals_other_goal"]
    assert [f.indicator for f in found] == ["export_turnover"]


def test_sibling_figures_are_recognised():
    ds = clean(9)
    imports = level(ds, "import_turnover", "2025-08M") / 1000
    wrong = changed(ds, exactly(imports), "export_turnover", "2025-08M", publisher="press")
    found = [f for f in hb.audit(wrong) if f.code == "fits_other_indicator"]
    assert len(found) == 1
    assert found[0].sources[0].startswith("press")
    assert found[0].sources[1].startswith("office")


def test_area_and_year_narrow_the_audit():
    ds = changed(clean(3), plus("0.3"), "export_turnover", "2025-M09")
    assert hb.audit(ds, area="ha-noi", year=2025).counts()["ytd_sum"] == 1
    assert "ytd_sum" not in hb.audit(ds, area="quang-ninh").counts()
    assert "ytd_sum" not in hb.audit(ds, year=2024).counts()
    assert hb.audit(ds, area="Hà Nội").counts() == hb.audit(ds, area="ha-noi").counts()
    with pytest.raises(hb.CatalogError, match="atlantis"):
        hb.audit(ds, area="atlantis")


def test_every_threshold_of_severity_has_its_words():
    catalog = hb.load_catalog()
    codes = set(catalog.thresholds["audit"]["severity"])
    templates = catalog.words["audit"]
    assert all(any(key == code or key.startswith(f"{code}_") for key in templates) for code in codes)
    assert set(templates) == set(catalog.words["audit_arithmetic"])
    assert set(clean_data.FLOWS) <= set(catalog.indicators)


# -- units -------------------------------------------------------------------------------------------


def read(text: str) -> hb.Dataset:
    return hb.parse_briefing(text).to_dataset()


ACCIDENTS = (
    "Trong 9 tháng năm 2025, thành phố Hải Phòng xảy ra 65 vụ tai nạn giao thông, giảm 12 vụ so với cùng kỳ "
    "năm 2024{percent}, làm chết 40 người, tăng 3 người so với cùng kỳ. Tỷ lệ hộ nghèo 9 tháng năm 2025 còn 1,2%, "
    "giảm 0,3 điểm phần trăm so với cùng kỳ. Thu ngân sách nhà nước 9 tháng năm 2025 đạt 120.000 tỷ đồng, tăng 5.000 "
    "tỷ đồng so với cùng kỳ."
)


def test_a_count_is_in_the_unit_of_its_indicator_and_a_change_may_be_an_amount():
    ds = read(ACCIDENTS.format(percent=""))
    units = {(o.indicator, str(o.measure)): o.quantity.unit.code for o in ds.tables.observations}
    assert units["traffic_accidents", "level"] == units["traffic_accidents", "yoy_change"] == "accident"
    assert units["poverty_rate", "yoy_change"] == "PP"
    assert units["budget_revenue_total", "yoy_change"] == "VND"
    assert grave(ds) == []


def test_the_statement_keeps_the_word_that_was_written():
    first = hb.parse_briefing(ACCIDENTS.format(percent="")).statements[0]
    assert (first.indicator, first.unit, first.unit_text) == ("traffic_accidents", "case", "vụ")


def test_of_a_change_in_both_the_per_cent_is_filed():
    ds = read(ACCIDENTS.format(percent=" (giảm 15,6%)"))
    (change,) = [
        o for o in ds.tables.observations if (o.indicator, o.measure) == ("traffic_accidents", "yoy_change")
    ]
    assert (change.quantity.value, change.quantity.unit.code) == (Decimal("-15.6"), "PT")


def test_an_amount_of_change_is_not_held_against_a_rate_of_growth():
    def amount(o: Observation) -> Observation:
        return o.model_copy(
            update={"quantity": o.quantity.model_copy(update={"unit": Unit(code="USD", mult=9)})}
        )

    ds = changed(clean(3), amount, "export_turnover", "2025-08M", measure=Measure.YOY_CHANGE)
    assert grave(ds) == []


@pytest.mark.parametrize(
    ("code", "found"), [("case", []), ("PS", ["unit_mismatch"]), ("PT", ["unit_mismatch"])]
)
def test_another_unit_is_still_a_fault(code: str, found: list[str]):
    ds = read("Trong 9 tháng năm 2025, thành phố Hải Phòng xảy ra 65 vụ tai nạn giao thông.")
    (o,) = ds.tables.observations
    o = o.model_copy(update={"quantity": o.quantity.model_copy(update={"unit": Unit(code=code)})})
    assert grave(with_tables(ds, observations=(o,))) == found
