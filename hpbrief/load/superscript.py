"""Raised characters: a power belongs to its unit, the mark of a note does not belong to the number before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARK = re.compile(r"[\s(\[]*[0-9*†‡a-z]{0,3}[)\],\s]*")
_POWER = re.compile(r"[23]")


def keeps_raised(text: str, before: Sequence[str]) -> bool:
    """Whether raised ``text`` after the pieces ``before`` is part of what is said: m², 10³ km, not a note's mark."""
    last = next((piece[-1] for piece in reversed(before) if piece), "")
    if _POWER.fullmatch(text.strip()) and last == "m":
        return True
    return _MARK.fullmatch(text) is None
