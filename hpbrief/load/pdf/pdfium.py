"""Pages by PDFium: characters with their boxes, drawn edges, hidden text told apart.

The functions are bound with plain pointers, which costs a third of what typed ones do.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Callable, Iterator
from ctypes import byref, c_double, c_float, c_int, c_uint, c_void_p
from typing import Any

from hpbrief.load.pdf.content import DOWN, LEVEL, NO_LETTER, UP, Char, Content, letter_of, turn_of
from hpbrief.load.pdf.parts import Matrix, page_frame, placed_by, product_of

#: The share of its size by which a letter reaches below its line; one for all, so that lines are told by it.
_DESCENT = 0.21
_DEEPEST = 12
_INVISIBLE = 3  # the render mode of text that is there to be found and not to be seen
_UNSEEN_FILL = 250  # of 255: white on white
_FORM_TEXT, _FORM_PATH, _FORM_IMAGE, _FORM_FORM = 1, 2, 3, 5
#: The coarsest and the finest that a scan is drawn, in dots an inch.
_COARSEST, _FINEST = 100, 300
_LINE_TO, _BEZIER_TO, _MOVE_TO = 0, 1, 2
_DIGITS = frozenset("0123456789")
#: What PDFium adds of its own: blanks, ends of lines, hyphens.
_MADE = frozenset((2, 9, 10, 13, 32, 45, 0xA0, 0xFFFE))


class _Calls:
    """The functions of PDFium that are called for each character or object."""

    def __init__(self) -> None:
        import pypdfium2.raw as raw

        def bind(name: str, *arguments: Any, result: Any = c_int) -> Callable[..., Any]:
            address = ctypes.cast(getattr(raw, name), c_void_p).value
            return ctypes.CFUNCTYPE(result, *arguments)(address)  # type: ignore[arg-type]

        pointer = c_void_p
        self.raw = raw
        self.letter = bind("FPDFText_GetUnicode", pointer, c_int, result=c_uint)
        self.is_made = bind("FPDFText_IsGenerated", pointer, c_int)
        self.is_unknown = bind("FPDFText_HasUnicodeMapError", pointer, c_int)
        self.object_of = bind("FPDFText_GetTextObject", pointer, c_int, result=pointer)
        self.loose_box = bind("FPDFText_GetLooseCharBox", pointer, c_int, pointer)
        self.origin = bind("FPDFText_GetCharOrigin", pointer, c_int, pointer, pointer)
        self.char_matrix = bind("FPDFText_GetMatrix", pointer, c_int, pointer)
        self.count = bind("FPDFPage_CountObjects", pointer)
        self.object_at = bind("FPDFPage_GetObject", pointer, c_int, result=pointer)
        self.form_count = bind("FPDFFormObj_CountObjects", pointer)
        self.form_at = bind("FPDFFormObj_GetObject", pointer, ctypes.c_ulong, result=pointer)
        self.kind = bind("FPDFPageObj_GetType", pointer)
        self.matrix = bind("FPDFPageObj_GetMatrix", pointer, pointer)
        self.bounds = bind("FPDFPageObj_GetBounds", pointer, *[pointer] * 4)
        self.segments = bind("FPDFPath_CountSegments", pointer)
        self.segment = bind("FPDFPath_GetPathSegment", pointer, c_int, result=pointer)
        self.point = bind("FPDFPathSegment_GetPoint", pointer, pointer, pointer)
        self.step = bind("FPDFPathSegment_GetType", pointer)
        self.closes = bind("FPDFPathSegment_GetClose", pointer)
        self.draws = bind("FPDFPath_GetDrawMode", pointer, pointer, pointer)
        self.font = bind("FPDFTextObj_GetFont", pointer, result=pointer)
        self.size = bind("FPDFTextObj_GetFontSize", pointer, pointer)
        self.mode = bind("FPDFTextObj_GetTextRenderMode", pointer)
        self.fill = bind("FPDFPageObj_GetFillColor", pointer, *[pointer] * 4)
        self.font_name = bind(
            "FPDFFont_GetBaseFontName", pointer, ctypes.c_char_p, ctypes.c_size_t, result=ctypes.c_size_t
        )
        self.glyph_width = bind("FPDFFont_GetGlyphWidth", pointer, c_uint, c_float, pointer)


class Pages:
    """The pages of a PDF."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        self.document = pypdfium2.PdfDocument(data)
        self.calls = _Calls()

    def __len__(self) -> int:
        return len(self.document)

    def contents(self) -> Iterator[Content]:
        """What stands on each page."""
        for number in range(1, len(self) + 1):
            yield self.content(number)

    def content(self, number: int) -> Content:
        """What stands on one page, from 1."""
        raw = self.calls.raw
        page = raw.FPDF_LoadPage(self.document.raw, number - 1)
        if not page:
            return Content(number, 595, 842, lost=1)
        try:
            return _PageReader(self.calls, page, number).read()
        finally:
            raw.FPDF_ClosePage(page)

    def picture(self, number: int) -> tuple[Any, int]:
        """A page as a picture in greys, and the dots an inch of the scan on it, no more than are needed."""
        page = self.document[number - 1]
        dpi = min(max(_resolution(page), _COARSEST), _FINEST)
        drawn = page.render(scale=dpi / 72, grayscale=True).to_numpy()
        return drawn.reshape(drawn.shape[0], drawn.shape[1]).copy(), dpi

    def facts(self) -> dict[str, str]:
        """What the file says of itself."""
        return dict(self.document.get_metadata_dict())


