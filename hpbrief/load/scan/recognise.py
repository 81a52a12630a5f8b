"""Pages of scans and photos, in a PDF or as pictures (PNG, JPEG, TIFF): prose and ruled tables recognised,
numbers in doubt told.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from hpbrief.errors import LoadError
from hpbrief.load.child import make_room
from hpbrief.load.limits import Limits
from hpbrief.load.parts import BoxFields, GridCell, Loaded, Note, PageLine
from hpbrief.load.pdf.columns import in_columns
from hpbrief.load.pdf.flow import flow
from hpbrief.load.pdf.loose import loose_grids
from hpbrief.load.pdf.page import Page
from hpbrief.load.pdf.parts import Line, PageGrid, Word, join_lines
from hpbrief.load.scan.cells import SURE, Reading, in_pairs, with_marks

#: Resolutions in dots an inch: below the first it is told, the second is what pages are drawn at.
COARSE, FINE = 200, 300
#: Below so much confidence, of 100, the page may stand on its head.
_UNSURE = 55.0
#: A page without so many words has none.
_FEWEST = 3
_WORDS = re.compile(r"[^\W_]{2}|[0-9?]")
_ONE = ("l", "I", "i", "|")
_DIGIT = re.compile(r"[0-9]")


def is_there() -> bool:
    """Whether the extra ``ocr`` is installed."""
    if sys.modules.get("numpy", "") is None:  # kept out of processes that read other files
        del sys.modules["numpy"]
    return find_spec("tesserocr") is not None and find_spec("cv2") is not None


class _Found(NamedTuple):
    """A word as it was recognised; ``begins`` where it is the first of its line."""

    text: str
    confidence: float
    left: int
    top: int
    right: int
    bottom: int
    begins: bool


class _Sheet(NamedTuple):
    """A page: its number, the size of a dot in points, by how many degrees it was turned with the clock."""

    page: int
    point: float
    turn: float

    def place(self, box: Any, confidence: float) -> BoxFields:
        """A box of the picture as a place on the page."""
        left, top, wide, high = (round(edge * self.point, 1) for edge in box)
        right, bottom = round(left + wide, 1), round(top + high, 1)
        return self.page, left, top, right, bottom, self.turn, round(confidence)

    def line(self, text: str, box: Any, confidence: float) -> PageLine:
        """The text of a cell in its box."""
        _, left, top, right, bottom, turn, sure = self.place(box, confidence)
        words = " ".join(text.split())
        return PageLine(words, self.page, top, bottom, [(0, left), (len(words), right)], turn, sure)


class Recogniser:
    """The engine with its model, for page after page."""

    def __init__(self) -> None:
        make_room()
        import cv2
        import tesserocr

        cv2.setNumThreads(1)
        self.tesserocr = tesserocr
        self.engine = tesserocr.PyTessBaseAPI(path=str(Path(__file__).parent), lang="vie")
        self.notes: list[Note] = []
        self.sheet = _Sheet(1, 1.0, 0.0)

    def page(self, gray: Any, dpi: int, number: int) -> Page:
        """The lines and tables of the picture of a page, with places in points."""
        from hpbrief.load.scan import picture

        if dpi < COARSE:
            self.notes.append(_coarse_note(number, dpi))
        page, quarters = self._upright(picture.evened(picture.sheet_of(gray)), dpi)
        page, lean = picture.straightened(page, dpi)
        self.sheet = _Sheet(number, 72 / dpi, round((-90 * quarters - lean) % 360, 1))
        tables = list(picture.ruled_tables(page, dpi))
        grids = [self._grid(table, dpi) for table in tables]
        prose = picture.without_tables(page, tables, dpi)
        words = self._words(prose, dpi, self.tesserocr.PSM.AUTO)
        if sum(w.confidence >= _UNSURE and len(w.text) > 1 for w in words) < _FEWEST:
            words = []  # spots of a picture, taken for letters
        lines = self._lines(words)
        rest, loose = loose_grids(in_columns(lines), [])
        found = Page(number, page.shape[0] * 72 / dpi)
        found.lines = rest
        found.grids = sorted([*(g for g in grids if _is_table(g)), *loose], key=lambda g: g.top)
        return found

    # -- turn ------------------------------------------------------------------------------------------

    def _upright(self, page: Any, dpi: int) -> tuple[Any, int]:
        """The page with its words upright, by the quarter turns against the clock with which they are read best."""
        import numpy as np

        from hpbrief.load.scan.picture import is_on_side

        first = 1 if is_on_side(page, dpi) else 0
        sure = self._confidence(np.rot90(page, first), dpi)
        if sure >= _UNSURE:
            return np.ascontiguousarray(np.rot90(page, first)), first
        other = self._confidence(np.rot90(page, first + 2), dpi)
        best = first + 2 if other > sure else first
        return np.ascontiguousarray(np.rot90(page, best)), best

    def _confidence(self, page: Any, dpi: int) -> float:
        """How sure the words in the middle of a page are."""
        import numpy as np

        high, wide = page.shape
        part = np.ascontiguousarray(page[high // 4 : high // 4 + 2 * dpi, wide // 8 : wide - wide // 8])
        words = [w.confidence for w in self._words(part, dpi, self.tesserocr.PSM.AUTO) if len(w.text) > 1]
        return sum(words) / len(words) if len(words) > 3 else 0.0

    # -- words -----------------------------------------------------------------------------------------

    def _words(self, image: Any, dpi: int, mode: Any) -> list[_Found]:
        import cv2

        scale = FINE / dpi if dpi < 280 else 1.0
        if scale != 1.0:
            image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        return list(self._recognised(image, mode, scale))

    def _recognised(self, image: Any, mode: Any, scale: float = 1.0) -> Iterator[_Found]:
        high, wide = image.shape
        self.engine.SetPageSegMode(mode)
        self.engine.SetImageBytes(image.tobytes(), wide, high, 1, wide)
        self.engine.SetSourceResolution(FINE)
        if not self.engine.Recognize():
            return
        word, line = self.tesserocr.RIL.WORD, self.tesserocr.RIL.TEXTLINE
        begins = True
        for item in self.tesserocr.iterate_level(self.engine.GetIterator(), word):
            begins = begins or item.IsAtBeginningOf(line)
            text = "" if item.Empty(word) else item.GetUTF8Text(word).strip()
            if text:
                box = [round(edge / scale) for edge in item.BoundingBox(word)]
                left, top, right, bottom = box
                yield _Found(text, item.Confidence(word), left, top, right, bottom, begins)
                begins = False

    def _lines(self, words: Sequence[_Found]) -> list[Line]:
        """Lines of prose in points; digits of a number in doubt are not given."""
        rows: list[list[_Found]] = []
        for word, following in zip(words, [*words[1:], None], strict=False):
            if word.begins or not rows:
                rows.append([])
            if (
                following is not None and following.text[:1].isdigit()
            ):  # a month, a year: no other word stands there
                word = word._replace(text=with_marks(word.text, 100.0))
            rows[-1].append(self._told(word))
        heights = sorted(w.bottom - w.top for row in rows for w in row)
        size = heights[len(heights) // 2] * self.sheet.point if heights else 12.0
        lines = [_line_of(row, self.sheet, size) for row in rows]
        return sorted(lines, key=lambda line: (line.top, line.left))

    def _told(self, word: _Found) -> _Found:
        from hpbrief.load.scan.picture import Box

        if word.confidence >= SURE or not _DIGIT.search(word.text):
            return word
        box = Box(word.left, word.top, word.right - word.left, word.bottom - word.top)
        self.notes.append(
            _doubt_note(Reading(word.text, word.confidence), self.sheet.place(box, word.confidence))
        )
        return word._replace(text=_DIGIT.sub("?", word.text))

    # -- tables ----------------------------------------------------------------------------------------

    def _grid(self, table: Any, dpi: int) -> PageGrid:
        """A ruled table; a number in doubt is left out of its cell and told."""
        from hpbrief.load.scan.cells import broken_rules

        readings = {(slot.row, slot.column): self._cell(table.picture, slot.box, dpi) for slot in table.slots}
        _mend_numbering(readings)
        wrong = broken_rules({place: reading.text for place, reading in readings.items()})
        cells = []
        for slot in table.slots:
            place = slot.row, slot.column
            reading = readings[place]
            text, box = reading.text, table.on_page(slot.box)
            if reading.is_doubtful or place in wrong:
                self.notes.append(_doubt_note(reading, self.sheet.place(box, reading.confidence), place))
                text = _DIGIT.sub("?", text)
            lines = [self.sheet.line(text, box, reading.confidence)] if text else []
            cells.append(GridCell(slot.row, slot.column, text, slot.rows, slot.columns, lines))
        point = self.sheet.point
        edges = [(table.box.x + edge) * point for edge in table.edges]
        return PageGrid(cells, table.box.y * point, (table.box.y + table.box.high) * point, edges, True)

    def _cell(self, image: Any, box: Any, dpi: int) -> Any:
        from hpbrief.load.scan import cells, picture

        part = image[box.y : box.y + box.high, box.x : box.x + box.wide]
        spots = picture.spots_of(part, dpi)
        if not len(spots):
            return cells.Reading("", 100.0)
        left, top = spots[:, :2].min(axis=0) // 4
        right, low = (spots[:, :2] + spots[:, 2:4]).max(axis=0) // 4
        if low - top < dpi / 20:  # no letter is so low
            wide = right - left > 1.5 * (low - top)
            return cells.Reading("..." if len(spots) > 1 else "-" if wide else ".", 90.0)
        one_line = low - top < dpi / 5.5
        edge = dpi // 40
        part = part[max(0, top - edge) : low + edge, max(0, left - edge) : right + edge]
        soiled = picture.is_soiled(part, dpi)
        modes = self.tesserocr.PSM
        mode = modes.SINGLE_LINE if one_line else modes.SINGLE_BLOCK
        first = self._reading(picture.enlarged(part, dpi), mode)
        is_number = one_line and cells.LIKE_NUMBER.fullmatch(first.text) is not None
        if not is_number and first.confidence >= cells.SURE:
            return cells.held(first, soiled=soiled)
        second = self._reading(picture.enlarged(part, dpi, again=True), mode)
        if is_number:
            return cells.held(cells.agreed(first, second, spots), soiled=soiled)
        best = max(first, second, key=lambda reading: reading.confidence)
        return cells.held(best, soiled=soiled)

    def _reading(self, image: Any, mode: Any) -> Any:
        from hpbrief.load.scan.cells import Reading

        words = list(self._recognised(image, mode))
        return Reading(_text_of(words), min(w.confidence for w in words)) if words else Reading("?", 0.0)


def _is_table(grid: PageGrid) -> bool:
    """Whether two cells have words or numbers; a pattern of a picture has lines, too."""
    return sum(_WORDS.search(cell.text) is not None for cell in grid.cells) > 1


def _mend_numbering(readings: dict[tuple[int, int], Any]) -> None:
    """Read the letters and numbers of columns (A B C 1 2 3) by those beside them: alone, one is easily misread."""
    for (row, column), reading in list(readings.items()):
        left, right = (readings.get((row, column + step)) for step in (-1, 1))
        if right is None or len(reading.text) > 2:
            continue
        if reading.text in _ONE and right.text == "2":
            readings[row, column] = right._replace(text="1")
        elif left is not None and (left.text, right.text) == ("B", "1"):
            readings[row, column] = right._replace(text="C")


def _text_of(words: Sequence[_Found]) -> str:
    lines: list[list[str]] = []
    for word in words:
        if word.begins or not lines:
            lines.append([])
        lines[-1].append(with_marks(word.text, word.confidence))
    pairs = iter(in_pairs([word for line in lines for word in line]))
    return join_lines([" ".join(next(pairs) for _ in line) for line in lines])


def recognised_note(pages: Sequence[int]) -> list[Note]:
    """That the words of pages were recognised by a program."""
    if not pages:
        return []
    listed = ", ".join(map(str, pages[:20]))
    return [
        Note(
            "recognised_text",
            f"chữ trên trang {listed} do máy nhận dạng từ ảnh quét; hãy đối chiếu với bản gốc",
            f"text on page {listed} was recognised from a scan by a program; compare it with the original",
            pages[0],
        )
    ]


def _coarse_note(page: int, dpi: int) -> Note:
    return Note(
        "coarse_scan",
        f"trang {page} chỉ có khoảng {dpi} điểm ảnh mỗi inch; hãy quét lại từ 200 trở lên",
        f"page {page} has only some {dpi} dots an inch; scan it again at 200 or more",
        page,
    )


def _doubt_note(reading: Reading, at: BoxFields, place: tuple[int, int] | None = None) -> Note:
    page, (text, confidence, rival) = at[0], reading
    where_vi = f", dòng {place[0]}, cột {place[1]} của bảng" if place else ""
    where_en = f", row {place[0]}, column {place[1]} of the table" if place else ""
    other_vi, other_en = (f" hoặc {rival!r}", f" or {rival!r}") if rival else ("", "")
    return Note(
        "doubtful_number",
        f"trang {page}{where_vi}: số đọc được {text!r}{other_vi} chưa chắc ({confidence:.0f}/100), không lấy",
        f"page {page}{where_en}: the number read as {text!r}{other_en} is not sure ({confidence:.0f}/100), not taken",
        page,
        at,
    )


MEDIA_TYPE = "image/*"
#: The long side of a page of A4 in inches, and its share of the short one, with what photos leave around it.
_LONG, _LEAST, _MOST = 11.69, 1.2, 1.6


def read(data: bytes, limits: Limits) -> Loaded:
    """The words and tables of a picture, or of each picture of a TIFF. Raises LoadError without the extra."""
    if not is_there():
        raise LoadError("picture_without_ocr")
    pictures = _decoded(data)
    limits.check("pages", len(pictures), "pdf_pages")
    recogniser = Recogniser()
    pages = []
    for number, gray in enumerate(pictures, 1):
        gray, dpi = _sized(gray)
        pages.append(recogniser.page(gray, dpi, number))
    if not any(page.lines or page.grids for page in pages):
        raise LoadError("picture_no_text")
    numbers = list(range(1, len(pages) + 1))
    return Loaded(flow(pages), MEDIA_TYPE, notes=[*recognised_note(numbers), *recogniser.notes])


def _decoded(data: bytes) -> list[Any]:
    import cv2
    import numpy as np

    try:
        flat = np.frombuffer(data, np.uint8)
        if data[:4] in (b"II*\x00", b"MM\x00*"):
            _, found = cv2.imdecodemulti(flat, cv2.IMREAD_GRAYSCALE)
            pictures = list(found)
        else:
            picture = cv2.imdecode(flat, cv2.IMREAD_GRAYSCALE)
            pictures = [] if picture is None else [picture]
    except cv2.error as error:
        raise LoadError("picture_broken", error=error.err) from error
    if not pictures:
        raise LoadError("picture_broken", error="not decoded")
    return pictures


def _sized(gray: Any) -> tuple[Any, int]:
    """A picture no finer than is read, and its dots an inch, by the size of the page that it must be of."""
    import cv2

    dpi = resolution_of(*gray.shape)
    if dpi > FINE * 1.15:
        scale = FINE / dpi
        gray = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        dpi = FINE
    return gray, dpi


def resolution_of(one: int, other: int) -> int:
    """The dots an inch of a picture with sides of so many dots, by the size of the page that it must be of."""
    long, short = max(one, other), min(one, other)
    whole = _LEAST <= long / max(1, short) <= _MOST
    return max(50, round(long / _LONG) if whole else FINE if short > 1_400 else round(short / 5))


def _line_of(row: Sequence[_Found], sheet: _Sheet, size: float) -> Line:
    """Words of one line."""
    point, sure = sheet.point, min(w.confidence for w in row)
    left, right = min(w.left for w in row) * point, max(w.right for w in row) * point
    top, bottom = min(w.top for w in row) * point, max(w.bottom for w in row) * point
    words = tuple(Word(w.text, w.left * point, w.right * point) for w in row)
    return Line(
        " ".join(w.text for w in row),
        left,
        right,
        top,
        bottom,
        size,
        False,
        words,
        sheet.page,
        sheet.turn,
        round(sure),
    )
