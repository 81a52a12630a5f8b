"""Reading speed beside a bare digit pass, and beside dateparser and quantulum3 where they are installed.

    python benchmarks/extract.py [FILE…]

Without files it reads the sentences of tests/corpus, joined to documents of about 5 KB. MB are 10^6 UTF-8 bytes of CPU
time on one core; each pass is run several times and the best is shown. Every pass of hpbrief gets digits of its own, so
that nothing is read from memory that a new text would not find there. As machines differ and are shared, the share of
the bare digit pass measured in the same run says more than the MB/s.
"""

from __future__ import annotations

import importlib.util
import random
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

DOCUMENT = 5_000
RUNS = 12
WARM_UP = 600_000  # characters: past the point from which all phrases are sought in one pass
FIRST_CALL = (
    "import time\nfrom hpbrief.extract import parse_briefing\nstart = time.process_time()\n"
    "parse_briefing('Thu ngân sách 10 tháng năm 2025 đạt 5.000 tỷ đồng.')\nprint(time.process_time() - start)"
)
DECIMALS = re.compile(r"(?<=[0-9][.,])[0-9]++")


def documents(files: list[str]) -> list[str]:
    if files:
        return [Path(name).read_text("utf-8") for name in files]
    corpus = Path(__file__).parents[1] / "tests" / "corpus" / "sentences.toml"
    sentences = [case["text"] for case in tomllib.loads(corpus.read_text("utf-8"))["case"]]
    found: list[str] = []
    here: list[str] = []
    for sentence in sentences:
        here.append(sentence)
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


def main() -> None:
    from hpbrief.extract import parse_briefing

    texts = documents(sys.argv[1:])
    digits = re.compile(r"[0-9]++(?:[.,][0-9]++)*+")
    for _ in range(WARM_UP // sum(map(len, texts)) + 1):
        for text in texts:
            parse_briefing(text)
    ours = speed(parse_briefing, texts, renew=True)
    rows = [("hpbrief, all facts", ours), ("bare digit pass (re)", speed(digits.findall, texts))]
    if importlib.util.find_spec("dateparser"):
        from dateparser.search import search_dates

        rows.append(("dateparser search_dates", speed(lambda t: search_dates(t, languages=["vi"]), texts, 1)))
    if importlib.util.find_spec("quantulum3"):
        from quantulum3 import parser

        rows.append(("quantulum3", speed(parser.parse, texts, 1)))
    for name, rate in rows:
        print(f"{name:28} {rate:9.3f} MB/s   hpbrief is {ours / rate:8.3f} times as fast")
    print(f"{'share of the digit pass':28} {ours / rows[1][1]:9.4f}")
    print(f"{'first call after import':28} {1000 * first_call():9.0f} ms")


if __name__ == "__main__":
    main()
