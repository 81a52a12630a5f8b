"""Rows of someone else's file as observations: which column is which, which code is which, and periods as SDMX
and the world's CSV and JSON-stat files write them.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from hpbrief.errors import DatasetError, LoadError, Message, ParseError, Problem, said
from hpbrief.models import Period
from hpbrief.models.period import day_from_iso
from hpbrief.tables.schema import INLINE_SOURCE, TABLES
from hpbrief.tables.typed_rows import RawTable

_HALF = re.compile(r"([0-9]{4})-?[SHB]([12])")
_QUARTER = re.compile(r"([0-9]{4})-?[QKT]([1-4])")
_MONTH = re.compile(r"([0-9]{4})(?:-M?|M)([0-9]{1,2})")
_YEAR = re.compile(r"([0-9]{4})(?:-?A1?)?")
_RANGE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T00:00:00)?/P([0-9]+)(Y|M|D)")


def time_period(period: Period) -> tuple[str, str]:
    """A period as TIME_PERIOD and FREQ: ``2025`` A, ``2025-S1`` S, ``2025-Q3`` Q, ``2025-09`` M, a day D.

    Any other stretch is a range, its start and its length (``2025-01-01/P10M``), and FREQ is ``_O`` (other).
    """
    start, end = period.start, period.end
    if period.is_instant:
        return start.isoformat(), "D"
    if not period.whole_months:
        return f"{start.isoformat()}/P{period.days}D", "_O"
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    if months == 1:
        return f"{start:%Y-%m}", "M"
    if months == 3 and end.month % 3 == 0:
        return f"{start.year:04d}-Q{end.month // 3}", "Q"
    if months == 6 and end.month % 6 == 0:
        return f"{start.year:04d}-S{end.month // 6}", "S"
    if period.is_year:
        return f"{start.year:04d}", "A"
    return f"{start.isoformat()}/P{months}M", "_O"


def read_time_period(text: str) -> Period:
    """A period in the manner of SDMX, Eurostat or PX files, or a code of ours. Raises ParseError."""
    text = text.strip()
    if match := _RANGE.fullmatch(text):
        return _range(match[1], int(match[2]), match[3])
    for pattern, make in ((_HALF, Period.half), (_QUARTER, Period.quarter), (_MONTH, Period.month)):
        if match := pattern.fullmatch(text):
            return make(int(match[1]), int(match[2]))
    if match := _YEAR.fullmatch(text):
        return Period.year(int(match[1]))
    return Period.from_code(text)


def _range(start: str, length: int, unit: str) -> Period:
    first = day_from_iso(start)
    if length < 1:
        raise ParseError("no_length", period=f"{start}/P{length}{unit}")
    if unit == "D":
        return Period(first, first + timedelta(days=length - 1))
    following = Period.instant(first).shift(length * 12 if unit == "Y" else length)
    return Period(first, following.start - timedelta(days=1))


_PARTS = ("columns", "codes", "constants", "ignore")


@dataclass(frozen=True)
class ColumnMapping:
    """What the columns and codes of a file mean here."""

    columns: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True)
class Flat:
    """Rows of a file as texts by column, each with its line; ``file`` names it in problems."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]


def read_mapping(given: Mapping[str, Any] | str | Path | None) -> ColumnMapping:
    """A mapping from a dict, or from a TOML or JSON file. Raises LoadError for anything else."""
    if given is None:
        return ColumnMapping()
    if not isinstance(given, Mapping):
        path = Path(given)
        try:
            text = path.read_text("utf-8")
            given = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
        except (OSError, ValueError) as error:
            raise LoadError("mapping_unreadable", where=path, error=error) from error
    unknown = sorted(set(given) - set(_PARTS)) if isinstance(given, Mapping) else ["?"]
    if unknown:
        raise LoadError("mapping_part", part=str(unknown[0]), names=", ".join(_PARTS))
    assert isinstance(given, Mapping)
    return ColumnMapping(
        columns=given.get("columns", {}),
        codes=given.get("codes", {}),
        constants=given.get("constants", {}),
        ignore=tuple(given.get("ignore", ())),
    )


def map_rows(flat: Flat, mapping: ColumnMapping, table: str = "observations") -> RawTable:
    """The rows as a raw table of ours.

    A column that bears one of our names counts as it. Raises DatasetError naming file and column for a column
    that tells rows apart and is mapped to nothing, for one of ours that nothing fills, and for a period that
    cannot be read.
    """
    ours = _names(table)
    to_ours = {
        name: mapping.columns.get(name, name.lower() if name.lower() in ours else None)
        for name in flat.columns
    }
    problems = [*_faults_of_mapping(flat, mapping, to_ours, ours)]
    filled = {t for t in to_ours.values() if t} | set(mapping.constants)
    problems += _unfilled(flat.file, table, filled)
    if problems:
        raise DatasetError(problems)
    header = tuple(dict.fromkeys([t for t in to_ours.values() if t] + list(mapping.constants)))
    rows = tuple(
        (line, _cells(flat.file, line, row, to_ours, mapping, header, problems)) for line, row in flat.rows
    )
    if problems:
        raise DatasetError(problems)
    return RawTable(flat.file, tuple("period" if n == "time_period" else n for n in header), rows)


def _faults_of_mapping(
    flat: Flat, mapping: ColumnMapping, to_ours: Mapping[str, str | None], ours: tuple[str, ...]
) -> Iterator[Problem]:
    """Columns mapped to none of ours, mapped ones that are not there, and those that would be lost."""
    for name, target in to_ours.items():
        if target is not None and target not in ours:
            message = Message("mapped_to_none", target=target, names=", ".join(ours))
            yield Problem(flat.file, 1, name, message)
    for name in mapping.columns:
        if name not in flat.columns:
            yield Problem(flat.file, None, name, Message("mapping_column", names=", ".join(flat.columns)))
    for name, target in to_ours.items():
        if target is None and name not in mapping.ignore and len({row[name] for _, row in flat.rows}) > 1:
            yield Problem(flat.file, 1, name, Message("tells_rows_apart"))


def _names(table: str) -> tuple[str, ...]:
    columns = (*TABLES[table].columns, *INLINE_SOURCE)
    return tuple(dict.fromkeys([*(c.name for c in columns), "period"]))


def _unfilled(file: str, table: str, filled: set[str]) -> Iterable[Problem]:
    for column in TABLES[table].columns:
        name = column.name
        if not column.required or name in filled:
            continue
        if name in ("period_start", "period_end") and "period" in filled:
            continue
        if name == "source_id" and filled & {"source", "source_url"}:
            continue
        shown = {"period_start": "period", "period_end": "period", "source_id": "source"}.get(name, name)
        hint = (
            f"no column of the file is {shown}; name one in the mapping under 'columns', or under 'constants'"
        )
        yield Problem(file, None, shown, hint)


def _cells(
    file: str,
    line: int,
    row: Mapping[str, str],
    to_ours: Mapping[str, str | None],
    mapping: ColumnMapping,
    header: tuple[str, ...],
    problems: list[Problem],
) -> tuple[Any, ...]:
    cells: dict[str, Any] = {name: str(value) for name, value in mapping.constants.items()}
    for name, target in to_ours.items():
        if target is None:
            continue
        text = row[name]
        text = str(mapping.codes.get(target, {}).get(text, text))
        if target == "period" and text:
            try:
                text = read_time_period(text).isoformat()
            except ParseError as error:
                problems.append(Problem(file, line, name, said(error)))
        cells[target] = text
    return tuple(cells.get(name, "") for name in header)
