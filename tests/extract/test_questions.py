"""A figure is put a row of named questions: in order, by named rules, written by one driver, told on request."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import hpbrief as hb
from hpbrief.briefing import ReadBriefing
from hpbrief.catalog import load_catalog
from hpbrief.cli import main
from hpbrief.extract.engine import briefing_of
from hpbrief.extract.figures.spoken_time import Asked
from hpbrief.models import Lang

ROOM = Path(hb.__file__).parent / "extract" / "figures"
TEXT = (
    "Quảng Ninh, ngày 4/11/2025\n\nTính chung 10 tháng, thu ngân sách đạt 48.500 tỷ đồng, tăng 9% so với cùng kỳ; "
    "mục tiêu năm 2026: GRDP tăng 13%. Cả nước tăng 8%.\n"
)


def brief(text: str = TEXT) -> ReadBriefing:
    return hb.parse_briefing(text, document_date=date(2025, 11, 4))


def test_the_questions_are_put_in_one_order_and_each_has_a_rule() -> None:
    record: list[Asked] = []
    briefing_of(brief().document, record=record)
    assert len(record) == 4
    for asked in record:
        assert [a.question for a in asked.answers] == ["goal", "measure", "subject", "period", "place"]
        assert all(a.rule for a in asked.answers if a.question != "goal")


def test_only_the_driver_writes_to_the_progress_of_a_sentence() -> None:
    """No question assigns to what it is handed: ``p.x = …``, ``n.x = …``, ``context.x = …``."""
    for name in ("goal", "measure", "period", "place", "counted", "subject_rules"):
        tree = ast.parse((ROOM / f"{name}.py").read_text("utf-8"))
        for node in ast.walk(tree):
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AugAssign | ast.AnnAssign)
                else []
            )
            for target in targets:
                if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
                    assert target.value.id not in ("p", "n", "context", "walk"), (
                        f"{name}: {ast.unparse(node)}"
                    )


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_statement_explains_itself_in_both_languages(lang: Lang) -> None:
    read = brief()
    told = [read.explain(s, lang) for s in read.statements]
    catalog = load_catalog()
    for statement, text in zip(read.statements, told, strict=True):
        lines = text.splitlines()
        assert statement.evidence.quote in lines[0]
        assert len(lines) == 6
        assert statement.rules[0] in text
        for line, question in zip(lines[1:], ("goal", "measure", "subject", "period", "place"), strict=True):
            assert line.startswith(f"- {catalog.word('question', question, lang)} ")
    assert "period.goal_named" in told[2]
    assert "place.elsewhere" in told[3]


def test_rivals_that_lost_are_named() -> None:
    read = brief()
    assert "10 tháng 2025" in read.explain(read.statements[2], "vi").split("Của kỳ nào?")[1].splitlines()[0]
    assert "Quảng Ninh" in read.explain(read.statements[3], "vi").split("Của nơi nào?")[1]


def test_each_rule_that_a_text_may_meet_has_its_words() -> None:
    known = load_catalog().words["reading_rule"]
    for name in ("goal", "period", "place", "measure"):
        for node in ast.walk(ast.parse((ROOM / f"{name}.py").read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                rule = node.value
                if rule.startswith(("goal.", "period.", "place.", "measure.")):
                    assert rule in known, rule
    assert all(set(words) == {"vi", "en"} for words in known.values())


def test_a_statement_of_another_briefing_is_refused() -> None:
    other = brief("Ngày 4/11/2025. Dân số 1.234.567 người.").statements[0]
    with pytest.raises(hb.ParseError, match="no such statement"):
        brief().explain(other, "en")


def test_a_cell_of_a_table_tells_its_rules() -> None:
    table = (
        "Biểu 1. Kết quả năm 2025\n| Chỉ tiêu | Thực hiện 10 tháng 2025 | So với cùng kỳ (%) |\n|---|---|---|\n"
        "| Thu nội địa (tỷ đồng) | 4.120 | 108,4 |\n"
    )
    read = brief(table)
    assert read.statements
    text = read.explain(read.statements[0], "en")
    assert "Which cell" in text
    assert "measure." in text


def test_the_command_tells_why(tmp_path: Path) -> None:
    (tmp_path / "tin.txt").write_text(TEXT, "utf-8")
    done = CliRunner().invoke(main, ["extract", str(tmp_path / "tin.txt"), "--why", "--lang", "en"])
    assert done.exit_code == 0
    assert done.output.count("- A result or a goal?") == 4
    assert "rule measure.up" in done.output


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("Kim ngạch xuất khẩu bay bổng 8% so với cùng kỳ.", "unknown_verb", "bay bổng"),
        ("Thu nội địa ngoi ngóp 4% so với năm trước.", "unknown_verb", "ngoi ngóp"),
        ("Thu ngân sách tăng 8% so với thời hoàng kim.", "unknown_base", "thời hoàng kim"),
    ],
)
def test_words_that_no_table_knows_are_issues(text: str, code: str, words: str) -> None:
    issues = [(i.code, i.evidence.quote) for i in brief(text).issues]
    assert (code, words) in issues


@pytest.mark.parametrize(
    "text",
    [
        "Kim ngạch xuất khẩu tăng 8% so với cùng kỳ.",
        "Kim ngạch xuất khẩu bằng 108% so với cùng kỳ.",
        "Kim ngạch xuất khẩu 108% so với cùng kỳ.",
        "Thu ngân sách tăng 8% so với năm 2023, tăng 2% so với bình quân cả nước.",
    ],
)
def test_words_that_are_known_raise_no_issue(text: str) -> None:
    assert not [i for i in brief(text).issues if i.code.startswith("unknown_")]
