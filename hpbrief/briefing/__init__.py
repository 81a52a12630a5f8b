"""The doors to reading, and what can be done with a Briefing that was read.

In: a text, a file or an address.
Out: a ReadBriefing, and its facts as rows, frames, files, pages and tables of a data set.
"""

from hpbrief.briefing.briefing import (
    ReadBriefing,
    extract_briefing,
    parse_briefing,
    read_briefing,
    read_briefings,
)
from hpbrief.briefing.files import facts_frame, read_facts, write_facts
from hpbrief.briefing.records import FACT_KEYS, to_records

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
