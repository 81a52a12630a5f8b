"""A picture of a page made ready: even light, straight, its ruling lines found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import cv2
import numpy as np

#: The widest lean, in degrees, that is looked for.
_LEAN = 3.0
#: The share of a table's width or height that a ruling line must run along, gaps allowed.
_RULED = 0.06
#: How large a stain is, against the ink of the words, before it counts.
_SOILED = 0.12
#: The share of a line from one line across to the next that must be there.
_UNBROKEN = 0.8
_PAPER, _INK = 245, 90
#: The ground on which a sheet lies is darker than this share of the paper nearby; so much of a picture it may fill.
_SHADE, _SHEET, _WHOLE = 0.65, 0.5, 0.985


class Box(NamedTuple):
    """A place in a picture: its corner, width and height."""

    x: int
    y: int
    wide: int
    high: int


class Slot(NamedTuple):
    """A cell of a ruled table: row and column from 1, how many it spans, its place in the table's picture."""

    row: int
    column: int
    rows: int
    columns: int
    box: Box


class RuledTable(NamedTuple):
    """A table by its lines: where it is on the page, its picture without the lines, its cells, its upright lines.

    ``drawn`` brings a point of the page into the picture.
    """

    box: Box
    corners: Any
    picture: Any
    slots: list[Slot]
    edges: list[int]
    drawn: Any

    def on_page(self, box: Box) -> Box:
        """Where on the page a part of the picture is."""
        x, y, right, low = box.x, box.y, box.x + box.wide, box.y + box.high
        corners = np.array([[(x, y), (right, y), (right, low), (x, low)]], np.float32)
        return Box(*cv2.boundingRect(cv2.perspectiveTransform(corners, np.linalg.inv(self.drawn))))


def sheet_of(gray: Any) -> Any:
    """The sheet of paper on a photo, drawn as a rectangle, without what lies around it; the picture where none is told.

    A sheet is a bright shape with four corners on a darker ground. The picture keeps its size.
    """
    small = cv2.resize(gray, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    high, wide = small.shape
    # Letters are closed, and a strip of ground at the edge is not: beyond it all is dark.
    framed = cv2.copyMakeBorder(
        cv2.GaussianBlur(small, (0, 0), 2), 25, 25, 25, 25, cv2.BORDER_CONSTANT, value=0
    )
    smooth = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))[25:-25, 25:-25]
    reach = min(high, wide) // 6
    light = cv2.blur(cv2.dilate(smooth, np.ones((reach, reach), np.uint8)), (reach, reach))
    bright = np.pad((smooth > _SHADE * light).astype(np.uint8), 1)
    outlines, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(outlines, key=cv2.contourArea, default=None)
    area = 0.0 if outline is None else cv2.contourArea(outline)
    if outline is None or not _SHEET * high * wide < area < _WHOLE * high * wide:
        return gray
    corners = _corners(cv2.convexHull(outline).reshape(-1, 2) - 1)
    if not 0.95 < cv2.contourArea(corners) / area < 1.05:
        return gray
    high, wide = gray.shape
    edge = 0.004 * max(high, wide)  # the edge itself is no line of a table
    flat = np.array(
        [[-edge, -edge], [wide + edge, -edge], [wide + edge, high + edge], [-edge, high + edge]], np.float32
    )
    drawn = cv2.getPerspectiveTransform(4 * corners, flat)
    return cv2.warpPerspective(
        gray, drawn, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


def evened(gray: Any) -> Any:
    """The picture with each point set against the paper around it: shade and grey paper go."""
    small = cv2.resize(gray, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9))), 31)
    paper = cv2.resize(paper, gray.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return cv2.divide(gray, paper, scale=_PAPER)


def straightened(page: Any, dpi: int) -> tuple[Any, float]:
    """The page turned by the few degrees that it leans, and these, against the clock."""
    small = 255 - cv2.resize(page, None, fx=75 / dpi, fy=75 / dpi, interpolation=cv2.INTER_AREA)
    small[small < 60] = 0

    def sharpness(angle: float) -> float:
        profile = _leaned(small, angle, 0).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(profile)).sum())

    best = max(np.arange(-_LEAN, _LEAN + 0.01, 0.5), key=sharpness)
    best = max(np.arange(best - 0.4, best + 0.41, 0.1), key=sharpness)
    return (_leaned(page, best, 255), float(best)) if abs(best) > 0.05 else (page, 0.0)


