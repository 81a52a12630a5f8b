"""What every model of hpbrief is: frozen, closed, and exactly itself again after a trip through JSON."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict

_new = object.__new__
_set_values, _set_fields, _set_extra, _set_private = (
    vars(BaseModel)[slot].__set__
    for slot in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)


class Model(BaseModel):
    """A frozen record that refuses unknown fields."""

    _all_fields: ClassVar[set[str]] = set()
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null", allow_inf_nan=False)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        cls._all_fields = set(cls.model_fields)

    @classmethod
    def trusted(cls, values: dict[str, Any]) -> Self:
        """A record of values that already are what its fields ask for: every field, in order, unchecked.

        The record keeps ``values`` as they are. For readers that make thousands; a test holds their records
        against checked ones.
        """
        record = _new(cls)
        _set_values(record, values)
        _set_fields(record, cls._all_fields)
        _set_extra(record, None)
        _set_private(record, None)
        return record
