"""An empty workbook to fill in: the sheets that ``read_dataset`` reads, with lists of what is allowed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hpbrief.catalog import Catalog, load_catalog
from hpbrief.errors import LoadError
from hpbrief.models import Lang
from hpbrief.schema import TABLES, Column

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_SHEETS = ("observations", "goals", "sources")
_ROWS = 500
_WIDTHS = {"indicator": 30, "area": 18, "note": 30, "title": 40, "url": 40, "publisher": 24, "set_by": 24}


def write_template(
    path: str | Path, lang: Lang = "vi", *, area: str = "quang-ninh", year: int = 2025
) -> Path:
    """Write a workbook with the sheets observations, goals, sources and lists; the example rows are marked.

    The examples are made up and say so; they are of ``area`` and ``year``. Cells with a closed list of values
    offer it. Raises LoadError where the path is not .xlsx or exists.
    """
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise LoadError(f"{path.name}: a template is written as .xlsx")
    if path.exists():
        raise LoadError(f"{path} exists; choose another name")
    import xlsxwriter

    catalog = load_catalog()
    place = (catalog.areas.get(area) or catalog.find_area(area, date(year, 12, 31)) or catalog.area(area)).id
    path.parent.mkdir(parents=True, exist_ok=True)
    work = path.with_name(f".{path.name}.part")
    with xlsxwriter.Workbook(str(work), {"default_date_format": "yyyy-mm-dd"}) as book:
        lists = _lists(catalog, lang)
        for name in _SHEETS:
            _sheet(book, name, _examples(name, place, year, lang), lists, catalog, lang)
        _list_sheet(book, lists, catalog)
    work.replace(path)
    return path


def _lists(catalog: Catalog, lang: Lang) -> dict[str, list[str]]:
    lists = {
        "indicator": [i.label(lang) for i in catalog.indicators.values()],
        "area": [a.label(lang) for a in catalog.areas.values()],
        "unit": list(catalog.units),
    }
    for name in _SHEETS:
        for column in TABLES[name].columns:
            if column.values:
                lists[f"{name}.{column.name}"] = [str(v) for v in column.values if v != "implied"]
    return lists


def _sheet(
    book: Workbook,
    name: str,
    examples: list[dict[str, Any]],
    lists: dict[str, list[str]],
    catalog: Catalog,
    lang: Lang,
) -> None:
    sheet: Worksheet = book.add_worksheet(name)
    head = book.add_format(
        {"bold": True, "bg_color": "#E9ECF0", "border": 1, "text_wrap": True, "valign": "top"}
    )
    optional = book.add_format({"bg_color": "#F5F6F8", "border": 1, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for at, column in enumerate(TABLES[name].columns):
        sheet.write_string(0, at, column.name, head if column.required else optional)
        sheet.write_comment(
            0, at, catalog.word("template", column.name, lang), {"x_scale": 2, "y_scale": 1.2}
        )
        sheet.set_column(at, at, _WIDTHS.get(column.name, 13), day if column.kind == "date" else None)
        _validate(sheet, at, name, column, lists)
    for row, example in enumerate(examples, 1):
        for at, column in enumerate(TABLES[name].columns):
            if column.name in example:
                sheet.write(row, at, example[column.name])
    sheet.freeze_panes(1, 1)


def _validate(sheet: Worksheet, at: int, table: str, column: Column, lists: dict[str, list[str]]) -> None:
    """Offer the allowed values of a column, which stand on the sheet of lists."""
    key = column.name if column.name in lists else f"{table}.{column.name}"
    if key not in lists:
        return
    letter = _letter(list(lists).index(key))
    source = f"=lists!${letter}$2:${letter}${len(lists[key]) + 1}"
    rule = {"validate": "list", "source": source, "error_type": "warning"}
    sheet.data_validation(1, at, _ROWS, at, rule)


def _letter(at: int) -> str:
    return chr(ord("A") + at)


def _list_sheet(book: Workbook, lists: dict[str, list[str]], catalog: Catalog) -> None:
    sheet = book.add_worksheet("lists")
    bold = book.add_format({"bold": True})
    for at, (name, values) in enumerate(lists.items()):
        sheet.write_string(0, at, name, bold)
        sheet.set_column(at, at, 26)
        for row, value in enumerate(values, 1):
            sheet.write_string(row, at, value)
    ids = {"indicator": list(catalog.indicators), "area": list(catalog.areas)}
    for extra, (name, keys) in enumerate(ids.items(), len(lists) + 1):
        sheet.write_string(0, extra, f"{name} (id)", bold)
        sheet.set_column(extra, extra, 34)
        for row, key in enumerate(keys, 1):
            sheet.write_string(row, extra, key)
    sheet.freeze_panes(1, 0)


def _examples(name: str, area: str, year: int, lang: Lang) -> list[dict[str, Any]]:
    catalog = load_catalog()
    note = catalog.word("template", "example", lang)
    common = {
        "indicator": catalog.indicator("tourists").label(lang),
        "area": catalog.area(area).label(lang),
        "unit": "PS",
        "unit_mult": 6,
        "source_id": "example",
    }
    year_days = {"period_start": f"{year}-01-01", "period_end": f"{year}-12-31"}
    to_date = {"period_start": f"{year}-01-01", "period_end": f"{year}-10-31"}
    if name == "observations":
        return [{**common, **to_date, "measure": "level", "value": 18.4, "status": "E", "note": note}]
    if name == "goals":
        return [
            {**common, **year_days, "value": 20, "bound": "at_least", "basis": "annual_plan", "note": note}
        ]
    return [
        {
            "source_id": "example",
            "publisher": note,
            "published": f"{year}-11-05",
            "kind": "press",
            "title": note,
        }
    ]
