"""The period that a number is of: of a goal the time it is for, of a result the time it tells of."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from hpbrief.errors import ParseError
from hpbrief.extract.figures.progress import NEAR, Number, Progress
from hpbrief.extract.naming.subjects import Subject
from hpbrief.extract.text.times import resolve_time, until
from hpbrief.extract.text.tokens import Token
from hpbrief.models import Period

_AFTER: Final = 40  # characters behind a number in which its season may stand
_MARKS: Final = frozenset(",;:().\n")
_TWO_YEARS: Final = 731  # days
_SOON: Final = 10  # days
_MONTH_AND_A_HALF: Final = 45
_AHEAD: Final = 6  # tokens behind a number in which its time may stand
_OF_GOAL: Final = frozenset({"year", "years", "quarter", "month", "last", "first"})

Answer = tuple[Period | None, str]
_SHARED_BEHIND: Final = 120  # characters before a number in which "lần lượt" may stand
_FEW_TOKENS: Final = 16
_NONE: Final[Answer] = (None, "")


def period_of(p: Progress, n: Number) -> Answer:
    """The period of a number, and the rule that gives it.

    That named behind or before it, else that spoken of, at a moment where it stands.
    """
    if n.goal is not None:
        return _period_of_goal(p, n)
    own, own_rule = _shared_out(p, n)
    return (own, own_rule) if own_rule else _told(p, n)


def _told(p: Progress, n: Number) -> Answer:
    """The period named behind or before a number, else that spoken of."""
    if p.task is not None and p.times.at < p.task[0]:
        return None, "period.task"
    following = p.following(n)
    if following is not None and "this_month" in following.senses and (month := _this_month_behind(p, n)):
        return month, "period.this_month"
    period = _named_behind(p, n) or p.times.period
    found = period or p.spoken_of()
    rule = "period.named" if period is not None else "period.spoken_of"
    standing, standing_rule = _standing(p, n, period)
    if standing_rule:
        return standing, standing_rule
    if period is None and found is not None:
        found, rule = _spoken(p, n, found, rule)
    if found is None or rule == "period.price":
        return found, rule
    return _bent(p, n, found, rule)


def _spoken(p: Progress, n: Number, found: Period, rule: str) -> Answer:
    """The time spoken of, as far as it is the number's: a price is the last month's."""
    if found.is_year_to_date and _is_price(p, n):
        return Period.month(found.end.year, found.end.month), "period.price"
    if _not_by_day(p, n):
        return p.context.section or p.context.report, "period.of_report"
    return found, rule


def _shared_out(p: Progress, n: Number) -> Answer:
    """The time of a number that is one of several, or of what was left or arrived at.

    "Tháng 9 và tháng 10 lần lượt đạt …": each number has the time of its place; "giảm từ 1,5% xuống còn 0,9%": what
    is left is not of the time told.
    """
    if n.chain.verb == "from" and n.words.maximum is None and not n.after.times:
        return None, "period.left"
    end = n.token.start
    if p.words.shared_out.search(p.text, max(p.sentence.start, end - _SHARED_BEHIND), end) is None:
        return _NONE
    times = [t for t in p.tokens[max(0, n.index - _FEW_TOKENS) : n.index] if t.time is not None]
    if len(times) < 2 or not _are_joined(p, times):
        return _NONE
    place = sum(figure.token.start >= times[-1].end for figure in p.figures[-_FEW_TOKENS:])
    if place >= len(times):
        return _NONE
    last, own = times[-1].time, times[place].time
    if own is None or last is None or own.form != last.form:
        return _NONE
    dated = own.in_year(last.year) if own.year is None and last.year is not None else own
    return resolve_time(dated, p.context.anchor), "period.shared_out"


def _are_joined(p: Progress, times: list[Token]) -> bool:
    """Whether nothing but commas and "và" stands between times."""
    return all(p.words.joins.fullmatch(p.text, a.end, b.start) for a, b in pairwise(times))


def _this_month_behind(p: Progress, n: Number) -> Period | None:
    """ "tăng 3% trong tháng": the last month of what the document reports on."""
    following, report = p.following(n), p.context.report
    if following is None or "this_month" not in following.senses or following.start != n.token.end + 1:
        return None
    if report is None or report.is_year or not report.whole_months:
        return None
    return Period.month(report.end.year, report.end.month)


def _named_behind(p: Progress, n: Number) -> Period | None:
    """The time right behind a number, or one behind it where none was named before."""
    if not n.after.times or n.words.unit == "times":
        return None
    first = n.after.times[0]
    gap = p.text[n.token.end : first.start]
    if p.times.period is not None and gap.strip(" ") not in p.words.of_gap:
        return None
    named = resolve_time(first.time, p.context.anchor) if first.time else None
    since = gap.strip() in p.words.since
    return named if named is not None and not named.is_instant and not since else None


def _standing(p: Progress, n: Number, period: Period | None) -> Answer:
    """What stands at a moment or in a season; no rule where neither is so."""
    if (stands := _stands_still(p, n, period)) is not None:
        return stands, "period.stands_still"
    if p.seasonal and _in_season(p, n):
        # A season has no stretch of its own here; what is sown by a day stands at that day.
        at_day = period is not None and p.times.to_date
        return (Period.instant(period.end) if at_day and period else period), "period.season"
    if (now := _now(p, n)) is not None:
        return now, "period.now"
    return _NONE


def _stands_still(p: Progress, n: Number, period: Period | None) -> Period | None:
    """The moment that goes on: a change of what stands at a day, or its parts in a sentence with "trong đó"."""
    if period is not None and p.figures and period == p.times_stood and n.words.unit in ("PT", "PP"):
        return p.stood
    if period is None and p.context.stood is not None and p.words.opens_parts.match(p.sentence.low):
        return p.context.stood
    return None


def _in_season(p: Progress, n: Number) -> bool:
    """Whether a season of crops is named near a number."""
    at = p.place(n.token.start)
    return p.words.season.search(p.sentence.low, max(0, at - NEAR), at + _AFTER) is not None


def _now(p: Progress, n: Number) -> Period | None:
    """ "đến nay có 120 dự án": what stands, or was added up, does so at the end of what is reported on."""
    day = p.context.anchor.day
    if not p.times.now or day is None:
        return None
    if n.words.of is None and not p.times.cumulated and not _is_stock(p, n):
        return None
    report = p.context.report
    ends = report is not None and report.whole_months and not report.is_year
    return Period.instant(min(report.end, day) if ends and report else day)


def _not_by_day(p: Progress, n: Number) -> bool:
    """Whether the day that the paragraph names says nothing of a number: of a share, of what is counted by the year."""
    by_day = p.context.paragraph is not None and p.context.by_day
    return by_day and (_is_share(p, n) or _is_by_year(p, n))


def _bent(p: Progress, n: Number, found: Period, rule: str) -> Answer:
    """A stretch as the measure bends it: the last month, the year before, the moment of a stock."""
    times = p.times
    if times.period is None and found.is_year_to_date and found.whole_months and _on_last_month(p, n):
        return Period.month(found.end.year, found.end.month), "period.last_month"
    in_base = p.depth and p.opened is not None and p.opened.senses.get("base") == "yoy"
    if (n.was and not n.after.times) or in_base:
        return _year_before(found), "period.year_before"
    if _is_by_day(p, found) and _is_stock(p, n):
        return Period.instant(found.end), "period.stock"
    if found.days > _TWO_YEARS and _is_state(p, n):
        return Period.year(found.end.year), "period.end_of_years"
    if times.moment and n.reading.measure == "share_of_plan":
        return until(found, p.context.anchor), "period.by_moment"  # "cuối quý III mới được 44%"
    return found, rule


def _is_by_day(p: Progress, found: Period) -> bool:
    """Whether a stretch is told by the day on which it ends."""
    times = p.times
    if times.of_year or times.since_new_year:
        return False
    return times.to_date or times.moment or (found.is_year_to_date and not found.whole_months)


def _on_last_month(p: Progress, n: Number) -> bool:
    """Whether a number is held against the month before, in its clause or in the head of its sentence."""
    low, at = p.sentence.low, p.place(n.token.end)
    if p.prices or is_group(p, n.indicator) or (n.words.unit == "group" and p.words.priced.match(low, at)):
        return True
    if p.words.on_last_month.match(low, at) is not None:
        return True
    return p.words.opens_on_last_month.match(low.lstrip(" -+*•")) is not None


def is_ahead(p: Progress, period: Period | None) -> bool:
    """Whether a period begins after the document speaks: what is said of it is still to be reached."""
    day = p.context.anchor.day
    if period is None or day is None:
        return False
    if period.is_instant:
        return (period.end - day).days > _SOON  # accounts are closed a few days before their day
    return period.start > day or (p.times.to_date and (period.end - day).days > _MONTH_AND_A_HALF)


def in_running_year(p: Progress, period: Period | None) -> bool:
    """Whether a period is a whole year that is not over on the day of the document."""
    day = p.context.anchor.day
    return period is not None and day is not None and period.is_year and period.end > day


def is_group(p: Progress, subject: Subject | None) -> bool:
    """Whether a group of goods is spoken of after such groups were counted by their prices."""
    return p.context.prices and subject is not None and subject.key.startswith(p.words.goods)


def _is_price(p: Progress, n: Number) -> bool:
    """A price for a piece is the last month's."""
    key = n.indicator.key if n.indicator is not None else ""
    return (
        key.startswith(p.words.prices)
        and p.words.a_piece.search(p.text, n.token.start, n.token.end) is not None
    )


