"""The command line, as a person meets it."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from hpbrief.assessment.scorecard import FRAME
from hpbrief.cli import main


def run(*args: str):
    return CliRunner().invoke(main, list(args))


def test_the_main_job_prints_headline_and_nine_rows():
    result = run("report", "--lang", "en")
    assert result.exit_code == 0
    assert "9 indicators: 3 on track, 1 at risk, 2 off track, 3 insufficient data." in result.output
    assert "7 of 9 indicators met or exceeded (annual plan)" in result.output
    for name in ("State budget revenue", "Cargo throughput", "Foreign direct"):
        assert name in result.output


def test_json_is_the_frame_of_the_architecture():
    rows = json.loads(run("report", "--json").output)
    assert len(rows) == 9
    assert list(rows[0]) == list(FRAME)
    port = next(r for r in rows if r["indicator"] == "port_cargo")
    assert (port["value"], port["goal"], port["computed_class"], port["agreement"]) == (
        139.77,
        213,
        "at_risk",
        "overstated",
    )
    assert port["period"] == "2025-01-01/2025-09-30"
    assert 0 < port["p_reach"] < 1
    assert next(r for r in rows if r["indicator"] == "new_enterprises")["p_reach"] is None  # no history


def test_default_language_is_vietnamese():
    assert "chậm tiến độ" in run("report").output


def test_basis_changes_the_class():
    rows = json.loads(run("report", "--basis", "central_estimate", "--json").output)
    budget = next(r for r in rows if r["indicator"] == "budget_revenue_total")
    assert budget["computed_class"] == "exceeded"
    assert all(r["computed_class"] == "insufficient_data" for r in rows if r is not budget)
    assert "no_goal_on_basis" in next(r for r in rows if r["indicator"] == "port_cargo")["flags"]


def test_other_place_by_name():
    by_name = run("report", "provinces-2025", "--area", "Quảng Ninh", "--json", "--as-of", "2025-11-10")
    by_id = run("report", "provinces-2025", "--area", "quang-ninh", "--json", "--as-of", "2025-11-10")
    assert by_name.exit_code == 0
    assert by_name.output == by_id.output


def test_datasets_and_show(monkeypatch):
    monkeypatch.setenv("COLUMNS", "180")
    assert "haiphong-history" in run("datasets").output
    data = json.loads(run("show", "haiphong-2025", "port_cargo", "--json").output)
    assert set(data) == {"observations", "goals", "verdicts", "sources"}
    cited = {r["source_id"] for t in ("observations", "goals", "verdicts") for r in data[t]}
    assert cited == {s["source_id"] for s in data["sources"]}
    assert "138" not in run("show", "haiphong-2025", "hàng qua cảng", "--as-of", "2025-09-10").output
    assert (
        "139.77"
        not in run("show", "haiphong-2025", "port_cargo", "--as-of", "2025-09-10", "--lang", "en").output
    )


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["report", "nope"], 1, "bundled are haiphong-2025"),
        (["report", "--area", "atlantis"], 1, "atlantis"),
        (["report", "--as-of", "2025-13-01"], 2, "2025-13-01"),
        (["report", "--basis", "wish"], 2, "wish"),
        (["report", "--indicators", "port_carg"], 1, "port_cargo"),
        (["report", "--area", "haiphong-merged", "--year", "2024"], 1, "2025-07-01"),
        (["show", "haiphong-2025", "unicorns"], 1, "unicorns"),
    ],
)
def test_errors_are_one_message_and_an_exit_code(args, code, words):
    result = run(*args)
    assert result.exit_code == code
    assert words in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("command", ["report", "datasets", "show"])
def test_help_is_complete(command):
    text = run(command, "--help").output
    assert "--lang" in text
    assert "--json" in text


def test_narrow_terminal_lists_instead_of_a_table():
    code = (
        "import sys; sys.argv = ['hpbrief', 'report']; import hpbrief.cli as c; c._PIPED_WIDTH = 80; c.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert max(len(line) for line in done.stdout.splitlines()) <= 80
    assert "Mục tiêu: 213 triệu tấn" in done.stdout


@pytest.mark.parametrize(
    ("ending", "start"),
    [("html", b"<!DOCTYPE html>"), ("docx", b"PK"), ("xlsx", b"PK"), ("md", b"# REPORT: ")],
)
def test_a_report_is_written_by_the_ending_of_its_file(tmp_path, ending, start):
    path = tmp_path / f"out.{ending}"
    result = run("report", "--out", str(path), "--lang", "en")
    assert result.exit_code == 0, result.output
    assert result.output.strip() == str(path)
    assert path.read_bytes().startswith(start)
    assert list(tmp_path.iterdir()) == [path]


def test_another_ending_is_a_clear_error(tmp_path):
    result = run("report", "--out", str(tmp_path / "out.pdf"))
    assert result.exit_code == 1
    assert "out.pdf: a report is written as .html, .docx, .xlsx or .md" in result.output
