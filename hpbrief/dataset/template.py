"""The sheets that ``read_dataset`` reads, empty or filled, with what is allowed; and a workbook of empty ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hpbrief.catalog import Catalog, load_catalog
from hpbrief.errors import LoadError, ParseError
from hpbrief.files import said_of
from hpbrief.format import plain
from hpbrief.models import Lang
from hpbrief.tables.schema import TABLES, Column
from hpbrief.tables.typed_rows import labels_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_SHEETS = ("observations", "goals", "sources")
_ROWS = 2000
#: What Excel takes for the beginning of a formula when a cell is edited, and how much a cell holds.
_FORMULA_STARTS = ("=", "+", "-", "@", "|", "%")
_CELL = 32_767
_WIDTHS = {"indicator": 30, "area": 18, "note": 30, "title": 40, "url": 40, "publisher": 24, "set_by": 24}


def write_template(
    path: str | Path, lang: Lang = "vi", *, area: str = "quang-ninh", year: int = 2025
) -> Path:
    """Write a workbook with the sheets observations, goals, sources and lists; the example rows are marked.

    The examples are made up and say so; they are of ``area`` and ``year``. Cells with a closed list of values
    offer it. Raises ParseError where the path is not .xlsx, LoadError where it exists.
    """
    path = Path(path)
    if path.suffix.lower() != ".xlsx":
        raise ParseError("template_xlsx", where=path.name)
    if path.exists():
        raise LoadError("exists", path=path)
    import xlsxwriter

    catalog = load_catalog()
    place = (catalog.areas.get(area) or catalog.find_area(area, date(year, 12, 31)) or catalog.area(area)).id
    path.parent.mkdir(parents=True, exist_ok=True)
    work = path.with_name(f".{path.name}.part")
    with xlsxwriter.Workbook(str(work), {"default_date_format": "yyyy-mm-dd"}) as book:
        lists = allowed_lists(catalog, lang, _SHEETS)
        for name in _SHEETS:
            table_sheet(book, name, name, _examples(name, place, year, lang), lists, catalog, lang)
        lists_sheet(book, lists, catalog)
    with said_of(path):
        work.replace(path)
    return path


def allowed_lists(catalog: Catalog, lang: Lang, tables: Iterable[str]) -> dict[str, list[str]]:
    """What a cell may hold, by column; a vocabulary of one table only by ``table.column``."""
    lists = {
        "indicator": [i.label(lang) for i in catalog.indicators.values()],
        "area": [a.label(lang) for a in catalog.areas.values()],
        "unit": list(catalog.units),
    }
    for name in tables:
        for column in TABLES[name].columns:
            if column.values:
                codes = [str(v) for v in column.values if v != "implied"]
                lists[f"{name}.{column.name}"] = codes + labels_of(column.values, codes, catalog, lang)
    return lists


def table_sheet(
    book: Workbook,
    sheet_name: str,
    table: str,
    rows: Iterable[Mapping[str, Any]],
    lists: Mapping[str, list[str]],
    catalog: Catalog,
    lang: Lang,
) -> Worksheet:
    """Add the sheet of a table: its column names with an explanation, its rows, lists of what is allowed.

    Rows are by column name; None leaves a cell empty. Texts are written as texts, whatever they begin with.
    """
    sheet: Worksheet = book.add_worksheet(sheet_name)
    head = book.add_format(
        {"bold": True, "bg_color": "#E9ECF0", "border": 1, "text_wrap": True, "valign": "top"}
    )
    optional = book.add_format({"bg_color": "#F5F6F8", "border": 1, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    columns = TABLES[table].columns
    for at, column in enumerate(columns):
        sheet.write_string(0, at, column.name, head if column.required else optional)
        sheet.write_comment(
            0, at, catalog.word("template", column.name, lang), {"x_scale": 2, "y_scale": 1.2}
        )
        sheet.set_column(at, at, _WIDTHS.get(column.name, 13), day if column.kind == "date" else None)
        _validate(sheet, at, table, column, lists)
    guarded = book.add_format({"quote_prefix": True})
    numbers: dict[str, Format] = {}
    for row, cells in enumerate(rows, 1):
        for at, column in enumerate(columns):
            value = cells.get(column.name)
            if isinstance(value, Decimal) and (shape := number_shape(value)) not in numbers:
                numbers[shape] = book.add_format({"num_format": shape})
            like = numbers[number_shape(value)] if isinstance(value, Decimal) else day
            write_cell(sheet, row, at, value, like, guarded)
    sheet.freeze_panes(1, 1)
    return sheet


def number_shape(value: Decimal) -> str:
    """The number format of a number as printed, its decimals kept; marks are those of the reader's own Excel."""
    exponent = value.as_tuple().exponent
    digits = max(0, -exponent) if isinstance(exponent, int) else 0
    return "#,##0." + "0" * digits if digits else "#,##0"


def write_cell(
    sheet: Worksheet,
    row: int,
    at: int,
    value: object,
    like: Format,
    guarded: Format,
    text_like: Format | None = None,
) -> None:
    """Write one value: ``like`` is the format of numbers and days, ``text_like`` of texts, ``guarded`` of others.

    A text is never read as a formula or a link, also when someone edits its cell: ``guarded`` is for those that begin
    like one, and bears Excel's own mark of a text. Raises LoadError where it is longer than a cell of Excel holds.
    """
    match value:
        case None | "":
            return
        case bool():
            sheet.write_string(row, at, "yes" if value else "no")
        case int() | float():
            sheet.write_number(row, at, value)
        case Decimal():
            sheet.write_number(row, at, float(value), like)
        case date():
            sheet.write_datetime(row, at, value, like)
        case _:
            text = plain(str(value))
            if len(text) > _CELL:
                raise LoadError("cell_too_long", length=len(text), most=_CELL)
            first = text.lstrip()[:1]
            sheet.write_string(row, at, text, guarded if first in _FORMULA_STARTS else text_like)


def _validate(sheet: Worksheet, at: int, table: str, column: Column, lists: Mapping[str, list[str]]) -> None:
    """Offer the allowed values of a column, which stand on the sheet of lists."""
    key = column.name if column.name in lists else f"{table}.{column.name}"
    if key not in lists:
        return
    from xlsxwriter.utility import xl_col_to_name

    letter = xl_col_to_name(list(lists).index(key))
    source = f"=lists!${letter}$2:${letter}${len(lists[key]) + 1}"
    rule = {"validate": "list", "source": source, "error_type": "warning"}
    sheet.data_validation(1, at, _ROWS, at, rule)


def lists_sheet(book: Workbook, lists: Mapping[str, list[str]], catalog: Catalog) -> Worksheet:
    """Add the sheet ``lists``, on which the allowed values stand, with the ids of indicators and areas."""
    sheet: Worksheet = book.add_worksheet("lists")
    bold, guarded = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
    ids = {"indicator (id)": list(catalog.indicators), "area (id)": list(catalog.areas)}
    columns = [*lists.items(), ("", []), *ids.items()]
    for at, (name, values) in enumerate(columns):
        sheet.write_string(0, at, name, bold)
        sheet.set_column(at, at, 34 if name in ids else 26)
        for row, value in enumerate(values, 1):
            write_cell(sheet, row, at, value, bold, guarded)
    sheet.freeze_panes(1, 0)
    return sheet


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
