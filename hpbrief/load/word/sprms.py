"""How a Word 97–2003 file says what its characters, paragraphs and rows are: modifiers, by place and by style.

After [MS-DOC] 2.4–2.9: a *sprm* is a code with an operand; pages of 512 bytes say which of them hold from which byte
of the text on.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from hpbrief.load.parts import Edge
from hpbrief.load.word.runs import Form

_PAGE = 512
_DEEPEST = 12
#: Bytes of an operand by the upper three bits of its code; 6 is said by the operand.
_SIZES = (1, 1, 2, 4, 2, 2, -1, 3)
_TABLE_CODES = (0xD608, 0xD606)
_TABS = 0xC615
#: Codes whose operand is a place in the stream "Data", where more modifiers stand.
_ELSEWHERE = (0x6645, 0x6646, 0x646B)
_HIDDEN, _STRUCK, _STRUCK_TWICE, _DELETED = 0x083C, 0x0837, 0x2A53, 0x0800
_RAISED, _RAISED_BY, _FONT, _STYLE, _SYMBOL, _SPECIAL = 0x2A48, 0x4845, 0x4A4F, 0x4A30, 0x6A09, 0x0855
_IN_TABLE, _ENDS_ROW, _DEPTH, _ENDS_INNER_CELL, _ENDS_INNER_ROW = 0x2416, 0x2417, 0x6649, 0x244B, 0x244C
_ACROSS, _DOWN = 0x5624, 0xD62B


def modifiers(data: bytes, more: bytes = b"") -> Iterator[tuple[int, bytes]]:
    """Each code with its operand; ``more`` is the stream to which some point."""
    at = 0
    while at + 2 <= len(data):
        code = int.from_bytes(data[at : at + 2], "little")
        at += 2
        size, skipped = _operand(code, data, at)
        operand = data[at + skipped : at + size]
        at += size
        if code in _ELSEWHERE and more:
            place = int.from_bytes(operand, "little")
            length = int.from_bytes(more[place : place + 2], "little")
            yield from modifiers(more[place + 2 : place + 2 + length])
        else:
            yield code, operand


def _operand(code: int, data: bytes, at: int) -> tuple[int, int]:
    """The bytes of an operand, and how many of them say its size."""
    size = _SIZES[code >> 13]
    if size >= 0:
        return size, 0
    if code in _TABLE_CODES:
        return int.from_bytes(data[at : at + 2], "little") + 1, 2
    first = data[at] if at < len(data) else 0
    if code == _TABS and first == 255:
        gone = data[at + 1] if at + 1 < len(data) else 0
        place = at + 2 + 4 * gone
        return 3 + 4 * gone + 3 * (data[place] if place < len(data) else 0), 1
    return first + 1, 1


class ParagraphForm(NamedTuple):
    """What the mark at the end of a paragraph says of it."""

    style: int = 0
    depth: int = 0  # tables within tables
    ends_row: bool = False
    ends_inner_cell: bool = False
    edges: tuple[Edge, ...] = ()


def paragraph_form(data: bytes, more: bytes) -> ParagraphForm:
    """The form of a paragraph by its style and modifiers."""
    found: dict[int, bytes] = dict(modifiers(data[2:], more))
    depth = max(int.from_bytes(found.get(_DEPTH, b""), "little"), _is_on(found.get(_IN_TABLE)))
    return ParagraphForm(
        int.from_bytes(data[:2], "little"),
        min(depth, _DEEPEST),
        bool(_is_on(found.get(_ENDS_ROW)) or _is_on(found.get(_ENDS_INNER_ROW))),
        bool(_is_on(found.get(_ENDS_INNER_CELL))),
        _edges(found, data[2:], more),
    )


def _is_on(operand: bytes | None) -> int:
    return int(operand is not None and operand[:1] not in (b"", b"\0"))


def _edges(found: dict[int, bytes], data: bytes, more: bytes) -> tuple[Edge, ...]:
    """The cells of a row, as its definition says and later modifiers change it."""
    table = next((found[code] for code in _TABLE_CODES if code in found), b"")
    count = table[0] if table else 0
    rights = struct.unpack(f"<{count}h", table[3 : 3 + 2 * count].ljust(2 * count, b"\0"))
    width = 20 if _TABLE_CODES[0] in found else 10
    flags = [
        int.from_bytes(table[at : at + 2], "little")
        for at in range(3 + 2 * count, 3 + 2 * count + width * count, width)
    ]
    across, down = [flag & 3 for flag in flags], [flag >> 5 & 3 for flag in flags]
    _change_merges(across, down, data, more)
    return tuple(
        Edge(right, on_left, below == 1)
        for right, on_left, below in zip(rights, _on_left(across), down, strict=True)
    )


def _change_merges(across: list[int], down: list[int], data: bytes, more: bytes) -> None:
    """Which cells are merged, as modifiers after the definition of the row say."""
    for code, operand in modifiers(data, more):
        if code == _DOWN and len(operand) > 1 and operand[0] < len(down):
            down[operand[0]] = operand[1] & 3
        elif code == _ACROSS and len(operand) > 1:
            for at in range(operand[0], min(operand[1], len(across))):
                across[at] = 1 if at == operand[0] else 2


def _on_left(across: list[int]) -> Iterator[bool]:
    """Which cells go on with the one before: writers differ in the number of the first of several, so that it leads."""
    first = 0
    for value in across:
        goes_on = bool(value and first and value != first)
        first = value if value and not first else first if value else 0
        yield goes_on


class Placed:
    """What holds from which byte of the text on."""

    def __init__(self, table: bytes, text: bytes, more: bytes, *, of_paragraphs: bool) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.values: list[bytes] = []
        count = max(0, (len(table) - 4) // 8)
        numbers = struct.unpack(f"<{2 * count + 1}I", table[: 8 * count + 4]) if count else ()
        for number in sorted(set(numbers[count + 1 :])):
            page = text[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
            if len(page) == _PAGE:
                self._add(page, of_paragraphs)
        order = sorted(range(len(self.starts)), key=self.starts.__getitem__)
        self.starts, self.ends = [self.starts[at] for at in order], [self.ends[at] for at in order]
        self.values = [self.values[at] for at in order]

    def _add(self, page: bytes, of_paragraphs: bool) -> None:
        step = 13 if of_paragraphs else 1
        count = min(page[-1], (_PAGE - 5) // (4 + step))
        places = struct.unpack(f"<{count + 1}I", page[: 4 * count + 4])
        for at, (start, end) in enumerate(pairwise(places)):
            if start >= end:
                continue
            self.starts.append(start)
            self.ends.append(end)
            place = 2 * page[4 * count + 4 + step * at]
            self.values.append(_of_paragraph(page, place) if of_paragraphs else _of_characters(page, place))

    def at(self, place: int) -> tuple[bytes, int]:
        """What holds at a byte of the text, and until where."""
        number = bisect_right(self.starts, place) - 1
        if number >= 0 and place < self.ends[number]:
            return self.values[number], self.ends[number]
        following = self.starts[number + 1] if number + 1 < len(self.starts) else 1 << 32
        return b"", following


def _of_characters(page: bytes, place: int) -> bytes:
    return page[place + 1 : place + 1 + page[place]] if 0 < place < _PAGE else b""


def _of_paragraph(page: bytes, place: int) -> bytes:
    if not 0 < place < _PAGE - 1:
        return b""
    if page[place]:
        return page[place + 1 : place + 2 * page[place]]
    return page[place + 2 : place + 2 + 2 * page[place + 1]]


class RunForm(NamedTuple):
    """How a run is set, the sign of another font that it stands for, and whether its signs are marks."""

    form: Form
    symbol: int = 0
    special: bool = False


class StyleSheet:
    """The styles of a document and its fonts."""

    def __init__(self, styles: bytes, fonts: bytes) -> None:
        self.fonts = _fonts(fonts)
        self.own: list[tuple[int, bytes]] = list(_styles(styles))
        self.known: dict[int, Form] = {}
        self.runs: dict[tuple[bytes, int], RunForm] = {}
        font = int.from_bytes(styles[14:16], "little") if len(styles) > 16 else 0
        self.base = Form(font=self._font(font))

    def of_run(self, data: bytes, paragraph: int) -> RunForm:
        """How characters with these modifiers are set in a paragraph of a style."""
        key = data, paragraph
        if key not in self.runs:
            found = dict(modifiers(data))
            lower = self._style(paragraph)
            if _STYLE in found:
                lower = self._set(_of_style(self.own, int.from_bytes(found[_STYLE], "little")), lower)
            symbol = int.from_bytes(found.get(_SYMBOL, b"")[2:4], "little")
            special = bool(_is_on(found.get(_SPECIAL)))
            self.runs[key] = RunForm(self._set(data, lower), symbol, special)
        return self.runs[key]

    def _style(self, number: int, depth: int = 0) -> Form:
        if number not in self.known:
            if not 0 <= number < len(self.own) or depth > _DEEPEST:
                return self.base
            based, data = self.own[number]
            self.known[number] = self._set(data, self._style(based, depth + 1))
        return self.known[number]

    def _set(self, data: bytes, lower: Form) -> Form:
        """A form with what modifiers say set over it."""
        found = dict(modifiers(data))
        struck = [
            _switched(found.get(code), bool(lower.struck)) for code in (_STRUCK, _STRUCK_TWICE, _DELETED)
        ]
        said = [code for code in (_STRUCK, _STRUCK_TWICE, _DELETED) if code in found]
        raised = lower.raised
        if _RAISED in found:
            raised = found[_RAISED][:1] == b"\1"
        elif _RAISED_BY in found:
            raised = int.from_bytes(found[_RAISED_BY], "little", signed=True) > 0
        font = int.from_bytes(found[_FONT], "little") if _FONT in found else -1
        return Form(
            _switched(found.get(_HIDDEN), bool(lower.hidden)),
            any(struck) if said else lower.struck,
            raised,
            self._font(font) or lower.font,
        )

    def _font(self, number: int) -> str | None:
        return self.fonts[number] if 0 <= number < len(self.fonts) else None


def _switched(operand: bytes | None, before: bool) -> bool:
    """Whether something is on, where a modifier says on, off, as the style or not as the style."""
    value = operand[0] if operand else 0x80
    return before if value == 0x80 else not before if value == 0x81 else value != 0


def _of_style(styles: list[tuple[int, bytes]], number: int) -> bytes:
    return styles[number][1] if number < len(styles) else b""


def _styles(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Of each style the one it is based on, and what it says of characters."""
    size = int.from_bytes(data[:2], "little")
    fixed = int.from_bytes(data[4:6], "little")
    at = 2 + size
    while size and at + 2 <= len(data):
        length = int.from_bytes(data[at : at + 2], "little")
        yield _style(data[at + 2 : at + 2 + length], fixed)
        at += 2 + length + length % 2


def _style(data: bytes, fixed: int) -> tuple[int, bytes]:
    if len(data) < fixed + 2:
        return -1, b""
    kind, based = data[2] & 15, int.from_bytes(data[2:4], "little") >> 4
    at = fixed + 2 + 2 * int.from_bytes(data[fixed : fixed + 2], "little") + 2
    for number in range({1: 2, 2: 1}.get(kind, 0)):
        length = int.from_bytes(data[at : at + 2], "little")
        if number == (1 if kind == 1 else 0):
            return based, data[at + 2 : at + 2 + length]
        at += 2 + length + length % 2
    return based, b""


def _fonts(data: bytes) -> list[str]:
    names, at = [], 4
    while at + 40 < len(data):
        record = data[at : at + 1 + data[at]]
        if len(record) < 42:
            break
        names.append(record[40:].decode("utf-16-le", "ignore").partition("\0")[0])
        at += len(record)
    return names
