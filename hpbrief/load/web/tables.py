"""Tables of a web page: merged cells as browsers read them; the words of a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hpbrief.load.limits import Limits
from hpbrief.load.parts import Grid, GridCell

_INTEGER = re.compile(r"\s*\+?([0-9]{1,6})")
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)

#: Rows above the others, and below them, wherever they stand.
_GROUPS = ("thead", "tbody", "tfoot")


def read_table(table: Any, limits: Limits) -> tuple[Grid, int]:
    """A table with its merged cells, and its area."""
    cells: list[GridCell] = []
    taken: set[tuple[int, int]] = set()
    number = 0
    for rows in _row_groups(table):
        end = number + len(rows)
        for row in rows:
            number += 1
            limits.check("rows", number, "table_rows")
            column = 1
            for cell in row:
                if cell.tag not in ("td", "th"):
                    continue
                while (number, column) in taken:
                    column += 1
                down = min(_span(cell, "rowspan", 65_534) or end, end - number + 1)
                right = _span(cell, "colspan", 1_000) or 1
                limits.check("columns", column + right - 1, "table_columns")
                if down * right > 1:
                    limits.check("cells", len(taken) + down * right, "merged_cells")
                    taken |= {(number + i, column + j) for i in range(down) for j in range(right)}
                cells.append(GridCell(number, column, words_of(cell), down, right))
                column += right
    width = max((c.column + c.columns - 1 for c in cells), default=0)
    return Grid(cells), number * width


def _row_groups(table: Any) -> list[list[Any]]:
    """The rows of each group of a table in the order in which they are shown; no cell reaches out of its group."""
    groups: list[tuple[int, list[Any]]] = []
    loose: list[Any] = []
    for row in table.iter("tr"):
        group = next((e for e in row.iterancestors() if e.tag in (*_GROUPS, "table")), table)
        if group.tag == "table":
            if not groups or groups[-1][1] is not loose:
                loose = []
                groups.append((1, loose))
            loose.append(row)
        elif row is next(group.iter("tr")):
            groups.append((_GROUPS.index(group.tag), list(group.iter("tr"))))
    return [rows for _, rows in sorted(groups, key=lambda group: group[0])]


def _span(cell: Any, name: str, most: int) -> int:
    """A number as browsers read it: its first digits; 1 where there are none; 0 is the rest of the group."""
    found = _INTEGER.match(cell.get(name) or "")
    return min(int(found[1]), most) if found else 1


def words_of(element: Any) -> str:
    """The words of a cell on one line; a break between blocks is a blank."""
    return " ".join(" ".join(strings_of(element)).split())


def strings_of(element: Any) -> Iterator[str]:
    """The words of an element, block by block."""
    pieces: list[str] = []
    for event, node in _walk(element):
        if isinstance(event, str) and event == "break":
            yield "".join(pieces)
            pieces.clear()
        else:
            pieces.append(node)
    yield "".join(pieces)


def _walk(element: Any) -> Iterator[tuple[str, str]]:
    """Texts and breaks of an element in order, without recursion."""
    stack: list[tuple[Any, bool]] = [(element, False)]
    while stack:
        node, done = stack.pop()
        block = node.tag in BLOCKS or node.tag == "br"
        if done:
            if block:
                yield "break", ""
            if node is not element and node.tail:
                yield "text", node.tail
            continue
        if not isinstance(node.tag, str):  # comments
            if node.tail:
                yield "text", node.tail
            continue
        if block:
            yield "break", ""
        if node.text:
            yield "text", node.text
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))
