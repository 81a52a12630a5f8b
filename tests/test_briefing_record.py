"""The briefing of 4 November 2025, written by hand: exact, grounded, in our own words, as the data say."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from datetime import date
from decimal import Decimal
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest

from hpbrief.briefing.files import list_briefings, load_briefing
from hpbrief.catalog import load_catalog
from hpbrief.dataset import list_datasets, load_dataset
from hpbrief.errors import LoadError
from hpbrief.models import Basis, Briefing, Document, Evidence, Locator, Measure, Period, Qualifier

NAME = "haiphong-2025-10"
SOURCE = "briefing-2025-11-04"
FOLDER = files("hpbrief") / "datasets" / "briefings"
SEED = Path(__file__).parents[1].parent / "shared" / "seed" / "haiphong-2025-11-04.txt"
RUN = 14  # so many words in a row are a copied sentence

END = date(2025, 12, 31)
CITY, COMMITTEE, LEVELS = "Thành phố", "Đảng ủy UBND thành phố", "các cấp, ngành"

# paragraph, a word of the task that the text has too, owner, deadline, its word, its text
DIRECTIVES = [
    (14, "Quy chế làm việc", LEVELS, None, None, None),
    (14, "Nghị quyết Đại hội", LEVELS, None, None, None),
    (14, "18-NQ/TW", CITY, None, None, None),
    (14, "MTTQ", CITY, None, None, None),
    (14, "bầu cử Quốc hội khóa XVI", CITY, None, None, None),
    (15, "định hướng dư luận", None, None, None, None),
    (15, "quan điểm sai trái", None, None, None, None),
    (15, "hội quần chúng", None, END, "within", "trong năm 2025"),
    (16, "chỉ số sản xuất công nghiệp", COMMITTEE, None, None, None),
    (16, "vướng mắc", COMMITTEE, None, None, None),
    (16, "100% kế hoạch vốn", COMMITTEE, None, None, None),
    (17, "xúc tiến đầu tư", CITY, None, None, None),
    (17, "226/2025/QH15", CITY, None, None, None),
    (18, "vỉa hè", "Hải Phòng", END, "before", "trước ngày 31/12/2025"),
    (18, "Đại hội XIV", "Hải Phòng", None, None, None),
    (18, "kỳ họp", "Hải Phòng", None, None, None),
]
# paragraph, code, role, and how the text writes it
PERIODS = [
    (1, "2025-11-01/2025-12-31", "remaining_months", "hai tháng cuối năm"),
    (1, "2025", "goal_year", "2025"),
    (2, "2025-11-04", "meeting_day", "4/11"),
    (2, "2025-M10", "report_month", "tháng 10"),
    (2, "2025-M11", "task_month", "tháng 11/2025"),
    (5, "2025-M10", "report_month", "tháng 10"),
    (5, "2025-10M", "report_period", "10 tháng đầu năm"),
    (11, "2025-11-01/2025-12-31", "remaining_months", "hai tháng cuối năm"),
    (14, "2025-01-01/2030-12-31", "term", "2025 - 2030"),
    (14, "2026-01-01/2031-12-31", "term", "2026 - 2031"),
    (15, "2025", "deadline", "trong năm 2025"),
    (16, "2025", "plan_year", "kế hoạch năm 2025"),
    (18, "2025-12-31", "deadline", "31/12/2025"),
]
# paragraph, words of the event that the text has too
EVENTS = [
    (8, "Đại hội đại biểu Đảng bộ"),
    (9, "Khu thương mại tự do"),
    (14, "Đại hội MTTQ"),
    (14, "Quốc hội khóa XVI"),
    (14, "HĐND các cấp"),
    (18, "Đại hội XIV của Đảng"),
    (18, "kỳ họp HĐND thành phố"),
]


@pytest.fixture(scope="module")
def record() -> Briefing:
    return load_briefing(NAME)


@pytest.fixture(scope="module")
def paragraphs() -> list[str]:
    """The paragraphs of the text, dashes made plain; the text is not part of the repository."""
    if not SEED.is_file():
        pytest.skip("the text of the briefing is not here")
    text = unicodedata.normalize("NFC", SEED.read_text(encoding="utf-8")).replace("–", "-")
    return [span.quote for span in Document(id=SOURCE, text=text).paragraphs()]


def place(evidence: Evidence | None) -> int:
    assert isinstance(evidence, Locator)
    assert evidence.document == SOURCE
    return evidence.paragraph


def places(record: Briefing) -> list[int]:
    assert record.meeting is not None
    return [
        place(record.meeting.evidence),
        *(place(s.evidence) for s in record.statements),
        *(place(h.evidence) for h in record.headlines),
        *(place(v.evidence) for v in record.verdicts),
        *(place(d.evidence) for d in record.directives),
        *(place(r.evidence) for r in record.legal_refs),
        *(place(p.evidence) for p in record.periods),
        *(place(e.evidence) for e in record.events),
        *(place(p.evidence) for p in record.people),
        *(place(i.evidence) for i in record.issues),
    ]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFC", text).lower())


def runs(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + RUN]) for i in range(len(found) - RUN + 1)}


# -- the file -----------------------------------------------------------------------------------------


def test_the_file_is_the_canonical_dump(record: Briefing) -> None:
    text = (FOLDER / f"{NAME}.json").read_text(encoding="utf-8")
    assert record.model_dump_json(indent=1) + "\n" == text
    assert Briefing.model_validate_json(record.model_dump_json()) == record
    assert Briefing.model_validate(record.model_dump()) == record


def test_names() -> None:
    assert list_briefings() == [NAME]
    assert "briefings" not in list_datasets()


@pytest.mark.parametrize("name", ["haiphong-2025-11", "", "../briefings/haiphong-2025-10", "README.md"])
def test_an_unknown_name_lists_those_there_are(name: str) -> None:
    with pytest.raises(LoadError, match=NAME):
        load_briefing(name)


def test_loading_needs_neither_pandas_nor_matplotlib() -> None:
    code = (
        "import sys; from hpbrief.briefing.files import load_briefing; "
        f"load_briefing({NAME!r}); assert not {{'pandas', 'matplotlib', 'scipy'}} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# -- what it states -----------------------------------------------------------------------------------


def test_document_and_meeting(record: Briefing) -> None:
    assert record.origin == "by_hand"
    assert record.document.id == SOURCE
    assert record.document.text is None
    assert record.document.published is None  # the text names the day of the meeting only
    assert record.area == "haiphong-merged"
    assert record.report_period == Period.from_code("2025-10M")
    assert record.task_period == Period.from_code("2025-M11")
    meeting = record.meeting
    assert meeting is not None
    assert (meeting.held_on, meeting.body, meeting.chair, meeting.place) == (
        date(2025, 11, 4),
        "Ban Thường vụ Thành ủy Hải Phòng",
        "Lê Tiến Châu",
        None,
    )


def test_counts(record: Briefing) -> None:
    assert len(record.statements) == 4
    assert len(record.headlines) == 1
    assert len(record.verdicts) == 9
    assert len(record.directives) == 16
    assert len(record.legal_refs) == 4
    assert len(record.periods) == 13
    assert len(record.events) == 7
    assert len(record.people) == 1
    assert len(record.issues) == 3


def test_figures_and_goal(record: Briefing) -> None:
    assert [
        (s.kind, s.indicator, s.value, s.qualifier, s.measure, s.direction) for s in record.statements
    ] == [
        ("figure", None, Decimal(50), Qualifier.EXACT, Measure.CHANGE_VS_PREVIOUS, "down"),
        ("figure", "new_enterprises", Decimal("33.8"), Qualifier.EXACT, Measure.YOY_CHANGE, "up"),
        (
            "figure",
            "new_enterprises_registered_capital",
            Decimal(160),
            Qualifier.OVER,
            Measure.YOY_CHANGE,
            "up",
        ),
        (
            "goal",
            "public_investment_disbursed_share",
            Decimal(100),
            Qualifier.EXACT,
            Measure.SHARE_OF_PLAN,
            "none",
        ),
    ]
    assert {(s.unit, s.unit_mult, s.unit_text) for s in record.statements} == {("PT", 0, "%")}
    assert [s.period and s.period.code for s in record.statements] == [None, "2025-10M", "2025-10M", "2025"]
    assert [s.basis for s in record.statements] == [None, None, None, Basis.DIRECTIVE]


def test_seven_named_and_two_implied(record: Briefing) -> None:
    (headline,) = record.headlines
    assert (headline.count, headline.of_total) == (7, 9)
    named = [v for v in record.verdicts if not v.inferred]
    implied = [v for v in record.verdicts if v.inferred]
    assert len(named) == headline.count
    assert len(named) + len(implied) == headline.of_total
    assert {v.status for v in named} == {headline.status} == {"met_or_exceeded"}
    assert {v.reference for v in record.verdicts} == {headline.reference} == {"annual_goal"}
    assert [(v.indicator, v.status) for v in implied] == [
        ("iip_growth", "not_met"),
        ("fdi_attracted", "not_met"),
    ]


def test_directives(record: Briefing) -> None:
    assert len(record.directives) == len(DIRECTIVES)
    for directive, (paragraph, word, *rest) in zip(record.directives, DIRECTIVES, strict=True):
        assert word in directive.task
        assert place(directive.evidence) == paragraph
        assert [
            directive.owner,
            directive.deadline,
            directive.deadline_word,
            directive.deadline_text,
        ] == rest
    assert [d.indicators for d in record.directives if d.indicators] == [
        ("iip_growth", "fdi_attracted"),
        ("public_investment_disbursed",),
        ("public_investment_disbursed_share",),
    ]


def test_legal_references_people_periods_and_events(record: Briefing) -> None:
    assert [(r.number, r.kind, r.issuer, place(r.evidence)) for r in record.legal_refs] == [
        ("226/2025/QH15", "resolution", "Quốc hội", 9),
        (None, "resolution", "Đại hội Đảng bộ thành phố lần thứ I", 14),
        ("18-NQ/TW", "resolution", "Trung ương", 14),
        ("226/2025/QH15", "resolution", "Quốc hội", 17),
    ]
    (person,) = record.people
    assert (person.name, person.offices) == (
        "Lê Tiến Châu",
        ("Bí thư Thành ủy", "Trưởng Đoàn ĐBQH thành phố"),
    )
    assert [(p.period, p.role, place(p.evidence)) for p in record.periods] == [
        (Period.from_code(code), role, paragraph) for paragraph, code, role, _ in PERIODS
    ]
    assert [place(e.evidence) for e in record.events] == [paragraph for paragraph, _ in EVENTS]
    assert all(e.period is None for e in record.events)  # the text dates none of them


# -- beside the rest of the data ----------------------------------------------------------------------


def test_indicators_and_area_are_in_the_catalogue(record: Briefing) -> None:
    catalog = load_catalog()
    ids = [
        *(s.indicator for s in record.statements),
        *(v.indicator for v in record.verdicts),
        *(i for d in record.directives for i in d.indicators),
    ]
    for i in ids:
        assert i is None or catalog.indicator(i).id == i
    assert record.area is not None
    assert catalog.area(record.area).id == record.area


def test_verdicts_are_those_of_the_data_set(record: Briefing) -> None:
    fields = {
        "stated_on",
        "period",
        "area",
        "indicator",
        "status",
        "reference",
        "of_total",
        "inferred",
        "source_id",
    }
    tables = load_dataset("haiphong-2025").tables
    theirs = [v.model_dump(include=fields) for v in tables.verdicts if v.source_id == SOURCE]
    assert [v.model_dump(include=fields) for v in record.verdicts] == theirs
    fields = {"period", "area", "count", "of_total", "status", "reference", "source_id"}
    theirs = [h.model_dump(include=fields) for h in tables.headline_verdicts if h.source_id == SOURCE]
    assert [h.model_dump(include=fields) for h in record.headlines] == theirs


def test_figures_and_goal_are_those_of_the_data_set(record: Briefing) -> None:
    tables = load_dataset("haiphong-2025").tables
    figures = {
        (
            o.indicator,
            o.area,
            o.measure,
            o.period,
            o.quantity.value,
            o.quantity.unit.code,
            o.quantity.qualifier,
        )
        for o in tables.observations
        if o.source_id == SOURCE
    }
    assert figures == {
        (s.indicator, s.area, s.measure, s.period, s.value, s.unit, s.qualifier)
        for s in record.statements
        if s.kind == "figure" and s.indicator is not None
    }
    goals = {
        (g.indicator, g.area, g.period, g.quantity.value, g.quantity.unit.code, g.basis)
        for g in tables.goals
        if g.source_id == SOURCE
    }
    assert goals == {
        (s.indicator, s.area, s.period, s.value, s.unit, s.basis)
        for s in record.statements
        if s.kind == "goal"
    }


# -- beside the text ----------------------------------------------------------------------------------


def test_places_exist(record: Briefing, paragraphs: list[str]) -> None:
    assert len(paragraphs) == 18
    assert set(places(record)) <= set(range(1, len(paragraphs) + 1))
    assert [i for i, text in enumerate(paragraphs, 1) if text.strip() == "|"] == [3, 12]  # they count


def test_facts_stand_in_text_order(record: Briefing) -> None:
    for facts in (record.statements, record.verdicts, record.directives, record.legal_refs, record.periods):
        assert all(a <= b for a, b in pairwise(place(f.evidence) for f in facts))


def test_paragraphs_hold_the_figures_and_verdicts(record: Briefing, paragraphs: list[str]) -> None:
    for s in record.statements:
        text = paragraphs[place(s.evidence) - 1]
        assert s.phrase is not None
        assert s.phrase in text
        printed = f"{s.value}".replace(".", ",") + (s.unit_text or "")
        assert ("hơn " if s.qualifier == "over" else "") + printed in text
    for v in record.verdicts:
        assert v.phrase
        assert v.phrase in paragraphs[place(v.evidence) - 1]
    (headline,) = record.headlines
    text = paragraphs[place(headline.evidence) - 1]
    assert f"{headline.of_total} chỉ tiêu" in text
    assert f"{headline.count} chỉ tiêu đạt và vượt kế hoạch" in text


def test_paragraphs_hold_the_directives(record: Briefing, paragraphs: list[str]) -> None:
    for directive, (_, word, *_) in zip(record.directives, DIRECTIVES, strict=True):
        text = paragraphs[place(directive.evidence) - 1]
        assert word in text
        assert directive.owner is None or directive.owner in text
        assert directive.deadline_text is None or directive.deadline_text in text


def test_paragraphs_hold_the_rest(record: Briefing, paragraphs: list[str]) -> None:
    for ref in record.legal_refs:
        text = paragraphs[place(ref.evidence) - 1]
        assert "Nghị quyết " + (ref.number or "Đại hội Đảng bộ") in text
    for mention, (*_, written) in zip(record.periods, PERIODS, strict=True):
        assert written in paragraphs[place(mention.evidence) - 1]
    for event, (_, written) in zip(record.events, EVENTS, strict=True):
        assert written.lower() in event.name.lower()
        assert written in paragraphs[place(event.evidence) - 1]
    for person in record.people:
        text = paragraphs[place(person.evidence) - 1]
        assert all(part in text for part in (person.name, *person.offices))
    meeting = record.meeting
    assert meeting is not None
    assert f"{meeting.body}" in paragraphs[place(meeting.evidence) - 1]
    assert f"{meeting.chair}" in paragraphs[place(meeting.evidence) - 1]


def test_no_sentence_of_the_text_is_copied(paragraphs: list[str]) -> None:
    text = runs(SEED.read_text(encoding="utf-8")) | runs(" ".join(paragraphs))
    files_of_ours = [
        (FOLDER / f"{NAME}.json").read_text(encoding="utf-8"),
        (FOLDER / "README.md").read_text(encoding="utf-8"),
        Path(__file__).read_text(encoding="utf-8"),
    ]
    for ours in files_of_ours:
        assert not runs(ours) & text
