"""The way of a total through the year: falls, months far from the others, slips of a power of ten."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hpbrief.assessment.select import agree
from hpbrief.checks.ledger import Case, Cell, Ledger, Path, averaged, like, observed, span
from hpbrief.models import Observation, Quantity


@dataclass(frozen=True)
class Step:
    """From one total of the year to the next: the months between, and what each of them brought."""

    start: Observation | None
    end: Observation
    months: Decimal
    amount: Decimal

    @property
    def monthly(self) -> Decimal:
        """The amount a month, in units of power zero."""
        return self.amount / self.months


def walk(ledger: Ledger) -> Iterator[Case]:
    """Slips first, then falls, then uneven months; a figure that has slipped or fallen is left out of what follows."""
    paths = ledger.paths()
    for path, figures in paths.items():
        known = ledger.indicator(path.indicator)
        if known.can_fall:
            continue
        rows = sorted(figures, key=lambda o: o.period.end)
        slips = _slips(ledger, rows)
        yield from slips
        rows = [o for o in rows if all(o is not case.rows[0] for case in slips)]
        falls = _falls(ledger, rows)
        yield from (case for _, case in falls)
        rows = [o for o in rows if all(o is not fallen for fallen, _ in falls)]
        if not known.lumpy:
            yield from _uneven(ledger, rows)
    yield from _falls_across(ledger, paths)


# -- falls -------------------------------------------------------------------------------------------


def _falls(ledger: Ledger, rows: Sequence[Observation]) -> list[tuple[Observation, Case]]:
    """The fewest figures without which the total never falls, each with the figure that it clashes with."""
    kept = _rising(rows)
    cases = []
    for i, o in enumerate(rows):
        if o in kept:
            continue
        above = [p for p in rows[:i] if p in kept and _below(o, p)]
        below = [p for p in rows[i + 1 :] if p in kept and _below(p, o)]
        if above:
            cases.append((o, _fall("falling_total", ledger, o, above[-1])))
        elif below:
            cases.append((o, _fall("falling_total", ledger, below[0], o)))
    return cases


def _rising(rows: Sequence[Observation]) -> list[Observation]:
    """The longest run of figures of which none falls below an earlier one; of equal runs that with the earlier ones."""
    best: list[list[Observation]] = []
    for i, o in enumerate(rows):
        before = [best[j] for j in range(i) if not _below(o, rows[j])]
        best.append([*max(before, key=len, default=[]), o])
    return max(best, key=len, default=[])


def _fall(code: str, ledger: Ledger, later: Observation, earlier: Observation) -> Case:
    drop = earlier.quantity.base_value - later.quantity.base_value
    return ledger.case(
        code,
        (later, earlier),
        {"later": later, "earlier": earlier, "drop": like(drop, later.quantity, earlier.quantity)},
    )


def _below(later: Observation, earlier: Observation) -> bool:
    return (
        later.quantity.unit.code == earlier.quantity.unit.code
        and later.quantity.base_value < earlier.quantity.base_value
        and not agree(later, earlier)
    )


def _falls_across(ledger: Ledger, paths: Mapping[Path, list[Observation]]) -> Iterator[Case]:
    """A later total of another definition below an earlier one of the indicator's own."""
    for path, figures in paths.items():
        if not path.series or ledger.indicator(path.indicator).can_fall:
            continue
        own = paths.get(path._replace(series=""), [])
        for later in figures:
            earlier = [o for o in own if o.period.end < later.period.end and _below(later, o)]
            beside = any(o.period == later.period for o in own)
            if earlier and not (beside and not _sinks(own, later)):
                yield _fall("falling_across_series", ledger, later, max(earlier, key=lambda o: o.period.end))


def _sinks(own: Sequence[Observation], later: Observation) -> bool:
    """Whether the indicator's own figure of that period falls too, so that it does not settle the matter."""
    same = next(o for o in own if o.period == later.period)
    return any(o.period.end < same.period.end and _below(same, o) for o in own)


