"""All outputs of days drawn by seed name nothing printed later; benchmarks/nothing_later.py runs every day."""

from __future__ import annotations

import random
import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

import nothing_later as later

DAYS = random.Random(18).sample([d for d in later.days() if d > date(2025, 7, 15)], 3)


@pytest.mark.parametrize("day", [date(2025, 11, 6), *DAYS], ids=str)
def test_no_output_names_what_was_printed_later(day):
    assert later.told_early(day) == []


def test_a_name_in_a_text_is_seen():
    assert later._named('<a href="https://x.vn/a">(src-9m).</a>', {"https://x.vn/a", "src-9m"}) == {
        "https://x.vn/a",
        "src-9m",
    }
    assert "besthaiduong-hp-2025" in later.late(date(2025, 11, 6))
