"""Pages to one flow of paragraphs and tables: what repeats on each page left out, what a page break parted joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from statistics import median

from hpbrief.load.parts import Grid, GridCell, Paragraph
from hpbrief.load.pdf.page import Page
from hpbrief.load.pdf.parts import Line, PageGrid, join_lines

_NUMBER = re.compile(r"[\d.,%()+\s-]*\d[\d.,%()\s-]*")
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:trang|page)\s*)?\d{1,4}(?:\s*(?:/|of|trên)\s*\d{1,4})?\W*", re.IGNORECASE
)
_BULLET = re.compile(
    r"[-+*•●▪◦–—]\s|\(?[a-zđ0-9]{1,2}\)\s|(?:\d{1,2}|[IVX]{1,5}|[A-D])[.)]\s|\d{1,2}(?:\.\d{1,2}){1,3}\.?\s"
)
_HARD_BULLET = re.compile(r"[-+*•●▪◦–—]\s")
# How the rest of a label begins, small letters apart, which no label of its own does.
_REST = re.compile(r"[(,;/%]|\d[\d.,]*(\s|$)")
_END = re.compile(r"[.!?:;…][\"”’)\]]*$")
#: The share of a page's height, above and below, in which headers and footers stand.
_MARGIN = 0.11
#: How much of a recognised row must be that of another, of 1.
_ALIKE = 0.85


def flow(pages: Sequence[Page]) -> list[Paragraph | Grid]:
    """The parts of the document, each with its page."""
    _drop_repeated(pages)
    return list(_Flow(pages).parts())


def _drop_repeated(pages: Sequence[Page]) -> None:
    """Take headers, footers and page numbers off the pages: what stands alike at the edge of several."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_shape(line) for line in page.lines if _at_edge(line, page)})
    least = 3 if len(pages) > 3 else 2
    for page in pages:
        kept = []
        for line in page.lines:
            at_edge = _at_edge(line, page)
            repeated = at_edge and len(pages) > 1 and seen[_shape(line)] >= min(least, len(pages))
            if not repeated and not (at_edge and _PAGE_NUMBER.fullmatch(line.text)):
                kept.append(line)
        page.lines = kept


def _at_edge(line: Line, page: Page) -> bool:
    return line.bottom < _MARGIN * page.height or line.top > (1 - _MARGIN) * page.height


def _shape(line: Line) -> str:
    """A line with its digits masked, and its height on the page."""
    return f"{re.sub(r'[0-9]+', '0', line.text)}@{round(line.top / 6)}"


