"""Numbers that belong elsewhere: goals printed as results, another indicator's, another area's, another boundary's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from hpbrief.assessment.select import agree
from hpbrief.checks.ledger import Case, Cell, Each, Ledger, observed, percent
from hpbrief.models import (
    Area,
    Goal,
    IndicatorKind,
    KnownBasis,
    Measure,
    Observation,
    ObsStatus,
    Qualifier,
    Quantity,
    Severity,
)

# -- goals -------------------------------------------------------------------------------------------


def goals(ledger: Ledger) -> Iterator[Case]:
    """Figures equal to a goal to the last digit: the goal of their own period, or of another one."""
    for cell in ledger.asked():
        if cell.measure != ledger.indicator(cell.indicator).measure:
            continue
        rows = [o for o in ledger.cells[cell] if o.quantity.qualifier == Qualifier.EXACT]
        own: list[Goal] = []
        for goal in ledger.goals.get((cell.indicator, cell.area), []):
            equal = [o for o in rows if _same_number(ledger, o, goal)]
            if equal and goal.period == cell.period:
                own.append(goal)
            elif equal and not goal.period.is_year and cell.period.end.year == goal.period.end.year:
                yield ledger.case("equals_other_goal", (*equal, goal), {"o": equal[0], "goal": goal})
        early = [o for o in rows if _not_over(ledger, o) and any(_same_number(ledger, o, g) for g in own)]
        if early:
            yield ledger.case("equals_goal", (*early, *own), {"o": early[0], "goal": own[0]})


def _same_number(ledger: Ledger, o: Observation, goal: Goal) -> bool:
    a, b = o.quantity, goal.quantity
    enough = len(a.value.normalize().as_tuple().digits) >= ledger.limits["echo_digits"]
    return enough and a.unit.code == b.unit.code and a.base_value == b.base_value


def _not_over(ledger: Ledger, o: Observation) -> bool:
    return o.status == ObsStatus.FORECAST or ledger.known(o) <= o.period.end


# -- another indicator -------------------------------------------------------------------------------


def siblings(ledger: Ledger, doubtful: Sequence[Observation]) -> Iterator[Case]:
    """Doubtful figures that would fit an indicator they are mistaken for: its own cell, or its way there."""
    pairs = [tuple(pair) for pair in ledger.limits["siblings"]]
    both = [*pairs, *((b, a) for a, b in pairs)]
    for o in dict.fromkeys(doubtful):
        for mine, other in both:
            if o.indicator != mine or o.measure != Measure.LEVEL:
                continue
            near = _fits(ledger, o, other)
            if near is not None:
                facts = {"o": o, "near": near, "apart": percent(_apart(o, near) * 100)}
                variant = "" if near.period == o.period else "path"
                if variant:
                    facts |= _steps(o, near)
                yield ledger.case("fits_other_indicator", (o, near), facts, variant=variant)


def _fits(ledger: Ledger, o: Observation, other: str) -> Observation | None:
    series = ledger.own(o.series)
    rows = ledger.levels(other, o.area, o.period, series)
    if rows:
        near = ledger.pick(rows)
        share = Decimal(str(ledger.limits["echo_share"]))
        return near if _apart(o, near) <= share or agree(o, near) else None
    before = [
        (cell.period.end, ledger.pick(found))
        for cell, found in ledger.cells.items()
        if cell[:3] == (other, o.area, Measure.LEVEL)
        and cell.series == series
        and cell.period.start == o.period.start
        and cell.period.end < o.period.end
    ]
    if not before or not o.period.is_year_to_date:
        return None
    near = max(before, key=lambda pair: pair[0])[1]
    gain = (o.quantity.base_value - near.quantity.base_value) / _months(o, near)
    usual = near.quantity.base_value / near.period.months_elapsed
    limits = ledger.limits["increment"]
    low, high = Decimal(str(limits["low"])), Decimal(str(limits["high"]))
    same_unit = o.quantity.unit.code == near.quantity.unit.code
    return near if same_unit and low * usual <= gain <= high * usual else None


def _months(later: Observation, earlier: Observation) -> Decimal:
    return later.period.months_elapsed - earlier.period.months_elapsed


def _steps(o: Observation, near: Observation) -> dict[str, Quantity]:
    """The gain a month that the other indicator would have had, and its average until then."""
    unit = near.quantity.unit
    gain = (o.quantity.to(unit).value - near.quantity.value) / _months(o, near)
    usual = near.quantity.value / near.period.months_elapsed
    return {
        "gain": Quantity(value=gain.quantize(Decimal("0.01")), unit=unit),
        "usual": Quantity(value=usual.quantize(Decimal("0.01")), unit=unit),
    }


def _apart(a: Observation, b: Observation) -> Decimal:
    base = abs(b.quantity.base_value)
    if a.quantity.unit.code != b.quantity.unit.code or not base:
        return Decimal(1)
    return abs(a.quantity.base_value - b.quantity.base_value) / base


# -- boundaries --------------------------------------------------------------------------------------


def boundaries(ledger: Ledger) -> Iterator[Case]:
    """Figures of a boundary that was not in force, or that a merged area shares with one of its parts."""
    for cell in ledger.asked():
        area = ledger.ds.catalog.area(cell.area)
        wrong = [o for o in ledger.cells[cell] if not _existed(ledger, area, o)]
        if wrong:
            variant = "ended" if area.valid_to else "early"
            facts = {"o": wrong[0], "place": area}
            yield ledger.case(
                "boundary_mismatch", wrong, facts, severity=_by_date(ledger, wrong), variant=variant
            )
        for part in ledger.predecessors(cell.area):
            yield from _same_as_part(ledger, cell, part)


def _existed(ledger: Ledger, area: Area, o: Observation) -> bool:
    """Whether the boundary was in force in the period, or drawn already when the figure was published."""
    if area.valid_to and o.period.end > area.valid_to:
        return False
    return area.existed_in(o.period) or area.valid_from is None or ledger.known(o) >= area.valid_from


def _by_date(ledger: Ledger, rows: Sequence[Observation]) -> Severity | None:
    """Where only inferred dates speak against figures, they are told for information."""
    bases = {ledger.ds.source(o.source_id).known_basis for o in rows}
    ended = any(ledger.ds.catalog.area(o.area).valid_to for o in rows)
    return Severity.INFO if bases <= {KnownBasis.INFERRED} and not ended else None


def _same_as_part(ledger: Ledger, cell: Cell, part: str) -> Iterator[Case]:
    theirs = ledger.cells.get(cell._replace(area=part), [])
    if not theirs:
        return
    if cell.measure == Measure.LEVEL and ledger.indicator(cell.indicator).kind == IndicatorKind.FLOW:
        own = ledger.pick(ledger.cells[cell])
        same = ledger.pick(theirs)
        if agree(own, same) and own.quantity.base_value:
            yield _shared(ledger, "level", own, [same], same)
        return
    groups = ledger.apart(theirs)
    own_groups = ledger.apart(ledger.cells[cell])
    for group in groups[1:] if len(groups) > 1 else ():
        for own_group in own_groups:
            if group[0].quantity.base_value == own_group[0].quantity.base_value:
                yield _shared(ledger, "rate", own_group[0], group, groups[0][0], whole=len(groups) == 2)


def _shared(
    ledger: Ledger, variant: str, own: Observation, same: Sequence[Observation], other: Observation,
    *, whole: bool = False,
) -> Case:  # fmt: skip
    facts = {
        "o": same[0],
        "own": own,
        "other": other,
        "place": ledger.ds.catalog.area(same[0].area),
        "merged": ledger.ds.catalog.area(own.area),
    }
    rows = (*same, own, other) if other not in same else (*same, own)
    explains = (ledger.cell(same[0]),) if whole else ()
    return ledger.case("boundary_mismatch", rows, facts, variant=variant, explains=explains)


# -- copies ------------------------------------------------------------------------------------------

_Copy = tuple[Observation, Observation]


def copies(ledger: Ledger) -> Iterator[Case]:
    """Figures of one area that are another's to the last digit, more of them than chance allows."""
    found: dict[tuple[str, str], list[_Copy]] = {}
    for a, b in _twins(ledger):
        found.setdefault((a.area, b.area), []).append((a, b))
    for (area, other), pairs in found.items():
        pairs = [p for p in pairs if _many(ledger, p[0], pairs)]
        if pairs and (ledger.wants(area, pairs[0][0].period) or ledger.wants(other, pairs[0][0].period)):
            areas = ledger.ds.catalog
            facts = {
                "place": areas.area(area),
                "other": areas.area(other),
                "times": len(pairs),
                "lines": Each("copied_line", tuple({"o": a, "other": b} for a, b in pairs)),
            }
            rows = [o for pair in pairs for o in pair]
            yield ledger.case("copied_series", rows, facts, explains=map(ledger.cell, rows))


