"""Write the data dictionary, the catalogue and the columns of a corpus to docs/_*.md."""

from pathlib import Path

from hpbrief.catalog import Catalog, load_catalog
from hpbrief.corpus.store import column_rows
from hpbrief.models import terms
from hpbrief.tables.schema import INLINE_SOURCE, TABLES, Column

FOLDER = Path(__file__).parent

#: What columns hold that the template does not explain, or that mean another thing in one table.
MEANING = {
    "source_id": "Id of the source, without blanks and commas",
    "goals.value": "The goal as printed",
    "goals.period_start": "First day; a goal of the year starts on 1 January",
    "goals.area": "Id or name of the province or city",
    "goals.adopted": "Day from which the goal is in force; empty means from its source's date",
    "goals.set_by": "Who set it, in words",
    "adjustments.kind": "What happened once; words of either language are read too",
    "adjustments.value": "What it added to the figures that hold its period; with a minus what it took away",
    "adjustments.period_start": "First day of the month or stretch in which it happened",
    "adjustments.note": "What it was; two of one kind in one stretch need different notes",
    "sources.known_from": "Day from which its figures count as known; empty means the day of publication",
    "verdicts.stated_on": "Day on which it was said",
    "verdicts.period_end": "Last day of the year to date that was judged",
    "verdicts.status": "What was said of the indicator",
    "verdicts.reference": "Against what",
    "verdicts.of_total": "Of how many indicators the report speaks",
    "verdicts.inferred": "yes where the words only imply it",
    "verdicts.area": "Id or name; empty means the area with most figures",
    "headline_verdicts.period_end": "Last day of the year to date that was judged",
    "headline_verdicts.area": "Id or name; empty means the area with most figures",
    "headline_verdicts.count": "How many indicators",
    "headline_verdicts.of_total": "Of how many",
    "headline_verdicts.status": "What was said of them",
    "headline_verdicts.reference": "Against what",
    "source": "Name or address of the source, one a row",
    "source_url": "Its address",
}
UNITS = {
    "value": "in `unit` × 10^`unit_mult`",
    "period_start": "YYYY-MM-DD",
    "period_end": "YYYY-MM-DD",
}
#: Vocabularies that need a word on each value, with the group of words.toml that names it.
VOCABULARIES = (
    (terms.Measure, "measure"),
    (terms.Qualifier, "qualifier"),
    (terms.ObsStatus, "obs_status"),
    (terms.Basis, "basis"),
    (terms.Bound, "bound"),
    (terms.VerdictStatus, "stated"),
    (terms.Reference, "reference"),
    (terms.KnownBasis, "known_basis"),
    (terms.ComputedClass, "class"),
    (terms.Agreement, "agreement"),
    (terms.Confidence, "confidence"),
)
TYPES = {"string": "text", "date": "date", "number": "number", "integer": "whole number", "boolean": "yes/no"}


def table(head: list[str], rows: list[list[str]]) -> list[str]:
    """A Markdown table."""

    def line(cells: list[str]) -> str:
        return "| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |"

    return [line(head), "|" + "---|" * len(head), *map(line, rows), ""]


def _column(name: str, column: Column, catalog: Catalog) -> list[str]:
    said = MEANING.get(f"{name}.{column.name}") or MEANING.get(column.name)
    meaning = said or catalog.word("template", column.name, "en")
    kind = TYPES[column.kind] + (f", {UNITS[column.name]}" if column.name in UNITS else "")
    needed = "yes" if column.required else "no"
    values = ", ".join(f"`{v}`" for v in column.values if v != "implied") if column.values else ""
    names = ", ".join(f"`{n}`" for n in column.other_names)
    return [
        f"`{column.name}`",
        kind,
        needed,
        meaning + (f"; also read as {names}" if names else ""),
        values,
    ]


def dictionary_text() -> str:
    """The columns of each table and the closed vocabularies."""
    catalog = load_catalog()
    head = ["column", "type", "required", "meaning", "allowed values"]
    lines = ["<!-- Written by docs/export_dictionary.py; do not edit. -->", ""]
    for name, schema in TABLES.items():
        lines += [f"### `{name}`", ""]
        lines += table(head, [_column(name, c, catalog) for c in schema.columns])
        lines += ["Rows must differ in " + ", ".join(f"`{k}`" for k in schema.key) + ".", ""]
    lines += ["### Sources within a table", ""]
    lines += ["Where there is no table of sources, each other table may have these columns.", ""]
    lines += table(head[:4], [_column("inline", c, catalog)[:4] for c in INLINE_SOURCE])
    lines += ["### Values and their words", ""]
    for values, group in VOCABULARIES:
        meaning = (values.__doc__ or "").strip().splitlines()[0]
        lines += [f"**{values.__name__}.** {meaning}", ""]
        lines += table(
            ["value", "tiếng Việt", "English"],
            [
                [f"`{v}`", *(catalog.word(group, str(v), lang) or "–" for lang in ("vi", "en"))]
                for v in values
            ],
        )
    return "\n".join(lines).rstrip() + "\n"


