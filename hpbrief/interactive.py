"""Exploring a data set: what can be chosen of it and what is shown for a choice; and the widgets, each a native
control that the keyboard works.
"""

from __future__ import annotations

import base64
import html
from dataclasses import dataclass, replace
from datetime import date
from threading import RLock
from types import ModuleType
from typing import Any, Literal

from hpbrief.assessment import assess
from hpbrief.assessment.explain import explain_assessment
from hpbrief.dataset import Dataset
from hpbrief.errors import DatasetError, HpbriefError
from hpbrief.format import format_date
from hpbrief.models import Goal, Lang, Observation, Period
from hpbrief.plot import alt_text, plot_fan, plot_gap, plot_path
from hpbrief.plot.style import ThemeName, bare_axes, chart_bytes

Chart = Literal["path", "fan", "gap"]
Options = list[tuple[str, Any]]

CHARTS: tuple[Chart, ...] = ("path", "fan", "gap")
_DRAW = {"path": plot_path, "fan": plot_fan, "gap": plot_gap}
_DPI = 110


@dataclass(frozen=True)
class Choice:
    """All that a person has chosen; ``basis`` "" is the order of docs/methods."""

    area: str
    year: int
    indicator: str
    as_of: date
    basis: str = ""
    chart: Chart = "path"
    lang: Lang = "vi"


@dataclass(frozen=True)
class View:
    """What is shown for a choice: a chart as PNG with its words, or why there is none; the explanation by lines."""

    png: bytes | None
    alt: str
    lines: tuple[str, ...]


def first_choice(
    ds: Dataset,
    area: str | None = None,
    year: int | None = None,
    indicator: str | None = None,
    as_of: date | str | None = None,
    basis: str | None = None,
    lang: Lang = "vi",
) -> Choice:
    """The choice to begin with: what is given, else the defaults of ``assess`` and the first judged indicator.

    Raises as ``assess`` for names that are not known.
    """
    wanted = [ds.catalog.indicator(indicator).id] if indicator else None
    card = assess(ds, area, year, as_of, basis, wanted)
    judged = next((a.indicator for a in card if a.main), None)
    place = card.record.area
    offered = [i for _, i in indicator_options(ds, place, card.record.year, lang)]
    chosen = indicator_of(ds, indicator) or judged or next(iter(offered), ds.indicators[0])
    return Choice(place, card.record.year, chosen, card.record.as_of, basis or "", "path", lang)


def indicator_of(ds: Dataset, indicator: str | None) -> str | None:
    """The id of an indicator that was named."""
    return ds.catalog.indicator(indicator).id if indicator else None


def area_options(ds: Dataset, lang: Lang) -> Options:
    """Areas by name."""
    return sorted((ds.catalog.area(a).label(lang), a) for a in ds.areas)


def year_options(ds: Dataset, area: str) -> Options:
    """Years in which the area has figures or goals within its boundary."""
    place = ds.catalog.area(area)
    years = sorted({r.period.end.year for r in _rows(ds) if r.area == area})
    return [(str(y), y) for y in years if place.existed_in(Period.year(y))]


def indicator_options(ds: Dataset, area: str, year: int, lang: Lang) -> Options:
    """Indicators with a figure or goal of the area in the year, in the order of the catalogue."""
    found = {r.indicator for r in _rows(ds) if r.area == area and r.period.end.year == year}
    return [(ds.catalog.indicator(i).label(lang), i) for i in ds.indicators if i in found]


def basis_options(ds: Dataset, choice: Choice) -> Options:
    """Bases on which the indicator has a goal for the year, after the usual order."""
    word = ds.catalog.word
    card = assess(ds, choice.area, choice.year, choice.as_of, None, [choice.indicator])
    a = card.assessments[0]
    goals = [*((a.goal,) if a.goal else ()), *(j.goal for j in a.by_basis), *a.other_goals]
    bases = dict.fromkeys(g.basis for g in goals if g.period == Period.year(choice.year))
    named = [(word("basis", b, choice.lang), str(b)) for b in bases]
    return [(word("explore", "usual_basis", choice.lang), ""), *named]


def day_options(ds: Dataset, area: str, year: int, lang: Lang, also: date) -> Options:
    """Days on which something of the area and year became known, and ``also`` that one."""
    known = {s.source_id: s.known_from for s in ds.tables.sources if s.known_from}
    days = {also}
    for r in _rows(ds):
        if r.area == area and r.period.end.year == year:
            day = r.in_force_from if isinstance(r, Goal) and r.in_force_from else known.get(r.source_id)
            if day:
                days.add(day)
    return [(format_date(d, lang), d) for d in sorted(days)]


def view_of(ds: Dataset, choice: Choice, theme: ThemeName = "light") -> View:
    """Chart and explanation of a choice; what cannot be drawn says so, and why, in the language chosen."""
    c = choice
    a = assess(ds, c.area, c.year, c.as_of, c.basis or None, [c.indicator]).assessments[0]
    lines = tuple(explain_assessment(a, c.lang, ds.catalog).splitlines())
    ax = bare_axes(theme)
    try:
        _DRAW[c.chart](
            ds,
            c.indicator,
            ax,
            area=c.area,
            year=c.year,
            as_of=c.as_of,
            basis=c.basis or None,
            lang=c.lang,
            theme=theme,
        )
    except DatasetError:
        return View(None, ds.catalog.word("explore", f"no_{c.chart}", c.lang), lines)
    return View(chart_bytes(ax, "png", dpi=_DPI), alt_text(ax), lines)


def _rows(ds: Dataset) -> tuple[Observation | Goal, ...]:
    return (*ds.tables.observations, *ds.tables.goals)


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
