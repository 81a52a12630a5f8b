"""The house style of charts: themes, a canvas that touches no global setting, footers, labels kept apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from hpbrief.errors import CatalogError, ParseError
from hpbrief.files import write_bytes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ThemeName = Literal["light", "dark", "print"]


@dataclass(frozen=True)
class Theme:
    """Colours of one background; classes by hues that the colour-blind tell apart (after Okabe and Ito)."""

    surface: str
    ink: str
    muted: str
    grid: str
    track: str
    classes: dict[str, str]
    accent: str


_LIGHT = {
    "exceeded": "#005a8c",
    "met": "#0072b2",
    "on_track": "#3b9bd4",
    "at_risk": "#e69f00",
    "off_track": "#d55e00",
    "missed": "#9c3d00",
    "insufficient_data": "#8a8f98",
}
_DARK = {
    "exceeded": "#9fd3f5",
    "met": "#6cbbee",
    "on_track": "#3b9bd4",
    "at_risk": "#f5b82e",
    "off_track": "#f0803c",
    "missed": "#e2602b",
    "insufficient_data": "#8f96a3",
}

THEMES: dict[str, Theme] = {
    "light": Theme("#ffffff", "#1d2530", "#5b6472", "#e3e6ea", "#eef0f3", _LIGHT, "#0072b2"),
    "dark": Theme("#14181f", "#eef1f5", "#a9b2bf", "#2c333d", "#222831", _DARK, "#6cbbee"),
    "print": Theme("#ffffff", "#000000", "#444444", "#d0d0d0", "#ececec", _LIGHT, "#005a8c"),
}


def theme_of(name: str) -> Theme:
    """A theme by its name. Raises CatalogError for another one."""
    if name not in THEMES:
        raise CatalogError("no_theme", name=name, names=", ".join(THEMES))
    return THEMES[name]


def settings(theme: Theme) -> Any:
    """Settings that hold while a chart is drawn."""
    return {
        "font.family": "DejaVu Sans",
        "font.size": 9.5,
        "text.color": theme.ink,
        "axes.edgecolor": theme.grid,
        "axes.labelcolor": theme.muted,
        "axes.facecolor": theme.surface,
        "figure.facecolor": theme.surface,
        "savefig.facecolor": theme.surface,
        "xtick.color": theme.muted,
        "ytick.color": theme.muted,
        "axes.unicode_minus": True,
        "svg.fonttype": "path",
        "svg.hashsalt": "hpbrief",
        "text.usetex": False,
        "text.parse_math": False,
    }


@contextmanager
def canvas(ax: Axes | None, theme: Theme, size: tuple[float, float]) -> Iterator[Axes]:
    """The axes to draw on: those given, else of a new pyplot figure of that size in inches (so that Jupyter shows it).

    Settings hold while the chart is drawn and not after.
    """
    import matplotlib as mpl

    figure = new_figure(size, theme) if ax is None else None
    with mpl.rc_context(settings(theme)):
        if ax is None:
            assert figure is not None
            ax = figure.add_subplot()
        ax.set_facecolor(theme.surface)
        ax.tick_params(colors=theme.muted)  # axes that were given have the colours of their making
        for label in (ax.xaxis.label, ax.yaxis.label):
            label.set_color(theme.muted)
        for side in ("top", "right", "left", "bottom"):
            ax.spines[side].set_visible(False)
        yield ax


def new_figure(size: tuple[float, float], theme: Theme) -> Figure:
    """A pyplot figure of a size in inches.

    It is to be made before any ``rc_context``, whose end would undo what Jupyter sets with its first figure.
    """
    import matplotlib.pyplot as plt

    return plt.figure(figsize=size, layout="constrained", facecolor=theme.surface)


def titles(ax: Axes, finding: str, subtitle: str, theme: Theme, *, width: int = 88) -> None:
    """A title that says the finding, bold, and a line below it that says of what."""
    import textwrap

    finding = "\n".join(textwrap.wrap(finding, width))
    subtitle = "\n".join(textwrap.wrap(subtitle, int(width * 1.25)))
    ax.set_title(
        finding,
        loc="left",
        fontsize=12,
        fontweight="bold",
        color=theme.ink,
        pad=14 + 13 * (subtitle.count("\n") + 1),
    )
    ax.annotate(
        subtitle,
        (0, 1),
        xycoords="axes fraction",
        xytext=(0, 10),
        textcoords="offset points",
        color=theme.muted,
        va="bottom",
    )


def footer(ax: Axes, text: str, theme: Theme, *, offset: float = 38, width: int = 130) -> None:
    """Sources and reading help, small, below the axes."""
    import textwrap

    ax.annotate(
        "\n".join(line for part in text.split("\n") for line in textwrap.wrap(part, width)),
        (0, 0),
        xycoords="axes fraction",
        xytext=(0, -offset),
        textcoords="offset points",
        color=theme.muted,
        fontsize=7.5,
        va="top",
    )


def beside(ax: Axes, text: str, y: float, *, right: bool = False, raised: float = 0.0, **font: Any) -> None:
    """Write beside a row of the axes, left of them or ``right``; ``raised`` points above the row's middle."""
    ax.annotate(
        text,
        (1.0 if right else 0.0, y),
        xycoords=("axes fraction", "data"),
        xytext=(10 if right else -8, raised),
        textcoords="offset points",
        ha="left" if right else "right",
        va="center",
        annotation_clip=False,
        **font,
    )


