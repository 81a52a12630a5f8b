"""Every error says what is wrong in Vietnamese and in English; its sentences are one table."""

from __future__ import annotations

import ast
import json
import pickle
import tomllib
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from click.testing import CliRunner

import hpbrief as hb
from hpbrief.cli import main
from hpbrief.errors import Message, Problem
from hpbrief.load.limits import Limits

HOUSE = Path(hb.__file__).parent
SENTENCES = tomllib.loads((HOUSE / "reference" / "errors.toml").read_text("utf-8"))
RAISED = {
    "HpbriefWarning",
    "HpbriefError",
    "LoadError",
    "UnsafeFileError",
    "CatalogError",
    "ParseError",
    "Message",
}


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(HOUSE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if called in RAISED:
                    yield str(path.relative_to(HOUSE)), node


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_both_languages_are_filled_with_the_same() -> None:
    for code, sentence in SENTENCES.items():
        assert set(sentence) == {"vi", "en"}, code
        assert places(sentence["vi"]) == places(sentence["en"]), code


def test_every_code_that_is_raised_is_a_sentence_and_is_filled() -> None:
    for path, call in calls():
        code = call.args[0]
        if not isinstance(code, ast.Constant):
            assert not isinstance(code, ast.JoinedStr), f"{path}: {ast.unparse(call)}"
            continue
        assert code.value in SENTENCES, f"{path}: {ast.unparse(call)}"
        given = {k.arg for k in call.keywords} - {"where"}
        assert places(SENTENCES[code.value]["en"]) == given, f"{path}: {ast.unparse(call)}"


def test_every_problem_of_a_data_set_is_a_sentence() -> None:
    for path in sorted(HOUSE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = node.func if isinstance(node, ast.Call) else None
            if (isinstance(name, ast.Name) and name.id == "Problem") or (
                isinstance(name, ast.Attribute) and name.attr == "problem"
            ):
                message = node.args[-1]
                assert not isinstance(message, (ast.Constant, ast.JoinedStr)), f"{path}: {ast.unparse(node)}"


def test_every_amount_that_is_checked_is_a_sentence_and_is_filled() -> None:
    checks = [
        node
        for path in sorted((HOUSE / "load").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "check"
    ]
    assert len(checks) > 20
    for call in checks:
        assert isinstance(call.args[2], ast.Constant), ast.unparse(call)
        given = {"amount", *(k.arg for k in call.keywords)} - {"where"}
        assert places(SENTENCES[call.args[2].value]["en"]) == given, ast.unparse(call)


def test_no_sentence_is_left_over() -> None:
    source = "".join(path.read_text("utf-8") for path in HOUSE.rglob("*.py"))
    assert [code for code in SENTENCES if f'"{code}"' not in source] == []


def test_an_error_is_said_in_both_languages_and_survives_being_sent() -> None:
    error = hb.UnsafeFileError("over_limit", where="a.pdf", field="pages", most=1000,
                               what=Message("pdf_pages", amount=1234))  # fmt: skip
    assert str(error) == error.en == "a.pdf: the PDF has 1,234 pages: more than limit pages = 1,000 allows"
    assert error.vi == "a.pdf: tệp PDF có 1.234 trang: vượt giới hạn pages = 1.000"
    assert Message.from_plain(json.loads(json.dumps(error.message.to_plain()))) == error.message
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.vi, again.code) == (hb.UnsafeFileError, error.vi, "over_limit")
    assert hb.LoadError("a text {of its own}").vi == "a text {of its own}"


def test_problems_of_a_data_set_are_said_in_both_languages() -> None:
    problem = Problem("goals.csv", 3, "area", Message("cell_empty"))
    error = hb.DatasetError([problem] * 12)
    assert error.vi.startswith("goals.csv, dòng 3, cột 'area': ô trống")
    assert error.vi.endswith("\n… và 2 chỗ khác")
    assert str(error).startswith("goals.csv, line 3, column 'area': the cell is empty")
    again = pickle.loads(pickle.dumps(error))
    assert (again.vi, again.problems) == (error.vi, error.problems)


@pytest.mark.parametrize(
    ("data", "limits", "vi"),
    [
        (b"%PDF-1.7 broken", Limits(), "tệp PDF hỏng hoặc bị cắt ngang"),
        (b"\x00\x01\x02 \x00\x00", Limits(), "không phải tệp văn bản"),
        (b"PK\x03\x04 broken", Limits(), "tệp zip hỏng"),
        (b"<html><body>" + b"<p>a" * 30, Limits(elements=20), "vượt giới hạn elements = 20"),
        (b"a,b\n" * 10, Limits(bytes=10), "40 byte: vượt giới hạn bytes = 10"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_vietnamese(
    data: bytes, limits: Limits, vi: str, tmp_path: Path
) -> None:
    path = tmp_path / "a"
    path.write_bytes(data)
    with pytest.raises(hb.LoadError) as raised:
        hb.read_document(path, limits=limits)
    assert raised.value.vi.startswith(f"{path}: ")
    assert vi in raised.value.vi
    assert raised.value.vi != raised.value.en


@pytest.mark.parametrize("command", [["extract"], ["report"], ["audit"]])
def test_the_command_says_it_in_the_language_asked_for(command: list[str], tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7 broken")
    vi = CliRunner().invoke(main, [*command, str(path)])
    en = CliRunner().invoke(main, [*command, str(path), "--lang", "en"])
    assert vi.exit_code == en.exit_code == 1
    assert "tệp PDF hỏng hoặc bị cắt ngang" in vi.stderr
    assert "cut-off" not in vi.stderr
    assert "a broken or cut-off PDF" in en.stderr


def test_a_broken_table_of_one_s_own_is_told(tmp_path: Path) -> None:
    (tmp_path / "units.toml").write_text("[[unit", "utf-8")
    (tmp_path / "a.txt").write_text("Thu ngân sách đạt 5 tỷ đồng.", "utf-8")
    done = CliRunner().invoke(main, ["extract", str(tmp_path / "a.txt"), "--reference", str(tmp_path)])
    assert done.exit_code == 1
    assert "units.toml: không đọc được" in done.stderr


def test_what_is_left_out_of_a_report_is_told_in_the_language_asked_for(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(
        "Ngày 3/11/2025.\nTỉnh Nghệ An: 10 tháng năm 2025, thu ngân sách đạt 5.000 tỷ đồng.\n"
        "Tỉnh Kiên Giang: 10 tháng năm 2025, kim ngạch xuất khẩu đạt 300 triệu USD.\n",
        "utf-8",
    )
    briefing = hb.read_briefing(text)
    statements = [briefing.statements[0], briefing.statements[1].model_copy(update={"area": None})]
    with pytest.warns(hb.HpbriefWarning) as told:
        briefing.model_copy(update={"statements": tuple(statements)}).to_dataset()
    warning = told[0].message
    assert isinstance(warning, hb.HpbriefWarning)
    assert str(warning).startswith("1 figures and goals of ")
    assert warning.vi.startswith("bỏ qua 1 số liệu và mục tiêu của ")
