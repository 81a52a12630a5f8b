"""Patterns as data: every row is a regex and says why; a folder of one's own adds to them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hpbrief import CatalogError
from hpbrief.catalog import load_catalog
from hpbrief.catalog.catalog import PATTERN_ROOMS
from hpbrief.parse.patterns import Patterns, class_phrases, fill_pattern, patterns_of

ROWS = [(room, name) for room in PATTERN_ROOMS for name in patterns_of(load_catalog(), room)]


@pytest.mark.parametrize(("room", "name"), ROWS)
def test_every_row_is_a_regex_and_says_why(room: str, name: str) -> None:
    patterns = patterns_of(load_catalog(), room)
    assert set(patterns.rows[name]) <= {"match", "why", "corpus"}
    re.compile(patterns.source(name))
    assert len(patterns.why(name).split()) >= 4


@pytest.mark.parametrize(("room", "name"), ROWS)
def test_its_corpus_lines_show_the_pattern(room: str, name: str) -> None:
    """A pattern that ends with ``$`` is sought up to a place, so that the beginning of a line may show it."""
    pattern = patterns_of(load_catalog(), room)[name]
    for line in patterns_of(load_catalog(), room).rows[name].get("corpus", []):
        starts = [f" {said[:end]}" for said in (line.lower(), line) for end in range(len(line), 0, -1)]
        assert any(pattern.search(start) for start in starts), line


def own(folder: Path, classes: str = "", figures: str = "") -> Patterns:
    (folder / "patterns").mkdir()
    (folder / "word_classes.toml").write_text(classes, "utf-8")
    (folder / "patterns" / "figures.toml").write_text(figures, "utf-8")
    return patterns_of(load_catalog(folder), "figures")


def test_a_folder_of_ones_own_adds_phrases_and_patterns(tmp_path: Path) -> None:
    patterns = own(
        tmp_path,
        '[disburse]\n"rót vốn" = ""\n',
        "[spent]\nmatch = '‹{disburse}› {phrases.qualifier=over}$'\nwhy = \"money that went out\"\n",
    )
    for text in ("giải ngân hơn", "đã rót vốn trên mức"):
        assert patterns["spent"].search(text)
    for text in ("giải ngân gần", "giải ngân hơn nữa", "xrót vốn hơn"):
        assert not patterns["spent"].search(text)
    assert "disburse" in load_catalog().rules["word_classes"]
    assert "rót vốn" not in class_phrases(load_catalog(), "disburse")


def test_what_is_missing_or_broken_is_told_with_table_and_row(tmp_path: Path) -> None:
    patterns = own(
        tmp_path, figures="[a]\nmatch = '{no_such_class}'\nwhy = \"w\"\n[b]\nmatch = '(x'\nwhy = \"w\"\n"
    )
    with pytest.raises(CatalogError, match="no_such_class"):
        patterns["a"].search("x")
    with pytest.raises(CatalogError, match=r"patterns/figures.toml.*\[?b"):
        patterns["b"].search("x")
    with pytest.raises(CatalogError, match="absent"):
        patterns["absent"]


def test_braces_of_counts_stay() -> None:
    assert fill_pattern(load_catalog(), "a{0,4}‹b›", "here") == r"a{0,4}(?<![^\W_])b(?![^\W_])"


def test_a_row_stands_in_another_and_classes_join(tmp_path: Path) -> None:
    patterns = own(
        tmp_path,
        '[gone]\n"rót" = ""\n"rót vốn" = "all"\n[come]\n"về" = ""\n',
        "[piece]\nmatch = '{gone=all | come}|x'\nwhy = \"w\"\n[whole]\nmatch = '‹{@piece}› xong'\nwhy = \"w\"\n",
    )
    for text in ("rót vốn xong", "về xong", "x xong"):
        assert patterns["whole"].fullmatch(text)
    assert not patterns["whole"].search("rót xong")


@pytest.mark.parametrize("match", ["{@absent}", "{@a}"])
def test_a_row_that_there_is_not_and_a_circle_are_told(tmp_path: Path, match: str) -> None:
    patterns = own(tmp_path, figures=f"[a]\nmatch = '{match}'\nwhy = \"w\"\n")
    with pytest.raises(CatalogError, match=r"patterns/figures.toml"):
        patterns["a"].search("x")
