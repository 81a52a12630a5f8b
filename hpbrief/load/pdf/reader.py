"""PDF: paragraphs and tables in the order of the pages, joined across page breaks."""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from time import process_time
from typing import Any

from hpbrief.errors import LoadError, UnsafeFileError
from hpbrief.load.letters import is_syllable
from hpbrief.load.limits import Limits
from hpbrief.load.parts import Loaded, Note
from hpbrief.load.pdf.content import NO_LETTER, Content, plumbed
from hpbrief.load.pdf.flow import flow
from hpbrief.load.pdf.page import Page, lines_of, read_page
from hpbrief.load.pdf.pdfium import Pages
from hpbrief.load.sheets.cells import iso_day

MEDIA_TYPE = "application/pdf"
#: Signs without a letter, such as bullets, that are not worth telling.
_FEW = 10
#: The share of syllables among words of Vietnamese, names and short forms counted.
_SYLLABLES = 0.7
#: The share of the time for a file after which no other scan is begun.
_SHARE = 0.8
_STREAM = re.compile(rb"stream\r?\n")
_DAY = re.compile(r"D:(\d{4})(\d\d)(\d\d)")


def read(data: bytes, limits: Limits) -> Loaded:
    """The pages of a PDF. Raises LoadError where it is locked, or where every page is a scan that cannot be read."""
    _check_streams(data, limits)
    document = _opened(data)
    limits.check("pages", len(document), "pdf_pages")
    old = _OldReader(data)
    pages = _pages(document, old, limits)
    if not pages:
        raise LoadError("pdf_no_pages")
    scans = _Scans(document, limits)
    scans.read(pages)
    if len(scans.left) == len(pages):
        raise LoadError("pdf_scan_unread" if scans.were_tried else "pdf_scan")
    if not any(page.lines or page.grids for page in pages):
        raise LoadError("pdf_no_text")
    letters = Counter("".join(_texts(pages)))
    unknown, known = letters[NO_LETTER], sum(n for c, n in letters.items() if c.isalpha())
    if unknown > known:
        raise LoadError("pdf_fonts")
    facts = document.facts()
    notes = [
        *scans.notes,
        *([_letters_note(unknown)] if unknown > _FEW else []),
        *_page_notes(pages),
        *old.notes,
    ]
    return Loaded(flow(pages), MEDIA_TYPE, title=_title(facts), file_date=_day(facts), notes=notes)


def _pages(document: Pages, old: _OldReader, limits: Limits) -> list[Page]:
    pages: list[Page] = []
    cells = characters = 0
    for content in document.contents():
        page = read_page(old.page(content) if content.lost or is_unknown(content) else content)
        pages.append(page)
        cells += sum(len(grid.cells) for grid in page.grids)
        limits.check("cells", cells, "table_cells")
        characters += sum(map(len, _texts([page])))
        limits.check("text", characters, "characters")
    return pages


class _Scans:
    """The pages that are pictures: recognised where the extra is installed, for as long as there is time."""

    def __init__(self, document: Pages, limits: Limits) -> None:
        self.document = document
        self.seconds = _SHARE * limits.seconds
        self.left: list[int] = []
        self.were_tried = False
        self.notes: list[Note] = []

    def read(self, pages: list[Page]) -> None:
        """Put what is recognised in the place of pictures."""
        self.left = [page.number for page in pages if page.is_picture]
        if self.left:
            from hpbrief.load.scan.recognise import is_there

            if is_there():
                self._recognise(pages)
        self.notes += [_scan_note(page, self.were_tried) for page in self.left]

    def _recognise(self, pages: list[Page]) -> None:
        from hpbrief.load.scan.recognise import Recogniser, recognised_note

        self.were_tried = True
        recogniser = Recogniser()
        read: list[int] = []
        for number in self.left:
            if process_time() > self.seconds:
                break
            page = recogniser.page(*self.document.picture(number), number)
            if page.lines or page.grids:
                pages[number - 1] = page
                read.append(number)
        self.left = [number for number in self.left if number not in read]
        self.notes += [*recognised_note(read), *(note for note in recogniser.notes if note.page in read)]


def _page_notes(pages: Sequence[Page]) -> Iterator[Note]:
    yield from (_turned_note(page.number) for page in pages if page.has_turned)
    yield from (_hidden_note(page.number) for page in pages if page.has_hidden)
    recognised = [page.number for page in pages if page.is_recognised]
    if recognised:
        from hpbrief.load.scan.recognise import recognised_note

        yield from recognised_note(recognised)


def _scan_note(page: int, was_tried: bool) -> Note:
    if was_tried:
        return Note(
            "scanned_page",
            f"trang {page} là ảnh, không nhận ra chữ nào hoặc hết thời gian cho việc đó",
            f"page {page} is a picture; no text was recognised in it, or there was no time left for it",
            page,
        )
    return Note(
        "scanned_page",
        f"trang {page} là ảnh quét, không có chữ để đọc; cần nhận dạng chữ: pip install 'hpbrief[ocr]'",
        f"page {page} is a scanned picture without text; it needs text recognition: pip install 'hpbrief[ocr]'",
        page,
    )