def _is_share(p: Progress, n: Number) -> bool:
    """Whether a subject is a share of something."""
    return n.indicator is not None and n.indicator.indicator in p.known.shares


def _is_state(p: Progress, n: Number) -> bool:
    """Whether what several years are told by is how things are at their end: a share, or what falls to each head."""
    if n.reading.measure not in ("level", "share_of_total"):
        return False
    said = p.text[n.token.start : n.token.end].lower()
    return p.words.a_head.search(said) is not None or (_is_share(p, n) and "/" not in said)


def _is_by_year(p: Progress, n: Number) -> bool:
    """ "42,5 triệu đồng/người/năm": what is counted by the year."""
    return p.text.endswith(p.words.by_year, n.token.start, n.token.end)


def _is_stock(p: Progress, n: Number) -> bool:
    """Whether a number stands at a moment: herds, stocks and shares, and what is "still in force"."""
    if n.words.unit in ("head", "MW") or p.choice.stands(n.token):
        return True
    subject = n.indicator
    if subject is None:
        return False
    if subject.indicator in p.known.stocks:
        return True
    return p.known.subjects.is_stock(p.text[subject.start : subject.end])


def _year_before(period: Period) -> Period | None:
    try:
        return period.year_before
    except (ParseError, ValueError):
        return None


