"""Pictures of pages (PNG, JPEG, TIFF): recognised as the pages of a scan are."""

from __future__ import annotations

from typing import Any

from hpbrief.errors import LoadError
from hpbrief.load.limits import Limits
from hpbrief.load.parts import Loaded
from hpbrief.load.pdf.flow import flow
from hpbrief.load.scan.recognise import FINE, Recogniser, is_there, recognised_note

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

    high, wide = gray.shape
    long, short = max(high, wide), min(high, wide)
    whole = _LEAST <= long / max(1, short) <= _MOST
    dpi = round(long / _LONG) if whole else FINE if short > 1_400 else round(short / 5)
    if dpi > FINE * 1.15:
        scale = FINE / dpi
        gray = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        dpi = FINE
    return gray, max(50, dpi)
