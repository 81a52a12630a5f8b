"""From verb, unit, base and plan to measure and direction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_DIRECTION: Final = {"up": "up", "down": "down", "short": "down", "cut": "down", "exceed": "up"}
_CHANGE: Final = frozenset({"up", "down", "short", "cut"})
_PLAIN: Final = ("reach", None)  # a number that is only arrived at
_EQUAL: Final = ("equal", *_PLAIN)
_MEASURED: Final = frozenset({"PT", "PP", "times"})  # units of which more is asked than the verb


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


#: What a number says that nothing else is said of.
LEVEL: Final = Reading("level", rule="measure.level")


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


class Said:
    """What is said of a number: its unit, the verb before it, base and plan behind it, and what the sentence lends."""

    __slots__ = ("base", "frame", "is_per_cent", "plan", "unit", "verb")

    def __init__(
        self, unit: str | None, verb: str | None, base: str | None, plan: str | None, frame: Frame
    ) -> None:
        self.unit = unit
        self.verb = verb
        self.base = base
        self.plan = plan
        self.frame = frame
        self.is_per_cent = unit == "PT"


def read_measure(
    unit: str | None, verb: str | None, base: str | None, plan: str | None, frame: Frame
) -> Reading:
    """The measure of a number with a unit, a verb before it, a base and a plan named after it."""
    if plan is None and unit not in _MEASURED and verb in _PLAIN:
        return LEVEL  # an amount that no verb moves, which most numbers are
    said = Said(unit, verb, base, plan, frame)
    for rule in _MEASURES:
        found = rule(said)
        if found is not None:
            return found
    return _standing(said, "measure.level")


def _standing(said: Said, rule: str) -> Reading:
    """A number that stands for itself: a level, or what its subject's head makes of it."""
    if said.is_per_cent:
        for standing in _STANDING:
            found = standing(said)
            if found is not None:
                return found
    return Reading("level", rule=rule)


# -- what the verb and the unit say, in this order ------------------------------------------------------


def _place_in_order(said: Said) -> Reading | None:
    return Reading("rank", rule="measure.rank") if said.verb in ("rank", "top") else None


def _multiple(said: Said) -> Reading | None:
    return Reading("ratio", rule="measure.times") if said.unit == "times" else None


def _contribution(said: Said) -> Reading | None:
    """Points that a part adds to the growth of the whole, or takes from it."""
    if said.verb == "drag":
        return Reading("level", "down", rule="measure.contribution")
    if said.verb == "contribute" or (said.unit == "PP" and said.verb not in _CHANGE):
        return Reading("level", rule="measure.contribution")
    return None


def _end_of_move(said: Said) -> Reading | None:
    """ "tăng từ 5% lên 7%": where a move begins and ends are levels."""
    return _standing(said, f"measure.{said.verb}") if said.verb in ("to", "from") else None


def _share(said: Said) -> Reading | None:
    of_plan = said.plan is not None and said.frame.head == "share_of_plan"
    return Reading("share_of_total", rule="measure.share") if said.verb == "share" and not of_plan else None


def _of_plan(said: Said) -> Reading | None:
    """ "đạt 85% kế hoạch": a share of the plan named behind it."""
    if said.unit not in ("PT", None) or said.plan is None or said.base is not None:
        return None
    moved = said.verb if said.verb is not None else said.frame.growth
    return Reading("share_of_plan", _DIRECTION.get(moved or "", "none"), said.plan, "measure.plan")


def _change(said: Said) -> Reading | None:
    """A rise or fall: on the plan, on the time before, or on the year before where nothing else is said."""
    verb = said.verb
    if verb not in _CHANGE or verb is None:
        return None
    direction = _DIRECTION[verb]
    if said.plan is not None and said.is_per_cent:
        return Reading("share_of_plan", direction, said.plan, "measure.change_on_plan")
    if said.plan is not None:
        return Reading("change_vs_previous", direction, rule="measure.change_on_plan")
    base = said.base or said.frame.base
    if base is None and said.frame.plan is not None and verb == "short":
        return Reading("share_of_plan", direction, said.frame.plan, "measure.short_of_plan")
    if base in ("previous", "other") or (verb == "cut" and base is None):
        return Reading("change_vs_previous", direction, rule=f"measure.{verb}_on_{base or 'norm'}")
    return Reading("yoy_change", direction, rule=f"measure.{verb}")


