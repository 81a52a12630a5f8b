"""Exploring a data set in a notebook: choose, and chart and explanation follow; exports ``explore``."""

from hpbrief.interactive.widget import Explorer, explore

__all__ = ["Explorer", "explore"]
