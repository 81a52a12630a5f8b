"""Indicator, IndicatorGroup, UnitInfo and Area: the concepts that figures are filed under."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from hpbrief.errors import ParseError
from hpbrief.models.base import Model
from hpbrief.models.period import Period
from hpbrief.models.quantity import Unit
from hpbrief.models.terms import Direction, IndicatorKind, Measure

Lang = Literal["vi", "en"]


class Indicator(Model):
    """What is counted: labels, usual unit, and how it behaves in time.

    ``noun_*`` names what is counted where the unit's own word is too general (tourists: lượt khách). ``spends_plan``:
    money of a plan that is paid out, so that a percentage said of it is a share of that plan.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    label_vi: str
    label_en: str
    short_vi: str
    short_en: str
    aliases_vi: tuple[str, ...] = ()
    aliases_en: tuple[str, ...] = ()
    unit: Unit
    kind: IndicatorKind
    measure: Measure
    direction: Direction
    lumpy: bool = False
    can_fall: bool = False
    spends_plan: bool = False
    own_currency: bool = False
    growth_of: str | None = None
    series_of: str | None = None
    without: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    system_code: str | None = None
    noun_vi: str | None = None
    noun_en: str | None = None

    @property
    def grows_by_month(self) -> bool:
        """Whether a month adds to it: a total, a stock or a share; not a growth rate, an average or a rank."""
        return self.measure != Measure.YOY_CHANGE and self.kind not in (
            IndicatorKind.RATE,
            IndicatorKind.INDEX,
        )

    def label(self, lang: Lang, *, short: bool = False) -> str:
        """The name in a language. Raises ParseError for another language."""
        if lang not in ("vi", "en"):
            raise ParseError("no_language", lang=lang)
        name: str = getattr(self, f"{'short' if short else 'label'}_{lang}")
        return name


class IndicatorGroup(Model):
    """A named set of indicators, such as the nine main ones."""

    id: str
    label_vi: str
    label_en: str
    indicators: tuple[str, ...]


class UnitInfo(Model):
    """A unit code with its names and how numbers of it are set.

    ``noun_*`` is the word beside the number; ``before_en`` puts it first in English (USD 5.5 billion),
    ``tight`` leaves no blank (12.35%). ``scaled_*`` is the word of a power of ten that has one of its own (10^-1 T is
    a quintal). ``also`` are codes of more general words that count the same thing once the indicator is known.
    """

    code: str
    label_vi: str
    label_en: str
    noun_vi: str
    noun_en: str
    before_en: bool = False
    tight: bool = False
    sdmx: bool = False
    also: tuple[str, ...] = ()
    scaled_vi: dict[int, str] = Field(default_factory=dict)
    scaled_en: dict[int, str] = Field(default_factory=dict)


class Area(Model):
    """A province or city with the boundary it had between two dates."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    label_vi: str
    label_en: str
    name_vi: str
    aliases_vi: tuple[str, ...] = ()
    kind: Literal["city", "province"]
    code: str = Field(pattern=r"^[0-9]{2}$")
    valid_from: date | None = None
    valid_to: date | None = None
    merged_into: str | None = None

    def label(self, lang: Lang) -> str:
        """The name in a language."""
        return self.label_vi if lang == "vi" else self.label_en

    def existed_in(self, period: Period) -> bool:
        """Whether the boundary was in force on some day of the period."""
        return (self.valid_from is None or self.valid_from <= period.end) and (
            self.valid_to is None or self.valid_to >= period.start
        )
