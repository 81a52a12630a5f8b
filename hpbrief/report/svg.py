"""Charts as inline SVG: real text, colours that follow the page, ids that do not clash."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

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
