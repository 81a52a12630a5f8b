"""No regex repeats a group possessively: Python before 3.11.5 matches ``(?:ab?c)++`` wrongly (gh-106052).

An atomic group around the repeat, ``(?>(?:ab?c)+)``, says the same and is matched rightly by all.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import hpbrief

SOURCES = sorted(Path(hpbrief.__file__).parent.rglob("*.py"))
POSSESSIVE = re.compile(r"\)(?:[?*+]|\{[0-9,{}]+\})\+")


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_group_is_repeated_possessively(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    assert not [line for line in lines if POSSESSIVE.search(line) and "quote(" not in line]


def test_the_check_finds_one() -> None:
    assert POSSESSIVE.search(r"(?:ab?c)++")
    assert POSSESSIVE.search(r"(?:ab?c){{1,3}}+")
    assert not POSSESSIVE.search(r"(?>(?:ab?c)+) [0-9]++")
