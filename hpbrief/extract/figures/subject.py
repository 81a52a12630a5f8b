"""Which words are the subject of a number: before it, after it, or those of the number before."""

from __future__ import annotations

import re
from typing import Final

from hpbrief.extract.figures.context import Context, Figure
from hpbrief.extract.figures.neighbours import Chain
from hpbrief.extract.naming.measures import Reading
from hpbrief.extract.naming.subjects import Subject, SubjectReader
from hpbrief.extract.text.sentences import Sentence
from hpbrief.extract.text.tokens import FigureWords, Token, tokens_in
from hpbrief.parse.text import phrase_key

_YEAR_NAMED: Final = re.compile(r"(?:năm|đến năm|giai đoạn) (?:19|20)[0-9]{2}(?: ?- ?(?:19|20)[0-9]{2})?")
_LABEL: Final = 60  # characters in which a line may name what it is about
_AREA_WORDS: Final = re.compile(
    r"(?<![^\W_])(?:khu vực|địa bàn|tỉnh|thành phố|vùng|phía|trước đây|trước sáp nhập|cũ)(?![^\W_])|[()]"
)
_SOWN: Final = re.compile(
    r"(?:cấy|gieo|sạ|gieo trồng|gieo trỉa|xuống giống)(?: được| xong)? (?:[0-9.,]+ ha )?$"
)
_DISBURSED: Final = "giải ngân"
_REST: Final = re.compile(r"(?:còn lại là|còn lại) $")
_LOST: Final = re.compile("tiêu hủy|xuất chuồng|chết|mắc bệnh|nhiễm bệnh")
_OF_CROP: Final = ("năng suất", "sản lượng")
_PER_HEADS: Final = re.compile(
    r"(?: và [0-9.,]+ [^\W\d_]+(?: [^\W\d_]+)?)? ?(?:/|trên|/ )"
    r"(?: ?(?:1|một|10\.000))? ?(?:vạn )?(?:dân|người dân)(?![^\W_])"
)
_PER: Final = re.compile(r"/ ?(?!năm|tháng|quý|ngày)")
_STATED: Final = frozenset({"reach", "equal", "up", "down", "to", "share", "exceed", "short"})
_NEVER_AFTER: Final = frozenset({"up", "down", "exceed", "rank", "top", "times", "share", "short"})
_ASPECT: Final = re.compile(r" về (?P<a>[^\W\d_]+(?: [^\W\d_]+){0,2}?)(?= và | so | nhưng | còn |[,;.)]|$)")
_RANKED: Final = re.compile(
    r"(?: (?:cả nước|toàn quốc|toàn vùng|(?:trong|khu vực|vùng) [^,;.()\n]{2,40}?|tỉnh, thành phố))?"
    r" về (?P<s>[^,;.()\n]{2,60}?)(?= năm | trong |[,;.)\n]|$)"
)
_AND_KIND: Final = re.compile(r"(?:, (?:và )?| (?:và|hoặc|hay) |/)(?=[^\W\d_])")
_CLAUSE_MARK: Final = re.compile(r"[,;:.()/\n]")
_SYLLABLE: Final = re.compile(r"[^\W_]+")
_HERDS: Final = re.compile(r"(?<![^\W_])[Đđ]àn (?:[^\W\d_]+(?: [^\W\d_]+)?(?:, | và ))+$")
_LONGEST_HERD: Final = 60
_LONGEST_KIND: Final = 6  # syllables
_NEAR: Final = 300
_FEW: Final = 12
_STANDING: Final = ("còn hiệu lực", "đang hoạt động", "đạt chuẩn")
_ACTOR: Final = re.compile("tỉnh |thành phố |địa phương ")
_POINTING: Final = (" này", " trên")
_ACTORS: Final = ("tỉnh ", "thành phố ", "địa phương ")
_DOERS: Final = (*_ACTORS, "huy động ")