class _TextObject:
    """What the characters of one text object share."""

    __slots__ = ("font", "height", "matrix", "name", "size", "source", "turn", "unseen", "widths")

    def __init__(self, font: int, name: str, size: float, matrix: Matrix, unseen: bool) -> None:
        self.font, self.name, self.size, self.matrix, self.unseen = font, name, size, matrix, unseen
        self.turn = turn_of(*matrix[:4])
        self.height = abs(size * matrix[3])  # of its letters as they are shown, where they are level
        self.source = 0
        self.widths: dict[tuple[int, int], float] = {}


class _PageReader:
    def __init__(self, calls: _Calls, page: Any, number: int) -> None:
        self.calls, self.page = calls, page
        self.pointer = ctypes.cast(page, c_void_p).value
        self.base, width, height = page_frame(calls.raw, page)
        self.content = Content(number, width, height)
        self.objects: dict[int, _TextObject] = {}
        self.names: dict[int, str] = {}
        self.widths: dict[tuple[int, int], float] = {}
        # Of level letters, by how they are set and by letter: all of one form are as wide.
        self.shown: dict[tuple[int, float, float, float, float], dict[tuple[int, int], float]] = {}
        self.last: tuple[int, float, float, tuple[int, int]] = (0, 0.0, 0.0, (0, 0))
        self.missing: list[tuple[float, float, float, float]] = []  # text objects without text
        self.painted: list[tuple[float, float, float, float]] = []  # grounds that are not white

    def read(self) -> Content:
        """Characters, then what is drawn."""
        self._read_text()
        self._walk(self.pointer, self.calls.count, self.calls.object_at, self.base, 0)
        self.content.lost = sum(not self._is_printed_there(box) for box in self.missing)
        for char in self.content.chars:
            if char.unseen and self._on_ground(char):
                char.unseen = False
        return self.content

    # -- text ------------------------------------------------------------------------------------------

    def _read_text(self) -> None:
        raw = self.calls.raw
        text = raw.FPDFText_LoadPage(self.page)
        if not text:
            return
        pointer = ctypes.cast(text, c_void_p).value
        object_of, letter, is_made = self.calls.object_of, self.calls.letter, self.calls.is_made
        high = 0
        try:
            for at in range(raw.FPDFText_CountChars(text)):
                holder = object_of(pointer, at)
                if not holder:
                    continue
                code = letter(pointer, at)
                if code in _MADE and is_made(pointer, at):
                    continue
                if 0xD800 <= code < 0xDC00:  # a letter beyond the first plane comes in two halves
                    high = code
                    continue
                if 0xDC00 <= code < 0xE000 and high:
                    code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
                high = 0
                self._add(pointer, at, holder, code)
        finally:
            raw.FPDFText_ClosePage(text)

    def _add(self, text: int | None, at: int, holder: int, code: int) -> None:
        about = self.objects.get(holder)
        if about is None:
            about = self.objects[holder] = self._object(text, at, holder)
            about.source = len(self.objects)
        unknown = self.calls.is_unknown(text, at)
        letter = NO_LETTER if unknown else letter_of(code)
        if not letter:
            return
        self.calls.origin(text, at, _P_X, _P_Y)
        x, y = placed_by(self.base, _X.value, _Y.value)
        if about.turn != LEVEL:
            self._add_turned(about, letter, x, y, self._width(about, code) * about.size)
        elif (size := about.height) > 0.5:
            wide = (
                None if letter in _DIGITS else about.widths.get((code, unknown))
            )  # raised ones are narrower
            if (holder, x, y) == self.last[
                :3
            ]:  # another letter of the same sign, as of "ff": both have its box
                wide = self._of_one_sign(text, at, about, code, x)
            elif wide is None:
                wide = about.widths[code, unknown] = self._level_width(text, at, about, code, x)
            self.last = holder, x, y, (code, unknown)
            bottom = self.content.height - y + _DESCENT * size
            self.content.chars.append(
                Char(letter, x, x + wide, bottom, size, about.name, LEVEL, about.unseen, about.source)
            )

    def _of_one_sign(self, text: int | None, at: int, about: _TextObject, code: int, x: float) -> float:
        """The width of a further letter of a sign; that of the letter before it is set right too."""
        about.widths.pop(self.last[3], None)
        self.content.chars[-1].x1 = x + self._level_width(text, at - 1, about, self.last[3][0], x)
        return self._level_width(text, at, about, code, x)

    def _level_width(self, text: int | None, at: int, about: _TextObject, code: int, x: float) -> float:
        """How wide a level letter is; ``x`` is where it begins."""
        self.calls.loose_box(text, at, _P_BOX)
        # The box is that of the ink and of the advance together; another glyph of the letter may be narrower.
        ends = placed_by(self.base, _BOX.left, _BOX.bottom)[0], placed_by(self.base, _BOX.right, _BOX.top)[0]
        loose = max(ends) - x
        wide = self._width(about, code) * about.size * about.matrix[0]
        return wide if 0.8 * loose < wide < loose else max(loose, 0.0)

    def _add_turned(self, about: _TextObject, letter: str, x: float, y: float, advance: float) -> None:
        a, b, c, d = about.matrix[:4]
        along = advance or 0.5 * about.size
        size = abs(about.size * (c if about.turn in (UP, DOWN) else d)) or 1.0
        height = self.content.height
        if about.turn == UP:
            low, high = y, y + along * b
            char = Char(letter, x - (1 - _DESCENT) * size, x + _DESCENT * size, height - low, high - low)
        elif about.turn == DOWN:
            low, high = y + along * b, y
            char = Char(letter, x - _DESCENT * size, x + (1 - _DESCENT) * size, height - low, high - low)
        else:
            left, right = sorted((x, x + along * a))
            bottom = height - y + (1 - _DESCENT) * size
            char = Char(letter, left, right, bottom, size)
        char.font, char.turn, char.unseen, char.source = about.name, about.turn, about.unseen, about.source
        self.content.chars.append(char)

    def _object(self, text: int | None, at: int, holder: int) -> _TextObject:
        calls = self.calls
        font = calls.font(holder) or 0
        if font not in self.names:
            buffer = ctypes.create_string_buffer(200)
            calls.font_name(font, buffer, 200)
            self.names[font] = buffer.value.decode("utf-8", "replace")
        calls.size(holder, _P_F)
        size = _F.value
        calls.char_matrix(text, at, _P_M)
        matrix = product_of(_matrix(), self.base)
        if size < 0:  # set by a type of less than nothing, turned once more
            a, b, c, d, e, f = matrix
            size, matrix = -size, (-a, -b, -c, -d, e, f)
        unseen = calls.mode(holder) == _INVISIBLE
        if not unseen and calls.fill(holder, *_P_RGBA):
            unseen = min(c.value for c in _RGBA[:3]) >= _UNSEEN_FILL
        found = _TextObject(font, self.names[font], size, matrix, unseen)
        found.widths = self.shown.setdefault((font, size, *matrix[:3]), {})
        return found

    def _width(self, about: _TextObject, code: int) -> float:
        key = about.font, code
        if key not in self.widths:
            known = self.calls.glyph_width(about.font, code, 1.0, _P_F)
            self.widths[key] = _F.value if known else 0.0
        return self.widths[key]

    def _on_ground(self, char: Char) -> bool:
        x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
        return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in self.painted)

    # -- what is drawn ---------------------------------------------------------------------------------

    def _walk(
        self,
        holder: int | None,
        count: Callable[..., int],
        get: Callable[..., int],
        frame: Matrix,
        depth: int,
    ) -> None:
        calls = self.calls
        for at in range(count(holder)):
            item = get(holder, at)
            kind = calls.kind(item)
            if kind == _FORM_PATH:
                self._path(item, frame)
            elif kind == _FORM_TEXT:
                if item not in self.objects:
                    self._without_text(item, frame)
            elif kind == _FORM_IMAGE:
                self.content.has_pictures = True
                self._paint(item, frame)
            elif kind == _FORM_FORM and depth < _DEEPEST:
                calls.matrix(item, _P_M)
                inner = product_of(_matrix(), frame)
                self._walk(item, calls.form_count, calls.form_at, inner, depth + 1)

    def _without_text(self, item: int, frame: Matrix) -> None:
        """A text object of which PDFium gives no text: a blank where it has no ink, else text that is lost."""
        calls = self.calls
        calls.bounds(item, *_P_BOUNDS)
        if _BOUNDS[2].value - _BOUNDS[0].value > 0.01:
            self.missing.append(self._bounds(frame))
            return
        calls.matrix(item, _P_M)
        matrix = product_of(_matrix(), frame)
        calls.size(item, _P_F)
        size = abs(_F.value * matrix[3])
        if size > 0.5 and turn_of(*matrix[:4]) == LEVEL:
            bottom = self.content.height - matrix[5] + _DESCENT * size
            self.content.chars.append(Char(" ", matrix[4], matrix[4], bottom, size))

    def _paint(self, item: int, frame: Matrix) -> None:
        """A ground on which white letters can be seen."""
        self.calls.bounds(item, *_P_BOUNDS)
        self.painted.append(self._bounds(frame))

    def _bounds(self, frame: Matrix) -> tuple[float, float, float, float]:
        """The bounds that were asked for, on the page as it is shown."""
        left, low, right, high = (bound.value for bound in _BOUNDS)
        corners = [placed_by(frame, x, y) for x in (left, right) for y in (low, high)]
        xs, ys = [c[0] for c in corners], [self.content.height - c[1] for c in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def _is_printed_there(self, box: tuple[float, float, float, float]) -> bool:
        """Whether letters stand where those of a text object would: printed twice, they are given once."""
        left, top, right, bottom = box
        return any(
            left - 2 <= (c.x0 + c.x1) / 2 <= right + 2 and top - 2 <= (c.top + c.bottom) / 2 <= bottom + 2
            for c in self.content.chars
            if c.text != " "
        )

    def _path(self, item: int, frame: Matrix) -> None:
        calls = self.calls
        calls.draws(item, _P_FILLED, _P_STROKED)
        if not _FILLED.value and not _STROKED.value:
            return
        if _FILLED.value and calls.fill(item, *_P_RGBA) and min(c.value for c in _RGBA[:3]) < _UNSEEN_FILL:
            self._paint(item, frame)
        calls.matrix(item, _P_M)
        matrix = product_of(_matrix(), frame)
        points: list[tuple[float, float]] = []
        curved = closed = False
        for at in range(calls.segments(item)):
            segment = calls.segment(item, at)
            step = calls.step(segment)
            if step == _MOVE_TO:
                self._shape(points, curved, closed)
                points, curved, closed = [], False, False
            curved = curved or step == _BEZIER_TO
            calls.point(segment, _P_F, _P_G)
            x, y = placed_by(matrix, _F.value, _G.value)
            points.append((x, self.content.height - y))
            closed = closed or bool(calls.closes(segment))
        self._shape(points, curved, closed)

    def _shape(self, points: list[tuple[float, float]], curved: bool, closed: bool) -> None:
        """Take the straight edges of one outline."""
        if len(points) < 2 or (curved and len(points) > 400):
            return
        if closed and points[-1] != points[0]:
            points.append(points[0])
        if len(points) == 5 and not curved and _is_box(points):
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            self.content.add_box(min(xs), min(ys), max(xs), max(ys))
            return
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            if x0 == x1 or y0 == y1:
                self.content.add_line(x0, y0, x1, y1)


def _resolution(page: Any) -> int:
    """The dots an inch of the largest picture on a page."""
    sizes = []
    for item in page.get_objects(filter=(_FORM_IMAGE,)):
        left, low, right, high = item.get_bounds()
        wide = max(item.get_px_size())
        sizes.append(((right - left) * (high - low), round(72 * wide / max(1.0, right - left, high - low))))
    return max(sizes)[1] if sizes else _FINEST


def _is_box(points: list[tuple[float, float]]) -> bool:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), _ = points
    return (x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0) or (
        y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0
    )


class _RawMatrix(ctypes.Structure):
    _fields_ = tuple((name, c_float) for name in "abcdef")


class _RawBox(ctypes.Structure):
    _fields_ = tuple((name, c_float) for name in ("left", "top", "right", "bottom"))


def _matrix() -> Matrix:
    return _M.a, _M.b, _M.c, _M.d, _M.e, _M.f


# One place for each answer, written anew by every call.
_M, _BOX = _RawMatrix(), _RawBox()
_P_M, _P_BOX = byref(_M), byref(_BOX)
_X, _Y, _F, _G = c_double(), c_double(), c_float(), c_float()
_P_X, _P_Y, _P_F, _P_G = byref(_X), byref(_Y), byref(_F), byref(_G)
_RGBA = [c_uint() for _ in range(4)]
_P_RGBA = tuple(map(byref, _RGBA))
_BOUNDS = [c_float() for _ in range(4)]
_P_BOUNDS = tuple(map(byref, _BOUNDS))
_FILLED, _STROKED = c_int(), c_int()
_P_FILLED, _P_STROKED = byref(_FILLED), byref(_STROKED)
