"""Bytes to text: UTF-8, UTF-16, Windows-1258; letters of fonts of before Unicode as Latin ones."""

from __future__ import annotations

import re
import unicodedata

from hpbrief.errors import LoadError
from hpbrief.load.letters import old_letters

_LETTER = re.compile(r"[^\W\d_]")
# Letters that only Vietnamese in Unicode has: đ, ơ, ư, ă, and the block of letters with two marks or a dot below.
_OURS = re.compile("[đĐơƠưƯăĂạ-ỹẠ-Ỹ]")


def decode(data: bytes) -> str:
    """The text of bytes. Raises LoadError naming the encoding or the place of the fault.

    Letters of before Unicode stay as Latin ones; ``letters`` tells and converts them.
    """
    text = _utf16(data)
    return _utf8_or_older(data) if text is None else text


def _utf16(data: bytes) -> str | None:
    """The text of UTF-16 bytes, by their mark or where every other byte is mostly zero; else None."""
    coding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(data[:2])
    if data[:4] in (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff"):
        coding = "utf-32"
    head = data[:4096]
    if coding is None and b"\x00" in head:
        even, odd = head[::2].count(0), head[1::2].count(0)
        half = max(1, len(head) // 2)
        # Blanks and plain letters have a zero half; the other half is then never zero.
        if odd / half > 0.3 and even / half < 0.02:
            coding = "utf-16-le"
        elif even / half > 0.3 and odd / half < 0.02:
            coding = "utf-16-be"
        else:
            raise LoadError("holds_zeros")
    if coding is None:
        return None
    try:
        return data.decode(coding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise LoadError("coding_broken", coding=coding.upper(), at=error.start) from error


def _utf8_or_older(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fault = error
    if old_letters(data[:200_000].decode("latin-1")):
        return data.decode("latin-1")
    try:
        text = unicodedata.normalize("NFC", data.decode("cp1258"))
    except UnicodeDecodeError:
        text = ""
    if not _reads_as_vietnamese(text):
        raise LoadError("not_utf8", at=fault.start) from fault
    return text


def _reads_as_vietnamese(text: str) -> bool:
    """Whether letters of two marks are frequent, and no mark or sign stands where none can."""
    sample = text[:200_000]
    letters = len(_LETTER.findall(sample))
    stray = sum(1 for c in sample if unicodedata.combining(c) or (c < " " and c not in "\t\r\n\f\x0b"))
    return letters > 0 and len(_OURS.findall(sample)) / letters > 0.05 and stray / letters < 0.01
