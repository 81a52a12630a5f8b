"""The period that a number is of."""

from __future__ import annotations

import re
from typing import Final

from hpbrief.extract.figures.context import Figure
from hpbrief.extract.figures.neighbours import After
from hpbrief.extract.figures.walk import NEAR, PRICED, SEASON, TO_BE_DONE, Walk
from hpbrief.extract.naming.subjects import Subject
from hpbrief.extract.text.times import resolve_time, until
from hpbrief.models import Period

_AFTER: Final = 40  # characters behind a number in which its season may stand
_TO_THE_END: Final = (" đến hết ", " tới hết ", " hết ")
_MARKS: Final = frozenset(",;:().\n")
_PARTS: Final = re.compile(r"[ \-+*•]*+(?:trong đó|gồm|bao gồm|riêng)(?![^\W_])")
_A_PIECE: Final = re.compile(r"đồng ?/ ?(?:kg|tấn|tạ|lít|quả|trái|chục|con|lượng|m3)")
_LAST_MONTH: Final = re.compile(r"(?: [^\W\d_]+){0,3} so (?:với )?tháng trước(?! đó)")
_TWO_YEARS: Final = 731  # days
_SOON: Final = 10  # days
_MONTH_AND_A_HALF: Final = 45


def period_of(walk: Walk, after: After, figure: Figure) -> Period | None:
    """The period of a number: that named behind or before it, else that spoken of, at a moment where it stands."""
    context, times = walk.context, walk.times
    if figure.goal is not None:
        return _goal_period(walk, after, figure)
    if walk.task is not None and times.at < walk.task[0]:
        return None
    period = times.period
    following = walk.tokens[walk.index + 1] if walk.index + 1 < len(walk.tokens) else None
    if (
        following is not None
        and "this_month" in following.senses
        and following.start == figure.token.end + 1
        and (report := context.report) is not None
        and report.whole_months
        and not report.is_year
    ):
        return Period.month(report.end.year, report.end.month)
    if (
        after.times
        and figure.words.unit != "times"
        and (period is None or walk.text[figure.token.end : after.times[0].start].strip(" ") in ("", "của"))
    ):
        time = after.times[0].time
        named = resolve_time(time, context.anchor) if time else None
        since = walk.text[figure.token.end : after.times[0].start].strip() == "từ"
        if named is not None and not named.is_instant and not since:
            period = named
    found = period or walk.spoken_of()
    if (stands := _stands_still(walk, figure, period)) is not None:
        return stands
    at = figure.token.start - walk.sentence.start
    if walk.seasonal and SEASON.search(walk.sentence.low, max(0, at - NEAR), at + _AFTER):
        # A season has no stretch of its own here; what is sown by a day stands at that day.
        return Period.instant(period.end) if period is not None and times.to_date else period
    if (
        times.now
        and context.anchor.day
        and (figure.words.of is not None or times.cumulated or _is_stock(walk, figure))
    ):
        report = context.report
        ends = report is not None and report.whole_months and not report.is_year
        return Period.instant(min(report.end, context.anchor.day) if ends and report else context.anchor.day)
    if period is None and found is not None and found.is_year_to_date and _is_price(walk, figure):
        return Period.month(found.end.year, found.end.month)
    if (
        period is None
        and context.paragraph is not None
        and context.by_day
        and (_is_share(walk, figure) or _is_by_year(walk, figure))
    ):
        found = context.section or context.report
    if found is not None and _on_last_month(walk, figure) and found.is_year_to_date and found.whole_months:
        return Period.month(found.end.year, found.end.month)
    if found is not None and (
        (figure.was and not after.times)
        or (walk.depth and walk.opened is not None and walk.opened.senses.get("base") == "yoy")
    ):
        return _year_before(found)
    if (
        found is not None
        and not times.of_year
        and not times.since_new_year
        and (times.to_date or times.moment or (found.is_year_to_date and not found.whole_months))
        and _is_stock(walk, figure)
    ):
        return Period.instant(found.end)
    if found is not None and times.moment and figure.reading.measure == "share_of_plan":
        return until(found, context.anchor)  # "cuối quý III mới được 44%"
    return found


def _stands_still(walk: Walk, figure: Figure, period: Period | None) -> Period | None:
    """The moment that goes on: a change of what stands at a day, or its parts in a sentence with "trong đó"."""
    if (
        period is not None
        and walk.figures
        and period == walk.times_stood
        and figure.words.unit in ("PT", "PP")
    ):
        return walk.stood
    if period is None and walk.context.stood is not None and _PARTS.match(walk.sentence.low):
        return walk.context.stood
    return None


def _on_last_month(walk: Walk, figure: Figure) -> bool:
    """Whether a number is held against the month before, in its clause or in the head of its sentence."""
    if walk.times.period is not None:
        return False
    low, at = walk.sentence.low, figure.token.end - walk.sentence.start
    if (
        walk.prices
        or is_group(walk, figure.subject)
        or (figure.words.unit == "group" and PRICED.match(low, at))
    ):
        return True
    return _LAST_MONTH.match(low, at) is not None or low.lstrip(" -+*•").startswith("so với tháng trước, ")


def is_ahead(walk: Walk, period: Period | None) -> bool:
    """Whether a period begins after the document speaks: what is said of it is still to be reached."""
    day = walk.context.anchor.day
    if period is None or day is None:
        return False
    if period.is_instant:
        return (period.end - day).days > _SOON  # accounts are closed a few days before their day
    return period.start > day or (walk.times.to_date and (period.end - day).days > _MONTH_AND_A_HALF)