# -- goals -------------------------------------------------------------------------------------------


def _period_of_goal(p: Progress, n: Number) -> Answer:
    """The time that a goal is for: named beside it, else of its plan, else the year."""
    found, rule = _beside_goal(p, n)
    if rule:
        return found, rule
    found, rule = _of_plan(p, n)
    if rule:
        return found, rule
    context = p.context
    if context.section is not None and context.section.days > _TWO_YEARS:
        return context.section, "period.goal_section"
    if n.goal == "scenario" and p.depth and (told := p.times.period or p.spoken_of()) is not None:
        return told, "period.goal_scenario"  # "(kịch bản 9%)": a scenario is held against what is told
    return _year_of_goal(p, n)


def _year_of_goal(p: Progress, n: Number) -> Answer:
    """The year of a goal that names no time: one ahead, that of the title, of the report, of the document."""
    context, year = p.context, p.context.anchor.year
    if n.goal != "directive" and (ahead := year_ahead(p)) is not None:
        return ahead, "period.goal_year_ahead"
    if n.goal != "directive" and context.aimed_at is not None and not _holds_result(p):
        return context.aimed_at, "period.goal_title"
    if context.report is not None and context.report.is_year and n.goal not in ("striving", "directive"):
        year = context.report.end.year
    return (Period.year(year) if year else None), "period.goal_year"