def _excess(said: Said) -> Reading | None:
    """ "vượt 12%": by so much over the plan, or over the year before where that is named."""
    if said.verb != "exceed":
        return None
    if not said.is_per_cent and said.plan is None:
        return Reading("level", rule="measure.exceeds_amount")
    if said.base == "yoy":
        return Reading("yoy_change", "up", rule="measure.exceeds_base")
    return Reading("share_of_plan", "up", said.plan or said.frame.plan or "unspecified", "measure.exceeds")


def _ratio(said: Said) -> Reading | None:
    """ "bằng 98% cùng kỳ": so much of what was a year before."""
    held = said.is_per_cent and said.base is not None and said.frame.head is None
    return Reading("ratio", rule="measure.ratio") if held and said.verb in _EQUAL else None


_MEASURES: Final[tuple[Callable[[Said], Reading | None], ...]] = (
    _place_in_order,
    _multiple,
    _contribution,
    _end_of_move,
    _share,
    _of_plan,
    _change,
    _excess,
    _ratio,
)


# -- what per cent that no verb moves are of, in this order ---------------------------------------------


def _plan_behind(said: Said) -> Reading | None:
    return Reading("share_of_plan", basis=said.plan, rule="measure.plan") if said.plan is not None else None


def _growth_word(said: Said) -> Reading | None:
    """ "tốc độ tăng trưởng đạt 8%": growth, by the head of the subject or a word before."""
    frame = said.frame
    worded = frame.growth and said.verb in _PLAIN and frame.head is None
    if frame.head != "yoy_change" and not worded:
        return None
    return Reading("yoy_change", frame.growth or "up", rule="measure.growth_word")


def _head(said: Said) -> Reading | None:
    """ "tỷ lệ …", "tỷ lệ giải ngân …": the head of the subject says what the number is."""
    frame = said.frame
    if frame.head == "share_of_plan":
        return Reading("share_of_plan", basis=frame.plan or "unspecified", rule="measure.head")
    if frame.head == "level" and frame.moves and said.verb is None:
        return Reading("yoy_change", frame.moves, rule="measure.moves")
    return Reading(frame.head, rule="measure.head") if frame.head in ("level", "share_of_total") else None


def _arrived_at(said: Said) -> Reading | None:
    return Reading("level", rule=f"measure.{said.verb}") if said.verb in ("to", "from") else None


def _plan_before(said: Said) -> Reading | None:
    """ "So với kế hoạch, … đạt 85%": a share of the plan named before."""
    held = said.verb in ("equal", "reach") and said.frame.plan is not None
    if not held or said.frame.indicator_measure == "level":
        return None
    return Reading("share_of_plan", basis=said.frame.plan, rule="measure.plan_before")


def _base_before(said: Said) -> Reading | None:
    """ "So với cùng kỳ, … bằng 98%": so much of the base named before."""
    held = said.verb == "equal" and said.frame.base is not None
    return Reading("ratio", rule="measure.base_before") if held else None


def _kind_of_indicator(said: Said) -> Reading | None:
    """The measure by which the indicator itself is told: the growth of GRDP."""
    grows = said.frame.indicator_measure == "yoy_change" and said.verb in _PLAIN
    return Reading("yoy_change", "up", rule="measure.indicator") if grows else None


def _spent(said: Said) -> Reading | None:
    """ "giải ngân đạt 62%": a share of the plan of money, though no plan is named."""
    if not said.frame.disbursed or said.verb not in _EQUAL:
        return None
    return Reading("share_of_plan", basis=said.frame.plan or "unspecified", rule="measure.disbursed")


_STANDING: Final[tuple[Callable[[Said], Reading | None], ...]] = (
    _plan_behind,
    _growth_word,
    _head,
    _arrived_at,
    _plan_before,
    _base_before,
    _kind_of_indicator,
    _spent,
)
