"""Why a fact was read so: the questions, the answers, the rules that gave them, and what lost."""

from __future__ import annotations

from typing import Any

from hpbrief.briefing.records import rows_with_evidence
from hpbrief.briefing.wording import fact_reading, fact_saying, fact_subject
from hpbrief.catalog import Catalog, load_catalog
from hpbrief.errors import ParseError
from hpbrief.extract.engine import briefing_of
from hpbrief.extract.figures.context import Answered, Asked
from hpbrief.format import format_period
from hpbrief.models import Briefing, Cell, Lang, Period, Statement
from hpbrief.parse.numbers import NumberPrint


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
