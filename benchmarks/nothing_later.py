"""No output of a day names what was printed later: every day of 2025 and of the first quarter of 2026.

    uv run python benchmarks/nothing_later.py            # every day (an hour or so on two cores)
    uv run python benchmarks/nothing_later.py --every 30

Of each day: page, note, workbook, terminal, frame, explanations, the record and the charts' texts, searched for the ids
and addresses of sources that nobody could know by then. A goal that its source states to have been adopted by the day
may be known through a later source.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import hpbrief as hb

FIRST, LAST = date(2025, 1, 1), date(2026, 3, 31)
_WORDS = re.compile(r'[\s"\'()\[\];,<>|│]+')


def days(every: int = 1) -> list[date]:
    """The days in their order, every so manieth."""
    return [FIRST + timedelta(n) for n in range(0, (LAST - FIRST).days + 1, every)]


def late(day: date) -> set[str]:
    """Ids and addresses of sources that nobody could know on a day."""
    whole = hb.load_dataset("haiphong-2025").with_history().tables
    stated = {g.source_id for g in whole.goals if g.in_force_from and g.in_force_from <= day}
    known = {s.url for s in whole.sources if s.known_from and s.known_from <= day}
    later = [
        s for s in whole.sources if (s.known_from is None or s.known_from > day) and s.source_id not in stated
    ]
    return {s.source_id for s in later} | {s.url for s in later if s.url and s.url not in known}


def outputs(day: date, folder: Path) -> Iterator[tuple[str, str]]:
    """Each output of a day by name, as text."""
    from click.testing import CliRunner

    from hpbrief.cli import main as command

    ds = hb.load_dataset("haiphong-2025")
    card = hb.assess(ds, area="haiphong-merged", year=2025, as_of=day)
    for name in ("page.html", "note.md", "book.xlsx"):
        hb.write_report(card, folder / name)
        yield name, _text(folder / name)
    ask = [
        "report",
        "haiphong-2025",
        "--area",
        "haiphong-merged",
        "--year",
        "2025",
        "--as-of",
        day.isoformat(),
    ]
    yield "terminal", CliRunner().invoke(command, ask, env={"COLUMNS": "400"}).output
    yield "frame", card.to_frame("vi").to_csv()
    yield "record", card.record.model_dump_json()
    yield "explain", "\n".join(a.explain("en") for a in card)
    for a in card:
        if a.figure is not None and a.figure.measure == "level":
            yield f"chart of {a.indicator}", hb.alt_text(hb.plot_path(ds.as_of(day), a.indicator, year=2025))
    yield "chart", hb.alt_text(hb.plot_bullets(card))


def _text(path: Path) -> str:
    if path.suffix != ".xlsx":
        return path.read_text("utf-8")
    with zipfile.ZipFile(path) as book:
        return "\n".join(
            book.read(n).decode("utf-8") for n in book.namelist() if n.endswith((".xml", ".rels"))
        )


def told_early(day: date) -> list[tuple[str, str]]:
    """What outputs of a day name though it was printed later: output and name."""
    import matplotlib.pyplot as plt

    names = late(day)
    with tempfile.TemporaryDirectory() as folder:
        found = [(which, word) for which, text in outputs(day, Path(folder)) for word in _named(text, names)]
    plt.close("all")
    return found


def _named(text: str, names: set[str]) -> set[str]:
    return names & {word.rstrip(".:") for word in _WORDS.split(text)}


def main() -> None:
    """Print the days on which something was told early."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1)
    asked = days(parser.parse_args().every)
    wrong = 0
    for day in asked:
        try:
            found = told_early(day)
        except hb.HpbriefError:  # nothing was known of the area yet
            continue
        wrong += bool(found)
        for which, word in found:
            print(day, which, word)
    print(f"{len(asked)} days, {wrong} with something told early")


if __name__ == "__main__":
    main()
