"""Where things were said: Source, Document, and Evidence that points into a document."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

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


class Span(Model):
    """A half-open range of characters of a document's text, and the characters themselves."""

    kind: Literal["span"] = "span"
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str

    @model_validator(mode="after")
    def _length(self) -> Span:
        if self.end - self.start != len(self.quote):
            raise ValueError(f"[{self.start}, {self.end}) does not have the length of {self.quote!r}")
        return self


class Cell(Model):
    """A cell of a table: file, sheet or page, row and column counted from 1, and its text."""

    kind: Literal["cell"] = "cell"
    file: str
    sheet: str
    row: int = Field(ge=1)
    column: int = Field(ge=1)
    text: str


class Locator(Model):
    """A paragraph of a document whose text is not bundled: its id, and the paragraph counted from 1."""

    kind: Literal["locator"] = "locator"
    document: str
    paragraph: int = Field(ge=1)


Evidence = Annotated[Span | Cell | Locator, Field(discriminator="kind")]


class Document(Model):
    """A text, normalised once on loading, with what its file says of it.

    ``id`` comes from content. ``text`` is None for a hand-made record whose text is not bundled.
    """

    id: str
    text: str | None = None
    title: str = ""
    published: date | None = None
    publisher: str = ""
    url: str = ""
    language: Literal["vi", "en"] = "vi"

    def paragraphs(self) -> list[Span]:
        """The non-empty lines of the text, in order; a Locator's paragraph is the 1-based index here."""
        spans, start = [], 0
        for line in (self.text or "").split("\n"):
            if line.strip():
                spans.append(Span(start=start, end=start + len(line), quote=line))
            start += len(line) + 1
        return spans
