"""What is forgiven at the door: days and years as people write them, any workbook, a script unguarded."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

import hpbrief as hb
from hpbrief.cli.main import main

DAY = date(2025, 11, 6)
DAYS = [
    "2025-11-06",
    "6/11/2025",
    "06-11-2025",
    datetime(2025, 11, 6, 9),
    pd.Timestamp(DAY),
    DAY,
]


@pytest.mark.parametrize("given", DAYS, ids=str)
def test_a_day_is_taken_as_people_write_it(given: Any) -> None:
    ds = hb.load_dataset("haiphong-2025")
    assert hb.assess(ds, as_of=given).record.as_of == DAY
    assert ds.as_of(given).seen_from == DAY
    read = hb.parse_briefing("Thu ngân sách đạt 85,2% dự toán.", document_date=given)
    assert read.document.published == DAY


@pytest.mark.parametrize("given", ["2025", "2025-10-01", "6/11/2025", "6-11-2025"])
def test_the_command_takes_the_same_days(given: str) -> None:
    done = CliRunner().invoke(main, ["report", "--as-of", given, "--json"])
    if given == "2025":
        assert done.exit_code == 2
        assert "không phải ngày" in done.output
        assert "is not a date" in done.output
    else:
        assert done.exit_code == 0


def test_a_year_may_be_text_and_nothing_else_is_a_year() -> None:
    ds = hb.load_dataset("haiphong-2025")
    assert hb.assess(ds, year="2025").record.year == 2025  # type: ignore[arg-type]
    for wrong in ("25", "năm nay", 2025.5):
        with pytest.raises(hb.ParseError, match="is not a year"):
            hb.assess(ds, year=wrong)  # type: ignore[arg-type]


def test_errors_at_the_doors_are_the_library_s_own() -> None:
    card = hb.assess(hb.load_dataset("haiphong-2025"))
    with pytest.raises(hb.ParseError, match="use vi or en"):
        card.to_frame("fr")  # type: ignore[arg-type]
    with pytest.raises(hb.ParseError, match=r"write_report\(scorecard, path\)"):
        hb.write_report("x.html", card)  # type: ignore[arg-type]
    with pytest.raises(hb.ParseError, match="31/2/2025"):
        hb.parse_briefing("x", document_date="31/2/2025")


def test_periods_of_a_league_may_be_in_words() -> None:
    ds = hb.load_dataset("provinces-2025")
    words = hb.league_table(ds, "budget_revenue_total", "9 tháng 2025")
    assert words.equals(hb.league_table(ds, "budget_revenue_total", "2025-09M"))


def sheet(path: Path) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Biểu 01"
    for row in (
        ["UBND TỈNH THANH HÓA"],
        ["Tình hình 9 tháng năm 2025 tỉnh Thanh Hóa"],
        ["Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm 2025", "Thực hiện 9 tháng năm 2025"],
        ["Khách du lịch", "Nghìn lượt", 16000, 14900],
        ["Kim ngạch xuất khẩu", "Triệu USD", 8000, 5100],
    ):
        page.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("command", ["report", "audit"])
def test_a_department_s_own_sheet_is_read(command: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        main, [command, str(sheet(tmp_path / "bieu.xlsx")), "--area", "Thanh Hóa", "--json"]
    )
    assert done.exit_code == 0, done.output
    if command == "report":
        assert '"value": 14900' in done.output


def test_a_department_s_sheet_joins_another_data_set(tmp_path: Path) -> None:
    own = tmp_path / "my.xlsx"
    hb.write_template(own, area="Thanh Hóa")
    name = str(sheet(tmp_path / "bieu.xlsx"))
    done = CliRunner().invoke(main, ["report", str(own), "--add", name, "--area", "Thanh Hóa", "--json"])
    assert done.exit_code == 0, done.output
    assert '"export_turnover"' in done.output


def test_a_single_sheet_of_observations_is_still_a_data_set(tmp_path: Path) -> None:
    rows = {
        "indicator": ["tourists"], "area": ["thanh-hoa"], "measure": ["level"], "period": ["9 tháng 2025"],
        "value": [14.9], "unit": ["triệu lượt"], "status": ["A"], "source": ["Sở"],
    }  # fmt: skip
    pd.DataFrame(rows).to_excel(tmp_path / "mine.xlsx", sheet_name="Trang 1", index=False)
    done = CliRunner().invoke(main, ["report", str(tmp_path / "mine.xlsx"), "--json"])
    assert done.exit_code == 0, done.output


def test_a_script_without_a_guard_is_told_so_and_leaves_no_manifest(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Thu ngân sách đạt 85,2% dự toán.", "utf-8")
    script = tmp_path / "run.py"
    script.write_text("import hpbrief as hb\nhb.extract_corpus('in', 'out', workers=1)\n", "utf-8")
    done = subprocess.run([sys.executable, script.name], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"__main__" in done.stderr.splitlines()[-1]
    assert not (tmp_path / "out" / "manifest.json").exists()
    script.write_text(
        "import hpbrief as hb\nif __name__ == '__main__':\n    print(hb.extract_corpus('in', 'out', workers=1))\n",
        "utf-8",
    )
    right = subprocess.run([sys.executable, script.name], cwd=tmp_path, capture_output=True, check=True)
    assert b"out: 1 documents" in right.stdout


def test_ctrl_c_ends_with_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hpbrief.assessment.assess", stop)
    done = CliRunner().invoke(main, ["report"])
    assert done.exit_code == 130
    assert done.output.strip().count("\n") == 0
    assert "Stopped" in done.output
