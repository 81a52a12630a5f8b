"""Many articles at once: speed, memory and scaling of each engine, and what is left after a kill.

    python benchmarks/corpus.py [--documents 100000] [--workers 2] [--folder DIR] [--price 0.05]

Writes that many generated articles (seed 7; one in ten a copy) to Parquet and reads them with one process, with
several, and with a Dask cluster of as many; then once more with a worker killed (SIGKILL) on the way, and with the
whole run killed and started again. Prints Markdown: seconds are of the wall, CPU seconds those of all processes
together, memory is the peak of the resident memory of all processes, and of the largest, sampled five times a second. A
run that was killed must leave the very files of one that was not: the manifests, with a checksum of every file, are
compared.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import psutil
from articles import COPY_EVERY, write_parquet

BATCH = 500
TEN_MILLION = 10_000_000


class Outcome(NamedTuple):
    """One run: how long, how much, how large."""

    seconds: float
    cpu: float
    peak_all: int
    peak_one: int
    finished: bool


# -- one run, in a process of its own ----------------------------------------------------------------


def run_here(engine: str, workers: int, origin: str, out: str) -> None:
    """What the child does; prints the CPU seconds of itself and of its workers."""
    import hpbrief as hb

    hb.extract_corpus(origin, out, engine=engine, workers=workers, batch=BATCH, progress=False)
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(json.dumps(sum(u.ru_utime + u.ru_stime for u in used)))


def measured(
    engine: str, workers: int, origin: Path, out: Path, *, kill: str = "", parts: int = 0
) -> Outcome:
    """Run in a child and watch it; kill a ``worker`` or the ``run`` once so many parts are done."""
    words = [sys.executable, __file__, "--run", engine, str(workers), str(origin), str(out)]
    start = time.perf_counter()
    child = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    peak_all = peak_one = 0
    while child.poll() is None:
        sizes = _sizes(child.pid)
        peak_all, peak_one = max(peak_all, sum(sizes)), max(peak_one, *sizes, 0)
        if kill and len(list(out.glob("_work/parts/part-*.json"))) >= parts:
            victim = child.pid if kill == "run" else _worker(child.pid)
            if victim:
                os.kill(victim, signal.SIGKILL)
                kill = ""
        time.sleep(0.2)
    seconds = time.perf_counter() - start
    said = child.stdout.read() if child.stdout else ""
    finished = child.returncode == 0
    return Outcome(seconds, float(said.splitlines()[-1]) if finished else 0.0, peak_all, peak_one, finished)


def _family(pid: int) -> list[psutil.Process]:
    try:
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _sizes(pid: int) -> list[int]:
    sizes = [0]
    for process in _family(pid):
        try:
            sizes.append(process.memory_info().rss)
        except psutil.NoSuchProcess:
            continue
    return sizes


def _worker(pid: int) -> int | None:
    """The worker that has worked most."""
    busy = []
    for process in _family(pid)[1:]:
        try:
            if "spawn_main" in " ".join(process.cmdline()):
                busy.append((sum(process.cpu_times()[:2]), process.pid))
        except psutil.NoSuchProcess:
            continue
    return max(busy)[1] if busy else None


# -- tables ------------------------------------------------------------------------------------------


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def megabytes(size: float) -> str:
    return f"{size / 1e6:,.0f} MB"


def main(documents: int, workers: int, folder: Path, price: float) -> None:
    import distributed
    import pyarrow as pa

    import hpbrief

    origin = folder / "articles.parquet"
    size = write_parquet(str(origin), documents)
    print(
        f"{documents:,} articles, {megabytes(size)} of UTF-8 text ({size / documents:,.0f} bytes each), one in "
        f"{COPY_EVERY} a copy; parts of {BATCH}.\nhpbrief {hpbrief.__version__}, Python "
        f"{platform.python_version()}, pyarrow {pa.__version__}, dask {distributed.__version__}, "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start.\n"
    )
    runs: dict[str, Outcome] = {}
    plan = [("one process", "process", 1), (f"{workers} processes", "process", workers)]
    plan += [("Dask, 1 worker", "dask", 1), (f"Dask, {workers} workers", "dask", workers)]
    for name, engine, count in plan:
        shutil.rmtree(folder / name, ignore_errors=True)
        runs[name] = measured(engine, count, origin, folder / name)
    print(speeds(runs, plan, documents, size) + "\n")
    parts = -(-documents // BATCH)
    print(deaths(folder, origin, workers, parts, plan[1][0]) + "\n")
    print(ten_million(runs[plan[0][0]], runs[plan[1][0]], documents, workers, folder / plan[1][0], price))


def speeds(runs: dict[str, Outcome], plan: list[tuple[str, str, int]], documents: int, size: int) -> str:
    rows = []
    for name, engine, count in plan:
        run = runs[name]
        single = next(runs[n] for n, e, c in plan if e == engine and c == 1)
        first = runs[plan[0][0]]
        rows.append(
            [
                name,
                f"{run.seconds:,.1f}",
                f"{run.cpu:,.1f}",
                f"{documents / run.seconds:,.0f}",
                f"{size / 1e6 / run.seconds:,.2f}",
                f"{single.seconds / run.seconds:.2f}",
                f"{first.seconds / run.seconds / count:.0%}",
                megabytes(run.peak_all),
                megabytes(run.peak_one),
            ]
        )
    head = [
        "engine", "seconds", "CPU seconds", "documents/s", "MB/s", "times one worker", "of one process × workers",
        "memory, all", "memory, largest",
    ]  # fmt: skip
    return table(head, rows)


def deaths(folder: Path, origin: Path, workers: int, parts: int, calm: str) -> str:
    expected = json.loads((folder / calm / "manifest.json").read_text("utf-8"))
    rows = []
    for name, engine, kill in (
        ("a worker killed, processes", "process", "worker"),
        ("a worker killed, Dask", "dask", "worker"),
        ("the run killed and started again", "process", "run"),
    ):
        out = folder / name.replace(" ", "-")
        shutil.rmtree(out, ignore_errors=True)
        run = measured(engine, workers, origin, out, kill=kill, parts=parts // 3)
        done = len(list(out.glob("_work/parts/part-*.json")))
        seconds = run.seconds
        if kill == "run":
            assert not run.finished, "the run was over before it was killed: more documents, please"
            seconds += measured(engine, workers, origin, out).seconds
        found = json.loads((out / "manifest.json").read_text("utf-8"))
        lost, twice = compare(expected, found, out)
        rows.append(
            [name, f"{done:,} of {parts:,}" if kill == "run" else "–", f"{seconds:,.1f}",
             f"{found['documents']:,}", str(lost), str(twice), "yes" if found == expected else "NO"]
        )  # fmt: skip
    head = ["what happened", "parts done when killed", "seconds", "documents", "lost", "twice", "same files"]
    return table(head, rows)


def compare(expected: dict[str, Any], found: dict[str, Any], out: Path) -> tuple[int, int]:
    """Documents that are missing, and documents that stand twice."""
    from pyarrow.parquet import read_table

    ids = read_table(out / "briefings", columns=["document"])["document"]
    return expected["documents"] - len(set(ids.to_pylist())), len(ids) - len(set(ids.to_pylist()))


def ten_million(one: Outcome, several: Outcome, documents: int, workers: int, out: Path, price: float) -> str:
    rate, alone = documents / several.seconds, documents / one.seconds
    hours = TEN_MILLION / (documents / several.cpu) / 3600
    one_hours = TEN_MILLION / alone / 3600
    disk = sum(f.stat().st_size for f in out.rglob("*.parquet")) / documents * TEN_MILLION
    return "\n".join(
        [
            f"Ten million such articles, from the row of {workers} processes:",
            "",
            f"- on these {workers} cores: 10,000,000 / {rate:,.0f} a second = {TEN_MILLION / rate / 3600:,.1f} hours",
            f"- core hours: 10,000,000 × {several.cpu:,.1f} s / {documents:,} / 3600 = {hours:,.1f}",
            f"- at {price} USD a core hour (an assumption: put in your own): {hours * price:,.2f} USD",
            f"- disk: {disk / TEN_MILLION:,.0f} bytes a document × 10,000,000 = {disk / 1e9:,.1f} GB of Parquet",
            f"- extrapolated from one process: {one_hours:,.1f} hours / {workers} = {one_hours / workers:,.1f} hours",
        ]
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run_here(sys.argv[2], int(sys.argv[3]), sys.argv[4], sys.argv[5])
    else:
        asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
        asked.add_argument("--documents", type=int, default=100_000)
        asked.add_argument("--workers", type=int, default=2)
        asked.add_argument("--folder", type=Path)
        asked.add_argument("--price", type=float, default=0.05)
        given = asked.parse_args()
        if given.folder is not None:
            given.folder.mkdir(parents=True, exist_ok=True)
            main(given.documents, given.workers, given.folder, given.price)
        else:
            with tempfile.TemporaryDirectory() as name:
                main(given.documents, given.workers, Path(name), given.price)
