"""Directives: one task each, with its owner and its deadline. The driver alone keeps state."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from hpbrief.catalog import Catalog
from hpbrief.extract.directives.clauses import (
    MAX_OWNER,
    Deadline,
    Order,
    deadline_in,
    find_order,
    is_speaker,
    owner_at,
    owner_before,
    owner_by_modal,
    owner_of_line,
    owner_of_list,
)
from hpbrief.extract.directives.words import DirectiveWords, Passage, Task, skip
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.times import Anchor
from hpbrief.parse.patterns import holds

_END_MARKS: Final = ' .;,:!?…-/\n"”'
_OWN_MATTER: Final = 32
_OWN_TASK: Final = 60  # characters from which the head of a list holds a task of its own
_SHORTEST: Final = 8
_LONGEST_HEADING: Final = 140
_PARTING: Final = re.compile(r"[(“)”;,]")
_RANKS: Final = tuple(
    re.compile(r" *+" + mark)
    for mark in (
        r"[ivx]{1,5}\. ",
        r"[0-9]{1,2}[.)] ",
        r"[0-9]{1,2}\.[0-9]",
        r"[a-z\u0111][.)] ",
        r"[-•*] ?",
        r"\+ ?",
    )
)
_CALLS: Final = frozenset({"give", "ask", "beg", "urge", "mind", "stress"})  # the owner stands behind these


class Duty:
    """What earlier sentences lend to later ones: whether orders are being given, and to whom.

    ``head`` is the owner that the head of a list names for all of it; ``listing`` whether a colon opened a list;
    ``section_rank`` how deep in the outline the heading stands that opened or ended the section; ``due`` a deadline
    that a sentence alone sets for the task before it.
    """

    def __init__(self) -> None:
        self.ordering = False
        self.owner: str | None = None
        self.head: str | None = None
        self.rank = 0
        self.listing = False
        self.section = False
        self.section_rank = 0
        self.due: Deadline | None = None


class DirectiveReader:
    """Reads directives in sentences, with the words of a catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        self.known = DirectiveWords(catalog)

    def read(self, text: str, sentence: Sentence, anchor: Anchor, duty: Duty) -> list[Task]:
        """The directives of a sentence; ``duty`` is moved on."""
        here = Passage(self.known, text, sentence, anchor)
        duty.due = None
        _enter_section(here, duty)
        order = find_order(here)
        found = None if order is None else _ordered(here, order, duty)
        return _continued(here, duty) if found is None else found


def _enter_section(here: Passage, duty: Duty) -> None:
    """A numbered heading opens or ends a section of tasks: "III. Nhiệm vụ trọng tâm"."""
    low, known = here.low, here.known
    if not here.sentence.first or len(low) >= _LONGEST_HEADING:
        return
    if known.heading.match(low):
        rank = _rank(low)
        if duty.section and 0 < duty.section_rank < rank:
            return  # "a) Sở Tài chính" below "2. Nhiệm vụ"
        duty.section = known.speaks_of_tasks(low) and known.results_not_tasks.search(low) is None
        duty.owner, duty.section_rank = None, rank
    elif known.speaks_of_tasks(low) and known.tasks_heading.fullmatch(low.rstrip("\n")):
        duty.section, duty.owner, duty.section_rank = True, None, _rank(low)


# -- a sentence with a verb of order ----------------------------------------------------------------


def _ordered(here: Passage, order: Order, duty: Duty) -> list[Task] | None:
    """The tasks behind a verb of order; None where the verb orders nothing of anyone."""
    if order.kind in _CALLS:
        return _called(here, order, duty)
    rule = f"directive.{order.kind}"
    owner = owner_before(here, order.start)
    if owner is None:
        if order.kind != "must" or not is_speaker(here, here.low[max(0, order.start - 200) : order.start]):
            return None
        duty.ordering, duty.owner = True, None
        return _clauses(here, order.end, duty, rule)
    begin, duty.owner = owner
    at = order.start if order.kind == "go_on" else order.end
    tasks = _clauses(here, at, duty, rule, first_start=begin - here.start)
    if order.kind == "aim" and all(task.deadline is None for task in tasks):
        return None
    duty.ordering = True
    return tasks


def _called(here: Passage, order: Order, duty: Duty) -> list[Task]:
    """ "Giao Sở Tài chính …", "yêu cầu: …": owners and tasks follow, here or in the lines below."""
    low = here.low
    duty.ordering, duty.owner = True, None
    end = _relayed(here, order.end, duty)
    duty.head, duty.listing = None, False
    if low[end:].strip(" ") not in (":", "") and not low.rstrip(" \n").endswith(":"):
        return _clauses(here, end, duty, f"directive.{order.kind}")
    duty.listing = True
    _take_head(here, owner_of_list(here, skip(low, end)), duty)
    return []