class SubjectChoice:
    """The subjects of one sentence, number by number."""

    def __init__(self, subjects: SubjectReader, context: Context, sentence: Sentence) -> None:
        self._subjects = subjects
        self._context = context
        self._text = context.text
        self._sentence = sentence
        self._tokens = sentence.tokens
        self._last: Figure | None = None
        self._outer: Figure | None = None
        self._queue: list[tuple[int, int]] = []
        self._named: list[Subject] = []
        self._sown = self._reaped = False
        self._by_unit: dict[str, Subject] = {}
        label = self._label()
        if sentence.first or (label is not None and label.indicator is not None):
            context.label = label
        self.clause_start = sentence.start
        self.lead_head: str | None = None

    def take(self, token: Token) -> None:
        """Move on over a cue: "Cơ cấu kinh tế: ..." is the head of all that follows the colon."""
        if "head" in token.senses and "indicator" not in token.senses:
            colon = self._text.find(":", token.end, min(token.end + 40, self._sentence.end))
            words = _YEAR_NAMED.sub("", self._text[token.end : colon]) if colon > 0 else ""
            if colon > 0 and not any(c.isdigit() for c in words):
                self.lead_head = token.senses["head"]

    def _label(self) -> Subject | None:
        """ "- Du lịch: đón 3,1 triệu lượt khách": what a line is about, named in a few words before its colon."""
        text, start = self._text, self._sentence.start
        colon = text.find(":", start, min(start + _LABEL, self._sentence.end))
        if colon < 0 or text[colon + 1 : colon + 2] not in (" ", "\n", ""):
            return None
        if "chỉ tiêu" in self._sentence.low[: colon - start]:
            return None  # "còn 3 chỉ tiêu không về đích: ..."
        place = self._subjects.trim(text, self._tokens, start, colon)
        if place is None or any(c in ",;(" for c in text[place[0] : colon]):
            return None
        found = self._subjects.subject(text, *place)
        # "Xuất khẩu là điểm sáng: ...": more may stand behind a name that is known
        return found if found.indicator is not None or not text[place[1] : colon].strip() else None

    def passed(self, figure: Figure, *, in_brackets: bool) -> None:
        """Remember a number that was read."""
        if figure.named is not None and figure.words.unit not in ("PT", "PP"):
            figure.subject_after = figure.named
        self._last = figure
        if not in_brackets:
            self._outer = figure
        unit = figure.words.unit
        if unit is not None and figure.subject is not None and figure.reading.measure == "level":
            self._by_unit[unit] = figure.subject
        if figure.subject is not None and (not self._named or self._named[-1].start != figure.subject.start):
            self._named.append(figure.subject)

    # -- choosing -----------------------------------------------------------------------------------

    def choose(
        self, index: int, chain: Chain, floor: int, figure: FigureWords
    ) -> tuple[Subject | None, bool]:
        """The subject, and whether this clause names it itself."""
        text, tokens, subjects = self._text, self._tokens, self._subjects
        verb = chain.verb
        if self._queue and text[floor : chain.start].strip(" ,").lower() in ("", "và"):
            self.clause_start = chain.start
            return subjects.subject(text, *self._queue.pop(0)), True
        self._queue = []
        self._sown = self._reaped = False
        start = subjects.window_start(text, tokens, chain.first - 1, chain.start, floor)
        self.clause_start = start
        nearest = self._nearest(chain, floor) if verb in ("top", "rank") else None
        if verb == "top" and nearest is not None:
            return nearest, False
        if chain.respectively and (found := self._respective(index, chain, floor)) is not None:
            return found, True
        trimmed = subjects.trim(text, tokens, start, chain.start)
        if tokens[chain.first].senses.get("glue") == "noun":
            longer = subjects.trim(text, tokens, start, self._noun_end(chain))
            if longer is not None and subjects.resolve(text[longer[0] : longer[1]]):
                trimmed = longer
        words = "" if trimmed is None else text[trimmed[0] : trimmed[1]]
        known = subjects.resolve(words) if words else None
        if known is None and (part := subjects.last_part(text, tokens, start, chain.start)):
            trimmed, words = part, text[part[0] : part[1]]
            known = subjects.resolve(words)
        if known is None and trimmed is not None:
            trimmed, known = self._pruned(trimmed)
        counted = subjects.is_counted(figure)
        if trimmed is not None and counted and not chain.verbs and self._is_named_before(trimmed, floor):
            trimmed = known = None
        if trimmed is not None and known is None and counted and chain.doing_token is not None:
            trimmed = self._without_doer(trimmed)
        if verb in ("rank", "top") and (ranked := self._ranked_by(tokens[index].end)) is not None:
            return ranked, True
        if (opening := self._goal_opens(chain)) is not None:
            return opening, True
        if words[-5:].lower().endswith(_POINTING):
            trimmed = None
        if trimmed is not None and verb == "top" and self._is_actor(start):
            return None, False
        if (
            trimmed is not None
            and (known is None or figure.unit != "PT")
            and not chain.verbs
            and self._is_actor(start)
            and subjects.after(text, tokens, index, counted=counted)
        ):
            trimmed = None
        if trimmed is not None and (not counted or self._may_stand(known, chain, tokens[index].end)):
            if verb == "rank" and nearest is not None and known is None:
                return nearest, False
            return self._with_doing(subjects.subject(text, *trimmed), chain), True
        if verb in ("up", "down") and figure.unit == "PT" and trimmed is None:
            right = subjects.after(text, tokens, index, counted=False)
            if right is not None and text[tokens[index].end : right[0]] == " ":
                named = subjects.subject(text, *right)
                if named.indicator is not None:
                    return named, True
        if verb not in _NEVER_AFTER:
            right = subjects.after(text, tokens, index, counted=counted)
            if right is not None and (
                counted
                or (
                    trimmed is None
                    and text[tokens[index].end : right[0]] == " "
                    and not self._is_part_of(verb, figure, text[right[0] : right[1]])
                )
            ):
                if verb == "to" and (whole := self._counted_whole(figure, text[right[0] : right[1]])):
                    return whole, False
                bare = figure.unit == "product" and right[1] == tokens[index].end
                if bare and trimmed is not None and trimmed[1] + 1 == tokens[index].start:
                    return subjects.subject(text, *trimmed), True  # "điện thoại 33 triệu sản phẩm"
                named = self._with_doing(subjects.subject(text, *right), chain)
                return self._of_kinds(named, index, figure, counted=counted), True
        if trimmed is not None:
            return subjects.subject(text, *trimmed), True
        if verb in ("up", "down") and (counted_one := self._counted_before(index, figure, counted=counted)):
            return counted_one, False
        return self._elsewhere_named(index, chain, floor, start, nearest or self._nearest(chain, floor))

    def _counted_whole(self, figure: FigureWords, noun: str) -> Subject | None:
        """ "2 xã đạt chuẩn nông thôn mới, nâng tổng số lên 43 xã": the bare noun is what was counted before."""
        last = self._last
        if last is None or last.subject is None or last.words.unit != figure.unit:
            return None
        return last.subject if last.subject.key.startswith(f"{noun.lower()} ") else None

    def _is_part_of(self, verb: str | None, figure: FigureWords, words: str) -> bool:
        """ "42.600 người, đạt 8,1% lực lượng lao động": behind a share of the subject before stands its whole."""
        return (
            self._last is not None
            and figure.unit == "PT"
            and verb in ("reach", "equal")
            and self._subjects.resolve(words) is None
        )

    def _pruned(self, place: tuple[int, int]) -> tuple[tuple[int, int] | None, str | None]:
        """A subject without what is none: an actor before a known name, an area alone, a lone verb of the trade."""
        text, subjects = self._text, self._subjects
        start, end = place
        words = text[start:end].lower()
        for actor in _DOERS if words.startswith(_DOERS) else ():
            if words.startswith(actor) and (known := subjects.resolve(text[start + len(actor) : end])):
                return (start + len(actor), end), known
        bare = subjects.without_manner(text, start, end)
        if bare is not None and bare != place and (known := subjects.resolve(text[bare[0] : bare[1]])):
            return bare, known
        if (trade := subjects.trade(words)) is not None and (self._context.label is not None or self._named):
            self._sown, self._reaped = trade == "area", trade == "reaped"
            return None, None
        if _AREA_WORDS.sub("", words).strip() == "" or self._is_area(start, end):
            return None, None
        return place, None

    def _is_named_before(self, place: tuple[int, int], floor: int) -> bool:
        """ "41 vụ tai nạn giao thông và 12 vụ cháy": words between two counts are what the first one counts."""
        last = self._last.subject if self._last is not None else None
        if last is None or not floor <= last.start <= place[0] or place[1] > last.end:
            return False
        return self._text.startswith(" và ", place[1])

    def _without_doer(self, place: tuple[int, int]) -> tuple[int, int] | None:
        """ "Sở Xây dựng khẩn trương | hoàn thành 525 căn": who does it, and how, is not what is counted."""
        bare = self._subjects.without_manner(self._text, *place)
        inside = tokens_in(self._tokens, *bare) if bare is not None else ()
        doer = inside[0] if inside and bare is not None and inside[0].start == bare[0] else None
        if doer is not None and "owner" in doer.senses and not any("area" in t.senses for t in inside):
            return None
        return bare

    def _is_area(self, start: int, end: int) -> bool:
        """Whether a stretch names an area and nothing else: "khu vực Bình Dương trước đây"."""
        rest = self._text[start:end]
        found = False
        for token in tokens_in(self._tokens, start, end):
            if "area" in token.senses and token.end <= end:
                rest = rest.replace(self._text[token.start : token.end], "", 1)
                found = True
        return found and not _AREA_WORDS.sub("", rest.lower()).strip()

    def _counted_before(self, index: int, figure: FigureWords, *, counted: bool) -> Subject | None:
        """ "giảm 6 vụ, giảm 2 người chết": the change of a count is of what was counted in the same unit."""
        if not counted or figure.unit is None:
            return None
        right = self._subjects.after(self._text, self._tokens, index, counted=True)
        if right is not None:
            named = self._subjects.subject(self._text, *right)
            key = named.key.rpartition(" ")[2]
            for one in reversed(self._named[-_FEW:]):
                if key and one.key.rpartition(" ")[2] == key:
                    return named.naming(one.indicator)
        return self._by_unit.get(figure.unit)

    def _ranked_by(self, at: int) -> Subject | None:
        """ "đứng thứ 8 cả nước về PCI": what the order is of."""
        match = _RANKED.match(self._text, at, min(at + 120, self._sentence.end))
        if match is None:
            return None
        found = self._subjects.subject(self._text, *match.span("s"))
        return found if found.indicator is not None else None

    def _goal_opens(self, chain: Chain) -> Subject | None:
        """ "bảo đảm giải ngân 95%": the word of the goal holds its subject."""
        token = self._tokens[chain.first - 1] if chain.first else None
        if token is None or "goal" not in token.senses or self._text[token.end : chain.start].strip(" "):
            return None
        blank = self._text.find(" ", token.start, token.end)
        while blank >= 0:
            found = self._subjects.subject(self._text, blank + 1, token.end)
            if found.indicator is not None:
                return found
            blank = self._text.find(" ", blank + 1, token.end)
        return None

    def _noun_end(self, chain: Chain) -> int:
        """Where a subject ends if "bình quân" at the head of a chain belongs to it."""
        end = chain.start
        for k in range(chain.first, len(self._tokens)):
            token = self._tokens[k]
            if token.senses.get("glue") != "noun":
                break
            end = token.end
        return end

    def _is_actor(self, start: int) -> bool:
        """Whether a clause begins with someone doing something: "tỉnh đã số hóa 92% hồ sơ"."""
        return self._text[start : start + 16].lstrip().lower().startswith(_ACTORS)

    def _may_stand(self, known: str | None, chain: Chain, end: int) -> bool:
        """Whether the words before a number are its subject, though it counts a thing named after it."""
        if self._text[end : end + 1] in ("", "\n"):
            return True
        if not _STATED.isdisjoint(chain.verbs) or (chain.status is not None and not chain.doing):
            return True
        return not chain.doing and known is not None

    def _with_doing(self, subject: Subject, chain: Chain) -> Subject:
        """ "Thành lập mới 1.012 doanh nghiệp", "hoàn thành 850 căn nhà ở xã hội": verb and noun name it together."""
        if subject.indicator is not None or chain.doing_token is None:
            return subject
        doing = self._text[chain.doing_token.start : chain.doing_token.end]
        if (same := str(chain.doing_token.senses["doing"])) != "doing":
            doing = same
        noun = self._text[subject.start : subject.end]
        for words in (f"{noun} {doing}", f"{doing} {noun}", f"số {noun} {doing}"):
            if found := self._subjects.resolve(words):
                return subject.naming(found)
        alone = doing.lower().removesuffix(" cho")
        if alone == _DISBURSED and subject.end <= chain.doing_token.start:
            return subject  # "vốn nông thôn mới giải ngân được 12 tỷ đồng"
        if found := self._subjects.resolve(alone):
            start = chain.doing_token.start
            return Subject(start, start + len(alone), found)
        return subject

    def _of_kinds(self, named: Subject, index: int, figure: FigureWords, *, counted: bool) -> Subject:
        """ "611 doanh nghiệp giải thể, tạm ngừng hoạt động": kinds counted together are none of them.

        A kind behind a comma or "và" is the noun's again; one with a number of its own is counted apart.
        """
        if named.indicator is None or _AND_KIND.match(self._text, named.end) is None:
            return named
        following = self._tokens[index + 1 :]
        count = next((t.start for t in following if t.kind == "figure"), self._sentence.end)
        heads = [self._text[named.start : m.start() - 1] for m in self._syllables(named.start + 1, named.end)]
        if counted:
            heads.append(self._text[figure.noun_start : self._tokens[index].end])
        end = named.end
        while mark := _AND_KIND.match(self._text, end):
            stop = _CLAUSE_MARK.search(self._text, mark.end(), self._sentence.end)
            limit = stop.start() if stop else self._sentence.end
            kind_end = self._kind_end(heads, mark.end(), limit, named.indicator) if count >= limit else None
            if kind_end is None:
                break
            end = kind_end
        if end == named.end:
            return named
        return Subject(named.start, end, None, named.head, phrase_key(self._text[named.start : end]))

    def _syllables(self, start: int, end: int) -> list[re.Match[str]]:
        """The first syllables of a stretch that follow a blank, as many as the name of a kind may have."""
        return [m for m in _SYLLABLE.finditer(self._text, start, end) if self._text[m.start() - 1] == " "][
            :_LONGEST_KIND
        ]

    def _kind_end(self, heads: list[str], start: int, limit: int, indicator: str) -> int | None:
        """Where the words end that make one of the heads the name of another indicator, the longest first."""
        for last in reversed(self._syllables(start, limit)):
            for head in heads:
                found = self._subjects.resolve(f"{head} {self._text[start : last.end()]}")
                if found is not None and found != indicator:
                    return last.end()
        return None

    def _elsewhere_named(
        self, index: int, chain: Chain, floor: int, start: int, nearest: Subject | None
    ) -> tuple[Subject | None, bool]:
        """No words of its own: those before a bracket or comma, "tăng trưởng" alone, or the nearest subject."""
        text, subjects = self._text, self._subjects
        label = self._context.label
        if chain.doing_token is not None:
            token = chain.doing_token
            alone = text[token.start : token.end].removesuffix(" cho").removesuffix(" được")
            if found := subjects.resolve(alone):
                return Subject(token.start, token.start + len(alone), found), True
        if self._last is None and label is not None and label.start >= self._sentence.line:
            return label, True
        if chain.verb == "cut" and (right := subjects.after(text, self._tokens, index, counted=False)):
            return subjects.subject(text, *right), True
        if start - 1 > floor and text[start - 1] in "(," and not text[start : chain.start].strip(" "):
            j = chain.first - 1
            earlier = subjects.window_start(text, self._tokens, j, start - 1, floor)
            trimmed = subjects.trim(text, self._tokens, earlier, start - 1)
            if trimmed is None or subjects.resolve(text[trimmed[0] : trimmed[1]]) is None:
                trimmed = subjects.last_part(text, self._tokens, earlier, start - 1) or trimmed
            if any("plan" in t.senses for t in tokens_in(self._tokens, earlier, start)):
                # "vượt mục tiêu Chính phủ giao (10%)": the subject is the one before, or what the plan is of
                trimmed = None if self._last is not None else trimmed
                if self._last is None and (of_plan := self._plan_named(chain, floor)) and of_plan.indicator:
                    return of_plan, True
            if trimmed is not None and self._fits_earlier(
                trimmed, bracket=text[start - 1] == "(", floor=floor
            ):
                self.clause_start = earlier
                return subjects.subject(text, *trimmed), True
        plan = self._plan_named(chain, floor) if self._last is None else None
        if plan is not None and nearest is not None and text[plan.start : plan.end].lower() == "mục tiêu":
            plan = None
        if self._last is None and chain.verb_tokens and (nearest is None or plan is not None):
            token = chain.verb_tokens[-1]
            indicator = subjects.growth_alone(text[token.start : token.end])
            if indicator is not None:
                return Subject(token.start, token.end, indicator, "yoy_change"), True
        if plan is not None and start - 1 > floor and text[start - 1] == ",":
            earlier = subjects.window_start(text, self._tokens, chain.first - 1, start - 1, floor)
            place = subjects.trim(text, self._tokens, earlier, start - 1)
            if place is not None and subjects.resolve(text[place[0] : place[1]]):
                return subjects.subject(text, *place), True
        if plan is not None:
            return plan, True
        if self._last is None and (
            named := subjects.last_named(text, max(self._sentence.start, start - 300), start)
        ):
            return named, True
        return nearest, False

    def _fits_earlier(self, place: tuple[int, int], *, bracket: bool, floor: int) -> bool:
        """Whether the words before a bracket or comma may be the subject of what follows it."""
        if self._last is None:
            return True
        named = self._last.subject
        if named is not None and named.end > floor:  # "812 | doanh nghiệp quay trở lại hoạt động (tăng 12%)"
            return False
        if place[0] <= self._last.token.end + 1 and not bracket:
            return False  # "chiếm 26% GRDP, hụt ...": what the share before is of
        return floor < place[0] and (
            bracket
            or _REST.search(self._text, floor, place[0]) is not None
            or ";" in self._text[floor : place[0]]
            or self._subjects.resolve(self._text[place[0] : place[1]]) is not None
        )

    def _plan_named(self, chain: Chain, floor: int) -> Subject | None:
        """ "Kế hoạch vốn năm 2025 là 11.780 tỷ đồng": the plan itself is the subject."""
        for token in reversed(self._tokens[max(0, chain.first - 3) : chain.first]):
            if (
                token.start >= floor
                and "plan" in token.senses
                and "," not in self._text[token.end : chain.start]
                and not self._text[token.start : token.end].lower().startswith("mục tiêu đến")
            ):
                if self._text[token.start - 1 : token.start] == "(" and (
                    named := self._before_bracket(token.start)
                ):
                    return named
                words = self._text[token.start : token.end]
                alone = "tăng trưởng" if words.lower().endswith("tăng trưởng") else ""
                known = self._subjects.growth_alone(alone)
                return Subject(token.start, token.end, known, "yoy_change" if known else None)
        return None

    def _before_bracket(self, at: int) -> Subject | None:
        """ "tốc độ tăng GRDP (kịch bản 9%)": a known name right before the bracket of its plan."""
        start = max(self._text.rfind(mark, 0, at - 1) for mark in ",;:.()\n") + 1
        place = self._subjects.trim(self._text, self._tokens, start, at - 1)
        if place is None or self._subjects.resolve(self._text[place[0] : place[1]]) is None:
            return None
        return self._subjects.subject(self._text, *place)

    def _nearest(self, chain: Chain, floor: int) -> Subject | None:
        """The subject before: inside a bracket the last one, else the last one outside brackets."""
        figure = self._outer
        if figure is not self._last:
            left = max(self._sentence.start, floor - 1)
            opening = self._text.rfind("(", left, chain.start)
            if figure is None or opening > self._text.rfind(")", left, chain.start):
                figure = self._last
        if figure is not None and figure.subject is not None:
            return figure.subject_after or figure.subject
        return self._context.subject

    def _respective(self, index: int, chain: Chain, floor: int) -> Subject | None:
        """The first of the subjects that "lần lượt" shares out; the rest wait their turn."""
        pieces = self._subjects.pieces(self._text, self._tokens, floor, chain.start)
        if len(pieces) >= 2:
            first, *self._queue = pieces
            return self._subjects.subject(self._text, *first)
        count = self._listed(index)
        named = self._named[-count:]
        if count >= 2 and len(named) == count:
            first_named, *rest = named
            self._queue = [(s.start, s.end) for s in rest]
            return first_named
        return None

    def _listed(self, index: int) -> int:
        """How many numbers follow in a list, joined by commas or "và" (a verb may stand between)."""
        count, at = 1, self._tokens[index].end
        for k in range(index + 1, len(self._tokens)):
            token = self._tokens[k]
            if self._text[at : token.start].strip(" ,"):
                break
            if token.kind == "figure":
                count += 1
            elif not {"verb", "qualifier", "lead"} & set(token.senses):
                break
            at = token.end
        return count

    # -- after choosing -----------------------------------------------------------------------------

    def indicator_for(
        self, subject: Subject | None, reading: Reading, words: FigureWords, *, own: bool
    ) -> Subject | None:
        """The subject with the indicator that fits the measure: GRDP in per cent is its growth."""
        if reading.measure == "rank" and not own:
            return subject
        if subject is None:
            return None
        before = self._last.subject if self._last is not None else self._context.subject
        if subject.indicator is None and words.unit == "PT" and not own:
            share = self._subjects.resolve(self._text[subject.start : subject.end])
            subject = subject.naming(share) if share in self._subjects.shares else subject
        if subject.indicator is None and subject.key and (found := self._understood(subject, before, words)):
            subject = subject.naming(found)
        if before is not None and before.indicator is not None and subject.start > before.start:
            explained = self._subjects.explained(before.indicator, self._text[subject.start : subject.end])
            if explained is not None and (words.unit not in ("PT", "PP") or subject.indicator is None):
                subject = subject.naming(explained)
        if (self._reaped and words.unit == "HA") or self._is_per_head(subject, words):
            return subject.naming(None)
        if self._last is not None and self._subjects.is_other(subject.indicator, self._last.words.unit):
            return subject.naming(None)
        return self._subjects.indicator_for(subject, reading, words.unit, parts=self._context.growth_of_parts)

    def _is_per_head(self, subject: Subject, words: FigureWords) -> bool:
        """ "vốn đăng ký 9,2 tỷ đồng/doanh nghiệp": an average, not the whole that the name stands for."""
        if words.unit not in ("VND", "USD") or subject.indicator not in self._subjects.sums:
            return False
        return _PER.search(self._text, words.unit_start, words.unit_end) is not None

    def _understood(self, subject: Subject, before: Subject | None, words: FigureWords) -> str | None:
        """The indicator of words that the label of their line, the crop before or the verb of sowing explains."""
        subjects, label = self._subjects, self._context.label
        if (
            words.unit == "HA"
            and before is not None
            and "gieo" in before.key
            and subject.key.startswith("lúa")
        ):
            return subjects.resolve(f"diện tích {subject.key}")
        if words.unit == "head" and _LOST.search(self._text, self.clause_start, words.unit_start) is None:
            in_turn = self._last is not None and self._last.token.start > subject.end
            alone = in_turn or not self._ends_herds(subject)
            return subjects.resolve(f"đàn {subject.key}") if alone else None
        if words.unit == "HA" and (self._sown or _SOWN.search(self._text, self.clause_start, subject.start)):
            return subjects.resolve(f"diện tích {subject.key}")
        if label is not None and (found := subjects.of_label(subject.key, label.key)):
            return found
        if before is not None and "lúa" in before.key.split() and subject.key.startswith(_OF_CROP):
            return subjects.resolve(f"{subject.key} lúa")
        if self._last is None and words.unit in ("PT", "PP"):
            return subjects.growth_alone(subject.key)
        if _PER_HEADS.match(self._text, words.unit_end) and words.unit_start >= 0:
            return subjects.resolve(f"{self._text[words.unit_start : words.unit_end]} trên một vạn dân")
        return None

    def _ends_herds(self, subject: Subject) -> bool:
        """ "Đàn trâu, bò, lợn ước 620 nghìn con": whether it is the last of a list, which may be counted together."""
        start = max(self._sentence.start, subject.start - _LONGEST_HERD)
        return _HERDS.search(self._text, start, subject.start) is not None

    def aspect(self, figure: Figure) -> int | None:
        """ "tăng 35% về vốn": another side of the same indicator; where its words end."""
        end = figure.token.end
        if not self._text.startswith(" về ", end):
            return None
        match = _ASPECT.match(self._text, end, min(end + 40, self._sentence.end))
        if match is None or figure.subject is None:
            return None
        found = self._subjects.aspect(figure.subject.indicator, match["a"])
        named = next((s for s in reversed(self._named[-_FEW:]) if s.indicator == found), None)
        if found is not None and named is not None:
            figure.subject = named
        elif found is not None and found != figure.subject.indicator:
            figure.subject = Subject(match.start("a"), match.end("a"), found)
        return match.end()

    def opens_clause(self, token: Token) -> bool:
        """Whether a cue is the first of its clause."""
        return (
            not self._text[self.clause_start : token.start].strip(" ,(")
            or token.start - self.clause_start < 12
        )

    def names_area(self, token: Token) -> bool:
        """Whether the clause of a number says that the area itself is spoken of: "trong khi tỉnh tăng 9,6%"."""
        clause = self._text[self.clause_start : token.start].lower()
        return _ACTOR.search(clause) is not None

    def stands(self, token: Token) -> bool:
        """Whether what is counted stands at a moment: "91 dự án còn hiệu lực", and what goes with it."""
        low, at = self._sentence.low, token.start - self._sentence.start
        far = max(0, at - _NEAR)
        floor = max(far, low.rfind(";", far, at) + 1)
        end = low.find(",", at, at + _NEAR)
        return any(word in low[floor : end if end > 0 else at + _NEAR] for word in _STANDING)

    def alone_in_line(self, token: Token) -> bool:
        """Whether a number fills its line."""
        line, end = self._sentence.line, self._sentence.line_end
        return (
            end - line < 40
            and not self._text[line : token.start].strip(" +-(|")
            and not self._text[token.end : end].strip(" )%|")
        )
