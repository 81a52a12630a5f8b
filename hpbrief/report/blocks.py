"""The parts of a written note, before Word or Markdown gives them a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is numbered I, II, …, level 2 is 1, 2, … within it (the text bears the number)."""

    text: str
    level: Literal[1, 2]


@dataclass(frozen=True)
class Paragraph:
    """Running text; ``lead`` stands before it, bold, with a colon."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, its share of the width, and how its cells stand."""

    head: str
    width: float
    align: Literal["left", "right", "center"] = "left"


@dataclass(frozen=True)
class Table:
    """A captioned table; ``marks`` are the classes of its rows, for colour."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A captioned chart: the words that stand for it, how to draw it as PNG, and how to read its marks."""

    caption: str
    alt: str
    draw: Callable[[], bytes]
    note: str = ""


@dataclass(frozen=True)
class SourceLine:
    """A numbered source of the annex; ``url`` is "" or begins with http."""

    number: int
    text: str
    url: str = ""


Block = Heading | Paragraph | Table | Picture | SourceLine
