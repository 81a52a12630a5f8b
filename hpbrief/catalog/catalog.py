"""Catalog: the reference tables as models, looked up by id and by alias.

The bundled tables lie in ``hpbrief/reference``; a folder of one's own may add entries to any of them
(the same file names), or replace an entry by giving its id again.
"""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from hpbrief.catalog.plain_toml import read_plain_toml
from hpbrief.errors import CatalogError, Message
from hpbrief.models.base import Model
from hpbrief.models.indicator import Area, Indicator, IndicatorGroup, Lang, UnitInfo

_T = TypeVar("_T")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_NOT_IN_NAMES = re.compile(r"[\W_]+")
_ETH = str.maketrans("ðɖ", "đđ")


def fold(text: str) -> str:
    """The form in which words are compared: NFC, case folded, blanks single; diacritics kept."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def without_marks(words: str) -> str:
    """Words folded, without diacritics.

    >>> without_marks("Ðồng Nai")
    'dong nai'
    """
    letters = unicodedata.normalize("NFD", fold(words).translate(_ETH).replace("đ", "d"))
    return "".join(c for c in letters if not unicodedata.combining(c))


def _joined(words: str) -> str:
    return _NOT_IN_NAMES.sub("", words)


def _with_tones_last(words: str) -> str:
    """Words folded and joined, the tone of each syllable behind its letters."""
    syllables = []
    for syllable in _NOT_IN_NAMES.split(fold(words).translate(_ETH)):
        letters = unicodedata.normalize("NFD", syllable)
        tones = "".join(c for c in letters if c in _TONES)
        syllables.append("".join(c for c in letters if c not in _TONES) + tones)
    return "".join(syllables)


class Typed(Generic[_T]):
    """Entries by their names in any spelling; a spelling that names two different ones names none."""

    def __init__(self, named: Mapping[str, _T], same: Callable[[_T], object]) -> None:
        self._same = same
        self._toned: dict[str, _T | None] = {}
        self._plain: dict[str, _T | None] = {}
        for name, entry in named.items():
            self._put(self._toned, _with_tones_last(name), entry)
            self._put(self._plain, _joined(without_marks(name)), entry)

    def _put(self, table: dict[str, _T | None], key: str, entry: _T) -> None:
        known = table.setdefault(key, entry)
        if known is not None and self._same(known) != self._same(entry):
            table[key] = None

    def find(self, words: str) -> _T | None:
        """The entry of a name as typed; None where there is none, or more than one."""
        plain = _joined(without_marks(words))
        if not plain:
            return None
        typed = _joined(fold(words).translate(_ETH))
        return self._plain.get(plain) if typed == plain else self._toned.get(_with_tones_last(words))


_M = TypeVar("_M", bound=Model)

#: The rooms of the reader that have patterns: ``reference/patterns/<room>.toml``, each a set of named rows.
PATTERN_ROOMS = ("parse", "text", "naming", "figures", "verdicts", "directives", "tables")
#: The tables by which texts are read: ``reference/<name>.toml``, each a set of tables of phrases.
RULE_FILES = (
    "phrases", "unit_words", "time_words", "legal_words", "actor_words", "table_words", "publishers", "word_classes",
    "doubt",
)  # fmt: skip


@dataclass(frozen=True)
class Catalog:
    """Indicators, groups, units, areas, words, thresholds and reading rules; frozen, read once.

    ``rules`` holds the tables by which texts are read, by file: ``rules["phrases"]["qualifier"]["hơn"]``;
    ``patterns`` the named patterns by room: ``patterns["figures"]["threshold_of_count"]["match"]``, see
    ``hpbrief.parse.patterns``.
    """

    indicators: Mapping[str, Indicator]
    groups: Mapping[str, IndicatorGroup]
    units: Mapping[str, UnitInfo]
    scales: Mapping[str, Mapping[int, str]]
    areas: Mapping[str, Area]
    words: Mapping[str, Any]
    thresholds: Mapping[str, Any]
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    patterns: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def indicator(self, indicator_id: str) -> Indicator:
        """The indicator of an id or a name. Raises CatalogError, with the three nearest, where there is none."""
        found = self.indicators.get(indicator_id) or self.find_indicator(indicator_id)
        return found or _get(self.indicators, indicator_id, "an_indicator", self._indicator_by_words)

    def area(self, area_id: str) -> Area:
        """The area of an id or a name. Raises CatalogError, with the three nearest, where there is none."""
        found = self.areas.get(area_id) or self.find_area(area_id)
        return found or _get(
            self.areas, area_id, "an_area", {w: a[-1] for w, a in self._areas_by_words.items()}
        )

    def unit(self, code: str) -> UnitInfo:
        """The unit of a code. Raises CatalogError where there is none."""
        return _get(self.units, code, "a_unit")

    def counted_as(self, indicator_id: str, code: str) -> str:
        """The unit code an indicator counts by, where a code is a more general word for it; else the code itself.

        >>> load_catalog().counted_as("traffic_accidents", "case"), load_catalog().counted_as("fires", "case")
        ('accident', 'case')
        """
        known = self.indicators.get(indicator_id)
        usual = self.units.get(known.unit.code) if known else None
        return usual.code if usual and code in usual.also else code

    def group(self, group_id: str) -> IndicatorGroup:
        """The named group of indicators. Raises CatalogError where there is none."""
        return _get(self.groups, group_id, "a_group")

    def find_indicator(self, words: str) -> Indicator | None:
        """The indicator that a label, alias or id names, in either language; None if none does.

        A name is found in any spelling (see ``hpbrief.catalog.catalog``).
        """
        return self._indicator_by_words.get(fold(words)) or self._indicators_as_typed.find(words)

    def find_area(self, words: str, on: date | None = None) -> Area | None:
        """The area that a name, label, alias or id names on a day (default: the boundaries of today).

        A name is found in any spelling (see ``hpbrief.catalog.catalog``).
        """
        key = fold(words)
        for prefix in ("thành phố ", "tp. ", "tp ", "tỉnh ", "thanh pho ", "tinh "):
            named = key in self._areas_by_words or self._areas_as_typed.find(key)
            if not named and key.startswith(prefix):
                key = key.removeprefix(prefix)
        found = self._areas_by_words.get(key) or self._areas_as_typed.find(key) or ()
        for area in found:
            if on is None and (area.valid_to is None or len(found) == 1):
                return area
            if on and (area.valid_from or date.min) <= on <= (area.valid_to or date.max):
                return area
        return None

    def near_indicators(self, words: str) -> list[str]:
        """Ids of the indicators whose names are nearest to some words."""
        return near(words, self._indicator_by_words)

    def near_areas(self, words: str) -> list[str]:
        """Ids of the areas whose names are nearest to some words, today's boundaries."""
        return near(words, {w: a[-1] for w, a in self._areas_by_words.items()})

    def near_told(self, words: str, what: str) -> str:
        """The three entries nearest to some words, by id and label, of what a column names."""
        areas = {w: a[-1] for w, a in self._areas_by_words.items()}
        return nearest_told(words, areas if what == "area" else self._indicator_by_words)

    def word(self, group: str, key: str, lang: Lang) -> str:
        """What a person reads for a code: ``word("class", "on_track", "vi")``. Raises CatalogError."""
        try:
            text: str = self.words[group][key][lang]
        except KeyError as error:
            raise CatalogError("no_word", group=group, key=key, lang=lang) from error
        return text

    @cached_property
    def _indicator_by_words(self) -> dict[str, Indicator]:
        table: dict[str, Indicator] = {}
        for indicator in self.indicators.values():
            labels = (
                indicator.id,
                indicator.label_vi,
                indicator.label_en,
                indicator.short_vi,
                indicator.short_en,
            )
            for words in (*labels, *indicator.aliases_vi, *indicator.aliases_en):
                other = table.setdefault(fold(words), indicator)
                if other.id != indicator.id:
                    raise CatalogError(
                        "names_both",
                        where="indicators.toml",
                        words=words,
                        first=other.id,
                        second=indicator.id,
                    )
        return table

    @cached_property
    def _indicators_as_typed(self) -> Typed[Indicator]:
        also = {
            word: self.indicators[i]
            for i, words in self.words.get("also_indicator", {}).items()
            if i in self.indicators
            for word in words
        }
        return Typed({**self._indicator_by_words, **also}, lambda i: i.id)

    @cached_property
    def _areas_as_typed(self) -> Typed[tuple[Area, ...]]:
        return Typed(self._areas_by_words, lambda areas: fold(areas[0].name_vi))

    @cached_property
    def _areas_by_words(self) -> dict[str, tuple[Area, ...]]:
        table: dict[str, tuple[Area, ...]] = {}
        for area in self.areas.values():
            for words in {
                fold(w) for w in (area.id, area.name_vi, area.label_vi, area.label_en, *area.aliases_vi)
            }:
                table[words] = (*table.get(words, ()), area)
        return table


