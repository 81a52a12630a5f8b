"""The same measure of another time or place: what the number before was a year ago, or is elsewhere."""

from __future__ import annotations

from typing import Final, NamedTuple

from hpbrief.extract.figures.context import Figure
from hpbrief.extract.figures.neighbours import Chain
from hpbrief.extract.figures.progress import Number, Progress
from hpbrief.extract.naming.measures import Reading
from hpbrief.extract.text.tokens import tokens_in

_MOVED: Final = ("up", "down")
_REACHED: Final = frozenset({"reach", "equal"})


class Repeated(NamedTuple):
    """The reading of the number before, said again: of a year ago (``was``), or of another place."""

    reading: Reading
    was: bool
    outside: bool


def repeated(p: Progress, last: Figure, n: Number, chain: Chain) -> Repeated | None:
    """A number that is what the one before was a year ago, or is elsewhere: the same measure."""
    if _was(p, last, n, chain) or _is_of_year(p, last, n):
        return Repeated(last.reading.by_rule("measure.was"), was=True, outside=False)
    if _is_of_all(p, last, n):
        return Repeated(last.reading.by_rule("measure.elsewhere"), was=False, outside=True)
    return None


def _was(p: Progress, last: Figure, n: Number, chain: Chain) -> bool:
    """ "tăng 7,4%, thấp hơn con số 9,6% của cùng kỳ": the same measure a year before."""
    if p.depth and _below_last_year(p, chain):
        return True
    if not p.depth and last.words.unit == "PT" and _of_last_year(p, chain):
        return True
    return (
        n.after.base == "yoy"
        and not n.after.versus
        and last.reading.measure == "yoy_change"
        and p.words.lower_than.search(p.text, p.floor, p.tokens[n.index].start) is not None
    )


def _is_of_year(p: Progress, last: Figure, n: Number) -> bool:
    """ "tăng 6,4%, cao hơn mức 4,3% của năm 2020": the same measure, of the time that is named behind it."""
    return (
        bool(n.after.times)
        and last.words.unit == n.words.unit
        and p.text[n.token.end : n.after.times[0].start] in p.words.of_between
        and p.words.lower_than.search(p.text, p.floor, n.token.start) is not None
    )


def _is_of_all(p: Progress, last: Figure, n: Number) -> bool:
    """ "tăng 8%, cao hơn mức 7,1% của cả nước": the same measure, of the country."""
    return (
        last.words.unit == n.words.unit
        and p.words.of_all.match(p.text, n.token.end) is not None
        and p.words.lower_than.search(p.text, p.floor, n.token.start) is not None
    )


def _of_last_year(p: Progress, chain: Chain) -> bool:
    """ "...; cùng kỳ năm 2025 đạt 9,8%": a clause of its own on the same measure a year before."""
    mark = p.text.rfind(";", p.floor, chain.start)
    if mark < 0 or set(chain.verbs) - _REACHED:
        return False
    clause = tokens_in(p.tokens, mark, chain.start)
    if not clause or clause[0].senses.get("base") != "yoy":
        return False
    only = all(t.kind == "time" for t in clause[1:])
    return only and not p.text[mark + 1 : clause[0].start].strip(" ")


def _below_last_year(p: Progress, chain: Chain) -> bool:
    """ "đạt 58,7%, thấp hơn cùng kỳ (61,2%)": in brackets what the same measure was a year before."""
    j = chain.first - 1
    if j < 1 or p.text[chain.start - 1 : chain.start] != "(" or chain.verbs:
        return False
    base, verb = p.tokens[j], p.tokens[j - 1]
    if verb.senses.get("versus") is not None and j > 1:
        verb = p.tokens[j - 2]
    return (
        base.senses.get("base") == "yoy"
        and verb.senses.get("verb") in _MOVED
        and not p.text[base.end : chain.start].strip(" (")
        and p.said(verb).endswith(p.words.than)
    )


def of_same_period(p: Progress, chain: Chain) -> bool:
    """ "(cùng kỳ năm 2024 là 15,68%)": the same measure a year before."""
    opened = p.opened if p.depth else None
    return opened is not None and opened.senses.get("base") == "yoy" and not set(chain.verbs) - _REACHED


def compares(p: Progress, chain: Chain) -> bool:
    """ "thấp hơn mức bình quân cả nước (32,1%)": the number of what is compared with."""
    j = chain.first - 1
    if j < 0 or p.text[chain.start - 1 : chain.start] != "(":
        return False
    if p.text[p.tokens[j].end : chain.start].strip(" ("):
        return False
    return p.tokens[j].senses.get("base") == "other" or "elsewhere" in p.tokens[j].senses