class _Flow:
    """Joins the pages; the paragraph and the table that are open may go on over the page."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.pages = pages
        lines = [line for page in pages for line in page.lines]
        sizes = Counter[float]()
        for line in lines:
            sizes[round(line.size)] += len(line.text)
        self.size = float(sizes.most_common(1)[0][0]) if sizes else 12.0
        body = [line for line in lines if abs(line.size - self.size) < 1]
        self.left = _common([round(line.left) for line in body]) if body else 0.0
        self.right = max((line.right for line in body if len(line.text) > 40), default=10_000.0)
        self.right = _high([line.right for line in body if len(line.text) > 40]) or self.right
        gaps = [
            b.top - a.top
            for page in pages
            for a, b in zip(page.lines, page.lines[1:], strict=False)
            if 0 < b.top - a.top < 3 * self.size
        ]
        self.leading = median(gaps) if gaps else 1.3 * self.size
        self.open: list[Line] = []
        self.open_page = 1
        self.grid: _OpenGrid | None = None

    def parts(self) -> Iterator[Paragraph | Grid]:
        """Paragraphs and grids in order."""
        for page in self.pages:
            lines, notes = self._split_notes(page)
            pending = [*page.grids]
            first = True
            for line in lines:
                while (grid := _before(pending, line)) is not None:
                    pending.remove(grid)
                    yield from self._table(grid, page, first)
                    first = False
                if self.grid is not None:
                    yield self.grid.close()
                    self.grid = None
                if self.open and not self._goes_on(self.open[-1], line, first):
                    yield from self._close()
                if not self.open:
                    self.open_page = page.number
                self.open.append(line)
                first = False
            for grid in pending:
                yield from self._table(grid, page, first)
                first = False
            if notes:  # before a paragraph that goes on over the page, so that each stays on its page
                held, self.open = self.open, []
                if held and _END.search(held[-1].text):
                    self.open = held
                    yield from self._close()
                    held = []
                for note in notes:
                    yield _paragraph(note, page.number)
                self.open = held
        yield from self._close()
        if self.grid is not None:
            yield self.grid.close()

    def _close(self) -> Iterator[Paragraph]:
        if self.open:
            yield _paragraph(self.open, self.open_page)
        self.open = []

    def _table(self, grid: PageGrid, page: Page, first: bool) -> Iterator[Paragraph | Grid]:
        if first and self.grid is not None and not self.open and self.grid.takes(grid, page):
            return
        yield from self._close()
        if self.grid is not None:
            yield self.grid.close()
        self.grid = _OpenGrid(grid, page)

    def _goes_on(self, last: Line, line: Line, new_page: bool) -> bool:
        """Whether a line goes on with the paragraph of the line before it."""
        ended, short = bool(_END.search(last.text)), self._short(last, line)
        if self._is_of_another_kind(last, line, ended or short):
            return False
        left = self.left if line.column is None else line.column[0]
        if new_page or (line.column != last.column and line.top < last.top):
            return not ended and not short and line.left <= left + 4
        if (
            not 0.3 * self.size <= line.top - last.top <= self._widest_gap()
        ):  # nearer is beside it: two columns
            return False
        if short:
            return not ended and last.bold == line.bold and self._centred(last) and self._centred(line)
        if line.left > max(last.left, left) + 6 and len(self.open) > 1:
            return False
        return not (ended and _BULLET.match(line.text))

    def _is_of_another_kind(self, last: Line, line: Line, done: bool) -> bool:
        """Whether letters, columns or a bullet part two lines; ``done`` where the first may be the last of its own."""
        if abs(last.size - line.size) > 1 or ("  " in line.text and "  " in last.text):
            return True
        return bool(_HARD_BULLET.match(line.text)) and (done or line.left > self.left + 3)

    def _widest_gap(self) -> float:
        """How far below the last line the next may stand: as the lines of the paragraph so far, if it has two."""
        if len(self.open) > 1 and self.open[-1].top > self.open[-2].top:
            return self.open[-1].top - self.open[-2].top + 0.35 * self.size
        return max(1.45 * self.leading, self.leading + 5)

    def _short(self, last: Line, line: Line) -> bool:
        """Whether the first word of a line would have found room on the line before."""
        word = line.text.split(" ", 1)[0]
        width = (line.right - line.left) * len(word) / max(1, len(line.text))
        right = self.right if last.column is None else last.column[1]
        return last.right + width + 0.5 * line.size < right

    def _centred(self, line: Line) -> bool:
        return line.left > self.left + 12 and abs((line.left - self.left) - (self.right - line.right)) < 14

    def _split_notes(self, page: Page) -> tuple[list[Line], list[list[Line]]]:
        """The lines of the page, and the notes in small letters at its foot."""
        lines = page.lines
        at = len(lines)
        while (
            at > 0
            and lines[at - 1].size < self.size - 1.4
            and not (page.grids and lines[at - 1].top < page.grids[-1].bottom)
        ):
            at -= 1
        if at == len(lines) or lines[at].top < 0.5 * page.height or (not at and not page.grids):
            return lines, []
        notes: list[list[Line]] = []
        for line in lines[at:]:
            if notes and line.left <= self.left + 8 and self.right - notes[-1][-1].right < 30:
                notes[-1].append(line)
            else:
                notes.append([line])
        return lines[:at], notes


def _alike(mine: Sequence[tuple[int, str]], theirs: Sequence[tuple[int, str]]) -> bool:
    """Whether two rows are one as a recogniser may have read it: the same cells, nearly the same letters."""
    if [column for column, _ in mine] != [column for column, _ in theirs]:
        return False
    first, second = (" ".join(text for _, text in row) for row in (mine, theirs))
    return SequenceMatcher(None, first, second).ratio() > _ALIKE


def _common(values: Sequence[int]) -> float:
    """The left edge of most lines: the smallest of the frequent ones."""
    counts = Counter(values)
    least = 0.1 * len(values)
    return float(min((v for v, n in counts.items() if n >= least), default=min(values)))


def _high(values: Sequence[float]) -> float:
    """A value that few pass."""
    if not values:
        return 0.0
    return sorted(values)[int(0.9 * (len(values) - 1))]


def _is_rest(last: Mapping[int, GridCell], rest: Mapping[int, GridCell]) -> bool:
    """Whether a row says on what another with the same columns began to say."""
    both = [k for k in sorted(last) if last[k].text and rest[k].text]
    if any(_NUMBER.fullmatch(last[k].text) for k in both):
        return False
    if both:
        label = rest[both[0]].text
        return label[0].islower() or bool(_REST.match(label))
    return any(_NUMBER.fullmatch(c.text) for c in rest.values())


def _before(grids: Sequence[PageGrid], line: Line) -> PageGrid | None:
    """The first table that stands above a line, and in its column where it is in one."""
    for grid in grids:
        if grid.top < line.top and (line.column is None or _is_across(grid, line.column)):
            return grid
    return None


def _is_across(grid: PageGrid, column: tuple[float, float]) -> bool:
    return not grid.edges or (grid.edges[0] < column[1] and grid.edges[-1] > column[0])


def _paragraph(lines: Sequence[Line], page: int) -> Paragraph:
    return Paragraph(join_lines([line.text for line in lines]), page, [line.on_page() for line in lines])


def _joined(cell: GridCell, rest: GridCell) -> GridCell:
    return cell._replace(text=join_lines([cell.text, rest.text]), lines=[*cell.lines, *rest.lines])


class _OpenGrid:
    """A table that the next page may go on with."""

    def __init__(self, grid: PageGrid, page: Page) -> None:
        self.cells = list(grid.cells)
        self.page = page.number
        self.edges = grid.edges
        self.rows = grid.rows
        self.turns: list[tuple[int, int]] = []

    def close(self) -> Grid:
        """The whole table."""
        return Grid(self.cells, self.page, turns=self.turns)

    def takes(self, grid: PageGrid, page: Page) -> bool:
        """Add the rows of a table that goes on with this one; False where its columns are others."""
        if len(grid.edges) != len(self.edges) or any(
            abs(a - b) > 6 for a, b in zip(grid.edges, self.edges, strict=True)
        ):
            return False
        skip = self._repeated(grid)
        cells = [c._replace(row=c.row - skip) for c in grid.cells if c.row > skip]
        if cells and (joined := self._joined_row(cells)):
            self.cells = [joined.pop((c.row, c.column), c) for c in self.cells]
            cells = [c._replace(row=c.row - 1) for c in cells if c.row > 1]
        rows = max((c.row + c.rows - 1 for c in cells), default=0)
        if rows:
            self.turns.append((self.rows + 1, page.number))
        self.cells += [c._replace(row=c.row + self.rows) for c in cells]
        self.rows += rows
        return True

    def _repeated(self, grid: PageGrid) -> int:
        """How many rows at the top of ``grid`` are the head of this table again."""
        count = 0
        for row in range(1, min(self.rows, grid.rows) + 1):
            mine = [(c.column, c.text) for c in self.cells if c.row == row]
            theirs = [(c.column, c.text) for c in grid.cells if c.row == row]
            if not mine or not (mine == theirs or (grid.is_recognised and _alike(mine, theirs))):
                break
            count = row
        return count

    def _joined_row(self, cells: list[GridCell]) -> dict[tuple[int, int], GridCell] | None:
        """The last row with the first of the next page, where that is the rest of it, else None.

        It is where what stands in both goes on as words do: in small letters, with a bracket or a bare number; or
        where all its numbers fill empty places of the row.
        """
        last = {c.column: c for c in self.cells if c.row + c.rows - 1 == self.rows}
        rest = {c.column: c for c in cells if c.row == 1 and c.rows == 1}
        if set(last) != set(rest) or any(c.rows > 1 for c in last.values()):
            return None
        if not _is_rest(last, rest):
            return None
        return {(c.row, c.column): _joined(c, rest[c.column]) for c in last.values()}
