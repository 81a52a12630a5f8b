"""RTF: paragraphs and tables in order, merged cells, notes at the end."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import NamedTuple

from hpbrief.errors import LoadError
from hpbrief.load.letters import in_unicode, note_of, of_font
from hpbrief.load.limits import Limits
from hpbrief.load.parts import Edge, Grid, Loaded, Note, Paragraph, Row, grid_by_edges, keeps_raised, texts_of

MEDIA_TYPE = "application/rtf"
_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.DOTALL,
)
# What stands apart from the text, or is said of it.
_ASIDE = frozenset(
    [
        *(
            "colortbl",
            "stylesheet",
            "info",
            "pict",
            "header",
            "headerl",
            "headerr",
            "headerf",
            "footer",
            "footerl",
        ),
        *("footerr", "footerf", "object", "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator"),
        *(
            "fldinst",
            "themedata",
            "colorschememapping",
            "datastore",
            "latentstyles",
            "xmlnstbl",
            "pgdsctbl",
            "atnid",
        ),
        *(
            "annotation",
            "atnauthor",
            "bkmkstart",
            "bkmkend",
            "filetbl",
            "pntext",
            "pnseclvl",
            "mmathPr",
            "nonshppict",
        ),
    ]
)
_SIGNS = {
    "tab": "\t", "line": "\n", "emdash": "\u2014", "endash": "\u2013", "lquote": "\u2018", "rquote": "\u2019",
    "ldblquote": "\u201c", "rdblquote": "\u201d", "bullet": "\u2022", "emspace": " ", "enspace": " ",
}  # fmt: skip
_ESCAPED = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
_CODINGS = {0: "cp1252", 1: "cp1252", 163: "cp1258", 238: "cp1250", 204: "cp1251", 134: "gbk", 128: "cp932"}


class _State(NamedTuple):
    """What a group inherits from the one around it."""

    aside: bool = False
    hidden: bool = False
    raised: bool = False
    font: int = -1
    skip: int = 1  # signs that stand for readers without Unicode, after each letter
    place: str = ""  # where the text goes: the body, a note, the title, a list of fonts


def read(data: bytes, limits: Limits) -> Loaded:
    """The parts of an RTF document."""
    reader = _Reader(limits)
    reader.read(data)
    parts = [*reader.parts, *(Paragraph(text) for text in reader.notes if text.strip())]
    if not any(text.strip() for text in texts_of(parts)):
        raise LoadError("document_no_text")
    notes: list[Note] = [note_of(name) for name in sorted(reader.converted)]
    return Loaded(parts, MEDIA_TYPE, title=reader.title.strip(), notes=notes)


class _Reader:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.parts: list[Paragraph | Grid] = []
        self.notes: list[str] = []
        self.title = ""
        self.state = _State()
        self.stack: list[_State] = []
        self.coding = "cp1252"
        self.fonts: dict[int, tuple[str, str]] = {}  # number → name, coding
        self.converted: set[str] = set()
        self.pieces: list[str] = []
        self.held = bytearray()
        self.to_skip = 0
        self.in_table = False
        self.cells: list[str] = []
        self.forms: list[Edge] = []
        self.merge = (False, False)
        self.rows: list[Row] = []
        self.length = 0

    def read(self, data: bytes) -> None:
        """Take the file apart, token by token."""
        for token in _TOKEN.finditer(data):
            code, word, number, sign, brace, plain = token.groups()
            if code is not None:
                self._byte(int(code, 16))
                continue
            if plain is not None:
                self._bytes(plain)
                continue
            self._end_bytes()
            if brace == b"{":
                self.limits.check("nesting", len(self.stack), "page_depth")
                self.stack.append(self.state)
                self.to_skip = 0
            elif brace == b"}":
                self._close_group()
            elif sign is not None:
                self._sign(sign)
            elif word is not None:
                self._word(word.decode(), int(number) if number else None)
        self._end_bytes()
        self._paragraph()
        self._end_table()

    # -- letters ---------------------------------------------------------------------------------------

    def _byte(self, value: int) -> None:
        if self.to_skip:
            self.to_skip -= 1
        else:
            self.held.append(value)

    def _bytes(self, plain: bytes) -> None:
        skipped = min(self.to_skip, len(plain))
        self.to_skip -= skipped
        self.held += plain[skipped:]

    def _end_bytes(self) -> None:
        if self.held:
            coding = self.fonts.get(self.state.font, ("", self.coding))[1]
            self._text(self.held.decode(coding, "replace"))
            self.held.clear()

    def _text(self, text: str) -> None:
        state = self.state
        if state.place == "fonts":
            name = self.fonts.get(state.font, ("", self.coding))
            self.fonts[state.font] = name[0] + text.partition(";")[0], name[1]
        elif state.place == "title":
            self.title += text
        elif not state.aside and not state.hidden:
            if old := of_font(self.fonts.get(state.font, ("", ""))[0]):
                text = in_unicode(text, old[0], capitals=old[1])
                self.converted.add(old[0])
            self._put(text)

    def _put(self, text: str) -> None:
        if self.state.raised and not keeps_raised(text, self.pieces):
            return
        self.length += len(text)
        self.limits.check("text", self.length, "characters")
        if self.state.place == "note":
            self.notes[-1] += text
        else:
            self.pieces.append(text)

    # -- words of the format ---------------------------------------------------------------------------

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self.state = self.state._replace(aside=True)
        elif sign in _ESCAPED:
            self._text(_ESCAPED[sign])

    def _word(self, word: str, number: int | None) -> None:
        state = self.state
        if word == "u" and number is not None:
            self._text(_letter(number))
            self.to_skip = state.skip
        elif word in _SIGNS:
            self._text(_SIGNS[word])
        elif word in _ASIDE:
            self.state = state._replace(aside=True, place="")
        elif word in ("fonttbl", "title", "footnote"):
            self._open_place(word)
        elif word in _FORMS:
            self.state = _FORMS[word](state, number)
        elif word == "fcharset" and state.place == "fonts":
            name = self.fonts.get(state.font, ("", ""))[0]
            self.fonts[state.font] = name, _CODINGS.get(number or 0, self.coding)
        elif word == "ansicpg" and number:
            self.coding = _coding(number)
        elif not state.aside:
            self._layout(word, number)

    def _open_place(self, word: str) -> None:
        place = {"fonttbl": "fonts", "title": "title", "footnote": "note"}[word]
        if place == "note":
            if self.state.aside:
                return
            self.notes.append("")
        self.state = self.state._replace(aside=False, place=place, raised=False)

    def _layout(self, word: str, number: int | None) -> None:
        if self.state.place == "note":
            if word == "par":
                self.notes[-1] += " "
        elif word in ("par", "sect", "page"):
            if self.in_table:
                self.pieces.append("\n")
            else:
                self._paragraph()
        elif word == "pard":
            self.in_table = False
        elif word == "intbl":
            self.in_table = True
        elif word == "trowd":
            self.forms, self.merge = [], (False, False)
        elif word in ("clmrg", "clvmrg"):
            self.merge = (self.merge[0] or word == "clmrg", self.merge[1] or word == "clvmrg")
        elif word == "cellx":
            self.forms.append(Edge(number or 0, *self.merge))
            self.merge = (False, False)
            self.limits.check("columns", len(self.forms), "table_columns")
        elif word == "cell":
            self.cells.append("".join(self.pieces).strip())
            self.pieces = []
        elif word == "row":
            self.rows.append(Row(self.cells, list(self.forms)))
            self.limits.check("rows", len(self.rows), "table_rows")
            self.cells, self.in_table = [], False

    def _close_group(self) -> None:
        if self.stack:
            self.state = self.stack.pop()
        self.to_skip = 0

    # -- parts -----------------------------------------------------------------------------------------

    def _paragraph(self) -> None:
        self._end_table()
        text, self.pieces = "".join(self.pieces), []
        self.parts += [Paragraph(line) for line in text.split("\n")]

    def _end_table(self) -> None:
        if self.rows:
            self.parts.append(grid_by_edges(self.rows))
            self.rows = []


def _letter(number: int) -> str:
    code = number % 0x10000
    return chr(code) if not 0xD800 <= code < 0xE000 else "\ufffd"


def _coding(number: int) -> str:
    try:
        return codecs.lookup("utf-8" if number == 65001 else f"cp{number}").name
    except LookupError:
        return "cp1252"


def _is_on(number: int | None) -> bool:
    return number != 0


def _hides(state: _State, number: int | None) -> _State:
    return state._replace(hidden=_is_on(number))


#: Words that change how the text after them is set.
_FORMS: dict[str, Callable[[_State, int | None], _State]] = {
    **dict.fromkeys(("v", "strike", "striked", "deleted"), _hides),
    "super": lambda state, number: state._replace(raised=_is_on(number)),
    "up": lambda state, number: state._replace(raised=(6 if number is None else number) > 0),
    "nosupersub": lambda state, _: state._replace(raised=False),
    "plain": lambda state, _: state._replace(hidden=False, raised=False),
    "f": lambda state, number: state._replace(font=-1 if number is None else number),
    "uc": lambda state, number: state._replace(skip=1 if number is None else max(0, number)),
}
