"""The wording by which numbers are read: patterns and word classes of a catalogue, bound once."""

from __future__ import annotations

import re

from hpbrief.catalog import Catalog
from hpbrief.parse.patterns import class_phrases, patterns_of


class FigureWording:
    """What the questions look for; patterns are rows of ``reference/patterns/figures.toml``, by the same names."""

    def __init__(self, catalog: Catalog) -> None:
        patterns = patterns_of(catalog, "figures")

        def row(name: str) -> re.Pattern[str]:
            return patterns[name]

        def words(name: str) -> tuple[str, ...]:
            return class_phrases(catalog, name)

        def begun(name: str) -> tuple[str, ...]:
            return tuple(f" {word}" for word in words(name))

        def ended(name: str) -> tuple[str, ...]:
            return tuple(f"{word} " for word in words(name))

        def spaced(name: str) -> tuple[str, ...]:
            return tuple(f" {word} " for word in words(name))

        # is it a figure?
        self.threshold = row("threshold")
        self.condition = row("condition")
        self.sorted_by = row("sorted_by")
        self.goals_above = row("goals_above")
        self.above_marks = ended("above_mark")
        self.of_people = row("of_people")
        self.years_behind = row("years_behind")
        self.foremost = words("foremost")
        self.ranked_among = begun("rank_among")
        self.bare_rank = frozenset(words("bare_rank"))
        self.bare_order = frozenset(words("bare_order"))
        # a goal?
        self.aim = row("aim")
        self.asked = row("asked")
        self.purpose = row("purpose")
        self.purposes = ended("purpose_word")
        self.must = spaced("must_word")
        self.by_scenario = row("by_scenario")
        self.remaining = row("remaining")
        self.set_in = row("set_in")
        self.to_be_done = row("to_be_done")
        self.given_before = spaced("given_before")
        self.given_gap = row("given_gap")
        self.by_giver = row("by_giver")
        self.giving = words("giving")
        self.given_end = begun("giving")  # "Thủ tướng Chính phủ giao"
        self.already = words("already")
        self.lower = words("lower_word")
        # which measure?
        self.lower_than = row("lower_than")
        self.of_all = row("of_all")
        self.of_whole = row("of_whole")
        self.added = row("added")
        self.this_plan = row("this_plan")
        self.level = frozenset(words("level_word"))
        self.than = words("than_word")
        self.falling = words("fall_word")
        self.both = frozenset(words("and_word"))
        self.both_end = begun("and_word")
        self.capital = ended("capital_word")
        self.part = words("part_word")
        # which period?
        self.season = row("season")
        self.seasons = words("season_word")
        self.priced = row("priced")
        self.on_last_month = row("on_last_month")
        self.opens_on_last_month = row("opens_on_last_month")
        self.opens_parts = row("opens_parts")
        self.a_piece = row("a_piece")
        self.goods = ended("goods_group")
        self.prices = ended("price_word")
        self.by_year = words("by_year")
        self.to_the_end = spaced("to_the_end")
        self.of_gap = frozenset({"", *words("whole_of")})
        self.of_between = frozenset(spaced("whole_of"))
        self.of_or_blank = frozenset({" ", *spaced("whole_of")})
        self.since = frozenset(words("from_word"))
        # which place?
        self.former_area = row("former_area")
        self.a_head, self.why = row("a_head"), row("why")
        self.place_aside, self.place_heads = patterns_of(catalog, "text")["place_aside"], row("place_heads")
        # what stands around it
        self.base_opens = row("base_opens")
        self.same_moment = row("same_moment")
        self.in_the_year = row("in_the_year")
        self.moment = row("moment")
        self.not_of_plan = spaced("not_of_plan")
        self.aim_only = words("aim_only")
        self.given_by = frozenset(ended("given_by"))
        self.and_gaps = frozenset({"", *words("and_word")})
        self.budget_plan = words("estimate_plan")
        self.like = spaced("like_word")
        # what a sentence announces
        self.aim_words = words("aim_word")
        self.year = words("year_word")
        self.is_ = spaced("is_word")
        self.pointing = begun("pointing")
        self.by = frozenset(ended("by_word"))
        self.said_of_goal = begun("said_of_goal")
        self.stated_plan = row("stated_plan")
        self.told_results = row("told_results")
        verbs = catalog.rules["word_classes"]["striving_verb"]
        self.striving_verbs: dict[str, str] = {str(word): str(verb) for word, verb in verbs.items()}
        # which time is spoken of?
        self.from_ = ended("from_word")
        self.to = frozenset({"-", *words("to_words")})
        self.point = words("point_in_time")
        self.end_or_point = words("end_or_point")
        self.cumulated = words("cumulated")
        self.since_new_year = row("since_new_year")
        self.shared_out, self.joins = row("shared_out"), row("joins_times")
        self.less_than = row("less_than")
        # where in the outline?
        names = ("law", "roman", "number", "numbers", "letter", "bullet")
        self.headings = tuple(row(f"heading_{name}") for name in names)
        self.heading = re.compile("|".join(f"({patterns.source(f'heading_{name}')})" for name in names))
        self.not_goals = words("not_goal_heading")
        self.scenario = words("scenario_word")
        self.resolution_head = words("resolution_head")
        self.resolution_code = words("resolution_code")
        self.resolution_title = words("resolution_title")


_KNOWN: dict[int, tuple[Catalog, FigureWording]] = {}


def wording_of(catalog: Catalog) -> FigureWording:
    """The wording of a catalogue: one object, so that each regex is compiled once."""
    known = _KNOWN.get(id(catalog))
    if known is None:
        known = _KNOWN[id(catalog)] = (catalog, FigureWording(catalog))
    return known[1]


def holds_any(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of some words stands in a text."""
    for word in words:  # noqa: SIM110  a loop is faster here than any() of a generator
        if word in text:
            return True
    return False
