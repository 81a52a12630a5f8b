"""Areas never mix; another place is judged by the same rules; goals implied by shares are flagged."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import hpbrief as hb
from hpbrief.assessment.stated import agreement
from hpbrief.errors import CatalogError, DatasetError
from hpbrief.models import (
    Agreement,
    ComputedClass,
    Judgement,
    Period,
    Reference,
    Verdict,
    VerdictStatus,
)

DATASETS = Path(str(files("hpbrief"))) / "datasets"


@cache
def card(name: str, area: str, day: str) -> hb.Scorecard:
    return hb.assess(hb.load_dataset(name), area=area, year=2025, as_of=day)


def values(node: Any, key: str) -> Iterator[Any]:
    """Everything that stands under a key, however deep."""
    if isinstance(node, dict):
        for name, child in node.items():
            if name == key:
                yield child
            yield from values(child, key)
    elif isinstance(node, list | tuple):
        for child in node:
            yield from values(child, key)


CARDS = [
    ("haiphong-2025", "haiphong-merged", "2025-07-31"),
    ("haiphong-2025", "haiphong-merged", "2025-11-06"),
    ("haiphong-2025", "haiphong-merged", "2026-01-15"),
    ("haiphong-2025", "haiphong-old", "2025-06-30"),
    ("haiphong-2025", "haiphong-old", "2025-11-06"),
    ("haiphong-2025", "hai-duong", "2025-11-06"),
    ("provinces-2025", "quang-ninh", "2025-11-06"),
    ("provinces-2025", "ninh-binh", "2026-01-31"),
]


@pytest.mark.parametrize(("name", "area", "day"), CARDS)
def test_no_figure_goal_or_verdict_of_another_area(name: str, area: str, day: str) -> None:
    record = card(name, area, day).record.model_dump()
    assert set(values(record, "area")) == {area}


@pytest.mark.parametrize(("name", "area", "day"), CARDS)
def test_sources_are_those_cited_and_no_others(name: str, area: str, day: str) -> None:
    record = card(name, area, day).record.model_dump()
    parts = ("assessments", "headlines")
    cited = {i for part in parts for i in values(record[part], "source_id") if i}
    cited |= {i for part in parts for ids in values(record[part], "source_ids") for i in ids}
    assert {s["source_id"] for s in record["sources"]} == cited


def test_old_and_merged_city_both_have_figures_of_their_own() -> None:
    old = card("haiphong-2025", "haiphong-old", "2025-11-06")
    merged = card("haiphong-2025", "haiphong-merged", "2025-11-06")
    assert sum(a.figure is not None for a in old) > 3
    assert all("area_ended" in a.flags for a in old)
    assert not any("area_ended" in a.flags for a in merged)
    a, b = old["budget_revenue_total"], merged["budget_revenue_total"]
    assert a.figure is not None
    assert b.figure is not None
    assert a.figure.quantity != b.figure.quantity
    assert a.figure.period.end < b.figure.period.end


@pytest.mark.parametrize(
    ("name", "area", "year"),
    [
        ("haiphong-2026", "haiphong-old", 2026),
        ("haiphong-history", "haiphong-merged", 2024),
        ("haiphong-2025", "hai-duong", 2026),
    ],
)
def test_an_area_is_not_judged_outside_its_time(name: str, area: str, year: int) -> None:
    with pytest.raises(CatalogError, match=rf"{area} has its boundary .* no goals of {year}"):
        hb.assess(hb.load_dataset(name), area=area, year=year)


def test_an_area_that_the_data_lack() -> None:
    ds = hb.load_dataset("haiphong-2025")
    with pytest.raises(DatasetError, match=r"nothing on da-nang; there is .*haiphong-merged"):
        hb.assess(ds, area="da-nang")
    with pytest.raises(CatalogError, match=r"haiphong-merge.*did you mean haiphong-merged"):
        hb.assess(ds, area="haiphong-merge")
    assert hb.assess(ds, area="Hải Phòng").record.area == "haiphong-merged"


# -- another place, implied goals --------------------------------------------------------------------


def printed(indicator: str, area: str, measure: str, source_id: str, end: str) -> list[dict[str, str]]:
    with (DATASETS / "provinces-2025" / "observations.csv").open(encoding="utf-8", newline="") as stream:
        wanted = {"indicator": indicator, "area": area, "measure": measure}
        wanted |= {"source_id": source_id, "period_end": end, "period_start": "2025-01-01"}
        return [r for r in csv.DictReader(stream) if all(r[k] == v for k, v in wanted.items())]


def half(number: str) -> Decimal:
    exponent = Decimal(number).as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent) / 2


def test_quang_ninh_is_judged_with_implied_goals_flagged() -> None:
    scorecard = card("provinces-2025", "quang-ninh", "2026-01-31")
    implied = [a for a in scorecard if a.goal and a.goal.basis == "implied"]
    assert {a.indicator for a in implied} >= {"budget_revenue_domestic", "tourists"}
    assert any(a.goal and a.goal.basis == "annual_plan" for a in scorecard)
    for a in scorecard:
        assert ("implied_goal" in a.flags) == (a in implied)


@pytest.mark.parametrize("indicator", ["budget_revenue_domestic", "tourists"])
def test_an_implied_goal_is_level_over_share(indicator: str) -> None:
    goal = card("provinces-2025", "quang-ninh", "2026-01-31")[indicator].goal
    assert goal is not None
    assert goal.interval is not None
    assert goal.interval.lo is not None
    assert goal.interval.hi is not None
    ends = [
        r
        for month in range(1, 13)
        for r in printed(
            indicator,
            "quang-ninh",
            "level",
            goal.source_id,
            Period.year_to_date(2025, month).end.isoformat(),
        )
    ]
    found = False
    for level in ends:
        for share in printed(indicator, "quang-ninh", "share_of_plan", goal.source_id, level["period_end"]):
            c, p = Decimal(level["value"]), Decimal(share["value"])
            exact = level["qualifier"] == share["qualifier"] == "exact"
            mid = c / p * 100
            inside = goal.interval.lo <= mid < goal.interval.hi
            found = found or inside
            if inside and exact:
                lo = (c - half(level["value"])) / (p + half(share["value"])) * 100
                hi = (c + half(level["value"])) / (p - half(share["value"])) * 100
                assert (goal.interval.lo, goal.interval.hi) == (lo, hi)
    assert found
    assert goal.interval.contains(goal.quantity.value)
    assert goal.quantity.qualifier == "about"


# -- stated against computed -------------------------------------------------------------------------

GOOD = {"exceeded", "met", "on_track"}


def verdict(status: VerdictStatus, reference: Reference) -> Verdict:
    return Verdict.model_validate(
        {
            "stated_on": "2025-11-04",
            "period": "2025-10M",
            "area": "haiphong-merged",
            "indicator": "port_cargo",
            "status": status,
            "reference": reference,
        }
    )


def judgement(computed: ComputedClass) -> Judgement:
    some = card("haiphong-2025", "haiphong-merged", "2025-11-06")["port_cargo"].main
    assert some is not None
    return some.model_copy(update={"computed_class": computed})


def by_the_table(status: str, reference: str, computed: str, scenario: str | None) -> tuple[str, ...]:
    """What design/assessment.md allows."""
    if reference == "same_period" or (reference == "scenario" and scenario is None):
        unknown = ("not_checkable",) if computed == "insufficient_data" else ()
        return (*unknown, "different_reference")
    held = scenario if reference == "scenario" and scenario else computed
    if held == "insufficient_data":
        return ("not_checkable",)
    if status in ("not_met", "partly_met"):
        return ("understated",) if held in GOOD else ("consistent",)
    return ("consistent",) if held in GOOD else ("overstated",)


@pytest.mark.parametrize("status", VerdictStatus)
@pytest.mark.parametrize("reference", Reference)
def test_agreement_table(status: VerdictStatus, reference: Reference) -> None:
    for computed, scenario in product(ComputedClass, (None, *ComputedClass)):
        held = None if scenario is None else judgement(scenario)
        found = agreement(verdict(status, reference), computed, held)
        assert found in by_the_table(status, reference, computed, scenario), (computed, scenario)


@pytest.mark.parametrize("computed", ComputedClass)
def test_without_a_verdict_there_is_nothing_to_agree_with(computed: ComputedClass) -> None:
    assert agreement(None, computed, None) == Agreement.NOT_CHECKABLE
