"""Reading speed beside a bare digit pass, and beside dateparser and quantulum3 where they are installed.

    python benchmarks/extract.py [FILE…]

Reads three kinds of text, and the files given as a fourth: generated news articles and reports (articles.py), the
annotated briefings of tests/corpus, and its sentences, each of which is there because it is hard, joined to documents
of about 5 KB. MB are 10^6 UTF-8 bytes of CPU time on one core; each pass is run several times and the best is shown.
Every pass of hpbrief gets digits of its own, so that nothing is read from memory that a new text would not find there.
As machines differ and are shared, the ratios to what else was measured in the same run say more than the MB/s.

The readers may be compiled or not: the first line says which. To measure the compiled ones:

    HATCH_BUILD_HOOKS_ENABLE=1 uv build
    uv run --isolated --no-project --with dist/*.whl --with dateparser --with quantulum3 python benchmarks/extract.py
"""

from __future__ import annotations

import importlib.util
import platform
import random
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

from articles import article

ROOT = Path(__file__).parents[1]
DOCUMENT = 5_000
ARTICLES = 60
RUNS = 12
WARM_UP = 600_000  # characters: past the point from which all phrases are sought in one pass
FIRST_CALL = (
    "import time\nfrom hpbrief.briefing import parse_briefing\nstart = time.process_time()\n"
    "parse_briefing('Thu ngân sách 10 tháng năm 2025 đạt 5.000 tỷ đồng.')\nprint(time.process_time() - start)"
)
A_LINE = "Ngày 31/10/2025, thu ngân sách đạt 5.000 tỷ đồng, tăng 12%."  # read first, so that no load is timed
DECIMALS = re.compile(r"(?<=[0-9][.,])[0-9]++")


def texts_by_kind(files: list[str]) -> dict[str, list[str]]:
    """The texts of each kind."""
    briefings = sorted((ROOT / "tests" / "corpus" / "briefings").glob("*/*.txt"))
    kinds = {
        "news and reports": [str(article(number)["text"]) for number in range(ARTICLES)],
        "annotated briefings": [path.read_text("utf-8") for path in briefings],
        "hard sentences": joined_sentences(),
    }
    return kinds | ({"files given": [Path(name).read_text("utf-8") for name in files]} if files else {})


def joined_sentences() -> list[str]:
    """The sentences of the corpus, joined to documents."""
    corpus = ROOT / "tests" / "corpus" / "sentences.toml"
    found: list[str] = []
    here: list[str] = []
    for case in tomllib.loads(corpus.read_text("utf-8"))["case"]:
        here.append(case["text"])
        if sum(len(s.encode()) for s in here) >= DOCUMENT:
            found.append("\n".join(here))
            here = []
    return [*found, "\n".join(here)] if here else found


def renewed(texts: list[str], seed: int) -> list[str]:
    """The texts with other digits after each dot or comma."""
    draw = random.Random(seed)
    return [DECIMALS.sub(lambda m: "".join(draw.choices("123456789", k=len(m[0]))), text) for text in texts]


def speed(read: Callable[[str], object], texts: list[str], runs: int = RUNS, *, renew: bool = False) -> float:
    size = sum(len(text.encode()) for text in texts) / 1e6
    best = float("inf")
    for number in range(runs):
        given = renewed(texts, number) if renew else texts
        start = time.process_time()
        for text in given:
            read(text)
        best = min(best, time.process_time() - start)
    return size / best


def first_call() -> float:
    runs = [
        subprocess.run([sys.executable, "-c", FIRST_CALL], capture_output=True, text=True, check=True)
        for _ in range(5)
    ]
    return min(float(run.stdout) for run in runs)


def peers() -> dict[str, Callable[[str], object]]:
    """What else reads dates or quantities and is installed."""
    found: dict[str, Callable[[str], object]] = {}
    if importlib.util.find_spec("dateparser"):
        from dateparser.search import search_dates

        found["dateparser"] = lambda text: search_dates(text, languages=["vi"])
    if importlib.util.find_spec("quantulum3"):
        from quantulum3 import parser

        found["quantulum3"] = parser.parse
    return found


def measured(texts: list[str], others: dict[str, Callable[[str], object]]) -> list[str]:
    """One row of the table."""
    from hpbrief.briefing import parse_briefing

    size = sum(len(text.encode()) for text in texts)
    for _ in range(WARM_UP // sum(map(len, texts)) + 1):
        for text in texts:
            parse_briefing(text)
    figures = sum(len(parse_briefing(text).statements) for text in texts)
    ours = speed(parse_briefing, texts, renew=True)
    records = speed(lambda text: parse_briefing(text).to_records(), texts, renew=True)
    digits = speed(re.compile(r"[0-9]++(?>(?:[.,][0-9]++)*)").findall, texts)
    row = [
        f"{size / 1000:.0f}",
        f"{size / max(1, figures):.0f}",
        f"{ours:.2f}",
        f"{records:.2f}",
        f"{ours / digits:.4f}",
    ]
    for read in others.values():
        read(A_LINE)
        row.append(f"{ours / speed(read, renewed(texts, 1), 1):.1f}")
    return row


def main() -> None:
    import hpbrief
    from hpbrief.extract.figures import reader as figures

    others = peers()
    build = "not compiled" if str(figures.__file__).endswith(".py") else "compiled"
    print(f"hpbrief {hpbrief.__version__}, {build}, Python {platform.python_version()}\n")
    head = ["text", "kB", "bytes a figure", "MB/s into models", "MB/s into records", "of a digit pass"]
    head += [f"times {name}" for name in others]
    print("| " + " | ".join(head) + " |")
    print("|---" + "|---:" * (len(head) - 1) + "|")
    for kind, texts in texts_by_kind(sys.argv[1:]).items():
        print("| " + " | ".join([kind, *measured(texts, others)]) + " |", flush=True)
    print(f"\nfirst call after import: {1000 * first_call():.0f} ms")


if __name__ == "__main__":
    main()