def _texts(pages: Sequence[Page]) -> Iterator[str]:
    for page in pages:
        yield from (line.text for line in page.lines)
        yield from (cell.text for grid in page.grids for cell in grid.cells)


def _letters_note(count: int) -> Note:
    return Note(
        "letters_unknown",
        f"số chữ mà phông chữ không cho biết là chữ gì: {count}",
        f"letters of which the font does not say what they are: {count}",
    )


def _turned_note(page: int) -> Note:
    return Note(
        "turned_text",
        f"trang {page} có chữ xoay ngang, không đọc; hãy xoay trang rồi lưu lại",
        f"page {page} has text that stands on its side and was not read; turn the page and save it",
        page,
    )


def prepare() -> None:
    """Load the library before a file comes."""
    import pypdfium2.raw  # noqa: F401


def _hidden_note(page: int) -> Note:
    return Note(
        "hidden_text",
        f"trang {page} có chữ ẩn (không in ra), không đọc",
        f"page {page} has text that cannot be seen and was not read",
        page,
    )


class _OldReader:
    """pdfplumber, for pages of which PDFium gives less than there is; opened when the first such page comes."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.file: Any = None
        self.notes: list[Note] = []

    def page(self, content: Content) -> Content:
        """The page anew, unless it gives no more text so."""
        try:
            found = self._found(content.number)
        except Exception:  # it fails on files that PDFium reads
            return content
        if _inked(found) <= _inked(content) or (is_unknown(content) and not has_words(found)):
            return content
        self.notes.append(
            Note(
                "old_reader",
                f"trang {content.number} đọc bằng cách cũ vì cách mới mất chữ",
                f"page {content.number} was read in the old way, as the new one would lose text",
                content.number,
            )
        )
        return found

    def _found(self, number: int) -> Content:
        import pdfplumber

        if self.file is None:
            self.file = pdfplumber.open(io.BytesIO(self.data))
        page = self.file.pages[number - 1]
        found = plumbed(page)
        page.close()
        return found


def _inked(content: Content) -> int:
    """How many letters are known."""
    return sum(1 for char in content.chars if char.text not in (" ", NO_LETTER))


def has_words(content: Content) -> bool:
    """Whether letters that a font does not tell, and the old reader guesses, make words: most are syllables."""
    words = [
        word.text for line in lines_of(content.chars, content) for word in line.words if word.text.isalpha()
    ]
    right = sum(map(is_syllable, words))
    return right > _FEW and right > _SYLLABLES * len(words)


def is_unknown(content: Content) -> bool:
    """Whether the fonts do not say what many of the letters are."""
    unknown = sum(1 for char in content.chars if char.text == NO_LETTER)
    return unknown > _FEW and unknown > 0.1 * len(content.chars)


def _title(facts: dict[str, Any]) -> str:
    title = str(facts.get("Title") or "").strip()
    made_up = re.search(r"\.(docx?|xlsx?|pptx?|pdf|rtf|odt|tmp)$|^(Microsoft \w+ - |untitled)", title, re.I)
    return "" if made_up else title


def _day(facts: dict[str, Any]) -> str:
    from datetime import date

    for key in ("ModDate", "CreationDate"):
        if found := _DAY.match(str(facts.get(key) or "")):
            try:
                return iso_day(date(*map(int, found.groups())))
            except ValueError:
                continue
    return ""


def _opened(data: bytes) -> Pages:
    """The pages. Raises LoadError where the file is locked or broken."""
    import pypdfium2

    try:
        return Pages(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error) or "ecurity" in str(error):
            raise LoadError("locked") from error
        raise LoadError("pdf_broken", error=error) from error


def _check_streams(data: bytes, limits: Limits) -> None:
    """Raise UnsafeFileError where the compressed streams, pictures apart, hold more than the limit."""
    total = 0
    for match in _STREAM.finditer(data):
        if b"/Image" in data[max(0, match.start() - 400) : match.start()].rpartition(b"obj")[2]:
            continue  # never unpacked to read a text
        if data[match.end() : match.end() + 1] not in (b"\x78", b"\x68", b"\x58"):
            continue
        total += _unpacked_size(data, match.end(), limits.unpacked_bytes - total)
        if total > limits.unpacked_bytes:
            raise UnsafeFileError("pdf_streams", most=limits.unpacked_bytes)


def _unpacked_size(data: bytes, start: int, most: int) -> int:
    """The bytes that a compressed stream holds, counted to just past ``most`` and not kept."""
    unpacker = zlib.decompressobj()
    size, at = 0, start
    view = memoryview(data)
    try:
        while size <= most and not unpacker.eof and at < len(data):
            size += len(unpacker.decompress(view[at : at + 65_536], 8_000_000))
            at += 65_536
            while unpacker.unconsumed_tail and size <= most:
                size += len(unpacker.decompress(unpacker.unconsumed_tail, 8_000_000))
    except zlib.error:
        pass
    return size
