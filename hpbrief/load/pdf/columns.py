"""Running text in columns: its lines in the order in which they are read, one column after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from hpbrief.load.pdf.parts import Line, Word

#: So many lines on both sides of a gutter are columns, if most fill theirs with so many words.
_LINES, _FILLED, _WORDS = 6, 0.7, 3
#: Of the words of a column, so many may be numbers: more are a table.
_NUMBERS = 0.25
#: A gap wider than so many sizes may be a gutter, and one that parts columns of a table within a line.
_GAP, _WIDE = 0.8, 2.5
#: Left edges nearer than so many points are those of one column.
_NEAR = 3.0
_DEEPEST = 4


class _Cut(NamedTuple):
    """A gutter: the lines that it runs along, from ``first`` to before ``end``, and what stands beside it."""

    first: int
    end: int
    left: list[Line]
    right: list[Line]


def in_columns(lines: Sequence[Line], depth: int = 0) -> list[Line]:
    """Lines of a page, top to bottom, as they are read: what stands in columns is parted, one column after another."""
    cut = _best_cut(lines) if depth < _DEEPEST else None
    if cut is None:
        return list(lines)
    inner = (
        line if line.column else line._replace(column=_edges(side))
        for side in (cut.left, cut.right)
        for line in in_columns(side, depth + 1)
    )
    above, below = in_columns(lines[: cut.first], depth + 1), in_columns(lines[cut.end :], depth + 1)
    return [*above, *inner, *below]


def _best_cut(lines: Sequence[Line]) -> _Cut | None:
    cuts = (cut for at in _gutters(lines) for cut in _cuts(lines, at) if _are_columns(cut))
    return max(cuts, key=lambda cut: len(cut.left) + len(cut.right), default=None)


def _gutters(lines: Sequence[Line]) -> Iterator[float]:
    """Where many words begin after a gap, or many lines do: the left edges of what may be columns."""
    lefts = sorted(
        word.left
        for line in lines
        for before, word in zip((None, *line.words), line.words, strict=False)
        if before is None or word.left - before.right > _GAP * line.size
    )
    start = 0
    for at, left in enumerate(lefts):
        if at + 1 == len(lefts) or lefts[at + 1] - left > _NEAR:
            if at + 1 - start >= _LINES:
                yield lefts[start]
            start = at + 1


def _cuts(lines: Sequence[Line], gutter: float) -> Iterator[_Cut]:
    """Runs of lines of which no word stands across a gutter."""
    left: list[Line] = []
    right: list[Line] = []
    first = 0
    for at, line in enumerate(lines):
        edge = gutter - 0.5 * min(line.size, 12.0)
        if any(word.left < gutter - 1 and word.right > edge for word in line.words):
            yield _Cut(first, at, left, right)
            left, right, first = [], [], at + 1
            continue
        left += _part(line, [word for word in line.words if word.left < gutter - 1])
        right += _part(line, [word for word in line.words if word.left >= gutter - 1])
    yield _Cut(first, len(lines), left, right)


def _part(line: Line, words: Sequence[Word]) -> Iterator[Line]:
    """The line with some of its words."""
    if not words:
        return
    if len(words) == len(line.words):
        yield line
        return
    text = words[0].text
    for before, word in pairwise(words):
        text += ("  " if word.left - before.right > _WIDE * line.size else " ") + word.text
    yield line._replace(text=text, left=words[0].left, right=words[-1].right, words=tuple(words))


def _edges(lines: Sequence[Line]) -> tuple[float, float]:
    return min(line.left for line in lines), max(line.right for line in lines)


def _are_columns(cut: _Cut) -> bool:
    return all(_is_column(side) for side in (cut.left, cut.right))


def _is_column(lines: Sequence[Line]) -> bool:
    """Whether lines are running text, from edge to edge."""
    if len(lines) < _LINES:
        return False
    left, right = _edges(lines)
    words = [word.text for line in lines for word in line.words]
    numbers = sum(not any(c.isalpha() for c in word) for word in words)
    return (
        median((line.right - line.left) / max(1.0, right - left) for line in lines) >= _FILLED
        and median(len(line.words) for line in lines) >= _WORDS
        and numbers <= _NUMBERS * len(words)
    )
