"""XLS and XLSB: the filled cells of each visible sheet, by calamine."""

from __future__ import annotations

import io

from hpbrief.errors import LoadError, Message, UnsafeFileError
from hpbrief.load.limits import Limits
from hpbrief.load.package import check_package
from hpbrief.load.parts import Grid, Loaded, Paragraph
from hpbrief.load.sheets.cells import Merge, Sheet, cell_text
from hpbrief.load.sheets.xlsx import hidden_notes

_XLS = "application/vnd.ms-excel"
_XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"


def read(data: bytes, limits: Limits) -> Loaded:
    """The sheets as grids; percentages come as calamine gives them, as fractions."""
    import python_calamine as calamine

    media_type = _XLS
    if data[:2] == b"PK":
        check_package(data, limits)
        media_type = _XLSB
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.CalamineError as error:
        raise LoadError("workbook_broken", error=error) from error
    parts: list[Paragraph | Grid] = []
    hidden, cells = [], 0
    for about in book.sheets_metadata:
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        if about.visible != calamine.SheetVisibleEnum.Visible:
            hidden.append(about.name)
            continue
        sheet = book.get_sheet_by_name(about.name)
        found = _cells(sheet, limits, cells)
        cells += len(found.texts)
        parts += found.parts(_merges(sheet))
    if not parts and not hidden:
        raise LoadError("workbook_empty")
    return Loaded(parts, media_type, notes=hidden_notes(hidden))


def prepare() -> None:
    """Load the library before a file comes."""
    import python_calamine  # noqa: F401


def _cells(sheet: object, limits: Limits, before: int) -> Sheet:
    name, start = sheet.name, sheet.start or (0, 0)  # type: ignore[attr-defined]
    area = sheet.height * sheet.width  # type: ignore[attr-defined]
    if area > 20 * limits.cells:
        raise UnsafeFileError(
            "over_limit",
            what=Message("sheet_area", sheet=name, amount=area),
            field="cells",
            most=limits.cells,
        )
    found = Sheet(name, limits, before)
    rows = sheet.to_python(skip_empty_area=True)  # type: ignore[attr-defined]
    for r, row in enumerate(rows, start[0] + 1):
        for c, value in enumerate(row, start[1] + 1):
            found.put(r, c, cell_text(value))
    return found


def _merges(sheet: object) -> list[Merge]:
    ranges = getattr(sheet, "merged_cell_ranges", None) or []
    return [Merge(a[0] + 1, a[1] + 1, b[0] + 1, b[1] + 1) for a, b in ranges]
