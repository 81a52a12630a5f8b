"""TOML of the plain kind that the bundled tables are written in, read several times as fast as any TOML."""

from __future__ import annotations

import json
import re
from typing import Any

_CHAR = r'[^"\\\x00-\x1f\x7f]'
_LITERAL = r"[^'\x00-\x1f\x7f]"  # between single quotes: no escapes, so regexes stand as they are
_STRING = rf'"{_CHAR}*+"'
_LINE = re.compile(
    r" *+(?>(?:\[(?P<table>[a-z_]++)\]|\[\[(?P<rows>[a-z_]++)\]\]"
    rf'|(?:"(?P<quoted>{_CHAR}++)"|(?P<key>[A-Za-z0-9_-]++)) = '
    rf"(?:'(?P<literal>{_LITERAL}*+)'|"
    rf'"(?P<text>{_CHAR}*+)"|(?P<number>0|-?[1-9][0-9]*+)|(?P<flag>true|false)'
    rf"|(?P<list>\[\s*+(?>(?:{_STRING}\s*+,\s*+)*)(?>(?:{_STRING}\s*+)?)\])"
    rf"|\{{(?P<pairs> [a-z0-9_]++ = {_STRING}(?>(?:, [a-z0-9_]++ = {_STRING})*)) \}})"
    r"|\#[^\x00-\x08\x0b-\x1f\x7f\n]*+)?) *+(?:\n|\Z)"
)
_PAIR = re.compile(rf' ([a-z0-9_]++) = "({_CHAR}*+)"')
_LAST_COMMA = re.compile(r",\s*+\]\Z")


def read_plain_toml(text: str) -> dict[str, Any] | None:
    """The tables of a plain text, or None where it holds anything that only a TOML parser may judge.

    Plain are one-line strings without escapes, whole numbers, flags, lists of strings and pairs of strings, each
    key once, under ``[table]`` or ``[[rows]]``.

    >>> read_plain_toml('[a]\\nb = "c"')
    {'a': {'b': 'c'}}
    """
    tables: dict[str, Any] = {}
    rows: dict[str, list[dict[str, Any]]] = {}
    table, at = tables, 0
    while at < len(text):
        match = _LINE.match(text, at)
        if match is None:
            return None
        at = match.end()
        kind = match.lastgroup
        if kind is None:
            continue
        if kind == "table":
            if match["table"] in tables:
                return None
            table = tables[match["table"]] = {}
        elif kind == "rows":
            name = match["rows"]
            if name not in rows:
                if name in tables:
                    return None
                rows[name] = tables[name] = []
            table = {}
            rows[name].append(table)
        else:
            key = match["quoted"] or match["key"]
            if key in table:
                return None
            value = _value(kind, match[kind])
            if value is None:
                return None
            table[key] = value
    return tables


def _value(kind: str, text: str) -> Any:
    if kind in ("text", "literal"):
        return text
    if kind == "number":
        return int(text)
    if kind == "flag":
        return text == "true"
    if kind == "list":
        return json.loads(_LAST_COMMA.sub("]", text))
    pairs = _PAIR.findall(text)
    return dict(pairs) if len({key for key, _ in pairs}) == len(pairs) else None
