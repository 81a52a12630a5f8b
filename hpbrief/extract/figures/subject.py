"""Which words are the subject of a number: before it, behind it, or those of the number before.

The driver alone keeps state; what it asks are rows of named rules (``subject_rules``, ``subject_before``,
``subject_elsewhere``, ``subject_indicator``), each over the values of ``subject_question``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from hpbrief.extract.figures.neighbours import Chain
from hpbrief.extract.figures.spoken_time import Context, Figure
from hpbrief.extract.figures.subject_question import Meant, Question, SubjectAnswer, Told, understood
from hpbrief.extract.figures.subject_rules import FIRST, OWN, RANKED, Rule, in_turn
from hpbrief.extract.figures.subject_words import ELSEWHERE, words_before
from hpbrief.extract.naming.measures import Reading
from hpbrief.extract.naming.subjects import Subject, SubjectReader
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import FigureWords, Token

_LABEL: Final = 60  # characters in which a line may name what it is about
_HEAD: Final = 40  # characters in which a colon follows a head
_NEAR: Final = 300
_FEW: Final = 12
_OPENS: Final = 12  # characters of a clause within which a word opens it
_LONGEST_ASPECT: Final = 40
_PER_CENT: Final = ("PT", "PP")


class SubjectChoice:
    """The subjects of one sentence, number by number."""

    def __init__(self, subjects: SubjectReader, context: Context, sentence: Sentence) -> None:
        self._subjects = subjects
        self._words = subjects.words
        self._context = context
        self._text = context.text
        self._sentence = sentence
        self._tokens = sentence.tokens
        self._told = Told()
        self._trade: str | None = None
        self._asked: Question | None = None
        self._answer: SubjectAnswer | None = None
        label = self._label()
        if sentence.first or (label is not None and label.indicator is not None):
            context.label = label
        self.clause_start = sentence.start
        self.lead_head: str | None = None

    def take(self, token: Token) -> None:
        """Move on over a cue: "Cơ cấu kinh tế: ..." is the head of all that follows the colon."""
        if "head" in token.senses and "indicator" not in token.senses:
            colon = self._text.find(":", token.end, min(token.end + _HEAD, self._sentence.end))
            words = self._words.year_named.sub("", self._text[token.end : colon]) if colon > 0 else ""
            if colon > 0 and not any(c.isdigit() for c in words):
                self.lead_head = token.senses["head"]

    def _label(self) -> Subject | None:
        """ "- Du lịch: đón 3,1 triệu lượt khách": what a line is about, named in a few words before its colon."""
        text, start = self._text, self._sentence.start
        colon = text.find(":", start, min(start + _LABEL, self._sentence.end))
        if colon < 0 or text[colon + 1 : colon + 2] not in (" ", "\n", ""):
            return None
        if any(word in self._sentence.low[: colon - start] for word in self._words.goals):
            return None  # "còn 3 chỉ tiêu không về đích: ..."
        place = self._subjects.trim(text, self._tokens, start, colon)
        if place is None or any(c in ",;(" for c in text[place[0] : colon]):
            return None
        found = self._subjects.subject(text, *place)
        # "Xuất khẩu là điểm sáng: ...": more may stand behind a name that is known
        return found if found.indicator is not None or not text[place[1] : colon].strip() else None

    def passed(self, figure: Figure, *, in_brackets: bool) -> None:
        """Remember a number that was read."""
        if figure.named is not None and figure.words.unit not in _PER_CENT:
            figure.subject_after = figure.named
        named = self._answer.subject if self._answer is not None else None
        if named is not None and named.indicator in self._subjects.ranks and figure.subject is not None:
            figure.subject_after = named  # "PCI đạt 68,2 điểm, xếp thứ 14": the order behind the score
        self._told.pass_on(figure, in_brackets=in_brackets)

    # -- choosing -----------------------------------------------------------------------------------

    def choose(
        self, index: int, chain: Chain, floor: int, figure: FigureWords
    ) -> tuple[Subject | None, bool]:
        """The subject, and whether this clause names it itself."""
        answer = self.answer(index, chain, floor, figure)
        return answer.subject, answer.own

    def answer(self, index: int, chain: Chain, floor: int, figure: FigureWords) -> SubjectAnswer:
        """The subject of a number, with the rule that chose it."""
        question = Question(
            self._subjects, self._context, self._sentence, self._told, index, chain, floor, figure
        )
        answer = in_turn(question)
        if answer is not None:
            answer.rule = "subject.in_turn"
        else:
            self._told.queue = []
            question.start = question.window_start(chain.start)
            answer = self._answered(question)
        assert answer is not None  # the last rule always answers
        self._trade = question.before.trade
        self._told.queue = answer.queue or []
        if question.counted:
            self._told.verb = question.chain.doing_token or self._told.verb
        self.clause_start = question.start if answer.clause_start < 0 else answer.clause_start
        self._asked, self._answer = question, answer
        return answer

    @staticmethod
    def _answered(question: Question) -> SubjectAnswer | None:
        """The answer of the first rule that has one, row by row."""
        ranked = question.verb in ("rank", "top")
        answer = _first(question, FIRST) if ranked or question.chain.respectively else None
        if answer is None:
            question.before = words_before(question)
            answer = _first(question, RANKED) if ranked else None
        return answer or _first(question, OWN) or _first(question, ELSEWHERE)

    @property
    def rule(self) -> str:
        """The name of the rule that chose the subject of the last number."""
        return self._answer.rule if self._answer is not None else ""

    def rivals(self) -> list[tuple[str, Subject]]:
        """The other words that could have been the subject of the last number, and how they offered themselves."""
        question, answer = self._asked, self._answer
        if question is None or answer is None:
            return []
        behind = question.behind(counted=question.counted)
        offered = [
            ("subject.before", question.subject(question.before.place) if question.before.place else None),
            ("subject.behind", question.subject(behind) if behind else None),
            ("subject.label", self._context.label),
            ("subject.carried", question.carried()),
        ]
        chosen = answer.subject.start if answer.subject is not None else -1
        return [(name, one) for name, one in offered if one is not None and one.start != chosen]

    # -- after choosing -----------------------------------------------------------------------------

    def indicator_for(
        self, subject: Subject | None, reading: Reading, words: FigureWords, *, own: bool
    ) -> Subject | None:
        """The subject with the indicator that fits the measure: GRDP in per cent is its growth."""
        if subject is None or (reading.measure == "rank" and not own):
            return subject
        subjects, last = self._subjects, self._told.last
        subject = self._explained(self._completed(subject, words, own=own), words)
        reaped = self._trade == "reaped" and words.unit == "HA"
        if reaped or self._is_average(subject, words):
            return subject.naming(None)
        if last is not None and subjects.is_other(subject.indicator, last.words.unit):
            return subject.naming(None)
        return subjects.indicator_for(subject, reading, words.unit, parts=self._context.growth_of_parts)

    def _completed(self, subject: Subject, words: FigureWords, *, own: bool) -> Subject:
        """A subject whose words name no indicator, with the one that the words around it make of it."""
        if subject.indicator is not None:
            return subject
        if words.unit == "PT" and not own:
            share = self._subjects.resolve(self._text[subject.start : subject.end])
            if share in self._subjects.shares:
                return subject.naming(share)
        if not subject.key:
            return subject
        found = understood(
            Meant(
                self._subjects,
                self._context,
                self._sentence,
                subject,
                words,
                self._told,
                self.clause_start,
                self._trade,
            )
        )
        return subject.naming(found) if found else subject

    def _explained(self, subject: Subject, words: FigureWords) -> Subject:
        """ "178 doanh nghiệp, vốn điều lệ 900 tỷ đồng": a short name that the subject before explains."""
        earlier = self._told.last.subject if self._told.last is not None else self._context.subject
        if earlier is None or earlier.indicator is None or subject.start <= earlier.start:
            return subject
        noun = self._text[subject.start : subject.end]
        verb = self._asked.chain.doing_token if self._asked is not None else None
        found = self._subjects.explained(earlier.indicator, noun)
        if verb is not None:
            by_verb = f"{self._text[verb.start : verb.end]} {noun}"
            found = self._subjects.explained(earlier.indicator, by_verb) or found
        if found is None or (words.unit in _PER_CENT and subject.indicator is not None):
            return subject
        return subject.naming(found)

    def _is_average(self, subject: Subject, words: FigureWords) -> bool:
        """ "vốn đăng ký 9,2 tỷ đồng/doanh nghiệp": an average, not the whole that the name stands for."""
        if words.unit not in ("VND", "USD") or subject.indicator not in self._subjects.sums:
            return False
        if self._asked is not None and self._is_mean(self._asked):
            return True
        return self._words.per_thing.search(self._text, words.unit_start, words.unit_end) is not None

    def _is_mean(self, question: Question) -> bool:
        """ "bình quân 48.000 tỷ đồng/năm": a mean of a sum is not the sum."""
        chained = question.tokens[question.chain.first : question.index]
        return any(self._text[t.start : t.end].lower() in self._words.mean_words for t in chained)

    def aspect(self, figure: Figure) -> int | None:
        """ "tăng 35% về vốn": another side of the same indicator; where its words end."""
        end = figure.token.end
        match = self._words.aspect.match(self._text, end, min(end + _LONGEST_ASPECT, self._sentence.end))
        if match is None or figure.subject is None:
            return None
        found = self._subjects.aspect(figure.subject.indicator, match["a"])
        named = next((s for s in reversed(self._told.named[-_FEW:]) if s.indicator == found), None)
        if found is not None and named is not None:
            figure.subject = named
        elif found is not None and found != figure.subject.indicator:
            figure.subject = Subject(match.start("a"), match.end("a"), found)
        return match.end()

    def goes_on_over(self, token: Token) -> bool:
        """ "tổng thu du lịch trong 4 ngày nghỉ lễ": whether a subject goes on over a stretch of days."""
        if token.kind != "left_out" or self._words.stretch_of_days.match(self._text, token.start) is None:
            return False
        start = max(self._sentence.start, token.start - _OPENS)
        return self._words.stretch_led.search(self._text, start, token.start) is not None

    # -- what the clause of a number says -----------------------------------------------------------

    def opens_clause(self, token: Token) -> bool:
        """Whether a cue is the first of its clause."""
        return (
            not self._text[self.clause_start : token.start].strip(" ,(")
            or token.start - self.clause_start < _OPENS
        )

    def names_area(self, token: Token) -> bool:
        """Whether the clause of a number says that the area itself is spoken of: "trong khi tỉnh tăng 9,6%"."""
        return self._words.actor_in.search(self._text[self.clause_start : token.start].lower()) is not None

    def stands(self, token: Token) -> bool:
        """Whether what is counted stands at a moment: "91 dự án còn hiệu lực", and what goes with it."""
        low, at = self._sentence.low, token.start - self._sentence.start
        far = max(0, at - _NEAR)
        floor = max(far, low.rfind(";", far, at) + 1)
        end = low.find(",", at, at + _NEAR)
        clause = low[floor : end if end > 0 else at + _NEAR]
        return any(word in clause for word in self._words.standing)

    def alone_in_line(self, token: Token) -> bool:
        """Whether a number fills its line."""
        line, end = self._sentence.line, self._sentence.line_end
        return (
            end - line < _HEAD
            and not self._text[line : token.start].strip(" +-(|")
            and not self._text[token.end : end].strip(" )%|")
        )


def _first(question: Question, rules: Iterable[tuple[str, Rule]]) -> SubjectAnswer | None:
    """The answer of the first rule that has one."""
    for name, rule in rules:
        found = rule(question)
        if found is not None:
            found.rule = name
            return found
    return None
