"""What goals are held against: the plan of the year, a scenario, as named by a sentence or before it."""

from __future__ import annotations

from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import Token, tokens_in
from hpbrief.extract.verdicts.stated import Led, Told
from hpbrief.extract.verdicts.words import Passage
from hpbrief.models import Reference
from hpbrief.parse.patterns import holds


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
