"""Briefings written by hand and bundled: the truth that reading a text must reproduce."""

from __future__ import annotations

from importlib.resources import files

from hpbrief.errors import LoadError
from hpbrief.models import Briefing

_SUFFIX = ".json"


def list_briefings() -> list[str]:
    """Names of the bundled briefings."""
    folder = files("hpbrief") / "datasets" / "briefings"
    return sorted(f.name.removesuffix(_SUFFIX) for f in folder.iterdir() if f.name.endswith(_SUFFIX))


def load_briefing(name: str) -> Briefing:
    """A bundled briefing by its name. Raises LoadError, with the names there are, for another one.

    >>> load_briefing("haiphong-2025-10").meeting.chair
    'Lê Tiến Châu'
    """
    if name not in list_briefings():
        raise LoadError("no_briefing", name=name, names=", ".join(list_briefings()))
    path = files("hpbrief") / "datasets" / "briefings" / f"{name}{_SUFFIX}"
    return Briefing.model_validate_json(path.read_text(encoding="utf-8"))
