"""What stands right before and right after a number: its verb, qualifier, status, base and plan."""

from __future__ import annotations

from typing import Final

from hpbrief.extract.figures.wording import FigureWording
from hpbrief.extract.text.tokens import Token

_CHAIN: Final = frozenset({"qualifier", "verb", "glue", "status", "doing", "head"})
_ONLY_EQUAL: Final = ["equal"]
_SIGNS: Final = {">": "over", "<": "under", "≥": "at_least", "≤": "at_most", "~": "about", "≈": "about"}


class Chain:
    """The unbroken run of known words that ends at a number.

    ``verbs`` are nearest first; ``start`` is where the run begins, hence where the subject ends.
    """

    __slots__ = (
        "base",
        "doing",
        "doing_token",
        "first",
        "qualifier",
        "respectively",
        "start",
        "status",
        "verb",
        "verb_tokens",
        "verbs",
    )

    def __init__(self, start: int, first: int) -> None:
        self.start = start
        self.first = first
        self.verbs: list[str] = []
        self.verb: str | None = None  # the one nearest to the number
        self.verb_tokens: list[Token] = []
        self.qualifier: str | None = None
        self.status: str | None = None
        self.doing = False
        self.doing_token: Token | None = None
        self.base: str | None = None
        self.respectively = False

    def saying(self, verbs: list[str], first: int, start: int) -> Chain:
        """The same words, begun at another token and understood with other verbs."""
        other = Chain(start, first)
        other.verbs, other.verb_tokens = verbs, self.verb_tokens
        other.verb = verbs[0]
        other.qualifier, other.status, other.base = self.qualifier, self.status, self.base
        other.doing, other.doing_token = self.doing, self.doing_token
        other.respectively = self.respectively
        return other


def chain_before(text: str, tokens: list[Token], index: int, floor: int) -> Chain:
    """The chain before the number ``tokens[index]``, going back no further than ``floor``."""
    token = tokens[index]
    chain = Chain(token.start, index)
    at = token.start
    if text[at - 1] != " " or not text[at - 2 : at - 1].isalnum():  # mostly a blank after a word
        while at > floor and (mark := text[at - 1]) in ' ><≥≤~≈:“"':
            at -= 1
            if mark in _SIGNS:
                chain.qualifier = _SIGNS[mark]
            if mark == ":":
                chain.start = at
    j = index - 1
    while j >= 0:
        cue = tokens[j]
        if cue.kind != "cue" or cue.start < floor or "indicator" in cue.senses:
            break
        gap = text[cue.end : at]
        if gap != " " and gap.strip(" "):
            break
        if not _take(chain, cue):
            break
        at = cue.start
        chain.start, chain.first = at, j
        j -= 1
    if chain.verbs:
        chain.verb = chain.verbs[0]
    return chain


def _take(chain: Chain, cue: Token) -> bool:
    """Take a cue into the chain; False where the chain ends before it."""
    senses = cue.senses
    if "qualifier" in senses and chain.qualifier is None and (not chain.verbs or chain.verbs == _ONLY_EQUAL):
        chain.qualifier = senses["qualifier"]
        return True
    if "qualifier" in senses and "verb" not in senses:
        return True
    if "verb" in senses:
        chain.verbs.append(senses["verb"])
        chain.verb_tokens.append(cue)
        if "doing" in senses:
            chain.doing, chain.doing_token = True, cue
        return True
    if "status" in senses:
        chain.status = chain.status or senses["status"]
        return True
    if "doing" in senses:
        if chain.status is not None or chain.verbs:
            return False
        chain.doing, chain.doing_token = True, cue
        return True
    return _take_small(chain, senses)


def _take_small(chain: Chain, senses: dict[str, str]) -> bool:
    """Take a small word, or the year before as a base, into the chain."""
    if "glue" in senses:
        value = senses["glue"]
        if value.startswith("respectively") or value in ("glue_up", "glue_down"):
            chain.respectively = True
        if value.endswith("_up"):
            chain.verbs.append("up")
        elif value.endswith("_down"):
            chain.verbs.append("down")
        return True
    if "base" in senses and senses["base"] == "yoy" and not chain.verbs:
        chain.base = senses["base"]
        return True
    return "versus" in senses and chain.base is not None


class After:
    """What stands after a number in its clause: base, plan, and the time and giver that go with them."""

    __slots__ = (
        "base",
        "base_time",
        "giver",
        "like",
        "plan",
        "plan_time",
        "plan_words",
        "qualifier",
        "times",
        "verb",
        "versus",
    )

    def __init__(self) -> None:
        self.base: str | None = None
        self.base_time: Token | None = None
        self.plan: str | None = None
        self.like: str | None = None
        self.plan_words = ""
        self.plan_time: Token | None = None
        self.giver: str | None = None
        self.qualifier: str | None = None
        self.times: list[Token] = []
        self.versus = False
        self.verb: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (
            self.base
            or self.base_time
            or self.plan
            or self.qualifier
            or self.times
            or self.versus
            or self.verb
        )


NOTHING_AFTER: Final = After()
_MARKS: Final = frozenset(",;()\n")


def after_number(
    words: FigureWording, text: str, tokens: list[Token], index: int, *, at: int | None = None, reach: int = 3
) -> After:
    """What follows the number ``tokens[index]`` (or a place ``at``) up to the next mark, verb or number.

    Of numbers joined by "and" or a comma the earlier share what stands after the last, ``reach`` at most.
    """
    found = _follow(words, text, tokens, index, tokens[index].end if at is None else at)
    if not reach or index < 0:
        return found
    nxt, size = index + 1, len(tokens)
    if nxt < size - 1 and "lead" in tokens[nxt].senses:
        nxt += 1
    if nxt < size and _joined(words, text, tokens[index], tokens[nxt]) and found.is_empty:
        return after_number(words, text, tokens, nxt, reach=reach - 1)
    return found


