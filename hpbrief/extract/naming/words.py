"""The words around names: patterns and word classes of a catalogue, bound once, and what the columns of the
catalogue say of its indicators.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.parse.patterns import class_phrases, patterns_of

BRACKET: Final = re.compile(r" ?\([^()0-9]{2,40}\)")
EDGE: Final = " -+*•,.:;“”\"'|>/"


class NamingWords:
    """What stands before, behind and between names, as the tables say it."""

    def __init__(self, catalog: Catalog) -> None:
        rows = patterns_of(catalog, "naming")
        self.mean_tail: re.Pattern[str] = rows["mean_tail"]
        self.sown_behind: re.Pattern[str] = rows["sown_behind"]
        self.economy_parts: re.Pattern[str] = rows["economy_parts"]
        self.priced: re.Pattern[str] = rows["priced"]
        self.area_tail: re.Pattern[str] = rows["area_tail"]
        self.left_out: re.Pattern[str] = rows["left_out"]
        self.left_out_behind: re.Pattern[str] = rows["left_out_behind"]
        self.left_out_goes_on: re.Pattern[str] = rows["left_out_goes_on"]
        self.left_out_next: re.Pattern[str] = rows["left_out_next"]
        self.left_out_opens: re.Pattern[str] = rows["left_out_opens"]
        self.aside: re.Pattern[str] = rows["aside"]
        self.aside_led: re.Pattern[str] = rows["aside_led"]
        self.aside_opened: re.Pattern[str] = rows["aside_opened"]
        self.stretch_led: re.Pattern[str] = rows["stretch_led"]
        self.stretch_of_days: re.Pattern[str] = rows["stretch_of_days"]
        self.comes_with: re.Pattern[str] = rows["comes_with"]
        self.parts_mark: re.Pattern[str] = rows["parts_mark"]
        self.kind_of_place: re.Pattern[str] = rows["kind_of_place"]
        self.on_territory: re.Pattern[str] = rows["on_territory"]
        self.own_area: re.Pattern[str] = rows["own_area"]
        self.year_named: re.Pattern[str] = rows["year_named"]
        self.area_words: re.Pattern[str] = rows["area_words"]
        self.sown: re.Pattern[str] = rows["sown"]
        self.animals_lost: re.Pattern[str] = rows["animals_lost"]
        self.herds_listed: re.Pattern[str] = rows["herds_listed"]
        self.rest: re.Pattern[str] = rows["rest"]
        self.joined_turn: re.Pattern[str] = rows["joined_turn"]
        self.and_next: re.Pattern[str] = rows["and_next"]
        self.list_mark: re.Pattern[str] = rows["list_mark"]
        self.actor_opens: re.Pattern[str] = rows["actor_opens"]
        self.actor_in: re.Pattern[str] = rows["actor_in"]
        self.doer: re.Pattern[str] = rows["doer"]
        self.name_verb: re.Pattern[str] = rows["name_verb"]
        self.points_back: re.Pattern[str] = rows["points_back"]
        self.acknowledged: re.Pattern[str] = rows["acknowledged"]
        self.per_heads: re.Pattern[str] = rows["per_heads"]
        self.per_thing: re.Pattern[str] = rows["per_thing"]
        self.aspect: re.Pattern[str] = rows["aspect"]
        self.ranked_in: re.Pattern[str] = rows["ranked_in"]
        self.and_kind: re.Pattern[str] = rows["and_kind"]
        classes: Mapping[str, Mapping[str, str]] = catalog.rules["word_classes"]
        self.noun_stops: Mapping[str, str] = classes["noun_stop"]
        self.noun_tails = frozenset(class_phrases(catalog, "noun_tail"))
        self.tails_kept = class_phrases(catalog, "noun_tail_kept")
        self.standing = class_phrases(catalog, "standing")
        self.goals = class_phrases(catalog, "goal_word")
        self.disburse = frozenset(class_phrases(catalog, "disburse"))
        self._verb_ends = tuple(f" {word}" for word in class_phrases(catalog, "verb_end"))
        self.plainly_up = frozenset(class_phrases(catalog, "plainly_up"))
        self.growth = class_phrases(catalog, "growth_word")
        self.bare_plans = frozenset(class_phrases(catalog, "bare_plan"))
        self.plans_until = class_phrases(catalog, "plan_until")
        self.name_of_area = class_phrases(catalog, "name_of_area")
        self.mean_words = frozenset(class_phrases(catalog, "mean_word"))
        self.name_of_share = class_phrases(catalog, "name_of_share")
        self.name_of_herd = class_phrases(catalog, "name_of_herd")
        self.name_of_density = class_phrases(catalog, "name_of_density")
        self.name_with_verb = class_phrases(catalog, "name_with_verb")
        self.crops: Mapping[str, str] = classes["crop"]
        self.sown_before = class_phrases(catalog, "sown_before")
        self.of_crop = class_phrases(catalog, "of_crop")

    def bare_verb(self, words: str) -> str:
        """A verb of counting without the small word behind it: "cấp phép cho" is "cấp phép"."""
        for end in self._verb_ends:
            words = words.removesuffix(end)
        return words


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
