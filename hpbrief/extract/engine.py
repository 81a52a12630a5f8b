"""The engine: a document to a Briefing, sentence by sentence and table by table."""

from __future__ import annotations

from typing import Final

from hpbrief.catalog import Catalog, load_catalog
from hpbrief.extract import statements
from hpbrief.extract.directives.reader import DirectiveReader, Duty
from hpbrief.extract.directives.words import Task
from hpbrief.extract.figures.announced_goal import Sections
from hpbrief.extract.figures.reader import FigureReader
from hpbrief.extract.figures.spoken_time import Asked, Context
from hpbrief.extract.mentions import CitationReader, PeopleReader
from hpbrief.extract.naming.subjects import SubjectReader
from hpbrief.extract.tables.cells import TablesRead, place_of
from hpbrief.extract.tables.reader import TableReader
from hpbrief.extract.text.frame import DocumentFrame, FrameReader
from hpbrief.extract.text.sentences import Sentence, SentenceReader, scanner_of
from hpbrief.extract.text.tokens import Token
from hpbrief.extract.verdicts.counts import Foresight
from hpbrief.extract.verdicts.reader import VerdictReader
from hpbrief.extract.verdicts.stated import Counted, Stated, Told
from hpbrief.models import (
    Briefing,
    Directive,
    Document,
    Doubt,
    HeadlineVerdict,
    Issue,
    Period,
    Reference,
    Statement,
    Verdict,
)
from hpbrief.models.unchecked import unchecked
from hpbrief.parse.numbers import NumberPrint
from hpbrief.parse.text import lower_text

_TWO_YEARS: Final = 731  # days