# -- slips -------------------------------------------------------------------------------------------


def _slips(ledger: Ledger, rows: Sequence[Observation]) -> list[Case]:
    """Figures that are a power of ten times what their neighbours let expect."""
    factor = Decimal(str(ledger.limits["slip_factor"]))
    cases: list[Case] = []
    left = list(rows)
    for o in rows:
        others = [p for p in left if p is not o and p.quantity.unit.code == o.quantity.unit.code]
        expected = _expected(o, others)
        if expected is None or expected <= 0 or o.quantity.base_value <= 0:
            continue
        power = (o.quantity.base_value / expected).log10().to_integral_value()
        off = o.quantity.base_value / expected / 10**power
        if power and 1 / factor <= off <= factor and not _in_season(ledger, o, others):
            left.remove(o)
            near = min(others, key=lambda p: abs((p.period.end - o.period.end).days))
            cases.append(
                ledger.case(
                    "scale_slip",
                    (o, near),
                    {
                        "o": o,
                        "near": near,
                        "expected": averaged(expected, o.quantity),
                        "power": Decimal(10) ** power,
                    },
                    variant="path",
                    explains=(ledger.cell(o),),
                )
            )
    return cases


def _expected(o: Observation, others: Sequence[Observation]) -> Decimal | None:
    """What the median monthly average of at least two other totals of the year lets expect."""
    rates = [p.quantity.base_value / p.period.months_elapsed for p in others]
    return _lower_median(rates) * o.period.months_elapsed if len(rates) > 1 else None


def _in_season(ledger: Ledger, o: Observation, others: Sequence[Observation]) -> bool:
    """Whether another year or area has the same share of its year by then: nothing has slipped."""
    factor = Decimal(str(ledger.limits["slip_factor"]))
    for level in _seasons(ledger, o):
        then = level(o)
        grew = [p.quantity.base_value / q for p in others if (q := level(p))]
        if then and len(grew) > 1:
            off = o.quantity.base_value / (_lower_median(grew) * then)
            if 1 / factor <= off <= factor:
                return True
    return False