def _leaned(picture: Any, degrees: float, ground: int) -> Any:
    high, wide = picture.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), float(degrees), 1)
    return cv2.warpAffine(picture, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=ground)


def is_on_side(page: Any, dpi: int) -> bool:
    """Whether lines of text run up the page: its profile is then sharper across than down."""
    small = 255 - cv2.resize(page, None, fx=75 / dpi, fy=75 / dpi, interpolation=cv2.INTER_AREA)
    small[small < 60] = 0
    level, upright = _lines(page, dpi)
    for mask in (level, upright):  # ruling lines say nothing of it
        ruled = cv2.resize(mask, small.shape[::-1], interpolation=cv2.INTER_AREA)
        small[cv2.dilate(ruled, np.ones((3, 3))) > 0] = 0
    down, across = (
        float(np.square(np.diff(small.sum(axis=axis, dtype=np.float64) / small.shape[axis])).sum())
        for axis in (1, 0)
    )
    return across > 1.5 * down


def _lines(page: Any, dpi: int) -> tuple[Any, Any]:
    """Masks of the level and the upright ruling lines: what is left where a bar of a fifth of an inch fits."""
    smooth = cv2.GaussianBlur(page, (3, 3), 0)
    reach = 2 * (dpi // 12) + 1
    ink = cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, reach, 18)
    ink = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((2, 2)))
    bar = max(18, dpi // 5)
    for edge in (ink[: dpi // 8], ink[-dpi // 8 :], ink[:, : dpi // 8], ink[:, -dpi // 8 :]):
        edge[:] = 0  # the edge of the sheet, and the dark beyond it, are no lines of a table
    level = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, bar), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((bar, 1), np.uint8))
    return level, upright


def ruled_tables(page: Any, dpi: int) -> Iterator[RuledTable]:
    """Each ruled table, its picture drawn straight from its four corners."""
    level, upright = _lines(page, dpi)
    joined = cv2.dilate(level | upright, np.ones((5, 5)))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    for outline in outlines:
        box = Box(*cv2.boundingRect(outline))
        if box.wide < dpi or box.high < dpi // 4:
            continue
        table = _table(page, level, upright, _corners(outline.reshape(-1, 2)), box, dpi)
        if table is not None:
            yield table


def _corners(points: Any) -> Any:
    total, less = points.sum(axis=1), points[:, 0] - points[:, 1]
    found = [points[total.argmin()], points[less.argmax()], points[total.argmax()], points[less.argmin()]]
    return np.array(found, np.float32)


def _table(page: Any, level: Any, upright: Any, corners: Any, box: Box, dpi: int) -> RuledTable | None:
    pad = dpi // 20
    x, y = pad + box.wide, pad + box.high
    flat = np.array([[pad, pad], [x, pad], [x, y], [pad, y]], np.float32)
    drawn = cv2.getPerspectiveTransform(corners, flat)
    size = (box.wide + 2 * pad, box.high + 2 * pad)
    picture = cv2.warpPerspective(page, drawn, size, flags=cv2.INTER_CUBIC, borderValue=255)
    thick = max(3, dpi // 50)
    rows = cv2.dilate(cv2.warpPerspective(level, drawn, size), np.ones((thick, 3))) > _INK
    columns = cv2.dilate(cv2.warpPerspective(upright, drawn, size), np.ones((3, thick))) > _INK
    ys = _places(rows.mean(axis=1), thick)
    xs = _places(columns.mean(axis=0), thick)
    xs = _running(columns, xs, ys, thick)
    ys = _running(rows.T, ys, xs, thick)
    if len(ys) < 3 or len(xs) < 3:
        return None
    picture[_beside(rows.T, ys, 2 * thick).T | _beside(columns, xs, 2 * thick)] = 250
    return RuledTable(box, corners, picture, _slots(rows, columns, ys, xs, thick), xs, drawn)


def _places(shares: Any, gap: int) -> list[int]:
    """Where lines run: the middles of the places along which enough of one does."""
    runs: list[list[int]] = []
    for at in np.flatnonzero(shares >= _RULED):
        if runs and at - runs[-1][-1] <= gap:
            runs[-1].append(int(at))
        else:
            runs.append([int(at)])
    return [round(float(np.average(run, weights=shares[run]))) for run in runs]


def _running(mask: Any, places: Sequence[int], across: Sequence[int], thick: int) -> list[int]:
    """The lines that run from one line across to the next, twice at least: no arc of a stamp, no stroke of a pen does.

    ``mask`` has them upright, ``places`` from left to right; the first and last are the edges of the table.
    """
    bands = [(a + thick, b - thick) for a, b in pairwise(across) if b - a > 3 * thick]
    least = min(2, len(bands))
    kept = []
    for at in places:
        strip = mask[:, max(0, at - thick) : at + thick + 1].any(axis=1)
        whole = sum(float(strip[a:b].mean()) > _UNBROKEN for a, b in bands)
        if whole >= least or at in (places[0], places[-1]):
            kept.append(at)
    return kept


def _beside(mask: Any, places: Sequence[int], reach: int) -> Any:
    """The mask near its upright lines."""
    near = np.zeros(mask.shape[1], bool)
    for at in places:
        near[max(0, at - reach) : at + reach + 1] = True
    return mask & near[None, :]


def _slots(rows: Any, columns: Any, ys: Sequence[int], xs: Sequence[int], thick: int) -> list[Slot]:
    """The cells between the lines; neighbours without a line between them are one."""
    group = {(r, c): (r, c) for r in range(len(ys) - 1) for c in range(len(xs) - 1)}

    def root(place: tuple[int, int]) -> tuple[int, int]:
        while group[place] != place:
            place = group[place]
        return place

    for r, c in list(group):
        top, low = ys[r] + thick, ys[r + 1] - thick
        left, right = xs[c] + thick, xs[c + 1] - thick
        if c + 2 < len(xs) and columns[top:low, right : right + 3 * thick].any(axis=1).mean() < 0.5:
            group[root((r, c + 1))] = root((r, c))
        if r + 2 < len(ys) and rows[low : low + 3 * thick, left:right].any(axis=0).mean() < 0.5:
            group[root((r + 1, c))] = root((r, c))
    members: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for place in group:
        members.setdefault(root(place), []).append(place)
    slots = []
    for places in members.values():
        r, c = min(p[0] for p in places), min(p[1] for p in places)
        last, end = max(p[0] for p in places) + 1, max(p[1] for p in places) + 1
        box = Box(xs[c], ys[r], xs[end] - xs[c], ys[last] - ys[r])
        slots.append(Slot(r + 1, c + 1, last - r, end - c, box))
    return sorted(slots)


def without_tables(page: Any, tables: Sequence[RuledTable], dpi: int) -> Any:
    """The page with its ruled tables painted over."""
    prose = page.copy()
    for table in tables:
        corners = table.corners.astype(np.int32)
        cv2.fillConvexPoly(prose, cv2.convexHull(corners), 250)
        cv2.polylines(prose, [corners], True, 250, max(5, dpi // 25))
    return prose


def spots_of(part: Any, dpi: int) -> Any:
    """The spots of ink that are no dust: x, y, width, height, area, at four times the size."""
    part = cv2.resize(part, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    part = cv2.GaussianBlur(part, (0, 0), dpi / 75)
    darkest = int(part.min())
    if darkest > 190:
        return np.zeros((0, 5), int)
    line = 240 - 0.42 * (240 - darkest)
    _, _, spots, _ = cv2.connectedComponentsWithStats((part < line).astype(np.uint8))
    spots = spots[1:]
    return spots[spots[:, 4] >= (4 * dpi / 110) ** 2]


def is_soiled(part: Any, dpi: int) -> bool:
    """Whether something paler than ink lies on the words, as a stamp or a pencil does: it may hide what they say."""
    darkest = int(part.min())
    ink = part < darkest + 0.4 * (_PAPER - darkest)
    reach = max(5, dpi // 20)
    apart = cv2.dilate(ink.astype(np.uint8), np.ones((reach, reach), np.uint8)) == 0
    stain = apart & (part < _PAPER - 0.3 * (_PAPER - darkest))
    return bool(stain.sum() > _SOILED * max(1, int(ink.sum())))


def enlarged(part: Any, dpi: int, *, again: bool = False) -> Any:
    """The ink of a cell as large and dark as the recogniser likes it, with a margin; ``again`` for another look."""
    scale = (300 if again else 400) / dpi
    part = cv2.GaussianBlur(part, (0, 0), (0.3 if again else 0.6) * dpi / 200)
    part = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    dark = float(np.percentile(part, 1))
    part = np.clip(part.astype(np.float32) - dark, 0, None)
    part = cv2.convertScaleAbs(part, alpha=255 / max(60.0, 235 - dark))
    return cv2.copyMakeBorder(part, 20, 20, 20, 20, cv2.BORDER_CONSTANT, value=255)
