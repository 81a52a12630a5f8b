"""What stands right before and right after a number: its verb, qualifier, status, base and plan."""

from __future__ import annotations

import re
from typing import Final

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
        "verb_tokens",
        "verbs",
    )

    def __init__(self, start: int, first: int) -> None:
        self.start = start
        self.first = first
        self.verbs: list[str] = []
        self.verb_tokens: list[Token] = []
        self.qualifier: str | None = None
        self.status: str | None = None
        self.doing = False
        self.doing_token: Token | None = None
        self.base: str | None = None
        self.respectively = False

    @property
    def verb(self) -> str | None:
        """The verb nearest to the number."""
        return self.verbs[0] if self.verbs else None


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
        if not _take(chain, cue, nearest=j == index - 1):
            break
        at = cue.start
        chain.start, chain.first = at, j
        j -= 1
    return chain


def _take(chain: Chain, cue: Token, *, nearest: bool) -> bool:
    senses = cue.senses
    if "qualifier" in senses and chain.qualifier is None and (not chain.verbs or chain.verbs == _ONLY_EQUAL):
        chain.qualifier = senses["qualifier"]
    elif "qualifier" in senses and "verb" not in senses:
        if chain.qualifier == "at_least" or chain.verbs:
            return chain.qualifier is None or True
    elif "verb" in senses:
        chain.verbs.append(senses["verb"])
        chain.verb_tokens.append(cue)
        if "doing" in senses:
            chain.doing, chain.doing_token = True, cue
    elif "status" in senses:
        chain.status = chain.status or senses["status"]
    elif "doing" in senses:
        if chain.status is not None or chain.verbs:
            return False
        chain.doing, chain.doing_token = True, cue
    elif "glue" in senses:
        value = senses["glue"]
        if value.startswith("respectively"):
            chain.respectively = True
        if value in ("glue_up", "glue_down"):
            chain.respectively = True
        if value.endswith("_up"):
            chain.verbs.append("up")
        elif value.endswith("_down"):
            chain.verbs.append("down")
    elif "base" in senses and senses["base"] == "yoy" and not chain.verbs:
        chain.base = senses["base"]
    else:
        return "versus" in senses and chain.base is not None
    return True


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


_NOTHING: Final = After()
_MARKS: Final = frozenset(",;()\n")
_NOT_OF_PLAN: Final = (" cho đến ", " đến hết ", " tính đến ")  # times by which, not of the plan before them
_MOMENT: Final = re.compile(r"(?:cuối|đầu|thời điểm)(?![^\W_])")


def after_number(
    text: str, tokens: list[Token], index: int, *, at: int | None = None, reach: int = 3
) -> After:
    """What follows the number ``tokens[index]`` (or a place ``at``) up to the next mark, verb or number.

    Of numbers joined by "và" or a comma the earlier share what stands after the last, ``reach`` at most.
    """
    found = _NOTHING
    at = tokens[index].end if at is None else at
    direct = True
    size = len(tokens)
    for k in range(index + 1, size):
        token = tokens[k]
        gap = text[at : token.start]
        blank = gap == " "
        if (
            not blank
            and not _MARKS.isdisjoint(gap)
            and not (_closes(gap) and direct and "versus" in token.senses)
        ):
            break
        blank = blank or not gap.strip(" )")
        if found is _NOTHING:
            found = After()
        if token.kind == "time":
            _take_time(found, token, apart=text.endswith(_NOT_OF_PLAN, 0, token.start))
            if found.base_time is token and _MOMENT.search(gap):
                found.base = found.base or "previous"
        elif token.kind == "cue" and "plan" in token.senses and _is_like_plan(text, tokens, index, k):
            if found.versus:
                found.versus = False
            break
        elif token.kind != "cue" or not (
            _take_after(text, found, token, direct=direct and blank) or _is_by_giver(text, found, tokens, k)
        ):
            break
        direct = direct and blank
        at = token.end
    nxt = index + 1
    if nxt < size - 1 and "lead" in tokens[nxt].senses:
        nxt += 1
    if reach and nxt < size and index >= 0 and _joined(text, tokens[index], tokens[nxt]) and found.is_empty:
        return after_number(text, tokens, nxt, reach=reach - 1)
    return found


def _is_like_plan(text: str, tokens: list[Token], index: int, plan: int) -> bool:
    """ "tăng 7,2% so với mục tiêu 8%": a plan with a number of the same unit says nothing of the number before."""
    if index < 0 or plan + 1 == len(tokens):
        return False
    one, other = tokens[index].figure, tokens[plan + 1].figure
    if one is None or other is None or one.unit != other.unit or one.unit is None:
        return False
    named = text[tokens[plan].start : tokens[plan].end].lower().startswith("mục tiêu")
    return named and text[tokens[plan].end : tokens[plan + 1].start] == " "


def _is_by_giver(text: str, found: After, tokens: list[Token], index: int) -> bool:
    """ "kế hoạch vốn do Thủ tướng Chính phủ giao": the word before the giver of a plan opens nothing new."""
    token = tokens[index]
    if found.plan is None or "break" not in token.senses or index + 1 == len(tokens):
        return False
    following = tokens[index + 1]
    by = text[token.start : following.start].lower() == "do "
    return by and "giver" in following.senses and text.endswith(" giao", following.start, following.end)


def _closes(gap: str) -> bool:
    """Whether a gap does no more than close a bracket."""
    return gap.startswith(")") and _MARKS.isdisjoint(gap[1:])


def _joined(text: str, one: Token, other: Token) -> bool:
    if one.figure is None or other.figure is None or one.figure.unit != other.figure.unit:
        return False
    return text[one.end : other.start].strip(" ,") in ("", "và")


def plan_basis(after: After) -> str:
    """The basis of the plan named after a number: by who gave it, or by its year."""
    if after.giver is not None:
        return after.giver
    plan = after.plan or "unspecified"
    time = after.plan_time.time if after.plan_time else None
    if (
        plan == "unspecified"
        and time is not None
        and time.form == "year"
        and not after.plan_words.startswith("dự toán")
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


def _take_after(text: str, found: After, token: Token, *, direct: bool) -> bool:
    senses = token.senses
    if "qualifier_after" in senses and direct:
        found.qualifier = senses["qualifier_after"]
    elif "versus" in senses:
        if found.base is not None or found.plan is not None:
            return False
        found.versus = True
    elif "base" in senses and (found.versus or senses["base"] == "yoy") and found.plan is None:
        if found.base is None:
            found.base = senses["base"]
    elif "giver" in senses and (found.plan is not None or text.endswith(" giao", token.start, token.end)):
        found.giver = found.giver or senses["giver"]
    elif "plan" in senses and text.endswith((" như ", " theo "), 0, token.start):
        found.like = senses["plan"]
        return False
    elif "plan" in senses and found.base is None and found.base_time is None:
        if found.plan is None:
            found.plan = senses["plan"]
            found.plan_words = text[token.start : token.end].lower()
    elif "status" in senses and found.versus and found.base is None:
        return True  # "so với ước thực hiện năm 2023"
    elif "verb" in senses or "doing" in senses or "goal" in senses or "break" in senses or "status" in senses:
        found.verb = senses.get("verb")
        return False
    return True