def spread(positions: Sequence[float], gap: float) -> list[float]:
    """Positions moved as little as needed so that neighbours are at least ``gap`` apart, order kept."""
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    groups: list[list[int]] = []
    centres: list[float] = []
    for i in order:
        groups.append([i])
        centres.append(positions[i])
        while len(groups) > 1 and _too_close(groups[-2], centres[-2], groups[-1], centres[-1], gap):
            merged = groups[-2] + groups[-1]
            groups[-2:] = [merged]
            centres[-2:] = [sum(positions[k] for k in merged) / len(merged)]
    placed = [0.0] * len(positions)
    for group, centre in zip(groups, centres, strict=True):
        for rank, i in enumerate(group):
            placed[i] = centre + (rank - (len(group) - 1) / 2) * gap
    return placed


def _too_close(low: list[int], low_at: float, high: list[int], high_at: float, gap: float) -> bool:
    return high_at - low_at < gap * (len(low) + len(high)) / 2


def set_alt_text(ax: Axes, text: str) -> Axes:
    """Attach the words that stand for a chart where it cannot be seen."""
    ax.set_gid(ax.get_gid() or "hpbrief")
    ax.hpbrief_alt_text = text  # type: ignore[attr-defined]
    return ax


def alt_text(ax: Axes) -> str:
    """The words that stand for a chart of hpbrief; "" for another chart."""
    return str(getattr(ax, "hpbrief_alt_text", ""))


def figure_of(ax: Axes) -> Figure:
    """The figure on which axes stand."""
    from matplotlib.figure import Figure

    figure = ax.get_figure(root=True)
    assert isinstance(figure, Figure)
    return figure


def bare_axes(theme: ThemeName, size: tuple[float, float] = (9.2, 5.2)) -> Axes:
    """Axes to draw on that pyplot does not know of: nothing shows or keeps them."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, layout="constrained", facecolor=theme_of(theme).surface)
    return figure.add_subplot()


def chart_bytes(chart: Axes | Figure, kind: str, dpi: int = 160) -> bytes:
    """A chart, or the figure it stands on, as the bytes of a svg, png or pdf file; the same chart, the same bytes."""
    import io

    import matplotlib as mpl
    from matplotlib.figure import Figure

    figure = chart if isinstance(chart, Figure) else figure_of(chart)
    words = " ".join(filter(None, map(alt_text, figure.axes)))
    metadata: dict[str, dict[str, Any]] = {
        "svg": {"Date": None, "Description": words},
        "png": {"Description": words},
        "pdf": {"CreationDate": None, "Subject": words},
    }
    out = io.BytesIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "hpbrief"}):
        figure.savefig(
            out,
            format=kind,
            dpi=dpi,
            metadata=metadata[kind],
            facecolor=figure.get_facecolor(),
            bbox_inches="tight",
        )
    return out.getvalue()


def save_chart(chart: Axes | Figure, path: str | Path) -> Path:
    """Write a chart, or the figure it stands on, as .svg, .png or .pdf, by the ending.

    The same chart gives the same bytes. Alt text goes into the metadata. Written to a temporary file, then renamed.
    """
    path = Path(path)
    kind = path.suffix.lower().lstrip(".")
    if kind not in ("svg", "png", "pdf"):
        raise ParseError("chart_endings", where=path.name)
    return write_bytes(path, chart_bytes(chart, kind))
