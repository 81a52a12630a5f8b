"""The widgets: each control is a native one that the keyboard works, and each explorer stands for itself."""

from __future__ import annotations

import base64
import html
from dataclasses import replace
from datetime import date
from threading import RLock
from types import ModuleType
from typing import Any

from hpbrief.dataset import Dataset
from hpbrief.errors import HpbriefError
from hpbrief.interactive.choices import (
    CHARTS,
    Choice,
    Options,
    View,
    area_options,
    basis_options,
    day_options,
    first_choice,
    indicator_options,
    view_of,
    year_options,
)
from hpbrief.models import Lang
from hpbrief.plot.style import ThemeName

_WIDTH = "23rem"
# JupyterLab may run callbacks in several threads; matplotlib's settings are one for all of them.
_TURN = RLock()
# JupyterLab takes keys as its own (arrows, "dd" deletes the cell) while a control has the focus; ipywidgets #3912.
_KEYS_ARE_OURS = """
const mark = (tries) => {
  const cell = element.closest('.jp-Cell-outputWrapper');  // there once the output has its place in the page
  if (cell) {
    cell.setAttribute('data-lm-suppress-shortcuts', 'true');  // Lumino's shortcuts
    cell.addEventListener('keydown', (event) => event.stopPropagation());  // the notebook's own keys
  } else if (tries) setTimeout(mark, 100, tries - 1);
};
mark(50);
"""


def explore(
    ds: Dataset,
    *,
    area: str | None = None,
    year: int | None = None,
    indicator: str | None = None,
    as_of: date | str | None = None,
    basis: str | None = None,
    lang: Lang = "vi",
    theme: ThemeName = "light",
) -> Explorer:
    """Explore a data set in a notebook: choose area, year, indicator, day, basis, chart and language.

    Chart and explanation follow each choice. The arguments say where to begin, with the defaults of ``assess``.
    Needs ipywidgets (``pip install 'hpbrief[notebook]'``); raises HpbriefError where it is missing, and as
    ``assess`` for names that are not known.
    """
    return Explorer(_ipywidgets(), ds, first_choice(ds, area, year, indicator, as_of, basis, lang), theme)


def _ipywidgets() -> ModuleType:
    try:
        import ipywidgets
    except ImportError as error:
        raise HpbriefError("needs_widgets") from error
    return ipywidgets  # type: ignore[no-any-return]


class Explorer:
    """Controls, chart and explanation; Jupyter shows it. ``choice`` and ``view`` say what is chosen and shown.

    The controls (``area``, ``year``, ``indicator``, ``day``, ``basis``, ``chart``, ``language``) are widgets whose
    ``value`` may be set from code. ``close()`` takes all of them away.
    """

    def __init__(self, widgets: ModuleType, ds: Dataset, choice: Choice, theme: ThemeName) -> None:
        self.ds = ds
        self.choice = choice
        self.view = View(None, "", ())
        self.theme = theme
        style, layout = {"description_width": "7rem"}, {"width": _WIDTH}
        self.language = widgets.Dropdown(
            options=[("Tiếng Việt", "vi"), ("English", "en")], value=choice.lang, style=style, layout=layout
        )
        self.area = widgets.Dropdown(style=style, layout=layout)
        self.year = widgets.Dropdown(style=style, layout=layout)
        self.indicator = widgets.Dropdown(style=style, layout=layout)
        self.day = widgets.SelectionSlider(
            options=[("", choice.as_of)],
            continuous_update=False,
            readout=False,
            style={"description_width": "13rem"},
            layout=layout,
        )
        self.basis = widgets.Dropdown(style=style, layout=layout)
        self.chart = widgets.Dropdown(style=style, layout=layout)
        self.picture = widgets.HTML()
        self.text = widgets.HTML()
        controls = widgets.HBox(list(self._controls().values()), layout={"flex_flow": "row wrap"})
        self.box = widgets.VBox([controls, self.picture, self.text])
        self._following = False
        self._follow()
        for widget in self._controls().values():
            widget.observe(self._on_change, names="value")

    def _controls(self) -> dict[str, Any]:
        return {
            "area": self.area,
            "year": self.year,
            "indicator": self.indicator,
            "day": self.day,
            "basis": self.basis,
            "chart": self.chart,
            "language": self.language,
        }

    def _ipython_display_(self) -> None:
        from IPython.display import Javascript, display

        display(Javascript(_KEYS_ARE_OURS), self.box)  # type: ignore[no-untyped-call]

    def close(self) -> None:
        """Take the widgets away, here and in the page."""
        for widget in (*self._controls().values(), self.picture, self.text, *self.box.children[:1], self.box):
            widget.unobserve_all()
            widget.layout.close()
            if widget.has_trait("style"):
                widget.style.close()
            widget.close()

    # -- following ----------------------------------------------------------------------------------

    def _on_change(self, change: dict[str, Any]) -> None:
        with _TURN:
            if self._following:  # in this very thread: options that follow a choice change values themselves
                return
            self.choice = replace(
                self.choice,
                area=self.area.value,
                year=self.year.value,
                indicator=self.indicator.value,
                as_of=self.day.value,
                basis=self.basis.value,
                chart=self.chart.value,
                lang=self.language.value,
            )
            self._follow()

    def _follow(self) -> None:
        """Offer what can be chosen beside the rest, keep what still can, and show it."""
        self._following = True
        try:
            ds, c = self.ds, self.choice
            c = replace(c, area=_offer(self.area, area_options(ds, c.lang), c.area))
            c = replace(c, year=_offer(self.year, year_options(ds, c.area), c.year))
            named = indicator_options(ds, c.area, c.year, c.lang)
            c = replace(c, indicator=_offer(self.indicator, named, c.indicator))
            days = day_options(ds, c.area, c.year, c.lang, c.as_of)
            c = replace(c, as_of=_offer(self.day, days, c.as_of))
            c = replace(c, basis=_offer(self.basis, basis_options(ds, c), c.basis))
            word = ds.catalog.word
            charts = [(word("explore", chart, c.lang), chart) for chart in CHARTS]
            self.choice = replace(c, chart=_offer(self.chart, charts, c.chart))
            self._describe()
            self._show()
        finally:
            self._following = False

    def _describe(self) -> None:
        for name, widget in self._controls().items():
            widget.description = self.ds.catalog.word("explore", name, self.choice.lang)
        self.day.description += f" {self.day.label}"

    def _show(self) -> None:
        self.view = view_of(self.ds, self.choice, self.theme)
        self.picture.value = _picture(self.view)
        self.text.value = "".join(f"<p>{html.escape(line)}</p>" for line in self.view.lines)


def _offer(widget: Any, options: Options, wanted: Any) -> Any:
    """Put options into a control and choose the wanted one, else the first; returns what is chosen.

    A control whose options stay is not touched: a person may be changing it at this moment.
    """
    if list(widget.options) != options:
        widget.options = options
        values = [value for _, value in options]
        widget.value = wanted if wanted in values else values[0]
    return widget.value


def _picture(view: View) -> str:
    if view.png is None:
        return f"<p><b>{html.escape(view.alt)}</b></p>"
    data = base64.b64encode(view.png).decode("ascii")
    alt = html.escape(view.alt, quote=True)
    return f'<img alt="{alt}" style="max-width: 100%; height: auto" src="data:image/png;base64,{data}">'
