"""Document to Briefing: what one text says, each fact with its characters."""

from hpbrief.extract.briefing import ReadBriefing
from hpbrief.extract.reading import extract_briefing, parse_briefing, read_briefing, read_briefings
from hpbrief.extract.records import FACT_KEYS, to_records

__all__ = [
    "FACT_KEYS",
    "ReadBriefing",
    "extract_briefing",
    "parse_briefing",
    "read_briefing",
    "read_briefings",
    "to_records",
]
