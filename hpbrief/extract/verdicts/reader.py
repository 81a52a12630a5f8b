"""Verdicts: counts of goals met, the indicators named with them, and those that the text only implies."""

from __future__ import annotations

import re
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.naming.subjects import SubjectReader
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.verdicts.claims import plain_claims
from hpbrief.extract.verdicts.counts import counts_in, lies_ahead, list_before, said_after, said_ahead
from hpbrief.extract.verdicts.groups import groups_named, implied
from hpbrief.extract.verdicts.lists import end_of_verdict, named_after, named_in_bullet
from hpbrief.extract.verdicts.plans import (
    foreseen_of_year,
    heads_results,
    lead_on,
    plans_in,
    reference_at,
    take_led,
)
from hpbrief.extract.verdicts.trail import trailing
from hpbrief.extract.verdicts.words import COUNTED, Count, Led, Stated, Told, VerdictWords
from hpbrief.models import Reference, VerdictStatus

_ALL_OF: Final = re.compile(r"(?<![^\W_])(?:tất cả|cả|toàn bộ)(?: các)? ++$")
_COUNTS_GOALS: Final = re.compile(rf"[0-9] {COUNTED}")
_OF_ALL: Final = ("trên tổng số ", "trong tổng số ", "trong số ", "trên tổng ")


def _is_planned(known: VerdictWords, low: str) -> bool:
    """Whether a word of a plan stands in a sentence."""
    return (
        "kế hoạch" in low
        or "dự toán" in low
        or "kịch bản" in low
        or "mục tiêu" in low
        or "nghị quyết" in low
        or known.speaks_of_pace(low)
    )


def _joined(low: str, first: Count, last: Count, sentence: Sentence) -> bool:
    """Whether counts share what is said of the last: "5/8 chỉ tiêu về kinh tế, 7/7 chỉ tiêu về xã hội đạt"."""
    between = low[first.end - sentence.start : last.start - sentence.start]
    return ";" not in between and ":" not in between


def _is_unknown(low: str, one: Count, sentence: Sentence) -> bool:
    """ "9 chỉ tiêu vượt, 8 chỉ tiêu ..., 3 chỉ tiêu hụt": a count between others with words that say nothing known."""
    return (
        one.of is None
        and low.endswith(", ", 0, one.start - sentence.start)
        and low[one.end - sentence.start :][:1] != ","
    )


class VerdictReader:
    """Reads verdicts in sentences, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, subjects: SubjectReader) -> None:
        self.known = VerdictWords(catalog, subjects)

    def read(self, text: str, sentence: Sentence, told: Told) -> list[Stated]:
        """The verdicts of a sentence; ``told`` is what earlier ones said, and is moved on."""
        known, low = self.known, sentence.low
        if told.open is not None:
            counted = known.group.search(low) or _COUNTS_GOALS.search(low)
            if sentence.first and sentence.is_bullet(text) and counted is None:
                return named_in_bullet(known, text, sentence, told.open)
            told.open = None
        led = take_led(sentence, low, told)
        if heads_results(sentence, low):
            told.led = Led(Reference.ANNUAL_GOAL, sentence.line, heading=True)
        planned = _is_planned(known, low)
        if COUNTED not in low:
            going_on = told.of_total is not None or told.listed == sentence.line
            grouped = groups_named(known, text, sentence, low, told) if planned or going_on else []
            plain = grouped or (plain_claims(known, text, sentence, low) if planned else [])
            plain = plain or trailing(known, text, sentence, low, told)
            if planned and not plain and (plans := plans_in(text, sentence, low)):
                lead_on(sentence, low, plans, told)
            return plain
        found: list[Stated] = []
        total = told.of_total
        plans = plans_in(text, sentence, low)
        before = plans[0][1] if plans else foreseen_of_year(low) or led or told.reference
        earlier, told.reference = told.reference, before
        done = sentence.start
        opening: Count | None = None
        shared: list[Count] = []
        counts = counts_in(known, text, low, sentence)
        if len(counts) > 1 and low.endswith(_OF_ALL, 0, counts[-1].start - sentence.start):
            total = counts.pop().met
        for number, one in enumerate(counts):
            before = next((plan for at, plan in reversed(plans) if done <= at < one.end), before)
            done = one.end
            if one.of is not None:
                total = one.of
            said = said_after(known, low, one.end - sentence.start)
            if said is None and (ahead := said_ahead(known, low, one.start - sentence.start)) is not None:
                status, at = ahead
                total = one.of if one.of is not None else total
                if opening is not None and one.of is None:
                    at = opening.start - sentence.start
                opening = None
                reference = before = reference_at(known, text, sentence, one.end, before)
                if total is not None and one.met <= total:
                    place = (sentence.start + at, one.end)
                    found.append(Stated(*place, status, reference, "verdict.headline", one.met, total))
                if number + 1 == len(counts) or list_before(
                    known, low, one.end, counts[number + 1].start, sentence
                ):
                    found += named_after(known, text, sentence, low, one.end, status, reference, told)
                continue
            if said is None and found and _is_unknown(low, one, sentence):
                continue
            if said is None:
                opening, total = (one, one.met) if one.of is None else (None, one.of)
                shared = [*shared, one] if one.of is not None else []
                continue
            status, said_at = said
            said_end = said_at + sentence.start
            if status is VerdictStatus.MET and lies_ahead(text, sentence, one.end, said_end):
                status = VerdictStatus.ON_TRACK
            start = one.start
            if one.of is None and opening is not None:
                start = opening.start
                opening = None
            reference = before = reference_at(known, text, sentence, said_end, before)
            end = one.last or end_of_verdict(known, text, sentence, said_end)
            if total is not None and (total < 1 or one.met > total):
                total = None
            if total is None and _ALL_OF.search(
                low, max(0, one.start - sentence.start - 16), one.start - sentence.start
            ):
                total = one.met
            for other in (
                shared if shared and one.of is not None and _joined(low, shared[0], one, sentence) else ()
            ):
                found.append(
                    Stated(other.start, other.end, status, reference, "verdict.headline", other.met, other.of)
                )
            shared = []
            if total is not None:
                found.append(Stated(start, end, status, reference, "verdict.headline", one.met, total))
            if number + 1 == len(counts) or list_before(known, low, end, counts[number + 1].start, sentence):
                found += named_after(known, text, sentence, low, end, status, reference, told)
        told.reference = before
        if before is not Reference.UNSPECIFIED and len(counts) > 1 and ";" not in low:
            # "4 chỉ tiêu vượt, 12 chỉ tiêu đạt, 3 chỉ tiêu không đạt kế hoạch": the plan is of all of them
            found = [
                one._replace(reference=before) if one.reference is Reference.UNSPECIFIED else one
                for one in found
            ]
        found += [
            one
            for one in groups_named(known, text, sentence, low, told)
            if not any(one.start < other.end and other.start < one.end for other in found)
        ]
        if not found:
            if not counts and not told.is_open():
                told.reference = earlier
            if plans:
                lead_on(sentence, low, plans, told)
            return (
                implied(known, text, sentence, low, told)
                or plain_claims(known, text, sentence, low)
                or trailing(known, text, sentence, low, told)
            )
        done = max(one.end for one in found)
        return found + [one for one in plain_claims(known, text, sentence, low) if one.start >= done]
