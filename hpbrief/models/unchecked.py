"""Records of values that are known to be right, made without checking them again."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from pydantic import BaseModel

from hpbrief.models.base import Model

_Record = TypeVar("_Record", bound=Model)
_NEW: Final = object.__new__
_SET_VALUES: Final = vars(BaseModel)["__dict__"].__set__
_SET_FIELDS: Final = vars(BaseModel)["__pydantic_fields_set__"].__set__
_SET_EXTRA: Final = vars(BaseModel)["__pydantic_extra__"].__set__
_SET_PRIVATE: Final = vars(BaseModel)["__pydantic_private__"].__set__
_FIELDS: Final[dict[type[Model], set[str]]] = {}


def unchecked(model: type[_Record], values: dict[str, Any]) -> _Record:
    """A record of values that already are what its fields ask for: every field, in order, unchecked.

    The record keeps ``values`` as they are. For readers that make thousands; a test holds their records
    against checked ones.
    """
    fields = _FIELDS.get(model)
    if fields is None:
        fields = _FIELDS[model] = set(model.model_fields)
    record: _Record = _NEW(model)
    _SET_VALUES(record, values)
    _SET_FIELDS(record, fields)
    _SET_EXTRA(record, None)
    _SET_PRIVATE(record, None)
    return record
