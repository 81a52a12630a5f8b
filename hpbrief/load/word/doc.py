"""Word documents of 1997 to 2003 (.doc): paragraphs and tables in order, merged cells, notes and boxes at the end.

After [MS-DOC]: the table of pieces says where in the stream the text stands, in letters of one or two bytes.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hpbrief.errors import LoadError
from hpbrief.load.letters import in_unicode, note_of, of_font
from hpbrief.load.limits import Limits
from hpbrief.load.parts import Grid, Loaded, Note, Paragraph, Row, grid_by_edges, keeps_raised, texts_of
from hpbrief.load.word.sprms import ParagraphForm, Placed, RunForm, StyleSheet, paragraph_form

MEDIA_TYPE = "application/msword"
_MAGIC = 0xA5EC
_OF_97 = 0x00C1
_LOCKED, _SECOND_TABLE = 0x0100, 0x0200
#: Places of what is looked up in the file's head, each a start and a length in the stream of tables.
_STYLES, _CHARACTERS, _PARAGRAPHS, _FONTS, _PIECES = 0xA2, 0xFA, 0x102, 0x112, 0x1A2
#: Lengths in characters of text, footnotes, headers, macros, comments, endnotes and boxes, one after another.
_LENGTHS, _BODY, _KEPT_LATER = 0x4C, 0, (1, 5, 6)
_ENDS = re.compile("[\x00-\x1f]")
_SIGNS = {"\t": "\t", "\x0b": "\n", "\x1e": "-", "\x1f": ""}
_CELL, _FIELD, _RESULT, _FIELD_END = "\x07", "\x13", "\x14", "\x15"
_LINE_ENDS = frozenset("\r\x0c\x0e" + _CELL)
_FIELD_SIGNS = frozenset(_FIELD + _RESULT + _FIELD_END)
_PICTURES = frozenset("\x01\x08")
#: How a summary says that its words are UTF-8, as a number of 16 bits with or without sign.
_UTF_8 = (65001, 65001 - 0x10000)
#: Signs of the font Symbol that reports use.
_SYMBOLS = {0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB0: "°", 0xB4: "×", 0xB8: "÷", 0x2D: "-", 0x25: "%", 0x2B: "+"}


def read(data: bytes, limits: Limits) -> Loaded:
    """The parts of an old Word document. Raises LoadError where it is locked, broken or of before 1997."""
    with _opened(data) as file:
        reader = _Reader(_File(file), limits)
        title, day = _about(file)
    parts = reader.parts()
    if not any(text.strip() for text in texts_of(parts)):
        raise LoadError("document_pictures" if reader.pictures else "document_no_text")
    notes = [note_of(name) for name in sorted(reader.converted)]
    if reader.pictures:
        count = reader.pictures
        notes.insert(0, Note("pictures", f"số hình ảnh không đọc: {count}", f"pictures not read: {count}"))
    return Loaded(parts, MEDIA_TYPE, title=title, file_date=day, notes=notes)


def _opened(data: bytes) -> Any:
    import olefile

    try:
        return olefile.OleFileIO(io.BytesIO(data))
    except (OSError, ValueError, IndexError, OverflowError) as error:
        raise LoadError("old_word_broken") from error


def prepare() -> None:
    """Load the library before a file comes."""
    import olefile  # noqa: F401


def _about(file: Any) -> tuple[str, str]:
    """The title, and the day on which the file was saved."""
    try:
        about = file.get_metadata()
        title = (about.title or b"").decode("utf-8" if about.codepage in _UTF_8 else "cp1252", "replace")
        day = about.last_saved_time.date().isoformat() if about.last_saved_time else ""
    except Exception:  # a broken summary may raise anything; the text is none the worse
        return "", ""
    return ("" if re.search(r"\.(docx?|dotx?|rtf)$", title, re.I) else title.strip("\0 ")), day


class _File:
    """The streams of a document, and what its head says of them."""

    def __init__(self, file: Any) -> None:
        self.text = _stream(file, "WordDocument")
        if self.number(0, 2) != _MAGIC or self.number(2, 2) < _OF_97:
            raise LoadError("old_word")
        flags = self.number(0x0A, 2)
        if flags & _LOCKED:
            raise LoadError("locked")
        self.tables = _stream(file, "1Table" if flags & _SECOND_TABLE else "0Table")
        self.more = _stream(file, "Data")

    def number(self, place: int, size: int = 4) -> int:
        """A number of the head."""
        return int.from_bytes(self.text[place : place + size], "little")

    def table(self, place: int) -> bytes:
        """A table of which the head says where it is."""
        start, length = self.number(place), self.number(place + 4)
        return self.tables[start : start + length]

    def lengths(self) -> list[int]:
        """How many characters each part of the text has."""
        return [self.number(_LENGTHS + 4 * part) for part in range(7)]


def _stream(file: Any, name: str) -> bytes:
    if not file.exists(name):
        return b""
    try:
        data: bytes = file.openstream(name).read()
    except OSError as error:
        raise LoadError("old_word_broken") from error
    return data


class _Piece(NamedTuple):
    """A stretch of the text: its first character and the one after its last, its first byte, bytes a character."""

    start: int
    end: int
    place: int
    size: int


def _pieces(data: bytes) -> list[_Piece]:
    """The table of pieces, after what the file says of itself before it."""
    at = 0
    while data[at : at + 1] == b"\1":
        at += 3 + int.from_bytes(data[at + 1 : at + 3], "little")
    if data[at : at + 1] != b"\2":
        raise LoadError("old_word_broken")
    table = data[at + 5 : at + 5 + int.from_bytes(data[at + 1 : at + 5], "little")]
    count = (len(table) - 4) // 12
    ends = [int.from_bytes(table[4 * n : 4 * n + 4], "little") for n in range(count + 1)]
    found = []
    for number in range(count):
        place = 4 * (count + 1) + 8 * number + 2
        value = int.from_bytes(table[place : place + 4], "little")
        narrow = bool(value & 0x40000000)
        start = value & 0x3FFFFFFF
        found.append(_Piece(ends[number], ends[number + 1], start // 2 if narrow else start, 2 - narrow))
    return found


@dataclass
class _Line:
    """A paragraph, or the last of a cell, or the mark that ends a row."""

    text: str
    form: ParagraphForm
    ends_cell: bool = False


@dataclass
class _Table:
    """A table: its rows, each with its cells; what stands in each cell in order."""

    rows: list[tuple[list[list[str | _Table]], ParagraphForm]] = field(default_factory=list)


class _Reader:
    def __init__(self, file: _File, limits: Limits) -> None:
        self.file, self.limits = file, limits
        self.pieces = _pieces(file.table(_PIECES))
        self.sheet = StyleSheet(file.table(_STYLES), file.table(_FONTS))
        self.runs = Placed(file.table(_CHARACTERS), file.text, file.more, of_paragraphs=False)
        self.forms = Placed(file.table(_PARAGRAPHS), file.text, file.more, of_paragraphs=True)
        self.paragraphs: dict[bytes, ParagraphForm] = {}
        self.converted: set[str] = set()
        self.pictures = self.length = self.cells = 0

    def parts(self) -> list[Paragraph | Grid]:
        """The text, then notes and boxes."""
        parts: list[Paragraph | Grid] = []
        start = 0
        later: list[tuple[int, int]] = []
        for number, length in enumerate(self.file.lengths()):
            if number == _BODY:
                parts = list(self._blocks(_nested(list(self._lines(start, start + length)))))
            elif number in _KEPT_LATER and length:
                later.append((start, start + length))
            start += length
        for first, end in later:
            for part in self._blocks(_nested(list(self._lines(first, end)))):
                if isinstance(part, Grid) or part.text.strip():
                    parts.append(part)
        return parts

    # -- letters ---------------------------------------------------------------------------------------

    def _stretches(self, start: int, end: int) -> Iterator[tuple[str, RunForm, ParagraphForm]]:
        """The text between two characters, parted where its form changes."""
        for piece in self.pieces:
            first, last = max(start, piece.start), min(end, piece.end)
            if first >= last:
                continue
            place = piece.place + (first - piece.start) * piece.size
            stop = min(piece.place + (last - piece.start) * piece.size, len(self.file.text))
            while place < stop:
                run, run_end = self.runs.at(place)
                form, form_end = self.forms.at(place)
                until = max(place + piece.size, min(stop, run_end, form_end))
                data = self.file.text[place:until]
                text = data.decode("cp1252" if piece.size == 1 else "utf-16-le", "replace")
                self.length += len(text)
                self.limits.check("text", self.length, "characters")
                paragraph = self._paragraph_form(form)
                yield text, self.sheet.of_run(run, paragraph.style), paragraph
                place = until

    def _paragraph_form(self, data: bytes) -> ParagraphForm:
        if data not in self.paragraphs:
            self.paragraphs[data] = paragraph_form(data, self.file.more)
        return self.paragraphs[data]

    def _lines(self, start: int, end: int) -> Iterator[_Line]:
        """The paragraphs between two characters."""
        pieces: list[str] = []
        fields: list[bool] = []  # of each field that is open, whether its result has begun
        form = ParagraphForm()
        for text, run, form in self._stretches(start, end):
            for words, sign in _signs(text):
                if words and all(fields):
                    self._put(words, run, pieces)
                if sign in _FIELD_SIGNS:
                    _turn_field(fields, sign)
                elif sign in _LINE_ENDS:
                    yield _Line("".join(pieces), form, sign == _CELL or form.ends_inner_cell)
                    pieces = []
                elif sign in _PICTURES:
                    self.pictures += run.special
                elif all(fields):
                    pieces.append(_SIGNS.get(sign, ""))
        if pieces:
            yield _Line("".join(pieces), form)

    def _put(self, text: str, run: RunForm, pieces: list[str]) -> None:
        form = run.form
        if form.hidden or form.struck:
            return
        if run.symbol:
            text = _SYMBOLS.get(run.symbol & 0xFF, " ") if run.symbol >= 0xF000 else chr(run.symbol)
        elif old := of_font(form.font):
            text = in_unicode(text, old[0], capitals=old[1])
            self.converted.add(old[0])
        if not form.raised or keeps_raised(text, pieces):
            pieces.append(text)

    # -- tables ----------------------------------------------------------------------------------------

    def _blocks(self, content: Sequence[str | _Table]) -> Iterator[Paragraph | Grid]:
        for one in content:
            if isinstance(one, str):
                yield from (Paragraph(line) for line in one.split("\n"))
            elif one.rows:
                yield from self._table(one)

    def _table(self, table: _Table) -> Iterator[Paragraph | Grid]:
        """A table; one that only frames others is what stands in its cells."""
        inner = [
            part for cells, _ in table.rows for cell in cells for part in cell if isinstance(part, _Table)
        ]
        inner = [one for one in inner if len(one.rows) > 1]
        if inner and _is_frame(table):
            for cells, _ in table.rows:
                for cell in cells:
                    yield from self._blocks(cell)
            return
        self.limits.check("rows", len(table.rows), "table_rows")
        rows = []
        for cells, form in table.rows:
            self.cells += len(cells)
            self.limits.check("cells", self.cells, "table_cells")
            rows.append(Row([_cell_text(cell) for cell in cells], form.edges))
        yield grid_by_edges(rows)
        for one in inner:
            yield from self._table(one)


def _signs(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text, each with the sign that ends them; with none at the end of the text."""
    at = 0
    for found in _ENDS.finditer(text):
        yield text[at : found.start()], found[0]
        at = found.end()
    if at < len(text):
        yield text[at:], ""


