"""Where a number is of and what it is held against: its area and status, the same measure of another time or
place, and bases of comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from hpbrief.extract.figures.many_places import AREAS, area_found, is_aside, is_elsewhere, one_of_many
from hpbrief.extract.figures.neighbours import Chain
from hpbrief.extract.figures.progress import BREAKS, Number, Progress, Told
from hpbrief.extract.figures.spoken_time import Figure
from hpbrief.extract.figures.wording import FigureWording, holds_any
from hpbrief.extract.naming.measures import Reading
from hpbrief.extract.text.times import Anchor, resolve_time
from hpbrief.extract.text.tokens import Token, begins_in_capitals, tokens_in
from hpbrief.models import Period
from hpbrief.parse.lexicon import marks_of

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


_STATUS: Final = marks_of("status")
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
    if p.heard & AREAS:
        named = one_of_many(p, n, period) if p.context.many else _named_in_clause(p, n, period)
        if named is not None:
            return named
    last = p.last
    if not n.own and last is not None and not last.outside and not p.choice.names_area(n.token):
        return last.area, "place.as_before"
    if p.context.place is not None:
        found = area_found(p, *p.context.place, period)
        return (found.id if found is not None else None), "place.of_paragraph"
    return p.context.area, "place.of_document"


def _named_in_clause(p: Progress, n: Number, period: Period | None) -> tuple[str | None, str] | None:
    """The place that the clause of a number names; None where it names none."""
    start = p.choice.clause_start
    if n.goal is None and p.text[start - 1 : start] == "(":
        start = max(p.floor, start - _AREA_BEFORE)
    for token in tokens_in(p.tokens, start, n.token.start):
        if is_elsewhere(p, n, token):
            return None, "place.elsewhere"
        if "area" in token.senses and begins_in_capitals(p.text, token):
            named = _named_area(p, token, period)
            if named is not None:
                return named, "place.named"
    return None


def _named_area(p: Progress, token: Token, period: Period | None) -> str | None:
    """The area that a name means: that of the day, or a former one that bears it alone or is called so."""
    area = p.context.area
    if area is None or is_aside(p.words, p.text, p.sentence, token):
        return None
    former = p.words.former_area.match(p.text, token.end) is not None
    opens = p.choice.opens_clause(token)
    found = area_found(p, token.senses["area"], former, period, whenever=opens)
    if found is None:
        return None
    if found.name_vi == p.context.area_name and found.id != area and not former:
        return area if opens else None  # the document's own place, under its other boundaries
    return found.id if found.id != area or opens else None


_SHARED: Final = ("measure.up", "measure.down", "measure.continued", "measure.short")


def base_of_time(token: Token, anchor: Anchor, current: Period | None, *, goal: bool = False) -> str:
    """A base with a date: the same stretch a year before, or something else."""
    assert token.time is not None
    base = resolve_time(token.time, anchor)
    if token.time.form == "year" and goal:
        return "yoy"
    if token.time.form == "year":
        year = current.end.year if current else anchor.year
        return "yoy" if base is None or year is None or base.end.year == year - 1 else "previous"
    if base is None or current is None or base.is_instant:
        return "previous"
    same = (base.start.month, base.end.month) == (current.start.month, current.end.month)
    return "yoy" if same and base.end.year == current.end.year - 1 else "previous"


def share_bases(words: FigureWording, text: str, figures: Sequence[Figure], lead_base: str | None) -> None:
    """A base named once after a list holds for it all: "A tăng 1%, B giảm 2% so với tháng trước"."""
    if lead_base is not None or len(figures) < 2:
        return
    measure: str | None = None
    for number in range(len(figures) - 1, -1, -1):
        figure = figures[number]
        rule = figure.reading.rule
        if rule.endswith(("_on_previous", "_on_other")):
            measure = figure.reading.measure
        elif (
            measure
            and rule in _SHARED
            and figure.words.unit == "PT"
            and _in_list(words, text, figures, number)
        ):
            figure.reading = figure.reading.measuring(measure, "measure.shared_base")
            figure.rules = [figure.reading.rule]
            if figures[number + 1].reading.measure == measure == "change_vs_previous":
                figure.period = figures[number + 1].period
        else:
            measure = None


def _in_list(words: FigureWording, text: str, figures: Sequence[Figure], number: int) -> bool:
    """Whether a comma, and no new opening, joins a figure to the next; and no base precedes them."""
    here, nxt = figures[number], figures[number + 1]
    gap = text[here.token.end : nxt.token.start]
    return (
        gap.startswith(",")
        and not any(mark in gap for mark in ";(:")
        and not holds_any(gap, words.part)
        and here.subject != nxt.subject
    )


def share_brackets(text: str, figures: Sequence[Figure]) -> None:
    """A bare share in brackets says what the last one did, behind an amount of the same unit.

    "thu nội địa 25 tỷ đồng (59% dự toán), thu từ dầu 13 tỷ đồng (56%)"
    """
    told: Figure | None = None
    unit: str | None = None  # of the amount that a bracket stands behind
    for number, figure in enumerate(figures):
        if figure.words.unit != "PT":
            continue
        opened = text.rfind("(", figures[number - 1].token.end if number else 0, figure.token.start)
        if opened < 0:
            told = None
            continue
        bare = not text[opened + 1 : figure.token.start].strip() and text.startswith(")", figure.token.end)
        if not bare or figure.reading.rule != "measure.level":
            told, unit = figure, figures[number - 1].words.unit if number else None
        elif (
            told is not None
            and number
            and figures[number - 1].words.unit == unit
            and told.reading.measure in ("share_of_plan", "yoy_change")
        ):
            figure.reading = told.reading.by_rule("measure.shared_bracket")
            figure.basis = told.basis
            figure.rules = [figure.reading.rule]
