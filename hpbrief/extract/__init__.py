"""Document to Briefing: what one text says, each fact with its characters.

In: a Document and a Catalog. Out: a Briefing, by ``engine``.
Rooms: text, naming, figures, verdicts, directives, tables.
The doors for users are in ``hpbrief.briefing``; those that stood here are still found.
"""

from importlib import import_module
from typing import Any

_MOVED = (
    "FACT_KEYS",
    "ReadBriefing",
    "extract_briefing",
    "facts_frame",
    "parse_briefing",
    "read_briefing",
    "read_briefings",
    "read_facts",
    "to_records",
    "write_facts",
)


def __getattr__(name: str) -> Any:
    if name in _MOVED:
        return getattr(import_module("hpbrief.briefing"), name)
    raise AttributeError(f"module 'hpbrief.extract' has no attribute {name!r}")
