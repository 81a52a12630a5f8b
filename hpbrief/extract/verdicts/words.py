"""The words of verdicts: what is said of a goal, put together from its parts, the patterns of a catalogue, and
what goals are held against.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hpbrief.catalog import Catalog
from hpbrief.extract.naming.subjects import SubjectReader
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import Token, tokens_in
from hpbrief.extract.verdicts.stated import Led, Told
from hpbrief.models import Reference, VerdictStatus
from hpbrief.parse.patterns import class_phrases, holds, patterns_of
from hpbrief.parse.text import phrase_key

LONGEST_NAME: Final = 240
_DENIABLE: Final = frozenset({VerdictStatus.MET, VerdictStatus.ON_TRACK, VerdictStatus.MET_OR_EXCEEDED})


class VerdictParts:
    """What each product of the tables says: modals, a denial, and a word of arriving or falling short.

    >>> from hpbrief.catalog import load_catalog
    >>> parts = VerdictParts(load_catalog())
    >>> [str(parts.status(words)) for words in ("dự kiến khó cán đích", "chắc chắn hoàn thành", "đạt và vượt")]
    ['not_met', 'on_track', 'met_or_exceeded']
    """

    def __init__(self, catalog: Catalog) -> None:
        tables: Mapping[str, Mapping[str, Any]] = catalog.rules.get("phrases", {})
        self.pace: tuple[str, ...] = tuple(tables.get("pace", {}))
        self._says: dict[str, VerdictStatus] = {
            phrase_key(f"{held} {pace}"): VerdictStatus(status)
            for held, status in tables.get("pace_held", {}).items()
            for pace in tables.get("pace", {})
        }
        for words, status in tables.get("verdict", {}).items():
            self._says[phrase_key(words)] = VerdictStatus(status)
        self._modals: dict[str, str] = {
            phrase_key(w): kind for w, kind in tables.get("verdict_modal", {}).items()
        }
        self._denials: tuple[str, ...] = tuple(phrase_key(w) for w in tables.get("verdict_denial", {}))
        self._denied: frozenset[str] = frozenset(phrase_key(w) for w in tables.get("verdict_denied", {}))
        self._plain: frozenset[str] = frozenset(map(phrase_key, class_phrases(catalog, "plainly_met")))
        self._joints: tuple[str, ...] = tuple(f" {w} " for w in class_phrases(catalog, "met_joint"))
        self._beyond: tuple[str, ...] = tuple(
            words for words, says in self._says.items() if says is VerdictStatus.EXCEEDED
        )
        self._known: dict[str, VerdictStatus | None] = {}

    def status(self, words: str) -> VerdictStatus:
        """What the words found say."""
        found = self.status_or_none(words)
        assert found is not None, words
        return found

    def status_or_none(self, words: str) -> VerdictStatus | None:
        """What words say, or None where they are no verdict."""
        key = phrase_key(words)
        if key not in self._known:
            self._known[key] = self._read(key)
        return self._known[key]

    def _read(self, key: str) -> VerdictStatus | None:
        says = self._says.get(key)
        if says is None:
            says = self._denied_in(key)
        if says is None:
            says = self._behind_modal(key)
        return self._joined(key) if says is None else says

    def _denied_in(self, key: str) -> VerdictStatus | None:
        """ "khó cán đích": not met, whatever the word of arriving."""
        for denial in self._denials:
            if key.startswith(f"{denial} "):
                rest = key[len(denial) + 1 :]
                if rest in self._denied or self._read(rest) in _DENIABLE:
                    return VerdictStatus.NOT_MET
        return None

    def _behind_modal(self, key: str) -> VerdictStatus | None:
        """ "chắc chắn hoàn thành": what is likely to be met, which is not told yet, is on track."""
        for modal, kind in self._modals.items():
            if key.startswith(f"{modal} "):
                says = self._read(key[len(modal) + 1 :])
                if says is not None:
                    likely = kind == "likely" and says is VerdictStatus.MET
                    return VerdictStatus.ON_TRACK if likely else says
        return None

    def _joined(self, key: str) -> VerdictStatus | None:
        """ "đạt và vượt": what is reached and what is passed."""
        for joint in self._joints:
            first, found, last = key.partition(joint)
            if found and self._says.get(first) is VerdictStatus.EXCEEDED:
                return VerdictStatus.MET_OR_EXCEEDED if self._says.get(last) is VerdictStatus.MET else None
        for beyond in self._beyond:
            if not key.endswith(beyond):
                continue
            for joint in (*self._joints, ", "):
                if key.endswith(joint + beyond):
                    met = key[: -len(joint + beyond)]
                    if self._says.get(met) is VerdictStatus.MET and (joint != ", " or met in self._plain):
                        return VerdictStatus.MET_OR_EXCEEDED
        return None


class VerdictWords:
    """The phrases by which goals are said to be reached or missed: the patterns of a catalogue, bound once."""

    def __init__(self, catalog: Catalog, subjects: SubjectReader) -> None:
        self.subjects = subjects
        self.parts = VerdictParts(catalog)
        self.goals = class_phrases(catalog, "goal_word")
        self.parts_of = class_phrases(catalog, "part_of_all")
        self.goal_counts = class_phrases(catalog, "goal_count")
        self.plan_kinds = class_phrases(catalog, "plan_kind")
        self.group_nouns = tuple(f" {noun} " for noun in class_phrases(catalog, "group_noun"))
        self.name_joints = tuple(f" {joint} " for joint in class_phrases(catalog, "name_joint"))
        self.resolutions = class_phrases(catalog, "resolution_number")
        counts: Mapping[str, int] = catalog.rules["word_classes"]["count_word"]
        self.counts = {phrase_key(words): int(count) for words, count in counts.items()}
        rows = patterns_of(catalog, "verdicts")
        self.said = rows["said"]
        self.said_before = rows["said_before"]
        self.said_low = rows["said_low"]
        self.said_first = rows["said_first"]
        self.plainly_met = rows["plainly_met"]
        self.before_plan = rows["before_plan"]
        self.after_said = rows["after_said"]
        self.no_goal = rows["no_goal"]
        self.than_before = rows["than_before"]
        self.share_aside = rows["share_aside"]
        self.in_full = rows["in_full"]
        self.clause_end = rows["clause_end"]
        self.goal_in_sight = rows["goal_in_sight"]
        self.count_in_words = rows["count_in_words"]
        self.count_ends = rows["count_ends"]
        self.told_before = rows["told_before"]
        self.count_last = rows["count_last"]
        self.count_elided = rows["count_elided"]
        self.count_elided_last = rows["count_elided_last"]
        self.other_goals = rows["other_goals"]
        self.beside = rows["beside"]
        self.part_of = rows["part_of"]
        self.part_number = rows["part_number"]
        self.of_all_goals = rows["of_all_goals"]
        self.all_of = rows["all_of"]
        self.share_of_goals = rows["share_of_goals"]
        self.goals_in_part = rows["goals_in_part"]
        self.years_close = rows["years_close"]
        self.to_be_reached = rows["to_be_reached"]
        self.still_to_do = rows["still_to_do"]
        self.given_by_party = rows["given_by_party"]
        self.fields = rows["fields"]
        self.list_head = rows["list_head"]
        self.names_in_brackets = rows["names_in_brackets"]
        self.name_lead = rows["name_lead"]
        self.age = rows["age"]
        self.joined_by_and = rows["joined_by_and"]
        self.in_brackets = rows["in_brackets"]
        self.item_mark = rows["item_mark"]
        self.cause = rows["cause"]
        self.between_names, self.goals_given = rows["between_names"], rows["goals_given"]
        self.claims_alone = rows["claims_alone"]
        self.light_end = rows["light_end"]
        self.name_verb = rows["name_verb"]
        self.group = rows["group"]
        self.group_opens = rows["group_opens"]
        self.frame_opens = rows["frame_opens"]
        self.turned = rows["turned"]
        self.one_goal = rows["one_goal"]
        self.aside = rows["aside"]
        self.lagging = rows["lagging"]
        self.reach = rows["reach"]
        self.already = rows["already"]
        self.year_named = rows["year_named"]
        self.closing = rows["closing"]
        self.pointed = rows["pointed"]
        self.small_words = rows["small_words"]
        self.striven_for = rows["striven_for"]
        self.goals_head = rows["goals_head"]
        self.opens_names = rows["opens_names"]
        self.long_plan = rows["long_plan"]
        self.given = rows["given"]
        self.term = rows["term"]
        self.measured_by = rows["measured_by"]
        self.results_heading = rows["results_heading"]
        self.year_foreseen = rows["year_foreseen"]
        self.foreseen = rows["foreseen"]
        self.years_end = rows["years_end"]
        self.done = rows["done"]

    def speaks_of_goals(self, low: str) -> bool:
        """Whether the word for goals stands in a stretch."""
        return holds(low, self.goals)

    def speaks_of_pace(self, low: str) -> bool:
        """Whether a word of a pace stands in a sentence."""
        return holds(low, self.parts.pace)

    def speaks_of_plans(self, low: str) -> bool:
        """Whether a word of a plan stands in a sentence."""
        return holds(low, self.plan_kinds) or self.speaks_of_pace(low)


class Passage:
    """A sentence that is read for verdicts, with the words of a catalogue.

    ``names`` is what figures were read of before, in lower case; ``speaks_of_goals`` is asked often.
    """

    __slots__ = ("known", "low", "names", "sentence", "speaks_of_goals", "start", "text")

    def __init__(self, known: VerdictWords, text: str, sentence: Sentence, names: set[str]) -> None:
        self.known = known
        self.text = text
        self.sentence = sentence
        self.low = sentence.low
        self.start = sentence.start
        self.names = names
        self.speaks_of_goals = known.speaks_of_goals(sentence.low)


def take_led(here: Passage, told: Told) -> Reference | None:
    """The plan that a sentence or heading before this one set goals against, as far as it reaches."""
    led = told.led
    if led is None:
        return None
    beyond = here.sentence.line != led.line
    if beyond and (not led.heading or (not here.speaks_of_goals and is_heading(here.sentence))):
        told.led = None
        return None
    return led.reference


def lead_on(here: Passage, plans: list[tuple[int, Reference]], told: Told) -> None:
    """Keep the plan of a sentence that sets goals against it and says nothing else."""
    if not any(t.figure is not None and t.kind == "figure" for t in here.sentence.tokens):
        told.led = Led(plans[-1][1], here.sentence.line, is_heading(here.sentence))


def foreseen_of_year(here: Passage) -> Reference | None:
    """ "Dự báo cả năm có 3/17 chỉ tiêu không đạt": what is foreseen of a whole year is held against its goals."""
    low = here.low
    counted = min((at for at in map(low.find, here.known.goals) if at >= 0), default=len(low))
    year = here.known.year_foreseen.search(low, 0, counted)
    return Reference.ANNUAL_GOAL if year is not None else None


def plans_in(here: Passage) -> list[tuple[int, Reference]]:
    """The plans that goals are set against, each with its place: "so với kịch bản, có 9/22 chỉ tiêu", "các chỉ
    tiêu theo nghị quyết", "20 chỉ tiêu của kịch bản quý I", "chỉ tiêu HĐND tỉnh giao".
    """
    plans = _given(here)
    previous: Token | None = None
    for token in here.sentence.tokens:
        if token.figure is not None and not here.low.startswith(
            here.known.goals, max(0, token.figure.unit_start - here.start)
        ):
            break
        reference = _plan_named(here, token, previous) if "plan" in token.senses else None
        if reference is not None:
            plans.append((token.start, reference))
        previous = token
    return sorted(plans, key=lambda plan: plan[0])


def _given(here: Passage) -> list[tuple[int, Reference]]:
    """Goals by who gave them."""
    if not here.speaks_of_goals and not holds(here.low, here.known.resolutions):
        return []
    return [
        (here.start + match.start(), _reference_of_given(match["s"]))
        for match in here.known.given.finditer(here.low)
    ]


def _reference_of_given(scenario: str | None) -> Reference:
    return Reference.ANNUAL_GOAL if scenario is None else Reference.SCENARIO


def _plan_named(here: Passage, token: Token, previous: Token | None) -> Reference | None:
    """What a plan's word sets goals against; None where it only names a plan."""
    known, low, plan = here.known, here.low, token.senses["plan"]
    at, end = token.start - here.start, token.end - here.start
    if known.term.match(low, end):
        return Reference.UNSPECIFIED
    if known.long_plan.match(low, end) is None:
        return None
    compared = previous is not None and "versus" in previous.senses
    if compared or (plan != "unspecified" and known.measured_by.search(low, max(0, at - 40), at)):
        return Reference.SCENARIO if plan == "scenario" else Reference.ANNUAL_GOAL
    return None


