"""A hash of the code and the thresholds that judge: docs/backtest.md holds the one its figures were made with.

python benchmarks/judging_hash.py
"""

from __future__ import annotations

import ast
import hashlib
import json
import tomllib
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "hpbrief"
#: The modules through which the numbers of a class pass; what words say and what is chosen to be judged is not there.
MODULES = ("projection", "counts", "rules", "judging", "history", "panel", "panel_laws")
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef)
SECTIONS = ("classes", "history", "monthly", "straight_line", "growth", "lumpy", "counts")


def digest() -> str:
    """Twelve hexadecimal digits; comments, docstrings and layout do not change them."""
    told = hashlib.sha256()
    for name in MODULES:
        tree = ast.parse((PACKAGE / "assessment" / f"{name}.py").read_text("utf-8"))
        for node in ast.walk(tree):
            first = node.body[0] if isinstance(node, DOCUMENTED) and node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                first.value.value = ""
        told.update(ast.dump(tree).encode())
    thresholds = tomllib.loads((PACKAGE / "reference" / "thresholds.toml").read_text("utf-8"))
    told.update(json.dumps({s: thresholds[s] for s in SECTIONS if s in thresholds}, sort_keys=True).encode())
    return told.hexdigest()[:12]


if __name__ == "__main__":
    print(digest())
