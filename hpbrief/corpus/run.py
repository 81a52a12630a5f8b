"""``extract_corpus``: many texts to one data set, resumable."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from hpbrief import __version__
from hpbrief.catalog import load_catalog
from hpbrief.catalog.catalog import rules_digest
from hpbrief.corpus.engines import DaskEngine, Engine, ProcessEngine, SerialEngine, refuse_without_guard
from hpbrief.corpus.store import SCHEMA_VERSION, TABLES, Store, need_arrow
from hpbrief.corpus.texts import Batch, Job, Origin, count_texts, list_batches, list_texts, without_copies
from hpbrief.errors import LoadError

if TYPE_CHECKING:
    import pyarrow as pa
    from rich.progress import Progress

#: Documents in a part.
BATCH = 1000


@dataclass(frozen=True)
class CorpusRun:
    """A corpus that is complete: its folder, its counts, and how many parts this run had to read."""

    folder: Path
    documents: int
    copies: int
    statements: int
    issues: int
    parts: int
    parts_read: int

    def table(self, name: str = "statements", **options: Any) -> pa.Table:
        """One of the tables (statements, briefings, issues, addresses), whole.

        ``options`` go to ``pyarrow.dataset.Dataset.to_table``: ``columns`` and ``filter`` keep it small.
        """
        return corpus_table(self.folder, name, **options)

    def __str__(self) -> str:
        return (
            f"{self.folder}: {self.documents:,} documents ({self.copies:,} copies counted once), "
            f"{self.statements:,} statements, {self.issues:,} issues, {self.parts:,} parts "
            f"({self.parts_read:,} read now)"
        )


def corpus_table(folder: str | Path, name: str, **options: Any) -> pa.Table:
    """A table of a corpus. Raises LoadError where there is none."""
    need_arrow()
    from pyarrow.dataset import dataset

    from hpbrief.corpus.store import arrow_schema

    if name not in TABLES:
        raise LoadError("corpus_table", name=name, names=", ".join(TABLES))
    if not (Path(folder) / name).is_dir():
        raise LoadError("no_corpus", path=folder, name=name)
    paths = sorted(str(p) for p in (Path(folder) / name).glob("part-*.parquet"))
    return dataset(paths, schema=arrow_schema(name), format="parquet").to_table(**options)


def extract_corpus(
    origin: Origin,
    out: str | Path,
    *,
    engine: Literal["process", "dask", "serial"] | Engine = "process",
    client: Any = None,
    workers: int | None = None,
    area: str | None = None,
    reference: str | Path | None = None,
    batch: int = BATCH,
    fresh: bool = False,
    progress: bool | None = None,
) -> CorpusRun:
    """Read many texts into the folder ``out``: Parquet tables, and ``manifest.json`` when all is done.

    Killed at any moment and called again it goes on, and the files are those of a run that was never
    disturbed. Called on a complete corpus it reads only what has changed, from the first changed part on.
    A text that stands in several places is read into the tables once, its addresses into ``addresses``. A
    document that cannot be read is a row of ``issues``.

    Args:
        origin: a file, a folder, a pattern such as ``"in/**/*.txt"``, or an iterable of those. A Parquet file
            holds a text a row: ``text``, and perhaps ``url``, ``published``, ``publisher``, ``area``, ``title``.
        out: a folder that is new, or made by an earlier run with the same settings.
        engine: ``process`` (processes of this machine), ``dask``, or ``serial`` (this process alone).
        client: of Dask: a client, or the address of a scheduler; without one a cluster on this machine.
        workers: processes; by default as many as there are cores.
        area: an id of the catalogue, for texts that name no area themselves.
        reference: a folder of reference tables of one's own, the same on every machine.
        batch: documents in a part. One part a worker stands in memory, and three wait for each.
        fresh: begin anew where ``out`` was made with other settings.
        progress: show rate and time left on standard error; by default where that is a terminal.

    Raises LoadError where ``origin`` or ``out`` cannot be used, or an extra is not installed.
    """
    refuse_without_guard()
    need_arrow()
    if batch < 1:
        raise LoadError("batch_empty", batch=batch)
    catalog = load_catalog(str(reference) if reference is not None else None)
    job = Job(str(reference) if reference is not None else None, catalog.area(area).id if area else None)
    settings = {
        "schema_version": SCHEMA_VERSION,
        "hpbrief": __version__,
        "rules": rules_digest(reference),
        "batch": batch,
        "area": job.area,
    }
    with Store.opened(Path(out), settings, fresh=fresh) as store:
        run = _Run(store, _engine(engine, client, workers), job)
        with _Progress(
            count_texts(origin), shown=sys.stderr.isatty() if progress is None else progress
        ) as bar:
            run.all(list_batches(list_texts(origin), batch), bar)
        manifest = store.close_with(run.parts, settings)
    return CorpusRun(
        folder=Path(out),
        documents=manifest["documents"],
        copies=manifest["copies"],
        statements=manifest["tables"]["statements"]["rows"],
        issues=manifest["tables"]["issues"]["rows"],
        parts=run.parts,
        parts_read=run.read,
    )


def _engine(engine: str | Engine, client: Any, workers: int | None) -> Engine:
    if not isinstance(engine, str):
        return engine
    if engine not in ("process", "dask", "serial"):
        raise LoadError("no_engine", name=engine)
    if client is not None and engine != "dask":
        raise LoadError("client_is_dask")
    if engine == "serial":
        return SerialEngine()
    return DaskEngine(client, workers) if engine == "dask" else ProcessEngine(workers)


class _Run:
    """One run over the batches: which are done already, and the writing of the rest."""

    def __init__(self, store: Store, engine: Engine, job: Job) -> None:
        self.store = store
        self.engine = engine
        self.job = job
        self.parts = 0
        self.read = 0

    def all(self, batches: Iterator[Batch], bar: _Progress) -> None:
        """Read every batch that is not done."""
        for batch, part in self.engine.parts(self._open(batches, bar), self.job):
            copies = self.store.claim(batch.number, part["briefings"]["document"].to_pylist())
            self.store.write(batch.number, batch.key, without_copies(part, copies))
            self.read += 1
            bar.advance(len(batch.items))
        self.store.keep_only(self.parts)

    def _open(self, batches: Iterator[Batch], bar: _Progress) -> Iterator[Batch]:
        """The batches from the first that is not done: later parts hang on what it holds."""
        done = True
        for batch in batches:
            self.parts = batch.number + 1
            if done:
                record = self.store.record(batch.number)
                done = record is not None and record["key"] == batch.key
                if done:
                    bar.skip(len(batch.items))
                    continue
                self.store.drop_from(batch.number)
            yield batch


class _Progress:
    """Documents read, rate and time left on standard error; nothing where not shown."""

    def __init__(self, total: int | None, *, shown: bool) -> None:
        self.total = total
        self.shown = shown
        self._bar: Progress | None = None
        self._skipped = 0

    def __enter__(self) -> _Progress:
        if self.shown:
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                Progress,
                TextColumn,
                TimeElapsedColumn,
                TimeRemainingColumn,
            )

            self._bar = Progress(
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[rate]}"),
                TimeElapsedColumn(),
                TimeRemainingColumn(elapsed_when_finished=False),
                console=Console(stderr=True),
                speed_estimate_period=120,
            )
            self._bar.start()
            self._task = self._bar.add_task("", total=self.total, rate="")
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def skip(self, documents: int) -> None:
        """Documents that were read by an earlier run."""
        self._skipped += documents
        if self._bar is not None:
            self._bar.update(self._task, advance=documents)

    def advance(self, documents: int) -> None:
        """Documents that were read now."""
        if self._bar is None:
            return
        self._bar.update(self._task, advance=documents)
        task = self._bar.tasks[0]
        seconds = task.elapsed or 0
        if seconds:
            self._bar.update(self._task, rate=f"{(task.completed - self._skipped) / seconds:,.0f}/s")
