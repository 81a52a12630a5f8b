"""From verb, unit, base and plan to measure and direction."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

_DIRECTION = {"up": "up", "down": "down", "short": "down", "cut": "down", "exceed": "up"}
_CHANGE = frozenset({"up", "down", "short", "cut"})


class Reading(NamedTuple):
    """What a number says: measure, direction, basis of its plan, and the rule that said so."""

    measure: str
    direction: str = "none"
    basis: str | None = None
    rule: str = ""


class Frame(NamedTuple):
    """What the rest of the sentence lends: a base or plan named before, a growth word, the subject's head."""

    base: str | None = None
    plan: str | None = None
    head: str | None = None
    growth: str | None = None
    indicator_measure: str | None = None
    disbursed: bool = False
    moves: str | None = None

    @classmethod
    def of(cls, values: tuple[str | bool | None, ...]) -> Frame:
        """A frame of all its fields in order, made faster than by name."""
        return tuple.__new__(cls, values)


@lru_cache(maxsize=4096)
def read_measure(
    unit: str | None, verb: str | None, base: str | None, plan: str | None, frame: Frame
) -> Reading:
    """The measure of a number with a unit, a verb before it, a base and a plan named after it."""
    if verb in ("rank", "top"):
        return Reading("rank", rule="measure.rank")
    if unit == "times":
        return Reading("ratio", rule="measure.times")
    if verb == "drag":
        return Reading("level", "down", rule="measure.contribution")
    if verb == "contribute" or (unit == "PP" and verb not in _CHANGE):
        return Reading("level", rule="measure.contribution")
    if verb in ("to", "from"):
        return _standing(unit, plan, frame, verb=verb, rule=f"measure.{verb}")
    if verb == "share" and not (plan is not None and frame.head == "share_of_plan"):
        return Reading("share_of_total", rule="measure.share")
    if unit in ("PT", None) and plan is not None and base is None:
        moved = verb if verb is not None else frame.growth
        return Reading("share_of_plan", _DIRECTION.get(moved or "", "none"), plan, "measure.plan")
    if verb in _CHANGE:
        return _change(unit, verb, base, plan, frame)
    if verb == "exceed":
        if unit == "PT" or plan is not None:
            if base == "yoy":
                return Reading("yoy_change", "up", rule="measure.exceeds_base")
            return Reading("share_of_plan", "up", plan or frame.plan or "unspecified", "measure.exceeds")
        return Reading("level", rule="measure.exceeds_amount")
    if unit == "PT" and base is not None and verb in ("equal", "reach", None) and frame.head is None:
        return Reading("ratio", rule="measure.ratio")
    return _standing(unit, plan, frame, verb=verb, rule="measure.level")


def _change(unit: str | None, verb: str, base: str | None, plan: str | None, frame: Frame) -> Reading:
    direction = _DIRECTION[verb]
    if plan is not None and unit == "PT":
        return Reading("share_of_plan", direction, plan, "measure.change_on_plan")
    if plan is not None:
        return Reading("change_vs_previous", direction, rule="measure.change_on_plan")
    base = base or frame.base
    if base is None and frame.plan is not None and verb == "short":
        return Reading("share_of_plan", direction, frame.plan, "measure.short_of_plan")
    if base in ("previous", "other") or (verb == "cut" and base is None):
        return Reading("change_vs_previous", direction, rule=f"measure.{verb}_on_{base or 'norm'}")
    return Reading("yoy_change", direction, rule=f"measure.{verb}")


def _standing(
    unit: str | None, plan: str | None, frame: Frame, *, verb: str | None = None, rule: str
) -> Reading:
    """A number that stands for itself: a level, or what its subject's head makes of it."""
    if unit != "PT":
        return Reading("level", rule=rule)
    if plan is not None:
        return Reading("share_of_plan", basis=plan, rule="measure.plan")
    if frame.head == "yoy_change" or (frame.growth and verb in ("reach", None) and frame.head is None):
        return Reading("yoy_change", frame.growth or "up", rule="measure.growth_word")
    if frame.head == "share_of_plan":
        return Reading("share_of_plan", basis=frame.plan or "unspecified", rule="measure.head")
    if frame.head == "level" and frame.moves and verb is None:
        return Reading("yoy_change", frame.moves, rule="measure.moves")
    if frame.head in ("level", "share_of_total"):
        return Reading(frame.head, rule="measure.head")
    if verb in ("to", "from"):
        return Reading("level", rule=rule)
    if verb in ("equal", "reach") and frame.plan is not None and frame.indicator_measure != "level":
        return Reading("share_of_plan", basis=frame.plan, rule="measure.plan_before")
    if verb == "equal" and frame.base is not None:
        return Reading("ratio", rule="measure.base_before")
    if frame.indicator_measure == "yoy_change" and verb in ("reach", None):
        return Reading("yoy_change", "up", rule="measure.indicator")
    if frame.disbursed and verb in ("reach", "equal", None):
        return Reading("share_of_plan", basis=frame.plan or "unspecified", rule="measure.disbursed")
    return Reading("level", rule=rule)