def near(words: str, named: Mapping[str, Any]) -> list[str]:
    """Up to three ids whose names are nearest to some words, compared without case and diacritics."""
    return list(dict.fromkeys(entry.id for entry in _nearest(words, named)))[:3]


def _nearest(words: str, named: Mapping[str, Any]) -> list[Any]:
    import difflib

    plain = {without_marks(name): entry for name, entry in named.items()}
    return [plain[name] for name in difflib.get_close_matches(without_marks(words), plain, n=12, cutoff=0.65)]


def nearest_told(words: str, named: Mapping[str, Any]) -> str:
    """The three entries nearest to some words, each by its id and its label; empty where none is near."""
    entries = {entry.id: entry for entry in _nearest(words, named)}
    return ", ".join(f"{entry.id} ({entry.label_vi})" for entry in list(entries.values())[:3])


def _get(table: Mapping[str, _M], key: str, what: str, named: Mapping[str, Any] | None = None) -> _M:
    if key in table:
        return table[key]
    found = nearest_told(key, named) if named is not None else ""
    if named is None:
        raise CatalogError("no_entry_but", what=Message(what), key=key, names=", ".join(sorted(table)))
    if found:
        raise CatalogError("no_entry_near", what=Message(what), key=key, names=found)
    raise CatalogError("no_entry", what=Message(what), key=key)