def _follow(words: FigureWording, text: str, tokens: list[Token], index: int, at: int) -> After:
    """Token by token from a place on, as long as each says more of the number."""
    found = NOTHING_AFTER
    direct = True
    for k in range(index + 1, len(tokens)):
        token = tokens[k]
        gap = text[at : token.start]
        blank = gap == " "
        if not blank and _is_parted(gap, token, direct=direct):
            break
        blank = blank or not gap.strip(" )")
        if found is NOTHING_AFTER:
            found = After()
        if token.kind == "time":
            _take_time(found, token, apart=text.endswith(words.not_of_plan, 0, token.start))
            if found.base_time is token and words.moment.search(gap):
                found.base = found.base or "previous"
        elif token.kind != "cue" or not _take_cue(words, text, found, tokens, index, k, direct and blank):
            break
        direct = direct and blank
        at = token.end
    return found


def _take_cue(
    words: FigureWording, text: str, found: After, tokens: list[Token], index: int, k: int, direct: bool
) -> bool:
    """Take the cue ``tokens[k]`` behind the number ``tokens[index]``; False where what is said of it ends there."""
    if "plan" in tokens[k].senses and _is_like_plan(words, text, tokens, index, k):
        found.versus = False
        return False
    return _take_after(words, text, found, tokens[k], direct=direct) or _is_by_giver(
        words, text, found, tokens, k
    )


def _is_like_plan(words: FigureWording, text: str, tokens: list[Token], index: int, plan: int) -> bool:
    """ "tăng 7,2% so với mục tiêu 8%": a plan with a number of the same unit says nothing of the number before."""
    if index < 0 or plan + 1 == len(tokens):
        return False
    one, other = tokens[index].figure, tokens[plan + 1].figure
    if one is None or other is None or one.unit != other.unit or one.unit is None:
        return False
    named = text[tokens[plan].start : tokens[plan].end].lower().startswith(words.aim_only)
    return named and text[tokens[plan].end : tokens[plan + 1].start] == " "


def _is_by_giver(words: FigureWording, text: str, found: After, tokens: list[Token], index: int) -> bool:
    """ "kế hoạch vốn do Thủ tướng Chính phủ giao": the word before the giver of a plan opens nothing new."""
    token = tokens[index]
    if found.plan is None or "break" not in token.senses or index + 1 == len(tokens):
        return False
    following = tokens[index + 1]
    by = text[token.start : following.start].lower() in words.given_by
    return (
        by and "giver" in following.senses and text.endswith(words.given_end, following.start, following.end)
    )


def _is_parted(gap: str, token: Token, *, direct: bool) -> bool:
    """Whether a mark parts a token from the number; a bracket that closes does not part it from its base."""
    return not _MARKS.isdisjoint(gap) and not (direct and _closes(gap) and "versus" in token.senses)


def _closes(gap: str) -> bool:
    """Whether a gap does no more than close a bracket."""
    return gap.startswith(")") and _MARKS.isdisjoint(gap[1:])


def _joined(words: FigureWording, text: str, one: Token, other: Token) -> bool:
    if one.figure is None or other.figure is None or one.figure.unit != other.figure.unit:
        return False
    return text[one.end : other.start].strip(" ,") in words.and_gaps


def plan_basis(words: FigureWording, after: After) -> str:
    """The basis of the plan named after a number: by who gave it, or by its year."""
    if after.giver is not None:
        return after.giver
    plan = after.plan or "unspecified"
    time = after.plan_time.time if after.plan_time else None
    if (
        plan == "unspecified"
        and time is not None
        and time.form == "year"
        and not after.plan_words.startswith(words.budget_plan)
    ):
        return "annual_plan"
    return plan


def _take_time(found: After, token: Token, *, apart: bool = False) -> None:
    if found.plan is not None and found.plan_time is None and not apart:
        found.plan_time = token
    elif found.versus or found.base is not None:
        found.base_time = found.base_time or token
    else:
        found.times.append(token)


_ENDS: Final = ("verb", "doing", "goal", "break", "status")  # cues that open something new behind a number


def _take_after(words: FigureWording, text: str, found: After, token: Token, *, direct: bool) -> bool:
    """Take a cue behind a number; False where what is said of the number ends before it."""
    senses = token.senses
    if "qualifier_after" in senses and direct:
        found.qualifier = senses["qualifier_after"]
        return True
    if "versus" in senses:
        found.versus = found.base is None and found.plan is None
        return found.versus
    if "base" in senses and found.plan is None and (found.versus or senses["base"] == "yoy"):
        found.base = found.base or senses["base"]
        return True
    return _take_plan(words, text, found, token)


def _take_plan(words: FigureWording, text: str, found: After, token: Token) -> bool:
    """Take the giver or the name of a plan; False where what is said of the number ends before it."""
    senses = token.senses
    if "giver" in senses and (
        found.plan is not None or text.endswith(words.given_end, token.start, token.end)
    ):
        found.giver = found.giver or senses["giver"]
        return True
    if "plan" in senses and text.endswith(words.like, 0, token.start):
        found.like = senses["plan"]
        return False
    if "plan" in senses and found.base is None and found.base_time is None:
        if found.plan is None:
            found.plan = senses["plan"]
            found.plan_words = text[token.start : token.end].lower()
        return True
    return _goes_past(found, senses)


def _goes_past(found: After, senses: dict[str, str]) -> bool:
    """Whether a cue that says nothing of a number is passed over."""
    if "status" in senses and found.versus and found.base is None:
        return True  # "so với ước thực hiện năm 2023"
    if any(kind in senses for kind in _ENDS):
        found.verb = senses.get("verb")
        return False
    return True
