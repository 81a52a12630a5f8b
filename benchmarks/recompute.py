"""Scorecards recomputed from the CSVs alone, beside what hpbrief makes of them.

    uv run python benchmarks/recompute.py          # Hải Phòng on four days, ten provinces for 2025; both printed
    uv run python benchmarks/recompute.py --differ # only the rows that differ

The left half reads observations.csv, goals.csv and sources.csv with the csv module and knows nothing of hpbrief: the
latest total to date that was known and over, the annual goal in the order of docs/methods (or what a share of plan
implies), figure over goal, and the class where it is decided (reached, missed, or no figure or goal). The right half is
`hb.assess`. Classes that rest on a projection (on track, at risk, off track) are `open` on the left: the probabilities
have their own benchmark, backtest.py. Of a figure that the audit doubts the print that the policy takes is compared.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "hpbrief" / "datasets"
ORDER = ("annual_plan", "prime_minister", "council_estimate", "central_estimate", "scenario", "central_government",
         "department", "directive", "striving", "unspecified")  # fmt: skip
MAIN = ("budget_revenue_total", "export_turnover", "port_cargo", "tourists", "schools_national_standard_share",
        "new_enterprises", "social_housing_completed", "iip_growth", "fdi_attracted")  # fmt: skip
COMMON = ("grdp_growth", "budget_revenue_total", "export_turnover", "tourists", "iip_growth")
CAN_FALL = ("fdi_attracted",)
DAYS = ("2025-09-10", "2025-11-06", "2025-12-31", "2026-01-31")
TEN = (
    "ha-noi",
    "tp-hcm",
    "quang-ninh",
    "bac-ninh",
    "da-nang",
    "can-tho",
    "nghe-an",
    "thanh-hoa",
    "phu-tho",
    "lao-cai",
)
Row = dict[str, str]


@dataclass(frozen=True)
class Line:
    """What a scorecard says of one indicator."""

    value: Decimal | None
    goal: Decimal | None
    share: float | None
    shown: str

    def agrees(self, other: Line) -> bool:
        """Whether two say the same: figure, goal, share to a twentieth of a point, class where it is decided."""
        near = (self.share is None) == (other.share is None)
        near = near and (self.share is None or other.share is None or abs(self.share - other.share) < 0.05)
        goals = self.goal == other.goal or bool(
            self.goal and other.goal and abs(self.goal / other.goal - 1) < 0.001
        )
        return near and goals and (self.value, self.shown) == (other.value, other.shown)

    def __str__(self) -> str:
        share = "–" if self.share is None else f"{self.share:.1f}%"
        return f"{self.value or '–'!s:>22} {self.goal or '–'!s:>22} {share:>8} {self.shown}"


# -- from the CSVs -----------------------------------------------------------------------------------


def rows(folder: str, table: str) -> list[Row]:
    """The rows of one file."""
    with (FOLDER / folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def base(row: Row) -> Decimal:
    """The number without its power of ten."""
    return Decimal(row["value"]).scaleb(int(row["unit_mult"] or 0)).normalize()


def half(row: Row) -> Decimal:
    """Half of the last digit that is printed."""
    exponent = Decimal(row["value"]).as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(5).scaleb(exponent - 1 + int(row["unit_mult"] or 0))


def near(a: Row, b: Row) -> bool:
    """Whether two prints may stand for one value: their roundings meet, "over" is open upwards, "under" downwards."""

    def span(r: Row) -> tuple[Decimal, Decimal]:
        v, h = base(r), half(r)
        exponent = v.normalize().as_tuple().exponent
        assert isinstance(exponent, int)
        step = Decimal(1).scaleb(exponent)  # one of its last digit that is no nought
        wide = {"over": (v, v + step), "under": (v - step, v), "about": (v - step / 2, v + step / 2)}
        return wide.get(r.get("qualifier", "exact"), (v - h, v + h))

    (low, high), (other_low, other_high) = span(a), span(b)
    return (low < other_high and other_low < high) or base(a) == base(b)


class Books:
    """One data set as it was known on a day."""

    def __init__(self, folder: str, day: date) -> None:
        self.day = day
        self.known = {
            s["source_id"]: s["known_from"] for s in rows(folder, "sources") if s["known_from"]
        }  # ISO dates sort as text
        self.known = {k: v for k, v in self.known.items() if v <= day.isoformat()}
        self.figures = [o for o in rows(folder, "observations") if o["source_id"] in self.known]
        self.goals = [g for g in rows(folder, "goals") if self._in_force(g)]

    def _in_force(self, g: Row) -> bool:
        if g["adopted"] and g["adopted_basis"] == "stated":
            return g["adopted"] <= self.day.isoformat()
        return g["source_id"] in self.known

    def figure(self, indicator: str, area: str, year: int, *, forecast: bool = False) -> Row | None:
        """The latest total to date that is over; or the authority's forecast of the year."""
        own = "yoy_change" if indicator.endswith("_growth") else "level"
        found = [
            o for o in self.figures
            if (o["indicator"], o["area"], o["measure"]) == (indicator, area, own)
            and (o["period_start"] == f"{year}-01-01" or o["period_start"] == o["period_end"])
            and o["period_end"][:4] == str(year)
            and (o["status"] == "F") == forecast
            and (forecast or o["period_end"] <= self.day.isoformat())
            and (not forecast or o["period_end"] == f"{year}-12-31")
        ]  # fmt: skip
        own_series = [o for o in found if o["series"] in ("", "local_report")]
        if not found:
            return None
        if not own_series:
            newest = max(found, key=lambda o: (o["period_end"], o["series"]))
            own_series = [o for o in found if o["series"] == newest["series"]]
        found = own_series
        end = max(o["period_end"] for o in found)
        cell = [o for o in found if o["period_end"] == end]
        newest = max(cell, key=lambda o: self._weight(o, cell))
        like = [o for o in cell if near(o, newest)]
        return max(like, key=lambda o: (*exactness(o), self.known[o["source_id"]]))

    def _weight(self, o: Row, cell: list[Row]) -> tuple[object, ...]:
        return self.known[o["source_id"]], sum(near(o, p) for p in cell), *exactness(o)

    def goal(self, indicator: str, area: str, year: int) -> Row | None:
        """The goal of the whole year: first by basis, then the newest, then the most exact of its roundings."""
        found = [
            g for g in self.goals
            if (g["indicator"], g["area"], g["period_start"], g["period_end"])
            == (indicator, area, f"{year}-01-01", f"{year}-12-31")
        ]  # fmt: skip
        if not found:
            return self.implied(indicator, area, year)
        basis = min((g["basis"] for g in found), key=ORDER.index)
        same = [g for g in found if g["basis"] == basis]
        newest = max(same, key=lambda g: (g["adopted"] or self.known.get(g["source_id"], ""), *exactness(g)))
        like = [g for g in same if abs(base(g) - base(newest)) <= max(half(g), half(newest)) * 2]
        return max(like, key=exactness)

    def implied(self, indicator: str, area: str, year: int) -> Row | None:
        """Where no goal is printed: level over share of plan of one source and period, the newest."""
        shares = [
            o for o in self.figures
            if (o["indicator"], o["area"], o["measure"]) == (indicator, area, "share_of_plan")
            and o["period_start"] == f"{year}-01-01" and o["period_end"] <= self.day.isoformat()
        ]  # fmt: skip
        pairs = [
            (s, o) for s in shares for o in self.figures
            if (o["indicator"], o["area"], o["measure"], o["period_start"], o["period_end"])
            == (indicator, area, "level", s["period_start"], s["period_end"])
            and o["source_id"] == s["source_id"] and o["status"] != "F"
        ]  # fmt: skip
        if not pairs:
            return None
        share, level = max(pairs, key=lambda p: (p[0]["period_end"], self.known[p[0]["source_id"]]))
        return level | {
            "value": str(Decimal(level["value"]) / Decimal(share["value"]) * 100),
            "implied": "yes",
        }

    def share(self, indicator: str, area: str, year: int) -> Row | None:
        """The latest stated share of the year's plan, where no level is known: attained as stated."""
        found = [
            o for o in self.figures
            if (o["indicator"], o["area"], o["measure"]) == (indicator, area, "share_of_plan")
            and o["period_start"] == f"{year}-01-01" and o["period_end"] <= self.day.isoformat() and o["status"] != "F"
        ]  # fmt: skip
        return max(found, key=lambda o: (o["period_end"], self.known[o["source_id"]]), default=None)

    def line(self, indicator: str, area: str, year: int) -> Line:
        """What can be said of an indicator."""
        figure, goal = self.figure(indicator, area, year), self.goal(indicator, area, year)
        share = (
            None if figure or indicator.endswith(("_growth", "_share")) else self.share(indicator, area, year)
        )
        if share:
            figure, goal = share, {"value": "100", "unit": "PT", "unit_mult": "0"}
        shown = decided(indicator, figure, goal, year)
        after = self.day > date(year, 12, 31)
        forecast = self.figure(indicator, area, year, forecast=True)
        if after and goal and forecast and shown in ("open", "insufficient_data"):
            figure, shown = forecast, decided(indicator, forecast, goal, year)
        part = float(base(figure) / base(goal) * 100) if figure and goal and base(goal) else None
        return Line(base(figure) if figure else None, base(goal) if goal else None,
                    part, shown)  # fmt: skip


