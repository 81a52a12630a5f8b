"""Corrections that a reader of facts has made: read from a sheet, applied to briefings each time they are read."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from hpbrief.catalog import Catalog, fold
from hpbrief.errors import DatasetError, HpbriefError, LoadError, Message, ParseError, Problem, said
from hpbrief.files import said_of
from hpbrief.models import Basis, Briefing, Cell, Evidence, Measure, Span, Statement, Verdict
from hpbrief.parse.numbers import parse_number
from hpbrief.parse.units import UnitReader
from hpbrief.tables.rows import written_period
from hpbrief.tables.typed_rows import vocabulary

#: The columns of a sheet of corrections: which fact, what of it, how it is read from now on, and on whose word.
COLUMNS: Final = ("file", "quote", "phrase", "field", "now", "who", "why")
_NEEDED: Final = ("file", "quote", "field", "who", "why")
#: What may be corrected of a fact; ``leave_out`` takes it away.
FIELDS: Final = ("indicator", "value", "unit", "period", "area", "measure", "basis", "leave_out")
_NOTHING: Final = ("", "-")


@dataclass(frozen=True)
class Correction:
    """One correction: the fact by its file, its quote and, where that is not enough, its phrase; and who says so."""

    line: int
    file: str
    quote: str
    phrase: str
    field: str
    changes: Mapping[str, Any]
    who: str
    why: str

    def is_of(self, fact: Statement | Verdict) -> bool:
        """Whether it is of a fact, by quote and phrase."""
        phrase = fold(fact.phrase or "")
        return fold(_quote(fact.evidence)) == fold(self.quote) and self.phrase in ("", phrase)


def read_corrections(path: str | Path, catalog: Catalog) -> tuple[Correction, ...]:
    """The corrections of a CSV file (UTF-8) or of the first sheet of a workbook that has their columns.

    Columns as in ``COLUMNS``, by their names or their labels in either language. Raises LoadError where the file
    cannot be opened, DatasetError with every fault of every row where one cannot be understood.
    """
    path = Path(path)
    problems: list[Problem] = []
    found = []
    for line, row in _rows(path, catalog):
        missing = [name for name in _NEEDED if not row.get(name)]
        problems += [Problem(path.name, line, name, Message("cell_empty")) for name in missing]
        if missing:
            continue
        try:
            name = _field(row["field"], catalog)
            changes = _READERS[name](row["now"], catalog)
        except HpbriefError as error:
            problems.append(Problem(path.name, line, "now", said(error)))
            continue
        phrase = fold(row["phrase"])
        found.append(
            Correction(line, row["file"], row["quote"], phrase, name, changes, row["who"], row["why"])
        )
    if problems:
        raise DatasetError(problems)
    return tuple(found)


_B = TypeVar("_B", bound=Briefing)


def correct(
    briefing: _B, file: str, corrections: Iterable[Correction]
) -> tuple[_B, list[tuple[Correction, Message]]]:
    """A briefing with the corrections of its file, and those that fit no fact or more than one.

    A corrected fact bears the rule ``corrected``.
    """
    faults = []
    statements, verdicts = list(briefing.statements), list(briefing.verdicts)
    for one in corrections:
        if one.file != file:
            continue
        hits = [i for i, s in enumerate(statements) if one.is_of(s)]
        named = [i for i, v in enumerate(verdicts) if one.is_of(v)]
        if not hits and not named:
            faults.append((one, Message("no_such_fact", quote=one.quote)))
        elif len({fold(statements[i].phrase or "") for i in hits}) > 1:
            phrases = ", ".join(dict.fromkeys(statements[i].phrase or "-" for i in hits))
            faults.append((one, Message("several_facts", quote=one.quote, phrases=phrases)))
        else:
            for i in reversed(hits):
                _change(statements, i, one)
            for i in reversed(named):
                _change(verdicts, i, one)
    return briefing.model_copy(update={"statements": tuple(statements), "verdicts": tuple(verdicts)}), faults


_Fact = TypeVar("_Fact", Statement, Verdict)


def _change(facts: list[_Fact], at: int, one: Correction) -> None:
    if one.field == "leave_out":
        del facts[at]
        return
    known = type(facts[at]).model_fields
    fits = {name: value for name, value in one.changes.items() if name in known}
    facts[at] = facts[at].model_copy(update={**fits, "rules": (*facts[at].rules, "corrected")})


def _quote(evidence: Evidence | None) -> str:
    if isinstance(evidence, Cell):
        return evidence.span.quote if evidence.span else evidence.text
    return evidence.quote if isinstance(evidence, Span) else ""


# -- the sheet ---------------------------------------------------------------------------------------


def _rows(path: Path, catalog: Catalog) -> list[tuple[int, dict[str, str]]]:
    heads = {
        fold(label): name
        for name in COLUMNS
        for label in (name, *catalog.words["corrections_column"][name].values())
    }
    table = _csv(path) if path.suffix.lower() == ".csv" else _workbook(path, heads)
    header = next(iter(table), [])
    names = [heads.get(fold(cell)) for cell in header]
    lacking = [name for name in COLUMNS if name not in names and name != "phrase"]
    if lacking:
        raise DatasetError([Problem(path.name, 1, name, Message("column_missing")) for name in lacking])
    rows = []
    for line, cells in enumerate(table[1:], 2):
        row = dict.fromkeys(COLUMNS, "")
        row |= {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
        if any(row.values()):
            rows.append((line, row))
    return rows


def _csv(path: Path) -> list[list[str]]:
    with said_of(path):
        data = path.read_bytes()
    try:
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error) as error:
        raise LoadError("not_opened", where=path.name, error=error) from error


def _workbook(path: Path, heads: Mapping[str, str]) -> list[list[str]]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
    except (python_calamine.CalamineError, OSError) as error:
        raise LoadError("no_workbook", path=path.name, error=error) from error
    tables = [[[_text(cell) for cell in row] for row in sheet] for sheet in sheets if sheet]
    known = (t for t in tables if {"field", "now"} <= {heads.get(fold(cell)) for cell in t[0]})
    return next(known, tables[0] if tables else [])


def _text(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


# -- what is put instead -----------------------------------------------------------------------------


def _field(text: str, catalog: Catalog) -> str:
    for name in FIELDS:
        if fold(text) in (name, *map(fold, catalog.words["corrections_field"][name].values())):
            return name
    raise ParseError("no_code", text=text, names=", ".join(FIELDS))


def _indicator(text: str, catalog: Catalog) -> dict[str, Any]:
    return {"indicator": None if text in _NOTHING else catalog.indicator(text).id}


def _area(text: str, catalog: Catalog) -> dict[str, Any]:
    return {"area": None if text in _NOTHING else catalog.area(text).id}


def _value(text: str, catalog: Catalog) -> dict[str, Any]:
    number = parse_number(text)
    if number is None:
        raise ParseError("not_a_number", text=text)
    return {"value": number.value}


def _unit(text: str, catalog: Catalog) -> dict[str, Any]:
    words = fold(text)
    match = UnitReader(catalog.rules["unit_words"]).read(words, 0)
    if match is None or match.end != len(words) or match.code is None:
        raise ParseError("no_code", text=text, names=", ".join(sorted(catalog.units)))
    return {"unit": match.code, "unit_mult": match.mult, "unit_text": text}


def _period(text: str, catalog: Catalog) -> dict[str, Any]:
    return {"period": written_period(text, catalog)}


def _measure(text: str, catalog: Catalog) -> dict[str, Any]:
    return {"measure": Measure(_code(text, Measure, catalog))}


def _basis(text: str, catalog: Catalog) -> dict[str, Any]:
    return {"basis": None if text in _NOTHING else Basis(_code(text, Basis, catalog))}


def _code(text: str, values: Any, catalog: Catalog) -> str:
    code = vocabulary(catalog).get(values, {}).get(fold(text))
    if code is None:
        raise ParseError("no_code", text=text, names=", ".join(values))
    return code


_READERS: Final[Mapping[str, Callable[[str, Catalog], dict[str, Any]]]] = {
    "indicator": _indicator,
    "value": _value,
    "unit": _unit,
    "period": _period,
    "area": _area,
    "measure": _measure,
    "basis": _basis,
    "leave_out": lambda text, catalog: {},
}


def unused(
    faults: Sequence[tuple[Correction, Message]],
    corrections: Iterable[Correction],
    files: Iterable[str],
    sheet: str,
) -> list[Problem]:
    """The faults of corrections as problems of their sheet, those of files that are not there among them."""
    there = set(files)
    told = [Problem(sheet, one.line, "quote", message) for one, message in faults]
    told += [
        Problem(sheet, one.line, "file", Message("no_such_file", file=one.file))
        for one in corrections
        if one.file not in there
    ]
    return sorted(told, key=lambda problem: problem.line or 0)
