"""A fact in words, in Vietnamese or English: in one line what it says, of what, when and where; and why it was
read so: the questions, the answers, the rules that gave them, and what lost.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from hpbrief.briefing.records import rows_with_evidence
from hpbrief.catalog import Catalog, load_catalog
from hpbrief.errors import ParseError
from hpbrief.extract.engine import briefing_of
from hpbrief.extract.figures.spoken_time import Answered, Asked
from hpbrief.format import format_date, format_number, format_period, format_quantity
from hpbrief.models import Briefing, Cell, Issue, Lang, Period, Quantity, Span, Statement, Unit
from hpbrief.parse.numbers import NumberPrint


def fact_kind(row: dict[str, Any], lang: Lang, catalog: Catalog | None = None) -> str:
    """The name of a fact's kind: ``Số liệu``, ``Figure``."""
    return (catalog or load_catalog()).word("fact", row["kind"], lang)


def fact_saying(row: dict[str, Any], lang: Lang, catalog: Catalog | None = None) -> str:
    """What a fact says: ``tăng 13,4% so với cùng kỳ``, ``7/9 chỉ tiêu: Đạt và vượt (kế hoạch năm)``."""
    catalog = catalog or load_catalog()
    match row["kind"]:
        case "figure" | "goal":
            return _figure(row, lang, catalog)
        case "verdict":
            return _verdict(row, lang, catalog)
        case "directive":
            return _directive(row, lang, catalog)
        case "legal_ref":
            kind = catalog.word("legal_kind", row["legal_kind"], lang) if row["legal_kind"] else ""
            return " ".join(filter(None, (kind, row["number"], row["issuer"])))
        case _:
            return _period(row, lang, catalog)


def fact_subject(row: dict[str, Any], lang: Lang, catalog: Catalog | None = None) -> str:
    """Of what: the indicator's label, else the subject as written, else the owner of a task."""
    catalog = catalog or load_catalog()
    known = catalog.indicators.get(row["indicator"] or "")
    return known.label(lang) if known else str(row["phrase"] or row["owner"] or "")


def fact_place(row: dict[str, Any], lang: Lang, catalog: Catalog | None = None) -> str:
    """When, in which status and where a figure, goal or verdict holds; empty for other kinds."""
    if row["kind"] not in ("figure", "goal", "verdict"):
        return ""
    catalog = catalog or load_catalog()
    status = catalog.word("obs_status", row["obs_status"], lang) if row["obs_status"] else ""
    area = catalog.areas.get(row["area"] or "")
    name = area.label(lang) if area else row["area"]
    return " · ".join(filter(None, (_period(row, lang, catalog), status, name)))


def fact_reading(row: dict[str, Any], lang: Lang, catalog: Catalog | None = None) -> str:
    """All of it in one line: kind, what is said, of what, when and where."""
    catalog = catalog or load_catalog()
    said = fact_saying(row, lang, catalog)
    subject = "" if row["kind"] == "directive" else fact_subject(row, lang, catalog)
    rest = filter(None, (subject, fact_place(row, lang, catalog)))
    return " · ".join((f"{fact_kind(row, lang, catalog)}: {said}", *rest))


def _figure(row: dict[str, Any], lang: Lang, catalog: Catalog) -> str:
    amount = _amount(row, lang, catalog)
    if row["qualifier"] != "exact":
        amount = f"{catalog.word('qualifier', row['qualifier'], lang)} {amount}"
    plan = catalog.word("plan", row["basis"] or "unspecified", lang)
    key = row["measure"] if row["direction"] == "none" else f"{row['measure']}_{row['direction']}"
    return catalog.word("saying", key, lang).format(amount=amount, plan=plan)


def _amount(row: dict[str, Any], lang: Lang, catalog: Catalog) -> str:
    if row["of"] is not None:
        return f"{_number(row['value'], lang)}/{_number(row['of'], lang)} {row['unit_text'] or ''}".strip()
    if row["value_max"] is None:
        return _quantity(row, row["value"], lang, catalog)
    return f"{_number(row['value'], lang)} - {_quantity(row, row['value_max'], lang, catalog)}"


def _quantity(row: dict[str, Any], value: float, lang: Lang, catalog: Catalog) -> str:
    if row["unit"] not in catalog.units:
        return f"{_number(value, lang)} {row['unit_text'] or ''}".strip()
    quantity = Quantity(value=Decimal(str(value)), unit=Unit(code=row["unit"], mult=row["unit_mult"] or 0))
    return format_quantity(quantity, lang, catalog=catalog, indicator=row["indicator"])


def _number(value: float, lang: Lang) -> str:
    return format_number(Decimal(str(value)), lang)


def _verdict(row: dict[str, Any], lang: Lang, catalog: Catalog) -> str:
    said = catalog.word("stated", row["verdict_status"], lang)
    reference = catalog.word("reference", row["reference"], lang)
    whole = "" if row["of_total"] is None else f"/{row['of_total']}"
    counts = "" if row["count"] is None else f"{row['count']}{whole}: "
    implied = f", {catalog.word('flag', 'stated_inferred', lang)}" if row["inferred"] else ""
    return f"{counts}{said} ({reference}{implied})"


def _directive(row: dict[str, Any], lang: Lang, catalog: Catalog) -> str:
    owner = row["owner"] or catalog.word("chart", "no_owner", lang)
    if row["deadline"] is None:
        return owner
    word = catalog.word("deadline", row["deadline_word"] or "by", lang)
    return f"{owner}, {word} {format_date(Period.from_code(row['deadline']).end, lang)}"


