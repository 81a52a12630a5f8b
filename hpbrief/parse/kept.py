"""What was worked out once is kept: texts repeat their words, and several rules ask after the same ones."""

from __future__ import annotations

from typing import TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def remember(known: dict[_Key, _Value], key: _Key, value: _Value, most: int = 20_000) -> _Value:
    """Keep a value and give it back; where ``most`` are kept already, they are forgotten first."""
    if len(known) >= most:
        known.clear()
    known[key] = value
    return value
