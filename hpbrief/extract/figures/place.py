"""The status of a number, and the area it is of."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from hpbrief.extract.figures.context import Figure
from hpbrief.extract.figures.measure import of_same_period
from hpbrief.extract.figures.neighbours import Chain
from hpbrief.extract.figures.walk import BREAKS, Walk
from hpbrief.extract.text.tokens import Token, tokens_in
from hpbrief.parse.lexicon import marks_of

_STATUS: Final = marks_of("status")
_AREAS: Final = marks_of("area", "elsewhere")
_FORMER: Final = re.compile(r" (?:trước đây|trước sáp nhập|\(?cũ\)?)(?![^\W_])")
_AREA_BEFORE: Final = (
    24  # characters before a bracket in which an area is looked for: "Hà Nội (26,96 tỷ USD)"
)


def status_of(walk: Walk, chain: Chain, figure: Figure, *, own: bool) -> str | None:
    """Whether a number is an estimate or a forecast: by its own words, else those that go on to it."""
    if figure.goal is not None or figure.reading.measure == "rank" or figure.words.unit == "place":
        return None
    if figure.was or (of_same_period(walk, chain) and chain.status is None):
        return None
    found = chain.status
    if found is None and walk.passed & _STATUS:
        clause = walk.choice.clause_start
        for token in walk.tokens[walk.since : chain.first]:
            if token.start >= clause and "status" in token.senses:
                found = token.senses["status"]
    now, then = walk.times.period, walk.status_period
    if found is None and now is not None and then is not None and now.end < then.end:
        return None  # "ước tăng 6,2% (quý I tăng 5,2%)": what is over is no estimate
    if found is not None:
        walk.status, walk.status_period = found, walk.current()
    elif own and (chain.verbs or chain.doing or _parted(walk, chain)):
        walk.status = walk.opening_status
    return walk.status


def _parted(walk: Walk, chain: Chain) -> bool:
    """Whether a semicolon or an opening word parts a number from the one before."""
    if ";" in walk.text[walk.floor : chain.start]:
        return True
    return bool(walk.passed & BREAKS) and any(
        "break" in t.senses for t in walk.tokens[walk.since : chain.first]
    )


def _named_area(walk: Walk, token: Token, figure: Figure) -> str | None:
    """The area that a name means: that of the day, or a former one that bears it alone or is called so."""
    catalog, area = walk.known.catalog, walk.context.area
    if area is None:
        return None
    day = figure.period.end if figure.period else walk.context.anchor.day
    words = token.senses["area"]
    found = catalog.find_area(words, day)
    former = _FORMER.match(walk.text, token.end) is not None
    if found is not None and former and found.valid_from is not None:
        found = catalog.find_area(words, found.valid_from - timedelta(days=1)) or found
    elif found is None and (former or walk.choice.opens_clause(token)):
        found = catalog.find_area(words)
    if found is None or (found.name_vi == walk.context.area_name and found.id != area and not former):
        return area if found is not None and walk.choice.opens_clause(token) else None
    return found.id if found.id != area or walk.choice.opens_clause(token) else None


def area_of(walk: Walk, figure: Figure, *, own: bool) -> str | None:
    """The area of a number: one that its clause names, else that of the document; None for one outside it."""
    area = walk.context.area
    if figure.outside:
        return None
    start = walk.choice.clause_start
    if figure.goal is None and walk.text[start - 1 : start] == "(":
        start = max(walk.floor, start - _AREA_BEFORE)
    for token in tokens_in(walk.tokens, start, figure.token.start) if walk.heard & _AREAS else ():
        if (
            "elsewhere" in token.senses
            and figure.reading.rule != "measure.beyond"
            and figure.reading.measure != "rank"
            and walk.choice.opens_clause(token)
        ):
            return None
        if "area" in token.senses and walk.text[token.start].isupper():
            named = _named_area(walk, token, figure)
            if named is not None:
                return named
    if not own and walk.figures and not walk.figures[-1].outside and not walk.choice.names_area(figure.token):
        return walk.figures[-1].area
    return area
