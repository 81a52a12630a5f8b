"""Numbers to statements: each with subject, measure, direction, period, basis and status."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hpbrief.catalog import Catalog
from hpbrief.extract.chains import After, Chain, after_number, chain_before
from hpbrief.extract.measures import Frame, Reading, read_measure
from hpbrief.extract.sentences import Sentence
from hpbrief.extract.subjects import Subject, SubjectReader
from hpbrief.extract.tables import Cell
from hpbrief.extract.times import Anchor, resolve_time, until
from hpbrief.extract.tokens import FigureWords, Token
from hpbrief.models import Period
from hpbrief.parse.periods import word_before
from hpbrief.parse.text import phrase_key


class Figure:
    """A number read in its sentence; ``period`` and ``area`` are set last."""

    basis: str | None = None
    status: str | None = None
    goal: str | None = None
    period: Period | None = None
    area: str | None = None
    subject: Subject | None = None

    def __init__(self, token: Token, words: FigureWords, reading: Reading, qualifier: str) -> None:
        self.token = token
        self.words = words
        self.reading = reading
        self.qualifier = qualifier
        self.rules: list[str] = []


class Context:
    """What earlier sentences lend to later ones."""

    def __init__(self, text: str, anchor: Anchor, area: str | None, report: Period | None) -> None:
        self.text = text
        self.anchor = anchor
        self.area = area
        self.report = report
        self.paragraph: Period | None = None
        self.subject: Subject | None = None
        self.goal_section: Period | None = None
        self.in_goal_section = False
        self.growth_of_parts = False
        self.tasks: list[tuple[int, int]] = []
        self.cells: dict[int, Cell] = {}


class FigureReader:
    """Reads the numbers of sentences, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, subjects: SubjectReader) -> None:
        self.catalog = catalog
        self.subjects = subjects
        tables = catalog.rules.get("phrases", {})
        self._growth_is: dict[str, str] = dict(tables.get("growth_is", {}))
        self._growth_part = {phrase_key(w): i for w, i in tables.get("growth_part", {}).items()}
        self._growth_alone = {phrase_key(w): i for w, i in tables.get("growth_alone", {}).items()}
        self.growth_parts = frozenset(self._growth_part.values()) | frozenset(self._growth_is.values())
        self._elsewhere = tuple(phrase_key(w) for w in tables.get("elsewhere", {}))
        self._until = frozenset(phrase_key(w) for w in catalog.rules.get("time_words", {}).get("until", {}))

    def read(self, context: Context, sentence: Sentence) -> list[Figure]:
        """The figures and goals of a sentence; the context is moved on."""
        walk = _Walk(self, context, sentence)
        return walk.run()