def exactness(row: Row) -> tuple[bool, int]:
    """Exact prints before rounded ones, then those with more digits."""
    digits = Decimal(row["value"]).normalize().as_tuple()
    return row.get("qualifier", "exact") == "exact", len(digits.digits)


def decided(indicator: str, figure: Row | None, goal: Row | None, year: int) -> str:
    """Reached, missed, or nothing to hold together; ``open`` while the year goes on."""
    if figure is None or goal is None or figure["unit"] != goal["unit"]:
        return "insufficient_data"
    gap = base(figure) - base(goal)
    over = figure["period_end"] == f"{year}-12-31"
    may_fall = indicator in CAN_FALL or indicator.endswith(("_growth", "_share"))
    fine = min(half(figure), half(goal))
    if not over and (may_fall or gap < -fine):
        return "open"
    if abs(gap) <= fine or (goal.get("implied") and abs(gap) <= base(goal) / 2000):
        return "met"
    return "exceeded" if gap > 0 else "missed"


# -- beside hpbrief ----------------------------------------------------------------------------------


def judged(dataset: str, area: str, day: str, indicators: tuple[str, ...]) -> dict[str, Line]:
    """What hpbrief says."""
    import hpbrief as hb

    card = hb.assess(hb.load_dataset(dataset), area=area, year=2025, as_of=day, indicators=list(indicators))
    lines = {}
    for a in card:
        doubted = "doubted" in a.flags
        figure = a.figure if doubted or not a.main else a.main.figure
        shown = "open" if a.computed_class in ("on_track", "at_risk", "off_track") else str(a.computed_class)
        share = a.main.attainment_pct if a.main else None
        if doubted and figure and a.goal:  # the print the policy takes; hpbrief judges another one, or none
            share, shown = float(figure.quantity.base_value / a.goal.quantity.base_value * 100), "open"
        lines[a.indicator] = Line(
            figure.quantity.base_value.normalize() if figure else None,
            a.goal.quantity.base_value.normalize() if a.goal else None,
            share,
            shown,
        )
    return lines


def cases() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Data set, area, day and indicators of each scorecard."""
    for day in DAYS:
        yield "haiphong-2025", "haiphong-merged", day, MAIN
    for area in TEN:
        yield "provinces-2025", area, "2026-03-31", COMMON


def compare() -> Iterator[tuple[str, str, str, Line, Line]]:
    """Every row of every scorecard: area, day, indicator, from the CSVs, by hpbrief."""
    for dataset, area, day, indicators in cases():
        books, ours = Books(dataset, date.fromisoformat(day)), judged(dataset, area, day, indicators)
        for indicator in indicators:
            if indicator in ours:
                yield area, day, indicator, books.line(indicator, area, 2025), ours[indicator]


def main() -> None:
    """Print both."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--differ", action="store_true")
    only = parser.parse_args().differ
    found = list(compare())
    for area, day, indicator, alone, ours in found:
        same = alone.agrees(ours)
        if not same or not only:
            print(f"{'=' if same else '≠'} {day} {area:16} {indicator:32} {alone}   |   {ours}")
    print(f"{sum(a.agrees(b) for *_, a, b in found)} of {len(found)} rows agree")


if __name__ == "__main__":
    main()
