"""The frame of a document: when it speaks, of which period and which area, and its title."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Final, NamedTuple

from hpbrief.catalog import Catalog
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.times import Anchor, resolve_time
from hpbrief.extract.text.tokens import Token
from hpbrief.models import Period
from hpbrief.parse.lexicon import marks_of

_TIME: Final = marks_of("a time")
_HEAD_SENTENCES: Final = 12
_STATE: Final = "cộng hòa xã hội chủ nghĩa"
_LINE: Final = re.compile(r"[^\n]++")
_YEAR_END: Final = re.compile(
    r"(?:kỳ họp|phiên họp|hội nghị)[^.,;\n]{0,24} (?:cuối năm|tổng kết năm)(?![^\W_])"
)
_NO_REPORT: Final = re.compile(r"(?<![^\W_])(?:so với|so|hơn|kế hoạch|mục tiêu)(?: cuối| cùng kỳ| của)? $")
_BODIES: Final = (
    r"(?:(?i:ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân|đảng bộ|đảng ủy|ban chấp hành đảng bộ) )"
)
_DISTRICT: Final = (
    r"(?i:(?:huyện|thị|quận) ủy|huyện|thị xã|quận|xã(?! hội)|phường|thị trấn|đặc khu) (?=[^\W\d_])"
)
_HEADED_BY_DISTRICT: Final = re.compile(rf"[ *#|\-]*+{_BODIES}?{_DISTRICT}(?P<name>[^\W\d_])")
_DISTRICT_BODY: Final = re.compile(rf"{_BODIES}{_DISTRICT}(?P<name>[^\W\d_])[^,;.:()\n]{{0,30}}, (?:tỉnh )?$")
_PROVINCE_BODY: Final = re.compile(r"(?:ubnd|hđnd|ủy ban nhân dân|hội đồng nhân dân|đảng bộ) tỉnh|tỉnh ủy")
_LETTERHEAD_LINES: Final = 4
_FURNITURE: Final = re.compile(r"\s{0,8}date ++(?P<y>[12][0-9]{3})-(?P<m>[0-9]{2})(?>(?:-(?P<d>[0-9]{2}))?)")


class DocumentFrame(NamedTuple):
    """What the whole document says of itself."""

    anchor: Anchor
    area: str | None
    report_period: Period | None
    task_period: Period | None
    title: str
    aimed_at: Period | None = None


def document_frame(
    catalog: Catalog, text: str, low: str, found: list[Sentence], day: date | None, area: str | None
) -> DocumentFrame:
    """Date, area, reporting period and title, from the first lines; what is given is taken as it is."""
    found = [s for s in found if not _is_table_row(text[s.line : s.line_end])]
    anchor = _anchor(text, found, day)
    if area is None:
        area = _area(catalog, text, found, anchor)
    report, task = _periods(found, anchor)
    return DocumentFrame(anchor, area, report, task, _title(text, low, found), _aimed_at(found, anchor))


def _aimed_at(found: list[Sentence], anchor: Anchor) -> Period | None:
    """The year or years ahead that the title plans for: "nhiệm vụ năm 2024", "kế hoạch 5 năm 2026 - 2030"."""
    if anchor.day is None:
        return None
    for sentence in found[:_HEAD_SENTENCES]:
        if not any(words in sentence.low for words in ("nhiệm vụ", "kế hoạch", "mục tiêu", "chỉ tiêu")):
            continue
        for token in sentence.tokens:
            if token.time is not None and token.time.form in ("year", "years"):
                period = resolve_time(token.time, anchor)
                if period is not None and period.start > anchor.day:
                    return period
    return None


def _is_table_row(line: str) -> bool:
    """Whether a line is a row of three cells or more: what it names is one of many, not the document's.

    Two cells are how letters set their heads: the office on the left, place and date on the right.
    """
    return line.startswith("|") and sum(bool(cell.strip()) for cell in line.split("|")) > 2


def _title(text: str, low: str, found: list[Sentence]) -> str:
    """The first line of words; below the head of a letter, what kind of text it is and of what: "BÁO CÁO …"."""
    if _STATE in low:
        opening = text.split("\n", _HEAD_SENTENCES)[:_HEAD_SENTENCES]
        lines = [line.strip(" *#") for line in opening if line.strip()]
        if not any(_STATE in line.lower() for line in lines):
            lines = []
        for line, following in pairwise(lines):
            if line.lower() == "báo cáo" and not following.startswith("|"):
                return f"{line} {following}"
    for match in _LINE.finditer(text):
        if match[0].startswith("|") and any(c.isalpha() for c in match[0]):
            return _title_of_sheet(text, match.start(), found)
        line = match[0].strip(" |-*#")
        if any(c.isalpha() for c in line) and line[:5].lower() != "date ":
            return line
    return ""


def _title_of_sheet(text: str, at: int, found: list[Sentence]) -> str:
    """Of the letterhead of a table that begins somewhere the line that says a time, else the first cell with words."""
    times = [
        t.start
        for s in found[:_HEAD_SENTENCES]
        for t in s.tokens
        if t.time is not None and t.time.form != "day"
    ]
    rows = text[at:].split("\n", _HEAD_SENTENCES)[:_HEAD_SENTENCES]
    for row in rows:
        if not row.startswith("|") or _is_table_row(row):
            break
        words = _first_words(row)
        start = text.index(words, at)
        if any(start <= time < start + len(words) for time in times):
            return words
        at += len(row) + 1
    return _first_words(rows[0])


def _first_words(row: str) -> str:
    """The first cell of a row that has words."""
    for cell in row.split("|"):
        if any(c.isalpha() for c in cell):
            return cell.strip(" -*#")
    return ""


def _furniture_day(text: str) -> date | None:
    """The day of a leading ``date 2025-07-31``; the last day of the month where only that stands."""
    match = _FURNITURE.match(text)
    if match is None:
        return None
    try:
        if match["d"]:
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        return Period.month(int(match["y"]), int(match["m"])).end
    except ValueError:
        return None


def _anchor(text: str, found: list[Sentence], day: date | None) -> Anchor:
    day = day or _furniture_day(text)
    if day is not None:
        return Anchor(day, day.year)
    years: dict[int, int] = {}
    full: date | None = None
    partial: tuple[int, int] | None = None
    for number, sentence in enumerate(found):
        if not sentence.marks & _TIME:
            continue
        legal, cited = False, 0
        for token in sentence.tokens:
            if token.kind == "legal":
                legal, cited = True, token.end
            elif legal and "|" in text[cited : token.start]:
                legal = False  # the number of a letter in the cell on the left of its date
            time = token.time
            if time is None:
                continue
            if time.form in ("year", "month", "quarter", "first", "last", "day") and time.year:
                years[time.year] = years.get(time.year, 0) + 1
            if time.form != "day" or number >= _HEAD_SENTENCES or legal:
                continue
            if time.year and full is None:
                period = resolve_time(time, Anchor())
                full = period.start if period else None
            elif not time.year and partial is None:
                partial = (time.number, time.day)
    if full is not None and (partial is None or (full.month, full.day) >= partial or partial is None):
        return Anchor(full, full.year)
    if not years:
        return Anchor(full, full.year if full else None)
    year = min(years, key=lambda y: (-years[y], -y))
    if partial is not None:
        try:
            return Anchor(date(year, *partial), year)
        except ValueError:
            return Anchor(None, year)
    return Anchor(full, year)


def _area(catalog: Catalog, text: str, found: list[Sentence], anchor: Anchor) -> str | None:
    """The province named most in the first lines, the first of equals; none where a district reports on itself."""
    seen: dict[str, int] = {}
    headed = alone = _is_headed_by_district(text)
    for sentence in found[:_HEAD_SENTENCES]:
        for token in sentence.tokens:
            if "area" in token.senses and text[token.start].isupper():
                area = catalog.find_area(token.senses["area"], anchor.day)
                if area is not None:
                    seen[area.id] = seen.get(area.id, 0) + 1
                    alone = alone or not _is_of_district(text, sentence, token)
    if headed or (
        seen and not alone and not any(_PROVINCE_BODY.search(s.low) for s in found[:_HEAD_SENTENCES])
    ):
        return None
    return max(seen, key=lambda a: seen[a]) if seen else None


def _is_headed_by_district(text: str) -> bool:
    """Whether a letterhead or title names a district or commune as its body: "UBND HUYỆN X", "Xã Y đón ..."."""
    opening = [line for line in text.split("\n", 2 * _LETTERHEAD_LINES) if line.strip()][:_LETTERHEAD_LINES]
    for number, line in enumerate(opening):
        match = _HEADED_BY_DISTRICT.match(line)
        if match is not None and match["name"].isupper():
            return number == 0 or line.rstrip(" *|").isupper()
    return False


def _is_of_district(text: str, sentence: Sentence, token: Token) -> bool:
    """Whether a province is named only to say where a district is: "UBND huyện X, tỉnh Y tổ chức"."""
    match = _DISTRICT_BODY.search(text, sentence.start, token.start)
    return match is not None and match["name"].isupper()


def _periods(found: list[Sentence], anchor: Anchor) -> tuple[Period | None, Period | None]:
    """The period reported on and the one whose tasks are set.

    Of several reported on the year that has gone by comes first where it is named beside the last month or
    quarter ("quý IV và năm 2025"), then months of a year, then the month; a year alone only where it opens a line.
    """
    month: Period | None = None
    to_date: Period | None = None
    task: Period | None = None
    year: Period | None = None
    beside = False
    for number, sentence in enumerate(found[:_HEAD_SENTENCES]):
        before: Token | None = None
        for token in sentence.tokens:
            at = token.start - sentence.start
            if token.time is None or _NO_REPORT.search(sentence.low, max(0, at - 24), at):
                continue
            period = resolve_time(token.time, anchor)
            if period is None:
                continue
            past = anchor.day is None or period.start <= anchor.day
            if token.time.form in ("first", "half") and past:
                to_date = period if to_date is None or period.end > to_date.end else to_date
            elif token.time.form in ("month", "quarter"):
                if past and (month is None or period.start <= month.start):
                    month = month or period
                else:
                    task = task or period
            elif token.time.form == "year" and _is_over(period, anchor):
                joined = (
                    before is not None
                    and sentence.low[before.end - sentence.start : token.start - sentence.start] == " và "
                )
                beside = beside or joined
                opens = not sentence.low[:at].rpartition(": ")[2].strip(" -*+")
                if joined or number == 0 or opens:
                    year = year or period
            before = token if token.time.form in ("month", "quarter") else None
    if year is not None and beside:
        return year, task
    if (
        to_date is None
        and month is None
        and year is None
        and anchor.day is not None
        and anchor.day.month == 12
        and any(_YEAR_END.search(sentence.low) for sentence in found[:3])
    ):
        year = Period.year(anchor.day.year)
    return to_date or month or year, task


def _is_over(period: Period, anchor: Anchor) -> bool:
    """Whether a year is the one that a document looks back on: in its December or the months after it."""
    day = anchor.day
    return (
        day is not None
        and day.year - period.end.year in (0, 1)
        and (day.month == 12 if day.year == period.end.year else day.month <= 4)
    )
