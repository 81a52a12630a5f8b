"""A clean data set of made-up provinces, by seed: nothing in it contradicts anything else."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from hpbrief import Dataset
from hpbrief.models import (
    Basis,
    Goal,
    Measure,
    Observation,
    ObsStatus,
    Period,
    Qualifier,
    Quantity,
    Reference,
    Source,
    SourceKind,
    Tables,
    Unit,
    Verdict,
    VerdictStatus,
)

MONTHS = (1, 2, 3, 6, 8, 9, 10, 12)
#: indicator: unit, power of ten, digits, usual size a month, spread of the months
FLOWS = {
    "budget_revenue_trade": ("VND", 9, 1, 5000, 0.15),
    "land_use_revenue": ("VND", 9, 1, 900, 0.15),
    "budget_revenue_domestic": ("VND", 9, 1, 4000, 0.15),
    "export_turnover": ("USD", 9, 2, 3, 0.1),
    "import_turnover": ("USD", 6, 1, 2500, 0.1),
    "tourists_international": ("PS", 3, 1, 90, 0.2),
    "tourists_domestic": ("PS", 3, 1, 900, 0.2),
    "port_cargo": ("T", 6, 2, 15, 0.08),
    "new_enterprises": ("enterprise", 0, 0, 500, 0.15),
}
SUMS = {
    "budget_revenue_total": ("budget_revenue_domestic", "budget_revenue_trade"),
    "tourists": ("tourists_international", "tourists_domestic"),
}
JUDGED = ("export_turnover", "port_cargo", "budget_revenue_total", "new_enterprises")
REVISED = ("port_cargo", "new_enterprises")
FULL = ("ha-noi", "quang-ninh")


@dataclass
class Maker:
    """True monthly amounts of every area, and what two sources print of them."""

    seed: int
    sources: dict[str, Source] = field(default_factory=dict)
    observations: list[Observation] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def dataset(self) -> Dataset:
        """All areas: two whole provinces, and a city that merges with its neighbour in the middle of 2025."""
        for area in FULL:
            past = self.year_of(area)
            now = self.grown(past)
            self.print_year(area, 2024, past, None)
            self.print_year(area, 2025, now, past)
            self.judge(area, now)
        self.merging()
        tables = Tables(
            sources=tuple(self.sources.values()),
            observations=tuple(self.observations),
            goals=tuple(self.goals),
            verdicts=tuple(self.verdicts),
        )
        return Dataset("made", tables)

    # -- true amounts -------------------------------------------------------------------------------

    def year_of(self, area: str) -> dict[str, list[Decimal]]:
        """Amounts of twelve months for each indicator, in its unit, to its digits."""
        amounts = {}
        size = self.random.uniform(0.6, 1.6)
        for name, (_, _, digits, usual, spread) in FLOWS.items():
            months = [usual * size * self.random.uniform(1 - spread, 1 + spread) for _ in range(12)]
            amounts[name] = [_round(Decimal(m), digits) for m in months]
        return self.summed(amounts)

    def summed(self, amounts: dict[str, list[Decimal]]) -> dict[str, list[Decimal]]:
        """With the totals: a budget has other revenue too, tourists are what their parts are."""
        for name, parts in SUMS.items():
            columns = zip(*(amounts[p] for p in parts), strict=True)
            rest = Decimal("37.5") if name.startswith("budget") else Decimal(0)
            amounts[name] = [sum(column, rest) for column in columns]
        return amounts

    def grown(self, past: dict[str, list[Decimal]]) -> dict[str, list[Decimal]]:
        """The year after: each month a little more."""
        amounts = {}
        for name in FLOWS:
            rate = self.random.uniform(1.04, 1.2)
            digits = FLOWS[name][2]
            amounts[name] = [
                _round(m * Decimal(rate * self.random.uniform(0.97, 1.03)), digits) for m in past[name]
            ]
        return self.summed(amounts)

    # -- printing -----------------------------------------------------------------------------------

    def print_year(
        self, area: str, year: int, now: dict[str, list[Decimal]], past: dict[str, list[Decimal]] | None,
        months: Iterable[int] = MONTHS,
    ) -> None:  # fmt: skip
        """Levels by two sources, single months, growth, shares of plan, an early estimate that is revised."""
        plans = {name: self.plan(area, year, name, now) for name in JUDGED} if past else {}
        for m in months:
            period = Period.year_to_date(year, m)
            office, press = self.pair(area, period)
            for name in (*FLOWS, *SUMS):
                level = sum(now[name][:m], Decimal(0))
                self.both(area, name, period, level, office, press)
                if m > 1 and m - 1 in MONTHS and name != "tourists":
                    self.both(area, name, Period.month(year, m), now[name][m - 1], office, press)
                if past:
                    grew = (level / sum(past[name][:m], Decimal(0)) - 1) * 100
                    if name not in ("import_turnover", "tourists_domestic", "land_use_revenue"):
                        self.put(area, name, Measure.YOY_CHANGE, period, _round(grew, 2), office)
                        self.put(area, name, Measure.YOY_CHANGE, period, _round(grew, 1), press)
                if name in plans:
                    share = level / plans[name].quantity.value * 100
                    self.put(area, name, Measure.SHARE_OF_PLAN, period, _round(share, 2), office)
                    self.put(area, name, Measure.SHARE_OF_PLAN, period, _round(share, 1), press)
                if name in REVISED and m in (8, 9):
                    early = self.source(f"early-{area}", period.end - timedelta(days=3))
                    off = _round(level * Decimal(self.random.uniform(0.985, 0.995)), digits_of(name))
                    self.put(area, name, Measure.LEVEL, period, off, early, ObsStatus.ESTIMATE)

    def both(
        self, area: str, name: str, period: Period, value: Decimal, office: Source, press: Source
    ) -> None:
        """The office prints all digits; the press rounds, or cuts and says over."""
        self.put(area, name, Measure.LEVEL, period, value, office)
        digits = max(0, digits_of(name) - 1)
        if self.random.random() < 0.3:
            short = value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_DOWN)
            self.put(area, name, Measure.LEVEL, period, short, press, qualifier=Qualifier.OVER)
        else:
            self.put(area, name, Measure.LEVEL, period, _round(value, digits), press)

    def put(
        self, area: str, name: str, measure: Measure, period: Period, value: Decimal, source: Source,
        status: ObsStatus = ObsStatus.OFFICIAL, qualifier: Qualifier = Qualifier.EXACT,
    ) -> None:  # fmt: skip
        """File one figure."""
        self.observations.append(
            Observation(
                indicator=name,
                area=area,
                measure=measure,
                period=period,
                quantity=Quantity(
                    value=value,
                    unit=unit_of(name, measure),
                    qualifier=qualifier if value else Qualifier.EXACT,
                ),
                status=status,
                plan_basis=Basis.ANNUAL_PLAN if measure == Measure.SHARE_OF_PLAN else None,
                source_id=source.source_id,
            )
        )

    def plan(self, area: str, year: int, name: str, now: dict[str, list[Decimal]]) -> Goal:
        """A plan that the year clearly reaches or clearly misses, its second half, and a forecast in December."""
        total = sum(now[name], Decimal(0))
        source = self.source(f"plan-{area}", date(year, 1, 10))
        value = _round(total * Decimal(self.random.choice([0.93, 1.07])), digits_of(name))
        goals = []
        for period, share in ((Period.year(year), 1), (Period.half(year, 2), Decimal("0.5231"))):
            quantity = Quantity(
                value=_round(value * share, digits_of(name)), unit=unit_of(name, Measure.LEVEL)
            )
            goals.append(
                Goal(indicator=name, area=area, period=period, quantity=quantity, basis=Basis.ANNUAL_PLAN,
                     source_id=source.source_id)
            )  # fmt: skip
        self.goals += goals
        forecast = self.source(f"forecast-{area}", date(year, 12, 5))
        value = _round(total * Decimal("1.011"), digits_of(name))
        self.put(area, name, Measure.LEVEL, Period.year(year), value, forecast, ObsStatus.FORECAST)
        return goals[0]

    def judge(self, area: str, now: dict[str, list[Decimal]]) -> None:
        """Verdicts on the whole year, as the figures have it."""
        source = self.source(f"verdict-{area}", date(2026, 1, 20))
        for name in JUDGED:
            plan = next(g for g in self.goals if (g.area, g.indicator) == (area, name))
            reached = sum(now[name], Decimal(0)) > plan.quantity.value
            self.verdicts.append(
                Verdict(
                    stated_on=date(2026, 1, 20),
                    period=Period.year(2025),
                    area=area,
                    indicator=name,
                    status=VerdictStatus.EXCEEDED if reached else VerdictStatus.NOT_MET,
                    reference=Reference.ANNUAL_GOAL,
                    source_id=source.source_id,
                )
            )

    def merging(self) -> None:
        """Two areas until June 2025; from July on their sum, and its first half worked out again."""
        city, neighbour = self.year_of("haiphong-old"), self.year_of("hai-duong")
        for area, amounts in (("haiphong-old", city), ("hai-duong", neighbour)):
            self.print_year(area, 2025, amounts, None, (1, 2, 3, 6))
        whole = {
            name: [a + b for a, b in zip(city[name], neighbour[name], strict=True)]
            for name in (*FLOWS, *SUMS)
        }
        self.print_year("haiphong-merged", 2025, whole, None, (6, 8, 9, 10, 12))

    # -- sources ------------------------------------------------------------------------------------

    def pair(self, area: str, period: Period) -> tuple[Source, Source]:
        """The statistics office six days after a period, the press two days later; a merged area from July on."""
        day = period.end + timedelta(days=6)
        return (
            self.source(f"office-{area}", day, SourceKind.STATISTICS_OFFICE),
            self.source(f"press-{area}", day + timedelta(days=2)),
        )

    def source(self, publisher: str, day: date, kind: SourceKind = SourceKind.PRESS) -> Source:
        """The source of a publisher and day."""
        name = f"{publisher}-{day}"
        made = Source(source_id=name, publisher=publisher, published=day, known_from=day, kind=kind)
        return self.sources.setdefault(name, made)


def clean(seed: int) -> Dataset:
    """The clean data set of a seed."""
    return Maker(seed).dataset()


def digits_of(name: str) -> int:
    """Digits after the point in which an indicator is printed."""
    return FLOWS[SUMS.get(name, (name,))[0]][2]


def unit_of(name: str, measure: Measure) -> Unit:
    """The unit of a figure."""
    if measure != Measure.LEVEL:
        return Unit(code="PT")
    code, mult, *_ = FLOWS[SUMS.get(name, (name,))[0]]
    return Unit(code=code, mult=mult)


def _round(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


# -- faults ------------------------------------------------------------------------------------------


def changed(
    ds: Dataset,
    change: Callable[[Observation], Observation | None],
    indicator: str,
    period: str,
    area: str = "ha-noi",
    measure: Measure = Measure.LEVEL,
    publisher: str = "",
) -> Dataset:
    """The data set with the figures of one cell changed; None takes a figure away."""
    when = Period.from_code(period)
    rows: list[Observation] = []
    hits = 0
    for o in ds.tables.observations:
        if (o.indicator, o.area, o.measure, o.period) == (
            indicator,
            area,
            measure,
            when,
        ) and o.source_id.startswith(publisher):
            hits += 1
            new = change(o)
            rows += [new] if new else []
        else:
            rows.append(o)
    assert hits
    return with_tables(ds, observations=tuple(rows))


def with_tables(ds: Dataset, **tables: object) -> Dataset:
    """The data set with tables replaced."""
    return Dataset(ds.name, ds.tables.model_copy(update=tables), catalog=ds.catalog)


def times(factor: str | Decimal) -> Callable[[Observation], Observation]:
    """Multiply a figure, its digits kept."""

    def change(o: Observation) -> Observation:
        value = (o.quantity.value * Decimal(factor)).quantize(o.quantity.value)
        return with_value(o, value)

    return change


def plus(points: str) -> Callable[[Observation], Observation]:
    """Add to a figure."""
    return lambda o: with_value(o, o.quantity.value + Decimal(points))


def with_value(o: Observation, value: Decimal, unit: Unit | None = None) -> Observation:
    """The figure with another value."""
    quantity = o.quantity.model_copy(update={"value": value, "unit": unit or o.quantity.unit})
    return o.model_copy(update={"quantity": quantity})


def level(ds: Dataset, indicator: str, period: str, area: str = "ha-noi") -> Decimal:
    """The office's figure of a cell."""
    when = Period.from_code(period)
    return next(
        o.quantity.value
        for o in ds.tables.observations
        if (o.indicator, o.area, o.measure, o.period) == (indicator, area, Measure.LEVEL, when)
        and o.source_id.startswith("office")
    )
