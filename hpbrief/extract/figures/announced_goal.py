"""Goals that are announced: by a heading, under which every number is a goal, or by the words of a sentence as it
goes on, and on whose plan.
"""

from __future__ import annotations

from typing import Final

from hpbrief.extract.figures.neighbours import After, Chain
from hpbrief.extract.figures.spoken_time import Context
from hpbrief.extract.figures.wording import FigureWording, holds_any
from hpbrief.extract.text.frame import DocumentFrame
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.times import resolve_time
from hpbrief.extract.text.tokens import FigureWords, Token
from hpbrief.models import Period
from hpbrief.parse.lexicon import marks_of

_HEAD_OF_LIST: Final = (
    120  # characters before the aims of a list in which a word may say that they are results
)
_BY: Final = 5  # characters of the word for "by" and its blank
_FEW: Final = 24  # words that may stand between a plan and the first number of its list
_AGAINST: Final = frozenset({"exceed", "reach", "equal", "short", "up", "down"})
_ENDS_PLAN: Final = frozenset(
    {"up", "down", "exceed", "equal", "share", "rank"}
)  # verbs behind which a plan is over


class GoalTrack:
    """The words of goals and plans of one sentence."""

    def __init__(self, words: FigureWording, text: str, tokens: list[Token], year: int | None = None) -> None:
        self._words = words
        self._year = year
        self.of_year = False
        self.held = False  # whether the number ahead is the plan that others are held against
        self._text = text
        self._tokens = tokens
        self._basis: str | None = None
        self._plan: str | None = None
        self._giver: str | None = None
        self._annual = False
        self._listing = False  # whether a colon opened a list of aims
        self.aims = False

    def take(self, index: int) -> None:
        """Move on over the cue ``tokens[index]``."""
        senses = self._tokens[index].senses
        if "goal" in senses and not self.measured_against(index) and not self._is_result(index):
            self.aims |= holds_any(self._said(index), self._words.aim_words)
            if self._basis in (None, "unspecified"):
                self._basis = senses["goal"]
        elif ("actual" in senses or senses.get("glue") == "glue_so_far") and self._basis != "directive":
            self._basis, self._listing = None, False
        if "plan" in senses and self._is_set(index):
            self._take_plan(index)
        elif "plan" in senses and self._basis != "directive" and self._is_pointed_at(index):
            self._basis = None
        elif "giver" in senses:
            self._giver = senses["giver"]
        elif self._is_told(index):
            self._plan = None

    def _take_plan(self, index: int) -> None:
        """Move on over a plan that the number ahead may set."""
        plan = self._tokens[index].senses["plan"]
        self._plan, self._giver = plan, None
        self._annual = self._year_follows(index)
        self.held = plan != "scenario" and self._is_held_against(index) and self._is_valued(index)
        self.of_year = self._said(index).endswith(self._words.year)
        self._listing |= self._lists_aims(index)
        if self._listing or self._aims(index) or self._opens_list(index):
            self._basis = "annual_plan" if self._annual else plan

    def _is_set(self, index: int) -> bool:
        """Whether a plan is not what something is held against, or has its number right behind it."""
        against = self.measured_against(index) and not self._is_valued(index)
        return not against and not self._is_by_plan(index)

    def _is_told(self, index: int) -> bool:
        """Whether a verb tells of results: a plan named before is over then."""
        senses = self._tokens[index].senses
        told = senses.get("verb") in _ENDS_PLAN or ("doing" in senses and not self._is_planned(index))
        return told and not self._text.endswith(self._words.is_, 0, self._tokens[index].start)

    def _said(self, index: int) -> str:
        """The words of a token, in lower case."""
        token = self._tokens[index]
        return self._text[token.start : token.end].lower()

    def _is_pointed_at(self, index: int) -> bool:
        """ "so với mục tiêu này, 10 tháng đã đạt 92%": what follows is told of the goal before."""
        versus = index > 0 and "versus" in self._tokens[index - 1].senses
        return versus and self._text.startswith(self._words.pointing, self._tokens[index].end)

    def _is_planned(self, index: int) -> bool:
        """ "Kế hoạch năm 2025 hoàn thành 2.200 căn": a deed right behind the plan is what is planned."""
        j = index - 1
        if j > 0 and self._tokens[j].kind == "time":
            j -= 1
        if j < 0 or "plan" not in self._tokens[j].senses:
            return False
        return not any(
            self._text[one.end : other.start].strip(" ")
            for one, other in zip(self._tokens[j:index], self._tokens[j + 1 : index + 1], strict=True)
        )

    def _is_result(self, index: int) -> bool:
        """ "Kết quả các chỉ tiêu": what was reached, not what is to be."""
        before = self._tokens[index - 1] if index else None
        if self._text.startswith(self._words.said_of_goal, self._tokens[index].end):
            return True
        return before is not None and "actual" in before.senses

    def _is_by_plan(self, index: int) -> bool:
        """ "Thu theo chỉ tiêu giao": how something is counted, no aim."""
        token = self._tokens[index]
        if self._text[max(0, token.start - _BY) : token.start].lower() not in self._words.by:
            return False
        return self._words.stated_plan.match(self._text, token.end) is None

    def _is_valued(self, index: int) -> bool:
        """ "để đạt kế hoạch cả năm 1,1 tỷ USD": the number behind the plan is the plan itself."""
        following = self._tokens[index + 1] if index + 1 < len(self._tokens) else None
        before = self._tokens[index - 1]
        return (
            following is not None
            and following.figure is not None
            and (following.figure.unit not in ("PT", "PP", None) or self._is_named_aim(index))
            and (self._verb_of(before) == "reach" or self._is_held_against(index))
            and not self._text[self._tokens[index].end : following.start].strip(" ")
        )

    def _is_held_against(self, index: int) -> bool:
        """ "So với mục tiêu 6,9 tỷ USD, ...", but not "tăng so với kế hoạch 1,2 tỷ USD": that says by how much."""
        if not index or self._tokens[index - 1].senses.get("versus") != "versus":
            return False
        moved = self._tokens[index - 2] if index > 1 else None
        return moved is None or moved.senses.get("verb") not in _AGAINST or moved.kind == "figure"

    def _is_named_aim(self, index: int) -> bool:
        """ "đạt mục tiêu cả năm 12%" is the aim itself, "đạt kế hoạch 95%" a share of the plan."""
        return self._said(index).startswith(self._words.aim_only)

    def _opens_list(self, index: int) -> bool:
        """ "về kế hoạch năm 2026, ...: GRDP tăng 10%, ...": a plan for a year ahead with its numbers behind a colon."""
        if not self._annual or self._year is None:
            return False
        time = self._tokens[index + 1].time
        if time is None or time.year is None or time.year <= self._year:
            return False
        ahead = self._tokens[index + 2 : index + 2 + _FEW]
        first = next((t.start for t in ahead if t.figure is not None), None)
        return first is not None and ":" in self._text[self._tokens[index + 1].end : first]

    def _aims(self, index: int) -> bool:
        """Whether a sentence begins with its aim: "Mục tiêu năm 2026 là ..."."""
        return index <= 1 and self._is_named_aim(index)

    def _lists_aims(self, index: int) -> bool:
        """ "nhấn mạnh các mục tiêu năm 2025: GRDP tăng 10%; ...", unless results are told."""
        if not self._is_named_aim(index):
            return False
        following = index + 1 < len(self._tokens) and self._tokens[index + 1].kind == "time"
        end = self._tokens[index + following].end
        if not self._text.startswith(":", end):
            return False
        start = max(self._tokens[0].start, self._tokens[index].start - _HEAD_OF_LIST)
        return self._words.told_results.search(self._text, start, self._tokens[index].start) is None

    def number_passed(self) -> None:
        """A number ends the reach of a plan's word, but not of "phấn đấu"."""
        self._plan = self._giver = None
        self.of_year = self.held = False

    def basis(self, chain: Chain, after: After, words: FigureWords) -> str | None:
        """The basis of a goal that the number sets, or None for a figure."""
        held = self._basis in ("striving", "directive")
        if (chain.status is not None or (after.plan is not None and not self._listing)) and not held:
            return None
        if (
            self._plan is not None
            and chain.verb in (None, "reach", "to", "up")
            and not self._measures_plan(chain, words)
        ):
            named = self._giver or (
                "annual_plan" if self._plan == "unspecified" and self._annual else self._plan
            )
            if self._basis in (None, "unspecified"):
                return named
        return self._basis

    def _measures_plan(self, chain: Chain, words: FigureWords) -> bool:
        """Whether a share is said of the plan itself ("kế hoạch đạt 95%")."""
        return words.unit == "PT" and chain.verb == "reach"

    def _year_follows(self, index: int) -> bool:
        following = self._tokens[index + 1] if index + 1 < len(self._tokens) else None
        return following is not None and following.time is not None and following.time.form == "year"

    def measured_against(self, index: int) -> bool:
        """Whether a plan is what something is compared with ("vượt mục tiêu", "95% kế hoạch")."""
        before = self._tokens[index - 1] if index else None
        if before is None or self._text[before.end : self._tokens[index].start].strip(" "):
            return False
        if before.kind == "figure":
            return True
        return "versus" in before.senses or self._verb_of(before) in _AGAINST

    def _verb_of(self, token: Token) -> str | None:
        """The verb of a cue, that of a striving included: "phấn đấu vượt"."""
        verb = token.senses.get("verb")
        if verb is None and "goal" in token.senses:
            _, _, last = self._text[token.start : token.end].lower().rpartition(" ")
            return self._words.striving_verbs.get(last)
        return str(verb) if verb is not None else None

    def plan_before(self, chain: Chain) -> tuple[str | None, Chain]:
        """The plan of "vượt kế hoạch 5%", "đạt dự toán 95%", and the chain, whose verb its own is then."""
        j = chain.first - 1
        if j < 1:
            return None, chain
        token = self._tokens[j]
        if (
            "plan" not in token.senses
            or not self.measured_against(j)
            or self._is_valued(j)
            or self._text[token.end : chain.start].strip(" ")
        ):
            return None, chain
        verb = self._verb_of(self._tokens[j - 1])
        if verb is not None:
            chain = chain.saying([verb], j - 1, self._tokens[j - 1].start)
        return str(token.senses["plan"]), chain


