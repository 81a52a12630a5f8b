"""Plain and delimited text."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from datetime import date

from hpbrief.errors import LoadError
from hpbrief.load.decode import decode
from hpbrief.load.limits import Limits
from hpbrief.load.parts import Loaded, Paragraph
from hpbrief.load.sheets.blocks import Sheet
from hpbrief.models import Document
from hpbrief.parse.text import normalise_text

TEXT, CSV = "text/plain", "text/csv"
_SAMPLE = 200


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
    mark = delimiter_of(text, file)
    if mark is None:
        return Loaded([Paragraph(text)], TEXT)
    sheet = Sheet("", limits)
    try:
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark), 1):
            for column, cell in enumerate(cells, 1):
                sheet.put(row, column, cell.strip())
    except csv.Error as error:
        raise LoadError("table_broken", error=error) from error
    return Loaded(list(sheet.parts()), CSV)


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
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark) if row)
        except csv.Error:
            continue
        width, count = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
        if width < 2:
            continue
        share = count / sum(widths.values())
        short = sum(map(len, lines)) / (len(lines) * width) < 60
        believed = share >= 0.9 and (mark != "," or (len(lines) > 2 and short and sentences < 0.2))
        if believed or (named and share >= 0.5):
            return mark
    return None
