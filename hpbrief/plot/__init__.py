"""Charts: a scorecard or a data set in, matplotlib axes out.

In: a scorecard or a data set. Out: matplotlib axes with alt text; nothing is shown or saved by itself.
"""

from hpbrief.plot.areas import plot_areas
from hpbrief.plot.bullets import plot_bullets, plot_stated
from hpbrief.plot.claims import plot_claims
from hpbrief.plot.directives import plot_directives
from hpbrief.plot.outlook import plot_fan, plot_gap
from hpbrief.plot.page import plot_multiples, plot_scorecard
from hpbrief.plot.path import plot_path
from hpbrief.plot.sources import plot_conflict, plot_revisions
from hpbrief.plot.style import alt_text, save_chart

__all__ = [
    "alt_text",
    "plot_areas",
    "plot_bullets",
    "plot_claims",
    "plot_conflict",
    "plot_directives",
    "plot_fan",
    "plot_gap",
    "plot_multiples",
    "plot_path",
    "plot_revisions",
    "plot_scorecard",
    "plot_stated",
    "save_chart",
]