def _read_toml(folder: Traversable, name: str) -> dict[str, Any]:
    file = folder / name
    if not file.is_file():
        return {}
    try:
        text = file.read_text("utf-8")
        tables = read_plain_toml(text)
        return tables if tables is not None else tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogError("table_unreadable", where=file, error=error) from error


def _read_csv(folder: Traversable, name: str) -> list[dict[str, Any]]:
    file = folder / name
    if not file.is_file():
        return []
    rows = csv.DictReader(file.read_text("utf-8").splitlines())
    return [{key: value for key, value in row.items() if value != ""} for row in rows]


def _models(model: type[_M], rows: Iterable[Mapping[str, Any]], file: str) -> list[_M]:
    out = []
    for number, row in enumerate(rows, 1):
        try:
            out.append(model.model_validate(row))
        except ValidationError as error:
            first = error.errors()[0]
            column = ".".join(str(part) for part in first["loc"])
            raise CatalogError(
                "entry_wrong", file=file, number=number, column=column, fault=first["msg"]
            ) from error
    return out


def _indicator_row(row: Mapping[str, Any]) -> dict[str, Any]:
    unit = {"code": row.get("unit"), "mult": row.get("unit_mult", 0)}
    return {**{k: v for k, v in row.items() if k != "unit_mult"}, "unit": unit}


def _area_row(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "aliases_vi": tuple(str(row.get("aliases_vi", "")).split("|")) if row.get("aliases_vi") else (),
    }


def _merge(base: Mapping[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in extra.items():
        if isinstance(value, Mapping) and isinstance(merged.get(key), Mapping):
            merged[key] = _merge(merged[key], value)
        else:
            merged[key] = value
    return merged


def _read_folder(folder: Traversable) -> dict[str, Any]:
    indicators = _read_toml(folder, "indicators.toml")
    units = _read_toml(folder, "units.toml")
    return {
        "indicators": {
            m.id: m
            for m in _models(
                Indicator, map(_indicator_row, indicators.get("indicator", [])), "indicators.toml"
            )
        },
        "groups": {
            m.id: m for m in _models(IndicatorGroup, indicators.get("group", []), "indicators.toml, groups")
        },
        "units": {m.code: m for m in _models(UnitInfo, units.get("unit", []), "units.toml")},
        "scales": {
            lang: {int(power): word for power, word in units.get(f"scales_{lang}", {}).items()}
            for lang in ("vi", "en")
        },
        "areas": {
            m.id: m for m in _models(Area, map(_area_row, _read_csv(folder, "areas.csv")), "areas.csv")
        },
        "words": _read_toml(folder, "words.toml"),
        "thresholds": _read_toml(folder, "thresholds.toml"),
        "rules": {name: _read_toml(folder, f"{name}.toml") for name in RULE_FILES},
        "patterns": {room: _read_toml(folder, f"patterns/{room}.toml") for room in PATTERN_ROOMS},
    }


@cache
def load_catalog(folder: str | Path | None = None) -> Catalog:
    """The bundled catalogue, with the entries of a folder of one's own added or replaced.

    Raises CatalogError naming file and entry where a table is broken.
    """
    tables = _read_folder(files("hpbrief") / "reference")
    if folder is not None:
        if not Path(folder).is_dir():
            raise CatalogError("not_a_folder", path=folder)
        tables = _merge(tables, _read_folder(Path(folder)))
    return Catalog(**tables)


def rules_digest(folder: str | Path | None = None) -> str:
    """A digest of the tables by which texts are read, bundled ones and those of a folder: other rules, other facts."""
    digest = hashlib.sha256()
    for top in (files("hpbrief") / "reference", *([Path(folder)] if folder is not None else [])):
        for name, data in sorted(_all_files(top, "")):
            digest.update(name.encode() + b"\0" + data)
    return digest.hexdigest()[:16]


def _all_files(folder: Traversable, above: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _all_files(entry, f"{above}{entry.name}/")
        elif entry.name.endswith((".toml", ".csv")):
            yield above + entry.name, entry.read_bytes()
