"""Other people's formats: SDMX-CSV with its structure, and JSON-stat; written, and read back.

In: SDMX-CSV, JSON-stat, or someone's CSV with a mapping. Out: raw tables, and the same formats written.
"""

from hpbrief.exchange.jsonstat import read_jsonstat, write_jsonstat
from hpbrief.exchange.sdmx import read_sdmx, write_sdmx

__all__ = ["read_jsonstat", "read_sdmx", "write_jsonstat", "write_sdmx"]
