"""How claims are checked: sentences over the bundled figures, half of them altered, held against the data sets.

    uv run python benchmarks/claims.py [COUNT] [SEED]

Each sentence states one bundled figure of level, growth or share of plan in words that are put together here. Every
second one is altered: another value, unit, period, place or base (plan). What the checker says is counted against what
was done. Printed: precision and recall of ``agrees`` and ``contradicts``, and what was not checkable, by reason.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from decimal import Decimal
from typing import Any

import hpbrief as hb
from hpbrief.models import Basis, Measure, Observation, ObsStatus, Qualifier

_UNITS = {("VND", 9): "tỷ đồng", ("VND", 12): "nghìn tỷ đồng", ("USD", 9): "tỷ USD", ("USD", 6): "triệu USD",
          ("T", 6): "triệu tấn", ("PT", 0): "%"}  # fmt: skip
_OTHER_UNIT = {"tỷ đồng": "triệu đồng", "nghìn tỷ đồng": "tỷ đồng", "tỷ USD": "triệu USD", "triệu USD": "tỷ USD",
               "triệu tấn": "nghìn tấn"}  # fmt: skip
_PLANS = {Basis.CENTRAL_ESTIMATE: "dự toán Trung ương giao", Basis.COUNCIL_ESTIMATE: "dự toán HĐND tỉnh giao"}
_ALTERED = ("value", "unit", "period", "place", "base")


def main() -> None:
    count, seed = (int(a) for a in [*sys.argv[1:], "200", "7"][:2])
    chance = random.Random(seed)
    sets = {name: hb.load_dataset(name) for name in hb.list_datasets()}
    rows = [(ds, o) for ds in sets.values() for o in ds.tables.observations if _sayable(ds, o)]
    chance.shuffle(rows)
    said: Counter[tuple[str, str]] = Counter()
    open_for: Counter[str] = Counter()
    wrong: list[str] = []
    made = number = 0
    while made < count and number < len(rows):
        ds, o = rows[number]
        kind = _ALTERED[made // 2 % len(_ALTERED)] if made % 2 else ""
        text = sentence(ds, o, kind, chance)
        number += 1
        if text is None:
            continue
        made += 1
        result = hb.check(text, ds, area=None)
        claims = [c for c in result if c.indicator == o.indicator] or list(result)
        verdicts = {c.verdict.value for c in claims}
        got = next((v for v in ("agrees", "contradicts") if v in verdicts), "not_checkable")
        said[kind or "true", got] += 1
        if got == "not_checkable":
            open_for[claims[0].held.reason if claims else "nothing read"] += 1
        if got == ("agrees" if kind else "contradicts"):
            wrong.append(f"{kind or 'true'}: {text} [{o.source_id}] -> {got}, {claims[0].held.reason}")
    show(said, open_for, wrong, made)


def show(said: Counter[tuple[str, str]], open_for: Counter[str], wrong: list[str], made: int) -> None:
    true = {v: said["true", v] for v in ("agrees", "contradicts", "not_checkable")}
    altered = {v: sum(n for (k, got), n in said.items() if k != "true" and got == v) for v in true}
    print(f"{made} claims, {sum(true.values())} true, {sum(altered.values())} altered")
    for name, good, bad in (("agrees", true, altered), ("contradicts", altered, true)):
        given = good[name] + bad[name]
        print(
            f"{name}: precision {good[name] / given if given else float('nan'):.3f} ({good[name]} of {given}), "
            f"recall {good[name] / sum(good.values()):.3f}"
        )
    for kind in ("true", *_ALTERED):
        print(f"  {kind:7}", {v: said[kind, v] for v in true})
    print("not checkable, by reason:", dict(open_for.most_common()))
    print(*wrong, sep="\n")


def _sayable(ds: hb.Dataset, o: Observation) -> bool:
    key = (o.quantity.unit.code, o.quantity.unit.mult)
    return (
        key in _UNITS
        and not o.series
        and o.status is not ObsStatus.FORECAST
        and o.quantity.qualifier is Qualifier.EXACT
        and o.quantity.value > 0
        and (o.period.is_year or o.period.is_year_to_date or _is_month(o))
        and o.period.whole_months
        and not o.period.is_instant
        and o.measure in (Measure.LEVEL, Measure.YOY_CHANGE, Measure.SHARE_OF_PLAN)
        and (o.measure is not Measure.SHARE_OF_PLAN or o.plan_basis in _PLANS)
        and (o.measure is Measure.LEVEL) == (key != ("PT", 0))
    )


def _is_month(o: Observation) -> bool:
    return o.period.start.month == o.period.end.month and o.period.start.year == o.period.end.year


def sentence(ds: hb.Dataset, o: Observation, kind: str, chance: random.Random) -> str | None:
    """A figure in words, altered in one way; None where that way cannot be gone and known to be wrong."""
    value, unit = o.quantity.value, _UNITS[o.quantity.unit.code, o.quantity.unit.mult]
    period, area, plan = o.period, o.area, o.plan_basis
    if kind == "value":
        value = _another(value, chance)
    elif kind == "unit":
        if unit not in _OTHER_UNIT:
            return None
        unit = _OTHER_UNIT[unit]
    elif kind:
        other = _elsewhere(ds, o, kind, chance)
        if other is None:
            return None
        period, area, plan = other.period, other.area, other.plan_basis
    name = ds.catalog.indicator(o.indicator).label_vi
    where = ds.catalog.area(area).name_vi
    when = f"năm {period.end.year}" if period.is_year else f"{period.end.month} tháng năm {period.end.year}"
    if period.start.month == period.end.month:
        when = f"tháng {period.end.month}/{period.end.year}"
    number = f"{value:,f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    if o.measure is Measure.LEVEL:
        return f"{name} của {where} {when} đạt {number} {unit}."
    if o.measure is Measure.YOY_CHANGE:
        name = name.replace("Tốc độ tăng ", "").replace("Tăng trưởng ", "")
        return f"{name} của {where} {when} tăng {number}% so với cùng kỳ năm trước."
    return f"{name} của {where} {when} đạt {number}% {_PLANS[plan or Basis.CENTRAL_ESTIMATE]}."


def _another(value: Decimal, chance: random.Random) -> Decimal:
    """The number with two digits exchanged, else with its first digit raised."""
    digits = list(str(value))
    places = [i for i in range(len(digits) - 1) if digits[i].isdigit() and digits[i + 1].isdigit()]
    places = [i for i in places if digits[i] != digits[i + 1] and (i > 0 or digits[i + 1] != "0")]
    if places:
        i = chance.choice(places)
        digits[i], digits[i + 1] = digits[i + 1], digits[i]
        return Decimal("".join(digits))
    return value * 2 if value * 2 != value else value + 1


def _elsewhere(ds: hb.Dataset, o: Observation, kind: str, chance: random.Random) -> Observation | None:
    """A cell of another period, place or plan whose figures are all far from this one's."""
    name: dict[str, Any] = {"period": "period", "place": "area", "base": "plan_basis"}
    found: dict[tuple[Any, ...], list[Observation]] = {}
    for p in ds.tables.observations:
        if (p.indicator, p.measure, p.quantity.unit.code) == (o.indicator, o.measure, o.quantity.unit.code):
            found.setdefault((p.period, p.area, p.plan_basis), []).append(p)
    here = {"period": o.period, "area": o.area, "plan_basis": o.plan_basis}
    cells = []
    for (period, area, plan), rows in sorted(found.items(), key=str):
        there = {"period": period, "area": area, "plan_basis": plan}
        differs = [k for k in here if here[k] != there[k]]
        far = all(
            abs(p.quantity.base_value - o.quantity.base_value) > o.quantity.base_value / 20 for p in rows
        )
        if differs == [name[kind]] and far and any(_sayable(ds, p) for p in rows):
            cells.append(next(p for p in rows if _sayable(ds, p)))
    return chance.choice(cells) if cells else None


if __name__ == "__main__":
    main()
