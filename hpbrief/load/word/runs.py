"""The text of a Word paragraph as it stands: changes taken, hidden and struck words left out, by how its runs are
set.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from hpbrief.load.letters import in_unicode, of_font
from hpbrief.load.parts import keeps_raised

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 12


class Form(NamedTuple):
    """How a run is set; None is what is not said."""

    hidden: bool | None = None
    struck: bool | None = None
    raised: bool | None = None
    font: str | None = None


NO_FORM = Form()


class Styles:
    """The styles of a document, each with what it takes from the one that it is based on."""

    def __init__(self, root: Any) -> None:
        self.own: dict[str, tuple[Form, str]] = {}
        self.known: dict[str, Form] = {}
        self.paragraph = ""  # the style of paragraphs that name none
        self.base = NO_FORM
        self.converted: set[str] = set()  # kinds of letters of before Unicode that were met
        if root is None:
            return
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.base = form_of(defaults)
        for style in root.iter(f"{W}style"):
            name = style.get(f"{W}styleId", "")
            based = style.find(f"{W}basedOn")
            self.own[name] = (
                form_of(style.find(f"{W}rPr")),
                based.get(f"{W}val", "") if based is not None else "",
            )
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true", "on"):
                self.paragraph = name

    def of(self, name: str, depth: int = 0) -> Form:
        """How a style sets its runs."""
        if name not in self.own or depth > _DEEPEST:
            return NO_FORM
        if name not in self.known:
            own, based = self.own[name]
            self.known[name] = _over(own, self.of(based, depth + 1))
        return self.known[name]

    def of_paragraph(self, paragraph: Any) -> Form:
        """How the style of a paragraph sets its runs."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        return _over(self.of(named.get(f"{W}val", "") if named is not None else self.paragraph), self.base)

    def of_run(self, run: Any, paragraph: Form) -> Form:
        """How a run is set in a paragraph: its own form, else what the two styles say together."""
        direct = run.find(f"{W}rPr")
        if direct is None:
            return paragraph
        named = direct.find(f"{W}rStyle")
        style = self.of(named.get(f"{W}val", "")) if named is not None else NO_FORM
        own = form_of(direct)
        return Form(
            # Both styles together take back what each of them sets.
            _toggled(own.hidden, style.hidden, paragraph.hidden),
            _toggled(own.struck, style.struck, paragraph.struck),
            next((v for v in (own.raised, style.raised, paragraph.raised) if v is not None), None),
            own.font or style.font or paragraph.font,
        )


def form_of(properties: Any) -> Form:
    """What the properties of a run or style say."""
    if properties is None or not len(properties):
        return NO_FORM
    hidden = struck = raised = font = None
    for one in properties:
        value = one.get(f"{W}val")
        match one.tag.rpartition("}")[2] if isinstance(one.tag, str) else "":
            case "vanish" | "specVanish":
                hidden = _is_on(value)
            case "strike" | "dstrike":
                struck = bool(struck) or _is_on(value)
            case "vertAlign":
                raised = value == "superscript"
            case "position":
                raised = raised or _number(value) > 0
            case "rFonts":
                font = one.get(f"{W}ascii") or one.get(f"{W}hAnsi") or one.get(f"{W}cs")
    return Form(hidden, struck, raised, font)


def _is_on(value: str | None) -> bool:
    return value not in ("0", "false", "off")


def _number(value: str | None) -> int:
    text = (value or "").removesuffix("pt")
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 6 else 0


def _over(upper: Form, lower: Form) -> Form:
    return Form(
        lower.hidden if upper.hidden is None else upper.hidden,
        lower.struck if upper.struck is None else upper.struck,
        lower.raised if upper.raised is None else upper.raised,
        upper.font or lower.font,
    )


def _toggled(own: bool | None, style: bool | None, paragraph: bool | None) -> bool:
    return bool(style) != bool(paragraph) if own is None else own


MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
# What was struck out with changes tracked, what is said twice, what stands apart.
SKIPPED = {
    *(f"{W}{name}" for name in ("del", "moveFrom", "txbxContent", "pPr", "instrText", "rt", "sdtPr", "rPr")),
    f"{MC}Fallback",
}
_BREAKS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


def text_of(paragraph: Any, styles: Styles) -> str:
    """The text of a paragraph."""
    gathered = _Gathered(styles, styles.of_paragraph(paragraph))
    gathered.add(paragraph)
    return "".join(gathered.pieces)


class _Gathered:
    def __init__(self, styles: Styles, paragraph: Form) -> None:
        self.styles, self.paragraph = styles, paragraph
        self.pieces: list[str] = []

    def add(self, element: Any) -> None:
        """The runs below an element."""
        for child in element:
            if child.tag == f"{W}r":
                self.run(child)
            elif child.tag == f"{_M}oMath":
                self.pieces.append(equation_text(child))
            elif child.tag not in SKIPPED and isinstance(child.tag, str):
                self.add(child)

    def run(self, run: Any) -> None:
        """One run, unless it is not to be read."""
        form = self.styles.of_run(run, self.paragraph)
        if form.hidden or form.struck:
            return
        text = _run_text(run)
        if old := of_font(form.font):
            text = in_unicode(text, old[0], capitals=old[1])
            self.styles.converted.add(old[0])
        if form.raised and not keeps_raised(text, self.pieces):
            return
        self.pieces.append(text)


def _run_text(run: Any) -> str:
    texts = []
    for child in run:
        if child.tag == f"{W}t":
            texts.append(child.text or "")
        elif child.tag in _BREAKS:
            page = child.get(f"{W}type") in ("page", "column")
            texts.append("" if page else _BREAKS[child.tag])
        elif child.tag == f"{W}ruby":
            texts += [t.text or "" for t in child.iterfind(f"{W}rubyBase//{W}t")]
    return "".join(texts)


def equation_text(element: Any) -> str:
    """An equation on one line: 112.345, a/b, m²."""
    if element.tag == f"{_M}t":
        return element.text or ""
    if element.tag == f"{W}t":
        return element.text or ""
    parts = {
        child.tag.rpartition("}")[2]: equation_text(child) for child in element if isinstance(child.tag, str)
    }
    match element.tag.rpartition("}")[2]:
        case "f":
            return f"{parts.get('num', '')}/{parts.get('den', '')}"
        case "sSup":
            base, raised = parts.get("e", ""), parts.get("sup", "")
            return base + (raised if keeps_raised(raised, [base]) else "")
        case "d":
            return "(" + "; ".join(equation_text(e) for e in element.iterfind(f"{_M}e")) + ")"
    return "".join(equation_text(child) for child in element if isinstance(child.tag, str))
