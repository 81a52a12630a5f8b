"""What every model of hpbrief is: frozen, closed, and exactly itself again after a trip through JSON."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict

_LINE = 160  # characters of a repr
_PART = 48  # and of one value in it


class Model(BaseModel):
    """A frozen record that refuses unknown fields; its repr is one line, its completion lists what is its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null", allow_inf_nan=False)

    #: The name in a repr, where it is not that of the class.
    shown_name: ClassVar[str] = ""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """A model is shown under its own name unless it says otherwise."""
        if "shown_name" not in vars(cls):
            cls.shown_name = cls.__name__

    def __repr__(self) -> str:
        line = ""
        for name, value in self:
            if value in (None, "", ()):
                continue
            part = f"{', ' if line else ''}{name}={_shown(value)}"
            if len(line) + len(part) > _LINE:
                line += ", …"
                break
            line += part
        return f"{self.shown_name}({line})"

    def __str__(self) -> str:
        return repr(self)

    def __dir__(self) -> Iterable[str]:
        """Fields, properties and methods of hpbrief; those of pydantic work, and are not listed."""
        ours = type(self).__mro__[: type(self).__mro__.index(Model)]
        named = {name for one in ours for name in vars(one) if not name.startswith(("_", "model_", "shown_"))}
        return sorted({*type(self).model_fields, *named})


def _shown(value: Any) -> str:
    """A value in a few characters."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date | Decimal):
        return str(value)
    if isinstance(value, tuple):
        return _shown(value[0]) if len(value) == 1 else f"({len(value)} × {type(value[0]).__name__})"
    return _cut(str(value) if isinstance(value, Model) else repr(value), _PART)


def _cut(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
