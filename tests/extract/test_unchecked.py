"""Records that the readers build unchecked are those that checking would build, and survive JSON."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from hpbrief.briefing import ReadBriefing, parse_briefing
from hpbrief.models.base import Model

CORPUS = Path(__file__).parents[1] / "corpus" / "sentences.toml"
CASES = [case["text"] for case in tomllib.loads(CORPUS.read_text("utf-8"))["case"]]


def _records(value: Any) -> list[Model]:
    """A record and all records inside it."""
    if isinstance(value, Model):
        return [value, *(r for field in type(value).model_fields for r in _records(getattr(value, field)))]
    return [r for item in value for r in _records(item)] if isinstance(value, tuple) else []


@pytest.mark.parametrize("text", [*CASES, "\n".join(CASES)], ids=range(len(CASES) + 1))
def test_unchecked_records_equal_checked_ones(text: str) -> None:
    briefing = parse_briefing(text)
    for record in _records(briefing):
        fields = {name: getattr(record, name) for name in type(record).model_fields}
        assert list(vars(record)) == list(fields)
        assert type(record).model_validate(fields, strict=True) == record
        assert type(record).model_validate(record.model_dump()) == record
    checked = ReadBriefing.model_validate(briefing.model_dump())
    assert checked == briefing
    assert checked.model_dump_json() == briefing.model_dump_json()
    assert ReadBriefing.model_validate_json(briefing.model_dump_json()) == briefing
    assert repr(checked) == repr(briefing)