def catalogue_text() -> str:
    """The indicators, groups, units and areas of the bundled catalogue."""
    catalog = load_catalog()
    lines = ["<!-- Written by docs/export_dictionary.py; do not edit. -->", ""]
    lines += [f"## {len(catalog.indicators)} indicators", ""]
    lines += table(
        ["id", "tiếng Việt", "English", "unit", "kind", "judged by", "notes"],
        [
            [
                f"`{i.id}`",
                i.label_vi,
                i.label_en,
                f"{i.unit.code}, {i.unit.mult}" if i.unit.mult else i.unit.code,
                str(i.kind),
                f"`{i.measure}`",
                ", ".join(
                    word
                    for word, true in (
                        ("lumpy", i.lumpy),
                        ("can fall", i.can_fall),
                        (f"good: {i.direction}", i.direction != "up"),
                    )
                    if true
                ),
            ]
            for i in catalog.indicators.values()
        ],
    )
    lines += [f"## {len(catalog.groups)} groups", ""]
    lines += table(
        ["id", "tiếng Việt", "English", "indicators"],
        [
            [f"`{g.id}`", g.label_vi, g.label_en, ", ".join(f"`{i}`" for i in g.indicators)]
            for g in catalog.groups.values()
        ],
    )
    lines += [f"## {len(catalog.units)} units", ""]
    lines += table(
        ["code", "tiếng Việt", "English", "code list"],
        [[f"`{u.code}`", u.label_vi, u.label_en, "SDMX" if u.sdmx else ""] for u in catalog.units.values()],
    )
    lines += [f"## {len(catalog.areas)} areas", ""]
    lines += table(
        ["id", "tiếng Việt", "English", "kind", "code", "from", "to", "merged into"],
        [
            [
                f"`{a.id}`",
                a.label_vi,
                a.label_en,
                a.kind,
                a.code,
                a.valid_from.isoformat() if a.valid_from else "",
                a.valid_to.isoformat() if a.valid_to else "",
                f"`{a.merged_into}`" if a.merged_into else "",
            ]
            for a in catalog.areas.values()
        ],
    )
    return "\n".join(lines).rstrip() + "\n"


#: What columns of a corpus hold where their name does not say it. Those of ``statements`` are the facts of a text.
CORPUS = {
    "document": "id, a hash of the text",
    "address": "`url`, else the path, or the file and row",
    "statements.text": "the characters of the fact",
    "statements.start": "first character in the text, counted from 0",
    "statements.end": "the one after the last",
    "statements.phrase": "the subject as written",
    "statements.value": "the magnitude as printed; the sign is in `direction`",
    "statements.value_printed": "the same, digit by digit (`9.50`)",
    "statements.unit_mult": "power of ten",
    "statements.period": "ISO interval",
    "statements.period_start": "its first day",
    "statements.period_end": "its last day",
    "statements.rules": "the rules that fired",
    "statements.file": "name of the file, where it was one",
    "statements.page": "counted from 1, where the file has pages",
    "statements.table": "of the document, counted from 1, where the fact is a cell",
    "statements.row": "of that table",
    "statements.column": "of that table",
    "briefings.address": "the first of its addresses",
    "briefings.published": "the day it speaks, given or found in the text",
    "briefings.statements": "facts found",
    "briefings.coverage": "share of the runs of digits that were read",
    "issues.document": "null where the document was not read at all",
    "issues.best_reading": "if there is one",
    "addresses.first": "whether its briefing names this one",
    "addresses.published": "as given",
    "addresses.title": "as given",
}


def corpus_text() -> str:
    """The columns of a corpus, table by table."""
    rows = column_rows()
    lines = []
    for name in dict.fromkeys(row[0] for row in rows):
        lines += [f"**`{name}`**", ""]
        body = [
            [f"`{column}`", kind, CORPUS.get(f"{table_}.{column}", CORPUS.get(column, ""))]
            for table_, column, kind in rows
            if table_ == name
        ]
        lines += table(["column", "type", ""], body)
    return "\n".join(lines).rstrip() + "\n"


#: File name → what writes its text.
FILES = {"_dictionary.md": dictionary_text, "_catalogue.md": catalogue_text, "_corpus.md": corpus_text}

if __name__ == "__main__":
    for file, text in FILES.items():
        (FOLDER / file).write_text(text(), "utf-8")
