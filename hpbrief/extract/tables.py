"""Tables to statements: every number with what its row, its column, its caption and the document say of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from hpbrief.catalog import Catalog
from hpbrief.extract import cells
from hpbrief.extract.cells import Value
from hpbrief.extract.columns import Form, Signed, form_of, share_is_fraction
from hpbrief.extract.document import DocumentFrame
from hpbrief.extract.grids import Grid, Place, bar_tables, stacked_tables
from hpbrief.extract.heads import HeadReader, Said
from hpbrief.extract.layout import Block, Layout, Row, Words, is_caption, is_date, is_fault, unit_line
from hpbrief.extract.numerals import CellDigits, NumberPrint, cell_number, is_like_thousands, print_proved
from hpbrief.extract.scan import Scanner
from hpbrief.extract.sentences import Sentence
from hpbrief.extract.subjects import SubjectReader
from hpbrief.extract.times import Anchor
from hpbrief.extract.tokens import Token
from hpbrief.models import Document, Issue, Period, Statement, Table

_STACKED_VALUE = re.compile(r"[ ]*(?:[(+-]?[0-9][0-9.,]*(?: ?%)?\)?|-|\.{3}|…)[ ]*")
_CAPTION_LINES, _CAPTION_LENGTH = 4, 240


@dataclass
class TablesRead:
    """What the tables of a document hold.

    ``claimed`` are the stretches whose numbers are accounted for: read, left out (an ordinal, a year in a head)
    or unread with an issue; ``regions`` the tables whose rows are no sentences.
    """

    statements: list[Statement] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    claimed: list[tuple[Place, str]] = field(default_factory=list)
    regions: list[Place] = field(default_factory=list)

    def claim(self, tokens: Sequence[Token]) -> None:
        """Take the numbers of tables out of the hands of the readers of sentences."""
        if not self.claimed:
            return
        claims = sorted(self.claimed)
        starts = [place.start for place, _ in claims]
        for token in tokens:
            at = bisect_right(starts, token.end - 1) - 1
            if at < 0 or token.kind in ("cue", "cell") or claims[at][0].end <= token.start:
                continue
            why = claims[at][1]
            if why == "table_words":
                if token.kind in ("figure", "unread"):
                    token.kind, token.why = "left_out", "table_words"
            else:
                token.kind, token.time, token.citation = ("cell" if why == "cell" else "cell_unread"), None, None

    def holds(self, sentence: Sentence) -> bool:
        """Whether a sentence is a row of a table with no number left for a reader of sentences."""
        if not self.regions:
            return False
        inside = any(p.start <= sentence.start < p.end for p in self.regions)
        return inside and all(token.kind != "figure" for token in sentence.tokens)


class TableReader:
    """Reads the tables of documents, with the words of a catalogue."""

    def __init__(self, catalog: Catalog, scanner: Scanner, subjects: SubjectReader) -> None:
        self.catalog = catalog
        self.subjects = subjects
        self.scanner = scanner
        self.heads = HeadReader(catalog, scanner, subjects)
        words = catalog.rules.get("table_words", {})
        self.words = Words(words.get("column", {}), frozenset(words.get("nothing", {})), words.get("sign", {}))

    def is_unit(self, words: str) -> bool:
        """Whether words are a unit and nothing else."""
        return self.heads.unit(words) is not None

    def read(
        self, document: Document, frame: DocumentFrame, number_print: NumberPrint | None = None
    ) -> TablesRead:
        """The statements of all tables, those of the file as those that the plain text sets out."""
        text = document.text or ""
        read = TablesRead()
        tables = [*document.tables] or [*bar_tables(text)]
        taken = [Place(t.start, t.end) for t in tables]
        layouts = [(t, Layout(Grid(text, t), self.words, self.is_unit)) for t in tables]
        document_print = _document_print(layouts)
        before = 0
        for table, layout in layouts:
            _TableWalk(self, document, frame, table, layout, read, number_print or document_print, before).run(
                given=number_print is not None
            )
            before = table.end
        is_unit = lambda start, end: end - start <= 24 and self.is_unit(text[start:end])  # noqa: E731
        for table in stacked_tables(text, taken, _STACKED_VALUE, is_unit):
            layout = Layout(Grid(text, table), self.words, self.is_unit)
            _TableWalk(self, document, frame, table, layout, read, number_print or document_print, table.start).run(
                given=number_print is not None, stacked=True
            )
        read.statements.sort(key=lambda s: cells.place_of(s.evidence).start)
        read.issues.sort(key=lambda i: cells.place_of(i.evidence).start)
        return read


def _document_print(layouts: Sequence[tuple[Table, Layout]]) -> NumberPrint | None:
    """The print that the numbers of all tables prove, if only one."""
    proved: set[NumberPrint] = set()
    for _, layout in layouts:
        for block in layout.blocks:
            proved |= print_proved(d.digits for row in block.rows for d in _numbers(layout, block, row))
    return next(iter(proved)) if len(proved) == 1 else None


def _numbers(layout: Layout, block: Block, row: Row) -> Iterable[CellDigits]:
    return (d for c, role in block.roles.items() if role == "value" and (d := layout.digits(row.number, c)))


class _TableWalk:
    """One table."""

    def __init__(
        self,
        reader: TableReader,
        document: Document,
        frame: DocumentFrame,
        table: Table,
        layout: Layout,
        read: TablesRead,
        number_print: NumberPrint | None,
        before: int,
    ) -> None:
        self.reader, self.heads = reader, reader.heads
        self.document, self.frame, self.table, self.layout = document, frame, table, layout
        self.text = layout.text
        self.read = read
        self.print = number_print
        self.before = before
        self.anchor = frame.anchor

    def run(self, *, given: bool, stacked: bool = False) -> None:
        """Read every block; a table without numbers is left to the readers of sentences."""
        self.given, self.stacked = given, stacked
        blocks = [b for b in self.layout.blocks if "value" in b.roles.values()]
        if not blocks:
            return
        self.read.regions.append(Place(self.table.start, self.table.end))
        above, unit_above = self._above()
        for number, block in enumerate(blocks):
            captions = [*(above if number == 0 or not block.captions else []), *block.captions]
            _BlockWalk(self, block, captions, unit_above).run()

    def _above(self) -> tuple[list[Place], Place | None]:
        """The caption lines right above a table, and the unit that one of them states."""
        lines: list[Place] = []
        unit: Place | None = None
        end = self.table.start
        floor = max(self.before, end - 4 * _CAPTION_LENGTH)
        while end > floor and len(lines) < _CAPTION_LINES:
            start = max(self.text.rfind("\n", floor, end - 1) + 1, floor)
            words = self.text[start:end].strip()
            place = Place(start + len(self.text[start:end]) - len(self.text[start:end].lstrip()), 0)
            place = Place(place.start, place.start + len(words))
            end = start
            if not words:
                continue
            stated = unit_line(self.text, place)
            if stated is not None:
                unit = unit or stated
                if stated.start - place.start <= 20:
                    continue
            elif len(words) > _CAPTION_LENGTH or (words.endswith((".", ";")) and not is_caption(words)):
                break
            lines.insert(0, place)
            if is_caption(words):
                return lines, unit
        return lines[-1:], unit

    # -- evidence -----------------------------------------------------------------------------------

    def evidence(self, row: int, column: int, place: Place) -> cells.CellPlace:
        """Where a number stands."""
        cell = self.layout.grid.cell(row, column)
        text = self.text[cell.start : cell.end] if cell is not None else ""
        return cells.CellPlace(self.document.file, self.table, row, column, text, place, stacked=self.stacked)

    def issue(self, code: str, row: int, column: int, place: Place, best: Decimal | None = None) -> None:
        """Note what could not be read."""
        self.read.issues.append(cells.to_issue(self.text, code, self.evidence(row, column, place), best))


class _BlockWalk:
    """One block of a table: its columns, its rows, its numbers."""

    head_places: dict[int, list[Place]]
    names: list[cells.RowName]
    values: list[Value]

    def __init__(self, walk: _TableWalk, block: Block, captions: list[Place], unit_above: Place | None) -> None:
        self.walk, self.block = walk, block
        self.layout, self.text = walk.layout, walk.text
        self.reader, self.heads = walk.reader, walk.reader.heads
        self.caption = self.heads.read(self.text, captions, walk.anchor) if captions else Said()
        year = self.caption.period.end.year if self.caption.period is not None else None
        self.anchor = Anchor(None, year) if year is not None else walk.anchor
        if year is None and walk.anchor.year is None and walk.frame.report_period is not None:
            self.anchor = Anchor(None, walk.frame.report_period.end.year)
        self.subject = next(
            (s for p in captions if (s := self.heads.caption_subject(self.text, p)) and s.indicator), None
        )
        unit = next(iter(block.units), None) or unit_above
        self.unit = self.text[unit.start : unit.end] if unit is not None else None
        report = walk.frame.report_period
        one = self.caption.times <= 1 and self.caption.period is not None
        self.report = self.caption.period if one else report or self.caption.period

    def run(self) -> None:
        """All numbers of the block."""
        self._leave_out_heads()
        self.columns = [c for c, role in sorted(self.block.roles.items()) if role == "value"]
        places = {
            c: [self.layout.place(cell) for cell in self.layout.head_texts(self.block, c)] for c in self.columns
        }
        self.head_places = places
        self.said = {c: self.heads.read(self.text, places[c], self.anchor) for c in self.columns}
        self.prints = self._prints()
        self._date_columns()
        self.names = [self._name(row) for row in self.block.rows]
        self.values = self._values()
        self._unreadable()
        self._decide(self._lines(self.values))
        self._emit(self.values)

    # -- heads --------------------------------------------------------------------------------------

    def _leave_out_heads(self) -> None:
        grid = self.layout.grid
        body = {row.number for row in self.block.rows}
        values = {c for c, role in self.block.roles.items() if role == "value"}
        for cell in grid.table.cells:
            if cell.row not in body or (cell.column not in values and self.block.roles.get(cell.column) != "note"):
                self.walk.read.claimed.append((Place(cell.start, cell.end), "table_words"))

    def _date_columns(self) -> None:
        """Give columns the periods that they leave unsaid, from their neighbours and the document."""
        said = self.said
        for column in self.columns:
            one = said[column]
            if one.period is None and not one.compares and one.base is None:
                one.period = self._unsaid_period(one)
        levels = [c for c in self.columns if not said[c].compares and not said[c].is_goal and said[c].base is None]
        for column in self.columns:
            one = said[column]
            if one.compares or one.base is not None or (one.period is None and not one.is_goal) or "share" in one.says:
                near = self._nearest(column, levels, one)
                if one.compares or one.base is None:
                    if one.period is None or (near is not None and one.says & {"share"}):
                        one.period = said[near].period if near is not None else self._default(one)
                        one.status = one.status or (said[near].status if near is not None else None)
                elif one.base == "yoy":
                    period = one.period or (said[near].period if near is not None else self._default(one))
                    own = one.period is not None and self.anchor.year is not None and one.period.end.year < self.anchor.year
                    one.period = period if own else cells.year_before(period)
                    one.base = None
                elif one.base == "previous":
                    period = self._default(one)
                    one.period = one.period or (cells.month_before(period) if period else None)
                    one.base = None
            if one.base == "dated":
                one.base = cells.base_between(one.period, one.base_period)
        plan = next((said[c].plan for c in self.columns if said[c].is_goal and said[c].plan != "unspecified"), None)
        for column in self.columns:
            one = said[column]
            if one.is_goal and one.plan == "unspecified" and one.period is not None and one.period.is_year:
                one.plan = "annual_plan"
                plan = plan or one.plan
        for column in self.columns:
            if said[column].plan == "unspecified" and plan is not None and said[column].compares:
                said[column].plan = plan

    def _nearest(self, column: int, levels: list[int], one: Said) -> int | None:
        """The column of levels that a comparison speaks of: one that fits its base, else the last before it, else
        the first after."""
        fitting = [c for c in levels if cells.fits_base(self.said[c].period, one.base, one.base_period)]
        levels = fitting or levels
        before = [c for c in levels if c < column]
        return before[-1] if before else next((c for c in levels if c > column), None)

    def _default(self, said: Said) -> Period | None:
        return self.report

    def _unsaid_period(self, said: Said) -> Period | None:
        report = self.report
        year = report.end.year if report is not None else self.anchor.year
        if said.is_goal or said.whole_year:
            return Period.year(year) if year is not None else None
        if "this_month" in said.says and report is not None:
            return Period.month(report.end.year, report.end.month)
        if said.to_date and report is not None:
            return Period.year_to_date(report.end.year, report.end.month)
        return report

    # -- numbers ------------------------------------------------------------------------------------

    def _prints(self) -> dict[int, NumberPrint]:
        """The print of each column: given, or proved by the column, its table, the document; else Vietnamese."""
        walk = self.walk
        if walk.given and walk.print is not None:
            return dict.fromkeys(self.columns, walk.print)
        digits = {
            c: [d for row in self.block.rows if (d := self.layout.digits(row.number, c))] for c in self.columns
        }
        proved = {c: print_proved(d.digits for d in digits[c]) for c in self.columns}
        together = set().union(*proved.values()) if proved else set()
        whole = next(iter(together)) if len(together) == 1 else walk.print or "vi"
        prints: dict[int, NumberPrint] = {}
        for column in self.columns:
            own = proved[column]
            prints[column] = next(iter(own)) if len(own) == 1 else whole if not own else "vi"
            english = prints[column] == "en"
            if english and "vi" in together and any(is_like_thousands(d.digits) for d in digits[column]):
                prints[column] = "vi"
            elif english and own and (first := next((r for r in self.block.rows if self.layout.digits(r.number, column)), None)):
                found = self.layout.digits(first.number, column)
                assert found is not None
                walk.issue("english_numbers", first.number, column, Place(found.start, found.end))
        return prints

    def _values(self) -> list[Value]:
        values = []
        for row, name in zip(self.block.rows, self.names, strict=True):
            for column in self.columns:
                digits = self.layout.digits(row.number, column)
                if digits is None:
                    continue
                place = Place(digits.start, digits.end)
                number = cell_number(digits.digits, self.prints[column])
                if number is None:
                    self._unread("no_number", row.number, column, place)
                    continue
                if number.fault is not None:
                    self.walk.issue(number.fault, row.number, column, place, number.value)
                self.walk.read.claimed.append((place, "cell"))
                values.append(Value(row, name, column, self.said[column], digits, number))
        return values

    def _unreadable(self) -> None:
        """Cells of value columns that hold digits or a fault, and no number; prose is left to be read as prose."""
        for row in self.block.rows:
            for column in self.columns:
                cell = self.layout.grid.cell(row.number, column)
                if cell is None or self.layout.digits(row.number, column) is not None or cell.row != row.number:
                    continue
                place = self.layout.place(cell)
                words = self.text[place.start : place.end]
                if self.layout.is_nothing(words) or (cell.column != column):
                    continue
                if is_date(words):
                    self._unread("date_among_numbers", row.number, column, place)
                elif is_fault(words):
                    self._unread("formula_fault", row.number, column, place)
                elif any(c.isdigit() for c in words) and not any(c.isspace() for c in words):
                    self._unread("no_number", row.number, column, place)

    def _unread(self, code: str, row: int, column: int, place: Place) -> None:
        self.walk.issue(code, row, column, place)
        self.walk.read.claimed.append((place, "unread"))

    # -- rows ---------------------------------------------------------------------------------------

    def _name(self, row: Row) -> cells.RowName:
        """What the name of a row says."""
        place = self.heads.name_in(self.text, row.label) if row.label is not None else None
        said = self.heads.read(self.text, [row.label], self.anchor, name=True) if row.label is not None else Said()
        raw = self.text[row.label.start : row.label.end] if row.label is not None else ""
        words = self.text[place.start : place.end] if place is not None else ""
        kind = self.heads.row_word(words) if words else None
        role = self.block.roles.get(row.label_column)
        part = self.heads.opens_part(raw) or row.ordinal[:1] in ("-", "+") or raw[:1] in ("-", "+")
        is_time = said.empty and said.period is not None and not (said.versus or said.base or said.plan)
        if is_time and said.says - {"to_date", "whole_year", "official"}:
            is_time = False
        measures = said.bare and not is_time
        return cells.RowName(row, place, words, said, kind, is_place=role == "place", part=part, is_time=is_time, measures=measures)

    # -- lines --------------------------------------------------------------------------------------

    def _lines(self, values: list[Value]) -> dict[tuple[str, int], list[Value]]:
        """The comparisons and shares by the column, or the row, that says so."""
        lines: dict[tuple[str, int], list[Value]] = defaultdict(list)
        for value in values:
            if value.name.measures:
                lines["row", value.row.number].append(value)
            else:
                lines["column", value.column].append(value)
        return lines

    def _decide(self, lines: dict[tuple[str, int], list[Value]]) -> None:
        """Settle for every comparison whether it is growth or index, per cent or fraction."""
        for (axis, _), line in lines.items():
            said = line[0].name.said if axis == "row" else line[0].said
            kind = cells.line_kind(said)
            if axis == "row" and kind in ("base", "growth") and said.base == "dated":
                said.base = "yoy"
            if kind is None:
                continue
            signs = any(v.digits.percent for v in line)
            if kind in ("plan", "share"):
                signed = [Signed(v.number, v.digits.sign, self._plan_ratio(v) if kind == "plan" else None) for v in line]
                fraction = False if signs else share_is_fraction(signed)
                form = Form(None if fraction is None else kind, bool(fraction),
                            "column.fraction_or_percent" if fraction is None else "column.fraction" if fraction else "")  # fmt: skip
            elif cells.is_difference(said):
                form = Form("difference", rule="column.difference")
            else:
                signed = [Signed(v.number, v.digits.sign, self._base_ratio(v, said)) for v in line]
                form = form_of(said, signed, percent_signs=signs)
            if form.contradicts:
                first = line[0]
                self.walk.issue("head_contradicted", first.row.number, first.column, first.place)
            for value in line:
                value.form = form

    def _level_at(self, row: int, wanted: Period | None, *, goal: bool = False) -> Decimal | None:
        for column in self.columns:
            said = self.said[column]
            if said.compares or said.percent or said.is_goal != goal or said.says & {"share", "rank"}:
                continue
            digits = self.layout.digits(row, column)
            if digits is None or (wanted is not None and said.period != wanted):
                continue
            number = cell_number(digits.digits, self.prints[column])
            if number is not None:
                return -number.value if digits.sign == "-" else number.value
        return None

    def _base_ratio(self, value: Value, said: Said) -> Decimal | None:
        """The ratio of two levels of the same row that a comparison should repeat."""
        if value.name.measures:
            return None
        period = said.period
        base = said.base_period
        if base is None and period is not None:
            base = cells.year_before(period) if said.base == "yoy" else cells.month_before(period) if said.base == "previous" and cells.is_month(period) else None
        if period is None or base is None:
            return None
        return _ratio(self._level_at(value.row.number, period), self._level_at(value.row.number, base))

    def _plan_ratio(self, value: Value) -> Decimal | None:
        if value.name.measures or value.said.period is None:
            return None
        return _ratio(
            self._level_at(value.row.number, value.said.period), self._level_at(value.row.number, None, goal=True)
        )

    # -- statements ---------------------------------------------------------------------------------

    def _emit(self, values: list[Value]) -> None:
        namer = cells.Namer(self.reader.catalog, self.reader.subjects, self.heads, self.text, self)
        above: cells.RowName | None = None
        last_row = -1
        for value in values:
            if value.row.number != last_row:
                last_row = value.row.number
                if not value.name.measures:
                    above = value.name
            found = namer.statement(value, above)
            if isinstance(found, str):
                self.walk.issue(found, value.row.number, value.column, value.place)
            else:
                evidence = self.walk.evidence(value.row.number, value.column, value.place)
                self.walk.read.statements.append(found.to_statement(self.text, evidence))
                if found.issue is not None:
                    self.walk.issue(found.issue, value.row.number, value.column, value.place)


def _ratio(level: Decimal | None, base: Decimal | None) -> Decimal | None:
    if level is None or not base:
        return None
    return level / base
