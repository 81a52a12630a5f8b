"""A cell's text is what its number format shows, in Vietnamese writing."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from specimens import open_sheet_of

import hpbrief as hb
from hpbrief.load import read_document
from hpbrief.load.sheets.cells import cell_text

SHOWN = [
    (12, "0.00", "12,00"),
    (12.345, "0.00", "12,35"),
    (0.125, "0.00", "0,13"),  # a half goes away from zero
    (1.005, "0.00", "1,01"),
    (118724.5, "#,##0", "118.725"),
    (118724.5, "#,##0.0", "118.724,5"),
    (1234567, "#,##0", "1.234.567"),
    (999.96, "#,##0.0", "1.000,0"),
    (0.124, "0.0%", "12,4%"),
    (0.124, "0%", "12%"),
    (1.5, "0.##", "1,5"),
    (1, "0.##", "1"),
    (0.5, "#.0", "0,5"),
    (7, "00", "07"),
    (0, "#,##0", "0"),
    (0, "#,###", ""),
    (-3.25, "0.0", "-3,3"),
    (-0.04, "0.0", "0,0"),
    (-1234, "#,##0;(#,##0)", "(1.234)"),
    (-1234, "#,##0_);[Red]\\(#,##0\\)", "(1.234)"),
    (1234, "#,##0_);[Red]\\(#,##0\\)", "1.234"),
    (0, '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', "-"),
    (1234.5, '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', "1.234,50"),
    (20155.8e9, "#,##0.0,,,", "20.155,8"),
    (12.4, '0.0"%"', "12,4%"),
    (12.4, "0.0\\%", "12,4%"),
    (1250, '#,##0" tỷ đồng"', "1.250 tỷ đồng"),
    (1250, "#,##0 [$₫-42A]", "1.250"),  # the table says the unit
    (-1250, "$#,##0_);($#,##0)", "(1.250)"),
    (1250, "[$-42A]#,##0", "1.250"),
    (5, '"5;6" 0', "5;6 5"),
    (0.1 + 0.2, "General", "0,3"),
    (118724.5, "General", "118724,5"),
    (1 / 3, "General", "0,333333333"),
    (12.39784123456, "General", "12,39784123"),
    (1e15, "General", "1000000000000000"),
    (12.5, "@", "12,5"),
    (12.5, 'General" %"', "12,5 %"),
    # forms that are not rendered are read as General
    (0.25, "# ?/?", "0,25"),
    (1234.5, "0.00E+00", "1234,5"),
    (1234.5, "[>1000]#,##0;0.0", "1234,5"),
    (1234.5, "# ##0", "1234,5"),
    (1234.5, "0" * 300, "1234,5"),
    (float("nan"), "0.0", "#NUM!"),
    # days
    (date(2025, 10, 31), "dd/mm/yyyy", "31/10/2025"),
    (date(2025, 10, 31), "mm-dd-yy", "31/10/2025"),
    (date(2025, 10, 31), "yyyy\\-mm\\-dd;@", "31/10/2025"),
    (date(2025, 10, 1), "mm/yyyy", "10/2025"),
    (date(2025, 10, 1), "mmm\\-yy", "10/2025"),
    (date(2025, 10, 1), "yyyy", "2025"),
    (datetime(2025, 10, 31, 8, 5), "dd/mm/yyyy hh:mm", "31/10/2025 08:05"),
    (date(2025, 10, 1), '"Tháng "m"/"yyyy', "Tháng 10/2025"),
    (date(2025, 10, 1), '"Tháng" m', "Tháng 10"),
    (date(2025, 10, 31), '"ngày "dd" tháng "mm" năm "yyyy', "ngày 31 tháng 10 năm 2025"),
]


@pytest.mark.parametrize(("value", "form", "text"), SHOWN)
def test_a_cell_is_what_its_format_shows(value: object, form: str, text: str) -> None:
    assert cell_text(value, form) == text


HEADS = ["Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm 2025", "Ước 10 tháng năm 2025", "So với kế hoạch (%)"]


def test_the_figures_of_a_workbook_are_the_values_shown(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADS)
    sheet.append(["Tổng thu ngân sách nhà nước", "Tỷ đồng", 17800, 20155.8333, 113.234637])
    sheet.append(["Kim ngạch xuất khẩu", "Triệu USD", 3600, 3048.44, 84.678])
    for row in sheet.iter_rows(min_row=2, min_col=3):
        for cell, form in zip(row, ("#,##0", "#,##0.0", "0.0"), strict=True):
            cell.number_format = form
    out = io.BytesIO()
    book.save(out)
    path = tmp_path / "a.xlsx"
    path.write_bytes(out.getvalue())
    briefing = hb.read_briefing(path)
    assert "| 17.800 | 20.155,8 | 113,2 |" in (briefing.document.text or "")
    read = {(s.indicator, s.measure.value): str(s.value) for s in briefing.statements if s.kind == "figure"}
    assert read["budget_revenue_total", "level"] == "20155.8"
    assert read["export_turnover", "share_of_plan"] == "84.7"
    assert not briefing.issues


def test_numbers_beside_typed_english_ones_are_not_taken_for_them(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADS)
    sheet.append(["Tổng thu ngân sách nhà nước", "Tỷ đồng", 17800, "20,155.8", "113.2"])
    sheet.append(["Kim ngạch xuất khẩu", "Triệu USD", 3600, "3,048.4", "84.7"])
    sheet["C2"].number_format = sheet["C3"].number_format = "#,##0"
    path = tmp_path / "a.xlsx"
    book.save(path)
    read = {(s.indicator, s.kind): str(s.value) for s in hb.read_briefing(path).statements}
    assert read["budget_revenue_total", "goal"] == "17800"
    assert read["export_turnover", "goal"] == "3600"


@pytest.mark.parametrize("form", ["General", "#,##0", "#,##0.0", "0.00"])
def test_years_above_the_figures_are_years_in_any_format(form: str, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Chỉ tiêu", "Đơn vị tính", 2023, 2024])
    sheet.append(["Tổng thu ngân sách nhà nước", "Tỷ đồng", 17800, 2024])
    for row in sheet.iter_rows(min_col=3):
        for cell in row:
            cell.number_format = form
    path = tmp_path / "a.xlsx"
    book.save(path)
    briefing = hb.read_briefing(path)
    assert [(s.value, s.period.code if s.period else "") for s in briefing.statements] == [
        (17800, "2023"),
        (2024, "2024"),
    ]
    assert "| 2023 | 2024 |" in (briefing.document.text or "")


@pytest.mark.parametrize(
    ("value", "kind", "seen", "text"),
    [
        (20155.8333, "float", "20,155.8", "20.155,8"),  # whatever the language of the program that wrote it
        (20155.8333, "float", "20.155,8", "20.155,8"),
        (20155.8333, "float", "20 155,8", "20.155,8"),
        (20155.8333, "float", "20155.8", "20155,8"),
        (17800, "float", "17,800", "17.800"),
        (17800, "currency", "17.800 ₫", "17.800"),
        (12, "float", "12.00", "12,00"),
        (-12.5, "float", "(12.5)", "-12,5"),
        (0.124, "percentage", "12.40%", "12,40%"),
        (999.96, "float", "1,000.0", "1.000,0"),
        (0.04, "float", "0.0", "0,0"),
        (1.5, "float", "một rưỡi", "1,5"),
        (1e300, "float", "1E+300", f"1{'0' * 300}"),
        (float("inf"), "float", "#NUM!", "#NUM!"),
    ],
)
def test_an_open_document_sheet_is_read_as_it_is_seen(
    value: float, kind: str, seen: str, text: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.ods"
    cell = f'<table:table-cell office:value-type="{kind}" office:value="{value}"><text:p>{seen}</text:p>'
    path.write_bytes(open_sheet_of(f"<table:table-row>{cell}</table:table-cell></table:table-row>"))
    assert read_document(path).text == f"{text}\n"


@pytest.mark.parametrize(
    ("seen", "text"),
    [("31/10/25", "31/10/2025"), ("10/2025", "10/2025"), ("2025", "2025"), ("Tháng 10", "Tháng 10")],
)
def test_a_day_of_an_open_document_sheet_is_read_as_it_is_seen(seen: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    cell = (
        f'<table:table-cell office:value-type="date" office:date-value="2025-10-31"><text:p>{seen}</text:p>'
    )
    path.write_bytes(open_sheet_of(f"<table:table-row>{cell}</table:table-cell></table:table-row>"))
    assert read_document(path).text == f"{text}\n"
