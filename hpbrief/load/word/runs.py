"""The text of a Word paragraph as it stands: changes taken, hidden and struck words and note marks left out."""

from __future__ import annotations

from typing import Any

from hpbrief.load.letters import in_unicode, of_font
from hpbrief.load.superscript import keeps_raised
from hpbrief.load.word.forms import Form, Styles, W

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
