"""The picture of a place on a page: a figure as it is printed, a number in doubt."""

from __future__ import annotations

import io
from typing import Any

from hpbrief.errors import LoadError
from hpbrief.load.parts import BoxFields

#: What is shown around a place, in points, and the dots an inch with which a page of a PDF is drawn.
_MARGIN, _DPI = 6.0, 200


def drawn(data: bytes, kind: str, at: BoxFields) -> bytes:
    """The place of a page as a PNG; called in the process that reads."""
    page, left, top, right, bottom, turn, _ = at
    picture, scale = (_page_of_pdf if kind == "pdf" else _picture)(data, page)
    quarters = round(turn / 90)
    if quarters % 4:
        picture = picture.rotate(-90 * quarters, expand=True)
    if lean := turn - 90 * quarters:
        picture = picture.rotate(-lean, resample=_bicubic(), fillcolor=255)
    edges = (left - _MARGIN, top - _MARGIN, right + _MARGIN, bottom + _MARGIN)
    box = tuple(
        min(max(0, round(edge * scale)), most) for edge, most in zip(edges, picture.size * 2, strict=True)
    )
    if box[2] <= box[0] or box[3] <= box[1]:
        raise LoadError("no_such_place", page=page)
    out = io.BytesIO()
    picture.crop(box).save(out, "PNG")
    return out.getvalue()


def _bicubic() -> Any:
    from PIL import Image

    return Image.Resampling.BICUBIC


def _page_of_pdf(data: bytes, number: int) -> tuple[Any, float]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    if not 1 <= number <= len(document):
        raise LoadError("no_such_place", page=number)
    return document[number - 1].render(scale=_DPI / 72, grayscale=True).to_pil(), _DPI / 72


def _picture(data: bytes, number: int) -> tuple[Any, float]:
    from PIL import Image

    from hpbrief.load.scan.recognise import resolution_of

    picture: Any = Image.open(io.BytesIO(data))
    if not 1 <= number <= getattr(picture, "n_frames", 1):
        raise LoadError("no_such_place", page=number)
    picture.seek(number - 1)
    return picture.convert("L"), resolution_of(*picture.size) / 72