class _Engine:
    """Scanners and readers of one catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.scanner = scanner_of(catalog)
        self.frames = FrameReader(catalog)
        self.sentences = SentenceReader(catalog)
        self.subjects = SubjectReader(catalog, self.scanner.lexicon)
        self.figures = FigureReader(catalog, self.subjects)
        self.verdicts = VerdictReader(catalog, self.subjects)
        self.directives = DirectiveReader(catalog)
        self.people = PeopleReader(catalog)
        self.citations = CitationReader(catalog)
        self.tables = TableReader(catalog, self.scanner, self.subjects)


_ENGINES: dict[int, _Engine] = {}


def _engine_of(catalog: Catalog) -> _Engine:
    if id(catalog) not in _ENGINES:
        _ENGINES[id(catalog)] = _Engine(catalog)
    return _ENGINES[id(catalog)]


def briefing_of(
    document: Document,
    *,
    area: str | None = None,
    catalog: Catalog | None = None,
    numbers: NumberPrint | None = None,
    record: list[Asked] | None = None,
) -> Briefing:
    """What a document says; its text must be normalised. Arguments as for ``briefing.read_briefing``.

    ``record`` takes what each number of a sentence was asked, and the rules that answered.
    """
    engine = _engine_of(catalog or load_catalog())
    text = document.text or ""
    low = lower_text(text)
    tokens = engine.scanner.scan(low)
    found = list(engine.sentences.read(text, low, tokens))
    frame = engine.frames.read(text, low, found, document.published, area, document.url)
    reading = _Reading(engine, text, frame)
    reading.context.record = record
    tables = engine.tables.read(document, frame, numbers)
    tables.claim(tokens)
    for sentence in found:
        if not tables.holds(sentence):
            reading.take(sentence)
    return reading.briefing(document, tokens, found, tables)


def _tells_of_many(frame: DocumentFrame) -> bool:
    """Whether a text without an area is none of a district or commune, where a province is only where it lies."""
    return frame.about is None or frame.about.level not in ("district", "commune")


class _Reading:
    """One document, sentence by sentence."""

    def __init__(self, engine: _Engine, text: str, frame: DocumentFrame) -> None:
        self.engine = engine
        self.text = text
        self.frame = frame
        area = engine.catalog.areas.get(frame.area or "")
        report = frame.report_period if frame.firm else None
        self.context = Context(text, frame.anchor, frame.area, area.name_vi if area else None, report)
        self.context.carried = frame.report_period
        self.context.aimed_at = frame.aimed_at if report is None else None
        self.context.many = frame.area is None and _tells_of_many(frame)
        self.sections = Sections(engine.figures.known.words, text, frame)
        self.duty = Duty()
        self.line = -1
        self.told = Told()
        self.foresight = Foresight(engine.verdicts.known)
        self.told.year = frame.anchor.day.year if frame.anchor.day else frame.anchor.year
        self.statements: list[Statement] = []
        self.points: dict[int, int] = {}  # what speaks against each, by the place of its number
        self.headlines: list[HeadlineVerdict] = []
        self.verdicts: list[Verdict] = []
        self.directives: list[Directive] = []

    def take(self, sentence: Sentence) -> None:
        """Read one sentence: its tasks, its verdicts, then its figures."""
        text, engine, context = self.text, self.engine, self.context
        if sentence.line != self.line:
            self._begin_line(sentence)
        tasks = engine.directives.read(text, sentence, self.frame.anchor, self.duty)
        if self.duty.due is not None and self.directives:
            self.directives[-1] = statements.with_deadline(self.directives[-1], self.duty.due)
        stated = engine.verdicts.read(text, sentence, self.told)
        context.tasks = [(t.start, t.end, t.task_start) for t in tasks] if tasks else []
        figures = engine.figures.read(context, sentence)
        if not sentence.is_bullet(text):
            context.heading = context.paragraph
        if figures:
            read = [statements.to_statement(text, figure) for figure in figures]
            self.statements += read
            self.points |= {figure.token.start: figure.points for figure in figures}
            self.told.names.update(one.phrase.lower() for one in read if one.phrase)
        if stated:
            self._take_verdicts(sentence, stated)
        if tasks:
            context.subject = None
            self.told.led = None  # an order sets no goals against a plan
            self.directives += [statements.to_directive(text, t, self._named_in(t, stated)) for t in tasks]

    def _begin_line(self, sentence: Sentence) -> None:
        """What a new line takes over from the one before: a bullet the heading, another nothing but the section."""
        context = self.context
        self.line = sentence.line
        listed = sentence.is_bullet(self.text)
        context.paragraph = context.heading if listed else None
        context.prices = False
        context.stood, context.place = None, context.headed_place
        if not listed:
            context.subject = None
        section = context.section
        self.sections.take(sentence, context)
        if context.section is not section:
            context.carried = None

    def _take_verdicts(self, sentence: Sentence, stated: list[Stated]) -> None:
        """Keep the verdicts of a sentence, each with whether it is foreseen."""
        listed = sentence.first and sentence.is_bullet(self.text)
        self.foresight.enter(sentence)
        for one in stated:
            self.foresight.take(sentence, one, listed=listed)
            if self.context.goal_basis is None or one.kind != "verdict.claim":
                self._take_verdict(one)  # in a section of goals nothing is claimed

    def _named_in(self, task: Task, stated: list[Stated]) -> tuple[str, ...]:
        """The indicators that a task is about: those of its figures and of what it names above all."""
        named = [s.indicator for s in stated if s.indicator and task.start <= s.start < task.end]
        for statement in self.statements[-12:]:
            evidence = statement.evidence
            if evidence.kind == "span" and task.start <= evidence.start < task.end and statement.indicator:
                named.append(statement.indicator)
        if not named and (whole := self.engine.subjects.mentioned(self.text[task.task_start : task.end])):
            named = whole
        return tuple(dict.fromkeys(named))

    def _take_verdict(self, stated: Stated) -> None:
        """Keep a verdict, with the time that it is of."""
        section = self.context.section
        if section is not None and section.days > _TWO_YEARS and stated.reference is Reference.ANNUAL_GOAL:
            stated = stated._replace(reference=Reference.UNSPECIFIED)  # the goals of several years
        period = self._period_of(stated)
        if period is None:
            return
        area, told = self.frame.area, self.told
        if stated.met is not None:
            told.of_total, told.reference = stated.of_total, stated.reference
            told.counted = Counted(stated.status, stated.reference, self.line)
            self.headlines.append(statements.to_headline(self.text, stated, period, area))
            return
        day = self.frame.anchor.day or period.end
        of_total = None if stated.inferred else told.of_total
        self.verdicts.append(statements.to_verdict(self.text, stated, period, area, day, of_total))

    def _period_of(self, stated: Stated) -> Period | None:
        """The time a verdict is of: the paragraph's, the section's, the report's; the year where it is foreseen."""
        frame = self.frame
        period: Period | None = self.context.paragraph or self.context.section or frame.report_period
        if period is None and frame.anchor.year is not None:
            period = Period.year(frame.anchor.year)
        if period is None:
            return None
        day = frame.anchor.day or period.end
        if self.foresight.holds and stated.reference is not Reference.SCENARIO and not stated.inferred:
            closed = frame.report_period is not None and frame.report_period.is_year
            return frame.report_period if closed and frame.report_period else Period.year(day.year)
        if not period.is_year and period.end > day and frame.report_period is not None:
            return frame.report_period  # what is told of goals is not of a time ahead
        return period

    def briefing(
        self, document: Document, tokens: list[Token], found: list[Sentence], tables: TablesRead
    ) -> Briefing:
        """All of it."""
        text, frame, people = self.text, self.frame, self.engine.people
        runs = [t for t in tokens if t.kind != "cue"]
        periods = [statements.to_period(text, t, frame.anchor) for t in runs if t.time is not None]
        issues: list[Issue] = [statements.issue_of_unread(unread) for unread in document.unread]
        issues += [statements.issue_of_share(text, *place) for place in self.told.unclear]
        issues += [
            issue
            for t in runs
            if (t.kind == "unread" or t.figure is not None) and (issue := statements.issue_of(text, t))
        ]
        issues += [statements.issue_of_words(text, *doubt) for doubt in self.context.doubts]
        unread = sum(t.kind in ("unread", "cell_unread") for t in runs)
        told = self.statements
        if tables.statements:
            told = sorted([*told, *tables.statements], key=lambda s: place_of(s.evidence).start)
        issues += tables.issues
        graded = self.engine.figures.known.doubts.graded(told, self.points, issues)
        doubtful = [statements.issue_of_doubt(one) for one in graded if one.doubt is Doubt.DOUBTFUL]
        return unchecked(
            Briefing,
            {
                "document": document.model_copy(
                    update={
                        "title": document.title or frame.title,
                        "published": document.published or frame.anchor.day,
                    }
                ),
                "about": frame.about,
                "area": frame.area,
                "report_period": frame.report_period,
                "task_period": frame.task_period,
                "meeting": people.find_meeting(text, found, frame.anchor),
                "statements": statements.with_places(document, graded),
                "headlines": statements.with_places(document, self.headlines),
                "verdicts": statements.with_places(document, self.verdicts),
                "directives": statements.with_places(document, self.directives),
                "legal_refs": tuple(self.engine.citations.legal_refs(text, tokens, frame.anchor)),
                "periods": tuple(p for p in periods if p is not None),
                "events": tuple(people.find_events(text, found, frame.anchor)),
                "people": tuple(people.find_people(text, tokens)),
                "issues": statements.with_places(document, (*doubtful, *issues)),
                "coverage": 1 - unread / len(runs) if runs else 1.0,
                "origin": "extracted",
            },
        )
