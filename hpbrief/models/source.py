"""Where things were said: Source, Document, and Evidence that points into a document."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from itertools import islice
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, model_validator

from hpbrief.errors import ParseError
from hpbrief.models.base import Model
from hpbrief.models.terms import KnownBasis, SourceKind

Slug = Annotated[str, Field(min_length=1, pattern=r"^[^\s,]+$")]


class Source(Model):
    """A publication that prints figures.

    ``known_from`` is the date from which its figures count as known, on the ground of ``known_basis``;
    where it is None the source is never seen by ``as_of``.
    """

    source_id: Slug
    publisher: str
    url: str = ""
    published: date | None = None
    known_from: date | None = None
    known_basis: KnownBasis | None = None
    kind: SourceKind = SourceKind.PRESS
    title: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """The id: what must not stand twice."""
        return (self.source_id,)


class PageBox(NamedTuple):
    """A place on a page: the page from 1, edges in points from the top left corner of the page as it is read.

    ``turn`` is by how many degrees, with the clock and about its middle, the page must be turned to be read so: 0 for
    most, a quarter for a page whose text stands on its side, a little more or less for a scan that leans.
    ``confidence`` (0 to 100) is that of the program that recognised the text of a scan.
    """

    page: int
    left: float
    top: float
    right: float
    bottom: float
    turn: float = 0.0
    confidence: float | None = None


class Span(Model):
    """A half-open range of characters of a document's text, the characters, and where they stand on their page.

    ``at`` is known for what was read of a PDF, a scan or a picture.
    """

    kind: Literal["span"] = "span"
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str
    at: PageBox | None = None

    @model_validator(mode="after")
    def _length(self) -> Span:
        if self.end - self.start != len(self.quote):
            raise ParseError("span_length", start=self.start, end=self.end, quote=self.quote)
        return self


class Cell(Model):
    """A cell of a table: file, sheet or page, row and column counted from 1, and its text.

    ``span`` is the value itself in the document's text, where the document has one.
    """

    kind: Literal["cell"] = "cell"
    file: str
    sheet: str = ""
    page: int | None = Field(default=None, ge=1)
    table: int | None = Field(default=None, ge=1)
    row: int = Field(ge=1)
    column: int = Field(ge=1)
    text: str
    span: Span | None = None


class Locator(Model):
    """A paragraph of a document whose text is not bundled: its id, and the paragraph counted from 1."""

    kind: Literal["locator"] = "locator"
    document: str
    paragraph: int = Field(ge=1)


Evidence = Annotated[Span | Cell | Locator, Field(discriminator="kind")]


class TableCell(NamedTuple):
    """One cell of a table of a document: row and column from 1, the rows and columns it spans, its place.

    ``start`` and ``end`` are characters of the document's text; an empty cell has an empty range.
    """

    row: int
    column: int
    start: int
    end: int
    rows: int = 1
    columns: int = 1


class Table(Model):
    """A grid of cells that stands in a document.

    ``number`` counts the tables of the document from 1. The document's text holds each row as one line
    ``| cell | cell |``, from ``start`` to ``end``; a cell that spans several places is written at the first of
    them, the others are blank. ``first_row`` and ``first_column`` say where the grid begins on its sheet.
    """

    number: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    cells: tuple[TableCell, ...]
    sheet: str = ""
    page: int | None = Field(default=None, ge=1)
    first_row: int = Field(default=1, ge=1)
    first_column: int = Field(default=1, ge=1)


class Unread(NamedTuple):
    """What a file holds beside its text and was not read, such as a scanned page; said in both languages.

    ``start`` is where it would stand in the document's text, ``at`` where it stands on its page, if that is known.
    """

    code: str
    start: int
    vi: str
    en: str
    page: int | None = None
    at: PageBox | None = None


class TextLine(NamedTuple):
    """A line of a page: its characters in the document's text, its page from 1, its upper and lower edge in points.

    ``stops`` are some of its characters with where they begin, in points from the left; ``turn`` and ``confidence``
    as of a :class:`PageBox`.
    """

    start: int
    end: int
    page: int
    top: float
    bottom: float
    stops: tuple[tuple[int, float], ...]
    turn: float = 0.0
    confidence: float | None = None

    def left_of(self, offset: int) -> float:
        """Where a character begins, from the left: between two stops, by how many characters are before it."""
        at = min(max(1, bisect_right(self.stops, offset, key=lambda stop: stop[0])), len(self.stops) - 1)
        (first, left), (last, right) = self.stops[at - 1], self.stops[at]
        return left + (right - left) * (offset - first) / max(1, last - first)


class Document(Model):
    """A text, normalised once on loading, with what its file says of it.

    ``id`` comes from content. ``text`` is None for a hand-made record whose text is not bundled. ``file`` is
    the name of the file, ``media_type`` what it was read as, ``pages`` where each page starts in the text.
    ``published`` is the day the page itself gives; ``file_date``, when the file says that it was last saved, is
    never taken for it. ``unread`` lists what the file holds beside the text. ``lines`` says where its lines stand on
    their pages, in the order of the text, where the file is a PDF, a scan or a picture.
    """

    id: str
    text: str | None = None
    title: str = ""
    published: date | None = None
    publisher: str = ""
    url: str = ""
    language: Literal["vi", "en"] = "vi"
    file: str = ""
    media_type: str = ""
    pages: tuple[int, ...] = ()
    tables: tuple[Table, ...] = ()
    file_date: date | None = None
    unread: tuple[Unread, ...] = ()
    lines: tuple[TextLine, ...] = ()

    def page_of(self, offset: int) -> int | None:
        """The page, from 1, on which a character of the text stands; None where the file has no pages."""
        return bisect_right(self.pages, offset) or None

    def box_of(self, start: int, end: int) -> PageBox | None:
        """Where characters stand on their page; of a stretch over several pages, its part on the first.

        None where the file has no pages, or the place of its lines is not known.
        """
        first = max(0, bisect_right(self.lines, start, key=lambda line: line.start) - 1)
        found: list[TextLine] = []
        for line in islice(self.lines, first, None):
            if line.start >= end:
                break
            if line.end > start and (not found or (line.page, line.turn) == (found[0].page, found[0].turn)):
                found.append(line)
        if not found:
            return None
        sure = [line.confidence for line in found if line.confidence is not None]
        return PageBox(
            found[0].page,
            round(min(line.left_of(max(start, line.start)) for line in found), 1),
            min(line.top for line in found),
            round(max(line.left_of(min(end, line.end)) for line in found), 1),
            max(line.bottom for line in found),
            found[0].turn,
            min(sure, default=None),
        )

    def paragraphs(self) -> list[Span]:
        """The non-empty lines of the text, in order; a Locator's paragraph is the 1-based index here."""
        spans, start = [], 0
        for line in (self.text or "").split("\n"):
            if line.strip():
                spans.append(Span(start=start, end=start + len(line), quote=line))
            start += len(line) + 1
        return spans
