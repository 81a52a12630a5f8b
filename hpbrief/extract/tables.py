"""Tables that a text carries flattened: one cell a line, or one row a line with bars between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from hpbrief.extract.scan import Scanner
from hpbrief.extract.times import Anchor, resolve_time
from hpbrief.extract.tokens import Token
from hpbrief.models import Period
from hpbrief.parse.units import UnitMatch

_VALUE = re.compile(r"[ ]*[(+-]?[0-9][0-9.,]*(?: ?%)?\)?[ ]*")
_LABEL_OPENS = re.compile(
    r"(?:[0-9]{1,2}(?:\.[0-9]{1,2})*[.)] ++|[ivx]{1,4}\. ++|[-+*•] *+)?+(?:trong đó:? ++|riêng:? ++)?+"
)
_PART = re.compile(r"(?:[-+*•] *+)?+trong đó")
_MAX_CELL = 90
_EMPTY = frozenset({"", "-", "...", "x", "X"})


class Column(NamedTuple):
    """What a column's head says of its numbers."""

    period: Period | None
    status: str | None
    base: str | None
    plan: str | None
    is_change: bool
    is_share: bool
    percent: bool
    is_goal: bool


class Cell(NamedTuple):
    """A number of a table: its row's label and unit, its column."""

    label: tuple[int, int]
    unit: UnitMatch | None
    column: Column


class _Row(NamedTuple):
    label: tuple[int, int]
    unit: tuple[int, int] | None
    values: tuple[tuple[int, int], ...]


def find_tables(
    text: str, low: str, scanner: Scanner, tokens: Sequence[Token], anchor: Anchor
) -> dict[int, Cell]:
    """The numbers that stand in tables, by where they start."""
    cells: dict[int, Cell] = {}
    numbering = _row_numbers(text)
    for token in tokens:
        if token.kind == "figure" and token.start in numbering:
            token.kind, token.why = "left_out", "row_number"
    for heads, rows in (*_one_cell_a_line(text, low, scanner, numbering), *_bars(text, low, scanner)):
        columns = _together([_column(low, scanner, head, anchor) for head in heads])
        for row in rows:
            unit = scanner.units.read(low, row.unit[0]) if row.unit else None
            for place, column in zip(row.values, columns, strict=False):
                cells[place[0]] = Cell(row.label, unit, column)
    return cells


def _together(columns: list[Column]) -> list[Column]:
    """What a column leaves unsaid and its neighbours say: period, status, and the plan that a share is of."""
    plan = next((c.plan for c in columns if c.is_goal and c.plan != "unspecified"), None)
    told: list[Column] = []
    for column in columns:
        before = told[-1] if told else None
        if plan is not None and column.plan == "unspecified":
            column = column._replace(plan=plan)
        if before is not None and column.percent and column.period is None:
            column = column._replace(period=before.period, status=column.status or before.status)
        told.append(column)
    return told


def _row_numbers(text: str) -> frozenset[int]:
    """Where lines stand that only number the rows of a table: 1, 2, 3, each before a line of words."""
    found: list[int] = []
    lines = _lines(text)
    for line, following in pairwise(lines):
        words = text[line[0] : line[1]].strip()
        if words == str(len(found) + 1) and _VALUE.fullmatch(text, *following) is None:
            found.append(text.index(words, line[0]))
    return frozenset(found) if len(found) > 1 else frozenset()


def _one_cell_a_line(
    text: str, low: str, scanner: Scanner, numbering: frozenset[int]
) -> list[tuple[list[tuple[int, int]], list[_Row]]]:
    """Blocks where several lines in turn hold nothing but a number."""
    lines = [line for line in _lines(text) if _strip(text, line)[0] not in numbering]
    numeric = [_VALUE.fullmatch(text, *line) is not None or _is_empty(text, line) for line in lines]
    tables = []
    i = 0
    while i < len(lines) - 1:
        if not (numeric[i] and numeric[i + 1] and i >= 1 and not numeric[i - 1]):
            i += 1
            continue
        rows, first, nxt = _rows_from(text, low, scanner, lines, numeric, i)
        width = len(rows[0].values)
        heads = _heads_above(text, lines, first, width)
        if heads and all(len(row.values) <= width for row in rows):
            tables.append((heads, rows))
        i = nxt
    return tables


def _rows_from(
    text: str, low: str, scanner: Scanner, lines: list[tuple[int, int]], numeric: list[bool], i: int
) -> tuple[list[_Row], int, int]:
    """The rows from the first run of numbers on, the line of the first label, and the line after."""
    rows: list[_Row] = []
    first = -1
    while True:
        j = i
        while j < len(lines) and numeric[j]:
            j += 1
        unit_line = lines[i - 1] if _is_unit(low, scanner, lines[i - 1]) else None
        label_at = i - 2 if unit_line is not None and i >= 2 else i - 1
        if first < 0:
            first = label_at
        label, inside = _label(text, low, scanner, lines[label_at])
        if inside is None and rows and _PART.match(low, _strip(text, lines[label_at])[0]):
            inside = rows[-1].unit
        rows.append(
            _Row(
                label,
                _strip(text, unit_line) if unit_line else inside,
                tuple(_strip_value(text, v) for v in lines[i:j]),
            )
        )
        following = next(
            (
                k
                for k in (j + 1, j + 2)
                if k + 1 < len(lines) and numeric[k] and numeric[k + 1] and not numeric[k - 1]
            ),
            None,
        )
        if following is None or not all(_is_short(lines[k]) for k in range(j, following)):
            return rows, first, j
        i = following


