"""A small sound data set as CSV text, to be broken or carried over in one place at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

SOUND: dict[str, str] = {
    "sources": (
        "source_id,publisher,url,published,known_from,known_basis,kind,title\n"
        "a,Báo A,https://a.vn/1,2025-10-08,2025-10-08,published,press,Chín tháng\n"
        "b,Báo B,https://b.vn/1,2025-11-05,2025-11-05,published,press,Mười tháng\n"
    ),
    "observations": (
        "indicator,series,area,measure,period_start,period_end,value,unit,unit_mult,qualifier,status,"
        "plan_basis,plan_words,source_id,note\n"
        "port_cargo,,haiphong-merged,level,2025-01-01,2025-09-30,139.77,T,6,exact,A,,,a,\n"
        "port_cargo,,haiphong-merged,level,2025-01-01,2025-10-31,155.50,T,6,over,E,,,b,ước\n"
        "port_cargo,,haiphong-merged,share_of_plan,2025-01-01,2025-10-31,73,PT,0,exact,E,annual_plan,kế hoạch,b,\n"
    ),
    "goals": (
        "indicator,area,period_start,period_end,value,unit,unit_mult,bound,basis,set_by,adopted,adopted_basis,"
        "source_id,note\n"
        "port_cargo,haiphong-merged,2025-01-01,2025-12-31,213,T,6,at_least,annual_plan,HĐND,2025-07-25,stated,a,\n"
    ),
    "verdicts": (
        "stated_on,period_end,area,indicator,status,reference,of_total,inferred,source_id,note\n"
        "2025-11-05,2025-10-31,haiphong-merged,port_cargo,met,scenario,9,no,b,\n"
        "2025-11-05,2025-10-31,haiphong-merged,port_cargo,on_track,annual_goal,,yes,b,\n"
    ),
    "headline_verdicts": (
        "period_end,area,count,of_total,status,reference,source_id,note\n"
        "2025-10-31,haiphong-merged,7,9,met_or_exceeded,scenario,b,\n"
    ),
}

Write = Callable[[dict[str, str]], Path]


@pytest.fixture
def sound() -> dict[str, str]:
    return dict(SOUND)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def to_folder(tables: dict[str, str]) -> Path:
        folder = tmp_path / "mine"
        folder.mkdir(exist_ok=True)
        for name, text in tables.items():
            (folder / f"{name}.csv").write_text(text, "utf-8")
        return folder

    return to_folder
