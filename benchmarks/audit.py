"""What the audit finds of faults planted one at a time, and what it says of clean data.

    uv run python benchmarks/audit.py            # the table, and what was missed
    uv run python benchmarks/audit.py --seed 7   # other figures, other places of the faults

Made-up figures by seed: a dense set (three provinces and a merging city, every month, single months, quarters, growth,
shares of plan, two publishers), a sparse one (eleven provinces, the ends of quarters, one print each) and two seasonal
ones (a beach province; an office that pays out in December), each dense and clean. A fault counts as found where a
finding that the clean set does not have names a planted figure under a code that fits the fault; which codes fit stands
here, not in the audit.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import hpbrief as hb
from hpbrief.checks.ledger import Case
from hpbrief.models import (
    Basis,
    Goal,
    KnownBasis,
    Measure,
    Observation,
    ObsStatus,
    Period,
    Quantity,
    Reference,
    Source,
    SourceKind,
    Tables,
    Unit,
    Verdict,
    VerdictStatus,
)

#: indicator: unit, power of ten, digits, usual size a month, spread of the months
FLOWS = {
    "budget_revenue_trade": ("VND", 9, 1, 5000, 0.15),
    "land_use_revenue": ("VND", 9, 1, 900, 0.15),
    "budget_revenue_domestic": ("VND", 9, 1, 4000, 0.15),
    "export_turnover": ("USD", 6, 1, 2900, 0.1),
    "import_turnover": ("USD", 6, 1, 2300, 0.1),
    "tourists_international": ("PS", 3, 1, 90, 0.2),
    "tourists_domestic": ("PS", 3, 1, 900, 0.2),
    "port_cargo": ("T", 3, 0, 15000, 0.08),
    "retail_sales": ("VND", 9, 0, 18000, 0.06),
    "public_investment_disbursed": ("VND", 9, 1, 1200, 0.15),
    "new_enterprises": ("enterprise", 0, 0, 500, 0.15),
}
SUMS = {
    "budget_revenue_total": ("budget_revenue_domestic", "budget_revenue_trade"),
    "tourists": ("tourists_international", "tourists_domestic"),
}
RATES = ("iip_growth", "grdp_growth")
PLANNED = ("export_turnover", "port_cargo", "budget_revenue_total", "new_enterprises", "retail_sales")
#: The share of a beach province's visitors that each month brings, and that of an office's payments.
BEACH = (1, 1, 2, 4, 9, 17, 20, 17, 6, 3, 1, 1)
PAYMENTS = (1, 2, 3, 4, 5, 6, 6, 6, 7, 8, 11, 41)
QUARTERS = (3, 6, 9, 12)
Amounts = dict[str, list[Decimal]]


@dataclass
class Maker:
    """True monthly amounts of every area, and what is printed of them."""

    random: random.Random
    sources: dict[str, Source] = field(default_factory=dict)
    observations: list[Observation] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    def dataset(self, name: str) -> hb.Dataset:
        """What was printed, as a data set."""
        rows = (self.observations, self.goals, self.verdicts)
        observations, goals, verdicts = (tuple(r) for r in rows)
        tables = Tables(
            sources=tuple(self.sources.values()), observations=observations, goals=goals, verdicts=verdicts
        )
        return hb.Dataset(name, tables)

    def amounts(self, seasons: dict[str, Sequence[int]] | None = None) -> Amounts:
        """Twelve months of each indicator, to the digits in which they are printed."""
        size, made = self.random.uniform(0.5, 1.8), {}
        for name, (_, _, digits, usual, spread) in FLOWS.items():
            shape = (seasons or {}).get(name, [100 / 12] * 12)
            made[name] = [
                rounded(usual * size * s * 0.12 * self.random.uniform(1 - spread, 1 + spread), digits)
                for s in shape
            ]
        return summed(made)

    def grown(self, past: Amounts) -> Amounts:
        """The year after: each month a little more."""
        made = {}
        for name, (_, _, digits, *_rest) in FLOWS.items():
            rate = self.random.uniform(1.04, 1.2)
            made[name] = [
                rounded(float(m) * rate * self.random.uniform(0.97, 1.03), digits) for m in past[name]
            ]
        return summed(made)

    def year(self, area: str, year: int, now: Amounts, past: Amounts | None, *, months: Sequence[int],
             singles: bool, press: bool, keep: float = 1.0) -> None:  # fmt: skip
        """All prints of an area's year; ``keep`` is the share of cells that are printed at all."""
        for m in months:
            period = Period.year_to_date(year, m)
            office = self.source(
                f"office-{area}", period.end + timedelta(days=6), SourceKind.STATISTICS_OFFICE
            )
            paper = self.source(f"press-{area}", period.end + timedelta(days=8)) if press else None
            for name in now:
                if self.random.random() > keep:
                    continue
                level = sum(now[name][:m], Decimal(0))
                self.print(area, name, Measure.LEVEL, period, level, office, paper)
                if singles and m > 1:
                    self.print(
                        area, name, Measure.LEVEL, Period.month(year, m), now[name][m - 1], office, paper
                    )
                if singles and m in QUARTERS[1:]:
                    quarter = sum(now[name][m - 3 : m], Decimal(0))
                    self.print(area, name, Measure.LEVEL, Period.quarter(year, m // 3), quarter, office, None)
                if past and name not in ("land_use_revenue", "tourists_domestic"):
                    grew = (level / sum(past[name][:m], Decimal(0)) - 1) * 100
                    self.print(area, name, Measure.YOY_CHANGE, period, rounded(grew, 2), office, paper)
                goal = self.goal_of(area, name, year)
                if goal:
                    share = rounded(level / goal.quantity.value * 100, 2)
                    self.print(area, name, Measure.SHARE_OF_PLAN, period, share, office, paper)

    def rates(self, area: str, year: int, months: Sequence[int], press: bool) -> None:
        """Growth of industry by month, of the economy by quarter, each wandering a little."""
        for name, wander in (("iip_growth", 0.6), ("grdp_growth", 0.3)):
            rate = self.random.uniform(6, 14)
            for m in months if name == "iip_growth" else [m for m in months if m in QUARTERS]:
                rate += self.random.uniform(-wander, wander)
                period = Period.year_to_date(year, m)
                day = period.end + timedelta(days=6)
                office = self.source(f"office-{area}", day, SourceKind.STATISTICS_OFFICE)
                paper = self.source(f"press-{area}", day + timedelta(days=2)) if press else None
                self.print(area, name, Measure.YOY_CHANGE, period, rounded(rate, 2), office, paper)

    def print(self, area: str, name: str, measure: Measure, period: Period, value: Decimal, office: Source,
              paper: Source | None) -> None:  # fmt: skip
        """The office prints all digits, the press one less of levels."""
        unit = unit_of(name) if measure == Measure.LEVEL else Unit(code="PT")
        basis = Basis.ANNUAL_PLAN if measure == Measure.SHARE_OF_PLAN else None
        for source in filter(None, (office, paper)):
            exponent = value.as_tuple().exponent
            digits = -exponent if isinstance(exponent, int) else 0
            coarse = source is paper and digits and measure == Measure.LEVEL
            printed = rounded(value, digits - 1) if coarse else value
            self.observations.append(
                Observation(indicator=name, area=area, measure=measure, period=period, plan_basis=basis,
                            status=ObsStatus.OFFICIAL, quantity=Quantity(value=printed, unit=unit),
                            source_id=source.source_id)
            )  # fmt: skip

    def plans(self, area: str, year: int, now: Amounts) -> None:
        """Plans that the year clearly reaches or clearly misses, and what was said of them at its end."""
        source = self.source(f"plan-{area}", date(year, 1, 10))
        said = self.source(f"verdict-{area}", date(year + 1, 1, 20))
        for name in PLANNED:
            total = sum(now[name], Decimal(0))
            factor = self.random.choice([0.85, 1.2])
            value = rounded(float(total) * factor, 1 if unit_of(name).code in ("VND", "USD") else 0)
            self.goals.append(
                Goal(indicator=name, area=area, period=Period.year(year), basis=Basis.ANNUAL_PLAN,
                     quantity=Quantity(value=value, unit=unit_of(name)), source_id=source.source_id)
            )  # fmt: skip
            status = VerdictStatus.EXCEEDED if factor < 1 else VerdictStatus.NOT_MET
            self.verdicts.append(
                Verdict(stated_on=date(year + 1, 1, 20), period=Period.year(year), area=area, indicator=name,
                        status=status, reference=Reference.ANNUAL_GOAL, source_id=said.source_id)
            )  # fmt: skip

    def goal_of(self, area: str, name: str, year: int) -> Goal | None:
        """The plan of an area's year."""
        return next(
            (g for g in self.goals if (g.area, g.indicator, g.period.end.year) == (area, name, year)), None
        )

    def source(self, publisher: str, day: date, kind: SourceKind = SourceKind.PRESS) -> Source:
        """The source of a publisher and day."""
        made = Source(source_id=f"{publisher}-{day}", publisher=publisher, published=day, known_from=day,
                      known_basis=KnownBasis.PUBLISHED, kind=kind)  # fmt: skip
        return self.sources.setdefault(made.source_id, made)


def rounded(value: float | Decimal, digits: int) -> Decimal:
    """To so many digits after the point, halves up."""
    return Decimal(value).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def unit_of(name: str) -> Unit:
    """The unit in which an indicator's level is printed."""
    code, mult, *_ = FLOWS[SUMS.get(name, (name,))[0]]
    return Unit(code=code, mult=mult)


def summed(made: Amounts) -> Amounts:
    """With the totals: a budget has other revenue too, tourists are what their parts are."""
    for name, parts in SUMS.items():
        rest = Decimal("37.5") if name.startswith("budget") else Decimal(0)
        made[name] = [sum(column, rest) for column in zip(*(made[p] for p in parts), strict=True)]
    return made


# -- data sets ---------------------------------------------------------------------------------------


def dense(seed: int, seasons: dict[str, Sequence[int]] | None = None) -> hb.Dataset:
    """Every month of 2024 and 2025 in three provinces, and a city that merges in the middle of 2025."""
    maker, every = Maker(random.Random(seed)), range(1, 13)
    for area in ("ha-noi", "quang-ninh", "nghe-an"):
        past = maker.amounts(seasons)
        now = maker.grown(past)
        maker.plans(area, 2025, now)
        maker.year(area, 2024, past, None, months=every, singles=True, press=False)
        maker.year(area, 2025, now, past, months=every, singles=True, press=True)
        maker.rates(area, 2025, every, press=True)
    city, neighbour = maker.amounts(seasons), maker.amounts(seasons)
    for area, amounts in (("haiphong-old", city), ("hai-duong", neighbour)):
        maker.year(area, 2025, amounts, None, months=range(1, 7), singles=True, press=True)
    whole = {n: [a + b for a, b in zip(city[n], neighbour[n], strict=True)] for n in city}
    maker.year("haiphong-merged", 2025, whole, None, months=range(6, 13), singles=True, press=True)
    return maker.dataset("dense")


def sparse(seed: int) -> hb.Dataset:
    """The ends of quarters in eleven provinces, one print each, a third of the figures missing."""
    maker = Maker(random.Random(seed))
    areas = ("ha-noi", "hue", "quang-ninh", "thanh-hoa", "nghe-an", "ha-tinh", "son-la", "lai-chau", "dien-bien",
             "lang-son", "cao-bang")  # fmt: skip
    for area in areas:
        past = maker.amounts()
        now = maker.grown(past)
        maker.plans(area, 2025, now)
        maker.year(area, 2024, past, None, months=QUARTERS, singles=False, press=False, keep=0.67)
        maker.year(area, 2025, now, past, months=QUARTERS, singles=False, press=False, keep=0.67)
        maker.rates(area, 2025, QUARTERS, press=False)
    return maker.dataset("sparse")


def beach(seed: int) -> hb.Dataset:
    """Visitors come in summer."""
    return dense(seed, {"tourists_international": BEACH, "tourists_domestic": BEACH})


def payments(seed: int) -> hb.Dataset:
    """Half of the year's money is paid out in its last two months."""
    return dense(seed, {"public_investment_disbursed": PAYMENTS})


CLEAN: dict[str, Callable[[int], hb.Dataset]] = {"dense": dense, "beach": beach, "payments": payments}


# -- faults ------------------------------------------------------------------------------------------

Rows = list[Observation]
#: The data set with a fault in it, and the figures that are wrong.
Planted = tuple[hb.Dataset, Rows]


@dataclass(frozen=True)
class Fault:
    """How one fault is planted, and under which codes it counts as found."""

    name: str
    plant: Callable[[hb.Dataset, random.Random], Planted | None]
    codes: frozenset[str]


def swapped(ds: hb.Dataset, new: dict[int, Observation]) -> Planted:
    """The data set with some of its figures (by place) printed otherwise."""
    rows = [new.get(i, o) for i, o in enumerate(ds.tables.observations)]
    return hb.Dataset(ds.name, ds.tables.model_copy(update={"observations": tuple(rows)})), list(new.values())


def cells(ds: hb.Dataset, wanted: Callable[[Observation], bool]) -> dict[tuple[object, ...], list[int]]:
    """The places of the prints of each cell that is wanted, of 2025 in whole provinces."""
    found: dict[tuple[object, ...], list[int]] = {}
    for i, o in enumerate(ds.tables.observations):
        if (
            o.period.end.year == 2025
            and o.area not in ("haiphong-old", "hai-duong", "haiphong-merged")
            and wanted(o)
        ):
            found.setdefault((o.indicator, o.area, o.measure, o.period), []).append(i)
    return found


def valued(o: Observation, value: Decimal, unit: Unit | None = None) -> Observation:
    """A figure with another number, to the digits that it was printed in."""
    value = value.quantize(o.quantity.value)
    return o.model_copy(
        update={"quantity": o.quantity.model_copy(update={"value": value, "unit": unit or o.quantity.unit})}
    )


def each(wanted: Callable[[Observation], bool], change: Callable[[Observation, random.Random], Observation],
         *, one: bool = False) -> Callable[[hb.Dataset, random.Random], Planted | None]:  # fmt: skip
    """Change all prints of one cell, or one print of a cell with several."""

    def plant(ds: hb.Dataset, rng: random.Random) -> Planted | None:
        found = [places for places in cells(ds, wanted).values() if len(places) > 1 or not one]
        if not found:
            return None
        places = rng.choice(found)
        seed = rng.random()
        chosen = [rng.choice(places)] if one else places
        return swapped(ds, {i: change(ds.tables.observations[i], random.Random(seed)) for i in chosen})

    return plant


def times(factor: str) -> Callable[[Observation, random.Random], Observation]:
    """So many times the number."""
    return lambda o, _: valued(o, o.quantity.value * Decimal(factor))


def plus(points: str) -> Callable[[Observation, random.Random], Observation]:
    """So many points more, or less."""
    return lambda o, rng: valued(o, o.quantity.value + Decimal(points) * rng.choice((1, -1)))


def against(o: Observation, _: random.Random) -> Observation:
    """The other sign."""
    return valued(o, -o.quantity.value)


def currency(o: Observation, _: random.Random) -> Observation:
    """The same digits in the other currency."""
    unit = o.quantity.unit
    return valued(o, o.quantity.value, Unit(code="VND" if unit.code == "USD" else "USD", mult=unit.mult))


def tonnes_as_cubic_metres(o: Observation, _: random.Random) -> Observation:
    """A unit of another kind."""
    return valued(o, o.quantity.value, Unit(code="M3", mult=o.quantity.unit.mult))


def digit(o: Observation, rng: random.Random) -> Observation:
    """One digit of the number is another; not the last two, which rounding may hide."""
    text = list(str(o.quantity.value))
    places = [i for i, c in enumerate(text) if c.isdigit()]
    place = rng.choice(places[1:-2] or places[:1])
    text[place] = rng.choice([d for d in "0123456789" if d != text[place]])
    return valued(o, Decimal("".join(text)))


def turned(o: Observation, rng: random.Random) -> Observation:
    """Two neighbouring digits changed places."""
    text = list(str(o.quantity.value))
    pairs = [
        i
        for i in range(len(text) - 2)
        if text[i].isdigit() and text[i + 1].isdigit() and text[i] != text[i + 1]
    ]
    place = rng.choice(pairs)
    text[place], text[place + 1] = text[place + 1], text[place]
    return valued(o, Decimal("".join(text)))


def level(*names: str, ytd: bool = True) -> Callable[[Observation], bool]:
    """Totals to date (or single months) of some indicators, not the first or the last of the year."""

    def wanted(o: Observation) -> bool:
        inside = o.measure == Measure.LEVEL and (not names or o.indicator in names)
        return inside and o.period.is_year_to_date == ytd and (not ytd or 3 < o.period.months_elapsed < 12)

    return wanted


def of(measure: Measure, *names: str) -> Callable[[Observation], bool]:
    """Figures of a measure."""
    return lambda o: o.measure == measure and (not names or o.indicator in names)


def from_cell(step: Callable[[Observation], tuple[str, str, Period]], *names: str
              ) -> Callable[[hb.Dataset, random.Random], Planted | None]:  # fmt: skip
    """The number of another cell printed in this one."""

    def plant(ds: hb.Dataset, rng: random.Random) -> Planted | None:
        table = {
            (o.indicator, o.area, o.period): o for o in ds.tables.observations if o.measure == Measure.LEVEL
        }
        found = [
            (places, table[step(o)])
            for places in cells(ds, level(*names)).values()
            if step(o := ds.tables.observations[places[0]]) in table
        ]
        if not found:
            return None
        places, other = rng.choice(found)
        return swapped(ds, {i: valued(ds.tables.observations[i], other.quantity.value) for i in places})

    return plant


def sibling(o: Observation) -> tuple[str, str, Period]:
    """Imports for exports, and the reverse."""
    pair = {"export_turnover": "import_turnover", "import_turnover": "export_turnover",
            "budget_revenue_total": "budget_revenue_domestic"}  # fmt: skip
    return pair.get(o.indicator, ""), o.area, o.period


def earlier(months: int) -> Callable[[Observation], tuple[str, str, Period]]:
    """The total of some months before (or after)."""

    def step(o: Observation) -> tuple[str, str, Period]:
        m = int(o.period.months_elapsed) - months
        return o.indicator, o.area, Period.year_to_date(2025, m) if 0 < m <= 12 else o.period.year_before

    return step


def of_last_year(o: Observation) -> tuple[str, str, Period]:
    """The figure of the same period last year."""
    return o.indicator, o.area, o.period.year_before


def copied(
    measure: Measure, names: Sequence[str], most: int
) -> Callable[[hb.Dataset, random.Random], Planted | None]:
    """A series of one area printed under another, so many of its periods."""

    def plant(ds: hb.Dataset, rng: random.Random) -> Planted | None:
        name = rng.choice(list(names))
        found = cells(ds, of(measure, name))
        areas = sorted({str(key[1]) for key in found})
        a, b = rng.sample(areas, 2)
        shared = sorted((key for key in found if key[1] == a and (*key[:1], b, *key[2:]) in found), key=str)
        new = {}
        for key in shared[-most:]:
            given = ds.tables.observations[found[key][0]].quantity.value
            for i in found[(*key[:1], b, *key[2:])]:
                new[i] = valued(ds.tables.observations[i], given)
        return swapped(ds, new) if len(shared) > 1 else None

    return plant


def whole_currency(name: str) -> Callable[[hb.Dataset, random.Random], Planted | None]:
    """All levels of an indicator in a province in the other currency."""

    def plant(ds: hb.Dataset, rng: random.Random) -> Planted | None:
        found = cells(ds, of(Measure.LEVEL, name))
        area = rng.choice(sorted({str(key[1]) for key in found}))
        places = [i for key, places in found.items() if key[1] == area for i in places]
        return swapped(ds, {i: currency(ds.tables.observations[i], rng) for i in places})

    return plant


def as_goal(ds: hb.Dataset, rng: random.Random) -> Planted | None:
    """The plan printed as the result before the year was over."""
    found = [
        (places, goal)
        for goal in ds.tables.goals
        for key, places in cells(ds, level(goal.indicator)).items()
        if key[1] == goal.area and places
    ]
    places, goal = rng.choice(found)
    o = ds.tables.observations[places[-1]]
    early = o.model_copy(update={"period": goal.period, "quantity": goal.quantity})
    rows = (*ds.tables.observations, early)
    return hb.Dataset(ds.name, ds.tables.model_copy(update={"observations": rows})), [early]


def after_the_end(ds: hb.Dataset, rng: random.Random) -> Planted | None:
    """A figure of a province that had been merged by then."""
    i = rng.choice([i for places in cells(ds, level("port_cargo")).values() for i in places])
    o = ds.tables.observations[i]
    late = o.model_copy(update={"area": "quang-nam", "period": Period.year_to_date(2025, 9)})
    return swapped(ds, {i: late})


def verdict(ds: hb.Dataset, rng: random.Random) -> Planted | None:
    """Officials say the reverse of what the figures show."""
    said = list(ds.tables.verdicts)
    year = Period.year(2025)
    known = {
        (o.indicator, o.area)
        for o in ds.tables.observations
        if o.period == year and o.measure == Measure.LEVEL
    }
    i = rng.choice([i for i, v in enumerate(said) if (v.indicator, v.area) in known])
    turn = {VerdictStatus.EXCEEDED: VerdictStatus.NOT_MET, VerdictStatus.NOT_MET: VerdictStatus.EXCEEDED}
    said[i] = said[i].model_copy(update={"status": turn[said[i].status]})
    rows = [
        o
        for o in ds.tables.observations
        if (o.indicator, o.area, o.period) == (said[i].indicator, said[i].area, year)
    ]
    return hb.Dataset(ds.name, ds.tables.model_copy(update={"verdicts": tuple(said)})), rows


def goal_times_ten(ds: hb.Dataset, rng: random.Random) -> Planted | None:
    """A goal with a digit too many, where shares of it are printed."""
    goals = list(ds.tables.goals)
    shares = {(o.indicator, o.area): o for o in ds.tables.observations if o.measure == Measure.SHARE_OF_PLAN}
    i = rng.choice([i for i, g in enumerate(goals) if (g.indicator, g.area) in shares])
    goal = goals[i]
    goals[i] = goal.model_copy(
        update={"quantity": goal.quantity.model_copy(update={"value": goal.quantity.value * 10})}
    )
    rows = [o for o in ds.tables.observations if (o.indicator, o.area) == (goal.indicator, goal.area)]
    return hb.Dataset(ds.name, ds.tables.model_copy(update={"goals": tuple(goals)})), rows


def merged_digit(
    change: Callable[[Observation, random.Random], Observation],
) -> Callable[[hb.Dataset, random.Random], Planted | None]:
    """The merged city's half year is not the sum of its two parts."""

    def plant(ds: hb.Dataset, rng: random.Random) -> Planted | None:
        half = Period.year_to_date(2025, 6)
        found: dict[str, list[int]] = {}
        for i, o in enumerate(ds.tables.observations):
            if (o.area, o.period, o.measure) == ("haiphong-merged", half, Measure.LEVEL):
                found.setdefault(o.indicator, []).append(i)
        places, seed = found[rng.choice(sorted(found))], rng.random()
        return swapped(ds, {i: change(ds.tables.observations[i], random.Random(seed)) for i in places})

    return plant


PATH = frozenset(
    {
        "ytd_sum",
        "falling_total",
        "uneven_increment",
        "scale_slip",
        "parts_sum",
        "growth_mismatch",
        "plan_share",
    }
)
UNIT = frozenset({"unit_mismatch", "currency_mismatch"})
COPY = frozenset({"copied_series"})
SHARE = frozenset({"plan_share"})
GROWTH = frozenset({"growth_mismatch", "growth_path", "source_conflict"})
CONFLICT = frozenset({"source_conflict", "scale_slip"})
USD, VND = ("export_turnover", "import_turnover"), ("budget_revenue_total", "retail_sales")
WHOLE = ("port_cargo", "export_turnover", "import_turnover", "retail_sales")

PLAIN = (
    Fault("all prints ten times", each(level(*WHOLE), times("10")), PATH),
    Fault("all prints a thousandth", each(level(*WHOLE), times("0.001")), PATH),
    Fault("a cell in đồng that is in dollars", each(level(*USD), currency), UNIT),
    Fault("a cell in dollars that is in đồng", each(level(*VND), currency), UNIT),
    Fault("all dollars filed as đồng", whole_currency("export_turnover"), UNIT),
    Fault("all đồng filed as dollars", whole_currency("budget_revenue_total"), UNIT),
    Fault("a series copied under another area", copied(Measure.LEVEL, WHOLE, 99), COPY),
    Fault("imports printed as exports", from_cell(sibling, *USD), PATH | {"fits_other_indicator"}),
    Fault("below the total before", each(level(*WHOLE), times("0.55")), PATH),
    Fault("far above the total", each(level(*WHOLE), times("1.6")), PATH),
    Fault("the total of two months before", from_cell(earlier(3), *WHOLE), PATH | {"repeated_total"}),
    Fault("the total of three months after", from_cell(earlier(-3), *WHOLE), PATH | {"repeated_total"}),
    Fault("the share three points off", each(of(Measure.SHARE_OF_PLAN), plus("3")), SHARE),
    Fault("growth five points off", each(of(Measure.YOY_CHANGE, *WHOLE), plus("5")), GROWTH),
    Fault("growth with the other sign", each(of(Measure.YOY_CHANGE, *WHOLE), against), GROWTH),
    Fault("industry's growth with the other sign", each(of(Measure.YOY_CHANGE, "iip_growth"), against), GROWTH),
    Fault("tonnes as cubic metres", each(level("port_cargo"), tonnes_as_cubic_metres), UNIT),
    Fault("a plan printed as a result", as_goal, frozenset({"equals_goal"})),
    Fault("a province that had ended", after_the_end, frozenset({"boundary_mismatch"})),
    Fault("officials say the reverse", verdict, frozenset({"verdict_contradicted"})),
    Fault("a goal ten times", goal_times_ten, SHARE),
)  # fmt: skip
PLAIN_DENSE = (
    Fault("a month a third more", each(level(*WHOLE, ytd=False), times("1.3")), PATH),
    Fault("a part a tenth more", each(level("tourists_domestic"), times("1.1")), PATH),
    Fault("the merged city a tenth more", merged_digit(times("1.1")), frozenset({"area_sum"}) | PATH),
    Fault("one print a thousand times", each(level(*WHOLE), times("1000"), one=True), CONFLICT),
    Fault("two prints six per cent apart", each(level(*WHOLE), times("1.06"), one=True), CONFLICT | PATH),
)  # fmt: skip
SUBTLE = (
    Fault("a digit of a total", each(level("tourists", "budget_revenue_total"), digit), PATH),
    Fault("two digits changed places", each(level("tourists", "port_cargo"), turned), PATH),
    Fault("growth a point and a half off", each(of(Measure.YOY_CHANGE, *WHOLE), plus("1.5")), GROWTH),
    Fault("the share half a point off", each(of(Measure.SHARE_OF_PLAN), plus("0.5")), SHARE),
    Fault("three periods of a series copied", copied(Measure.LEVEL, WHOLE, 3), COPY),
    Fault("rates of three periods copied", copied(Measure.YOY_CHANGE, RATES, 3), COPY),
    Fault("last year's figure printed as this year's", from_cell(of_last_year, *WHOLE), PATH | {"repeated_total"}),
    Fault("industry's growth off its path", each(of(Measure.YOY_CHANGE, "iip_growth"), plus("7")), GROWTH),
    Fault("the economy's growth with the other sign", each(of(Measure.YOY_CHANGE, "grdp_growth"), against), GROWTH),
)  # fmt: skip
SUBTLE_DENSE = (
    Fault("a digit of the merged city", merged_digit(digit), frozenset({"area_sum"}) | PATH),
    Fault("a digit of a month", each(level(*WHOLE, ytd=False), digit), PATH),
)  # fmt: skip


# -- measuring ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """What the audit made of one planted fault."""

    name: str
    found: bool
    findings: tuple[str, ...]


def told(case: Case) -> tuple[object, ...]:
    """What tells one finding from another."""
    return case.template, case.area, case.indicator, tuple(sorted(str(row) for row in case.rows))


def look(fault: Fault, ds: hb.Dataset, clean: set[tuple[object, ...]], rng: random.Random) -> Outcome:
    """Plant a fault and audit."""
    planted = next(filter(None, (fault.plant(ds, rng) for _ in range(20))))
    wrong, rows = planted
    new = [case for case in hb.audit(wrong).cases if told(case) not in clean]
    hit = [
        case for case in new if case.code in fault.codes and set(map(str, rows)) & set(map(str, case.rows))
    ]
    return Outcome(fault.name, bool(hit), tuple(case.template for case in new))


def measure(ds: hb.Dataset, faults: Sequence[Fault], count: int, seed: int) -> list[Outcome]:
    """So many faults, the kinds in turn, each in another place."""
    clean = {told(case) for case in hb.audit(ds).cases}
    rng = random.Random(seed)
    return [look(faults[i % len(faults)], ds, clean, rng) for i in range(count)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    seed = parser.parse_args().seed
    for name, make in CLEAN.items():
        report = hb.audit(make(seed), lang="en")
        print(f"clean {name}: {len(report)} findings {report.counts()}")
    every: list[Outcome] = []
    for ds, sets in (
        (dense(seed), (("plain", (*PLAIN, *PLAIN_DENSE), 40), ("subtle", (*SUBTLE, *SUBTLE_DENSE), 21))),
        (sparse(seed), (("plain", PLAIN, 34), ("subtle", SUBTLE, 11))),
    ):
        print(f"{ds.name}: {len(ds.tables.observations)} figures, {len(hb.audit(ds))} findings before")
        for kind, faults, count in sets:
            outcomes = measure(ds, faults, count, seed)
            every += outcomes
            mean = sum(len(o.findings) for o in outcomes) / count
            print(f"  {kind}: {sum(o.found for o in outcomes)} of {count} found; {mean:.2f} findings a fault")
            for o in outcomes:
                if not o.found or len(o.findings) > 3:
                    print(f"    {'      ' if o.found else 'MISSED'} {o.name}: {', '.join(o.findings) or '–'}")
    print(f"all: {sum(o.found for o in every)} of {len(every)}; "
          f"{sum(len(o.findings) for o in every) / len(every):.2f} findings a fault")  # fmt: skip


if __name__ == "__main__":
    main()
