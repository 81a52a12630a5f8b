"""What the columns of the catalogue say of its indicators: unit, kind, measure, what a series is a part of."""

from __future__ import annotations

from typing import Final

from hpbrief.catalog import Catalog

_MEASURED: Final = frozenset({"PS", "T", "HA", "TEU", "M3", "KWH", "T_KM", "PS_KM"})
_MONEY: Final = frozenset({"VND", "USD"})


class IndicatorColumns:
    """Indicators by what they are: sums of money, shares, ranks, changes, growth of others, narrower series."""

    def __init__(self, catalog: Catalog) -> None:
        all_of_them = catalog.indicators.values()
        self._units = {i.id: i.unit.code for i in all_of_them}
        self.changes = frozenset(i.id for i in all_of_them if i.measure.value == "yoy_change")
        self.shares = frozenset(i.id for i in all_of_them if i.kind.value == "share")
        self.ranks = frozenset(i.id for i in all_of_them if i.kind.value == "index")
        self.sums = frozenset(i.id for i in all_of_them if i.kind.value == "flow" and i.unit.code in _MONEY)
        self.in_dollars = frozenset(i.id for i in all_of_them if i.unit.code == "USD" and i.own_currency)
        self._grown = {i.growth_of: i.id for i in all_of_them if i.growth_of}
        self._narrower: dict[str, str] = {}
        self._series: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for one in all_of_them:
            if one.series_of and not one.without:
                self._narrower[one.id] = one.series_of
            elif one.series_of:
                self._series.setdefault(one.series_of, []).append((one.id, frozenset(one.without)))

    def counts_other(self, indicator: str, unit: str | None) -> bool:
        """Whether a level in this unit cannot be the indicator's: dong of enterprises, projects of capital."""
        own = self._units.get(indicator)
        if own is None or unit is None or unit == own:
            return False
        counted = own.islower() or own in _MEASURED
        return (own in _MONEY and unit.islower() and unit != "times") or (counted and unit in _MONEY)
