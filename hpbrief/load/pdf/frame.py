"""The frame in which a page of a PDF is shown: turned, moved, and where its points come to lie."""

from __future__ import annotations

from ctypes import c_float
from typing import Any

Matrix = tuple[float, float, float, float, float, float]


def page_frame(raw: Any, page: Any) -> tuple[Matrix, float, float]:
    """What brings the coordinates of a page into the frame in which it is shown, and its width and height."""
    turns = raw.FPDFPage_GetRotation(page)
    left, low, right, high = (c_float() for _ in range(4))
    if not raw.FPDFPage_GetMediaBox(page, left, low, right, high):
        wide, tall = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
        left, low = c_float(0), c_float(0)
        right, high = (c_float(tall), c_float(wide)) if turns % 2 else (c_float(wide), c_float(tall))
    x0, x1 = sorted((left.value, right.value))
    y0, y1 = sorted((low.value, high.value))
    frames: tuple[Matrix, ...] = (
        (1, 0, 0, 1, -x0, -y0),
        (0, -1, 1, 0, -y0, x1),
        (-1, 0, 0, -1, x1, y1),
        (0, 1, -1, 0, y1, -x0),
    )
    size = (y1 - y0, x1 - x0) if turns % 2 else (x1 - x0, y1 - y0)
    return frames[turns % 4], size[0], size[1]


def product_of(first: Matrix, then: Matrix) -> Matrix:
    """One move after another."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def placed_by(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point where a move puts it."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
