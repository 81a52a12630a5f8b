"""Rules are data: no Vietnamese wording in the readers' code, but for exceptions that can only shrink."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "hpbrief"
VIETNAMESE = re.compile(
    "[" + "".join(map(chr, (*range(0x1EA0, 0x1EFA), 0x111, 0x103, 0x1A1, 0x1B0))) + "à-ãè-êìíò-õùúýđĩũ]", re.I
)

#: Literals that may stay, by file, each with the reason.
EXCEPTIONS: dict[str, dict[str, str]] = {}


def literals(path: Path) -> Counter[str]:
    """The Vietnamese string literals of a module, docstrings aside."""
    tree = ast.parse(path.read_text("utf-8"))
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, kinds) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return Counter(
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
        and VIETNAMESE.search(node.value)
    )


MODULES = {
    path.relative_to(PACKAGE).as_posix(): literals(path)
    for room in ("extract", "parse")
    for path in sorted((PACKAGE / room).rglob("*.py"))
}


@pytest.mark.parametrize("module", MODULES)
def test_words_stand_in_tables(module: str) -> None:
    words = [word for word in MODULES[module] if word not in EXCEPTIONS.get(module, {})]
    assert not words, f"{module}: move these into reference/: {words}"


def test_exceptions_are_needed_and_say_why() -> None:
    for module, words in EXCEPTIONS.items():
        for word, why in words.items():
            assert MODULES[module][word], f"{module}: {word!r} is gone: take it off the list"
            assert len(why.split()) >= 4, f"{module}: {word!r} needs a reason"


def test_a_word_in_code_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "reader.py"
    path.write_text(
        '"""Đọc số."""\nX = "tỷ đồng"\n\n\ndef f() -> None:\n    """Đơn vị."""\n    print("đến")\n', "utf-8"
    )
    assert literals(path) == Counter({"tỷ đồng": 1, "đến": 1})