def _period(row: dict[str, Any], lang: Lang, catalog: Catalog) -> str:
    return format_period(Period.from_code(row["period"]), lang, catalog) if row["period"] else ""


def issue_message(issue: Issue, lang: Lang, catalog: Catalog) -> str:
    """What is unclear, in a language where its code is known, else as it was noted."""
    known = catalog.words.get("issue", {}).get(issue.code)
    return str(known[lang]) if known else issue.message


def unread_numbers(briefing: Briefing, lang: Lang, catalog: Catalog | None = None) -> str:
    """How many numbers no statement came of, and why, most frequent first; empty where there are none.

    A number that was read with a doubt is not among them, nor what a file holds beside its numbers.
    """
    catalog = catalog or load_catalog()
    read = {_start(statement.evidence) for statement in briefing.statements}
    lost = [
        issue
        for issue in briefing.issues
        if issue.code in catalog.words["issue"] and _start(issue.evidence) not in read
    ]
    if not lost:
        return ""
    why = Counter(issue_message(issue, lang, catalog) for issue in lost)
    counted = "; ".join(f"{message} ({count})" for message, count in why.most_common())
    return f"{catalog.word('facts_page', 'unread', lang).format(count=len(lost))}: {counted}"


def _start(evidence: object) -> int | None:
    span = evidence.span if isinstance(evidence, Cell) else evidence
    return span.start if isinstance(span, Span) else None


class Reasons:
    """The reasons of all statements of one briefing, which is read once more for them."""

    def __init__(
        self, brief: Briefing, catalog: Catalog | None = None, numbers: NumberPrint | None = None
    ) -> None:
        self.brief = brief
        self.catalog = catalog or load_catalog()
        record: list[Asked] = []
        briefing_of(brief.document, area=brief.area, catalog=self.catalog, numbers=numbers, record=record)
        self._asked = {one.start: one for one in record}

    def of(self, statement: Statement, lang: Lang) -> str:
        """Questions, answers and rules of a statement, one a line. ParseError where it is not of the briefing."""
        row = next(
            (
                r
                for r, e in rows_with_evidence(self.brief)
                if r["kind"] == statement.kind and e == statement.evidence
            ),
            None,
        )
        if row is None:
            raise ParseError("no_such_statement")
        lines = [f"«{row['text']}»: {fact_reading(row, lang, self.catalog)}"]
        evidence = statement.evidence
        asked = None if isinstance(evidence, Cell) else self._asked.get(getattr(evidence, "start", -1))
        if asked is not None:
            lines += [self._answer(one, statement, row, lang) for one in asked.answers]
        else:
            lines += self._of_rules(statement, lang)
        return "\n".join(lines)

    def _word(self, key: str, lang: Lang) -> str:
        return self.catalog.word("question", key, lang)

    def _answer(self, one: Answered, statement: Statement, row: dict[str, Any], lang: Lang) -> str:
        """One question in a line: ``- Of which time? January to October 2025 (rule period.named: …)``."""
        said = {
            "goal": self._goal(statement, lang),
            "measure": fact_saying(row, lang, self.catalog),
            "subject": fact_subject(row, lang, self.catalog) or self._word("none", lang),
            "period": format_period(statement.period, lang, self.catalog)
            if statement.period
            else self._word("none", lang),
            "place": self._place(statement.area, lang)
            if statement.area
            else self._word("unknown_place", lang),
        }[one.question]
        parts = [said, self._rule(statement.rules[0] if one.question == "measure" else one.rule, lang)]
        if one.rivals:
            parts.append(self._word("rivals", lang).format(text=self._rivals(one, lang)))
        return f"- {self._word(one.question, lang)} {'; '.join(filter(None, parts))}"

    def _goal(self, statement: Statement, lang: Lang) -> str:
        if statement.kind != "goal":
            return self._word("result", lang)
        basis = self.catalog.word("basis", statement.basis, lang) if statement.basis else ""
        return self._word("goal_of", lang).format(basis=basis)

    def _place(self, area: str, lang: Lang) -> str:
        known = self.catalog.areas.get(area)
        return known.label(lang) if known else area

    def _rivals(self, one: Answered, lang: Lang) -> str:
        if one.question == "period":
            return ", ".join(format_period(Period.from_code(r), lang, self.catalog) for r in one.rivals)
        if one.question == "place":
            return ", ".join(self._place(r, lang) for r in one.rivals)
        return ", ".join(f"«{r}»" for r in one.rivals)

    def _rule(self, rule: str, lang: Lang) -> str:
        """A rule by its name, and why it is right where a few words say so."""
        if not rule:
            return ""
        known = self.catalog.words["reading_rule"].get(rule)
        return self._word("by", lang).format(rule=rule, why=known[lang]) if known else rule

    def _of_rules(self, statement: Statement, lang: Lang) -> list[str]:
        """A statement of a table: its cell, and the rules that fired."""
        lines = []
        if isinstance(statement.evidence, Cell):
            cell = statement.evidence
            place = ", ".join(str(x) for x in (cell.sheet, cell.table, cell.row, cell.column) if x)
            lines.append(f"- {self._word('cell', lang)} {place}")
        rules = "; ".join(self._rule(rule, lang) for rule in statement.rules)
        return [*lines, f"- {self._word('reading', lang)} {rules}"]