def _is_empty(text: str, line: tuple[int, int]) -> bool:
    """Whether a line is a cell without a number."""
    return text[line[0] : line[1]].strip() in _EMPTY


def _label(
    text: str, low: str, scanner: Scanner, line: tuple[int, int]
) -> tuple[tuple[int, int], tuple[int, int] | None]:
    """The label of a row without its numbering and "trong đó", and the unit in brackets that ends it."""
    start, end = _strip(text, line)
    if opening := _LABEL_OPENS.match(low, start, end):
        start = opening.end()
    unit = None
    if low[end - 1 : end] == ")" and (bracket := low.rfind("(", start + 1, end)) > 0:
        inside = (bracket + 1, end - 1)
        if _is_unit(low, scanner, inside):
            unit, (start, end) = inside, _strip(text, (start, bracket))
    return (start, end), unit


def _heads_above(text: str, lines: list[tuple[int, int]], first: int, width: int) -> list[tuple[int, int]]:
    heads = lines[max(0, first - width) : first]
    if len(heads) < width or not all(_is_short(h) and text[h[0] : h[1]].strip() for h in heads):
        return []
    return heads


def _bars(text: str, low: str, scanner: Scanner) -> list[tuple[list[tuple[int, int]], list[_Row]]]:
    """Blocks of lines whose cells bars part: the first line is the head."""
    tables = []
    block: list[list[tuple[int, int]]] = []
    for line in [*_lines(text), (len(text), len(text))]:
        cells = _cells(text, line)
        if len(cells) >= 3:
            block.append(cells)
            continue
        if len(block) >= 2:
            heads, *body = block
            rows = []
            first = 1
            for cells_of in body:
                has_unit = _is_unit(low, scanner, cells_of[1])
                first = 2 if has_unit else 1
                values = tuple(_strip_value(text, c) for c in cells_of[first:])
                if any(_VALUE.fullmatch(text, *c) for c in cells_of[first:]):
                    rows.append(_Row(cells_of[0], cells_of[1] if has_unit else None, values))
            if rows:
                tables.append((heads[first:], rows))
        block = []
    return tables


def _cells(text: str, line: tuple[int, int]) -> list[tuple[int, int]]:
    if text.count("|", *line) < 2:
        return []
    cells, start = [], line[0]
    for match in re.finditer(r"\|", text[line[0] : line[1]]):
        cells.append((start, line[0] + match.start()))
        start = line[0] + match.end()
    cells.append((start, line[1]))
    cells = [_strip(text, c) for c in cells]
    while cells and cells[0][0] >= cells[0][1]:
        cells.pop(0)
    while cells and cells[-1][0] >= cells[-1][1]:
        cells.pop()
    return cells


def _column(low: str, scanner: Scanner, head: tuple[int, int], anchor: Anchor) -> Column:
    words = low[head[0] : head[1]]
    period = status = base = plan = None
    change = share = goal = False
    versus = False
    for token in scanner.scan(words):
        senses = token.senses
        if token.time is not None and not versus:
            period = period or resolve_time(token.time, anchor)
        elif token.time is not None and base is None:
            base = _base(period, resolve_time(token.time, anchor))
        status = status or senses.get("status")
        versus = versus or "versus" in senses
        if "base" in senses:
            base = senses["base"]
        if "plan" in senses:
            plan, goal = senses["plan"], not versus
        change = change or senses.get("verb") in ("up", "down")
        share = share or senses.get("verb") == "share"
    if plan == "unspecified" and goal and period is not None and period.is_year:
        plan = "annual_plan"
    if "chính thức" in words:
        status = "A"
    percent = "%" in words or "tỷ lệ" in words
    return Column(period, status, base, plan, change, share, percent, goal and not percent)


def _base(period: Period | None, base: Period | None) -> str | None:
    """What a column held against a time named is: a change on the year before, or on another stretch."""
    if period is None or base is None:
        return None
    same = (base.start.month, base.end.month) == (period.start.month, period.end.month)
    return "yoy" if same and base.end.year == period.end.year - 1 else "previous"


def _lines(text: str) -> list[tuple[int, int]]:
    lines, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _is_short(line: tuple[int, int]) -> bool:
    return line[1] - line[0] <= _MAX_CELL


def _is_unit(low: str, scanner: Scanner, line: tuple[int, int]) -> bool:
    start, end = _strip(low, line)
    if end - start > 24:
        return False
    unit = scanner.units.read(low, start)
    return (
        unit is not None
        and not unit.counted
        and unit.start == start
        and low[unit.end : end].strip(" .") == ""
    )


def _strip(text: str, line: tuple[int, int]) -> tuple[int, int]:
    start, end = line
    while start < end and text[start] in " |":
        start += 1
    while end > start and text[end - 1] in " |":
        end -= 1
    return start, end


def _strip_value(text: str, line: tuple[int, int]) -> tuple[int, int]:
    start, end = _strip(text, line)
    if start < end and text[start] == "(":
        start += 1
    return start, end
