"""Whole sentences with all their facts, in four manners; what is known not to be read yet fails strictly."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lines import lines_of

DAY, AREA = date(2025, 11, 4), "quang-ninh"
CASES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: case["text"][:40])
def test_sentence(case: dict[str, Any]) -> None:
    assert lines_of(case["text"], DAY, AREA) == case["facts"]


@pytest.mark.parametrize("case", CASES["gap"], ids=lambda case: case["text"][:40])
@pytest.mark.xfail(reason="a known gap", strict=True)
def test_gap(case: dict[str, Any]) -> None:
    assert lines_of(case["text"], DAY, AREA) == case["facts"]


def test_the_corpus_is_large_enough() -> None:
    assert len(CASES["case"]) >= 120
    assert {case["style"] for case in CASES["case"]} == {"statistics", "press", "portal", "resolution"}