def _twins(ledger: Ledger) -> Iterator[_Copy]:
    """Every two areas, unrelated, that print one number of enough digits for one indicator and period."""
    alike: dict[tuple[object, ...], dict[str, Observation]] = {}
    for cell, rows in ledger.cells.items():
        for o in observed(rows):
            value = o.quantity.base_value
            if cell.measure in (Measure.LEVEL, Measure.YOY_CHANGE) and _telling(ledger, o):
                key = (cell.indicator, cell.measure, cell.series, cell.period, o.quantity.unit.code, value)
                alike.setdefault(key, {}).setdefault(cell.area, o)
    for areas in alike.values():
        named = sorted(areas)
        for i, a in enumerate(named):
            for b in named[i + 1 :]:
                if not _related(ledger, a, b):
                    yield areas[a], areas[b]


def _telling(ledger: Ledger, o: Observation) -> bool:
    """Whether a number has enough digits to be known again."""
    digits = o.quantity.value.normalize().as_tuple().digits
    kind = "level" if o.measure == Measure.LEVEL else "rate"
    return o.quantity.qualifier == Qualifier.EXACT and len(digits) >= ledger.limits["copied_digits"][kind]


def _related(ledger: Ledger, a: str, b: str) -> bool:
    """Whether one area was merged into the other: one figure may rightly stand for both."""
    return a in ledger.predecessors(b) or b in ledger.predecessors(a)


def _many(ledger: Ledger, o: Observation, pairs: Sequence[_Copy]) -> bool:
    """Whether enough different numbers of one kind are alike."""
    same = [a for a, _ in pairs if a.measure == o.measure]
    values, cells = {a.quantity.base_value for a in same}, {(a.indicator, a.period) for a in same}
    kind = "level" if o.measure == Measure.LEVEL else "rate"
    enough: int = ledger.limits["copied_cells"][kind]
    return min(len(values), len(cells)) >= enough
