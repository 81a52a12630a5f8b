"""What every model of hpbrief is: frozen, closed, and exactly itself again after a trip through JSON."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, ConfigDict

_set = object.__setattr__
_ALL: dict[type[Any], set[str]] = {}


class Model(BaseModel):
    """A frozen record that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null", allow_inf_nan=False)

    @classmethod
    def trusted(cls, **values: Any) -> Self:
        """A record of values that already are what its fields ask for: every field, in order, unchecked.

        For readers that make thousands; a test holds their records against checked ones.
        """
        record = cls.__new__(cls)
        _set(record, "__dict__", values)
        _set(record, "__pydantic_fields_set__", _ALL.get(cls) or _ALL.setdefault(cls, set(values)))
        _set(record, "__pydantic_extra__", None)
        _set(record, "__pydantic_private__", None)
        return record
