"""The charts of a written note: those of the house without title and footer, which the note has as captions."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from hpbrief.assessment import Scorecard
from hpbrief.dataset import Dataset
from hpbrief.models import Assessment, Lang
from hpbrief.plot.bullets import bullets_alt, draw_bullets
from hpbrief.plot.path import draw_path, legend_text, path_alt, path_of
from hpbrief.plot.style import THEMES, settings
from hpbrief.report.blocks import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

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
