"""What a text mentions beside its figures: the meeting it reports, people with their offices, events to come, and
citations, with number, kind, day and issuer as written beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from hpbrief.catalog import Catalog
from hpbrief.extract.statements import span_of
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.times import Anchor, resolve_time
from hpbrief.extract.text.tokens import Token, tokens_in
from hpbrief.models import Event, LegalRef, Meeting, Person
from hpbrief.models.unchecked import unchecked
from hpbrief.parse.lexicon import marks_of
from hpbrief.parse.patterns import patterns_of

_UPPER: Final = "".join(
    letter for letter in map(chr, (*range(0x41, 0x250), *range(0x1E00, 0x1F00))) if letter.isupper()
)
_SYLLABLE: Final = rf"[{_UPPER}][^\W\d_{_UPPER}]++"
_NAME: Final = re.compile(rf"{_SYLLABLE}(?: {_SYLLABLE}){{1,3}}(?![^\W_])")
_EVENT: Final = marks_of("event")
_MET: Final = marks_of("met")
_OFFICE: Final = marks_of("office")
_HEAD: Final = 8
_NEAR: Final = 400


class PeopleReader:
    """Reads people, meetings and events, with the patterns of a catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        rows = patterns_of(catalog, "directives")
        self._after_office = rows["after_office"]
        self._office_area = rows["office_area"]
        self._address = rows["address"]
        self._meeting_place = rows["meeting_place"]
        self._chair_behind = rows["chair_behind"]
        self._event_tail = rows["event_tail"]

    def find_people(self, text: str, tokens: list[Token]) -> Iterator[Person]:
        """The people whom a text names with an office, each once with all their offices."""
        people: dict[str, tuple[int, int, list[str]]] = {}
        for first, last in _office_runs(text, tokens):
            offices = [text[t.start : t.end] for t in tokens[first : last + 1] if "office" in t.senses]
            place = self._name_after(text, tokens, last) or self._name_before(text, tokens[first].start)
            if place is None:
                continue
            name = text[place[0] : place[1]]
            known = people.setdefault(name, (place[0], place[1], []))
            known[2].extend(o for o in offices if o not in known[2])
        for name, (start, end, offices) in people.items():
            yield unchecked(
                Person, {"name": name, "offices": tuple(offices), "evidence": span_of(text, start, end)}
            )

    def _name_after(self, text: str, tokens: list[Token], last: int) -> tuple[int, int] | None:
        at = tokens[last].end
        for token in tokens[last + 1 : last + 3]:
            if "area" in token.senses and self._office_area.fullmatch(text[at : token.start].strip(" ")):
                at = token.end
        lead = self._after_office.match(text, at)
        match = _NAME.match(text, lead.end() if lead else at)
        return match.span() if match else None

    def _name_before(self, text: str, start: int) -> tuple[int, int] | None:
        """ "Ông Lê Văn A, Bí thư Tỉnh ủy": the name before the comma or dash."""
        left = max(0, start - 40)
        window = text[left:start]
        if not window.rstrip().endswith((",", "-", "(")):
            return None
        best = None
        for match in _NAME.finditer(window):
            if window[match.end() :].strip(" ,-(") == "":
                best = (left + match.start(), left + match.end())
        if best is None:
            return None
        words = text[best[0] : best[1]].split()
        if self._address.fullmatch(words[0]):
            best = (best[0] + len(words[0]) + 1, best[1])
        return best

    def find_meeting(self, text: str, found: list[Sentence], anchor: Anchor) -> Meeting | None:
        """The meeting that the first lines report: when, which body, who took the chair, where."""
        for index, sentence in enumerate(found[:_HEAD]):
            if not sentence.marks & _MET:
                continue
            held = next((t for t in sentence.tokens if t.time is not None and t.time.form == "day"), None)
            met = next((t for t in sentence.tokens if "met" in t.senses), None)
            if met is None or held is None or held.time is None:
                continue
            period = resolve_time(held.time, anchor)
            body = next((t for t in sentence.tokens if "body" in t.senses and held.end <= t.start), None)
            chair = self._chair(text, found[index : index + 4])
            place = self._meeting_place.search(text, sentence.start, sentence.end)
            return Meeting(
                held_on=period.start if period else None,
                body=_with_area(text, sentence, body) if body else None,
                chair=chair,
                place=place["p"].strip() if place else None,
                evidence=span_of(text, held.start, met.end)
                if held.start < met.end
                else span_of(text, met.start, held.end),
            )
        return None

    def _chair(self, text: str, found: list[Sentence]) -> str | None:
        for sentence in found:
            token = next((t for t in sentence.tokens if "chair" in t.senses), None)
            if token is None:
                continue
            after = self._chair_behind.search(text[token.start : token.end].lower()) is not None
            start, end = (token.end, sentence.end) if after else (sentence.start, token.start)
            start, end = (start, min(end, start + _NEAR)) if after else (max(start, end - _NEAR), end)
            names = list(_NAME.finditer(text, start, end))
            names = [n for n in names if not _is_place_name(sentence, n.start())]
            if names:
                return (names[0] if after else names[-1])[0]
        return None

    def find_events(self, text: str, found: list[Sentence], anchor: Anchor) -> Iterator[Event]:
        """Congresses, elections and sessions that a text names without making a task of them."""
        seen: set[str] = set()
        for sentence in found:
            if not sentence.marks & _EVENT:
                continue
            for index, token in enumerate(sentence.tokens):
                if "event" not in token.senses or not text[token.start].isupper():
                    continue
                end = self._event_end(text, sentence, index)
                name = text[token.start : end]
                if name in seen or end <= token.end:
                    continue
                seen.add(name)
                time = next(
                    (t.time for t in sentence.tokens[index + 1 : index + 3] if t.time is not None), None
                )
                yield unchecked(
                    Event,
                    {
                        "name": name,
                        "period": resolve_time(time, anchor) if time else None,
                        "evidence": span_of(text, token.start, end),
                    },
                )

    def _event_end(self, text: str, sentence: Sentence, index: int) -> int:
        match = self._event_tail.match(text, sentence.tokens[index].end, sentence.end)
        return match.end() if match else sentence.tokens[index].end


