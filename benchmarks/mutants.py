"""Ten thousand files changed at random, from seeds: each is read or refused, none may hang, break its reader or cost
the process that asks more than a moment.

    python benchmarks/mutants.py [--count 10000] [--first 0]

Each goes through ``documents_of_bytes``, as any file does; the time of the process that reads and that of the one that
asks are both watched. Kinds take turns; pictures are recognised where the extra ``ocr`` is installed.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "load"))

import specimens
from mutants import mutate
from test_more_formats import mail, odt, pptx, rtf, rtf_row

from hpbrief.errors import UnsafeFileError
from hpbrief.load import Limits, documents_of_bytes, warm
from hpbrief.models import Document

REPORT = Path(__file__).parents[1] / "tests" / "files" / "report"
LIMITS = Limits(seconds=10)
#: The processor time, in seconds, that the process that asks may take for a file of some kilobytes.
HERE = 1.0


def files() -> dict[str, bytes]:
    """A file of each kind."""
    found = {
        "docx": specimens.word(),
        "xlsx": specimens.workbook(),
        "pdf": specimens.pdf(),
        "html": specimens.page(),
        "ods": specimens.open_sheet(),
        "csv": "Chỉ tiêu;T9;T10\nIIP;1,5;2,5\nCPI;1;2\n".encode(),
        "text": specimens.FIRST.encode(),
        "odt": odt(),
        "pptx": pptx(),
        "rtf": rtf("".join(map(rtf_row, range(3)))),
        "mail": mail(html=True).as_bytes(),
        "doc": (REPORT / "bao-cao-thang-10.doc").read_bytes(),
        "xls": (REPORT / "bao-cao-thang-10.xls").read_bytes(),
    }
    try:
        from test_scans import coded, picture, scan

        found |= {"png": coded(picture(110)[:600]), "scan": scan(picture(110)[:600])}
    except BaseException:  # pytest skips where the extra is not there
        print("without pictures: the extra ocr is not installed")
    return found


def outcome(data: bytes) -> str:
    """How the reading of a file ends, in a few words."""
    began = time.process_time()
    ended = "refused"
    for _, found in documents_of_bytes(data, "mutant", limits=LIMITS):
        if isinstance(found, Document):
            ended = "read"
        elif isinstance(found, UnsafeFileError) and ended != "read":
            ended = (
                "BROKE" if found.message.code == "breaks_reader" else f"past a limit ({found.message.code})"
            )
    return ended if time.process_time() - began < HERE else "SLOW HERE"


def main() -> None:
    """Print how they ended, and the time and memory of both processes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    kinds = files()
    began, slowest = time.monotonic(), 0.0
    counts = {name: Counter[str]() for name in kinds}
    for seed in range(asked.first, asked.first + asked.count):
        name = list(kinds)[seed % len(kinds)]
        mutant = mutate(kinds[name], seed)
        start = time.monotonic()
        ended = outcome(mutant)
        slowest = max(slowest, time.monotonic() - start)
        counts[name][ended] += 1
        if ended.isupper():
            Path(tempfile.gettempdir(), f"mutant-{seed}.{name}").write_bytes(mutant)
    for name, count in counts.items():
        told = ", ".join(f"{word} {number}" for word, number in count.most_common())
        print(f"{name:5} {count.total():6}: {told}")
    warm._POOL.close()
    here, child = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    taken = time.monotonic() - began
    print(
        f"{asked.count} in {taken:.0f} s, the slowest {slowest:.1f} s; MB: {here} here, {child} in any child"
    )
    sys.exit(any(word.isupper() for count in counts.values() for word in count))


if __name__ == "__main__":
    main()
