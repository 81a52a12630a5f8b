"""What goals are held against: the plan of the year, a scenario, as named by a sentence or before it."""

from __future__ import annotations

import re
from typing import Final

from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import Token, tokens_in
from hpbrief.extract.verdicts.words import COUNTED, GIVEN, LONG_PLAN, Led, Told, VerdictWords
from hpbrief.models import Reference

_TERM: Final = re.compile(
    r"(?>(?: (?:của|tại|trong|theo|mà|nghị quyết|kế hoạch|chỉ tiêu|phát triển kinh tế - xã hội))*)"
    r" (?:đại hội|(?:cả |toàn )?nhiệm kỳ|trung hạn|dài hạn|(?:5|năm|10) năm(?! 20[0-9]{2}(?! ?-))|giai đoạn)(?![^\W_])"
)
_MEASURED_BY: Final = re.compile(
    r"(?:theo|thực hiện|đối chiếu(?: với)?|rà soát(?: theo)?|bám|trong) (?:các |từng )?(?:chỉ tiêu )?$"
)
_LONG_AFTER: Final = re.compile(LONG_PLAN)
_RESULTS: Final = re.compile(
    r"[ \-+*•]*+(?:(?:điều|phần|mục) )?(?:[ivx0-9]{1,4}[.:)] ?)?(?:đánh giá )?(?:kết quả|tình hình)"
    r"(?: (?:thực hiện|nhiệm vụ|kế hoạch|phát triển|kinh tế - xã hội|kt-xh|triển khai|chung|đạt được|công tác))*"
    r"(?: trong| của)? năm 20[0-9]{2}(?! ?-)\s*$"
)
_FORECAST: Final = "dự báo|dự kiến|ước|khả năng|nhận định"
_WHOLE_YEAR: Final = (
    r"(?:(?:cả|(?:đến )?hết|kết thúc|(?:đến )?cuối|trọn) năm(?: nay)?(?! (?:học|sau|trước)| 20[0-9]{2} ?-)"
    r"|(?:đến|hết) (?:ngày )?31[/-]12(?:[/-]20[0-9]{2})?(?![0-9]))"
)
_YEAR_FORECAST: Final = re.compile(
    rf"(?<![^\W_])(?:{_FORECAST}) [^.;:]{{0,30}}?{_WHOLE_YEAR}"
    rf"|(?<![^\W_]){_WHOLE_YEAR}[^.;:]{{0,60}}? (?:{_FORECAST})(?![^\W_])"
)


def take_led(sentence: Sentence, low: str, told: Told) -> Reference | None:
    """The plan that a sentence or heading before this one set goals against, as far as it reaches."""
    led = told.led
    if led is None:
        return None
    beyond = sentence.line != led.line
    if beyond and (not led.heading or (COUNTED not in low and is_heading(sentence, low))):
        told.led = None
        return None
    return led.reference


def lead_on(sentence: Sentence, low: str, plans: list[tuple[int, Reference]], told: Told) -> None:
    """Keep the plan of a sentence that sets goals against it and says nothing else."""
    if not any(t.figure is not None and t.kind == "figure" for t in sentence.tokens):
        told.led = Led(plans[-1][1], sentence.line, is_heading(sentence, low))


def foreseen_of_year(low: str) -> Reference | None:
    """ "Dự báo cả năm có 3/17 chỉ tiêu không đạt": what is foreseen of a whole year is held against its goals."""
    counted = low.find(COUNTED)
    year = _YEAR_FORECAST.search(low, 0, counted if counted >= 0 else len(low))
    return Reference.ANNUAL_GOAL if year is not None else None


def plans_in(text: str, sentence: Sentence, low: str) -> list[tuple[int, Reference]]:
    """The plans that goals are set against, each with its place: "so với kịch bản, có 9/22 chỉ tiêu", "các chỉ
    tiêu theo nghị quyết", "20 chỉ tiêu của kịch bản quý I", "chỉ tiêu HĐND tỉnh giao".
    """
    plans = []
    for match in GIVEN.finditer(low) if COUNTED in low or "nghị quyết số" in low else ():
        scenario = match["s"] is not None
        plans.append(
            (sentence.start + match.start(), Reference.SCENARIO if scenario else Reference.ANNUAL_GOAL)
        )
    for index, token in enumerate(sentence.tokens):
        if token.figure is not None and not low.startswith(
            COUNTED, max(0, token.figure.unit_start - sentence.start)
        ):
            break
        plan = token.senses.get("plan")
        if plan is None:
            continue
        at = token.start - sentence.start
        if _TERM.match(low, token.end - sentence.start):
            plans.append((token.start, Reference.UNSPECIFIED))
            continue
        if _LONG_AFTER.match(low, token.end - sentence.start) is None:
            continue
        if (index and "versus" in sentence.tokens[index - 1].senses) or (
            plan != "unspecified" and _MEASURED_BY.search(low, max(0, at - 40), at)
        ):
            plans.append((token.start, Reference.SCENARIO if plan == "scenario" else Reference.ANNUAL_GOAL))
    return sorted(plans, key=lambda plan: plan[0])


def reference_at(known: VerdictWords, text: str, sentence: Sentence, at: int, last: Reference) -> Reference:
    """The plan named right behind a verdict, else the last one."""
    for token in tokens_in(sentence.tokens, at, at + 40):
        if ";" not in text[at : token.start]:
            if "plan" in token.senses and not _opens_group(text, at, token):
                return reference_of(token, sentence)
            if token.senses.get("base") == "yoy":
                return Reference.SAME_PERIOD
    return last


def _opens_group(text: str, at: int, plan: Token) -> bool:
    """ "6/9 chỉ tiêu đạt, nhóm chỉ tiêu xã hội ...": goals spoken of next are no plan."""
    return "," in text[at : plan.start] and text[plan.start : plan.end].lower() == COUNTED


def heads_results(sentence: Sentence, low: str) -> bool:
    """ "I. Kết quả năm 2024": the goals counted below are those of the year that is over."""
    return sentence.end >= sentence.line_end and _RESULTS.match(low) is not None


def is_heading(sentence: Sentence, low: str) -> bool:
    """Whether a sentence is a line of its own that opens what stands below it."""
    words = low.rstrip(" \n")
    return (
        sentence.first and sentence.end >= sentence.line_end and words[-1:] not in (".", ";", ",", "!", "?")
    )


def reference_of(plan: Token, sentence: Sentence) -> Reference:
    """What a plan's word refers to: the goals of a term of years are no annual goals."""
    if plan.senses["plan"] == "scenario":
        return Reference.SCENARIO
    term = _TERM.match(sentence.low, plan.end - sentence.start)
    return Reference.UNSPECIFIED if term else Reference.ANNUAL_GOAL
