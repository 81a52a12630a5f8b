"""Document to Briefing: what one text says, each fact with its characters."""

from hpbrief.extract.briefing import ReadBriefing
from hpbrief.extract.export import facts_frame, read_facts, write_facts
from hpbrief.extract.reading import extract_briefing, parse_briefing, read_briefing, read_briefings
from hpbrief.extract.records import FACT_KEYS, to_records

__all__ = [
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
]
