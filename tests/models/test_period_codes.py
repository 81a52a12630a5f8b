from __future__ import annotations

from datetime import date

import pytest

from hpbrief.errors import ParseError
from hpbrief.models import Period


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-H1", "2025-01-01", "2025-06-30"),
        ("2025-H2", "2025-07-01", "2025-12-31"),
        ("2025-Q1", "2025-01-01", "2025-03-31"),
        ("2025-Q4", "2025-10-01", "2025-12-31"),
        ("2024-M02", "2024-02-01", "2024-02-29"),
        ("2025-M02", "2025-02-01", "2025-02-28"),
        ("2025-10M", "2025-01-01", "2025-10-31"),
        ("2025-06M", "2025-01-01", "2025-06-30"),
        ("2025-12M", "2025-01-01", "2025-12-31"),
        ("2025-09-30", "2025-09-30", "2025-09-30"),
        ("2025-01-01/2025-04-26", "2025-01-01", "2025-04-26"),
        ("2024-11-15/2025-02-03", "2024-11-15", "2025-02-03"),
    ],
)
def test_code_means_these_days(code: str, start: str, end: str) -> None:
    period = Period.from_code(code)
    assert (period.start, period.end) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("2025-12M", "2025"),
        ("2025-06M", "2025-H1"),
        ("2025-03M", "2025-Q1"),
        ("2025-01M", "2025-M01"),
        ("2025-M1", "2025-M01"),
        ("2025-9M", "2025-09M"),
        ("2025-01-01/2025-10-31", "2025-10M"),
        ("2025-04-01/2025-06-30", "2025-Q2"),
        ("2025-08-05/2025-08-05", "2025-08-05"),
        ("2025-02-01/2025-04-30", "2025-02-01/2025-04-30"),
    ],
)
def test_canonical_code(written: str, canonical: str) -> None:
    assert Period.from_code(written).code == canonical


@pytest.mark.parametrize(
    "code",
    [
        "",
        " ",
        "25",
        "2025-Q5",
        "2025-Q0",
        "2025-H3",
        "2025-M13",
        "2025-M00",
        "2025-13M",
        "2025-00M",
        "2025-02-30",
        "2025-10-31/2025-01-01",
        "2025/2026",
        "2025-01-01/2025-02-01/2025-03-01",
        "0000",
        "tháng 10",
        "2025-10",
        "2025-Q1 ",
        "2025-W05",  # a week is no period of hpbrief and must not be read as its Monday
        "2025-W05-3",
        "２０２５",
    ],
)
def test_what_is_no_code_is_a_parse_error(code: str) -> None:
    with pytest.raises(ParseError):
        Period.from_code(code)
