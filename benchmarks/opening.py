"""File to document: wall time of each format, warm and by a fresh process, beside what the bare libraries take.

    uv run python benchmarks/opening.py [TIMES]

The bare reading is in this process and unbounded: pdfplumber's characters of each page, python-docx's paragraphs and
cells, calamine's rows, trafilatura's text. openpyxl, whose cells have the formats that show them and calamine's do not,
is beside it for workbooks, and a workbook of 5,000 rows beside the small one; markitdown is timed where it is there.
Medians, in milliseconds. Then PDFs of 400 and 619 pages, made of the report's own: seconds and pages a second. Memory
is that of this process, with the bare libraries in it, and the most of any that read a file.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import hpbrief as hb
from hpbrief.load import warm

FOLDER = Path(__file__).parent.parent / "tests" / "files" / "report"
NAME = "bao-cao-thang-10"
FILES = ("docx", "doc", "xlsx", "xls", "ods", "html", "txt", "libreoffice.pdf", "typst.pdf")


def plumber(path: Path) -> object:
    """pdfplumber's own pass over the characters."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [page.chars for page in pdf.pages]


def python_docx(path: Path) -> object:
    """Paragraphs and cells."""
    import docx

    document = docx.Document(str(path))
    return [
        [p.text for p in document.paragraphs],
        [[c.text for c in r.cells] for t in document.tables for r in t.rows],
    ]


def calamine(path: Path) -> object:
    """Rows of each sheet."""
    import python_calamine

    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def openpyxl(path: Path) -> object:
    """Cells with their formats."""
    import openpyxl

    book = openpyxl.load_workbook(str(path), data_only=True)
    return [[(c.value, c.number_format) for c in row] for sheet in book for row in sheet.iter_rows()]


def trafilatura(path: Path) -> object:
    """The main text."""
    import trafilatura

    return trafilatura.extract(path.read_text("utf-8"), include_tables=True, favor_recall=True)


def markitdown(path: Path) -> object:
    """Its Markdown."""
    from markitdown import MarkItDown

    return MarkItDown().convert(str(path)).text_content


BARE: dict[str, Callable[[Path], object]] = {
    "docx": python_docx, "xlsx": calamine, "xls": calamine, "ods": calamine, "html": trafilatura,
    "libreoffice.pdf": plumber, "typst.pdf": plumber,
}  # fmt: skip


def large_workbook(folder: Path) -> Path:
    """A sheet of 5,000 rows and 8 columns, words and formatted numbers."""
    import xlsxwriter

    path = folder / "5000-rows.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, shown = book.add_worksheet("a"), book.add_format({"num_format": "#,##0.0"})
        for row in range(5_000):
            sheet.write(row, 0, f"Chỉ tiêu {row}")
            for column in range(1, 8):
                sheet.write(row, column, row * column / 7, shown)
    return path


def large_pdf(folder: Path, pages: int) -> Path:
    """A PDF of so many pages, those of the report over and over."""
    import pypdfium2

    source = pypdfium2.PdfDocument(FOLDER / f"{NAME}.libreoffice.pdf")
    made = pypdfium2.PdfDocument.new()
    while len(made) < pages:
        made.import_pages(source, list(range(min(len(source), pages - len(made)))))
    path = folder / f"{pages}-pages.pdf"
    made.save(path)
    return path


def milliseconds(read: Callable[[Path], object], path: Path, times: int) -> float | None:
    """The median of so many readings after a first; None where the library is not there or cannot."""
    try:
        read(path)
    except Exception as error:
        print(f"  {read.__name__}: {path.name}: {type(error).__name__}", file=sys.stderr)
        return None
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        read(path)
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken)


def by_command(path: Path) -> float:
    """A fresh Python that reads one file."""
    began = time.perf_counter()
    code = "import sys, hpbrief; hpbrief.read_document(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)
    return 1000 * (time.perf_counter() - began)


def shown(value: float | None) -> str:
    """A number, or a dash."""
    return "-" if value is None else f"{value:.0f}"


def row(name: str, path: Path, kind: str, times: int) -> None:
    """Print how long one file takes."""
    ours = milliseconds(hb.read_document, path, times)
    facts = milliseconds(hb.read_briefing, path, max(1, times // 3))
    bare = milliseconds(BARE[kind], path, times) if kind in BARE else None
    typed = milliseconds(openpyxl, path, max(1, times // 3)) if kind == "xlsx" else None
    ratio = f"{ours / bare:.2f}" if ours and bare else "-"
    other = milliseconds(markitdown, path, max(1, times // 3))
    times_faster = f"{other / ours:.1f}" if ours and other else "-"
    print(
        f"{name:18}{shown(ours):>10}{shown(facts):>8}{by_command(path):>9.0f}{shown(bare):>8}{ratio:>7}{shown(typed):>10}"
        f"{shown(other):>12}{times_faster:>7}"
    )


def main() -> None:
    """Print the tables."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    head = f"{'file':18}{'document':>10}{'facts':>8}{'command':>9}{'bare':>8}{'ratio':>7}{'openpyxl':>10}"
    print(f"{head}{'markitdown':>12}{'times':>7}")
    for kind in FILES:
        row(kind, FOLDER / f"{NAME}.{kind}", kind, times)
    with tempfile.TemporaryDirectory() as folder:
        row("5000-rows.xlsx", large_workbook(Path(folder)), "xlsx", max(1, times // 3))
        for pages in (400, 619):
            path = large_pdf(Path(folder), pages)
            began = time.perf_counter()
            hb.read_document(path)
            seconds = time.perf_counter() - began
            print(f"{pages} pages: {seconds:.1f} s, {pages / seconds:.0f} pages a second")
    warm._POOL.close()
    here, child = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"most memory, MB: this process (with the bare libraries) {here}, any child {child}")


if __name__ == "__main__":
    main()
