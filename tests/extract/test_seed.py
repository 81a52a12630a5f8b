"""The first text: every number, time, citation, verdict, task and deadline, each at its characters.

The text is not part of the project; where it is not at hand these tests are skipped.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hpbrief.briefing.briefing import parse_briefing
from hpbrief.briefing.records import to_records
from hpbrief.models import Briefing, Period

SEED = Path(__file__).parents[2].parent / "shared" / "seed" / "haiphong-2025-11-04.txt"
pytestmark = pytest.mark.skipif(not SEED.is_file(), reason="the seed text is not at hand")

PERIODS = [
    (56, "hai tháng cuối năm", "2025-11-01/2025-12-31"),
    (126, "2025", "2025"),
    (316, "tháng 10", "2025-M10"),
    (381, "tháng 11/2025", "2025-M11"),
    (539, "tháng 10", "2025-M10"),
    (551, "10 tháng đầu năm", "2025-10M"),
    (1997, "hai tháng cuối năm", "2025-11-01/2025-12-31"),
    (2326, "nhiệm kỳ 2025 - 2030", "2025-01-01/2030-12-31"),
    (2571, "nhiệm kỳ 2026 - 2031", "2026-01-01/2031-12-31"),
    (2868, "năm 2025", "2025"),
    (2970, "năm 2025", "2025"),
]
DATES = [(138, "4/11", date(2025, 11, 4)), (3398, "ngày 31/12/2025", date(2025, 12, 31))]
CITATIONS = [(1244, "226/2025/QH15", "Quốc hội"), (2407, "18-NQ/TW", None), (3231, "226/2025/QH15", None)]
# start, text, kind, phrase, indicator, measure, direction, qualifier, period
RISE = ("yoy_change", "up")
FIGURES = [
    (1479, "50%", "figure", "thời gian giải quyết thủ tục hành chính", None, "change_vs_previous", "down",
     "exact", "2025-10M"),
    (1567, "33,8%", "figure", "số doanh nghiệp thành lập mới", "new_enterprises", *RISE, "exact", "2025-10M"),
    (1595, "160%", "figure", "vốn đăng ký", "new_enterprises_registered_capital", *RISE, "over", "2025-10M"),
    (3118, "100%", "goal", "giải ngân vốn đầu tư công", "public_investment_disbursed", "share_of_plan", "none",
     "exact", "2025"),
]  # fmt: skip
NAMED = [
    "budget_revenue_total", "export_turnover", "port_cargo", "tourists", "schools_national_standard_share",
    "new_enterprises", "social_housing_completed",
]  # fmt: skip
CITY, COMMITTEE, LEVELS = "Thành phố", "Đảng ủy UBND thành phố", "các cấp, ngành"
END = date(2025, 12, 31)
# a word of the task, owner, deadline, its word
TASKS = [
    ("Quy chế làm việc", LEVELS, None, None),
    ("Nghị quyết Đại hội", LEVELS, None, None),
    ("18-NQ/TW", CITY, None, None),
    ("MTTQ", CITY, None, None),
    ("bầu cử Quốc hội", CITY, None, None),
    ("định hướng dư luận", None, None, None),
    ("ứng dụng công nghệ", None, None, None),
    ("hội quần chúng", None, END, "within"),
    ("thu hút vốn FDI", COMMITTEE, None, None),
    ("rà soát vướng mắc", COMMITTEE, None, None),
    ("100% kế hoạch vốn", COMMITTEE, None, None),
    ("xúc tiến đầu tư", CITY, None, None),
    ("226/2025/QH15", CITY, None, None),
    ("vỉa hè", "Hải Phòng", END, "before"),
    ("Đại hội XIV", "Hải Phòng", None, None),
    ("kỳ họp HĐND", "Hải Phòng", None, None),
]


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    return parse_briefing(SEED.read_text("utf-8"))


@pytest.fixture(scope="module")
def rows(briefing: Briefing) -> list[dict[str, Any]]:
    return to_records(briefing)


def _of(rows: list[dict[str, Any]], *kinds: str) -> list[dict[str, Any]]:
    return [row for row in rows if row["kind"] in kinds]


def test_every_fact_points_at_its_characters(briefing: Briefing, rows: list[dict[str, Any]]) -> None:
    assert briefing.document.text is not None
    assert all(briefing.document.text[row["start"] : row["end"]] == row["text"] for row in rows)


def test_the_document_is_framed(briefing: Briefing) -> None:
    assert briefing.document.published == date(2025, 11, 4)
    assert briefing.document.title.startswith("Hải Phòng quyết liệt")
    assert briefing.area == "haiphong-merged"
    assert briefing.report_period == Period.from_code("2025-10M")
    assert briefing.task_period == Period.from_code("2025-M11")


def test_the_meeting_is_read(briefing: Briefing) -> None:
    meeting = briefing.meeting
    assert meeting is not None
    assert (meeting.held_on, meeting.body, meeting.chair) == (
        date(2025, 11, 4), "Ban Thường vụ Thành ủy Hải Phòng", "Lê Tiến Châu",
    )  # fmt: skip
    assert {p.name: p.offices for p in briefing.people} == {
        "Lê Tiến Châu": ("Bí thư Thành ủy", "Trưởng Đoàn ĐBQH thành phố")
    }


def test_every_time_is_read_and_no_other(rows: list[dict[str, Any]]) -> None:
    read = [(r["start"], r["text"], r["period"]) for r in _of(rows, "period")]
    assert read == [(s, t, Period.from_code(p).isoformat()) for s, t, p in PERIODS]
    days = [(r["start"], r["text"], r["period"]) for r in _of(rows, "date")]
    assert days == [(s, t, Period.instant(d).isoformat()) for s, t, d in DATES]


def test_every_citation_is_read_and_no_other(rows: list[dict[str, Any]]) -> None:
    read = [(r["start"], r["number"], r["issuer"], r["legal_kind"]) for r in _of(rows, "legal_ref")]
    assert read == [(s, n, i, "resolution") for s, n, i in CITATIONS]


def test_every_figure_is_read_and_no_other(rows: list[dict[str, Any]]) -> None:
    keys = ("start", "text", "kind", "phrase", "indicator", "measure", "direction", "qualifier")
    read = [(*(r[k] for k in keys), r["period"]) for r in _of(rows, "figure", "goal")]
    assert read == [(*f[:-1], Period.from_code(f[-1]).isoformat()) for f in FIGURES]
    assert all(r["unit"] == "PT" and r["area"] == "haiphong-merged" for r in _of(rows, "figure", "goal"))


def test_the_verdicts_are_read(rows: list[dict[str, Any]]) -> None:
    headline, *named = _of(rows, "verdict")
    assert (headline["count"], headline["of_total"], headline["start"], headline["end"]) == (7, 9, 679, 733)
    assert (headline["verdict_status"], headline["reference"]) == ("met_or_exceeded", "annual_goal")
    stated = [r for r in named if not r["inferred"]]
    assert [r["indicator"] for r in stated] == NAMED
    assert {r["verdict_status"] for r in stated} == {"met_or_exceeded"}
    implied = [r for r in named if r["inferred"]]
    assert [(r["indicator"], r["verdict_status"], r["reference"]) for r in implied] == [
        ("iip_growth", "not_met", "annual_goal"),
        ("fdi_attracted", "not_met", "annual_goal"),
    ]


def test_every_task_is_read_and_no_other(rows: list[dict[str, Any]]) -> None:
    read = _of(rows, "directive")
    assert len(read) == len(TASKS)
    for row, (word, owner, deadline, how) in zip(read, TASKS, strict=True):
        assert word in row["task"]
        assert (row["owner"], row["deadline_word"]) == (owner, how)
        assert row["deadline"] == (deadline.isoformat() if deadline else None)


def test_nothing_is_left_unread(briefing: Briefing) -> None:
    assert briefing.coverage == 1.0
    assert briefing.issues == ()
