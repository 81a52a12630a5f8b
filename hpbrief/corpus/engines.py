"""Who reads the batches: processes of this machine, or the workers of a Dask cluster.

An engine hands back the parts in the order of the batches and survives the death of a worker: the batches that
were under way are read again; one whose worker dies again is read alone, in halves, until the document that
kills its reader is found; that one becomes a row of ``issues``.
"""

from __future__ import annotations

import gc
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from hpbrief.corpus.texts import Batch, Job, Part, TextItem, join_parts, lost_document, read_batch
from hpbrief.errors import LoadError

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Items = tuple[TextItem, ...]
Reader = Callable[[Items, Job], Part]

#: So often a worker may die over one document alone before it counts as the document's fault.
_DEATHS = 2
#: Batches under way for each worker: enough that none waits for the one whose turn it is.
_AHEAD = 3
#: Thresholds of the garbage collector in a worker; memory stays the same, and a tenth of the time is saved.
_GARBAGE = (20_000, 20, 50)


class WorkerDiedError(Exception):
    """A worker died while it read; never shown outside this room."""


class Engine(Protocol):
    """Reads batches in order."""

    def parts(self, batches: Iterable[Batch], job: Job) -> Iterator[tuple[Batch, Part]]:
        """Each batch with its tables, in the order of the batches."""
        ...


def read_alone(items: Items, read: Callable[[Items], Part], tries: int = _DEATHS) -> Part:
    """Read what has killed a worker already: whole, then by halves, down to the document that kills."""
    for _ in range(tries if len(items) == 1 else 1):
        try:
            return read(items)
        except WorkerDiedError:
            continue
    return read_halves(items, read, tries)


def read_halves(items: Items, read: Callable[[Items], Part], tries: int = _DEATHS) -> Part:
    """Read both halves of what cannot be read whole; a single document is given up and recorded."""
    if len(items) == 1:
        message = "the process that read it died again and again (killed, out of memory or crashed)"
        return lost_document(items[0], "worker_died", message)
    half = len(items) // 2
    return join_parts([read_alone(part, read, tries) for part in (items[:half], items[half:])])


class SerialEngine:
    """This process itself: for a few texts, and for debugging. It dies with what kills it."""

    def __init__(self, read: Reader = read_batch) -> None:
        self.read = read

    def parts(self, batches: Iterable[Batch], job: Job) -> Iterator[tuple[Batch, Part]]:
        """Each batch with its tables, in the order of the batches."""
        for batch in batches:
            yield batch, self.read(batch.items, job)


# -- processes ---------------------------------------------------------------------------------------


def refuse_without_guard() -> None:
    """End a worker that runs the script of its parent from the start: there is no ``__main__`` guard in it."""
    import multiprocessing

    if getattr(multiprocessing.current_process(), "_inheriting", False):
        raise SystemExit(1)  # the parent sees that no worker began, and says why


def _begin_worker(begun: Any) -> None:
    """A worker looks for garbage seldom, as readers leave hardly any cycles, and ends with its parent."""
    begun.set()
    gc.set_threshold(*_GARBAGE)
    _end_with_parent()


def _end_with_parent() -> None:
    """A worker whose parent was killed must not linger: nobody would ever tell it to stop."""
    import multiprocessing

    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@dataclass
class _Underway:
    """A batch handed to the pool, and how often its worker may have died over it."""

    batch: Batch
    future: Future[Part] | None
    deaths: int = 0


class ProcessEngine:
    """Processes of this machine; as many as it has cores where ``workers`` is None."""

    def __init__(self, workers: int | None = None, read: Reader = read_batch) -> None:
        self.workers = workers or os.cpu_count() or 1
        self.read = read

    def parts(self, batches: Iterable[Batch], job: Job) -> Iterator[tuple[Batch, Part]]:
        """Each batch with its tables, in the order of the batches."""
        pool = _Pool(self.workers, self.read, job)
        alone = _Pool(1, self.read, job)
        try:
            for batch in batches:
                pool.submit(batch)
                if len(pool.underway) > _AHEAD * self.workers:
                    yield pool.first(alone)
            while pool.underway:
                yield pool.first(alone)
        finally:
            pool.close()
            alone.close()


