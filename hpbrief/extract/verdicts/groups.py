"""Goals named without a count: "các chỉ tiêu vượt gồm ...", and those that a sentence only implies."""

from __future__ import annotations

import re
from typing import Final

from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import tokens_in
from hpbrief.extract.verdicts.lists import (
    counted_in,
    end_of_verdict,
    named_after,
    names_listed,
    names_resolved,
)
from hpbrief.extract.verdicts.plans import reference_at, reference_of
from hpbrief.extract.verdicts.words import (
    COUNT_WORDS,
    COUNTED,
    GIVEN,
    LONGEST_NAME,
    NO_GOAL,
    Stated,
    Told,
    VerdictWords,
)
from hpbrief.models import Reference, VerdictStatus

_COUNT_ENDS: Final = re.compile(rf"(?:[0-9]|(?<![^\W_])(?:{'|'.join(COUNT_WORDS)})) ++$")
_OF_GROUP: Final = " nhóm "
_GROUP_HEAD: Final = re.compile(rf"các|những|một số|nhóm|số|{COUNTED}")
_DONE: Final = re.compile(r"(?<![^\W_])đã ")
_LOW: Final = ("đạt thấp", "còn thấp", "thấp hơn")  # low against a plan not yet over: not met by implication
_YEAR: Final = re.compile(r"(?<![^\W_])20[0-9]{2}(?![0-9])")


def _groups_in(known: VerdictWords, low: str) -> list[re.Match[str]]:
    """What ``_group`` finds: sought by its first words, as letters are found faster than edges of words."""
    found: list[re.Match[str]] = []
    done = 0
    for head in _GROUP_HEAD.finditer(low):
        at = head.start()
        if at >= done and (match := known.group.match(low, at)):
            found.append(match)
            done = match.end()
    return found


def _is_frame(low: str, group: re.Match[str]) -> bool:
    """ "Trong nhóm đạt, xuất khẩu là chỉ tiêu …": the group is no more than what the sentence speaks of."""
    return low.endswith("trong ", 0, group.start()) and low.startswith(",", group.end())


def groups_named(known: VerdictWords, text: str, sentence: Sentence, low: str, told: Told) -> list[Stated]:
    """Lists without a count: "các chỉ tiêu vượt gồm ...", "nhóm chưa đạt là ...", "... là những chỉ tiêu vượt"."""
    found: list[Stated] = []
    groups = _groups_in(known, low)
    turned = list(known.turned.finditer(low)) if COUNTED in low or _OF_GROUP in low else []
    ones = list(known.one.finditer(low)) if COUNTED in low else []
    aside = known.aside.search(low) if COUNTED in low else None
    if aside is not None:
        at = sentence.start + aside.end()
        return names_listed(
            known,
            text,
            sentence,
            sentence.start + aside.start("n"),
            known.parts.status(aside["s"]),
            reference_at(known, text, sentence, at, told.reference),
            "verdict.implied" if aside["s"].startswith(_LOW) else "verdict.named",
            inferred=aside["s"].startswith(_LOW),
            end=sentence.start + aside.end("n"),
        )
    ahead = known.said_first.search(low) if COUNTED in low else None
    if ahead is not None and ahead["goals"] is not None:
        reference = reference_at(known, text, sentence, sentence.start + ahead.end("s"), told.reference)
        status = known.parts.status(ahead["s"])
        return names_listed(
            known, text, sentence, sentence.start + ahead.end(), status, reference, "verdict.named"
        )
    if not (groups or turned or ones) or known.lagging.search(low):
        return []
    done = 0
    for match in groups:
        if _is_frame(low, match):
            continue
        if match.start() < done or _COUNT_ENDS.search(low, max(0, match.start() - 12), match.start()):
            continue
        status = known.parts.status(match["s"])
        if status is VerdictStatus.MET and NO_GOAL.match(low, match.end()):
            continue
        at = sentence.start + match.end()
        reference = reference_at(known, text, sentence, at, told.reference)
        if COUNTED in match[0]:
            told.reference = reference
        end = end_of_verdict(known, text, sentence, at)
        if (
            told.of_total is None
            and told.listed != sentence.line
            and COUNTED not in match[0]
            and (status is VerdictStatus.MET or end == at)
        ):
            continue
        listed = named_after(known, text, sentence, low, end, status, reference, told)
        if listed and COUNTED in match[0]:
            told.listed = sentence.line
        following = known.group.search(low, match.end())
        limit = sentence.start + following.start() if following else sentence.end
        if match["s"].startswith(_LOW):
            listed = [one._replace(inferred=True, rule="verdict.implied") for one in listed]
        found += [one for one in listed if one.start < limit]
        done = min(limit, listed[-1].end) - sentence.start if listed else match.end()
    for match in ones:
        if _COUNT_ENDS.search(low, max(0, match.start() - 12), match.start()):
            continue
        status = known.parts.status(match["s"])
        left, right = (sentence.start + at for at in match.span("n"))
        reference = reference_at(known, text, sentence, sentence.start + match.end(), told.reference)
        found += names_resolved(known, text, sentence, left, right, status, reference)
    done = 0
    for match in turned:
        if COUNTED not in match[0] and _OF_GROUP not in match[0]:
            continue
        far = max(done, match.start() - LONGEST_NAME)
        left = max(far, *(low.rfind(mark, far, match.start()) + 1 for mark in ".;:"))
        done = match.end()
        status = known.parts.status(match["s"])
        reference = reference_at(known, text, sentence, sentence.start + match.end(), told.reference)
        if not counted_in(sentence, left, match.start()):
            span = (sentence.start + left, sentence.start + match.start())
            found += names_resolved(known, text, sentence, *span, status, reference, others=True)
    return found


def implied(known: VerdictWords, text: str, sentence: Sentence, low: str, told: Told) -> list[Stated]:
    """Goals that a sentence says to lag behind or calls for above all: not reached, by implication."""
    match = known.lagging.search(low)
    if match is None:
        match = known.reach.search(low)
        if match is not None and _DONE.search(match[0]):
            return []
    if match is None:
        return []
    if told.year is not None and any(int(year) > told.year for year in _YEAR.findall(match[0])):
        return []  # goals of a year to come are not missed yet
    reference = Reference.UNSPECIFIED
    for token in tokens_in(sentence.tokens, sentence.start + match.start(), sentence.start + match.end()):
        if "plan" in token.senses:
            reference = reference_of(token, sentence)
            if token.senses["plan"] == "scenario":
                break
    if reference is Reference.UNSPECIFIED and (given := GIVEN.search(match[0])):
        reference = Reference.SCENARIO if given["s"] is not None else Reference.ANNUAL_GOAL
    return names_listed(
        known,
        text,
        sentence,
        sentence.start + match.end(),
        VerdictStatus.NOT_MET,
        reference,
        "verdict.implied",
        inferred=True,
    )
