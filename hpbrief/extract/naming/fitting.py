"""Whether an indicator fits what a number measures, in its unit: a row of named rules, the first that answers holds.

A rule answers with an indicator, with "" where the words name none in this unit, or with None where it has nothing
to say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hpbrief.extract.naming.indicator_names import IndicatorNames
from hpbrief.extract.naming.measures import Reading

_PER_CENT: Final = ("PT", "PP")
_UNSAID: Final = (*_PER_CENT, None)
_OF_GROWTH: Final = (*_PER_CENT, "place", None)
_MONEY: Final = ("VND", "USD")
_GROWN: Final = ("yoy_change", "rank", "change_vs_previous")
NONE: Final = ""


class Asked:
    """An indicator that words name, and the number they are said of."""

    __slots__ = ("indicator", "is_level", "reading", "unit")

    def __init__(self, indicator: str, reading: Reading, unit: str | None) -> None:
        self.indicator = indicator
        self.reading = reading
        self.unit = unit
        self.is_level = reading.measure == "level"


def _share_of_growth(names: IndicatorNames, asked: Asked) -> str | None:
    """A share is never one of growth."""
    return NONE if asked.reading.measure == "share_of_total" and asked.indicator in names.changes else None


def _amount_of_growth(names: IndicatorNames, asked: Asked) -> str | None:
    """Growth is told in per cent, in points or by its place in an order."""
    other = asked.unit not in _OF_GROWTH
    return NONE if other and asked.indicator in names.changes else None


def _score_of_rank(names: IndicatorNames, asked: Asked) -> str | None:
    """ "PCI đạt 71,2 điểm": a score, not a place in the order."""
    scored = asked.is_level and asked.unit in ("point", "PT")
    return NONE if scored and asked.indicator in names.ranks else None


def _other_thing(names: IndicatorNames, asked: Asked) -> str | None:
    """Money of what is counted, or a count of what is paid: its money where the catalogue has it."""
    if not asked.is_level or not names.counts_other(asked.indicator, asked.unit):
        return None
    return names.money_of.get(asked.indicator, NONE) if asked.unit in _MONEY else NONE


def _other_currency(names: IndicatorNames, asked: Asked) -> str | None:
    """What is counted in dollars only is not the sum in dong."""
    return NONE if asked.unit == "VND" and asked.indicator in names.in_dollars else None


def _share_of_count(names: IndicatorNames, asked: Asked) -> str | None:
    """A count told in per cent is the indicator of its share."""
    share = asked.unit == "PT" and asked.reading.measure in ("level", "share_of_total")
    return names.share_is.get(asked.indicator) if share else None


def _count_of_share(names: IndicatorNames, asked: Asked) -> str | None:
    """A share told as a count is the indicator of what is counted."""
    return names.whole_is.get(asked.indicator) if asked.unit not in _UNSAID else None


def _amount_of_share(names: IndicatorNames, asked: Asked) -> str | None:
    """ "nợ xấu 2.214 tỷ đồng": the amount, not the share."""
    amount = asked.unit not in _UNSAID
    return NONE if amount and asked.indicator in names.shares else None


def _growth_of_level(names: IndicatorNames, asked: Asked) -> str | None:
    """ "GRDP tăng 11%": the growth, where it is an indicator of its own."""
    grown = asked.reading.measure in _GROWN and asked.unit in _UNSAID
    return names.growth_is.get(asked.indicator) if grown else None


FITTING: Final[tuple[tuple[str, Callable[[IndicatorNames, Asked], str | None]], ...]] = (
    ("indicator.share_of_growth", _share_of_growth),
    ("indicator.amount_of_growth", _amount_of_growth),
    ("indicator.score_of_rank", _score_of_rank),
    ("indicator.other_thing", _other_thing),
    ("indicator.other_currency", _other_currency),
    ("indicator.share_of_count", _share_of_count),
    ("indicator.count_of_share", _count_of_share),
    ("indicator.amount_of_share", _amount_of_share),
    ("indicator.growth_of_level", _growth_of_level),
)
