"""What is said of a goal, put together from its parts: modals, a denial, and a word of arriving or falling short."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from hpbrief.models import VerdictStatus
from hpbrief.parse.text import phrase_key
from hpbrief.parse.trie import trie_pattern

_MODALS: Final = 3  # as many may stand before a word: "dự báo nhiều khả năng sẽ"
_JOINTS: Final = (" và ", " hoặc ", ", ")
_PLAIN: Final = (
    "đạt",
    "hoàn thành",
)  # a comma joins no more than these: "đạt, vượt", not "về đích sớm, vượt"
_DENIABLE: Final = frozenset({VerdictStatus.MET, VerdictStatus.ON_TRACK, VerdictStatus.MET_OR_EXCEEDED})


class VerdictParts:
    """The tables of the parts, the regex of all their products, and what each product says.

    >>> from hpbrief.catalog import load_catalog
    >>> parts = VerdictParts(load_catalog().rules["phrases"])
    >>> [str(parts.status(words)) for words in ("dự kiến khó cán đích", "chắc chắn hoàn thành", "đạt và vượt")]
    ['not_met', 'on_track', 'met_or_exceeded']
    """

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        self.pace: tuple[str, ...] = tuple(tables.get("pace", {}))
        self._says: dict[str, VerdictStatus] = {
            phrase_key(f"{held} {pace}"): VerdictStatus(status)
            for held, status in tables.get("pace_held", {}).items()
            for pace in tables.get("pace", {})
        }
        for words, status in tables.get("verdict", {}).items():
            self._says[phrase_key(words)] = VerdictStatus(status)
        self._modals: dict[str, str] = {
            phrase_key(w): kind for w, kind in tables.get("verdict_modal", {}).items()
        }
        self._denials: tuple[str, ...] = tuple(phrase_key(w) for w in tables.get("verdict_denial", {}))
        self._denied: frozenset[str] = frozenset(phrase_key(w) for w in tables.get("verdict_denied", {}))
        self._plain: frozenset[str] = frozenset(phrase_key(words) for words in _PLAIN)
        self._known: dict[str, VerdictStatus | None] = {}

    def pattern(self) -> str:
        """The source of a regex for all products, the longest at a place first."""
        met = trie_pattern(self._of(VerdictStatus.MET))
        beyond = trie_pattern(self._of(VerdictStatus.EXCEEDED))
        deniable = [words for words, status in self._says.items() if status in _DENIABLE]
        both = rf"(?:{met} (?:và|hoặc)|{trie_pattern(_PLAIN)},) {beyond}"
        end = r"(?![^\W_])"
        return (
            rf"(?:{trie_pattern(self._modals)} ){{0,{_MODALS}}}"
            rf"(?:{trie_pattern(self._denials)} (?:{both}|{trie_pattern([*deniable, *self._denied])}){end}"
            rf"|{both}{end}|{trie_pattern(self._says)})"
        )

    def status(self, words: str) -> VerdictStatus:
        """What the words found say."""
        found = self.status_or_none(words)
        assert found is not None, words
        return found

    def status_or_none(self, words: str) -> VerdictStatus | None:
        """What words say, or None where they are no verdict."""
        key = phrase_key(words)
        if key not in self._known:
            self._known[key] = self._read(key)
        return self._known[key]

    def _of(self, status: VerdictStatus) -> list[str]:
        return [words for words, says in self._says.items() if says is status]

    def _read(self, key: str) -> VerdictStatus | None:
        says = self._says.get(key)
        if says is not None:
            return says
        for denial in self._denials:
            if key.startswith(f"{denial} "):
                rest = key[len(denial) + 1 :]
                if rest in self._denied or self._read(rest) in _DENIABLE:
                    return VerdictStatus.NOT_MET
        for modal, kind in self._modals.items():
            if key.startswith(f"{modal} "):
                says = self._read(key[len(modal) + 1 :])
                if says is not None:
                    likely = kind == "likely" and says is VerdictStatus.MET
                    return VerdictStatus.ON_TRACK if likely else says
        return self._joined(key)

    def _joined(self, key: str) -> VerdictStatus | None:
        """ "đạt và vượt": what is reached and what is passed."""
        for beyond in self._of(VerdictStatus.EXCEEDED):
            for joint in _JOINTS:
                if key.endswith(joint + beyond):
                    met = key[: -len(joint + beyond)]
                    if self._says.get(met) is VerdictStatus.MET and (joint != ", " or met in self._plain):
                        return VerdictStatus.MET_OR_EXCEEDED
        return None
