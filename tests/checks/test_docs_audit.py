"""The examples of docs/audit run, and every code of the audit stands in its table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import hpbrief as hb

PAGE = (Path(__file__).parents[2] / "docs" / "audit.md").read_text("utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", PAGE, re.S)


@pytest.mark.parametrize("block", BLOCKS)
def test_the_examples_run(block: str) -> None:
    exec(compile(block, "docs/audit.md", "exec"), {})


def test_the_examples_are_found() -> None:
    assert len(BLOCKS) == 3


def test_every_code_is_explained_with_its_severity() -> None:
    table = dict(re.findall(r"^\| `(\w+)` \| ([a-z, ]+) \|", PAGE, re.M))
    severities = hb.load_catalog().thresholds["audit"]["severity"]
    assert set(table) == set(severities)
    assert all(severities[code] in table[code] for code in table)
