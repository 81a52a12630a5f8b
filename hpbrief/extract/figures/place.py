"""The status of a number, and the area it is of."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from hpbrief.extract.figures.neighbours import Chain
from hpbrief.extract.figures.progress import BREAKS, Number, Progress, Told
from hpbrief.extract.figures.repeated import of_same_period
from hpbrief.extract.text.tokens import Token, tokens_in
from hpbrief.models import Area, Period
from hpbrief.parse.lexicon import marks_of

_STATUS: Final = marks_of("status")
_AREAS: Final = marks_of("area", "elsewhere")
# characters before a bracket in which an area is looked for: "Hà Nội (26,96 tỷ USD)"
_AREA_BEFORE: Final = 24


def status_of(p: Progress, n: Number) -> tuple[str | None, Told]:
    """Whether a number is an estimate or a forecast: by its own words, else those that go on to it.

    With what is told from there on.
    """
    if _has_none(p, n):
        return None, p.told
    found = n.chain.status or _status_in_clause(p, n.chain)
    if found is not None:
        return found, Told(found, p.current())
    now, then = p.times.period, p.told.period
    if now is not None and then is not None and now.end < then.end:
        return None, p.told  # "ước tăng 6,2% (quý I tăng 5,2%)": what is over is no estimate
    if n.own and (n.chain.verbs or n.chain.doing or _is_parted(p, n.chain)):
        return p.opening_status, Told(p.opening_status, p.told.period)
    return p.told.status, p.told


def _has_none(p: Progress, n: Number) -> bool:
    """Whether a number is of a kind that no status is said of: a goal, a rank, what was a year ago."""
    if n.goal is not None or n.reading.measure == "rank" or n.words.unit == "place":
        return True
    return n.was or (of_same_period(p, n.chain) and n.chain.status is None)


def _status_in_clause(p: Progress, chain: Chain) -> str | None:
    """The last word of a status in the clause before a number."""
    found: str | None = None
    if p.passed & _STATUS:
        clause = p.choice.clause_start
        for token in p.tokens[p.since : chain.first]:
            if token.start >= clause and "status" in token.senses:
                found = token.senses["status"]
    return found


def _is_parted(p: Progress, chain: Chain) -> bool:
    """Whether a semicolon or an opening word parts a number from the one before."""
    if ";" in p.text[p.floor : chain.start]:
        return True
    return bool(p.passed & BREAKS) and any("break" in t.senses for t in p.tokens[p.since : chain.first])


def area_of(p: Progress, n: Number, period: Period | None, *, outside: bool) -> tuple[str | None, str]:
    """The area of a number, by the rule that gives it: one that its clause names, else that of the document.

    None for a number outside it.
    """
    if outside:
        return None, "place.outside"
    start = p.choice.clause_start
    if n.goal is None and p.text[start - 1 : start] == "(":
        start = max(p.floor, start - _AREA_BEFORE)
    for token in tokens_in(p.tokens, start, n.token.start) if p.heard & _AREAS else ():
        if _is_elsewhere(p, n, token):
            return None, "place.elsewhere"
        if "area" in token.senses and p.text[token.start].isupper():
            named = _named_area(p, token, period)
            if named is not None:
                return named, "place.named"
    last = p.last
    if not n.own and last is not None and not last.outside and not p.choice.names_area(n.token):
        return last.area, "place.as_before"
    return p.context.area, "place.of_document"


def _is_elsewhere(p: Progress, n: Number, token: Token) -> bool:
    """ "Cả nước tăng 8%": whether the clause of a number opens with a place outside the area."""
    return (
        "elsewhere" in token.senses
        and n.reading.rule != "measure.beyond"
        and n.reading.measure != "rank"
        and p.choice.opens_clause(token)
    )


def _named_area(p: Progress, token: Token, period: Period | None) -> str | None:
    """The area that a name means: that of the day, or a former one that bears it alone or is called so."""
    area = p.context.area
    if area is None:
        return None
    former = p.words.former_area.match(p.text, token.end) is not None
    opens = p.choice.opens_clause(token)
    found = _area_found(p, token, period, former=former, opens=opens)
    if found is None:
        return None
    if found.name_vi == p.context.area_name and found.id != area and not former:
        return area if opens else None  # the document's own place, under its other boundaries
    return found.id if found.id != area or opens else None


def _area_found(
    p: Progress, token: Token, period: Period | None, *, former: bool, opens: bool
) -> Area | None:
    """The area of a name on the day of a period, before a merger where it is called former."""
    catalog = p.known.catalog
    words = token.senses["area"]
    found = catalog.find_area(words, period.end if period else p.context.anchor.day)
    if found is not None and former and found.valid_from is not None:
        return catalog.find_area(words, found.valid_from - timedelta(days=1)) or found
    if found is None and (former or opens):
        return catalog.find_area(words)
    return found