def _lower_median(values: Sequence[Decimal]) -> Decimal:
    return sorted(values)[(len(values) - 1) // 2]


# -- seasons -----------------------------------------------------------------------------------------

_Level = Callable[[Observation], Decimal | None]


def _seasons(ledger: Ledger, o: Observation) -> Iterator[_Level]:
    """The same total in the year before, in the year after, and in each other area of the same year."""
    yield lambda p: _level(ledger, ledger.cell(p)._replace(period=p.period.year_before))
    yield lambda p: _level(ledger, ledger.cell(p)._replace(period=p.period.shift(12)))
    own = ledger.cell(o)
    others = {c.area for c in ledger.cells if c[0] == own[0] and c[2:] == own[2:] and c.area != own.area}
    for area in sorted(others):
        yield lambda p, area=area: _level(ledger, ledger.cell(p)._replace(area=area))  # type: ignore[misc]


def _level(ledger: Ledger, cell: Cell) -> Decimal | None:
    rows = observed(ledger.cells.get(cell, []))
    return ledger.pick(rows).quantity.base_value if rows else None


# -- uneven months -----------------------------------------------------------------------------------


def _uneven(ledger: Ledger, rows: Sequence[Observation]) -> Iterator[Case]:
    steps = _steps(ledger, rows)
    if len(steps) < 2:
        return
    far = [_ratio(ledger, steps, i) for i in range(len(steps))]
    low, high = _band(ledger, steps[0].end.indicator)
    usual_low, usual_high = _band(ledger, "")
    i = 0
    while i < len(steps):
        ratio = far[i]
        if ratio is None or low <= ratio <= high:
            i += 1
            continue
        follows = far[i + 1] if i + 1 < len(steps) else None
        if follows is not None and (follows > 1) != (ratio > 1) and not usual_low <= follows <= usual_high:
            yield _between(ledger, steps[i], steps[i + 1], _usual(steps, (i, i + 1)))
            i += 2
        else:
            if steps[i].start is not None:
                yield _alone(ledger, steps[i], _usual(steps, (i,)))
            i += 1


def _steps(ledger: Ledger, rows: Sequence[Observation]) -> list[Step]:
    shortest = Decimal(str(ledger.limits["increment"]["shortest"]))
    steps: list[Step] = []
    last: Observation | None = None
    for o in rows:
        months = o.period.months_elapsed - (last.period.months_elapsed if last else 0)
        if months < shortest or (last and last.quantity.unit.code != o.quantity.unit.code):
            continue
        before = last.quantity.base_value if last else Decimal(0)
        steps.append(Step(last, o, months, o.quantity.base_value - before))
        last = o
    return steps


def _usual(steps: Sequence[Step], without: Sequence[int]) -> Decimal | None:
    """The median month of the other steps, each counted by its months."""
    others = sorted((s.monthly, s.months) for i, s in enumerate(steps) if i not in without)
    half, passed = sum((m for _, m in others), Decimal(0)) / 2, Decimal(0)
    for monthly, months in others:
        passed += months
        if passed >= half:
            return monthly
    return None


def _ratio(ledger: Ledger, steps: Sequence[Step], i: int) -> Decimal | None:
    """A step's month over the usual one; 1 where another year or area knows the same season."""
    usual = _usual(steps, (i,))
    if not usual:
        return None
    ratio = steps[i].monthly / usual
    low, high = _band(ledger, steps[i].end.indicator)
    return ratio if low <= ratio <= high or not _known_season(ledger, steps, i, ratio) else Decimal(1)


def _known_season(ledger: Ledger, steps: Sequence[Step], i: int, ratio: Decimal) -> bool:
    low, high = _band(ledger, "")
    for level in _seasons(ledger, steps[i].end):
        then = [_step_then(step, level) for step in steps]
        if any(step is None for step in then):
            continue
        same = [step for step in then if step is not None]
        usual = _usual(same, (i,))
        if usual and usual > 0 and same[i].amount > 0 and low <= ratio / (same[i].monthly / usual) <= high:
            return True
    return False


def _step_then(step: Step, level: _Level) -> Step | None:
    """The step between the same months in another year or area."""
    end = level(step.end)
    start = level(step.start) if step.start else Decimal(0)
    return None if end is None or start is None else Step(step.start, step.end, step.months, end - start)


def _band(ledger: Ledger, indicator: str) -> tuple[Decimal, Decimal]:
    limits = ledger.limits["increment"]
    band = {**limits, **limits.get(indicator, {})}
    return Decimal(str(band["low"])), Decimal(str(band["high"]))


def _monthly(step: Step) -> Quantity:
    return averaged(step.monthly, step.end.quantity)


def _alone(ledger: Ledger, step: Step, usual: Decimal | None) -> Case:
    assert step.start is not None
    assert usual is not None
    return ledger.case(
        "uneven_increment",
        (step.end, step.start),
        {"start": step.start, "end": step.end, "months": span(step.months),
         "gain": like(step.amount, step.end.quantity, step.start.quantity), "monthly": _monthly(step),
         "usual": averaged(usual, step.end.quantity)},
    )  # fmt: skip


def _between(ledger: Ledger, first: Step, second: Step, usual: Decimal | None) -> Case:
    """Too little and then too much, or the reverse: the figure in the middle is the doubtful one."""
    rows = [o for o in (first.end, first.start, second.end) if o is not None]
    variant = "middle" if first.start is not None else "first"
    return ledger.case(
        "uneven_increment",
        rows,
        {"start": first.start, "middle": first.end, "end": second.end, "before": _monthly(first),
         "after": _monthly(second), "first_months": span(first.months), "second_months": span(second.months),
         "usual": averaged(usual if usual is not None else first.monthly, first.end.quantity)},
        variant=variant,
    )  # fmt: skip
