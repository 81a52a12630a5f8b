"""The command line, as a person meets it."""

import json
import os
import re
import shlex
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner
from rich.cells import cell_len

from hpbrief.assessment.scorecard import FRAME
from hpbrief.cli import main

try:
    import pty
except ImportError:  # Windows
    pty = None


def run(*args: str):
    return CliRunner().invoke(main, list(args))


def test_days_are_written_as_people_write_them_and_indicators_by_their_names():
    by_iso = run("report", "--as-of", "2025-08-30", "--indicators", "export_turnover,fdi_attracted", "--json")
    by_name = run(
        "report", "--as-of", "30/8/2025", "--indicators", "Kim ngạch xuất khẩu, thu hút FDI", "--json"
    )
    assert by_name.exit_code == by_iso.exit_code == 0, by_name.output
    assert by_name.output == by_iso.output


def test_the_main_job_prints_headline_and_nine_rows():
    result = run("report", "--lang", "en")
    assert result.exit_code == 0
    assert "9 indicators: 2 on track, 2 at risk, 2 off track, 3 insufficient data." in result.output
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


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        ("vi", ("Chưa chọn địa bàn nên lấy", "Có: ")),
        ("en", ("No area was chosen, so this is", "There is: ")),
    ],
)
def test_an_area_nobody_chose_is_said_on_the_error_stream(lang, parts):
    result = run("report", "provinces-2025", "--json", "--lang", lang)
    rows = json.loads(result.stdout)
    for part in (*parts, f"({rows[0]['area']})", "--area "):
        assert part in result.stderr
    other = re.search(r"--area (\S+)\.", result.stderr)[1]
    assert other != rows[0]["area"]
    chosen = run("report", "provinces-2025", "--json", "--area", other)
    assert json.loads(chosen.stdout)[0]["area"] == other
    assert chosen.stderr == ""


def test_an_area_of_the_data_themselves_needs_no_word():
    assert run("report").stderr == ""


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
        (["report", "nope"], 1, "đi kèm có haiphong-2025"),
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


def test_narrow_terminal_lists_instead_of_a_table(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert "Mục tiêu: 213 triệu tấn" in run("report").output
    assert "│" not in run("report").output
    assert "│" in run("datasets").output


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    "command", [["report"], ["datasets"], ["audit"], ["show", "haiphong-2025", "tourists"]]
)
def test_everything_fits_the_width(command, width, lang, monkeypatch):
    monkeypatch.setenv("COLUMNS", str(width))
    result = run(*command, "--lang", lang)
    assert result.exit_code == 0
    assert max(map(cell_len, result.output.splitlines())) <= width


def test_facts_of_a_text_fit_the_width_too(tmp_path, monkeypatch):
    text = "Thu ngân sách 10 tháng năm 2025 ước đạt 36.480 tỷ đồng, tăng 18,4% so với cùng kỳ năm trước.\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    monkeypatch.setenv("COLUMNS", "60")
    assert max(map(cell_len, run("extract", str(tmp_path / "a.txt")).output.splitlines())) <= 60
    monkeypatch.setenv("COLUMNS", "160")
    assert "│" in run("extract", str(tmp_path / "a.txt")).output


