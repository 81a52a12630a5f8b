"""Named peers beside hpbrief, one run: extraction, reading of files, projection; speed and correctness.

    uv run --no-dev --group benchmarks python benchmarks/peers.py [extraction] [reading] [projection]

Extraction reads the briefings of tests/corpus/briefings/seventh, which an annotator marked without seeing the reader
and from which nothing was learned. Peers get a line at a time and the day of the briefing, hpbrief the whole text.
duckling is the package of that name (JPype, needs Java; install it beside the group), the Clojure version: no wheel
binds the Haskell one. quantulum3 reads English; it is here for its numbers and signs. underthesea marks numerals.
Speeds are CPU seconds of one process after a first call; machines differ, so compare rows of one run only.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import platform
import re
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

SET = Path(__file__).parents[1] / "tests" / "corpus" / "briefings" / "seventh"


def table(head: list[str], rows: list[list[str]]) -> None:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    print("\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n", flush=True)


def named(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} (not installed)"


# -- extraction --------------------------------------------------------------------------------------


class Text(NamedTuple):
    """A briefing, its day, and what an annotator found in it."""

    text: str
    day: date
    area: str
    facts: list[dict[str, Any]]


class Found(NamedTuple):
    """What a tool found: its place, and what it says (None: nothing)."""

    start: int
    end: int
    value: float | None = None
    scaled: float | None = None
    unit: str | None = None
    first: date | None = None
    last: date | None = None


Tool = Callable[[Text], list[Found]]


def briefings() -> list[Text]:
    out = []
    for file in sorted(SET.glob("*.txt")):
        meta = json.loads(file.with_suffix(".meta.json").read_text("utf-8"))
        facts = [json.loads(line) for line in file.with_suffix(".jsonl").read_text("utf-8").splitlines()]
        out.append(
            Text(file.read_text("utf-8"), date.fromisoformat(meta["document_date"]), meta["area"], facts)
        )
    return out


def lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, line
        start += len(line) + 1


def hpbrief_facts() -> Tool:
    from hpbrief.briefing import parse_briefing

    def read(given: Text) -> list[Found]:
        found = []
        for row in parse_briefing(given.text, document_date=given.day, area=given.area).to_records():
            if row["kind"] in ("figure", "goal"):
                scaled = row["value"] * 10 ** (row["unit_mult"] or 0)
                found.append(Found(row["start"], row["end"], row["value"], scaled, row["unit"]))
            elif row["kind"] in ("date", "period") and row["period"]:
                first, last = map(date.fromisoformat, row["period"].split("/"))
                found.append(Found(row["start"], row["end"], first=first, last=last))
        return found

    return read


def duckling() -> Tool:
    import inspect

    if not hasattr(inspect, "getargspec"):  # the package is of 2018
        inspect.getargspec = inspect.getfullargspec  # type: ignore[attr-defined]
    import jpype
    from duckling import Duckling

    folder = Path(importlib.util.find_spec("duckling").origin).parent / "jars"
    jpype.startJVM("-Xmx2g", classpath=[str(p) for p in folder.rglob("*.jar")], convertStrings=True)
    engine = Duckling(jvm_started=True)
    engine.load(["vi"])
    units = {"%": "PT", "₫": "VND", "đ": "VND", "đồng": "VND", "VND": "VND", "$": "USD", "USD": "USD"}

    def read(given: Text) -> list[Found]:
        found = []
        for start, line in lines(given.text):
            for entry in engine.parse(line, "vi", reference_time=given.day.isoformat()):
                place = (start + int(entry["start"]), start + int(entry["end"]))
                value = entry["value"]
                if entry["dim"] == "time":
                    found.append(Found(*place, **_grain(value)))
                elif isinstance(value.get("value"), float | int):
                    unit = units.get(str(value.get("unit")), value.get("unit"))
                    found.append(Found(*place, value["value"], value["value"], unit))
        return found

    return read


def _grain(value: dict[str, Any]) -> dict[str, Any]:
    """The days that a moment of duckling spans, by its grain."""
    from hpbrief.models import Period

    text = str(value.get("value", ""))[:10]
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return {}
    day = date.fromisoformat(text)
    match str(value.get("grain")):
        case "year":
            period = Period.year(day.year)
        case "quarter":
            period = Period.quarter(day.year, (day.month + 2) // 3)
        case "month":
            period = Period.month(day.year, day.month)
        case _:
            period = Period.instant(day)
    return {"first": period.start, "last": period.end}


def dateparser() -> Tool:
    from dateparser.search import search_dates

    def read(given: Text) -> list[Found]:
        found = []
        base = datetime(given.day.year, given.day.month, given.day.day)
        for start, line in lines(given.text):
            at = 0
            for words, moment in search_dates(line, languages=["vi"], settings={"RELATIVE_BASE": base}) or ():
                place = line.find(words, at)
                if place >= 0:
                    at = place + len(words)
                    found.append(Found(start + place, start + at, first=moment.date(), last=moment.date()))
        return found

    return read


def quantulum3() -> Tool:
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False  # its trained model does not load under today's scikit-learn

    units = {
        "percentage": "PT",
        "percent": "PT",
        "vietnamese dong": "VND",
        "dollar": "USD",
        "tonne": "T",
        "hectare": "HA",
    }

    def read(given: Text) -> list[Found]:
        found = []
        for start, line in lines(given.text):
            for q in parser.parse(line):
                unit = units.get(q.unit.name.lower(), q.unit.name)
                found.append(Found(start + q.span[0], start + q.span[1], q.value, q.value, unit))
        return found

    return read


def underthesea() -> Tool:
    from underthesea import pos_tag

    def read(given: Text) -> list[Found]:
        found = []
        for start, line in lines(given.text):
            at = 0
            for words, tag in pos_tag(line):
                place = line.find(words, at)
                if place >= 0:
                    at = place + len(words)
                    if tag == "M":
                        found.append(Found(start + place, start + at))
        return found

    return read


def _near(a: float | None, b: float | None) -> bool:
    return a is not None and b is not None and abs(a - b) <= 1e-9 * max(abs(a), abs(b))


def scores(texts: list[Text], results: list[list[Found]]) -> list[str]:
    """Figures found, with their number, with scale and unit; how much of what was found is one; days and periods."""
    figures = found = number = whole = times = exact = inside = given = true = 0
    for text, result in zip(texts, results, strict=True):
        amounts = [f for f in text.facts if f["kind"] in ("figure", "goal")]
        spans = [f for f in text.facts if f["kind"] in ("date", "period") and f["period"]]
        quantities = [r for r in result if r.first is None]
        for fact in amounts:
            here = [r for r in quantities if r.start < fact["end"] and fact["start"] < r.end]
            scaled = fact["value"] * 10 ** (fact["unit_mult"] or 0)
            found += bool(here)
            number += any(_near(r.value, fact["value"]) or _near(r.scaled, scaled) for r in here)
            whole += any(_near(r.scaled, scaled) and r.unit == fact["unit"] for r in here)
        for fact in spans:
            first, last = map(date.fromisoformat, fact["period"].split("/"))
            here = [r for r in result if r.first and r.start < fact["end"] and fact["start"] < r.end]
            exact += any((r.first, r.last) == (first, last) for r in here)
            inside += any(r.first >= first and r.last <= last for r in here)
        figures, times = figures + len(amounts), times + len(spans)
        given += len(quantities)
        true += sum(any(r.start < f["end"] and f["start"] < r.end for f in amounts) for r in quantities)
    every = [r for result in results for r in result]
    valued, timed = any(r.value is not None for r in every), any(r.first for r in every)

    def share(part: int, whole: int, told: bool) -> str:
        return f"{part / whole:.3f}" if told and whole else "–"

    return [
        share(found, figures, bool(given)), share(number, figures, valued), share(whole, figures, valued),
        share(true, given, bool(given)), share(exact, times, timed), share(inside, times, timed),
    ]  # fmt: skip


def extraction() -> None:
    texts = briefings()
    size = sum(len(t.text.encode()) for t in texts)
    figures = sum(f["kind"] in ("figure", "goal") for t in texts for f in t.facts)
    times = sum(f["kind"] in ("date", "period") for t in texts for f in t.facts)
    print(
        f"## Extraction\n\n{len(texts)} briefings, {size:,} bytes, {figures} figures, {times} days and periods.\n"
    )
    rows = []
    for package, make in (
        ("hpbrief", hpbrief_facts), ("duckling", duckling), ("dateparser", dateparser),
        ("quantulum3", quantulum3), ("underthesea", underthesea),
    ):  # fmt: skip
        if importlib.util.find_spec(package) is None:
            rows.append([named(package), *["–"] * 7])
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                read = make()
                read(texts[0])
                start = time.process_time()
                results = [read(text) for text in texts]
            except Exception as error:  # a peer that does not run here is told, not hidden
                rows.append([f"{named(package)}: {type(error).__name__}", *["–"] * 7])
                continue
            seconds = time.process_time() - start
        rows.append([named(package), *scores(texts, results), f"{size / 1e3 / seconds:,.1f}"])
    head = [
        "", "figures found", "number right", "with scale and unit", "of what was found, a figure",
        "days and periods exact", "inside", "kB/s",
    ]  # fmt: skip
    table(head, rows)


# -- reading of files --------------------------------------------------------------------------------

ROWS = 40


def report_rows() -> list[list[str]]:
    """A table of made-up figures, forty rows of four cells."""
    return [
        [
            f"Chỉ tiêu thứ {n}",
            "tỷ đồng",
            f"{118_000 + 37 * n:,}".replace(",", ".") + ",5",
            f"{90 + n / 8:.2f}".replace(".", ","),
        ]
        for n in range(1, ROWS + 1)
    ]


PARAGRAPHS = [
    f"Đoạn {n}: tình hình kinh tế - xã hội của địa phương tiếp tục ổn định, có mặt khá hơn."
    for n in range(1, 41)
]
HEAD = ["Chỉ tiêu", "Đơn vị", "Thực hiện", "So cùng kỳ (%)"]


def make_files(folder: Path) -> list[Path]:
    """The same report as DOCX, XLSX and HTML; as PDF where typst is there."""
    import docx
    import xlsxwriter

    document = docx.Document()
    for paragraph in PARAGRAPHS[:20]:
        document.add_paragraph(paragraph)
    grid = document.add_table(rows=0, cols=4)
    for row in [HEAD, *report_rows()]:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    for paragraph in PARAGRAPHS[20:]:
        document.add_paragraph(paragraph)
    document.save(str(folder / "report.docx"))
    with xlsxwriter.Workbook(str(folder / "report.xlsx")) as book:
        sheet = book.add_worksheet("Bảng")
        for n, row in enumerate([HEAD, *report_rows()]):
            sheet.write_row(n, 0, row)
    body = "".join(f"<p>{p}</p>" for p in PARAGRAPHS[:20])
    cells = "".join(
        "<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in [HEAD, *report_rows()]
    )
    rest = "".join(f"<p>{p}</p>" for p in PARAGRAPHS[20:])
    (folder / "report.html").write_text(
        "<!doctype html><html lang=vi><meta charset=utf-8><title>Báo cáo</title><body><nav><a href=/>Trang</a></nav>"
        f"<article><h1>Báo cáo</h1>{body}<table>{cells}</table>{rest}</article></body></html>",
        "utf-8",
    )
    files = [folder / f"report.{kind}" for kind in ("docx", "xlsx", "html")]
    if importlib.util.find_spec("typst"):
        import typst

        cells = "\n".join(f"[{c}]," for row in [HEAD, *report_rows()] for c in row)
        source = "\n\n".join([*PARAGRAPHS[:20], f"#table(columns: 4,\n{cells}\n)", *PARAGRAPHS[20:]])
        (folder / "report.typ").write_text(source, "utf-8")
        typst.compile(str(folder / "report.typ"), output=str(folder / "report.pdf"))
        files.append(folder / "report.pdf")
    return files


def reading() -> None:
    from markitdown import MarkItDown

    theirs = MarkItDown()
    tools: list[tuple[str, Callable[[str], str]]] = [
        (named("markitdown"), lambda path: theirs.convert(path).text_content)
    ]
    if importlib.util.find_spec("hpbrief.load.opening"):
        from hpbrief.load.opening import read_document

        tools.insert(0, (named("hpbrief"), lambda path: read_document(path).text or ""))
    else:
        print("(this hpbrief opens text files only)\n")
    print(
        f"## Reading of files\n\nOne report: {len(PARAGRAPHS)} paragraphs and a table of {ROWS} rows of four cells.\n"
    )
    rows = []
    with tempfile.TemporaryDirectory() as name:
        for file in make_files(Path(name)):
            for tool, read in tools:
                start = time.perf_counter()
                try:
                    text = read(str(file))
                except Exception as error:
                    rows.append([file.suffix[1:], tool, type(error).__name__, "–", "–"])
                    continue
                seconds = time.perf_counter() - start
                flat = re.sub(r"\s+", " ", text)
                told = sum(p in flat for p in PARAGRAPHS) if file.suffix != ".xlsx" else None
                rows.append(
                    [file.suffix[1:], tool, f"{sum(_row_in(r, text) for r in report_rows())} of {ROWS}",
                     "–" if told is None else f"{told} of {len(PARAGRAPHS)}", f"{seconds:.2f}"]
                )  # fmt: skip
    table(["file", "tool", "rows of the table whole", "paragraphs whole", "seconds, first call"], rows)


def _row_in(row: list[str], text: str) -> bool:
    """Whether a line of the text is a row of cells between bars, these and no others."""
    cells = (
        [c.strip() for c in line.strip().strip("|").split("|")] for line in text.splitlines() if "|" in line
    )
    return row in ([c for c in line if c] for line in cells)


# -- projection --------------------------------------------------------------------------------------


def projection(sample_size: int = 100, seed: int = 2025) -> None:
    import numpy as np
    import projections
    import public_series
    from backtest import banded

    series = public_series.flows()
    cases, past = public_series.origins(series)
    sample = cases.groupby("series").sample(1, random_state=seed)
    sample = sample.sample(min(sample_size, len(sample)), random_state=seed).reset_index(drop=True)
    past = past[past["area"].isin(sample["area"])]
    actual = sample["total"].to_numpy()

    def ours(n: int) -> list[Any]:
        out = banded(sample, past, n)
        return [out[c].to_numpy() for c in ("forecast_lo80", "forecast_median", "forecast_hi80")]

    def ladder(n: int) -> list[Any]:
        total, error = projections.mack(sample, past, n)
        return [total - 1.2816 * error, total, total + 1.2816 * error]

    def ets(back: int | None) -> list[Any]:
        totals = projections.auto_ets(sample, series, back)
        return [np.quantile(totals, q, axis=1) for q in (0.1, 0.5, 0.9)]

    print(
        f"## Projection\n\n{len(sample)} origins of public monthly series, one a series, drawn with seed {seed}.\n"
    )
    rows = []
    for name, make in (
        (f"{named('hpbrief')}, 3 years", lambda: ours(3)),
        (f"{named('hpbrief')}, 5 years", lambda: ours(5)),
        (f"{named('chainladder')} (Mack), 3 years", lambda: ladder(3)),
        (f"{named('chainladder')} (Mack), 5 years", lambda: ladder(5)),
        (f"{named('statsforecast')} (AutoETS), 3 years", lambda: ets(3)),
        (f"{named('statsforecast')} (AutoETS), all months", lambda: ets(None)),
    ):
        start = time.process_time()
        lo, mid, hi = make()
        seconds = time.process_time() - start
        pinball = np.mean(
            [
                np.maximum(q * (actual - x), (q - 1) * (actual - x)) / actual
                for q, x in ((0.1, lo), (0.5, mid), (0.9, hi))
            ]
        )
        rows.append(
            [name, f"{100 * np.median(np.abs(mid / actual - 1)):.2f}", f"{100 * pinball:.3f}",
             f"{100 * np.mean((lo <= actual) & (actual <= hi)):.0f}", f"{1e3 * seconds / len(sample):,.2f}"]
        )  # fmt: skip
    table(["", "median error, %", "pinball, %", "inside the 80 % band, %", "CPU ms an origin"], rows)


PARTS = {"extraction": extraction, "reading": reading, "projection": projection}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("parts", nargs="*", choices=[*PARTS, []], help="default: all")
    parts = asked.parse_args().parts or list(PARTS)
    print(
        f"`python benchmarks/peers.py{''.join(f' {p}' for p in sys.argv[1:])}`, Python {platform.python_version()}\n"
    )
    for part in parts:
        PARTS[part]()


if __name__ == "__main__":
    main()
