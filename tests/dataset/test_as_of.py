from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hpbrief as hb
from hpbrief.models import (
    Basis,
    Goal,
    Observation,
    Period,
    Quantity,
    Source,
    Tables,
    Unit,
)

NAMES = ("haiphong-2025", "haiphong-2026", "haiphong-history", "provinces-2025")
TABLES = ("sources", "observations", "goals", "verdicts", "headline_verdicts")
DAYS = [date(2025, 1, 1) + timedelta(days=n) for n in range(365 + 31)]
DATES = st.dates(date(2018, 1, 1), date(2027, 1, 1))


@cache
def load(name: str) -> hb.Dataset:
    return hb.load_dataset(name)


def leaks(ds: hb.Dataset, seen: hb.Dataset, day: date) -> Iterable[object]:
    """Anything in ``seen`` that nobody could know on the day, by the dates of the whole data set."""
    known = {s.source_id: s.known_from for s in (*ds.tables.sources, *ds.tables.cited)}

    def late(source_id: str | None) -> bool:
        since = known[source_id] if source_id else None
        return since is None or since > day

    yield from (s for s in seen.tables.sources if late(s.source_id))
    yield from (o for o in seen.tables.observations if late(o.source_id))
    yield from (v for v in seen.tables.verdicts if late(v.source_id) or v.stated_on > day)
    yield from (h for h in seen.tables.headline_verdicts if late(h.source_id) or (h.stated_on or day) > day)
    for goal in seen.tables.goals:
        stated = goal.adopted is not None and goal.adopted_basis != "inferred"
        if not stated and late(goal.source_id):
            yield goal
        if goal.adopted is not None and stated and goal.adopted > day:
            yield goal
    needed = {g.source_id for g in seen.tables.goals}
    yield from (s for s in seen.tables.cited if s.source_id not in needed or not late(s.source_id))


def hidden(ds: hb.Dataset, seen: hb.Dataset, day: date) -> Iterable[object]:
    """Anything that was known on the day and is not in ``seen``."""
    known = {s.source_id for s in ds.tables.sources if s.known_from and s.known_from <= day}
    yield from (s for s in ds.tables.sources if s.source_id in known and s not in seen.tables.sources)
    shown = {o.key for o in seen.tables.observations}
    yield from (o for o in ds.tables.observations if o.source_id in known and o.key not in shown)
    goals = {g.key for g in seen.tables.goals}
    for g in ds.tables.goals:
        stated = g.adopted is not None and g.adopted_basis != "inferred"
        counts = g.adopted <= day if stated and g.adopted else g.source_id in known
        if counts and g.key not in goals:
            yield g


@pytest.mark.parametrize("name", NAMES)
def test_nothing_later_leaks_on_any_day(name: str) -> None:
    ds = load(name)
    for day in DAYS:
        seen = ds.as_of(day)
        assert seen.seen_from == day
        assert list(leaks(ds, seen, day)) == [], day


@pytest.mark.parametrize("name", NAMES)
def test_nothing_known_is_hidden(name: str) -> None:
    ds = load(name)
    for day in DAYS[::7]:
        assert list(hidden(ds, ds.as_of(day), day)) == [], day


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("table", TABLES)
def test_each_table_only_grows(name: str, table: str) -> None:
    ds = load(name)
    rows = [getattr(ds.as_of(day).tables, table) for day in DAYS]
    for before, after in pairwise(rows):
        assert len(before) <= len(after)
        kept = iter(after)  # the earlier rows stand in the later ones, in the same order
        assert all(any(row is other for other in kept) for row in before)
    if name == "haiphong-2025":
        assert len(rows[0]) < len(rows[-1])


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NAMES), DATES, DATES)
def test_looking_back_twice_is_looking_back_to_the_earlier_day(name: str, a: date, b: date) -> None:
    ds = load(name)
    assert ds.as_of(a).as_of(b) == ds.as_of(min(a, b))


@given(DATES)
def test_a_day_may_be_written(day: date) -> None:
    ds = load("haiphong-2026")
    assert ds.as_of(day.isoformat()) == ds.as_of(day)


def _goal(value: int, adopted: date | None, source_id: str) -> Goal:
    from decimal import Decimal

    return Goal(
        indicator="port_cargo",
        area="haiphong-merged",
        period=Period.year(2025),
        quantity=Quantity(value=Decimal(value), unit=Unit(code="T", mult=6)),
        basis=Basis.ANNUAL_PLAN,
        adopted=adopted,
        source_id=source_id,
    )


def _set(*sources: tuple[str, date | None], goals: tuple[Goal, ...] = ()) -> hb.Dataset:
    rows = tuple(Source(source_id=i, publisher=i, known_from=known) for i, known in sources)
    observations = tuple(
        Observation.model_validate(
            {
                "indicator": "port_cargo",
                "area": "haiphong-merged",
                "measure": "level",
                "period": "2025-01M",
                "quantity": {"value": "1", "unit": {"code": "T", "mult": 6}},
                "status": "A",
                "source_id": i,
            }
        )
        for i, _ in sources
    )
    return hb.Dataset(name="x", tables=Tables(sources=rows, observations=observations, goals=goals))


def test_an_undated_source_is_never_seen() -> None:
    ds = _set(("dated", date(2025, 2, 1)), ("undated", None), goals=(_goal(1, None, "undated"),))
    for day in (date.min, date(2025, 2, 1), date.max):
        seen = ds.as_of(day)
        assert [s.source_id for s in seen.tables.sources] == (["dated"] if day >= date(2025, 2, 1) else [])
        assert all(o.source_id == "dated" for o in seen.tables.observations)
        assert seen.tables.goals == ()


def test_the_day_itself_counts() -> None:
    ds = _set(("a", date(2025, 2, 1)))
    assert ds.as_of("2025-01-31").tables.sources == ()
    assert len(ds.as_of("2025-02-01").tables.sources) == 1


def test_a_goal_in_force_is_cited_from_a_later_source() -> None:
    ds = _set(("late", date(2025, 12, 1)), goals=(_goal(213, date(2025, 1, 5), "late"),))
    seen = ds.as_of("2025-06-01")
    assert len(seen.tables.goals) == 1
    assert seen.tables.sources == ()
    assert [s.source_id for s in seen.tables.cited] == ["late"]
    assert seen.tables.observations == ()
    assert seen.source("late").known_from == date(2025, 12, 1)


def test_citations_keep_their_order_when_looking_back_twice() -> None:
    goals = (_goal(1, date(2025, 1, 5), "late"), _goal(2, date(2025, 1, 5), "sooner"))
    ds = _set(("late", date(2025, 12, 1)), ("sooner", date(2025, 6, 1)), goals=goals)
    direct, twice = ds.as_of("2025-03-01"), ds.as_of("2025-07-01").as_of("2025-03-01")
    assert twice == direct


def test_a_joined_data_set_stays_seen_from_its_day() -> None:
    seen = load("haiphong-2025").as_of("2025-03-01").add(load("provinces-2025"))
    assert seen.seen_from is None or list(leaks(seen, seen, date(2025, 3, 1))) == []


@pytest.mark.parametrize("bad", ["", "06/13/2025", "2025-02-30"])
def test_what_is_no_day_is_said_so(bad: str) -> None:
    with pytest.raises(hb.HpbriefError, match=r"day|date|YYYY"):
        load("haiphong-2026").as_of(bad)
