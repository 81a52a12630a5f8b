"""What was read, held against the facts that an annotator wrote: F1 of spans, rates of fields on equal spans.

Leniences: units outside the core are one; a plain indicator and its growth are one on a change and in a verdict, so are
disbursement and its share on a percentage; no status is an official one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

from hpbrief.briefing import parse_briefing

Fact = dict[str, Any]
FOLDER = Path(__file__).parent / "briefings"
SETS = ("dev", "test", "second", "third", "fourth", "fifth", "sixth", "seventh")
_CORE = {"VND", "USD", "PT", "PP", "T", "PS", "HA", "enterprise", "flat"}
_GROWING = ("export_turnover", "retail_sales", "bank_credit")
_DISBURSED = {"public_investment_disbursed", "public_investment_disbursed_share"}


def _number(value: Any) -> float | None:
    return None if value is None else float(value)


def _same_value(a: Fact, b: Fact) -> bool:
    if any(_number(a[key]) != _number(b[key]) for key in ("value", "value_max", "of")):
        return False
    units = {a["unit"], b["unit"]}
    return _CORE.isdisjoint(units) or (len(units) == 1 and (a["unit_mult"] or 0) == (b["unit_mult"] or 0))


def _same_indicator(a: Fact, b: Fact) -> bool:
    pair = {a["indicator"], b["indicator"]}
    if len(pair) == 1:
        return True
    if pair == _DISBURSED:
        return a["unit"] in ("PT", "PP", None)
    return a["measure"] in ("yoy_change", None) and any(pair == {x, f"{x}_growth"} for x in _GROWING)


def _words(text: str | None) -> Counter[str]:
    return Counter("".join(c if c.isalnum() else " " for c in (text or "").casefold()).split())


def _alike(a: str | None, b: str | None) -> bool:
    x, y = _words(a), _words(b)
    total = x.total() + y.total()
    return a == b or bool(total and 2 * (x & y).total() >= 0.5 * total)


FIELDS: dict[str, Callable[[Fact, Fact], bool]] = {
    "value and unit": _same_value,
    "measure and direction": lambda a, b: (a["measure"], a["direction"]) == (b["measure"], b["direction"]),
    "period": lambda a, b: a["period"] == b["period"],
    "qualifier": lambda a, b: a["qualifier"] == b["qualifier"],
    "indicator": _same_indicator,
    "phrase overlap": lambda a, b: _alike(a["phrase"], b["phrase"]),
    "area": lambda a, b: a["area"] == b["area"],
    "status": lambda a, b: (a["obs_status"] or "A") == (b["obs_status"] or "A"),
}


def _overlap(a: Fact, b: Fact) -> int:
    return max(0, min(a["end"], b["end"]) - max(a["start"], b["start"]))


def _exact(a: Fact, b: Fact) -> bool:
    return (a["start"], a["end"]) == (b["start"], b["end"])


def _half(a: Fact, b: Fact) -> bool:
    shared = _overlap(a, b)
    return shared > 0 and all(2 * shared >= x["end"] - x["start"] for x in (a, b))


def _same_headline(a: Fact, b: Fact) -> bool:
    return all(a[k] == b[k] for k in ("count", "of_total", "verdict_status", "reference"))


def _same_verdict(a: Fact, b: Fact) -> bool:
    if not _same_indicator(a, b) or any(a[k] != b[k] for k in ("verdict_status", "reference", "inferred")):
        return False
    return a["indicator"] is not None or _overlap(a, b) > 0


def _pairs(gold: list[Fact], read: list[Fact], same: Callable[[Fact, Fact], bool]) -> list[tuple[Fact, Fact]]:
    """One-to-one pairs, those that overlap most first."""
    able = sorted(
        ((-_overlap(g, r), i, j) for i, g in enumerate(gold) for j, r in enumerate(read) if same(g, r))
    )
    left, right, found = set(), set(), []
    for _, i, j in able:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            found.append((gold[i], read[j]))
    return found


class Score:
    """Counts over several texts."""

    def __init__(self) -> None:
        self.spans: dict[str, list[int]] = {}
        self.fields: dict[str, list[int]] = {}

    def take(self, gold: list[Fact], read: list[Fact]) -> None:
        """Count one text."""
        numbers = self._span("figures and goals", gold, read, _exact, "figure", "goal")
        for kind in ("figure", "goal"):
            hits = sum(a["kind"] == b["kind"] == kind for a, b in numbers)
            self._count(f"{kind}s", hits, _of(gold, kind), _of(read, kind))
        for a, b in numbers:
            for name, test in FIELDS.items():
                self._field(name, test(a, b))
            if a["basis"] is not None:
                self._field("basis", a["basis"] == b["basis"])
        for kind, name in (("date", "dates"), ("period", "periods"), ("legal_ref", "legal references")):
            self._span(name, gold, read, _exact, kind)
        verdicts, said = _of(gold, "verdict"), _of(read, "verdict")
        for name, headline, same in (
            ("verdicts, headlines", True, _same_headline),
            ("verdicts of indicators", False, _same_verdict),
        ):
            g = [v for v in verdicts if (v["count"] is not None) is headline]
            r = [v for v in said if (v["count"] is not None) is headline]
            self._count(name, len(_pairs(g, r, same)), g, r)
        for a, b in self._span("directives", gold, read, _half, "directive"):
            self._field("owner", a["owner"] == b["owner"])
            self._field("deadline", a["deadline"] == b["deadline"])

    def _span(
        self, name: str, gold: list[Fact], read: list[Fact], same: Callable[[Fact, Fact], bool], *kinds: str
    ) -> list[tuple[Fact, Fact]]:
        g, r = _of(gold, *kinds), _of(read, *kinds)
        pairs = _pairs(g, r, same)
        self._count(name, len(pairs), g, r)
        return pairs

    def _count(self, name: str, hits: int, gold: list[Fact], read: list[Fact]) -> None:
        row = self.spans.setdefault(name, [0, 0, 0])
        for k, n in enumerate((hits, len(gold), len(read))):
            row[k] += n

    def _field(self, name: str, right: bool) -> None:
        row = self.fields.setdefault(name, [0, 0])
        row[0] += right
        row[1] += 1

    def rates(self) -> dict[str, float]:
        """F1 of each kind of fact, then the rate of each field."""
        spans = {name: 2 * hits / (g + r) if g + r else 1.0 for name, (hits, g, r) in self.spans.items()}
        return spans | {name: right / n for name, (right, n) in self.fields.items()}


def _of(facts: Iterable[Fact], *kinds: str) -> list[Fact]:
    return [fact for fact in facts if fact["kind"] in kinds]


def score(name: str) -> Score:
    """The score of one set of texts."""
    total = Score()
    for path in sorted((FOLDER / name).glob("*.txt")):
        meta = json.loads(path.with_suffix(".meta.json").read_text("utf-8"))
        day = date.fromisoformat(meta["document_date"]) if meta.get("document_date") else None
        read = parse_briefing(path.read_text("utf-8"), document_date=day, area=meta.get("area")).to_records()
        gold = [
            json.loads(line) for line in path.with_suffix(".jsonl").read_text("utf-8").splitlines() if line
        ]
        total.take(gold, read)
    return total