def _office_runs(text: str, tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Runs of offices that stand together: "Bí thư Thành ủy, Trưởng Đoàn ĐBQH thành phố"."""
    first: int | None = None
    last = 0
    for index, token in enumerate(tokens):
        if not token.marks & _OFFICE or not text[token.start].isupper():
            continue
        if first is not None:
            gap = text[tokens[last].end : token.start]
            if gap.strip(" ,") == "" and len(gap) < 4:
                last = index
                continue
            yield first, last
        first = last = index
    if first is not None:
        yield first, last


def _with_area(text: str, sentence: Sentence, body: Token) -> str:
    for token in sentence.tokens:
        if "area" in token.senses and token.start == body.end + 1:
            return text[body.start : token.end]
    return text[body.start : body.end]


def _is_place_name(sentence: Sentence, start: int) -> bool:
    return any(
        t.end > start and ("area" in t.senses or "office" in t.senses or "body" in t.senses)
        for t in tokens_in(sentence.tokens, max(sentence.start, start - _NEAR), start + 1)
    )


class CitationReader:
    """Makes citations of what was scanned, with the patterns of a catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        rows = patterns_of(catalog, "directives")
        self._issuer_of = rows["issuer_of"]
        self._joined = rows["joined"]

    def legal_refs(self, text: str, tokens: list[Token], anchor: Anchor) -> Iterator[LegalRef]:
        """The documents that a text cites, in order.

        Of several joined by "và" that share what follows ("Báo cáo số 1 và Tờ trình số 2 của UBND tỉnh"), each
        gets the issuer.
        """
        waiting: list[tuple[Token, date | None]] = []
        for index, token in enumerate(tokens):
            if token.citation is None:
                continue
            day, end, nxt = _day_after(text, tokens, index, anchor)
            issuer = self._issuer(text, tokens, nxt, end)
            if waiting and not self._joined.search(text[waiting[-1][0].end : token.start][-8:]):
                yield from _release(text, waiting, None)
                waiting = []
            waiting.append((token, day))
            if issuer is not None or not self._followed_by_citation(text, tokens, nxt, end):
                yield from _release(text, waiting, issuer)
                waiting = []
        yield from _release(text, waiting, None)

    def _issuer(self, text: str, tokens: list[Token], nxt: int, end: int) -> str | None:
        match = self._issuer_of.match(text, end)
        if match is None:
            return None
        for token in tokens[nxt : nxt + 3]:
            if token.start == match.end() and "body" in token.senses:
                return text[token.start : token.end]
            if token.start >= match.end():
                break
        return None

    def _followed_by_citation(self, text: str, tokens: list[Token], nxt: int, end: int) -> bool:
        for token in tokens[nxt : nxt + 2]:
            if token.citation is not None:
                return bool(self._joined.search(text[end : token.start]))
        return False


def _release(
    text: str, waiting: Sequence[tuple[Token, date | None]], issuer: str | None
) -> Iterator[LegalRef]:
    for token, day in waiting:
        citation = token.citation
        assert citation is not None
        number = text[citation.number_start : citation.end] if citation.number_start >= 0 else None
        yield unchecked(
            LegalRef,
            {
                "number": number,
                "kind": citation.kind,
                "issuer": issuer,
                "issued_on": day,
                "title": "",
                "evidence": span_of(text, token.start, token.end),
                "rules": (citation.rule,),
            },
        )


def _day_after(text: str, tokens: list[Token], index: int, anchor: Anchor) -> tuple[date | None, int, int]:
    """The day right behind a citation, where its words end, and the index of the next token."""
    end, nxt = tokens[index].end, index + 1
    if nxt < len(tokens) and tokens[nxt].time is not None and not text[end : tokens[nxt].start].strip(" ,("):
        time = tokens[nxt].time
        if time is not None and time.form == "day":
            period = resolve_time(time, anchor)
            end = tokens[nxt].end
            if text[end : end + 1] == ")":
                end += 1
            return (period.start if period else None), end, nxt + 1
    return None, end, nxt