_PLAIN: Final = 6  # the level of a line that is no heading
_MAX_HEADING: Final = 160
_FIGURE: Final = marks_of("a figure")
_TWO_YEARS: Final = 731


class Sections:
    """Where in the outline of a document a sentence stands, as far as goals go."""

    def __init__(self, words: FigureWording, text: str, frame: DocumentFrame) -> None:
        self._words = words
        self._text = text
        self._frame = frame
        self._basis = "annual_plan" if _is_resolution(words, text) else "unspecified"
        self._level: int | None = None
        self._dated: int | None = None
        self._span: Period | None = None
        self._aimed_at = frame.aimed_at

    def take(self, sentence: Sentence, context: Context) -> None:
        """Move on to the line of a sentence: a heading may open or end a section of goals."""
        line = self._text[sentence.line : sentence.line_end]
        level = self._level_of(line)
        heading = len(line) <= _MAX_HEADING and self._is_heading(line, sentence, level)
        if heading and level < _PLAIN - 1:
            self._enter(sentence, context, level)
        named = self._period(sentence) if heading else None
        within = self._level is not None and level > self._level
        if heading and self._names_goals(line) and not (within and named is None):
            self._open(context, line, level, named or self._aimed_at)
        elif within and _is_part(context, level, heading=heading):
            # "2.2. Xã hội (đến năm 2030)", and back to the whole at the next heading without a time
            context.goal_period = named or self._span
        else:
            self._leave(context, level, heading=heading)

    def _level_of(self, line: str) -> int:
        """The rank of a line in the outline, from 0; that of a plain line where nothing numbers it."""
        opening = self._words.heading.match(line)
        level = (opening.lastindex or 0) - 1 if opening else _PLAIN
        return 3 if level == 2 and self._words.headings[3].match(line) else level

    def _open(self, context: Context, line: str, level: int, period: Period | None) -> None:
        """A section of goals begins: of a scenario, of a year, or of several, which is no annual plan."""
        self._level = level
        context.goal_period = context.goal_span = self._span = period
        context.goal_basis = self._basis
        if holds_any(line.lower(), self._words.scenario):
            context.goal_basis = "scenario"
        elif self._basis == "unspecified" and period is not None and period.is_year:
            context.goal_basis = "annual_plan"
        elif period is not None and not period.is_year and period.days > _TWO_YEARS:
            context.goal_basis = "unspecified"

    def _leave(self, context: Context, level: int, *, heading: bool) -> None:
        """A line of its rank or above ends the section of goals."""
        if self._level == _PLAIN and level == _PLAIN - 1 and not heading:
            return  # items of a list below a line that is numbered by nothing
        above = self._level is not None and level <= self._level and (heading or level < _PLAIN)
        if above or (self._level == _PLAIN and level == _PLAIN and not heading):
            self._end(context)

    def _enter(self, sentence: Sentence, context: Context, level: int) -> None:
        """A numbered heading may name the period of what follows; one of its rank or above ends that."""
        named = [
            period
            for token in sentence.tokens
            if token.time is not None
            and token.time.form in ("year", "years", "quarter", "month", "first", "half")
            and (period := resolve_time(token.time, self._frame.anchor)) is not None
        ]
        day = self._frame.anchor.day
        if named and day is not None and all(period.start <= day for period in named):
            context.section = max(named, key=lambda period: (period.end, -period.start.toordinal()))
            self._dated = level
        elif self._dated is not None and level <= self._dated:
            context.section = self._dated = None

    def _end(self, context: Context) -> None:
        self._level = None
        context.goal_basis = context.goal_period = context.goal_span = None

    def _is_heading(self, line: str, sentence: Sentence, level: int) -> bool:
        if line.rstrip().endswith(":"):
            return True
        for t in sentence.tokens if sentence.marks & _FIGURE else ():
            if t.kind == "figure" and t.figure is not None and not t.figure.counted:
                if t.start < sentence.line_end:
                    return False
                break
        return level < _PLAIN - 1 and not line.rstrip().endswith((".", ";"))

    def _names_goals(self, line: str) -> bool:
        low = line.lower()
        return holds_any(low, self._words.aim_words) and not holds_any(low, self._words.not_goals)

    def _period(self, sentence: Sentence) -> Period | None:
        for token in sentence.tokens:
            if (
                token.time is not None
                and token.time.form in ("year", "years", "quarter", "month", "first", "last", "half")
                and token.start < sentence.line_end
            ):
                return resolve_time(token.time, self._frame.anchor)
        return None


def _is_part(context: Context, level: int, *, heading: bool) -> bool:
    """Whether a line heads a part of a section of goals."""
    return heading and level < _PLAIN - 1 and context.goal_basis is not None


def _is_resolution(words: FigureWording, text: str) -> bool:
    head = text[:3000]
    if holds_any(head, words.resolution_head):
        return True
    return holds_any(head[:400], words.resolution_code) and holds_any(head, words.resolution_title)