class _Pool:
    """A ProcessPoolExecutor that is replaced when it breaks, and the batches it has not handed back."""

    def __init__(self, workers: int, read: Reader, job: Job) -> None:
        self.workers = workers
        self.read = read
        self.job = job
        self.underway: deque[_Underway] = deque()
        self._executor: ProcessPoolExecutor | None = None
        self._begun: Any = None

    def submit(self, batch: Batch) -> None:
        """Hand a batch to a worker."""
        try:
            self.underway.append(_Underway(batch, self._future(batch.items)))
        except WorkerDiedError:
            self._restart()
            self.underway.append(_Underway(batch, self._future(batch.items)))

    def first(self, alone: _Pool) -> tuple[Batch, Part]:
        """The tables of the batch that was handed over first."""
        from concurrent.futures.process import BrokenProcessPool

        here = self.underway[0]
        part: Part | None = None
        while part is None:
            if here.future is None:  # its worker died twice
                part = read_alone(here.batch.items, alone.read_now)
                break
            try:
                part = here.future.result()
            except BrokenProcessPool:
                self._restart()
        self.underway.popleft()
        return here.batch, part

    def read_now(self, items: Items) -> Part:
        """Read in a worker of its own. Raises WorkerDiedError."""
        from concurrent.futures.process import BrokenProcessPool

        try:
            return self._future(items).result()
        except (BrokenProcessPool, WorkerDiedError) as error:
            self.close()
            raise WorkerDiedError from error

    def close(self) -> None:
        """End the workers; what was not read is dropped."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None

    def _future(self, items: Items) -> Future[Part]:
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        if self._executor is None:
            context = multiprocessing.get_context("spawn")
            self._begun = self._begun or context.Event()
            self._executor = ProcessPoolExecutor(
                self.workers, context, initializer=_begin_worker, initargs=(self._begun,)
            )
        try:
            return self._executor.submit(self.read, items, self.job)
        except BrokenProcessPool as error:
            raise WorkerDiedError from error

    def _restart(self) -> None:
        """A new pool; what the dead one had not finished is handed over again, the twice suspect is kept back."""
        from concurrent.futures.process import BrokenProcessPool

        self.close()
        if not self._begun.is_set():
            raise LoadError("no_main_guard")
        for one in self.underway:
            if one.future is None or not isinstance(one.future.exception(), BrokenProcessPool):
                continue
            one.deaths += 1
            one.future = self._future(one.batch.items) if one.deaths < _DEATHS else None


# -- Dask --------------------------------------------------------------------------------------------


class DaskEngine:
    """The workers of a Dask cluster: that of ``client`` (a client or an address), else a local one."""

    def __init__(self, client: Any = None, workers: int | None = None, read: Reader = read_batch) -> None:
        self.client = client
        self.workers = workers
        self.read = read

    def parts(self, batches: Iterable[Batch], job: Job) -> Iterator[tuple[Batch, Part]]:
        """Each batch with its tables, in the order of the batches.

        Raises LoadError where Dask is not installed or the cluster does not answer.
        """
        dask = _dask()
        if isinstance(self.client, dask.Client):
            yield from self._through(self.client, batches, job)
            return
        if self.client is not None:
            with _connect(dask, str(self.client)) as client:
                yield from self._through(client, batches, job)
            return
        workers = self.workers or os.cpu_count() or 1
        with (
            dask.LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster,
            dask.Client(cluster) as client,
        ):
            yield from self._through(client, batches, job)

    def _through(self, client: Any, batches: Iterable[Batch], job: Job) -> Iterator[tuple[Batch, Part]]:
        underway: deque[tuple[Batch, Any]] = deque()

        def read_now(items: Items) -> Part:
            return _result(client.submit(self.read, items, job, pure=False))

        def first() -> tuple[Batch, Part]:
            batch, future = underway.popleft()
            try:
                return batch, _result(future)
            except WorkerDiedError:
                return batch, read_halves(batch.items, read_now, tries=1)  # Dask has tried several workers

        for batch in batches:
            underway.append((batch, client.submit(self.read, batch.items, job, pure=False)))
            if len(underway) > _AHEAD * max(1, sum(client.nthreads().values())):
                yield first()
        while underway:
            yield first()


def _dask() -> Any:
    try:
        import distributed
    except ImportError as error:
        raise LoadError("needs_dask") from error
    return distributed


def _connect(dask: Any, address: str) -> Any:
    try:
        return dask.Client(address, timeout="10s")
    except (OSError, TimeoutError, ValueError) as error:
        raise LoadError("no_cluster", address=address, error=error) from error


def _result(future: Any) -> Part:
    from distributed import KilledWorker

    try:
        part: Part = future.result()
        return part
    except KilledWorker as error:
        raise WorkerDiedError from error
    finally:
        future.release()