def _relayed(here: Passage, at: int, duty: Duty) -> int:
    """Past "UBND tỉnh chỉ đạo:" where it passes the order on: what follows names owners or is its own."""
    low = here.low
    start = skip(low, at)
    relay = here.known.relay.match(low, start) if here.begins_owner(start) else None
    if relay is None or not low[relay.end() :].strip(" \n"):
        return at
    duty.owner = here.text[here.start + start : here.start + relay.end("owner")]
    return relay.end()


def _take_head(here: Passage, owner: str | None, duty: Duty) -> None:
    """Keep the owner that the head of a list or a line of its own names."""
    if owner is not None:
        duty.rank = _rank(here.low)
        duty.owner = duty.head = owner


# -- a sentence that goes on ------------------------------------------------------------------------


class _Opening(NamedTuple):
    """How a sentence begins: where its first clause does, and whether that names an owner, is a task, is an item."""

    at: int
    named: bool
    carried: bool
    listed: bool


def _opening(here: Passage, duty: Duty) -> _Opening:
    at = here.past_lead(0, len(here.low))
    listed = here.sentence.is_bullet(here.text) or _is_counted(here)
    joined = listed or duty.section or here.known.joins_on.match(here.low) is not None
    return _Opening(at, _names_owner(here, at), joined and here.begins_task(at), listed)


def _continued(here: Passage, duty: Duty) -> list[Task]:
    """The tasks of a sentence without a verb of order, where orders are being given."""
    if _opens_list(here, duty) or not (duty.ordering or duty.section):
        return []
    if _is_due(here, duty):
        return []
    one = _opening(here, duty)
    if one.named and _is_head(here, one.at, duty):
        return []
    _fall_back(here, one, duty)
    if here.known.holds_goal.match(here.low, one.at) is not None:
        return []
    if one.named or one.carried:
        return _clauses(here, one.at, duty, "directive.continued")
    line = owner_of_line(here, one.at) if duty.listing else None
    _take_head(here, line, duty)
    if line is None:
        duty.ordering = duty.listing = False
    return []


def _fall_back(here: Passage, one: _Opening, duty: Duty) -> None:
    """An item that names no owner is for the head of its list, or for no one where it stands beside the head."""
    if one.carried and one.listed and here.sentence.first and not one.named:
        if _rank(here.low) <= duty.rank:
            duty.head = None
        duty.owner = duty.head


def _is_head(here: Passage, at: int, duty: Duty) -> bool:
    """Whether a sentence is the head of a list and holds no task of its own; its owner is kept."""
    if not here.low.rstrip(" \n").endswith(":"):
        return False
    _take_head(here, owner_of_list(here, at), duty)
    return duty.head is None or len(here.low) - at - len(duty.head) < _OWN_TASK


def _is_due(here: Passage, duty: Duty) -> bool:
    """ "Thời gian hoàn thành: trước ngày 30/11/2025.": a deadline for the task before."""
    if not duty.ordering or here.known.due_alone.fullmatch(here.low) is None:
        return False
    due = deadline_in(here, 0, len(here.low))
    duty.due = due if due.day is not None else None
    return duty.due is not None


def _opens_list(here: Passage, duty: Duty) -> bool:
    """Whether a sentence does no more than open a list: "Tập trung thực hiện các nhiệm vụ sau:", "Cụ thể:"."""
    known, low = here.known, here.low
    if known.speaks_of_tasks(low) and known.opens_tasks.search(low) and not known.told.search(low):
        duty.ordering = duty.listing = True
        duty.owner = duty.head = None
        return True
    if (duty.ordering or duty.section) and known.bare_lead.fullmatch(low):
        duty.listing = True
        return True
    return False


def _names_owner(here: Passage, at: int) -> bool:
    """Whether an owner begins at a place, with a task or a colon behind it."""
    if not here.begins_owner(at):
        return False
    near = here.known.task.search(here.low, at, at + MAX_OWNER)
    if near is None and owner_by_modal(here, at, len(here.low)) is not None:
        return True
    return near is not None or ":" in here.low[at : at + MAX_OWNER]


def _is_counted(here: Passage) -> bool:
    """Whether a sentence bears a number, in digits or in words: "1.", "Một là"."""
    return here.known.enumerated.match(here.low) is not None or here.sentence.is_numbered(here.text)


# -- clauses ----------------------------------------------------------------------------------------


def _clauses(here: Passage, at: int, duty: Duty, rule: str, *, first_start: int | None = None) -> list[Task]:
    """The tasks from a place on, each clause one; ``first_start`` is where the owner before the verb begins."""
    tasks: list[Task] = []
    aims = here.low.startswith(here.known.aims, skip(here.low, at))
    for number, (start, end) in enumerate(_parts(here, at)):
        if aims and number and _is_target(here, start, end):
            continue
        task = _clause(here, start, end, duty, rule, first_start if number == 0 else None)
        if task is not None:
            tasks.append(task)
    return tasks


