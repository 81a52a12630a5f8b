"""Small data sets made of a few words, one indicator of one place."""

from __future__ import annotations

from typing import Any

import pandas as pd

import hpbrief as hb

PLACE = {"area": "quang-ninh"}


def rows(
    indicator: str, cells: list[tuple[Any, ...]], *, measure: str = "level", **more: Any
) -> pd.DataFrame:
    """Figures: period, value and optionally the day from which they are known."""
    unit = hb.load_catalog().indicator(indicator).unit
    return pd.DataFrame(
        [
            PLACE
            | {"indicator": indicator, "measure": measure, "unit": unit.code, "unit_mult": unit.mult}
            | {"status": "A", "period": cell[0], "value": cell[1]}
            | {"source": f"S-{i}-{cell[0]}", "known_from": cell[2] if len(cell) > 2 else "2025-01-01"}
            | more
            for i, cell in enumerate(cells)
        ]
    )


def goals(indicator: str, cells: list[dict[str, Any]]) -> pd.DataFrame:
    """Goals: value and whatever else is not usual."""
    unit = hb.load_catalog().indicator(indicator).unit
    return pd.DataFrame(
        [
            PLACE
            | {"indicator": indicator, "unit": unit.code, "unit_mult": unit.mult, "period": "2025"}
            | {"basis": "annual_plan", "source": f"G-{i}", "known_from": "2025-01-01"}
            | cell
            for i, cell in enumerate(cells)
        ]
    )


def judged(
    figures: pd.DataFrame, plan: pd.DataFrame, as_of: str = "2025-11-10", **frames: pd.DataFrame
) -> Any:
    """The scorecard of the place."""
    ds = hb.read_dataset({"observations": figures, "goals": plan, **frames})
    return hb.assess(ds, area="quang-ninh", year=2025, as_of=as_of)