class _Walk:
    """One sentence, token by token."""

    def __init__(self, reader: FigureReader, context: Context, sentence: Sentence) -> None:
        self.reader = reader
        self.context = context
        self.text = context.text
        self.low = ""
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.figures: list[Figure] = []
        self.period: Period | None = None
        self.stays: Period | None = None
        self.goal: str | None = None
        self.lead_base: str | None = None
        self.lead_plan: str | None = None
        self.last: Figure | None = None
        self.outer: Figure | None = None
        self.status: str | None = None
        self.queue: list[tuple[int, int]] = []

    def run(self) -> list[Figure]:
        previous = self.sentence.start
        for index, token in enumerate(self.tokens):
            if token.kind == "figure":
                figure = self._figure(index, token, previous)
                previous = token.end
                if figure is not None:
                    self.figures.append(figure)
                    self.last = figure
                    if not self._in_brackets(token.start):
                        self.outer = figure
            elif token.kind == "time":
                self._time(index, token)
            elif token.kind == "cue":
                self._cue(index, token)
        self._share_bases()
        if self.stays is not None:
            self.context.paragraph = self.stays
        return self.figures

    # -- what stands between the numbers ------------------------------------------------------------

    def _cue(self, index: int, token: Token) -> None:
        senses = token.senses
        if "goal" in senses and not self._is_measured_against(index):
            self.goal = senses["goal"] if self.goal in (None, "unspecified") else self.goal
        elif "actual" in senses and self.goal != "directive":
            self.goal = None
        if "versus" in senses and not self.figures:
            after = after_number(self.text, [token, *self.tokens[index:]], 0)
            if after.plan is not None:
                self.lead_plan = _plan_basis(after)
            elif after.base is not None:
                self.lead_base = after.base
            elif after.base_time is not None and after.base_time.time is not None:
                self.lead_base = self._base_of_time(after.base_time)

    def _is_measured_against(self, index: int) -> bool:
        """Whether a plan word is what something is compared with ("vượt mục tiêu"), not what opens a goal."""
        before = self.tokens[index - 1] if index else None
        if before is None or before.kind != "cue" or self.text[before.end : self.tokens[index].start].strip(" "):
            return before is not None and before.kind == "figure" and not self.text[before.end : self.tokens[index].start].strip(" ")
        return "versus" in before.senses or before.senses.get("verb") in ("exceed", "reach", "equal", "short")

    def _time(self, index: int, token: Token) -> None:
        if token.time is None or self._is_base_time(index):
            return
        period = resolve_time(token.time, self.context.anchor)
        if period is None:
            return
        to_date = word_before(self.text.lower() if False else self._low(token.start), len(self._low(token.start)), self.reader._until) is not None
        if token.time.form == "day":
            if not to_date:
                return
            period = until(period)
        elif to_date and token.time.form in ("month", "quarter"):
            period = until(period)
        self.period = period
        aside = self._in_brackets(token.start) or self._is_aside(index)
        if not aside or self.stays is None:
            self.stays = period

    def _low(self, at: int) -> str:
        return self.text[max(0, at - 26) : at].lower()

    def _is_aside(self, index: int) -> bool:
        before = self.tokens[index - 1] if index else None
        return before is not None and before.senses.get("break") == "part"

    def _is_base_time(self, index: int) -> bool:
        """Whether a time only dates a base, a plan or a document: "cùng kỳ năm 2024", "kế hoạch năm 2025"."""
        token = self.tokens[index]
        j = index - 1
        while j >= 0:
            before = self.tokens[j]
            gap = self.text[before.end : token.start].strip(" ")
            if gap not in ("", "của", "trong"):
                return False
            if before.kind == "legal":
                return True
            if before.kind != "cue":
                return False
            senses = before.senses
            if "versus" in senses or "base" in senses or ("plan" in senses and not gap and self.goal is None):
                return True
            if "giver" in senses or "head" in senses:
                token = before
                j -= 1
                continue
            return False
        return False

    def _in_brackets(self, at: int) -> bool:
        start = self.sentence.start
        return self.text.rfind("(", start, at) > self.text.rfind(")", start, at)

    # -- a number -----------------------------------------------------------------------------------

    def _figure(self, index: int, token: Token, floor: int) -> Figure | None:
        words = token.figure
        assert words is not None
        cell = self.context.cells.get(token.start)
        if cell is not None:
            return self._in_table(token, words, cell)
        chain = chain_before(self.text, self.tokens, index, floor)
        if words.counted and chain.verb != "rank":
            token.kind, token.why = "left_out", "not_counted"
            return None
        after = after_number(self.text, self.tokens, index)
        if not self._is_figure(words, chain, after, token):
            return None
        goal = self._goal_of(index, chain, after, floor, words)
        subject, own = self._subject(index, chain, floor, words)
        base, plan = self._base(after), _plan_basis(after) if after.plan is not None else None
        frame = self._frame(index, chain, subject, floor, own)
        before = self._plan_before(chain, floor, words)
        if plan is None and before is not None:
            plan = before
        reading = read_measure(words.unit, chain, after, base, plan, frame)
        reading = self._continued(reading, words, chain, base, plan, own, frame)
        if words.sign == "-" and reading.measure in ("yoy_change", "change_vs_previous"):
            reading = reading._replace(direction="down")
        qualifier = after.qualifier or chain.qualifier or "exact"
        if chain.verb == "top":
            qualifier = "at_most"
        figure = Figure(token, words, reading, qualifier)
        figure.basis, figure.goal = reading.basis, goal
        if goal is not None and (reading.measure != "share_of_plan" or goal == "directive"):
            figure.basis = goal
        figure.subject = self._indicator_of(subject, reading, words)
        figure.status = self._status(chain, own, goal)
        figure.period = self._period(after, figure, index)
        figure.area = self._area(figure)
        figure.rules = [reading.rule]
        if own and subject is not None:
            self.context.subject = subject
            if figure.subject is not None and figure.subject.indicator is not None:
                self.context.growth_of_parts = figure.subject.indicator in self.reader.growth_parts
        return figure

    def _in_table(self, token: Token, words: FigureWords, cell: Cell) -> Figure | None:
        """A number of a table: its row names it, its column says what it is."""
        if words.counted:
            token.kind, token.why = "left_out", "not_counted"
            return None
        column = cell.column
        subject = self.reader.subjects.subject(self.text, *cell.label)
        known = self.reader.catalog.indicators.get(subject.indicator or "")
        percent = words.unit == "PT" or (words.unit is None and (column.percent or column.base is not None))
        if words.unit is None and not percent and cell.unit is not None:
            words.unit, words.unit_mult = cell.unit.code, cell.unit.mult
        elif percent:
            words.unit = "PT"
        reading = Reading("level", rule="measure.cell")
        if percent and column.plan is not None:
            reading = Reading("share_of_plan", basis=column.plan, rule="measure.cell_plan")
        elif percent and (column.is_change or words.sign or (column.base and words.value < 60)):
            down = words.sign == "-" or words.bracketed
            measure = "change_vs_previous" if column.base == "previous" else "yoy_change"
            reading = Reading(measure, "down" if down else "up", rule="measure.cell_change")
        elif percent and column.base is not None:
            reading = Reading("ratio", rule="measure.cell_ratio")
        elif percent and column.is_share:
            reading = Reading("share_of_total", rule="measure.cell_share")
        elif words.unit == "PT" and known is not None and known.measure.value == "yoy_change":
            reading = Reading("yoy_change", "down" if words.sign == "-" or words.bracketed else "up", rule="measure.cell_growth")
        figure = Figure(token, words, reading, "exact")
        figure.subject = self._indicator_of(subject, reading, words)
        figure.basis = reading.basis
        if column.is_goal:
            figure.goal = figure.basis = column.plan
        figure.status = column.status
        figure.period = column.period or self.context.report
        if column.is_goal and column.period is None and self.context.anchor.year:
            figure.period = Period.year(self.context.anchor.year)
        figure.area = self.context.area
        figure.rules = [reading.rule]
        return figure

    def _is_figure(self, words: FigureWords, chain: Chain, after: After, token: Token) -> bool:
        verb = chain.verb
        if verb in ("rank", "top"):
            rank_word = self.text[chain.verb_tokens[0].start : chain.verb_tokens[0].end].lower()
            if words.counted:
                token.end = token.start + len(self.text[token.start : words.unit_start].rstrip())
                words.counted, words.unit_start = False, -1
            if words.unit is None and words.unit_start < 0:
                if rank_word in ("thứ", "nhóm", "hạng", "vị trí") and len(chain.verbs) == 1 and words.of is None:
                    tail = self.text[token.end : token.end + 12].lower()
                    ok = tail.startswith((" cả nước", " toàn quốc", " trong", " khu vực", " vùng", " so với"))
                    if not ok:
                        token.kind, token.why = "left_out", "ordinal"
                    return ok
                return True
            if verb == "top":
                token.end = words.unit_start
                token.end = token.start + len(self.text[token.start : words.unit_start].rstrip())
                words.unit, words.unit_mult, words.unit_start = None, 0, -1
                tail = self.text[token.end : token.end + 60].lower()
                if not any(w in tail for w in ("dẫn đầu", "đứng đầu", "cao nhất", "lớn nhất", "hàng đầu", "tốt nhất")):
                    token.kind, token.why = "left_out", "group"
                    return False
                return True
            chain.verbs = [v for v in chain.verbs if v not in ("rank", "top")]
        if words.unit is not None or words.unit_mult:
            return True
        if words.of is not None and (chain.verbs or chain.doing):
            return True
        if chain.verbs and chain.verb != "from" or chain.qualifier:
            follows = self.text[token.end : token.end + 2]
            if not follows.strip(" ") or follows[0] in ",.;)\n:" or after.versus or after.plan or after.base:
                return True
        if self._alone_in_line(token) and self.context.subject is not None:
            return True
        token.kind, token.why = "unread", "number_without_unit"
        return False

    def _alone_in_line(self, token: Token) -> bool:
        line, end = self.sentence.line, self.sentence.line_end
        return not self.text[line : token.start].strip(" +-(|") and not self.text[token.end : end].strip(" )%|")

    def _goal_of(self, index: int, chain: Chain, after: After, floor: int, words: FigureWords) -> str | None:
        """The basis of a goal, or None for a figure."""
        basis = self.goal
        if any(start <= self.tokens[index].start < end for start, end in self.context.tasks):
            return basis if basis == "striving" else "directive"
        named: str | None = None
        giver: str | None = None
        for token in self.tokens[:index]:
            if token.start < floor or token.kind != "cue":
                continue
            senses = token.senses
            if "plan" in senses and "legal_kind" not in senses or senses.get("plan") == "annual_plan" or "plan" in senses:
                position = self.tokens.index(token)
                if not self._is_measured_against(position) and not self._was_verb(position):
                    named = senses["plan"]
                    following = self.tokens[position + 1] if position + 1 < len(self.tokens) else None
                    if named == "unspecified" and following is not None and following.time is not None and following.time.form == "year":
                        named = "annual_plan"
            elif "giver" in senses and named is not None:
                giver = senses["giver"]
            elif "verb" in senses and token.start < chain.start:
                named = None
        if named is not None and chain.verb in (None, "reach", "to") and after.plan is None:
            if basis in (None, "unspecified"):
                basis = giver or named
        elif self.context.in_goal_section and basis is None and after.plan is None and not self.status:
            basis = "unspecified"
        if basis is None or (after.plan is not None and basis not in ("directive", "striving")):
            return None
        return basis

    def _was_verb(self, index: int) -> bool:
        before = self.tokens[index - 1] if index else None
        return before is not None and before.kind == "figure"

    def _plan_before(self, chain: Chain, floor: int, words: FigureWords) -> str | None:
        """The plan of "vượt kế hoạch 5%", "đạt dự toán 95%"."""
        j = chain.first - 1
        if j < 0 or self.tokens[j].start < floor or words.unit != "PT":
            return None
        token = self.tokens[j]
        if "plan" in token.senses and self._is_measured_against(j) and not self.text[token.end : chain.start].strip(" "):
            before = self.tokens[j - 1]
            chain.verbs = [before.senses["verb"]] if "verb" in before.senses else chain.verbs
            return str(token.senses["plan"])
        return None

    # -- its subject --------------------------------------------------------------------------------

    def _subject(self, index: int, chain: Chain, floor: int, words: FigureWords) -> tuple[Subject | None, bool]:
        """The subject, and whether this clause names it itself."""
        subjects, text, tokens = self.reader.subjects, self.text, self.tokens
        if chain.verb == "top" and (self.last or self.context.subject):
            return (self.last.subject if self.last else self.context.subject), False
        if self.queue and self._list_gap(floor, chain.start):
            start, end = self.queue.pop(0)
            return subjects.subject(text, start, end), True
        self.queue = []
        start = subjects.window_start(text, tokens, chain.first - 1, chain.start, floor)
        if chain.respectively:
            found = self._respective(start, chain, floor)
            if found is not None:
                return found, True
        trimmed = subjects.trim(text, tokens, start, chain.start)
        counted = words.unit is not None and words.unit.islower() and words.unit not in ("times", "point")
        counted = counted or words.unit == "PS"
        if trimmed is not None and not (counted and not any(v in ("reach", "equal", "up", "down", "to", "share") for v in chain.verbs) and (chain.doing or subjects.resolve(text[trimmed[0] : trimmed[1]]) is None) and not _ends_line(text, tokens[index].end)):
            return subjects.subject(text, *trimmed), True
        if chain.verb not in ("up", "down", "exceed", "rank", "top", "times", "share", "short") and (counted or words.unit != "times"):
            right = subjects.after(text, tokens, index)
            if right is not None and (counted or text[tokens[index].end : right[0]] == " "):
                if counted or trimmed is None:
                    return subjects.subject(text, *right), True
        if trimmed is not None:
            return subjects.subject(text, *trimmed), True
        if self.last is None and chain.verb_tokens and (alone := self._alone(chain)):
            return alone, True
        if chain.verb == "cut" and (right := subjects.after(text, tokens, index)):
            return subjects.subject(text, *right), True
        if self._in_brackets(chain.start) or self.outer is None or self.outer.subject is None:
            nearest = self.last.subject if self.last else None
            return nearest or self.context.subject, False
        return self.outer.subject, False

    def _alone(self, chain: Chain) -> Subject | None:
        """"tăng trưởng 5,62%": the growth of the whole, where no subject is named."""
        token = chain.verb_tokens[-1]
        indicator = self.reader._growth_alone.get(phrase_key(self.text[token.start : token.end]))
        return Subject(token.start, token.end, indicator, "yoy_change") if indicator else None

    def _list_gap(self, start: int, end: int) -> bool:
        return self.text[start:end].strip(" ,").lower() in ("", "và")

    def _respective(self, start: int, chain: Chain, floor: int) -> Subject | None:
        """The first of the subjects that "lần lượt" shares out; the rest wait their turn."""
        subjects = self.reader.subjects
        low = self.text[floor : chain.start]
        pieces: list[tuple[int, int]] = []
        at = floor
        for part in low.replace(" và ", " ,  ").split(","):
            trimmed = subjects.trim(self.text, self.tokens, at, at + len(part))
            at += len(part) + 1
            if trimmed:
                pieces.append(trimmed)
        if len(pieces) < 2:
            return None
        first, *self.queue = pieces
        return subjects.subject(self.text, *first)

    def _indicator_of(self, subject: Subject | None, reading: Reading, words: FigureWords) -> Subject | None:
        if subject is not None and subject.indicator is None and reading.measure == "yoy_change" and words.unit == "PT":
            part = self.reader._growth_part.get(phrase_key(self.text[subject.start : subject.end]))
            if part and self.context.growth_of_parts:
                return subject._replace(indicator=part)
        if subject is None or subject.indicator is None:
            return subject
        growth = self.reader._growth_is.get(subject.indicator)
        if growth and (reading.measure in ("yoy_change", "rank")) and words.unit in ("PT", "PP", None):
            return subject._replace(indicator=growth)
        return subject

    # -- its measure --------------------------------------------------------------------------------

    def _frame(self, index: int, chain: Chain, subject: Subject | None, floor: int, own: bool) -> Frame:
        growth: str | None = None
        for token in self.tokens[:index]:
            if token.start >= floor and token.start < chain.start and token.senses.get("verb") in ("up", "down") and "indicator" not in token.senses:
                growth = token.senses["verb"]
            elif token.start >= floor and "base" in token.senses or "versus" in token.senses:
                continue
        if any(v in ("up", "down") for v in chain.verbs[1:]):
            growth = next(v for v in chain.verbs[1:] if v in ("up", "down"))
        measure: str | None = None
        disbursed = False
        if subject is not None and subject.indicator is not None:
            known = self.reader.catalog.indicators[subject.indicator]
            measure = known.measure.value if known.unit.code == "PT" else None
            disbursed = subject.indicator.startswith("public_investment_disbursed")
        return Frame(self.lead_base, self.lead_plan, subject.head if subject else None, growth, measure, disbursed)

    def _continued(self, reading: Reading, words: FigureWords, chain: Chain, base: str | None, plan: str | None, own: bool, frame: Frame) -> Reading:
        """A number without a verb goes on in the measure of the one before: "công nghiệp tăng 5%, dịch vụ 6%"."""
        last = self.last
        if last is None or chain.verbs or base or plan or chain.doing or reading.rule != "measure.level":
            return reading
        if last.words.unit == words.unit and words.unit in ("PT", "PP", "times") and last.reading.measure != "rank":
            return last.reading._replace(rule="measure.continued")
        return reading

    def _base(self, after: After) -> str | None:
        if after.base is not None and after.base != "yoy" or after.base == "yoy":
            return after.base
        if after.base_time is not None:
            return self._base_of_time(after.base_time)
        return "other" if after.versus and after.plan is None else None

    def _base_of_time(self, token: Token) -> str | None:
        assert token.time is not None
        base = resolve_time(token.time, self.context.anchor)
        current = self.period or self.context.paragraph or self.context.report
        if base is None:
            return "yoy" if token.time.form == "year" else "previous"
        if token.time.form == "year":
            year = current.end.year if current else self.context.anchor.year
            return "yoy" if year is None or base.end.year == year - 1 else "previous"
        if current is not None and current.whole_months and base.whole_months and base.shift(12) == current:
            return "yoy"
        if current is not None and base.end.year == current.end.year - 1 and base.end.month == current.end.month and not base.is_instant:
            return "yoy"
        return "previous"

    def _share_bases(self) -> None:
        """A base named once after a list holds for the whole list: "A tăng 1%, B giảm 2% so với tháng trước"."""
        base: str | None = None
        for figure in reversed(self.figures):
            rule = figure.reading.rule
            if rule.endswith(("_on_previous", "_on_other")):
                base = figure.reading.measure
            elif figure.reading.measure == "yoy_change" and base and rule in ("measure.up", "measure.down", "measure.continued") and not self._has_base(figure) and figure.words.unit == "PT":
                figure.reading = figure.reading._replace(measure=base, rule="measure.shared_base")
                figure.rules = [figure.reading.rule]
            else:
                base = None

    def _has_base(self, figure: Figure) -> bool:
        index = self.tokens.index(figure.token)
        after = after_number(self.text, self.tokens, index)
        if after.base is not None or after.base_time is not None or self.lead_base is not None:
            return True
        following = self.text[figure.token.end : figure.token.end + 2]
        nxt = next((t for t in self.tokens[index + 1 :] if "break" in t.senses or t.kind == "figure"), None)
        return not following.startswith(",") or (nxt is not None and "break" in nxt.senses)

    # -- its status, period and area ----------------------------------------------------------------

    def _status(self, chain: Chain, own: bool, goal: str | None) -> str | None:
        if goal is not None:
            return None
        found = chain.status
        if found is None:
            for token in self.tokens:
                if token.start >= chain.start:
                    break
                if token.start >= self._clause_start(chain.start) and "status" in token.senses:
                    found = token.senses["status"]
        if found is not None:
            self.status = found
        elif own:
            self.status = None
        return self.status

    def _clause_start(self, at: int) -> int:
        floor = self.last.token.end if self.last else self.sentence.start
        return max(floor, max(self.text.rfind(mark, self.sentence.start, at) for mark in ",;(") + 1)

    def _period(self, after: After, figure: Figure, index: int) -> Period | None:
        context = self.context
        if figure.goal is not None:
            return self._goal_period(after)
        period = self.period
        if period is None and after.times:
            time = after.times[0].time
            period = resolve_time(time, context.anchor) if time else None
            if period is not None and period.is_instant:
                period = None
        if self._in_brackets(figure.token.start):
            shifted = self._same_period_before(index)
            if shifted is not None:
                return shifted
        found = period or context.paragraph or context.report
        subject = figure.subject
        if found is not None and subject is not None and subject.indicator is not None:
            known = self.reader.catalog.indicators[subject.indicator]
            if known.kind.value == "stock" and figure.reading.measure == "level" and self._is_to_day(found):
                return Period.instant(found.end)
        return found

    def _is_to_day(self, period: Period) -> bool:
        return period.is_year_to_date and not period.whole_months

    def _same_period_before(self, index: int) -> Period | None:
        """"(cùng kỳ năm 2024 tăng 8,3%)": the same stretch a year before."""
        opening = self.text.rfind("(", self.sentence.start, self.tokens[index].start)
        for token in self.tokens:
            if opening <= token.start < self.tokens[index].start and token.senses.get("base") == "yoy":
                current = self.period or self.context.paragraph or self.context.report
                return current.year_before if current is not None else None
        return None

    def _goal_period(self, after: After) -> Period | None:
        for token in after.times:
            if token.time is not None and token.time.form in ("year", "years", "quarter", "last", "first"):
                return resolve_time(token.time, self.context.anchor)
        found: Period | None = None
        for token in self.tokens:
            if token.time is not None and token.time.form in ("year", "years", "quarter", "month") and token.start < self.sentence.end:
                resolved = resolve_time(token.time, self.context.anchor)
                if found is None or token.start < (self.last.token.start if self.last else 0):
                    found = resolved
        if found is not None and token is not None:
            return found
        if self.context.goal_section is not None:
            return self.context.goal_section
        year = self.context.anchor.year
        return Period.year(year) if year else None

    def _area(self, figure: Figure) -> str | None:
        area = self.context.area
        subject = figure.subject
        start = self._clause_start(figure.token.start)
        for token in self.tokens:
            if start <= token.start < figure.token.start:
                if "elsewhere" in token.senses and token.senses.get("place") != "of" and figure.reading.measure != "rank":
                    return None
                if "area" in token.senses and self.text[token.start].isupper():
                    day = figure.period.end if figure.period else self.context.anchor.day
                    found = self.reader.catalog.find_area(token.senses["area"], day)
                    if found is not None and area is not None and found.id != area and not _same_place(found.id, area):
                        return found.id
        return area if subject is not None or area is not None else None


def _same_place(one: str, other: str) -> bool:
    return one.removesuffix("-old") == other.removesuffix("-old") or {one, other} == {"haiphong-old", "haiphong-merged"}


def _plan_basis(after: After) -> str:
    if after.giver is not None:
        return after.giver
    if after.plan == "unspecified" and after.plan_time is not None and after.plan_time.time is not None:
        if after.plan_time.time.form == "year" and "dự toán" not in after.plan_words:
            return "annual_plan"
    return after.plan or "unspecified"


def _ends_line(text: str, at: int) -> bool:
    return text[at : at + 1] in ("", "\n")


def number_of(words: FigureWords) -> Decimal:
    """The value as printed, with its trailing zeros."""
    return words.value


def spans(figures: Sequence[Figure]) -> list[tuple[int, int]]:
    """The places of figures."""
    return [(f.token.start, f.token.end) for f in figures]
