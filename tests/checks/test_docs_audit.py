"""Every code of the audit stands in the table of docs/audit, with its severity."""

from __future__ import annotations

import re
from pathlib import Path

import hpbrief as hb

PAGE = (Path(__file__).parents[2] / "docs" / "audit.md").read_text("utf-8")


def test_every_code_is_explained_with_its_severity() -> None:
    table = dict(re.findall(r"^\| `(\w+)` \| ([a-z, ]+) \|", PAGE, re.M))
    severities = hb.load_catalog().thresholds["audit"]["severity"]
    assert set(table) == set(severities)
    assert all(severities[code] in table[code] for code in table)
