"""A folder's month killed at random moments: what is there in the end must be what an undisturbed run leaves.

    uv run python benchmarks/month.py [KILLS] [SEED]

Two months of made-up reports are read, judged and written by ``hpbrief month``. Each run is killed at a random moment
of the time that a whole one takes, then run to its end; bytes of all that is kept and written are compared with those
of a folder where nothing was killed.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPORT = """UBND TỈNH THANH HÓA
BÁO CÁO
Tình hình kinh tế - xã hội {month} tháng năm 2025
Thanh Hóa, ngày {day} tháng {month} năm 2025
Thu ngân sách nhà nước {month} tháng năm 2025 đạt {revenue} tỷ đồng, tăng 5% so với cùng kỳ.
Kim ngạch xuất khẩu {month} tháng đạt {exports} tỷ USD. Mục tiêu xuất khẩu năm 2025 là 8 tỷ USD.
Dự toán thu ngân sách năm 2025 HĐND tỉnh giao là 45.472 tỷ đồng.
Giao Sở Tài chính rà soát các khoản nợ thuế, báo cáo UBND tỉnh trước ngày 20/10/2025.
"""


def main() -> None:
    kills, seed = (int(a) for a in [*sys.argv[1:], "50", "1"][:2])
    draw = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        calm, shaken = Path(name) / "calm" / "thanh-hoa", Path(name) / "shaken" / "thanh-hoa"
        for folder in (calm, shaken):
            folder.mkdir(parents=True)
            for month, day, revenue, exports in ((9, 30, "40.000", "5,1"), (10, 31, "46.000", "5,9")):
                text = REPORT.format(month=month, day=day, revenue=revenue, exports=exports)
                (folder / f"{month:02}.txt").write_text(text, "utf-8")
        run(calm, "2025-09-30")
        started = time.perf_counter()
        run(calm, "2025-10-31")
        whole = time.perf_counter() - started
        wanted = contents(calm)
        lost = killed = 0
        for number in range(kills):
            if number % 10 == 0:  # now and then from nothing
                shutil.rmtree(shaken / "out", ignore_errors=True)
                shutil.rmtree(shaken / "hpbrief-data", ignore_errors=True)
                run(shaken, "2025-09-30")
            killed += run(shaken, "2025-10-31", kill_after=draw.uniform(0.3, 1.0) * whole)
            run(shaken, "2025-10-31")
            lost += contents(shaken) != wanted
        strays = [p for p in shaken.rglob(".*") if p.is_file()]
    print(
        f"{kills} runs broken off, {killed} of them before their end: {lost} folders differ, {len(strays)} strays"
    )
    sys.exit(1 if lost else 0)


def run(folder: Path, day: str, kill_after: float | None = None) -> bool:
    """Whether the run was killed before it ended."""
    command = [
        sys.executable,
        "-c",
        "import hpbrief.cli as c; c.main()",
        "month",
        str(folder),
        "--area",
        "Thanh Hóa",
    ]
    process = subprocess.Popen(
        [*command, "--as-of", day], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ}
    )
    try:
        process.wait(kill_after)
        return False
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True


def contents(folder: Path) -> dict[str, bytes]:
    found = (p for p in sorted(folder.rglob("*")) if p.is_file() and not p.name.startswith("."))
    return {str(p.relative_to(folder)): p.read_bytes() for p in found}


if __name__ == "__main__":
    main()