def _holds_result(p: Progress) -> bool:
    """Whether a goal stands beside a result, or in a section on a time that is over: it is a goal of that time."""
    return p.context.section is not None or any(figure.goal is None for figure in p.figures)


def _beside_goal(p: Progress, n: Number) -> Answer:
    """The time said with a goal: by the year, in which it is to be done, of its plan, right behind it."""
    context = p.context
    if context.goal_span is not None and n.words.unit == "PT" and _is_a_year(p, n):
        return context.goal_span, "period.goal_span"
    if p.words.to_be_done.match(p.text, n.token.end) and (named := _time_ahead(p, n)) is not None:
        return named, "period.goal_time_ahead"
    if (p.goals.of_year or p.goals.held) and context.anchor.year and not n.after.times:
        return Period.year(context.anchor.year), "period.goal_this_year"
    for token in n.after.times:
        if token.time is not None and token.time.form in _OF_GOAL:
            named = resolve_time(token.time, context.anchor)
            to_its_end = p.text.endswith(p.words.to_the_end, 0, token.start)
            found = until(named, context.anchor) if named is not None and to_its_end else named
            return found, "period.goal_behind"
    return _NONE


def _of_plan(p: Progress, n: Number) -> Answer:
    """The time of a goal's plan or order: of the task, of the plan named before, of the section, after a base."""
    context, times = p.context, p.times
    if n.goal == "directive" and (ordered := _ordered(p)) is not None:
        return ordered, "period.goal_ordered"
    if times.goal_period is not None and n.goal != "directive" and not _is_whole_plan(p, n):
        by = times.period if times.to_date else None
        found = by if by and by.end == times.goal_period.end else times.goal_period
        return found, "period.goal_named"
    if context.goal_period is not None:
        return context.goal_period, "period.goal_heading"
    base = n.after.base_time
    if base is not None and base.time is not None and base.time.form == "year":
        return Period.year((base.time.year or 0) + 1), "period.goal_after_base"
    return _NONE


def _ordered(p: Progress) -> Period | None:
    """The time by which an order is to be carried out: one of the task itself, or one ahead."""
    times, day = p.times, p.context.anchor.day
    if times.period is None:
        return None
    in_task = p.task is not None and times.at >= p.task[0]
    ahead = day is not None and times.period.end > day
    return times.period if times.to_date or in_task or ahead else None


def _is_a_year(p: Progress, n: Number) -> bool:
    """ "tăng bình quân 9,2%/năm": a rate of the whole stretch that is planned for."""
    return p.text[n.token.start : n.token.end].rstrip().endswith(p.words.by_year)


def _is_whole_plan(p: Progress, n: Number) -> bool:
    """ "8 tháng đạt 58,2% kế hoạch (3,8 tỷ USD)": the plan of a share is the year's, not that of the months told of."""
    last = p.last
    if not p.depth or last is None or last.reading.measure != "share_of_plan":
        return False
    between = p.tokens[p.since : n.index]
    return p.times.goal_period == last.period and all(token.time is None for token in between)


def year_ahead(p: Progress) -> Period | None:
    """The year ahead that the paragraph speaks of: "Năm 2020 là năm cuối của nhiệm kỳ. ..."."""
    paragraph, day = p.context.paragraph, p.context.anchor.day
    if paragraph is None or day is None or not paragraph.is_year or paragraph.start <= day:
        return None
    return paragraph


def _time_ahead(p: Progress, n: Number) -> Period | None:
    """The time that follows a number up to the next mark: "còn 704 căn phải hoàn thành trong 2 tháng cuối năm"."""
    at = n.token.end
    for token in p.tokens[n.index + 1 : n.index + _AHEAD]:
        if not _MARKS.isdisjoint(p.text[at : token.start]) or token.kind == "figure":
            return None
        if token.time is not None:
            return resolve_time(token.time, p.context.anchor)
        at = token.end
    return None
