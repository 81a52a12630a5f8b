"""What the readers found, as models of a Briefing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypeVar

from hpbrief.extract.directives.clauses import Deadline
from hpbrief.extract.directives.words import Task
from hpbrief.extract.figures.spoken_time import Figure
from hpbrief.extract.naming.subjects import Subject
from hpbrief.extract.text.times import Anchor, resolve_time
from hpbrief.extract.text.tokens import Token
from hpbrief.extract.verdicts.stated import Stated
from hpbrief.models import (
    Basis,
    Cell,
    Direction,
    Directive,
    Document,
    Evidence,
    HeadlineVerdict,
    Issue,
    Measure,
    ObsStatus,
    Period,
    PeriodMention,
    Qualifier,
    Span,
    Statement,
    Unread,
    Verdict,
)
from hpbrief.models.unchecked import unchecked

_QUALIFIERS: Final = {str(q): q for q in Qualifier}
_MEASURES: Final = {str(m): m for m in Measure}
_DIRECTIONS: Final = {str(d): d for d in Direction}
_BASES: Final = {str(b): b for b in Basis}
_STATUSES: Final = {str(s): s for s in ObsStatus}
_MESSAGES: Final = {
    "doubtful": "a reading that could well be another: check it",
    "no_number": "digits that are no number",
    "number_without_unit": "a number without a unit, a verb or a row that says what it is",
    "goals_in_part": "a share of the goals in words: how many they are is not said",
    "comma_thousands": "commas set like thousands marks",
    "two_commas": "two commas in one number",
    "two_dots": "dots that part no thousands",
    "mixed_marks": "dots and commas mixed up",
    "blank_in_number": "a blank inside a number",
    "decimal_point": "a point where Vietnamese print has a comma",
    "unknown_verb": "words beside a number that no table knows as a verb: the number is held as a ratio",
    "unknown_base": "words behind a comparison that no table knows as a base: the change is held against another base",
}

TABLE_MESSAGES: Final = _MESSAGES | {
    "date_among_numbers": "a day among numbers: a spreadsheet may have made it of a number",
    "formula_fault": "a formula that failed",
    "english_numbers": "read with a decimal point, as this column's numbers show",
    "index_or_growth": "per cent that may be an index (112,4) or a growth (12,4): say it in the head",
    "fraction_or_percent": "values that may be fractions of one or per cent: set the column as per cent",
    "head_contradicted": "the levels of the table say otherwise than this column's head; the levels were followed",
    "row_without_name": "a number in a row without a name",
    "no_unit": "a number whose unit neither row, column nor caption states",
    "unknown_unit": "a unit that no table knows",
    "unknown_head": "a head that no table knows; its numbers were read by the names of their rows alone",
}


def span_of(text: str, start: int, end: int) -> Span:
    """The span of a stretch of text."""
    return unchecked(Span, {"kind": "span", "start": start, "end": end, "quote": text[start:end], "at": None})


_Fact = TypeVar("_Fact", Statement, HeadlineVerdict, Verdict, Directive, Issue)


def with_places(document: Document, facts: Iterable[_Fact]) -> tuple[_Fact, ...]:
    """Facts that also say where on its page each stands, where the document knows that."""
    if not document.lines:
        return tuple(facts)
    placed: list[Any] = []  # the compiler takes the facts for a union
    for fact in facts:
        placed.append(fact.model_copy(update={"evidence": _on_page(document, fact.evidence)}))
    return tuple(placed)


def _on_page(document: Document, evidence: Evidence | None) -> Evidence | None:
    span = evidence.span if isinstance(evidence, Cell) else evidence
    if not isinstance(span, Span) or span.at is not None:
        return evidence
    at = document.box_of(span.start, span.end)
    if at is None:
        return evidence
    placed = span.model_copy(update={"at": at})
    if isinstance(evidence, Cell):
        return evidence.model_copy(update={"span": placed, "page": at.page})
    return placed


class Meant(NamedTuple):
    """What a number means, in the codes of the tables; how it is written is its evidence and ``unit_text``."""

    is_goal: bool
    value: Decimal | None
    maximum: Decimal | None
    of: Decimal | None
    unit: str | None
    unit_mult: int
    unit_text: str | None
    qualifier: str
    measure: str
    direction: str
    period: Period | None
    area: str | None
    basis: str | None
    status: str | None
    rules: tuple[str, ...]


def make_statement(text: str, evidence: Evidence, subject: Subject | None, meant: Meant) -> Statement:
    """The one maker of Statements, of sentences and of tables."""
    return unchecked(
        Statement,
        {
            "kind": "goal" if meant.is_goal else "figure",
            "evidence": evidence,
            "phrase": text[subject.start : subject.end] if subject else None,
            "indicator": subject.indicator if subject else None,
            "value": meant.value,
            "value_max": meant.maximum,
            "of": meant.of,
            "unit": meant.unit,
            "unit_mult": meant.unit_mult,
            "unit_text": meant.unit_text,
            "qualifier": _QUALIFIERS[meant.qualifier],
            "measure": _MEASURES[meant.measure],
            "direction": _DIRECTIONS[meant.direction],
            "period": meant.period,
            "area": meant.area,
            "basis": _BASES[meant.basis] if meant.basis else None,
            "obs_status": _STATUSES[meant.status] if meant.status else None,
            "doubt": None,
            "rules": meant.rules,
        },
    )


def to_statement(text: str, figure: Figure) -> Statement:
    """A figure or goal of a sentence."""
    words, reading = figure.words, figure.reading
    meant = Meant(
        figure.goal is not None,
        words.value,
        words.maximum,
        words.of,
        words.unit,
        words.unit_mult,
        text[words.unit_start : words.unit_end] if words.unit_start >= 0 else None,
        figure.qualifier,
        reading.measure,
        reading.direction,
        figure.period,
        figure.area,
        figure.basis,
        figure.status,
        tuple(figure.rules),
    )
    return make_statement(text, span_of(text, figure.token.start, figure.token.end), figure.subject, meant)


def to_headline(text: str, stated: Stated, period: Period, area: str | None) -> HeadlineVerdict:
    """A count of verdicts."""
    assert stated.met is not None
    return HeadlineVerdict(
        period=period,
        area=area or "",
        count=stated.met,
        of_total=stated.of_total,
        status=stated.status,
        reference=stated.reference,
        evidence=span_of(text, stated.start, stated.end),
        rules=stated.rules,
    )


def to_verdict(
    text: str, stated: Stated, period: Period, area: str | None, day: date, of_total: int | None
) -> Verdict:
    """What is stated of one indicator."""
    return unchecked(
        Verdict,
        {
            "stated_on": day,
            "period": period,
            "area": area or "",
            "indicator": stated.indicator,
            "phrase": text[stated.start : stated.end],
            "status": stated.status,
            "reference": stated.reference,
            "of_total": of_total,
            "inferred": stated.inferred,
            "source_id": None,
            "note": "",
            "evidence": span_of(text, stated.start, stated.end),
            "rules": stated.rules,
        },
    )


def to_directive(text: str, task: Task, indicators: tuple[str, ...]) -> Directive:
    """A task."""
    return unchecked(
        Directive,
        {
            "task": text[task.task_start : task.end],
            "owner": task.owner,
            "deadline": task.deadline,
            "deadline_word": task.deadline_word,
            "deadline_text": task.deadline_text,
            "indicators": indicators,
            "evidence": span_of(text, task.start, task.end),
            "rules": task.rules,
        },
    )


def with_deadline(directive: Directive, due: Deadline) -> Directive:
    """A task with the deadline that the sentence behind it sets; its own stays."""
    if directive.deadline is not None or due.rule is None:
        return directive
    return directive.model_copy(
        update={
            "deadline": due.day,
            "deadline_word": due.word,
            "deadline_text": due.text,
            "rules": (*directive.rules, "directive.due_alone", f"directive.{due.rule}"),
        }
    )


def to_period(text: str, token: Token, anchor: Anchor) -> PeriodMention | None:
    """A day or period named; None where its year is not known."""
    assert token.time is not None
    period = resolve_time(token.time, anchor)
    if period is None:
        return None
    role = "date" if token.time.form == "day" else "period"
    return unchecked(
        PeriodMention, {"period": period, "role": role, "evidence": span_of(text, token.start, token.end)}
    )


def issue_of_words(text: str, code: str, start: int, end: int) -> Issue:
    """Words that no table knows, named by their place."""
    return unchecked(
        Issue,
        {
            "code": code,
            "message": _MESSAGES[code],
            "evidence": span_of(text, start, end),
            "best_reading": None,
        },
    )


def issue_of_doubt(statement: Statement) -> Issue:
    """A statement that is doubtful, with the value that was read."""
    return Issue(
        code="doubtful",
        message=_MESSAGES["doubtful"],
        evidence=statement.evidence,
        best_reading=statement.value,
    )


def issue_of_unread(unread: Unread) -> Issue:
    """What the file holds and was not read, at its place in the text."""
    return Issue(
        code=unread.code,
        message=unread.en,
        evidence=Span(start=unread.start, end=unread.start, quote="", at=unread.at),
    )


def issue_of_share(text: str, start: int, end: int) -> Issue:
    """A share of the goals in words, of which the count is not known."""
    code = "goals_in_part"
    return Issue(code=code, message=_MESSAGES[code], evidence=span_of(text, start, end))


def issue_of(text: str, token: Token) -> Issue | None:
    """What is unclear about a token: an unread number, or a misprint with its best reading."""
    read = token.figure if token.kind == "figure" else None
    code = read.fault if read is not None else token.why if token.kind == "unread" else None
    if code is None:
        return None
    best = read.value if read is not None else None
    return unchecked(
        Issue,
        {
            "code": code,
            "message": _MESSAGES.get(code, code),
            "evidence": span_of(text, token.start, token.end),
            "best_reading": best,
        },
    )
