"""From verb, unit, base and plan to measure and direction."""

from __future__ import annotations

from typing import Final

_DIRECTION: Final = {"up": "up", "down": "down", "short": "down", "cut": "down", "exceed": "up"}
_CHANGE: Final = frozenset({"up", "down", "short", "cut"})


class Reading:
    """What a number says: measure, direction, basis of its plan, and the rule that said so."""

    __slots__ = ("basis", "direction", "measure", "rule")

    def __init__(
        self, measure: str, direction: str = "none", basis: str | None = None, rule: str = ""
    ) -> None:
        self.measure = measure
        self.direction = direction
        self.basis = basis
        self.rule = rule

    def by_rule(self, rule: str) -> Reading:
        """The same, said by another rule."""
        return Reading(self.measure, self.direction, self.basis, rule)

    def moving(self, direction: str) -> Reading:
        """The same, in another direction."""
        return Reading(self.measure, direction, self.basis, self.rule)

    def measuring(self, measure: str, rule: str) -> Reading:
        """The same of another measure, by the rule that says so."""
        return Reading(measure, self.direction, self.basis, rule)

    def against(self, basis: str | None) -> Reading:
        """The same, held against another plan."""
        return Reading(self.measure, self.direction, basis, self.rule)


class Frame:
    """What the rest of the sentence lends: a base or plan named before, a growth word, the subject's head."""

    __slots__ = ("base", "disbursed", "growth", "head", "indicator_measure", "moves", "plan")

    def __init__(
        self,
        base: str | None = None,
        plan: str | None = None,
        head: str | None = None,
        growth: str | None = None,
        indicator_measure: str | None = None,
        disbursed: bool = False,
        moves: str | None = None,
    ) -> None:
        self.base = base
        self.plan = plan
        self.head = head
        self.growth = growth
        self.indicator_measure = indicator_measure
        self.disbursed = disbursed
        self.moves = moves


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
