"""The words by which the closed lists of a data set are read, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from hpbrief.catalog import Catalog, fold
from hpbrief.errors import CatalogError
from hpbrief.models import (
    AdoptedBasis,
    Basis,
    Bound,
    KnownBasis,
    Lang,
    Measure,
    ObsStatus,
    Qualifier,
    Reference,
    SourceKind,
    VerdictStatus,
)
from hpbrief.tables.typed_rows import Vocabulary

#: Where the words of a closed list stand in words.toml; more that are read stand under ``also_`` and that name.
_WORDS_OF: dict[type[StrEnum], str] = {
    AdoptedBasis: "adopted_basis",
    Basis: "basis",
    Bound: "bound",
    KnownBasis: "known_basis",
    Measure: "measure",
    ObsStatus: "obs_status",
    Qualifier: "qualifier",
    Reference: "reference",
    SourceKind: "source_kind",
    VerdictStatus: "stated",
}


def vocabulary(catalog: Catalog) -> Vocabulary:
    """The words by which each closed list is read: labels of both languages and what else people write.

    Raises CatalogError where a word names two values of a list.
    """
    return {values: _words_of(values, group, catalog) for values, group in _WORDS_OF.items()}


def labels_of(values: type[StrEnum], codes: Iterable[str], catalog: Catalog, lang: Lang) -> list[str]:
    """What a person may write for some codes of a closed list: their labels in a language."""
    words = catalog.words.get(_WORDS_OF[values], {})
    return [words[code][lang] for code in codes if words.get(code, {}).get(lang)]


def _words_of(values: type[StrEnum], group: str, catalog: Catalog) -> dict[str, str]:
    also, found = catalog.words.get(f"also_{group}", {}), dict[str, str]()
    for value in values:
        labels = catalog.words.get(group, {}).get(value, {})
        for word in filter(None, (value, *labels.values(), *also.get(value, ()))):
            if found.setdefault(fold(word), value) != value:
                raise CatalogError("names_two_values", where="words.toml", word=word, group=group)
    return found
