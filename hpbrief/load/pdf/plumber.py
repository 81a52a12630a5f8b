"""Pages by pdfplumber: for those of which PDFium gives less text than there is."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hpbrief.load.pdf.content import ASKEW, DOWN, LEVEL, NO_LETTER, OVER, UP, Char, Content


def plumbed(page: Any) -> Content:
    """What stands on a page of pdfplumber."""
    found = Content(page.page_number, float(page.width), float(page.height), has_pictures=bool(page.images))
    for char in page.chars:
        text = char["text"]
        if text.strip() or text == " ":
            found.chars.append(_char(char, NO_LETTER if text.startswith("(cid:") else text))
    for line in page.lines:
        found.add_line(line["x0"], line["top"], line["x1"], line["bottom"])
    for box in page.rects:
        found.add_box(box["x0"], box["top"], box["x1"], box["bottom"])
    for curve in page.curves:
        for (x0, y0), (x1, y1) in pairwise(curve["pts"]):
            if x0 == x1 or y0 == y1:
                found.add_line(x0, y0, x1, y1)
    return found


def _char(char: dict[str, Any], text: str) -> Char:
    a, b, c, d = char["matrix"][:4]
    bottom, size = float(char["bottom"]), float(char["size"])
    made = Char(
        text, float(char["x0"]), float(char["x1"]), bottom, size, char["fontname"], turn_of(a, b, c, d)
    )
    made.top = float(char["top"])
    return made


def turn_of(a: float, b: float, c: float, d: float) -> int:
    """How text is turned by its matrix; the last bits of a turn mislead."""
    if a > 0 and d > 0 and abs(b) < 0.2 * a:
        return LEVEL
    if b > 0 and c < 0 and abs(a) < 0.2 * b:
        return UP
    if b < 0 and c > 0 and abs(a) < -0.2 * b:
        return DOWN
    return OVER if a < 0 and d < 0 and abs(b) < -0.2 * a else ASKEW
