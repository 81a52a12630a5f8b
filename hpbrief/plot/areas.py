"""Areas side by side: one indicator, each area's figure against its own goal, and what cannot be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hpbrief.assessment.compare import Comparison, figure_of
from hpbrief.assessment.words import basis_text, class_text, goal_text
from hpbrief.format import format_number, format_observation, format_period
from hpbrief.models import Assessment, Lang, Measure
from hpbrief.plot.style import Theme, ThemeName, beside, canvas, footer, set_alt_text, theme_of, titles

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_areas(
    comparison: Comparison, ax: Axes | None = None, *, lang: Lang = "vi", theme: ThemeName = "light"
) -> Axes:
    """Each area's figure and its own goal, one row an area: growth in percent, totals as a share of the goal.

    The dot is the figure, the upright tick the goal; a hollow dot is a figure of other months, another basis
    or another definition than most. Below stand the reasons, and which boundaries changed. Takes what
    ``compare_areas`` gives.
    """
    colours = theme_of(theme)
    rows = comparison.assessments
    with canvas(ax, colours, (10.5, 2.3 + 0.56 * len(rows) + 0.16 * len(comparison.caveats(lang)))) as axes:
        for row, a in enumerate(rows):
            _row(axes, row, a, comparison, lang, colours)
        _frame(axes, comparison, lang, colours)
    return set_alt_text(axes, _alt(comparison, lang))


def _growth(comparison: Comparison) -> bool:
    return comparison.measure == Measure.YOY_CHANGE


def _x(a: Assessment, comparison: Comparison) -> float | None:
    """Where the dot stands: growth in percent, else the share of the goal in percent."""
    figure = figure_of(a)
    if figure is None:
        return None
    if _growth(comparison):
        return float(figure.quantity.value)
    return a.main.attainment_pct if a.main else None


def _goal_x(a: Assessment, comparison: Comparison) -> float | None:
    if a.goal is None:
        return None
    return float(a.goal.quantity.value) if _growth(comparison) else 100.0


def _row(ax: Axes, row: int, a: Assessment, comparison: Comparison, lang: Lang, theme: Theme) -> None:
    word = comparison.catalog.word
    at, goal = _x(a, comparison), _goal_x(a, comparison)
    colour = theme.classes[a.computed_class]
    if at is not None and goal is not None:
        ax.plot([at, goal], [row, row], color=colour, lw=4, alpha=0.35, solid_capstyle="butt", zorder=2)
    if goal is not None:
        ax.vlines(goal, row - 0.28, row + 0.28, color=theme.ink, lw=2.2, zorder=3)
    if a.main and a.main.expected_share_pct is not None and not _growth(comparison):
        ax.vlines(a.main.expected_share_pct, row - 0.2, row + 0.2, color=theme.muted, lw=1.2, zorder=3)
    if at is not None:
        hollow = bool(comparison.apart(a))
        ax.scatter(
            [at],
            [row],
            s=62,
            facecolor=theme.surface if hollow else colour,
            edgecolor=colour,
            lw=1.6,
            zorder=4,
        )
        right = goal is None or at >= goal or at < _room(comparison)
        ax.annotate(
            _amount(at, comparison, lang),
            (at, row),
            xytext=(9 if right else -9, 0),
            textcoords="offset points",
            ha="left" if right else "right",
            va="center",
            fontsize=8.5,
            fontweight="bold",
            bbox={"facecolor": theme.surface, "edgecolor": "none", "alpha": 0.85, "pad": 0.8},
            zorder=5,
        )
    beside(ax, comparison.name(a.area, lang), row, raised=6, fontweight="bold")
    beside(ax, _figure_line(a, comparison, lang), row, raised=-7, fontsize=7.5, color=theme.muted)
    missing = [f for f in a.flags if f in ("no_figure", "no_goal", "no_goal_on_basis", "unit_mismatch")]
    text = "; ".join(word("flag", f, lang) for f in missing)
    text = text or class_text(a.computed_class, comparison.catalog, lang)
    raised = 6 if a.goal else 0
    beside(ax, text, row, right=True, raised=raised, color=theme.muted if missing else theme.ink)
    beside(ax, _goal_line(a, comparison, lang), row, right=True, raised=-7, fontsize=7.5, color=theme.muted)


def _room(comparison: Comparison) -> float:
    """Below this a number has no room on the left of its dot."""
    return 0.15 * max([1.0, *(x for a in comparison.assessments if (x := _x(a, comparison)) is not None)])


def _amount(value: float, comparison: Comparison, lang: Lang) -> str:
    sign = "+" if _growth(comparison) and value > 0 else ""
    digits = 2 if _growth(comparison) else 1
    return f"{sign}{format_number(value, lang, digits)}%"


def _figure_line(a: Assessment, comparison: Comparison, lang: Lang) -> str:
    figure = figure_of(a)
    if figure is None:
        return ""
    period = format_period(figure.period, lang, comparison.catalog)
    if _growth(comparison):
        return period
    return f"{format_observation(figure, lang, comparison.catalog)} · {period}"


def _goal_line(a: Assessment, comparison: Comparison, lang: Lang) -> str:
    if a.goal is None:
        return ""
    catalog = comparison.catalog
    return f"{goal_text(a.goal, catalog, lang)}, {_lower(basis_text(a.goal, catalog, lang))}"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _frame(ax: Axes, comparison: Comparison, lang: Lang, theme: Theme) -> None:
    word = comparison.catalog.word
    rows = comparison.assessments
    values = [x for a in rows for x in (_x(a, comparison), _goal_x(a, comparison)) if x is not None]
    low, high = min(0.0, *values, 0.0), max([1.0, *values])
    margin = (high - low) * 0.13
    ax.set_xlim(low - (margin if low < 0 else 0), high + margin)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_yticks([])
    ax.xaxis.set_major_formatter(lambda value, _: f"{format_number(value, lang, 0)}%")
    ax.locator_params(axis="x", nbins=8, integer=True)
    ax.xaxis.grid(visible=True, color=theme.grid, lw=0.8)
    ax.set_axisbelow(True)
    ax.tick_params(length=0)
    unit = (
        word("measure", "yoy_change", lang) if _growth(comparison) else word("chart", "share_of_goal", lang)
    )
    ax.set_xlabel(f"% {unit}" if _growth(comparison) else unit, loc="left")
    titles(ax, comparison.title(lang), comparison.subtitle(lang), theme)
    footer(ax, "\n".join(_notes(comparison, lang)), theme, width=118)


def _notes(comparison: Comparison, lang: Lang) -> list[str]:
    word = comparison.catalog.word
    legend = word("compare", "legend_growth" if _growth(comparison) else "legend", lang)
    cited = {f.source_id for a in comparison.assessments if (f := figure_of(a))}
    sources = {
        s.source_id: s.publisher or s.source_id for card in comparison.cards for s in card.record.sources
    }
    publishers = dict.fromkeys(sources[s] for s in sorted(cited))
    published = f"{word('sentence', 'sources', lang)}: {'; '.join(publishers)}"
    return [legend, *comparison.caveats(lang), *([published] if cited else [])]


def _alt(comparison: Comparison, lang: Lang) -> str:
    catalog = comparison.catalog
    parts = []
    for a in comparison.assessments:
        at = _x(a, comparison)
        texts = [_amount(at, comparison, lang)] if at is not None else []
        texts.append(_figure_line(a, comparison, lang))
        if a.goal:
            texts.append(f"{catalog.word('column', 'goal', lang).lower()} {_goal_line(a, comparison, lang)}")
        texts.append(catalog.word("class", a.computed_class, lang).lower())
        parts.append(f"{comparison.name(a.area, lang)}: {', '.join(filter(None, texts))}")
    sentences = [
        f"{comparison.title(lang)}.",
        f"{comparison.subtitle(lang)}.",
        f"{'; '.join(parts)}.",
    ]
    return " ".join([*sentences, *comparison.caveats(lang)])