def test_alone_it_says_what_to_do_next_and_each_of_it_works(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = run().output
    said = [shlex.split(line)[1:] for line in text.splitlines() if line.startswith("  hpbrief ")]
    assert 3 <= len(said) <= 5
    for command in said:
        assert run(*command).exit_code == 0, command
    assert "Bắt đầu" in text
    assert "Start here" in text
    assert max(map(len, text.splitlines())) <= 80


def commands():
    context = click.Context(main)
    return [(name, main.get_command(context, name)) for name in main.list_commands(context)]


def test_every_command_gives_json(tmp_path):
    (tmp_path / "a.txt").write_text("Thu ngân sách 10 tháng năm 2025 đạt 36.480 tỷ đồng.\n", "utf-8")
    rows = [
        json.loads(line) for line in run("extract", str(tmp_path / "a.txt"), "--json").output.splitlines()
    ]
    assert any(row["value"] == 36480 for row in rows)
    assert json.loads(run("template", str(tmp_path / "t.xlsx"), "--json").output) == {
        "file": str(tmp_path / "t.xlsx")
    }
    for name, command in commands():
        assert any("--json" in p.opts for p in command.params), name


def test_help_is_in_both_languages():
    vietnamese = re.compile(
        r"[àáãèéìíĩòóõùúũýăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE
    )
    for name, command in commands():
        assert vietnamese.search(command.short_help or ""), name
        assert vietnamese.search(command.help or ""), name
        for option in command.params:
            if isinstance(option, click.Option):
                assert vietnamese.search(option.help or ""), (name, option.name)
                assert " / " in option.help, (name, option.name)


@pytest.mark.parametrize(
    ("args", "vi", "en"),
    [
        (["report", "--basis", "wish"], "giá trị của --basis không dùng được", "Invalid value for '--basis'"),
        (["extract"], "thiếu FILE…", "Missing argument 'FILE…'"),
        (["audit", "--wish"], "không có tùy chọn --wish", "No such option"),
        (["nope"], "Lệnh chưa đúng.", "No such command 'nope'"),
    ],
)
def test_a_wrong_command_line_is_told_in_both_languages(args, vi, en):
    result = run(*args)
    assert result.exit_code == 2
    assert vi in result.output
    assert en in result.output


def test_errors_say_their_kind_in_vietnamese_and_the_details():
    shown = run("report", "--area", "atlantis").output
    assert "không có trong danh mục" in shown
    assert "danh mục không có địa bàn 'atlantis'" in shown
    assert "there is no" not in shown
    english = run("report", "--area", "atlantis", "--lang", "en").output
    assert "there is no area 'atlantis'" in english
    assert "không có" not in english
    assert "Lệnh chưa đúng" in run("report", "--basis", "wish").output
    assert "Lệnh chưa đúng" in run("no-such-command").output
    assert "Không mở hoặc không đọc được" in run("report", "nofile.xlsx").output


def test_every_kind_of_error_has_its_word():
    from hpbrief import errors
    from hpbrief.cli.options import error_kind

    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, errors.HpbriefError)]
    for kind in kinds:
        made = kind([]) if kind is errors.DatasetError else kind("x")
        assert error_kind(made)


COLOUR = re.compile(r"\x1b\[[0-9;]*(3[0-9]|9[0-7])[;m]")


def in_a_terminal(*args, **environment):
    """What the command writes to a terminal: both streams, as a person would see them."""
    leader, follower = pty.openpty()
    env = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    env |= {"TERM": "xterm-256color", "COLUMNS": "100"} | environment
    with subprocess.Popen(
        [sys.executable, "-c", "import hpbrief.cli; hpbrief.cli.main()", *args],
        stdout=follower, stderr=follower, env=env,
    ) as process:  # fmt: skip
        os.close(follower)
        parts = []
        while True:
            try:
                part = os.read(leader, 65536)
            except OSError:  # the end, on Linux
                break
            if not part:
                break
            parts.append(part)
    os.close(leader)
    return process.returncode, b"".join(parts).decode("utf-8")


@pytest.mark.skipif(pty is None, reason="no pseudo-terminals here")
def test_colours_on_a_terminal_only_and_not_where_unwanted():
    code, shown = in_a_terminal("report")
    assert code == 0
    assert COLOUR.search(shown)
    assert not COLOUR.search(in_a_terminal("report", NO_COLOR="1")[1])
    assert not COLOUR.search(run("report").output)


@pytest.mark.parametrize(
    ("words", "incomplete", "among"),
    [
        ([], "re", "report"),
        (["report"], "prov", "provinces-2025"),
        (["report", "--area"], "quang-n", "quang-ninh"),
        (["show", "haiphong-2025"], "port", "port_cargo"),
        (["report", "--basis"], "annual", "annual_plan"),
    ],
)
def test_the_shell_completes_commands_data_sets_areas_and_indicators(words, incomplete, among):
    from click.shell_completion import ShellComplete

    found = ShellComplete(main, {}, "hpbrief", "_HPBRIEF_COMPLETE").get_completions(words, incomplete)
    assert among in {item.value for item in found}


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


