"""Charts as inline SVG: real text, colours that follow the page, ids that do not clash; and sparklines."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from hpbrief.dataset import Dataset
from hpbrief.errors import DatasetError
from hpbrief.format import format_observation, format_period
from hpbrief.models import Assessment, Lang
from hpbrief.plot.path import path_of, rises
from hpbrief.plot.style import THEMES, settings

if TYPE_CHECKING:
    from matplotlib.axes import Axes


#: Colours of the light theme, and the custom property of the page that takes their place.
_PROPERTIES = {
    THEMES["light"].surface: "--surface",
    THEMES["light"].ink: "--ink",
    THEMES["light"].muted: "--muted",
    THEMES["light"].grid: "--line",
    THEMES["light"].track: "--track",
    THEMES["light"].accent: "--accent",
}


def inline_svg(draw: Callable[[Axes], str], name: str, size: tuple[float, float]) -> str:
    """An SVG element of a chart; ``draw`` draws on the axes and returns the alt text.

    ``name`` makes the ids of the element its own; ``size`` is in inches.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with mpl.rc_context({**settings(THEMES["light"]), "svg.fonttype": "none", "svg.hashsalt": name}):
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        for spine in axes.spines.values():
            spine.set_visible(False)
        alt = draw(axes)
        stream = io.StringIO()
        figure.savefig(stream, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _as_element(stream.getvalue(), name, alt)


def _as_element(svg: str, name: str, alt: str) -> str:
    body = svg[svg.index("<svg") :].strip()
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    box = re.search(r'viewBox="([^"]+)"', body)
    assert box is not None
    inner = body[body.index(">") + 1 :]
    inner = re.sub(r'\bid="', f'id="{name}-', inner)
    inner = inner.replace("url(#", f"url(#{name}-").replace('xlink:href="#', f'href="#{name}-')
    inner = re.sub(r"font:[^;\"]*?([0-9.]+px)[^;\"]*", r"font: \1 var(--font)", inner)
    for colour, variable in _PROPERTIES.items():
        inner = inner.replace(colour, f"var({variable})")
    return (
        f'<svg role="img" aria-labelledby="{name}-alt" viewBox="{box[1]}" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-alt">{html.escape(alt)}</title>{inner}'
    )


_WIDTH, _HEIGHT, _EDGE = 96.0, 22.0, 3.0


def sparkline(a: Assessment, ds: Dataset, lang: Lang) -> str:
    """The figures on the line from January to December, the goal as a short bar at the end of the year.

    A total that adds up stands on its even path to the goal, from nothing. The element bears the first and the last
    figure in words; "" where there is no line to draw.
    """
    try:
        path = path_of(ds, a)
    except DatasetError:
        return ""
    goal = [path.target] if path.goal is not None else []
    even = bool(goal) and rises(path)
    if len(path.line) < (1 if even else 2):
        return ""
    values = [path.y(o) for o in path.line] + goal + ([0.0] if even else [])
    low, high = min(values), max(values)

    def y(value: float) -> str:
        part = (value - low) / (high - low) if high > low else 0.5
        return f"{_HEIGHT - _EDGE - part * (_HEIGHT - 2 * _EDGE):.1f}"

    def x(months: float) -> str:
        return f"{_EDGE + months / 12 * (_WIDTH - 2 * _EDGE):.1f}"

    points = [(x(float(o.period.months_elapsed)), y(path.y(o))) for o in path.line]
    marks = f'<line class="even" x1="{x(0)}" y1="{y(0)}" x2="{x(12)}" y2="{y(goal[0])}"/>' if even else ""
    marks += f'<polyline points="{" ".join(f"{h},{v}" for h, v in points)}"/>'
    marks += f'<circle cx="{points[-1][0]}" cy="{points[-1][1]}" r="2.5"/>'
    if goal:
        height = y(goal[0])
        marks += f'<line class="goal" x1="{x(11)}" y1="{height}" x2="{x(12)}" y2="{height}"/>'
    first, last = path.line[0], path.line[-1]
    words = ds.catalog.word("report", "spark", lang).format(
        label=ds.catalog.indicator(a.indicator).label(lang, short=True),
        start=format_observation(first, lang, ds.catalog),
        first=format_period(first.period, lang, ds.catalog),
        end=format_observation(last, lang, ds.catalog),
        last=format_period(last.period, lang, ds.catalog),
    )
    return (
        f'<svg class="spark" role="img" aria-label="{html.escape(words)}" '
        f'viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" width="{_WIDTH:g}" height="{_HEIGHT:g}">{marks}</svg>'
    )
