"""Exploring a data set in a notebook: choose, and chart and explanation follow; exports ``explore``.

In: a data set, in a notebook. Out: widgets, with chart and explanation for each choice.
"""

from hpbrief.interactive.explorer import Explorer, explore

__all__ = ["Explorer", "explore"]
