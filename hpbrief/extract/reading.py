"""``parse_briefing``: a text to a Briefing."""

from __future__ import annotations

import hashlib
from datetime import date

from hpbrief.catalog import Catalog, load_catalog
from hpbrief.extract.document import document_frame
from hpbrief.extract.figures import Context, Figure, FigureReader
from hpbrief.extract.sentences import sentences
from hpbrief.extract.subjects import SubjectReader
from hpbrief.extract.times import Anchor, resolve_time
from hpbrief.extract.tokens import Token, scanner_of
from hpbrief.models import (
    Basis,
    Briefing,
    Direction,
    Document,
    Issue,
    LegalRef,
    Measure,
    ObsStatus,
    PeriodMention,
    Qualifier,
    Span,
    Statement,
)
from hpbrief.parse.text import normalise_text


class _Engine:
    """Scanners and readers of one catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.scanner = scanner_of(catalog)
        self.subjects = SubjectReader(catalog, self.scanner.lexicon)
        self.figures = FigureReader(catalog, self.subjects)


_ENGINES: dict[int, _Engine] = {}


def _engine_of(catalog: Catalog) -> _Engine:
    if id(catalog) not in _ENGINES:
        _ENGINES[id(catalog)] = _Engine(catalog)
    return _ENGINES[id(catalog)]


def parse_briefing(
    text: str,
    *,
    document_date: date | None = None,
    area: str | None = None,
    catalog: Catalog | None = None,
    publisher: str = "",
    url: str = "",
) -> Briefing:
    """What a Vietnamese socio-economic text says, each fact with its characters.

    ``document_date`` is the day the text speaks (found in it where not given); ``area`` an id of the
    catalogue (likewise). Never raises on any text; what is unclear comes back in ``issues``.
    """
    text = normalise_text(text)
    return extract_briefing(
        Document(id=document_id(text), text=text, published=document_date, publisher=publisher, url=url),
        area=area,
        catalog=catalog,
    )


def document_id(text: str) -> str:
    """The id of a normalised text, from its content."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def extract_briefing(document: Document, *, area: str | None = None, catalog: Catalog | None = None) -> Briefing:
    """What a document says; its text must be normalised."""
    catalog = catalog or load_catalog()
    engine = _engine_of(catalog)
    text = document.text or ""
    tokens = engine.scanner.scan(text)
    found = list(sentences(text, tokens))
    frame = document_frame(catalog, text, found, document.published, area)
    context = Context(text, frame.anchor, frame.area, frame.report_period)
    statements: list[Statement] = []
    line = -1
    for sentence in found:
        if sentence.line != line:
            line = sentence.line
            if not sentence.is_bullet(text):
                context.paragraph = None
        for figure in engine.figures.read(context, sentence):
            statements.append(_statement(text, figure))
    periods, legal, issues = [], [], []
    for token in tokens:
        if token.time is not None:
            period = resolve_time(token.time, frame.anchor)
            if period is not None:
                role = "date" if token.time.form == "day" else ""
                periods.append(PeriodMention(period=period, role=role, evidence=_span(text, token)))
        elif token.citation is not None:
            legal.append(_legal(text, token))
        elif token.kind == "unread":
            issues.append(Issue(code=token.why, message="", evidence=_span(text, token)))
    digits = sum(c.isdigit() for c in text)
    unread = sum(t.end - t.start for t in tokens if t.kind == "unread")
    return Briefing(
        document=document,
        area=frame.area,
        report_period=frame.report_period,
        statements=tuple(statements),
        periods=tuple(periods),
        legal_refs=tuple(legal),
        issues=tuple(issues),
        coverage=1 - unread / digits if digits else 1.0,
    )


def _span(text: str, token: Token) -> Span:
    return Span(start=token.start, end=token.end, quote=text[token.start : token.end])


def _legal(text: str, token: Token) -> LegalRef:
    citation = token.citation
    assert citation is not None
    number = text[citation.number_start : citation.end] if citation.number_start >= 0 else None
    return LegalRef(number=number, kind=citation.kind, evidence=_span(text, token), rules=(citation.rule,))


def _statement(text: str, figure: Figure) -> Statement:
    words, subject = figure.words, figure.subject
    return Statement(
        kind="figure" if figure.goal is None else "goal",
        evidence=_span(text, figure.token),
        phrase=text[subject.start : subject.end] if subject else None,
        indicator=subject.indicator if subject else None,
        value=words.value,
        value_max=words.maximum,
        of=words.of,
        unit=words.unit,
        unit_mult=words.unit_mult,
        unit_text=text[words.unit_start : words.unit_end] if words.unit_start >= 0 else None,
        qualifier=Qualifier(figure.qualifier),
        measure=Measure(figure.reading.measure),
        direction=Direction(figure.reading.direction),
        period=figure.period,
        area=figure.area,
        basis=Basis(figure.basis) if figure.basis else None,
        obs_status=ObsStatus(figure.status) if figure.status else None,
        rules=tuple(figure.rules),
    )


__all__ = ["Anchor", "document_id", "extract_briefing", "parse_briefing"]
