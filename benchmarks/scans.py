"""Scans of the report of six pages, made here from seeds: the facts that each gives, and how many of them wrongly.

    uv run python benchmarks/scans.py [NAME…] [-v]

Two clean scans and a photo, then ten with what lies on pages of offices: stamps, signatures, handwriting, lean, dust,
folds, worn toner, thin paper, in two typefaces. "Wrong" are facts whose number stands nowhere in the report; "told" the
numbers said to be in doubt. Needs the extra ``ocr``.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
import pypdfium2
from formats import FOLDER, REFERENCE, facts, facts_of

import hpbrief as hb

Page = Any
Effect = Callable[[Page, Any, int], Page]
INK, A4 = 60, (595, 842)


# -- what lies on a page; each takes the picture in greys, a source of chance, and the dots an inch ----------------


def noise(page: Page, draw: Any, dpi: int) -> Page:
    """What a scanner adds to every dot."""
    return np.clip(page + draw.normal(0, 5, page.shape), 0, 255)


def lean(page: Page, draw: Any, dpi: int) -> Page:
    """A sheet that was not laid straight."""
    angle = draw.choice([-1, 1]) * draw.uniform(0.8, 2.2)
    high, wide = page.shape
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1)
    return cv2.warpAffine(page, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=250)


def stamp(page: Page, draw: Any, dpi: int) -> Page:
    """A round seal of pale red, as greys: two rings and a star, over the words."""
    layer = np.full(page.shape, 255.0)
    x, y = draw.uniform(0.45, 0.75) * page.shape[1], draw.uniform(0.3, 0.8) * page.shape[0]
    centre, radius = (round(x), round(y)), round(0.7 * dpi)
    cv2.circle(layer, centre, radius, 150, max(2, dpi // 60))
    cv2.circle(layer, centre, round(0.72 * radius), 165, max(1, dpi // 100))
    points = [
        (x + r * np.sin(np.pi * k / 5), y - r * np.cos(np.pi * k / 5))
        for k, r in enumerate([0.3 * radius, 0.12 * radius] * 5)
    ]
    cv2.fillPoly(layer, [np.array(points, np.int32)], 175)
    return np.minimum(page, layer)


def stroke(page: Page, draw: Any, x: float, y: float, size: float, grey: int, wide: int) -> None:
    """A line drawn by hand, from a place on."""
    steps = np.cumsum(draw.normal((size / 30, 0), size / 9, (40, 2)), axis=0)
    points = cv2.blur((steps + np.array((x, y))).astype(np.float32), (1, 5)).astype(np.int32)
    cv2.polylines(page, [points], False, grey, wide, cv2.LINE_AA)


def signature(page: Page, draw: Any, dpi: int) -> Page:
    """Two strokes of a pen at the foot."""
    page = page.copy()
    for _ in range(2):
        x, y = 0.6 * page.shape[1], draw.uniform(0.7, 0.85) * page.shape[0]
        stroke(page, draw, x, y, 1.2 * dpi, INK, max(2, dpi // 90))
    return page


def handwriting(page: Page, draw: Any, dpi: int) -> Page:
    """Notes in the margin and over the words: ticks, underlines, a bracket."""
    page = page.copy()
    high, wide = page.shape
    for _ in range(4):
        x, y = draw.uniform(0.1, 0.8) * wide, draw.uniform(0.1, 0.9) * high
        cv2.line(
            page,
            (round(x), round(y)),
            (round(x + 0.9 * dpi), round(y + draw.uniform(-9, 9))),
            120,
            max(1, dpi // 110),
        )
        stroke(page, draw, 0.02 * wide, y, 0.3 * dpi, 90, max(2, dpi // 110))
        tick = np.array([(x, y), (x + dpi / 12, y + dpi / 9), (x + dpi / 4, y - dpi / 5)], np.int32)
        cv2.polylines(page, [tick], False, 110, max(2, dpi // 110), cv2.LINE_AA)
    return page


def dust(page: Page, draw: Any, dpi: int) -> Page:
    """Spots, and two holes of a punch."""
    page = page.copy()
    for _ in range(150):
        at = round(draw.uniform(0, page.shape[1])), round(draw.uniform(0, page.shape[0]))
        cv2.circle(page, at, int(draw.integers(0, max(2, dpi // 130))), int(draw.integers(40, 190)), -1)
    for y in (0.37, 0.63):
        cv2.circle(page, (dpi // 3, round(y * page.shape[0])), dpi // 9, 40, -1)
    return page


def fold(page: Page, draw: Any, dpi: int) -> Page:
    """The shade of a fold across, and one down."""
    high, wide = page.shape
    rows, columns = np.arange(high)[:, None], np.arange(wide)[None, :]
    shade = 1 - 0.25 * np.exp(-((rows - 0.5 * high) ** 2) / (0.08 * dpi) ** 2)
    shade = shade - 0.2 * np.exp(-((columns - 0.5 * wide) ** 2) / (0.08 * dpi) ** 2)
    return page * shade


def worn(page: Page, draw: Any, dpi: int) -> Page:
    """Toner that is pale, and paler in stripes."""
    stripes = 0.45 + 0.15 * np.sin(np.arange(page.shape[1]) / (0.4 * dpi))[None, :]
    return 255 - (255 - page) * (1 - stripes)


def thin(page: Page, draw: Any, dpi: int) -> Page:
    """Grey paper, through which the other side shows."""
    back = cv2.GaussianBlur(page[:, ::-1].astype(np.float32), (0, 0), dpi / 100)
    return np.minimum(0.86 * page, 222 - 0.12 * (255 - back))


def copied(page: Page, draw: Any, dpi: int) -> Page:
    """A copy of a copy: letters thicker, edges rough."""
    page = cv2.erode(page.astype(np.float32), np.ones((2, 2)))
    return np.where(page + draw.normal(0, 25, page.shape) < 140, 30, 245).astype(np.float32)


def photo(page: Page, draw: Any, dpi: int) -> Page:
    """A photo by hand: seen from the side, lit from one corner, a little out of focus."""
    high, wide = page.shape
    off = draw.uniform(0.005, 0.02, (4, 2)) * [wide, high] * [[1, 1], [-1, 1], [-1, -1], [1, -1]]
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    seen = cv2.getPerspectiveTransform(corners, (corners + off).astype(np.float32))
    page = cv2.warpPerspective(
        page.astype(np.float32), seen, (wide, high), flags=cv2.INTER_CUBIC, borderValue=90
    )
    light = np.linspace(0.62, 1, wide)[None, :] * np.linspace(1, 0.78, high)[:, None]
    return cv2.GaussianBlur(page * light, (0, 0), 0.8 * dpi / 200)


class Scan(NamedTuple):
    """How a scan is made: the file printed, the dots an inch, what lies on the pages, the quality of its JPEG."""

    file: str
    dpi: int
    effects: tuple[Effect, ...]
    quality: int = 80


TINOS, LIBERTINUS = "bao-cao-thang-10.libreoffice.pdf", "bao-cao-thang-10.typst.pdf"
SCANS = {
    "clean-300": Scan(TINOS, 300, (noise,)),
    "clean-200": Scan(TINOS, 200, (noise,)),
    "photo-200": Scan(TINOS, 200, (photo, noise), 70),
    "1-stamp": Scan(TINOS, 300, (stamp, noise)),
    "2-signature-lean": Scan(LIBERTINUS, 300, (signature, lean, noise)),
    "3-handwriting": Scan(TINOS, 250, (handwriting, noise)),
    "4-stamp-signature": Scan(LIBERTINUS, 250, (stamp, signature, noise)),
    "5-dust-lean": Scan(TINOS, 250, (dust, lean, noise)),
    "6-fold": Scan(LIBERTINUS, 250, (fold, lean, noise)),
    "7-worn": Scan(TINOS, 300, (worn, noise)),
    "8-thin-paper": Scan(LIBERTINUS, 300, (thin, lean, noise)),
    "9-copied": Scan(TINOS, 300, (copied, noise)),
    "10-all": Scan(LIBERTINUS, 250, (stamp, signature, handwriting, fold, lean, noise), 65),
}


def made(scan: Scan, seed: int) -> bytes:
    """The scan as a PDF of pictures."""
    draw = np.random.default_rng(seed)
    source = pypdfium2.PdfDocument(FOLDER / scan.file)
    written = pypdfium2.PdfDocument.new()
    for page in source:
        drawn = page.render(scale=scan.dpi / 72, grayscale=True).to_numpy()
        picture = drawn.reshape(drawn.shape[0], drawn.shape[1]).astype(np.float32)
        for effect in scan.effects:
            picture = np.asarray(effect(picture, draw, scan.dpi), np.float32)
        grey = np.clip(picture, 0, 255).astype(np.uint8)
        coded = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, scan.quality])[1].tobytes()
        image = pypdfium2.PdfImage.new(written)
        image.load_jpeg(io.BytesIO(coded))
        image.set_matrix(pypdfium2.PdfMatrix().scale(*A4))
        sheet = written.new_page(*A4)
        sheet.insert_obj(image)
        sheet.gen_content()
    out = io.BytesIO()
    written.save(out)
    return out.getvalue()


def numbers_of(text: str) -> set[str]:
    """The numbers of a text, their digits and marks."""
    return {
        word.strip(".,;:()%+-*") for word in text.replace("|", " ").split() if any(c.isdigit() for c in word)
    }


def main() -> None:
    """Print a row for each scan."""
    wanted = facts_of(FOLDER / REFERENCE)
    printed = numbers_of((FOLDER / "bao-cao-thang-10.txt").read_text("utf-8"))
    values = {fact[2] for fact in wanted}
    names = [name for name in sys.argv[1:] if name != "-v"]
    print(f"{'scan':20}{'dpi':>5}{'facts':>16}{'wrong':>7}{'told':>6}{'s':>7}")
    with tempfile.TemporaryDirectory() as folder:
        for seed, (name, scan) in enumerate(SCANS.items()):
            if names and name not in names:
                continue
            path = Path(folder, f"{name}.pdf")
            path.write_bytes(made(scan, seed))
            began = time.monotonic()
            brief = hb.read_briefing(path, limits=hb.Limits(seconds=180))
            taken = time.monotonic() - began
            found = facts(brief.to_records())
            met = (found & wanted).total()
            rows = [r for r in brief.to_records() if r["kind"] in ("figure", "goal")]
            wrong = [r for r in rows if r["value"] not in values and not numbers_of(r["text"]) <= printed]
            told = sum(u.code == "doubtful_number" for u in brief.document.unread)
            share = f"{met}/{wanted.total()} {100 * met / wanted.total():.1f}%"
            print(f"{name:20}{scan.dpi:>5}{share:>16}{len(wrong):>7}{told:>6}{taken:>7.0f}", flush=True)
            if "-v" in sys.argv:
                for row in wrong:
                    print(f"    wrong {row['text']!r} of {row['phrase']!r}")
                for fact in wanted - found:
                    print(f"    - {fact}")


if __name__ == "__main__":
    main()
