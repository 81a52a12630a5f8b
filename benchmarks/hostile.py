"""How each hostile file ends: the error, the seconds, the most memory of the process that read it.

python benchmarks/hostile.py [NAME…]
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "load"))

import hostile

from hpbrief.load import read_documents

MORE = {
    "encrypted_pdf": (hostile.encrypted_pdf, "password"),
    "lying_zip": (hostile.lying_zip, "broken"),
    "unclosed_comments": (hostile.unclosed_comments, "no text"),
}


def run(path: Path, named: str) -> None:
    """Read one file and print its row; in a process of its own, so that the memory is its own."""
    began = time.monotonic()
    found = [one for _, one in read_documents(path)]
    seconds = time.monotonic() - began
    here, child = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    told = str(found[0]).removeprefix(str(path)).lstrip(": ")
    right = "yes" if named in told and isinstance(found[0], Exception) else "NO"
    size = path.stat().st_size / 1e6
    print(f"{path.name:18} {size:8.2f} {right:>5} {seconds:7.2f} {here:6} {child:6}  {told[:90]}", flush=True)


def main() -> None:
    print(f"{'file':18} {'MB':>8} {'named':>5} {'s':>7} {'MB':>6} {'child':>6}  error")
    fresh = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        for name, (make, named) in {**hostile.HOSTILE, **MORE}.items():
            if sys.argv[1:] and name not in sys.argv[1:]:
                continue
            path = Path(folder, name)
            path.write_bytes(make())
            process = fresh.Process(target=run, args=(path, named))
            process.start()
            process.join()
            path.unlink()


if __name__ == "__main__":
    main()