def in_running_year(walk: Walk, period: Period | None) -> bool:
    """Whether a period is a whole year that is not over on the day of the document."""
    day = walk.context.anchor.day
    return period is not None and day is not None and period.is_year and period.end > day


def is_group(walk: Walk, subject: Subject | None) -> bool:
    """Whether a group of goods is spoken of after such groups were counted by their prices."""
    return walk.context.prices and subject is not None and subject.key.startswith("nhóm ")


def _is_price(walk: Walk, figure: Figure) -> bool:
    """A price or a rate of interest is the last month's."""
    key = figure.subject.key if figure.subject is not None else ""
    return (
        key.startswith("giá ")
        and _A_PIECE.search(walk.text, figure.token.start, figure.token.end) is not None
    )


def _is_share(walk: Walk, figure: Figure) -> bool:
    """Whether a subject is a share of something: a day that dates the sentence before says nothing of it."""
    return figure.subject is not None and figure.subject.indicator in walk.known.shares


def _is_by_year(walk: Walk, figure: Figure) -> bool:
    """ "42,5 triệu đồng/người/năm": what is counted by the year."""
    return walk.text.endswith("/năm", figure.token.start, figure.token.end)


def _is_stock(walk: Walk, figure: Figure) -> bool:
    subject = figure.subject
    if figure.words.unit in ("head", "MW") or walk.choice.stands(figure.token):
        return True  # herds, and what is "still in force"
    if subject is None:
        return False
    if subject.indicator in walk.known.stocks:
        return True
    return walk.known.subjects.is_stock(walk.text[subject.start : subject.end])


def _is_a_year(walk: Walk, figure: Figure) -> bool:
    """ "tăng bình quân 9,2%/năm": a rate of the whole stretch that is planned for."""
    return walk.text[figure.token.start : figure.token.end].rstrip().endswith("/năm") and (
        figure.words.unit == "PT"
    )


def _goal_period(walk: Walk, after: After, figure: Figure) -> Period | None:
    context, times = walk.context, walk.times
    if context.goal_span is not None and _is_a_year(walk, figure):
        return context.goal_span
    if TO_BE_DONE.match(walk.text, figure.token.end) and (named := _time_ahead(walk)) is not None:
        return named
    if (walk.goals.of_year or walk.goals.held) and context.anchor.year and not after.times:
        return Period.year(context.anchor.year)
    for token in after.times:
        if token.time is not None and token.time.form in (
            "year",
            "years",
            "quarter",
            "month",
            "last",
            "first",
        ):
            named = resolve_time(token.time, context.anchor)
            to_its_end = walk.text.endswith(_TO_THE_END, 0, token.start)
            return until(named, context.anchor) if named is not None and to_its_end else named
    in_task = walk.task is not None and times.at >= walk.task[0]
    if figure.goal == "directive" and times.period is not None:
        day = context.anchor.day
        if times.to_date or in_task or (day is not None and times.period.end > day):
            return times.period
    if times.goal_period is not None and figure.goal != "directive" and not _is_whole_plan(walk):
        by = times.period if times.to_date else None
        return by if by and by.end == times.goal_period.end else times.goal_period
    if context.goal_period is not None:
        return context.goal_period
    if (
        after.base_time is not None
        and after.base_time.time is not None
        and after.base_time.time.form == "year"
    ):
        return Period.year((after.base_time.time.year or 0) + 1)
    if context.section is not None and context.section.days > _TWO_YEARS:
        return context.section
    if figure.goal == "scenario" and walk.depth and (told := times.period or walk.spoken_of()) is not None:
        return told  # "(kịch bản 9%)": a scenario is held against what is told
    if figure.goal != "directive" and (ahead := year_ahead(walk)) is not None:
        return ahead
    year = context.anchor.year
    if context.report is not None and context.report.is_year and figure.goal not in ("striving", "directive"):
        year = context.report.end.year
    return Period.year(year) if year else None


def _is_whole_plan(walk: Walk) -> bool:
    """ "8 tháng đạt 58,2% kế hoạch (3,8 tỷ USD)": the plan of a share is the year's, not that of the months told of."""
    last = walk.figures[-1] if walk.figures else None
    if not walk.depth or last is None or last.reading.measure != "share_of_plan":
        return False
    between = walk.tokens[walk.since : walk.index]
    return walk.times.goal_period == last.period and all(token.time is None for token in between)


def year_ahead(walk: Walk) -> Period | None:
    """The year ahead that the paragraph speaks of: "Năm 2020 là năm cuối của nhiệm kỳ. ..."."""
    paragraph, day = walk.context.paragraph, walk.context.anchor.day
    if paragraph is None or day is None or not paragraph.is_year or paragraph.start <= day:
        return None
    return paragraph


def _time_ahead(walk: Walk) -> Period | None:
    """The time that follows a number up to the next mark: "còn 704 căn phải hoàn thành trong 2 tháng cuối năm"."""
    at = walk.tokens[walk.index].end
    for token in walk.tokens[walk.index + 1 : walk.index + 6]:
        if not _MARKS.isdisjoint(walk.text[at : token.start]) or token.kind == "figure":
            return None
        if token.time is not None:
            return resolve_time(token.time, walk.context.anchor)
        at = token.end
    return None


def _year_before(period: Period) -> Period | None:
    from hpbrief.errors import ParseError

    try:
        return period.year_before
    except (ParseError, ValueError):
        return None
