"""The words of tasks: the patterns of a catalogue, bound once, and a sentence that is read with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from hpbrief.catalog import Catalog
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.times import Anchor
from hpbrief.models import DeadlineWord
from hpbrief.parse.patterns import class_phrases, holds, patterns_of
from hpbrief.parse.periods import WordTable
from hpbrief.parse.text import phrase_key


class Task(NamedTuple):
    """A directive as found: its place, where the task begins, owner and deadline, and the rules that gave them."""

    start: int
    end: int
    task_start: int
    owner: str | None
    deadline: date | None
    deadline_word: DeadlineWord | None
    deadline_text: str | None
    rules: tuple[str, ...]


class DirectiveWords:
    """The phrases by which tasks are given: the patterns of a catalogue, bound once."""

    def __init__(self, catalog: Catalog) -> None:
        tables: Mapping[str, Mapping[str, str]] = catalog.rules.get("actor_words", {})
        self.kinds = {phrase_key(words): kind for words, kind in tables.get("order", {}).items()}
        self.deadlines = WordTable(_deadlines(tables))
        self.task_words = class_phrases(catalog, "task_word")
        self.spending = class_phrases(catalog, "disburse")
        self.further = tuple(f", {words} " for words in class_phrases(catalog, "further"))
        self.apart = class_phrases(catalog, "apart")
        self.speaker_self = class_phrases(catalog, "speaker_self")
        self.aims = tuple(f"{words} " for words in class_phrases(catalog, "aims"))
        self.this_year_words = class_phrases(catalog, "this_year")
        rows = patterns_of(catalog, "directives")
        self.order = rows["order"]
        self.no_order = rows["no_order"]
        self.handed = rows["handed"]
        self.speaker = rows["speaker"]
        self.speaker_asks = rows["speaker_asks"]
        self.numbered = rows["numbered"]
        self.give_behind = rows["give_behind"]
        self.list_of_tasks = rows["list_of_tasks"]
        self.framed = rows["framed"]
        self.counted_before = rows["counted_before"]
        self.relay = rows["relay"]
        self.task = rows["task"]
        self.task_anew = rows["task_anew"]
        self.task_in_name = rows["task_in_name"]
        self.lead = rows["lead"]
        self.frame_ahead = rows["frame_ahead"]
        self.fellows = rows["fellows"]
        self.bare_lead = rows["bare_lead"]
        self.opens_tasks = rows["opens_tasks"]
        self.told = rows["told"]
        self.enumerated = rows["enumerated"]
        self.joins_on = rows["joins_on"]
        self.says = rows["says"]
        self.holds_goal = rows["holds_goal"]
        self.closing = rows["closing"]
        self.target = rows["target"]
        self.heading = rows["heading"]
        self.tasks_heading = rows["tasks_heading"]
        self.results_not_tasks = rows["results_not_tasks"]
        self.owner_first = rows["owner_first"]
        self.owner_known = rows["owner_known"]
        self.and_ends = rows["and_ends"]
        self.speech = rows["speech"]
        self.owner_lead = rows["owner_lead"]
        self.owner_modal = rows["owner_modal"]
        self.inner_modal = rows["inner_modal"]
        self.stretch_from = rows["stretch_from"]
        self.clock = rows["clock"]
        self.resolved = rows["resolved"]
        self.already = rows["already"]
        self.not_yet = rows["not_yet"]
        self.due_alone = rows["due_alone"]
        self.dated = rows["dated"]
        self.this_year = rows["this_year"]
        self.last_day = rows["last_day"]

    def speaks_of_tasks(self, low: str) -> bool:
        """Whether the word for a task stands in a stretch."""
        return holds(low, self.task_words)


class Passage:
    """A sentence that is read for tasks, with the words of a catalogue and the day of the document."""

    __slots__ = ("anchor", "known", "low", "sentence", "start", "text")

    def __init__(self, known: DirectiveWords, text: str, sentence: Sentence, anchor: Anchor) -> None:
        self.known = known
        self.text = text
        self.sentence = sentence
        self.low = sentence.low
        self.start = sentence.start
        self.anchor = anchor

    def begins_owner(self, at: int) -> bool:
        """Whether an owner may begin at a place."""
        return self.known.owner_first.match(self.low, at) is not None

    def past_lead(self, at: int, end: int) -> int:
        """Past what opens a clause: small words, a frame of time ahead; not past comrades who are the owners."""
        known, low = self.known, self.low
        lead = known.lead.match(low, at, end)
        start = lead.end() if lead else at
        if self.begins_owner(start) or self.begins_task(start):
            return start
        fellows = known.fellows.search(low, at, start + 1)
        if fellows is not None:
            return fellows.start()
        frame = known.frame_ahead.match(low, start, end)
        if frame is not None and (self.begins_owner(frame.end()) or self.begins_task(frame.end())):
            return frame.end()
        return start

    def begins_task(self, at: int) -> bool:
        """Whether a task begins here, its deadline first or not: "Chậm nhất ngày 20/12 giải quyết ..."."""
        if self.known.task.match(self.low, at) is not None:
            return True
        dated = self.known.dated.match(self.low, at)
        return dated is not None and self.known.task.match(self.low, dated.end()) is not None


def skip(low: str, at: int) -> int:
    """Past blanks, colons and quotes."""
    while at < len(low) and low[at] in ' :"“':
        at += 1
    return at


def _deadlines(tables: Mapping[str, Mapping[str, str]]) -> dict[str, DeadlineWord]:
    """The words before a deadline, those of the latest time joined with what leads to it."""
    found = {words: DeadlineWord(kind) for words, kind in tables.get("deadline", {}).items()}
    for words, kind in tables.get("deadline_latest", {}).items():
        found.setdefault(words, DeadlineWord(kind))
        for joint in tables.get("deadline_joint", {}):
            found.setdefault(f"{words} {joint}", DeadlineWord(kind))
    return found
