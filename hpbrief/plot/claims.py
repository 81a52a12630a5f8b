"""What officials of each area counted, beside what the areas' own figures show: one bar an area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hpbrief.catalog import load_catalog
from hpbrief.models import Lang
from hpbrief.plot.style import Theme, ThemeName, canvas, footer, set_alt_text, theme_of, titles

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def plot_claims(frame: Any, ax: Axes | None = None, *, lang: Lang = "vi", theme: ThemeName = "light") -> Axes:
    """One bar an area, the goals that officials counted: reached and missed by the area's own figures, the rest open.

    The upright tick is the count that officials stated (22 of 25); a hollow one where pages printed several. Takes
    what ``stated_by_area`` gives; areas without a count of goals met are named below.
    """
    colours, word = theme_of(theme), load_catalog().word
    counted = frame[frame["of_total"].notna() & frame["status"].isin(["met_or_exceeded", "met"])]
    rows = counted.assign(claim=counted["count"] / counted["of_total"]).sort_values(["claim", "label"])
    with canvas(ax, colours, (10.5, 2.6 + 0.34 * len(rows))) as axes:
        for at, row in enumerate(map(dict, rows.to_dict("records"))):
            _bar(axes, at, row, colours)
        axes.set_yticks(range(len(rows)), list(rows["label"]))
        axes.set_xlim(0, 112)
        axes.set_xticks([0, 25, 50, 75, 100], [f"{x}%" for x in (0, 25, 50, 75, 100)])
        axes.set_ylim(-0.7, len(rows) - 0.3)
        checked = int(rows["reached"].sum() + rows["short"].sum())
        facts = {
            "areas": len(rows),
            "claimed": int(rows["count"].sum()),
            "total": int(rows["of_total"].sum()),
            "checked": checked,
            "reached": int(rows["reached"].sum()),
            "short": int(rows["short"].sum()),
        }
        said = word("plot_claims", "title", lang).format(**facts)
        titles(axes, said, word("plot_claims", "subtitle", lang).format(**facts), colours)
        others = ", ".join(frame[~frame["area"].isin(rows["area"])]["label"])
        footer(axes, word("plot_claims", "footer", lang).format(others=others or "–"), colours)
    lines = [
        f"{r['label']}: {r['count']}/{r['of_total']}, {r['reached']}, {r['short']}"
        for r in rows.to_dict("records")
    ]
    return set_alt_text(axes, f"{said} {word('plot_claims', 'alt', lang)} {'; '.join(lines)}.")


def _bar(ax: Axes, at: int, row: dict[Any, Any], theme: Theme) -> None:
    total, count, reached, short = (float(str(row[k])) for k in ("of_total", "count", "reached", "short"))
    left = 0.0
    for size, colour in ((reached, theme.classes["exceeded"]), (short, theme.classes["missed"])):
        ax.barh(at, 100 * size / total, left=left, height=0.55, color=colour, zorder=3)
        left += 100 * size / total
    ax.barh(at, max(0.0, 100 - left), left=left, height=0.55, color=theme.grid, zorder=2)
    style = (0, (2, 1.5)) if row["moved"] else "solid"
    ax.vlines(100 * count / total, at - 0.42, at + 0.42, color=theme.ink, lw=2.2, linestyle=style, zorder=4)
    ax.text(101.5, at, f"{count:.0f}/{total:.0f}", va="center", fontsize=9, color=theme.ink)
