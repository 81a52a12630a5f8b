"""How runs of a Word document are set: hidden, struck out, raised, in which font; directly or by their styles."""

from __future__ import annotations

from typing import Any, NamedTuple

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
