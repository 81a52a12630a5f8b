"""A folder of one's own teaches the reader words, with no engine change."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hpbrief.briefing import parse_briefing
from hpbrief.catalog import load_catalog

DAY = date(2025, 11, 4)
INDICATOR = """
[[indicator]]
id = "cruise_calls"
label_vi = "Số chuyến tàu du lịch cập cảng"
label_en = "Cruise calls"
short_vi = "Tàu du lịch"
short_en = "Cruise calls"
unit = "trip"
kind = "flow"
measure = "level"
direction = "up"
"""


def test_verbs_units_and_indicators_are_data(tmp_path: Path) -> None:
    (tmp_path / "phrases.toml").write_text('[verb]\n"phi mã" = "up"\n', "utf-8")
    (tmp_path / "unit_words.toml").write_text('# mine\n[unit]\n"lượt cập cảng" = "call"\n', "utf-8")
    (tmp_path / "indicators.toml").write_text(INDICATOR, "utf-8")
    own = load_catalog(tmp_path)
    text = "Số chuyến tàu du lịch cập cảng đạt 45 lượt cập cảng, phi mã 12%."
    level, growth = parse_briefing(text, document_date=DAY, catalog=own).statements
    assert (level.unit, level.indicator) == ("call", "cruise_calls")
    assert (growth.measure.value, growth.direction.value, growth.indicator) == (
        "yoy_change",
        "up",
        "cruise_calls",
    )
    bundled = parse_briefing(text, document_date=DAY).statements
    assert all(statement.indicator is None for statement in bundled)


def test_a_statement_remembers_its_rule() -> None:
    (statement,) = parse_briefing("Xuất khẩu gấp 1,5 lần cùng kỳ.", document_date=DAY).statements
    assert statement.rules == ("measure.times",)