def _turn_field(fields: list[bool], sign: str) -> None:
    """Keep count of fields: the words between their signs say what stands there, those after are it."""
    if sign == _FIELD:
        fields.append(False)
    elif fields and sign == _RESULT:
        fields[-1] = True
    elif fields:
        fields.pop()


def _nested(lines: Sequence[_Line]) -> list[str | _Table]:
    """Paragraphs, and tables with all that stands in their cells."""
    at = 0

    def content(depth: int) -> list[str | _Table]:
        nonlocal at
        found: list[str | _Table] = []
        while at < len(lines) and lines[at].form.depth >= depth:
            line = lines[at]
            if line.form.depth > depth:
                found.append(table(depth + 1))
                continue
            found.append(line.text)
            at += 1
            if depth and line.ends_cell:
                return found
        return found

    def table(depth: int) -> _Table:
        nonlocal at
        found = _Table()
        cells: list[list[str | _Table]] = []
        while at < len(lines) and lines[at].form.depth >= depth:
            line = lines[at]
            if line.form.depth == depth and line.form.ends_row:
                found.rows.append((cells, line.form))
                cells = []
                at += 1
            else:
                cells.append(content(depth))
        if cells:
            found.rows.append((cells, ParagraphForm()))
        return found

    return content(0)


def _cell_text(cell: Sequence[str | _Table]) -> str:
    """The lines of a cell; a table in it that has one row is of them."""
    lines: list[str] = []
    for part in cell:
        if isinstance(part, str):
            lines += part.split("\n")
        elif len(part.rows) == 1:
            lines += [_cell_text(inner) for inner in part.rows[0][0]]
    return "\n".join(line.strip() for line in lines if line.strip())


def _is_frame(table: _Table) -> bool:
    """Whether a table with tables in it has no figures of its own in two rows."""
    rows = 0
    for cells, _ in table.rows:
        own = [part for cell in cells for part in cell if isinstance(part, str)]
        rows += any(len(text) < 40 and any(c.isdigit() for c in text) for text in own)
    return rows < 2