def reference_at(here: Passage, at: int, last: Reference) -> Reference:
    """The plan named right behind a verdict, else the last one."""
    for token in tokens_in(here.sentence.tokens, at, at + 40):
        if ";" not in here.text[at : token.start]:
            if "plan" in token.senses and not _opens_group(here, at, token):
                return reference_of(here, token)
            if token.senses.get("base") == "yoy":
                return Reference.SAME_PERIOD
    return last


def plan_between(here: Passage, start: int, end: int) -> Reference | None:
    """The plan named between what is said and the count: "đạt kế hoạch 18/20 chỉ tiêu"."""
    for token in tokens_in(here.sentence.tokens, start, end):
        if "plan" in token.senses:
            return reference_of(here, token)
    return None


def _opens_group(here: Passage, at: int, plan: Token) -> bool:
    """ "6/9 chỉ tiêu đạt, nhóm chỉ tiêu xã hội ...": goals spoken of next are no plan."""
    text = here.text
    return "," in text[at : plan.start] and text[plan.start : plan.end].lower() in here.known.goals


def reference_implied(here: Passage, start: int, end: int) -> Reference:
    """The plan that is named in a stretch: a scenario before all others."""
    reference = Reference.UNSPECIFIED
    for token in tokens_in(here.sentence.tokens, here.start + start, here.start + end):
        if "plan" in token.senses:
            reference = reference_of(here, token)
            if token.senses["plan"] == "scenario":
                break
    if reference is Reference.UNSPECIFIED and (given := here.known.given.search(here.low[start:end])):
        return _reference_of_given(given["s"])
    return reference


def heads_results(here: Passage) -> bool:
    """ "I. Kết quả năm 2024": the goals counted below are those of the year that is over."""
    sentence = here.sentence
    return sentence.end >= sentence.line_end and here.known.results_heading.match(here.low) is not None


def is_heading(sentence: Sentence) -> bool:
    """Whether a sentence is a line of its own that opens what stands below it."""
    if not sentence.first or sentence.end < sentence.line_end:
        return False
    return sentence.low.rstrip(" \n")[-1:] not in (".", ";", ",", "!", "?")


def reference_of(here: Passage, plan: Token) -> Reference:
    """What a plan's word refers to: the goals of a term of years are no annual goals."""
    if plan.senses["plan"] == "scenario":
        return Reference.SCENARIO
    term = here.known.term.match(here.low, plan.end - here.start)
    return Reference.UNSPECIFIED if term else Reference.ANNUAL_GOAL
