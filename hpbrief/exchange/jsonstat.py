"""JSON-stat 2.0: a collection with one small cube for each kind of figure and of goal.

A cube holds one indicator in one measure and unit: area × period × print, where several sources print the same
cell. What a cube has no place for (source, qualifier, the digits as printed …) lies in its ``extension``; sources and
verdicts in that of the collection. ``status`` is SDMX's OBS_STATUS.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hpbrief.errors import DatasetError, LoadError, Message, ParseError, Problem, said
from hpbrief.exchange.mapping import ColumnMapping, Flat, map_rows
from hpbrief.files import write_text
from hpbrief.format import format_period
from hpbrief.models import Period
from hpbrief.models.period import day_from_iso
from hpbrief.tables.frames import text_rows
from hpbrief.tables.schema import TABLES
from hpbrief.tables.typed_rows import RawTable

if TYPE_CHECKING:
    from hpbrief.catalog import Catalog
    from hpbrief.models import Lang, Tables

_OURS = "hpbrief"
#: Columns that tell one cube from another, by table; the rest of a row lies in the cube or in its extension.
_CUBE = {
    "observations": ("indicator", "series", "measure", "plan_basis", "unit", "unit_mult"),
    "goals": ("indicator", "basis", "bound", "unit", "unit_mult"),
}
_PLACE = ("area", "period_start", "period_end")
_WORDS = {"measure": "measure", "plan_basis": "basis", "basis": "basis", "bound": "bound"}


def write_jsonstat(
    tables: Tables, path: str | Path, catalog: Catalog, *, title: str = "", lang: Lang = "vi"
) -> Path:
    """Write the tables as a JSON-stat collection, its labels in a language."""
    items = [_cube(table, *group, catalog, lang) for table in _CUBE for group in _groups(tables, table)]
    rest = {
        name: [{k: v for k, v in row.items() if v != ""} for row in text_rows(tables, name)]
        for name in TABLES
        if name not in _CUBE
    }
    collection = {
        "version": "2.0",
        "class": "collection",
        "label": title,
        "link": {"item": items},
        "extension": {_OURS: rest},
    }
    return write_text(Path(path), json.dumps(collection, ensure_ascii=False, indent=1) + "\n")


Group = tuple[tuple[str, ...], list[tuple[int, dict[str, str]]]]


def _groups(tables: Tables, table: str) -> Iterator[Group]:
    groups: dict[tuple[str, ...], list[tuple[int, dict[str, str]]]] = {}
    for line, row in enumerate(text_rows(tables, table), 1):
        groups.setdefault(tuple(row[name] for name in _CUBE[table]), []).append((line, row))
    yield from sorted(groups.items())


def _cube(
    table: str, key: tuple[str, ...], rows: list[tuple[int, dict[str, str]]], catalog: Catalog, lang: Lang
) -> dict[str, Any]:
    constants = dict(zip(_CUBE[table], key, strict=True))
    areas = sorted({row["area"] for _, row in rows})
    periods = sorted({_period(row) for _, row in rows})
    indices, deepest = _indices(rows, areas, periods)
    order = sorted(range(len(rows)), key=indices.__getitem__)
    rest = [n for n in rows[0][1] if n not in (*_CUBE[table], *_PLACE)]
    details = {}
    for i in order:
        line, row = rows[i]
        details[str(indices[i])] = {"line": line} | {n: row[n] for n in rest if row[n] != ""}
    nth = catalog.word("jsonstat", "nth_print", lang)
    dimensions = {
        **_constant_dimensions(constants, catalog, lang),
        "area": {a: _label("area", a, catalog, lang) for a in areas},
        "period": {p.code: format_period(p, lang, catalog) for p in periods},
        "print": {str(n + 1): nth.format(n=n + 1) for n in range(deepest)},
    }
    cube: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": _label("indicator", constants["indicator"], catalog, lang),
        "id": list(dimensions),
        "size": [len(codes) for codes in dimensions.values()],
        "role": {"time": ["period"], "geo": ["area"], "metric": ["indicator"]},
        "dimension": {
            name: {
                "label": catalog.word("jsonstat", name, lang),
                "category": {"index": list(codes), "label": codes},
            }
            for name, codes in dimensions.items()
        },
        "value": {str(indices[i]): _number(rows[i][1]["value"]) for i in order},
    }
    if table == "observations":
        cube["status"] = {str(indices[i]): rows[i][1]["status"] for i in order}
    cube["extension"] = {_OURS: {"table": table, **constants, "rows": details}}
    return cube


def _indices(
    rows: list[tuple[int, dict[str, str]]], areas: list[str], periods: list[Period]
) -> tuple[list[int], int]:
    """Where each row stands in a cube of areas, periods and prints; and how many prints a cell has at most."""
    prints: dict[tuple[str, Period], int] = {}
    places = []
    for _, row in rows:
        cell = (row["area"], _period(row))
        places.append((*cell, prints.get(cell, 0)))
        prints[cell] = prints.get(cell, 0) + 1
    deepest = max(prints.values())
    return [
        (areas.index(area) * len(periods) + periods.index(period)) * deepest + n for area, period, n in places
    ], deepest


def _constant_dimensions(
    constants: Mapping[str, str], catalog: Catalog, lang: Lang
) -> dict[str, dict[str, str]]:
    """What is the same in the whole cube, a dimension of one value each; unit and power of ten together."""
    unit = catalog.units.get(constants["unit"])
    noun = (unit.label_vi if lang == "vi" else unit.label_en) if unit else constants["unit"]
    power = f" × 10^{constants['unit_mult']}" if constants["unit_mult"] != "0" else ""
    return {
        name: {value: _label(name, value, catalog, lang)}
        for name, value in constants.items()
        if value != "" and name not in ("unit", "unit_mult")
    } | {"unit": {f"{constants['unit']}:{constants['unit_mult']}": noun + power}}


def _period(row: Mapping[str, str]) -> Period:
    return Period(day_from_iso(row["period_start"]), day_from_iso(row["period_end"]))


def _number(text: str) -> int | float:
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else float(number)


def _label(column: str, code: str, catalog: Catalog, lang: Lang) -> str:
    if column == "indicator":
        return catalog.indicator(code).label(lang)
    if column == "area":
        return catalog.area(code).label(lang)
    return catalog.word(_WORDS[column], code, lang) if column in _WORDS else code


# -- reading -----------------------------------------------------------------------------------------


def read_jsonstat(data: bytes, file: str, mapping: ColumnMapping) -> dict[str, RawTable]:
    """Raw tables of a JSON-stat file: a data set, or a collection that holds its data sets.

    What hpbrief wrote needs no mapping. Raises LoadError for a file that is no JSON-stat 2.0, DatasetError naming
    file and column for what does not fit.
    """
    cubes, extension = _cubes(_parsed(data, file), file)
    own = [c for c in cubes if _OURS in c.get("extension", {})]
    if own:
        return _own_tables(own, extension, file)
    if not cubes:
        raise LoadError("jsonstat_empty", where=file)
    tables = [map_rows(_flat(cube, f"{file}, {cube.get('label') or 'data set'}"), mapping) for cube in cubes]
    if len({table.header for table in tables}) > 1:
        raise LoadError("jsonstat_columns", where=file)
    return {"observations": RawTable(file, tables[0].header, tuple(r for t in tables for r in t.rows))}


def _parsed(data: bytes, file: str) -> dict[str, Any]:
    try:
        found = json.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise LoadError("not_json", where=file, error=error) from error
    if not isinstance(found, dict) or found.get("class") not in ("dataset", "collection"):
        raise LoadError("not_jsonstat", where=file)
    return found


def _cubes(found: dict[str, Any], file: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    if found["class"] == "dataset":
        cubes = [found]
    else:
        link = found.get("link")
        items = link.get("item", []) if isinstance(link, dict) else []
        cubes = [c for c in items if isinstance(c, dict) and c.get("class") == "dataset" and "value" in c]
    for cube in cubes:
        _check(cube, file)
    extension = found.get("extension", {})
    return cubes, extension if isinstance(extension, dict) else {}


def _check(cube: dict[str, Any], file: str) -> None:
    names, size, dimension = cube.get("id"), cube.get("size"), cube.get("dimension")
    if not isinstance(names, list) or not isinstance(size, list) or not isinstance(dimension, dict):
        raise LoadError("jsonstat_needs", where=file)
    faults = [*_faults_of_dimensions(names, size, dimension)]
    values = cube.get("value")
    if not isinstance(values, (list, dict)):
        faults.append(("value", Message("no_values")))
    elif not faults:
        faults += _faults_of_values(values, prod(size))
    if faults:
        raise DatasetError([Problem(file, None, column, message) for column, message in faults])


def _faults_of_dimensions(
    names: list[Any], size: list[Any], dimension: dict[str, Any]
) -> Iterator[tuple[str, Message]]:
    for name, length in zip(names, size, strict=False):
        try:
            found = len(_codes(dimension[name]))
        except (KeyError, TypeError, AttributeError):
            yield str(name), Message("no_category")
            continue
        if found != length:
            yield name, Message("categories", found=found, length=said(length))
    if len(names) != len(size):
        yield "size", Message("sizes", numbers=len(size), dimensions=len(names))


def _faults_of_values(values: list[Any] | dict[str, Any], cells: int) -> Iterator[tuple[str, Message]]:
    if isinstance(values, list):
        if len(values) != cells:
            yield "value", Message("values_for_cells", values=len(values), cells=cells)
        return
    for key in values:
        if not key.isdecimal() or int(key) >= cells:
            yield "value", Message("no_cell", key=key, cells=cells)


def _codes(dimension: Mapping[str, Any]) -> list[str]:
    category = dimension["category"]
    index = category.get("index")
    if index is None:
        return list(category["label"])
    return list(index) if isinstance(index, list) else sorted(index, key=index.__getitem__)


def _flat(cube: dict[str, Any], file: str) -> Flat:
    """The cells that have a value, a row each: a code a dimension, ``value`` and ``status``."""
    names, size = cube["id"], cube["size"]
    codes = [_codes(cube["dimension"][name]) for name in names]
    given, status = cube["value"], cube.get("status", {})
    cells = given.items() if isinstance(given, dict) else enumerate(given)
    rows = []
    for key, value in cells:
        if value is None:
            continue
        at = int(key)
        row = {"value": str(value), "status": _status(status, at)}
        for name, length, known in zip(reversed(names), reversed(size), reversed(codes), strict=True):
            at, here = divmod(at, length)
            row[name] = str(known[here])
        rows.append((int(key) + 1, row))
    columns = (*names, "value", *(["status"] if status else []))
    return Flat(file, columns, tuple(rows))


def _status(status: Any, at: int) -> str:
    if isinstance(status, str):
        return status
    if isinstance(status, list):
        return str(status[at] or "") if at < len(status) else ""
    return str(status.get(str(at), "") or "")


def _own_tables(cubes: list[dict[str, Any]], extension: dict[str, Any], file: str) -> dict[str, RawTable]:
    lines: dict[str, list[tuple[int, tuple[Any, ...]]]] = {}
    for cube in cubes:
        try:
            lines.setdefault(cube["extension"][_OURS]["table"], []).extend(_own_lines(cube, file))
        except (KeyError, TypeError, ValueError, ParseError) as error:
            raise LoadError("extension_wrong", where=file, error=repr(error)) from error
    for name, rows in (extension.get(_OURS) or {}).items():
        if name in TABLES and rows:
            lines[name] = [
                (i, tuple(row.get(column, "") for column in _header(name))) for i, row in enumerate(rows, 1)
            ]
    return {name: RawTable(file, _header(name), tuple(sorted(rows))) for name, rows in lines.items()}


def _header(table: str) -> tuple[str, ...]:
    return tuple(c.name for c in TABLES[table].columns)


def _own_lines(cube: dict[str, Any], file: str) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows of a table that a cube of ours was made of, each with its number."""
    mine = cube["extension"][_OURS]
    table, details = mine["table"], mine["rows"]
    for row_number, row in _flat(cube, file).rows:
        detail = details[str(row_number - 1)]
        period = Period.from_code(row["period"])
        cells = {
            **{name: mine[name] for name in _CUBE[table]},
            **detail,
            "area": row["area"],
            "period_start": period.start.isoformat(),
            "period_end": period.end.isoformat(),
            **({"status": row["status"]} if row["status"] else {}),
            "value": _value(row["value"], detail["value"]),
        }
        yield int(detail["line"]), tuple(cells.get(name, "") for name in _header(table))


def _value(number: str, printed: str) -> str:
    """The digits as printed, unless someone has changed the number beside them."""
    return printed if float(number) == float(printed) else number
