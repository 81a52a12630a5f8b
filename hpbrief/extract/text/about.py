"""What a document is about as a record: the answers, the evidence of each, and what the evidence leaves open."""

from __future__ import annotations

from datetime import date
from typing import Final, cast

from hpbrief.extract.text import clues as evidence
from hpbrief.extract.text.clues import Clue, ClueReader, TitleTime, heaviest
from hpbrief.extract.text.sentences import Sentence
from hpbrief.models import Period, Span
from hpbrief.models.about import About, DocumentKind, Matter
from hpbrief.models.about import Clue as ClueRecord
from hpbrief.models.unchecked import unchecked

_RIVAL: Final = 2  # a second answer this near in weight leaves the first in doubt


class AboutReader:
    """Puts together the evidence of one text."""

    def __init__(
        self, reader: ClueReader, text: str, found: list[Sentence], titles: tuple[TitleTime, ...]
    ) -> None:
        self._reader, self._text, self._found, self._titles = reader, text, found, titles

    def about(
        self,
        day: date | None,
        report: Period | None,
        plan: Period | None,
        area: str | None,
        seen: list[Clue],
    ) -> About:
        """The answers with all their evidence; ``seen`` is that of day and area."""
        terms, kinds = self._reader.terms(self._found), self._reader.kinds(self._text, self._found)
        periods = [
            Clue("plan" if one.planned else "period", one.period.code, "period.title", 4, one.start, one.end)
            for one in self._titles
        ]
        clues = sorted((*seen, *periods, *terms, *kinds), key=lambda c: (c.matter, -c.weight, c.start))
        term = heaviest(terms)
        return unchecked(
            About,
            {
                "day": day,
                "years": tuple(self._reader.years(self._found)),
                "report_period": report,
                "plan_period": plan or next((one.period for one in self._titles if one.planned), None),
                "term": Period.from_code(term) if term else None,
                "area": area,
                "kind": cast("DocumentKind | None", heaviest(kinds)),
                "clues": tuple(map(self._record, clues)),
                "doubts": tuple(self._doubts(day, area, seen)),
            },
        )

    def _doubts(self, day: date | None, area: str | None, seen: list[Clue]) -> list[str]:
        """What the evidence leaves open, by name."""
        doubts = [] if day is not None else ["no_day"]
        if day is not None and self._titles and not self._titles[0].fits(day):
            doubts.append("day_misfits_title")
        doubts += [f"{matter}s_rival" for matter in ("day", "area") if _rivals(seen, matter)]
        if area is None and any(c.value == evidence.COUNTRY for c in seen):
            doubts.append("whole_country")
        return doubts

    def _record(self, clue: Clue) -> ClueRecord:
        span = None
        if clue.end > clue.start:
            quote = self._text[clue.start : clue.end]
            span = unchecked(Span, {"kind": "span", "start": clue.start, "end": clue.end, "quote": quote})
        return unchecked(
            ClueRecord,
            {
                "matter": cast("Matter", clue.matter),
                "value": clue.value,
                "rule": clue.rule,
                "weight": clue.weight,
                "evidence": span,
            },
        )


def _rivals(seen: list[Clue], matter: str) -> bool:
    """Whether a second answer weighs nearly as much as the first."""
    sums: dict[str, int] = {}
    for clue in seen:
        if clue.matter == matter:
            sums[clue.value] = sums.get(clue.value, 0) + clue.weight
    first, second, *_ = [*sorted(sums.values(), reverse=True), 0, 0]
    return second > 0 and first - second <= _RIVAL
