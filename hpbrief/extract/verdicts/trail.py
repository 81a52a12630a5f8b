"""What sentences behind a count of goals say on: "Vượt là: …", "Rơi vào nhóm này là …", "… đều không với tới"."""

from __future__ import annotations

import re
from typing import Final

from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import tokens_in
from hpbrief.extract.verdicts.lists import names_listed, names_resolved
from hpbrief.extract.verdicts.plans import foreseen_of_year
from hpbrief.extract.verdicts.words import COUNTED, LONGEST_NAME, Counted, Stated, Told, VerdictWords
from hpbrief.models import VerdictStatus

_RULE: Final = "verdict.going_on"
_POINTED: Final = re.compile(
    r"[ \-+*•]*+(?:(?:cụ thể|đáng chú ý|đáng lo nhất),? )?"
    r"(?:(?:rơi vào|thuộc|thuộc vào|nằm trong|nằm ở|ở|trong) )?(?:(?:các|những|hai|ba|bốn|năm) )?"
    rf"(?:(?:nhóm|số|diện|{COUNTED}) (?:này|đó|ấy|trên|vừa nêu)|đó),? (?:là|gồm|có|gồm có|bao gồm|phải kể đến)"
    rf"(?: (?:các|những) {COUNTED})?:? ++(?![0-9])"
)


def trailing(known: VerdictWords, text: str, sentence: Sentence, low: str, told: Told) -> list[Stated]:
    """The indicators that a sentence in the paragraph of a count names: pointed at, or with a claim of their own."""
    last = told.counted
    if last is None or last.line != sentence.line:
        return []
    pointed = _POINTED.match(low)
    if pointed is not None:
        found = names_listed(
            known, text, sentence, sentence.start + pointed.end(), last.status, last.reference, _RULE
        )
        return found if any(one.indicator for one in found) else []
    return _listed(known, text, sentence, low, last) or _closed(known, text, sentence, low, last)


def _listed(known: VerdictWords, text: str, sentence: Sentence, low: str, last: Counted) -> list[Stated]:
    """ "Vượt là: khách du lịch, thu ngân sách; hụt là: …": what is said opens the list."""
    found: list[Stated] = []
    heads = list(known.said_first.finditer(low))
    for number, head in enumerate(heads):
        stop = sentence.start + heads[number + 1].start() if number + 1 < len(heads) else None
        at = sentence.start + head.end()
        listed = names_listed(known, text, sentence, at, known.parts.status(head["s"]), last.reference, _RULE)
        found += [one for one in listed if stop is None or one.end <= stop]
    return found if any(one.indicator for one in found) else []


def _closed(known: VerdictWords, text: str, sentence: Sentence, low: str, last: Counted) -> list[Stated]:
    """ "Xuất khẩu và thu nội địa chắc chắn vượt": what is said closes its clause, without a plan or number."""
    found: list[Stated] = []
    floor = 0
    reference = foreseen_of_year(low) or last.reference
    for said in known.closing.finditer(low):
        left = max(
            floor, said.start() - LONGEST_NAME, *(low.rfind(m, floor, said.start()) + 1 for m in ";:.(")
        )
        floor = said.end()
        start, end = sentence.start + left, sentence.start + said.start()
        if any(t.figure is not None for t in tokens_in(sentence.tokens, start, end)):
            continue
        status: VerdictStatus = known.parts.status(said["s"])
        found += [
            one._replace(rule=_RULE)
            for one in names_resolved(known, text, sentence, start, end, status, reference)
        ]
    return found
