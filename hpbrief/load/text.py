"""Plain and delimited text."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from datetime import date

from hpbrief.errors import LoadError
from hpbrief.load.letters import decode
from hpbrief.load.limits import Limits
from hpbrief.load.parts import Loaded, Note, Paragraph
from hpbrief.load.sheets.cells import Sheet
from hpbrief.models import Document
from hpbrief.parse.text import normalise_text

TEXT, CSV = "text/plain", "text/csv"
_SAMPLE = 200
_SCIENTIFIC = re.compile(r"([-+]?)([0-9])(?:[.,]([0-9]+))?[eE]\+?([0-9]{1,3})")


def document_of(
    text: str, *, published: date | None = None, publisher: str = "", url: str = "", title: str = ""
) -> Document:
    """A document of a text, normalised; its id comes from the content."""
    text = normalise_text(text)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Document(id=digest, text=text, published=published, publisher=publisher, url=url, title=title)


def read_plain(data: bytes, limits: Limits, file: str = "") -> Loaded:
    """A text as it is, or a table where its lines are cells with one and the same mark between them."""
    text = decode(data)
    limits.check("text", len(text), "characters")
    mark = delimiter_of(text, file)
    if mark is None:
        return Loaded([Paragraph(text)], TEXT)
    sheet = Sheet("", limits)
    open_from = rounded = 0
    try:
        text, open_from = _closed(text, mark)
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark), 1):
            for column, cell in enumerate(cells, 1):
                number = written_out(cell.strip())
                rounded += number is None
                sheet.put(row, column, cell.strip() if number is None else number)
    except csv.Error as error:
        raise LoadError("table_broken", error=error) from error
    return Loaded(list(sheet.parts()), CSV, notes=_notes(open_from, rounded))


def _closed(text: str, mark: str) -> tuple[str, int]:
    """Text with no quote left open, and the line of the one that was, 0 where none was."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    line = 0
    try:
        for _ in reader:
            line = reader.line_num
    except csv.Error as error:
        if "unexpected end" not in str(error):
            return text, 0
        lines = text.splitlines(keepends=True)
        return "".join([*lines[:line], *(rest.replace('"', "") for rest in lines[line:])]), line + 1
    return text, 0


def written_out(cell: str) -> str | None:
    """A number in powers of ten as digits; other cells as they are; None where digits of it were rounded away.

    >>> written_out("1,12345E+05"), written_out("3.4E+3"), written_out("1,12E+05"), written_out("12,4")
    ('112345', '3400', None, '12,4')
    """
    found = _SCIENTIFIC.fullmatch(cell)
    if found is None:
        return cell
    sign, whole, decimals, power = found[1], found[2], found[3] or "", int(found[4])
    # Excel keeps two decimals where it is short of room: they are all only where they end in none.
    full = len(decimals) >= power or len(decimals) not in (2, 5)
    if not full or power > 15:
        return None
    digits = (whole + decimals).ljust(power + 1, "0")
    rest = digits[power + 1 :].rstrip("0")
    return sign + digits[: power + 1] + (f",{rest}" if rest else "")


def _notes(open_from: int, rounded: int) -> list[Note]:
    notes = []
    if open_from:
        notes.append(
            Note(
                "quote_open",
                f"dấu ngoặc kép mở ở dòng {open_from} không có dấu đóng; từ dòng đó các dấu ngoặc kép bị bỏ qua",
                f"a quotation mark opened on line {open_from} is never closed; from there on they are passed over",
            )
        )
    if rounded:
        notes.append(
            Note(
                "rounded_numbers",
                f"số ô ghi số theo lũy thừa mười đã bị làm tròn (như 1,12E+05), không đọc: {rounded}",
                f"numbers in powers of ten that were rounded (as 1.12E+05) and not read: {rounded}",
            )
        )
    return notes


def delimiter_of(text: str, file: str = "") -> str | None:
    """The mark between the cells of delimited text; None for running text.

    A mark is believed where nearly every line has it equally often. The comma, which running text is full of, is
    believed only in short cells, and where lines do not end as sentences do. A name in .csv or .tsv tips the
    scales.

    >>> delimiter_of("Chỉ tiêu;Tháng 10\\nIIP;12,4\\nThu ngân sách;118724,5\\n")
    ';'
    >>> delimiter_of("IIP tăng 12,4%, cao hơn.\\nThu ngân sách đạt 118,7 tỷ, tăng.\\n") is None
    True
    """
    named = file.lower().endswith((".csv", ".tsv", ".tab"))
    lines = [line for line in text[:100_000].splitlines() if line.strip()][:_SAMPLE]
    if len(lines) < (1 if named else 2):
        return None
    sentences = sum(line.rstrip().endswith((".", ":", "!", "?")) for line in lines) / len(lines)
    for mark in "\t;,":
        width, share = _usual_width(lines, mark)
        if width < 2:
            continue
        short = sum(map(len, lines)) / (len(lines) * width) < 60
        believed = share >= 0.9 and (mark != "," or (len(lines) > 2 and short and sentences < 0.2))
        if believed or (named and share >= 0.5):
            return mark
    return None


def _usual_width(lines: list[str], mark: str) -> tuple[int, float]:
    """How many cells most lines have that a mark parts into several, and the share of these lines; 0 where none."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark) if row)
    except csv.Error:
        return 0, 0.0
    width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
    return width, count / sum(widths.values())
