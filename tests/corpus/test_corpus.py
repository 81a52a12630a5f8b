"""The corpora: each accepted spelling gives exactly the expected reading, each reject gives none."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hpbrief.briefing.briefing import parse_briefing
from hpbrief.briefing.records import to_records
from hpbrief.models import Period

HERE = Path(__file__).parent
DAY = date(2025, 11, 4)


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text("utf-8"))


def _accepted(name: str, table: str = "accept") -> list[tuple[str, str]]:
    return [(expected, text) for expected, texts in _load(name)[table].items() for text in texts]


def _rejected(name: str) -> list[str]:
    return list(_load(name)["reject"]["texts"])


def _rows(text: str) -> list[dict[str, Any]]:
    return to_records(parse_briefing(text, document_date=DAY, area="quang-ninh"))


def _shown(value: object) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _number(row: dict[str, Any]) -> str:
    words = _shown(row["value"])
    if row["value_max"] is not None:
        words += f"..{_shown(row['value_max'])}"
    if row["of"] is not None:
        words += f"/{_shown(row['of'])}"
    return words


def _unit(row: dict[str, Any]) -> str:
    return f"{row['unit']}{row['unit_mult'] or ''}"


@pytest.mark.parametrize(("expected", "phrase"), _accepted("numbers"))
def test_numbers(expected: str, phrase: str) -> None:
    text = f"Sản lượng đạt {phrase}."
    (row,) = _rows(text)
    assert (row["kind"], f"{_number(row)} {_unit(row)}") == ("figure", expected)
    assert (row["start"], row["end"]) == (14, len(text) - 1)


@pytest.mark.parametrize(("expected", "phrase"), _accepted("units"))
def test_units(expected: str, phrase: str) -> None:
    text = f"Kết quả đạt {phrase}."
    (row,) = _rows(text)
    assert (row["kind"], _unit(row)) == ("figure", expected.strip())
    assert (row["start"], row["end"]) == (12, len(text) - 1)


@pytest.mark.parametrize(("expected", "phrase"), _accepted("legal"))
def test_citations(expected: str, phrase: str) -> None:
    text = f"Thực hiện {phrase}, tỉnh đã làm tốt."
    (row,) = _rows(text)
    assert (row["kind"], f"{row['legal_kind']} {row['number'] or '-'}") == ("legal_ref", expected)
    assert (row["start"], row["end"]) == (10, 10 + len(phrase))


@pytest.mark.parametrize(("expected", "phrase"), _accepted("periods"))
def test_times(expected: str, phrase: str) -> None:
    text = f"Trong {phrase}, tình hình ổn định."
    (row,) = _rows(text)
    assert row["kind"] in ("date", "period")
    assert row["period"] == Period.from_code(expected).isoformat()
    assert (row["start"], row["end"]) == (6, 6 + len(phrase))


@pytest.mark.parametrize(("text", "expected"), _load("periods")["texts"].items())
def test_times_of_a_text(text: str, expected: list[str]) -> None:
    assert [row["period"] for row in _rows(text)] == [Period.from_code(e).isoformat() for e in expected]


@pytest.mark.parametrize(("expected", "text"), _accepted("cues"))
def test_cues(expected: str, text: str) -> None:
    (row,) = [row for row in _rows(text) if row["kind"] in ("figure", "goal")]
    words = (row["kind"], row["measure"], row["direction"], row["qualifier"], row["basis"] or "-")
    assert " ".join(words) == expected


@pytest.mark.parametrize("text", _rejected("numbers"))
def test_numbers_that_are_none(text: str) -> None:
    assert [row["text"] for row in _rows(text) if row["kind"] in ("figure", "goal")] == []


@pytest.mark.parametrize("text", _rejected("units") + _rejected("cues"))
def test_words_that_are_no_facts(text: str) -> None:
    assert [(row["kind"], row["text"]) for row in _rows(text) if row["kind"] != "directive"] == []


@pytest.mark.parametrize("text", _rejected("legal"))
def test_citations_that_are_none(text: str) -> None:
    assert [row["text"] for row in _rows(text) if row["kind"] == "legal_ref"] == []


@pytest.mark.parametrize("text", _rejected("periods"))
def test_times_that_are_none(text: str) -> None:
    assert [row["text"] for row in _rows(text) if row["kind"] in ("date", "period")] == []


def test_the_corpora_are_large_enough() -> None:
    names = ("numbers", "units", "legal", "periods", "cues")
    accepted = sum(len(_accepted(name)) for name in names) + len(_load("periods")["texts"])
    rejected = sum(len(_rejected(name)) for name in names)
    assert accepted >= 600
    assert rejected >= 250
