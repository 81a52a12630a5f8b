"""Verdicts: counts of goals met, the indicators named with them, and those that the text only implies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from hpbrief.catalog import Catalog
from hpbrief.extract.sentences import Sentence
from hpbrief.extract.subjects import SubjectReader
from hpbrief.extract.tokens import Token, tokens_in
from hpbrief.models import Period, Reference, VerdictStatus
from hpbrief.parse.text import phrase_key
from hpbrief.parse.trie import trie_pattern

_COUNTED = "chỉ tiêu"
_LONGEST_LIST = 2000
_LONGEST_NAME = 240
_PLAN_WORD = re.compile("kế hoạch|dự toán|kịch bản|mục tiêu|nghị quyết")
_CLAUSE_END = re.compile(r"[,;:.\n]|[0-9]")


class Stated(NamedTuple):
    """A verdict as found: its place, status and reference; ``met`` and ``of_total`` for a headline."""

    start: int
    end: int
    status: VerdictStatus
    reference: Reference
    rule: str
    met: int | None = None
    of_total: int | None = None
    indicator: str | None = None
    inferred: bool = False
    period: Period | None = None


class VerdictReader:
    """Reads verdicts in sentences, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, subjects: SubjectReader) -> None:
        self._subjects = subjects
        tables = catalog.rules.get("phrases", {})
        self._status = {phrase_key(w): VerdictStatus(s) for w, s in tables.get("verdict", {}).items()}
        words = trie_pattern(self._status)
        lagging = trie_pattern(tables.get("lagging", {}))
        above = trie_pattern(tables.get("above_all", {}))
        self._said = re.compile(rf"(?P<s>{words})(?![^\W_])")
        self._lagging = re.compile(rf"{lagging}(?![^\W_])[^.;\n]{{0,120}}?, ++{above}(?![^\W_])")
        head = trie_pattern(tables.get("list_head", {}))
        self._list_head = re.compile(rf"[^.;:\n]{{0,80}}?(?:,? ++{head}(?: ++các {_COUNTED})?:?|:)(?![^\W_])")
        self._part_of = re.compile(
            r"[0-9]{1,3} ++(?:trong(?: ++(?:số|tổng số))?|trên(?: ++tổng số)?|/) ++(?=[0-9])"
        )

    def read(self, text: str, sentence: Sentence, of_total: int | None, last: Reference) -> list[Stated]:
        """The verdicts of a sentence. ``of_total`` and ``last`` are those of the headline before."""
        low = sentence.low
        if _COUNTED not in low:
            return self._plain(text, sentence, low) if _PLAN_WORD.search(low) else []
        found: list[Stated] = []
        total = of_total
        opening: Token | None = None
        for token in sentence.tokens:
            count, of = self._count(text, low, sentence, token)
            if count is None:
                continue
            start = token.start
            if of is not None:
                total = of
            said = self._said_after(low, token.end - sentence.start)
            if said is None:
                opening, total = token, count
                continue
            status, said_end = said
            if of is None and opening is not None:
                start = opening.start
                opening = None
            reference = self._reference(text, sentence, said_end + sentence.start, last)
            last = reference
            end = self._end(text, sentence, said_end + sentence.start)
            if total is not None and (total < 1 or count > total):
                total = None
            if total is not None:
                found.append(Stated(start, end, status, reference, "verdict.headline", count, total))
            found += self._named(text, sentence, low, end, status, reference)
        if not found:
            found = self._implied(text, sentence, low) or self._plain(text, sentence, low)
        return found

    def _count(self, text: str, low: str, sentence: Sentence, token: Token) -> tuple[int | None, int | None]:
        """The count, and the whole where the number is "7/9"; None where the token counts no goals."""
        words = token.figure
        if words is None or words.value != words.value.to_integral_value() or words.value > 500:
            return None, None
        if words.unit_start < 0 or not low.startswith(_COUNTED, words.unit_start - sentence.start):
            return None, None
        if token.kind == "figure":
            token.kind, token.why = "left_out", "verdict"
        count = int(words.value)
        if words.of is not None:
            return count, int(words.of)
        before = self._part_of.search(
            low, max(0, token.start - sentence.start - 24), token.start - sentence.start + 3
        )
        if before and before.end() == token.start - sentence.start:
            whole = count
            digits = re.match(r"[0-9]+", before[0])
            assert digits is not None
            token.start = sentence.start + before.start()
            return int(digits[0]), whole
        return count, None

    def _said_after(self, low: str, at: int) -> tuple[VerdictStatus, int] | None:
        """What is said of the goals counted, in the words that follow in the clause."""
        stop = _CLAUSE_END.search(low, at)
        limit = min(stop.start() if stop else len(low), at + 70)
        match = self._said.search(low, at, limit + 24)
        while match is not None and (match.start() >= limit or low[match.start() - 1] not in " ,"):
            if match.start() >= limit:
                return None
            match = self._said.search(low, match.end(), limit + 24)
        if match is None:
            return None
        return self._status[phrase_key(match["s"])], match.end()

    def _end(self, text: str, sentence: Sentence, at: int) -> int:
        """The end of the status words, the plan's word included."""
        for token in tokens_in(sentence.tokens, at, at + 40):
            if "plan" in token.senses and text[at : token.start].strip(" ") in ("", "so với", "mức"):
                return token.end
            if token.start > at + 12:
                break
        return at

    def _reference(self, text: str, sentence: Sentence, at: int, last: Reference) -> Reference:
        for token in tokens_in(sentence.tokens, at, at + 40):
            if ";" not in text[at : token.start]:
                if "plan" in token.senses:
                    return Reference.SCENARIO if token.senses["plan"] == "scenario" else Reference.ANNUAL_GOAL
                if token.senses.get("base") == "yoy":
                    return Reference.SAME_PERIOD
        return last

    def _named(
        self, text: str, sentence: Sentence, low: str, at: int, status: VerdictStatus, reference: Reference
    ) -> list[Stated]:
        head = self._list_head.match(low, at - sentence.start)
        if head is None:
            return []
        return self._list(text, sentence, head.end() + sentence.start, status, reference, "verdict.named")

    def _list(
        self,
        text: str,
        sentence: Sentence,
        at: int,
        status: VerdictStatus,
        reference: Reference,
        rule: str,
        *,
        inferred: bool = False,
    ) -> list[Stated]:
        """The indicators of a list up to a semicolon or the end; what stands in brackets is not its matter."""
        found: list[Stated] = []
        end = self._list_end(text, sentence, at)
        for start, stop in self._items(text, sentence, at, end):
            trimmed = self._subjects.trim(text, sentence.tokens, start, stop)
            if trimmed is None or trimmed[1] - trimmed[0] > 120:
                continue
            subject = self._subjects.subject(text, *trimmed)
            if inferred and subject.indicator is None:
                continue
            found.append(
                Stated(
                    trimmed[0],
                    trimmed[1],
                    status,
                    reference,
                    rule,
                    indicator=subject.indicator,
                    inferred=inferred,
                )
            )
        return found

    def _list_end(self, text: str, sentence: Sentence, at: int) -> int:
        end = min(sentence.end, at + _LONGEST_LIST)
        for token in tokens_in(sentence.tokens, at, end):
            if token.figure is not None and token.figure.counted:
                end = token.start
                break
        return min(
            (m for m in (text.find(mark, at, end) for mark in (";", "...", "…")) if m >= 0), default=end
        )

    def _items(self, text: str, sentence: Sentence, at: int, end: int) -> list[tuple[int, int]]:
        covered = [
            (t.start, t.end)
            for t in tokens_in(sentence.tokens, at, end)
            if "indicator" in t.senses or "compound" in t.senses
        ]
        items, start, depth = [], at, 0
        for match in re.finditer(r"[,()]| và ", text[at:end]):
            place = at + match.start()
            if match[0] == "(":
                if depth == 0:
                    items.append((start, place))
                depth += 1
            elif match[0] == ")":
                depth = max(0, depth - 1)
                start = place + 1
            elif depth == 0 and not any(a < place < b for a, b in covered):
                left, right = text[start:place], text[place + len(match[0]) : end]
                if match[0] == " và " and self._one_name(left, right):
                    continue
                items.append((start, place))
                start = place + len(match[0])
        items.append((start, end))
        return [(a, b) for a, b in items if text[a:b].strip(" ,.")]

    def _one_name(self, left: str, right: str) -> bool:
        """Whether "A và B" is the name of one indicator."""
        right = re.split(r"[,;.(]", right, maxsplit=1)[0]
        return (
            self._subjects.resolve(f"{left.strip()} và {right.strip()}") is not None
            and self._subjects.resolve(left) is None
        )

    def _implied(self, text: str, sentence: Sentence, low: str) -> list[Stated]:
        match = self._lagging.search(low)
        if match is None:
            return []
        reference = Reference.UNSPECIFIED
        for token in tokens_in(sentence.tokens, sentence.start + match.start(), sentence.start + match.end()):
            if "plan" in token.senses:
                reference = (
                    Reference.SCENARIO if token.senses["plan"] == "scenario" else Reference.ANNUAL_GOAL
                )
                if token.senses["plan"] == "scenario":
                    break
        return self._list(
            text,
            sentence,
            sentence.start + match.end(),
            VerdictStatus.NOT_MET,
            reference,
            "verdict.implied",
            inferred=True,
        )

    def _plain(self, text: str, sentence: Sentence, low: str) -> list[Stated]:
        """ "Thu ngân sách vượt dự toán năm": a claim without a number."""
        found: list[Stated] = []
        tokens = sentence.tokens
        for index, token in enumerate(tokens):
            if "plan" not in token.senses or index == 0:
                continue
            at = token.start - sentence.start
            match = self._said_before(low, at)
            if match is None or self._has_number_near(text, tokens, index):
                continue
            status, start = match
            if status is VerdictStatus.MET and not low[start:at].startswith(("đạt", "hoàn thành")):
                continue
            floor = max(sentence.start, sentence.start + start - _LONGEST_NAME)
            left = max(text.rfind(mark, floor, sentence.start + start) for mark in ",;:.(")
            left = max(left + 1, floor)
            reference = Reference.SCENARIO if token.senses["plan"] == "scenario" else Reference.ANNUAL_GOAL
            items = self._items(text, sentence, left, sentence.start + start)
            for item in items:
                trimmed = self._subjects.trim(text, tokens, *item)
                if trimmed is None:
                    continue
                subject = self._subjects.subject(text, *trimmed)
                if subject.indicator is not None:
                    found.append(
                        Stated(*trimmed, status, reference, "verdict.claim", indicator=subject.indicator)
                    )
        return found

    def _said_before(self, low: str, at: int) -> tuple[VerdictStatus, int] | None:
        window = max(0, at - 34)
        for match in self._said.finditer(low, window, at):
            between = low[match.end() : at].strip()
            if between in ("", "so với", "mức", "được") and low[match.start() - 1 : match.start()] == " ":
                return self._status[phrase_key(match["s"])], match.start()
        return None

    def _has_number_near(self, text: str, tokens: Sequence[Token], index: int) -> bool:
        before, after = tokens[index - 1], tokens[index + 1] if index + 1 < len(tokens) else None
        if any(
            t.kind == "figure" and 0 <= tokens[index].start - t.end < 14
            for t in tokens[max(0, index - 3) : index]
        ):
            return True
        for token in tokens[index + 1 : index + 5]:
            if token.kind == "figure" and not {",", ";", "."} & set(text[tokens[index].end : token.start]):
                return True
        return before.kind == "figure" and after is None