@pytest.mark.parametrize("name", ["out.pdf", "out"])
@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("vi", "Giá trị không hợp lệ:\n{}: báo cáo chỉ ghi được ra tệp .html, .docx, .xlsx hoặc .md"),
        ("en", "Error: {}: a report is written as .html, .docx, .xlsx or .md"),
    ],
)
def test_another_ending_is_a_clear_error(name, lang, said, tmp_path):
    result = run("report", "--out", str(tmp_path / name), "--lang", lang)
    assert result.exit_code == 1
    assert said.format(name) in result.output
    assert list(tmp_path.iterdir()) == []


def test_another_ending_of_a_template_is_a_clear_error(tmp_path):
    result = run("template", str(tmp_path / "t.csv"))
    assert result.exit_code == 1
    assert "Giá trị không hợp lệ:\nt.csv: bảng tính để điền chỉ ghi được ra tệp .xlsx" in result.output


def test_a_report_that_was_read_is_judged_and_joins_other_data(tmp_path):
    from docx import Document

    words = Document()
    words.add_paragraph("ỦY BAN NHÂN DÂN TỈNH LÂM ĐỒNG")
    words.add_paragraph("Lâm Đồng, ngày 6 tháng 11 năm 2025")
    words.add_paragraph("BÁO CÁO tình hình kinh tế - xã hội 10 tháng năm 2025")
    words.add_paragraph("Thu ngân sách nhà nước trên địa bàn 10 tháng năm 2025 đạt 25.410 tỷ đồng.")
    words.save(str(tmp_path / "bao-cao.docx"))
    goals = tmp_path / "muc-tieu.txt"
    goals.write_text(
        "Lâm Đồng, ngày 15 tháng 7 năm 2025\nMục tiêu năm 2025: thu ngân sách nhà nước trên địa bàn 28.000 tỷ đồng.\n",
        "utf-8",
    )
    rows = json.loads(
        run(
            "report", str(tmp_path / "bao-cao.docx"), "--add", str(goals), "--as-of", "2025-11-10", "--json"
        ).output
    )
    (row,) = [r for r in rows if r["indicator"] == "budget_revenue_total"]
    assert (row["value"], row["goal"]) == (25410, 28000)
    assert row["attainment_pct"] == pytest.approx(100 * 25410 / 28000, abs=0.01)
    assert run("audit", str(tmp_path / "bao-cao.docx"), "--add", str(goals)).exit_code == 0


@pytest.mark.parametrize(
    ("encoding", "command"),
    [
        ("cp1258", ["report"]),
        ("cp437", ["--help"]),
        ("cp1252", ["report", "nirgends"]),
        ("ascii", ["datasets"]),
        ("utf-8", ["--help"]),
    ],
)
def test_a_console_of_any_encoding_gets_words_and_never_a_traceback(encoding, command):
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    env.pop("PYTHONUTF8", None)
    done = subprocess.run(
        [sys.executable, "-c", "import hpbrief.cli as c; c.main()", *command], env=env, capture_output=True
    )
    out = (done.stdout or done.stderr).decode(
        "utf-8" if encoding == "ascii" else encoding
    )  # click's way with ASCII
    assert "Traceback" not in done.stderr.decode(encoding, "replace")
    assert len(out) > 40
    if command == ["report"]:
        assert re.search("Ph[oò]ng", out)


def test_what_is_redirected_is_utf8_whatever_the_locale():
    env = {**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    env.pop("PYTHONIOENCODING", None)
    code = "import hpbrief.cli as c; c.main()"
    done = subprocess.run([sys.executable, "-c", code, "report"], env=env, capture_output=True)
    assert "Hải Phòng" in done.stdout.decode("utf-8")
