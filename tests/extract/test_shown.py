"""What was read, shown: rows, frame, page, tables of a data set, and the command."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from hpbrief.briefing import FACT_KEYS, parse_briefing, read_briefing
from hpbrief.cli.extract import extract
from hpbrief.errors import LoadError, UnsafeFileError
from hpbrief.load import Limits
from hpbrief.models import Measure

TEXT = (
    "Quảng Ninh: kinh tế 10 tháng năm 2025\n"
    "Thu ngân sách 10 tháng ước đạt 36.480 tỷ đồng, tăng 18,4% so với cùng kỳ, vượt 5% kế hoạch năm.\n"
    "Tỷ lệ hộ nghèo giảm 0,4 điểm phần trăm. Giao Sở Tài chính rà soát nguồn thu trước ngày 30/11/2025.\n"
)
DAY = date(2025, 11, 4)


def test_a_frame_has_a_row_a_fact() -> None:
    briefing = parse_briefing(TEXT, document_date=DAY)
    frame = briefing.to_frame()
    assert list(frame.columns) == list(FACT_KEYS)
    assert len(frame) == len(briefing.to_records())
    assert frame.loc[frame["text"] == "18,4%", "value"].item() == 18.4


def test_tables_are_signed_and_cited() -> None:
    tables = parse_briefing(TEXT, document_date=DAY).to_tables()
    by_measure = {(o.indicator, o.measure): o for o in tables.observations}
    assert by_measure["budget_revenue_total", Measure.SHARE_OF_PLAN].quantity.value == 105
    assert by_measure["poverty_rate", Measure.YOY_CHANGE].quantity.value < 0
    assert {o.source_id for o in tables.observations} == {tables.sources[0].source_id}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


@pytest.mark.parametrize(
    "hostile", ["<script>alert(1)</script> tăng 5%", '"><img src=x onerror=y> đạt 5%', "\x00\u202e 5%"]
)
def test_a_page_is_safe_against_its_text(hostile: str) -> None:
    page = parse_briefing(hostile).to_html("en")
    parser = _Tags()
    parser.feed(page)
    assert not {"script", "img", "link", "iframe"} & set(parser.tags)
    assert "\x00" not in page
    assert "\u202e" not in page


def test_the_text_is_marked_with_readings() -> None:
    html = parse_briefing(TEXT, document_date=DAY)._repr_html_()
    assert 'class="figure" title="Số liệu: tăng 18,4% so với cùng kỳ · ' in html
    assert "10 tháng 2025 · ước tính · Quảng Ninh" in html
    assert html.count("<tr data-kind") == len(parse_briefing(TEXT, document_date=DAY).to_records())


def test_files_are_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert (
        read_briefing(path, document_date=DAY).to_records()
        == parse_briefing(TEXT, document_date=DAY).to_records()
    )
    (tmp_path / "b.txt").write_bytes(b"\xff\xfe5")
    with pytest.raises(LoadError, match="UTF-16"):
        read_briefing(tmp_path / "b.txt")
    (tmp_path / "c.bin").write_bytes(b"PK\x00\x00")
    with pytest.raises(LoadError, match="text"):
        read_briefing(tmp_path / "c.bin")
    with pytest.raises(LoadError):
        read_briefing(tmp_path / "none.txt")
    with pytest.raises(UnsafeFileError, match="limit bytes = 10 "):
        read_briefing(path, limits=Limits(bytes=10))


def test_the_command_prints_each_format(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    run = CliRunner()
    lines = run.invoke(extract, [str(path), "--format", "jsonl", "--date", "2025-11-04"])
    rows = [json.loads(line) for line in lines.output.splitlines()]
    assert lines.exit_code == 0
    assert all(tuple(row) == FACT_KEYS for row in rows)
    table = run.invoke(extract, ["-", "--format", "csv", "--date", "2025-11-04"], input=TEXT)
    assert len(list(csv.DictReader(io.StringIO(table.output)))) == len(rows)
    assert "<!doctype html>" in run.invoke(extract, [str(path), "--format", "html", "--lang", "en"]).output
    assert "36.480" in run.invoke(extract, [str(path)]).output


def test_a_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    names = []
    for n in range(6):
        path = tmp_path / f"{n}.txt"
        path.write_text(TEXT, "utf-8")
        names.append(str(path))
    (tmp_path / "2.txt").write_bytes(b"\xff")
    result = CliRunner().invoke(extract, [*names, "--format", "jsonl", "--date", "2025-11-04"])
    assert result.exit_code == 1
    assert len({json.loads(line)["document"] for line in result.stdout.splitlines()}) == 1
    assert result.stdout.count('"18,4%"') == 5
    assert "2.txt" in result.stderr
