"""The commands ``corpus`` and ``league``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from click.testing import CliRunner

from hpbrief.cli import main

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))

from articles import articles


def run(*words):
    result = CliRunner().invoke(main, [str(w) for w in words])
    return result.exit_code, result.output


def test_a_corpus_from_the_command_line_is_a_data_set(tmp_path):
    (tmp_path / "in").mkdir()
    for n, row in enumerate(articles(20)):
        (tmp_path / "in" / f"{n:02}.txt").write_text(row["text"], "utf-8")
    corpus = ("corpus", tmp_path / "in", tmp_path / "out", "--engine", "serial", "--batch", 8)
    code, said = run(*corpus, "--lang", "en")
    assert code == 0, said
    assert "3 parts, 3 read now" in said
    assert "lần này đọc 0" in run(*corpus)[1]
    code, said = run("league", tmp_path / "out", "iip_growth", "--json")
    assert code == 0, said
    rows = json.loads(said)
    assert next(r["rank"] for r in rows if r["comparable"]) == 1
    code, said = run("league", tmp_path / "out", "iip_growth")
    assert code == 0, said
    assert "Hạng" in said


def test_errors_are_one_message(tmp_path):
    code, said = run("corpus", tmp_path / "none" / "*.txt", tmp_path / "out")
    assert code == 1
    assert "không tệp nào khớp với" in said
    code, said = run("corpus", tmp_path, tmp_path / "out", "--engine", "serial", "--client", "tcp://x:1")
    assert code == 1
    assert "client chỉ dùng với 'dask'" in said
