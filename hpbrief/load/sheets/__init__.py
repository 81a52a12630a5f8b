"""Spreadsheets: XLSX, ODS, XLS, XLSB.

In: the bytes of a workbook. Out: grids and paragraphs, each cell as its number format shows it.
"""
