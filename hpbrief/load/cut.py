"""The picture of a place on a page: a figure as it is printed, a number in doubt."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hpbrief.errors import LoadError
from hpbrief.load.limits import Limits
from hpbrief.load.parts import BoxFields

if TYPE_CHECKING:
    from hpbrief.models import PageBox

#: What is shown around a place, in points, and the dots an inch with which a page of a PDF is drawn.
_MARGIN, _DPI = 6.0, 200


def cut_out(source: str | Path, at: PageBox, *, limits: Limits | None = None) -> bytes:
    """The place ``at`` of a page of a PDF or a picture, as a PNG, turned to be read.

    ``at`` is that of the evidence of a fact or an issue. Raises LoadError where the file is neither or has no such
    page, UnsafeFileError where it asks for more than ``limits``.

    >>> brief = hb.read_briefing("bao-cao.pdf")                                    # doctest: +SKIP
    >>> hb.cut_out("bao-cao.pdf", brief.statements[0].evidence.at)                 # doctest: +SKIP
    """
    from hpbrief.load.opening import read_bytes
    from hpbrief.load.sandbox import cut_apart
    from hpbrief.load.sniff import kind_of

    limits = limits or Limits()
    data = read_bytes(Path(source), limits)
    kind = kind_of(data, limits)
    if kind not in ("pdf", "picture"):
        raise LoadError("no_pages_to_cut", where=source)
    fields = at.page, at.left, at.top, at.right, at.bottom, at.turn, at.confidence
    return cut_apart(data, kind, str(source), limits, fields)


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
