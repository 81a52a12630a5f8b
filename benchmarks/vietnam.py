"""Rolling origin on the bundled Vietnamese series, as first published: only sources known by then are seen.

Each year-to-date figure is judged on the day its first source was known, with the history and the goal known on
that day; what the year brought is the total that the newest source gives today.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pandas as pd

import hpbrief as hb
from hpbrief.assessment.history import History
from hpbrief.assessment.judging import judge
from hpbrief.assessment.projection import history_prior, probability_to_reach, project, straight_line_prior
from hpbrief.assessment.rules import Case, Past, prior_of
from hpbrief.assessment.select import Selection
from hpbrief.models import IndicatorKind, Measure, Observation, ObsStatus, Period

_OBSERVED = (ObsStatus.OFFICIAL, ObsStatus.PROVISIONAL, ObsStatus.ESTIMATE)
_CLASSES = ("exceeded", "met", "on_track", "at_risk", "off_track")


def report() -> None:
    """Print what came out, as Markdown."""
    frame = pd.DataFrame(judged_figures(whole()))
    print("## The bundled Vietnamese series, as first published\n")
    print(
        f"{len(frame)} year-to-date figures of {frame['indicator'].nunique()} indicators, "
        f"{frame['area'].nunique()} areas, {frame['year'].min()}–{frame['year'].max()}, whose year is known; "
        f"{frame['goal'].notna().sum()} had a goal by then. Few, and of the same years: read them as a check, "
        "not as a measurement.\n"
    )
    print("| history | figures | in the 80 % band | median width, % | median error, % | straight line, % |")
    print("|---|---|---|---|---|---|")
    names = ["none", "none, lumpy", "1–2 years", "3 or more years", "1 or more, borrowed or from growth"]
    kinds = frame.assign(kind=frame.apply(_kind, axis=1)).groupby("kind")
    for name in names:
        if name not in kinds.groups:
            continue
        here = kinds.get_group(name)
        inside = here["total"].between(here["lo80"], here["hi80"])
        width = ((here["hi80"] - here["lo80"]) / here["total"]).median()
        error = (here["median"] / here["total"] - 1).abs().median()
        line = (here["value"] * 12 / here["months"] / here["total"] - 1).abs().median()
        print(
            f"| {name} | {len(here)} | {inside.sum()} ({100 * inside.mean():.0f} %) | {100 * width:.1f} | "
            f"{100 * error:.1f} | {100 * line:.1f} |"
        )
    with_goal = frame[frame["goal"].notna()]
    print("\nGoals met, of all with a goal, by class and rule:\n")
    print("| rule | " + " | ".join(_CLASSES) + " |")
    print("|---|" + "---|" * len(_CLASSES))
    for rule, here in with_goal.groupby("rule_id"):
        cells = [here[here["class"] == c]["met"] for c in _CLASSES]
        print(f"| {rule} | " + " | ".join(f"{x.sum()} of {len(x)}" if len(x) else "–" for x in cells) + " |")
    print()
    _brier(with_goal)
    _widths(frame[(frame["n"] > 0) & ~frame["lumpy"]])
    _strata(frame[(frame["n"] > 0) & ~frame["lumpy"]])
    _misses(frame, with_goal)


def _strata(frame: pd.DataFrame) -> None:
    """Coverage by law and by whether the shape is the area's own."""
    print("Covered by law and origin of the shape (with history, not lumpy):\n")
    print("| law | own or summed | borrowed or from growth |")
    print("|---|---|---|")
    inside = frame["total"].between(frame["lo80"], frame["hi80"])
    lent = frame["origins"].map(lambda origins: bool(origins - {"own", "summed"}))
    for law in sorted(frame["law"].unique()):
        cells = [inside[(frame["law"] == law) & part] for part in (~lent, lent)]
        print(f"| {law} | " + " | ".join(f"{x.sum()} of {len(x)}" if len(x) else "–" for x in cells) + " |")
    print()


def _widths(frame: pd.DataFrame) -> None:
    """What other prior scales would have covered, in two halves that share no year."""
    thresholds = hb.load_catalog().thresholds
    print("Covered by other prior scales than those in use (two numbers a year, not lumpy):\n")
    print("| s0 | to 2023 | from 2024 | all |")
    print("|---|---|---|---|")
    for s0 in (0.06, 0.08, 0.10, 0.12, 0.15, 0.20):
        width = {n: [s0, *row[1:]] for n, row in thresholds["history"]["width"].items()}
        other = {**thresholds, "history": {**thresholds["history"], "width": width, "s0_borrowed": s0}}
        inside = frame.apply(_covered, axis=1, thresholds=other)
        halves = [inside[frame["year"] <= 2023], inside[frame["year"] > 2023], inside]
        cells = " | ".join(f"{x.sum()} of {len(x)} ({100 * x.mean():.0f} %)" for x in halves)
        print(f"| {s0:.2f} | {cells} |")
    print()


def _covered(row: pd.Series, thresholds: Mapping[str, Any]) -> bool:
    when = (row["value"], row["year"], row["months"])
    band = project(row["value"], history_prior(*when, row["years"], lumpy=False, thresholds=thresholds), None)
    return bool(band.lo80 <= row["total"] <= band.hi80)


