"""The errors of hpbrief: one small tree.

    HpbriefError
    ├── CatalogError     a reference table is broken, or an id or alias is not in it
    ├── LoadError        a file or address cannot be opened or read
    │   └── UnsafeFileError   a file passes a limit of size, depth, time or memory
    ├── ParseError       a text given as a value (period, number, unit) is not one; also a ValueError
    └── DatasetError     rows of a data set are wrong; ``problems`` lists each with file, line and column

HpbriefWarning tells of rows that were left out while the rest was kept. An unclear sentence in a briefing is not an
error: it is an ``Issue``, returned beside the results.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class HpbriefError(Exception):
    """Root of all errors that hpbrief raises on purpose."""


class HpbriefWarning(UserWarning):
    """Something was left out, and the rest was kept."""


class CatalogError(HpbriefError):
    """A reference table is broken, or an id or alias is not in it."""


class LoadError(HpbriefError):
    """A file or an address cannot be opened or read."""


class UnsafeFileError(LoadError):
    """A file passes a limit of size, depth, time or memory; the message names the limit."""


class ParseError(HpbriefError, ValueError):
    """A text that was given as a value is not one."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one place of a data set."""

    file: str
    line: int | None
    column: str | None
    message: str

    def __str__(self) -> str:
        where = self.file
        if self.line is not None:
            where += f", line {self.line}"
        if self.column is not None:
            where += f", column {self.column!r}"
        return f"{where}: {self.message}"


class DatasetError(HpbriefError):
    """Rows of a data set are wrong; ``problems`` lists each with file, line and column."""

    SHOWN = 10

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = [str(p) for p in self.problems[: self.SHOWN]]
        if len(self.problems) > self.SHOWN:
            lines.append(f"… and {len(self.problems) - self.SHOWN} more")
        super().__init__("\n".join(lines))
