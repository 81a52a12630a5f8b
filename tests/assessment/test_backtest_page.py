"""The page of the back-test is of the code and the thresholds that judge now."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DIGEST = runpy.run_path(str(ROOT / "benchmarks" / "judging_hash.py"))["digest"]


def test_the_page_has_the_hash_of_what_judges() -> None:
    page = (ROOT / "docs" / "backtest.md").read_text("utf-8")
    (told,) = re.findall(r"Judging code and thresholds: `([0-9a-f]{12})`", page)
    assert told == DIGEST(), "run benchmarks/backtest.py again and put what it prints into docs/backtest.md"
