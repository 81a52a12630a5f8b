"""A model is shown in one line and completes to what is its own."""

from __future__ import annotations

import hpbrief as hb
from hpbrief import models
from hpbrief.models.base import Model

CARD = hb.assess(hb.load_dataset("haiphong-2025"))
TABLES = CARD.data.tables


def test_every_repr_is_one_short_line() -> None:
    shown = [
        *TABLES.observations,
        *TABLES.goals,
        *TABLES.sources,
        *TABLES.verdicts,
        *CARD,
        TABLES,
        CARD.record,
    ]
    shown += [a.main for a in CARD if a.main]
    for one in shown:
        assert "\n" not in repr(one)
        assert len(repr(one)) <= 200
        assert repr(one).startswith(f"{one.shown_name}(")


def test_what_tells_a_figure_stands_in_its_repr() -> None:
    line = repr(TABLES.observations[0])
    for part in ("grdp_growth", "hai-duong", "2025-H1", "11.59 PT"):
        assert part in line


def test_completion_lists_what_is_ours() -> None:
    for one in (CARD["tourists"], TABLES.observations[0], CARD.record):
        names = dir(one)
        assert set(type(one).model_fields) <= set(names)
        assert not [
            n for n in names if n.startswith(("_", "model_")) or n in ("dict", "json", "copy", "construct")
        ]
    assert "explain" in dir(CARD["tourists"])
    assert len(dir(CARD["tourists"])) < 35


def test_what_is_not_listed_still_works() -> None:
    assert CARD["tourists"].model_dump()["indicator"] == "tourists"


def test_every_public_model_is_one_of_ours() -> None:
    records = [c for c in vars(models).values() if isinstance(c, type) and hasattr(c, "model_fields")]
    assert len(records) > 20
    assert all(issubclass(c, Model) for c in records)


def test_an_assessment_explains_itself_without_a_global_list() -> None:
    assert "R" in CARD["port_cargo"].explain("en")
    assert repr(CARD["port_cargo"]).startswith("Assessment(")
