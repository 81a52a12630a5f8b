"""Web pages: main text, tables in their place, title, day and publisher."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from hpbrief.errors import LoadError
from hpbrief.load.letters import decode
from hpbrief.load.limits import Limits
from hpbrief.load.parts import Grid, Loaded, Note, Paragraph
from hpbrief.load.web.elements import BLOCKS, keep_shown, read_table, strings_of, words_of

MEDIA_TYPE = "text/html"
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
#: Signs that no page may hold and no tree takes.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff\ufffe\uffff]|&#(?:x0*(?:[0-8be]|1[0-9a-f])(?![0-9a-f])|0*(?:[0-8]|1[14-9]|2\d|3[01])(?!\d));?",
    re.IGNORECASE,
)
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")
_TAG = re.compile(rb"<(?:(!--)|(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[^<>]*?(/?)>)?)")
# Elements that hold nothing, or whose end is commonly left out: they say nothing of depth.
_FLAT = frozenset(
    b"area base br col embed hr img input link meta source track wbr p li dt dd tr td th option".split()
)
_JUNK = ("script", "style", "noscript", "template", "svg", "iframe", "object", "form")
_FRAME = ("nav", "header", "footer", "aside")
#: Stands where a line begins; no letter, so that it is in no page.
_BREAK = "\ue000"
#: Below so many characters of main text, the whole page is taken.
_LEAST = 200
#: Of so many elements, tables of data apart, too.
_MOST = 25_000
_LATIN = ("iso-8859-1", "iso-8859-15", "windows-1252", "us-ascii")
_PLACE = re.compile(r"BANGSOLIEU(\d+)XYZ")


def read(data: bytes, limits: Limits) -> Loaded:
    """The main text of a page and the tables in it. What frames the page, such as menus, is left out."""
    check_elements(data, limits)
    import lxml.html

    text = _CONTROL.sub(" ", _DECLARED.sub("", decode_page(data)))
    if not text.strip():
        raise LoadError("page_empty")
    # Without this, what lies deeper than 256 elements would be lost.
    tree = lxml.html.document_fromstring(text, parser=lxml.html.HTMLParser(huge_tree=True))
    hidden = keep_shown(tree)
    facts = _metadata(tree if _is_page(tree) else _head_of(tree))
    for junk in list(tree.iter(*_JUNK)):
        if junk.tag != "form":  # older sites wrap the whole page in one
            junk.drop_tree()
    grids = _take_tables(tree, limits)
    parts: list[Paragraph | Grid] = []
    if _is_page(tree):  # tables of data are gone by now
        _mark_breaks(tree)
        parts += _main_text(tree, grids)
    words = sum(len(part.text) for part in parts if isinstance(part, Paragraph))
    if words < _LEAST and len(parts) < len(grids) + 3:
        parts = list(_whole_page(tree, grids))
    if not parts:
        raise LoadError("page_no_text")
    return facts._replace(parts=parts, notes=_hidden_notes(hidden))


def prepare() -> None:
    """Load the libraries before a page comes."""
    import lxml.html
    import trafilatura  # noqa: F401

    lxml.html.document_fromstring("<p>")


def _hidden_notes(count: int) -> list[Note]:
    if not count:
        return []
    return [
        Note(
            "hidden_cells",
            f"trang ẩn số dòng hoặc ô của bảng, không đọc: {count}",
            f"rows or cells of tables that the page hides and that were not read: {count}",
        )
    ]


def check_elements(data: bytes, limits: Limits) -> None:
    """Raise UnsafeFileError where there are more elements, or deeper ones, than the limits; before any parser.

    One pass, whatever is left unclosed.
    """
    depth = count = at = 0
    low = data.lower()
    while found := _TAG.search(data, at):
        comment, close, name, empty = found.groups()
        name = (name or b"").lower()
        at = found.end()
        if comment or (name in (b"script", b"style") and not close and not empty):
            at = low.find(b"-->" if comment else b"</" + name, at)
            if at < 0:
                return
            if not comment:
                at += 2 + len(name)
            continue
        count += not close
        if not (empty or name in _FLAT):
            depth = max(0, depth - 1) if close else depth + 1
        if depth > limits.nesting or count > limits.elements:
            limits.check("nesting", depth, "page_depth")
            limits.check("elements", count, "page_elements")


def decode_page(data: bytes) -> str:
    """The text of a page: UTF-8 where it is that, else the character set it names, else as any text."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        named = _CHARSET.search(data[:4096])
    if named and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        name = named[1].decode().lower()
        try:
            if name.replace("-", "") == "utf8":  # a few bytes are broken, as servers cut pages
                return data.decode("utf-8", "replace")
            if name not in _LATIN:
                return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            pass
        if name in _LATIN:
            return _latin(data)
    return decode(data)


def _latin(data: bytes) -> str:
    """A page that says it is in Latin letters, which those in Vietnamese letters of before Unicode say too."""
    try:
        return decode(data)
    except LoadError:
        return data.decode("cp1252", "replace")


def _head_of(tree: Any) -> Any:
    """The head alone: of a large page, what it says of itself is not looked for in the text."""
    from copy import deepcopy

    small = tree.makeelement("html")
    small.extend([deepcopy(head) for head in tree.findall("head")[:1]])
    return small


