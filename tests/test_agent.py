"""Questions over the Model Context Protocol: no number without a source, nothing outside what it was started with."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

import hpbrief as hb
from hpbrief.agent import Questions, serve

mcp_client = pytest.importorskip("mcp.client")
NAMES = ("haiphong-2025", "provinces-2025")
INDICATORS = ("budget_revenue_total", "grdp_growth", "export_turnover", "new_enterprises", "iip_growth")
AREAS = ("haiphong-merged", "quang-ninh", "da-nang", "bac-ninh")


@pytest.fixture(scope="module")
def datasets() -> dict[str, hb.Dataset]:
    return {name: hb.load_dataset(name) for name in NAMES}


def asked(datasets: dict[str, hb.Dataset], *questions: tuple[str, dict[str, Any]]) -> list[Any]:
    async def ask() -> list[Any]:
        async with mcp_client.Client(serve(datasets)) as client:
            return [await client.call_tool(name, arguments) for name, arguments in questions]

    return asyncio.run(ask())


def numbers(answer: Any) -> Iterator[dict[str, Any]]:
    """Each object of an answer that states a value."""
    if isinstance(answer, dict):
        if "value" in answer and "unit" in answer:
            yield answer
        for part in answer.values():
            yield from numbers(part)
    elif isinstance(answer, list):
        for part in answer:
            yield from numbers(part)


def test_fifty_questions_give_no_number_without_its_source(datasets: dict[str, hb.Dataset]) -> None:
    dataset = {"haiphong-merged": "haiphong-2025"}
    questions: list[tuple[str, dict[str, Any]]] = [("list_datasets", {})]
    for area in AREAS:
        name = dataset.get(area, "provinces-2025")
        for indicator in INDICATORS:
            for tool in ("figures", "goals"):
                questions.append(
                    (tool, {"dataset": name, "indicator": indicator, "area": area, "year": 2025})
                )
        questions.append(("scorecard", {"dataset": name, "area": area, "year": 2025, "as_of": "2025-11-10"}))
    said = "Thu ngân sách 10 tháng năm 2025 của Hải Phòng đạt 162.875 tỷ đồng."
    questions += [
        ("check_claims", {"dataset": "haiphong-2025", "text": said, "as_of": "2025-11-06"}),
        ("audit", {"dataset": "haiphong-2025"}),
        ("find_indicators", {"dataset": "haiphong-2025", "words": "ngân sách"}),
        ("read_text", {"text": said, "document_date": "2025-11-06"}),
        ("figures", {"dataset": "haiphong-2025", "indicator": "FDI", "area": "Hải Phòng"}),
    ]
    assert len(questions) == 50
    answers = asked(datasets, *questions)
    assert not any(answer.is_error for answer in answers)
    found = [n for answer in answers[:-2] for n in numbers(answer.structured_content)]
    assert len(found) > 200
    for number in found:
        assert any(number["source"][name] for name in ("publisher", "url", "title"))
        assert number["source"]["known_from"]
        assert number["period"]
    claims = answers[-5].structured_content["claims"]
    assert [claim["verdict"] for claim in claims] == ["agrees"]
    assert claims[0]["sources"][0]["url"].startswith("https://")


def test_nothing_later_is_answered(datasets: dict[str, hb.Dataset]) -> None:
    where = {"dataset": "haiphong-2025", "indicator": "budget_revenue_total", "area": "haiphong-merged"}
    (then,) = asked(datasets, ("figures", {**where, "as_of": "2025-09-10"}))
    days = [n["source"]["known_from"] for n in numbers(then.structured_content)]
    assert days
    assert max(days) <= "2025-09-10"


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("figures", {"dataset": "/etc/passwd", "indicator": "grdp_growth", "area": "quang-ninh"}),
        ("figures", {"dataset": "https://example.org/x.zip", "indicator": "grdp_growth", "area": "x"}),
        ("figures", {"dataset": "haiphong-2025", "indicator": "../../secret", "area": "quang-ninh"}),
        ("goals", {"dataset": "haiphong-2025", "indicator": "grdp_growth", "area": "'; DROP TABLE goals"}),
        ("scorecard", {"dataset": "haiphong-2025", "area": "haiphong-merged", "as_of": "yesterday"}),
        ("read_text", {"text": "1 tỷ đồng " * 30_000}),
        ("check_claims", {"dataset": "haiphong-2025", "text": "", "area": "Atlantis"}),
        ("audit", {"dataset": "haiphong-2025", "area": "\x1b[31m"}),
    ],
)
def test_hostile_arguments_are_refused_in_words(
    datasets: dict[str, hb.Dataset], tool: str, arguments: dict[str, Any]
) -> None:
    (answer,) = asked(datasets, (tool, arguments))
    assert answer.is_error
    assert "Traceback" not in answer.content[0].text
    assert "unexpected" not in answer.content[0].text.lower()
    assert len(answer.content[0].text) > 20


def test_the_questions_only_read(datasets: dict[str, hb.Dataset]) -> None:
    async def tools() -> list[Any]:
        async with mcp_client.Client(serve(datasets)) as client:
            return list((await client.list_tools()).tools)

    found = asyncio.run(tools())
    assert {tool.name for tool in found} == set(Questions(datasets).tools())
    assert all(tool.annotations.read_only_hint and tool.description for tool in found)
