"""Made-up figures of a real province, small enough to check by hand; and labels that mean harm."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

import hpbrief as hb

AREA = "lai-chau"
DAY = "2025-11-20"

_SOURCES = [
    ("bao-10m", "Báo tỉnh", "https://example.org/bao/10-thang", "2025-11-05", "press", "Kinh tế 10 tháng"),
    (
        "cuc-10m",
        "Cục Thống kê",
        "https://example.org/cuc/10m",
        "2025-11-06",
        "statistics_office",
        "Số liệu 10 tháng",
    ),
    ("nghi-quyet", "HĐND tỉnh", "https://example.org/nq/2025", "2024-12-15", "government", "Nghị quyết 2025"),
    (
        "nam-truoc",
        "Cục Thống kê",
        "https://example.org/cuc/2024",
        "2025-01-10",
        "statistics_office",
        "Năm 2024",
    ),
]


def _row(
    indicator: str, measure: str, period: str, value: float, unit: tuple[str, int], source: str
) -> dict[str, Any]:
    return {
        "indicator": indicator,
        "area": AREA,
        "measure": measure,
        "period": period,
        "value": value,
        "unit": unit[0],
        "unit_mult": unit[1],
        "status": "A",
        "source_id": source,
    }


def frames() -> dict[str, pd.DataFrame]:
    """Tourists behind with past years, exports in conflict, growth short, FDI without goal, revenue without figure."""
    usd, people, percent, dong = ("USD", 6), ("PS", 3), ("PT", 0), ("VND", 9)
    observations = [
        _row("tourists", "level", "2025-10M", 700, people, "cuc-10m"),
        *(
            _row("tourists", "level", f"{y}-10M", v, people, "nam-truoc")
            for y, v in ((2023, 720), (2024, 800))
        ),
        *(_row("tourists", "level", str(y), v, people, "nam-truoc") for y, v in ((2023, 900), (2024, 1000))),
        _row("export_turnover", "level", "2025-10M", 90, usd, "bao-10m"),
        _row("export_turnover", "level", "2025-10M", 60, usd, "cuc-10m"),
        _row("grdp_growth", "yoy_change", "2025-09M", 6.4, percent, "cuc-10m"),
        _row("fdi_attracted", "level", "2025-10M", 12, usd, "bao-10m"),
    ]
    goals = [
        ("tourists", 1000, people),
        ("export_turnover", 100, usd),
        ("grdp_growth", 8, percent),
        ("budget_revenue_total", 2500, dong),
    ]
    verdict = {"stated_on": "2025-11-05", "period_end": "2025-10-31", "area": AREA, "source_id": "bao-10m"}
    return {
        "sources": pd.DataFrame(
            _SOURCES, columns=["source_id", "publisher", "url", "published", "kind", "title"]
        ),
        "observations": pd.DataFrame(observations),
        "goals": pd.DataFrame(
            [
                {
                    "indicator": i,
                    "area": AREA,
                    "period": "2025",
                    "value": v,
                    "unit": u[0],
                    "unit_mult": u[1],
                    "basis": "annual_plan",
                    "source_id": "nghi-quyet",
                }
                for i, v, u in goals
            ]
        ),
        "verdicts": pd.DataFrame(
            [{**verdict, "indicator": "tourists", "status": "met", "reference": "annual_goal"}]
        ),
    }


def card() -> hb.Scorecard:
    """The scorecard of the made-up figures."""
    return hb.assess(replace(hb.read_dataset(frames()), name="lai-chau-bia"), area=AREA, year=2025, as_of=DAY)


HOSTILE = (
    "=cmd|'/C calc'!A0",
    '+HYPERLINK("http://evil.example","x")',
    "@SUM(1+1)",
    "-2+3+cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "</w:t></w:r><w:r><w:t>x & y",
    "a|b | [c](javascript:alert(1)) ![d](x) `e` **f**",
    "[3]: javascript:alert(4)",
    "line one\n# line two\n- three\r\n1. four",
    "bell\x07 null\x00 esc\x1b vt\x0b nonchar\ufffe rtl\u202eabc",
    "{{ 7*7 }} {% raw %} ${7*7} </title><img src=x onerror=alert(2)>",
    "https://evil.example www.evil.example me@evil.example _x0041_",
)


def hostile_card() -> hb.Scorecard:
    """The made-up figures with a harmful text in every field that takes free words, one after the other."""
    made = hb.read_dataset(frames())
    n = len(HOSTILE)

    def words(at: int) -> str:
        return HOSTILE[at % n]

    tables = made.tables
    sources = tuple(
        s.model_copy(
            update={
                "publisher": " ".join(HOSTILE[i::4]),
                "title": "\n".join(HOSTILE),
                "url": "javascript:alert(3)" if i % 2 else s.url + "|`<x> \u202e",
            }
        )
        for i, s in enumerate(tables.sources)
    )
    observations = tuple(
        o.model_copy(update={"note": words(i), "plan_words": words(i + 3)})
        for i, o in enumerate(tables.observations)
    )
    goals = tuple(
        g.model_copy(update={"note": words(i), "set_by": words(i + 4)}) for i, g in enumerate(tables.goals)
    )
    catalog = hb.load_catalog()
    indicators = dict(catalog.indicators)
    for i, name in enumerate(
        ("tourists", "export_turnover", "grdp_growth", "fdi_attracted", "budget_revenue_total")
    ):
        label = f"{words(2 * i)} {words(2 * i + 1)}"
        indicators[name] = indicators[name].model_copy(
            update={
                f"{part}_{lang}": f"{label} {name} {part}"
                for part in ("label", "short")
                for lang in ("vi", "en")
            }
        )
    catalog = replace(catalog, indicators=indicators)
    ds = replace(
        made,
        name=" ".join(HOSTILE),
        catalog=catalog,
        tables=tables.model_copy(update={"sources": sources, "observations": observations, "goals": goals}),
    )
    return hb.assess(ds, area=AREA, year=2025, as_of=DAY)
