"""Facts as files: what is written is read back equal, is valid, and runs nothing when opened."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pandas.testing import assert_frame_equal

import hpbrief as hb
from hpbrief.briefing import extract_briefing, facts_frame
from hpbrief.briefing.files import EXPORT_TYPES
from hpbrief.load.compose import compose_document
from hpbrief.load.parts import Paragraph, grid_of

TEXT = """Nghệ An, ngày 3 tháng 11 năm 2025
Kết quả 10 tháng năm 2025: thu ngân sách ước đạt 20.155,8 tỷ đồng, tăng 10,5%; tỷ lệ hộ nghèo còn 3,4%.
Giao Sở Tài chính hoàn thành dự toán trước ngày 31/12/2025 theo Quyết định 12/QĐ-UBND.
"""
HOSTILE = (
    '=HYPERLINK("http://x.invalid","a")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "'=1+1", "''@x", "\t=1", "|x",
    'a "b", c\n=d',
)  # fmt: skip
ENDINGS = ("csv", "xlsx", "parquet", "jsonl", "")


def _hostile() -> hb.extract.ReadBriefing:  # type: ignore[name-defined]
    rows = [["Chỉ tiêu", "ĐVT", "Tháng 10", "So với cùng kỳ (%)"]]
    rows += [[f"{words} chỉ tiêu {i}", "Tỷ đồng", f"{100 + i},5", "-3,25"] for i, words in enumerate(HOSTILE)]
    document = compose_document(
        [Paragraph("=cmd() báo cáo"), grid_of(rows, page=2, sheet="=Sheet!1")],
        file="=bieu.xlsx", published=date(2025, 11, 3), title="@title", publisher="+pub",
    )  # fmt: skip
    return extract_briefing(document, area="nghe-an")


def _briefings() -> list[hb.extract.ReadBriefing]:  # type: ignore[name-defined]
    return [hb.parse_briefing(TEXT), _hostile()]


def _path(folder: Path, ending: str) -> Path:
    return folder / (f"facts.{ending}" if ending else "facts")


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_written_is_read_back_equal(tmp_path: Path, ending: str) -> None:
    briefings = _briefings()
    path = hb.write_facts(briefings, _path(tmp_path, ending))
    frame = facts_frame(briefings)
    assert list(frame.columns) == list(EXPORT_TYPES)
    assert len(frame) == sum(len(b.to_records()) for b in briefings)
    assert_frame_equal(hb.read_facts(path), frame)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("ending", ENDINGS)
def test_one_briefing_without_facts_is_a_file_without_rows(tmp_path: Path, ending: str) -> None:
    briefing = hb.parse_briefing("")
    path = hb.write_facts(briefing, _path(tmp_path, ending))
    assert_frame_equal(hb.read_facts(path), facts_frame(briefing), check_dtype=False)


def test_a_fact_says_where_in_the_file_it_stands() -> None:
    frame = facts_frame(_hostile())
    first = frame[frame["kind"] == "figure"].iloc[0]
    assert (first["file"], first["sheet"], first["page"]) == ("=bieu.xlsx", "=Sheet!1", 2)
    assert (first["table"], first["row"], first["column"]) == (1, 2, 3)


@pytest.mark.parametrize("ending", ["csv", ""])
def test_no_cell_of_a_csv_is_a_formula(tmp_path: Path, ending: str) -> None:
    path = hb.write_facts(_briefings(), _path(tmp_path, ending))
    seen = 0
    for file in path.glob("*.csv") if path.is_dir() else [path]:
        with file.open(encoding="utf-8", newline="") as stream:
            for row in csv.reader(stream):
                for cell in row:
                    number = cell.lstrip("+-").replace(".", "").replace(",", "").rstrip("% ").isdigit()
                    assert number or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "|", "%")), cell
                    seen += cell.startswith("'")
    assert seen >= len(HOSTILE)


def test_no_cell_of_a_workbook_is_a_formula_or_a_link(tmp_path: Path) -> None:
    path = hb.write_facts(_hostile(), tmp_path / "facts.xlsx")
    book = load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert all(cell.hyperlink is None for cell in cells)
    assert any(str(cell.value).startswith("=") for cell in cells)


def test_the_package_is_a_valid_data_package(tmp_path: Path) -> None:
    folder = hb.write_facts(_briefings(), tmp_path / "facts")
    script = (
        "import sys, frictionless; report = frictionless.validate(sys.argv[1]);"
        "print(report.flatten(['type', 'message'])); sys.exit(not report.valid)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder / "datapackage.json")], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    names = [r["name"] for r in json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]]
    assert names == ["facts", "documents"]


def test_lines_of_json_are_those_of_the_command(tmp_path: Path) -> None:
    briefing = hb.parse_briefing(TEXT)
    path = hb.write_facts(briefing, tmp_path / "facts.jsonl")
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [
        {k: line[k] for k in record} for line, record in zip(lines, briefing.to_records(), strict=True)
    ] == (briefing.to_records())


def test_what_cannot_be_written_or_read_says_so(tmp_path: Path) -> None:
    briefing = hb.parse_briefing(TEXT)
    with pytest.raises(hb.LoadError, match=r"\.csv, \.xlsx"):
        hb.write_facts(briefing, tmp_path / "facts.doc")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x")
    with pytest.raises(hb.LoadError, match="holds other files"):
        hb.write_facts(briefing, tmp_path / "mine")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(hb.LoadError, match="lacks the columns"):
        hb.read_facts(tmp_path / "other.csv")
    with pytest.raises(hb.LoadError):
        hb.read_facts(tmp_path / "missing.csv")


def test_a_name_is_corrected() -> None:
    briefing = hb.parse_briefing("Tháng 10/2025, doanh số chợ đêm đạt 12,5 tỷ đồng.", area="nghe-an")
    phrase = briefing.statements[0].phrase
    assert phrase
    assert briefing.statements[0].indicator is None
    renamed = briefing.rename({phrase.upper(): "retail_goods_sales"})
    assert renamed.statements[0].indicator == "retail_goods_sales"
    assert renamed.statements[0].rules[-1] == "renamed"
    assert renamed.to_tables().observations[0].indicator == "retail_goods_sales"
    assert briefing.statements[0].indicator is None
    assert renamed.rename({phrase: None}).statements[0].indicator is None
    with pytest.raises(hb.CatalogError, match="retail_sales"):
        briefing.rename({phrase: "retail_sale"})
    with pytest.raises(hb.ParseError, match="no fact"):
        briefing.rename({"chỉ tiêu khác": "retail_sales"})
