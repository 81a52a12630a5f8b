"""The reader of plain TOML: what it reads, it reads as TOML is read; what it cannot, it leaves."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hpbrief.catalog.plain_toml import read_plain_toml

TABLES = sorted(f.name for f in (files("hpbrief") / "reference").iterdir() if f.name.endswith(".toml"))
PARTS = (
    "[a]\n", "[[a]]\n", "[b]\n", 'k = "v"\n', 'k = "w"\n', '"h k" = 1\n', "n = -3\n", "n = 007\n", "f = true\n",
    'l = ["x",\n  "y",\n]\n', 'l = ["x" "y"]\n', "l = []\n", "l = [,]\n", 'p = { vi = "x", en = "y" }\n',
    'p = { vi = "x", vi = "y" }\n', "# note\n", "\n", 'e = "\\n"\n', "d = 0.5\n", 'q = """x"""\n', "k.x = 1\n",
    "k = 1 x\n",
)  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_bundled_tables_are_read_as_toml(name: str) -> None:
    text = (files("hpbrief") / "reference" / name).read_text("utf-8")
    assert read_plain_toml(text) in (tomllib.loads(text), None)


def test_the_largest_tables_are_plain() -> None:
    for name in ("indicators.toml", "phrases.toml", "words.toml", "unit_words.toml"):
        assert read_plain_toml((files("hpbrief") / "reference" / name).read_text("utf-8")) is not None


@given(st.lists(st.sampled_from(PARTS), max_size=8).map("".join))
def test_what_is_read_is_what_toml_says(text: str) -> None:
    try:
        expected = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        expected = None
    found = read_plain_toml(text)
    assert found is None or found == expected