def _brier(frame: pd.DataFrame) -> None:
    here = frame[frame["p"].notna()]
    met = here["met"].astype(float)
    line = (here["value"] * 12 / here["months"] >= here["goal"]).astype(float)
    print("| open figures with a goal | cases | Brier, this projection | Brier, straight line yes or no |")
    print("|---|---|---|---|")
    for name, rows in (("with history", here["n"] > 0), ("without", here["n"] == 0)):
        if rows.any():
            ours, theirs = ((x - met)[rows].pow(2).mean() for x in (here["p"], line))
            print(f"| {name} | {rows.sum()} | {ours:.4f} | {theirs:.4f} |")
    print()


def _misses(frame: pd.DataFrame, with_goal: pd.DataFrame) -> None:
    outside = frame[(frame["n"] > 0) & ~frame["total"].between(frame["lo80"], frame["hi80"])]
    wrong = with_goal[
        (with_goal["met"] & (with_goal["class"] == "off_track"))
        | (~with_goal["met"] & with_goal["class"].isin(["on_track", "exceeded", "met"]))
    ]
    for title, rows in (("Outside the band, with history", outside), ("Class and outcome apart", wrong)):
        print(f"{title}:\n")
        for r in rows.itertuples():
            goal = (
                f", goal {r.goal:g}, {r[rows.columns.get_loc('class') + 1]} by {r.rule_id}"
                if r.goal > 0
                else ""
            )
            print(
                f"- {r.indicator}, {r.area}, {r.months} months of {r.year} (known {r.known}): {r.value:g}, "
                f"band {r.lo80:.4g}–{r.hi80:.4g}{goal}; the year brought {r.total:g}"
            )
        print()


def _kind(row: pd.Series) -> str:
    if not row["n"]:
        return "none, lumpy" if row["lumpy"] else "none"
    if row["origins"] - {"own", "summed"}:
        return "1 or more, borrowed or from growth"
    return "3 or more years" if row["n"] >= 3 else "1–2 years"


def whole() -> hb.Dataset:
    """All bundled series with past years, as one data set."""
    ds = hb.load_dataset("haiphong-2025").with_history()
    return ds.add(hb.load_dataset("provinces-2025"))


def judged_figures(ds: hb.Dataset) -> Iterator[dict[str, object]]:
    """A row a figure whose year's total is known, judged on the day its first source was known."""
    last = Selection(ds)
    cells: dict[tuple[str, str, Period], list[Observation]] = {}
    for o in ds.tables.observations:
        flow = ds.catalog.indicator(o.indicator).kind == IndicatorKind.FLOW
        if flow and o.measure == Measure.LEVEL and o.status in _OBSERVED and o.series in last.default_series:
            cells.setdefault((o.indicator, o.area, o.period), []).append(o)
    seen: dict[date, tuple[Selection, History]] = {}
    for (name, area, period), cell in cells.items():
        totals = cells.get((name, area, Period.year(period.end.year)))
        if not totals or not period.is_year_to_date or not period.whole_months or period.is_year:
            continue
        day = min(last.known[o.source_id] for o in cell)
        figure = last.pick([o for o in cell if last.known[o.source_id] == day])
        day = max(day, period.end)
        if day not in seen:
            then = Selection(ds.as_of(day))
            seen[day] = then, History(then)
        yield from _judged(figure, last.pick(totals), day, *seen[day])


def _judged(
    figure: Observation, total: Observation, day: date, then: Selection, history: History
) -> Iterator[dict[str, object]]:
    indicator, thresholds = then.ds.catalog.indicator(figure.indicator), then.ds.catalog.thresholds
    unit, months = figure.quantity.unit, int(figure.period.months_elapsed)
    if total.quantity.unit.code != unit.code or not figure.quantity.value > 0:
        return
    years = history.years(indicator, figure)
    past = Past(
        years=years,
        best_month=history.best_month(indicator, figure),
        months=history.months(indicator, figure),
    )
    prior = straight_line_prior(months, thresholds)
    if years:
        case = Case(
            indicator=indicator,
            months=figure.period.months_elapsed,
            year=figure.period.end.year,
            year_over=False,
            nearly=False,
            at_most=False,
            thresholds=thresholds,
            past=past,
        )
        prior = prior_of(figure.quantity.value, case)
    band = project(float(figure.quantity.value), prior, None)
    row = {
        "indicator": figure.indicator,
        "area": figure.area,
        "year": figure.period.end.year,
        "months": months,
        "known": str(day),
        "value": float(figure.quantity.value),
        "total": float(total.quantity.to(unit).value),
        "n": len(years),
        "years": years,
        "origins": {y.origin for y in years},
        "lumpy": indicator.lumpy,
        "law": prior.method,
        "lo80": band.lo80,
        "median": band.median,
        "hi80": band.hi80,
    }
    goals = then.goals(indicator, figure.area, figure.period.end.year).by_basis
    if not goals or goals[0].quantity.unit.code != unit.code:
        yield row | {"goal": None, "class": None, "rule_id": None, "p": None, "met": None}
        return
    j = judge(figure, goals[0], indicator, thresholds, past)
    goal = float(goals[0].quantity.to(unit).value)
    p = None
    if j.rule_id in ("R4", "R5", "R6"):
        p = probability_to_reach(row["value"], goal, prior)
    yield row | {
        "goal": goal,
        "class": str(j.computed_class),
        "rule_id": j.rule_id,
        "p": p,
        "met": row["total"] >= goal,
    }


if __name__ == "__main__":
    report()
