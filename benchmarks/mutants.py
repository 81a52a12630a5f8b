"""Ten thousand files changed at random, from seeds: each is read or refused, none may hang or break its reader.

Each is read in a process forked for it, under the limits that ``read_document`` sets, but without the start of a
new Python; what its end says is counted. With ``--whole N`` every Nth goes through ``read_documents`` itself too.

python benchmarks/mutants.py [--count 10000] [--whole 50]
"""

from __future__ import annotations

import argparse
import json
import os
import select
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "load"))

import specimens
from mutants import mutate

from hpbrief.errors import LoadError
from hpbrief.load import Limits, documents_of_bytes
from hpbrief.load.child import READERS, confine, read_here
from hpbrief.load.sniff import kind_of
from hpbrief.models import Document

LIMITS = Limits(seconds=10)


def outcome(data: bytes) -> str:
    """How the reading of a file ends, in one word."""
    try:
        kind = kind_of(data, LIMITS)
    except LoadError:
        return "refused"
    if kind not in READERS:
        found = [document for _, document in documents_of_bytes(data, "mutant", limits=LIMITS)]
        return "read" if all(isinstance(one, Document) for one in found) else "refused"
    start, end = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        confine(LIMITS)
        answer = json.dumps(read_here(data, kind, LIMITS)).encode()
        with os.fdopen(end, "wb") as stream:
            stream.write(answer)
        os._exit(0)
    os.close(end)
    answer, status = _await(child, start, time.monotonic() + 3 * LIMITS.seconds)
    if status is None:
        return "HANG"
    try:
        result = json.loads(answer)
    except ValueError:
        return f"broke its process ({signal.Signals(status & 127).name if status & 127 else status >> 8})"
    if "error" not in result:
        return "read"
    return "past a limit" if result["unsafe"] else "refused"


def _await(child: int, pipe: int, deadline: float) -> tuple[bytes, int | None]:
    blocks = []
    with os.fdopen(pipe, "rb") as stream:
        while time.monotonic() < deadline:
            if select.select([stream], [], [], 0.5)[0]:
                block = os.read(stream.fileno(), 1 << 16)
                if not block:
                    return b"".join(blocks), os.waitpid(child, 0)[1]
                blocks.append(block)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return b"", None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--whole", type=int, default=50)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    sys.modules["numpy"] = None  # type: ignore[assignment]  # as in the child
    for reader in READERS.values():
        import_module(reader)
    for library in (
        "docx",
        "openpyxl",
        "pdfplumber",
        "pypdfium2",
        "python_calamine",
        "trafilatura",
        "lxml.html",
    ):
        import_module(library)
    files = {
        "docx": specimens.word(),
        "xlsx": specimens.workbook(),
        "pdf": specimens.pdf(),
        "html": specimens.page(),
        "ods": specimens.open_sheet(),
        "csv": "Chỉ tiêu;T9;T10\nIIP;1,5;2,5\nCPI;1;2\n".encode(),
        "text": specimens.FIRST.encode(),
    }
    began = time.monotonic()
    counts = {name: Counter[str]() for name in files}
    whole = Counter[str]()
    for seed in range(asked.count):
        name = list(files)[seed % len(files)]
        mutant = mutate(files[name], seed)
        ended = outcome(mutant)
        counts[name][ended] += 1
        if ended not in ("read", "refused", "past a limit"):
            Path(tempfile.gettempdir(), f"mutant-{seed}.{name}").write_bytes(mutant)
        if asked.whole and seed % asked.whole == 0:
            for _, found in documents_of_bytes(mutant, "mutant", limits=LIMITS):
                whole["read" if isinstance(found, Document) else type(found).__name__] += 1
    for name, count in counts.items():
        told = ", ".join(f"{word} {number}" for word, number in count.most_common())
        print(f"{name:5} {count.total():6}: {told}")
    print(f"through read_documents: {dict(whole)}")
    print(f"{asked.count} mutants in {time.monotonic() - began:.0f} s; this process neither broke nor hung")


if __name__ == "__main__":
    main()
