"""An analyst's month: a folder with the reports as they come, read, corrected, joined, judged and handed on.

What was read is kept in ``hpbrief-data`` of the folder, by the content of each file and the rules of reading; a file
that is as it was is not read again. Output is written file by file, each whole or not at all, and only where a byte
differs: a run that is broken off is run again and loses nothing.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from hpbrief.assessment import Scorecard, assess
from hpbrief.briefing.briefing import ReadBriefing, extract_briefing
from hpbrief.briefing.corrections import Correction, correct, read_corrections, unused
from hpbrief.catalog import Catalog, load_catalog
from hpbrief.catalog.catalog import rules_digest
from hpbrief.checks import AuditReport, audit
from hpbrief.dataset import Dataset, Defaults, read_dataset
from hpbrief.errors import DatasetError, HpbriefError, HpbriefWarning, LoadError, Message, Problem
from hpbrief.files import said_of, write_bytes
from hpbrief.format import format_date
from hpbrief.load.limits import Limits
from hpbrief.load.opening import documents_of_bytes, read_bytes
from hpbrief.models import Document, Lang, Tables
from hpbrief.models.period import day_from_iso, day_of
from hpbrief.report.handing import report_bytes
from hpbrief.report.letter import letter_of_changes
from hpbrief.report.markdown import note_markdown
from hpbrief.report.sheet_of_facts import facts_workbook
from hpbrief.report.word import note_bytes

DATA, OUT = "hpbrief-data", "out"
_STATE: Final = "state.json"
#: The version of what is kept; an older one is read and written anew, a newer one is refused.
FORMAT: Final = 1
_CORRECTIONS: Final = ("corrections.csv", "corrections.xlsx")
#: What is written of a month: the name of the file, and its ending where it is a report.
_REPORTS: Final = ("scorecard.html", "note.docx", "scorecard.xlsx")


@dataclass(frozen=True)
class ReadFile:
    """One file of the folder: what was made of it, or why it could not be read."""

    name: str
    digest: str
    briefings: tuple[ReadBriefing, ...] = ()
    dataset: Dataset | None = None
    error: HpbriefError | None = None

    @property
    def facts(self) -> int:
        """How many figures, goals and verdicts were read from it."""
        if self.dataset is not None:
            return len(self.dataset.tables.observations) + len(self.dataset.tables.goals)
        return sum(len(b.statements) + len(b.headlines) + len(b.verdicts) for b in self.briefings)

    def __repr__(self) -> str:
        return f"<{self.name}: {self.error.en if self.error else f'{self.facts} facts'}>"


@dataclass(frozen=True, repr=False)
class Month:
    """What a folder comes to on a day: what was read, the scorecard, the audit, and the files that were written."""

    workspace: Workspace
    as_of: date
    since: date | None
    files: tuple[ReadFile, ...]
    dataset: Dataset
    card: Scorecard
    audit: AuditReport
    written: tuple[Path, ...] = ()

    @property
    def doubtful(self) -> list[dict[str, Any]]:
        """The facts that want a look, as rows: file, quote and what is in doubt."""
        from hpbrief.report.sheet_of_facts import fact_rows

        return [row for row in fact_rows(self.files, self.dataset.catalog, "vi") if row["doubt"]]

    def __repr__(self) -> str:
        failed = sum(f.error is not None for f in self.files)
        return (
            f"<month of {self.workspace.area}, {self.as_of}: {len(self.files)} files ({failed} not read), "
            f"{len(self.card)} indicators, {len(self.audit)} findings>"
        )

    def _repr_html_(self) -> str:
        return self.card.to_html("vi")


class Workspace:
    """A folder of one area: its reports, its own data sets, its corrections, and what was read of them."""

    def __init__(
        self, folder: str | Path, *, area: str, lang: Lang = "vi", catalog: Catalog | None = None
    ) -> None:
        """Open a folder.

        ``area`` is the id or name of its province. Raises LoadError where the folder is not there or what is kept in
        it is of a newer version, CatalogError for an unknown area.
        """
        self.folder = Path(folder)
        if not self.folder.is_dir():
            raise LoadError("not_a_folder_given", where=self.folder)
        self.lang: Lang = lang
        self.catalog = catalog or load_catalog()
        self.area = (self.catalog.find_area(area) or self.catalog.area(area)).id
        self.data = self.folder / DATA

    def __repr__(self) -> str:
        return f"<workspace {self.folder.name}: {self.area}>"

    # -- reading ------------------------------------------------------------------------------------

    def files(self, told: Callable[[str], object] | None = None) -> list[ReadFile]:
        """What each file of the folder says, corrected; in the order of names. ``told`` hears each name.

        Raises DatasetError where corrections fit no fact.
        """
        corrections = self.corrections()
        read = [self._read(path, told) for path in self._paths()]
        problems: list[Problem] = []
        found = []
        faults: list[tuple[Correction, Message]] = []
        for file in read:
            briefings = []
            for briefing in file.briefings:
                changed, wrong = correct(briefing, file.name, corrections)
                briefings.append(changed)
                faults += wrong
            found.append(replace(file, briefings=tuple(briefings)))
        if corrections:
            problems = unused(faults, corrections, [f.name for f in found], self._sheet().name)
        if problems:
            raise DatasetError(problems)
        return found

    def corrections(self) -> tuple[Correction, ...]:
        """The corrections kept in the folder: ``corrections.csv`` or ``corrections.xlsx``."""
        sheet = self._sheet()
        return read_corrections(sheet, self.catalog) if sheet.is_file() else ()

    def _sheet(self) -> Path:
        paths = [self.folder / name for name in _CORRECTIONS]
        return next((path for path in paths if path.is_file()), paths[0])

    def _paths(self) -> list[Path]:
        with said_of(self.folder):
            entries = sorted(self.folder.iterdir(), key=lambda p: p.name)
        return [
            p
            for p in entries
            if p.is_file() and not p.name.startswith((".", "~$")) and p.name not in _CORRECTIONS
        ]

    def _read(self, path: Path, told: Callable[[str], object] | None) -> ReadFile:
        try:
            data = read_bytes(path, Limits())
        except LoadError as error:
            return ReadFile(path.name, "", error=error)
        digest = hashlib.sha256(data).hexdigest()
        kept = self.data / "read" / f"{digest[:24]}-{self._rules}.json"
        if (known := self._kept(kept, path.name, digest)) is not None:
            return known
        if told is not None:
            told(path.name)
        file = self._opened(path, data, digest)
        if file.dataset is None and file.error is None:
            rows = [b.model_dump(mode="json") for b in file.briefings]
            write_bytes(kept, json.dumps({"format": FORMAT, "briefings": rows}, ensure_ascii=False).encode())
        return file

    @cached_property
    def _rules(self) -> str:
        return hashlib.sha256(f"{rules_digest()} {self.area}".encode()).hexdigest()[:12]

    def _kept(self, kept: Path, name: str, digest: str) -> ReadFile | None:
        """What was read of the same bytes by the same rules; None where nothing is, or not whole."""
        if not kept.is_file():
            return None
        try:
            rows = json.loads(kept.read_text("utf-8"))["briefings"]
            return ReadFile(name, digest, tuple(ReadBriefing.model_validate(row) for row in rows))
        except (OSError, ValueError, KeyError, TypeError, ValidationError):
            return None

    def _opened(self, path: Path, data: bytes, digest: str) -> ReadFile:
        if (own := self._own_dataset(path)) is not None:
            return replace(own, digest=digest)
        briefings = []
        try:
            for _, document in documents_of_bytes(data, path.name):
                if not isinstance(document, Document):
                    raise document
                named = document if document.file else document.model_copy(update={"file": path.name})
                briefings.append(extract_briefing(named, area=self.area, catalog=self.catalog))
        except HpbriefError as error:
            return ReadFile(path.name, digest, error=error)
        return ReadFile(path.name, digest, tuple(briefings))

    def _own_dataset(self, path: Path) -> ReadFile | None:
        """A workbook or zip of the tables of a data set (goals, past years); None where it is a report."""
        from hpbrief.tables.raw import holds_tables

        if not holds_tables(path):
            return None
        try:
            return ReadFile(path.name, "", dataset=read_dataset(path))
        except HpbriefError as error:
            return ReadFile(path.name, "", error=error)

    # -- the month ----------------------------------------------------------------------------------

    def dataset(self, files: Sequence[ReadFile] | None = None) -> Dataset:
        """All that the files say of the area, as one data set. Raises DatasetError where that is nothing."""
        files = self.files() if files is None else files
        joined = Dataset(
            name=self.folder.resolve().name,
            tables=Tables(),
            catalog=self.catalog,
            defaults=Defaults(area=self.area),
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", HpbriefWarning)  # what lacks a place is told among the doubtful
            for file in files:
                if file.dataset is not None:
                    joined = joined.add(file.dataset)
                for briefing in file.briefings:
                    joined = joined.add(briefing.to_tables())
        if not joined.tables.observations and not joined.tables.goals:
            raise DatasetError([Problem(self.folder.name, None, None, Message("folder_says_nothing"))])
        return joined

    def month(
        self,
        as_of: date | str | None = None,
        *,
        out: str | Path | None = None,
        told: Callable[[str], object] | None = None,
    ) -> Month:
        """Read what is new, judge, audit, and write page, note, workbook, facts and letter of changes.

        ``as_of`` is the day from which to look, by default the newest that the files report; ``out`` the folder of
        output, by default ``out`` in the folder. Files whose bytes would be the same are left as they are. Raises
        DatasetError where nothing was read of the area or corrections fit no fact, LoadError where a file cannot be
        written, each naming the file.
        """
        files = self.files(told)
        ds = self.dataset(files)
        day = None if as_of is None else day_of(as_of)
        day = day or ds.newest_reported or date.today()
        card = assess(ds, self.area, None, day)
        since = self._day_before(day)
        month = Month(
            self, day, since, tuple(files), ds, card, audit(ds.as_of(day), area=self.area, lang=self.lang)
        )
        written = self._write(month, Path(out) if out is not None else self.folder / OUT)
        self._remember(day)
        return replace(month, written=written)

    def _write(self, month: Month, out: Path) -> tuple[Path, ...]:
        briefings = [b for file in month.files for b in file.briefings]
        for name in _REPORTS:
            data = report_bytes(month.card, name, self.lang, briefings=briefings)
            _write_changed(out / name, data)
        _write_changed(out / "facts.xlsx", facts_workbook(month.files, self.catalog, self.lang))
        names = [*_REPORTS, "facts.xlsx"]
        if month.since is not None:
            letter = letter_of_changes(month.card, month.since, briefings, self.lang)
            _write_changed(out / "changes.md", note_markdown(letter).encode())
            _write_changed(out / "changes.docx", note_bytes(letter, month.card, self.lang))
            names += ["changes.md", "changes.docx"]
        return tuple(out / name for name in names)

    # -- what is kept -------------------------------------------------------------------------------

    def _days(self) -> list[date]:
        """The days for which a month was made, in order."""
        path = self.data / _STATE
        if not path.is_file():
            return []
        try:
            state = json.loads(path.read_text("utf-8"))
            version, days = int(state["format"]), [day_from_iso(text) for text in state["days"]]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LoadError("state_broken", where=path, error=error) from error
        if version > FORMAT:
            raise LoadError("state_newer", where=path, version=version, known=FORMAT)
        return sorted(days)

    def _day_before(self, day: date) -> date | None:
        return max((d for d in self._days() if d < day), default=None)

    def _remember(self, day: date) -> None:
        days = sorted({*self._days(), day})
        state = {"format": FORMAT, "area": self.area, "days": [d.isoformat() for d in days]}
        _write_changed(self.data / _STATE, (json.dumps(state, indent=2) + "\n").encode())


def _write_changed(path: Path, data: bytes) -> None:
    with said_of(path):
        if path.is_file() and path.read_bytes() == data:
            return
    write_bytes(path, data)


def workspaces_of(folder: str | Path, lang: Lang = "vi") -> Iterator[Workspace]:
    """The folders of a folder that bear the id or name of an area, each as a workspace."""
    catalog = load_catalog()
    with said_of(Path(folder)):
        entries = sorted(Path(folder).iterdir(), key=lambda p: p.name)
    for entry in entries:
        if entry.is_dir() and (area := catalog.find_area(entry.name)) is not None:
            yield Workspace(entry, area=area.id, lang=lang)


def write_league(months: Sequence[Month], path: Path, lang: Lang = "vi") -> Path:
    """The indicators of several areas as one CSV for Excel: an area a row, what was reached and the class of each."""
    from hpbrief.assessment.words import class_text

    catalog = load_catalog()
    indicators = list(dict.fromkeys(a.indicator for month in months for a in month.card))
    head = [catalog.word("month", "area", lang), catalog.word("month", "day", lang)]
    head += [catalog.indicator(i).label(lang, short=True) for i in indicators]
    lines = [head]
    for month in months:
        cells = {a.indicator: a for a in month.card}
        line = [catalog.area(month.workspace.area).label(lang), format_date(month.as_of, lang)]
        for name in indicators:
            found = cells.get(name)
            share = month.card.cells(found, lang)["attainment"] if found else ""
            line.append(f"{share} {class_text(found.computed_class, catalog, lang)}".strip() if found else "")
        lines.append(line)
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(lines)
    _write_changed(path, stream.getvalue().encode("utf-8-sig"))
    return path