def _metadata(tree: Any) -> Loaded:
    """What the page says of itself, without its parts."""
    from trafilatura import extract_metadata

    try:
        # The extensive search would take any date on the page for the day of publication.
        found = extract_metadata(tree, date_config={"extensive_search": False, "original_date": True})
    except (
        ValueError,
        AttributeError,
        TypeError,
        KeyError,
        IndexError,
    ):  # odd metadata must not lose the text
        return Loaded([], MEDIA_TYPE)
    return Loaded(
        [],
        MEDIA_TYPE,
        title=_title(tree) or found.title or "",
        publisher=found.sitename or "",
        url=found.url or "",
        published=found.date or "",
    )


def _title(tree: Any) -> str:
    """The title as the page gives it for sharing, or else its title or only heading without the site's name.

    Not trafilatura's, which takes the dash of "kinh tế - xã hội" for the one before a site's name.
    """
    shared = next(
        (m.get("content", "").strip() for m in tree.iter("meta") if m.get("property") == "og:title"), ""
    )
    if shared:
        return " ".join(shared.split())
    titles = [words_of(title) for title in tree.findall("head/title")][:1]
    headings = [words_of(heading) for heading in islice(tree.iter("h1"), 2)]
    if len(headings) == 1 and titles and titles[0].startswith(headings[0]):
        return headings[0]
    return titles[0].partition(" | ")[0] if titles else ""


def _take_tables(tree: Any, limits: Limits) -> list[Grid]:
    """Replace each table of data by a paragraph that keeps its place; tables that only lay out a page stay."""
    grids: list[Grid] = []
    total = 0
    for table in list(tree.iter("table")):
        if table.find(".//table") is not None or table.getparent() is None:
            continue
        grid, area = read_table(table, limits)
        total += area
        limits.check("cells", total, "table_cells")
        rows = max((c.row for c in grid.cells), default=0)
        columns = max((c.column for c in grid.cells), default=0)
        if rows < 2 or columns < 2 or any(len(c.text) > 2_000 for c in grid.cells):
            continue
        place = table.makeelement("p")
        place.text = f"BANGSOLIEU{len(grids)}XYZ"
        place.tail = table.tail
        caption = table.find("caption")
        table.getparent().replace(table, place)
        if caption is not None and words_of(caption):
            title = place.makeelement("p")
            title.text = words_of(caption)
            place.addprevious(title)
        grids.append(grid)
    return grids


def _mark_breaks(tree: Any) -> None:
    """Set a mark wherever a line begins in a list or in a table that lays out the page: trafilatura joins these."""
    for br in tree.iter("br"):
        br.tail = _BREAK + (br.tail or "")
    frames = ("table", "ul", "ol")
    for frame in tree.iter(*frames):
        parent = frame.getparent()
        if parent is not None and parent.tag in BLOCKS and frame.getprevious() is None:
            parent.text = (parent.text or "") + _BREAK
        if next(frame.iterancestors(*frames), None) is None:
            for block in frame.iter(*BLOCKS):
                block.text = _BREAK + (block.text or "")


def _is_page(tree: Any) -> bool:
    """Whether it is of the size of a page of news; the time that trafilatura takes grows with the square."""
    return sum(1 for _ in islice(tree.iter(), _MOST)) < _MOST


def _main_text(tree: Any, grids: list[Grid]) -> Iterator[Paragraph | Grid]:
    from copy import deepcopy

    from trafilatura import bare_extraction

    try:
        found = bare_extraction(
            deepcopy(tree),
            include_comments=False,
            include_tables=True,
            date_extraction_params={"extensive_search": False},
            favor_recall=True,
        )
    except (ValueError, AttributeError, TypeError, KeyError, IndexError):
        found = None
    body = getattr(found, "body", None)
    if body is not None:
        yield from _blocks(body, grids)


def _blocks(body: Any, grids: list[Grid]) -> Iterator[Paragraph | Grid]:
    """The parts of trafilatura's tree, whose blocks are head, p, list, item, quote, table."""
    for element in body:
        if element.tag in ("list", "div", "body"):
            yield from _blocks(element, grids)
        elif element.tag == "table":  # one that lays out the page
            for cell in element.iter("cell"):
                yield from _lines(cell, grids)
        elif isinstance(element.tag, str):
            yield from _lines(element, grids, "- " if element.tag == "item" else "")


def _lines(element: Any, grids: list[Grid], mark: str = "") -> Iterator[Paragraph | Grid]:
    for lb in element.iter("lb"):
        lb.text = "\n"
    for line in re.split(f"[\n{_BREAK}]", "".join(element.itertext())):
        yield from _line(line, grids, mark)


def _line(line: str, grids: list[Grid], mark: str = "") -> Iterator[Paragraph | Grid]:
    at = 0
    for place in _PLACE.finditer(line):
        yield from _paragraph(line[at : place.start()], mark)
        if int(place[1]) < len(grids):
            yield grids[int(place[1])]
        at = place.end()
    yield from _paragraph(line[at:], mark)


def _paragraph(words: str, mark: str) -> Iterator[Paragraph]:
    words = " ".join(words.split())
    if words:
        yield Paragraph(words if words.startswith(("-", "+", "•")) else mark + words)


def _whole_page(tree: Any, grids: list[Grid]) -> Iterator[Paragraph | Grid]:
    """Every block of a page of few words, without its menus."""
    body = tree.find("body")
    body = tree if body is None else body
    for frame in list(body.iter(*_FRAME)):
        frame.drop_tree()
    for words in strings_of(body):
        yield from _line(" ".join(words.replace(_BREAK, " ").split()), grids)
