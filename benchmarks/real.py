"""How real pages are read: held against what an annotator wrote who had not seen the reader.

    uv run python benchmarks/real.py FOLDER

``tests/corpus/real`` has the gold: addresses, places, numbers and short spans, no texts. FOLDER has the texts as
they were annotated, one a page, named by the SHA-256 of its address with ``.txt``; nothing is fetched, and pages
whose text is not there, or is another one, are counted as missing. A field that the annotator could not decide is
left out.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
import unicodedata
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import hpbrief as hb

GOLD = Path(__file__).parents[1] / "tests" / "corpus" / "real"
Fact = dict[str, Any]
_CORE = {"VND", "USD", "PT", "PP", "T", "PS", "HA"}
_DISBURSED = {"public_investment_disbursed", "public_investment_disbursed_share"}


class Tally:
    """Right and asked, by name."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.asked: Counter[str] = Counter()

    def take(self, name: str, right: bool, asked: bool = True) -> None:
        self.right[name] += right and asked
        self.asked[name] += asked


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    fields, kinds = Tally(), {k: [0, 0, 0] for k in ("spans", "headlines", "named", "owners", "legal")}
    words = wrong = read_pages = missing = 0
    for path in sorted(GOLD.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        file = Path(sys.argv[1]) / f"{hashlib.sha256(gold['url'].encode()).hexdigest()}.txt"
        text = unicodedata.normalize("NFC", file.read_text("utf-8")) if file.is_file() else ""
        if hashlib.sha256(text.encode()).hexdigest() != gold["sha256"]:
            missing += 1
            continue
        day = date.fromisoformat(gold["document_date"]) if gold["document_date"] else None
        rows = hb.parse_briefing(text, document_date=day, url=gold["url"]).to_records()
        read_pages, words = read_pages + 1, words + len(text.split())
        wrong += take_page(gold["facts"], rows, text, fields, kinds)
    show(fields, kinds, read_pages, missing, 1000 * wrong / words if words else math.nan)


def take_page(
    facts: list[Fact], rows: list[Fact], text: str, fields: Tally, kinds: dict[str, list[int]]
) -> int:
    """Count one page; gives the number of wrong facts."""
    numbers = [f for f in facts if f["kind"] in ("figure", "goal")]
    read = [r for r in rows if r["kind"] in ("figure", "goal")]
    by_place = {(r["start"], r["end"]): r for r in read}
    count(kinds["spans"], sum((f["start"], f["end"]) in by_place for f in numbers), len(numbers), len(read))
    wrong = 0
    for fact in numbers:
        found = by_place.get((fact["start"], fact["end"]))
        if found is not None:
            answers = compare(fact, found)
            for name, right in answers.items():
                fields.take(name, right)
            wrong += not all(answers[n] for n in ("value and unit", "measure") if n in answers)
    wrong += len(read) - sum((f["start"], f["end"]) in by_place for f in numbers)
    verdicts = [r for r in rows if r["kind"] == "verdict"]
    match(
        kinds["headlines"],
        of(facts, "headline"),
        [v for v in verdicts if v["count"] is not None],
        same_headline,
    )
    named = [v for v in verdicts if v["count"] is None]
    match(kinds["named"], of(facts, "named"), named, same_named)
    tasks = [r for r in rows if r["kind"] == "directive"]
    match(kinds["owners"], of(facts, "owner"), tasks, same_owner)
    legal = {(r["start"], r["end"]) for r in rows if r["kind"] == "legal_ref"}
    quoted = [f for f in of(facts, "legal") if any(s <= f["start"] and f["end"] <= e for s, e in legal)]
    count(kinds["legal"], len(quoted), len(of(facts, "legal")), len(legal))
    return wrong


def compare(fact: Fact, found: Fact) -> dict[str, bool]:
    """Which fields of a number are right; those that the annotator could not decide are left out."""
    answers = {
        "value and unit": same_value(fact, found),
        "measure": (fact["measure"], fact["direction"]) == (found["measure"], found["direction"]),
        "figure or goal": fact["kind"] == found["kind"],
    }
    if fact["measure"] == "?":
        del answers["measure"]
    if fact["period"] != "?":
        answers["period"] = fact["period"] == found["period"]
    if fact["area"] != "?":
        answers["area"] = (None if fact["area"] == "-" else fact["area"]) == found["area"]
    if fact["indicator"] != "?":
        answers["indicator"] = same_indicator(fact["indicator"], found)
    answers["subject"] = alike(fact["phrase"], found["phrase"])
    return answers


def same_value(fact: Fact, found: Fact) -> bool:
    values = [Decimal(fact["value"]), Decimal(fact["value_max"]) if fact["value_max"] else None]
    theirs = [Decimal(str(found[k])) if found[k] is not None else None for k in ("value", "value_max")]
    ours, unit = (fact["unit"], found["unit"])
    if ours not in _CORE and unit not in _CORE:
        scale = Decimal(10) ** (fact["unit_mult"] - (found["unit_mult"] or 0))
        return theirs[0] is not None and values[0] is not None and values[0] * scale == theirs[0]
    if ours != unit or values[0] is None or theirs[0] is None:
        return False
    scale = Decimal(10) ** (fact["unit_mult"] - (found["unit_mult"] or 0))
    return values[0] * scale == theirs[0] and (values[1] is None) == (theirs[1] is None)


def same_indicator(gold: str, found: Fact) -> bool:
    pair = {None if gold == "-" else gold, found["indicator"]}
    return len(pair) == 1 or pair == _DISBURSED or pair == {gold, f"{gold}_growth"}


def alike(a: str | None, b: str | None) -> bool:
    x, y = (Counter("".join(c if c.isalnum() else " " for c in (t or "").casefold()).split()) for t in (a, b))
    total = x.total() + y.total()
    return bool(total) and 2 * (x & y).total() >= 0.5 * total


def same_headline(fact: Fact, row: Fact) -> bool:
    same = fact["count"] == row["count"] and fact["status"] == row["verdict_status"]
    return same and (fact["of_total"] is None or row["of_total"] in (None, fact["of_total"]))


def same_named(fact: Fact, row: Fact) -> bool:
    return fact["status"] == row["verdict_status"] and overlaps(fact, row)


def same_owner(fact: Fact, row: Fact) -> bool:
    if not overlaps(fact, row):
        return False
    return (fact["owner"] == "none" and not row["owner"]) or alike(fact["owner"], row["owner"])


def overlaps(a: Fact, b: Fact) -> bool:
    return min(a["end"], b["end"]) > max(a["start"], b["start"])


def of(facts: list[Fact], kind: str) -> list[Fact]:
    return [f for f in facts if f["kind"] == kind]


def match(tally: list[int], gold: list[Fact], rows: list[Fact], same: Any) -> None:
    """One-to-one pairs, in the order of the text."""
    left, hits = list(rows), 0
    for fact in gold:
        pair = next((r for r in left if same(fact, r)), None)
        if pair is not None:
            left.remove(pair)
            hits += 1
    count(tally, hits, len(gold), len(rows))


def count(tally: list[int], hits: int, gold: int, read: int) -> None:
    for k, n in enumerate((hits, gold, read)):
        tally[k] += n


def interval(right: int, asked: int) -> str:
    """Wilson's 95 % interval of a share."""
    if not asked:
        return ""
    z, p = 1.96, right / asked
    middle, half = p + z * z / (2 * asked), z * math.sqrt(p * (1 - p) / asked + z * z / (4 * asked * asked))
    return f"[{(middle - half) / (1 + z * z / asked):.3f}, {(middle + half) / (1 + z * z / asked):.3f}]"


def show(fields: Tally, kinds: dict[str, list[int]], pages: int, missing: int, wrong: float) -> None:
    print(f"{pages} pages read, {missing} not here; wrong facts per thousand words {wrong:.1f}\n")
    print(
        "| | found | of gold | read | recall | precision | F1 | 95 % of recall |\n|---|---|---|---|---|---|---|---|"
    )
    for name, (hits, gold, read) in kinds.items():
        f1 = 2 * hits / (gold + read) if gold + read else math.nan
        recall, precision = hits / gold if gold else math.nan, hits / read if read else math.nan
        rates = f"{recall:.3f} | {precision:.3f} | {f1:.3f}"
        print(f"| {name} | {hits} | {gold} | {read} | {rates} | {interval(hits, gold)} |")
    print("\n| field, of numbers found | right | asked | rate | 95 % |\n|---|---|---|---|---|")
    for name, asked in fields.asked.items():
        right = fields.right[name]
        print(f"| {name} | {right} | {asked} | {right / asked:.3f} | {interval(right, asked)} |")


if __name__ == "__main__":
    main()
