"""Numbers and texts as values."""

from __future__ import annotations

import doctest
from decimal import Decimal
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpbrief.parse import numbers, text
from hpbrief.parse.numbers import parse_number


@given(st.decimals(min_value=0, max_value=10**12, places=3))
def test_a_number_written_the_vietnamese_way_is_read_back(value: Decimal) -> None:
    written = f"{value:,f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    assert parse_number(written) == (value, None)


@pytest.mark.parametrize("words", ["", "x", "1.", ",5", "1" * 40, "1.2.3,4,5", "٣"])
def test_what_is_no_number_is_none(words: str) -> None:
    assert parse_number(words) is None


@pytest.mark.parametrize("module", [numbers, text])
def test_examples_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0
