"""The same report in nine files: how many of its facts each format gives, exactly.

    uv run python benchmarks/formats.py

The facts of the Word file are the measure; of each other file are printed the share of them found, the facts it has
beyond them, and, where markitdown is installed, the share found in markitdown's text of the same file.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import hpbrief as hb

FOLDER = Path(__file__).parent.parent / "tests" / "files" / "report"
REFERENCE = "bao-cao-thang-10.docx"
KEYS = (
    "value",
    "value_max",
    "unit",
    "unit_mult",
    "measure",
    "direction",
    "period",
    "area",
    "basis",
    "obs_status",
)


def facts(records: list[dict[str, Any]]) -> Counter[tuple[Any, ...]]:
    """Figures and goals as tuples: kind, indicator (or the words where the catalogue has none), then ``KEYS``."""
    return Counter(
        (r["kind"], r["indicator"] or r["phrase"], *(r[key] for key in KEYS))
        for r in records
        if r["kind"] in ("figure", "goal")
    )


def facts_of(path: Path) -> Counter[tuple[Any, ...]]:
    """The facts of a file."""
    return facts(hb.read_briefing(path).to_records())


def markitdown_facts(path: Path) -> Counter[tuple[Any, ...]] | None:
    """The facts of markitdown's text of a file; None where it is not installed or cannot read it."""
    try:
        from markitdown import MarkItDown
    except ImportError:
        return None
    try:
        return facts(hb.parse_briefing(MarkItDown().convert(str(path)).text_content).to_records())
    except Exception as error:
        print(f"  markitdown: {path.name}: {type(error).__name__}", file=sys.stderr)
        return Counter()


def share(found: Counter[tuple[Any, ...]], wanted: Counter[tuple[Any, ...]]) -> str:
    """Found of wanted, as "250/252 99.2%"."""
    met, all_ = (found & wanted).total(), wanted.total()
    return f"{met}/{all_} {100 * met / all_:.1f}%"


def main() -> None:
    """Print the table."""
    wanted = facts_of(FOLDER / REFERENCE)
    print(f"{'file':38} {'found':>16} {'beyond':>7}  markitdown")
    for path in sorted(FOLDER.iterdir()):
        found = facts_of(path)
        other = markitdown_facts(path)
        told = "-" if other is None else share(other, wanted)
        print(f"{path.name:38} {share(found, wanted):>16} {(found - wanted).total():>7}  {told}")
        if "-v" in sys.argv:
            for sign, facts_ in (("-", wanted - found), ("+", found - wanted)):
                for fact in facts_:
                    print(f"    {sign} {fact}")


if __name__ == "__main__":
    main()
