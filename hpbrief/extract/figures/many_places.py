"""Places in texts that tell of many: which one a sentence, and a number in it, is of."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from hpbrief.extract.figures.progress import Number, Progress
from hpbrief.extract.figures.spoken_time import Context
from hpbrief.extract.figures.wording import FigureWording
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import Token, begins_in_capitals, tokens_in
from hpbrief.models import Area, Period
from hpbrief.parse.lexicon import marks_of

AREAS: Final = marks_of("area", "elsewhere")
_ASIDE_BEFORE: Final = 48  # characters before a place in which a district or a way may be named
_OPENS_WITHIN: Final = 90  # characters of a sentence within which a place opens it
_LIST_WITHIN: Final = 40  # characters on either side of a place in which the next of a list stands
_SHORT_LINE: Final = 60

Named = tuple[str, bool]  # the name of a place, and whether it is called former


def places_told(
    words: FigureWording, context: Context, sentence: Sentence
) -> tuple[Named | None, Named | None]:
    """The place that is told of from a sentence on, in a text that tells of many, and that of the heading above.

    The one that a sentence opens with is told of up to the next; several, or the whole country, end that.
    """
    told = _told(words, context, sentence)
    return told, told if _is_heading(words, context.text, sentence) else context.headed_place


def _told(words: FigureWording, context: Context, sentence: Sentence) -> Named | None:
    places = [t for t in sentence.tokens if _is_place(words, context.text, sentence, t)]
    if not places:
        return None if _opens_elsewhere(sentence) else context.place
    first = places[0]
    alone = len({t.senses["area"] for t in places}) == 1
    opens = first.start - sentence.start <= _OPENS_WITHIN
    return (
        _said(words, context.text, first)
        if alone and opens and not _is_listed(words, sentence, first)
        else None
    )


def _opens_elsewhere(sentence: Sentence) -> bool:
    """Whether the whole country is named before the first number of a sentence."""
    for token in sentence.tokens:
        if token.kind == "figure":
            return False
        if "elsewhere" in token.senses:
            return True
    return False


def _is_heading(words: FigureWording, text: str, sentence: Sentence) -> bool:
    """ "2. Hà Nam: 10,39%": whether a short line opens with a place, as the heading of what follows."""
    if not sentence.first or sentence.line_end - sentence.line > _SHORT_LINE:
        return False
    match = words.place_heads.match(text, sentence.line, sentence.line_end)
    return match is not None and match["name"].isupper()


def _said(words: FigureWording, text: str, token: Token) -> Named:
    """The name of a place, and whether it is called former."""
    return token.senses["area"], words.former_area.match(text, token.end) is not None


def _is_place(words: FigureWording, text: str, sentence: Sentence, token: Token) -> bool:
    """Whether a word is the name of a province that is told of."""
    named = "area" in token.senses and begins_in_capitals(text, token)
    return named and not is_aside(words, text, sentence, token)


def is_aside(words: FigureWording, text: str, sentence: Sentence, token: Token) -> bool:
    """Whether a name is that of a district or street, says where one lies, or whither and whence something goes."""
    start = max(sentence.start, token.start - _ASIDE_BEFORE)
    return words.place_aside.search(text, start, token.start) is not None


def _is_listed(words: FigureWording, sentence: Sentence, token: Token) -> bool:
    """ "Nam Định, Hà Nam thu 40.000 tỷ": whether a place stands in a list that shares its number."""
    low, at = sentence.low, token.start - sentence.start
    near = tokens_in(sentence.tokens, token.start - _LIST_WITHIN, token.end + _LIST_WITHIN)
    return any(
        "area" in one.senses
        and words.joins.fullmatch(
            low,
            min(one.end, token.end) - sentence.start,
            max(one.start - sentence.start, at),
        )
        for one in near
        if one is not token
    )


def one_of_many(p: Progress, n: Number, period: Period | None) -> tuple[str | None, str] | None:
    """The last place named between the number before and this one; None where there is none."""
    since = p.tokens[p.since : n.index]
    for token in reversed(since):
        if _is_place(p.words, p.text, p.sentence, token):
            if _is_listed(p.words, p.sentence, token):
                return None, "place.several"
            found = area_found(p, *_said(p.words, p.text, token), period)
            return (found.id if found is not None else None), "place.named"
    for token in since:
        if is_elsewhere(p, n, token):
            return None, "place.elsewhere"
    return None


def is_elsewhere(p: Progress, n: Number, token: Token) -> bool:
    """ "Cả nước tăng 8%": whether the clause of a number opens with a place outside the area."""
    return (
        "elsewhere" in token.senses
        and n.reading.rule != "measure.beyond"
        and n.reading.measure != "rank"
        and p.choice.opens_clause(token)
    )


def area_found(
    p: Progress, words: str, former: bool, period: Period | None, *, whenever: bool = True
) -> Area | None:
    """The area of a name on the day of a period, before a merger where it is called former."""
    catalog = p.known.catalog
    found = catalog.find_area(words, period.end if period else p.context.anchor.day)
    if found is not None and former and found.valid_from is not None:
        return catalog.find_area(words, found.valid_from - timedelta(days=1)) or found
    if found is None and (former or whenever):
        return catalog.find_area(words)
    return found