def _is_target(here: Passage, start: int, end: int) -> bool:
    """ "phấn đấu GRDP tăng 9%; giải ngân đạt 60%": a number to be reached, of nobody and no task."""
    low, known = here.low, here.known
    start = skip(low, start)
    task = known.task.match(low, start)
    if here.begins_owner(start) or (task is not None and task[0] not in known.spending):
        return False
    return known.target.fullmatch(low, start, end) is not None


def _parts(here: Passage, at: int) -> list[tuple[int, int]]:
    """The clauses from a place on, and in them what goes on with a task of its own."""
    low, known = here.low, here.known
    parts: list[tuple[int, int]] = []
    for start, end in _split(low, at, known.further):
        for match in known.task_anew.finditer(low, start, end):
            if match.start() - start < _OWN_MATTER or not known.task.search(low, start, match.start()):
                continue
            parts.append((start, match.start()))
            start = match.end()
        parts.append((start, end))
    return parts


class _Who(NamedTuple):
    """Who is to do what a clause says: where the directive and its task begin, the owner, and the rule."""

    begin: int
    task_start: int
    owner: str | None
    rules: tuple[str, ...]


def _clause(
    here: Passage, start: int, end: int, duty: Duty, rule: str, first_start: int | None
) -> Task | None:
    """The task of a clause: its owner before the verb, at its beginning, or the one who was named before."""
    start, end = _trimmed(here, start, end)
    if end - start < _SHORTEST or _is_no_task(here, start, end):
        return None
    if first_start is not None:
        who: _Who | None = _Who(first_start, start, duty.owner, (rule,))
    else:
        who = _who(here, start, end, duty, rule)
    if who is None or not _says_what(here, who.task_start, end):
        return None
    deadline = deadline_in(here, who.task_start, end)
    if first_start is not None and deadline.day is None:
        # it may stand before the verb, or before the owner
        opening = max(here.low.rfind(mark, 0, who.begin) for mark in ".;:") + 1
        deadline = deadline_in(here, opening, who.task_start)
    rules = who.rules if deadline.rule is None else (*who.rules, f"directive.{deadline.rule}")
    place = (here.start + who.begin, here.start + end, here.start + who.task_start)
    return Task(*place, who.owner, deadline.day, deadline.word, deadline.text, rules)


def _who(here: Passage, start: int, end: int, duty: Duty, rule: str) -> _Who | None:
    """The owner that a clause names, or the one who was named before; None where the clause begins no task."""
    if not here.begins_owner(start):
        begins = here.begins_task(start) or rule == "directive.stress"
        return _Who(start, start, duty.owner, (rule,)) if begins else None
    named = owner_at(here, start, end)
    if named is None:  # someone is named, but not where the name ends
        return _Who(start, start, duty.owner if here.begins_task(start) else None, (rule,))
    duty.owner = here.text[here.start + start : here.start + named.end]
    begin = named.task_start if ":" in here.low[named.end : named.task_start] else start
    return _Who(begin, named.task_start, duty.owner, (rule, f"directive.{named.rule}"))


def _says_what(here: Passage, start: int, end: int) -> bool:
    """Whether a stretch has words, and not those that close a letter."""
    words = any(c.isalpha() for c in here.low[start:end])
    return words and here.known.closing.search(here.low, start, end) is None


def _trimmed(here: Passage, start: int, end: int) -> tuple[int, int]:
    """A clause without what opens it and the marks at its end."""
    start = here.past_lead(start, end)
    while end > start and here.low[end - 1] in _END_MARKS:
        end -= 1
    return start, end


def _is_no_task(here: Passage, start: int, end: int) -> bool:
    """Whether a clause holds what is aimed at or said, nobody's task."""
    low, known = here.low, here.known
    colon = low.find(":", start, end)
    said = colon > 0 and known.says.search(low, start, colon) is not None
    return said or known.holds_goal.match(low, start, end) is not None


def _rank(low: str) -> int:
    """How deep in the outline a line stands: II., 2., 2.1., a), -, +; 0 without a mark."""
    for rank, pattern in enumerate(_RANKS, 1):
        if pattern.match(low):
            return rank
    return 0


def _split(low: str, at: int, further: tuple[str, ...]) -> list[tuple[int, int]]:
    """The clauses from a place on: semicolons and words such as "đồng thời" part them, outside brackets and quotes."""
    if ";" not in low and not holds(low, further):
        return [(at, len(low))]
    parts, start, depth = [], at, 0
    for mark in _PARTING.finditer(low, at):
        char, place = mark[0], mark.start()
        if char in "(“":
            depth += 1
        elif char in ")”":
            depth = max(0, depth - 1)
        elif depth == 0 and (char == ";" or low.startswith(further, place)):
            parts.append((start, place))
            start = place + 1
    parts.append((start, len(low)))
    return parts
