"""The parts of a written note, before Word or Markdown gives them a form, and the charts it bears."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from hpbrief.assessment import Scorecard
from hpbrief.dataset import Dataset
from hpbrief.models import Assessment, Lang
from hpbrief.plot.bullets import bullets_alt, draw_bullets
from hpbrief.plot.path import draw_path, legend_text, path_alt, path_of
from hpbrief.plot.style import THEMES, settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is numbered I, II, …, level 2 is 1, 2, … within it (the text bears the number)."""

    text: str
    level: Literal[1, 2]


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``lead`` stands before it, bold, with a colon."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, its share of the width, and how its cells stand."""

    head: str
    width: float
    align: Literal["left", "right", "center"] = "left"


@dataclass(frozen=True)
class Table:
    """A captioned table; ``marks`` are the classes of its rows, for colour."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A captioned chart: the words that stand for it, how to draw it as PNG, and how to read its marks."""

    caption: str
    alt: str
    draw: Callable[[], bytes]
    note: str = ""


@dataclass(frozen=True)
class SourceLine:
    """A numbered source of the annex; ``url`` is "" or begins with http."""

    number: int
    text: str
    url: str = ""


Block = Heading | Paragraph | Table | Picture | SourceLine


#: Rows of bars that stand on a page with their caption; more of them are drawn on further pictures.
_ROWS = 14


def results_charts(card: Scorecard, caption: Callable[[str], str], lang: Lang) -> Iterator[Picture]:
    """All indicators as shares of their goals, in the order of the scorecard, on as many pictures as pages need.

    ``caption`` makes a caption of which part it is of how many (" (1/3)"), "" where there is one.
    """
    rows = card.record.assessments
    count = max(1, math.ceil(len(rows) / _ROWS))
    size = max(1, math.ceil(len(rows) / count))
    for n in range(count):
        part = rows[n * size : (n + 1) * size]
        shown = replace(card, record=card.record.model_copy(update={"assessments": part}))
        yield Picture(
            caption=caption(f" ({n + 1}/{count})" if count > 1 else ""),
            alt=bullets_alt(card, lang, part),
            draw=_png(partial(_bullets, card=shown, lang=lang), (9.0, 0.9 + 0.56 * len(part))),
            note=card.catalog.word("chart", "bullets_legend", lang),
        )


def _bullets(ax: Axes, card: Scorecard, lang: Lang) -> None:
    draw_bullets(ax, card, lang, THEMES["print"])


def path_chart(ds: Dataset, a: Assessment, caption: Callable[[], str], lang: Lang) -> Picture:
    """The path of an indicator through the year; ``caption`` is asked for once there is something to draw.

    Raises DatasetError where there is no figure.
    """
    path = path_of(ds, a)

    def draw(ax: Axes) -> None:
        draw_path(ax, path, ds, lang, THEMES["print"])

    return Picture(
        caption=caption(),
        alt=path_alt(path, ds, a.as_of, lang),
        draw=_png(draw, (8.0, 3.2)),
        note=legend_text(path, ds, lang),
    )


def _png(draw: Callable[[Axes], None], size: tuple[float, float]) -> Callable[[], bytes]:
    """A chart of the house, without title and footer, as PNG when it is asked for."""

    def make() -> bytes:
        import matplotlib as mpl
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        with mpl.rc_context(settings(THEMES["print"])), warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph .* missing")  # drawn as an empty box, as Word would
            figure = Figure(figsize=size, layout="constrained")
            FigureCanvasAgg(figure)
            axes = figure.add_subplot()
            for spine in axes.spines.values():
                spine.set_visible(False)
            draw(axes)
            stream = io.BytesIO()
            figure.savefig(stream, format="png", dpi=180, metadata={"Software": None})
        return stream.getvalue()

    return make
