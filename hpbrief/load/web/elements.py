"""What a page shows of its elements: hidden ones, words struck out, raised marks; and tables, merged cells as
browsers read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hpbrief.load.limits import Limits
from hpbrief.load.parts import Grid, GridCell, keeps_raised

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}@;]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"([a-z][a-z0-9]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_NAME = re.compile(r"([.#])([\w-]+)")
_LENGTH = re.compile(r"(\d*\.?\d+)(?:px|pt|em|ex|rem|%)")
_STRUCK = ("del", "s", "strike")
#: What is looked at though no style says anything of it.
_MARKED = frozenset((*_STRUCK, "sup"))
#: More style sheets than a page needs.
_LONGEST = 400_000
_WATCHED = re.compile(r"display|visibility|vertical-align|line-through|font-size", re.IGNORECASE)
# What frames a page: a script shows it when it runs, so that hiding it says nothing.
_NEVER = ("html", "head", "body", "main", "article")
_CELLS = ("td", "th", "tr", "thead", "tbody", "tfoot")
_NOTHING = re.compile(r"0(?:px|pt|em|rem|%)?")

_Declared = dict[str, str]


class _Rule:
    """One selector with the properties that are looked at."""

    def __init__(self, tag: str, classes: frozenset[str], name: str, declared: _Declared) -> None:
        self.tag, self.classes, self.name, self.declared = tag, classes, name, declared

    def fits(self, element: Any, classes: set[str]) -> bool:
        """Whether the rule is one for an element."""
        return (
            (not self.tag or element.tag == self.tag)
            and self.classes <= classes
            and (not self.name or element.get("id") == self.name)
        )


class _Sheet:
    """The rules of a page by the name that each must find."""

    def __init__(self, tree: Any) -> None:
        self.by_key: dict[str, list[_Rule]] = {}
        text = "\n".join(style.text or "" for style in tree.iter("style"))[:_LONGEST]
        for rule in _rules(text):
            key = rule.name or min(rule.classes, default="") or rule.tag
            self.by_key.setdefault(key, []).append(rule)

    def of(self, element: Any) -> _Declared:
        """What is declared for an element; its own style has the last word."""
        declared: _Declared = {}
        if self.by_key:
            classes = set((element.get("class") or "").split())
            for key in (element.tag, *sorted(classes), element.get("id") or ""):
                for rule in self.by_key.get(key, ()):
                    if rule.fits(element, classes):
                        declared.update(rule.declared)
        if style := element.get("style"):
            declared.update(_declarations(style))
        return declared


def _rules(text: str) -> Iterator[_Rule]:
    text = _COMMENT.sub("", text)
    # Rules for print or for small screens are not those of the page.
    text = re.sub(r"@(?:media|supports)[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text)
    for selectors, body in _RULE.findall(text):
        if not _WATCHED.search(body):
            continue
        declared = _declarations(body)
        for selector in selectors.split(","):
            found = _SELECTOR.fullmatch(selector.strip())
            if found is None or not found[0]:
                continue
            names = _NAME.findall(found[2])
            classes = frozenset(name for mark, name in names if mark == ".")
            ids = [name for mark, name in names if mark == "#"]
            yield _Rule((found[1] or "").lower(), classes, ids[0] if ids else "", declared)


def _declarations(text: str) -> _Declared:
    declared = {}
    for one in text.lower().split(";"):
        name, colon, value = one.partition(":")
        if colon:
            declared[name.strip()] = value.replace("!important", "").strip()
    return declared


def keep_shown(tree: Any) -> int:
    """Take from a page what it does not show, what is struck out and marks of notes.

    Returns how many rows and cells of tables, with numbers in them, were hidden.
    """
    sheet = _Sheet(tree)
    most = len(tree.text_content()) / 2
    count = 0
    stack = [tree]
    while stack:
        element = stack.pop()
        if not isinstance(element.tag, str):
            continue
        hidden = 0
        if element.getparent() is not None and element.tag not in _NEVER:
            declared = sheet.of(element)
            if declared or element.tag in _MARKED or element.get("hidden") is not None:
                hidden = _hide(element, declared, most)
        if hidden >= 0:
            stack.extend(reversed(element))
        count += hidden == _TOLD
    return count


_SHOWN, _GONE, _TOLD = 0, -1, -2


def _hide(element: Any, declared: _Declared, most: float) -> int:
    """Take an element off the page if it is not to be read; ``_SHOWN`` where it stays."""
    unseen = element.get("hidden") is not None or declared.get("display") == "none"
    if unseen or _is_invisible(element, declared):
        words = element.text_content()
        if len(words) > most:  # what is shown when a script has run
            return _SHOWN
        told = _in_table(element) and any(c.isdigit() for c in words)
        element.drop_tree() if unseen else _blank(element)
        return _TOLD if told else _GONE
    if element.tag in _STRUCK or _is_struck(declared):
        _blank(element)
        return _GONE
    if element.tag == "sup" or _is_raised(element, declared):
        _drop_mark(element)
    return _SHOWN


def _in_table(element: Any) -> bool:
    return element.tag in _CELLS or any(parent.tag in _CELLS for parent in element.iterancestors())


def _is_invisible(element: Any, declared: _Declared) -> bool:
    # Outside tables it is how pages let their parts appear one by one.
    unseen = declared.get("visibility") in ("hidden", "collapse")
    empty = _NOTHING.fullmatch(declared.get("font-size", "")) is not None
    return (unseen or empty) and _in_table(element)


def _is_struck(declared: _Declared) -> bool:
    return any(
        "line-through" in declared.get(name, "") for name in ("text-decoration", "text-decoration-line")
    )


def _is_raised(element: Any, declared: _Declared) -> bool:
    if element.tag in ("td", "th", "tr", "table", "img"):
        return False
    place = declared.get("vertical-align", "")
    if place in ("super", "text-top", "top") or _LENGTH.fullmatch(place):
        return True
    return declared.get("position") == "relative" and (
        _LENGTH.fullmatch(declared.get("top", "").removeprefix("-")) is not None
        and declared.get("top", "").startswith("-")
        and "font-size" in declared
    )


def _drop_mark(element: Any) -> None:
    before = element.getprevious()
    words = (element.getparent().text if before is None else before.tail) or ""
    if not keeps_raised(element.text_content(), [words]):
        element.drop_tree()


def _blank(element: Any) -> None:
    """Take the words of an element; cells keep their place."""
    if element.tag not in _CELLS:
        element.drop_tree()
        return
    for cell in [element] if element.tag in ("td", "th") else element.iter("td", "th"):
        cell.text = None
        for child in list(cell):
            cell.remove(child)


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
    if not len(element):
        return " ".join((element.text or "").split())
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
