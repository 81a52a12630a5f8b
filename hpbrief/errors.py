"""The errors of hpbrief: one small tree.

    HpbriefError
    ├── CatalogError     a reference table is broken, or an id or alias is not in it
    ├── LoadError        a file or address cannot be opened or read, or a file not written
    │   └── UnsafeFileError   a file passes a limit of size, depth, time or memory
    ├── ParseError       a text given as a value (period, number, unit) is not one; also a ValueError
    └── DatasetError     rows of a data set are wrong; ``problems`` lists each with file, line and column

Each says what is wrong in Vietnamese (``error.vi``) and in English (``error.en``, ``str(error)``). An error is raised
with a code and what fills it: ``LoadError("not_utf8", at=12)``; the sentences are ``reference/errors.toml``.

HpbriefWarning tells of rows that were left out while the rest was kept. An unclear sentence in a briefing is not an
error: it is an ``Issue``, returned beside the results.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any, Literal

# Signs that would move the cursor of a terminal or cannot be written at all: names of files may hold any.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_VIETNAMESE_MARKS = str.maketrans(",.", ".,")


def writable(text: str) -> str:
    """A text without the signs that a terminal would obey and those that no file can hold."""
    return _UNWRITABLE.sub("\ufffd", text)


@cache
def _sentences() -> dict[str, dict[str, str]]:
    import tomllib  # what is needed to say an error loads when one is said
    from importlib.resources import files

    return tomllib.loads((files("hpbrief") / "reference" / "errors.toml").read_text("utf-8"))


class _Filled(Formatter):
    """Fills a sentence: messages within it in its language, numbers in its writing."""

    def __init__(self, lang: Literal["vi", "en"]) -> None:
        self.lang = lang

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, Message):
            return value.text(self.lang)
        text: str = super().format_field(value, format_spec)
        return text.translate(_VIETNAMESE_MARKS) if format_spec and self.lang == "vi" else text


@dataclass(frozen=True, init=False)
class Message:
    """A sentence of ``reference/errors.toml`` by its code, and what fills it; a code that is not there is the text.

    >>> Message("not_utf8", at=12).text("vi")
    'không phải UTF-8 ở byte thứ 12; hãy lưu văn bản theo UTF-8'
    """

    code: str
    values: Mapping[str, str | int | float | Message]

    def __init__(self, code: str, /, **values: object) -> None:
        plain = {k: v if isinstance(v, (str, int, float)) else said(v) for k, v in values.items()}
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "values", plain)

    def text(self, lang: Literal["vi", "en"]) -> str:
        """The sentence in a language."""
        sentence = _sentences().get(self.code)
        return writable(_Filled(lang).vformat(sentence[lang], (), self.values) if sentence else self.code)

    def __str__(self) -> str:
        return self.text("en")

    def to_plain(self) -> dict[str, Any]:
        """As values that JSON can hold."""
        values = {k: v.to_plain() if isinstance(v, Message) else v for k, v in self.values.items()}
        return {"code": self.code, "values": values}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Message:
        """What :meth:`to_plain` wrote, read back."""
        values = {k: cls.from_plain(v) if isinstance(v, dict) else v for k, v in plain["values"].items()}
        return cls(plain["code"], **values)


def said(value: object) -> str | Message:
    """A message as it is, an error as its message, anything else as text."""
    if isinstance(value, HpbriefError):
        return value.message
    return value if isinstance(value, Message) else str(value)


class _Telling:
    """What errors and warnings share: a message in both languages, and the file or address that it speaks of."""

    def __init__(self, message: str | Message, /, *, where: object = "", **values: object) -> None:
        self.message = message if isinstance(message, Message) else Message(message, **values)
        self.where = writable(str(where))

    @property
    def code(self) -> str:
        """The name of the sentence in ``reference/errors.toml``."""
        return self.message.code

    @property
    def vi(self) -> str:
        """What is said, in Vietnamese."""
        return self.text("vi")

    @property
    def en(self) -> str:
        """What is said, in English."""
        return self.text("en")

    def text(self, lang: Literal["vi", "en"]) -> str:
        """What is said, in a language."""
        text = self.message.text(lang)
        return f"{self.where}: {text}" if self.where else text

    def __str__(self) -> str:
        return self.text("en")


class HpbriefError(_Telling, Exception):
    """Root of all errors that hpbrief raises on purpose."""


class HpbriefWarning(_Telling, UserWarning):
    """Something was left out, and the rest was kept."""


class CatalogError(HpbriefError):
    """A reference table is broken, or an id or alias is not in it."""


class LoadError(HpbriefError):
    """A file or an address cannot be opened or read, or a file not written."""


class UnsafeFileError(LoadError):
    """A file passes a limit of size, depth, time or memory; the message names the limit."""


class ParseError(HpbriefError, ValueError):
    """A text that was given as a value is not one."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one place of a data set."""

    file: str
    line: int | None
    column: str | None
    message: str | Message

    def text(self, lang: Literal["vi", "en"]) -> str:
        """Where and what, in a language."""
        where = self.file
        if self.line is not None:
            where += Message("in_line", line=self.line).text(lang)
        if self.column is not None:
            where += Message("in_column", column=self.column).text(lang)
        message = self.message.text(lang) if isinstance(self.message, Message) else self.message
        return f"{where}: {message}"

    def __str__(self) -> str:
        return self.text("en")


class DatasetError(HpbriefError):
    """Rows of a data set are wrong; ``problems`` lists each with file, line and column."""

    SHOWN = 10

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("rows_wrong")

    def text(self, lang: Literal["vi", "en"]) -> str:
        """The first problems in a language, one a line."""
        lines = [p.text(lang) for p in self.problems[: self.SHOWN]]
        if len(self.problems) > self.SHOWN:
            lines.append(Message("and_more", count=len(self.problems) - self.SHOWN).text(lang))
        return "\n".join(lines)
