"""The briefing note as Markdown: headings, paragraphs, tables (GFM) and sources; charts are left to Word."""

from __future__ import annotations

import re

from hpbrief.assessment import Scorecard
from hpbrief.format import one_line
from hpbrief.models import Lang
from hpbrief.report.blocks import Block, Heading, Paragraph, SourceLine, Table
from hpbrief.report.evidence import Evidence
from hpbrief.report.note import Note, briefing_note

_SPECIAL = re.compile(r"([\\`*_{}\[\]|~$#!])")
_STARTS = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=])")
#: A number of the annex: a link only where something else follows the brackets, or defines them.
_NUMBER = re.compile(r"\\\[(\d+)\\\](?![\\(:\[])")
_RULES = {"left": ":---", "right": "---:", "center": ":---:"}


def render_markdown(card: Scorecard, lang: Lang = "vi") -> str:
    """A scorecard as a briefing note in Markdown; nothing in a label, note or title of the data becomes markup."""
    return note_markdown(briefing_note(Evidence(card), lang))


def note_markdown(note: Note) -> str:
    """A note in Markdown; nothing in its words becomes markup."""
    parts = [f"# {_text(note.kind)}: {_text(note.subject)}"]
    parts += [text for block in note.blocks if (text := _block(block))]
    parts.append(_text(note.closing))
    if note.annex:
        parts += [f"## {_text('. '.join(note.annex_title))}", "\n".join(map(_source, note.annex))]
    return "\n\n".join(filter(None, parts)) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {_text(block.text)}"
        case Paragraph():
            lead = f"**{_text(block.lead)}:** " if block.lead else ""
            return lead + (_text(block.text) if lead else _start(_text(block.text)))
        case Table():
            return _table(block)
        case _:
            return ""


def _table(table: Table) -> str:
    lines = [[_text(c.head) for c in table.columns], [_RULES[c.align] for c in table.columns]]
    lines += [[_cell(cell) for cell in row] for row in table.rows]
    return "\n".join([f"**{_text(table.caption)}**\n", *(f"| {' | '.join(line)} |" for line in lines)])


def _cell(text: str) -> str:
    return "<br>".join(_text(line) for line in text.split("\n"))


def _source(source: SourceLine) -> str:
    url = one_line(source.url)
    link = f" <{re.sub(r'[<>` |]', _percent, url)}>" if url else ""
    return f"- [{source.number}] {_text(source.text)}{link}"


def _percent(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


def _text(text: str) -> str:
    """Text that reads the same when rendered: nothing in it is markup, a tag, an entity or a bare link."""
    text = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = _SPECIAL.sub(r"\\\1", text)
    text = text.replace("://", "\\://").replace("www.", "www\\.").replace("@", "&#64;")
    return _NUMBER.sub(r"[\1]", text)


def _start(text: str) -> str:
    """A paragraph that does not begin a list or a rule."""
    return _STARTS.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)
