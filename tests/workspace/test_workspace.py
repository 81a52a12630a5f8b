"""A folder of reports played through: read once, corrected, judged, written; the same again; nothing lost."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import hpbrief as hb
from hpbrief import workspace as room
from hpbrief.cli.main import main

SEPTEMBER = """UBND TỈNH THANH HÓA
BÁO CÁO
Tình hình kinh tế - xã hội 9 tháng năm 2025
Thanh Hóa, ngày 30 tháng 9 năm 2025
Thu ngân sách nhà nước 9 tháng năm 2025 đạt 40.000 tỷ đồng, bằng 88% dự toán HĐND tỉnh giao, tăng 5% so với cùng kỳ.
Kim ngạch xuất khẩu 9 tháng đạt 5,1 tỷ USD. Mục tiêu xuất khẩu năm 2025 là 8 tỷ USD.
Dự toán thu ngân sách năm 2025 HĐND tỉnh giao là 45.472 tỷ đồng.
Giao Sở Tài chính rà soát các khoản nợ thuế, báo cáo UBND tỉnh trước ngày 20/10/2025.
"""
OCTOBER = """UBND TỈNH THANH HÓA
BÁO CÁO
Tình hình kinh tế - xã hội 10 tháng năm 2025
Thanh Hóa, ngày 31 tháng 10 năm 2025
Thu ngân sách nhà nước 10 tháng năm 2025 đạt 46.000 tỷ đồng, bằng 101,2% dự toán HĐND tỉnh giao.
Kim ngạch xuất khẩu 9 tháng đạt 5,3 tỷ USD; 10 tháng đạt 5,9 tỷ USD.
Sở Tài chính đã rà soát các khoản nợ thuế và báo cáo UBND tỉnh.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "09.txt").write_text(SEPTEMBER, "utf-8")
    (tmp_path / "10.txt").write_text(OCTOBER, "utf-8")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def correct(folder: Path, *rows: tuple[str, ...]) -> None:
    with (folder / "corrections.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("file", "quote", "phrase", "field", "now", "who", "why"))
        writer.writerows(rows)


def test_a_month_is_read_judged_and_written(folder: Path) -> None:
    found = hb.Workspace(folder, area="Thanh Hóa").month("2025-10-31")
    assert [f.error for f in found.files] == [None, None]
    assert found.card["budget_revenue_total"].computed_class == "exceeded"
    assert {p.name for p in found.written} == {"scorecard.html", "note.docx", "scorecard.xlsx", "facts.xlsx"}
    assert all(p.parent == folder / "out" and p.stat().st_size for p in found.written)


def test_the_letter_says_what_changed_and_what_became_of_the_tasks(folder: Path) -> None:
    space = hb.Workspace(folder, area="Thanh Hóa")
    space.month("2025-09-30")
    space.month("2025-10-31")
    letter = (folder / "out" / "changes.md").read_text("utf-8")
    assert "Đúng tiến độ” thành “★ Vượt mục tiêu" in letter
    assert "| Xuất khẩu | 9 tháng 2025 | 5,1 tỷ USD | 5,3 tỷ USD |" in letter
    assert "Văn bản sau đó (10.txt) viết: “Sở Tài chính đã rà soát" in letter
    assert "46.000 tỷ đồng" in letter
    assert "40.000 tỷ đồng" not in letter  # known before


def test_run_again_it_changes_no_byte_and_reads_nothing_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    space = hb.Workspace(folder, area="Thanh Hóa")
    space.month("2025-09-30")
    space.month("2025-10-31")
    before = contents(folder)
    monkeypatch.setattr(room, "extract_briefing", lambda *_, **__: pytest.fail("read anew"))
    hb.Workspace(folder, area="Thanh Hóa").month("2025-10-31")
    assert contents(folder) == before


def test_a_run_broken_off_at_any_write_loses_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = room.write_bytes
    hb.Workspace(folder, area="Thanh Hóa").month("2025-10-31")
    wanted = contents(folder)
    writes = len(wanted) - len([*folder.glob("*.txt")])
    for stop in range(writes):
        for path in (*(folder / "out").iterdir(), *(folder / "hpbrief-data").rglob("*.json")):
            path.unlink()
        monkeypatch.setattr(room, "write_bytes", _breaking_after(stop, whole))
        with pytest.raises(KeyboardInterrupt):
            hb.Workspace(folder, area="Thanh Hóa").month("2025-10-31")
        monkeypatch.setattr(room, "write_bytes", whole)
        hb.Workspace(folder, area="Thanh Hóa").month("2025-10-31")
        assert contents(folder) == wanted


def _breaking_after(count: int, whole: Callable[[Path, bytes], Path]) -> Callable[[Path, bytes], Path]:
    left = iter(range(count))

    def write(path: Path, data: bytes) -> Path:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return whole(path, data)

    return write


def test_what_is_kept_but_not_whole_is_read_again(folder: Path) -> None:
    space = hb.Workspace(folder, area="Thanh Hóa")
    space.month("2025-10-31")
    before = contents(folder)
    for kept in (folder / "hpbrief-data" / "read").iterdir():
        kept.write_bytes(kept.read_bytes()[:100])
    space.month("2025-10-31")
    assert contents(folder) == before


def test_corrections_are_applied_ever_after(folder: Path) -> None:
    correct(
        folder,
        ("10.txt", "46.000 tỷ đồng", "", "value", "44.000", "Lan", "in nhầm"),
        ("10.txt", "5,9 tỷ USD", "", "bỏ", "", "Lan", "chưa kiểm tra"),
        ("09.txt", "5,1 tỷ USD", "", "kỳ", "2025-08M", "Lan", "số 8 tháng"),
    )
    ds = hb.Workspace(folder, area="Thanh Hóa").month("2025-10-31").dataset
    frame = ds.to_frame()
    revenue = frame[(frame.indicator == "budget_revenue_total") & (frame.measure == "level")]
    assert sorted(revenue.value) == [40000, 44000]
    exports = frame[frame.indicator == "export_turnover"]
    assert sorted(exports.period_end.dt.month) == [8, 9]


def test_all_faults_of_corrections_come_in_one_round(folder: Path) -> None:
    correct(
        folder,
        ("10.txt", "46.000 tỷ đồng", "", "value", "nhiều", "Lan", "?"),
        ("10.txt", "46.000 tỷ đồng", "", "màu", "đỏ", "Lan", "?"),
        ("10.txt", "46.000 tỷ đồng", "", "indicator", "không có thật", "Lan", "?"),
        ("10.txt", "46.000 tỷ đồng", "", "value", "44.000", "", ""),
    )
    with pytest.raises(hb.DatasetError) as caught:
        hb.Workspace(folder, area="Thanh Hóa").month("2025-10-31")
    assert [(p.line, p.column) for p in caught.value.problems] == [
        (2, "now"), (3, "now"), (4, "now"), (5, "who"), (5, "why"),
    ]  # fmt: skip
    correct(
        folder,
        ("10.txt", "47.000 tỷ đồng", "", "value", "44.000", "Lan", "?"),
        ("11.txt", "46.000 tỷ đồng", "", "value", "44.000", "Lan", "?"),
    )
    with pytest.raises(hb.DatasetError) as caught:
        hb.Workspace(folder, area="Thanh Hóa").month("2025-10-31")
    assert [(p.line, p.column) for p in caught.value.problems] == [(2, "quote"), (3, "file")]


def test_the_sheet_of_corrections_that_is_written_is_read(folder: Path) -> None:
    from openpyxl import load_workbook

    hb.Workspace(folder, area="Thanh Hóa").month("2025-10-31")
    book = load_workbook(folder / "out" / "facts.xlsx")
    sheet = book.worksheets[1]
    sheet.append(["10.txt", "46.000 tỷ đồng", "", "giá trị", "44.000", "Lan", "in nhầm"])
    book.save(folder / "corrections.xlsx")
    ds = hb.Workspace(folder, area="Thanh Hóa").month("2025-10-31").dataset
    assert 44000 in set(ds.to_frame().value)


def test_the_facts_have_the_doubtful_first(folder: Path) -> None:
    (folder / "11.txt").write_text("Thanh Hóa, ngày 30/11/2025\nSản lượng mít đạt 7 nghìn tấn.\n", "utf-8")
    found = hb.Workspace(folder, area="Thanh Hóa").month("2025-11-30")
    assert [row["quote"] for row in found.doubtful] == ["7 nghìn tấn"]


def test_own_goals_and_past_years_are_joined_and_a_broken_file_is_told(folder: Path) -> None:
    past = hb.read_dataset(
        {
            "sources": _frame(source_id="past", publisher="Cục Thống kê", published="2024-11-06",
                              known_from="2024-11-06", known_basis="published", kind="statistics_office",
                              url="", title=""),
            "observations": _frame(indicator="export_turnover", area="thanh-hoa", measure="level",
                                   period_start="2024-01-01", period_end="2024-10-31", value=5.0, unit="USD",
                                   unit_mult=9, status="A", source_id="past"),
        }
    )  # fmt: skip
    with zipfile.ZipFile(folder / "past.zip", "w") as archive:
        for file in past.write(folder / ".past").iterdir():
            archive.write(file, file.name)
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 no document")
    found = hb.Workspace(folder, area="Thanh Hóa").month("2025-10-31")
    assert {f.name: f.error is not None for f in found.files} == {
        "09.txt": False, "10.txt": False, "broken.docx": True, "past.zip": False,
    }  # fmt: skip
    grown = found.card.to_frame().set_index("indicator").yoy_pct
    assert grown["export_turnover"] == pytest.approx(18.0)


def _frame(**cells: object) -> Any:
    import pandas as pd

    return pd.DataFrame([cells])


def test_what_a_newer_version_keeps_is_refused(folder: Path) -> None:
    space = hb.Workspace(folder, area="Thanh Hóa")
    space.month("2025-10-31")
    state = folder / "hpbrief-data" / "state.json"
    state.write_text(json.dumps({"format": room.FORMAT + 1, "days": []}), "utf-8")
    with pytest.raises(hb.LoadError, match="newer"):
        space.month("2025-10-31")


def test_an_empty_folder_and_an_unknown_area_are_refused(tmp_path: Path) -> None:
    with pytest.raises(hb.DatasetError):
        hb.Workspace(tmp_path, area="Thanh Hóa").month()
    with pytest.raises(hb.CatalogError):
        hb.Workspace(tmp_path, area="Atlantis")
    with pytest.raises(hb.LoadError):
        hb.Workspace(tmp_path / "none", area="Thanh Hóa")


def test_the_command_and_a_league_of_areas(tmp_path: Path) -> None:
    for name, amount in (("Thanh Hóa", "5,9"), ("Nghệ An", "2,7")):
        (tmp_path / name).mkdir()
        text = OCTOBER.replace("THANH HÓA", name.upper()).replace("Thanh Hóa", name).replace("5,9", amount)
        (tmp_path / name / "10.txt").write_text(text, "utf-8")
    run = CliRunner().invoke(main, ["month", str(tmp_path), "--areas", "all", "--as-of", "2025-10-31"])
    assert run.exit_code == 0, run.output
    rows = list(csv.reader((tmp_path / "league.csv").read_text("utf-8-sig").splitlines()))
    assert [row[0] for row in rows] == ["Địa bàn", "Nghệ An", "Thanh Hóa"]
    one = CliRunner().invoke(main, ["month", str(tmp_path / "Nghệ An"), "--area", "Nghệ An", "--lang", "en"])
    assert one.exit_code == 0, one.output
    assert "Nghệ An" in one.stdout or "Nghe An" in one.stdout
    assert CliRunner().invoke(main, ["month", str(tmp_path)]).exit_code == 2
