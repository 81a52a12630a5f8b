"""Charts: a scorecard or a data set in, matplotlib axes out."""

from hpbrief.plot.bullets import plot_bullets
from hpbrief.plot.path import plot_path
from hpbrief.plot.style import alt_text, save_chart

__all__ = ["alt_text", "plot_bullets", "plot_path", "save_chart"]
